//! A profile: what each column of a data set means. Found once, confirmed by staff, kept by the site, used at each import.

use super::Table;
use super::columns::Column;
use super::text::fold_name;
use crate::listings::Kind;
use serde::{Deserialize, Serialize};

/// How the columns of a data set are read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// Name for staff; the code of a known layout where one was recognised.
    pub name: String,
    /// What the rows are.
    pub kind: Kind,
    /// Name and meaning of each column, in the order of the table.
    pub mapping: Vec<(String, Column)>,
    /// How sure each meaning is, in percent: 100 known by name, below that guessed.
    #[serde(default)]
    pub confidence: Vec<u8>,
    /// The layout is known and complete; otherwise a person has to confirm the mapping.
    pub certain: bool,
    /// Staff may complete titles that are too short alone, such as names of venues; `{}` stands for the title of the row.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title_pattern: String,
}

impl Profile {
    /// The meaning of each column of a table. Columns are known again by name, in any order; a name that the profile does not know
    /// is kept as text.
    pub fn columns_of(&self, table: &Table) -> Vec<Column> {
        let known: Vec<(String, Column)> = self.mapping.iter().map(|(name, column)| (fold_name(name), *column)).collect();
        let mut used = vec![false; known.len()];
        let mut take = |name: &str| {
            let at = known.iter().enumerate().position(|(at, (known, _))| !used.get(at).copied().unwrap_or(true) && known == name)?;
            if let Some(slot) = used.get_mut(at) {
                *slot = true;
            }
            known.get(at).map(|(_, column)| *column)
        };
        table.columns.iter().map(|name| take(&fold_name(name)).unwrap_or(Column::KeepAsText)).collect()
    }

    /// Whether it names exactly the columns of this table, in their order.
    pub fn is_of(&self, table: &Table) -> bool {
        self.mapping.len() == table.columns.len()
            && self.mapping.iter().zip(&table.columns).all(|((known, _), name)| fold_name(known) == fold_name(name))
    }

    /// Whether it was made for a table with these columns: all that it reads are there.
    pub fn fits(&self, table: &Table) -> bool {
        let names: Vec<String> = table.columns.iter().map(|name| fold_name(name)).collect();
        let mut read = self.mapping.iter().filter(|(_, column)| !matches!(column, Column::KeepAsText | Column::Ignore));
        read.all(|(name, _)| names.contains(&fold_name(name)))
    }

    /// What a listing of this kind cannot do without and no column gives.
    pub fn missing(&self) -> Vec<Column> {
        let has = |wanted: &[Column]| self.mapping.iter().any(|(_, column)| wanted.contains(column));
        let mut missing = Vec::new();
        if !has(&[Column::Title, Column::PlaceAsTitle]) {
            missing.push(Column::Title);
        }
        match self.kind {
            Kind::Event | Kind::Course if !has(&[Column::Dates, Column::StartDate, Column::DateNote]) => missing.push(Column::Dates),
            Kind::Place if !has(&[Column::Address, Column::Lat]) => missing.push(Column::Address),
            _ => {}
        }
        missing
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profile() -> Profile {
        Profile {
            name: "x".into(),
            kind: Kind::Event,
            mapping: vec![("行事名".into(), Column::Title), ("URL".into(), Column::Url), ("ＵＲＬ".into(), Column::ApplyUrl)],
            confidence: vec![100, 100, 80],
            certain: false,
            title_pattern: String::new(),
        }
    }

    #[test]
    fn columns_are_known_again_by_name() {
        let table =
            Table { columns: vec!["url".into(), "新しい列".into(), "行事名".into(), "ＵＲＬ".into(), "URL".into()], ..Table::default() };
        assert_eq!(profile().columns_of(&table), [Column::Url, Column::KeepAsText, Column::Title, Column::ApplyUrl, Column::KeepAsText]);
        assert!(profile().fits(&table));
        assert_eq!(profile().missing(), [Column::Dates]);
    }

    #[test]
    fn it_can_be_kept() {
        let text = serde_json::to_string(&profile()).unwrap();
        assert_eq!(serde_json::from_str::<Profile>(&text).unwrap(), profile());
    }
}
