//! The register of commands: every write of every room, one union. A forgotten arm does not compile.

use crate::forms::command::FormCommand;
use crate::kiosk::command::KioskCommand;
use crate::listings::command::ListingCommand;
use crate::people::command::PeopleCommand;
use serde::{Deserialize, Serialize};

/// The body of a command, by room.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "room", content = "do", rename_all = "snake_case")]
pub enum Body {
    /// 掲載.
    Listings(ListingCommand),
    /// 様式.
    Forms(FormCommand),
    /// 人と権限.
    People(PeopleCommand),
    /// 端末.
    Kiosk(KioskCommand),
}

impl Body {
    /// Whether anybody may send it, also without an account.
    pub fn is_for_anyone(&self) -> bool {
        match self {
            Self::Listings(command) => command.is_for_anyone(),
            Self::People(_) | Self::Kiosk(_) => false,
            Self::Forms(command) => command.is_for_anyone(),
        }
    }
}

/// A command as it travels.
pub type Command = engawa_core::Command<Body>;
