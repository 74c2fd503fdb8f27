//! A shared screen: what is typed stays in memory, what is sent is sealed, what was delivered is put away.

use super::{BUILD, fresh, ok};
use engawa_app::command::{Body, Command};
use engawa_app::device::DeviceState;
use engawa_app::forms::device::{DraftCard, FormDevice, KeepError, KeptFile, OutboxStanding};
use engawa_app::kiosk::beat::Counted;
use engawa_app::kiosk::command::KioskCommand;
use engawa_app::kiosk::config::Enrolment;
use engawa_app::kiosk::envelope::{ABOUT_COMMAND, ABOUT_FILE, Envelope};
use engawa_app::kiosk::pages::device::KioskSignals;
use engawa_browser::channel::Channel;
use engawa_browser::forms::Keeper;
use engawa_browser::idb::Db;
use engawa_browser::kiosk::clock::Clock;
use engawa_browser::kiosk::ledger::Ledger;
use engawa_browser::kiosk::memory::MemoryForms;
use engawa_browser::kiosk::picture::contained;
use engawa_browser::kiosk::sent::Slips;
use engawa_browser::kiosk::spare::{self, Spare};
use engawa_browser::kiosk::{keep, sealing, signals, watch};
use engawa_browser::outbox::PageOutbox;
use engawa_browser::shelf::Shelf;
use engawa_browser::watch::{Phase, Watch};
use engawa_core::command::number_of;
use engawa_core::form::Definition;
use engawa_core::kiosk::base64url;
use engawa_core::kiosk::seal::SealingKey;
use engawa_core::outbox::{Ask, Attachment, Entry, Kept, State};
use engawa_shell::js;
use gloo_timers::future::TimeoutFuture;
use js_sys::{Function, Uint8Array};
use leptos::prelude::{GetUntracked, Set};
use std::rc::Rc;
use std::sync::Arc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

/// What must be nowhere.
const SECRET: &str = "縁側花子は眠れません";
const ID: &str = "0193483e-7a00-7abc-8def-0123456789ab";

/// Everything that the browser keeps for this page, as text.
const DUMP: &str = r#"
(async (name) => {
  const done = (request) => new Promise((yes, no) => { request.onsuccess = () => yes(request.result); request.onerror = () => no(request.error); });
  const texts = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage }), location.href, document.cookie];
  const write = async (it) => {
    if (it instanceof Blob) texts.push(await it.text());
    else if (it instanceof ArrayBuffer || ArrayBuffer.isView(it)) texts.push(new TextDecoder().decode(it));
    else if (it && typeof it === "object") for (const [key, value] of Object.entries(it)) { texts.push(key); await write(value); }
    else texts.push(String(it));
  };
  const db = await done(indexedDB.open(name));
  for (const store of db.objectStoreNames) {
    const open = () => db.transaction(store).objectStore(store);
    await write(await done(open().getAllKeys()));
    await write(await done(open().getAll()));
  }
  db.close();
  return texts.join("\n");
})
"#;

/// Chooses a file of this text in a new field.
const CHOOSE: &str = r#"
((text) => {
  const input = document.createElement("input");
  Object.assign(input, { type: "file", id: "kiosk-file" });
  const held = new DataTransfer();
  held.items.add(new File([text], "plan.txt", { type: "text/plain" }));
  input.files = held.files;
  document.body.append(input);
})
"#;

fn call(code: &str, argument: &str) -> JsValue {
    let function: Function = ok(ok(js_sys::eval(code)).dyn_into());
    ok(function.call1(&JsValue::UNDEFINED, &JsValue::from_str(argument)))
}

async fn everything(name: &str) -> String {
    ok(js::settle(call(DUMP, name)).await).as_string().unwrap_or_default()
}

/// A screen with its outbox, as far as forms need it.
struct Place {
    db: Rc<Db>,
    key: SealingKey,
    outbox: Rc<PageOutbox>,
    /// What the engine shows: sealed entries.
    engine: DeviceState,
    /// What pages see.
    state: DeviceState,
    signals: KioskSignals,
    slips: Rc<Slips>,
    forms: MemoryForms,
}

async fn place(name: &str) -> Place {
    let key = ok(SealingKey::derive(&[7; 32], "sample"));
    let shelf = Rc::new(Shelf::new(name));
    ok(shelf.open().await);
    let (channel, engine, state) = (Rc::new(Channel::new(name)), DeviceState::new(), DeviceState::new());
    let feed = Rc::new(Watch::new(Phase::Working));
    let outbox = PageOutbox::new(Rc::clone(&shelf), Rc::clone(&channel), feed, engine, BUILD);
    let keeper = Keeper::new(Rc::clone(&shelf), Rc::clone(&outbox), channel, engine, BUILD);
    let signals = signals(Enrolment { public_key: key.public().text(), active: true, ..Enrolment::default() });
    let slips = Rc::new(Slips::new(signals, state));
    let ledger = Rc::new(Ledger::new(Rc::new(Clock::new()), 0));
    let forms = MemoryForms::new(Arc::new(keeper), signals, state, Rc::clone(&slips), ledger);
    Place { db: shelf.store(), key, outbox, engine, state, signals, slips, forms }
}

fn card() -> DraftCard {
    DraftCard {
        id: "d".into(),
        form_id: "grant".into(),
        version: "1".into(),
        form_title: "助成金".into(),
        title: SECRET.into(),
        changed_at: 1,
        progress: 0,
        invitation: None,
        by: SECRET.into(),
        corrects: None,
    }
}

fn body() -> Body {
    Body::Kiosk(KioskCommand::Settle { delivery: "x".into(), note: SECRET.into() })
}

fn ask(files: &[KeptFile]) -> Ask {
    let attachments = files.iter().map(|file| Attachment { sha256: file.sha256.clone(), bytes: file.bytes, name: file.name.clone() }).collect();
    Ask {
        id: ID.into(),
        subject: "draft:d".into(),
        kind: "forms".into(),
        kind_schema: 1,
        title: SECRET.into(),
        body: ok(serde_json::to_string(&body())),
        attachments,
        ..Ask::default()
    }
}

#[wasm_bindgen_test]
async fn what_is_typed_reaches_no_store_and_what_is_sent_is_sealed() {
    let name = fresh();
    let place = place(&name).await;
    Rc::clone(&place.outbox).start().await;
    let forms = &place.forms;
    let definition = Arc::new(Definition { form_id: "grant".into(), version: "1".into(), ..Definition::default() });
    ok(forms.begin(card(), SECRET.into(), Arc::clone(&definition)).await);
    ok(forms.append(card(), vec![SECRET.to_owned().into(), "b".to_owned().into()]).await);
    ok(forms.compact("d", "s".into(), 1).await);
    let opened = ok(forms.open("d").await);
    assert_eq!((opened.snapshot.as_str(), opened.lines, opened.definition), ("s", vec!["b".to_owned()], Some(definition)));

    call(CHOOSE, SECRET);
    let Some(file) = ok(forms.keep_file("kiosk-file", 1_000).await) else { panic!("nothing was chosen") };
    assert_eq!((file.name.as_str(), file.bytes), ("plan.txt", 30));
    let shown = ok(forms.file_url(&file.sha256).await);
    assert!(shown.starts_with("data:text/plain;base64,"), "{shown}");
    assert!(!everything(&name).await.contains(SECRET), "before it is sent");

    ok(forms.send(ask(std::slice::from_ref(&file))).await);
    let kept = everything(&name).await;
    for word in [SECRET, "plan.txt", ID, &number_of(ID), "settle", &file.sha256] {
        assert!(!kept.contains(word), "{word}");
    }
    assert!(kept.contains("sealed"));

    // The site opens it.
    let texts = ok(place.db.outbox().await);
    let [(id, text)] = texts.as_slice() else { panic!("{} entries", texts.len()) };
    let entry: Entry = ok(serde_json::from_str(text));
    assert_eq!((entry.kind.as_str(), entry.subject.as_str(), entry.title.as_str()), (sealing::KIND, sealing::subject(id).as_str(), ""));
    let Body::Kiosk(KioskCommand::Deliver { sealed, files }) = ok(serde_json::from_str(&entry.body)) else { panic!("{}", entry.body) };
    let plain = ok(place.key.open(&base64url::decode(&sealed).unwrap_or_default(), ABOUT_COMMAND));
    let envelope: Envelope = ok(serde_json::from_slice(&plain));
    assert_eq!(envelope.command, Command { id: ID.into(), base_rev: None, body: body() });
    let [inside] = envelope.files.as_slice() else { panic!("{:?}", envelope.files) };
    assert_eq!((&inside.sha256, inside.bytes, std::slice::from_ref(&inside.sealed)), (&file.sha256, 30, files.as_slice()));
    let Some(stored) = ok(place.db.kept_file(&inside.sealed).await) else { panic!("the sealed file is not there") };
    let bytes = Uint8Array::new(&ok(js::ask(&stored.blob, "arrayBuffer", &[]).await)).to_vec();
    assert_eq!(ok(place.key.open(&bytes, ABOUT_FILE)), SECRET.as_bytes());
    assert!(place.key.open(&bytes, ABOUT_COMMAND).is_err(), "a file is no command");

    // The person has a receipt at once, and pages see their entry, not the sealed one.
    let sent = place.signals.sent.get_untracked();
    assert_eq!((sent.len(), sent[0].number.clone(), sent[0].delivered), (1, number_of(ID), false));
    assert!(place.slips.follow(&place.engine.outbox.get_untracked(), 1).is_empty());
    assert_eq!(place.signals.pending.get_untracked(), 1);
    let lines = place.state.outbox.get_untracked();
    assert_eq!((lines.len(), lines[0].id.as_str(), lines[0].title.as_str()), (1, ID, SECRET));

    // Delivered.
    let mut carried = place.engine.outbox.get_untracked();
    for line in &mut carried {
        line.standing = OutboxStanding::Done;
    }
    assert_eq!(place.slips.follow(&carried, 2), [id.clone()]);
    assert!(place.slips.follow(&carried, 3).is_empty(), "once is enough");
    assert!(place.signals.sent.get_untracked()[0].delivered);
    assert!(place.slips.follow(&[], 4).is_empty());
    assert_eq!(place.signals.sent.get_untracked().len(), 1, "the receipt stays until the session ends");
    let lines = place.state.outbox.get_untracked();
    let Some(Entry { state: State::Done(receipt), .. }) = &lines[0].entry else { panic!("{lines:?}") };
    assert_eq!((receipt.number.clone(), lines[0].standing), (number_of(ID), OutboxStanding::Done));

    forms.forget();
    assert_eq!(forms.open("d").await.map(|opened| opened.lines), Err(KeepError::NotFound));
    assert_eq!(forms.file(&file.sha256).await, Err(KeepError::NotFound));
    assert!(place.signals.sent.get_untracked().is_empty() && place.state.outbox.get_untracked().is_empty());
    assert_eq!(ok(place.db.outbox().await).len(), 1, "what was sealed goes on");
}

#[wasm_bindgen_test]
async fn what_was_taken_back_is_no_receipt() {
    let place = place(&fresh()).await;
    ok(place.db.open().await);
    Rc::clone(&place.outbox).start().await;
    ok(place.forms.send(ask(&[])).await);
    assert!(place.slips.delivery_of(ID).is_some());
    place.slips.follow(&[], 1);
    assert!(place.signals.sent.get_untracked().is_empty());
    assert_eq!(place.slips.delivery_of(ID), None);
}

#[wasm_bindgen_test]
async fn files_go_with_the_last_draft() {
    let place = place(&fresh()).await;
    let forms = &place.forms;
    for id in ["d", "e"] {
        ok(forms.begin(DraftCard { id: id.into(), ..card() }, "s".into(), Arc::new(Definition::default())).await);
    }
    call(CHOOSE, SECRET);
    let Some(file) = ok(forms.keep_file("kiosk-file", 1_000).await) else { panic!("nothing was chosen") };
    ok(forms.discard("d").await);
    assert_eq!(forms.file(&file.sha256).await, Ok(file.clone()));
    ok(forms.discard("e").await);
    assert_eq!(forms.file(&file.sha256).await, Err(KeepError::NotFound));
}

#[wasm_bindgen_test]
async fn nothing_is_sent_without_a_key_or_a_file() {
    let place = place(&fresh()).await;
    Rc::clone(&place.outbox).start().await;
    let missing = KeptFile { sha256: "ab".repeat(32), name: "a".into(), bytes: 1, media_type: String::new() };
    assert_eq!(place.forms.send(ask(&[missing])).await, Err(KeepError::NotFound));
    place.signals.enrolment.set(Enrolment::default());
    assert_eq!(place.forms.send(ask(&[])).await, Err(KeepError::Failed), "`Refused` is a store that is none");
    assert!(ok(place.db.outbox().await).is_empty());
    assert!(place.forms.listings().drafts().await.is_ok_and(|drafts| drafts.is_empty()));
    assert_eq!(place.forms.take_parcel("1.x").await, Err(KeepError::Refused));
}

#[wasm_bindgen_test]
async fn what_a_former_session_had_delivered_is_put_away() {
    let name = fresh();
    let place = place(&name).await;
    let id = "0193483e-7a00-7abc-8def-00000000000d";
    let old = Ask { id: id.into(), subject: sealing::subject(id), kind: sealing::KIND.into(), kind_schema: 1, body: "{}".into(), ..Ask::default() };
    let done = State::Done(Kept { number: "ABCD-1234".into(), done_at: 1, rev: None });
    ok(place.db.save_entry(&Entry { version: 1, state: done, body: String::new(), ..Entry::new(old, 1) }, None).await);
    Rc::clone(&place.outbox).start().await;
    for _ in 0..100 {
        for id in place.slips.follow(&place.engine.outbox.get_untracked(), 1) {
            place.outbox.dismiss(&id);
        }
        if ok(place.db.outbox().await).is_empty() {
            assert_eq!(place.signals.pending.get_untracked(), 0);
            return;
        }
        TimeoutFuture::new(20).await;
    }
    panic!("it is still there");
}

#[wasm_bindgen_test]
fn counts_go_along_with_one_beat_until_it_was_taken() {
    keep::write(keep::COUNTS, &"broken");
    let ledger = Ledger::new(Rc::new(Clock::new()), 4);
    ledger.count(Counted::Session, "");
    ledger.mishap("clock");
    ledger.mishap("clock");
    let (seq, counts, mishaps) = ledger.next();
    assert_eq!((seq, counts.len(), mishaps.len(), mishaps[0].times), (5, 1, 1, 2));
    // The answer was lost, and the page was loaded anew.
    let ledger = Ledger::new(Rc::new(Clock::new()), 4);
    ledger.count(Counted::Session, "");
    assert_eq!(ledger.next(), (seq, counts, mishaps));
    ledger.settled(5);
    let (seq, counts, mishaps) = ledger.next();
    assert_eq!((seq, counts.len(), mishaps.len()), (6, 1, 0));
}

#[wasm_bindgen_test]
async fn what_was_here_before_it_was_a_screen_is_gone() {
    let place = place(&fresh()).await;
    let db = &place.db;
    Rc::clone(&place.outbox).start().await;
    ok(db.set_favourite("a", true, 1).await);
    call(CHOOSE, SECRET);
    let Some(file) = ok(place.forms.keep_file("kiosk-file", 1_000).await) else { panic!("nothing was chosen") };
    ok(place.forms.send(ask(std::slice::from_ref(&file))).await);
    let [(sealed, text)] = <[_; 1]>::try_from(ok(db.outbox().await)).unwrap_or_else(|all| panic!("{} entries", all.len()));
    let entry: Entry = ok(serde_json::from_str(&text));
    let Some(carried) = ok(db.kept_file(&entry.attachments[0].sha256).await) else { panic!("the sealed file is not there") };
    ok(db.keep_file("old", &carried, 1).await);
    let old = Ask { id: "0193483e-7a00-7abc-8def-00000000000e".into(), kind: "forms".into(), kind_schema: 1, body: "{}".into(), ..Ask::default() };
    ok(db.save_entry(&Entry { version: 1, ..Entry::new(old, 1) }, None).await);

    ok(db.clear_people(sealing::KIND).await);
    assert!(ok(db.favourites().await).is_empty());
    assert_eq!(ok(db.outbox().await).into_iter().map(|(id, _)| id).collect::<Vec<_>>(), [sealed], "what was sealed stays");
    assert!(ok(db.kept_file("old").await).is_none());
    assert!(ok(db.kept_file(&entry.attachments[0].sha256).await).is_some());
}

#[wasm_bindgen_test]
fn there_is_no_lesser_chance_for_keys() {
    let (one, other) = (js::try_random::<32>(), js::try_random::<32>());
    assert!(one.is_some() && one != other);
    ok(js_sys::eval("Object.defineProperty(crypto, 'getRandomValues', { value: undefined, configurable: true })"));
    let none = js::try_random::<32>();
    ok(js_sys::eval("delete crypto.getRandomValues"));
    assert_eq!(none, None);
    assert!(js::try_random::<32>().is_some());
}

/// The second mark, as `public/boot.js` reads it.
const MARKED: &str = r#"
(async (address) => {
  const answer = await caches.match(address, { cacheName: "kiosk" });
  return answer ? await answer.text() : "";
})
"#;

#[wasm_bindgen_test]
async fn what_a_screen_is_stands_in_two_places() {
    let enrolment = Enrolment { id: "k1".into(), active: true, ..Enrolment::default() };
    assert!(keep::enrolled(&enrolment));
    let json = ok(serde_json::to_string(&enrolment));
    assert_eq!(keep::text(keep::ENROLMENT), Some(json.clone()));
    for _ in 0..100 {
        if ok(js::settle(call(MARKED, "/kiosk")).await).as_string().as_deref() == Some(json.as_str()) {
            ok(js::ask(&ok(js_sys::eval("caches")), "delete", &[&JsValue::from_str("kiosk")]).await);
            ok(js_sys::eval("localStorage.removeItem('engawa-kiosk'); window.__engawaKiosk = 'found'"));
            assert_eq!(keep::text(keep::ENROLMENT).as_deref(), Some("found"), "what the start found is as good");
            ok(js_sys::eval("delete window.__engawaKiosk"));
            assert_eq!(keep::text(keep::ENROLMENT), None);
            return;
        }
        TimeoutFuture::new(20).await;
    }
    panic!("there is no second mark");
}

#[wasm_bindgen_test]
fn a_picture_stands_where_its_frame_contains_it() {
    let frame = [10.0, 20.0, 100.0, 50.0];
    for (size, expected) in [
        ((200.0, 100.0), Some(frame)),
        ((50.0, 50.0), Some([35.0, 20.0, 50.0, 50.0])),
        ((400.0, 100.0), Some([10.0, 32.5, 100.0, 25.0])),
        ((0.0, 0.0), None),
    ] {
        assert_eq!(contained(size, frame), expected, "{size:?}");
    }
    assert_eq!(contained((1.0, 1.0), [0.0, 0.0, 0.0, 9.0]), None, "what is not shown");
}

#[wasm_bindgen_test]
async fn a_screen_has_a_spare_until_its_cookie_is_on_the_disk() {
    let kept = |age: i64| Spare { spare: "s".into(), at_ms: js::now() - age };
    assert_eq!(spare::kept().await, None);
    let young = kept(30_000);
    assert!(young.keep().await);
    spare::known().await;
    assert_eq!(spare::kept().await, Some(young), "the cookie may be lost yet");
    for age in [61_000, -61_000] {
        assert!(kept(age).keep().await);
        spare::known().await;
        assert_eq!(spare::kept().await, None, "{age}");
    }
}

#[wasm_bindgen_test]
async fn no_field_is_completed() {
    watch::begin();
    let code = r#"((id) => {
      document.body.insertAdjacentHTML("beforeend", `<form id="${id}"><input autocomplete="name"><textarea></textarea></form>`);
    })"#;
    call(code, "kiosk-form");
    TimeoutFuture::new(20).await;
    let document = web_sys::window().and_then(|window| window.document());
    let found = document.and_then(|document| document.get_element_by_id("kiosk-form")).map(|form| form.outer_html());
    let html = found.unwrap_or_default();
    assert_eq!((html.matches("autocomplete=\"off\"").count(), html.matches("spellcheck=\"false\"").count()), (3, 3), "{html}");
}
