//! What the search benchmarks drive from JavaScript: the same index as the catalogue's, over documents that the benchmark hands in.
//!
//! The functions keep one index in memory, so that a measured call holds nothing but the work that is measured.

use engawa_core::text::index::{Fields, Scratch, SearchIndex, SegmentBuilder};
use engawa_core::text::query::Query;
use serde::Deserialize;

/// What a benchmark may ask; behind a trait, so that the search stays out of the first file of the app.
pub trait Benched {
    /// Builds the index of a JSON array of documents.
    fn build(&mut self, json: &str) -> usize;
    /// Finds and ranks.
    fn search(&mut self, query: &str, limit: usize) -> usize;
    /// The image of the index.
    fn save(&self) -> Vec<u8>;
    /// Reads an image.
    fn load(&mut self, image: &[u8]) -> usize;
}

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

impl Benched for Bench {
    fn build(&mut self, json: &str) -> usize {
        let documents: Vec<Document> = serde_json::from_str(json).unwrap_or_default();
        let mut builder = SegmentBuilder::new();
        for document in &documents {
            builder.add(&document.id, &Fields { title: &document.title, body: &document.body, ..Fields::default() });
        }
        self.index = SearchIndex::from(builder.finish());
        self.index.len()
    }

    fn search(&mut self, query: &str, limit: usize) -> usize {
        self.index.search(&mut self.scratch, &Query::typed(query), limit, |_| true, |doc| doc).total
    }

    fn save(&self) -> Vec<u8> {
        self.index.to_bytes()
    }

    fn load(&mut self, image: &[u8]) -> usize {
        let Ok(index) = SearchIndex::from_bytes(image) else { return 0 };
        self.index = index;
        self.index.len()
    }
}

/// An empty index.
pub(crate) fn new() -> Box<dyn Benched> {
    Box::new(Bench::default())
}
