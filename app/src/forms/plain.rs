//! A form without scripts: page by page, each page a plain HTML form that carries everything answered so far.
//!
//! The server keeps nothing until the last page is sent. What a page shows is decided here, as data; how it looks is in the pages. A page
//! is a group or a repeat of the form's first level, or the questions between two of them. Invariants: only what the page showed is
//! changed by it; an answer that cannot be read comes back as it was typed.

use super::{japanese, outline, placing};
use chrono::{DateTime, FixedOffset};
use engawa_core::Problem;
use engawa_core::form::answers::AnswerPath;
use engawa_core::form::definition::{Control, DataType, Node, NodeKind};
use engawa_core::form::draft::Attachment;
use engawa_core::form::media::MediaView;
use engawa_core::form::running::{ChoiceView, Form, ViolationKind};
use engawa_core::form::tree::TreeId;
use engawa_core::text::digits;

/// Rows beyond which a plain page adds none: each row is drawn with every page.
const ROWS_MAX: usize = 100;
/// Groups in groups that are drawn.
const DEPTH_MAX: usize = 40;

/// How something is asked on a plain page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// Words.
    Note,
    /// One line.
    Line,
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

/// What somebody wants who sends a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// The next page.
    Next,
    /// The page before.
    Back,
    /// Send the form.
    Send,
    /// Another row in this repeat.
    Add(AnswerPath),
    /// Without this row.
    Remove(AnswerPath),
    /// The place of this postcode in its address.
    Place(AnswerPath),
}

impl Wish {
    /// Reads the value of the button; anything unknown is the next page.
    pub fn parse(text: &str) -> Self {
        match text.split_once(':') {
            Some(("add", path)) => Self::Add(AnswerPath(path.to_owned())),
            Some(("remove", path)) => Self::Remove(AnswerPath(path.to_owned())),
            Some(("place", path)) => Self::Place(AnswerPath(path.to_owned())),
            _ => match text {
                "back" => Self::Back,
                "send" => Self::Send,
                _ => Self::Next,
            },
        }
    }
}

/// What a page sent.
#[derive(Clone, Debug, Default)]
pub struct Sent {
    /// Fields by name, in their order.
    pub fields: Vec<(String, String)>,
    /// Files that were given: the address of the question, and the value `sha256:HEX/name`.
    pub files: Vec<(String, String)>,
    /// The places of the postcodes that a page asked for, as far as the site knows them.
    pub places: placing::Known,
}

impl Sent {
    fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.fields.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }
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
        _ if is_fixed => (Ask::Shown, outline::answer_words(form, at, language)),
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

/// Takes what a page sent into the form, then adds or removes a row.
pub fn take(form: &mut Form, page: &[TreeId], sent: &Sent, wish: &Wish, now: DateTime<FixedOffset>) {
    for path in asked(&parts(form, page, 0, &[])) {
        let Some(at) = form.find(&path) else { continue };
        let Some(raw) = given(form, at, &path, sent) else { continue };
        if form.raw(at).unwrap_or_else(|| form.value(at)) != raw {
            // A refusal leaves the form as it was or keeps what was typed; validation tells.
            let _taken = form.answer(at, &raw, now);
            put_right(form, at, now);
        }
    }
    match wish {
        Wish::Add(path) => {
            if let Some(repeat) = form.find(path) {
                let rows = form.rows(repeat);
                let used = rows.iter().filter_map(|row| form.key(*row)?.parse::<u64>().ok()).max().unwrap_or(0);
                if rows.len() < ROWS_MAX {
                    let _added = form.add_row(repeat, rows.last().copied(), &used.saturating_add(1).to_string(), now);
                }
            }
        }
        Wish::Remove(path) => {
            if let Some(row) = form.find(path) {
                let _removed = form.remove_row(row, now);
            }
        }
        // Places come from a list, which whoever calls has: see `placing`.
        Wish::Place(_) | Wish::Next | Wish::Back | Wish::Send => {}
    }
}

/// Writes an answer that the form refuses in the way that it may mean, as the page with scripts does.
fn put_right(form: &mut Form, at: TreeId, now: DateTime<FixedOffset>) {
    // A postcode may be wanted with its dash or without: both are tried.
    for _ in 0..2 {
        let is_refused = form.violation(at) == Some(ViolationKind::Constraint);
        let other = form.node(at).filter(|_| is_refused).and_then(|node| japanese::rewritten(&node.name, form.value(at)));
        let Some(other) = other else { return };
        let _taken = form.answer(at, &other, now);
    }
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

/// What the page says about a question; nothing if it says nothing about it.
fn given(form: &Form, at: TreeId, path: &AnswerPath, sent: &Sent) -> Option<String> {
    let node = form.node(at)?;
    let NodeKind::Question(control) = &node.kind else { return None };
    let name = field(path);
    let first = || sent.all(&name).next().map(str::to_owned);
    match control {
        // An empty box is not sent at all.
        Control::SelectMultiple(_) => Some(sent.all(&name).collect::<Vec<_>>().join(" ")),
        Control::Acknowledge => Some(first().unwrap_or_default()),
        Control::Rank(_) => {
            let mut places: Vec<(u64, String)> = Vec::new();
            for choice in form.choices(at, 0) {
                let typed = sent.all(&rank_field(path, &choice.value)).next().map(digits).unwrap_or_default();
                if let Ok(place) = typed.trim().parse() {
                    places.push((place, choice.value));
                }
            }
            places.sort_by_key(|(place, _)| *place);
            Some(places.into_iter().map(|(_, value)| value).collect::<Vec<_>>().join(" "))
        }
        Control::Upload(_) => {
            let new = sent.files.iter().rev().find(|(of, _)| *of == path.0).map(|(_, value)| value.clone());
            new.or_else(|| sent.all(&clear_field(path)).next().map(|_| String::new()))
        }
        Control::Input => first().map(|typed| match node.data_type {
            // What the browser's own fields for hours give.
            DataType::Time if typed.len() == 5 => format!("{typed}:00.000+09:00"),
            DataType::DateTime if typed.len() == 16 => format!("{typed}:00.000+09:00"),
            DataType::Date => match day(node) {
                Ask::Month => japanese::read_month(&typed).unwrap_or(typed),
                Ask::Year => japanese::read_year(&typed).unwrap_or(typed),
                _ => typed,
            },
            // Figures that are no amount, as their keyboards give them.
            DataType::String if ["numbers", "tel"].iter().any(|look| node.appearance.iter().any(|it| it == look)) => digits(&typed),
            DataType::String => typed.replace("\r\n", "\n"),
            _ => typed,
        }),
        Control::SelectOne(_) | Control::Range | Control::Note => first(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms::outline::{looked_at, moment};
    use engawa_core::form::running::Compiled;
    use engawa_core::form::xlsform::{self, markdown};
    use std::sync::Arc;

    fn begun() -> Form {
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

    fn sent(fields: &[(&str, &str)]) -> Sent {
        Sent { fields: fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(), ..Sent::default() }
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

    #[test]
    fn only_what_a_page_shows_is_changed_by_it() {
        let mut form = begun();
        let pages = pages(&form);
        take(&mut form, &pages[0], &sent(&[("a:who", "y"), ("a:child/school", "no"), ("a:fixed", "no"), ("a:what", "a")]), &Wish::Next, moment(0));
        let kept: Vec<String> = form.answers().values.into_keys().map(|path| path.0).filter(|path| !path.starts_with("meta")).collect();
        assert_eq!(kept, ["who"]);
        take(&mut form, &pages[3], &sent(&[("a:what", "a"), ("a:what", "b")]), &Wish::Next, moment(0));
        assert_eq!(form.answers().values.get(&AnswerPath("what".into())).map(String::as_str), Some("a b"));
        take(&mut form, &pages[3], &sent(&[]), &Wish::Next, moment(0));
        assert_eq!(form.answers().values.get(&AnswerPath("what".into())), None, "empty boxes are not sent");
    }

    #[test]
    fn what_is_written_another_way_is_put_right() {
        let workbook = markdown::read(
            "| survey | | | | | |
             | | type | name | label | constraint | appearance |
             | | text | who_kana | Reading | regex(., '^[ァ-ヶー　]+$') | |
             | | text | postcode | Postcode | regex(., '^[0-9]{7}$') | |
             | | text | phone | Phone | | numbers |
             | | text | free | Free | . != 'x' | |",
        );
        let compiled = Compiled::new(Arc::new(xlsform::read(&workbook).unwrap().definition)).unwrap();
        let mut form = Form::begin(Arc::new(compiled), looked_at(0, "x"));
        let pages = pages(&form);
        let typed = [("a:who_kana", "えんがわ"), ("a:postcode", "〒１８０－０００６"), ("a:phone", "０４２２"), ("a:free", "x")];
        take(&mut form, &pages[0], &sent(&typed), &Wish::Next, moment(0));
        for (name, expected) in [("who_kana", "エンガワ"), ("postcode", "1800006"), ("phone", "0422"), ("free", "x")] {
            let at = form.find(&AnswerPath(name.into())).unwrap();
            assert_eq!((form.value(at), form.violation(at).is_some()), (expected, name == "free"), "{name}");
        }
    }

    #[test]
    fn a_month_or_a_year_is_all_that_is_asked_for() {
        let workbook = markdown::read(
            "| survey | | | | |
             | | type | name | label | appearance |
             | | date | day | Day | |
             | | date | month | Month | month-year |
             | | date | year | Year | year |",
        );
        let compiled = Compiled::new(Arc::new(xlsform::read(&workbook).unwrap().definition)).unwrap();
        let mut form = Form::begin(Arc::new(compiled), looked_at(0, "x"));
        let pages = pages(&form);
        let drawn = |form: &Form| {
            let parts = parts(form, &pages[0], 0, &[]);
            let asked = parts.into_iter().filter_map(|part| if let Part::Question(asked) = part { Some((asked.ask, asked.value)) } else { None });
            asked.collect::<Vec<_>>()
        };
        let answers = |form: &Form| form.answers().values.into_iter().filter(|(path, _)| !path.0.starts_with("meta")).collect::<Vec<_>>();
        for (day, month, year) in [("2026-11-21", "2026-11", "2026"), ("2026-11-21", "令和8年11月", "令和8年")] {
            take(&mut form, &pages[0], &sent(&[("a:day", day), ("a:month", month), ("a:year", year)]), &Wish::Next, moment(0));
            let kept = [("day", "2026-11-21"), ("month", "2026-11-01"), ("year", "2026-01-01")];
            assert_eq!(answers(&form), kept.map(|(path, value)| (AnswerPath(path.into()), value.to_owned())));
            let shown = [(Ask::Date, "2026-11-21"), (Ask::Month, "2026-11"), (Ask::Year, "2026")];
            assert_eq!(drawn(&form), shown.map(|(ask, value)| (ask, value.to_owned())));
        }
        take(&mut form, &pages[0], &sent(&[("a:month", "そのうち"), ("a:year", "")]), &Wish::Next, moment(0));
        assert_eq!(drawn(&form)[1..], [(Ask::Month, "そのうち".to_owned()), (Ask::Year, String::new())], "it comes back as it was typed");
    }

    #[test]
    fn rows_come_and_go_and_what_cannot_be_read_comes_back() {
        let mut form = begun();
        let pages = pages(&form);
        take(&mut form, &pages[2], &sent(&[("a:cost[1]/yen", "１，０００円")]), &Wish::parse("add:cost"), moment(0));
        let drawn = parts(&form, &pages[2], 0, &[Problem::new("cost[1]/yen", "answer_type")]);
        let Some(Part::Repeat { rows, is_open: true, .. }) = drawn.first() else { panic!("{drawn:?}") };
        assert_eq!(rows.iter().map(|(path, _)| path.0.as_str()).collect::<Vec<_>>(), ["cost[1]", "cost[2]"]);
        let Some((_, below)) = rows.first() else { panic!("{rows:?}") };
        let Some(Part::Question(yen)) = below.first() else { panic!("{below:?}") };
        assert_eq!((yen.value.as_str(), yen.problem.is_some()), ("１，０００円", true));
        take(&mut form, &pages[2], &sent(&[]), &Wish::parse("remove:cost[1]"), moment(0));
        assert_eq!(form.answers().rows.get(&AnswerPath("cost".into())).map(Vec::len), Some(1));
        assert_eq!(page_of(&form, &pages, &[Problem::new("cost[2]/yen", "answer_type")]), Some(2));
        assert_eq!(page_of(&form, &pages, &[Problem::new("costume", "answer_type")]), None);
    }

    #[test]
    fn files_stay_until_they_are_taken_away() {
        let mut form = begun();
        let pages = pages(&form);
        let value = format!("sha256:{}/a.pdf", "b".repeat(64));
        let with_file = Sent { files: vec![("plan".to_owned(), value.clone())], ..Sent::default() };
        take(&mut form, &pages[3], &with_file, &Wish::Next, moment(0));
        take(&mut form, &pages[3], &sent(&[("a:what", "a")]), &Wish::Next, moment(0));
        let plan = |form: &Form| form.answers().values.get(&AnswerPath("plan".into())).cloned();
        assert_eq!(plan(&form), Some(value));
        take(&mut form, &pages[3], &sent(&[("x:plan", "1")]), &Wish::Next, moment(0));
        assert_eq!(plan(&form), None);
    }
}
