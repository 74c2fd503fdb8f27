//! The outside edge: one router per site, chosen by host name.
//!
//! Invariants: every access is decided here or deeper, never in the browser; every answer carries the security headers of
//! [`headers`]; nothing personal is cacheable; what another site's page sends reaches no handler ([`foreign`]).

pub mod assets;
pub mod blobs;
pub mod commands;
pub mod desk;
pub mod feed;
pub mod feeds;
mod fields;
pub mod foreign;
pub mod forms;
pub mod headers;
pub mod health;
pub mod kiosk;
pub mod lang;
pub mod limit;
pub mod media;
pub mod offline;
pub mod openapi;
pub mod people;
pub mod problem;
pub mod refused;
pub mod session;
pub mod ssr;
pub mod trouble;
pub mod well_known;

use crate::sites::{OpenSite, Sites};
use assets::Assets;
use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::header;
use axum::routing::get;
use limit::{Limits, TrustProxy};
use std::sync::Arc;
use tower::ServiceExt as _;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate as _, SizeAbove};

/// What every handler of a site can reach.
#[derive(Clone, Debug)]
pub struct Ctx {
    /// The city.
    pub site: Arc<OpenSite>,
    /// The browser's files.
    pub assets: Arc<Assets>,
    /// Cookies are marked `Secure` and HSTS is sent: the server stands behind HTTPS.
    pub https: bool,
    /// Routes for benchmarks are open.
    pub bench: bool,
}

/// How to serve.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// See [`Ctx::https`].
    pub https: bool,
    /// See [`Ctx::bench`].
    pub bench: bool,
    /// The server stands behind a proxy that says in this header for whom it asks.
    pub trust_proxy: Option<TrustProxy>,
}

/// The largest body of an ordinary request, in bytes.
const BODY_MAX: usize = 2 * 1024 * 1024;
/// The largest file that staff may upload, in bytes.
pub const UPLOAD_MAX: usize = 20 * 1024 * 1024;

/// The router of one site, for one caller that is not counted.
pub fn site_router(ctx: &Ctx) -> Router {
    limited_router(ctx, None)
}

fn limited_router(ctx: &Ctx, limits: Option<&Arc<Limits>>) -> Router {
    let compression = CompressionLayer::new().compress_when(
        SizeAbove::new(512)
            .and(NotForContentType::IMAGES)
            .and(NotForContentType::const_new("audio/"))
            .and(NotForContentType::const_new("video/"))
            .and(NotForContentType::const_new("application/wasm"))
            .and(NotForContentType::const_new("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")),
    );
    let proof = || axum::middleware::from_fn_with_state(ctx.clone(), people::again::guard);
    let mut router = Router::new()
        .merge(ssr::routes())
        .merge(health::routes())
        .merge(feed::routes())
        .merge(commands::routes())
        .merge(feeds::routes())
        .merge(openapi::routes())
        .merge(well_known::routes())
        .merge(offline::routes())
        .merge(media::routes())
        .merge(blobs::routes())
        .merge(forms::routes())
        .merge(lang::routes())
        .merge(people::routes().route_layer(proof()))
        .merge(kiosk::routes())
        .merge(desk::routes().route_layer(proof()).route_layer(axum::middleware::from_fn_with_state(ctx.clone(), desk::doors::guard)));
    if ctx.bench {
        router = router.route("/bench/constant", get(|| async { "constant" }));
    }
    let mut router = router
        .with_state(ctx.clone())
        .merge(assets::routes(&ctx.assets))
        .fallback(ssr::page_without_route(ctx.clone()))
        .layer(axum::middleware::from_fn_with_state(ctx.clone(), desk::band::watch))
        .layer(axum::middleware::from_fn(desk::nav::remember))
        .layer(axum::middleware::from_fn(session::remember))
        .layer(axum::middleware::from_fn_with_state(ctx.clone(), refused::note))
        .layer(axum::middleware::from_fn(lang::keep))
        .layer(session::layer(ctx))
        .layer(axum::middleware::from_fn_with_state(ctx.clone(), kiosk::fence::guard))
        .layer(DefaultBodyLimit::max(BODY_MAX))
        .layer(compression)
        .layer(axum::middleware::from_fn_with_state(ctx.clone(), foreign::guard));
    if let Some(limits) = limits {
        router = router.layer(axum::middleware::from_fn_with_state((Arc::clone(limits), ctx.clone()), limit::guard));
    }
    trouble::around(router.layer(axum::middleware::from_fn_with_state(ctx.clone(), refused::count)), ctx)
}

/// The whole server: sites by host name.
pub fn router(sites: &Sites, assets: &Arc<Assets>, options: Options) -> Router {
    // One count for all cities of this process: an address is the same whichever it asks.
    let limits = Arc::new(Limits::new(limit::PER_MINUTE, options.trust_proxy));
    let ctx = |site: &Arc<OpenSite>| Ctx { site: Arc::clone(site), assets: Arc::clone(assets), https: options.https, bench: options.bench };
    let routers: Vec<Router> = sites.all().iter().map(|site| limited_router(&ctx(site), Some(&limits))).collect();
    let sites = sites.clone();
    Router::new().fallback(move |request: Request| {
        let chosen = host_of(&request).and_then(|host| sites.index_of_host(&host)).and_then(|at| routers.get(at).cloned());
        async move {
            match chosen {
                Some(router) => router.oneshot(request).await.unwrap_or_else(|never| match never {}),
                None => trouble::unknown_host(&request),
            }
        }
    })
}

/// The host that a request is for: the `Host` header, or the authority of HTTP/2.
fn host_of(request: &Request<Body>) -> Option<String> {
    let header = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    header.map(str::to_owned).or_else(|| request.uri().authority().map(ToString::to_string))
}
