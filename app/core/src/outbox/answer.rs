//! What the server's answers mean to the outbox, so that page and service worker read them alike.
//!
//! Between a device and the server stand gateways, portals of hotels and proxies. So only what is certainly the server's own word
//! decides something: receipts, and a refusal that names a problem. Everything else is as if nobody had answered, and is tried again.

use super::entry::MAX_BODY_BYTES;
use super::{Failure, Input};
use crate::command::Receipt;
use crate::problem::Problem;
use serde::Deserialize;

/// An answer, as far as it matters here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// `Retry-After`.
    pub retry_after: Option<String>,
    /// `Upload-Offset`: how many bytes of a file are there.
    pub upload_offset: Option<String>,
    /// `Upload-Complete`: whether the file is whole.
    pub upload_complete: Option<String>,
    /// The body.
    pub text: String,
}

/// The body of a refusal.
#[derive(Deserialize)]
struct Refused {
    problems: Vec<Problem>,
}

impl Answer {
    /// What the answer to commands means; `chance` is any number.
    pub fn to_commands(&self, request: u64, chance: u32) -> Input {
        if self.status == 200
            && let Ok(receipts) = serde_json::from_str::<Vec<Receipt>>(&self.text)
        {
            return Input::Posted { request, receipts, chance };
        }
        Input::PostFailed { request, failure: self.failure(chance) }
    }

    /// What the answer to a question about a file, or to a part of it, means. `whole`: its length in bytes.
    pub fn to_file(&self, request: u64, whole: u64, chance: u32) -> Input {
        let offset = self.upload_offset.as_ref().and_then(|text| text.trim().parse::<u64>().ok());
        match (self.status, offset) {
            // 409: the part began elsewhere; the offset says where to go on.
            (200 | 202 | 409, Some(has)) => {
                let is_whole = self.upload_complete.as_deref() == Some("?1");
                Input::BlobHas { request, bytes: if is_whole { has.max(whole) } else { has.min(whole) }, chance }
            }
            _ => Input::BlobFailed { request, failure: self.failure(chance) },
        }
    }

    fn failure(&self, chance: u32) -> Failure {
        let problem = serde_json::from_str::<Refused>(&self.text).ok().and_then(|refused| refused.problems.into_iter().next());
        match (self.status, problem) {
            (400 | 413 | 422, Some(problem)) => Failure::Refused(problem),
            (413, None) => Failure::Refused(Problem::new("", "too_large").arg(format!("{} MB", MAX_BODY_BYTES >> 20))),
            _ => {
                let seconds = self.retry_after.as_ref().and_then(|text| text.trim().parse::<u64>().ok());
                Failure::Unreachable { retry_after_ms: seconds.map(|seconds| seconds.saturating_mul(1_000)), chance }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, text: &str) -> Answer {
        Answer { status, text: text.to_owned(), ..Answer::default() }
    }

    #[test]
    fn only_the_servers_own_word_decides() {
        let unreachable = || Failure::Unreachable { retry_after_ms: None, chance: 7 };
        let problem = Problem::new("", "too_many");
        let refusal = r#"{"type":"about:blank","status":400,"problems":[{"path":"","code":"too_many"}]}"#;
        for (status, text, expected) in [
            (200, "<html>welcome to the hotel", unreachable()),
            (400, "<html>bad gateway", unreachable()),
            (400, refusal, Failure::Refused(problem.clone())),
            (403, refusal, unreachable()),
            (404, refusal, unreachable()),
            (413, "", Failure::Refused(Problem::new("", "too_large").arg("4 MB"))),
            (503, refusal, unreachable()),
        ] {
            assert_eq!(answer(status, text).to_commands(3, 7), Input::PostFailed { request: 3, failure: expected }, "{status} {text}");
        }
        let receipts = answer(200, r#"[{"id":"a","status":"done","receipt_no":"0000-0001"}]"#).to_commands(3, 7);
        assert!(matches!(receipts, Input::Posted { request: 3, receipts, .. } if receipts.len() == 1));
    }

    #[test]
    fn the_server_names_the_time_to_come_again() {
        for (text, expected) in [("60", Some(60_000)), (" 5 ", Some(5_000)), ("Wed, 21 Oct 2026 07:28:00 GMT", None), ("-1", None)] {
            let answer = Answer { retry_after: Some(text.to_owned()), ..answer(503, "") };
            let failure = Failure::Unreachable { retry_after_ms: expected, chance: 0 };
            assert_eq!(answer.to_file(1, 9, 0), Input::BlobFailed { request: 1, failure }, "{text}");
        }
    }

    #[test]
    fn files_go_on_where_the_server_says() {
        for (status, offset, complete, expected) in [
            (200, "0", "?0", Some(0)),
            (202, "512", "?0", Some(512)),
            (200, "1234", "?1", Some(1_234)),
            (200, "0", "?1", Some(1_234)),
            (409, "100", "?0", Some(100)),
            (409, "9999", "?0", Some(1_234)),
            (422, "0", "?0", None),
            (200, "x", "?0", None),
        ] {
            let answer = Answer { upload_offset: Some(offset.into()), upload_complete: Some(complete.into()), ..answer(status, "") };
            let has = if let Input::BlobHas { bytes, .. } = answer.to_file(1, 1_234, 0) { Some(bytes) } else { None };
            assert_eq!(has, expected, "{status} {offset} {complete}");
        }
    }
}
