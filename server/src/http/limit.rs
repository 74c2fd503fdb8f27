//! How much one address may send in a short time. Reading is not limited.
//!
//! The limit is generous: a library or a school stands behind one address. It stops programs that run wild, not people; guessing
//! passwords is stopped by the login (`people::sign_in`). Counts are kept in memory only and name nobody after a few minutes.
//! Invariant: what a request says about its own address is believed only from a proxy that the operator named, and only the last word
//! of it, which that proxy wrote itself.

use super::Ctx;
use super::desk::render;
use super::lang;
use super::problem::Refusal;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use engawa_app::listings::pages::desk::wait;
use engawa_app::messages::desk as m;
use engawa_core::Problem;
use governor::clock::Clock as _;
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// What one address may send at once, and again within each minute: thirty people at one desk, each with ten forms a minute.
pub const PER_MINUTE: NonZeroU32 = NonZeroU32::MIN.saturating_add(299);
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
    drafts: DefaultKeyedRateLimiter<IpAddr>,
    trust: Option<TrustProxy>,
    since_sweep: AtomicU32,
}

impl Limits {
    /// Nobody has sent anything yet.
    pub fn new(per_minute: NonZeroU32, trust: Option<TrustProxy>) -> Self {
        Self {
            by_address: RateLimiter::keyed(Quota::per_minute(per_minute)),
            drafts: RateLimiter::keyed(Quota::per_minute(DRAFTS_PER_MINUTE)),
            trust,
            since_sweep: AtomicU32::new(0),
        }
    }

    /// Counts a request of an address to a path.
    ///
    /// # Errors
    /// How long to wait before it is taken.
    pub fn take(&self, address: IpAddr, path: &str) -> Result<(), Duration> {
        if self.since_sweep.fetch_add(1, Ordering::Relaxed) >= SWEEP_EVERY {
            self.since_sweep.store(0, Ordering::Relaxed);
            self.by_address.retain_recent();
            self.drafts.retain_recent();
        }
        let counted = if path.starts_with("/api/v1/drafts/") { &self.drafts } else { &self.by_address };
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

/// Lets reading through, and counts everything else.
pub async fn guard(State((limits, ctx)): State<(Arc<Limits>, Ctx)>, request: Request, next: Next) -> Response {
    if request.method().is_safe() {
        return next.run(request).await;
    }
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0);
    match limits.take(asker(request.headers(), peer, limits.trust), request.uri().path()) {
        Ok(()) => next.run(request).await,
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
        assert_eq!((limits.take(one, path), limits.take(one, path)), (Ok(()), Ok(())));
        let wait = limits.take(one, path).unwrap_err();
        assert!(wait > Duration::ZERO && wait <= Duration::from_secs(30), "{wait:?}");
        assert_eq!(limits.take(other, path), Ok(()));
    }

    #[test]
    fn a_group_that_writes_together_does_not_use_up_what_sending_needs() {
        let limits = Limits::new(NonZeroU32::MIN, None);
        let address = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1));
        // Ten members who look every fifteen seconds for ten minutes' worth, at once.
        for _ in 0..400 {
            assert_eq!(limits.take(address, "/api/v1/drafts/x"), Ok(()));
        }
        assert_eq!(limits.take(address, "/api/v1/commands"), Ok(()));
        assert!(limits.take(address, "/api/v1/commands").is_err());
    }
}
