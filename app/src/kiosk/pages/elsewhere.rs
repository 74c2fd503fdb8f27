//! What cannot be opened at a shared screen: another site, a telephone number, a page of accounts. It is taken along by a QR code.

use super::frame::{focus_page, use_origin};
use crate::kiosk::pages::device::Kiosk;
use crate::messages::common as c;
use crate::messages::kiosk::screen as m;
use crate::ui::{Icon, icon, qr, still, use_lang};
use engawa_core::{Lang, Message};
use leptos::html;
use leptos::prelude::*;

/// What it is, in words, and what a person would read of it.
fn told(address: &str) -> (Message, Option<Message>, &str) {
    if let Some(number) = address.strip_prefix("tel:") {
        (m::ELSEWHERE_CALL, None, number)
    } else if let Some(mail) = address.strip_prefix("mailto:") {
        (m::ELSEWHERE_MAIL, None, mail.split('?').next().unwrap_or_default())
    } else {
        (m::ELSEWHERE, Some(m::ELSEWHERE_TEXT), address)
    }
}

/// The whole address of a link.
fn whole(address: &str, origin: &str) -> String {
    if address.starts_with('/') && !address.starts_with("//") { format!("{origin}{address}") } else { address.to_owned() }
}

/// The code, while there is something to take along.
pub fn draw(kiosk: StoredValue<Kiosk>, is_away: Memo<bool>, main: NodeRef<html::Main>) -> AnyView {
    let lang = use_lang();
    let origin = use_origin();
    let elsewhere = kiosk.with_value(|kiosk| kiosk.signals.elsewhere);
    let close = Callback::new(move |(): ()| {
        elsewhere.set(None);
        focus_page(main);
    });
    let drawn = move || {
        let address = if is_away.get() { elsewhere.get() } else { None };
        address.map(|address| dialog(&whole(&address, &origin.get()), close, lang))
    };
    drawn.into_any()
}

fn dialog(address: &str, close: Callback<()>, lang: Lang) -> AnyView {
    let (title, text, shown) = told(address);
    let button = NodeRef::<html::Button>::new();
    button.on_load(|button| {
        let _ = button.focus();
    });
    let escape = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Escape" {
            close.run(());
        }
    };
    let shown = shown.to_owned();
    view! {
        <div class="kiosk-veil" on:keydown=escape>
            <div class="kiosk-dialog" role="dialog" aria-modal="true" aria-labelledby="kiosk-elsewhere">
                <h2 id="kiosk-elsewhere">{title.text(lang)}</h2>
                {text.map(|text| view! { <p>{text.text(lang)}</p> })}
                <div class="kiosk-code">{still(qr(address, m::ELSEWHERE_QR.text(lang)))}</div>
                <p class="kiosk-address" translate="no">
                    {shown}
                </p>
                <p class="kiosk-answers">
                    <button type="button" class="button button-primary kiosk-key" node_ref=button on:click=move |_| close.run(())>
                        {icon(Icon::Close)}
                        <span>{c::CLOSE.text(lang)}</span>
                    </button>
                </p>
            </div>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_whole_and_said_plainly() {
        let origin = "https://city.example.jp";
        assert_eq!(whole("/account", origin), "https://city.example.jp/account");
        assert_eq!(whole("//other.example", origin), "//other.example");
        assert_eq!(whole("tel:0422000000", origin), "tel:0422000000");
        for (address, title, shown) in [
            ("tel:0422000000", m::ELSEWHERE_CALL, "0422000000"),
            ("mailto:a@city.example.jp?subject=x", m::ELSEWHERE_MAIL, "a@city.example.jp"),
            ("https://other.example/", m::ELSEWHERE, "https://other.example/"),
        ] {
            let (told_title, _, told_shown) = told(address);
            assert_eq!((told_title, told_shown), (title, shown), "{address}");
        }
    }
}
