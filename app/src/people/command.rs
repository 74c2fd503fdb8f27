//! What can be done with groups, desks, cases, courses and inquiries. Accounts are changed by plain forms that need the session, not by commands.

use super::case::CaseCommand;
use super::course::CourseCommand;
use super::desk::DeskCommand;
use super::group::GroupCommand;
use super::inquiry::InquiryCommand;
use serde::{Deserialize, Serialize};

/// A write of this room.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PeopleCommand {
    /// Groups, members, invitations, registration.
    Group(GroupCommand),
    /// Desks, their staff, delegation.
    Desk(DeskCommand),
    /// Cases of the counter, referrals.
    Case(CaseCommand),
    /// Courses for staff.
    Course(CourseCommand),
    /// Inquiries from desk to desk.
    Inquiry(InquiryCommand),
}

impl PeopleCommand {
    /// What it is about.
    pub fn subject(&self) -> &str {
        match self {
            Self::Group(command) => command.subject(),
            Self::Desk(command) => command.subject(),
            Self::Case(command) => command.subject(),
            Self::Course(command) => command.subject(),
            Self::Inquiry(command) => command.subject(),
        }
    }

    /// The verb, for the audit log.
    pub fn verb(&self) -> &'static str {
        match self {
            Self::Group(command) => command.verb(),
            Self::Desk(command) => command.verb(),
            Self::Case(command) => command.verb(),
            Self::Course(command) => command.verb(),
            Self::Inquiry(command) => command.verb(),
        }
    }
}
