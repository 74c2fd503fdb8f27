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

use super::class::{Class, classify, hiragana, shifted};

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

/// Whether a sign is not seen itself and turns the direction of writing of what comes after it: in a name or a subject, which stands beside
/// words of others, it would turn those too.
pub fn turns(c: char) -> bool {
    matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
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
