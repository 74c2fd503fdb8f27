//! Publishing a form: choosing a workbook, its mistakes by cell, the preview, the settings.

use super::{line, page, problem_box};
use crate::forms::command::Audience;
use crate::forms::media::{FILE_MAX, FILES_MAX};
use crate::forms::rules::megabytes;
use crate::forms::studio::Row;
use crate::messages::forms::desk as m;
use crate::messages::forms::sheet;
use crate::messages::people::desks;
use crate::ui::still::{Markup, html};
use crate::ui::text::{t, tf, use_lang};
use engawa_core::Problem;
use leptos::prelude::AnyView;

/// What browsers offer where pictures, sounds and films are chosen.
const MEDIA_ACCEPTED: &str = ".jpg,.jpeg,.png,.webp,.mp3,.m4a,.ogg,.oga,.mp4,.m4v,.webm,.zip";
/// Rows of the preview that are shown.
const ROWS_SHOWN: usize = 1_000;

/// The settings of a form as fields.
#[derive(Clone, Debug, Default)]
pub struct SettingsFields {
    /// In the order of [`crate::forms::studio::FIELDS`].
    pub values: [String; 6],
    /// Whether it takes submissions.
    pub open: bool,
    /// The desks that there are: code and name.
    pub desks: Vec<(String, String)>,
}

/// Draws the settings.
pub fn settings(fields: &SettingsFields) -> Markup {
    let [opens, closes, audience, quota, retention, desk] = &fields.values;
    html! {
        fieldset.desk-section {
            legend { (t(m::SETTINGS)) }
            (line("opens_at", t(m::OPENS_AT), "datetime-local", opens))
            (line("closes_at", t(m::CLOSES_AT), "datetime-local", closes))
            div.field {
                label.field-label for="f-audience" { (t(m::AUDIENCE)) }
                select.input id="f-audience" name="audience" {
                    @for choice in Audience::ALL {
                        option value=(choice.code()) selected[audience == choice.code()] { (t(m::audience(*choice))) }
                    }
                }
            }
            (line("quota", t(m::QUOTA), "text", quota))
            (line("retention_days", t(m::RETENTION), "text", retention))
            div.field {
                label.field-label for="f-desk" { (t(desks::FORM_DESK)) }
                select.input id="f-desk" name="desk" {
                    option value="" selected[desk.is_empty()] { (t(desks::EVERY_DESK)) }
                    @for (code, name) in &fields.desks { option value=(code) selected[desk == code] { (name) } }
                }
            }
        }
    }
}

/// The page on which a workbook is chosen.
#[derive(Clone, Debug, Default)]
pub struct UploadPage {
    /// What is wrong with the file.
    pub problems: Vec<Problem>,
    /// The file that was looked at.
    pub file: String,
}

/// Draws it.
pub fn upload(it: UploadPage) -> AnyView {
    page(vec![
        html! { h1 { (t(m::UPLOAD)) } },
        sheet_problems(&it.problems, &it.file),
        html! { p { (t(m::UPLOAD_ABOUT)) } },
        html! {
            form.desk-form method="post" action="/staff/forms/new" enctype="multipart/form-data" {
                div.field {
                    label.field-label for="f-workbook" { (t(m::WORKBOOK)) }
                    input.input type="file" id="f-workbook" name="workbook" required accept=".xlsx,.xlsm";
                }
                div.field {
                    label.field-label for="f-choices" { (t(m::CHOICES_FILES)) }
                    input.input type="file" id="f-choices" name="choices" multiple accept=".csv,.tsv";
                }
                div.field {
                    label.field-label for="f-media" { (t(m::MEDIA_FILES)) }
                    p.field-hint id="f-media-hint" { (tf(m::MEDIA_FILES_ABOUT, &[&FILES_MAX.to_string(), &megabytes(FILE_MAX)])) }
                    input.input type="file" id="f-media" name="media" multiple aria-describedby="f-media-hint" accept=(MEDIA_ACCEPTED);
                }
                p.buttons { button.button.button-primary { (t(m::LOOK)) } }
            }
        },
    ])
}

/// Mistakes by sheet, cell and sentence.
fn sheet_problems(problems: &[Problem], file: &str) -> Markup {
    let lang = use_lang();
    html! {
        div {
            @if !problems.is_empty() {
                div.desk-problem role="alert" {
                    h2 { (tf(m::WORKBOOK_WRONG, &[file, &problems.len().to_string()])) }
                    (sheet_table(problems, lang))
                }
            }
        }
    }
}

fn sheet_table(problems: &[Problem], lang: engawa_core::Lang) -> Markup {
    html! {
        div.desk-scroll tabindex="0" role="region" aria-label=(t(m::PLACE)) {
            table.desk-table {
                thead { tr { th scope="col" { (t(m::PLACE)) } th scope="col" { (t(m::WHAT)) } } }
                tbody { @for problem in problems { tr { th scope="row" { (problem.path) } td { (sheet::sentence(problem, lang)) } } } }
            }
        }
    }
}

/// A form that could be published.
#[derive(Clone, Debug, Default)]
pub struct PreviewPage {
    /// The workbook's name.
    pub file: String,
    /// Its digest.
    pub sha256: String,
    /// Where it can be tried before it is published.
    pub trial: String,
    /// Files of choices: digest and name.
    pub choices: Vec<(String, String)>,
    /// Pictures, sounds and films that came beside it: digest and name.
    pub media: Vec<(String, String)>,
    /// The names of those that are shown, also of the version before.
    pub shown: Vec<String>,
    /// The id of the command that publishes it.
    pub command: String,
    /// The revision of the form that is there, if there is one.
    pub base_rev: Option<u64>,
    /// The form's id.
    pub form_id: String,
    /// The version.
    pub version: String,
    /// What it is called.
    pub title: String,
    /// Its languages.
    pub languages: Vec<String>,
    /// Its questions.
    pub rows: Vec<Row>,
    /// What its author may want to know.
    pub warnings: Vec<Problem>,
    /// What changed since the version that is published, as sentences; nothing if there is none.
    pub changes: Option<Vec<String>>,
    /// Who, when, how many.
    pub settings: SettingsFields,
    /// What is wrong.
    pub problems: Vec<Problem>,
}

/// Draws the preview.
pub fn preview(it: PreviewPage) -> AnyView {
    let lang = use_lang();
    page(vec![
        html! { h1 { (tf(m::PREVIEW, &[&it.title])) } },
        problem_box(&it.problems),
        // Beside this page, because what is typed here is nowhere else yet.
        html! { p.buttons { a.button href=(it.trial) target="_blank" rel="noopener" { (t(m::TEST_FIRST)) } } },
        html! {
            form.desk-form method="post" action="/staff/forms/publish" {
                input type="hidden" name="file" value=(it.file);
                input type="hidden" name="sha256" value=(it.sha256);
                input type="hidden" name="command" value=(it.command);
                @if let Some(rev) = it.base_rev { input type="hidden" name="base_rev" value=(rev); }
                @for (sha256, name) in &it.choices { input type="hidden" name="choices" value=(format!("{sha256}/{name}")); }
                @for (sha256, name) in &it.media { input type="hidden" name="media" value=(format!("{sha256}/{name}")); }
                (line("form_id", t(m::FORM_ID), "text", &it.form_id))
                (line("version", t(m::VERSION_NEW), "text", &it.version))
                (settings(&it.settings))
                ul.desk-checks {
                    li { input type="checkbox" id="f-open" name="open" value="1" checked[it.settings.open]; label for="f-open" { (t(m::OPEN_NOW)) } }
                }
                p.buttons { button.button.button-primary { (t(m::PUBLISH)) } a.button href="/staff/forms/new" { (t(m::OTHER_FILE)) } }
            }
        },
        changes(it.changes.as_deref()),
        html! { div { @if !it.shown.is_empty() { p { (t(m::MEDIA_HERE)) ": " (it.shown.join(", ")) } } } },
        html! {
            div {
                @if !it.warnings.is_empty() { section aria-labelledby="warnings" { h2 id="warnings" { (t(m::WARNINGS)) } (sheet_table(&it.warnings, lang)) } }
            }
        },
        questions(&it.rows, &it.languages),
    ])
}

/// What changed since the version before.
pub fn changes(changes: Option<&[String]>) -> Markup {
    html! {
        div {
            @if let Some(changes) = changes {
                section aria-labelledby="changes" {
                    h2 id="changes" { (t(m::CHANGES)) }
                    @if changes.is_empty() { p { (t(m::CHANGES_NONE)) } } @else { ul { @for change in changes { li { (change) } } } }
                }
            }
        }
    }
}

fn questions(rows: &[Row], languages: &[String]) -> Markup {
    html! {
        section aria-labelledby="questions" {
            h2 id="questions" { (t(m::QUESTIONS)) " (" (rows.len()) ")" }
            @if !languages.is_empty() { p { (t(m::LANGUAGES)) ": " (languages.join(", ")) } }
            div.desk-scroll tabindex="0" role="group" aria-labelledby="questions" {
                table.desk-table {
                    thead {
                        tr {
                            th scope="col" { (t(m::ROW)) }
                            th scope="col" { (t(m::TYPE)) }
                            th scope="col" { (t(m::NAME)) }
                            th scope="col" { (t(m::LABEL)) }
                            th scope="col" { (t(m::RULES)) }
                        }
                    }
                    tbody {
                        @for row in rows.iter().take(ROWS_SHOWN) {
                            tr {
                                th scope="row" { (row.row) }
                                td { (row.kind) }
                                td { (row.name) }
                                td { (row.label) }
                                td { @for (name, rule) in &row.rules { div { (name) ": " code { (rule) } } } }
                            }
                        }
                    }
                }
            }
        }
    }
}
