//! The session cookie and who it belongs to; and the cookie of a shared screen, which is nobody's.

use super::Ctx;
use crate::clock::now_ms;
use crate::db::DbResult;
use crate::kiosk::{self, Standing};
use crate::people::demands::{Demand, Lasting, Way};
use crate::people::session_store::DbSessionStore;
use crate::people::{Actor, accounts, actor, staff};
use axum::extract::{FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use engawa_core::time::{HOUR_MS, Millis, jst_date};
use std::cell::Cell;
use tower_sessions::cookie::SameSite;
use tower_sessions::cookie::time::Duration;
use tower_sessions::{Expiry, Session, SessionManagerLayer};

/// The key of the account in a session.
pub const ACCOUNT: &str = "account";
/// The key of the moment at which a session began.
pub const BEGAN: &str = "began";
/// The key of what the device calls itself.
pub const LABEL: &str = "label";
/// The key of the case of the counter that is open in a session.
pub const CASE: &str = "case";
/// The header by which a program says for which case of the counter it sends. What names none is for nobody but the sender: an outbox may send
/// long after the person left.
pub const CASE_HEADER: &str = "x-engawa-case";
/// The key of the moment at which a session was last used.
pub const SEEN: &str = "seen";
/// The key of the moment at which somebody last proved who they are.
pub const PROVED: &str = "proved";
/// The key of the way by which they did.
pub const WAY: &str = "way";
/// The key of the way of the newest proof, which may be a weaker one.
const PROVED_BY: &str = "proved_by";
/// A proof is fresh for so long: what changes who can sign in asks for a fresh one.
pub const FRESH_MS: Millis = 15 * 60 * 1000;
/// Use is written down no more often than that.
const SEEN_EVERY_MS: Millis = 10 * 60 * 1000;

/// Reads and writes the session of each request. Behind HTTPS the cookie is bound to the host by its prefix.
pub fn layer(ctx: &Ctx) -> SessionManagerLayer<DbSessionStore> {
    SessionManagerLayer::new(DbSessionStore::new(ctx.site.db.clone()))
        .with_name(if ctx.https { "__Host-engawa" } else { "engawa" })
        .with_secure(ctx.https)
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_path("/")
        .with_expiry(Expiry::OnInactivity(Duration::hours(ctx.site.settings.sign_in.longest_idle_hours())))
}

/// The longest that a browser keeps a cookie: 400 days. Each beat begins them anew.
const KIOSK_SECONDS: i64 = 400 * 24 * 60 * 60;

/// The name of the cookie of a shared screen.
pub fn kiosk_cookie(https: bool) -> &'static str {
    if https { "__Host-engawa-kiosk" } else { "engawa-kiosk" }
}

/// The secret that a shared screen shows.
pub fn kiosk_secret(headers: &HeaderMap, https: bool) -> Option<&str> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, value)| *name == kiosk_cookie(https) && !value.is_empty()).map(|(_, value)| value)
}

/// The cookie that makes a browser a shared screen. `Lax` and not `Strict`: a browser that is started with an address from elsewhere, or by a
/// QR code, is a screen all the same.
pub fn set_kiosk(secret: &str, https: bool) -> Option<HeaderValue> {
    let (name, secure) = (kiosk_cookie(https), if https { "; Secure" } else { "" });
    HeaderValue::from_str(&format!("{name}={secret}; Path=/; Max-Age={KIOSK_SECONDS}; HttpOnly; SameSite=Lax{secure}")).ok()
}

/// The shared screen that sends these headers.
pub async fn screen_of(headers: &HeaderMap, ctx: &Ctx) -> DbResult<Option<Standing>> {
    match kiosk_secret(headers, ctx.https) {
        Some(secret) => kiosk::by_secret(&ctx.site.db, secret).await,
        None => Ok(None),
    }
}

/// What somebody is told whose session or screen could not be read.
const UNREAD: (StatusCode, &str) = (StatusCode::SERVICE_UNAVAILABLE, "503: who you are could not be read. Please try again.");

/// Who sends this request.
#[derive(Clone, Debug)]
pub struct Who(pub Actor);

impl FromRequestParts<Ctx> for Who {
    type Rejection = (StatusCode, &'static str);

    async fn from_request_parts(parts: &mut Parts, ctx: &Ctx) -> Result<Self, Self::Rejection> {
        // Without a cookie nobody is signed in, and the store is not asked.
        if !parts.headers.contains_key(header::COOKIE) {
            return Ok(Self(Actor::anonymous()));
        }
        // A shared screen is never a person, whatever session its browser may hold.
        if let Some(screen) = screen_of(&parts.headers, ctx).await.map_err(|_| UNREAD)? {
            return Ok(Self(screen.actor()));
        }
        let session = Session::from_request_parts(parts, ctx).await?;
        let Some(account) = session.get::<String>(ACCOUNT).await.ok().flatten() else { return Ok(Self(Actor::anonymous())) };
        let began = session.get::<Millis>(BEGAN).await.ok().flatten().unwrap_or_default();
        let seen = session.get::<Millis>(SEEN).await.ok().flatten().unwrap_or(began);
        let now = now_ms();
        let Ok(found) = actor::of_account(&ctx.site.db, &account, now).await else {
            return Err(UNREAD);
        };
        let Some(mut actor) = found else { return Ok(Self(Actor::anonymous())) };
        if is_over(ctx.site.settings.sign_in.lasting(actor.is_staff()), began, seen, now) {
            return Ok(Self(Actor::anonymous()));
        }
        if actor.is_staff() && !is_enough(&session, ctx, &account, now).await.map_err(|_| UNREAD)? {
            // Who they are is known, and what they may do as staff waits for a better proof.
            actor.desks.clear();
            actor.admin = false;
        }
        if now - seen >= SEEN_EVERY_MS && session.insert(SEEN, now).await.is_err() {
            tracing::warn!("the use of a session could not be written down");
        }
        let open = session.get::<String>(CASE).await.ok().flatten();
        let of_staff = parts.uri.path().starts_with("/staff");
        actor.case = match parts.headers.get(CASE_HEADER) {
            // What is sent from pages of staff was held against the open case already: desk::band.
            None => open.filter(|_| of_staff),
            Some(named) if open.as_deref().is_some_and(|open| open.as_bytes() == named.as_bytes()) => open,
            Some(_) => return Err((StatusCode::CONFLICT, OTHER_CASE)),
        };
        Ok(Self(actor))
    }
}

/// What a program is told that names a case which is not open.
const OTHER_CASE: &str = "409: the case that you name is not the one that is open. Nothing was sent. Open it again, or send without x-engawa-case.\n";

/// Whether a session has ended by time.
fn is_over(lasting: Lasting, began: Millis, seen: Millis, now: Millis) -> bool {
    now - seen > lasting.idle_hours * HOUR_MS || now - began > lasting.absolute_hours * HOUR_MS
}

/// Whether a session was made in a way that gives the rights of staff on this site.
async fn is_enough(session: &Session, ctx: &Ctx, account: &str, now: Millis) -> DbResult<bool> {
    let demand = ctx.site.settings.sign_in.demand(jst_date(now));
    if demand == Demand::Nothing {
        return Ok(true);
    }
    let way = way_of(session).await;
    if demand.is_met_by(way) {
        return Ok(true);
    }
    // Whoever keeps the house gets in by the command line when the provider, or every passkey, is gone.
    Ok(way == Some(Way::Password) && staff::is_let_in(&ctx.site.db, account, now).await?)
}

/// By what the holder of a session proved who they are; `None`: it is not known any more.
async fn way_of(session: &Session) -> Option<Way> {
    session.get::<String>(WAY).await.ok().flatten().as_deref().and_then(Way::parse)
}

/// Whether the holder of a session proved a moment ago who they are.
pub async fn is_fresh(session: &Session, now: Millis) -> bool {
    let proved = session.get::<Millis>(PROVED).await.ok().flatten();
    let began = session.get::<Millis>(BEGAN).await.ok().flatten();
    proved.or(began).is_some_and(|at| now - at <= FRESH_MS)
}

/// The way by which the holder of a session proved a moment ago who they are; `None`: they did not, or it is not known.
pub async fn fresh_way(session: &Session, now: Millis) -> Option<Way> {
    if !is_fresh(session, now).await {
        return None;
    }
    session.get::<String>(PROVED_BY).await.ok().flatten().as_deref().and_then(Way::parse)
}

/// Keeps that the holder of a session proved anew who they are. The id is new, as at a sign-in; what else is in the session stays.
pub async fn prove(session: &Session, way: Way, now: Millis) -> Result<(), tower_sessions::session::Error> {
    session.cycle_id().await?;
    // A weaker way does not make less of a stronger one.
    if way.is_strong() {
        session.insert(WAY, way.code()).await?;
    }
    session.insert(PROVED_BY, way.code()).await?;
    session.insert(PROVED, now).await
}

/// The account that a session names, whatever may be done with it: for the page of an account that waits, and for signing out.
pub async fn account_of(session: &Session) -> Option<String> {
    session.get::<String>(ACCOUNT).await.ok().flatten()
}

/// Signs in: a new session id, so that a planted one is worth nothing. `who`: the account, and by what it was proven. `label`: what the
/// device calls itself, for the list of devices. Beyond as many sessions as the site allows, the one that was used least lately ends.
pub async fn begin(session: &Session, ctx: &Ctx, who: (&str, Way), label: &str, now: Millis) -> Result<(), tower_sessions::session::Error> {
    let (account, way) = who;
    end(session).await?;
    session.cycle_id().await?;
    session.insert(ACCOUNT, account).await?;
    session.insert(BEGAN, now).await?;
    session.insert(SEEN, now).await?;
    session.insert(PROVED, now).await?;
    session.insert(PROVED_BY, way.code()).await?;
    session.insert(WAY, way.code()).await?;
    if let Err(error) = accounts::make_room(&ctx.site.db, account, ctx.site.settings.sign_in.sessions_max, now).await {
        tracing::error!(%error, "sessions beyond the bound could not be ended");
    }
    session.insert(LABEL, label).await
}

/// Signs in, or proves anew: whoever is signed in as this account already, in a session that is not over, stays where they are.
pub async fn begin_or_prove(session: &Session, ctx: &Ctx, who: (&str, Way), label: &str, now: Millis) -> Result<(), tower_sessions::session::Error> {
    let began = session.get::<Millis>(BEGAN).await?.unwrap_or_default();
    let seen = session.get::<Millis>(SEEN).await?.unwrap_or(began);
    let lives = [true, false].into_iter().all(|is_staff| !is_over(ctx.site.settings.sign_in.lasting(is_staff), began, seen, now));
    if lives && account_of(session).await.as_deref() == Some(who.0) {
        prove(session, who.1, now).await
    } else {
        begin(session, ctx, who, label, now).await
    }
}

tokio::task_local! {
    /// Whether the request that is answered now came from somebody who is signed in, and still is.
    static SIGNED_IN: Cell<bool>;
}

/// Remembers whether somebody is signed in, as long as a page is drawn: each page that they see has a way out.
pub async fn remember(request: Request, next: Next) -> Response {
    // Files and data have no way out, and without a cookie nobody is signed in: for them the store is not asked.
    let is_page = request.headers().get(header::ACCEPT).and_then(|kinds| kinds.to_str().ok()).is_none_or(|kinds| kinds.contains("text/html"));
    let session = request.extensions().get::<Session>().filter(|_| is_page && request.headers().contains_key(header::COOKIE)).cloned();
    let signed_in = match session {
        Some(session) => account_of(&session).await.is_some(),
        None => false,
    };
    SIGNED_IN.scope(Cell::new(signed_in), next.run(request)).await
}

/// Whether whoever asked for the page that is drawn now is signed in.
pub fn is_signed_in() -> bool {
    SIGNED_IN.try_with(Cell::get).unwrap_or_default()
}

/// Signs out: the session is empty, and gone from the store if it ever was there.
pub async fn end(session: &Session) -> Result<(), tower_sessions::session::Error> {
    SIGNED_IN.try_with(|it| it.set(false)).ok();
    if session.id().is_some() {
        return session.flush().await;
    }
    session.clear().await;
    Ok(())
}

/// What a device is, in the words of its browser: `Chrome, Android`. No version, nothing that tells one from another of its kind.
pub fn device_label(headers: &HeaderMap) -> String {
    let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let first = |names: &[(&'static str, &'static str)]| names.iter().find(|(part, _)| agent.contains(part)).map_or("", |(_, name)| *name);
    let browser = first(&[("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrom", "Chrome"), ("CriOS", "Chrome"), ("Safari", "Safari")]);
    let system = first(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("CrOS", "ChromeOS"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    ]);
    [browser, system].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::demands::SignInRules;

    #[test]
    fn staff_are_asked_again_sooner() {
        let hours = |count: i64| count * HOUR_MS;
        for (is_staff, began, seen, over) in [
            (true, hours(13), hours(1), false),
            (true, hours(13), hours(13), true),
            (true, hours(24 * 15), hours(1), true),
            (false, hours(24 * 13), hours(24 * 13), false),
            (false, hours(24 * 15), hours(24 * 15), true),
            (false, hours(24 * 61), 0, true),
        ] {
            let now = hours(100_000);
            let lasting = SignInRules::default().lasting(is_staff);
            assert_eq!(is_over(lasting, now - began, now - seen, now), over, "{is_staff} {began} {seen}");
        }
    }

    #[test]
    fn a_shared_screen_shows_its_own_cookie() {
        let of = |line: &'static str, https: bool| {
            let mut headers = HeaderMap::new();
            headers.insert(header::COOKIE, HeaderValue::from_static(line));
            kiosk_secret(&headers, https).map(str::to_owned)
        };
        assert_eq!(of("engawa=a; engawa-kiosk=abc; lang=en", false), Some("abc".to_owned()));
        assert_eq!(of("__Host-engawa-kiosk=abc", true), Some("abc".to_owned()));
        for (line, https) in
            [("engawa=abc", false), ("engawa-kiosk=", false), ("engawa-kiosk=abc", true), ("__Host-engawa-kiosk=abc", false), ("", true)]
        {
            assert_eq!(of(line, https), None, "{line}");
        }
        let set = |https| set_kiosk("abc", https).unwrap().to_str().unwrap().to_owned();
        assert_eq!(set(false), "engawa-kiosk=abc; Path=/; Max-Age=34560000; HttpOnly; SameSite=Lax");
        assert_eq!(set(true), "__Host-engawa-kiosk=abc; Path=/; Max-Age=34560000; HttpOnly; SameSite=Lax; Secure");
        assert!(set_kiosk("a\nb", false).is_none());
    }

    #[test]
    fn a_device_is_told_by_its_kind_alone() {
        let label = |agent: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::USER_AGENT, HeaderValue::from_static(agent));
            device_label(&headers)
        };
        assert_eq!(label("Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36"), "Chrome, Android");
        assert_eq!(label("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1"), "Safari, iPhone");
        assert_eq!((label("curl/8"), label("")), (String::new(), String::new()));
    }
}
