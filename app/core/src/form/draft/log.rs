//! The journal of a draft: a snapshot and what happened since, as lines of JSON that a shell appends and never rewrites.
//!
//! Each keystroke is one [`Record`], so a crash loses at most the one that was not yet stored. What a record repeats of the snapshot
//! is skipped, so the shell can store a new snapshot first and drop the old lines later, and may die in between.
//!
//! Everything carries the number of its [`SCHEMA`]. What a newer program wrote is refused and handed back as it is: it stays where it
//! is until a program that knows it comes. The same goes for what is damaged.
//!
//! Invariants that shells keep:
//! * A change is stored before it is sent to anybody. Otherwise a device that crashed would give the same [`super::Dot`] to another edit.
//!   [`super::share::SharedClient`] waits for that.
//! * A piece of a text ([`Line::text`]) is written down only where nobody else has written behind the text that it is of, which the
//!   transaction that writes it sees ([`super::footing`]). So nothing that another tab does before or after takes that text away from under
//!   it.
//! * A snapshot takes the place of lines if it is what exactly these lines end in, and the place of another snapshot if it holds all that
//!   stands in the journal.

use super::change::splice;
use super::check;
use super::footing::Mark;
use super::{Change, Delta, Dot, Draft, Flaw, FlawKind, Held, MergeRefused, Value, What, Written};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The number of the form in which drafts are written down. It grows when an older program could not read the new one.
pub const SCHEMA: u32 = 1;

/// Something that happened to a draft on this device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Record {
    /// Somebody here changed it.
    Change(Change),
    /// This came from another replica and was merged.
    Arrived(Delta),
}

/// A record on its way into a journal: as short as it can be written down, and as it can be read wherever it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    writer: String,
    /// Of the change that it is, if it is one.
    mark: Option<Mark>,
    short: String,
    whole: Option<String>,
}

/// How far a journal goes. Two readings that go as far are of the same journal: lines are only added, until a snapshot takes their place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extent {
    /// Counts the snapshots.
    pub edition: u64,
    /// How many lines stand behind the snapshot.
    pub lines: usize,
}

/// Why a text was not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// A newer program wrote it, in this schema.
    Newer(u32),
    /// It is not of this form: line and column of the text, and what the reader says (for logs, in English).
    Broken {
        /// The line, from 1.
        line: usize,
        /// The column, from 1; 0 at the end of a line.
        column: usize,
        /// What the reader says.
        message: String,
    },
    /// It is of this form, but no device of ours would write it.
    Flawed(Flaw),
    /// It builds on something that is not there.
    Gap,
}

/// A text that was not read, as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The text.
    pub text: String,
    /// Why it was not read.
    pub why: Unreadable,
}

/// What a journal says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replayed {
    /// The draft, as far as it could be read.
    pub draft: Draft,
    /// How many lines were read.
    pub read: usize,
    /// Why reading stopped before the end.
    pub stopped: Option<Stopped>,
}

/// The end of a journal that could not be read: a last line that a crash cut off, or what a newer program wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stopped {
    /// Why the first of them was not read.
    pub why: Unreadable,
    /// The lines from there on, as they were. Before anything is appended they are put aside, or nothing is appended here at all.
    pub kept: Vec<String>,
}

#[derive(Serialize)]
struct SnapshotOut<'a> {
    schema: u32,
    draft: &'a Draft,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SnapshotIn {
    #[serde(rename = "schema")]
    _schema: u32,
    draft: Draft,
}

#[derive(Serialize)]
struct LineOut<'a> {
    schema: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    change: Option<&'a Change>,
    #[serde(skip_serializing_if = "Option::is_none")]
    arrived: Option<&'a Delta>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LineIn {
    #[serde(rename = "schema")]
    _schema: u32,
    #[serde(default)]
    change: Option<Change>,
    #[serde(default)]
    arrived: Option<Delta>,
}

#[derive(Deserialize)]
struct Peek {
    schema: u32,
}

impl From<serde_json::Error> for Unreadable {
    fn from(error: serde_json::Error) -> Self {
        Self::Broken { line: error.line(), column: error.column(), message: error.to_string() }
    }
}

/// Refuses what a newer program wrote, before anything else of it is looked at.
pub(super) fn refuse_newer(text: &str) -> Result<(), Unreadable> {
    let Peek { schema } = serde_json::from_str(text)?;
    if schema > SCHEMA { Err(Unreadable::Newer(schema)) } else { Ok(()) }
}

/// A draft as text.
pub fn snapshot(draft: &Draft) -> String {
    // Keys are strings and numbers are whole: this cannot fail.
    serde_json::to_string(&SnapshotOut { schema: SCHEMA, draft }).unwrap_or_default()
}

/// Reads [`snapshot`].
pub fn read_snapshot(text: &str) -> Result<Draft, Kept> {
    let read = || -> Result<Draft, Unreadable> {
        refuse_newer(text)?;
        let SnapshotIn { draft, .. } = serde_json::from_str(text)?;
        check::document(draft.document()).map_err(Unreadable::Flawed)?;
        Ok(draft)
    };
    read().map_err(|why| Kept { text: text.to_owned(), why })
}

/// A record as one line, without a line break.
pub fn line(record: &Record) -> String {
    match record {
        Record::Change(change) => of_change(change),
        Record::Arrived(delta) => of_delta(delta),
    }
}

fn of_change(change: &Change) -> String {
    serde_json::to_string(&LineOut { schema: SCHEMA, change: Some(change), arrived: None }).unwrap_or_default()
}

fn of_delta(delta: &Delta) -> String {
    serde_json::to_string(&LineOut { schema: SCHEMA, change: None, arrived: Some(delta) }).unwrap_or_default()
}

/// A change that was made in this draft just now, with the whole text instead of a piece of it. Nothing: it holds no piece.
pub fn whole(draft: &Draft, change: &Change) -> Option<Change> {
    let What::Write { path, value: Written::Splice { .. }, over } = &change.what else { return None };
    let made = draft.document.held(path).iter().find(|held| held.dot == change.dot)?;
    let what = What::Write { path: path.clone(), value: Written::Whole(made.value.clone()), over: over.clone() };
    Some(Change { what, ..change.clone() })
}

impl Line {
    /// A change that was made in this draft just now.
    pub fn made(draft: &Draft, change: &Change) -> Self {
        let whole = whole(draft, change).map(|whole| of_change(&whole));
        Self { writer: change.dot.replica.clone(), mark: Some(Mark::of(change)), short: of_change(change), whole }
    }

    /// What came from another replica to the opening with this one.
    pub fn arrived(replica: &str, delta: &Delta) -> Self {
        Self { writer: replica.to_owned(), mark: None, short: of_delta(delta), whole: None }
    }

    /// The replica of the opening that wrote it; empty: it is of none.
    pub fn writer(&self) -> &str {
        &self.writer
    }

    /// Whether it can be written down as a piece of a text.
    pub fn is_piece(&self) -> bool {
        self.whole.is_some()
    }

    /// What says whether it may be a piece; nothing: it is no change.
    pub fn mark(&self) -> Option<&Mark> {
        self.mark.as_ref()
    }

    /// What is written down. `may_be_piece`: behind the text that it would be a piece of only its writer wrote.
    pub fn text(&self, may_be_piece: bool) -> &str {
        self.whole.as_deref().filter(|_| !may_be_piece).unwrap_or(&self.short)
    }
}

impl From<String> for Line {
    /// A line of no opening, as it is.
    fn from(text: String) -> Self {
        Self { writer: String::new(), mark: None, short: text, whole: None }
    }
}

/// What is written down of lines, see [`Line::text`].
pub fn texts(lines: &[Line], may_be_pieces: bool) -> Vec<String> {
    lines.iter().map(|line| line.text(may_be_pieces).to_owned()).collect()
}

/// Reads [`line`].
pub fn read_line(text: &str) -> Result<Record, Unreadable> {
    refuse_newer(text)?;
    match serde_json::from_str::<LineIn>(text)? {
        LineIn { change: Some(change), arrived: None, .. } => Ok(Record::Change(change)),
        LineIn { change: None, arrived: Some(delta), .. } => Ok(Record::Arrived(delta)),
        _ => Err(Unreadable::Broken { line: 1, column: 1, message: "neither one change nor one delta".to_owned() }),
    }
}

/// Reads a journal: a snapshot, and the lines that were appended since, in their order.
pub fn replay<'a>(base: &str, lines: impl IntoIterator<Item = &'a str>) -> Result<Replayed, Kept> {
    let mut replayed = Replayed { draft: read_snapshot(base)?, read: 0, stopped: None };
    let lines: Vec<&str> = lines.into_iter().collect();
    for (at, text) in lines.iter().enumerate() {
        let (before, rest) = lines.split_at(at);
        match read_line(text).and_then(|record| take_behind(&mut replayed.draft, &record, base, before)) {
            Ok(_) => replayed.read += 1,
            Err(why) => {
                // To go on behind a gap would pretend to know an edit that is not there.
                let kept = rest.iter().map(|text| (*text).to_owned()).collect();
                replayed.stopped = Some(Stopped { why, kept });
                break;
            }
        }
    }
    Ok(replayed)
}

/// Takes a line of a journal that has these lines before it. Earlier builds write pieces of texts without asking what another tab has
/// written over meanwhile, and one of them may be open beside this one: the text is looked for among the lines.
fn take_behind(draft: &mut Draft, record: &Record, base: &str, before: &[&str]) -> Result<bool, Unreadable> {
    let taken = take(draft, record);
    let (Err(Unreadable::Flawed(Flaw { what: FlawKind::Splice, .. })), Record::Change(change)) = (&taken, record) else { return taken };
    mended(change, base, before).map_or(taken, |whole| take(draft, &Record::Change(whole)))
}

/// A change with the whole text instead of a piece of it, if what the piece is of stands in the snapshot or in the lines.
fn mended(change: &Change, base: &str, lines: &[&str]) -> Option<Change> {
    let What::Write { path, value, over } = &change.what else { return None };
    let whole = |held: &Held| (held.dot.clone(), Written::Whole(held.value.clone()));
    let mut written: BTreeMap<Dot, Written> = read_snapshot(base).ok()?.document.held(path).iter().map(whole).collect();
    for line in lines {
        match read_line(line) {
            Ok(Record::Arrived(delta)) => written.extend(delta.registers.get(path).into_iter().flatten().map(whole)),
            Ok(Record::Change(Change { dot, what: What::Write { path: there, value, .. }, .. })) if there == *path => {
                written.entry(dot).or_insert(value);
            }
            _ => {}
        }
    }
    let mut pieces = Vec::new();
    let mut next = value.clone();
    let mut text = loop {
        match next {
            Written::Whole(Value::Text(text)) => break text,
            Written::Whole(_) => return None,
            Written::Splice { of, head, tail, put } => {
                pieces.push((head, tail, put));
                // What was taken out is not found again: nothing goes round in a circle.
                next = written.remove(&of)?;
            }
        }
    };
    for (head, tail, put) in pieces.iter().rev() {
        text = splice(&text, *head, *tail, put)?;
    }
    let what = What::Write { path: path.clone(), value: Written::Whole(Value::Text(text)), over: over.clone() };
    Some(Change { what, ..change.clone() })
}

/// A snapshot that holds what this one does and all that can be read in a journal. What stands there could build on a text that only the
/// journal has: so it is read in its own order first.
pub fn with_journal(snapshot: &str, base: &str, lines: &[String]) -> Result<String, Kept> {
    let refused = |why| Kept { text: snapshot.to_owned(), why };
    let mut draft = read_snapshot(snapshot)?;
    let there = replay(base, lines.iter().map(String::as_str))?.draft;
    take(&mut draft, &Record::Arrived(there.document.whole())).map_err(refused)?;
    Ok(self::snapshot(&draft))
}

/// Takes what happened in another tab, or before, into the draft: all that was written down before it must be there already. Says whether
/// it was new.
pub fn take(draft: &mut Draft, record: &Record) -> Result<bool, Unreadable> {
    match record {
        Record::Change(change) => draft.document.apply(change).map_err(Unreadable::Flawed),
        Record::Arrived(delta) => match draft.document.merge(delta) {
            Ok(is_new) => Ok(is_new),
            Err(MergeRefused::Gap) => Err(Unreadable::Gap),
            Err(MergeRefused::Flawed(flaw)) => Err(Unreadable::Flawed(flaw)),
            Err(MergeRefused::TooLarge) => Err(Unreadable::Flawed(Flaw { place: String::new(), what: FlawKind::TooLarge })),
        },
    }
}

/// Whether it is time for a new snapshot: the lines (in bytes) are longer than the snapshot and not just a few.
pub fn is_due(lines: usize, snapshot: usize) -> bool {
    const FEW: usize = 64 << 10;
    lines > FEW && lines > snapshot
}

#[cfg(test)]
mod tests {
    use super::super::{Edit, Writer};
    use super::*;
    use crate::form::AnswerPath;

    fn writer() -> Writer {
        Writer { replica: "a".into(), by: "A".into(), at: 5 }
    }

    fn typed(draft: &mut Draft, text: &str) -> String {
        line(&Record::Change(draft.edit(&writer(), Edit::set(AnswerPath("q".into()), text)).unwrap().unwrap()))
    }

    #[test]
    fn the_form_is_pinned() {
        let mut draft = Draft::begin("d1", "grant", "2026", &writer()).unwrap();
        let base = concat!(
            r##"{"schema":1,"draft":{"id":"d1","document":{"seen":{"a":2},"registers":{"##,
            r##""#begun":[{"dot":[2,"a"],"value":{"text":"2026"},"by":"A","at":5}],"##,
            r##""#form":[{"dot":[1,"a"],"value":{"text":"grant"},"by":"A","at":5}]}}}}"##
        );
        assert_eq!(snapshot(&draft), base);
        assert_eq!(read_snapshot(base), Ok(draft.clone()));
        let changed = r#"{"schema":1,"change":{"dot":[3,"a"],"by":"A","at":5,"what":{"write":{"path":"q","value":{"whole":{"text":"x"}}}}}}"#;
        let before = draft.document().seen().clone();
        assert_eq!(typed(&mut draft, "x"), changed);
        let arrived = line(&Record::Arrived(draft.document().delta_since(&before)));
        let expected = concat!(
            r#"{"schema":1,"arrived":{"from":{"a":2},"to":{"a":3},"registers":{"#,
            r#""q":[{"dot":[3,"a"],"value":{"text":"x"},"by":"A","at":5}]}}}"#
        );
        assert_eq!(arrived, expected);
        for lines in [vec![changed], vec![expected], vec![changed, expected, changed]] {
            let replayed = replay(base, lines.iter().copied()).unwrap();
            assert_eq!(replayed, Replayed { draft: draft.clone(), read: lines.len(), stopped: None });
        }
    }

    #[test]
    fn a_line_is_a_piece_only_for_whoever_wrote_all_of_the_text() {
        let mut draft = Draft::begin("d1", "grant", "2026", &writer()).unwrap();
        let mut made = |edit: Edit| {
            let change = draft.edit(&writer(), edit).unwrap().unwrap();
            (Line::made(&draft, &change), draft.clone())
        };
        let long = "長い文。".repeat(50);
        let (first, base) = made(Edit::set(AnswerPath("q".into()), long.clone()));
        let (second, after) = made(Edit::set(AnswerPath("q".into()), format!("{long}あ")));
        assert_eq!((first.is_piece(), first.text(false)), (false, first.text(true)));
        assert_eq!((second.is_piece(), second.writer()), (true, "a"));
        assert!(second.text(true).len() < 200 && second.text(false).len() > long.len());
        let nothing = Draft::joined("d1");
        for (is_alone, base, is_read) in [(true, &base, true), (false, &base, true), (true, &nothing, false), (false, &nothing, true)] {
            let replayed = replay(&snapshot(base), [second.text(is_alone)]).unwrap();
            assert_eq!(replayed.stopped.is_none(), is_read, "{is_alone}");
            if is_read {
                assert_eq!(replayed.draft.document().held(&AnswerPath("q".into())), after.document().held(&AnswerPath("q".into())));
            }
        }
        assert_eq!(texts(&[first.clone(), second.clone()], false), [first.text(true), second.text(false)]);
        // The name of a draft is a text like any other.
        made(Edit::Title(long.clone()));
        let (named, _) = made(Edit::Title(format!("{long}い")));
        assert!(named.is_piece() && named.text(false).contains(&format!("{long}い")));
        let delta = after.document().whole();
        let arrived = Line::arrived("b", &delta);
        assert_eq!((arrived.writer(), arrived.is_piece(), arrived.text(true)), ("b", false, line(&Record::Arrived(delta)).as_str()));
    }

    #[test]
    fn what_a_newer_program_wrote_is_kept() {
        let mut draft = Draft::begin("d1", "grant", "2026", &writer()).unwrap();
        let newer = snapshot(&draft).replace(r#""schema":1"#, r#""schema":2,"unheard":[]"#);
        assert_eq!(read_snapshot(&newer), Err(Kept { text: newer.clone(), why: Unreadable::Newer(2) }));
        let base = snapshot(&draft);
        let (first, second, third) = (typed(&mut draft, "x"), typed(&mut draft, "xy"), typed(&mut draft, "xyz"));
        let second = second.replace(r#""schema":1"#, r#""schema":7"#);
        let replayed = replay(&base, [first.as_str(), second.as_str(), third.as_str()]).unwrap();
        assert_eq!(replayed.read, 1);
        assert_eq!(replayed.draft.answers().values[&AnswerPath("q".into())], "x");
        assert_eq!(replayed.stopped, Some(Stopped { why: Unreadable::Newer(7), kept: vec![second, third] }));
    }

    #[test]
    fn a_line_that_a_crash_cut_off_is_put_aside() {
        let mut draft = Draft::begin("d1", "grant", "2026", &writer()).unwrap();
        let base = snapshot(&draft);
        let (first, second) = (typed(&mut draft, "x"), typed(&mut draft, "xy"));
        let cut = &second[..second.len() - 9];
        let replayed = replay(&base, [first.as_str(), cut]).unwrap();
        assert_eq!(replayed.draft.answers().values[&AnswerPath("q".into())], "x");
        let stopped = replayed.stopped.unwrap();
        assert_eq!(stopped.kept, [cut]);
        assert!(matches!(stopped.why, Unreadable::Broken { line: 1, .. }));
    }

    #[test]
    fn what_an_older_build_wrote_beside_this_one_is_read() {
        let mut old = Draft::begin("d1", "grant", "2026", &writer()).unwrap();
        let (base, mut new, path) = (snapshot(&old), old.clone(), AnswerPath("q".into()));
        let set = |draft: &mut Draft, replica: &str, text: String| {
            let writer = Writer { replica: replica.into(), ..writer() };
            line(&Record::Change(draft.edit(&writer, Edit::set(path.clone(), text)).unwrap().unwrap()))
        };
        let long = "長い文。".repeat(50);
        let mut lines = vec![set(&mut old, "old", long.clone()), set(&mut old, "old", format!("{long}あ"))];
        for text in &lines {
            take(&mut new, &read_line(text).unwrap()).unwrap();
        }
        // The other tab writes over it, more often than is remembered, and the older build does not hear of it.
        lines.extend((0..100).map(|number| set(&mut new, "new", format!("{number}{long}"))));
        lines.push(set(&mut old, "old", format!("{long}あい")));
        assert!(lines.last().is_some_and(|line| line.contains("splice")));
        lines.push(set(&mut new, "new", "短い".to_owned()));
        let read = |base: &str, lines: &[String]| replay(base, lines.iter().map(String::as_str)).unwrap();
        // Also if it was a snapshot of the other tab that left the lines where they were.
        for base in [base, snapshot(&new)] {
            let Replayed { draft, stopped, .. } = read(&base, &lines);
            assert_eq!(stopped, None);
            let values: Vec<&Value> = draft.document.held(&path).iter().map(|held| &held.value).collect();
            assert_eq!(values, [&Value::Text(format!("{long}あい")), &Value::Text("短い".into())]);
        }
        let gone = read(&snapshot(&new), &lines[101..]);
        assert!(matches!(gone.stopped, Some(Stopped { why: Unreadable::Flawed(Flaw { what: FlawKind::Splice, .. }), .. })), "it is nowhere");
    }

    #[test]
    fn lines_older_than_the_snapshot_are_skipped() {
        let mut draft = Draft::begin("d1", "grant", "2026", &writer()).unwrap();
        let long = "長い文。".repeat(50);
        let lines = [typed(&mut draft, &long), typed(&mut draft, &format!("{long}あ")), typed(&mut draft, &format!("{long}あい"))];
        let replayed = replay(&snapshot(&draft), lines.iter().map(String::as_str)).unwrap();
        assert_eq!((replayed.draft, replayed.stopped), (draft, None));
    }

    #[test]
    fn a_snapshot_is_due_when_the_lines_outgrow_it() {
        for (lines, snapshot, due) in [(0, 0, false), (60_000, 10, false), (70_000, 10, true), (70_000, 80_000, false)] {
            assert_eq!(is_due(lines, snapshot), due, "{lines} {snapshot}");
        }
    }
}
