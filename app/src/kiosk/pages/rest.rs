//! The screen at rest: what is on near here, the time, what staff say, and how to begin. On a wall screen that is all there ever is.
//!
//! Which slide stands is computed from the clock, so all screens of a house show the same. Invariants: nothing here knows a session;
//! what it shows is public; how old it is stands on it.

use super::frame::{Cover, use_origin};
use super::home::PAIR;
use crate::device::{use_device, use_state};
use crate::kiosk::config::{Config, Mode};
use crate::kiosk::pages::device::Kiosk;
use crate::kiosk::signage::{self, Slide};
use crate::listings::map_view::distance_words;
use crate::messages::common as c;
use crate::messages::kiosk::screen as m;
use crate::repo::Repo;
use crate::site::Names;
use crate::ui::{Icon, Markup, Together as _, date, html, icon, qr, still, svg, t, use_boot, use_lang};
use chrono::{NaiveDate, NaiveDateTime, Timelike as _};
use engawa_core::time::{Millis, jst_date, jst_datetime};
use engawa_core::{Lang, Message};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;

/// How often the programme is made anew although no record changed: something ends, another hour of the programme begins.
const RENEWED_MS: Millis = 60_000;
/// What is nearer than this is in the house itself.
const SAME_HOUSE_M: u32 = 50;

/// Whatever covers the page, as long as it does. Meanwhile it is what readers find as the main part: the page's own is hidden.
pub fn draw(kiosk: StoredValue<Kiosk>, over: Memo<Cover>) -> AnyView {
    let drawn = move || match over.get() {
        Cover::Nothing => None,
        Cover::Rest => Some(rest(kiosk)),
        Cover::Closed => Some(closed(kiosk)),
        Cover::Sealing => Some(still(ending(m::SEALING, m::SEALING_TEXT))),
        Cover::Unsent => Some(still(ending(m::UNSENT, m::UNSENT_TEXT))),
        Cover::Revoked => Some(still(html! {
            section.kiosk-cover.kiosk-dark role="main" aria-label=(t(m::REVOKED)) {
                div { @for lang in Lang::ALL { h1 lang=(lang.html()) { (m::REVOKED.text(lang)) } } }
                div { @for lang in Lang::ALL { p lang=(lang.html()) { (m::REVOKED_TEXT.text(lang)) } } }
                // A screen has no line for addresses: for staff this is the only way to a new code.
                p { a.button href=(PAIR) { (t(m::WHAT_PAIR)) } }
            }
        })),
    };
    drawn.into_any()
}

/// What became of what was sent, once the session of whoever sent it is over.
fn ending(title: Message, text: Message) -> Markup {
    html! {
        section.kiosk-cover.kiosk-dark role="main" aria-label=(t(title)) {
            div role="alert" {
                @for lang in Lang::ALL { h1 lang=(lang.html()) { (title.text(lang)) } }
                @for lang in Lang::ALL { p lang=(lang.html()) { (text.text(lang)) } }
            }
        }
    }
}

/// The languages of a screen; all of them where staff chose none.
fn langs_of(config: &Config) -> Vec<Lang> {
    if config.langs.is_empty() { Lang::ALL.to_vec() } else { config.langs.clone() }
}

/// The house is closed: dark and quiet, with the time at which it opens.
fn closed(kiosk: StoredValue<Kiosk>) -> AnyView {
    let signals = kiosk.with_value(|kiosk| kiosk.signals);
    let minute = Memo::new(move |_| signals.now.get().div_euclid(60_000));
    let piece = move || {
        let now = jst_datetime(minute.get().saturating_mul(60_000));
        let (langs, opens) = signals.enrolment.with(|it| (langs_of(&it.config), it.config.hours.opens_at(now)));
        still(html! {
            section.kiosk-cover.kiosk-dark role="main" aria-label=(t(m::CLOSED)) {
                p.kiosk-clock { (date::time(now.time())) }
                div { @for lang in &langs { h1 lang=(lang.html()) { (m::CLOSED.text(*lang)) } } }
                @if let Some(at) = opens {
                    div { @for lang in &langs { p lang=(lang.html()) { (opening(at, now, *lang)) } } }
                }
            }
        })
    };
    piece.into_any()
}

/// When a house opens, in words.
fn opening(at: NaiveDateTime, now: NaiveDateTime, lang: Lang) -> String {
    m::OPENS.with(lang, &[&date::near(at.date(), now.date(), lang), &date::time(at.time())])
}

/// The screen at rest.
fn rest(kiosk: StoredValue<Kiosk>) -> AnyView {
    let lang = use_lang();
    let signals = kiosk.with_value(|kiosk| kiosk.signals);
    let config = Memo::new(move |_| signals.enrolment.with(|it| it.config.clone()));
    let day = Memo::new(move |_| jst_date(signals.now.get()));
    let is_touched = Memo::new(move |_| config.with(|config| config.mode == Mode::Kiosk));
    let begin = move || {
        is_touched.get().then(|| {
            let langs = config.with(langs_of);
            let words = langs.into_iter().map(|lang| view! { <span lang=lang.html()>{m::TOUCH.text(lang)}</span> }).collect_view();
            view! {
                <button type="button" class="kiosk-begin" on:click=move |_| kiosk.with_value(|kiosk| kiosk.device.carry_on())>
                    {words}
                </button>
            }
        })
    };
    view! {
        <section class="kiosk-cover kiosk-rest" role="main" aria-label=m::RESTING.text(lang)>
            {head(kiosk, day, lang)}
            <div class="kiosk-stage">{stage(kiosk, config, lang)}</div>
            {move || signals.enrolment.with(|it| it.say.clone()).map(|say| still(said(&say, lang)))}
            {begin}
            {age(lang)}
        </section>
    }
    .into_any()
}

/// Where this is, and what day and hour it is.
fn head(kiosk: StoredValue<Kiosk>, day: Memo<NaiveDate>, lang: Lang) -> AnyView {
    let boot = use_boot();
    let site = boot.site.name.text(lang).to_owned();
    let signals = kiosk.with_value(|kiosk| kiosk.signals);
    let clock = Memo::new(move |_| date::time(jst_datetime(signals.now.get()).time()));
    view! {
        <header class="kiosk-head" translate="no">
            <div>
                <h1 class="kiosk-site">{icon(Icon::Brand)} <span>{site}</span></h1>
                <p>{move || signals.enrolment.with(|it| it.config.name.clone())}</p>
            </div>
            <div class="kiosk-when">
                <p class="kiosk-clock">{move || clock.get()}</p>
                <p>{move || date::full(day.get(), lang)}</p>
            </div>
        </header>
    }
    .into_any()
}

/// The slide that stands now.
fn stage(kiosk: StoredValue<Kiosk>, config: Memo<Config>, lang: Lang) -> AnyView {
    let repo = expect_context::<Arc<dyn Repo>>();
    let state = use_state();
    let origin = use_origin();
    let now = kiosk.with_value(|kiosk| kiosk.signals.now);
    let program = RwSignal::new(Vec::<Slide>::new());
    let turn = Memo::new(move |_| now.get().div_euclid(RENEWED_MS));
    Effect::new(move |_| {
        state.version.track();
        turn.track();
        let config = config.get();
        let at = jst_datetime(now.get_untracked());
        let reading = repo.catalog();
        spawn_local(async move {
            let Ok(catalog) = reading.await else { return };
            let made = catalog.read().ok().map(|catalog| signage::program_in(&catalog, &config, at, lang));
            if let Some(made) = made {
                let _gone = program.try_set(made);
            }
        });
    });
    let standing = Memo::new(move |_| {
        let second = jst_datetime(now.get()).num_seconds_from_midnight();
        program.with(|slides| {
            let at = config.with(|config| signage::standing(slides, config, second));
            slides.get(at).cloned()
        })
    });
    let drawn = move || match standing.get() {
        Some(slide) => still(drawn_slide(&slide, &origin.get(), lang)),
        None => still(html! { div.kiosk-slide { div.kiosk-slide-words { (svg(Icon::Sprout)) p.kiosk-slide-title { (m::NOTHING_ON.text(lang)) } } } }),
    };
    drawn.into_any()
}

/// How far something is, in words; nothing if it is in the same house.
pub fn distance(metres: Option<u32>, lang: Lang) -> Option<String> {
    let metres = metres.filter(|metres| *metres >= SAME_HOUSE_M)?;
    Some(m::FROM_HERE.with(lang, &[&distance_words(f64::from(metres))]))
}

/// A listing, to be read from three metres: what, when, where, and its code.
fn drawn_slide(slide: &Slide, origin: &str, lang: Lang) -> Markup {
    let far = distance(slide.distance_m, lang);
    let line = |picture: Icon, words: &str, mark: Option<&str>| {
        (!words.is_empty()).then(|| html! { p.kiosk-slide-line { (svg(picture)) span lang=[mark] { (words) } } }).together()
    };
    html! {
        article.kiosk-slide data-kind=(slide.kind.code()) {
            @if let Some(image) = &slide.image {
                img.kiosk-picture src=(format!("/media/{}", image.src)) alt=(image.alt) width=(image.width) height=(image.height) decoding="async";
            }
            div.kiosk-slide-words {
                p.kiosk-slide-kind {
                    (svg(Icon::of_kind(slide.kind)))
                    span { (slide.label) }
                    @if slide.sample { span.tag.tag-sample { (c::SAMPLE.text(lang)) } }
                }
                p.kiosk-slide-title lang=[slide.foreign] { (slide.title) }
                (line(Icon::Calendar, &slide.when, None))
                (line(Icon::Pin, &slide.where_, Some("ja")))
                (line(Icon::Signpost, far.as_deref().unwrap_or_default(), None))
                @if !slide.notes.is_empty() { ul.chips { @for note in &slide.notes { li.chip { (note) } } } }
            }
            div.kiosk-slide-code {
                (qr(&format!("{origin}{}", slide.href), m::SLIDE_QR.text(lang)))
                p { (m::SCAN.text(lang)) }
            }
        }
    }
}

/// What staff want said, in the languages in which they said it.
pub fn said(say: &Names, lang: Lang) -> Markup {
    let mut told: Vec<(Lang, &str)> = Vec::new();
    for (lang, words) in [(Lang::Ja, say.ja.as_str()), (Lang::JaEasy, say.ja_easy.as_str()), (Lang::En, say.en.as_str())] {
        if !words.trim().is_empty() && told.iter().all(|(_, other)| *other != words) {
            told.push((lang, words));
        }
    }
    html! {
        div.kiosk-said role="note" aria-label=(m::STAFF_SAY.text(lang)) {
            (svg(Icon::Megaphone))
            div { @for (lang, words) in told { p lang=(lang.html()) { (words) } } }
        }
    }
}

/// How old what is shown is.
fn age(lang: Lang) -> AnyView {
    let state = use_state();
    let device = StoredValue::new(use_device());
    let words = move || state.as_of.get().map(|at| m::AS_OF.with(lang, &[&device.with_value(|device| device.clock(at))]));
    view! {
        <p class="kiosk-age" translate="no">
            {words}
        </p>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::listings::Kind;

    fn slide() -> Slide {
        Slide {
            id: "a1".into(),
            kind: Kind::Event,
            label: "催し".into(),
            href: "/listings/a1".into(),
            title: "<b>防災</b>".into(),
            summary: String::new(),
            foreign: Some("ja"),
            when: "今日".into(),
            where_: "市民会館".into(),
            organiser: String::new(),
            notes: vec!["無料".into()],
            distance_m: Some(920),
            image: None,
            sample: false,
            seconds: 0,
        }
    }

    #[test]
    fn a_slide_escapes_what_people_wrote_and_leads_to_its_page() {
        let drawn = drawn_slide(&slide(), "https://city.example.jp", Lang::En).into_string();
        assert!(drawn.contains("&lt;b&gt;防災") && !drawn.contains("<b>"), "{drawn}");
        for part in ["role=\"img\"", "市民会館", "今日", "無料", "920 m", "lang=\"ja\""] {
            assert!(drawn.contains(part), "{part} in {drawn}");
        }
    }

    #[test]
    fn what_is_in_the_house_has_no_distance() {
        assert_eq!((distance(None, Lang::En), distance(Some(20), Lang::En)), (None, None));
        assert_eq!(distance(Some(1_200), Lang::En).as_deref(), Some("1.2 km from here"));
    }

    #[test]
    fn staff_are_heard_in_the_languages_that_they_wrote() {
        let say = Names { ja: "本日15時閉館".into(), ja_easy: "本日15時閉館".into(), en: "Closes at 3 pm".into() };
        let drawn = said(&say, Lang::Ja).into_string();
        assert_eq!(drawn.matches("<p ").count(), 2, "{drawn}");
        assert!(drawn.contains("<p lang=\"en\">Closes at 3 pm</p>"), "{drawn}");
    }

    #[test]
    fn a_closed_house_says_when_it_opens() {
        let at = |text: &str| text.parse::<NaiveDateTime>().unwrap();
        let words = opening(at("2026-11-21T09:00:00"), at("2026-11-20T22:00:00"), Lang::En);
        assert!(words.contains("Tomorrow") && words.contains("9:00"), "{words}");
    }
}
