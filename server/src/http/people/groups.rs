//! `/my/groups/..`: a group from inside; `/invitation`: joining; `/my/groups/claim`: saying that a listed group is one's own.
//!
//! Invariants: every change is a command; whoever is not a member learns nothing that the public page does not say; the secret of an
//! invitation is in the address and in the form, and nowhere in the store.

use super::Person;
use crate::clock::{now_ms, today};
use crate::db::{DbError, DbResult};
use crate::forms::store;
use crate::http::Ctx;
use crate::http::desk::groups::{group_of, history, invitation_link, is_known, mail_invitation, send};
use crate::http::desk::{problems_of, render, see_other};
use crate::http::fields::{Fields, field, fresh_id, fresh_ids};
use crate::http::lang::Reads;
use crate::http::problem::{broken, status_of};
use crate::params;
use crate::people::groups::read::{self, Registration};
use crate::people::groups::sql;
use crate::people::secret;
use axum::Router;
use axum::extract::{Form, Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use chrono::Days;
use engawa_app::forms::receipt::number_of;
use engawa_app::listings::query::encode;
use engawa_app::messages::people::{groups as g, members as m};
use engawa_app::people::account::address;
use engawa_app::people::group::from_form::{JOINING_FORM, MONEY_FORMS, REGISTRATION_FORM, RENEWAL_FORM};
use engawa_app::people::group::profile::{Profile, ProfileField};
use engawa_app::people::group::{ClaimState, GroupCommand, Invite, RegistrationState};
use engawa_app::people::pages::groups::{forbidden, one};
use engawa_app::people::pages::members as page;
use engawa_app::people::pages::members::own;
use engawa_core::rights::GroupRole;
use engawa_core::text::fold;
use engawa_core::{Action, Lang, Problem, ReceiptStatus, Subject, may};
use serde::Deserialize;

/// So long before the last day of a registration its renewal is offered.
const RENEWS_DAYS: Days = Days::new(90);
/// Groups that a search for one's own shows.
const FOUND: usize = 30;

/// Routes.
pub fn routes() -> Router<Ctx> {
    Router::new()
        .route("/my/groups", get(mine))
        .route("/my/groups/claim", get(claim_form).post(claim))
        .route("/my/groups/join", get(join_association))
        .route("/my/groups/{id}", get(show).post(change))
        .route("/my/groups/{id}/print", get(print))
        .route("/invitation", get(invitation).post(join))
}

fn refusal(ctx: &Ctx, lang: Lang, person: &Person) -> Response {
    (StatusCode::FORBIDDEN, render::personal(ctx, lang, g::GROUPS.text(lang), &person.actor, &[], forbidden)).into_response()
}

/// Forms of money that take something now: id and title.
async fn money_forms(ctx: &Ctx) -> DbResult<Vec<(String, String)>> {
    let mut found = Vec::new();
    for id in MONEY_FORMS {
        let form = store::form(&ctx.site.db, id).await?;
        found.extend(form.filter(|form| form.open && form.settings.shut_at(now_ms()).is_none()).map(|form| (form.id, form.title)));
    }
    Ok(found)
}

/// Whether a form takes something now.
async fn is_open(ctx: &Ctx, form: &str) -> DbResult<bool> {
    Ok(store::form(&ctx.site.db, form).await?.is_some_and(|form| form.open && form.settings.shut_at(now_ms()).is_none()))
}

#[derive(Deserialize, Default)]
struct DoneQuery {
    #[serde(default)]
    done: String,
}

async fn mine(State(ctx): State<Ctx>, Reads(lang): Reads, person: Person, Query(query): Query<DoneQuery>) -> Response {
    match read_mine(&ctx, &person, query.done).await {
        Ok(it) => render::personal(&ctx, lang, m::MY_GROUPS.text(lang), &person.actor, &[], move || page::mine(it)),
        Err(error) => broken(&error, lang).into_response(),
    }
}

async fn read_mine(ctx: &Ctx, person: &Person, done: String) -> DbResult<page::MinePage> {
    let db = &ctx.site.db;
    let groups = db.all::<(String, String, String, String, String)>(sql::GROUPS_OF, params![&person.account]).await?;
    let claims = db.all::<(String, String, String, String)>(sql::CLAIMS_OF, params![&person.account]).await?;
    Ok(page::MinePage {
        groups: groups
            .into_iter()
            .map(|(id, title, role, state, until)| page::MineRow {
                id,
                title,
                role: GroupRole::parse(&role).unwrap_or(GroupRole::Viewer),
                state: RegistrationState::parse(&state).unwrap_or(RegistrationState::Unclaimed),
                valid_until: until.parse().ok(),
            })
            .collect(),
        claims: claims
            .into_iter()
            .map(|(group, title, state, reason)| (group, title, ClaimState::parse(&state).unwrap_or(ClaimState::Asked), reason))
            .collect(),
        may_register: is_open(ctx, REGISTRATION_FORM).await?,
        done: Some(done).filter(|done| !done.is_empty()),
    })
}

async fn show(State(ctx): State<Ctx>, Reads(lang): Reads, person: Person, Path(id): Path<String>, Query(query): Query<DoneQuery>) -> Response {
    let done = Some(query.done).filter(|done| !done.is_empty());
    draw(&ctx, lang, &person, &id, done, <(String, String)>::default(), Vec::new()).await
}

async fn draw(ctx: &Ctx, lang: Lang, person: &Person, id: &str, done: Option<String>, typed: (String, String), problems: Vec<Problem>) -> Response {
    let Some(role) = person.actor.role_in(id) else { return refusal(ctx, lang, person) };
    match read_own(ctx, lang, person, id, role).await {
        Ok(Some(mut it)) => {
            let (status, title) = (status_of(&problems), it.listing.title.clone());
            (it.done, it.typed, it.problems) = (done, typed, problems);
            (status, render::personal(ctx, lang, &title, &person.actor, &[], move || own::own(it))).into_response()
        }
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => broken(&error, lang).into_response(),
    }
}

async fn read_own(ctx: &Ctx, lang: Lang, person: &Person, id: &str, role: GroupRole) -> DbResult<Option<own::OwnPage>> {
    let db = &ctx.site.db;
    let Some(listing) = group_of(ctx, id).await? else { return Ok(None) };
    let mut it = read::registration(db, id).await?.unwrap_or_else(|| Registration { profile: Profile::of(&listing), ..Registration::pending(id) });
    it.profile.learn(&listing);
    let members = read::members(db, id).await?;
    let names: Vec<(String, String)> = members.iter().map(|it| (it.account.clone(), it.name.clone())).collect();
    let may = |action: Action| may(&person.actor, action, &Subject::of_group(id));
    let rights = own::May {
        write: may(Action::ListingWrite),
        invite: may(Action::GroupInvite),
        set_role: may(Action::GroupSetRole),
        hand_over: may(Action::GroupHandOver),
        renew: may(Action::GroupRenew),
    };
    let invitations = if rights.invite { read::invitations(db, id, now_ms()).await? } else { Vec::new() };
    Ok(Some(own::OwnPage {
        listing,
        me: person.account.clone(),
        role,
        may: rights,
        state: it.state,
        class: it.class,
        valid_until: it.valid_until,
        renews_from: it.valid_until.and_then(|last| last.checked_sub_days(RENEWS_DAYS)).filter(|from| today() < *from),
        renewal_waits: it.renewal_at > 0,
        has_renewal_form: is_open(ctx, RENEWAL_FORM).await?,
        money: if may(Action::GroupMoney) { money_forms(ctx).await? } else { Vec::new() },
        profile: it.profile,
        rev: it.rev,
        commands: fresh_ids(10 + 3 * members.len() + invitations.len()),
        members: members.into_iter().map(|it| one::MemberRow { account: it.account, name: it.name, role: it.role, since: it.since }).collect(),
        invitations: invitations
            .into_iter()
            .map(|it| page::InvitationRow { digest: it.digest, role: it.role, note: it.note, expires_at: it.expires_at, uses_left: it.uses_left })
            .collect(),
        history: history(ctx, lang, id, Some(&names)).await?,
        secret: secret::token(),
        typed: <(String, String)>::default(),
        done: None,
        problems: Vec::new(),
    }))
}

/// What a form of a group's page sent, by name.
struct Sent(Fields);

impl Sent {
    fn of(&self, name: &str) -> &str {
        field(&self.0, name)
    }

    fn number(&self, name: &str) -> Result<u32, Problem> {
        self.of(name).parse().map_err(|_| Problem::new(name, "out_of_range").arg("1").arg("100"))
    }

    /// The command that a form means.
    fn meant(&self, group: String) -> Result<GroupCommand, Problem> {
        let account = self.of("account").to_owned();
        let role = || GroupRole::parse(self.of("role")).ok_or_else(|| Problem::new("role", "required"));
        Ok(match self.of("go") {
            "public" => {
                let public = ProfileField::ALL.iter().copied().filter(|field| !self.of(field.code()).is_empty()).collect();
                GroupCommand::SetPublic { group, public }
            }
            "invite" => {
                let hands_over = !self.of("hands_over").is_empty();
                GroupCommand::Invite(Invite {
                    group,
                    role: if hands_over { GroupRole::Owner } else { role()? },
                    note: self.of("note").to_owned(),
                    secret: self.of("secret").to_owned(),
                    days: self.number("days")?,
                    uses: self.number("uses")?,
                    hands_over,
                })
            }
            "end_invitation" => GroupCommand::EndInvitation { group, digest: self.of("digest").to_owned() },
            "role" => GroupCommand::SetRole { group, account, role: role()? },
            "remove" => GroupCommand::RemoveMember { group, account },
            "hand_over" => GroupCommand::HandOver { group, to: account },
            "leave" => GroupCommand::Leave { group },
            "renew" => GroupCommand::Renew { group, submission: String::new() },
            _ => return Err(Problem::new("", "bad_json")),
        })
    }
}

async fn change(
    State(ctx): State<Ctx>,
    Reads(lang): Reads,
    person: Person,
    headers: HeaderMap,
    Path(id): Path<String>,
    Form(fields): Form<Fields>,
) -> Response {
    match carry_out(&ctx, lang, &person, &headers, &id, &Sent(fields)).await {
        Ok(response) => response,
        Err(error) => broken(&error, lang).into_response(),
    }
}

async fn carry_out(ctx: &Ctx, lang: Lang, person: &Person, headers: &HeaderMap, id: &str, sent: &Sent) -> DbResult<Response> {
    let typed = (sent.of("note").to_owned(), sent.of("email").to_owned());
    let mut body = match sent.meant(id.to_owned()) {
        Ok(body) => body,
        Err(problem) => return Ok(draw(ctx, lang, person, id, None, typed, vec![problem]).await),
    };
    if let GroupCommand::Renew { submission, .. } = &mut body
        && !sent.of("receipt").is_empty()
    {
        let found = store::by_receipt(&ctx.site.db, &number_of(sent.of("receipt"))).await?;
        let Some(found) = found.into_iter().find(|it| it.form_id == RENEWAL_FORM) else {
            return Ok(draw(ctx, lang, person, id, None, typed, vec![Problem::new("receipt", "receipt_unknown")]).await);
        };
        *submission = found.id;
    }
    let email = address(sent.of("email"));
    if email.is_none() && !sent.of("email").is_empty() {
        return Ok(draw(ctx, lang, person, id, None, typed, vec![Problem::new("email", "bad_email")]).await);
    }
    let was_known = is_known(ctx, sent.of("command")).await?;
    let invited = if let GroupCommand::Invite(invite) = &body { Some((invite.role, invite.secret.clone())) } else { None };
    let is_leaving = matches!(body, GroupCommand::Leave { .. });
    let receipt = send(ctx, &person.actor, sent.of("command"), sent.of("base_rev").parse().ok(), body).await;
    if receipt.status != ReceiptStatus::Done {
        return Ok(draw(ctx, lang, person, id, None, typed, problems_of(receipt)).await);
    }
    let done = receipt.receipt_no.unwrap_or_default();
    let Some((role, secret)) = invited else {
        let to = if is_leaving { "/my/groups".to_owned() } else { format!("/my/groups/{}", encode(id)) };
        return Ok(see_other(&format!("{to}?done={done}")));
    };
    let title = group_of(ctx, id).await?.map(|listing| listing.title).unwrap_or_default();
    let link = invitation_link(ctx, headers, &secret);
    let mailed = email.filter(|_| ctx.site.outside.mail.is_some()).unwrap_or_default();
    if !mailed.is_empty() && !was_known {
        mail_invitation(ctx, lang, &mailed, &title, &link).await?;
    }
    let it = page::InvitedPage { id: id.to_owned(), title, role, link, mailed };
    Ok(render::personal(ctx, lang, m::INVITATION.text(lang), &person.actor, &[], move || page::invited(it)))
}

async fn print(State(ctx): State<Ctx>, Reads(lang): Reads, person: Person, Path(id): Path<String>) -> Response {
    if person.actor.role_in(&id).is_none() {
        return refusal(&ctx, lang, &person);
    }
    match group_of(&ctx, &id).await {
        Ok(Some(listing)) => {
            let title = listing.title.clone();
            render::personal(&ctx, lang, &title, &person.actor, &[], move || own::print(&listing))
        }
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => broken(&error, lang).into_response(),
    }
}

#[derive(Deserialize, Default)]
struct ClaimQuery {
    #[serde(default)]
    group: String,
    #[serde(default)]
    q: String,
}

async fn claim_form(State(ctx): State<Ctx>, Reads(lang): Reads, person: Person, Query(query): Query<ClaimQuery>) -> Response {
    if !query.group.is_empty() {
        return draw_claim(&ctx, lang, &person, &query.group, String::new(), Vec::new()).await;
    }
    let rows = match read::every(&ctx.site.db).await {
        Ok(rows) => rows,
        Err(error) => return broken(&error, lang).into_response(),
    };
    let wanted = fold(query.q.trim());
    let fits =
        |row: &&read::GroupRow| row.state.is_alive() && row.members == 0 && row.listing.is_public() && fold(&row.listing.title).contains(&wanted);
    let found: Vec<(String, String)> = match wanted.as_str() {
        "" => Vec::new(),
        _ => rows.iter().filter(fits).take(FOUND).map(|row| (row.listing.id.clone(), row.listing.title.clone())).collect(),
    };
    render::personal(&ctx, lang, m::CLAIM_FIND.text(lang), &person.actor, &[], move || page::found(&query.q, &found))
}

async fn draw_claim(ctx: &Ctx, lang: Lang, person: &Person, group: &str, proof: String, problems: Vec<Problem>) -> Response {
    match group_of(ctx, group).await {
        Ok(Some(listing)) if listing.is_public() => {
            let (status, command) = (status_of(&problems), fresh_id());
            let it = page::ClaimPage { id: listing.id, title: listing.title, proof, command, problems };
            (status, render::personal(ctx, lang, m::CLAIM_THIS.text(lang), &person.actor, &[], move || page::claim(it))).into_response()
        }
        Ok(_) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => broken(&error, lang).into_response(),
    }
}

#[derive(Deserialize)]
struct Claiming {
    command: String,
    group: String,
    #[serde(default)]
    proof: String,
}

async fn claim(State(ctx): State<Ctx>, Reads(lang): Reads, person: Person, Form(sent): Form<Claiming>) -> Response {
    let body = GroupCommand::Claim { group: sent.group.clone(), proof: sent.proof.clone() };
    let receipt = send(&ctx, &person.actor, &sent.command, None, body).await;
    if receipt.status == ReceiptStatus::Done {
        return see_other(&format!("/my/groups?done={}", receipt.receipt_no.unwrap_or_default()));
    }
    draw_claim(&ctx, lang, &person, &sent.group, sent.proof, problems_of(receipt)).await
}

/// Joining a neighbourhood association: its form, where the city has published it; else what forms there are. Needs no account.
async fn join_association(State(ctx): State<Ctx>, Reads(lang): Reads) -> Response {
    match is_open(&ctx, JOINING_FORM).await {
        Ok(true) => see_other(&format!("/forms/{JOINING_FORM}")),
        Ok(false) => see_other("/forms"),
        Err(error) => broken(&error, lang).into_response(),
    }
}

#[derive(Deserialize, Default)]
struct InvitationQuery {
    #[serde(default)]
    t: String,
}

async fn invitation(State(ctx): State<Ctx>, Reads(lang): Reads, person: Person, Query(query): Query<InvitationQuery>) -> Response {
    draw_invitation(&ctx, lang, &person, query.t, Vec::new()).await
}

async fn draw_invitation(ctx: &Ctx, lang: Lang, person: &Person, secret: String, mut problems: Vec<Problem>) -> Response {
    let read = async {
        let Some((group, role, hands_over)) = read::invitation(&ctx.site.db, &secret, now_ms()).await? else { return Ok(None) };
        Ok::<_, DbError>(group_of(ctx, &group).await?.map(|listing| (group, listing.title, role, hands_over)))
    };
    let what = match read.await {
        Ok(what) => what,
        Err(error) => return broken(&error, lang).into_response(),
    };
    if what.is_none() && problems.is_empty() {
        problems.push(Problem::new("", "invitation_over"));
    }
    let status = status_of(&problems);
    let it = page::InvitationPage { what, secret, command: fresh_id(), problems };
    (status, render::personal(ctx, lang, m::INVITATION.text(lang), &person.actor, &[], move || page::invitation(it))).into_response()
}

#[derive(Deserialize)]
struct Joining {
    command: String,
    group: String,
    t: String,
}

async fn join(State(ctx): State<Ctx>, Reads(lang): Reads, person: Person, Form(sent): Form<Joining>) -> Response {
    let body = GroupCommand::Accept { group: sent.group.clone(), secret: sent.t.clone() };
    let receipt = send(&ctx, &person.actor, &sent.command, None, body).await;
    if receipt.status == ReceiptStatus::Done {
        return see_other(&format!("/my/groups/{}?done={}", encode(&sent.group), receipt.receipt_no.unwrap_or_default()));
    }
    draw_invitation(&ctx, lang, &person, sent.t, problems_of(receipt)).await
}
