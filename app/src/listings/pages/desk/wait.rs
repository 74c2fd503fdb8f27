//! What whoever sends too much in a short time is shown.

use crate::messages::{desk as m, problems};
use crate::ui::text::{t, use_lang};
use engawa_core::Problem;
use leptos::prelude::*;

/// The page; the problem says for how long.
pub fn wait(problem: &Problem) -> AnyView {
    let words = problems::sentence(problem, use_lang());
    view! {
        <h1>{t(m::TOO_FAST)}</h1>
        <p class="desk-problem" role="alert">{words}</p>
        <p>{t(m::GO_BACK)}</p>
    }
    .into_any()
}
