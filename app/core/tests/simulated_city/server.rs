//! The model of the server: a table of newest forms, a counter of revisions, receipts, snapshots, backups, and the whole history.

use engawa_core::feed::{Page, Record};
use std::collections::{BTreeMap, VecDeque};

/// The public records of one moment: id to body.
pub type State = BTreeMap<String, String>;

/// All that ever happened in one history, in order of revision.
#[derive(Clone, Debug, Default)]
pub struct History(pub Vec<Record>);

impl History {
    pub fn add(&mut self, record: Record) {
        let at = self.0.partition_point(|other| other.rev < record.rev);
        self.0.insert(at, record);
    }

    /// The newest form of each record, of those up to `rev`.
    pub fn newest(&self, rev: u64) -> BTreeMap<&str, &Record> {
        self.0.iter().take_while(|record| record.rev <= rev).map(|record| (record.id.as_str(), record)).collect()
    }

    pub fn state(&self, rev: u64) -> State {
        let living = |(id, record): (&str, &Record)| record.body.clone().map(|body| (id.to_owned(), body));
        self.newest(rev).into_iter().filter_map(living).collect()
    }

    pub fn had(&self, id: &str, body: &str) -> bool {
        self.0.iter().any(|record| record.id == id && record.body.as_deref() == Some(body))
    }
}

/// What survives a crash of the server, and what a backup holds.
#[derive(Clone, Debug, Default)]
pub struct Disk {
    pub epoch: String,
    pub rev: u64,
    /// The newest form of each public record, tombstones too.
    pub table: BTreeMap<String, Record>,
    /// Command to the revision that carried its effect.
    pub receipts: BTreeMap<u64, u64>,
}

/// One write of a command.
#[derive(Clone, Copy, Debug)]
pub struct Write {
    pub item: u64,
    /// Another scope than the public one: a revision that no device sees.
    pub hidden: bool,
    pub delete: bool,
}

/// A mistake that the simulation must notice; otherwise it proves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sabotage {
    None,
    /// Revisions are taken before the lock, so they become visible out of order.
    RevsOutOfOrder,
    /// A restored backup goes on under the old epoch.
    RestoreKeepsEpoch,
    /// Deleting forgets the row instead of leaving a tombstone.
    NoTombstones,
}

pub struct Server {
    pub up: bool,
    pub disk: Disk,
    pub backups: Vec<Disk>,
    /// Every snapshot ever made: the server may hold an older one, and so may a cache on the way.
    pub snapshots: Vec<(u64, String)>,
    /// In memory: which snapshot is served. Gone after a crash.
    pub current: Option<usize>,
    pub histories: BTreeMap<String, History>,
}

impl Server {
    pub fn new() -> Self {
        let disk = Disk { epoch: "e0".to_owned(), ..Disk::default() };
        Self {
            up: true,
            disk,
            backups: Vec::new(),
            snapshots: Vec::new(),
            current: None,
            histories: BTreeMap::from([("e0".to_owned(), History::default())]),
        }
    }

    /// Takes effect in one step: records, revision and receipt, or nothing.
    pub fn commit(&mut self, command: u64, writes: &[Write], revs: &[u64], sabotage: Sabotage) {
        for (write, rev) in writes.iter().zip(revs) {
            let id = format!("l{}", write.item);
            if write.hidden || (write.delete && !self.disk.table.contains_key(&id)) {
                continue;
            }
            let body = if write.delete { None } else { Some(format!("{{\"by\":{command},\"rev\":{rev}}}")) };
            let record = Record { collection: "listing".to_owned(), id: id.clone(), rev: *rev, body };
            self.histories.entry(self.disk.epoch.clone()).or_default().add(record.clone());
            if write.delete && sabotage == Sabotage::NoTombstones {
                self.disk.table.remove(&id);
            } else {
                self.disk.table.insert(id, record);
            }
        }
        self.disk.receipts.insert(command, revs.last().copied().unwrap_or(self.disk.rev));
    }

    pub fn take_revs(&mut self, n: usize) -> Vec<u64> {
        (0..n)
            .map(|_| {
                self.disk.rev += 1;
                self.disk.rev
            })
            .collect()
    }

    /// As `GET /api/v1/feed/public?since=..&limit=..` answers.
    pub fn page(&self, since: u64, limit: usize) -> String {
        let mut found: Vec<&Record> = self.disk.table.values().filter(|record| record.rev > since).collect();
        found.sort_by_key(|record| record.rev);
        let more = found.len() > limit;
        found.truncate(limit);
        let cursor = found.last().map_or(since, |record| record.rev);
        Page { records: found.into_iter().cloned().collect(), cursor, more, epoch: self.disk.epoch.clone() }.to_json()
    }

    /// The snapshot that is served: made again when there is none or it is `behind` revisions old.
    pub fn snapshot(&mut self, behind: u64) -> usize {
        if let Some(at) = self.current
            && self.snapshots.get(at).is_some_and(|(rev, _)| rev + behind > self.disk.rev)
        {
            return at;
        }
        let mut living: Vec<&Record> = self.disk.table.values().filter(|record| record.body.is_some()).collect();
        living.sort_by_key(|record| record.rev);
        let mut text = format!("{} {} {}\n", self.disk.epoch, self.disk.rev, living.len());
        for record in living {
            text.push_str(&record.to_json());
            text.push('\n');
        }
        self.snapshots.push((self.disk.rev, text));
        self.current = Some(self.snapshots.len() - 1);
        self.snapshots.len() - 1
    }

    /// The machine starts again on an older disk. Whoever followed the lost history must start over.
    pub fn restore(&mut self, backup: Disk, sabotage: Sabotage) {
        let history = self.histories.get(&backup.epoch).map(|history| History(history.0.iter().filter(|it| it.rev <= backup.rev).cloned().collect()));
        self.disk = backup;
        if sabotage != Sabotage::RestoreKeepsEpoch {
            self.disk.epoch = format!("e{}", self.histories.len());
        }
        self.histories.insert(self.disk.epoch.clone(), history.unwrap_or_default());
        self.current = None;
    }
}

/// Cuts a snapshot's bytes into parts as the browser's reader does. The last part, with `more: false`, is missing if the text broke off.
pub fn parts(text: &str, cut: Option<usize>, size: usize) -> VecDeque<(u64, Page)> {
    let whole = cut.map_or(text, |at| {
        let end = (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        // A line without its end is not a line.
        &text[..text[..end].rfind('\n').map_or(0, |at| at + 1)]
    });
    let mut lines = whole.lines();
    let mut parts = VecDeque::new();
    let Some((epoch, rest)) = lines.next().and_then(|head| head.split_once(' ')) else { return parts };
    let Some((rev, total)) = rest.split_once(' ').and_then(|(rev, total)| Some((rev.parse().ok()?, total.parse::<usize>().ok()?))) else {
        return parts;
    };
    let (mut since, mut held, mut count) = (0, Vec::<Record>::new(), 0);
    for record in lines.filter_map(|line| Record::from_json(line).ok()) {
        count += 1;
        if let Some(cursor) = held.last().map(|last| last.rev).filter(|_| held.len() >= size) {
            parts.push_back((since, Page { records: std::mem::take(&mut held), cursor, more: true, epoch: epoch.to_owned() }));
            since = cursor;
        }
        held.push(record);
    }
    if count == total {
        parts.push_back((since, Page { records: held, cursor: rev, more: false, epoch: epoch.to_owned() }));
    }
    parts
}
