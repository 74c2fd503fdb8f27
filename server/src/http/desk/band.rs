//! The band that says for whom staff act, on every page of staff while a case is open; and the end of a case that nobody touches.
//!
//! Invariant: once a case is over, nothing more is done in it: what comes late is not carried out, neither for that person nor for staff
//! themselves.

use super::{render, see_other};
use crate::clock::now_ms;
use crate::http::Ctx;
use crate::http::lang::Reads;
use crate::http::problem::broken;
use crate::http::session;
use crate::people::cases;
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use engawa_app::messages::people::cases as m;
use engawa_app::people::pages::parts::problem_sentence;
use tower_sessions::Session;

/// For whom staff act.
#[derive(Clone, Debug)]
pub struct Band {
    /// The case.
    pub id: String,
    /// Its number.
    pub case_no: String,
    /// The person's name, if it is known.
    pub name: String,
}

tokio::task_local! {
    static SHOWN: Option<Band>;
}

/// The band of the request that is answered now.
pub fn shown() -> Option<Band> {
    SHOWN.try_with(Clone::clone).ok().flatten()
}

/// Looks after the case that is open in a session of staff.
pub async fn watch(State(ctx): State<Ctx>, Reads(lang): Reads, session: Session, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let is_of_staff = path == "/staff" || path.starts_with("/staff/");
    // Without a cookie nobody is signed in, and the store is not asked.
    if !is_of_staff || !request.headers().contains_key(header::COOKIE) {
        return next.run(request).await;
    }
    let Some(case) = session.get::<String>(session::CASE).await.ok().flatten() else { return next.run(request).await };
    match cases::keep_open(&ctx.site.db, &case, now_ms()).await {
        Ok(Some(found)) => {
            let band = Band { id: found.id, case_no: found.case_no, name: found.person.name };
            SHOWN.scope(Some(band), next.run(request)).await
        }
        Ok(None) => {
            if let Err(error) = session.remove::<String>(session::CASE).await {
                tracing::error!(%error, "a case could not be taken out of its session");
                return StatusCode::SERVICE_UNAVAILABLE.into_response();
            }
            if request.method() == Method::GET || path.ends_with("/close") {
                return see_other("/staff/counter?over=1");
            }
            let words = m::OVER.text(lang);
            (StatusCode::CONFLICT, render::page(&ctx, lang, m::COUNTER.text(lang), None, move || problem_sentence(m::COUNTER, words))).into_response()
        }
        Err(error) => broken(&error, lang).into_response(),
    }
}
