use super::*;
use crate::listings::listing::{Apply, Venue};
use crate::listings::{COLLECTION, Listing, State};
use chrono::NaiveTime;
use engawa_core::Record;
use engawa_core::time::Session;
use proptest::prelude::*;

/// A Friday.
fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 20).unwrap()
}

fn at(hour: u32, minute: u32) -> NaiveDateTime {
    today().and_hms_opt(hour, minute, 0).unwrap()
}

/// A moment of a later day.
fn then(days: u64, hour: u32, minute: u32) -> NaiveDateTime {
    (today() + Days::new(days)).and_hms_opt(hour, minute, 0).unwrap()
}

fn listing(id: &str, kind: Kind) -> Listing {
    let mut listing = Listing::draft(id, kind);
    listing.state = State::Published;
    listing.title = format!("題 {id}");
    listing.confirmed_on = Some(today());
    listing
}

fn on(mut listing: Listing, in_days: u64, hours: Option<(u32, u32)>) -> Listing {
    let hour = |hour: u32| NaiveTime::from_hms_opt(hour, 0, 0);
    let (starts, ends) = hours.map_or((None, None), |(from, to)| (hour(from), hour(to)));
    let session = Session { starts, ends, ..Session::day(today() + Days::new(in_days)) };
    listing.schedule = Some(Schedule { sessions: vec![session], ..Schedule::default() });
    listing
}

/// North of the screen by so many metres.
fn north(mut listing: Listing, metres: f64) -> Listing {
    listing.venue = Some(Venue { name: "会場".into(), lat: Some(34.34 + metres / 111_195.0), lon: Some(134.05), ..Venue::default() });
    listing
}

fn until(mut listing: Listing, in_days: i64) -> Listing {
    let closes_on = if in_days < 0 { today() - Days::new(in_days.unsigned_abs()) } else { today() + Days::new(in_days.unsigned_abs()) };
    listing.apply = Some(Apply { closes_on: Some(closes_on), ..Apply::default() });
    listing
}

fn catalog(listings: &[Listing]) -> Catalog {
    let mut catalog = Catalog::new();
    for (rev, listing) in (1..).zip(listings) {
        let body = Some(serde_json::to_string(listing).unwrap());
        catalog.apply(&Record { collection: COLLECTION.into(), id: listing.id.clone(), rev, body }).unwrap();
    }
    catalog
}

fn config() -> Config {
    Config { name: "図書館".into(), lat: Some(34.34), lon: Some(134.05), ..Config::default() }
}

fn with(slot: Slot) -> Config {
    Config { program: vec![slot], ..config() }
}

fn ids(slides: &[Slide]) -> Vec<&str> {
    slides.iter().map(|slide| slide.id.as_str()).collect()
}

fn shown(listings: &[Listing], config: &Config, now: NaiveDateTime) -> Vec<String> {
    program(&catalog(listings), config, now).into_iter().map(|slide| slide.id).collect()
}

#[test]
fn what_is_near_comes_first() {
    let town = [
        north(on(listing("far", Kind::Event), 0, None), 6_000.0),
        north(on(listing("near", Kind::Event), 0, None), 100.0),
        on(listing("somewhere", Kind::Event), 0, None),
        north(on(listing("soon", Kind::Course), 2, None), 200.0),
        north(on(listing("later", Kind::Course), 9, None), 200.0),
    ];
    let slides = program(&catalog(&town), &config(), at(9, 0));
    assert_eq!(ids(&slides), ["near", "soon", "far", "somewhere"]);
    assert_eq!(slides[0].distance_m, Some(100));
    assert_eq!(slides[3].distance_m, None);
}

#[test]
fn what_is_over_stale_or_closed_is_not_shown() {
    let mut stale = listing("stale", Kind::Notice);
    stale.confirmed_on = Some(today() - Days::new(500));
    let mut ended = on(listing("ended", Kind::Event), 0, None);
    ended.state = State::Ended;
    let town = [
        stale,
        ended,
        listing("fresh", Kind::Notice),
        on(listing("morning", Kind::Event), 0, Some((9, 12))),
        on(listing("night", Kind::Event), 0, Some((22, 2))),
        until(listing("closed", Kind::Call), -1),
        until(on(listing("closed_before", Kind::Call), 3, None), -1),
        until(listing("open", Kind::Call), 0),
    ];
    let mut found = shown(&town, &config(), at(13, 0));
    found.sort_unstable();
    assert_eq!(found, ["fresh", "night", "open"]);
    assert!(shown(&town, &config(), at(11, 59)).contains(&"morning".to_owned()));
}

#[test]
fn no_group_crowds_out_another_and_nothing_is_shown_twice() {
    let mut town: Vec<Listing> = (0..40).map(|number| north(on(listing(&format!("e{number}"), Kind::Event), 0, None), 50.0)).collect();
    town.push(listing("notice", Kind::Notice));
    town.push(until(listing("late", Kind::Call), 60));
    town.push(until(listing("urgent", Kind::Call), 2));
    let mut weekly = on(listing("twice", Kind::Course), 1, None);
    weekly.schedule.as_mut().unwrap().sessions.push(Session::day(today() + Days::new(3)));
    town.push(weekly);
    let slides = program(&catalog(&town), &config(), at(9, 0));
    let found = ids(&slides);
    assert_eq!(found.len(), SLIDES_MAX);
    assert_eq!(found.iter().collect::<BTreeSet<_>>().len(), SLIDES_MAX);
    assert!(["notice", "late", "urgent", "twice"].iter().all(|id| found.contains(id)));
    let place = |id: &str| found.iter().position(|it| *it == id);
    assert!(place("urgent") < place("late"));
}

#[test]
fn a_line_of_the_programme_says_what() {
    let town = [
        listing("notice", Kind::Notice),
        north(listing("place", Kind::Place), 900.0),
        north(listing("away", Kind::Place), 5_000.0),
        on(listing("event", Kind::Event), 30, None),
    ];
    let kinds = |kinds: &[Kind]| Slot { kinds: kinds.to_vec(), ..Slot::default() };
    assert_eq!(shown(&town, &with(kinds(&[Kind::Place])), at(9, 0)), ["place", "away"]);
    assert_eq!(shown(&town, &with(Slot { within_km: 1.0, ..kinds(&[Kind::Place]) }), at(9, 0)), ["place"]);
    assert_eq!(shown(&town, &with(kinds(&[Kind::Event])), at(9, 0)), ["event"], "as far ahead as there is something");
    assert_eq!(shown(&town, &with(kinds(&[Kind::Story])), at(9, 0)), ["notice"], "what finds nothing gives way to the usual");
    let lost = Config { lat: None, lon: None, ..with(Slot { within_km: 1.0, ..kinds(&[Kind::Place]) }) };
    assert_eq!(shown(&town, &lost, at(9, 0)).len(), 2);
    let two = Config { program: vec![kinds(&[Kind::Place]), Slot { seconds: 30, ..kinds(&[Kind::Notice]) }], ..config() };
    let slides = program(&catalog(&town), &two, at(9, 0));
    assert_eq!(slides.iter().map(|slide| (slide.id.as_str(), slide.seconds)).collect::<Vec<_>>(), [("place", 0), ("away", 0), ("notice", 30)]);
}

#[test]
fn lines_hold_by_day_and_hour() {
    let slot = |days: &[u8], from: u16, until: u16| Slot { days: days.to_vec(), from, until, ..Slot::default() };
    let (nine, five, ten, two) = (9 * 60, 17 * 60, 22 * 60, 2 * 60);
    // Friday is 4.
    for (slot, now, expected) in [
        (slot(&[], 0, 0), at(0, 0), true),
        (slot(&[], 0, 0), at(23, 59), true),
        (slot(&[], nine, five), at(9, 0), true),
        (slot(&[], nine, five), at(17, 0), false),
        (slot(&[4], nine, five), at(12, 0), true),
        (slot(&[5, 6], nine, five), at(12, 0), false),
        (slot(&[4], nine, 0), at(23, 59), true),
        (slot(&[4], nine, 0), then(1, 0, 0), false),
        (slot(&[4], ten, two), at(23, 0), true),
        (slot(&[4], ten, two), then(1, 1, 59), true),
        (slot(&[4], ten, two), then(1, 2, 0), false),
        (slot(&[4], ten, two), at(1, 0), false),
        (slot(&[4], ten, two), then(1, 23, 0), false),
    ] {
        assert_eq!(holds(&slot, now), expected, "{slot:?} at {now}");
    }
}

#[test]
fn a_slide_says_what_a_card_says() {
    let mut event = until(north(on(listing("a", Kind::Event), 0, Some((10, 12))), 100.0), 0);
    event.area = "港町".into();
    event.organiser.name = "川の会".into();
    event.cost.free = Some(true);
    let town = catalog(&[event]);
    let slides = program(&town, &config(), at(9, 0));
    let slide = &slides[0];
    assert_eq!((slide.title.as_str(), slide.label.as_str(), slide.href.as_str()), ("題 a", "イベント", "/listings/a"));
    assert_eq!(
        (slide.when.as_str(), slide.where_.as_str(), slide.organiser.as_str()),
        ("今日 11月20日（金） 10:00〜12:00", "会場（港町）", "川の会")
    );
    assert_eq!(slide.notes, ["締切 今日（11月20日（金））", "無料"]);
    assert_eq!(slide.foreign, None);
    let english = program(&town, &Config { langs: vec![Lang::En, Lang::Ja], ..config() }, at(9, 0));
    assert_eq!((english[0].when.as_str(), english[0].foreign), ("Today, Fri 20 Nov 10:00\u{a0}–\u{a0}12:00", Some("ja")));
    assert_eq!(program_in(&town, &config(), at(9, 0), Lang::En), english);
}

#[test]
fn the_clock_says_which_slide_stands() {
    let town: Vec<Listing> = ["a", "b", "c"].map(|id| listing(id, Kind::Notice)).into();
    let mut slides = program(&catalog(&town), &config(), at(9, 0));
    assert_eq!(slides.len(), 3);
    let stands = |slides: &[Slide], seconds| standing(slides, &config(), seconds);
    assert_eq!([0, 9, 10, 29, 30, 86_399].map(|seconds| stands(&slides, seconds)), [0, 0, 1, 2, 0, 2]);
    slides[1].seconds = 60;
    assert_eq!([9, 10, 69, 70, 79, 80].map(|seconds| stands(&slides, seconds)), [0, 1, 1, 2, 2, 0]);
    let wall = Config { mode: Mode::Signage, ..config() };
    assert_eq!(standing(&slides, &wall, 14), 0);
    assert_eq!(standing(&[], &wall, 14), 0);
}

#[test]
fn places_around_are_nearest_first() {
    let mut stale = north(listing("stale", Kind::Place), 10.0);
    stale.confirmed_on = None;
    let town = catalog(&[
        stale,
        north(listing("two", Kind::Place), 250.0),
        north(listing("one", Kind::Place), 240.0),
        north(listing("house", Kind::Place), 0.0),
        north(listing("group", Kind::Group), 5.0),
        listing("nowhere", Kind::Place),
    ]);
    let here = Config { place: "house".into(), lat: None, lon: None, ..config() };
    let found = near(&town, &here, &[Kind::Place], today(), 9);
    let names: Vec<(&str, Option<u32>)> = found.iter().map(|it| (it.card.id.as_str(), it.metres)).collect();
    assert_eq!(names, [("one", Some(240)), ("two", Some(250)), ("stale", Some(10))]);
    assert_eq!(near(&town, &here, &[Kind::Place], today(), 1).len(), 1);
    assert_eq!(near(&town, &here, &[], today(), 9)[0].card.id, "group");
    assert!(near(&town, &Config { place: String::new(), ..here }, &[], today(), 9).is_empty(), "nobody knows where it stands");
}

#[test]
fn what_is_worlds_apart_is_not_near_and_has_no_distance() {
    let town = [
        north(listing("edge", Kind::Notice), 99_900.0),
        north(listing("beyond", Kind::Notice), 100_100.0),
        north(listing("island", Kind::Notice), 528_000.0),
    ];
    let slides = program(&catalog(&town), &config(), at(9, 0));
    let told: Vec<(&str, Option<u32>)> = slides.iter().map(|slide| (slide.id.as_str(), slide.distance_m)).collect();
    assert_eq!(told.len(), 3, "a notice is for the whole city: {told:?}");
    for (id, metres) in told {
        assert_eq!(metres.is_some(), id == "edge", "{id} {metres:?}");
    }
    let found = near(&catalog(&town), &config(), &[], today(), 9);
    assert_eq!(found.iter().map(|it| it.card.id.as_str()).collect::<Vec<_>>(), ["edge"]);
    // The widest circle that staff can draw ends there, too.
    assert_eq!(shown(&town, &with(Slot { within_km: WITHIN_KM_MAX, kinds: vec![Kind::Notice], ..Slot::default() }), at(9, 0)), ["edge"]);
}

#[test]
fn what_is_on_here_today() {
    let mut house = north(listing("house", Kind::Place), 0.0);
    house.title = "中央図書館".into();
    let mut named = on(listing("named", Kind::Course), 0, Some((14, 15)));
    named.venue = Some(Venue { name: "中央図書館".into(), ..Venue::default() });
    let town = catalog(&[
        house,
        named,
        north(on(listing("beside", Kind::Event), 0, Some((10, 16))), 290.0),
        north(on(listing("over", Kind::Event), 0, Some((9, 10))), 10.0),
        north(on(listing("away", Kind::Event), 0, None), 310.0),
        north(on(listing("tomorrow", Kind::Event), 1, None), 10.0),
    ]);
    let here = Config { place: "house".into(), lat: None, lon: None, ..config() };
    let found = on_here(&town, &here, at(11, 0), 9);
    assert_eq!(found.iter().map(|it| it.card.id.as_str()).collect::<Vec<_>>(), ["beside", "named"]);
    assert_eq!((found[0].metres, found[1].metres), (Some(290), None));
    assert_eq!(on_here(&town, &here, at(11, 0), 1).len(), 1);
}

proptest! {
    #[test]
    fn every_slide_stands_as_long_as_it_says(seconds in prop::collection::vec(0_u16..40, 1..10), round in 0_u32..5) {
        let one = program(&catalog(&[listing("a", Kind::Notice)]), &config(), at(9, 0)).remove(0);
        let slides: Vec<Slide> = seconds.iter().map(|seconds| Slide { seconds: *seconds, ..one.clone() }).collect();
        let lasts = |at: usize| u32::from(if seconds[at] == 0 { SECONDS_KIOSK } else { seconds[at] });
        let whole: u32 = (0..slides.len()).map(lasts).sum();
        let mut counted = vec![0_u32; slides.len()];
        for second in 0..whole {
            counted[standing(&slides, &config(), round * whole + second)] += 1;
        }
        prop_assert_eq!(counted, (0..slides.len()).map(lasts).collect::<Vec<_>>());
    }
}
