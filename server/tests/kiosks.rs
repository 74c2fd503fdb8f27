//! 端末: a screen is paired once and stays where it belongs; what is sealed at it takes effect once or is held; nothing of it is told.

use crate::common::people::everybody;
use crate::common::{NOW, SEALING, TestSite, text};
use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response, StatusCode, header};
use engawa_app::command::{Body as CommandBody, Command};
use engawa_app::forms::command::{Attachment, FormCommand, Holder, Publish, Settings, Submit};
use engawa_app::forms::{Provenance, receipt};
use engawa_app::kiosk::beat::{Beat, Count, Counted, Mishap};
use engawa_app::kiosk::command::KioskCommand;
use engawa_app::kiosk::config::{Config, Enrolment};
use engawa_app::kiosk::envelope::{ABOUT_COMMAND, ABOUT_FILE, Envelope, SealedFile};
use engawa_app::site::Names;
use engawa_core::command::number_of;
use engawa_core::form::xlsform::{self, markdown};
use engawa_core::form::{AnswerPath, Answers};
use engawa_core::kiosk::base64url;
use engawa_core::kiosk::seal::{ENTROPY, PublicKey};
use engawa_core::rights::{Actor, DeskRole, MAIN_DESK};
use engawa_core::time::jst_date;
use engawa_core::{Lang, Receipt, ReceiptStatus};
use engawa_server::clock::now_ms;
use engawa_server::commands::execute;
use engawa_server::db::{Param, Stmt};
use engawa_server::feed::sha256_hex;
use engawa_server::forms::{export, store};
use engawa_server::http::assets::Assets;
use engawa_server::http::{Ctx, site_router};
use engawa_server::kiosk::keys::{self, Keys};
use engawa_server::kiosk::pairing::{self, CODE_MS, OF_ADDRESS_MAX};
use engawa_server::kiosk::{beat, deliver, parcels, spare, tidy};
use engawa_server::outside::Outside;
use engawa_server::params;
use engawa_server::sites::OpenSite;
use serde_json::{Value, json};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use tower::ServiceExt as _;

const DAY: i64 = 24 * 60 * 60 * 1000;
const HERE: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1));
/// What somebody typed at a screen.
const TYPED: &str = "ひみつの名前";

fn lead() -> Actor {
    let mut actor = Actor::staff("1", "lead", "責任者");
    actor.desks = vec![(MAIN_DESK.to_owned(), DeskRole::Lead)];
    actor
}

fn command(body: CommandBody) -> Command {
    Command { id: uuid::Uuid::now_v7().to_string(), base_rev: None, body }
}

async fn led(site: &TestSite, what: KioskCommand) -> Receipt {
    execute(&site.site, &lead(), &command(CommandBody::Kiosk(what)), NOW).await
}

fn code_of(receipt: &Receipt) -> &str {
    receipt.problems.first().map_or("", |problem| problem.code.as_str())
}

async fn count(site: &TestSite, sql: &'static str) -> i64 {
    site.site.db.first::<(i64,)>(Stmt { name: "TEST", sql }, params![]).await.unwrap().unwrap().0
}

async fn run(site: &TestSite, sql: &'static str, params: Vec<Param>) {
    let mut tx = site.site.db.begin().await.unwrap();
    tx.run(Stmt { name: "TEST", sql }, params).await.unwrap();
    tx.commit().await.unwrap();
}

/// A screen that staff enrolled.
async fn enrolled(site: &TestSite) -> String {
    let kiosk = uuid::Uuid::now_v7().to_string();
    let config = Config { name: "中央図書館 1階".to_owned(), ..Config::default() };
    let receipt = led(site, KioskCommand::Save { kiosk: kiosk.clone(), config: Box::new(config) }).await;
    assert_eq!(receipt.status, ReceiptStatus::Done, "{receipt:?}");
    kiosk
}

/// A screen that is paired, and its cookie.
async fn screen(site: &TestSite) -> (String, String) {
    let kiosk = enrolled(site).await;
    let code = pairing::new_code(&site.site, &lead(), &kiosk, NOW).await.unwrap().unwrap();
    let paired = pairing::pair(&site.site, &code, HERE, NOW).await.unwrap().unwrap();
    assert_eq!(paired.kiosk, kiosk);
    (kiosk, format!("engawa-kiosk={}", paired.secret))
}

async fn ask(router: &Router, method: &str, path: &str, headers: &[(&str, &str)], body: impl Into<Body>) -> Response<Body> {
    let mut request = Request::builder().method(method).uri(path).header(header::HOST, "test.localhost");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    router.clone().oneshot(request.body(body.into()).unwrap()).await.unwrap()
}

fn location(response: &Response<Body>) -> &str {
    response.headers().get(header::LOCATION).and_then(|to| to.to_str().ok()).unwrap_or_default()
}

async fn publish(site: &TestSite) {
    let workbook = markdown::read(
        "| survey | | | | |
         | | type | name | label | required |
         | | text | who | お名前 | yes |
         | | file | plan | 計画書 | |
         | settings | | | |
         | | form_id | version | form_title |
         | | grant | 1 | 助成金の申請 |",
    );
    let definition = xlsform::read(&workbook).unwrap().definition;
    let publish = Publish { definition, source: None, settings: Settings::default(), open: true };
    assert_eq!(site.run(&command(CommandBody::Forms(FormCommand::Publish(Box::new(publish))))).await.status, ReceiptStatus::Done);
}

fn submit(values: &[(&str, &str)], attachments: Vec<Attachment>) -> Command {
    let mut answers = Answers::default();
    answers.values.extend(values.iter().map(|(path, value)| (AnswerPath((*path).into()), (*value).to_owned())));
    command(CommandBody::Forms(FormCommand::Submit(Box::new(Submit {
        form_id: "grant".into(),
        version: "1".into(),
        answers,
        attachments,
        finished_at: None,
        language: String::new(),
        provenance: Provenance::Web,
        corrects: None,
        shared: None,
        paper_id: String::new(),
    }))))
}

fn public_key(secret: &str, site: &str) -> PublicKey {
    PublicKey::parse(&Keys::new(secret, site).unwrap().public()).unwrap()
}

fn seal(key: &PublicKey, plain: &[u8], about: &str) -> Vec<u8> {
    let chance = [uuid::Uuid::now_v7().into_bytes(), uuid::Uuid::now_v7().into_bytes()].concat();
    let entropy: [u8; ENTROPY] = chance.try_into().unwrap();
    key.seal(plain, about, &entropy).unwrap()
}

fn sealed(key: &PublicKey, inner: &Command, files: Vec<SealedFile>) -> String {
    let envelope = Envelope { command: inner.clone(), files };
    base64url::encode(&seal(key, &serde_json::to_vec(&envelope).unwrap(), ABOUT_COMMAND))
}

fn delivery(sealed: String, files: Vec<String>) -> Command {
    command(CommandBody::Kiosk(KioskCommand::Deliver { sealed, files }))
}

/// A delivery of a command, sealed to the test site.
fn delivery_of(inner: &Command) -> Command {
    delivery(sealed(&public_key(SEALING, "test"), inner, Vec::new()), Vec::new())
}

async fn inbox(site: &TestSite) -> Vec<String> {
    let all = store::inbox(&site.site.db, "grant", &store::Ask::default(), 10, 0).await.unwrap();
    all.into_iter().map(|it| it.id).collect()
}

/// The same site with other keys.
async fn with_keys(site: &TestSite, sealing: Option<Keys>) -> (Arc<OpenSite>, Router) {
    let outside = Outside { sealing, ..Outside::default() };
    let open = OpenSite::over(site.site.settings.clone(), &site.site.folder, site.site.db.clone(), outside).await.unwrap();
    let router = site_router(&Ctx { site: Arc::clone(&open), assets: Arc::new(Assets::default()), https: false, bench: false });
    (open, router)
}

story!(
    /// A code is used once, lives a quarter of an hour, and wrong, used and expired ones are answered alike.
    a_code_pairs_once,
    site,
    {
        let kiosk = enrolled(&site).await;
        assert_eq!(pairing::new_code(&site.site, &Actor::staff("2", "s", "担当"), &kiosk, NOW).await.unwrap().unwrap_err().code, "forbidden");
        assert_eq!(pairing::new_code(&site.site, &lead(), "nothing", NOW).await.unwrap().unwrap_err().code, "not_found");
        let old = pairing::new_code(&site.site, &lead(), &kiosk, NOW).await.unwrap().unwrap();
        let code = pairing::new_code(&site.site, &lead(), &kiosk, NOW).await.unwrap().unwrap();
        assert!(code.len() == 9 && code.as_bytes()[4] == b'-' && code != old, "{code}");
        let stored = site.site.db.first::<(String,)>(Stmt { name: "TEST", sql: "SELECT code FROM kiosk" }, params![]).await.unwrap().unwrap().0;
        assert!(stored.len() == 64 && !stored.contains(&code.replace('-', "")), "only its digest is stored");

        let wrong = pairing::pair(&site.site, "ABCD-EFGH", HERE, NOW).await.unwrap().unwrap_err();
        assert_eq!((wrong.path.as_str(), wrong.code.as_str()), ("code", "kiosk_code_wrong"));
        for (typed, at) in [(old.as_str(), NOW), (code.as_str(), NOW + CODE_MS), ("", NOW)] {
            assert_eq!(pairing::pair(&site.site, typed, HERE, at).await.unwrap().unwrap_err(), wrong, "{typed}");
        }
        // As people type.
        let typed = code.to_lowercase().replace('-', " ");
        let paired = pairing::pair(&site.site, &typed, HERE, NOW + CODE_MS - 1).await.unwrap().unwrap();
        assert_eq!(paired.kiosk, kiosk);
        assert_eq!(pairing::pair(&site.site, &code, HERE, NOW).await.unwrap().unwrap_err(), wrong, "it is used up");
        assert_eq!(count(&site, "SELECT COUNT(*) FROM audit WHERE verb = 'kiosk.code'").await, 2);
        assert_eq!(count(&site, "SELECT COUNT(*) FROM audit WHERE verb = 'kiosk.pair'").await, 1);
        let secrets = "SELECT COUNT(*) FROM kiosk WHERE state = 'active' AND secret <> ''";
        assert_eq!(count(&site, secrets).await, 1);
    }
);

story!(
    /// A browser that was paired and lost its cookie is known again by the spare it left, for a day; nobody else is, and a code stays used up.
    a_screen_is_known_again,
    site,
    {
        let (kiosk, cookie) = screen(&site).await;
        let spare = base64url::encode(&[7; 32]);
        let body = |spare: &str| json!({ "spare": spare }).to_string();
        let leave = |cookie: String, spare: String| {
            let router = site.router.clone();
            async move { ask(&router, "PUT", "/api/v1/kiosk/spare", &[("cookie", cookie.as_str())], body(&spare)).await.status() }
        };
        let again = |spare: String| {
            let router = site.router.clone();
            async move { ask(&router, "POST", "/api/v1/kiosk/again", &[], body(&spare)).await }
        };
        let is_known = |cookie: String| {
            let router = site.router.clone();
            async move { ask(&router, "GET", "/api/v1/kiosk", &[("cookie", cookie.as_str())], "").await.status() == StatusCode::OK }
        };
        assert_eq!(again(spare.clone()).await.status(), StatusCode::UNAUTHORIZED);
        assert_eq!(leave(cookie.clone(), "short".into()).await, StatusCode::BAD_REQUEST);
        assert_eq!(leave(String::new(), spare.clone()).await, StatusCode::UNAUTHORIZED);
        assert_eq!(leave(cookie.clone(), spare.clone()).await, StatusCode::NO_CONTENT);
        let stored = site.site.db.first::<(String,)>(Stmt { name: "TEST", sql: "SELECT spare FROM kiosk_spare" }, params![]).await.unwrap();
        assert!(stored.is_some_and(|(digest,)| digest.len() == 64 && !digest.contains(&spare)), "only its digest is stored");

        // Twice: the browser may die once more before it has written the new cookie down.
        let mut before = cookie;
        for _ in 0..2 {
            let response = again(spare.clone()).await;
            assert_eq!(response.status(), StatusCode::OK);
            let set = response.headers()[header::SET_COOKIE].to_str().unwrap().to_owned();
            assert!(set.contains("HttpOnly"), "{set}");
            let told: Enrolment = serde_json::from_str(&text(response).await).unwrap();
            assert_eq!((told.id.as_str(), told.active), (kiosk.as_str(), true));
            let new = set.split(';').next().unwrap().to_owned();
            assert!(is_known(new.clone()).await && !is_known(before).await, "the cookie before is nobody's");
            before = new;
        }
        assert_eq!(count(&site, "SELECT COUNT(*) FROM audit WHERE verb = 'kiosk.again'").await, 2);
        assert_eq!(again(base64url::encode(&[8; 32])).await.status(), StatusCode::UNAUTHORIZED);
        let foreign = [("sec-fetch-site", "cross-site")];
        assert_eq!(ask(&site.router, "POST", "/api/v1/kiosk/again", &foreign, body(&spare)).await.status(), StatusCode::FORBIDDEN);

        // A day later, after another tablet was paired as this screen, and once it is revoked, it is worth nothing.
        assert!(spare::again(&site.site, &spare, now_ms() + spare::SPARE_MS).await.unwrap().is_none());
        let code = pairing::new_code(&site.site, &lead(), &kiosk, NOW).await.unwrap().unwrap();
        let other = pairing::pair(&site.site, &code, HERE, NOW).await.unwrap().unwrap();
        assert_eq!(again(spare.clone()).await.status(), StatusCode::UNAUTHORIZED);
        let cookie = format!("engawa-kiosk={}", other.secret);
        assert_eq!(leave(cookie.clone(), spare.clone()).await, StatusCode::NO_CONTENT);
        assert_eq!(led(&site, KioskCommand::Revoke { kiosk }).await.status, ReceiptStatus::Done);
        assert_eq!(again(spare.clone()).await.status(), StatusCode::UNAUTHORIZED);
        assert_eq!(leave(cookie, spare).await, StatusCode::FORBIDDEN);
        tidy::tidy(&site.site, now_ms() + 2 * DAY).await.unwrap();
        assert_eq!(count(&site, "SELECT COUNT(*) FROM kiosk_spare").await, 0);
    }
);

story!(
    /// Twenty tablets that type the same code at the same moment: one is the screen.
    one_of_many_tablets_is_the_screen,
    site,
    {
        let kiosk = enrolled(&site).await;
        let code = pairing::new_code(&site.site, &lead(), &kiosk, NOW).await.unwrap().unwrap();
        let tasks: Vec<_> = (0..20_u8)
            .map(|at| {
                let (site, code) = (Arc::clone(&site.site), code.clone());
                tokio::spawn(async move { pairing::pair(&site, &code, IpAddr::V4(Ipv4Addr::new(192, 0, 2, at)), NOW).await.unwrap().is_ok() })
            })
            .collect();
        let mut paired = 0;
        for task in tasks {
            paired += usize::from(task.await.unwrap());
        }
        assert_eq!(paired, 1);
    }
);

story!(
    /// Guessing is stopped by address and in all, and a right code does not help any more; another address is not stopped.
    guessing_codes_is_stopped,
    site,
    {
        let kiosk = enrolled(&site).await;
        let code = pairing::new_code(&site.site, &lead(), &kiosk, NOW).await.unwrap().unwrap();
        for _ in 0..OF_ADDRESS_MAX {
            assert_eq!(pairing::pair(&site.site, "ABCD-EFGH", HERE, NOW).await.unwrap().unwrap_err().code, "kiosk_code_wrong");
        }
        assert_eq!(pairing::pair(&site.site, &code, HERE, NOW).await.unwrap().unwrap_err().code, "too_many_attempts");
        run(&site, "UPDATE sign_in_failure SET login = 'x' WHERE login <> 'kiosk-pair'", params![]).await;
        for _ in 0..(pairing::OF_ALL_MAX - OF_ADDRESS_MAX) {
            run(&site, "INSERT INTO sign_in_failure (login, at_ms) VALUES ('kiosk-pair', $1)", params![NOW]).await;
        }
        let other = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 99));
        assert_eq!(pairing::pair(&site.site, &code, other, NOW).await.unwrap().unwrap_err().code, "too_many_attempts");
        let later = NOW + engawa_server::people::FAILURE_WINDOW_MS;
        let code = pairing::new_code(&site.site, &lead(), &kiosk, later).await.unwrap().unwrap();
        assert!(pairing::pair(&site.site, &code, HERE, later).await.unwrap().is_ok());
    }
);

story!(
    /// The form leads on, with and without scripts; the cookie is no script's; without a sealing key nothing is paired, and it is said why.
    a_tablet_types_its_code,
    site,
    {
        let form = ("content-type", "application/x-www-form-urlencoded");
        let kiosk = enrolled(&site).await;
        let wrong = ask(&site.router, "POST", "/kiosk/pair", &[form], "code=ABCD-EFGH").await;
        assert_eq!((wrong.status(), location(&wrong)), (StatusCode::SEE_OTHER, "/kiosk/pair?problem=kiosk_code_wrong"));
        let as_json = ("accept", "application/json");
        let wrong = ask(&site.router, "POST", "/kiosk/pair", &[form, as_json, ("cookie", "lang=en")], "code=ABCD-EFGH").await;
        assert_eq!(wrong.status(), StatusCode::UNPROCESSABLE_ENTITY);
        assert!(text(wrong).await.contains("The code is wrong or has expired."));
        let foreign = ask(&site.router, "POST", "/kiosk/pair", &[form, ("sec-fetch-site", "cross-site")], "code=ABCD-EFGH").await;
        assert_eq!(foreign.status(), StatusCode::FORBIDDEN);

        let (_, without) = with_keys(&site, None).await;
        let none = ask(&without, "POST", "/kiosk/pair", &[form, as_json, ("cookie", "lang=en")], "code=ABCD-EFGH").await;
        assert_eq!(none.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert!(text(none).await.contains("ENGAWA_SEALING_KEY"));

        for json in [false, true] {
            let code = pairing::new_code(&site.site, &lead(), &kiosk, now_ms()).await.unwrap().unwrap();
            let headers = if json { vec![form, as_json] } else { vec![form] };
            let paired = ask(&site.router, "POST", "/kiosk/pair", &headers, format!("code={code}")).await;
            let cookies: Vec<String> =
                paired.headers().get_all(header::SET_COOKIE).iter().map(|it| it.to_str().unwrap().to_owned()).collect();
            let cookie = cookies.iter().find(|it| it.starts_with("engawa-kiosk=")).unwrap();
            for part in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=34560000"] {
                assert!(cookie.contains(part), "{cookie}");
            }
            if json {
                assert_eq!(paired.status(), StatusCode::OK);
                let told: Enrolment = serde_json::from_str(&text(paired).await).unwrap();
                assert_eq!((told.id.as_str(), told.active, told.config.name.as_str()), (kiosk.as_str(), true, "中央図書館 1階"));
                assert_eq!(told.public_key, public_key(SEALING, "test").text());
            } else {
                assert_eq!((paired.status(), location(&paired)), (StatusCode::SEE_OTHER, "/kiosk"));
            }
            let pair = cookie.split(';').next().unwrap();
            assert_eq!(ask(&site.router, "GET", "/api/v1/kiosk", &[("cookie", pair)], "").await.status(), StatusCode::OK);
        }
    }
);

story!(
    /// A paired browser gets the screen and nothing else, whoever was signed in on it; a device without the cookie is no screen.
    a_screen_stays_where_it_belongs,
    site,
    {
        let (_, cookie) = screen(&site).await;
        let staff = site.cookie().await;
        let both = format!("{staff}; {cookie}");
        let home = ask(&site.router, "GET", "/kiosk", &[("cookie", both.as_str())], "").await;
        assert_eq!(home.status(), StatusCode::OK);
        assert_eq!(home.headers()[header::CACHE_CONTROL].to_str().unwrap(), "no-store");
        let shell = ask(&site.router, "GET", "/shell", &[("cookie", cookie.as_str())], "").await;
        assert_eq!(text(home).await, text(shell).await);
        for path in ["/", "/staff", "/sign-in", "/staff/sign-in", "/account", "/listings", "/forms", "/lang/en", "/nowhere"] {
            let response = ask(&site.router, "GET", path, &[("cookie", both.as_str())], "").await;
            assert_eq!((response.status(), location(&response)), (StatusCode::SEE_OTHER, "/kiosk"), "{path}");
        }
        let sign_in = "login=staff&password=correct+horse+battery";
        let form = ("content-type", "application/x-www-form-urlencoded");
        let response = ask(&site.router, "POST", "/staff/sign-in", &[form, ("cookie", cookie.as_str())], sign_in).await;
        assert_eq!((response.status(), location(&response)), (StatusCode::SEE_OTHER, "/kiosk"));
        assert!(response.headers().get(header::SET_COOKIE).is_none());
        for path in ["/api/v1/me", "/api/v1/listings/x", "/api/v1/passkeys/sign-in/begin"] {
            assert_eq!(ask(&site.router, "GET", path, &[("cookie", both.as_str())], "").await.status(), StatusCode::FORBIDDEN, "{path}");
        }
        assert_eq!(ask(&site.router, "GET", "/api/v1/feed/public", &[("cookie", both.as_str())], "").await.status(), StatusCode::OK);
        assert_eq!(ask(&site.router, "GET", "/api/v1/feed/staff:main", &[("cookie", both.as_str())], "").await.status(), StatusCode::FORBIDDEN);
        for none in ["", "engawa-kiosk=made-up", staff.as_str()] {
            assert_eq!(ask(&site.router, "GET", "/api/v1/kiosk", &[("cookie", none)], "").await.status(), StatusCode::UNAUTHORIZED, "{none}");
        }
        assert_eq!(ask(&site.router, "GET", "/staff", &[("cookie", staff.as_str())], "").await.status(), StatusCode::OK);
        // Whoever writes as the staff whose session the browser holds is a screen all the same.
        let kiosk = uuid::Uuid::now_v7().to_string();
        let save = command(CommandBody::Kiosk(KioskCommand::Save { kiosk, config: Box::default() }));
        let (_, receipts) = site.post_commands(Some(&both), serde_json::to_string(&[save]).unwrap()).await;
        assert_eq!(receipts[0]["problems"][0]["code"], "forbidden");
    }
);

story!(
    /// A screen that was revoked delivers what was sealed there, says how it is, and does nothing else.
    a_revoked_screen_only_delivers,
    site,
    {
        publish(&site).await;
        let (kiosk, cookie) = screen(&site).await;
        let words = Some(Names { ja: "停電".into(), ..Names::default() });
        assert_eq!(led(&site, KioskCommand::Say { kiosk: kiosk.clone(), words }).await.status, ReceiptStatus::Done);
        assert_eq!(led(&site, KioskCommand::Revoke { kiosk: kiosk.clone() }).await.status, ReceiptStatus::Done);
        assert_eq!(code_of(&led(&site, KioskCommand::Revoke { kiosk: kiosk.clone() }).await), "kiosk_revoked");
        assert_eq!(code_of(&led(&site, KioskCommand::Save { kiosk: kiosk.clone(), config: Box::default() }).await), "kiosk_revoked");
        assert_eq!(pairing::new_code(&site.site, &lead(), &kiosk, NOW).await.unwrap().unwrap_err().code, "kiosk_revoked");

        let own = [("cookie", cookie.as_str()), ("content-type", "application/json")];
        let told = ask(&site.router, "POST", "/api/v1/kiosk/beat", &own, json!({ "seq": 1, "clock_ms": now_ms() }).to_string()).await;
        assert_eq!(told.status(), StatusCode::OK);
        let told: Enrolment = serde_json::from_str(&text(told).await).unwrap();
        assert_eq!((told.active, told.public_key.as_str(), told.say, told.seq), (false, "", None, 1));
        let picture = [("cookie", cookie.as_str()), ("content-type", "image/jpeg")];
        assert_eq!(ask(&site.router, "PUT", "/api/v1/kiosk/picture", &picture, "\u{FFFD}").await.status(), StatusCode::FORBIDDEN);
        assert_eq!(ask(&site.router, "POST", "/api/v1/hand-overs", &own, "parcel").await.status(), StatusCode::FORBIDDEN);
        let home = ask(&site.router, "GET", "/sign-in", &own, "").await;
        assert_eq!(location(&home), "/kiosk", "the fence stands");

        let inner = submit(&[("who", TYPED)], Vec::new());
        let body = serde_json::to_string(&[inner.clone(), delivery_of(&inner)]).unwrap();
        let (_, receipts) = site.post_commands(Some(&cookie), body).await;
        assert_eq!((&receipts[0]["problems"][0]["code"], &receipts[1]["status"]), (&json!("forbidden"), &json!("done")), "{receipts}");
        assert_eq!(inbox(&site).await, [inner.id]);
    }
);

story!(
    /// What was delivered takes effect once: under the same id, under another, twenty at the same moment; the person's receipt is the inner one.
    a_delivery_takes_effect_once,
    site,
    {
        publish(&site).await;
        let (kiosk, _) = screen(&site).await;
        let (actor, inner) = (Actor::kiosk(&kiosk), submit(&[("who", TYPED)], Vec::new()));
        let outer = delivery_of(&inner);
        let tasks: Vec<_> = (0..20)
            .map(|_| {
                let (site, actor, outer) = (Arc::clone(&site.site), actor.clone(), outer.clone());
                tokio::spawn(async move { execute(&site, &actor, &outer, NOW).await })
            })
            .collect();
        let mut done = Vec::new();
        for task in tasks {
            let receipt = task.await.unwrap();
            assert!(matches!(receipt.status, ReceiptStatus::Done | ReceiptStatus::Retry), "{receipt:?}");
            done.extend((receipt.status == ReceiptStatus::Done).then_some(receipt));
        }
        let again = execute(&site.site, &actor, &outer, NOW + DAY).await;
        assert!(!done.is_empty() && done.iter().all(|receipt| *receipt == again), "{done:?}");
        assert_eq!(again.receipt_no, Some(number_of(&outer.id)));
        // Sealed again, under another id.
        assert_eq!(execute(&site.site, &actor, &delivery_of(&inner), NOW).await.status, ReceiptStatus::Done);
        assert_eq!(inbox(&site).await, std::slice::from_ref(&inner.id));
        assert_eq!(count(&site, "SELECT COUNT(*) FROM kiosk_held").await, 0);
        let sent = store::by_receipt(&site.site.db, &number_of(&inner.id)).await.unwrap();
        assert_eq!(sent.iter().map(|it| it.sender.clone()).collect::<Vec<_>>(), [actor.name()]);
        // With it somebody takes it back, from anywhere.
        let holder = Holder { receipt_no: number_of(&inner.id), secret: receipt::secret_of(&inner.id).unwrap() };
        let withdraw = command(CommandBody::Forms(FormCommand::Withdraw { holder, reason: String::new() }));
        assert_eq!(execute(&site.site, &Actor::anonymous(), &withdraw, NOW).await.status, ReceiptStatus::Done);
        // The answer was lost, and the tablet was paired anew, or is no screen any more: its delivery is done all the same.
        for other in [Actor::kiosk("other"), Actor::revoked_kiosk("other"), Actor::anonymous()] {
            assert_eq!(execute(&site.site, &other, &outer, NOW).await, again);
        }
        // The same id with other content is refused.
        let forged = Command { id: outer.id.clone(), ..delivery_of(&inner) };
        assert_eq!(code_of(&execute(&site.site, &Actor::kiosk("other"), &forged, NOW).await), "forbidden");
        assert_eq!(inbox(&site).await.len(), 1);
        assert_eq!(code_of(&execute(&site.site, &Actor::anonymous(), &delivery_of(&inner), NOW).await), "forbidden");
    }
);

story!(
    /// What came from a shared screen is told from what came from people's own devices, in the desk's list and in its file; nobody says so of
    /// their own.
    what_comes_from_a_screen_says_so,
    site,
    {
        publish(&site).await;
        let (kiosk, _) = screen(&site).await;
        let (here, at_home) = (submit(&[("who", TYPED)], Vec::new()), submit(&[("who", "うちから")], Vec::new()));
        assert_eq!(execute(&site.site, &Actor::kiosk(&kiosk), &delivery_of(&here), NOW).await.status, ReceiptStatus::Done);
        assert_eq!(execute(&site.site, &Actor::anonymous(), &at_home, NOW).await.status, ReceiptStatus::Done);
        let form = store::form(&site.site.db, "grant").await.unwrap().unwrap();
        let staff = site.cookie().await;
        let of_screens = "SELECT COUNT(*) FROM form_submission WHERE provenance = 'kiosk'";
        assert_eq!(count(&site, of_screens).await, 1);
        // Once as it is stored now, once as it was stored when screens were not told apart.
        for stored in ["kiosk", "web"] {
            run(&site, "UPDATE form_submission SET provenance = $1 WHERE sender <> 'anonymous'", params![stored]).await;
            let came = |id: &str| {
                let (site, id) = (Arc::clone(&site.site), id.to_owned());
                async move { store::submission(&site.db, &id).await.unwrap().unwrap().provenance }
            };
            assert_eq!((came(&here.id).await, came(&at_home.id).await), (Provenance::Kiosk, Provenance::Web), "{stored}");
            for (lang, expected) in [(Lang::Ja, ["ウェブ", "共用端末"]), (Lang::En, ["Shared screen", "Web"])] {
                let tables = export::of_form(&site.site.db, &form, None, lang).await.unwrap();
                let mut found: Vec<&str> = tables[0].rows.iter().flatten().map(String::as_str).filter(|cell| expected.contains(cell)).collect();
                found.sort_unstable();
                assert_eq!(found, expected, "{stored}");
            }
            let listed = text(ask(&site.router, "GET", "/staff/submissions", &[("cookie", staff.as_str())], "").await).await;
            assert_eq!(listed.matches(" / 共用端末").count(), 1, "{stored}");
        }
        // Nobody says so: not at a screen, not anywhere else, not staff.
        let said = || {
            let mut said = submit(&[("who", TYPED)], Vec::new());
            if let CommandBody::Forms(FormCommand::Submit(it)) = &mut said.body {
                it.provenance = Provenance::Kiosk;
            }
            said
        };
        assert_eq!(code_of(&execute(&site.site, &Actor::anonymous(), &said(), NOW).await), "forbidden");
        assert_eq!(code_of(&execute(&site.site, &lead(), &said(), NOW).await), "provenance_required");
        assert_eq!(execute(&site.site, &Actor::kiosk(&kiosk), &delivery_of(&said()), NOW).await.status, ReceiptStatus::Done);
        assert_eq!(count(&site, "SELECT COUNT(*) FROM kiosk_held").await, 1);
        assert_eq!(inbox(&site).await.len(), 2);
    }
);

story!(
    /// A tablet whose right went to another one keeps what was sealed there, and delivers it when it is a screen again, whichever.
    what_waits_on_a_tablet_without_a_right_is_not_lost,
    site,
    {
        publish(&site).await;
        let (inner, staff) = (submit(&[("who", TYPED)], Vec::new()), lead());
        let outer = delivery_of(&inner);
        for actor in [Actor::anonymous(), staff] {
            let waits = execute(&site.site, &actor, &outer, NOW).await;
            assert_eq!((waits.status, code_of(&waits)), (ReceiptStatus::Retry, "forbidden"));
        }
        assert!(inbox(&site).await.is_empty());
        let (kiosk, _) = screen(&site).await;
        assert_eq!(execute(&site.site, &Actor::kiosk(&kiosk), &outer, NOW).await.status, ReceiptStatus::Done);
        assert_eq!(inbox(&site).await, [inner.id]);
    }
);

story!(
    /// The server stopped after the command inside was decided and before the delivery was: what comes again is only noted.
    a_restart_in_between_changes_nothing,
    site,
    {
        publish(&site).await;
        let (kiosk, _) = screen(&site).await;
        let (actor, inner) = (Actor::kiosk(&kiosk), submit(&[("who", TYPED)], Vec::new()));
        let outer = delivery_of(&inner);
        let CommandBody::Kiosk(KioskCommand::Deliver { sealed, .. }) = &outer.body else { panic!("no delivery") };
        assert_eq!(deliver::take(&site.site, &kiosk, &outer.id, sealed, NOW).await.unwrap(), deliver::Delivered::Done);
        let known = "SELECT COUNT(*) FROM receipt WHERE verb = 'kiosk.deliver'";
        assert_eq!((count(&site, known).await, inbox(&site).await), (0, vec![inner.id.clone()]));
        let (open, _) = with_keys(&site, Keys::new(SEALING, "test")).await;
        assert_eq!(execute(&open, &actor, &outer, NOW + DAY).await.status, ReceiptStatus::Done);
        assert_eq!((count(&site, known).await, inbox(&site).await), (1, vec![inner.id]));
    }
);

story!(
    /// A file waits for its sealed bytes, is opened, looked at as any other, and its sealed bytes are forgotten; a delivery that comes again
    /// does not need them any more.
    a_file_is_opened_and_its_seal_forgotten,
    site,
    {
        publish(&site).await;
        let (kiosk, _) = screen(&site).await;
        let (actor, key) = (Actor::kiosk(&kiosk), public_key(SEALING, "test"));
        let file: Vec<u8> = [b"%PDF-1.7 ".to_vec(), vec![7; 3_000]].concat();
        let name = sha256_hex(&file);
        let seal_of_file = seal(&key, &file, ABOUT_FILE);
        let sealed_name = sha256_hex(&seal_of_file);
        let answer = format!("sha256:{name}/計画.pdf");
        let attachment =
            Attachment { path: "plan".into(), sha256: name.clone(), name: "計画.pdf".into(), bytes: 3_009, media_type: "text/html".into() };
        let inner = submit(&[("who", TYPED), ("plan", &answer)], vec![attachment]);
        let files = vec![SealedFile { sealed: sealed_name.clone(), sha256: name.clone(), bytes: 3_009 }];
        let outer = delivery(sealed(&key, &inner, files), vec![sealed_name.clone()]);

        let waits = execute(&site.site, &actor, &outer, NOW).await;
        assert_eq!((waits.status, code_of(&waits)), (ReceiptStatus::Retry, "attachment_missing"));
        assert!(inbox(&site).await.is_empty());
        let put = |bytes: Vec<u8>| ask(&site.router, "PUT", "/api/v1/blobs/x", &[], bytes);
        assert_eq!(put(Vec::new()).await.status(), StatusCode::BAD_REQUEST);
        let path = format!("/api/v1/blobs/{sealed_name}");
        assert_eq!(ask(&site.router, "PUT", &path, &[("content-type", "application/octet-stream")], seal_of_file).await.status(), StatusCode::OK);

        assert_eq!(execute(&site.site, &actor, &outer, NOW).await.status, ReceiptStatus::Done);
        let kept = store::files(&site.site.db, &inner.id).await.unwrap();
        assert_eq!((kept[0].media_type.as_str(), kept[0].bytes, kept[0].name.as_str()), ("application/pdf", 3_009, "計画.pdf"));
        assert_eq!(site.site.blobs.read(&name).await.unwrap(), Some(file));
        assert_eq!(site.site.blobs.read(&sealed_name).await.unwrap(), None);
        let again = delivery(sealed(&key, &inner, vec![SealedFile { sealed: sealed_name, sha256: name, bytes: 3_009 }]), Vec::new());
        assert_eq!(execute(&site.site, &actor, &again, NOW).await.status, ReceiptStatus::Done);
        assert_eq!(count(&site, "SELECT COUNT(*) FROM kiosk_held").await, 0);
    }
);

story!(
    /// What cannot take effect is held, sealed as it came, with its files, and staff are told; the screen is done with it.
    what_cannot_take_effect_is_held,
    site,
    {
        publish(&site).await;
        site.cookie().await;
        let (kiosk, _) = screen(&site).await;
        let (actor, key) = (Actor::kiosk(&kiosk), public_key(SEALING, "test"));
        let old = keys::new_key();
        let good = submit(&[("who", TYPED)], Vec::new());
        let refused = submit(&[], Vec::new());
        let not_for_anyone = command(CommandBody::Forms(FormCommand::SetOpen { form_id: "grant".into(), open: false }));
        let nested = delivery_of(&good);
        let file = seal(&key, b"another file", ABOUT_FILE);
        let sealed_name = site.site.blobs.take_whole(&site.site.db, &file, NOW).await.unwrap();
        let with_wrong_file = vec![SealedFile { sealed: sealed_name.clone(), sha256: sha256_hex(b"the file"), bytes: 8 }];
        let absent = "0".repeat(64);
        let lacks = Attachment { path: "plan".into(), sha256: absent.clone(), name: "a.pdf".into(), bytes: 3, media_type: String::new() };
        let lacks = submit(&[("who", TYPED), ("plan", &format!("sha256:{absent}/a.pdf"))], vec![lacks]);
        let mut broken = base64url::decode(&sealed(&key, &good, Vec::new())).unwrap();
        *broken.last_mut().unwrap() ^= 1;
        let cases = [
            (delivery_of(&refused), "answer_required", number_of(&refused.id)),
            (delivery_of(&not_for_anyone), "sealed_not_for_anyone", number_of(&not_for_anyone.id)),
            (delivery_of(&nested), "sealed_not_for_anyone", number_of(&nested.id)),
            (delivery(sealed(&public_key(SEALING, "other"), &good, Vec::new()), Vec::new()), "sealed_other_key", String::new()),
            (delivery(sealed(&public_key(&old, "test"), &good, Vec::new()), Vec::new()), "sealed_other_key", String::new()),
            (delivery(base64url::encode(&broken), Vec::new()), "sealed_broken", String::new()),
            (delivery("no seal!".to_owned(), Vec::new()), "sealed_broken", String::new()),
            (delivery(sealed(&key, &good, with_wrong_file), vec![sealed_name.clone()]), "sealed_file_broken", number_of(&good.id)),
            (delivery_of(&lacks), "attachment_missing", number_of(&lacks.id)),
        ];
        for (outer, code, number) in &cases {
            let receipt = execute(&site.site, &actor, outer, NOW).await;
            assert_eq!((receipt.status, receipt.problems.len()), (ReceiptStatus::Done, 0), "{code}");
            assert_eq!(execute(&site.site, &actor, outer, NOW + 1).await, receipt, "{code}");
            let held = Stmt { name: "TEST", sql: "SELECT kiosk_id, problems, receipt_no, sealed FROM kiosk_held WHERE id = $1" };
            let (of, problems, receipt_no, sealed) =
                site.site.db.first::<(String, String, String, String)>(held, params![&outer.id]).await.unwrap().unwrap();
            let problems: Value = serde_json::from_str(&problems).unwrap();
            assert_eq!((of.as_str(), problems[0]["code"].as_str(), &receipt_no), (kiosk.as_str(), Some(*code), number));
            let CommandBody::Kiosk(KioskCommand::Deliver { sealed: came, .. }) = &outer.body else { panic!("no delivery") };
            assert_eq!(sealed, *came);
        }
        assert!(inbox(&site).await.is_empty());
        assert_eq!(count(&site, "SELECT COUNT(*) FROM notice WHERE code = 'kiosk_held'").await, 9);
        // With the older key beside the new one it opens: nothing was lost.
        let CommandBody::Kiosk(KioskCommand::Deliver { sealed: came, .. }) = &cases[4].0.body else { panic!("no delivery") };
        let both = Keys::new(&format!("{SEALING}, {old}"), "test").unwrap();
        assert_eq!(deliver::open(&both, came).unwrap().command, good);
        assert_eq!(both.public(), key.text());
        assert_eq!(deliver::opened(&site.site, &cases[4].0.id).await.unwrap(), None);
        let (rotated, _) = with_keys(&site, Some(both)).await;
        assert_eq!(deliver::opened(&rotated, &cases[4].0.id).await.unwrap().as_ref(), Some(&good));
        // A week later its sealed file is still there, and gone some time after staff dealt with it.
        let db = &site.site.db;
        assert_eq!(site.site.blobs.forget_idle(db, NOW + 8 * DAY, NOW + 9 * DAY).await.unwrap(), 0);
        let delivered = cases[7].0.id.clone();
        let settle = |note: &str| KioskCommand::Settle { delivery: delivered.clone(), note: note.to_owned() };
        assert_eq!(code_of(&site.run(&command(CommandBody::Kiosk(settle(" ")))).await), "required");
        assert_eq!(site.run(&command(CommandBody::Kiosk(settle("電話で確認した")))).await.status, ReceiptStatus::Done);
        assert_eq!(code_of(&site.run(&command(CommandBody::Kiosk(settle("また")))).await), "delivery_settled");
        tidy::tidy(&site.site, NOW + 90 * DAY - 1).await.unwrap();
        assert_eq!(count(&site, "SELECT COUNT(*) FROM kiosk_held").await, 9);
        tidy::tidy(&site.site, NOW + 90 * DAY + 1).await.unwrap();
        assert_eq!(count(&site, "SELECT COUNT(*) FROM kiosk_held").await, 8);
        assert_eq!(site.site.blobs.forget_idle(db, NOW + 91 * DAY, NOW + 91 * DAY).await.unwrap(), 1);
    }
);

story!(
    /// So much is held of one screen that staff have to look first: it keeps what it has, other screens and what can take effect do not wait.
    what_is_held_of_one_screen_has_a_bound,
    site,
    {
        publish(&site).await;
        let (kiosk, _) = screen(&site).await;
        let (other, _) = screen(&site).await;
        let mut tx = site.site.db.begin().await.unwrap();
        let put = "INSERT INTO kiosk_held (id, kiosk_id, at_ms, problems, sealed, files, receipt_no, settled_by, settled_ms, note)
                   VALUES ($1, $2, 1, '[]', '', '[]', '', '', 0, '')";
        for number in 0..deliver::HELD_OF_SCREEN_MAX {
            tx.run(Stmt { name: "TEST", sql: put }, params![format!("h{number}"), &kiosk]).await.unwrap();
        }
        tx.commit().await.unwrap();
        let broken = delivery("no seal!".to_owned(), Vec::new());
        let waits = execute(&site.site, &Actor::kiosk(&kiosk), &broken, NOW).await;
        assert_eq!((waits.status, code_of(&waits)), (ReceiptStatus::Retry, "try_later"));
        let good = submit(&[("who", TYPED)], Vec::new());
        assert_eq!(execute(&site.site, &Actor::kiosk(&kiosk), &delivery_of(&good), NOW).await.status, ReceiptStatus::Done);
        let elsewhere = delivery("no seal!".to_owned(), Vec::new());
        assert_eq!(execute(&site.site, &Actor::kiosk(&other), &elsewhere, NOW).await.status, ReceiptStatus::Done);
        // Staff deal with one, and the next is taken.
        let settle = KioskCommand::Settle { delivery: "h0".into(), note: "見た".into() };
        assert_eq!(site.run(&command(CommandBody::Kiosk(settle))).await.status, ReceiptStatus::Done);
        assert_eq!(execute(&site.site, &Actor::kiosk(&kiosk), &broken, NOW).await.status, ReceiptStatus::Done);
    }
);

story!(
    /// A site whose key is missing waits with everything until it is there again; a new key still opens what was sealed to the old one.
    keys_change_and_nothing_is_lost,
    site,
    {
        publish(&site).await;
        let (kiosk, _) = screen(&site).await;
        let (actor, inner) = (Actor::kiosk(&kiosk), submit(&[("who", TYPED)], Vec::new()));
        let outer = delivery_of(&inner);
        let (without, _) = with_keys(&site, None).await;
        let waits = execute(&without, &actor, &outer, NOW).await;
        assert_eq!((waits.status, code_of(&waits)), (ReceiptStatus::Retry, "sealing_key_missing"));
        assert_eq!(pairing::new_code(&without, &lead(), &kiosk, NOW).await.unwrap().unwrap_err().code, "sealing_key_missing");
        let (rotated, _) = with_keys(&site, Keys::new(&format!("{}\n{SEALING}", keys::new_key()), "test")).await;
        assert_eq!(execute(&rotated, &actor, &outer, NOW).await.status, ReceiptStatus::Done);
        assert_eq!(inbox(&site).await, [inner.id]);
    }
);

story!(
    /// Nothing of what is inside stands in the receipt of the delivery, in the audit log or in a notice.
    nothing_inside_is_told,
    site,
    {
        publish(&site).await;
        site.cookie().await;
        let (kiosk, _) = screen(&site).await;
        let actor = Actor::kiosk(&kiosk);
        let (good, bad) = (submit(&[("who", TYPED)], Vec::new()), submit(&[("plan", TYPED)], Vec::new()));
        for inner in [&good, &bad] {
            let receipt = execute(&site.site, &actor, &delivery_of(inner), NOW).await;
            let told = serde_json::to_string(&receipt).unwrap();
            assert!(!told.contains(TYPED) && !told.contains(&inner.id), "{told}");
        }
        let rows = [
            "SELECT actor || subject || about || detail FROM audit",
            "SELECT subject || answer FROM receipt WHERE verb = 'kiosk.deliver'",
            "SELECT args || path FROM notice",
        ];
        for sql in rows {
            let all = site.site.db.all::<(String,)>(Stmt { name: "TEST", sql }, params![]).await.unwrap();
            assert!(!all.is_empty(), "{sql}");
            assert!(all.iter().all(|(row,)| !row.contains(TYPED)), "{sql}");
        }
        let outer = "SELECT detail FROM audit WHERE verb = 'kiosk.deliver'";
        let all = site.site.db.all::<(String,)>(Stmt { name: "TEST", sql: outer }, params![]).await.unwrap();
        assert!(all.len() == 2 && all.iter().all(|(row,)| !row.contains(&good.id) && !row.contains(&bad.id)), "{all:?}");
    }
);

story!(
    /// A beat is counted once, says what staff want on the screen, and nothing in it grows without bounds.
    a_beat_is_counted_once,
    site,
    {
        let (kiosk, cookie) = screen(&site).await;
        let words = Names { ja: "今日は17時に閉まります".into(), ..Names::default() };
        assert_eq!(led(&site, KioskCommand::Say { kiosk: String::new(), words: Some(words.clone()) }).await.status, ReceiptStatus::Done);
        assert_eq!(code_of(&led(&site, KioskCommand::Say { kiosk: "x".into(), words: None }).await), "not_found");
        assert_eq!(led(&site, KioskCommand::Reload { kiosk: kiosk.clone() }).await.status, ReceiptStatus::Done);
        assert_eq!(led(&site, KioskCommand::Reload { kiosk: String::new() }).await.status, ReceiptStatus::Done);

        let day = jst_date(now_ms());
        let counts = vec![
            Count { day, what: Counted::Listing, subject: "a1".into(), times: 3 },
            Count { day, what: Counted::Session, subject: String::new(), times: 2 },
            Count { day, what: Counted::NothingFound, subject: TYPED.into(), times: 1 },
        ];
        // What an older build says of its clock is not counted beside what the server sees.
        let mishap = |code: &str| Mishap { code: code.into(), at_ms: 5, times: 1 };
        let mishaps = vec![mishap("store_full"), mishap("clock")];
        let storage = Some((10, 20));
        let beat = Beat { seq: 1, build: "b".repeat(200), clock_ms: now_ms() - DAY, storage, mishaps, counts, ..Beat::default() };
        let own = [("cookie", cookie.as_str()), ("content-type", "application/json")];
        let mut told = Enrolment::default();
        for _ in 0..3 {
            let response = ask(&site.router, "POST", "/api/v1/kiosk/beat", &own, serde_json::to_string(&beat).unwrap()).await;
            assert_eq!(response.status(), StatusCode::OK);
            let renewed = response.headers()[header::SET_COOKIE].to_str().unwrap();
            assert!(renewed.starts_with(&cookie) && renewed.contains("Max-Age=34560000"), "{renewed}");
            told = serde_json::from_str(&text(response).await).unwrap();
        }
        assert_eq!((told.seq, told.say, told.reload, told.active), (1, Some(words), 2, true));
        let next = Beat { seq: 2, counts: beat.counts.clone(), clock_ms: now_ms(), ..Beat::default() };
        assert_eq!(ask(&site.router, "POST", "/api/v1/kiosk/beat", &own, serde_json::to_string(&next).unwrap()).await.status(), StatusCode::OK);
        let all = site
            .site
            .db
            .all::<(String, String, i64)>(Stmt { name: "TEST", sql: "SELECT what, subject, times FROM kiosk_count ORDER BY what" }, params![])
            .await
            .unwrap();
        assert_eq!(all, [("listing".to_owned(), "a1".to_owned(), 6), ("session".to_owned(), String::new(), 4)]);
        let body = Stmt { name: "TEST", sql: "SELECT body FROM kiosk_beat" };
        let kept: Beat = serde_json::from_str(&site.site.db.first::<(String,)>(body, params![]).await.unwrap().unwrap().0).unwrap();
        assert_eq!((kept.seq, kept.counts.len(), kept.build.len()), (2, 0, 0));
        let clock = kept.mishaps.iter().find(|it| it.code == "clock").unwrap();
        assert_eq!(clock.times, 1, "one beat, however often it came: {:?}", kept.mishaps);
        assert_eq!(ask(&site.router, "POST", "/api/v1/kiosk/beat", &own, "{").await.status(), StatusCode::BAD_REQUEST);
        assert_eq!(ask(&site.router, "POST", "/api/v1/kiosk/beat", &[own[1]], "{}").await.status(), StatusCode::UNAUTHORIZED);
    }
);

story!(
    /// A picture of the screen is small and a picture, whatever it says of itself.
    a_picture_is_a_small_picture,
    site,
    {
        let (kiosk, cookie) = screen(&site).await;
        let jpeg = |length: usize| [b"\xFF\xD8\xFF\xE0".to_vec(), vec![0; length]].concat();
        for (kind, bytes, expected) in [
            ("image/png", jpeg(10), StatusCode::UNSUPPORTED_MEDIA_TYPE),
            ("image/jpeg", b"<svg/>".to_vec(), StatusCode::UNSUPPORTED_MEDIA_TYPE),
            ("image/jpeg", b"\x89PNG\r\n\x1a\n".to_vec(), StatusCode::UNSUPPORTED_MEDIA_TYPE),
            ("image/jpeg", jpeg(beat::PICTURE_MAX), StatusCode::PAYLOAD_TOO_LARGE),
            ("image/jpeg", jpeg(3 * 1024 * 1024), StatusCode::PAYLOAD_TOO_LARGE),
            ("image/jpeg", jpeg(10), StatusCode::NO_CONTENT),
        ] {
            let headers = [("cookie", cookie.as_str()), ("content-type", kind)];
            assert_eq!(ask(&site.router, "PUT", "/api/v1/kiosk/picture", &headers, bytes).await.status(), expected, "{kind}");
        }
        let (bytes, kind, _) = beat::picture(&site.site.db, &kiosk).await.unwrap().unwrap();
        assert_eq!((bytes, kind), (jpeg(10), "image/jpeg"));
    }
);

story!(
    /// A parcel is given to the first who asks, again to the same for a moment, and to nobody else; afterwards it is gone.
    a_parcel_is_collected_once,
    site,
    {
        let (kiosk, cookie) = screen(&site).await;
        let own = [("cookie", cookie.as_str()), ("content-type", "application/octet-stream")];
        let response = ask(&site.router, "POST", "/api/v1/hand-overs", &own, "sealed parcel").await;
        assert_eq!(response.status(), StatusCode::CREATED);
        let made: Value = serde_json::from_str(&text(response).await).unwrap();
        let path = format!("/api/v1/hand-overs/{}/collect", made["id"].as_str().unwrap());
        let claim = |claim: &str| json!({ "claim": claim }).to_string();
        let (one, other) = (claim("claim-of-the-first-phone"), claim("claim-of-another-phone"));
        assert_eq!(ask(&site.router, "POST", &path, &[], claim("short")).await.status(), StatusCode::GONE);
        assert_eq!(ask(&site.router, "POST", &path, &[], "[]").await.status(), StatusCode::BAD_REQUEST);
        for _ in 0..2 {
            let response = ask(&site.router, "POST", &path, &[], one.clone()).await;
            assert_eq!(response.headers()[header::CACHE_CONTROL].to_str().unwrap(), "no-store");
            assert_eq!((response.status(), text(response).await), (StatusCode::OK, "sealed parcel".to_owned()));
            assert_eq!(ask(&site.router, "POST", &path, &[], other.clone()).await.status(), StatusCode::GONE);
        }
        let nowhere = ask(&site.router, "POST", "/api/v1/hand-overs/nothing/collect", &[], one).await;
        assert_eq!(nowhere.status(), StatusCode::GONE);
        assert_eq!(ask(&site.router, "POST", "/api/v1/hand-overs", &[own[1]], "parcel").await.status(), StatusCode::UNAUTHORIZED);
        assert_eq!(ask(&site.router, "POST", "/api/v1/hand-overs", &own, "").await.status(), StatusCode::BAD_REQUEST);
        let large = ask(&site.router, "POST", "/api/v1/hand-overs", &own, vec![0_u8; parcels::PARCEL_MAX + 1]).await;
        assert_eq!(large.status(), StatusCode::PAYLOAD_TOO_LARGE);

        let open = &site.site;
        let (late, ends) = parcels::put(open, &kiosk, b"late", "", NOW).await.unwrap().unwrap();
        let (first, second) = ("claim-of-the-first-phone", "claim-of-another-phone");
        assert_eq!(parcels::collect(open, &late, first, ends).await.unwrap(), None, "its time is over");
        assert_eq!(parcels::collect(open, &late, first, ends - 1).await.unwrap(), Some(b"late".to_vec()));
        assert_eq!(parcels::collect(open, &late, first, ends + parcels::AGAIN_MS - 2).await.unwrap(), Some(b"late".to_vec()));
        assert_eq!(parcels::collect(open, &late, first, ends + parcels::AGAIN_MS - 1).await.unwrap(), None);
        assert_eq!(parcels::collect(open, &late, second, ends).await.unwrap(), None);
        // Tidied an hour after, and no screen fills the house with parcels.
        tidy::tidy(open, now_ms().max(NOW) + DAY).await.unwrap();
        assert_eq!(count(&site, "SELECT COUNT(*) FROM hand_over").await, 0);
        let (mut last, _) = parcels::put(open, &kiosk, b"x", "", NOW).await.unwrap().unwrap();
        for _ in 1..parcels::OF_SCREEN_MAX {
            (last, _) = parcels::put(open, &kiosk, b"x", "", NOW).await.unwrap().unwrap();
        }
        assert_eq!(parcels::put(open, &kiosk, b"x", "", NOW).await.unwrap(), None);
        assert_eq!(parcels::put(open, "another", b"x", &last, NOW).await.unwrap().map(|(id, _)| id == last), Some(false), "of its own alone");
        assert_eq!(parcels::collect(open, &last, first, NOW).await.unwrap(), Some(b"x".to_vec()), "what is collected makes room");
        let (last, _) = parcels::put(open, &kiosk, b"x", &last, NOW).await.unwrap().unwrap();
        let (newer, _) = parcels::put(open, &kiosk, b"newer", &last, NOW).await.unwrap().unwrap();
        assert_eq!(parcels::collect(open, &last, first, NOW).await.unwrap(), None, "a newer one took its place");
        assert_eq!(parcels::put(open, &kiosk, b"x", &last, NOW).await.unwrap(), None);
        let path = "/api/v1/hand-overs";
        run(&site, "UPDATE hand_over SET ends_ms = $1", params![now_ms() + DAY]).await;
        let full = ask(&site.router, "POST", path, &own, "parcel").await;
        assert_eq!(full.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert!(text(full).await.contains("hand_over_full"));
        let replaced = ask(&site.router, "POST", &format!("{path}?replaces={newer}"), &own, "parcel").await;
        assert_eq!(replaced.status(), StatusCode::CREATED);
        run(&site, "UPDATE hand_over SET ends_ms = $1", params![NOW + parcels::WAITS_MS]).await;
        assert!(parcels::put(open, &kiosk, b"x", "", NOW + parcels::WAITS_MS).await.unwrap().is_some());
    }
);

story!(
    /// Two phones that ask at the same moment: one has it.
    one_of_two_phones_has_the_parcel,
    site,
    {
        let (id, _) = parcels::put(&site.site, "k", b"parcel", "", NOW).await.unwrap().unwrap();
        let tasks: Vec<_> = (0..20)
            .map(|at| {
                let (site, id) = (Arc::clone(&site.site), id.clone());
                tokio::spawn(async move { parcels::collect(&site, &id, &format!("claim-of-phone-number-{at}"), NOW).await.unwrap().is_some() })
            })
            .collect();
        let mut given = 0;
        for task in tasks {
            given += usize::from(task.await.unwrap());
        }
        assert_eq!(given, 1);
    }
);

story!(
    /// What staff change without having seen the newest form is a conflict; what they say is bounded.
    staff_change_what_they_saw,
    site,
    {
        let kiosk = enrolled(&site).await;
        let config = || Box::new(Config { name: "公民館".into(), ..Config::default() });
        let stale = Command { base_rev: Some(0), ..command(CommandBody::Kiosk(KioskCommand::Save { kiosk: kiosk.clone(), config: config() })) };
        assert_eq!(execute(&site.site, &lead(), &stale, NOW).await.status, ReceiptStatus::Conflict);
        assert_eq!(led(&site, KioskCommand::Save { kiosk: kiosk.clone(), config: config() }).await.status, ReceiptStatus::Done);
        assert_eq!(code_of(&led(&site, KioskCommand::Save { kiosk: "../x".into(), config: config() }).await), "bad_json");
        let nameless = KioskCommand::Save { kiosk: kiosk.clone(), config: Box::default() };
        assert_eq!(led(&site, nameless).await.status, ReceiptStatus::Rejected);
        for (words, code) in [(Names::default(), "required"), (Names { ja: "あ".repeat(201), ..Names::default() }, "too_long")] {
            assert_eq!(code_of(&led(&site, KioskCommand::Say { kiosk: kiosk.clone(), words: Some(words) }).await), code);
        }
        assert_eq!(count(&site, "SELECT COUNT(*) FROM audit WHERE verb = 'kiosk.save'").await, 2);
    }
);

story!(
    /// Time: counts after five years, how a revoked screen was after 90 days, codes that nobody typed.
    what_screens_leave_is_forgotten,
    site,
    {
        everybody(&site).await;
        run(&site, "UPDATE kiosk SET revoked_ms = $1 WHERE state = 'revoked'", params![NOW]).await;
        for kiosk in ["kiosk", "revoked_kiosk"] {
            let put = "INSERT INTO kiosk_beat (kiosk_id, seen_ms, seq, body, picture, picture_ms) VALUES ($1, 0, 1, '{}', '', 0)";
            run(&site, put, params![kiosk]).await;
        }
        run(&site, "INSERT INTO kiosk_count (kiosk_id, day, what, subject, times) VALUES ('kiosk', '2026-11-20', 'session', '', 1)", params![]).await;
        run(&site, "UPDATE kiosk SET code = 'x', code_ends_ms = $1 WHERE id = 'kiosk'", params![NOW]).await;
        let (beats, counts) = ("SELECT COUNT(*) FROM kiosk_beat", "SELECT COUNT(*) FROM kiosk_count");
        tidy::tidy(&site.site, NOW + 90 * DAY).await.unwrap();
        assert_eq!((count(&site, beats).await, count(&site, counts).await), (2, 1));
        assert_eq!(count(&site, "SELECT COUNT(*) FROM kiosk WHERE code <> ''").await, 0);
        tidy::tidy(&site.site, NOW + 90 * DAY + 1).await.unwrap();
        assert_eq!((count(&site, beats).await, count(&site, counts).await), (1, 1));
        // 20 November 2031, and the day after.
        tidy::tidy(&site.site, NOW + 1_826 * DAY).await.unwrap();
        assert_eq!(count(&site, counts).await, 1);
        tidy::tidy(&site.site, NOW + 1_827 * DAY).await.unwrap();
        assert_eq!(count(&site, counts).await, 0);
        assert_eq!(tidy::tidy(&site.site, NOW + 1_827 * DAY).await.unwrap(), 0);
    }
);
