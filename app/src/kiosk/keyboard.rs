//! The app's own keyboard: 五十音, letters and figures, as a table and a function from text and key to text.
//!
//! For screens whose system has none, or has one that remembers what people type. It makes kana, no kanji: who needs kanji takes the form
//! along. Carets are counted as the browser counts them, in UTF-16 units. Invariants: whatever caret comes in, the one that comes out is
//! inside the text and at a character's edge; [`Key::Back`] takes away what [`Key::Char`] put in.

use crate::messages::kiosk::screen as m;
use engawa_core::{Lang, Message};

/// A key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// Puts in a character.
    Char(char),
    /// Turns the character before into its next form: か→が, は→ば→ぱ, つ→っ→づ, や→ゃ, a→A.
    Mark,
    /// Takes the character before away.
    Back,
    /// Takes everything away.
    Clear,
    /// Goes left.
    Left,
    /// Goes right.
    Right,
    /// Sends.
    Enter,
}

/// A sheet of keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Layout {
    /// 五十音, a column for each line of it.
    #[default]
    Kana,
    /// Letters.
    Letters,
    /// Figures and signs.
    Figures,
}

impl Layout {
    /// Every sheet, in the order of the switch.
    pub const ALL: [Self; 3] = [Self::Kana, Self::Letters, Self::Figures];

    /// What it is called.
    pub fn name(self) -> Message {
        match self {
            Self::Kana => m::KEYS_KANA,
            Self::Letters => m::KEYS_LETTERS,
            Self::Figures => m::KEYS_FIGURES,
        }
    }
}

/// Keys of characters, in a row.
macro_rules! chars {
    ($($char:literal)*) => { &[$(Key::Char($char)),*] };
}

/// The columns are the lines of 五十音, あ first: each row holds one vowel. The gaps of や hold brackets.
const KANA: &[&[Key]] = &[
    chars!['あ' 'か' 'さ' 'た' 'な' 'は' 'ま' 'や' 'ら' 'わ'],
    chars!['い' 'き' 'し' 'ち' 'に' 'ひ' 'み' '「' 'り' 'を'],
    chars!['う' 'く' 'す' 'つ' 'ぬ' 'ふ' 'む' 'ゆ' 'る' 'ん'],
    chars!['え' 'け' 'せ' 'て' 'ね' 'へ' 'め' '」' 'れ' 'ー'],
    chars!['お' 'こ' 'そ' 'と' 'の' 'ほ' 'も' 'よ' 'ろ' '、'],
    &[Key::Mark, Key::Char('。'), Key::Char('　'), Key::Left, Key::Right, Key::Back, Key::Clear, Key::Enter],
];

/// As on the keyboards that people have, with figures: numbers of receipts have both.
const LETTERS: &[&[Key]] = &[
    chars!['1' '2' '3' '4' '5' '6' '7' '8' '9' '0'],
    chars!['q' 'w' 'e' 'r' 't' 'y' 'u' 'i' 'o' 'p'],
    chars!['a' 's' 'd' 'f' 'g' 'h' 'j' 'k' 'l' '-'],
    chars!['z' 'x' 'c' 'v' 'b' 'n' 'm' '_' '.' '@'],
    &[Key::Mark, Key::Char(' '), Key::Left, Key::Right, Key::Back, Key::Clear, Key::Enter],
];

const FIGURES: &[&[Key]] = &[
    chars!['1' '2' '3' '4' '5' '6' '7' '8' '9' '0'],
    chars!['-' '/' ':' '.' ',' '(' ')' '@' '_' '+'],
    chars!['!' '?' '#' '%' '&' '=' '~' '〒' '・' '〜'],
    &[Key::Char(' '), Key::Left, Key::Right, Key::Back, Key::Clear, Key::Enter],
];

/// The keys of a sheet, row by row.
pub fn rows(layout: Layout) -> &'static [&'static [Key]] {
    match layout {
        Layout::Kana => KANA,
        Layout::Letters => LETTERS,
        Layout::Figures => FIGURES,
    }
}

/// What stands on a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// The character that it puts in.
    Sign(char),
    /// What it does.
    Words(Message),
}

impl Label {
    /// The label in a language.
    pub fn text(self, lang: Lang) -> String {
        match self {
            Self::Sign(sign) => sign.to_string(),
            Self::Words(words) => words.text(lang).to_owned(),
        }
    }
}

/// What stands on a key.
pub fn label(key: Key) -> Label {
    match key {
        Key::Char(' ' | '　') => Label::Words(m::KEY_SPACE),
        Key::Char(sign) => Label::Sign(sign),
        Key::Mark => Label::Words(m::KEY_MARK),
        Key::Back => Label::Words(m::KEY_BACK),
        Key::Clear => Label::Words(m::KEY_CLEAR),
        Key::Left => Label::Words(m::KEY_LEFT),
        Key::Right => Label::Words(m::KEY_RIGHT),
        Key::Enter => Label::Words(m::KEY_ENTER),
    }
}

/// What a key is called where its label tells ears nothing; nothing: its label does.
pub fn spoken(key: Key, layout: Layout) -> Option<Message> {
    match (key, layout) {
        (Key::Mark, Layout::Kana) => Some(m::KEY_MARK_KANA),
        (Key::Mark, Layout::Letters | Layout::Figures) => Some(m::KEY_MARK_LETTERS),
        _ => None,
    }
}

/// A step from key to key, for whoever goes by arrow keys or a switch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// To the key before; from the first of a row to its last.
    Left,
    /// To the next key; from the last of a row to its first.
    Right,
    /// To the row above; from the first to the last.
    Up,
    /// To the row below; from the last to the first.
    Down,
    /// To the first key of the row.
    First,
    /// To the last key of the row.
    Last,
}

impl Step {
    /// What a key of the machine's own keyboard means, as browsers call it.
    pub fn of(name: &str) -> Option<Self> {
        match name {
            "ArrowLeft" => Some(Self::Left),
            "ArrowRight" => Some(Self::Right),
            "ArrowUp" => Some(Self::Up),
            "ArrowDown" => Some(Self::Down),
            "Home" => Some(Self::First),
            "End" => Some(Self::Last),
            _ => None,
        }
    }
}

/// Row and column after a step, where the rows have so many keys. Invariant: there is a key, if there is any row with keys at all.
pub fn moved((row, column): (usize, usize), step: Step, widths: &[usize]) -> (usize, usize) {
    let rows = widths.len().max(1);
    let row = match step {
        Step::Up => (row.min(rows - 1) + rows - 1) % rows,
        Step::Down => (row.min(rows - 1) + 1) % rows,
        Step::Left | Step::Right | Step::First | Step::Last => row.min(rows - 1),
    };
    let width = widths.get(row).copied().unwrap_or(1).max(1);
    let column = column.min(width - 1);
    let column = match step {
        Step::Up | Step::Down => column,
        Step::Left => (column + width - 1) % width,
        Step::Right => (column + 1) % width,
        Step::First => 0,
        Step::Last => width - 1,
    };
    (row, column)
}

/// Forms of one kana, in the order in which [`Key::Mark`] goes round.
const ROUNDS: [&str; 29] = [
    "あぁ",
    "いぃ",
    "うぅゔ",
    "えぇ",
    "おぉ",
    "かが",
    "きぎ",
    "くぐ",
    "けげ",
    "こご",
    "さざ",
    "しじ",
    "すず",
    "せぜ",
    "そぞ",
    "ただ",
    "ちぢ",
    "つっづ",
    "てで",
    "とど",
    "はばぱ",
    "ひびぴ",
    "ふぶぷ",
    "へべぺ",
    "ほぼぽ",
    "やゃ",
    "ゆゅ",
    "よょ",
    "わゎ",
];

/// From a hiragana to the katakana of the same sound.
const TO_KATAKANA: u32 = 0x60;

/// The next form of a character; the same where it has no other. Katakana that stand in a field already go round like hiragana.
fn next_form(sign: char) -> char {
    let katakana = matches!(sign, 'ァ'..='ヴ');
    let hiragana = if katakana { char::from_u32(u32::from(sign) - TO_KATAKANA).unwrap_or(sign) } else { sign };
    for round in ROUNDS {
        let mut forms = round.chars();
        if forms.any(|form| form == hiragana) {
            let next = forms.next().or_else(|| round.chars().next()).unwrap_or(hiragana);
            return if katakana { char::from_u32(u32::from(next) + TO_KATAKANA).unwrap_or(sign) } else { next };
        }
    }
    match sign {
        'a'..='z' => sign.to_ascii_uppercase(),
        'A'..='Z' => sign.to_ascii_lowercase(),
        _ => sign,
    }
}

/// Where a caret of UTF-16 units stands in a text, in bytes: in the middle of a pair before it, behind the end at the end.
fn byte_at(text: &str, caret: usize) -> usize {
    let mut units = 0;
    for (at, sign) in text.char_indices() {
        if units + sign.len_utf16() > caret {
            return at;
        }
        units += sign.len_utf16();
    }
    text.len()
}

/// The length of a text as the browser counts it.
fn units(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// The character before a caret.
pub fn before(text: &str, caret: usize) -> Option<char> {
    text[..byte_at(text, caret)].chars().next_back()
}

/// A text and its caret after a key. [`Key::Enter`] changes neither: the page sends.
pub fn applied(text: &str, caret: usize, key: Key) -> (String, usize) {
    let (before, after) = text.split_at(byte_at(text, caret));
    let at = units(before);
    let last = before.chars().next_back();
    let without_last = last.map_or(before, |sign| &before[..before.len() - sign.len_utf8()]);
    match key {
        Key::Char(sign) => (format!("{before}{sign}{after}"), at + sign.len_utf16()),
        Key::Mark => {
            let next = last.map(next_form).map(String::from).unwrap_or_default();
            (format!("{without_last}{next}{after}"), at)
        }
        Key::Back => (format!("{without_last}{after}"), units(without_last)),
        Key::Clear => (String::new(), 0),
        Key::Left => (text.to_owned(), units(without_last)),
        Key::Right => (text.to_owned(), at + after.chars().next().map_or(0, char::len_utf16)),
        Key::Enter => (text.to_owned(), at),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn typed(keys: &[Key]) -> String {
        keys.iter().fold((String::new(), 0), |(text, caret), key| applied(&text, caret, *key)).0
    }

    #[test]
    fn marks_go_round() {
        let kana = [('か', "がか"), ('は', "ばぱは"), ('つ', "っづつ"), ('や', "ゃや"), ('う', "ぅゔう"), ('ハ', "バパハ"), ('ウ', "ゥヴウ")];
        let others = [('a', "Aa"), ('ん', "んん"), ('亜', "亜"), ('3', "3")];
        for (from, round) in kana.into_iter().chain(others) {
            let mut text = from.to_string();
            for next in round.chars() {
                text = applied(&text, 1, Key::Mark).0;
                assert_eq!(text, next.to_string(), "{from}");
            }
        }
    }

    #[test]
    fn a_name_is_typed() {
        let word = [Key::Char('か'), Key::Mark, Key::Char('つ'), Key::Mark, Key::Char('こ'), Key::Char('う')];
        assert_eq!(typed(&word), "がっこう");
        assert_eq!(typed(&[Key::Mark, Key::Back, Key::Left, Key::Right, Key::Enter]), "");
    }

    #[test]
    fn pairs_are_never_cut() {
        // 𠮷 is a pair in UTF-16: a caret of 1 stands in its middle.
        assert_eq!(applied("𠮷野", 1, Key::Char('あ')), ("あ𠮷野".to_owned(), 1));
        assert_eq!(applied("𠮷野", 2, Key::Back), ("野".to_owned(), 0));
        assert_eq!(applied("𠮷野", 2, Key::Left), ("𠮷野".to_owned(), 0));
        assert_eq!(applied("𠮷野", 0, Key::Right), ("𠮷野".to_owned(), 2));
        assert_eq!(applied("𠮷野", 99, Key::Right), ("𠮷野".to_owned(), 3));
        assert_eq!(applied("𠮷野", 3, Key::Clear), (String::new(), 0));
        assert_eq!((before("𠮷野", 2), before("𠮷野", 1), before("𠮷野", 9), before("", 0)), (Some('𠮷'), None, Some('野'), None));
    }

    #[test]
    fn the_middle_of_a_text_is_changed() {
        assert_eq!(applied("かき", 1, Key::Mark), ("がき".to_owned(), 1));
        assert_eq!(applied("かき", 1, Key::Char('ん')), ("かんき".to_owned(), 2));
        assert_eq!(applied("かき", 0, Key::Back), ("かき".to_owned(), 0));
    }

    #[test]
    fn every_sheet_can_do_everything_that_words_need() {
        for layout in Layout::ALL {
            let keys: Vec<Key> = rows(layout).iter().copied().flatten().copied().collect();
            for needed in [Key::Back, Key::Clear, Key::Left, Key::Right, Key::Enter] {
                assert!(keys.contains(&needed), "{layout:?}: {needed:?}");
            }
            for (at, key) in keys.iter().enumerate() {
                assert!(!keys[..at].contains(key), "{layout:?}: {key:?} is there twice");
                assert!(Lang::ALL.iter().all(|lang| !label(*key).text(*lang).trim().is_empty()), "{key:?} is bare");
            }
        }
    }

    #[test]
    fn every_kana_can_be_typed() {
        let sign = |key: &Key| if let Key::Char(sign) = key { Some(*sign) } else { None };
        let on_keys: Vec<char> = KANA.iter().copied().flatten().filter_map(sign).collect();
        let reached: Vec<char> = on_keys.iter().flat_map(|sign| [*sign, next_form(*sign), next_form(next_form(*sign))]).collect();
        // Nobody writes ゐ and ゑ any more.
        let missing: Vec<char> = ('ぁ'..='ゔ').filter(|sign| !"ゐゑ".contains(*sign) && !reached.contains(sign)).collect();
        assert_eq!(missing, Vec::<char>::new());
    }

    fn any_key() -> impl Strategy<Value = Key> {
        prop_oneof![
            any::<char>().prop_map(Key::Char),
            prop::sample::select(vec![Key::Mark, Key::Back, Key::Clear, Key::Left, Key::Right, Key::Enter]),
        ]
    }

    /// Whether a caret stands inside a text and at the edge of a character.
    fn is_edge(text: &str, caret: usize) -> bool {
        let mut edges = text.chars().scan(0, |at, sign| {
            *at += sign.len_utf16();
            Some(*at)
        });
        caret == 0 || edges.any(|edge| edge == caret)
    }

    #[test]
    fn a_switch_reaches_every_key() {
        let widths: Vec<usize> = rows(Layout::Kana).iter().map(|row| row.len()).collect();
        let mut reached = std::collections::BTreeSet::new();
        let mut at = (0, 0);
        for _ in 0..widths.len() {
            for _ in 0..widths[at.0] {
                reached.insert(at);
                at = moved(at, Step::Right, &widths);
            }
            at = moved(at, Step::Down, &widths);
        }
        assert_eq!(reached.len(), widths.iter().sum::<usize>());
        assert_eq!(at, (0, 0), "it comes round");
        assert_eq!(moved((0, 9), Step::Up, &widths), (5, 7), "a shorter row");
        assert_eq!((moved((2, 3), Step::First, &widths), moved((2, 3), Step::Last, &widths)), ((2, 0), (2, 9)));
        assert_eq!((Step::of("ArrowUp"), Step::of("a")), (Some(Step::Up), None));
    }

    proptest! {
        #[test]
        fn a_step_ends_on_a_key(
            row in 0_usize..12,
            column in 0_usize..20,
            widths in prop::collection::vec(1_usize..12, 1..7),
            step in prop::sample::select(vec![Step::Left, Step::Right, Step::Up, Step::Down, Step::First, Step::Last]),
        ) {
            let (to_row, to_column) = moved((row, column), step, &widths);
            prop_assert!(to_row < widths.len() && to_column < widths[to_row]);
            let back = moved(moved((to_row, to_column), Step::Left, &widths), Step::Right, &widths);
            prop_assert_eq!(back, (to_row, to_column));
        }

        #[test]
        fn the_caret_stays_inside_and_at_an_edge(text in any::<String>(), caret in 0_usize..80, keys in prop::collection::vec(any_key(), 1..12)) {
            let (mut text, mut caret) = (text, caret);
            for key in keys {
                (text, caret) = applied(&text, caret, key);
                prop_assert!(is_edge(&text, caret), "{key:?}: {text:?} at {caret}");
            }
        }

        #[test]
        fn back_undoes_a_character(text in any::<String>(), caret in 0_usize..80, sign in any::<char>()) {
            let before = applied(&text, caret, Key::Enter);
            let (longer, at) = applied(&text, caret, Key::Char(sign));
            prop_assert_eq!(applied(&longer, at, Key::Back), before);
        }

        #[test]
        fn marks_change_one_character_and_come_round(text in "[ぁ-ゔァ-ヴa-zA-Z]{1,6}", caret in 1_usize..6) {
            let (mut now, mut at) = applied(&text, caret, Key::Enter);
            let (begin, chars) = (now.clone(), now.chars().count());
            for _ in 0..6 {
                (now, at) = applied(&now, at, Key::Mark);
                prop_assert_eq!(now.chars().count(), chars);
            }
            prop_assert_eq!(now, begin);
        }
    }
}
