//! Problems on the wire: which status, which sentence.

use axum::Json;
use axum::extract::rejection::BytesRejection;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use engawa_app::forms::rules::megabytes;
use engawa_app::messages::problems;
use engawa_core::{Lang, Problem};

/// An answer that says what is wrong, by place: RFC 9457 with our `problems`.
#[derive(Debug)]
pub struct Refusal {
    /// HTTP status.
    pub status: StatusCode,
    /// What is wrong.
    pub problems: Vec<Problem>,
    /// The language of the sentences.
    pub lang: Lang,
}

impl Refusal {
    /// One problem of the whole request.
    pub fn of(status: StatusCode, code: &str, lang: Lang) -> Self {
        Self { status, problems: vec![Problem::new("", code)], lang }
    }

    /// A body that did not arrive: it is larger than `max` bytes, or it broke off.
    pub fn of_body(rejection: &BytesRejection, max: usize, lang: Lang) -> Self {
        let status = rejection.status();
        let problem = if status == StatusCode::PAYLOAD_TOO_LARGE {
            Problem::new("", "too_large").arg(megabytes(u64::try_from(max).unwrap_or(u64::MAX)))
        } else {
            Problem::new("", "upload_broken")
        };
        Self { status, problems: vec![problem], lang }
    }
}

/// Fills in the sentences.
pub fn speak(problems: &mut [Problem], lang: Lang) {
    for problem in problems {
        if problem.message.is_empty()
            && let Some(message) = problems::problem(&problem.code)
        {
            let args: Vec<&str> = problem.args.iter().map(String::as_str).collect();
            problem.message = message.with(lang, &args);
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(mut self) -> Response {
        speak(&mut self.problems, self.lang);
        let title = self.problems.first().map(|problem| problem.message.clone()).unwrap_or_default();
        let body = serde_json::json!({ "type": "about:blank", "status": self.status.as_u16(), "title": title, "problems": self.problems });
        (self.status, [(header::CONTENT_TYPE, "application/problem+json")], Json(body)).into_response()
    }
}

/// The status of a page that says what is wrong with what was sent.
pub fn status_of(problems: &[Problem]) -> StatusCode {
    if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }
}

/// The store failed: logged once, here.
pub fn broken(error: &crate::db::DbError, lang: Lang) -> Refusal {
    tracing::error!(%error, "a request failed in the store");
    Refusal::of(StatusCode::SERVICE_UNAVAILABLE, "try_later", lang)
}
