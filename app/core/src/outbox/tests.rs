//! Stories: what happens, line by line, and what the outbox does after the last line. The store answers at once.

use super::*;
use crate::command::ReceiptStatus;
use std::collections::VecDeque;

/// One context with its store; the network is in the story.
struct Tale {
    outbox: Outbox,
    store: BTreeMap<String, Entry>,
    full: bool,
    /// The next form gets a "failed"; whether it is written all the same.
    fails: Option<bool>,
    post: u64,
    upload: u64,
    log: Vec<String>,
}

impl Tale {
    fn new() -> Self {
        let outbox = Outbox::new(Role::Page, "me");
        let mut tale = Self { outbox, store: BTreeMap::new(), full: false, fails: None, post: 0, upload: 0, log: Vec::new() };
        tale.run(0, Input::Changed);
        tale
    }

    fn run(&mut self, now: UnixMs, input: Input) {
        let mut inputs = VecDeque::from([input]);
        while let Some(input) = inputs.pop_front() {
            for effect in self.outbox.step(now, input) {
                self.log.extend(show(&effect));
                inputs.extend(self.carry_out(effect));
            }
        }
    }

    fn carry_out(&mut self, effect: Effect) -> Option<Input> {
        match effect {
            Effect::Load => {
                let records = self.store.values().map(|entry| Record::Entry(Box::new(entry.clone()))).collect();
                return Some(Input::Loaded(records));
            }
            Effect::Save { entry, instead_of } => {
                let id = entry.id.clone();
                if self.full {
                    return Some(Input::SaveFailed { id, why: Trouble::Full });
                }
                let held = self.version(&id);
                let fits = instead_of.as_ref().is_none_or(|(old, version)| *version > 0 && self.version(old) == *version);
                if held + 1 != entry.version || !fits {
                    return Some(self.changed(id));
                }
                let (fails, version) = (self.fails.take(), entry.version);
                if fails != Some(false) {
                    if let Some((old, _)) = instead_of {
                        self.store.remove(&old);
                    }
                    self.store.insert(id.clone(), *entry);
                }
                return Some(if fails.is_some() { Input::SaveFailed { id, why: Trouble::Failed } } else { Input::Saved { id, version } });
            }
            Effect::Forget { id, version } => {
                if self.version(&id) != version {
                    return Some(self.changed(id));
                }
                self.store.remove(&id);
                return Some(Input::Forgotten(id));
            }
            Effect::Post { request, .. } => self.post = request,
            Effect::AskBlob { request, .. } | Effect::SendChunk { request, .. } => self.upload = request,
            Effect::MakeRoom | Effect::NotSaved { .. } | Effect::NotTaken { .. } | Effect::WakeAt(_) => {}
        }
        None
    }

    fn version(&self, id: &str) -> u64 {
        self.store.get(id).map_or(0, |entry| entry.version)
    }

    fn changed(&self, id: String) -> Input {
        let held = self.store.get(&id).map(|entry| Record::Entry(Box::new(entry.clone())));
        Input::SaveFailed { id, why: Trouble::Changed(held) }
    }

    /// The service worker does something and tells nobody.
    fn worker(&mut self, now: UnixMs, id: &str, left: bool) {
        if let Some(entry) = self.store.get_mut(id) {
            entry.version += 1;
            entry.left = left;
            entry.lease = Some(Lease { by: Role::Worker, holder: "worker".into(), since: now, until: now + wait::LEASE_MS });
        }
    }

    fn tell(&mut self, now: UnixMs, line: &str) {
        self.log.clear();
        let words: Vec<&str> = line.split(' ').collect();
        let id = words.get(1).copied().unwrap_or_default();
        let unreachable = |retry_after_ms| Failure::Unreachable { retry_after_ms, chance: 0 };
        let input = match words[0] {
            "ask" => Input::Asked(Box::new(ask(&words))),
            "lead" => Input::BecameLeader,
            "follow" => Input::LostLeadership,
            "changed" => Input::Changed,
            "online" => Input::Online,
            "woke" => Input::Woke,
            "cancel" => Input::Cancelled(id.into()),
            "dismiss" => Input::Dismissed(id.into()),
            "done" | "rejected" | "conflict" | "retry" => posted(self.post, words[0], id),
            "late-done" => posted(1, "done", id),
            "late-rejected" => posted(1, "rejected", id),
            "lost" => Input::PostFailed { request: self.post, failure: unreachable(None) },
            "told" => Input::PostFailed { request: self.post, failure: unreachable(id.parse().ok()) },
            "refused" => Input::PostFailed { request: self.post, failure: Failure::Refused(Problem::new("", "bad_json")) },
            "has" => Input::BlobHas { request: self.upload, bytes: id.parse().unwrap(), chance: 0 },
            "file-lost" => Input::BlobFailed { request: self.upload, failure: unreachable(None) },
            "file-refused" => Input::BlobFailed { request: self.upload, failure: Failure::Refused(Problem::new("", "bad_json")) },
            "full" => return self.full = true,
            "room" => return self.full = false,
            "fails" => return self.fails = Some(false),
            "lies" => return self.fails = Some(true),
            "worker-takes" => return self.worker(now, id, false),
            "worker-sends" => return self.worker(now, id, true),
            "worker-forgets" => return drop(self.store.remove(id)),
            other => panic!("{other}"),
        };
        self.run(now, input);
    }
}

/// `ask <id> <subject> [after=<id>] [replaces=<id>] [file=<sha256>:<bytes>]`
fn ask(words: &[&str]) -> Ask {
    let mut ask = Ask { id: words[1].into(), subject: words[2].into(), body: "{}".into(), ..Ask::default() };
    for (name, value) in words[3..].iter().filter_map(|word| word.split_once('=')) {
        match name {
            "after" => ask.after = Some(value.into()),
            "replaces" => ask.replaces = Some(value.into()),
            _ => {
                let (sha256, bytes) = value.split_once(':').unwrap();
                ask.attachments.push(Attachment { sha256: sha256.into(), bytes: bytes.parse().unwrap(), name: sha256.into() });
            }
        }
    }
    ask
}

fn posted(request: u64, status: &str, id: &str) -> Input {
    let status = match status {
        "done" => ReceiptStatus::Done,
        "rejected" => ReceiptStatus::Rejected,
        "conflict" => ReceiptStatus::Conflict,
        _ => ReceiptStatus::Retry,
    };
    let receipt = Receipt { id: id.into(), status, rev: Some(1), receipt_no: Some("0000-0001".into()), problems: Vec::new() };
    Input::Posted { request, receipts: vec![receipt], chance: 0 }
}

fn show(effect: &Effect) -> Option<String> {
    Some(match effect {
        Effect::Load => return None,
        Effect::Save { entry, instead_of } => {
            let what = match &entry.state {
                State::Rejected { .. } => "rejected".to_owned(),
                State::Conflict { .. } => "conflict".to_owned(),
                State::Orphaned => "orphaned".to_owned(),
                State::Done(_) => "done".to_owned(),
                State::Waiting if entry.wait.is_some() => format!("later{}", entry.tries),
                State::Waiting if entry.lease.is_some() && entry.left => "left".to_owned(),
                State::Waiting if entry.lease.is_some() => "taken".to_owned(),
                State::Waiting => "waiting".to_owned(),
            };
            let cancelled = if entry.cancel_asked { "!" } else { "" };
            let instead = instead_of.as_ref().map(|(old, _)| format!(" for {old}")).unwrap_or_default();
            format!("save {} {what}{cancelled}{instead}", entry.id)
        }
        Effect::Forget { id, .. } => format!("forget {id}"),
        Effect::MakeRoom => "make-room".to_owned(),
        Effect::NotSaved { id, full } => format!("unsaved {id} {full}"),
        Effect::NotTaken { id, why } => format!("not-taken {id} {why:?}"),
        Effect::AskBlob { sha256, .. } => format!("file {sha256}?"),
        Effect::SendChunk { sha256, from, bytes, .. } => format!("file {sha256} {from}+{bytes}"),
        Effect::Post { entries, .. } => format!("post {}", entries.iter().map(|entry| entry.id.as_str()).collect::<Vec<_>>().join(" ")),
        Effect::WakeAt(at) => format!("wake {at}"),
    })
}

/// The only place that drives the machine: a story in, the effects of its last line out.
fn check(story: &[(UnixMs, &str)], expected: &[&str]) {
    let mut tale = Tale::new();
    for (now, line) in story {
        tale.tell(*now, line);
    }
    assert_eq!(tale.log, expected, "{story:?}");
}

#[test]
fn saved_before_sent() {
    check(&[(0, "lead"), (1, "ask a s")], &["save a waiting", "save a left", "post a"]);
    check(&[(1, "ask a s")], &["save a waiting"]);
    check(&[(0, "full"), (0, "lead"), (1, "ask a s")], &["save a waiting", "make-room", "unsaved a true", "wake 501"]);
}

#[test]
fn what_was_not_saved_is_tried_again_and_then_sent() {
    let story = [(0, "full"), (0, "lead"), (1, "ask a s"), (2, "room"), (501, "woke")];
    check(&story, &["save a waiting", "save a left", "post a"]);
    let asked_again = [(0, "full"), (0, "lead"), (1, "ask a s"), (2, "room"), (3, "ask a s")];
    check(&asked_again, &["save a waiting", "save a left", "post a"]);
}

#[test]
fn what_may_have_been_saved_is_looked_for_before_it_is_saved_again() {
    let fails = [(0, "fails"), (1, "ask a s")];
    check(&fails, &["save a waiting", "unsaved a false", "wake 501"]);
    check(&[&fails[..], &[(501, "woke")]].concat(), &["save a waiting"]);
    // Another tab sees it in the store, and a person takes it back there.
    let lies = [(0, "lies"), (1, "ask a s"), (2, "worker-forgets a"), (501, "woke")];
    check(&lies, &[]);
    check(&[&lies[..2], &[(501, "lead")]].concat(), &["save a left", "post a"]);
    check(&[&[(0, "lead")][..], &lies].concat(), &["save a left"]);
}

#[test]
fn a_look_that_is_older_than_a_failure_does_not_say_what_was_saved() {
    let mut tale = Tale::new();
    assert_eq!(tale.outbox.step(0, Input::Changed), [Effect::Load]);
    let ask = Ask { id: "a".into(), subject: "s".into(), body: "{}".into(), ..Ask::default() };
    assert_eq!(tale.outbox.step(1, Input::Asked(Box::new(ask))).iter().filter_map(show).collect::<Vec<_>>(), ["save a waiting"]);
    let failed = Input::SaveFailed { id: "a".into(), why: Trouble::Failed };
    assert_eq!(tale.outbox.step(2, failed), [Effect::NotSaved { id: "a".into(), full: false }, Effect::WakeAt(502)]);
    assert_eq!(tale.outbox.step(3, Input::Loaded(Vec::new())), [Effect::Load]);
    assert_eq!(tale.outbox.step(502, Input::Woke), []);
    let effects = tale.outbox.step(503, Input::Loaded(Vec::new()));
    assert_eq!(effects.iter().filter_map(show).collect::<Vec<_>>(), ["save a waiting"]);
}

#[test]
fn nothing_is_saved_before_what_it_comes_after() {
    let story = [(0, "full"), (0, "lead"), (1, "ask a s"), (2, "room"), (3, "ask b s")];
    check(&story, &[]);
    check(&[&story[..], &[(501, "woke")]].concat(), &["save a waiting", "save b waiting", "save a left", "post a"]);
    let given_up = [&story[..], &[(4, "cancel a")]].concat();
    check(&given_up, &["forget a", "save b waiting", "save b left", "post b"]);
}

#[test]
fn one_subject_goes_in_order() {
    check(&[(0, "lead"), (1, "ask a s"), (2, "ask b s")], &["save b waiting"]);
    check(&[(0, "lead"), (1, "ask a s"), (2, "ask b s"), (3, "done a")], &["save a done", "save b left", "post b"]);
    let clock_set_back = [(9_000, "lead"), (9_001, "ask z s"), (5, "ask b s"), (6, "done z")];
    check(&clock_set_back, &["save z done", "save b left", "post b"]);
}

#[test]
fn what_is_ready_goes_together() {
    check(&[(0, "ask a s"), (1, "ask b t"), (2, "lead")], &["save a left", "save b left", "post a b"]);
    let one_request_at_a_time = [(0, "lead"), (1, "ask a s"), (2, "ask b t")];
    check(&one_request_at_a_time, &["save b waiting", "save b left"]);
    check(&[&one_request_at_a_time[..], &[(3, "done a")]].concat(), &["save a done", "post b"]);
}

#[test]
fn lost_answers_are_asked_for_again_ever_more_patiently() {
    let story = [(0, "lead"), (1, "ask a s"), (5, "lost"), (505, "woke"), (600, "lost")];
    check(&story[..3], &["save a later1", "wake 505"]);
    check(&story[..4], &["save a left", "post a"]);
    check(&story[..5], &["save a later2", "wake 1600"]);
    check(&[(0, "lead"), (1, "ask a s"), (5, "lost"), (400, "woke")], &["wake 505"]);
}

#[test]
fn a_connection_ends_our_waits_and_not_the_servers() {
    check(&[(0, "lead"), (1, "ask a s"), (5, "lost"), (6, "online")], &["save a left", "post a"]);
    check(&[(0, "lead"), (1, "ask a s"), (5, "told 9000")], &["save a later1", "wake 9005"]);
    check(&[(0, "lead"), (1, "ask a s"), (5, "told 9000"), (6, "online")], &[]);
}

#[test]
fn a_clock_set_back_does_not_stall() {
    check(&[(5_000, "lead"), (5_001, "ask a s"), (5_005, "lost"), (3, "woke")], &["save a left", "post a"]);
    check(&[(5_000, "lead"), (5_001, "ask a s"), (5_005, "told 60000"), (3, "online")], &["save a left", "post a"]);
}

#[test]
fn after_a_failure_one_goes_first() {
    let story = [(0, "ask a s"), (1, "ask b t"), (2, "lead"), (3, "lost"), (503, "woke"), (504, "done a")];
    check(&story[..4], &["save a later1", "save b later1", "wake 503"]);
    check(&story[..5], &["save a left", "post a"]);
    check(&story, &["save a done", "save b left", "post b"]);
}

#[test]
fn a_file_that_does_not_get_through_keeps_nobody_from_going() {
    let fails_twice = [(0, "lead"), (1, "ask a s file=f:9"), (2, "file-lost"), (502, "woke"), (503, "file-lost")];
    check(&fails_twice, &["save a later2", "wake 1503"]);
    check(&[&fails_twice[..], &[(504, "ask b t"), (1_503, "woke")]].concat(), &["save b left", "post b"]);
}

#[test]
fn refused_holds_its_subject_and_no_other() {
    let story = [(0, "lead"), (1, "ask a s"), (2, "ask b s"), (3, "rejected a")];
    check(&story, &["save a rejected"]);
    check(&[&story[..], &[(4, "ask c t")]].concat(), &["save c waiting", "save c left", "post c"]);
    check(&[&story[..], &[(4, "cancel a")]].concat(), &["forget a", "save b left", "post b"]);
    check(&[(0, "lead"), (1, "ask a s"), (2, "conflict a")], &["save a conflict"]);
}

#[test]
fn an_edited_entry_takes_the_place_of_the_refused_one() {
    let story = [(0, "lead"), (1, "ask a s"), (2, "ask b s"), (3, "rejected a"), (4, "ask c s replaces=a")];
    check(&story, &["save c waiting for a", "save c left", "post c"]);
    check(&[&story[..], &[(5, "done c")]].concat(), &["save c done", "save b left", "post b"]);
    check(&[(0, "lead"), (1, "ask c s replaces=a")], &["not-taken c NotStuck"]);
    let gone = [(0, "lead"), (1, "ask a s"), (2, "rejected a"), (3, "worker-forgets a"), (4, "ask c s replaces=a")];
    check(&gone, &["save c waiting for a", "not-taken c NotStuck"]);
}

#[test]
fn cancelling_is_certain_until_it_left() {
    check(&[(0, "ask a s"), (1, "cancel a")], &["forget a"]);
    check(&[(0, "lead"), (1, "ask a s file=f:9"), (2, "cancel a")], &["forget a"]);
    check(&[(0, "lead"), (1, "ask a s"), (2, "cancel a")], &["save a left!"]);
    check(&[(0, "lead"), (1, "ask a s"), (2, "cancel a"), (3, "done a")], &["save a done!"]);
    let asked_twice = [(0, "lead"), (1, "ask a s"), (2, "cancel a"), (3, "cancel a"), (5, "lost"), (505, "woke")];
    check(&asked_twice, &["save a left!", "post a"]);
}

#[test]
fn of_a_departure_and_a_cancellation_one_happens() {
    check(&[(0, "ask a s"), (1, "worker-sends a"), (2, "cancel a")], &["forget a", "save a left!"]);
    check(&[(0, "ask a s"), (1, "worker-takes a"), (2, "cancel a")], &["forget a", "forget a"]);
    check(&[(0, "ask a s"), (1, "worker-forgets a"), (2, "lead")], &["save a left"]);
}

#[test]
fn nothing_is_sent_past_what_took_a_place_elsewhere() {
    let mut tale = Tale::new();
    for (now, line) in [(0, "lead"), (1, "ask a s"), (2, "ask b s"), (3, "rejected a")] {
        tale.tell(now, line);
    }
    // Another tab replaces a with c, and this one has not heard of it.
    let a = tale.store.remove("a").unwrap();
    let ask = Ask { id: "c".into(), subject: "s".into(), body: "{}".into(), ..Ask::default() };
    let mut c = Entry { version: 1, ..Entry::new(ask, 3) };
    c.take_place(&a);
    tale.store.insert("c".into(), c);
    tale.tell(4, "cancel a");
    assert_eq!(tale.log, ["forget a", "save c left", "post c"], "and not b");
}

#[test]
fn a_lease_keeps_others_from_the_same_work() {
    let story = [(0, "ask a s"), (2, "worker-takes a"), (2, "changed"), (3, "lead")];
    check(&story, &["wake 60002"]);
    check(&[&story[..], &[(60_002, "woke")]].concat(), &["save a left", "post a"]);
    check(&[&story[..], &[(1, "woke")]].concat(), &["save a left", "post a"]);
    let unnoticed = [(0, "ask a s"), (2, "worker-takes a"), (3, "lead")];
    check(&unnoticed, &["save a left", "wake 60002"]);
}

#[test]
fn who_no_longer_leads_lets_go() {
    let story = [(0, "lead"), (1, "ask a s file=f:9"), (2, "follow"), (3, "has 0")];
    check(&story[..3], &[]);
    check(&story, &["save a waiting"]);
    check(&[(0, "lead"), (1, "ask a s"), (2, "follow"), (3, "done a")], &["save a done"]);
}

#[test]
fn files_go_first_and_on_from_where_they_were() {
    let story = [(0, "lead"), (1, "ask a s file=f:600000"), (2, "has 0"), (3, "has 524288"), (4, "has 600000")];
    check(&story[..2], &["save a waiting", "save a taken", "file f?"]);
    check(&story[..3], &["file f 0+524288"]);
    check(&story[..4], &["file f 524288+75712"]);
    check(&story, &["save a left", "post a"]);
    check(&[story[0], story[1], (2, "has 599999")], &["file f 599999+1"]);
    check(&[story[0], story[1], (2, "has 0"), (3, "has 0")], &["save a later1", "wake 503"]);
    check(&[story[0], story[1], (2, "file-lost")], &["save a later1", "wake 502"]);
    check(&[story[0], story[1], (2, "file-refused")], &["save a rejected"]);
    check(&[(0, "lead"), (1, "ask a s file=f:0"), (2, "has 0")], &["save a left", "post a"]);
}

#[test]
fn a_long_upload_prolongs_its_lease() {
    let story = [(0, "lead"), (1, "ask a s file=f:2000000"), (2, "has 0"), (40_000, "has 524288")];
    check(&story, &["save a taken", "file f 524288+524288"]);
}

#[test]
fn files_of_one_entry_do_not_hold_up_others() {
    let story = [(0, "lead"), (1, "ask a s file=f:9"), (2, "ask b t"), (3, "ask c u file=g:9")];
    check(&story[..3], &["save b waiting", "save b left", "post b"]);
    check(&story, &["save c waiting"]);
    check(&[&story[..], &[(4, "has 9")]].concat(), &["save a left", "save c taken", "file g?"]);
}

#[test]
fn a_command_that_comes_back_looks_after_its_files_again() {
    let story = [(0, "lead"), (1, "ask a s file=f:9"), (2, "has 9"), (3, "retry a"), (503, "woke")];
    check(&story[..4], &["save a later1", "wake 503"]);
    check(&story, &["save a left", "file f?"]);
}

#[test]
fn an_entry_goes_after_the_one_that_it_names() {
    let story = [(0, "lead"), (1, "ask a s"), (2, "ask b t after=a"), (3, "done a")];
    check(&story[..3], &["save b waiting"]);
    check(&story, &["save a done", "save b left", "post b"]);
    check(&[&story[..], &[(4, "dismiss a")]].concat(), &[]);
    check(&[&story[..], &[(4, "dismiss a"), (5, "done b")]].concat(), &["save b done", "forget a"]);
    check(&[(0, "lead"), (1, "ask b t after=a")], &["save b waiting", "save b left", "post b"]);
}

#[test]
fn without_the_one_that_it_names_a_person_decides() {
    let story = [(0, "lead"), (1, "ask a s"), (2, "ask b t after=a"), (3, "rejected a"), (4, "cancel a")];
    check(&story, &["forget a", "save b orphaned"]);
    check(&[&story[..], &[(5, "ask c t replaces=b")]].concat(), &["save c waiting for b", "save c left", "post c"]);
    let edited = [story[0], story[1], story[2], story[3], (4, "ask c s replaces=a"), (5, "done c")];
    check(&edited, &["save c done", "save b left", "post b"]);
}

#[test]
fn what_lost_the_place_of_another_holds_nobody() {
    // Another tab discards a, and then c comes too late to take its place.
    let story = [(0, "lead"), (1, "ask a s"), (2, "ask b t after=a"), (3, "rejected a"), (4, "worker-forgets a"), (5, "ask c s replaces=a")];
    check(&story, &["save c waiting for a", "not-taken c NotStuck", "save b orphaned"]);
    let named = [&story[..], &[(6, "ask d u after=c")]].concat();
    check(&named, &["save d waiting", "save d orphaned"]);
    check(&[&named[..], &[(7, "ask e u replaces=d")]].concat(), &["save e waiting for d", "save e left", "post e"]);
}

#[test]
fn what_lost_the_place_of_another_does_not_hide_what_has_it() {
    let mut tale = Tale::new();
    for (now, line) in [(0, "lead"), (1, "ask a s"), (2, "ask b t after=a"), (3, "rejected a")] {
        tale.tell(now, line);
    }
    // Another tab replaces a with d, and c comes too late.
    let a = tale.store.remove("a").unwrap();
    let mut d = Entry { version: 1, ..Entry::new(Ask { id: "d".into(), subject: "s".into(), body: "{}".into(), ..Ask::default() }, 3) };
    d.take_place(&a);
    tale.store.insert("d".into(), d);
    tale.tell(4, "ask c s replaces=a");
    assert_eq!(tale.log, ["save c waiting for a", "not-taken c NotStuck", "save d left", "post d"]);
    tale.tell(5, "done d");
    assert_eq!(tale.log, ["save d done", "save b left", "post b"]);
}

#[test]
fn late_answers_count_if_it_took_effect() {
    let story = [(0, "lead"), (1, "ask a s"), (5, "lost")];
    check(&[&story[..], &[(6, "late-done a")]].concat(), &["save a done"]);
    check(&[&story[..], &[(6, "late-rejected a")]].concat(), &[]);
    check(&[(0, "ask a s"), (1, "late-done a")], &[]);
    let late_and_again = [(0, "lead"), (1, "ask a s"), (5, "lost"), (505, "woke"), (506, "late-done a"), (507, "done a")];
    check(&late_and_again, &[]);
}

#[test]
fn a_refused_request_is_taken_apart() {
    let story = [(0, "ask a s"), (1, "ask b t"), (2, "lead"), (3, "refused"), (4, "refused")];
    check(&story[..4], &["post a"]);
    check(&story, &["save a rejected", "post b"]);
}

#[test]
fn receipts_stay_until_they_are_put_away() {
    check(&[(0, "lead"), (1, "ask a s"), (2, "done a"), (3, "changed")], &[]);
    check(&[(0, "lead"), (1, "ask a s"), (2, "done a"), (3, "dismiss a")], &["forget a"]);
    check(&[(0, "lead"), (1, "ask a s"), (2, "done a"), (3, "cancel a")], &[]);
    check(&[(0, "full"), (0, "ask a s"), (1, "dismiss a"), (2, "room"), (500, "woke")], &["save a waiting"]);
}

#[test]
fn what_a_newer_build_wrote_holds_its_subject_alone() {
    let mut outbox = Outbox::new(Role::Page, "me");
    let foreign = Foreign { id: "x".into(), subject: "s".into(), title: "t".into(), seq: 1, done: false };
    outbox.step(0, Input::Changed);
    outbox.step(1, Input::Loaded(vec![Record::Foreign(foreign)]));
    outbox.step(2, Input::BecameLeader);
    for (id, subject, goes) in [("a", "s", false), ("b", "t", true)] {
        outbox.step(3, Input::Asked(Box::new(Ask { id: id.into(), subject: subject.into(), body: "{}".into(), ..Ask::default() })));
        let effects = outbox.step(4, Input::Saved { id: id.into(), version: 1 });
        assert_eq!(effects.iter().filter_map(show).count() == 1, goes, "{id}: {effects:?}");
    }
    let shown: Vec<(&str, bool)> = outbox.shown().iter().map(|line| (line.id, line.standing == Standing::UpdateNeeded)).collect();
    assert_eq!(shown, [("x", true), ("a", false), ("b", false)]);
    assert!(outbox.needs("anything"));
}

#[test]
fn what_is_asked_before_the_store_was_read_is_saved_afterwards() {
    let mut outbox = Outbox::new(Role::Page, "me");
    assert_eq!(outbox.step(0, Input::Changed), [Effect::Load]);
    let ask = Ask { id: "a".into(), subject: "s".into(), body: "{}".into(), ..Ask::default() };
    assert_eq!(outbox.step(1, Input::Asked(Box::new(ask))), []);
    assert_eq!(outbox.step(2, Input::LoadFailed), [Effect::NotSaved { id: "a".into(), full: false }, Effect::WakeAt(502)]);
    assert_eq!(outbox.shown()[0].standing, Standing::NotSaved { failed: true });
    assert_eq!(outbox.step(502, Input::Woke), [Effect::Load]);
    let effects = outbox.step(503, Input::Loaded(Vec::new()));
    assert_eq!(effects.iter().filter_map(show).collect::<Vec<_>>(), ["save a waiting"]);
}

#[test]
fn what_is_asked_and_cancelled_before_the_store_was_read_is_not_sent() {
    let mut tale = Tale { outbox: Outbox::new(Role::Page, "me"), ..Tale::new() };
    for line in ["lead", "ask a s", "ask b t after=a", "cancel a"] {
        let words: Vec<&str> = line.split(' ').collect();
        let input = match words[0] {
            "lead" => Input::BecameLeader,
            "ask" => Input::Asked(Box::new(ask(&words))),
            _ => Input::Cancelled(words[1].into()),
        };
        tale.outbox.step(1, input);
    }
    assert_eq!(tale.outbox.shown().iter().map(|line| line.id).collect::<Vec<_>>(), ["b"]);
    tale.run(2, Input::Loaded(Vec::new()));
    assert_eq!(tale.log, ["forget a", "save b waiting", "save b orphaned"]);
}

#[test]
fn a_look_that_is_older_than_an_answer_changes_nothing() {
    let mut tale = Tale::new();
    tale.tell(1, "ask a s");
    let before: Vec<Record> = tale.store.values().map(|entry| Record::Entry(Box::new(entry.clone()))).collect();
    assert_eq!(tale.outbox.step(2, Input::Changed), [Effect::Load]);
    tale.tell(3, "ask b s");
    tale.tell(4, "cancel a");
    tale.outbox.step(5, Input::Loaded(before));
    assert_eq!(tale.outbox.shown().iter().map(|line| line.id).collect::<Vec<_>>(), ["b"], "a is gone, and b was stored since");
}

#[test]
fn what_is_shown_is_what_a_person_can_do() {
    let cases: [(&[(UnixMs, &str)], Standing<'_>); 5] = [
        (&[(1, "ask a s")], Standing::Waiting { next_at: None, may_cancel: true }),
        (&[(0, "lead"), (1, "ask a s file=f:9")], Standing::UnderWay { may_cancel: true }),
        (&[(0, "lead"), (1, "ask a s")], Standing::UnderWay { may_cancel: false }),
        (&[(0, "lead"), (1, "ask a s"), (5, "lost")], Standing::Waiting { next_at: Some(505), may_cancel: false }),
        (&[(0, "full"), (1, "ask a s")], Standing::NotSaved { failed: true }),
    ];
    for (story, standing) in cases {
        let mut tale = Tale::new();
        for (now, line) in story {
            tale.tell(*now, line);
        }
        assert_eq!(tale.outbox.shown()[0].standing, standing, "{story:?}");
    }
    let mut tale = Tale::new();
    for line in ["lead", "ask a s", "full", "done a"] {
        tale.tell(1, line);
    }
    assert!(matches!(tale.outbox.shown()[0].standing, Standing::Done(_)), "the server decided, whatever the store says");
}

#[test]
fn too_much_is_not_taken() {
    let mut tale = Tale::new();
    for n in 0..MAX_ENTRIES {
        tale.tell(1, &format!("ask e{n} s{n}"));
    }
    tale.tell(2, "ask one-more s");
    assert_eq!(tale.log, ["not-taken one-more TooMany"]);
    tale.tell(3, "lead");
    let posted = tale.log.iter().filter(|line| line.starts_with("post ")).map(|line| line.split(' ').count() - 1).collect::<Vec<_>>();
    assert_eq!(posted, [MAX_BATCH]);
}
