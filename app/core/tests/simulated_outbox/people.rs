//! People: what they ask for, and what they decide when they look at the outbox.

use super::City;
use super::event::At;
use super::server::Fate;
use super::verdict::{Gone, Submission, id_of, n_of};
use engawa_core::outbox::{Ask, Attachment, Input, Standing, State};

/// The files that there are: none, less than a part, one part, three parts.
const FILES: [(&str, u64); 4] = [("f0", 0), ("f1", 1_000), ("f2", 524_288), ("f3", 1_200_000)];

/// What a person wants of an entry.
enum Decision {
    Cancel,
    Dismiss,
    Edit { orphaned: bool },
}

impl City {
    /// A person asks for something in a tab.
    pub fn asks(&mut self, at: At) {
        let n = self.submissions.len();
        let seen: Vec<(usize, String)> = self.context(at).outbox.shown().iter().map(|line| (n_of(line.id), line.subject.to_owned())).collect();
        let subject = format!("s{}", self.dice.below(2));
        let named = if seen.is_empty() || self.dice.percent(80) { None } else { Some(seen[self.dice.place(seen.len())].0) };
        let before = seen.iter().filter(|(_, of)| *of == subject).map(|(seen, _)| self.submissions[*seen].root).collect();
        let after = named.map(|named| self.submissions[named].root);
        self.submit(at, Submission { before, after, ..blank(at, n, subject) }, named.map(id_of), None);
    }

    /// A person edits what was refused, and sends that.
    fn edits(&mut self, at: At, old: usize, orphaned: bool) {
        let it = &self.submissions[old];
        // What it was to go after is gone; the person sends it all the same.
        let after = if orphaned { None } else { it.after };
        let edited = Submission { before: it.before.clone(), after, is_shared: it.is_shared, ..blank(at, it.root, it.subject.clone()) };
        self.submit(at, edited, None, Some(id_of(old)));
    }

    pub fn submit(&mut self, at: At, mut it: Submission, after: Option<String>, replaces: Option<String>) {
        let n = self.submissions.len();
        it.fate = match self.dice.below(100) {
            0..78 => Fate::Accept,
            78..88 => Fate::Reject,
            88..97 => Fate::Conflict,
            _ => Fate::Poison,
        };
        while it.files.len() < 2 && self.dice.percent(25) {
            let file = FILES[self.dice.place(FILES.len())];
            if !it.files.contains(&file) {
                it.files.push(file);
            }
        }
        let build = self.context(at).build;
        let attachment = |(sha256, bytes): &(&str, u64)| Attachment { sha256: (*sha256).to_owned(), bytes: *bytes, name: String::new() };
        let ask = Ask {
            id: id_of(n),
            subject: it.subject.clone(),
            kind: "forms".to_owned(),
            kind_schema: build,
            title: String::new(),
            body: format!("{{\"n\":{n},\"form\":{build}}}"),
            attachments: it.files.iter().map(attachment).collect(),
            base_rev: None,
            after,
            replaces,
        };
        self.submissions.push(it);
        self.tell(at, Input::Asked(Box::new(ask)));
    }

    /// A person looks at the outbox in a tab and decides this and that.
    pub fn decides(&mut self, device: usize) {
        let Some(at) = self.some_tab(device) else { return };
        let mut decisions = Vec::new();
        for line in self.devices[device].contexts[at.context].outbox.shown() {
            let chance = self.dice.below(100);
            let decision = match line.standing {
                Standing::Stuck(_) if chance < 35 => Decision::Cancel,
                Standing::Stuck(state) if chance < 75 => Decision::Edit { orphaned: *state == State::Orphaned },
                Standing::Done(_) if chance < 25 => Decision::Dismiss,
                Standing::NotSaved { .. } | Standing::Waiting { .. } | Standing::UnderWay { .. } if chance < 12 => Decision::Cancel,
                _ => continue,
            };
            decisions.push((line.id.to_owned(), decision));
        }
        for (id, decision) in decisions {
            match decision {
                Decision::Cancel => self.tell(at, Input::Cancelled(id)),
                Decision::Dismiss => self.tell(at, Input::Dismissed(id)),
                Decision::Edit { orphaned } => self.edits(at, n_of(&id), orphaned),
            }
        }
    }
}

/// Something that is asked for, before anything is known of it.
pub fn blank(at: At, root: usize, subject: String) -> Submission {
    Submission {
        device: at.device,
        subject,
        fate: Fate::Accept,
        files: Vec::new(),
        root,
        before: Vec::new(),
        after: None,
        kept: false,
        acknowledged: false,
        refused: false,
        is_shared: false,
        gone: Gone::No,
    }
}
