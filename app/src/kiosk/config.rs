//! What a screen is told of itself: where it stands, what it shows, when.

use super::routes::opens_with;
use crate::listings::Kind;
use crate::listings::rules::is_in_japan;
use crate::site::Names;
use engawa_core::kiosk::hours::Hours;
use engawa_core::{Lang, Problem, codes};
use serde::{Deserialize, Serialize};

codes! {
    /// What a screen is for.
    Mode {
        /// Touched by people.
        Kiosk = "kiosk",
        /// Looked at: a wall screen that nobody touches.
        Signage = "signage",
    }
}

codes! {
    /// What people may do at a screen besides reading.
    Room {
        /// Fill in and send forms.
        Forms = "forms",
        /// Look at how something that was sent stands, by its number.
        Receipts = "receipts",
        /// Take along what they found or began, by a QR code.
        HandOver = "hand_over",
    }
}

codes! {
    /// How a screen stands with the city.
    KioskState {
        /// It waits for a tablet that types its code.
        Waiting = "waiting",
        /// It works.
        Active = "active",
        /// It may deliver what was sealed there, and nothing else.
        Revoked = "revoked",
    }
}

/// What is shown when: one line of the programme of a wall screen, or of the pictures of a screen at rest.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Slot {
    /// Days, Monday is 0; empty: every day.
    pub days: Vec<u8>,
    /// From this minute of the day.
    pub from: u16,
    /// Until this minute of the day; 0: until midnight.
    pub until: u16,
    /// Kinds of listings; empty: what is on, and what is wanted.
    pub kinds: Vec<Kind>,
    /// No farther than this from the screen, in kilometres; 0: the whole city.
    pub within_km: f64,
    /// How long one listing stands, in seconds; 0: as usual.
    pub seconds: u16,
}

/// When a screen may change to a new version: minutes of the day, `from` may be later than `until` (over midnight).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// From.
    pub from: u16,
    /// Until.
    pub until: u16,
}

impl Default for Window {
    /// At night.
    fn default() -> Self {
        Self { from: 22 * 60, until: 6 * 60 }
    }
}

impl Window {
    /// Whether a minute of the day is in it.
    pub fn holds(self, minute: u16) -> bool {
        if self.from <= self.until { (self.from..self.until).contains(&minute) } else { minute >= self.from || minute < self.until }
    }
}

/// What staff say of a screen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Config {
    /// What it is called: `中央図書館 1階`.
    pub name: String,
    /// The listing of the place where it stands; may be empty.
    pub place: String,
    /// Where it stands, WGS 84 degrees.
    pub lat: Option<f64>,
    /// Where it stands, WGS 84 degrees.
    pub lon: Option<f64>,
    /// When the house is open.
    pub hours: Hours,
    /// Languages on the first screen, the first one at rest.
    pub langs: Vec<Lang>,
    /// Where a session begins: a path of the app; `/kiosk`: the first screen.
    pub home: String,
    /// See [`Mode`].
    pub mode: Mode,
    /// See [`Room`].
    pub rooms: Vec<Room>,
    /// What is shown when; empty: what is on here and near here.
    pub program: Vec<Slot>,
    /// Whether the app's own keyboard is offered: on a screen whose system has none.
    pub keyboard: bool,
    /// Whether a printer stands there: nothing offers to print where people would wait for paper that never comes.
    pub prints: bool,
    /// Seconds without a touch after which a session ends.
    pub idle_seconds: u16,
    /// Seconds for which the warning stands before that; at least 20 (WCAG 2.2, 2.2.1).
    pub warn_seconds: u16,
    /// When it may change to a new version.
    pub updates: Window,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            name: String::new(),
            place: String::new(),
            lat: None,
            lon: None,
            hours: Hours::default(),
            langs: Lang::ALL.to_vec(),
            home: "/kiosk".to_owned(),
            mode: Mode::Kiosk,
            rooms: Room::ALL.to_vec(),
            program: Vec::new(),
            keyboard: true,
            prints: false,
            idle_seconds: 90,
            warn_seconds: 20,
            updates: Window::default(),
        }
    }
}

/// What a screen is given when it is enrolled and with every answer to its beat.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Enrolment {
    /// Id of the screen.
    pub id: String,
    /// Whether it still works for people: else it only delivers.
    pub active: bool,
    /// What staff say of it.
    pub config: Config,
    /// The site's public key, in the writing of `engawa_core::kiosk::seal`.
    pub public_key: String,
    /// What staff want said on it now.
    pub say: Option<Names>,
    /// Rises when staff want it to load anew.
    pub reload: u64,
    /// The server's clock, Unix milliseconds.
    pub server_ms: i64,
    /// The last beat that was taken ([`super::beat::Beat::seq`]).
    pub seq: u64,
}

/// Characters of a name.
pub const NAME_MAX: usize = 80;
/// The longest path of the page where a session begins, in bytes.
const HOME_MAX: usize = 300;
/// After how many seconds without a touch a session may end.
pub const IDLE_SECONDS: (u16, u16) = (30, 600);
/// The fewest seconds for which a warning stands: WCAG 2.2, 2.2.1.
pub const WARN_SECONDS_MIN: u16 = 20;
/// How long one listing may stand, in seconds, where staff say it.
pub const SLIDE_SECONDS: (u16, u16) = (5, 300);
/// The most lines of a programme.
pub const SLOTS_MAX: usize = 50;
/// The widest circle around a screen, in kilometres.
pub const WITHIN_KM_MAX: f64 = 100.0;
/// Minutes of a day.
pub const DAY_MINUTES: u16 = 24 * 60;
/// Times of one weekday, and days on which a house is closed.
const SPANS_MAX: usize = 8;
const CLOSED_MAX: usize = 400;
/// The latest that a house closes, after the midnight before: six in the morning.
const NIGHT_MINUTES: u16 = 30 * 60;

/// All problems of what staff say of a screen; empty: it may be kept. The paths are those of [`Config`]'s fields.
pub fn check_config(config: &Config) -> Vec<Problem> {
    let mut found = Vec::new();
    let out = &mut found;
    let name = config.name.trim();
    if name.is_empty() {
        out.push(Problem::new("name", "required"));
    } else if name.chars().count() > NAME_MAX {
        out.push(Problem::new("name", "too_long").arg(NAME_MAX.to_string()));
    }
    if config.place.len() > 64 || !config.place.chars().all(|sign| sign.is_ascii_alphanumeric() || sign == '-') {
        out.push(Problem::new("place", "not_found"));
    }
    if !is_placed(config) && (config.lat.is_some() || config.lon.is_some()) {
        out.push(Problem::new("lat", "bad_coordinates"));
    }
    if config.langs.is_empty() {
        out.push(Problem::new("langs", "no_language"));
    } else if config.langs.len() > Lang::ALL.len() {
        out.push(Problem::new("langs", "too_many").arg(Lang::ALL.len().to_string()));
    }
    if config.home.len() > HOME_MAX || config.home.chars().any(char::is_control) || !opens_with(&config.home, &config.rooms) {
        out.push(Problem::new("home", "not_at_screens"));
    }
    let mut within = |path: &str, value: u16, from: u16, to: u16| {
        if !(from..=to).contains(&value) {
            out.push(out_of_range(path, from, to));
        }
    };
    let (idle_min, idle_max) = IDLE_SECONDS;
    within("idle_seconds", config.idle_seconds, idle_min, idle_max);
    let idle = config.idle_seconds.clamp(idle_min, idle_max);
    within("warn_seconds", config.warn_seconds, WARN_SECONDS_MIN, idle - 1);
    within("updates.from", config.updates.from, 0, DAY_MINUTES - 1);
    within("updates.until", config.updates.until, 0, DAY_MINUTES);
    if config.program.len() > SLOTS_MAX {
        out.push(Problem::new("program", "too_many").arg(SLOTS_MAX.to_string()));
    }
    // Half a position, or one that is nowhere, has a problem of its own.
    let can_measure = config.lat.is_some() || config.lon.is_some() || !config.place.is_empty();
    for (at, slot) in config.program.iter().enumerate().take(SLOTS_MAX) {
        check_slot(slot, &format!("program.{at}"), can_measure, out);
    }
    check_hours(&config.hours, out);
    found
}

fn out_of_range(path: impl Into<String>, from: u16, to: u16) -> Problem {
    Problem::new(path, "out_of_range").arg(from.to_string()).arg(to.to_string())
}

/// Whether it says where it stands, and that is somewhere.
fn is_placed(config: &Config) -> bool {
    config.lat.zip(config.lon).is_some_and(|(lat, lon)| is_in_japan(lat, lon))
}

fn check_slot(slot: &Slot, path: &str, can_measure: bool, out: &mut Vec<Problem>) {
    if slot.days.iter().any(|day| *day > 6) || slot.days.len() > 7 {
        out.push(out_of_range(format!("{path}.days"), 0, 6));
    }
    if slot.from >= DAY_MINUTES {
        out.push(out_of_range(format!("{path}.from"), 0, DAY_MINUTES - 1));
    }
    if slot.until > DAY_MINUTES {
        out.push(out_of_range(format!("{path}.until"), 0, DAY_MINUTES));
    } else if slot.until != 0 && slot.until == slot.from {
        out.push(Problem::new(format!("{path}.until"), "no_time_between"));
    }
    if slot.kinds.len() > Kind::ALL.len() {
        out.push(Problem::new(format!("{path}.kinds"), "too_many").arg(Kind::ALL.len().to_string()));
    }
    if !(0.0..=WITHIN_KM_MAX).contains(&slot.within_km) {
        out.push(Problem::new(format!("{path}.within_km"), "out_of_range").arg("0").arg(WITHIN_KM_MAX.to_string()));
    } else if slot.within_km > 0.0 && !can_measure {
        out.push(Problem::new(format!("{path}.within_km"), "no_position"));
    }
    let (least, most) = SLIDE_SECONDS;
    if slot.seconds != 0 && !(least..=most).contains(&slot.seconds) {
        out.push(out_of_range(format!("{path}.seconds"), least, most));
    }
}

fn check_hours(hours: &Hours, out: &mut Vec<Problem>) {
    for (day, spans) in hours.week.iter().enumerate() {
        let path = format!("hours.week.{day}");
        if spans.len() > SPANS_MAX {
            out.push(Problem::new(path.clone(), "too_many").arg(SPANS_MAX.to_string()));
        }
        if spans.iter().any(|span| span.until <= span.from) {
            out.push(Problem::new(path.clone(), "ends_before_start"));
        }
        if spans.iter().any(|span| span.from >= DAY_MINUTES || span.until > NIGHT_MINUTES) {
            out.push(out_of_range(path, 0, NIGHT_MINUTES));
        }
    }
    if hours.closed.len() > CLOSED_MAX {
        out.push(Problem::new("hours.closed", "too_many").arg(CLOSED_MAX.to_string()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::problems;
    use engawa_core::kiosk::hours::Span;

    fn good() -> Config {
        Config { name: "中央図書館 1階".into(), lat: Some(34.34), lon: Some(134.05), ..Config::default() }
    }

    fn codes(change: impl FnOnce(&mut Config)) -> Vec<String> {
        let mut config = good();
        change(&mut config);
        let found = check_config(&config);
        for problem in &found {
            assert!(problems::problem(&problem.code).is_some(), "{} has no sentence", problem.code);
        }
        found.into_iter().map(|problem| format!("{}:{}", problem.path, problem.code)).collect()
    }

    fn slot(change: impl FnOnce(&mut Slot)) -> Vec<String> {
        let mut slot = Slot { from: 9 * 60, until: 17 * 60, ..Slot::default() };
        change(&mut slot);
        codes(|config| config.program = vec![slot])
    }

    #[test]
    fn a_plain_screen_passes() {
        assert!(codes(|_| {}).is_empty());
        assert!(codes(|it| (it.lat, it.lon) = (None, None)).is_empty());
        assert!(codes(|it| it.home = "/listings?kind=event".into()).is_empty());
        assert!(codes(|it| (it.idle_seconds, it.warn_seconds) = (30, 29)).is_empty());
        assert!(codes(|it| (it.idle_seconds, it.warn_seconds) = (600, 20)).is_empty());
        assert!(codes(|it| it.updates = Window { from: 22 * 60, until: 0 }).is_empty());
    }

    #[test]
    fn each_rule_names_its_place() {
        assert_eq!(codes(|it| it.name = "　 ".into()), ["name:required"]);
        assert_eq!(codes(|it| it.name = "あ".repeat(81)), ["name:too_long"]);
        assert_eq!(codes(|it| it.place = "../x".into()), ["place:not_found"]);
        assert_eq!(codes(|it| it.lat = None), ["lat:bad_coordinates"]);
        assert_eq!(codes(|it| it.lon = Some(f64::NAN)), ["lat:bad_coordinates"]);
        assert_eq!(codes(|it| (it.lat, it.lon) = (Some(134.05), Some(34.34))), ["lat:bad_coordinates"]);
        assert_eq!(codes(|it| it.langs.clear()), ["langs:no_language"]);
        assert_eq!(codes(|it| it.langs = vec![Lang::Ja; 4]), ["langs:too_many"]);
        for home in ["", "listings", "//evil.example", "https://evil.example", "/staff", "/nowhere"] {
            assert_eq!(codes(|it| it.home = home.into()), ["home:not_at_screens"], "{home}");
        }
        let begins = |rooms: &[Room]| codes(|it| (it.home, it.rooms) = ("/forms/grant/begin".into(), rooms.to_vec()));
        assert!(begins(&[Room::Forms]).is_empty());
        assert_eq!(begins(&[Room::Receipts]), ["home:not_at_screens"], "a session cannot begin where people may not go");
        assert_eq!(codes(|it| it.idle_seconds = 29), ["idle_seconds:out_of_range"]);
        assert_eq!(codes(|it| it.idle_seconds = 601), ["idle_seconds:out_of_range"]);
        assert_eq!(codes(|it| it.warn_seconds = 19), ["warn_seconds:out_of_range"]);
        assert_eq!(codes(|it| it.warn_seconds = 90), ["warn_seconds:out_of_range"]);
        assert_eq!(codes(|it| it.updates.from = 1_440), ["updates.from:out_of_range"]);
    }

    #[test]
    fn a_line_of_the_programme_can_hold() {
        assert!(slot(|_| {}).is_empty());
        assert!(slot(|it| (it.from, it.until) = (22 * 60, 60)).is_empty(), "over midnight");
        assert!(slot(|it| (it.from, it.until) = (0, 0)).is_empty(), "all day");
        assert!(slot(|it| it.within_km = 2.5).is_empty());
        assert_eq!(slot(|it| it.days = vec![7]), ["program.0.days:out_of_range"]);
        assert_eq!(slot(|it| it.from = 1_440), ["program.0.from:out_of_range"]);
        assert_eq!(slot(|it| it.until = 1_441), ["program.0.until:out_of_range"]);
        assert_eq!(slot(|it| it.until = it.from), ["program.0.until:no_time_between"]);
        assert_eq!(slot(|it| it.within_km = -1.0), ["program.0.within_km:out_of_range"]);
        assert_eq!(slot(|it| it.within_km = f64::NAN), ["program.0.within_km:out_of_range"]);
        assert_eq!(slot(|it| it.seconds = 4), ["program.0.seconds:out_of_range"]);
        let near = Slot { within_km: 1.0, ..Slot::default() };
        assert_eq!(codes(|it| (it.lat, it.lon, it.program) = (None, None, vec![near.clone()])), ["program.0.within_km:no_position"]);
        assert!(codes(|it| (it.lat, it.lon, it.place, it.program) = (None, None, "p1".into(), vec![near])).is_empty());
        assert_eq!(codes(|it| it.program = vec![Slot::default(); SLOTS_MAX + 1]), ["program:too_many"]);
    }

    #[test]
    fn hours_can_be_kept() {
        let week = |span: Span| codes(|it| it.hours.week[0] = vec![span]);
        assert!(week(Span { from: 540, until: 1_800 }).is_empty());
        assert_eq!(week(Span { from: 540, until: 540 }), ["hours.week.0:ends_before_start"]);
        assert_eq!(week(Span { from: 540, until: 1_801 }), ["hours.week.0:out_of_range"]);
    }

    #[test]
    fn what_was_said_before_there_was_a_word_about_printers_stays_without_one() {
        let before: Config = serde_json::from_str(r#"{"name":"図書館","keyboard":false}"#).unwrap();
        assert_eq!((before.keyboard, before.prints), (false, false));
        let with: Config = serde_json::from_str(&serde_json::to_string(&Config { prints: true, ..before }).unwrap()).unwrap();
        assert!(with.prints);
    }

    #[test]
    fn windows_go_over_midnight() {
        let night = Window::default();
        assert!(night.holds(23 * 60) && night.holds(60) && !night.holds(6 * 60) && !night.holds(12 * 60));
        let noon = Window { from: 720, until: 780 };
        assert!(noon.holds(720) && !noon.holds(780));
    }
}
