//! One's own account: devices, passkeys, receipts, export, end.

use super::again::first;
use super::parts::{choice, done_box, field, problem_box};
use crate::forms::SubmissionState;
use crate::forms::pages::{moment, page};
use crate::listings::query::encode;
use crate::messages::forms;
use crate::messages::people::account as m;
use crate::messages::people::events;
use crate::messages::people::sign_in;
use crate::ui::still::{Markup, html};
use crate::ui::text::{t, tf};
use engawa_core::time::Millis;
use engawa_core::{Lang, Message, Problem};
use leptos::prelude::AnyView;

/// A device that is signed in.
#[derive(Clone, Debug)]
pub struct DeviceRow {
    /// Digest of its session's id.
    pub key: String,
    /// What it is: `Chrome, Android`; may be empty.
    pub label: String,
    /// When it signed in.
    pub began_at: Millis,
    /// When it was last here.
    pub seen_at: Millis,
    /// It is the one that looks.
    pub is_this: bool,
}

/// Something that was sent.
#[derive(Clone, Debug)]
pub struct ReceiptRow {
    /// The short number.
    pub receipt_no: String,
    /// What only its holder knows.
    pub secret: String,
    /// What the form is called, or what was done.
    pub title: String,
    /// Where a submission is; nothing: it is none, or was deleted.
    pub state: Option<SubmissionState>,
    /// When it was sent.
    pub at: Millis,
}

/// The account.
#[derive(Clone, Debug, Default)]
pub struct AccountPage {
    /// Whoever looks proved a moment ago who they are: what changes ways to sign in is open.
    pub fresh: bool,
    /// Name on screen.
    pub name: String,
    /// E-mail address; empty: none.
    pub email: String,
    /// Language.
    pub lang: Lang,
    /// A link by e-mail signs in.
    pub by_mail: bool,
    /// The city's identity provider signs in.
    pub by_provider: bool,
    /// So many passkeys sign in.
    pub passkeys: i64,
    /// There is a password.
    pub has_password: bool,
    /// It may be forgotten: whoever looks proved a moment ago by another way who they are.
    pub may_forget: bool,
    /// The shortest password.
    pub password_min: usize,
    /// Recovery codes that were not used yet.
    pub recovery_left: i64,
    /// When a guardian agreed; 0: nobody has to.
    pub consent_at: Millis,
    /// Devices, the newest first.
    pub devices: Vec<DeviceRow>,
    /// What was sent, the newest first.
    pub receipts: Vec<ReceiptRow>,
    /// What was done just now.
    pub done: Option<Message>,
    /// What is wrong.
    pub problems: Vec<Problem>,
    /// What was typed into the form that is wrong, by its field.
    pub typed: Vec<(String, String)>,
}

impl AccountPage {
    fn typed<'a>(&'a self, name: &str, otherwise: &'a str) -> &'a str {
        self.typed.iter().find(|(field, _)| field == name).map_or(otherwise, |(_, value)| value.as_str())
    }
}

/// Draws it.
pub fn account(it: &AccountPage) -> AnyView {
    page(vec![
        html! { h1 { (t(m::MY_ACCOUNT)) } },
        done_box(it.done.map(t)),
        problem_box(&it.problems),
        around(),
        receipts(it),
        about(it),
        ways(it),
        email(it),
        password(it),
        passkeys(),
        recovery(it),
        devices(it),
        own_data(),
    ])
}

/// A form of one's own page.
fn form(action: &str, fields: &Markup, button: Message) -> Markup {
    html! { form.desk-form method="post" action=(action) { (fields) p.buttons { button.button { (t(button)) } } } }
}

/// A form of one button.
fn button(action: &str, words: Message) -> Markup {
    html! { form method="post" action=(action) { p.buttons { button.button { (t(words)) } } } }
}

fn section(id: &str, title: Message, inside: &Markup) -> Markup {
    html! { section aria-labelledby=(id) { h2 id=(id) { (t(title)) } (inside) } }
}

/// The pages that belong to an account.
fn around() -> Markup {
    let links = [
        ("/account/notices", m::TO_NOTICES),
        ("/my/groups", m::TO_GROUPS),
        ("/account/cases", m::TO_CASES),
        ("/account/passkeys", m::PASSKEYS_LINK),
        ("/account/events", events::EVENTS),
        ("/account/who-looked", m::TO_LOOKS),
    ];
    let inside = html! { ul.account-links { @for (path, words) in links { li { a.button href=(path) { (t(words)) } } } } };
    html! { nav aria-label=(t(m::AROUND)) { (inside) } }
}

/// By what one can sign in now, so that nobody finds out on the day on which it is needed.
fn ways(it: &AccountPage) -> Markup {
    let way = |name: Message, is_there: bool| (name, if is_there { m::WAY_YES } else { m::WAY_NO });
    let list = [
        way(m::WAY_MAIL, it.by_mail),
        way(m::PASSKEYS, it.passkeys > 0),
        way(m::PASSWORD, it.has_password),
        way(m::WAY_PROVIDER, it.by_provider),
        way(m::RECOVERY, it.recovery_left > 0),
    ];
    let inside = html! { dl.account-ways { @for (name, there) in list { dt { (t(name)) } dd { (t(there)) } } } };
    section("ways", m::WAYS, &inside)
}

fn about(it: &AccountPage) -> Markup {
    let name = field(&it.problems, "name", t(sign_in::NAME), "text", it.typed("name", &it.name), "nickname", t(sign_in::NAME_HINT));
    let langs: [(&str, &str); 3] = [("ja", t(m::LANG_JA)), ("ja-easy", t(m::LANG_JA_EASY)), ("en", t(m::LANG_EN))];
    let lang = choice(&it.problems, "lang", t(m::LANGUAGE), it.lang.code(), &langs);
    let inside = html! {
        p { (tf(m::CURRENT_NAME, &[&it.name])) }
        @if it.consent_at > 0 { p { (tf(m::MINOR, &[&moment(it.consent_at)])) } }
        (form("/account/name", &name, m::SAVE_NAME))
        (form("/account/language", &lang, m::SAVE_LANGUAGE))
    };
    section("about", m::ABOUT_ME, &inside)
}

fn email(it: &AccountPage) -> Markup {
    let line = field(&it.problems, "email", t(m::EMAIL_NEW), "email", it.typed("email", ""), "email", "");
    let inside = html! {
        @if !it.email.is_empty() { p { (tf(m::EMAIL_NOW, &[&it.email])) } }
        @if it.fresh { (form("/account/email", &line, m::EMAIL_SEND)) } @else { (first(m::EMAIL, "/account#email")) }
    };
    section("email", m::EMAIL, &inside)
}

fn password(it: &AccountPage) -> Markup {
    let hint = tf(m::PASSWORD_HINT, &[&it.password_min.to_string()]);
    let forgotten = if it.may_forget { t(m::PASSWORD_FORGOTTEN) } else { "" };
    let fields = html! {
        @if it.has_password { (field(&it.problems, "current", t(m::PASSWORD_NOW), "password", "", "current-password", forgotten)) }
        (field(&it.problems, "password", t(m::PASSWORD_NEW), "password", "", "new-password", &hint))
    };
    let inside = html! {
        p { (t(m::PASSWORD_ABOUT)) }
        @if it.fresh { (form("/account/password", &fields, m::PASSWORD_SET)) } @else { (first(m::PASSWORD, "/account#password")) }
        @if it.has_password && it.fresh {
            details open[it.problems.iter().any(|problem| problem.path == "remove")] {
                summary { (t(m::PASSWORD_REMOVE)) }
                p { (t(m::PASSWORD_REMOVE_ABOUT)) }
                (form("/account/password/remove", &field(&it.problems, "remove", t(m::PASSWORD_NOW), "password", "", "current-password", ""), m::PASSWORD_REMOVE))
            }
        }
    };
    section("password", m::PASSWORD, &inside)
}

fn passkeys() -> Markup {
    section("passkeys", m::PASSKEYS, &html! { p.buttons { a.button href="/account/passkeys" { (t(m::PASSKEYS_LINK)) } } })
}

fn recovery(it: &AccountPage) -> Markup {
    let inside = html! {
        p { (tf(m::RECOVERY_ABOUT, &[&it.recovery_left.to_string()])) }
        @if it.fresh { (button("/account/recovery", m::RECOVERY_MAKE)) } @else { (first(m::RECOVERY, "/account#recovery")) }
    };
    section("recovery", m::RECOVERY, &inside)
}

fn devices(it: &AccountPage) -> Markup {
    // Where else somebody is signed in is shown to whoever can show that it is them.
    if !it.fresh {
        return section("devices", m::DEVICES, &first(m::DEVICES, "/account#devices"));
    }
    let inside = html! {
        ul.desk-list {
            @for row in &it.devices {
                @let label = if row.label.is_empty() { t(m::DEVICE_UNKNOWN) } else { row.label.as_str() };
                li.desk-row {
                    p.desk-row-title { (label) @if row.is_this { " " span.tag { (t(m::DEVICE_THIS)) } } }
                    p.desk-row-note { (tf(m::DEVICE_ROW, &[&moment(row.began_at), &moment(row.seen_at)])) }
                    form method="post" action="/account/devices/end" {
                        input type="hidden" name="key" value=(row.key);
                        button.button.button-small { (tf(m::DEVICE_END, &[label])) }
                    }
                }
            }
        }
        (button("/account/devices/end-all", m::DEVICES_END))
    };
    section("devices", m::DEVICES, &inside)
}

fn receipts(it: &AccountPage) -> Markup {
    let fields = html! {
        (field(&it.problems, "receipt_no", t(m::RECEIPT_NO), "text", it.typed("receipt_no", ""), "off", ""))
        (field(&it.problems, "secret", t(m::RECEIPT_SECRET), "text", it.typed("secret", ""), "off", ""))
    };
    let inside = html! {
        @if it.receipts.is_empty() { p { (t(m::RECEIPTS_NONE)) } } @else {
            ul.desk-list {
                @for row in &it.receipts {
                    li.desk-row {
                        p.desk-row-title {
                            @if let Some(state) = row.state {
                                span.tag { (t(forms::state(state))) } " "
                                a href=(format!("/forms/receipts/{}?secret={}", encode(&row.receipt_no), encode(&row.secret))) { (row.title) }
                            } @else { (row.title) }
                        }
                        p.desk-row-note { (tf(m::RECEIPT_ROW, &[&row.receipt_no, &moment(row.at)])) }
                    }
                }
            }
        }
        details open[it.problems.iter().any(|problem| problem.path == "receipt_no")] {
            summary { (t(m::RECEIPT_COLLECT)) }
            (form("/account/receipts", &fields, m::RECEIPT_TAKE))
        }
    };
    section("receipts", m::RECEIPTS, &inside)
}

fn own_data() -> Markup {
    let inside = html! {
        p.buttons {
            a.button href="/account/export" { (t(m::EXPORT)) } " "
            a.button href="/account/end" { (t(m::END)) }
        }
    };
    section("own-data", m::OWN_DATA, &inside)
}

/// Recovery codes, shown once.
pub fn codes(codes: &[String]) -> AnyView {
    page(vec![
        html! { h1 { (t(m::RECOVERY_NEW)) } },
        html! { p.desk-done role="status" { (t(m::RECOVERY_KEEP)) } },
        html! { ol.recovery-codes { @for code in codes { li { code { (code) } } } } },
        html! { p { a.button href="/account" { (t(m::BACK)) } } },
    ])
}

/// The page that ends an account.
pub fn end(problems: &[Problem]) -> AnyView {
    page(vec![
        html! { h1 { (t(m::END)) } },
        problem_box(problems),
        html! { p { (t(m::END_ABOUT)) } },
        html! {
            form.desk-form method="post" action="/account/end" {
                (field(problems, "word", &tf(m::END_TYPE, &[t(m::END_WORD)]), "text", "", "off", ""))
                p.buttons { button.button { (t(m::END_BUTTON)) } " " a.button href="/account" { (t(m::BACK)) } }
            }
        },
    ])
}
