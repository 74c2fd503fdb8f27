//! When a house is open: weekly times, and days on which it is closed.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// From this minute of the day until that one; `until` may be past midnight (up to 30 * 60).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// From.
    pub from: u16,
    /// Until.
    pub until: u16,
}

/// When a house is open. Without any times it is always open.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Hours {
    /// Times by weekday, Monday first.
    pub week: [Vec<Span>; 7],
    /// Days on which it is closed all day.
    pub closed: Vec<NaiveDate>,
}
