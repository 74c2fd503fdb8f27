//! `/staff/audit`: the audit log is searched, checked and taken away. Each of these is itself a row of it.
//!
//! Invariant: whoever leads a desk or keeps the house may read; only who keeps the house may take it away. Both are asked by `doors`.

use super::forms::download;
use super::{Staff, render};
use crate::audit::{self, Search};
use crate::clock::now_ms;
use crate::db::{DbError, DbResult};
use crate::feed;
use crate::http::Ctx;
use crate::http::lang::Reads;
use crate::http::problem::broken;
use axum::Router;
use axum::extract::{Query, State};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use chrono::{Datelike as _, NaiveDate};
use engawa_app::messages::people::audit as m;
use engawa_app::people::pages::audit::{self as page, AuditPage, AuditRow, Checked, Fields, RefusedRow};
use engawa_core::rights::Action;
use engawa_core::time::{DAY_MS, Millis};
use engawa_core::{Lang, Subject, may};
use serde::Deserialize;

/// What was refused in so long a time is shown: a weekend.
const REFUSED_SHOWN_MS: Millis = 3 * DAY_MS;

/// Routes.
pub fn routes() -> Router<Ctx> {
    Router::new().route("/staff/audit", get(show)).route("/staff/audit/verify", post(verify)).route("/staff/audit.csv", get(export))
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Asked {
    actor: String,
    verb: String,
    subject: String,
    about: String,
    from: String,
    to: String,
    before: Option<i64>,
}

/// A day of a field of the browser; what is none asks for nothing.
fn day(text: &str) -> Option<NaiveDate> {
    text.trim().parse().ok().filter(|day: &NaiveDate| (1900..2200).contains(&day.year()))
}

impl Asked {
    fn search(&self) -> Search {
        let trimmed = |text: &str| text.trim().to_owned();
        Search {
            actor: trimmed(&self.actor),
            verb: trimmed(&self.verb),
            subject: trimmed(&self.subject),
            about: trimmed(&self.about),
            from: day(&self.from),
            to: day(&self.to),
            before: self.before,
        }
    }

    /// What was looked for, for the log: ids and days only, since that is all there is to ask for.
    fn detail(&self) -> String {
        let Self { actor, verb, subject, about, from, to, before } = self;
        serde_json::json!({ "actor": actor, "verb": verb, "subject": subject, "about": about, "from": from, "to": to, "before": before }).to_string()
    }

    fn fields(self) -> Fields {
        let Self { actor, verb, subject, about, from, to, .. } = self;
        Fields { actor, verb, subject, about, from, to }
    }
}

async fn show(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Query(asked): Query<Asked>) -> Response {
    draw(&ctx, lang, &staff, asked, None).await
}

async fn draw(ctx: &Ctx, lang: Lang, staff: &Staff, asked: Asked, checked: Option<Checked>) -> Response {
    match read(ctx, staff, asked, checked).await {
        Ok(it) => render::page(ctx, lang, m::AUDIT.text(lang), Some(&staff.name), move || page::audit(&it)),
        Err(error) => broken(&error, lang).into_response(),
    }
}

async fn read(ctx: &Ctx, staff: &Staff, asked: Asked, checked: Option<Checked>) -> DbResult<AuditPage> {
    let db = &ctx.site.db;
    let (rows, more) = audit::search(db, &asked.search()).await?;
    audit::note(db, &staff.actor, "read.audit", &asked.detail(), now_ms()).await?;
    let refused = ctx.site.refusals.since(db, now_ms() - REFUSED_SHOWN_MS).await?;
    Ok(AuditPage {
        next: rows.last().filter(|_| more).map(|row| row.seq),
        is_later: asked.before.is_some(),
        rows: rows
            .into_iter()
            .map(|row| AuditRow { seq: row.seq, at: row.at, actor: row.actor, verb: row.verb, subject: row.subject, about: row.about })
            .collect(),
        fields: asked.fields(),
        checked,
        refused: refused.into_iter().map(|hour| RefusedRow { at: hour.at, times: hour.times }).collect(),
        may_export: may(&staff.actor, Action::AuditExport, &Subject::NONE),
    })
}

async fn verify(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff) -> Response {
    let checked = match feed::whole_audit(&ctx.site.db).await {
        Ok(whole) => Checked::Whole(whole.rows, whole.digest),
        Err(DbError::Inconsistent(what)) => Checked::Broken(what),
        Err(error) => return broken(&error, lang).into_response(),
    };
    let detail = if matches!(checked, Checked::Whole(..)) { "whole" } else { "broken" };
    if let Err(error) = audit::note(&ctx.site.db, &staff.actor, "audit.verify", detail, now_ms()).await {
        return broken(&error, lang).into_response();
    }
    draw(&ctx, lang, &staff, Asked::default(), Some(checked)).await
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Days {
    from: String,
    to: String,
}

async fn export(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Query(Days { from, to }): Query<Days>) -> Response {
    let (from, to) = (day(&from), day(&to));
    let written = async {
        let text = audit::csv(&ctx.site.db, from, to).await?;
        let detail = serde_json::json!({ "from": from, "to": to }).to_string();
        audit::note(&ctx.site.db, &staff.actor, "audit.export", &detail, now_ms()).await?;
        Ok::<String, DbError>(text)
    };
    match written.await {
        Ok(text) => download("audit.csv", "text/csv; charset=utf-8", text),
        Err(error) => broken(&error, lang).into_response(),
    }
}
