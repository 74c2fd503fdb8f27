//! Folds the many ways of writing one character, and walks along the result.
//!
//! Full-width digits and signs, dashes, wave dashes, brackets and squared characters (㈪, ㍻) become one form each.
//! Every glyph remembers its place in the original, so that what is handed back is the original text.

/// One folded character and the bytes of the original that it stands for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Glyph {
    pub(super) char: char,
    pub(super) at: usize,
    pub(super) end: usize,
}

/// Folds a text. Letters become lower case.
pub(super) fn fold(text: &str) -> Vec<Glyph> {
    let mut glyphs = Vec::with_capacity(text.len());
    for (at, original) in text.char_indices() {
        let end = at + original.len_utf8();
        match squared(original) {
            Some(parts) => glyphs.extend(parts.chars().map(|char| Glyph { char, at, end })),
            None => glyphs.push(Glyph { char: fold_char(original), at, end }),
        }
    }
    glyphs
}

/// Characters that hold several.
fn squared(char: char) -> Option<&'static str> {
    Some(match char {
        '㈪' | '㊊' => "(月)",
        '㈫' | '㊋' => "(火)",
        '㈬' | '㊌' => "(水)",
        '㈭' | '㊍' => "(木)",
        '㈮' | '㊎' => "(金)",
        '㈯' | '㊏' => "(土)",
        '㈰' | '㊐' => "(日)",
        '㈷' | '㊗' => "(祝)",
        '㍾' => "明治",
        '㍽' => "大正",
        '㍼' => "昭和",
        '㍻' => "平成",
        '㋿' => "令和",
        _ => return None,
    })
}

fn fold_char(char: char) -> char {
    match char {
        // Full-width tilde first: it lies in the range of full-width ASCII.
        '～' | '〜' | '∼' | '〰' | '˜' | '→' | '⇒' | '➡' => '~',
        '‐'..='―' | '−' | '－' | '﹣' | '─' | '━' | 'ー' | 'ｰ' => '-',
        '［' | '[' | '〔' | '｛' | '{' | '〈' | '＜' | '<' | '（' => '(',
        '］' | ']' | '〕' | '｝' | '}' | '〉' | '＞' | '>' | '）' => ')',
        '，' | ',' | '､' => '、',
        '･' | '•' | '·' | '‧' | '∙' => '・',
        '︰' | '∶' => ':',
        '｡' => '。',
        '＊' => '*',
        // Radicals that documents converted from PDF hold in place of the characters.
        '⽉' => '月',
        '⽕' => '火',
        '⽔' => '水',
        '⽊' => '木',
        '⾦' => '金',
        '⼟' => '土',
        '⽇' => '日',
        '\n' => '\n',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(char) - 0xFEE0).map_or(char, |ascii| ascii.to_ascii_lowercase()),
        '\u{FEFF}' | '\u{200B}'..='\u{200D}' => ' ',
        _ if char.is_whitespace() || char.is_control() => ' ',
        _ => char.to_ascii_lowercase(),
    }
}

/// A place in a folded text. Copies are cheap, so trying and going back is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cursor<'a> {
    glyphs: &'a [Glyph],
    place: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(glyphs: &'a [Glyph]) -> Self {
        Self { glyphs, place: 0 }
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.glyphs.get(self.place).map(|glyph| glyph.char)
    }

    /// The byte of the original at which the next glyph begins.
    pub(super) fn at(&self) -> usize {
        self.glyphs.get(self.place).map_or_else(|| self.glyphs.last().map_or(0, |glyph| glyph.end), |glyph| glyph.at)
    }

    /// The byte of the original at which the last glyph ended.
    pub(super) fn end(&self) -> usize {
        self.place.checked_sub(1).and_then(|place| self.glyphs.get(place)).map_or(0, |glyph| glyph.end)
    }

    pub(super) fn skip(&mut self) {
        self.place += 1;
    }

    pub(super) fn eat(&mut self, word: &str) -> bool {
        let mut place = self.place;
        for char in word.chars() {
            if self.glyphs.get(place).map(|glyph| glyph.char) != Some(char) {
                return false;
            }
            place += 1;
        }
        self.place = place;
        true
    }

    /// Eats the first of some words that is there, and gives its index. Longer words must come first.
    pub(super) fn eat_any(&mut self, words: &[&str]) -> Option<usize> {
        words.iter().position(|word| self.eat(word))
    }

    pub(super) fn sees_any(mut self, words: &[&str]) -> bool {
        self.eat_any(words).is_some()
    }

    pub(super) fn blanks(&mut self) {
        while self.peek() == Some(' ') {
            self.place += 1;
        }
    }

    /// Blanks and line ends.
    pub(super) fn space(&mut self) {
        while matches!(self.peek(), Some(' ' | '\n')) {
            self.place += 1;
        }
    }

    /// Whether the glyph before is a Latin letter.
    pub(super) fn follows_letter(&self) -> bool {
        self.place.checked_sub(1).and_then(|place| self.glyphs.get(place)).is_some_and(|glyph| glyph.char.is_ascii_lowercase())
    }

    pub(super) fn is_end(&self) -> bool {
        self.place >= self.glyphs.len()
    }

    /// A number and how many digits it has; `None` if there is none or it has more than eight.
    pub(super) fn number(&mut self) -> Option<(u32, usize)> {
        let mut value = 0;
        let mut digits = 0;
        let mut place = self.place;
        while let Some(digit) = self.glyphs.get(place).and_then(|glyph| glyph.char.to_digit(10)) {
            digits += 1;
            if digits > 8 {
                return None;
            }
            value = value * 10 + digit;
            place += 1;
        }
        if digits == 0 {
            return None;
        }
        self.place = place;
        Some((value, digits))
    }

    /// A number of one or two digits.
    pub(super) fn short_number(&mut self) -> Option<u32> {
        let mut ahead = *self;
        let (value, digits) = ahead.number()?;
        if digits > 2 {
            return None;
        }
        *self = ahead;
        Some(value)
    }
}
