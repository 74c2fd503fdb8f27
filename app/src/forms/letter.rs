//! 通知文: letters that staff send with a decision, made of templates with places to fill in.
//!
//! A template belongs to a form and a state. `{受付番号}` and the like stand for facts, `{回答:name}` for the answer to the question of
//! that name. Invariants: a template with a place that nothing fills is refused when it is saved, with its line; what people answered is
//! put in as it is and never read as a place again.

use super::outline::{self, Step};
use super::rules::MESSAGE_MAX;
use super::state::SubmissionState;
use crate::messages::forms::letters as m;
use chrono::NaiveDate;
use engawa_core::form::definition::{Control, Definition, NodeKind};
use engawa_core::form::running::Form;
use engawa_core::time::Wareki;
use engawa_core::{Lang, Problem};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The states that a letter tells of.
pub const STATES: [SubmissionState; 3] = [SubmissionState::Accepted, SubmissionState::Declined, SubmissionState::SentBack];
/// The longest name of a template, in characters.
pub const NAME_MAX: usize = 100;
/// The most templates of a form.
pub const COUNT_MAX: usize = 100;

/// What begins the place of an answer.
const ANSWER: &str = "回答:";
/// The places of facts.
pub const PLACES: [&str; 6] = ["受付番号", "件名", "様式名", "受付日", "今日", "担当"];

/// A template.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// Its id, a UUID that its author made.
    pub id: String,
    /// Its form.
    pub form_id: String,
    /// What staff call it.
    pub name: String,
    /// The decision that it tells.
    pub state: SubmissionState,
    /// Its words, with places.
    pub body: String,
}

/// What the places of a letter are filled with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The short number.
    pub receipt_no: String,
    /// What the form calls the submission; may be empty.
    pub title: String,
    /// What the form is called.
    pub form_title: String,
    /// The day on which it arrived.
    pub received_on: NaiveDate,
    /// The day of the letter.
    pub today: NaiveDate,
    /// Who takes care of it.
    pub assignee: String,
    /// The answers in words, by the names of their questions.
    pub answers: BTreeMap<String, String>,
}

impl Facts {
    fn value(&self, place: &str) -> Option<String> {
        if let Some(name) = answer_of(place) {
            return Some(self.answers.get(name).cloned().unwrap_or_default());
        }
        Some(match PLACES.iter().position(|known| *known == place)? {
            0 => self.receipt_no.clone(),
            1 => self.title.clone(),
            2 => self.form_title.clone(),
            3 => day(self.received_on),
            4 => day(self.today),
            _ => self.assignee.clone(),
        })
    }
}

/// A day as letters of an authority write it: 令和8年11月20日.
pub fn day(on: NaiveDate) -> String {
    Wareki::of(on).map_or_else(|| on.to_string(), |wareki| wareki.to_string())
}

/// The place of an answer, as it is written.
pub fn answer_place(name: &str) -> String {
    format!("{{{ANSWER}{name}}}")
}

/// The name of the question that a place asks for.
fn answer_of(place: &str) -> Option<&str> {
    // The colon of Japanese keyboards is another sign.
    place.strip_prefix(ANSWER).or_else(|| place.strip_prefix("回答：")).map(str::trim)
}

/// A part of a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part<'a> {
    Words(&'a str),
    Place(&'a str),
    /// A bracket that nothing closes.
    Open,
}

fn parts(body: &str) -> Vec<Part<'_>> {
    let mut found = Vec::new();
    let mut rest = body;
    while let Some((before, after)) = rest.split_once('{') {
        found.push(Part::Words(before));
        // A place ends on its line.
        if let Some((place, behind)) = after.split_once('}').filter(|(place, _)| !place.contains(['\n', '{'])) {
            found.push(Part::Place(place.trim()));
            rest = behind;
        } else {
            found.push(Part::Open);
            rest = after;
        }
    }
    found.push(Part::Words(rest));
    found
}

/// What is wrong with a template of a form; paths are its fields.
pub fn check(letter: &Letter, definition: &Definition) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (path, text, most) in [("name", &letter.name, NAME_MAX), ("body", &letter.body, MESSAGE_MAX)] {
        if text.trim().is_empty() {
            problems.push(Problem::new(path, "required"));
        }
        if text.chars().count() > most {
            problems.push(Problem::new(path, "too_long").arg(most.to_string()));
        }
    }
    if !STATES.contains(&letter.state) {
        problems.push(Problem::new("state", "required"));
    }
    problems.extend(check_places("body", &letter.body, definition));
    problems
}

/// What is wrong with the places of a text that is filled in for a form; `path`: the field in which it stands.
pub fn check_places(path: &str, body: &str, definition: &Definition) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut line = 1_usize;
    for part in parts(body) {
        match part {
            Part::Words(words) => line += words.matches('\n').count(),
            Part::Place(place) if is_known(place, definition) => {}
            Part::Place(place) => problems.push(Problem::new(path, "letter_place_unknown").arg(line.to_string()).arg(place)),
            Part::Open => problems.push(Problem::new(path, "letter_place_open").arg(line.to_string())),
        }
    }
    problems
}

/// Whether a text has something that [`render`] fills in.
pub fn has_places(body: &str) -> bool {
    body.contains('{')
}

fn is_known(place: &str, definition: &Definition) -> bool {
    match answer_of(place) {
        Some(name) => definition.nodes.iter().any(|node| node.name == name && node.row > 0),
        None => PLACES.contains(&place),
    }
}

/// The letter: its places filled in.
pub fn render(body: &str, facts: &Facts) -> String {
    let mut out = String::with_capacity(body.len() + 64);
    for part in parts(body) {
        match part {
            Part::Words(words) => out.push_str(words),
            Part::Place(place) => match facts.value(place) {
                Some(value) => out.push_str(&value),
                // Saved before the place was unknown: better seen than lost.
                None => out.extend(["{", place, "}"]),
            },
            Part::Open => out.push('{'),
        }
    }
    out
}

/// The answers of a form in words, by the names of their questions; those of several rows one after the other. What the form hides stays
/// hidden: a letter is printed, and stands on the page of the receipt for whoever looks at that screen.
pub fn answers(form: &Form, language: usize) -> BTreeMap<String, String> {
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    for Step { at, .. } in outline::walk(form) {
        let Some(node) = form.node(at) else { continue };
        if !matches!(&node.kind, NodeKind::Question(control) if *control != Control::Note) && !matches!(node.kind, NodeKind::Value { .. }) {
            continue;
        }
        let words = outline::masked_words(form, at, language);
        if words.is_empty() {
            continue;
        }
        let all = found.entry(node.name.clone()).or_default();
        if !all.is_empty() {
            all.push('、');
        }
        all.push_str(&words);
    }
    found
}

/// The templates that come with the program, one for each state. Their ids are the codes of the states.
pub fn built_in(form_id: &str) -> Vec<Letter> {
    let places = PLACES.map(|place| format!("{{{place}}}"));
    let places = places.each_ref().map(String::as_str);
    let letter = |state: SubmissionState| Letter {
        id: state.code().to_owned(),
        form_id: form_id.to_owned(),
        name: m::built_in_name(state).text(Lang::Ja).to_owned(),
        state,
        // A letter of the city is written in the language of its office.
        body: m::built_in(state).with(Lang::Ja, &places),
    };
    STATES.map(letter).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;
    use engawa_core::form::running::Compiled;
    use engawa_core::form::xlsform::{self, markdown};
    use engawa_core::form::{AnswerPath, Answers};
    use std::sync::Arc;

    fn definition() -> Definition {
        let workbook = markdown::read("| survey | | | |\n| | type | name | label |\n| | text | who | Name |");
        xlsform::read(&workbook).unwrap().definition
    }

    fn letter(body: &str) -> Letter {
        Letter { id: "x".into(), form_id: "f".into(), name: "通知".into(), state: SubmissionState::Accepted, body: body.into() }
    }

    #[test]
    fn a_place_that_nothing_fills_is_found_with_its_line() {
        for (body, expected) in [
            ("{受付番号} {回答:who} {回答：who}", vec![]),
            ("拝啓\n{受付番号}\n{だれか}", vec!["body:letter_place_unknown:3/だれか"]),
            ("{回答:nobody}", vec!["body:letter_place_unknown:1/回答:nobody"]),
            ("a\n{受付番号\n}", vec!["body:letter_place_open:2"]),
            (" ", vec!["body:required:"]),
        ] {
            let problems = check(&letter(body), &definition());
            let found: Vec<String> = problems.iter().map(|it| format!("{}:{}:{}", it.path, it.code, it.args.join("/"))).collect();
            assert_eq!(found, expected, "{body}");
        }
        let received = Letter { state: SubmissionState::Received, ..letter("a") };
        assert_eq!(check(&received, &definition()).first().map(|it| it.path.clone()), Some("state".to_owned()));
    }

    #[test]
    fn places_are_filled_and_answers_are_never_read_again() {
        let facts = Facts {
            receipt_no: "ABCD-1234".into(),
            received_on: "2026-11-20".parse().unwrap(),
            today: "2026-12-01".parse().unwrap(),
            answers: BTreeMap::from([("who".to_owned(), "{担当}".to_owned())]),
            ..Facts::default()
        };
        let body = "{受付番号}（{受付日}）{回答:who} 様 {今日} {unknown} {";
        assert_eq!(render(body, &facts), "ABCD-1234（令和8年11月20日）{担当} 様 令和8年12月1日 {unknown} {");
    }

    #[test]
    fn what_the_form_hides_stands_in_no_letter() {
        let workbook = markdown::read(
            "| survey | | | | |
             | | type | name | label | appearance |
             | | text | who | Name | |
             | | text | code | Code | masked |",
        );
        let compiled = Arc::new(Compiled::new(Arc::new(xlsform::read(&workbook).unwrap().definition)).unwrap());
        let mut sent = Answers::default();
        sent.values.extend([("who", "花子"), ("code", "himitsu")].map(|(path, value)| (AnswerPath(path.into()), value.to_owned())));
        let facts = Facts { answers: answers(&outline::filled(&compiled, &sent, 0, "x"), 0), ..Facts::default() };
        assert_eq!(render("{回答:who} {回答:code}", &facts), format!("花子 {}", outline::MASK));
    }

    #[test]
    fn those_that_come_with_the_program_can_be_saved() {
        let all = built_in("f");
        assert_eq!(all.len(), 3);
        for letter in all {
            assert_eq!(check(&letter, &definition()), vec![], "{}", letter.id);
            assert!(letter.body.contains("{受付番号}"));
        }
    }
}
