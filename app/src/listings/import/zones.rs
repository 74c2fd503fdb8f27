//! Time zones of calendar files: hours elsewhere become hours in Japan.
//!
//! A calendar brings the rules of its zones (`VTIMEZONE`, RFC 5545 section 3.6.5); for zones without daylight saving their distance is
//! known without them. There is no table of the world's zones here: an hour whose zone is not known stays a text.

use super::ical::Component;
use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use engawa_core::time::{Recurrence, Rule};

/// Japan is this many seconds ahead of UTC.
const JAPAN: i64 = 9 * 3600;

/// Zones of the neighbourhood that do not change their clocks, in seconds ahead of UTC.
const FIXED: &[(&str, i64)] = &[
    ("UTC", 0),
    ("GMT", 0),
    ("Etc/UTC", 0),
    ("Etc/GMT", 0),
    ("Asia/Seoul", 9 * 3600),
    ("Asia/Shanghai", 8 * 3600),
    ("Asia/Taipei", 8 * 3600),
    ("Asia/Hong_Kong", 8 * 3600),
    ("Asia/Singapore", 8 * 3600),
    ("Asia/Manila", 8 * 3600),
    ("Asia/Bangkok", 7 * 3600),
    ("Asia/Ho_Chi_Minh", 7 * 3600),
    ("Asia/Jakarta", 7 * 3600),
    ("Asia/Kathmandu", 5 * 3600 + 2700),
    ("Asia/Kolkata", 5 * 3600 + 1800),
];

/// A part of the year with one distance from UTC.
#[derive(Clone, Debug)]
struct Observance {
    /// When it first began, in local time.
    onset: NaiveDateTime,
    /// Seconds ahead of UTC.
    offset: i64,
    /// How it comes again.
    rule: Option<Rule>,
}

/// The zones of a file.
#[derive(Clone, Debug, Default)]
pub struct Zones(Vec<(String, Vec<Observance>)>);

impl Zones {
    /// Reads the zones that a calendar defines.
    pub fn of(calendar: &Component) -> Self {
        let zones = calendar.children.iter().filter(|child| child.name == "VTIMEZONE").filter_map(|zone| {
            let name = zone.line("TZID")?.value.trim().to_owned();
            Some((name, zone.children.iter().filter_map(observance).collect()))
        });
        Self(zones.collect())
    }

    /// The time in Japan; `None` if the zone is not known.
    pub fn to_japan(&self, zone: &str, local: NaiveDateTime) -> Option<NaiveDateTime> {
        if is_japan(zone) {
            return Some(local);
        }
        let defined = self.0.iter().find(|(name, _)| name == zone).and_then(|(_, parts)| offset_at(parts, local));
        let offset = defined.or_else(|| FIXED.iter().find(|(name, _)| *name == zone).map(|(_, offset)| *offset))?;
        local.checked_add_signed(TimeDelta::try_seconds(JAPAN - offset)?)
    }
}

/// The names that programs have for Japan's zone.
pub fn is_japan(zone: &str) -> bool {
    zone.ends_with("Asia/Tokyo") || matches!(zone, "Japan" | "JST" | "Tokyo Standard Time" | "+0900" | "+09:00" | "(UTC+09:00) Osaka, Sapporo, Tokyo")
}

fn observance(part: &Component) -> Option<Observance> {
    let onset = read_local(&part.line("DTSTART")?.value)?;
    let offset = read_offset(&part.line("TZOFFSETTO")?.value)?;
    let rule = match part.line("RRULE") {
        Some(line) => Some(line.value.parse().ok()?),
        None => None,
    };
    Some(Observance { onset, offset, rule })
}

/// The distance that holds at a local time: that of the part that began last.
fn offset_at(parts: &[Observance], local: NaiveDateTime) -> Option<i64> {
    if let [only] = parts {
        return Some(only.offset);
    }
    let began = |part: &Observance| {
        let last = part.rule.as_ref().and_then(|rule| {
            let from = local.date().checked_sub_days(Days::new(800))?;
            let days = Recurrence::new(part.onset.date(), rule.clone()).days(from, local.date(), 12);
            days.into_iter().rev().map(|day| day.and_time(part.onset.time())).find(|at| *at <= local)
        });
        last.or((part.onset <= local).then_some(part.onset))
    };
    parts.iter().filter_map(|part| began(part).map(|at| (at, part.offset))).max_by_key(|(at, _)| *at).map(|(_, offset)| offset)
}

/// `20121002T100000`, without a zone.
pub fn read_local(text: &str) -> Option<NaiveDateTime> {
    let (date, time) = text.trim().trim_end_matches('Z').split_once('T')?;
    Some(read_day(date)?.and_time(read_hour(time)?))
}

/// `20121002`.
pub fn read_day(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    if text.len() != 8 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    NaiveDate::from_ymd_opt(text.get(..4)?.parse().ok()?, text.get(4..6)?.parse().ok()?, text.get(6..)?.parse().ok()?)
}

fn read_hour(text: &str) -> Option<NaiveTime> {
    if !matches!(text.len(), 4 | 6) || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let second: u32 = text.get(4..6).map_or(Some(0), |second| second.parse().ok())?;
    // RFC 5545 knows leap seconds; civic calendars do not.
    NaiveTime::from_hms_opt(text.get(..2)?.parse().ok()?, text.get(2..4)?.parse().ok()?, second.min(59))
}

/// `-0800`, `+053000`.
fn read_offset(text: &str) -> Option<i64> {
    let text = text.trim();
    let (sign, digits) = match text.split_at_checked(1)? {
        ("-", digits) => (-1, digits),
        ("+", digits) => (1, digits),
        _ => return None,
    };
    let part = |from: usize| digits.get(from..from + 2).and_then(|part| part.parse::<i64>().ok());
    Some(sign * (part(0)? * 3600 + part(2)? * 60 + part(4).unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::super::ical::parse;
    use super::*;

    const LOS_ANGELES: &str = "BEGIN:VCALENDAR\nBEGIN:VTIMEZONE\nTZID:America/Los_Angeles\nBEGIN:STANDARD\nDTSTART:19710101T020000\nTZOFFSETTO:-0800\nTZOFFSETFROM:-0700\nRRULE:FREQ=YEARLY;WKST=MO;INTERVAL=1;BYMONTH=11;BYDAY=1SU\nEND:STANDARD\nBEGIN:DAYLIGHT\nDTSTART:19710101T020000\nTZOFFSETTO:-0700\nTZOFFSETFROM:-0800\nRRULE:FREQ=YEARLY;WKST=MO;INTERVAL=1;BYMONTH=3;BYDAY=2SU\nEND:DAYLIGHT\nEND:VTIMEZONE\nEND:VCALENDAR\n";

    #[test]
    fn zones_of_the_file_are_used() {
        let zones = Zones::of(&parse("a", LOS_ANGELES).0[0]);
        let japan = |local: &str| zones.to_japan("America/Los_Angeles", read_local(local).unwrap()).unwrap().to_string();
        assert_eq!(japan("20121002T100000"), "2012-10-03 02:00:00");
        assert_eq!(japan("20121104T030000"), "2012-11-04 20:00:00");
        assert_eq!(japan("20121110T100000"), "2012-11-11 03:00:00");
        assert_eq!(japan("20130309T100000"), "2013-03-10 03:00:00");
    }

    #[test]
    fn known_and_unknown_zones() {
        let zones = Zones::default();
        let at = read_local("20260801T100000").unwrap();
        assert_eq!(zones.to_japan("Asia/Tokyo", at), Some(at));
        assert_eq!(zones.to_japan("Asia/Manila", at).unwrap().to_string(), "2026-08-01 11:00:00");
        assert_eq!(zones.to_japan("Europe/Paris", at), None);
        assert_eq!(read_offset("+053000"), Some(19_800));
        assert_eq!(read_offset("x"), None);
        assert_eq!(read_day("20260230"), None);
    }
}
