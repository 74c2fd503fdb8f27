//! What needs a decision of the person: answers that several people gave differently, rows that came back, answers without a
//! place. Invariant: an answer that the form hides is hidden here too, until somebody asks for it.

use super::state::Fill;
use super::{masked, versions};
use crate::forms::outline::{MASK, words_of};
use crate::messages::forms::fill as m;
use engawa_core::Lang;
use engawa_core::form::AnswerPath;
use engawa_core::form::definition::Node;
use engawa_core::form::draft::moving::Misfit;
use engawa_core::form::draft::{Attachment, Conflict, DisputedRow, Held, LeftOver, Value};
use engawa_core::form::running::Form;
use leptos::prelude::*;

/// All of it.
pub fn draw(fill: Fill) -> AnyView {
    let conflicts = Memo::new(move |_| {
        watch(fill);
        fill.with(|core| core.filling.conflicts())
    });
    let came_back = Memo::new(move |_| {
        watch(fill);
        fill.with(|core| core.filling.came_back())
    });
    let left_over = Memo::new(move |_| {
        watch(fill);
        fill.with(|core| core.filling.left_over())
    });
    let removed = Memo::new(move |_| {
        watch(fill);
        fill.with(|core| core.filling.removed_rows())
    });
    view! {
        {move || versions::newer(fill)}
        {move || of_conflicts(fill, conflicts.get())}
        {move || of_came_back(fill, came_back.get())}
        {move || of_left_over(fill, left_over.get())}
        {move || of_removed(fill, removed.get())}
    }
    .into_any()
}

/// Looked at again in pauses and when the form is another one.
fn watch(fill: Fill) {
    fill.beat().track();
    fill.drawn().track();
}

/// What is asked at an address, in words; the address if the form says nothing.
pub fn label_at(fill: Fill, path: &AnswerPath) -> String {
    let language = fill.language().get_untracked();
    let label = fill.form(|form| Some(form.label(form.find(path)?, language))).unwrap_or_default();
    if label.trim().is_empty() { path.without_keys() } else { label }
}

/// A value in words: the labels of choices, the name of a file.
pub fn value_words(form: &Form, path: &AnswerPath, value: &str, language: usize) -> String {
    if let Some(file) = Attachment::of(value) {
        return file.name;
    }
    let choices = form.find(path).map(|at| form.choices(at, language)).unwrap_or_default();
    if choices.is_empty() {
        return value.to_owned();
    }
    let label = |word: &str| choices.iter().find(|choice| choice.value == word).map_or(word.to_owned(), |choice| choice.label.clone());
    value.split_whitespace().map(label).collect::<Vec<_>>().join(" / ")
}

/// Whether the form hides what is typed at an address.
fn is_masked(form: &Form, path: &AnswerPath) -> bool {
    form.find(path).and_then(|at| form.node(at)).is_some_and(Node::is_masked)
}

/// A value in words, hidden where the form hides what is typed: for where there is no room for a button.
fn masked_words(form: &Form, path: &AnswerPath, value: &str, language: usize) -> String {
    let words = value_words(form, path, value, language);
    if words.is_empty() || !is_masked(form, path) { words } else { MASK.to_owned() }
}

/// Who and when.
fn origin(fill: Fill, held: &Held) -> String {
    let own = fill.with(|core| core.replica.clone());
    m::BY_AT.with(fill.lang, &[who(held, &own, fill.lang), &fill.clock(held.at)])
}

/// Who wrote something, seen by a replica. What the same person wrote before the draft was opened again goes by the name given then.
fn who<'a>(held: &'a Held, own: &str, lang: Lang) -> &'a str {
    match held.by.as_str() {
        _ if held.dot.replica == own => m::YOU.text(lang),
        "" => m::NAMELESS.text(lang),
        by => by,
    }
}

fn of_conflicts(fill: Fill, conflicts: Vec<Conflict>) -> Option<AnyView> {
    if conflicts.is_empty() {
        return None;
    }
    let lang = fill.lang;
    let items = conflicts.into_iter().map(|conflict| of_conflict(fill, conflict)).collect_view();
    Some(
        view! {
            <section class="fill-matter" role="region" aria-label=m::CONFLICTS.text(lang)>
                <h2>{m::CONFLICTS.text(lang)}</h2>
                <p>{m::CONFLICTS_TEXT.text(lang)}</p>
                {items}
            </section>
        }
        .into_any(),
    )
}

fn of_conflict(fill: Fill, conflict: Conflict) -> AnyView {
    let (lang, language) = (fill.lang, fill.language().get_untracked());
    let Conflict { path, options } = conflict;
    let label = label_at(fill, &path);
    let is_hidden = fill.form(|form| is_masked(form, &path));
    let asks = label.clone();
    // One button for all of them: they are answers to one question.
    let reveal = is_hidden.then(|| masked::button(fill, path.clone(), move || asks.clone()));
    let options = options
        .into_iter()
        .map(|held| {
            let origin = origin(fill, &held);
            let value = if let Value::Text(text) = held.value { text } else { String::new() };
            let words = if value.is_empty() { m::BLANK.text(lang).to_owned() } else { fill.form(|form| value_words(form, &path, &value, language)) };
            let words = if is_hidden && !value.is_empty() { masked::answer(fill, path.clone(), move || words.clone()) } else { words.into_any() };
            let path = path.clone();
            let choose = move |_| {
                fill.edit(|filling, now| filling.resolve(&path, &value, now));
            };
            view! {
                <li>
                    <p class="fill-answer" translate="no">
                        {words}
                    </p>
                    <p class="quiet">{origin}</p>
                    <button type="button" class="button" on:click=choose>
                        {m::CONFLICT_CHOOSE.text(lang)}
                    </button>
                </li>
            }
        })
        .collect_view();
    view! {
        <fieldset class="fill-conflict">
            <legend>{label}</legend>
            {reveal}
            <ul class="fill-options">{options}</ul>
        </fieldset>
    }
    .into_any()
}

/// What is in a row, to recognise it by.
fn told(fill: Fill, row: &DisputedRow) -> String {
    let language = fill.language().get_untracked();
    let words: Vec<String> =
        fill.form(|form| row.texts.iter().map(|(path, text)| masked_words(form, path, text, language)).filter(|words| !words.is_empty()).collect());
    if words.is_empty() { m::ROW_EMPTY.text(fill.lang).to_owned() } else { words.join(", ") }
}

/// The repeat of a row.
fn repeat_of(row: &AnswerPath) -> AnswerPath {
    AnswerPath(row.0.rsplit_once('[').map_or(row.0.clone(), |(repeat, _)| repeat.to_owned()))
}

fn act_button(words: &'static str, act: impl Fn() + 'static) -> AnyView {
    view! {
        <button type="button" class="button button-small" on:click=move |_| act()>
            {words}
        </button>
    }
    .into_any()
}

fn restore(fill: Fill, row: AnswerPath) -> impl Fn() + 'static {
    move || {
        if fill.edit(|filling, now| filling.restore_row(&row, now)) {
            fill.go_to(&row);
        }
    }
}

fn of_came_back(fill: Fill, rows: Vec<DisputedRow>) -> Option<AnyView> {
    if rows.is_empty() {
        return None;
    }
    let lang = fill.lang;
    let items = rows
        .into_iter()
        .map(|row| {
            let (label, words) = (label_at(fill, &repeat_of(&row.row)), told(fill, &row));
            let who = row.removals.last().map(|held| origin(fill, held));
            let path = row.row.clone();
            let remove = move || {
                let Some(at) = fill.form(|form| form.find(&path)) else { return };
                fill.edit(|filling, now| filling.remove_row(at, now));
            };
            view! {
                <li>
                    <p class="fill-answer">{label} ": " <span translate="no">{words}</span></p>
                    <p class="quiet">{who}</p>
                    <div class="buttons">
                        {act_button(m::ROW_KEEP.text(lang), restore(fill, row.row))}
                        {act_button(m::REMOVE.text(lang), remove)}
                    </div>
                </li>
            }
        })
        .collect_view();
    Some(
        view! {
            <section class="fill-matter" role="region" aria-label=m::CAME_BACK.text(lang)>
                <h2>{m::CAME_BACK.text(lang)}</h2>
                <p>{m::CAME_BACK_TEXT.text(lang)}</p>
                <ul class="fill-options">{items}</ul>
            </section>
        }
        .into_any(),
    )
}

fn of_removed(fill: Fill, rows: Vec<DisputedRow>) -> Option<AnyView> {
    if rows.is_empty() {
        return None;
    }
    let lang = fill.lang;
    let items = rows
        .into_iter()
        .map(|row| {
            let (label, words) = (label_at(fill, &repeat_of(&row.row)), told(fill, &row));
            view! {
                <li>
                    <p class="fill-answer">{label} ": " <span translate="no">{words}</span></p>
                    {act_button(m::ROW_BACK.text(lang), restore(fill, row.row))}
                </li>
            }
        })
        .collect_view();
    Some(
        view! {
            <details class="fill-more">
                <summary>{m::REMOVED_ROWS.text(lang)}</summary>
                <ul class="fill-options">{items}</ul>
            </details>
        }
        .into_any(),
    )
}

fn of_left_over(fill: Fill, all: Vec<(AnswerPath, LeftOver)>) -> Option<AnyView> {
    if all.is_empty() {
        return None;
    }
    let (lang, language) = (fill.lang, fill.language().get_untracked());
    let items = all
        .into_iter()
        .map(|(parked, left)| {
            let label = words_of(&left.label, language);
            let label = if label.trim().is_empty() { left.path.without_keys() } else { label };
            let value = Attachment::of(&left.value).map_or(left.value, |file| file.name);
            // Of a question that is gone nobody knows any more whether it hid its answer.
            let is_hidden = !value.is_empty() && fill.form(|form| is_masked(form, &left.path));
            let asks = label.clone();
            let reveal = is_hidden.then(|| masked::button(fill, left.path.clone(), move || asks.clone()));
            let value = if is_hidden { masked::answer(fill, left.path, move || value.clone()) } else { value.into_any() };
            let why = match left.why {
                Misfit::Gone => m::LEFT_GONE,
                Misfit::NotAsked => m::LEFT_NOT_ASKED,
                Misfit::OtherType => m::LEFT_TYPE,
                Misfit::NoSuchChoice => m::LEFT_CHOICE,
            };
            let away = move || {
                fill.edit(|filling, now| filling.put_away(&parked, now));
            };
            view! {
                <li>
                    <p class="fill-answer">{label} ": " <span translate="no">{value}</span></p>
                    {reveal}
                    <p class="quiet">{why.text(lang)}</p>
                    {act_button(m::LEFT_AWAY.text(lang), away)}
                </li>
            }
        })
        .collect_view();
    Some(
        view! {
            <section class="fill-matter" role="region" aria-label=m::LEFT_OVER.text(lang)>
                <h2>{m::LEFT_OVER.text(lang)}</h2>
                <p>{m::LEFT_OVER_TEXT.text(lang)}</p>
                <ul class="fill-options">{items}</ul>
            </section>
        }
        .into_any(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms::outline;
    use engawa_core::form::Answers;
    use engawa_core::form::draft::Dot;
    use engawa_core::form::running::Compiled;
    use engawa_core::form::xlsform::{self, markdown};
    use std::sync::Arc;

    #[test]
    fn what_the_form_hides_is_hidden_in_rows_too() {
        let workbook = markdown::read(
            "| survey | | | | |
             | | type | name | label | appearance |
             | | text | code | Code | masked |
             | | text | who | Name | |",
        );
        let compiled = Arc::new(Compiled::new(Arc::new(xlsform::read(&workbook).unwrap().definition)).unwrap());
        let form = outline::filled(&compiled, &Answers::default(), 0, "x");
        let words = |path: &str, value: &str| masked_words(&form, &AnswerPath(path.into()), value, 0);
        assert_eq!([words("code", "himitsu"), words("code", ""), words("who", "花子"), words("gone", "x")], [MASK, "", "花子", "x"]);
    }

    #[test]
    fn ones_own_answer_is_called_so() {
        for (replica, by, expected) in
            [("here", "", "You"), ("here", "花子", "You"), ("there", "花子", "花子"), ("there", "", m::NAMELESS.text(Lang::En))]
        {
            let dot = Dot { counter: 1, replica: replica.to_owned() };
            let held = Held { dot, value: Value::Text(String::new()), by: by.to_owned(), at: 0 };
            assert_eq!(who(&held, "here", Lang::En), expected, "{replica} {by}");
        }
    }
}
