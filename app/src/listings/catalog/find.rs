//! Finding: words, facets, order, pages.
//!
//! One pass over the candidates decides for each which facets it fails. A listing that fails none is a result; one that fails only
//! facet F still counts for the other values of F, so that a person sees what choosing another value would give.

use super::super::kind::Kind;
use super::super::query::{ListingQuery, PAGE_SIZE, Sort};
use super::super::views::{Facets, Found};
use super::super::vocabulary::{AudienceGroup, NpoField, SpokenLang};
use super::row::{DayNo, Row, day};
use super::{Catalog, Names, Slot, free_hours};
use chrono::NaiveDate;
use engawa_core::text::{Query, Scratch};
use std::cell::RefCell;
use std::cmp::{Ordering, Reverse};
use std::collections::HashSet;

thread_local! {
    /// Memory that searches of a thread use one after the other.
    static SCRATCH: RefCell<Scratch> = RefCell::new(Scratch::default());
}

/// Occurrences that are looked at for one that is in the evening or on a day off: more than a year of weeks.
const OCCURRENCES: usize = 64;
/// Cards that are shown while somebody types: about as many as a screen holds.
const GLANCE: usize = 6;

/// The facets, as bits of what a listing fails.
const KIND: u16 = 1;
const FIELD: u16 = 2;
const AREA: u16 = 4;
const FREE: u16 = 8;
const BARRIER_FREE: u16 = 16;
const ONLINE: u16 = 32;
const AUDIENCE: u16 = 64;
const LANGUAGE: u16 = 128;
const EVENING: u16 = 256;
const DAY_OFF: u16 = 512;
const METHOD: u16 = 1024;
const DEPARTMENT: u16 = 2048;

/// A query with its names and dates as numbers.
struct Wanted {
    kinds: u32,
    fields: u32,
    areas: Vec<u32>,
    methods: Vec<u32>,
    departments: Vec<u32>,
    audiences: u16,
    languages: u16,
    free: bool,
    barrier_free: bool,
    online: bool,
    evening: bool,
    day_off: bool,
    age: Option<u8>,
    dates: Option<(DayNo, DayNo)>,
    ended: bool,
    group: Option<u32>,
    today: DayNo,
    /// What lies before does not count.
    since: DayNo,
}

impl Wanted {
    fn of(catalog: &Catalog, query: &ListingQuery, today: NaiveDate) -> Self {
        let bit = |index: usize| 1_u32 << index.min(31);
        let low = |bits: u32| u16::try_from(bits).unwrap_or(u16::MAX);
        let now = day(today);
        let dates = (query.from.is_some() || query.to.is_some()).then(|| {
            let to = query.to.map_or(DayNo::MAX, day);
            // "Up to Sunday" means what is still to come, unless the past is asked for.
            let since = if query.ended || to < now { DayNo::MIN } else { now };
            (query.from.map_or(since, day), to)
        });
        let since = dates.map_or(if query.ended { DayNo::MIN } else { now }, |(from, _)| from);
        Self {
            kinds: query.kinds.iter().fold(0, |bits, kind| bits | bit(kind.index())),
            fields: query.fields.iter().fold(0, |bits, field| bits | bit(field.index())),
            areas: numbers(&catalog.areas, &query.areas),
            methods: numbers(&catalog.methods, &query.methods),
            departments: numbers(&catalog.departments, &query.departments),
            audiences: low(query.audiences.iter().fold(0, |bits, group| bits | bit(group.index()))),
            languages: low(query.languages.iter().fold(0, |bits, language| bits | bit(language.index()))),
            free: query.free,
            barrier_free: query.barrier_free,
            online: query.online,
            evening: query.evening,
            day_off: query.day_off,
            age: query.age,
            dates,
            ended: query.ended,
            group: query.organiser.as_ref().map(|group| catalog.groups.number(group).unwrap_or(u32::MAX)),
            today: now,
            since,
        }
    }

    /// Which facets a listing fails; `None`: it is out for another reason.
    fn fails(&self, slot: &Slot) -> Option<u16> {
        let row = &slot.row;
        if self.group.is_some_and(|group| group != row.group && !row.hosts.contains(&group)) {
            return None;
        }
        let asks_for_past = self.dates.is_some_and(|(from, to)| to < self.today || (from > DayNo::MIN && from < self.today));
        if !self.ended && !asks_for_past && row.is_over(self.today) {
            return None;
        }
        if let Some((from, to)) = self.dates
            && !takes_place(slot, from, to)
        {
            return None;
        }
        // Without days, and with one wish, the last days of the row tell; see below.
        let (from, to) = self.dates.unwrap_or((self.since, DayNo::MAX));
        if (self.dates.is_some() || (self.evening && self.day_off)) && !self.suits_within(slot, from, to) {
            return None;
        }
        if let (Some(age), Some((from, to))) = (self.age, row.ages)
            && !(from..=to).contains(&age)
        {
            return None;
        }
        let mut fails = 0;
        let mut check = |facet: u16, passes: bool| {
            if !passes {
                fails |= facet;
            }
        };
        check(KIND, self.kinds == 0 || self.kinds & (1 << row.kind().index()) != 0);
        check(FIELD, self.fields == 0 || self.fields & row.fields != 0);
        check(AREA, self.areas.is_empty() || self.areas.contains(&row.area));
        check(METHOD, self.methods.is_empty() || self.methods.contains(&row.method));
        check(DEPARTMENT, self.departments.is_empty() || self.departments.contains(&row.department));
        check(FREE, !self.free || row.is_free());
        check(BARRIER_FREE, !self.barrier_free || row.is_barrier_free());
        check(ONLINE, !self.online || row.is_online());
        check(AUDIENCE, self.audiences == 0 || self.audiences & row.audiences != 0);
        check(LANGUAGE, self.languages == 0 || self.languages & row.languages != 0);
        check(EVENING, !self.evening || row.is_in_evenings(self.since));
        check(DAY_OFF, !self.day_off || row.is_on_days_off(self.since));
        Some(fails)
    }

    /// Whether, on these days, something of a listing is in the evening or on a day off, or both, as it is asked for.
    fn suits_within(&self, slot: &Slot, from: DayNo, to: DayNo) -> bool {
        if !self.evening && !self.day_off {
            return true;
        }
        let Some((first, last)) = slot.row.whole else { return false };
        let Some(schedule) = slot.card().and_then(|card| card.schedule.as_ref()) else { return false };
        let date = |number: DayNo, edge: NaiveDate| NaiveDate::from_num_days_from_ce_opt(number).unwrap_or(edge);
        let (from, to) = (date(from.max(first), NaiveDate::MIN), date(to.min(last), NaiveDate::MAX));
        schedule.occurrences(from, to, OCCURRENCES).iter().any(|it| free_hours::suits(it, self.evening, self.day_off))
    }
}

/// The numbers of names; a name that no listing has matches nothing.
fn numbers(names: &Names, wanted: &[String]) -> Vec<u32> {
    wanted.iter().map(|name| names.number(name).unwrap_or(u32::MAX)).collect()
}

/// Names with their counts, most first; those that are chosen stand there with none, too.
fn named(names: &Names, counts: &[usize], chosen: &[String]) -> Vec<(String, usize)> {
    let all = counts.iter().enumerate().skip(1).map(|(at, count)| (names.name(super::number(at)).to_owned(), *count));
    let mut found: Vec<(String, usize)> = all.filter(|(name, count)| *count > 0 || chosen.contains(name)).collect();
    found.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    found
}

/// Whether something of a listing takes place within these days. A listing without dates but with a deadline is "on" until then.
fn takes_place(slot: &Slot, from: DayNo, to: DayNo) -> bool {
    let row = &slot.row;
    let Some((first, last)) = row.whole else { return row.deadline.is_some_and(|deadline| deadline >= from) };
    if first > to || last < from {
        return false;
    }
    if row.touches(from, to) {
        return true;
    }
    (row.is_ruled() || row.is_open())
        && slot.card().and_then(|card| card.schedule.as_ref()).is_some_and(|schedule| {
            let date = |number: DayNo, edge: NaiveDate| NaiveDate::from_num_days_from_ce_opt(number).unwrap_or(edge);
            let from = date(from.max(first), NaiveDate::MIN);
            if to == DayNo::MAX {
                return schedule.next_on_or_after(from).is_some();
            }
            !schedule.occurrences(from, date(to, NaiveDate::MAX), 1).is_empty()
        })
}

/// How results without words are ordered: sunk ones last, the next day first, then the newest.
type NextKey = (u8, DayNo, Reverse<u64>);

/// Counts of facet values.
#[derive(Default)]
struct Counts {
    kinds: Vec<usize>,
    fields: Vec<usize>,
    areas: Vec<usize>,
    methods: Vec<usize>,
    departments: Vec<usize>,
    audiences: Vec<usize>,
    languages: Vec<usize>,
    free: usize,
    barrier_free: usize,
    online: usize,
    evening: usize,
    day_off: usize,
    /// What lies before does not count.
    since: DayNo,
}

impl Counts {
    fn new(catalog: &Catalog, since: DayNo) -> Self {
        let each = |names: &Names| vec![0; names.list.len() + 1];
        Self {
            since,
            kinds: vec![0; Kind::ALL.len()],
            fields: vec![0; NpoField::ALL.len()],
            areas: each(&catalog.areas),
            methods: each(&catalog.methods),
            departments: each(&catalog.departments),
            audiences: vec![0; AudienceGroup::ALL.len()],
            languages: vec![0; SpokenLang::ALL.len()],
            ..Self::default()
        }
    }

    fn take(&mut self, row: &Row, fails: u16) {
        let counts_for = |facet: u16| fails & !facet == 0;
        if counts_for(KIND) {
            self.kinds[row.kind().index()] += 1;
        }
        if counts_for(FIELD) {
            add_bits(&mut self.fields, row.fields);
        }
        if counts_for(AREA)
            && let Some(count) = self.areas.get_mut(row.area as usize)
        {
            *count += 1;
        }
        if counts_for(METHOD)
            && let Some(count) = self.methods.get_mut(row.method as usize)
        {
            *count += 1;
        }
        if counts_for(DEPARTMENT)
            && let Some(count) = self.departments.get_mut(row.department as usize)
        {
            *count += 1;
        }
        if counts_for(AUDIENCE) {
            add_bits(&mut self.audiences, u32::from(row.audiences));
        }
        if counts_for(LANGUAGE) {
            add_bits(&mut self.languages, u32::from(row.languages));
        }
        self.free += usize::from(counts_for(FREE) && row.is_free());
        self.barrier_free += usize::from(counts_for(BARRIER_FREE) && row.is_barrier_free());
        self.online += usize::from(counts_for(ONLINE) && row.is_online());
        self.evening += usize::from(counts_for(EVENING) && row.is_in_evenings(self.since));
        self.day_off += usize::from(counts_for(DAY_OFF) && row.is_on_days_off(self.since));
    }
}

fn add_bits(counts: &mut [usize], mut bits: u32) {
    while bits != 0 {
        let at = bits.trailing_zeros() as usize;
        if let Some(count) = counts.get_mut(at) {
            *count += 1;
        }
        bits &= bits - 1;
    }
}

fn values<T: Copy + PartialEq>(all: &[T], counts: &[usize], chosen: &[T]) -> Vec<(T, usize)> {
    all.iter().copied().zip(counts.iter().copied()).filter(|(value, count)| *count > 0 || chosen.contains(value)).collect()
}

/// A listing by its place, and how well it fits.
type Hit = (u32, u32);

/// One sorting routine for every order: each further one would be fetched by everybody who looks at a list.
fn sort(found: &mut [Hit], order: &mut dyn FnMut(&Hit, &Hit) -> Ordering) {
    found.sort_unstable_by(order);
}

impl Catalog {
    /// The results of a query on `today`.
    pub fn find(&self, query: &ListingQuery, today: NaiveDate) -> Found {
        let (found, counts) = self.candidates(query, today);
        Found { facets: self.facets(query, &counts), ..self.page(found, query, today, PAGE_SIZE) }
    }

    /// The results of a query while it is being typed: as [`Self::find`], without facets and with only the first cards.
    pub fn glance(&self, query: &ListingQuery, today: NaiveDate) -> Found {
        let mut found = Vec::new();
        self.each(query, today, |_, fails, hit| {
            if fails == 0 {
                found.push(hit);
            }
        });
        self.page(found, query, today, GLANCE)
    }

    /// A page with at most `most` cards.
    fn page(&self, mut found: Vec<(u32, u32)>, query: &ListingQuery, today: NaiveDate, most: usize) -> Found {
        let total = found.len();
        let pages = total.div_ceil(PAGE_SIZE).max(1);
        let page = usize::try_from(query.page).unwrap_or(1).clamp(1, pages);
        self.order(&mut found, query, today, page * PAGE_SIZE);
        let cards = found.iter().skip((page - 1) * PAGE_SIZE).take(most).filter_map(|(at, _)| self.slot(*at)?.card().cloned()).collect();
        Found { total, page: super::number(page), pages: super::number(pages), cards, facets: Facets::default() }
    }

    /// The ids of all results of a query, in its order.
    pub fn ids(&self, query: &ListingQuery, today: NaiveDate) -> Vec<String> {
        let (mut found, _) = self.candidates(query, today);
        self.order(&mut found, query, today, usize::MAX);
        found.iter().filter_map(|(at, _)| self.slot(*at).map(|slot| slot.id.to_string())).collect()
    }

    /// Slots with their scores, in no order, and what facets would give.
    pub(super) fn slots_of(&self, query: &ListingQuery, today: NaiveDate) -> Vec<u32> {
        self.candidates(query, today).0.into_iter().map(|(at, _)| at).collect()
    }

    fn candidates(&self, query: &ListingQuery, today: NaiveDate) -> (Vec<(u32, u32)>, Counts) {
        let mut counts = Counts::new(self, Wanted::of(self, query, today).since);
        let mut found = Vec::new();
        self.each(query, today, |row, fails, hit| {
            counts.take(row, fails);
            if fails == 0 {
                found.push(hit);
            }
        });
        (found, counts)
    }

    /// Gives every slot that the words find, with the facets that it fails and its score.
    fn each(&self, query: &ListingQuery, today: NaiveDate, mut give: impl FnMut(&Row, u16, (u32, u32))) {
        let wanted = Wanted::of(self, query, today);
        let mut take = |at: u32, slot: &Slot, score: u32| {
            if let Some(fails) = wanted.fails(slot) {
                give(&slot.row, fails, (at, score));
            }
        };
        if Query::typed(&query.words).is_empty() {
            self.all().for_each(|(at, slot)| take(at, slot, 0));
            return;
        }
        let mut found = self.search(&query.words);
        let read = self.by_reading(&query.words);
        if !read.is_empty() {
            let seen: HashSet<u32> = found.iter().map(|(at, _)| *at).collect();
            found.extend(read.into_iter().filter(|(at, _)| !seen.contains(at)));
        }
        for (at, score) in found {
            if let Some(slot) = self.slot(at) {
                take(at, slot, score);
            }
        }
    }

    /// The slots that hold all words, with their scores.
    pub(super) fn search(&self, words: &str) -> Vec<(u32, u32)> {
        let hits = SCRATCH.with_borrow_mut(|scratch| self.index.search(scratch, &Query::typed(words), usize::MAX, |_| true, |_| 0));
        let slot_of = |doc: u32| self.slot_of_doc.get(doc as usize).copied().filter(|at| self.slot(*at).is_some());
        hits.hits.iter().filter_map(|hit| Some((slot_of(hit.doc)?, hit.score))).collect()
    }

    fn facets(&self, query: &ListingQuery, counts: &Counts) -> Facets {
        Facets {
            kinds: values(Kind::ALL, &counts.kinds, &query.kinds),
            fields: values(NpoField::ALL, &counts.fields, &query.fields),
            areas: named(&self.areas, &counts.areas, &query.areas),
            methods: named(&self.methods, &counts.methods, &query.methods),
            departments: named(&self.departments, &counts.departments, &query.departments),
            audiences: values(AudienceGroup::ALL, &counts.audiences, &query.audiences),
            languages: values(SpokenLang::ALL, &counts.languages, &query.languages),
            free: counts.free,
            barrier_free: counts.barrier_free,
            online: counts.online,
            evening: counts.evening,
            day_off: counts.day_off,
        }
    }

    /// Orders results. What is over and what is stale sinks in every order but the newest-first one; ids break ties, so that the
    /// server and every device agree. Only the first `wanted` have to be in their order.
    fn order(&self, found: &mut [(u32, u32)], query: &ListingQuery, today: NaiveDate, wanted: usize) {
        let now = day(today);
        let low = |row: &Row| u8::from(row.is_over(now)) * 2 + u8::from(row.is_stale(now));
        // Marks alone are no words: they find everything, and nothing better than the rest.
        let has_words = !Query::typed(&query.words).is_empty();
        let id = |at: u32| self.slot(at).map(|slot| slot.id.as_ref()).unwrap_or_default();
        match query.sort {
            Sort::New => sort(found, &mut |a, b| {
                let rev = |at: u32| self.slot(at).map_or(0, |slot| slot.row.rev);
                rev(b.0).cmp(&rev(a.0)).then_with(|| a.0.cmp(&b.0))
            }),
            Sort::Name => {
                let reading = |at: u32| {
                    self.slot(at).and_then(Slot::card).map(|card| if card.kana.is_empty() { card.title.as_str() } else { card.kana.as_str() })
                };
                let sunk = |at: u32| self.slot(at).map_or(9, |slot| low(&slot.row));
                let name = |at: u32| (sunk(at), engawa_core::text::fold(reading(at).unwrap_or_default()));
                let names: Vec<(u8, String)> = found.iter().map(|item| name(item.0)).collect();
                self.sort_by_keys(found, &names);
            }
            Sort::Best if has_words => {
                // A stale or past listing has to fit much better to come first.
                let key = |at: u32, score: u32| {
                    let sunk = self.slot(at).map_or(0, |slot| low(&slot.row));
                    score.saturating_mul(4 - u32::from(sunk.min(3))) / 4
                };
                let order = |a: &(u32, u32), b: &(u32, u32)| key(b.0, b.1).cmp(&key(a.0, a.1)).then_with(|| id(a.0).cmp(id(b.0)));
                // A word of one character is in thousands of listings, and a page shows twenty.
                let first = match wanted.checked_sub(1).filter(|last| *last < found.len()) {
                    Some(last) => {
                        found.select_nth_unstable_by(last, order);
                        &mut found[..wanted]
                    }
                    None => found,
                };
                sort(first, &mut { order });
            }
            Sort::Best | Sort::Date => {
                let days: Vec<NextKey> = found
                    .iter()
                    .map(|item| {
                        self.slot(item.0).map_or((9, DayNo::MAX, Reverse(0)), |slot| {
                            (low(&slot.row), Self::next_day(slot, today).unwrap_or(DayNo::MAX), Reverse(slot.row.rev))
                        })
                    })
                    .collect();
                self.sort_by_keys(found, &days);
            }
        }
    }

    /// Sorts by what stands at the same place in `keys`, what is equal there by its id.
    fn sort_by_keys<K: Ord>(&self, found: &mut [(u32, u32)], keys: &[K]) {
        let id = |at: u32| self.slot(at).map(|slot| slot.id.as_ref()).unwrap_or_default();
        let before = found.to_vec();
        let at = |place: &(u32, u32)| usize::try_from(place.1).unwrap_or_default();
        for (place, item) in (0..).zip(found.iter_mut()) {
            item.1 = place;
        }
        sort(found, &mut |a, b| keys[at(a)].cmp(&keys[at(b)]).then_with(|| id(a.0).cmp(id(b.0))));
        for item in found.iter_mut() {
            *item = before[at(item)];
        }
    }

    /// The next day on which something of it takes place, or its deadline if it has no dates.
    pub(super) fn next_day(slot: &Slot, today: NaiveDate) -> Option<DayNo> {
        let row = &slot.row;
        let now = day(today);
        if row.whole.is_none() {
            return row.deadline.filter(|deadline| *deadline >= now);
        }
        let dated = row.next_span(now);
        if !row.is_ruled() {
            return dated;
        }
        let ruled = slot.card().and_then(|card| card.schedule.as_ref()?.next_on_or_after(today)).map(|next| day(next.on).max(now));
        dated.into_iter().chain(ruled).min()
    }
}
