//! Drives the outbox: executes what `engawa_core::outbox` decides and tells it what happened.
//!
//! The same in a page and in the service worker; what differs is behind [`Around`]. Invariants: an effect's result is told once; the
//! machine is never borrowed while something is awaited or somebody is told; operations of the store are begun in the order in which the
//! machine asked for them.

use crate::idb::outbox::Stored;
use crate::idb::{Db, IdbError};
use crate::js;
use crate::net::{Ask, Net};
use engawa_core::outbox::{Effect, Entry, Failure, Input, Outbox, Reading, Record, Refusal, Role, Trouble, UnixMs, commands};
use engawa_core::{Problem, id};
use gloo_timers::callback::Timeout;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

/// How long an answer may take: shorter than a lease lasts.
const PATIENCE_MS: u32 = 45_000;
/// Timers may go off a little early.
const TIMER_SLACK_MS: u64 = 20;
/// The longest timer; a later one is set again.
const LONGEST_TIMER_MS: u64 = 60 * 60 * 1000;
/// The cache of pictures that the service worker keeps.
const MEDIA: &str = "engawa-media";

/// The form of the commands that this build writes and sends.
const KINDS: [(&str, u32); 3] = [("forms", 1), ("kiosk", 1), ("listings", 1)];

/// What this build makes of the body of an entry.
pub fn upgrade(kind: &str, schema: u32, _body: &str) -> Reading {
    if KINDS.contains(&(kind, schema)) { Reading::Current } else { Reading::Unknown }
}

/// What is around the outbox: a page, or the service worker.
pub trait Around {
    /// The machine took a step. Gives what else happened, if that led to something.
    fn stepped(&self, machine: &RefCell<Outbox>) -> Option<Input>;
    /// The store changed: the other contexts should look.
    fn changed(&self);
    /// The server answered a request, or nobody did.
    fn reached(&self, reached: bool);
    /// Something asked for is not in the store; `full`: there is no room.
    fn not_saved(&self, id: &str, full: bool);
    /// Something asked for was not accepted.
    fn not_taken(&self, id: &str, why: Refusal);
}

/// An outbox that runs.
pub struct Driver<A> {
    db: Rc<Db>,
    net: Net,
    around: A,
    machine: RefCell<Outbox>,
    timer: RefCell<Option<Timeout>>,
}

/// The device's clock.
fn now() -> UnixMs {
    u64::try_from(js::now()).unwrap_or_default()
}

impl<A: Around + 'static> Driver<A> {
    /// An outbox over this store; tell it [`Input::Changed`] to begin. `build` is named in each request.
    pub fn new(role: Role, db: Rc<Db>, build: &str, around: A) -> Rc<Self> {
        let name = id::hex(&js::random::<8>());
        let machine = RefCell::new(Outbox::new(role, &name));
        Rc::new(Self { db, net: Net::new(build), around, machine, timer: RefCell::new(None) })
    }

    /// What is around it.
    pub fn around(&self) -> &A {
        &self.around
    }

    /// Looks at the machine.
    pub fn with<T>(&self, look: impl FnOnce(&Outbox) -> T) -> T {
        look(&self.machine.borrow())
    }

    /// Takes an input, and begins what follows from it.
    pub fn tell(self: &Rc<Self>, input: Input) {
        let mut next = Some(input);
        while let Some(input) = next {
            let effects = self.machine.borrow_mut().step(now(), input);
            for effect in effects {
                self.begin(effect);
            }
            next = self.around.stepped(&self.machine);
        }
    }

    fn begin(self: &Rc<Self>, effect: Effect) {
        match effect {
            Effect::NotSaved { id, full } => self.around.not_saved(&id, full),
            Effect::NotTaken { id, why } => self.around.not_taken(&id, why),
            Effect::WakeAt(at) => self.wake_at(at),
            effect => {
                let this = Rc::clone(self);
                spawn_local(async move {
                    if let Some(input) = this.carry_out(effect).await {
                        this.tell(input);
                    }
                });
            }
        }
    }

    fn wake_at(self: &Rc<Self>, at: UnixMs) {
        let this = Rc::clone(self);
        let wait = at.saturating_sub(now()).min(LONGEST_TIMER_MS) + TIMER_SLACK_MS;
        let wait = u32::try_from(wait).unwrap_or(u32::MAX >> 1);
        let timer = Timeout::new(wait, move || spawn_local(async move { this.tell(Input::Woke) }));
        *self.timer.borrow_mut() = Some(timer);
    }

    async fn carry_out(&self, effect: Effect) -> Option<Input> {
        let input = match effect {
            Effect::Load => self.load().await,
            Effect::Save { entry, instead_of } => {
                let done = self.db.save_entry(&entry, instead_of.as_ref()).await;
                let version = entry.version;
                self.stored(entry.id, done, |id| Input::Saved { id, version })
            }
            Effect::Forget { id, version } => {
                let done = self.db.forget_entry(&id, version).await;
                self.stored(id, done, Input::Forgotten)
            }
            Effect::MakeRoom => {
                self.make_room().await;
                return None;
            }
            Effect::AskBlob { request, sha256, whole } => {
                let url = blob_url(&sha256);
                let answer = self.net.ask(Ask { method: "HEAD", url: &url, patience_ms: PATIENCE_MS, ..Ask::default() }).await;
                self.around.reached(answer.is_some());
                answer
                    .map_or_else(|| Input::BlobFailed { request, failure: unreachable_now() }, |answer| answer.to_file(request, whole, js::chance()))
            }
            Effect::SendChunk { request, sha256, from, bytes, whole } => self.send_chunk(request, &sha256, from, bytes, whole).await,
            Effect::Post { request, entries } => self.post(request, &entries).await,
            // These were done at once.
            Effect::NotSaved { .. } | Effect::NotTaken { .. } | Effect::WakeAt(_) => return None,
        };
        Some(input)
    }

    async fn load(&self) -> Input {
        match self.db.outbox().await {
            Ok(texts) => Input::Loaded(texts.iter().map(|(key, text)| Record::read(key, text, upgrade)).collect()),
            Err(error) => {
                js::warn(&format!("outbox: {error:?}"));
                Input::LoadFailed
            }
        }
    }

    /// Says how the store did.
    fn stored(&self, id: String, done: Result<Stored, IdbError>, well: impl FnOnce(String) -> Input) -> Input {
        let why = match done {
            Ok(Stored::Done) => {
                self.around.changed();
                return well(id);
            }
            Ok(Stored::Changed(text)) => Trouble::Changed(text.map(|text| Record::read(&id, &text, upgrade))),
            Err(IdbError::Full) => Trouble::Full,
            Err(error) => {
                js::warn(&format!("outbox: {error:?}"));
                Trouble::Failed
            }
        };
        Input::SaveFailed { id, why }
    }

    /// Drops what can be fetched or made again.
    async fn make_room(&self) {
        self.db.drop_image().await.ok();
        if let Some(caches) = js::property(&js::global(), "caches") {
            js::ask(&caches, "delete", &[&JsValue::from_str(MEDIA)]).await.ok();
        }
    }

    async fn send_chunk(&self, request: u64, sha256: &str, from: u64, bytes: u64, whole: u64) -> Input {
        let failed = |failure| Input::BlobFailed { request, failure };
        let file = match self.db.kept_file(sha256).await {
            Ok(file) => file,
            Err(error) => {
                js::warn(&format!("file: {error:?}"));
                return failed(unreachable_now());
            }
        };
        let to = from.saturating_add(bytes);
        let Some(file) = file.filter(|file| file.bytes == whole && to <= whole && bytes > 0) else {
            // Nobody can send it any more: the person has to know.
            return failed(Failure::Refused(Problem::new("", "attachment_unlisted").arg(self.name_of(sha256))));
        };
        let (first, end) = (JsValue::from_f64(js::from_u64(from)), JsValue::from_f64(js::from_u64(to)));
        let part = match js::call(&file.blob, "slice", &[&first, &end]) {
            Ok(part) => js::ask(&part, "arrayBuffer", &[]).await,
            Err(error) => Err(error),
        };
        let Ok(part) = part else { return failed(unreachable_now()) };
        let (url, range) = (blob_url(sha256), format!("bytes {from}-{}/{whole}", to - 1));
        let headers = [("content-range", range.as_str()), ("content-type", "application/octet-stream")];
        let ask = Ask { method: "PUT", url: &url, headers: &headers, body: Some(part), patience_ms: PATIENCE_MS };
        let answer = self.net.ask(ask).await;
        self.around.reached(answer.is_some());
        answer.map_or_else(|| failed(unreachable_now()), |answer| answer.to_file(request, whole, js::chance()))
    }

    async fn post(&self, request: u64, entries: &[Entry]) -> Input {
        let body = JsValue::from_str(&commands(entries));
        let headers = [("content-type", "application/json")];
        let ask = Ask { method: "POST", url: "/api/v1/commands", headers: &headers, body: Some(body), patience_ms: PATIENCE_MS };
        let answer = self.net.ask(ask).await;
        self.around.reached(answer.is_some());
        answer.map_or_else(|| Input::PostFailed { request, failure: unreachable_now() }, |answer| answer.to_commands(request, js::chance()))
    }

    /// The name of a file as the person knows it.
    fn name_of(&self, sha256: &str) -> String {
        self.with(|outbox| {
            let lines = outbox.shown();
            let mut files = lines.iter().filter_map(|line| line.entry).flat_map(|entry| &entry.attachments);
            files.find(|file| file.sha256 == sha256).map(|file| file.name.clone()).unwrap_or_default()
        })
    }
}

fn blob_url(sha256: &str) -> String {
    format!("/api/v1/blobs/{sha256}")
}

fn unreachable_now() -> Failure {
    Failure::Unreachable { retry_after_ms: None, chance: js::chance() }
}
