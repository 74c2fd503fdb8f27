//! 持ち出し: everything on a device that is not sent, as one file that only the city can open. The last resort of a device that does not
//! reach the server any more.
//!
//! Invariants: what is inside is sealed to the site before it becomes a file, so whoever finds the file reads nothing; what waited in the
//! outbox keeps its id and its bytes, so what the counter takes in and what the device may still send later are one and the same command.

use engawa_core::kiosk::base64url;
use engawa_core::time::Millis;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The context under which it is sealed (`about` of `engawa_core::kiosk::seal`).
pub const ABOUT: &str = "engawa/rescue/1";
/// How the name of such a file ends.
pub const EXTENSION: &str = ".engawa-rescue.json";
/// The largest file, in bytes: what the counter takes.
pub const FILE_MAX: usize = 20 * 1024 * 1024;
/// The most things of one sort in a file.
pub const THINGS_MAX: usize = 500;
/// The marker by which such a file is known.
const FORMAT: &str = "engawa-rescue";
/// Letters of a line.
const LINE: usize = 76;
/// What the request and the seal need around it.
const AROUND: usize = 64 * 1024;

/// What is inside.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rescue {
    /// When it was made, by the device's clock.
    pub made_at: Millis,
    /// What waited in the outbox, in the order of sending.
    #[serde(default)]
    pub entries: Vec<Unsent>,
    /// Drafts.
    #[serde(default)]
    pub drafts: Vec<Begun>,
    /// The files that entries name: contents in base 64 by digest.
    #[serde(default)]
    pub files: BTreeMap<String, String>,
}

/// Something that waited in the outbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unsent {
    /// What it is, in the words that the person saw.
    pub title: String,
    /// When the person asked, by the device's clock.
    pub asked_at: Millis,
    /// The command as it would have been sent. A text of its own: one that cannot be read does not hold up the others.
    pub command: String,
}

/// A draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Begun {
    /// What the person calls it; may be empty.
    pub title: String,
    /// What the form is called.
    pub form_title: String,
    /// When it was last changed, by the device's clock.
    pub changed_at: Millis,
    /// How much of what is asked was answered, in hundredths.
    pub progress: u8,
    /// Its own file ([`engawa_core::form::draft::file`]).
    pub text: String,
}

impl Rescue {
    /// Whether there is anything in it.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty() && self.drafts.is_empty()
    }
}

/// What the server says to whoever wants to seal something to the site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sealing {
    /// The site's public key, in base64url.
    pub key: String,
}

/// A file, as it is on a disk.
#[derive(Serialize, Deserialize)]
struct Closed {
    format: String,
    sealed: Vec<String>,
}

/// Whether something of this length is small enough to be taken at the counter, once it is sealed and written.
pub fn fits(plain: usize) -> bool {
    // Base 64, with what stands around each line: 84 letters for 57 bytes.
    plain.saturating_mul(3) / 2 + AROUND <= FILE_MAX
}

/// Sealed bytes as a file.
pub fn written(sealed: &[u8]) -> String {
    let text = base64url::encode(sealed);
    let mut lines = Vec::with_capacity(text.len() / LINE + 1);
    let mut rest = text.as_str();
    while let Some((line, more)) = rest.split_at_checked(LINE) {
        lines.push(line.to_owned());
        rest = more;
    }
    if !rest.is_empty() {
        lines.push(rest.to_owned());
    }
    // Texts alone: this cannot fail.
    serde_json::to_string_pretty(&Closed { format: FORMAT.to_owned(), sealed: lines }).unwrap_or_default()
}

/// Reads [`written`]; `None`: this is another file.
pub fn read(file: &[u8]) -> Option<Vec<u8>> {
    let closed: Closed = serde_json::from_slice(file).ok()?;
    if closed.format == FORMAT { base64url::decode(&closed.sealed.concat()) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        for length in [0_usize, 1, 56, 57, 58, 1_000] {
            let bytes: Vec<u8> = (0..=255_u8).cycle().take(length).collect();
            let file = written(&bytes);
            assert_eq!(read(file.as_bytes()), Some(bytes), "{length}");
            assert!(file.lines().all(|line| line.len() <= LINE + 8), "lines that a mail carries");
        }
    }

    #[test]
    fn another_file_is_none() {
        let broken = written(b"abc").replace("YWJj", "YW!j");
        for other in ["", "{}", "[]", r#"{"format":"engawa-draft","schema":1,"sealed":[]}"#, r#"{"format":"engawa-rescue"}"#, broken.as_str()] {
            assert_eq!(read(other.as_bytes()), None, "{other}");
        }
        assert_eq!(read(&[0xff, 0xfe]), None);
    }

    #[test]
    fn what_fits_is_what_the_counter_takes() {
        let plain = (FILE_MAX - AROUND) / 3 * 2;
        assert!(fits(plain) && !fits(plain + 1_000) && !fits(usize::MAX));
        // Sealing adds less than a kilobyte.
        assert!(written(&vec![0_u8; plain + 1_024]).len() <= FILE_MAX);
    }

    #[test]
    fn the_wire_form_is_pinned() {
        let entries = vec![Unsent { title: "T".into(), asked_at: 2, command: "{}".into() }];
        let drafts = vec![Begun { title: String::new(), form_title: "F".into(), changed_at: 3, progress: 40, text: "{}".into() }];
        let files = BTreeMap::from([("00".to_owned(), "QQ==".to_owned())]);
        let it = Rescue { made_at: 1, entries, drafts, files };
        let text = concat!(
            r#"{"made_at":1,"entries":[{"title":"T","asked_at":2,"command":"{}"}],"#,
            r#""drafts":[{"title":"","form_title":"F","changed_at":3,"progress":40,"text":"{}"}],"#,
            r#""files":{"00":"QQ=="}}"#
        );
        assert_eq!(serde_json::to_string(&it).unwrap(), text);
        assert_eq!(serde_json::from_str::<Rescue>(text).unwrap(), it);
        assert!(!it.is_empty() && serde_json::from_str::<Rescue>(r#"{"made_at":1}"#).unwrap().is_empty());
    }
}
