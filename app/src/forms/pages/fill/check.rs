//! The last page: what is wrong, everything that was answered, and sending.

use super::comments;
use super::overview;
use super::screen::HEADING;
use super::sent::{self, Sent};
use super::state::Fill;
use crate::device::use_state;
use crate::kiosk::pages::device::use_prints;
use crate::messages::forms as f;
use crate::messages::forms::fill as m;
use crate::messages::forms::word as words;
use crate::ui::icons::{Icon, icon};
use crate::ui::notice::{Notice, Tone};
use engawa_core::Problem;
use engawa_core::form::AnswerPath;
use leptos::prelude::*;

/// The id of the list of what is wrong.
const PROBLEMS: &str = "fill-problems";

/// The page.
pub fn draw(fill: Fill) -> AnyView {
    let lang = fill.lang;
    // What only sending found: a file that is not here any more.
    let found = RwSignal::new(Vec::<Problem>::new());
    let busy = RwSignal::new(false);
    let wrong = Memo::new(move |_| {
        fill.beat().track();
        let language = fill.language().get();
        let mut all: Vec<Problem> = fill.with(|core| core.filling.problems(language));
        // It says more than that there is no answer.
        for problem in unused(fill) {
            match all.iter_mut().find(|other| other.path == problem.path) {
                Some(other) => *other = problem,
                None => all.push(problem),
            }
        }
        let refused = fill.sent.with(|sent| if let Sent::Stuck { problems, .. } = sent { problems.clone() } else { Vec::new() });
        let mended = fill.mended().get();
        for problem in found.get().into_iter().chain(refused.into_iter().filter(|problem| !mended.contains(&problem.path))) {
            if !all.iter().any(|other| other.path == problem.path && !problem.path.is_empty()) {
                all.push(problem);
            }
        }
        all
    });
    // Sending found something: it stands in the list, and the list has the focus.
    Effect::new(move |_| {
        if found.with(|found| !found.is_empty()) {
            fill.focus_soon(PROBLEMS.to_owned());
        }
    });
    let prints = use_prints();
    let print = move |_| fill.page_device(|device| device.print());
    let go = move |_| {
        fill.tried().set(true);
        found.set(Vec::new());
        if fill.with(|core| core.filling.problems(0).is_empty()) && unused(fill).is_empty() {
            sent::send(fill, found, busy);
        } else {
            fill.focus_soon(PROBLEMS.to_owned());
        }
    };
    let is_locked = Memo::new(move |_| fill.is_locked());
    let is_again = move || fill.sent.with(|sent| matches!(sent, Sent::Stuck { .. })) || fill.corrects().with(Option::is_some);
    let word = move || if is_again() { m::SEND_AGAIN.text(lang) } else { f::SEND.text(lang) };
    let send = move || {
        (!is_locked.get()).then(|| {
            view! {
                <button type="button" class="button button-primary fill-send" disabled=move || busy.get() on:click=go>
                    {icon(Icon::Mail)}
                    <span>{word}</span>
                </button>
            }
        })
    };
    view! {
        <section class="fill-screen fill-check" aria-labelledby=HEADING>
            <header class="fill-head">
                <h2 id=HEADING tabindex="-1">
                    {m::CHECK.text(lang)}
                </h2>
                <p>{m::CHECK_TEXT.text(lang)}</p>
            </header>
            {move || problems(fill, wrong.get())}
            {comments::reminder(fill)}
            {overview::table(fill)}
            {overview::sheet(fill)}
            <div class="buttons">
                {send}
                <button type="button" class="button" hidden=move || !prints.get() on:click=print>
                    {icon(Icon::Print)}
                    <span>{m::PRINT.text(lang)}</span>
                </button>
                {save_word(fill)}
            </div>
            <p class="quiet fill-send-note">{m::SEND_NOTE.text(lang)}</p>
        </section>
    }
    .into_any()
}

/// What was drawn and is not attached: it would stay behind, and nobody would see that.
fn unused(fill: Fill) -> Vec<Problem> {
    let drawn: Vec<AnswerPath> = fill.sketched().with_untracked(|all| all.keys().cloned().collect());
    let is_asked = |path: &AnswerPath| fill.form(|form| form.find(path).is_some_and(|at| form.is_relevant(at) && !form.is_readonly(at)));
    drawn.into_iter().filter(is_asked).map(|path| Problem::new(path.0, "drawing_unused")).collect()
}

/// The button that takes it along as a Word file. At a shared screen nothing is saved.
fn save_word(fill: Fill) -> AnyView {
    if fill.is_shared() {
        return ().into_any();
    }
    let state = use_state();
    view! {
        <button type="button" class="button" on:click=move |_| overview::save_word(fill, state)>
            {icon(Icon::Download)}
            <span>{words::SAVE.text(fill.lang)}</span>
        </button>
    }
    .into_any()
}

/// What is wrong, each with a way to its answer.
fn problems(fill: Fill, all: Vec<Problem>) -> AnyView {
    let lang = fill.lang;
    if all.is_empty() {
        return view! { <Notice tone=Tone::Note text=m::NO_PROBLEMS.text(lang) /> }.into_any();
    }
    let count = m::PROBLEMS.with(lang, &[&all.len().to_string()]);
    let items = sent::at_answers(fill, &all).into_iter().map(|(path, problem)| problem_line(fill, path, &problem)).collect_view();
    view! {
        <div class="notice notice-error fill-problems" id=PROBLEMS tabindex="-1" role="group" aria-label=count>
            <div class="notice-text">
                <h3>{count.clone()}</h3>
                <ul>{items}</ul>
            </div>
        </div>
    }
    .into_any()
}

fn problem_line(fill: Fill, path: Option<AnswerPath>, problem: &Problem) -> AnyView {
    let words = sent::words(problem, fill.lang);
    let Some(path) = path else { return view! { <li>{words}</li> }.into_any() };
    let language = fill.language().get_untracked();
    let label = fill.form(|form| {
        let at = form.find(&path)?;
        let label = form.label(at, language);
        if label.trim().is_empty() { form.node(at).map(|node| node.name.clone()) } else { Some(label) }
    });
    view! {
        <li>
            <button type="button" class="button fill-problem" on:click=move |_| fill.go_to(&path)>
                {label.unwrap_or_default()}
            </button>
            " "
            {words}
        </li>
    }
    .into_any()
}
