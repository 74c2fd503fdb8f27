//! Rows of the same questions: a table where there is room for it, cards elsewhere. Rows are added, moved, removed and brought back.
//!
//! Where rows have screens of their own, the repeat is a list that leads to them. Invariant: after each of these acts the focus is where
//! the person goes on: at the new row, at the moved row, at the notice that brings the removed row back.

use super::comments;
use super::how::fits_a_cell;
use super::question::{Manner, heading, items, label, node};
use super::signals::Place;
use super::state::Fill;
use crate::forms::filling::Layout;
use crate::forms::outline::{masked_words, words_of};
use crate::forms::pages::plain::id;
use crate::messages::forms as f;
use crate::messages::forms::fill as m;
use engawa_core::form::AnswerPath;
use engawa_core::form::definition::{NodeId, NodeKind};
use engawa_core::form::running::Form;
use engawa_core::form::tree::TreeId;
use leptos::prelude::*;

/// The most columns of a table.
const COLUMNS_MAX: usize = 8;
/// How many answers tell a row in a list.
const TOLD: usize = 3;

/// The address of a node; the root if it is gone.
fn path(fill: Fill, at: TreeId) -> AnswerPath {
    fill.form(|form| Some(form.path(at))).unwrap_or_else(AnswerPath::root)
}

fn rows_of(fill: Fill, repeat: TreeId) -> Memo<Vec<TreeId>> {
    Memo::new(move |_| {
        fill.see(repeat);
        fill.form(|form| form.rows(repeat))
    })
}

/// The columns of a repeat, if all of it fits a table: what is asked in each, by definition.
fn columns(fill: Fill, repeat: TreeId) -> Option<Vec<NodeId>> {
    if fill.layout().get_untracked() != Layout::Sections {
        return None;
    }
    fill.form(|form| {
        let definition = form.definition();
        let all: Vec<NodeId> = definition.children(form.node_id(repeat)?).collect();
        let fits = all.iter().all(|id| definition.node(*id).is_some_and(fits_a_cell));
        let shown = |id: &NodeId| {
            definition.node(*id).is_some_and(|node| {
                let is_silent = node.calculate.is_some() && node.label.is_empty();
                matches!(node.kind, NodeKind::Question(_)) && !is_silent
            })
        };
        let columns: Vec<NodeId> = all.iter().copied().filter(shown).collect();
        (fits && !columns.is_empty() && columns.len() <= COLUMNS_MAX).then_some(columns)
    })
}

/// A repeat with a heading of its own.
pub fn repeat(fill: Fill, at: TreeId, level: u8) -> AnyView {
    let (label, title) = (label(fill, at), format!("{}-title", id(&path(fill, at).0)));
    let heading = heading(level, title.clone(), view! { {move || label.get()} }.into_any());
    below(fill, at, level, title, heading)
}

/// A repeat below a heading that names it already: the element with this id, of the level above.
pub fn named_by(fill: Fill, at: TreeId, level: u8, title: &str) -> AnyView {
    below(fill, at, level.saturating_sub(1), title.to_owned(), ().into_any())
}

/// A repeat whose heading has this id and level.
fn below(fill: Fill, at: TreeId, level: u8, title: String, heading: AnyView) -> AnyView {
    let rows = rows_of(fill, at);
    let element = id(&path(fill, at).0);
    let is_open = Memo::new(move |_| {
        fill.see(at);
        fill.form(|form| form.is_open_ended(at))
    });
    // Rows that have screens of their own are not drawn twice.
    let is_apart = Memo::new(move |_| {
        let first = rows.with(|rows| rows.first().copied());
        first.is_some_and(|first| fill.screens().with(|screens| screens.iter().any(|screen| screen.nodes.contains(&first))))
    });
    let inside = move || {
        if is_apart.get() {
            list(fill, rows)
        } else if let Some(columns) = columns(fill, at) {
            table(fill, at, rows, &columns, is_open)
        } else {
            cards(fill, at, level, rows, is_open)
        }
    };
    let add = move || is_open.get().then(|| add_button(fill, at));
    view! {
        <div class="fill-repeat" role="group" id=element tabindex="-1" aria-labelledby=title>
            {heading}
            {inside}
            {undo(fill, at)}
            {add}
        </div>
    }
    .into_any()
}

fn add_button(fill: Fill, repeat: TreeId) -> AnyView {
    let label = label(fill, repeat);
    view! {
        <p>
            <button type="button" class="button" on:click=move |_| add(fill, repeat)>
                {move || f::ADD_ROW.with(fill.lang, &[&label.get()])}
            </button>
        </p>
    }
    .into_any()
}

fn add(fill: Fill, repeat: TreeId) {
    if !fill.edit(|filling, now| filling.add_row(repeat, None, now)) {
        return;
    }
    fill.removed().set(None);
    // The screens know the new row before anybody goes there.
    fill.outline();
    let first = fill.form(|form| {
        let row = *form.rows(repeat).last()?;
        Some(first_question(form, row).map_or_else(|| form.path(row), |at| form.path(at)))
    });
    if let Some(first) = first {
        fill.go_to(&first);
    }
}

/// The first thing in a row that can be answered.
fn first_question(form: &Form, row: TreeId) -> Option<TreeId> {
    let mut open: Vec<TreeId> = form.items(row).into_iter().rev().collect();
    while let Some(at) = open.pop() {
        if !form.is_relevant(at) {
            continue;
        }
        let node = form.node(at)?;
        if matches!(node.kind, NodeKind::Question(_)) && node.calculate.is_none() && !form.is_readonly(at) {
            return Some(at);
        }
        open.extend(form.items(at).into_iter().rev());
    }
    None
}

fn remove(fill: Fill, row: TreeId) {
    let gone = path(fill, row);
    if fill.edit(|filling, now| filling.remove_row(row, now)) {
        fill.removed().set(Some(gone));
        fill.focus_soon(UNDO.to_owned());
    }
}

fn shift(fill: Fill, row: TreeId, up: bool) {
    let element = id(&path(fill, row).0);
    if fill.edit(|filling, now| filling.move_row(row, up, now)) {
        fill.said().set(m::ROW_MOVED.text(fill.lang).to_owned());
        fill.focus_soon(format!("{element}-{}", if up { "up" } else { "down" }));
    }
}

/// The id of the button that brings a row back.
const UNDO: &str = "fill-undo";

/// The way back for the row that was removed last, in its repeat.
fn undo(fill: Fill, repeat: TreeId) -> AnyView {
    let lang = fill.lang;
    let own = format!("{}[", path(fill, repeat).0);
    let shown = move || {
        let gone = fill.removed().get().filter(|gone| gone.0.strip_prefix(&own).is_some_and(|rest| !rest.contains('/')))?;
        let back = move |_| {
            if fill.edit(|filling, now| filling.restore_row(&gone, now)) {
                fill.removed().set(None);
                fill.go_to(&gone);
            }
        };
        Some(view! {
            <div class="fill-undo">
                <span>{m::ROW_REMOVED.text(lang)}</span>
                <button type="button" class="button" id=UNDO on:click=back>
                    {m::ROW_BACK.text(lang)}
                </button>
            </div>
        })
    };
    view! { <div role="status">{shown}</div> }.into_any()
}

/// The number of a row among its siblings, from 1.
fn number(rows: Memo<Vec<TreeId>>, row: TreeId) -> Memo<usize> {
    Memo::new(move |_| rows.with(|rows| rows.iter().position(|other| *other == row).map_or(0, |at| at + 1)))
}

/// The buttons of a row.
fn acts(fill: Fill, row: TreeId, number: Memo<usize>, is_open: Memo<bool>) -> AnyView {
    let lang = fill.lang;
    let element = id(&path(fill, row).0);
    let named = move |message: engawa_core::Message| move || message.with(lang, &[&number.get().to_string()]);
    let buttons = move || {
        is_open.get().then(|| {
            view! {
                <button
                    type="button"
                    class="button button-small"
                    id=format!("{element}-up")
                    aria-label=named(m::ROW_UP)
                    on:click=move |_| shift(fill, row, true)
                >
                    {m::UP.text(lang)}
                </button>
                <button
                    type="button"
                    class="button button-small"
                    id=format!("{element}-down")
                    aria-label=named(m::ROW_DOWN)
                    on:click=move |_| shift(fill, row, false)
                >
                    {m::DOWN.text(lang)}
                </button>
                <button type="button" class="button button-small" aria-label=named(f::REMOVE_ROW) on:click=move |_| remove(fill, row)>
                    {m::REMOVE.text(lang)}
                </button>
            }
        })
    };
    view! { <div class="fill-acts">{buttons}</div> }.into_any()
}

fn table(fill: Fill, repeat: TreeId, rows: Memo<Vec<TreeId>>, columns: &[NodeId], is_open: Memo<bool>) -> AnyView {
    let language = fill.language().get_untracked();
    let named = |form: &Form, id: &NodeId| {
        let node = form.definition().node(*id);
        let words = node.map(|node| words_of(&node.label, language)).unwrap_or_default();
        let hint = node.map(|node| words_of(&node.hint, language)).unwrap_or_default();
        let words = if words.trim().is_empty() { node.map(|node| node.name.clone()).unwrap_or_default() } else { words };
        (words, hint)
    };
    let heads: Vec<(String, String)> = fill.form(|form| columns.iter().map(|id| named(form, id)).collect());
    let head = |(words, hint): (String, String)| {
        // Screen readers hear it at each field of the column.
        let hint = (!hint.trim().is_empty()).then(|| view! { <span class="field-hint fill-column-hint" aria-hidden="true">{hint}</span> });
        view! { <th scope="col">{words} {hint}</th> }
    };
    let heads = heads.into_iter().map(head).collect_view();
    let columns = columns.to_vec();
    let line = move |row: TreeId| {
        let number = number(rows, row);
        let cells: Vec<Option<TreeId>> = fill.form(|form| {
            let below = form.items(row);
            columns.iter().map(|column| below.iter().copied().find(|at| form.node_id(*at) == Some(*column))).collect()
        });
        let cells = cells.into_iter().map(|cell| view! { <td>{cell.map(|cell| node(fill, cell, 4, Manner::Cell))}</td> }).collect_view();
        let element = id(&path(fill, row).0);
        view! {
            <tr id=element tabindex="-1">
                <th scope="row">{move || number.get()}</th>
                {cells}
                <td>{acts(fill, row, number, is_open)} {comments::at_row(fill, row, true)}</td>
            </tr>
        }
    };
    let caption = label(fill, repeat);
    view! {
        // The section around it has the same name and is the landmark.
        <div class="fill-scroll" role="group" tabindex="0" aria-label=move || caption.get()>
            <table class="fill-table">
                <thead>
                    <tr>
                        <th scope="col">{m::ROW_NUMBER.text(fill.lang)}</th>
                        {heads}
                        <th scope="col">
                            <span class="visually-hidden">{m::ROW_ACTS.text(fill.lang)}</span>
                        </th>
                    </tr>
                </thead>
                <tbody>
                    <For each=move || rows.get() key=|row: &TreeId| row.0 children=line />
                </tbody>
            </table>
        </div>
    }
    .into_any()
}

fn cards(fill: Fill, repeat: TreeId, level: u8, rows: Memo<Vec<TreeId>>, is_open: Memo<bool>) -> AnyView {
    let label = label(fill, repeat);
    let card = move |row: TreeId| {
        let number = number(rows, row);
        let element = id(&path(fill, row).0);
        let title = format!("{element}-title");
        let words = move || f::ROW.with(fill.lang, &[&label.get(), &number.get().to_string()]);
        view! {
            <div class="fill-row" id=element tabindex="-1" role="group" aria-labelledby=title>
                {heading(level + 1, title.clone(), view! { {words} }.into_any())}
                {items(fill, row, level + 2)}
                {comments::at_row(fill, row, false)}
                {acts(fill, row, number, is_open)}
            </div>
        }
    };
    // No list: an entry that the focus can go to by name is a group, and each says which row it is.
    view! {
        <div class="fill-rows">
            <For each=move || rows.get() key=|row: &TreeId| row.0 children=card />
        </div>
    }
    .into_any()
}

/// A row that has a screen of its own.
pub fn row_alone(fill: Fill, row: TreeId, level: u8) -> AnyView {
    let Some(repeat) = fill.form(|form| form.parent(row)) else { return ().into_any() };
    let (rows, label) = (rows_of(fill, repeat), label(fill, repeat));
    let number = number(rows, row);
    let is_open = Memo::new(move |_| {
        fill.see(repeat);
        fill.form(|form| form.is_open_ended(repeat))
    });
    let words = move || f::ROW.with(fill.lang, &[&label.get(), &number.get().to_string()]);
    let element = id(&path(fill, row).0);
    let title = format!("{element}-title");
    view! {
        <div class="fill-row" id=element tabindex="-1" role="group" aria-labelledby=title>
            {heading(level, title.clone(), view! { {words} }.into_any())}
            {items(fill, row, level + 1)}
            {comments::at_row(fill, row, false)}
            {acts(fill, row, number, is_open)}
        </div>
        {undo(fill, repeat)}
        {move || is_open.get().then(|| add_button(fill, repeat))}
    }
    .into_any()
}

/// The rows as a list of buttons that lead to their screens.
fn list(fill: Fill, rows: Memo<Vec<TreeId>>) -> AnyView {
    let entry = move |row: TreeId| {
        let number = number(rows, row);
        let told = move || {
            fill.see(row);
            let language = fill.language().get();
            let answers: Vec<String> = fill.form(|form| {
                let words = form.items(row).into_iter().filter(|at| form.is_relevant(*at)).map(|at| masked_words(form, at, language));
                words.filter(|words| !words.is_empty()).take(TOLD).collect()
            });
            m::ROW_OPEN.with(fill.lang, &[&number.get().to_string(), &answers.join(", ")])
        };
        let open = move |_| {
            if let Some(key) = fill.screen_of(row) {
                fill.go(Place::Screen(key));
            }
        };
        view! {
            <li>
                <button type="button" class="button fill-open" on:click=open>
                    {told}
                </button>
            </li>
        }
    };
    view! {
        <ul class="fill-rows">
            <For each=move || rows.get() key=|row: &TreeId| row.0 children=entry />
        </ul>
    }
    .into_any()
}
