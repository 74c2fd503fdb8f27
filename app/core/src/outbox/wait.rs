//! Waiting and leasing on a clock that jumps.
//!
//! A device's clock is set by people and by networks, forwards and back. So a wait remembers when it began as well as when it ends: a
//! clock that shows a time before the beginning was set back, and the wait is over. One attempt too many is harmless, a wait of years
//! is not.

use serde::{Deserialize, Serialize};

/// Milliseconds since 1970-01-01T00:00:00Z by the device's clock.
pub type UnixMs = u64;

/// The longest wait between two attempts of ours, in milliseconds.
pub const LONGEST_WAIT_MS: u64 = 5 * 60 * 1000;
/// The longest wait that a server may ask for, in milliseconds.
pub const LONGEST_TOLD_MS: u64 = 60 * 60 * 1000;
/// How long a lease lasts, in milliseconds: longer than any request is waited for.
pub const LEASE_MS: u64 = 60 * 1000;

/// A wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wait {
    /// When it began.
    pub since: UnixMs,
    /// When it ends.
    pub until: UnixMs,
    /// The server named the time (`Retry-After`): a new connection does not end it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub told: bool,
}

impl Wait {
    /// A wait of `ms` milliseconds from `now`.
    pub fn new(now: UnixMs, ms: u64, told: bool) -> Self {
        Self { since: now, until: now.saturating_add(ms), told }
    }

    /// Whether it has ended, by the clock or because the clock was set back.
    pub fn is_over(&self, now: UnixMs) -> bool {
        now >= self.until || now < self.since
    }
}

/// Whether a wait, if there is one, still lasts.
pub(super) fn lasts(wait: Option<Wait>, now: UnixMs) -> bool {
    wait.is_some_and(|wait| !wait.is_over(now))
}

/// What kind of context sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// A tab. One of them leads, chosen by a lock of the browser.
    Page,
    /// The service worker. It is started by the browser and asks nobody.
    Worker,
}

/// Somebody is sending an entry: others need not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lease {
    /// What kind of context it is.
    pub by: Role,
    /// Its name, new with each start.
    pub holder: String,
    /// When it was taken.
    pub since: UnixMs,
    /// When it ends by itself.
    pub until: UnixMs,
}

impl Lease {
    /// Whether it keeps the context of this role and name from sending. One page leads, so the lease of another page is a remnant.
    pub fn binds(&self, now: UnixMs, role: Role, name: &str) -> bool {
        let remnant = role == Role::Page && self.by == Role::Page;
        self.holder != name && !remnant && self.since <= now && now < self.until
    }

    /// Whether its holder should prolong it.
    pub(super) fn is_half_over(&self, now: UnixMs) -> bool {
        now < self.since || now >= self.since.saturating_add(LEASE_MS / 2)
    }
}

/// How long to wait after this many failures, in milliseconds: one second, doubled each time, at most [`LONGEST_WAIT_MS`]; `chance`
/// chooses within the upper half.
pub fn backoff(failures: u32, chance: u32) -> u64 {
    let whole = (1_000_u64 << failures.saturating_sub(1).min(9)).min(LONGEST_WAIT_MS);
    whole / 2 + share(whole / 2, chance)
}

/// The wait after a failed attempt. What the server asked for is a minimum, up to [`LONGEST_TOLD_MS`]; chance spreads the devices.
pub(super) fn after_failure(now: UnixMs, failures: u32, retry_after_ms: Option<u64>, chance: u32) -> Wait {
    let ours = backoff(failures, chance);
    match retry_after_ms {
        None => Wait::new(now, ours, false),
        Some(told) => Wait::new(now, told.min(LONGEST_TOLD_MS).saturating_add(share(ours, chance)), true),
    }
}

/// `chance` out of 2^32 of `ms`.
fn share(ms: u64, chance: u32) -> u64 {
    ms.saturating_mul(u64::from(chance)) >> 32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_double_the_wait_up_to_a_limit() {
        let cases = [(1, 0, 500), (1, u32::MAX, 999), (2, 0, 1_000), (5, 0, 8_000), (9, 0, 128_000), (10, 0, 150_000), (4_000_000_000, 0, 150_000)];
        for (failures, chance, ms) in cases {
            assert_eq!(backoff(failures, chance), ms, "{failures} {chance}");
        }
        assert!(backoff(u32::MAX, u32::MAX) < LONGEST_WAIT_MS);
    }

    #[test]
    fn a_server_may_name_the_time_within_reason() {
        assert_eq!(after_failure(10, 1, Some(7_000), 0), Wait { since: 10, until: 7_010, told: true });
        assert_eq!(after_failure(10, 1, Some(u64::MAX), 0).until, 10 + LONGEST_TOLD_MS);
        assert!(after_failure(10, 1, Some(7_000), u32::MAX).until > 7_010, "a thousand devices do not come back in the same moment");
    }

    #[test]
    fn a_clock_set_back_ends_a_wait() {
        let wait = Wait::new(1_000, 500, false);
        let cases = [(1_000, false), (1_499, false), (1_500, true), (999, true), (0, true)];
        for (now, over) in cases {
            assert_eq!(wait.is_over(now), over, "{now}");
        }
    }

    #[test]
    fn a_lease_binds_others_while_it_lasts() {
        let lease = Lease { by: Role::Page, holder: "a".into(), since: 1_000, until: 2_000 };
        let cases = [
            (Role::Worker, "w", 1_500, true),
            (Role::Worker, "w", 2_000, false),
            (Role::Worker, "w", 999, false),
            (Role::Page, "b", 1_500, false),
            (Role::Page, "a", 1_500, false),
        ];
        for (role, name, now, binds) in cases {
            assert_eq!(lease.binds(now, role, name), binds, "{role:?} {name} {now}");
        }
        let of_worker = Lease { by: Role::Worker, ..lease };
        assert!(of_worker.binds(1_500, Role::Page, "b"));
    }
}
