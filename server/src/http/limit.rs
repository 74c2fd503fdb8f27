//! How much one address may send in a short time. Reading is not limited.
//!
//! The limit is generous: a library or a school stands behind one address. Each session has a smaller one of its own, so that one device
//! that runs wild is stopped before the room that it stands in. It stops programs that run wild, not people; guessing
//! passwords is stopped by the login (`people::sign_in`). Counts are kept in memory only and name nobody after a few minutes.
//! Invariant: what a request says about its own address is believed only from a proxy that the operator named, and only the last word
//! of it, which that proxy wrote itself.

use super::Ctx;
use super::desk::render;
use super::lang;
use super::problem::Refusal;
use crate::feed::sha256_hex;
use axum::extract::{ConnectInfo, FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use engawa_app::listings::pages::desk::wait;
use engawa_app::messages::desk as m;
use engawa_core::Problem;
use governor::clock::Clock as _;
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// What one address may send at once, and again within each minute. Forty people of a course who make an account at the same moment send
/// 160 times (address, link, name, and a mistake each); thirty at one desk with ten forms a minute send 300. Both together are below it.
pub const PER_MINUTE: NonZeroU32 = NonZeroU32::MIN.saturating_add(599);
/// What one session may send: two a second for a whole minute, which is more than an outbox of thirty forms with their pictures. So one
/// session that runs wild uses up a fifth of what its address may send, and the others behind that address do not notice it.
pub const SESSION_PER_MINUTE: NonZeroU32 = NonZeroU32::MIN.saturating_add(119);
/// The same for shared drafts, which are counted apart, so that a group that writes in one room does not use up what sending needs: fourteen
/// people who type without a pause, or a hundred and fifty who look every fifteen seconds.
pub const DRAFTS_PER_MINUTE: NonZeroU32 = NonZeroU32::MIN.saturating_add(599);
/// After so many requests, addresses that were quiet since are forgotten.
const SWEEP_EVERY: u32 = 1_000;

/// The header in which a proxy says for whom it asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum TrustProxy {
    /// `Forwarded` (RFC 7239).
    Forwarded,
    /// `X-Forwarded-For`.
    XForwardedFor,
}

/// What each address sent lately.
pub struct Limits {
    by_address: DefaultKeyedRateLimiter<IpAddr>,
    by_session: DefaultKeyedRateLimiter<String>,
    drafts: DefaultKeyedRateLimiter<IpAddr>,
    trust: Option<TrustProxy>,
    since_sweep: AtomicU32,
}

impl Limits {
    /// Nobody has sent anything yet.
    pub fn new(per_minute: NonZeroU32, trust: Option<TrustProxy>) -> Self {
        Self {
            by_address: RateLimiter::keyed(Quota::per_minute(per_minute)),
            by_session: RateLimiter::keyed(Quota::per_minute(SESSION_PER_MINUTE)),
            drafts: RateLimiter::keyed(Quota::per_minute(DRAFTS_PER_MINUTE)),
            trust,
            since_sweep: AtomicU32::new(0),
        }
    }

    /// Counts a request of an address, and of a session if it has one, to a path. What a session is refused does not count for its address.
    ///
    /// # Errors
    /// How long to wait before it is taken.
    pub fn take(&self, address: IpAddr, session: Option<&str>, path: &str) -> Result<(), Duration> {
        if self.since_sweep.fetch_add(1, Ordering::Relaxed) >= SWEEP_EVERY {
            self.since_sweep.store(0, Ordering::Relaxed);
            self.by_address.retain_recent();
            self.by_session.retain_recent();
            self.drafts.retain_recent();
        }
        let is_draft = path.starts_with("/api/v1/drafts/");
        if let Some(session) = session.filter(|_| !is_draft) {
            let refused = self.by_session.check_key(&sha256_hex(session.as_bytes()));
            refused.map_err(|refused| refused.wait_time_from(self.by_session.clock().now()))?;
        }
        let counted = if is_draft { &self.drafts } else { &self.by_address };
        counted.check_key(&address).map_err(|refused| refused.wait_time_from(counted.clock().now()))
    }
}

/// Who asks: the other end of the connection, or whom a trusted proxy names. An IPv6 customer is a network of 64 bits, so that is counted.
fn asker(headers: &HeaderMap, peer: Option<SocketAddr>, trust: Option<TrustProxy>) -> IpAddr {
    let last = |name: &str| {
        let line = headers.get_all(name).iter().next_back()?.to_str().ok()?;
        line.rsplit(',').next()
    };
    let named = match trust {
        None => None,
        Some(TrustProxy::XForwardedFor) => last("x-forwarded-for").and_then(node),
        Some(TrustProxy::Forwarded) => last("forwarded").and_then(|element| {
            element.split(';').find_map(|pair| {
                let (name, value) = pair.split_once('=')?;
                if name.trim().eq_ignore_ascii_case("for") { node(value) } else { None }
            })
        }),
    };
    match named.or_else(|| peer.map(|peer| peer.ip())).map(|address| address.to_canonical()) {
        Some(IpAddr::V6(address)) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        Some(address) => address,
        None => IpAddr::V4(Ipv4Addr::UNSPECIFIED),
    }
}

/// `192.0.2.1`, `192.0.2.1:80`, `2001:db8::1`, `"[2001:db8::1]:80"`; not `unknown` and `_hidden`.
fn node(text: &str) -> Option<IpAddr> {
    let text = text.trim().trim_matches('"');
    let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
    bare.parse().ok().or_else(|| text.parse::<SocketAddr>().ok().map(|address| address.ip()))
}

/// The cookie of a session, whether or not there is such a session: one that is made up gains a bucket of its own and leaves its address's
/// as it is.
fn session_of(headers: &HeaderMap) -> Option<&str> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, value)| ["__Host-engawa", "engawa"].contains(name) && !value.is_empty()).map(|(_, value)| value)
}

/// The address that sends a request which is counted, for handlers that count something of their own.
#[derive(Clone, Copy, Debug)]
pub struct Asker(pub IpAddr);

impl<S: Send + Sync> FromRequestParts<S> for Asker {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(parts.extensions.get::<Self>().copied().unwrap_or(Self(IpAddr::V4(Ipv4Addr::UNSPECIFIED))))
    }
}

/// Lets reading through, and counts everything else.
pub async fn guard(State((limits, ctx)): State<(Arc<Limits>, Ctx)>, mut request: Request, next: Next) -> Response {
    if request.method().is_safe() {
        return next.run(request).await;
    }
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0);
    let address = asker(request.headers(), peer, limits.trust);
    let session = session_of(request.headers());
    match limits.take(address, session, request.uri().path()) {
        Ok(()) => {
            request.extensions_mut().insert(Asker(address));
            next.run(request).await
        }
        Err(wait) => refuse(&ctx, &request, wait),
    }
}

fn refuse(ctx: &Ctx, request: &Request, wait_for: Duration) -> Response {
    let seconds = wait_for.as_secs().saturating_add(1);
    let lang = lang::of(request.uri().query(), request.headers());
    let problem = Problem::new("", "too_many_requests").arg(seconds.to_string());
    let mut response = if request.uri().path().starts_with("/api/") {
        Refusal { status: StatusCode::TOO_MANY_REQUESTS, problems: vec![problem], lang }.into_response()
    } else {
        render::page(ctx, lang, m::TOO_FAST.text(lang), None, move || wait::wait(&problem))
    };
    *response.status_mut() = StatusCode::TOO_MANY_REQUESTS;
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(name: &'static str, lines: &[&'static str], trust: Option<TrustProxy>) -> String {
        let mut headers = HeaderMap::new();
        lines.iter().for_each(|line| {
            headers.append(name, HeaderValue::from_static(line));
        });
        asker(&headers, "203.0.113.9:4711".parse().ok(), trust).to_string()
    }

    #[test]
    fn only_a_trusted_proxys_last_word_is_believed() {
        let (x, forwarded) = (Some(TrustProxy::XForwardedFor), Some(TrustProxy::Forwarded));
        for (name, lines, trust, expected) in [
            ("x-forwarded-for", vec!["192.0.2.1"], None, "203.0.113.9"),
            ("x-forwarded-for", vec!["192.0.2.1"], x, "192.0.2.1"),
            ("x-forwarded-for", vec!["10.0.0.1, 192.0.2.1"], x, "192.0.2.1"),
            ("x-forwarded-for", vec!["10.0.0.1", "192.0.2.1"], x, "192.0.2.1"),
            ("x-forwarded-for", vec!["2001:db8:1:2:3:4:5:6"], x, "2001:db8:1:2::"),
            ("x-forwarded-for", vec!["::ffff:192.0.2.1"], x, "192.0.2.1"),
            ("x-forwarded-for", vec!["nonsense"], x, "203.0.113.9"),
            ("x-forwarded-for", vec!["192.0.2.1"], forwarded, "203.0.113.9"),
            ("forwarded", vec!["for=10.0.0.1, For=\"[2001:db8::1]:80\";proto=https"], forwarded, "2001:db8::"),
            ("forwarded", vec!["proto=https;for=192.0.2.1:80"], forwarded, "192.0.2.1"),
            ("forwarded", vec!["for=_hidden"], forwarded, "203.0.113.9"),
            ("forwarded", vec![], forwarded, "203.0.113.9"),
        ] {
            assert_eq!(from(name, &lines, trust), expected, "{name} {lines:?} {trust:?}");
        }
        assert_eq!(asker(&HeaderMap::new(), None, None).to_string(), "0.0.0.0");
    }

    #[test]
    fn one_address_does_not_use_up_anothers() {
        let limits = Limits::new(NonZeroU32::MIN.saturating_add(1), None);
        let (one, other) = (IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1)), IpAddr::V4(Ipv4Addr::new(192, 0, 2, 2)));
        let path = "/api/v1/commands";
        assert_eq!((limits.take(one, None, path), limits.take(one, None, path)), (Ok(()), Ok(())));
        let wait = limits.take(one, None, path).unwrap_err();
        assert!(wait > Duration::ZERO && wait <= Duration::from_secs(30), "{wait:?}");
        assert_eq!(limits.take(other, None, path), Ok(()));
    }

    #[test]
    fn one_session_does_not_use_up_its_address() {
        let limits = Limits::new(NonZeroU32::MIN.saturating_add(149), None);
        let (address, path) = (IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1)), "/api/v1/commands");
        let taken = (0..1_000).filter(|_| limits.take(address, Some("wild"), path).is_ok()).count();
        assert!((120..150).contains(&taken), "{taken}");
        // What it was refused did not count for everybody behind its address.
        assert_eq!(limits.take(address, Some("another"), path), Ok(()));
        assert_eq!(limits.take(address, None, path), Ok(()));

        let of = |line: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::COOKIE, HeaderValue::from_static(line));
            session_of(&headers).map(str::to_owned)
        };
        assert_eq!(of("lang=en; engawa=abc"), Some("abc".to_owned()));
        assert_eq!(of("__Host-engawa=abc; lang=en"), Some("abc".to_owned()));
        for nobody in ["", "lang=en", "engawa=", "xengawa=abc"] {
            assert_eq!(of(nobody), None, "{nobody}");
        }
    }

    #[test]
    fn a_group_that_writes_together_does_not_use_up_what_sending_needs() {
        let limits = Limits::new(NonZeroU32::MIN, None);
        let address = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1));
        // Ten members who look every fifteen seconds for ten minutes' worth, at once.
        for _ in 0..400 {
            assert_eq!(limits.take(address, None, "/api/v1/drafts/x"), Ok(()));
        }
        assert_eq!(limits.take(address, None, "/api/v1/commands"), Ok(()));
        assert!(limits.take(address, None, "/api/v1/commands").is_err());
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..proptest::prelude::ProptestConfig::with_cases(500) })]

        #[test]
        fn any_header_names_an_address_or_nobody(text in "[ -~]{0,60}", forwarded in "(for=|\"|\\[|\\]|:|;|,|[0-9a-f.]){0,20}") {
            let peer: SocketAddr = "192.0.2.1:4711".parse().unwrap();
            for (name, trust) in [("x-forwarded-for", TrustProxy::XForwardedFor), ("forwarded", TrustProxy::Forwarded)] {
                for value in [&text, &forwarded] {
                    let mut headers = HeaderMap::new();
                    headers.insert(name, HeaderValue::from_str(value).unwrap());
                    let _ = asker(&headers, Some(peer), Some(trust));
                    proptest::prop_assert_eq!(asker(&headers, Some(peer), None), peer.ip());
                }
            }
        }
    }
}
