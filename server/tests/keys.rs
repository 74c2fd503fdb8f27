//! Passkeys, the city's identity provider, subscriptions and the digest: what needs no browser. The ceremonies themselves are in
//! `end2end/keys.spec.ts`, what is pushed in `push.rs`.

use crate::common::{NOW, TestSite, text};
use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response, StatusCode, header};
use axum::response::IntoResponse as _;
use engawa_app::people::notice::NoticeCode;
use engawa_server::db::{Db, Param, Stmt};
use engawa_server::feed::{Writer, check_audit};
use engawa_server::http::assets::Assets;
use engawa_server::http::{Ctx, site_router};
use engawa_server::outside::Outside;
use engawa_server::params;
use engawa_server::people::mail::Mailer;
use engawa_server::people::notices::push::{self, Pusher};
use engawa_server::people::notices::{digest, tell};
use engawa_server::people::oidc::{self, Provider, Vouched};
use engawa_server::people::sql as people_sql;
use engawa_server::sites::OpenSite;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use tower::ServiceExt as _;
use web_push_native::jwt_simple::reexports::ct_codecs::{Base64UrlSafeNoPadding, Encoder as _};

const HOUR: i64 = 60 * 60 * 1000;
const AUTH: &str = "AAAAAAAAAAAAAAAAAAAAAA";

/// The same site with something outside.
async fn with_outside(site: &TestSite, outside: Outside) -> (Arc<OpenSite>, Router) {
    let open = OpenSite::over(site.site.settings.clone(), &site.site.folder, site.site.db.clone(), outside).await.unwrap();
    let router = site_router(&Ctx { site: Arc::clone(&open), assets: Arc::new(Assets::default()), https: false, bench: false });
    (open, router)
}

fn pusher(allow_local: bool) -> Pusher {
    let (private, _) = push::new_key().unwrap();
    Pusher::new(&private, "mailto:desk@city.example.jp".to_owned(), allow_local).unwrap()
}

async fn ask(router: &Router, method: &str, path: &str, cookie: &str, body: &Value, more: &[(&str, &str)]) -> Response<Body> {
    let mut request = Request::builder()
        .method(method)
        .uri(path)
        .header(header::HOST, "test.localhost")
        .header(header::COOKIE, format!("{cookie}; lang=en"))
        .header(header::CONTENT_TYPE, "application/json");
    for (name, value) in more {
        request = request.header(*name, *value);
    }
    router.clone().oneshot(request.body(Body::from(body.to_string())).unwrap()).await.unwrap()
}

fn cookie_of(response: &Response<Body>) -> String {
    let cookie = response.headers()[header::SET_COOKIE].to_str().unwrap();
    cookie.split(';').next().unwrap().to_owned()
}

async fn account_of(db: &Db, login: &str) -> String {
    db.first::<(String, String, String, String)>(people_sql::BY_LOGIN, params![login]).await.unwrap().unwrap().0
}

async fn change(db: &Db, sql: &'static str, params: Vec<Param>) {
    let mut tx = db.begin().await.unwrap();
    tx.run(Stmt { name: "test", sql }, params).await.unwrap();
    tx.commit().await.unwrap();
}

async fn count(db: &Db, sql: &'static str) -> i64 {
    db.first::<(i64,)>(Stmt { name: "test", sql }, params![]).await.unwrap().unwrap().0
}

async fn told(db: &Db, account: &str, name: &str, at: i64) {
    let mut writer = Writer::begin(db, at, "system").await.unwrap();
    tell(&mut writer, account, NoticeCode::ListingPublished, &[name], "/listings/1").await.unwrap();
    writer.commit().await.unwrap();
}

/// An answer to a sign-in that has the right shape and is signed by nobody.
fn signed_by_nobody(user: &str) -> Value {
    let response = json!({ "authenticatorData": "AAAA", "clientDataJSON": "AAAA", "signature": "AAAA", "userHandle": user });
    json!({ "credential": { "id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": response }, "next": "/account" })
}

story!(
    /// A challenge is answered once, a wrong answer of any kind says the same, and another site's page begins nothing.
    a_challenge_is_answered_once,
    site,
    {
        let router = &site.router;
        let begun = ask(router, "POST", "/api/v1/passkeys/sign-in/begin", "a=b", &json!({}), &[]).await;
        assert_eq!(begun.status(), StatusCode::OK);
        let cookie = cookie_of(&begun);
        let challenge: Value = serde_json::from_str(&text(begun).await).unwrap();
        assert_eq!(challenge["publicKey"]["rpId"], "test.localhost");
        assert_eq!(challenge["publicKey"]["allowCredentials"], json!([]), "nobody is named");

        let waiting = "SELECT COUNT(*) FROM session WHERE data <> REPLACE(data, 'passkey_signing_in', '')";
        assert_eq!(count(&site.site.db, waiting).await, 1);
        let known = site.cookie().await;
        let account = account_of(&site.site.db, "staff").await;
        let user = Base64UrlSafeNoPadding::encode_to_string(uuid::Uuid::parse_str(&account).unwrap().as_bytes()).unwrap();
        let mut answers = Vec::new();
        for user in [user.as_str(), "AAAAAAAAAAAAAAAAAAAAAA", "AAAA"] {
            let response = ask(router, "POST", "/api/v1/passkeys/sign-in/finish", &cookie, &signed_by_nobody(user), &[]).await;
            assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY);
            answers.push(text(response).await);
            assert_eq!(count(&site.site.db, waiting).await, 0, "the challenge is used up");
        }
        assert!(answers[0].contains("passkey_refused"), "{}", answers[0]);
        assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
        for garbage in [json!({}), json!([]), json!("x"), json!({ "credential": { "id": 1 } })] {
            let response = ask(router, "POST", "/api/v1/passkeys/sign-in/finish", &cookie, &garbage, &[]).await;
            assert_eq!(response.status(), StatusCode::BAD_REQUEST, "{garbage}");
        }
        for path in ["sign-in/begin", "sign-in/finish", "register/begin", "register/finish"] {
            let path = format!("/api/v1/passkeys/{path}");
            let response = ask(router, "POST", &path, &known, &json!({}), &[("sec-fetch-site", "cross-site")]).await;
            assert_eq!(response.status(), StatusCode::FORBIDDEN, "{path}");
        }
    }
);

story!(
    /// Only who is signed in registers a passkey, and an answer without its challenge registers none.
    registering_needs_a_session_and_its_challenge,
    site,
    {
        let router = &site.router;
        for path in ["/api/v1/passkeys/register/begin", "/api/v1/passkeys/register/finish"] {
            assert_eq!(ask(router, "POST", path, "a=b", &json!({}), &[]).await.status(), StatusCode::UNAUTHORIZED, "{path}");
        }
        let cookie = site.cookie().await;
        let begun = ask(router, "POST", "/api/v1/passkeys/register/begin", &cookie, &json!({}), &[]).await;
        assert_eq!(begun.status(), StatusCode::OK);
        let challenge: Value = serde_json::from_str(&text(begun).await).unwrap();
        assert_eq!(challenge["publicKey"]["authenticatorSelection"]["residentKey"], "required");
        let response = json!({ "attestationObject": "AAAA", "clientDataJSON": "AAAA" });
        let answer = json!({ "credential": { "id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": response } });
        for _ in 0..2 {
            let response = ask(router, "POST", "/api/v1/passkeys/register/finish", &cookie, &answer, &[]).await;
            assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY);
        }
        assert_eq!(count(&site.site.db, "SELECT COUNT(*) FROM passkey").await, 0);
        let page = text(ask(router, "GET", "/account/passkeys", &cookie, &json!({}), &[]).await).await;
        assert!(page.contains("There is no passkey yet.") && page.contains("/passkey.js"), "{page}");
    }
);

story!(
    /// A device is subscribed for who is signed in on it, at a push service of the open network and nowhere else.
    subscriptions_lead_to_the_open_network,
    site,
    {
        let cookie = site.cookie().await;
        let (_, public) = push::new_key().unwrap();
        let subscription = |endpoint: &str| json!({ "endpoint": endpoint, "expirationTime": null, "keys": { "p256dh": public, "auth": AUTH } });
        let fine = subscription("https://push.example.com/a");
        assert_eq!(ask(&site.router, "POST", "/api/v1/push", &cookie, &fine, &[]).await.status(), StatusCode::CONFLICT, "there is no key");

        let (_, router) = with_outside(&site, Outside { push: Some(pusher(false)), ..Outside::default() }).await;
        assert_eq!(ask(&router, "POST", "/api/v1/push", "a=b", &fine, &[]).await.status(), StatusCode::UNAUTHORIZED);
        let foreign = [("sec-fetch-site", "cross-site")];
        assert_eq!(ask(&router, "POST", "/api/v1/push", &cookie, &fine, &foreign).await.status(), StatusCode::FORBIDDEN);
        for closed in ["http://localhost:1/a", "https://127.0.0.1/a", "https://[::1]/a", "https://169.254.169.254/a", "https://db.internal/a"] {
            let response = ask(&router, "POST", "/api/v1/push", &cookie, &subscription(closed), &[]).await;
            assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY, "{closed}");
            assert!(text(response).await.contains("push_refused"), "{closed}");
        }
        let weak = json!({ "endpoint": "https://push.example.com/a", "keys": { "p256dh": public, "auth": "AA" } });
        assert_eq!(ask(&router, "POST", "/api/v1/push", &cookie, &weak, &[]).await.status(), StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(count(&site.site.db, "SELECT COUNT(*) FROM push_subscription").await, 0);

        for _ in 0..2 {
            assert_eq!(ask(&router, "POST", "/api/v1/push", &cookie, &fine, &[]).await.status(), StatusCode::NO_CONTENT);
            assert_eq!(count(&site.site.db, "SELECT COUNT(*) FROM push_subscription").await, 1);
        }
        assert_eq!(ask(&router, "DELETE", "/api/v1/push", &cookie, &fine, &[]).await.status(), StatusCode::NO_CONTENT);
        assert_eq!(count(&site.site.db, "SELECT COUNT(*) FROM push_subscription").await, 0);
    }
);

story!(
    /// What was not read is mailed once, to an address that was proven, as often as its holder wishes.
    a_digest_is_written_once,
    site,
    {
        site.cookie().await;
        let (open, db) = (&site.site, &site.site.db);
        let account = account_of(db, "staff").await;
        let mails = "SELECT COUNT(*) FROM mail_out";
        told(db, &account, "川の清掃", NOW).await;
        assert_eq!(digest::run(open, NOW).await.unwrap(), 0, "nobody wished for one");
        change(db, "INSERT INTO account_setting (account_id, name, value) VALUES ($1, 'digest', 'daily')", params![&account]).await;
        change(db, "UPDATE account SET email = 'staff@city.example.jp', lang = 'en' WHERE id = $1", params![&account]).await;
        assert_eq!(digest::run(open, NOW).await.unwrap(), 0, "the address is not proven");
        change(db, "UPDATE account SET email_proven_ms = 1 WHERE id = $1", params![&account]).await;
        assert_eq!(digest::run(open, NOW).await.unwrap(), 1);
        assert_eq!(digest::run(open, NOW + 48 * HOUR).await.unwrap(), 0, "there is nothing new");
        let (to, body) = db.first::<(String, String)>(Stmt { name: "test", sql: "SELECT to_address, body FROM mail_out" }, params![]).await.unwrap().unwrap();
        assert_eq!(to, "staff@city.example.jp");
        assert!(body.contains("川の清掃 is published."), "{body}");

        told(db, &account, "音楽会", NOW + HOUR).await;
        assert_eq!(digest::run(open, NOW + 2 * HOUR).await.unwrap(), 0, "not the next day yet");
        let (one, other) = tokio::join!(digest::run(open, NOW + 24 * HOUR), digest::run(open, NOW + 24 * HOUR));
        assert_eq!(one.unwrap() + other.unwrap(), 1, "two nodes write one");
        assert_eq!(count(db, mails).await, 2);

        told(db, &account, "見た", NOW + 25 * HOUR).await;
        change(db, "UPDATE notice SET seen_ms = 1 WHERE mailed_ms = 0", params![]).await;
        assert_eq!(digest::run(open, NOW + 72 * HOUR).await.unwrap(), 0, "it was read");
        assert_eq!(count(db, mails).await, 2);
    }
);

story!(
    /// The list says what happened and becomes read; the digest is only offered where there is an address for it.
    notices_are_listed_and_read,
    site,
    {
        let cookie = site.cookie().await;
        let db = &site.site.db;
        let account = account_of(db, "staff").await;
        told(db, &account, "<b>川</b>", NOW).await;
        let get = async || text(ask(&site.router, "GET", "/account/notices", &cookie, &json!({}), &[]).await).await;
        let page = get().await;
        assert!(page.contains("&lt;b&gt;川&lt;/b&gt; is published."), "{page}");
        assert!(page.contains("Mark all as read") && !page.contains("E-mail digest") && !page.contains("data-push="), "{page}");
        let foreign = [("sec-fetch-site", "cross-site")];
        assert_eq!(ask(&site.router, "POST", "/account/notices/seen", &cookie, &json!({}), &foreign).await.status(), StatusCode::FORBIDDEN);
        assert_eq!(ask(&site.router, "POST", "/account/notices/seen", &cookie, &json!({}), &[]).await.status(), StatusCode::SEE_OTHER);
        assert!(!get().await.contains("Mark all as read"));
        change(db, "UPDATE account SET email = 'staff@city.example.jp', email_proven_ms = 1 WHERE id = $1", params![&account]).await;
        assert!(get().await.contains("E-mail digest"));
    }
);

story!(
    /// The provider says who somebody is; whether they are staff stands here, and an account is bound to one subject for good.
    nobody_becomes_staff_by_signing_in,
    site,
    {
        site.cookie().await;
        let db = &site.site.db;
        let staff = account_of(db, "staff").await;
        change(
            db,
            "INSERT INTO account (id, login, name, role, password_hash, created_ms) VALUES ('r', 'resident', '', 'resident', '', 0)",
            params![],
        )
        .await;
        let vouched = |subject: &str, names: &[&str]| Vouched {
            subject: format!("https://login.example {subject}"),
            names: names.iter().map(|name| (*name).to_owned()).collect(),
        };
        let sign_in = async |subject: &str, names: &[&str]| oidc::sign_in(db, &vouched(subject, names), NOW).await.unwrap();
        assert_eq!(sign_in("0", &["stranger", "resident"]).await, None);
        assert_eq!(sign_in("1", &["stranger", "staff"]).await.as_deref(), Some(staff.as_str()));
        assert_eq!(sign_in("1", &[]).await.as_deref(), Some(staff.as_str()), "the name does not matter any more");
        assert_eq!(sign_in("2", &["staff"]).await, None, "it is somebody's already");
        change(db, "UPDATE account SET locked_ms = 1 WHERE id = $1", params![&staff]).await;
        assert_eq!(sign_in("1", &["staff"]).await, None);
        check_audit(db).await.unwrap();
    }
);

story!(
    /// A provider that does not answer costs nothing, and an answer that nobody asked for signs nobody in.
    the_way_back_needs_the_way_there,
    site,
    {
        assert_eq!(site.get("/sign-in/oidc").await.0, StatusCode::NOT_FOUND);
        let provider = Provider::new("http://127.0.0.1:9".to_owned(), "engawa".to_owned(), None);
        let (_, router) = with_outside(&site, Outside { oidc: provider, ..Outside::default() }).await;
        let there = ask(&router, "GET", "/sign-in/oidc?next=//evil.example", "a=b", &json!({}), &[]).await;
        assert_eq!(there.status(), StatusCode::BAD_GATEWAY);
        assert!(text(there).await.contains("identity provider"));
        for query in ["", "?code=a&state=b", "?error=access_denied&state=b"] {
            let back = ask(&router, "GET", &format!("/sign-in/oidc/back{query}"), "a=b", &json!({}), &[]).await;
            assert_eq!(back.status(), StatusCode::UNPROCESSABLE_ENTITY, "{query}");
            assert!(!back.headers().contains_key(header::LOCATION));
        }
    }
);

/// A provider on this machine that says where it is, refuses every code, and sends on whoever asks for `/moved`. Where it listens, and
/// which paths were asked for.
async fn provider() -> (String, Arc<Mutex<Vec<String>>>) {
    let asked = Arc::new(Mutex::new(Vec::new()));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let (kept, here) = (Arc::clone(&asked), address.clone());
    let answer = move |request: Request<Body>| {
        let (kept, here) = (Arc::clone(&kept), here.clone());
        async move {
            let path = request.uri().path().to_owned();
            kept.lock().unwrap().push(path.clone());
            match path.as_str() {
                "/.well-known/openid-configuration" => axum::Json(json!({
                    "issuer": here, "authorization_endpoint": format!("{here}/authorize"), "token_endpoint": format!("{here}/token"),
                    "jwks_uri": format!("{here}/keys"), "response_types_supported": ["code"], "subject_types_supported": ["public"],
                    "id_token_signing_alg_values_supported": ["RS256"],
                }))
                .into_response(),
                "/keys" => axum::Json(json!({ "keys": [] })).into_response(),
                "/moved/.well-known/openid-configuration" => {
                    (StatusCode::FOUND, [(header::LOCATION, format!("{here}/.well-known/openid-configuration"))]).into_response()
                }
                _ => (StatusCode::BAD_REQUEST, axum::Json(json!({ "error": "invalid_grant" }))).into_response(),
            }
        }
    };
    tokio::spawn(async move { axum::serve(listener, Router::new().fallback(answer)).await.unwrap() });
    (address, asked)
}

story!(
    /// The provider is asked where the operator said and nowhere else: a redirect of it is not followed.
    a_provider_leads_nowhere_else,
    site,
    {
        let (address, asked) = provider().await;
        let moved = Provider::new(format!("{address}/moved"), "engawa".to_owned(), None);
        let (_, router) = with_outside(&site, Outside { oidc: moved, ..Outside::default() }).await;
        let response = ask(&router, "GET", "/sign-in/oidc", "a=b", &json!({}), &[]).await;
        assert_eq!(response.status(), StatusCode::BAD_GATEWAY);
        assert_eq!(*asked.lock().unwrap(), ["/moved/.well-known/openid-configuration"]);
    }
);

story!(
    /// What a browser takes to the provider and back is a path of this site and the session that asked: another answer, another session, the
    /// same answer twice sign nobody in, and no session from before is a session afterwards.
    the_way_to_the_provider_and_back_stays_here,
    site,
    {
        let (address, asked) = provider().await;
        let here = Provider::new(address.clone(), "engawa".to_owned(), None);
        let (open, router) = with_outside(&site, Outside { oidc: here, ..Outside::default() }).await;
        for next in ["//evil.example", "https://evil.example/", "/\\evil.example"] {
            let path = format!("/sign-in/oidc?next={}", engawa_app::listings::query::encode(next));
            let there = ask(&router, "GET", &path, "a=b", &json!({}), &[]).await;
            let to = there.headers()[header::LOCATION].to_str().unwrap().to_owned();
            assert!(to.starts_with(&format!("{address}/authorize?")) && !to.contains("evil"), "{to}");
        }
        assert_eq!(count(&open.db, "SELECT COUNT(*) FROM session WHERE data <> REPLACE(data, 'evil', '')").await, 0, "nor is it kept");

        let there = ask(&router, "GET", "/sign-in/oidc?next=/staff", "a=b", &json!({}), &[]).await;
        let to = there.headers()[header::LOCATION].to_str().unwrap().to_owned();
        for part in ["code_challenge=", "code_challenge_method=S256", "nonce=", "state="] {
            assert!(to.contains(part), "{part}: {to}");
        }
        assert!(!to.contains("prompt="), "{to}");
        let again = ask(&router, "GET", "/sign-in/oidc?next=/staff", &site.cookie().await, &json!({}), &[]).await;
        let again = again.headers()[header::LOCATION].to_str().unwrap();
        assert!(again.contains("prompt=login"), "whoever is signed in already comes to prove it: {again}");
        change(&open.db, "DELETE FROM session WHERE account_id <> ''", params![]).await;
        let state = to.split_once("state=").unwrap().1.split('&').next().unwrap().to_owned();
        let cookie = cookie_of(&there);
        let back = async |cookie: &str, state: &str| {
            let path = format!("/sign-in/oidc/back?code=stolen&state={state}");
            let response = ask(&router, "GET", &path, cookie, &json!({}), &[]).await;
            assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY);
            assert!(!response.headers().contains_key(header::LOCATION));
        };
        let tokens = || asked.lock().unwrap().iter().filter(|path| *path == "/token").count();
        back("a=b", &state).await;
        assert_eq!(tokens(), 0, "a session that did not ask takes no code to the provider");
        back(&cookie, &state).await;
        assert_eq!(tokens(), 1);
        back(&cookie, &state).await;
        assert_eq!(tokens(), 1, "an answer counts once");
        let signed_in = Stmt { name: "test", sql: "SELECT COUNT(*) FROM session WHERE account_id <> ''" };
        assert_eq!(open.db.first::<(i64,)>(signed_in, params![]).await.unwrap(), Some((0,)));
    }
);

story!(
    /// Whatever secret is changed, nobody is signed out: sessions are random ids in the store and are made of no secret.
    changing_secrets_signs_nobody_out,
    site,
    {
        let cookie = site.cookie().await;
        let (_, before) = with_outside(&site, Outside { push: Some(pusher(false)), ..Outside::default() }).await;
        assert_eq!(ask(&before, "GET", "/account", &cookie, &json!({}), &[]).await.status(), StatusCode::OK);
        let changed = Outside {
            mail: Mailer::new("smtp://user:another@127.0.0.1:9", "Engawa <noreply@city.example.jp>"),
            oidc: Provider::new("http://127.0.0.1:9".to_owned(), "another".to_owned(), Some("another".to_owned())),
            push: Some(pusher(false)),
            sealing: None,
        };
        let (_, after) = with_outside(&site, changed).await;
        assert_eq!(ask(&after, "GET", "/account", &cookie, &json!({}), &[]).await.status(), StatusCode::OK);
        assert_eq!(ask(&after, "GET", "/staff", &cookie, &json!({}), &[]).await.status(), StatusCode::OK);
    }
);

story!(
    /// A passkey that signs nobody in leads nowhere, and where it would have led is not even read before.
    a_passkey_leads_nowhere_else,
    site,
    {
        let begun = ask(&site.router, "POST", "/api/v1/passkeys/sign-in/begin", "a=b", &json!({}), &[]).await;
        let cookie = cookie_of(&begun);
        let mut answer = signed_by_nobody("AAAA");
        answer["next"] = json!("//evil.example");
        let response = ask(&site.router, "POST", "/api/v1/passkeys/sign-in/finish", &cookie, &answer, &[]).await;
        assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY);
        assert!(!text(response).await.contains("evil"));
        // The button takes the page's own answer and nothing of its address.
        for path in ["/sign-in?next=//evil.example", "/sign-in?next=https://evil.example"] {
            let page = text(ask(&site.router, "GET", path, "a=b", &json!({}), &[]).await).await;
            assert!(!page.contains("=\"//evil") && !page.contains("=\"https://evil"), "{path}: {page}");
        }
    }
);
