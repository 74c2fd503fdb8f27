//! What waits at a desk, as records of the scope `staff:<desk>`, so that staff can carry it along.
//!
//! A submission is in the scope of the desk of its form as long as it waits, and leaves a tombstone when it is decided, taken back,
//! deleted, or goes to another desk. Invariants: no record of this collection is in any other scope; each takes a revision of its own,
//! because a page of the feed may end between two records and never within a revision; whoever takes a record along stands in the audit
//! log, for each person apart.

use crate::db::{DbError, DbResult};
use crate::feed::Writer;
use crate::forms::{of_form, sql, store};
use crate::params;
use crate::people::Actor;
use crate::sites::OpenSite;
use engawa_app::forms::outline::{Line, language_index, lines};
use engawa_app::people::work::{COLLECTION, WorkItem, readable, waits};
use engawa_core::feed::{Record, Scope};
use engawa_core::rights::MAIN_DESK;
use engawa_core::time::Millis;
use engawa_core::{Action, Lang, Subject, may};

/// The scope that is every colleague's.
const EVERY_DESK: &str = "all";

/// Brings the record of a submission to what the submission is now. `read`: its answers; without them those of the record stay, and a
/// submission that has no record waits for [`catch_up`].
pub async fn project(writer: &mut Writer, id: &str, read: Option<&[Line]>) -> DbResult<()> {
    let there = writer.tx.all::<(String, String)>(sql::WORK_OF, params![id]).await?;
    let waiting = store::submission_within(writer, id).await?.filter(|it| waits(it.state));
    let Some(it) = waiting else { return leave(writer, id, &there, "").await };
    let (desk, form_title) = writer.tx.first::<(String, String)>(sql::FORM_OF_WORK, params![&it.form_id]).await?.unwrap_or_default();
    let scope = Scope::Staff(if desk.is_empty() { MAIN_DESK.to_owned() } else { desk });
    let lines = match (read, there.first()) {
        (Some(lines), _) => readable(lines),
        (None, Some((_, body))) => match serde_json::from_str::<WorkItem>(body) {
            Ok(item) => item.lines,
            Err(_) => return leave(writer, id, &there, "").await,
        },
        (None, None) => return Ok(()),
    };
    leave(writer, id, &there, &scope.to_string()).await?;
    let item = WorkItem {
        id: it.id,
        form_id: it.form_id,
        form_title,
        receipt_no: it.receipt_no,
        title: it.title,
        state: it.state,
        assignee: it.assignee,
        received_at: it.received_at,
        rev: it.rev,
        lines,
    };
    let body = serde_json::to_string(&item).map_err(|why| DbError::inconsistent(format!("work {id}"), why))?;
    let rev = writer.take_rev().await?;
    writer.put(&scope, COLLECTION, id, rev, &body).await
}

/// Leaves a tombstone in every scope that has it, but for one.
async fn leave(writer: &mut Writer, id: &str, there: &[(String, String)], stays: &str) -> DbResult<()> {
    for (of, _) in there.iter().filter(|(of, _)| of != stays) {
        if let Some(scope) = Scope::parse(of) {
            let rev = writer.take_rev().await?;
            writer.delete(&scope, COLLECTION, id, rev).await?;
        }
    }
    Ok(())
}

/// Brings what waits of a form to the desk that the form belongs to now.
pub async fn reassign(writer: &mut Writer, form_id: &str) -> DbResult<()> {
    for (id,) in writer.tx.all::<(String,)>(sql::WORK_ELSEWHERE, params![form_id]).await? {
        project(writer, &id, None).await?;
    }
    Ok(())
}

/// The answers of a submission that no desk has a record of; nothing: it has one, or there is no such submission.
pub async fn missing(site: &OpenSite, id: &str) -> DbResult<Option<Vec<Line>>> {
    if !site.db.all::<(String, String)>(sql::WORK_OF, params![id]).await?.is_empty() {
        return Ok(None);
    }
    let Some(it) = store::submission(&site.db, id).await? else { return Ok(None) };
    // The desk reads in the language of its office.
    of_form(site, &it, |form| lines(form, language_index(form.definition(), Lang::Ja))).await.map(Some)
}

/// Gives desks what waits and is not there: what arrived before there were records of work. Running it again changes nothing.
pub async fn catch_up(site: &OpenSite, now: Millis) -> DbResult<()> {
    for (id,) in site.db.all::<(String,)>(sql::NOT_AT_DESK, params![]).await? {
        match missing(site, &id).await {
            Ok(read) => {
                let mut writer = Writer::begin(&site.db, now, "system").await?;
                project(&mut writer, &id, read.as_deref()).await?;
                writer.commit().await?;
            }
            // One form that cannot be computed must not keep the others from their desks.
            Err(error) => tracing::error!(submission = id, %error, "work could not be read"),
        }
    }
    Ok(())
}

/// Whether somebody may follow a scope.
pub fn may_follow(actor: &Actor, scope: &Scope) -> bool {
    match scope {
        Scope::Public => may(actor, Action::ListingReadPublic, &Subject::NONE),
        Scope::Account(id) => may(actor, Action::AccountRead, &Subject::of_account(id)),
        Scope::Group(id) => may(actor, Action::GroupFollow, &Subject::of_group(id)),
        Scope::Staff(desk) if desk == EVERY_DESK => may(actor, Action::ListingReadStaffOnly, &Subject::NONE),
        Scope::Staff(desk) => may(actor, Action::WorkCarry, &Subject::of_desk(desk)),
    }
}

/// Notes who took which work along, for each person whose data it is.
pub async fn note_carried(site: &OpenSite, actor: &Actor, records: &[Record], now: Millis) -> DbResult<()> {
    let carried: Vec<&Record> = records.iter().filter(|record| record.collection == COLLECTION && record.body.is_some()).collect();
    if carried.is_empty() {
        return Ok(());
    }
    let mut writer = Writer::begin(&site.db, now, actor.name()).await?;
    for record in carried {
        let about = writer.tx.first::<(String, String)>(sql::ABOUT, params![&record.id]).await?;
        let about = about.map_or_else(String::new, |(account, number)| if account.is_empty() { format!("receipt:{number}") } else { account });
        writer.audit_about("read.work", &record.id, &about, "").await?;
    }
    writer.commit().await
}
