//! The account of a minor that waits: what can be done meanwhile, and the paper on which a guardian agrees.
//!
//! Invariant: whatever the guardian reads or not, somebody who is young is told what needs no account, and nothing of that waits.

use super::parts::done_box;
use crate::forms::pages::page;
use crate::messages::desk::SIGN_OUT;
use crate::messages::people::{guardian as m, sign_in};
use crate::ui::still::{Markup, html};
use crate::ui::text::{t, tf};
use engawa_core::Message;
use leptos::prelude::AnyView;

/// The page of an account that waits. `guardian`: who was asked by e-mail; empty: nobody.
pub fn waiting(guardian: &str, sent: bool) -> AnyView {
    let button = |action: &str, words: Message| -> Markup {
        html! { form method="post" action=(action) { p.buttons { button.button { (t(words)) } } } }
    };
    page(vec![
        html! { h1 { (t(sign_in::WAITING)) } },
        done_box(sent.then(|| t(sign_in::WAITING_SENT))),
        html! {
            div {
                @if !guardian.is_empty() {
                    p { (tf(sign_in::WAITING_ABOUT, &[guardian])) }
                    (button("/sign-in/waiting", sign_in::WAITING_AGAIN))
                }
            }
        },
        html! {
            section aria-labelledby="by-paper" {
                h2 id="by-paper" { (t(m::BY_PAPER)) }
                p { (t(sign_in::WAITING_PAPER)) }
                p { (t(m::BY_PAPER_ABOUT)) }
                (button("/sign-in/paper", m::SHOW_PAPER))
            }
        },
        html! {
            section aria-labelledby="meanwhile" {
                h2 id="meanwhile" { (t(m::MEANWHILE)) }
                p { (t(m::MEANWHILE_ABOUT)) }
                ul {
                    li { a href="/listings" { (t(m::CAN_READ)) } }
                    li { a href="/favourites" { (t(m::CAN_KEEP)) } }
                    li { a href="/forms" { (t(m::CAN_SEND)) } }
                }
                p { (t(m::CANNOT)) }
            }
        },
        button("/sign-out", SIGN_OUT),
    ])
}

/// What a paper says of an account.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PaperPage {
    /// The name of the city.
    pub city: String,
    /// The code that staff type; empty: a paper that lies at a desk, with boxes for what would be printed.
    pub code: String,
    /// The name on screen.
    pub name: String,
    /// The year of birth.
    pub born_year: String,
    /// The address with which its holder signs in.
    pub email: String,
}

/// Draws the sheet.
pub fn paper(it: PaperPage) -> AnyView {
    // What is not known is written by hand.
    let row = |head: Message, said: &str| -> Markup {
        html! { tr { th scope="row" { (t(head)) } td { @if said.is_empty() { span.paper-line { } } @else { strong { (said) } } } } }
    };
    page(vec![
        html! {
            div.paper-screen {
                p.desk-done role="status" { (t(if it.code.is_empty() { m::PAPER_BLANK } else { m::PAPER_PRINT })) }
                @if !it.code.is_empty() { p.buttons { a.button href="/sign-in/waiting" { (t(sign_in::WAITING)) } } }
            }
        },
        html! {
            article.paper {
                header.paper-head { div { p { (it.city) } h1 { (t(m::PAPER)) } } }
                p { (tf(m::PAPER_TEXT, &[&it.city])) }
                table.paper-table {
                    tbody {
                        (row(m::PAPER_CODE, &it.code))
                        (row(m::PAPER_CHILD, &it.name))
                        (row(m::PAPER_BORN, &it.born_year))
                        (row(m::PAPER_EMAIL, &it.email))
                        (row(m::PAPER_GUARDIAN, ""))
                        (row(m::PAPER_ON, ""))
                    }
                }
                p { (t(m::PAPER_BRING)) }
            }
        },
    ])
}
