//! Reads the cells of start and end times: one time, a range, or several parts of a day with their names.

use super::clause::{LONGEST_CELL, slice, time, unused};
use super::fold::{Cursor, fold};
use super::lex::{Item, Piece, lex};
use super::lex_date::Year;
use super::lex_time::{Clock, DAY, Half};
use super::{Warning, is_none};

/// More parts of one day are handed back.
const MOST_SLOTS: usize = 48;

/// One start and end with what the cell says about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Slot {
    pub(super) starts: Option<Clock>,
    pub(super) ends: Option<Clock>,
    pub(super) note: String,
    /// The ① before it.
    pub(super) number: Option<u32>,
}

/// What the two cells say.
#[derive(Debug, Default)]
pub(super) struct Slots {
    pub(super) list: Vec<Slot>,
    /// The cell of the start holds dates and must be read as one of dates.
    pub(super) dated: bool,
    pub(super) warnings: Vec<Warning>,
    pub(super) unread: Vec<String>,
}

/// Reads both cells. The same text in both counts once, unless it is plain times.
pub(super) fn read_slots(start: &str, end: &str) -> Slots {
    let first = Cell::read(start, false);
    let plain = first.unread.is_empty() && first.slots.iter().all(|slot| slot.ends.is_none());
    let end = if end.trim() == start.trim() && !plain { "" } else { end };
    let last = Cell::read(end, true);
    let mut read = Slots { list: first.slots, dated: first.dated, warnings: Vec::new(), unread: first.unread };
    match (read.list.len(), last.slots.len()) {
        (_, 0) => read.unread.extend(last.unread),
        (0, _) => {
            read.list = last.slots;
            read.unread.extend(last.unread);
        }
        (starts, ends) if starts == ends => {
            for (slot, end) in read.list.iter_mut().zip(last.slots) {
                slot.ends = end.ends.map(|ends| slot.starts.map_or(ends, |starts| ends.after(starts)));
                add_note(&mut slot.note, &end.note);
                slot.number = slot.number.or(end.number);
            }
            read.unread.extend(last.unread);
        }
        // Which end belongs to which start is not said.
        _ => read.unread.push(end.trim().to_owned()),
    }
    read.tidy();
    read
}

impl Slots {
    /// Checks the hours and puts what was not read beside them.
    fn tidy(&mut self) {
        for slot in &mut self.list {
            if [slot.starts, slot.ends].into_iter().flatten().any(|clock| clock.doubtful) {
                self.warnings.push(Warning::TwelveOClock);
            }
            let (Some(starts), Some(ends)) = (slot.starts, slot.ends) else { continue };
            if starts.minutes == 0 && ends.minutes == 0 {
                // 00:00 to 00:00 is how spreadsheets write that no time was given.
                (slot.starts, slot.ends) = (None, None);
                self.warnings.push(Warning::MidnightOnly);
            } else if ends.minutes <= starts.minutes {
                self.warnings.push(Warning::EndNotAfterStart);
            }
        }
        self.unread.dedup();
        for words in &self.unread {
            for slot in &mut self.list {
                add_note(&mut slot.note, words);
            }
        }
    }
}

/// Adds to a note what it does not say yet.
pub(super) fn add_note(note: &mut String, more: &str) {
    let more: Vec<&str> = more.split_whitespace().collect();
    let more = more.join(" ");
    if more.is_empty() || note.contains(&more) {
        return;
    }
    if !note.is_empty() {
        note.push('、');
    }
    note.push_str(&more);
}

/// A cell of times as it is walked over.
struct Cell<'a> {
    text: &'a str,
    pieces: Vec<Piece>,
    slots: Vec<Slot>,
    unread: Vec<String>,
    dated: bool,
    label: String,
    number: Option<u32>,
    is_end: bool,
}

impl<'a> Cell<'a> {
    fn read(text: &'a str, is_end: bool) -> Self {
        let long = text.len() > LONGEST_CELL;
        let pieces = if long { Vec::new() } else { lex(text) };
        let mut cell = Self { text, pieces, slots: Vec::new(), unread: Vec::new(), dated: false, label: String::new(), number: None, is_end };
        if is_none(text) {
            return cell;
        }
        if let Some(clock) = four_digits(text).filter(|_| !long).or_else(|| cell.timestamp()) {
            cell.push(Some(clock), None);
            return cell;
        }
        if cell.pieces.iter().any(|piece| matches!(piece.item, Item::Date(_))) {
            cell.dated = true;
            cell.unread.push(text.trim().to_owned());
            return cell;
        }
        // 10時～21時の間で: somewhere between is no start and no end.
        if long || !cell.walk() || cell.slots.len() > MOST_SLOTS || text.contains("の間") {
            cell.slots.clear();
            cell.unread = vec![text.trim().to_owned()];
            return cell;
        }
        let mut unread = unused(text, &cell.pieces);
        unread.append(&mut cell.unread);
        cell.unread = unread;
        cell
    }

    /// A date with a time is how spreadsheets write a time: 1899-12-30 10:00:00.
    fn timestamp(&self) -> Option<Clock> {
        let solid: Vec<&Item> = self.pieces.iter().map(|piece| &piece.item).filter(|item| !item.is_space()).collect();
        match solid.as_slice() {
            [Item::Date(date), Item::Clock(clock)] if matches!(date.year, Year::Given(_)) => Some(*clock),
            _ => None,
        }
    }

    /// False if words stand before the first time, so that it may be anything.
    fn walk(&mut self) -> bool {
        let mut place = 0;
        while let Some(piece) = self.pieces.get(place).cloned() {
            place = match piece.item {
                Item::Open => self.bracket(place),
                Item::Note => self.note(place),
                Item::Label(ref label) => {
                    self.label.clone_from(label);
                    self.take(place, place)
                }
                Item::Number(number) => {
                    self.number = Some(number);
                    self.take(place, place)
                }
                Item::Door => self.door(place),
                Item::Wave if self.clock(self.solid(place + 1)).is_some() => {
                    let at = self.solid(place + 1);
                    self.push(None, self.clock(at));
                    self.take(place, at)
                }
                Item::Clock(clock) => self.time(place, clock),
                item if item.is_trivial() => self.take(place, place),
                _ if self.slots.is_empty() => return false,
                _ => place + 1,
            };
        }
        true
    }

    /// A time: a start, an end, a range, or that of the doors.
    fn time(&mut self, place: usize, clock: Clock) -> usize {
        if self.item(place + 1) == Some(&Item::Door) {
            return self.remark(place, place + 1, true);
        }
        let sign = self.solid(place + 1);
        let second = self.solid(sign + 1);
        if matches!(self.item(sign), Some(Item::Wave | Item::From))
            && let Some(ends) = self.clock(second)
            && !self.is_list(sign, second)
        {
            self.push(Some(clock), Some(ends.after(clock)));
            return self.take(place, second);
        }
        if self.item(sign) == Some(&Item::To) {
            self.push(None, Some(clock));
            return self.take(place, sign);
        }
        self.push(Some(clock), None);
        let open = matches!(self.item(sign), Some(Item::Wave | Item::From));
        self.take(place, if open { sign } else { place })
    }

    /// 10：00～⏎11：00～: lines that each begin a part.
    fn is_list(&self, sign: usize, second: usize) -> bool {
        let broken = self.pieces.get(sign..second).is_some_and(|pieces| pieces.iter().any(|piece| piece.item == Item::Newline));
        broken && matches!(self.item(self.solid(second + 1)), Some(Item::Wave | Item::From))
    }

    fn push(&mut self, starts: Option<Clock>, ends: Option<Clock>) {
        let (starts, ends) = if self.is_end { (None, ends.or(starts)) } else { (starts, ends) };
        let note = core::mem::take(&mut self.label);
        self.slots.push(Slot { starts, ends, note, number: self.number.take() });
    }

    /// A bracket names the part that follows, or remarks on the time before.
    fn bracket(&mut self, open: usize) -> usize {
        let rest = self.pieces.get(open + 1..).unwrap_or_default();
        let length = rest.iter().position(|piece| piece.item == Item::Close).unwrap_or(rest.len());
        let close = open + 1 + length;
        let inner = self.pieces.get(open + 1..close).unwrap_or_default();
        let plain = !inner.iter().any(|piece| matches!(piece.item, Item::Clock(_) | Item::Exclude | Item::Door | Item::Only));
        let begins_line = open == 0
            || self
                .pieces
                .get(..open)
                .unwrap_or_default()
                .iter()
                .rfind(|piece| piece.item != Item::Blank)
                .is_none_or(|piece| piece.item == Item::Newline);
        if plain && begins_line && self.clock(self.solid(close + 1)).is_some() {
            if let (Some(first), Some(last)) = (inner.first(), inner.last()) {
                self.label = slice(self.text, first.at, last.end);
            }
            return self.take(open, close);
        }
        self.take(open, open);
        self.take(close, close);
        if inner_is_empty(open, close) { close + 1 } else { self.remark(open + 1, close - 1, false).max(close + 1) }
    }

    /// ※ and all that follows up to the next.
    fn note(&mut self, place: usize) -> usize {
        let rest = self.pieces.get(place + 1..).unwrap_or_default();
        let length = rest.iter().position(|piece| piece.item == Item::Note).unwrap_or(rest.len());
        self.take(place, place);
        if length == 0 { place + 1 } else { self.remark(place + 1, place + length, false) }
    }

    /// 開場 13:30
    fn door(&mut self, place: usize) -> usize {
        let mut at = place + 1;
        while self.item(at).is_some_and(|item| item.is_space() || *item == Item::Particle) {
            at += 1;
        }
        if self.clock(at).is_some() {
            return self.remark(place, at, true);
        }
        self.take(place, place)
    }

    /// Keeps words beside the last time. Those that may change it are reported too.
    fn remark(&mut self, first: usize, last: usize, harmless: bool) -> usize {
        let inner = self.pieces.get(first..=last).unwrap_or_default();
        let harmless = harmless || inner.iter().any(|piece| matches!(piece.item, Item::Door | Item::Filler));
        if let (Some(begin), Some(end)) = (inner.first(), inner.last()) {
            let words = slice(self.text, begin.at, end.end);
            match self.slots.last_mut() {
                Some(slot) => add_note(&mut slot.note, &words),
                None => add_note(&mut self.label, &words),
            }
            if !harmless && !words.is_empty() {
                self.unread.push(words);
            }
        }
        self.take(first, last)
    }

    fn item(&self, place: usize) -> Option<&Item> {
        self.pieces.get(place).map(|piece| &piece.item)
    }

    fn clock(&self, place: usize) -> Option<Clock> {
        match self.item(place) {
            Some(Item::Clock(clock)) => Some(*clock),
            _ => None,
        }
    }

    fn solid(&self, mut place: usize) -> usize {
        while self.item(place).is_some_and(|item| item.is_space() || *item == Item::Filler) {
            place += 1;
        }
        place
    }

    /// Marks pieces as used and gives the place after them.
    fn take(&mut self, first: usize, last: usize) -> usize {
        self.pieces.iter_mut().take(last + 1).skip(first).for_each(|piece| piece.used = true);
        last + 1
    }
}

fn inner_is_empty(open: usize, close: usize) -> bool {
    close <= open + 1
}

/// 0930: a whole cell of four digits.
fn four_digits(text: &str) -> Option<Clock> {
    let glyphs = fold(text.trim());
    let mut cursor = Cursor::new(&glyphs);
    let (value, digits) = cursor.number()?;
    let fits = digits == 4 && cursor.is_end() && value / 100 <= 29 && value % 100 <= 59;
    let minutes = u16::try_from(value / 100 * 60 + value % 100).ok()?;
    fits.then_some(Clock { minutes, half: Half::Unsaid, doubtful: false })
}

impl Slot {
    pub(super) fn times(&self) -> (Option<chrono::NaiveTime>, Option<chrono::NaiveTime>) {
        (self.starts.and_then(time), self.ends.and_then(time))
    }

    /// 25:00 as a start: an hour of the next day.
    pub(super) fn starts_next_day(&self) -> bool {
        self.starts.is_some_and(|starts| starts.minutes >= DAY)
    }
}
