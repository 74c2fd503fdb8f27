//! A receipt as a slip: its two numbers, what and when, and a code that opens its page on another device.
//!
//! Everything on it comes from the entry on this device, so it can be shown and printed without a connection. The secret stands in it:
//! whoever has the slip has the receipt.

use super::super::kept::Awake;
use super::super::when::on_record;
use super::super::word;
use super::{HEADING, answer, ask, sure, title_of};
use crate::forms::device::OutboxLine;
use crate::forms::receipt::secret_of;
use crate::listings::query::encode;
use crate::messages::forms::{self, papers as m};
use crate::ui::{Icon, Markup, html, qr, still, svg, use_lang};
use engawa_core::Lang;
use engawa_core::outbox::{Slip, UnixMs};
use engawa_core::time::Millis;
use leptos::prelude::*;

/// A line that is done.
pub fn done(line: OutboxLine, device: Awake) -> AnyView {
    let lang = use_lang();
    let title = title_of(&line);
    let origin = device.with_untracked(|device| device.as_ref().map(|device| device.origin()).unwrap_or_default());
    let slip = line.entry.as_ref().and_then(Slip::of).map(|slip| paper(&slip, &title, &origin, lang));
    let piece = still(slip.unwrap_or_else(|| html! { h3.tray-title { (title) } }));
    let answer = answer::draw(&line, device);
    let word = word::at_receipt(&line, device);
    let id = line.id;
    let put_away = move || {
        ask(device, |device| {
            device.dismiss(&id);
            device.focus(HEADING);
        });
    };
    view! {
        <li class="tray-item">
            {piece}
            {answer}
            {word}
            {sure(m::PUT_AWAY.text(lang).to_owned(), m::PUT_AWAY_SURE, m::PUT_AWAY_NOW, put_away)}
        </li>
    }
    .into_any()
}

/// The page of a receipt on the server.
pub fn path_of(number: &str, secret: &str) -> String {
    format!("/forms/receipts/{}?secret={}", encode(number), encode(secret))
}

fn at(moment: UnixMs, lang: Lang) -> String {
    on_record(Millis::try_from(moment).unwrap_or(Millis::MAX), lang)
}

fn paper(slip: &Slip<'_>, title: &str, origin: &str, lang: Lang) -> Markup {
    let secret = secret_of(slip.id).unwrap_or_default();
    let has_number = !slip.number.is_empty();
    // Only what came in through a form has a page of its receipt, which its secret opens.
    let has_page = has_number && slip.subject.starts_with("draft:");
    let path = path_of(slip.number, &secret);
    let fact = |name: &str, value: &str| html! { div.fact { dt { (name) } dd { (value) } } };
    let files: Vec<&str> = slip.attachments.iter().map(|file| file.name.as_str()).collect();
    html! {
        div.tray-slip translate="no" {
            h3.tray-title { (title) }
            p.tray-done { (svg(Icon::Check)) span { (forms::RECEIPT_DONE.text(lang)) } }
            div.tray-slip-row {
                dl.facts {
                    @if has_number {
                        div.fact { dt { (forms::RECEIPT_NO.text(lang)) } dd { strong.tray-number { (slip.number) } } }
                    }
                    @if has_page {
                        div.fact { dt { (forms::RECEIPT_SECRET.text(lang)) } dd { strong.tray-number { (secret) } } }
                    }
                    (fact(m::SLIP_ASKED.text(lang), &at(slip.asked_at, lang)))
                    (fact(m::SLIP_DONE.text(lang), &at(slip.done_at, lang)))
                    @if !files.is_empty() { (fact(m::SLIP_FILES.text(lang), &files.join(" / "))) }
                }
                @if has_page { (qr(&format!("{origin}{path}"), m::SLIP_QR.text(lang))) }
            }
            @if slip.cancel_asked { p { (m::SLIP_CANCELLED.text(lang)) } }
            @if has_page {
                p.quiet { (forms::RECEIPT_KEEP.text(lang)) }
                p.buttons { a.button href=(path) rel="external nofollow" { (svg(Icon::External)) span { (m::SLIP_OPEN.text(lang)) } } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slip<'a>(number: &'a str, title: &'a str) -> Slip<'a> {
        Slip {
            id: "0193483e-7a00-7abc-8def-0123456789ab",
            number,
            title,
            subject: "draft:d",
            asked_at: 1_795_150_800_000,
            done_at: 1_795_150_860_000,
            cancel_asked: false,
            attachments: &[],
        }
    }

    #[test]
    fn a_slip_tells_both_numbers_and_leads_to_its_page() {
        let drawn = paper(&slip("ABCD-1234", "T"), "<T>", "https://city.example.jp", Lang::En).into_string();
        let secret = secret_of("0193483e-7a00-7abc-8def-0123456789ab").unwrap();
        for part in ["ABCD-1234", &secret, &path_of("ABCD-1234", &secret), "Fri 20 Nov 2026 14:00", "14:01", "role=\"img\"", "&lt;T&gt;"] {
            assert!(drawn.contains(part), "{part} in {drawn}");
        }
    }

    #[test]
    fn without_a_number_there_is_nothing_to_look_up() {
        let drawn = paper(&slip("", "T"), "T", "", Lang::En).into_string();
        assert!(!drawn.contains("/forms/receipts/") && !drawn.contains("<svg class=\"qr\""), "{drawn}");
    }
}
