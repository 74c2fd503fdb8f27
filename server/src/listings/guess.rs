//! A file whose columns nobody confirmed: staff see on a page what each was taken for, whoever types a command is told and asked.
//!
//! Invariant: what was only guessed is not taken in by itself; a known layout and a mapping that staff saved are no guesses.

use super::import_run::DoneTable;
use engawa_app::listings::import::Table;
use engawa_app::listings::import::profile::Profile;
use std::fmt;
use thiserror::Error;

/// An import was refused: what these tables mean was only guessed.
#[derive(Clone, Debug, Error)]
pub struct Guessed {
    /// Each with the mapping that was guessed.
    pub tables: Vec<DoneTable>,
}

impl fmt::Display for Guessed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "nothing was taken in: what the columns mean was only guessed\n{}", shown(&self.tables))
    }
}

/// The guessed mapping of each table, a column a line.
pub fn shown(tables: &[DoneTable]) -> String {
    tables.iter().flat_map(lines).collect::<Vec<_>>().join("\n")
}

fn lines(table: &DoneTable) -> Vec<String> {
    let profile = &table.profile;
    let mut lines = vec![format!("{} as {}:", table.name, profile.kind.code())];
    lines.extend(profile.mapping.iter().enumerate().map(|(at, (name, column))| {
        let sure = profile.confidence.get(at).copied().unwrap_or_default();
        format!("  {name:?} is taken for {} ({sure} %)", column.code())
    }));
    lines.extend(profile.missing().iter().map(|column| format!("  no column is taken for {}", column.code())));
    lines
}

/// The tables that were read by a guess: neither a known layout nor a profile of `kept`.
pub(super) fn guessed<'a>(tables: &'a [Table], used: &'a [Profile], kept: &'a [Profile]) -> impl Iterator<Item = (&'a Table, &'a Profile)> {
    tables.iter().zip(used).filter(move |(_, profile)| !profile.certain && !kept.contains(profile))
}
