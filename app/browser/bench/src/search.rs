//! Search: the same index as the catalogue's, over documents that the benchmark hands in.

use engawa_core::text::index::{Fields, Scratch, SearchIndex, SegmentBuilder};
use engawa_core::text::query::Query;
use serde::Deserialize;
use std::cell::RefCell;
use wasm_bindgen::prelude::wasm_bindgen;

#[derive(Deserialize)]
struct Document {
    id: String,
    title: String,
    body: String,
}

#[derive(Default)]
struct Bench {
    index: SearchIndex,
    scratch: Scratch,
}

thread_local! {
    static BENCH: RefCell<Bench> = RefCell::default();
}

/// Builds an index of a JSON array of `{id, title, body}` and gives its number of documents; 0 if the JSON cannot be read.
#[wasm_bindgen]
pub fn bench_build(json: &str) -> usize {
    let documents: Vec<Document> = serde_json::from_str(json).unwrap_or_default();
    let mut builder = SegmentBuilder::new();
    for document in &documents {
        builder.add(&document.id, &Fields { title: &document.title, body: &document.body, ..Fields::default() });
    }
    BENCH.with_borrow_mut(|bench| {
        bench.index = SearchIndex::from(builder.finish());
        bench.index.len()
    })
}

/// Finds and ranks, as the list does at each key stroke, and gives the number of documents found.
#[wasm_bindgen]
pub fn bench_search(query: &str, limit: usize) -> usize {
    BENCH.with_borrow_mut(|bench| bench.index.search(&mut bench.scratch, &Query::typed(query), limit, |_| true, |doc| doc).total)
}

/// The image of the index.
#[wasm_bindgen]
pub fn bench_save() -> Vec<u8> {
    BENCH.with_borrow(|bench| bench.index.to_bytes())
}

/// Reads [`bench_save`] and gives the number of documents; 0 if the image is broken.
#[wasm_bindgen]
pub fn bench_load(image: &[u8]) -> usize {
    let Ok(index) = SearchIndex::from_bytes(image) else { return 0 };
    BENCH.with_borrow_mut(|bench| {
        bench.index = index;
        bench.index.len()
    })
}
