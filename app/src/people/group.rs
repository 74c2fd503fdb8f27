//! 団体: registration, members, invitations, claims, renewal, merging.
//!
//! A group is a listing of the kind "group"; this is what the city and the group itself do about it. A group that came from a register
//! and that nobody claimed has no registration and no members: it is [`RegistrationState::Unclaimed`] without a row that says so.
//! Sources: mission rows 2.1, 2.2, 2.4; 鎌倉市 指針 (3)オ. Invariants: a group that has members has an owner ([`members`]); a reminder
//! goes out once ([`renewal`]); groups that look alike are proposed and never merged by themselves ([`alike`]).

pub mod alike;
pub mod from_form;
pub mod members;
pub mod profile;
pub mod renewal;

use chrono::NaiveDate;
use engawa_core::codes;
use engawa_core::rights::{Action, GroupRole};
use profile::ProfileField;
use serde::{Deserialize, Serialize};

/// Characters of a reason or a proof.
pub const WORDS_MAX: usize = 1_000;
/// Characters of the note on an invitation.
pub const NOTE_MAX: usize = 100;
/// How often one invitation can be used at most.
pub const USES_MAX: u32 = 100;
/// How many days an invitation lives at most.
pub const DAYS_MAX: u32 = 90;
/// The shortest secret of an invitation, in characters: 128 bits, six to a letter.
pub const SECRET_MIN: usize = 22;

codes! {
    /// Where the registration of a group stands.
    RegistrationState {
        /// Listed from a register; nobody of the group has an account yet
        Unclaimed = "unclaimed",
        /// Asked for
        Pending = "pending",
        /// Registered
        Registered = "registered",
        /// The day passed and nobody renewed
        Lapsed = "lapsed",
        /// Declined
        Declined = "declined",
        /// Dissolved
        Ended = "ended",
        /// Was the same as another
        Merged = "merged",
    }
}

impl RegistrationState {
    /// Whether there is a group that can have members.
    pub fn is_alive(self) -> bool {
        matches!(self, Self::Unclaimed | Self::Pending | Self::Registered | Self::Lapsed)
    }
}

codes! {
    /// Whether what a group writes is looked at before it is shown.
    Trust {
        /// Before
        New = "new",
        /// Afterwards
        Trusted = "trusted",
    }
}

codes! {
    /// 登録区分: what a registration unlocks.
    RegistrationClass {
        /// 掲載のみ
        Listed = "listed",
        /// 一般登録
        General = "general",
        /// 利用登録
        Full = "full",
    }
}

codes! {
    /// What a registered group may use, with the codes of the ready form.
    Benefit {
        /// 会議室の優先予約
        Booking = "booking",
        /// ロッカー・メールボックス
        Locker = "locker",
        /// 印刷機・機材
        Print = "print",
        /// チラシの配架・展示
        Rack = "rack",
        /// 助成金・講座などの情報
        News = "news",
        /// 市民活動保険
        Insurance = "insurance",
    }
}

impl RegistrationClass {
    /// What it unlocks.
    pub fn benefits(self) -> &'static [Benefit] {
        match self {
            Self::Listed => &[],
            Self::General => &[Benefit::Rack, Benefit::News, Benefit::Insurance],
            Self::Full => Benefit::ALL,
        }
    }
}

codes! {
    /// Where a claim stands.
    ClaimState {
        /// Nobody decided
        Asked = "asked",
        /// The group is theirs
        Accepted = "accepted",
        /// It is not
        Declined = "declined",
    }
}

/// A new invitation. Its secret is kept nowhere; its digest is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invite {
    /// Into which group.
    pub group: String,
    /// As what.
    pub role: GroupRole,
    /// Whom it is for, in the inviter's words.
    #[serde(default)]
    pub note: String,
    /// What the link carries.
    pub secret: String,
    /// How many days it lives.
    pub days: u32,
    /// How often it can be used.
    pub uses: u32,
    /// The inviter steps down when it is taken.
    #[serde(default)]
    pub hands_over: bool,
}

/// A write about a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GroupCommand {
    /// Makes a group that waits for a decision of what was sent in with the registration form.
    RegisterFromSubmission {
        /// The id of the new group.
        group: String,
        /// The submission.
        submission: String,
        /// 登録区分 that is proposed.
        class: RegistrationClass,
    },
    /// Registers a group that waits, or declines it.
    Decide {
        /// Group.
        group: String,
        /// Registered or not.
        accept: bool,
        /// Why, for the group; needed when it is declined.
        #[serde(default)]
        reason: String,
        /// 登録区分.
        class: RegistrationClass,
        /// Last day; nothing: without end.
        #[serde(default)]
        valid_until: Option<NaiveDate>,
        /// The secret of the owner's invitation, for a group whose sender has no account.
        #[serde(default)]
        secret: String,
    },
    /// Looks at what a group writes before or after it is shown.
    SetTrust {
        /// Group.
        group: String,
        /// From now on.
        trust: Trust,
    },
    /// Says which fields of the profile everybody may see.
    SetPublic {
        /// Group.
        group: String,
        /// These, and no others.
        public: Vec<ProfileField>,
    },
    /// Invites somebody.
    Invite(Invite),
    /// Takes an invitation back.
    EndInvitation {
        /// Group.
        group: String,
        /// Digest of the invitation's secret.
        digest: String,
    },
    /// Joins.
    Accept {
        /// Group.
        group: String,
        /// The secret of the invitation.
        secret: String,
    },
    /// Gives a member another role.
    SetRole {
        /// Group.
        group: String,
        /// Member.
        account: String,
        /// From now on.
        role: GroupRole,
    },
    /// Takes a member out.
    RemoveMember {
        /// Group.
        group: String,
        /// Member.
        account: String,
    },
    /// Leaves.
    Leave {
        /// Group.
        group: String,
    },
    /// Makes a member the owner; whoever was becomes an editor.
    HandOver {
        /// Group.
        group: String,
        /// Member.
        to: String,
    },
    /// Asks for the registration to be renewed.
    Renew {
        /// Group.
        group: String,
        /// The submission of the renewal form; empty: none.
        #[serde(default)]
        submission: String,
    },
    /// Renews, or does not.
    DecideRenewal {
        /// Group.
        group: String,
        /// Renewed or not.
        accept: bool,
        /// Why, for the group; needed when it is declined.
        #[serde(default)]
        reason: String,
        /// New last day; nothing: without end.
        #[serde(default)]
        valid_until: Option<NaiveDate>,
    },
    /// Reminds of the renewal, if that is due.
    Remind {
        /// Group.
        group: String,
    },
    /// Lets a registration lapse, if that is due.
    Lapse {
        /// Group.
        group: String,
    },
    /// Says that a listed group is one's own. The claim has the command's id.
    Claim {
        /// Group.
        group: String,
        /// How the desk can see that.
        proof: String,
    },
    /// Decides about a claim.
    DecideClaim {
        /// Group.
        group: String,
        /// The claim.
        claim: String,
        /// Theirs or not.
        accept: bool,
        /// Why, for whoever asked; needed when it is declined.
        #[serde(default)]
        reason: String,
    },
    /// Makes one of two groups: everything of the one goes to the other.
    Merge {
        /// Is no more.
        from: String,
        /// Stays.
        into: String,
    },
    /// Says that a group is dissolved.
    EndGroup {
        /// Group.
        group: String,
        /// Why, in words.
        #[serde(default)]
        reason: String,
    },
}

impl GroupCommand {
    /// The group that it is about.
    pub fn subject(&self) -> &str {
        match self {
            Self::RegisterFromSubmission { group, .. }
            | Self::Decide { group, .. }
            | Self::SetTrust { group, .. }
            | Self::SetPublic { group, .. }
            | Self::Invite(Invite { group, .. })
            | Self::EndInvitation { group, .. }
            | Self::Accept { group, .. }
            | Self::SetRole { group, .. }
            | Self::RemoveMember { group, .. }
            | Self::Leave { group }
            | Self::HandOver { group, .. }
            | Self::Renew { group, .. }
            | Self::DecideRenewal { group, .. }
            | Self::Remind { group }
            | Self::Lapse { group }
            | Self::Claim { group, .. }
            | Self::DecideClaim { group, .. }
            | Self::Merge { from: group, .. }
            | Self::EndGroup { group, .. } => group,
        }
    }

    /// The verb, for the audit log.
    pub fn verb(&self) -> &'static str {
        match self {
            Self::RegisterFromSubmission { .. } => "group.register",
            Self::Decide { accept: true, .. } => "group.accept",
            Self::Decide { .. } => "group.decline",
            Self::SetTrust { .. } => "group.set_trust",
            Self::SetPublic { .. } => "group.set_public",
            Self::Invite(_) => "group.invite",
            Self::EndInvitation { .. } => "group.end_invitation",
            Self::Accept { .. } => "group.join",
            Self::SetRole { .. } => "group.set_role",
            Self::RemoveMember { .. } => "group.remove_member",
            Self::Leave { .. } => "group.leave",
            Self::HandOver { .. } => "group.hand_over",
            Self::Renew { .. } => "group.ask_renewal",
            Self::DecideRenewal { accept: true, .. } => "group.renew",
            Self::DecideRenewal { .. } => "group.decline_renewal",
            Self::Remind { .. } => "group.remind",
            Self::Lapse { .. } => "group.lapse",
            Self::Claim { .. } => "group.claim",
            Self::DecideClaim { accept: true, .. } => "group.accept_claim",
            Self::DecideClaim { .. } => "group.decline_claim",
            Self::Merge { .. } => "group.merge",
            Self::EndGroup { .. } => "group.end",
        }
    }

    /// What one must be allowed to do.
    pub fn action(&self) -> Action {
        match self {
            Self::RegisterFromSubmission { .. }
            | Self::Decide { .. }
            | Self::SetTrust { .. }
            | Self::DecideRenewal { .. }
            | Self::Remind { .. }
            | Self::Lapse { .. }
            | Self::DecideClaim { .. } => Action::GroupDecide,
            Self::SetPublic { .. } => Action::ListingWrite,
            Self::Invite(_) | Self::EndInvitation { .. } => Action::GroupInvite,
            Self::Accept { .. } => Action::GroupJoin,
            Self::SetRole { .. } | Self::RemoveMember { .. } => Action::GroupSetRole,
            Self::Leave { .. } => Action::GroupLeave,
            Self::HandOver { .. } => Action::GroupHandOver,
            Self::Renew { .. } => Action::GroupRenew,
            Self::Claim { .. } => Action::GroupClaim,
            Self::Merge { .. } => Action::GroupMerge,
            Self::EndGroup { .. } => Action::GroupEnd,
        }
    }
}
