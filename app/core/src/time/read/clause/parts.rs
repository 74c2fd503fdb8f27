//! Sorts the pieces of a date cell: the main statement, what leaves days out or restricts them, remarks, deadlines.

use chrono::Weekday;

use super::super::lex::{Item, Piece};
use super::{Filter, slice};

/// Sorts the pieces into the main statement, restrictions and remarks.
pub(super) struct Parts<'a> {
    pub(super) text: &'a str,
    pub(super) main: Vec<Piece>,
    pub(super) filters: Vec<Filter>,
    pub(super) remarks: Vec<String>,
    pub(super) each: Vec<Vec<Weekday>>,
}

impl Parts<'_> {
    pub(super) fn split(&mut self, pieces: Vec<Piece>) {
        let mut rest = pieces.into_iter().peekable();
        while let Some(piece) = rest.next() {
            match piece.item {
                Item::Open => {
                    let mut inner = Vec::new();
                    let mut depth = 1;
                    for piece in rest.by_ref() {
                        match piece.item {
                            Item::Open => depth += 1,
                            Item::Close => depth -= 1,
                            _ => {}
                        }
                        if depth == 0 {
                            break;
                        }
                        inner.push(piece);
                    }
                    self.bracket(inner);
                }
                Item::Note => {
                    let mut inner = Vec::new();
                    while let Some(next) = rest.next_if(|next| next.item != Item::Note) {
                        inner.push(next);
                    }
                    self.note(inner);
                }
                Item::Each(ref claims) => {
                    self.each.push(claims.clone());
                    self.main.push(Piece { used: true, ..piece });
                }
                _ => self.main.push(piece),
            }
        }
    }

    /// Brackets may hold dates (those that have passed), a restriction, or a remark.
    fn bracket(&mut self, inner: Vec<Piece>) {
        let (Some(first), Some(last)) = (inner.first(), inner.last()) else { return };
        let (at, end) = (first.at, last.end);
        if self.restriction(&inner) {
            return;
        }
        let has = |wanted: fn(&Item) -> bool| inner.iter().any(|piece| wanted(&piece.item));
        let known = !has(|item| matches!(item, Item::Unknown | Item::Door | Item::Clock(_)));
        // （8月は第1金曜日） would be a second rule: only months that bound the rule and a first rule are taken.
        let months = has(|item| matches!(item, Item::Month { .. }));
        let ruled = self.main.iter().any(|piece| matches!(piece.item, Item::Days(_) | Item::MonthDays(_)));
        let days = has(|item| matches!(item, Item::Days(_) | Item::MonthDays(_))) && !ruled && !months;
        let span = months && has(|item| matches!(item, Item::Wave | Item::From)) && !has(|item| matches!(item, Item::Days(_)));
        if known
            && (days
                || span
                || (!months && has(|item| matches!(item, Item::Date(_) | Item::Count(_) | Item::Length(_) | Item::Undecided | Item::Always))))
        {
            let edge = |at: usize| Piece { item: Item::Separator, at, end: at, used: false };
            self.main.push(edge(at));
            self.main.extend(inner);
            self.main.push(edge(end));
        } else {
            // It parts what stands before from what stands after.
            self.main.push(Piece { item: Item::Separator, at, end, used: true });
            if inner.iter().any(|piece| !piece.item.is_trivial()) {
                self.remarks.push(slice(self.text, at, end));
            }
        }
    }

    /// 9月9日〆切 is an end; after 申込締切： the rest of the line is not about when it happens.
    pub(super) fn deadlines(&mut self) {
        for at in 0..self.main.len() {
            if self.main.get(at).is_none_or(|piece| piece.item != Item::Deadline) {
                continue;
            }
            let before = self.main.get(..at).unwrap_or_default().iter().rfind(|piece| !piece.item.is_space());
            if before.is_some_and(|piece| matches!(piece.item, Item::Date(_) | Item::Clock(_))) {
                self.main.iter_mut().skip(at).take(1).for_each(|piece| piece.item = Item::To);
            } else {
                self.main.iter_mut().skip(at).take_while(|piece| piece.item != Item::Newline).for_each(|piece| piece.item = Item::Unknown);
            }
        }
    }

    fn note(&mut self, inner: Vec<Piece>) {
        let (Some(first), Some(last)) = (inner.first(), inner.last()) else { return };
        let words = slice(self.text, first.at, last.end);
        self.main.push(Piece { item: Item::Separator, at: first.at, end: last.end, used: true });
        if !self.restriction(&inner) && !words.is_empty() {
            self.remarks.push(words);
        }
    }

    /// Takes a part as a restriction if it says which days and that they are left out or alone meant.
    fn restriction(&mut self, inner: &[Piece]) -> bool {
        let keep = inner.iter().any(|piece| piece.item == Item::Only);
        let leave = inner.iter().any(|piece| piece.item == Item::Exclude);
        let days = inner.iter().any(|piece| matches!(piece.item, Item::Date(_) | Item::Days(_)));
        if !(keep || leave) || !days {
            return false;
        }
        let words = match (inner.first(), inner.last()) {
            (Some(first), Some(last)) => slice(self.text, first.at, last.end),
            _ => String::new(),
        };
        self.filters.push(Filter { keep: !leave, pieces: inner.to_vec(), words });
        true
    }

    /// Restrictions without brackets: 月曜休館, 平日のみ, or 、10日を除く after the span.
    pub(super) fn restrictions(&mut self) {
        while let Some(at) = self.main.iter().position(|piece| !piece.used && matches!(piece.item, Item::Exclude | Item::Only)) {
            let day = |piece: &Piece| matches!(piece.item, Item::Days(_) | Item::Date(_) | Item::Separator | Item::Particle);
            let wide = self.run_before(at, |piece| day(piece) || matches!(piece.item, Item::Wave | Item::From | Item::To));
            let mut narrow = self.run_before(at, day);
            if narrow > 0 && matches!(self.main.get(narrow - 1).map(|piece| &piece.item), Some(Item::Wave | Item::From)) {
                narrow += 1;
            }
            let alone = |begin: usize| !self.main.get(begin..at).unwrap_or_default().iter().any(|piece| matches!(piece.item, Item::Date(_)));
            let begin = if wide > 0 || alone(wide) { wide } else { narrow };
            let inner: Vec<Piece> = self.main.get(begin..=at).unwrap_or_default().to_vec();
            if (begin > 0 || alone(begin)) && self.restriction(&inner) {
                self.main.drain(begin..=at);
            } else {
                // Days that are perhaps left out are not to be taken for days on which it happens.
                self.main.iter_mut().take(at + 1).skip(begin).for_each(|piece| piece.item = Item::Unknown);
            }
        }
    }

    /// Where the run of such pieces before a place begins.
    fn run_before(&self, at: usize, part_of: impl Fn(&Piece) -> bool) -> usize {
        self.main.get(..at).unwrap_or_default().iter().rposition(|piece| !part_of(piece)).map_or(0, |place| place + 1)
    }
}
