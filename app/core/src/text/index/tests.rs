//! The index as its callers see it.

use super::*;
use crate::text::query::Query;

const EVENTS: [(&str, &str, &str, &str); 6] = [
    ("a", "防災訓練のお知らせ", "ぼうさいくんれんのおしらせ", "中央公園で防災訓練をします。消火器の使い方も学べます。"),
    ("b", "ボランティア・センター講座", "", "はじめての方も大歓迎。Wi-Fi があります。第3回は3月です。"),
    ("c", "スポーツ教室", "すぽーつきょうしつ", "髙橋先生によるｽﾎﾟｰﾂの講座。防災とは関係ありません。"),
    ("d", "町内清掃", "", "公園のごみ拾い。雨天中止。COVID-19対策をします。"),
    ("e", "訓練", "", "災害に備える。参加費1,500円"),
    ("f", "Art and Article", "", "an art show, smart"),
];

fn fields(event: &(&str, &'static str, &'static str, &'static str)) -> Fields<'static> {
    Fields { title: event.1, kana: event.2, body: event.3, ..Fields::default() }
}

fn index() -> SearchIndex {
    let mut builder = SegmentBuilder::new();
    for event in &EVENTS {
        builder.add(event.0, &fields(event));
    }
    SearchIndex::from(builder.finish())
}

fn keys(index: &SearchIndex, query: &str) -> String {
    let hits = index.search(&mut Scratch::default(), &Query::typed(query), 99, |_| true, |doc| doc);
    assert_eq!(hits.total, hits.hits.len());
    hits.hits.iter().filter_map(|hit| index.key(hit.doc)).collect()
}

#[test]
fn finds_and_ranks() {
    let index = index();
    assert_eq!(keys(&index, "防災"), "ac");
    assert_eq!(keys(&index, "ﾎﾞｳｻｲ"), "a");
    assert_eq!(keys(&index, "防災　訓練"), "a");
    assert_eq!(keys(&index, "訓練"), "ae");
    assert_eq!(keys(&index, "スポ－ツ"), "c");
    assert_eq!(keys(&index, "高橋"), "c");
    assert_eq!(keys(&index, "講座"), "bc");
    assert_eq!(keys(&index, "ボランティアセンター"), "b");
    assert_eq!(keys(&index, "センター ボランティア"), "b");
    assert_eq!(keys(&index, "園"), "ad");
    assert_eq!(keys(&index, "wifi"), "b");
    assert_eq!(keys(&index, "covid"), "d");
    assert_eq!(keys(&index, "1500円"), "e");
    assert_eq!(keys(&index, "3月"), "b");
    assert_eq!(keys(&index, "存在しない"), "");
    assert_eq!(keys(&index, "ar"), "f");
    assert_eq!(keys(&index, "mart"), "");
    assert_eq!(keys(&index, "").len(), 6);
}

#[test]
fn the_typed_word_comes_before_longer_ones() {
    let mut index = SearchIndex::new();
    index.add("longer", &Fields { title: "artist", ..Fields::default() });
    index.add("same", &Fields { title: "art", ..Fields::default() });
    assert_eq!(keys(&index, "art"), "samelonger");
    assert_eq!(keys(&index, "art "), "same");
}

#[test]
fn a_word_in_the_title_comes_first() {
    let mut index = SearchIndex::new();
    for n in 0..20 {
        index.add(&format!("{n:02}"), &Fields { body: "防災訓練です。防災訓練をします。", ..Fields::default() });
    }
    index.add("t", &Fields { title: "秋の防災訓練", ..Fields::default() });
    assert!(keys(&index, "防災訓練").starts_with('t'));
}

#[test]
fn filters_counts_and_ties() {
    let mut index = SearchIndex::new();
    for n in 0..10 {
        index.add(&n.to_string(), &Fields { title: "公園", ..Fields::default() });
    }
    let query = Query::typed("公園");
    let mut scratch = Scratch::default();
    let mut asked = Vec::new();
    let hits = index.search(
        &mut scratch,
        &query,
        3,
        |doc| {
            asked.push(doc);
            doc % 2 == 0
        },
        |doc| 100 - doc,
    );
    asked.sort_unstable();
    assert_eq!(asked, (0..10).collect::<Vec<_>>());
    assert_eq!(hits.total, 5);
    assert_eq!(hits.hits.iter().map(|hit| hit.doc).collect::<Vec<_>>(), [8, 6, 4]);
    assert_eq!(index.matching(&mut scratch, &query), (0..10).collect::<Vec<_>>());
    assert_eq!(index.search(&mut scratch, &query, 0, |_| true, |_| 0).total, 10);
}

#[test]
fn documents_are_replaced_and_removed() {
    let mut index = index();
    assert_eq!(index.doc("c"), Some(2));
    assert_eq!(index.add("c", &Fields { title: "水泳教室", ..Fields::default() }), 6);
    assert_eq!((index.len(), index.numbers()), (6, 7));
    assert_eq!((index.doc("c"), index.key(6), index.key(2)), (Some(6), Some("c"), None));
    assert_eq!(keys(&index, "スポーツ"), "");
    assert_eq!(keys(&index, "教室"), "c");
    assert!(index.remove("a") && !index.remove("a") && !index.remove("zzz"));
    assert_eq!(keys(&index, "防災"), "");
    assert_eq!(index.len(), 5);
    let moved = index.compact();
    assert_eq!(moved, [None, Some(0), None, Some(1), Some(2), Some(3), Some(4)]);
    assert_eq!((index.len(), index.numbers()), (5, 5));
    assert_eq!(keys(&index, "教室"), "c");
    assert_eq!(keys(&index, "講座"), "b");
    for (key, ..) in EVENTS {
        index.remove(key);
    }
    assert!(index.is_empty() && index.is_worn());
    index.compact();
    assert_eq!(index, SearchIndex::new());
}

#[test]
fn many_changes_make_few_segments() {
    let mut index = index();
    for n in 0..200 {
        index.add(&format!("n{}", n % 150), &Fields { title: "清掃活動", ..Fields::default() });
        assert_eq!(index.matching(&mut Scratch::default(), &Query::typed("清掃活動")).len(), (n + 1).min(150));
    }
    assert!(index.parts.len() < 10, "{}", index.parts.len());
    assert_eq!(index.doc("n149"), Some(155));
}

#[test]
fn the_later_of_two_with_one_key_counts() {
    let mut builder = SegmentBuilder::new();
    for title in ["一番", "二番", "三番"] {
        builder.add("k", &Fields { title, ..Fields::default() });
    }
    let index = SearchIndex::from(builder.finish());
    assert_eq!((index.len(), index.doc("k")), (1, Some(2)));
    assert_eq!(index.matching(&mut Scratch::default(), &Query::typed("番")), [2]);
}

#[test]
fn bytes_come_back_and_damage_is_seen() {
    let mut index = index();
    index.add("c", &Fields { title: "𩸽を食べる会", ..Fields::default() });
    index.remove("d");
    let bytes = index.to_bytes();
    assert_eq!(SearchIndex::from_bytes(&bytes), Ok(index));
    assert_eq!(SearchIndex::from_bytes(b""), Err(IndexError::NotAnIndex));
    assert_eq!(SearchIndex::from_bytes(b"PK\x03\x04............"), Err(IndexError::NotAnIndex));
    for length in MAGIC.len()..bytes.len() {
        assert_eq!(SearchIndex::from_bytes(&bytes[..length]), Err(IndexError::Damaged));
    }
    let mut other = bytes;
    other[4] = 9;
    assert_eq!(SearchIndex::from_bytes(&other), Err(IndexError::OtherVersion(9)));
}

/// Behind a checksum that fits, too, nothing may panic.
#[test]
fn changed_bytes_never_panic() {
    let mut index = index();
    index.add("z", &Fields { title: "防災", ..Fields::default() });
    let bytes = index.to_bytes()[HEADER..].to_vec();
    let mut read = 0;
    for at in 0..bytes.len() {
        for change in [1, 2, 0x10, 0x80, 0xFF] {
            let mut bytes = bytes.clone();
            bytes[at] ^= change;
            let Ok(mut index) = SearchIndex::read(&bytes) else {
                continue;
            };
            read += 1;
            for query in ["防災", "園", "wi", "のお知らせ"] {
                keys(&index, query);
            }
            let _ = (index.key(3), index.doc("a"), index.to_bytes());
            index.add("b", &Fields { title: "防災", ..Fields::default() });
            index.compact();
        }
    }
    assert!(read > 100);
}
