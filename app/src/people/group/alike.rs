//! Groups that may be the same: told to staff, who look and decide.
//!
//! Names, phone numbers and addresses are compared without what is written differently by different people: width, dashes, spaces,
//! the legal form. An address or a number that many groups share is that of a centre, and says nothing.

use crate::listings::Listing;
use crate::listings::import::text::{fold, fold_name};
use engawa_core::codes;
use std::collections::{BTreeMap, HashMap};

/// How many groups may share something before it says nothing.
const SHARED_MAX: usize = 4;

codes! {
    /// Why two groups look alike.
    Why {
        /// The same name
        Name = "name",
        /// The same telephone number
        Phone = "phone",
        /// The same address
        Address = "address",
    }
}

/// Legal forms, which some write and others leave out.
const LEGAL_FORMS: &[&str] =
    &["特定非営利活動法人", "認定npo法人", "npo法人", "公益社団法人", "公益財団法人", "一般社団法人", "一般財団法人", "社会福祉法人", "任意団体"];

/// Two groups that look alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alike {
    /// The place of the one in the list.
    pub a: usize,
    /// The place of the other, later in the list.
    pub b: usize,
    /// Why.
    pub why: Vec<Why>,
}

/// All pairs of groups that look alike, those with more reasons first.
pub fn alike(groups: &[&Listing]) -> Vec<Alike> {
    let mut shelves: HashMap<(Why, String), Vec<usize>> = HashMap::new();
    for (at, group) in groups.iter().enumerate() {
        let keys = [
            (Why::Name, name_key(&group.title)),
            (Why::Phone, group.contact.phone.chars().filter_map(|c| c.to_digit(10)).map(|digit| digit.to_string()).collect()),
            (Why::Address, group.venue.as_ref().map_or_else(String::new, |venue| fold(&venue.address))),
        ];
        for key in keys.into_iter().filter(|(_, key)| !key.is_empty()) {
            shelves.entry(key).or_default().push(at);
        }
    }
    let mut pairs: BTreeMap<(usize, usize), Vec<Why>> = BTreeMap::new();
    for ((why, _), found) in &shelves {
        if found.len() > SHARED_MAX && *why != Why::Name {
            continue;
        }
        for (place, a) in found.iter().enumerate() {
            for b in found.iter().skip(place + 1) {
                pairs.entry((*a, *b)).or_default().push(*why);
            }
        }
    }
    let mut all: Vec<Alike> = pairs
        .into_iter()
        .map(|((a, b), mut why)| {
            why.sort_unstable();
            Alike { a, b, why }
        })
        .collect();
    all.sort_by_key(|it| std::cmp::Reverse(it.why.len()));
    all
}

/// A name without its legal form.
pub fn name_key(name: &str) -> String {
    let mut folded = fold_name(name);
    for form in LEGAL_FORMS {
        folded = folded.replace(&fold_name(form), "");
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::listings::Kind;
    use crate::listings::listing::Venue;

    fn group(title: &str, phone: &str, address: &str) -> Listing {
        let mut listing = Listing::draft(title, Kind::Group);
        listing.title = title.into();
        listing.contact.phone = phone.into();
        listing.venue = Some(Venue { address: address.into(), ..Venue::default() });
        listing
    }

    #[test]
    fn writings_of_the_same_are_found() {
        let all = [
            group("NPO法人 えんがわ会", "0422-11-1111", ""),
            group("えんがわ会（特定非営利活動法人）", "", "みほん町１－２"),
            group("みずべの会", "0422111111", "みほん町1-2"),
            group("べつの会", "", ""),
        ];
        let all: Vec<&Listing> = all.iter().collect();
        let found = alike(&all);
        let told: Vec<_> = found.iter().map(|it| (it.a, it.b, it.why.clone())).collect();
        assert_eq!(told, [(0, 1, vec![Why::Name]), (0, 2, vec![Why::Phone]), (1, 2, vec![Why::Address])]);
    }

    #[test]
    fn the_address_of_a_centre_says_nothing() {
        let all: Vec<Listing> = (0..6).map(|n| group(&format!("会{n}"), "", "みほん市民センター1")).collect();
        let all: Vec<&Listing> = all.iter().collect();
        assert!(alike(&all).is_empty());
    }
}
