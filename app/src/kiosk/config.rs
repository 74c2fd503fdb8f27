//! What a screen is told of itself: where it stands, what it shows, when.

use crate::listings::Kind;
use crate::site::Names;
use engawa_core::kiosk::hours::Hours;
use engawa_core::{Lang, codes};
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
