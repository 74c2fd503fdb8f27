//! 端末の一覧: what staff know of a screen, what is wrong with it, and what it is used for without giving anybody away.
//!
//! Pure: the moment comes in. Invariants: a screen that is off because its house is closed is not in trouble; what is told of its use are
//! whole weeks and whole months that are over, so that nobody learns of a single visit by looking again.

use super::beat::{Beat, CLOCK_OFF_MS, Counted};
use super::config::{Config, KioskState, Mode};
use crate::people::privacy::{Told, suppress, told};
use crate::site::Names;
use chrono::{Datelike as _, Days, Months, NaiveDate};
use engawa_core::time::{DAY_MS, HOUR_MS, Millis, jst_datetime};
use engawa_core::{Lang, codes};
use std::collections::BTreeMap;

/// A screen that was heard within this time is alive: three beats.
pub const ALIVE_MS: Millis = 15 * 60 * 1000;
/// A screen that was not heard for so long is in trouble, whatever its hours say.
pub const SILENT_MS: Millis = 3 * DAY_MS;
/// Public data older than this are old.
pub const STALE_MS: Millis = 24 * HOUR_MS;
/// Storage is nearly full from this many hundredths on.
pub const FULL: u64 = 80;

codes! {
    /// What is wrong with a screen, the worst first.
    Trouble {
        /// Nothing was heard of it though its house is open.
        Silent = "silent",
        /// It works, and was never heard.
        Unheard = "unheard",
        /// Sealed things wait there.
        Pending = "pending",
        /// Its storage is nearly full.
        Full = "full",
        /// Something went wrong there.
        Mishaps = "mishaps",
        /// Its clock is wrong.
        Clock = "clock",
        /// Its public data are old.
        Stale = "stale",
        /// Its browser did not promise to keep what is stored.
        Fleeting = "fleeting",
        /// It has no voice for a language that is offered there: nothing is read aloud, and the warning is only seen.
        Voiceless = "voiceless",
        /// It runs another version than the server.
        Version = "version",
        /// No tablet typed its code yet.
        Unpaired = "unpaired",
    }
}

impl Trouble {
    /// Whether somebody has to do something; else it is worth knowing.
    pub fn is_urgent(self) -> bool {
        !matches!(self, Self::Fleeting | Self::Voiceless | Self::Version | Self::Unpaired)
    }
}

/// A screen, as staff know it.
#[derive(Clone, Debug, PartialEq)]
pub struct Screen {
    /// Its id.
    pub id: String,
    /// How it stands with the city.
    pub state: KioskState,
    /// What it is told.
    pub config: Config,
    /// What is said on it now.
    pub say: Option<Names>,
    /// When it was enrolled.
    pub made_at: Millis,
    /// When a tablet typed its code; nothing: never.
    pub paired_at: Option<Millis>,
    /// When its right was taken.
    pub revoked_at: Option<Millis>,
    /// Until when a code is out that nobody typed yet.
    pub code_ends: Option<Millis>,
    /// The revision of its last change.
    pub rev: u64,
    /// When it was last heard, by the server's clock.
    pub seen_at: Option<Millis>,
    /// What it said then.
    pub beat: Beat,
    /// When it last sent a picture of itself at rest.
    pub picture_at: Option<Millis>,
}

impl Screen {
    /// Whether it was heard just now.
    pub fn is_alive(&self, now: Millis) -> bool {
        self.seen_at.is_some_and(|seen| now - seen <= ALIVE_MS)
    }

    /// By how much its clock was ahead when it was last heard.
    pub fn clock_ahead(&self) -> Option<Millis> {
        self.seen_at.filter(|_| self.beat.clock_ms != 0).map(|seen| self.beat.clock_ms - seen)
    }

    /// Hundredths of its storage that are in use.
    pub fn storage_used(&self) -> Option<u64> {
        self.beat.storage.filter(|(_, quota)| *quota > 0).map(|(used, quota)| used.saturating_mul(100) / quota)
    }

    /// What is wrong with it, the worst first. `build`: the server's own; empty: not known.
    pub fn troubles(&self, build: &str, now: Millis) -> Vec<Trouble> {
        match self.state {
            KioskState::Revoked => return Vec::new(),
            KioskState::Waiting => return vec![Trouble::Unpaired],
            KioskState::Active => {}
        }
        let Some(seen) = self.seen_at else {
            // It has a moment to say its first word.
            let is_new = self.paired_at.is_some_and(|paired| now - paired <= ALIVE_MS);
            return if is_new { Vec::new() } else { vec![Trouble::Unheard] };
        };
        let beat = &self.beat;
        let is = |trouble: Trouble| match trouble {
            Trouble::Silent => self.is_missed(seen, now),
            Trouble::Unheard | Trouble::Unpaired => false,
            Trouble::Pending => beat.pending > 0,
            Trouble::Full => self.storage_used().is_some_and(|used| used >= FULL),
            Trouble::Mishaps => !beat.mishaps.is_empty(),
            Trouble::Clock => self.clock_ahead().is_some_and(|ahead| ahead.saturating_abs() > CLOCK_OFF_MS),
            Trouble::Stale => beat.as_of.is_none_or(|as_of| seen - as_of > STALE_MS),
            Trouble::Fleeting => beat.persisted == Some(false),
            Trouble::Voiceless => self.is_voiceless(),
            Trouble::Version => !build.is_empty() && !beat.build.is_empty() && beat.build != build,
        };
        Trouble::ALL.iter().copied().filter(|trouble| is(*trouble)).collect()
    }

    /// Whether it has no voice for a language that is offered there. A wall screen says nothing.
    fn is_voiceless(&self) -> bool {
        let Some(voices) = self.beat.voices else { return false };
        let has = |lang: &Lang| match lang {
            Lang::Ja | Lang::JaEasy => voices.ja,
            Lang::En => voices.en,
        };
        self.config.mode == Mode::Kiosk && !self.config.langs.iter().all(has)
    }

    /// Whether it should have been heard: its house was open all the while, or it is too long ago.
    fn is_missed(&self, seen: Millis, now: Millis) -> bool {
        let is_open = |at: Millis| self.config.hours.is_open(jst_datetime(at));
        let silence = now - seen;
        silence > SILENT_MS || (silence > ALIVE_MS && is_open(now) && is_open(now - ALIVE_MS))
    }
}

codes! {
    /// How the list is ordered.
    Order {
        /// What is wrong first.
        Trouble = "trouble",
        /// By name.
        Name = "name",
        /// By place.
        Place = "place",
        /// What was not heard for longest first.
        Seen = "seen",
    }
}

/// How often something happened, summed up over some days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sum {
    /// What.
    pub what: Counted,
    /// To what; may be empty.
    pub subject: String,
    /// How often.
    pub times: u64,
}

/// How often something happened, as it may be told: all of it, and its parts by what it happened to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    /// What.
    pub what: Counted,
    /// How often in all.
    pub whole: Told,
    /// By what it happened to, the most first; those that may not be told follow.
    pub parts: Vec<(String, Told)>,
}

/// What may be told of one screen in one stretch of time. Small counts are hidden, and so that no whole gives a hidden part away, the parts
/// of a whole are judged together ([`suppress`]); sessions that ended by themselves are a part of all sessions.
///
/// Invariant: call this once for each screen and stretch, and tell no other sums over the same counts: a sum over screens, beside the
/// screens, would give away what is hidden here.
pub fn uses(sums: &[Sum]) -> Vec<Use> {
    let mut by_what: BTreeMap<Counted, Vec<(String, u64)>> = BTreeMap::new();
    for sum in sums {
        let parts = by_what.entry(sum.what).or_default();
        match parts.iter_mut().find(|(subject, _)| *subject == sum.subject) {
            Some((_, times)) => *times += sum.times,
            None => parts.push((sum.subject.clone(), sum.times)),
        }
    }
    let count = |what: Counted| by_what.get(&what).map_or(0, |parts| parts.iter().map(|(_, times)| *times).sum::<u64>());
    let (sessions, idle) = (count(Counted::Session), count(Counted::Idle));
    let idle_told = suppress(&[idle, sessions.saturating_sub(idle)]).first().copied().unwrap_or(Told::Exact(0));
    by_what
        .iter()
        .map(|(what, parts)| {
            let whole = if *what == Counted::Idle { idle_told } else { told(count(*what)) };
            let mut parts: Vec<&(String, u64)> = parts.iter().filter(|(subject, _)| !subject.is_empty()).collect();
            parts.sort_by(|a, b| a.0.cmp(&b.0));
            let shown = suppress(&parts.iter().map(|(_, times)| *times).collect::<Vec<_>>());
            let mut parts: Vec<(String, Told)> = parts.into_iter().map(|(subject, _)| subject.clone()).zip(shown).collect();
            // Hidden ones stay in the order of their ids: their place tells nothing.
            parts.sort_by_key(|(_, told)| match told {
                Told::Exact(times) => (0, u64::MAX - times),
                Told::FewerThan(_) => (1, 0),
            });
            Use { what: *what, whole, parts }
        })
        .collect()
}

/// The last four whole weeks: the first Monday, and the Monday after them.
pub fn four_weeks(today: NaiveDate) -> (NaiveDate, NaiveDate) {
    let monday = today - Days::new(u64::from(today.weekday().num_days_from_monday()));
    (monday - Days::new(28), monday)
}

/// The last so many whole months: the first day, and the day after them.
pub fn whole_months(today: NaiveDate, months: u32) -> (NaiveDate, NaiveDate) {
    let first = today - Days::new(u64::from(today.day0()));
    (first.checked_sub_months(Months::new(months)).unwrap_or(first), first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kiosk::beat::{Mishap, Voices};
    use engawa_core::kiosk::hours::{Hours, Span};
    use engawa_core::time::jst_millis;

    fn at(text: &str) -> Millis {
        jst_millis(text.parse().unwrap())
    }

    fn screen(now: Millis) -> Screen {
        Screen {
            id: "k".into(),
            state: KioskState::Active,
            config: Config::default(),
            say: None,
            made_at: 1,
            paired_at: Some(2),
            revoked_at: None,
            code_ends: None,
            rev: 1,
            seen_at: Some(now - 60_000),
            beat: Beat { build: "b".into(), as_of: Some(now - 60_000), clock_ms: now - 60_000, storage: Some((1, 100)), ..Beat::default() },
            picture_at: None,
        }
    }

    #[test]
    fn a_screen_that_is_well_has_no_trouble() {
        let now = at("2026-11-20T14:00:00");
        assert_eq!(screen(now).troubles("b", now), []);
        assert!(screen(now).is_alive(now) && !screen(now).is_alive(now + ALIVE_MS));
    }

    #[test]
    fn each_trouble_is_found_alone() {
        let now = at("2026-11-20T14:00:00");
        let with = |change: &dyn Fn(&mut Screen)| {
            let mut it = screen(now);
            change(&mut it);
            it.troubles("b", now)
        };
        let mishap = Mishap { code: "panic".into(), at_ms: now, times: 1 };
        assert_eq!(with(&|it| it.state = KioskState::Waiting), [Trouble::Unpaired]);
        assert_eq!(with(&|it| it.state = KioskState::Revoked), []);
        assert_eq!(with(&|it| it.seen_at = None), [Trouble::Unheard]);
        assert_eq!(with(&|it| (it.seen_at, it.paired_at) = (None, Some(now - 1))), []);
        assert_eq!(with(&|it| it.beat.pending = 1), [Trouble::Pending]);
        assert_eq!(with(&|it| it.beat.storage = Some((80, 100))), [Trouble::Full]);
        assert_eq!(with(&|it| it.beat.storage = Some((80, 0))), []);
        assert_eq!(with(&|it| it.beat.mishaps = vec![mishap.clone()]), [Trouble::Mishaps]);
        assert_eq!(with(&|it| it.beat.clock_ms -= 6 * 60_000), [Trouble::Clock]);
        assert_eq!(with(&|it| it.beat.as_of = None), [Trouble::Stale]);
        assert_eq!(with(&|it| it.beat.persisted = Some(false)), [Trouble::Fleeting]);
        assert_eq!(with(&|it| it.beat.persisted = Some(true)), []);
        let voices = |ja: bool, en: bool| Some(Voices { ja, en });
        assert_eq!(with(&|it| it.beat.voices = voices(true, true)), []);
        assert_eq!(with(&|it| it.beat.voices = voices(true, false)), [Trouble::Voiceless]);
        assert_eq!(with(&|it| it.beat.voices = voices(false, true)), [Trouble::Voiceless]);
        assert_eq!(with(&|it| (it.beat.voices, it.config.langs) = (voices(true, false), vec![Lang::Ja, Lang::JaEasy])), []);
        assert_eq!(with(&|it| (it.beat.voices, it.config.langs) = (voices(false, true), vec![Lang::En])), []);
        assert_eq!(with(&|it| (it.beat.voices, it.config.mode) = (voices(false, false), Mode::Signage)), []);
        assert_eq!(with(&|it| it.beat.build = "a".into()), [Trouble::Version]);
        // A server without a build of the browser's files cannot say.
        assert_eq!(screen(now).troubles("", now), []);
    }

    #[test]
    fn a_closed_house_is_no_trouble() {
        let mut it = screen(0);
        it.config.hours = Hours { week: std::array::from_fn(|_| vec![Span { from: 9 * 60, until: 21 * 60 }]), closed: Vec::new() };
        it.seen_at = Some(at("2026-11-19T21:00:00"));
        (it.beat.clock_ms, it.beat.as_of) = (at("2026-11-19T21:00:00"), Some(at("2026-11-19T21:00:00")));
        for (now, expected) in [
            ("2026-11-20T03:00:00", vec![]),
            // It is given a moment to be switched on.
            ("2026-11-20T09:10:00", vec![]),
            ("2026-11-20T09:20:00", vec![Trouble::Silent]),
            ("2026-11-23T03:00:00", vec![Trouble::Silent]),
        ] {
            assert_eq!(it.troubles("b", at(now)), expected, "{now}");
        }
    }

    #[test]
    fn small_counts_are_hidden_and_wholes_give_nothing_away() {
        let sum = |what: Counted, subject: &str, times: u64| Sum { what, subject: subject.into(), times };
        let found = uses(&[
            sum(Counted::Session, "", 20),
            sum(Counted::Idle, "", 18),
            sum(Counted::Listing, "a", 20),
            sum(Counted::Listing, "b", 30),
            sum(Counted::Listing, "c", 3),
            sum(Counted::TakenAlong, "a", 2),
        ]);
        let of = |what: Counted| found.iter().find(|it| it.what == what).unwrap();
        assert_eq!(of(Counted::Session).whole, Told::Exact(20));
        // 20 less 18 would tell that two pressed the button.
        assert_eq!(of(Counted::Idle).whole, Told::FewerThan(20));
        assert_eq!(of(Counted::Listing).whole, Told::Exact(53));
        let parts: Vec<(&str, Told)> = of(Counted::Listing).parts.iter().map(|(id, told)| (id.as_str(), *told)).collect();
        assert_eq!(parts, [("b", Told::Exact(30)), ("a", Told::FewerThan(25)), ("c", Told::FewerThan(25))]);
        assert_eq!((of(Counted::TakenAlong).whole, &of(Counted::TakenAlong).parts[0].1), (Told::FewerThan(5), &Told::FewerThan(5)));
        // The same subject twice is one part.
        let twice = uses(&[sum(Counted::Listing, "a", 3), sum(Counted::Listing, "a", 3)]);
        assert_eq!(twice[0].parts, [("a".to_owned(), Told::Exact(6))]);
    }

    #[test]
    fn only_what_is_over_is_told() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        // 20 November 2026 is a Friday.
        assert_eq!(four_weeks(day("2026-11-20")), (day("2026-10-19"), day("2026-11-16")));
        assert_eq!(four_weeks(day("2026-11-16")), (day("2026-10-19"), day("2026-11-16")));
        assert_eq!(whole_months(day("2026-11-20"), 12), (day("2025-11-01"), day("2026-11-01")));
        assert_eq!(whole_months(day("2026-01-01"), 1), (day("2025-12-01"), day("2026-01-01")));
    }
}
