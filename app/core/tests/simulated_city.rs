//! A simulated city: one server, a few devices, and everything that goes wrong between them.
//!
//! What is real: the feed's client and the form of its pages on the wire. What is a model: the server (a table of newest forms, a
//! counter of revisions, receipts, snapshots, backups), the devices' stores and shells, and a network that loses, delays, repeats
//! and reorders answers and cuts snapshots in the middle. The server dies at every step, also between commit and answer; devices
//! die before and after a commit; stores fail and lie about it; a backup is restored under a new epoch.
//!
//! Time and chance are simulated, so a schedule is its seed. `SCHEDULES` says how many to run, `SEED` where to begin.
//!
//! What is checked after every commit of a device at cursor `c` of a known history:
//! 1. *Nothing is skipped*: each record whose newest form has a revision up to `c` is there in exactly that form, or is gone if it
//!    was deleted. (The feed keeps newest forms only, so a record that changed after `c` may be missing or older until then.)
//! 2. Whatever else the device holds is a form that the record really had.
//! 3. A device that says "caught up" holds exactly the public records as they were at revision `c`. (Not asked where a store
//!    committed and said that it failed, or a given-up request was answered after all: then the sentence may come one poll early.)
//!
//! And when the noise has stopped, every device holds exactly what the server shows, and every command took effect once.

#[path = "simulated_city/device.rs"]
mod device;
#[path = "simulated_city/dice.rs"]
mod dice;
#[path = "simulated_city/server.rs"]
mod server;

use device::{Device, Shelf, Work};
use dice::Dice;
use engawa_core::feed::Page;
use engawa_core::feed::client::{Client, Effect, Input};
use server::{Sabotage, Server, Write, parts};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, VecDeque};

/// How long things go wrong, in simulated milliseconds.
const NOISE_MS: i64 = 120_000;
/// How long the city then has to come to rest: a few polls.
const REST_MS: i64 = 30 * 60_000;
/// After how long a shell gives an answer up.
const PATIENCE_MS: i64 = 20_000;
/// How many records there are to write to. Few, so that they are changed and deleted often.
const ITEMS: u64 = 10;

/// What happens next.
#[derive(Clone, Debug)]
enum Event {
    Asked { device: usize, life: u64, ask: u64, since: Option<u64> },
    PageArrives { device: usize, life: u64, ask: u64, since: u64, text: String },
    StreamOpens { device: usize, life: u64, ask: u64, parts: VecDeque<(u64, Page)> },
    PartArrives { device: usize, life: u64, ask: u64, part: Option<(u64, Page)> },
    TimedOut { device: usize, life: u64, ask: u64 },
    StoreAnswers { device: usize, life: u64, commits: bool, says_so: bool },
    Woke { device: usize, life: u64, timer: u64 },
    Nudge { device: usize },
    DeviceDies { device: usize },
    DeviceStarts { device: usize },
    ServerDies,
    ServerStarts,
    Sent { command: usize },
    Lands { command: usize, revs: Vec<u64>, epoch: String },
    Backup,
    Restore,
}

/// What a run met, to be sure that it met it at all.
#[derive(Clone, Copy, Debug, Default)]
struct Met {
    restores: u64,
    resets: u64,
    cut_snapshots: u64,
    repeated: u64,
    lost: u64,
    deaths_between_commit_and_answer: u64,
    failed_stores: u64,
    lying_stores: u64,
    device_deaths_while_storing: u64,
    caught_up: u64,
    commits: u64,
}

struct City {
    dice: Dice,
    now: i64,
    count: u64,
    queue: BinaryHeap<Reverse<(i64, u64)>>,
    events: BTreeMap<u64, Event>,
    server: Server,
    devices: Vec<Device>,
    commands: Vec<(Vec<Write>, bool)>,
    sabotage: Sabotage,
    met: Met,
    skipped: Vec<String>,
}

impl City {
    fn new(seed: u64, sabotage: Sabotage) -> Self {
        let mut dice = Dice::new(seed);
        let devices = (0..=dice.below(3))
            .map(|_| Device {
                life: 0,
                lives: 0,
                client: Client::default(),
                shelf: Shelf::default(),
                work: None,
                ask: 0,
                waiting: false,
                stream: None,
                timer: 0,
                doubtful: false,
            })
            .collect();
        let commands = (0..10 + dice.below(25))
            .map(|_| {
                let writes =
                    (0..=dice.below(3)).map(|_| Write { item: dice.below(ITEMS), hidden: dice.percent(15), delete: dice.percent(30) }).collect();
                (writes, false)
            })
            .collect();
        Self {
            dice,
            now: 0,
            count: 0,
            queue: BinaryHeap::new(),
            events: BTreeMap::new(),
            server: Server::new(),
            devices,
            commands,
            sabotage,
            met: Met::default(),
            skipped: Vec::new(),
        }
    }

    fn noisy(&self) -> bool {
        self.now < NOISE_MS
    }

    /// Something goes wrong, as long as the noise lasts.
    fn trouble(&mut self, percent: u64) -> bool {
        self.dice.percent(percent) && self.noisy()
    }

    fn after(&mut self, ms: i64, event: Event) {
        self.count += 1;
        self.queue.push(Reverse((self.now + ms, self.count)));
        self.events.insert(self.count, event);
    }

    /// Something of the first two minutes.
    fn sometime(&mut self, event: Event) {
        let ms = self.dice.ms(0, NOISE_MS - 1);
        self.after(ms, event);
    }

    fn plan(&mut self) {
        for command in 0..self.commands.len() {
            self.sometime(Event::Sent { command });
        }
        for device in 0..self.devices.len() {
            let starts = self.dice.ms(0, 60_000);
            self.after(starts, Event::DeviceStarts { device });
            for _ in 0..self.dice.below(12) {
                self.sometime(Event::Nudge { device });
            }
            for _ in 0..self.dice.below(4) {
                self.sometime(Event::DeviceDies { device });
            }
        }
        for _ in 0..self.dice.below(4) {
            self.sometime(Event::ServerDies);
        }
        for _ in 0..self.dice.below(3) {
            self.sometime(Event::Backup);
        }
        for _ in 0..self.dice.below(3) {
            self.sometime(Event::Restore);
        }
    }

    /// Runs to the end. `Err`: somebody never got there, and why.
    fn run(&mut self) -> Result<(), String> {
        self.plan();
        while let Some(Reverse((at, number))) = self.queue.pop() {
            let Some(event) = self.events.remove(&number) else { continue };
            if at > NOISE_MS && self.is_at_rest() {
                break;
            }
            if at > NOISE_MS + REST_MS {
                break;
            }
            self.now = at;
            self.happens(event);
        }
        self.verdict()
    }

    fn is_at_rest(&self) -> bool {
        self.commands.iter().all(|(_, answered)| *answered)
            && self.devices.iter().all(|device| device.life > 0 && !device.client.is_busy())
            && self.verdict().is_ok()
    }

    fn verdict(&self) -> Result<(), String> {
        let history = self.server.histories.get(&self.server.disk.epoch).cloned().unwrap_or_default();
        let shown = history.state(u64::MAX);
        for (at, device) in self.devices.iter().enumerate() {
            if device.shelf.epoch != self.server.disk.epoch || device.shelf.state() != shown {
                return Err(format!(
                    "device {at} holds {:?} at {} of {:?}, the server shows {shown:?} at {} of {:?}",
                    device.shelf.state(),
                    device.shelf.cursor,
                    device.shelf.epoch,
                    self.server.disk.rev,
                    self.server.disk.epoch
                ));
            }
        }
        for command in 0..self.commands.len() {
            let id = u64::try_from(command).unwrap_or(0);
            let mine = format!("{{\"by\":{id},");
            let took = history.0.iter().filter(|record| record.body.as_ref().is_some_and(|body| body.starts_with(&mine))).count();
            let asked = self.commands.get(command).map_or(0, |(writes, _)| writes.iter().filter(|write| !write.hidden && !write.delete).count());
            if took != 0 && took != asked {
                return Err(format!("command {id} wrote {took} records instead of {asked}"));
            }
        }
        Ok(())
    }

    fn happens(&mut self, event: Event) {
        match event {
            Event::Asked { device, life, ask, since } => self.asked(device, life, ask, since),
            Event::PageArrives { device, life, ask, since, text } => {
                if self.lives(device, life)
                    && let Ok(page) = Page::from_json(&text)
                {
                    self.devices[device].doubtful |= self.devices[device].ask != ask;
                    self.devices[device].waiting = false;
                    self.run_client(device, Input::Arrived { since, page });
                    // An answer that the client did not want leaves it waiting for the one that it does want.
                    let it = &mut self.devices[device];
                    it.waiting |= it.client.is_busy() && it.work.is_none();
                }
            }
            Event::StreamOpens { device, life, ask, parts } => {
                if self.lives(device, life) && self.devices[device].ask == ask {
                    self.devices[device].stream = Some(parts);
                    self.pull(device);
                }
            }
            Event::PartArrives { device, life, ask, part } => {
                if self.lives(device, life) && self.devices[device].ask == ask && self.devices[device].stream.is_some() {
                    self.part(device, part);
                }
            }
            Event::TimedOut { device, life, ask } => {
                if self.lives(device, life) && self.devices[device].ask == ask && self.devices[device].waiting {
                    self.devices[device].stream = None;
                    self.run_client(device, Input::Failed);
                }
            }
            Event::StoreAnswers { device, life, commits, says_so } => {
                if self.lives(device, life) {
                    self.store_answers(device, commits, says_so);
                }
            }
            Event::Woke { device, life, timer } => {
                if self.lives(device, life) && self.devices[device].timer == timer {
                    self.run_client(device, Input::Woke);
                }
            }
            Event::Nudge { device } => {
                if self.devices[device].life > 0 {
                    self.run_client(device, Input::Nudged);
                }
            }
            Event::DeviceDies { device } => self.device_dies(device),
            Event::DeviceStarts { device } => self.device_starts(device),
            Event::ServerDies => {
                self.server.up = false;
                self.server.current = None;
                let back = self.dice.ms(10, 20_000);
                self.after(back, Event::ServerStarts);
            }
            Event::ServerStarts => self.server.up = true,
            Event::Sent { command } => self.sent(command),
            Event::Lands { command, revs, epoch } => {
                if self.server.disk.epoch == epoch {
                    let writes = self.commands[command].0.clone();
                    self.server.commit(u64::try_from(command).unwrap_or(0), &writes, &revs, self.sabotage);
                }
            }
            Event::Backup => {
                let disk = self.server.disk.clone();
                self.server.backups.push(disk);
            }
            Event::Restore => {
                if !self.server.backups.is_empty() {
                    let at = self.dice.place(self.server.backups.len());
                    let backup = self.server.backups[at].clone();
                    self.server.restore(backup, self.sabotage);
                    self.met.restores += 1;
                }
            }
        }
    }

    fn lives(&self, device: usize, life: u64) -> bool {
        life > 0 && self.devices[device].life == life
    }

    /// A request reaches the server, or does not; its answer reaches the device once, twice, late or never.
    fn asked(&mut self, device: usize, life: u64, ask: u64, since: Option<u64>) {
        if !self.server.up || self.trouble(10) {
            self.met.lost += 1;
            return;
        }
        let Some(since) = since else {
            let behind = 1 + self.dice.below(30);
            let mut at = self.server.snapshot(behind);
            if self.trouble(10) {
                // A cache on the way that should know better, even of another history.
                at = self.dice.place(self.server.snapshots.len());
            }
            let text = self.server.snapshots[at].1.clone();
            let cut = if self.trouble(35) { Some(self.dice.place(text.len())) } else { None };
            self.met.cut_snapshots += u64::from(cut.is_some());
            let size = 1 + self.dice.place(4);
            let parts = parts(&text, cut, size);
            let ms = self.dice.ms(5, 5_000);
            self.after(ms, Event::StreamOpens { device, life, ask, parts });
            return;
        };
        let limit = 1 + self.dice.place(6);
        let text = self.server.page(since, limit);
        if self.trouble(10) {
            self.met.lost += 1;
            return;
        }
        let copies = if self.trouble(20) { 1 + self.dice.below(3) } else { 1 };
        self.met.repeated += copies - 1;
        for _ in 0..copies {
            let late = if self.trouble(15) { 60_000 } else { 500 };
            let ms = self.dice.ms(5, late);
            self.after(ms, Event::PageArrives { device, life, ask, since, text: text.clone() });
        }
    }

    /// Reads on in the stream of a snapshot.
    fn pull(&mut self, device: usize) {
        let broken = self.trouble(5);
        let it = &mut self.devices[device];
        let Some(stream) = it.stream.as_mut() else { return };
        let part = if broken { None } else { stream.pop_front() };
        it.waiting = true;
        let (life, ask) = (it.life, it.ask);
        let ms = self.dice.ms(1, 200);
        self.after(ms, Event::PartArrives { device, life, ask, part });
    }

    fn part(&mut self, device: usize, part: Option<(u64, Page)>) {
        self.devices[device].waiting = false;
        let Some((since, page)) = part else {
            // Broken off, or at its end without an end that the client took.
            self.devices[device].stream = None;
            self.run_client(device, Input::Failed);
            return;
        };
        self.run_client(device, Input::Arrived { since, page });
        if self.devices[device].work.is_none() {
            self.pull(device);
        }
    }

    fn run_client(&mut self, device: usize, input: Input) {
        let effects = self.devices[device].client.step(self.now, input);
        for effect in effects {
            match effect {
                Effect::FetchSnapshot => self.ask(device, None),
                Effect::FetchPage(since) => self.ask(device, Some(since)),
                Effect::Apply(page) => {
                    let since = self.devices[device].client.cursor();
                    self.store(device, Work::Apply(since, page));
                }
                Effect::Reset => self.store(device, Work::Reset),
                Effect::WakeAt(at) => {
                    let it = &mut self.devices[device];
                    it.stream = None;
                    it.waiting = false;
                    it.timer += 1;
                    let (life, timer) = (it.life, it.timer);
                    let slack = self.dice.ms(0, 50);
                    self.after((at - self.now).max(0) + slack, Event::Woke { device, life, timer });
                }
                Effect::CaughtUp(_) => self.caught_up(device),
            }
        }
    }

    fn ask(&mut self, device: usize, since: Option<u64>) {
        let it = &mut self.devices[device];
        it.ask += 1;
        it.stream = None;
        it.waiting = true;
        let (life, ask) = (it.life, it.ask);
        let ms = self.dice.ms(5, 300);
        self.after(ms, Event::Asked { device, life, ask, since });
        self.after(PATIENCE_MS, Event::TimedOut { device, life, ask });
    }

    fn store(&mut self, device: usize, work: Work) {
        let it = &mut self.devices[device];
        it.waiting = false;
        it.work = Some(work);
        let life = it.life;
        let fails = self.trouble(10);
        let commits = !fails || self.dice.percent(50);
        self.met.failed_stores += u64::from(fails && !commits);
        self.met.lying_stores += u64::from(fails && commits);
        let ms = self.dice.ms(1, 400);
        self.after(ms, Event::StoreAnswers { device, life, commits, says_so: !fails });
    }

    fn store_answers(&mut self, device: usize, commits: bool, says_so: bool) {
        let Some(work) = self.devices[device].work.take() else { return };
        if commits {
            self.write(device, &work);
        }
        if !says_so {
            self.devices[device].doubtful |= commits;
            self.devices[device].stream = None;
            self.run_client(device, Input::Failed);
            return;
        }
        let it = &mut self.devices[device];
        let Work::Apply(since, page) = work else {
            self.met.resets += 1;
            self.run_client(device, Input::WasReset);
            return;
        };
        if it.shelf.cursor < since || it.shelf.epoch != page.epoch {
            // The shelf is not where the client thinks: start from where it is, as the browser's shell does.
            let opened = Input::Opened { cursor: it.shelf.cursor, epoch: it.shelf.epoch.clone() };
            it.client = Client::default();
            self.run_client(device, opened);
            return;
        }
        let applied = Input::Applied { cursor: it.shelf.cursor };
        self.run_client(device, applied);
        if self.devices[device].stream.is_some() && self.devices[device].work.is_none() {
            self.pull(device);
        }
    }

    /// The transaction itself.
    fn write(&mut self, device: usize, work: &Work) {
        match work {
            Work::Apply(since, page) => self.devices[device].shelf.apply(*since, page),
            Work::Reset => self.devices[device].shelf = Shelf::default(),
        }
        self.met.commits += 1;
        self.check(device);
    }

    /// Checks 1 and 2 of the module's description.
    fn check(&mut self, device: usize) {
        let on = &self.devices[device].shelf;
        let Some(history) = self.server.histories.get(&on.epoch) else { return };
        for (id, record) in history.newest(u64::MAX) {
            if record.rev <= on.cursor && on.records.get(id).and_then(|held| held.body.as_ref()) != record.body.as_ref() {
                let held = on.records.get(id);
                self.skipped.push(format!("device {device} at {} of {}: {record:?} was skipped, it holds {held:?}", on.cursor, on.epoch));
                return;
            }
        }
        for (id, body) in on.state() {
            if !history.had(&id, &body) {
                self.skipped.push(format!("device {device} at {} of {}: {id} never was {body}", on.cursor, on.epoch));
                return;
            }
        }
    }

    /// Check 3.
    fn caught_up(&mut self, device: usize) {
        self.met.caught_up += 1;
        let doubtful = std::mem::take(&mut self.devices[device].doubtful);
        let on = &self.devices[device].shelf;
        if !doubtful
            && let Some(history) = self.server.histories.get(&on.epoch)
            && history.state(on.cursor) != on.state()
        {
            self.skipped.push(format!("device {device} says that it caught up with {} of {}, and did not", on.cursor, on.epoch));
        }
    }

    fn device_dies(&mut self, device: usize) {
        if self.devices[device].life == 0 {
            return;
        }
        if let Some(work) = self.devices[device].work.take() {
            self.met.device_deaths_while_storing += 1;
            if self.dice.percent(50) {
                self.write(device, &work);
            }
        }
        self.devices[device].life = 0;
        let back = self.dice.ms(10, 30_000);
        self.after(back, Event::DeviceStarts { device });
    }

    fn device_starts(&mut self, device: usize) {
        let it = &mut self.devices[device];
        if it.life > 0 {
            return;
        }
        it.lives += 1;
        it.life = it.lives;
        it.client = Client::default();
        it.stream = None;
        it.waiting = false;
        let opened = Input::Opened { cursor: it.shelf.cursor, epoch: it.shelf.epoch.clone() };
        self.run_client(device, opened);
    }

    /// Somebody sends a command, and sends it again until it is answered.
    fn sent(&mut self, command: usize) {
        let Some((writes, answered)) = self.commands.get(command).cloned() else { return };
        if answered {
            return;
        }
        let again = self.dice.ms(500, 8_000);
        if !self.server.up || self.trouble(10) {
            self.after(again, Event::Sent { command });
            return;
        }
        let id = u64::try_from(command).unwrap_or(0);
        if self.trouble(10) {
            // The server dies before it commits: the transaction never was.
            self.happens(Event::ServerDies);
            self.after(again, Event::Sent { command });
            return;
        }
        if !self.server.disk.receipts.contains_key(&id) {
            let revs = self.server.take_revs(writes.len());
            if self.sabotage == Sabotage::RevsOutOfOrder {
                let ms = self.dice.ms(0, 3_000);
                let epoch = self.server.disk.epoch.clone();
                self.server.disk.receipts.insert(id, 0);
                self.after(ms, Event::Lands { command, revs, epoch });
            } else {
                self.server.commit(id, &writes, &revs, self.sabotage);
            }
        }
        if self.trouble(10) {
            // It dies between commit and answer: the same command comes again and finds its receipt.
            self.met.deaths_between_commit_and_answer += 1;
            self.happens(Event::ServerDies);
            self.after(again, Event::Sent { command });
            return;
        }
        if self.trouble(10) {
            self.after(again, Event::Sent { command });
            return;
        }
        self.commands[command].1 = true;
    }
}

#[derive(Debug, Default)]
struct Sum {
    schedules: u64,
    diverged: Vec<String>,
    skipped: Vec<String>,
    met: Met,
}

fn simulate(first: u64, schedules: u64, sabotage: Sabotage) -> Sum {
    let mut sum = Sum { schedules, ..Sum::default() };
    for seed in first..first + schedules {
        let mut city = City::new(seed, sabotage);
        let end = city.run();
        if let Err(why) = end {
            sum.diverged.push(format!("SEED={seed}: {why}"));
        }
        if let Some(why) = city.skipped.first() {
            sum.skipped.push(format!("SEED={seed}: {why}"));
        }
        let (met, its) = (&mut sum.met, &city.met);
        met.restores += its.restores;
        met.resets += its.resets;
        met.cut_snapshots += its.cut_snapshots;
        met.repeated += its.repeated;
        met.lost += its.lost;
        met.deaths_between_commit_and_answer += its.deaths_between_commit_and_answer;
        met.failed_stores += its.failed_stores;
        met.lying_stores += its.lying_stores;
        met.device_deaths_while_storing += its.device_deaths_while_storing;
        met.caught_up += its.caught_up;
        met.commits += its.commits;
    }
    sum
}

fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

#[test]
fn every_device_converges_and_none_skips_a_revision() {
    let sum = simulate(setting("SEED", 1), setting("SCHEDULES", 2_000), Sabotage::None);
    println!("schedules={} diverged={} skipped={}", sum.schedules, sum.diverged.len(), sum.skipped.len());
    println!("met: {:?}", sum.met);
    for why in sum.diverged.iter().chain(&sum.skipped).take(5) {
        println!("{why}");
    }
    assert!(sum.diverged.is_empty() && sum.skipped.is_empty(), "run one of the schedules above alone with SEED=.. SCHEDULES=1");
    if sum.schedules >= 500 {
        let Met { restores, resets, cut_snapshots, repeated, lost, .. } = sum.met;
        let Met { deaths_between_commit_and_answer, failed_stores, lying_stores, device_deaths_while_storing, caught_up, .. } = sum.met;
        let faults = [restores, resets, cut_snapshots, repeated, lost, deaths_between_commit_and_answer, failed_stores, lying_stores];
        assert!(faults.iter().all(|n| *n > 0) && device_deaths_while_storing > 0 && caught_up > 0, "a fault never happened: {:?}", sum.met);
    }
}

#[test]
fn a_server_that_shows_revisions_out_of_order_is_noticed() {
    let sum = simulate(1, 100, Sabotage::RevsOutOfOrder);
    assert!(!sum.skipped.is_empty() && !sum.diverged.is_empty());
}

#[test]
fn a_restore_under_the_old_epoch_is_noticed() {
    assert!(!simulate(1, 100, Sabotage::RestoreKeepsEpoch).diverged.is_empty());
}

#[test]
fn a_missing_tombstone_is_noticed() {
    assert!(!simulate(1, 100, Sabotage::NoTombstones).diverged.is_empty());
}
