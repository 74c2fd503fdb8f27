//! Personal data: which columns hold them, what each is for, how long it is kept, who reads it; and counts that are too small to be told.
//!
//! Sources: 個人情報の保護に関する法律 61, 66, 69, 75 (purposes, safety, passing on, the register of files). Invariants: every table,
//! and every column whose name may mean a person, is in [`FIELDS`] or in [`NOT_PERSONAL`], so that a new one fails a test until somebody
//! said what it is; `docs/privacy.md` is written from this table.

mod fields;
mod told;

pub use fields::{FIELDS, NOT_PERSONAL};
pub use told::{K, Told, suppress, told};

use crate::messages::people::privacy as m;
use engawa_core::rights::Action;
use engawa_core::{Lang, Message};

/// How long something is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// As the sentence says.
    Rule(Message),
    /// So many days at most.
    Days(u32),
}

impl Keep {
    /// In words.
    pub fn text(self, lang: Lang) -> String {
        match self {
            Self::Rule(message) => message.text(lang).to_owned(),
            Self::Days(days) => m::KEEP_DAYS.with(lang, &[&days.to_string()]),
        }
    }
}

/// Columns of a table that hold the same sort of data of the same people.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// The table.
    pub table: &'static str,
    /// Its columns.
    pub columns: &'static [&'static str],
    /// Whose data.
    pub whose: Message,
    /// What for.
    pub purpose: Message,
    /// On what basis.
    pub basis: Message,
    /// How long.
    pub keep: Keep,
    /// Who reads them: what the table of rights opens; none: only the machine, and whoever keeps the database.
    pub reads: &'static [Action],
}

/// Columns whose names say that they may be personal: they are classified by name, never with their whole table.
pub const PERSONAL_NAMES: [&str; 29] = [
    "account_id",
    "actor",
    "answers",
    "assignee",
    "body",
    "born_year",
    "contact",
    "consent",
    "content",
    "decided_by",
    "detail",
    "email",
    "from_id",
    "guardian_email",
    "label",
    "login",
    "made_by",
    "message",
    "name",
    "note",
    "opened_by",
    "password_hash",
    "person",
    "proof",
    "sender",
    "title",
    "to_address",
    "to_id",
    "words",
];

/// The register as a page of Markdown.
pub fn markdown() -> String {
    let mut out = String::from(
        "# Personal data\n\n\
         This page is written from `app/src/people/privacy/fields.rs` by a test (`UPDATE=1 cargo test -p engawa-server --test all privacy`); \
         change the table, not the page.\n\
         A test names every table, and every column whose name may mean a person, that is neither there nor in the list of what is not personal.\n\n\
         Who reads: the action of [the table of rights](rights.md); \"-\" is the machine alone.\n\n\
         | table | columns | whose | what for | basis | kept | who reads |\n|---|---|---|---|---|---|---|\n",
    );
    for field in FIELDS {
        let columns: Vec<String> = field.columns.iter().map(|column| format!("`{column}`")).collect();
        let reads: Vec<String> = field.reads.iter().map(|action| format!("`{}`", action.code())).collect();
        let both = |ja: &str, en: &str| format!("{en}<br>{ja}");
        out.push_str(&format!(
            "| `{}` | {} | {} | {} | {} | {} | {} |\n",
            field.table,
            columns.join(", "),
            both(field.whose.text(Lang::Ja), field.whose.text(Lang::En)),
            both(field.purpose.text(Lang::Ja), field.purpose.text(Lang::En)),
            both(field.basis.text(Lang::Ja), field.basis.text(Lang::En)),
            both(&field.keep.text(Lang::Ja), &field.keep.text(Lang::En)),
            if reads.is_empty() { "-".to_owned() } else { reads.join(", ") },
        ));
    }
    out.push_str("\n## Small counts\n\n");
    out.push_str(
        "A count of people below five is told as \"fewer than 5\" in what goes further than the page of whoever may read the people themselves: the \
         members in `groups.csv`, signing up and attendance in `course-counts.csv`.\n\
         In a breakdown, a second part is hidden where the total would give the first away (`told.rs`, with its properties as tests).\n\
         Pages of staff and of groups that count what their reader may open row by row tell it exactly: members in the list of groups, forms and \
         cases that wait, who is at a desk, who attended a course of the desk.\n\
         The breakdowns by field and area on `/staff/groups` count groups, and there is no count of people on a public page.\n",
    );
    out
}
