//! Which encoding a text file has: UTF-8, UTF-16, CP932 (`Shift_JIS` as Windows writes it), EUC-JP or ISO-2022-JP.
//!
//! UTF-8 is tried first: a text in another encoding is practically never valid UTF-8. CP932 and EUC-JP are told apart by validity and,
//! where both are valid, by what comes out: EUC-JP read as CP932 gives half-width katakana in heaps. Nothing is replaced: a file with a
//! byte that fits nowhere is refused with its line.

use super::ImportError;
use encoding_rs::{EUC_JP, Encoding, ISO_2022_JP, SHIFT_JIS, UTF_16BE, UTF_16LE};

/// The text of a file and the name of its encoding.
pub fn decode(name: &str, bytes: &[u8]) -> Result<(String, &'static str), ImportError> {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        let rest = bytes.get(length..).unwrap_or_default();
        return strict(encoding, rest).map(|text| (text, encoding.name())).ok_or_else(|| unknown(name, encoding, rest));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) if !text.contains('\0') && !bytes.contains(&0x1B) => return Ok((text.to_owned(), "UTF-8")),
        _ => {}
    }
    if bytes.contains(&0x1B)
        && let Some(text) = strict(ISO_2022_JP, bytes)
    {
        return Ok((text, ISO_2022_JP.name()));
    }
    if let Some(encoding) = utf_16_without_bom(bytes)
        && let Some(text) = strict(encoding, bytes)
    {
        return Ok((text, encoding.name()));
    }
    let best = [SHIFT_JIS, EUC_JP]
        .into_iter()
        .filter_map(|encoding| strict(encoding, bytes).map(|text| (plausibility(&text), encoding, text)))
        .max_by_key(|(score, ..)| *score);
    if let Some((_, encoding, text)) = best {
        return Ok((text, encoding.name()));
    }
    // Nearly UTF-8, or nothing known: name the place where the better reading ends.
    let utf_8 = std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), |_| bytes.len());
    let other = [SHIFT_JIS, EUC_JP].into_iter().map(|encoding| valid_length(encoding, bytes)).max().unwrap_or_default();
    Err(ImportError::UnknownEncoding { place: format!("{name}:{}", line_of(bytes, utf_8.max(other))) })
}

/// Whether CP932 has a character.
pub fn cp932_has(c: char) -> bool {
    let mut buffer = [0; 4];
    !SHIFT_JIS.encode(c.encode_utf8(&mut buffer)).2
}

/// A character as a numeric reference: `&#128512;`.
pub fn reference(c: char) -> String {
    format!("&#{};", u32::from(c))
}

/// The text of a CP932 file with its numeric references read: an export of ours, and many a form on the net, writes what CP932 lacks so.
/// Whatever CP932 has is no reference, but for the `&` before what only looks like one.
pub fn with_references(text: &str) -> String {
    let mut whole = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("&#") {
        let (before, tail) = rest.split_at(at);
        whole.push_str(before);
        // No farther than a number reaches: a file may be nothing but beginnings of references.
        let end = 2 + tail.bytes().skip(2).take(7).take_while(u8::is_ascii_digit).count();
        let number = tail.get(2..end).filter(|_| tail.as_bytes().get(end) == Some(&b';'));
        let c = number.and_then(|number| char::from_u32(number.parse().ok()?)).filter(|c| *c == '&' || (!c.is_control() && !cp932_has(*c)));
        let length = if let Some(c) = c {
            whole.push(c);
            end + 1
        } else {
            whole.push_str("&#");
            2
        };
        rest = tail.get(length..).unwrap_or_default();
    }
    whole.push_str(rest);
    whole
}

/// Whether this is the name of CP932.
pub fn is_cp932(name: &str) -> bool {
    name == SHIFT_JIS.name()
}

fn strict(encoding: &'static Encoding, bytes: &[u8]) -> Option<String> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    (!text.contains('\0')).then(|| text.into_owned())
}

fn unknown(name: &str, encoding: &'static Encoding, bytes: &[u8]) -> ImportError {
    ImportError::UnknownEncoding { place: format!("{name}:{}", line_of(bytes, valid_length(encoding, bytes))) }
}

/// How many bytes from the beginning are valid, found by halving.
fn valid_length(encoding: &'static Encoding, bytes: &[u8]) -> usize {
    let (mut good, mut bad) = (0, bytes.len());
    while bad - good > 1 {
        let middle = usize::midpoint(good, bad);
        // A cut inside a character is no fault of the text before it.
        let valid = (0..4).any(|cut| {
            bytes
                .get(..middle.saturating_sub(cut))
                .is_some_and(|part| middle > cut && encoding.decode_without_bom_handling_and_without_replacement(part).is_some())
        });
        if valid { good = middle } else { bad = middle }
    }
    good
}

fn line_of(bytes: &[u8], at: usize) -> usize {
    bytes.iter().take(at).filter(|byte| **byte == b'\n').count() + 1
}

/// Texts with many ASCII signs have a zero in every second byte.
fn utf_16_without_bom(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(2_000)).unwrap_or_default();
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    match (even, odd) {
        (0, odd) if odd * 8 > head.len() => Some(UTF_16LE),
        (even, 0) if even * 8 > head.len() => Some(UTF_16BE),
        _ => None,
    }
}

/// How much a text looks like Japanese: kana and common signs speak for it, half-width katakana, private and rare characters against.
fn plausibility(text: &str) -> i64 {
    text.chars()
        .take(200_000)
        .map(|c| match c {
            'ぁ'..='ん' | 'ァ'..='ヶ' | 'ー' | '、' | '。' => 2,
            '\u{4E00}'..='\u{9FA0}' | '０'..='９' | 'Ａ'..='ｚ' => 1,
            '｡'..='ﾟ' => -3,
            '\u{80}'..='\u{FF}' | '\u{E000}'..='\u{F8FF}' => -10,
            _ => 0,
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "イベント名,開始日\n夏祭り（中央公園）,2026年8月1日\n防災講座,2026年9月1日\n";

    #[test]
    fn each_encoding_is_found() {
        let utf_16: Vec<u8> = TEXT.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let with_bom = |bom: &[u8], rest: &[u8]| [bom, rest].concat();
        for (bytes, name) in [
            (TEXT.as_bytes().to_vec(), "UTF-8"),
            (with_bom(b"\xEF\xBB\xBF", TEXT.as_bytes()), "UTF-8"),
            (with_bom(b"\xFF\xFE", &utf_16), "UTF-16LE"),
            (SHIFT_JIS.encode(TEXT).0.into_owned(), "Shift_JIS"),
            (EUC_JP.encode(TEXT).0.into_owned(), "EUC-JP"),
            (ISO_2022_JP.encode(TEXT).0.into_owned(), "ISO-2022-JP"),
        ] {
            assert_eq!(decode("a", &bytes), Ok((TEXT.to_owned(), name)));
        }
        assert_eq!(decode("a", b"a,b\n1,2\n").map(|(_, name)| name), Ok("UTF-8"));
    }

    #[test]
    fn a_mixed_file_is_refused_with_its_line() {
        let mut bytes = TEXT.as_bytes().to_vec();
        bytes.extend_from_slice(&SHIFT_JIS.encode("祭り,\n").0);
        bytes.extend_from_slice(b"\xFF\xFF\n");
        let error = decode("a.csv", &bytes).unwrap_err();
        assert!(matches!(&error, ImportError::UnknownEncoding { place } if place.starts_with("a.csv:")), "{error:?}");
        assert_eq!(decode("a.csv", b"ok\nok\n\xFF\xFF\xFF"), Err(ImportError::UnknownEncoding { place: "a.csv:3".into() }));
    }

    #[test]
    fn references_are_read_where_cp932_lacks_the_character() {
        for (text, read) in [
            ("祭り&#128512;。", "祭り😀。"),
            ("&#38;#128512;", "&#128512;"),
            ("&#34;&#44;&#10;&#0;&#x1F600;&#;&#", "&#34;&#44;&#10;&#0;&#x1F600;&#;&#"),
            ("&#99999999;&#1114112;", "&#99999999;&#1114112;"),
        ] {
            assert_eq!(with_references(text), read);
        }
        assert!(cp932_has('髙') && !cp932_has('😀'));
    }
}
