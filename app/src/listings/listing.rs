//! A listing: everything a city's civic life shows, of twelve kinds, in one typed form.
//!
//! The same struct is validated in the browser and on the server, stored as JSON, and travels in the public feed. Nothing in it is
//! personal beyond what its publisher made public. What an import could not read is kept in [`Listing::unread`], never dropped.

use super::kind::{Details, Kind};
use super::vocabulary::{Access, Attendance, AudienceGroup, NpoField, SpokenLang, State};
use chrono::NaiveDate;
use engawa_core::Lang;
use engawa_core::time::Schedule;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Left out of JSON when it says nothing.
pub fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// One listing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Listing {
    /// UUID.
    pub id: String,
    /// Where it is in its life.
    pub state: State,
    /// 名称.
    pub title: String,
    /// `名称_カナ`: the reading, for search and order.
    #[serde(default, skip_serializing_if = "is_default")]
    pub kana: String,
    /// One or two sentences, at most [`super::rules::SUMMARY_MAX`] characters.
    #[serde(default, skip_serializing_if = "is_default")]
    pub summary: String,
    /// Plain text; line breaks are kept, addresses become links.
    #[serde(default, skip_serializing_if = "is_default")]
    pub body: String,
    /// The same in other languages.
    #[serde(default, skip_serializing_if = "is_default")]
    pub variants: BTreeMap<Lang, Variant>,
    /// Fields of activity.
    #[serde(default, skip_serializing_if = "is_default")]
    pub fields: Vec<NpoField>,
    /// Free words.
    #[serde(default, skip_serializing_if = "is_default")]
    pub tags: Vec<String>,
    /// The neighbourhood, as the city names it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub area: String,
    /// 対象.
    #[serde(default, skip_serializing_if = "is_default")]
    pub audience: Audience,
    /// 料金.
    #[serde(default, skip_serializing_if = "is_default")]
    pub cost: Cost,
    /// On the spot, online or both. Unknown is `None`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub attendance: Option<Attendance>,
    /// When. `None`: it has no time (a place, a group).
    #[serde(default, skip_serializing_if = "is_default")]
    pub schedule: Option<Schedule>,
    /// 申込.
    #[serde(default, skip_serializing_if = "is_default")]
    pub apply: Option<Apply>,
    /// 場所.
    #[serde(default, skip_serializing_if = "is_default")]
    pub venue: Option<Venue>,
    /// Accessibility facts.
    #[serde(default, skip_serializing_if = "is_default")]
    pub access: Vec<Access>,
    /// Accessibility in words.
    #[serde(default, skip_serializing_if = "is_default")]
    pub access_note: String,
    /// Languages.
    #[serde(default, skip_serializing_if = "is_default")]
    pub languages: Vec<SpokenLang>,
    /// 主催 or publisher.
    #[serde(default, skip_serializing_if = "is_default")]
    pub organiser: Organiser,
    /// 問い合わせ先.
    #[serde(default, skip_serializing_if = "is_default")]
    pub contact: Contact,
    /// Further pages.
    #[serde(default, skip_serializing_if = "is_default")]
    pub links: Vec<Link>,
    /// Pictures, each with a text alternative.
    #[serde(default, skip_serializing_if = "is_default")]
    pub images: Vec<Image>,
    /// Ids of listings that belong together with this one, by decision (others are found by likeness).
    #[serde(default, skip_serializing_if = "is_default")]
    pub related: Vec<String>,
    /// Where it came from. `None`: written here.
    #[serde(default, skip_serializing_if = "is_default")]
    pub source: Option<Source>,
    /// 確認日: the day on which somebody last said "this is still right".
    #[serde(default, skip_serializing_if = "is_default")]
    pub confirmed_on: Option<NaiveDate>,
    /// Made up for the sample city; pages mark it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub sample: bool,
    /// For the city's staff only: in no public feed, page, file or search, whatever its state.
    #[serde(default, skip_serializing_if = "is_default")]
    pub staff_only: bool,
    /// Cells of the source that could not be read, kept as text.
    #[serde(default, skip_serializing_if = "is_default")]
    pub unread: Vec<UnreadCell>,
    /// The facts of its kind.
    pub details: Details,
}

impl Listing {
    /// An empty draft of a kind.
    pub fn draft(id: impl Into<String>, kind: Kind) -> Self {
        Self {
            id: id.into(),
            state: State::Draft,
            title: String::new(),
            kana: String::new(),
            summary: String::new(),
            body: String::new(),
            variants: BTreeMap::new(),
            fields: Vec::new(),
            tags: Vec::new(),
            area: String::new(),
            audience: Audience::default(),
            cost: Cost::default(),
            attendance: None,
            schedule: None,
            apply: None,
            venue: None,
            access: Vec::new(),
            access_note: String::new(),
            languages: Vec::new(),
            organiser: Organiser::default(),
            contact: Contact::default(),
            links: Vec::new(),
            images: Vec::new(),
            related: Vec::new(),
            source: None,
            confirmed_on: None,
            sample: false,
            staff_only: false,
            unread: Vec::new(),
            details: Details::empty(kind),
        }
    }

    /// What it is.
    pub fn kind(&self) -> Kind {
        self.details.kind()
    }

    /// Whether everybody may see it.
    pub fn is_public(&self) -> bool {
        self.state.is_public() && !self.staff_only
    }

    /// Title, summary and body in `lang`, each falling back to the Japanese original; and whether anything had to fall back.
    pub fn text_in(&self, lang: Lang) -> (Variant, bool) {
        let own = Variant { title: self.title.clone(), summary: self.summary.clone(), body: self.body.clone() };
        if lang == Lang::Ja {
            return (own, false);
        }
        let Some(variant) = self.variants.get(&lang) else { return (own, true) };
        let pick = |theirs: &str, ours: String| if theirs.is_empty() { ours } else { theirs.to_owned() };
        let fell_back = variant.title.is_empty() || (variant.body.is_empty() && !own.body.is_empty());
        let text =
            Variant { title: pick(&variant.title, own.title), summary: pick(&variant.summary, own.summary), body: pick(&variant.body, own.body) };
        (text, fell_back)
    }

    /// The day after which an application or the listing itself is of no use, if there is one.
    pub fn deadline(&self) -> Option<NaiveDate> {
        self.apply.as_ref().and_then(|apply| apply.closes_on)
    }

    /// Whether nobody confirmed it for too long on `today`: see [`super::age`].
    pub fn is_stale(&self, today: NaiveDate) -> bool {
        super::age::is_stale_on(self.confirmed_on, self.schedule.as_ref(), today)
    }
}

/// Texts of a listing in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Variant {
    /// See [`Listing::title`].
    #[serde(skip_serializing_if = "is_default")]
    pub title: String,
    /// See [`Listing::summary`].
    #[serde(skip_serializing_if = "is_default")]
    pub summary: String,
    /// See [`Listing::body`].
    #[serde(skip_serializing_if = "is_default")]
    pub body: String,
}

/// For whom.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Audience {
    /// In words.
    #[serde(skip_serializing_if = "is_default")]
    pub text: String,
    /// Ages from-to in years, both inclusive.
    #[serde(skip_serializing_if = "is_default")]
    pub ages: Option<(u8, u8)>,
    /// Sorts of people.
    #[serde(rename = "for", skip_serializing_if = "is_default")]
    pub groups: Vec<AudienceGroup>,
}

/// What it costs to take part or use.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Cost {
    /// 料金有無; unknown is `None`.
    #[serde(skip_serializing_if = "is_default")]
    pub free: Option<bool>,
    /// Lowest and highest price in yen.
    #[serde(skip_serializing_if = "is_default")]
    pub yen: Option<(u32, u32)>,
    /// In words, as the source has it.
    #[serde(skip_serializing_if = "is_default")]
    pub text: String,
}

/// How and until when to apply.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Apply {
    /// First day.
    #[serde(skip_serializing_if = "is_default")]
    pub opens_on: Option<NaiveDate>,
    /// Last day.
    #[serde(skip_serializing_if = "is_default")]
    pub closes_on: Option<NaiveDate>,
    /// 定員, people.
    #[serde(skip_serializing_if = "is_default")]
    pub capacity: Option<u32>,
    /// 定員 in words, where it is more than a number.
    #[serde(skip_serializing_if = "is_default")]
    pub capacity_text: String,
    /// In words.
    #[serde(skip_serializing_if = "is_default")]
    pub text: String,
    /// Where to apply.
    #[serde(skip_serializing_if = "is_default")]
    pub url: String,
}

/// Where.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Venue {
    /// Id of a place of this site.
    #[serde(skip_serializing_if = "is_default")]
    pub place: Option<String>,
    /// 場所名称.
    #[serde(skip_serializing_if = "is_default")]
    pub name: String,
    /// 住所 with 方書.
    #[serde(skip_serializing_if = "is_default")]
    pub address: String,
    /// WGS 84 degrees.
    #[serde(skip_serializing_if = "is_default")]
    pub lat: Option<f64>,
    /// WGS 84 degrees.
    #[serde(skip_serializing_if = "is_default")]
    pub lon: Option<f64>,
    /// アクセス方法.
    #[serde(skip_serializing_if = "is_default")]
    pub transport: String,
    /// 駐車場情報.
    #[serde(skip_serializing_if = "is_default")]
    pub parking: String,
}

/// Who does it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Organiser {
    /// Id of a group of this site.
    #[serde(skip_serializing_if = "is_default")]
    pub group: Option<String>,
    /// Name as written.
    #[serde(skip_serializing_if = "is_default")]
    pub name: String,
    /// Ids of groups that agreed to host it together with `group`. The server fills it in.
    #[serde(skip_serializing_if = "is_default")]
    pub hosts: Vec<String>,
}

/// Whom to ask.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Contact {
    /// Desk or group.
    #[serde(skip_serializing_if = "is_default")]
    pub name: String,
    /// As dialled in Japan.
    #[serde(skip_serializing_if = "is_default")]
    pub phone: String,
    /// E-mail of the body, not of a person.
    #[serde(skip_serializing_if = "is_default")]
    pub email: String,
    /// In words.
    #[serde(skip_serializing_if = "is_default")]
    pub hours: String,
}

/// A further page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// What is there.
    pub label: String,
    /// `http` or `https`.
    pub url: String,
}

/// A picture.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Image {
    /// Address below `/media/`: `<sha256>.<ext>`.
    pub src: String,
    /// What it shows, in words. Never empty.
    pub alt: String,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// What looks like words in it is faint: whoever writes the listing is told, no page shows it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub faint: bool,
}

/// Where an imported listing came from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Source {
    /// Publisher of the data: 高松市.
    pub name: String,
    /// Stable identity of the row within the source.
    pub key: String,
    /// Page of the data set.
    #[serde(skip_serializing_if = "is_default")]
    pub url: String,
    /// Licence of the data: CC BY 4.0.
    #[serde(skip_serializing_if = "is_default")]
    pub licence: String,
    /// File that was imported.
    #[serde(skip_serializing_if = "is_default")]
    pub file: String,
    /// Row in that file, counted from 1 as a spreadsheet does.
    #[serde(skip_serializing_if = "is_default")]
    pub row: u32,
    /// By how many whole weeks the sample city moved the dates; 0: not at all.
    #[serde(skip_serializing_if = "is_default")]
    pub shifted_weeks: i32,
    /// The row was missing at the last import of its source.
    #[serde(skip_serializing_if = "is_default")]
    pub vanished: bool,
    /// It is a group, and nobody of it came yet: all that is said of it is the register's. Only what everybody reads has it, and only the
    /// server says it.
    #[serde(skip_serializing_if = "is_default")]
    pub unclaimed: bool,
}

/// A cell that could not be read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnreadCell {
    /// Name of the column.
    pub column: String,
    /// Its text.
    pub text: String,
    /// Why, a problem code.
    pub code: String,
}
