//! What somebody may write for, as their own device asks for it once: groups and desks by name.
//!
//! The server decides with the table of rights; the device keeps of it only what a draft needs. Invariant: it holds no address, no sign-in
//! name and nothing of anybody else.

use engawa_core::rights::{DeskRole, GroupRole};
use serde::{Deserialize, Serialize};

/// The answer of `GET /api/v1/me`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    /// Whoever is signed in; `None`: nobody.
    pub account: Option<MyAccount>,
    /// Their groups.
    #[serde(default)]
    pub groups: Vec<MyGroup>,
    /// The desks that they work at.
    #[serde(default)]
    pub desks: Vec<MyDesk>,
    /// They may write listings that belong to no group.
    #[serde(default)]
    pub writes_for_city: bool,
}

/// Somebody's account, as they see it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyAccount {
    /// Its id.
    #[serde(default)]
    pub id: String,
    /// Name on screen.
    pub name: String,
}

/// A group of somebody's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyGroup {
    /// The group, which is a listing.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Their role in it.
    pub role: GroupRole,
    /// They may write listings for it.
    #[serde(default)]
    pub may_write: bool,
}

/// A desk that somebody works at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyDesk {
    /// The desk.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Their role at it.
    pub role: DeskRole,
}
