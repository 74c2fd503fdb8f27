//! Web push (RFC 8030, 8291, 8292): a notice reaches a device whose page is closed.
//!
//! What is sent says only that there is something, in the reader's language, and where it waits. Invariants: a notice is pushed at most
//! once; what is pushed holds nothing personal; an endpoint is a name of the open network, also when its name is looked up again; a
//! subscription that its push service does not know any more is forgotten.

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
}

/// This server towards push services: `ENGAWA_VAPID_KEY` (or `ENGAWA_VAPID_KEY_FILE`), made by `engawa vapid`; `ENGAWA_VAPID_CONTACT`, a
/// `mailto:` that push services may write to.
#[derive(Clone, Debug)]
pub struct Pusher {
    key: Arc<ES256KeyPair>,
    public: String,
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

    /// With a private key. `allow_local`: for tests, endpoints may be on this machine. `None`: the key cannot be read.
    pub fn new(key: &str, contact: String, allow_local: bool) -> Option<Self> {
        // Looked at before: the library takes 32 bytes for granted.
        let key = decode(key).filter(|bytes| bytes.len() == 32)?;
        let key = ES256KeyPair::from_bytes(&key).ok()?;
        let client = reqwest::Client::builder()
            // A push service that sends on would send us wherever it likes.
            .redirect(reqwest::redirect::Policy::none())
            .timeout(PATIENCE)
            .dns_resolver(Arc::new(OpenNetwork { allow_local }))
            .build()
            .ok()?;
        Some(Self { public: public_of(&key)?, key: Arc::new(key), contact, client, allow_local })
    }

    /// The public key, for browsers.
    pub fn public_key(&self) -> &str {
        &self.public
    }

    /// Whether a subscription may be pushed to. `https`: this server stands behind HTTPS.
    pub fn takes(&self, subscription: &Subscription, https: bool) -> bool {
        is_endpoint(&subscription.endpoint, self.allow_local, https) && subscription.keys.read().is_some()
    }

    /// Pushes a text to a device.
    pub async fn send(&self, endpoint: &str, keys: &Keys, text: String) -> Pushed {
        // Judged again: an address in numbers is never looked up, and what was kept may come from a copy or from another setting.
        if !is_endpoint(endpoint, self.allow_local, false) {
            return Pushed::Gone;
        }
        let Some(request) = self.request(endpoint, keys, text) else { return Pushed::Gone };
        match self.client.execute(request).await.map(|answer| answer.status()) {
            Ok(status) if status.is_success() => Pushed::Arrived,
            Ok(StatusCode::NOT_FOUND | StatusCode::GONE) => Pushed::Gone,
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

    fn request(&self, endpoint: &str, keys: &Keys, text: String) -> Option<reqwest::Request> {
        let (public, auth) = keys.read()?;
        let builder = WebPushBuilder::new(endpoint.parse().ok()?, public, auth);
        let request = builder.with_vapid(&self.key, &self.contact).build(text).ok()?;
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

/// Keeps the subscription of a device. `false`: the account has too many.
pub async fn subscribe(db: &Db, who: (&Actor, &str), subscription: &Subscription, now: Millis) -> DbResult<bool> {
    let ((actor, account), endpoint) = (who, &subscription.endpoint);
    let keys = serde_json::to_string(&subscription.keys).unwrap_or_default();
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
            let pushed = match serde_json::from_str::<Keys>(&keys) {
                Ok(keys) => pusher.send(&endpoint, &keys, text.clone()).await,
                Err(_) => Pushed::Gone,
            };
            arrived += usize::from(pushed == Pushed::Arrived);
            keep(&site.db, &endpoint, pushed).await?;
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
        Pushed::Failed => {
            tx.run(sql::PUSH_FAILED, params![endpoint]).await?;
            tx.run(sql::FORGET_FAILING, params![FAILURES_MAX]).await?
        }
    };
    tx.commit().await
}

/// Pushes for as long as the process lives.
pub fn follow(site: &Arc<OpenSite>) {
    let Some(pusher) = site.outside.push.clone() else { return };
    let site = Arc::clone(site);
    tokio::spawn(async move {
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
        for broken in ["", "abc", "!"] {
            assert!(Pusher::new(broken, String::new(), false).is_none(), "{broken}");
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
