//! `/staff/moderation`: what waits, what was reported, words.
//!
//! Invariants: each decision names the form that was looked at, so a newer one is never shown unseen; reading reports, which may say who
//! sent them, stands in the audit log.

use super::edit::{Writing, advice_of};
use super::{Staff, problems_of, render, see_other};
use crate::clock::{now_ms, today};
use crate::commands::execute;
use crate::db::{DbError, DbResult};
use crate::feed::Writer;
use crate::http::fields::{fresh, fresh_id, fresh_ids};
use crate::http::lang::Reads;
use crate::http::problem::{broken, status_of};
use crate::http::{Ctx, ssr};
use crate::listings::moderation::{Why, sql, waiting, words};
use crate::listings::one;
use crate::listings::plans::MODERATION_DAYS;
use crate::params;
use axum::Router;
use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use engawa_app::command::{Body, Command};
use engawa_app::listings::command::ListingCommand;
use engawa_app::listings::differences::differences;
use engawa_app::listings::moderation::{BannedWord, ReportReason, WordEffect};
use engawa_app::listings::pages::desk::problem_list;
use engawa_app::listings::pages::{moderation as pages, publish};
use engawa_app::listings::{Listing, State as ListingState};
use engawa_app::messages::people::moderation as m;
use engawa_core::time::DAY_MS;
use engawa_core::{Action, Lang, Problem, Receipt, ReceiptStatus, Subject, may};
use serde::Deserialize;

/// Routes.
pub fn routes() -> Router<Ctx> {
    Router::new()
        .route("/staff/moderation", get(show))
        .route("/staff/moderation/accept", post(accept_ticked))
        .route("/staff/moderation/words", post(set_words))
        .route("/staff/moderation/reports/{report}", post(decide_report))
        .route("/staff/moderation/{id}", post(decide))
        .route("/staff/moderation/{id}/preview", get(preview))
}

/// What a refused form had typed in, by the name of its field.
type Typed = Vec<(String, String)>;

#[derive(Deserialize)]
struct DoneQuery {
    #[serde(default)]
    done: String,
}

async fn show(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Query(query): Query<DoneQuery>) -> Response {
    draw(&ctx, lang, &staff, Some(query.done).filter(|done| !done.is_empty()), Vec::new(), Vec::new()).await
}

fn forbidden(ctx: &Ctx, lang: Lang, staff: &Staff) -> Response {
    let problems = [Problem::new("", "forbidden")];
    (StatusCode::FORBIDDEN, render::page(ctx, lang, m::MODERATION.text(lang), Some(&staff.name), move || problem_list(&problems, |_| None)))
        .into_response()
}

fn may_moderate(staff: &Staff) -> bool {
    may(&staff.actor, Action::ListingModerate, &Subject::NONE)
}

async fn draw(ctx: &Ctx, lang: Lang, staff: &Staff, done: Option<String>, problems: Vec<Problem>, typed: Typed) -> Response {
    if !may_moderate(staff) && !may(&staff.actor, Action::WordsManage, &Subject::NONE) {
        return forbidden(ctx, lang, staff);
    }
    match read(ctx, staff).await {
        Ok(mut page) => {
            let status = status_of(&problems);
            (page.done, page.problems, page.typed) = (done, problems, typed);
            (status, render::page(ctx, lang, m::MODERATION.text(lang), Some(&staff.name), move || pages::moderation(page))).into_response()
        }
        Err(error) => broken(&error, lang).into_response(),
    }
}

async fn read(ctx: &Ctx, staff: &Staff) -> DbResult<pages::Moderation> {
    let moderates = may_moderate(staff);
    let days = ctx.site.settings.moderation_days.unwrap_or(MODERATION_DAYS).max(1);
    let words = words::list(&ctx.site.db).await?;
    Ok(pages::Moderation {
        waiting: if moderates { read_waiting(ctx, days).await? } else { Vec::new() },
        reports: if moderates { read_reports(ctx, staff).await? } else { Vec::new() },
        may_set_words: may(&staff.actor, Action::WordsManage, &Subject::NONE),
        days,
        word_commands: fresh_ids(words.len() + 1),
        words,
        typed: Vec::new(),
        done: None,
        problems: Vec::new(),
    })
}

type WaitingRow = (String, String, i64, String, String, i64);

async fn read_waiting(ctx: &Ctx, days: u32) -> DbResult<Vec<pages::WaitingRow>> {
    let db = &ctx.site.db;
    let late = now_ms() - i64::from(days) * DAY_MS;
    let mut rows = Vec::new();
    for (listing, group, rev, body, why, at) in db.all::<WaitingRow>(sql::ALL_WAITING, params![]).await? {
        let form: Listing = serde_json::from_str(&body).map_err(|why| DbError::inconsistent(format!("listing_waiting {listing}"), why))?;
        let public = one(db, &listing).await?.map(|stored| stored.listing).filter(|stored| stored.state.is_public());
        let is_new = public.is_none();
        let before = public.unwrap_or_else(|| Listing::draft(listing.as_str(), form.kind()));
        let counts = db.all::<(String, i64)>(sql::HISTORY, params![&group]).await?;
        let name = db.first::<(String, String)>(sql::NAME, params![&group]).await?;
        rows.push(pages::WaitingRow {
            kind: form.kind(),
            title: form.title.clone(),
            rev: u64::try_from(rev).map_err(|why| DbError::inconsistent("listing_waiting.rev", why))?,
            group: name.map(|(title, _)| title).unwrap_or_default(),
            history: counts.into_iter().filter_map(|(state, count)| Some((ListingState::parse(&state)?, count))).collect(),
            for_word: Why::parse(&why) == Some(Why::Word),
            taken_down: Why::parse(&why) == Some(Why::TakenDown),
            since: at,
            is_late: at <= late,
            is_new,
            changes: differences(&before, &form),
            advice: advice_of(ctx, &form),
            commands: fresh(),
            id: listing,
        });
    }
    Ok(rows)
}

type ReportRow = (String, String, String, String, String, i64, String, String);

async fn read_reports(ctx: &Ctx, staff: &Staff) -> DbResult<Vec<pages::ReportRow>> {
    let rows = ctx.site.db.all::<ReportRow>(sql::OPEN_REPORTS, params![]).await?;
    if rows.iter().any(|(_, _, _, words, contact, ..)| !words.is_empty() || !contact.is_empty()) {
        let mut writer = Writer::begin(&ctx.site.db, now_ms(), staff.actor.name()).await?;
        writer.audit_about("read.reports", "reports", "", "").await?;
        writer.commit().await?;
    }
    let row = |(report, listing, reason, words, contact, at, title, state): ReportRow| pages::ReportRow {
        id: report,
        listing,
        title,
        state: ListingState::parse(&state).unwrap_or(ListingState::Published),
        reason: ReportReason::parse(&reason).unwrap_or(ReportReason::Other),
        words,
        contact,
        since: at,
        command: fresh_id(),
    };
    Ok(rows.into_iter().map(row).collect())
}

/// The page as it would be if what waits were shown.
async fn preview(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path(listing): Path<String>) -> Response {
    if !may_moderate(&staff) {
        return forbidden(&ctx, lang, &staff);
    }
    let form = match waiting::one(&ctx.site.db, &listing).await {
        Ok(Some(waiting)) => waiting.listing,
        Ok(None) => return see_other("/staff/moderation"),
        Err(error) => return broken(&error, lang).into_response(),
    };
    let advice = advice_of(&ctx, &form);
    let detail = match ctx.site.catalog.read() {
        Ok(catalog) => catalog.detail(form, today()),
        Err(_) => return broken(&DbError::inconsistent("catalogue", "a writer panicked"), lang).into_response(),
    };
    let boot = ssr::boot(&ctx, lang);
    let edit = Some(format!("/staff/listings/{listing}"));
    let preview = publish::Preview { detail, problems: Vec::new(), advice, edit };
    Writing::staff(staff).draw(&ctx, lang, m::PREVIEW.text(lang), move || publish::preview(&preview, &boot))
}

async fn run(ctx: &Ctx, staff: &Staff, id: String, base_rev: Option<u64>, body: ListingCommand) -> Receipt {
    execute(&ctx.site, &staff.actor, &Command { id, base_rev, body: Body::Listings(body) }, now_ms()).await
}

async fn answer(ctx: &Ctx, lang: Lang, staff: &Staff, receipt: Receipt, typed: Typed) -> Response {
    if receipt.status == ReceiptStatus::Done {
        return see_other(&format!("/staff/moderation?done={}", receipt.receipt_no.unwrap_or_default()));
    }
    draw(ctx, lang, staff, None, problems_of(receipt), typed).await
}

#[derive(Deserialize)]
struct Decision {
    command: String,
    #[serde(default)]
    base_rev: Option<u64>,
    #[serde(default)]
    accept: String,
    #[serde(default)]
    note: String,
}

async fn decide(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path(listing): Path<String>, Form(sent): Form<Decision>) -> Response {
    let typed = vec![(format!("note-{listing}"), sent.note.clone())];
    let body = ListingCommand::Decide { id: listing, accept: sent.accept == "1", note: sent.note };
    let receipt = run(&ctx, &staff, sent.command, sent.base_rev, body).await;
    answer(&ctx, lang, &staff, receipt, typed).await
}

/// Each ticked form is a command of its own: what cannot be shown holds up none of the others.
async fn accept_ticked(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Form(sent): Form<Vec<(String, String)>>) -> Response {
    let (mut numbers, mut problems) = (Vec::new(), Vec::new());
    for (_, value) in sent.iter().filter(|(name, _)| name == "accept") {
        let mut parts = value.split(' ');
        let (Some(listing), Some(rev), Some(command)) = (parts.next(), parts.next(), parts.next()) else { continue };
        let body = ListingCommand::Decide { id: listing.to_owned(), accept: true, note: String::new() };
        let receipt = run(&ctx, &staff, command.to_owned(), rev.parse().ok(), body).await;
        if receipt.status == ReceiptStatus::Done {
            numbers.extend(receipt.receipt_no);
        } else {
            problems.extend(problems_of(receipt));
        }
    }
    if problems.is_empty() {
        return see_other(&format!("/staff/moderation?done={}", numbers.join("+")));
    }
    let done = (!numbers.is_empty()).then(|| numbers.join(" "));
    draw(&ctx, lang, &staff, done, problems, Vec::new()).await
}

#[derive(Deserialize)]
struct ReportDecision {
    command: String,
    #[serde(default)]
    decision: String,
    #[serde(default)]
    words: String,
}

async fn decide_report(
    State(ctx): State<Ctx>,
    Reads(lang): Reads,
    staff: Staff,
    Path(report): Path<String>,
    Form(sent): Form<ReportDecision>,
) -> Response {
    let upheld = match sent.decision.as_str() {
        "upheld" => true,
        "dismissed" => false,
        _ => return StatusCode::BAD_REQUEST.into_response(),
    };
    let typed = vec![(format!("words-{report}"), sent.words.clone())];
    let receipt = run(&ctx, &staff, sent.command, None, ListingCommand::DecideReport { report, upheld, words: sent.words }).await;
    answer(&ctx, lang, &staff, receipt, typed).await
}

#[derive(Deserialize)]
struct Words {
    command: String,
    #[serde(default)]
    word: String,
    #[serde(default)]
    effect: String,
    #[serde(default)]
    word_note: String,
    #[serde(default)]
    drop: String,
}

async fn set_words(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Form(sent): Form<Words>) -> Response {
    let typed = vec![("word".to_owned(), sent.word.clone()), ("word_note".to_owned(), sent.word_note.clone())];
    let effect = WordEffect::parse(&sent.effect).unwrap_or(WordEffect::Hold);
    let (put, drop) = if sent.drop.is_empty() {
        (vec![BannedWord { word: sent.word, effect, note: sent.word_note }], Vec::new())
    } else {
        (Vec::new(), vec![sent.drop])
    };
    let receipt = run(&ctx, &staff, sent.command, None, ListingCommand::SetWords { put, drop }).await;
    answer(&ctx, lang, &staff, receipt, typed).await
}
