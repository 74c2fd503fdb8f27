//! The forms that come with Engawa, as workbooks to take away.

use super::page;
use crate::messages::forms::desk as m;
use crate::ui::still::{Together as _, html};
use crate::ui::text::{t, tf};
use leptos::prelude::AnyView;

/// A ready form in the list.
#[derive(Clone, Debug)]
pub struct ReadyRow {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// The name of its workbook.
    pub file: String,
}

/// Draws the list.
pub fn ready(rows: Vec<ReadyRow>) -> AnyView {
    let list = rows.iter().map(|row| {
        html! {
            li.desk-row {
                p.desk-row-title { (row.title) }
                p.desk-row-note { code { (row.id) } }
                p { a.button href=(format!("/staff/forms/ready/{}", row.file)) download=(row.file) { (tf(m::READY_SAVE, &[&row.file])) } }
            }
        }
    });
    let list = list.together();
    page(vec![
        html! { h1 { (t(m::READY)) } },
        html! { p { (t(m::READY_ABOUT)) } },
        html! { p.buttons { a.button href="/staff/forms/new" { (t(m::UPLOAD)) } " " a.button href="/staff/forms" { (t(m::FORMS)) } } },
        html! { ul.desk-list { (list) } },
    ])
}
