//! Which submissions may be the same one: digests of their answers, compared within a form. What counts is decided by
//! `engawa_app::forms::duplicates`.

use super::sql;
use super::store::{Submission, submission};
use crate::db::{Db, DbResult};
use crate::feed::{Writer, sha256_hex};
use crate::params;
use engawa_app::forms::duplicates::{Key, WEIGHT_MIN};

/// The part of a digest that is kept: too long to meet another by chance within a form.
const DIGEST: usize = 24;

/// A submission that may be the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Which.
    pub submission: Submission,
    /// The questions that were answered alike.
    pub same: Vec<String>,
}

fn digest(key: &Key) -> String {
    sha256_hex(key.text.as_bytes()).chars().take(DIGEST).collect()
}

/// Keeps the digests of a submission.
pub async fn put(writer: &mut Writer, id: &str, form_id: &str, keys: &[Key]) -> DbResult<()> {
    for key in keys {
        writer.tx.run(sql::PUT_KEY, params![id, form_id, digest(key), key.weight()]).await?;
    }
    Ok(())
}

/// The submissions that may be the same as one, newest first. `keys`: its own, which name what is alike.
pub async fn candidates(db: &Db, id: &str, keys: &[Key]) -> DbResult<Vec<Candidate>> {
    let own: Vec<(String, &Key)> = keys.iter().map(|key| (digest(key), key)).collect();
    let mut found = Vec::new();
    for (other,) in db.all::<(String,)>(sql::DUPLICATES, params![id, WEIGHT_MIN]).await? {
        let Some(submission) = submission(db, &other).await? else { continue };
        let shared = db.all::<(String,)>(sql::SHARED_KEYS, params![id, &other]).await?;
        let label = |digest: &str| own.iter().find(|(known, _)| known == digest).map(|(_, key)| key.label.clone());
        let mut same: Vec<String> = Vec::new();
        for name in shared.iter().filter_map(|(digest,)| label(digest)) {
            if !same.contains(&name) {
                same.push(name);
            }
        }
        found.push(Candidate { submission, same });
    }
    Ok(found)
}
