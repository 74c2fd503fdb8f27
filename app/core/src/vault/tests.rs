//! Whatever happens in whatever order, the vault keeps its promises.

use super::*;
use crate::feed::Record;
use proptest::prelude::*;

const NOW: Millis = 1_795_150_800_000;

fn set_up() -> Vault {
    let mut vault = Vault::resume(None);
    assert_eq!(vault.phase(), Phase::Absent);
    let input = Input::SetUp { owner: "a".into(), scopes: vec!["staff:main".into()], keep_days: 7 };
    assert_eq!(vault.step(input, NOW), [Effect::Save]);
    vault
}

fn locked() -> Vault {
    let mut vault = set_up();
    assert_eq!(vault.step(Input::Lock, NOW), [Effect::DropKey, Effect::Save]);
    vault
}

fn seal() -> PasskeySeal {
    let answer = passkey::Answer { credential: vec![5], salt: [1; passkey::SALT], output: [2; passkey::OUTPUT] };
    PasskeySeal::make(&[7; passkey::DATA_KEY], NOW, &answer, &[3; passkey::NONCE]).unwrap()
}

/// Locked, with a passkey that opens it.
fn locked_with_passkey() -> Vault {
    let mut vault = set_up();
    assert_eq!(vault.step(Input::Passkey(Some(seal())), NOW), [Effect::Save]);
    vault.step(Input::Lock, NOW);
    vault
}

fn reached() -> Input {
    Input::Contact(Contact::Reached("a".into()))
}

#[test]
fn ten_wrong_pins_in_a_row_wipe_it_and_each_makes_the_next_wait() {
    let mut vault = locked();
    let (mut now, mut waits) = (NOW, Vec::new());
    for attempt in 1..=TRIES_MAX {
        vault.step(Input::Try, now);
        assert_eq!(vault.phase(), Phase::Trying, "{attempt}");
        let effects = vault.step(Input::Tried { right: false }, now);
        if attempt == TRIES_MAX {
            assert_eq!(effects, [Effect::DropKey, Effect::DropAll, Effect::Save]);
            break;
        }
        let wait = wait_after(attempt);
        waits.push(wait / 1000);
        if wait > 0 {
            vault.step(Input::Try, now + wait - 1);
            assert_eq!(vault.phase(), Phase::Locked, "too early");
        }
        now += wait;
    }
    assert_eq!(waits, [0, 0, 30, 60, 120, 240, 480, 960, 1920]);
    assert_eq!(vault.phase(), Phase::Wiped(Why::Tries));
}

#[test]
fn an_attempt_counts_before_it_is_made() {
    let mut vault = locked();
    for _ in 0..TRIES_MAX {
        let now = vault.head().unwrap().next_try_at.max(NOW);
        vault.step(Input::Try, now);
        // The page is closed while it computes.
        vault = Vault::resume(vault.head().cloned());
    }
    let now = vault.head().unwrap().next_try_at;
    vault.step(Input::Try, now);
    assert_eq!(vault.phase(), Phase::Wiped(Why::Tries));
}

#[test]
fn a_passkey_opens_it_and_counts_nothing() {
    let mut vault = locked();
    assert!(vault.step(Input::OpenedByPasskey, NOW).is_empty());
    assert_eq!(vault.phase(), Phase::Locked, "none was added");
    assert!(vault.step(Input::Passkey(Some(seal())), NOW).is_empty());
    assert_eq!(vault.head().unwrap().passkey, None, "sealed as it is, none is added");

    let mut vault = locked_with_passkey();
    let mut now = NOW;
    for _ in 0..4 {
        now = now.max(vault.head().unwrap().next_try_at);
        vault.step(Input::Try, now);
        vault.step(Input::Tried { right: false }, now);
    }
    // A new page finds it in the store.
    let mut vault = Vault::resume(Head::read(&serde_json::to_string(vault.head().unwrap()).unwrap()));
    let waits = vault.head().unwrap().next_try_at;
    assert!(waits > now);
    assert_eq!(vault.step(Input::OpenedByPasskey, now), [Effect::Save]);
    assert_eq!(vault.phase(), Phase::Open);
    let head = vault.head().unwrap();
    assert_eq!((head.tries, head.next_try_at, &head.passkey), (4, waits, &Some(seal())), "it says nothing of PINs");
    assert_eq!(vault.step(Input::Tick, now + IDLE_MS), [Effect::DropKey, Effect::Save], "and it locks like any other");
    vault.step(Input::OpenedByPasskey, now + IDLE_MS);
    assert_eq!(vault.step(Input::Passkey(None), now + 2 * IDLE_MS), [Effect::DropKey, Effect::Save], "nobody was there for too long");
    assert_eq!(vault.head().unwrap().passkey, Some(seal()));
    vault.step(Input::OpenedByPasskey, now + 2 * IDLE_MS);
    assert_eq!(vault.step(Input::Passkey(None), now + 2 * IDLE_MS), [Effect::Save]);
    vault.step(Input::Lock, now + 2 * IDLE_MS);
    vault.step(Input::OpenedByPasskey, now + 2 * IDLE_MS);
    assert_eq!(vault.phase(), Phase::Locked, "it was taken away");
}

#[test]
fn whatever_wipes_it_leaves_no_passkey_behind() {
    let refused = || Input::Contact(Contact::Refused("staff:main".into()));
    for (input, at, why) in [(Input::Wipe, NOW, Why::Asked), (refused(), NOW, Why::Revoked), (Input::OpenedByPasskey, NOW + 7 * DAY_MS, Why::Time)] {
        let mut vault = locked_with_passkey();
        assert!(vault.step(input, at).contains(&Effect::DropAll));
        assert_eq!(vault.phase(), Phase::Wiped(why));
        assert_eq!(vault.head(), Some(&Head { schema: SCHEMA, wiped: Some(why), ..Head::default() }));
        assert!(vault.step(Input::OpenedByPasskey, at).is_empty(), "what was wiped stays wiped");
    }
    // The tenth attempt was begun and never ended: a passkey does not take it back.
    let mut vault = locked_with_passkey();
    let mut now = NOW;
    for _ in 0..TRIES_MAX {
        now = now.max(vault.head().unwrap().next_try_at);
        vault.step(Input::Try, now);
        vault = Vault::resume(vault.head().cloned());
    }
    vault.step(Input::OpenedByPasskey, now);
    assert_eq!((vault.phase(), vault.head().unwrap().passkey.is_none()), (Phase::Wiped(Why::Tries), true));
    // Whoever sets it up anew begins without one.
    let input = Input::SetUp { owner: "a".into(), scopes: vec!["staff:main".into()], keep_days: 7 };
    let mut vault = locked_with_passkey();
    vault.step(input, NOW + 1);
    assert_eq!(vault.head().unwrap().passkey, None);
}

#[test]
fn it_is_wiped_after_days_without_contact_and_no_clock_helps() {
    let mut vault = locked();
    let end = vault.head().unwrap().ends_at();
    assert_eq!(end - NOW, 7 * DAY_MS);
    vault.step(Input::Tick, end - 1);
    assert_eq!(vault.phase(), Phase::Locked);
    vault = Vault::resume(vault.head().cloned());
    vault.step(Input::Tick, NOW);
    assert_eq!(vault.head().unwrap().seen_at, end - 1, "it was turned back");
    assert_eq!(vault.step(Input::Try, end), [Effect::DropKey, Effect::DropAll, Effect::Save]);
    assert_eq!(vault.phase(), Phase::Wiped(Why::Time));
    assert_eq!(vault.head().unwrap().owner, "");

    let mut vault = locked();
    vault.step(reached(), end - 1);
    vault.step(Input::Tick, end + 1);
    assert_eq!(vault.phase(), Phase::Locked, "contact begins the days anew");
}

#[test]
fn it_locks_itself() {
    let mut vault = set_up();
    vault.step(Input::Touch, NOW + IDLE_MS - 1);
    assert_eq!(vault.step(Input::Tick, NOW + IDLE_MS), [Effect::Save]);
    assert_eq!(vault.phase(), Phase::Open);
    assert_eq!(vault.step(Input::Touch, NOW + 2 * IDLE_MS), [Effect::DropKey, Effect::Save], "a touch after a sleep is too late");
    assert_eq!(vault.phase(), Phase::Locked);
}

#[test]
fn revocation_wipes_and_signing_out_leaves_the_notes_a_day() {
    let refused = |scope: &str| Input::Contact(Contact::Refused(scope.to_owned()));
    let mut vault = set_up();
    let input = Input::SetUp { owner: "a".into(), scopes: vec!["staff:main".into(), "staff:welfare".into()], keep_days: 7 };
    vault.step(input, NOW);
    assert_eq!(vault.step(refused("staff:welfare"), NOW), [Effect::DropScope("staff:welfare".into()), Effect::Save]);
    assert_eq!(vault.phase(), Phase::Open, "another desk's work stays");
    assert_eq!(vault.step(refused("staff:main"), NOW), [Effect::DropKey, Effect::DropAll, Effect::Save]);
    assert_eq!(vault.phase(), Phase::Wiped(Why::Revoked));

    for out in [Contact::SignedOut, Contact::Reached("somebody else".into())] {
        let mut vault = set_up();
        vault.take("staff:main", 0, &Page { cursor: 9, epoch: "e".into(), ..Page::default() });
        assert_eq!(vault.step(Input::Contact(out.clone()), NOW + 5), [Effect::DropKey, Effect::DropRecords, Effect::Save]);
        let head = vault.head().unwrap().clone();
        assert_eq!((vault.phase(), head.scopes["staff:main"].cursor, head.ends_at()), (Phase::Locked, 0, NOW + 5 + GRACE_MS));
        vault.step(Input::Contact(out), NOW + 7);
        assert_eq!(vault.head().unwrap().ends_at(), NOW + 5 + GRACE_MS, "the day begins once");
        vault.step(Input::Try, NOW + 8);
        vault.step(Input::Tried { right: true }, NOW + 8);
        vault.step(Input::Contact(Contact::SignedOut), NOW + 9);
        assert_eq!(vault.phase(), Phase::Open, "notes may be read, to write them down");
        vault.step(Input::Lock, NOW + 9);
        let mut back = vault.clone();
        back.step(reached(), NOW + GRACE_MS);
        back.step(Input::Tick, NOW + 2 * GRACE_MS);
        assert_eq!(back.phase(), Phase::Locked);
        vault.step(Input::Tick, NOW + 5 + GRACE_MS);
        assert_eq!(vault.phase(), Phase::Wiped(Why::SignedOut));
    }
}

#[test]
fn another_tab_wiped_it() {
    let mut vault = set_up();
    let head = vault.head().cloned();
    assert!(vault.reread(head).is_empty());
    assert_eq!(vault.phase(), Phase::Open);
    let gone = Head { schema: SCHEMA, wiped: Some(Why::Asked), ..Head::default() };
    assert_eq!(vault.reread(Some(gone)), [Effect::DropKey]);
    assert_eq!(vault.phase(), Phase::Wiped(Why::Asked));
    let mut vault = set_up();
    assert_eq!(vault.reread(None), [Effect::DropKey]);
    assert_eq!(vault.phase(), Phase::Absent);
}

#[test]
fn pages_change_what_they_name_and_another_history_begins_anew() {
    let mut vault = set_up();
    let record = |id: &str, rev, body: Option<&str>| Record { collection: "work".into(), id: id.into(), rev, body: body.map(str::to_owned) };
    let page = |records: Vec<Record>, cursor, epoch: &str| Page { records, cursor, more: false, epoch: epoch.into() };
    let changes = vault.take("staff:main", 0, &page(vec![record("a", 1, Some("{}")), record("b", 2, None)], 2, "e")).unwrap();
    assert_eq!(changes.keep, [("staff:main/work/a".to_owned(), "{}".to_owned())]);
    assert_eq!((changes.anew, changes.forget), (true, vec!["staff:main/work/b".to_owned()]));
    assert_eq!(vault.take("staff:main", 0, &page(vec![], 9, "e")), None, "it was asked elsewhere");
    assert_eq!(vault.take("staff:other", 0, &page(vec![], 9, "e")), None);
    let changes = vault.take("staff:main", 2, &page(vec![record("c", 3, Some("{}"))], 3, "another")).unwrap();
    assert_eq!((changes.anew, changes.more, changes.keep.len()), (true, true, 0));
    assert_eq!(vault.head().unwrap().scopes["staff:main"], Position::default());
}

#[test]
fn a_head_of_a_newer_build_is_not_read() {
    let text = serde_json::to_string(set_up().head().unwrap()).unwrap();
    assert!(Head::read(&text).is_some());
    assert_eq!(Head::read(&text.replace("\"schema\":1", "\"schema\":2")), None);
    assert_eq!(Head::read("{"), None);
}

#[test]
fn a_head_from_before_passkeys_is_read() {
    let text = r#"{"schema":1,"owner":"a","made_at":5,"scopes":{"staff:main":{"cursor":3,"epoch":"e"}},"keep_days":7,"contact_at":6,"seen_at":7,
        "tries":2,"next_try_at":0}"#;
    let head = Head::read(text).unwrap();
    assert_eq!((head.tries, head.scopes["staff:main"].cursor, head.passkey.is_none()), (2, 3, true));
    let again = serde_json::to_string(&head).unwrap();
    assert!(!again.contains("passkey"), "{again}");
    let mut vault = Vault::resume(Some(head));
    vault.step(Input::Try, 8);
    vault.step(Input::Tried { right: true }, 8);
    assert_eq!(vault.phase(), Phase::Open);
}

fn input() -> impl Strategy<Value = (Input, Millis)> {
    let what = prop_oneof![
        Just(Input::Try),
        any::<bool>().prop_map(|right| Input::Tried { right }),
        Just(Input::OpenedByPasskey),
        any::<bool>().prop_map(|is_added| Input::Passkey(is_added.then(seal))),
        Just(Input::Touch),
        Just(Input::Tick),
        Just(reached()),
        Just(Input::Contact(Contact::SignedOut)),
        Just(Input::Lock),
    ];
    // Minutes to days, and sometimes back.
    (what, prop_oneof![4 => 0..120_000_i64, 2 => 0..4 * 3_600_000_i64, 1 => 0..3 * DAY_MS, 1 => -DAY_MS..0])
}

proptest! {
    #[test]
    fn it_keeps_its_promises(inputs in prop::collection::vec(input(), 1..80)) {
        let mut vault = locked();
        let (mut now, mut has_key, mut wrong, mut contact_at, mut latest) = (NOW, false, 0_u32, NOW, NOW);
        for (input, passed) in inputs {
            now += passed;
            latest = latest.max(now);
            let before = vault.phase();
            let (has_passkey, tries) = vault.head().map_or((false, 0), |head| (head.passkey.is_some(), head.tries));
            let effects = vault.step(input.clone(), now);
            if effects.contains(&Effect::DropKey) {
                has_key = false;
            }
            if let Input::Tried { right } = input && before == Phase::Trying && vault.phase() != Phase::Wiped(Why::Time) {
                wrong = if right { 0 } else { wrong + 1 };
            }
            if before == Phase::Trying && vault.phase() == Phase::Open {
                prop_assert_eq!(&input, &Input::Tried { right: true });
                has_key = true;
            }
            if before == Phase::Locked && vault.phase() == Phase::Open {
                prop_assert_eq!(&input, &Input::OpenedByPasskey);
                prop_assert!(has_passkey, "only one that was added");
                prop_assert_eq!(vault.head().map(|head| head.tries), Some(tries), "it counts nothing and takes nothing back");
                has_key = true;
            }
            if input == reached() && !matches!(vault.phase(), Phase::Wiped(_)) {
                contact_at = latest;
            }
            prop_assert_eq!(vault.phase() == Phase::Open, has_key, "the key is there when it is open, and only then");
            prop_assert!(wrong <= TRIES_MAX);
            if let Phase::Wiped(_) = before {
                prop_assert_eq!(vault.phase(), before);
                prop_assert!(effects.is_empty());
            } else if let Phase::Wiped(_) = vault.phase() {
                prop_assert!(effects.contains(&Effect::DropAll));
                prop_assert!(vault.head().is_some_and(|head| head.passkey.is_none()), "both seals go");
            } else {
                prop_assert!(latest - contact_at < 7 * DAY_MS);
            }
            // What the store has is what a new page begins with.
            let again = Vault::resume(vault.head().cloned());
            prop_assert!(again.phase() != Phase::Open);
        }
    }
}
