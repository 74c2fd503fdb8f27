//! The frame of a shared screen: the page, the bar that is always there, and what stands over everything.
//!
//! It comes through a lazy function (`app/src/routes.rs`), so that no phone fetches it, and is never drawn on the server. Invariants: what
//! covers the page takes it out of reach, for keys and readers too; a change of page or of cover leaves the focus somewhere.

use super::home::PAIR;
use super::keyboard::Typing;
use super::{bar, elsewhere, keyboard, rest, warning};
use crate::forms::device::FormDevice;
use crate::forms::pages::kept::use_awake_device;
use crate::kiosk::config::Mode;
use crate::kiosk::pages::device::{Ending, Kiosk};
use crate::ui::use_boot;
use engawa_core::kiosk::session::Phase;
use leptos::html;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use std::sync::Arc;
use std::time::Duration;

/// The address of the first screen.
pub const FIRST: &str = "/kiosk";
/// How long after a cover is gone what is under it can take the focus.
pub const DRAWN: Duration = Duration::from_millis(60);

/// What stands over the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cover {
    /// Nothing: somebody is here.
    Nothing,
    /// The screen at rest.
    Rest,
    /// The house is closed.
    Closed,
    /// The screen has no right any more.
    Revoked,
    /// The session ended, and what was sent in it is being sealed: nobody begins another one.
    Sealing,
    /// The session ended, and what was sent in it could not be sealed.
    Unsent,
}

/// What has to stand over the page. What somebody sent comes first: it is not sealed before it is said so.
pub fn cover(is_active: bool, is_open: bool, mode: Mode, phase: Phase, ending: Ending) -> Cover {
    match ending {
        Ending::Sealing => return Cover::Sealing,
        Ending::Failed => return Cover::Unsent,
        Ending::Nothing => {}
    }
    if !is_active {
        Cover::Revoked
    } else if !is_open {
        Cover::Closed
    } else if mode == Mode::Signage || phase == Phase::Resting {
        Cover::Rest
    } else {
        Cover::Nothing
    }
}

/// The site's address: as the device knows it, else as the site's settings say.
pub fn use_origin() -> Memo<String> {
    let device = use_awake_device();
    let known = use_boot().site.origin;
    Memo::new(move |_| device.with(|device| device.as_ref().map(|device| device.origin())).unwrap_or_else(|| known.clone()))
}

/// Puts the focus on the page, as soon as it can take it.
pub fn focus_page(main: NodeRef<html::Main>) {
    set_timeout(
        move || {
            if let Some(main) = main.try_get_untracked().flatten() {
                let _ = main.focus();
            }
        },
        DRAWN,
    );
}

/// Puts the focus on an element of the page, as soon as it can take it.
pub fn focus_element(device: Arc<dyn FormDevice>, id: String) {
    set_timeout(move || device.focus(&id), DRAWN);
}

/// The frame around a page.
pub fn frame(kiosk: Kiosk, main: NodeRef<html::Main>, page: AnyView) -> AnyView {
    let signals = kiosk.signals;
    let kiosk = StoredValue::new(kiosk);
    let path = use_location().pathname;
    let over = Memo::new(move |_| {
        let ending = signals.ending.get();
        // A screen that lost its right gets a new one there.
        if ending == Ending::Nothing && path.with(|path| path == PAIR) {
            return Cover::Nothing;
        }
        let (is_active, mode) = signals.enrolment.with(|it| (it.active, it.config.mode));
        cover(is_active, signals.open.get(), mode, signals.phase.get(), ending)
    });
    let is_covered = Memo::new(move |_| over.get() != Cover::Nothing);
    let is_warned = Memo::new(move |_| !is_covered.get() && signals.phase.get() == Phase::Warned);
    let is_away = Memo::new(move |_| !is_covered.get() && !is_warned.get() && signals.elsewhere.with(Option::is_some));
    let is_behind = Memo::new(move |_| is_warned.get() || is_away.get());
    let typing = Typing::begin();
    let has_keys = move || signals.enrolment.with_untracked(|it| it.config.keyboard);
    // The id of what had the focus last: whatever covers the page takes it away before anybody can ask.
    let focused = StoredValue::new(String::new());
    let enter = move |event: &leptos::ev::FocusEvent| match keyboard::field_of(event) {
        Some(layout) => {
            typing.held();
            if typing.field.with_untracked(Option::is_none) {
                // The keyboard takes the lower part of the page: the field may be in it.
                set_timeout(
                    || {
                        if let Some(field) = document().active_element() {
                            field.scroll_into_view_with_bool(false);
                        }
                    },
                    DRAWN,
                );
            }
            typing.field.set(Some(layout));
        }
        None => typing.left(),
    };
    let entered = move |event: leptos::ev::FocusEvent| {
        let target: <html::Input as html::ElementType>::Output = event_target(&event);
        focused.set_value(target.id());
        enter(&event);
    };
    let scroller = NodeRef::<html::Div>::new();
    // Somebody came, and the shell took them to where a session begins here: the focus is on it.
    Effect::new(move |before: Option<bool>| {
        let is = is_covered.get();
        // Not only after a cover: in another language everything is drawn anew.
        if before != Some(false) && !is {
            focus_page(main);
        }
        is
    });
    Effect::new(move |before: Option<String>| {
        let now = path.get();
        // The page scrolls inside the frame, which the browser does not take back to the top by itself.
        if before.is_some_and(|before| before != now)
            && let Some(scroller) = scroller.get_untracked()
        {
            scroller.set_scroll_top(0);
        }
        now
    });
    let boot = use_boot();
    let site = boot.site.name.text(boot.lang).to_owned();
    let look = signals.look;
    let on = |is_on: bool| is_on.then_some("");
    view! {
        <div
            class="kiosk"
            data-contrast=move || on(look.get().contrast)
            data-large=move || on(look.get().large)
            data-reach=move || on(look.get().reach)
            data-signage=move || on(signals.enrolment.with(|it| it.config.mode == Mode::Signage))
        >
            <div class="kiosk-band" aria-hidden="true" translate="no" hidden=move || is_covered.get()>
                <p>{site}</p>
                <p>{move || signals.enrolment.with(|it| it.config.name.clone())}</p>
            </div>
            <div
                class="kiosk-page"
                node_ref=scroller
                hidden=move || is_covered.get()
                inert=move || is_behind.get()
                on:focusin=entered
                on:focusout=move |_| typing.left()
                on:keydown=move |event| typing.tabbed(has_keys(), &event)
            >
                {page}
            </div>
            <footer class="kiosk-foot" hidden=move || is_covered.get() inert=move || is_behind.get()>
                {keyboard::draw(kiosk, typing)}
                {bar::aloud(kiosk)}
                {bar::draw(kiosk, main)}
            </footer>
            {rest::draw(kiosk, over)}
            {warning::draw(kiosk, is_warned, focused, main)}
            {elsewhere::draw(kiosk, is_away, main)}
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_over_the_page() {
        for (is_active, is_open, mode, phase, expected) in [
            (true, true, Mode::Kiosk, Phase::Active, Cover::Nothing),
            (true, true, Mode::Kiosk, Phase::Warned, Cover::Nothing),
            (true, true, Mode::Kiosk, Phase::Resting, Cover::Rest),
            // Nobody ever begins anything at a wall screen.
            (true, true, Mode::Signage, Phase::Active, Cover::Rest),
            (true, false, Mode::Kiosk, Phase::Active, Cover::Closed),
            (true, false, Mode::Signage, Phase::Resting, Cover::Closed),
            (false, true, Mode::Kiosk, Phase::Active, Cover::Revoked),
            (false, false, Mode::Signage, Phase::Resting, Cover::Revoked),
        ] {
            assert_eq!(cover(is_active, is_open, mode, phase, Ending::Nothing), expected, "{is_active} {is_open} {mode:?} {phase:?}");
            assert_eq!(cover(is_active, is_open, mode, phase, Ending::Sealing), Cover::Sealing);
            assert_eq!(cover(is_active, is_open, mode, phase, Ending::Failed), Cover::Unsent);
        }
    }
}
