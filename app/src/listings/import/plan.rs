//! What an import would do: create, update, leave, mark as vanished. Nothing is done here; staff look at the plan first.
//!
//! Identity. A row is known again by its *key* within its *source* (the publisher's name). The key is the id that the source gives
//! (with the municipality code before it, where there is one), else folded title, first day and place ([`derived_key`]). The id of
//! the listing is made from source and key by the caller (UUID version 5), so that every import of the same row meets the same listing.
//! A running number is never a key: next month it belongs to another row.
//!
//! Invariants: planning the same file again after the plan was applied gives no create, update or vanished; what staff added to a
//! listing (state, pictures, relations, languages) survives an update; what a registered group wrote survives it too ([`super::kept`]);
//! nothing is ever deleted, and no two listings are made one ([`super::duplicates`] proposes).

use super::ReadListing;
use super::duplicates::{Duplicate, proposals};
use super::kept::GroupsOwn;
use super::text::fold;
use crate::listings::{Listing, State};
use chrono::NaiveDate;
use engawa_core::Problem;
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};

/// Characters of each part of a derived key.
const KEY_PART: usize = 80;

/// A listing of this source that the site has already.
#[derive(Clone, Debug, PartialEq)]
pub struct Existing {
    /// As it is now, with whatever staff changed.
    pub listing: Listing,
    /// [`fingerprint`] of what was last imported; `None`: it was not kept, the listing itself is compared.
    pub fingerprint: Option<String>,
    /// A registered group owns it.
    pub own: Option<GroupsOwn>,
}

impl Existing {
    /// One that no group owns.
    pub fn of(listing: Listing, fingerprint: Option<String>) -> Self {
        Self { listing, fingerprint, own: None }
    }
}

/// A listing to be written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Planned {
    /// With its id, whole, as it should be saved.
    pub listing: Listing,
    /// To be kept with the listing and handed back as [`Existing::fingerprint`].
    pub fingerprint: String,
    /// What the source said last, where a group's words stand beside it: to be kept and handed back as [`GroupsOwn::imported`].
    #[serde(default)]
    pub imported: Option<Box<Listing>>,
}

impl Planned {
    fn new(listing: Listing, fingerprint: String) -> Self {
        Self { listing, fingerprint, imported: None }
    }
}

/// What an import would do.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// New ones.
    pub create: Vec<Planned>,
    /// Those whose row changed, or came back after it had vanished.
    pub update: Vec<Planned>,
    /// Ids of those whose row is as before.
    pub unchanged: Vec<String>,
    /// Those whose row is no longer in the source: the listing stays, marked.
    pub vanished: Vec<Planned>,
    /// Problems of rows, in the order of the file.
    pub problems: Vec<Problem>,
    /// Proposals for staff.
    pub possible_duplicates: Vec<Duplicate>,
}

impl Plan {
    /// Whether applying it would write nothing.
    pub fn is_empty(&self) -> bool {
        self.create.is_empty() && self.update.is_empty() && self.vanished.is_empty()
    }
}

/// How to plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// Today: what is over by now may leave a source without being marked.
    pub today: NaiveDate,
    /// The file holds all rows of the source; otherwise missing ones are not marked.
    pub whole_source: bool,
}

/// Plans an import. `existing` are the listings of the same source, `others` all other listings of the site; `id_of` makes the id of a
/// listing from its source and key.
pub fn plan(existing: &[Existing], others: &[Listing], incoming: Vec<ReadListing>, id_of: impl Fn(&str, &str) -> String, options: Options) -> Plan {
    let mut plan = Plan::default();
    let known: HashMap<&str, &Existing> =
        existing.iter().filter_map(|it| it.listing.source.as_ref().map(|source| (source.key.as_str(), it))).collect();
    let mut seen: HashSet<String> = HashSet::new();
    for mut read in incoming {
        plan.problems.append(&mut read.problems);
        settle_key(&mut read, &mut seen, &mut plan.problems);
        let mut listing = read.listing;
        let print = fingerprint(&listing);
        if let Some(old) = known.get(read.key.as_str()) {
            let came_back = old.listing.source.as_ref().is_some_and(|source| source.vanished);
            let said = old.own.is_some().then(|| Box::new(listing.clone()));
            let carried = carry_over(&old.listing, listing);
            let same = match &old.fingerprint {
                Some(before) => *before == print,
                None => fingerprint(&carried) == fingerprint(&old.listing),
            };
            if !same {
                let listing = put_together(old, carried, &mut plan.problems);
                plan.update.push(Planned { imported: said, ..Planned::new(listing, print) });
            } else if came_back {
                let mut back = old.listing.clone();
                back.source.iter_mut().for_each(|source| source.vanished = false);
                plan.update.push(Planned { imported: said_before(old), ..Planned::new(back, print) });
            } else {
                plan.unchanged.push(old.listing.id.clone());
            }
        } else {
            let source = listing.source.as_ref().map_or("", |source| source.name.as_str());
            listing.id = id_of(source, &read.key);
            plan.create.push(Planned::new(listing, print));
        }
    }
    plan.possible_duplicates = proposals(&plan.create, existing, others);
    if options.whole_source {
        plan.vanished = existing.iter().filter_map(|it| vanished(it, &seen, options.today)).collect();
    }
    plan
}

/// A key that occurs twice in a file gets a number, and a problem that names the row.
fn settle_key(read: &mut ReadListing, seen: &mut HashSet<String>, problems: &mut Vec<Problem>) {
    if seen.insert(read.key.clone()) {
        return;
    }
    let row = read.listing.source.as_ref().map(|source| (source.file.clone(), source.row)).unwrap_or_default();
    problems.push(Problem::new(format!("{}!{}", row.0, row.1), "duplicate_key").arg(read.key.clone()));
    let mut number = 2_u32;
    while !seen.insert(format!("{}#{number}", read.key)) {
        number += 1;
    }
    read.key = format!("{}#{number}", read.key);
    if let Some(source) = &mut read.listing.source {
        source.key.clone_from(&read.key);
    }
}

/// What staff decided stays: state, pictures, relations, languages that the source does not have, which groups and place it belongs to.
fn carry_over(old: &Listing, mut new: Listing) -> Listing {
    new.id.clone_from(&old.id);
    new.state = old.state;
    new.related.clone_from(&old.related);
    new.sample = old.sample;
    new.staff_only = old.staff_only;
    new.organiser.group.clone_from(&old.organiser.group);
    new.organiser.hosts.clone_from(&old.organiser.hosts);
    if new.images.is_empty() {
        new.images.clone_from(&old.images);
    }
    if new.fields.is_empty() {
        new.fields.clone_from(&old.fields);
    }
    for (lang, variant) in &old.variants {
        new.variants.entry(*lang).or_insert_with(|| variant.clone());
    }
    if let (Some(new), Some(old)) = (&mut new.venue, &old.venue) {
        new.place.clone_from(&old.place);
    }
    new.confirmed_on = new.confirmed_on.max(old.confirmed_on);
    new
}

/// What the row says, beside what a group wrote.
fn put_together(old: &Existing, carried: Listing, problems: &mut Vec<Problem>) -> Listing {
    let Some(own) = &old.own else { return carried };
    let place = carried.source.as_ref().map(|source| format!("{}!{}", source.file, source.row)).unwrap_or_default();
    let base = own.imported.as_ref().map(|said| carry_over(&old.listing, (**said).clone()));
    let mut done = own.together(&old.listing, base, &carried, &place);
    problems.append(&mut done.left);
    done.listing
}

/// What the source said last stays known when only a mark is written: otherwise the group's words would be taken for the source's. Where
/// nobody knows it, the source said nothing.
fn said_before(old: &Existing) -> Option<Box<Listing>> {
    let own = old.own.as_ref()?;
    Some(own.imported.clone().unwrap_or_else(|| Box::new(Listing::draft(old.listing.id.clone(), old.listing.kind()))))
}

fn vanished(existing: &Existing, seen: &HashSet<String>, today: NaiveDate) -> Option<Planned> {
    let source = existing.listing.source.as_ref()?;
    let over = existing.listing.schedule.as_ref().is_some_and(|schedule| schedule.is_over(today));
    if source.vanished || over || seen.contains(&source.key) {
        return None;
    }
    let print = existing.fingerprint.clone().unwrap_or_else(|| fingerprint(&existing.listing));
    let mut listing = existing.listing.clone();
    listing.source.iter_mut().for_each(|source| source.vanished = true);
    Some(Planned { imported: said_before(existing), ..Planned::new(listing, print) })
}

/// The key of a row without an id: what a person would know it by. Frozen like [`fold`].
pub fn derived_key(title: &str, when: &str, place: &str) -> String {
    [title, when, place].map(|part| fold(part).chars().filter(|c| *c != '|').take(KEY_PART).collect::<String>()).join("|")
}

/// A short print of what a source says: equal prints, equal content. Leaves out what is not the source's: id, state, day of
/// confirmation, row number and file name, marks.
pub fn fingerprint(listing: &Listing) -> String {
    let mut bare = listing.clone();
    bare.id.clear();
    bare.state = State::Draft;
    bare.confirmed_on = None;
    bare.sample = false;
    bare.staff_only = false;
    if let Some(source) = &mut bare.source {
        source.row = 0;
        source.file.clear();
        source.vanished = false;
    }
    let text = serde_json::to_string(&bare).unwrap_or_default();
    // FNV-1a, 128 bits: no secret is kept by it, it only has to tell contents apart.
    let print = text
        .bytes()
        .fold(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d_u128, |print, byte| (print ^ u128::from(byte)).wrapping_mul(0x0100_0000_0000_0000_0000_013b));
    format!("{print:032x}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::listings::Kind;
    use crate::listings::listing::Source;
    use engawa_core::time::{Schedule, Session};

    fn read(key: &str, title: &str) -> ReadListing {
        let mut listing = Listing::draft("", Kind::Event);
        listing.title = title.into();
        listing.state = State::Published;
        listing.source = Some(Source { name: "市".into(), key: key.into(), file: "a.csv".into(), row: 2, ..Source::default() });
        ReadListing { key: key.into(), listing, problems: vec![] }
    }

    fn options() -> Options {
        Options { today: "2026-11-20".parse().unwrap(), whole_source: true }
    }

    fn id(source: &str, key: &str) -> String {
        format!("{source}-{key}")
    }

    fn apply(plan: &Plan, mut existing: Vec<Existing>) -> Vec<Existing> {
        for planned in plan.create.iter().chain(&plan.update).chain(&plan.vanished) {
            existing.retain(|old| old.listing.id != planned.listing.id);
            existing.push(Existing::of(planned.listing.clone(), Some(planned.fingerprint.clone())));
        }
        existing
    }

    #[test]
    fn importing_again_changes_nothing() {
        let rows = vec![read("1", "祭り"), read("2", "市"), read("1", "祭り（二回目）")];
        let first = plan(&[], &[], rows.clone(), id, options());
        assert_eq!((first.create.len(), first.problems[0].code.as_str()), (3, "duplicate_key"));
        assert_eq!(first.create[2].listing.source.as_ref().unwrap().key, "1#2");
        let existing = apply(&first, vec![]);
        let again = plan(&existing, &[], rows, id, options());
        assert!(again.is_empty());
        assert_eq!(again.unchanged.len(), 3);
    }

    #[test]
    fn rows_change_vanish_and_come_back() {
        let first = plan(&[], &[], vec![read("1", "祭り"), read("2", "市")], id, options());
        let mut existing = apply(&first, vec![]);
        // Staff withdraw one and relate it; that is theirs.
        existing[0].listing.state = State::Withdrawn;
        existing[0].listing.related = vec!["x".into()];
        let second = plan(&existing, &[], vec![read("1", "夏祭り")], id, options());
        assert_eq!((second.update.len(), second.vanished.len()), (1, 1));
        assert_eq!(
            (second.update[0].listing.state, second.update[0].listing.related.len(), second.update[0].listing.title.as_str()),
            (State::Withdrawn, 1, "夏祭り")
        );
        let existing = apply(&second, existing);
        assert!(plan(&existing, &[], vec![read("1", "夏祭り")], id, options()).is_empty());
        let third = plan(&existing, &[], vec![read("1", "夏祭り"), read("2", "市")], id, options());
        assert_eq!((third.update.len(), third.create.len()), (1, 0));
        assert!(!third.update[0].listing.source.as_ref().unwrap().vanished);
        let part = Options { whole_source: false, ..options() };
        assert!(plan(&apply(&third, existing), &[], vec![], id, part).is_empty());
    }

    #[test]
    fn a_group_prevails_again_and_again() {
        let mut existing = apply(&plan(&[], &[], vec![read("1", "祭り")], id, options()), vec![]);
        let own = |imported: Listing| GroupsOwn { imported: Some(Box::new(imported)), profile: None, waits: false };
        existing[0].own = Some(own(existing[0].listing.clone()));
        existing[0].listing.title = "わたしたちの祭り".into();
        for title in ["夏祭り", "秋祭り"] {
            let mut row = read("1", title);
            row.listing.summary = format!("{title}の案内");
            let next = plan(&existing, &[], vec![row], id, options());
            let planned = &next.update[0];
            assert_eq!((planned.listing.title.as_str(), planned.listing.summary.as_str()), ("わたしたちの祭り", format!("{title}の案内").as_str()));
            assert_eq!((next.problems[0].code.as_str(), next.problems[0].path.as_str()), ("group_keeps", "a.csv!2"));
            let said = planned.imported.clone().unwrap();
            assert_eq!(said.title, title);
            existing = apply(&next, existing);
            existing[0].own = Some(own(*said));
        }
    }

    #[test]
    fn what_is_over_may_leave() {
        let mut past = read("1", "祭り");
        past.listing.schedule = Some(Schedule { sessions: vec![Session::day("2026-08-01".parse().unwrap())], ..Schedule::default() });
        let existing = apply(&plan(&[], &[], vec![past], id, options()), vec![]);
        assert!(plan(&existing, &[], vec![], id, options()).is_empty());
    }

    #[test]
    fn duplicates_are_proposed() {
        let mut there = read("9", "防災　講座").listing;
        there.id = "there".into();
        let found = plan(&[], &[there], vec![read("1", "防災講座"), read("2", "市")], id, options());
        assert_eq!((found.create.len(), found.possible_duplicates.len()), (2, 1));
        let proposed = &found.possible_duplicates[0];
        assert_eq!((proposed.reason.as_str(), proposed.place.as_str(), proposed.other_new), ("same_title_and_time", "a.csv!2", false));
    }

    #[test]
    fn rows_of_one_file_are_held_against_each_other() {
        let on = |key: &str, row: u32, day: &str| {
            let mut read = read(key, "防災講座");
            read.listing.schedule = Some(Schedule { sessions: vec![Session::day(day.parse().unwrap())], ..Schedule::default() });
            read.listing.source.as_mut().unwrap().row = row;
            read
        };
        let rows = vec![on("1", 2, "2026-12-01"), on("2", 3, "2026-12-01"), on("3", 4, "2026-12-08")];
        let found = plan(&[], &[], rows.clone(), id, options());
        let pairs: Vec<_> = found.possible_duplicates.iter().map(|it| (it.place.as_str(), it.other_place.as_str(), it.other_new)).collect();
        assert_eq!(pairs, [("a.csv!3", "a.csv!2", true)], "once, by the later row; another day is another course");
        // A publisher that gave a row a new key: the old one is there.
        let existing = apply(&found, vec![]);
        let renamed = plan(&existing, &[], vec![on("9", 2, "2026-12-08")], id, options());
        assert_eq!((renamed.possible_duplicates.len(), renamed.possible_duplicates[0].other_new), (1, false));
        // What is there already is not proposed at every import anew.
        assert!(plan(&existing, &[], rows, id, options()).possible_duplicates.is_empty());
    }

    #[test]
    fn keys_do_not_mind_writing() {
        assert_eq!(derived_key("祭り （夏）", "2026-08-01", "中央 公園"), derived_key("祭り(夏)", "2026-08-01", "中央公園"));
        assert_eq!(derived_key("a|b", "", ""), "ab||");
    }
}
