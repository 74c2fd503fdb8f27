//! What is shown at once, and the ways from one screen to the next.
//!
//! Going on shows what is wrong here first, once; whoever goes on again is let through, because the last page lists everything.

use super::check;
use super::question::{Manner, items, node};
use super::rows;
use super::signals::Place;
use super::state::Fill;
use crate::messages::forms as f;
use crate::messages::forms::fill as m;
use crate::ui::icons::{Icon, icon};
use engawa_core::form::AnswerPath;
use engawa_core::form::definition::NodeKind;
use engawa_core::form::running::Form;
use engawa_core::form::tree::TreeId;
use leptos::prelude::*;

/// The id of the heading of a screen.
pub const HEADING: &str = "fill-heading";

/// The screen that the person is at; drawn again when it is another one, or the whole form is.
pub fn draw(fill: Fill) -> AnyView {
    let here = Memo::new(move |_| (fill.drawn().get(), fill.place().get(), fill.layout().get(), fill.language().get()));
    view! {
        {move || {
            let (_, place, _, _) = here.get();
            match place {
                Place::Screen(key) => screen(fill, key),
                Place::Check => check::draw(fill),
            }
        }}
    }
    .into_any()
}

/// What of a screen is drawn: no node that is inside another one of it.
fn outermost(form: &Form, nodes: &[TreeId]) -> Vec<TreeId> {
    let is_inside = |at: &TreeId| std::iter::successors(form.parent(*at), |at| form.parent(*at)).any(|above| nodes.contains(&above));
    nodes.iter().copied().filter(|at| !is_inside(at)).collect()
}

fn screen(fill: Fill, key: AnswerPath) -> AnyView {
    let own = key.clone();
    let nodes = Memo::new(move |_| {
        let nodes = fill.screens().with(|screens| screens.iter().find(|screen| screen.key == own).map(|screen| screen.nodes.clone()));
        let nodes = nodes.unwrap_or_default();
        fill.form(|form| outermost(form, &nodes))
    });
    let section = Memo::new(move |_| {
        fill.screens().with(|screens| screens.iter().find(|screen| screen.key == key).map(|screen| screen.section.clone())).unwrap_or_default()
    });
    let count = move || {
        // Read again when the list changes; the place is steady while this is drawn.
        let many = fill.screens().with(Vec::len);
        let at = fill.index().map_or(0, |at| at + 1);
        m::SCREEN_OF.with(fill.lang, &[&at.to_string(), &many.to_string()])
    };
    let title = move || {
        let section = section.get();
        if section.trim().is_empty() { fill.with(|core| core.card.form_title.clone()) } else { section }
    };
    // A group or a repeat that is alone gives the screen its heading.
    let draw = move |at: TreeId| {
        let is_alone = nodes.with_untracked(|nodes| nodes.len() == 1);
        let is_titled = fill.form(|form| form.label(at, fill.language().get_untracked()) == section.get_untracked());
        let (is_group, is_repeat) = fill.form(|form| (form.node(at).is_some_and(|node| node.kind == NodeKind::Group), form.is_repeat(at)));
        match (is_group, is_repeat) {
            (true, _) if is_alone && is_titled => items(fill, at, 3),
            (_, true) if is_alone && is_titled => rows::named_by(fill, at, 3, HEADING),
            _ => node(fill, at, 3, Manner::Whole),
        }
    };
    view! {
        <section class="fill-screen" aria-labelledby=HEADING>
            <header class="fill-head">
                <h2 id=HEADING tabindex="-1">
                    {title}
                    " "
                    <span class="fill-count">{count}</span>
                </h2>
            </header>
            <fieldset class="fill-lock" disabled=move || fill.is_locked()>
                <legend class="visually-hidden">{m::QUESTIONS.text(fill.lang)}</legend>
                <For each=move || nodes.get() key=|at: &TreeId| at.0 children=draw />
            </fieldset>
        </section>
    }
    .into_any()
}

/// What is wrong on the screen that the person is at, in order.
fn wrong_here(fill: Fill) -> Vec<TreeId> {
    let Some(index) = fill.index() else { return Vec::new() };
    let nodes = fill.screens().with_untracked(|screens| screens.get(index).map(|screen| screen.nodes.clone())).unwrap_or_default();
    fill.form(|form| {
        let mut open: Vec<TreeId> = outermost(form, &nodes).into_iter().rev().collect();
        let mut wrong = Vec::new();
        while let Some(at) = open.pop() {
            if !form.is_relevant(at) {
                continue;
            }
            if form.violation(at).is_some() {
                wrong.push(at);
            }
            let below = if form.is_repeat(at) { form.rows(at) } else { form.items(at) };
            open.extend(below.into_iter().rev());
        }
        wrong
    })
}

/// Goes on to the next screen; first shows what is wrong here.
pub fn next(fill: Fill) {
    let Some(index) = fill.index() else { return };
    let wrong = wrong_here(fill);
    let is_warned = fill.warned().with_untracked(|warned| matches!(warned, Some(place) if *place == fill.place().get_untracked()));
    if let Some(first) = wrong.first().filter(|_| !is_warned) {
        for at in &wrong {
            fill.touch(*at);
        }
        fill.warned().set(Some(fill.place().get_untracked()));
        fill.said().set(m::STILL_WRONG.with(fill.lang, &[&wrong.len().to_string()]));
        let path = fill.form(|form| Some(form.path(*first)));
        if let Some(path) = path {
            fill.go_to(&path);
        }
        return;
    }
    fill.warned().set(None);
    let next = fill.screens().with_untracked(|screens| screens.get(index + 1).map(|screen| screen.key.clone()));
    fill.go(next.map_or(Place::Check, Place::Screen));
}

/// Goes back to the screen before.
pub fn back(fill: Fill) {
    let before = fill.index().unwrap_or_else(|| fill.screens().with_untracked(Vec::len)).checked_sub(1);
    let key = before.and_then(|before| fill.screens().with_untracked(|screens| screens.get(before).map(|screen| screen.key.clone())));
    if let Some(key) = key {
        fill.go(Place::Screen(key));
    }
}

/// Goes to the next answer that is missing or wrong, after the one that was gone to before.
pub fn next_problem(fill: Fill) {
    let wrong: Vec<AnswerPath> = fill.form(|form| form.validate().into_iter().map(|violation| violation.path).collect());
    let before = fill.problem().get_untracked();
    let at = before.and_then(|before| wrong.iter().position(|path| *path == before)).map_or_else(
        || {
            let here = wrong_here(fill).first().and_then(|at| fill.form(|form| Some(form.path(*at))));
            here.and_then(|here| wrong.iter().position(|path| *path == here)).unwrap_or(0)
        },
        |at| at + 1,
    );
    let Some(path) = wrong.get(at).or(wrong.first()) else { return };
    fill.problem().set(Some(path.clone()));
    if let Some(at) = fill.form(|form| form.find(path)) {
        fill.touch(at);
    }
    fill.go_to(path);
}

/// The bar with the ways on: at the lower edge of a phone.
pub fn bar(fill: Fill) -> AnyView {
    let lang = fill.lang;
    let has_back = Memo::new(move |_| {
        let many = fill.screens().with(Vec::len);
        fill.place().track();
        fill.index().map_or(many > 0, |at| at > 0)
    });
    let is_check = Memo::new(move |_| fill.place().get() == Place::Check);
    let is_last = Memo::new(move |_| {
        let many = fill.screens().with(Vec::len);
        fill.place().track();
        fill.index().is_some_and(|at| at + 1 == many)
    });
    let on = move || if is_last.get() { m::TO_CHECK.text(lang) } else { f::NEXT.text(lang) };
    let wrong = Memo::new(move |_| fill.progress().with(|progress| progress.missing + progress.wrong));
    let problem = move || {
        (wrong.get() > 0).then(|| {
            view! {
                <button type="button" class="button fill-bar-problem" on:click=move |_| next_problem(fill)>
                    {move || m::NEXT_PROBLEM.with(lang, &[&wrong.get().to_string()])}
                </button>
            }
        })
    };
    view! {
        <div class="fill-bar" role="group" aria-label=m::WAYS.text(lang)>
            <button type="button" class="button" disabled=move || !has_back.get() on:click=move |_| back(fill)>
                {icon(Icon::Left)}
                <span>{f::BACK.text(lang)}</span>
            </button>
            {problem}
            <button type="button" class="button button-primary" hidden=move || is_check.get() on:click=move |_| next(fill)>
                <span>{on}</span>
                {icon(Icon::Right)}
            </button>
        </div>
    }
    .into_any()
}
