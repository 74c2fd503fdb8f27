//! Passkeys of an account, the button that signs in with one, and what is said when the city's identity provider did not help.
//!
//! The buttons work by `/passkey.js`, which holds no words: what it says stands in attributes here. Without it they stay hidden and a
//! sentence says so; the other ways to sign in need no script.

use super::again::first;
use crate::forms::pages::page;
use crate::listings::query::encode;
use crate::messages::people::passkeys as m;
use crate::messages::problems;
use crate::ui::date;
use crate::ui::still::{Markup, Together as _, html, still};
use crate::ui::text::{t, tf, use_lang};
use chrono::NaiveDate;
use engawa_core::Problem;
use leptos::prelude::AnyView;

/// A passkey in the list.
#[derive(Clone, Debug)]
pub struct PasskeyRow {
    /// Its id here.
    pub id: String,
    /// What its holder calls it.
    pub label: String,
    /// When it was made.
    pub made: NaiveDate,
    /// When it was last used; `None`: never.
    pub used: Option<NaiveDate>,
}

/// What has just happened, as the address of the page says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// One was made.
    Added,
    /// One was removed.
    Removed,
}

/// The passkeys of an account. `label`: what a new one is called if nothing else is said. `fresh`: whoever looks proved a moment ago who they
/// are, so that one can be made. `needed`: the day from which staff need one.
pub fn passkeys(rows: &[PasskeyRow], label: &str, done: Option<Done>, fresh: bool, needed: Option<NaiveDate>) -> AnyView {
    let done = done.map(|done| if done == Done::Added { m::ADDED } else { m::REMOVED });
    let mut pieces = vec![html! { h1 { (t(m::PASSKEYS)) } }];
    pieces.extend(done.map(|done| html! { p.desk-done role="status" { (t(done)) } }));
    pieces.extend(needed.map(|day| html! { p { strong { (tf(m::STAFF_FROM, &[&date::full(day, use_lang())])) } } }));
    pieces.extend([
        html! { p { (t(m::PASSKEYS_ABOUT)) } },
        list(rows),
        html! {
            section aria-labelledby="add" {
                h2 id="add" { (t(m::ADD)) }
                @if fresh {
                    div.field {
                        label.field-label for="passkey-label" { (t(m::LABEL)) }
                        p.field-hint id="passkey-label-hint" { (t(m::LABEL_HINT)) }
                        input.input type="text" id="passkey-label" maxlength="60" value=(label) autocomplete="off" aria-describedby="passkey-label-hint";
                    }
                    (button("register", "button button-primary", t(m::ADD), "/account/passkeys?done=added"))
                } @else { (first(m::ADD, "/account/passkeys")) }
            }
        },
    ]);
    page(pieces)
}

fn list(rows: &[PasskeyRow]) -> Markup {
    if rows.is_empty() {
        return html! { p { (t(m::NONE_YET)) } };
    }
    let lang = use_lang();
    let rows = rows.iter().map(|row| {
        html! {
            li.desk-row {
                p.desk-row-title { (row.label) }
                p.desk-row-note { (tf(m::MADE, &[&date::full(row.made, lang)])) }
                p.desk-row-note { @if let Some(used) = row.used { (tf(m::USED, &[&date::full(used, lang)])) } @else { (t(m::NEVER_USED)) } }
                form method="post" action="/account/passkeys/remove" {
                    input type="hidden" name="id" value=(row.id);
                    button.button { (tf(m::REMOVE, &[&row.label])) }
                }
            }
        }
    });
    let rows = rows.together();
    html! { ul.desk-list { (rows) } }
}

/// A button of `/passkey.js` with all that it may have to say. The first thing to do on a page is the one primary button there.
fn button(ceremony: &str, class: &str, words: &str, next: &str) -> Markup {
    html! {
        div.passkey {
            p.buttons {
                button class=(class) type="button" hidden data-passkey=(ceremony) data-next=(next) data-working=(t(m::WORKING))
                    data-cancelled=(t(m::CANCELLED)) data-already=(t(m::ALREADY)) data-failed=(t(m::FAILED)) data-unreached=(t(m::UNREACHED))
                    data-unsupported=(t(m::UNSUPPORTED)) { (words) }
            }
            p role="status" data-passkey-status { noscript { (t(m::NEEDS_SCRIPT)) } }
        }
    }
}

/// The button that signs in with a passkey; `next`: where to go then, a path of this site. The page needs the script `/passkey.js`. A field
/// with `webauthn` in its `autocomplete` on the same page offers passkeys too.
pub fn passkey_button(next: &str) -> AnyView {
    still(button("sign-in", "button", t(m::SIGN_IN_WITH), next))
}

/// The link to the city's identity provider, for staff.
pub fn provider_link(next: &str) -> AnyView {
    let href = format!("/sign-in/oidc?next={}", encode(next));
    still(html! { p.buttons { a.button href=(href) { (t(m::PROVIDER_SIGN_IN)) } } })
}

/// What is shown when signing in at the identity provider led to nothing.
pub fn refused(problem: &Problem) -> AnyView {
    let words = problems::sentence(problem, use_lang());
    page(vec![
        html! { h1 { (t(m::PROVIDER_SIGN_IN)) } },
        html! { p.desk-problem role="alert" { (words) } },
        html! {
            p.buttons {
                a.button.button-primary href="/sign-in/oidc" { (t(m::PROVIDER_SIGN_IN)) }
                " "
                a.button href="/sign-in" { (t(m::TRY_ANOTHER_WAY)) }
            }
        },
    ])
}
