//! The importer on real files: all of them go in, nothing is lost, importing again changes nothing; and on files that are bad.
//!
//! The files under `sample/data` are open data of 高松市, 焼津市 and 神戸市 (see its `PROVENANCE.md`). Counts and spot values were taken
//! from the files by other programs.

use chrono::{NaiveDate, NaiveTime};
use engawa_app::listings::import::columns::Column;
use engawa_app::listings::import::plan::{Existing, Options, Plan, plan};
use engawa_app::listings::import::profile::Profile;
use engawa_app::listings::import::text::{fold, is_none_word, is_nothing};
use engawa_app::listings::import::{ImportContext, ReadListing, Table, detect, text};
use engawa_app::listings::{Access, AudienceGroup, Details, Kind, Listing, State, rules};
use engawa_core::Problem;
use engawa_server::listings::import::{Content, ImportError, Limits, read_file, read_listings};
use std::path::PathBuf;

fn data(path: &str) -> Vec<u8> {
    let whole = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("sample/data").join(path);
    std::fs::read(&whole).unwrap_or_else(|error| panic!("{}: {error}", whole.display()))
}

fn context(path: &str, kind: Kind, reference: &str) -> ImportContext {
    ImportContext {
        kind,
        file: path.rsplit('/').next().unwrap_or(path).to_owned(),
        source_name: path.to_owned(),
        source_url: String::new(),
        licence: "CC BY 4.0".into(),
        reference: reference.parse().unwrap(),
        state: State::Published,
        confirmed_on: None,
    }
}

/// A file, read.
struct Read {
    listings: Vec<ReadListing>,
    profiles: Vec<Profile>,
    problems: Vec<Problem>,
    content: Content,
}

impl Read {
    fn of(path: &str, kind: Kind, reference: &str) -> Self {
        let content = read_file(path, &data(path), Limits::default()).unwrap();
        let (listings, profiles, problems) = read_listings(&content, &[], &context(path, kind, reference));
        Self { listings, profiles, problems, content }
    }

    fn tables(&self) -> &[Table] {
        if let Content::Tables(tables, _) = &self.content { tables } else { &[] }
    }

    fn find(&self, title: &str) -> &Listing {
        &self.listings.iter().find(|read| read.listing.title.contains(title)).unwrap_or_else(|| panic!("{title}")).listing
    }

    fn codes(&self, title: &str) -> Vec<&str> {
        let read = self.listings.iter().find(|read| read.listing.title.contains(title)).unwrap();
        read.problems.iter().map(|problem| problem.code.as_str()).collect()
    }
}

/// Every file with its kind, the day near which it was published, and the number of its rows.
const FILES: &[(&str, Kind, &str, usize)] = &[
    ("events/takamatsu_event_list_2020-2021.csv", Kind::Event, "2020-11-20", 943),
    ("events/takamatsu_events_2024-07-10.xlsx", Kind::Event, "2024-07-10", 62),
    ("events/takamatsu_events_2025-11-11.xlsx", Kind::Event, "2025-11-11", 52),
    ("events/takamatsu_events_2026-08-11.xlsx", Kind::Event, "2026-08-11", 51),
    ("events/takamatsu_events_one_month.csv", Kind::Event, "2024-09-10", 45),
    ("events/yaizu_beach_clean_venues.csv", Kind::Event, "2025-11-01", 12),
    ("events/shirasagi_event_pages_cp932.csv", Kind::Event, "2016-09-07", 4),
    ("events/shirasagi_event-1.ics", Kind::Event, "2018-04-01", 2),
    ("events/shirasagi_event-rrule-1.ics", Kind::Event, "2018-04-01", 3),
    ("events/icaljs_recur_instances_finite.ics", Kind::Event, "2012-09-12", 1),
    ("facilities/citizen_activity_facility_2026.xlsx", Kind::Place, "2026-04-01", 4),
    ("facilities/exchange_center_2026.xlsx", Kind::Place, "2026-04-01", 1),
    ("facilities/kobe_city_offices.csv", Kind::Place, "2026-04-01", 46),
    ("facilities/kobe_culture_learning.csv", Kind::Place, "2026-04-01", 68),
    ("facilities/kobe_stations_cp932_tabs.csv", Kind::Place, "2026-04-01", 55),
    ("facilities/yaizu_community_center.csv", Kind::Place, "2026-04-01", 9),
    ("facilities/yaizu_facilities_culture.csv", Kind::Place, "2026-04-01", 6),
    ("facilities/yaizu_library.csv", Kind::Place, "2026-04-01", 11),
    ("support/kobe_support_programmes_html.csv", Kind::Programme, "2014-04-01", 72),
];

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn hour(text: &str) -> Option<NaiveTime> {
    format!("{text}:00").parse().ok()
}

#[test]
fn every_file_goes_in_whole() {
    for (path, kind, reference, rows) in FILES {
        let read = Read::of(path, *kind, reference);
        assert_eq!(read.listings.len(), *rows, "{path}");
        assert!(read.listings.iter().all(|it| it.listing.kind() == *kind && !it.listing.title.is_empty()), "{path}");
        // All but the list of venues, which has no titles, are layouts that need no confirmation.
        let guessed = path.contains("yaizu_beach");
        assert!(read.profiles.iter().all(|profile| profile.certain != guessed && profile.missing().is_empty()), "{path}: {:?}", read.profiles);
    }
}

#[test]
fn what_was_read_may_be_stored() {
    for (path, kind, reference, _) in FILES {
        for read in Read::of(path, *kind, reference).listings {
            let mut listing = read.listing;
            listing.id = "a1".into();
            assert_eq!(rules::check(&listing), [], "{path}: {}", listing.title);
        }
    }
}

/// All texts of a listing, folded.
fn texts(listing: &Listing) -> String {
    fn collect(value: &serde_json::Value, out: &mut String) {
        match value {
            serde_json::Value::String(text) => {
                out.push_str(&fold(text));
                out.push('\n');
            }
            serde_json::Value::Array(items) => items.iter().for_each(|item| collect(item, out)),
            serde_json::Value::Object(map) => map.values().for_each(|item| collect(item, out)),
            _ => {}
        }
    }
    let mut out = String::new();
    collect(&serde_json::to_value(listing).unwrap(), &mut out);
    out
}

/// Whether what a cell says is in the listing: as text, as degrees, or in its parts.
fn is_kept(listing: &Listing, kept: &str, column: Column, cell: &str) -> bool {
    let folded = fold(cell);
    let degrees = |value: Option<f64>| value.is_some_and(|value| cell.trim().parse::<f64>() == Ok(value));
    let venue = listing.venue.clone().unwrap_or_default();
    let by_type = match column {
        Column::Lat => degrees(venue.lat),
        Column::Lon => degrees(venue.lon),
        Column::Capacity => listing.apply.as_ref().is_some_and(|apply| apply.capacity.is_some_and(|number| cell.trim() == number.to_string())),
        Column::ApplyEnd | Column::ApplyStart => listing.apply.as_ref().is_some_and(|apply| apply.opens_on.or(apply.closes_on).is_some()),
        Column::Weekdays => listing.schedule.as_ref().is_some_and(|schedule| !schedule.sessions.is_empty() || !schedule.rules.is_empty()),
        Column::PublishState => matches!(folded.as_str(), "公開" | "非公開"),
        // A running number, a heading beside its content, and columns that a known layout leaves out.
        Column::Sequence | Column::Heading | Column::Ignore => true,
        _ => false,
    };
    let in_parts = || {
        let plain = fold(&text::strip_html(cell).replace("（代）", ""));
        let plain = plain.replace("(開館時間)", "\u{1}").replace("(休館日)", "\u{1}").replace("(利用時間)", "\u{1}");
        let list = matches!(column, Column::Category | Column::Tags);
        let lines = column == Column::Url && cell.lines().all(|line| kept.contains(&fold(line)));
        lines || plain.split(|c| c == '\u{1}' || (list && c == '/')).all(|part| kept.contains(part))
    };
    by_type || is_none_word(cell) || kept.contains(&folded) || in_parts()
}

#[test]
fn no_cell_is_lost() {
    for (path, kind, reference, _) in FILES {
        let read = Read::of(path, *kind, reference);
        let mut listings = read.listings.iter();
        for (table, profile) in read.tables().iter().zip(&read.profiles) {
            let columns = profile.columns_of(table);
            for row in &table.rows {
                let listing = &listings.next().unwrap().listing;
                let kept = texts(listing);
                for (at, column) in columns.iter().enumerate() {
                    let cell = row.text(at);
                    assert!(
                        is_nothing(&cell) || is_kept(listing, &kept, *column, &cell),
                        "{path} {}: {cell:?} as {column:?} is not in {listing:#?}",
                        table.place(at, row.number)
                    );
                }
            }
        }
    }
}

#[test]
fn importing_again_changes_nothing() {
    let id = |source: &str, key: &str| {
        format!("{:x}", source.len() * 31 + key.bytes().map(usize::from).sum::<usize>())
            + &key.chars().filter(char::is_ascii_alphanumeric).take(20).collect::<String>()
    };
    for (path, kind, reference, rows) in FILES {
        let options = Options { today: day(reference), whole_source: true };
        let first = plan(&[], &[], Read::of(path, *kind, reference).listings, id, options);
        assert_eq!((first.create.len(), first.update.len()), (*rows, 0), "{path}");
        let there: Vec<Existing> =
            first.create.iter().map(|planned| Existing::of(planned.listing.clone(), Some(planned.fingerprint.clone()))).collect();
        let again: Plan = plan(&there, &[], Read::of(path, *kind, reference).listings, id, options);
        assert!(again.is_empty(), "{path}");
        assert_eq!(again.unchanged.len(), *rows, "{path}");
        // Without a kept fingerprint the listing itself tells.
        let there: Vec<Existing> = there.into_iter().map(|it| Existing { fingerprint: None, ..it }).collect();
        assert!(plan(&there, &[], Read::of(path, *kind, reference).listings, id, options).is_empty(), "{path}");
    }
}

#[test]
fn the_yearly_list_of_takamatsu() {
    let read = Read::of("events/takamatsu_event_list_2020-2021.csv", Kind::Event, "2020-11-20");
    let table = &read.tables()[0];
    assert_eq!((table.header_row, table.rows.len(), read.profiles[0].name.as_str()), (7, 943, "takamatsu_event_list"));
    assert!(table.metadata.contains(&("attribution_name".into(), "高松市".into())));
    let first = &read.listings[0];
    assert_eq!(first.key, "372013-0001");
    let listing = &first.listing;
    assert_eq!((listing.title.as_str(), listing.organiser.name.as_str()), ("今昔まちあるきツアー", "(公財)高松観光コンベンション・ビューロー"));
    let venue = listing.venue.as_ref().unwrap();
    assert_eq!((venue.name.as_str(), venue.address.as_str()), ("商店街周辺", "香川県高松市ことでん瓦町駅～ことでん高松築港駅"));
    let session = &listing.schedule.as_ref().unwrap().sessions[0];
    assert_eq!((session.on, session.until, session.starts, session.ends), (day("2020-05-16"), Some(day("2020-05-23")), hour("09:30"), hour("12:00")));
    assert!(listing.body.contains("参加料金：\\1,500\n集合場所"));
    assert_eq!(listing.source.as_ref().unwrap().row, 10);
    let cases = read.find("第16回小学生英語暗唱大会").venue.as_ref().unwrap();
    assert_eq!(cases.address, "香川県高松市番町1丁目11-63");
    let keys: std::collections::HashSet<&str> = read.listings.iter().map(|read| read.key.as_str()).collect();
    assert_eq!(keys.len(), 943);
    let dated = read.listings.iter().filter(|read| read.listing.schedule.as_ref().is_some_and(|schedule| schedule.first_day().is_some())).count();
    assert_eq!(dated, 943);
}

#[test]
fn the_monthly_workbooks_of_takamatsu() {
    let read = Read::of("events/takamatsu_events_2024-07-10.xlsx", Kind::Event, "2024-07-10");
    assert_eq!(read.profiles[0].name, "takamatsu_monthly_events");
    let listing = read.find("緑を学び楽しむ教室");
    assert_eq!(listing.cost.yen, Some((500, 500)));
    let apply = listing.apply.as_ref().unwrap();
    assert_eq!(
        (apply.capacity, apply.capacity_text.as_str(), apply.opens_on, apply.closes_on),
        (Some(30), "申込先着\n30名", Some(day("2024-06-05")), None)
    );
    let session = &listing.schedule.as_ref().unwrap().sessions[0];
    assert_eq!((session.on, session.starts, session.ends), (day("2024-07-10"), hour("10:30"), hour("12:30")));
    assert_eq!(listing.contact.phone, "087-812-7534");
    assert_eq!(listing.venue.as_ref().unwrap().lat, Some(34.338_649_82));
    let magic = read.find("マジック入門講座");
    assert_eq!(
        (magic.audience.groups.as_slice(), magic.cost.free, magic.cost.yen),
        ([AudienceGroup::Child, AudienceGroup::Family].as_slice(), Some(false), Some((500, 500)))
    );
    // A date that Excel knows as a date.
    let election = read.find("子育て世代への選挙啓発");
    assert_eq!(election.schedule.as_ref().unwrap().first_day(), Some(day("2024-07-13")));
    // Two places in one cell are not a point.
    let liver = read.find("肝臓週間");
    assert_eq!((liver.venue.as_ref().unwrap().lat, liver.venue.as_ref().unwrap().name.as_str()), (None, "①保健所 ②保健センター"));
    assert!(read.codes("肝臓週間").contains(&"coordinates_several"));
    assert!(liver.unread.iter().any(|cell| cell.column == "緯度" && cell.text.contains("②34.33")));
    // Names and two numbers in the cell of the phone.
    let football = read.find("プロスポーツを応援！ （カマタマーレ讃岐）");
    assert_eq!(
        (football.contact.phone.as_str(), football.links[0].label.as_str(), football.links[0].url.as_str()),
        ("087-887-3280", "カマタマーレ讃岐オフィシャルサイト", "https://www.kamatamare.jp/")
    );
    let talk = read.find("市長まちかどトーク");
    assert!(talk.schedule.as_ref().unwrap().first_day().is_none());
    assert_eq!(talk.apply.as_ref().unwrap().capacity, None);
    let later = Read::of("events/takamatsu_events_2026-08-11.xlsx", Kind::Event, "2026-08-11");
    let hybrid = later.listings.iter().find(|read| read.listing.title.contains("瓦町健康ステーション講座")).unwrap();
    assert_eq!(hybrid.listing.attendance, Some(engawa_app::listings::Attendance::Hybrid));
    assert_eq!(hybrid.listing.apply.as_ref().unwrap().capacity, Some(36));
    // The same talk every month is one listing: running numbers are no identity.
    let before = talk.source.as_ref().unwrap().key.clone();
    assert!(Read::of("events/takamatsu_events_2025-11-11.xlsx", Kind::Event, "2025-11-11").listings.iter().any(|read| read.key == before));
}

#[test]
fn other_events() {
    let beach = Read::of("events/yaizu_beach_clean_venues.csv", Kind::Event, "2025-11-01");
    let first = beach.find("浜当目海岸");
    let session = &first.schedule.as_ref().unwrap().sessions[0];
    assert_eq!((session.on, session.starts, session.ends), (day("2025-11-16"), hour("08:30"), hour("09:30")));
    assert_eq!(first.venue.as_ref().unwrap().name, "浜当目海岸カメトイレ前");
    assert!(first.body.contains("■持ち物\nごみばさみ"));
    assert!(beach.codes("緑色のテラス").contains(&"maybe_cancelled"));
    let pages = Read::of("events/shirasagi_event_pages_cp932.csv", Kind::Event, "2016-09-07");
    assert_eq!(
        pages.listings.iter().map(|read| read.listing.state).collect::<Vec<_>>(),
        [State::Draft, State::Published, State::Published, State::Published]
    );
    assert_eq!(pages.listings[0].key, "page1.html");
    let first = &pages.listings[0].listing;
    assert_eq!(first.apply.as_ref().unwrap().closes_on, Some(day("2016-08-13")));
    assert_eq!(first.schedule.as_ref().unwrap().sessions[0].until, Some(day("2016-09-27")));
}

#[test]
fn calendars() {
    let read = Read::of("events/shirasagi_event-1.ics", Kind::Event, "2018-04-01");
    let camp = read.find("Python 夏休み集中キャンプ");
    let session = &camp.schedule.as_ref().unwrap().sessions[0];
    assert_eq!((session.on, session.until), (day("2018-08-27"), Some(day("2018-08-31"))));
    assert_eq!((camp.cost.yen, camp.contact.name.as_str()), (Some((2000, 2000)), "Python 普及委員会"));
    assert!(matches!(&camp.details, Details::Event(event) if event.event_type == "文化・芸術、講演・講座"));
    assert_eq!(camp.body, "夏休み最後の週に Python の集中キャンプを実施します。");
    assert_eq!(camp.links.len(), 2);
    let many = read.find("SUMMARY-");
    assert_eq!(many.schedule.as_ref().unwrap().sessions.len(), 15);
    let rules = Read::of("events/shirasagi_event-rrule-1.ics", Kind::Event, "2018-04-01");
    let count = |title: &str| rules.find(title).schedule.as_ref().unwrap().occurrences(day("2018-08-01"), day("2018-12-31"), 999).len();
    assert_eq!((count("event 1"), count("event 2"), count("event 3")), (5, 6, 127));
    // Ten o'clock on the first Tuesdays in Los Angeles is two o'clock on Wednesdays in Japan, three in winter.
    let american = Read::of("events/icaljs_recur_instances_finite.ics", Kind::Event, "2012-09-12");
    let sessions: Vec<(String, Option<NaiveTime>)> =
        american.listings[0].listing.schedule.as_ref().unwrap().sessions.iter().map(|session| (session.on.to_string(), session.starts)).collect();
    assert_eq!(
        sessions,
        [
            ("2012-10-03".to_owned(), hour("02:00")),
            ("2012-11-06".to_owned(), hour("03:00")),
            ("2012-11-07".to_owned(), hour("03:00")),
            ("2012-11-11".to_owned(), hour("03:00")),
            ("2012-12-05".to_owned(), hour("03:00"))
        ]
    );
    assert!(!serde_json::to_string(&american.listings[0].listing).unwrap().contains("mozilla"));
}

#[test]
fn facilities() {
    let read = Read::of("facilities/exchange_center_2026.xlsx", Kind::Place, "2026-04-01");
    assert!(read.problems.iter().any(|problem| problem.code == "sheet_is_example" && problem.path == "入力例"));
    let centre = &read.listings[0].listing;
    assert_eq!((centre.title.as_str(), centre.kana.as_str()), ("高松市仏生山交流センター", "タカマツシブッショウザンコウリュウセンター"));
    assert!(matches!(&centre.details, Details::Place(place) if place.hours.starts_with("月火水木金土日 9:00～17:00\n年末年始")));
    assert!(centre.body.contains("ふらっと仏生山"));
    let kobe = Read::of("facilities/kobe_city_offices.csv", Kind::Place, "2026-04-01");
    let hall = kobe.find("神戸市役所");
    assert_eq!((hall.contact.phone.as_str(), hall.area.as_str()), ("078-331-8181", "中央区"));
    assert_eq!(hall.venue.as_ref().unwrap().address, "〒650-8570 中央区加納町6-5-1");
    assert!(matches!(&hall.details, Details::Place(place) if place.place_type == "市役所・区役所"));
    assert_eq!(kobe.listings[0].key, "1");
    let stations = Read::of("facilities/kobe_stations_cp932_tabs.csv", Kind::Place, "2026-04-01");
    assert!(stations.listings.iter().any(|read| read.listing.title == "ＪＲ三ノ宮駅" && read.key == "249"));
    let yaizu = Read::of("facilities/yaizu_community_center.csv", Kind::Place, "2026-04-01");
    let harbour = yaizu.find("港地域交流センター");
    assert!(matches!(&harbour.details, Details::Place(place) if place.hours == "9:00～21:30" && place.closed == "月曜日"));
    assert_eq!((yaizu.listings[0].key.as_str(), harbour.organiser.name.as_str()), ("222127-10947", "生きがい・交流政策課"));
    let activity = Read::of("facilities/citizen_activity_facility_2026.xlsx", Kind::Place, "2026-04-01");
    assert_eq!(activity.find("高松市市民活動センター").links[0].url, "https://www.flat-takamatsu.net/");
}

#[test]
fn support_programmes() {
    let read = Read::of("support/kobe_support_programmes_html.csv", Kind::Programme, "2014-04-01");
    let centre = read.find("神戸こども初期急病センター");
    assert_eq!(centre.source.as_ref().unwrap().key, "syoki-kyubyo-center");
    assert_eq!(centre.audience.text, "15歳未満の急な内科系疾患のお子さん");
    assert!(matches!(&centre.details, Details::Programme(programme) if programme.eligible == "15歳未満の急な内科系疾患のお子さん"));
    assert!(centre.body.contains("休日・夜間365日診察を行います。\n月曜日から金曜日"));
    assert_eq!((centre.links.len(), centre.links[0].label.as_str()), (2, "神戸こども初期急病センター（外部サイト）"));
    assert_eq!(centre.tags, ["病院・救急", "妊娠出産・子育てに関する病院と救急連絡先"]);
    let all = read.listings.iter().map(|read| serde_json::to_string(&read.listing).unwrap()).collect::<String>();
    for tag in ["<br", "<p>", "</p>", "<li>", "</a>", "<ul>"] {
        assert!(!all.contains(tag), "{tag}");
    }
}

#[test]
fn damaged_workbooks_are_refused() {
    let whole = data("facilities/exchange_center_2026.xlsx");
    for end in (0..whole.len() - 1).step_by(211) {
        let cut = whole.get(..end).unwrap();
        assert!(read_file("a.xlsx", cut, Limits::default()).is_err(), "cut at {end}");
    }
    // Any byte may be wrong: an error or another content, never a panic.
    for at in (0..whole.len()).step_by(149) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x5A;
        let _ = read_file("a.xlsx", &bytes, Limits::default());
    }
    let small = Limits { unpacked: 1_000, ..Limits::default() };
    assert_eq!(read_file("a.xlsx", &whole, small), Err(ImportError::TooLarge(1_000)));
}

#[test]
fn other_bad_files_are_refused() {
    let read = |name: &str, bytes: &[u8]| read_file(name, bytes, Limits::default());
    assert_eq!(read("a.csv", b" \r\n"), Err(ImportError::Empty("a.csv".into())));
    assert_eq!(read("a.xlsx", b"a,b\n1,2\n").map_err(|error| error.problem().code), Err("broken_file".into()));
    assert_eq!(read("a.xls", b"\xD0\xCF\x11\xE0\xA1\xB1").map_err(|error| error.problem().code), Err("unsupported_file".into()));
    assert_eq!(read("a.csv", b"%PDF-1.7").map_err(|error| error.problem().code), Err("unsupported_file".into()));
    assert_eq!(read("a.csv", b"a,b\n1,\xFF\xFF\n"), Err(ImportError::UnknownEncoding { place: "a.csv:2".into() }));
    let wide = format!("{}\n{}\n", vec!["x"; 1_000].join(","), vec!["y"; 1_000].join(","));
    assert_eq!(read("a.csv", wide.as_bytes()), Err(ImportError::TooManyColumns { place: "a.csv:1".into(), limit: 500 }));
    let long = "a,b\n".repeat(100_001);
    assert!(matches!(read("a.csv", long.as_bytes()), Err(ImportError::TooManyRows { limit: 100_000, .. })));
    let large = Limits { bytes: 1_000, ..Limits::default() };
    assert_eq!(read_file("a.csv", &vec![b'a'; 1_001], large), Err(ImportError::TooLarge(1_000)));
}

#[test]
fn bad_cells_are_told_and_kept() {
    let csv = "行事名,開催日,場所名称,料金,URL,緯度,経度,TEL\n\
        <script>alert(1)</script>夏祭り,2026年2月30日,公園,無料,javascript:alert(1),134.05,34.34,839-2865\n\
        =HYPERLINK(\"x\"),2026年8月1日,=1+1,@SUM(A1),なし,0,0,-\n\
        ,2026年8月2日,公園,500円,,,,\n";
    let content = read_file("a.csv", csv.as_bytes(), Limits::default()).unwrap();
    let (listings, _, _) = read_listings(&content, &[], &context("a.csv", Kind::Event, "2026-07-01"));
    assert_eq!(listings.len(), 3);
    let codes = |at: usize| listings[at].problems.iter().map(|problem| format!("{} {}", problem.path, problem.code)).collect::<Vec<_>>();
    let first = &listings[0].listing;
    // Marks are marks: pages show them, nothing runs them.
    assert_eq!(first.title, "<script>alert(1)</script>夏祭り");
    assert!(first.links.is_empty() && first.schedule.as_ref().unwrap().first_day().is_none());
    assert_eq!(first.venue.as_ref().unwrap().lat, Some(34.34));
    for code in ["a.csv!B2 no_such_day", "a.csv!E2 url_unclear", "a.csv!F2 coordinates_swapped", "a.csv!H2 phone_unclear"] {
        assert!(codes(0).contains(&code.to_owned()), "{code} in {:?}", codes(0));
    }
    assert!(first.unread.iter().any(|cell| cell.column == "TEL" && cell.text == "839-2865"));
    let second = &listings[1].listing;
    assert_eq!(
        (second.title.as_str(), second.cost.text.as_str(), second.venue.as_ref().unwrap().name.as_str()),
        ("=HYPERLINK(\"x\")", "@SUM(A1)", "=1+1")
    );
    assert!(codes(1).contains(&"a.csv!F3 coordinates_absurd".to_owned()));
    assert!(codes(2).contains(&"a.csv!4 no_title".to_owned()));
    let access = engawa_app::listings::import::read_place::access_facts("多目的トイレ有り;スロープ有り");
    assert_eq!(access, [Access::AccessibleToilet, Access::StepFree]);
}

#[test]
fn formulas_in_workbooks_keep_their_value() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("行事").unwrap();
    for (column, name) in ["№", "行事名", "開催日", "定員"].iter().enumerate() {
        sheet.write_string(2, u16::try_from(column).unwrap(), *name).unwrap();
    }
    sheet.merge_range(0, 0, 0, 3, "令和8年度 行事一覧", &rust_xlsxwriter::Format::new()).unwrap();
    sheet.write_formula(3, 0, rust_xlsxwriter::Formula::new("=1+0").set_result("1")).unwrap();
    sheet.write_string(3, 1, "夏祭り").unwrap();
    sheet.write_string(3, 2, "2026年8月1日").unwrap();
    sheet.write_formula(3, 3, rust_xlsxwriter::Formula::new("=10*3").set_result("30")).unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let content = read_file("a.xlsx", &bytes, Limits::default()).unwrap();
    let (listings, _, _) = read_listings(&content, &[], &context("a.xlsx", Kind::Event, "2026-07-01"));
    assert_eq!((listings.len(), listings[0].listing.apply.as_ref().unwrap().capacity), (1, Some(30)));
    assert!(listings[0].problems.iter().any(|problem| problem.path == "行事!D4" && problem.code == "formula_value_used"));
    assert_eq!(listings[0].listing.source.as_ref().unwrap().row, 4);
}

#[test]
fn an_export_can_be_imported_again() {
    use engawa_server::listings::export::opendata::{TextEncoding, csv};
    let site = engawa_app::site::Site { municipality_code: "372013".into(), origin: "https://a.example".into(), ..Default::default() };
    for path in ["events/takamatsu_events_2026-08-11.xlsx", "facilities/yaizu_library.csv", "support/kobe_support_programmes_html.csv"] {
        let (_, kind, reference, rows) = FILES.iter().find(|(file, ..)| *file == path).unwrap();
        let originals: Vec<Listing> = Read::of(path, *kind, reference)
            .listings
            .into_iter()
            .zip(1..)
            .map(|(read, number)| Listing { id: format!("id-{number}"), ..read.listing })
            .collect();
        for encoding in [TextEncoding::Utf8, TextEncoding::Cp932] {
            let file = csv(*kind, &originals, &site, encoding);
            let content = read_file("export.csv", &file.bytes, Limits::default()).unwrap();
            let (listings, profiles, _) = read_listings(&content, &[], &context("export.csv", *kind, reference));
            assert_eq!((listings.len(), listings[0].key.as_str()), (*rows, "372013-id-1"), "{path}");
            assert_eq!(profiles[0].kind, *kind);
            for (original, back) in originals.iter().zip(&listings) {
                assert_eq!(original.venue.as_ref().map(|venue| venue.lat), back.listing.venue.as_ref().map(|venue| venue.lat));
                if encoding == TextEncoding::Utf8 {
                    assert_eq!((&original.title, &original.contact.phone), (&back.listing.title, &back.listing.contact.phone));
                }
            }
        }
    }
}

#[test]
fn a_saved_profile_is_used() {
    let path = "events/yaizu_beach_clean_venues.csv";
    let read = Read::of(path, Kind::Event, "2025-11-01");
    let mut profile = detect::detect(Some(Kind::Event), &read.tables()[0]);
    profile.title_pattern = "海岸清掃（{}）".into();
    let (listings, used, _) = read_listings(&read.content, &[profile], &context(path, Kind::Event, "2025-11-01"));
    assert_eq!(listings[0].listing.title, "海岸清掃（浜当目海岸）");
    assert_eq!(used.len(), 1);
}
