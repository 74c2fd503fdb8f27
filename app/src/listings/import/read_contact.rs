//! Whom to ask: phone numbers with any dash, extensions, mail addresses, links.

use super::columns::Column;
use super::read_row::{Field, Row};
use super::text::{DASHES, fold, half_width, is_none_word, one_line};
use crate::listings::listing::{Contact, Link, Organiser};
use crate::listings::rules::{is_email, is_web};

/// Reads the contact of a row.
pub(super) fn contact(row: &mut Row) -> Contact {
    let mut contact =
        Contact { name: one_line(&row.joined(Column::ContactName, "、")), hours: row.joined(Column::ContactHours, "\n"), ..Contact::default() };
    if let Some(field) = row.first(Column::Phone) {
        contact.phone = phone(row, &field);
    }
    if let Some(field) = row.first(Column::Extension) {
        let number = half_width(&field.text);
        contact.name = if contact.name.is_empty() {
            format!("内線{}", one_line(&number))
        } else {
            format!("{}（内線{}）", contact.name, one_line(&number))
        };
        row.done(&field);
    }
    if let Some(field) = row.first(Column::Email) {
        let plain = half_width(&field.text);
        match plain.split_whitespace().map(|word| word.trim_start_matches("mailto:")).find(|word| is_email(word)) {
            Some(address) => address.clone_into(&mut contact.email),
            None if is_none_word(&field.text) => row.done(&field),
            None => row.cannot_read(&field, "email_unclear"),
        }
    }
    contact
}

/// Reads who does it.
pub(super) fn organiser(row: &Row) -> Organiser {
    Organiser { name: one_line(&row.joined(Column::Organiser, "、")), ..Organiser::default() }
}

/// The first phone number of a cell. A cell that says more than a number is kept as text besides.
fn phone(row: &mut Row, field: &Field) -> String {
    let numbers = phone_numbers(&field.text);
    let Some(first) = numbers.first() else {
        if is_none_word(&field.text) {
            row.done(field);
        } else if field.text.chars().any(|c| c.is_ascii_digit() || ('０'..='９').contains(&c)) {
            row.cannot_read(field, "phone_unclear");
        }
        return String::new();
    };
    let rest: String = fold(&field.text).replace(fold(first).as_str(), "");
    if numbers.len() == 1 && matches!(rest.trim_matches(['(', ')', ':']), "" | "代" | "代表" | "tel" | "電話" | "直通" | "?") {
        row.done(field);
    }
    first.clone()
}

/// Phone numbers as dialled in Japan, with ASCII hyphens: 10 or 11 figures from 0, or a short number that stands alone.
pub fn phone_numbers(text: &str) -> Vec<String> {
    let plain: String = half_width(text).chars().map(|c| if DASHES.contains(c) || c == 'ー' { '-' } else { c }).collect();
    let whole = plain.trim();
    let short = whole.strip_prefix('#').unwrap_or(whole);
    if (3..=4).contains(&short.len()) && short.chars().all(|c| c.is_ascii_digit()) && (whole.starts_with('#') || short.starts_with('1')) {
        return vec![whole.to_owned()];
    }
    let mut numbers = Vec::new();
    let mut run = String::new();
    let chars: Vec<char> = plain.chars().collect();
    for (at, c) in chars.iter().enumerate() {
        let figure = |at: usize| chars.get(at).is_some_and(char::is_ascii_digit);
        let pure = !run.is_empty() && run.len() <= 5 && run.starts_with('0') && run.chars().all(|c| c.is_ascii_digit());
        // 087(839)2292: brackets as separators.
        let opens = *c == '(' && pure && figure(at + 1);
        let closes = *c == ')' && run.ends_with(|c: char| c.is_ascii_digit()) && run.matches('-').count() == 1 && figure(at + 1);
        if c.is_ascii_digit() || (*c == '-' && !run.is_empty() && !run.ends_with('-')) {
            run.push(*c);
        } else if opens || closes {
            run.push('-');
        } else {
            numbers.extend(number_of(&run));
            run.clear();
        }
    }
    numbers.extend(number_of(&run));
    numbers
}

fn number_of(run: &str) -> Option<String> {
    let number = run.trim_end_matches('-');
    let digits = number.chars().filter(char::is_ascii_digit).count();
    (number.starts_with('0') && (10..=11).contains(&digits)).then(|| number.to_owned())
}

/// The links of a row: every address in its URL columns, with the words beside it, the name in the column before it or else the host as
/// label.
pub(super) fn links(row: &mut Row) -> Vec<Link> {
    let mut links: Vec<Link> = Vec::new();
    let fields: Vec<Field> = row.fields.iter().filter(|field| matches!(field.column, Column::Url | Column::Image)).cloned().collect();
    for field in fields {
        let found = addresses(&field.text);
        if found.is_empty() {
            if is_none_word(&field.text) {
                row.done(&field);
            } else {
                row.cannot_read(&field, "url_unclear");
            }
            continue;
        }
        let words = one_line(&found.iter().fold(field.text.clone(), |text, url| text.replacen(url.as_str(), " ", 1)));
        let named = row.fields.iter().find(|other| other.column == Column::LinkLabel && other.at + 1 == field.at).map(|other| one_line(&other.text));
        if found.len() == 1 {
            row.done(&field);
        }
        for url in found {
            let own = if words.is_empty() { named.clone().unwrap_or_default() } else { words.clone() };
            let own = if own.is_empty() && field.column == Column::Image { field.name.clone() } else { own };
            let label = if own.is_empty() { host(&url).to_owned() } else { own };
            if !links.iter().any(|link| link.url == url) {
                links.push(Link { label, url });
            }
        }
    }
    links
}

/// The address to apply at, if a column gives one.
pub(super) fn apply_url(row: &mut Row) -> String {
    let Some(field) = row.first(Column::ApplyUrl) else { return String::new() };
    match addresses(&field.text).into_iter().next() {
        Some(url) => url,
        None if is_none_word(&field.text) => {
            row.done(&field);
            String::new()
        }
        None => {
            row.cannot_read(&field, "url_unclear");
            String::new()
        }
    }
}

/// The `http` and `https` addresses in a text, as written there.
pub fn addresses(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find("http") {
        let tail = &rest[at..];
        let end = tail.find(|c: char| !c.is_ascii_graphic() || matches!(c, '"' | '<' | '>')).unwrap_or(tail.len());
        let url = tail[..end].trim_end_matches([')', ',', '.', ';']);
        if is_web(url) {
            found.push(url.to_owned());
        }
        rest = &tail[end.max(4)..];
    }
    found
}

fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?', '#', ':']).next().unwrap_or(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phone_numbers_of_the_open_data() {
        for (text, numbers) in [
            ("087-811-6222", vec!["087-811-6222"]),
            ("087‐811‐6222", vec!["087-811-6222"]),
            ("０８７－８１１－６２２２", vec!["087-811-6222"]),
            ("078-331-8181（代）", vec!["078-331-8181"]),
            ("087-887-3280\n(087-839-2626)", vec!["087-887-3280", "087-839-2626"]),
            ("090-8500-1244（087-833-2282）", vec!["090-8500-1244", "087-833-2282"]),
            ("087(839)2292", vec!["087-839-2292"]),
            ("（公社）香川県食品衛生協会\n（087-861-1813）", vec!["087-861-1813"]),
            ("0120-123-456", vec!["0120-123-456"]),
            ("839-2865", vec![]),
            ("#7119", vec!["#7119"]),
            ("000-000-0000", vec!["000-000-0000"]),
            ("", vec![]),
        ] {
            assert_eq!(phone_numbers(text), numbers, "{text}");
        }
    }

    #[test]
    fn addresses_are_taken_from_among_words() {
        assert_eq!(addresses("高松市スポーツ協会\nホームページ\nhttp://www.taka-spo.or.jp/index.html"), ["http://www.taka-spo.or.jp/index.html"]);
        assert_eq!(addresses("（https://a.example/x）、https://b.example"), ["https://a.example/x", "https://b.example"]);
        assert_eq!(addresses("javascript:alert(1) http:// httpx"), Vec::<String>::new());
        assert_eq!(host("https://a.example:80/x"), "a.example");
    }
}
