//! What is written to the log names nobody: not what was typed to sign in, not what was sent, not the secrets of receipts and sessions.
//!
//! The log of the whole process is caught, at the level that operators run and one below for our own code.

use crate::common::{TestSite, text};
use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response, StatusCode, header};
use engawa_app::people::notice::NoticeCode;
use engawa_server::clock::now_ms;
use engawa_server::feed::Writer;
use engawa_server::http::assets::Assets;
use engawa_server::http::{Ctx, site_router};
use engawa_server::outside::Outside;
use engawa_server::params;
use engawa_server::people::mail::{self, Mailer};
use engawa_server::people::notices::push::{self, Keys, Pusher, Subscription};
use engawa_server::people::notices::tell;
use engawa_server::people::oidc::Provider;
use engawa_server::people::{Actor, sql as people_sql};
use engawa_server::sites::OpenSite;
use serde_json::json;
use std::io::Write;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tower::ServiceExt as _;

static LOG: Mutex<Vec<u8>> = Mutex::new(Vec::new());

struct Caught;

impl Write for Caught {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        LOG.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// What somebody types, each of which may be nowhere in the log.
const TYPED: [&str; 15] = [
    "himitsu-no-namae",
    "hanako@example.jp",
    "correct horse battery",
    "wrong-password-1",
    "山田花子",
    "090-1234-5678",
    "secret-of-a-receipt",
    "token-of-a-link",
    "yamada-hanako.xlsx",
    "guardian@example.jp",
    "device-of-hanako",
    "code-from-the-provider",
    "hint-of-the-provider",
    "secret-of-the-relay",
    "himitsu-no-tan",
];

async fn post(site: &TestSite, path: &str, kind: &str, cookie: &str, body: String) -> StatusCode {
    let request = Request::post(path)
        .header(header::HOST, "test.localhost")
        .header(header::CONTENT_TYPE, kind)
        .header(header::COOKIE, cookie)
        .header(header::USER_AGENT, "himitsu-no-namae");
    site.send(request.body(Body::from(body)).unwrap()).await.status()
}

/// Everything that may go wrong with what somebody typed.
async fn everything(site: &TestSite, cookie: &str) {
    let (form, json_kind) = ("application/x-www-form-urlencoded", "application/json");
    for path in ["/staff/sign-in", "/sign-in", "/sign-in/password", "/sign-in/email", "/sign-in/code", "/sign-in/recovery"] {
        for body in [
            "login=himitsu-no-namae&email=hanako%40example.jp&password=wrong-password-1&code=token-of-a-link",
            "login=staff&email=hanako%40example.jp&password=wrong-password-1&next=//token-of-a-link",
            "%ff%fehimitsu-no-namae",
        ] {
            post(site, path, form, "", body.to_owned()).await;
        }
    }
    // A minor and their guardian, on the page and on paper; a name in an address.
    for (path, body) in [
        ("/sign-in/welcome", "name=himitsu-no-namae&of_age=no&born_year=2015&way=mail&guardian=guardian%40example.jp"),
        ("/sign-in/paper", "code=himitsu-no-tan"),
        ("/staff/counter/himitsu-no-tan/consent", "code=himitsu-no-tan&guardian=himitsu-no-namae&signed_on=2020-01-01&kept=himitsu-no-tan"),
        ("/staff/counter/himitsu-no-tan/consent", "email=guardian%40example.jp&guardian=himitsu-no-namae&signed_on=himitsu-no-tan"),
    ] {
        post(site, path, form, cookie, body.to_owned()).await;
    }
    let submit = json!({ "submit": {
        "form_id": "nothing", "version": "1", "provenance": "web",
        "answers": { "values": { "who": "山田花子", "tel": "090-1234-5678" }, "rows": {} },
    } });
    let withdraw = json!({ "withdraw": { "holder": { "receipt_no": "ABCD-1234", "secret": "secret-of-a-receipt" }, "reason": "山田花子" } });
    for what in [submit, withdraw, json!({ "review": { "submission": "x", "note": "山田花子" } }), json!({ "unknown": "山田花子" })] {
        let command = json!([{ "id": uuid::Uuid::now_v7().to_string(), "body": { "room": "forms", "do": what } }]);
        post(site, "/api/v1/commands", json_kind, cookie, command.to_string()).await;
    }
    post(site, "/api/v1/commands", json_kind, cookie, "[{\"id\": \"山田花子\", hanako@example.jp".to_owned()).await;
    post(site, "/api/v1/drafts/token-of-a-link", json_kind, cookie, "{\"token\": \"token-of-a-link\"}".to_owned()).await;
    for path in [
        "/forms/receipts/ABCD-1234?secret=secret-of-a-receipt",
        "/api/v1/receipts/ABCD-1234?secret=secret-of-a-receipt",
        "/join?token=token-of-a-link",
    ] {
        let request = Request::get(path).header(header::HOST, "test.localhost").header(header::COOKIE, cookie);
        text(site.send(request.body(Body::empty()).unwrap()).await).await;
    }
    // A file that is damaged, with a name in its name, and one that breaks off.
    for end in ["\r\n--x--\r\n", ""] {
        let file = format!(
            "--x\r\nContent-Disposition: form-data; name=\"source\"\r\n\r\n山田花子\r\n--x\r\nContent-Disposition: form-data; name=\"file\"; \
             filename=\"yamada-hanako.xlsx\"\r\n\r\nPK\u{3}\u{4} 山田花子{end}"
        );
        post(site, "/staff/import", "multipart/form-data; boundary=x", cookie, file).await;
    }
    for path in
        ["/staff/submissions?q=%E5%B1%B1%E7%94%B0%E8%8A%B1%E5%AD%90", "/staff/audit?actor=hanako%40example.jp", "/staff?receipt=secret-of-a-receipt"]
    {
        let request = Request::get(path).header(header::HOST, "test.localhost").header(header::COOKIE, cookie);
        text(site.send(request.body(Body::empty()).unwrap()).await).await;
    }
}

/// Waits on this machine and answers each line: an SMTP server that names the address which it refuses, as many do.
async fn refusing_mail_server() -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (read, mut write) = stream.into_split();
            let mut lines = BufReader::new(read).lines();
            let mut answer = "220 mail.example.jp\r\n";
            loop {
                if write.write_all(answer.as_bytes()).await.is_err() {
                    break;
                }
                let Ok(Some(line)) = lines.next_line().await else { break };
                answer = match line.get(..4).unwrap_or_default() {
                    "RCPT" => "550 5.1.1 <hanako@example.jp>: user unknown\r\n",
                    "QUIT" => "221 bye\r\n",
                    _ => "250 ok\r\n",
                };
            }
        }
    });
    address
}

/// An identity provider that refuses a code and says in its own words whose it was.
async fn talkative_provider() -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let here = address.clone();
    let answer = move |request: Request<Body>| {
        let here = here.clone();
        async move {
            match request.uri().path() {
                "/.well-known/openid-configuration" => (
                    StatusCode::OK,
                    axum::Json(json!({
                        "issuer": here, "authorization_endpoint": format!("{here}/authorize"), "token_endpoint": format!("{here}/token"),
                        "jwks_uri": format!("{here}/keys"), "response_types_supported": ["code"], "subject_types_supported": ["public"],
                        "id_token_signing_alg_values_supported": ["RS256"],
                    })),
                ),
                "/keys" => (StatusCode::OK, axum::Json(json!({ "keys": [] }))),
                _ => (
                    StatusCode::BAD_REQUEST,
                    axum::Json(json!({ "error": "invalid_grant", "error_description": "hint-of-the-provider: hanako@example.jp 山田花子" })),
                ),
            }
        }
    };
    tokio::spawn(async move { axum::serve(listener, Router::new().fallback(answer)).await.unwrap() });
    address
}

/// Sends to a router that has something outside; the answer.
async fn ask(router: &Router, method: &str, path: &str, cookie: &str, body: String) -> Response<Body> {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header(header::HOST, "test.localhost")
        .header(header::COOKIE, cookie)
        .header(header::CONTENT_TYPE, "application/json");
    router.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap()
}

/// What goes wrong outside: mail that is refused or does not go out, a provider that refuses, a push service that is gone, a passkey that
/// does not fit.
async fn outside(site: &TestSite, cookie: &str) {
    let db = &site.site.db;
    let mut writer = Writer::begin(db, now_ms(), "system").await.unwrap();
    for to in ["hanako@example.jp", "guardian@example.jp", "no address at all: himitsu-no-namae"] {
        mail::put(&mut writer, to, "山田花子", "https://test.localhost/sign-in/link?t=token-of-a-link").await.unwrap();
    }
    writer.commit().await.unwrap();
    let refusing = format!("smtp://{}", refusing_mail_server().await);
    // Each later than the last: what could not go out waits longer each time.
    let hour = 60 * 60 * 1000;
    for (at, url) in [(1, "smtp://user:secret-of-the-relay@127.0.0.1:9"), (3, "nonsense secret-of-the-relay"), (5, refusing.as_str())] {
        Mailer::new(url, "noreply@city.example.jp").unwrap().deliver(db, now_ms() + at * hour).await.unwrap();
    }

    let (private, public) = push::new_key().unwrap();
    let pusher = Pusher::new(&private, "mailto:desk@city.example.jp".to_owned(), true).unwrap();
    let provider = Provider::new(talkative_provider().await, "engawa".to_owned(), Some("secret-of-the-relay".to_owned()));
    let outside = Outside { oidc: provider, push: Some(pusher.clone()), ..Outside::default() };
    let open = OpenSite::over(site.site.settings.clone(), &site.site.folder, db.clone(), outside).await.unwrap();
    let router = site_router(&Ctx { site: Arc::clone(&open), assets: Arc::new(Assets::default()), https: false, bench: false });

    let there = ask(&router, "GET", "/sign-in/oidc?next=/staff%3Fq=himitsu-no-tan", "", String::new()).await;
    let to = there.headers()[header::LOCATION].to_str().unwrap().to_owned();
    let state = to.split_once("state=").unwrap().1.split('&').next().unwrap().to_owned();
    let asked = there.headers()[header::SET_COOKIE].to_str().unwrap().split(';').next().unwrap().to_owned();
    for path in
        [format!("/sign-in/oidc/back?code=code-from-the-provider&state={state}"), "/sign-in/oidc/back?code=code-from-the-provider&state=x".to_owned()]
    {
        ask(&router, "GET", &path, &asked, String::new()).await;
    }

    let keys = Keys { p256dh: public, auth: "AAAAAAAAAAAAAAAAAAAAAA".to_owned() };
    let subscription = Subscription { endpoint: "http://127.0.0.1:9/device-of-hanako".to_owned(), keys, server: String::new() };
    ask(&router, "POST", "/api/v1/push", cookie, serde_json::to_string(&subscription).unwrap()).await;
    let staff = db.first::<(String, String, String, String)>(people_sql::BY_LOGIN, params!["staff"]).await.unwrap().unwrap().0;
    push::subscribe(db, (&Actor::system(), &staff), &subscription, now_ms() - 1).await.unwrap();
    let mut writer = Writer::begin(db, now_ms(), "system").await.unwrap();
    tell(&mut writer, &staff, NoticeCode::ListingPublished, &["山田花子"], "/listings/himitsu-no-tan").await.unwrap();
    writer.commit().await.unwrap();
    push::push_due(&open, &pusher, now_ms() + 1).await.unwrap();

    let begun = ask(&router, "POST", "/api/v1/passkeys/sign-in/begin", "", String::new()).await;
    let asked = begun.headers()[header::SET_COOKIE].to_str().unwrap().split(';').next().unwrap().to_owned();
    let response = json!({ "authenticatorData": "AAAA", "clientDataJSON": "AAAA", "signature": "AAAA", "userHandle": "AAAA" });
    let credential = json!({ "id": "device-of-hanako", "rawId": "AAAA", "type": "public-key", "response": response });
    for body in [json!({ "credential": credential, "next": "/himitsu-no-tan" }), json!({ "credential": "山田花子" })] {
        ask(&router, "POST", "/api/v1/passkeys/sign-in/finish", &asked, body.to_string()).await;
    }
}

story!(
    /// Nothing that was typed is in the log, also when the database is gone in the middle of it.
    nothing_that_was_typed_is_logged,
    site,
    {
        // The second engine finds it set.
        let _ = tracing_subscriber::fmt()
            .with_env_filter(tracing_subscriber::EnvFilter::new("info,sqlx=warn,engawa_server=trace,engawa=trace"))
            .with_ansi(false)
            .with_writer(|| Caught)
            .try_init();
        let cookie = site.cookie().await;
        // Whoever has no session signs out, too.
        assert_eq!(post(&site, "/staff/sign-out", "application/x-www-form-urlencoded", "", String::new()).await, StatusCode::SEE_OTHER);
        everything(&site, &cookie).await;
        outside(&site, &cookie).await;
        site.site.db.close().await;
        everything(&site, &cookie).await;

        let log = String::from_utf8_lossy(&LOG.lock().unwrap()).into_owned();
        assert!(log.contains("ERROR"), "nothing was caught, or a store that is gone is not told: {log}");
        for told in ["a mail waits", "a mail was given up", "the address of the SMTP server cannot be used", "the identity provider did not vouch for somebody"] {
            assert!(log.contains(told), "the operator is not told: {told}: {log}");
        }
        // A warning at each sign-in is one that nobody reads.
        assert!(!log.contains("no session id"), "a session is deleted that never was: {log}");
        for typed in TYPED.iter().copied().chain(cookie.split_once('=').map(|(_, id)| id)) {
            let line = log.lines().find(|line| line.contains(typed));
            assert!(line.is_none(), "the log names {typed:?}: {line:?}");
        }
    }
);
