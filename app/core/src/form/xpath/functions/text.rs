//! Text: pieces of it, digests, patterns and made-up names.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;

use md5::Md5;
use regex_lite::{Regex, RegexBuilder};
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha384, Sha512};

use super::{Answer, Arguments, Entry, Fault, LONGEST_RESULT, Run, boolean, number, words};
use crate::form::xpath::number as numeral;

pub(super) static TABLE: &[Entry] = &[
    Entry::between(0, 1, "string", |of| words(of.text(0)?)),
    Entry::at_least(0, "concat", |of| words(of.texts(0)?.concat())),
    Entry::at_least(1, "join", join),
    Entry::between(2, 3, "substr", substr),
    Entry::between(2, 3, "substring", substring),
    Entry::exactly(2, "substring-before", substring_before),
    Entry::exactly(2, "substring-after", substring_after),
    Entry::exactly(3, "translate", translate),
    Entry::between(0, 1, "string-length", |of| number(numeral::count(of.text(0)?.chars().count()))),
    Entry::between(0, 1, "normalize-space", |of| words(numeral::words(&of.text(0)?).collect::<Vec<_>>().join(" "))),
    Entry::exactly(2, "contains", |of| boolean(of.text(0)?.contains(&*of.text(1)?))),
    Entry::exactly(2, "starts-with", |of| boolean(of.text(0)?.starts_with(&*of.text(1)?))),
    Entry::exactly(2, "ends-with", |of| boolean(of.text(0)?.ends_with(&*of.text(1)?))),
    Entry::exactly(2, "regex", regex),
    Entry::between(0, 1, "uuid", uuid),
    Entry::between(2, 3, "digest", digest),
    Entry::exactly(1, "base64-decode", |of| words(base64_decode(&of.text(0)?))),
];

fn join<'a>(of: &Arguments<'_, 'a>) -> Answer<'a> {
    let (between, texts) = (of.text(0)?, of.texts(1)?);
    if between.len().saturating_mul(texts.len()) > LONGEST_RESULT {
        return Err(Fault::TooLong);
    }
    words(texts.join(&*between))
}

/// From a character, counted from 0, to before another; negative ones are counted from the end.
fn substr<'a>(of: &Arguments<'_, 'a>) -> Answer<'a> {
    let text = of.text(0)?;
    let count = i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
    let start = of.number(1)?;
    let end = if of.has(2) { of.number(2)? } else { f64::INFINITY };
    if start.is_nan() || end.is_nan() {
        return words("");
    }
    let place = |number: f64| {
        let at = numeral::whole(number);
        usize::try_from((if at < 0 { count.saturating_add(at) } else { at }).clamp(0, count)).unwrap_or_default()
    };
    let (start, end) = (place(start), place(end));
    words(text.chars().skip(start).take(end.saturating_sub(start)).collect::<String>())
}

/// The characters whose places, counted from 1 and rounded as the standard says, are in a range.
fn substring<'a>(of: &Arguments<'_, 'a>) -> Answer<'a> {
    let round = |number: f64| (number + 0.5).floor();
    let text = of.text(0)?;
    let start = round(of.number(1)?);
    let end = if of.has(2) { start + round(of.number(2)?) } else { f64::INFINITY };
    let mut place = 0.0;
    let inside = |_: &char| {
        place += 1.0;
        start <= place && place < end
    };
    words(text.chars().filter(inside).collect::<String>())
}

fn substring_before<'a>(of: &Arguments<'_, 'a>) -> Answer<'a> {
    let (text, mark) = (of.text(0)?, of.text(1)?);
    words(text.split_once(&*mark).map(|(before, _)| before.to_owned()).unwrap_or_default())
}

fn substring_after<'a>(of: &Arguments<'_, 'a>) -> Answer<'a> {
    let (text, mark) = (of.text(0)?, of.text(1)?);
    words(text.split_once(&*mark).map(|(_, after)| after.to_owned()).unwrap_or_default())
}

/// Characters of the second text become those at the same place in the third, or nothing.
fn translate<'a>(of: &Arguments<'_, 'a>) -> Answer<'a> {
    let (text, from, to) = (of.text(0)?, of.text(1)?, of.text(2)?);
    let mut table: BTreeMap<char, Option<char>> = BTreeMap::new();
    let mut replacements = to.chars();
    for c in from.chars() {
        let replacement = replacements.next();
        table.entry(c).or_insert(replacement);
    }
    words(text.chars().filter_map(|c| table.get(&c).copied().unwrap_or(Some(c))).collect::<String>())
}

/// Reads a pattern, within bounds that no pattern for an answer comes near to.
pub(in crate::form::xpath) fn pattern(text: &str) -> Result<Regex, String> {
    RegexBuilder::new(text).size_limit(1 << 18).nest_limit(50).build().map_err(|error| error.to_string())
}

/// Whether the pattern is anywhere in the text.
fn regex<'a>(of: &Arguments<'_, 'a>) -> Answer<'a> {
    let text = of.text(0)?;
    if let Some(pattern) = &of.call.pattern {
        return matches(of, pattern, &text);
    }
    of.run.spend(1_000)?;
    let pattern = pattern(&of.text(1)?).map_err(Fault::BadPattern)?;
    matches(of, &pattern, &text)
}

fn matches<'a>(of: &Arguments<'_, 'a>, pattern: &Regex, text: &str) -> Answer<'a> {
    of.run.spend(text.len().saturating_mul(pattern.as_str().len()) / 64)?;
    boolean(pattern.is_match(text))
}

/// A random UUID of version 4, or so many random letters and digits.
fn uuid<'a>(of: &Arguments<'_, 'a>) -> Answer<'a> {
    const SHAPE: &str = "xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx";
    if !of.has(0) {
        let fill = |c| match c {
            'x' => one_of(of.run, b"0123456789abcdef"),
            'y' => one_of(of.run, b"89ab"),
            other => other,
        };
        return words(SHAPE.chars().map(fill).collect::<String>());
    }
    let length = of.number(0)?;
    if length.is_nan() || length > 10_000.0 {
        return Err(of.bad());
    }
    let length = usize::try_from(numeral::whole(length)).unwrap_or_default();
    of.run.spend(length)?;
    let letters = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    words(std::iter::repeat_with(|| one_of(of.run, letters)).take(length).collect::<String>())
}

fn one_of(run: &Run<'_>, letters: &[u8]) -> char {
    let at = (run.host.random() * numeral::count(letters.len())).floor();
    let letter = numeral::index(at).and_then(|at| letters.get(at as usize)).or(letters.last());
    letter.map_or('0', |letter| char::from(*letter))
}

/// A digest in base64, or as the third argument says.
fn digest<'a>(of: &Arguments<'_, 'a>) -> Answer<'a> {
    let text = of.text(0)?;
    of.run.spend(text.len() / 16)?;
    let bytes = match &*of.text(1)? {
        "MD5" => Md5::digest(text.as_bytes()).to_vec(),
        "SHA-1" => Sha1::digest(text.as_bytes()).to_vec(),
        "SHA-256" => Sha256::digest(text.as_bytes()).to_vec(),
        "SHA-384" => Sha384::digest(text.as_bytes()).to_vec(),
        "SHA-512" => Sha512::digest(text.as_bytes()).to_vec(),
        _ => return Err(of.bad()),
    };
    let encoding = if of.has(2) { of.text(2)? } else { Cow::Borrowed("base64") };
    match &*encoding {
        "hex" => words(bytes.iter().fold(String::new(), |mut hex, byte| {
            // Writing into a text cannot fail.
            let _ = write!(hex, "{byte:02x}");
            hex
        })),
        "base64" => words(base64(&bytes)),
        _ => Err(of.bad()),
    }
}

const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

fn base64(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let bits = (0..3).fold(0_u32, |bits, at| (bits << 8) | u32::from(three.get(at).copied().unwrap_or_default()));
        for at in 0..4 {
            let letter = BASE64.get(((bits >> (18 - 6 * at)) & 63) as usize).filter(|_| at <= three.len());
            text.push(letter.map_or('=', |letter| char::from(*letter)));
        }
    }
    text
}

/// The text of which this is the base64; nothing if it is none.
fn base64_decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut count) = (0_u32, 0_u32);
    let letters: Vec<u8> = text.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    let padding = letters.iter().rev().take_while(|letter| **letter == b'=').count();
    let letters = letters.get(..letters.len() - padding).unwrap_or_default();
    if padding > 2 || letters.len() % 4 == 1 || (padding > 0 && !(letters.len() + padding).is_multiple_of(4)) {
        return String::new();
    }
    for letter in letters {
        let Some(value) = BASE64.iter().position(|known| known == letter) else { return String::new() };
        bits = ((bits << 6) | u32::try_from(value).unwrap_or_default()) & 0xFFFF;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.extend(u8::try_from((bits >> count) & 0xFF));
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_goes_there_and_back() {
        for (text, coded) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy"), ("\u{3042}", "44GC")] {
            assert_eq!(base64(text.as_bytes()), coded);
            assert_eq!(base64_decode(coded), text);
        }
        assert_eq!(base64_decode("Zm8"), "fo");
        for broken in ["Zm9vY", "Zg=", "Zg===", "Z!==", "=", "Zm=9"] {
            assert_eq!(base64_decode(broken), "", "{broken}");
        }
    }

    #[test]
    fn patterns_are_bounded() {
        assert!(pattern("^[0-9]{3}-[0-9]{4}$").is_ok());
        for broken in ["[", "(?=x)", "a{100000}{1000}"] {
            assert!(pattern(broken).is_err(), "{broken}");
        }
    }
}
