//! Two people changed one listing: what they changed is put together, field by field.
//!
//! A field that only one of them touched is as that one left it. Ticked boxes and lists of words are merged as sets. What only makes sense
//! together is one unit: a place with its address and its point on the map, "free" with the price, the dates with "no end is known".
//! Where both touched a unit and disagree, mine stays and both are reported; nobody's words are lost. Invariants: every value comes from
//! one of the three, none is made up; what only one side changed is that side's listing; without a conflict the sides may be swapped.

use super::differences::{IMAGES, REPEAT, SESSIONS, value_of, values};
use super::form;
use super::listing::Listing;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// A field that both changed, to different ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldConflict {
    /// Its name in the form; a part that the form does not show has its path in the JSON.
    pub field: String,
    /// What I wrote; this stays in [`Merged::listing`].
    pub mine: String,
    /// What the other wrote.
    pub theirs: String,
}

/// A listing put together from two.
#[derive(Clone, Debug, PartialEq)]
pub struct Merged {
    /// The listing; in a conflict, as I wrote it.
    pub listing: Listing,
    /// Where a person has to decide.
    pub conflicts: Vec<FieldConflict>,
}

/// Puts together what I and others made of `base`.
pub fn merge(base: &Listing, mine: &Listing, theirs: &Listing) -> Merged {
    if theirs == base || mine == theirs {
        return Merged { listing: mine.clone(), conflicts: Vec::new() };
    }
    if mine == base {
        return Merged { listing: theirs.clone(), conflicts: Vec::new() };
    }
    let one_kind = base.kind() == mine.kind() && base.kind() == theirs.kind();
    let sides = [base, mine, theirs].map(leaves);
    let mut units: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for path in sides.iter().flat_map(BTreeMap::keys) {
        units.entry(unit(path, one_kind)).or_default().insert(path);
    }
    let shown = Shown { mine: values(mine), theirs: values(theirs) };
    let mut merged = Leaves::new();
    let mut conflicts = Vec::new();
    for paths in units.values() {
        let [base, mine, theirs] = sides.each_ref().map(|side| part(side, paths));
        if mine == theirs || theirs == base {
            merged.extend(mine);
        } else if mine == base {
            merged.extend(theirs);
        } else if let Some(path) = paths.first().filter(|path| SETS.contains(path)) {
            let items = merge_sets(items(&base, path), items(&mine, path), items(&theirs, path));
            merged.insert((*path).to_owned(), Value::Array(items));
        } else {
            conflicts.extend(shown.conflicts(paths, &mine, &theirs));
            merged.extend(mine);
        }
    }
    // It cannot fail: each unit is whole, and was read from a listing.
    let listing = serde_json::from_value(tree(merged)).unwrap_or_else(|_| mine.clone());
    Merged { listing, conflicts }
}

/// The values of a listing by their paths in its JSON, as far down as they are merged apart.
type Leaves = BTreeMap<String, Value>;

/// Lists whose order says little.
const SETS: [&str; 6] = ["access", "audience/for", "fields", "languages", "related", "tags"];

/// Objects whose parts are merged apart, and how many levels there are.
const DEEP: [(&str, usize); 8] =
    [("apply", 1), ("audience", 1), ("contact", 1), ("cost", 1), ("details", 2), ("schedule", 1), ("variants", 2), ("venue", 1)];

fn leaves(listing: &Listing) -> Leaves {
    let mut found = Leaves::new();
    if let Ok(Value::Object(all)) = serde_json::to_value(listing) {
        for (key, value) in all {
            let levels = DEEP.iter().find(|(name, _)| *name == key).map_or(0, |(_, levels)| *levels);
            put_leaves(key, value, levels, &mut found);
        }
    }
    found
}

fn put_leaves(path: String, value: Value, levels: usize, found: &mut Leaves) {
    match value {
        Value::Object(parts) if levels > 0 => {
            // Facts that say nothing still say of which kind they are.
            if levels == 1 && path.starts_with("details/") {
                found.insert(path.clone(), Value::Object(Map::new()));
            }
            for (key, value) in parts {
                put_leaves(format!("{path}/{key}"), value, levels - 1, found);
            }
        }
        value => {
            found.insert(path, value);
        }
    }
}

/// The JSON of leaves. Parents come before their parts.
fn tree(leaves: Leaves) -> Value {
    let mut root = Map::new();
    for (path, value) in leaves {
        let mut parents: Vec<&str> = path.split('/').collect();
        let Some(last) = parents.pop() else { continue };
        let mut at = Some(&mut root);
        for parent in parents {
            at = at.and_then(|map| map.entry(parent).or_insert_with(|| Value::Object(Map::new())).as_object_mut());
        }
        if let Some(map) = at {
            map.insert(last.to_owned(), value);
        }
    }
    Value::Object(root)
}

/// What a path is merged together with.
fn unit(path: &str, one_kind: bool) -> &str {
    match path {
        "venue/place" | "venue/name" | "venue/address" | "venue/lat" | "venue/lon" => "venue/name",
        "schedule/sessions" | "schedule/open_ended" => "schedule/sessions",
        "cost/free" | "cost/yen" => "cost/yen",
        _ if !one_kind && path.starts_with("details/") => "details",
        _ => path,
    }
}

fn part(leaves: &Leaves, paths: &BTreeSet<&str>) -> Leaves {
    paths.iter().filter_map(|path| leaves.get_key_value(*path)).map(|(path, value)| (path.clone(), value.clone())).collect()
}

fn items<'a>(leaves: &'a Leaves, path: &str) -> &'a [Value] {
    leaves.get(path).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

/// What neither took out, in the order of before, then what either put in.
fn merge_sets(base: &[Value], mine: &[Value], theirs: &[Value]) -> Vec<Value> {
    let mut merged: Vec<Value> = base.iter().filter(|item| mine.contains(item) && theirs.contains(item)).cloned().collect();
    let mut added: Vec<&Value> = mine.iter().chain(theirs).filter(|item| !base.contains(item)).collect();
    added.sort_by_cached_key(|item| format!("{item}"));
    added.dedup();
    merged.extend(added.into_iter().cloned());
    merged
}

/// The two listings as people read them.
struct Shown {
    mine: Vec<(String, String)>,
    theirs: Vec<(String, String)>,
}

impl Shown {
    /// The fields of a unit that are not the same, each once; a unit without such fields as its JSON.
    fn conflicts(&self, paths: &BTreeSet<&str>, mine: &Leaves, theirs: &Leaves) -> Vec<FieldConflict> {
        let mut found: Vec<FieldConflict> = Vec::new();
        for field in paths.iter().flat_map(|path| fields_of(path)) {
            let (mine, theirs) = (text_at(&self.mine, &field), text_at(&self.theirs, &field));
            if mine != theirs && found.iter().all(|it| it.field != field) {
                found.push(FieldConflict { field, mine, theirs });
            }
        }
        if found.is_empty()
            && let Some(path) = paths.first()
        {
            found.push(FieldConflict { field: path.replace('/', "."), mine: words_of(mine), theirs: words_of(theirs) });
        }
        found
    }
}

/// The fields of the form that show a path.
fn fields_of(path: &str) -> Vec<String> {
    let named = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<String>>();
    match path {
        "audience/for" => named(&["for"]),
        "audience/ages" => named(&["audience.from", "audience.to"]),
        "cost/free" => named(&["free"]),
        "cost/yen" => named(&["cost.from", "cost.to"]),
        "fields" => named(&["field"]),
        "languages" => named(&["language"]),
        "images" => named(&[IMAGES]),
        "organiser" => named(&["organiser"]),
        "schedule/sessions" => named(&[SESSIONS]),
        "schedule/rules" => named(&[REPEAT]),
        "schedule/except" => named(&["except"]),
        _ => match path.strip_prefix("details/").and_then(|rest| rest.split_once('/')) {
            Some((_, fact)) => vec![format!("fact.{fact}")],
            None => vec![form::field_of(&path.replace('/', "."))],
        },
    }
}

/// The text of a field, or those of its rows.
fn text_at(values: &[(String, String)], field: &str) -> String {
    let own = value_of(values, field);
    if !own.is_empty() {
        return own.to_owned();
    }
    let is_row = |name: &str| name.strip_prefix(field).is_some_and(|rest| rest.starts_with('.'));
    let rows = values.iter().filter(|(name, value)| field.starts_with("fact.") && is_row(name) && !value.is_empty());
    rows.map(|(_, value)| value.as_str()).collect::<Vec<_>>().join("\n")
}

fn words_of(leaves: &Leaves) -> String {
    let word = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    leaves.values().map(word).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::super::kind::{Details, Guide, Kind, Step};
    use super::super::listing::{Organiser, Venue};
    use super::super::vocabulary::{Access, SpokenLang, State};
    use super::*;
    use chrono::NaiveDate;
    use engawa_core::time::{Schedule, Session};

    fn base() -> Listing {
        let mut listing = Listing::draft("a1", Kind::Event);
        listing.title = "川の清掃".into();
        listing.body = "手袋を持ってきてください。".into();
        listing.tags = vec!["川".into(), "清掃".into()];
        listing.access = vec![Access::Wheelchair];
        listing.venue = Some(Venue { name: "河原".into(), lat: Some(34.5), lon: Some(134.25), ..Venue::default() });
        listing
    }

    type Change = fn(&mut Listing);

    fn merged(mine: Change, theirs: Change) -> Merged {
        let (base, mut one, mut other) = (base(), base(), base());
        mine(&mut one);
        theirs(&mut other);
        merge(&base, &one, &other)
    }

    fn conflicts(merged: &Merged) -> Vec<(&str, &str, &str)> {
        merged.conflicts.iter().map(|it| (it.field.as_str(), it.mine.as_str(), it.theirs.as_str())).collect()
    }

    #[test]
    fn different_fields_come_together() {
        let changes: [(Change, Change); 6] = [
            (|it| it.title = "海の清掃".into(), |it| it.body = "飲み物もあります。".into()),
            (|it| it.tags.push("海".into()), |it| it.tags.retain(|tag| tag != "川")),
            (|it| it.access.push(Access::HearingLoop), |it| it.access.clear()),
            (|it| it.contact.phone = "0422-00-0000".into(), |it| it.contact.email = "a@river.example".into()),
            (|it| it.languages.push(SpokenLang::En), |it| it.languages.push(SpokenLang::Sign)),
            (
                |it| it.schedule = Some(Schedule { text: "雨の日は中止".into(), ..Schedule::default() }),
                |it| {
                    let on = NaiveDate::from_ymd_opt(2026, 12, 1).unwrap();
                    it.schedule = Some(Schedule { sessions: vec![Session::day(on)], ..Schedule::default() });
                },
            ),
        ];
        for (at, (one, other)) in changes.into_iter().enumerate() {
            let (there, back) = (merged(one, other), merged(other, one));
            assert!(there.conflicts.is_empty(), "{at}: {:?}", there.conflicts);
            assert_eq!(there, back, "{at}");
            // Both changes are in it: neither side's own listing is.
            let (mut mine, mut theirs) = (base(), base());
            one(&mut mine);
            other(&mut theirs);
            assert!(there.listing != mine && there.listing != theirs, "{at}");
        }
        let both = merged(|it| it.tags.push("海".into()), |it| it.tags.retain(|tag| tag != "川"));
        assert_eq!(both.listing.tags, ["清掃", "海"]);
    }

    #[test]
    fn the_same_field_is_a_conflict_and_mine_stays() {
        let titles = merged(|it| it.title = "海の清掃".into(), |it| it.title = "山の清掃".into());
        assert_eq!(titles.listing.title, "海の清掃");
        assert_eq!(conflicts(&titles), [("title", "海の清掃", "山の清掃")]);
        let same = merged(|it| it.title = "海の清掃".into(), |it| it.title = "海の清掃".into());
        assert!(same.conflicts.is_empty());
        let removed = merged(|it| it.body.clear(), |it| it.body.push_str("傘も。"));
        assert_eq!(conflicts(&removed), [("body", "", "手袋を持ってきてください。傘も。")]);
        let states = merged(|it| it.state = State::Published, |it| it.state = State::Withdrawn);
        assert_eq!(conflicts(&states), [("state", "published", "withdrawn")]);
    }

    #[test]
    fn what_makes_sense_together_stays_together() {
        let moved =
            merged(|it| it.venue = Some(Venue { name: "公民館".into(), ..Venue::default() }), |it| it.venue.as_mut().unwrap().lon = Some(135.0));
        assert_eq!(conflicts(&moved), [("venue.lat", "", "34.5"), ("venue.lon", "", "135"), ("venue.name", "公民館", "河原")]);
        assert_eq!(moved.listing.venue, Some(Venue { name: "公民館".into(), ..Venue::default() }));
        let price = merged(|it| it.cost.free = Some(true), |it| it.cost.yen = Some((500, 500)));
        assert_eq!(conflicts(&price), [("free", "1", ""), ("cost.from", "", "500"), ("cost.to", "", "500")]);
        assert_eq!((price.listing.cost.free, price.listing.cost.yen), (Some(true), None));
        let group = Organiser { group: Some("g1".into()), name: "川の会".into(), ..Organiser::default() };
        let other = Organiser { group: None, name: "海の会".into(), ..Organiser::default() };
        let (mut mine, mut theirs) = (base(), base());
        (mine.organiser, theirs.organiser) = (group.clone(), other);
        let merged = merge(&base(), &mine, &theirs);
        assert_eq!(conflicts(&merged), [("organiser", "川の会", "海の会")]);
        assert_eq!(merged.listing.organiser, group);
    }

    #[test]
    fn steps_of_a_guide_are_shown_in_words() {
        let guide = |text: &str| {
            let steps = vec![Step { title: "はじめに".into(), text: text.into(), ..Step::default() }];
            Listing { details: Details::Guide(Guide { steps, ..Guide::default() }), ..Listing::draft("a1", Kind::Guide) }
        };
        let merged = merge(&Listing::draft("a1", Kind::Guide), &guide("読む"), &guide("書く"));
        assert_eq!(conflicts(&merged), [("fact.steps", "はじめに\n読む", "はじめに\n書く")]);
        assert_eq!(merged.listing, guide("読む"));
    }
}
