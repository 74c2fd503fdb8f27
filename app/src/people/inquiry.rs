//! Inquiries inside the house (庁内照会): a desk asks others, each of them answers for itself until a day, and the round ends with a summary.
//!
//! Sources: mission row 14.2; 旭川市 提言 7 (協働推進担当者の配置), 武蔵野市 第二期計画 4-2, 鎌倉市 指針 (庁内照会 and what came of it),
//! 下関市 計画 3 (庁内掲示板等での周知). Invariants: a desk answers for itself and for no other; an answer may be changed until the last day,
//! or until the round is closed, if that is earlier; once a round was sent, neither its questions nor whom it asks change; what happened
//! stands in a log that all who were asked read.

use crate::listings::rules::is_web;
use chrono::{Days, NaiveDate};
use engawa_core::{Problem, codes};
use serde::{Deserialize, Serialize};

codes! {
    /// How far a round is.
    InquiryState {
        /// Nobody was asked yet
        Draft = "draft",
        /// Answers come in
        Open = "open",
        /// Over
        Closed = "closed",
    }
}

codes! {
    /// What a desk answers, in a word.
    Decision {
        /// 協力できる
        Can = "can",
        /// 条件つき
        Conditional = "conditional",
        /// できない
        Cannot = "cannot",
        /// 検討中
        Considering = "considering",
    }
}

codes! {
    /// What stands in the log of a round.
    InquiryEvent {
        /// It was sent
        Sent = "sent",
        /// A desk answered
        Answered = "answered",
        /// A desk changed its answer
        Changed = "changed",
        /// Those who had not answered were reminded
        Reminded = "reminded",
        /// There is another last day
        Moved = "moved",
        /// It was closed
        Closed = "closed",
    }
}

/// The longest title or contact, in characters.
pub const LINE_MAX: usize = 120;
/// The longest text: what is asked, and the summary.
pub const WORDS_MAX: usize = 4_000;
/// The longest question.
pub const QUESTION_MAX: usize = 300;
/// The most questions.
pub const QUESTIONS_MAX: usize = 20;
/// The longest answer to one question, and the longest reason.
pub const ANSWER_MAX: usize = 2_000;
/// The most desks that are asked at once.
pub const DESKS_MAX: usize = 300;
/// An answer is waited for no longer than this.
pub const DUE_DAYS_MAX: u64 = 366;
/// The longest path on this site.
const PATH_MAX: usize = 500;

/// What a desk asks: everything that is settled when it is sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InquiryDraft {
    /// Title.
    pub title: String,
    /// What it is about.
    #[serde(default)]
    pub words: String,
    /// Questions, each a line.
    #[serde(default)]
    pub questions: Vec<String>,
    /// What it is about as an address: a listing, a proposal; may be empty.
    #[serde(default)]
    pub link: String,
    /// The last day for an answer.
    pub due_on: NaiveDate,
    /// The desks that are asked.
    pub desks: Vec<String>,
}

impl InquiryDraft {
    /// Without blanks around texts, empty questions, and desks that are named twice.
    #[must_use]
    pub fn tidied(&self) -> Self {
        let mut desks = self.desks.clone();
        desks.sort_unstable();
        desks.dedup();
        Self {
            title: self.title.trim().to_owned(),
            words: self.words.trim().to_owned(),
            questions: self.questions.iter().map(|it| it.trim().to_owned()).filter(|it| !it.is_empty()).collect(),
            link: self.link.trim().to_owned(),
            due_on: self.due_on,
            desks,
        }
    }
}

/// What a desk answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InquiryAnswer {
    /// In a word.
    pub decision: Decision,
    /// Conditions, the reason, or what else is to be said.
    #[serde(default)]
    pub words: String,
    /// To each question, in order.
    #[serde(default)]
    pub answers: Vec<String>,
    /// Whom to ask there.
    pub contact: String,
}

impl InquiryAnswer {
    /// Without blanks around texts, and with a text for each of so many questions.
    #[must_use]
    pub fn tidied(&self, questions: usize) -> Self {
        let mut answers: Vec<String> = self.answers.iter().map(|it| it.trim().to_owned()).collect();
        answers.resize(questions, String::new());
        Self { decision: self.decision, words: self.words.trim().to_owned(), answers, contact: self.contact.trim().to_owned() }
    }
}

/// A write about a round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InquiryCommand {
    /// Writes a round that nobody was sent yet. A new one has the id of the command.
    Save {
        /// Round.
        inquiry: String,
        /// The desk that asks.
        desk: String,
        /// What it asks.
        draft: InquiryDraft,
    },
    /// Drops a round that nobody was sent.
    Drop {
        /// Round.
        inquiry: String,
    },
    /// Asks.
    Send {
        /// Round.
        inquiry: String,
    },
    /// Answers for a desk, in the place of what the desk answered before.
    Answer {
        /// Round.
        inquiry: String,
        /// The desk that answers.
        desk: String,
        /// What it answers.
        answer: InquiryAnswer,
    },
    /// Reminds the desks whose answer is still to come.
    Remind {
        /// Round.
        inquiry: String,
    },
    /// Says another last day.
    SetDue {
        /// Round.
        inquiry: String,
        /// The last day from now on.
        due_on: NaiveDate,
    },
    /// Closes it: nobody answers any more.
    Close {
        /// Round.
        inquiry: String,
        /// What came of it.
        summary: String,
        /// Every colleague reads title and summary, not only those who were asked.
        #[serde(default)]
        shared: bool,
    },
}

impl InquiryCommand {
    /// The round that it is about.
    pub fn subject(&self) -> &str {
        match self {
            Self::Save { inquiry, .. }
            | Self::Drop { inquiry }
            | Self::Send { inquiry }
            | Self::Answer { inquiry, .. }
            | Self::Remind { inquiry }
            | Self::SetDue { inquiry, .. }
            | Self::Close { inquiry, .. } => inquiry,
        }
    }

    /// The verb, for the audit log.
    pub fn verb(&self) -> &'static str {
        match self {
            Self::Save { .. } => "inquiry.save",
            Self::Drop { .. } => "inquiry.drop",
            Self::Send { .. } => "inquiry.send",
            Self::Answer { .. } => "inquiry.answer",
            Self::Remind { .. } => "inquiry.remind",
            Self::SetDue { .. } => "inquiry.set_due",
            Self::Close { .. } => "inquiry.close",
        }
    }
}

/// Whether an answer is still to come: there is none, or one that decides nothing yet.
pub fn is_awaited(decision: Option<Decision>) -> bool {
    decision.is_none_or(|decision| decision == Decision::Considering)
}

/// Whether a text can be linked to: a page of this site, or an address of the web.
pub fn is_link(text: &str) -> bool {
    let is_path = text.starts_with('/') && !text.starts_with("//") && text.len() <= PATH_MAX;
    let is_plain = |c: char| c.is_ascii_graphic() && !matches!(c, '\\' | '"' | '<' | '>');
    (is_path && text.chars().all(is_plain)) || is_web(text)
}

fn length(problems: &mut Vec<Problem>, path: &str, text: &str, max: usize) {
    if text.chars().count() > max {
        problems.push(Problem::new(path, "too_long").arg(max.to_string()));
    }
}

fn filled(problems: &mut Vec<Problem>, path: &str, text: &str, max: usize) {
    if text.is_empty() {
        problems.push(Problem::new(path, "required"));
    }
    length(problems, path, text, max);
}

/// What is wrong with a last day, judged on a day.
pub fn check_due(due_on: NaiveDate, today: NaiveDate) -> Option<Problem> {
    if due_on < today {
        return Some(Problem::new("due_on", "inquiry_due_past"));
    }
    let latest = today.checked_add_days(Days::new(DUE_DAYS_MAX))?;
    (due_on > latest).then(|| Problem::new("due_on", "inquiry_due_far").arg(latest.to_string()))
}

/// What is wrong with what a desk asks; `draft` is tidied.
pub fn check_draft(desk: &str, draft: &InquiryDraft, today: NaiveDate) -> Vec<Problem> {
    let mut problems = Vec::new();
    filled(&mut problems, "title", &draft.title, LINE_MAX);
    if draft.words.is_empty() && draft.questions.is_empty() {
        problems.push(Problem::new("words", "required"));
    }
    length(&mut problems, "words", &draft.words, WORDS_MAX);
    if draft.questions.len() > QUESTIONS_MAX {
        problems.push(Problem::new("questions", "too_many").arg(QUESTIONS_MAX.to_string()));
    }
    if draft.questions.iter().any(|question| question.chars().count() > QUESTION_MAX) {
        problems.push(Problem::new("questions", "inquiry_question_long").arg(QUESTION_MAX.to_string()));
    }
    if !draft.link.is_empty() && !is_link(&draft.link) {
        problems.push(Problem::new("link", "inquiry_link"));
    }
    problems.extend(check_due(draft.due_on, today));
    if draft.desks.is_empty() {
        problems.push(Problem::new("desks", "inquiry_no_desk"));
    } else if draft.desks.len() > DESKS_MAX {
        problems.push(Problem::new("desks", "too_many").arg(DESKS_MAX.to_string()));
    } else if draft.desks.iter().any(|asked| asked == desk) {
        problems.push(Problem::new("desks", "inquiry_own_desk"));
    }
    problems
}

/// The field of the answer to a question, counted from nought.
pub fn answer_field(at: usize) -> String {
    format!("answer_{at}")
}

/// What is wrong with an answer to so many questions; `answer` is tidied. Whoever agrees answers every question, and whoever does not says why.
pub fn check_answer(questions: usize, answer: &InquiryAnswer) -> Vec<Problem> {
    let mut problems = Vec::new();
    let agrees = matches!(answer.decision, Decision::Can | Decision::Conditional);
    for (at, text) in answer.answers.iter().take(questions).enumerate() {
        let field = answer_field(at);
        if agrees && text.is_empty() {
            problems.push(Problem::new(field.as_str(), "required"));
        }
        length(&mut problems, &field, text, ANSWER_MAX);
    }
    if matches!(answer.decision, Decision::Conditional | Decision::Cannot) && answer.words.is_empty() {
        problems.push(Problem::new("words", "inquiry_reason"));
    }
    length(&mut problems, "words", &answer.words, ANSWER_MAX);
    filled(&mut problems, "contact", &answer.contact, LINE_MAX);
    problems
}

/// What is wrong with a summary.
pub fn check_summary(summary: &str) -> Vec<Problem> {
    let mut problems = Vec::new();
    filled(&mut problems, "summary", summary.trim(), WORDS_MAX);
    problems
}

/// Why no desk can answer on a day; nothing: it can.
pub fn check_open(state: InquiryState, due_on: NaiveDate, today: NaiveDate) -> Option<Problem> {
    match state {
        InquiryState::Draft => Some(Problem::new("", "inquiry_unknown")),
        InquiryState::Closed => Some(Problem::new("", "inquiry_closed")),
        InquiryState::Open if due_on < today => Some(Problem::new("", "inquiry_late").arg(due_on.to_string())),
        InquiryState::Open => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn codes(problems: &[Problem]) -> Vec<String> {
        problems.iter().map(|it| format!("{}:{}", it.path, it.code)).collect()
    }

    fn draft() -> InquiryDraft {
        InquiryDraft {
            title: "協働できる事業".into(),
            words: "教えてください".into(),
            questions: vec!["事業の名前".into()],
            link: String::new(),
            due_on: day("2026-12-10"),
            desks: vec!["welfare".into()],
        }
    }

    #[test]
    fn what_is_asked_is_whole() {
        let today = day("2026-12-01");
        let long = "長".repeat(QUESTION_MAX + 1);
        let desks = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>();
        for (it, expected) in [
            (draft(), vec![]),
            (InquiryDraft { words: String::new(), ..draft() }, vec![]),
            (InquiryDraft { words: " ".into(), questions: vec![" ".into()], ..draft() }, vec!["words:required"]),
            (InquiryDraft { title: " ".into(), ..draft() }, vec!["title:required"]),
            (InquiryDraft { questions: vec!["問い".into(); QUESTIONS_MAX + 1], ..draft() }, vec!["questions:too_many"]),
            (InquiryDraft { questions: vec![long], ..draft() }, vec!["questions:inquiry_question_long"]),
            (InquiryDraft { link: "javascript:alert(1)".into(), ..draft() }, vec!["link:inquiry_link"]),
            (InquiryDraft { due_on: today, ..draft() }, vec![]),
            (InquiryDraft { due_on: day("2026-11-30"), ..draft() }, vec!["due_on:inquiry_due_past"]),
            (InquiryDraft { due_on: day("2028-01-01"), ..draft() }, vec!["due_on:inquiry_due_far"]),
            (InquiryDraft { desks: desks(&[]), ..draft() }, vec!["desks:inquiry_no_desk"]),
            (InquiryDraft { desks: desks(&["main", "welfare"]), ..draft() }, vec!["desks:inquiry_own_desk"]),
        ] {
            assert_eq!(codes(&check_draft("main", &it.tidied(), today)), expected, "{it:?}");
        }
    }

    #[test]
    fn blanks_and_repetitions_are_no_questions_and_no_desks() {
        let it = InquiryDraft {
            title: " 照会 ".into(),
            questions: vec![" 一 ".into(), "　".into(), "二".into()],
            desks: vec!["welfare".into(), "centre".into(), "welfare".into()],
            ..draft()
        };
        let tidied = it.tidied();
        assert_eq!((tidied.title.as_str(), tidied.questions.as_slice()), ("照会", ["一".to_owned(), "二".to_owned()].as_slice()));
        assert_eq!(tidied.desks, ["centre", "welfare"]);
        assert_eq!(tidied.tidied(), tidied);
    }

    #[test]
    fn an_answer_says_enough_to_go_on_with() {
        let answer = |decision, words: &str, answers: &[&str]| {
            let answers = answers.iter().map(|it| (*it).to_owned()).collect();
            InquiryAnswer { decision, words: words.into(), answers, contact: "内線 12".into() }.tidied(2)
        };
        for (it, expected) in [
            (answer(Decision::Can, "", &["一", "二"]), vec![]),
            (answer(Decision::Can, "", &["一"]), vec!["answer_1:required"]),
            (answer(Decision::Can, "", &["一", "二", "三"]), vec![]),
            (answer(Decision::Conditional, "", &["一", "二"]), vec!["words:inquiry_reason"]),
            (answer(Decision::Cannot, "人が足りない", &[]), vec![]),
            (answer(Decision::Cannot, " ", &[]), vec!["words:inquiry_reason"]),
            (answer(Decision::Considering, "", &[]), vec![]),
            (InquiryAnswer { contact: String::new(), ..answer(Decision::Considering, "", &[]) }, vec!["contact:required"]),
            (answer(Decision::Considering, "", &[&"長".repeat(ANSWER_MAX + 1)]), vec!["answer_0:too_long"]),
        ] {
            assert_eq!(codes(&check_answer(2, &it)), expected, "{it:?}");
            assert_eq!(it.answers.len(), 2, "{it:?}");
        }
    }

    #[test]
    fn the_last_day_is_a_day_to_answer_on() {
        let due = day("2026-12-10");
        for (state, today, expected) in [
            (InquiryState::Open, "2026-12-10", None),
            (InquiryState::Open, "2026-12-11", Some("inquiry_late")),
            (InquiryState::Closed, "2026-12-01", Some("inquiry_closed")),
            (InquiryState::Draft, "2026-12-01", Some("inquiry_unknown")),
        ] {
            assert_eq!(check_open(state, due, day(today)).map(|it| it.code).as_deref(), expected, "{state:?} {today}");
        }
    }

    #[test]
    fn only_pages_are_linked_to() {
        for good in ["/listings/0198?x=1", "/staff/inside/0198", "https://city.example/a"] {
            assert!(is_link(good), "{good}");
        }
        for bad in ["", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/a b", "/a\"", "data:text/html,x", "listings/1"] {
            assert!(!is_link(bad), "{bad}");
        }
    }

    #[test]
    fn who_decided_nothing_is_still_waited_for() {
        assert!(is_awaited(None) && is_awaited(Some(Decision::Considering)));
        assert!([Decision::Can, Decision::Conditional, Decision::Cannot].into_iter().all(|it| !is_awaited(Some(it))));
    }
}
