//! What may be there twice: an import finds it and keeps it with its report, staff settle it.
//!
//! Nothing is merged by itself. Invariant: of a pair that staff called different, no import speaks again, in whichever order it comes.

use super::sql;
use crate::db::{Db, DbResult};
use crate::feed::{Writer, sql as feed_sql};
use crate::params;
use engawa_core::time::Millis;
use std::collections::HashSet;

/// Pairs of ids, the smaller one first.
pub type Pairs = HashSet<(String, String)>;

/// A pair, whichever of the two was found first.
pub fn pair(a: &str, b: &str) -> (String, String) {
    let (first, second) = if a <= b { (a, b) } else { (b, a) };
    (first.to_owned(), second.to_owned())
}

/// Pairs of which staff said that they are not the same.
pub async fn different(db: &Db) -> DbResult<Pairs> {
    let names = db.all::<(String,)>(sql::NOT_SAME, params![]).await?;
    let ids = |name: &str| {
        let mut parts = name.split(':').skip(1);
        Some(pair(parts.next()?, parts.next()?))
    };
    Ok(names.iter().filter_map(|(name,)| ids(name)).collect())
}

fn is_id(text: &str) -> bool {
    !text.is_empty() && text.len() <= 64 && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}

/// Remembers that two are not the same. `false`: these are no two listings.
pub async fn part(db: &Db, (a, b): (&str, &str), actor: &str, now: Millis) -> DbResult<bool> {
    if a == b || !is_id(a) || !is_id(b) {
        return Ok(false);
    }
    let (first, second) = pair(a, b);
    let mut writer = Writer::begin(db, now, actor).await?;
    let is_new = writer.tx.run(feed_sql::META_ONCE, params![format!("not_same:{first}:{second}"), now.to_string()]).await? == 1;
    if is_new {
        writer.audit("listing.not_same", &first, &serde_json::json!({ "other": second }).to_string()).await?;
    }
    writer.commit().await?;
    Ok(true)
}
