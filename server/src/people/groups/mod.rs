//! 団体 on the server: registration, members, invitations, claims, renewal, merging.
//!
//! The rules are in `engawa_app::people::group`; here they meet the store. Invariants: every command asks the table of rights about its
//! own group; secrets of invitations are stored as digests; whoever is put into a group, taken out or given another role is named in the
//! audit log by account.

pub mod read;
pub mod sql;

mod claims;
mod members;
mod merge;
mod registration;
mod tidy;

pub use tidy::{Tidied, tidy};

use super::{Asked, secret};
use crate::commands::Outcome;
use crate::db::{DbError, DbResult};
use crate::feed::Writer;
use crate::listings::{self, Stored, sql as listing_sql};
use crate::params;
use engawa_app::listings::{Kind, Listing, rules};
use engawa_app::people::group::{GroupCommand, RegistrationState};
use engawa_core::{Problem, Subject, may};
use read::Registration;

/// Executes a command inside the writer's transaction. Rights are asked here: only here it is known to whom a subject belongs.
pub async fn execute(writer: &mut Writer, asked: Asked<'_>, command: &GroupCommand) -> DbResult<Outcome> {
    if !may(asked.actor, command.action(), &Subject::of_group(command.subject())) {
        return Ok(Outcome::Forbidden);
    }
    if let GroupCommand::RegisterFromSubmission { group, submission, class } = command {
        return registration::register(writer, group, submission, *class).await;
    }
    let Some(group) = Known::read(writer, command.subject()).await? else { return Ok(refused("group", "unknown_group")) };
    if let (Some(base), Some(registration)) = (asked.base_rev, &group.registration)
        && registration.rev > base
    {
        return Ok(Outcome::Conflict(Problem::new("base_rev", "conflict").arg(registration.rev.to_string())));
    }
    match command {
        GroupCommand::RegisterFromSubmission { .. } => Ok(refused("group", "unknown_group")),
        GroupCommand::Decide { .. } | GroupCommand::DecideRenewal { .. } => registration::decide(writer, asked, group, command).await,
        GroupCommand::SetTrust { trust, .. } => registration::set_trust(writer, group, *trust).await,
        GroupCommand::SetPublic { public, .. } => registration::set_public(writer, group, public).await,
        GroupCommand::Renew { submission, .. } => registration::ask_renewal(writer, group, submission).await,
        GroupCommand::Remind { .. } => registration::remind(writer, group).await,
        GroupCommand::Lapse { .. } => registration::lapse(writer, group).await,
        GroupCommand::EndGroup { reason, .. } => registration::end(writer, group, reason).await,
        GroupCommand::Invite(invite) => members::invite(writer, asked, &group, invite).await,
        GroupCommand::EndInvitation { digest, .. } => members::end_invitation(writer, &group, digest).await,
        GroupCommand::Accept { secret, .. } => members::accept(writer, asked, group, secret).await,
        GroupCommand::SetRole { .. } | GroupCommand::RemoveMember { .. } | GroupCommand::Leave { .. } | GroupCommand::HandOver { .. } => {
            members::change(writer, asked, &group, command).await
        }
        GroupCommand::Claim { proof, .. } => claims::claim(writer, asked, &group, proof).await,
        GroupCommand::DecideClaim { claim, accept, reason, .. } => claims::decide(writer, asked, group, claim, *accept, reason).await,
        GroupCommand::Merge { into, .. } => merge::merge(writer, group, into).await,
    }
}

/// A group as it is known in a transaction.
struct Known {
    /// Its listing.
    stored: Stored,
    /// What the city knows of it; nothing: it is unclaimed.
    registration: Option<Registration>,
}

impl Known {
    async fn read(writer: &mut Writer, id: &str) -> DbResult<Option<Self>> {
        let Some((body, rev)) = writer.tx.first::<(String, i64)>(listing_sql::ONE, params![id]).await? else { return Ok(None) };
        let stored = read::stored(id, &body, rev)?;
        if stored.listing.kind() != Kind::Group {
            return Ok(None);
        }
        let registration = read::registration_within(writer, id).await?;
        Ok(Some(Self { stored, registration }))
    }

    fn id(&self) -> &str {
        &self.stored.listing.id
    }

    fn title(&self) -> &str {
        &self.stored.listing.title
    }

    fn state(&self) -> RegistrationState {
        self.registration.as_ref().map_or(RegistrationState::Unclaimed, |it| it.state)
    }

    /// Its registration, or the one that it gets when somebody of it comes in.
    fn registration(&self) -> Registration {
        self.registration.clone().unwrap_or_else(|| Registration::claimed(&self.stored.listing))
    }

    /// Writes the listing, if that is allowed by its rules; what is wrong otherwise.
    async fn write(&self, writer: &mut Writer, after: &Listing) -> DbResult<Result<(), Vec<Problem>>> {
        let was = self.stored.listing.state;
        if !was.may_become(after.state) {
            return Ok(Err(vec![Problem::new("state", "bad_state_change").arg(was.code()).arg(after.state.code())]));
        }
        let problems = rules::check(after);
        if !problems.is_empty() {
            return Ok(Err(problems));
        }
        if *after != self.stored.listing {
            listings::write(writer, Some(&self.stored.listing), after, None).await?;
        }
        Ok(Ok(()))
    }
}

/// How the secret of an invitation is stored.
pub fn digest_of(secret: &str) -> String {
    secret::digest("invitation", secret)
}

fn refused(path: &str, code: &str) -> Outcome {
    Outcome::Rejected(vec![Problem::new(path, code)])
}

/// Why a text of a person is not taken.
fn bad_words(path: &str, words: &str, must: bool, max: usize) -> Option<Outcome> {
    if must && words.trim().is_empty() {
        return Some(refused(path, "required"));
    }
    (words.chars().count() > max).then(|| Outcome::Rejected(vec![Problem::new(path, "too_long").arg(max.to_string())]))
}

async fn done(writer: &mut Writer) -> DbResult<Outcome> {
    Ok(Outcome::Done { rev: writer.take_rev().await? })
}

fn inconsistent(group: &str, what: &str, why: impl std::fmt::Display) -> DbError {
    DbError::inconsistent(format!("group {group}.{what}"), why)
}
