//! What staff type about a screen, and what it means: a form's texts to a [`Config`] and back.
//!
//! Invariant: what is stored, written out and read again is the same; what cannot be read is named at its field, and nothing of it is lost.

use super::config::{Config, Mode, Room, Slot, Window};
use crate::listings::Kind;
use chrono::{NaiveTime, Timelike as _};
use engawa_core::kiosk::hours::{Hours, Span};
use engawa_core::text::digits;
use engawa_core::{Lang, Problem};
use std::collections::BTreeMap;

/// Lines of a programme.
pub const SLOTS_MAX: usize = 12;
/// Empty lines that a form offers for more.
pub const SLOTS_MORE: usize = 2;
/// Seconds without a touch: from, to.
pub const IDLE: (u16, u16) = (30, 600);
/// Seconds of the warning: from, to (WCAG 2.2, 2.2.1).
pub const WARN: (u16, u16) = (20, 120);
/// Seconds for which one listing stands: from, to.
pub const STANDS: (u16, u16) = (5, 300);
/// The farthest that a programme reaches, in kilometres.
pub const KM_MAX: f64 = 100.0;
const DAY_MINUTES: u16 = 24 * 60;

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
            idle_seconds: config.idle_seconds.to_string(),
            warn_seconds: config.warn_seconds.to_string(),
            updates_from: clock_text(config.updates.from),
            updates_until: clock_text(config.updates.until),
        }
    }

    /// What they mean, or what cannot be read, each at the name of its field.
    pub fn read(&self) -> Result<Config, Vec<Problem>> {
        let mut wrong = Vec::new();
        if self.name.trim().is_empty() {
            wrong.push(Problem::new("name", "required"));
        }
        let hours = Hours::read(&self.hours).unwrap_or_else(|problems| {
            wrong.extend(problems.into_iter().map(|problem| Problem { path: "hours".to_owned(), ..problem }));
            Hours::default()
        });
        let (lat, lon) = (degrees(&self.lat, 90.0), degrees(&self.lon, 180.0));
        let has_both = matches!((&lat, &lon), (Ok(Some(_)), Ok(Some(_))) | (Ok(None), Ok(None)));
        if !has_both {
            wrong.push(Problem::new(if lat.is_err() || matches!(lat, Ok(None)) { "lat" } else { "lon" }, "bad_coordinates"));
        }
        let langs: Vec<Lang> = self.langs.iter().filter_map(|code| Lang::parse(code)).collect();
        if langs.is_empty() {
            wrong.push(Problem::new("langs", "choose_one"));
        }
        if !self.home.trim().starts_with('/') || self.home.trim().starts_with("//") {
            wrong.push(Problem::new("home", "kiosk_path"));
        }
        let idle_seconds = seconds(&self.idle_seconds, "idle_seconds", IDLE, &mut wrong);
        let warn_seconds = seconds(&self.warn_seconds, "warn_seconds", WARN, &mut wrong);
        if wrong.iter().all(|problem| !problem.path.ends_with("_seconds")) && warn_seconds >= idle_seconds {
            wrong.push(Problem::new("warn_seconds", "kiosk_warn"));
        }
        let mut time = |name: &str, text: &str| {
            minute_of(text).unwrap_or_else(|| {
                wrong.push(Problem::new(name, "kiosk_time"));
                0
            })
        };
        let updates = Window { from: time("updates_from", &self.updates_from), until: time("updates_until", &self.updates_until) };
        let mut program = Vec::new();
        for (at, line) in self.program.iter().enumerate().filter(|(_, line)| !line.is_empty()) {
            match slots(line, at) {
                Ok(found) => program.extend(found),
                Err(problems) => wrong.extend(problems),
            }
        }
        if program.len() > SLOTS_MAX {
            wrong.push(Problem::new("program_0_when", "too_many").arg(SLOTS_MAX.to_string()));
        }
        if !wrong.is_empty() {
            return Err(wrong);
        }
        Ok(Config {
            name: self.name.trim().to_owned(),
            place: self.place.trim().to_owned(),
            lat: lat.unwrap_or_default(),
            lon: lon.unwrap_or_default(),
            hours,
            langs,
            home: self.home.trim().to_owned(),
            mode: Mode::parse(&self.mode).unwrap_or(Mode::Kiosk),
            rooms: self.rooms.iter().filter_map(|code| Room::parse(code)).collect(),
            program,
            keyboard: self.keyboard,
            idle_seconds,
            warn_seconds,
            updates,
        })
    }
}

/// Degrees up to a bound; nothing was typed: nothing.
fn degrees(text: &str, bound: f64) -> Result<Option<f64>, ()> {
    let text = digits(text.trim());
    if text.is_empty() {
        return Ok(None);
    }
    text.parse::<f64>().ok().filter(|degrees| degrees.abs() <= bound).map(Some).ok_or(())
}

fn seconds(text: &str, name: &str, (from, to): (u16, u16), wrong: &mut Vec<Problem>) -> u16 {
    let found = digits(text.trim()).parse::<u16>().ok().filter(|seconds| (from..=to).contains(seconds));
    found.unwrap_or_else(|| {
        wrong.push(Problem::new(name, "out_of_range").arg(from.to_string()).arg(to.to_string()));
        from
    })
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
fn slots(line: &SlotFields, at: usize) -> Result<Vec<Slot>, Vec<Problem>> {
    let path = |field: &str| format!("program_{at}_{field}");
    let mut wrong = Vec::new();
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
    let within_km = match digits(line.within_km.trim()) {
        text if text.is_empty() => 0.0,
        text => text.parse::<f64>().ok().filter(|km| (0.0..=KM_MAX).contains(km)).unwrap_or_else(|| {
            wrong.push(Problem::new(path("within_km"), "out_of_range").arg("0").arg(KM_MAX.to_string()));
            0.0
        }),
    };
    let stands = if line.seconds.trim().is_empty() { 0 } else { seconds(&line.seconds, &path("seconds"), STANDS, &mut wrong) };
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let kinds: Vec<Kind> = line.kinds.iter().filter_map(|code| Kind::parse(code)).collect();
    let slot = |((from, until), days): ((u16, u16), Vec<u8>)| Slot {
        days: if days.len() == 7 { Vec::new() } else { days },
        from,
        until,
        kinds: kinds.clone(),
        within_km,
        seconds: stands,
    };
    Ok(stretches.into_iter().map(slot).collect())
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
        assert_eq!(ConfigFields::of(&config()).read(), Ok(expected));
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
        assert_eq!(wrong(&|it| it.lon = "181".into()), ["lon:bad_coordinates"]);
        assert_eq!(wrong(&|it| it.langs.clear()), ["langs:choose_one"]);
        assert_eq!(wrong(&|it| it.home = "https://example.jp".into()), ["home:kiosk_path"]);
        assert_eq!(wrong(&|it| it.home = "//example.jp".into()), ["home:kiosk_path"]);
        assert_eq!(wrong(&|it| it.idle_seconds = "5".into()), ["idle_seconds:out_of_range"]);
        assert_eq!(wrong(&|it| it.warn_seconds = "19".into()), ["warn_seconds:out_of_range"]);
        assert_eq!(wrong(&|it| (it.idle_seconds, it.warn_seconds) = ("30".into(), "30".into())), ["warn_seconds:kiosk_warn"]);
        assert_eq!(wrong(&|it| it.updates_from = "25:00".into()), ["updates_from:kiosk_time"]);
        assert_eq!(wrong(&|it| it.program[1].within_km = "-1".into()), ["program_1_within_km:out_of_range"]);
        assert_eq!(wrong(&|it| it.program[1].seconds = "1".into()), ["program_1_seconds:out_of_range"]);
        assert!(wrong(&|it| it.hours = "いつでも".into()).iter().all(|problem| problem.starts_with("hours:")));
    }

    #[test]
    fn full_width_figures_are_figures() {
        let mut fields = ConfigFields::of(&config());
        (fields.idle_seconds, fields.lat) = ("１２０".into(), "３５.５".into());
        let read = fields.read().unwrap();
        assert_eq!((read.idle_seconds, read.lat), (120, Some(35.5)));
    }
}
