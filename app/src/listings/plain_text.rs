//! Plain text as people wrote it: paragraphs, line breaks, and web addresses that become links.
//!
//! Nothing in a text is markup. Only `http` and `https` addresses are links; they end where Japanese text goes on without a blank,
//! because an address holds only the ASCII characters of RFC 3986. Invariant: the parts of a paragraph, one after the other, are the
//! paragraph.

/// A piece of a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Words and line breaks.
    Text(String),
    /// A web address.
    Link(String),
}

/// The paragraphs of a text: blank lines part them, other line breaks stay inside.
pub fn paragraphs(text: &str) -> Vec<Vec<Part>> {
    let mut found = Vec::new();
    let mut lines: Vec<&str> = Vec::new();
    for line in text.lines().map(str::trim_end).chain([""]) {
        if !line.is_empty() {
            lines.push(line);
        } else if !lines.is_empty() {
            found.push(parts(&lines.join("\n")));
            lines.clear();
        }
    }
    found
}

/// Words and addresses of a text, in order.
pub fn parts(text: &str) -> Vec<Part> {
    let mut found = Vec::new();
    let mut rest = text;
    let mut words = String::new();
    while let Some(at) = next_address(rest) {
        let (before, from) = rest.split_at(at);
        let (address, after) = from.split_at(address_length(from));
        words.push_str(before);
        if is_web_address(address) {
            if !words.is_empty() {
                found.push(Part::Text(std::mem::take(&mut words)));
            }
            found.push(Part::Link(address.to_owned()));
        } else {
            words.push_str(address);
        }
        rest = after;
    }
    words.push_str(rest);
    if !words.is_empty() {
        found.push(Part::Text(words));
    }
    found
}

/// Whether a text is a web address that may be linked: a scheme of the web and a host.
pub fn is_web_address(text: &str) -> bool {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    host.is_some_and(|host| host.starts_with(|first: char| first.is_ascii_alphanumeric() || first == '[')) && text.chars().all(may_be_in_address)
}

/// The phone number of a `tel:` link: digits, with the country code's plus.
pub fn dial(phone: &str) -> String {
    let mut out = String::new();
    for char in phone.chars() {
        match char {
            '0'..='9' => out.push(char),
            '０'..='９' => out.extend(char::from_u32(u32::from(char) - 0xFEE0)),
            '+' | '＋' if out.is_empty() => out.push('+'),
            // Brackets and dashes part the digits; anything else begins a remark (内線, ／) or a second number.
            '-' | '－' | 'ー' | '‐' | '–' | '−' | '(' | ')' | '（' | '）' | ' ' | '　' => {}
            _ if out.is_empty() => {}
            _ => break,
        }
    }
    out
}

fn next_address(text: &str) -> Option<usize> {
    match (text.find("https://"), text.find("http://")) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

/// How many bytes of the text belong to the address at its start.
fn address_length(text: &str) -> usize {
    let end = text.find(|char: char| !may_be_in_address(char)).unwrap_or(text.len());
    let mut address = &text[..end];
    // Punctuation at the end belongs to the sentence, a bracket only if it was opened inside.
    while let Some(last) = address.chars().last() {
        let closes = last == ')' && !address.contains('(');
        if !closes && !matches!(last, '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*') {
            break;
        }
        address = &address[..address.len() - last.len_utf8()];
    }
    // At least the scheme is consumed, so that reading goes on.
    address.len().max("http://".len())
}

fn may_be_in_address(char: char) -> bool {
    char.is_ascii_alphanumeric()
        || matches!(
            char,
            '-' | '.' | '_' | '~' | ':' | '/' | '?' | '#' | '[' | ']' | '@' | '!' | '$' | '&' | '\'' | '(' | ')' | '*' | '+' | ',' | ';' | '=' | '%'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(words: &str) -> Part {
        Part::Text(words.to_owned())
    }

    fn link(address: &str) -> Part {
        Part::Link(address.to_owned())
    }

    #[test]
    fn addresses_end_where_japanese_goes_on() {
        assert_eq!(
            parts("詳しくはhttps://example.jp/a?b=1&c=2をご覧ください"),
            [text("詳しくは"), link("https://example.jp/a?b=1&c=2"), text("をご覧ください")]
        );
        assert_eq!(parts("（http://example.jp/）。"), [text("（"), link("http://example.jp/"), text("）。")]);
        assert_eq!(parts("See http://example.jp/a_(b)."), [text("See "), link("http://example.jp/a_(b)"), text(".")]);
        assert_eq!(parts("(http://example.jp)"), [text("("), link("http://example.jp"), text(")")]);
    }

    #[test]
    fn what_is_no_address_stays_text() {
        for words in ["http://", "https://。", "javascript:alert(1)", "ftp://example.jp", "<b>http:/</b>", "https://　a"] {
            assert!(parts(words).iter().all(|part| matches!(part, Part::Text(_))), "{words}");
        }
        assert!(!is_web_address("https://example.jp/\"onclick") && !is_web_address("javascript:1") && is_web_address("https://example.jp"));
    }

    #[test]
    fn nothing_is_lost() {
        for words in ["ahttp://b.jp!http://c.jp,, d", "https://https://x.jp/", "a\nb http://e.jp\n", "http://http://http://"] {
            let joined: String = parts(words)
                .iter()
                .map(|part| match part {
                    Part::Text(words) | Part::Link(words) => words.as_str(),
                })
                .collect();
            assert_eq!(joined, words);
        }
    }

    #[test]
    fn paragraphs_keep_line_breaks() {
        assert_eq!(paragraphs("一\n二\r\n\r\n \n三\n"), [vec![text("一\n二")], vec![text("三")]]);
        assert_eq!(paragraphs(" \n"), Vec::<Vec<Part>>::new());
    }

    #[test]
    fn phone_numbers_are_dialled_without_remarks() {
        assert_eq!(dial("087-839-2011（内線12）"), "0878392011");
        assert_eq!(dial("０８７（８３９）２０１１"), "0878392011");
        assert_eq!(dial("電話 +81-87-839-2011"), "+81878392011");
        assert_eq!(dial("087-1、087-2"), "0871");
        assert_eq!(dial("なし"), "");
    }
}
