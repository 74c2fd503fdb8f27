use super::super::kind::{Challenge, Details, Group, GroupType, Kind, Project};
use super::super::listing::{Apply, Image, Link, Listing, UnreadCell, Venue};
use super::super::query::ListingQuery;
use super::super::views::Happening;
use super::super::vocabulary::{Access, NpoField, SpokenLang, State};
use super::row::{Row, day};
use super::words::SearchText;
use super::{COLLECTION, Card, Catalog};
use crate::messages::vocabulary;
use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime};
use engawa_core::time::{Recurrence, Schedule, Session};
use engawa_core::{Lang, Record};

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 20).unwrap()
}

fn morning() -> NaiveDateTime {
    today().and_time(NaiveTime::MIN)
}

fn listing(id: &str, kind: Kind, title: &str) -> Listing {
    let mut listing = Listing::draft(id, kind);
    listing.state = State::Published;
    listing.title = title.into();
    listing.confirmed_on = Some(today());
    listing
}

fn on(mut listing: Listing, in_days: i64) -> Listing {
    let day = if in_days < 0 { today() - Days::new(in_days.unsigned_abs()) } else { today() + Days::new(in_days.unsigned_abs()) };
    listing.schedule = Some(Schedule { sessions: vec![Session::day(day)], ..Schedule::default() });
    listing
}

fn record(rev: u64, listing: &Listing) -> Record {
    Record { collection: COLLECTION.into(), id: listing.id.clone(), rev, body: Some(serde_json::to_string(listing).unwrap()) }
}

fn catalog(listings: &[Listing]) -> Catalog {
    let mut catalog = Catalog::new();
    for (rev, listing) in (1..).zip(listings) {
        catalog.apply(&record(rev, listing)).unwrap();
    }
    catalog
}

fn found(catalog: &Catalog, query: &str) -> Vec<String> {
    let pairs: Vec<(&str, &str)> = query.split('&').filter_map(|pair| pair.split_once('=')).collect();
    catalog.find(&ListingQuery::from_pairs(pairs), today()).cards.into_iter().map(|card| card.id).collect()
}

fn town() -> Catalog {
    let mut free = on(listing("b", Kind::Event, "防災訓練の日"), 3);
    free.cost.free = Some(true);
    free.area = "港".into();
    let mut group = listing("c", Kind::Group, "川の会");
    group.kana = "カワノカイ".into();
    catalog(&[on(listing("a", Kind::Course, "防災講座"), 10), free, group, on(listing("old", Kind::Event, "防災の昔話"), -30)])
}

#[test]
fn words_find_and_what_is_over_stays_away() {
    let mut hits = found(&town(), "q=防災");
    hits.sort();
    assert_eq!(hits, ["a", "b"]);
    assert_eq!(found(&town(), "q=かわ"), ["c"]);
    assert!(found(&town(), "q=防災&ended=1").contains(&"old".to_owned()));
}

#[test]
fn everything_that_a_page_says_is_found() {
    let mut it = on(listing("a", Kind::Event, "朝の集い"), 3);
    it.access = vec![Access::SignLanguage];
    it.languages = vec![SpokenLang::Vi];
    it.fields = vec![NpoField::Environment];
    it.apply = Some(Apply { text: "往復はがきで".into(), ..Apply::default() });
    it.cost.text = "材料費は実費".into();
    it.schedule.as_mut().unwrap().text = "雨天順延".into();
    it.venue = Some(Venue { transport: "循環バスで".into(), parking: "大型車は不可".into(), ..Venue::default() });
    it.contact.phone = "0422-51-5131".into();
    it.links = vec![Link { label: "募集要項".into(), url: "https://example.jp/".into() }];
    it.unread = vec![UnreadCell { column: "備考".into(), text: "上履き持参".into(), code: "kept_as_text".into() }];
    let mut group = listing("g", Kind::Group, "川の会");
    group.details = Details::Group(Group { group_type: Some(GroupType::CitizensGroup), ..Group::default() });
    let text = SearchText::of(&group);
    assert!(!text.fields().near.contains('_') && !text.fields().body.contains('_'), "nobody types a code");
    let town = catalog(&[it, group]);
    let words = [
        "手話",
        "Sign",
        "Vietnamese",
        "Environment",
        "往復はがき",
        "実費",
        "雨天",
        "循環バス",
        "大型車",
        "0422-51-5131",
        "0422515131",
        "募集要項",
        "上履き",
    ];
    for word in words {
        assert_eq!(found(&town, &format!("q={word}")), ["a"], "{word}");
    }
    let label = vocabulary::group_type(GroupType::CitizensGroup);
    for lang in [Lang::Ja, Lang::En] {
        assert_eq!(found(&town, &format!("q={}", label.text(lang))), ["g"], "{lang:?}");
    }
}

#[test]
fn an_event_is_found_by_the_reading_of_its_group_and_place() {
    let mut group = listing("g", Kind::Group, "河鹿の会");
    group.kana = "カジカノカイ".into();
    let mut place = listing("p", Kind::Place, "杜の館");
    place.kana = "モリノヤカタ".into();
    let mut event = on(listing("e", Kind::Event, "川辺の清掃"), 3);
    event.organiser.group = Some("g".into());
    event.venue = Some(Venue { place: Some("p".into()), name: "杜の館".into(), ..Venue::default() });
    let other = on(listing("o", Kind::Event, "清掃の日"), 4);
    // In whichever order they arrive.
    for order in [[&group, &place, &event, &other], [&other, &event, &place, &group]] {
        let town = catalog(&order.map(Listing::clone));
        for (query, expected) in [
            ("q=かじか", vec!["e", "g"]),
            ("q=もりのやかた", vec!["e", "p"]),
            ("q=カジカ 清掃", vec!["e"]),
            ("q=清掃 もりの", vec!["e"]),
            ("q=清掃", vec!["e", "o"]),
            ("q=かじかとんぼ", vec![]),
        ] {
            let mut hits = found(&town, query);
            hits.sort_unstable();
            assert_eq!(hits, expected, "{query}");
        }
    }
    // A corrected reading is found at once, the old one no longer.
    let mut town = catalog(&[group.clone(), place, event]);
    group.kana = "カワジカノカイ".into();
    town.apply(&record(9, &group)).unwrap();
    assert!(found(&town, "q=かわじか").contains(&"e".to_owned()));
    assert!(found(&Catalog::from_bytes(&town.to_bytes()).unwrap(), "q=かわじか").contains(&"e".to_owned()));
    assert!(!found(&town, "q=かじかの").contains(&"e".to_owned()));
}

#[test]
fn without_words_the_next_date_comes_first() {
    assert_eq!(found(&town(), "kind=event,course"), ["b", "a"]);
}

#[test]
fn marks_alone_are_no_words() {
    for marks in ["！", "、。", " - ", "★", "\u{3000}"] {
        assert_eq!(found(&town(), &format!("q={marks}")), found(&town(), ""), "{marks}");
    }
}

#[test]
fn one_character_of_any_width_is_enough() {
    let mut sports = listing("s", Kind::Event, "スポーツの日");
    sports.kana = "スポーツノヒ".into();
    let town = catalog(&[sports, listing("w", Kind::Event, "Wi-Fi 教室"), listing("n", Kind::Event, "第3回の会")]);
    for (word, id) in [("ｽ", "s"), ("す", "s"), ("ス", "s"), ("ｽﾎﾟ", "s"), ("Ｗ", "w"), ("w", "w"), ("３", "n"), ("3", "n")] {
        assert_eq!(found(&town, &format!("q={word}")), [id], "{word}");
    }
}

#[test]
fn a_facet_counts_what_its_other_values_would_give() {
    let result = town().find(&ListingQuery::from_pairs([("kind", "event")]), today());
    assert_eq!(result.total, 1);
    assert_eq!(result.facets.kinds, [(Kind::Event, 1), (Kind::Course, 1), (Kind::Group, 1)]);
    assert_eq!(result.facets.areas, [("港".to_owned(), 1)]);
    assert_eq!(result.facets.free, 1);
}

#[test]
fn dates_narrow() {
    assert_eq!(found(&town(), "from=2026-11-22&to=2026-11-24"), ["b"]);
    assert_eq!(found(&town(), "from=2026-10-01&to=2026-11-01"), ["old"]);
}

#[test]
fn up_to_a_day_means_what_is_still_to_come() {
    let weekly = |id: &str, first: u64, rule: &str| {
        let mut it = listing(id, Kind::Event, "朝の会");
        it.schedule = Some(Schedule { rules: vec![Recurrence::new(today() - Days::new(first), rule.parse().unwrap())], ..Schedule::default() });
        it
    };
    // Began two weeks ago and meets again in a fortnight; meets every week; was there last month and comes back in a month.
    let mut both = on(listing("both", Kind::Event, "市"), -30);
    both.schedule.as_mut().unwrap().sessions.push(Session::day(today() + Days::new(30)));
    let town = catalog(&[
        weekly("rare", 14, "FREQ=WEEKLY;INTERVAL=4"),
        weekly("often", 14, "FREQ=WEEKLY"),
        both,
        on(listing("soon", Kind::Event, "祭り"), 3),
    ]);
    assert_eq!(found(&town, "to=2026-11-25"), ["often", "soon"]);
    let mut past = found(&town, "to=2026-11-10");
    past.sort();
    assert_eq!(past, ["both", "often", "rare"], "whoever asks for the past gets it");
    // Far away days are asked for by nobody, and harm nobody.
    for far in ["from=%2B262142-12-31", "from=+262142-12-31", "from=9999-12-31", "to=0001-01-01", "from=9999-12-31&to=9999-12-31"] {
        found(&town, far);
    }
    assert_eq!(found(&town, "from=9999-12-31"), ["often", "rare"], "what never ends");
}

#[test]
fn a_first_day_after_a_long_pause_counts() {
    let mut leap = listing("leap", Kind::Event, "うるう日の会");
    let first = NaiveDate::from_ymd_opt(2024, 2, 29).unwrap();
    leap.schedule = Some(Schedule { rules: vec![Recurrence::new(first, "FREQ=YEARLY".parse().unwrap())], ..Schedule::default() });
    assert_eq!(found(&catalog(&[leap]), "from=2026-11-20"), ["leap"]);
}

#[test]
fn stale_ones_sink() {
    let mut stale = listing("s", Kind::Group, "花の会");
    stale.confirmed_on = None;
    let fresh = listing("f", Kind::Group, "花の会");
    let past = Listing { state: State::Ended, ..listing("e", Kind::Group, "あちばんの花の会") };
    // By its name and by its id the stale one would come first, the past one even more so.
    (stale.title, stale.id) = ("いちばんの花の会".into(), "a".into());
    let town = catalog(&[past, stale, fresh]);
    for order in ["", "sort=name", "sort=date", "q=花の会", "q=花の会&sort=name", "q=花の会&sort=date"] {
        assert_eq!(found(&town, order), ["f", "a"], "{order}");
        assert_eq!(found(&town, &format!("{order}&ended=1")), ["f", "a", "e"], "{order}");
    }
    // The newest first is what it says.
    assert_eq!(found(&town, "sort=new&ended=1"), ["f", "a", "e"]);
    let (mut stale, fresh) = (listing("s", Kind::Group, "花の会"), listing("f", Kind::Group, "花の会"));
    stale.confirmed_on = None;
    assert_eq!(found(&catalog(&[fresh, stale]), "sort=new"), ["s", "f"]);
}

#[test]
fn whoever_works_finds_evenings_and_days_off() {
    // 2026-11-20 is a Friday, the 23rd a holiday, a Monday.
    let at = |id: &str, in_days: i64, hour: u32| {
        let mut it = on(listing(id, Kind::Event, "講座"), in_days);
        it.schedule.as_mut().unwrap().sessions[0].starts = NaiveTime::from_hms_opt(hour, 0, 0);
        it
    };
    let rule = |id: &str, hour: u32, rule: &str| {
        let mut it = listing(id, Kind::Course, "講座");
        let rule = Recurrence { starts: NaiveTime::from_hms_opt(hour, 0, 0), ..Recurrence::new(today(), rule.parse().unwrap()) };
        it.schedule = Some(Schedule { rules: vec![rule], ..Schedule::default() });
        it
    };
    // Once on a Saturday evening, now on Wednesday mornings.
    let mut moved = at("moved", 5, 10);
    moved.schedule.as_mut().unwrap().sessions.push(Session { starts: NaiveTime::from_hms_opt(18, 0, 0), ..Session::day(today() - Days::new(6)) });
    let town = catalog(&[
        at("friday", 0, 17),
        at("saturday", 1, 10),
        at("holiday", 3, 16),
        at("tuesday", 4, 10),
        rule("wednesdays", 19, "FREQ=WEEKLY;BYDAY=WE"),
        rule("sundays", 9, "FREQ=WEEKLY;BYDAY=SU;COUNT=3"),
        moved,
        listing("group", Kind::Group, "講座の会"),
    ]);
    let sorted = |query: &str| {
        let mut ids = found(&town, query);
        ids.sort();
        ids
    };
    assert_eq!(sorted("evening=1"), ["friday", "wednesdays"]);
    assert_eq!(sorted("day_off=1"), ["holiday", "saturday", "sundays"]);
    assert_eq!(sorted("evening=1&day_off=1"), Vec::<String>::new());
    assert_eq!(sorted("evening=1&from=2026-11-21&to=2026-11-24"), Vec::<String>::new());
    assert_eq!(sorted("evening=1&from=2026-11-21&to=2026-11-25"), ["wednesdays"]);
    assert_eq!(sorted("day_off=1&from=2026-12-01"), ["sundays"]);
    assert_eq!(sorted("evening=1&from=2026-11-01&to=2026-11-15"), ["moved"], "whoever asks for the past gets it");
    // An evening and a Sunday are not a Sunday evening.
    let mut both = at("both", 0, 19);
    both.schedule.as_mut().unwrap().sessions.push(Session { starts: NaiveTime::from_hms_opt(9, 0, 0), ..Session::day(today() + Days::new(2)) });
    assert_eq!(found(&catalog(&[both, at("night", 2, 19)]), "evening=1&day_off=1"), ["night"]);
    // What begins on a Friday and goes on is there on the Saturday.
    let mut camp = rule("camp", 9, "FREQ=WEEKLY;BYDAY=FR;COUNT=1");
    camp.schedule.as_mut().unwrap().rules[0].extra_days = 1;
    let camps = catalog(&[camp]);
    for days in ["", "&from=2026-11-21&to=2026-11-22"] {
        assert_eq!(found(&camps, &format!("day_off=1{days}")), ["camp"], "{days}");
    }
    let facets = town.find(&ListingQuery::default(), today()).facets;
    assert_eq!((facets.evening, facets.day_off), (2, 3));
}

#[test]
fn what_city_and_groups_do_together_is_found_by_form_and_department() {
    let project = |id: &str, method: &str, department: &str| {
        let mut it = listing(id, Kind::Project, "川づくり");
        it.details = Details::Project(Project { method: method.into(), department: department.into(), ..Project::default() });
        it
    };
    let mut challenge = listing("c", Kind::Challenge, "川のごみ");
    challenge.details = Details::Challenge(Challenge { department: "環境課".into(), ..Challenge::default() });
    let mut town = catalog(&[project("a", "共催", "環境課"), project("b", "委託", "公園課"), challenge, listing("g", Kind::Group, "川の会")]);
    let again = Catalog::from_bytes(&town.to_bytes()).unwrap();
    for town in [&town, &again] {
        assert_eq!(found(town, "method=共催"), ["a"]);
        assert_eq!(found(town, "method=共催&method=委託&department=公園課"), ["b"]);
        let mut both = found(town, "department=環境課");
        both.sort();
        assert_eq!(both, ["a", "c"]);
        assert_eq!(found(town, "department=水道課"), Vec::<String>::new());
        let query = ListingQuery::from_pairs([("method", "共催"), ("department", "水道課")]);
        let facets = town.find(&query, today()).facets;
        assert_eq!(facets.departments, [("環境課".to_owned(), 1)], "what another choice would give");
        assert_eq!(facets.methods, [("共催".to_owned(), 0)]);
        let facets = town.find(&ListingQuery::default(), today()).facets;
        assert_eq!(facets.departments, [("環境課".to_owned(), 2), ("公園課".to_owned(), 1)]);
    }
}

#[test]
fn stale_ones_sink_on_their_day() {
    let weekly = |id: &str, hour: u32, confirmed_on: Option<NaiveDate>| {
        let mut it = listing(id, Kind::Event, "朝市");
        let rule = Recurrence { starts: NaiveTime::from_hms_opt(hour, 0, 0), ..Recurrence::new(today(), "FREQ=WEEKLY".parse().unwrap()) };
        it.schedule = Some(Schedule { rules: vec![rule], ..Schedule::default() });
        it.confirmed_on = confirmed_on;
        it
    };
    let mut long = on(listing("long", Kind::Event, "展示"), 0);
    long.schedule.as_mut().unwrap().sessions[0].until = Some(today() + Days::new(30));
    let town = catalog(&[weekly("stale", 8, None), weekly("later", 12, Some(today())), long, weekly("sooner", 9, Some(today()))]);
    let ids = |list: &[Happening]| list.iter().map(|it| it.card.id.clone()).collect::<Vec<_>>();
    let sunk = ["sooner", "later", "long", "stale"];
    let days = town.days(&ListingQuery::default(), (today(), today()), 9, today());
    assert_eq!(ids(&days[0].happenings), sunk);
    assert_eq!(ids(&town.happenings(&[], today(), today())), sunk);
    assert_eq!(ids(&town.home(morning()).today), sunk);
    assert_eq!(ids(&town.home(morning()).week), ["sooner", "later", "stale"]);
    // Where a box is full, it is the stale one that is left out.
    let days = town.days(&ListingQuery::default(), (today(), today()), 3, today());
    assert_eq!((ids(&days[0].happenings), days[0].more), (sunk[..3].iter().map(|id| (*id).to_owned()).collect(), 1));
}

#[test]
fn rows_cards_and_listings_agree_on_what_is_stale() {
    let date = |text: &str| text.parse::<NaiveDate>().unwrap();
    let session = |on: &str, until: Option<&str>| {
        let session = Session { until: until.map(date), ..Session::day(date(on)) };
        Schedule { sessions: vec![session], ..Schedule::default() }
    };
    let weekly = |end: &str| {
        let rule = Recurrence::new(date("2023-04-01"), format!("FREQ=WEEKLY;BYDAY=SA{end}").parse().unwrap());
        Schedule { rules: vec![rule], ..Schedule::default() }
    };
    let open = |schedule: Schedule| Schedule { open_ended: true, ..schedule };
    let cases = [
        ("no schedule", None, true),
        ("words only", Some(Schedule { text: "不定期".into(), ..Schedule::default() }), true),
        ("all year round", Some(open(Schedule::default())), true),
        ("from a day on, without end", Some(open(session("2023-04-01", None))), true),
        ("every week, without end", Some(weekly("")), true),
        ("every week, for years", Some(weekly(";UNTIL=20280331")), true),
        ("every week, for some months", Some(weekly(";UNTIL=20230930")), false),
        ("years long", Some(session("2023-04-01", Some("2028-03-31"))), true),
        ("one day to come", Some(session("2026-12-01", None)), false),
        ("some weeks", Some(session("2026-11-01", Some("2026-12-20"))), false),
    ];
    for (name, schedule, ages) in cases {
        for (confirmed, old) in [(None, true), (Some(397), true), (Some(396), false), (Some(0), false)] {
            let mut it = listing("a", Kind::Event, "清掃");
            it.schedule.clone_from(&schedule);
            it.confirmed_on = confirmed.map(|days| today() - Days::new(days));
            let found = (it.is_stale(today()), Card::of(&it).is_stale(today()), Row::of(&it, 0, (0, Vec::new()), 1).is_stale(day(today())));
            let stale = old && ages;
            assert_eq!(found, (stale, stale, stale), "{name}, confirmed {confirmed:?} days ago");
        }
    }
}

#[test]
fn what_never_ends_sinks_when_nobody_confirms_it() {
    let all_year = |id: &str, confirmed: Option<NaiveDate>| {
        let mut it = listing(id, Kind::Event, "朝の体操");
        it.schedule = Some(Schedule { open_ended: true, sessions: vec![Session::day(today() - Days::new(900))], ..Schedule::default() });
        it.confirmed_on = confirmed;
        it
    };
    let town = catalog(&[all_year("z", Some(today())), all_year("a", Some(today() - Days::new(800)))]);
    assert_eq!(found(&town, "q=体操"), ["z", "a"]);
    assert_eq!(found(&town, "kind=event"), ["z", "a"]);
}

#[test]
fn what_goes_on_without_a_known_end_is_on() {
    let open = |id: &str, began: u64| {
        let mut it = listing(id, Kind::Event, "朝の体操");
        it.schedule = Some(Schedule { open_ended: true, sessions: vec![Session::day(today() - Days::new(began))], ..Schedule::default() });
        it
    };
    let over = on(listing("over", Kind::Event, "祭り"), -50);
    let town = catalog(&[open("open", 50), on(listing("day", Kind::Event, "市"), 0), over]);
    for dates in ["from=2026-11-20&to=2026-11-20", "from=2026-11-20", "to=2026-11-20"] {
        assert_eq!(found(&town, dates), ["day", "open"], "{dates}");
    }
    assert_eq!(found(&town, "from=2026-09-01&to=2026-09-20"), Vec::<String>::new(), "before it began");
    assert_eq!(found(&town, "from=2030-01-01"), ["open"]);
    let ids = |list: &[Happening]| list.iter().map(|it| format!("{} {}", it.card.id, it.is_open())).collect::<Vec<_>>();
    let home = town.home(morning());
    assert_eq!(ids(&home.today), ["day false", "open true"], "what runs for long stands last");
    assert!(home.week.is_empty());
    let days = town.days(&ListingQuery::default(), (today(), today() + Days::new(6)), 9, today());
    assert_eq!(days.iter().map(|day| day.happenings.len()).collect::<Vec<_>>(), [2, 0, 0, 0, 0, 0, 0]);
    // What begins soon has no end either: the last day of a window is none.
    let soon = catalog(&[on(listing("soon", Kind::Event, "市"), 2), {
        let mut it = open("late", 0);
        it.schedule.as_mut().unwrap().sessions[0].on = today() + Days::new(3);
        it
    }]);
    assert_eq!(ids(&soon.home(morning()).week), ["soon false", "late true"]);
}

#[test]
fn in_the_evening_the_first_page_shows_what_is_left_of_the_day() {
    let at = |id: &str, hours: Option<(u32, u32)>| {
        let mut it = listing(id, Kind::Event, "市");
        let hour = |hour: u32| NaiveTime::from_hms_opt(hour, 0, 0);
        let session = Session { starts: hours.and_then(|it| hour(it.0)), ends: hours.and_then(|it| hour(it.1)), ..Session::day(today()) };
        it.schedule = Some(Schedule { sessions: vec![session], ..Schedule::default() });
        it
    };
    let mut listings: Vec<Listing> = (8..14).map(|hour| at(&format!("{hour:02}"), Some((hour, hour + 1)))).collect();
    listings.extend([at("18", Some((18, 20))), at("20", Some((20, 21))), at("day", None)]);
    let mut open = at("open", Some((9, 10)));
    open.schedule.as_mut().unwrap().open_ended = true;
    listings.push(open);
    let town = catalog(&listings);
    let shown = |hour: u32| {
        let home = town.home(today().and_hms_opt(hour, 0, 0).unwrap());
        home.today.iter().map(|it| format!("{}{}", it.card.id, if it.over { " over" } else { "" })).collect::<Vec<_>>()
    };
    assert_eq!(shown(0), ["day", "08", "09", "10", "11", "12"], "in the morning by the hour");
    assert_eq!(shown(19), ["day", "18", "20", "open", "08 over", "09 over"], "what goes on for ever is never over");
    assert_eq!(shown(23), ["day", "open", "08 over", "09 over", "10 over", "11 over"]);
    // The hour changes the order, and nothing else of the page.
    assert_eq!(town.home(today().and_hms_opt(23, 0, 0).unwrap()).week, town.home(morning()).week);
}

#[test]
fn changes_and_removals_show_at_once() {
    let mut town = town();
    town.apply(&record(10, &listing("c", Kind::Group, "山の会"))).unwrap();
    assert!(found(&town, "q=川の会").is_empty());
    assert_eq!(found(&town, "q=山の会"), ["c"]);
    town.apply(&Record { collection: COLLECTION.into(), id: "c".into(), rev: 11, body: None }).unwrap();
    assert!(found(&town, "q=山の会").is_empty());
    assert_eq!((town.len(), town.rev()), (3, 11));
}

#[test]
fn a_withdrawn_listing_is_not_here() {
    let mut town = town();
    let mut gone = listing("c", Kind::Group, "川の会");
    gone.state = State::Withdrawn;
    town.apply(&record(12, &gone)).unwrap();
    assert!(found(&town, "q=川の会").is_empty());
}

#[test]
fn bytes_round_trip_and_damage_is_an_error() {
    let mut town = town();
    let bytes = town.to_bytes();
    let again = Catalog::from_bytes(&bytes).unwrap();
    assert_eq!((again.len(), again.rev()), (town.len(), town.rev()));
    for query in ["q=防災", "q=かわ", "kind=event", "q=港"] {
        assert_eq!(found(&again, query), found(&town, query), "{query}");
    }
    for cut in [0, 7, 8, 20, bytes.len() - 1] {
        assert!(Catalog::from_bytes(&bytes[..cut]).is_err(), "{cut}");
    }
}

#[test]
fn a_calendar_shows_each_day_once() {
    let days = town().days(&ListingQuery::default(), (today(), today() + Days::new(13)), 5, today());
    assert_eq!(days.len(), 14);
    assert_eq!(days[3].happenings.len(), 1);
    assert_eq!(days[10].happenings[0].card.id, "a");
}

#[test]
fn a_groups_page_has_its_own_listings() {
    let mut event = on(listing("e", Kind::Event, "清掃"), 1);
    event.organiser.group = Some("c".into());
    let mut shared = listing("b", Kind::Event, "川と森の日");
    (shared.organiser.group, shared.organiser.hosts) = (Some("d".into()), vec!["c".into()]);
    let group = listing("c", Kind::Group, "川の会");
    assert!(matches!(group.details, Details::Group(_)));
    let town = catalog(&[event, shared.clone(), group.clone()]);
    let mut own: Vec<String> = town.detail(group, today()).own.into_iter().map(|card| card.id).collect();
    own.sort_unstable();
    assert_eq!(own, ["b", "e"], "what it hosts with another is its own too");
    assert_eq!(town.detail(shared, today()).hosts.len(), 1);
}

#[test]
fn pictures_come_in_the_order_in_which_they_are_wanted() {
    let pictured = |mut listing: Listing, src: &str| {
        listing.images = vec![Image { src: src.into(), width: 640, height: 480, ..Image::default() }];
        listing
    };
    let town = catalog(&[
        pictured(listing("group", Kind::Group, "川の会"), "group.webp"),
        pictured(on(listing("later", Kind::Event, "朝市"), 9), "later.webp"),
        pictured(on(listing("soon", Kind::Event, "防災訓練"), 2), "soon.webp"),
        pictured(on(listing("again", Kind::Course, "防災講座"), 3), "soon.webp"),
        pictured(on(listing("over", Kind::Event, "昔の朝市"), -2), "over.webp"),
        on(listing("plain", Kind::Event, "写真のない集い"), 1),
    ]);
    let names = |most| town.pictures(today(), most).into_iter().map(|image| image.src).collect::<Vec<String>>();
    assert_eq!(names(9), ["soon.webp", "later.webp", "group.webp"]);
    assert_eq!(names(1), ["soon.webp"]);
}
