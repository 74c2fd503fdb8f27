//! `/confirm`: saying by a link of a mail that a listing is still right. Plain documents of the server, without an account.

use crate::messages::people::{moderation as m, sign_in as s};
use crate::ui::text::{t, tf};
use leptos::prelude::*;

/// The page of a link: what it is about, and the button. `token`: the secret of the link.
pub fn ask(id: &str, title: &str, token: String) -> AnyView {
    let page = format!("/listings/{id}");
    view! {
        <h1>{t(m::CONFIRM)}</h1>
        <p>{tf(m::CONFIRM_ABOUT, &[title])}</p>
        <p><a href=page>{t(m::CONFIRM_LOOK)}</a></p>
        <form method="post" action="/confirm" class="desk-form">
            <input type="hidden" name="t" value=token />
            <p class="buttons"><button class="button button-primary">{t(m::CONFIRM_BUTTON)}</button></p>
        </form>
        <p>{t(m::CONFIRM_WRONG)}" "<a href="/my/groups">{t(s::SIGN_IN)}</a></p>
    }
    .into_any()
}

/// The thanks.
pub fn done(id: &str, title: &str) -> AnyView {
    let page = format!("/listings/{id}");
    view! {
        <h1>{t(m::CONFIRM)}</h1>
        <p class="desk-done" role="status">{tf(m::CONFIRM_DONE, &[title])}</p>
        <p><a class="button" href=page>{t(m::CONFIRM_LOOK)}</a></p>
    }
    .into_any()
}

/// A link that confirms nothing any more.
pub fn over() -> AnyView {
    view! {
        <h1>{t(m::CONFIRM_OVER)}</h1>
        <p>{t(m::CONFIRM_OVER_ABOUT)}</p>
        <p><a class="button" href="/my/groups">{t(s::SIGN_IN)}</a></p>
    }
    .into_any()
}
