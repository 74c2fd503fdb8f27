//! When the server itself cannot answer: which page, in which language, with which status, and that files stay files.

use crate::common::{TestSite, listing, text};
use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use axum::routing::{get, post};
use engawa_core::ReceiptStatus;
use engawa_server::http::assets::Assets;
use engawa_server::http::{Ctx, trouble};
use std::sync::Arc;
use tower::ServiceExt as _;

async fn breaks() -> StatusCode {
    panic!("a test breaks here")
}

async fn is_busy() -> StatusCode {
    StatusCode::SERVICE_UNAVAILABLE
}

async fn says_itself() -> (StatusCode, axum::response::Html<&'static str>) {
    (StatusCode::SERVICE_UNAVAILABLE, axum::response::Html("<p>drawn</p>"))
}

async fn is_missing() -> (StatusCode, &'static str) {
    (StatusCode::NOT_FOUND, "404: none.\n")
}

/// What a site's own layers make of routes that fail.
fn failing(site: &TestSite) -> Router {
    let ctx = Ctx { site: Arc::clone(&site.site), assets: Arc::new(Assets::default()), https: false, bench: false };
    let routes = Router::new()
        .route("/break", get(breaks).post(breaks))
        .route("/busy", get(is_busy))
        .route("/drawn", get(says_itself))
        .route("/missing", get(is_missing))
        .route("/missing.csv", get(is_missing))
        .route("/feeds/break.ics", get(breaks))
        .route("/api/v1/break", post(breaks));
    trouble::around(routes, &ctx)
}

fn browser(method: &str, path: &str, lang: &str) -> Request<Body> {
    let accept = "text/html,application/xhtml+xml,*/*;q=0.8";
    let request = Request::builder().method(method).uri(path).header(header::HOST, "test.localhost").header(header::ACCEPT, accept);
    request.header(header::COOKIE, format!("lang={lang}")).body(Body::empty()).unwrap()
}

async fn answer(router: Router, request: Request<Body>) -> (StatusCode, String, String) {
    let response = router.oneshot(request).await.unwrap();
    let status = response.status();
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default().to_owned();
    assert!(response.headers().contains_key("x-content-type-options") || status == StatusCode::MISDIRECTED_REQUEST);
    (status, kind, text(response).await)
}

story!(
    /// What breaks is a page in the reader's language, with the name of the site; who was sending is told to look first.
    what_breaks_is_said_in_the_readers_language,
    site,
    {
        for (lang, title, name) in [
            ("ja", "ページを表示できません", "試験市"),
            ("ja-easy", "ページを 出（だ）す ことが できません", "試験市"),
            ("en", "This page cannot be shown", "Test City"),
        ] {
            let (status, kind, body) = answer(failing(&site), browser("GET", "/break?a=%22&b=1", lang)).await;
            assert_eq!((status, kind.as_str()), (StatusCode::INTERNAL_SERVER_ERROR, "text/html; charset=utf-8"));
            assert!(body.contains(&format!("<h1>{title}</h1>")) && body.contains(name), "{body}");
            assert!(body.contains("data-theme=\"indigo\"") && body.contains("href=\"/break?a=%22&amp;b=1\""), "{body}");
        }
        let (status, _, body) = answer(failing(&site), browser("GET", "/busy", "en")).await;
        assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(body.contains("No answer at the moment"));
        let (_, _, body) = answer(failing(&site), browser("POST", "/break", "en")).await;
        assert!(body.contains("look whether it arrived") && !body.contains("href=\"/break\""), "{body}");
        // Who names no language and no page gets one sentence.
        let bare = Request::get("/break").header(header::HOST, "test.localhost").body(Body::empty()).unwrap();
        let (status, kind, body) = answer(failing(&site), bare).await;
        assert_eq!((status, kind.as_str()), (StatusCode::INTERNAL_SERVER_ERROR, "text/plain; charset=utf-8"));
        assert!(body.starts_with("500: ページを表示できません"), "{body}");
    }
);

story!(
    /// Files and data are never pages, and what already speaks stays as it is.
    files_and_data_are_no_pages,
    site,
    {
        let (status, kind, body) = answer(failing(&site), browser("GET", "/feeds/break.ics", "en")).await;
        assert_eq!((status, kind.as_str()), (StatusCode::INTERNAL_SERVER_ERROR, "text/plain; charset=utf-8"));
        assert!(body.starts_with("500: This page cannot be shown"), "{body}");
        let (status, kind, body) = answer(failing(&site), browser("POST", "/api/v1/break", "en")).await;
        assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
        assert!(kind.contains("json") && body.contains("try_later"), "{kind} {body}");
        let (status, _, body) = answer(failing(&site), browser("GET", "/drawn", "en")).await;
        assert_eq!((status, body.as_str()), (StatusCode::SERVICE_UNAVAILABLE, "<p>drawn</p>"));
    }
);

story!(
    /// What is not there is a page for whoever looks, though its handler said only that; programs keep the sentence.
    what_is_not_there_is_a_page_for_whoever_looks,
    site,
    {
        for (lang, title) in [("ja", "ページが見つかりません"), ("ja-easy", "この ページは ありません"), ("en", "Page not found")] {
            let (status, kind, body) = answer(failing(&site), browser("GET", "/missing", lang)).await;
            assert_eq!((status, kind.as_str()), (StatusCode::NOT_FOUND, "text/html; charset=utf-8"));
            assert!(body.contains(&format!("<h1>{title}</h1>")) && body.contains("href=\"/\""), "{body}");
            assert!(!body.contains("href=\"/missing\""), "asking again finds no more: {body}");
        }
        let bare = Request::get("/missing").header(header::HOST, "test.localhost").body(Body::empty()).unwrap();
        for request in [bare, browser("GET", "/missing.csv", "en")] {
            let (status, _, body) = answer(failing(&site), request).await;
            assert_eq!((status, body.as_str()), (StatusCode::NOT_FOUND, "404: none.\n"));
        }
        let (status, kind, body) = answer(site.router.clone(), browser("GET", "/listings/none/report", "en")).await;
        assert_eq!((status, kind.as_str()), (StatusCode::NOT_FOUND, "text/html; charset=utf-8"));
        assert!(body.contains("<h1>Page not found</h1>"), "{body}");
    }
);

story!(
    /// A store that fails while a page is drawn is no page that went well.
    a_store_that_fails_is_a_503,
    site,
    {
        let event = listing("川の清掃");
        assert_eq!(site.publish(&event).await.status, ReceiptStatus::Done);
        let page = format!("/listings/{}", event.id);
        assert_eq!(answer(site.router.clone(), browser("GET", &page, "ja")).await.0, StatusCode::OK);
        site.site.db.close().await;
        // On the screen a reading is held to its word.
        let easy = "読\u{2060}（よ）\u{2060}む ことが できませんでした";
        for (lang, words) in [("ja", "情報を読み出せませんでした"), ("ja-easy", easy), ("en", "could not be read")] {
            let (status, kind, body) = answer(site.router.clone(), browser("GET", &page, lang)).await;
            assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE, "{lang}");
            assert!(kind.starts_with("text/html") && body.contains(words), "{lang}: {body}");
            assert_eq!(body.matches("<h1").count(), 1, "{lang}: {body}");
        }
        for path in ["/sitemap.xml".to_owned(), "/feeds/events.ics".to_owned()] {
            let (status, kind, body) = answer(site.router.clone(), browser("GET", &path, "en")).await;
            assert_eq!((status, kind.as_str()), (StatusCode::SERVICE_UNAVAILABLE, "text/plain; charset=utf-8"), "{path}");
            assert!(body.starts_with("503: No answer at the moment"), "{body}");
        }
        let (status, _, body) = answer(site.router.clone(), browser("GET", "/readyz", "en")).await;
        assert_eq!((status, body.as_str()), (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n"));
    }
);

story!(
    /// An unknown address is told so in the reader's language, and nothing of a city.
    an_unknown_address_is_said_in_three_languages,
    site,
    {
        for (lang, words) in [
            ("ja", "このアドレスのサイトはありません"),
            ("ja-easy", "この アドレスの サイトは ありません"),
            ("en", "No city is served under this address"),
        ] {
            for accept in ["text/html", "*/*"] {
                let request = Request::get("/listings").header(header::HOST, "evil.example").header(header::ACCEPT, accept);
                let request = request.header(header::COOKIE, format!("lang={lang}")).body(Body::empty()).unwrap();
                let (status, kind, body) = answer(site.server(), request).await;
                assert_eq!(status, StatusCode::MISDIRECTED_REQUEST);
                assert_eq!(kind.starts_with("text/html"), accept == "text/html", "{kind}");
                assert!(body.contains(words) && !body.contains("試験市") && !body.contains("Test City"), "{body}");
            }
        }
    }
);
