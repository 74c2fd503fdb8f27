//! The desk of staff: sign-in, the list of listings, receipts. Editing and imports are in the modules below.
//!
//! Invariants: every page here needs a member of staff; every change is a command or an import, so it has a
//! receipt or a record and stands in the audit log.

mod audit;
pub(super) mod band;
mod counter;
mod courses;
mod desks;
pub mod doors;
pub(super) mod edit;
mod forms;
pub(super) mod groups;
mod import;
mod inquiries;
mod kiosks;
mod moderation;
pub(super) mod nav;
mod postcodes;
mod referrals;
pub(super) mod render;
mod rescue;
mod today;
pub(super) mod upload;

pub(super) use forms::download;

use super::Ctx;
use super::fields::fresh_ids;
use super::lang::{Reads, local_path};
use super::problem::{broken, status_of};
use super::refused;
use super::session::{self, Who};
use crate::audit::refusals::Kind as Refused;
use crate::clock::{now_ms, today};
use crate::commands::execute;
use crate::feed::sql as feed_sql;
use crate::listings::sql;
use crate::params;
use crate::people::demands::Way;
use crate::people::{self, Actor, SignInError, actor};
use axum::Router;
use axum::extract::{Form, FromRequestParts, Path, Query, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use engawa_app::command::{Body, Command};
use engawa_app::listings::age::STALE_AFTER_DAYS;
use engawa_app::listings::command::ListingCommand;
use engawa_app::listings::pages::desk as pages;
use engawa_app::listings::{Kind, State as ListingState};
use engawa_app::messages::desk as m;
use engawa_app::people::pages::passkeys;
use engawa_core::{Lang, Problem, Receipt, ReceiptStatus};
use serde::Deserialize;
use tower_sessions::Session;

/// Rows of the desk's list.
const PAGE: u32 = 50;

/// Routes of staff.
pub fn routes() -> Router<Ctx> {
    Router::new()
        .route("/staff/sign-in", get(sign_in_form).post(sign_in))
        .route("/staff/sign-out", post(sign_out))
        .route("/staff", get(desk))
        .route("/staff/listings/{id}/state", post(set_state))
        .route("/staff/listings/{id}/confirm", post(confirm))
        .merge(edit::routes())
        .merge(import::routes())
        .merge(forms::routes())
        .merge(groups::routes())
        .merge(moderation::routes())
        .merge(desks::routes())
        .merge(counter::routes())
        .merge(courses::routes())
        .merge(inquiries::routes())
        .merge(referrals::routes())
        .merge(audit::routes())
        .merge(today::routes())
        .merge(kiosks::routes())
        .merge(rescue::routes())
        .merge(postcodes::routes())
}

/// A member of staff. Anybody else is shown the sign-in page, and comes back afterwards.
#[derive(Clone, Debug)]
pub struct Staff {
    /// Who.
    pub actor: Actor,
    /// Name on screen.
    pub name: String,
}

impl FromRequestParts<Ctx> for Staff {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, ctx: &Ctx) -> Result<Self, Response> {
        let Who(actor) = Who::from_request_parts(parts, ctx).await.map_err(axum::response::IntoResponse::into_response)?;
        if actor.is_staff() {
            return Ok(Self { name: actor.display_name().to_owned(), actor });
        }
        let back = if parts.method == axum::http::Method::GET { parts.uri.path_and_query().map_or("/staff", |path| path.as_str()) } else { "/staff" };
        // Staff of a site that asks for more than they showed are led to show it, and not to the page on which they just were.
        if let Some(account) = actor.account()
            && actor::of_account(&ctx.site.db, account, now_ms()).await.is_ok_and(|found| found.is_some_and(|found| found.is_staff()))
        {
            return Err(see_other(&super::people::again::address(back, true)));
        }
        if actor.account().is_some() {
            refused::tell(Refused::Right);
        }
        Err(see_other(&format!("/staff/sign-in?next={}", engawa_app::listings::query::encode(back))))
    }
}

/// Sends the browser on after a POST.
pub fn see_other(path: &str) -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, path.to_owned())]).into_response()
}

#[derive(Deserialize)]
struct Next {
    #[serde(default)]
    next: String,
}

async fn sign_in_form(State(ctx): State<Ctx>, Reads(lang): Reads, Query(Next { next }): Query<Next>) -> Response {
    draw_sign_in(&ctx, lang, String::new(), &next, None)
}

fn draw_sign_in(ctx: &Ctx, lang: Lang, login: String, next: &str, problem: Option<Problem>) -> Response {
    let (next, has_provider) = (local_path(next), ctx.site.outside.oidc.is_some());
    render::page(ctx, lang, m::SIGN_IN.text(lang), None, move || {
        let provider = has_provider.then(|| passkeys::provider_link(if next == "/" { "/staff" } else { &next }));
        pages::sign_in(login, next, problem, provider)
    })
}

#[derive(Deserialize)]
struct Credentials {
    #[serde(default)]
    login: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    next: String,
}

async fn sign_in(State(ctx): State<Ctx>, Reads(lang): Reads, session: Session, headers: HeaderMap, Form(form): Form<Credentials>) -> Response {
    let problem = match people::sign_in(&ctx.site.db, &form.login, form.password, now_ms()).await {
        Ok(Ok(account)) => match session::begin(&session, &ctx, (&account, Way::Password), &session::device_label(&headers), now_ms()).await {
            Ok(()) => {
                let next = local_path(&form.next);
                return see_other(if next == "/" { "/staff" } else { &next });
            }
            Err(error) => {
                tracing::error!(%error, "a session could not be kept");
                Problem::new("", "try_later")
            }
        },
        Ok(Err(SignInError::Wrong)) => Problem::new("", "wrong_password"),
        Ok(Err(SignInError::TooMany)) => Problem::new("", "too_many_attempts").arg((people::FAILURE_WINDOW_MS / 60_000).to_string()),
        Err(error) => {
            tracing::error!(%error, "sign-in failed in the store");
            Problem::new("", "try_later")
        }
    };
    (StatusCode::UNPROCESSABLE_ENTITY, draw_sign_in(&ctx, lang, form.login, &form.next, Some(problem))).into_response()
}

async fn sign_out(session: Session) -> Response {
    if let Err(error) = session::end(&session).await {
        tracing::error!(%error, "a session could not be ended");
    }
    see_other("/staff/sign-in")
}

#[derive(Deserialize, Default)]
struct DeskQuery {
    #[serde(default)]
    state: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    page: u32,
    #[serde(default)]
    receipt: String,
    #[serde(default)]
    done: String,
}

async fn desk(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Query(query): Query<DeskQuery>) -> Response {
    draw(&ctx, lang, &staff, &query, Vec::new()).await
}

async fn draw(ctx: &Ctx, lang: Lang, staff: &Staff, query: &DeskQuery, problems: Vec<Problem>) -> Response {
    match read_desk(ctx, query).await {
        Ok(mut desk) => {
            desk.problems = problems;
            let status = status_of(&desk.problems);
            (status, render::page(ctx, lang, m::DESK.text(lang), Some(&staff.name), move || pages::desk(desk))).into_response()
        }
        Err(error) => broken(&error, lang).into_response(),
    }
}

type RecentRow = (String, String, String, String, i64, Option<String>, i64);
type ImportRow = (String, i64, String, String, String, i64, i64, i64, i64, i64);

async fn read_desk(ctx: &Ctx, query: &DeskQuery) -> crate::db::DbResult<pages::Desk> {
    let db = &ctx.site.db;
    let counts = db.all::<(String, i64)>(sql::BY_STATE, params![]).await?;
    let state = ListingState::parse(&query.state);
    let kind = Kind::parse(&query.kind);
    let page = query.page.min(100_000);
    let filter = state.map_or("", ListingState::code);
    let mut rows =
        db.all::<RecentRow>(sql::RECENT, params![filter, kind.map_or("", Kind::code), i64::from(PAGE + 1), i64::from(page * PAGE)]).await?;
    let more = rows.len() > PAGE as usize;
    rows.truncate(PAGE as usize);
    let imports = db.all::<ImportRow>(sql::IMPORTS, params![]).await?;
    let receipt = if query.receipt.trim().is_empty() {
        None
    } else {
        let number = engawa_core::text::digits(query.receipt.trim()).to_uppercase();
        let found = db.all::<(String, String, String, String, String, i64)>(feed_sql::FIND_RECEIPT, params![&number]).await?;
        Some((number, found.into_iter().map(|(_, number, actor, verb, ..)| (number, verb, actor)).collect()))
    };
    Ok(pages::Desk {
        states: ListingState::ALL
            .iter()
            .map(|state| (*state, counts.iter().find(|(code, _)| code == state.code()).map_or(0, |(_, count)| *count)))
            .collect(),
        state,
        kind,
        page,
        more,
        rows: rows.into_iter().map(desk_row).collect(),
        imports: imports
            .into_iter()
            .take(10)
            .map(|(id, _, _, source, file, created, updated, unchanged, vanished, undone)| pages::ImportRow {
                id,
                name: format!("{source} ({file})"),
                counts: [created, updated, unchanged, vanished],
                undone: undone > 0,
            })
            .collect(),
        receipt,
        done: (!query.done.is_empty()).then(|| query.done.clone()),
        problems: Vec::new(),
    })
}

fn desk_row((id, kind, state, title, rev, confirmed_on, _): RecentRow) -> pages::DeskRow {
    let kind = Kind::parse(&kind).unwrap_or(Kind::Notice);
    let confirmed = confirmed_on.as_deref().and_then(|day| day.parse::<chrono::NaiveDate>().ok());
    let ages = !matches!(kind, Kind::Event | Kind::Course | Kind::Notice | Kind::Story);
    pages::DeskRow {
        id,
        kind,
        state: ListingState::parse(&state).unwrap_or(ListingState::Draft),
        title,
        rev: u64::try_from(rev).unwrap_or(0),
        stale: ages && confirmed.is_none_or(|day| (today() - day).num_days() > STALE_AFTER_DAYS),
        confirmed_on,
        commands: fresh_ids(5),
    }
}

#[derive(Deserialize)]
struct Action {
    command: String,
    #[serde(default)]
    base_rev: Option<u64>,
    #[serde(default)]
    state: String,
    /// The query of the part of the list that the button stood in.
    #[serde(default)]
    back: String,
}

async fn set_state(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path(id): Path<String>, Form(action): Form<Action>) -> Response {
    let Some(state) = ListingState::parse(&action.state) else { return StatusCode::BAD_REQUEST.into_response() };
    act(&ctx, lang, &staff, action, ListingCommand::SetState { id, state }).await
}

async fn confirm(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path(id): Path<String>, Form(action): Form<Action>) -> Response {
    act(&ctx, lang, &staff, action, ListingCommand::Confirm { id, on: today() }).await
}

async fn act(ctx: &Ctx, lang: Lang, staff: &Staff, action: Action, body: ListingCommand) -> Response {
    let back = local_path(&format!("/staff?{}", action.back));
    let command = Command { id: action.command, base_rev: action.base_rev, body: Body::Listings(body) };
    let receipt = execute(&ctx.site, &staff.actor, &command, now_ms()).await;
    if receipt.status == ReceiptStatus::Done {
        return see_other(&format!("{back}{}done={}", if back.contains('?') { "&" } else { "?" }, receipt.receipt_no.unwrap_or_default()));
    }
    draw(ctx, lang, staff, &DeskQuery::default(), problems_of(receipt)).await
}

/// Why a command was not done; "try later" has no problem of its own.
pub fn problems_of(receipt: Receipt) -> Vec<Problem> {
    if receipt.problems.is_empty() { vec![Problem::new("", "try_later")] } else { receipt.problems }
}
