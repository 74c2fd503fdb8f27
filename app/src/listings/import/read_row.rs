//! Makes listings of the rows of a table.
//!
//! Each group of columns has its reader (`read_text`, `read_time`, `read_place`, `read_contact`, `read_money`, `read_people`); this
//! module calls them in order and sees to it that no cell is lost: whatever none of them has put into a field is kept as text.

mod details;

use super::columns::Column;
use super::fit::fit;
use super::plan::derived_key;
use super::profile::Profile;
use super::read_money::read_cost;
use super::read_people::{read_audience, read_fields, read_languages};
use super::text::{fold, half_width, is_none_word, is_nothing, one_line, split_list, strip_html, without_apostrophe};
use super::{Cell, ImportContext, ReadListing, SourceRow, Table, column_letters, dictionary, own};
use super::{read_contact, read_place, read_text, read_time};
use crate::listings::State;
use crate::listings::listing::{Audience, Listing, Source, UnreadCell};
use details::details;
use engawa_core::Problem;

/// A cell with something in it, and what it means.
#[derive(Clone, Debug)]
pub struct Field {
    /// Column, from 0.
    pub at: usize,
    /// Name of the column; for the pairs of a heading and a content the heading.
    pub name: String,
    /// What it means.
    pub column: Column,
    /// Its text.
    pub text: String,
}

/// A row being read.
pub struct Row {
    /// Sheet or file, for the places of problems.
    pub sheet: String,
    /// Number of the row in the file.
    pub number: u32,
    /// What is in it.
    pub fields: Vec<Field>,
    /// What was wrong.
    pub problems: Vec<Problem>,
    /// What could not be read.
    pub unread: Vec<UnreadCell>,
    /// Columns whose whole meaning is in a typed field.
    done: Vec<usize>,
}

impl Row {
    /// All fields of a meaning.
    pub fn all(&self, column: Column) -> Vec<Field> {
        self.fields.iter().filter(|field| field.column == column).cloned().collect()
    }

    /// The first field of a meaning.
    pub fn first(&self, column: Column) -> Option<Field> {
        self.fields.iter().find(|field| field.column == column).cloned()
    }

    /// The text of the first field of a meaning; empty if there is none.
    pub fn text(&self, column: Column) -> String {
        self.first(column).map(|field| field.text).unwrap_or_default()
    }

    /// The texts of all fields of a meaning.
    pub fn joined(&self, column: Column, separator: &str) -> String {
        self.fields.iter().filter(|field| field.column == column).map(|field| field.text.as_str()).collect::<Vec<_>>().join(separator)
    }

    /// The field is fully in a typed field of the listing; its text need not be kept.
    pub fn done(&mut self, field: &Field) {
        self.done.push(field.at);
    }

    /// Something about a field that staff should know.
    pub fn complain(&mut self, field: &Field, code: &str) {
        self.complain_with(field, code, std::slice::from_ref(&field.text));
    }

    /// The same with arguments of its own.
    pub fn complain_with(&mut self, field: &Field, code: &str, args: &[String]) {
        let mut problem = Problem::new(format!("{}!{}{}", self.sheet, column_letters(field.at), self.number), code);
        problem.args = args.to_vec();
        self.problems.push(problem);
    }

    /// The field could not be read: it is kept as text.
    pub fn cannot_read(&mut self, field: &Field, code: &str) {
        self.cannot_read_part(field, &field.text.clone(), code);
        self.done(field);
    }

    /// A part of the field could not be read; the whole is kept elsewhere.
    pub fn cannot_read_part(&mut self, field: &Field, part: &str, code: &str) {
        self.complain_with(field, code, &[part.to_owned()]);
        self.unread.push(UnreadCell { column: field.name.clone(), text: part.to_owned(), code: code.to_owned() });
    }
}

/// Reads all rows of a table.
pub fn read_table(table: &Table, profile: &Profile, context: &ImportContext) -> Vec<ReadListing> {
    let columns = profile.columns_of(table);
    let ours = Ours {
        is_whole: columns.contains(&Column::Fact) && own::is_whole(profile.kind, &table.columns),
        mark: own::mark(&table.columns).filter(|at| columns.get(*at) == Some(&Column::Fact)),
    };
    table.rows.iter().map(|source| read_row(table, &columns, source, (profile, ours), context)).collect()
}

/// What columns of our own say about a table.
#[derive(Clone, Copy)]
struct Ours {
    /// It has all of them.
    is_whole: bool,
    /// The one that no exported row leaves empty.
    mark: Option<usize>,
}

impl Ours {
    /// Whether an export wrote this row, or somebody who filled in our columns. Without the column that tells, any that says something does.
    fn wrote(self, columns: &[Column], source: &SourceRow) -> bool {
        let says = |at: usize| !source.text(at).is_empty();
        match self.mark {
            Some(at) => says(at),
            None => columns.iter().enumerate().any(|(at, column)| *column == Column::Fact && says(at)),
        }
    }
}

/// Reads one row. With its profile comes whether the table is an export of ours.
fn read_row(table: &Table, columns: &[Column], source: &SourceRow, (profile, ours): (&Profile, Ours), context: &ImportContext) -> ReadListing {
    let is_written = ours.wrote(columns, source);
    // Of a row that somebody added nothing is known but what its other columns say.
    let ours = ours.is_whole && is_written;
    let mut row =
        Row { sheet: table.name.clone(), number: source.number, fields: Vec::new(), problems: Vec::new(), unread: Vec::new(), done: Vec::new() };
    let kind = profile.kind;
    fields(&mut row, table, columns, source, ours);
    let mut listing = Listing::draft("", kind);
    read_text::texts(&mut row, &mut listing, &profile.title_pattern);
    let (schedule, first_day) = read_time::schedule(&mut row, kind, context);
    listing.schedule = schedule;
    listing.apply = read_time::apply(&mut row, kind, context);
    listing.venue = read_place::venue(&mut row, kind);
    (listing.access, listing.access_note) = read_place::access(&row);
    listing.attendance = read_place::attendance(&row);
    listing.area = one_line(&row.text(Column::Area));
    listing.organiser = read_contact::organiser(&row);
    listing.contact = read_contact::contact(&mut row);
    listing.links = read_contact::links(&mut row);
    listing.languages = read_languages(&row.text(Column::Languages));
    cost(&mut row, &mut listing);
    audience(&row, &mut listing);
    details(&mut row, &mut listing);
    fields_of_activity(&mut row, &mut listing);
    listing.state = state(&mut row, context.state);
    listing.confirmed_on = context.confirmed_on;
    if ours {
        // The other columns say the same, less exactly: what could not be read of them is no loss.
        row.unread.clear();
        row.problems.retain(|problem| TOLD_OF_OURS.contains(&problem.code.as_str()));
    }
    own_facts(&mut row, table, (columns, source), is_written, &mut listing);
    let key = key(&mut row, &listing, first_day);
    listing.source = Some(Source {
        name: context.source_name.clone(),
        key: key.clone(),
        url: context.source_url.clone(),
        licence: context.licence.clone(),
        file: context.file.clone(),
        row: source.number,
        ..Source::default()
    });
    keep_the_rest(&mut row, &listing, ours);
    listing.unread = row.unread;
    let mut read = ReadListing { key, listing, problems: row.problems };
    let (sheet, number) = (&row.sheet, row.number);
    fit(&mut read, &|text: &str| {
        let begins: String = fold(text).chars().take(PLACE_CHARS).collect();
        let column = row.fields.iter().find(|field| fold(&field.text).contains(&begins)).map(|field| column_letters(field.at));
        format!("{sheet}!{}{number}", column.unwrap_or_default())
    });
    read
}

/// What is told of a row of our own exports besides what our own columns say.
const TOLD_OF_OURS: [&str; 4] = ["no_title", "title_too_long", "formula_cell", "formula_value_used"];

/// Columns of our own say their facts, whatever the others made of it; an empty cell says that there is none, if the row `is_written`.
fn own_facts(row: &mut Row, table: &Table, (columns, source): (&[Column], &SourceRow), is_written: bool, listing: &mut Listing) {
    for (at, _) in columns.iter().enumerate().filter(|(_, column)| **column == Column::Fact) {
        let text = without_apostrophe(&source.text(at)).to_owned();
        if text.is_empty() && !is_written {
            continue;
        }
        let name = table.columns.get(at).cloned().unwrap_or_default();
        let field = Field { at, name, column: Column::Fact, text };
        if own::read(listing, &field.name, &field.text) {
            row.done(&field);
        } else if !field.text.is_empty() {
            row.cannot_read(&field, "fact_unread");
        }
    }
    if columns.contains(&Column::Fact) {
        own::tidy(listing);
    }
}

/// By how many of its first characters a long text is found again in its cell.
const PLACE_CHARS: usize = 40;

/// The fields of a row. Cells that say nothing (dashes) are none; formulas are told about; pairs of heading and content are resolved.
/// In a table of ours marks are marks: it holds texts as they stand here.
fn fields(row: &mut Row, table: &Table, columns: &[Column], source: &SourceRow, ours: bool) {
    let mut heading: Option<String> = None;
    for (at, column) in columns.iter().enumerate() {
        let cell = source.cell(at);
        let mut text = without_apostrophe(&cell.text()).to_owned();
        if is_nothing(&text) {
            continue;
        }
        let mut field = Field { at, name: table.columns.get(at).cloned().unwrap_or_default(), column: *column, text: String::new() };
        if let Cell::Formula { text: formula, value } = cell {
            row.complain_with(&field, if **value == Cell::Empty { "formula_cell" } else { "formula_value_used" }, std::slice::from_ref(formula));
        }
        if !ours && looks_like_html(&text) && may_hold_html(*column) {
            text = strip_html(&text);
            if is_nothing(&text) {
                continue;
            }
        }
        match column {
            Column::Heading => {
                heading = Some(one_line(&text));
                continue;
            }
            Column::Content => {
                if let Some(heading) = heading.take() {
                    field.column = content_column(&heading);
                    field.name = heading;
                } else {
                    field.column = Column::Body;
                }
            }
            _ => {}
        }
        field.text = text;
        row.fields.push(field);
    }
}

fn looks_like_html(text: &str) -> bool {
    ["<br", "<p", "</", "<li", "<ul", "<a ", "<div", "<BR", "<P", "&nbsp;", "&amp;"].iter().any(|tag| text.contains(tag))
}

/// Prose may come from the editor of a web page. In names, marks are marks.
fn may_hold_html(column: Column) -> bool {
    !matches!(column, Column::Title | Column::PlaceAsTitle | Column::Kana | Column::Id | Column::Url | Column::Fact | Column::KeepAsText)
}

/// What a content means by its heading; unknown ones become a part of the body under their heading.
fn content_column(heading: &str) -> Column {
    match dictionary::lookup(heading) {
        Some(Column::Summary | Column::Body) => Column::Body,
        Some(
            column @ (Column::Fee
            | Column::Audience
            | Column::Eligible
            | Column::ApplyPeriod
            | Column::ApplyNote
            | Column::Capacity
            | Column::Hours
            | Column::ClosedDays
            | Column::ContactName
            | Column::PlaceName
            | Column::Rate),
        ) => column,
        _ => Column::Section,
    }
}

fn cost(row: &mut Row, listing: &mut Listing) {
    if let Some(field) = row.first(Column::Fee) {
        listing.cost = read_cost(&field.text);
    }
    if let Some(field) = row.first(Column::FeeFlag) {
        let flag = read_cost(&field.text);
        listing.cost.free = listing.cost.free.or(flag.free);
        if listing.cost.text.is_empty() {
            listing.cost.text = field.text;
        }
    }
    let notes = row.joined(Column::FeeNote, "\n");
    if !notes.is_empty() {
        if listing.cost.free.is_none() && listing.cost.yen.is_none() {
            let read = read_cost(&notes);
            (listing.cost.free, listing.cost.yen) = (read.free, read.yen);
        }
        listing.cost.text = if listing.cost.text.is_empty() { notes } else { format!("{}\n{notes}", listing.cost.text) };
    }
}

fn audience(row: &Row, listing: &mut Listing) {
    let text = row.text(Column::Audience);
    listing.audience = if text.is_empty() { Audience::default() } else { read_audience(&text) };
}

fn fields_of_activity(row: &mut Row, listing: &mut Listing) {
    let Some(field) = row.first(Column::Field) else { return };
    listing.fields = read_fields(&field.text);
    if listing.fields.is_empty() {
        listing.tags.extend(split_list(&field.text));
    }
    row.done(&field);
}

/// 非公開 in the source stays a draft here.
fn state(row: &mut Row, otherwise: State) -> State {
    let Some(field) = row.first(Column::PublishState) else { return otherwise };
    match fold(&field.text).as_str() {
        "非公開" | "下書き" | "draft" | "closed" => {
            row.done(&field);
            State::Draft
        }
        "公開" | "公開中" | "public" | "publish" => {
            row.done(&field);
            otherwise
        }
        _ => otherwise,
    }
}

/// The identity of a row: what the source calls its own, else what a person would know it by.
fn key(row: &mut Row, listing: &Listing, first_day: Option<chrono::NaiveDate>) -> String {
    let code = row.first(Column::MunicipalityCode);
    let own = row.first(Column::Id).map(|field| one_line(&half_width(&field.text))).filter(|id| !is_none_word(id));
    let id = own.unwrap_or_else(|| {
        let when = first_day.map_or_else(
            || row.first(Column::Dates).or_else(|| row.first(Column::StartDate)).map(|field| field.text).unwrap_or_default(),
            |day| day.to_string(),
        );
        let place = listing.venue.as_ref().map(|venue| if venue.name.is_empty() { venue.address.clone() } else { venue.name.clone() });
        derived_key(&listing.title, &when, &place.unwrap_or_default())
    });
    code.map_or_else(|| id.clone(), |code| format!("{}-{id}", one_line(&half_width(&code.text))))
}

/// Keeps every field that is nowhere in the listing.
fn keep_the_rest(row: &mut Row, listing: &Listing, ours: bool) {
    let mut kept = String::from("\u{1}");
    if let Ok(value) = serde_json::to_value(listing) {
        collect_texts(&value, &mut kept);
    }
    let mut unread = Vec::new();
    for field in &row.fields {
        let noted = row.unread.iter().any(|cell| cell.column == field.name && cell.text == field.text);
        let left_out = matches!(field.column, Column::Ignore | Column::Sequence) || (ours && field.column != Column::KeepAsText);
        if left_out || noted || row.done.contains(&field.at) || (field.column != Column::KeepAsText && is_in(&kept, &field.text)) {
            continue;
        }
        unread.push(UnreadCell { column: field.name.clone(), text: field.text.clone(), code: KEPT.to_owned() });
    }
    row.unread.extend(unread);
}

/// Whether a text is part of a kept one; a very short one only if it is a whole one, since `1` is part of anything.
fn is_in(kept: &str, text: &str) -> bool {
    let folded = fold(text);
    if folded.chars().count() < 3 { kept.contains(&format!("\u{1}{folded}\u{1}")) } else { kept.contains(&folded) }
}

/// The code of cells that have no field of their own and were simply kept. It is no problem.
pub const KEPT: &str = "kept_as_text";

/// All texts of a JSON value, folded, with something between them that no cell holds.
fn collect_texts(value: &serde_json::Value, out: &mut String) {
    match value {
        serde_json::Value::String(text) => {
            out.push_str(&fold(text));
            out.push('\u{1}');
        }
        serde_json::Value::Array(items) => items.iter().for_each(|item| collect_texts(item, out)),
        serde_json::Value::Object(map) => map.values().for_each(|item| collect_texts(item, out)),
        _ => {}
    }
}
