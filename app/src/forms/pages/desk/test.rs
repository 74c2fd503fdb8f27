//! Trying a form: what would be received if it were sent. Nothing is kept.

use super::page;
use super::submission::answer_table;
use crate::forms::outline::Line;
use crate::messages::forms::desk as m;
use crate::ui::still::html;
use crate::ui::text::{t, tf};
use leptos::prelude::AnyView;

/// What would be received.
#[derive(Clone, Debug, Default)]
pub struct TestedPage {
    /// Where it is tried again.
    pub again: String,
    /// The page of the form; nothing: it is not published yet.
    pub home: Option<String>,
    /// What it is called.
    pub form_title: String,
    /// What the form would call it; may be empty.
    pub title: String,
    /// Its answers.
    pub lines: Vec<Line>,
}

/// Draws it.
pub fn tested(it: TestedPage) -> AnyView {
    page(vec![
        html! { h1 { (tf(m::TEST_OF, &[&it.form_title])) } },
        html! { p.desk-done role="status" { (t(m::TEST_DONE)) } },
        html! { dl { dt { (t(m::TEST_TITLE)) } dd { @if it.title.is_empty() { (t(m::TEST_NO_TITLE)) } @else { (it.title) } } } },
        answer_table(&it.lines, |_| None),
        html! {
            p.buttons {
                a.button href=(it.again) { (t(m::TEST_AGAIN)) }
                @if let Some(home) = &it.home { a.button href=(home) { (it.form_title) } }
            }
        },
    ])
}
