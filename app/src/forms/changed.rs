//! What a corrected form says otherwise than the one before it, for whoever judges it.
//!
//! Both are read as lines ([`super::outline::lines`]) and compared by address, so what is told is what people see. Invariant: two forms of
//! the same lines differ in nothing; what only one of them has is told with a blank on the other side.

use super::outline::{Line, LineKind, MASK};
use std::collections::{BTreeMap, BTreeSet};

/// An answer that became another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// What is asked.
    pub label: String,
    /// The row that it stands in, counted from 1; nothing: in none.
    pub row: Option<usize>,
    /// What was answered before; may be blank.
    pub before: String,
    /// What is answered now; may be blank.
    pub after: String,
}

/// An answer with what is needed to name it.
struct Said<'a> {
    label: &'a str,
    row: Option<usize>,
    /// What people read.
    words: &'a str,
    /// What makes it another one: two files of one name differ.
    mark: &'a str,
}

/// The answers of some lines, by their addresses, in order.
fn said(lines: &[Line]) -> Vec<(&str, Said<'_>)> {
    let mut rows: Vec<(usize, usize)> = Vec::new();
    let mut found = Vec::new();
    for line in lines {
        let (words, mark) = match &line.what {
            LineKind::Row(number) => {
                rows.retain(|(depth, _)| *depth < line.depth);
                rows.push((line.depth, *number));
                continue;
            }
            LineKind::Group => continue,
            // That it became another one is told, not what it is.
            LineKind::Answer(words) | LineKind::Computed(words) if line.is_masked && !words.is_empty() => (MASK, words.as_str()),
            LineKind::Answer(words) | LineKind::Computed(words) => (words.as_str(), ""),
            LineKind::File(file) => (file.name.as_str(), file.sha256.as_str()),
        };
        rows.retain(|(depth, _)| *depth < line.depth);
        found.push((line.path.0.as_str(), Said { label: &line.label, row: rows.last().map(|(_, number)| *number), words, mark }));
    }
    found
}

/// What is answered otherwise, in the order of the new form; what is gone comes last.
pub fn changed(before: &[Line], after: &[Line]) -> Vec<Changed> {
    let (before, after) = (said(before), said(after));
    let earlier: BTreeMap<&str, &Said<'_>> = before.iter().map(|(path, said)| (*path, said)).collect();
    let later: BTreeSet<&str> = after.iter().map(|(path, _)| *path).collect();
    let one = |said: &Said<'_>, before: &str, after: &str| Changed {
        label: said.label.to_owned(),
        row: said.row,
        before: before.to_owned(),
        after: after.to_owned(),
    };
    let new = after.iter().filter_map(|(path, now)| match earlier.get(path) {
        Some(old) if old.words == now.words && old.mark == now.mark => None,
        Some(old) => Some(one(now, old.words, now.words)),
        None if now.words.is_empty() => None,
        None => Some(one(now, "", now.words)),
    });
    let gone = before.iter().filter(|(path, old)| !later.contains(path) && !old.words.is_empty()).map(|(_, old)| one(old, old.words, ""));
    new.chain(gone).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use engawa_core::form::answers::AnswerPath;
    use engawa_core::form::draft::Attachment;

    fn line(depth: usize, path: &str, what: LineKind) -> Line {
        Line { depth, path: AnswerPath(path.into()), label: path.to_uppercase(), what, is_masked: false }
    }

    fn answer(depth: usize, path: &str, words: &str) -> Line {
        line(depth, path, LineKind::Answer(words.into()))
    }

    fn file(path: &str, digit: &str) -> Line {
        line(0, path, LineKind::File(Attachment { sha256: digit.repeat(64), name: "a.pdf".into() }))
    }

    #[test]
    fn what_differs_is_told_with_both_sides() {
        let before = [
            answer(0, "who", "a"),
            answer(0, "same", "x"),
            answer(0, "gone", "was"),
            line(0, "cost[1]", LineKind::Row(1)),
            answer(1, "cost[1]/yen", "10"),
            answer(0, "after", "1"),
            file("plan", "a"),
        ];
        let after = [
            answer(0, "who", "b"),
            answer(0, "same", "x"),
            line(0, "cost[1]", LineKind::Row(1)),
            answer(1, "cost[1]/yen", "20"),
            line(0, "cost[2]", LineKind::Row(2)),
            answer(1, "cost[2]/yen", "5"),
            answer(0, "after", "2"),
            answer(0, "blank", ""),
            file("plan", "b"),
        ];
        let told: Vec<(String, Option<usize>, String, String)> =
            changed(&before, &after).into_iter().map(|it| (it.label, it.row, it.before, it.after)).collect();
        let row = |label: &str, row, before: &str, after: &str| (label.to_owned(), row, before.to_owned(), after.to_owned());
        assert_eq!(
            told,
            [
                row("WHO", None, "a", "b"),
                row("COST[1]/YEN", Some(1), "10", "20"),
                row("COST[2]/YEN", Some(2), "", "5"),
                row("AFTER", None, "1", "2"),
                row("PLAN", None, "a.pdf", "a.pdf"),
                row("GONE", None, "was", ""),
            ]
        );
        assert!(changed(&before, &before).is_empty());
    }
}
