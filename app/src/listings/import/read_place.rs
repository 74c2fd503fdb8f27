//! Where: addresses from their parts, coordinates that were swapped or doubled, barrier-free facts.

use super::columns::Column;
use super::read_row::{Field, Row};
use super::text::{fold, half_width, one_line};
use crate::listings::listing::Venue;
use crate::listings::{Access, Attendance, Kind};

/// Latitudes of Japan.
const LAT: std::ops::RangeInclusive<f64> = 20.0..=46.0;
/// Longitudes of Japan.
const LON: std::ops::RangeInclusive<f64> = 122.0..=154.5;

/// Reads the place of a row; `None` if it names none.
pub(super) fn venue(row: &mut Row, kind: Kind) -> Option<Venue> {
    let mut venue = Venue { transport: row.joined(Column::Transport, "\n"), parking: row.joined(Column::Parking, "\n"), ..Venue::default() };
    // A place is its own venue: its name is the title.
    let mut parts: Vec<String> = Vec::new();
    for column in [Column::PlaceAsTitle, Column::PlaceName, Column::MeetingPlace] {
        let part = if kind == Kind::Place { String::new() } else { one_line(&row.joined(column, " ")) };
        // 集合場所 often repeats the venue: 石津海岸公園トイレ前.
        parts.retain(|known| part.is_empty() || !part.contains(known.as_str()));
        if !part.is_empty() {
            parts.push(part);
        }
    }
    venue.name = parts.join(" ");
    venue.address = address(row);
    (venue.lat, venue.lon) = coordinates(row);
    (venue != Venue::default()).then_some(venue)
}

/// 郵便番号, 都道府県, 市区町村, 町名, 番地 and 方書 in one line; parts that the address holds already are not repeated.
fn address(row: &mut Row) -> String {
    let streets: Vec<String> = row.all(Column::Address).iter().map(|field| one_line(&field.text)).collect();
    let longest = |street: &String| !streets.iter().any(|other| other.len() > street.len() && other.contains(street.as_str()));
    let street: String =
        streets.iter().filter(|street| longest(street)).map(String::as_str).collect::<Vec<_>>().join(if streets.len() > 1 { " " } else { "" });
    let building = one_line(&row.joined(Column::Building, " "));
    // 都道府県名 and 市区町村名 alone only say whose data these are.
    if street.is_empty() && building.is_empty() && row.first(Column::Town).is_none() {
        return String::new();
    }
    for column in [Column::Prefecture, Column::City, Column::Town, Column::Address, Column::Building] {
        for field in row.all(column) {
            row.done(&field);
        }
    }
    let mut whole = String::new();
    for column in [Column::Prefecture, Column::City, Column::Town] {
        let part = one_line(&row.text(column));
        if !fold(&street).contains(&fold(&part)) {
            whole.push_str(&part);
        }
    }
    whole.push_str(&street);
    if !building.is_empty() && !fold(&whole).contains(&fold(&building)) {
        whole = format!("{whole} {building}");
    }
    if let Some(field) = row.first(Column::PostalCode) {
        let code = one_line(&half_width(&field.text));
        whole = format!("〒{} {whole}", code.trim_start_matches('〒').trim());
        row.done(&field);
    }
    whole.trim().to_owned()
}

/// Latitude and longitude, both or neither.
fn coordinates(row: &mut Row) -> (Option<f64>, Option<f64>) {
    let (lat_field, lon_field) = (row.first(Column::Lat), row.first(Column::Lon));
    let (lat, lon) = (lat_field.as_ref().and_then(|field| degrees(row, field)), lon_field.as_ref().and_then(|field| degrees(row, field)));
    let complain = |row: &mut Row, code: &str| {
        for field in [&lat_field, &lon_field].into_iter().flatten() {
            if !row.unread.iter().any(|cell| cell.column == field.name) {
                row.cannot_read(field, code);
            }
        }
        (None, None)
    };
    match (lat, lon) {
        (None, None) => (None, None),
        (Some(lat), Some(lon)) if LAT.contains(&lat) && LON.contains(&lon) => {
            for field in [&lat_field, &lon_field].into_iter().flatten() {
                row.done(field);
            }
            (Some(lat), Some(lon))
        }
        // No point of Japan can be read both ways, so this is certain; staff are told all the same.
        (Some(lat), Some(lon)) if LON.contains(&lat) && LAT.contains(&lon) => {
            for field in [&lat_field, &lon_field].into_iter().flatten() {
                row.complain(field, "coordinates_swapped");
                row.done(field);
            }
            (Some(lon), Some(lat))
        }
        (Some(_), Some(_)) => complain(row, "coordinates_absurd"),
        _ => complain(row, "coordinates_incomplete"),
    }
}

fn degrees(row: &mut Row, field: &Field) -> Option<f64> {
    let plain = half_width(&field.text);
    if let Ok(value) = plain.trim().parse::<f64>()
        && value.is_finite()
    {
        return Some(value);
    }
    let several = plain.matches('.').count() > 1;
    row.cannot_read(field, if several { "coordinates_several" } else { "coordinates_unclear" });
    None
}

/// Barrier-free facts in words and as facts: `多目的トイレ有り;スロープ有り`.
pub(super) fn access(row: &Row) -> (Vec<Access>, String) {
    let note = row.joined(Column::BarrierFree, "\n");
    let mut facts = access_facts(&note);
    let childcare = row.first(Column::Childcare);
    let mut notes = vec![note];
    if let Some(field) = childcare {
        if !is_negative(&fold(&field.text)) && !facts.contains(&Access::Childcare) {
            facts.push(Access::Childcare);
        }
        notes.push(format!("{}：{}", field.name, field.text));
    }
    notes.retain(|note| !note.is_empty());
    (facts, notes.join("\n"))
}

/// The facts that a text states; what it denies (`エレベーターなし`) is no fact.
pub fn access_facts(text: &str) -> Vec<Access> {
    const WORDS: &[(Access, &[&str])] = &[
        (
            Access::AccessibleToilet,
            &[
                "多目的トイレ",
                "多機能トイレ",
                "バリアフリートイレ",
                "車椅子用トイレ",
                "車いす用トイレ",
                "車椅子対応トイレ",
                "車いす対応トイレ",
                "障害者用トイレ",
                "障がい者用トイレ",
                "身障者用トイレ",
                "オストメイト",
                "だれでもトイレ",
                "みんなのトイレ",
            ],
        ),
        (
            Access::ParkingAccessible,
            &["身障者用駐車", "障害者用駐車", "障がい者用駐車", "車椅子用駐車", "車いす用駐車", "優先駐車", "思いやり駐車", "おもいやり駐車"],
        ),
        (Access::Elevator, &["エレベーター", "エレベータ"]),
        (Access::StepFree, &["スロープ", "段差なし", "段差無し", "段差がない"]),
        (Access::SignLanguage, &["手話"]),
        (Access::Captions, &["字幕", "要約筆記"]),
        (Access::HearingLoop, &["磁気ループ", "ヒアリングループ", "磁気誘導ループ"]),
        (Access::Braille, &["点字"]),
        (Access::AssistanceDog, &["補助犬", "盲導犬", "介助犬"]),
        (Access::QuietSpace, &["カームダウン", "クールダウン", "静かな部屋", "静養室"]),
        (Access::Childcare, &["託児"]),
        (Access::Stroller, &["ベビーカー"]),
    ];
    let mut facts = Vec::new();
    for part in text.split([';', '；', '、', '\n', '。', ',', '，']) {
        let part = fold(part);
        let denied = is_negative(&part.replace("段差なし", "").replace("段差無し", ""));
        let mut add = |fact: Access| {
            if !denied && !facts.contains(&fact) {
                facts.push(fact);
            }
        };
        let mut named = false;
        for (fact, words) in WORDS {
            if words.iter().any(|word| part.contains(word)) {
                add(*fact);
                named = true;
            }
        }
        if !named && ["車椅子", "車いす", "車イス"].iter().any(|word| part.contains(word)) {
            add(Access::Wheelchair);
        }
    }
    facts
}

fn is_negative(folded: &str) -> bool {
    let exact = matches!(folded, "無" | "×" | "否" | "不可" | "false" | "0" | "いいえ");
    exact || ["なし", "無し", "ありません", "不可", "未設置", "未対応", "できません"].iter().any(|word| folded.contains(word))
}

/// On the spot, online or both, where the source says so.
pub(super) fn attendance(row: &Row) -> Option<Attendance> {
    let said = fold(&row.joined(Column::Online, " "));
    let place = fold(&format!("{} {} {}", row.joined(Column::PlaceName, " "), row.joined(Column::Building, " "), row.joined(Column::Capacity, " ")));
    let online = |text: &str| ["オンライン", "web開催", "web上", "zoom", "ウェブ開催", "リモート", "youtube"].iter().any(|word| text.contains(word));
    let on_the_spot = |text: &str| ["会場参加", "会場と", "会場及び", "会場または", "現地", "対面", "来場"].iter().any(|word| text.contains(word));
    let both = |text: &str| text.contains("ハイブリッド") || text.contains("併用") || (online(text) && on_the_spot(text));
    if both(&said) || both(&place) {
        Some(Attendance::Hybrid)
    } else if online(&said) || matches!(said.as_str(), "web" | "有" | "有り" | "あり" | "○" | "true") || online(&place) {
        Some(Attendance::Online)
    } else if on_the_spot(&said) || said == "会場" {
        Some(Attendance::InPerson)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_are_stated_not_denied() {
        assert_eq!(access_facts("多目的トイレ有り;スロープ有り"), [Access::AccessibleToilet, Access::StepFree]);
        assert_eq!(access_facts("多目的トイレ有り;車椅子貸出有り"), [Access::AccessibleToilet, Access::Wheelchair]);
        assert_eq!(access_facts("エレベーターなし、段差なし"), [Access::StepFree]);
        assert_eq!(access_facts("車いす用駐車場あり"), [Access::ParkingAccessible]);
        assert_eq!(access_facts("なし"), []);
    }
}
