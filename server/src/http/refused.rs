//! What is refused at its door: counted for everybody, and a row of the audit log for whoever is signed in and had not the right.
//!
//! Most refusals are told by their status. Where the status does not say it (a form that comes back because its file was too large, a
//! page that leads to the sign-in of staff, another site's page), whoever refuses [`tell`]s it. Invariants: what another site's page sent in
//! somebody's name is counted and is no row of theirs, because it is refused before it is known whose name that is; a row names the pattern
//! of the route, never the address.

use super::Ctx;
use super::session::Who;
use crate::audit;
use crate::audit::refusals::Kind;
use crate::clock::now_ms;
use axum::extract::{FromRequestParts as _, MatchedPath, Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use std::cell::Cell;

/// What was said beside the status.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Told {
    /// Nothing: the status says it.
    #[default]
    Nothing,
    /// It only looks refused.
    AskedFor,
    /// It was refused, and why.
    Refused(Kind),
}

tokio::task_local! {
    static TOLD: Cell<Told>;
}

/// Says why the request that is answered now is refused.
pub fn tell(kind: Kind) {
    TOLD.try_with(|told| told.set(Told::Refused(kind))).ok();
}

/// Says that the request that is answered now is not refused: its sender is asked for something first.
pub fn asked_for_more() {
    TOLD.try_with(|told| told.set(Told::AskedFor)).ok();
}

/// Why an answer is a refusal, if it is one.
fn kind_of(status: StatusCode, told: Told) -> Option<Kind> {
    match (status, told) {
        (StatusCode::TOO_MANY_REQUESTS, _) => Some(Kind::TooMany),
        (_, Told::Refused(kind)) => Some(kind),
        (StatusCode::PAYLOAD_TOO_LARGE, _) => Some(Kind::TooLarge),
        (StatusCode::FORBIDDEN, Told::Nothing) => Some(Kind::Right),
        _ => None,
    }
}

/// Counts what is refused, at the outer edge.
pub async fn count(State(ctx): State<Ctx>, request: Request, next: Next) -> Response {
    let answer = async {
        let response = next.run(request).await;
        (response, TOLD.try_with(Cell::get).unwrap_or_default())
    };
    let (response, told) = TOLD.scope(Cell::default(), answer).await;
    if let Some(kind) = kind_of(response.status(), told) {
        ctx.site.refusals.count(kind, now_ms());
    }
    response
}

/// Notes whoever is refused for want of a right, where the session is known.
pub async fn note(State(ctx): State<Ctx>, request: Request, next: Next) -> Response {
    // Without a cookie nobody is signed in.
    if !request.headers().contains_key(header::COOKIE) {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let mut asked = parts.clone();
    let response = next.run(Request::from_parts(parts, body)).await;
    let told = TOLD.try_with(Cell::get).unwrap_or_default();
    if kind_of(response.status(), told) != Some(Kind::Right) {
        return response;
    }
    let route = asked.extensions.get::<MatchedPath>().cloned();
    let how = if asked.method.is_safe() { "look" } else { "send" };
    if let Ok(Who(actor)) = Who::from_request_parts(&mut asked, &ctx).await
        && actor.account().is_some()
        && let Err(error) = audit::refused_at_door(&ctx.site.db, &actor, route.as_ref().map_or("", MatchedPath::as_str), how, now_ms()).await
    {
        // It stays refused, whatever becomes of its row.
        tracing::error!(%error, "a refusal could not be written into the log");
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_told_by_its_status_or_by_word() {
        let right = Told::Refused(Kind::Right);
        for (status, told, kind) in [
            (StatusCode::OK, Told::Nothing, None),
            (StatusCode::NOT_FOUND, Told::Nothing, None),
            (StatusCode::FORBIDDEN, Told::Nothing, Some(Kind::Right)),
            (StatusCode::FORBIDDEN, Told::AskedFor, None),
            (StatusCode::SEE_OTHER, right, Some(Kind::Right)),
            (StatusCode::FORBIDDEN, Told::Refused(Kind::Foreign), Some(Kind::Foreign)),
            (StatusCode::PAYLOAD_TOO_LARGE, Told::Nothing, Some(Kind::TooLarge)),
            (StatusCode::UNPROCESSABLE_ENTITY, Told::Refused(Kind::TooLarge), Some(Kind::TooLarge)),
            (StatusCode::TOO_MANY_REQUESTS, Told::Nothing, Some(Kind::TooMany)),
        ] {
            assert_eq!(kind_of(status, told), kind, "{status} {told:?}");
        }
    }
}
