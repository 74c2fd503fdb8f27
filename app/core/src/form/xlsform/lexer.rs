//! Where words, calls and operators begin in a text that may hold expressions: enough to tell a default that is computed from one that is
//! written, and to find `instance(..)` paths among the words of a label.
//!
//! This is not the language of [`super::super::xpath`]: a label is not an expression. It cuts any text the way the standard's own converter
//! does, because which default is computed is decided by it.

/// A piece of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Its first byte.
    pub start: usize,
    /// The byte after it.
    pub end: usize,
}

/// What a piece is, as far as it matters here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// `*`, `+`, `-`, ` mod `, ` div `.
    Arithmetic,
    /// `|`.
    Union,
    /// `)`.
    CloseParen,
    /// `/`.
    Slash,
    /// Text in quotation marks.
    Quoted,
    /// Blanks.
    Blank,
    /// `${name}`.
    Reference,
    /// `name(`.
    Call,
    /// `name[`.
    PredicateStart,
    /// `]`.
    PredicateEnd,
    /// Everything else.
    Other,
}

/// Whether a name can begin with it.
pub(super) fn begins_name(c: char) -> bool {
    matches!(c, 'A'..='Z' | '_' | 'a'..='z' | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{2ff}' | '\u{370}'..='\u{37d}'
        | '\u{37f}'..='\u{1fff}' | '\u{200c}'..='\u{200d}' | '\u{2070}'..='\u{218f}' | '\u{2c00}'..='\u{2fef}' | '\u{3001}'..='\u{d7ff}'
        | '\u{f900}'..='\u{fdcf}' | '\u{fdf0}'..='\u{fffd}' | '\u{10000}'..='\u{effff}')
}

/// Whether a name can go on with it.
fn continues_name(c: char) -> bool {
    begins_name(c) || matches!(c, '-' | '.' | '0'..='9' | '\u{b7}' | '\u{300}'..='\u{36f}' | '\u{203f}'..='\u{2040}')
}

/// How many bytes of a name the text begins with.
pub(super) fn name_length(text: &str) -> usize {
    if !text.starts_with(begins_name) {
        return 0;
    }
    text.find(|c: char| !continues_name(c)).unwrap_or(text.len())
}

/// As [`name_length`], where the name may have a prefix: `jr:count`.
fn prefixed_name_length(text: &str) -> usize {
    let length = name_length(text);
    match text.get(length..).and_then(|rest| rest.strip_prefix(':')).map(name_length) {
        Some(second) if length > 0 && second > 0 => length + 1 + second,
        _ => length,
    }
}

/// Whether the whole text is a name that a node can have.
pub(super) fn is_name(text: &str) -> bool {
    !text.is_empty() && prefixed_name_length(text) == text.len()
}

/// Cuts a text into pieces; every byte is in one of them.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut start = 0;
    while let Some(rest) = text.get(start..).filter(|rest| !rest.is_empty()) {
        let (kind, length) = first(rest);
        tokens.push(Token { kind, start, end: start + length });
        start += length;
    }
    tokens
}

/// The first piece of a text that is not empty, and how many bytes it has.
fn first(text: &str) -> (TokenKind, usize) {
    let begins = |prefix: &str| text.starts_with(prefix);
    for length in [date_length(text), time_length(text), number_length(text)] {
        if length > 0 {
            return (TokenKind::Other, length);
        }
    }
    if begins(" mod ") || begins(" div ") {
        return (TokenKind::Arithmetic, 5);
    }
    if begins(" and ") {
        return (TokenKind::Other, 5);
    }
    if begins(" or ") {
        return (TokenKind::Other, 4);
    }
    let Some(c) = text.chars().next() else { return (TokenKind::Other, 0) };
    match c {
        '*' | '+' | '-' => return (TokenKind::Arithmetic, 1),
        '|' => return (TokenKind::Union, 1),
        ')' => return (TokenKind::CloseParen, 1),
        '/' => return (TokenKind::Slash, 1),
        ']' => return (TokenKind::PredicateEnd, 1),
        '"' | '\'' => {
            if let Some(inside) = text.get(1..).and_then(|rest| rest.find(c)) {
                return (TokenKind::Quoted, inside + 2);
            }
        }
        '$' => {
            let length = reference_length(text);
            if length > 0 {
                return (TokenKind::Reference, length);
            }
        }
        c if c.is_whitespace() => return (TokenKind::Blank, text.find(|c: char| !c.is_whitespace()).unwrap_or(text.len())),
        _ => {}
    }
    let name = prefixed_name_length(text);
    match text.get(name..).and_then(|rest| rest.chars().next()) {
        Some('(') if name > 0 => (TokenKind::Call, name + 1),
        Some('[') if name > 0 => (TokenKind::PredicateStart, name + 1),
        _ if name > 0 => (TokenKind::Other, name),
        _ => (TokenKind::Other, c.len_utf8()),
    }
}

/// How many bytes of `${name}` the text begins with.
fn reference_length(text: &str) -> usize {
    let Some(inside) = text.strip_prefix("${") else { return 0 };
    let inside = inside.strip_prefix("last-saved#").unwrap_or(inside);
    let name = name_length(inside);
    if name > 0 && inside.get(name..).is_some_and(|rest| rest.starts_with('}')) { text.len() - inside.len() + name + 1 } else { 0 }
}

/// How many bytes fit a pattern in which `0` is any digit and everything else is itself.
fn pattern_length(text: &str, pattern: &str) -> usize {
    let bytes = text.as_bytes();
    let fits = pattern
        .bytes()
        .enumerate()
        .all(|(at, wanted)| bytes.get(at).is_some_and(|&byte| if wanted == b'0' { byte.is_ascii_digit() } else { byte == wanted }));
    if fits { pattern.len() } else { 0 }
}

/// `2026-11-21`, or with a time after it.
fn date_length(text: &str) -> usize {
    let length = pattern_length(text, "0000-00-00").max(pattern_length(text, "-0000-00-00"));
    let time = text.get(length..).and_then(|rest| rest.strip_prefix('T')).map_or(0, time_length);
    if length > 0 && time > 0 { length + 1 + time } else { length }
}

/// `14:05:00`, `14:05:00Z`, `14:05:00+09:00`.
fn time_length(text: &str) -> usize {
    let length = pattern_length(text, "00:00:00");
    if length == 0 {
        return 0;
    }
    let rest = text.get(length..).unwrap_or_default();
    length + pattern_length(rest, "+00:00").max(pattern_length(rest, "-00:00")).max(pattern_length(rest, "Z"))
}

/// `-12`, `-1.5`, `.5`.
fn number_length(text: &str) -> usize {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let sign = usize::from(text.starts_with('-'));
    let whole = digits(text.get(sign..).unwrap_or_default());
    let rest = text.get(sign + whole..).unwrap_or_default();
    let fraction = rest.strip_prefix('.').map(digits);
    match (whole, fraction) {
        (0, Some(fraction)) if fraction > 0 => sign + 1 + fraction,
        (0, _) => 0,
        (whole, Some(fraction)) => sign + whole + 1 + fraction,
        (whole, None) => sign + whole,
    }
}

/// Whether a default is computed: it has an operator, a reference or a call. A hyphen in a date or place is none.
pub(super) fn is_computed(default: &str, of_dates_or_places: bool) -> bool {
    for token in tokens(default) {
        let text = default.get(token.start..token.end).unwrap_or_default();
        match token.kind {
            TokenKind::Arithmetic if of_dates_or_places && text == "-" => return false,
            TokenKind::Arithmetic | TokenKind::Union | TokenKind::Reference | TokenKind::Call => return true,
            _ => {}
        }
    }
    false
}

/// Where `instance(..)` paths stand in a text, as first byte and byte after. Blanks end one, unless they are in a predicate.
pub(super) fn instance_paths(text: &str) -> Vec<(usize, usize)> {
    #[derive(PartialEq)]
    enum Inside {
        Nothing,
        Call,
        Path,
        Predicate,
    }
    let mut found = Vec::new();
    if !text.contains("instance(") {
        return found;
    }
    let mut inside = Inside::Nothing;
    let mut begun = 0;
    let mut last: Option<Token> = None;
    for token in tokens(text) {
        let after = last.map(|last| last.kind);
        let next = match (&inside, token.kind) {
            (Inside::Nothing, TokenKind::Call) if text.get(token.start..token.end) == Some("instance(") => {
                begun = token.start;
                Inside::Call
            }
            (Inside::Nothing, _) => continue,
            (Inside::Call, TokenKind::Quoted) if after == Some(TokenKind::Call) => Inside::Call,
            (Inside::Call, TokenKind::CloseParen) if after == Some(TokenKind::Quoted) => Inside::Call,
            (Inside::Call, TokenKind::Slash) if matches!(after, Some(TokenKind::CloseParen | TokenKind::PredicateEnd)) => Inside::Path,
            (Inside::Path, TokenKind::PredicateStart) | (Inside::Predicate, _) if token.kind != TokenKind::PredicateEnd => Inside::Predicate,
            // After a predicate the path may go on, but with nothing else.
            (Inside::Predicate, _) => Inside::Call,
            (Inside::Path, kind) if kind != TokenKind::Blank => Inside::Path,
            _ => Inside::Nothing,
        };
        if next == Inside::Nothing {
            found.extend(last.map(|last| (begun, last.end)));
            last = None;
        } else {
            last = Some(token);
        }
        inside = next;
    }
    found.extend(last.map(|last| (begun, last.end)));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn computed_defaults_are_told_from_written_ones() {
        for (default, of_dates, expected) in [
            ("", false, false),
            ("12", false, false),
            ("a-2", false, false),
            ("1-1", false, false),
            ("some words", false, false),
            ("words (in brackets)", false, false),
            ("$(a)", false, false),
            ("now()", false, true),
            ("1 + 1", false, true),
            ("3 mod 2", false, true),
            ("${a}", false, true),
            ("a|b", false, true),
            ("x * y", false, true),
            ("2026-11-21", false, false),
            ("2026-11-21T10:00:00+09:00", false, false),
            ("2026 - 11", true, false),
            ("today()", true, true),
            ("jr://images/photo.jpg", false, false),
        ] {
            assert_eq!(is_computed(default, of_dates), expected, "{default}");
        }
    }

    #[test]
    fn names_begin_with_a_letter() {
        for (name, expected) in
            [("a", true), ("_a-1.x", true), ("氏名", true), ("1a", false), ("a b", false), ("", false), ("a:b", true), ("a:", false), ("-", false)]
        {
            assert_eq!(is_name(name), expected, "{name}");
        }
    }

    #[test]
    fn instance_paths_are_found_among_words() {
        for (text, expected) in [
            ("plain words", vec![]),
            ("Text instance('c1')/root/item[name = ${q 1}]/label text", vec!["instance('c1')/root/item[name = ${q 1}]/label"]),
            (
                "instance('b')/root/item[contains(name, instance(\"a\")/root/item[name = ${q}]/label)]/label x",
                vec!["instance('b')/root/item[contains(name, instance(\"a\")/root/item[name = ${q}]/label)]/label"],
            ),
            ("instance('a')/root/item instance('b')/root/item", vec!["instance('a')/root/item", "instance('b')/root/item"]),
        ] {
            let found: Vec<&str> = instance_paths(text).into_iter().map(|(start, end)| &text[start..end]).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn every_byte_is_in_a_piece() {
        for text in ["", "あ🙂'\"${", "${a", "-.5.5..//[{a(]b[", "a:b:c ${last-saved#x} 2026-13-99T1"] {
            let together: String = tokens(text).iter().map(|token| &text[token.start..token.end]).collect();
            assert_eq!(together, text);
        }
    }
}
