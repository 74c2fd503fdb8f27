//! What was sent at a shared screen in this session: its receipts, to be taken along. What was sent earlier is found by its two numbers.
//!
//! Both numbers are known as soon as something is sealed, so they are shown without a connection too. The page says honestly where a thing
//! is: sealed here, or with the city.

use super::lookup;
use super::slip::path_of;
use crate::device::use_device;
use crate::forms::pages::when::on_record;
use crate::kiosk::config::Room;
use crate::kiosk::pages::device::{KioskSignals, Sent, use_prints};
use crate::kiosk::pages::frame::use_origin;
use crate::messages::forms as f;
use crate::messages::forms::papers as m;
use crate::messages::kiosk::screen as s;
use crate::ui::{Head, Icon, Markup, Notice, Tone, html, icon, qr, still, svg, t, use_lang};
use engawa_core::Lang;
use leptos::prelude::*;

/// `/outbox` at a shared screen.
pub fn page(signals: KioskSignals) -> AnyView {
    let lang = use_lang();
    let origin = use_origin();
    let device = StoredValue::new(use_device());
    let is_empty = Memo::new(move |_| signals.sent.with(Vec::is_empty));
    let prints = use_prints();
    let is_unprinted = move || is_empty.get() || !prints.get();
    // Right after sending the page opens at every screen; looking something up is what staff allow.
    let may_look = Memo::new(move |_| signals.enrolment.with(|it| it.config.rooms.contains(&Room::Receipts)));
    let none = move || is_empty.get().then(|| view! { <Notice tone=Tone::Note text=s::SENT_NONE.text(lang) /> });
    let slips = move || {
        let origin = origin.get();
        signals.sent.with(|sent| sent.iter().rev().map(|sent| view! { <li class="tray-item">{still(slip(sent, &origin, lang))}</li> }).collect_view())
    };
    view! {
        <Head title=t(s::SENT) description=t(s::SENT_LEAD) path="/outbox" noindex=true />
        <div class="wrap page tray">
            <h1>{t(s::SENT)}</h1>
            <p class="lead">{t(s::SENT_LEAD)}</p>
            {none}
            <p class="buttons" hidden=is_unprinted>
                <button type="button" class="button button-primary" on:click=move |_| device.with_value(|device| device.print())>
                    {icon(Icon::Print)}
                    <span>{t(m::SLIP_PRINT)}</span>
                </button>
            </p>
            <ul class="tray-list" aria-live="polite">
                {slips}
            </ul>
            {move || may_look.get().then(lookup::draw)}
            {still(html! { p { a href="/forms/receipts" rel="external" { (t(s::SENT_OTHER)) } } })}
        </div>
    }
    .into_any()
}

/// One receipt.
fn slip(sent: &Sent, origin: &str, lang: Lang) -> Markup {
    let (picture, standing) = if sent.delivered { (Icon::Check, s::SENT_DELIVERED) } else { (Icon::Mail, s::SENT_SEALED) };
    let address = format!("{origin}{}", path_of(&sent.number, &sent.secret));
    html! {
        div.tray-slip translate="no" {
            h2.tray-title data-unsaid { (sent.title) }
            p.tray-done { (svg(picture)) span { (standing.text(lang)) } }
            div.tray-slip-row {
                dl.facts {
                    div.fact { dt { (f::RECEIPT_NO.text(lang)) } dd { strong.tray-number { (sent.number) } } }
                    div.fact { dt { (f::RECEIPT_SECRET.text(lang)) } dd data-unsaid { strong.tray-number { (sent.secret) } } }
                    div.fact { dt { (s::SENT_AT.text(lang)) } dd { (on_record(sent.at, lang)) } }
                }
                (qr(&address, s::SENT_QR.text(lang)))
            }
            p.quiet { (s::SENT_KEEP.text(lang)) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receipt_says_where_the_thing_is() {
        let mut sent = Sent {
            id: "x".into(),
            number: "ABCD-1234".into(),
            secret: "AAAA-BBBB-CCCC-DDDD".into(),
            title: "<T>".into(),
            at: 1_795_150_800_000,
            delivered: false,
        };
        let drawn = slip(&sent, "https://city.example.jp", Lang::En).into_string();
        for part in ["ABCD-1234", "AAAA-BBBB-CCCC-DDDD", "&lt;T&gt;", "role=\"img\"", s::SENT_SEALED.text(Lang::En)] {
            assert!(drawn.contains(part), "{part} in {drawn}");
        }
        // What it is called may be made of answers, and the secret is one: neither is read aloud.
        for unsaid in ["data-unsaid>&lt;T&gt;", "data-unsaid><strong class=\"tray-number\">AAAA-BBBB"] {
            assert!(drawn.contains(unsaid), "{unsaid} in {drawn}");
        }
        sent.delivered = true;
        let drawn = slip(&sent, "", Lang::En).into_string();
        assert!(drawn.contains(s::SENT_DELIVERED.text(Lang::En)) && !drawn.contains(s::SENT_SEALED.text(Lang::En)), "{drawn}");
    }
}
