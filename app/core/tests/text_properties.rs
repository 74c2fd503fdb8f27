//! Properties of normalisation, search and highlighting that hold for any text.

use std::collections::{BTreeMap, BTreeSet};

use engawa_core::text::{Fields, Query, Scratch, SearchIndex, SegmentBuilder, fold, fold_mapped, highlight, snippet};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// Any text, or one with much of what `fold` changes.
fn text() -> impl Strategy<Value = String> {
    let lively: Vec<char> =
        "aAzé1２Ｂ-−ー－〜 \u{3000}\u{200B}かガｶﾞﾟﾊ\u{3099}\u{309A}うヴヶ々髙齋国國𠮷①Ⅳ㈱㍍㎡・･、。'’,葛\u{E0100}".chars().collect();
    prop_oneof![any::<String>(), vec(select(lively), 0..30).prop_map(|chars| chars.into_iter().collect()),]
}

/// Katakana in full width and in half width.
const KANA: [(&str, &str); 12] = [
    ("ア", "ｱ"),
    ("ガ", "ｶﾞ"),
    ("パ", "ﾊﾟ"),
    ("バ", "ﾊﾞ"),
    ("ヴ", "ｳﾞ"),
    ("ッ", "ｯ"),
    ("ャ", "ｬ"),
    ("ー", "ｰ"),
    ("ン", "ﾝ"),
    ("ヲ", "ｦ"),
    ("・", "･"),
    ("「", "｢"),
];

proptest! {
    #[test]
    fn folding_twice_changes_nothing(text in text()) {
        let once = fold(&text);
        prop_assert_eq!(fold(&once), once);
    }

    #[test]
    fn widths_fold_alike(parts in vec((0..KANA.len() + 2, b'!'..=b'}'), 0..20)) {
        let (mut wide, mut narrow) = (String::new(), String::new());
        for (kind, ascii) in parts {
            if let Some((full, half)) = KANA.get(kind) {
                wide.push_str(full);
                narrow.push_str(half);
            } else {
                wide.extend(char::from_u32(u32::from(ascii) + 0xFEE0));
                narrow.push(char::from(ascii));
            }
        }
        prop_assert_eq!(fold(&wide), fold(&narrow));
    }

    #[test]
    fn folded_text_knows_its_source(text in text()) {
        let folded = fold_mapped(&text);
        prop_assert_eq!(&folded.text, &fold(&text));
        let mut last = 0;
        for (at, c) in folded.text.char_indices() {
            let range = folded.source_range(at..at + c.len_utf8());
            prop_assert!(!range.is_empty() && range.start >= last);
            prop_assert!(text.get(range.clone()).is_some());
            last = range.start;
        }
    }

    #[test]
    fn highlighting_keeps_the_text(text in text(), query in text(), room in 0usize..40) {
        let query = Query::typed(&query);
        let spans = highlight(&text, &query);
        let shown: String = spans.iter().map(|span| span.text(&text)).collect();
        prop_assert_eq!(shown, text.as_str());
        let snippet = snippet(&text, &query, room);
        let shown: String = snippet.spans.iter().map(|span| span.text(&text)).collect();
        prop_assert!(text.contains(&shown));
        prop_assert_eq!(shown.chars().count(), room.min(text.chars().count()));
    }
}

/// A small alphabet, so that documents have much in common. Without consonants, which behind kana
/// would be taken for half-typed kana, and without ー, which joins letters as a hyphen does.
const LETTERS: &str = "防災訓練秋のすぽつ髙国ae 、";

fn words(longest: usize) -> impl Strategy<Value = String> {
    let letters: Vec<char> = LETTERS.chars().collect();
    vec(select(letters), 0..longest).prop_map(|chars| chars.into_iter().collect())
}

fn is_run(c: char) -> bool {
    !c.is_ascii() && c != '、'
}

/// The words of letters in `text`, each with the character of a run right behind it.
fn latin(text: &str) -> Vec<(String, Option<char>)> {
    let mut found = Vec::new();
    let mut word = String::new();
    for c in text.chars().chain([' ']) {
        if c.is_ascii_lowercase() {
            word.push(c);
        } else if !word.is_empty() {
            found.push((std::mem::take(&mut word), Some(c).filter(|&c| is_run(c))));
        }
    }
    found
}

/// What a search means, said without an index: every pair of neighbours, every word of letters.
fn fits(text: &str, query: &str, typing: bool) -> bool {
    let (text, query) = (fold(text), fold(query));
    let words = latin(&text);
    let asked = latin(&query);
    let letters_fit = asked.iter().enumerate().all(|(index, (word, next))| {
        let open = typing && index + 1 == asked.len() && query.ends_with(word.as_str());
        words.iter().any(|(other, behind)| match next {
            Some(_) => other == word && behind == next,
            None if open => other.starts_with(word.as_str()),
            None => other == word,
        })
    });
    let mut before = ' ';
    let chars: Vec<char> = query.chars().chain([' ']).collect();
    letters_fit
        && chars.windows(2).all(|two| {
            let (first, second) = (two[0], two[1]);
            let alone = !is_run(before) && !before.is_ascii_lowercase() && !is_run(second);
            before = first;
            if !is_run(first) {
                true
            } else if is_run(second) {
                text.contains(&format!("{first}{second}"))
            } else {
                !alone || text.contains(first)
            }
        })
}

#[derive(Debug, Clone)]
enum Change {
    Add(u8, String),
    AddMany(Vec<(u8, String)>),
    Remove(u8),
    Compact,
    Reload,
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let change = prop_oneof![
        6 => (0..20u8, words(12)).prop_map(|(key, text)| Change::Add(key, text)),
        2 => vec((0..20u8, words(12)), 0..12).prop_map(Change::AddMany),
        2 => (0..20u8).prop_map(Change::Remove),
        1 => Just(Change::Compact),
        1 => Just(Change::Reload),
    ];
    vec(change, 0..30)
}

fn fields(text: &str) -> Fields<'_> {
    // Title and body, so that no term may reach from one into the other.
    let middle = text.char_indices().nth(text.chars().count() / 2).map_or(0, |(at, _)| at);
    let (title, body) = text.split_at(middle);
    Fields { title, body, ..Fields::default() }
}

fn whole(text: &str) -> String {
    let fields = fields(text);
    format!("{}\u{3000}{}", fields.title, fields.body)
}

/// The index after the changes, and what it should hold.
fn changed(changes: Vec<Change>) -> (SearchIndex, BTreeMap<String, String>) {
    let mut index = SearchIndex::new();
    let mut model = BTreeMap::new();
    for change in changes {
        match change {
            Change::Add(key, text) => {
                index.add(&key.to_string(), &fields(&text));
                model.insert(key.to_string(), text);
            }
            Change::AddMany(many) => {
                let mut builder = SegmentBuilder::new();
                for (key, text) in many {
                    builder.add(&key.to_string(), &fields(&text));
                    model.insert(key.to_string(), text);
                }
                index.add_segment(builder.finish());
            }
            Change::Remove(key) => {
                let removed = index.remove(&key.to_string());
                assert_eq!(removed, model.remove(&key.to_string()).is_some());
            }
            Change::Compact => {
                let keys: Vec<Option<String>> = (0..).take(index.numbers()).map(|doc| index.key(doc).map(str::to_owned)).collect();
                for (key, new) in keys.into_iter().zip(index.compact()) {
                    assert_eq!(new.and_then(|doc| index.key(doc).map(str::to_owned)), key);
                }
            }
            Change::Reload => {
                let again = SearchIndex::from_bytes(&index.to_bytes());
                assert_eq!(again.as_ref(), Ok(&index));
                index = again.unwrap_or_default();
            }
        }
    }
    (index, model)
}

proptest! {
    #[test]
    fn finds_what_the_model_finds(changes in changes(), queries in vec(words(6), 1..6), typing: bool) {
        let (index, model) = changed(changes);
        prop_assert_eq!(index.len(), model.len());
        let mut scratch = Scratch::default();
        for text in queries {
            let query = if typing { Query::typed(&text) } else { Query::whole(&text) };
            let expected: BTreeSet<&str> = model
                .iter()
                .filter(|(_, document)| fits(&whole(document), &text, typing))
                .map(|(key, _)| key.as_str())
                .collect();
            let docs = index.matching(&mut scratch, &query);
            let found: BTreeSet<&str> = docs.iter().filter_map(|&doc| index.key(doc)).collect();
            prop_assert_eq!(&found, &expected, "{}", text);
            prop_assert_eq!(docs.len(), expected.len());

            // The first few are the first of all, and each was offered once.
            let mut offered = Vec::new();
            let accept = |doc| { offered.push(doc); doc % 3 != 0 };
            let few = index.search(&mut scratch, &query, 3, accept, |doc| doc / 2);
            offered.sort_unstable();
            prop_assert_eq!(offered, docs);
            let all = index.search(&mut scratch, &query, 99, |doc| doc % 3 != 0, |doc| doc / 2);
            prop_assert_eq!(few.total, all.hits.len());
            prop_assert_eq!(&few.hits[..], &all.hits[..all.hits.len().min(3)]);
        }
    }

    #[test]
    fn changing_is_building_anew(changes in changes()) {
        let (mut index, model) = changed(changes);
        index.compact();
        let mut builder = SegmentBuilder::new();
        for key in (0..).take(index.numbers()).filter_map(|doc| index.key(doc)) {
            builder.add(key, &fields(&model[key]));
        }
        let anew = SearchIndex::from(builder.finish());
        prop_assert_eq!(index.len(), model.len());
        prop_assert_eq!(index.to_bytes(), anew.to_bytes());
    }

    #[test]
    fn any_part_of_a_run_of_the_title_finds_it(
        others in vec(words(12), 0..8),
        title in "[防災訓練秋のスポーツヴ髙々]{1,12}",
        around in "[a-c0-9 、・「]{0,3}",
        from: Index,
        to: Index,
    ) {
        let title = title.trim_start_matches('ー');
        prop_assume!(!title.is_empty());
        let mut index = SearchIndex::new();
        for (number, other) in others.iter().enumerate() {
            index.add(&number.to_string(), &fields(other));
        }
        let doc = index.add("sought", &Fields { title: &format!("{around}{title}{around}"), ..Fields::default() });
        let chars: Vec<char> = title.chars().collect();
        let from = from.index(chars.len());
        let to = from + 1 + to.index(chars.len() - from);
        let part: String = chars[from..to].iter().collect();
        let found = index.matching(&mut Scratch::default(), &Query::typed(&part));
        prop_assert!(found.contains(&doc), "{} in {}", part, title);
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in vec(any::<u8>(), 0..200)) {
        prop_assert!(SearchIndex::from_bytes(&bytes).is_err());
    }

    #[test]
    fn changed_bytes_are_refused(changes in changes(), at: Index, bit in 0..8u8, cut: bool) {
        let (index, _) = changed(changes);
        let mut bytes = index.to_bytes();
        let at = at.index(bytes.len());
        if cut {
            bytes.truncate(at);
        } else {
            bytes[at] ^= 1 << bit;
        }
        // Two bytes of the header are kept for later and mean nothing.
        prop_assert!(SearchIndex::from_bytes(&bytes).is_err() || (!cut && matches!(at, 6 | 7)));
    }
}
