//! What is stored about an account, for its holder, as JSON.
//!
//! Invariants: the export holds every field of the register of personal data that its holder may read ([`HELD`]), or a reason stands
//! here why not ([`WITHHELD`]); no secret is in it, and no name of a member of staff.

use super::super::accounts::{self, Profile};
use super::super::{courses, sql};
use crate::audit;
use crate::db::{Db, DbResult};
use crate::params;
use engawa_app::people::course::Presence;
use engawa_core::time::Millis;
use serde_json::{Value, json};

/// Where a field of the register stands in the export.
pub const HELD: &[(&str, &str)] = &[
    ("account.login", "/account/login"),
    ("account.oidc_subject", "/account/oidc_subject"),
    ("account.name", "/account/name"),
    ("account.email", "/account/email"),
    ("account.email_proven_ms", "/account/email_proven_ms"),
    ("account.lang", "/account/lang"),
    ("account.born_year", "/account/born_year"),
    ("account.guardian_email", "/account/guardian_email"),
    ("account.guardian_consent_ms", "/account/guardian_consent_ms"),
    ("account.guardian_paper", "/account/guardian_paper/name"),
    ("session.account_id", "/account/id"),
    ("session.label", "/devices/0/device"),
    ("session.began_ms", "/devices/0/began_ms"),
    ("session.seen_ms", "/devices/0/seen_ms"),
    ("passkey.account_id", "/account/id"),
    ("passkey.label", "/passkeys/0/label"),
    ("passkey.used_ms", "/passkeys/0/used_ms"),
    ("notice.account_id", "/account/id"),
    ("notice.args", "/notices/0/args"),
    ("notice.path", "/notices/0/path"),
    ("push_subscription.account_id", "/account/id"),
    ("push_subscription.endpoint", "/push_devices/0/endpoint"),
    ("account_setting.account_id", "/account/id"),
    ("account_setting.value", "/settings/0/value"),
    ("account_receipt.account_id", "/account/id"),
    ("account_receipt.receipt_no", "/receipts/0/receipt_no"),
    ("account_receipt.subject", "/receipts/0/subject"),
    ("audit.about", "/who_looked/0/verb"),
    ("listing_waiting.account_id", "/account/id"),
    ("listing_waiting.body", "/waiting_listings/0/listing"),
    ("listing_waiting.note", "/waiting_listings/0/note"),
    ("form_submission.title", "/submissions/0/title"),
    ("form_submission.answers", "/submissions/0/answers"),
    ("form_submission.receipt_no", "/submissions/0/receipt_no"),
    ("form_submission.paper_id", "/submissions/0/paper_id"),
    ("form_submission.received_on", "/submissions/0/received_on"),
    ("form_submission.account_id", "/account/id"),
    ("form_event.message", "/submissions/0/events/0/message"),
    ("form_attachment.path", "/submissions/0/files/0/path"),
    ("form_attachment.sha256", "/submissions/0/files/0/sha256"),
    ("form_attachment.name", "/submissions/0/files/0/name"),
    ("desk_member.account_id", "/account/id"),
    ("desk_member.role", "/desks/0/role"),
    ("desk_member.since_ms", "/desks/0/since_ms"),
    ("delegation.from_id", "/delegations/0/as"),
    ("delegation.to_id", "/delegations/0/as"),
    ("delegation.begins_ms", "/delegations/0/begins_ms"),
    ("delegation.ends_ms", "/delegations/0/ends_ms"),
    ("delegation.reason", "/delegations/0/reason"),
    ("course_place.account_id", "/account/id"),
    ("course_place.desk_id", "/courses/0/desk"),
    ("course_place.state", "/courses/0/state"),
    ("course_place.joined_ms", "/courses/0/joined_ms"),
    ("course_place.came", "/courses/0/came"),
    ("course_place.minutes", "/courses/0/minutes"),
    ("course_place.learnt", "/courses/0/learnt"),
    ("course_place.will_try", "/courses/0/will_try"),
    ("group_member.account_id", "/account/id"),
    ("group_member.role", "/groups/0/role"),
    ("group_member.since_ms", "/groups/0/since_ms"),
    ("group_invitation.made_by", "/account/id"),
    ("group_invitation.note", "/invitations/0/note"),
    ("group_claim.account_id", "/account/id"),
    ("group_claim.proof", "/claims/0/proof"),
    ("group_claim.reason", "/claims/0/reason"),
    ("desk_case.account_id", "/account/id"),
    ("desk_case.case_no", "/cases/0/case_no"),
    ("desk_case.topic", "/cases/0/topic"),
    ("desk_case.person", "/cases/0/person"),
    ("desk_case_item.receipt_no", "/cases/0/items/0/receipt_no"),
    ("desk_case_item.note", "/cases/0/items/0/note"),
    ("referral.consent", "/cases/0/referrals/0/consent"),
    ("referral.body", "/cases/0/referrals/0/handed_over"),
    ("referral.note", "/cases/0/referrals/0/note"),
];

/// Why a field that its holder may read is not in the export.
pub const WITHHELD: &[(&str, &str)] = &[
    ("session.data", "the state of the session itself: what stands beside it, and a form that waits for a fresh proof"),
    ("passkey.body", "key material"),
    ("push_subscription.keys", "key material"),
    ("audit.actor", "people are told the desk, not the member of staff"),
    ("audit.subject", "ids of the system; what was touched is told by the verb"),
    ("audit.detail", "ids of the system"),
    ("form_submission.content", "the answers again, prepared for tables"),
    ("form_submission.searched", "the answers again, folded for search"),
    ("form_submission.sender", "the account itself, or nobody"),
    ("form_submission.assignee", "a member of staff"),
    ("form_event.actor", "a member of staff, or the account itself"),
    ("form_event.note", "what staff note for each other before they decide"),
    ("group_claim.decided_by", "a member of staff"),
    ("desk_case.opened_by", "a member of staff"),
    ("desk_case.code", "the digest of a secret"),
    ("desk_case_item.actor", "a member of staff"),
    ("referral.made_by", "a member of staff"),
    ("referral.decided_by", "a member of staff"),
];

/// Text that is stored as JSON.
fn stored(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_| Value::from(text))
}

/// A thing that belongs to a case or a submission, with the id of that.
type Part = (String, Value);

/// The parts of one.
fn parts_of(all: &[Part], id: &str) -> Vec<Value> {
    all.iter().filter(|(of, _)| of == id).map(|(_, value)| value.clone()).collect()
}

/// Everything that is stored about an account, for its holder.
pub async fn export(db: &Db, profile: &Profile, now: Millis) -> DbResult<Value> {
    let id = profile.id.as_str();
    let mut out = json!({ "exported_ms": now, "account": account(db, profile).await? });
    for part in [at_devices(db, id, now).await?, belonging(db, id).await?, sent(db, id).await?, told(db, id).await?, cases(db, id).await?] {
        if let (Value::Object(out), Value::Object(part)) = (&mut out, part) {
            out.extend(part);
        }
    }
    Ok(out)
}

async fn account(db: &Db, profile: &Profile) -> DbResult<Value> {
    let (subject, proven, paper) = db.first::<(String, i64, String)>(sql::OWN_ACCOUNT, params![&profile.id]).await?.unwrap_or_default();
    Ok(json!({
        "id": profile.id,
        "login": profile.login,
        "oidc_subject": subject,
        "name": profile.name,
        "role": profile.role,
        "email": profile.email,
        "email_proven_ms": proven,
        "lang": profile.lang.code(),
        "has_password": profile.has_password,
        "born_year": profile.born_year,
        "guardian_email": profile.guardian,
        "guardian_consent_ms": profile.consent_at,
        "guardian_paper": if paper.is_empty() { Value::Null } else { stored(&paper) },
        "created_ms": profile.created_at,
    }))
}

async fn at_devices(db: &Db, id: &str, now: Millis) -> DbResult<Value> {
    let devices = accounts::devices(db, id, now).await?;
    let passkeys = db.all::<(String, i64, i64)>(sql::OWN_PASSKEYS, params![id]).await?;
    let pushes = db.all::<(String, i64)>(sql::OWN_PUSHES, params![id]).await?;
    let settings = db.all::<(String, String)>(sql::OWN_SETTINGS, params![id]).await?;
    let passkey = |(label, created, used): (String, i64, i64)| json!({ "label": label, "created_ms": created, "used_ms": used });
    let device = |it: accounts::DeviceSession| json!({ "device": it.label, "began_ms": it.began_at, "seen_ms": it.seen_at });
    Ok(json!({
        "settings": settings.into_iter().map(|(name, value)| json!({ "name": name, "value": value })).collect::<Vec<_>>(),
        "devices": devices.into_iter().map(device).collect::<Vec<_>>(),
        "passkeys": passkeys.into_iter().map(passkey).collect::<Vec<_>>(),
        "push_devices": pushes.into_iter().map(|(endpoint, made)| json!({ "endpoint": endpoint, "made_ms": made })).collect::<Vec<_>>(),
    }))
}

/// Groups, desks and courses.
async fn belonging(db: &Db, id: &str) -> DbResult<Value> {
    let groups = db.all::<(String, String, String, i64)>(sql::OWN_GROUPS, params![id]).await?;
    let desks = db.all::<(String, String, String, i64)>(sql::OWN_DESKS, params![id]).await?;
    let delegations = db.all::<(String, String, i64, i64, String)>(sql::OWN_DELEGATIONS, params![id]).await?;
    let invitations = db.all::<(String, String, String, i64, i64, i64)>(sql::OWN_INVITATIONS, params![id]).await?;
    let claims = db.all::<(String, String, String, String, i64, i64)>(sql::OWN_CLAIMS, params![id]).await?;
    let courses = db.all::<(String, String, String, i64, i64, i64, String, String)>(courses::sql::OWN, params![id]).await?;
    let course = |(id, desk, state, joined, came, minutes, learnt, will_try): (String, String, String, i64, i64, i64, String, String)| {
        // As a word: a number of our own tells nobody anything.
        let came = Presence::of_number(came).map_or("", Presence::code);
        json!({ "course": id, "desk": desk, "state": state, "joined_ms": joined, "came": came, "minutes": minutes, "learnt": learnt, "will_try": will_try })
    };
    let place = |(id, name, role, since): (String, String, String, i64)| json!({ "id": id, "name": name, "role": role, "since_ms": since });
    let delegation = |(desk, way, begins, ends, reason): (String, String, i64, i64, String)| json!({ "desk": desk, "as": way, "begins_ms": begins, "ends_ms": ends, "reason": reason });
    let invitation = |(group, role, note, made, expires, uses): (String, String, String, i64, i64, i64)| json!({ "group": group, "role": role, "note": note, "made_ms": made, "expires_ms": expires, "uses_left": uses });
    let claim = |(group, proof, state, reason, made, decided): (String, String, String, String, i64, i64)| json!({ "group": group, "proof": proof, "state": state, "reason": reason, "made_ms": made, "decided_ms": decided });
    Ok(json!({
        "groups": groups.into_iter().map(place).collect::<Vec<_>>(),
        "desks": desks.into_iter().map(place).collect::<Vec<_>>(),
        "courses": courses.into_iter().map(course).collect::<Vec<_>>(),
        "delegations": delegations.into_iter().map(delegation).collect::<Vec<_>>(),
        "invitations": invitations.into_iter().map(invitation).collect::<Vec<_>>(),
        "claims": claims.into_iter().map(claim).collect::<Vec<_>>(),
    }))
}

/// Receipts, forms that were sent in with their files and what became of them, and listings that wait.
async fn sent(db: &Db, id: &str) -> DbResult<Value> {
    type Submission = (String, String, String, String, String, String, i64, i64, String, String, String);
    let receipts = db.all::<(String, String, String, i64)>(sql::EVERY_OWN_RECEIPT, params![id]).await?;
    let submissions = db.all::<Submission>(sql::OWN_SUBMISSIONS, params![id]).await?;
    let files = db.all::<(String, String, String, String, i64, String)>(sql::OWN_FILES, params![id]).await?;
    let files: Vec<Part> = files
        .into_iter()
        .map(|(of, path, sha256, name, bytes, kind)| {
            (of, json!({ "path": path, "name": name, "sha256": sha256, "bytes": bytes, "media_type": kind }))
        })
        .collect();
    let events = db.all::<(String, i64, String, String, String)>(sql::OWN_EVENTS, params![id]).await?;
    let events: Vec<Part> =
        events.into_iter().map(|(of, at, from, to, message)| (of, json!({ "at_ms": at, "from": from, "to": to, "message": message }))).collect();
    let waiting = db.all::<(String, String, String, String, String, String, i64)>(sql::OWN_WAITING, params![id]).await?;
    let receipt =
        |(number, verb, subject, at): (String, String, String, i64)| json!({ "receipt_no": number, "verb": verb, "subject": subject, "at_ms": at });
    let submission = |(id, form, version, state, number, answers, received, delete, title, paper, received_on): Submission| {
        json!({
            "files": parts_of(&files, &id), "events": parts_of(&events, &id),
            "id": id, "form": form, "version": version, "state": state, "receipt_no": number, "title": title,
            "answers": stored(&answers), "received_ms": received, "delete_ms": delete, "paper_id": paper, "received_on": received_on,
        })
    };
    let wait = |(listing, group, body, why, state, note, at): (String, String, String, String, String, String, i64)| json!({ "id": listing, "group": group, "listing": stored(&body), "why": why, "state": state, "note": note, "at_ms": at });
    Ok(json!({
        "receipts": receipts.into_iter().map(receipt).collect::<Vec<_>>(),
        "submissions": submissions.into_iter().map(submission).collect::<Vec<_>>(),
        "waiting_listings": waiting.into_iter().map(wait).collect::<Vec<_>>(),
    }))
}

/// What they were told of, and who looked at their data.
async fn told(db: &Db, id: &str) -> DbResult<Value> {
    let notices = db.all::<(String, String, String, i64, i64)>(sql::OWN_NOTICES, params![id]).await?;
    let notice = |(code, args, path, at, seen): (String, String, String, i64, i64)| json!({ "code": code, "args": stored(&args), "path": path, "at_ms": at, "seen_ms": seen });
    let (mut looks, mut before) = (Vec::new(), None);
    loop {
        let (page, more) = audit::looked(db, id, before).await?;
        before = page.last().map(|look| look.seq);
        looks.extend(page.into_iter().map(|it| json!({ "at_ms": it.at, "verb": it.verb, "is_staff": it.is_staff, "desks": it.desks })));
        if !more {
            break;
        }
    }
    Ok(json!({ "notices": notices.into_iter().map(notice).collect::<Vec<_>>(), "who_looked": looks }))
}

/// Cases of the counter that were taken in, with what was done and noted in them and to whom they were handed on.
async fn cases(db: &Db, id: &str) -> DbResult<Value> {
    let cases = db.all::<(String, String, String, String, String, i64, i64)>(sql::OWN_CASES, params![id]).await?;
    let items = db.all::<(String, i64, String, String, String, String)>(sql::OWN_CASE_ITEMS, params![id]).await?;
    let items: Vec<Part> = items
        .into_iter()
        .map(|(of, at, verb, subject, number, note)| {
            (of, json!({ "at_ms": at, "verb": verb, "subject": subject, "receipt_no": number, "note": note }))
        })
        .collect();
    let referrals = db.all::<(String, String, String, String, String, String, String, i64, i64)>(sql::OWN_REFERRALS, params![id]).await?;
    let referrals: Vec<Part> = referrals
        .into_iter()
        .map(|(of, from, to, consent, body, state, note, made, decided)| {
            let told = json!({
                "from_desk": from, "to_desk": to, "consent": stored(&consent), "handed_over": stored(&body), "state": state, "note": note,
                "made_ms": made, "decided_ms": decided,
            });
            (of, told)
        })
        .collect();
    let case = |(id, number, channel, topic, person, opened, closed): (String, String, String, String, String, i64, i64)| {
        json!({
            "items": parts_of(&items, &id), "referrals": parts_of(&referrals, &id),
            "case_no": number, "channel": channel, "topic": topic, "person": stored(&person), "opened_ms": opened, "closed_ms": closed,
        })
    };
    Ok(json!({ "cases": cases.into_iter().map(case).collect::<Vec<_>>() }))
}
