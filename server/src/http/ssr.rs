//! Pages: drawn on the server from the store, complete without scripts, then taken over by the browser.

use super::Ctx;
use super::headers::csp;
use super::lang;
use super::session::is_signed_in;
use crate::clock::now_ms;
use crate::feed as store;
use crate::forms::public;
use crate::people::groups::read::became;
use crate::sites::OpenSite;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use engawa_app::app::{Assets as PageAssets, StatusSink, shell};
use engawa_app::device::{Device, DeviceState, NoDevice};
use engawa_app::forms::record::{FormCard, FormRecord};
use engawa_app::listings::query::encode;
use engawa_app::listings::{COLLECTION, Listing};
use engawa_app::repo::{ReadError, Reading, Repo, SharedCatalog};
use engawa_app::site::Boot;
use engawa_app::ui::joined;
use engawa_core::feed::Scope;
use engawa_core::{Lang, time};
use leptos::prelude::provide_context;
use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::Duration;

/// Every address that has a page. The test `pages_have_routes` holds it against the app's own routes.
pub const PAGES: &[&str] = &[
    "/",
    "/listings",
    "/listings/{id}",
    "/groups/{id}",
    "/organisations/{id}",
    "/calendar",
    "/map",
    "/favourites",
    "/about",
    "/accessibility",
    "/privacy",
    "/offline",
    "/install",
    "/forms",
    "/forms/{id}",
    "/forms/{id}/begin",
    "/drafts",
    "/drafts/{id}",
    "/outbox",
    "/join",
    "/field",
    "/write",
    "/write/{id}",
    "/hand-over",
    "/kiosk",
    "/kiosk/pair",
];

/// A page that takes longer is given up.
const PAGE_TIMEOUT: Duration = Duration::from_secs(10);

/// Routes of pages.
pub fn routes() -> Router<Ctx> {
    // Once per process; a second call says that it was done, which is what we want.
    let _already = any_spawner::Executor::init_tokio();
    PAGES.iter().fold(Router::new(), |router, path| router.route(path, get(page)))
}

/// The handler of every other address: the "not found" page.
pub fn page_without_route(ctx: Ctx) -> axum::routing::MethodRouter {
    get(move |request: Request| page(State(ctx.clone()), request))
}

/// What the page needs to know of this site in this language.
pub fn boot(ctx: &Ctx, lang: Lang) -> Boot {
    let now = now_ms();
    Boot {
        site: ctx.site.settings.site.clone(),
        lang,
        today: time::jst_date(now),
        minute: time::jst_minute(now),
        build: ctx.assets.build.build.clone(),
        signed_in: false,
    }
}

/// The files that a page names.
pub fn page_assets(ctx: &Ctx) -> PageAssets {
    PageAssets { css: ctx.assets.build.css.clone(), boot_js: ctx.assets.build.boot.clone() }
}

/// The listing that an address is the page of.
fn listing_of(path: &str) -> Option<&str> {
    let id = ["/groups/", "/listings/", "/organisations/"].iter().find_map(|page| path.strip_prefix(page))?;
    (!id.is_empty() && !id.contains('/')).then_some(id)
}

/// The way to the group that the one at this address became: codes on paper and links of other sites go on leading somewhere.
async fn moved(ctx: &Ctx, path: &str) -> Option<Response> {
    let id = listing_of(path)?;
    let into = became(&ctx.site.db, id).await.unwrap_or_else(|error| {
        tracing::error!(%error, id, "it could not be read what became of a group");
        None
    })?;
    let headers = [(header::LOCATION, format!("/groups/{}", encode(&into))), (header::CACHE_CONTROL, "no-cache".to_owned())];
    Some((StatusCode::PERMANENT_REDIRECT, headers).into_response())
}

async fn page(State(ctx): State<Ctx>, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    let mut boot = boot(&ctx, lang::of(request.uri().query(), request.headers()));
    // Canonical and language links are whole addresses, also where the settings name none.
    boot.site.origin = super::well_known::origin(&ctx, request.headers());
    boot.signed_in = is_signed_in();
    let status = Arc::new(AtomicU16::new(200));
    let repo: Arc<dyn Repo> = Arc::new(StoreRepo { site: Arc::clone(&ctx.site) });
    let context = {
        let (boot, status) = (boot.clone(), Arc::clone(&status));
        move || {
            provide_context(boot.clone());
            provide_context(DeviceState::new());
            provide_context::<Arc<dyn Device>>(Arc::new(NoDevice));
            provide_context(Arc::clone(&repo));
            provide_context(StatusSink(Arc::clone(&status)));
            let nonce = leptos::nonce::use_nonce().map(|nonce| nonce.to_string());
            if let (Some(options), Ok(value)) =
                (leptos::prelude::use_context::<leptos_axum::ResponseOptions>(), HeaderValue::from_str(&csp(nonce.as_deref())))
            {
                options.insert_header(header::CONTENT_SECURITY_POLICY, value);
            }
        }
    };
    let (assets, lang) = (page_assets(&ctx), boot.lang);
    let draw = leptos_axum::render_app_async_with_context(context, move || shell(boot.clone(), assets.clone()));
    let Ok(mut response) = tokio::time::timeout(PAGE_TIMEOUT, async { with_readings(draw(request).await, lang).await }).await else {
        tracing::error!("a page was given up after {PAGE_TIMEOUT:?}");
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    if let Ok(status) = StatusCode::from_u16(status.load(Ordering::Relaxed)) {
        *response.status_mut() = status;
    }
    if response.status() == StatusCode::NOT_FOUND
        && let Some(there) = moved(&ctx, &path).await
    {
        return there;
    }
    // Not stored by shared caches: the language comes from a cookie.
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("cookie, accept-language, accept-encoding"));
    response
}

/// A page with its readings held to their words. It is whole by now, because pages are drawn in one sweep.
async fn with_readings(response: Response, lang: Lang) -> Response {
    if lang != Lang::JaEasy {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    match to_bytes(body, usize::MAX).await {
        Ok(bytes) => {
            parts.headers.remove(header::CONTENT_LENGTH);
            let html = joined(lang, &String::from_utf8_lossy(&bytes)).into_owned();
            Response::from_parts(parts, Body::from(html))
        }
        Err(error) => {
            tracing::error!(%error, "a page broke off");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// The server's side of the port: reads from the site's store.
#[derive(Debug)]
pub struct StoreRepo {
    /// The city.
    pub site: Arc<OpenSite>,
}

impl Repo for StoreRepo {
    fn catalog(&self) -> Reading<SharedCatalog> {
        let catalog = Arc::clone(&self.site.catalog);
        Box::pin(async move { Ok(catalog) })
    }

    fn listing(&self, id: String) -> Reading<Option<Listing>> {
        let site = Arc::clone(&self.site);
        Box::pin(async move {
            let body = store::one(&site.db, &Scope::Public, COLLECTION, &id).await.map_err(|error| {
                tracing::error!(%error, id, "a listing could not be read");
                ReadError::Broken
            })?;
            let Some(body) = body else { return Ok(None) };
            serde_json::from_str(&body).map(Some).map_err(|error| {
                tracing::error!(%error, id, "a stored listing does not read back");
                ReadError::Broken
            })
        })
    }

    fn forms(&self) -> Reading<Vec<FormCard>> {
        let site = Arc::clone(&self.site);
        Box::pin(async move {
            public::cards(&site.db).await.map_err(|error| {
                tracing::error!(%error, "the forms could not be read");
                ReadError::Broken
            })
        })
    }

    fn form(&self, id: String) -> Reading<Option<FormRecord>> {
        let site = Arc::clone(&self.site);
        Box::pin(async move {
            public::record(&site.db, &id).await.map_err(|error| {
                tracing::error!(%error, id, "a form could not be read");
                ReadError::Broken
            })
        })
    }
}
