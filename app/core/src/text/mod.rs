//! Text as people search it: normalisation, terms, index, highlighting.
//!
//! The same code answers in the browser, with no network, and on the server. The steps:
//!
//! 1. [`fold`](fold::fold) makes one of what is seen as the same writing: ｽﾎﾟｰﾂ, スポ－ツ, すぽーつ.
//! 2. [`tokens`] cuts folded text into terms (pairs of neighbouring characters, words of letters),
//!    and a [`Query`] in the same way what somebody types.
//! 3. [`index`] keeps which documents have which terms, finds those that have all terms of a query,
//!    and ranks them.
//! 4. [`highlight`](highlight::highlight) shows in the original text why a document was found.
//!
//! Invariants: no dependency outside the standard library, no clock, no randomness; the same
//! documents in the same order give the same bytes and the same ranking on every machine.

mod class;
pub mod fold;
pub mod highlight;
mod ideographs;
pub mod index;
pub mod query;
mod tables;
pub mod tokens;

pub use fold::{digits, fold, fold_mapped, kana_to_hiragana, turns};
pub use highlight::{Snippet, Span, highlight, snippet};
pub use index::{DocNo, Fields, Hit, Hits, IndexError, Scratch, SearchIndex, Segment, SegmentBuilder};
pub use query::Query;
