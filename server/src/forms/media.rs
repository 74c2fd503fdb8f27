//! Pictures, sounds and films that come beside a workbook: taken in, found again by name, and served.
//!
//! They lie in the store of blobs. Pictures are decoded and encoded again, as those of listings are, so that nothing rides along in them; of
//! everything the bytes say what it is. Invariants: what somebody attached to a submission never becomes a picture of a form; a file that
//! a version shows stays as long as the version; whoever may not see the form does not see its pictures.

use super::blobs::BlobError;
use super::{sniff, sql, store};
use crate::db::{Db, DbResult};
use crate::listings::import::{Limits, zip_check};
use crate::media;
use crate::params;
use crate::people::Actor;
use crate::sites::OpenSite;
use bytes::Bytes;
use engawa_app::forms::command::Audience;
use engawa_app::forms::media::{ALL_MAX, FILE_MAX, FILES_MAX};
use engawa_app::forms::rules::{file_name, is_sha256, megabytes};
use engawa_core::form::Definition;
use engawa_core::form::media::{MediaFile, MediaKind};
use engawa_core::form::xlsform::MediaUse;
use engawa_core::photo;
use engawa_core::rights::Action;
use engawa_core::time::Millis;
use engawa_core::{Problem, Subject, may};
use std::borrow::Cow;

/// Digests and names.
pub type Brought = Vec<(String, String)>;

/// Takes in what came beside a workbook: files, and archives of files.
///
/// # Errors
/// What is wrong, each problem with the name of its file; then nothing of it is to be used.
pub async fn take_in(site: &OpenSite, came: Vec<(String, Bytes)>, now: Millis) -> Result<Brought, Vec<Problem>> {
    let work = tokio::task::spawn_blocking(move || ready(came));
    let files = work.await.unwrap_or_else(|error| {
        tracing::error!(%error, "files of a form could not be read");
        Err(vec![Problem::new("", "broken_file")])
    })?;
    let mut brought = Brought::new();
    for (name, bytes) in files {
        match site.blobs.take_whole(&site.db, &bytes, now).await {
            Ok(sha256) => brought.push((sha256, name)),
            Err(error) => {
                tracing::warn!(?error, "a file of a form could not be kept");
                return Err(vec![error.problem(&name)]);
            }
        }
    }
    Ok(brought)
}

/// Files as they are kept. Of two of the same name the later one counts.
fn ready(came: Vec<(String, Bytes)>) -> Result<Vec<(String, Vec<u8>)>, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    let mut total = 0_u64;
    for (name, bytes) in unpacked(came)? {
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        total = total.saturating_add(length);
        if length > FILE_MAX {
            problems.push(Problem::new(name, "too_large").arg(megabytes(FILE_MAX)));
            continue;
        }
        match cleaned(&bytes) {
            Ok(clean) => {
                files.retain(|(other, _)| *other != name);
                files.push((name, clean));
            }
            Err(code) => problems.push(Problem::new(name, code)),
        }
    }
    if files.len() > FILES_MAX {
        problems.push(Problem::new("media", "too_many").arg(FILES_MAX.to_string()));
    }
    if total > ALL_MAX {
        problems.push(Problem::new("media", "too_large").arg(megabytes(ALL_MAX)));
    }
    if problems.is_empty() { Ok(files) } else { Err(problems) }
}

/// Files, and those in archives. The folders in an archive do not count.
fn unpacked(came: Vec<(String, Bytes)>) -> Result<Vec<(String, Bytes)>, Vec<Problem>> {
    let limits = Limits { unpacked: usize::try_from(ALL_MAX).unwrap_or(usize::MAX), ..Limits::default() };
    let mut files = Vec::new();
    for (name, bytes) in came {
        if !bytes.starts_with(b"PK") {
            files.push((file_name(&name), bytes));
            continue;
        }
        let found = zip_check::unpack(&name, &bytes, limits, FILES_MAX).map_err(|error| vec![Problem { path: name.clone(), ..error.problem() }])?;
        files.extend(found.into_iter().map(|(path, bytes)| (file_name(&path), Bytes::from(bytes))));
    }
    Ok(files)
}

/// The bytes that are kept, or the code of why these are not.
fn cleaned(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let media_type = sniff::media_type(bytes);
    if MediaKind::Image.types().contains(&media_type) {
        return media::again(bytes).map_err(|error| error.to_string());
    }
    if media_type.starts_with("image/") {
        return Err(media::MediaError::Unsupported.to_string());
    }
    if !MediaKind::ALL.iter().any(|kind| kind.types().contains(&media_type)) {
        return Err("media_unknown_kind".to_owned());
    }
    photo::bared(media_type, bytes).map(Cow::into_owned).ok_or_else(|| "broken_file".to_owned())
}

/// What is known of a file that a form may show; `None` if there is none, or if it is somebody's.
async fn known(site: &OpenSite, sha256: &str) -> Result<Option<MediaFile>, BlobError> {
    let Some((bytes, media_type)) = site.db.first::<(i64, String)>(sql::MEDIA_BLOB, params![sha256]).await? else { return Ok(None) };
    let size =
        if MediaKind::Image.types().contains(&media_type.as_str()) { site.blobs.read(sha256).await?.as_deref().and_then(media::size) } else { None };
    Ok(Some(MediaFile { sha256: sha256.to_owned(), media_type, bytes: u64::try_from(bytes).unwrap_or(0), size }))
}

/// Gives a definition the files that it names: those that were brought, else those that the version before has under the same name. What
/// is wrong: names without files and files of the wrong kind, at their cells; then files that nothing names.
pub async fn complete(
    site: &OpenSite,
    definition: &mut Definition,
    uses: &[MediaUse],
    brought: &[(String, String)],
    form_id: &str,
) -> Result<(Vec<Problem>, Vec<Problem>), BlobError> {
    let before = store::definitions(&site.db, form_id).await?.into_iter().next().map(|before| before.files).unwrap_or_default();
    let mut wrong = Vec::new();
    for it in uses {
        if !definition.files.contains_key(&it.file) {
            let file = match brought.iter().rev().find(|(_, name)| *name == it.file) {
                Some((sha256, _)) if is_sha256(sha256) => known(site, sha256).await?,
                Some(_) => None,
                None => before.get(&it.file).cloned(),
            };
            if let Some(file) = file {
                definition.files.insert(it.file.clone(), file);
            }
        }
        match definition.files.get(&it.file) {
            None => wrong.push(Problem::new(it.place.clone(), "media_missing").arg(it.file.clone())),
            Some(file) if !it.kind.types().contains(&file.media_type.as_str()) => {
                wrong.push(Problem::new(it.place.clone(), "media_kind").arg(it.file.clone()).arg(file.media_type.clone()));
            }
            Some(_) => {}
        }
    }
    let is_idle = |name: &&String| uses.iter().all(|it| it.file != **name);
    let idle = brought.iter().map(|(_, name)| name).filter(is_idle).map(|name| Problem::new(name.clone(), "media_unused")).collect();
    Ok((wrong, idle))
}

/// Whether the pictures of a definition are free of what cameras note in them; the problems, if not. Those of the desk's own pages are.
pub async fn check_notes(site: &OpenSite, definition: &Definition) -> Result<Vec<Problem>, BlobError> {
    let mut problems = Vec::new();
    for (name, file) in definition.files.iter().filter(|(_, file)| file.media_type.starts_with("image/") && is_sha256(&file.sha256)) {
        let Some(bytes) = site.blobs.read(&file.sha256).await? else { continue };
        let is_bare = photo::bared(&file.media_type, &bytes).is_some_and(|bare| *bare == *bytes);
        if !is_bare {
            problems.push(Problem::new("media", "photo_damaged").arg(name.clone()));
        }
    }
    Ok(problems)
}

/// Who may have a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    /// Everybody, for ever.
    ByEverybody,
    /// Whoever asked, now.
    ByThem,
    /// Nobody who asked; or there is none.
    Not,
}

/// Whether somebody sees a file of a form. Whoever publishes forms sees what was brought for one that is not published yet.
pub async fn seen(db: &Db, form_id: &str, sha256: &str, actor: &Actor, now: Millis) -> DbResult<Seen> {
    if !is_sha256(sha256) {
        return Ok(Seen::Not);
    }
    if db.first::<(String,)>(sql::MEDIA_OF_FORM, params![form_id, sha256]).await?.is_some()
        && let Some(form) = store::form(db, form_id).await?
    {
        // As with its versions: a form that was open once is no secret, but one that is not open yet is.
        let is_secret = form.settings.audience == Audience::Staff || form.settings.opens_at.is_some_and(|opens| now < opens);
        if !is_secret {
            return Ok(Seen::ByEverybody);
        }
        if actor.is_staff() {
            return Ok(Seen::ByThem);
        }
    }
    let is_waiting = may(actor, Action::FormPublish, &Subject::NONE) && db.first::<(i64, String)>(sql::MEDIA_BLOB, params![sha256]).await?.is_some();
    Ok(if is_waiting { Seen::ByThem } else { Seen::Not })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(came: Vec<(&str, Vec<u8>)>) -> Vec<String> {
        let came = came.into_iter().map(|(name, bytes)| (name.to_owned(), Bytes::from(bytes))).collect();
        match ready(came) {
            Ok(files) => files.into_iter().map(|(name, bytes)| format!("{name} {}", sniff::media_type(&bytes))).collect(),
            Err(problems) => problems.into_iter().map(|problem| format!("{}:{}", problem.path, problem.code)).collect(),
        }
    }

    #[test]
    fn files_are_what_they_are_and_bounded() {
        let sound = b"ID3\x04\0\0\0\0".to_vec();
        let large = [b"OggS".to_vec(), vec![0; usize::try_from(FILE_MAX).unwrap()]].concat();
        for (came, expected) in [
            (vec![("x/a.mp3", sound.clone())], vec!["a.mp3 audio/mpeg"]),
            (vec![("a.mp3", sound.clone()), ("a.mp3", b"OggS\0".to_vec())], vec!["a.mp3 audio/ogg"]),
            (vec![("a.png", b"<svg onload='x'/>".to_vec())], vec!["a.png:media_unknown_kind"]),
            (vec![("a.gif", b"GIF89a".to_vec())], vec!["a.gif:unsupported_picture"]),
            (vec![("a.png", b"\x89PNG\r\n\x1a\n".to_vec())], vec!["a.png:broken_file"]),
            (vec![("a.zip", b"PK\x03\x04".to_vec())], vec!["a.zip:broken_file"]),
            (vec![("a.ogg", large)], vec!["a.ogg:too_large"]),
            ((0..=FILES_MAX).map(|_| ("a.mp3", sound.clone())).collect(), vec!["a.mp3 audio/mpeg"]),
        ] {
            assert_eq!(codes(came), expected);
        }
        let names: Vec<String> = (0..=FILES_MAX).map(|at| format!("{at}.mp3")).collect();
        assert_eq!(codes(names.iter().map(|name| (name.as_str(), sound.clone())).collect()), ["media:too_many"]);
    }
}
