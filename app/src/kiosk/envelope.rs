//! What is inside when somebody sends something at a screen.

use crate::command::Command;
use serde::{Deserialize, Serialize};

/// The context under which envelopes and their files are sealed (`about` of `engawa_core::kiosk::seal`).
pub const ABOUT_COMMAND: &str = "engawa/kiosk/command/1";
/// See [`ABOUT_COMMAND`].
pub const ABOUT_FILE: &str = "engawa/kiosk/file/1";

/// A command, with the files that it names.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Envelope {
    /// The command, as its author made it: its id is the one of the person's receipt.
    pub command: Command,
    /// Its files.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<SealedFile>,
}

/// A file of an envelope, sealed by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedFile {
    /// SHA-256 of the sealed bytes: under this name they were uploaded.
    pub sealed: String,
    /// SHA-256 of the bytes inside: under this name the command knows them.
    pub sha256: String,
    /// Length of the bytes inside.
    pub bytes: u64,
}
