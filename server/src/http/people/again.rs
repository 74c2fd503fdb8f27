//! `/sign-in/again`: whoever is signed in proves once more who they are, before what changes who can sign in, what gives roles, and what
//! takes everything away.
//!
//! A session that was left open, or stolen, may read and write as its holder does; it may not keep the holder out. Invariants: what asks for
//! a proof is in `WANT`, and in [`wants_proof`] for what is sent as a command; nothing of it takes effect without one; afterwards one goes
//! on to a page of this site that is for people who are signed in; what was typed is kept in the session until it can be sent, but for
//! passwords, which are kept nowhere.

use super::Person;
use super::sign_in::{ASKER, lost, problem_of, sender};
use crate::clock::now_ms;
use crate::http::Ctx;
use crate::http::desk::{render, see_other};
use crate::http::fields::Fields;
use crate::http::lang::{self, Reads, local_path};
use crate::http::problem::{Refusal, broken, status_of};
use crate::http::refused;
use crate::http::session::{self, FRESH_MS};
use crate::people::accounts::{self, Profile};
use crate::people::demands::{Demand, Way};
use crate::people::{links, passwords, secret};
use axum::Router;
use axum::extract::{Form, FromRequest as _, MatchedPath, Query, Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use engawa_app::command::Body;
use engawa_app::kiosk::command::KioskCommand;
use engawa_app::listings::query::encode;
use engawa_app::messages::people::again as m;
use engawa_app::people::command::PeopleCommand;
use engawa_app::people::desk::DeskCommand;
use engawa_app::people::pages::again as pages;
use engawa_core::time::jst_date;
use engawa_core::{Lang, Problem};
use serde::{Deserialize, Serialize};
use tower_sessions::Session;

/// The key of what was sent without a fresh proof.
const HELD: &str = "held_form";
/// The largest form that is kept until then, in bytes.
const HELD_MAX: usize = 32 * 1024;
/// Fields that are kept nowhere.
const SECRETS: [&str; 3] = ["current", "password", "remove"];

/// Method and route; and the page to go on to, where nothing typed is left to be sent.
const WANT: &[(&str, &str, &str)] = &[
    ("POST", "/account/email", "/account"),
    ("POST", "/account/password", "/account"),
    ("POST", "/account/password/remove", "/account"),
    ("POST", "/account/recovery", "/account"),
    ("POST", "/account/devices/end", "/account"),
    ("POST", "/account/devices/end-all", "/account"),
    ("GET", "/account/export", "/account"),
    ("GET", "/account/end", "/account/end"),
    ("POST", "/account/end", "/account/end"),
    ("POST", "/account/passkeys/remove", "/account/passkeys"),
    ("POST", "/api/v1/passkeys/register/begin", "/account/passkeys"),
    ("POST", "/staff/desks", "/staff/desks"),
    ("POST", "/staff/desks/{id}", "/staff/desks"),
    ("POST", "/staff/desks/{id}/end", "/staff/desks"),
    ("POST", "/staff/desks/{id}/members", "/staff/desks"),
    ("POST", "/staff/desks/{id}/absences", "/staff/desks"),
    ("POST", "/staff/kiosks/{id}/code", "/staff/kiosks"),
    ("POST", "/staff/kiosks/{id}/revoke", "/staff/kiosks"),
];

/// Where one goes on after a proof that a route wants; `None`: it wants none.
pub fn wanted(method: &Method, route: &str) -> Option<&'static str> {
    WANT.iter().find(|(of, path, _)| *of == method.as_str() && *path == route).map(|(.., back)| *back)
}

/// Whether a command does what `WANT` has: programs send it without a page.
pub fn wants_proof(body: &Body) -> bool {
    match body {
        Body::People(PeopleCommand::Desk(it)) => !matches!(it, DeskCommand::EndDelegation { .. }),
        Body::Kiosk(it) => matches!(it, KioskCommand::Revoke { .. }),
        Body::Listings(_) | Body::Forms(_) | Body::People(_) => false,
    }
}

/// The page that asks for a proof. `is_of_staff`: because the site asks more of staff than they showed.
pub fn address(next: &str, is_of_staff: bool) -> String {
    format!("/sign-in/again?next={}{}", encode(next), if is_of_staff { "&why=staff" } else { "" })
}

/// Where somebody goes on: a page for whoever is signed in, and no other.
fn allowed(typed: &str) -> String {
    let next = local_path(typed);
    let path = next.split(['?', '#']).next().unwrap_or_default();
    let below = |root: &str| path == root || path.strip_prefix(root).is_some_and(|rest| rest.starts_with('/'));
    let climbs = path.split('/').any(|part| part == "." || part == "..");
    if !climbs && ["/account", "/my", "/staff"].into_iter().any(below) && !path.starts_with("/staff/sign-") { next } else { "/account".to_owned() }
}

/// Routes.
pub fn routes() -> Router<Ctx> {
    Router::new()
        .route("/sign-in/again", get(show))
        .route("/sign-in/again/password", post(by_password))
        .route("/sign-in/again/mail", post(by_mail))
        .route("/sign-in/again/code", get(code_form).post(by_code))
}

/// What was sent too late.
#[derive(Serialize, Deserialize)]
struct Held {
    /// Path and query to which it was sent.
    to: String,
    fields: Vec<(String, String)>,
}

/// Lets a request through, or asks for a proof first.
pub async fn guard(State(ctx): State<Ctx>, session: Session, request: Request, next: Next) -> Response {
    let matched = request.extensions().get::<MatchedPath>().cloned();
    let Some(back) = matched.and_then(|route| wanted(request.method(), route.as_str())) else { return next.run(request).await };
    // Without a cookie nobody is signed in, and the page itself says so.
    let is_signed_in = request.headers().contains_key(header::COOKIE) && session::account_of(&session).await.is_some();
    if !is_signed_in || session::is_fresh(&session, now_ms()).await {
        return next.run(request).await;
    }
    let path = request.uri().path().to_owned();
    if path.starts_with("/api/") {
        let lang = lang::of(request.uri().query(), request.headers());
        refused::asked_for_more();
        return Refusal::of(StatusCode::FORBIDDEN, "prove_again", lang).into_response();
    }
    let to = request.uri().path_and_query().map_or_else(|| path.clone(), ToString::to_string);
    if request.method() == Method::POST
        && let Err(error) = hold(&ctx, &session, request, to).await
    {
        return lost(&error);
    }
    see_other(&address(back, false))
}

/// Keeps a form until it can be sent. One that holds a password is not kept, nor what is too large or no form.
async fn hold(ctx: &Ctx, session: &Session, request: Request, to: String) -> Result<(), tower_sessions::session::Error> {
    let is_small =
        request.headers().get(header::CONTENT_LENGTH).and_then(|it| it.to_str().ok()?.parse::<usize>().ok()).is_none_or(|it| it <= HELD_MAX);
    let fields =
        if is_small { Form::<Fields>::from_request(request, ctx).await.map(|Form(fields)| fields).unwrap_or_default() } else { Fields::new() };
    let bytes: usize = fields.iter().map(|(name, value)| name.len() + value.len()).sum();
    if bytes > HELD_MAX || SECRETS.iter().any(|name| fields.contains_key(*name)) {
        session.remove::<Held>(HELD).await?;
        return Ok(());
    }
    let mut fields: Vec<(String, String)> = fields.into_iter().collect();
    fields.sort();
    session.insert(HELD, Held { to, fields }).await
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Asked {
    next: String,
    why: String,
}

async fn profile_of(ctx: &Ctx, lang: Lang, person: &Person) -> Result<Profile, Box<Response>> {
    match accounts::profile(&ctx.site.db, &person.account).await {
        Ok(Some(profile)) => Ok(profile),
        Ok(None) => Err(Box::new(see_other("/sign-in"))),
        Err(error) => Err(Box::new(broken(&error, lang).into_response())),
    }
}

async fn draw(ctx: &Ctx, lang: Lang, person: &Person, asked: Asked, problems: Vec<Problem>) -> Response {
    let profile = match profile_of(ctx, lang, person).await {
        Ok(profile) => profile,
        Err(answer) => return *answer,
    };
    let ways = match accounts::ways(&ctx.site.db, &profile.id, ctx.site.outside.mail.is_some()).await {
        Ok(ways) => ways,
        Err(error) => return broken(&error, lang).into_response(),
    };
    let is_of_staff = asked.why == "staff";
    // What staff of this site have to show: other ways would lead back here.
    let demand = if is_of_staff { ctx.site.settings.sign_in.demand(jst_date(now_ms())) } else { Demand::Nothing };
    let next = allowed(&asked.next);
    let it = pages::Again {
        minutes: FRESH_MS / 60_000,
        of_staff: is_of_staff,
        // The way back, on which it is asked again whether the proof is there.
        after: address(&next, is_of_staff),
        passkey: ways.passkeys > 0 && demand.is_met_by(Some(Way::Passkey)),
        may_add_passkey: ways.passkeys == 0 && demand == Demand::TwoFactors,
        provider: profile.is_staff() && ctx.site.outside.oidc.is_some(),
        mail: if ways.email && demand.is_met_by(Some(Way::Mail)) { profile.email } else { String::new() },
        password: profile.has_password && demand.is_met_by(Some(Way::Password)),
        next,
        problems,
    };
    let status = status_of(&it.problems);
    let page = render::personal(ctx, lang, m::AGAIN.text(lang), &person.actor, &[super::passkeys::SCRIPT], move || pages::again(&it));
    (status, page).into_response()
}

async fn show(State(ctx): State<Ctx>, Reads(lang): Reads, person: Person, session: Session, Query(asked): Query<Asked>) -> Response {
    let waits_for_office = asked.why == "staff" && !person.actor.is_staff();
    if waits_for_office || !session::is_fresh(&session, now_ms()).await {
        return draw(&ctx, lang, &person, asked, Vec::new()).await;
    }
    let next = allowed(&asked.next);
    match session.remove::<Held>(HELD).await {
        Ok(Some(Held { to, fields })) => {
            render::personal(&ctx, lang, m::PROVED.text(lang), &person.actor, &[], move || pages::held(&to, &fields, &next))
        }
        Ok(None) => see_other(&next),
        Err(error) => lost(&error),
    }
}

/// Goes on, with a proof.
async fn go_on(session: &Session, way: Way, next: &str) -> Response {
    match session::prove(session, way, now_ms()).await {
        Ok(()) => see_other(&address(&allowed(next), false)),
        Err(error) => lost(&error),
    }
}

#[derive(Deserialize)]
struct ByPassword {
    #[serde(default)]
    password: String,
    #[serde(default)]
    next: String,
}

async fn by_password(State(ctx): State<Ctx>, Reads(lang): Reads, person: Person, session: Session, Form(sent): Form<ByPassword>) -> Response {
    let profile = match profile_of(&ctx, lang, &person).await {
        Ok(profile) => profile,
        Err(answer) => return *answer,
    };
    match passwords::prove(&ctx.site.db, &profile, sent.password, now_ms()).await {
        Ok(Ok(())) => go_on(&session, Way::Password, &sent.next).await,
        Ok(Err(error)) => {
            let problem = problem_of("password", error, "password_differs");
            draw(&ctx, lang, &person, Asked { next: sent.next, why: String::new() }, vec![problem]).await
        }
        Err(error) => broken(&error, lang).into_response(),
    }
}

#[derive(Deserialize)]
struct ByMail {
    #[serde(default)]
    next: String,
}

async fn by_mail(
    State(ctx): State<Ctx>,
    Reads(lang): Reads,
    person: Person,
    session: Session,
    headers: HeaderMap,
    Form(sent): Form<ByMail>,
) -> Response {
    let profile = match profile_of(&ctx, lang, &person).await {
        Ok(profile) => profile,
        Err(answer) => return *answer,
    };
    let next = allowed(&sent.next);
    if profile.email.is_empty() {
        return see_other(&address(&next, false));
    }
    let known = session.get::<String>(ASKER).await.ok().flatten();
    let browser = known.unwrap_or_else(secret::token);
    if let Err(error) = session.insert(ASKER, &browser).await {
        return lost(&error);
    }
    match links::ask_sign_in(&ctx.site.db, &sender(&ctx, &headers, lang), &profile.email, &browser, &next, now_ms()).await {
        Ok(()) => see_other(&format!("/sign-in/again/code?next={}", encode(&next))),
        Err(error) => broken(&error, lang).into_response(),
    }
}

async fn draw_code(ctx: &Ctx, lang: Lang, person: &Person, next: &str, problems: Vec<Problem>) -> Response {
    let profile = match profile_of(ctx, lang, person).await {
        Ok(profile) => profile,
        Err(answer) => return *answer,
    };
    let (status, next) = (status_of(&problems), allowed(next));
    let page = render::personal(ctx, lang, m::AGAIN.text(lang), &person.actor, &[], move || pages::code(&profile.email, &next, &problems));
    (status, page).into_response()
}

async fn code_form(State(ctx): State<Ctx>, Reads(lang): Reads, person: Person, Query(asked): Query<Asked>) -> Response {
    draw_code(&ctx, lang, &person, &asked.next, Vec::new()).await
}

#[derive(Deserialize)]
struct ByCode {
    #[serde(default)]
    code: String,
    #[serde(default)]
    next: String,
}

async fn by_code(State(ctx): State<Ctx>, Reads(lang): Reads, person: Person, session: Session, Form(sent): Form<ByCode>) -> Response {
    let profile = match profile_of(&ctx, lang, &person).await {
        Ok(profile) => profile,
        Err(answer) => return *answer,
    };
    let Some(asker) = session.get::<String>(ASKER).await.ok().flatten() else { return see_other(&address(&allowed(&sent.next), false)) };
    let wrong = |error| vec![problem_of("code", error, "wrong_code")];
    match links::use_code(&ctx.site.db, &asker, &sent.code, now_ms()).await {
        // The browser may have asked for a code of another address before: that proves another account.
        Ok(Ok(link)) if link.email == profile.email => match accounts::note_proof(&ctx.site.db, &profile, Way::Mail, now_ms()).await {
            Ok(()) => go_on(&session, Way::Mail, &sent.next).await,
            Err(error) => broken(&error, lang).into_response(),
        },
        Ok(Ok(_)) => draw_code(&ctx, lang, &person, &sent.next, wrong(crate::people::SignInError::Wrong)).await,
        Ok(Err(error)) => draw_code(&ctx, lang, &person, &sent.next, wrong(error)).await,
        Err(error) => broken(&error, lang).into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_goes_on_to_a_page_of_ones_own() {
        for fine in ["/account", "/account/end", "/account?done=1", "/staff/desks/main", "/my/groups", "/account#devices"] {
            assert_eq!(allowed(fine), fine);
        }
        let evil = ["//evil.example", "https://evil.example", "/\\evil.example", "/accounts", "/account/../lang/en", "/sign-out", "/staff/sign-out"];
        for other in evil.into_iter().chain(["/", "", "/lang/en?back=/account", "/sign-in/again", "javascript:alert(1)", "/account\r\nX: y"]) {
            assert_eq!(allowed(other), "/account", "{other}");
        }
    }

    #[test]
    fn after_each_proof_there_is_a_page() {
        for (method, route, back) in WANT {
            assert_eq!(allowed(back), *back, "{method} {route}");
            assert_eq!(wanted(&method.parse().unwrap(), route), Some(*back));
        }
        assert_eq!(wanted(&Method::GET, "/account"), None);
    }
}
