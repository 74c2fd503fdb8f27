//! What can be done to a listing: writing it, deciding about it, planning it, hosting it together.

use super::listing::Listing;
use super::moderation::{BannedWord, ReportReason};
use super::vocabulary::State;
use chrono::NaiveDate;
use engawa_core::rights::Action;
use engawa_core::time::Millis;
use serde::{Deserialize, Serialize};

/// A write to listings: by staff, by the group that a listing belongs to, or (a report) by anybody.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ListingCommand {
    /// Create or replace a listing, in any state it may go to. It goes on belonging to whom it belongs to.
    Save(Box<Listing>),
    /// The same, saying to whom it belongs.
    SaveFor {
        /// The listing.
        listing: Box<Listing>,
        /// Its group; empty: none.
        #[serde(default)]
        group: String,
        /// Its desk; empty: every desk's.
        #[serde(default)]
        desk: String,
    },
    /// Publish, end, withdraw or take back to draft.
    SetState {
        /// Listing.
        id: String,
        /// Next state.
        state: State,
    },
    /// "Still right": sets the 確認日.
    Confirm {
        /// Listing.
        id: String,
        /// The day of the confirmation.
        on: NaiveDate,
    },
    /// Decides about what waits: shows it, or gives it back with a note.
    Decide {
        /// Listing.
        id: String,
        /// It is shown.
        accept: bool,
        /// To the author; required when it goes back.
        #[serde(default)]
        note: String,
    },
    /// Says that something is wrong with a listing.
    Report {
        /// Listing.
        id: String,
        /// What.
        reason: ReportReason,
        /// In words.
        #[serde(default)]
        words: String,
        /// How to reach who reports, if they like.
        #[serde(default)]
        contact: String,
    },
    /// Decides about a report: the listing is withdrawn, or the report is dismissed.
    DecideReport {
        /// Report.
        report: String,
        /// The listing is withdrawn.
        upheld: bool,
        /// Why, for the record and for the group.
        #[serde(default)]
        words: String,
    },
    /// Plans a change of state, or takes the plan back.
    Plan {
        /// Listing.
        id: String,
        /// Next state.
        state: State,
        /// When; `None`: no longer.
        #[serde(default)]
        at: Option<Millis>,
    },
    /// Makes an older form the newest one. Its state stays.
    Restore {
        /// Listing.
        id: String,
        /// The older form's revision.
        rev: u64,
    },
    /// Asks another group to host it too.
    AskHost {
        /// Listing.
        id: String,
        /// The group that is asked.
        group: String,
    },
    /// Agrees to host it too.
    AgreeHost {
        /// Listing.
        id: String,
        /// The group that agrees.
        group: String,
    },
    /// Ends hosting it, or declines, or takes the question back.
    LeaveHost {
        /// Listing.
        id: String,
        /// The group that leaves.
        group: String,
    },
    /// Gives it to another group or desk, as it is.
    Assign {
        /// Listing.
        id: String,
        /// Its group; empty: none.
        #[serde(default)]
        group: String,
        /// Its desk, where it has no group; empty: every desk's.
        #[serde(default)]
        desk: String,
    },
    /// Changes the list of words that hold or refuse a text.
    SetWords {
        /// Listed from now on, or changed.
        #[serde(default)]
        put: Vec<BannedWord>,
        /// No longer listed.
        #[serde(default)]
        drop: Vec<String>,
    },
}

impl ListingCommand {
    /// What the table of rights calls it.
    pub fn action(&self) -> Action {
        match self {
            Self::Save(_)
            | Self::SaveFor { .. }
            | Self::SetState { .. }
            | Self::Plan { .. }
            | Self::Restore { .. }
            | Self::AskHost { .. }
            | Self::AgreeHost { .. }
            | Self::LeaveHost { .. } => Action::ListingWrite,
            Self::Confirm { .. } => Action::ListingConfirm,
            Self::Decide { .. } | Self::DecideReport { .. } | Self::Assign { .. } => Action::ListingModerate,
            Self::Report { .. } => Action::ListingReport,
            Self::SetWords { .. } => Action::WordsManage,
        }
    }

    /// Whether anybody may send it, also without an account.
    pub fn is_for_anyone(&self) -> bool {
        self.action() == Action::ListingReport
    }

    /// The listing that it is about (of a decision about a report: the report).
    pub fn subject(&self) -> &str {
        match self {
            Self::Save(listing) | Self::SaveFor { listing, .. } => &listing.id,
            Self::SetState { id, .. }
            | Self::Confirm { id, .. }
            | Self::Decide { id, .. }
            | Self::Report { id, .. }
            | Self::Plan { id, .. }
            | Self::Restore { id, .. }
            | Self::AskHost { id, .. }
            | Self::AgreeHost { id, .. }
            | Self::LeaveHost { id, .. }
            | Self::Assign { id, .. } => id,
            Self::DecideReport { report, .. } => report,
            Self::SetWords { .. } => "words",
        }
    }

    /// The verb, for the audit log.
    pub fn verb(&self) -> &'static str {
        match self {
            Self::Save(_) | Self::SaveFor { .. } => "listing.save",
            Self::SetState { .. } => "listing.set_state",
            Self::Confirm { .. } => "listing.confirm",
            Self::Decide { accept: true, .. } => "listing.accept",
            Self::Decide { accept: false, .. } => "listing.return",
            Self::Report { .. } => "listing.report",
            Self::DecideReport { upheld: true, .. } => "listing.uphold_report",
            Self::DecideReport { upheld: false, .. } => "listing.dismiss_report",
            Self::Plan { at: Some(_), .. } => "listing.plan",
            Self::Plan { at: None, .. } => "listing.unplan",
            Self::Restore { .. } => "listing.restore",
            Self::AskHost { .. } => "listing.ask_host",
            Self::AgreeHost { .. } => "listing.agree_host",
            Self::LeaveHost { .. } => "listing.leave_host",
            Self::Assign { .. } => "listing.assign",
            Self::SetWords { .. } => "words.set",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::listings::Kind;

    #[test]
    fn commands_of_before_still_read() {
        let listing = serde_json::to_value(Listing::draft("a", Kind::Event)).unwrap();
        for (text, verb) in [
            (serde_json::json!({ "save": listing }), "listing.save"),
            (serde_json::json!({ "set_state": { "id": "a", "state": "ended" } }), "listing.set_state"),
            (serde_json::json!({ "confirm": { "id": "a", "on": "2026-11-20" } }), "listing.confirm"),
        ] {
            let read: ListingCommand = serde_json::from_value(text.clone()).unwrap();
            assert_eq!(read.verb(), verb);
            assert_eq!(serde_json::to_value(&read).unwrap(), text, "what a device kept is sent as it was: its digest stays");
        }
    }

    #[test]
    fn only_a_report_is_for_anyone() {
        let report = ListingCommand::Report { id: "a".into(), reason: ReportReason::Wrong, words: String::new(), contact: String::new() };
        assert!(report.is_for_anyone());
        assert!(!ListingCommand::Decide { id: "a".into(), accept: true, note: String::new() }.is_for_anyone());
    }
}
