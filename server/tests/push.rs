//! Web push against a real HTTP service: what arrives, what is forgotten, and what is never called. With a browser's own cryptography the
//! same is undone in `end2end/keys.spec.ts`; a subscription that a browser itself makes needs its maker's push service and is not tried.

use crate::common::{NOW, TestSite};
use axum::Router;
use axum::body::Bytes;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use engawa_app::people::notice::NoticeCode;
use engawa_server::clock::now_ms;
use engawa_server::db::{Db, Stmt};
use engawa_server::feed::Writer;
use engawa_server::outside::Outside;
use engawa_server::params;
use engawa_server::people::notices::push::{self, FAILURES_MAX, Keys, Pusher, Subscription};
use engawa_server::people::notices::{sql, tell};
use engawa_server::people::{Actor, sql as people_sql};
use engawa_server::sites::OpenSite;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use web_push_native::jwt_simple::algorithms::{ECDSAP256PublicKeyLike as _, ES256PublicKey};
use web_push_native::jwt_simple::claims::NoCustomClaims;
use web_push_native::jwt_simple::reexports::ct_codecs::{Base64UrlSafeNoPadding, Decoder as _, Encoder as _};
use web_push_native::p256::SecretKey;

const CONTACT: &str = "mailto:desk@city.example.jp";

fn decode(text: &str) -> Vec<u8> {
    Base64UrlSafeNoPadding::decode_to_vec(text, None).unwrap()
}

/// The device that tests stand for.
struct Device {
    secret: SecretKey,
    keys: Keys,
}

fn device() -> Device {
    let secret = SecretKey::from_slice(&[7; 32]).unwrap();
    let p256dh = Base64UrlSafeNoPadding::encode_to_string(secret.public_key().to_sec1_bytes()).unwrap();
    Device { secret, keys: Keys { p256dh, auth: Base64UrlSafeNoPadding::encode_to_string([3_u8; 16]).unwrap() } }
}

type Received = Arc<Mutex<Vec<(String, HeaderMap, Bytes)>>>;

/// A push service on this machine. `/here` takes messages, `/gone` and `/unknown` know nobody, `/moved` sends on to `/here`, `/busy` is
/// busy, `/by_<key>` takes what was signed with that key alone; whatever is asked is noted, with the name of the device. Where it listens.
async fn push_service() -> (String, Received) {
    let received = Received::default();
    let kept = Arc::clone(&received);
    let take = move |Path(device): Path<String>, headers: HeaderMap, body: Bytes| {
        let kept = Arc::clone(&kept);
        async move {
            let signed = headers["authorization"].to_str().unwrap().to_owned();
            kept.lock().unwrap().push((device.clone(), headers, body));
            let mut answer: Response = match device.as_str() {
                it if it.strip_prefix("by_").is_some_and(|key| !signed.ends_with(&format!("k={key}"))) => StatusCode::FORBIDDEN,
                "gone" => StatusCode::GONE,
                "unknown" => StatusCode::NOT_FOUND,
                "busy" => StatusCode::SERVICE_UNAVAILABLE,
                "moved" => StatusCode::TEMPORARY_REDIRECT,
                _ => StatusCode::CREATED,
            }
            .into_response();
            answer.headers_mut().insert(header::LOCATION, HeaderValue::from_static("/here"));
            answer
        }
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let service = Router::new().route("/{device}", post(take));
    tokio::spawn(async move { axum::serve(listener, service).await.unwrap() });
    (address, received)
}

fn pusher(allow_local: bool) -> Pusher {
    let (private, _) = push::new_key().unwrap();
    Pusher::new(&private, CONTACT.to_owned(), allow_local).unwrap()
}

/// The same site with this towards push services.
async fn with_push(site: &TestSite, pusher: &Pusher) -> Arc<OpenSite> {
    let outside = Outside { push: Some(pusher.clone()), ..Outside::default() };
    OpenSite::over(site.site.settings.clone(), &site.site.folder, site.site.db.clone(), outside).await.unwrap()
}

async fn staff_of(site: &TestSite) -> String {
    site.cookie().await;
    site.site.db.first::<(String, String, String, String)>(people_sql::BY_LOGIN, params!["staff"]).await.unwrap().unwrap().0
}

async fn subscribed(db: &Db, account: &str, endpoint: &str, keys: &Keys) {
    subscribed_with(db, account, endpoint, keys, "").await;
}

/// `server`: the key of this server that the browser says it subscribed with.
async fn subscribed_with(db: &Db, account: &str, endpoint: &str, keys: &Keys, server: &str) {
    let subscription = Subscription { endpoint: endpoint.to_owned(), keys: keys.clone(), server: server.to_owned() };
    assert!(push::subscribe(db, (&Actor::system(), account), &subscription, NOW - 1).await.unwrap());
}

async fn told(db: &Db, account: &str, name: &str, at: i64) {
    let mut writer = Writer::begin(db, at, "system").await.unwrap();
    tell(&mut writer, account, NoticeCode::ListingPublished, &[name], "/listings/1").await.unwrap();
    writer.commit().await.unwrap();
}

async fn endpoints(db: &Db) -> Vec<String> {
    let all = Stmt { name: "test", sql: "SELECT endpoint FROM push_subscription ORDER BY endpoint" };
    db.all::<(String,)>(all, params![]).await.unwrap().into_iter().map(|(endpoint,)| endpoint).collect()
}

fn asked(received: &Received) -> Vec<String> {
    let mut names: Vec<String> = received.lock().unwrap().iter().map(|(device, ..)| device.clone()).collect();
    names.sort();
    names
}

/// What undoes the encryption below undoes the example of the standard too, so it is no error that both sides share.
#[test]
fn the_example_of_the_standard_is_read() {
    let body = "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT\
                pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN";
    let secret = SecretKey::from_slice(&decode("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94")).unwrap();
    let auth: [u8; 16] = decode("BTBZMqHH6r4Tts7J_aSIgg").try_into().unwrap();
    let clear = web_push_native::decrypt(decode(body), &secret, &auth.into()).unwrap();
    assert_eq!(clear, b"When I grow up, I want to be a watermelon");
}

story!(
    /// A notice reaches a device once, encrypted for it and signed by this server, without what it says; devices that are gone are forgotten.
    a_notice_is_pushed_once_and_says_nothing_personal,
    site,
    {
        let account = staff_of(&site).await;
        let db = &site.site.db;
        let (address, received) = push_service().await;
        let Device { secret, keys } = device();
        told(db, &account, "before it was subscribed", NOW - 2).await;
        for name in ["here", "gone", "unknown"] {
            subscribed(db, &account, &format!("{address}/{name}"), &keys).await;
        }
        told(db, &account, "ひみつの会", NOW).await;
        let ours = pusher(true);
        let open = with_push(&site, &ours).await;
        assert_eq!(push::push_due(&open, &ours, NOW + 1).await.unwrap(), 1);
        assert_eq!(push::push_due(&open, &ours, NOW + 2).await.unwrap(), 0, "only once");
        assert_eq!(asked(&received), ["gone", "here", "unknown"]);
        assert_eq!(endpoints(db).await, [format!("{address}/here")], "those that are gone are forgotten");

        let got = received.lock().unwrap().clone();
        let (_, headers, body) = got.iter().find(|(device, ..)| device == "here").unwrap();
        assert_eq!(headers["content-encoding"], "aes128gcm");
        assert!(headers["ttl"].to_str().unwrap().parse::<u32>().unwrap() > 0);
        assert!(!headers.contains_key(header::COOKIE) && !headers.contains_key(header::REFERER));
        let clear = web_push_native::decrypt(body.to_vec(), &secret, &[3; 16].into()).unwrap();
        let said: Value = serde_json::from_slice(&clear).unwrap();
        assert_eq!(said, json!({ "title": "試験市", "body": "新しいお知らせがあります。", "lang": "ja", "code": "listing_published", "path": "/listings/1" }));
        let mut other = [3; 16];
        other[0] = 4;
        assert!(web_push_native::decrypt(body.to_vec(), &secret, &other.into()).is_err(), "the secret of the subscription is a part of the key");

        // RFC 8292: who sends, to whom, for less than a day.
        let vapid = headers["authorization"].to_str().unwrap().strip_prefix("vapid t=").unwrap();
        let (token, key) = vapid.split_once(", k=").unwrap();
        assert_eq!(key, ours.public_key());
        let public = ES256PublicKey::from_bytes(&decode(key)).unwrap();
        assert!(public.verify_token::<NoCustomClaims>(token, None).is_ok(), "the signature");
        let stranger = ES256PublicKey::from_bytes(&decode(pusher(true).public_key())).unwrap();
        assert!(stranger.verify_token::<NoCustomClaims>(token, None).is_err(), "the signature is of nobody else");
        let claims: Value = serde_json::from_slice(&decode(token.split('.').nth(1).unwrap())).unwrap();
        assert_eq!((&claims["aud"], &claims["sub"]), (&json!("http://127.0.0.1"), &json!(CONTACT)));
        let lives = claims["exp"].as_i64().unwrap() - now_ms() / 1000;
        assert!((1..=24 * 60 * 60).contains(&lives), "{lives} seconds");
    }
);

story!(
    /// A push service that sends on is not followed, one that is busy is asked again with the next notice, and both are given up in the end.
    a_push_service_leads_nowhere_and_is_given_up,
    site,
    {
        let account = staff_of(&site).await;
        let db = &site.site.db;
        let (address, received) = push_service().await;
        for name in ["moved", "busy"] {
            subscribed(db, &account, &format!("{address}/{name}"), &device().keys).await;
        }
        let ours = pusher(true);
        let open = with_push(&site, &ours).await;
        for round in 1..=FAILURES_MAX {
            assert_eq!(endpoints(db).await.len(), 2, "given up before round {round}");
            told(db, &account, "会", NOW + round).await;
            assert_eq!(push::push_due(&open, &ours, NOW + round).await.unwrap(), 0);
        }
        assert_eq!(endpoints(db).await, Vec::<String>::new());
        let asked = asked(&received);
        assert!(!asked.contains(&"here".to_owned()), "the redirect was followed");
        assert_eq!(asked.len(), 2 * usize::try_from(FAILURES_MAX).unwrap());
    }
);

story!(
    /// An endpoint is judged at each call too: what is kept and leads into a closed network, as a number or by name, is neither called nor kept.
    a_closed_network_is_never_called,
    site,
    {
        let account = staff_of(&site).await;
        let db = &site.site.db;
        let (address, received) = push_service().await;
        let port = address.rsplit_once(':').unwrap().1;
        let Device { keys, .. } = device();
        for host in ["127.0.0.1", "localhost", "[::1]", "127.1", "0x7f000001", "[::ffff:127.0.0.1]"] {
            for scheme in ["http", "https"] {
                subscribed(db, &account, &format!("{scheme}://{host}:{port}/here"), &keys).await;
            }
        }
        for host in ["169.254.169.254", "10.0.0.1", "192.168.0.1", "db.internal"] {
            subscribed(db, &account, &format!("https://{host}/here"), &keys).await;
        }
        told(db, &account, "会", NOW).await;
        let ours = pusher(false);
        let open = with_push(&site, &ours).await;
        assert_eq!(push::push_due(&open, &ours, NOW + 1).await.unwrap(), 0);
        assert_eq!(asked(&received), Vec::<String>::new());
        assert_eq!(endpoints(db).await, Vec::<String>::new());
    }
);

story!(
    /// With a new key before the old one no device is lost: each is signed for with the key that it subscribed with, also where nobody wrote that
    /// down. Where the old key is taken away too early, its devices are counted, not asked, and not forgotten.
    a_new_key_loses_no_device,
    site,
    {
        let account = staff_of(&site).await;
        let db = &site.site.db;
        let (address, received) = push_service().await;
        let Device { keys, .. } = device();
        let (old, new) = (push::new_key().unwrap(), push::new_key().unwrap());
        let with = |keys: &str| Pusher::new(keys, CONTACT.to_owned(), true).unwrap();
        let (both, new_alone) = (with(&format!("{},{}", new.0, old.0)), with(&new.0));
        let (by_old, by_new) = (format!("by_{}", old.1), format!("by_{}", new.1));
        for (device, query, server) in
            [(&by_old, "written", old.1.as_str()), (&by_old, "unwritten", ""), (&by_new, "written", new.1.as_str()), (&by_new, "unwritten", "")]
        {
            subscribed_with(db, &account, &format!("{address}/{device}?{query}"), &keys, server).await;
        }
        let counted = |name: &String| asked(&received).iter().filter(|device| *device == name).count();

        told(db, &account, "会", NOW).await;
        let open = with_push(&site, &both).await;
        assert_eq!(push::push_due(&open, &both, NOW + 1).await.unwrap(), 4);
        // Of the two that nobody knows, the oldest key is tried first.
        assert_eq!((counted(&by_old), counted(&by_new)), (2, 3));
        told(db, &account, "会", NOW + 2).await;
        assert_eq!(push::push_due(&open, &both, NOW + 3).await.unwrap(), 4);
        assert_eq!((counted(&by_old), counted(&by_new)), (4, 5), "what was found out is written down");
        assert_eq!(push::without_key(db, &both).await.unwrap(), 0);

        let open = with_push(&site, &new_alone).await;
        assert_eq!(push::without_key(db, &new_alone).await.unwrap(), 2);
        for round in 0..=FAILURES_MAX {
            told(db, &account, "会", NOW + 10 + round).await;
            assert_eq!(push::push_due(&open, &new_alone, NOW + 10 + round).await.unwrap(), 2);
        }
        assert_eq!(counted(&by_old), 4, "what cannot be signed for is not asked");
        assert_eq!(endpoints(db).await.len(), 4, "and waits for its browser");
        // The browser comes by, and subscribes with the key of now.
        subscribed_with(db, &account, &format!("{address}/{by_new}?again"), &keys, &new.1).await;
        push::unsubscribe(db, (&Actor::system(), account.as_str()), &format!("{address}/{by_old}?written"), NOW).await.unwrap();
        assert_eq!(push::without_key(db, &new_alone).await.unwrap(), 1);
        told(db, &account, "会", NOW + 100).await;
        assert_eq!(push::push_due(&open, &new_alone, NOW + 101).await.unwrap(), 3);
    }
);

story!(
    /// A device that subscribed anew while a push to it was on its way keeps what it subscribed with.
    what_a_device_says_last_stays,
    site,
    {
        let account = staff_of(&site).await;
        let db = &site.site.db;
        let Device { keys, .. } = device();
        let endpoint = "https://push.example.com/here";
        let kept = async || {
            let all = Stmt { name: "test", sql: "SELECT keys FROM push_subscription" };
            db.all::<(String,)>(all, params![]).await.unwrap().remove(0).0
        };
        subscribed(db, &account, endpoint, &keys).await;
        let before = kept().await;
        subscribed_with(db, &account, endpoint, &keys, "new").await;
        let after = kept().await;
        assert_ne!(before, after);
        for (seen, changed) in [(&before, 0), (&after, 1)] {
            let mut tx = db.begin().await.unwrap();
            assert_eq!(tx.run(sql::SET_KEYS, params![endpoint, "{}", seen]).await.unwrap(), changed);
            tx.commit().await.unwrap();
        }
    }
);
