//! What staff carry along: sealed in the store, open only for the right PIN and for a passkey that was added, gone when it is wiped.

use super::{BUILD, fresh, ok};
use engawa_app::device::DeviceState;
use engawa_app::people::device::{Asked, Plan, VaultDevice};
use engawa_browser::idb::Db;
use engawa_browser::idb::vault::{Change, Forget};
use engawa_browser::shelf::Shelf;
use engawa_browser::vault::{Safe, cipher};
use engawa_core::vault::{Head, Phase, Queued, Standing, Why};
use engawa_shell::js;
use js_sys::{Array, Function, Reflect, Uint8Array};
use std::rc::Rc;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

const PIN: &str = "２７１８２８";
const SECRET: &str = "縁側花子さん宅は呼び鈴が鳴らない";

fn key_of(found: Option<cipher::Key>) -> cipher::Key {
    match found {
        Some(key) => key,
        None => panic!("the right PIN was refused"),
    }
}

/// The device as a new page has it.
async fn safe(name: &str) -> Safe {
    let shelf = Rc::new(Shelf::new(name));
    ok(shelf.open().await);
    Safe::new(shelf, DeviceState::new(), BUILD)
}

fn has(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|part| part == text.as_bytes())
}

#[wasm_bindgen_test]
async fn only_the_right_pin_opens_and_only_what_was_sealed_there() {
    let (key, seal) = ok(cipher::new_key(PIN).await);
    let sealed = ok(cipher::seal(&key, "a", SECRET).await);
    assert!(!has(&sealed, "縁側"));
    assert_ne!(sealed, ok(cipher::seal(&key, "a", SECRET).await), "each time another nonce");
    assert!(ok(cipher::open_key("271829", &seal).await).is_none());
    let again = key_of(ok(cipher::open_key(" 271828 ", &seal).await));
    assert_eq!(ok(cipher::unseal(&again, "a", &sealed).await).as_deref(), Some(SECRET));
    assert_eq!(ok(cipher::unseal(&again, "b", &sealed).await), None, "records cannot be swapped");
    let (other, _) = ok(cipher::new_key(PIN).await);
    assert_eq!(ok(cipher::unseal(&other, "a", &sealed).await), None);
    assert!(cipher::open_key(PIN, &seal[..20]).await.is_err());
}

#[wasm_bindgen_test]
async fn a_change_of_the_store_is_whole() {
    let db = Db::new(&fresh());
    let names = |records: Vec<(String, Vec<u8>)>| records.into_iter().map(|(name, _)| name).collect::<Vec<_>>();
    let keep = ["notes", "staff:a/work/1", "staff:a/work/2", "staff:b/work/1"].map(|name| (name.to_owned(), vec![1]));
    ok(db.change_vault(&Change { seal: Some(vec![7]), keep: keep.to_vec(), head: Some("h".to_owned()), ..Change::default() }).await);
    assert_eq!((ok(db.vault_head().await).as_deref(), ok(db.vault_seal().await)), (Some("h"), Some(vec![7])));
    let forget = |forget| Change { forget, ..Change::default() };
    ok(db.change_vault(&forget(Forget::Keys(vec!["staff:a/work/2".to_owned()]))).await);
    ok(db.change_vault(&forget(Forget::Prefix("staff:b/".to_owned()))).await);
    assert_eq!(names(ok(db.vault_records().await)), ["notes", "staff:a/work/1"]);
    // Another tab was quicker.
    let late = |was: u8, now: u8| Change {
        only_if: Some(("notes".to_owned(), Some(vec![was]))),
        keep: vec![("notes".to_owned(), vec![now])],
        ..Change::default()
    };
    assert!(ok(db.change_vault(&late(1, 2)).await));
    assert!(!ok(db.change_vault(&late(1, 3)).await));
    assert_eq!(ok(db.vault_record("notes").await), Some(vec![2]));
    ok(db.change_vault(&forget(Forget::AllBut("notes".to_owned()))).await);
    assert_eq!(names(ok(db.vault_records().await)), ["notes"]);
    ok(db.change_vault(&forget(Forget::Everything)).await);
    assert_eq!((names(ok(db.vault_records().await)), ok(db.vault_seal().await)), (Vec::new(), None));
    assert_eq!(ok(db.vault_head().await).as_deref(), Some("h"), "it says that it was wiped");
}

#[wasm_bindgen_test]
async fn nothing_is_written_in_the_open() {
    let name = fresh();
    let device = safe(&name).await;
    assert_eq!(ok(device.look().await).phase, Phase::Absent);
    let plan = Plan { owner: "account".to_owned(), desks: vec!["main".to_owned()], keep_days: 7 };
    // Nobody answers here, so there is nothing to carry along yet.
    let situation = ok(device.set_up(plan, PIN.to_owned()).await);
    assert_eq!((situation.phase, situation.desks), (Phase::Open, vec!["main".to_owned()]));
    let note =
        Queued::new(device.new_id(), "submission".to_owned(), "訪問の申込み".to_owned(), 3, format!("{{\"note\":\"{SECRET}\"}}"), device.now());
    ok(device.keep(note.clone()).await);

    let db = Db::new(&name);
    let records = ok(db.vault_records().await);
    let mut everything: Vec<u8> = records.iter().flat_map(|(name, sealed)| name.bytes().chain(sealed.iter().copied())).collect();
    everything.extend(ok(db.vault_head().await).unwrap_or_default().into_bytes());
    everything.extend(ok(db.vault_seal().await).unwrap_or_default());
    assert_eq!(records.len(), 1);
    for word in ["縁側", "呼び鈴", "訪問", "submission", "note\"", "271828", PIN] {
        assert!(!has(&everything, word), "{word}");
    }

    // Switched off and on.
    let device = safe(&name).await;
    assert_eq!(ok(device.look().await).phase, Phase::Locked);
    assert!(device.notes().is_empty());
    let situation = ok(device.unlock("000000".to_owned()).await);
    assert_eq!((situation.phase, situation.tries, device.notes().len()), (Phase::Locked, 1, 0));
    assert_eq!(ok(device.unlock("271828".to_owned()).await).phase, Phase::Open);
    assert_eq!(device.notes(), [note]);
    assert_eq!(device.notes()[0].standing, Standing::Waiting);

    // Another tab wipes it.
    let other = safe(&name).await;
    assert_eq!(ok(other.wipe().await).phase, Phase::Wiped(Why::Asked));
    assert_eq!(ok(device.look().await).phase, Phase::Wiped(Why::Asked));
    assert!(device.notes().is_empty());
    assert_eq!((ok(db.vault_records().await).len(), ok(db.vault_seal().await)), (0, None));
}

/// The account that sets up, as the server names it, and as a passkey keeps it.
const OWNER: &str = "01997000-0000-7000-8000-0000000000af";
const HOLDER: [u8; 16] = [0x01, 0x99, 0x70, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, 0xaf];

/// What the browser asks when it asks for a passkey, from now on: one with this id, of this holder, that makes of a salt the same with its
/// bits turned by `turn`; `null` instead of a number: it gives no keys; text: it refuses, and that is the name of the error.
fn passkey(id: &[u8], holder: &[u8], turn: &JsValue) {
    let answer = "const { publicKey } = options; \
        if (typeof turn === 'string') throw Object.assign(new Error('no'), { name: turn }); \
        if (publicKey.userVerification !== 'required') throw new Error('nobody was checked'); \
        const same = (a, b) => a.length === b.length && a.every((byte, at) => byte === b[at]); \
        if (publicKey.allowCredentials.length > 0 && !publicKey.allowCredentials.some((it) => same(it.id, id))) \
          throw Object.assign(new Error('none'), { name: 'NotAllowedError' }); \
        const first = turn === null ? undefined : publicKey.extensions.prf.eval.first.map((byte) => byte ^ turn).buffer; \
        const prf = first ? { results: { first } } : {}; \
        return { rawId: id.buffer, response: { userHandle: holder.buffer }, getClientExtensionResults: () => ({ prf }) };";
    let make = Function::new_with_args("id, holder, turn", &format!("return async (options) => {{ {answer} }};"));
    let arguments: Array = [JsValue::from(Uint8Array::from(id)), Uint8Array::from(holder).into(), turn.clone()].into_iter().collect();
    let answers = ok(make.apply(&JsValue::NULL, &arguments));
    let Some(credentials) = js::property(&js::navigator(), "credentials") else { panic!("no secure context") };
    assert!(ok(Reflect::set(&credentials, &JsValue::from_str("get"), &answers)));
}

fn turn(by: u8) -> JsValue {
    JsValue::from_f64(f64::from(by))
}

/// The head, as the store has it.
async fn head(db: &Db) -> Head {
    let text = ok(db.vault_head().await).unwrap_or_default();
    match Head::read(&text) {
        Some(head) => head,
        None => panic!("no head: {text}"),
    }
}

// One story, because there is one `navigator`.
#[wasm_bindgen_test]
async fn a_passkey_opens_what_the_pin_opens_and_goes_with_it() {
    let name = fresh();
    let db = Db::new(&name);
    let device = safe(&name).await;
    let plan = || Plan { owner: OWNER.to_owned(), desks: vec!["main".to_owned()], keep_days: 7 };
    ok(device.set_up(plan(), PIN.to_owned()).await);
    let note = Queued::new(device.new_id(), "submission".to_owned(), "訪問".to_owned(), 3, "{}".to_owned(), device.now());
    ok(device.keep(note.clone()).await);
    let situation = ok(device.look().await);
    assert_eq!((situation.has_passkey, situation.may_add_passkey), (false, true));
    assert_eq!(ok(device.open_by_passkey().await), Asked::Wrong, "none was added");

    // What is refused changes nothing.
    passkey(b"mine", &HOLDER, &JsValue::from_str("NotAllowedError"));
    assert_eq!(ok(device.add_passkey().await), Asked::Stopped);
    passkey(b"mine", &HOLDER, &JsValue::NULL);
    assert_eq!(ok(device.add_passkey().await), Asked::NoKey);
    passkey(b"theirs", &[9; 16], &turn(0x5a));
    assert_eq!(ok(device.add_passkey().await), Asked::Foreign);
    assert_eq!(head(&db).await.passkey, None);

    passkey(b"mine", &HOLDER, &turn(0x5a));
    assert_eq!(ok(device.add_passkey().await), Asked::Done);
    assert!(ok(device.look().await).has_passkey);
    assert!(head(&db).await.passkey.is_some());

    // Switched off and on, and a wrong PIN.
    let device = safe(&name).await;
    assert_eq!(ok(device.unlock("000000".to_owned()).await).tries, 1);
    for (wrong, told) in [(turn(0x11), Asked::Wrong), (JsValue::NULL, Asked::NoKey), (JsValue::from_str("AbortError"), Asked::Stopped)] {
        passkey(b"mine", &HOLDER, &wrong);
        assert_eq!(ok(device.open_by_passkey().await), told);
        let situation = ok(device.look().await);
        assert_eq!((situation.phase, situation.tries, device.notes().len()), (Phase::Locked, 1, 0), "not counted among the PINs");
    }
    passkey(b"another", &HOLDER, &turn(0x5a));
    assert_eq!(ok(device.open_by_passkey().await), Asked::Stopped, "it is asked for by its id");
    passkey(b"mine", &HOLDER, &turn(0x5a));
    assert_eq!(ok(device.open_by_passkey().await), Asked::Done);
    let situation = ok(device.look().await);
    assert_eq!((situation.phase, situation.tries, situation.may_add_passkey), (Phase::Open, 1, false));
    assert_eq!(device.notes(), [note.clone()], "the same that the PIN opens");
    // What is written now is opened by the PIN as well.
    let second = Queued::new(device.new_id(), "another".to_owned(), "訪問".to_owned(), 4, "{}".to_owned(), device.now());
    ok(device.keep(second.clone()).await);
    ok(device.lock().await);
    assert_eq!(ok(device.unlock("271828".to_owned()).await).tries, 0);
    assert_eq!(device.notes(), [note, second]);

    // Taken away, and added again: another salt, so another seal.
    let before = head(&db).await.passkey;
    assert!(!ok(device.remove_passkey().await).has_passkey);
    assert_eq!(head(&db).await.passkey, None);
    assert_eq!(ok(device.add_passkey().await), Asked::Done);
    assert_ne!(head(&db).await.passkey, before);

    // Both seals go, and the passkey opens nothing of what is set up anew.
    assert_eq!(ok(device.wipe().await).phase, Phase::Wiped(Why::Asked));
    assert_eq!((ok(db.vault_seal().await), head(&db).await.passkey), (None, None));
    assert_eq!(ok(device.open_by_passkey().await), Asked::Wrong);
    ok(device.set_up(plan(), PIN.to_owned()).await);
    ok(device.lock().await);
    assert_eq!(ok(device.open_by_passkey().await), Asked::Wrong);
    assert_eq!(ok(device.look().await).phase, Phase::Locked);
}
