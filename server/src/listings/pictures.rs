//! Pictures that come as files beside a command: looked at before its transaction, as those of a form are (`crate::media`).
//!
//! Decoding takes long, so nobody waits for it; what it gives is kept by the digest of its bytes, so that doing it again changes nothing.
//! Invariants: nothing of a file is read for somebody who may not write the listing; a file becomes a picture only for whoever proves that
//! they have it; a file that is not here yet decides nothing.

use super::owner_after;
use crate::db::DbResult;
use crate::feed::{Writer, sha256_hex};
use crate::forms::blobs::BlobError;
use crate::media::{self, MediaError};
use crate::people::Actor;
use crate::sites::OpenSite;
use engawa_app::listings::Listing;
use engawa_app::listings::command::ListingCommand;
use engawa_app::listings::form::labels::label_of;
use engawa_app::listings::import::read_row::KEPT;
use engawa_app::listings::listing::{Image, UnreadCell};
use engawa_app::listings::pictures::{NamedFile, PICTURES_MAX, about, file_of};
use engawa_core::time::Millis;
use engawa_core::{Lang, Problem};
use std::collections::BTreeSet;

/// What was found out before the transaction.
#[derive(Debug)]
pub enum Pictures {
    /// There are none, or the actor may not write this.
    None,
    /// The command with pictures of the site in the place of files.
    Taken(Box<ListingCommand>),
    /// Something is wrong with one.
    Refused(Vec<Problem>),
    /// One is not here yet, or could not be kept.
    Retry(Problem),
}

/// Why one picture was not taken.
enum Trouble {
    /// It never will be.
    Refused(Problem),
    /// Not now.
    Retry(Problem),
}

/// Pictures that an import names are taken where this site has them; others are kept as text, since nothing is fetched from elsewhere.
pub async fn keep_known(site: &OpenSite, listing: &mut Listing) {
    for image in std::mem::take(&mut listing.images) {
        if media::is_here(&site.folder, &image.src).await {
            listing.images.push(image);
        } else {
            let column = label_of(listing.kind(), "images").map_or_else(|| "images".to_owned(), |label| label.text(Lang::Ja).to_owned());
            let text = format!("{} {}", image.alt, image.src);
            listing.unread.push(UnreadCell { column, text, code: KEPT.to_owned() });
        }
    }
}

/// The listing that a command brings whole.
fn brought(command: &ListingCommand) -> Option<&Listing> {
    match command {
        ListingCommand::Save(listing) | ListingCommand::SaveFor { listing, .. } => Some(listing),
        _ => None,
    }
}

/// Makes pictures of the files that a command names. `id`: the command's.
pub async fn prepare(site: &OpenSite, actor: &Actor, id: &str, command: &ListingCommand, now: Millis) -> DbResult<Pictures> {
    let Some(listing) = brought(command) else { return Ok(Pictures::None) };
    let files: Vec<usize> = (0..listing.images.len()).filter(|at| listing.images.get(*at).is_some_and(|it| file_of(&it.src).is_some())).collect();
    if files.is_empty() {
        return Ok(Pictures::None);
    }
    if files.len() > PICTURES_MAX {
        return Ok(Pictures::Refused(vec![Problem::new("images", "too_many").arg(PICTURES_MAX.to_string())]));
    }
    // Whoever may not is refused by the transaction, and learns nothing of any file.
    let mut writer = Writer::begin(&site.db, now, actor.name()).await?;
    let may_write = owner_after(&mut writer, actor, command).await?.is_some();
    drop(writer);
    if !may_write {
        return Ok(Pictures::None);
    }
    let mut listing = listing.clone();
    let (mut problems, mut retry) = (Vec::new(), None);
    for at in files {
        let Some(image) = listing.images.get_mut(at) else { continue };
        let Some(file) = file_of(&image.src) else { continue };
        match take(site, id, file, (at, &image.alt), now).await? {
            Ok(taken) => *image = taken,
            Err(Trouble::Refused(problem)) => problems.push(problem),
            Err(Trouble::Retry(problem)) => retry = retry.or(Some(problem)),
        }
    }
    // What is wrong for good is said although something else is not here yet: it would be wrong again.
    if !problems.is_empty() {
        return Ok(Pictures::Refused(problems));
    }
    if let Some(problem) = retry {
        return Ok(Pictures::Retry(problem));
    }
    // The same picture twice is one.
    let mut seen = BTreeSet::new();
    listing.images.retain(|image| seen.insert(image.src.clone()));
    let mut command = command.clone();
    if let ListingCommand::Save(place) | ListingCommand::SaveFor { listing: place, .. } = &mut command {
        **place = listing;
    }
    Ok(Pictures::Taken(Box::new(command)))
}

/// One file, at this place in the list.
async fn take(site: &OpenSite, id: &str, file: NamedFile<'_>, (at, alt): (usize, &str), now: Millis) -> DbResult<Result<Image, Trouble>> {
    let (picture, words) = (format!("images.{at}.src"), format!("images.{at}.alt"));
    let missing = || Trouble::Retry(Problem::new(picture.clone(), "attachment_missing"));
    let bytes = match read(site, file.sha256, now).await {
        Ok(Some(bytes)) => bytes,
        Ok(None) => return Ok(Err(missing())),
        Err(BlobError::Db(error)) => return Err(error),
        Err(error) => {
            tracing::error!(%error, "a picture could not be read");
            return Ok(Err(Trouble::Retry(Problem::new(picture, "not_stored"))));
        }
    };
    let proven = [about(id).as_bytes(), &bytes].concat();
    if sha256_hex(&proven) != file.proof {
        return Ok(Err(Trouble::Refused(Problem::new(picture, "picture_unproven"))));
    }
    Ok(media::add(&site.folder, bytes, alt).await.map_err(|error| match error {
        MediaError::Disk => Trouble::Retry(error.problem(&picture, &words)),
        error => Trouble::Refused(error.problem(&picture, &words)),
    }))
}

/// The bytes of a file that is here whole.
async fn read(site: &OpenSite, sha256: &str, now: Millis) -> Result<Option<Vec<u8>>, BlobError> {
    if !site.blobs.progress(&site.db, sha256, now).await?.is_whole {
        return Ok(None);
    }
    site.blobs.read(sha256).await
}
