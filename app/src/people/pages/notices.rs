//! What an account was told of, and how it wants to be told: on this device, by e-mail.
//!
//! The button for this device works by `/push.js`, which holds no words: what it says stands in attributes here.

use crate::forms::pages::{moment, page};
use crate::messages::people::notices as m;
use crate::people::account::Digest;
use crate::ui::still::{Markup, Together as _, html};
use crate::ui::text::t;
use engawa_core::Message;
use engawa_core::time::Millis;
use leptos::prelude::AnyView;

/// A notice in the list.
#[derive(Clone, Debug)]
pub struct NoticeRow {
    /// What it says.
    pub sentence: String,
    /// Where it leads, on this site.
    pub path: String,
    /// When.
    pub at: Millis,
    /// Was read.
    pub seen: bool,
}

/// What has just happened, as the address of the page says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// All are marked as read.
    Seen,
    /// The digest is set.
    Digest,
}

/// All of the page.
#[derive(Clone, Debug)]
pub struct Notices {
    /// The newest first.
    pub rows: Vec<NoticeRow>,
    /// The public key of this server, where it pushes.
    pub push_key: Option<String>,
    /// The digest, where there is an address that it can go to.
    pub digest: Option<Digest>,
    /// What has just happened.
    pub done: Option<Done>,
}

/// Draws the page.
pub fn notices(page_of: &Notices) -> AnyView {
    let done = page_of.done.map(|done| if done == Done::Seen { m::ALL_SEEN } else { m::DIGEST_SAVED });
    let mut pieces = vec![html! { h1 { (t(m::NOTICES)) } }];
    pieces.extend(done.map(|done| html! { p.desk-done role="status" { (t(done)) } }));
    pieces.push(list(&page_of.rows));
    pieces.extend(page_of.push_key.as_deref().map(push));
    pieces.extend(page_of.digest.map(digest));
    page(pieces)
}

fn list(rows: &[NoticeRow]) -> Markup {
    if rows.is_empty() {
        return html! { p { (t(m::NOTICES_NONE)) } };
    }
    let has_new = rows.iter().any(|row| !row.seen);
    let rows = rows.iter().map(|row| {
        html! {
            li.desk-row {
                p.desk-row-title { a href=(row.path) { (row.sentence) } @if !row.seen { " " span.tag { (t(m::NEW)) } } }
                p.desk-row-note { (moment(row.at)) }
            }
        }
    });
    let rows = rows.together();
    html! {
        section {
            ul.desk-list { (rows) }
            @if has_new { form method="post" action="/account/notices/seen" { p.buttons { button.button { (t(m::MARK_ALL_SEEN)) } } } }
        }
    }
}

fn push(key: &str) -> Markup {
    html! {
        section aria-labelledby="push" {
            h2 id="push" { (t(m::PUSH)) }
            p { (t(m::PUSH_ABOUT)) }
            p.buttons {
                button.button type="button" hidden data-push=(key) data-turn-on=(t(m::PUSH_ON)) data-turn-off=(t(m::PUSH_OFF)) data-on=(t(m::PUSH_IS_ON))
                    data-off=(t(m::PUSH_IS_OFF)) data-denied=(t(m::PUSH_DENIED)) data-unsupported=(t(m::PUSH_UNSUPPORTED)) data-failed=(t(m::PUSH_FAILED)) {
                    (t(m::PUSH_ON))
                }
            }
            p role="status" data-push-status {}
        }
    }
}

fn how_often(digest: Digest) -> Message {
    match digest {
        Digest::Never => m::DIGEST_NEVER,
        Digest::Daily => m::DIGEST_DAILY,
        Digest::Weekly => m::DIGEST_WEEKLY,
    }
}

fn digest(now: Digest) -> Markup {
    let choices = Digest::ALL.iter().map(|choice| {
        let id = format!("digest-{}", choice.code());
        html! {
            p {
                input type="radio" name="digest" id=(id) value=(choice.code()) checked[*choice == now];
                label for=(id) { (t(how_often(*choice))) }
            }
        }
    });
    let choices = choices.together();
    html! {
        form.desk-form method="post" action="/account/notices/digest" {
            fieldset.desk-section {
                legend { (t(m::DIGEST)) }
                p id="digest-about" { (t(m::DIGEST_ABOUT)) }
                div.field { (choices) }
            }
            p.buttons { button.button { (t(m::DIGEST_SAVE)) } }
        }
    }
}
