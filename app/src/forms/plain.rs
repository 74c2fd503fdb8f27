//! A form without scripts: page by page, each page a plain HTML form that carries everything answered so far.
//!
//! The server keeps nothing until the last page is sent. What a page shows is decided here, as data; how it looks is in the pages, and
//! what comes back is taken in by [`take`]. A page is a group or a repeat of the form's first level, or the questions between two of them.
//! Invariants: a page has only what is there now; an answer that cannot be read comes back as it was typed.

mod taking;

pub use taking::{Sent, Wish, take};

use super::{outline, placing};
use engawa_core::Problem;
use engawa_core::form::answers::AnswerPath;
use engawa_core::form::definition::{Control, DataType, Node, NodeKind};
use engawa_core::form::draft::Attachment;
use engawa_core::form::media::MediaView;
use engawa_core::form::running::{ChoiceView, Form};
use engawa_core::form::tree::TreeId;

/// Groups in groups that are drawn.
const DEPTH_MAX: usize = 40;

/// How something is asked on a plain page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// Words.
    Note,
    /// One line.
    Line,
    /// One line that is hidden like a password.
    Masked {
        /// A number is asked for.
        is_number: bool,
    },
    /// Several lines.
    Lines,
    /// A whole number or one with places.
    Number,
    /// A day.
    Date,
    /// A month; the answer is its first day.
    Month,
    /// A year; the answer is its first day.
    Year,
    /// An hour.
    Time,
    /// A day and an hour.
    DateTime,
    /// One of these.
    One(Vec<ChoiceView>),
    /// Some of these.
    Several(Vec<ChoiceView>),
    /// All of these in an order: each with its place, from 1.
    Rank(Vec<(ChoiceView, Option<usize>)>),
    /// "OK".
    Acknowledge,
    /// A file of this kind; the name of the one that was given.
    File(String, Option<String>),
    /// A value that cannot be changed.
    Shown,
}

/// A question on a plain page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Its address; names of fields are made of it.
    pub path: AnswerPath,
    /// What is asked.
    pub label: String,
    /// A short help.
    pub hint: String,
    /// A longer help.
    pub guidance: String,
    /// Pictures, sounds and films beside what is asked.
    pub media: Vec<MediaView>,
    /// How.
    pub ask: Ask,
    /// What was answered, as the field shows it.
    pub value: String,
    /// Whether an answer is needed.
    pub is_required: bool,
    /// It is a postcode whose place can be put into an address beside it.
    pub has_address: bool,
    /// What is wrong.
    pub problem: Option<Problem>,
}

/// A part of a plain page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// A question.
    Question(Box<Question>),
    /// A group with its name.
    Group(String, Vec<Part>),
    /// Pictures, sounds and films beside the name of a group, and that name.
    Media(String, Vec<MediaView>),
    /// Rows of the same questions.
    Repeat {
        /// Its address.
        path: AnswerPath,
        /// Its name.
        label: String,
        /// The rows: their addresses, and what is in them.
        rows: Vec<(AnswerPath, Vec<Part>)>,
        /// Rows can be added and removed.
        is_open: bool,
    },
}

/// The name of the field of an answer.
pub fn field(path: &AnswerPath) -> String {
    format!("a:{path}")
}

/// The name of the field of a file.
pub fn file_field(path: &AnswerPath) -> String {
    format!("f:{path}")
}

/// The name of the box that takes a file away.
pub fn clear_field(path: &AnswerPath) -> String {
    format!("x:{path}")
}

/// The name of the field for the place of a choice.
pub fn rank_field(path: &AnswerPath, choice: &str) -> String {
    format!("r:{path}:{choice}")
}

/// The pages of a form, each the nodes of its first level. The same for every filling-in.
pub fn pages(form: &Form) -> Vec<Vec<TreeId>> {
    let Some(root) = form.find(&AnswerPath::root()) else { return Vec::new() };
    let mut pages: Vec<Vec<TreeId>> = Vec::new();
    let mut is_loose = false;
    for at in form.items(root) {
        // What forms note about themselves.
        let node = form.node(at).filter(|node| node.name != "meta");
        match node.map(|node| &node.kind) {
            Some(NodeKind::Question(_)) => {
                match pages.last_mut().filter(|_| is_loose) {
                    Some(page) => page.push(at),
                    None => pages.push(vec![at]),
                }
                is_loose = true;
            }
            Some(NodeKind::Group | NodeKind::Repeat { .. }) => {
                pages.push(vec![at]);
                is_loose = false;
            }
            Some(NodeKind::Value { .. }) | None => {}
        }
    }
    pages
}

/// The parts of a page that are there now.
pub fn parts(form: &Form, page: &[TreeId], language: usize, problems: &[Problem]) -> Vec<Part> {
    page.iter().filter_map(|at| part(form, *at, language, problems, 0)).collect()
}

fn part(form: &Form, at: TreeId, language: usize, problems: &[Problem], depth: usize) -> Option<Part> {
    if !form.is_relevant(at) || depth > DEPTH_MAX {
        return None;
    }
    let below = |of: TreeId| -> Vec<Part> { form.items(of).into_iter().filter_map(|at| part(form, at, language, problems, depth + 1)).collect() };
    match &form.node(at)?.kind {
        NodeKind::Repeat { .. } => {
            let rows = form.rows(at).into_iter().map(|row| (form.path(row), below(row))).collect();
            let repeat = Part::Repeat { path: form.path(at), label: form.label(at, language), rows, is_open: form.is_open_ended(at) };
            Some(match media(form, at, language) {
                Some(media) => Part::Group(String::new(), vec![media, repeat]),
                None => repeat,
            })
        }
        NodeKind::Group => {
            let parts = below(at);
            let media = media(form, at, language);
            (!parts.is_empty()).then(|| Part::Group(form.label(at, language), media.into_iter().chain(parts).collect()))
        }
        NodeKind::Question(control) => question(form, at, control, language, problems).map(|question| Part::Question(Box::new(question))),
        NodeKind::Value { .. } => None,
    }
}

/// What stands beside the name of a group or repeat.
fn media(form: &Form, at: TreeId, language: usize) -> Option<Part> {
    let media = form.media(at, language);
    (!media.is_empty()).then(|| Part::Media(form.label(at, language), media))
}

fn question(form: &Form, at: TreeId, control: &Control, language: usize, problems: &[Problem]) -> Option<Question> {
    let (node, path) = (form.node(at)?, form.path(at));
    let label = form.label(at, language);
    let is_fixed = node.calculate.is_some() || form.is_readonly(at);
    let typed = form.raw(at).unwrap_or_else(|| form.value(at));
    let (ask, value) = match control {
        Control::Note => (Ask::Note, String::new()),
        // Computed and nowhere shown by the form itself.
        _ if node.calculate.is_some() && label.is_empty() => return None,
        _ if is_fixed => (Ask::Shown, outline::masked_words(form, at, language)),
        Control::SelectOne(_) => (Ask::One(form.choices(at, language)), typed.to_owned()),
        Control::SelectMultiple(_) => (Ask::Several(form.choices(at, language)), typed.to_owned()),
        Control::Rank(_) => {
            let order: Vec<&str> = typed.split_whitespace().collect();
            let place = |choice: &ChoiceView| order.iter().position(|value| *value == choice.value).map(|at| at + 1);
            let choices = form.choices(at, language).into_iter().map(|choice| {
                let place = place(&choice);
                (choice, place)
            });
            (Ask::Rank(choices.collect()), typed.to_owned())
        }
        Control::Acknowledge => (Ask::Acknowledge, typed.to_owned()),
        Control::Upload(wanted) => (Ask::File(wanted.clone(), Attachment::of(typed).map(|file| file.name)), typed.to_owned()),
        Control::Range => (Ask::Number, typed.to_owned()),
        Control::Input if node.is_masked() => {
            let value = if node.data_type == DataType::Decimal { outline::bare_decimal(typed) } else { typed };
            (Ask::Masked { is_number: node.data_type != DataType::String }, value.to_owned())
        }
        Control::Input => match node.data_type {
            DataType::Int => (Ask::Number, typed.to_owned()),
            DataType::Decimal => (Ask::Number, outline::bare_decimal(typed).to_owned()),
            DataType::Date => (day(node), outline::as_asked(node, typed).to_owned()),
            DataType::Time => (Ask::Time, typed.get(..5).unwrap_or(typed).to_owned()),
            DataType::DateTime => (Ask::DateTime, typed.get(..16).unwrap_or(typed).to_owned()),
            DataType::String if is_multiline(node) => (Ask::Lines, typed.to_owned()),
            _ => (Ask::Line, typed.to_owned()),
        },
    };
    Some(Question {
        problem: problems.iter().find(|problem| problem.path == path.0).cloned(),
        label: if label.is_empty() && ask != Ask::Note { node.name.clone() } else { label },
        hint: form.hint(at, language),
        guidance: form.guidance(at, language),
        media: form.media(at, language),
        is_required: form.is_required(at),
        has_address: matches!(ask, Ask::Line) && placing::address(form, at).is_some(),
        path,
        ask,
        value,
    })
}

/// Whether there is a postcode on a page whose place can be put into an address.
pub fn has_places(parts: &[Part]) -> bool {
    parts.iter().any(|part| match part {
        Part::Question(question) => question.has_address,
        Part::Group(_, below) => has_places(below),
        Part::Repeat { rows, .. } => rows.iter().any(|(_, below)| has_places(below)),
        Part::Media(..) => false,
    })
}

/// The page where no list of postcodes is: nothing offers to look into one.
pub fn without_places(parts: &mut [Part]) {
    for part in parts {
        match part {
            Part::Question(question) => question.has_address = false,
            Part::Group(_, below) => without_places(below),
            Part::Repeat { rows, .. } => rows.iter_mut().for_each(|(_, below)| without_places(below)),
            Part::Media(..) => {}
        }
    }
}

/// How much of a day is asked for.
fn day(node: &Node) -> Ask {
    let has = |look: &str| node.appearance.iter().any(|it| it == look);
    if has("month-year") {
        Ask::Month
    } else if has("year") {
        Ask::Year
    } else {
        Ask::Date
    }
}

/// Whether a text of several lines is asked for.
pub fn is_multiline(node: &Node) -> bool {
    node.appearance.iter().any(|it| it == "multiline") || node.parameters.contains_key("rows")
}

/// Whether there is anything on a page now.
pub fn is_shown(form: &Form, page: &[TreeId]) -> bool {
    !parts(form, page, 0, &[]).is_empty()
}

/// The page after this one that has something on it.
pub fn after(form: &Form, pages: &[Vec<TreeId>], page: usize) -> Option<usize> {
    pages.iter().enumerate().skip(page.saturating_add(1)).find(|(_, parts)| is_shown(form, parts)).map(|(at, _)| at)
}

/// The page before this one that has something on it.
pub fn before(form: &Form, pages: &[Vec<TreeId>], page: usize) -> Option<usize> {
    pages.iter().enumerate().take(page).rev().find(|(_, parts)| is_shown(form, parts)).map(|(at, _)| at)
}

/// This page, or the nearest that has something on it.
pub fn nearest(form: &Form, pages: &[Vec<TreeId>], page: usize) -> usize {
    if pages.get(page).is_some_and(|parts| is_shown(form, parts)) {
        return page;
    }
    after(form, pages, page).or_else(|| before(form, pages, page)).unwrap_or(0)
}

/// The first page with a problem.
pub fn page_of(form: &Form, pages: &[Vec<TreeId>], problems: &[Problem]) -> Option<usize> {
    let is_below = |path: &str, above: &str| path == above || path.strip_prefix(above).is_some_and(|rest| rest.starts_with(['/', '[']));
    pages.iter().position(|page| page.iter().any(|at| problems.iter().any(|problem| is_below(&problem.path, &form.path(*at).0))))
}

/// The addresses of the questions on a page that can be answered.
pub fn asked(parts: &[Part]) -> Vec<AnswerPath> {
    let mut found = Vec::new();
    let mut open: Vec<&Part> = parts.iter().rev().collect();
    while let Some(part) = open.pop() {
        match part {
            Part::Question(question) if !matches!(question.ask, Ask::Note | Ask::Shown) => found.push(question.path.clone()),
            Part::Question(_) | Part::Media(..) => {}
            Part::Group(_, below) => open.extend(below.iter().rev()),
            Part::Repeat { rows, .. } => open.extend(rows.iter().rev().flat_map(|(_, below)| below.iter().rev())),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms::outline::{looked_at, moment};
    use engawa_core::form::running::Compiled;
    use engawa_core::form::xlsform::{self, markdown};
    use std::sync::Arc;

    pub(super) fn begun() -> Form {
        let workbook = markdown::read(
            "| survey | | | | |
             | | type | name | label | relevant |
             | | text | who | Name | |
             | | time | from | From | |
             | | begin_group | child | Child | ${who} = 'x' |
             | | text | school | School | |
             | | end_group | | | |
             | | begin_repeat | cost | Costs | |
             | | integer | yen | Yen | |
             | | end_repeat | | | |
             | | select_multiple c | what | Work | |
             | | file | plan | Plan | |
             | | text | fixed | Fixed | false() |
             | choices | | | | |
             | | list_name | name | label | |
             | | c | a | Cleaning | |
             | | c | b | Watching | |",
        );
        let compiled = Compiled::new(Arc::new(xlsform::read(&workbook).unwrap().definition)).unwrap();
        Form::begin(Arc::new(compiled), looked_at(0, "x"))
    }

    pub(super) fn sent(fields: &[(&str, &str)]) -> Sent {
        Sent { fields: fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(), ..Sent::default() }
    }

    #[test]
    fn what_is_hidden_is_asked_like_a_password() {
        let workbook = markdown::read(
            "| survey | | | | | |
             | | type | name | label | appearance | default |
             | | text | code | Code | masked | 1.0 |
             | | decimal | fee | Fee | hidden-answer | 2.0 |
             | | text | why | Why | masked multiline | |",
        );
        let compiled = Compiled::new(Arc::new(xlsform::read(&workbook).unwrap().definition)).unwrap();
        let form = Form::begin(Arc::new(compiled), looked_at(0, "x"));
        let asks: Vec<(Ask, String)> = parts(&form, &pages(&form)[0], 0, &[])
            .into_iter()
            .filter_map(|part| if let Part::Question(question) = part { Some((question.ask, question.value)) } else { None })
            .collect();
        let expected = [(Ask::Masked { is_number: false }, "1.0"), (Ask::Masked { is_number: true }, "2"), (Ask::Lines, "")];
        assert_eq!(asks, expected.map(|(ask, value)| (ask, value.to_owned())));
    }

    #[test]
    fn pages_follow_the_groups_and_skip_what_is_not_there() {
        let mut form = begun();
        let pages = pages(&form);
        assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [2, 1, 1, 3]);
        assert_eq!((after(&form, &pages, 0), before(&form, &pages, 2), after(&form, &pages, 3)), (Some(2), Some(0), None));
        take(&mut form, &pages[0], &sent(&[("a:who", "x"), ("a:from", "09:30")]), &Wish::Next, moment(0));
        assert_eq!(after(&form, &pages, 0), Some(1));
        assert_eq!(nearest(&form, &pages, 1), 1);
        let values = form.answers().values;
        assert_eq!(values.get(&AnswerPath("from".into())).map(String::as_str), Some("09:30:00.000+09:00"));
    }
}
