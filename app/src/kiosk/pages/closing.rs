//! Before the house closes: whoever writes is told while there is time to send it or to take it along.
//!
//! Invariants: it is said once at each step, and seen until it is put away; it takes neither the page nor the focus from anybody.

use super::device::{Closing, Kiosk};
use super::frame::focus_page;
use crate::kiosk::config::Room;
use crate::messages::common as c;
use crate::messages::kiosk::screen as m;
use crate::ui::{Icon, date, icon, use_lang};
use engawa_core::time::jst_datetime;
use engawa_core::{Lang, Message};
use leptos::html;
use leptos::prelude::*;

/// The id of the heading.
const HEADING: &str = "kiosk-closing";

/// What can be done about it.
fn advice(rooms: &[Room]) -> Message {
    match (rooms.contains(&Room::Forms), rooms.contains(&Room::HandOver)) {
        (true, true) => m::CLOSES_TAKE,
        (true, false) => m::CLOSES_SEND,
        (false, _) => m::CLOSES_END,
    }
}

/// What is said.
fn spoken(closing: Closing, rooms: &[Room], lang: Lang) -> String {
    m::CLOSES_SAY.with(lang, &[&closing.minutes.to_string(), advice(rooms).text(lang)])
}

/// The notice, while it stands. `to_phone` opens what can be taken along.
pub fn draw(kiosk: StoredValue<Kiosk>, main: NodeRef<html::Main>, to_phone: impl Fn() + Copy + Send + Sync + 'static) -> AnyView {
    let lang = use_lang();
    let signals = kiosk.with_value(|kiosk| kiosk.signals);
    let rooms = Memo::new(move |_| signals.enrolment.with(|it| it.config.rooms.clone()));
    let put_away = RwSignal::new(None::<Closing>);
    let said = Memo::new(move |_| signals.closing.get().map(|closing| rooms.with(|rooms| spoken(closing, rooms, lang))));
    Effect::new(move |_| {
        if let Some(words) = said.get() {
            kiosk.with_value(|kiosk| kiosk.device.say(&words));
        }
    });
    let shown = Memo::new(move |_| signals.closing.get().filter(|closing| put_away.get() != Some(*closing)));
    let notice = move || {
        let closing = shown.get()?;
        let can_take = rooms.with(|rooms| rooms.contains(&Room::HandOver));
        let take = can_take.then(|| {
            view! {
                <button type="button" class="button kiosk-key" on:click=move |_| to_phone()>
                    {icon(Icon::Mobile)}
                    <span>{m::PHONE.text(lang)}</span>
                </button>
            }
        });
        let close = move |_| {
            put_away.set(Some(closing));
            focus_page(main);
        };
        let time = date::time(jst_datetime(closing.at).time());
        Some(view! {
            <section class="kiosk-closing" aria-labelledby=HEADING>
                <div>
                    <h2 id=HEADING>{m::CLOSES.with(lang, &[&time])}</h2>
                    <p>{rooms.with(|rooms| advice(rooms).text(lang))}</p>
                </div>
                <p class="kiosk-answers">
                    {take}
                    <button type="button" class="button kiosk-key" on:click=close>
                        {icon(Icon::Close)}
                        <span>{c::CLOSE.text(lang)}</span>
                    </button>
                </p>
            </section>
        })
    };
    // It is said by itself, also to whoever did not ask for reading aloud: read aloud it would be said twice.
    view! {
        <p class="visually-hidden" aria-live="assertive" data-unsaid="">
            {move || said.get()}
        </p>
        {notice}
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_says_what_can_be_done_here() {
        let closing = Closing { minutes: 5, at: 0 };
        for (rooms, expected) in [
            (Room::ALL.to_vec(), m::CLOSES_TAKE),
            (vec![Room::Forms], m::CLOSES_SEND),
            (vec![Room::HandOver, Room::Receipts], m::CLOSES_END),
            (Vec::new(), m::CLOSES_END),
        ] {
            assert_eq!(advice(&rooms), expected, "{rooms:?}");
            for lang in Lang::ALL {
                let said = spoken(closing, &rooms, lang);
                assert!(said.contains('5') && said.ends_with(expected.text(lang)), "{said}");
            }
        }
        // The words on the buttons are those in the advice.
        for lang in Lang::ALL {
            assert!(m::CLOSES_TAKE.text(lang).contains(m::PHONE.text(lang)), "{lang:?}");
        }
    }
}
