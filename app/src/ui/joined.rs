//! Readings stay with their words: in やさしい日本語 no line ends between a word and the reading in brackets behind it, nor between the reading
//! and the kana that go on with the word.
//!
//! A full-width bracket is a place where a line may end, and no style says otherwise: `word-break: keep-all` and `auto-phrase` leave it one,
//! and leave the line fewer others, so that it is taken more often (of the 78 readings of the page about this site, at 360 px in Chromium: 11 cut
//! off as it was, 28 with `keep-all`, 27 with `auto-phrase`, none with what is done here). So a word joiner (U+2060) goes before the
//! bracket, and another behind a reading that kana follow. It has no width; the browser's own search passes over it, and so does ours
//! ([`engawa_core::text`]).
//!
//! Invariants: this is done to markup on its way to the screen alone, so message tables, records, fields, files and mails never hold one;
//! done twice it is as if done once; text between tags changes, everything inside a tag stays as it is.

use engawa_core::Lang;
use std::borrow::Cow;

/// No line ends here.
pub const JOINER: char = '\u{2060}';

/// Elements whose text is no words on the page: values, names, code.
const OTHERS: [&str; 5] = ["script", "style", "textarea", "title", "option"];

/// A piece of a document, or a whole one, as a page in this language shows it.
pub fn joined(lang: Lang, html: &str) -> Cow<'_, str> {
    if lang != Lang::JaEasy || !html.contains('（') {
        return Cow::Borrowed(html);
    }
    let mut out = String::with_capacity(html.len() + html.len() / 16);
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        let (words, tail) = rest.split_at(open);
        join(words, &mut out);
        let (tag, after) = tail.split_at(tag_length(tail));
        out.push_str(tag);
        let end = OTHERS.iter().find(|name| is_tag(tag, name)).and_then(|name| after.find(&format!("</{name}"))).unwrap_or(0);
        let (other, after) = after.split_at(end);
        out.push_str(other);
        rest = after;
    }
    join(rest, &mut out);
    Cow::Owned(out)
}

fn join(words: &str, out: &mut String) {
    let mut before = ' ';
    let mut is_reading = false;
    let mut rest = words.chars().peekable();
    while let Some(c) = rest.next() {
        // A bracket behind kana or a space is an aside, not a reading.
        if c == '（' && is_kanji(before) {
            out.push(JOINER);
            is_reading = true;
        }
        out.push(c);
        if c == '）' && std::mem::take(&mut is_reading) && rest.peek().is_some_and(|next| matches!(next, '\u{3041}'..='\u{3096}')) {
            out.push(JOINER);
        }
        before = c;
    }
}

fn is_kanji(c: char) -> bool {
    // With the marks that stand for one: repetition, closing, small ke.
    matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{3005}' | '\u{3006}' | '\u{30F6}')
}

/// The length of the tag at the start of a text; a `>` in quotes does not end it.
pub fn tag_length(text: &str) -> usize {
    let mut quoted = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'>' if !quoted => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// Whether a tag opens an element of this name.
pub fn is_tag(tag: &str, name: &str) -> bool {
    let after = tag.strip_prefix('<').and_then(|tag| tag.strip_prefix(name));
    after.is_some_and(|after| after.starts_with(|c: char| c == '>' || c.is_ascii_whitespace()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use engawa_core::text::fold;

    #[test]
    fn a_reading_is_held_to_its_word() {
        let table = [
            ("<p>この 場所（ばしょ）を</p>", "<p>この 場所\u{2060}（ばしょ）\u{2060}を</p>"),
            ("読（よ）む 人（ひと）、", "読\u{2060}（よ）\u{2060}む 人\u{2060}（ひと）、"),
            ("佐々（さき）", "佐々\u{2060}（さき）"),
            // No readings: an aside, one that follows a tag, plain brackets.
            ("アイコン（ハート）と （注）", "アイコン（ハート）と （注）"),
            ("<b>市</b>（し）(a)", "<b>市</b>（し）(a)"),
        ];
        for (html, shown) in table {
            assert_eq!(joined(Lang::JaEasy, html), shown);
            assert_eq!(joined(Lang::JaEasy, shown), shown, "once more");
            assert_eq!(joined(Lang::Ja, html), html);
            assert_eq!(fold(&shown.replace("<p>", "")), fold(&html.replace("<p>", "")), "found as before");
        }
    }

    #[test]
    fn what_is_no_text_on_the_page_stays() {
        for html in [
            "<a title=\"市（し）> 町（まち）\" href=\"/市（し）\"></a>",
            "<script type=\"application/json\">{\"a\":\"市（し）<\"}</script>",
            "<textarea name=\"a\">市（し）</textarea>",
            "<option>市（し）</option>",
            "<title>市（し）</title>",
            "<!-- 市（し） -->",
            "<textarea>市（し）",
            "<p title=\"市（し）",
        ] {
            let shown = joined(Lang::JaEasy, html);
            // A text field without an end is no document of ours: whatever is done with it, nothing is lost.
            assert_eq!(shown.replace(JOINER, ""), html);
            assert!(html.ends_with("市（し）") || shown == html, "{shown}");
        }
        assert_eq!(joined(Lang::JaEasy, "<textarea>市（し）</textarea><p>市（し）</p>"), "<textarea>市（し）</textarea><p>市\u{2060}（し）</p>");
    }
}
