//! Courses for staff: who has a place, who waits for one, who came, and what they take from it.
//!
//! A course is a listing of the kind course or event that is for staff only; its days, its closing day and how many people it takes stand
//! in the listing, and the desk that it belongs to runs it. Sources: mission row 14.1; 武蔵野市 第二期計画 4-2, 職員研修 by rank and by
//! joining what groups do. Invariants: a place is somebody's own, nobody signs up another; first come, first served; what somebody writes
//! about a course they went to is read by them and by the desk that ran it; whoever signed up is told when it is called off, and when its
//! time or place is another.

use crate::listings::{Attendance, Kind, Listing, State};
use chrono::{Datelike as _, Days, NaiveDate};
use engawa_core::codes;
use engawa_core::rights::MAIN_DESK;
use engawa_core::{Problem, time::Schedule};
use serde::{Deserialize, Serialize};

codes! {
    /// For which members of staff a course is, where it is not for all of them.
    StaffRank {
        /// 若手職員
        Junior = "junior",
        /// 新任管理職
        NewManager = "new_manager",
        /// 管理職
        Manager = "manager",
    }
}

codes! {
    /// How somebody stands to a course.
    PlaceState {
        /// Has a place
        Placed = "placed",
        /// Waits until somebody withdraws
        Waiting = "waiting",
        /// Signed up once, and withdrew
        Withdrawn = "withdrawn",
    }
}

codes! {
    /// Whether somebody was there.
    Presence {
        /// Nobody has said yet
        Unknown = "unknown",
        /// Came
        Came = "came",
        /// Did not come
        Absent = "absent",
    }
}

impl Presence {
    /// As it is stored.
    pub fn number(self) -> i64 {
        match self {
            Self::Unknown => 0,
            Self::Came => 1,
            Self::Absent => 2,
        }
    }

    /// As it was stored.
    pub fn of_number(number: i64) -> Option<Self> {
        match number {
            0 => Some(Self::Unknown),
            1 => Some(Self::Came),
            2 => Some(Self::Absent),
            _ => None,
        }
    }
}

/// The longest text about what was learnt or will be tried, in characters.
pub const REFLECTION_MAX: usize = 2_000;
/// The longest that a course takes, in minutes.
pub const MINUTES_MAX: u32 = 60_000;
/// The most people on one list.
pub const ROLL_MAX: usize = 2_000;
/// Times that a course takes place are counted for so many days from its first one.
const COUNTED_DAYS: u64 = 366;

/// A write about a course. Its id is that of the listing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CourseCommand {
    /// Signs oneself up: a place, or the end of the waiting list.
    Join {
        /// Course.
        course: String,
    },
    /// Gives one's place, or one's place in the waiting list, back.
    Withdraw {
        /// Course.
        course: String,
    },
    /// Says for whom it is and how long it takes.
    SetUp {
        /// Course.
        course: String,
        /// Nothing: for all staff.
        rank: Option<StaffRank>,
        /// Nought: as long as its listing says.
        minutes: u32,
    },
    /// Says who came.
    Mark {
        /// Course.
        course: String,
        /// Accounts that the list showed: of the others nothing is said.
        listed: Vec<String>,
        /// Those of them who came.
        came: Vec<String>,
    },
    /// Writes what one takes from a course that one went to, in the place of what one wrote before.
    Reflect {
        /// Course.
        course: String,
        /// What was learnt.
        learnt: String,
        /// What one will try; may be empty.
        #[serde(default)]
        will_try: String,
    },
}

impl CourseCommand {
    /// The course that it is about.
    pub fn subject(&self) -> &str {
        match self {
            Self::Join { course }
            | Self::Withdraw { course }
            | Self::SetUp { course, .. }
            | Self::Mark { course, .. }
            | Self::Reflect { course, .. } => course,
        }
    }

    /// The verb, for the audit log.
    pub fn verb(&self) -> &'static str {
        match self {
            Self::Join { .. } => "course.join",
            Self::Withdraw { .. } => "course.withdraw",
            Self::SetUp { .. } => "course.set_up",
            Self::Mark { .. } => "course.mark",
            Self::Reflect { .. } => "course.reflect",
        }
    }
}

/// Whether staff sign up for a listing here.
pub fn is_course(listing: &Listing) -> bool {
    listing.staff_only && listing.state.is_public() && matches!(listing.kind(), Kind::Course | Kind::Event)
}

/// The desk that runs what belongs to this group and this desk. What is every desk's is not every desk's to read: it is the main desk's.
pub fn run_by<'a>(group: &str, desk: &'a str) -> &'a str {
    if group.is_empty() && !desk.is_empty() { desk } else { MAIN_DESK }
}

/// The first day, if it is known.
pub fn first_day(listing: &Listing) -> Option<NaiveDate> {
    listing.schedule.as_ref().and_then(Schedule::first_day)
}

/// Whether it is over.
pub fn is_over(listing: &Listing, today: NaiveDate) -> bool {
    listing.state == State::Ended || listing.schedule.as_ref().is_some_and(|schedule| schedule.is_over(today))
}

/// Whether its first day has come, so that it can be said who was there.
pub fn has_begun(listing: &Listing, today: NaiveDate) -> bool {
    first_day(listing).is_none_or(|day| day <= today)
}

/// How many people it takes; nothing: as many as want to.
pub fn capacity(listing: &Listing) -> Option<u32> {
    listing.apply.as_ref().and_then(|apply| apply.capacity)
}

/// What became of a course, of which those who signed up for it are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It does not take place.
    CalledOff,
    /// Its time or its place is another.
    Moved,
    /// It was called off and takes place after all.
    Back,
}

/// What became of a course by a change on a day; nothing: nothing that those who signed up have to know. What is over is nobody's plan any
/// more, so a correction of its day is no news.
pub fn change(before: &Listing, after: &Listing, today: NaiveDate) -> Option<Change> {
    match (is_course(before), is_course(after)) {
        // Ended before its first day, which was called off: it may come back, and nothing else of it is news.
        (true, true) if before.state == State::Ended => {
            (after.state == State::Published && !has_begun(before, today) && !is_over(after, today)).then_some(Change::Back)
        }
        (true, _) if is_over(before, today) => None,
        // Ended before its first day: nobody went there.
        (true, _) if after.state == State::Ended => (!has_begun(before, today)).then_some(Change::CalledOff),
        // Everybody may come now: it takes place nevertheless.
        (true, false) if !after.is_public() => Some(Change::CalledOff),
        (true, _) => (times(before) != times(after) || place(before) != place(after)).then_some(Change::Moved),
        (false, true) => (!is_over(after, today)).then_some(Change::Back),
        (false, false) => None,
    }
}

/// When it takes place, without remarks and in order. The words of its source count only where nothing else says it.
fn times(listing: &Listing) -> Schedule {
    let mut times = listing.schedule.clone().unwrap_or_default();
    if !times.sessions.is_empty() || !times.rules.is_empty() {
        times.text.clear();
    }
    times.sessions.iter_mut().for_each(|session| session.note.clear());
    times.sessions.sort_by_key(|session| (session.on, session.until, session.starts, session.ends));
    times.except.sort_unstable();
    times
}

/// Where one goes to: on the spot or online, and the place. How to get there may be told better without moving anything.
fn place(listing: &Listing) -> (Option<Attendance>, Option<&str>, &str, &str) {
    let venue = listing.venue.as_ref();
    let (name, address) = venue.map_or(("", ""), |venue| (venue.name.trim(), venue.address.trim()));
    (listing.attendance, venue.and_then(|venue| venue.place.as_deref()), name, address)
}

/// Why nobody can sign up on a day; nothing: they can.
pub fn check_join(listing: &Listing, today: NaiveDate) -> Option<Problem> {
    let (opens, closes) = listing.apply.as_ref().map_or((None, None), |apply| (apply.opens_on, apply.closes_on));
    if is_over(listing, today) {
        return Some(Problem::new("", "course_over"));
    }
    match (opens, closes) {
        (Some(opens), _) if opens > today => Some(Problem::new("", "course_not_open").arg(opens.to_string())),
        (_, Some(closes)) if closes < today => Some(Problem::new("", "course_closed").arg(closes.to_string())),
        _ => None,
    }
}

/// What is wrong with what somebody wrote about a course.
pub fn check_reflection(learnt: &str, will_try: &str) -> Vec<Problem> {
    let mut problems = Vec::new();
    if learnt.trim().is_empty() {
        problems.push(Problem::new("learnt", "required"));
    }
    for (path, text) in [("learnt", learnt), ("will_try", will_try)] {
        if text.chars().count() > REFLECTION_MAX {
            problems.push(Problem::new(path, "too_long").arg(REFLECTION_MAX.to_string()));
        }
    }
    problems
}

/// How long all times of a course take, in minutes; nought where its listing does not say it.
pub fn minutes_of(listing: &Listing) -> u32 {
    let Some(schedule) = &listing.schedule else { return 0 };
    let Some((first, last)) = schedule.first_day().and_then(|day| Some((day, day.checked_add_days(Days::new(COUNTED_DAYS))?))) else { return 0 };
    let minutes = schedule.occurrences(first, last, ROLL_MAX).into_iter().filter_map(|it| {
        let span = (it.ends? - it.starts?).num_minutes();
        // Hours that end no later than they start end on the next day.
        let once = if span > 0 { span } else { span + 24 * 60 };
        // A span of days has the same hours on each, but for one that ends at night: that is one evening.
        let days = if span > 0 { (it.until - it.on).num_days() + 1 } else { 1 };
        Some(once * days)
    });
    u32::try_from(minutes.sum::<i64>()).unwrap_or(MINUTES_MAX).min(MINUTES_MAX)
}

/// The fiscal year of a day: it begins in April.
pub fn fiscal_year(day: NaiveDate) -> i32 {
    if day.month() < 4 { day.year() - 1 } else { day.year() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::listings::listing::{Apply, Venue};
    use engawa_core::time::Session;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn course(days: &[&str]) -> Listing {
        let mut it = Listing::draft("c", Kind::Course);
        it.state = State::Published;
        it.staff_only = true;
        let hours = |on: &&str| Session { starts: "13:30:00".parse().ok(), ends: "16:00:00".parse().ok(), ..Session::day(day(on)) };
        it.schedule = Some(Schedule { sessions: days.iter().map(hours).collect(), ..Schedule::default() });
        it
    }

    #[test]
    fn what_staff_can_sign_up_for() {
        let it = course(&["2026-11-20"]);
        assert!(is_course(&it));
        assert!(is_course(&Listing { state: State::Ended, ..it.clone() }), "who came is said when it is over");
        assert!(!is_course(&Listing { staff_only: false, ..it.clone() }));
        assert!(!is_course(&Listing { state: State::Draft, ..it }));
        let notice = Listing { staff_only: true, state: State::Published, ..Listing::draft("n", Kind::Notice) };
        assert!(!is_course(&notice));
    }

    #[test]
    fn signing_up_has_a_first_and_a_last_day() {
        let mut it = course(&["2026-11-20"]);
        it.apply = Some(Apply { opens_on: Some(day("2026-11-01")), closes_on: Some(day("2026-11-10")), ..Apply::default() });
        for (today, expected) in [
            ("2026-10-31", Some("course_not_open")),
            ("2026-11-01", None),
            ("2026-11-10", None),
            ("2026-11-11", Some("course_closed")),
            ("2026-11-21", Some("course_over")),
        ] {
            assert_eq!(check_join(&it, day(today)).map(|it| it.code).as_deref(), expected, "{today}");
        }
        it.state = State::Ended;
        assert_eq!(check_join(&it, day("2026-11-05")).map(|it| it.code).as_deref(), Some("course_over"));
    }

    #[test]
    fn who_signed_up_is_told_what_concerns_them() {
        let before = Listing { venue: Some(Venue { name: "市役所".into(), ..Venue::default() }), ..course(&["2026-11-20", "2026-11-27"]) };
        let told = |what: &dyn Fn(&mut Listing), on: &str| {
            let mut after = before.clone();
            what(&mut after);
            change(&before, &after, day(on))
        };
        let session = |it: &mut Listing, what: &dyn Fn(&mut Session)| it.schedule.iter_mut().for_each(|it| what(&mut it.sessions[0]));
        let early = "2026-11-01";
        for (what, on, expected) in [
            (&(|it: &mut Listing| it.state = State::Withdrawn) as &dyn Fn(&mut Listing), early, Some(Change::CalledOff)),
            (&|it: &mut Listing| it.state = State::Draft, early, Some(Change::CalledOff)),
            (&|it: &mut Listing| it.state = State::Ended, early, Some(Change::CalledOff)),
            (&|it: &mut Listing| it.state = State::Ended, "2026-11-27", None),
            (&|it: &mut Listing| it.state = State::Withdrawn, "2026-11-28", None),
            (&|it: &mut Listing| session(it, &|it| it.on = day("2026-11-21")), early, Some(Change::Moved)),
            (&|it: &mut Listing| session(it, &|it| it.starts = "14:00:00".parse().ok()), early, Some(Change::Moved)),
            (&|it: &mut Listing| session(it, &|it| it.on = day("2026-11-21")), "2026-11-28", None),
            (&|it: &mut Listing| session(it, &|it| it.note = "持ち物あり".into()), early, None),
            (&|it: &mut Listing| it.schedule.iter_mut().for_each(|it| it.sessions.reverse()), early, None),
            (&|it: &mut Listing| it.venue.iter_mut().for_each(|it| it.name = "図書館".into()), early, Some(Change::Moved)),
            (&|it: &mut Listing| it.venue = None, early, Some(Change::Moved)),
            (&|it: &mut Listing| it.venue.iter_mut().for_each(|it| it.parking = "あり".into()), early, None),
            (&|it: &mut Listing| it.attendance = Some(Attendance::Online), early, Some(Change::Moved)),
            (&|it: &mut Listing| (it.title, it.apply) = ("別の題".into(), None), early, None),
            (&|it: &mut Listing| it.staff_only = false, early, None),
            (&|it: &mut Listing| (it.staff_only, it.venue) = (false, None), early, Some(Change::Moved)),
            (&|it: &mut Listing| (it.staff_only, it.state) = (false, State::Ended), early, Some(Change::CalledOff)),
        ] {
            assert_eq!(told(what, on), expected, "{on}");
        }
        let gone = Listing { state: State::Draft, ..before.clone() };
        assert_eq!(change(&gone, &before, day(early)), Some(Change::Back));
        assert_eq!(change(&gone, &before, day("2026-11-28")), None);
        assert_eq!(change(&gone, &gone, day(early)), None);
        let ended = Listing { state: State::Ended, ..before.clone() };
        assert_eq!(change(&ended, &Listing { venue: None, ..ended.clone() }, day(early)), None, "it was called off once");
        assert_eq!(change(&ended, &Listing { state: State::Withdrawn, ..before.clone() }, day(early)), None);
        assert_eq!(change(&ended, &before, day(early)), Some(Change::Back));
        assert_eq!(change(&ended, &before, day("2026-11-21")), None, "it had begun when it ended: nobody was told that it was called off");
        let open = Listing { staff_only: false, ..before.clone() };
        assert_eq!(change(&open, &Listing { venue: None, ..open.clone() }, day(early)), None, "what everybody can read has no list here");
        let said = |words: &str| Listing { schedule: Some(Schedule { text: words.into(), ..Schedule::default() }), ..before.clone() };
        assert_eq!(change(&said("春ごろ"), &said("夏ごろ"), day(early)), Some(Change::Moved), "words count where nothing else says it");
    }

    #[test]
    fn it_is_as_long_as_all_its_times() {
        assert_eq!(minutes_of(&course(&["2026-11-20"])), 150);
        assert_eq!(minutes_of(&course(&["2026-11-20", "2026-11-27", "2026-12-04"])), 450);
        let mut span = course(&["2026-11-20"]);
        if let Some(schedule) = &mut span.schedule {
            schedule.sessions[0].until = Some(day("2026-11-21"));
        }
        assert_eq!(minutes_of(&span), 300);
        assert_eq!(minutes_of(&Listing::draft("c", Kind::Course)), 0);
    }

    #[test]
    fn who_was_there_is_known_from_the_first_day_on() {
        let it = course(&["2026-11-20", "2026-11-27"]);
        assert_eq!([19, 20, 27].map(|on| has_begun(&it, day(&format!("2026-11-{on}")))), [false, true, true]);
        assert_eq!([20, 27, 28].map(|on| is_over(&it, day(&format!("2026-11-{on}")))), [false, false, true]);
        for presence in Presence::ALL {
            assert_eq!(Presence::of_number(presence.number()), Some(*presence));
        }
    }

    #[test]
    fn a_reflection_says_something_and_is_short() {
        let codes = |learnt: &str, will_try: &str| -> Vec<String> {
            check_reflection(learnt, will_try).into_iter().map(|it| format!("{}:{}", it.path, it.code)).collect()
        };
        assert_eq!(codes("聞くこと", ""), [""; 0]);
        assert_eq!(codes(" ", ""), ["learnt:required"]);
        assert_eq!(codes("聞くこと", &"長".repeat(2_001)), ["will_try:too_long"]);
    }

    #[test]
    fn years_begin_in_april() {
        assert_eq!(["2026-03-31", "2026-04-01", "2027-01-01"].map(|on| fiscal_year(day(on))), [2025, 2026, 2026]);
    }

    #[test]
    fn what_is_every_desks_is_run_by_the_main_desk() {
        assert_eq!([run_by("", "centre"), run_by("", ""), run_by("g", "")], ["centre", MAIN_DESK, MAIN_DESK]);
    }
}
