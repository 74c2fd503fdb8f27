//! The shared draft on a device: its journal, and what each of the tabs holds of it.

use super::edits::Known;
use engawa_core::form::draft::footing::{Footing, Mark};
use engawa_core::form::draft::log::{self, Extent, Record};
use engawa_core::form::draft::share::SharedClient;
use engawa_core::form::draft::{Change, Draft};
use std::collections::BTreeSet;
use std::rc::Rc;

/// The id of the draft, and the subject of what is sent of it.
pub const DRAFT: &str = "d1";

/// A line of the journal, or one on its way there.
#[derive(Clone, Debug)]
pub struct Line {
    pub record: Rc<Record>,
    /// The record without a piece of a text, if it has one.
    whole: Option<Rc<Record>>,
    mark: Option<Mark>,
    /// What whoever reads it knows of afterwards.
    pub brings: Known,
    /// The power went away in the middle of it.
    pub is_torn: bool,
}

impl Line {
    pub fn new(record: Record, brings: Known) -> Self {
        Self { record: Rc::new(record), whole: None, mark: None, brings, is_torn: false }
    }

    /// A change that was made in this draft just now.
    pub fn made(draft: &Draft, change: Change, brings: Known) -> Self {
        let whole = log::whole(draft, &change).map(|whole| Rc::new(Record::Change(whole)));
        Self { whole, mark: Some(Mark::of(&change)), ..Self::new(Record::Change(change), brings) }
    }

    pub fn is_piece(&self) -> bool {
        self.whole.is_some()
    }

    /// As it is written down by whoever stands there.
    pub fn written(&self, footing: &mut Footing) -> Self {
        let may_be_piece = footing.add(self.mark.as_ref());
        let whole = self.whole.as_ref().filter(|_| !may_be_piece);
        Self { record: Rc::clone(whole.unwrap_or(&self.record)), whole: None, ..self.clone() }
    }

    /// The edit that it is, if it is one of this device, and not one that came.
    pub fn own(&self) -> Known {
        if matches!(*self.record, Record::Change(_)) { self.brings } else { 0 }
    }

    /// The newest counter of this replica in it.
    pub fn counter(&self) -> u64 {
        if let Record::Change(change) = &*self.record { change.dot.counter } else { 0 }
    }

    fn text(&self) -> String {
        let text = log::line(&self.record);
        let end = if self.is_torn { text.len() / 2 } else { text.len() };
        let end = (0..=end).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
        text.get(..end).unwrap_or_default().to_owned()
    }
}

/// What the store of a device holds of the draft. It survives everything.
pub struct Journal {
    /// Counts the snapshots.
    pub edition: u64,
    pub base: Draft,
    pub base_knows: Known,
    /// In the order in which they were appended by whichever tab, with their keys.
    pub lines: Vec<(u64, Line)>,
    last_key: u64,
}

impl Journal {
    pub fn new(base: Draft) -> Self {
        Self { edition: 1, base, base_knows: 0, lines: Vec::new(), last_key: 0 }
    }

    pub fn keys(&self) -> Vec<u64> {
        self.lines.iter().map(|(key, _)| *key).collect()
    }

    pub fn extent(&self) -> Extent {
        Extent { edition: self.edition, lines: self.lines.len() }
    }

    /// Which edits it has.
    pub fn knows(&self) -> Known {
        let whole = self.lines.iter().take_while(|(_, line)| !line.is_torn);
        whole.fold(self.base_knows, |knows, (_, line)| knows | line.brings)
    }

    /// The keys that the lines get.
    pub fn append(&mut self, lines: Vec<Line>) -> Vec<u64> {
        let first = self.last_key + 1;
        let keyed = (first..).zip(lines);
        self.lines.extend(keyed);
        self.last_key = self.lines.last().map_or(self.last_key, |(key, _)| self.last_key.max(*key));
        (first..=self.last_key).collect()
    }

    /// Puts aside a line that was cut off and what stands behind it. Which edits are not in it any more.
    pub fn put_aside(&mut self) -> Known {
        let Some(at) = self.lines.iter().position(|(_, line)| line.is_torn) else { return 0 };
        let gone = self.lines.split_off(at);
        gone.iter().fold(0, |gone, (_, line)| gone | line.own()) & !self.knows()
    }

    /// The draft that it ends in; what stands behind a line that was cut off is not read.
    pub fn read(&self, by_text: bool) -> Result<Draft, String> {
        let whole = self.lines.iter().take_while(|(_, line)| !line.is_torn).count();
        if by_text || whole < self.lines.len() {
            let lines: Vec<String> = self.lines.iter().map(|(_, line)| line.text()).collect();
            let replayed = log::replay(&log::snapshot(&self.base), lines.iter().map(String::as_str)).map_err(|kept| format!("{:?}", kept.why))?;
            let kept = replayed.stopped.as_ref().map_or(0, |stopped| stopped.kept.len());
            let is_right = replayed.read == whole && kept == lines.len() - whole;
            return if is_right {
                Ok(replayed.draft)
            } else {
                Err(format!("{whole} lines are whole, {} were read: {:?}", replayed.read, replayed.stopped))
            };
        }
        let mut draft = self.base.clone();
        for (_, line) in &self.lines {
            log::take(&mut draft, &line.record).map_err(|why| format!("{why:?}"))?;
        }
        Ok(draft)
    }
}

/// What a tab holds of the draft.
pub struct Pad {
    pub draft: Draft,
    pub client: SharedClient,
    pub replica: String,
    pub knows: Known,
    /// The snapshot and the lines that it has seen.
    pub edition: u64,
    pub keys: BTreeSet<u64>,
    /// What waits until the store is done with what came before.
    pub queue: Vec<Line>,
    pub is_storing: bool,
    /// Where it stands when it writes into the journal.
    pub footing: Footing,
    /// It was told that there are new lines, and has not looked yet.
    pub is_noticed: bool,
    /// The number of the newest timer.
    pub timer: u64,
}
