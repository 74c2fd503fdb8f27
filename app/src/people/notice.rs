//! What somebody is told of: a code, arguments, and the sentence that they make.

use super::group::{ClaimState, RegistrationState};
use super::inquiry::Decision;
use crate::forms::SubmissionState;
use crate::messages::forms;
use crate::messages::people::{groups, inquiries, notices as m};
use engawa_core::{Lang, Message, codes};

codes! {
    /// What a notice says. The sentence stands in `messages::people::notices`, under [`NoticeCode::message`].
    NoticeCode {
        /// Registration of {0} was decided: {1}
        RegistrationDecided = "registration_decided",
        /// A registration waits: {0}
        RegistrationWaits = "registration_waits",
        /// The registration of {0} ends on {1}
        RenewalDue = "renewal_due",
        /// A claim on {0} waits
        ClaimWaits = "claim_waits",
        /// The claim on {0} was decided: {1}
        ClaimDecided = "claim_decided",
        /// {0} joined {1}
        MemberJoined = "member_joined",
        /// Your role in {0} changed
        RoleChanged = "role_changed",
        /// What {0} wrote waits: {1}
        ListingWaits = "listing_waits",
        /// {0} was published
        ListingPublished = "listing_published",
        /// {0} came back to you: {1}
        ListingReturned = "listing_returned",
        /// {0} was withdrawn: {1}
        ListingWithdrawn = "listing_withdrawn",
        /// {0} belongs to {1} from now on
        ListingGiven = "listing_given",
        /// Nobody has confirmed {0} of {1} for long
        ListingStale = "listing_stale",
        /// A problem with {0} was reported
        ListingReported = "listing_reported",
        /// {0} asks you to host {1} together
        HostAsked = "host_asked",
        /// {0} hosts {1} together with you
        HostAgreed = "host_agreed",
        /// {0} does not host {1} with you
        HostLeft = "host_left",
        /// What was planned for {0} could not be done
        PlanDropped = "plan_dropped",
        /// {0} referred a case to you
        CaseReferred = "case_referred",
        /// You stand in at {0} until {1}
        DelegationBegins = "delegation_begins",
        /// {0}: you have a place now
        CoursePlace = "course_place",
        /// {0} does not take place
        CourseCalledOff = "course_called_off",
        /// The time or the place of {0} is another
        CourseMoved = "course_moved",
        /// {0} takes place after all
        CourseBack = "course_back",
        /// {0}: what do you take from it?
        CourseReflect = "course_reflect",
        /// {0} is asked by {1}, to be answered by {2}
        InquiryAsked = "inquiry_asked",
        /// An answer to {0} is still to come, by {1}
        InquiryReminded = "inquiry_reminded",
        /// To {0}, {1} answered {2}
        InquiryAnswered = "inquiry_answered",
        /// {0} was closed
        InquiryClosed = "inquiry_closed",
        /// {0} was sent in
        SubmissionArrived = "submission_arrived",
        /// Your submission {0} was decided: {1}
        SubmissionDecided = "submission_decided",
        /// The desk wrote to you about {0}
        SubmissionTold = "submission_told",
        /// The sender of {0} answered
        SubmissionReplied = "submission_replied",
        /// The passkey {0} was added
        PasskeyAdded = "passkey_added",
        /// What was sent at the shared screen {0} could not be taken in
        KioskHeld = "kiosk_held",
    }
}

impl NoticeCode {
    /// The sentence, with holes for the arguments.
    pub fn message(self) -> Message {
        // A test holds that every code has its row.
        m::notice(self.code()).unwrap_or(m::PUSH_BODY)
    }
}

/// What a stored notice says. `args` is a JSON array of texts. A code of a newer release says only that there is something.
pub fn sentence(code: &str, args: &str, lang: Lang) -> String {
    let args: Vec<String> = serde_json::from_str(args).unwrap_or_default();
    let Some(code) = NoticeCode::parse(code) else { return m::PUSH_BODY.text(lang).to_owned() };
    let args: Vec<&str> = args.iter().map(|arg| word(code, arg).map_or(arg.as_str(), |message| message.text(lang))).collect();
    code.message().with(lang, &args)
}

/// The word of an argument that is a code itself.
fn word(code: NoticeCode, arg: &str) -> Option<Message> {
    match code {
        NoticeCode::RegistrationDecided => RegistrationState::parse(arg).map(groups::state),
        NoticeCode::ClaimDecided => ClaimState::parse(arg).map(groups::claim),
        NoticeCode::InquiryAnswered => Decision::parse(arg).map(|it| inquiries::decision(it.code())),
        NoticeCode::SubmissionDecided => SubmissionState::parse(arg).map(forms::state),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_sentence() {
        for code in NoticeCode::ALL {
            assert!(m::notice(code.code()).is_some(), "{}", code.code());
        }
    }

    #[test]
    fn arguments_are_filled_in() {
        let said = |code: &str, args: &str| sentence(code, args, Lang::En);
        assert_eq!(said("renewal_due", r#"["Midori","31 March"]"#), "The registration of Midori ends on 31 March. Please renew it.");
        assert_eq!(
            said("registration_decided", r#"["Midori","registered"]"#),
            format!("The registration of Midori was decided: {}", groups::REGISTERED.text(Lang::En))
        );
        assert_eq!(said("listing_published", "no json"), "{0} is published.");
        assert_eq!(said("code_of_tomorrow", "[]"), "There is a new notice for you.");
    }
}
