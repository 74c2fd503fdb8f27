//! A filled-in form as people read it: its questions and answers in order, in words.
//!
//! The same walk is used for checking, for showing a submission to staff and for making it searchable. Invariant: only what is relevant
//! is walked over.

use super::japanese;
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime};
use engawa_core::form::answers::{AnswerPath, Answers};
use engawa_core::form::definition::{Control, DataType, Definition, Node, NodeKind, Piece, Text};
use engawa_core::form::draft::Attachment;
use engawa_core::form::running::{Compiled, Form, Start};
use engawa_core::form::tree::TreeId;
use engawa_core::time::{JST_OFFSET, Millis, jst_millis};
use engawa_core::{Lang, text};
use std::sync::Arc;

/// What stands between the words of several choices.
const BETWEEN: &str = " / ";
/// What stands for an answer that is hidden; it does not say how long that is.
pub const MASK: &str = "●●●●●●";
/// How much of a submission is searched, in bytes of folded text.
const SEARCHED_MAX: usize = 64 * 1024;

/// A line of a filled-in form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// How deep it is in groups and rows.
    pub depth: usize,
    /// Where.
    pub path: AnswerPath,
    /// What is asked, or the name of a group.
    pub label: String,
    /// What it is.
    pub what: LineKind,
    /// The answer is shown only to whoever asks for it.
    pub is_masked: bool,
}

/// What a line is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LineKind {
    /// A group begins.
    Group,
    /// A row of a repeat begins; counted from 1.
    Row(usize),
    /// An answer in words; blank if nothing was answered.
    Answer(String),
    /// Something that the form computed.
    Computed(String),
    /// A file.
    File(Attachment),
}

/// A moment in Japan, as forms reckon.
pub fn moment(at: Millis) -> DateTime<FixedOffset> {
    let utc = DateTime::from_timestamp_millis(at).unwrap_or_default();
    let offset = i32::try_from(JST_OFFSET / 1000).ok().and_then(FixedOffset::east_opt);
    offset.map_or_else(|| utc.fixed_offset(), |offset| utc.with_timezone(&offset))
}

/// Noon of a day in Japan: when something on paper arrived of which only the day is known.
pub fn noon(on: NaiveDate) -> Millis {
    jst_millis(on.and_time(NaiveTime::MIN)).saturating_add(12 * 60 * 60 * 1000)
}

/// What a form that is only looked at or checked knows of its filling-in: no device, nobody by name.
pub fn looked_at(now: Millis, id: &str) -> Start {
    Start { now: moment(now), device_id: String::new(), username: String::new(), instance_id: format!("uuid:{id}"), seed: 0 }
}

/// The form as answers fill it.
pub fn filled(compiled: &Arc<Compiled>, answers: &Answers, now: Millis, id: &str) -> Form {
    Form::resume(Arc::clone(compiled), answers, looked_at(now, id))
}

/// Which of a form's languages somebody reads: the one whose code is that of the interface, else a Japanese one, else the first.
pub fn language_index(definition: &Definition, lang: Lang) -> usize {
    let coded = |code: &str| {
        let ending = format!("({code})");
        definition.languages.iter().position(|name| name.trim_end().to_ascii_lowercase().ends_with(&ending))
    };
    coded(lang.code()).or_else(|| coded(lang.html())).unwrap_or(0)
}

/// What a language is called, `日本語` of `日本語 (ja)`: its code is for programs.
pub fn language_name(name: &str) -> &str {
    let name = name.trim();
    let bare = name.strip_suffix(')').and_then(|name| name.rsplit_once('(')).map_or(name, |(bare, _)| bare.trim_end());
    if bare.is_empty() { name } else { bare }
}

/// A text of a form without a filling-in: words as they stand, values left out.
pub fn words_of(words: &Text, language: usize) -> String {
    let pieces = words.in_language(language).unwrap_or_default();
    pieces.iter().map(|piece| if let Piece::Words(words) = piece { words.as_str() } else { "…" }).collect()
}

/// A place that [`walk`] comes by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// How deep it is in groups and rows.
    pub depth: usize,
    /// The node.
    pub at: TreeId,
    /// What it is.
    pub what: StepKind,
}

/// What a place is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepKind {
    /// A repeat, before its rows.
    Repeat,
    /// A row, by its number from 1.
    Row(usize),
    /// A group, a question or a value.
    Node,
}

/// Every relevant node below the form's root, in order.
pub fn walk(form: &Form) -> Vec<Step> {
    let Some(root) = form.find(&AnswerPath::root()) else { return Vec::new() };
    let mut found = Vec::new();
    let mut open: Vec<Step> = form.items(root).into_iter().rev().map(|at| Step { depth: 0, at, what: StepKind::Node }).collect();
    while let Some(step) = open.pop() {
        if !form.is_relevant(step.at) {
            continue;
        }
        if form.is_repeat(step.at) {
            found.push(Step { what: StepKind::Repeat, ..step });
            let rows = form.rows(step.at).into_iter().enumerate().map(|(number, at)| Step { at, what: StepKind::Row(number + 1), ..step });
            open.extend(rows.rev());
        } else {
            found.push(step);
            open.extend(form.items(step.at).into_iter().rev().map(|at| Step { depth: step.depth + 1, at, what: StepKind::Node }));
        }
    }
    found
}

/// A number with places as people write it: `300` where the standard writes `300.0`.
pub fn bare_decimal(value: &str) -> &str {
    value.strip_suffix(".0").unwrap_or(value)
}

/// An answer in words: the labels of what was chosen, the name of a file, else the value as it is.
pub fn answer_words(form: &Form, at: TreeId, language: usize) -> String {
    let value = form.value(at);
    match form.node(at).map(|node| &node.kind) {
        Some(NodeKind::Question(Control::SelectOne(_) | Control::SelectMultiple(_))) => {
            let chosen = form.choices(at, language).into_iter().filter(|choice| choice.is_chosen).map(|choice| choice.label);
            chosen.collect::<Vec<_>>().join(BETWEEN)
        }
        Some(NodeKind::Question(Control::Rank(_))) => {
            let choices = form.choices(at, language);
            let label = |value: &str| choices.iter().find(|choice| choice.value == value).map_or(value.to_owned(), |choice| choice.label.clone());
            value.split_whitespace().map(label).collect::<Vec<_>>().join(BETWEEN)
        }
        Some(NodeKind::Question(Control::Upload(_))) => Attachment::of(value).map_or(value.to_owned(), |file| file.name),
        _ => match form.node(at) {
            Some(node) if node.data_type == DataType::Decimal => bare_decimal(value).to_owned(),
            Some(node) if node.data_type == DataType::Date => as_asked(node, value).to_owned(),
            _ => value.to_owned(),
        },
    }
}

/// The same, hidden where the form hides what is typed.
pub fn masked_words(form: &Form, at: TreeId, language: usize) -> String {
    let words = answer_words(form, at, language);
    let is_masked = !words.is_empty() && form.node(at).is_some_and(Node::is_masked);
    if is_masked { MASK.to_owned() } else { words }
}

/// A day without what nobody was asked for: of a month, or of a year.
pub fn as_asked<'a>(node: &Node, day: &'a str) -> &'a str {
    let has = |look: &str| node.appearance.iter().any(|it| it == look);
    let asked = if has("month-year") {
        day.get(..7)
    } else if has("year") {
        day.get(..4)
    } else {
        None
    };
    asked.filter(|_| japanese::is_day(day)).unwrap_or(day)
}

/// The whole form as lines.
pub fn lines(form: &Form, language: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    for Step { depth, at, what } in walk(form) {
        let Some(node) = form.node(at) else { continue };
        let name_or = |label: String| if label.trim().is_empty() { node.name.clone() } else { label };
        let what = match &node.kind {
            NodeKind::Group if node.name == "meta" => continue,
            NodeKind::Group => LineKind::Group,
            NodeKind::Repeat { .. } => match what {
                StepKind::Row(number) => LineKind::Row(number),
                StepKind::Repeat | StepKind::Node => continue,
            },
            NodeKind::Question(Control::Note) => continue,
            NodeKind::Question(Control::Upload(_)) => match Attachment::of(form.value(at)) {
                Some(file) => LineKind::File(file),
                None => LineKind::Answer(form.value(at).to_owned()),
            },
            NodeKind::Question(_) if node.calculate.is_none() => LineKind::Answer(answer_words(form, at, language)),
            NodeKind::Question(_) | NodeKind::Value { .. } => match form.value(at) {
                "" => continue,
                value => LineKind::Computed(value.to_owned()),
            },
        };
        // The number of the filling-in is no answer.
        if node.name.starts_with("instance") && form.path(at).0.starts_with("meta/") {
            continue;
        }
        lines.push(Line { depth, path: form.path(at), label: name_or(form.label(at, language)), what, is_masked: node.is_masked() });
    }
    lines
}

/// The folded words of a filled-in form, for finding it again. By what the form hides it is not found: whoever guessed would see that they are
/// right.
pub fn searched(form: &Form, language: usize) -> String {
    let mut found = String::new();
    for line in lines(form, language).into_iter().filter(|line| !line.is_masked) {
        let words = match &line.what {
            LineKind::Answer(words) | LineKind::Computed(words) => words,
            LineKind::File(file) => &file.name,
            LineKind::Group | LineKind::Row(_) => continue,
        };
        if words.is_empty() || found.len() + words.len() > SEARCHED_MAX {
            continue;
        }
        found.push_str(&text::fold(words));
        found.push('\n');
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use engawa_core::form::xlsform::{self, markdown};

    fn form(answers: &[(&str, &str)], rows: &[(&str, &[&str])]) -> Form {
        let workbook = markdown::read(
            "| survey | | | | |
             | | type | name | label::日本語 (ja) | label::English (en) |
             | | text | who | お名前 | Name |
             | | select_multiple c | what | 活動 | Activity |
             | | begin_repeat | cost | 経費 | Costs |
             | | integer | yen | 金額 | Yen |
             | | end_repeat | | | |
             | | decimal | fee | 会費 | Fee |
             | | file | plan | 計画書 | Plan |
             | choices | | | | |
             | | list_name | name | label::日本語 (ja) | label::English (en) |
             | | c | a | 清掃 | Cleaning |
             | | c | b | 見守り | Watching |",
        );
        let checked = xlsform::read(&workbook).unwrap();
        let compiled = Arc::new(Compiled::new(Arc::new(checked.definition)).unwrap());
        let mut all = Answers::default();
        for (path, value) in answers {
            all.values.insert(AnswerPath((*path).into()), (*value).into());
        }
        for (path, keys) in rows {
            all.rows.insert(AnswerPath((*path).into()), keys.iter().map(|key| (*key).to_owned()).collect());
        }
        filled(&compiled, &all, 0, "x")
    }

    #[test]
    fn answers_are_read_in_words_and_in_order() {
        let plan = format!("sha256:{}/計画.pdf", "a".repeat(64));
        let form = form(
            &[("who", "えんがわ会"), ("what", "b a"), ("cost[p]/yen", "100"), ("cost[q]/yen", "200"), ("fee", "300"), ("plan", &plan)],
            &[("cost", &["p", "q"])],
        );
        let language = language_index(form.definition(), Lang::En);
        let told: Vec<String> = lines(&form, language)
            .into_iter()
            .map(|line| match line.what {
                LineKind::Answer(words) => format!("{}{}={words}", " ".repeat(line.depth), line.label),
                LineKind::File(file) => format!("{}:{}", line.label, file.name),
                LineKind::Row(number) => format!("{} {number}", line.label),
                LineKind::Group | LineKind::Computed(_) => line.label,
            })
            .collect();
        assert_eq!(
            told,
            ["Name=えんがわ会", "Activity=Cleaning / Watching", "Costs 1", " Yen=100", "Costs 2", " Yen=200", "Fee=300", "Plan:計画.pdf"]
        );
        let searched = searched(&form, language);
        assert!(searched.contains("えんがわ会") && searched.contains("cleaning"), "{searched}");
    }

    #[test]
    fn languages_are_found_by_their_code() {
        let definition = Definition { languages: vec!["日本語 (ja)".into(), "English (en)".into()], ..Definition::default() };
        let found = Lang::ALL.map(|lang| language_index(&definition, lang));
        assert_eq!(found, [0, 0, 1]);
        assert_eq!(language_index(&Definition::default(), Lang::En), 0);
    }

    #[test]
    fn languages_are_called_by_their_names() {
        for (name, expected) in [
            ("日本語 (ja)", "日本語"),
            ("やさしい日本語 (ja-easy) ", "やさしい日本語"),
            ("English(en)", "English"),
            ("English", "English"),
            ("Norsk (bokmål) (nb)", "Norsk (bokmål)"),
            ("(en)", "(en)"),
            ("", ""),
        ] {
            assert_eq!(language_name(name), expected, "{name}");
        }
    }

    #[test]
    fn a_moment_is_reckoned_in_japan() {
        assert_eq!(moment(0).to_rfc3339(), "1970-01-01T09:00:00+09:00");
        assert_eq!(moment(noon("2026-11-20".parse().unwrap())).to_rfc3339(), "2026-11-20T12:00:00+09:00");
    }
}
