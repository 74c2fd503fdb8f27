//! What can be done with screens, and how a screen delivers what was sealed at it.

use super::config::Config;
use crate::site::Names;
use engawa_core::Action;
use serde::{Deserialize, Serialize};

/// A write of this room.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KioskCommand {
    /// Enrols a screen, or changes what it is told. A new one gets its code from the page of staff.
    Save {
        /// Id of the screen.
        kiosk: String,
        /// What it is told.
        config: Box<Config>,
    },
    /// Takes the right from a screen. What was sealed at it may still come.
    Revoke {
        /// Id of the screen.
        kiosk: String,
    },
    /// Says something on a screen; nothing: no more.
    Say {
        /// Id of the screen; empty: every one.
        kiosk: String,
        /// The words.
        words: Option<Names>,
    },
    /// Has a screen load anew as soon as nobody is at it.
    Reload {
        /// Id of the screen; empty: every one.
        kiosk: String,
    },
    /// Delivers what somebody sent at this screen, sealed ([`super::envelope::Envelope`]).
    Deliver {
        /// The envelope: base64url without padding.
        sealed: String,
        /// SHA-256 of the sealed files that go with it, as they were uploaded.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        files: Vec<String>,
    },
    /// Puts away something that was delivered and could not take effect, after staff dealt with it.
    Settle {
        /// The command with which it was delivered.
        delivery: String,
        /// What was done about it.
        note: String,
    },
}

impl KioskCommand {
    /// The screen or the delivery that it is about.
    pub fn subject(&self) -> &str {
        match self {
            Self::Save { kiosk, .. } | Self::Revoke { kiosk } | Self::Say { kiosk, .. } | Self::Reload { kiosk } => kiosk,
            Self::Deliver { .. } => "",
            Self::Settle { delivery, .. } => delivery,
        }
    }

    /// The verb, for the audit log.
    pub fn verb(&self) -> &'static str {
        match self {
            Self::Save { .. } => "kiosk.save",
            Self::Revoke { .. } => "kiosk.revoke",
            Self::Say { .. } => "kiosk.say",
            Self::Reload { .. } => "kiosk.reload",
            Self::Deliver { .. } => "kiosk.deliver",
            Self::Settle { .. } => "kiosk.settle",
        }
    }

    /// The right that it needs.
    pub fn action(&self) -> Action {
        match self {
            Self::Deliver { .. } => Action::KioskDeliver,
            Self::Settle { .. } => Action::KioskSettle,
            Self::Save { .. } | Self::Revoke { .. } | Self::Say { .. } | Self::Reload { .. } => Action::KioskManage,
        }
    }
}
