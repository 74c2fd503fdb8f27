//! What a calendar shows, apart from how it looks: which days, what stands in their boxes, what runs the whole time.
//!
//! Invariant: only what is drawn is kept, because it travels inside the page.

use crate::listings::views::{Day, Happening};
use crate::listings::{Kind, ListingQuery, read};
use crate::repo::{ReadError, Repo};
use chrono::{Datelike, Days, Months, NaiveDate, NaiveTime, Weekday};
use engawa_core::Lang;
use engawa_core::time::MonthGrid;
use engawa_core::time::calendar::{first_of_month, week_from, week_start};
use leptos_router::params::ParamsMap;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Happenings in a box of a month.
const PER_DAY_MONTH: usize = 3;
/// Happenings on a day of a week.
const PER_DAY_WEEK: usize = 12;
/// What runs for more days than this stands below the days.
const LONG_DAYS: i64 = 7;
/// Most things that are looked at on the first day, where all that runs already is found.
const OPENING: usize = 60;

/// Which days are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Span {
    /// The month that begins on this day.
    Month(NaiveDate),
    /// The week that begins on this Sunday.
    Week(NaiveDate),
}

impl Span {
    /// Reads `month` or `week`; without either it is this month.
    pub fn parse(map: &ParamsMap, today: NaiveDate) -> Self {
        let near = |day: &NaiveDate| (day.year() - today.year()).abs() <= 100;
        let week = map.get_str("week").and_then(|text| text.parse::<NaiveDate>().ok()).filter(near);
        let month = map.get_str("month").and_then(|text| format!("{text}-01").parse::<NaiveDate>().ok()).filter(near);
        match (week, month) {
            (Some(day), _) => Self::week_of(day),
            (None, Some(month)) => Self::Month(month),
            (None, None) => Self::month_of(today),
        }
    }

    /// The month of a day.
    pub fn month_of(day: NaiveDate) -> Self {
        Self::Month(first_of_month(day))
    }

    /// The week of a day, from its Sunday.
    pub fn week_of(day: NaiveDate) -> Self {
        Self::Week(week_start(day, Weekday::Sun))
    }

    /// The weeks to draw.
    pub fn weeks(self) -> Vec<[NaiveDate; 7]> {
        match self {
            Self::Month(first) => MonthGrid::of(first, Weekday::Sun).weeks,
            Self::Week(first) => vec![week_from(first)],
        }
    }

    /// First and last day shown.
    pub fn window(self) -> (NaiveDate, NaiveDate) {
        let weeks = self.weeks();
        let (Self::Month(first) | Self::Week(first)) = self;
        (weeks.first().map_or(first, |week| week[0]), weeks.last().map_or(first, |week| week[6]))
    }

    /// The days before, as many.
    pub fn previous(self) -> Option<Self> {
        match self {
            Self::Month(first) => first.checked_sub_months(Months::new(1)).map(Self::Month),
            Self::Week(first) => first.checked_sub_days(Days::new(7)).map(Self::Week),
        }
    }

    /// The days after, as many.
    pub fn next(self) -> Option<Self> {
        match self {
            Self::Month(first) => first.checked_add_months(Months::new(1)).map(Self::Month),
            Self::Week(first) => first.checked_add_days(Days::new(7)).map(Self::Week),
        }
    }

    /// Whether a day belongs to the month or week itself.
    pub fn holds(self, day: NaiveDate) -> bool {
        match self {
            Self::Month(first) => first_of_month(day) == first,
            Self::Week(first) => week_start(day, Weekday::Sun) == first,
        }
    }

    fn per_day(self) -> usize {
        if matches!(self, Self::Month(_)) { PER_DAY_MONTH } else { PER_DAY_WEEK }
    }

    /// The address of these days with the facets of a search.
    pub fn href(self, query: &ListingQuery) -> String {
        let base = query.href("/calendar");
        let joint = if base.contains('?') { '&' } else { '?' };
        match self {
            Self::Month(first) => format!("{base}{joint}month={}", first.format("%Y-%m")),
            Self::Week(first) => format!("{base}{joint}week={first}"),
        }
    }
}

/// A happening as far as the calendar shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Address of its page.
    pub href: String,
    /// Title in the language of the page, else in Japanese.
    pub title: String,
    /// The title is Japanese on a page in another language.
    pub japanese: bool,
    /// Name of the place.
    pub place: String,
    /// First day.
    pub on: NaiveDate,
    /// Last day.
    pub until: NaiveDate,
    /// Nobody knows until when it goes on.
    pub open: bool,
    /// When it begins.
    pub starts: Option<NaiveTime>,
    /// When it ends.
    pub ends: Option<NaiveTime>,
    /// 確認日.
    pub confirmed_on: Option<NaiveDate>,
    /// Nobody confirmed it for too long.
    pub stale: bool,
}

impl Entry {
    /// What the calendar keeps of a happening, as it stands on `today`.
    pub fn of(it: &Happening, lang: Lang, today: NaiveDate) -> Self {
        let card = &it.card;
        let japanese = lang == Lang::En && !card.variants.contains_key(&Lang::En);
        Self {
            href: card.href(),
            title: card.title_in(lang).to_owned(),
            japanese,
            place: card.place.clone(),
            on: it.on,
            until: it.until,
            open: it.is_open(),
            starts: it.starts,
            ends: it.ends,
            confirmed_on: card.confirmed_on,
            stale: card.is_stale(today),
        }
    }
}

/// What stands in one box.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct DayBox {
    /// What is shown.
    pub entries: Vec<Entry>,
    /// How many more there are.
    pub more: usize,
}

/// A calendar as it is drawn.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sheet {
    /// Which days.
    pub span: Span,
    /// The facets.
    pub query: ListingQuery,
    /// The boxes by day.
    pub days: BTreeMap<NaiveDate, DayBox>,
    /// What runs the whole time.
    pub running: Vec<Entry>,
    /// How much more of that there is.
    pub running_more: usize,
    /// Areas to choose from.
    pub areas: Vec<String>,
}

impl Sheet {
    /// `opening`: the first day alone, with all that runs already.
    fn new(span: Span, query: ListingQuery, days: Vec<Day>, opening: Option<Day>, areas: Vec<String>, (lang, today): (Lang, NaiveDate)) -> Self {
        let per_day = span.per_day();
        let entry = |it: &Happening| Entry::of(it, lang, today);
        let mut boxes: BTreeMap<NaiveDate, DayBox> =
            days.into_iter().map(|day| (day.date, DayBox { entries: day.happenings.iter().map(entry).collect(), more: day.more })).collect();
        let mut running = Vec::new();
        let mut running_more = 0;
        if let Some(first) = opening {
            let (long, short): (Vec<Happening>, Vec<Happening>) =
                first.happenings.into_iter().partition(|it| it.is_open() || (it.until - it.on).num_days() > LONG_DAYS);
            running = long.iter().map(entry).collect();
            running_more = first.more;
            let shown = DayBox { entries: short.iter().take(per_day).map(entry).collect(), more: short.len().saturating_sub(per_day) };
            boxes.insert(first.date, shown);
        }
        Self { span, query, days: boxes, running, running_more, areas }
    }

    /// Days between today and the days shown.
    pub fn distance(&self, today: NaiveDate) -> i64 {
        let (from, to) = self.span.window();
        (from - today).num_days().max((today - to).num_days()).max(0)
    }
}

/// What a calendar shows if no kind is chosen.
pub fn with_kinds(query: &ListingQuery) -> ListingQuery {
    if query.kinds.is_empty() { ListingQuery { kinds: vec![Kind::Event, Kind::Course], ..query.clone() } } else { query.clone() }
}

/// Reads a calendar, as it stands on `today`.
pub async fn sheet(repo: Arc<dyn Repo>, span: Span, query: ListingQuery, lang: Lang, today: NaiveDate) -> Result<Sheet, ReadError> {
    let (from, to) = span.window();
    let search = with_kinds(&query);
    let days = read::days(Arc::clone(&repo), search.clone(), (from, to), span.per_day(), today).await?;
    let opening = read::days(Arc::clone(&repo), search, (from, from), OPENING, today).await?;
    let areas = read::areas(repo).await?;
    Ok(Sheet::new(span, query, days, opening.into_iter().next(), areas, (lang, today)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::listings::{Card, Listing};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn map(pairs: &[(&'static str, &str)]) -> ParamsMap {
        pairs.iter().map(|(name, value)| (*name, (*value).to_owned())).collect()
    }

    #[test]
    fn addresses_say_which_days() {
        let today = day("2026-11-20");
        assert_eq!(Span::parse(&map(&[]), today), Span::Month(day("2026-11-01")));
        assert_eq!(Span::parse(&map(&[("month", "2027-02")]), today), Span::Month(day("2027-02-01")));
        assert_eq!(Span::parse(&map(&[("week", "2026-11-18")]), today), Span::Week(day("2026-11-15")));
        assert_eq!(Span::parse(&map(&[("month", "2026-13"), ("week", "x")]), today), Span::Month(day("2026-11-01")));
        assert_eq!(Span::parse(&map(&[("month", "9999-12")]), today), Span::Month(day("2026-11-01")));
        let query = ListingQuery { free: true, ..ListingQuery::default() };
        assert_eq!(Span::Week(day("2026-11-15")).href(&query), "/calendar?free=1&week=2026-11-15");
        assert_eq!(Span::Month(day("2026-12-01")).next(), Some(Span::Month(day("2027-01-01"))));
    }

    #[test]
    fn what_runs_for_long_stands_below() {
        let happening = |title: &str, on: &str, until: &str| {
            let mut listing = Listing::draft(title, Kind::Event);
            listing.title = title.into();
            Happening { card: Card::of(&listing), on: day(on), until: day(until), starts: None, ends: None, over: false }
        };
        let first = day("2026-11-01");
        let happenings: Vec<Happening> = ["a", "b", "c", "d"]
            .iter()
            .map(|it| happening(it, "2026-11-01", "2026-11-01"))
            .chain([happening("long", "2026-10-01", "2026-12-25")])
            .collect();
        let opening = Day { date: first, happenings, more: 2 };
        let days = vec![
            Day { date: first, happenings: Vec::new(), more: 5 },
            Day { date: day("2026-11-02"), happenings: vec![happening("e", "2026-11-02", "2026-11-02")], more: 0 },
        ];
        let sheet = Sheet::new(Span::Month(first), ListingQuery::default(), days, Some(opening), Vec::new(), (Lang::Ja, first));
        assert_eq!((sheet.days[&first].entries.len(), sheet.days[&first].more), (3, 1));
        assert_eq!((sheet.running.len(), sheet.running_more), (1, 2));
        assert_eq!(sheet.days[&day("2026-11-02")].entries[0].title, "e");
    }
}
