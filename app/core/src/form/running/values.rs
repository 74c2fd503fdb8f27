//! Values by their data type: what a person typed or an expression gave becomes what the standard writes, or cannot be read.
//!
//! People write full-width digits, grouping commas and Japanese dashes in numbers; those are read. Nothing is rounded for a person:
//! `2.5` is no whole number. What an expression gives for a whole number is cut towards zero, as the standard's own clients do.
//! A value that cannot be read is never changed into another one.
//!
//! Source: data types of the ODK `XForms` specification; forms of values as its reference client writes them.

use crate::form::definition::{Control, DataType, Node, NodeKind};
use chrono::NaiveDate;

/// Where a value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum By {
    /// Somebody typed it.
    Person,
    /// The form made it: a default, a calculation, an action.
    Form,
}

/// The value in the writing of the node's type; blank stays blank. `None`: it cannot be read.
pub(super) fn read(node: &Node, text: &str, by: By) -> Option<String> {
    if text.is_empty() {
        return Some(String::new());
    }
    if let NodeKind::Question(Control::Acknowledge) = node.kind {
        return acknowledged(text);
    }
    let value = by_type(node.data_type, text, by)?;
    if matches!(node.kind, NodeKind::Question(Control::Range)) && !value.is_empty() && !within(node, &value) {
        return None;
    }
    Some(value)
}

fn acknowledged(text: &str) -> Option<String> {
    match folded(text).to_ascii_lowercase().as_str() {
        "ok" | "true" | "1" => Some("OK".to_owned()),
        "" | "false" | "0" => Some(String::new()),
        _ => None,
    }
}

fn by_type(data_type: DataType, text: &str, by: By) -> Option<String> {
    match data_type {
        DataType::String | DataType::Boolean | DataType::Binary | DataType::Barcode | DataType::Intent => Some(text.to_owned()),
        _ => {
            let text = folded(text);
            if text.is_empty() {
                return Some(text);
            }
            match data_type {
                DataType::Int => whole(&text, by),
                DataType::Decimal => number(&text).map(decimal),
                DataType::Date => day(&text).map(str::to_owned),
                DataType::Time => is_time(&text).then_some(text),
                DataType::DateTime => is_date_time(&text).then_some(text),
                DataType::Geopoint => Point::read(&text).map(|point| point.written()),
                DataType::Geotrace => line(&text, false),
                _ => line(&text, true),
            }
        }
    }
}

/// ASCII for the full-width forms, for the dashes that a Japanese keyboard gives, and without space around it.
fn folded(text: &str) -> String {
    text.trim()
        .chars()
        .map(|c| match c {
            '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
            '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{30FC}' | '\u{FF70}' => '-',
            '\u{3000}' => ' ',
            c => c,
        })
        .collect()
}

/// A finite number; `1,234.5` with its grouping, too.
pub(super) fn number(text: &str) -> Option<f64> {
    let text = ungrouped(text)?;
    let (mantissa, exponent) = text.split_once(['e', 'E']).map_or((text.as_str(), None), |(mantissa, exponent)| (mantissa, Some(exponent)));
    let unsigned = mantissa.strip_prefix(['-', '+']).unwrap_or(mantissa);
    let (before, after) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let exponent_fits = exponent.is_none_or(|exponent| is_digits(exponent.strip_prefix(['-', '+']).unwrap_or(exponent)));
    if !exponent_fits || (before.is_empty() && after.is_empty()) || !all_digits(before) || !all_digits(after) {
        return None;
    }
    text.parse().ok().filter(|number: &f64| number.is_finite())
}

/// Without commas, if they stand where they group thousands.
fn ungrouped(text: &str) -> Option<String> {
    if !text.contains(',') {
        return Some(text.to_owned());
    }
    let (before, after) = text.split_once('.').unwrap_or((text, ""));
    let mut groups = before.strip_prefix(['-', '+']).unwrap_or(before).split(',');
    let first = groups.next().unwrap_or_default();
    let grouped = (1..=3).contains(&first.len()) && is_digits(first) && groups.all(|group| group.len() == 3 && is_digits(group));
    (grouped && !after.contains(',')).then(|| text.replace(',', ""))
}

fn all_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && all_digits(text)
}

fn whole(text: &str, by: By) -> Option<String> {
    let number = number(text)?;
    let cut = number.trunc();
    if by == By::Person && (number - cut).abs() > 0.0 {
        return None;
    }
    if !(f64::from(i32::MIN)..=f64::from(i32::MAX)).contains(&cut) {
        return None;
    }
    let written = format!("{cut:.0}");
    Some(if written == "-0" { "0".to_owned() } else { written })
}

/// With at least one place behind the point.
fn decimal(number: f64) -> String {
    let written = number.to_string();
    if written.contains('.') { written } else { format!("{written}.0") }
}

fn within(node: &Node, value: &str) -> bool {
    let bound = |name: &str| node.parameters.get(name).and_then(|text| number(text.trim()));
    number(value).is_some_and(|value| bound("start").is_none_or(|start| value >= start) && bound("end").is_none_or(|end| value <= end))
}

/// The day of `2026-11-21` or of a moment without offset.
fn day(text: &str) -> Option<&str> {
    let (day, clock) = text.split_once('T').map_or((text, None), |(day, clock)| (day, Some(clock)));
    let clock_fits = clock.is_none_or(|clock| {
        let whole = clock.split_once('.').map_or(clock, |(whole, fraction)| if is_digits(fraction) && whole.len() == 8 { whole } else { "" });
        (1..=3).contains(&whole.split(':').count()) && whole.split(':').all(|part| part.len() == 2 && is_digits(part))
    });
    (clock_fits && is_day(day)).then_some(day)
}

fn is_day(text: &str) -> bool {
    let mut parts = text.split('-');
    let mut part = |length: usize| parts.next().filter(|part| part.len() == length && is_digits(part)).and_then(|part| part.parse::<u32>().ok());
    let (Some(year), Some(month), Some(day)) = (part(4), part(2), part(2)) else { return false };
    parts.next().is_none() && i32::try_from(year).is_ok_and(|year| NaiveDate::from_ymd_opt(year, month, day).is_some())
}

/// `14:05:00`, with parts of seconds and an offset if there are any.
fn is_time(text: &str) -> bool {
    let (clock, offset) = if let Some(clock) = text.strip_suffix('Z') {
        (clock, None)
    } else {
        let cut = text.len().checked_sub(6).filter(|&at| text.get(at..).is_some_and(|tail| tail.starts_with(['+', '-'])));
        cut.and_then(|at| text.split_at_checked(at)).map_or((text, None), |(clock, offset)| (clock, Some(offset)))
    };
    let below = |part: Option<&str>, limit: u32| {
        part.is_some_and(|part| part.len() == 2 && is_digits(part) && part.parse::<u32>().is_ok_and(|number| number < limit))
    };
    let (whole, fraction) = clock.split_once('.').map_or((clock, None), |(whole, fraction)| (whole, Some(fraction)));
    let mut parts = whole.split(':');
    let clock_fits = below(parts.next(), 24) && below(parts.next(), 60) && below(parts.next(), 60) && parts.next().is_none();
    let offset_fits = offset.is_none_or(|offset| {
        let mut parts = offset.get(1..).unwrap_or_default().split(':');
        below(parts.next(), 15) && below(parts.next(), 60) && parts.next().is_none()
    });
    clock_fits && fraction.is_none_or(is_digits) && offset_fits
}

fn is_date_time(text: &str) -> bool {
    text.split_once('T').is_some_and(|(day, time)| is_day(day) && is_time(time))
}

/// A place: degrees and, if measured, metres.
struct Point {
    latitude: f64,
    longitude: f64,
    altitude: Option<f64>,
    accuracy: Option<f64>,
}

impl Point {
    /// Reads `35.6 139.7 40 5`. Nobody is at 0, 0: that is what broken receivers send.
    fn read(text: &str) -> Option<Self> {
        let numbers: Vec<f64> = text.split_whitespace().take(5).map(number).collect::<Option<_>>()?;
        let mut numbers = numbers.into_iter();
        let (latitude, longitude) = (numbers.next()?, numbers.next()?);
        let somewhere = latitude.abs() > 0.0 || longitude.abs() > 0.0;
        (latitude.abs() <= 90.0 && longitude.abs() <= 180.0 && somewhere).then(|| Self {
            latitude,
            longitude,
            altitude: numbers.next(),
            accuracy: numbers.next(),
        })
    }

    fn place(&self) -> String {
        format!("{} {}", decimal(self.latitude), decimal(self.longitude))
    }

    fn written(&self) -> String {
        let place = self.place();
        match (self.altitude, self.accuracy) {
            (altitude, Some(accuracy)) => format!("{place} {} {}", decimal(altitude.unwrap_or(0.0)), decimal(accuracy)),
            (Some(altitude), None) => format!("{place} {}", decimal(altitude)),
            (None, None) => place,
        }
    }
}

/// A trace of two places or more that does not end where it began; a shape of three or more that does.
fn line(text: &str, closed: bool) -> Option<String> {
    let text = text.strip_suffix(';').map_or(text, str::trim_end);
    let points: Vec<Point> = text.split(';').map(|part| Point::read(part.trim())).collect::<Option<_>>()?;
    let ends_where_it_began = points.first().map(Point::place) == points.last().map(Point::place);
    let fits = points.len() >= if closed { 3 } else { 2 } && ends_where_it_began == closed;
    fits.then(|| points.iter().map(Point::written).collect::<Vec<_>>().join(";"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(control: Control, data_type: DataType) -> Node {
        let mut node = Node::new("q", None, NodeKind::Question(control));
        node.data_type = data_type;
        node
    }

    #[test]
    fn what_people_type_is_read_by_its_type() {
        let rows = [
            (DataType::String, " あ ", Some(" あ ")),
            (DataType::Int, "１２", Some("12")),
            (DataType::Int, " 1,234 ", Some("1234")),
            (DataType::Int, "ー５", Some("-5")),
            (DataType::Int, "-0", Some("0")),
            (DataType::Int, "2.5", None),
            (DataType::Int, "2147483648", None),
            (DataType::Int, "12人", None),
            (DataType::Int, "1,23", None),
            (DataType::Int, "NaN", None),
            (DataType::Decimal, "-1", Some("-1.0")),
            (DataType::Decimal, "４５．６７", Some("45.67")),
            (DataType::Decimal, ".5", Some("0.5")),
            (DataType::Decimal, "1e3", Some("1000.0")),
            (DataType::Decimal, "1e999", None),
            (DataType::Decimal, ".", None),
            (DataType::Decimal, "inf", None),
            (DataType::Date, "1999-11-23T23:30:05", Some("1999-11-23")),
            (DataType::Date, "２０２６-11-21", Some("2026-11-21")),
            (DataType::Date, "2026-02-29", None),
            (DataType::Date, "2026-11-21T10:00:00+09:00", None),
            (DataType::Time, "22:02:00.000Z", Some("22:02:00.000Z")),
            (DataType::Time, "22:02:00-07:00", Some("22:02:00-07:00")),
            (DataType::Time, "24:00:00", None),
            (DataType::Time, "22:02", None),
            (DataType::Time, "22:02:00.Z", None),
            (DataType::Time, "22:02:00+25:00", None),
            (DataType::DateTime, "2026-04-22T14:30:00+07:00", Some("2026-04-22T14:30:00+07:00")),
            (DataType::DateTime, "2026-04-22T14:30:00+0700", None),
            (DataType::DateTime, "2026-04-22", None),
            (DataType::Geopoint, "-5.299 46.663 0 5", Some("-5.299 46.663 0.0 5.0")),
            (DataType::Geopoint, "91 0", None),
            (DataType::Geopoint, "0 0", None),
            (DataType::Geotrace, "0 1 0.0 0.0; 0 91 0.0 0.0;", Some("0.0 1.0 0.0 0.0;0.0 91.0 0.0 0.0")),
            (DataType::Geotrace, "0 1", None),
            (DataType::Geoshape, "0 1; 0 91; 0 1;", Some("0.0 1.0;0.0 91.0;0.0 1.0")),
            (DataType::Geoshape, "0 1; 0 91; 0 2", None),
            (DataType::Boolean, "true", Some("true")),
            (DataType::Int, "", Some("")),
        ];
        for (data_type, text, expected) in rows {
            assert_eq!(read(&question(Control::Input, data_type), text, By::Person).as_deref(), expected, "{data_type:?} {text}");
        }
    }

    #[test]
    fn what_the_form_makes_is_cut_to_a_whole_number() {
        let node = question(Control::Input, DataType::Int);
        assert_eq!(read(&node, "2.9", By::Form).as_deref(), Some("2"));
        assert_eq!(read(&node, "-0.5", By::Form).as_deref(), Some("0"));
    }

    #[test]
    fn a_scale_has_ends_and_a_button_says_ok() {
        let mut scale = question(Control::Range, DataType::Decimal);
        scale.parameters.insert("start".to_owned(), "-2.0".to_owned());
        scale.parameters.insert("end".to_owned(), "2".to_owned());
        assert_eq!(read(&scale, "-1", By::Person).as_deref(), Some("-1.0"));
        assert_eq!(read(&scale, "3", By::Person), None);
        let button = question(Control::Acknowledge, DataType::String);
        assert_eq!(read(&button, "true", By::Person).as_deref(), Some("OK"));
        assert_eq!(read(&button, "no", By::Person), None);
    }
}
