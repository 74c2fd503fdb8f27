//! What a person sees when the server itself could not answer: it broke (500), it cannot answer now (503), or nobody lives at this address (421);
//! what they see whose browser another site's page made send something (403); and what is not there (404), where nothing was drawn for it.
//!
//! Whatever failed deeper says only its status; here it becomes a page in the reader's language, in the look of the site where the site
//! is known. Invariants: nothing here asks the store; who asked for a file or for data gets no page; an answer that already speaks (a drawn
//! page, a refusal of the interface, the word of who watches the server) stays as it is.

use super::desk::render::escape;
use super::lang::{self, local_path};
use super::problem::Refusal;
use super::{Ctx, headers};
use axum::Router;
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use engawa_app::messages::{statics, trouble as m};
use engawa_core::{Lang, Message};
use std::time::Duration;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::timeout::TimeoutLayer;

/// No request is worked on for longer.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(30);
/// Who watches the server reads its own words.
const WATCHED: [&str; 3] = ["/healthz", "/readyz", "/metrics"];

/// What an answer may look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// Somebody looks at it in a browser.
    Page,
    /// A file: a calendar, a feed, a sitemap. One sentence.
    File,
    /// A program that uses the interface.
    Data,
    /// Anything else. One sentence, where nothing was said.
    Other,
    /// Stays as it is.
    Watched,
}

/// How one goes on from a page.
enum Way {
    /// To this address again: whoever only looked.
    Again(String),
    /// Back, to look whether it arrived: whoever sent something.
    Look,
    /// To the first page: whoever is told the rest in words.
    Home,
}

/// What is known of a request before it is answered.
struct Asked {
    shape: Shape,
    lang: Lang,
    way: Way,
}

impl Asked {
    fn of(request: &Request) -> Self {
        let (uri, headers) = (request.uri(), request.headers());
        let path = uri.path();
        let is_file = path.rsplit('/').next().is_some_and(|name| name.contains('.'));
        let takes_pages = headers.get_all(header::ACCEPT).iter().any(|value| value.to_str().is_ok_and(|text| text.contains("text/html")));
        let shape = if WATCHED.contains(&path) {
            Shape::Watched
        } else if path.starts_with("/api/") {
            Shape::Data
        } else if is_file {
            Shape::File
        } else if takes_pages {
            Shape::Page
        } else {
            Shape::Other
        };
        let looked = matches!(*request.method(), Method::GET | Method::HEAD);
        let way = if looked { Way::Again(local_path(uri.path_and_query().map_or("/", |it| it.as_str()))) } else { Way::Look };
        Self { shape, lang: lang::of(uri.query(), headers), way }
    }
}

/// The layers around a site: no request is worked on for ever, none takes the process with it, and what failed says so in words.
pub fn around(router: Router, ctx: &Ctx) -> Router {
    router
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, REQUEST_TIMEOUT))
        .layer(CatchPanicLayer::custom(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response()))
        .layer(axum::middleware::from_fn_with_state(ctx.clone(), speak))
        .layer(axum::middleware::from_fn_with_state(ctx.clone(), headers::add))
}

async fn speak(State(ctx): State<Ctx>, request: Request, next: Next) -> Response {
    let mut asked = Asked::of(&request);
    let response = next.run(request).await;
    let said = match response.status() {
        StatusCode::INTERNAL_SERVER_ERROR => [m::BROKEN, m::BROKEN_TEXT],
        StatusCode::SERVICE_UNAVAILABLE => [m::BUSY, m::BUSY_TEXT],
        StatusCode::NOT_FOUND => [statics::NOT_FOUND, statics::NOT_FOUND_TEXT],
        _ => return response,
    };
    let speaks = response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let is_bare = speaks.is_empty() || speaks.starts_with("text/plain");
    let status = response.status();
    if status == StatusCode::NOT_FOUND {
        // Programs read the status; and asking again finds no more.
        if !(is_bare && matches!(asked.shape, Shape::Page)) {
            return response;
        }
        asked.way = Way::Home;
    }
    let mut dressed = match asked.shape {
        Shape::Page if !speaks.starts_with("text/html") => page(status, said, &asked, Some(&ctx)),
        Shape::File => sentence(status, said, asked.lang),
        Shape::Other if is_bare => sentence(status, said, asked.lang),
        Shape::Data if is_bare => Refusal::of(status, "try_later", asked.lang).into_response(),
        _ => return response,
    };
    for name in [header::RETRY_AFTER, header::SET_COOKIE] {
        for value in response.headers().get_all(&name) {
            dressed.headers_mut().append(name.clone(), value.clone());
        }
    }
    dressed
}

/// The answer to a host name that is no city's. Nothing of any city is in it.
pub fn unknown_host(request: &Request) -> Response {
    let said = [m::UNKNOWN_HOST, m::UNKNOWN_HOST_TEXT];
    let asked = Asked::of(request);
    match asked.shape {
        Shape::Page => page(StatusCode::MISDIRECTED_REQUEST, said, &asked, None),
        _ => sentence(StatusCode::MISDIRECTED_REQUEST, said, asked.lang),
    }
}

/// The answer to what another site's page sent in somebody's name. Nothing was read of it.
pub fn not_from_here(request: &Request, ctx: &Ctx) -> Response {
    let (status, said) = (StatusCode::FORBIDDEN, [m::FOREIGN, m::FOREIGN_TEXT]);
    let asked = Asked { way: Way::Home, ..Asked::of(request) };
    match asked.shape {
        Shape::Page => page(status, said, &asked, Some(ctx)),
        Shape::Data => Refusal::of(status, "forbidden", asked.lang).into_response(),
        _ => sentence(status, said, asked.lang),
    }
}

fn sentence(status: StatusCode, [title, text]: [Message; 2], lang: Lang) -> Response {
    let body = format!("{}: {} {}\n", status.as_u16(), title.text(lang), text.text(lang));
    (status, [(header::CONTENT_TYPE, "text/plain; charset=utf-8"), (header::CACHE_CONTROL, "no-store")], body).into_response()
}

fn page(status: StatusCode, [title, text]: [Message; 2], asked: &Asked, ctx: Option<&Ctx>) -> Response {
    let lang = asked.lang;
    let (theme, css, name) = ctx.map_or_else(Default::default, |ctx| {
        let site = &ctx.site.settings.site;
        (escape(&site.theme), escape(&ctx.assets.build.css), escape(site.name.text(lang)))
    });
    let style = if css.is_empty() { String::new() } else { format!("<link rel=\"stylesheet\" href=\"{css}\">") };
    let (brand, of_site) = if name.is_empty() {
        (String::new(), String::new())
    } else {
        let brand = format!(
            "<header class=\"site-header\"><div class=\"wrap site-header-row\"><a class=\"brand\" href=\"/\" translate=\"no\">\
             <span class=\"brand-name\">{name}</span></a></div></header>"
        );
        (brand, format!(" | {name}"))
    };
    let ways = match (&asked.way, ctx) {
        (Way::Again(again), Some(_)) => format!(
            "<p><a class=\"button button-primary\" href=\"{}\">{}</a></p><p><a href=\"/\">{}</a></p>",
            escape(again),
            m::AGAIN.text(lang),
            m::HOME.text(lang)
        ),
        (Way::Look, Some(_)) => format!("<p>{}</p><p><a href=\"/\">{}</a></p>", m::SENT.text(lang), m::HOME.text(lang)),
        (Way::Home, Some(_)) => format!("<p><a href=\"/\">{}</a></p>", m::HOME.text(lang)),
        (_, None) => String::new(),
    };
    let html = format!(
        "<!DOCTYPE html><html lang=\"{html}\" data-lang=\"{code}\" data-theme=\"{theme}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"robots\" content=\"noindex\">\
         <title>{title}{of_site}</title>{style}</head><body>{brand}<main id=\"main\"><div class=\"wrap page not-found\">\
         <h1>{title}</h1><p>{text}</p>{ways}</div></main></body></html>",
        html = lang.html(),
        code = lang.code(),
        title = title.text(lang),
        text = text.text(lang),
    );
    (status, [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CACHE_CONTROL, "no-store")], html).into_response()
}
