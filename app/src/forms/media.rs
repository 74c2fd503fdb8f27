//! Pictures, sounds and films beside the words of a form: how many and how large they may be, and where they are.
//!
//! Invariants: a version that is published has a file for each name in it, of the kind that its column says; an address holds the digest of
//! what is there, so it never shows anything else.

use super::record::FormRecord;
use super::rules::{is_sha256, megabytes};
use crate::listings::query::encode;
use engawa_core::Problem;
use engawa_core::form::Definition;
use engawa_core::form::media::{MediaFile, MediaKind};
use std::collections::BTreeSet;

/// The most files of a form.
pub const FILES_MAX: usize = 20;
/// The largest file, in bytes.
pub const FILE_MAX: u64 = 5 * 1024 * 1024;
/// All files of a form together, in bytes.
pub const ALL_MAX: u64 = 20 * 1024 * 1024;

/// Where a file of a form is.
pub fn address(form_id: &str, file: &MediaFile) -> String {
    format!("/media/forms/{}/{}", encode(form_id), file.sha256)
}

/// The addresses of the pictures of a form, each once. Sounds and films are fetched by whoever wants to hear and see them.
pub fn pictures(record: &FormRecord) -> Vec<String> {
    let files = &record.definition.files;
    let pictures = record.definition.named_media().into_iter().filter(|(kind, _)| *kind == MediaKind::Image);
    let addresses: BTreeSet<String> = pictures.filter_map(|(_, name)| Some(address(&record.form_id, files.get(name)?))).collect();
    addresses.into_iter().collect()
}

/// What is wrong with the files of a version that is to be published.
pub fn check(definition: &Definition) -> Vec<Problem> {
    let mut problems = Vec::new();
    let files = &definition.files;
    for (kind, name) in definition.named_media() {
        match files.get(name) {
            None => problems.push(Problem::new("media", "media_missing").arg(name)),
            Some(file) if !kind.types().contains(&file.media_type.as_str()) => {
                problems.push(Problem::new("media", "media_kind").arg(name).arg(file.media_type.clone()));
            }
            Some(_) => {}
        }
    }
    if files.values().any(|file| !is_sha256(&file.sha256)) {
        problems.push(Problem::new("media", "blob_name_invalid"));
    }
    if files.len() > FILES_MAX {
        problems.push(Problem::new("media", "too_many").arg(FILES_MAX.to_string()));
    }
    for (name, _) in files.iter().filter(|(_, file)| file.bytes > FILE_MAX) {
        problems.push(Problem::new(name.clone(), "too_large").arg(megabytes(FILE_MAX)));
    }
    if files.values().fold(0_u64, |sum, file| sum.saturating_add(file.bytes)) > ALL_MAX {
        problems.push(Problem::new("media", "too_large").arg(megabytes(ALL_MAX)));
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms::command::Settings;
    use engawa_core::form::xlsform::{markdown, read};

    fn definition() -> Definition {
        let workbook = markdown::read(
            "| survey | | | | |
             | | type | name | label | image | audio |
             | | text | a | A | a.png | a.mp3 |
             | | note | b | B | a.png | |",
        );
        read(&workbook).unwrap().definition
    }

    fn file(letter: &str, media_type: &str, bytes: u64) -> MediaFile {
        MediaFile { sha256: letter.repeat(64), media_type: media_type.to_owned(), bytes, size: None }
    }

    #[test]
    fn every_name_has_its_file() {
        type Files<'a> = &'a [(&'a str, &'a str, u64)];
        let whole: Files<'_> = &[("a.png", "image/webp", 1), ("a.mp3", "audio/mpeg", 1)];
        let cases: [(Files<'_>, Vec<&str>); 4] = [
            (whole, vec![]),
            (&[], vec!["media:media_missing a.png", "media:media_missing a.mp3"]),
            (&[("a.png", "audio/mpeg", 1), ("a.mp3", "audio/mpeg", 1)], vec!["media:media_kind a.png audio/mpeg"]),
            (&[("a.png", "image/webp", FILE_MAX + 1), ("a.mp3", "audio/mpeg", 1)], vec!["a.png:too_large 5 MB"]),
        ];
        for (files, expected) in cases {
            let mut definition = definition();
            definition.files = files.iter().map(|(name, kind, bytes)| ((*name).to_owned(), file("a", kind, *bytes))).collect();
            let found = check(&definition).into_iter().map(|it| format!("{}:{} {}", it.path, it.code, it.args.join(" ")));
            assert_eq!(found.collect::<Vec<_>>(), expected, "{files:?}");
        }
        let mut definition = definition();
        definition.files = (0..=FILES_MAX).map(|at| (format!("{at}.png"), file("a", "image/webp", 1))).collect();
        definition.files.insert("a.png".to_owned(), MediaFile { sha256: "../x".to_owned(), ..file("a", "image/webp", 1) });
        definition.files.insert("a.mp3".to_owned(), file("b", "audio/mpeg", 1));
        let codes: Vec<String> = check(&definition).into_iter().map(|it| it.code).collect();
        assert_eq!(codes, ["blob_name_invalid", "too_many"]);
    }

    #[test]
    fn only_pictures_are_fetched_ahead() {
        let mut definition = definition();
        definition.files.insert("a.png".to_owned(), file("a", "image/webp", 1));
        definition.files.insert("a.mp3".to_owned(), file("b", "audio/mpeg", 1));
        let record = FormRecord {
            form_id: "f".to_owned(),
            version: "1".to_owned(),
            title: "F".to_owned(),
            languages: Vec::new(),
            settings: Settings::default(),
            published_at: 0,
            definition,
        };
        assert_eq!(pictures(&record), [format!("/media/forms/f/{}", "a".repeat(64))]);
    }
}
