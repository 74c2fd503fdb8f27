//! What it is: title, reading, summary, body, tags.

use super::columns::Column;
use super::read_row::Row;
use super::text::{one_line, split_list};
use crate::listings::Listing;
use crate::listings::listing::Variant;
use crate::listings::rules::{SUMMARY_MAX, TITLE_MAX};
use engawa_core::{Lang, Problem};

/// Characters of a title that is taken from another text.
const BORROWED_TITLE: usize = 40;
/// Words that say that something does not take place.
const CANCELLED: &[&str] = &["中止", "実施しません", "開催しません", "延期"];

/// Fills the texts of a listing.
pub(super) fn texts(row: &mut Row, listing: &mut Listing, title_pattern: &str) {
    let mut paragraphs: Vec<String> = Vec::new();
    for field in row.all(Column::Nickname) {
        paragraphs.push(format!("{}：{}", field.name, one_line(&field.text)));
    }
    let summary = row.joined(Column::Summary, "\n");
    if summary.chars().count() > SUMMARY_MAX {
        paragraphs.push(summary);
    } else {
        listing.summary = one_line(&summary);
    }
    for field in row.fields.iter().filter(|field| matches!(field.column, Column::Body | Column::Section | Column::Notes)) {
        paragraphs.push(if field.column == Column::Section { format!("■{}\n{}", field.name, field.text) } else { field.text.clone() });
    }
    listing.body = paragraphs.join("\n\n");
    listing.kana = one_line(&row.text(Column::Kana));
    listing.tags = tags(row);
    title(row, listing, title_pattern);
    if let Some(field) = row.first(Column::TitleEn) {
        listing.variants.insert(Lang::En, Variant { title: one_line(&field.text), ..Variant::default() });
    }
    let calls_off = |text: &str| CANCELLED.iter().any(|word| text.contains(word));
    let named = [listing.title.clone(), row.text(Column::MeetingPlace), row.text(Column::DateNote)];
    if named.iter().any(|text| calls_off(text)) {
        row.problem("maybe_cancelled", &[]);
    }
}

/// The title; where the row has none, the beginning of its other words stands in and staff are told.
fn title(row: &mut Row, listing: &mut Listing, pattern: &str) {
    let own = [Column::Title, Column::PlaceAsTitle].into_iter().map(|column| one_line(&row.text(column))).find(|title| !title.is_empty());
    let title = if let Some(title) = own {
        if pattern.contains("{}") { pattern.replace("{}", &title) } else { title }
    } else {
        row.problem("no_title", &[]);
        let words = row
            .fields
            .iter()
            .filter(|field| !matches!(field.column, Column::Ignore | Column::Sequence | Column::MunicipalityCode))
            .map(|field| one_line(&field.text));
        let longest = words.max_by_key(|text| text.chars().count().min(BORROWED_TITLE)).unwrap_or_default();
        longest.chars().take(BORROWED_TITLE).collect()
    };
    if title.chars().count() > TITLE_MAX {
        row.problem("title_too_long", &[&TITLE_MAX.to_string()]);
        listing.body = if listing.body.is_empty() { title.clone() } else { format!("{title}\n\n{}", listing.body) };
        listing.title = title.chars().take(TITLE_MAX - 1).chain(['…']).collect();
    } else {
        listing.title = title;
    }
}

fn tags(row: &Row) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    for field in row.all(Column::Tags) {
        for tag in split_list(&field.text) {
            if !tags.contains(&tag) {
                tags.push(tag);
            }
        }
    }
    tags
}

impl Row {
    /// A problem of the whole row.
    pub(super) fn problem(&mut self, code: &str, args: &[&str]) {
        let mut problem = Problem::new(format!("{}!{}", self.sheet, self.number), code);
        problem.args = args.iter().map(|arg| (*arg).to_owned()).collect();
        self.problems.push(problem);
    }
}
