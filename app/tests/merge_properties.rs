//! Properties of what two people made of one listing: differences, words, and the merge.

use chrono::{Days, NaiveDate};
use engawa_app::listings::differences::{Piece, differences, value_of, values, words};
use engawa_app::listings::listing::{Image, Variant, Venue};
use engawa_app::listings::merge::merge;
use engawa_app::listings::{Access, Kind, Listing, State};
use engawa_core::Lang;
use engawa_core::time::{Schedule, Session};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

fn any_text() -> impl Strategy<Value = String> {
    select(vec!["", "川の清掃", "海の清掃", "毎月第2土曜日に行います。", "Bring gloves."]).prop_map(str::to_owned)
}

fn any_venue() -> impl Strategy<Value = Option<Venue>> {
    let degrees = || prop_oneof![Just(None), select(vec![34.5, 35.25]).prop_map(Some)];
    let venue = (any_text(), any_text(), degrees(), degrees(), any_text());
    let venue = venue.prop_map(|(name, address, lat, lon, parking)| Venue { name, address, lat, lon, parking, ..Venue::default() });
    prop_oneof![Just(None), venue.prop_map(|venue| (venue != Venue::default()).then_some(venue))]
}

fn any_schedule() -> impl Strategy<Value = Option<Schedule>> {
    let first = NaiveDate::from_ymd_opt(2026, 12, 1).unwrap();
    let sessions = vec((0_u64..4).prop_map(move |days| Session::day(first + Days::new(days))), 0..3);
    (sessions, any_text()).prop_map(|(sessions, text)| {
        let schedule = Schedule { sessions, text, ..Schedule::default() };
        (schedule != Schedule::default()).then_some(schedule)
    })
}

fn any_listing() -> impl Strategy<Value = Listing> {
    let lists = (subsequence(vec!["川", "海", "山", "会"], 0..=4), subsequence(Access::ALL.to_vec(), 0..=3), 0..3_usize);
    let state = select(State::ALL.to_vec());
    (any_text(), any_text(), any_text(), any_venue(), any_schedule(), lists, state).prop_map(
        |(title, body, easy, venue, schedule, (tags, access, pictures), state)| {
            let mut listing = Listing::draft("a1", Kind::Event);
            listing.state = state;
            listing.title = title;
            listing.body = body;
            if !easy.is_empty() {
                listing.variants.insert(Lang::JaEasy, Variant { title: easy, ..Variant::default() });
            }
            listing.venue = venue;
            listing.schedule = schedule;
            listing.tags = tags.into_iter().map(str::to_owned).collect();
            listing.access = access;
            listing.images = (0..pictures).map(|at| Image { alt: format!("絵{at}"), ..Image::default() }).collect();
            listing
        },
    )
}

proptest! {
    #[test]
    fn what_one_side_changed_is_that_side(base in any_listing(), other in any_listing()) {
        for merged in [merge(&base, &other, &base), merge(&base, &base, &other), merge(&base, &other, &other)] {
            prop_assert_eq!(&merged.listing, &other);
            prop_assert!(merged.conflicts.is_empty());
        }
    }

    #[test]
    fn sides_may_be_swapped(base in any_listing(), mine in any_listing(), theirs in any_listing()) {
        let (there, back) = (merge(&base, &mine, &theirs), merge(&base, &theirs, &mine));
        prop_assert_eq!(there.conflicts.len(), back.conflicts.len());
        if there.conflicts.is_empty() {
            prop_assert_eq!(&there.listing, &back.listing);
        }
        for (one, other) in there.conflicts.iter().zip(&back.conflicts) {
            prop_assert_eq!((&one.field, &one.mine, &one.theirs), (&other.field, &other.theirs, &other.mine));
        }
    }

    #[test]
    fn no_value_is_made_up(base in any_listing(), mine in any_listing(), theirs in any_listing()) {
        let merged = merge(&base, &mine, &theirs);
        let sides = [values(&base), values(&mine), values(&theirs)];
        for (field, value) in values(&merged.listing) {
            let known: Vec<&str> = sides.iter().map(|side| value_of(side, &field)).collect();
            if field == "tags" || field == "access" {
                let items: Vec<&str> = known.iter().flat_map(|list| list.split('、')).collect();
                prop_assert!(value.split('、').all(|item| item.is_empty() || items.contains(&item)), "{}: {}", field, value);
            } else {
                prop_assert!(known.contains(&value.as_str()), "{}: {}", field, value);
            }
        }
        for conflict in &merged.conflicts {
            prop_assert_ne!(&conflict.mine, &conflict.theirs);
        }
    }

    #[test]
    fn differences_lead_from_one_to_the_other(before in any_listing(), after in any_listing()) {
        let (old, new) = (values(&before), values(&after));
        let found = differences(&before, &after);
        for (field, value) in &new {
            let expected = found.iter().find(|it| it.field == *field).map_or_else(|| value_of(&old, field), |it| it.after.as_str());
            prop_assert_eq!(expected, value.as_str());
        }
        prop_assert!(differences(&before, &before).is_empty());
    }

    #[test]
    fn pieces_are_both_texts(before in "[川海の清掃ます、。 ab\n]{0,40}", after in "[川海の清掃ます、。 ab\n]{0,40}") {
        let (mut old, mut new) = (String::new(), String::new());
        for piece in words(&before, &after) {
            match piece {
                Piece::Same(text) => {
                    old.push_str(&text);
                    new.push_str(&text);
                }
                Piece::Removed(text) => old.push_str(&text),
                Piece::Added(text) => new.push_str(&text),
            }
        }
        prop_assert_eq!((old, new), (before, after));
    }
}
