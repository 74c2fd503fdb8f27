//! Says what the columns of a table mean: known layouts for certain, other tables by their names and contents, for a person to confirm.

use super::columns::Column;
use super::profile::Profile;
use super::text::{fold_name, half_width, is_nothing};
use super::{Table, dictionary};
use crate::listings::{Kind, rules};

/// A data set that is known.
struct Layout {
    /// Its name in profiles.
    code: &'static str,
    /// What its rows are.
    kind: Kind,
    /// It is this one if it has all of these columns.
    needs: &'static [&'static str],
    /// Columns that mean something else here than elsewhere.
    changes: &'static [(&'static str, Column)],
}

/// The most particular first: our own exports, which hold the columns of the national data sets too.
const LAYOUTS: &[Layout] = &[
    Layout { code: "engawa_event", kind: Kind::Event, needs: &["掲載ページ", "催し_種類"], changes: &[] },
    Layout { code: "engawa_course", kind: Kind::Course, needs: &["掲載ページ", "講座_段階"], changes: &[] },
    Layout { code: "engawa_group", kind: Kind::Group, needs: &["掲載ページ", "団体_種別"], changes: &[] },
    Layout { code: "engawa_call", kind: Kind::Call, needs: &["掲載ページ", "募集_種別"], changes: &[] },
    Layout { code: "engawa_place", kind: Kind::Place, needs: &["掲載ページ", "施設_部屋"], changes: &[] },
    Layout { code: "engawa_equipment", kind: Kind::Equipment, needs: &["掲載ページ", "備品_数"], changes: &[] },
    Layout { code: "engawa_programme", kind: Kind::Programme, needs: &["掲載ページ", "制度_種別"], changes: &[] },
    Layout { code: "engawa_project", kind: Kind::Project, needs: &["掲載ページ", "協働_形態"], changes: &[] },
    Layout { code: "engawa_story", kind: Kind::Story, needs: &["掲載ページ", "物語_登場する人"], changes: &[] },
    Layout { code: "engawa_challenge", kind: Kind::Challenge, needs: &["掲載ページ", "課題_期待すること"], changes: &[] },
    Layout { code: "engawa_notice", kind: Kind::Notice, needs: &["掲載ページ", "お知らせ_種別"], changes: &[] },
    Layout { code: "engawa_guide", kind: Kind::Guide, needs: &["掲載ページ", "手引き_手順"], changes: &[] },
    Layout { code: "kobe_support_programmes", kind: Kind::Programme, needs: &["post_title", "項目1", "内容1"], changes: &[] },
    Layout {
        code: "kobe_facilities", kind: Kind::Place, needs: &["施設ID", "施設名", "行政区コード", "カテゴリリスト"], changes: &[]
    },
    Layout {
        code: "shirasagi_event_pages",
        kind: Kind::Event,
        needs: &["ファイル名", "タイトル", "定期開催_1_開始日"],
        changes: &[("日時", Column::DateNote)],
    },
    Layout { code: "takamatsu_event_list", kind: Kind::Event, needs: &["eventName", "startDate", "venue"], changes: &[("no", Column::Id)] },
    Layout { code: "takamatsu_facilities", kind: Kind::Place, needs: &["#property", "name", "latitude", "telephoneNumber"], changes: &[] },
    Layout {
        code: "takamatsu_monthly_events",
        kind: Kind::Event,
        needs: &["行事名", "開催日", "問い合わせ先（市の担当課）", "申込期間"],
        changes: &[],
    },
    Layout {
        code: "recommended_event_list",
        kind: Kind::Event,
        needs: &["イベント名", "開始日", "終了日", "場所名称"],
        changes: &[("NO", Column::Id)],
    },
    Layout { code: "gif_event", kind: Kind::Event, needs: &["イベント名", "主催団体", "Web開催"], changes: &[] },
    Layout { code: "gif_facility", kind: Kind::Place, needs: &["名称", "名称(カナ)", "施設住所"], changes: &[] },
    Layout { code: "gif_programme", kind: Kind::Programme, needs: &["タイトル（制度名）", "制度所管組織"], changes: &[] },
    Layout {
        code: "recommended_public_facility",
        kind: Kind::Place,
        needs: &["名称", "名称_カナ", "緯度", "利用可能曜日"],
        changes: &[("NO", Column::Id)],
    },
    Layout {
        code: "npo_register",
        kind: Kind::Group,
        needs: &["代表者氏名", "主たる事務所の所在地"],
        changes: &[("団体名", Column::Title), ("活動内容", Column::Body), ("法人番号", Column::Id)],
    },
];

/// The profile of a table. `hint` is what the person says that the rows are; a known layout knows better.
pub fn detect(hint: Option<Kind>, table: &Table) -> Profile {
    let names: Vec<String> = table.columns.iter().map(|name| fold_name(name)).collect();
    let layout = LAYOUTS.iter().find(|layout| layout.needs.iter().all(|name| names.contains(&fold_name(name))));
    let mut found: Vec<(Column, u8)> = table.columns.iter().enumerate().map(|(at, name)| meaning(layout, table, at, name)).collect();
    number_is_identity(&mut found, &names);
    let kind = layout.map_or_else(|| kind_of(&found, &names, hint), |layout| layout.kind);
    adapt(&mut found, &names, kind);
    settle_doubles(&mut found);
    title_from_place(&mut found);
    let sure = found.iter().zip(&names).all(|((_, sure), name)| *sure == 100 || name.is_empty());
    let mut profile = Profile {
        name: layout.map_or_else(|| table.name.clone(), |layout| layout.code.to_owned()),
        kind,
        mapping: table.columns.iter().cloned().zip(found.iter().map(|(column, _)| *column)).collect(),
        confidence: found.iter().map(|(_, sure)| *sure).collect(),
        certain: false,
        title_pattern: String::new(),
    };
    profile.certain = layout.is_some() && sure && profile.missing().is_empty();
    profile
}

fn meaning(layout: Option<&Layout>, table: &Table, at: usize, name: &str) -> (Column, u8) {
    let folded = fold_name(name);
    if folded.is_empty() {
        return (Column::Ignore, 100);
    }
    let change = layout.and_then(|layout| layout.changes.iter().find(|(changed, _)| fold_name(changed) == folded));
    if let Some((_, column)) = change {
        return (*column, 100);
    }
    if let Some(column) = dictionary::lookup(name) {
        return (column, 100);
    }
    by_content(table, at).or_else(|| dictionary::guess(name)).unwrap_or((Column::KeepAsText, 0))
}

/// What most cells look like, where the name says nothing certain.
fn by_content(table: &Table, at: usize) -> Option<(Column, u8)> {
    let cells: Vec<String> = table.rows.iter().map(|row| half_width(&row.text(at))).filter(|text| !is_nothing(text)).take(50).collect();
    let most = |test: fn(&str) -> bool| cells.len() >= 2 && cells.iter().filter(|text| test(text)).count() * 10 >= cells.len() * 8;
    if most(|text| rules::is_web(text.trim())) {
        Some((Column::Url, 70))
    } else if most(|text| rules::is_email(text.trim())) {
        Some((Column::Email, 70))
    } else if most(is_phone) {
        Some((Column::Phone, 60))
    } else {
        None
    }
}

fn is_phone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    text.starts_with('0') && (10..=11).contains(&digits) && text.contains('-') && text.chars().all(|c| c.is_ascii_digit() || "-() ".contains(c))
}

/// In the national data sets `NO` is unique within the municipality, whose code stands beside it. Elsewhere it only counts rows.
fn number_is_identity(found: &mut [(Column, u8)], names: &[String]) {
    if found.iter().any(|(column, _)| *column == Column::MunicipalityCode)
        && !found.iter().any(|(column, _)| *column == Column::Id)
        && let Some(at) = names.iter().position(|name| name == "no")
        && let Some(slot) = found.get_mut(at)
    {
        *slot = (Column::Id, 100);
    }
}

/// What the rows are, by the columns that only such rows have.
fn kind_of(found: &[(Column, u8)], names: &[String], hint: Option<Kind>) -> Kind {
    let has = |wanted: &[Column]| found.iter().any(|(column, _)| wanted.contains(column));
    let says = |words: &[&str]| words.iter().any(|word| names.contains(&fold_name(word)));
    if let Some(kind) = hint {
        return kind;
    }
    if says(&["講座名", "講師"]) {
        Kind::Course
    } else if says(&["備品名", "物品名"]) {
        Kind::Equipment
    } else if says(&["募集名", "ボランティア名"]) {
        Kind::Call
    } else if says(&["制度名", "タイトル（制度名）"]) || has(&[Column::AmountMax, Column::Rate, Column::Provider]) {
        Kind::Programme
    } else if has(&[Column::Representative, Column::Members, Column::Field, Column::ActivityDays]) {
        Kind::Group
    } else if has(&[Column::Dates, Column::StartDate]) {
        Kind::Event
    } else if has(&[Column::Hours, Column::ClosedDays, Column::Address, Column::Lat]) {
        Kind::Place
    } else {
        Kind::Notice
    }
}

/// Names that mean another thing for this kind.
fn adapt(found: &mut [(Column, u8)], names: &[String], kind: Kind) {
    let titled = found.iter().any(|(column, _)| *column == Column::Title);
    for ((column, _), name) in found.iter_mut().zip(names) {
        match (kind, *column, name.as_str()) {
            (Kind::Group, Column::Organiser, "団体名") | (Kind::Place | Kind::Equipment, Column::PlaceName, _) if !titled => {
                *column = Column::Title;
            }
            (Kind::Group, Column::Dates, _) => *column = Column::ActivityDays,
            (Kind::Place, Column::Audience, _) => *column = Column::Eligible,
            _ => {}
        }
    }
}

/// Only one column may be the title, the start date and so on: the surer one, else the first. Others are kept as text.
fn settle_doubles(found: &mut [(Column, u8)]) {
    for at in 0..found.len() {
        let Some((column, sure)) = found.get(at).copied() else { continue };
        if column.may_repeat() {
            continue;
        }
        let better = found.iter().enumerate().any(|(other, (same, theirs))| *same == column && (*theirs > sure || (*theirs == sure && other < at)));
        if better && let Some(slot) = found.get_mut(at) {
            *slot = (Column::KeepAsText, sure);
        }
    }
}

/// A list of venues has no title column: the venue is what the rows are called.
fn title_from_place(found: &mut [(Column, u8)]) {
    if found.iter().any(|(column, _)| *column == Column::Title) {
        return;
    }
    if let Some(slot) = found.iter_mut().find(|(column, _)| *column == Column::PlaceName) {
        *slot = (Column::PlaceAsTitle, 50);
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Cell, SourceRow};
    use super::*;

    fn table(names: &[&str], rows: &[&[&str]]) -> Table {
        let rows = rows
            .iter()
            .zip(2..)
            .map(|(cells, number)| SourceRow { number, cells: cells.iter().map(|text| Cell::Text((*text).to_owned())).collect() });
        Table { name: "x".into(), columns: names.iter().map(|name| (*name).to_owned()).collect(), rows: rows.collect(), ..Table::default() }
    }

    fn meanings(profile: &Profile) -> Vec<Column> {
        profile.mapping.iter().map(|(_, column)| *column).collect()
    }

    #[test]
    fn known_layouts_are_certain() {
        let names = ["都道府県コード又は市区町村コード", "NO", "都道府県名", "市区町村名", "イベント名", "開始日", "終了日", "場所名称", "備考", ""];
        let profile = detect(None, &table(&names, &[]));
        assert_eq!((profile.name.as_str(), profile.kind, profile.certain), ("recommended_event_list", Kind::Event, true));
        assert_eq!(meanings(&profile)[1], Column::Id);
        let profile = detect(Some(Kind::Event), &table(&["施設ID", "施設名", "住所", "行政区コード", "カテゴリリスト"], &[]));
        assert_eq!((profile.kind, profile.certain), (Kind::Place, true));
        let npo = ["所轄庁", "特定非営利活動法人の名称", "代表者氏名", "主たる事務所の所在地", "定款に記載された目的", "活動分野"];
        let profile = detect(None, &table(&npo, &[]));
        assert_eq!((profile.kind, profile.certain), (Kind::Group, true));
    }

    #[test]
    fn a_running_number_is_no_identity() {
        let profile = detect(None, &table(&["№", "行事名", "開催日"], &[]));
        assert_eq!(meanings(&profile), [Column::Sequence, Column::Title, Column::Dates]);
        assert!(!profile.certain);
    }

    #[test]
    fn other_tables_are_guessed() {
        let profile = detect(
            None,
            &table(
                &["ID", "会場名", "集合場所", "実施日", "もちもの", "くわしくは"],
                &[&["1", "海岸", "駅前", "11/16", "手袋", "https://a.example/"], &["2", "公園", "駅前", "11/16", "手袋", "https://b.example/"]],
            ),
        );
        assert_eq!(meanings(&profile), [Column::Id, Column::PlaceAsTitle, Column::MeetingPlace, Column::Dates, Column::KeepAsText, Column::Url]);
        assert_eq!((profile.kind, profile.certain, profile.confidence[5]), (Kind::Event, false, 70));
        let profile = detect(None, &table(&["団体名", "代表者", "活動日"], &[]));
        assert_eq!((profile.kind, meanings(&profile)[0]), (Kind::Group, Column::Title));
        let profile = detect(None, &table(&["タイトル", "件名", "開催日"], &[]));
        assert_eq!(meanings(&profile), [Column::Title, Column::KeepAsText, Column::Dates]);
    }
}
