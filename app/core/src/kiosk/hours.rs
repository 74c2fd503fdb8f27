//! When a house is open: weekly times, and days on which it is closed.
//!
//! Local time of the house. What goes on past midnight belongs to the day on which it began: a house that is closed on a Sunday may
//! still be open from Saturday until two. Public holidays are not known here; they are days like others, or stand in
//! [`Hours::closed`]. Staff write hours as text: [`Hours::read`].

mod text;

use chrono::{Datelike as _, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use serde::{Deserialize, Serialize};

/// Minutes of a day.
const DAY: u16 = 24 * 60;
/// The latest end: six in the morning of the next day.
const LATEST: u16 = 30 * 60;
/// The most days in [`Hours::closed`] that are read.
pub const CLOSED_MAX: usize = 400;
/// How far ahead an end is looked for: a house that is open for longer counts as always open.
const OPEN_DAYS: u64 = 14;
/// How far ahead an opening is looked for.
const SHUT_DAYS: u64 = 400;
/// A day of a house that is always open.
const WHOLE_DAY: &[Span] = &[Span { from: 0, until: DAY }];

/// From this minute of the day until that one; `until` may be past midnight (up to 30 * 60).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// From.
    pub from: u16,
    /// Until.
    pub until: u16,
}

impl Span {
    /// Whether it begins on its day, and ends after that and not later than at 30:00. Others count as not written.
    pub fn is_valid(self) -> bool {
        self.from < DAY && self.from < self.until && self.until <= LATEST
    }
}

/// When a house is open. Without any times it is always open.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Hours {
    /// Times by weekday, Monday first.
    pub week: [Vec<Span>; 7],
    /// Days on which it is closed all day.
    pub closed: Vec<NaiveDate>,
}

impl Hours {
    /// Whether it is open.
    pub fn is_open(&self, at: NaiveDateTime) -> bool {
        self.open_until(at).is_some()
    }

    /// When it closes: if it is open, the end of that; if it is not, the end of what begins later on the same day. `None`: it is not
    /// open any more on that day, or does not close within two weeks.
    pub fn closes_at(&self, at: NaiveDateTime) -> Option<NaiveDateTime> {
        let later_today = || self.opens_at(at).filter(|opens| opens.date() == at.date()).and_then(|opens| self.open_until(opens));
        let mut end = self.open_until(at).or_else(later_today)?;
        let last = at.checked_add_days(Days::new(OPEN_DAYS))?;
        // Times that follow each other without a gap are one, also over midnight.
        while let Some(later) = self.open_until(end) {
            if later > last {
                return None;
            }
            end = later;
        }
        Some(end)
    }

    /// When it opens next. `None`: it is open, or stays closed for longer than a year.
    pub fn opens_at(&self, at: NaiveDateTime) -> Option<NaiveDateTime> {
        if self.is_open(at) {
            return None;
        }
        (0..=SHUT_DAYS).find_map(|days| {
            let day = at.date().checked_add_days(Days::new(days))?;
            self.times(day).map(|(from, _)| from).filter(|from| *from > at).min()
        })
    }

    /// Until when it is open, of the times that hold this moment.
    fn open_until(&self, at: NaiveDateTime) -> Option<NaiveDateTime> {
        let days = [Some(at.date()), at.date().pred_opt()];
        let times = days.into_iter().flatten().flat_map(|day| self.times(day));
        times.filter(|(from, until)| (*from..*until).contains(&at)).map(|(_, until)| until).max()
    }

    /// The times that begin on a day.
    fn times(&self, day: NaiveDate) -> impl Iterator<Item = (NaiveDateTime, NaiveDateTime)> {
        let moment = move |minute: u16| day.and_time(NaiveTime::MIN).checked_add_signed(TimeDelta::minutes(i64::from(minute)));
        let spans = self.spans(day).iter().filter(|span| span.is_valid());
        spans.filter_map(move |span| moment(span.from).zip(moment(span.until)))
    }

    fn spans(&self, day: NaiveDate) -> &[Span] {
        if self.closed.contains(&day) {
            &[]
        } else if self.week.iter().flatten().any(|span| span.is_valid()) {
            let monday_first = usize::try_from(day.weekday().num_days_from_monday()).unwrap_or_default();
            self.week.get(monday_first).map(Vec::as_slice).unwrap_or_default()
        } else {
            WHOLE_DAY
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> NaiveDateTime {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
    }

    fn hours(text: &str) -> Hours {
        Hours::read(text).unwrap()
    }

    /// Moment, open, closes, opens; an empty text is none.
    type Row<'a> = (&'a str, bool, &'a str, &'a str);

    fn holds(hours: &Hours, rows: &[Row<'_>]) {
        let moment = |text: &str| (!text.is_empty()).then(|| at(text));
        for (now, open, closes, opens) in rows {
            assert_eq!(hours.is_open(at(now)), *open, "{now}");
            assert_eq!(hours.closes_at(at(now)), moment(closes), "{now} closes");
            assert_eq!(hours.opens_at(at(now)), moment(opens), "{now} opens");
        }
    }

    #[test]
    fn a_library() {
        // 2026-11-20 is a Friday; closed on Mondays, and on the Sunday of that week.
        let library = hours("火-金 9:00-12:00 13:00-20:00\n土日 10:00-17:00\n休 2026-11-22");
        holds(
            &library,
            &[
                ("2026-11-20 00:00", false, "2026-11-20 12:00", "2026-11-20 09:00"),
                ("2026-11-20 08:59", false, "2026-11-20 12:00", "2026-11-20 09:00"),
                ("2026-11-20 09:00", true, "2026-11-20 12:00", ""),
                ("2026-11-20 12:00", false, "2026-11-20 20:00", "2026-11-20 13:00"),
                ("2026-11-20 19:59", true, "2026-11-20 20:00", ""),
                ("2026-11-20 20:00", false, "", "2026-11-21 10:00"),
                ("2026-11-21 17:00", false, "", "2026-11-24 09:00"),
                ("2026-11-22 12:00", false, "", "2026-11-24 09:00"),
                ("2026-11-23 12:00", false, "", "2026-11-24 09:00"),
            ],
        );
    }

    #[test]
    fn past_midnight_belongs_to_the_evening_before() {
        let hall = hours("金土 18:00-26:00\n日 0:00-12:00\n休 2026-11-21 2026-11-29");
        holds(
            &hall,
            &[
                ("2026-11-20 23:59", true, "2026-11-21 02:00", ""),
                // Saturday is closed, Friday's evening goes on.
                ("2026-11-21 01:59", true, "2026-11-21 02:00", ""),
                ("2026-11-21 02:00", false, "", "2026-11-22 00:00"),
                ("2026-11-22 00:00", true, "2026-11-22 12:00", ""),
                // The Saturday after: its evening meets Sunday's morning, but that Sunday is closed.
                ("2026-11-28 18:00", true, "2026-11-29 02:00", ""),
                // And the next: one time, in the middle of which two overlap.
                ("2026-12-05 18:00", true, "2026-12-06 12:00", ""),
                ("2026-12-06 01:00", true, "2026-12-06 12:00", ""),
            ],
        );
    }

    #[test]
    fn always_open() {
        holds(&Hours::default(), &[("2026-11-20 03:00", true, "", "")]);
        holds(&hours("毎日 0:00-24:00"), &[("2026-11-20 03:00", true, "", "")]);
        let closed_once = hours("休 2026-12-29〜2027-01-03");
        holds(
            &closed_once,
            &[
                ("2026-11-20 03:00", true, "", ""),
                ("2026-12-20 03:00", true, "2026-12-29 00:00", ""),
                ("2026-12-29 00:00", false, "", "2027-01-04 00:00"),
                ("2027-01-04 00:00", true, "", ""),
            ],
        );
    }

    #[test]
    fn what_is_no_time_counts_as_not_written() {
        let mut broken = Hours::default();
        broken.week[0] = vec![Span { from: 600, until: 600 }, Span { from: DAY, until: DAY + 1 }, Span { from: 0, until: LATEST + 1 }];
        broken.week[1] = vec![Span { from: u16::MAX, until: u16::MAX }];
        assert!(broken.is_open(at("2026-11-20 03:00")));
        broken.week[2] = vec![Span { from: 540, until: 1_020 }];
        assert!(!broken.is_open(at("2026-11-23 10:00")));
        assert_eq!(broken.opens_at(at("2026-11-23 10:00")), Some(at("2026-11-25 09:00")));
    }

    #[test]
    fn the_ends_of_the_calendar_are_no_trouble() {
        for hours in [Hours::default(), hours("毎日 9:00-26:00"), hours("月 0:00-1:00")] {
            for at in [NaiveDateTime::MIN, NaiveDateTime::MAX] {
                let _ = (hours.is_open(at), hours.closes_at(at), hours.opens_at(at));
            }
        }
    }

    #[test]
    fn the_stored_form_is_pinned() {
        let library = hours("月 9:00-21:00\n休 2026-12-29");
        let json = r#"{"week":[[{"from":540,"until":1260}],[],[],[],[],[],[]],"closed":["2026-12-29"]}"#;
        assert_eq!(serde_json::to_string(&library).unwrap(), json);
        assert_eq!(serde_json::from_str::<Hours>(json).unwrap(), library);
        assert_eq!(serde_json::from_str::<Hours>("{}").unwrap(), Hours::default());
    }
}
