//! Cases: somebody at the counter, on the phone or with paper, for whom staff act; referrals between desks.
//!
//! Sources: mission row 5.6; peers that showed the data of the person before to the next. Invariants: a case that nobody touched for
//! [`IDLE_MS`] is over; a referral hands over what the person agreed to and nothing else; who withdraws their consent takes back what the
//! other desk could read.

use super::desk::{LINE_MAX, is_phone};
use chrono::NaiveDate;
use engawa_core::codes;
use engawa_core::time::Millis;
use engawa_core::{Problem, text};
use serde::{Deserialize, Serialize};

codes! {
    /// How somebody came.
    Channel {
        /// 窓口
        Counter = "counter",
        /// 電話
        Phone = "phone",
        /// 紙
        Paper = "paper",
    }
}

codes! {
    /// How a person agreed to a referral.
    ConsentWay {
        /// 口頭
        Said = "said",
        /// 署名
        Signed = "signed",
        /// オンライン
        Online = "online",
    }
}

codes! {
    /// What can be handed over.
    HandedPart {
        Name = "name",
        Phone = "phone",
        Topic = "topic",
        Notes = "notes",
        Items = "items",
    }
}

codes! {
    /// Where a referral stands.
    ReferralState {
        /// The other desk can read it
        Sent = "sent",
        /// The other desk works on it
        Taken = "taken",
        /// It came back
        Returned = "returned",
        /// The person took their consent back
        Withdrawn = "withdrawn",
    }
}

impl ReferralState {
    /// Whether the receiving desk may read what was handed over.
    pub fn is_readable(self) -> bool {
        matches!(self, Self::Sent | Self::Taken)
    }

    /// Whether it may become that.
    pub fn may_become(self, to: Self) -> bool {
        match to {
            Self::Sent => false,
            Self::Taken => self == Self::Sent,
            Self::Returned => self.is_readable(),
            Self::Withdrawn => self != Self::Withdrawn,
        }
    }
}

/// A case without a touch is over after this.
pub const IDLE_MS: Millis = 30 * 60 * 1000;
/// Who it was about is kept this long after a case was closed.
pub const KEPT_DAYS: i64 = 365;
/// The longest note, topic or wording of a consent, in characters.
pub const WORDS_MAX: usize = 1_000;

/// The person of a case; both may be left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CasePerson {
    /// Name.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Phone.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub phone: String,
}

/// That a person agreed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// How.
    pub way: ConsentWay,
    /// To which words.
    pub words: String,
    /// On which day.
    pub on: NaiveDate,
}

/// The paper on which a guardian agreed to the account of a minor. The paper itself stays in the city's files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GuardianPaper {
    /// Who signed it.
    pub name: String,
    /// On which day.
    pub signed_on: NaiveDate,
    /// Where it is kept: a folder, a number.
    pub kept: String,
}

/// What another desk reads of a case: what the person agreed to, as it was when it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Handed {
    /// Name.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Phone.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub phone: String,
    /// What it is about.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub topic: String,
    /// Notes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// What was done: verb and receipt number.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<(String, String)>,
}

impl Handed {
    /// Only these parts of everything.
    #[must_use]
    pub fn only(self, parts: &[HandedPart]) -> Self {
        let has = |part: HandedPart| parts.contains(&part);
        Self {
            name: if has(HandedPart::Name) { self.name } else { String::new() },
            phone: if has(HandedPart::Phone) { self.phone } else { String::new() },
            topic: if has(HandedPart::Topic) { self.topic } else { String::new() },
            notes: if has(HandedPart::Notes) { self.notes } else { Vec::new() },
            items: if has(HandedPart::Items) { self.items } else { Vec::new() },
        }
    }
}

/// A write about a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseCommand {
    /// Opens a case under the command's id.
    Open {
        /// The case: the same as the command's id.
        case: String,
        /// At which desk.
        desk: String,
        /// How somebody came.
        channel: Channel,
        /// What it is about, in staff's words.
        topic: String,
    },
    /// Notes something about it.
    Note {
        /// The case.
        case: String,
        /// What.
        words: String,
    },
    /// Says who it is.
    SetPerson {
        /// The case.
        case: String,
        /// Who.
        person: CasePerson,
    },
    /// Makes the code with which the person takes it into an account. Only its digest travels; a code from before is worth nothing.
    SetCode {
        /// The case.
        case: String,
        /// SHA-256 of the folded code, in lower-case hexadecimal.
        digest: String,
    },
    /// Closes it.
    Close {
        /// The case.
        case: String,
        /// The day on which somebody looks at it again.
        follow_on: Option<NaiveDate>,
    },
    /// Takes it into one's account.
    Collect {
        /// The code on the slip, as typed.
        code: String,
    },
    /// Records that a guardian agreed on paper: the account that waits for them waits no longer.
    GuardianConsent {
        /// The case.
        case: String,
        /// The code that is printed on the paper, as typed; empty: the address says which account it is.
        #[serde(default)]
        code: String,
        /// The address with which the minor signs in; asked for only without a code.
        #[serde(default)]
        email: String,
        /// The paper.
        paper: GuardianPaper,
    },
    /// Hands it to another desk, under the command's id.
    Refer {
        /// The case.
        case: String,
        /// To which desk.
        to: String,
        /// What is handed over.
        parts: Vec<HandedPart>,
        /// That the person agreed.
        consent: Consent,
    },
    /// Takes what another desk handed over.
    TakeReferral {
        /// The referral.
        referral: String,
    },
    /// Gives it back.
    ReturnReferral {
        /// The referral.
        referral: String,
        /// Why.
        note: String,
    },
    /// The person takes their consent back.
    WithdrawReferral {
        /// The referral.
        referral: String,
    },
}

impl CaseCommand {
    /// The case or referral that it is about. A code is a secret, so it is not named.
    pub fn subject(&self) -> &str {
        match self {
            Self::Open { case, .. }
            | Self::Note { case, .. }
            | Self::SetPerson { case, .. }
            | Self::SetCode { case, .. }
            | Self::Close { case, .. }
            | Self::GuardianConsent { case, .. }
            | Self::Refer { case, .. } => case,
            Self::Collect { .. } => "",
            Self::TakeReferral { referral } | Self::ReturnReferral { referral, .. } | Self::WithdrawReferral { referral } => referral,
        }
    }

    /// The verb, for the audit log.
    pub fn verb(&self) -> &'static str {
        match self {
            Self::Open { .. } => "case.open",
            Self::Note { .. } => "case.note",
            Self::SetPerson { .. } => "case.set_person",
            Self::SetCode { .. } => "case.set_code",
            Self::Close { .. } => "case.close",
            Self::Collect { .. } => "case.collect",
            Self::GuardianConsent { .. } => "guardian.consent",
            Self::Refer { .. } => "case.refer",
            Self::TakeReferral { .. } => "referral.take",
            Self::ReturnReferral { .. } => "referral.return",
            Self::WithdrawReferral { .. } => "referral.withdraw",
        }
    }
}

/// What is wrong with words that staff write.
pub fn check_words(path: &str, words: &str, is_required: bool) -> Vec<Problem> {
    if is_required && words.trim().is_empty() {
        return vec![Problem::new(path, "required")];
    }
    if words.chars().count() > WORDS_MAX {
        return vec![Problem::new(path, "too_long").arg(WORDS_MAX.to_string())];
    }
    Vec::new()
}

/// What is wrong with a person.
pub fn check_person(person: &CasePerson) -> Vec<Problem> {
    let mut problems = Vec::new();
    if person.name.chars().count() > LINE_MAX {
        problems.push(Problem::new("name", "too_long").arg(LINE_MAX.to_string()));
    }
    if !is_phone(&person.phone) {
        problems.push(Problem::new("phone", "bad_phone"));
    }
    problems
}

/// What is wrong with a guardian's paper, judged on `today`.
pub fn check_guardian_paper(paper: &GuardianPaper, today: NaiveDate) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (path, words) in [("guardian", &paper.name), ("kept", &paper.kept)] {
        if words.trim().is_empty() {
            problems.push(Problem::new(path, "required"));
        } else if words.chars().count() > LINE_MAX {
            problems.push(Problem::new(path, "too_long").arg(LINE_MAX.to_string()));
        }
    }
    if paper.signed_on > today {
        problems.push(Problem::new("signed_on", "consent_in_future"));
    }
    problems
}

/// What is wrong with a referral, judged on `today`.
pub fn check_referral(from: &str, to: &str, parts: &[HandedPart], consent: &Consent, today: NaiveDate) -> Vec<Problem> {
    let mut problems = Vec::new();
    if from == to {
        problems.push(Problem::new("to", "refer_to_oneself"));
    }
    if parts.is_empty() {
        problems.push(Problem::new("parts", "nothing_handed_over"));
    }
    problems.extend(check_words("consent_words", &consent.words, true));
    if consent.on > today {
        problems.push(Problem::new("consent_on", "consent_in_future"));
    }
    problems
}

/// The number of a case as somebody typed it, in the writing of receipts.
pub fn number_of(typed: &str) -> String {
    crate::forms::receipt::number_of(&text::digits(typed))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn only_what_was_agreed_to_is_handed_over() {
        let all = Handed {
            name: "山田".into(),
            phone: "0422".into(),
            topic: "相談".into(),
            notes: vec!["a".into()],
            items: vec![("submission.submit".into(), "AAAA-BBBB".into())],
        };
        assert_eq!(all.clone().only(HandedPart::ALL), all);
        assert_eq!(all.clone().only(&[HandedPart::Topic]), Handed { topic: "相談".into(), ..Handed::default() });
        assert_eq!(serde_json::to_string(&all.only(&[])).unwrap(), "{}");
    }

    #[test]
    fn what_was_withdrawn_stays_so() {
        use ReferralState::{Returned, Sent, Taken, Withdrawn};
        for (from, to, expected) in [
            (Sent, Taken, true),
            (Sent, Returned, true),
            (Taken, Returned, true),
            (Taken, Taken, false),
            (Returned, Taken, false),
            (Returned, Withdrawn, true),
            (Withdrawn, Withdrawn, false),
            (Withdrawn, Taken, false),
            (Taken, Sent, false),
        ] {
            assert_eq!(from.may_become(to), expected, "{from:?} {to:?}");
        }
        assert!(!Returned.is_readable() && !Withdrawn.is_readable());
    }

    #[test]
    fn a_referral_needs_consent() {
        let consent = |words: &str, on: &str| Consent { way: ConsentWay::Said, words: words.into(), on: day(on) };
        let today = day("2026-11-20");
        let paths = |problems: Vec<Problem>| problems.into_iter().map(|it| it.code).collect::<Vec<_>>();
        assert!(check_referral("a", "b", &[HandedPart::Topic], &consent("はい", "2026-11-20"), today).is_empty());
        assert_eq!(
            paths(check_referral("a", "a", &[], &consent(" ", "2026-11-21"), today)),
            ["refer_to_oneself", "nothing_handed_over", "required", "consent_in_future"]
        );
    }

    #[test]
    fn a_paper_is_signed_by_somebody_and_kept_somewhere() {
        let paper = |name: &str, on: &str, kept: &str| GuardianPaper { name: name.into(), signed_on: day(on), kept: kept.into() };
        let wrong = |paper: GuardianPaper| {
            check_guardian_paper(&paper, day("2026-11-20")).into_iter().map(|it| format!("{}:{}", it.path, it.code)).collect::<Vec<_>>()
        };
        assert!(wrong(paper("山田 花子", "2026-11-20", "綴り 3")).is_empty());
        assert_eq!(wrong(paper(" ", "2026-11-21", "")), ["guardian:required", "kept:required", "signed_on:consent_in_future"]);
        assert_eq!(wrong(paper(&"あ".repeat(LINE_MAX + 1), "2026-11-01", "x")), ["guardian:too_long"]);
    }

    #[test]
    fn a_code_is_a_secret_and_not_a_subject() {
        let collect = CaseCommand::Collect { code: "AAAA-BBBB-CCCC-DDDD".into() };
        assert_eq!(collect.subject(), "");
    }
}
