//! Where a submission is in its life, and how it came in.

use engawa_core::codes;

codes! {
    /// Where a submission is in its life.
    SubmissionState {
        /// 受付
        Received = "received",
        /// 審査中
        InReview = "in_review",
        /// 差し戻し: the sender is asked for something
        SentBack = "sent_back",
        /// 承認
        Accepted = "accepted",
        /// 不承認
        Declined = "declined",
        /// 取り下げ: the sender took it back
        Withdrawn = "withdrawn",
    }
}

impl SubmissionState {
    /// Whether staff may move a submission from here to `next`. Taking back is the sender's; what was taken back stays so.
    pub fn staff_may_make_it(self, next: Self) -> bool {
        !matches!((self, next), (Self::Withdrawn, _) | (_, Self::Withdrawn | Self::Received)) && self != next
    }

    /// Whether the sender may still take it back.
    pub fn may_be_withdrawn(self) -> bool {
        matches!(self, Self::Received | Self::InReview | Self::SentBack)
    }

    /// Whether moving it here has to be explained to the sender.
    pub fn needs_message(self) -> bool {
        matches!(self, Self::SentBack | Self::Declined)
    }
}

codes! {
    /// How a submission came in.
    Provenance {
        /// ウェブ
        Web = "web",
        /// 紙
        Paper = "paper",
        /// 電話
        Phone = "phone",
        /// 窓口
        Staff = "staff",
        /// 共用端末: sent by somebody at a shared screen. Nobody says so of their own submission: the server knows who delivered it.
        Kiosk = "kiosk",
    }
}

impl Provenance {
    /// Whether staff entered it for somebody.
    pub fn is_by_staff(self) -> bool {
        matches!(self, Self::Paper | Self::Phone | Self::Staff)
    }

    /// How something that is stored came in. What screens sent before they were told apart was stored as from the web: its sender says it.
    pub fn stored(code: &str, sender: &str) -> Option<Self> {
        let stored = Self::parse(code)?;
        let is_from_screen = stored == Self::Web && sender.starts_with("kiosk:");
        Some(if is_from_screen { Self::Kiosk } else { stored })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_taken_back_stays_so() {
        for state in SubmissionState::ALL {
            assert!(!SubmissionState::Withdrawn.staff_may_make_it(*state));
            assert!(!state.staff_may_make_it(SubmissionState::Withdrawn));
            assert!(!state.staff_may_make_it(*state));
        }
        assert!(SubmissionState::Declined.staff_may_make_it(SubmissionState::Accepted));
        assert!(!SubmissionState::Accepted.may_be_withdrawn());
    }

    #[test]
    fn what_is_stored_says_how_it_came_in() {
        for way in Provenance::ALL {
            assert_eq!(Provenance::stored(way.code(), "anonymous"), Some(*way));
        }
        assert_eq!(Provenance::stored("web", "kiosk:1"), Some(Provenance::Kiosk), "of a time when screens were not told apart");
        assert_eq!(Provenance::stored("paper", "kiosk:1"), Some(Provenance::Paper));
        assert_eq!(Provenance::stored("pigeon", "anonymous"), None);
        let by_staff: Vec<&Provenance> = Provenance::ALL.iter().filter(|way| way.is_by_staff()).collect();
        assert_eq!(by_staff, [&Provenance::Paper, &Provenance::Phone, &Provenance::Staff]);
    }
}
