//! Forms that are ready to run: compiled once a process, because a version never changes.

use super::sql;
use crate::db::{Db, DbError, DbResult};
use crate::params;
use engawa_core::form::Definition;
use engawa_core::form::running::Compiled;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

/// Forms that are kept ready; beyond that all are forgotten and made again as they are asked for.
const KEPT: usize = 100;

/// The compiled forms of one site.
#[derive(Debug, Default)]
pub struct Cache {
    kept: Mutex<HashMap<(String, String), Arc<Compiled>>>,
}

impl Cache {
    /// A version of a form, ready to run; `None` if there is no such version.
    pub async fn get(&self, db: &Db, form_id: &str, version: &str) -> DbResult<Option<Arc<Compiled>>> {
        let key = (form_id.to_owned(), version.to_owned());
        if let Some(found) = self.kept.lock().ok().and_then(|kept| kept.get(&key).cloned()) {
            return Ok(Some(found));
        }
        let Some(definition) = definition(db, form_id, version).await? else { return Ok(None) };
        let what = format!("form {form_id} {version}");
        let compiled = tokio::task::spawn_blocking(move || Compiled::new(Arc::new(definition)))
            .await
            .map_err(|why| DbError::inconsistent(&what, why))?
            .map_err(|problems| DbError::inconsistent(&what, problems.first().map_or("", |problem| problem.code.as_str())))?;
        let compiled = Arc::new(compiled);
        if let Ok(mut kept) = self.kept.lock() {
            if kept.len() >= KEPT {
                kept.clear();
            }
            kept.insert(key, Arc::clone(&compiled));
        }
        Ok(Some(compiled))
    }
}

/// A version as it was published.
pub async fn definition(db: &Db, form_id: &str, version: &str) -> DbResult<Option<Definition>> {
    let row = db.first::<(String, String, String, i64)>(sql::VERSION, params![form_id, version]).await?;
    let Some((text, ..)) = row else { return Ok(None) };
    serde_json::from_str(&text).map(Some).map_err(|why| DbError::inconsistent(format!("form {form_id} {version}"), why))
}
