//! What pages show: the answers of [`super::Catalog`], ready to be drawn and to travel inside a server-rendered page.

use super::card::Card;
use super::kind::Kind;
use super::listing::Listing;
use super::vocabulary::{AudienceGroup, NpoField, SpokenLang};
use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime};
use engawa_core::time::{Occurrence, Standing};
use serde::{Deserialize, Serialize};

/// A page of search results.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Found {
    /// How many match in all.
    pub total: usize,
    /// Which page this is, from 1.
    pub page: u32,
    /// How many pages there are (at least 1).
    pub pages: u32,
    /// The cards of this page.
    pub cards: Vec<Card>,
    /// What narrowing further would give.
    pub facets: Facets,
}

/// Values with the number of results that each would give, of the facets that a page offers. Values without results are left out,
/// chosen ones stay.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Facets {
    /// By kind.
    pub kinds: Vec<(Kind, usize)>,
    /// By field of activity.
    pub fields: Vec<(NpoField, usize)>,
    /// By area, most first.
    pub areas: Vec<(String, usize)>,
    /// By form of collaboration, most first.
    pub methods: Vec<(String, usize)>,
    /// By department in charge, most first.
    pub departments: Vec<(String, usize)>,
    /// For whom.
    pub audiences: Vec<(AudienceGroup, usize)>,
    /// In which languages.
    pub languages: Vec<(SpokenLang, usize)>,
    /// Free ones.
    pub free: usize,
    /// Barrier-free ones.
    pub barrier_free: usize,
    /// Online ones.
    pub online: usize,
    /// Those in the evening.
    pub evening: usize,
    /// Those on days off.
    pub day_off: usize,
}

/// A card on one day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Happening {
    /// What.
    pub card: Card,
    /// First day of this occurrence.
    pub on: NaiveDate,
    /// Its last day.
    pub until: NaiveDate,
    /// When it begins.
    pub starts: Option<NaiveTime>,
    /// When it ends.
    pub ends: Option<NaiveTime>,
    /// It was over when this was asked for. Only the first page asks by the hour.
    pub over: bool,
}

impl Happening {
    /// Whether nobody knows until when it goes on: its last day is only that of the days that were asked for.
    pub fn is_open(&self) -> bool {
        self.card.schedule.as_ref().is_some_and(|schedule| schedule.is_open_from(self.on))
    }

    /// How it stands at a moment in Japan; what goes on without a known end is at most over for the day.
    pub fn standing(&self, now: NaiveDateTime) -> Standing {
        let standing = Occurrence { on: self.on, until: self.until, starts: self.starts, ends: self.ends }.standing(now);
        if self.is_open() { standing.min(Standing::Doubtful) } else { standing }
    }
}

/// A day of a calendar.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Day {
    /// The date.
    pub date: NaiveDate,
    /// What begins or takes place on it, timed ones in order, then those that run for days.
    pub happenings: Vec<Happening>,
    /// How many more there are that `happenings` left out.
    pub more: usize,
}

/// The home page.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Home {
    /// On today: what is still to come or running first, what is over last.
    pub today: Vec<Happening>,
    /// In the next seven days, without today.
    pub week: Vec<Happening>,
    /// Calls for people, the most urgent first.
    pub calls: Vec<Card>,
    /// News.
    pub notices: Vec<Card>,
    /// Grants and other support with a deadline ahead, the nearest first.
    pub deadlines: Vec<Card>,
    /// How many there are of each kind.
    pub counts: Vec<(Kind, usize)>,
}

/// A listing's page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Detail {
    /// The listing.
    pub listing: Listing,
    /// Its next occurrences, at most [`DETAIL_DATES`].
    pub dates: Vec<(NaiveDate, NaiveDate, Option<NaiveTime>, Option<NaiveTime>)>,
    /// The group that does it, where it is on this site.
    pub organiser: Option<Card>,
    /// Groups of this site that host it too.
    #[serde(default)]
    pub hosts: Vec<Card>,
    /// The place where it is, where that is on this site.
    pub place: Option<Card>,
    /// What belongs to a group or takes place at a place, next first.
    pub own: Vec<Card>,
    /// What is like it.
    pub related: Vec<Card>,
}

/// Occurrences that a listing's page shows.
pub const DETAIL_DATES: usize = 12;

impl Detail {
    /// As much as the listing alone tells: nothing of what else is on the site.
    pub fn alone(listing: Listing, today: NaiveDate) -> Self {
        let dates = listing.schedule.as_ref().map_or_else(Vec::new, |schedule| {
            let soon = schedule.occurrences(today, today + Days::new(400), DETAIL_DATES);
            let shown = if soon.is_empty() {
                schedule.first_day().map_or_else(Vec::new, |first| schedule.occurrences(first, today, DETAIL_DATES))
            } else {
                soon
            };
            shown.into_iter().map(|it| (it.on, it.until, it.starts, it.ends)).collect()
        });
        Self { listing, dates, organiser: None, hosts: Vec::new(), place: None, own: Vec::new(), related: Vec::new() }
    }
}

/// A place on the map with everything that is there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pin {
    /// WGS 84 degrees.
    pub lat: f64,
    /// WGS 84 degrees.
    pub lon: f64,
    /// What is there, at most a few.
    pub cards: Vec<PinCard>,
    /// How many there are.
    pub total: usize,
}

/// A listing as the list beside the map shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PinCard {
    /// Address of its page.
    pub href: String,
    /// What it is.
    pub kind: Kind,
    /// In Japanese.
    pub title: String,
    /// 確認日.
    pub confirmed_on: Option<NaiveDate>,
    /// Nobody confirmed it for too long.
    pub stale: bool,
}
