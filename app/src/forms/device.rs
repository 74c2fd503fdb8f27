//! What the device keeps and does for forms: drafts with their journals, files, the outbox. A port; the browser's shell is behind it.
//!
//! Pages know only this. Everything that goes in is text or bytes that the core made ([`engawa_core::form::draft::log`],
//! [`engawa_core::outbox`]), so the shell decides nothing. Invariants: what [`FormDevice::append`] and [`FormDevice::send`] report as
//! done is in the device's store and survives a crash; lines of one draft are kept in the order in which they were appended, whichever
//! tab appended them; a file is kept before its name stands in an answer.

use super::command::Holder;
use super::postcodes::Area;
use super::receipt::Standing;
use crate::kiosk::parcel::Taken;
use crate::listings::device::ListingDevice;
use engawa_core::form::Definition;
use engawa_core::form::draft::aside::Aside;
use engawa_core::form::draft::log::Line;
use engawa_core::form::draft::share::Invitation;
use engawa_core::outbox::{Ask, Entry};
use engawa_core::time::Millis;
use serde::{Deserialize, Serialize};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

/// Something that the device does. `Send`, because Leptos asks for it; the browser wraps its futures.
pub type Doing<T> = Pin<Box<dyn Future<Output = Result<T, KeepError>> + Send>>;

/// Called with news, as long as what [`FormDevice::listen`] gave lives.
pub type Heard<T> = Arc<dyn Fn(T) + Send + Sync>;

/// Why the device did not do it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeepError {
    /// There is no room.
    Full,
    /// The browser keeps nothing here: a private window, a policy.
    Refused,
    /// There is no such thing.
    NotFound,
    /// The file is larger than is taken.
    TooLarge,
    /// There is no connection, or the server did not answer.
    Offline,
    /// Anything else; it was logged where it happened.
    Failed,
}

/// A draft as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftCard {
    /// Which draft.
    pub id: String,
    /// Of which form.
    pub form_id: String,
    /// Of which version.
    pub version: String,
    /// What the form is called.
    pub form_title: String,
    /// What the person calls it, or what the form makes of its answers; may be empty.
    pub title: String,
    /// When it was last changed here.
    pub changed_at: Millis,
    /// How much of what is asked was answered, in hundredths.
    #[serde(default)]
    pub progress: u8,
    /// The fragment of the invitation, if a group shares it ([`engawa_core::form::draft::share::Invitation`]).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invitation: Option<String>,
    /// What the person is called for the others who share it; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub by: String,
    /// The receipt of what was sent of it and came back: it is corrected and sent again in its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrects: Option<Holder>,
}

/// A draft as it was kept.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenedDraft {
    /// As the list shows it.
    pub card: DraftCard,
    /// The snapshot, as [`engawa_core::form::draft::log::snapshot`] wrote it.
    pub snapshot: String,
    /// The lines since, in order.
    pub lines: Vec<String>,
    /// The version of the form that it is of, if it is here.
    pub definition: Option<Arc<Definition>>,
    /// A name for this opening that no other opening has: the replica.
    pub replica: String,
}

/// A file as it is kept on the device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptFile {
    /// SHA-256 of its bytes, in lower-case hexadecimal.
    pub sha256: String,
    /// Its name, as [`super::rules::file_name`] makes it.
    pub name: String,
    /// Its length in bytes, after pictures were made smaller.
    pub bytes: u64,
    /// What the browser takes it for.
    pub media_type: String,
}

/// A line of the outbox as pages show it: a copy of the machine's [`engawa_core::outbox::Shown`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutboxLine {
    /// The entry's id, which is the command's.
    pub id: String,
    /// What it is about: `draft:ID` for a filled-in form.
    pub subject: String,
    /// What it is, in the words that the person saw.
    pub title: String,
    /// The entry, unless a newer build wrote it or it is not taken yet.
    pub entry: Option<Entry>,
    /// How far it is.
    pub standing: OutboxStanding,
}

/// How far an entry of the outbox is; see [`engawa_core::outbox::Standing`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutboxStanding {
    /// It is not on the device's store yet; `failed`: and the store refuses it.
    NotSaved {
        /// The store failed or refused it.
        failed: bool,
    },
    /// It waits for its turn or for a connection.
    Waiting {
        /// When it is tried again, if that is known.
        next_at: Option<Millis>,
        /// Cancelling is certain.
        may_cancel: bool,
    },
    /// It is being sent.
    UnderWay {
        /// Cancelling is certain.
        may_cancel: bool,
    },
    /// A person has to decide; the entry's state says what is wrong.
    Stuck,
    /// It took effect; the entry's state holds the receipt.
    Done,
    /// The app must be updated first.
    UpdateNeeded,
}

impl OutboxStanding {
    /// A person has to decide or to help; it does not go on by itself.
    pub fn needs_somebody(self) -> bool {
        matches!(self, Self::Stuck | Self::NotSaved { failed: true })
    }

    /// It took effect.
    pub fn is_done(self) -> bool {
        self == Self::Done
    }
}

impl OutboxLine {
    /// The draft that it was made of, if it is a filled-in form.
    pub fn draft(&self) -> Option<&str> {
        self.subject.strip_prefix("draft:")
    }

    /// The listing that it writes, if it does.
    pub fn listing(&self) -> Option<&str> {
        self.subject.strip_prefix("listing:")
    }
}

/// What the device keeps and does for forms.
pub trait FormDevice: Send + Sync {
    /// The device's clock.
    fn now(&self) -> Millis;
    /// A new `UUIDv7`.
    fn new_id(&self) -> String;
    /// A new secret of 128 bits, in letters and digits.
    fn new_token(&self) -> String;
    /// A number of this device that says nothing of its owner; the same as long as the store lives.
    fn device_id(&self) -> Doing<String>;
    /// All drafts on this device, newest first.
    fn drafts(&self) -> Doing<Vec<DraftCard>>;
    /// Keeps a new draft (or replaces the snapshot and the lines of one that came from a file): card, snapshot and definition together.
    fn begin(&self, card: DraftCard, snapshot: String, definition: Arc<Definition>) -> Doing<()>;
    /// Reads a draft.
    fn open(&self, id: &str) -> Doing<OpenedDraft>;
    /// Appends lines to a draft's journal and keeps its card, in one transaction; then tells the other tabs. The same transaction sees
    /// whether somebody else wrote behind a text, and then writes it whole and no piece of it ([`Line::text`]).
    fn append(&self, card: DraftCard, lines: Vec<Line>) -> Doing<()>;
    /// Puts a snapshot in the place of the first `lines` lines: the one that exactly these lines end in, before anything else is edited.
    fn compact(&self, id: &str, snapshot: String, lines: usize) -> Doing<()>;
    /// Puts a snapshot in the place of all lines, and aside these, which could not be read: what is typed from now on does not stand behind
    /// them. It fails, and changes nothing, if another tab appended anything since the draft was opened.
    fn put_aside(&self, id: &str, snapshot: String, lines: Vec<String>) -> Doing<()>;
    /// What was put aside of a draft, in its order.
    fn aside(&self, id: &str) -> Doing<Vec<Aside>>;
    /// Keeps with a draft what another device put aside of it; what is aside here already is kept once.
    fn keep_aside(&self, id: &str, lines: Vec<Aside>) -> Doing<()>;
    /// Keeps another version of the form for a draft that was moved to it, with a snapshot of it and all that stands in the journal.
    fn keep_version(&self, card: DraftCard, snapshot: String, definition: Arc<Definition>) -> Doing<()>;
    /// Deletes a draft and the files that nothing else needs.
    fn discard(&self, id: &str) -> Doing<()>;
    /// Calls `heard` with the lines that other tabs append to a draft, until the next call for any draft or [`Self::stop_listening`].
    fn listen(&self, id: &str, heard: Heard<Vec<String>>);
    /// Ends [`Self::listen`].
    fn stop_listening(&self);
    /// Takes the file that was chosen in the file field of this element id and keeps it; `Ok(None)` if none was chosen. Photos larger than
    /// `max_pixels` on their longer side are made smaller, and what cameras note about place and owner is taken out of every photo.
    fn keep_file(&self, element_id: &str, max_pixels: u32) -> Doing<Option<KeptFile>>;
    /// What is known of a kept file.
    fn file(&self, sha256: &str) -> Doing<KeptFile>;
    /// An address under which this page can show a kept file.
    fn file_url(&self, sha256: &str) -> Doing<String>;
    /// Whether words in a kept picture are hard to read ([`crate::listings::aid::contrast`]). A device that cannot draw it does not say so.
    fn looks_faint(&self, _sha256: &str) -> Doing<bool> {
        Box::pin(std::future::ready(Ok(false)))
    }
    /// The contents of kept files in base 64, by digest, for a draft's file; what is not here is left out.
    fn contents(&self, sha256s: Vec<String>) -> Doing<std::collections::BTreeMap<String, String>>;
    /// Keeps a file that came in a draft's file, if its bytes are those of its digest.
    fn keep_content(&self, file: KeptFile, base64: String) -> Doing<()>;
    /// Offers a text as a file to save.
    fn save_as(&self, name: &str, text: &str);
    /// Offers bytes of this media type as a file to save.
    fn save_bytes(&self, name: &str, bytes: &[u8], media_type: &str);
    /// Whether something can be sealed to the site here: its key is on the device, or can be asked for now.
    fn can_seal(&self) -> Doing<bool>;
    /// Seals a text to the site, so that nobody else reads it. `about`: see `engawa_core::kiosk::seal`. [`KeepError::NotFound`]: there is no key.
    fn seal(&self, plain: String, about: &'static str) -> Doing<Vec<u8>>;
    /// Reads the text of the file that was chosen in a file field.
    fn read_file(&self, element_id: &str) -> Doing<String>;
    /// Whether this page may send a draft now: another tab that pressed the button at the same moment has not got there first.
    fn claim_sending(&self, draft: &str) -> Doing<bool>;
    /// Gives the claim back, so that it can be sent again at once.
    fn release_sending(&self) -> Doing<()>;
    /// Puts something into the outbox; done when the store has it.
    fn send(&self, ask: Ask) -> Doing<()>;
    /// Takes an entry back, or discards it.
    fn cancel(&self, id: &str);
    /// Puts a receipt away.
    fn dismiss(&self, id: &str);
    /// Tries to send now.
    fn send_now(&self);
    /// Posts a request of a shared draft ([`engawa_core::form::draft::share::Request`] as JSON) and gives the answer's JSON.
    fn exchange(&self, draft: &str, token: &str, request: String) -> Doing<String>;
    /// Brings a kept file to the server, so that the others who share a draft can fetch it.
    fn lend_file(&self, sha256: &str) -> Doing<()>;
    /// Fetches a file that stands in a shared draft and keeps it; [`KeepError::NotFound`] as long as nobody brought it.
    fn fetch_file(&self, invitation: &Invitation, sha256: &str, name: &str) -> Doing<KeptFile>;
    /// How what was sent stands, as the server says to whoever holds its receipt; [`KeepError::NotFound`] if it knows none,
    /// [`KeepError::Full`] after too many tries.
    fn receipt(&self, holder: &Holder) -> Doing<Standing>;
    /// A version of a form from the server; [`KeepError::NotFound`] if there is none.
    fn fetch_version(&self, form_id: &str, version: &str) -> Doing<Arc<Definition>>;
    /// The places of the postcodes that begin with these three figures: the server's, which are kept, else those that were kept. None where
    /// the city took no list in; [`KeepError::Offline`]: nothing is kept of them.
    fn postcodes(&self, area: &str) -> Doing<Area>;
    /// Fetches and keeps those of the city itself, so that they are there without a connection. Nobody waits for it.
    fn postcodes_ahead(&self);
    /// Takes in what somebody began at a shared screen, by the fragment of `/hand-over`, or by the one that was there before the address was
    /// cleaned if this is empty, and keeps it. [`KeepError::NotFound`]: it was taken
    /// already, or is too old; [`KeepError::Offline`]: the server could not be asked, and nothing is lost; [`KeepError::Failed`]: the
    /// fragment or the parcel cannot be read. The other errors: this device keeps nothing.
    fn take_parcel(&self, fragment: &str) -> Doing<Taken>;
    /// The part of the address behind `#`, which no server sees.
    fn fragment(&self) -> String;
    /// The address of this site, `https://city.example.jp`.
    fn origin(&self) -> String;
    /// Whether the screen is as narrow as a phone's: then one question is shown at a time, unless the person wants it otherwise.
    fn is_narrow(&self) -> bool;
    /// Moves the keyboard's focus to an element and shows it.
    fn focus(&self, element_id: &str);
    /// What the device keeps of listings that are being written.
    fn listings(&self) -> Arc<dyn ListingDevice>;
}
