//! Makes sense of a date cell: which dates are days, which are spans, what repeats and what is left out.
//!
//! The result still speaks of "what is written"; [`super::build`] makes a schedule of it.

use chrono::{NaiveTime, Weekday};

use super::lex::{Item, Piece, lex};
use super::lex_days::{DaySet, Every};
use super::lex_time::{Clock, DAY};
use super::{Context, Span, Warning, is_none};

mod parts;
mod walk;

use parts::Parts;
use walk::Walk;

/// Longer cells (bytes) hold no dates but prose; they are handed back whole.
pub(super) const LONGEST_CELL: usize = 8192;
/// More patterns in one cell are handed back.
const MOST_PATTERNS: usize = 16;

/// What a date cell says.
#[derive(Debug, Default)]
pub(super) struct When {
    /// The cell.
    pub(super) text: String,
    pub(super) spans: Vec<Numbered>,
    pub(super) patterns: Vec<Pattern>,
    /// Parts in brackets or after ※ that leave days out or restrict them.
    pub(super) filters: Vec<Filter>,
    /// 6月から12月まで: months that bound a pattern.
    pub(super) months: Vec<(Option<i32>, u32)>,
    /// The last of them is where it begins (4月から毎週火曜日).
    pub(super) month_begins: bool,
    /// Hours that belong to no date.
    pub(super) hours: Option<(Option<NaiveTime>, Option<NaiveTime>)>,
    pub(super) count: Option<u32>,
    pub(super) always: bool,
    pub(super) undecided: bool,
    pub(super) warnings: Vec<Warning>,
    pub(super) unread: Vec<String>,
}

/// A span and what names it in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Numbered {
    pub(super) span: Span,
    /// The ① before it.
    pub(super) number: Option<u32>,
}

/// Something that repeats, with its words.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    pub(super) kind: PatternKind,
    pub(super) words: String,
}

#[derive(Clone, Debug)]
pub(super) enum PatternKind {
    Days(DaySet),
    MonthDays(Vec<i8>),
    Daily,
    /// 毎年 with a date: the span at this index comes every year.
    Yearly(usize),
}

/// A restriction, with its words.
#[derive(Clone, Debug)]
pub(super) struct Filter {
    pub(super) keep: bool,
    pub(super) pieces: Vec<Piece>,
    pub(super) words: String,
}

/// Reads a date cell. `month` is the month of days that say none.
pub(super) fn read_when(text: &str, context: &Context, month: Option<(Option<i32>, u32)>) -> When {
    if is_none(text) {
        return When { text: text.to_owned(), ..When::default() };
    }
    if text.len() > LONGEST_CELL {
        return When { text: text.to_owned(), unread: vec![text.trim().to_owned()], ..When::default() };
    }
    let mut parts = Parts { text, main: Vec::new(), filters: Vec::new(), remarks: Vec::new(), each: Vec::new() };
    parts.split(lex(text));
    parts.deadlines();
    parts.restrictions();
    let mut walk = Walk {
        text,
        pieces: parts.main,
        links: Vec::new(),
        drafts: Vec::new(),
        when: When { text: text.to_owned(), filters: parts.filters, ..When::default() },
        number: None,
        label: String::new(),
        yearly: false,
    };
    walk.run();
    for claims in &parts.each {
        for link in &mut walk.links {
            if link.date.claims.days.is_empty() {
                link.date.claims.days.clone_from(claims);
            }
        }
    }
    let default = month.or_else(|| walk.when.months.first().copied());
    walk.resolve(context, default);
    let mut when = walk.finish();
    when.unread.extend(parts.remarks);
    when
}

/// The words of runs of pieces that nothing has used.
pub(super) fn unused(text: &str, pieces: &[Piece]) -> Vec<String> {
    let edge = |piece: &&Piece| {
        matches!(piece.item, Item::Newline | Item::Blank | Item::Separator | Item::Open | Item::Close | Item::Note | Item::Number(_))
    };
    pieces
        .split(|piece| piece.used)
        .filter(|run| run.iter().any(|piece| !piece.item.is_trivial()))
        .filter_map(|run| {
            let first = run.iter().find(|piece| !edge(piece))?;
            let last = run.iter().rfind(|piece| !edge(piece))?;
            Some(slice(text, first.at, last.end))
        })
        .collect()
}

/// A trimmed piece of the original.
pub(super) fn slice(text: &str, at: usize, end: usize) -> String {
    text.get(at..end).unwrap_or_default().trim().to_owned()
}

/// The hour of a clock, past midnight counted on from 0:00.
pub(super) fn time(clock: Clock) -> Option<NaiveTime> {
    let minutes = u32::from(clock.minutes % DAY);
    NaiveTime::from_hms_opt(minutes / 60, minutes % 60, 0)
}

impl Pattern {
    /// 第2土曜日 without 毎月: with a month before it, one day and no repetition.
    pub(super) fn single_ordinal(&self) -> Option<(i8, Weekday)> {
        match &self.kind {
            PatternKind::Days(DaySet { every: Every::Unsaid, nth, days, .. }) => match (nth.as_slice(), days.as_slice()) {
                ([nth], [day]) => Some((*nth, *day)),
                _ => None,
            },
            _ => None,
        }
    }
}
