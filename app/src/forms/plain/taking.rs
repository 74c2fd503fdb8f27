//! What a plain page sent, taken into the form.
//!
//! Invariants: only what the page showed is changed by it, and a box that was not sent is an empty one; an answer that the form refuses
//! stays as it was typed, unless it can be written in the way that it may mean.

use super::super::{japanese, placing};
use super::{Ask, asked, clear_field, day, field, parts, rank_field};
use chrono::{DateTime, FixedOffset};
use engawa_core::form::answers::AnswerPath;
use engawa_core::form::definition::{Control, DataType, NodeKind};
use engawa_core::form::running::{Form, ViolationKind};
use engawa_core::form::tree::TreeId;
use engawa_core::text::digits;

/// Rows beyond which a plain page adds none: each row is drawn with every page.
const ROWS_MAX: usize = 100;

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
    use super::super::tests::{begun, sent};
    use super::super::{Part, page_of, pages};
    use super::*;
    use crate::forms::outline::{looked_at, moment};
    use engawa_core::Problem;
    use engawa_core::form::running::Compiled;
    use engawa_core::form::xlsform::{self, markdown};
    use std::sync::Arc;

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
