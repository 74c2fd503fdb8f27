//! Simulated outboxes: a few devices with tabs and service workers, one server, and everything that goes wrong between them.
//!
//! What is real: the outbox and the written form of its entries. What is a model: the devices' stores and shells, the lock that chooses
//! a leader, the server (receipts by id, files), and the network, which loses, delays and repeats requests and answers and
//! cuts files. Tabs, workers, whole devices and the server die at every step, also between commit and answer; stores are full, fail,
//! and lie about it; clocks jump; tabs of two builds run side by side; two contexts believe that they lead. People ask for things,
//! take them back, edit what was refused and put receipts away.
//!
//! Time and chance are simulated, so a schedule is its seed. `SCHEDULES` says how many to run, `SEED` where to begin.
//!
//! What is checked when the noise has stopped and everything has come to rest:
//! 1. *Nothing is lost*: what was acknowledged is on the server; what was not is on the device, unless a person took it back.
//! 2. *Nothing is double*: on the server once at most, edited forms of the same thing together once, and never what was taken back.
//! 3. *In order*: nothing overtakes what the person could see on the same subject when asking, or what it was to go after.
//! 4. *Whole*: every file of what is on the server is there to its last byte.
//! 5. *Saved before sent*: at each request, the device's store holds each of its commands with the mark that it left.
//! 6. *Unchanged*: what is sent again is what was sent, whatever build sends it.
//! 7. *Nothing stalls*: what could go has gone.

#[path = "simulated_outbox/device.rs"]
mod device;
#[path = "simulated_outbox/dice.rs"]
mod dice;
#[path = "simulated_outbox/event.rs"]
mod event;
#[path = "simulated_outbox/network.rs"]
mod network;
#[path = "simulated_outbox/people.rs"]
mod people;
#[path = "simulated_outbox/server.rs"]
mod server;
#[path = "simulated_outbox/stores.rs"]
mod stores;
#[path = "simulated_outbox/verdict.rs"]
mod verdict;

use device::{Context, Device};
use dice::Dice;
use engawa_core::outbox::{Effect, Input, Outbox, Role};
use event::{At, Event, Met, Parcel, Work};
use server::{Sabotage, Server};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::rc::Rc;
use verdict::{Submission, Wrong, is_settled, n_of, verdict};

/// How long things go wrong, in simulated milliseconds.
const NOISE_MS: u64 = 60_000;
/// How long people then still decide things.
const PEOPLE_MS: u64 = NOISE_MS + 5_000;
/// How long everything then has to come to rest: a few of the longest waits.
const REST_MS: u64 = NOISE_MS + 3 * 60 * 60_000;
/// After how long a shell gives an answer up.
const PATIENCE_MS: u64 = 20_000;
/// What the clocks show at the beginning, give or take an hour.
const ERA_MS: u64 = 1_700_000_000_000;

/// The devices, the server, and what is between them.
struct City {
    dice: Dice,
    now: u64,
    queue: BinaryHeap<Reverse<(u64, usize)>>,
    events: Vec<Option<Event>>,
    server: Server,
    devices: Vec<Device>,
    submissions: Vec<Submission>,
    wrong: Vec<(Wrong, String)>,
    met: Met,
}

impl City {
    fn new(seed: u64, sabotage: Sabotage) -> Self {
        let mut dice = Dice::new(seed);
        let devices = (0..=dice.below(2))
            .map(|_| {
                let contexts = 2 + dice.below(2);
                let context = |_| Context { life: 0, build: 1, outbox: Outbox::new(Role::Page, ""), timer: 0, open: Vec::new(), noticed: false };
                Device {
                    contexts: (0..contexts).map(context).collect(),
                    store: BTreeMap::new(),
                    lives: 0,
                    build: 1,
                    leader: None,
                    ahead: ERA_MS + dice.below(7_200_000),
                    full: false,
                }
            })
            .collect();
        Self {
            dice,
            now: 0,
            queue: BinaryHeap::new(),
            events: Vec::new(),
            server: Server::new(sabotage),
            devices,
            submissions: Vec::new(),
            wrong: Vec::new(),
            met: Met::default(),
        }
    }

    /// Something goes wrong, as long as the noise lasts.
    fn trouble(&mut self, percent: u64) -> bool {
        self.now < NOISE_MS && self.dice.percent(percent)
    }

    fn after(&mut self, ms: u64, event: Event) {
        self.queue.push(Reverse((self.now.saturating_add(ms), self.events.len())));
        self.events.push(Some(event));
    }

    fn within(&mut self, from: u64, to: u64, event: Event) {
        let ms = self.dice.span(from, to);
        self.after(ms, event);
    }

    /// Something that happens up to `most` times during the noise.
    fn sometimes(&mut self, most: u64, event: impl Fn() -> Event) {
        for _ in 0..self.dice.below(most + 1) {
            self.within(0, NOISE_MS - 1, event());
        }
    }

    fn plan(&mut self) {
        for device in 0..self.devices.len() {
            let tabs = self.devices[device].tabs();
            for context in 0..tabs {
                self.within(0, 3_000, Event::Starts { device, context });
                self.sometimes(2, || Event::Dies { device, context });
            }
            for _ in 0..self.dice.span(1, 4) {
                self.within(0, NOISE_MS / 2, Event::Asks { device });
            }
            self.sometimes(3, || Event::Decides { device });
            self.sometimes(1, || Event::PowerCut { device });
            self.sometimes(2, || Event::Resigns { device });
            self.sometimes(2, || Event::Sync { device });
            self.sometimes(2, || Event::Jumps { device });
            self.sometimes(1, || Event::Updates { device });
            self.sometimes(1, || Event::Fills { device });
            self.sometimes(2, || Event::Online { device });
            self.within(NOISE_MS, PEOPLE_MS - 1, Event::Decides { device });
        }
        self.sometimes(2, || Event::ServerDies);
        self.sometimes(1, || Event::Sweeps);
        self.after(NOISE_MS, Event::Heals);
    }

    fn run(&mut self) {
        self.plan();
        while let Some(Reverse((at, number))) = self.queue.pop() {
            let Some(event) = self.events.get_mut(number).and_then(Option::take) else { continue };
            if at > REST_MS || (at > PEOPLE_MS && is_settled(&self.devices, &self.submissions)) {
                self.events[number] = Some(event);
                break;
            }
            self.now = at;
            self.happens(event);
        }
        // Copies that are still on their way must not change anything any more.
        for event in std::mem::take(&mut self.events).into_iter().flatten() {
            if let Event::Arrives { request, parcel: parcel @ Parcel::Commands(_), .. } = event {
                self.serve(request, &parcel);
            }
        }
        let end = verdict(&self.devices, &self.submissions, &self.server);
        self.wrong.extend(end);
        self.met.stored = u64::try_from(self.server.effects.len()).unwrap_or(0);
    }

    fn happens(&mut self, event: Event) {
        match event {
            Event::Starts { device, context } => self.starts(device, context),
            Event::Dies { device, context } => self.dies(device, context),
            Event::PowerCut { device } => {
                for context in 0..self.devices[device].contexts.len() {
                    self.dies(device, context);
                }
            }
            Event::Stores { at, work, commits, fails } => self.stores(at, work, commits, fails),
            Event::Answered { at, request, input } => {
                if self.lives(at) {
                    self.context(at).open.retain(|open| *open != request);
                    self.tell(at, input);
                }
            }
            Event::TimedOut { at, request, input } => {
                if self.lives(at) && self.context(at).open.contains(&request) {
                    self.context(at).open.retain(|open| *open != request);
                    self.tell(at, input);
                }
            }
            Event::Arrives { at, request, parcel } => {
                let Some(answer) = self.serve(request, &parcel) else { return };
                if self.trouble(15) {
                    self.met.lost_answers += 1;
                    return;
                }
                let late = if self.trouble(10) { 50_000 } else { 300 };
                self.within(5, late, Event::Answered { at, request, input: answer });
            }
            Event::Notice { at } => {
                if self.lives(at) {
                    self.context(at).noticed = false;
                    self.tell(at, Input::Changed);
                }
            }
            Event::Woke { at, timer } => {
                if self.lives(at) && self.context(at).timer == timer {
                    self.tell(at, Input::Woke);
                }
            }
            Event::Leads { at } => {
                if self.devices[at.device].leader.is_none() {
                    if self.lives(at) {
                        self.devices[at.device].leader = Some(at.context);
                        self.tell(at, Input::BecameLeader);
                    } else {
                        self.elect(at.device);
                    }
                }
            }
            Event::Lost { at } => {
                if self.lives(at) && self.devices[at.device].leader != Some(at.context) {
                    self.tell(at, Input::LostLeadership);
                }
            }
            Event::Resigns { device } => self.resigns(device),
            Event::Sync { device } => {
                let worker = self.devices[device].tabs();
                self.starts(device, worker);
            }
            Event::Asks { device } => {
                if let Some(at) = self.some_tab(device) {
                    self.asks(at);
                } else {
                    self.within(500, 5_000, Event::Asks { device });
                }
            }
            Event::Decides { device } => self.decides(device),
            Event::Jumps { device } => {
                self.met.jumps += 1;
                self.devices[device].ahead = ERA_MS + self.dice.below(7_200_000);
            }
            Event::Updates { device } => self.devices[device].build = 2,
            Event::Fills { device } => {
                self.devices[device].full = true;
                self.within(1_000, 20_000, Event::Empties { device });
            }
            Event::Empties { device } => self.devices[device].full = false,
            Event::Online { device } => {
                for context in 0..self.devices[device].contexts.len() {
                    let at = self.at(device, context);
                    if self.lives(at) {
                        self.tell(at, Input::Online);
                    }
                }
            }
            Event::ServerDies => self.server_dies(),
            Event::ServerStarts => self.server.up = true,
            Event::Sweeps => {
                let files = |n: &usize| self.submissions[*n].files.iter().map(|(sha256, _)| *sha256);
                let needed: Vec<&'static str> = self.server.effects.iter().flat_map(files).collect();
                self.server.sweep(|sha256| needed.contains(&sha256));
            }
            Event::Heals => self.heals(),
        }
    }

    fn at(&self, device: usize, context: usize) -> At {
        At { device, context, life: self.devices[device].contexts[context].life }
    }

    fn context(&mut self, at: At) -> &mut Context {
        &mut self.devices[at.device].contexts[at.context]
    }

    fn lives(&self, at: At) -> bool {
        at.life > 0 && self.devices[at.device].contexts[at.context].life == at.life
    }

    fn some_tab(&mut self, device: usize) -> Option<At> {
        let tabs = self.devices[device].tabs();
        let first = self.dice.place(tabs);
        (0..tabs).map(|tab| self.at(device, (first + tab) % tabs)).find(|at| at.life > 0)
    }

    fn starts(&mut self, device: usize, context: usize) {
        let it = &mut self.devices[device];
        if it.contexts[context].life > 0 {
            return;
        }
        it.lives += 1;
        let (life, build, is_worker) = (it.lives, it.build, context == it.tabs());
        let role = if is_worker { Role::Worker } else { Role::Page };
        let timer = it.contexts[context].timer + 1;
        let outbox = Outbox::new(role, &format!("{device}.{life}"));
        it.contexts[context] = Context { life, build, outbox, timer, open: Vec::new(), noticed: false };
        let at = At { device, context, life };
        self.tell(at, Input::Changed);
        if is_worker {
            self.tell(at, Input::BecameLeader);
            self.within(1_000, 25_000, Event::Dies { device, context });
        } else {
            self.elect(device);
        }
    }

    fn dies(&mut self, device: usize, context: usize) {
        let it = &mut self.devices[device];
        if it.contexts[context].life == 0 {
            return;
        }
        it.contexts[context].life = 0;
        if context < it.tabs() {
            self.within(50, 15_000, Event::Starts { device, context });
        }
        if self.devices[device].leader == Some(context) {
            self.devices[device].leader = None;
            self.elect(device);
        }
    }

    fn elect(&mut self, device: usize) {
        if self.devices[device].leader.is_none()
            && let Some(at) = self.some_tab(device)
        {
            self.within(1, 200, Event::Leads { at });
        }
    }

    fn resigns(&mut self, device: usize) {
        let Some(context) = self.devices[device].leader.take() else { return };
        let at = self.at(device, context);
        self.elect(device);
        if self.trouble(30) {
            // It does not know yet, and another one leads already.
            self.within(0, 5_000, Event::Lost { at });
        } else {
            self.tell(at, Input::LostLeadership);
        }
    }

    /// Nothing goes wrong from now on. What runs goes on running, unless it is too old for what others wrote.
    fn heals(&mut self) {
        self.server.up = true;
        for device in 0..self.devices.len() {
            self.devices[device].full = false;
            let tabs = self.devices[device].tabs();
            for context in 0..tabs {
                let it = &self.devices[device];
                if it.contexts[context].life > 0 && it.contexts[context].build < it.build {
                    self.dies(device, context);
                }
            }
            self.starts(device, 0);
        }
    }

    fn server_dies(&mut self) {
        if self.now < NOISE_MS {
            self.server.up = false;
            self.within(10, 8_000, Event::ServerStarts);
        }
    }

    fn tell(&mut self, at: At, input: Input) {
        let device = &mut self.devices[at.device];
        let effects = device.contexts[at.context].outbox.step(self.now + device.ahead, input);
        for effect in effects {
            self.carry_out(at, effect);
        }
    }

    fn carry_out(&mut self, at: At, effect: Effect) {
        match effect {
            Effect::Load => {
                let input = if self.trouble(4) { Input::LoadFailed } else { Input::Loaded(self.records(at)) };
                self.within(1, 30, Event::Answered { at, request: 0, input });
            }
            Effect::Save { entry, instead_of } => {
                if entry.is_done() {
                    self.submissions[n_of(&entry.id)].acknowledged = true;
                }
                let is_new = entry.version == 1;
                self.store(at, Work::Save { entry, instead_of }, is_new);
            }
            Effect::Forget { id, version } => self.store(at, Work::Forget { id, version }, false),
            Effect::MakeRoom => {
                self.met.full += 1;
                let helps = self.dice.percent(50);
                self.devices[at.device].full &= !helps;
            }
            Effect::NotTaken { id, .. } => self.submissions[n_of(&id)].refused = true,
            Effect::NotSaved { .. } => {}
            Effect::AskBlob { request, sha256, .. } => self.request(at, request, Parcel::Has(sha256)),
            Effect::SendChunk { request, sha256, from, bytes, .. } => {
                self.met.resumed_files += u64::from(from > 0);
                self.request(at, request, Parcel::Chunk { sha256, from, bytes });
            }
            Effect::Post { request, entries } => {
                self.check_saved(at, &entries);
                self.met.batches += u64::from(entries.len() > 1);
                self.met.by_workers += u64::from(at.context == self.devices[at.device].tabs());
                self.request(at, request, Parcel::Commands(Rc::new(entries)));
            }
            Effect::WakeAt(time) => {
                let clock = self.now + self.devices[at.device].ahead;
                let context = self.context(at);
                context.timer += 1;
                let timer = context.timer;
                // Timers are late, and sometimes a little early.
                let ms = (time.saturating_sub(clock) + self.dice.below(40)).saturating_sub(5);
                self.after(ms, Event::Woke { at, timer });
            }
        }
    }
}

#[derive(Debug, Default)]
struct Sum {
    schedules: u64,
    wrong: Vec<(Wrong, String)>,
    met: Met,
}

impl Sum {
    fn count(&self, kind: Wrong) -> usize {
        self.wrong.iter().filter(|(wrong, _)| *wrong == kind).count()
    }
}

fn simulate(first: u64, schedules: u64, sabotage: Sabotage) -> Sum {
    let mut sum = Sum { schedules, ..Sum::default() };
    for seed in first..first + schedules {
        let mut city = City::new(seed, sabotage);
        city.run();
        sum.wrong.extend(city.wrong.into_iter().map(|(wrong, why)| (wrong, format!("SEED={seed}: {why}"))));
        let (met, its) = (&mut sum.met, &city.met);
        met.stored += its.stored;
        met.repeated += its.repeated;
        met.lost_requests += its.lost_requests;
        met.lost_answers += its.lost_answers;
        met.deaths_before_commit += its.deaths_before_commit;
        met.deaths_after_commit += its.deaths_after_commit;
        met.deaths_while_storing += its.deaths_while_storing;
        met.full += its.full;
        met.lying_stores += its.lying_stores;
        met.lost_races += its.lost_races;
        met.jumps += its.jumps;
        met.foreign += its.foreign;
        met.batches += its.batches;
        met.refused_batches += its.refused_batches;
        met.resumed_files += its.resumed_files;
        met.cancelled += its.cancelled;
        met.replaced += its.replaced;
        met.by_workers += its.by_workers;
    }
    sum
}

fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|text| text.parse().ok())
}

#[test]
fn each_submission_is_stored_once_or_still_here() {
    let seed = setting("SEED");
    let schedules = setting("SCHEDULES").unwrap_or(if seed.is_some() { 1 } else { 100_000 });
    let sum = simulate(seed.unwrap_or(1), schedules, Sabotage::None);
    println!("schedules={} lost={} double={}", sum.schedules, sum.count(Wrong::Lost), sum.count(Wrong::Double));
    for (wrong, why) in sum.wrong.iter().take(5) {
        println!("{wrong:?} {why}");
    }
    assert!(sum.wrong.is_empty(), "run one of the schedules above alone with SEED=.. ({:?})", sum.met);
    if sum.schedules >= 2_000 {
        let Met { stored, repeated, lost_requests, lost_answers, deaths_before_commit, deaths_after_commit, .. } = sum.met;
        let Met { deaths_while_storing, full, lying_stores, lost_races, jumps, foreign, batches, .. } = sum.met;
        let Met { refused_batches, resumed_files, cancelled, replaced, by_workers, .. } = sum.met;
        let network = [stored, repeated, lost_requests, lost_answers, deaths_before_commit, deaths_after_commit, batches, refused_batches];
        let devices = [deaths_while_storing, full, lying_stores, lost_races, jumps, foreign, resumed_files, cancelled, replaced, by_workers];
        assert!(network.iter().chain(&devices).all(|n| *n > 0), "a fault never happened: {:?}", sum.met);
    }
}

/// A mistake is noticed as what it is.
fn notices(sabotage: Sabotage, kinds: &[Wrong]) {
    let sum = simulate(1, 400, sabotage);
    for kind in kinds {
        assert!(sum.count(*kind) > 0, "{sabotage:?} was not noticed as {kind:?}");
    }
}

#[test]
fn a_server_without_receipts_is_noticed() {
    notices(Sabotage::NoReceipts, &[Wrong::Double]);
}

#[test]
fn a_server_that_tears_files_is_noticed() {
    notices(Sabotage::TornFiles, &[Wrong::Torn]);
}

#[test]
fn a_store_that_forgets_is_noticed() {
    notices(Sabotage::ForgetfulStore, &[Wrong::Lost]);
}

#[test]
fn a_store_that_gives_nothing_up_is_noticed() {
    notices(Sabotage::StickyStore, &[Wrong::Double]);
}

#[test]
fn a_store_without_order_is_noticed() {
    notices(Sabotage::NoOrder, &[Wrong::Order]);
}
