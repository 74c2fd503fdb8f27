//! Sending is limited by address; reading is not.

mod common;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, Response, StatusCode, header};
use engawa_server::http::limit::PER_MINUTE;
use std::net::SocketAddr;
use tower::ServiceExt as _;

async fn ask(server: &Router, method: &str, path: &str, from: &str) -> Response<Body> {
    let mut request = Request::builder().method(method).uri(path).header(header::HOST, "localhost").header("accept-language", "en");
    if let Some(extensions) = request.extensions_mut() {
        extensions.insert(ConnectInfo(from.parse::<SocketAddr>().unwrap()));
    }
    server.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
}

story!(
    /// A program that runs wild is told to wait, in words, and does not hold up anybody else.
    sending_too_much_is_told_to_wait,
    site,
    {
        let server = site.server();
        let (wild, other) = ("192.0.2.1:4711", "192.0.2.2:4711");
        let mut sent = 0;
        let refused = loop {
            let response = ask(&server, "POST", "/staff/sign-out", wild).await;
            if response.status() == StatusCode::TOO_MANY_REQUESTS {
                break response;
            }
            sent += 1;
            assert!(sent < 10 * PER_MINUTE.get(), "nothing was refused");
        };
        assert!(sent >= PER_MINUTE.get());
        assert_eq!(refused.headers()[header::RETRY_AFTER], "1");
        assert_eq!(refused.headers()[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
        let page = common::text(refused).await.replace("<!>", "");
        assert!(page.contains("<h1>Please wait a moment</h1>") && page.contains("Nothing is lost."), "{page}");

        let refused = ask(&server, "POST", "/api/v1/commands", wild).await;
        assert_eq!((refused.status(), refused.headers().contains_key(header::RETRY_AFTER)), (StatusCode::TOO_MANY_REQUESTS, true));
        let problem: serde_json::Value = serde_json::from_str(&common::text(refused).await).unwrap();
        assert_eq!(problem["problems"][0]["code"], "too_many_requests");

        assert_eq!(ask(&server, "GET", "/healthz", wild).await.status(), StatusCode::OK);
        assert_eq!(ask(&server, "POST", "/staff/sign-out", other).await.status(), StatusCode::SEE_OTHER);
    }
);
