//! Listings as CSV in the columns of the national data sets (推奨データセット イベント一覧 and 公共施設一覧); other kinds in a layout of the same
//! style. What the standard has no column for, or says less exactly, stands behind its columns, so that programs that count columns go on
//! working.
//!
//! UTF-8 with a byte order mark, so that spreadsheets show it right, or CP932 for those that cannot do otherwise. Invariant: the file can be
//! imported again by `engawa_app::listings::import` without asking anybody, and gives the same facts.

mod columns;

use crate::listings::import::encoding::{cp932_has, reference};
use columns::{columns, prefecture};
use encoding_rs::SHIFT_JIS;
use engawa_app::listings::import::own;
use engawa_app::listings::import::report::csv_line;
use engawa_app::listings::{Access, Attendance, Details, Kind, Listing, NpoField};
use engawa_app::site::Site;
use engawa_core::Lang;
use engawa_core::time::Schedule;
use std::collections::HashSet;

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextEncoding {
    /// With a byte order mark.
    Utf8,
    /// `Shift_JIS` as Windows writes it.
    Cp932,
}

/// A file to be given away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CsvFile {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Where it holds numeric references (`&#128512;`) for characters that CP932 does not have.
    pub replaced: Vec<Replaced>,
}

/// A cell with characters that CP932 does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replaced {
    /// Its row, counted from 1 as a spreadsheet does.
    pub row: usize,
    /// The heading of its column.
    pub column: &'static str,
    /// These characters, each once.
    pub characters: String,
}

impl CsvFile {
    /// What was replaced, a cell a line, for the console.
    pub fn told(&self) -> String {
        let line = |it: &Replaced| {
            let signs = it.characters.chars().map(|c| format!("{c} as {}", reference(c))).collect::<Vec<_>>().join(", ");
            format!("row {}, {}: not in CP932, written as a reference: {signs}\n", it.row, it.column)
        };
        self.replaced.iter().map(line).collect()
    }
}

/// The public listings of one kind.
pub fn csv(kind: Kind, listings: &[Listing], site: &Site, encoding: TextEncoding) -> CsvFile {
    let columns = columns(kind);
    let ours: HashSet<&str> = own::headings(kind).collect();
    let mut text = csv_line(&columns.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
    let mut replaced = Vec::new();
    // The headings are row 1.
    for (row, listing) in (2..).zip(listings.iter().filter(|listing| listing.kind() == kind && listing.is_public())) {
        let written = |column: &&'static str| {
            let exact = if ours.contains(column) { own::cell(listing, column, &site.origin) } else { None };
            exact.unwrap_or_else(|| cell(listing, site, column))
        };
        let cells: Vec<String> = columns.iter().map(written).collect();
        if encoding == TextEncoding::Cp932 {
            let lacks = columns.iter().zip(&cells).map(|(&column, cell)| Replaced { row, column, characters: lacking(cell) });
            replaced.extend(lacks.filter(|it| !it.characters.is_empty()));
        }
        text.push_str(&csv_line(&cells));
    }
    CsvFile { bytes: encode(&text, encoding), replaced }
}

fn cell(listing: &Listing, site: &Site, column: &str) -> String {
    let venue = listing.venue.clone().unwrap_or_default();
    let apply = listing.apply.clone().unwrap_or_default();
    let schedule = listing.schedule.clone().unwrap_or_default();
    let source = listing.source.clone().unwrap_or_default();
    let degrees = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
    let date = |value: Option<chrono::NaiveDate>| value.map(|value| value.to_string()).unwrap_or_default();
    match column {
        "都道府県コード又は市区町村コード" => site.municipality_code.clone(),
        "NO" => listing.id.clone(),
        "都道府県名" => prefecture(&site.municipality_code).to_owned(),
        "市区町村名" => site.city.ja.clone(),
        "イベント名" | "名称" => listing.title.clone(),
        "イベント名_カナ" | "名称_カナ" => listing.kana.clone(),
        "イベント名_英語" | "名称_英語" => listing.variants.get(&Lang::En).map(|variant| variant.title.clone()).unwrap_or_default(),
        "概要" => listing.summary.clone(),
        "説明" => description(listing),
        "開始日" => date(schedule.first_day()),
        "終了日" => date(schedule.last_day()),
        "開始時間" => hours(&schedule).0,
        "終了時間" => hours(&schedule).1,
        "開始日時特記事項" | "日時説明" => schedule.text,
        "料金(基本)" => match (listing.cost.free, listing.cost.yen) {
            (Some(true), _) => "0".to_owned(),
            (_, Some((_, high))) => high.to_string(),
            _ => String::new(),
        },
        "料金(詳細)" => listing.cost.text.clone(),
        "連絡先名称" => listing.contact.name.clone(),
        "連絡先電話番号" | "電話番号" => listing.contact.phone.clone(),
        "連絡先メールアドレス" => listing.contact.email.clone(),
        "主催者" | "団体名" => listing.organiser.name.clone(),
        "場所名称" => venue.name,
        "住所" => venue.address,
        "緯度" => degrees(venue.lat),
        "経度" => degrees(venue.lon),
        "アクセス方法" => venue.transport,
        "駐車場情報" => venue.parking,
        "定員" => {
            if apply.capacity_text.is_empty() {
                apply.capacity.map(|number| number.to_string()).unwrap_or_default()
            } else {
                apply.capacity_text
            }
        }
        "申込開始日" => date(apply.opens_on),
        "参加申込終了日" | "申込終了日" => date(apply.closes_on),
        "参加申込方法" | "申込方法" => apply.text,
        "申込URL" => apply.url,
        "URL" => listing.links.first().map(|link| link.url.clone()).unwrap_or_default(),
        "対象" => listing.audience.text.clone(),
        "キーワード" => listing.tags.join(";"),
        "活動分野" => fields(&listing.fields),
        "地区" => listing.area.clone(),
        "バリアフリー情報" => {
            [access(&listing.access), listing.access_note.clone()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(";")
        }
        "開催形式" => attendance(listing.attendance).to_owned(),
        "掲載ページ" => super::page(&site.origin, listing),
        "確認日" => date(listing.confirmed_on),
        "出典" => source.name,
        "出典URL" => source.url,
        "出典ライセンス" => source.licence,
        _ => own_fact(&listing.details, column),
    }
}

/// Columns of one kind.
fn own_fact(details: &Details, column: &str) -> String {
    let number = |value: Option<u32>| value.map(|value| value.to_string()).unwrap_or_default();
    match (details, column) {
        (Details::Group(group), "代表者") => group.representative.clone(),
        (Details::Group(group), "設立年") => group.founded.map(|year| year.to_string()).unwrap_or_default(),
        (Details::Group(group), "会員数") => number(group.members),
        (Details::Group(group), "活動日") => group.activity_days.clone(),
        (Details::Group(group), "会費") => group.fee.clone(),
        (Details::Course(course), "講師") => course.lecturer.clone(),
        (Details::Place(place), "利用可能日時特記事項") => place.hours.clone(),
        (Details::Place(place), "休館日") => place.closed.clone(),
        (Details::Place(place), "利用資格") => place.eligible.clone(),
        (Details::Place(place), "設備情報") => place.equipment.join(";"),
        (Details::Place(place), "収容人数") => number(place.capacity),
        (Details::Place(place), "備考") => place.place_type.clone(),
        (Details::Programme(programme), "利用条件") => programme.eligible.clone(),
        (Details::Programme(programme), "制度所管組織") => programme.provider.clone(),
        (Details::Programme(programme), "補助率") => programme.rate.clone(),
        (Details::Programme(programme), "給付上限額") => programme.amount_max_yen.map(|yen| yen.to_string()).unwrap_or_default(),
        _ => String::new(),
    }
}

fn description(listing: &Listing) -> String {
    match (listing.summary.is_empty(), listing.body.is_empty(), listing.kind()) {
        // Their layout has no column for the summary.
        (false, true, Kind::Event | Kind::Place) => listing.summary.clone(),
        (false, false, Kind::Event | Kind::Place) => format!("{}\n\n{}", listing.summary, listing.body),
        _ => listing.body.clone(),
    }
}

/// The hours, where all sessions and rules have the same.
fn hours(schedule: &Schedule) -> (String, String) {
    let sessions = schedule.sessions.iter().map(|session| (session.starts, session.ends));
    let mut all = sessions.chain(schedule.rules.iter().map(|rule| (rule.starts, rule.ends)));
    let show = |time: Option<chrono::NaiveTime>| time.map(|time| time.format("%H:%M").to_string()).unwrap_or_default();
    match all.next() {
        Some((starts, ends)) if all.all(|other| other == (starts, ends)) => (show(starts), show(ends)),
        _ => <(String, String)>::default(),
    }
}

/// Fields of activity by their numbers in the law (特定非営利活動促進法 別表).
fn fields(fields: &[NpoField]) -> String {
    fields.iter().map(|field| (field.index() + 1).to_string()).collect::<Vec<_>>().join("、")
}

fn attendance(attendance: Option<Attendance>) -> &'static str {
    match attendance {
        None => "",
        Some(Attendance::InPerson) => "会場",
        Some(Attendance::Online) => "オンライン",
        Some(Attendance::Hybrid) => "会場とオンラインの併用",
    }
}

/// Facts in the words of the standard's example: `多目的トイレ有り;スロープ有り`.
fn access(facts: &[Access]) -> String {
    let word = |fact: &Access| match fact {
        Access::Wheelchair => "車椅子利用可",
        Access::AccessibleToilet => "多目的トイレ有り",
        Access::Elevator => "エレベーター有り",
        Access::StepFree => "スロープ有り",
        Access::ParkingAccessible => "障害者用駐車場有り",
        Access::SignLanguage => "手話有り",
        Access::Captions => "字幕有り",
        Access::HearingLoop => "磁気ループ有り",
        Access::Braille => "点字有り",
        Access::AssistanceDog => "補助犬可",
        Access::QuietSpace => "静養室有り",
        Access::Childcare => "託児有り",
        Access::Stroller => "ベビーカー可",
    };
    facts.iter().map(word).collect::<Vec<_>>().join(";")
}

/// The bytes of a text. What CP932 does not have becomes a numeric reference, which an import of a CP932 file reads back.
fn encode(text: &str, encoding: TextEncoding) -> Vec<u8> {
    if encoding == TextEncoding::Utf8 {
        return [b"\xEF\xBB\xBF", text.as_bytes()].concat();
    }
    let mut whole = String::with_capacity(text.len());
    let mut chars = text.chars().map(neighbour).peekable();
    while let Some(c) = chars.next() {
        // What looks like a reference already is none.
        if !cp932_has(c) || (c == '&' && chars.peek() == Some(&'#')) {
            whole.push_str(&reference(c));
        } else {
            whole.push(c);
        }
    }
    SHIFT_JIS.encode(&whole).0.into_owned()
}

/// The characters of a cell that CP932 does not have, each once.
fn lacking(cell: &str) -> String {
    let mut found = String::new();
    for c in cell.chars().filter(|c| !cp932_has(neighbour(*c))) {
        if !found.contains(c) {
            found.push(c);
        }
    }
    found
}

/// Characters for which Windows has the neighbour.
fn neighbour(c: char) -> char {
    match c {
        '〜' => '～',
        '—' => '―',
        '−' => '－',
        '‖' => '∥',
        '\u{A0}' => ' ',
        '¥' => '￥',
        '‾' => '￣',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use engawa_app::listings::State;
    use engawa_app::listings::import::header;

    fn site() -> Site {
        let mut site = Site { municipality_code: "372013".into(), origin: "https://a.example".into(), ..Site::default() };
        site.city.ja = "みほん市".into();
        site
    }

    fn event(title: &str) -> Listing {
        let mut listing = Listing::draft("a1", Kind::Event);
        listing.state = State::Published;
        listing.title = title.into();
        listing
    }

    #[test]
    fn columns_stand_in_the_order_of_the_standard() {
        let file =
            csv(Kind::Event, &[event("=祭り"), Listing::draft("b2", Kind::Event), Listing::draft("c3", Kind::Place)], &site(), TextEncoding::Utf8);
        let text = String::from_utf8(file.bytes).unwrap();
        assert!(text.starts_with(
            "\u{FEFF}都道府県コード又は市区町村コード,NO,都道府県名,市区町村名,イベント名,イベント名_カナ,イベント名_英語,開始日,終了日,開始時間"
        ));
        assert!(text.contains("\r\n372013,a1,香川県,みほん市,'=祭り,"));
        assert_eq!(text.lines().count(), 2);
    }

    #[test]
    fn what_cp932_lacks_is_told_and_comes_back() {
        let mut other = event("昼");
        other.organiser.name = "🎵の会 & 🎵 &#127925;".into();
        let file = csv(Kind::Event, &[event("夏〜祭り😀—髙"), other.clone()], &site(), TextEncoding::Cp932);
        let cells: Vec<_> = file.replaced.iter().map(|it| (it.row, it.column, it.characters.as_str())).collect();
        assert_eq!(cells, [(2, "イベント名", "😀"), (3, "主催者", "🎵")]);
        assert_eq!(file.told().lines().next(), Some("row 2, イベント名: not in CP932, written as a reference: 😀 as &#128512;"));
        assert!(SHIFT_JIS.decode(&file.bytes).0.contains(",夏～祭り&#128512;―髙,"));
        let sheet = crate::listings::import::csv_file::read("a.csv", &file.bytes, crate::listings::import::Limits::default()).unwrap();
        let table = header::table(sheet).unwrap();
        let at = |name: &str| table.columns.iter().position(|column| column == name).unwrap();
        assert_eq!(table.rows[0].text(at("イベント名")), "夏～祭り😀―髙");
        assert_eq!(table.rows[1].text(at("主催者")), other.organiser.name);
        assert_eq!(csv(Kind::Event, &[other], &site(), TextEncoding::Utf8).replaced, []);
    }

    #[test]
    fn each_layout_is_known_again() {
        use engawa_app::listings::import::detect::detect;
        for kind in Kind::ALL {
            let file = csv(*kind, &[], &site(), TextEncoding::Utf8);
            let sheet = crate::listings::import::csv_file::read("a.csv", &file.bytes, crate::listings::import::Limits::default()).unwrap();
            let table = header::table(sheet).unwrap();
            let profile = detect(Some(*kind), &table);
            assert!(profile.missing().is_empty(), "{kind:?}");
            assert_eq!(profile.kind, *kind);
            // Nobody is asked, and nobody has to say what it is.
            let unsure: Vec<_> = profile.mapping.iter().zip(&profile.confidence).filter(|(_, sure)| **sure < 100).collect();
            assert!(profile.certain && unsure.is_empty(), "{kind:?}: {unsure:?}");
            assert_eq!(detect(None, &table), profile);
        }
    }
}
