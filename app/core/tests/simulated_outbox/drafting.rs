//! Filling in together: what tabs type, how it comes into the journal, and what tabs of one device hear of each other.

use super::City;
use super::edits::{Known, MOST, Typed, Wrote, bit, cost};
use super::event::{At, Event};
use super::pad::{DRAFT, Line, Pad};
use super::server::Sabotage;
use super::verdict::Wrong;
use engawa_core::form::AnswerPath;
use engawa_core::form::draft::footing::Footing;
use engawa_core::form::draft::log::{self, Record};
use engawa_core::form::draft::share::{Input as News, Invitation, SharedClient};
use engawa_core::form::draft::{Change, Draft, Edit, Writer};
use engawa_core::time::Millis;
use std::rc::Rc;

/// A snapshot that is to take the place of lines.
#[derive(Debug)]
pub struct Fold {
    base: Draft,
    knows: Known,
    edition: u64,
    keys: Vec<u64>,
}

/// What is typed into long answers, so that journals hold pieces of it.
const LONG: &str = "長い文です。長い文です。長い文です。長い文です。長い文です。長い文です。";

impl City {
    pub fn pad(&mut self, at: At) -> Option<&mut Pad> {
        self.context(at).pad.as_deref_mut()
    }

    pub fn clock(&self, device: usize) -> Millis {
        Millis::try_from(self.now + self.devices[device].ahead).unwrap_or(Millis::MAX)
    }

    /// A tab opens the draft.
    pub fn opens(&mut self, at: At) {
        let by_text = self.dice.percent(3);
        let journal = &mut self.devices[at.device].journal;
        let opened = journal.read(by_text);
        let lost = journal.put_aside();
        let (edition, keys, knows) = (journal.edition, journal.keys(), journal.knows());
        let footing = Footing::opened(journal.extent());
        self.edits.committed &= !lost;
        if lost & self.edits.kept != 0 {
            self.wrong.push((Wrong::Lost, format!("device {} tore what it had kept: {lost:b}", at.device)));
        }
        let draft = match opened {
            Ok(draft) => draft,
            Err(why) => return self.wrong.push((Wrong::Lost, format!("the journal of device {}: {why}", at.device))),
        };
        let replica = format!("r{}.{}", at.device, at.life);
        let client = SharedClient::new(Invitation { draft: DRAFT.to_owned(), token: "t".to_owned() }, replica.clone());
        if keys.len() > 2 && self.dice.percent(40) {
            let fold = Fold { base: draft.clone(), knows, edition, keys: keys.clone() };
            self.within(1, 20, Event::Folds { at, fold: Box::new(fold) });
        }
        self.context(at).pad = Some(Box::new(Pad {
            draft,
            client,
            replica,
            knows,
            edition,
            keys: keys.into_iter().collect(),
            queue: Vec::new(),
            is_storing: false,
            footing,
            is_noticed: false,
            timer: 0,
        }));
        self.share(at, News::Opened, 0);
    }

    /// A snapshot takes the place of the lines that it has, unless another tab was quicker.
    pub fn folds(&mut self, at: At, fold: Fold) {
        let lives = self.lives(at);
        if (!lives && self.dice.percent(50)) || self.trouble(6) {
            return;
        }
        let journal = &mut self.devices[at.device].journal;
        if journal.edition != fold.edition || !journal.keys().starts_with(&fold.keys) {
            self.met.lost_races += 1;
            return;
        }
        journal.lines.drain(..fold.keys.len());
        (journal.base, journal.base_knows) = (fold.base, fold.knows);
        journal.edition += 1;
        let edition = journal.edition;
        self.met.folds += 1;
        if lives && let Some(pad) = self.pad(at) {
            pad.edition = edition;
            pad.keys.retain(|key| !fold.keys.contains(key));
            pad.footing.folded(fold.edition, fold.keys.len(), edition);
        }
        self.announce(at);
    }

    /// A person types in a tab, and goes on for some keystrokes.
    pub fn types(&mut self, device: usize, more: u64) {
        if more > 0 {
            self.within(20, 400, Event::Types { device, more: more - 1 });
        }
        if self.trouble(1) {
            self.within(1, 15, Event::PowerCut { device });
        }
        let Some(at) = self.some_tab(device) else { return };
        let number = self.edits.all.len();
        let (is_hasty, clock) = (self.server.sabotage == Sabotage::HastyPad, self.clock(device));
        if number >= MOST {
            return;
        }
        let Some((edit, path, wrote)) = self.some_edit(at, number) else { return };
        let Some(pad) = self.pad(at) else { return };
        let writer = Writer { replica: pad.replica.clone(), by: format!("R{device}"), at: clock };
        // A row that is there needs no restoring, and so on.
        let Some(change) = pad.draft.plan(&writer, edit).unwrap() else { return };
        self.write(at, Typed { device, path, wrote, seen: 0 }, change);
        if is_hasty {
            self.share(at, News::Stored(u64::MAX), 0);
        }
    }

    fn write(&mut self, at: At, typed: Typed, change: Change) {
        let number = self.edits.all.len();
        let Some(pad) = self.context(at).pad.as_deref_mut() else { return };
        pad.draft.make(&change).unwrap();
        let seen = pad.knows;
        pad.knows |= bit(number);
        pad.queue.push(Line::made(&pad.draft, change, bit(number)));
        self.edits.all.push(Typed { seen, ..typed });
        self.met.typed += 1;
        self.keeps(at);
        self.share(at, News::Edited, 0);
    }

    /// What a person may do to the draft as the tab shows it.
    fn some_edit(&mut self, at: At, number: usize) -> Option<(Edit, AnswerPath, Wrote)> {
        let chance = self.dice.below(100);
        let answer = AnswerPath(["a", "b", "c"][self.dice.place(3)].to_owned());
        let draft = &self.context(at).pad.as_ref()?.draft;
        if draft.form_id().is_empty() {
            // Nothing came from the server yet.
            return None;
        }
        let keys = draft.document().order(&cost());
        let key = if keys.is_empty() { None } else { Some(keys[self.dice.place(keys.len())].clone()) };
        let set = |path: AnswerPath, text: String| (Edit::set(path.clone(), text.clone()), path, Wrote::Text(text));
        Some(match (chance, key) {
            (0..35, _) => set(answer, format!("t{number}")),
            (35..60, _) => set(AnswerPath("a".to_owned()), format!("{LONG}t{number}")),
            (60..68, _) => (Edit::set(answer.clone(), ""), answer, Wrote::Cleared),
            (68..82, Some(key)) => set(cost().row(&key).child("memo"), format!("t{number}")),
            (82..89, Some(key)) => (Edit::Remove { row: cost().row(&key) }, cost().row(&key), Wrote::Removed),
            (89..94, Some(key)) => (Edit::Restore { row: cost().row(&key) }, cost().row(&key), Wrote::Kept),
            (_, after) => {
                let key = format!("k{number}");
                (Edit::Insert { repeat: cost(), key: key.clone(), after }, cost(), Wrote::Placed(key))
            }
        })
    }

    /// What waits goes into the journal: one transaction at a time.
    pub fn keeps(&mut self, at: At) {
        let is_full = self.devices[at.device].full && self.dice.percent(30);
        let Some(pad) = self.pad(at).filter(|pad| !pad.is_storing && !pad.queue.is_empty()) else { return };
        pad.is_storing = true;
        let lines = std::mem::take(&mut pad.queue);
        let from = pad.footing.clone();
        // A store that says "failed" may have done it.
        let (commits, fails) = if is_full || self.trouble(6) { (!is_full && self.dice.percent(40), true) } else { (true, false) };
        self.within(1, 20, Event::Appends { at, from, lines, commits, fails });
    }

    /// The transaction that appends lines, and its answer. Pieces of texts are written down as such only where it sees that nobody else
    /// wrote behind these.
    pub fn appends(&mut self, at: At, from: &Footing, lines: Vec<Line>, commits: bool, fails: bool) {
        let lives = self.lives(at);
        if !lives {
            self.met.deaths_while_storing += 1;
            if self.dice.percent(40) {
                return;
            }
        }
        let mut keys = Vec::new();
        let mut footing = Footing::onto(Some(from), self.devices[at.device].journal.extent());
        if commits {
            let mut written: Vec<Line> = Vec::new();
            for line in &lines {
                let as_it_is = line.written(&mut footing);
                if line.is_piece() {
                    let met = if Rc::ptr_eq(&as_it_is.record, &line.record) { &mut self.met.pieces } else { &mut self.met.whole_pieces };
                    *met += 1;
                }
                written.push(as_it_is);
            }
            let is_dark = self.devices[at.device].contexts.iter().all(|context| context.life == 0);
            if is_dark && self.dice.percent(50) {
                let whole = self.dice.place(written.len());
                written.truncate(whole + 1);
                written[whole].is_torn = true;
                self.met.torn_lines += 1;
            }
            self.edits.committed |= written.iter().filter(|line| !line.is_torn).fold(0, |own, line| own | line.own());
            keys = self.devices[at.device].journal.append(written);
            self.announce(at);
        }
        if !lives {
            return;
        }
        let Some(pad) = self.pad(at) else { return };
        pad.is_storing = false;
        if fails {
            // First in the queue again, and tried once more.
            drop(pad.queue.splice(0..0, lines));
            self.after(4_000, Event::Keeps { at });
            return;
        }
        pad.keys.extend(keys);
        pad.footing = footing;
        self.edits.kept |= lines.iter().fold(0, |own, line| own | line.own());
        let counter = lines.iter().map(Line::counter).max().unwrap_or(0);
        self.share(at, News::Stored(counter), 0);
        self.keeps(at);
    }

    /// The other tabs are told that there is something new in the journal; who is in the middle of a word looks later.
    fn announce(&mut self, at: At) {
        for context in 0..self.devices[at.device].contexts.len() {
            let other = self.at(at.device, context);
            if context == at.context || other.life == 0 {
                continue;
            }
            let Some(pad) = self.pad(other).filter(|pad| !pad.is_noticed) else { continue };
            pad.is_noticed = true;
            let late = if self.dice.percent(15) { 3_000 } else { 40 };
            self.within(1, late, Event::Hears { at: other });
        }
    }

    /// A tab takes over what others appended to the journal.
    pub fn hears(&mut self, at: At) {
        let device = &mut self.devices[at.device];
        let journal = &device.journal;
        let Some(pad) = device.contexts[at.context].pad.as_deref_mut() else { return };
        pad.is_noticed = false;
        let mut heard = Vec::new();
        if pad.edition != journal.edition {
            pad.edition = journal.edition;
            heard.push(Line::new(Record::Arrived(journal.base.document().whole()), journal.base_knows));
        }
        heard.extend(journal.lines.iter().filter(|(key, _)| !pad.keys.contains(key)).map(|(_, line)| line.clone()));
        pad.keys = journal.lines.iter().map(|(key, _)| *key).collect();
        for line in heard {
            match log::take(&mut pad.draft, &line.record) {
                Ok(_) => pad.knows |= line.brings,
                Err(why) => self.wrong.push((Wrong::Lost, format!("device {} does not read {:?}: {why:?}", at.device, line.record))),
            }
        }
    }
}
