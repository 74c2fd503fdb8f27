//! A card: what lists, calendars and maps show of a listing, small enough to keep all of a city's in memory.

use super::kind::{Details, GroupType, Kind};
use super::listing::{Image, Listing, Organiser, is_default};
use super::vocabulary::{Attendance, NpoField, State};
use crate::messages::vocabulary;
use chrono::NaiveDate;
use engawa_core::Lang;
use engawa_core::time::Schedule;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The listing in short.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Card {
    /// See [`Listing::id`].
    pub id: String,
    /// What it is.
    pub kind: Kind,
    /// Published or ended.
    pub state: State,
    /// In Japanese.
    pub title: String,
    /// The reading.
    #[serde(default, skip_serializing_if = "is_default")]
    pub kana: String,
    /// In Japanese; the beginning of the body where the listing has no summary.
    #[serde(default, skip_serializing_if = "is_default")]
    pub summary: String,
    /// Title and summary in other languages.
    #[serde(default, skip_serializing_if = "is_default")]
    pub variants: BTreeMap<Lang, (String, String)>,
    /// When.
    #[serde(default, skip_serializing_if = "is_default")]
    pub schedule: Option<Schedule>,
    /// Neighbourhood.
    #[serde(default, skip_serializing_if = "is_default")]
    pub area: String,
    /// Name of the place; for a place its address.
    #[serde(default, skip_serializing_if = "is_default")]
    pub place: String,
    /// Latitude and longitude, WGS 84 degrees.
    #[serde(default, skip_serializing_if = "is_default")]
    pub at: Option<(f64, f64)>,
    /// Who does it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub organiser: Organiser,
    /// Costs nothing.
    #[serde(default, skip_serializing_if = "is_default")]
    pub free: Option<bool>,
    /// A wheelchair user can enter.
    #[serde(default, skip_serializing_if = "is_default")]
    pub barrier_free: bool,
    /// On the spot, online or both.
    #[serde(default, skip_serializing_if = "is_default")]
    pub attendance: Option<Attendance>,
    /// Last day of application.
    #[serde(default, skip_serializing_if = "is_default")]
    pub deadline: Option<NaiveDate>,
    /// 確認日.
    #[serde(default, skip_serializing_if = "is_default")]
    pub confirmed_on: Option<NaiveDate>,
    /// Sort of body, for groups.
    #[serde(default, skip_serializing_if = "is_default")]
    pub group_type: Option<GroupType>,
    /// Fields of activity.
    #[serde(default, skip_serializing_if = "is_default")]
    pub fields: Vec<NpoField>,
    /// First picture.
    #[serde(default, skip_serializing_if = "is_default")]
    pub image: Option<Image>,
    /// Made up.
    #[serde(default, skip_serializing_if = "is_default")]
    pub sample: bool,
    /// Whole weeks by which the sample city moved the dates.
    #[serde(default, skip_serializing_if = "is_default")]
    pub shifted_weeks: i32,
}

/// Characters of a summary that is made from the body.
const SUMMARY_CHARS: usize = 90;

impl Card {
    /// The card of a listing.
    pub fn of(listing: &Listing) -> Self {
        let venue = listing.venue.as_ref();
        let place = match listing.kind() {
            Kind::Place => venue.map(|venue| venue.address.clone()),
            _ => venue.map(|venue| if venue.name.is_empty() { venue.address.clone() } else { venue.name.clone() }),
        };
        let group_type = if let Details::Group(group) = &listing.details { group.group_type } else { None };
        Self {
            id: listing.id.clone(),
            kind: listing.kind(),
            state: listing.state,
            title: listing.title.clone(),
            kana: listing.kana.clone(),
            summary: short(&listing.summary, &listing.body),
            variants: listing.variants.iter().map(|(lang, text)| (*lang, (text.title.clone(), short(&text.summary, &text.body)))).collect(),
            schedule: listing.schedule.clone(),
            area: listing.area.clone(),
            place: place.unwrap_or_default(),
            at: venue.and_then(|venue| venue.lat.zip(venue.lon)),
            organiser: listing.organiser.clone(),
            free: listing.cost.free,
            barrier_free: listing.access.iter().any(|fact| fact.is_barrier_free()),
            attendance: listing.attendance,
            deadline: listing.deadline(),
            confirmed_on: listing.confirmed_on,
            group_type,
            fields: listing.fields.clone(),
            image: listing.images.first().cloned(),
            sample: listing.sample,
            shifted_weeks: listing.source.as_ref().map_or(0, |source| source.shifted_weeks),
        }
    }

    /// Title in `lang`, else in Japanese.
    pub fn title_in(&self, lang: Lang) -> &str {
        self.variants.get(&lang).map(|(title, _)| title.as_str()).filter(|title| !title.is_empty()).unwrap_or(&self.title)
    }

    /// Summary in `lang`, else in Japanese.
    pub fn summary_in(&self, lang: Lang) -> &str {
        self.variants.get(&lang).map(|(_, summary)| summary.as_str()).filter(|summary| !summary.is_empty()).unwrap_or(&self.summary)
    }

    /// What it is, in a word: its kind, or the sort of body for a group.
    pub fn kind_name(&self, lang: Lang) -> &'static str {
        match (self.kind, self.group_type) {
            (Kind::Group, Some(group_type)) => vocabulary::group_type(group_type).text(lang),
            (kind, _) => vocabulary::kind(kind).text(lang),
        }
    }

    /// Where it is, in words: 市民センター（港町）. Empty if nothing is known. Names of places are in Japanese in every language.
    pub fn place_words(&self) -> String {
        match (self.place.as_str(), self.area.as_str()) {
            ("", area) => area.to_owned(),
            (place, "") => place.to_owned(),
            (place, area) if place.contains(area) => place.to_owned(),
            (place, area) => format!("{place}（{area}）"),
        }
    }

    /// The `lang` attribute of its own words where they are not in the language of the page.
    pub fn foreign(&self, lang: Lang) -> Option<&'static str> {
        (lang == Lang::En && !self.variants.contains_key(&Lang::En)).then_some("ja")
    }

    /// Where its page is.
    pub fn href(&self) -> String {
        href(self.kind, self.group_type, &self.id)
    }

    /// Whether nobody confirmed it for too long on `today`: see [`super::age`].
    pub fn is_stale(&self, today: NaiveDate) -> bool {
        super::age::is_stale_on(self.confirmed_on, self.schedule.as_ref(), today)
    }
}

/// The address of a listing's page: groups and organisations have pages of their own shape.
pub fn href(kind: Kind, group_type: Option<GroupType>, id: &str) -> String {
    match (kind, group_type) {
        (Kind::Group, Some(group_type)) if group_type.is_organisation() => format!("/organisations/{id}"),
        (Kind::Group, _) => format!("/groups/{id}"),
        _ => format!("/listings/{id}"),
    }
}

fn short(summary: &str, body: &str) -> String {
    if !summary.is_empty() {
        return summary.to_owned();
    }
    let flat = body.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut chars = flat.chars();
    let mut text: String = chars.by_ref().take(SUMMARY_CHARS).collect();
    if chars.next().is_some() {
        text.push('…');
    }
    text
}
