//! Forms: a workbook in the `XLSForm` standard becomes a checked [`Definition`], and a definition becomes a running form.
//!
//! The same code runs in the browser while somebody types and on the server when the answers arrive, so what the browser accepts
//! the server accepts. Nothing here reads a file, a clock or chance: bytes are decoded by the shells, and time, keys and random
//! numbers come in as parameters.
//!
//! * [`xpath`]: the expression language of `relevant`, `constraint`, `calculation` and `choice_filter`.
//! * [`xlsform`]: workbook (as cells) to definition, each mistake named by sheet, row and column.
//! * [`definition`]: what a form is.
//! * [`media`]: pictures, sounds and films beside its words.
//! * [`running`]: a form that somebody fills in; one keystroke recomputes what depends on it and nothing else.
//! * [`answers`]: what somebody typed, addressed so that two devices can be merged.
//! * [`draft`]: answers with their history: merging, conflicts, moving to a newer version of the form.
//!
//! Sources: `XLSForm` (xlsform.org), ODK `XForms` specification (getodk.github.io/xforms-spec), both by way of their public text.

pub mod answers;
pub mod definition;
pub mod draft;
pub mod media;
pub mod running;
pub mod tree;
pub mod xlsform;
pub mod xpath;

pub use answers::{AnswerPath, Answers};
pub use definition::Definition;
