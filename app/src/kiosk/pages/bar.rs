//! The bar that is always there: the first screen, back, language, look and sound, "to my phone", "finish".
//!
//! Each of its panels opens above it and takes the focus; when it closes, the focus goes back to its button. Invariant: "finish" asks
//! nothing if nothing would be lost, and never forgets a half-done form without saying so.

use super::closing;
use super::frame::{FIRST, focus_page};
use super::phone::{Takes, panel as phone, takes};
use crate::forms::device::{DraftCard, FormDevice, KeepError};
use crate::forms::pages::kept::{name_of, use_awake_device};
use crate::kiosk::config::Room;
use crate::kiosk::pages::device::{Kiosk, Look};
use crate::messages::common as c;
use crate::messages::kiosk::screen as m;
use crate::ui::{Icon, icon, use_lang};
use engawa_core::{Lang, Message};
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_location;
use std::sync::Arc;

/// What stands above the bar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Panel {
    /// The languages.
    Languages,
    /// How the screen looks and sounds.
    Look,
    /// What can be taken along.
    Phone(Takes),
    /// These forms would be forgotten.
    Finish(Vec<DraftCard>),
}

/// The id of the panel.
const PANEL: &str = "kiosk-panel";
/// The id of its heading.
const HEADING: &str = "kiosk-panel-heading";

/// What the parts of the bar share.
#[derive(Clone, Copy)]
pub struct Bar {
    /// The screen.
    pub kiosk: StoredValue<Kiosk>,
    panel: RwSignal<Option<Panel>>,
    languages: NodeRef<html::Button>,
    look: NodeRef<html::Button>,
    phone: NodeRef<html::Button>,
    finish: NodeRef<html::Button>,
    lang: Lang,
}

impl Bar {
    /// Opens a panel; the same button closes it.
    fn toggle(self, panel: Panel) {
        if self.panel.with_untracked(|open| *open == Some(panel.clone())) {
            self.close();
        } else {
            self.panel.set(Some(panel));
        }
    }

    /// Closes the panel; its button has the focus.
    fn close(self) {
        let button = match self.panel.get_untracked() {
            Some(Panel::Languages) => self.languages,
            Some(Panel::Look) => self.look,
            Some(Panel::Phone(_)) => self.phone,
            Some(Panel::Finish(_)) => self.finish,
            None => return,
        };
        self.panel.set(None);
        if let Some(button) = button.get_untracked() {
            let _ = button.focus();
        }
    }
}

/// What a language is called in itself.
pub fn language_name(lang: Lang) -> &'static str {
    match lang {
        Lang::Ja => c::LANG_JA,
        Lang::JaEasy => c::LANG_EASY,
        Lang::En => c::LANG_EN,
    }
    .text(lang)
}

/// The forms on this screen in which something was written and that were not sent.
async fn unsent(device: Arc<dyn FormDevice>) -> Result<Vec<DraftCard>, KeepError> {
    let mut found = Vec::new();
    for card in device.drafts().await? {
        let is_begun = card.progress > 0 || device.open(&card.id).await.map_or(true, |opened| !opened.lines.is_empty());
        if is_begun {
            found.push(card);
        }
    }
    Ok(found)
}

/// For whoever listens: the whole page read aloud, and silence.
pub fn aloud(kiosk: StoredValue<Kiosk>) -> AnyView {
    let lang = use_lang();
    let look = kiosk.with_value(|kiosk| kiosk.signals.look);
    let is_on = Memo::new(move |_| look.with(|look| look.aloud));
    let drawn = move || {
        is_on.get().then(|| {
            view! {
                <div class="kiosk-aloud" role="group" aria-label=m::ALOUD.text(lang)>
                    <button type="button" class="button" on:click=move |_| kiosk.with_value(|kiosk| kiosk.device.read_page())>
                        {icon(Icon::Speaker)}
                        <span>{m::ALOUD_PAGE.text(lang)}</span>
                    </button>
                    <button type="button" class="button" on:click=move |_| kiosk.with_value(|kiosk| kiosk.device.hush())>
                        {icon(Icon::Close)}
                        <span>{m::ALOUD_STOP.text(lang)}</span>
                    </button>
                </div>
            }
        })
    };
    drawn.into_any()
}

/// The bar with its panel.
pub fn draw(kiosk: StoredValue<Kiosk>, main: NodeRef<html::Main>) -> AnyView {
    let lang = use_lang();
    let (languages, look, phone, finish) = (NodeRef::new(), NodeRef::new(), NodeRef::new(), NodeRef::new());
    let bar = Bar { kiosk, panel: RwSignal::new(None), languages, look, phone, finish, lang };
    let location = use_location();
    let (path, search) = (location.pathname, location.search);
    Effect::new(move |before: Option<String>| {
        let now = path.get();
        // Another page: what stood here was about the one before.
        if before.is_some_and(|before| before != now) {
            bar.panel.set(None);
        }
        now
    });
    let device = use_awake_device();
    let end = move |_| {
        let screen = kiosk.get_value();
        let Some(device) = device.get_untracked() else {
            screen.device.finish();
            return;
        };
        spawn_local(async move {
            // What cannot be looked at may be lost: it is asked.
            let forms = match unsent(device).await {
                Ok(forms) if forms.is_empty() => {
                    screen.device.finish();
                    return;
                }
                forms => forms.unwrap_or_default(),
            };
            let _gone = bar.panel.try_set(Some(Panel::Finish(forms)));
        });
    };
    let has_phone = kiosk.with_value(|kiosk| {
        let enrolment = kiosk.signals.enrolment;
        Memo::new(move |_| enrolment.with(|it| it.config.rooms.contains(&Room::HandOver)))
    });
    let is_open = move |has: fn(&Panel) -> bool| move || if bar.panel.with(|panel| panel.as_ref().is_some_and(has)) { "true" } else { "false" };
    let back = move |_| {
        kiosk.with_value(|kiosk| kiosk.device.back());
        focus_page(main);
    };
    let to_phone = move || bar.panel.set(Some(Panel::Phone(takes(&path.get_untracked(), &search.get_untracked()))));
    view! {
        {closing::draw(kiosk, main, to_phone)}
        {move || bar.panel.get().map(|panel| opened(bar, panel))}
        <nav class="kiosk-bar" aria-label=m::BAR.text(lang)>
            <a class="kiosk-key" href=FIRST>
                {icon(Icon::Home)}
                <span>{m::FIRST.text(lang)}</span>
            </a>
            <button type="button" class="kiosk-key" on:click=back>
                {icon(Icon::Left)}
                <span>{m::BACK.text(lang)}</span>
            </button>
            <button
                type="button"
                class="kiosk-key"
                node_ref=languages
                aria-expanded=is_open(|panel| *panel == Panel::Languages)
                on:click=move |_| bar.toggle(Panel::Languages)
            >
                {icon(Icon::Globe)}
                <span>{m::LANGUAGE.text(lang)}</span>
            </button>
            <button
                type="button"
                class="kiosk-key"
                node_ref=look
                aria-expanded=is_open(|panel| *panel == Panel::Look)
                on:click=move |_| bar.toggle(Panel::Look)
            >
                {icon(Icon::Contrast)}
                <span>{m::LOOK.text(lang)}</span>
            </button>
            <button
                type="button"
                class="kiosk-key"
                node_ref=phone
                hidden=move || !has_phone.get()
                aria-expanded=is_open(|panel| matches!(panel, Panel::Phone(_)))
                on:click=move |_| bar.toggle(Panel::Phone(takes(&path.get_untracked(), &search.get_untracked())))
            >
                {icon(Icon::Mobile)}
                <span>{m::PHONE.text(lang)}</span>
            </button>
            <button
                type="button"
                class="kiosk-key kiosk-finish"
                node_ref=finish
                aria-expanded=is_open(|panel| matches!(panel, Panel::Finish(_)))
                on:click=end
            >
                {icon(Icon::Leave)}
                <span>{m::FINISH.text(lang)}</span>
            </button>
        </nav>
    }
    .into_any()
}

/// A panel with its heading and the way out.
fn opened(bar: Bar, panel: Panel) -> AnyView {
    let lang = bar.lang;
    let heading = NodeRef::<html::H2>::new();
    heading.on_load(|heading| {
        let _ = heading.focus();
    });
    let escape = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Escape" {
            bar.close();
        }
    };
    let (title, close, inside) = match panel {
        Panel::Languages => (m::LANGUAGE, c::CLOSE, languages(bar)),
        Panel::Look => (m::LOOK, c::CLOSE, look(bar)),
        Panel::Phone(takes) => (m::PHONE, c::CLOSE, phone(bar, takes)),
        Panel::Finish(forms) => (m::FINISH_TITLE, m::FINISH_NOT, finish(bar, forms)),
    };
    view! {
        <div class="kiosk-panel" id=PANEL role="dialog" aria-labelledby=HEADING on:keydown=escape>
            <h2 id=HEADING tabindex="-1" node_ref=heading>
                {title.text(lang)}
            </h2>
            {inside}
            <p class="kiosk-answers">
                <button type="button" class="button kiosk-key" on:click=move |_| bar.close()>
                    {icon(Icon::Close)}
                    <span>{close.text(lang)}</span>
                </button>
            </p>
        </div>
    }
    .into_any()
}

/// Buttons of the languages of this screen, each in its own words.
pub fn languages_of(kiosk: StoredValue<Kiosk>, now: Lang) -> AnyView {
    let enrolment = kiosk.with_value(|kiosk| kiosk.signals.enrolment);
    let langs = Memo::new(move |_| enrolment.with(|it| it.config.langs.clone()));
    let buttons = move || {
        langs
            .get()
            .into_iter()
            .map(|lang| {
                let choose = move |_| kiosk.with_value(|kiosk| kiosk.device.set_lang(lang));
                let is_on = if lang == now { "true" } else { "false" };
                view! {
                    <button type="button" class="kiosk-tile" lang=lang.html() aria-pressed=is_on on:click=choose>
                        {language_name(lang)}
                    </button>
                }
            })
            .collect_view()
    };
    view! {
        <div class="kiosk-langs" role="group" aria-label=c::NAV_LANG.text(now)>
            {buttons}
        </div>
    }
    .into_any()
}

fn languages(bar: Bar) -> AnyView {
    languages_of(bar.kiosk, bar.lang)
}

/// Four switches.
fn look(bar: Bar) -> AnyView {
    let lang = bar.lang;
    let now = bar.kiosk.with_value(|kiosk| kiosk.signals.look);
    let switch = move |picture: Icon, name: Message, is_on: fn(&Look) -> bool, turn: fn(&mut Look)| {
        let press = move |_| {
            let mut look = now.get_untracked();
            turn(&mut look);
            bar.kiosk.with_value(|kiosk| kiosk.device.set_look(look));
        };
        let state = move || if now.with(is_on) { "true" } else { "false" };
        view! {
            <button type="button" class="kiosk-tile" aria-pressed=state on:click=press>
                {icon(picture)}
                <span>{name.text(lang)}</span>
            </button>
        }
        .into_any()
    };
    view! {
        <div class="kiosk-langs" role="group" aria-labelledby=HEADING>
            {switch(Icon::Contrast, m::CONTRAST, |look| look.contrast, |look| look.contrast = !look.contrast)}
            {switch(Icon::Letter, m::LARGE, |look| look.large, |look| look.large = !look.large)}
            {switch(Icon::Wheelchair, m::REACH, |look| look.reach, |look| look.reach = !look.reach)}
            {switch(Icon::Speaker, m::ALOUD, |look| look.aloud, |look| look.aloud = !look.aloud)}
        </div>
        <p class="quiet">{m::LOOK_NOTE.text(lang)}</p>
    }
    .into_any()
}

/// What would be forgotten, and the way out with it.
fn finish(bar: Bar, forms: Vec<DraftCard>) -> AnyView {
    let lang = bar.lang;
    let has_phone = bar.kiosk.with_value(|kiosk| kiosk.signals.enrolment.with_untracked(|it| it.config.rooms.contains(&Room::HandOver)));
    let ways = forms
        .into_iter()
        .filter(|_| has_phone)
        .map(|card| {
            let words = m::FINISH_HAND.with(lang, &[&name_of(&card)]);
            let take = move |_| bar.panel.set(Some(Panel::Phone(Takes::Draft(card.id.clone()))));
            view! {
                <button type="button" class="button button-primary kiosk-key" on:click=take>
                    {icon(Icon::Mobile)}
                    <span translate="no">{words}</span>
                </button>
            }
        })
        .collect_view();
    view! {
        <p>{m::FINISH_TEXT.text(lang)}</p>
        <p class="kiosk-answers">
            {ways}
            <button type="button" class="button button-danger kiosk-key" on:click=move |_| bar.kiosk.with_value(|kiosk| kiosk.device.finish())>
                {icon(Icon::Leave)}
                <span>{m::FINISH_NOW.text(lang)}</span>
            </button>
        </p>
    }
    .into_any()
}
