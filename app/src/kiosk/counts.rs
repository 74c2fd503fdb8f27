//! What is counted at a screen until a beat has taken it along: how often something happened on a day, and never who.
//!
//! A beat whose answer was lost may have been taken all the same, and the same number is taken once. So what went with a number stays with
//! it: asked for again, it is the same lines, and nothing is counted twice or lost. Invariants: there are at most [`LINES_MAX`] lines to be
//! sent and as many under way, however long a screen is without a connection; a subject is an id, never words.

use super::beat::{Count, Counted, LINES_MAX};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Lines that are left for counts without a subject, so that what happens is counted even where to what is not.
const WITHOUT_SUBJECT: usize = 400;
/// The longest id.
const SUBJECT_MAX: usize = 64;

type Line = (NaiveDate, Counted, String);

/// Everything that was counted and not yet taken.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Stored", into = "Stored")]
pub struct Counts {
    open: BTreeMap<Line, u32>,
    /// What went with the beat of this number, as long as nobody knows whether it was taken.
    under_way: Option<(u64, Vec<Count>)>,
}

/// As it is written down.
#[derive(Serialize, Deserialize)]
struct Stored {
    #[serde(default)]
    open: Vec<Count>,
    #[serde(default)]
    under_way: Option<(u64, Vec<Count>)>,
}

impl From<Stored> for Counts {
    fn from(stored: Stored) -> Self {
        let mut counts = Self::default();
        counts.put_all(stored.open);
        counts.under_way = stored.under_way.map(|(seq, mut lines)| {
            lines.truncate(LINES_MAX);
            (seq, lines)
        });
        counts
    }
}

impl From<Counts> for Stored {
    fn from(counts: Counts) -> Self {
        Self { open: as_lines(counts.open), under_way: counts.under_way }
    }
}

fn as_lines(open: BTreeMap<Line, u32>) -> Vec<Count> {
    open.into_iter().map(|((day, what, subject), times)| Count { day, what, subject, times }).collect()
}

/// Whether this can be what was counted: the id of a listing or a form. What somebody typed is none.
fn is_subject(what: Counted, text: &str) -> bool {
    let has_subject = !matches!(what, Counted::Session | Counted::Idle | Counted::NothingFound);
    has_subject && text.len() <= SUBJECT_MAX && text.chars().all(|sign| sign.is_ascii_alphanumeric() || matches!(sign, '-' | '_' | '.'))
}

impl Counts {
    /// Whether there is nothing to be sent.
    pub fn is_empty(&self) -> bool {
        self.open.is_empty() && self.under_way.as_ref().is_none_or(|(_, lines)| lines.is_empty())
    }

    /// Counts something once. Where there are too many subjects already, further ones are counted without.
    pub fn add(&mut self, day: NaiveDate, what: Counted, subject: &str) {
        self.put(Count { day, what, subject: subject.to_owned(), times: 1 });
    }

    fn put_all(&mut self, lines: Vec<Count>) {
        for count in lines {
            self.put(count);
        }
    }

    fn put(&mut self, Count { day, what, subject, times }: Count) {
        let subject = if is_subject(what, &subject) { subject } else { String::new() };
        let mut line = (day, what, subject);
        let is_new = !self.open.contains_key(&line);
        if is_new && !line.2.is_empty() && self.open.len() >= LINES_MAX - WITHOUT_SUBJECT {
            line.2.clear();
        }
        if !self.open.contains_key(&line) && self.open.len() >= LINES_MAX {
            return;
        }
        let sum = self.open.entry(line).or_default();
        *sum = sum.saturating_add(times);
    }

    /// The counts that go with the beat of this number ([`super::beat::Beat::seq`]). Asked for again they are the same, until another number
    /// is asked for: a higher one says that the one before was taken, a lower one that the server began anew.
    pub fn taken(&mut self, seq: u64) -> Vec<Count> {
        match self.under_way.take() {
            Some((number, lines)) if number == seq => {
                self.under_way = Some((number, lines.clone()));
                return lines;
            }
            Some((number, lines)) if number > seq => self.put_all(lines),
            Some(_) | None => {}
        }
        let lines = as_lines(std::mem::take(&mut self.open));
        self.under_way = Some((seq, lines.clone()));
        lines
    }

    /// What the server says: it took the beats up to this number ([`super::config::Enrolment::seq`]).
    pub fn settled(&mut self, seq: u64) {
        if self.under_way.as_ref().is_some_and(|(number, _)| *number <= seq) {
            self.under_way = None;
        }
    }

    /// Gives back what went with a beat that certainly did not arrive: it goes with the next one, together with what was counted since.
    pub fn back(&mut self) {
        if let Some((_, lines)) = self.under_way.take() {
            self.put_all(lines);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(number: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 1).unwrap() + chrono::Days::new(u64::from(number))
    }

    fn total(lines: &[Count]) -> u32 {
        lines.iter().map(|line| line.times).sum()
    }

    #[test]
    fn the_same_thing_is_one_line() {
        let mut counts = Counts::default();
        assert!(counts.is_empty());
        counts.add(day(0), Counted::Session, "");
        counts.add(day(0), Counted::Listing, "a");
        counts.add(day(0), Counted::Listing, "a");
        counts.add(day(1), Counted::Listing, "a");
        let line = |number: u32, what, subject: &str, times| Count { day: day(number), what, subject: subject.into(), times };
        let expected = [line(0, Counted::Session, "", 1), line(0, Counted::Listing, "a", 2), line(1, Counted::Listing, "a", 1)];
        assert_eq!(counts.taken(1), expected);
    }

    #[test]
    fn words_are_no_subject() {
        let mut counts = Counts::default();
        counts.add(day(0), Counted::NothingFound, "病気の相談");
        counts.add(day(0), Counted::NothingFound, "asthma");
        counts.add(day(0), Counted::Listing, &"a".repeat(65));
        assert!(counts.taken(1).iter().all(|line| line.subject.is_empty()));
    }

    #[test]
    fn a_beat_whose_answer_was_lost_takes_the_same_again() {
        let mut counts = Counts::default();
        counts.add(day(0), Counted::Session, "");
        let first = counts.taken(1);
        counts.add(day(0), Counted::Session, "");
        assert_eq!(counts.taken(1), first, "what came since waits for the next number");
        counts.settled(0);
        assert_eq!(counts.taken(1), first, "an older beat says nothing of this one");
        counts.settled(1);
        assert_eq!(total(&counts.taken(2)), 1);
        counts.settled(2);
        assert!(counts.is_empty());
        assert!(counts.taken(3).is_empty());
    }

    #[test]
    fn a_beat_that_did_not_leave_gives_back() {
        let mut counts = Counts::default();
        counts.add(day(0), Counted::Session, "");
        counts.taken(4);
        counts.add(day(0), Counted::Session, "");
        counts.back();
        assert_eq!(total(&counts.taken(4)), 2);
        counts.add(day(0), Counted::Idle, "");
        assert_eq!(total(&counts.taken(1)), 3, "a server that began anew is told everything");
    }

    #[test]
    fn a_long_time_without_a_connection_stays_bounded() {
        let mut counts = Counts::default();
        for number in 0..5_000_u32 {
            counts.add(day(0), Counted::Listing, &format!("l{number}"));
        }
        for number in 0..1_000_u32 {
            counts.add(day(number), Counted::Session, "");
        }
        let lines = counts.taken(1);
        assert!(lines.len() <= LINES_MAX);
        let opened: Vec<Count> = lines.into_iter().filter(|line| line.what == Counted::Listing).collect();
        assert_eq!(total(&opened), 5_000, "what is beyond the bound is counted without a subject");
        assert!(opened.iter().any(|line| line.subject.is_empty() && line.times > 3_000));
    }

    #[test]
    fn a_reload_loses_nothing() {
        let mut counts = Counts::default();
        counts.add(day(0), Counted::Listing, "a");
        counts.taken(7);
        counts.add(day(1), Counted::FormSent, "f");
        let text = serde_json::to_string(&counts).unwrap();
        assert_eq!(serde_json::from_str::<Counts>(&text).unwrap(), counts);
        assert_eq!(serde_json::from_str::<Counts>("{}").unwrap(), Counts::default());
    }

    proptest! {
        #[test]
        fn nothing_is_lost_or_counted_twice(steps in prop::collection::vec((0_u8..5, 0_u32..3), 1..60)) {
            let mut counts = Counts::default();
            // The server: the number that it took last, and how much. The screen: the number that it heard last.
            let (mut added, mut took, mut sum, mut heard) = (0_u32, 0_u64, 0_u32, 0_u64);
            // At the end the connection is good.
            for (step, subject) in steps.into_iter().chain([(4, 0), (4, 0)]) {
                if step < 2 {
                    counts.add(day(subject), Counted::Listing, &subject.to_string());
                    added += 1;
                    continue;
                }
                let number = heard + 1;
                let lines = counts.taken(number);
                // 2: the beat is lost; 3: its answer is lost.
                if step > 2 && number == took + 1 {
                    took = number;
                    sum += total(&lines);
                }
                if step == 4 {
                    heard = took;
                    counts.settled(took);
                }
            }
            prop_assert_eq!(sum, added);
        }
    }
}
