//! The server's clock at a screen: nobody sets the clock of a tablet on a wall.
//!
//! Invariant: once the server told its time, a device's clock that jumps changes nothing as long as the page lives; after that the distance
//! between the two clocks, as it was at the last beat, is believed.

use super::keep;
use crate::js;
use engawa_core::kiosk::session::Ticks;
use engawa_core::time::{self, DAY_MS, JST_OFFSET, Millis};
use std::cell::Cell;

/// The server's clock, as far as it is known.
#[derive(Debug)]
pub struct Clock {
    /// A moment by the server's clock, and by the one that never jumps.
    known: Cell<(Millis, Ticks)>,
}

impl Default for Clock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock {
    /// As it was known when the last page was here.
    pub fn new() -> Self {
        let ahead = keep::read::<Millis>(keep::CLOCK).unwrap_or(0);
        Self { known: Cell::new((js::now().saturating_add(ahead), ticks())) }
    }

    /// Now.
    pub fn now(&self) -> Millis {
        let (at, since) = self.known.get();
        at.saturating_add(Millis::try_from(ticks().saturating_sub(since)).unwrap_or(0))
    }

    /// Days of the calendar in Japan, counted.
    pub fn day(&self) -> i64 {
        self.now().saturating_add(JST_OFFSET).div_euclid(DAY_MS)
    }

    /// The minute of the day in Japan.
    pub fn minute(&self) -> u16 {
        time::jst_minute(self.now())
    }

    /// The server says what time it is.
    pub fn set(&self, server_ms: Millis) {
        self.known.set((server_ms, ticks()));
        let ahead = server_ms.saturating_sub(js::now());
        keep::write(keep::CLOCK, &ahead);
    }
}

/// Milliseconds since the page began, by a clock that never jumps.
pub fn ticks() -> Ticks {
    let performance = js::property(&js::global(), "performance");
    let now = performance.and_then(|performance| js::call(&performance, "now", &[]).ok()).and_then(|now| now.as_f64());
    js::to_u64(now.unwrap_or(0.0))
}
