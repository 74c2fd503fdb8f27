//! What can be done with forms and submissions.

use super::letter::Letter;
use super::state::{Provenance, SubmissionState};
use chrono::NaiveDate;
use engawa_core::codes;
use engawa_core::form::{Answers, Definition};
use engawa_core::rights::Action;
use engawa_core::time::Millis;
use serde::{Deserialize, Serialize};

codes! {
    /// Who may send a form. One that is not for staff is no secret: everybody reads it.
    Audience {
        /// だれでも, also without an account
        Anyone = "anyone",
        /// サインインした人: whoever has an account
        Residents = "residents",
        /// 登録団体: members of registered groups who may write for them
        Groups = "groups",
        /// 担当者: such a form is in no public feed
        Staff = "staff",
    }
}

/// What staff decide about a form apart from its questions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// Nothing is taken before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opens_at: Option<Millis>,
    /// Nothing is taken from then on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closes_at: Option<Millis>,
    /// Who may fill it in.
    pub audience: Audience,
    /// How many submissions are taken, those that were taken back not counted; nothing: any number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quota: Option<u32>,
    /// How many days after it arrived a submission is deleted.
    pub retention_days: u32,
    /// The desk whose staff read what is sent in; empty: every desk's.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub desk: String,
}

impl Default for Settings {
    fn default() -> Self {
        // Five years: the usual class of a 文書保存期間表 for applications.
        Self { opens_at: None, closes_at: None, audience: Audience::Anyone, quota: None, retention_days: 1_825, desk: String::new() }
    }
}

/// The workbook that a version was made of, kept in the store of blobs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceFile {
    /// SHA-256 of its bytes, in lower-case hexadecimal.
    pub sha256: String,
    /// Its name.
    pub name: String,
}

/// A new version of a form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Publish {
    /// The form; its `form_id` is its address, its `version` is new.
    pub definition: Definition,
    /// The workbook.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<SourceFile>,
    /// Who, when, how many.
    pub settings: Settings,
    /// Whether it takes submissions from now on.
    pub open: bool,
}

/// A file that goes with a submission. Its bytes went before, to `PUT /api/v1/blobs/{sha256}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// The answer that names it.
    pub path: String,
    /// SHA-256 of its bytes, in lower-case hexadecimal.
    pub sha256: String,
    /// Its name as the person knows it.
    pub name: String,
    /// Its length in bytes, as the sender counts.
    pub bytes: u64,
    /// What the sender takes it for. The server looks for itself.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub media_type: String,
}

/// The holder of a receipt.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// The short number.
    pub receipt_no: String,
    /// What only the sender knows: [`super::receipt::secret_of`] the command's id. Empty: the account has the receipt.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub secret: String,
}

/// A draft that a group shares by way of the server, and what opens it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharedDraft {
    /// The draft.
    pub draft: String,
    /// The secret of its invitation.
    pub token: String,
}

/// A filled-in form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Submit {
    /// Which form.
    pub form_id: String,
    /// The version that was filled in.
    pub version: String,
    /// What was put in. Values of files are `sha256:HEX/name`.
    pub answers: Answers,
    /// The files that the answers name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
    /// When the person finished, by the device's clock: rules about "today" mean that day. Never later than the server's now.
    /// What staff enter for somebody: noon of the day on which it arrived.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finished_at: Option<Millis>,
    /// The language in which it was filled in, as [`Definition::languages`] names it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub language: String,
    /// How it came in; anything but the web is for staff. What comes from a shared screen says "web", too: the server knows better.
    #[serde(default = "web")]
    pub provenance: Provenance,
    /// The submission that this one corrects, which the desk sent back: it is taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrects: Option<Holder>,
    /// The shared draft that was sent: it is closed, and no member can send it once more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shared: Option<SharedDraft>,
    /// The id that the printed form carries, `P-XXXXXXXX`; empty: it was not on paper, or the paper has none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub paper_id: String,
}

fn web() -> Provenance {
    Provenance::Web
}

/// What staff do about a submission. Fields that are left out stay as they are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// The submission's id.
    pub submission: String,
    /// Where it goes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<SubmissionState>,
    /// What the sender is told: the question, the reason.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub message: String,
    /// What only staff read.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Who takes care of it; an empty text: nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignee: Option<String>,
}

/// A write of this room.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FormCommand {
    /// Publish a version of a form. Staff.
    Publish(Box<Publish>),
    /// Open or close a form. Staff.
    SetOpen {
        /// The form.
        form_id: String,
        /// Whether it takes submissions.
        open: bool,
    },
    /// Change who, when and how many. Staff.
    Configure {
        /// The form.
        form_id: String,
        /// All of them.
        settings: Settings,
    },
    /// Send a filled-in form. Anybody.
    Submit(Box<Submit>),
    /// Take a submission back. Whoever holds its receipt.
    Withdraw {
        /// Number and secret.
        holder: Holder,
        /// Why, if the sender says so.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        reason: String,
    },
    /// Answer a question of the desk in words. Whoever holds the receipt.
    Reply {
        /// Number and secret.
        holder: Holder,
        /// What the sender says.
        text: String,
    },
    /// Decide, ask, assign, note. Staff.
    Review(Box<Review>),
    /// Delete a submission at once. Whoever leads its desk.
    Erase {
        /// The submission.
        submission: String,
        /// Why: it was sent by mistake, somebody asks for it.
        reason: String,
    },
    /// Keep a submission until another day than its form says. Whoever leads its desk.
    Keep {
        /// The submission.
        submission: String,
        /// The last day.
        until: NaiveDate,
        /// Why.
        reason: String,
    },
    /// Keep a letter template, new or changed. Staff.
    PutLetter(Box<Letter>),
    /// Delete a letter template. Staff.
    DropLetter {
        /// Its form.
        form_id: String,
        /// Its id.
        id: String,
    },
}

impl FormCommand {
    /// What it is about, for the audit log: the form, the submission, the receipt number. Never the secret.
    pub fn subject(&self) -> &str {
        match self {
            Self::Publish(publish) => &publish.definition.form_id,
            Self::SetOpen { form_id, .. } | Self::Configure { form_id, .. } | Self::DropLetter { form_id, .. } => form_id,
            Self::Submit(submit) => &submit.form_id,
            Self::Withdraw { holder, .. } | Self::Reply { holder, .. } => &holder.receipt_no,
            Self::Review(review) => &review.submission,
            Self::Erase { submission, .. } | Self::Keep { submission, .. } => submission,
            Self::PutLetter(letter) => &letter.form_id,
        }
    }

    /// The verb, for the audit log.
    pub fn verb(&self) -> &'static str {
        match self {
            Self::Publish(_) => "form.publish",
            Self::SetOpen { .. } => "form.set_open",
            Self::Configure { .. } => "form.configure",
            Self::Submit(_) => "submission.submit",
            Self::Withdraw { .. } => "submission.withdraw",
            Self::Reply { .. } => "submission.reply",
            Self::Review(_) => "submission.review",
            Self::Erase { .. } => "submission.erase",
            Self::Keep { .. } => "submission.keep",
            Self::PutLetter(_) => "letter.put",
            Self::DropLetter { .. } => "letter.drop",
        }
    }

    /// What the table of rights calls it.
    pub fn action(&self) -> Action {
        match self {
            Self::Submit(submit) if submit.provenance == Provenance::Web => Action::FormSubmit,
            Self::Submit(_) => Action::FormIntake,
            Self::Withdraw { .. } | Self::Reply { .. } => Action::FormSubmit,
            Self::Publish(_) | Self::SetOpen { .. } | Self::Configure { .. } => Action::FormPublish,
            Self::Erase { .. } | Self::Keep { .. } => Action::SubmissionErase,
            Self::Review(_) | Self::PutLetter(_) | Self::DropLetter { .. } => Action::SubmissionReview,
        }
    }

    /// Whether anybody may send it, also without an account.
    pub fn is_for_anyone(&self) -> bool {
        self.action() == Action::FormSubmit
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use engawa_core::form::AnswerPath;

    #[test]
    fn the_wire_form_is_pinned() {
        let mut answers = Answers::default();
        answers.values.insert(AnswerPath("name".into()), "縁".into());
        let submit = Submit {
            form_id: "f".into(),
            version: "1".into(),
            answers,
            attachments: Vec::new(),
            finished_at: None,
            language: String::new(),
            provenance: Provenance::Web,
            corrects: None,
            shared: None,
            paper_id: String::new(),
        };
        let text = serde_json::to_string(&FormCommand::Submit(Box::new(submit.clone()))).unwrap();
        assert_eq!(text, r#"{"submit":{"form_id":"f","version":"1","answers":{"values":{"name":"縁"},"rows":{}},"provenance":"web"}}"#);
        assert_eq!(serde_json::from_str::<FormCommand>(&text).unwrap(), FormCommand::Submit(Box::new(submit)));
    }

    #[test]
    fn only_sending_and_taking_back_are_for_anyone() {
        let withdraw = FormCommand::Withdraw { holder: Holder { receipt_no: "n".into(), secret: "s".into() }, reason: String::new() };
        assert!(withdraw.is_for_anyone());
        assert_eq!(withdraw.subject(), "n");
        let reply = FormCommand::Reply { holder: Holder { receipt_no: "n".into(), secret: "s".into() }, text: "x".into() };
        assert_eq!((reply.is_for_anyone(), reply.subject()), (true, "n"));
        assert!(!FormCommand::SetOpen { form_id: "f".into(), open: true }.is_for_anyone());
        assert!(!FormCommand::Review(Box::default()).is_for_anyone());
        assert!(!FormCommand::DropLetter { form_id: "f".into(), id: "x".into() }.is_for_anyone());
    }
}
