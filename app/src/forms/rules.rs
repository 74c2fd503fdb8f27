//! What a form and a filled-in form must be to be taken: the same rules in the browser and on the server.
//!
//! Problems of answers stand at the address of the answer, so that a page can go there. Invariants: checking takes bounded time whatever
//! arrives (the engine's own bounds, and those here); what is kept of a submission is what is relevant, and nothing that the form does not
//! ask for.

use super::command::{Attachment, Publish, Review, Settings, Submit};
use super::duplicates::{self, Key};
use super::media;
use super::outline::{self, Line, Step, filled};
use super::paper_id;
use super::state::SubmissionState;
use engawa_core::form::answers::{AnswerPath, Answers};
use engawa_core::form::definition::{Control, Definition, NodeKind, Preload};
use engawa_core::form::draft::Attachment as Named;
use engawa_core::form::running::{Branch, Compiled, Form, ViolationKind};
use engawa_core::form::tree::TreeId;
use engawa_core::time::Millis;
use engawa_core::{Lang, Problem, text};
use std::collections::HashSet;
use std::sync::Arc;

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
/// More problems than anybody corrects at once.
const PROBLEMS_MAX: usize = 200;
/// The longest title of a submission, in characters.
const TITLE_MAX: usize = 200;

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

/// What is wrong with a version that is to be published, its expressions apart: those are found by [`Compiled::new`].
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

/// A submission that its form accepts, ready to be kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Accepted {
    /// What was put in, as far as it is relevant.
    pub answers: Answers,
    /// What the form makes of it, calculations too.
    pub content: Branch,
    /// What the form calls it; may be empty.
    pub title: String,
    /// Folded words, for finding it again.
    pub searched: String,
    /// What tells it from others, for finding duplicates.
    pub keys: Vec<Key>,
    /// The whole form as lines, in the language of the office.
    pub lines: Vec<Line>,
    /// The files that its answers name, with the kind of file that each question wants (`image/*`, `*/*`).
    pub files: Vec<(Attachment, String)>,
}

/// Checks a filled-in form. `id`: the command's.
///
/// # Errors
/// Everything that is wrong, each problem at its answer.
pub fn check_answers(compiled: &Arc<Compiled>, submit: &Submit, id: &str, now: Millis) -> Result<Accepted, Vec<Problem>> {
    // A clock that runs ahead must not open what a rule about "today" closes.
    let finished_at = submit.finished_at.map_or(now, |at| at.min(now));
    let form = filled(compiled, &submit.answers, finished_at, id);
    let language = form.definition().languages.iter().position(|name| *name == submit.language).unwrap_or(0);
    let mut problems = violations(&form, language);
    let (files, wrong) = files(&form, submit);
    problems.extend(wrong);
    if !submit.paper_id.is_empty() && paper_id::read(&submit.paper_id).as_ref() != Some(&submit.paper_id) {
        problems.push(Problem::new("paper_id", "paper_id_invalid"));
    }
    if !problems.is_empty() {
        problems.truncate(PROBLEMS_MAX);
        return Err(problems);
    }
    Ok(Accepted {
        answers: relevant(&form),
        content: form.submission(),
        title: form.instance_name().chars().take(TITLE_MAX).collect(),
        searched: outline::searched(&form, language),
        keys: duplicates::keys(&form, language),
        lines: outline::lines(&form, outline::language_index(form.definition(), Lang::Ja)),
        files,
    })
}

/// Whether a form fills in the name of the account by itself.
pub fn names_sender(definition: &Definition) -> bool {
    definition.nodes.iter().any(|node| is_sender(&node.kind))
}

fn is_sender(kind: &NodeKind) -> bool {
    matches!(kind, NodeKind::Value { preload: Some(Preload::Username) })
}

/// Puts the name of whoever sends it where the form fills it in by itself; empty: nobody is signed in. What the device put there does not
/// count: nobody says of themselves which account they have.
pub fn put_sender(compiled: &Arc<Compiled>, answers: &mut Answers, name: &str, id: &str, now: Millis) {
    if !names_sender(compiled.definition()) {
        return;
    }
    let form = filled(compiled, answers, now, id);
    for step in outline::walk(&form) {
        if form.node(step.at).is_some_and(|node| is_sender(&node.kind)) {
            let path = form.path(step.at);
            if name.is_empty() {
                answers.values.remove(&path);
            } else {
                answers.values.insert(path, name.to_owned());
            }
        }
    }
}

/// What a form says is wrong, with its own words where it has some.
pub fn violations(form: &Form, language: usize) -> Vec<Problem> {
    let found = form.validate().into_iter().take(PROBLEMS_MAX);
    found
        .map(|violation| {
            let code = match violation.kind {
                ViolationKind::Required => "answer_required",
                ViolationKind::Constraint => "answer_constraint",
                ViolationKind::Type => "answer_type",
                ViolationKind::Fault => "answer_fault",
            };
            let mut problem = Problem::new(violation.path.0, code);
            problem.message = form.message(violation.node, language);
            problem
        })
        .collect()
}

/// The relevant answers to questions for files, each with the kind of file that is wanted.
pub fn uploads(form: &Form) -> impl Iterator<Item = (TreeId, &str)> {
    outline::walk(form).into_iter().filter_map(move |Step { at, .. }| match form.node(at).map(|node| &node.kind) {
        Some(NodeKind::Question(Control::Upload(wanted))) if !form.value(at).is_empty() => Some((at, wanted.as_str())),
        _ => None,
    })
}

/// The files that relevant answers name, and what is wrong with them.
fn files(form: &Form, submit: &Submit) -> (Vec<(Attachment, String)>, Vec<Problem>) {
    let (mut files, mut problems) = (Vec::new(), Vec::new());
    let mut total = 0_u64;
    for (at, wanted) in uploads(form) {
        let (path, value) = (form.path(at).0, form.value(at));
        let Some(Named { sha256, name }) = Named::of(value) else {
            problems.push(Problem::new(path, "answer_type"));
            continue;
        };
        let Some(sent) = submit.attachments.iter().find(|sent| sent.path == path && sent.sha256 == sha256) else {
            problems.push(Problem::new(path, "attachment_unlisted").arg(name));
            continue;
        };
        if sent.bytes > FILE_MAX {
            problems.push(Problem::new(path, "too_large").arg(megabytes(FILE_MAX)));
            continue;
        }
        total = total.saturating_add(sent.bytes);
        files.push((Attachment { name: file_name(&name), ..sent.clone() }, wanted.to_owned()));
    }
    if files.len() > FILES_COUNT_MAX {
        problems.push(Problem::new("", "too_many").arg(FILES_COUNT_MAX.to_string()));
    }
    if total > FILES_MAX {
        problems.push(Problem::new("", "too_large").arg(megabytes(FILES_MAX)));
    }
    (files, problems)
}

/// A size as people read it.
pub fn megabytes(bytes: u64) -> String {
    format!("{} MB", bytes / (1024 * 1024))
}

/// A name that a person gave a file, without a folder and without signs that end a line or turn the direction of writing.
pub fn file_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = last.chars().filter(|c| !c.is_control() && !text::turns(*c)).take(200).collect();
    let kept = kept.trim().trim_start_matches('.').to_owned();
    if kept.is_empty() { "file".to_owned() } else { kept }
}

/// Whether a file of this media type is what a question wants: `image/*`, `application/pdf`, several parted by commas.
pub fn is_wanted(wanted: &str, media_type: &str) -> bool {
    let fits = |one: &str| match one.trim() {
        // The standard's `file` asks for `application/*` and means any file.
        "" | "*/*" | "*" | "application/*" => true,
        // Endings of names say nothing about what is inside.
        ending if ending.starts_with('.') => true,
        one => match one.strip_suffix("/*") {
            Some(family) => media_type.split('/').next() == Some(family),
            None => media_type.eq_ignore_ascii_case(one),
        },
    };
    wanted.split(',').any(fits)
}

/// What was put in and is relevant: an answer that somebody took out of sight by another answer is not sent to the city.
pub fn relevant(form: &Form) -> Answers {
    // Found once for all: a form has thousands of rows at worst.
    let there: HashSet<AnswerPath> = outline::walk(form).into_iter().map(|step| form.path(step.at)).collect();
    let mut answers = form.answers();
    answers.values.retain(|path, _| there.contains(path));
    answers.rows.retain(|repeat, _| there.contains(repeat));
    for (repeat, keys) in &mut answers.rows {
        keys.retain(|key| there.contains(&repeat.row(key)));
    }
    answers
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
    use crate::forms::state::Provenance;
    use engawa_core::form::xlsform::{self, markdown};

    fn compiled() -> Arc<Compiled> {
        let workbook = markdown::read(
            "| survey | | | | | | |
             | | type | name | label | required | relevant | constraint | constraint_message |
             | | text | who | Name | yes | | | |
             | | integer | age | Age | | | . < 130 | Too old |
             | | text | guardian | Guardian | yes | ${age} < 18 | | |
             | | file | plan | Plan | | | | |
             | | date | on | Day | | | . <= today() | |",
        );
        Arc::new(Compiled::new(Arc::new(xlsform::read(&workbook).unwrap().definition)).unwrap())
    }

    #[test]
    fn the_name_of_the_sender_is_the_accounts() {
        let workbook = markdown::read("| survey | | |\n| | type | name | label |\n| | username | by | |\n| | text | who | Name |");
        let named = Arc::new(Compiled::new(Arc::new(xlsform::read(&workbook).unwrap().definition)).unwrap());
        assert!(names_sender(named.definition()) && !names_sender(compiled().definition()));
        let by = AnswerPath("by".into());
        let mut answers = submit(&[("by", "somebody else"), ("who", "a")]).answers;
        put_sender(&named, &mut answers, "花子", "x", 0);
        assert_eq!(answers.values.get(&by).map(String::as_str), Some("花子"));
        put_sender(&named, &mut answers, "", "x", 0);
        assert_eq!(answers.values.get(&by), None, "nobody is signed in");
        let before = submit(&[("who", "a")]).answers;
        let mut same = before.clone();
        put_sender(&compiled(), &mut same, "花子", "x", 0);
        assert_eq!(same, before, "a form that does not ask for it");
    }

    fn submit(values: &[(&str, &str)]) -> Submit {
        let mut answers = Answers::default();
        for (path, value) in values {
            answers.values.insert(AnswerPath((*path).into()), (*value).into());
        }
        Submit {
            form_id: "f".into(),
            version: "1".into(),
            answers,
            attachments: Vec::new(),
            finished_at: None,
            language: String::new(),
            provenance: Provenance::Web,
            corrects: None,
            shared: None,
            paper_id: String::new(),
        }
    }

    /// Noon of 20 November 2026 in Japan.
    const NOW: Millis = 1_795_143_600_000;

    fn codes(submit: &Submit) -> Vec<String> {
        match check_answers(&compiled(), submit, "x", NOW) {
            Ok(_) => Vec::new(),
            Err(problems) => problems.into_iter().map(|problem| format!("{}:{}{}", problem.path, problem.code, problem.message)).collect(),
        }
    }

    #[test]
    fn each_problem_stands_at_its_answer() {
        for (values, expected) in [
            (vec![], vec!["who:answer_required"]),
            (vec![("who", "a"), ("age", "200")], vec!["age:answer_constraintToo old"]),
            (vec![("who", "a"), ("age", "many")], vec!["age:answer_type"]),
            (vec![("who", "a"), ("age", "9")], vec!["guardian:answer_required"]),
            (vec![("who", "a"), ("plan", "plan.pdf")], vec!["plan:answer_type"]),
            (vec![("who", "a"), ("age", "40"), ("nobody", "asked")], vec![]),
        ] {
            assert_eq!(codes(&submit(&values)), expected, "{values:?}");
        }
    }

    #[test]
    fn a_day_is_compared_with_the_day_of_finishing() {
        let mut late = submit(&[("who", "a"), ("on", "2026-11-20")]);
        assert_eq!(codes(&late), Vec::<String>::new());
        late.finished_at = Some(NOW - 86_400_000);
        assert_eq!(codes(&late), ["on:answer_constraint"]);
        let mut ahead = submit(&[("who", "a"), ("on", "2026-11-21")]);
        ahead.finished_at = Some(NOW + 86_400_000);
        assert_eq!(codes(&ahead), ["on:answer_constraint"], "a clock that runs ahead does not count");
    }

    #[test]
    fn what_is_not_relevant_or_not_asked_is_not_kept() {
        let sent = submit(&[("who", "a"), ("age", "40"), ("guardian", "secret"), ("nobody", "asked")]);
        let accepted = check_answers(&compiled(), &sent, "x", NOW).unwrap();
        let kept: Vec<&str> = accepted.answers.values.keys().map(|path| path.0.as_str()).collect();
        assert!(kept.contains(&"who") && kept.contains(&"age"), "{kept:?}");
        assert!(!kept.contains(&"guardian") && !kept.contains(&"nobody"), "{kept:?}");
        assert!(!accepted.searched.contains("secret"));
    }

    #[test]
    fn files_are_listed_small_and_named_safely() {
        let sha256 = "a".repeat(64);
        let value = format!("sha256:{sha256}/計画.pdf");
        let mut sent = submit(&[("who", "a"), ("plan", &value)]);
        assert_eq!(codes(&sent), ["plan:attachment_unlisted"]);
        let file = |bytes| Attachment { path: "plan".into(), sha256: sha256.clone(), name: "x".into(), bytes, media_type: String::new() };
        sent.attachments = vec![file(FILE_MAX + 1)];
        assert_eq!(codes(&sent), ["plan:too_large"]);
        sent.attachments = vec![file(10)];
        let accepted = check_answers(&compiled(), &sent, "x", NOW).unwrap();
        assert_eq!(accepted.files.first().map(|(file, _)| file.name.as_str()), Some("計画.pdf"));
        for (name, expected) in [("../../etc/passwd", "passwd"), ("a\r\nb.txt", "ab.txt"), ("\u{202E}fdp.exe", "fdp.exe"), ("...", "file")] {
            assert_eq!(file_name(name), expected);
        }
    }

    #[test]
    fn kinds_of_files_are_compared() {
        for (wanted, found, expected) in [
            ("image/*", "image/png", true),
            ("image/*", "application/pdf", false),
            ("*/*", "application/octet-stream", true),
            ("application/pdf, image/*", "image/jpeg", true),
            ("", "text/plain", true),
            (".pdf", "text/plain", true),
            ("application/*", "image/png", true),
        ] {
            assert_eq!(is_wanted(wanted, found), expected, "{wanted} {found}");
        }
    }

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
