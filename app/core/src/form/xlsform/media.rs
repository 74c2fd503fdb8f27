//! The names of pictures, sounds and films in the cells: checked, and told with their cells, so that a file that is missing is missed there.

use super::choices::Lists;
use super::codes;
use super::elements::Element;
use super::problems::{Place, Problems, Source};
use super::references;
use super::table::Words;
use crate::form::media::{MediaKind, NAME_MAX, is_path};

/// A cell that names a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct MediaUse {
    /// The cell, as spreadsheets write it: `survey!D2`.
    pub place: String,
    /// What the file is to be.
    pub kind: MediaKind,
    /// Its name.
    pub file: String,
}

fn sources(words: &Words) -> impl Iterator<Item = &Source> {
    words.plain.iter().chain(words.by.iter().map(|(_, source)| source))
}

/// Checks the names of one kind of media. References in names are no names.
pub(super) fn check(kind: &str, words: &Words, problems: &mut Problems<'_>) {
    for source in sources(words).filter(|source| !references::any(&source.text)) {
        let Some(known) = MediaKind::of(kind) else {
            problems.warn(source.at, codes::MEDIA_NOT_DRAWN, &[kind]);
            continue;
        };
        if is_path(&source.text) {
            problems.error(source.at, codes::MEDIA_NAME_IS_PATH, &[&source.text]);
        } else if source.text.chars().count() > NAME_MAX {
            problems.error(source.at, codes::MEDIA_NAME_TOO_LONG, &[&NAME_MAX.to_string()]);
        } else if !known.is_ending_of(&source.text) {
            problems.error(source.at, codes::NOT_SUPPORTED_MEDIA, &[&source.text, &known.endings().join(", ")]);
        }
    }
}

/// The cells that name files which are shown, in the order of their addresses.
pub(super) fn uses(elements: &[Element], lists: &Lists, problems: &Problems<'_>) -> Vec<MediaUse> {
    let of_elements = elements.iter().filter(|element| element.kind().is_none() || element.is_shown()).flat_map(|element| &element.media);
    let of_choices = lists.iter().flat_map(|(_, items)| items).flat_map(|item| &item.media);
    let mut found: Vec<(Place, MediaKind, String)> = Vec::new();
    for (kind, words) in of_elements.chain(of_choices) {
        let Some(kind) = MediaKind::of(kind) else { continue };
        found.extend(sources(words).map(|source| (source.at, kind, source.text.clone())));
    }
    found.sort_by_key(|(at, ..)| (at.sheet, at.row, at.column));
    found.into_iter().map(|(at, kind, file)| MediaUse { place: problems.path(at), kind, file }).collect()
}
