//! Walks over the main statement of a date cell: dates with their ranges and hours become drafts, drafts become spans of real days.

use chrono::{Datelike, Days, NaiveDate};

use super::super::lex::{Item, Piece};
use super::super::lex_time::{Clock, DAY};
use super::super::years::{Link, assign};
use super::super::{Context, Span, Warning};
use super::{MOST_PATTERNS, Numbered, Pattern, PatternKind, When, slice, time, unused};

/// Where a draft's end lies.
#[derive(Clone, Copy, Debug)]
enum End {
    Same,
    Link(usize),
    Open,
    /// So many days, the first included.
    Length(u32),
    /// Only the end is written.
    Alone,
}

/// A span whose dates are not resolved yet.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    link: usize,
    end: End,
    starts: Option<Clock>,
    ends: Option<Clock>,
    note: String,
    number: Option<u32>,
    /// First and last piece, for handing the words back.
    pieces: (usize, usize),
    yearly: bool,
}

/// Walks over the main statement.
pub(super) struct Walk<'a> {
    pub(super) text: &'a str,
    pub(super) pieces: Vec<Piece>,
    pub(super) links: Vec<Link>,
    pub(super) drafts: Vec<Draft>,
    pub(super) when: When,
    pub(super) number: Option<u32>,
    pub(super) label: String,
    pub(super) yearly: bool,
}

impl Walk<'_> {
    pub(super) fn run(&mut self) {
        let mut place = 0;
        while let Some(piece) = self.pieces.get(place).cloned() {
            place = match piece.item {
                Item::Date(_) => self.span(place),
                // 21日 (something unknown) ～23日: whether the range begins there is not known.
                Item::Wave if self.date_at(self.solid(place + 1)) && self.is_cut_off(place) => self.solid(place + 1) + 1,
                Item::Wave if self.date_at(self.solid(place + 1)) => self.only_end(place),
                Item::Clock(_) => self.free_hours(place),
                Item::Month { year, month } => {
                    self.when.months.push((year, month));
                    self.when.month_begins = matches!(self.item(self.solid(place + 1)), Some(Item::Wave | Item::From));
                    self.take(place);
                    place + 1
                }
                other => {
                    self.mark(&other, place);
                    place + 1
                }
            };
        }
    }

    /// Pieces that mean something by themselves.
    fn mark(&mut self, item: &Item, place: usize) {
        let words = self.pieces.get(place).map(|piece| slice(self.text, piece.at, piece.end)).unwrap_or_default();
        let pattern = match item {
            Item::Days(days) => Some(PatternKind::Days(days.clone())),
            Item::MonthDays(days) => Some(PatternKind::MonthDays(days.clone())),
            Item::Daily => Some(PatternKind::Daily),
            _ => None,
        };
        if let Some(kind) = pattern {
            if self.when.patterns.len() >= MOST_PATTERNS {
                return;
            }
            self.when.patterns.push(Pattern { kind, words });
            self.take(place);
            return;
        }
        match item {
            Item::Number(number) => self.number = Some(*number),
            Item::Label(label) => self.label.clone_from(label),
            Item::Count(count) | Item::Length(count) => self.when.count = Some(*count),
            Item::Always => self.when.always = true,
            Item::Undecided => self.when.undecided = true,
            Item::Yearly => self.yearly = true,
            _ => return,
        }
        self.take(place);
    }

    /// A date, with its hours and with the range that it begins.
    fn span(&mut self, begin: usize) -> usize {
        let link = self.link(begin, false);
        let mut last = begin;
        let mut draft = Draft {
            link,
            end: End::Same,
            starts: None,
            ends: None,
            note: self.label.clone(),
            number: self.number,
            pieces: (begin, begin),
            yearly: core::mem::take(&mut self.yearly),
        };
        let mut hours_end = false;
        if let Some((starts, ends, next)) = self.hours(begin + 1) {
            draft.starts = Some(starts);
            draft.ends = ends;
            hours_end = ends.is_some();
            last = next;
        }
        let sign = self.solid(last + 1);
        match self.item(sign) {
            Some(Item::Wave | Item::From) => {
                let end = self.solid(sign + 1);
                self.take(sign);
                last = sign;
                if self.date_at(end) && !hours_end {
                    draft.end = End::Link(self.link(end, true));
                    last = self.range_hours(end, &mut draft);
                } else if let Some(Item::Length(days)) = self.item(end).filter(|_| !hours_end) {
                    draft.end = End::Length(*days);
                    self.take(end);
                    last = end;
                } else if !hours_end {
                    draft.end = End::Open;
                }
            }
            Some(Item::To) if draft.ends.is_none() => {
                self.take(sign);
                last = sign;
                draft.end = End::Alone;
                draft.ends = draft.starts.take();
            }
            Some(Item::To) => {
                self.take(sign);
                last = sign;
            }
            _ => {}
        }
        draft.pieces = (begin, last);
        self.share_hours(&draft);
        let again = draft.clone();
        self.drafts.push(draft);
        self.more_hours(last + 1, again)
    }

    /// 21日(土)、22日(日) 10:00～16:00: the hours are those of both, if nothing but a sign stands between.
    fn share_hours(&mut self, draft: &Draft) {
        let mut begin = draft.pieces.0;
        let (starts, ends) = (draft.starts, draft.ends);
        if starts.is_none() || !matches!(draft.end, End::Same | End::Open) {
            return;
        }
        for earlier in self.drafts.iter_mut().rev() {
            let between = self.pieces.get(earlier.pieces.1 + 1..begin).unwrap_or_default();
            let joined = between.iter().all(|piece| matches!(piece.item, Item::Separator | Item::Blank)) && !between.is_empty();
            if !joined || !matches!(earlier.end, End::Same) || earlier.starts.is_some() || earlier.ends.is_some() {
                return;
            }
            (earlier.starts, earlier.ends) = (starts, ends);
            begin = earlier.pieces.0;
        }
    }

    /// 13:00～、18:00～ after a date: once more on the same day.
    fn more_hours(&mut self, mut place: usize, draft: Draft) -> usize {
        while matches!(draft.end, End::Same | End::Open) && draft.starts.is_some() && self.item(place) == Some(&Item::Separator) {
            let Some((starts, ends, last)) = self.hours(place + 1) else { break };
            place = last + 1;
            if matches!(self.item(place), Some(Item::Wave | Item::From)) {
                self.take(place);
                place += 1;
            }
            self.drafts.push(Draft { starts: Some(starts), ends, pieces: (draft.pieces.0, place - 1), ..draft.clone() });
        }
        place
    }

    /// Hours after the last date of a range: the end of all, or the hours of each day.
    fn range_hours(&mut self, end: usize, draft: &mut Draft) -> usize {
        let mut last = end;
        if self.item(end + 1) == Some(&Item::To) {
            self.take(end + 1);
            last = end + 1;
        }
        if let Some((first, second, next)) = self.hours(last + 1) {
            last = next;
            match (draft.starts, second) {
                (None, Some(_)) => (draft.starts, draft.ends) = (Some(first), second),
                (Some(starts), None) => draft.ends = Some(first.after(starts)),
                (None, None) if self.item(self.solid(next + 1)) == Some(&Item::To) => draft.ends = Some(first),
                (None, None) => draft.starts = Some(first),
                (Some(_), Some(_)) => draft.ends = second,
            }
        }
        let sign = self.solid(last + 1);
        if self.item(sign) == Some(&Item::To) {
            self.take(sign);
            last = sign;
        }
        last
    }

    /// ～12月27日, ～9月25日まで
    fn only_end(&mut self, begin: usize) -> usize {
        let date = self.solid(begin + 1);
        self.take(begin);
        let link = self.link(date, false);
        let mut draft = Draft {
            link,
            end: End::Alone,
            starts: None,
            ends: None,
            note: self.label.clone(),
            number: self.number,
            pieces: (begin, date),
            yearly: false,
        };
        let mut last = date;
        if let Some((ends, None, next)) = self.hours(date + 1) {
            draft.ends = Some(ends);
            last = next;
        }
        let sign = self.solid(last + 1);
        if self.item(sign) == Some(&Item::To) {
            self.take(sign);
            last = sign;
        }
        draft.pieces.1 = last;
        self.drafts.push(draft);
        last + 1
    }

    /// A time or a range of times; gives the place of its last piece. Blanks and fillers may stand before it.
    fn hours(&mut self, place: usize) -> Option<(Clock, Option<Clock>, usize)> {
        let mut first = self.solid(place);
        while self.item(first) == Some(&Item::Particle) {
            first = self.solid(first + 1);
        }
        let starts = self.clock_at(first)?;
        self.take(first);
        let sign = self.solid(first + 1);
        let second = self.solid(sign + 1);
        if matches!(self.item(sign), Some(Item::Wave | Item::From))
            && let Some(ends) = self.clock_at(second)
        {
            self.take(sign);
            self.take(second);
            let mut last = second;
            if self.item(second + 1) == Some(&Item::To) {
                self.take(second + 1);
                last = second + 1;
            }
            return Some((starts, Some(ends.after(starts)), last));
        }
        Some((starts, None, first))
    }

    /// Hours beside a pattern: 毎週土曜日 10:00～12:00. Elsewhere they stay unread.
    fn free_hours(&mut self, place: usize) -> usize {
        if self.when.patterns.is_empty() || self.when.hours.is_some() {
            return place + 1;
        }
        let Some((starts, ends, last)) = self.hours(place) else { return place + 1 };
        self.doubt(starts);
        self.when.hours = Some((time(starts), ends.and_then(time)));
        last + 1
    }

    fn link(&mut self, place: usize, ends_range: bool) -> usize {
        if let Some(Item::Date(date)) = self.item(place) {
            let date = date.clone();
            self.links.push(Link { date, ends_range });
        }
        self.take(place);
        self.links.len().saturating_sub(1)
    }

    fn item(&self, place: usize) -> Option<&Item> {
        self.pieces.get(place).map(|piece| &piece.item)
    }

    fn date_at(&self, place: usize) -> bool {
        matches!(self.item(place), Some(Item::Date(_)))
    }

    fn clock_at(&self, place: usize) -> Option<Clock> {
        match self.item(place) {
            Some(Item::Clock(clock)) => Some(*clock),
            _ => None,
        }
    }

    /// The next place that is no blank, line end or filler.
    fn solid(&self, mut place: usize) -> usize {
        while self.item(place).is_some_and(|item| item.is_space() || *item == Item::Filler) {
            place += 1;
        }
        place
    }

    /// Whether something that is no date stands between the date before and a sign.
    fn is_cut_off(&self, sign: usize) -> bool {
        let before = self.pieces.get(..sign).and_then(|pieces| pieces.iter().rfind(|piece| !piece.item.is_space()));
        !self.drafts.is_empty() && before.is_some_and(|piece| matches!(piece.item, Item::Unknown | Item::Days(_) | Item::Clock(_)))
    }

    fn take(&mut self, place: usize) {
        if let Some(piece) = self.pieces.get_mut(place) {
            piece.used = true;
        }
    }

    fn doubt(&mut self, clock: Clock) {
        if clock.doubtful {
            self.when.warnings.push(Warning::TwelveOClock);
        }
    }

    /// Turns the drafts into spans of real days.
    pub(super) fn resolve(&mut self, context: &Context, month: Option<(Option<i32>, u32)>) {
        let dated = assign(&self.links, context.reference, month);
        if dated.by_weekday {
            self.when.warnings.push(Warning::YearByWeekday);
        }
        for (link, day) in self.links.iter().zip(&dated.days) {
            check(link, *day, &mut self.when.warnings);
        }
        for draft in core::mem::take(&mut self.drafts) {
            let day = |link: usize| dated.days.get(link).copied().flatten();
            let ends = match draft.end {
                End::Link(end) => day(end).map(Some),
                _ => Some(None),
            };
            let (Some(first), Some(last)) = (day(draft.link), ends) else {
                self.impossible(&draft);
                continue;
            };
            let (from, until) = match draft.end {
                // 25時 is an hour of the next day.
                End::Same if draft.starts.is_some_and(|starts| starts.minutes >= DAY) => (first.succ_opt(), first.succ_opt()),
                End::Same => (Some(first), Some(first)),
                End::Open => (Some(first), None),
                End::Length(days) => (Some(first), first.checked_add_days(Days::new(u64::from(days.saturating_sub(1))))),
                End::Alone => (None, Some(first)),
                End::Link(_) if last.is_some_and(|last| last < first) => {
                    let words = self.words(draft.pieces);
                    self.when.warnings.push(Warning::EndBeforeStart(words.clone()));
                    self.when.unread.push(words);
                    (Some(first), Some(first))
                }
                End::Link(_) => (Some(first), last),
            };
            for clock in [draft.starts, draft.ends].into_iter().flatten() {
                self.doubt(clock);
            }
            let span = Span { from, until, starts: draft.starts.and_then(time), ends: draft.ends.and_then(time), note: draft.note };
            if draft.yearly {
                self.when.patterns.push(Pattern { kind: PatternKind::Yearly(self.when.spans.len()), words: String::from("毎年") });
            }
            self.when.spans.push(Numbered { span, number: draft.number });
        }
    }

    fn impossible(&mut self, draft: &Draft) {
        let words = self.words(draft.pieces);
        let bare = self.links.get(draft.link).is_some_and(|link| link.date.month == super::super::lex_date::Month::Same && draft.link == 0);
        if !bare {
            self.when.warnings.push(Warning::NoSuchDay(words.clone()));
        }
        self.when.unread.push(words);
    }

    fn words(&self, (first, last): (usize, usize)) -> String {
        match (self.pieces.get(first), self.pieces.get(last)) {
            (Some(first), Some(last)) => slice(self.text, first.at, last.end),
            _ => String::new(),
        }
    }

    pub(super) fn finish(mut self) -> When {
        // A month or number that bounds nothing has not been read.
        let bounds = !self.when.patterns.is_empty() || !self.when.spans.is_empty();
        for piece in &mut self.pieces {
            if matches!(piece.item, Item::Month { .. } | Item::Count(_) | Item::Length(_)) && !bounds {
                piece.used = false;
            }
        }
        let mut unread = unused(self.text, &self.pieces);
        unread.append(&mut self.when.unread);
        self.when.unread = unread;
        self.when
    }
}

/// Warnings that a date gives by itself.
fn check(link: &Link, day: Option<NaiveDate>, warnings: &mut Vec<Warning>) {
    let written = &link.date;
    if written.claims.broken {
        warnings.push(Warning::BrokenWeekday);
    }
    let Some(day) = day else { return };
    if let Some(claim) = written.claims.days.first()
        && !written.claims.days.contains(&day.weekday())
    {
        warnings.push(Warning::WeekdayMismatch { date: day, written: *claim });
    }
    if let super::super::lex_date::Year::Era(era, _) = written.year
        && crate::time::wareki::Era::of(day) != Some(era)
    {
        warnings.push(Warning::EraMismatch { date: day });
    }
}
