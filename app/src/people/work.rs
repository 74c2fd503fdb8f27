//! 仕事: a submission that waits at a desk, as staff carry it along to a visit.
//!
//! It is the record of the collection [`COLLECTION`] in the scope `staff:<desk>`: what the list shows, and the answers as lines that can be
//! read without the form. Invariant: all of it is personal, so on a device it is kept sealed ([`engawa_core::vault`]) and nowhere else.

use crate::forms::SubmissionState;
use crate::forms::outline::{Line, LineKind, MASK};
use engawa_core::text;
use engawa_core::time::Millis;
use serde::{Deserialize, Serialize};

/// The collection of the feed.
pub const COLLECTION: &str = "work";

/// An answer, as it is read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkLine {
    /// What was asked.
    pub label: String,
    /// What was answered; empty: a heading.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub value: String,
}

/// A submission that waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkItem {
    /// The submission.
    pub id: String,
    /// Its form.
    pub form_id: String,
    /// What the form is called.
    pub form_title: String,
    /// The number of its receipt.
    pub receipt_no: String,
    /// What the form calls it; may be empty.
    #[serde(default)]
    pub title: String,
    /// Where it is.
    pub state: SubmissionState,
    /// Who takes care of it; may be empty.
    #[serde(default)]
    pub assignee: String,
    /// When it arrived.
    pub received_at: Millis,
    /// The submission's revision: what a decision is based on.
    pub rev: u64,
    /// The answers.
    pub lines: Vec<WorkLine>,
}

impl WorkItem {
    /// Whether every word occurs in it, however it is written; no word: yes.
    pub fn has(&self, words: &str) -> bool {
        let folded = text::fold(words);
        let own = [self.title.as_str(), &self.receipt_no, &self.form_title, &self.assignee];
        let all = own.into_iter().chain(self.lines.iter().map(|line| line.value.as_str()));
        let own = text::fold(&all.collect::<Vec<_>>().join("\n"));
        folded.split_whitespace().all(|word| own.contains(word))
    }

    /// What a list calls it.
    pub fn name(&self) -> &str {
        if self.title.trim().is_empty() { &self.form_title } else { &self.title }
    }
}

/// Whether something of this state waits for somebody.
pub fn waits(state: SubmissionState) -> bool {
    state.may_be_withdrawn()
}

/// A filled-in form as lines for reading; what was not answered is left out.
pub fn readable(lines: &[Line]) -> Vec<WorkLine> {
    let line = |line: &Line| {
        let (label, value) = match &line.what {
            LineKind::Group => (line.label.clone(), String::new()),
            LineKind::Row(number) => (format!("{} {number}", line.label), String::new()),
            LineKind::Answer(words) | LineKind::Computed(words) if words.trim().is_empty() => return None,
            // What is hidden while it is typed is not carried along.
            LineKind::Answer(_) | LineKind::Computed(_) if line.is_masked => (line.label.clone(), MASK.to_owned()),
            LineKind::Answer(words) | LineKind::Computed(words) => (line.label.clone(), words.clone()),
            LineKind::File(file) => (line.label.clone(), file.name.clone()),
        };
        Some(WorkLine { label, value })
    };
    lines.iter().filter_map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use engawa_core::form::answers::AnswerPath;

    fn line(label: &str, what: LineKind) -> Line {
        Line { depth: 0, path: AnswerPath(label.into()), label: label.into(), what, is_masked: false }
    }

    #[test]
    fn only_what_was_answered_is_carried() {
        let lines = [
            line("申請者", LineKind::Group),
            line("お名前", LineKind::Answer("縁側 花".into())),
            line("電話", LineKind::Answer(" ".into())),
            line("経費", LineKind::Row(2)),
            line("合計", LineKind::Computed("300".into())),
        ];
        let told: Vec<_> = readable(&lines).into_iter().map(|line| (line.label, line.value)).collect();
        let expected = [("申請者", ""), ("お名前", "縁側 花"), ("経費 2", ""), ("合計", "300")];
        assert_eq!(told, expected.map(|(label, value)| (label.to_owned(), value.to_owned())));
    }

    #[test]
    fn it_is_found_however_it_is_written() {
        let item = WorkItem {
            id: "i".into(),
            form_id: "f".into(),
            form_title: "助成金の申請".into(),
            receipt_no: "0A1B-2C3D".into(),
            title: String::new(),
            state: SubmissionState::Received,
            assignee: String::new(),
            received_at: 0,
            rev: 1,
            lines: vec![WorkLine { label: "団体".into(), value: "エンガワの会".into() }],
        };
        for (words, found) in [("", true), ("えんがわ", true), ("0a1b-2c3d", true), ("助成金 えんがわ", true), ("えんがわ 川", false)]
        {
            assert_eq!(item.has(words), found, "{words}");
        }
        assert_eq!(item.name(), "助成金の申請");
    }
}
