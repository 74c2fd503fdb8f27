//! Drafts and files in the store: what is kept, what two connections do to one draft, and what stays untouched.

use super::{fresh, keys, ok};
use engawa_browser::idb::drafts::{Version, definition_key};
use engawa_browser::idb::files::Stored;
use engawa_browser::idb::{Db, IdbError, Touched, stores, upgrade};
use engawa_core::form::AnswerPath;
use engawa_core::form::draft::aside::{Aside, stamped};
use engawa_core::form::draft::footing::Footing;
use engawa_core::form::draft::log::{Extent, Line};
use engawa_core::form::draft::{Draft, Edit, Writer};
use engawa_shell::js;
use indexed_db_futures::database::Database;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::TransactionMode;
use serde_json::value::RawValue;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

const VERSION: Version<'static> = Version { key: "grant@1", text: "{}" };
const NOW: i64 = 1_763_600_000_000;

fn card(title: &str) -> Box<RawValue> {
    ok(RawValue::from_string(format!(r#"{{"id":"d","form_id":"grant","version":"1","title":"{title}"}}"#)))
}

fn lines(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn written(texts: &[&str]) -> Vec<Line> {
    texts.iter().map(|text| (*text).to_owned().into()).collect()
}

fn done<T>(touched: Result<Touched<T>, IdbError>) -> T {
    match ok(touched) {
        Touched::Done(value) => value,
        Touched::Missing => panic!("missing"),
        Touched::Unreadable => panic!("unreadable"),
    }
}

#[wasm_bindgen_test]
async fn lines_are_kept_in_order_and_go_only_with_a_snapshot() {
    let name = fresh();
    let db = Db::new(&name);
    assert_eq!(ok(db.open_draft("d").await), Touched::Missing);
    assert_eq!(ok(db.append_to_draft("d", &card(""), &written(&["a"]), None).await), Touched::Missing);
    assert_eq!(done(db.begin_draft("d", &card(""), "s0", VERSION).await), 1);
    assert_eq!(done(db.begin_draft("e", &card(""), "other", VERSION).await), 1);

    let first = done(db.append_to_draft("d", &card("one"), &written(&["a", "b"]), None).await).keys;
    done(db.append_to_draft("e", &card(""), &written(&["x"]), None).await);
    let second = done(db.append_to_draft("d", &card("two"), &written(&["c"]), None).await).keys;
    assert!(first[0] < first[1] && first[1] < second[0]);

    // As a new page reads it.
    let later = Db::new(&name);
    let opened = done(later.open_draft("d").await);
    assert_eq!((opened.snapshot.as_str(), opened.edition, opened.lines), ("s0", 1, lines(&["a", "b", "c"])));
    assert_eq!(opened.card, card("two").get());
    assert_eq!(ok(later.definition(&definition_key("grant", "1")).await).as_deref(), Some("{}"));

    for (edition, keys) in [(2, &opened.keys[..1]), (1, &opened.keys[1..]), (1, &[opened.keys[0], opened.keys[2]][..])] {
        assert_eq!(done(later.compact_draft("d", edition, "s1", keys).await), None, "{edition} {keys:?}");
    }
    assert_eq!(done(later.compact_draft("d", 1, "s1", &opened.keys[..2]).await), Some(2));
    let opened = done(db.open_draft("d").await);
    assert_eq!((opened.snapshot.as_str(), opened.edition, opened.lines), ("s1", 2, lines(&["c"])));
    assert_eq!(done(db.open_draft("e").await).lines, lines(&["x"]));

    for (edition, lines, after) in [(1, 1, None), (2, 0, None), (2, 1, Some(3))] {
        assert_eq!(done(db.keep_version("d", Extent { edition, lines }, &card(""), "s2", VERSION).await), after, "{edition} {lines}");
    }
    assert_eq!(done(db.open_draft("d").await).lines, lines(&["c"]), "the lines say nothing that the snapshot does not hold");

    done(db.discard_draft("d").await);
    assert_eq!(ok(db.open_draft("d").await), Touched::Missing);
    assert_eq!(done(db.begin_draft("d", &card(""), "s0", VERSION).await), 1);
    assert_eq!(done(db.open_draft("d").await).lines, Vec::<String>::new(), "the lines went with the draft");
}

#[wasm_bindgen_test]
async fn a_snapshot_never_takes_the_place_of_another_tabs_lines() {
    let name = fresh();
    let (one, two) = (Db::new(&name), Db::new(&name));
    done(one.begin_draft("d", &card(""), "s0", VERSION).await);
    let theirs = done(two.append_to_draft("d", &card(""), &written(&["of two"]), None).await).keys;
    let ours = done(one.append_to_draft("d", &card(""), &written(&["of one"]), None).await).keys;
    assert_eq!(done(one.compact_draft("d", 1, "of one only", &ours).await), None);
    assert_eq!(done(one.open_draft("d").await).lines, lines(&["of two", "of one"]));
    assert_eq!(done(two.compact_draft("d", 1, "of two only", &theirs).await), Some(2));
    assert_eq!(done(one.compact_draft("d", 1, "of one only", &ours).await), None, "it has not seen that snapshot");
    assert_eq!(done(one.open_draft("d").await).snapshot, "of two only");
}

#[wasm_bindgen_test]
async fn a_piece_of_a_text_is_written_only_where_nobody_else_wrote() {
    let name = fresh();
    let (one, two) = (Db::new(&name), Db::new(&name));
    done(one.begin_draft("d", &card(""), "s0", VERSION).await);
    done(one.begin_draft("e", &card(""), "s0", VERSION).await);
    let writer = Writer { replica: "one".into(), by: String::new(), at: 1 };
    let mut draft = ok(Draft::begin("d", "grant", "1", &writer));
    let mut types = |text: String| {
        let Some(change) = ok(draft.edit(&writer, Edit::set(AnswerPath("q".into()), text))) else { panic!("nothing changed") };
        vec![Line::made(&draft, &change)]
    };
    let long = "長い文。".repeat(50);
    let [whole, piece, more, last] = ["", "あ", "あい", "あいう"].map(|end| types(format!("{long}{end}")));
    assert!([&piece, &more, &last].iter().all(|lines| lines[0].is_piece()));
    let opened = Footing::opened(done(one.open_draft("d").await).extent());
    let footing = done(one.append_to_draft("d", &card(""), &whole, Some(&opened)).await).footing;
    // Lines of another draft are none of this one's.
    done(two.append_to_draft("e", &card(""), &written(&["x"]), None).await);
    let footing = done(one.append_to_draft("d", &card(""), &piece, Some(&footing)).await).footing;
    assert!(footing.has_read_all());
    done(two.append_to_draft("d", &card(""), &written(&["x"]), None).await);
    let footing = done(one.append_to_draft("d", &card(""), &more, Some(&footing)).await).footing;
    assert!(!footing.has_read_all(), "another one wrote");
    let footing = done(one.append_to_draft("d", &card(""), &last, Some(&footing)).await).footing;
    let opened = done(two.open_draft("d").await);
    let [short, full] = [true, false].map(|may_be_piece| last[0].text(may_be_piece).to_owned());
    assert_eq!(opened.lines[1..], [piece[0].text(true), "x", more[0].text(false), short.as_str()], "whole once");
    assert_eq!(done(two.compact_draft("d", 1, "s1", &opened.keys).await), Some(2));
    for from in [Some(&footing), None] {
        done(one.append_to_draft("d", &card(""), &last, from).await);
    }
    assert_eq!(done(two.open_draft("d").await).lines, [full.clone(), full], "another one folded it");
}

#[wasm_bindgen_test]
async fn what_nobody_can_read_is_put_aside_and_goes_with_its_draft() {
    let name = fresh();
    let (one, two) = (Db::new(&name), Db::new(&name));
    done(one.begin_draft("d", &card(""), "s0", VERSION).await);
    done(one.append_to_draft("d", &card(""), &written(&["a", "broken", "b"]), None).await);
    let read = done(one.open_draft("d").await).extent();
    done(two.append_to_draft("d", &card(""), &written(&["c"]), None).await);
    let unread = stamped(lines(&["broken", "b"]), NOW);
    assert_eq!(done(one.put_aside("d", read, None, "s1", &unread).await), None, "another one wrote meanwhile");
    assert!(ok(one.aside("d").await).is_empty());
    let read = done(one.open_draft("d").await).extent();
    let unread = [unread, stamped(lines(&["c"]), NOW)].concat();
    assert_eq!(done(one.put_aside("d", read, Some(&*card("told")), "s1", &unread).await), Some(2));
    assert_eq!(ok(two.aside("d").await), unread);
    assert_eq!(done(two.open_draft("d").await).card, card("told").get());
    done(one.append_to_draft("d", &card(""), &written(&["e"]), None).await);
    let opened = done(two.open_draft("d").await);
    assert_eq!((opened.snapshot.as_str(), opened.lines), ("s1", lines(&["e"])));
    assert_eq!(lines_in(&name).await, 4, "nothing of it is deleted");
    // Another device had one of them, and one more.
    let theirs = [unread[0].clone(), Aside { line: "of theirs".into(), at: None }];
    assert_eq!(ok(one.keep_aside("nowhere", &theirs).await), Touched::Missing);
    for _ in 0..2 {
        done(one.keep_aside("d", &theirs).await);
        assert_eq!(ok(two.aside("d").await), [unread.as_slice(), &theirs[1..]].concat());
    }
    assert!(ok(two.aside("e").await).is_empty());
    ok(one.sweep(NOW).await);
    assert_eq!(lines_in(&name).await, 5, "as long as there is the draft");
    done(one.discard_draft("d").await);
    assert_eq!(lines_in(&name).await, 0);

    // A build from before there was such a thing deletes the draft and its lines.
    done(one.begin_draft("d", &card(""), "s0", VERSION).await);
    done(one.append_to_draft("d", &card(""), &written(&["broken"]), None).await);
    let read = done(one.open_draft("d").await).extent();
    assert_eq!(done(one.put_aside("d", read, None, "s1", &stamped(lines(&["broken"]), NOW)).await), Some(2));
    delete_raw(&name, stores::DRAFTS, "d").await;
    assert_eq!(lines_in(&name).await, 1);
    ok(two.sweep(NOW).await);
    assert_eq!(lines_in(&name).await, 0);
}

/// How many lines all journals have together.
async fn lines_in(name: &str) -> u32 {
    let db = ok(ok(Database::open(name).with_version(upgrade::VERSION).build()).await);
    let lines = {
        let tx = ok(db.transaction(stores::JOURNAL).build());
        let journal = ok(tx.object_store(stores::JOURNAL));
        ok(ok(journal.count().primitive()).await)
    };
    db.close();
    lines
}

async fn delete_raw(name: &str, store: &str, key: &str) {
    let db = ok(ok(Database::open(name).with_version(upgrade::VERSION).build()).await);
    let tx = ok(db.transaction(store).with_mode(TransactionMode::Readwrite).build());
    let open = ok(tx.object_store(store));
    ok(ok(open.delete::<&str, _>(key).primitive()).await);
    ok(tx.commit().await);
    db.close();
}

async fn put_raw(name: &str, store: &str, key: &str, text: &str) {
    let db = ok(ok(Database::open(name).with_version(upgrade::VERSION).build()).await);
    let tx = ok(db.transaction(store).with_mode(TransactionMode::Readwrite).build());
    let open = ok(tx.object_store(store));
    ok(ok(open.put(JsValue::from_str(text)).with_key(key).without_key_type().primitive()).await);
    ok(tx.commit().await);
    db.close();
}

#[wasm_bindgen_test]
async fn what_a_newer_build_wrote_is_left_untouched() {
    let name = fresh();
    let db = Db::new(&name);
    done(db.begin_draft("d", &card("mine"), "s0", VERSION).await);
    let newer = r#"{"schema":9,"edition":4,"parts":[]}"#;
    put_raw(&name, stores::DRAFTS, "n", newer).await;
    assert_eq!(ok(db.open_draft("n").await), Touched::Unreadable);
    assert_eq!(ok(db.append_to_draft("n", &card(""), &written(&["a"]), None).await), Touched::Unreadable);
    assert_eq!(ok(db.compact_draft("n", 4, "s", &[]).await), Touched::Unreadable);
    assert_eq!(ok(db.begin_draft("n", &card(""), "s", VERSION).await), Touched::Unreadable);
    assert_eq!(ok(db.discard_draft("n").await), Touched::Unreadable);
    ok(db.sweep(NOW).await);
    assert_eq!(ok(db.draft_cards().await), [card("mine").get()]);
    let raw = ok(ok(Database::open(name.as_str()).with_version(upgrade::VERSION).build()).await);
    assert_eq!(keys(&raw, stores::DRAFTS).await, ["d", "n"]);
    raw.close();
}

#[wasm_bindgen_test]
async fn an_upgrade_from_the_first_version_keeps_what_people_made() {
    let name = fresh();
    let first = Database::open(name.as_str()).with_version(1_u32).with_on_upgrade_needed(|_, db| {
        upgrade::rebuild_caches(&db)?;
        for name in [stores::FAVOURITES, stores::DRAFTS, stores::OUTBOX] {
            db.create_object_store(name).build()?;
        }
        Ok(())
    });
    let first = ok(ok(first.build()).await);
    let tx = ok(first.transaction(stores::FAVOURITES).with_mode(TransactionMode::Readwrite).build());
    let store = ok(tx.object_store(stores::FAVOURITES));
    ok(ok(store.put(JsValue::from_str("{}")).with_key("a").without_key_type().primitive()).await);
    ok(tx.commit().await);
    first.close();

    let db = Db::new(&name);
    assert_eq!(ok(db.favourites().await).into_iter().collect::<Vec<_>>(), ["a"]);
    done(db.begin_draft("d", &card(""), "s0", VERSION).await);
    assert_eq!(done(db.append_to_draft("d", &card(""), &written(&["a"]), None).await).keys.len(), 1);
    let id = ok(db.device_id("x").await);
    assert_eq!((id.as_str(), ok(Db::new(&name).device_id("y").await).as_str()), ("x", "x"));
    assert_eq!(ok(db.sealing_key().await), None);
    for key in ["first", "second"] {
        ok(db.keep_sealing_key(key).await);
        assert_eq!(ok(Db::new(&name).sealing_key().await).as_deref(), Some(key));
    }
    assert_eq!(ok(db.device_id("z").await), "x", "the key stands beside the id");
    ok(db.reset().await);
    assert_eq!(done(db.open_draft("d").await).lines, lines(&["a"]), "forgetting the feed forgets no draft");
}

fn file(text: &str) -> Stored {
    let parts = js_sys::Array::of1(&JsValue::from_str(text));
    let bytes = u64::try_from(text.len()).unwrap_or_default();
    Stored { name: "plan.txt".to_owned(), bytes, media_type: "text/plain".to_owned(), blob: ok(js::make("Blob", &[&parts])) }
}

#[wasm_bindgen_test]
async fn files_stay_as_long_as_something_names_them() {
    let name = fresh();
    let db = Db::new(&name);
    let digest = |letter: char| letter.to_string().repeat(64);
    for letter in ['a', 'b', 'c', 'e'] {
        ok(db.keep_file(&digest(letter), &file("縁側"), NOW).await);
    }
    ok(db.keep_file(&digest('d'), &file("new"), NOW * 2).await);
    let kept = ok(Db::new(&name).kept_file(&digest('a')).await);
    let Some(kept) = kept else { panic!("not kept") };
    assert_eq!((kept.name.as_str(), kept.bytes, kept.media_type.as_str()), ("plan.txt", 6, "text/plain"));
    assert_eq!(ok(js::ask(&kept.blob, "text", &[]).await).as_string().as_deref(), Some("縁側"));

    done(db.begin_draft("d", &card(""), &format!("sha256:{}/x", digest('a')), VERSION).await);
    done(db.append_to_draft("d", &card(""), &[format!("sha256:{}/x", digest('b')).into()], None).await);
    let listing = ok(RawValue::from_string(format!(r#"{{"fields":[["picture","{{\"src\":\"sha256:{}\"}}"]]}}"#, digest('e'))));
    done(db.keep_listing_draft("l", &listing).await);
    ok(db.sweep(NOW * 2).await);
    let mut there = Vec::new();
    for letter in ['a', 'b', 'c', 'd', 'e'] {
        there.push(ok(db.kept_file(&digest(letter)).await).is_some());
    }
    assert_eq!(there, [true, true, false, true, true], "d was kept just now, and its name may not be in an answer yet");

    done(db.discard_draft("d").await);
    done(db.forget_listing_draft("l").await);
    ok(db.sweep(NOW * 2).await);
    for letter in ['a', 'e'] {
        assert!(ok(db.kept_file(&digest(letter)).await).is_none(), "{letter}");
    }
    assert_eq!(ok(db.definition("grant@1").await), None);
}

#[wasm_bindgen_test]
async fn a_listing_that_is_written_is_kept_as_it_is_now() {
    let name = fresh();
    let db = Db::new(&name);
    let draft = |title: &str| ok(RawValue::from_string(format!(r#"{{"id":"a","title":"{title}"}}"#)));
    assert_eq!(ok(db.listing_draft("a").await), Touched::Missing);
    done(db.keep_listing_draft("a", &draft("one")).await);
    done(db.keep_listing_draft("a", &draft("two")).await);
    // Another page, after the first one crashed.
    let other = Db::new(&name);
    assert_eq!(done(other.listing_draft("a").await), draft("two").get());
    put_raw(&name, stores::LISTING_DRAFTS, "n", r#"{"schema":9,"draft":{}}"#).await;
    assert_eq!(ok(other.keep_listing_draft("n", &draft("mine")).await), Touched::Unreadable);
    assert_eq!(ok(other.forget_listing_draft("n").await), Touched::Unreadable);
    assert_eq!(ok(other.listing_drafts().await), [draft("two").get()]);
    // Over what it has not seen nothing is written, and it is told what is there.
    let seen = |known: &'static str| move |there: Option<&str>| there.is_none_or(|text| text.contains(known));
    assert_eq!(done(other.keep_listing_draft_over("a", &draft("three"), seen("one")).await).as_deref(), Some(draft("two").get()));
    assert_eq!(done(other.listing_draft("a").await), draft("two").get());
    assert_eq!(done(other.keep_listing_draft_over("a", &draft("three"), seen("two")).await), None);
    done(other.forget_listing_draft("a").await);
    assert_eq!(ok(other.listing_draft("a").await), Touched::Missing);
}

#[wasm_bindgen_test]
async fn whom_one_writes_for_is_kept_and_forgotten() {
    let db = Db::new(&fresh());
    assert_eq!(ok(db.writes_for().await), None);
    ok(db.keep_writes_for(Some("mine")).await);
    assert_eq!(ok(db.writes_for().await).as_deref(), Some("mine"));
    ok(db.keep_writes_for(None).await);
    assert_eq!(ok(db.writes_for().await), None);
    ok(db.keep_writes_for(Some("mine")).await);
    ok(db.clear_people("sealed").await);
    assert_eq!(ok(db.writes_for().await), None, "a shared screen keeps nothing of whoever had it");
}
