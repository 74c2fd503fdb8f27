//! What a filled-in form must be to be taken, and what is kept of it.
//!
//! Invariants: each problem stands at the address of its answer; what is kept is what is relevant, and nothing that the form does not ask
//! for; a file is one that an answer names, listed with its length, under a name without a folder.

use super::super::command::{Attachment, Submit};
use super::super::duplicates::{self, Key};
use super::super::outline::{self, Line, Step, filled};
use super::super::paper_id;
use super::{FILE_MAX, FILES_COUNT_MAX, FILES_MAX};
use engawa_core::form::answers::{AnswerPath, Answers};
use engawa_core::form::definition::{Control, Definition, NodeKind, Preload};
use engawa_core::form::draft::Attachment as Named;
use engawa_core::form::running::{Branch, Compiled, Form, ViolationKind};
use engawa_core::form::tree::TreeId;
use engawa_core::time::Millis;
use engawa_core::{Lang, Problem, text};
use std::collections::HashSet;
use std::sync::Arc;

/// More problems than anybody corrects at once.
const PROBLEMS_MAX: usize = 200;
/// The longest title of a submission, in characters.
const TITLE_MAX: usize = 200;

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
}
