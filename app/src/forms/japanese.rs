//! What helps people who fill in a form in Japanese: grouped numbers, eras beside western years, kana and postcodes as they are typed.
//!
//! Invariants: nothing is invented (a date without a year is no date here), and what is not understood comes back as it was typed, so that
//! the form itself says what is wrong with it.

use super::postcodes;
use chrono::NaiveDate;
use engawa_core::text;
use engawa_core::time::read::{self, Context};
use engawa_core::time::wareki::Wareki;

/// A number as people read it, `1,234,567.5`. What is no number in plain figures stays as it is.
pub fn grouped(number: &str) -> String {
    let Some((sign, whole, rest)) = parts(number) else { return number.to_owned() };
    let mut grouped = sign.to_owned();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped.push_str(rest);
    grouped
}

/// Sign, figures before the point, and the point with the figures behind it.
fn parts(number: &str) -> Option<(&str, &str, &str)> {
    let unsigned = number.strip_prefix(['-', '+']).unwrap_or(number);
    let (sign, _) = number.split_at(number.len() - unsigned.len());
    let (whole, rest) = unsigned.split_at(unsigned.find('.').unwrap_or(unsigned.len()));
    let fits = is_digits(whole) && rest.strip_prefix('.').is_none_or(is_digits);
    fits.then_some((sign, whole, rest))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// 令和8年11月30日 for `2026-11-30`; nothing for days before 1873, which had another calendar.
pub fn wareki_of(date: &str) -> Option<String> {
    date.parse::<NaiveDate>().ok().and_then(Wareki::of).map(|wareki| wareki.to_string())
}

/// 令和8年11月 for any day of that month.
pub fn wareki_month_of(date: &str) -> Option<String> {
    wareki_of(date)?.split_once('月').map(|(month, _)| format!("{month}月"))
}

/// A day as somebody types it (令和8年11月30日, R8.11.30, 2026/11/30), as `2026-11-30`.
pub fn read_date(typed: &str) -> Option<String> {
    let beside = |year: i32| {
        let context = Context::new(NaiveDate::from_ymd_opt(year, 6, 15)?);
        read::read_date(typed, &context).ok()
    };
    // A year that is not written would be another one beside another day.
    let (early, late) = (beside(1990)?, beside(2020)?);
    (early == late).then(|| early.to_string())
}

/// Whether this is a day as answers have it: `2026-11-30`.
pub fn is_day(text: &str) -> bool {
    text.len() == 10 && text.parse::<NaiveDate>().is_ok()
}

/// A month as somebody types it (2026-11, 2026年11月, 令和8年11月, or any day of it), as its first day.
pub fn read_month(typed: &str) -> Option<String> {
    let typed = text::digits(typed.trim());
    if let Some((year, month)) = typed.split_once(['-', '/', '.', '－', '／', '．'])
        && year.len() == 4
        && is_digits(year)
        && is_digits(month)
    {
        return NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, 1).map(|day| day.to_string());
    }
    let day = if typed.ends_with('月') { read_date(&format!("{typed}1日")) } else { read_date(&typed) };
    Some(format!("{}-01", day?.get(..7)?))
}

/// A year as somebody types it (2026, 2026年, 令和8年, or any day of it), as its first day.
pub fn read_year(typed: &str) -> Option<String> {
    let typed = text::digits(typed.trim());
    if typed.len() == 4 && is_digits(&typed) {
        return NaiveDate::from_ymd_opt(typed.parse().ok()?, 1, 1).map(|day| day.to_string());
    }
    let day = if typed.ends_with('年') {
        // The first year of an era has no January of its own, the last one no December.
        read_date(&format!("{typed}12月31日")).or_else(|| read_date(&format!("{typed}1月1日")))
    } else {
        read_date(&typed)
    };
    Some(format!("{}-01-01", day?.get(..4)?))
}

/// Hiragana and half-width kana as full-width katakana, for readings of names. All else stays.
pub fn kana(typed: &str) -> String {
    let mut read = String::with_capacity(typed.len());
    let mut run = String::new();
    for c in typed.chars() {
        // Marks of half-width kana are characters of their own, so they are read together with what they stand behind.
        if matches!(c, 'ぁ'..='ゔ' | 'ゝ' | 'ゞ' | 'ァ'..='ヴ' | 'ヽ' | 'ヾ' | 'ｦ'..='ﾟ' | '\u{3099}' | '\u{309A}') {
            run.push(c);
            continue;
        }
        read.push_str(&text::fold(&run));
        run.clear();
        read.push(c);
    }
    read.push_str(&text::fold(&run));
    read.chars().map(|c| if matches!(c, 'ぁ'..='ゖ' | 'ゝ' | 'ゞ') { katakana(c) } else { c }).collect()
}

fn katakana(hiragana: char) -> char {
    char::from_u32(u32::from(hiragana) + 0x60).unwrap_or(hiragana)
}

/// `123-4567` for 〒１２３－４５６７ and 1234567.
pub fn postcode(typed: &str) -> Option<String> {
    let folded = text::fold(typed);
    let bare = folded.trim();
    let bare = bare.strip_prefix('〒').unwrap_or(bare).trim();
    let (area, rest) = match bare.split_once('-') {
        Some((area, rest)) => (area, rest),
        None => (bare.get(..3)?, bare.get(3..)?),
    };
    let (area, rest) = (area.trim(), rest.trim());
    let fits = |part: &str, length: usize| part.len() == length && is_digits(part);
    (fits(area, 3) && fits(rest, 4)).then(|| format!("{area}-{rest}"))
}

/// Another writing of an answer that the form refused: a reading in katakana, a postcode with its dash or without. By the name of the
/// question, because the standard has no type for either.
pub fn rewritten(name: &str, text: &str) -> Option<String> {
    let other = if name.ends_with("kana") || name.ends_with("furigana") {
        kana(text)
    } else if postcodes::is_name(name) {
        let code = postcode(text)?;
        if text.contains('-') { code.replace('-', "") } else { code }
    } else {
        return None;
    };
    (other != text).then_some(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped() {
        for (number, expected) in [
            ("0", "0"),
            ("999", "999"),
            ("1000", "1,000"),
            ("-1234567", "-1,234,567"),
            ("+100000", "+100,000"),
            ("1234567.5025", "1,234,567.5025"),
            ("", ""),
            ("-", "-"),
            ("12人", "12人"),
            ("1e9", "1e9"),
            ("1000.", "1000."),
            ("１０００", "１０００"),
        ] {
            assert_eq!(grouped(number), expected, "{number}");
        }
    }

    #[test]
    fn eras_stand_beside_western_years() {
        for (date, expected) in [
            ("2026-11-30", Some("令和8年11月30日")),
            ("2019-05-01", Some("令和元年5月1日")),
            ("2019-04-30", Some("平成31年4月30日")),
            ("1872-12-31", None),
            ("2026-02-30", None),
            ("", None),
        ] {
            assert_eq!(wareki_of(date).as_deref(), expected, "{date}");
        }
    }

    #[test]
    fn days_are_read_with_their_years_only() {
        for (typed, expected) in [
            ("令和8年11月30日", Some("2026-11-30")),
            ("令和８年１１月３０日（月）", Some("2026-11-30")),
            ("R8.11.30", Some("2026-11-30")),
            ("昭和64年1月7日", Some("1989-01-07")),
            ("2026/11/30", Some("2026-11-30")),
            ("２０２６年１１月３０日", Some("2026-11-30")),
            ("2026-11-30", Some("2026-11-30")),
            ("11/30", None),
            ("11月30日", None),
            ("2026年11月", None),
            ("2026/2/30", None),
            ("", None),
            ("あした", None),
        ] {
            assert_eq!(read_date(typed).as_deref(), expected, "{typed}");
        }
    }

    #[test]
    fn months_and_years_are_read_as_their_first_day() {
        for (typed, month, year) in [
            ("2026-11", Some("2026-11-01"), None),
            ("２０２６／１１", Some("2026-11-01"), None),
            ("2026年11月", Some("2026-11-01"), None),
            ("令和8年11月", Some("2026-11-01"), None),
            ("2026-11-30", Some("2026-11-01"), Some("2026-01-01")),
            ("令和8年11月30日", Some("2026-11-01"), Some("2026-01-01")),
            ("2026-13", None, None),
            ("2026", None, Some("2026-01-01")),
            ("２０２６年", None, Some("2026-01-01")),
            ("令和8年", None, Some("2026-01-01")),
            ("令和元年", None, Some("2019-01-01")),
            ("202", None, None),
            ("11月", None, None),
            ("", None, None),
        ] {
            assert_eq!(read_month(typed).as_deref(), month, "{typed}");
            assert_eq!(read_year(typed).as_deref(), year, "{typed}");
        }
        assert_eq!(wareki_month_of("2026-11-01").as_deref(), Some("令和8年11月"));
        for (text, expected) in [("2026-11-30", true), ("2026-02-30", false), ("2026-11", false), ("あ2026-11", false)] {
            assert_eq!(is_day(text), expected, "{text}");
        }
    }

    #[test]
    fn readings_become_katakana() {
        for (typed, expected) in [
            ("さとう　はなこ", "サトウ　ハナコ"),
            ("ｶﾞｰﾃﾞﾝ ﾊﾟｰｸ", "ガーデン パーク"),
            ("カﾞク", "ガク"),
            ("か\u{3099}く", "ガク"),
            ("らーめん", "ラーメン"),
            ("ゔぁいおりん", "ヴァイオリン"),
            ("ゑびす", "ヱビス"),
            ("ちゅうおうヶ丘 A棟", "チュウオウヶ丘 A棟"),
            ("佐藤", "佐藤"),
            ("", ""),
        ] {
            assert_eq!(kana(typed), expected, "{typed}");
        }
    }

    #[test]
    fn postcodes_have_one_form() {
        for (typed, expected) in [
            ("〒１２３−４５６７", Some("123-4567")),
            ("〒 123-4567", Some("123-4567")),
            ("１２３ー４５６７", Some("123-4567")),
            ("1234567", Some("123-4567")),
            ("123 4567", Some("123-4567")),
            ("12-34567", None),
            ("123456", None),
            ("12345678", None),
            ("123-456a", None),
            ("あいうえおかき", None),
            ("", None),
        ] {
            assert_eq!(postcode(typed).as_deref(), expected, "{typed}");
        }
    }

    #[test]
    fn a_refused_reading_or_postcode_is_written_another_way() {
        for (name, text, expected) in [
            ("group_kana", "えんがわ", Some("エンガワ")),
            ("group_kana", "エンガワ", None),
            ("kanagawa", "えんがわ", None),
            ("postcode", "180-0006", Some("1800006")),
            ("postcode", "1800006", Some("180-0006")),
            ("postcode", "180", None),
        ] {
            assert_eq!(rewritten(name, text).as_deref(), expected, "{name} {text}");
        }
    }
}
