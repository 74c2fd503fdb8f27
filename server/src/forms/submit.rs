//! Taking a submission in: whether the form takes it now, whether its files are here, and everything that is written of it.
//!
//! Invariants: it names only files that are here whole; of one shared draft one is taken; one that corrects another takes its place; a quota
//! is counted by the one writer at a time, so it stays true.

use super::review::{move_on, note_event};
use super::store::{self, StoredForm};
use super::{Asked, audience, blobs, correct, duplicates, rejected, shared, sql};
use crate::commands::Outcome;
use crate::db::{DbError, DbResult};
use crate::feed::Writer;
use crate::params;
use crate::people::{Actor, notices, work};
use engawa_app::forms::command::{Audience, Submit};
use engawa_app::forms::record::Shut;
use engawa_app::forms::rules::{self, Accepted};
use engawa_app::forms::{Provenance, SubmissionState};
use engawa_app::people::notice::NoticeCode;
use engawa_core::Problem;
use engawa_core::rights::DeskRole;
use engawa_core::time::{DAY_MS, Millis, jst_date, jst_datetime};

/// Why a form takes nothing now. What staff enter for somebody arrived on paper or by phone in time.
/// `is_correction`: the desk asked for it, whatever day it is now, and its first form counts no more.
async fn shut(writer: &mut Writer, form: &StoredForm, submit: &Submit, actor: &Actor, is_correction: bool) -> DbResult<Option<Problem>> {
    // What staff enter from paper may come from anybody; whether they may is another right.
    let is_for_staff = form.settings.audience == Audience::Staff;
    if (is_for_staff || submit.provenance == Provenance::Web)
        && let Some(problem) = audience::refusal_within(writer, form.settings.audience, actor).await?
    {
        return Ok(Some(problem));
    }
    if submit.provenance != Provenance::Web || is_correction {
        return Ok(None);
    }
    let day = |at: Millis| jst_datetime(at).format("%Y-%m-%d %H:%M").to_string();
    // The moment first: "closed since Monday" says more than "closed".
    match form.settings.shut_at(writer.now) {
        Some(Shut::NotYet(at)) => return Ok(Some(Problem::new("", "form_not_yet_open").arg(day(at)))),
        Some(Shut::Over(at)) => return Ok(Some(Problem::new("", "form_over").arg(day(at)))),
        None if !form.open => return Ok(Some(Problem::new("", "form_closed"))),
        None => {}
    }
    let Some(quota) = form.settings.quota else { return Ok(None) };
    let (count,) = writer.tx.first::<(i64,)>(sql::COUNTED, params![&form.id]).await?.unwrap_or_default();
    Ok((count >= i64::from(quota)).then(|| Problem::new("", "form_full").arg(quota.to_string())))
}

pub(super) async fn submit_within(writer: &mut Writer, asked: Asked<'_>, submit: &Submit, accepted: &Accepted) -> DbResult<Outcome> {
    // What comes from a screen is known by who delivers it, and said by nobody.
    if submit.provenance == Provenance::Kiosk {
        return Ok(rejected("provenance", "provenance_required"));
    }
    let Some(form) = store::form_within(writer, &submit.form_id).await? else { return Ok(rejected("form_id", "form_unknown")) };
    let corrected = match correct::corrected(writer, asked.actor, submit).await? {
        Ok(corrected) => corrected,
        Err(problem) => return Ok(Outcome::Rejected(vec![problem])),
    };
    // Before anything about the form: "sent already" says more than "full".
    if let Some(shared) = &submit.shared
        && let Some(problem) = shared::refusal(writer, shared, &form.id, corrected.as_ref().map(|old| old.id.as_str())).await?
    {
        return Ok(Outcome::Rejected(vec![problem]));
    }
    if let Some(problem) = shut(writer, &form, submit, asked.actor, corrected.is_some()).await? {
        return Ok(Outcome::Rejected(vec![problem]));
    }
    let mut files = Vec::with_capacity(accepted.files.len());
    for (file, wanted) in &accepted.files {
        let Some((bytes, media_type)) = blobs::known(writer, &file.sha256).await? else {
            return Ok(Outcome::Retry(Problem::new(file.path.clone(), "attachment_missing").arg(file.name.clone())));
        };
        if !rules::is_wanted(wanted, &media_type) {
            return Ok(Outcome::Rejected(vec![Problem::new(file.path.clone(), "attachment_kind").arg(media_type)]));
        }
        files.push((file, bytes, media_type));
    }
    // The sender's lengths were only said.
    if files.iter().map(|(_, bytes, _)| bytes).sum::<u64>() > rules::FILES_MAX {
        return Ok(Outcome::Rejected(vec![Problem::new("", "too_large").arg(rules::megabytes(rules::FILES_MAX))]));
    }
    let text = |what: &str, why: serde_json::Error| DbError::inconsistent(format!("submission {}.{what}", asked.id), why);
    let answers = serde_json::to_string(&accepted.answers).map_err(|why| text("answers", why))?;
    let content = serde_json::to_string(&accepted.content).map_err(|why| text("content", why))?;
    let (rev, now) = (writer.take_rev().await?, writer.now);
    if let Some(old) = &corrected {
        let note = format!("corrected by {}", asked.receipt_no);
        move_on(writer, old, SubmissionState::Withdrawn, &old.assignee, "", &note, rev).await?;
    }
    // What somebody sends by themselves was on no paper, and arrived when it arrived.
    let by_staff = submit.provenance.is_by_staff();
    let provenance = if !by_staff && asked.actor.screen().is_some() { Provenance::Kiosk } else { submit.provenance };
    let paper_id = if by_staff { submit.paper_id.clone() } else { String::new() };
    let received_on = if by_staff { jst_date(submit.finished_at.map_or(now, |at| at.min(now))).to_string() } else { String::new() };
    let delete_at = now.saturating_add(i64::from(form.settings.retention_days).saturating_mul(DAY_MS));
    let params = params![
        asked.id,
        &submit.form_id,
        &submit.version,
        SubmissionState::Received.code(),
        &accepted.title,
        answers,
        content,
        &accepted.searched,
        asked.receipt_no,
        provenance.code(),
        asked.actor.name(),
        corrected.map(|old| old.id).unwrap_or_default(),
        rev,
        now,
        delete_at,
        paper_id,
        received_on
    ];
    writer.tx.run(sql::PUT_SUBMISSION, params).await?;
    duplicates::put(writer, asked.id, &submit.form_id, &accepted.keys).await?;
    let path = format!("/staff/submissions/{}", asked.id);
    notices::tell_desk(writer, &form.settings.desk, DeskRole::Staff, NoticeCode::SubmissionArrived, &[&form.title], &path).await?;
    for (file, bytes, media_type) in files {
        writer.tx.run(sql::PUT_ATTACHMENT, params![asked.id, &file.path, &file.sha256, &file.name, bytes, media_type]).await?;
    }
    note_event(writer, asked.id, "", SubmissionState::Received, "", "").await?;
    work::project(writer, asked.id, Some(&accepted.lines)).await?;
    if let Some(shared) = &submit.shared {
        shared::close(writer, shared, asked.id, asked.receipt_no).await?;
    }
    Ok(Outcome::Done { rev })
}
