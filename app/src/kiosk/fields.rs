//! What staff type about a screen, and what it means: a form's texts to a [`Config`] and back.
//!
//! Invariant: what is stored, written out and read again is the same; what cannot be read is named at its field, and nothing of it is lost.

use super::config::{Config, DAY_MINUTES, Mode, Room, SLOTS_MAX, Slot, Window, check_config};
use crate::listings::Kind;
use chrono::{NaiveTime, Timelike as _};
use engawa_core::kiosk::hours::{Hours, Span};
use engawa_core::text::digits;
use engawa_core::{Lang, Problem};
use std::collections::BTreeMap;
use std::str::FromStr;

/// Lines of a programme that a form may have.
pub const LINES_MAX: usize = SLOTS_MAX;
/// Empty lines that a form offers for more.
pub const LINES_MORE: usize = 2;

/// A line of a programme as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SlotFields {
    /// Days and times, as [`Hours::read`] reads them; empty: always.
    pub when: String,
    /// Codes of kinds.
    pub kinds: Vec<String>,
    /// Kilometres.
    pub within_km: String,
    /// Seconds.
    pub seconds: String,
}

impl SlotFields {
    fn is_empty(&self) -> bool {
        [&self.when, &self.within_km, &self.seconds].into_iter().all(|text| text.trim().is_empty()) && self.kinds.is_empty()
    }
}

/// What is typed about a screen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConfigFields {
    /// See [`Config::name`].
    pub name: String,
    /// See [`Config::place`].
    pub place: String,
    /// Words with which a place is looked for.
    pub place_words: String,
    /// Degrees.
    pub lat: String,
    /// Degrees.
    pub lon: String,
    /// As [`Hours::read`] reads them.
    pub hours: String,
    /// Codes of languages.
    pub langs: Vec<String>,
    /// A path of the app.
    pub home: String,
    /// The code of a [`Mode`].
    pub mode: String,
    /// Codes of [`Room`]s.
    pub rooms: Vec<String>,
    /// The lines of the programme.
    pub program: Vec<SlotFields>,
    /// See [`Config::keyboard`].
    pub keyboard: bool,
    /// See [`Config::prints`].
    pub prints: bool,
    /// Seconds.
    pub idle_seconds: String,
    /// Seconds.
    pub warn_seconds: String,
    /// A time of the day: `22:00`.
    pub updates_from: String,
    /// A time of the day.
    pub updates_until: String,
}

/// A minute of the day as a field of a browser shows it.
pub fn clock_text(minute: u16) -> String {
    let minute = minute % DAY_MINUTES;
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

fn minute_of(text: &str) -> Option<u16> {
    let at = NaiveTime::parse_from_str(digits(text.trim()).as_str(), "%H:%M").ok()?;
    u16::try_from(at.num_seconds_from_midnight() / 60).ok()
}

fn decimal(number: f64) -> String {
    if number == 0.0 { String::new() } else { number.to_string() }
}

impl ConfigFields {
    /// A screen as it is told now.
    pub fn of(config: &Config) -> Self {
        let seconds = |seconds: u16| if seconds == 0 { String::new() } else { seconds.to_string() };
        let slot = |slot: &Slot| SlotFields {
            when: when_text(slot),
            kinds: slot.kinds.iter().map(|kind| kind.code().to_owned()).collect(),
            within_km: decimal(slot.within_km),
            seconds: seconds(slot.seconds),
        };
        let degrees = |degrees: Option<f64>| degrees.map(|degrees| degrees.to_string()).unwrap_or_default();
        Self {
            name: config.name.clone(),
            place: config.place.clone(),
            place_words: String::new(),
            lat: degrees(config.lat),
            lon: degrees(config.lon),
            hours: config.hours.write(),
            langs: config.langs.iter().map(|lang| lang.code().to_owned()).collect(),
            home: config.home.clone(),
            mode: config.mode.code().to_owned(),
            rooms: config.rooms.iter().map(|room| room.code().to_owned()).collect(),
            program: config.program.iter().map(slot).collect(),
            keyboard: config.keyboard,
            prints: config.prints,
            idle_seconds: config.idle_seconds.to_string(),
            warn_seconds: config.warn_seconds.to_string(),
            updates_from: clock_text(config.updates.from),
            updates_until: clock_text(config.updates.until),
        }
    }

    /// What they mean, or all that is wrong with them, each at the name of its field.
    pub fn read(&self) -> Result<Config, Vec<Problem>> {
        let mut wrong = Vec::new();
        let hours = Hours::read(&self.hours).unwrap_or_else(|problems| {
            wrong.extend(problems.into_iter().map(|problem| Problem { path: "hours".to_owned(), ..problem }));
            Hours::default()
        });
        let lat = number(&self.lat, "lat", "bad_coordinates", &mut wrong);
        let lon = number(&self.lon, "lon", "bad_coordinates", &mut wrong);
        let usual = Config::default();
        let idle_seconds = number(&self.idle_seconds, "idle_seconds", "kiosk_number", &mut wrong).unwrap_or(usual.idle_seconds);
        let warn_seconds = number(&self.warn_seconds, "warn_seconds", "kiosk_number", &mut wrong).unwrap_or(usual.warn_seconds);
        let mut time = |name: &str, text: &str| {
            minute_of(text).unwrap_or_else(|| {
                wrong.push(Problem::new(name, "kiosk_time"));
                0
            })
        };
        let updates = Window { from: time("updates_from", &self.updates_from), until: time("updates_until", &self.updates_until) };
        let mut program = Vec::new();
        // On which line of the form each slot stands.
        let mut lines = Vec::new();
        for (at, line) in self.program.iter().enumerate().filter(|(_, line)| !line.is_empty()) {
            let slots = slots(line, at, &mut wrong);
            lines.extend(slots.iter().map(|_| at));
            program.extend(slots);
        }
        let config = Config {
            name: self.name.trim().to_owned(),
            place: self.place.trim().to_owned(),
            lat,
            lon,
            hours,
            langs: self.langs.iter().filter_map(|code| Lang::parse(code)).collect(),
            home: self.home.trim().to_owned(),
            mode: Mode::parse(&self.mode).unwrap_or(Mode::Kiosk),
            rooms: self.rooms.iter().filter_map(|code| Room::parse(code)).collect(),
            program,
            keyboard: self.keyboard,
            prints: self.prints,
            idle_seconds,
            warn_seconds,
            updates,
        };
        for problem in check_config(&config) {
            let path = field_of(&problem.path, &lines);
            // What could not be read is not judged as well.
            if wrong.iter().all(|other| other.path != path) {
                wrong.push(Problem { path, ..problem });
            }
        }
        if wrong.is_empty() { Ok(config) } else { Err(wrong) }
    }
}

/// The field of the form in which a part of a [`Config`] is typed. `lines`: on which line of the form each slot of the programme stands.
fn field_of(path: &str, lines: &[usize]) -> String {
    let mut parts = path.split('.');
    match (parts.next().unwrap_or_default(), parts.next(), parts.next()) {
        ("program", Some(slot), part) => {
            let line = slot.parse::<usize>().ok().and_then(|slot| lines.get(slot)).copied().unwrap_or_default();
            format!("program_{line}_{}", part.filter(|part| ["kinds", "within_km", "seconds"].contains(part)).unwrap_or("when"))
        }
        ("program", None, _) => "program_0_when".to_owned(),
        ("updates", Some(part), _) => format!("updates_{part}"),
        (field, ..) => field.to_owned(),
    }
}

/// A number; nothing was typed, or no number: nothing.
fn number<N: FromStr>(text: &str, name: &str, code: &str, wrong: &mut Vec<Problem>) -> Option<N> {
    let text = digits(text.trim());
    if text.is_empty() {
        return None;
    }
    let found = text.parse().ok();
    if found.is_none() {
        wrong.push(Problem::new(name, code));
    }
    found
}

/// The days and times of a slot as a line of hours; always: nothing.
fn when_text(slot: &Slot) -> String {
    if slot.days.is_empty() && slot.from == 0 && slot.until == 0 {
        return String::new();
    }
    let span = Span { from: slot.from, until: if slot.until == 0 { DAY_MINUTES } else { slot.until } };
    let is_on = |day: usize| slot.days.is_empty() || slot.days.iter().any(|on| usize::from(*on) == day);
    let week = std::array::from_fn(|day| if is_on(day) { vec![span] } else { Vec::new() });
    Hours { week, closed: Vec::new() }.write()
}

/// The slots that a line means: one for each stretch of the day that it names.
fn slots(line: &SlotFields, at: usize, wrong: &mut Vec<Problem>) -> Vec<Slot> {
    let path = |field: &str| format!("program_{at}_{field}");
    let mut stretches: BTreeMap<(u16, u16), Vec<u8>> = BTreeMap::new();
    if line.when.trim().is_empty() {
        stretches.insert((0, 0), Vec::new());
    } else {
        match Hours::read(&line.when) {
            Ok(hours) if hours.closed.is_empty() && hours.week.iter().flatten().all(|span| span.until <= DAY_MINUTES) => {
                for (day, spans) in (0_u8..).zip(&hours.week) {
                    for span in spans {
                        stretches.entry((span.from, span.until % DAY_MINUTES)).or_default().push(day);
                    }
                }
            }
            Ok(_) => wrong.push(Problem::new(path("when"), "kiosk_slot")),
            Err(problems) => wrong.extend(problems.into_iter().map(|problem| Problem { path: path("when"), ..problem })),
        }
    }
    let within_km = number(&line.within_km, &path("within_km"), "kiosk_number", wrong).unwrap_or(0.0);
    let seconds = number(&line.seconds, &path("seconds"), "kiosk_number", wrong).unwrap_or(0);
    let kinds: Vec<Kind> = line.kinds.iter().filter_map(|code| Kind::parse(code)).collect();
    let slot = |((from, until), days): ((u16, u16), Vec<u8>)| Slot {
        days: if days.len() == 7 { Vec::new() } else { days },
        from,
        until,
        kinds: kinds.clone(),
        within_km,
        seconds,
    };
    stretches.into_iter().map(slot).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config() -> Config {
        Config {
            name: "中央図書館 1階".into(),
            lat: Some(35.7),
            lon: Some(139.56),
            hours: Hours { week: std::array::from_fn(|_| vec![Span { from: 9 * 60, until: 21 * 60 }]), closed: Vec::new() },
            program: vec![
                Slot::default(),
                Slot { days: vec![0, 2], from: 9 * 60, until: 12 * 60, kinds: vec![Kind::Event], within_km: 1.5, seconds: 12 },
                Slot { days: Vec::new(), from: 18 * 60, until: 0, ..Slot::default() },
            ],
            ..Config::default()
        }
    }

    #[test]
    fn what_is_stored_reads_back() {
        // An empty line says nothing, so a line that is always on with everything is the same as none.
        let expected = Config { program: config().program[1..].to_vec(), ..config() };
        assert_eq!(ConfigFields::of(&config()).read(), Ok(expected.clone()));
        let prints = |prints: bool| Config { prints, keyboard: !prints, ..expected.clone() };
        for is_there in [false, true] {
            assert_eq!(ConfigFields::of(&prints(is_there)).read(), Ok(prints(is_there)));
        }
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let good = ConfigFields::of(&config());
        let wrong = |change: &dyn Fn(&mut ConfigFields)| {
            let mut fields = good.clone();
            change(&mut fields);
            fields.read().unwrap_err().into_iter().map(|problem| format!("{}:{}", problem.path, problem.code)).collect::<Vec<_>>()
        };
        assert_eq!(wrong(&|it| it.name.clear()), ["name:required"]);
        assert_eq!(wrong(&|it| it.lat.clear()), ["lat:bad_coordinates"]);
        assert_eq!(wrong(&|it| it.lon = "east".into()), ["lon:bad_coordinates", "lat:bad_coordinates"]);
        assert_eq!(wrong(&|it| it.langs.clear()), ["langs:no_language"]);
        assert_eq!(wrong(&|it| it.home = "https://example.jp".into()), ["home:not_at_screens"]);
        assert_eq!(wrong(&|it| it.idle_seconds = "5".into()), ["idle_seconds:out_of_range"]);
        assert_eq!(wrong(&|it| it.idle_seconds = "soon".into()), ["idle_seconds:kiosk_number"]);
        assert_eq!(wrong(&|it| it.warn_seconds = "19".into()), ["warn_seconds:out_of_range"]);
        assert_eq!(wrong(&|it| it.updates_from = "25:00".into()), ["updates_from:kiosk_time"]);
        assert_eq!(wrong(&|it| it.program[1].within_km = "-1".into()), ["program_1_within_km:out_of_range"]);
        assert_eq!(wrong(&|it| it.program[1].seconds = "1".into()), ["program_1_seconds:out_of_range"]);
        assert_eq!(wrong(&|it| it.program[1].when = "休 2026-12-29".into()), ["program_1_when:kiosk_slot"]);
        assert!(wrong(&|it| it.hours = "いつでも".into()).iter().all(|problem| problem.starts_with("hours:")));
    }

    #[test]
    fn refusals_lead_to_fields() {
        // The first line is empty, the second means two slots.
        let lines = [1, 1, 2];
        for (path, field) in [
            ("name", "name"),
            ("hours.week.3", "hours"),
            ("updates.until", "updates_until"),
            ("program", "program_0_when"),
            ("program.1.days", "program_1_when"),
            ("program.2.kinds", "program_2_kinds"),
            ("program.9.until", "program_0_when"),
        ] {
            assert_eq!(field_of(path, &lines), field, "{path}");
        }
    }

    #[test]
    fn full_width_figures_are_figures() {
        let mut fields = ConfigFields::of(&config());
        (fields.idle_seconds, fields.lat) = ("１２０".into(), "３５.５".into());
        let read = fields.read().unwrap();
        assert_eq!((read.idle_seconds, read.lat), (120, Some(35.5)));
    }
}
