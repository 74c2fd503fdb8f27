//! Small text tools of the importer: comparing, cleaning and splitting what people typed into cells.
//!
//! [`fold`] here is *not* the fold of the search index. Keys of imported rows are made with it and are stored for years, so it must
//! never change, while search may get better every month.

/// Characters that are written where a dash is meant (ASCII, hyphens, dashes, minus, full width, box line).
pub const DASHES: &str = "-‐‑‒–—―−－─━";

/// Half-width katakana from U+FF66, as full width.
const HALF_KATAKANA: &str = "ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン";

/// Makes texts comparable: width, case, dashes and brackets are folded, spaces and invisible characters dropped. Frozen: see the
/// module.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            c if is_space(c) => {}
            '\u{FF9E}' | '\u{3099}' => voice(&mut out, 1),
            '\u{FF9F}' | '\u{309A}' => voice(&mut out, 2),
            '\u{FF66}'..='\u{FF9D}' => out.extend(HALF_KATAKANA.chars().nth(usize::try_from(u32::from(c) - 0xFF66).unwrap_or_default())),
            c if DASHES.contains(c) => out.push('-'),
            '〜' | '～' | '∼' => out.push('~'),
            '【' | '［' | '〔' | '「' | '『' | '〈' | '《' | '（' => out.push('('),
            '】' | '］' | '〕' | '」' | '』' | '〉' | '》' | '）' => out.push(')'),
            '№' => out.push_str("no"),
            '℡' => out.push_str("tel"),
            '\u{FF01}'..='\u{FF5E}' => out.extend(char::from_u32(u32::from(c) - 0xFEE0).map(|c| c.to_ascii_lowercase())),
            c => out.extend(c.to_lowercase()),
        }
    }
    out
}

/// [`fold`] for column names: brackets, underlines, colons and marks go too, so that `料金（基本）`, `料金_基本` and `料金(基本)`
/// are one name.
pub fn fold_name(text: &str) -> String {
    fold(text).chars().filter(|c| !"()[]{}<>_:;・,.、。*※○●◎■□◆".contains(*c)).collect()
}

/// Full-width figures, letters and signs to ASCII; all else stays. For reading numbers and addresses of the net.
pub fn half_width(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
            '\u{3000}' | '\u{A0}' => ' ',
            '￥' => '¥',
            c => c,
        })
        .collect()
}

fn is_space(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

/// Adds a voicing mark to the last character: カ + ﾞ = ガ.
fn voice(out: &mut String, step: u32) {
    let Some(last) = out.pop() else { return };
    let row = "カキクケコサシスセソタチツテトかきくけこさしすせそたちつてと";
    let voiced = match last {
        'ウ' if step == 1 => Some('ヴ'),
        c if (step == 1 && row.contains(c)) || "ハヒフヘホはひふへほ".contains(c) => char::from_u32(u32::from(c) + step),
        _ => None,
    };
    out.push(voiced.unwrap_or(last));
}

/// A cell's text as it is kept: line ends are `\n`, control characters are gone, no spaces around. Everything else stays as typed.
pub fn clean(text: &str) -> String {
    let unix = text.replace("\r\n", "\n").replace('\r', "\n");
    let kept: String = unix.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).filter(|c| *c != '\u{FEFF}').collect();
    kept.trim().to_owned()
}

/// One line: line breaks and runs of spaces become one space.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a cell says that there is nothing: empty, or nothing but dashes.
pub fn is_nothing(text: &str) -> bool {
    text.chars().all(|c| is_space(c) || DASHES.contains(c) || matches!(c, 'ー' | '～' | '〜' | '・' | '/' | '／'))
}

/// Whether a cell says "none" in a word or with a dash.
pub fn is_none_word(text: &str) -> bool {
    is_nothing(text) || matches!(fold(text).as_str(), "なし" | "無し" | "無" | "特になし" | "特に無し" | "none" | "n/a" | "該当なし")
}

/// Signs with which a spreadsheet begins a formula, half and full width (OWASP "CSV injection").
const FORMULA_SIGNS: &[char] = &['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

/// A text that no spreadsheet takes for a formula: an apostrophe goes before whatever begins like one. Plain numbers and single signs stay.
pub fn spreadsheet_safe(text: &str) -> String {
    let begins = text.starts_with(FORMULA_SIGNS) && text.chars().count() > 1;
    if begins && text.parse::<f64>().is_err() { format!("'{text}") } else { text.to_owned() }
}

/// Takes back what [`spreadsheet_safe`] (or a person in a spreadsheet) put before a text.
pub fn without_apostrophe(text: &str) -> &str {
    text.strip_prefix('\'').filter(|rest| rest.starts_with(FORMULA_SIGNS)).unwrap_or(text)
}

/// The parts of a list in a cell: `;`, `、`, `,`, `/` and line breaks separate.
pub fn split_list(text: &str) -> Vec<String> {
    text.split([';', '；', '、', ',', '，', '/', '／', '|', '｜', '\n']).map(one_line).filter(|part| !is_nothing(part)).collect()
}

/// HTML from a content management system as plain text: breaks and blocks become line ends, list items get a dot, addresses of
/// links are kept behind their words, other tags go, entities are read. What is left is text: nobody runs it. A text without tags stays.
pub fn strip_html(text: &str) -> String {
    if !text.contains('<') && !text.contains('&') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut link: Option<String> = None;
    while let Some(open) = rest.find('<') {
        out.push_str(&rest[..open]);
        let tail = &rest[open + 1..];
        let starts_tag = tail.starts_with('/') || tail.starts_with('!') || tail.starts_with(|c: char| c.is_ascii_alphabetic());
        let Some(close) = tail.find('>').filter(|_| starts_tag) else {
            // "<" as a sign of its own.
            out.push('<');
            rest = tail;
            continue;
        };
        let tag = &tail[..close];
        rest = &tail[close + 1..];
        let name: String = tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
        let closing = tag.starts_with('/');
        match name.as_str() {
            "br" | "p" | "div" | "ul" | "ol" | "table" | "tr" | "dl" | "dt" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => out.push('\n'),
            "li" if !closing => out.push_str("\n・"),
            "td" | "th" | "dd" if !closing => out.push(' '),
            "a" if !closing => link = attribute(tag, "href"),
            "a" => {
                if let Some(href) = link.take().filter(|href| super::super::rules::is_web(href)) {
                    out.push('（');
                    out.push_str(&href);
                    out.push('）');
                }
            }
            _ => {}
        }
    }
    out.push_str(rest);
    tidy(&entities(&out))
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let lower = tag.to_ascii_lowercase();
    let at = lower.find(&format!("{name}="))? + name.len() + 1;
    let value = &tag[at..];
    let quote = value.chars().next()?;
    if quote == '"' || quote == '\'' { value[1..].split(quote).next().map(entities) } else { value.split_whitespace().next().map(entities) }
}

/// Reads the entities that editors write; any other stays as typed. A text is read once: `&amp;lt;` is the four letters `&lt;`.
fn entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let known = rest.find(';').filter(|end| *end <= 10).and_then(|end| entity(&rest[1..end]).map(|c| (c, end)));
        if let Some((c, end)) = known {
            out.push(c);
            rest = &rest[end + 1..];
        } else {
            out.push('&');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    out
}

fn entity(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        "yen" => '¥',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            return char::from_u32(code).filter(|c| !c.is_control() || *c == '\n');
        }
    })
}

/// No spaces at line ends, at most one empty line in a row.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut empty = 0;
    for line in text.lines() {
        let line = line.trim_end();
        empty = if line.trim().is_empty() { empty + 1 } else { 0 };
        if empty < 2 {
            out.push_str(line);
            out.push('\n');
        }
    }
    out.trim().to_owned()
}

/// The whole numbers of a text with the place behind them. Thousands may be parted by commas (`1,500`). Full-width figures count.
pub fn numbers(text: &str) -> Vec<(u64, usize)> {
    let mut found = Vec::new();
    let mut digits = String::new();
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let figure = figure(c);
        if let Some(figure) = figure {
            digits.push(figure);
        }
        let next = chars.peek().map(|(_, c)| *c);
        let comma_inside =
            matches!(c, ',' | '，') && !digits.is_empty() && next.is_some_and(figure_at) && thousands_follow(&text[at + c.len_utf8()..]);
        if figure.is_some() && next.is_some_and(|c| figure_at(c) || matches!(c, ',' | '，')) || comma_inside {
            continue;
        }
        if !digits.is_empty() {
            // The end lies behind the last figure, not behind a comma that was no separator.
            let end = if figure.is_some() { at + c.len_utf8() } else { at };
            if let Ok(number) = digits.parse() {
                found.push((number, end));
            }
            digits.clear();
        }
    }
    found
}

/// Exactly three figures follow.
fn thousands_follow(text: &str) -> bool {
    let count = text.chars().take(4).take_while(|c| figure_at(*c)).count();
    count == 3
}

fn figure_at(c: char) -> bool {
    figure(c).is_some()
}

fn figure(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        '０'..='９' => char::from_u32(u32::from(c) - 0xFEE0),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writings_of_one_name_are_one() {
        for name in ["料金（基本）", "料金(基本)", "料金_基本", " 料 金\n（基本）"] {
            assert_eq!(fold_name(name), "料金基本");
        }
        assert_eq!(fold("ﾌﾘｶﾞﾅ ＮＯ"), "フリガナno");
        assert_eq!(fold("№"), fold("ＮＯ"));
        assert_eq!(fold("087‐811－6222"), "087-811-6222");
        assert_eq!(fold("パ"), "パ");
    }

    #[test]
    fn nothing_has_many_faces() {
        for nothing in ["", " ", "-", "―", "—", "－", "‐", "ー", "―\n"] {
            assert!(is_nothing(nothing), "{nothing:?}");
        }
        assert!(is_none_word("無し") && is_none_word("なし") && !is_none_word("無料") && !is_nothing("なし"));
    }

    #[test]
    fn html_becomes_plain_text() {
        assert_eq!(strip_html("<p>一<br>二</p>\n<ul><li>三</li></ul>"), "一\n二\n\n・三");
        assert_eq!(strip_html("a < b &amp;lt; c &yen;500"), "a < b &lt; c ¥500");
        assert_eq!(strip_html("<script>alert(1)</script>安全"), "alert(1)安全");
        assert_eq!(strip_html("<a href=\"https://a.example/\">市</a>"), "市（https://a.example/）");
        assert_eq!(strip_html("<a href='javascript:alert(1)'>市</a>"), "市");
        assert_eq!(strip_html("5<6、7>3"), "5<6、7>3");
        assert_eq!(strip_html("<"), "<");
    }

    #[test]
    fn formulas_are_disarmed_and_come_back() {
        for text in ["=1+1", "+81-87-811", "@x", "-5℃の世界", "＝SUM(A1)", "\tx"] {
            assert_eq!(spreadsheet_safe(text), format!("'{text}"));
            assert_eq!(without_apostrophe(&spreadsheet_safe(text)), text);
        }
        for text in ["-12.5", "134.05", "-", "'80年代", "無料"] {
            assert_eq!(spreadsheet_safe(text), text);
            assert_eq!(without_apostrophe(text), text);
        }
    }

    #[test]
    fn numbers_are_found() {
        let only = |text| numbers(text).into_iter().map(|(number, _)| number).collect::<Vec<u64>>();
        assert_eq!(only("一般1,500円、大学生１５０円"), [1500, 150]);
        assert_eq!(only("1,2,3"), [1, 2, 3]);
        assert_eq!(only("10,000円,200"), [10000, 200]);
        assert_eq!(only("12,5"), [12, 5]);
        assert_eq!(only("なし"), Vec::<u64>::new());
        assert_eq!(numbers("15名"), [(15, 2)]);
        assert_eq!(numbers("15, 名"), [(15, 2)]);
    }
}
