//! Normalisation of text for search: [`fold`] maps what people see as the same writing to the
//! same characters, alike on the server and in the browser.
//!
//! What becomes one: full and half width, capital and small letters, accents, katakana and
//! hiragana, composed and decomposed voicing marks, the many dashes, circled and squared
//! characters, old and new forms of ideographs, every kind of space. Kanji numerals and iteration
//! marks are left as they are. The result is meant for comparing, never for showing.
//!
//! Invariants: `fold(fold(t)) == fold(t)`, and [`fold_mapped`] knows for every byte of its result
//! where in the source it came from. An index stores folded terms: whoever changes what `fold`
//! does raises the version in `index::bytes`.

use super::tables;

/// One `text` normalised for search.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold_into(text, &mut out);
    out
}

/// Appends the folded `text` to `out`, which an importer or index reuses between texts. `out` must
/// be empty, because marks and dashes look at the character before them.
pub fn fold_into(text: &str, out: &mut String) {
    fold_with(text, out);
}

/// A folded text that remembers where it came from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Folded {
    /// The folded text.
    pub text: String,
    /// For each byte of `text` the byte in the source where its character begins; one more at the
    /// end, the length of the source.
    origin: Vec<u32>,
}

impl Folded {
    /// The bytes of the source that were folded to `range` of [`Folded::text`]. A character of
    /// the source that became several (㈱) is included whole; marks dropped behind the last
    /// character belong to it.
    #[must_use]
    pub fn source_range(&self, range: core::ops::Range<usize>) -> core::ops::Range<usize> {
        let at = |byte: usize| {
            let index = byte.min(self.origin.len().saturating_sub(1));
            self.origin.get(index).map_or(0, |&origin| origin as usize)
        };
        let start = at(range.start);
        if range.end <= range.start {
            return start..start;
        }
        let last = at(range.end - 1);
        let mut end = range.end;
        while end < self.text.len() && at(end) == last {
            end += 1;
        }
        start..at(end).max(start)
    }
}

/// Folds `text` and keeps, for highlighting, where each part came from.
#[must_use]
pub fn fold_mapped(text: &str) -> Folded {
    let mut folded = Folded { text: String::with_capacity(text.len()), origin: Vec::with_capacity(text.len() + 1) };
    fold_with(text, &mut folded);
    folded.origin.push(offset(text.len()));
    folded
}

/// Katakana (full width) as hiragana, all else unchanged: to compare readings.
#[must_use]
pub fn kana_to_hiragana(text: &str) -> String {
    text.chars().map(|c| hiragana(c).unwrap_or(c)).collect()
}

/// Full-width figures as ASCII, all else unchanged: before a number or date is read.
#[must_use]
pub fn digits(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '０'..='９' => shifted(c, -0xFEE0),
            _ => c,
        })
        .collect()
}

/// Whether `c`, a folded character, is kana or the long vowel mark.
pub(super) fn is_kana(c: char) -> bool {
    matches!(c, 'ぁ'..='ゔ' | 'ー' | 'ゝ' | 'ゞ')
}

/// Where folded characters go.
trait Sink {
    /// Takes the folded `c`, made from the source's character at byte `at`.
    fn put(&mut self, c: char, at: usize);
    /// Puts `c` in the place of the last character, which is as long.
    fn replace_last(&mut self, c: char);
}

impl Sink for String {
    fn put(&mut self, c: char, _at: usize) {
        self.push(c);
    }

    fn replace_last(&mut self, c: char) {
        self.pop();
        self.push(c);
    }
}

impl Sink for Folded {
    fn put(&mut self, c: char, at: usize) {
        self.text.push(c);
        self.origin.resize(self.text.len(), offset(at));
    }

    fn replace_last(&mut self, c: char) {
        self.text.pop();
        self.text.push(c);
    }
}

/// An offset in a text. Texts of 4 GB are not searched.
fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// What one character of the source means.
enum Class {
    /// Itself, or one other character.
    One(char),
    /// Several characters.
    Many(&'static str),
    /// A hyphen, dash, minus sign or ruled line.
    Dash,
    /// The long vowel mark ー.
    Long,
    /// Any space, tab or line end.
    Space,
    /// A voicing mark (濁点).
    Voiced,
    /// A semi-voicing mark (半濁点).
    SemiVoiced,
    /// Nothing that is seen: control characters, zero-width characters, accents, variation
    /// selectors.
    Nothing,
}

fn fold_with(text: &str, sink: &mut impl Sink) {
    // The last character put: what a dash or a mark means depends on it.
    let mut last = '\0';
    for (at, c) in text.char_indices() {
        match classify(c) {
            Class::One(one) => {
                sink.put(one, at);
                last = one;
            }
            Class::Many(many) => {
                for one in many.chars() {
                    sink.put(one, at);
                    last = one;
                }
            }
            // スポ-ツ is スポーツ typed with the wrong key; 03-1234 is not.
            Class::Dash => {
                last = if is_kana(last) { 'ー' } else { '-' };
                sink.put(last, at);
            }
            // And １ー２ is 1-2 typed with the wrong key.
            Class::Long => {
                let after_figure = last.is_ascii_alphanumeric() || last == '-';
                last = if after_figure { '-' } else { 'ー' };
                sink.put(last, at);
            }
            Class::Space => {
                if last != ' ' {
                    sink.put(' ', at);
                    last = ' ';
                }
            }
            Class::Voiced => {
                if let Some(voiced) = voiced(last) {
                    sink.replace_last(voiced);
                    last = voiced;
                }
            }
            Class::SemiVoiced => {
                if matches!(last, 'は' | 'ひ' | 'ふ' | 'へ' | 'ほ') {
                    last = shifted(last, 2);
                    sink.replace_last(last);
                }
            }
            Class::Nothing => {}
        }
    }
}

/// The voiced form of the hiragana `c`, if it has one.
fn voiced(c: char) -> Option<char> {
    match c {
        'か' | 'き' | 'く' | 'け' | 'こ' | 'さ' | 'し' | 'す' | 'せ' | 'そ' | 'た' | 'ち' | 'つ' | 'て' | 'と' | 'は' | 'ひ' | 'ふ' | 'へ' | 'ほ'
        | 'ゝ' => Some(shifted(c, 1)),
        'う' => Some('ゔ'),
        _ => None,
    }
}

/// The character `by` code points after `c`.
fn shifted(c: char, by: i32) -> char {
    u32::from(c).checked_add_signed(by).and_then(char::from_u32).unwrap_or(c)
}

/// The hiragana for a katakana of full width.
fn hiragana(c: char) -> Option<char> {
    Some(match c {
        'ァ'..='ヴ' | 'ヽ' | 'ヾ' => shifted(c, -0x60),
        // The small forms stand for か and け: 1ヵ月, 茅ヶ崎.
        'ヵ' => 'か',
        'ヶ' => 'け',
        'ヷ' => 'わ',
        'ヸ' => 'ゐ',
        'ヹ' => 'ゑ',
        'ヺ' => 'を',
        _ => return None,
    })
}

#[inline]
fn classify(c: char) -> Class {
    match c {
        'a'..='z' | '0'..='9' | 'ぁ'..='ゔ' | '、' | '。' => Class::One(c),
        'ァ'..='ヺ' | 'ヽ' | 'ヾ' => Class::One(hiragana(c).unwrap_or(c)),
        '一'..='鿿' => Class::One(ideograph(c)),
        '\0'..='~' => ascii(c),
        'ー' | 'ｰ' => Class::Long,
        '！'..='～' => ascii(shifted(c, -0xFEE0)),
        _ => rare(c),
    }
}

/// ASCII, also when written in full width.
fn ascii(c: char) -> Class {
    match c {
        '-' => Class::Dash,
        ' ' | '\t' | '\n' | '\r' | '\x0B' | '\x0C' => Class::Space,
        '\0'..='\x1F' => Class::Nothing,
        _ => Class::One(c.to_ascii_lowercase()),
    }
}

/// Whether a sign is not seen itself and turns the direction of writing of what comes after it: in a name or a subject, which stands beside
/// words of others, it would turn those too.
pub fn turns(c: char) -> bool {
    matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Everything that is seldom met; apart so that [`classify`] stays small enough to be inlined.
#[inline(never)]
fn rare(c: char) -> Class {
    let code = u32::from(c);
    match c {
        '\u{7F}'..='\u{84}'
        | '\u{86}'..='\u{9F}'
        | '\u{AD}'
        | '\u{300}'..='\u{36F}'
        | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{20D0}'..='\u{20FF}'
        | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}'
        | '\u{FFF9}'..='\u{FFFB}'
        | '\u{E0000}'..='\u{E01EF}' => Class::Nothing,
        '\u{85}' | '\u{A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{2028}' | '\u{2029}' | '\u{202F}' | '\u{205F}' | '\u{3000}' => Class::Space,
        '‐'..='―' | '⁃' | '⁻' | '₋' | '−' | '─' | '━' | '⸺' | '⸻' | '﹘' | '﹣' => Class::Dash,
        '〜' | '∼' | '∿' | '〰' | '˜' => Class::One('~'),
        '\u{3099}' | '゛' | 'ﾞ' => Class::Voiced,
        '\u{309A}' | '゜' | 'ﾟ' => Class::SemiVoiced,
        'ゕ' => Class::One('か'),
        'ゖ' => Class::One('け'),
        'ゟ' => Class::Many("より"),
        'ヿ' => Class::Many("こと"),
        'ㇰ'..='ㇿ' => nth_char(tables::SMALL_KATAKANA, code - 0x31F0, c),
        'ｦ'..='ﾝ' => nth_char(tables::HALF_WIDTH_KANA, code - 0xFF66, c),
        '｡' => Class::One('。'),
        '｢' => Class::One('「'),
        '｣' => Class::One('」'),
        '､' => Class::One('、'),
        '･' => Class::One('・'),
        '￠' => Class::One('¢'),
        '￡' => Class::One('£'),
        '￥' => Class::One('¥'),
        '‘' | '’' | '‛' | '′' => Class::One('\''),
        '“' | '”' | '‟' | '″' => Class::One('"'),
        'ß' | 'ẞ' => Class::Many("ss"),
        'Æ' | 'æ' => Class::Many("ae"),
        'Œ' | 'œ' => Class::Many("oe"),
        'Þ' | 'þ' => Class::Many("th"),
        'Ĳ' | 'ĳ' => Class::Many("ij"),
        'À'..='ɏ' => nth_char(tables::LATIN, code - 0xC0, c),
        'Ḁ'..='ỿ' => nth_char(tables::LATIN_ADDITIONAL, code - 0x1E00, c),
        'Α'..='Ρ' | 'Σ'..='Ω' | 'А'..='Я' => Class::One(shifted(c, 0x20)),
        'ς' => Class::One('σ'),
        // Й and й stay; Ѐ to Џ lie elsewhere.
        'Ё' | 'ё' => Class::One('е'),
        'Ѐ'..='Џ' => Class::One(shifted(c, 0x50)),
        'ª' => Class::One('a'),
        'º' => Class::One('o'),
        '²' => Class::One('2'),
        '³' => Class::One('3'),
        '¹' => Class::One('1'),
        'µ' => Class::One('u'),
        '¼' => Class::Many("1/4"),
        '½' => Class::Many("1/2"),
        '¾' => Class::Many("3/4"),
        '⁰'..='₉' => nth_word(tables::SUPERSCRIPTS, code - 0x2070, c),
        '℀'..='⅏' => nth_word(tables::LETTERLIKE, code - 0x2100, c),
        '⅐'..='ⅿ' => nth_word(tables::NUMBER_FORMS, code - 0x2150, c),
        '①'..='⓿' => nth_word(tables::ENCLOSED, code - 0x2460, c),
        // Dingbats: three styles of circled 1 to 10, the same words as ① to ⑩.
        '❶'..='➓' => nth_word(tables::ENCLOSED, (code - 0x2776) % 10, c),
        '㈀'..='㋿' => nth_word(tables::ENCLOSED_CJK, code - 0x3200, c),
        '㌀'..='㏿' => nth_word(tables::SQUARED, code - 0x3300, c),
        'ﬀ'..='ﬆ' => nth_word(tables::LIGATURES, code - 0xFB00, c),
        '⼀'..='⿕' => nth_char(tables::RADICALS, code - 0x2F00, c),
        '⺀'..='⻳' | '㐀'..='䶿' | '\u{F900}'..='\u{FA2D}' | '\u{FA2E}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}' => Class::One(modern_form(c)),
        _ => Class::One(c),
    }
}

/// The `index`th character of a table, or `c` where it says `_`.
fn nth_char(table: &'static str, index: u32, c: char) -> Class {
    match table.chars().nth(index as usize) {
        Some('_') | None => Class::One(c),
        Some('ー') => Class::Long,
        Some(other) => Class::One(other),
    }
}

/// The `index`th word of a table, or `c` where it says `_`.
fn nth_word(table: &'static str, index: u32, c: char) -> Class {
    match table.split(' ').nth(index as usize) {
        Some("_" | "") | None => Class::One(c),
        Some("-") => Class::Dash,
        Some(other) => Class::Many(other),
    }
}

/// How many variants [`tables::IDEOGRAPHS`] lists.
const VARIANT_COUNT: usize = {
    let bytes = tables::IDEOGRAPHS.as_bytes();
    let (mut at, mut count) = (0, 0);
    while at < bytes.len() {
        if bytes[at] == b' ' {
            count += 1;
        }
        at += 1;
    }
    count
};

/// [`tables::IDEOGRAPHS`] decoded when the crate is compiled, in code point order.
static VARIANTS: [(char, char); VARIANT_COUNT] = {
    let bytes = tables::IDEOGRAPHS.as_bytes();
    let mut pairs = [('\0', '\0'); VARIANT_COUNT];
    let (mut at, mut pair) = (0, 0);
    while pair < VARIANT_COUNT {
        let (from, next) = decode(bytes, at);
        let (to, next) = decode(bytes, next);
        pairs[pair] = (from, to);
        at = next + 1;
        pair += 1;
    }
    pairs
};

/// One bit for each ideograph from U+4E00: whether it has another form. Most have none, and a bit
/// is sooner looked at than a table searched.
static HAS_VARIANT: [u64; 328] = {
    let mut bits = [0; 328];
    let mut pair = 0;
    while pair < VARIANT_COUNT {
        let code = VARIANTS[pair].0 as usize;
        if code >= 0x4E00 && code < 0xA000 {
            bits[(code - 0x4E00) / 64] |= 1 << ((code - 0x4E00) % 64);
        }
        pair += 1;
    }
    bits
};

/// The character at byte `at` of valid UTF-8 of three or four bytes, and where the next begins.
const fn decode(bytes: &[u8], at: usize) -> (char, usize) {
    let long = bytes[at] >= 0xF0;
    let length = if long { 4 } else { 3 };
    let mut code = (bytes[at] & if long { 0x07 } else { 0x0F }) as u32;
    let mut next = at + 1;
    while next < at + length {
        code = (code << 6) | (bytes[next] & 0x3F) as u32;
        next += 1;
    }
    match char::from_u32(code) {
        Some(c) => (c, next),
        None => ('\0', next),
    }
}

/// The form of today of a common ideograph (U+4E00 to U+9FFF).
#[inline]
fn ideograph(c: char) -> char {
    let index = (u32::from(c) - 0x4E00) as usize;
    let has_variant = HAS_VARIANT.get(index / 64).is_some_and(|bits| bits >> (index % 64) & 1 == 1);
    if has_variant { modern_form(c) } else { c }
}

/// The form of today of any ideograph.
fn modern_form(c: char) -> char {
    VARIANTS.binary_search_by_key(&c, |&(from, _)| from).ok().and_then(|found| VARIANTS.get(found)).map_or(c, |&(_, to)| to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_become_one() {
        assert_eq!(fold("ＡＢＣ　１２３！"), "abc 123!");
        assert_eq!(fold("ｽﾎﾟｰﾂ･ﾚｸﾘｴｰｼｮﾝ"), fold("スポーツ・レクリエーション"));
        assert_eq!(fold("ｶﾞｷﾞｸﾞ ﾊﾟﾋﾟ ｳﾞ"), "がぎぐ ぱぴ ゔ");
        assert_eq!(fold("｢ﾊﾞｻﾞｰ｣､｡"), "「ばざー」、。");
    }

    #[test]
    fn kana_and_marks_become_one() {
        assert_eq!(fold("ヴァイオリン"), "ゔぁいおりん");
        assert_eq!(fold("か\u{3099}は\u{309A}ヴ"), "がぱゔ");
        assert_eq!(fold("ウ\u{3099}カ゛ホ゜"), "ゔがぽ");
        assert_eq!(fold("茅ヶ崎 茅ケ崎"), "茅け崎 茅け崎");
        assert_eq!(fold("人々ゝヽ〆"), "人々ゝゝ〆");
        assert_eq!(fold("あ\u{309A}\u{3099}い"), "あい");
    }

    #[test]
    fn dashes_mean_what_stands_before_them() {
        for dash in "-‐‑‒–—―−ｰ─━－﹣".chars() {
            assert_eq!(fold(&format!("スポ{dash}ツ")), "すぽーつ", "{dash}");
            assert_eq!(fold(&format!("03{dash}12")), "03-12", "{dash}");
        }
        assert_eq!(fold("１ー２ー３"), "1-2-3");
        assert_eq!(fold("コ－ヒ－"), "こーひー");
        assert_eq!(fold("10〜12～13∼14~"), "10~12~13~14~");
        assert_eq!(fold("ー"), "ー");
    }

    #[test]
    fn enclosed_and_squared_characters_are_spelt_out() {
        assert_eq!(fold("①⑳㉑㊿❶➓⓪"), "1202150110".to_owned() + "0");
        assert_eq!(fold("Ⅳⅻ"), "ivxii");
        assert_eq!(fold("㈱㍿㊤"), "(株)株式会社上");
        assert_eq!(fold("㎡㌔㍍㌢㎏℃№℡"), "m2きろめーとるせんちkg°cnotel");
        assert_eq!(fold("㋀㏠㍻㋿½ﬁ"), "1月1日平成令和1/2fi");
    }

    #[test]
    fn old_and_variant_ideographs_become_one() {
        assert_eq!(fold("髙﨑嵜邊邉齋齊斉澤濱嶋"), "高崎崎辺辺斎斎斎沢浜島");
        assert_eq!(fold("國學廣圓會體驛鄉"), "国学広円会体駅郷");
        assert_eq!(fold("𠮷野家 \u{FA19}社 ⽇本 ⻑野"), "吉野家 神社 日本 長野");
        assert_eq!(fold("葛\u{E0100}飾"), "葛飾");
        assert_eq!(fold("一二三〇十"), "一二三〇十");
    }

    #[test]
    fn spaces_controls_and_accents() {
        assert_eq!(fold("a\u{3000}\u{A0}\t\r\nb"), "a b");
        assert_eq!(fold("a\u{200B}\u{FEFF}\u{7}b"), "ab");
        assert_eq!(fold("Café cafe\u{301} Tōkyō Phở ŒUVRE"), "cafe cafe tokyo pho oeuvre");
        assert_eq!(fold("Москва ΑΘΗΝΑΣ"), "москва αθηνασ");
    }

    #[test]
    fn every_character_folds_to_a_fixed_point() {
        for c in '\0'..=char::MAX {
            for text in [c.to_string(), format!("カ{c}ハ{c}"), format!("1{c}ー{c}\u{3099}")] {
                let once = fold(&text);
                assert_eq!(fold(&once), once, "U+{:04X}", u32::from(c));
            }
        }
    }

    #[test]
    fn the_table_of_ideographs_is_in_order() {
        assert!(VARIANTS.is_sorted_by(|a, b| a.0 < b.0));
        assert!(VARIANTS.iter().all(|&(from, to)| from != to && fold(&to.to_string()) == to.to_string()));
    }

    #[test]
    fn ranges_lead_back_to_the_source() {
        let source = "㈱ｶﾞ-か\u{3099}葛\u{E0100}飾";
        let folded = fold_mapped(source);
        assert_eq!(folded.text, fold(source));
        let range = |part: &str| {
            let start = folded.text.find(part).unwrap_or_default();
            &source[folded.source_range(start..start + part.len())]
        };
        assert_eq!(range("株"), "㈱");
        assert_eq!(range("(株)が"), "㈱ｶﾞ");
        assert_eq!(range("がー"), "ｶﾞ-");
        assert_eq!(range("ーが"), "-か\u{3099}");
        assert_eq!(range("葛"), "葛\u{E0100}");
        assert_eq!(folded.source_range(0..folded.text.len()), 0..source.len());
        assert_eq!(fold_mapped("").source_range(0..0), 0..0);
    }

    #[test]
    fn helpers_change_only_what_they_name() {
        assert_eq!(kana_to_hiragana("ボウサイ訓練Ａヴヶ"), "ぼうさい訓練Ａゔけ");
        assert_eq!(digits("令和６年１２月 A"), "令和6年12月 A");
    }
}
