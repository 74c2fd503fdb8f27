//! What staff carry along: sealed in the store, open only for the right PIN, gone when it is wiped.

use super::{BUILD, fresh, ok};
use engawa_app::device::DeviceState;
use engawa_app::people::device::{Plan, VaultDevice};
use engawa_browser::idb::Db;
use engawa_browser::idb::vault::{Change, Forget};
use engawa_browser::shelf::Shelf;
use engawa_browser::vault::{Safe, cipher};
use engawa_core::vault::{Phase, Queued, Standing, Why};
use std::rc::Rc;
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
