//! What the holder of a receipt sees. Guessing is counted as for sign-ins, by receipt number.

use super::store::Submission;
use super::{correct, is_held, store};
use crate::db::DbResult;
use crate::feed::Writer;
use crate::params;
use crate::people::{FAILURE_WINDOW_MS, FAILURES_MAX, sql as people_sql};
use crate::sites::OpenSite;
use engawa_app::forms::receipt::{Standing, Told, number_of};
use engawa_core::time::Millis;

/// Why nothing is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LookupError {
    /// The number or the secret is wrong; it is not said which.
    Unknown,
    /// Too many failures for this number within [`FAILURE_WINDOW_MS`].
    TooMany,
}

/// The submission of whoever shows this number and this secret.
pub async fn held(site: &OpenSite, typed: &str, secret: &str, now: Millis) -> DbResult<Result<Submission, LookupError>> {
    let number = number_of(typed);
    let key = format!("receipt:{number}");
    let failures = site.db.first::<(i64,)>(people_sql::FAILURES, params![&key, now - FAILURE_WINDOW_MS]).await?.map_or(0, |(count,)| count);
    if failures >= FAILURES_MAX {
        return Ok(Err(LookupError::TooMany));
    }
    if let Some(found) = store::by_receipt(&site.db, &number).await?.into_iter().find(|it| is_held(it, secret)) {
        return Ok(Ok(found));
    }
    let mut writer = Writer::begin(&site.db, now, "anonymous").await?;
    writer.tx.run(people_sql::FAILED, params![&key, now]).await?;
    writer.commit().await?;
    Ok(Err(LookupError::Unknown))
}

/// A submission as its sender sees it.
pub async fn standing(site: &OpenSite, typed: &str, secret: &str, now: Millis) -> DbResult<Result<Standing, LookupError>> {
    let found = match held(site, typed, secret, now).await? {
        Ok(found) => found,
        Err(error) => return Ok(Err(error)),
    };
    let title = store::form(&site.db, &found.form_id).await?.map_or_else(|| found.form_id.clone(), |form| form.title);
    let events = store::events(&site.db, &found.id).await?;
    let told = events.into_iter().filter(|event| event.from.is_some_and(|from| from != event.to || !event.message.is_empty()));
    let replaced_by = correct::replaced_by(&site.db, &found.id).await?.map(|(_, number)| number).unwrap_or_default();
    let content_sha256 = store::content_sha256(&site.db, &found.id).await?;
    Ok(Ok(Standing {
        receipt_no: found.receipt_no,
        form_id: found.form_id,
        version: found.version,
        title,
        state: found.state,
        received_at: found.received_at,
        updated_at: found.changed_at,
        deleted_at: found.delete_at,
        replaced_by,
        content_sha256,
        messages: told.map(|event| Told { at: event.at, state: event.to, text: event.message }).collect(),
    }))
}
