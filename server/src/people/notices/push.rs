//! Web push (RFC 8030, 8291, 8292): a notice reaches a device whose page is closed.
//!
//! What is sent says only that there is something, in the reader's language, and where it waits. Invariants: a notice is pushed at most
//! once; what is pushed holds nothing personal; an endpoint is a name of the open network, also when its name is looked up again; a
//! subscription that its push service does not know any more is forgotten; one is signed for with the key that it was made with, and where
//! that key is gone it is neither asked nor forgotten, but waits for its browser to come by.

use super::sql;
use crate::db::{Db, DbResult};
use crate::feed::Writer;
use crate::outside::address::is_public;
use crate::outside::variable;
use crate::params;
use crate::people::Actor;
use crate::sites::OpenSite;
use engawa_app::messages::people::notices as m;
use engawa_core::Lang;
use engawa_core::time::Millis;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::{StatusCode, Url};
use serde::{Deserialize, Serialize};
use std::error::Error;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;
use web_push_native::jwt_simple::algorithms::{ECDSAP256PublicKeyLike as _, ES256KeyPair};
use web_push_native::jwt_simple::reexports::ct_codecs::{Base64UrlSafeNoPadding, Decoder as _, Encoder as _};
use web_push_native::p256::PublicKey;
use web_push_native::{Auth, WebPushBuilder};

/// The longest endpoint that is taken.
const ENDPOINT_MAX: usize = 1_000;
/// The most devices of one account.
pub const DEVICES_MAX: i64 = 20;
/// A subscription that failed so often in a row is forgotten.
pub const FAILURES_MAX: i64 = 20;
/// What is older than this is not pushed any more.
const FRESH_MS: Millis = 24 * 60 * 60 * 1000;
/// How often it is looked what is to be pushed.
const EVERY: Duration = Duration::from_secs(5);
/// No push service is waited for longer.
const PATIENCE: Duration = Duration::from_secs(10);
/// Names that are never of the open network.
const CLOSED_NAMES: [&str; 5] = [".localhost", ".local", ".internal", ".lan", ".home.arpa"];

/// What a browser says of its subscription.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subscription {
    /// Where its push service takes messages for it.
    pub endpoint: String,
    /// What they are encrypted with.
    pub keys: Keys,
    /// The public key of this server that it was made with, base64url. Empty: the browser does not say it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub server: String,
}

/// What is kept of a subscription beside its endpoint.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Kept {
    #[serde(flatten)]
    keys: Keys,
    /// As in [`Subscription::server`]; empty also where it was kept before that was written down.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    server: String,
}

/// Keys of a subscription, base64url.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Keys {
    /// Public key of the browser.
    pub p256dh: String,
    /// Secret that it shares with this server.
    pub auth: String,
}

impl Keys {
    fn read(&self) -> Option<(PublicKey, Auth)> {
        let public = PublicKey::from_sec1_bytes(&decode(&self.p256dh)?).ok()?;
        let auth: [u8; 16] = decode(&self.auth)?.try_into().ok()?;
        Some((public, Auth::from(auth)))
    }
}

fn decode(text: &str) -> Option<Vec<u8>> {
    Base64UrlSafeNoPadding::decode_to_vec(text.trim().trim_end_matches('='), None).ok()
}

/// A new key of a server: private and public part, base64url.
pub fn new_key() -> Option<(String, String)> {
    let key = ES256KeyPair::generate();
    Some((Base64UrlSafeNoPadding::encode_to_string(key.to_bytes()).ok()?, public_of(&key)?))
}

fn public_of(key: &ES256KeyPair) -> Option<String> {
    Base64UrlSafeNoPadding::encode_to_string(key.public_key().public_key().to_bytes_uncompressed()).ok()
}

/// What became of a push.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pushed {
    /// The push service took it.
    Arrived,
    /// The push service does not know the subscription any more.
    Gone,
    /// It did not work this time.
    Failed,
    /// The push service does not take the key that it was signed with.
    Refused,
    /// The key that it was made with is not here any more; the push service was not asked.
    KeyGone,
}

/// A key of this server, and its public part.
struct ServerKey {
    pair: ES256KeyPair,
    public: String,
}

impl std::fmt::Debug for ServerKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ServerKey").field("public", &self.public).finish_non_exhaustive()
    }
}

impl ServerKey {
    fn read(word: &str) -> Option<Self> {
        // Looked at before: the library takes 32 bytes for granted.
        let bytes = decode(word).filter(|bytes| bytes.len() == 32)?;
        let pair = ES256KeyPair::from_bytes(&bytes).ok()?;
        Some(Self { public: public_of(&pair)?, pair })
    }
}

/// This server towards push services: `ENGAWA_VAPID_KEY` (or `ENGAWA_VAPID_KEY_FILE`), made by `engawa vapid`; `ENGAWA_VAPID_CONTACT`, a
/// `mailto:` that push services may write to. One or more keys, separated by commas or white space: devices subscribe with the first, older
/// ones sign for those that subscribed before.
#[derive(Clone, Debug)]
pub struct Pusher {
    keys: Arc<[ServerKey]>,
    contact: String,
    client: reqwest::Client,
    allow_local: bool,
}

impl Pusher {
    /// From the environment; `None`: notices are only shown in the app and mailed.
    pub fn from_env() -> Option<Self> {
        let key = variable("ENGAWA_VAPID_KEY")?;
        let contact = variable("ENGAWA_VAPID_CONTACT").unwrap_or_else(|| "mailto:postmaster@localhost".to_owned());
        let pusher = Self::new(&key, contact, std::env::var_os("ENGAWA_PUSH_ALLOW_LOCAL").is_some());
        if pusher.is_none() {
            tracing::error!("ENGAWA_VAPID_KEY is not a key: make one with `engawa vapid`");
        }
        pusher
    }

    /// With private keys, the current one first. `allow_local`: for tests, endpoints may be on this machine. `None`: one of them cannot be
    /// read, or there is none.
    pub fn new(keys: &str, contact: String, allow_local: bool) -> Option<Self> {
        let words = keys.split(|c: char| c == ',' || c.is_whitespace()).filter(|word| !word.is_empty());
        let keys: Vec<ServerKey> = words.map(ServerKey::read).collect::<Option<_>>()?;
        if keys.is_empty() {
            return None;
        }
        let client = reqwest::Client::builder()
            // A push service that sends on would send us wherever it likes.
            .redirect(reqwest::redirect::Policy::none())
            .timeout(PATIENCE)
            .dns_resolver(Arc::new(OpenNetwork { allow_local }))
            .build()
            .ok()?;
        Some(Self { keys: keys.into(), contact, client, allow_local })
    }

    /// The public key with which browsers subscribe now.
    pub fn public_key(&self) -> &str {
        self.keys.first().map_or("", |key| key.public.as_str())
    }

    /// Whether a subscription may be pushed to. `https`: this server stands behind HTTPS.
    pub fn takes(&self, subscription: &Subscription, https: bool) -> bool {
        let is_ours = subscription.server.is_empty() || self.key(&subscription.server).is_some();
        is_ours && is_endpoint(&subscription.endpoint, self.allow_local, https) && subscription.keys.read().is_some()
    }

    fn key(&self, public: &str) -> Option<&ServerKey> {
        self.keys.iter().find(|key| key.public == public)
    }

    /// Pushes a text to a device, signed with the key that it subscribed with; and which one that was, if it was not known.
    async fn push(&self, endpoint: &str, kept: &Kept, text: &str) -> (Pushed, Option<&str>) {
        if !kept.server.is_empty() {
            let Some(key) = self.key(&kept.server) else { return (Pushed::KeyGone, None) };
            return (self.send(endpoint, &kept.keys, key, text.to_owned()).await, None);
        }
        // What was kept before keys were written down was made with the oldest of them, most likely.
        let mut pushed = Pushed::KeyGone;
        for key in self.keys.iter().rev() {
            pushed = self.send(endpoint, &kept.keys, key, text.to_owned()).await;
            if pushed == Pushed::Arrived {
                return (pushed, Some(key.public.as_str()));
            }
            if pushed != Pushed::Refused {
                break;
            }
        }
        (pushed, None)
    }

    async fn send(&self, endpoint: &str, keys: &Keys, key: &ServerKey, text: String) -> Pushed {
        // Judged again: an address in numbers is never looked up, and what was kept may come from a copy or from another setting.
        if !is_endpoint(endpoint, self.allow_local, false) {
            return Pushed::Gone;
        }
        let Some(request) = self.request(endpoint, keys, key, text) else { return Pushed::Gone };
        match self.client.execute(request).await.map(|answer| answer.status()) {
            Ok(status) if status.is_success() => Pushed::Arrived,
            Ok(StatusCode::NOT_FOUND | StatusCode::GONE) => Pushed::Gone,
            Ok(status @ (StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN)) => {
                tracing::warn!(%status, "a push service does not take this key for a device");
                Pushed::Refused
            }
            Ok(status) => {
                tracing::warn!(%status, "a push service refused a notice");
                Pushed::Failed
            }
            Err(error) => {
                // The address names a device, so it stays out of the log.
                tracing::warn!(error = %error.without_url(), "a push service was not reached");
                Pushed::Failed
            }
        }
    }

    fn request(&self, endpoint: &str, keys: &Keys, key: &ServerKey, text: String) -> Option<reqwest::Request> {
        let (public, auth) = keys.read()?;
        let builder = WebPushBuilder::new(endpoint.parse().ok()?, public, auth);
        let request = builder.with_vapid(&key.pair, &self.contact).build(text).ok()?;
        reqwest::Request::try_from(request).ok()
    }
}

/// Whether an endpoint may be a push service: HTTPS at its usual port, under a name of the open network.
pub fn is_endpoint(endpoint: &str, allow_local: bool, https: bool) -> bool {
    let Ok(url) = Url::parse(endpoint) else { return false };
    let is_plain = endpoint.len() <= ENDPOINT_MAX && url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
    let is_open = match url.scheme() {
        "https" => allow_local || url.port().is_none() && url.domain().is_some_and(is_open_name),
        "http" => allow_local && !https && is_this_machine(&url),
        _ => false,
    };
    is_plain && is_open
}

fn is_open_name(name: &str) -> bool {
    let name = name.trim_end_matches('.');
    name.contains('.') && !CLOSED_NAMES.iter().any(|closed| name.ends_with(closed))
}

fn is_this_machine(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// Looks names up and forgets what leads into a closed network, each time anew: a name may lead elsewhere than a moment ago.
struct OpenNetwork {
    allow_local: bool,
}

impl Resolve for OpenNetwork {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(look_up(name, self.allow_local))
    }
}

async fn look_up(name: Name, allow_local: bool) -> Result<Addrs, Box<dyn Error + Send + Sync>> {
    let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
    let open: Vec<_> = found.filter(|address| allow_local || is_public(address.ip())).collect();
    if open.is_empty() {
        return Err("the name leads into a closed network".into());
    }
    Ok(Box::new(open.into_iter()))
}

fn written(kept: &Kept) -> String {
    serde_json::to_string(kept).unwrap_or_default()
}

/// Keeps the subscription of a device. `false`: the account has too many.
pub async fn subscribe(db: &Db, who: (&Actor, &str), subscription: &Subscription, now: Millis) -> DbResult<bool> {
    let ((actor, account), endpoint) = (who, &subscription.endpoint);
    let keys = written(&Kept { keys: subscription.keys.clone(), server: subscription.server.clone() });
    let mut writer = Writer::begin(db, now, actor.name()).await?;
    let others = writer.tx.first::<(i64,)>(sql::SUBSCRIBED, params![account, endpoint]).await?.map_or(0, |(count,)| count);
    if others >= DEVICES_MAX {
        return Ok(false);
    }
    let holder = writer.tx.first::<(String,)>(sql::HOLDER, params![endpoint]).await?;
    writer.tx.run(sql::SUBSCRIBE, params![endpoint, account, keys, now]).await?;
    // The page says it again each time that it is opened; only what changes is written down.
    if holder.is_none_or(|(holder,)| holder != account) {
        writer.audit_about("push.subscribe", account, account, "").await?;
    }
    writer.commit().await?;
    Ok(true)
}

/// Forgets the subscription of a device.
pub async fn unsubscribe(db: &Db, who: (&Actor, &str), endpoint: &str, now: Millis) -> DbResult<()> {
    let (actor, account) = who;
    let mut writer = Writer::begin(db, now, actor.name()).await?;
    if writer.tx.run(sql::UNSUBSCRIBE, params![endpoint, account]).await? > 0 {
        writer.audit_about("push.unsubscribe", account, account, "").await?;
    }
    writer.commit().await
}

/// Pushes what waits; how many devices it reached.
pub async fn push_due(site: &OpenSite, pusher: &Pusher, now: Millis) -> DbResult<usize> {
    let mut arrived = 0;
    for (id, account, code, path, lang) in site.db.all::<(String, String, String, String, String)>(sql::TO_PUSH, params![now - FRESH_MS]).await? {
        let mut tx = site.db.begin().await?;
        let is_ours = tx.run(sql::TAKE_TO_PUSH, params![&id, now]).await? > 0;
        tx.commit().await?;
        if !is_ours {
            continue;
        }
        let text = payload(site, &code, &path, Lang::parse(&lang).unwrap_or_default());
        for (endpoint, keys) in site.db.all::<(String, String)>(sql::SUBSCRIPTIONS, params![&account]).await? {
            let Ok(kept) = serde_json::from_str::<Kept>(&keys) else {
                keep(&site.db, &endpoint, Pushed::Gone).await?;
                continue;
            };
            let (pushed, by) = pusher.push(&endpoint, &kept, &text).await;
            arrived += usize::from(pushed == Pushed::Arrived);
            keep(&site.db, &endpoint, pushed).await?;
            if let Some(server) = by {
                let known = written(&Kept { server: server.to_owned(), ..kept });
                let mut tx = site.db.begin().await?;
                tx.run(sql::SET_KEYS, params![&endpoint, known, &keys]).await?;
                tx.commit().await?;
            }
        }
    }
    Ok(arrived)
}

/// What a device is told: that there is something, and where. The sentence itself is behind the sign-in.
fn payload(site: &OpenSite, code: &str, path: &str, lang: Lang) -> String {
    let title = site.settings.site.name.text(lang);
    serde_json::json!({ "title": title, "body": m::PUSH_BODY.text(lang), "lang": lang.html(), "code": code, "path": path }).to_string()
}

async fn keep(db: &Db, endpoint: &str, pushed: Pushed) -> DbResult<()> {
    let mut tx = db.begin().await?;
    match pushed {
        Pushed::Arrived => tx.run(sql::PUSH_ARRIVED, params![endpoint]).await?,
        Pushed::Gone => tx.run(sql::FORGET_SUBSCRIPTION, params![endpoint]).await?,
        // Nothing is wrong with the device: it subscribes anew when its holder comes by.
        Pushed::KeyGone => 0,
        Pushed::Failed | Pushed::Refused => {
            tx.run(sql::PUSH_FAILED, params![endpoint]).await?;
            tx.run(sql::FORGET_FAILING, params![FAILURES_MAX]).await?
        }
    };
    tx.commit().await
}

/// How many devices subscribed with a key that is not here any more, so that nothing is pushed to them.
pub async fn without_key(db: &Db, pusher: &Pusher) -> DbResult<usize> {
    let all = db.all::<(String,)>(sql::ALL_KEYS, params![]).await?;
    let kept = all.iter().filter_map(|(keys,)| serde_json::from_str::<Kept>(keys).ok());
    Ok(kept.filter(|kept| !kept.server.is_empty() && pusher.key(&kept.server).is_none()).count())
}

/// Pushes for as long as the process lives.
pub fn follow(site: &Arc<OpenSite>) {
    let Some(pusher) = site.outside.push.clone() else { return };
    let site = Arc::clone(site);
    tokio::spawn(async move {
        // Said when a key was taken away too early, so that nobody wonders in silence.
        match without_key(&site.db, &pusher).await {
            Ok(0) => {}
            Ok(devices) => {
                tracing::warn!(site = site.settings.site.code, devices, "subscribed with a key that ENGAWA_VAPID_KEY does not hold any more");
            }
            Err(error) => tracing::error!(site = site.settings.site.code, %error, "subscriptions could not be read"),
        }
        loop {
            if let Err(error) = push_due(&site, &pusher, crate::clock::now_ms()).await {
                tracing::error!(site = site.settings.site.code, %error, "notices could not be pushed");
            }
            tokio::time::sleep(EVERY).await;
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endpoints_are_names_of_the_open_network() {
        for (endpoint, taken) in [
            ("https://push.services.example.com/wpush/v2/abc", true),
            ("https://push.example.com:443/a?b=c", true),
            ("https://push.example.com:8443/a", false),
            ("http://push.example.com/a", false),
            ("http://localhost:9000/a", false),
            ("https://localhost/a", false),
            ("https://intranet/a", false),
            ("https://db.internal/a", false),
            ("https://printer.local./a", false),
            ("https://127.0.0.1/a", false),
            ("https://8.8.8.8/a", false),
            ("https://0x7f.1/a", false),
            ("https://2130706433/a", false),
            ("https://[::1]/a", false),
            ("https://[::ffff:10.0.0.1]/a", false),
            ("https://user:password@push.example.com/a", false),
            ("ftp://push.example.com/a", false),
            ("file:///etc/passwd", false),
            ("javascript:alert(1)", false),
            ("", false),
        ] {
            assert_eq!(is_endpoint(endpoint, false, true), taken, "{endpoint}");
        }
        assert!(!is_endpoint(&format!("https://push.example.com/{}", "a".repeat(ENDPOINT_MAX)), false, true));
    }

    #[test]
    fn tests_may_push_to_this_machine_and_plain_only_there() {
        for (endpoint, https, taken) in [
            ("http://localhost:9000/a", false, true),
            ("http://127.0.0.1:9000/a", false, true),
            ("http://[::1]:9000/a", false, true),
            ("http://localhost:9000/a", true, false),
            ("http://push.example.com/a", false, false),
            ("https://localhost:9000/a", true, true),
        ] {
            assert_eq!(is_endpoint(endpoint, true, https), taken, "{endpoint}");
        }
    }

    #[tokio::test]
    async fn a_name_that_leads_inside_leads_nowhere() {
        let localhost = || "localhost".parse::<Name>().unwrap();
        assert!(look_up(localhost(), false).await.is_err());
        assert!(look_up(localhost(), true).await.is_ok_and(|mut found| found.next().is_some()));
    }

    #[test]
    fn a_new_key_is_read_back_and_its_public_part_is_a_point() {
        let (private, public) = new_key().unwrap();
        let pusher = Pusher::new(&private, "mailto:a@example.jp".to_owned(), false).unwrap();
        assert_eq!(pusher.public_key(), public);
        assert_eq!(decode(&public).map(|bytes| (bytes.len(), bytes[0])), Some((65, 4)));
        for broken in [String::new(), "abc".to_owned(), "!".to_owned(), " , ".to_owned(), format!("{private} abc")] {
            assert!(Pusher::new(&broken, String::new(), false).is_none(), "{broken}");
        }
        // The first is the one that browsers subscribe with; older ones are known, others are not.
        let (older, older_public) = new_key().unwrap();
        let both = Pusher::new(&format!("{private},\n{older}\n"), String::new(), false).unwrap();
        assert_eq!(both.public_key(), public);
        assert!(!format!("{both:?}").contains(&private) && !format!("{both:?}").contains(&older));
        let made_with = |server: &str| Subscription {
            endpoint: "https://push.example.com/a".to_owned(),
            keys: Keys { p256dh: public.clone(), auth: "AAAAAAAAAAAAAAAAAAAAAA".to_owned() },
            server: server.to_owned(),
        };
        for (server, taken) in [(public.as_str(), true), (older_public.as_str(), true), ("", true), (new_key().unwrap().1.as_str(), false)] {
            assert_eq!(both.takes(&made_with(server), true), taken, "{server}");
        }
    }

    #[test]
    fn keys_that_are_none_are_refused() {
        let (_, public) = new_key().unwrap();
        let keys = |p256dh: &str, auth: &str| Keys { p256dh: p256dh.to_owned(), auth: auth.to_owned() }.read().is_some();
        assert!(keys(&public, "AAAAAAAAAAAAAAAAAAAAAA"));
        assert!(!keys(&public, "AAAA"));
        assert!(!keys("AAAA", "AAAAAAAAAAAAAAAAAAAAAA"));
        assert!(!keys("", ""));
    }
}
