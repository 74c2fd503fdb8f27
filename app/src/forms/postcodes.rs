//! Which place a postcode stands for, from the list of the post office that a city may take in.
//!
//! A list is kept in parts, one for the first three figures, so that a device fetches and keeps little. Source: the national list as CSV
//! (`utf_ken_all.csv`, or `KEN_ALL.CSV` in CP932), which has no header: code of the municipality, old postcode, postcode, three readings,
//! prefecture, municipality, town. Invariants: only what is certain of a postcode is told (where it stands for several towns, not the town);
//! notes of the list are no part of an address; every row that is something else is told, and a list with one takes no other's place.

use crate::forms::japanese;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The name of the part with all areas of the city itself, by their figures.
pub const OWN: &str = "own";

/// What names of questions for postcodes have in them.
const NAMES: [&str; 4] = ["postal_code", "postcode", "zip_code", "zip"];

/// A place.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// The prefecture.
    pub prefecture: String,
    /// The municipality.
    pub city: String,
    /// The town; empty: not certain, or none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub town: String,
}

impl Place {
    /// As an address begins.
    pub fn words(&self) -> String {
        [self.prefecture.as_str(), &self.city, &self.town].concat()
    }
}

/// The places of the postcodes that begin with the same three figures, by the other four.
pub type Area = BTreeMap<String, BTreeSet<Place>>;

/// A list that was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct List {
    /// Areas by the first three figures.
    pub areas: BTreeMap<String, Area>,
    /// The areas in which the city itself has postcodes.
    pub own: BTreeSet<String>,
}

/// Whether a question of this name asks for a postcode.
pub fn is_name(name: &str) -> bool {
    NAMES.iter().any(|it| name.contains(it))
}

/// The name of the question for the address that belongs to a postcode: `venue_address` of `venue_postcode`.
pub fn address_name(name: &str) -> Option<String> {
    NAMES.iter().find(|it| name.contains(*it)).map(|it| name.replacen(it, "address", 1))
}

/// What is certain of a postcode: where all its places agree.
pub fn certain(places: &BTreeSet<Place>) -> Option<Place> {
    let first = places.first()?;
    let agree = |part: fn(&Place) -> &str| places.iter().all(|place| part(place) == part(first));
    if !agree(|place| &place.prefecture) {
        return None;
    }
    let has_city = agree(|place| &place.city);
    let has_town = has_city && agree(|place| &place.town);
    let kept = |is_certain: bool, words: &str| if is_certain { words.to_owned() } else { String::new() };
    Some(Place { prefecture: first.prefecture.clone(), city: kept(has_city, &first.city), town: kept(has_town, &first.town) })
}

/// Why a row is none of a list of postcodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// There is no postcode in its third column.
    NoCode,
    /// There is no prefecture or municipality in its seventh and eighth column.
    NoPlace,
    /// A name in it is longer than any that there is.
    TooLong,
}

impl Fault {
    /// The code of its sentence.
    pub fn code(self) -> &'static str {
        match self {
            Self::NoCode => "postcode_row_code",
            Self::NoPlace => "postcode_row_place",
            Self::TooLong => "postcode_row_long",
        }
    }
}

/// Rows that are told one by one.
pub const WRONG_SHOWN: usize = 50;
/// More characters than a name of the list has.
const NAME_MAX: usize = 200;
/// Figures of the code of a municipality in the list.
const CODE_FIGURES: usize = 5;
/// More prefectures than there are.
const PREFECTURES_MAX: usize = 60;

/// A file that was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// What could be read.
    pub list: List,
    /// How many rows there were.
    pub rows: usize,
    /// The first rows that are none of such a list, at most [`WRONG_SHOWN`], each with its number.
    pub wrong: Vec<(u32, Fault)>,
    /// How many there are.
    pub wrong_count: usize,
}

impl Reading {
    /// Whether it may take the place of another list: every row could be read, and there is one.
    pub fn is_whole(&self) -> bool {
        self.wrong_count == 0 && !self.list.areas.is_empty()
    }
}

/// How much a list holds, and of where.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// How many postcodes.
    pub postcodes: usize,
    /// How many areas, each of the postcodes with the same first three figures.
    pub areas: usize,
    /// The areas in which the city itself has postcodes.
    pub own: Vec<String>,
    /// Prefectures in the order of their postcodes, with how many each has.
    pub prefectures: Vec<(String, usize)>,
}

impl List {
    /// What there is in it.
    pub fn summary(&self) -> Summary {
        let mut prefectures: Vec<(String, usize)> = Vec::new();
        for places in self.areas.values().flat_map(BTreeMap::values) {
            let Some(place) = places.first() else { continue };
            match prefectures.iter().position(|(name, _)| *name == place.prefecture) {
                Some(at) => prefectures[at].1 += 1,
                None if prefectures.len() < PREFECTURES_MAX => prefectures.push((place.prefecture.clone(), 1)),
                None => {}
            }
        }
        let postcodes = self.areas.values().map(BTreeMap::len).sum();
        Summary { postcodes, areas: self.areas.len(), own: self.own.iter().cloned().collect(), prefectures }
    }
}

/// Reads the rows of a list, each with its number. `own`: how the codes of the city's own municipality begin; empty: none. Rows that are
/// none of such a list are told, and left out.
pub fn read(rows: impl Iterator<Item = (u32, Vec<String>)>, own: &str) -> Reading {
    // Elsewhere the code has a sixth figure that checks the others, which the list leaves out.
    let own = own.get(..CODE_FIGURES).unwrap_or(own);
    let mut reading = Reading::default();
    // The postcode of a row whose note in brackets goes on in the next one.
    let mut open: Option<String> = None;
    for (number, cells) in rows {
        reading.rows += 1;
        if let Err(fault) = take(&mut reading.list, &mut open, &cells, own) {
            reading.wrong_count += 1;
            if reading.wrong.len() < WRONG_SHOWN {
                reading.wrong.push((number, fault));
            }
        }
    }
    reading
}

fn take(list: &mut List, open: &mut Option<String>, cells: &[String], own: &str) -> Result<(), Fault> {
    let cell = |at: usize| cells.get(at).map(|cell| cell.trim()).unwrap_or_default();
    let code = japanese::postcode(cell(2)).ok_or(Fault::NoCode)?;
    let (prefecture, city, town) = (cell(6), cell(7), cell(8));
    if prefecture.is_empty() || city.is_empty() {
        return Err(Fault::NoPlace);
    }
    if open.as_ref() == Some(&code) {
        if is_closed(town) {
            *open = None;
        }
        return Ok(());
    }
    let place = Place { prefecture: prefecture.to_owned(), city: city.to_owned(), town: town_of(town) };
    // Notes in brackets may be as long as they are; they are left out.
    if [&place.prefecture, &place.city, &place.town].iter().any(|name| name.chars().count() > NAME_MAX) {
        return Err(Fault::TooLong);
    }
    *open = (town.contains(['（', '(']) && !is_closed(town)).then(|| code.clone());
    let (area, rest) = code.split_once('-').ok_or(Fault::NoCode)?;
    list.areas.entry(area.to_owned()).or_default().entry(rest.to_owned()).or_default().insert(place);
    if !own.is_empty() && cell(0).starts_with(own) {
        list.own.insert(area.to_owned());
    }
    Ok(())
}

fn is_closed(town: &str) -> bool {
    town.contains(['）', ')'])
}

/// The town as it stands in an address, without the notes of the list.
fn town_of(written: &str) -> String {
    let town = written.split(['（', '(']).next().unwrap_or_default().trim();
    let is_note = town == "以下に掲載がない場合" || town.contains("の次に") || (town.ends_with("一円") && town.chars().count() > 2);
    if is_note {
        return String::new();
    }
    // Several numbered parts in one row: the part is not certain.
    if town.contains(['、', '～', '〜']) {
        let is_part = |c: char| c == '第' || c == '、' || c.is_numeric();
        return town.split(is_part).next().unwrap_or_default().to_owned();
    }
    town.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(rows: &[(&str, &str, &str, &str)]) -> impl Iterator<Item = (u32, Vec<String>)> {
        let row = |&(municipality, code, city, town): &(&str, &str, &str, &str)| {
            [municipality, "990  ", code, "ケン", "シ", "マチ", "見本県", city, town, "0", "0"].map(str::to_owned).to_vec()
        };
        (1..).zip(rows.iter().map(row).collect::<Vec<_>>())
    }

    fn told(list: &List, area: &str, rest: &str) -> String {
        certain(&list.areas[area][rest]).map(|place| place.words()).unwrap_or_default()
    }

    #[test]
    fn a_list_is_read_and_its_notes_are_left_out() {
        let list = read(
            rows(&[
                ("99201", "9900001", "みほん市", "緑町"),
                ("99201", "9900000", "みほん市", "以下に掲載がない場合"),
                ("99201", "9900002", "みほん市", "本町（１〜３丁目）"),
                ("99201", "9900003", "みほん市", "東町（１番地、"),
                ("99201", "9900003", "みほん市", "２番地、３番地"),
                ("99201", "9900003", "みほん市", "４番地）"),
                ("99201", "9900004", "みほん市", "北町"),
                ("99201", "9900004", "みほん市", "南町"),
                ("99301", "9910005", "となり町", "となり町一円"),
                ("99301", "9910006", "となり町", "一円"),
                ("99301", "9910007", "となり町", "山田第１地割～山田第３地割"),
                ("99301", "9910008", "となり町", "となり町の次に番地がくる場合"),
            ]),
            "99201",
        )
        .list;
        for (area, rest, expected) in [
            ("990", "0001", "見本県みほん市緑町"),
            ("990", "0000", "見本県みほん市"),
            ("990", "0002", "見本県みほん市本町"),
            ("990", "0003", "見本県みほん市東町"),
            ("990", "0004", "見本県みほん市"),
            ("991", "0005", "見本県となり町"),
            ("991", "0006", "見本県となり町一円"),
            ("991", "0007", "見本県となり町山田"),
            ("991", "0008", "見本県となり町"),
        ] {
            assert_eq!(told(&list, area, rest), expected, "{area}-{rest}");
        }
        assert_eq!(list.own.iter().map(String::as_str).collect::<Vec<_>>(), ["990"]);
    }

    #[test]
    fn only_what_is_certain_is_told() {
        let place = |prefecture: &str, city: &str, town: &str| Place { prefecture: prefecture.into(), city: city.into(), town: town.into() };
        for (places, expected) in [
            (vec![], None),
            (vec![place("見本県", "みほん市", "緑町")], Some("見本県みほん市緑町")),
            (vec![place("見本県", "みほん市", "緑町"), place("見本県", "みほん市", "本町")], Some("見本県みほん市")),
            (vec![place("見本県", "みほん市", "緑町"), place("見本県", "となり町", "緑町")], Some("見本県")),
            (vec![place("見本県", "みほん市", "緑町"), place("外県", "みほん市", "緑町")], None),
        ] {
            assert_eq!(certain(&places.into_iter().collect()).map(|place| place.words()).as_deref(), expected);
        }
    }

    #[test]
    fn what_is_no_list_is_told_by_its_row() {
        let wrong = |reading: Reading| {
            assert!(!reading.is_whole());
            reading.wrong
        };
        let good = ("99201", "9900001", "みほん市", "緑町");
        assert_eq!(wrong(read(rows(&[good, ("99201", "何か", "みほん市", "緑町")]), "")), [(2, Fault::NoCode)]);
        assert_eq!(wrong(read(rows(&[("99201", "9900001", "", "緑町"), good]), "")), [(1, Fault::NoPlace)]);
        assert_eq!(wrong(read(rows(&[("99201", "9900001", "みほん市", "町".repeat(201).as_str())]), "")), [(1, Fault::TooLong)]);
        assert_eq!(wrong(read(std::iter::once((7, vec!["名称".to_owned()])), "")), [(7, Fault::NoCode)]);
        assert!(wrong(read(std::iter::empty(), "")).is_empty());
        let many = read((1..=300).map(|row| (row, vec!["名称".to_owned()])), "");
        assert_eq!((many.wrong.len(), many.wrong_count, many.rows), (WRONG_SHOWN, 300, 300));
        // A note may be longer than any name.
        let note = format!("本町（{}）", "１番地、".repeat(200));
        assert!(read(rows(&[("99201", "9900002", "みほん市", note.as_str())]), "").is_whole());
    }

    #[test]
    fn a_list_says_what_it_holds() {
        let list = read(rows(&[("99201", "9900001", "みほん市", "緑町"), ("99301", "9910005", "となり町", "山田")]), "99201").list;
        let expected = Summary { postcodes: 2, areas: 2, own: vec!["990".to_owned()], prefectures: vec![("見本県".to_owned(), 2)] };
        assert_eq!(list.summary(), expected);
        for (own, expected) in [("992016", vec!["990"]), ("99", vec!["990", "991"]), ("99999", vec![]), ("", vec![])] {
            let list = read(rows(&[("99201", "9900001", "みほん市", "緑町"), ("99301", "9910005", "となり町", "山田")]), own).list;
            assert_eq!(list.own.iter().map(String::as_str).collect::<Vec<_>>(), expected, "{own}");
        }
        assert_eq!(List::default().summary(), Summary::default());
    }

    #[test]
    fn an_address_is_found_by_the_name_of_its_postcode() {
        for (name, expected) in [
            ("postcode", Some("address")),
            ("venue_postcode", Some("venue_address")),
            ("zip_code", Some("address")),
            ("postal_code_2", Some("address_2")),
            ("post", None),
        ] {
            assert_eq!(address_name(name).as_deref(), expected, "{name}");
            assert_eq!(is_name(name), expected.is_some(), "{name}");
        }
    }
}
