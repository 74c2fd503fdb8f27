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

impl Me {
    /// What the device keeps of it for writing without a connection: for whom, and nothing of the person. Nobody signed in: nothing.
    pub fn for_later(&self) -> Option<Self> {
        self.account.as_ref()?;
        let groups = self.groups.iter().filter(|group| group.may_write).cloned().collect();
        Some(Self { account: None, groups, desks: Vec::new(), writes_for_city: self.writes_for_city })
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_device_keeps_for_whom_one_writes_and_nothing_of_the_person() {
        let group = |id: &str, may_write| MyGroup { id: id.into(), name: id.into(), role: GroupRole::Editor, may_write };
        let me = Me {
            account: Some(MyAccount { id: "a1".into(), name: "青木".into() }),
            groups: vec![group("g1", true), group("g2", false)],
            desks: vec![MyDesk { id: "d1".into(), name: "福祉課".into(), role: DeskRole::Staff }],
            writes_for_city: true,
        };
        let kept = me.for_later().unwrap();
        assert_eq!(kept, Me { groups: vec![group("g1", true)], writes_for_city: true, ..Me::default() });
        let text = serde_json::to_string(&kept).unwrap();
        assert!(["a1", "青木", "福祉課"].iter().all(|word| !text.contains(word)), "{text}");
        assert_eq!(Me { account: None, ..me }.for_later(), None, "whoever signed out leaves nothing");
    }
}
