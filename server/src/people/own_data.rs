//! One's own data: export, and the end of an account.
//!
//! Invariants: the export holds everything that is stored by the account's id, and no secret; an account that ended keeps its id and the
//! day, and nothing personal; what was sent in belongs to the city until its retention is over.

use super::accounts::Profile;
use super::links::{GUARDIAN_MS, Sender};
use super::{accounts, mail, sql};
use crate::db::{Db, DbError, DbResult};
use crate::feed::Writer;
use crate::params;
use engawa_app::messages::people::sign_in as m;
use engawa_core::Problem;
use engawa_core::time::Millis;
use serde_json::{Value, json};

/// Text that is stored as JSON.
fn stored(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_| Value::from(text))
}

/// Everything that is stored about an account, for its holder.
pub async fn export(db: &Db, profile: &Profile, now: Millis) -> DbResult<Value> {
    let id = profile.id.as_str();
    let devices =
        accounts::devices(db, id, now).await?.into_iter().map(|it| json!({ "device": it.label, "began_ms": it.began_at, "seen_ms": it.seen_at }));
    let groups = db.all::<(String, String, String, i64)>(sql::OWN_GROUPS, params![id]).await?;
    let desks = db.all::<(String, String, String, i64)>(sql::OWN_DESKS, params![id]).await?;
    let receipts = db.all::<(String, String, String, i64)>(sql::EVERY_OWN_RECEIPT, params![id]).await?;
    let submissions = db.all::<(String, String, String, String, String, String, i64, i64)>(sql::OWN_SUBMISSIONS, params![id]).await?;
    let notices = db.all::<(String, String, String, i64, i64)>(sql::OWN_NOTICES, params![id]).await?;
    let cases = db.all::<(String, String, String, String, i64, i64)>(sql::OWN_CASES, params![id]).await?;
    let passkeys = db.all::<(String, i64, i64)>(sql::OWN_PASSKEYS, params![id]).await?;
    let claims = db.all::<(String, String, String, String, i64, i64)>(sql::OWN_CLAIMS, params![id]).await?;
    let settings = db.all::<(String, String)>(sql::OWN_SETTINGS, params![id]).await?;
    let place = |(id, name, role, since): (String, String, String, i64)| json!({ "id": id, "name": name, "role": role, "since_ms": since });
    Ok(json!({
        "exported_ms": now,
        "account": {
            "id": id,
            "name": profile.name,
            "role": profile.role,
            "email": profile.email,
            "lang": profile.lang.code(),
            "has_password": profile.has_password,
            "born_year": profile.born_year,
            "guardian_email": profile.guardian,
            "guardian_consent_ms": profile.consent_at,
            "created_ms": profile.created_at,
        },
        "settings": settings.into_iter().map(|(name, value)| json!({ "name": name, "value": value })).collect::<Vec<_>>(),
        "devices": devices.collect::<Vec<_>>(),
        "passkeys": passkeys.into_iter().map(|(label, created, used)| json!({ "label": label, "created_ms": created, "used_ms": used })).collect::<Vec<_>>(),
        "groups": groups.into_iter().map(place).collect::<Vec<_>>(),
        "desks": desks.into_iter().map(place).collect::<Vec<_>>(),
        "claims": claims.into_iter().map(|(group, proof, state, reason, made, decided)| {
            json!({ "group": group, "proof": proof, "state": state, "reason": reason, "made_ms": made, "decided_ms": decided })
        }).collect::<Vec<_>>(),
        "receipts": receipts.into_iter().map(|(number, verb, subject, at)| {
            json!({ "receipt_no": number, "verb": verb, "subject": subject, "at_ms": at })
        }).collect::<Vec<_>>(),
        "submissions": submissions.into_iter().map(|(id, form, version, state, number, answers, received, delete)| {
            json!({
                "id": id, "form": form, "version": version, "state": state, "receipt_no": number,
                "answers": stored(&answers), "received_ms": received, "delete_ms": delete,
            })
        }).collect::<Vec<_>>(),
        "notices": notices.into_iter().map(|(code, args, path, at, seen)| {
            json!({ "code": code, "args": stored(&args), "path": path, "at_ms": at, "seen_ms": seen })
        }).collect::<Vec<_>>(),
        "cases": cases.into_iter().map(|(number, channel, topic, person, opened, closed)| {
            json!({ "case_no": number, "channel": channel, "topic": topic, "person": stored(&person), "opened_ms": opened, "closed_ms": closed })
        }).collect::<Vec<_>>(),
    }))
}

/// Notes that somebody took their data out.
pub async fn note_export(db: &Db, profile: &Profile, now: Millis) -> DbResult<()> {
    let mut writer = Writer::begin(db, now, profile.actor_name()).await?;
    writer.audit_about("account.export", &profile.id, &profile.id, "").await?;
    writer.commit().await
}

/// Takes everything personal out of an account, inside a transaction.
pub(super) async fn empty(writer: &mut Writer, profile: &Profile) -> DbResult<()> {
    let (id, now) = (profile.id.as_str(), writer.now);
    for stmt in [
        sql::DROP_PASSKEYS,
        sql::DROP_RECOVERY,
        sql::DROP_PUSHES,
        sql::DROP_NOTICES,
        sql::DROP_SETTINGS,
        sql::DROP_OWN_RECEIPTS,
        sql::LEAVE_GROUPS,
        sql::LEAVE_DESKS,
        sql::LEAVE_ABSENCES,
        sql::EMPTY_CLAIMS,
        sql::LEAVE_SUBMISSIONS,
        sql::LEAVE_CASES,
        sql::DROP_INVITATIONS,
    ] {
        writer.tx.run(stmt, params![id]).await?;
    }
    writer.tx.run(sql::END_SESSIONS_OF, params![id, ""]).await?;
    writer.tx.run(sql::DROP_LINKS_OF, params![id, &profile.email]).await?;
    if writer.tx.run(sql::END_ACCOUNT, params![id, now]).await? == 0 {
        return Err(DbError::inconsistent("account", "there is none to end"));
    }
    writer.audit_about("account.end", id, id, "").await?;
    Ok(())
}

/// Ends accounts of minors to which no guardian agreed for long: nobody wants them to be kept. How many.
pub async fn forget_unanswered(db: &Db, now: Millis) -> DbResult<usize> {
    let mut count = 0;
    for (id,) in db.all::<(String,)>(sql::UNANSWERED, params![now - 2 * GUARDIAN_MS]).await? {
        let Some(profile) = accounts::profile(db, &id).await? else { continue };
        let mut writer = Writer::begin(db, now, "system").await?;
        empty(&mut writer, &profile).await?;
        writer.commit().await?;
        count += 1;
    }
    Ok(count)
}

/// Ends the account of a resident.
pub async fn end(db: &Db, sender: &Sender, profile: &Profile, now: Millis) -> DbResult<Result<(), Vec<Problem>>> {
    if profile.is_staff() {
        return Ok(Err(vec![Problem::new("", "staff_account")]));
    }
    let id = profile.id.as_str();
    let mut writer = Writer::begin(db, now, profile.actor_name()).await?;
    // Alone until the commit: two owners of one group cannot leave it at the same moment.
    writer.tx.first::<(i64,)>(crate::feed::sql::TAKE_REVS, params![0_i64]).await?;
    let owned = writer.tx.all::<(String, String)>(sql::SOLE_OWNER, params![id]).await?;
    if !owned.is_empty() {
        return Ok(Err(owned
            .into_iter()
            .map(|(group, title)| Problem::new("", "only_owner_of").arg(if title.is_empty() { group } else { title }))
            .collect()));
    }
    empty(&mut writer, profile).await?;
    if !profile.email.is_empty() {
        let subject = m::MAIL_ENDED_SUBJECT.with(profile.lang, &[&sender.site]);
        mail::put(&mut writer, &profile.email, &subject, &m::MAIL_ENDED.with(profile.lang, &[&sender.site])).await?;
    }
    writer.commit().await?;
    Ok(Ok(()))
}
