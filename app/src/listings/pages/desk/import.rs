//! Taking in a file: upload, look, correct the mapping, take in, take back.

use crate::listings::import::columns::Column;
use crate::listings::import::duplicates::Duplicate;
use crate::listings::import::report as lines;
use crate::messages::{desk as m, import_columns, problems};
use crate::ui::text::{t, tf, use_lang};
use engawa_core::Problem;
use leptos::prelude::*;

/// A table as the importer sees it.
#[derive(Clone, Debug)]
pub struct TableView {
    /// Sheet or file.
    pub name: String,
    /// Name, meaning, and how sure that is (percent), of each column.
    pub columns: Vec<(String, Column, u8)>,
    /// First rows.
    pub samples: Vec<Vec<String>>,
}

/// What an import would do.
#[derive(Clone, Debug)]
pub struct Preview {
    /// The upload.
    pub id: String,
    /// File.
    pub file: String,
    /// New, changed, same, vanished.
    pub counts: [usize; 4],
    /// Its tables.
    pub tables: Vec<TableView>,
    /// Notes.
    pub problems: Vec<Problem>,
    /// What may be there twice.
    pub duplicates: Vec<Duplicate>,
}

/// Notes that a page shows; all of them are in the CSV report.
const PROBLEMS_SHOWN: usize = 200;

/// Draws the dry run.
pub fn preview(preview: Preview) -> AnyView {
    let counts = preview.counts.map(|count| count.to_string());
    let words = tf(m::IMPORT_ROW, &[&counts[0], &counts[1], &counts[2], &counts[3]]);
    let action = format!("/staff/import/{}", preview.id);
    let tables = preview.tables.iter().enumerate().map(|(at, table)| mapping(at, table)).collect_view();
    let duplicates = preview
        .duplicates
        .iter()
        .map(|it| {
            let words = format!("{}: {}", it.place, lines::sentence(&lines::of_duplicate(it), use_lang()));
            // One of the same file has no page yet.
            let href = (!it.other_new).then(|| format!("/staff/listings/{}", it.other_id));
            let open = href.map(|href| view! { " "<a href=href>{it.other_title.clone()}</a> });
            view! { <li>{words}{open}</li> }
        })
        .collect_view();
    let has_duplicates = !preview.duplicates.is_empty();
    view! {
        <h1>{t(m::DRY_RUN)}</h1>
        <p><b>{preview.file}</b>": "{words}</p>
        <form method="post" action=action class="desk-form">
            {tables}
            <p class="buttons">
                <button class="button" name="apply" value="0">{t(m::CHECK_AGAIN)}</button>
                <button class="button button-primary" name="apply" value="1">{t(m::TAKE_IN)}</button>
            </p>
        </form>
        {has_duplicates.then(|| view! { <h2>{t(m::DUPLICATES)}</h2><ul>{duplicates}</ul> })}
        {report(&preview.problems)}
    }
    .into_any()
}

fn mapping(at: usize, table: &TableView) -> AnyView {
    let lang = use_lang();
    let rows = table
        .columns
        .iter()
        .enumerate()
        .map(|(column, (name, meaning, sure))| {
            let field = format!("map-{at}-{column}");
            let id = format!("f-{field}");
            let options = Column::ALL
                .iter()
                .map(|it| {
                    let label = import_columns::column(it.code()).map_or(it.code(), |message| message.text(lang));
                    view! { <option value=it.code() selected=it == meaning>{label}</option> }
                })
                .collect_view();
            let sample = table.samples.iter().filter_map(|row| row.get(column)).find(|text| !text.is_empty()).cloned().unwrap_or_default();
            let sample: String = sample.chars().take(60).collect();
            let guessed = (*sure < 100).then(|| view! { <span class="tag">{t(m::GUESSED)}</span> });
            view! {
                <tr>
                    <th scope="row"><label for=id.clone()>{name.clone()}</label></th>
                    <td><select class="input" id=id name=field>{options}</select>{guessed}</td>
                    <td>{sample}</td>
                </tr>
            }
        })
        .collect_view();
    // A workbook has several tables: each region needs a name of its own.
    let name = format!("{}: {}", t(m::MAPPING), table.name);
    view! {
        <div class="desk-scroll" tabindex="0" role="region" aria-label=name.clone()>
            <table class="desk-table"><caption>{name.clone()}</caption><tbody>{rows}</tbody></table>
        </div>
        {samples(table)}
    }
    .into_any()
}

fn samples(table: &TableView) -> AnyView {
    let head = table.columns.iter().map(|(name, ..)| view! { <th scope="col">{name.clone()}</th> }).collect_view();
    let rows = table
        .samples
        .iter()
        .map(|row| {
            let cells = row.iter().map(|text| view! { <td>{text.chars().take(60).collect::<String>()}</td> }).collect_view();
            view! { <tr>{cells}</tr> }
        })
        .collect_view();
    let name = format!("{}: {}", t(m::SAMPLES), table.name);
    view! {
        <div class="desk-scroll" tabindex="0" role="region" aria-label=name.clone()>
            <table class="desk-table"><caption>{name.clone()}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>
        </div>
    }
    .into_any()
}

fn report(found: &[Problem]) -> AnyView {
    if found.is_empty() {
        return ().into_any();
    }
    let lang = use_lang();
    let rows = found
        .iter()
        .take(PROBLEMS_SHOWN)
        .map(|problem| view! { <tr><th scope="row">{problem.path.clone()}</th><td>{problems::sentence(&lines::in_words(problem, lang), lang)}</td></tr> })
        .collect_view();
    view! {
        <h2>{t(m::REPORT)}" ("{found.len().to_string()}")"</h2>
        <div class="desk-scroll" tabindex="0" role="region" aria-label=t(m::REPORT)>
            <table class="desk-table">
                <thead><tr><th scope="col">{t(m::PLACE)}</th><th scope="col">{t(m::MESSAGE)}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// Draws an import that was taken in.
pub fn imported(id: &str, file: &str, counts: [i64; 4], undone: bool, message: Option<[usize; 3]>, failed: bool) -> AnyView {
    let counts = counts.map(|count| count.to_string());
    let words = tf(m::IMPORT_ROW, &[&counts[0], &counts[1], &counts[2], &counts[3]]);
    let (report, undo) = (format!("/staff/imports/{id}/report.csv"), format!("/staff/imports/{id}/undo"));
    let message = message.map(|message| {
        let [undone, changed, held] = message.map(|count| count.to_string());
        let because = (held != "0").then(|| view! { " "{tf(m::UNDO_HELD, &[&held])} });
        view! { <p class="desk-done" role="status">{tf(m::UNDO_DONE, &[&undone, &changed])}{because}</p> }
    });
    view! {
        <h1>{t(m::IMPORTED)}</h1>
        {message}
        {failed.then(|| view! { <p class="desk-problem" role="alert">{t(m::NOT_DONE)}</p> })}
        <p><b>{file.to_owned()}</b>": "{words}{undone.then(|| view! { " "<span class="tag">{t(m::UNDONE)}</span> })}</p>
        <p><a href=report>{t(m::REPORT_CSV)}</a></p>
        {(!undone).then(|| view! { <form method="post" action=undo><button class="button button-danger">{t(m::UNDO)}</button></form> })}
        <p><a href="/staff">{t(m::DESK)}</a></p>
    }
    .into_any()
}
