//! Columns of our own: what the national data sets have no column for, or cannot say exactly, each with a heading that is known again.
//!
//! An export writes them behind the columns of the standard; an import that finds one takes its fact from it, whatever the other columns
//! say, and an empty cell says that there is none. Who edits an exported file therefore edits our column, or deletes it. `docs/api.md` lists
//! them. Not among them is what means nothing elsewhere: ids of groups, places and related listings, who hosts, who sees it.
//!
//! Invariants: what is written is read as the same fact; a heading is the only one of its name, and no data set that we know has it; in a row
//! that no export wrote, because somebody added it in a spreadsheet, an empty cell takes nothing away.

mod cells;

use super::text::fold_name;
use crate::listings::kind::{Details, Kind};
use crate::listings::listing::{Apply, Listing, Variant, Venue};
use crate::listings::vocabulary::State;
use cells::{InCell, read_images, write_images};
use engawa_core::Lang;
use engawa_core::time::Schedule;

/// The heading of the column that an export leaves empty in no row.
const STATE: &str = "掲載_状態";

/// A column of our own.
struct Fact {
    /// Its heading.
    heading: &'static str,
    /// The only kind that has it; `None`: every kind.
    kind: Option<Kind>,
    /// Writes its cell; the second is the address of the site.
    write: fn(&Listing, &str) -> String,
    /// Reads its cell; `None`: it cannot be read.
    read: fn(&mut Listing, &str) -> Option<()>,
}

/// A field of every listing.
macro_rules! fact {
    ($heading:literal, $($field:ident).+) => {
        Fact {
            heading: $heading,
            kind: None,
            write: |it, _| it.$($field).+.write(),
            read: |it, text| {
                it.$($field).+ = InCell::read(text)?;
                Some(())
            },
        }
    };
}

/// A field of a part that a listing may lack.
macro_rules! part {
    ($heading:literal, $part:ident, $field:ident) => {
        Fact {
            heading: $heading,
            kind: None,
            write: |it, _| it.$part.as_ref().map(|part| part.$field.write()).unwrap_or_default(),
            read: |it, text| {
                it.$part.get_or_insert_default().$field = InCell::read(text)?;
                Some(())
            },
        }
    };
}

/// A text in another language.
macro_rules! variant {
    ($heading:literal, $lang:ident, $field:ident) => {
        Fact {
            heading: $heading,
            kind: None,
            write: |it, _| it.variants.get(&Lang::$lang).map(|variant| variant.$field.clone()).unwrap_or_default(),
            read: |it, text| {
                text.clone_into(&mut it.variants.entry(Lang::$lang).or_default().$field);
                Some(())
            },
        }
    };
}

/// A fact of one kind.
macro_rules! of_kind {
    ($heading:literal, $kind:ident, $field:ident) => {
        Fact {
            heading: $heading,
            kind: Some(Kind::$kind),
            write: |it, _| if let Details::$kind(own) = &it.details { own.$field.write() } else { String::new() },
            read: |it, text| {
                let Details::$kind(own) = &mut it.details else { return None };
                own.$field = InCell::read(text)?;
                Some(())
            },
        }
    };
}

/// The text of events and places, whose layouts have one column for it and the summary.
macro_rules! body_of {
    ($kind:ident) => {
        Fact {
            heading: "説明_本文",
            kind: Some(Kind::$kind),
            write: |it, _| it.body.clone(),
            read: |it, text| {
                text.clone_into(&mut it.body);
                Some(())
            },
        }
    };
}

/// All of them, in the order of an export: those of a kind, then those of all.
const FACTS: &[Fact] = &[
    of_kind!("催し_種類", Event, event_type),
    body_of!(Event),
    of_kind!("講座_段階", Course, stage),
    of_kind!("講座_全回数", Course, sessions_total),
    of_kind!("団体_種別", Group, group_type),
    of_kind!("団体_活動日", Group, activity_days),
    of_kind!("団体_入会方法", Group, joining),
    of_kind!("団体_公開書類", Group, disclosure),
    of_kind!("募集_種別", Call, call_type),
    of_kind!("募集_必要人数", Call, needed),
    of_kind!("募集_スキル", Call, skills),
    of_kind!("募集_柔軟な参加", Call, flexible),
    of_kind!("募集_保険", Call, insurance),
    of_kind!("募集_活動内容", Call, duties),
    of_kind!("施設_部屋", Place, rooms),
    of_kind!("施設_種類", Place, place_type),
    of_kind!("施設_収容人数", Place, capacity),
    of_kind!("施設_設備", Place, equipment),
    of_kind!("施設_利用時間", Place, hours),
    of_kind!("施設_休館日", Place, closed),
    of_kind!("施設_利用資格", Place, eligible),
    of_kind!("施設_利用申込", Place, how_to_apply),
    body_of!(Place),
    of_kind!("備品_数", Equipment, units),
    of_kind!("備品_貸出条件", Equipment, conditions),
    of_kind!("備品_受け取り", Equipment, pick_up),
    of_kind!("制度_種別", Programme, programme_type),
    of_kind!("制度_上限額", Programme, amount_max_yen),
    of_kind!("制度_利用条件", Programme, eligible),
    of_kind!("協働_相手", Project, partners),
    of_kind!("協働_形態", Project, method),
    of_kind!("協働_担当課", Project, department),
    of_kind!("協働_期間", Project, period),
    of_kind!("協働_成果", Project, results),
    of_kind!("物語_登場する人", Story, people),
    of_kind!("課題_期待すること", Challenge, wish),
    of_kind!("課題_担当課", Challenge, department),
    of_kind!("課題_施策分野", Challenge, policy_area),
    of_kind!("お知らせ_種別", Notice, notice_type),
    of_kind!("お知らせ_担当課", Notice, department),
    of_kind!("手引き_手順", Guide, steps),
    of_kind!("手引き_版", Guide, version),
    variant!("英語_概要", En, summary),
    variant!("英語_説明", En, body),
    variant!("やさしい日本語_名称", JaEasy, title),
    variant!("やさしい日本語_概要", JaEasy, summary),
    variant!("やさしい日本語_説明", JaEasy, body),
    fact!("キーワード_一覧", tags),
    fact!("対象者_説明", audience.text),
    fact!("対象者_年齢", audience.ages),
    fact!("対象者_区分", audience.groups),
    fact!("料金_区分", cost.free),
    fact!("料金_円", cost.yen),
    fact!("料金_原文", cost.text),
    fact!("参加_形式", attendance),
    part!("日程_すべての日", schedule, sessions),
    part!("日程_RRULE", schedule, rules),
    part!("日程_EXDATE", schedule, except),
    part!("日程_終わりなし", schedule, open_ended),
    part!("日程_原文", schedule, text),
    part!("申込_受付開始日", apply, opens_on),
    part!("申込_受付終了日", apply, closes_on),
    part!("申込_定員数", apply, capacity),
    part!("申込_定員の説明", apply, capacity_text),
    part!("申込_説明", apply, text),
    part!("申込_ページ", apply, url),
    part!("場所_名前", venue, name),
    part!("場所_所在地", venue, address),
    part!("場所_行き方", venue, transport),
    part!("場所_駐車", venue, parking),
    fact!("バリアフリー_項目", access),
    fact!("バリアフリー_説明", access_note),
    fact!("言語_一覧", languages),
    fact!("連絡先_名前", contact.name),
    fact!("連絡先_電話", contact.phone),
    fact!("連絡先_メール", contact.email),
    fact!("連絡先_受付", contact.hours),
    fact!("リンク_一覧", links),
    Fact {
        heading: "画像_一覧",
        kind: None,
        write: |it, origin| write_images(&it.images, origin),
        read: |it, text| {
            it.images = read_images(text)?;
            Some(())
        },
    },
    Fact {
        heading: STATE,
        kind: None,
        write: |it, _| Some(it.state).write(),
        read: |it, text| {
            // Who takes a file in as drafts gets drafts.
            let says = <Option<State>>::read(text)?;
            if says == Some(State::Ended) && it.state == State::Published {
                it.state = State::Ended;
            }
            Some(())
        },
    },
    Fact {
        heading: "確認日",
        kind: None,
        write: |it, _| it.confirmed_on.write(),
        read: |it, text| {
            // Empty: as fresh as the file.
            it.confirmed_on = <Option<chrono::NaiveDate>>::read(text)?.or(it.confirmed_on);
            Some(())
        },
    },
    fact!("見本データ", sample),
];

fn of(kind: Kind) -> impl Iterator<Item = &'static Fact> {
    FACTS.iter().filter(move |fact| fact.kind.is_none_or(|own| own == kind))
}

fn named(name: &str, kind: Kind) -> Option<&'static Fact> {
    // Nearly all are written as they are here; folding takes its time.
    of(kind).find(|fact| fact.heading == name).or_else(|| {
        let folded = fold_name(name);
        of(kind).find(|fact| fold_name(fact.heading) == folded)
    })
}

/// The headings of a kind, in order.
pub fn headings(kind: Kind) -> impl Iterator<Item = &'static str> {
    of(kind).map(|fact| fact.heading)
}

/// The headings of all kinds; some stand several times.
pub(super) fn every_heading() -> impl Iterator<Item = &'static str> {
    FACTS.iter().map(|fact| fact.heading)
}

/// Whether a table has all of our columns of a kind: it was exported by this software, and the others say nothing that these do not.
pub(super) fn is_whole(kind: Kind, columns: &[String]) -> bool {
    let names: Vec<String> = columns.iter().map(|name| fold_name(name)).collect();
    headings(kind).all(|heading| names.contains(&fold_name(heading)))
}

/// Which column of a table tells the rows that an export wrote from those that somebody added: it is empty in these alone.
pub(super) fn mark(columns: &[String]) -> Option<usize> {
    let folded = fold_name(STATE);
    columns.iter().position(|name| name == STATE || fold_name(name) == folded)
}

/// The cell of a heading; `None`: the kind has no such column. `origin` is the address of the site.
pub fn cell(listing: &Listing, heading: &str, origin: &str) -> Option<String> {
    named(heading, listing.kind()).map(|fact| (fact.write)(listing, origin))
}

/// Reads a cell into a listing; `false`: it cannot be read, and nothing was changed.
pub(super) fn read(listing: &mut Listing, name: &str, text: &str) -> bool {
    named(name, listing.kind()).is_some_and(|fact| (fact.read)(listing, text).is_some())
}

/// Takes out parts that say nothing: an empty cell is no place and no schedule.
pub(super) fn tidy(listing: &mut Listing) {
    listing.schedule.take_if(|it| *it == Schedule::default());
    listing.apply.take_if(|it| *it == Apply::default());
    listing.venue.take_if(|it| *it == Venue::default());
    listing.variants.retain(|_, variant| *variant != Variant::default());
}

#[cfg(test)]
mod tests {
    use super::super::columns::Column;
    use super::super::dictionary;
    use super::*;

    #[test]
    fn each_heading_is_known_and_the_only_one() {
        for kind in Kind::ALL {
            let mut seen: Vec<String> = Vec::new();
            for heading in headings(*kind) {
                assert_eq!(dictionary::lookup(heading), Some(Column::Fact), "{heading}");
                let folded = fold_name(heading);
                assert!(!seen.contains(&folded), "{heading} stands twice");
                seen.push(folded);
            }
        }
    }

    #[test]
    fn an_empty_cell_is_no_fact_and_an_unreadable_one_changes_nothing() {
        for kind in Kind::ALL {
            let mut listing = Listing::draft("a1", *kind);
            for heading in headings(*kind) {
                assert!(read(&mut listing, heading, ""), "{heading}");
            }
            tidy(&mut listing);
            assert_eq!(listing, Listing::draft("a1", *kind));
        }
        let mut listing = Listing::draft("a1", Kind::Call);
        assert!(read(&mut listing, "募集_種別", "ボランティア"));
        assert!(!read(&mut listing, "募集_種別", "なんでも") && !read(&mut listing, "催し_種類", "展示"));
        assert!(matches!(&listing.details, Details::Call(call) if call.call_type.is_some()));
    }

    #[test]
    fn a_draft_stays_a_draft() {
        let mut listing = Listing::draft("a1", Kind::Story);
        assert!(read(&mut listing, "掲載_状態", "終了") && listing.state == State::Draft);
        listing.state = State::Published;
        assert!(read(&mut listing, "掲載_状態", "終了") && listing.state == State::Ended);
    }
}
