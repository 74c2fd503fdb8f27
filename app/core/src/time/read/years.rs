//! Gives written dates their years.
//!
//! A date without a year belongs to the year that makes the weekdays in brackets true, or else to the one nearest to the
//! reference; the dates after it go on from there (12月20日, 1月10日 crosses the year). Only the year before the
//! reference, its own and the next are considered, since weekdays repeat every five or six years.

use chrono::{Datelike, NaiveDate, Weekday};

use super::lex_date::{Month, WrittenDate, Year, day_of};

/// A written date and how it is joined to the one before.
#[derive(Clone, Debug)]
pub(super) struct Link {
    pub(super) date: WrittenDate,
    /// It is the end of a range that began with the one before.
    pub(super) ends_range: bool,
}

/// What the years came out as.
pub(super) struct Dated {
    /// The days; `None` where there is no such day.
    pub(super) days: Vec<Option<NaiveDate>>,
    /// A weekday decided for another year than the nearest.
    pub(super) by_weekday: bool,
}

/// Unsorted lists go back at most this many days before a new year is taken for granted.
const BACK: i64 = 92;

/// How good a choice of years is; greater is better.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Score {
    in_order: bool,
    valid: usize,
    agreeing: usize,
    nearness: i64,
    year: i32,
}

/// Gives years to a list of dates. `month` is what a day without a month belongs to if no date came before.
pub(super) fn assign(links: &[Link], reference: NaiveDate, month: Option<(Option<i32>, u32)>) -> Dated {
    let mut bases: Vec<i32> = (-1..=1).map(|step| reference.year() + step).collect();
    if let Some(given) = links.iter().find_map(|link| link.date.year.western()) {
        bases.extend([given - 1, given]);
    }
    if let Some((Some(year), _)) = month {
        bases = vec![year];
    }
    let mut best: Option<(Score, Vec<Option<NaiveDate>>)> = None;
    let mut nearest: Option<(bool, i64, i32)> = None;
    for base in bases {
        let days = chain(links, base, month.map(|(_, month)| month));
        let score = score(links, &days, reference, base);
        let near = (score.in_order, score.nearness, score.year);
        if nearest.is_none_or(|known| near > known) && score.valid > 0 {
            nearest = Some(near);
        }
        if best.as_ref().is_none_or(|(known, _)| score > *known) {
            best = Some((score, days));
        }
    }
    let Some((score, days)) = best else { return Dated { days: vec![None; links.len()], by_weekday: false } };
    let by_weekday = score.agreeing > 0 && nearest.is_some_and(|(_, nearness, _)| nearness > score.nearness);
    Dated { days, by_weekday }
}

/// The days of a list whose first date without a year lies in `base`.
fn chain(links: &[Link], base: i32, month: Option<u32>) -> Vec<Option<NaiveDate>> {
    let mut days = Vec::with_capacity(links.len());
    let mut before: Option<NaiveDate> = None;
    for link in links {
        let written = &link.date;
        let month = match written.month {
            Month::Given(month) => Some(month),
            Month::Same => before.map(|day| day.month()).or(month),
        };
        let day = month.and_then(|month| day_in(written, month, before, base, link.ends_range));
        days.push(day);
        before = day.or(before);
    }
    days
}

fn day_in(written: &WrittenDate, month: u32, before: Option<NaiveDate>, base: i32, ends_range: bool) -> Option<NaiveDate> {
    let in_year = |year: i32| day_of(year, month, written.day);
    match (written.year, before) {
        (Year::Given(_) | Year::Era(..), _) => in_year(written.year.western()?),
        (Year::Next, Some(before)) => in_year(before.year().checked_add(1)?),
        (Year::Next, None) => in_year(base.checked_add(1)?),
        (Year::Unsaid, None) => in_year(base),
        (Year::Unsaid, Some(before)) => {
            let (same, next) = (in_year(before.year()), in_year(before.year().checked_add(1)?));
            let Some(same) = same else {
                // 29 February exists in one of them only.
                return next.filter(|next| *next > before && (*next - before).num_days() < 366 - BACK);
            };
            let back = (before - same).num_days();
            if back <= 0 || written.month == Month::Same || month == before.month() {
                return Some(same);
            }
            if ends_range {
                return next;
            }
            let next_agrees = next.is_some_and(|next| agrees(next, &written.claims.days)) && !agrees(same, &written.claims.days);
            if back <= BACK && !next_agrees { Some(same) } else { next }
        }
    }
}

fn agrees(day: NaiveDate, claims: &[Weekday]) -> bool {
    claims.contains(&day.weekday())
}

fn score(links: &[Link], days: &[Option<NaiveDate>], reference: NaiveDate, base: i32) -> Score {
    let known: Vec<NaiveDate> = days.iter().flatten().copied().collect();
    let nearness = match (known.iter().min(), known.iter().max()) {
        (Some(first), Some(last)) if *first <= reference && reference <= *last => 0,
        _ => known.iter().map(|day| -(*day - reference).num_days().abs()).max().unwrap_or(i64::MIN),
    };
    // What has no year must lie in the year before the first date that has one.
    let in_order = match links.iter().position(|link| link.date.year.western().is_some()) {
        Some(given) if given > 0 => match (days.get(given - 1), days.get(given)) {
            (Some(Some(before)), Some(Some(day))) => (0..=366).contains(&(*day - *before).num_days()),
            _ => true,
        },
        _ => true,
    };
    let agreeing = links.iter().zip(days).filter(|(link, day)| day.is_some_and(|day| agrees(day, &link.date.claims.days))).count();
    Score { in_order, valid: known.len(), agreeing, nearness, year: base }
}
