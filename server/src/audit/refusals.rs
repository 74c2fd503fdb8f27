//! How many requests were refused at their door, by hour and by why, so that staff see an attack while it is going on.
//!
//! Invariants: nothing is counted of who asked or for what; what is refused costs no write, or an attack would be one on the store too:
//! it is counted in memory and written down once a minute, and whoever reads it writes down first.

use super::sql;
use crate::db::{Db, DbError, DbResult};
use crate::params;
use engawa_core::time::{DAY_MS, HOUR_MS, Millis};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Counts are kept so long: a quarter of a year, in which somebody asks what was going on.
pub const KEPT_MS: Millis = 90 * DAY_MS;

/// Why a request was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Somebody had not the right to it.
    Right,
    /// A page of another site sent it.
    Foreign,
    /// More was sent than one address, or one session, may.
    TooMany,
    /// It was larger than it may be.
    TooLarge,
}

impl Kind {
    /// All of them, in the order of their columns.
    pub const ALL: [Self; 4] = [Self::Right, Self::Foreign, Self::TooMany, Self::TooLarge];

    /// How it is stored and watched.
    pub fn code(self) -> &'static str {
        match self {
            Self::Right => "right",
            Self::Foreign => "foreign",
            Self::TooMany => "too_many",
            Self::TooLarge => "too_large",
        }
    }

    fn column(self) -> usize {
        Self::ALL.iter().position(|it| *it == self).unwrap_or_default()
    }
}

/// What one process refused.
#[derive(Debug, Default)]
pub struct Refusals {
    /// Since it was written down, by hour.
    waiting: Mutex<BTreeMap<(Millis, Kind), u64>>,
    /// Since the process began.
    totals: [AtomicU64; 4],
}

/// What was refused within an hour, in the order of [`Kind::ALL`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hour {
    /// When it began.
    pub at: Millis,
    /// How many times.
    pub times: [i64; 4],
}

impl Refusals {
    /// Counts one.
    pub fn count(&self, kind: Kind, now: Millis) {
        if let Some(total) = self.totals.get(kind.column()) {
            total.fetch_add(1, Ordering::Relaxed);
        }
        *self.waiting().entry((hour_of(now), kind)).or_default() += 1;
    }

    /// How many there were since the process began.
    pub fn total(&self, kind: Kind) -> u64 {
        self.totals.get(kind.column()).map_or(0, |total| total.load(Ordering::Relaxed))
    }

    /// Writes down what was counted since the last time.
    pub async fn keep(&self, db: &Db) -> DbResult<()> {
        let counted = std::mem::take(&mut *self.waiting());
        if counted.is_empty() {
            return Ok(());
        }
        let written = write(db, &counted).await;
        if written.is_err() {
            // The store is away: what was counted waits for the next minute.
            let mut waiting = self.waiting();
            for (key, times) in counted {
                *waiting.entry(key).or_default() += times;
            }
        }
        written
    }

    /// The hours since a moment in which something was refused, the newest first.
    pub async fn since(&self, db: &Db, moment: Millis) -> DbResult<Vec<Hour>> {
        self.keep(db).await?;
        let mut hours: Vec<Hour> = Vec::new();
        for (at, kind, times) in db.all::<(i64, String, i64)>(sql::REFUSALS, params![hour_of(moment)]).await? {
            let kind = Kind::ALL.into_iter().find(|it| it.code() == kind);
            let kind = kind.ok_or_else(|| DbError::inconsistent("refusal_count.kind", "unknown"))?;
            if hours.last().is_none_or(|hour| hour.at != at) {
                hours.push(Hour { at, ..Hour::default() });
            }
            if let Some(counted) = hours.last_mut().and_then(|hour| hour.times.get_mut(kind.column())) {
                *counted = times;
            }
        }
        Ok(hours)
    }

    /// A thread that panicked while it counted left a count that is one too small at most.
    fn waiting(&self) -> MutexGuard<'_, BTreeMap<(Millis, Kind), u64>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn write(db: &Db, counted: &BTreeMap<(Millis, Kind), u64>) -> DbResult<()> {
    let mut tx = db.begin().await?;
    for ((hour, kind), times) in counted {
        tx.run(sql::ADD_REFUSALS, params![*hour, kind.code(), *times]).await?;
    }
    tx.commit().await
}

/// The beginning of the hour. In Japan hours begin where they begin everywhere.
fn hour_of(at: Millis) -> Millis {
    at - at.rem_euclid(HOUR_MS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_hour_is_counted_by_why() {
        let refusals = Refusals::default();
        for (kind, at) in [(Kind::Right, 0), (Kind::Right, HOUR_MS - 1), (Kind::Right, HOUR_MS), (Kind::TooLarge, 1)] {
            refusals.count(kind, at);
        }
        let waiting: Vec<_> = refusals.waiting().clone().into_iter().collect();
        assert_eq!(waiting, [((0, Kind::Right), 2), ((0, Kind::TooLarge), 1), ((HOUR_MS, Kind::Right), 1)]);
        assert_eq!(Kind::ALL.map(|kind| refusals.total(kind)), [3, 0, 0, 1]);
        assert_eq!(hour_of(-1), -HOUR_MS);
    }
}
