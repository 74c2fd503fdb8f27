//! Who may do what, tried: every route and every command by everybody, held against the table of rights; and the table as a document.
//!
//! A new route or command fails here with its name until it has its line in [`ROUTES`], in `http/desk/doors.rs`, or in [`COMMANDS`].

use crate::common::people::{GROUP, Somebody, cookie_of, everybody};
use crate::common::{NOW, TestSite, listing};
use crate::common::{documents, routes};
use axum::body::Body;
use axum::http::{Method, Request, Response, StatusCode, header};
use engawa_app::command::{Body as CommandBody, Command};
use engawa_app::messages::people::audit_words;
use engawa_core::Lang;
use engawa_core::rights::{Action, Actor, Role, Subject, may};
use engawa_server::commands::execute;
use engawa_server::db::Stmt;
use engawa_server::http::desk::doors::action_of;
use engawa_server::params;
use serde_json::json;
use std::collections::BTreeSet;

/// Whom a route is open to.
#[derive(Clone, Copy, Debug)]
enum Access {
    /// Everybody; what needs a secret asks for it itself.
    Public,
    /// Whoever has an account, for what is theirs.
    Own(Action),
    /// Whoever has this right in the group of the address.
    InGroup(Action),
    /// Shared screens with this right; anybody else is told that their device is none.
    Screen(Action),
}
use Access::{InGroup, Own, Public, Screen};

/// Routes beside the pages, which are public, and those of staff, which have doors.
const ROUTES: &[(&str, &str, Access)] = &[
    ("POST", "/api/v1/commands", Public),
    ("HEAD", "/api/v1/blobs/{sha256}", Public),
    ("PUT", "/api/v1/blobs/{sha256}", Public),
    ("POST", "/api/v1/drafts/{id}", Public),
    ("GET", "/api/v1/drafts/{id}/files/{sha256}", Public),
    ("GET", "/api/v1/feed/public", Public),
    ("GET", "/api/v1/feed/{scope}", Public),
    ("GET", "/api/v1/feed/public/snapshot", Public),
    ("GET", "/api/v1/feed/public/snapshot/{name}", Public),
    ("GET", "/api/v1/forms/{id}/versions/{version}", Public),
    // Whoever may not look inside is told that there is nothing.
    ("GET", "/api/v1/listings/{id}", Public),
    ("GET", "/api/v1/kiosk", Screen(Action::KioskBeat)),
    ("POST", "/api/v1/kiosk/beat", Screen(Action::KioskBeat)),
    ("PUT", "/api/v1/kiosk/picture", Screen(Action::KioskHandOver)),
    ("PUT", "/api/v1/kiosk/spare", Screen(Action::KioskHandOver)),
    ("POST", "/api/v1/kiosk/again", Public),
    ("POST", "/api/v1/hand-overs", Screen(Action::KioskHandOver)),
    ("POST", "/api/v1/hand-overs/{id}/collect", Public),
    ("POST", "/kiosk/pair", Public),
    ("GET", "/api/v1/openapi.json", Public),
    ("GET", "/api/v1/receipts/{receipt_no}", Public),
    ("GET", "/api/v1/sealing-key", Public),
    ("GET", "/bench/constant", Public),
    ("GET", "/feeds/events.ics", Public),
    ("GET", "/feeds/{file}", Public),
    ("GET", "/forms/receipts", Public),
    ("GET", "/forms/receipts/{receipt_no}", Public),
    ("POST", "/forms/receipts/{receipt_no}", Public),
    ("GET", "/forms/receipts/{receipt_no}/document.docx", Public),
    ("POST", "/forms/receipts/{receipt_no}/correct", Public),
    ("POST", "/forms/receipts/{receipt_no}/reply", Public),
    ("GET", "/forms/{id}/plain", Public),
    ("POST", "/forms/{id}/plain", Public),
    ("GET", "/forms/{id}/print", Public),
    ("GET", "/healthz", Public),
    ("GET", "/lang/{code}", Public),
    ("GET", "/listings/{id}/event.ics", Public),
    ("GET", "/manifest.webmanifest", Public),
    ("GET", "/media/{name}", Public),
    // Of a form that is no secret; of another one staff alone.
    ("GET", "/media/forms/{id}/{sha256}", Public),
    ("GET", "/media/postcodes/{area}", Public),
    ("GET", "/metrics", Public),
    ("GET", "/opendata/{file}", Public),
    ("GET", "/readyz", Public),
    ("GET", "/robots.txt", Public),
    ("GET", "/shell", Public),
    ("GET", "/sitemap.xml", Public),
    ("GET", "/staff/sign-in", Public),
    ("POST", "/staff/sign-in", Public),
    ("POST", "/staff/sign-out", Public),
    ("GET", "/sign-in", Public),
    ("POST", "/sign-in", Public),
    ("GET", "/sign-in/code", Public),
    ("POST", "/sign-in/code", Public),
    ("POST", "/sign-in/password", Public),
    ("POST", "/sign-in/recovery", Public),
    ("GET", "/sign-in/link", Public),
    ("POST", "/sign-in/link", Public),
    ("GET", "/sign-in/welcome", Public),
    ("POST", "/sign-in/welcome", Public),
    ("GET", "/sign-in/waiting", Public),
    ("POST", "/sign-in/waiting", Public),
    ("GET", "/sign-in/paper", Public),
    ("POST", "/sign-in/paper", Public),
    ("GET", "/sign-in/guardian", Public),
    ("POST", "/sign-in/guardian", Public),
    ("GET", "/sign-in/confirm", Public),
    ("POST", "/sign-in/confirm", Public),
    ("GET", "/sign-in/oidc", Public),
    ("GET", "/sign-in/oidc/back", Public),
    ("POST", "/sign-out", Public),
    ("POST", "/api/v1/passkeys/sign-in/begin", Public),
    ("POST", "/api/v1/passkeys/sign-in/finish", Public),
    ("GET", "/api/v1/me", Public),
    ("GET", "/listings/{id}/report", Public),
    ("POST", "/listings/{id}/report", Public),
    ("GET", "/my/groups/join", Public),
    ("GET", "/confirm", Public),
    ("POST", "/confirm", Public),
    ("GET", "/sign-in/again", Own(Action::AccountRead)),
    ("GET", "/sign-in/again/code", Own(Action::AccountRead)),
    ("POST", "/sign-in/again/password", Own(Action::AccountChange)),
    ("POST", "/sign-in/again/mail", Own(Action::AccountChange)),
    ("POST", "/sign-in/again/code", Own(Action::AccountChange)),
    ("GET", "/account", Own(Action::AccountRead)),
    ("GET", "/account/export", Own(Action::AccountRead)),
    ("GET", "/account/end", Own(Action::AccountRead)),
    ("GET", "/account/cases", Own(Action::AccountRead)),
    ("GET", "/account/passkeys", Own(Action::AccountRead)),
    ("GET", "/account/events", Own(Action::AccountRead)),
    ("GET", "/account/who-looked", Own(Action::AccountRead)),
    ("GET", "/my/groups", Own(Action::AccountRead)),
    ("POST", "/account/name", Own(Action::AccountChange)),
    ("POST", "/account/language", Own(Action::AccountChange)),
    ("POST", "/account/email", Own(Action::AccountChange)),
    ("POST", "/account/password", Own(Action::AccountChange)),
    ("POST", "/account/password/remove", Own(Action::AccountChange)),
    ("POST", "/account/recovery", Own(Action::AccountChange)),
    ("POST", "/account/devices/end", Own(Action::AccountChange)),
    ("POST", "/account/devices/end-all", Own(Action::AccountChange)),
    ("POST", "/account/end", Own(Action::AccountChange)),
    ("POST", "/account/passkeys/remove", Own(Action::AccountChange)),
    ("POST", "/api/v1/passkeys/register/begin", Own(Action::AccountChange)),
    ("POST", "/api/v1/passkeys/register/finish", Own(Action::AccountChange)),
    ("POST", "/account/receipts", Own(Action::ReceiptCollect)),
    ("POST", "/account/cases", Own(Action::CaseCollect)),
    ("GET", "/account/notices", Own(Action::NoticeReceive)),
    ("POST", "/account/notices/seen", Own(Action::NoticeReceive)),
    ("POST", "/account/notices/digest", Own(Action::NoticeReceive)),
    ("POST", "/api/v1/push", Own(Action::NoticeReceive)),
    ("DELETE", "/api/v1/push", Own(Action::NoticeReceive)),
    ("GET", "/invitation", Own(Action::GroupJoin)),
    ("POST", "/invitation", Own(Action::GroupJoin)),
    ("GET", "/my/groups/claim", Own(Action::GroupClaim)),
    ("POST", "/my/groups/claim", Own(Action::GroupClaim)),
    // The group from inside is for its members; staff have pages of their own. What a member may do there is asked by the command.
    ("GET", "/my/groups/{id}", InGroup(Action::GroupFollow)),
    ("POST", "/my/groups/{id}", InGroup(Action::GroupFollow)),
    ("GET", "/my/groups/{id}/print", InGroup(Action::GroupFollow)),
    // Staff who read what is inside read it here too.
    ("GET", "/my/groups/{group}/listings", InGroup(Action::ListingReadInternal)),
    ("GET", "/my/groups/{group}/listings/new", InGroup(Action::ListingReadInternal)),
    ("POST", "/my/groups/{group}/listings/hosts", InGroup(Action::ListingReadInternal)),
    ("GET", "/my/groups/{group}/listings/{id}", InGroup(Action::ListingReadInternal)),
    ("POST", "/my/groups/{group}/listings/{id}", InGroup(Action::ListingReadInternal)),
    ("GET", "/my/groups/{group}/listings/{id}/preview", InGroup(Action::ListingReadInternal)),
    ("POST", "/my/groups/{group}/listings/{id}/preview", InGroup(Action::ListingReadInternal)),
    ("GET", "/my/groups/{group}/listings/{id}/versions", InGroup(Action::ListingReadInternal)),
    ("POST", "/my/groups/{group}/listings/{id}/restore", InGroup(Action::ListingReadInternal)),
    ("POST", "/my/groups/{group}/listings/{id}/state", InGroup(Action::ListingReadInternal)),
    ("POST", "/my/groups/{group}/listings/{id}/confirm", InGroup(Action::ListingReadInternal)),
    ("POST", "/my/groups/{group}/listings/{id}/copy", InGroup(Action::ListingReadInternal)),
    ("POST", "/my/groups/{group}/listings/{id}/plan", InGroup(Action::ListingReadInternal)),
    ("POST", "/my/groups/{group}/listings/{id}/hosts", InGroup(Action::ListingReadInternal)),
];

fn access_of(method: &str, path: &str) -> Option<Access> {
    if method == "GET" && engawa_server::http::ssr::PAGES.contains(&path) {
        return Some(Public);
    }
    ROUTES.iter().find(|(of, route, _)| *of == method && *route == path).map(|(.., access)| *access)
}

#[test]
fn every_route_says_whom_it_is_open_to() {
    let is_missing =
        |(method, path): &(&'static str, String)| access_of(method, path).is_none() && action_of(&method.parse().unwrap(), path).is_none();
    let missing: Vec<String> = routes::all().into_iter().filter(is_missing).map(|(method, path)| format!("{method} {path}")).collect();
    assert!(
        missing.is_empty(),
        "these routes are in no table: put them into ROUTES here, or those of staff into http/desk/doors.rs:\n  {}",
        missing.join("\n  ")
    );
}

#[test]
fn every_line_is_a_route() {
    let all = routes::all();
    let is_gone = |(method, path, _): &&(&str, &str, Access)| *path != "/bench/constant" && !all.iter().any(|it| it.0 == *method && it.1 == *path);
    let gone: Vec<String> = ROUTES.iter().filter(is_gone).map(|(method, path, _)| format!("{method} {path}")).collect();
    assert!(gone.is_empty(), "these are in ROUTES and are no routes any more:\n  {}", gone.join("\n  "));
}

/// What is open on a shared screen; everything else leads back to `/kiosk`, so that nobody signs in on it.
fn is_open_on_a_screen(path: &str) -> bool {
    let below = ["/api/v1/feed/", "/api/v1/blobs/", "/api/v1/kiosk/", "/api/v1/hand-overs/", "/api/v1/forms/", "/api/v1/receipts/", "/media/"];
    let whole = ["/kiosk", "/kiosk/pair", "/shell", "/manifest.webmanifest", "/healthz", "/api/v1/kiosk", "/api/v1/commands", "/api/v1/hand-overs"];
    whole.contains(&path) || below.iter().any(|start| path.starts_with(start))
}

/// To whom what a route of staff is about belongs, where its address says so: what is sent to a desk is about that desk.
fn subject_of(method: &str, path: &str) -> Subject<'static> {
    if method == "POST" && path.starts_with("/staff/desks/{id}") { Subject::of_desk(engawa_core::rights::MAIN_DESK) } else { Subject::NONE }
}

/// What an answer says about rights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    /// Sign in first.
    SignIn,
    /// You may not.
    Forbidden,
    /// Anything else: done, not found, wrongly filled in.
    Open,
}

fn class_of(response: &Response<Body>) -> Class {
    let to = response.headers().get(header::LOCATION).and_then(|to| to.to_str().ok()).unwrap_or_default();
    match response.status() {
        StatusCode::UNAUTHORIZED => Class::SignIn,
        StatusCode::FORBIDDEN => Class::Forbidden,
        // The fence around a shared screen.
        StatusCode::SEE_OTHER if to == "/kiosk" => Class::Forbidden,
        status if status.is_redirection() && (to.starts_with("/sign-in") || to.starts_with("/staff/sign-in")) => Class::SignIn,
        status => {
            assert!(!status.is_server_error() || status == StatusCode::SERVICE_UNAVAILABLE, "{status}");
            Class::Open
        }
    }
}

/// What is answered, and whether it hides that there is anything: a page that is not there, or the way to another one where nothing was done.
async fn ask(site: &TestSite, method: &str, path: &str, who: &Somebody) -> (Class, bool) {
    let mut request = Request::builder().method(method).uri(path).header(header::HOST, "test.localhost");
    if let Some(cookie) = &who.cookie {
        request = request.header(header::COOKIE, cookie);
    }
    // A form with nothing but an id of a command: complete enough to be read where nothing else is needed.
    let body = if method == "POST" {
        request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        Body::from(format!("command={}", uuid::Uuid::now_v7()))
    } else {
        Body::empty()
    };
    let response = site.send(request.body(body).unwrap()).await;
    let to = response.headers().get(header::LOCATION).and_then(|to| to.to_str().ok()).unwrap_or_default();
    let hides = response.status() == StatusCode::NOT_FOUND || (response.status().is_redirection() && !to.contains("done="));
    (class_of(&response), hides)
}

/// Every page and edge, asked by everybody. On one engine: what decides is the table, and the stories of each room run on both.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_route_by_everybody() {
    let site = TestSite::new("sqlite").await;
    let people = everybody(&site).await;
    let mut wrong = Vec::new();
    for (method, path) in routes::all() {
        let address = routes::filled(&path, GROUP);
        let of_staff = action_of(&method.parse::<Method>().unwrap(), &path);
        let access = access_of(method, &path);
        // Signing out leads to the page for signing in, and so does signing in that went wrong.
        let ends_there = path.ends_with("/sign-out") || path.starts_with("/sign-in") || path == "/account/devices/end-all";
        for who in &people {
            // A session of its own for each question: some of them end it, or all of somebody's.
            let cookie = match &who.cookie {
                Some(cookie) if who.actor.screen().is_some() => Some(cookie.clone()),
                Some(_) => Some(cookie_of(&site, who.role).await),
                None => None,
            };
            let who = &Somebody { role: who.role, actor: who.actor.clone(), cookie };
            let oneself = Subject::of_account(who.actor.account().unwrap_or_default());
            let is_screen = who.actor.screen().is_some();
            let expected = match (of_staff, access) {
                _ if is_screen && !is_open_on_a_screen(&address) => Class::Forbidden,
                (_, Some(Screen(_))) if !is_screen => Class::SignIn,
                (_, Some(Screen(action))) if !may(&who.actor, action, &Subject::NONE) => Class::Forbidden,
                (Some(_), _) if !who.actor.is_staff() => Class::SignIn,
                (Some(action), _) if !may(&who.actor, action, &Subject::NONE) => Class::Forbidden,
                (Some(action), _) if !may(&who.actor, action, &subject_of(method, &path)) => Class::Forbidden,
                (_, Some(Own(_) | InGroup(_))) if who.actor.account().is_none() => Class::SignIn,
                (_, Some(Own(action))) if !may(&who.actor, action, &oneself) => Class::Forbidden,
                (_, Some(InGroup(action))) if !may(&who.actor, action, &Subject::of_group(GROUP)) => Class::Forbidden,
                _ => Class::Open,
            };
            let (found, is_hidden) = ask(&site, method, &address, who).await;
            let hides = matches!(access, Some(InGroup(_))) && expected == Class::Forbidden && is_hidden;
            if found != expected && !(ends_there && found == Class::SignIn) && !hides {
                wrong.push(format!("{method} {path} as {}: {found:?} instead of {expected:?}", who.role));
            }
        }
    }
    assert!(wrong.is_empty(), "\n  {}\n", wrong.join("\n  "));
}

/// To whom the subject of a sample belongs.
#[derive(Clone, Copy, Debug)]
enum Of {
    /// To nobody in particular.
    Nobody,
    /// To the group.
    Group,
    /// To the main desk.
    Desk,
}

impl Of {
    fn subject(self) -> Subject<'static> {
        match self {
            Self::Nobody => Subject::NONE,
            Self::Group => Subject::of_group(GROUP),
            Self::Desk => Subject::of_desk(engawa_core::rights::MAIN_DESK),
        }
    }
}

/// The listing of the group that the samples are about.
const LISTING: &str = "0192a3b4-0000-7000-8000-00000000000c";

/// Verb, room, what it does as JSON, the right, to whom its subject belongs.
type Sample = (&'static str, &'static str, serde_json::Value, Action, Of);

/// A sample of each command: room, what it does as JSON, the right, and to whom its subject belongs. One line a verb.
fn commands() -> Vec<Sample> {
    let mut of_group = listing("会の催し");
    of_group.id = LISTING.to_owned();
    let submit = |provenance: &str| json!({ "submit": { "form_id": "nothing", "version": "1", "answers": { "values": {}, "rows": {} }, "provenance": provenance } });
    vec![
        ("listing.save", "listings", json!({ "save": of_group }), Action::ListingWrite, Of::Group),
        ("listing.set_state", "listings", json!({ "set_state": { "id": LISTING, "state": "ended" } }), Action::ListingWrite, Of::Group),
        ("listing.confirm", "listings", json!({ "confirm": { "id": LISTING, "on": "2026-11-20" } }), Action::ListingConfirm, Of::Group),
        ("listing.assign", "listings", json!({ "assign": { "id": LISTING, "group": GROUP } }), Action::ListingModerate, Of::Group),
        ("submission.submit", "forms", submit("web"), Action::FormSubmit, Of::Nobody),
        ("submission.submit", "forms", submit("paper"), Action::FormIntake, Of::Nobody),
        (
            "submission.withdraw",
            "forms",
            json!({ "withdraw": { "holder": { "receipt_no": "nothing", "secret": "nothing" } } }),
            Action::FormSubmit,
            Of::Nobody,
        ),
        (
            "submission.reply",
            "forms",
            json!({ "reply": { "holder": { "receipt_no": "nothing", "secret": "nothing" }, "text": "はい" } }),
            Action::FormSubmit,
            Of::Nobody,
        ),
        ("form.set_open", "forms", json!({ "set_open": { "form_id": "nothing", "open": true } }), Action::FormPublish, Of::Nobody),
        (
            "form.configure",
            "forms",
            json!({ "configure": { "form_id": "nothing", "settings": { "audience": "anyone", "retention_days": 30 } } }),
            Action::FormPublish,
            Of::Nobody,
        ),
        ("submission.review", "forms", json!({ "review": { "submission": "nothing" } }), Action::SubmissionReview, Of::Nobody),
        ("submission.erase", "forms", json!({ "erase": { "submission": "nothing", "reason": "誤送信" } }), Action::SubmissionErase, Of::Nobody),
        (
            "submission.keep",
            "forms",
            json!({ "keep": { "submission": "nothing", "until": "2030-01-01", "reason": "係争中" } }),
            Action::SubmissionErase,
            Of::Nobody,
        ),
        (
            "letter.put",
            "forms",
            json!({ "put_letter": { "id": LISTING, "form_id": "nothing", "name": "手紙", "state": "accepted", "body": "こんにちは" } }),
            Action::SubmissionReview,
            Of::Nobody,
        ),
        ("letter.drop", "forms", json!({ "drop_letter": { "form_id": "nothing", "id": "nothing" } }), Action::SubmissionReview, Of::Nobody),
        ("listing.accept", "listings", json!({ "decide": { "id": LISTING, "accept": true } }), Action::ListingModerate, Of::Group),
        ("listing.return", "listings", json!({ "decide": { "id": LISTING, "accept": false } }), Action::ListingModerate, Of::Group),
        ("listing.report", "listings", json!({ "report": { "id": "nothing", "reason": "wrong" } }), Action::ListingReport, Of::Nobody),
        (
            "listing.uphold_report",
            "listings",
            json!({ "decide_report": { "report": "nothing", "upheld": true } }),
            Action::ListingModerate,
            Of::Nobody,
        ),
        (
            "listing.dismiss_report",
            "listings",
            json!({ "decide_report": { "report": "nothing", "upheld": false } }),
            Action::ListingModerate,
            Of::Nobody,
        ),
        ("listing.plan", "listings", json!({ "plan": { "id": LISTING, "state": "ended", "at": 1 } }), Action::ListingWrite, Of::Group),
        ("listing.unplan", "listings", json!({ "plan": { "id": LISTING, "state": "ended" } }), Action::ListingWrite, Of::Group),
        ("listing.restore", "listings", json!({ "restore": { "id": LISTING, "rev": 0 } }), Action::ListingWrite, Of::Group),
        ("listing.ask_host", "listings", json!({ "ask_host": { "id": LISTING, "group": "nothing" } }), Action::ListingWrite, Of::Group),
        ("listing.agree_host", "listings", json!({ "agree_host": { "id": LISTING, "group": GROUP } }), Action::ListingWrite, Of::Group),
        ("listing.leave_host", "listings", json!({ "leave_host": { "id": LISTING, "group": GROUP } }), Action::ListingWrite, Of::Group),
        ("words.set", "listings", json!({ "set_words": {} }), Action::WordsManage, Of::Nobody),
    ]
    .into_iter()
    .chain(of_groups())
    .chain(of_desks())
    .chain(of_courses())
    .chain(of_inquiries())
    .chain(of_screens())
    .collect()
}

/// Samples about the group.
fn of_groups() -> Vec<Sample> {
    let group = |verb, what: serde_json::Value, action| (verb, "people", json!({ "group": what }), action, Of::Group);
    let decide = |accept: bool| json!({ "decide": { "group": GROUP, "accept": accept, "class": "general" } });
    let renewal = |accept: bool| json!({ "decide_renewal": { "group": GROUP, "accept": accept } });
    let claim = |accept: bool| json!({ "decide_claim": { "group": GROUP, "claim": "nothing", "accept": accept } });
    let invite = json!({ "invite": { "group": GROUP, "role": "viewer", "secret": "nothing", "days": 1, "uses": 1 } });
    let register = json!({ "register_from_submission": { "group": GROUP, "submission": "nothing", "class": "general" } });
    vec![
        group("group.register", register, Action::GroupDecide),
        group("group.accept", decide(true), Action::GroupDecide),
        group("group.decline", decide(false), Action::GroupDecide),
        group("group.set_trust", json!({ "set_trust": { "group": GROUP, "trust": "trusted" } }), Action::GroupDecide),
        group("group.set_public", json!({ "set_public": { "group": GROUP, "public": [] } }), Action::ListingWrite),
        group("group.invite", invite, Action::GroupInvite),
        group("group.end_invitation", json!({ "end_invitation": { "group": GROUP, "digest": "nothing" } }), Action::GroupInvite),
        group("group.join", json!({ "accept": { "group": GROUP, "secret": "nothing" } }), Action::GroupJoin),
        group("group.set_role", json!({ "set_role": { "group": GROUP, "account": "nobody", "role": "viewer" } }), Action::GroupSetRole),
        group("group.remove_member", json!({ "remove_member": { "group": GROUP, "account": "nobody" } }), Action::GroupSetRole),
        group("group.leave", json!({ "leave": { "group": GROUP } }), Action::GroupLeave),
        group("group.hand_over", json!({ "hand_over": { "group": GROUP, "to": "nobody" } }), Action::GroupHandOver),
        group("group.ask_renewal", json!({ "renew": { "group": GROUP } }), Action::GroupRenew),
        group("group.renew", renewal(true), Action::GroupDecide),
        group("group.decline_renewal", renewal(false), Action::GroupDecide),
        group("group.remind", json!({ "remind": { "group": GROUP } }), Action::GroupDecide),
        group("group.lapse", json!({ "lapse": { "group": GROUP } }), Action::GroupDecide),
        group("group.claim", json!({ "claim": { "group": GROUP, "proof": "証" } }), Action::GroupClaim),
        group("group.accept_claim", claim(true), Action::GroupDecide),
        group("group.decline_claim", claim(false), Action::GroupDecide),
        group("group.merge", json!({ "merge": { "from": GROUP, "into": "nothing" } }), Action::GroupMerge),
        group("group.end", json!({ "end_group": { "group": GROUP } }), Action::GroupEnd),
    ]
}

/// Samples about desks, cases and referrals.
fn of_desks() -> Vec<Sample> {
    let desk = |verb, what: serde_json::Value, action, of| (verb, "people", json!({ "desk": what }), action, of);
    let case = |verb, what: serde_json::Value, action, of| (verb, "people", json!({ "case": what }), action, of);
    let save = json!({ "save": { "desk": "welfare", "kind": "welfare_council", "name": "福祉" } });
    let open = json!({ "open": { "case": LISTING, "desk": "main", "channel": "counter", "topic": "相談" } });
    let consent = json!({ "way": "said", "words": "はい", "on": "2026-11-20" });
    let paper = json!({ "name": "親", "signed_on": "2026-11-01", "kept": "綴り" });
    let guardian = json!({ "guardian_consent": { "case": "nothing", "email": "a@example.jp", "paper": paper } });
    let refer = json!({ "refer": { "case": "nothing", "to": "welfare", "parts": ["topic"], "consent": consent } });
    vec![
        desk("desk.save", save, Action::DeskManage, Of::Nobody),
        desk("desk.end", json!({ "end": { "desk": "nothing" } }), Action::DeskManage, Of::Nobody),
        desk("desk.set_member", json!({ "set_member": { "desk": "main", "account": "nobody", "role": "reader" } }), Action::DeskSetMember, Of::Desk),
        desk("desk.end_delegation", json!({ "end_delegation": { "desk": "main", "delegation": "nothing" } }), Action::DeskDelegate, Of::Desk),
        case("case.open", open, Action::CaseWork, Of::Desk),
        case("case.note", json!({ "note": { "case": "nothing", "words": "話" } }), Action::CaseWork, Of::Nobody),
        case("case.set_person", json!({ "set_person": { "case": "nothing", "person": {} } }), Action::CaseWork, Of::Nobody),
        case("case.set_code", json!({ "set_code": { "case": "nothing", "digest": "nothing" } }), Action::CaseWork, Of::Nobody),
        case("case.close", json!({ "close": { "case": "nothing", "follow_on": null } }), Action::CaseWork, Of::Nobody),
        case("case.collect", json!({ "collect": { "code": "nothing" } }), Action::CaseCollect, Of::Nobody),
        case("guardian.consent", guardian, Action::GuardianRecord, Of::Nobody),
        case("case.refer", refer, Action::CaseRefer, Of::Nobody),
        case("referral.take", json!({ "take_referral": { "referral": "nothing" } }), Action::CaseRefer, Of::Nobody),
        case("referral.return", json!({ "return_referral": { "referral": "nothing", "note": "訳" } }), Action::CaseRefer, Of::Nobody),
        case("referral.withdraw", json!({ "withdraw_referral": { "referral": "nothing" } }), Action::CaseRefer, Of::Nobody),
    ]
}

/// Samples about courses for staff.
fn of_courses() -> Vec<Sample> {
    let course = |verb, what: serde_json::Value, action| (verb, "people", json!({ "course": what }), action, Of::Nobody);
    vec![
        course("course.join", json!({ "join": { "course": "nothing" } }), Action::CourseJoin),
        course("course.withdraw", json!({ "withdraw": { "course": "nothing" } }), Action::CourseJoin),
        course("course.reflect", json!({ "reflect": { "course": "nothing", "learnt": "聞くこと" } }), Action::CourseJoin),
        course("course.set_up", json!({ "set_up": { "course": "nothing", "rank": null, "minutes": 0 } }), Action::CourseKeep),
        course("course.mark", json!({ "mark": { "course": "nothing", "listed": [], "came": [] } }), Action::CourseKeep),
    ]
}

/// Samples about inquiries from desk to desk.
fn of_inquiries() -> Vec<Sample> {
    let inquiry = |verb, what: serde_json::Value, action, of| (verb, "people", json!({ "inquiry": what }), action, of);
    let draft = json!({ "title": "照会", "words": "内容", "due_on": "2026-12-10", "desks": ["welfare"] });
    let answer = json!({ "decision": "can", "contact": "内線" });
    vec![
        inquiry("inquiry.save", json!({ "save": { "inquiry": LISTING, "desk": "main", "draft": draft } }), Action::InquiryKeep, Of::Desk),
        inquiry("inquiry.drop", json!({ "drop": { "inquiry": "nothing" } }), Action::InquiryKeep, Of::Nobody),
        inquiry("inquiry.send", json!({ "send": { "inquiry": "nothing" } }), Action::InquiryKeep, Of::Nobody),
        inquiry("inquiry.answer", json!({ "answer": { "inquiry": "nothing", "desk": "main", "answer": answer } }), Action::InquiryAnswer, Of::Desk),
        inquiry("inquiry.remind", json!({ "remind": { "inquiry": "nothing" } }), Action::InquiryKeep, Of::Nobody),
        inquiry("inquiry.set_due", json!({ "set_due": { "inquiry": "nothing", "due_on": "2026-12-10" } }), Action::InquiryKeep, Of::Nobody),
        inquiry("inquiry.close", json!({ "close": { "inquiry": "nothing", "summary": "まとめ" } }), Action::InquiryKeep, Of::Nobody),
    ]
}

/// Samples about shared screens.
fn of_screens() -> Vec<Sample> {
    let kiosk = |verb, what: serde_json::Value, action| (verb, "kiosk", what, action, Of::Nobody);
    vec![
        kiosk("kiosk.save", json!({ "save": { "kiosk": LISTING, "config": { "name": "図書館" } } }), Action::KioskManage),
        kiosk("kiosk.revoke", json!({ "revoke": { "kiosk": "nothing" } }), Action::KioskManage),
        kiosk("kiosk.say", json!({ "say": { "kiosk": "", "words": null } }), Action::KioskManage),
        kiosk("kiosk.reload", json!({ "reload": { "kiosk": "" } }), Action::KioskManage),
        kiosk("kiosk.deliver", json!({ "deliver": { "sealed": "AAAA" } }), Action::KioskDeliver),
        kiosk("kiosk.settle", json!({ "settle": { "delivery": "nothing", "note": "済" } }), Action::KioskSettle),
    ]
}

/// What is done for an account: the system has every right, and no account to do it for.
const FOR_AN_ACCOUNT: [&str; 4] = ["case.collect", "course.join", "course.withdraw", "course.reflect"];

/// Verbs that no sample can be written for in a line, and where they are tried instead.
/// Who stands in for whom is said by the one who is away, or by who says who works there: so it depends on more than a right.
const ELSEWHERE: [(&str, &str); 2] = [("form.publish", "server/tests/forms.rs"), ("desk.delegate", "server/tests/desks.rs")];

/// Every verb of a command, read from the sources.
fn verbs() -> BTreeSet<String> {
    let src = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../app/src");
    let mut found = BTreeSet::new();
    for file in [
        "listings/command.rs",
        "forms/command.rs",
        "people/group.rs",
        "people/desk.rs",
        "people/case.rs",
        "people/course.rs",
        "people/inquiry.rs",
        "kiosk/command.rs",
    ] {
        let text = std::fs::read_to_string(src.join(file)).unwrap();
        let body = text.split("fn verb(").nth(1).unwrap_or_else(|| panic!("{file} has no verbs")).split("\n    }").next().unwrap_or_default();
        found.extend(body.split("=> \"").skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned));
    }
    found
}

#[test]
fn the_log_has_words_for_every_command() {
    for lang in Lang::ALL {
        let missing: Vec<String> = verbs().into_iter().filter(|verb| audit_words::said(verb, lang) == *verb).collect();
        assert!(missing.is_empty(), "app/messages/people/audit_words.rs has no words for:\n  {}", missing.join("\n  "));
    }
}

#[test]
fn every_command_has_a_sample() {
    let known: BTreeSet<String> = commands().iter().map(|(verb, ..)| (*verb).to_owned()).chain(ELSEWHERE.map(|(verb, _)| verb.to_owned())).collect();
    let missing: Vec<String> = verbs().difference(&known).cloned().collect();
    assert!(missing.is_empty(), "these commands have no sample in commands():\n  {}", missing.join("\n  "));
    for (verb, room, what, ..) in commands() {
        let body = serde_json::from_value::<CommandBody>(json!({ "room": room, "do": what }));
        assert!(body.is_ok(), "the sample of {verb} does not read back: {body:?}");
    }
}

story!(
    /// Every command, sent by everybody: refused for want of a right exactly where the table says so.
    every_command_by_everybody,
    site,
    {
        let mut people = everybody(&site).await;
        people.push(Somebody { role: "system", actor: Actor::system(), cookie: None });
        let mut of_group = listing("会の催し");
        of_group.id = LISTING.to_owned();
        site.publish(&of_group).await;
        let mut tx = site.site.db.begin().await.unwrap();
        let belongs = Stmt { name: "BELONGS", sql: "UPDATE listing SET group_id = $1 WHERE id = $2" };
        tx.run(belongs, params![GROUP, LISTING]).await.unwrap();
        tx.commit().await.unwrap();

        let mut wrong = Vec::new();
        for (verb, room, what, action, of) in commands() {
            for who in &people {
                let body = serde_json::from_value::<CommandBody>(json!({ "room": room, "do": what })).unwrap();
                // Seen before anything was there, so that whoever may is told of a conflict and changes nothing for those after them.
                let command = Command { id: uuid::Uuid::now_v7().to_string(), base_rev: Some(0), body };
                let receipt = execute(&site.site, &who.actor, &command, NOW).await;
                let is_forbidden = receipt.problems.iter().any(|problem| problem.code == "forbidden");
                let has_none = FOR_AN_ACCOUNT.contains(&verb) && who.actor.account().is_none();
                let expected = has_none || !may(&who.actor, action, &of.subject());
                if is_forbidden != expected {
                    wrong.push(format!("{verb} as {}: forbidden {is_forbidden} instead of {expected}: {receipt:?}", who.role));
                }
            }
        }
        assert!(wrong.is_empty(), "\n  {}\n", wrong.join("\n  "));
    }
);

story!(
    /// A right that is taken away is gone with the next request, in the same session.
    a_right_ends_with_the_next_request,
    site,
    {
        let people = everybody(&site).await;
        let lead = people.iter().find(|it| it.role == "lead").unwrap();
        assert_eq!(ask(&site, "GET", "/staff/audit", lead).await.0, Class::Open);
        let mut tx = site.site.db.begin().await.unwrap();
        let demote = Stmt { name: "DEMOTE", sql: "UPDATE desk_member SET role = 'reader' WHERE account_id = $1" };
        tx.run(demote, params!["lead"]).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(ask(&site, "GET", "/staff/audit", lead).await.0, Class::Forbidden);
        let mut tx = site.site.db.begin().await.unwrap();
        let lock = Stmt { name: "LOCK", sql: "UPDATE account SET locked_ms = 1 WHERE id = $1" };
        tx.run(lock, params!["lead"]).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(ask(&site, "GET", "/staff/audit", lead).await.0, Class::SignIn);
    }
);

/// Actions that stand in the table before what asks them is there.
const NOT_YET: [&str; 0] = [];

#[test]
fn every_action_is_asked_somewhere() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut asked = String::new();
    let mut folders = vec![root.join("app/src"), root.join("server/src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ext| ext == "rs") && !path.ends_with("people/privacy/fields.rs") {
                // The register of personal data says who reads; it asks nothing.
                let text = std::fs::read_to_string(&path).unwrap();
                asked.push_str(text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default());
            }
        }
    }
    let words: BTreeSet<&str> = asked.split(|c: char| !c.is_alphanumeric()).collect();
    let is_asked = |action: &&Action| words.contains(format!("{action:?}").as_str()) || NOT_YET.contains(&action.code());
    let never: Vec<&str> = Action::ALL.iter().filter(|action| !is_asked(action)).map(|action| action.code()).collect();
    assert!(never.is_empty(), "nobody asks whether somebody may do this, so that the table promises what nothing keeps: {never:?}");
}

#[test]
fn the_document_is_the_table() {
    let mut out = String::from(
        "# Who may do what\n\n\
         This page is written from `app/core/src/rights/table.rs` by a test (`UPDATE=1 cargo test -p engawa-server --test all rights`); \
         change the table, not the page.\n\
         Nothing else in the product decides about rights, and `server/tests/rights.rs` tries every route and every command as everybody.\n\n\
         A column is what somebody is towards the subject: an owner of one group is nobody's owner in another, a member of one desk a colleague at the next.\n\n\
         | action | what |",
    );
    for role in Role::ALL {
        out.push_str(&format!(" {} |", role.code().replace('_', " ")));
    }
    out.push_str("\n|---|---|");
    out.push_str(&":-:|".repeat(Role::ALL.len()));
    out.push('\n');
    for action in Action::ALL {
        out.push_str(&format!("| `{}` | {} |", action.code(), action.what()));
        for role in Role::ALL {
            out.push_str(if action.roles().has(*role) { " ✓ |" } else { "  |" });
        }
        out.push('\n');
    }
    documents::holds("docs/rights.md", &out);
}
