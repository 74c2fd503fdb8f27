//! Which area a postcode is: help for the address fields of a form, over a small file that a city gives.
//!
//! The file has the lines `code,prefecture,city,town`; the city's own postcodes are enough, since most who fill in live there. Without a
//! file, or for a code that is not in it, an address is typed by hand. Invariant: where a code is that of several towns (or cities), only
//! what they share is filled in.

use super::japanese;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// The part of an address that follows from a postcode; the end of it may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Area {
    /// 都道府県
    pub prefecture: String,
    /// 市区町村
    pub city: String,
    /// 町域
    pub town: String,
}

impl Area {
    /// What two areas share.
    fn meet(&mut self, other: &Self) {
        if self.prefecture != other.prefecture {
            *self = Self::default();
        } else if self.city != other.city {
            self.city.clear();
            self.town.clear();
        } else if self.town != other.town {
            self.town.clear();
        }
    }
}

/// Areas by their postcodes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Postcodes {
    areas: BTreeMap<String, Area>,
}

impl Postcodes {
    /// Reads a file. Lines that do not begin with a postcode (the heading, for one) are left out.
    pub fn read(csv: &str) -> Self {
        let mut areas = BTreeMap::new();
        for line in csv.lines() {
            let mut fields = line.split(',').map(|field| field.trim().trim_matches('"').trim().to_owned());
            let Some(code) = fields.next().and_then(|code| japanese::postcode(&code)) else { continue };
            let mut next = || fields.next().unwrap_or_default();
            let area = Area { prefecture: next(), city: next(), town: next() };
            match areas.entry(code) {
                Entry::Vacant(place) => {
                    place.insert(area);
                }
                Entry::Occupied(mut there) => there.get_mut().meet(&area),
            }
        }
        Self { areas }
    }

    /// The area of a postcode, as somebody types it.
    pub fn area_of(&self, typed: &str) -> Option<&Area> {
        self.areas.get(&japanese::postcode(typed)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_area_is_found_as_far_as_it_is_certain() {
        let postcodes = Postcodes::read(
            "code,prefecture,city,town\n\
             999-9901,みほん県,みほん市,えんがわ町\r\n\
             \"9999902\",\"みほん県\",\"みほん市\",\"東町\"\n\
             9999902,みほん県,みほん市,西町\n\
             9999903,みほん県,みほん市,北町\n\
             9999903,みほん県,となり市,北町\n\
             9999904,みほん県\n\
             not a code,x,y,z\n",
        );
        for (typed, expected) in [
            ("〒９９９−９９０１", Some(["みほん県", "みほん市", "えんがわ町"])),
            ("9999902", Some(["みほん県", "みほん市", ""])),
            ("999-9903", Some(["みほん県", "", ""])),
            ("999-9904", Some(["みほん県", "", ""])),
            ("999-9905", None),
            ("999", None),
        ] {
            let found = postcodes.area_of(typed).map(|area| [area.prefecture.as_str(), area.city.as_str(), area.town.as_str()]);
            assert_eq!(found, expected, "{typed}");
        }
        assert_eq!(Postcodes::read(""), Postcodes::default());
    }
}
