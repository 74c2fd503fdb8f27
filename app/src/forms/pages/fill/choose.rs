//! Fields that are chosen from: one of few, one of many, some, all in an order, yes, a place on a scale.
//!
//! The list is drawn again only when other choices are offered; what is chosen is a property of each box. So the focus stays.

use super::how::{Arrangement, arrangement, has_look, moved, points, ticked};
use super::question::{Asked, Manner};
use super::quick::Quick;
use crate::forms::outline::bare_decimal;
use crate::forms::pages::beside;
use crate::forms::pages::plain::RADIOS_MAX;
use crate::forms::plain::field;
use crate::messages::forms as f;
use crate::messages::forms::fill as m;
use crate::ui::still::{html, still};
use engawa_core::form::AnswerPath;
use engawa_core::form::definition::{Control, NodeKind};
use engawa_core::form::media::{MediaKind, MediaView};
use engawa_core::form::running::Form;
use engawa_core::form::tree::TreeId;
use engawa_core::text::fold;
use leptos::prelude::*;
use std::collections::BTreeSet;

/// Choices from which on a list can be narrowed.
const SEARCHED_MIN: usize = 50;

/// What can be chosen.
type Offered = Memo<Vec<Offer>>;

/// A choice, whether it is chosen or not.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Offer {
    value: String,
    label: String,
    media: Vec<MediaView>,
}

/// How many can be chosen from, as far as that says how they are asked: a list that opens has no room for pictures.
pub fn count(form: &Form, at: TreeId) -> usize {
    let choices = form.choices(at, 0);
    let has_media = choices.iter().any(|choice| !choice.media.is_empty());
    if has_media { choices.len().min(RADIOS_MAX) } else { choices.len() }
}

fn offered(asked: Asked) -> Offered {
    Memo::new(move |_| {
        asked.fill.see(asked.at);
        let language = asked.fill.language().get();
        let (points, choices) = asked.fill.form(|form| {
            // A scale whose places are chosen one by one.
            let points = form.node(asked.at).filter(|node| matches!(node.kind, NodeKind::Question(Control::Range))).map(points);
            (points, form.choices(asked.at, language))
        });
        if let Some(points) = points {
            return points.into_iter().map(|point| Offer { label: point.clone(), value: point, media: Vec::new() }).collect();
        }
        choices.into_iter().map(|choice| Offer { value: choice.value, label: choice.label, media: choice.media }).collect()
    })
}

/// A field that narrows a long list, and the list as it is narrowed; what is chosen stays in it, also if it is no longer, until something else
/// is sought: no box goes away under the hand that unticks it. Short lists stay as they are.
fn narrowed(asked: Asked, all: Offered, chosen: Memo<String>) -> (Option<AnyView>, Offered) {
    let wants = asked.fill.form(|form| form.node(asked.at).is_some_and(|node| has_look(node, "autocomplete")));
    let is_long = wants || all.with_untracked(|all| all.len() >= SEARCHED_MIN);
    if asked.manner == Manner::Cell || !is_long {
        return (None, all);
    }
    let sought = RwSignal::new(String::new());
    // What is sought, and what was chosen meanwhile.
    let staying = Memo::new(move |before: Option<&(String, BTreeSet<String>)>| {
        let sought = sought.with(|sought| fold(sought.trim()));
        let mut stays: BTreeSet<String> = chosen.with(|chosen| chosen.split_whitespace().map(str::to_owned).collect());
        if let Some((other, earlier)) = before
            && *other == sought
        {
            stays.extend(earlier.iter().cloned());
        }
        (sought, stays)
    });
    let found = Memo::new(move |_| {
        let (sought, stays) = staying.get();
        let fits = |offer: &&Offer| fold(&offer.label).contains(&sought) || stays.contains(&offer.value);
        all.with(|all| if sought.is_empty() { all.clone() } else { all.iter().filter(fits).cloned().collect::<Vec<_>>() })
    });
    let lang = asked.fill.lang;
    let id = format!("{}-search", asked.id());
    let said = move || {
        let is_idle = sought.with(|sought| sought.trim().is_empty());
        if is_idle { String::new() } else { m::CHOICES_FOUND.with(lang, &[&found.with(Vec::len).to_string()]) }
    };
    let field = view! {
        <div class="fill-search">
            <label for=id.clone()>{m::CHOICES_SEARCH.text(lang)}</label>
            <input class="input" type="search" id=id autocomplete="off" on:input=move |event| sought.set(event_target_value(&event)) />
            <p class="quiet" role="status">
                {said}
            </p>
        </div>
    };
    (Some(field.into_any()), found)
}

/// What stands beside a choice: its pictures, in its label, and its sounds and films, below it.
fn beside_of(asked: Asked, offer: &Offer) -> (Option<AnyView>, Option<AnyView>) {
    let form_id = asked.fill.form(|form| form.definition().form_id.clone());
    let has = |is_picture: bool| offer.media.iter().any(|it| (it.kind == MediaKind::Image) == is_picture);
    let pictures = has(true).then(|| still(html! { span.form-media { (beside::pictures(&form_id, &offer.media, &offer.label)) } }));
    let sounds = has(false).then(|| still(html! { div.form-media { (beside::sounds(&form_id, &offer.media, &offer.label)) } }));
    (pictures, sounds)
}

/// The answer, as a value that changes.
fn chosen(asked: Asked) -> Memo<String> {
    Memo::new(move |_| asked.value())
}

/// The name that boxes of one question share.
fn name(asked: Asked) -> String {
    field(&asked.fill.form(|form| Some(form.path(asked.at))).unwrap_or_else(AnswerPath::root))
}

/// One of few.
pub fn radios(asked: Asked) -> AnyView {
    let (offered, chosen, name) = (offered(asked), chosen(asked), name(asked));
    let quick = Quick::of(asked);
    let boxes = move || {
        let name = name.clone();
        let draw = move |(at, offer): (usize, Offer)| {
            let id = format!("{}-{at}", asked.id());
            let (pictures, sounds) = beside_of(asked, &offer);
            let Offer { value, label, .. } = offer;
            let (own, given) = (value.clone(), value.clone());
            view! {
                <label class="fill-choice" for=id on:pointerup=move |_| quick.note(true)>
                    <input
                        type="radio"
                        id=id.clone()
                        name=name.clone()
                        value=value
                        prop:checked=move || chosen.with(|chosen| *chosen == own)
                        aria-describedby=move || asked.described()
                        aria-invalid=move || asked.invalid()
                        on:keydown=move |_| quick.note(false)
                        on:change=move |_| {
                            asked.answer(&given);
                            quick.chosen();
                        }
                    />
                    {pictures}
                    <span>{label}</span>
                </label>
                {sounds}
            }
        };
        offered.get().into_iter().enumerate().map(draw).collect_view()
    };
    let is_chosen = Memo::new(move |_| !chosen.with(String::is_empty));
    let take_back = move |_| {
        asked.answer("");
        // The button is gone.
        asked.fill.focus_soon(asked.id());
    };
    let clear = move || {
        is_chosen.get().then(|| {
            view! {
                <button type="button" class="button button-small" on:click=take_back>
                    {m::CHOICE_CLEAR.text(asked.fill.lang)}
                </button>
            }
        })
    };
    view! {
        {quick.hint()}
        <div class=grid(asked)>{boxes}</div>
        {clear}
    }
    .into_any()
}

/// How boxes stand beside each other.
fn grid(asked: Asked) -> &'static str {
    asked.fill.form(|form| form.node(asked.at).map(arrangement)).unwrap_or(Arrangement::Stacked).classes()
}

/// One of many.
pub fn menu(asked: Asked) -> AnyView {
    let chosen = chosen(asked);
    let (search, offered) = narrowed(asked, offered(asked), chosen);
    let options = move || {
        let draw = |Offer { value, label, .. }: Offer| {
            let own = value.clone();
            view! {
                <option value=value prop:selected=move || chosen.with(|chosen| *chosen == own)>
                    {label}
                </option>
            }
        };
        offered.get().into_iter().map(draw).collect_view()
    };
    view! {
        {search}
        <select
            class="input"
            id=asked.id()
            aria-describedby=move || asked.described()
            aria-invalid=move || asked.invalid()
            on:change=move |event| asked.answer(&event_target_value(&event))
        >
            <option value="" prop:selected=move || chosen.with(String::is_empty)>
                {f::CHOOSE_ONE.text(asked.fill.lang)}
            </option>
            {options}
        </select>
    }
    .into_any()
}

/// Some of these.
pub fn ticks(asked: Asked) -> AnyView {
    let (chosen, name) = (chosen(asked), name(asked));
    let (search, offered) = narrowed(asked, offered(asked), chosen);
    let boxes = move || {
        let name = name.clone();
        let draw = move |(at, offer): (usize, Offer)| {
            let id = format!("{}-{at}", asked.id());
            let (pictures, sounds) = beside_of(asked, &offer);
            let Offer { value, label, .. } = offer;
            let (own, given) = (value.clone(), value.clone());
            view! {
                <label class="fill-choice" for=id>
                    <input
                        type="checkbox"
                        id=id.clone()
                        name=name.clone()
                        value=value
                        prop:checked=move || chosen.with(|chosen| chosen.split_whitespace().any(|it| it == own))
                        aria-describedby=move || asked.described()
                        aria-invalid=move || asked.invalid()
                        on:change=move |event| {
                            let answer = ticked(&asked.value_now(), &given, event_target_checked(&event));
                            asked.answer(&answer);
                        }
                    />
                    {pictures}
                    <span>{label}</span>
                </label>
                {sounds}
            }
        };
        offered.get().into_iter().enumerate().map(draw).collect_view()
    };
    view! {
        {search}
        <div class=grid(asked)>{boxes}</div>
    }
    .into_any()
}

/// All of these, in an order: each has buttons for one place up and down.
pub fn rank(asked: Asked) -> AnyView {
    let (offered, chosen, lang) = (offered(asked), chosen(asked), asked.fill.lang);
    // Without an answer the choices stand as the form has them.
    let order = Memo::new(move |_| {
        let ranked: Vec<String> = chosen.with(|chosen| chosen.split_whitespace().map(str::to_owned).collect());
        if ranked.is_empty() { offered.with(|all| all.iter().map(|offer| offer.value.clone()).collect()) } else { ranked }
    });
    let is_new = Memo::new(move |_| chosen.with(String::is_empty));
    let put = move |from: usize, up: bool, label: &str| {
        let Some(order) = moved(&order.get_untracked(), from, up) else { return };
        asked.answer(&order.join(" "));
        let to = if up { from.saturating_sub(1) } else { from + 1 };
        asked.fill.said().set(m::RANK_MOVED.with(lang, &[label, &(to + 1).to_string()]));
        asked.fill.focus_soon(format!("{}-{to}-{}", asked.id(), if up { "up" } else { "down" }));
    };
    let rows = move || {
        let words = offered.get();
        let order = order.get();
        let draw = |(at, value): (usize, String)| {
            let offer = words.iter().find(|offer| offer.value == value);
            let (pictures, sounds) = offer.map_or((None, None), |offer| beside_of(asked, offer));
            let label = offer.map_or_else(|| value.clone(), |offer| offer.label.clone());
            let (higher, lower) = (label.clone(), label.clone());
            let (up, down) = (m::RANK_UP.with(lang, &[&label]), m::RANK_DOWN.with(lang, &[&label]));
            view! {
                <li class="fill-rank">
                    {pictures}
                    <span class="fill-rank-words">{label}</span>
                    {sounds}
                    <button
                        type="button"
                        class="button button-small"
                        id=format!("{}-{at}-up", asked.id())
                        aria-label=up
                        on:click=move |_| put(at, true, &higher)
                    >
                        {m::UP.text(lang)}
                    </button>
                    <button
                        type="button"
                        class="button button-small"
                        id=format!("{}-{at}-down", asked.id())
                        aria-label=down
                        on:click=move |_| put(at, false, &lower)
                    >
                        {m::DOWN.text(lang)}
                    </button>
                </li>
            }
        };
        order.into_iter().enumerate().map(draw).collect_view()
    };
    let take = move |_| {
        asked.answer(&order.get_untracked().join(" "));
        // The button is gone.
        asked.fill.focus_soon(asked.id());
    };
    let accept = move || {
        is_new.get().then(|| {
            view! {
                <button type="button" class="button" on:click=take>
                    {m::RANK_ACCEPT.text(lang)}
                </button>
            }
        })
    };
    view! {
        <p class="field-hint">{m::RANK_HINT.text(lang)}</p>
        <ol class="fill-ranks">{rows}</ol>
        {accept}
    }
    .into_any()
}

/// "OK".
pub fn acknowledge(asked: Asked) -> AnyView {
    let chosen = chosen(asked);
    view! {
        <label class="fill-choice" for=asked.id()>
            <input
                type="checkbox"
                id=asked.id()
                prop:checked=move || !chosen.with(String::is_empty)
                aria-describedby=move || asked.described()
                aria-invalid=move || asked.invalid()
                on:change=move |event| asked.answer(if event_target_checked(&event) { "OK" } else { "" })
            />
            <span>{f::OK.text(asked.fill.lang)}</span>
        </label>
    }
    .into_any()
}

/// A place on a scale. Nothing is chosen until somebody moves it.
pub fn range(asked: Asked) -> AnyView {
    let chosen = chosen(asked);
    let bound = |name: &str| asked.fill.form(|form| form.node(asked.at).and_then(|node| node.parameters.get(name).cloned()));
    let (from, to) = (bound("start").unwrap_or_else(|| "0".to_owned()), bound("end").unwrap_or_else(|| "10".to_owned()));
    let step = bound("step").unwrap_or_else(|| "1".to_owned());
    let shown = move || match chosen.get() {
        value if value.is_empty() => m::RANGE_NONE.text(asked.fill.lang).to_owned(),
        value => bare_decimal(&value).to_owned(),
    };
    view! {
        <div class="fill-range">
            <span aria-hidden="true">{from.clone()}</span>
            <input
                type="range"
                class:is-empty=move || chosen.with(String::is_empty)
                id=asked.id()
                min=from
                max=to.clone()
                step=step
                prop:value=move || chosen.get()
                aria-describedby=move || asked.described()
                aria-invalid=move || asked.invalid()
                on:input=move |event| asked.answer(&event_target_value(&event))
            />
            <span aria-hidden="true">{to}</span>
            <output class="fill-beside" for=asked.id() aria-live="off" translate="no">
                {shown}
            </output>
        </div>
    }
    .into_any()
}
