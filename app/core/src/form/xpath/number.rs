//! Numbers of the expression language and their text.
//!
//! Not-a-number is written as nothing, as the clients of the standard do: a calculation whose inputs are missing leaves its node
//! empty. Numbers are never written with an exponent (`XPath` 1.0, 4.2), but one is understood.

/// The text of a number.
pub(super) fn to_text(number: f64) -> String {
    if number.is_nan() {
        String::new()
    } else if number.is_infinite() {
        (if number > 0.0 { "Infinity" } else { "-Infinity" }).to_owned()
    } else if number == 0.0 {
        "0".to_owned()
    } else {
        number.to_string()
    }
}

/// The number that a text is, or not-a-number; blanks around it do not count.
pub(super) fn from_text(text: &str) -> f64 {
    let text = trim(text);
    match text {
        "Infinity" => return f64::INFINITY,
        "-Infinity" => return f64::NEG_INFINITY,
        _ => {}
    }
    // The reader of the standard library also takes words like "inf".
    if text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+' | b'e' | b'E')) {
        text.parse().unwrap_or(f64::NAN)
    } else {
        f64::NAN
    }
}

/// Zero and not-a-number are no, everything else is yes.
pub(super) fn to_boolean(number: f64) -> bool {
    !(number == 0.0 || number.is_nan())
}

/// How many, as a number.
pub(super) fn count(of: usize) -> f64 {
    f64::from(u32::try_from(of).unwrap_or(u32::MAX))
}

/// The whole number that a number is; `None` for fractions, negative and huge ones.
pub(super) fn index(number: f64) -> Option<u32> {
    if number.fract() == 0.0 { u32::try_from(whole(number)).ok() } else { None }
}

/// The whole part of a number, held within what 64 bits hold; 0 for not-a-number.
#[expect(clippy::cast_possible_truncation, reason = "saturating is what is wanted")]
pub(super) fn whole(number: f64) -> i64 {
    number as i64
}

/// A whole number as a floating one, rounded where it has more than 53 bits.
#[expect(clippy::cast_precision_loss, reason = "numbers of the language have 53 bits")]
pub(super) fn float(whole: i64) -> f64 {
    whole as f64
}

/// Half goes away from zero.
pub(super) fn round(number: f64, decimals: f64) -> f64 {
    if decimals.is_nan() || !number.is_finite() {
        return if decimals.is_nan() { f64::NAN } else { number };
    }
    let decimals = decimals.trunc();
    let scale = libm::pow(10.0, decimals.abs());
    let rounded = if decimals < 0.0 { (number.abs() / scale).round() * scale } else { (number.abs() * scale).round() / scale };
    // More decimals than any number has, to either side.
    if !rounded.is_finite() {
        return if decimals < 0.0 { 0.0_f64.copysign(number) } else { number };
    }
    rounded.copysign(number)
}

/// Blanks as XML knows them; others, the wide Japanese one too, are letters like any other.
pub(super) fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\n')
}

/// Without blanks at both ends.
pub(super) fn trim(text: &str) -> &str {
    text.trim_matches(is_blank)
}

/// The pieces between blanks.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(is_blank).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_without_exponent() {
        for (number, text) in [
            (0.0, "0"),
            (-0.0, "0"),
            (1.0, "1"),
            (-1.5, "-1.5"),
            (1e21, "1000000000000000000000"),
            (1e-7, "0.0000001"),
            (f64::NAN, ""),
            (f64::INFINITY, "Infinity"),
        ] {
            assert_eq!(to_text(number), text);
        }
    }

    #[test]
    fn only_numbers_are_read() {
        for (text, number) in [(" 12\n", 12.0), ("-.5", -0.5), ("5.", 5.0), ("7.9e-12", 7.9e-12), ("-Infinity", f64::NEG_INFINITY)] {
            assert_eq!(from_text(text).to_bits(), f64::to_bits(number), "{text:?}");
        }
        for text in ["", " ", "-", ".", "inf", "nan", "1,000", "１２", "0x10", "1 2", "e5"] {
            assert!(from_text(text).is_nan(), "{text:?}");
        }
    }

    #[test]
    fn half_goes_away_from_zero() {
        for (number, decimals, rounded) in
            [(1.5, 0.0, 2.0), (-1.5, 0.0, -2.0), (2.15, 1.0, 2.2), (33.33, -1.0, 30.0), (1.234, 400.0, 1.234), (5.0, -400.0, 0.0), (0.0, 2.0, 0.0)]
        {
            assert_eq!(round(number, decimals).to_bits(), f64::to_bits(rounded), "{number} {decimals}");
        }
        assert!(round(-14.0, -2.0).is_sign_negative());
    }
}
