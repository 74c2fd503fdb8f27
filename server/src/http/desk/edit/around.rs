//! What staff do with a listing beside writing it: planning, hosts, whose it is, a copy for the next year. Each is a command.

use super::super::{Staff, problems_of, see_other};
use super::{Asked, Writing, find, show};
use crate::clock::now_ms;
use crate::commands::execute;
use crate::db::DbResult;
use crate::http::Ctx;
use crate::http::fields::fresh_ids;
use crate::http::lang::Reads;
use crate::http::problem::broken;
use crate::listings::moderation::sql;
use crate::listings::owner_of;
use crate::params;
use crate::people::desks;
use axum::Router;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use chrono::NaiveDateTime;
use engawa_app::command::{Body, Command};
use engawa_app::listings::command::ListingCommand;
use engawa_app::listings::next_year::next_year;
use engawa_app::listings::pages::desk::edit::around as page;
use engawa_app::listings::{Kind, Listing, State as ListingState};
use engawa_core::text::fold;
use engawa_core::time::{Millis, jst_millis};
use engawa_core::{Action, Lang, Problem, Receipt, ReceiptStatus, Subject, may};
use serde::Deserialize;

/// The most groups that a search shows.
const FOUND_MAX: usize = 20;

/// Routes for staff.
pub fn routes() -> Router<Ctx> {
    Router::new()
        .route("/staff/listings/{id}/plan", post(plan))
        .route("/staff/listings/{id}/hosts", post(host))
        .route("/staff/listings/{id}/assign", post(assign))
        .route("/staff/listings/{id}/copy", post(copy))
}

/// What surrounds a listing, for staff; a group has it in its list.
pub async fn read(ctx: &Ctx, writing: &Writing, stored: &Listing, find: &str) -> DbResult<Option<page::Around>> {
    if !writing.group.is_empty() {
        return Ok(None);
    }
    let (db, id) = (&ctx.site.db, stored.id.as_str());
    let owner = owner_of(db, id).await?.unwrap_or_default();
    let plans = db.all::<(String, i64)>(sql::PLANS, params![id]).await?;
    let hosts = db.all::<(String, String, String)>(sql::NAMED_HOSTS, params![id]).await?;
    let group = db.first::<(String, String)>(sql::NAME, params![&owner.group]).await?.map(|(title, _)| title).unwrap_or_default();
    let moderates = |subject: &Subject<'_>| may(&writing.actor, Action::ListingModerate, subject);
    let desks = desks::every(db).await?.into_iter().filter(|desk| desk.id == owner.desk || moderates(&Subject::of_desk(&desk.id)));
    let desks: Vec<(String, String)> = desks.map(|desk| (desk.id, desk.name)).collect();
    let wanted = fold(find.trim());
    let mut found: Vec<(String, String)> = Vec::new();
    if !wanted.is_empty() {
        let groups = db.all::<(String, String)>(sql::GROUPS, params![]).await?;
        found = groups.into_iter().filter(|(id, title)| *id != owner.group && fold(title).contains(&wanted)).take(FOUND_MAX).collect();
    }
    let buttons = page::BUTTONS + plans.len() + hosts.len() + 2 * found.len();
    Ok(Some(page::Around {
        href: format!("{}/{id}", writing.root()),
        title: stored.title.clone(),
        kind: stored.kind(),
        state: stored.state,
        plans: plans.into_iter().filter_map(|(state, at)| Some((ListingState::parse(&state)?, at))).collect(),
        hosts: hosts.into_iter().map(|(group, state, title)| (group, title, state == "agreed")).collect(),
        may_assign: moderates(&owner.subject()),
        group,
        desk: owner.desk,
        desks,
        find: find.trim().to_owned(),
        found,
        commands: fresh_ids(buttons),
    }))
}

/// The moment that a form plans for; nothing typed takes the plan back.
///
/// # Errors
/// What is wrong with it.
pub fn planned_at(typed: &str) -> Result<Option<Millis>, Problem> {
    if typed.is_empty() {
        return Ok(None);
    }
    // Browsers send the seconds only where they are not 0.
    let read = NaiveDateTime::parse_from_str(typed, "%Y-%m-%dT%H:%M").or_else(|_| NaiveDateTime::parse_from_str(typed, "%Y-%m-%dT%H:%M:%S"));
    read.map(|at| Some(jst_millis(at))).map_err(|_| Problem::new("", "plan_not_ahead"))
}

/// Makes the draft of the next year's listing, which belongs to whom this one belongs. Gives its id; `None`: there is nothing to copy.
pub async fn copy_next_year(ctx: &Ctx, writing: &Writing, id: &str, command: String) -> DbResult<Option<(String, Receipt)>> {
    let Some(found) = find(ctx, writing, id).await?.filter(|found| found.stored.kind() != Kind::Group) else { return Ok(None) };
    let owner = owner_of(&ctx.site.db, id).await?.unwrap_or_default();
    // The id follows from the command, so that pressing twice makes one copy.
    let new = uuid::Uuid::new_v5(&uuid::Uuid::NAMESPACE_OID, format!("copy:{command}").as_bytes()).to_string();
    let listing = Box::new(next_year(&found.stored, &new));
    let body = Body::Listings(ListingCommand::SaveFor { listing, group: owner.group, desk: owner.desk });
    let receipt = execute(&ctx.site, &writing.actor, &Command { id: command, base_rev: None, body }, now_ms()).await;
    Ok(Some((new, receipt)))
}

/// What the buttons send.
#[derive(Deserialize)]
struct Pressed {
    #[serde(default)]
    command: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    at: String,
    #[serde(default)]
    group: String,
    #[serde(default)]
    desk: String,
    #[serde(default, rename = "do")]
    what: String,
}

/// Does it, and comes back to the form of the listing.
async fn act(ctx: &Ctx, lang: Lang, staff: Staff, id: &str, command: String, body: ListingCommand) -> Response {
    let writing = Writing::staff(staff);
    let command = Command { id: command, base_rev: None, body: Body::Listings(body) };
    let receipt = execute(&ctx.site, &writing.actor, &command, now_ms()).await;
    if receipt.status == ReceiptStatus::Done {
        return see_other(&format!("{}/{id}?done={}", writing.root(), receipt.receipt_no.unwrap_or_default()));
    }
    show(ctx, lang, &writing, id, Asked { problems: problems_of(receipt), ..Asked::default() }).await
}

async fn plan(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path(id): Path<String>, Form(sent): Form<Pressed>) -> Response {
    let Some(state) = ListingState::parse(&sent.state) else { return StatusCode::BAD_REQUEST.into_response() };
    match planned_at(&sent.at) {
        Ok(at) => act(&ctx, lang, staff, &id, sent.command, ListingCommand::Plan { id: id.clone(), state, at }).await,
        Err(problem) => show(&ctx, lang, &Writing::staff(staff), &id, Asked { problems: vec![problem], ..Asked::default() }).await,
    }
}

/// Asks a group to host it too, or goes on without it.
async fn host(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path(id): Path<String>, Form(sent): Form<Pressed>) -> Response {
    let (listing, group) = (id.clone(), sent.group);
    let body = match sent.what.as_str() {
        "" => ListingCommand::AskHost { id: listing, group },
        "leave" => ListingCommand::LeaveHost { id: listing, group },
        _ => return StatusCode::BAD_REQUEST.into_response(),
    };
    act(&ctx, lang, staff, &id, sent.command, body).await
}

async fn assign(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path(id): Path<String>, Form(sent): Form<Pressed>) -> Response {
    let body = ListingCommand::Assign { id: id.clone(), group: sent.group, desk: sent.desk };
    act(&ctx, lang, staff, &id, sent.command, body).await
}

/// A draft of the next year's listing; it opens in the form.
async fn copy(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path(id): Path<String>, Form(sent): Form<Pressed>) -> Response {
    let writing = Writing::staff(staff);
    match Box::pin(copy_next_year(&ctx, &writing, &id, sent.command)).await {
        Ok(Some((new, receipt))) if receipt.status == ReceiptStatus::Done => {
            see_other(&format!("{}/{new}?done={}", writing.root(), receipt.receipt_no.unwrap_or_default()))
        }
        Ok(Some((_, receipt))) => show(&ctx, lang, &writing, &id, Asked { problems: problems_of(receipt), ..Asked::default() }).await,
        Ok(None) => see_other(&writing.home()),
        Err(error) => broken(&error, lang).into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_read_as_browsers_send_it() {
        let at = |typed: &str| planned_at(typed).map_err(|problem| problem.code);
        assert_eq!(at(""), Ok(None));
        // Nine o'clock in Japan is midnight in Greenwich.
        for typed in ["1970-01-02T09:00", "1970-01-02T09:00:00"] {
            assert_eq!(at(typed), Ok(Some(24 * 60 * 60 * 1000)), "{typed}");
        }
        assert_eq!(at("1970-01-02T09:00:30"), Ok(Some(24 * 60 * 60 * 1000 + 30_000)));
        for typed in ["tomorrow", "1970-01-02", "1970-13-02T09:00", " "] {
            assert_eq!(at(typed), Err("plan_not_ahead".to_owned()), "{typed}");
        }
    }
}
