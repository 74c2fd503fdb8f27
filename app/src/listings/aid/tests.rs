//! Tables of what is advised, and of what is left alone.

use super::super::kind::Kind;
use super::super::listing::{Apply, Audience, Contact, Cost, Image, Variant, Venue};
use super::super::vocabulary::{Access, Attendance};
use super::*;
use engawa_core::time::{Schedule, Session};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// An event of which nothing is missing; 2026-12-05 is a Saturday.
fn whole() -> Listing {
    let mut listing = Listing::draft("a1", Kind::Event);
    listing.title = "川の清掃と観察会".into();
    listing.body = "12月5日（土）に集まります。".into();
    listing.schedule = Some(Schedule { sessions: vec![Session::day(day("2026-12-05"))], ..Schedule::default() });
    listing.venue = Some(Venue { name: "河原".into(), ..Venue::default() });
    listing.contact.phone = "0422-00-0000".into();
    listing.cost.free = Some(true);
    listing.access = vec![Access::Wheelchair];
    listing.audience.text = "だれでも".into();
    listing
}

fn advice(change: impl FnOnce(&mut Listing)) -> Vec<String> {
    let mut listing = whole();
    change(&mut listing);
    let line = |it: Advice| [vec![it.field, it.code.code().to_owned()], it.args].concat().join(":");
    advise(&listing, day("2026-11-30")).into_iter().map(line).collect()
}

fn easy(text: &str) -> Vec<String> {
    advice(|it| {
        it.variants.insert(Lang::JaEasy, Variant { body: text.into(), ..Variant::default() });
    })
}

const NOTHING: [&str; 0] = [];

#[test]
fn a_whole_listing_needs_no_advice() {
    assert_eq!(advice(|_| {}), NOTHING);
}

#[test]
fn what_is_missing_stands_at_its_field() {
    type Change = fn(&mut Listing);
    let table: [(Change, &str); 10] = [
        (|it| it.schedule = None, "session.0.on:no_time"),
        (|it| it.venue = None, "venue.name:no_place"),
        (|it| it.contact = Contact::default(), "contact.name:no_contact"),
        (|it| it.cost = Cost::default(), "cost:no_cost"),
        (|it| it.access.clear(), "access_note:no_access"),
        (|it| it.apply = Some(Apply { text: "電話".into(), ..Apply::default() }), "apply.closes_on:no_deadline"),
        (|it| it.audience = Audience::default(), "audience:no_target"),
        (|it| it.images = vec![Image::default()], "images:no_picture_text"),
        (|it| it.images = vec![Image { alt: "川".into(), faint: true, ..Image::default() }], "images:faint_picture"),
        (|it| it.contact.phone = "0422-00".into(), "contact.phone:odd_phone"),
    ];
    for (change, expected) in table {
        assert_eq!(advice(change), [expected]);
    }
}

#[test]
fn kinds_ask_for_what_they_need() {
    let codes = |kind: Kind| {
        let found = advise(&Listing::draft("a1", kind), day("2026-11-30"));
        found.into_iter().map(|it| it.code.code()).collect::<Vec<_>>()
    };
    assert_eq!(codes(Kind::Event), ["no_time", "no_place", "no_contact", "no_cost", "no_access", "no_target"]);
    assert_eq!(codes(Kind::Place), ["no_place", "no_contact", "no_access"]);
    assert_eq!(codes(Kind::Call), ["no_contact", "no_target"]);
    assert_eq!(codes(Kind::Story), NOTHING);
    let online = advice(|it| (it.attendance, it.venue, it.access) = (Some(Attendance::Online), None, Vec::new()));
    assert_eq!(online, NOTHING, "online there is no room to describe");
}

#[test]
fn weekdays_are_those_of_their_dates() {
    for (text, expected) in [
        ("12月5日（土）", None),
        ("12月5日（日）", Some("12月5日:日:土")),
        ("１２月５日(日)", Some("１２月５日:日:土")),
        ("12/5(金・祝)", Some("12/5:金:土")),
        ("令和8年12月5日（月）", Some("令和8年12月5日:月:土")),
        ("2026年12月5日（土曜）", None),
        ("集まる日12月5日（日）", Some("12月5日:日:土")),
        ("（日）は休み", None),
        ("12月5日（雨天決行）", None),
        ("5日（日）", None),
    ] {
        // The year of an era is advice of its own.
        let found: Vec<String> = advice(|it| it.body = text.into()).into_iter().filter(|it| it.contains("weekday")).collect();
        let expected: Vec<String> = expected.into_iter().map(|args| format!("body:wrong_weekday:{args}")).collect();
        assert_eq!(found, expected, "{text}");
    }
    let title = advice(|it| it.title = "清掃 12/5（水）".into());
    assert_eq!(title, ["title:wrong_weekday:12/5:水:土"]);
}

#[test]
fn days_that_have_passed_are_named() {
    let past = advice(|it| {
        it.schedule = Some(Schedule { sessions: vec![Session::day(day("2026-11-28"))], ..Schedule::default() });
        it.body.clear();
    });
    assert_eq!(past, ["session.0.on:past"]);
    let closes = |on: &str| {
        let apply = Apply { closes_on: Some(day(on)), ..Apply::default() };
        advice(|it| it.apply = Some(apply))
    };
    assert_eq!(closes("2026-11-29"), ["apply.closes_on:deadline_past"]);
    assert_eq!(closes("2026-12-06"), ["apply.closes_on:deadline_after_end"]);
    assert_eq!(closes("2026-12-05"), NOTHING);
}

#[test]
fn telephone_numbers_are_counted() {
    for (phone, is_odd) in [
        ("", false),
        ("0422-51-5131", false),
        ("０４２２（５１）５１３１", false),
        ("090-0000-0000 内線12", false),
        ("0422-51-5131、0120-000-000", false),
        ("188", false),
        ("#8000", false),
        ("+81-422-51-5131", false),
        ("51-5131", true),
        ("0422-51-51311234", true),
        ("1422-51-5131", true),
    ] {
        assert_eq!(advice(|it| it.contact.phone = phone.into()).iter().any(|it| it.contains("odd_phone")), is_odd, "{phone}");
    }
}

#[test]
fn another_name_in_the_text_is_found() {
    let body = |text: &str| advice(|it| it.body = text.into());
    assert_eq!(body("「川の清掃と観察会」に来てください。"), NOTHING);
    assert_eq!(body("「川の清掃と観測会」に来てください。"), ["body:other_name:川の清掃と観測会"]);
    assert_eq!(body("「川の清掃」もします。『海のまつり』とは別です。"), NOTHING);
}

#[test]
fn easy_japanese_is_easy() {
    for (text, expected) in [
        ("川で ごみを ひろいます。", vec![]),
        ("開催します。", vec!["hard_word:開催します:します"]),
        ("参加費は 無料です。", vec!["hard_word:参加費:参加のお金", "hard_word:無料:お金はいりません"]),
        ("雨天中止。", vec!["hard_word:雨天中止:雨のときは、しません"]),
        ("くつを ぬがなければなりません。", vec!["double_negative:なければなりません"]),
        ("令和8年に はじまります。", vec!["era_alone"]),
        ("令和8年（2026年）に はじまります。", vec![]),
    ] {
        let expected: Vec<String> = expected.into_iter().map(|it| format!("ja-easy.body:{it}")).collect();
        assert_eq!(easy(text), expected, "{text}");
    }
    let long = "あ".repeat(51);
    assert_eq!(easy(&long), [format!("ja-easy.body:long_sentence:{}:51", "あ".repeat(15))]);
    let read = format!("{}（{}）", "あ".repeat(50), "か".repeat(30));
    assert_eq!(easy(&read), NOTHING, "readings are not counted");
}

#[test]
fn letters_are_small_and_narrow() {
    assert_eq!(advice(|it| it.title = "ＡＢＣ".into()), ["title:full_width"]);
    assert_eq!(advice(|it| it.title = "Ａ会議室".into()), NOTHING);
    assert_eq!(advice(|it| it.title = "CLEAN THE RIVER".into()), ["title:capitals"]);
    assert_eq!(advice(|it| it.title = "NPO とUNESCO".into()), NOTHING);
}

#[test]
fn nothing_is_said_too_often() {
    let body = ["12月5日（日）", "12/5(日)", "12月5日（月）", "12月5日（火）", "12月5日（水）", "12月5日（木）", "12月5日（金）"].join("\n");
    let found = advice(|it| it.body = body);
    assert_eq!(found.len(), REPEATS_MAX, "{found:?}");
}

#[test]
fn every_code_has_its_sentence() {
    for code in AdviceCode::ALL {
        let advice = Advice { code: *code, field: String::new(), args: ["a", "b", "c"].map(str::to_owned).to_vec() };
        for lang in Lang::ALL {
            let sentence = advice.sentence(lang);
            assert!(!sentence.is_empty() && !sentence.contains('{'), "{sentence}");
        }
    }
}

#[test]
fn harder_words_come_first() {
    let words = hard_words::HARD_WORDS;
    assert!(words.len() >= 80);
    for pair in words.windows(2) {
        assert!(pair[0].0.chars().count() >= pair[1].0.chars().count(), "{pair:?}");
    }
}
