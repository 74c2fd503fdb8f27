//! What one character means to whoever folds a text: itself, others, a dash, a mark, a space or nothing.
//!
//! Invariants: a character is looked at alone, what stands before it is for [`fold_into`](super::fold::fold_into); the frequent ones are
//! told apart first, in code small enough to be inlined.

use super::ideographs::{ideograph, modern_form};
use super::tables;

/// What one character of the source means.
pub(super) enum Class {
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

/// The character `by` code points after `c`.
pub(super) fn shifted(c: char, by: i32) -> char {
    u32::from(c).checked_add_signed(by).and_then(char::from_u32).unwrap_or(c)
}

/// The hiragana for a katakana of full width.
pub(super) fn hiragana(c: char) -> Option<char> {
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
pub(super) fn classify(c: char) -> Class {
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
