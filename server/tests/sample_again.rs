//! A sample city that was made long ago comes alive again, by whole weeks, and nothing else is touched.

use crate::common::{NOW, listing};
use chrono::NaiveDate;
use engawa_app::listings::Listing;
use engawa_app::listings::import::shift::weeks_between;
use engawa_core::ReceiptStatus;
use engawa_core::time::{Schedule, Session, jst_date};
use engawa_server::clock::now_ms;
use engawa_server::sample::again::move_on;
use engawa_server::sample::made_up;
use engawa_server::sites::OpenSite;
use std::collections::HashMap;
use std::path::Path;

const WEEK_MS: i64 = 7 * 24 * 60 * 60 * 1000;

/// The first day of every listing that has dated sessions.
async fn days(site: &OpenSite) -> HashMap<String, NaiveDate> {
    let all = engawa_server::listings::public(&site.db).await.unwrap();
    let first = |it: &Listing| it.schedule.as_ref()?.sessions.first().map(|session| session.on);
    all.iter().filter_map(|(id, it)| Some((id.clone(), first(it)?))).collect()
}

story!(
    /// After sixty weeks everything of the sample is moved by sixty weeks, once; what somebody wrote there stays where it is.
    an_old_sample_is_moved_on,
    site,
    {
        let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample");
        made_up::put(&site.site, &sample, "mihon").await.unwrap();
        let mut own = listing("自分の催し");
        own.schedule = Some(Schedule { sessions: vec![Session::day(jst_date(now_ms()))], ..Schedule::default() });
        assert_eq!(site.publish(&own).await.status, ReceiptStatus::Done);
        let before = days(&site.site).await;
        assert_eq!(move_on(&site.site, now_ms()).await.unwrap(), 0, "it is new");
        assert_eq!(days(&site.site).await, before);

        // The hour before or after midnight makes no difference: the weeks are whole.
        let later = now_ms() + 60 * WEEK_MS;
        // What somebody wrote is dated by the tests' own day, before the sample was made.
        let expected = weeks_between(jst_date(NOW), jst_date(later));
        let moved = move_on(&site.site, later).await.unwrap();
        assert!(moved > 0);
        let after = days(&site.site).await;
        for (id, day) in &before {
            let weeks = (after[id] - *day).num_days();
            assert_eq!(weeks, if *id == own.id { 0 } else { i64::from(expected) * 7 }, "{id}");
        }
        let today = jst_date(later);
        assert!(after.iter().any(|(id, day)| *id != own.id && *day >= today && (*day - today).num_days() < 14), "something is on");
        assert_eq!(move_on(&site.site, later).await.unwrap(), 0, "once");
        assert_eq!(days(&site.site).await, after);
    }
);
