//! The table of rights: every action, and the roles it is open to.

use super::Role::{
    Accountant, Admin, Anyone, Colleague, DeskLead, DeskReader, DeskStaff, Editor, Kiosk, Oneself, Owner, Resident, RevokedKiosk, Viewer,
};
use super::Roles;

macro_rules! actions {
    ($( $(#[$meta:meta])* $action:ident = $code:literal, $what:literal: [$($role:ident),+]; )*) => {
        /// Something that somebody wants to do.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Action { $( #[doc = $what] $action ),* }

        impl Action {
            /// Every action, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$action),*];

            /// The code, in logs and in the docs.
            pub fn code(self) -> &'static str {
                match self { $( Self::$action => $code ),* }
            }

            /// What it is, in a line.
            pub fn what(self) -> &'static str {
                match self { $( Self::$action => $what ),* }
            }

            /// Whom it is open to.
            pub const fn roles(self) -> Roles {
                match self { $( Self::$action => const { Roles::of(&[$($role),+]) } ),* }
            }
        }
    };
}

actions! {
    ListingReadPublic = "listing.read_public", "Read what is published": [Anyone, Kiosk];
    ListingReadInternal = "listing.read_internal", "Read drafts, older forms and what waits for moderation": [Viewer, DeskReader];
    ListingReadStaffOnly = "listing.read_staff_only", "Read what is published for staff only": [Colleague];
    ListingWrite = "listing.write", "Write, schedule, publish, end and withdraw a listing": [Editor, Owner, DeskStaff];
    ListingConfirm = "listing.confirm", "Say that a listing is still right": [Editor, Owner, DeskStaff];
    ListingModerate = "listing.moderate", "Decide about what waits, and about what was reported": [DeskStaff];
    ListingReport = "listing.report", "Report a problem with a listing": [Anyone, Kiosk];
    ListingImport = "listing.import", "Take in files of listings, and take that back": [DeskStaff];
    WordsManage = "words.manage", "Keep the list of words that hold or refuse a text": [DeskLead, Admin];

    FormRead = "form.read", "Read forms that are not for everybody": [Colleague];
    FormSubmit = "form.submit", "Send a filled-in form, and take it back with its receipt": [Anyone, Kiosk];
    FormSubmitSignedIn = "form.submit_signed_in", "Send a form that is for people who are signed in": [Resident];
    FormSubmitForGroup = "form.submit_for_group", "Send a form that is for registered groups": [Accountant, Editor, Owner];
    FormPublish = "form.publish", "Publish, open, close and configure forms": [DeskStaff];
    PostcodesImport = "postcodes.import", "Take in the national list of postcodes": [DeskLead, Admin];
    FormIntake = "form.intake", "Enter what came on paper or by telephone": [DeskStaff];
    SubmissionRead = "submission.read", "Read what was sent in": [DeskReader];
    WorkCarry = "work.carry", "Carry the work of a desk along on one's own device": [DeskReader];
    SubmissionReview = "submission.review", "Assign, ask back, decide, write letters": [DeskStaff];
    SubmissionErase = "submission.erase", "Delete one submission at once, or keep it until another day": [DeskLead];
    SubmissionExport = "submission.export", "Take what was sent in as a table": [DeskStaff];

    AccountRead = "account.read", "Read one's own data, and who looked at them": [Oneself];
    AccountChange = "account.change", "Change one's own account, sign out everywhere, end it": [Oneself];
    NoticeReceive = "notice.receive", "Be told of what concerns one": [Resident];
    ReceiptCollect = "receipt.collect", "Take into one's account what was sent without it": [Resident];

    GroupClaim = "group.claim", "Say, with proof, that a listed group is one's own": [Resident];
    GroupJoin = "group.join", "Join a group with the secret of an invitation": [Resident];
    GroupReadMembers = "group.read_members", "Read who the members are": [Viewer, DeskReader];
    GroupFollow = "group.follow", "Follow what a group is told": [Viewer];
    GroupInvite = "group.invite", "Invite members, and take invitations back": [Owner, DeskStaff];
    GroupSetRole = "group.set_role", "Give members other roles, and take them out": [Owner];
    GroupLeave = "group.leave", "Leave a group": [Viewer];
    GroupHandOver = "group.hand_over", "Make somebody else the owner": [Owner, DeskStaff];
    GroupRenew = "group.renew", "Renew a registration": [Editor, Owner, DeskStaff];
    GroupMoney = "group.money", "Write applications and reports of money for a group": [Accountant, Owner];
    GroupEnd = "group.end", "Say that a group is dissolved": [Owner, DeskStaff];
    GroupDecide = "group.decide", "Decide about registrations, renewals, claims and trust": [DeskStaff];
    GroupMerge = "group.merge", "Make one of two groups": [DeskLead];

    DeskManage = "desk.manage", "Make, change and end desks": [Admin];
    DeskSetMember = "desk.set_member", "Say who works at a desk": [DeskLead, Admin];
    DeskDelegate = "desk.delegate", "Say who stands in while one is away": [DeskStaff];
    CaseWork = "case.work", "Open a case at the counter, and act for a person": [DeskStaff];
    CaseRead = "case.read", "Read the cases of a desk": [DeskReader];
    CaseRefer = "case.refer", "Refer a case to another desk, with the person's consent": [DeskStaff];
    CaseCollect = "case.collect", "Take into one's account what was done at the counter": [Resident];
    GuardianRecord = "guardian.record", "Record that a guardian agreed on paper to the account of a minor": [DeskStaff];

    CourseJoin = "course.join", "Sign up for a course for staff, withdraw, write what one takes from it": [Colleague];
    CourseRead = "course.read", "Read who signed up for a course of a desk, who came, and what they wrote": [DeskReader];
    CourseKeep = "course.keep", "Say who came to a course of a desk, and for whom it is": [DeskStaff];

    InquiryRead = "inquiry.read", "Read an inquiry that a desk asks or is asked: its answers and its log": [DeskReader];
    InquiryKeep = "inquiry.keep", "Ask other desks for a desk, remind them, close it with a summary, take the answers as a table": [DeskStaff];
    InquiryAnswer = "inquiry.answer", "Answer an inquiry for a desk that is asked": [DeskStaff];

    KioskRead = "kiosk.read", "See the city's shared screens, how they are and what they are used for": [DeskReader, Admin];
    KioskManage = "kiosk.manage", "Enrol, change and revoke shared screens, say something on them": [DeskLead, Admin];
    KioskDeliver = "kiosk.deliver", "Deliver what was sealed at this shared screen": [Kiosk, RevokedKiosk];
    KioskBeat = "kiosk.beat", "Say how this shared screen is": [Kiosk, RevokedKiosk];
    KioskHandOver = "kiosk.hand_over", "Leave a parcel for a phone, and show what this shared screen looks like at rest": [Kiosk];
    KioskSettle = "kiosk.settle", "Deal with what was sealed at a shared screen and could not take effect": [DeskStaff];

    AuditRead = "audit.read", "Search the audit log": [DeskLead, Admin];
    AuditExport = "audit.export", "Take the audit log as a file": [Admin];
}
