//! Decodes calendar files (.ics). What is in them is read by `engawa_app::listings::import::read_vevent`.
//!
//! RFC 5545 asks for UTF-8 and folds lines by octets, so that old programs cut characters in two: such files are unfolded before they
//! are decoded.

use super::{ImportError, Limits, encoding};

/// Whether it is a calendar, by its first line.
pub fn is_calendar(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let head: Vec<u8> = bytes.iter().skip_while(|byte| byte.is_ascii_whitespace()).take(15).map(u8::to_ascii_uppercase).collect();
    head == b"BEGIN:VCALENDAR"
}

/// The text of a calendar file.
pub fn read(name: &str, bytes: &[u8], limits: Limits) -> Result<String, ImportError> {
    if bytes.len() > limits.bytes {
        return Err(ImportError::TooLarge(limits.bytes));
    }
    let whole = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = match std::str::from_utf8(whole) {
        Ok(text) => text.to_owned(),
        Err(_) => match String::from_utf8(unfold(whole)) {
            Ok(text) => text,
            Err(_) => encoding::decode(name, bytes)?.0,
        },
    };
    let events = text.lines().filter(|line| line.trim_end().eq_ignore_ascii_case("BEGIN:VEVENT")).count();
    if events > limits.rows {
        return Err(ImportError::TooManyRows { place: name.to_owned(), limit: limits.rows });
    }
    Ok(text)
}

/// Joins folded lines: a line end and one blank go.
fn unfold(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((first, tail)) = rest.split_first() {
        let folded = match rest {
            [b'\r', b'\n', b' ' | b'\t', after @ ..] | [b'\n', b' ' | b'\t', after @ ..] => Some(after),
            _ => None,
        };
        if let Some(after) = folded {
            rest = after;
        } else {
            out.push(*first);
            rest = tail;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_cut_by_folding_are_joined() {
        let text = "BEGIN:VCALENDAR\r\nSUMMARY:祭り\r\nEND:VCALENDAR\r\n";
        let at = text.find('祭').unwrap() + 1;
        let mut bytes = text.as_bytes().to_vec();
        bytes.splice(at..at, *b"\r\n ");
        assert!(is_calendar(&bytes));
        assert_eq!(read("a.ics", &bytes, Limits::default()).unwrap(), text);
        let cp932 = encoding_rs::SHIFT_JIS.encode(text).0;
        assert_eq!(read("a.ics", &cp932, Limits::default()).unwrap(), text);
    }
}
