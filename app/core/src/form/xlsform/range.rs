//! The numbers of a range question: start, end, step and ticks must fit each other, in exact decimal arithmetic.

use super::codes;
use super::parameters::Parameters;
use super::problems::{Place, Problems};

/// A decimal number: digits, and how many of them stand behind the point.
#[derive(Clone, Copy, Debug)]
struct Decimal {
    digits: i128,
    scale: u32,
}

/// More digits than any scale has; few enough for 128 bits, however two numbers are aligned.
const MOST_DIGITS: usize = 12;

impl Decimal {
    /// Reads `-1.5`, `.5`, `2e1`; nothing for infinities and for more digits than a scale can have.
    fn parse(text: &str) -> Option<Self> {
        let (number, exponent) = match text.split_once(['e', 'E']) {
            Some((number, exponent)) => (number, exponent.parse::<i32>().ok().filter(|exponent| exponent.abs() <= 6)?),
            None => (text, 0),
        };
        let (sign, number) = match number.strip_prefix('-') {
            Some(number) => (-1, number),
            None => (1, number.strip_prefix('+').unwrap_or(number)),
        };
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        let digits = format!("{whole}{fraction}");
        if digits.is_empty() || digits.len() > MOST_DIGITS || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let mut digits = sign * digits.parse::<i128>().ok()?;
        let mut scale = i32::try_from(fraction.len()).ok()? - exponent;
        while scale < 0 {
            digits *= 10;
            scale += 1;
        }
        Some(Self { digits, scale: u32::try_from(scale).ok()? })
    }

    /// Both as whole numbers of the same, finer unit.
    fn aligned(self, other: Self) -> (i128, i128) {
        let scale = self.scale.max(other.scale);
        (self.digits * 10_i128.pow(scale - self.scale), other.digits * 10_i128.pow(scale - other.scale))
    }

    fn minus(self, other: Self) -> Self {
        let (left, right) = self.aligned(other);
        Self { digits: left - right, scale: self.scale.max(other.scale) }
    }

    fn is_zero(self) -> bool {
        self.digits == 0
    }

    fn is_multiple_of(self, step: Self) -> bool {
        let (left, right) = self.aligned(step);
        right != 0 && left % right == 0
    }

    fn is_more_than(self, other: Self) -> bool {
        let (left, right) = self.aligned(other);
        left > right
    }

    fn is_whole(self) -> bool {
        self.digits % 10_i128.pow(self.scale) == 0
    }

    fn absolute(self) -> Self {
        Self { digits: self.digits.abs(), scale: self.scale }
    }

    fn equals(self, other: Self) -> bool {
        let (left, right) = self.aligned(other);
        left == right
    }
}

/// A checked range.
pub(super) struct Range {
    /// All parameters, those that were missing too.
    pub parameters: Parameters,
    /// Whether the answer is a decimal number.
    pub is_decimal: bool,
}

/// Checks a range question. `ticks` gives the names of the choices of a list.
pub(super) fn check(
    parameters: &Parameters,
    appearance: &str,
    ticks: impl Fn(&str) -> Option<Vec<String>>,
    at: Place,
    problems: &mut Problems<'_>,
) -> Option<Range> {
    let mut parameters = parameters.clone();
    let has_ticks = ["tick_interval", "placeholder", "tick_labelset"].iter().any(|key| parameters.contains_key(*key));
    if has_ticks && !appearance.is_empty() && !appearance.contains("vertical") && !appearance.contains("no-ticks") {
        problems.error(at, codes::RANGE_APPEARANCE, &[appearance]);
        return None;
    }
    for (key, value) in [("start", "1"), ("end", "10"), ("step", "1")] {
        parameters.entry(key.to_owned()).or_insert_with(|| value.to_owned());
    }
    let mut is_readable = true;
    let mut number = |key: &str| {
        let value = parameters.get(key)?;
        let read = Decimal::parse(value);
        if read.is_none() {
            problems.error(at, codes::PARAMETER_NOT_A_NUMBER, &[key, value]);
            is_readable = false;
        }
        read
    };
    let (start, end, step) = (number("start"), number("end"), number("step"));
    let (interval, placeholder) = (number("tick_interval"), number("placeholder"));
    if !is_readable {
        return None;
    }
    let (start, end, step) = (start?, end?, step?);
    let (low, high) = if start.is_more_than(end) { (end, start) } else { (start, end) };
    let width = end.minus(start).absolute();
    let is_outside = |value: Decimal| low.is_more_than(value) || value.is_more_than(high);
    let mut wrong: Vec<(&'static str, &str)> = Vec::new();
    for (key, value) in [("step", Some(step)), ("tick_interval", interval)] {
        let Some(value) = value else { continue };
        if value.is_zero() {
            wrong.push((codes::RANGE_ZERO, key));
        } else if value.is_more_than(width) {
            wrong.push((codes::RANGE_STEP_TOO_LARGE, key));
        }
    }
    if wrong.is_empty() && interval.is_some_and(|interval| !interval.is_multiple_of(step)) {
        wrong.push((codes::RANGE_NOT_A_MULTIPLE, "tick_interval"));
    }
    if let Some(placeholder) = placeholder.filter(|_| !step.is_zero()) {
        if !placeholder.minus(start).is_multiple_of(step) {
            wrong.push((codes::RANGE_NOT_A_MULTIPLE, "placeholder"));
        } else if is_outside(placeholder) {
            wrong.push((codes::RANGE_OUTSIDE, "placeholder"));
        }
    }
    for &(code, key) in &wrong {
        problems.error(at, code, &[key]);
    }
    if !wrong.is_empty() {
        return None;
    }
    if let Some(list) = parameters.get("tick_labelset") {
        let Some(names) = ticks(list) else {
            problems.error(at, codes::RANGE_TICKS_UNKNOWN, &[list]);
            return None;
        };
        let unit = interval.unwrap_or(step);
        let fits = |value: Decimal| !is_outside(value) && value.minus(start).is_multiple_of(unit);
        let misfit = names.iter().find(|name| !Decimal::parse(name).is_some_and(fits));
        if let Some(name) = misfit {
            problems.error(at, codes::RANGE_TICKS_DO_NOT_FIT, &[list, name]);
            return None;
        }
        // Without ticks only the two ends have labels.
        let values: Vec<Decimal> = names.iter().filter_map(|name| Decimal::parse(name)).collect();
        let inner = names.iter().zip(&values).find(|(_, value)| !value.equals(start) && !value.equals(end));
        let is_at = |wanted: Decimal| values.iter().any(|value| value.equals(wanted));
        if appearance.contains("no-ticks") && (inner.is_some() || !is_at(start) || !is_at(end)) {
            problems.error(at, codes::RANGE_TICKS_DO_NOT_FIT, &[list, inner.map_or("", |(name, _)| name.as_str())]);
            return None;
        }
    }
    let is_decimal = [Some(start), Some(end), Some(step), interval, placeholder].into_iter().flatten().any(|value| !value.is_whole());
    Some(Range { parameters, is_decimal })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_exact() {
        let decimal = |text: &str| Decimal::parse(text).unwrap();
        assert!(decimal("0.6").is_multiple_of(decimal("0.1")));
        assert!(decimal("-0.6").is_multiple_of(decimal("0.1")));
        assert!(!decimal("3").is_multiple_of(decimal("2")));
        assert!(decimal("2.0").is_whole() && decimal("2e1").equals(decimal("20")));
        for text in ["", "one", "inf", "1.2.3", "-", "1e99", "99999999999999999999"] {
            assert!(Decimal::parse(text).is_none(), "{text}");
        }
    }
}
