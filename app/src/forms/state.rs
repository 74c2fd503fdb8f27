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
    /// How a submission came in. Everything but the web is entered by staff for somebody.
    Provenance {
        /// ウェブ
        Web = "web",
        /// 紙
        Paper = "paper",
        /// 電話
        Phone = "phone",
        /// 窓口
        Staff = "staff",
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
}
