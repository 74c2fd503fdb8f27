//! The receipt of a submission, for whoever holds its two numbers.

use super::when::on_record;
use super::{page, said};
use crate::forms::SubmissionState;
use crate::forms::receipt::{Standing, short_digest};
use crate::listings::query::encode;
use crate::messages::common;
use crate::messages::forms::{self as m, papers, word};
use crate::ui::date;
use crate::ui::qr::qr;
use crate::ui::still::{Markup, html};
use crate::ui::text::{t, tf, use_lang};
use engawa_core::Problem;
use engawa_core::time::jst_date;
use leptos::prelude::AnyView;

/// A receipt.
#[derive(Clone, Debug)]
pub struct ReceiptPage {
    /// What its holder sees.
    pub standing: Standing,
    /// What only the holder knows.
    pub secret: String,
    /// Where its holder sees it again, with both numbers.
    pub address: String,
    /// It was sent just now.
    pub is_new: bool,
    /// A reply was sent just now.
    pub is_answered: bool,
    /// What stands in the reply, if it was refused.
    pub typed: String,
    /// The id of the command of a button; each page has one button pressed.
    pub command: String,
    /// Why something was not done.
    pub problems: Vec<Problem>,
}

/// Draws a receipt.
pub fn receipt(it: ReceiptPage) -> AnyView {
    let (standing, lang) = (&it.standing, use_lang());
    let told: Vec<Markup> = standing
        .messages
        .iter()
        .map(|told| html! { li { (on_record(told.at, lang)) " " strong { (t(m::state(told.state))) } @if !told.text.is_empty() { p { (told.text) } } } })
        .collect();
    let mut pieces = vec![html! { h1 { (t(m::RECEIPT)) } }];
    if it.is_new {
        pieces.push(html! { p.desk-done role="status" { (t(m::RECEIPT_DONE)) } });
    }
    if it.is_answered {
        pieces.push(html! { p.desk-done role="status" { (t(m::REPLIED)) } });
    }
    if let Some(problem) = it.problems.first() {
        pieces.push(html! { p.desk-problem role="alert" { (said(problem)) } });
    }
    pieces.push(html! {
        dl {
            dt { (t(m::FORM)) } dd { (standing.title) }
            dt { (t(m::RECEIPT_NO)) } dd { strong { (standing.receipt_no) } }
            dt { (t(m::RECEIPT_SECRET)) } dd { strong { (it.secret) } }
            dt { (t(m::RECEIPT_RECEIVED)) } dd { (on_record(standing.received_at, lang)) }
            dt { (t(m::RECEIPT_STATE)) } dd {
                strong { (t(m::state(standing.state))) }
                @if !standing.replaced_by.is_empty() { " " (tf(m::REPLACED_BY, &[&standing.replaced_by])) }
            }
            dt { (t(m::RECEIPT_DELETED)) } dd { (date::full(jst_date(standing.deleted_at), lang)) }
            @if !standing.content_sha256.is_empty() {
                dt { (t(m::RECEIPT_DIGEST)) } dd { (digest(&standing.content_sha256)) " " span.digest-about { (t(m::RECEIPT_DIGEST_ABOUT)) } }
            }
        }
    });
    pieces.push(html! { p { (t(m::RECEIPT_KEEP)) } });
    pieces.push(html! { div.paper-qr { (qr(&it.address, t(m::RECEIPT_QR))) } });
    pieces.push(html! {
        div {
            p.buttons { a.button href=(word_of(&standing.receipt_no, &it.secret)) rel="external nofollow" { (t(word::SAVE)) } }
            p.quiet { (t(word::SAVE_TEXT)) }
        }
    });
    pieces.push(html! {
        section aria-labelledby="messages" {
            h2 id="messages" { (t(m::RECEIPT_MESSAGES)) }
            @if told.is_empty() { p { (t(m::RECEIPT_NO_MESSAGES)) } } @else { ul { @for line in &told { (line) } } }
        }
    });
    if standing.state == SubmissionState::SentBack {
        pieces.push(correct(&it));
    }
    if standing.state.may_be_withdrawn() && standing.messages.iter().any(|told| !told.text.is_empty()) {
        pieces.push(reply(&it));
    }
    if standing.state.may_be_withdrawn() {
        pieces.push(withdraw(&it));
    }
    pieces.push(onward(Some(&standing.form_id)));
    page(pieces)
}

/// Where to go from here: this page stands apart from the others, and whoever came from a form that they sent has no page to go back to.
fn onward(form_id: Option<&str>) -> Markup {
    let about = form_id.map(|id| (format!("/forms/{}", encode(id)), t(m::RECEIPT_FORM)));
    let others = [("/forms", papers::FORMS), ("/drafts", papers::DRAFTS), ("/outbox", papers::OUTBOX), ("/", common::HOME)];
    let ways = about.into_iter().chain(others.map(|(href, name)| (href.to_owned(), t(name))));
    html! {
        nav.tray-ways aria-label=(t(papers::WAYS)) {
            ul.inline-links { @for (href, name) in ways { li { a href=(href) { (name) } } } }
        }
    }
}

/// Where its holder has what was sent as a Word file.
fn word_of(number: &str, secret: &str) -> String {
    format!("/forms/receipts/{}/document.docx?secret={}", encode(number), encode(secret))
}

/// A digest: short on a screen, whole on paper, where nobody can ask for the rest.
pub(super) fn digest(whole: &str) -> Markup {
    html! {
        code.digest-short translate="no" { (short_digest(whole)) }
        code.digest-whole translate="no" { (whole) }
    }
}

fn correct(it: &ReceiptPage) -> Markup {
    html! {
        section aria-labelledby="correct" {
            h2 id="correct" { (t(m::CORRECT)) }
            p { (t(m::SENT_BACK)) }
            p { (t(m::CORRECT_ABOUT)) }
            form method="post" action=(format!("/forms/receipts/{}/correct", it.standing.receipt_no)) {
                input type="hidden" name="secret" value=(it.secret);
                p.buttons { button.button.button-primary { (t(m::CORRECT)) } }
            }
        }
    }
}

fn reply(it: &ReceiptPage) -> Markup {
    html! {
        section aria-labelledby="reply" {
            h2 id="reply" { (t(m::REPLY)) }
            form.desk-form method="post" action=(format!("/forms/receipts/{}/reply", it.standing.receipt_no)) {
                input type="hidden" name="command" value=(it.command);
                input type="hidden" name="secret" value=(it.secret);
                div.field {
                    label.field-label for="f-text" { (t(m::REPLY_TEXT)) }
                    textarea.input rows="4" id="f-text" name="text" required { "\n" (it.typed) }
                }
                p.buttons { button.button { (t(m::REPLY_SEND)) } }
            }
        }
    }
}

fn withdraw(it: &ReceiptPage) -> Markup {
    html! {
        details {
            summary { (t(m::WITHDRAW)) }
            form.desk-form method="post" action=(format!("/forms/receipts/{}", it.standing.receipt_no)) {
                input type="hidden" name="command" value=(it.command);
                input type="hidden" name="secret" value=(it.secret);
                div.field {
                    label.field-label for="f-reason" { (t(m::WITHDRAW_REASON)) }
                    textarea.input rows="3" id="f-reason" name="reason" {}
                }
                p.buttons { button.button { (t(m::WITHDRAW)) } }
            }
        }
    }
}

/// The form that asks for the two numbers.
pub fn lookup(number: &str, problem: Option<&Problem>) -> AnyView {
    page(vec![
        html! { h1 { (t(m::RECEIPT_FIND)) } },
        html! { p { (t(m::RECEIPT_FIND_ABOUT)) } },
        html! { div { @if let Some(problem) = problem { p.desk-problem role="alert" { (said(problem)) } } } },
        html! {
            form.desk-form method="get" action="/forms/receipts" {
                div.field {
                    label.field-label for="f-no" { (t(m::RECEIPT_NO)) }
                    p.field-hint id="f-no-hint" { (t(m::RECEIPT_NO_HINT)) }
                    input.input type="text" id="f-no" name="no" value=(number) autocomplete="off" autocapitalize="characters" aria-describedby="f-no-hint";
                }
                div.field {
                    label.field-label for="f-secret" { (t(m::RECEIPT_SECRET)) }
                    p.field-hint id="f-secret-hint" { (t(m::RECEIPT_SECRET_HINT)) }
                    input.input type="text" id="f-secret" name="secret" autocomplete="off" autocapitalize="characters" aria-describedby="f-secret-hint";
                }
                p.buttons { button.button.button-primary { (t(m::RECEIPT_SHOW)) } }
            }
        },
        onward(None),
    ])
}
