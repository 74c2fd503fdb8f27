//! `POST /api/v1/drafts/{id}`: what a device tells and is told about a draft that its group shares; `GET /api/v1/drafts/{id}/files/{sha256}`:
//! a file that stands in one of its answers.
//!
//! The secret of the invitation comes as `Authorization: Bearer`, so that it stands in no address and in no log. A draft that is not there,
//! a missing secret and a wrong one are answered alike, with `refused`; so is everything else that a device cannot mend by asking again.

use super::personal;
use crate::audit::refusals::Kind;
use crate::clock::now_ms;
use crate::forms::shared;
use crate::http::Ctx;
use crate::http::lang::Reads;
use crate::http::problem::{Refusal, broken};
use crate::http::refused;
use axum::Router;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use engawa_core::form::draft::share::{Answer, Refusal as Ended, Request};
use engawa_core::outbox::entry::MAX_BODY_BYTES;
use engawa_core::{Lang, Problem};

/// The largest body, in bytes: of a draft that fits into the outbox, with what is remembered of each answer.
const SHARED_BODY_MAX: usize = 2 * MAX_BODY_BYTES;

/// Routes of shared drafts.
pub fn routes() -> Router<Ctx> {
    let told = Router::new().route("/api/v1/drafts/{id}", post(run)).layer(DefaultBodyLimit::max(SHARED_BODY_MAX));
    told.route("/api/v1/drafts/{id}/files/{sha256}", get(file))
}

async fn run(
    State(ctx): State<Ctx>,
    Reads(lang): Reads,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    personal(answer(&ctx, lang, &id, &headers, body).await.unwrap_or_else(|refusal| *refusal))
}

async fn answer(ctx: &Ctx, lang: Lang, id: &str, headers: &HeaderMap, body: Result<Bytes, BytesRejection>) -> Result<Response, Box<Response>> {
    let body = match body {
        Ok(body) => body,
        // Asking again would end alike.
        Err(rejection) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            refused::tell(Kind::TooLarge);
            return Ok(said(&Answer::Refused(Ended::TooLarge)));
        }
        Err(rejection) => return Err(Box::new(Refusal::of_body(&rejection, SHARED_BODY_MAX, lang).into_response())),
    };
    let request: Request = serde_json::from_slice(&body).map_err(|why| {
        let problems = vec![Problem::new(format!("line {} column {}", why.line(), why.column()), "bad_json")];
        Box::new(Refusal { status: StatusCode::BAD_REQUEST, problems, lang }.into_response())
    })?;
    match shared::exchange(&ctx.site, id, secret(headers), request, now_ms()).await {
        Ok(Some(answer)) => Ok(said(&answer)),
        Ok(None) => {
            let mut response = Refusal::of(StatusCode::SERVICE_UNAVAILABLE, "try_later", lang).into_response();
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("60"));
            Err(Box::new(response))
        }
        Err(error) => Err(Box::new(broken(&error, lang).into_response())),
    }
}

/// A file, for whoever shows the secret. Never drawn by a browser: it is fetched by scripts and kept on the device.
async fn file(State(ctx): State<Ctx>, Reads(lang): Reads, Path((id, sha256)): Path<(String, String)>, headers: HeaderMap) -> Response {
    personal(match shared::file(&ctx.site, &id, secret(&headers), &sha256).await {
        Ok(Some((media_type, bytes))) => {
            let head = [
                (header::CONTENT_TYPE, media_type),
                (header::CONTENT_DISPOSITION, "attachment".to_owned()),
                (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
                (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox".to_owned()),
            ];
            (head, bytes).into_response()
        }
        Ok(None) => Refusal::of(StatusCode::NOT_FOUND, "not_found", lang).into_response(),
        Err(error) => {
            tracing::error!(?error, "a file of a shared draft could not be read");
            Refusal::of(StatusCode::SERVICE_UNAVAILABLE, "try_later", lang).into_response()
        }
    })
}

fn said(answer: &Answer) -> Response {
    axum::Json(answer).into_response()
}

/// The secret that was shown; empty if there is none.
fn secret(headers: &HeaderMap) -> &str {
    let line = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let (scheme, secret) = line.split_once(' ').unwrap_or_default();
    if scheme.eq_ignore_ascii_case("bearer") { secret.trim() } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_secret_is_a_bearer_token() {
        for (line, expected) in [("Bearer abc", "abc"), ("bearer  abc ", "abc"), ("Basic abc", ""), ("abc", ""), ("", "")] {
            let mut headers = HeaderMap::new();
            headers.insert(header::AUTHORIZATION, HeaderValue::from_static(line));
            assert_eq!(secret(&headers), expected, "{line}");
        }
        assert_eq!(secret(&HeaderMap::new()), "");
    }
}
