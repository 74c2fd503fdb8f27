//! `/my/groups/{group}/listings/..`: a group's listings from inside. The form, the preview and older forms are those of staff.
//!
//! Invariant: whoever is not of the group is told that they may not, whether or not there is such a group or listing: each handler takes
//! [`Inside`].

use super::Person;
use crate::clock::{now_ms, today};
use crate::commands::execute;
use crate::db::DbResult;
use crate::http::desk::edit::{self, Restore, Writing};
use crate::http::desk::upload::Sent;
use crate::http::desk::{problems_of, render, see_other};
use crate::http::fields::fresh_ids;
use crate::http::lang::{self, Reads};
use crate::http::problem::{broken, status_of};
use crate::http::{Ctx, UPLOAD_MAX};
use crate::listings::moderation::sql;
use crate::params;
use axum::Router;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{DefaultBodyLimit, Form, FromRequestParts, Multipart, Path, Query, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use engawa_app::command::{Body, Command};
use engawa_app::listings::command::ListingCommand;
use engawa_app::listings::pages::desk::problem_list;
use engawa_app::listings::pages::publish as pages;
use engawa_app::listings::{Kind, State as ListingState};
use engawa_app::messages::desk as m;
use engawa_core::{Action, Lang, Problem, ReceiptStatus, Subject, may};
use serde::Deserialize;
use std::collections::HashMap;

/// Routes of a group's listings.
pub fn routes() -> Router<Ctx> {
    let root = "/my/groups/{group}/listings";
    let at = |rest: &str| format!("{root}{rest}");
    Router::new()
        .route(root, get(list))
        .route(&at("/new"), get(begin))
        .route(&at("/hosts"), post(ask_host))
        .route(&at("/{id}"), get(show).post(save))
        .route(&at("/{id}/preview"), get(preview).post(preview_sent))
        .route(&at("/{id}/versions"), get(versions))
        .route(&at("/{id}/restore"), post(restore))
        .route(&at("/{id}/state"), post(set_state))
        .route(&at("/{id}/confirm"), post(confirm))
        .route(&at("/{id}/copy"), post(copy))
        .route(&at("/{id}/plan"), post(plan))
        .route(&at("/{id}/hosts"), post(host))
        .layer(DefaultBodyLimit::max(UPLOAD_MAX))
}

/// Who looks, or writes, inside the group that the address names. Anybody else gets the refusal before the handler.
struct Inside(Writing);

impl FromRequestParts<Ctx> for Inside {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, ctx: &Ctx) -> Result<Self, Response> {
        let Person { actor, .. } = Person::from_request_parts(parts, ctx).await?;
        let named = Path::<HashMap<String, String>>::from_request_parts(parts, ctx).await;
        let Path(named) = named.map_err(axum::response::IntoResponse::into_response)?;
        let group = named.get("group").map_or("", String::as_str);
        if let Some(writing) = Writing::of_group(actor.clone(), group) {
            return Ok(Self(writing));
        }
        let (lang, problems) = (lang::of(parts.uri.query(), &parts.headers), [Problem::new("", "forbidden")]);
        let mut response = render::personal(ctx, lang, m::LISTINGS.text(lang), &actor, &[], move || problem_list(&problems, |_| None));
        *response.status_mut() = StatusCode::FORBIDDEN;
        Err(response)
    }
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    kind: String,
    #[serde(default)]
    done: String,
}

/// Group and listing; the group is in [`Inside`] too.
type OfListing = Path<(String, String)>;

async fn list(State(ctx): State<Ctx>, Reads(lang): Reads, Inside(writing): Inside, Query(asked): Query<Asked>) -> Response {
    draw(&ctx, lang, &writing, Some(asked.done).filter(|done| !done.is_empty()), Vec::new()).await
}

async fn draw(ctx: &Ctx, lang: Lang, writing: &Writing, done: Option<String>, problems: Vec<Problem>) -> Response {
    match read(ctx, writing).await {
        Ok(mut mine) => {
            let status = status_of(&problems);
            (mine.done, mine.problems) = (done, problems);
            (status, writing.draw(ctx, lang, m::LISTINGS.text(lang), move || pages::mine(mine))).into_response()
        }
        Err(error) => broken(&error, lang).into_response(),
    }
}

type OwnRow = (String, String, String, String, i64, Option<String>, i64);

async fn read(ctx: &Ctx, writing: &Writing) -> DbResult<pages::Mine> {
    let (db, group) = (&ctx.site.db, &writing.group);
    let name = db.first::<(String, String)>(sql::NAME, params![group]).await?.map(|(title, _)| title).unwrap_or_default();
    let trust = db.first::<(String,)>(sql::TRUST, params![group]).await?;
    let waiting = db.all::<(String, i64, String, String, i64)>(sql::WAITING_OF_GROUP, params![group]).await?;
    let plans = db.all::<(String, String, i64)>(sql::PLANS_OF_GROUP, params![group]).await?;
    let hosts = db.all::<(String, String, String, String)>(sql::HOSTS_OF_GROUP, params![group]).await?;
    let hosted = db.all::<(String, String, String, String)>(sql::HOSTED_BY, params![group]).await?;
    let groups = db.all::<(String, String)>(sql::GROUPS, params![]).await?;
    let rows: Vec<pages::OwnRow> = db
        .all::<OwnRow>(sql::OF_GROUP, params![group])
        .await?
        .into_iter()
        .map(|(id, kind, state, title, rev, confirmed_on, _)| {
            let own = waiting.iter().find(|(listing, ..)| *listing == id);
            let waits = own.filter(|(_, _, state, ..)| state == "waiting").map(|(.., at)| *at);
            let returned = own.filter(|(_, _, state, ..)| state == "returned").map(|(_, _, _, note, _)| note.clone());
            let planned = plans.iter().filter(|(listing, ..)| *listing == id);
            let plans = planned.filter_map(|(_, state, at)| Some((ListingState::parse(state)?, *at))).collect();
            let with = hosts.iter().filter(|(listing, ..)| *listing == id);
            let hosts = with.map(|(_, group, state, title)| (group.clone(), title.clone(), state == "agreed")).collect();
            pages::OwnRow {
                kind: Kind::parse(&kind).unwrap_or(Kind::Event),
                state: ListingState::parse(&state).unwrap_or(ListingState::Draft),
                title,
                rev: u64::try_from(rev).unwrap_or(0),
                confirmed_on,
                waits,
                returned,
                plans,
                hosts,
                id,
            }
        })
        .collect();
    let hosted: Vec<pages::HostedRow> = hosted
        .into_iter()
        .map(|(id, state, title, shown)| {
            let is_public = ListingState::parse(&shown).is_some_and(ListingState::is_public);
            pages::HostedRow { id, title, agreed: state == "agreed", is_public }
        })
        .collect();
    let buttons: usize = rows.iter().map(|row| 7 + row.plans.len() + row.hosts.len()).sum();
    Ok(pages::Mine {
        group: group.clone(),
        name,
        may_write: may(&writing.actor, Action::ListingWrite, &Subject::of_group(group)),
        is_trusted: trust.is_some_and(|(trust,)| trust == "trusted"),
        commands: fresh_ids(buttons + 2 * hosted.len() + 1 + pages::AGAIN_MAX),
        rows,
        hosted,
        groups: groups.into_iter().filter(|(id, _)| id != group).collect(),
        done: None,
        problems: Vec::new(),
    })
}

async fn begin(State(ctx): State<Ctx>, Reads(lang): Reads, Inside(writing): Inside, Query(asked): Query<Asked>) -> Response {
    edit::begin(&ctx, lang, &writing, &asked.kind)
}

async fn show(State(ctx): State<Ctx>, Reads(lang): Reads, Inside(writing): Inside, Path((_, id)): OfListing, Query(asked): Query<Asked>) -> Response {
    edit::show(&ctx, lang, &writing, &id, edit::Asked { done: asked.done, ..edit::Asked::default() }).await
}

async fn save(
    State(ctx): State<Ctx>,
    Reads(lang): Reads,
    Inside(writing): Inside,
    Path((_, id)): OfListing,
    multipart: Result<Multipart, MultipartRejection>,
) -> Response {
    Box::pin(edit::save(&ctx, lang, &writing, id, Sent::read(multipart, "image").await)).await
}

async fn preview(State(ctx): State<Ctx>, Reads(lang): Reads, Inside(writing): Inside, Path((_, id)): OfListing) -> Response {
    edit::preview_stored(&ctx, lang, &writing, &id).await
}

async fn preview_sent(
    State(ctx): State<Ctx>,
    Reads(lang): Reads,
    Inside(writing): Inside,
    Path((_, id)): OfListing,
    multipart: Result<Multipart, MultipartRejection>,
) -> Response {
    edit::preview_sent(&ctx, lang, &writing, id, Sent::read(multipart, "image").await).await
}

async fn versions(State(ctx): State<Ctx>, Reads(lang): Reads, Inside(writing): Inside, Path((_, id)): OfListing) -> Response {
    edit::show_versions(&ctx, lang, &writing, &id, Vec::new()).await
}

async fn restore(
    State(ctx): State<Ctx>,
    Reads(lang): Reads,
    Inside(writing): Inside,
    Path((_, id)): OfListing,
    Form(sent): Form<Restore>,
) -> Response {
    edit::restore(&ctx, lang, &writing, &id, sent).await
}

/// What the buttons of the list send.
#[derive(Deserialize)]
struct Pressed {
    #[serde(default)]
    command: String,
    #[serde(default)]
    base_rev: Option<u64>,
    #[serde(default)]
    state: String,
    #[serde(default)]
    at: String,
    #[serde(default)]
    group: String,
    #[serde(default)]
    listing: String,
    #[serde(default, rename = "do")]
    what: String,
}

/// Does it, and comes back to the list.
async fn act(ctx: &Ctx, lang: Lang, writing: &Writing, id: String, base_rev: Option<u64>, body: ListingCommand) -> Response {
    let command = Command { id, base_rev, body: Body::Listings(body) };
    let receipt = execute(&ctx.site, &writing.actor, &command, now_ms()).await;
    if receipt.status == ReceiptStatus::Done {
        return see_other(&format!("{}?done={}", writing.root(), receipt.receipt_no.unwrap_or_default()));
    }
    draw(ctx, lang, writing, None, problems_of(receipt)).await
}

async fn set_state(
    State(ctx): State<Ctx>,
    Reads(lang): Reads,
    Inside(writing): Inside,
    Path((_, id)): OfListing,
    Form(sent): Form<Pressed>,
) -> Response {
    let Some(state) = ListingState::parse(&sent.state) else { return StatusCode::BAD_REQUEST.into_response() };
    act(&ctx, lang, &writing, sent.command, sent.base_rev, ListingCommand::SetState { id, state }).await
}

async fn confirm(
    State(ctx): State<Ctx>,
    Reads(lang): Reads,
    Inside(writing): Inside,
    Path((_, id)): OfListing,
    Form(sent): Form<Pressed>,
) -> Response {
    act(&ctx, lang, &writing, sent.command, sent.base_rev, ListingCommand::Confirm { id, on: today() }).await
}

/// A draft of the next year's listing; it opens in the form.
async fn copy(State(ctx): State<Ctx>, Reads(lang): Reads, Inside(writing): Inside, Path((_, id)): OfListing, Form(sent): Form<Pressed>) -> Response {
    match Box::pin(edit::copy_next_year(&ctx, &writing, &id, sent.command)).await {
        Ok(Some((new, receipt))) if receipt.status == ReceiptStatus::Done => {
            see_other(&format!("{}/{new}?done={}", writing.root(), receipt.receipt_no.unwrap_or_default()))
        }
        Ok(Some((_, receipt))) => draw(&ctx, lang, &writing, None, problems_of(receipt)).await,
        Ok(None) => see_other(&writing.home()),
        Err(error) => broken(&error, lang).into_response(),
    }
}

async fn plan(State(ctx): State<Ctx>, Reads(lang): Reads, Inside(writing): Inside, Path((_, id)): OfListing, Form(sent): Form<Pressed>) -> Response {
    let Some(state) = ListingState::parse(&sent.state) else { return StatusCode::BAD_REQUEST.into_response() };
    match edit::planned_at(&sent.at) {
        Ok(at) => act(&ctx, lang, &writing, sent.command, None, ListingCommand::Plan { id, state, at }).await,
        Err(problem) => draw(&ctx, lang, &writing, None, vec![problem]).await,
    }
}

async fn ask_host(State(ctx): State<Ctx>, Reads(lang): Reads, Inside(writing): Inside, Form(sent): Form<Pressed>) -> Response {
    act(&ctx, lang, &writing, sent.command, None, ListingCommand::AskHost { id: sent.listing, group: sent.group }).await
}

/// Agreeing and leaving; a group that is not named is one's own.
async fn host(State(ctx): State<Ctx>, Reads(lang): Reads, Inside(writing): Inside, Path((_, id)): OfListing, Form(sent): Form<Pressed>) -> Response {
    let group = if sent.group.is_empty() { writing.group.clone() } else { sent.group };
    let body = match sent.what.as_str() {
        "agree" => ListingCommand::AgreeHost { id, group },
        "leave" => ListingCommand::LeaveHost { id, group },
        _ => return StatusCode::BAD_REQUEST.into_response(),
    };
    act(&ctx, lang, &writing, sent.command, None, body).await
}
