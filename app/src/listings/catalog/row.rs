//! A row: what facets, dates and order need of a listing, without text.

use super::super::age;
use super::super::kind::Kind;
use super::super::listing::Listing;
use super::super::vocabulary::{Attendance, AudienceGroup, NpoField, SpokenLang, State};
use super::free_hours;
use engawa_core::time::Schedule;
use serde::{Deserialize, Serialize};

pub use super::super::age::{DayNo, day};

/// Fixed facts of a listing, as numbers and bits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    kind: u8,
    flags: u16,
    /// Bits of `NpoField`.
    pub fields: u32,
    /// Bits of `AudienceGroup`.
    pub audiences: u16,
    /// Bits of `SpokenLang`.
    pub languages: u16,
    /// Ages in years, both inclusive.
    pub ages: Option<(u8, u8)>,
    /// Number of the area's name.
    pub area: u32,
    /// Number of the group's id.
    pub group: u32,
    /// Numbers of the ids of groups that host it too.
    pub hosts: Vec<u32>,
    /// Number of the id of the place where it is.
    pub place: u32,
    /// Number of the form of collaboration.
    pub method: u32,
    /// Number of the department in charge.
    pub department: u32,
    /// Days of the dated sessions, by their first day.
    pub spans: Vec<(DayNo, DayNo)>,
    /// First and last day of everything; the last is `DayNo::MAX` if there is no end.
    pub whole: Option<(DayNo, DayNo)>,
    /// Last day of application.
    pub deadline: Option<DayNo>,
    /// Last day on which something of it begins in the evening.
    pub evening: Option<DayNo>,
    /// Last Saturday, Sunday or holiday on which it takes place.
    pub day_off: Option<DayNo>,
    /// 確認日.
    pub confirmed: Option<DayNo>,
    /// Revision of its last change.
    pub rev: u64,
}

const ENDED: u16 = 1;
const FREE: u16 = 2;
const BARRIER_FREE: u16 = 4;
const ONLINE: u16 = 8;
const RULED: u16 = 16;
const IMAGE: u16 = 32;
const PLACED: u16 = 64;
const OPEN: u16 = 128;

fn bits<T: Copy>(list: &[T], index: impl Fn(T) -> usize) -> u32 {
    list.iter().fold(0, |bits, item| bits | 1_u32.checked_shl(u32::try_from(index(*item)).unwrap_or(31)).unwrap_or(0))
}

impl Row {
    /// The row of a listing; `area`, `group` and `hosts` are the numbers of its names.
    pub fn of(listing: &Listing, area: u32, (group, hosts): (u32, Vec<u32>), rev: u64) -> Self {
        let mut flags = 0;
        let mut set = |flag: u16, on: bool| {
            if on {
                flags |= flag;
            }
        };
        set(ENDED, listing.state == State::Ended);
        set(FREE, listing.cost.free == Some(true));
        set(BARRIER_FREE, listing.access.iter().any(|fact| fact.is_barrier_free()));
        set(ONLINE, listing.attendance.is_some_and(Attendance::is_online));
        set(IMAGE, !listing.images.is_empty());
        set(PLACED, listing.venue.as_ref().is_some_and(|venue| venue.lat.is_some() && venue.lon.is_some()));
        let schedule = listing.schedule.as_ref();
        set(RULED, schedule.is_some_and(|schedule| !schedule.rules.is_empty()));
        set(OPEN, schedule.is_some_and(Schedule::is_open));
        let mut spans: Vec<(DayNo, DayNo)> =
            schedule.map(|schedule| schedule.sessions.iter().map(|session| (day(session.on), day(session.last()))).collect()).unwrap_or_default();
        spans.sort_unstable();
        spans.dedup();
        let whole = age::whole(schedule);
        Self {
            kind: u8::try_from(listing.kind().index()).unwrap_or(0),
            flags,
            fields: bits(&listing.fields, NpoField::index),
            audiences: u16::try_from(bits(&listing.audience.groups, AudienceGroup::index)).unwrap_or(0),
            languages: u16::try_from(bits(&listing.languages, SpokenLang::index)).unwrap_or(0),
            ages: listing.audience.ages,
            area,
            group,
            hosts,
            place: 0,
            method: 0,
            department: 0,
            spans,
            whole,
            deadline: listing.deadline().map(day),
            evening: schedule.and_then(free_hours::evening),
            day_off: schedule.and_then(free_hours::day_off),
            confirmed: listing.confirmed_on.map(day),
            rev,
        }
    }

    /// What it is.
    pub fn kind(&self) -> Kind {
        Kind::ALL.get(usize::from(self.kind)).copied().unwrap_or(Kind::Notice)
    }

    fn has(&self, flag: u16) -> bool {
        self.flags & flag != 0
    }

    /// Its state is "ended".
    pub fn is_ended(&self) -> bool {
        self.has(ENDED)
    }
    /// It costs nothing.
    pub fn is_free(&self) -> bool {
        self.has(FREE)
    }
    /// A wheelchair user can enter.
    pub fn is_barrier_free(&self) -> bool {
        self.has(BARRIER_FREE)
    }
    /// One can take part from elsewhere.
    pub fn is_online(&self) -> bool {
        self.has(ONLINE)
    }
    /// Dates follow a rule: ask the card's schedule.
    pub fn is_ruled(&self) -> bool {
        self.has(RULED)
    }
    /// It goes on after its last day, nobody knows until when: ask the card's schedule.
    pub fn is_open(&self) -> bool {
        self.has(OPEN)
    }
    /// Something of it begins in the evening, on this day or later.
    pub fn is_in_evenings(&self, since: DayNo) -> bool {
        self.evening.is_some_and(|last| last >= since)
    }
    /// It takes place on a Saturday, Sunday or holiday, this one or later.
    pub fn is_on_days_off(&self, since: DayNo) -> bool {
        self.day_off.is_some_and(|last| last >= since)
    }
    /// It has a picture.
    pub fn is_pictured(&self) -> bool {
        self.has(IMAGE)
    }
    /// It is somewhere on the map.
    pub fn is_placed(&self) -> bool {
        self.has(PLACED)
    }

    /// Whether it is over on `today`: ended by hand, by its last date, or (without dates) by its deadline.
    pub fn is_over(&self, today: DayNo) -> bool {
        self.is_ended()
            || match (self.whole, self.deadline) {
                (Some((_, last)), _) => last < today,
                (None, Some(deadline)) => deadline < today,
                (None, None) => false,
            }
    }

    /// Whether nobody confirmed it for too long: see [`age`].
    pub fn is_stale(&self, today: DayNo) -> bool {
        age::is_stale(self.confirmed, self.whole, today)
    }

    /// Its next day on or after `today` by its dated sessions alone.
    pub fn next_span(&self, today: DayNo) -> Option<DayNo> {
        self.spans.iter().filter(|(_, until)| *until >= today).map(|(on, _)| (*on).max(today)).min()
    }

    /// Whether a dated session touches the days from-to.
    pub fn touches(&self, from: DayNo, to: DayNo) -> bool {
        self.spans.iter().any(|(on, until)| *on <= to && *until >= from)
    }
}
