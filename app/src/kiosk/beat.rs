//! What a screen says of itself every few minutes: nothing of the people at it.

use engawa_core::codes;
use engawa_core::time::Millis;
use serde::{Deserialize, Serialize};

codes! {
    /// What is counted at a screen, without who.
    Counted {
        /// A session.
        Session = "session",
        /// A session that ended because nobody was there any more.
        Idle = "idle",
        /// A listing was opened; subject: its id.
        Listing = "listing",
        /// A listing was taken along by a QR code; subject: its id.
        TakenAlong = "taken_along",
        /// A form was begun; subject: its id.
        FormBegun = "form_begun",
        /// A form was sent; subject: its id.
        FormSent = "form_sent",
        /// A half-done form went to a phone; subject: its id.
        HandedOver = "handed_over",
        /// A search without a result. What was searched for is not counted.
        NothingFound = "nothing_found",
    }
}

/// How often something happened on one day.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Count {
    /// The day.
    pub day: chrono::NaiveDate,
    /// What.
    pub what: Counted,
    /// To what; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub subject: String,
    /// How often since the last beat that was taken.
    pub times: u32,
}

/// Something that went wrong at a screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mishap {
    /// One of [`MISHAPS`].
    pub code: String,
    /// When it happened last, by the screen's clock.
    pub at_ms: i64,
    /// How often.
    pub times: u32,
}

/// Which languages a screen has a voice of its own for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Voices {
    /// Japanese.
    pub ja: bool,
    /// English.
    pub en: bool,
}

/// One beat. The same `seq` is taken once, so a beat whose answer was lost counts once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Beat {
    /// One more than the last one that was taken.
    pub seq: u64,
    /// The build that runs.
    pub build: String,
    /// When the public data was last up to date; nothing: never yet.
    pub as_of: Option<i64>,
    /// Sealed things that wait to be delivered.
    pub pending: u32,
    /// Bytes in use, and bytes that the browser allows.
    pub storage: Option<(u64, u64)>,
    /// Whether the browser promised to keep what is stored, however short of room it gets; nothing: it does not say, or is of an older build.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub persisted: Option<bool>,
    /// What it can read aloud, and warn in; nothing: it is of an older build.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub voices: Option<Voices>,
    /// The screen's clock.
    pub clock_ms: i64,
    /// Whether a new version waits.
    pub update_waits: bool,
    /// What went wrong since the last beat that was taken.
    pub mishaps: Vec<Mishap>,
    /// What happened since the last beat that was taken.
    pub counts: Vec<Count>,
}

/// A screen's clock that is off by more is a mishap. The server notices it, when it takes a beat.
pub const CLOCK_OFF_MS: Millis = 5 * 60 * 1000;
/// The most counts and mishaps in one beat.
pub const LINES_MAX: usize = 2_000;
/// What can go wrong, by its code. Nothing else is told of it: what a browser says of an error may hold what somebody typed.
pub const MISHAPS: [&str; 11] = [
    // The store took nothing more; it is none; there is no key to seal with; the browser threw away what it kept.
    "store_full",
    "store_gone",
    "no_key",
    "evicted",
    // The app broke; it did not come; a script broke, at once or later.
    "panic",
    "app_failed",
    "script_error",
    "rejection",
    // What keeps the app here is not taken; a new version is not.
    "worker_failed",
    "update_failed",
    // Noticed by the server.
    "clock",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::kiosk::fleet;

    #[test]
    fn older_screens_say_nothing_of_voices() {
        let before: Beat = serde_json::from_str(r#"{"seq":1,"build":"b"}"#).unwrap();
        assert_eq!(before.voices, None);
        assert!(!serde_json::to_string(&before).unwrap().contains("voices"));
        let half: Beat = serde_json::from_str(r#"{"voices":{"en":true,"fr":true}}"#).unwrap();
        assert_eq!(half.voices, Some(Voices { ja: false, en: true }));
    }

    #[test]
    fn every_mishap_has_words_for_staff() {
        for code in MISHAPS {
            assert_ne!(fleet::mishap(code), fleet::MISHAP_OTHER, "{code}");
        }
        assert_eq!(fleet::mishap("TypeError: who"), fleet::MISHAP_OTHER);
    }

    #[test]
    fn what_the_first_script_notes_is_known() {
        let boot = include_str!("../../../public/boot.js");
        let noted: Vec<&str> = boot.split("note(\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert!(noted.len() >= 4, "{noted:?}");
        for code in noted {
            assert!(MISHAPS.contains(&code), "{code}");
        }
    }
}
