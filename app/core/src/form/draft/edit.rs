//! Edits: what a person does to a draft, and the [`Change`] that is written down of it.
//!
//! A change is small enough to be appended at each keystroke: a long text is written as the piece that is new. It is meant for the
//! journal of the replica that made it, where everything before it is known; other replicas get a [`super::Delta`].

use super::check::{self, Flaw, FlawKind};
use super::document::{Document, Dot, Held, Slot, Value};
use super::path::{self, Kind};
use super::rows::Standing;
use crate::form::answers::AnswerPath;
use crate::time::Millis;
use serde::{Deserialize, Serialize};

/// Who edits, where and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Writer {
    /// The replica: letters, digits, `-`, `_` and `.`, at most 64. Two that write at the same time never have the same one, and one
    /// whose storage was restored from an older copy begins with a new one.
    pub replica: String,
    /// The name that the others are shown; may be empty.
    pub by: String,
    /// Now, in Unix milliseconds.
    pub at: Millis,
}

/// Something that a person does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Types or chooses an answer; an empty one clears it.
    Set {
        /// The answer.
        path: AnswerPath,
        /// Its new value.
        value: String,
        /// The edits that the person saw there, as [`Document::held`] gave them to the screen. What came meanwhile stays beside the
        /// new value. Nothing: all that are known here were seen, as when one is chosen in a conflict.
        seen: Option<Vec<Dot>>,
    },
    /// Adds a row.
    Insert {
        /// The repeat.
        repeat: AnswerPath,
        /// A key that was never used in it.
        key: String,
        /// The row that it comes after; nothing: at the front.
        after: Option<String>,
    },
    /// Moves a row.
    Move {
        /// The repeat.
        repeat: AnswerPath,
        /// The row.
        key: String,
        /// The row that it comes after; nothing: at the front.
        after: Option<String>,
    },
    /// Removes a row. What is in it stays, unseen.
    Remove {
        /// The row, `cost[a1]`.
        row: AnswerPath,
    },
    /// Brings a row back as it was, or decides that one that came back stays.
    Restore {
        /// The row, `cost[a1]`.
        row: AnswerPath,
    },
    /// Leaves a comment.
    Comment {
        /// A key that was never used for one.
        key: String,
        /// What it is about: a question, a row, or the root for the whole draft.
        on: AnswerPath,
        /// What it says.
        text: String,
        /// The mark of the author, see [`super::comments::author`].
        from: String,
    },
    /// Settles a comment, or opens it again.
    Settle {
        /// Which one.
        key: String,
        /// Whether it is settled from now on.
        is_settled: bool,
    },
    /// Deletes a comment.
    Uncomment {
        /// Which one.
        key: String,
        /// The mark of its author.
        from: String,
    },
    /// Names the draft.
    Title(String),
    /// Puts away an answer that found no place in a newer version.
    Dismiss {
        /// Where it is, as [`super::Draft::left_over`] says.
        parked: AnswerPath,
    },
}

impl Edit {
    /// Types or chooses an answer, having seen all that is known here.
    pub fn set(path: AnswerPath, value: impl Into<String>) -> Self {
        Self::Set { path, value: value.into(), seen: None }
    }
}

/// Why an edit was refused. The draft is as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EditRefused {
    /// This is not the address of such a thing.
    Path(AnswerPath),
    /// There is no such row.
    NoSuchRow(String),
    /// There is already such a row.
    RowExists(String),
    /// The answer is longer than this, in bytes.
    TooLong(usize),
    /// The draft would be larger than this, in bytes.
    TooLarge(usize),
    /// The comment is longer than this, in characters.
    CommentTooLong(usize),
    /// There are as many comments as there may be.
    TooManyComments(usize),
    /// Only its author deletes a comment.
    NotYours,
    /// The name or the replica of the writer cannot be used, or a journal was damaged.
    Flawed(Flaw),
}

/// One edit, written down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// Its id.
    pub dot: Dot,
    /// Who.
    pub by: String,
    /// When.
    pub at: Millis,
    /// What.
    pub what: What,
}

/// What an edit does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum What {
    /// Writes a value over others.
    Write {
        /// Where.
        path: AnswerPath,
        /// What.
        value: Written,
        /// Which values it is written over.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        over: Vec<Dot>,
    },
    /// Gives a row a place.
    Place {
        /// The repeat.
        repeat: AnswerPath,
        /// The row.
        key: String,
        /// The place that it comes after.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        after: Option<Dot>,
    },
}

/// A value, or how to make it of the one before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Written {
    /// The whole value.
    Whole(Value),
    /// A long text in which a piece was changed.
    Splice {
        /// The edit whose text it was.
        of: Dot,
        /// How many bytes of it stay at its beginning.
        head: usize,
        /// How many bytes of it stay at its end.
        tail: usize,
        /// What is between them now.
        put: String,
    },
}

/// Texts shorter than this are written whole, in bytes.
const SPLICE_FROM: usize = 100;

impl Document {
    /// The change that an edit makes; nothing if it changes nothing.
    pub(super) fn plan(&self, writer: &Writer, edit: Edit) -> Result<Option<Change>, EditRefused> {
        match edit {
            Edit::Set { path, value, seen } => self.plan_set(writer, path, value, seen.as_deref()),
            Edit::Insert { repeat, key, after } => {
                if self.has_row(&repeat.row(&key).0) {
                    return Err(EditRefused::RowExists(key));
                }
                self.plan_place(writer, repeat, key, after.as_deref())
            }
            Edit::Move { repeat, key, after } => {
                if !self.has_row(&repeat.row(&key).0) {
                    return Err(EditRefused::NoSuchRow(key));
                }
                self.plan_place(writer, repeat, key, after.as_deref())
            }
            Edit::Remove { row } => {
                self.must_be_row(&row)?;
                if self.standing(&row) == Standing::Removed {
                    return Ok(None);
                }
                self.write_over_all(writer, row, Value::Removed(self.seen.clone())).map(Some)
            }
            Edit::Restore { row } => {
                self.must_be_row(&row)?;
                if self.standing(&row) == Standing::There {
                    return Ok(None);
                }
                self.write_over_all(writer, row, Value::Kept).map(Some)
            }
            Edit::Comment { key, on, text, from } => self.plan_comment(writer, &key, on, &text, from),
            Edit::Settle { key, is_settled } => self.plan_settle(writer, &key, is_settled),
            Edit::Uncomment { key, from } => self.plan_uncomment(writer, &key, &from),
            Edit::Title(title) => {
                let value = if title.is_empty() { Value::Cleared } else { Value::Text(title) };
                self.write_over_all(writer, AnswerPath(path::TITLE.to_owned()), value).map(Some)
            }
            Edit::Dismiss { parked } => {
                let is_comment = parked.0.starts_with(path::COMMENT);
                if !parked.0.starts_with(path::LEFT) || is_comment || self.held(&parked).is_empty() {
                    return Err(EditRefused::Path(parked));
                }
                self.write_over_all(writer, parked, Value::Cleared).map(Some)
            }
        }
    }

    fn plan_set(&self, writer: &Writer, path: AnswerPath, value: String, seen: Option<&[Dot]>) -> Result<Option<Change>, EditRefused> {
        if path::kind(&path) != Some(Kind::Answer) {
            return Err(EditRefused::Path(path));
        }
        if let Some(row) = path::rows_around(&path).find(|row| !self.has_row(row)) {
            return Err(EditRefused::NoSuchRow(row.to_owned()));
        }
        let value = if value.is_empty() { Value::Cleared } else { Value::Text(value) };
        let held = self.held(&path);
        // What this person wrote on this device was seen, even if the screen does not say so.
        let own = |held: &Held| held.dot.replica == writer.replica && held.by == writer.by;
        let over: Vec<Dot> =
            held.iter().filter(|held| seen.is_none_or(|seen| seen.contains(&held.dot)) || own(held)).map(|held| held.dot.clone()).collect();
        if held.iter().all(|held| held.value == value) && (value == Value::Cleared || !held.is_empty()) {
            return Ok(None);
        }
        self.write(writer, path, value, over).map(Some)
    }

    fn plan_place(&self, writer: &Writer, repeat: AnswerPath, key: String, after: Option<&str>) -> Result<Option<Change>, EditRefused> {
        if let Some(row) = path::rows_around(&repeat).find(|row| !self.has_row(row)) {
            return Err(EditRefused::NoSuchRow(row.to_owned()));
        }
        if after == Some(key.as_str()) {
            return Ok(None);
        }
        let after = match after {
            Some(row) => Some(self.newest_place(&repeat, row).ok_or_else(|| EditRefused::NoSuchRow(row.to_owned()))?.clone()),
            None => None,
        };
        self.place(writer, repeat, key, after).map(Some)
    }

    fn must_be_row(&self, row: &AnswerPath) -> Result<(), EditRefused> {
        if path::kind(row) != Some(Kind::Row) {
            return Err(EditRefused::Path(row.clone()));
        }
        if self.has_row(&row.0) { Ok(()) } else { Err(EditRefused::NoSuchRow(row.0.clone())) }
    }

    /// The change that writes a value over all that are held.
    pub(super) fn write_over_all(&self, writer: &Writer, path: AnswerPath, value: Value) -> Result<Change, EditRefused> {
        let over = self.held(&path).iter().map(|held| held.dot.clone()).collect();
        self.write(writer, path, value, over)
    }

    /// The change that writes a value over these.
    pub(super) fn write(&self, writer: &Writer, path: AnswerPath, value: Value, over: Vec<Dot>) -> Result<Change, EditRefused> {
        let value = match value {
            Value::Text(text) if text.len() > check::longest(&path) => return Err(EditRefused::TooLong(check::longest(&path))),
            Value::Text(text) => {
                self.has_room(text.len())?;
                self.shortest(&writer.replica, &path, text, &over)
            }
            other => Written::Whole(other),
        };
        self.change(writer, What::Write { path, value, over })
    }

    /// The change that gives a row a place.
    pub(super) fn place(&self, writer: &Writer, repeat: AnswerPath, key: String, after: Option<Dot>) -> Result<Change, EditRefused> {
        self.has_room(0)?;
        self.change(writer, What::Place { repeat, key, after })
    }

    fn has_room(&self, bytes: usize) -> Result<(), EditRefused> {
        // Some room is left for what is written without asking: the draft's own registers and removals.
        let most = check::MAX_WEIGHT - (64 << 10);
        if self.weight() + bytes > most { Err(EditRefused::TooLarge(most)) } else { Ok(()) }
    }

    fn change(&self, writer: &Writer, what: What) -> Result<Change, EditRefused> {
        let dot = Dot { counter: self.seen.latest() + 1, replica: writer.replica.clone() };
        let change = Change { dot, by: writer.by.clone(), at: writer.at, what };
        self.allows(&change).map_err(EditRefused::Flawed)?;
        Ok(change)
    }

    /// A text as the piece that is new in the one before, where that is shorter and the same replica wrote it: then it stands earlier in the
    /// journal, unless another tab wrote there meanwhile, which whoever appends it finds out ([`super::log::Line`]).
    fn shortest(&self, replica: &str, path: &AnswerPath, text: String, over: &[Dot]) -> Written {
        let before = self.held(path).iter().rev().find_map(|held| match &held.value {
            Value::Text(before) if held.dot.replica == replica && over.contains(&held.dot) => Some((&held.dot, before)),
            _ => None,
        });
        let Some((dot, before)) = before.filter(|_| text.len() >= SPLICE_FROM) else {
            return Written::Whole(Value::Text(text));
        };
        let head: usize = before.chars().zip(text.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
        let (old, new) = (before.get(head..).unwrap_or_default(), text.get(head..).unwrap_or_default());
        let tail: usize = old.chars().rev().zip(new.chars().rev()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
        let put = new.get(..new.len().saturating_sub(tail)).unwrap_or_default().to_owned();
        if put.len() * 2 > text.len() { Written::Whole(Value::Text(text)) } else { Written::Splice { of: dot.clone(), head, tail, put } }
    }

    /// Refuses a change that breaks an invariant.
    fn allows(&self, change: &Change) -> Result<(), Flaw> {
        let place = match &change.what {
            What::Write { path, value, .. } => {
                check::value(path, &self.value_of(path, value)?)?;
                path
            }
            What::Place { repeat, key, after } => {
                check::place(repeat, key, after.as_ref(), &change.dot)?;
                repeat
            }
        };
        check::edit(&place.0, &change.dot, &change.by)
    }

    fn value_of(&self, path: &AnswerPath, written: &Written) -> Result<Value, Flaw> {
        match written {
            Written::Whole(value) => Ok(value.clone()),
            Written::Splice { of, head, tail, put } => {
                let before = match self.held(path).iter().find(|held| held.dot == *of).map(|held| &held.value) {
                    Some(Value::Text(before)) => Some(before.as_str()),
                    Some(_) => None,
                    // It was written over here before the piece was heard.
                    None => self.memo.faded(of),
                };
                let spliced = before.and_then(|before| splice(before, *head, *tail, put));
                spliced.map(Value::Text).ok_or_else(|| Flaw { place: path.0.clone(), what: FlawKind::Splice })
            }
        }
    }

    /// Makes a change of this replica that was planned or written down here. Says whether it was new.
    pub(super) fn apply(&mut self, change: &Change) -> Result<bool, Flaw> {
        if self.seen.has(&change.dot) {
            return Ok(false);
        }
        self.allows(change)?;
        self.look_through();
        let Change { dot, by, at, what } = change;
        match what {
            What::Write { path, value, over } => {
                let value = self.value_of(path, value)?;
                let before = self.registers.get(path).map_or(0, |all| check::register_weight(path, all));
                let register = self.registers.entry(path.clone()).or_default();
                for held in register.iter().filter(|held| over.contains(&held.dot)) {
                    self.memo.fade(&held.dot, &held.value);
                }
                register.retain(|held| !over.contains(&held.dot));
                register.push(Held { dot: dot.clone(), value, by: by.clone(), at: *at });
                register.sort();
                self.memo.wrote(register.len(), before, check::register_weight(path, register));
            }
            What::Place { repeat, key, after } => {
                let slot = Slot { dot: dot.clone(), key: key.clone(), after: after.clone(), by: by.clone(), at: *at };
                let slots = self.rows.entry(repeat.clone()).or_default();
                let at = slots.partition_point(|other| *other < slot);
                self.memo.placed(repeat, &slot, slots.len() - at);
                slots.insert(at, slot);
            }
        }
        self.seen.add(dot);
        Ok(true)
    }
}

/// A text with a piece of it changed; nothing if the piece is of another text.
pub(super) fn splice(before: &str, head: usize, tail: usize, put: &str) -> Option<String> {
    let end = before.len().checked_sub(tail)?;
    if head > end {
        return None;
    }
    Some([before.get(..head)?, put, before.get(end..)?].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn writer() -> Writer {
        Writer { replica: "phone".into(), by: "佐藤".into(), at: 1_000 }
    }

    fn edit(document: &mut Document, edit: Edit) -> Result<Option<Change>, EditRefused> {
        let change = document.plan(&writer(), edit)?;
        if let Some(change) = &change {
            assert_eq!(document.apply(change), Ok(true));
            assert_eq!(document.apply(change), Ok(false), "a second time");
        }
        Ok(change)
    }

    fn path(text: &str) -> AnswerPath {
        AnswerPath(text.into())
    }

    #[test]
    fn a_keystroke_in_a_long_text_is_a_small_change() {
        let long = "予算の説明。".repeat(200);
        for (what, after) in [
            ("at the end", format!("{long}ん")),
            ("at the beginning", format!("あ{long}")),
            ("in the middle", long.replacen("。予", "。、予", 1)),
            ("one character less", long.chars().skip(1).collect()),
            ("the same bytes begin another character", long.replacen('説', "誐", 1)),
        ] {
            let mut document = Document::default();
            edit(&mut document, Edit::set(path("memo"), long.clone())).unwrap();
            let change = edit(&mut document, Edit::set(path("memo"), after.clone())).unwrap().unwrap();
            let json = serde_json::to_string(&change).unwrap();
            assert!(json.len() < 250, "{what}: {json}");
            assert_eq!(document.answers().values.get(&path("memo")), Some(&after), "{what}");
        }
    }

    #[test]
    fn what_changes_nothing_is_not_written_down() {
        let mut document = Document::default();
        assert_eq!(edit(&mut document, Edit::set(path("q"), "")), Ok(None), "cleared what was empty");
        edit(&mut document, Edit::set(path("q"), "x")).unwrap();
        assert_eq!(edit(&mut document, Edit::set(path("q"), "x")), Ok(None));
        edit(&mut document, Edit::Insert { repeat: path("cost"), key: "k".into(), after: None }).unwrap();
        assert_eq!(edit(&mut document, Edit::Restore { row: path("cost[k]") }), Ok(None));
        assert!(edit(&mut document, Edit::Remove { row: path("cost[k]") }).unwrap().is_some());
        assert_eq!(edit(&mut document, Edit::Remove { row: path("cost[k]") }), Ok(None));
    }

    #[test]
    fn what_cannot_be_is_refused() {
        let mut document = Document::default();
        edit(&mut document, Edit::Insert { repeat: path("cost"), key: "k".into(), after: None }).unwrap();
        let insert =
            |repeat: &str, key: &str, after: Option<&str>| Edit::Insert { repeat: path(repeat), key: key.into(), after: after.map(str::to_owned) };
        let flaw = |place: &str, what| EditRefused::Flawed(Flaw { place: place.into(), what });
        for (refused, expected) in [
            (Edit::set(path("a b"), "x"), EditRefused::Path(path("a b"))),
            (Edit::set(path("cost[k]"), "x"), EditRefused::Path(path("cost[k]"))),
            (Edit::set(path("#title"), "x"), EditRefused::Path(path("#title"))),
            (Edit::set(path("cost[z]/memo"), "x"), EditRefused::NoSuchRow("cost[z]".into())),
            (Edit::set(path("q"), "x".repeat(check::MAX_TEXT + 1)), EditRefused::TooLong(check::MAX_TEXT)),
            (insert("cost", "k", None), EditRefused::RowExists("k".into())),
            (insert("cost", "n", Some("z")), EditRefused::NoSuchRow("z".into())),
            (insert("cost[z]/part", "n", None), EditRefused::NoSuchRow("cost[z]".into())),
            (insert("cost", "a/b", None), flaw("cost", FlawKind::Id)),
            (Edit::Move { repeat: path("cost"), key: "z".into(), after: None }, EditRefused::NoSuchRow("z".into())),
            (Edit::Remove { row: path("cost") }, EditRefused::Path(path("cost"))),
            (Edit::Remove { row: path("cost[z]") }, EditRefused::NoSuchRow("cost[z]".into())),
            (Edit::Dismiss { parked: path("#title") }, EditRefused::Path(path("#title"))),
        ] {
            let before = document.clone();
            assert_eq!(edit(&mut document, refused), Err(expected));
            assert_eq!(document, before);
        }
        let stranger = Writer { replica: "a b".into(), ..writer() };
        assert_eq!(document.plan(&stranger, Edit::set(path("q"), "x")), Err(flaw("q", FlawKind::Id)));
    }

    #[test]
    fn a_damaged_splice_is_refused() {
        for (head, tail, expected) in [(0, 0, Some("-")), (3, 3, Some("あ-い")), (1, 0, None), (0, 1, None), (6, 3, None), (0, 7, None)] {
            assert_eq!(splice("あい", head, tail, "-").as_deref(), expected, "{head} {tail}");
        }
    }

    #[test]
    fn the_written_form_is_pinned() {
        let mut document = Document::default();
        let changes = [
            Edit::Insert { repeat: path("cost"), key: "k".into(), after: None },
            Edit::set(path("cost[k]/memo"), "紙"),
            Edit::set(path("cost[k]/memo"), ""),
            Edit::Remove { row: path("cost[k]") },
        ]
        .map(|it| serde_json::to_string(&edit(&mut document, it).unwrap().unwrap()).unwrap());
        assert_eq!(
            changes,
            [
                r#"{"dot":[1,"phone"],"by":"佐藤","at":1000,"what":{"place":{"repeat":"cost","key":"k"}}}"#,
                r#"{"dot":[2,"phone"],"by":"佐藤","at":1000,"what":{"write":{"path":"cost[k]/memo","value":{"whole":{"text":"紙"}}}}}"#,
                r#"{"dot":[3,"phone"],"by":"佐藤","at":1000,"what":{"write":{"path":"cost[k]/memo","value":{"whole":"cleared"},"over":[[2,"phone"]]}}}"#,
                r#"{"dot":[4,"phone"],"by":"佐藤","at":1000,"what":{"write":{"path":"cost[k]","value":{"whole":{"removed":{"phone":3}}}}}}"#,
            ]
        );
    }
}
