//! Publishing forms: a version, whether it is open, its settings; and the record of it in the public feed.
//!
//! Invariants: a version that was published never changes; the files that it shows are here and are what it says of them; only an open form
//! that is not for staff alone is in the public feed.

use super::store::{self, StoredForm};
use super::{Asked, blobs, conflict, rejected, sql};
use crate::commands::Outcome;
use crate::db::{DbError, DbResult};
use crate::feed::Writer;
use crate::params;
use crate::people::{desks, work};
use engawa_app::forms::COLLECTION;
use engawa_app::forms::command::{Audience, Publish, Settings};
use engawa_app::forms::record::FormRecord;
use engawa_core::Problem;
use engawa_core::feed::Scope;
use engawa_core::form::Definition;

/// Whether the desk that settings name is there.
pub(super) async fn is_desk(writer: &mut Writer, settings: &Settings) -> DbResult<bool> {
    Ok(settings.desk.is_empty() || desks::exists(writer, &settings.desk).await?)
}

pub(super) async fn put_version(writer: &mut Writer, asked: Asked<'_>, publish: &Publish) -> DbResult<Outcome> {
    let definition = &publish.definition;
    let (id, version) = (&definition.form_id, &definition.version);
    let before = store::form_within(writer, id).await?;
    if let Some(conflict) = conflict(asked.base_rev, before.as_ref().map(|form| form.rev)) {
        return Ok(conflict);
    }
    if writer.tx.first::<(String, String, String, i64)>(sql::VERSION, params![id, version]).await?.is_some() {
        return Ok(Outcome::Rejected(vec![Problem::new("version", "form_version_exists").arg(version.clone())]));
    }
    if let Some(source) = &publish.source
        && blobs::known(writer, &source.sha256).await?.is_none()
    {
        return Ok(Outcome::Retry(Problem::new("source", "attachment_missing")));
    }
    if let Some(refused) = check_media(writer, definition).await? {
        return Ok(refused);
    }
    let text = serde_json::to_string(definition).map_err(|why| DbError::inconsistent(format!("form {id}"), why))?;
    let rev = writer.take_rev().await?;
    let (last,) = writer.tx.first::<(i64,)>(sql::LAST_VERSION, params![id]).await?.unwrap_or_default();
    let (sha256, name) = publish.source.as_ref().map_or((String::new(), String::new()), |source| (source.sha256.clone(), source.name.clone()));
    let (now, actor) = (writer.now, writer.actor.clone());
    writer.tx.run(sql::PUT_VERSION, params![id, version, last + 1, text, sha256, name, now, actor]).await?;
    for (name, file) in &definition.files {
        writer.tx.run(sql::PUT_MEDIA, params![id, version, name, &file.sha256]).await?;
    }
    let title = if definition.title.trim().is_empty() { id.clone() } else { definition.title.clone() };
    let form = StoredForm { id: id.clone(), title, version: version.clone(), open: publish.open, settings: publish.settings.clone(), rev };
    store::put_form(writer, &form, rev).await?;
    project(writer, &form, rev).await?;
    work::reassign(writer, id).await?;
    Ok(Outcome::Done { rev })
}

/// Why the files that a version shows are not taken: one is not here, is somebody's, or is not what the definition says.
async fn check_media(writer: &mut Writer, definition: &Definition) -> DbResult<Option<Outcome>> {
    for (name, file) in &definition.files {
        let Some((bytes, media_type)) = writer.tx.first::<(i64, String)>(sql::MEDIA_BLOB, params![&file.sha256]).await? else {
            return Ok(Some(Outcome::Retry(Problem::new("media", "attachment_missing").arg(name.clone()))));
        };
        if media_type != file.media_type || u64::try_from(bytes) != Ok(file.bytes) {
            return Ok(Some(Outcome::Rejected(vec![Problem::new("media", "media_kind").arg(name.clone()).arg(media_type)])));
        }
    }
    Ok(None)
}

/// Changes a form apart from its questions.
pub(super) async fn change(writer: &mut Writer, asked: Asked<'_>, id: &str, set: impl FnOnce(&mut StoredForm) + Send) -> DbResult<Outcome> {
    let Some(mut form) = store::form_within(writer, id).await? else { return Ok(rejected("form_id", "form_unknown")) };
    if let Some(conflict) = conflict(asked.base_rev, Some(form.rev)) {
        return Ok(conflict);
    }
    set(&mut form);
    let rev = writer.take_rev().await?;
    store::put_form(writer, &form, rev).await?;
    project(writer, &form, rev).await?;
    work::reassign(writer, id).await?;
    Ok(Outcome::Done { rev })
}

/// Closes a form whose time is over.
pub(super) async fn close(writer: &mut Writer, id: &str) -> DbResult<()> {
    let rev = writer.take_rev().await?;
    if let Some(mut form) = store::form_within(writer, id).await? {
        form.open = false;
        store::put_form(writer, &form, rev).await?;
        project(writer, &form, rev).await?;
        writer.audit("form.close", id, "").await?;
    }
    Ok(())
}

/// An open form that is not for staff is a record of the public feed, with who may send it; any other leaves it.
async fn project(writer: &mut Writer, form: &StoredForm, rev: u64) -> DbResult<()> {
    if !form.open || form.settings.audience == Audience::Staff {
        return writer.delete(&Scope::Public, COLLECTION, &form.id, rev).await;
    }
    let row = writer.tx.first::<(String, String, String, i64)>(sql::VERSION, params![&form.id, &form.version]).await?;
    let Some((text, _, _, published_at)) = row else { return Err(DbError::inconsistent(format!("form {}", form.id), "no version")) };
    let definition: Definition = serde_json::from_str(&text).map_err(|why| DbError::inconsistent(format!("form {}", form.id), why))?;
    let record = FormRecord {
        form_id: form.id.clone(),
        version: form.version.clone(),
        title: form.title.clone(),
        languages: definition.languages.clone(),
        settings: form.settings.clone(),
        published_at,
        definition,
    };
    let body = serde_json::to_string(&record).map_err(|why| DbError::inconsistent(format!("form {}", form.id), why))?;
    writer.put(&Scope::Public, COLLECTION, &form.id, rev, &body).await
}
