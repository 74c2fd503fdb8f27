//! Comments that the members of a draft leave at a question, at a row or at the draft as a whole: for each other, never for the city.
//!
//! A comment is a register of the draft's own under a key of its own, and whether it is settled is another one, so comments merge as all
//! else does. Its text is written once; deleting clears it, and that wins over whatever else happened at the same time. Where somebody
//! settled one while somebody else opened it again, it is open: a reminder too many does no harm.
//!
//! Invariants: no comment is an answer; a draft without comments is what it was before there were any; a build from before that time takes
//! comments, keeps them, hands them on and shows nothing of them (`path::COMMENT` says how). Who may delete one is decided by the mark of
//! the author's device. It keeps honest people from slips and is no lock: whoever has the secret of a draft may write anything into it.
//! `tests/comment_properties.rs` holds merging.

use super::change::Change;
use super::document::{Document, Held, Value};
use super::edit::{EditRefused, Writer};
use super::path::{self, Kind};
use crate::form::answers::AnswerPath;
use crate::id;
use crate::time::Millis;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// The longest comment, in characters.
pub const MAX_COMMENT: usize = 1_000;
/// The most comments of a draft, those that were deleted counted. Several who write without hearing of each other can exceed it; twice as
/// many are shown.
pub const MAX_COMMENTS: usize = 500;
/// The longest text of a register of comments, in bytes: the text and the address, each letter as long as JSON makes it.
pub(super) const MAX_WRITTEN: usize = 16 << 10;
/// What the register of a settled comment holds.
const SETTLED: &str = "settled";

/// A comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// Which one.
    pub key: String,
    /// What it is about: a question or a row, as it was called when it was written or when the draft was moved; the root: the whole draft.
    pub on: AnswerPath,
    /// What it says.
    pub text: String,
    /// The author's name, as they gave it; may be empty.
    pub by: String,
    /// The mark of the author ([`author`]); empty: nobody's.
    pub from: String,
    /// When, by the author's clock. Shown and sorted by, never decided by.
    pub at: Millis,
    /// Whether it was settled.
    pub is_settled: bool,
}

/// A comment as its register holds it. Who wrote it and when stands beside each value anyway.
#[derive(Serialize, Deserialize)]
struct Written {
    comment: String,
    #[serde(default = "AnswerPath::root")]
    on: AnswerPath,
    #[serde(default)]
    from: String,
}

impl Written {
    fn text(&self) -> String {
        // Keys are strings: this cannot fail.
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// The mark by which a device knows its own comments in one draft. In another draft it has another one, so that nobody is followed.
pub fn author(device_id: &str, draft: &str) -> String {
    if device_id.is_empty() {
        return String::new();
    }
    let digest: [u8; 32] = Sha256::digest(format!("comment\n{draft}\n{device_id}").as_bytes()).into();
    id::hex(&digest.first_chunk::<8>().copied().unwrap_or_default())
}

/// Whether a comment can be about this: a question, a row, or the whole.
fn is_place(on: &AnswerPath) -> bool {
    on.0.is_empty() || path::kind(on).is_some_and(|kind| kind != Kind::Own)
}

impl Document {
    /// The comments that nobody deleted, oldest first, as far as there are not more than anybody reads.
    pub(super) fn comments(&self) -> Vec<Comment> {
        let mut comments: Vec<Comment> = self.all_comments().filter_map(|(key, held)| self.comment(key, held)).collect();
        comments.sort_by(|a, b| (a.at, &a.key).cmp(&(b.at, &b.key)));
        comments.truncate(2 * MAX_COMMENTS);
        comments
    }

    /// The registers of comments by key, also of those that were deleted.
    fn all_comments(&self) -> impl Iterator<Item = (&str, &Vec<Held>)> {
        let all = self.registers.range(AnswerPath(path::COMMENT.to_owned())..).take_while(|(path, _)| path.0.starts_with(path::COMMENT));
        all.filter_map(|(path, held)| Some((path::comment_key(path)?, held)))
    }

    fn comment(&self, key: &str, held: &[Held]) -> Option<Comment> {
        if held.iter().any(|held| held.value == Value::Cleared) {
            return None;
        }
        let newest = held.last()?;
        let Value::Text(text) = &newest.value else { return None };
        let Written { comment, on, from } = serde_json::from_str(text).ok()?;
        if comment.chars().count() > MAX_COMMENT {
            return None;
        }
        let on = if is_place(&on) { on } else { AnswerPath::root() };
        let settled = self.held(&path::settled(key));
        let is_settled = !settled.is_empty() && settled.iter().all(|held| matches!(held.value, Value::Text(_)));
        Some(Comment { key: key.to_owned(), on, text: comment, by: newest.by.clone(), from, at: newest.at, is_settled })
    }

    fn comment_of(&self, key: &str) -> Result<Comment, EditRefused> {
        let address = path::comment(key);
        self.comment(key, self.held(&address)).ok_or(EditRefused::Path(address))
    }

    /// The change that leaves a comment; nothing if it says nothing.
    pub(super) fn plan_comment(&self, writer: &Writer, key: &str, on: AnswerPath, text: &str, from: String) -> Result<Option<Change>, EditRefused> {
        let address = path::comment(key);
        if !is_place(&on) {
            return Err(EditRefused::Path(on));
        }
        if !path::is_comment_key(key) || !self.held(&address).is_empty() {
            return Err(EditRefused::Path(address));
        }
        if let Some(row) = path::rows_around(&on).find(|row| !self.has_row(row)) {
            return Err(EditRefused::NoSuchRow(row.to_owned()));
        }
        // What cannot be seen says nothing, and takes six bytes a letter.
        let comment: String = text.trim().chars().filter(|c| *c == '\n' || !c.is_control()).collect();
        if comment.is_empty() {
            return Ok(None);
        }
        if comment.chars().count() > MAX_COMMENT {
            return Err(EditRefused::CommentTooLong(MAX_COMMENT));
        }
        if self.all_comments().count() >= MAX_COMMENTS {
            return Err(EditRefused::TooManyComments(MAX_COMMENTS));
        }
        let written = Written { comment, on, from };
        self.write(writer, address, Value::Text(written.text()), Vec::new()).map(Some)
    }

    /// The change that settles a comment or opens it again; nothing if it is so already.
    pub(super) fn plan_settle(&self, writer: &Writer, key: &str, is_settled: bool) -> Result<Option<Change>, EditRefused> {
        if self.comment_of(key)?.is_settled == is_settled {
            return Ok(None);
        }
        let value = if is_settled { Value::Text(SETTLED.to_owned()) } else { Value::Cleared };
        self.write_over_all(writer, path::settled(key), value).map(Some)
    }

    /// The change that deletes a comment of this author.
    pub(super) fn plan_uncomment(&self, writer: &Writer, key: &str, from: &str) -> Result<Option<Change>, EditRefused> {
        if from.is_empty() || self.comment_of(key)?.from != from {
            return Err(EditRefused::NotYours);
        }
        self.write_over_all(writer, path::comment(key), Value::Cleared).map(Some)
    }
}

impl Comment {
    /// What its register holds once it is about something else.
    pub(super) fn about(&self, on: AnswerPath) -> String {
        Written { comment: self.text.clone(), on, from: self.from.clone() }.text()
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Draft, Edit, file, log};
    use super::*;

    fn writer(replica: &str) -> Writer {
        Writer { replica: replica.into(), by: replica.to_uppercase(), at: 1_000 }
    }

    fn path(text: &str) -> AnswerPath {
        AnswerPath(text.into())
    }

    fn begun() -> Draft {
        let mut draft = Draft::begin("d1", "grant", "1", &writer("a")).unwrap();
        draft.edit(&writer("a"), Edit::Insert { repeat: path("cost"), key: "k".into(), after: None }).unwrap();
        draft.edit(&writer("a"), Edit::set(path("cost[k]/memo"), "紙")).unwrap();
        draft
    }

    fn comment(draft: &mut Draft, replica: &str, key: &str, on: &str, text: &str) -> Result<Option<Change>, EditRefused> {
        let from = author(replica, draft.id());
        draft.edit(&writer(replica), Edit::Comment { key: key.into(), on: path(on), text: text.into(), from })
    }

    fn settle(draft: &mut Draft, replica: &str, key: &str, is_settled: bool) -> Option<Change> {
        draft.edit(&writer(replica), Edit::Settle { key: key.into(), is_settled }).unwrap()
    }

    fn delete(draft: &mut Draft, replica: &str, key: &str) -> Result<Option<Change>, EditRefused> {
        let from = author(replica, draft.id());
        draft.edit(&writer(replica), Edit::Uncomment { key: key.into(), from })
    }

    fn meet(a: &mut Draft, b: &mut Draft) {
        b.merge(&a.document().whole()).unwrap();
        a.merge(&b.document().whole()).unwrap();
        assert_eq!(a.document(), b.document());
    }

    /// `key on text by`, a settled one in brackets.
    fn told(draft: &Draft) -> Vec<String> {
        let one = |it: Comment| format!("{} {} {} {}", it.key, it.on, it.text, it.by);
        draft.comments().into_iter().map(|it| if it.is_settled { format!("({})", one(it)) } else { one(it) }).collect()
    }

    #[test]
    fn a_comment_is_left_settled_opened_and_deleted() {
        let mut draft = begun();
        let answers = draft.answers();
        comment(&mut draft, "a", "1", "cost[k]/memo", "  見積書は？\n ").unwrap();
        comment(&mut draft, "a", "2", "", "よい").unwrap();
        comment(&mut draft, "a", "3", "cost[k]", "行").unwrap();
        assert_eq!(told(&draft), ["1 cost[k]/memo 見積書は？ A", "2  よい A", "3 cost[k] 行 A"]);
        assert!(settle(&mut draft, "b", "2", true).is_some());
        assert!(settle(&mut draft, "b", "2", true).is_none(), "a second time");
        assert_eq!(told(&draft)[1], "(2  よい A)", "the author stays who it was");
        assert!(settle(&mut draft, "a", "2", false).is_some());
        assert_eq!(told(&draft)[1], "2  よい A");
        assert_eq!(delete(&mut draft, "b", "2"), Err(EditRefused::NotYours));
        assert!(delete(&mut draft, "a", "2").unwrap().is_some());
        assert_eq!(delete(&mut draft, "a", "2"), Err(EditRefused::Path(path("#left/0@2"))), "it is gone");
        assert_eq!(told(&draft).len(), 2);
        assert_eq!((draft.answers(), draft.conflicts(), draft.left_over()), (answers, vec![], vec![]), "no comment is an answer");
    }

    #[test]
    fn what_cannot_be_is_refused() {
        let mut draft = begun();
        comment(&mut draft, "a", "1", "q", "x").unwrap();
        for (key, on, text, expected) in [
            ("1", "q", "x", EditRefused::Path(path("#left/0@1"))),
            ("a.b", "q", "x", EditRefused::Path(path("#left/0@a.b"))),
            ("a/b", "q", "x", EditRefused::Path(path("#left/0@a/b"))),
            ("2", "#title", "x", EditRefused::Path(path("#title"))),
            ("2", "a b", "x", EditRefused::Path(path("a b"))),
            ("2", "cost[z]/memo", "x", EditRefused::NoSuchRow("cost[z]".into())),
            ("2", "q", "字".repeat(MAX_COMMENT + 1).as_str(), EditRefused::CommentTooLong(MAX_COMMENT)),
        ] {
            let before = draft.clone();
            assert_eq!(comment(&mut draft, "a", key, on, text), Err(expected), "{key} {on}");
            assert_eq!(draft, before);
        }
        assert_eq!(comment(&mut draft, "a", "2", "q", " \n\u{1}"), Ok(None), "nothing was said");
        let parked = path("#left/0@1");
        assert_eq!(draft.edit(&writer("a"), Edit::Dismiss { parked: parked.clone() }), Err(EditRefused::Path(parked)));
        let nobody = Edit::Uncomment { key: "1".into(), from: String::new() };
        assert_eq!(draft.edit(&writer("a"), nobody), Err(EditRefused::NotYours));
        for n in 2..=MAX_COMMENTS {
            comment(&mut draft, "a", &n.to_string(), "", "x").unwrap();
        }
        delete(&mut draft, "a", "2").unwrap();
        assert_eq!(comment(&mut draft, "a", "more", "", "x"), Err(EditRefused::TooManyComments(MAX_COMMENTS)), "a deleted one counts");
    }

    #[test]
    fn the_longest_comment_at_the_longest_address_fits() {
        let on = AnswerPath("\"".repeat(1_000));
        let written = Written { comment: "\u{1F600}".repeat(MAX_COMMENT), on, from: "f".repeat(16) };
        assert!(written.text().len() <= MAX_WRITTEN, "{}", written.text().len());
    }

    #[test]
    fn deleting_wins_and_a_comment_opened_meanwhile_is_open() {
        let mut a = begun();
        comment(&mut a, "a", "1", "", "x").unwrap();
        comment(&mut a, "a", "2", "", "y").unwrap();
        settle(&mut a, "a", "2", true);
        let mut b = Draft::joined("d1");
        meet(&mut a, &mut b);
        delete(&mut a, "a", "1").unwrap();
        settle(&mut b, "b", "1", true);
        settle(&mut a, "a", "2", false);
        settle(&mut a, "a", "2", true);
        settle(&mut b, "b", "2", false);
        meet(&mut a, &mut b);
        assert_eq!(told(&a), ["2  y A"]);
        settle(&mut b, "b", "2", true);
        meet(&mut a, &mut b);
        assert_eq!(told(&a), ["(2  y A)"]);
    }

    #[test]
    fn the_mark_of_an_author_is_of_one_draft() {
        let mark = author("device", "d1");
        assert_eq!((mark.len(), author("device", "d1")), (16, mark.clone()));
        assert_ne!(mark, author("device", "d2"));
        assert_ne!(mark, author("other", "d1"));
        assert_eq!(author("", "d1"), "", "without a device nobody's");
    }

    #[test]
    fn what_is_no_comment_of_ours_is_not_shown_and_stays() {
        let long = format!(r#"{{"comment":"{}"}}"#, "x".repeat(MAX_COMMENT + 1));
        for (text, expected) in [
            (r#"{"comment":"x"}"#, vec!["1  x A"]),
            (r##"{"comment":"x","on":"#title"}"##, vec!["1  x A"]),
            (r#"{"comment":"x","on":"q","colour":"red"}"#, vec!["1 q x A"]),
            (r#"{"commend":"x"}"#, vec![]),
            ("x", vec![]),
            (long.as_str(), vec![]),
        ] {
            let mut draft = begun();
            let change = draft.document().write_over_all(&writer("a"), path::comment("1"), Value::Text(text.to_owned())).unwrap();
            draft.make(&change).unwrap();
            assert_eq!(told(&draft), expected, "{text}");
            assert_eq!(log::read_snapshot(&log::snapshot(&draft)), Ok(draft.clone()));
        }
    }

    /// What the builds before there were comments take as an address of the draft's own, word for word.
    fn is_own_of_a_former_build(path: &str) -> bool {
        let is_id = |text: &str| (1..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'));
        let is_dot = |text: &str| text.split_once('@').is_some_and(|(counter, replica)| counter.parse::<u64>().is_ok() && is_id(replica));
        path.strip_prefix("#left/").is_some_and(is_dot)
    }

    #[test]
    fn a_former_build_takes_keeps_and_hands_on_what_it_does_not_know() {
        let mut draft = begun();
        let without = file::export(&draft, &std::collections::BTreeMap::new());
        let before = draft.document().seen().clone();
        let key = format!("{}-{}", u64::MAX >> 12, "f".repeat(16));
        comment(&mut draft, "a", &key, "cost[k]/memo", "x").unwrap();
        settle(&mut draft, "a", &key, true);
        let delta = draft.document().delta_since(&before);
        assert_eq!(delta.registers.len(), 2);
        for (path, held) in &delta.registers {
            assert!(is_own_of_a_former_build(&path.0), "{path}");
            for held in held {
                let Value::Text(text) = &held.value else { panic!("{held:?}") };
                // It shows what it can read as an answer without a place, and takes care of files that are named.
                assert!(serde_json::from_str::<super::super::LeftOver>(text).is_err());
                assert!(super::super::Attachment::of(text).is_none());
                assert!(text.len() <= 8 << 20);
            }
        }
        assert!(!without.contains("comment"), "a draft without comments is what it was");
        let text = file::export(&draft, &std::collections::BTreeMap::new());
        assert_eq!(file::import(&text).unwrap().draft, draft);
    }
}
