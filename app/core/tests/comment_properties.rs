//! Properties of comments: whatever members leave, settle, open and delete, and whatever is lost, repeated or reordered between them.
//!
//! What a replica shows is held against a model that knows each act and all that its author had seen, and nothing of registers.

use engawa_core::form::AnswerPath;
use engawa_core::form::draft::comments::author;
use engawa_core::form::draft::{Delta, Draft, Edit, EditRefused, MAX_COMMENT, MAX_COMMENTS, MergeRefused, Writer, log};
use proptest::collection::vec;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const REPLICAS: usize = 3;

fn path(text: &str) -> AnswerPath {
    AnswerPath(text.to_owned())
}

fn writer(replica: usize, at: i64) -> Writer {
    Writer { replica: format!("r{replica}"), by: format!("R{replica}"), at }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Deed {
    Left,
    Settled,
    Opened,
    Deleted,
}

/// An act as the model knows it.
struct Act {
    key: String,
    deed: Deed,
    seen: BTreeSet<usize>,
}

struct Replica {
    draft: Draft,
    known: BTreeSet<usize>,
}

/// A delta on its way, and what its sender knew.
struct Travelling {
    to: usize,
    delta: Delta,
    known: BTreeSet<usize>,
}

struct Group {
    replicas: Vec<Replica>,
    acts: Vec<Act>,
    travelling: Vec<Travelling>,
    texts: BTreeMap<String, String>,
    count: usize,
}

impl Group {
    fn new() -> Self {
        let mut first = Draft::begin("d1", "grant", "1", &writer(0, 0)).unwrap();
        first.edit(&writer(0, 0), Edit::Insert { repeat: path("cost"), key: "k".into(), after: None }).unwrap();
        let replicas = (0..REPLICAS).map(|_| Replica { draft: first.clone(), known: BTreeSet::new() }).collect();
        Self { replicas, acts: Vec::new(), travelling: Vec::new(), texts: BTreeMap::new(), count: 0 }
    }

    fn act(&mut self, at: usize, key: &str, deed: Deed, edit: Edit) {
        let moment = i64::try_from(self.count).unwrap();
        let replica = &mut self.replicas[at];
        if replica.draft.edit(&writer(at, moment), edit).unwrap().is_some() {
            self.acts.push(Act { key: key.to_owned(), deed, seen: replica.known.clone() });
            replica.known.insert(self.acts.len() - 1);
        }
    }

    /// One thing that happens, as four numbers say.
    fn happens(&mut self, (what, who, pick, more): (u8, u8, u8, u8)) {
        let at = usize::from(who) % REPLICAS;
        self.count += 1;
        let from = author(&format!("device{at}"), "d1");
        let there = self.replicas[at].draft.comments();
        let picked = (!there.is_empty()).then(|| there[usize::from(pick) % there.len()].clone());
        match (what % 10, picked) {
            (0..=1, _) | (2..=4, None) => {
                let key = format!("{}-{at}", self.count);
                let on = ["", "q", "cost[k]", "cost[k]/memo"][usize::from(pick) % 4];
                let text = format!("c{}{}", self.count, "長".repeat(usize::from(more)));
                self.texts.insert(key.clone(), text.clone());
                self.act(at, &key, Deed::Left, Edit::Comment { key: key.clone(), on: path(on), text, from });
            }
            (2, Some(it)) => self.act(at, &it.key, Deed::Settled, Edit::Settle { key: it.key.clone(), is_settled: true }),
            (3, Some(it)) => self.act(at, &it.key, Deed::Opened, Edit::Settle { key: it.key.clone(), is_settled: false }),
            (4, Some(it)) if it.from == from => self.act(at, &it.key, Deed::Deleted, Edit::Uncomment { key: it.key.clone(), from }),
            (4, Some(it)) => {
                let refused = self.replicas[at].draft.edit(&writer(at, 0), Edit::Uncomment { key: it.key, from });
                assert_eq!(refused, Err(EditRefused::NotYours));
            }
            // Answers in between, and rows that go.
            (5, _) => {
                let edit =
                    if more < 60 { Edit::Remove { row: path("cost[k]") } } else { Edit::set(path("cost[k]/memo"), format!("t{}", self.count)) };
                self.replicas[at].draft.edit(&writer(at, 0), edit).unwrap();
            }
            (6..=7, _) if !self.travelling.is_empty() => self.deliver(usize::from(pick) % self.travelling.len(), more < 60),
            (8, _) if !self.travelling.is_empty() && more < 80 => drop(self.travelling.swap_remove(usize::from(pick) % self.travelling.len())),
            _ => self.send(at, usize::from(pick) % REPLICAS),
        }
    }

    fn send(&mut self, from: usize, to: usize) {
        let delta = self.replicas[from].draft.document().delta_since(self.replicas[to].draft.document().seen());
        self.travelling.push(Travelling { to, delta, known: self.replicas[from].known.clone() });
    }

    fn deliver(&mut self, which: usize, again: bool) {
        let Travelling { to, delta, known } = self.travelling.swap_remove(which);
        let replica = &mut self.replicas[to];
        match replica.draft.merge(&delta) {
            Ok(_) => replica.known.extend(&known),
            Err(refused) => assert_eq!(refused, MergeRefused::Gap),
        }
        if again {
            self.travelling.push(Travelling { to, delta, known });
        }
    }

    /// Compares what a replica shows with the model.
    fn check(&self, at: usize) {
        let Replica { draft, known } = &self.replicas[at];
        let acts: Vec<(usize, &Act)> = known.iter().map(|id| (*id, &self.acts[*id])).collect();
        let of = |key: &str, deeds: &[Deed]| {
            acts.iter().copied().filter(|(_, act)| act.key == key && deeds.contains(&act.deed)).collect::<Vec<(usize, &Act)>>()
        };
        let mut expected = BTreeMap::new();
        for (_, left) in acts.iter().filter(|(_, act)| act.deed == Deed::Left) {
            if !of(&left.key, &[Deed::Deleted]).is_empty() {
                continue;
            }
            let marks = of(&left.key, &[Deed::Settled, Deed::Opened]);
            let last: Vec<Deed> =
                marks.iter().filter(|(id, _)| !marks.iter().any(|(_, other)| other.seen.contains(id))).map(|(_, act)| act.deed).collect();
            let is_settled = !last.is_empty() && last.iter().all(|deed| *deed == Deed::Settled);
            expected.insert(left.key.clone(), (self.texts[&left.key].clone(), is_settled));
        }
        let shown = draft.comments();
        let found: BTreeMap<String, (String, bool)> = shown.iter().map(|it| (it.key.clone(), (it.text.clone(), it.is_settled))).collect();
        assert_eq!(found, expected);
        assert!(shown.iter().all(|it| it.text.chars().count() <= MAX_COMMENT) && shown.len() <= 2 * MAX_COMMENTS);
        assert!(shown.is_sorted_by_key(|it| it.at), "oldest first");
        assert!(draft.left_over().is_empty(), "a comment is nothing that is left over");
        assert!(draft.answers().values.keys().all(|path| path.0 == "cost[k]/memo"), "a comment is no answer");
    }

    /// Everybody tells everybody, until nothing is new.
    fn come_to_rest(&mut self) {
        for _ in 0..2 {
            for from in 0..REPLICAS {
                for to in (0..REPLICAS).filter(|to| *to != from) {
                    self.send(from, to);
                    self.deliver(self.travelling.len() - 1, false);
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 250, ..ProptestConfig::default() })]

    #[test]
    fn comments_converge_and_deleting_wins(events in vec(any::<(u8, u8, u8, u8)>(), 1..140)) {
        let mut group = Group::new();
        for event in events {
            group.happens(event);
            group.check(usize::from(event.1) % REPLICAS);
        }
        group.come_to_rest();
        for at in 0..REPLICAS {
            group.check(at);
            let draft = &group.replicas[at].draft;
            prop_assert_eq!(draft, &group.replicas[0].draft);
            prop_assert_eq!(log::read_snapshot(&log::snapshot(draft)), Ok(draft.clone()), "what is kept can be read again");
        }
    }

    #[test]
    fn a_comment_of_any_text_fits_or_is_refused(text in "\\PC{0,1200}", lines in 0_usize..200, on in "[^\\[\\]/# \\s\\p{Cc}]{0,400}") {
        let mut draft = Draft::begin("d1", "grant", "1", &writer(0, 0)).unwrap();
        let written = format!("{text}{}", "\n.".repeat(lines));
        let edit = Edit::Comment { key: "1".into(), on: path(&on), text: written.clone(), from: author("device", "d1") };
        match draft.edit(&writer(0, 1), edit) {
            Ok(Some(change)) => {
                let [it] = <[_; 1]>::try_from(draft.comments()).unwrap();
                prop_assert_eq!((it.on.0.as_str(), it.text.as_str()), (on.as_str(), written.trim()));
                let mut other = Draft::joined("d1");
                other.merge(&draft.document().whole()).unwrap();
                prop_assert_eq!(&other, &draft);
                prop_assert!(serde_json::to_string(&change).unwrap().len() < 20 << 10);
            }
            Ok(None) => prop_assert!(written.trim().is_empty()),
            Err(EditRefused::CommentTooLong(most)) => prop_assert!(written.trim().chars().count() > most),
            Err(EditRefused::Path(refused)) => prop_assert!(refused == path(&on) && on.len() > 1_000, "{}", on),
            Err(refused) => return Err(TestCaseError::fail(format!("{refused:?}"))),
        }
    }
}
