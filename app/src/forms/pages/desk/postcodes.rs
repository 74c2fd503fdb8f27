//! 郵便番号の一覧: what the site holds, a file that is looked into, and taking it in.

use super::super::moment;
use super::{page, said};
use crate::forms::japanese::grouped;
use crate::forms::postcodes::{Reading, Summary};
use crate::messages::forms::postcodes as m;
use crate::messages::problems;
use crate::ui::still::{Markup, html};
use crate::ui::text::{t, tf, use_lang};
use engawa_core::Problem;
use engawa_core::time::Millis;
use leptos::prelude::AnyView;

/// The list that a site has.
#[derive(Clone, Debug, Default)]
pub struct HeldList {
    /// The file that it came from; empty: not noted.
    pub file_name: String,
    /// When it was taken in, if that was noted.
    pub at: Option<Millis>,
    /// What it holds.
    pub summary: Summary,
}

/// The page.
#[derive(Clone, Debug, Default)]
pub struct PostcodesPage {
    /// The list; nothing: the site has none.
    pub held: Option<HeldList>,
    /// Whoever looks may take a list in.
    pub may_take: bool,
    /// A list was taken in just now.
    pub is_done: bool,
    /// How the code of the municipality begins, as it was typed.
    pub own: String,
    /// The largest file, in words.
    pub most: String,
    /// Why the file was not read.
    pub problem: Option<Problem>,
    /// A file with rows that cannot be read: what it is called, and what is in it.
    pub refused: Option<(String, Reading)>,
}

/// A file that can be taken in.
#[derive(Clone, Debug)]
pub struct Upload {
    /// Where it waits.
    pub id: String,
    /// What it is called.
    pub file_name: String,
    /// How many rows it has.
    pub rows: usize,
    /// How the code of the municipality begins; may be empty.
    pub own: String,
    /// What it holds.
    pub summary: Summary,
}

/// Draws the page.
pub fn postcodes(it: &PostcodesPage) -> AnyView {
    page(vec![
        html! { h1 { (t(m::POSTCODES)) } },
        html! { div { @if it.is_done { p.desk-done role="status" { (t(m::DONE)) } } } },
        html! { p { (t(m::ABOUT)) } },
        html! { div { @if let Some((file_name, reading)) = &it.refused { (refused(file_name, reading)) } } },
        held(it.held.as_ref()),
        if it.may_take {
            choose(it)
        } else {
            html! { p { (t(m::NOT_YOURS)) } }
        },
    ])
}

fn count(number: usize) -> String {
    grouped(&number.to_string())
}

fn held(held: Option<&HeldList>) -> Markup {
    html! {
        section aria-labelledby="held" {
            h2 id="held" { (t(m::HELD)) }
            @if let Some(held) = held {
                @if let Some(at) = held.at {
                    p { (tf(m::HELD_FROM, &[&moment(at), &held.file_name])) }
                    (of(&held.summary))
                } @else {
                    p { (tf(m::HELD_AREAS, &[&count(held.summary.areas)])) }
                }
            } @else {
                p { (t(m::HELD_NONE)) }
            }
        }
    }
}

/// What a list holds.
fn of(summary: &Summary) -> Markup {
    html! {
        p { strong { (tf(m::HELD_COUNT, &[&count(summary.postcodes), &count(summary.areas)])) } }
        @if !summary.own.is_empty() { p { (tf(m::HELD_OWN, &[&summary.own.join(" ")])) } }
        details {
            summary { (t(m::PREFECTURES)) }
            ul { @for (name, number) in &summary.prefectures { li { (name) ": " (count(*number)) } } }
        }
    }
}

/// The rows of a file that cannot be read.
fn refused(file_name: &str, reading: &Reading) -> Markup {
    let lang = use_lang();
    html! {
        section.desk-problem role="alert" aria-labelledby="wrong" {
            h2 id="wrong" { (tf(m::WRONG, &[&count(reading.wrong_count)])) }
            p { (tf(m::LOOKED_FILE, &[file_name, &count(reading.rows)])) }
            p { (t(m::WRONG_ABOUT)) }
            ul {
                @for (row, fault) in &reading.wrong {
                    li { (tf(m::ROW, &[&row.to_string()])) ": " (problems::sentence(&Problem::new("", fault.code()), lang)) }
                }
            }
            @if reading.wrong.len() < reading.wrong_count { p { (tf(m::WRONG_MORE, &[&count(reading.wrong.len())])) } }
        }
    }
}

fn choose(it: &PostcodesPage) -> Markup {
    let error = |field: &str| it.problem.as_ref().filter(|problem| problem.path == field).map(said);
    // What concerns no field concerns the file.
    let of_file = it.problem.as_ref().filter(|problem| problem.path != "own").map(said);
    let of_own = error("own");
    let described = |name: &str, is_wrong: bool| if is_wrong { format!("f-{name}-hint f-{name}-error") } else { format!("f-{name}-hint") };
    html! {
        form.desk-form method="post" action="/staff/postcodes" enctype="multipart/form-data" {
            @if let Some(error) = &of_file { div.desk-problem role="alert" { a href="#f-file" { (t(m::FILE)) } ": " (error) } }
            @if let Some(error) = &of_own { div.desk-problem role="alert" { a href="#f-own" { (t(m::OWN)) } ": " (error) } }
            div.field {
                label.field-label for="f-file" { (t(m::FILE)) }
                p.field-hint id="f-file-hint" { (tf(m::FILE_HINT, &[&it.most])) }
                @if let Some(error) = &of_file { p.field-error id="f-file-error" { (error) } }
                input.input type="file" id="f-file" name="file" required accept=".csv,.zip,text/csv,application/zip"
                    aria-describedby=(described("file", of_file.is_some())) aria-invalid=[of_file.as_ref().map(|_| "true")];
            }
            div.field {
                label.field-label for="f-own" { (t(m::OWN)) }
                p.field-hint id="f-own-hint" { (t(m::OWN_HINT)) }
                @if let Some(error) = &of_own { p.field-error id="f-own-error" { (error) } }
                input.input type="text" inputmode="numeric" id="f-own" name="own" value=(it.own) autocomplete="off"
                    aria-describedby=(described("own", of_own.is_some())) aria-invalid=[of_own.as_ref().map(|_| "true")];
            }
            p.buttons { button.button.button-primary { (t(m::LOOK)) } }
        }
    }
}

/// Draws a file before it is taken in.
pub fn looked(it: &Upload) -> AnyView {
    let is_lost = !it.own.is_empty() && it.summary.own.is_empty();
    page(vec![
        html! { h1 { (t(m::LOOKED)) } },
        html! { p role="status" { (t(m::LOOKED_NOTHING_YET)) } },
        html! { p { (tf(m::LOOKED_FILE, &[&it.file_name, &count(it.rows)])) } },
        html! { div { (of(&it.summary)) } },
        html! { div { @if is_lost { p.desk-problem { (tf(m::OWN_NOT_FOUND, &[&it.own])) } } } },
        html! {
            form method="post" action=(format!("/staff/postcodes/{}", it.id)) {
                p.buttons {
                    button.button.button-primary { (t(m::TAKE_IN)) }
                    " " a.button href="/staff/postcodes" { (t(m::OTHER_FILE)) }
                }
            }
        },
    ])
}
