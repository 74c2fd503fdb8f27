//! `/staff/today`: what there is to do at one's desks, and what one was told.

use super::{Staff, courses, render, see_other};
use crate::clock::{now_ms, today};
use crate::db::DbResult;
use crate::http::Ctx;
use crate::http::fields::{Fields, field};
use crate::http::lang::Reads;
use crate::http::problem::broken;
use crate::people::cases::today::{self as todo, Days};
use axum::Router;
use axum::extract::{Form, State};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use chrono::TimeDelta;
use engawa_app::listings::age::STALE_AFTER_DAYS;
use engawa_app::messages::people::today as m;
use engawa_app::people::pages::courses::OwnCourses;
use engawa_app::people::pages::today as page;
use engawa_core::Lang;

/// Registrations that end within so many days are shown.
const RENEWAL_DAYS: i64 = 60;

/// Routes of today.
pub fn routes() -> Router<Ctx> {
    Router::new().route("/staff/today", get(show)).route("/staff/today/notices", post(see))
}

async fn show(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff) -> Response {
    match read(&ctx, lang, &staff).await {
        Ok((todo, notices, own)) => render::page(&ctx, lang, m::TODAY.text(lang), Some(&staff.name), move || page::today(todo, notices, own)),
        Err(error) => broken(&error, lang).into_response(),
    }
}

async fn read(ctx: &Ctx, lang: Lang, staff: &Staff) -> DbResult<(Vec<page::TodoRow>, Vec<page::NoticeRow>, Option<OwnCourses>)> {
    let day = today();
    let (renew_by, stale_before) = (day + TimeDelta::days(RENEWAL_DAYS), day - TimeDelta::days(STALE_AFTER_DAYS));
    let (day, renew_by, stale_before) = (day.to_string(), renew_by.to_string(), stale_before.to_string());
    let days = Days { today: &day, renew_by: &renew_by, stale_before: &stale_before };
    let counts = todo::count(&ctx.site.db, &staff.actor, days).await?;
    let lines = [
        (m::TODO_SUBMISSIONS, counts.submissions, "/staff/submissions?state=received"),
        (m::TODO_WAITING, counts.waiting, "/staff/moderation"),
        (m::TODO_REPORTS, counts.reports, "/staff/moderation"),
        (m::TODO_GROUPS, counts.groups, "/staff/groups"),
        (m::TODO_RENEWALS, counts.renewals, "/staff/groups"),
        (m::TODO_REFERRALS, counts.referrals, "/staff/referrals"),
        (m::TODO_CASES, counts.cases, "/staff/counter"),
        (m::TODO_INQUIRIES, counts.inquiries, "/staff/inquiries"),
        (m::TODO_INQUIRIES_OVER, counts.inquiries_over, "/staff/inquiries"),
        (m::TODO_HELD, counts.held, "/staff/kiosks/held"),
        (m::TODO_STALE, counts.stale, "/staff?state=published"),
    ];
    let lines = lines.into_iter().filter_map(|(word, count, path)| Some((word, count?, path))).collect();
    let (told, own) = match staff.actor.account() {
        Some(account) => (todo::notices(&ctx.site.db, account).await?, Some(courses::own_on(&ctx.site.db, account, lang, today()).await?)),
        None => (Vec::new(), None),
    };
    let notice = |(id, code, args, path, at): todo::NoticeRow| page::NoticeRow { id, code, args, path, at };
    Ok((lines, told.into_iter().map(notice).collect(), own))
}

async fn see(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Form(fields): Form<Fields>) -> Response {
    let Some(account) = staff.actor.account() else { return see_other("/staff/today") };
    match todo::see(&ctx.site.db, account, field(&fields, "id"), now_ms()).await {
        Ok(()) => see_other("/staff/today"),
        Err(error) => broken(&error, lang).into_response(),
    }
}
