//! Who may do what: one table, asked by the server for every command and every read, and by pages to hide what is not possible.
//!
//! [`may`] is a look into [`table::Action::roles`]: which roles an action is open to, against the roles that an actor has towards a
//! subject. Roles are bits, so a check is a handful of comparisons and one `and`. Nothing else in the product decides about rights; what
//! needs a secret (the holder of a receipt, the bearer of an invitation) is open to everybody here and asks for the secret itself.
//! `docs/rights.md` is written from this table, and a test holds it to that.

pub mod table;

pub use table::Action;

use crate::codes;
use serde::{Deserialize, Serialize};

codes! {
    /// What a member may do in a group. Later ones may do what earlier ones may, but for the accountant's papers.
    GroupRole {
        /// 閲覧: reads what is inside
        Viewer = "viewer",
        /// 会計: writes applications and reports of money
        Accountant = "accountant",
        /// 編集: publishes for the group
        Editor = "editor",
        /// 代表: members, renewal, hand-over
        Owner = "owner",
    }
}

codes! {
    /// What a member of staff may do at a desk. Later ones may do what earlier ones may.
    DeskRole {
        /// 閲覧: reads, writes nothing
        Reader = "reader",
        /// 担当
        Staff = "staff",
        /// 責任者
        Lead = "lead",
    }
}

/// Who somebody is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Identity {
    /// Nobody known.
    #[default]
    Anonymous,
    /// The holder of an account.
    Account {
        /// Account id.
        id: String,
        /// Folded sign-in name of staff; empty for residents.
        login: String,
        /// Name on screen.
        name: String,
    },
    /// A shared device of the city.
    Kiosk {
        /// Device id.
        id: String,
    },
    /// A shared device whose right was taken away: what was sealed at it while it had one may still come, and nothing else.
    RevokedKiosk {
        /// Device id.
        id: String,
    },
    /// The command line on the server itself.
    System,
}

/// Somebody who wants something, with all that is needed to judge it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// Who.
    pub identity: Identity,
    /// Groups that they belong to.
    pub groups: Vec<(String, GroupRole)>,
    /// Desks that they work at, delegations of others included.
    pub desks: Vec<(String, DeskRole)>,
    /// Whether they keep the house: desks, accounts of staff, the audit log.
    pub admin: bool,
    /// The case of the counter for which they act now.
    pub case: Option<String>,
}

/// The desk that exists from the start: 総合窓口.
pub const MAIN_DESK: &str = "main";

impl Actor {
    /// Nobody known.
    pub fn anonymous() -> Self {
        Self::default()
    }

    /// The command line on the server.
    pub fn system() -> Self {
        Self { identity: Identity::System, ..Self::default() }
    }

    /// A shared device.
    pub fn kiosk(id: impl Into<String>) -> Self {
        Self { identity: Identity::Kiosk { id: id.into() }, ..Self::default() }
    }

    /// A shared device whose right was taken away.
    pub fn revoked_kiosk(id: impl Into<String>) -> Self {
        Self { identity: Identity::RevokedKiosk { id: id.into() }, ..Self::default() }
    }

    /// A resident with an account.
    pub fn resident(id: impl Into<String>, name: impl Into<String>) -> Self {
        Self { identity: Identity::Account { id: id.into(), login: String::new(), name: name.into() }, ..Self::default() }
    }

    /// A member of staff at the main desk.
    pub fn staff(id: impl Into<String>, login: impl Into<String>, name: impl Into<String>) -> Self {
        let identity = Identity::Account { id: id.into(), login: login.into(), name: name.into() };
        Self { identity, desks: vec![(MAIN_DESK.to_owned(), DeskRole::Staff)], ..Self::default() }
    }

    /// The account, if they have one.
    pub fn account(&self) -> Option<&str> {
        match &self.identity {
            Identity::Account { id, .. } => Some(id),
            _ => None,
        }
    }

    /// The shared device, if they are one, whether or not it still has its right.
    pub fn screen(&self) -> Option<&str> {
        match &self.identity {
            Identity::Kiosk { id } | Identity::RevokedKiosk { id } => Some(id),
            _ => None,
        }
    }

    /// Name on screen.
    pub fn display_name(&self) -> &str {
        match &self.identity {
            Identity::Account { name, .. } => name,
            _ => "",
        }
    }

    /// How logs and receipts name them: `staff:<login>`, `account:<id>`, `kiosk:<id>`, `system`, `anonymous`.
    /// Never a person's name or address.
    pub fn name(&self) -> String {
        match &self.identity {
            Identity::Anonymous => "anonymous".to_owned(),
            Identity::Account { id, login, .. } if login.is_empty() => format!("account:{id}"),
            Identity::Account { login, .. } => format!("staff:{login}"),
            // The same before and after: what it delivers again is recognised as its own.
            Identity::Kiosk { id } | Identity::RevokedKiosk { id } => format!("kiosk:{id}"),
            Identity::System => "system".to_owned(),
        }
    }

    /// Whether they work for the city.
    pub fn is_staff(&self) -> bool {
        self.identity == Identity::System || self.admin || !self.desks.is_empty()
    }

    /// The role in a group.
    pub fn role_in(&self, group: &str) -> Option<GroupRole> {
        self.groups.iter().find(|(id, _)| id == group).map(|(_, role)| *role)
    }

    /// The roles that they have towards a subject.
    pub fn roles(&self, subject: &Subject<'_>) -> Roles {
        let mut roles = Role::Anyone.bit();
        match &self.identity {
            Identity::Anonymous => {}
            Identity::Kiosk { .. } => roles |= Role::Kiosk.bit(),
            // Less than anybody.
            Identity::RevokedKiosk { .. } => return Roles(Role::RevokedKiosk.bit()),
            Identity::System => return Roles(u32::MAX),
            Identity::Account { id, .. } => {
                roles |= Role::Resident.bit();
                if subject.account == Some(id.as_str()) {
                    roles |= Role::Oneself.bit();
                }
            }
        }
        for (group, role) in &self.groups {
            if subject.group == Some(group.as_str()) {
                roles |= match role {
                    GroupRole::Viewer => Role::Viewer.bit(),
                    GroupRole::Accountant => Role::Viewer.bit() | Role::Accountant.bit(),
                    GroupRole::Editor => Role::Viewer.bit() | Role::Editor.bit(),
                    GroupRole::Owner => Role::Viewer.bit() | Role::Accountant.bit() | Role::Editor.bit() | Role::Owner.bit(),
                };
            }
        }
        for (desk, role) in &self.desks {
            roles |= Role::Colleague.bit();
            if subject.desk.is_none_or(|of| of == desk) {
                roles |= match role {
                    DeskRole::Reader => Role::DeskReader.bit(),
                    DeskRole::Staff => Role::DeskReader.bit() | Role::DeskStaff.bit(),
                    DeskRole::Lead => Role::DeskReader.bit() | Role::DeskStaff.bit() | Role::DeskLead.bit(),
                };
            }
        }
        if self.admin {
            roles |= Role::Colleague.bit() | Role::Admin.bit();
        }
        Roles(roles)
    }
}

/// What something is done to: to whom it belongs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Subject<'a> {
    /// The group that it belongs to.
    pub group: Option<&'a str>,
    /// The desk that it belongs to; `None`: every desk's.
    pub desk: Option<&'a str>,
    /// The account that it is about.
    pub account: Option<&'a str>,
}

impl<'a> Subject<'a> {
    /// What belongs to nobody in particular.
    pub const NONE: Subject<'static> = Subject { group: None, desk: None, account: None };

    /// What belongs to a group.
    pub fn of_group(group: &'a str) -> Self {
        Self { group: Some(group).filter(|it| !it.is_empty()), ..Self::default() }
    }

    /// What belongs to a desk; an empty id: every desk's.
    pub fn of_desk(desk: &'a str) -> Self {
        Self { desk: Some(desk).filter(|it| !it.is_empty()), ..Self::default() }
    }

    /// What is about an account.
    pub fn of_account(account: &'a str) -> Self {
        Self { account: Some(account), ..Self::default() }
    }
}

codes! {
    /// What somebody is towards a subject.
    Role {
        /// Everybody
        Anyone = "anyone",
        /// A shared device
        Kiosk = "kiosk",
        /// A shared device that was revoked
        RevokedKiosk = "revoked_kiosk",
        /// Whoever has an account
        Resident = "resident",
        /// Whoever it is about
        Oneself = "oneself",
        /// A member of its group
        Viewer = "viewer",
        /// Whoever keeps the money of its group
        Accountant = "accountant",
        /// Whoever publishes for its group
        Editor = "editor",
        /// Whoever leads its group
        Owner = "owner",
        /// Whoever works at any desk
        Colleague = "colleague",
        /// Whoever reads at its desk
        DeskReader = "desk_reader",
        /// Whoever works at its desk
        DeskStaff = "desk_staff",
        /// Whoever leads its desk
        DeskLead = "desk_lead",
        /// Whoever keeps the house
        Admin = "admin",
    }
}

impl Role {
    const fn bit(self) -> u32 {
        1 << self as u32
    }
}

/// A set of roles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Roles(u32);

impl Roles {
    /// The set of these.
    pub const fn of(list: &[Role]) -> Self {
        let (mut bits, mut at) = (0, 0);
        while at < list.len() {
            bits |= list[at].bit();
            at += 1;
        }
        Self(bits)
    }

    /// Whether one is in it.
    pub fn has(self, role: Role) -> bool {
        self.0 & role.bit() != 0
    }
}

/// Whether this actor may do this to that.
pub fn may(actor: &Actor, action: Action, subject: &Subject<'_>) -> bool {
    actor.roles(subject).0 & action.roles().0 != 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_in_one_group_is_none_in_another() {
        let mut actor = Actor::resident("a", "甲");
        actor.groups.push(("g".into(), GroupRole::Editor));
        assert!(may(&actor, Action::ListingWrite, &Subject::of_group("g")));
        assert!(!may(&actor, Action::ListingWrite, &Subject::of_group("h")));
        assert!(!may(&actor, Action::ListingWrite, &Subject::NONE));
        assert!(!may(&actor, Action::GroupInvite, &Subject::of_group("g")));
    }

    #[test]
    fn an_empty_owner_is_no_ones_group() {
        let mut actor = Actor::resident("a", "甲");
        actor.groups.push((String::new(), GroupRole::Owner));
        assert!(!may(&actor, Action::ListingWrite, &Subject::of_group("")));
    }

    #[test]
    fn another_desk_is_a_colleague_and_no_more() {
        let staff = Actor::staff("s", "s", "担当");
        assert!(may(&staff, Action::SubmissionRead, &Subject::of_desk(MAIN_DESK)));
        assert!(may(&staff, Action::SubmissionRead, &Subject::NONE));
        assert!(!may(&staff, Action::SubmissionRead, &Subject::of_desk("welfare")));
        assert!(may(&staff, Action::ListingReadStaffOnly, &Subject::of_desk("welfare")));
    }

    #[test]
    fn the_house_is_kept_by_its_keepers() {
        let mut admin = Actor::resident("a", "甲");
        admin.admin = true;
        for action in Action::ALL {
            assert!(may(&Actor::system(), *action, &Subject::NONE), "{}", action.code());
            assert!(!may(&Actor::anonymous(), *action, &Subject::NONE) || action.roles().has(Role::Anyone), "{}", action.code());
        }
        assert!(may(&admin, Action::DeskManage, &Subject::NONE));
        assert!(may(&admin, Action::KioskRead, &Subject::NONE), "whoever enrols screens sees them");
        assert!(!may(&admin, Action::SubmissionRead, &Subject::NONE), "keeping the house is not reading people's letters");
    }

    #[test]
    fn a_revoked_screen_delivers_and_says_how_it_is_and_nothing_else() {
        let (screen, revoked) = (Actor::kiosk("k"), Actor::revoked_kiosk("k"));
        let open: Vec<&str> = Action::ALL.iter().filter(|action| may(&revoked, **action, &Subject::NONE)).map(|action| action.code()).collect();
        assert_eq!(open, ["kiosk.deliver", "kiosk.beat"]);
        assert_eq!((revoked.name(), revoked.screen()), (screen.name(), screen.screen()));
        for action in [Action::KioskDeliver, Action::KioskBeat, Action::KioskHandOver, Action::FormSubmit] {
            assert!(may(&screen, action, &Subject::NONE), "{}", action.code());
        }
        assert!(!may(&screen, Action::KioskManage, &Subject::NONE) && !may(&screen, Action::KioskRead, &Subject::NONE));
    }

    #[test]
    fn every_action_has_somebody() {
        for action in Action::ALL {
            assert_ne!(action.roles().0, 0, "{}", action.code());
        }
    }
}
