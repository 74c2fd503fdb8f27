//! Simulated outboxes and drafts: a few devices with tabs and service workers, one server, and everything that goes wrong between them.
//!
//! What is real: the outbox and the written form of its entries; the draft that all devices share, its journal, each tab's side of
//! sharing it and how the server merges. What is a model: the devices' stores and shells, the lock that chooses
//! a leader, the server (receipts by id, files), and the network, which loses, delays and repeats requests and answers and
//! cuts files. Tabs, workers, whole devices and the server die at every step, also between commit and answer; stores are full, fail,
//! and lie about it; clocks jump; tabs of two builds run side by side; two contexts believe that they lead. People ask for things,
//! take them back, edit what was refused and put receipts away. Meanwhile they fill in one draft together, each in any of their tabs,
//! and one or several of them send it in.
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
//! 8. *Drafts converge*: all devices and the server hold the same draft, unless it was sent, which ends sharing; and nobody sends it twice.
//! 9. *Each keystroke counts*: what came into a journal is in the draft of everybody who knows of it, until somebody who had seen it writes
//!    over it; what several people wrote without knowing of each other is there side by side.

#[path = "simulated_outbox/device.rs"]
mod device;
#[path = "simulated_outbox/dice.rs"]
mod dice;
#[path = "simulated_outbox/drafting.rs"]
mod drafting;
#[path = "simulated_outbox/edits.rs"]
mod edits;
#[path = "simulated_outbox/event.rs"]
mod event;
#[path = "simulated_outbox/network.rs"]
mod network;
#[path = "simulated_outbox/pad.rs"]
mod pad;
#[path = "simulated_outbox/people.rs"]
mod people;
#[path = "simulated_outbox/server.rs"]
mod server;
#[path = "simulated_outbox/sharing.rs"]
mod sharing;
#[path = "simulated_outbox/stores.rs"]
mod stores;
#[path = "simulated_outbox/sum.rs"]
mod sum;
#[path = "simulated_outbox/verdict.rs"]
mod verdict;

use device::{Context, Device};
use dice::Dice;
use edits::{Edits, draft_verdict, is_at_rest};
use engawa_core::form::draft::share::Input as News;
use engawa_core::form::draft::{Draft, Writer};
use engawa_core::outbox::{Effect, Input, Outbox, Role};
use event::{At, Event, Met, Parcel, Work};
use pad::{DRAFT, Journal};
use server::{Sabotage, Server};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::rc::Rc;
use sum::{Sum, simulate};
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
/// How many schedules are run if nobody says otherwise, and in how many shares.
const SCHEDULES: u64 = 100_000;
const SHARES: u64 = 4;

/// The devices, the server, and what is between them.
struct City {
    dice: Dice,
    now: u64,
    queue: BinaryHeap<Reverse<(u64, usize)>>,
    events: Vec<Option<Event>>,
    server: Server,
    devices: Vec<Device>,
    submissions: Vec<Submission>,
    edits: Edits,
    wrong: Vec<(Wrong, String)>,
    met: Met,
}

impl City {
    fn new(seed: u64, sabotage: Sabotage) -> Self {
        let mut dice = Dice::new(seed);
        let writer = Writer { replica: "first".to_owned(), by: String::new(), at: 0 };
        let begun = Draft::begin(DRAFT, "grant", "1", &writer).unwrap();
        let devices = (0..=dice.below(3))
            .map(|device| {
                let contexts = 2 + dice.below(2);
                let context =
                    |_| Context { life: 0, build: 1, outbox: Outbox::new(Role::Page, ""), timer: 0, open: Vec::new(), noticed: false, pad: None };
                // Who was invited begins with nothing.
                let base = if device == 0 { begun.clone() } else { Draft::joined(DRAFT) };
                Device {
                    contexts: (0..contexts).map(context).collect(),
                    store: BTreeMap::new(),
                    journal: Journal::new(base),
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
            server: Server::new(sabotage, begun.document().clone()),
            devices,
            submissions: Vec::new(),
            edits: Edits::default(),
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
            for _ in 0..self.dice.span(1, 4) {
                let more = self.dice.below(3);
                self.within(0, NOISE_MS, Event::Types { device, more });
            }
            if self.dice.percent(25) {
                self.within(NOISE_MS / 4, PEOPLE_MS - 1, Event::Sends { device });
            }
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
            if at > REST_MS
                || (at > PEOPLE_MS && is_settled(&self.devices, &self.submissions) && is_at_rest(&self.devices, &self.edits, &self.server))
            {
                self.events[number] = Some(event);
                break;
            }
            self.now = at;
            self.happens(event);
        }
        // Copies that are still on their way must not change anything any more.
        for event in std::mem::take(&mut self.events).into_iter().flatten() {
            match event {
                Event::Arrives { request, parcel: parcel @ Parcel::Commands(_), .. } => {
                    self.serve(request, &parcel);
                }
                Event::Shares { at, number, request, knows } => self.shares(at, number, &request, knows),
                _ => {}
            }
        }
        self.wrong.extend(verdict(&self.devices, &self.submissions, &self.server));
        let of_draft = draft_verdict(&self.devices, &self.edits, &self.server, &mut self.met);
        self.wrong.extend(of_draft);
        self.met.sent_drafts = u64::from(self.server.sent.is_some());
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
                        self.share(at, News::Nudged, 0);
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
            other => self.drafts(other),
        }
    }

    /// What happens around the draft. What a tab that is gone was waiting for is nobody's any more, but for what its store was told.
    fn drafts(&mut self, event: Event) {
        match event {
            Event::Types { device, more } => self.types(device, more),
            Event::Appends { at, from, lines, commits, fails } => self.appends(at, &from, lines, commits, fails),
            Event::Folds { at, fold } => self.folds(at, *fold),
            Event::Shares { at, number, request, knows } => self.shares(at, number, &request, knows),
            Event::Sends { device } => {
                if let Some(at) = self.some_tab(device) {
                    self.sends(at);
                }
            }
            Event::Opens { at } if self.lives(at) => self.opens(at),
            Event::Keeps { at } if self.lives(at) => self.keeps(at),
            Event::Hears { at } if self.lives(at) => self.hears(at),
            Event::PadWoke { at, timer } if self.lives(at) && self.pad(at).is_some_and(|pad| pad.timer == timer) => self.share(at, News::Woke, 0),
            Event::ShareAnswered { at, number, answer, brings } if self.lives(at) => self.share(at, News::Answered(number, *answer), brings),
            Event::ShareFails { at, number } if self.lives(at) => self.share(at, News::Failed(number), 0),
            _ => {}
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
        it.contexts[context] = Context { life, build, outbox, timer, open: Vec::new(), noticed: false, pad: None };
        let at = At { device, context, life };
        self.tell(at, Input::Changed);
        if is_worker {
            self.tell(at, Input::BecameLeader);
            self.within(1_000, 25_000, Event::Dies { device, context });
        } else {
            self.within(1, 30, Event::Opens { at });
            self.elect(device);
        }
    }

    fn dies(&mut self, device: usize, context: usize) {
        let it = &mut self.devices[device];
        if it.contexts[context].life == 0 {
            return;
        }
        it.contexts[context].life = 0;
        it.contexts[context].pad = None;
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

fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|text| text.parse().ok())
}

/// Runs a share of the schedules. Who asks for a number of them, or for one, gets all from the first share.
fn check(share: u64) {
    let (seed, asked) = (setting("SEED"), setting("SCHEDULES"));
    if (seed.is_some() || asked.is_some()) && share > 0 {
        return;
    }
    let sum = match (seed, asked) {
        (None, None) => simulate(1 + share * SCHEDULES / SHARES, SCHEDULES / SHARES, Sabotage::None),
        (seed, asked) => at_once(seed.unwrap_or(1), asked.unwrap_or(1)),
    };
    for (wrong, why) in sum.wrong.iter().take(5) {
        println!("{wrong:?} {why}");
    }
    let [lost, double, diverged] = [Wrong::Lost, Wrong::Double, Wrong::Diverged].map(|kind| sum.count(kind));
    println!("schedules={} lost={lost} double={double} diverged={diverged}", sum.schedules);
    assert!(sum.wrong.is_empty(), "run one of the schedules above alone with SEED=.. ({:?}): {:?}", sum.met, sum.wrong.first());
    if sum.schedules >= 2_000 {
        assert!(sum.met.all().iter().all(|n| *n > 0), "a fault never happened: {:?}", sum.met);
    }
}

/// Many schedules, on all processors.
fn at_once(first: u64, schedules: u64) -> Sum {
    let threads = std::thread::available_parallelism().map_or(1, |threads| u64::try_from(threads.get()).unwrap_or(1)).min(schedules.max(1));
    let part = |thread: u64| (first + schedules * thread / threads, schedules * (thread + 1) / threads - schedules * thread / threads);
    let parts: Vec<(u64, u64)> = (0..threads).map(part).collect();
    let mut sum = Sum::default();
    std::thread::scope(|scope| {
        let running: Vec<_> = parts.into_iter().map(|(first, schedules)| scope.spawn(move || simulate(first, schedules, Sabotage::None))).collect();
        for thread in running {
            sum.add(thread.join().unwrap());
        }
    });
    sum
}

#[test]
fn each_submission_is_stored_once_or_still_here_and_drafts_converge() {
    check(0);
}

#[test]
fn the_second_share_of_the_schedules_is_like_the_first() {
    check(1);
}

#[test]
fn the_third_share_of_the_schedules_is_like_the_first() {
    check(2);
}

#[test]
fn the_last_share_of_the_schedules_is_like_the_first() {
    check(3);
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

#[test]
fn a_merge_that_forgets_an_answer_is_noticed() {
    notices(Sabotage::ForgetfulMerge, &[Wrong::Lost]);
}

#[test]
fn a_server_that_does_not_tell_members_everything_is_noticed() {
    notices(Sabotage::ForgetfulAnswer, &[Wrong::Diverged]);
}

#[test]
fn a_draft_that_is_not_closed_is_noticed() {
    notices(Sabotage::EndlessDraft, &[Wrong::Double]);
}

#[test]
fn a_tab_that_sends_before_it_keeps_is_noticed() {
    notices(Sabotage::HastyPad, &[Wrong::Unsaved]);
}
