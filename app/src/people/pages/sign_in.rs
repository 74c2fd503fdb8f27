//! Signing in: by e-mail, passkey, password, code, the city's identity provider.
//!
//! Invariant: a page looks the same whether or not an address has an account.

use super::parts::{choice, field, problem_box};
use crate::forms::pages::page;
use crate::messages::people::{guardian as g, passkeys, sign_in as m};
use crate::people::account::{GuardianWay, Newcomer};
use crate::ui::still::html;
use crate::ui::text::{t, tf};
use engawa_core::{Message, Problem};
use leptos::prelude::*;

/// The page of all ways.
#[derive(Clone, Debug, Default)]
pub struct SignIn {
    /// The address or name that was typed.
    pub login: String,
    /// Where to go afterwards.
    pub next: String,
    /// This site sends mail.
    pub mail: bool,
    /// What is wrong.
    pub problems: Vec<Problem>,
}

/// Draws it. `others`: the ways that need a script or another house, such as the button of passkeys.
pub fn sign_in(it: &SignIn, others: Vec<AnyView>) -> AnyView {
    let next = || html! { input type="hidden" name="next" value=(it.next); };
    let mail = html! {
        section aria-labelledby="by-mail" {
            h2 id="by-mail" { (t(m::BY_MAIL)) }
            @if it.mail {
                p { (t(m::BY_MAIL_ABOUT)) }
                form.desk-form method="post" action="/sign-in" {
                    (next())
                    (field(&it.problems, "email", t(m::EMAIL), "email", &it.login, "email webauthn", ""))
                    p.buttons { button.button.button-primary { (t(m::SEND)) } }
                }
            } @else {
                p { (t(m::NO_MAIL)) }
            }
        }
    };
    let password = html! {
        details open[it.problems.iter().any(|problem| problem.path == "login")] {
            summary { (t(m::BY_PASSWORD)) }
            form.desk-form method="post" action="/sign-in/password" {
                (next())
                (field(&it.problems, "login", t(m::LOGIN), "text", &it.login, "username webauthn", ""))
                (field(&[], "password", t(m::PASSWORD), "password", "", "current-password", ""))
                p.buttons { button.button { (t(m::SIGN_IN)) } }
            }
        }
    };
    let recovery = html! {
        details open[it.problems.iter().any(|problem| problem.path == "recovery_email")] {
            summary { (t(m::BY_RECOVERY)) }
            form.desk-form method="post" action="/sign-in/recovery" {
                (next())
                (field(&it.problems, "recovery_email", t(m::EMAIL), "email", &it.login, "email", ""))
                (field(&[], "recovery", t(m::RECOVERY_CODE), "text", "", "off", ""))
                p.buttons { button.button { (t(m::SIGN_IN)) } }
            }
        }
    };
    let other_ways = html! { h2 { (t(passkeys::TRY_ANOTHER_WAY)) } };
    let first = page(vec![html! { h1 { (t(m::SIGN_IN)) } }, html! { p { (t(m::ABOUT)) } }, problem_box(&it.problems), mail, other_ways]);
    let last = page(vec![password, recovery]);
    view! { {first} {others} {last} }.into_any()
}

/// The page on which the code of a mail is typed. `address`: where it went.
pub fn code(address: &str, problems: &[Problem]) -> AnyView {
    page(vec![
        html! { h1 { (t(m::SENT)) } },
        problem_box(problems),
        html! { p { (tf(m::SENT_ABOUT, &[address])) } },
        html! {
            form.desk-form method="post" action="/sign-in/code" {
                (field(problems, "code", t(m::CODE), "text", "", "one-time-code", t(m::CODE_HINT)))
                p.buttons { button.button.button-primary { (t(m::GO_ON)) } }
            }
        },
        html! { p { (t(m::SENT_NOT)) } },
        html! { p.buttons { a.button href="/sign-in" { (t(m::AGAIN)) } } },
    ])
}

/// A page with one button that uses a link: opening it alone uses nothing, because programs open the links in mails too.
pub fn link(title: Message, about: &str, action: &str, token: &str, button: Message) -> AnyView {
    page(vec![
        html! { h1 { (t(title)) } },
        html! { p { (about) } },
        html! {
            form.desk-form method="post" action=(action) {
                input type="hidden" name="t" value=(token);
                p.buttons { button.button.button-primary { (t(button)) } }
            }
        },
    ])
}

/// A page that says one thing and leads on.
pub fn note(title: Message, about: Message, path: &str, words: Message) -> AnyView {
    page(vec![html! { h1 { (t(title)) } }, html! { p { (t(about)) } }, html! { p { a.button href=(path) { (t(words)) } } }])
}

/// What a newcomer is asked. `address`: the one that was proven.
pub fn welcome(address: &str, said: &Newcomer, problems: &[Problem]) -> AnyView {
    let ages: [(&str, &str); 2] = [("yes", t(m::AGE_YES)), ("no", t(m::AGE_NO))];
    let ways = [(GuardianWay::Mail.code(), t(g::WAY_MAIL)), (GuardianWay::Paper.code(), t(g::WAY_PAPER))];
    page(vec![
        html! { h1 { (t(m::WELCOME)) } },
        html! { p { (tf(m::WELCOME_ABOUT, &[address])) } },
        problem_box(problems),
        html! {
            form.desk-form method="post" action="/sign-in/welcome" {
                (field(problems, "name", t(m::NAME), "text", &said.name, "nickname", t(m::NAME_HINT)))
                (choice(problems, "of_age", t(m::AGE), &said.of_age, &ages))
                (field(problems, "born_year", t(m::BORN_YEAR), "text", &said.born_year, "bday-year", t(m::BORN_YEAR_HINT)))
                (choice(problems, "way", t(g::WAY), &said.way, &ways))
                (field(problems, "guardian", t(m::GUARDIAN), "email", &said.guardian, "off", t(m::GUARDIAN_HINT)))
                p { (t(g::MEANWHILE_ABOUT)) }
                p.buttons { button.button.button-primary { (t(m::MAKE)) } }
            }
        },
    ])
}
