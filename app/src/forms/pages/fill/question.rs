//! One question: its words, its field, what is wrong with it. And the group and the node around it.
//!
//! Each part redraws by itself: the words when they change, the error when it appears, the field hardly ever.

use super::how::{How, has_look, how};
use super::state::Fill;
use super::{choose, comments, field, masked, rows, upload};
use crate::forms::japanese;
use crate::forms::pages::beside;
use crate::forms::pages::plain::id;
use crate::messages::common as c;
use crate::messages::forms as f;
use crate::ui::field::described_by;
use crate::ui::icons::{Icon, icon};
use crate::ui::still::still;
use engawa_core::form::AnswerPath;
use engawa_core::form::definition::{Node, NodeKind};
use engawa_core::form::tree::TreeId;
use leptos::prelude::*;
use std::time::Duration;

/// How long after the focus left a question its error may move what is below: not between pressing and letting go of a button.
const LEFT: Duration = Duration::from_millis(250);
/// The deepest heading of a group.
const LEVEL_MAX: u8 = 6;

/// Where a question stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// By itself.
    Whole,
    /// In a cell of a table, whose column has its label.
    Cell,
}

/// A question, as its field knows it.
#[derive(Clone, Copy)]
pub struct Asked {
    /// The page.
    pub fill: Fill,
    /// Which node.
    pub at: TreeId,
    /// How it is asked.
    pub how: How,
    /// Where it stands.
    pub manner: Manner,
    /// What is wrong, as shown.
    pub error: Memo<Option<String>>,
    /// Numbers are grouped by thousands.
    pub has_groups: bool,
    /// The answer is hidden until somebody asks for it.
    pub is_masked: bool,
    id: StoredValue<String>,
    has_hint: bool,
}

impl Asked {
    /// The id of the field.
    pub fn id(self) -> String {
        self.id.try_get_value().unwrap_or_default()
    }

    /// The address of the answer.
    pub fn path(self) -> AnswerPath {
        self.fill.form(|form| Some(form.path(self.at))).unwrap_or_else(AnswerPath::root)
    }

    /// The ids of hint and error.
    pub fn described(self) -> Option<String> {
        described_by(&self.id(), self.has_hint, self.error.with(Option::is_some))
    }

    /// Whether what is in the field is wrong, as an attribute.
    pub fn invalid(self) -> Option<&'static str> {
        self.error.with(Option::is_some).then_some("true")
    }

    /// The answer, or what was typed and cannot be read. Redraws what asks.
    pub fn value(self) -> String {
        self.fill.see(self.at);
        self.value_now()
    }

    /// The same, without redrawing.
    pub fn value_now(self) -> String {
        self.fill.form(|form| form.raw(self.at).unwrap_or_else(|| form.value(self.at)).to_owned())
    }

    /// What the field shows.
    pub fn shown(self) -> String {
        self.how.shown(&self.value())
    }

    /// Takes what is in the field.
    pub fn give(self, text: &str) {
        self.fill.answer(self.at, &self.how.given(text));
    }

    /// Takes a value.
    pub fn answer(self, value: &str) {
        self.fill.answer(self.at, value);
    }
}

/// A node that is drawn while it is relevant.
pub fn node(fill: Fill, at: TreeId, level: u8, manner: Manner) -> AnyView {
    let is_there = Memo::new(move |_| {
        fill.see(at);
        fill.form(|form| form.is_relevant(at))
    });
    view! { {move || is_there.get().then(|| solid(fill, at, level, manner))} }.into_any()
}

/// What a node is drawn as.
enum Shape {
    Repeat,
    Row,
    Group,
    Question,
    Nothing,
}

fn solid(fill: Fill, at: TreeId, level: u8, manner: Manner) -> AnyView {
    let shape = fill.form(|form| {
        let node = form.node(at)?;
        Some(match &node.kind {
            NodeKind::Repeat { .. } if form.is_repeat(at) => Shape::Repeat,
            NodeKind::Repeat { .. } => Shape::Row,
            NodeKind::Group if node.name == "meta" => Shape::Nothing,
            NodeKind::Group => Shape::Group,
            NodeKind::Question(_) => Shape::Question,
            NodeKind::Value { .. } => Shape::Nothing,
        })
    });
    match shape {
        Some(Shape::Repeat) => view! { {media(fill, at)} {rows::repeat(fill, at, level)} }.into_any(),
        Some(Shape::Row) => rows::row_alone(fill, at, level),
        Some(Shape::Group) => group(fill, at, level),
        Some(Shape::Question) => question(fill, at, manner),
        Some(Shape::Nothing) | None => ().into_any(),
    }
}

/// A heading of this level. Below the last level it is a paragraph.
pub fn heading(level: u8, element: String, text: AnyView) -> AnyView {
    match level.min(LEVEL_MAX) {
        0..=2 => view! { <h2 id=element>{text}</h2> }.into_any(),
        3 => view! { <h3 id=element>{text}</h3> }.into_any(),
        4 => view! { <h4 id=element>{text}</h4> }.into_any(),
        _ => view! { <p class="fill-heading" id=element>{text}</p> }.into_any(),
    }
}

/// What is in a group, a row or a screen, in order.
pub fn items(fill: Fill, at: TreeId, level: u8) -> AnyView {
    let items: Vec<TreeId> = fill.form(|form| form.items(at));
    items.into_iter().map(|at| node(fill, at, level, Manner::Whole)).collect_view().into_any()
}

fn group(fill: Fill, at: TreeId, level: u8) -> AnyView {
    let label = label(fill, at);
    let element = format!("{}-group", id(&fill.form(|form| form.path(at).0)));
    let title = element.clone();
    let named = move || (!label.with(String::is_empty)).then(|| heading(level, title.clone(), view! { {move || label.get()} }.into_any()));
    view! {
        <div class="fill-group" role="group" aria-labelledby=element>
            {named}
            {media(fill, at)}
            {items(fill, at, level + 1)}
        </div>
    }
    .into_any()
}

/// What is asked, as it changes.
pub fn label(fill: Fill, at: TreeId) -> Memo<String> {
    Memo::new(move |_| {
        fill.see(at);
        let language = fill.language().get();
        fill.form(|form| form.label(at, language))
    })
}

/// What stands beside what is asked: pictures, sounds and films.
fn media(fill: Fill, at: TreeId) -> Option<AnyView> {
    let language = fill.language().get_untracked();
    let (form_id, media, words) = fill.form(|form| (form.definition().form_id.clone(), form.media(at, language), form.label(at, language)));
    (!media.is_empty()).then(|| still(beside::beside(&form_id, &media, &words)))
}

fn question(fill: Fill, at: TreeId, manner: Manner) -> AnyView {
    let is_cell = manner == Manner::Cell;
    let is_fixed = Memo::new(move |_| {
        fill.see(at);
        fill.form(|form| form.is_readonly(at))
    });
    view! {
        {move || {
            let asked_as = fill.form(|form| Some(how(form.node(at)?, choose::count(form, at), is_cell))).unwrap_or(How::Hidden);
            let is_asked = !matches!(asked_as, How::Hidden | How::Note);
            let asked_as = if is_asked && is_fixed.get() { How::Shown } else { asked_as };
            asked(fill, at, asked_as, manner)
        }}
    }
    .into_any()
}

fn asked(fill: Fill, at: TreeId, how: How, manner: Manner) -> AnyView {
    let words = label(fill, at);
    let language = fill.language().get_untracked();
    let (path, name, hint, guidance) = fill.form(|form| {
        let name = form.node(at).map(|node| node.name.clone()).unwrap_or_default();
        (form.path(at).0, name, form.hint(at, language), form.guidance(at, language))
    });
    let element = id(&path);
    match how {
        How::Hidden => return ().into_any(),
        How::Note => {
            return view! {
                <p class="fill-note" id=element tabindex="-1">
                    {move || words.get()}
                </p>
                {media(fill, at)}
            }
            .into_any();
        }
        _ => {}
    }
    let error = Memo::new(move |_| {
        fill.see(at);
        fill.error(at)
    });
    // In a cell there is no room for a fold: what it would say is read with the hint.
    let hint = if manner == Manner::Cell { [hint, guidance.clone()].join(" ").trim().to_owned() } else { hint };
    let is = |ask: fn(&Node) -> bool| fill.form(|form| form.node(at).is_some_and(ask));
    let (has_groups, is_masked) = (is(|node| has_look(node, "thousands-sep")), is(Node::is_masked));
    let (id, has_hint) = (StoredValue::new(element.clone()), !hint.is_empty());
    let asked = Asked { fill, at, how, manner, error, has_groups, is_masked, id, has_hint };
    let shown = move || words.with(|words| if words.trim().is_empty() { name.clone() } else { words.clone() });
    let field = match how {
        How::Radios => choose::radios(asked),
        How::Menu => choose::menu(asked),
        How::Ticks => choose::ticks(asked),
        How::Rank => choose::rank(asked),
        How::Acknowledge => choose::acknowledge(asked),
        How::Range => choose::range(asked),
        How::File => upload::file(asked),
        How::Lines(rows) => field::lines(asked, rows),
        How::Shown => output(asked),
        How::Date | How::Month | How::Year => field::date(asked),
        _ => field::line(asked),
    };
    let is_needed = Memo::new(move |_| {
        fill.see(at);
        fill.form(|form| form.is_required(at))
    });
    let tag = move || is_needed.get().then(|| view! { <span class="tag tag-required">{c::REQUIRED.text(fill.lang)}</span> });
    let help = help(asked, hint, guidance);
    let beside = media(fill, at);
    // What was wrong when it was drawn is not called out once more.
    let before = error.get_untracked();
    let error_id = format!("{element}-error");
    let wrong = move || {
        error.get().map(|words| {
            let role = (before.as_ref() != Some(&words)).then_some("alert");
            view! {
                <p class="field-error" id=error_id.clone() role=role>
                    {icon(Icon::Warning)}
                    <span>{words}</span>
                </p>
            }
        })
    };
    let class = move || match (manner, error.with(Option::is_some)) {
        (Manner::Whole, false) => "field fill-field",
        (Manner::Whole, true) => "field fill-field field-wrong",
        (Manner::Cell, false) => "field fill-cell",
        (Manner::Cell, true) => "field fill-cell field-wrong",
    };
    // The focus goes from box to box within one question; only what leaves it counts.
    let inside = StoredValue::new(false);
    let element_now = element.clone();
    let enter = move |_| {
        inside.set_value(true);
        fill.note_focus(Some(element_now.clone()));
    };
    let exit = move |_| {
        inside.set_value(false);
        set_timeout(
            move || {
                if inside.try_get_value() == Some(false) {
                    fill.note_focus_left(&asked.id());
                    fill.touch(at);
                }
            },
            LEFT,
        );
    };
    // In a table they stand at the row.
    let comments = (manner == Manner::Whole).then(|| comments::at_question(fill, at));
    if how.is_set() {
        return view! {
            <fieldset
                class=class
                id=element
                tabindex="-1"
                aria-describedby=move || asked.described()
                on:focusin=enter
                on:focusout=exit
            >
                <legend class="field-label fill-label">{shown} " " {tag}</legend>
                {beside}
                {help}
                {wrong}
                {field}
            </fieldset>
            {comments}
        }
        .into_any();
    }
    let label_class = if manner == Manner::Cell { "visually-hidden" } else { "field-label fill-label" };
    let label = if how == How::Shown {
        view! { <p class=label_class>{shown} " " {tag}</p> }.into_any()
    } else {
        view! {
            <label class=label_class for=element>
                {shown}
                " "
                {tag}
            </label>
        }
        .into_any()
    };
    view! {
        <div class=class on:focusin=enter on:focusout=exit>
            {label}
            {beside}
            {help}
            {wrong}
            {field}
        </div>
        {comments}
    }
    .into_any()
}

fn help(asked: Asked, hint: String, guidance: String) -> AnyView {
    if asked.manner == Manner::Cell {
        // The head of the column shows it to those who see; a screen reader reads it with each field.
        let hidden = (!hint.is_empty()).then(|| view! { <p class="visually-hidden" id=format!("{}-hint", asked.id())>{hint}</p> });
        return view! { {hidden} }.into_any();
    }
    let hint = (!hint.is_empty()).then(|| view! { <p class="field-hint" id=format!("{}-hint", asked.id())>{hint}</p> });
    let guidance = (!guidance.is_empty()).then(|| {
        view! {
            <details class="fill-guidance">
                <summary>{f::MORE_HELP.text(asked.fill.lang)}</summary>
                <p>{guidance}</p>
            </details>
        }
    });
    view! { {hint} {guidance} }.into_any()
}

/// A value that cannot be changed here: in words, with its thousands, with its era.
fn output(asked: Asked) -> AnyView {
    let value = move || {
        asked.fill.see(asked.at);
        shown_value(asked)
    };
    let (value, reveal) = if asked.is_masked {
        let asks = label(asked.fill, asked.at);
        (masked::answer(asked.fill, asked.path(), value), Some(masked::button(asked.fill, asked.path(), move || asks.get())))
    } else {
        (view! { {value} }.into_any(), None)
    };
    view! {
        <output class="fill-output" id=asked.id() tabindex="-1" translate="no">
            {value}
        </output>
        {reveal}
    }
    .into_any()
}

fn shown_value(asked: Asked) -> String {
    let language = asked.fill.language().get();
    let words = asked.fill.form(|form| crate::forms::outline::answer_words(form, asked.at, language));
    if asked.has_groups {
        return japanese::grouped(&words);
    }
    match japanese::wareki_of(&words) {
        Some(era) => super::overview::beside(&words, &era, asked.fill.lang),
        None => words,
    }
}
