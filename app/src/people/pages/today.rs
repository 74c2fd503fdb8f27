//! Today's work of staff, what they are told of, and the courses that they signed up for.

use super::courses::{self, OwnCourses};
use crate::forms::pages::{moment, page};
use crate::messages::people::today as m;
use crate::people::notice;
use crate::ui::still::html;
use crate::ui::text::{t, use_lang};
use engawa_core::Message;
use engawa_core::time::Millis;
use leptos::prelude::AnyView;

/// Something that an account was told.
#[derive(Clone, Debug)]
pub struct NoticeRow {
    /// Its id.
    pub id: String,
    /// The code of its sentence.
    pub code: String,
    /// What fills it, as JSON.
    pub args: String,
    /// Where it leads.
    pub path: String,
    /// When.
    pub at: Millis,
}

/// A line of what there is to do: the word, how many, where.
pub type TodoRow = (Message, i64, &'static str);

/// Draws it. `todo`: only what is theirs to do. `own`: nothing for whoever has no account to sign up with.
pub fn today(todo: Vec<TodoRow>, notices: Vec<NoticeRow>, own: Option<OwnCourses>) -> AnyView {
    let lang = use_lang();
    let sentence = |row: &NoticeRow| notice::sentence(&row.code, &row.args, lang);
    let own = html! { div { @if let Some(own) = &own { (courses::own(own, true)) } } };
    page(vec![
        html! { h1 { (t(m::TODAY)) } },
        html! { p { (t(m::TODAY_ABOUT)) } },
        html! {
            section aria-labelledby="todo" {
                h2 id="todo" { (t(m::TODO)) }
                @if todo.iter().all(|(_, count, _)| *count == 0) { p role="status" { (t(m::ALL_DONE)) } }
                ul.today-list {
                    @for (word, count, path) in &todo { li { a href=(path) { span { (t(*word)) } " " b { (count) } } } }
                }
            }
        },
        html! {
            section aria-labelledby="notices" {
                h2 id="notices" { (t(m::NOTICES)) }
                @if notices.is_empty() { p { (t(m::NOTICES_NONE)) } }
                ul.desk-list {
                    @for row in &notices {
                        li.desk-row {
                            p.desk-row-title { a href=(row.path) { (sentence(row)) } }
                            p.desk-row-note { (moment(row.at)) }
                            form method="post" action="/staff/today/notices" {
                                input type="hidden" name="id" value=(row.id);
                                button.button.button-small { (t(m::READ_ONE)) span.visually-hidden { " " (sentence(row)) } }
                            }
                        }
                    }
                }
                @if notices.len() > 1 {
                    form method="post" action="/staff/today/notices" { input type="hidden" name="id" value=""; button.button { (t(m::READ_ALL)) } }
                }
            }
        },
        own,
    ])
}
