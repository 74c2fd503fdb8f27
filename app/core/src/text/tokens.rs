//! Cutting folded text into the terms of the index.
//!
//! Japanese writes no spaces, so a run of ideographs and kana gives its overlapping pairs
//! (防災訓練 → 防災 災訓 訓練) and its last character alone. So every character of a run begins
//! exactly one term, and a query of one character is a range of the sorted terms.
//!
//! Letters and figures give whole words. A *chain* is a row of words that a change from letter to
//! figure, a hyphen, an apostrophe or a thousands comma joins (Wi-Fi, covid19, 087-839-2011,
//! 1,500): up to four neighbours in it are also one term (wifi), so that people may leave the
//! joint out. A chain followed by a character of a run gives a term too (第3回 → 3回), without
//! which 3月 would mean "a 3 and a month".
//!
//! Invariant: each term of a query made from a part of a text (whole words, any part of a run) is
//! a term, or the beginning of a term, of that text.

use core::ops::Range;

use super::fold::is_kana;

/// How many neighbours of a chain are joined to one term.
pub(super) const CHAIN: usize = 4;

/// A term of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Token<'a> {
    /// Two characters of a run, or its last alone, as a number: 16 bits for each.
    Pair(u32),
    /// A word of letters and figures, or characters outside the Basic Multilingual Plane.
    Word(&'a str),
}

/// The key of the pair `first`, `second` (`None`: `first` ends its run), in the order of code
/// points. `None` if a character does not fit in 16 bits.
pub(super) fn pair(first: char, second: Option<char>) -> Option<u32> {
    let first = u16::try_from(u32::from(first)).ok()?;
    let second = u16::try_from(second.map_or(0, u32::from)).ok()?;
    Some(u32::from(first) << 16 | u32::from(second))
}

/// What a folded character is to the tokeniser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Ideograph, kana, Hangul: belongs to a run.
    Run,
    /// Letter of another script.
    Letter,
    /// ASCII figure.
    Figure,
    /// Everything that separates.
    Other,
}

pub(super) fn kind(c: char) -> Kind {
    match c {
        'a'..='z' => Kind::Letter,
        '0'..='9' => Kind::Figure,
        '\0'..='\u{7F}' => Kind::Other,
        'ぁ'..='ゖ'
        | 'ゝ'
        | 'ゞ'
        | 'ー'
        | '々'..='〇'
        | '一'..='\u{9FFF}'
        | '㐀'..='\u{4DBF}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{AC00}'..='\u{D7A3}'
        | '\u{20000}'..='\u{3FFFF}' => Kind::Run,
        _ if c.is_alphanumeric() => Kind::Letter,
        _ => Kind::Other,
    }
}

/// The kind of the character at byte `at`, with the character.
fn kind_at(text: &str, at: usize) -> Option<(char, Kind)> {
    let c = text.get(at..)?.chars().next()?;
    Some((c, kind(c)))
}

/// A stretch of text without separators inside.
pub(super) enum Piece<'a> {
    /// A run of ideographs and kana.
    Run(Range<usize>),
    /// A chain of words; never empty.
    Chain(&'a [Range<usize>]),
}

/// Whether the separator `c` at byte `at` joins the words on both sides of it.
fn joins(text: &str, at: usize, c: char, last: Kind) -> bool {
    let bytes = text.as_bytes();
    match c {
        '-' | '\'' => kind_at(text, at + 1).is_some_and(|(_, next)| matches!(next, Kind::Letter | Kind::Figure)),
        ',' if last == Kind::Figure => {
            bytes.get(at + 1..at + 4).is_some_and(|next| next.iter().all(u8::is_ascii_digit)) && !bytes.get(at + 4).is_some_and(u8::is_ascii_digit)
        }
        _ => false,
    }
}

/// Shows the pieces of the folded `text` to `visit`, in order.
pub(super) fn pieces(text: &str, chain: &mut Vec<Range<usize>>, mut visit: impl FnMut(Piece<'_>)) {
    let mut run: Option<usize> = None;
    let mut last = Kind::Other;
    chain.clear();
    for (at, c) in text.char_indices() {
        let kind = kind(c);
        if kind == Kind::Run {
            if !chain.is_empty() {
                visit(Piece::Chain(chain));
                chain.clear();
            }
            run.get_or_insert(at);
            last = kind;
            continue;
        }
        if let Some(start) = run.take() {
            visit(Piece::Run(start..at));
        }
        if kind != Kind::Other {
            match chain.last_mut() {
                Some(word) if last == kind && word.end == at => word.end = at + c.len_utf8(),
                _ => chain.push(at..at + c.len_utf8()),
            }
            last = kind;
        } else if !chain.is_empty() && !joins(text, at, c, last) {
            visit(Piece::Chain(chain));
            chain.clear();
        }
    }
    if let Some(start) = run {
        visit(Piece::Run(start..text.len()));
    } else if !chain.is_empty() {
        visit(Piece::Chain(chain));
    }
}

/// Memory that [`tokens`] uses again for the next text.
#[derive(Debug, Default)]
pub struct Workspace {
    chain: Vec<Range<usize>>,
    word: String,
}

/// Shows each term of the folded `text`, with its bytes in it, to `emit`; a term as often as it
/// occurs.
pub fn tokens(text: &str, workspace: &mut Workspace, mut emit: impl FnMut(Token<'_>, Range<usize>)) {
    let Workspace { chain, word } = workspace;
    pieces(text, chain, |piece| match piece {
        Piece::Run(run) => run_tokens(text, run, &mut emit),
        Piece::Chain(chain) => chain_tokens(text, chain, word, &mut emit),
    });
}

fn run_tokens(text: &str, run: Range<usize>, emit: &mut impl FnMut(Token<'_>, Range<usize>)) {
    let mut before: Option<(usize, char)> = None;
    for (at, c) in text.get(run.clone()).unwrap_or_default().char_indices() {
        if let Some((start, first)) = before {
            let range = run.start + start..run.start + at + c.len_utf8();
            emit_pair(text, first, Some(c), range, emit);
        }
        before = Some((at, c));
    }
    let Some((start, last)) = before else { return };
    emit_pair(text, last, None, run.start + start..run.end, emit);
    // ボランティア・センター is also looked for without the dot.
    if is_kana(last)
        && let Some(after) = text.get(run.end..).and_then(|rest| rest.strip_prefix('・'))
        && let Some(next) = after.chars().next()
        && is_kana(next)
    {
        let end = run.end + '・'.len_utf8() + next.len_utf8();
        emit_pair(text, last, Some(next), run.start + start..end, emit);
    }
}

fn emit_pair(text: &str, first: char, second: Option<char>, range: Range<usize>, emit: &mut impl FnMut(Token<'_>, Range<usize>)) {
    match pair(first, second) {
        Some(key) => emit(Token::Pair(key), range),
        None => emit(Token::Word(text.get(range.clone()).unwrap_or_default()), range),
    }
}

fn chain_tokens(text: &str, chain: &[Range<usize>], word: &mut String, emit: &mut impl FnMut(Token<'_>, Range<usize>)) {
    let end = chain.last().map_or(0, |last| last.end);
    let next = kind_at(text, end).filter(|&(_, kind)| kind == Kind::Run);
    for (index, first) in chain.iter().enumerate() {
        word.clear();
        for part in chain.iter().skip(index).take(CHAIN) {
            word.push_str(text.get(part.clone()).unwrap_or_default());
            emit(Token::Word(word), first.start..part.end);
            if part.end == end
                && let Some((c, _)) = next
            {
                word.push(c);
                emit(Token::Word(word), first.start..end + c.len_utf8());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold::fold;

    fn spelt(key: u32) -> String {
        [key >> 16, key & 0xFFFF].iter().filter(|&&code| code != 0).filter_map(|&code| char::from_u32(code)).collect()
    }

    fn of(text: &str) -> Vec<String> {
        let mut found = Vec::new();
        tokens(&fold(text), &mut Workspace::default(), |token, _| {
            found.push(match token {
                Token::Pair(key) => spelt(key),
                Token::Word(word) => word.to_owned(),
            });
        });
        found
    }

    #[test]
    fn runs_give_pairs_and_their_last_character() {
        assert_eq!(of("防災訓練、秋"), ["防災", "災訓", "訓練", "練", "秋"]);
        assert_eq!(of("スポーツ"), ["すぽ", "ぽー", "ーつ", "つ"]);
        assert_eq!(of("佐々木"), ["佐々", "々木", "木"]);
        assert_eq!(of("𩸽と"), ["𩸽と", "と"]);
        assert_eq!(of("あ・い・亜"), ["あ", "あい", "い", "亜"]);
    }

    #[test]
    fn words_give_their_joins() {
        assert_eq!(of("Hello, World"), ["hello", "world"]);
        assert_eq!(of("Wi-Fi"), ["wi", "wifi", "fi"]);
        assert_eq!(of("COVID19"), ["covid", "covid19", "19"]);
        assert_eq!(of("1,500円 1,2"), ["1", "1500", "1500円", "500", "500円", "円", "1", "2"]);
        assert_eq!(of("第3回"), ["第", "3", "3回", "回"]);
        assert_eq!(of("a-1-b-2-c").len(), 5 + 4 + 3 + 2);
        assert_eq!(of("- 'a' -"), ["a"]);
    }

    #[test]
    fn ranges_cover_their_terms() {
        let text = fold("第3回 Wi-Fi講座・𩸽");
        tokens(&text, &mut Workspace::default(), |token, range| {
            let covered: String = text[range].chars().filter(|c| kind(*c) != Kind::Other).collect();
            match token {
                Token::Pair(key) => assert_eq!(covered, spelt(key)),
                Token::Word(word) => assert_eq!(covered, word),
            }
        });
    }
}
