//! What everybody may see of forms: the records of the public feed, which are the open forms for anybody and nothing else.
//!
//! Pages read the same records that devices get, so both sides say the same.

use super::sql;
use crate::db::{Db, DbError, DbResult};
use crate::feed;
use crate::params;
use engawa_app::forms::COLLECTION;
use engawa_app::forms::record::{FormCard, FormRecord};
use engawa_core::feed::Scope;

fn read(body: &str) -> DbResult<FormRecord> {
    serde_json::from_str(body).map_err(|why| DbError::inconsistent("record of a form", why))
}

/// The open forms in short, by title.
pub async fn cards(db: &Db) -> DbResult<Vec<FormCard>> {
    let rows = db.all::<(String,)>(sql::OPEN_RECORDS, params![Scope::Public.to_string(), COLLECTION]).await?;
    let mut cards = rows.iter().map(|(body,)| read(body).map(|record| record.card())).collect::<DbResult<Vec<FormCard>>>()?;
    cards.sort_by(|a, b| (&a.title, &a.form_id).cmp(&(&b.title, &b.form_id)));
    Ok(cards)
}

/// One open form.
pub async fn record(db: &Db, id: &str) -> DbResult<Option<FormRecord>> {
    feed::one(db, &Scope::Public, COLLECTION, id).await?.map(|body| read(&body)).transpose()
}
