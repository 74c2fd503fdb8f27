//! What a person takes along from a screen to their own phone.
//!
//! Written with postcard: a snapshot is JSON, and JSON in JSON escapes every quotation mark of it, a fifth more before it is packed; postcard
//! puts a length before it and leaves it as it is. A parcel comes by an address that anybody can make, so reading refuses whatever no
//! screen would have written: it goes into the store of a phone.

use crate::forms::device::OpenedDraft;
use crate::forms::rules::{is_form_id, is_sha256, is_version};
use engawa_core::form::draft::log;
use serde::{Deserialize, Serialize};

/// The most that a parcel weighs, in bytes.
pub const BYTES_MAX: usize = 16 << 20;
/// The most listings in one.
pub const LISTINGS_MAX: usize = 500;
/// The most files in one.
const FILES_MAX: usize = 200;
/// The longest name or title, in bytes.
const NAME_MAX: usize = 1_000;
/// The first byte: the version of the writing. Whatever is changed in [`Parcel`] gets a new one.
const VERSION: u8 = 1;

/// What is in a hand-over. In this writing no field may be left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Parcel {
    /// A half-done form, as `engawa_core::form::draft::log::snapshot` writes it, so that it goes on as the same draft.
    Draft {
        /// Which form.
        form_id: String,
        /// Which version.
        version: String,
        /// What the draft is called.
        title: String,
        /// The draft's snapshot.
        snapshot: String,
        /// Files in base64, by digest.
        files: Vec<ParcelFile>,
    },
    /// Listings that somebody marked: they are marked on the phone too.
    Listings(Vec<String>),
}

/// What a phone made of a parcel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Taken {
    /// A draft: its id.
    Draft(String),
    /// Listings were marked: how many.
    Listings(usize),
    /// There was nothing to take in.
    Nothing,
}

/// A file in a parcel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParcelFile {
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// Its name.
    pub name: String,
    /// What it is taken for.
    pub media_type: String,
    /// Its bytes.
    pub base64: String,
}

impl Parcel {
    /// A draft as it is kept, with everything that was typed since its last snapshot. `None`: it cannot be read here.
    pub fn draft(opened: &OpenedDraft, files: Vec<ParcelFile>) -> Option<Self> {
        let replayed = log::replay(&opened.snapshot, opened.lines.iter().map(String::as_str)).ok()?;
        if replayed.stopped.is_some() {
            return None;
        }
        let draft = replayed.draft;
        Some(Self::Draft {
            form_id: draft.form_id().to_owned(),
            version: draft.version().to_owned(),
            title: opened.card.title.clone(),
            snapshot: log::snapshot(&draft),
            files,
        })
    }

    /// What it is of, within one session: a newer parcel of the same takes its place.
    pub fn of(&self) -> String {
        match self {
            Self::Draft { snapshot, .. } => log::read_snapshot(snapshot).map(|draft| draft.id().to_owned()).unwrap_or_default(),
            Self::Listings(_) => String::new(),
        }
    }

    /// As bytes.
    pub fn bytes(&self) -> Vec<u8> {
        postcard::to_extend(self, vec![VERSION]).unwrap_or_default()
    }

    /// Reads [`Self::bytes`]; `None`: no screen wrote this, or one of another version.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let (version, rest) = bytes.split_first()?;
        if *version != VERSION || bytes.len() > BYTES_MAX {
            return None;
        }
        let (parcel, after) = postcard::take_from_bytes::<Self>(rest).ok()?;
        (after.is_empty() && parcel.is_sound()).then_some(parcel)
    }

    fn is_sound(&self) -> bool {
        match self {
            Self::Draft { form_id, version, title, snapshot, files } => {
                let of_this_form = || log::read_snapshot(snapshot).is_ok_and(|draft| draft.form_id() == form_id && draft.version() == version);
                is_form_id(form_id)
                    && is_version(version)
                    && title.len() <= NAME_MAX
                    && files.len() <= FILES_MAX
                    && files.iter().all(ParcelFile::is_sound)
                    && of_this_form()
            }
            Self::Listings(ids) => !ids.is_empty() && ids.len() <= LISTINGS_MAX && ids.iter().all(|id| is_listing_id(id)),
        }
    }
}

impl ParcelFile {
    fn is_sound(&self) -> bool {
        let is_base64 = |sign: u8| sign.is_ascii_alphanumeric() || matches!(sign, b'+' | b'/' | b'=' | b'-' | b'_');
        let is_line = |text: &str| text.len() <= NAME_MAX && !text.chars().any(char::is_control);
        is_sha256(&self.sha256) && !self.name.is_empty() && is_line(&self.name) && is_line(&self.media_type) && self.base64.bytes().all(is_base64)
    }
}

/// As [`crate::listings::rules::check`] wants it.
fn is_listing_id(id: &str) -> bool {
    !id.is_empty() && id.len() <= 64 && id.chars().all(|sign| sign.is_ascii_alphanumeric() || sign == '-')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms::device::DraftCard;
    use engawa_core::form::AnswerPath;
    use engawa_core::form::draft::{Draft, Edit, Writer};
    use proptest::prelude::*;

    fn writer() -> Writer {
        Writer { replica: "screen".into(), by: String::new(), at: 5 }
    }

    /// A draft with one answer in its snapshot and one in a line.
    fn opened() -> OpenedDraft {
        let mut draft = Draft::begin("d1", "grant", "2026", &writer()).unwrap();
        draft.edit(&writer(), Edit::set(AnswerPath("name".into()), "縁側の会")).unwrap();
        let snapshot = log::snapshot(&draft);
        let change = draft.edit(&writer(), Edit::set(AnswerPath("why".into()), "「みんなの庭」を\"直す\"")).unwrap().unwrap();
        let card = DraftCard {
            id: "d1".into(),
            form_id: "grant".into(),
            version: "2026".into(),
            form_title: "補助金".into(),
            title: "縁側の会".into(),
            changed_at: 5,
            progress: 40,
            invitation: None,
            by: String::new(),
            corrects: None,
        };
        OpenedDraft { card, snapshot, lines: vec![log::line(&log::Record::Change(change))], definition: None, replica: "screen".into() }
    }

    fn file() -> ParcelFile {
        ParcelFile { sha256: "0123456789abcdef".repeat(4), name: "庭.webp".into(), media_type: "image/webp".into(), base64: "UklGRg==".into() }
    }

    #[test]
    fn a_draft_goes_on_where_it_was() {
        let parcel = Parcel::draft(&opened(), vec![file()]).unwrap();
        let read = Parcel::read(&parcel.bytes()).unwrap();
        assert_eq!((&read, read.of().as_str()), (&parcel, "d1"));
        let Parcel::Draft { form_id, version, snapshot, .. } = read else { panic!("a draft") };
        let draft = log::read_snapshot(&snapshot).unwrap();
        assert_eq!((form_id.as_str(), version.as_str(), draft.id()), ("grant", "2026", "d1"));
        assert_eq!(draft.answers().values.into_values().collect::<Vec<_>>(), ["縁側の会", "「みんなの庭」を\"直す\""]);
    }

    #[test]
    fn a_draft_that_cannot_be_read_is_not_handed_over() {
        let mut newer = opened();
        newer.lines.push(r#"{"schema":99}"#.into());
        assert_eq!(Parcel::draft(&newer, Vec::new()), None);
        let broken = OpenedDraft { snapshot: "{".into(), ..opened() };
        assert_eq!(Parcel::draft(&broken, Vec::new()), None);
    }

    #[test]
    fn it_is_smaller_than_json() {
        let parcel = Parcel::draft(&opened(), Vec::new()).unwrap();
        assert!(parcel.bytes().len() < serde_json::to_string(&parcel).unwrap().len() * 9 / 10);
    }

    #[test]
    fn listings_go_along() {
        let parcel = Parcel::Listings(vec!["a1".into(), "b2".into()]);
        assert_eq!(Parcel::read(&parcel.bytes()), Some(parcel));
        for ids in [vec![], vec![String::new()], vec!["../staff".into()], vec!["a".into(); LISTINGS_MAX + 1]] {
            assert_eq!(Parcel::read(&Parcel::Listings(ids).bytes()), None);
        }
    }

    #[test]
    fn what_no_screen_wrote_is_refused() {
        let good = Parcel::draft(&opened(), vec![file()]).unwrap();
        let bytes = good.bytes();
        for cut in 0..bytes.len() {
            assert_eq!(Parcel::read(&bytes[..cut]), None, "{cut}");
        }
        let mut longer = bytes.clone();
        longer.push(0);
        assert_eq!(Parcel::read(&longer), None);
        let mut newer = bytes;
        newer[0] = VERSION + 1;
        assert_eq!(Parcel::read(&newer), None);
        assert_eq!(Parcel::read(&vec![VERSION; BYTES_MAX + 1]), None);
        let changed = |change: fn(&mut Parcel)| {
            let mut parcel = good.clone();
            change(&mut parcel);
            Parcel::read(&parcel.bytes())
        };
        let wrong: [fn(&mut Parcel); 5] = [
            |parcel| {
                if let Parcel::Draft { form_id, .. } = parcel {
                    *form_id = "other".into();
                }
            },
            |parcel| {
                if let Parcel::Draft { version, .. } = parcel {
                    version.clear();
                }
            },
            |parcel| {
                if let Parcel::Draft { snapshot, .. } = parcel {
                    *snapshot = "{}".into();
                }
            },
            |parcel| {
                if let Parcel::Draft { title, .. } = parcel {
                    *title = "x".repeat(NAME_MAX + 1);
                }
            },
            |parcel| {
                if let Parcel::Draft { files, .. } = parcel {
                    files[0].sha256 = "x".into();
                }
            },
        ];
        for change in wrong {
            assert_eq!(changed(change), None);
        }
    }

    proptest! {
        #[test]
        fn no_bytes_break_it(mut bytes in prop::collection::vec(any::<u8>(), 0..300), first in any::<bool>()) {
            if first && !bytes.is_empty() {
                bytes[0] = VERSION;
            }
            if let Some(parcel) = Parcel::read(&bytes) {
                prop_assert!(parcel.is_sound());
            }
        }
    }
}
