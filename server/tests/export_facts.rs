//! What the city gives away as CSV holds every fact, whatever the kind: exported and imported again, a listing says the same.
//!
//! Not asked for: ids, what belongs to this site alone (groups, hosts, related listings, for staff only), and where it came from.

use chrono::{Days, NaiveDate, NaiveTime};
use engawa_app::listings::import::{ImportContext, ReadListing, own};
use engawa_app::listings::kind::{
    Call, CallType, Challenge, Course, Disclosure, Equipment, Event, Flexible, Group, Guide, Notice, NoticeType, Place, Programme, ProgrammeType,
    Project, Room, Stage, Step, Story,
};
use engawa_app::listings::listing::{Apply, Audience, Contact, Cost, Image, Link, Variant, Venue};
use engawa_app::listings::{Access, Attendance, AudienceGroup, Details, GroupType, Kind, Listing, NpoField, SpokenLang, State, rules};
use engawa_app::site::Site;
use engawa_core::Lang;
use engawa_core::time::{Recurrence, Schedule, Session};
use engawa_server::listings::export::opendata::{TextEncoding, csv};
use engawa_server::listings::import::{Limits, read_file, read_listings};
use proptest::collection::vec;
use proptest::prelude::*;

/// Choices, one after the other; when they are used up the first of everything.
struct Choices(std::vec::IntoIter<u16>);

impl Choices {
    fn number(&mut self, below: u16) -> u16 {
        self.0.next().unwrap_or_default() % below
    }
    fn yes(&mut self) -> bool {
        self.number(2) == 1
    }
    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[usize::from(self.number(u16::try_from(all.len()).unwrap()))]
    }
    fn maybe<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.yes() { Some(make(self)) } else { None }
    }
    fn some<T: Copy>(&mut self, all: &[T]) -> Vec<T> {
        all.iter().copied().filter(|_| self.number(3) == 0).collect()
    }
    /// One line, or nothing. Signs of formulas, lists and markup among them.
    fn line(&mut self) -> String {
        let all =
            ["", "川の清掃", "無料（要申込）", "手話、点字/字幕;筆談", "=1+1", "a|b\\c", "<b>太字</b> & 1人", "小学生30名まで", "3", "\"引用\", 符"];
        self.of(&all).to_owned()
    }
    fn text(&mut self) -> String {
        let lines = [self.line(), self.line()];
        lines.iter().filter(|line| !line.is_empty()).map(String::as_str).collect::<Vec<_>>().join("\n")
    }
    fn lines(&mut self) -> Vec<String> {
        (0..self.number(3)).map(|_| self.line()).filter(|line| !line.is_empty()).collect()
    }
    fn day(&mut self) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + Days::new(u64::from(self.number(700)))
    }
    fn hour(&mut self) -> Option<NaiveTime> {
        self.maybe(|it| NaiveTime::from_hms_opt(u32::from(it.number(24)), u32::from(it.number(60)), 0).unwrap())
    }
    fn url(&mut self) -> String {
        self.of(&["https://a.example/", "http://b.example/x?y=1&z=(2)", "https://c.example/川"]).to_owned()
    }
}

fn schedule(it: &mut Choices) -> Schedule {
    let sessions = (0..it.number(3))
        .map(|_| {
            let on = it.day();
            let until = it.maybe(|it| on + Days::new(u64::from(it.number(9))));
            Session { on, until, starts: it.hour(), ends: it.hour(), note: it.line() }
        })
        .collect();
    let rules = (0..it.number(3))
        .map(|_| {
            let rule = it.of(&["FREQ=WEEKLY;BYDAY=TU,TH", "FREQ=MONTHLY;UNTIL=20271231;BYDAY=2SA", "FREQ=YEARLY;COUNT=3", "FREQ=DAILY;INTERVAL=2"]);
            Recurrence { extra_days: it.number(3), starts: it.hour(), ends: it.hour(), ..Recurrence::new(it.day(), rule.parse().unwrap()) }
        })
        .collect();
    let except = (0..it.number(3)).map(|_| it.day()).collect();
    Schedule { sessions, rules, except, open_ended: it.yes(), text: it.text() }
}

fn details(kind: Kind, it: &mut Choices) -> Details {
    match kind {
        Kind::Event => Details::Event(Event { event_type: it.line() }),
        Kind::Course => Details::Course(Course {
            stage: it.maybe(|it| it.of(Stage::ALL)),
            sessions_total: it.maybe(|it| u32::from(it.number(20))),
            lecturer: it.line(),
        }),
        Kind::Group => Details::Group(Group {
            group_type: it.maybe(|it| it.of(GroupType::ALL)),
            founded: it.maybe(|it| 1900 + it.number(120)),
            members: it.maybe(|it| u32::from(it.number(900))),
            representative: it.of(&["", "川田太郎"]).to_owned(),
            activity_days: it.line(),
            fee: it.line(),
            joining: it.text(),
            disclosure: Disclosure { rules: it.yes(), officers: it.yes(), accounts: it.yes() },
        }),
        Kind::Call => Details::Call(Call {
            call_type: it.maybe(|it| it.of(CallType::ALL)),
            needed: it.maybe(|it| u32::from(it.number(50))),
            skills: it.lines(),
            flexible: it.some(Flexible::ALL),
            insurance: it.line(),
            duties: it.text(),
        }),
        Kind::Place => {
            let rooms = (0..it.number(3)).map(|_| Room { name: "和室".into(), capacity: it.maybe(|it| u32::from(it.number(99))), fee: it.text() });
            let rooms = rooms.collect();
            Details::Place(Place {
                capacity: it.maybe(|it| u32::from(it.number(900))),
                rooms,
                equipment: it.lines(),
                hours: it.text(),
                closed: it.line(),
                eligible: it.text(),
                how_to_apply: it.text(),
                place_type: it.line(),
            })
        }
        Kind::Equipment => Details::Equipment(Equipment { units: it.maybe(|it| u32::from(it.number(9))), conditions: it.text(), pick_up: it.line() }),
        Kind::Programme => Details::Programme(Programme {
            programme_type: it.maybe(|it| it.of(ProgrammeType::ALL)),
            amount_max_yen: it.maybe(|it| u64::from(it.number(9_000)) * 1_000),
            rate: it.of(&["", "2分の1"]).to_owned(),
            eligible: it.text(),
            provider: it.of(&["", "市民活動課"]).to_owned(),
        }),
        Kind::Project => {
            Details::Project(Project { partners: it.lines(), method: it.line(), department: it.line(), period: it.line(), results: it.text() })
        }
        Kind::Story => Details::Story(Story { people: it.line() }),
        Kind::Challenge => Details::Challenge(Challenge { department: it.line(), wish: it.text(), policy_area: it.line() }),
        Kind::Notice => Details::Notice(Notice { notice_type: it.maybe(|it| it.of(NoticeType::ALL)), department: it.line() }),
        Kind::Guide => {
            let steps =
                (0..it.number(4)).map(|_| Step { title: "集まる".into(), text: it.text(), link: it.of(&["", "/forms/a?b=c"]).to_owned() }).collect();
            Details::Guide(Guide { steps, version: it.line() })
        }
    }
}

fn filled(kind: Kind, it: &mut Choices) -> Listing {
    let mut listing = Listing::draft("a1", kind);
    listing.details = details(kind, it);
    listing.state = if it.yes() { State::Ended } else { State::Published };
    listing.title = it.of(&["川の清掃", "<夏>祭り", "3"]).to_owned();
    listing.kana = it.of(&["", "カワノセイソウ"]).to_owned();
    listing.summary = it.line();
    listing.body = it.text();
    for lang in [Lang::JaEasy, Lang::En] {
        let variant = Variant { title: it.of(&["", "River clean-up"]).to_owned(), summary: it.line(), body: it.text() };
        if variant != Variant::default() {
            listing.variants.insert(lang, variant);
        }
    }
    listing.fields = it.some(NpoField::ALL);
    listing.tags = it.lines();
    listing.tags.dedup();
    listing.area = it.of(&["", "緑町"]).to_owned();
    listing.audience =
        Audience { text: it.text(), ages: it.maybe(|it| (u8::try_from(it.number(20)).unwrap(), 99)), groups: it.some(AudienceGroup::ALL) };
    listing.cost = Cost { free: it.maybe(Choices::yes), yen: it.maybe(|it| (u32::from(it.number(900)), 1_000)), text: it.text() };
    listing.attendance = it.maybe(|it| it.of(Attendance::ALL));
    listing.schedule = it.maybe(schedule).filter(|schedule| *schedule != Schedule::default());
    let opens = it.maybe(Choices::day);
    let apply = Apply {
        opens_on: opens,
        closes_on: opens.and_then(|day| it.maybe(|_| day + Days::new(3))),
        capacity: it.maybe(|it| u32::from(it.number(300))),
        capacity_text: it.line(),
        text: it.text(),
        url: it.maybe(Choices::url).unwrap_or_default(),
    };
    listing.apply = (apply != Apply::default()).then_some(apply);
    let at = it.maybe(|it| (34.0 + f64::from(it.number(999)) / 1_000.0, 134.5));
    let venue = Venue {
        place: None,
        name: it.line(),
        address: it.of(&["", "番町1丁目1-1", "香川県みほん市番町1 2階"]).to_owned(),
        lat: at.map(|(lat, _)| lat),
        lon: at.map(|(_, lon)| lon),
        transport: it.text(),
        parking: it.line(),
    };
    listing.venue = (venue != Venue::default()).then_some(venue);
    listing.access = it.some(Access::ALL);
    listing.access_note = it.text();
    listing.languages = it.some(SpokenLang::ALL);
    listing.organiser.name = it.of(&["川を守る会", "みほん市、緑町自治会"]).to_owned();
    listing.contact = Contact {
        name: it.line(),
        phone: it.of(&["", "087-811-6222", "839-2865（代表）"]).to_owned(),
        email: it.of(&["", "a@b.example"]).to_owned(),
        hours: it.line(),
    };
    listing.links = (0..it.number(3)).map(|_| Link { label: it.line(), url: it.url() }).collect();
    let picture =
        |_: u16| Image { src: format!("{}.webp", "0a".repeat(32)), alt: "川辺の人たち".into(), width: 640, height: 480, faint: false };
    listing.images = (0..it.number(3)).map(picture).collect();
    listing.confirmed_on = it.maybe(Choices::day);
    listing.sample = it.yes();
    listing
}

/// Exported and imported again.
fn there_and_back(listing: &Listing) -> Listing {
    let mut site = Site { municipality_code: "372013".into(), origin: "https://a.example".into(), ..Site::default() };
    site.city.ja = "みほん市".into();
    let file = csv(listing.kind(), std::slice::from_ref(listing), &site, TextEncoding::Utf8);
    let mut read = read_back(&file.bytes);
    let read = read.pop().unwrap();
    assert_eq!(read.problems, [], "{listing:#?}");
    let kept: Vec<&str> = read.listing.unread.iter().map(|cell| cell.column.as_str()).collect();
    assert!(kept.iter().all(|column| ["掲載ページ", "出典", "出典URL", "出典ライセンス"].contains(column)), "{kept:?}");
    Listing { id: listing.id.clone(), source: None, unread: Vec::new(), ..read.listing }
}

/// The rows of an exported file.
fn read_back(bytes: &[u8]) -> Vec<ReadListing> {
    let content = read_file("export.csv", bytes, Limits::default()).unwrap();
    // Even by somebody who takes it for something else.
    let context = ImportContext {
        kind: Kind::Notice,
        file: "export.csv".into(),
        source_name: "みほん市".into(),
        source_url: String::new(),
        licence: String::new(),
        reference: NaiveDate::from_ymd_opt(2026, 11, 20).unwrap(),
        state: State::Published,
        confirmed_on: None,
    };
    let (read, profiles, problems) = read_listings(&content, &[], &context);
    assert!(profiles.iter().all(|profile| profile.certain) && problems.is_empty(), "{problems:?}");
    read
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn no_fact_is_lost_on_the_way(kind in proptest::sample::select(Kind::ALL.to_vec()), choices in vec(any::<u16>(), 0..200)) {
        let listing = filled(kind, &mut Choices(choices.into_iter()));
        prop_assume!(rules::check(&listing).is_empty());
        prop_assert_eq!(there_and_back(&listing), listing);
    }
}

#[test]
fn every_kind_comes_back_as_it_was() {
    for kind in Kind::ALL {
        // The last choice of everything, and much of it; then nothing at all.
        for choices in [vec![u16::MAX; 400], (0..400).collect(), Vec::new()] {
            let listing = filled(*kind, &mut Choices(choices.into_iter()));
            assert_eq!(rules::check(&listing), []);
            assert_eq!(there_and_back(&listing), listing);
        }
    }
}

#[test]
fn a_row_that_somebody_added_in_a_spreadsheet_keeps_what_it_says() {
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    let mut exported = filled(Kind::Event, &mut Choices(Vec::new().into_iter()));
    let except = vec![day("2026-12-08")];
    let rules = vec![Recurrence::new(day("2026-12-01"), "FREQ=WEEKLY;BYDAY=TU".parse().unwrap())];
    exported.schedule = Some(Schedule { rules, except, ..Schedule::default() });
    let file = csv(Kind::Event, std::slice::from_ref(&exported), &Site::default(), TextEncoding::Utf8);
    // A spreadsheet writes the one day that is alone in its cell in its own way.
    let whole = String::from_utf8(file.bytes).unwrap().replace(",2026-12-08,", ",2026/12/8,");
    assert!(whole.contains(",2026/12/8,"), "{whole}");
    let heads: Vec<&str> = whole.trim_start_matches('\u{feff}').lines().next().unwrap().split(',').collect();
    let added = |title: &'static str, ours: &'static str| {
        let cell = |head: &&str| match *head {
            "イベント名" => title,
            "開始日" => "2026/12/5",
            "場所名称" => "駅前広場",
            "連絡先電話番号" => "087-811-6222",
            "やさしい日本語_名称" => ours,
            _ => "",
        };
        heads.iter().map(cell).collect::<Vec<_>>().join(",")
    };
    let read = read_back(format!("{whole}{}\r\n{}\r\n", added("朝市", ""), added("夕市", "ゆうがたの 市（いち）")).as_bytes());
    assert_eq!(read[0].listing.schedule, exported.schedule, "what an export wrote is read as it was");
    for (row, easy) in [(&read[1].listing, None), (&read[2].listing, Some("ゆうがたの 市（いち）"))] {
        assert_eq!(row.schedule.as_ref().and_then(Schedule::first_day), Some(day("2026-12-05")));
        assert_eq!(row.venue.as_ref().map(|venue| venue.name.as_str()), Some("駅前広場"));
        assert_eq!(row.contact.phone, "087-811-6222");
        assert_eq!(row.variants.get(&Lang::JaEasy).map(|variant| variant.title.as_str()), easy);
    }
}

#[test]
fn access_facts_stand_beside_the_note() {
    let mut listing = filled(Kind::Place, &mut Choices(Vec::new().into_iter()));
    (listing.access, listing.access_note) = (vec![Access::Elevator], "2階へは北口から".into());
    let file = csv(Kind::Place, &[listing], &Site::default(), TextEncoding::Utf8);
    assert!(String::from_utf8(file.bytes).unwrap().contains(",エレベーター有り;2階へは北口から,"));
}

#[test]
fn every_column_of_ours_is_documented() {
    let whole = std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs/api.md");
    let document = std::fs::read_to_string(whole).unwrap();
    for kind in Kind::ALL {
        for heading in own::headings(*kind) {
            assert!(document.contains(&format!("`{heading}`")), "{heading}");
        }
    }
}
