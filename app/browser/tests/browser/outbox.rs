//! The outbox in the store, and its shell against a server that is a few lines of JavaScript.

use super::{fresh, ok};
use engawa_browser::idb::Db;
use engawa_browser::idb::files::Stored as File;
use engawa_browser::idb::outbox::Stored;
use engawa_core::outbox::{Ask, Attachment, CHUNK_BYTES, Entry, Input, Outbox, Refusal, Role, State};
use engawa_shell::js;
use engawa_shell::outbox::{Around, Driver};
use gloo_timers::future::TimeoutFuture;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

fn ask(id: &str) -> Ask {
    Ask { id: id.into(), subject: "s".into(), kind: "forms".into(), kind_schema: 1, body: "{}".into(), ..Ask::default() }
}

fn entry(id: &str, version: u64) -> Entry {
    Entry { version, ..Entry::new(ask(id), 1) }
}

async fn versions(db: &Db) -> Vec<(String, u64)> {
    let texts = ok(db.outbox().await);
    texts.into_iter().map(|(id, text)| (id, engawa_core::outbox::stored_version(&text))).collect()
}

#[wasm_bindgen_test]
async fn a_form_is_written_only_onto_the_one_before_it() {
    let name = fresh();
    let (one, two) = (Db::new(&name), Db::new(&name));
    assert_eq!(ok(one.save_entry(&entry("a", 1), None).await), Stored::Done);
    let held = Some(ok(entry("a", 1).to_json()));
    assert_eq!(ok(two.save_entry(&entry("a", 1), None).await), Stored::Changed(held.clone()), "somebody was first");
    assert_eq!(ok(two.save_entry(&entry("a", 3), None).await), Stored::Changed(held));
    assert_eq!(ok(two.save_entry(&entry("a", 2), None).await), Stored::Done);
    assert_eq!(ok(one.save_entry(&entry("b", 2), None).await), Stored::Changed(None), "it was taken back elsewhere");

    // The removal of what is replaced and the writing are one.
    let stale = ("a".to_owned(), 1);
    assert_eq!(ok(one.save_entry(&entry("c", 1), Some(&stale)).await), Stored::Changed(None));
    assert_eq!(versions(&one).await, [("a".to_owned(), 2)]);
    let fresh = ("a".to_owned(), 2);
    assert_eq!(ok(one.save_entry(&entry("c", 1), Some(&fresh)).await), Stored::Done);
    assert_eq!(versions(&two).await, [("c".to_owned(), 1)]);
    let nothing = ("x".to_owned(), 0);
    assert_eq!(ok(one.save_entry(&entry("e", 1), Some(&nothing)).await), Stored::Changed(None));

    assert!(matches!(ok(one.forget_entry("c", 2).await), Stored::Changed(Some(_))));
    assert_eq!(ok(two.forget_entry("c", 1).await), Stored::Done);
    assert_eq!(ok(one.forget_entry("c", 1).await), Stored::Changed(None));
}

#[wasm_bindgen_test]
async fn one_page_sends_a_draft() {
    let name = fresh();
    let (one, two) = (Db::new(&name), Db::new(&name));
    assert!(ok(one.claim_sending("d", 1_000, 100).await));
    assert!(!ok(two.claim_sending("d", 1_050, 100).await), "the other one was quicker");
    assert!(ok(two.claim_sending("e", 1_050, 100).await), "another draft");
    assert!(ok(one.claim_sending("d", 1_060, 100).await));
    assert!(ok(two.claim_sending("d", 1_160, 100).await), "whoever claimed it is gone");
    assert!(ok(one.claim_sending("d", 900, 100).await), "the clock was set back");
    ok(one.release_sending().await);
    assert!(ok(two.claim_sending("d", 901, 100).await));
    ok(two.release_sending().await);

    // What waits is told by the outbox, however long it waits; what was refused may be sent again.
    let waiting = Entry { version: 1, ..Entry::new(Ask { subject: "draft:d".into(), ..ask("a") }, 1) };
    assert_eq!(ok(one.save_entry(&waiting, None).await), Stored::Done);
    assert!(!ok(two.claim_sending("d", 9_000, 100).await));
    assert!(ok(two.claim_sending("e", 9_000, 100).await));
    let refused = Entry { version: 2, state: State::Rejected { problems: Vec::new() }, ..waiting };
    assert_eq!(ok(one.save_entry(&refused, None).await), Stored::Done);
    assert!(ok(two.claim_sending("d", 9_000, 100).await));
}

#[wasm_bindgen_test]
async fn both_of_two_simultaneous_writers_are_told_who_was_first() {
    let name = fresh();
    let (one, two) = (Rc::new(Db::new(&name)), Rc::new(Db::new(&name)));
    ok(one.open().await);
    ok(two.open().await);
    let theirs = Rc::new(RefCell::new(None));
    let told = Rc::clone(&theirs);
    wasm_bindgen_futures::spawn_local(async move {
        let done = two.save_entry(&entry("a", 1), None).await;
        *told.borrow_mut() = Some(ok(done));
    });
    let ours = ok(one.save_entry(&entry("a", 1), None).await);
    while theirs.borrow().is_none() {
        TimeoutFuture::new(10).await;
    }
    let theirs = theirs.borrow_mut().take();
    let firsts = [Some(ours), theirs].iter().filter(|done| **done == Some(Stored::Done)).count();
    assert_eq!(firsts, 1);
}

/// Nobody looks at it.
struct Nobody;

impl Around for Nobody {
    fn stepped(&self, _: &RefCell<Outbox>) -> Option<Input> {
        None
    }
    fn changed(&self) {}
    fn reached(&self, _: bool) {}
    fn not_saved(&self, id: &str, full: bool) {
        panic!("{id} {full}");
    }
    fn not_taken(&self, id: &str, why: Refusal) {
        panic!("{id} {why:?}");
    }
}

/// A server: keeps files, loses the first request with commands, answers the second. What it saw is in `globalThis.seen`.
/// All tests share one page: what outboxes of earlier tests still send is not for this one.
const SERVER: &str = r#"
(() => {
  const files = new Map();
  const seen = [];
  const before = globalThis.fetch;
  let posts = 0;
  globalThis.seen = seen;
  globalThis.restoreFetch = () => { globalThis.fetch = before; };
  globalThis.fetch = async (url, init) => {
    const { method, headers, body } = init;
    if (!url.startsWith("/api/v1/")) return before(url, init);
    const name = url.split("/").pop();
    const told = () => ({ "upload-offset": String(files.get(name) ?? 0), "upload-complete": "?0" });
    if (method === "HEAD") { seen.push("has"); return new Response(null, { headers: told() }); }
    if (method === "PUT") {
      const [from, to, whole] = headers["content-range"].match(/\d+/g).map(Number);
      if (body.byteLength !== to - from + 1 || from !== (files.get(name) ?? 0)) return new Response("", { status: 409, headers: told() });
      files.set(name, to + 1);
      seen.push(`part ${from}-${to}/${whole}`);
      return new Response("{}", { status: to + 1 === whole ? 200 : 202, headers: told() });
    }
    const commands = JSON.parse(body);
    if (commands.every((it) => it.id !== "a")) return before(url, init);
    posts += 1;
    seen.push(`post ${commands.map((it) => it.id)}`);
    if (posts === 1) throw new TypeError("lost");
    return new Response(JSON.stringify(commands.map((it) => ({ id: it.id, status: "done", receipt_no: "0000-0001" }))), { status: 200 });
  };
})()
"#;

#[wasm_bindgen_test]
async fn files_go_first_and_what_was_lost_goes_again() {
    let db = Rc::new(Db::new(&fresh()));
    let length = usize::try_from(CHUNK_BYTES).unwrap_or_default() + 10;
    let parts = js_sys::Array::of1(&JsValue::from_str(&"x".repeat(length)));
    let bytes = u64::try_from(length).unwrap_or_default();
    let (sha256, name) = ("ab".repeat(32), "plan.txt".to_owned());
    let file = File { name: name.clone(), bytes, media_type: "text/plain".to_owned(), blob: ok(js::make("Blob", &[&parts])) };
    ok(db.keep_file(&sha256, &file, 1).await);

    ok(js_sys::eval(SERVER));
    let driver = Driver::new(Role::Page, Rc::clone(&db), "test", Nobody);
    driver.tell(Input::Changed);
    driver.tell(Input::BecameLeader);
    let attachments = vec![Attachment { sha256, bytes, name }];
    driver.tell(Input::Asked(Box::new(Ask { attachments, ..ask("a") })));
    let is_done = |outbox: &Outbox| !outbox.is_busy() && outbox.shown().iter().all(|line| line.entry.is_some_and(Entry::is_done));
    for _ in 0..200 {
        if driver.with(is_done) && !driver.with(|outbox| outbox.shown().is_empty()) {
            break;
        }
        TimeoutFuture::new(50).await;
    }
    ok(js::call(&js::global(), "restoreFetch", &[]));
    let seen = js::property(&js::global(), "seen").map(|seen| js_sys::Array::from(&seen).iter().filter_map(|it| it.as_string()).collect::<Vec<_>>());
    let last = bytes - 1;
    let expected = ["has", &format!("part 0-{}/{bytes}", CHUNK_BYTES - 1), &format!("part {CHUNK_BYTES}-{last}/{bytes}"), "post a", "post a"];
    assert_eq!(seen.unwrap_or_default(), expected);
    let kept = driver.with(|outbox| outbox.shown()[0].entry.cloned());
    let Some(Entry { state: State::Done(kept), .. }) = kept else { panic!("{kept:?}") };
    assert_eq!(kept.number, "0000-0001");
    // As the next page finds it.
    let next = Driver::new(Role::Page, db, "test", Nobody);
    next.tell(Input::Changed);
    TimeoutFuture::new(200).await;
    assert!(next.with(|outbox| outbox.shown()[0].entry.is_some_and(Entry::is_done)));
}

#[wasm_bindgen_test]
async fn a_file_that_is_gone_is_said_and_holds_nothing_up() {
    let db = Rc::new(Db::new(&fresh()));
    ok(js_sys::eval(SERVER));
    let driver = Driver::new(Role::Worker, db, "test", Nobody);
    driver.tell(Input::Changed);
    driver.tell(Input::BecameLeader);
    let attachments = vec![Attachment { sha256: "cd".repeat(32), bytes: 5, name: "gone.pdf".to_owned() }];
    driver.tell(Input::Asked(Box::new(Ask { attachments, ..ask("a") })));
    let problem = |outbox: &Outbox| match outbox.shown().first().and_then(|line| line.entry).map(|entry| entry.state.clone()) {
        Some(State::Rejected { problems }) => problems.first().map(|problem| (problem.code.clone(), problem.args.clone())),
        _ => None,
    };
    for _ in 0..100 {
        if driver.with(problem).is_some() {
            break;
        }
        TimeoutFuture::new(20).await;
    }
    ok(js::call(&js::global(), "restoreFetch", &[]));
    assert_eq!(driver.with(problem), Some(("attachment_unlisted".to_owned(), vec!["gone.pdf".to_owned()])));
}
