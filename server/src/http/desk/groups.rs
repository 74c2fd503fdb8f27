//! `/staff/groups`: registrations, claims, renewals, trust, merging. Pages are drawn by `engawa_app::people::pages::groups`.
//!
//! Invariants: every change is a command; whoever looks at the members of a group is in the audit log of each of them.

mod list;

use super::{Staff, problems_of, render, see_other};
use crate::clock::{now_ms, today};
use crate::commands::execute;
use crate::db::{DbError, DbResult};
use crate::feed::{Writer, sql as feed_sql};
use crate::http::Ctx;
use crate::http::fields::{fresh_id, fresh_ids};
use crate::http::lang::Reads;
use crate::http::problem::{broken, status_of};
use crate::http::well_known::origin;
use crate::listings;
use crate::params;
use crate::people::groups::read::{self, Registration};
use crate::people::groups::{digest_of, sql};
use crate::people::{Actor, mail, secret};
use axum::Router;
use axum::extract::{Form, Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use chrono::NaiveDate;
use engawa_app::command::{Body, Command};
use engawa_app::listings::query::encode;
use engawa_app::listings::{Kind, Listing};
use engawa_app::messages::people::audit::doer;
use engawa_app::messages::people::{groups as m, members as mm};
use engawa_app::people::command::PeopleCommand;
use engawa_app::people::group::renewal::usual_end;
use engawa_app::people::group::{DAYS_MAX, GroupCommand, Invite, RegistrationClass, Trust};
use engawa_app::people::pages::groups::one as page;
use engawa_core::rights::GroupRole;
use engawa_core::text::fold;
use engawa_core::{Action, Lang, Problem, Receipt, ReceiptStatus, Subject, may};
use serde::Deserialize;
use std::collections::BTreeSet;

/// Groups that a search for the other one shows.
const FOUND: usize = 30;

/// Routes.
pub fn routes() -> Router<Ctx> {
    Router::new()
        .route("/staff/groups", get(list::show).post(list::register))
        .route("/staff/groups.csv", get(list::csv))
        .route("/staff/groups/alike", get(list::alike))
        .route("/staff/groups/{id}", get(show).post(change))
        .route("/staff/groups/{id}/merge", get(preview).post(merge))
}

/// Sends a command about a group.
pub(in crate::http) async fn send(ctx: &Ctx, actor: &Actor, id: &str, base_rev: Option<u64>, body: GroupCommand) -> Receipt {
    let command = Command { id: id.to_owned(), base_rev, body: Body::People(PeopleCommand::Group(body)) };
    execute(&ctx.site, actor, &command, now_ms()).await
}

/// The link of an invitation.
pub(in crate::http) fn invitation_link(ctx: &Ctx, headers: &HeaderMap, secret: &str) -> String {
    format!("{}/invitation?t={}", origin(ctx, headers), encode(secret))
}

/// Mails an invitation that was made just now.
pub(in crate::http) async fn mail_invitation(ctx: &Ctx, lang: Lang, to: &str, title: &str, link: &str) -> DbResult<()> {
    let mut writer = Writer::begin(&ctx.site.db, now_ms(), "system").await?;
    mail::put(&mut writer, to, &mm::MAIL_INVITE.with(lang, &[title]), &mm::MAIL_INVITE_TEXT.with(lang, &[title, link])).await?;
    writer.commit().await
}

/// Whether a command was answered before.
pub(in crate::http) async fn is_known(ctx: &Ctx, command: &str) -> DbResult<bool> {
    Ok(ctx.site.db.first::<(String, String, String)>(feed_sql::RECEIPT, params![command]).await?.is_some())
}

/// Whether an invitation of this secret can be used.
async fn is_invited(ctx: &Ctx, secret: &str) -> DbResult<bool> {
    let row = ctx.site.db.first::<(String, String, i64, String, i64, i64)>(sql::INVITATION, params![digest_of(secret)]).await?;
    Ok(row.is_some_and(|(.., uses_left)| uses_left > 0))
}

fn forbidden(ctx: &Ctx, lang: Lang, staff: &Staff) -> Response {
    (StatusCode::FORBIDDEN, render::page(ctx, lang, m::GROUPS.text(lang), Some(&staff.name), engawa_app::people::pages::groups::forbidden))
        .into_response()
}

#[derive(Deserialize, Default)]
struct DoneQuery {
    #[serde(default)]
    done: String,
}

async fn show(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path(id): Path<String>, Query(query): Query<DoneQuery>) -> Response {
    draw(&ctx, lang, &staff, &id, Some(query.done).filter(|done| !done.is_empty()), String::new(), Vec::new()).await
}

async fn draw(ctx: &Ctx, lang: Lang, staff: &Staff, id: &str, done: Option<String>, reason: String, problems: Vec<Problem>) -> Response {
    if !may(&staff.actor, Action::GroupReadMembers, &Subject::of_group(id)) {
        return forbidden(ctx, lang, staff);
    }
    match read_page(ctx, lang, staff, id).await {
        Ok(Some(mut it)) => {
            let status = status_of(&problems);
            (it.done, it.reason, it.problems) = (done, reason, problems);
            let title = it.title.clone();
            (status, render::page(ctx, lang, &title, Some(&staff.name), move || page::group(it))).into_response()
        }
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => broken(&error, lang).into_response(),
    }
}

/// The listing of a group.
pub(in crate::http) async fn group_of(ctx: &Ctx, id: &str) -> DbResult<Option<Listing>> {
    Ok(listings::one(&ctx.site.db, id).await?.map(|stored| stored.listing).filter(|listing| listing.kind() == Kind::Group))
}

async fn read_page(ctx: &Ctx, lang: Lang, staff: &Staff, id: &str) -> DbResult<Option<page::GroupPage>> {
    let db = &ctx.site.db;
    let Some(listing) = group_of(ctx, id).await? else { return Ok(None) };
    let registration = read::registration(db, id).await?;
    let (members, claims) = (read::members(db, id).await?, read::claims(db, id).await?);
    let accounts = members.iter().map(|it| it.account.clone()).chain(claims.iter().map(|it| it.account.clone())).collect();
    note_access(ctx, staff, id, accounts).await?;
    let state = registration.as_ref().map_or(engawa_app::people::group::RegistrationState::Unclaimed, |it| it.state);
    let it = registration.unwrap_or_else(|| Registration::pending(id));
    let listings = db.all::<(String, String, String, String, i64)>(sql::LISTINGS_OF, params![id]).await?.len();
    Ok(Some(page::GroupPage {
        id: id.to_owned(),
        title: listing.title,
        state,
        class: it.class,
        trust: it.trust,
        valid_until: it.valid_until,
        usual_end: usual_end(today()),
        submission: it.submission,
        renewal: it.renewal,
        renewal_at: it.renewal_at,
        note: it.note,
        merged_into: it.merged_into,
        rev: it.rev,
        members: members.into_iter().map(|it| page::MemberRow { account: it.account, name: it.name, role: it.role, since: it.since }).collect(),
        commands: fresh_ids(10 + claims.len()),
        claims: claims
            .into_iter()
            .map(|it| page::ClaimRow { id: it.id, name: it.name, proof: it.proof, state: it.state, reason: it.reason, at: it.at })
            .collect(),
        listings,
        history: history(ctx, lang, id, None).await?,
        may_decide: may(&staff.actor, Action::GroupDecide, &Subject::of_group(id)),
        may_merge: may(&staff.actor, Action::GroupMerge, &Subject::of_group(id)),
        secret: secret::token(),
        reason: String::new(),
        done: None,
        problems: Vec::new(),
    }))
}

/// What happened to a group, newest first; who looked at it is for the audit log alone. `members`: see [`doer`].
pub(in crate::http) async fn history(ctx: &Ctx, lang: Lang, id: &str, members: Option<&[(String, String)]>) -> DbResult<Vec<page::HistoryRow>> {
    let rows = ctx.site.db.all::<(i64, String, String, String)>(sql::HISTORY, params![id]).await?;
    let changes = rows.into_iter().filter(|(_, _, verb, _)| !verb.starts_with("read."));
    Ok(changes.map(|(at, actor, verb, _)| page::HistoryRow { at, who: doer(&actor, members, lang), verb }).collect())
}

/// Each person whose data were shown can see who looked.
async fn note_access(ctx: &Ctx, staff: &Staff, id: &str, accounts: BTreeSet<String>) -> DbResult<()> {
    let mut writer = Writer::begin(&ctx.site.db, now_ms(), staff.actor.name()).await?;
    for account in accounts {
        writer.audit_about("read.group", id, &account, "").await?;
    }
    writer.commit().await
}

#[derive(Deserialize, Default)]
struct Sent {
    command: String,
    #[serde(default)]
    base_rev: Option<u64>,
    #[serde(default)]
    go: String,
    #[serde(default)]
    accept: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    class: String,
    #[serde(default)]
    valid_until: String,
    #[serde(default)]
    trust: String,
    #[serde(default)]
    secret: String,
    #[serde(default)]
    claim: String,
    #[serde(default)]
    account: String,
}

impl Sent {
    /// The command that a form means; nothing: no form of ours.
    fn meant(&self, group: String) -> Result<GroupCommand, Option<Problem>> {
        let (accept, reason) = (!self.accept.is_empty(), self.reason.trim().to_owned());
        let valid_until: Option<NaiveDate> = match self.valid_until.trim() {
            "" => None,
            text => Some(text.parse().map_err(|_| Some(Problem::new("valid_until", "bad_date")))?),
        };
        Ok(match self.go.as_str() {
            "decide" => GroupCommand::Decide {
                group,
                accept,
                reason,
                class: RegistrationClass::parse(&self.class).ok_or(None::<Problem>)?,
                valid_until,
                secret: self.secret.clone(),
            },
            "renewal" => GroupCommand::DecideRenewal { group, accept, reason, valid_until },
            "trust" => GroupCommand::SetTrust { group, trust: Trust::parse(&self.trust).ok_or(None::<Problem>)? },
            "claim" => GroupCommand::DecideClaim { group, claim: self.claim.clone(), accept, reason },
            "hand_over" => GroupCommand::HandOver { group, to: self.account.clone() },
            "end" => GroupCommand::EndGroup { group, reason },
            "invite_owner" => GroupCommand::Invite(Invite {
                group,
                role: GroupRole::Owner,
                note: String::new(),
                secret: self.secret.clone(),
                days: DAYS_MAX,
                uses: 1,
                hands_over: true,
            }),
            _ => return Err(None),
        })
    }
}

async fn change(
    State(ctx): State<Ctx>,
    Reads(lang): Reads,
    staff: Staff,
    headers: HeaderMap,
    Path(id): Path<String>,
    Form(sent): Form<Sent>,
) -> Response {
    let body = match sent.meant(id.clone()) {
        Ok(body) => body,
        Err(Some(problem)) => return draw(&ctx, lang, &staff, &id, None, sent.reason, vec![problem]).await,
        Err(None) => return StatusCode::BAD_REQUEST.into_response(),
    };
    match carry_out(&ctx, lang, &staff, &headers, &id, &sent, body).await {
        Ok(response) => response,
        Err(error) => broken(&error, lang).into_response(),
    }
}

async fn carry_out(ctx: &Ctx, lang: Lang, staff: &Staff, headers: &HeaderMap, id: &str, sent: &Sent, body: GroupCommand) -> DbResult<Response> {
    let was_known = is_known(ctx, &sent.command).await?;
    let receipt = send(ctx, &staff.actor, &sent.command, sent.base_rev, body).await;
    if receipt.status != ReceiptStatus::Done {
        return Ok(draw(ctx, lang, staff, id, None, sent.reason.clone(), problems_of(receipt)).await);
    }
    let done = receipt.receipt_no.unwrap_or_default();
    // A group whose sender has no account gets its owner by a link: shown once, and mailed if the form gave an address.
    if !sent.secret.is_empty() && is_invited(ctx, &sent.secret).await? {
        let title = group_of(ctx, id).await?.map(|listing| listing.title).unwrap_or_default();
        let link = invitation_link(ctx, headers, &sent.secret);
        let mailed = match read::registration(&ctx.site.db, id).await? {
            Some(it) if sent.go == "decide" && ctx.site.outside.mail.is_some() => it.profile.email,
            _ => String::new(),
        };
        if !mailed.is_empty() && !was_known {
            mail_invitation(ctx, Lang::Ja, &mailed, &title, &link).await?;
        }
        let slip = page::OwnerSlip { id: id.to_owned(), title, done, link, mailed };
        return Ok(render::page(ctx, lang, m::OWNER_LINK.text(lang), Some(&staff.name), move || page::owner_slip(slip)));
    }
    Ok(see_other(&format!("/staff/groups/{}?done={done}", encode(id))))
}

#[derive(Deserialize, Default)]
struct With {
    #[serde(default)]
    with: String,
    #[serde(default)]
    command: String,
}

async fn preview(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path(id): Path<String>, Query(query): Query<With>) -> Response {
    draw_merge(&ctx, lang, &staff, &id, query.with.trim(), Vec::new()).await
}

async fn draw_merge(ctx: &Ctx, lang: Lang, staff: &Staff, from: &str, into: &str, problems: Vec<Problem>) -> Response {
    if !may(&staff.actor, Action::GroupMerge, &Subject::of_group(from)) {
        return forbidden(ctx, lang, staff);
    }
    let read = async {
        let (Some(a), Some(b)) = (group_of(ctx, from).await?, group_of(ctx, into).await?) else { return Ok(None) };
        let members = read::members(&ctx.site.db, from).await?.len();
        let listings = ctx.site.db.all::<(String, String, String, String, i64)>(sql::LISTINGS_OF, params![from]).await?.len();
        Ok::<_, DbError>(Some((a.title, b.title, members, listings)))
    };
    match read.await {
        Ok(Some((a, b, members, listings))) => {
            let status = status_of(&problems);
            let command = fresh_id();
            let it = page::MergePage { from: (from.to_owned(), a), into: (into.to_owned(), b), members, listings, command, problems };
            (status, render::page(ctx, lang, m::MERGE_PREVIEW.text(lang), Some(&staff.name), move || page::merge(it))).into_response()
        }
        // A name, or a part of one.
        Ok(None) if problems.is_empty() && !into.is_empty() => find_other(ctx, lang, staff, from, into).await,
        Ok(None) => draw(ctx, lang, staff, from, None, String::new(), vec![Problem::new("with", "unknown_group")]).await,
        Err(error) => broken(&error, lang).into_response(),
    }
}

/// Shows the groups whose name has these words: one of them stays when the group `from` ends.
async fn find_other(ctx: &Ctx, lang: Lang, staff: &Staff, from: &str, wanted: &str) -> Response {
    let read = async {
        let Some(of) = group_of(ctx, from).await? else { return Ok(None) };
        Ok::<_, DbError>(Some((of.title, read::every(&ctx.site.db).await?)))
    };
    let (title, rows) = match read.await {
        Ok(Some(found)) => found,
        Ok(None) => return see_other("/staff/groups"),
        Err(error) => return broken(&error, lang).into_response(),
    };
    let words = fold(wanted);
    let fits = |row: &&read::GroupRow| row.state.is_alive() && row.listing.id != from && fold(&row.listing.title).contains(&words);
    let found: Vec<(String, String)> = rows.iter().filter(fits).take(FOUND).map(|row| (row.listing.id.clone(), row.listing.title.clone())).collect();
    let (of, wanted) = ((from.to_owned(), title), wanted.to_owned());
    render::page(ctx, lang, m::MERGE.text(lang), Some(&staff.name), move || page::merge_found(&of, &wanted, &found))
}

async fn merge(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path(id): Path<String>, Form(sent): Form<With>) -> Response {
    let body = GroupCommand::Merge { from: id.clone(), into: sent.with.clone() };
    let receipt = send(&ctx, &staff.actor, &sent.command, None, body).await;
    if receipt.status == ReceiptStatus::Done {
        return see_other(&format!("/staff/groups/{}?done={}", encode(&sent.with), receipt.receipt_no.unwrap_or_default()));
    }
    draw_merge(&ctx, lang, &staff, &id, &sent.with, problems_of(receipt)).await
}
