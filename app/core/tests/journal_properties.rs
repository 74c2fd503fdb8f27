//! Properties of a journal that several tabs write: whatever they type, fold, keep twice and hear too late, it is read to its end, it says
//! what it would say if every text stood in it whole, and it grows with what is typed and not with how long the texts are.

use engawa_core::form::AnswerPath;
use engawa_core::form::draft::footing::Footing;
use engawa_core::form::draft::log::{self, Extent, Line, Record};
use engawa_core::form::draft::{Draft, Edit, Writer};
use proptest::collection::vec;
use proptest::prelude::*;

const TABS: usize = 3;
const ANSWERS: [&str; 2] = ["a", "b"];
/// What a long answer begins with: what follows is written down as a piece.
const LONG: &str = "長い文です。長い文です。長い文です。長い文です。長い文です。長い文です。";

/// What the device's store holds of the draft.
struct Journal {
    base: String,
    edition: u64,
    /// With their keys.
    lines: Vec<(u64, String)>,
    last_key: u64,
    /// The draft of the same lines, if no text were written down as a piece.
    plain: Draft,
    /// The opening behind whose last line nobody else wrote or folded.
    last_writer: Option<String>,
}

/// A snapshot that is to take the place of lines.
struct Fold {
    replica: String,
    edition: u64,
    lines: usize,
    snapshot: String,
}

/// An opening of the draft.
struct Tab {
    draft: Draft,
    replica: String,
    footing: Footing,
    edition: u64,
    keys: Vec<u64>,
    /// What waits for the store.
    queue: Vec<Line>,
}

struct World {
    journal: Journal,
    tabs: Vec<Tab>,
    folds: Vec<Fold>,
    openings: usize,
    /// How often somebody appended behind somebody else.
    turns: usize,
    /// How many texts were written whole that could have been pieces.
    whole: usize,
}

impl Journal {
    fn extent(&self) -> Extent {
        Extent { edition: self.edition, lines: self.lines.len() }
    }

    fn texts(&self) -> Vec<String> {
        self.lines.iter().map(|(_, line)| line.clone()).collect()
    }

    /// What it says, which is what it would say without any piece.
    fn read(&self) -> Draft {
        let replayed = log::replay(&self.base, self.lines.iter().map(|(_, line)| line.as_str())).unwrap();
        assert_eq!((replayed.read, replayed.stopped), (self.lines.len(), None));
        assert_eq!(replayed.draft, self.plain, "a piece says something else than its text");
        replayed.draft
    }
}

impl World {
    fn new() -> Self {
        let begun = Writer { replica: "begin".into(), by: String::new(), at: 0 };
        let plain = Draft::begin("d1", "grant", "1", &begun).unwrap();
        let base = log::snapshot(&plain);
        let journal = Journal { base, edition: 1, lines: Vec::new(), last_key: 0, plain, last_writer: None };
        let mut world = Self { journal, tabs: Vec::new(), folds: Vec::new(), openings: 0, turns: 0, whole: 0 };
        world.tabs = (0..TABS).map(|_| world.opened()).collect();
        world
    }

    fn opened(&mut self) -> Tab {
        self.openings += 1;
        let journal = &self.journal;
        Tab {
            draft: journal.read(),
            replica: format!("r{}", self.openings),
            footing: Footing::opened(journal.extent()),
            edition: journal.edition,
            keys: journal.lines.iter().map(|(key, _)| *key).collect(),
            queue: Vec::new(),
        }
    }

    /// Opens the draft anew. What still waits of the opening before is appended as nobody's.
    fn reopen(&mut self, at: usize) {
        let lines = std::mem::take(&mut self.tabs[at].queue);
        let mut footing = Footing::onto(None, self.journal.extent());
        self.store(&lines, &mut footing);
        self.journal.last_writer = None;
        self.tabs[at] = self.opened();
        let Tab { draft, replica, edition, keys, .. } = &self.tabs[at];
        let fold = Fold { replica: replica.clone(), edition: *edition, lines: keys.len(), snapshot: log::snapshot(draft) };
        self.folds.push(fold);
    }

    fn types(&mut self, at: usize, question: &str, end: &str) {
        let tab = &mut self.tabs[at];
        let path = AnswerPath(question.to_owned());
        let shown = tab.draft.answers().values.get(&path).cloned();
        let text = format!("{}{end}", shown.filter(|text| text.len() >= LONG.len()).unwrap_or_else(|| LONG.to_owned()));
        let writer = Writer { replica: tab.replica.clone(), by: String::new(), at: 0 };
        let change = tab.draft.edit(&writer, Edit::set(path, text)).unwrap().unwrap();
        tab.queue.push(Line::made(&tab.draft, &change));
    }

    /// One transaction. Gives the keys of the lines.
    fn store(&mut self, lines: &[Line], footing: &mut Footing) -> Vec<u64> {
        let texts: Vec<String> = footing.write(lines).into_iter().map(str::to_owned).collect();
        self.whole += lines.iter().zip(&texts).filter(|(line, text)| line.is_piece() && line.text(true) != text.as_str()).count();
        for line in lines {
            log::take(&mut self.journal.plain, &log::read_line(line.text(false)).unwrap()).unwrap();
        }
        let first = self.journal.last_key + 1;
        self.journal.lines.extend((first..).zip(texts));
        self.journal.last_key += u64::try_from(lines.len()).unwrap();
        assert_eq!(footing.extent(), self.journal.extent());
        (first..=self.journal.last_key).collect()
    }

    /// Appends what waits. The store may say that it failed, and may have done it all the same.
    fn append(&mut self, at: usize, commits: bool, fails: bool) {
        let tab = &mut self.tabs[at];
        let (lines, replica) = (std::mem::take(&mut tab.queue), tab.replica.clone());
        if lines.is_empty() {
            return;
        }
        let mut footing = Footing::onto(Some(&tab.footing), self.journal.extent());
        let mut keys = Vec::new();
        if commits {
            self.turns += usize::from(self.journal.last_writer.as_ref() != Some(&replica));
            keys = self.store(&lines, &mut footing);
            self.journal.last_writer = Some(replica).filter(|_| !fails);
        }
        let tab = &mut self.tabs[at];
        if fails {
            tab.queue = lines;
        } else {
            tab.keys.extend(keys);
            tab.footing = footing;
        }
    }

    fn hear(&mut self, at: usize) {
        let (journal, tab) = (&self.journal, &mut self.tabs[at]);
        let mut heard = Vec::new();
        if tab.edition != journal.edition {
            tab.edition = journal.edition;
            heard.push(log::line(&Record::Arrived(log::read_snapshot(&journal.base).unwrap().document().whole())));
        }
        heard.extend(journal.lines.iter().filter(|(key, _)| !tab.keys.contains(key)).map(|(_, line)| line.clone()));
        tab.keys = journal.lines.iter().map(|(key, _)| *key).collect();
        for line in heard {
            if log::take(&mut tab.draft, &log::read_line(&line).unwrap()).is_err() {
                // More was typed over it here than is remembered: it is there when the draft is opened again.
                return self.reopen(at);
            }
        }
    }

    /// A snapshot that was made when a tab was opened takes the place of the lines that it read.
    fn fold(&mut self, which: usize) {
        let Fold { replica, edition, lines, snapshot } = self.folds.swap_remove(which);
        let journal = &mut self.journal;
        if journal.edition != edition || lines == 0 {
            return;
        }
        let gone: Vec<u64> = journal.lines.drain(..lines).map(|(key, _)| key).collect();
        (journal.base, journal.edition) = (snapshot, edition + 1);
        if let Some(tab) = self.tabs.iter_mut().find(|tab| tab.replica == replica) {
            tab.edition = edition + 1;
            tab.keys.retain(|key| !gone.contains(key));
            tab.footing.folded(edition, lines, edition + 1);
        }
        journal.last_writer = journal.last_writer.take().filter(|last| *last == replica);
    }

    /// A tab keeps a snapshot that holds all, and the lines stay.
    fn keep_version(&mut self, at: usize) {
        let (journal, tab) = (&mut self.journal, &mut self.tabs[at]);
        let has_heard = tab.edition == journal.edition && tab.keys.len() == journal.lines.len();
        // What waits is in it before it is among the lines.
        let snapshot = log::with_journal(&log::snapshot(&tab.draft), &journal.base, &journal.texts()).unwrap();
        journal.plain = {
            let mut plain = journal.plain.clone();
            plain.merge(&tab.draft.document().whole()).unwrap();
            plain
        };
        journal.base = snapshot;
        journal.edition += 1;
        if has_heard {
            tab.footing.folded(tab.edition, 0, journal.edition);
            tab.edition = journal.edition;
        }
        let replica = tab.replica.clone();
        journal.last_writer = journal.last_writer.take().filter(|last| has_heard && *last == replica);
    }

    /// One thing that happens, as four numbers say.
    fn happens(&mut self, (what, who, pick, more): (u8, u8, u8, u8)) {
        let at = usize::from(who) % TABS;
        match what % 16 {
            0..=8 => {
                for key in 0..=more % 6 {
                    self.types(at, ANSWERS[usize::from(pick) % ANSWERS.len()], if key % 2 == 0 { "あ" } else { "い" });
                    if more < 200 {
                        self.append(at, true, false);
                    }
                }
            }
            9..=11 => self.hear(at),
            12 => self.append(at, pick < 128, true),
            13 => self.reopen(at),
            14 if !self.folds.is_empty() => self.fold(usize::from(pick) % self.folds.len()),
            15 if more < 128 => self.keep_version(at),
            _ => self.append(at, true, false),
        }
        if what % 3 == 0 {
            self.journal.read();
        }
    }

    fn come_to_rest(&mut self) {
        for at in 0..TABS {
            self.append(at, true, false);
        }
        for at in 0..TABS {
            self.hear(at);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn pieces_say_what_whole_texts_say(events in vec(any::<(u8, u8, u8, u8)>(), 1..80)) {
        let mut world = World::new();
        for event in events {
            world.happens(event);
        }
        world.come_to_rest();
        let draft = world.journal.read();
        for tab in &world.tabs {
            prop_assert_eq!(&tab.draft, &draft);
        }
        let most = (world.turns + world.openings) * ANSWERS.len();
        prop_assert!(world.whole <= most, "{} texts were written whole: {} turns, {} openings", world.whole, world.turns, world.openings);
    }
}

#[test]
fn what_is_typed_after_another_tab_wrote_costs_what_is_typed() {
    const KEYS: usize = 2_000;
    let mut world = World::new();
    let key = |world: &mut World, at: usize, question: &str| {
        world.types(at, question, "あ");
        world.append(at, true, false);
    };
    for _ in 0..200 {
        key(&mut world, 0, "a");
    }
    for turn in 1..=3 {
        // The other one in another answer or in this one, heard of or not.
        key(&mut world, 1, ["b", "b", "a"][turn - 1]);
        if turn == 2 {
            world.hear(0);
        }
        let before = world.journal.lines.len();
        for _ in 0..KEYS / 3 {
            key(&mut world, 0, "a");
        }
        let new: Vec<usize> = world.journal.lines[before..].iter().map(|(_, line)| line.len()).collect();
        assert_eq!(new.len(), KEYS / 3);
        assert_eq!(new.iter().filter(|length| **length > 300).count(), 1, "the text is written whole once: {new:?}");
        assert!(new[0] > 300);
    }
    world.come_to_rest();
    let answer = world.journal.read().document().held(&AnswerPath("a".into())).len();
    assert_eq!(answer, 2, "the other one's text is beside it");
}
