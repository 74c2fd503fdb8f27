//! Pictures, sounds and films beside the words of a form: which kinds there are, where their files lie, and which files a form names.
//!
//! A workbook names files. The bytes arrive beside it, and a definition that is published says for each name where they lie. Invariants: a
//! definition whose workbook names no files is written as it always was; what has no file is not shown, and its words still are.

use super::definition::{Definition, Node, NodeKind};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The longest name of a file, in characters.
pub const NAME_MAX: usize = 120;

/// File names by language, by kind: as [`Node::media`] and the choices have them.
pub type Named = BTreeMap<String, Vec<Option<String>>>;

/// What stands beside words. The standard's `big-image` is none of these: a picture opens large by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MediaKind {
    /// A picture.
    Image,
    /// A sound.
    Audio,
    /// A film.
    Video,
}

/// A file that was taken in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MediaFile {
    /// SHA-256 of its bytes, in lower-case hexadecimal.
    pub sha256: String,
    /// What it is, by its bytes.
    pub media_type: String,
    /// Its length in bytes.
    pub bytes: u64,
    /// Width and height of a picture, in pixels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<(u32, u32)>,
}

/// A picture, sound or film as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MediaView {
    /// What it is.
    pub kind: MediaKind,
    /// Where it lies.
    pub file: MediaFile,
}

impl MediaKind {
    /// All kinds, in the order in which they are shown.
    pub const ALL: [Self; 3] = [Self::Image, Self::Audio, Self::Video];

    /// The kind of a column `media::image`.
    pub fn of(column: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == column)
    }

    /// The name of its column.
    pub fn code(self) -> &'static str {
        match self {
            Self::Image => "image",
            Self::Audio => "audio",
            Self::Video => "video",
        }
    }

    /// The endings that names of its files have.
    pub fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Image => &["jpg", "jpeg", "png", "webp"],
            Self::Audio => &["mp3", "m4a", "ogg", "oga"],
            Self::Video => &["mp4", "m4v", "webm"],
        }
    }

    /// The media types that its files may be of.
    pub fn types(self) -> &'static [&'static str] {
        match self {
            Self::Image => &["image/jpeg", "image/png", "image/webp"],
            Self::Audio => &["audio/mpeg", "audio/mp4", "audio/ogg"],
            Self::Video => &["video/mp4", "video/webm"],
        }
    }

    /// Whether a file may have this name.
    pub fn is_ending_of(self, name: &str) -> bool {
        let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
        self.endings().contains(&ending.as_str())
    }
}

/// Whether a name leads into a folder, or could.
pub fn is_path(name: &str) -> bool {
    name.contains(['/', '\\', ':']) || name.starts_with('.') || name.chars().any(char::is_control)
}

/// What is shown in a language, in the order of the kinds: of each kind the file of the language, or the first that there is.
pub fn shown(named: &Named, files: &BTreeMap<String, MediaFile>, language: usize) -> Vec<MediaView> {
    let view = |kind: MediaKind| {
        let names = named.get(kind.code())?;
        let name = names.get(language).and_then(Option::as_ref).or_else(|| names.iter().flatten().next())?;
        Some(MediaView { kind, file: files.get(name)?.clone() })
    };
    MediaKind::ALL.into_iter().filter_map(view).collect()
}

/// What stands beside the same words in two versions is another file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MediaChange {
    /// What it is.
    pub kind: MediaKind,
    /// The name of the file before; nothing: there was none.
    pub before: Option<String>,
    /// The name of the file now; nothing: there is none. The same name is another file of that name.
    pub now: Option<String>,
}

/// What changed beside words: of each kind the first language in which it is another file. A file that is there under another name is the
/// same, as far as both were taken in; a language that was added or taken away is no change of the question.
pub fn changed(before: (&Named, &BTreeMap<String, MediaFile>), now: (&Named, &BTreeMap<String, MediaFile>)) -> Vec<MediaChange> {
    let differ = |old: &str, new: &str| match (before.1.get(old), now.1.get(new)) {
        (Some(old), Some(new)) => old.sha256 != new.sha256,
        _ => old != new,
    };
    let of_kind = |kind: MediaKind| {
        let [before, now] = [before.0, now.0].map(|named| named.get(kind.code()).map(Vec::as_slice).unwrap_or_default());
        let first = |names: &[Option<String>]| names.iter().flatten().next().cloned();
        let mut both = before.iter().zip(now).filter_map(|(before, now)| Some((before.as_ref()?, now.as_ref()?)));
        let (before, now) = match both.find(|(before, now)| differ(before, now)) {
            Some((before, now)) => (Some(before.clone()), Some(now.clone())),
            None => (first(before), first(now)),
        };
        let is_other = match (&before, &now) {
            (Some(before), Some(now)) => differ(before, now),
            (before, now) => before.is_some() != now.is_some(),
        };
        is_other.then_some(MediaChange { kind, before, now })
    };
    MediaKind::ALL.into_iter().filter_map(of_kind).collect()
}

/// All names, with what each is to be.
fn files(named: &Named) -> impl Iterator<Item = (MediaKind, &str)> {
    let of_kind = move |kind: MediaKind| named.get(kind.code()).into_iter().flatten().flatten().map(move |name| (kind, name.as_str()));
    MediaKind::ALL.into_iter().flat_map(of_kind)
}

impl Definition {
    /// The files that its questions and choices name, with what each is to be; those that are never shown apart.
    pub fn named_media(&self) -> BTreeSet<(MediaKind, &str)> {
        let of_nodes = self.nodes.iter().filter(|node| node.shows_media()).map(|node| &node.media);
        let of_choices = self.lists.iter().flat_map(|list| &list.choices).map(|choice| &choice.media);
        of_nodes.chain(of_choices).flat_map(files).collect()
    }
}

impl Node {
    /// Whether what stands beside its words is seen by somebody who fills in the form.
    pub fn shows_media(&self) -> bool {
        !matches!(self.kind, NodeKind::Value { .. })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_no_folders_and_known_endings() {
        for (name, path) in [
            ("a.png", false),
            ("図 1.png", false),
            ("../a.png", true),
            ("x/a.png", true),
            ("c:a.png", true),
            ("x\\a.png", true),
            (".png", true),
            ("a\nb.png", true),
        ] {
            assert_eq!(is_path(name), path, "{name:?}");
        }
        for (kind, name, expected) in [
            (MediaKind::Image, "a.PNG", true),
            (MediaKind::Image, "a.svg", false),
            (MediaKind::Image, "png", false),
            (MediaKind::Audio, "a.tar.mp3", true),
            (MediaKind::Audio, "a.mp4", false),
            (MediaKind::Video, "a.mkv", false),
        ] {
            assert_eq!(kind.is_ending_of(name), expected, "{name}");
        }
        assert_eq!((MediaKind::of("audio"), MediaKind::of("big-image")), (Some(MediaKind::Audio), None));
    }

    #[test]
    fn a_language_without_a_file_shows_the_first() {
        let file = |sha256: &str| MediaFile { sha256: sha256.to_owned(), ..MediaFile::default() };
        let files = BTreeMap::from([("a.png".to_owned(), file("a")), ("b.png".to_owned(), file("b"))]);
        let named: Named = BTreeMap::from([
            ("image".to_owned(), vec![None, Some("b.png".to_owned()), Some("a.png".to_owned())]),
            ("audio".to_owned(), vec![Some("gone.mp3".to_owned())]),
        ]);
        for (language, expected) in [(0, "b"), (1, "b"), (2, "a"), (9, "b")] {
            let found = shown(&named, &files, language);
            assert_eq!(found.iter().map(|it| (it.kind, it.file.sha256.as_str())).collect::<Vec<_>>(), [(MediaKind::Image, expected)], "{language}");
        }
    }

    #[test]
    fn files_are_compared_by_their_bytes_and_else_by_their_names() {
        type Case<'a> = (&'a [Option<&'a str>], &'a BTreeMap<String, MediaFile>);
        let named = |names: &[Option<&str>]| Named::from([("image".to_owned(), names.iter().map(|name| name.map(str::to_owned)).collect())]);
        let taken = |files: &[(&str, &str)]| -> BTreeMap<String, MediaFile> {
            files.iter().map(|(name, sha256)| ((*name).to_owned(), MediaFile { sha256: (*sha256).to_owned(), ..MediaFile::default() })).collect()
        };
        let nothing = taken(&[]);
        let (one, two) = (taken(&[("a.png", "1"), ("b.png", "1")]), taken(&[("a.png", "2"), ("b.png", "1")]));
        let cases: [(Case<'_>, Case<'_>, &str); 9] = [
            ((&[Some("a.png")], &one), (&[Some("a.png")], &one), ""),
            ((&[Some("a.png")], &one), (&[Some("b.png")], &one), ""),
            ((&[Some("a.png")], &nothing), (&[Some("b.png")], &one), "a.png b.png"),
            ((&[Some("a.png")], &one), (&[Some("a.png")], &two), "a.png a.png"),
            ((&[Some("a.png")], &one), (&[Some("a.png")], &nothing), ""),
            ((&[], &nothing), (&[None, Some("a.png")], &two), "- a.png"),
            ((&[None, Some("a.png")], &one), (&[], &nothing), "a.png -"),
            ((&[Some("b.png"), Some("a.png")], &one), (&[Some("b.png"), Some("a.png")], &two), "a.png a.png"),
            ((&[Some("b.png")], &one), (&[Some("b.png"), Some("a.png")], &two), ""),
        ];
        for (at, (before, now, expected)) in cases.into_iter().enumerate() {
            let name = |name: Option<&str>| name.unwrap_or("-").to_owned();
            let told = changed((&named(before.0), before.1), (&named(now.0), now.1));
            let told: Vec<String> = told.iter().map(|it| format!("{} {}", name(it.before.as_deref()), name(it.now.as_deref()))).collect();
            assert_eq!(told.join(" "), expected, "{at}");
        }
        let sound = Named::from([("audio".to_owned(), vec![Some("a.mp3".to_owned())])]);
        let told = changed((&named(&[Some("a.png")]), &nothing), (&sound, &nothing));
        assert_eq!(told.iter().map(|it| it.kind).collect::<Vec<_>>(), [MediaKind::Image, MediaKind::Audio]);
    }

    #[test]
    fn a_definition_without_files_is_written_as_before() {
        let text = serde_json::to_string(&Definition::default()).unwrap();
        assert!(!text.contains("files"), "{text}");
        let mut definition: Definition = serde_json::from_str(&text).unwrap();
        assert!(definition.files.is_empty());
        let file = MediaFile { sha256: "0".repeat(64), media_type: "image/webp".to_owned(), bytes: 3, size: Some((40, 30)) };
        definition.files.insert("a.png".to_owned(), file);
        let again: Definition = serde_json::from_str(&serde_json::to_string(&definition).unwrap()).unwrap();
        assert_eq!(again, definition);
    }
}
