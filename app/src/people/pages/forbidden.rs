//! The page for staff who may not open what they asked for.

use crate::messages::people::audit as m;
use crate::messages::problems;
use crate::ui::still::{html, still};
use crate::ui::text::{t, use_lang};
use engawa_core::Problem;
use leptos::prelude::AnyView;

/// Draws it.
pub fn forbidden() -> AnyView {
    let words = problems::sentence(&Problem::new("", "forbidden"), use_lang());
    still(html! {
        div {
            h1 { (t(m::CLOSED)) }
            p.desk-problem role="alert" { (words) }
            p { (t(m::CLOSED_WHY)) }
            p.buttons { a.button href="/staff" { (t(m::BACK)) } }
        }
    })
}
