//! The pictures of a draft, as fields: what they are in their order, and what each shows in words.
//!
//! `picture` is there once for each picture and holds it as JSON without its words; `picture.<digest>.alt` holds those, so that two pages
//! that write words for different pictures do not meet. `pictures` says that they are listed at all: a draft of a build before that does
//! not, and keeps those that it began with. Invariant: a picture is there once.

use super::ListingDraft;
use crate::listings::form::field_of;
use crate::listings::listing::{Image, Listing};
use crate::listings::pictures::{PICTURES_MAX, file_of, of_file, with_proof};
use engawa_core::Problem;
use engawa_core::outbox::Attachment;
use engawa_core::time::Millis;

/// The field that holds a picture, and the place to add one.
pub const PICTURE: &str = "picture";
/// The field that says that pictures are listed.
pub(super) const LISTED: &str = "pictures";

/// The file of a picture, as the device has it, with the proof for one command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProvenFile {
    /// The file.
    pub file: Attachment,
    /// The digest of the command and the file ([`crate::listings::pictures::about`]).
    pub proof: String,
}

/// What a picture is known by: the digest in its address.
pub fn key(src: &str) -> &str {
    file_of(src).map_or_else(|| src.split('.').next().unwrap_or_default(), |file| file.sha256)
}

/// The field at which something is wrong with the file of a picture.
pub fn file_field(key: &str) -> String {
    format!("{PICTURE}.{key}")
}

/// The field of what a picture shows, in words.
pub fn alt_field(key: &str) -> String {
    format!("{PICTURE}.{key}.alt")
}

/// The field at which a problem of a listing with these pictures stands.
pub fn place_of(path: &str, images: &[Image]) -> String {
    let Some(rest) = path.strip_prefix("images") else { return field_of(path) };
    let (at, part) = rest.trim_start_matches('.').split_once('.').unwrap_or_default();
    let image = at.parse::<usize>().ok().and_then(|at| images.get(at));
    match image {
        Some(image) if part == "alt" => alt_field(key(&image.src)),
        Some(image) => file_field(key(&image.src)),
        None => PICTURE.to_owned(),
    }
}

/// Whether a field belongs to the pictures.
pub(super) fn is_picture(name: &str) -> bool {
    name == LISTED || name.strip_prefix(PICTURE).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// The fields of pictures.
pub(super) fn to_fields(images: &[Image]) -> Vec<(String, String)> {
    let mut fields = vec![(LISTED.to_owned(), "1".to_owned())];
    for image in images {
        fields.push((PICTURE.to_owned(), value(image)));
        fields.push((alt_field(key(&image.src)), image.alt.clone()));
    }
    fields
}

/// A picture without its words.
fn value(image: &Image) -> String {
    serde_json::to_string(&Image { alt: String::new(), ..image.clone() }).unwrap_or_default()
}

/// Whether a value is this picture.
fn is(value: &str, wanted: &str) -> bool {
    serde_json::from_str::<Image>(value).is_ok_and(|image| key(&image.src) == wanted)
}

impl ListingDraft {
    /// The pictures in their order. Those of this device are named by their files.
    pub fn pictures(&self) -> Vec<Image> {
        if self.get(LISTED).is_empty() {
            return self.base.as_ref().map(|base| base.images.clone()).unwrap_or_default();
        }
        let held = self.fields.iter().filter(|(name, _)| name == PICTURE);
        let mut images: Vec<Image> = Vec::new();
        for image in held.filter_map(|(_, value)| serde_json::from_str::<Image>(value).ok()) {
            if images.iter().all(|known| key(&known.src) != key(&image.src)) {
                let alt = self.get(&alt_field(key(&image.src))).trim().to_owned();
                images.push(Image { alt, ..image });
            }
        }
        images
    }

    /// The digests of the files of this device that are to become pictures.
    pub fn files(&self) -> Vec<String> {
        self.pictures().iter().filter_map(|image| file_of(&image.src)).map(|file| file.sha256.to_owned()).collect()
    }

    /// Lists the pictures in a draft of a build that did not.
    pub fn list_pictures(&mut self) {
        if self.get(LISTED).is_empty() {
            let fields = to_fields(&self.pictures());
            self.fields.retain(|(name, _)| !is_picture(name));
            self.fields.extend(fields);
        }
    }

    /// Adds a file of this device as the last picture. One that is there already stays where it is.
    pub fn add_picture(&mut self, sha256: &str, now: Millis) {
        self.list_pictures();
        if self.pictures().iter().all(|image| key(&image.src) != sha256) {
            let image = Image { src: of_file(sha256), ..Image::default() };
            self.fields.push((PICTURE.to_owned(), value(&image)));
        }
        self.changed_at = self.changed_at.max(now);
    }

    /// Says of a picture that words in it are hard to read, so that the advice says it before anything is sent.
    pub fn mark_faint(&mut self, wanted: &str, now: Millis) {
        for (name, held) in &mut self.fields {
            if name.as_str() == PICTURE
                && let Ok(image) = serde_json::from_str::<Image>(held)
                && key(&image.src) == wanted
            {
                *held = value(&Image { faint: true, ..image });
            }
        }
        self.changed_at = self.changed_at.max(now);
    }

    /// Takes a picture out, with its words.
    pub fn remove_picture(&mut self, wanted: &str, now: Millis) {
        self.list_pictures();
        let alt = alt_field(wanted);
        self.fields.retain(|(name, held)| *name != alt && !(name == PICTURE && is(held, wanted)));
        self.changed_at = self.changed_at.max(now);
    }

    /// Moves a picture one place to the front or to the back. Gives its place, from 1.
    pub fn move_picture(&mut self, wanted: &str, to_front: bool, now: Millis) -> usize {
        self.list_pictures();
        let places: Vec<usize> = (0..self.fields.len()).filter(|at| self.fields.get(*at).is_some_and(|(name, _)| name == PICTURE)).collect();
        let found = places.iter().position(|at| self.fields.get(*at).is_some_and(|(_, held)| is(held, wanted)));
        let Some(from) = found else { return 0 };
        let to = if to_front { from.saturating_sub(1) } else { (from + 1).min(places.len() - 1) };
        if let (Some(one), Some(other)) = (places.get(from), places.get(to)) {
            self.fields.swap(*one, *other);
        }
        self.changed_at = self.changed_at.max(now);
        to + 1
    }

    /// What the rules cannot say because they know only pictures of the site: whether there are too many on their way.
    pub(super) fn too_many_files(&self) -> Option<Problem> {
        (self.files().len() > PICTURES_MAX).then(|| Problem::new(PICTURE, "too_many").arg(PICTURES_MAX.to_string()))
    }
}

/// Names the files of a listing with their proofs. Gives what goes before the command.
///
/// # Errors
/// The pictures whose files are not there, at their fields.
pub(super) fn prove(listing: &mut Listing, files: &[ProvenFile]) -> Result<Vec<Attachment>, Vec<Problem>> {
    let (mut attachments, mut missing): (Vec<Attachment>, Vec<Problem>) = (Vec::new(), Vec::new());
    for image in &mut listing.images {
        let Some(named) = file_of(&image.src) else { continue };
        let Some(found) = files.iter().find(|it| it.file.sha256 == named.sha256) else {
            missing.push(Problem::new(file_field(named.sha256), "picture_gone"));
            continue;
        };
        image.src = with_proof(&found.file.sha256, &found.proof);
        let mut file = found.file.clone();
        // Telephones give many photos the same name, and what is wrong with a file is told by its name.
        if attachments.iter().any(|known| known.name == file.name) {
            file.name = format!("{} {}", attachments.len() + 1, file.name);
        }
        attachments.push(file);
    }
    if missing.is_empty() { Ok(attachments) } else { Err(missing) }
}
