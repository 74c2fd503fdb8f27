//! Properties of filling in: whatever is typed in several tabs and on several devices, whatever a crash cuts off, form and draft say the
//! same, and what somebody typed leaves the draft only by somebody who could see it.

use engawa_app::forms::filling::{Edited, Filling, Layout, Outside, Refused};
use engawa_app::forms::outline::filled;
use engawa_core::form::answers::AnswerPath;
use engawa_core::form::definition::{Control, DataType, Definition, NodeKind};
use engawa_core::form::draft::footing::Footing;
use engawa_core::form::draft::log::{self, Extent, Line};
use engawa_core::form::draft::share::{Answer, Request, serve};
use engawa_core::form::draft::{Document, Draft, Value};
use engawa_core::form::running::Compiled;
use engawa_core::form::tree::TreeId;
use engawa_core::form::xlsform::{self, markdown};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use std::collections::BTreeMap;
use std::sync::Arc;

const ID: &str = "d1";
/// What begins a long answer, which a journal holds in pieces.
const LONG: &str = "長い文です。長い文です。長い文です。長い文です。長い文です。長い文です。";

/// A form with everything that a form does by itself.
fn form() -> impl Strategy<Value = Arc<Definition>> {
    let relevant = select(vec!["", "${a} > 2", "${kind} = 'x'", "${who} != ''", "count(${cost}) > 1"]);
    let count = select(vec!["${n}", "${n} + 1", "${n} mod 3"]);
    let total = select(vec!["sum(${yen})", "count(${cost})", "concat(${who}, ${more})"]);
    let set = select(vec!["concat('t', ${a})", "", "${a}"]);
    let default = select(vec!["", "5"]);
    (relevant.clone(), relevant, count, total, set, default).prop_map(|(more, group, count, total, set, default)| {
        let workbook = format!(
            "| survey | | | | | | | | |
             | | type | name | label | relevant | calculation | trigger | repeat_count | default |
             | | text | who | Who | | | | | |
             | | integer | a | A | | | | | 1 |
             | | integer | n | Rows | | | | | 1 |
             | | select_one kinds | kind | Kind | | | | | |
             | | text | more | More | {more} | | | | |
             | | text | set | Set | | {set} | ${{a}} | | |
             | | begin_group | g | Group | {group} | | | | |
             | | text | inside | Inside | | | | | |
             | | integer | size | Size | | | | | 3 |
             | | end_group | | | | | | | |
             | | begin_repeat | cost | Costs | | | | | |
             | | text | memo | Memo | | | | | |
             | | integer | yen | Yen | | | | | {default} |
             | | begin_repeat | part | Parts | | | | | |
             | | text | piece | Piece | | | | | |
             | | end_repeat | | | | | | | |
             | | end_repeat | | | | | | | |
             | | begin_repeat | k | Counted | | | | {count} | |
             | | text | x | X | | | | | d |
             | | end_repeat | | | | | | | |
             | | calculate | total | | | {total} | | | |
             | choices | | | |
             | | list_name | name | label |
             | | kinds | x | X |
             | | kinds | y | Y |"
        );
        Arc::new(xlsform::read(&markdown::read(&workbook)).unwrap().definition)
    })
}

/// What a device keeps.
struct Device {
    base: String,
    /// Counts the snapshots.
    edition: u64,
    lines: Vec<String>,
    /// How many lines may have been sent to others: a crash does not take these.
    sent: usize,
}

impl Device {
    fn new(base: String) -> Self {
        Self { base, edition: 1, lines: Vec::new(), sent: 0 }
    }

    fn extent(&self) -> Extent {
        Extent { edition: self.edition, lines: self.lines.len() }
    }

    /// Another snapshot, in the place of this one or of all lines.
    fn fold(&mut self, base: String, lines: Vec<String>) {
        *self = Self { base, edition: self.edition + 1, sent: self.sent.min(lines.len()), lines };
    }
}

/// A tab, and what it has not heard yet.
struct Tab {
    device: usize,
    filling: Filling,
    /// Where it stands when it writes into the journal.
    footing: Footing,
    inbox: Vec<String>,
}

/// Two tabs on one device, one on another, and a server between them.
struct World {
    definition: Arc<Definition>,
    compiled: Arc<Compiled>,
    devices: Vec<Device>,
    tabs: Vec<Tab>,
    server: Document,
    /// What was typed and what nobody who could see it wrote over.
    alive: BTreeMap<String, AnswerPath>,
    count: usize,
    now: i64,
}

fn texts_at(draft: &Draft, path: &AnswerPath) -> Vec<String> {
    let held = draft.document().held(path).iter();
    held.filter_map(|held| if let Value::Text(text) = &held.value { Some(text.clone()) } else { None }).collect()
}

fn pick<T: Clone>(from: &[T], number: u8) -> Option<T> {
    from.get(usize::from(number).checked_rem(from.len())?).cloned()
}

impl World {
    fn new(definition: Arc<Definition>) -> Self {
        let mut world = Self {
            compiled: Arc::new(Compiled::new(Arc::clone(&definition)).unwrap()),
            definition,
            devices: Vec::new(),
            tabs: Vec::new(),
            server: Document::default(),
            alive: BTreeMap::new(),
            count: 0,
            now: 1_000,
        };
        let first = Filling::begin(ID, Arc::clone(&world.definition), world.outside()).unwrap();
        let delta = first.draft().document().whole();
        let base = first.snapshot();
        let footing = Footing::opened(Extent { edition: 1, lines: 0 });
        world.tabs.push(Tab { device: 0, filling: first, footing: footing.clone(), inbox: Vec::new() });
        let second = Filling::open(Arc::clone(&world.definition), &base, &[], world.outside()).unwrap();
        world.tabs.push(Tab { device: 0, filling: second, footing: footing.clone(), inbox: Vec::new() });
        let joined = Filling::join(ID, Arc::clone(&world.definition), &delta, world.outside()).unwrap();
        world.devices = vec![Device::new(base), Device::new(joined.snapshot())];
        world.tabs.push(Tab { device: 1, filling: joined, footing, inbox: Vec::new() });
        world.server.merge(&delta).unwrap();
        world
    }

    /// A replica that no opening had before.
    fn outside(&mut self) -> Outside {
        self.count += 1;
        Outside { now: self.now, device_id: "d".into(), replica: format!("r{}", self.count), by: "P".into() }
    }

    /// Appends lines to the journal, as its shell does; the other tabs of the device will hear them.
    fn keep(&mut self, tab: usize, lines: &[Line]) {
        let device = self.tabs[tab].device;
        let mut footing = Footing::onto(Some(&self.tabs[tab].footing), self.devices[device].extent());
        let lines: Vec<String> = footing.write(lines).into_iter().map(str::to_owned).collect();
        for (_, other) in self.tabs.iter_mut().enumerate().filter(|(at, other)| *at != tab && other.device == device) {
            other.inbox.extend(lines.iter().cloned());
        }
        self.devices[device].lines.extend(lines);
        self.tabs[tab].footing = footing;
    }

    /// Does something in a tab, and holds it to what may be written over: what was at `path`, what a trigger sets, and the first values of
    /// rows that the form makes.
    fn act(&mut self, tab: usize, path: Option<&AnswerPath>, deed: impl FnOnce(&mut Filling, i64) -> Result<Edited, Refused>) {
        let now = self.now;
        let before = self.tabs[tab].filling.draft().clone();
        let answers = self.tabs[tab].filling.form().answers();
        let filling = &mut self.tabs[tab].filling;
        let lines = match deed(filling, now) {
            Ok(edited) => edited.lines,
            Err(refused) => {
                assert_eq!(filling.form().answers(), answers, "{refused:?} changed something");
                filling.merged(now).lines
            }
        };
        let after = self.tabs[tab].filling.draft().clone();
        self.alive.retain(|text, at| {
            let is_gone = texts_at(&before, at).contains(text) && !texts_at(&after, at).contains(text);
            let may_go = Some(&*at) == path || at.0 == "set" || at.0.starts_with("k[");
            assert!(!is_gone || may_go, "{text} at {at} is gone");
            !is_gone
        });
        self.keep(tab, &lines);
    }

    fn typed(&mut self, tab: usize, path: &AnswerPath, text: &str) {
        if text.starts_with("text") && texts_at(self.tabs[tab].filling.draft(), path).iter().any(|held| held == text) {
            self.alive.insert(text.to_owned(), path.clone());
        }
    }

    /// The questions of a tab.
    fn questions(&self, tab: usize) -> Vec<TreeId> {
        let form = self.tabs[tab].filling.form();
        let mut found = Vec::new();
        let mut open: Vec<TreeId> = form.find(&AnswerPath::root()).into_iter().collect();
        while let Some(at) = open.pop() {
            if form.node(at).is_some_and(|node| matches!(node.kind, NodeKind::Question(_))) {
                found.push(at);
            }
            open.extend(if form.is_repeat(at) { form.rows(at) } else { form.items(at) });
        }
        found
    }

    fn repeats(&self, tab: usize) -> Vec<TreeId> {
        let form = self.tabs[tab].filling.form();
        let cost = form.find(&AnswerPath("cost".into())).unwrap();
        let parts = form.rows(cost).into_iter().flat_map(|row| form.items(row)).filter(|at| form.is_repeat(*at));
        std::iter::once(cost).chain(parts).collect()
    }

    fn row(&self, tab: usize, number: u8) -> Option<TreeId> {
        let form = self.tabs[tab].filling.form();
        let rows: Vec<TreeId> = self.repeats(tab).into_iter().flat_map(|repeat| form.rows(repeat)).collect();
        pick(&rows, number)
    }

    fn answer(&mut self, tab: usize, number: u8, more: u8) {
        let Some(at) = pick(&self.questions(tab), number) else { return };
        let form = self.tabs[tab].filling.form();
        let (path, node) = (form.path(at), form.node(at).unwrap());
        let choice = |texts: &[&str]| pick(texts, more).unwrap_or_default().to_owned();
        let text = match (&node.kind, node.data_type) {
            (NodeKind::Question(Control::SelectOne(_)), _) => choice(&["x", "y", "z", ""]),
            // While the number of rows cannot be read, rows stay, and what they were before is not in the answers.
            (_, DataType::Int) if path.0 == "n" => choice(&["0", "1", "２", "3", "4"]),
            (_, DataType::Int) => choice(&["", "0", "３", "5", "x", "1,000", "2.5"]),
            _ if more < 50 => String::new(),
            _ if more > 150 => format!("text{}{LONG}", self.count),
            _ => format!("text{}", self.count),
        };
        self.act(tab, Some(&path), |filling, now| filling.answer(at, &text, now));
        self.typed(tab, &path, &text);
    }

    fn hear(&mut self, tab: usize) {
        let lines = std::mem::take(&mut self.tabs[tab].inbox);
        let edited = self.tabs[tab].filling.heard(&lines, self.now);
        assert!(edited.lines.is_empty(), "who only listens writes nothing");
        assert!(self.tabs[tab].filling.unread().is_empty());
    }

    fn sync(&mut self, tab: usize) {
        let device = self.tabs[tab].device;
        self.devices[device].sent = self.devices[device].lines.len();
        let draft = self.tabs[tab].filling.draft_mut();
        let request = Request { have: draft.document().seen().clone(), delta: draft.document().whole() };
        let (Answer::Took(delta) | Answer::Behind(delta)) = serve(&mut self.server, &request) else { panic!("refused") };
        if draft.merge(&delta).unwrap() {
            self.keep(tab, &[Line::arrived("", &delta)]);
        }
        let edited = self.tabs[tab].filling.merged(self.now);
        assert!(edited.lines.is_empty(), "who only listens writes nothing");
    }

    /// Ends all tabs of a device in the middle of a keystroke, whose lines are kept up to somewhere, and opens them again.
    fn crash(&mut self, tab: usize, number: u8, more: u8) {
        let device = self.tabs[tab].device;
        let before = self.devices[device].lines.len();
        let (alive, earlier) = (self.alive.clone(), self.tabs[tab].filling.draft().clone());
        self.answer(tab, number, more);
        let kept = &mut self.devices[device];
        let new = kept.lines.len() - before;
        if new > 0 {
            kept.lines.truncate(before + usize::from(number) % new);
            let stopped = self.reopen(device, Some("{\"schema\":1,\"chan"));
            assert_eq!(stopped, ["{\"schema\":1,\"chan"]);
            // What the keystroke wrote over is there again if it was cut off.
            let after = self.tabs[tab].filling.draft().clone();
            let typed = std::mem::replace(&mut self.alive, alive);
            self.alive.retain(|text, at| !texts_at(&earlier, at).contains(text) || texts_at(&after, at).contains(text));
            self.alive.extend(typed.into_iter().filter(|(text, at)| texts_at(&after, at).contains(text)));
        }
    }

    fn reopen(&mut self, device: usize, cut: Option<&str>) -> Vec<String> {
        let mut stopped = Vec::new();
        for at in 0..self.tabs.len() {
            if self.tabs[at].device == device {
                let (outside, again) = (self.outside(), self.outside());
                let Device { base, lines, .. } = &self.devices[device];
                let broken: Vec<String> = lines.iter().cloned().chain(cut.map(str::to_owned)).collect();
                let filling = Filling::open(Arc::clone(&self.definition), base, &broken, outside).unwrap();
                stopped = filling.unread().to_vec();
                // The broken line is put aside; then it is as if it had never been.
                let whole = Filling::open(Arc::clone(&self.definition), base, lines, again).unwrap();
                assert_eq!((whole.draft(), whole.form().answers()), (filling.draft(), filling.form().answers()));
                self.tabs[at].filling = whole;
                self.tabs[at].footing = Footing::opened(self.devices[device].extent());
                self.tabs[at].inbox.clear();
            }
        }
        stopped
    }

    /// A tab that has just been opened puts a snapshot in the place of all lines; the others hear nothing of it.
    fn compact(&mut self, tab: usize) {
        let device = self.tabs[tab].device;
        self.hear(tab);
        self.devices[device].fold(self.tabs[tab].filling.snapshot(), Vec::new());
    }

    /// A tab keeps a snapshot as for another version of the form, whether or not it has heard of everything. The lines stay.
    fn keep_version(&mut self, tab: usize) {
        let Device { base, lines, .. } = &self.devices[self.tabs[tab].device];
        let snapshot = log::with_journal(&self.tabs[tab].filling.snapshot(), base, lines).unwrap();
        let lines = lines.clone();
        self.devices[self.tabs[tab].device].fold(snapshot, lines);
    }

    /// One thing that happens, as four numbers say.
    fn happens(&mut self, (what, who, number, more): (u8, u8, u8, u8)) {
        let tab = usize::from(who) % self.tabs.len();
        self.count += 1;
        self.now += i64::from(more) * 100;
        let row = self.row(tab, number);
        match (what % 20, row) {
            (0..=6, _) => self.answer(tab, number, more),
            (7..=8, _) => {
                let Some(repeat) = pick(&self.repeats(tab), number) else { return };
                let after = pick(&self.tabs[tab].filling.form().rows(repeat), more).filter(|_| more > 100);
                self.act(tab, None, |filling, now| filling.add_row(repeat, after, now));
            }
            (9, Some(row)) => self.act(tab, None, |filling, now| filling.remove_row(row, now)),
            (10, Some(row)) => self.act(tab, None, |filling, now| filling.move_row(row, more > 127, now)),
            (11, _) => {
                let rows = [self.tabs[tab].filling.removed_rows(), self.tabs[tab].filling.came_back()].concat();
                let Some(row) = pick(&rows, number) else { return };
                self.act(tab, None, |filling, now| filling.restore_row(&row.row, now));
            }
            (12, _) => self.act(tab, None, |filling, now| filling.rename(&format!("name{number}"), now)),
            (13, _) => {
                let Some(conflict) = pick(&self.tabs[tab].filling.conflicts(), number) else { return };
                let Some(option) = pick(&conflict.options, more) else { return };
                let text = if let Value::Text(text) = option.value { text } else { String::new() };
                // See above: a number of rows that is emptied says nothing.
                if !(text.is_empty() && conflict.path.0 == "n") {
                    self.act(tab, Some(&conflict.path), |filling, now| filling.resolve(&conflict.path, &text, now));
                    self.typed(tab, &conflict.path, &text);
                }
            }
            (14..=15, _) => self.hear(tab),
            (16..=17, _) => self.sync(tab),
            (18, _) if more < 80 => self.compact(tab),
            (18, _) if more < 120 => self.keep_version(tab),
            (18, _) => {
                self.reopen(self.tabs[tab].device, None);
            }
            _ => self.crash(tab, number, more),
        }
        self.check(tab);
    }

    fn check(&self, tab: usize) {
        let Tab { filling, device, .. } = &self.tabs[tab];
        let again = filled(&self.compiled, &filling.draft().answers(), self.now, ID);
        assert_eq!(again.answers(), filling.form().answers(), "the form of the draft's answers is this form");
        assert_eq!(again.submission(), filling.form().submission());
        assert!(self.devices[*device].sent <= self.devices[*device].lines.len());
        let tabs = || self.tabs.iter().filter(|tab| tab.device == *device);
        if tabs().all(|tab| tab.inbox.is_empty()) {
            let Device { base, lines, .. } = &self.devices[*device];
            let replayed = log::replay(base, lines.iter().map(String::as_str)).unwrap();
            assert_eq!(replayed.stopped, None);
            for tab in tabs() {
                assert_eq!(&replayed.draft, tab.filling.draft(), "the journal says what happened");
            }
        }
        let progress = filling.progress();
        assert!(progress.answered <= progress.asked);
        for layout in [Layout::Single, Layout::Sections] {
            let keys: Vec<AnswerPath> = filling.screens(layout, 0).into_iter().map(|screen| screen.key).collect();
            assert!(keys.iter().all(|key| filling.form().find(key).is_some()));
            assert!((1..keys.len()).all(|at| !keys[..at].contains(&keys[at])), "{keys:?}");
        }
    }

    fn come_to_rest(&mut self) {
        for _ in 0..3 {
            for tab in 0..self.tabs.len() {
                self.hear(tab);
                self.sync(tab);
            }
        }
        for tab in 0..self.tabs.len() {
            self.hear(tab);
            self.check(tab);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn form_draft_and_journal_say_the_same(definition in form(), events in vec(any::<(u8, u8, u8, u8)>(), 1..50)) {
        let mut world = World::new(definition);
        for event in events {
            world.happens(event);
        }
        world.come_to_rest();
        let first = &world.tabs[0].filling;
        for tab in &world.tabs {
            prop_assert_eq!(tab.filling.draft(), first.draft());
            prop_assert_eq!(tab.filling.form().answers(), first.form().answers());
        }
        for (text, path) in &world.alive {
            prop_assert!(texts_at(first.draft(), path).contains(text), "{} at {}", text, path);
        }
    }
}
