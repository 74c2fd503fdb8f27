//! What a form and a filled-in form must be to be taken: the same rules in the browser and on the server.
//!
//! What staff decide is here, with the bounds; what people send is in [`answers`]. Invariants: checking takes bounded time whatever
//! arrives (the engine's own bounds, and those here); what is kept of a submission is what is relevant, and nothing that the form does not
//! ask for.

mod answers;

pub use answers::{Accepted, check_answers, file_name, is_wanted, megabytes, names_sender, put_sender, relevant, uploads, violations};

use super::command::{Publish, Review, Settings};
use super::media;
use super::state::SubmissionState;
use engawa_core::Problem;

/// The largest file, in bytes.
pub const FILE_MAX: u64 = 20 * 1024 * 1024;
/// All files of a submission together, in bytes.
pub const FILES_MAX: u64 = 100 * 1024 * 1024;
/// The most files of a submission.
pub const FILES_COUNT_MAX: usize = 200;
/// The longest message, note or reason, in characters.
pub const MESSAGE_MAX: usize = 4_000;
/// The longest id or version of a form, in bytes.
pub const NAME_MAX: usize = 64;
/// The longest that a submission is kept, in days: thirty years.
pub const RETENTION_MAX: u32 = 10_958;

/// Addresses below `/forms/` and `/staff/forms/` that are no forms.
const RESERVED: [&str; 3] = ["receipts", "new", "ready"];

/// Whether this can be the id of a form: it stands in addresses and file names.
pub fn is_form_id(text: &str) -> bool {
    is_name(text) && !RESERVED.contains(&text)
}

fn is_name(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    text.len() <= NAME_MAX && text.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_') && text.chars().all(fits)
}

/// Whether this can be the version of a form.
pub fn is_version(text: &str) -> bool {
    is_name(text)
}

/// Whether this is a SHA-256 in lower-case hexadecimal.
pub fn is_sha256(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

/// What is wrong with what staff decide about a form; paths are its fields.
pub fn check_settings(settings: &Settings) -> Vec<Problem> {
    let mut problems = Vec::new();
    if let (Some(opens), Some(closes)) = (settings.opens_at, settings.closes_at)
        && closes <= opens
    {
        problems.push(Problem::new("closes_at", "ends_before_start"));
    }
    if settings.quota == Some(0) {
        problems.push(Problem::new("quota", "out_of_range").arg("1").arg(u32::MAX.to_string()));
    }
    if settings.retention_days == 0 || settings.retention_days > RETENTION_MAX {
        problems.push(Problem::new("retention_days", "out_of_range").arg("1").arg(RETENTION_MAX.to_string()));
    }
    problems
}

/// What is wrong with a version that is to be published, its expressions apart: those are found by
/// [`Compiled::new`](engawa_core::form::running::Compiled::new).
pub fn check_publish(publish: &Publish) -> Vec<Problem> {
    let mut problems = check_settings(&publish.settings);
    let definition = &publish.definition;
    if !is_form_id(&definition.form_id) {
        problems.push(Problem::new("form_id", "form_id_invalid").arg(NAME_MAX.to_string()));
    }
    if !is_version(&definition.version) {
        problems.push(Problem::new("version", "form_version_invalid").arg(NAME_MAX.to_string()));
    }
    for list in definition.lists.iter().filter(|list| list.file.is_some() && list.choices.is_empty()) {
        problems.push(Problem::new("files", "choices_file_missing").arg(list.file.clone().unwrap_or_default()));
    }
    problems.extend(media::check(definition));
    if let Some(source) = &publish.source
        && !is_sha256(&source.sha256)
    {
        problems.push(Problem::new("source", "blob_name_invalid"));
    }
    problems
}

/// What is wrong with what staff do about a submission that is in the state `from`.
pub fn check_review(review: &Review, from: SubmissionState) -> Vec<Problem> {
    let mut problems = Vec::new();
    if let Some(to) = review.state
        && !from.staff_may_make_it(to)
    {
        problems.push(Problem::new("state", "bad_state_change").arg(from.code()).arg(to.code()));
    }
    if review.state.is_some_and(SubmissionState::needs_message) && review.message.trim().is_empty() {
        problems.push(Problem::new("message", "required"));
    }
    for (path, text) in [("message", &review.message), ("note", &review.note)] {
        if text.chars().count() > MESSAGE_MAX {
            problems.push(Problem::new(path, "too_long").arg(MESSAGE_MAX.to_string()));
        }
    }
    if review.assignee.as_ref().is_some_and(|assignee| assignee.len() > NAME_MAX * 4) {
        problems.push(Problem::new("assignee", "too_long").arg(NAME_MAX.to_string()));
    }
    let says_nothing = review.message.trim().is_empty() && review.note.trim().is_empty();
    if review.state.is_none() && review.assignee.is_none() && says_nothing {
        problems.push(Problem::new("", "nothing_to_do"));
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sending_back_and_declining_say_why() {
        use SubmissionState::{Accepted, Received, SentBack, Withdrawn};
        let review = |state, message: &str| Review { submission: "x".into(), state, message: message.into(), ..Review::default() };
        for (review, from, expected) in [
            (review(Some(SentBack), ""), Received, vec!["message:required"]),
            (review(Some(SentBack), "予算書を"), Received, vec![]),
            (review(Some(Accepted), ""), Withdrawn, vec!["state:bad_state_change"]),
            (review(None, ""), Received, vec![":nothing_to_do"]),
            (review(None, &"長".repeat(MESSAGE_MAX + 1)), Received, vec!["message:too_long"]),
        ] {
            let found: Vec<String> = check_review(&review, from).into_iter().map(|problem| format!("{}:{}", problem.path, problem.code)).collect();
            assert_eq!(found, expected, "{review:?}");
        }
    }

    #[test]
    fn names_fit_into_addresses() {
        for (name, expected) in
            [("grant_2026", true), ("2026.1", true), ("", false), ("../x", false), ("日本", false), ("-a", false), ("receipts", false)]
        {
            assert_eq!(is_form_id(name), expected, "{name}");
        }
        let settings = Settings { opens_at: Some(2), closes_at: Some(1), quota: Some(0), retention_days: 0, ..Settings::default() };
        let paths: Vec<String> = check_settings(&settings).into_iter().map(|problem| problem.path).collect();
        assert_eq!(paths, ["closes_at", "quota", "retention_days"]);
    }
}
