//! Sending is limited by address; reading is not.

use crate::common;
use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, Response, StatusCode, header};
use engawa_app::listings::query::encode;
use engawa_server::http::limit::{PER_MINUTE, SESSION_PER_MINUTE};
use engawa_server::params;
use engawa_server::people::sql;
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

/// Sends a form from an address, with a cookie; where it leads, and the cookie afterwards.
async fn send(server: &Router, path: &str, from: &str, cookie: &str, fields: &[(&str, &str)]) -> (StatusCode, String, String) {
    let body = fields.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect::<Vec<_>>().join("&");
    let mut request = Request::post(path)
        .header(header::HOST, "localhost")
        .header(header::COOKIE, cookie)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    if let Some(extensions) = request.extensions_mut() {
        extensions.insert(ConnectInfo(from.parse::<SocketAddr>().unwrap()));
    }
    let response = server.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
    let text_of = |name| response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let set = text_of(header::SET_COOKIE);
    let cookie = if set.is_empty() { cookie.to_owned() } else { set.split(';').next().unwrap_or_default().to_owned() };
    (response.status(), text_of(header::LOCATION), cookie)
}

story!(
    /// Forty people of one library make their accounts in the same minute, while one device beside them runs wild: it is stopped, they are not.
    a_room_signs_in_while_one_session_runs_wild,
    site,
    {
        let server = site.server();
        let library = "192.0.2.1:4711";
        let (_, _, wild) = send(&server, "/sign-in", library, "", &[("email", "wild@example.jp")]).await;
        let (mut taken, mut refused) = (0, 0);
        for person in 0..40 {
            for _ in 0..10 {
                let (status, ..) = send(&server, "/sign-in/code", library, &wild, &[("code", "000000")]).await;
                if status == StatusCode::TOO_MANY_REQUESTS { refused += 1 } else { taken += 1 }
            }
            let email = format!("person{person}@example.jp");
            let (status, to, cookie) = send(&server, "/sign-in", library, "", &[("email", &email)]).await;
            assert_eq!((status, to.as_str()), (StatusCode::SEE_OTHER, "/sign-in/code"), "{email}");
            let rows = site.site.db.all::<(String, String, String, String, i64, i64)>(sql::DUE_MAILS, params![i64::MAX, 1_000_i64]).await.unwrap();
            let mail = rows.into_iter().rfind(|row| row.1 == email).unwrap().3;
            let token = mail.split_once("?t=").unwrap().1.split_whitespace().next().unwrap().to_owned();
            let (_, to, cookie) = send(&server, "/sign-in/link", library, &cookie, &[("t", &token)]).await;
            assert_eq!(to, "/sign-in/welcome", "{email}");
            let (_, to, _) = send(&server, "/sign-in/welcome", library, &cookie, &[("name", "見本"), ("of_age", "yes")]).await;
            assert_eq!(to, "/account", "{email}");
        }
        assert!(refused > 0 && taken >= SESSION_PER_MINUTE.get() - 1, "{taken} {refused}");
    }
);
