//! What a screen says of itself every few minutes, and the picture of it at rest.
//!
//! Invariants: the counts of a beat are added once, however often it comes; nothing that a screen says grows without bounds, and a beat is
//! never refused for what is in it, because it would come again for ever.

use super::sql;
use crate::db::{Db, DbResult};
use crate::feed::{Writer, sql as feed_sql};
use crate::forms::sniff;
use crate::params;
use crate::people::Actor;
use crate::sites::OpenSite;
use chrono::{Days, NaiveDate};
use engawa_app::kiosk::beat::{Beat, CLOCK_OFF_MS, Count, LINES_MAX, Mishap};
use engawa_core::kiosk::base64url;
use engawa_core::time::{DAY_MS, Millis, jst_date};

/// The largest picture of a screen at rest, in bytes.
pub const PICTURE_MAX: usize = 200 * 1024;
/// What a picture of a screen may be.
pub const PICTURE_TYPES: [&str; 2] = ["image/webp", "image/jpeg"];
/// Counts of days that are farther back are not taken.
const DAYS_BACK: u64 = 400;
/// The most of one thing on one day in one beat.
const TIMES_MAX: u32 = 100_000;
/// The longest id, name of a build or code.
const TEXT_MAX: usize = 64;
/// The most sorts of mishaps that are remembered of a screen.
const MISHAPS_MAX: usize = 20;
/// The code of a clock that is wrong.
const CLOCK: &str = "clock";
/// A mishap is remembered so long.
const MISHAP_MS: Millis = 30 * DAY_MS;

fn is_code(text: &str) -> bool {
    text.len() <= TEXT_MAX && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b':'))
}

/// Counts that may be added, bounded.
fn countable(counts: Vec<Count>, today: NaiveDate) -> Vec<Count> {
    let first = today.checked_sub_days(Days::new(DAYS_BACK)).unwrap_or(NaiveDate::MIN);
    // A screen whose clock is a little ahead of ours.
    let last = today.checked_add_days(Days::new(1)).unwrap_or(NaiveDate::MAX);
    let fits = |it: &Count| it.times > 0 && (first..=last).contains(&it.day) && is_code(&it.subject);
    let fitting = counts.into_iter().take(LINES_MAX).filter(fits);
    fitting.map(|count| Count { times: count.times.min(TIMES_MAX), ..count }).collect()
}

/// What went wrong before and since, each sort once, the newest first.
fn mishaps(before: Vec<Mishap>, since: Vec<Mishap>, now: Millis) -> Vec<Mishap> {
    let mut all: Vec<Mishap> = before.into_iter().filter(|it| now - it.at_ms <= MISHAP_MS).collect();
    for mishap in since.into_iter().take(LINES_MAX).filter(|it| is_code(&it.code) && !it.code.is_empty()) {
        // What is said to have happened in the future happened now.
        let at_ms = mishap.at_ms.clamp(0, now);
        match all.iter_mut().find(|it| it.code == mishap.code) {
            Some(known) => {
                known.times = known.times.saturating_add(mishap.times);
                known.at_ms = known.at_ms.max(at_ms);
            }
            None => all.push(Mishap { at_ms, ..mishap }),
        }
    }
    all.sort_by(|a, b| (b.at_ms, &a.code).cmp(&(a.at_ms, &b.code)));
    all.truncate(MISHAPS_MAX);
    all
}

/// Takes a beat of a screen.
pub async fn take(site: &OpenSite, screen: &str, mut beat: Beat, now: Millis) -> DbResult<()> {
    let mut writer = Writer::begin(&site.db, now, Actor::kiosk(screen).name()).await?;
    // Of two copies at the same moment one is the second.
    writer.tx.first::<(i64,)>(feed_sql::TAKE_REVS, params![0_i64]).await?;
    let known = writer.tx.first::<(i64, String)>(sql::BEAT, params![screen]).await?;
    let (last, body) = known.unwrap_or_default();
    let before: Beat = serde_json::from_str(&body).unwrap_or_default();
    let seq = i64::try_from(beat.seq).unwrap_or(i64::MAX);
    let is_new = seq > last;
    let (counts, mut since) = (std::mem::take(&mut beat.counts), std::mem::take(&mut beat.mishaps));
    // The two clocks are compared here and nowhere else, once a beat: what a screen says of its own clock would count that a second time.
    since.retain(|it| is_new && it.code != CLOCK);
    if is_new && beat.clock_ms.saturating_sub(now).saturating_abs() > CLOCK_OFF_MS {
        since.push(Mishap { code: CLOCK.to_owned(), at_ms: now, times: 1 });
    }
    if is_new {
        for Count { day, what, subject, times } in countable(counts, jst_date(now)) {
            writer.tx.run(sql::ADD_COUNT, params![screen, day.to_string(), what.code(), subject, i64::from(times)]).await?;
        }
    }
    let build = beat.build.chars().take(TEXT_MAX).collect();
    let kept = Beat { mishaps: mishaps(before.mishaps, since, now), build, ..beat };
    let body = serde_json::to_string(&kept).unwrap_or_default();
    writer.tx.run(sql::PUT_BEAT, params![screen, now, seq.max(last), body]).await?;
    writer.commit().await
}

/// Keeps the picture of a screen at rest. `false`: it is no picture that may be one.
pub async fn keep_picture(site: &OpenSite, screen: &str, bytes: &[u8], now: Millis) -> DbResult<bool> {
    if bytes.len() > PICTURE_MAX || !PICTURE_TYPES.contains(&sniff::media_type(bytes)) {
        return Ok(false);
    }
    let mut writer = Writer::begin(&site.db, now, Actor::kiosk(screen).name()).await?;
    writer.tx.run(sql::PUT_PICTURE, params![screen, base64url::encode(bytes), now]).await?;
    writer.commit().await?;
    Ok(true)
}

/// The picture of a screen at rest: its bytes, what it is, when it was made.
pub async fn picture(db: &Db, screen: &str) -> DbResult<Option<(Vec<u8>, &'static str, Millis)>> {
    let Some((text, at)) = db.first::<(String, i64)>(sql::PICTURE, params![screen]).await? else { return Ok(None) };
    let found = base64url::decode(&text).map(|bytes| (sniff::media_type(&bytes), bytes));
    Ok(found.filter(|(media_type, _)| media_type.starts_with("image/")).map(|(media_type, bytes)| (bytes, media_type, at)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use engawa_app::kiosk::beat::Counted;

    fn count(day: &str, subject: &str, times: u32) -> Count {
        Count { day: day.parse().unwrap(), what: Counted::Listing, subject: subject.to_owned(), times }
    }

    #[test]
    fn counts_are_bounded() {
        let today: NaiveDate = "2026-11-20".parse().unwrap();
        for (it, expected) in [
            (count("2026-11-20", "a-1", 3), Some(3)),
            (count("2026-11-21", "", 1), Some(1)),
            (count("2026-11-22", "", 1), None),
            (count("2025-10-16", "", 1), Some(1)),
            (count("2020-01-01", "", 1), None),
            (count("2026-11-20", "山田花子", 1), None),
            (count("2026-11-20", &"a".repeat(65), 1), None),
            (count("2026-11-20", "", 0), None),
            (count("2026-11-20", "", u32::MAX), Some(TIMES_MAX)),
        ] {
            let taken = countable(vec![it.clone()], today);
            assert_eq!(taken.first().map(|it| it.times), expected, "{it:?}");
        }
        assert_eq!(countable(vec![count("2026-11-20", "", 1); LINES_MAX + 5], today).len(), LINES_MAX);
    }

    #[test]
    fn mishaps_are_remembered_by_their_sort() {
        let now = 100 * DAY_MS;
        let it = |code: &str, at_ms: Millis, times: u32| Mishap { code: code.to_owned(), at_ms, times };
        let merged = mishaps(vec![it("panic", now - 5, 2), it("old", now - MISHAP_MS - 1, 1)], vec![it("panic", now + 9, 1), it("", 1, 1)], now);
        assert_eq!(merged, [it("panic", now, 3)]);
        let many = (0..100).map(|at| it(&format!("m{at}"), now - at, 1)).collect();
        let merged = mishaps(Vec::new(), many, now);
        assert_eq!((merged.len(), merged[0].code.as_str()), (MISHAPS_MAX, "m0"));
    }
}
