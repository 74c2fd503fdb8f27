//! Proving once more who one is, and sending what was typed before.
//!
//! Invariant: without scripts everything but the passkey works.

use super::parts::{field, problem_box};
use super::passkeys;
use crate::forms::pages::page;
use crate::listings::query::encode;
use crate::messages::desk::SIGN_OUT;
use crate::messages::people::{account, again as m, sign_in};
use crate::ui::still::{Markup, html};
use crate::ui::text::{t, tf};
use engawa_core::{Message, Problem};
use leptos::prelude::*;

/// The page of all ways that an account has.
#[derive(Clone, Debug, Default)]
pub struct Again {
    /// So long a proof holds.
    pub minutes: i64,
    /// It is asked because the site asks more of staff than they showed.
    pub of_staff: bool,
    /// Where to go on.
    pub next: String,
    /// This page itself, on which a passkey and the provider end.
    pub after: String,
    /// A passkey will do.
    pub passkey: bool,
    /// There is none, and one is needed.
    pub may_add_passkey: bool,
    /// The city's identity provider will do.
    pub provider: bool,
    /// The address to which a code can go; empty: none.
    pub mail: String,
    /// A password will do.
    pub password: bool,
    /// What is wrong.
    pub problems: Vec<Problem>,
}

fn next_field(next: &str) -> Markup {
    html! { input type="hidden" name="next" value=(next); }
}

/// Draws it.
pub fn again(it: &Again) -> AnyView {
    let about = if it.of_staff { t(m::AGAIN_STAFF).to_owned() } else { tf(m::AGAIN_ABOUT, &[&it.minutes.to_string()]) };
    let mut first = vec![html! { h1 { (t(m::AGAIN)) } }, html! { p { (about) } }, problem_box(&it.problems)];
    if it.may_add_passkey {
        first.push(html! {
            div { p { (t(m::NO_PASSKEY)) } p.buttons { a.button.button-primary href="/account/passkeys" { (t(account::PASSKEYS_LINK)) } } }
        });
    }
    let mut others = Vec::new();
    if it.passkey {
        others.push(passkeys::passkey_button(&it.after));
    }
    if it.provider {
        others.push(passkeys::provider_link(&it.after));
    }
    let mut last = Vec::new();
    if it.password {
        last.push(by_password(it));
    }
    if !it.mail.is_empty() {
        last.push(by_mail(it));
    }
    last.push(otherwise(it));
    let (first, last) = (page(first), page(last));
    view! { {first} {others} {last} }.into_any()
}

fn by_password(it: &Again) -> Markup {
    html! {
        section aria-labelledby="by-password" {
            h2 id="by-password" { (t(m::BY_PASSWORD)) }
            form.desk-form method="post" action="/sign-in/again/password" {
                (next_field(&it.next))
                (field(&it.problems, "password", t(sign_in::PASSWORD), "password", "", "current-password", ""))
                p.buttons { button.button.button-primary { (t(m::CONFIRM)) } }
            }
        }
    }
}

fn by_mail(it: &Again) -> Markup {
    html! {
        section aria-labelledby="by-mail" {
            h2 id="by-mail" { (t(m::BY_MAIL)) }
            p { (tf(m::BY_MAIL_ABOUT, &[&it.mail])) }
            form method="post" action="/sign-in/again/mail" {
                (next_field(&it.next))
                p.buttons { button.button { (t(m::SEND_CODE)) } }
            }
        }
    }
}

fn otherwise(it: &Again) -> Markup {
    let back = if it.of_staff { "/account" } else { it.next.as_str() };
    html! {
        section aria-labelledby="otherwise" {
            h2 id="otherwise" { (t(m::OTHERWISE)) }
            p { (t(m::OTHERWISE_ABOUT)) }
            form method="post" action="/sign-out" { p.buttons { button.button { (t(SIGN_OUT)) } " " a.button href=(back) { (t(m::LATER)) } } }
        }
    }
}

/// The page on which the code of a mail is typed. `address`: where it went.
pub fn code(address: &str, next: &str, problems: &[Problem]) -> AnyView {
    page(vec![
        html! { h1 { (t(m::AGAIN)) } },
        problem_box(problems),
        html! { p { (tf(m::BY_MAIL_ABOUT, &[address])) } },
        html! {
            form.desk-form method="post" action="/sign-in/again/code" {
                (next_field(next))
                (field(problems, "code", t(sign_in::CODE), "text", "", "one-time-code", t(sign_in::CODE_HINT)))
                p.buttons { button.button.button-primary { (t(m::CONFIRM)) } }
            }
        },
        html! { p { (t(sign_in::SENT_NOT)) } },
        html! { p.buttons { a.button href=(link(next)) { (t(m::AGAIN)) } } },
    ])
}

/// What was typed before, to be sent now. `to`: where it was sent first.
pub fn held(to: &str, fields: &[(String, String)], next: &str) -> AnyView {
    page(vec![
        html! { h1 { (t(m::PROVED)) } },
        html! { p { (t(m::HELD_ABOUT)) } },
        html! {
            form.desk-form method="post" action=(to) {
                @for (name, value) in fields { input type="hidden" name=(name) value=(value); }
                p.buttons { button.button.button-primary { (t(m::HELD_SEND)) } " " a.button href=(next) { (t(m::HELD_DROP)) } }
            }
        },
    ])
}

fn link(next: &str) -> String {
    format!("/sign-in/again?next={}", encode(next))
}

/// What stands in the place of a form that asks for a proof first. `what`: the form's name, so that links can be told apart.
pub fn first(what: Message, next: &str) -> Markup {
    html! {
        p { (t(m::FIRST)) }
        p.buttons { a.button href=(link(next)) { (tf(m::FIRST_LINK, &[t(what)])) } }
    }
}
