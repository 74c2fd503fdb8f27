//! Who may send a form, by the table of rights: everybody, whoever is signed in, members of registered groups, staff.
//!
//! A form that is for people who are signed in is no secret: everybody reads it, fills it in and learns who may send it. Invariant: what is
//! asked here is asked when it is sent, not when it was begun, so a right that ended meanwhile sends nothing.

use super::sql;
use crate::db::{Db, DbResult};
use crate::feed::Writer;
use crate::params;
use engawa_app::forms::Audience;
use engawa_core::{Action, Actor, Problem, Subject, may};

/// What the table of rights says of somebody, as far as it knows.
enum Says {
    Open,
    Shut(Problem),
    /// It depends on whether one of these groups is registered.
    OneOf(Vec<String>),
}

fn says(audience: Audience, actor: &Actor) -> Says {
    let refused = |code: &str| Says::Shut(Problem::new("", code));
    match audience {
        Audience::Anyone => Says::Open,
        Audience::Residents if may(actor, Action::FormSubmitSignedIn, &Subject::NONE) => Says::Open,
        Audience::Residents => refused("form_for_residents"),
        Audience::Groups => {
            let may_write = |group: &&String| may(actor, Action::FormSubmitForGroup, &Subject::of_group(group));
            let groups: Vec<String> = actor.groups.iter().map(|(group, _)| group).filter(may_write).cloned().collect();
            if groups.is_empty() { refused("form_for_groups") } else { Says::OneOf(groups) }
        }
        Audience::Staff if actor.is_staff() => Says::Open,
        Audience::Staff => refused("form_for_staff"),
    }
}

/// Why somebody may not send such a form; nothing if they may.
pub async fn refusal(db: &Db, audience: Audience, actor: &Actor) -> DbResult<Option<Problem>> {
    match says(audience, actor) {
        Says::Open => Ok(None),
        Says::Shut(problem) => Ok(Some(problem)),
        Says::OneOf(groups) => {
            for group in groups {
                if db.first::<(String,)>(sql::IS_REGISTERED, params![&group]).await?.is_some() {
                    return Ok(None);
                }
            }
            Ok(Some(Problem::new("", "form_for_groups")))
        }
    }
}

/// The same inside a transaction.
pub async fn refusal_within(writer: &mut Writer, audience: Audience, actor: &Actor) -> DbResult<Option<Problem>> {
    match says(audience, actor) {
        Says::Open => Ok(None),
        Says::Shut(problem) => Ok(Some(problem)),
        Says::OneOf(groups) => {
            for group in groups {
                if writer.tx.first::<(String,)>(sql::IS_REGISTERED, params![&group]).await?.is_some() {
                    return Ok(None);
                }
            }
            Ok(Some(Problem::new("", "form_for_groups")))
        }
    }
}
