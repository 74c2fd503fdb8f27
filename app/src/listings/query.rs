//! What a person looks for, as an address: every search, facet and page is a link that can be shared and works without JavaScript.

use super::kind::Kind;
use super::vocabulary::{AudienceGroup, NpoField, SpokenLang};
use chrono::{Datelike as _, NaiveDate};
use serde::{Deserialize, Serialize};

/// How results are ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// Best match with words; otherwise what comes next.
    #[default]
    Best,
    /// Next date first.
    Date,
    /// Newest first.
    New,
    /// By reading (五十音).
    Name,
}

impl Sort {
    /// All orders.
    pub const ALL: [Self; 4] = [Self::Best, Self::Date, Self::New, Self::Name];

    /// The code in addresses.
    pub fn code(self) -> &'static str {
        match self {
            Self::Best => "best",
            Self::Date => "date",
            Self::New => "new",
            Self::Name => "name",
        }
    }
}

/// A search with facets. Values of one facet are alternatives, facets narrow each other.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct ListingQuery {
    /// Words, as typed.
    pub words: String,
    /// Kinds.
    pub kinds: Vec<Kind>,
    /// Fields of activity.
    pub fields: Vec<NpoField>,
    /// Areas, as the city names them.
    pub areas: Vec<String>,
    /// Forms of collaboration, as projects name them.
    pub methods: Vec<String>,
    /// Departments of the city in charge.
    pub departments: Vec<String>,
    /// First day of interest.
    pub from: Option<NaiveDate>,
    /// Last day of interest.
    pub to: Option<NaiveDate>,
    /// Only what costs nothing.
    pub free: bool,
    /// Only what a wheelchair user can enter.
    pub barrier_free: bool,
    /// Only what can be attended from elsewhere.
    pub online: bool,
    /// Only what begins in the evening (at 17:00 or later).
    pub evening: bool,
    /// Only what takes place on a Saturday, Sunday or holiday.
    pub day_off: bool,
    /// Age of the person.
    pub age: Option<u8>,
    /// For these people.
    pub audiences: Vec<AudienceGroup>,
    /// In these languages.
    pub languages: Vec<SpokenLang>,
    /// Include what has ended.
    pub ended: bool,
    /// Of this group (id).
    pub organiser: Option<String>,
    /// Order.
    pub sort: Sort,
    /// Page, from 1 (0 reads as 1).
    pub page: u32,
}

/// Listings on one page of results.
pub const PAGE_SIZE: usize = 20;

impl ListingQuery {
    /// Reads the decoded pairs of a query string. What it does not know or cannot read is left out: an old link still works.
    pub fn from_pairs<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut query = Self::default();
        for (name, value) in pairs {
            if value.is_empty() {
                continue;
            }
            let yes = value == "1" || value == "on" || value == "true";
            match name {
                "q" => value.chars().take(WORDS_MAX).collect::<String>().clone_into(&mut query.words),
                "kind" => value.split(',').filter_map(Kind::parse).for_each(|it| push(&mut query.kinds, it)),
                "field" => value.split(',').filter_map(NpoField::parse).for_each(|it| push(&mut query.fields, it)),
                "area" => push(&mut query.areas, value.to_owned()),
                "method" => push(&mut query.methods, value.to_owned()),
                "department" => push(&mut query.departments, value.to_owned()),
                "from" => query.from = read_day(value),
                "to" => query.to = read_day(value),
                "free" => query.free = yes,
                "barrier_free" => query.barrier_free = yes,
                "online" => query.online = yes,
                "evening" => query.evening = yes,
                "day_off" => query.day_off = yes,
                "age" => query.age = value.parse().ok().filter(|age| *age <= 120),
                "for" => value.split(',').filter_map(AudienceGroup::parse).for_each(|it| push(&mut query.audiences, it)),
                "speaks" => value.split(',').filter_map(SpokenLang::parse).for_each(|it| push(&mut query.languages, it)),
                "ended" => query.ended = yes,
                "by" => query.organiser = Some(value.to_owned()),
                "sort" => query.sort = Sort::ALL.into_iter().find(|sort| sort.code() == value).unwrap_or_default(),
                "page" => query.page = value.parse().unwrap_or(0).min(100_000),
                _ => {}
            }
        }
        query
    }

    /// The pairs of the query string, in a fixed order, without defaults.
    pub fn to_pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        let mut add = |name: &'static str, value: String| pairs.push((name, value));
        if !self.words.is_empty() {
            add("q", self.words.clone());
        }
        self.kinds.iter().for_each(|it| add("kind", it.code().to_owned()));
        self.fields.iter().for_each(|it| add("field", it.code().to_owned()));
        self.areas.iter().for_each(|it| add("area", it.clone()));
        self.methods.iter().for_each(|it| add("method", it.clone()));
        self.departments.iter().for_each(|it| add("department", it.clone()));
        if let Some(from) = self.from {
            add("from", from.to_string());
        }
        if let Some(to) = self.to {
            add("to", to.to_string());
        }
        let flags = [
            ("free", self.free),
            ("barrier_free", self.barrier_free),
            ("online", self.online),
            ("evening", self.evening),
            ("day_off", self.day_off),
            ("ended", self.ended),
        ];
        for (name, on) in flags {
            if on {
                add(name, "1".to_owned());
            }
        }
        if let Some(age) = self.age {
            add("age", age.to_string());
        }
        self.audiences.iter().for_each(|it| add("for", it.code().to_owned()));
        self.languages.iter().for_each(|it| add("speaks", it.code().to_owned()));
        if let Some(organiser) = &self.organiser {
            add("by", organiser.clone());
        }
        if self.sort != Sort::Best {
            add("sort", self.sort.code().to_owned());
        }
        if self.page > 1 {
            add("page", self.page.to_string());
        }
        pairs
    }

    /// The address of these results: `path?q=..&kind=..`.
    pub fn href(&self, path: &str) -> String {
        let pairs = self.to_pairs();
        if pairs.is_empty() {
            return path.to_owned();
        }
        let query = pairs.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect::<Vec<_>>().join("&");
        format!("{path}?{query}")
    }

    /// The same search on another page.
    #[must_use]
    pub fn on_page(&self, page: u32) -> Self {
        Self { page, ..self.clone() }
    }

    /// Whether the last day of interest lies before the first, so that nothing can be found.
    pub fn is_backwards(&self) -> bool {
        self.from.zip(self.to).is_some_and(|(from, to)| to < from)
    }

    /// Whether anything narrows the results besides words and page.
    pub fn has_facets(&self) -> bool {
        let bare = Self { words: self.words.clone(), page: self.page, sort: self.sort, ..Self::default() };
        *self != bare
    }
}

/// The longest search that is read, in characters.
pub const WORDS_MAX: usize = 200;

/// A day of an address, in a year of four digits: to whatever is read here days can be added.
fn read_day(value: &str) -> Option<NaiveDate> {
    value.parse().ok().filter(|day: &NaiveDate| (1..=9_999).contains(&day.year()))
}

fn push<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if !list.contains(&item) && list.len() < 50 {
        list.push(item);
    }
}

/// Percent-encodes a value of a query string (RFC 3986 unreserved characters stay).
pub fn encode(value: &str) -> String {
    let mut out = String::with_capacity(value.len() * 3);
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_round_trips() {
        let query = ListingQuery {
            words: "防災 講座".into(),
            kinds: vec![Kind::Event, Kind::Course],
            fields: vec![NpoField::DisasterRelief],
            areas: vec!["中央".into()],
            methods: vec!["共催".into()],
            departments: vec!["環境課".into(), "公園課".into()],
            from: "2026-11-20".parse().ok(),
            free: true,
            evening: true,
            day_off: true,
            age: Some(80),
            sort: Sort::Date,
            page: 3,
            ..ListingQuery::default()
        };
        let pairs = query.to_pairs();
        assert_eq!(ListingQuery::from_pairs(pairs.iter().map(|(name, value)| (*name, value.as_str()))), query);
        assert!(query.href("/listings").starts_with("/listings?q=%E9%98%B2"));
    }

    #[test]
    fn nonsense_is_left_out() {
        let query = ListingQuery::from_pairs([("kind", "dragon"), ("from", "2026-02-30"), ("page", "-1"), ("age", "200"), ("x", "y")]);
        assert_eq!(query, ListingQuery::default());
        // Days of which chrono knows, and nobody else.
        assert_eq!(ListingQuery::from_pairs([("from", "+262142-12-31"), ("to", "-0001-01-01")]), ListingQuery::default());
    }

    #[test]
    fn days_that_are_the_wrong_way_round_are_noticed() {
        let backwards = |from: &str, to: &str| ListingQuery::from_pairs([("from", from), ("to", to)]).is_backwards();
        assert!(backwards("2026-12-01", "2026-11-30"));
        assert!(!backwards("2026-12-01", "2026-12-01") && !backwards("2026-12-01", "") && !backwards("", "2026-12-01"));
    }
}
