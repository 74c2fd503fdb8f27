//! The shell against a real browser: what is kept, what survives, and what pages find after a cold start.
//!
//! Run in headless Chromium by the test runner of wasm-bindgen; there is nothing to run elsewhere. Each test has a database of its own.
#![cfg(target_arch = "wasm32")]

#[path = "browser/drafts.rs"]
mod drafts;
#[path = "browser/kiosk.rs"]
mod kiosk;
#[path = "browser/outbox.rs"]
mod outbox;
#[path = "browser/rules.rs"]
mod rules;
#[path = "browser/tabs.rs"]
mod tabs;
#[path = "browser/vault.rs"]
mod vault;

use engawa_app::forms::{self, FormRecord, Settings};
use engawa_app::listings::{COLLECTION, Kind, Listing, ListingQuery, State};
use engawa_app::repo::{ReadError, SharedCatalog};
use engawa_browser::catalogue::Catalogue;
use engawa_browser::idb::stores::{self, Position};
use engawa_browser::idb::{Db, upgrade};
use engawa_browser::repo::Reader;
use engawa_browser::shelf::Shelf;
use engawa_browser::watch::{Phase, Watch};
use engawa_core::feed::{Page, Record};
use engawa_core::form::Definition;
use engawa_core::time::jst_date;
use indexed_db_futures::database::Database;
use indexed_db_futures::prelude::*;
use std::fmt::Debug;
use std::rc::Rc;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

const BUILD: &str = "test";

fn ok<T, E: Debug>(result: Result<T, E>) -> T {
    match result {
        Ok(value) => value,
        Err(error) => panic!("{error:?}"),
    }
}

fn fresh() -> String {
    format!("test-{}", js_sys::Math::random())
}

fn listing(id: &str, rev: u64, title: &str) -> Record {
    let mut listing = Listing::draft(id, Kind::Group);
    listing.state = State::Published;
    title.clone_into(&mut listing.title);
    Record { collection: COLLECTION.to_owned(), id: id.to_owned(), rev, body: Some(ok(serde_json::to_string(&listing))) }
}

fn gone(id: &str, rev: u64) -> Record {
    Record { collection: COLLECTION.to_owned(), id: id.to_owned(), rev, body: None }
}

fn page(records: Vec<Record>, more: bool) -> Page {
    let cursor = records.last().map_or(0, |record| record.rev);
    Page { records, cursor, more, epoch: "e".to_owned() }
}

fn found(catalog: &SharedCatalog, words: &str) -> Vec<String> {
    let query = ListingQuery { words: words.to_owned(), ..ListingQuery::default() };
    ok(catalog.read()).find(&query, jst_date(1_763_600_000_000)).cards.into_iter().map(|card| card.id).collect()
}

/// A cold start: shelf and catalogue as a new page has them.
async fn cold(name: &str) -> (Rc<Shelf>, Rc<Catalogue>) {
    let shelf = Rc::new(Shelf::new(name));
    ok(shelf.open().await);
    assert!(!shelf.is_fleeting());
    let catalogue = Rc::new(Catalogue::new(Rc::clone(&shelf), BUILD));
    (shelf, catalogue)
}

#[wasm_bindgen_test]
async fn a_page_and_its_position_are_kept_together() {
    let db = Db::new(&fresh());
    assert_eq!(ok(db.position().await), Position::default());
    let first = page(vec![listing("a", 1, "防災講座"), listing("b", 2, "川の会")], true);
    let position = ok(db.apply(0, &first).await);
    assert_eq!(position, Position { cursor: 2, epoch: "e".to_owned(), complete: false });
    assert_eq!(ok(db.position().await), position);

    let second = page(vec![gone("a", 3), listing("b", 4, "川と海の会")], false);
    assert_eq!(ok(db.apply(0, &second).await), position, "a page asked elsewhere changes nothing");
    assert!(ok(db.body(COLLECTION, "a").await).is_some());
    assert!(ok(db.apply(2, &second).await).complete);
    assert_eq!(ok(db.body(COLLECTION, "a").await), None);

    let tail = ok(db.tail(2).await);
    assert_eq!(tail, second.records);
    let (rows, last) = ok(db.chunk("", 1).await);
    assert_eq!((rows, last.as_deref()), (vec![gone("a", 3)], Some("listing:a")));
    let (rows, last) = ok(db.chunk("listing:a", 10).await);
    assert_eq!((rows.len(), last.as_deref()), (1, Some("listing:b")));
    assert_eq!(ok(db.chunk("listing:b", 10).await), (Vec::new(), None));
}

#[wasm_bindgen_test]
async fn forgetting_the_feed_keeps_what_the_person_marked() {
    let db = Db::new(&fresh());
    ok(db.apply(0, &page(vec![listing("a", 1, "防災講座")], false)).await);
    ok(db.set_favourite("a", true, 1).await);
    ok(db.set_favourite("b", true, 2).await);
    ok(db.set_favourite("b", false, 3).await);
    ok(db.reset().await);
    assert_eq!(ok(db.position().await), Position::default());
    assert_eq!(ok(db.body(COLLECTION, "a").await), None);
    assert_eq!(ok(db.favourites().await).into_iter().collect::<Vec<_>>(), ["a"]);
}

#[wasm_bindgen_test]
async fn an_image_belongs_to_its_build_and_the_newest_stays() {
    let db = Db::new(&fresh());
    assert_eq!(ok(db.image(BUILD).await), None);
    ok(db.save_image(&[1, 2, 3], 7, BUILD).await);
    ok(db.save_image(&[9], 6, BUILD).await);
    assert_eq!(ok(db.image(BUILD).await), Some((vec![1, 2, 3], 7)));
    assert_eq!(ok(db.image("another").await), None);
    ok(db.save_image(&[4], 1, "another").await);
    assert_eq!(ok(db.image("another").await), Some((vec![4], 1)));
}

#[wasm_bindgen_test]
async fn favourites_survive_an_upgrade_that_another_tab_makes() {
    let name = fresh();
    let db = Db::new(&name);
    ok(db.set_favourite("a", true, 1).await);
    ok(db.apply(0, &page(vec![listing("a", 1, "防災講座")], false)).await);
    // `db` is open, as in a second tab: it must let go by itself.
    let later = Database::open(name.as_str()).with_version(upgrade::VERSION + 1).with_on_upgrade_needed(|_, db| upgrade::rebuild_caches(&db));
    let later = ok(ok(later.build()).await);
    assert_eq!(keys(&later, stores::FAVOURITES).await, ["a"]);
    assert_eq!(keys(&later, stores::RECORDS).await, Vec::<String>::new());
    later.close();
}

async fn keys(db: &Database, store: &str) -> Vec<String> {
    let tx = ok(db.transaction(store).build());
    let store = ok(tx.object_store(store));
    let keys = ok(ok(store.get_all_keys::<String>().primitive()).await);
    keys.map(ok).collect()
}

#[wasm_bindgen_test]
async fn pages_find_after_a_cold_start() {
    let name = fresh();
    let (shelf, catalogue) = cold(&name).await;
    ok(shelf.apply(0, &page(vec![listing("a", 1, "防災講座"), listing("b", 2, "川の会")], false)).await);
    let catalog = ok(catalogue.ready().await);
    assert_eq!(found(&catalog, "防災"), ["a"]);
    catalogue.save().await;

    // What comes after the image is found too, and what is deleted is not.
    ok(shelf.apply(2, &page(vec![gone("a", 3), listing("c", 4, "防災の日")], false)).await);
    let (shelf, catalogue) = cold(&name).await;
    assert_eq!(ok(shelf.image(BUILD).await).map(|(_, rev)| rev), Some(2));
    let repo = Reader::new(Rc::clone(&shelf), Rc::clone(&catalogue), Rc::new(Watch::new(Phase::Failed)));
    let catalog = ok(repo.catalog().await);
    assert_eq!(found(&catalog, "防災"), ["c"]);
    assert_eq!(found(&catalog, "川"), ["b"]);
    assert_eq!(ok(repo.listing("b").await).map(|listing| listing.title).as_deref(), Some("川の会"));
    assert_eq!(ok(repo.listing("a").await), None);

    // Another tab's page arrives.
    ok(shelf.apply(4, &page(vec![listing("b", 5, "海の会")], false)).await);
    catalogue.catch_up().await;
    assert_eq!(found(&catalog, "川"), Vec::<String>::new());
    assert_eq!(catalogue.seen(), 5);
}

#[wasm_bindgen_test]
async fn a_first_sync_fills_the_catalogue_as_it_goes() {
    let (shelf, catalogue) = cold(&fresh()).await;
    catalogue.begin().await;
    let parts = [page(vec![listing("a", 1, "防災講座")], true), page(vec![listing("b", 2, "川の会")], false)];
    let mut since = 0;
    for part in &parts {
        since = ok(shelf.apply(since, part).await).cursor;
        catalogue.apply(part).await;
        // The same page again changes nothing.
        catalogue.apply(part).await;
    }
    let catalog = ok(catalogue.ready().await);
    assert_eq!((found(&catalog, "防災"), found(&catalog, "川")), (vec!["a".to_owned()], vec!["b".to_owned()]));
}

#[wasm_bindgen_test]
async fn open_forms_are_listed_by_title_beside_other_records() {
    let (shelf, catalogue) = cold(&fresh()).await;
    let form = |id: &str, rev: u64, title: &str| {
        let record = FormRecord {
            form_id: id.to_owned(),
            version: "1".to_owned(),
            title: title.to_owned(),
            languages: Vec::new(),
            settings: Settings::default(),
            published_at: 1,
            definition: Definition::default(),
        };
        Record { collection: forms::COLLECTION.to_owned(), id: id.to_owned(), rev, body: Some(ok(serde_json::to_string(&record))) }
    };
    let broken = Record { body: Some("{".to_owned()), ..form("broken", 3, "") };
    let shut = Record { collection: forms::COLLECTION.to_owned(), ..gone("shut", 5) };
    let records = vec![form("b", 1, "い"), form("a", 2, "ろ"), broken, listing("l", 4, "防災講座"), shut];
    ok(shelf.apply(0, &page(records, false)).await);
    let repo = Reader::new(shelf, catalogue, Rc::new(Watch::new(Phase::Done)));
    assert_eq!(ok(repo.forms().await).into_iter().map(|card| card.form_id).collect::<Vec<_>>(), ["b", "a"]);
    assert_eq!(ok(repo.form("a").await).map(|form| form.title).as_deref(), Some("ろ"));
    assert_eq!(ok(repo.form("shut").await), None);
    assert_eq!(repo.form("broken").await, Err(ReadError::Broken));
}

#[wasm_bindgen_test]
async fn without_a_copy_pages_are_told_so() {
    let (shelf, catalogue) = cold(&fresh()).await;
    let repo = Reader::new(shelf, catalogue, Rc::new(Watch::new(Phase::Failed)));
    assert_eq!(repo.catalog().await.err(), Some(ReadError::NotYetHere));
    assert_eq!(repo.listing("a").await, Err(ReadError::NotYetHere));
    assert_eq!(repo.forms().await, Err(ReadError::NotYetHere));
    assert_eq!(repo.form("a").await, Err(ReadError::NotYetHere));
}
