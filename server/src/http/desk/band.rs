//! The band that says for whom staff act, on every page of staff while a case is open; and the end of a case that nobody touches.
//!
//! Each form of such a page names the case for which it was drawn, in the address that it is sent to: there it is known before a file in
//! the form is read. Invariants: once a case is over, nothing more is done in it: what comes late is not carried out, neither for that
//! person nor for staff themselves; what was drawn for one person is not carried out for another; while a case is open, pages of everybody
//! run no scripts and forms are filled in on the server's own pages, so that nothing of the person is kept in the browser's store.

use super::{render, see_other};
use crate::clock::now_ms;
use crate::http::headers::csp_without_scripts;
use crate::http::lang::Reads;
use crate::http::problem::broken;
use crate::http::{Ctx, session, ssr};
use crate::people::cases::{self, StoredCase};
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use engawa_app::messages::people::cases as m;
use engawa_app::people::pages::parts::problem_sentence;
use engawa_core::{Lang, Message};
use tower_sessions::Session;

/// For whom staff act.
#[derive(Clone, Debug)]
pub struct Band {
    /// The case.
    pub id: String,
    /// Its number.
    pub case_no: String,
    /// The person's name, if it is known.
    pub name: String,
}

impl From<StoredCase> for Band {
    fn from(case: StoredCase) -> Self {
        Self { id: case.id, case_no: case.case_no, name: case.person.name }
    }
}

/// What may be sent whoever it was drawn for: opening a case leads to the one that is open, and signing in and out are nobody's data.
const FOR_ANYBODY: [&str; 3] = ["/staff/counter", "/staff/sign-in", "/staff/sign-out"];

tokio::task_local! {
    static SHOWN: Option<Band>;
}

/// The band of the request that is answered now.
pub fn shown() -> Option<Band> {
    SHOWN.try_with(Clone::clone).ok().flatten()
}

/// A document of staff with the case in the address of each form that it sends.
pub fn name_in_forms(html: &str, case: &str) -> String {
    let mut pieces = html.split('<');
    let mut out = pieces.next().unwrap_or_default().to_owned();
    // What people wrote is escaped, so `<` begins a tag and `>` ends it.
    for piece in pieces {
        let tag = piece.split('>').next().unwrap_or_default();
        let attribute = match tag.split(' ').next() {
            Some("form") if tag.contains("method=\"post\"") => " action=\"",
            Some("button") => " formaction=\"",
            _ => "",
        };
        out.push('<');
        match tag.split_once(attribute).filter(|_| !attribute.is_empty()).and_then(|(head, rest)| Some((head, rest.split_once('"')?.0))) {
            Some((head, address)) => {
                let (path, hash) = address.split_at(address.find('#').unwrap_or(address.len()));
                let joint = if path.contains('?') { "&amp;" } else { "?" };
                let rest = piece.get(head.len() + attribute.len() + address.len()..).unwrap_or_default();
                out.extend([head, attribute, path, joint, "case=", case, hash, rest]);
            }
            None => out.push_str(piece),
        }
    }
    out
}

/// The case that a form names.
fn named(request: &Request) -> Option<&str> {
    request.uri().query()?.split('&').find_map(|part| part.strip_prefix("case="))
}

/// Looks after the case that is open in a session of staff.
pub async fn watch(State(ctx): State<Ctx>, Reads(lang): Reads, session: Session, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let is_of_staff = path == "/staff" || path.starts_with("/staff/");
    let page = if is_of_staff { None } else { page_of_everybody(&request) };
    // Without a cookie nobody is signed in, and the store is not asked.
    if !(is_of_staff || page.is_some()) || !request.headers().contains_key(header::COOKIE) {
        return next.run(request).await;
    }
    let open = session.get::<String>(session::CASE).await.ok().flatten();
    let found = match &open {
        Some(case) => cases::keep_open(&ctx.site.db, case, now_ms()).await,
        None => Ok(None),
    };
    let found = match found {
        Ok(found) => found,
        Err(error) => return broken(&error, lang).into_response(),
    };
    if let Some(page) = page {
        return if found.is_some() { without_scripts(page, request, next).await } else { next.run(request).await };
    }
    let sends = !matches!(*request.method(), Method::GET | Method::HEAD) && !FOR_ANYBODY.contains(&path);
    let names_one = named(&request).is_some();
    match (found, open) {
        (Some(found), _) => {
            let is_of_another = sends && named(&request) != Some(found.id.as_str());
            let answer = async { if is_of_another { refusal(&ctx, lang, m::OTHER_CASE) } else { next.run(request).await } };
            SHOWN.scope(Some(found.into()), answer).await
        }
        (None, Some(_)) => {
            let to_begin = request.method() == Method::GET || path.ends_with("/close");
            if let Err(error) = session.remove::<String>(session::CASE).await {
                tracing::error!(%error, "a case could not be taken out of its session");
                return StatusCode::SERVICE_UNAVAILABLE.into_response();
            }
            if to_begin { see_other("/staff/counter?over=1") } else { refusal(&ctx, lang, m::OVER) }
        }
        (None, None) => {
            // Whoever is not signed in any more is asked to sign in first.
            if sends && names_one && session::account_of(&session).await.is_some() {
                return refusal(&ctx, lang, m::OTHER_CASE);
            }
            next.run(request).await
        }
    }
}

fn refusal(ctx: &Ctx, lang: Lang, words: Message) -> Response {
    let words = words.text(lang);
    (StatusCode::CONFLICT, render::page(ctx, lang, m::COUNTER.text(lang), None, move || problem_sentence(m::COUNTER, words))).into_response()
}

/// A page of everybody, while a case is open.
enum PageOfEverybody {
    /// It is shown without its scripts.
    Quiet,
    /// Staff are led to their own page instead.
    Instead(String),
}

fn page_of_everybody(request: &Request) -> Option<PageOfEverybody> {
    let matched = request.extensions().get::<MatchedPath>()?.as_str();
    if request.method() != Method::GET {
        return None;
    }
    let mut parts = request.uri().path().split('/').skip(2);
    match matched {
        "/forms" => Some(PageOfEverybody::Instead("/staff/forms".to_owned())),
        "/forms/{id}" | "/forms/{id}/begin" | "/forms/{id}/plain" => {
            parts.next().map(|id| PageOfEverybody::Instead(format!("/staff/forms/{id}/intake")))
        }
        // What staff carry along is their own, sealed, and nothing without its scripts.
        "/field" => None,
        page => ssr::PAGES.contains(&page).then_some(PageOfEverybody::Quiet),
    }
}

/// Answers with a page that is complete without scripts, or leads to the page of staff that does the same.
async fn without_scripts(page: PageOfEverybody, request: Request, next: Next) -> Response {
    if let PageOfEverybody::Instead(path) = page {
        return see_other(&path);
    }
    let mut response = next.run(request).await;
    if let Ok(policy) = HeaderValue::from_str(&csp_without_scripts()) {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_form_that_is_sent_names_the_case() {
        let named = |html: &str| name_in_forms(html, "c1");
        for (html, with) in [
            ("a<form method=\"post\" action=\"/x\"><p>b", "a<form method=\"post\" action=\"/x?case=c1\"><p>b"),
            ("<form action=\"/x?a=1#y\" method=\"post\">", "<form action=\"/x?a=1&amp;case=c1#y\" method=\"post\">"),
            ("<button formaction=\"/x\" class=\"b\">c</button>", "<button formaction=\"/x?case=c1\" class=\"b\">c</button>"),
            ("<form method=\"get\" action=\"/x\">", "<form method=\"get\" action=\"/x\">"),
            ("<p>&lt;form method=\"post\" action=\"/x\"&gt;", "<p>&lt;form method=\"post\" action=\"/x\"&gt;"),
            ("<button>action=\"/x\"</button>", "<button>action=\"/x\"</button>"),
        ] {
            assert_eq!(named(html), with);
        }
    }
}
