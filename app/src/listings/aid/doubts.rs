//! What does not agree with itself, with the calendar or with today.

use super::{Advice, AdviceCode, texts_in};
use crate::listings::differences::SESSIONS;
use crate::listings::form::Pairs;
use crate::listings::listing::Listing;
use chrono::{Datelike as _, NaiveDate, Weekday};
use engawa_core::Lang;
use engawa_core::text::{digits, fold};
use engawa_core::time::wareki::{weekday_char, weekday_of_char};
use engawa_core::time::{Context, read_date};
use std::collections::BTreeSet;

pub(super) fn advise(listing: &Listing, texts: &Pairs, today: NaiveDate) -> Vec<Advice> {
    let mut found = Vec::new();
    let schedule = listing.schedule.clone().unwrap_or_default();
    let reference = schedule.first_day().unwrap_or(today);
    let when = ("when_text".to_owned(), schedule.text.clone());
    for (field, text) in texts.iter().chain([&when]) {
        for Dated { written, day, claimed } in dated_weekdays(text, reference) {
            if day.weekday() != claimed {
                let (claimed, real) = (weekday_char(claimed), weekday_char(day.weekday()));
                found.push(Advice::new(AdviceCode::WrongWeekday, field).arg(written).arg(claimed).arg(real));
            }
        }
    }
    if schedule.is_over(today) {
        found.push(Advice::new(AdviceCode::Past, SESSIONS));
    }
    if let Some(closes_on) = listing.deadline() {
        if closes_on < today {
            found.push(Advice::new(AdviceCode::DeadlinePast, "apply.closes_on"));
        }
        if schedule.last_day().is_some_and(|last| last < closes_on) {
            found.push(Advice::new(AdviceCode::DeadlineAfterEnd, "apply.closes_on"));
        }
    }
    if !is_phone(&listing.contact.phone) {
        found.push(Advice::new(AdviceCode::OddPhone, "contact.phone"));
    }
    for (field, text) in texts_in(texts, Lang::Ja).filter(|(field, _)| field != "title") {
        found.extend(almost_named(text, &listing.title).into_iter().map(|name| Advice::new(AdviceCode::OtherName, field).arg(name)));
    }
    found
}

/// A date that stands before a weekday in brackets.
struct Dated {
    written: String,
    day: NaiveDate,
    claimed: Weekday,
}

/// More characters than any way to write a date.
const DATE_MAX: usize = 16;

/// Dates with a weekday in brackets: 12月24日（木）, 5/16(土), 令和8年12月24日(木・祝). A day without a month is not looked at.
fn dated_weekdays(text: &str, reference: NaiveDate) -> Vec<Dated> {
    let chars: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    for (at, window) in chars.windows(3).enumerate() {
        let &[open, name, after] = window else { continue };
        let is_bracket = matches!(open, '(' | '（') && matches!(after, ')' | '）' | '・' | '曜' | '、' | ',' | '，' | '祝');
        let Some(claimed) = weekday_of_char(name).filter(|_| is_bracket) else { continue };
        let before = chars.iter().take(at).rev().take(DATE_MAX).take_while(|c| is_of_date(**c));
        let mut written: Vec<char> = before.copied().collect();
        written.reverse();
        let written: String = written.into_iter().collect();
        let written = written.trim_start_matches(|c: char| !c.is_numeric() && !matches!(c, '令' | 'R' | 'Ｒ'));
        let has_month = written.contains(['月', '/', '／', '.', '．']);
        if let Some(day) = has_month.then(|| read_date(written, &Context::new(reference)).ok()).flatten() {
            found.push(Dated { written: written.to_owned(), day, claimed });
        }
    }
    found
}

fn is_of_date(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '０'..='９' | '年' | '月' | '日' | '/' | '／' | '.' | '．' | '令' | '和' | 'R' | 'Ｒ' | '元')
}

/// Numbers as they are dialled in Japan: 10 or 11 digits that begin with 0, a short number, or one from abroad. Words beside them are
/// nobody's mistake.
fn is_phone(text: &str) -> bool {
    let text = digits(text).replace('＋', "+");
    let is_number = |part: &str| {
        let figures: String = part.chars().filter(char::is_ascii_digit).collect();
        match figures.len() {
            0 | 3 => true,
            10 | 11 => figures.starts_with('0') || part.contains('+'),
            12 => part.contains('+'),
            length => length < 6 && part.contains(['#', '＃']),
        }
    };
    let numbers = text.split(['、', '，', ',', '/', '／', '・', ';', '\n']);
    numbers.map(|part| part.split("内線").next().unwrap_or_default()).all(is_number)
}

/// Characters of the shortest title that is looked for in quotes.
const NAME_MIN: usize = 5;

/// Names in quotes that are nearly the title: an old name, another year, a slip.
fn almost_named(text: &str, title: &str) -> Vec<String> {
    let own = fold(title);
    if own.chars().count() < NAME_MIN {
        return Vec::new();
    }
    let mut found = Vec::new();
    for part in text.split(['「', '『', '【', '“']).skip(1) {
        let Some((name, _)) = part.split_once(['」', '』', '】', '”']) else { continue };
        let other = fold(name);
        let is_other = other != own && !own.contains(&other) && !other.contains(&own);
        if is_other && likeness(&own, &other) >= 60 {
            found.push(name.to_owned());
        }
    }
    found
}

/// How much two names share, of 100: their pairs of characters that are in both (Dice).
fn likeness(one: &str, other: &str) -> usize {
    let pairs = |text: &str| {
        let chars: Vec<char> = text.chars().take(200).collect();
        chars.windows(2).map(<[char]>::to_vec).collect::<BTreeSet<_>>()
    };
    let (one, other) = (pairs(one), pairs(other));
    let both = one.intersection(&other).count();
    (200 * both).checked_div(one.len() + other.len()).unwrap_or(0)
}
