//! The fields of the page, in one column: what readers look for most. What is not here stays as it was.

use super::pictures::pictures;
use super::repeat::repetition;
use super::state::Writing;
use crate::listings::form::SESSION_ROWS;
use crate::listings::pages::desk::field_id;
use crate::listings::writing::ListingDraft;
use crate::listings::{Access, Attendance, NpoField};
use crate::messages::desk as d;
use crate::messages::people::write as m;
use crate::messages::{problems, vocabulary as v};
use crate::ui::{Icon, TextArea, icon, t, use_lang};
use engawa_core::{Message, Problem};
use leptos::prelude::*;

/// All of them.
pub fn fields(writing: Writing) -> AnyView {
    let access = Access::ALL.iter().map(|it| (it.code(), v::access(*it))).collect();
    let fields = NpoField::ALL.iter().map(|it| (it.code(), v::field(*it))).collect();
    view! {
        {part(
            d::BASICS,
            vec![
                line(writing, "title", t(d::TITLE), "text"),
                line(writing, "kana", t(d::KANA), "text"),
                text(writing, "summary", t(d::SUMMARY), 3),
                text(writing, "body", t(d::BODY), 10),
                line(writing, "area", t(d::AREA), "text"),
                line(writing, "tags", t(d::TAGS), "text"),
            ],
        )}
        {dates(writing)}
        {repetition(writing)}
        {part(
            d::WHERE,
            vec![
                line(writing, "venue.name", t(d::VENUE), "text"),
                line(writing, "venue.address", t(d::ADDRESS), "text"),
                attendance(writing),
            ],
        )}
        {part(d::ACCESS, vec![checks(writing, "access", access), text(writing, "access_note", t(d::ACCESS_NOTE), 3)])}
        {part(d::FOR_WHOM, vec![text(writing, "audience", t(d::FOR_WHOM), 2)])}
        {part(d::COST, vec![free(writing), text(writing, "cost", t(d::COST_TEXT), 2)])}
        {part(
            d::APPLY,
            vec![
                line(writing, "apply.closes_on", t(d::CLOSES), "date"),
                line(writing, "apply.capacity", t(d::CAPACITY), "text"),
                text(writing, "apply.text", t(d::APPLY_TEXT), 3),
                line(writing, "apply.url", t(d::APPLY_URL), "url"),
            ],
        )}
        {part(
            d::CONTACT,
            vec![
                line(writing, "contact.name", t(d::CONTACT), "text"),
                line(writing, "contact.phone", t(d::PHONE), "tel"),
                line(writing, "contact.email", t(d::EMAIL), "email"),
            ],
        )}
        {part(d::FIELDS, vec![checks(writing, "field", fields)])}
        {part(
            d::ENGLISH,
            vec![
                line(writing, "en.title", t(d::TITLE), "text"),
                text(writing, "en.summary", t(d::SUMMARY), 3),
                text(writing, "en.body", t(d::BODY), 8),
            ],
        )}
        {part(
            d::EASY,
            vec![
                line(writing, "ja-easy.title", t(d::TITLE), "text"),
                text(writing, "ja-easy.summary", t(d::SUMMARY), 3),
                text(writing, "ja-easy.body", t(d::BODY), 8),
            ],
        )}
        {pictures(writing)}
    }
    .into_any()
}

/// Fields under a legend.
pub(super) fn part(legend: Message, fields: Vec<AnyView>) -> AnyView {
    view! {
        <fieldset class="write-part">
            <legend>{t(legend)}</legend>
            {fields}
        </fieldset>
    }
    .into_any()
}

/// What is wrong with a field, in words; empty: nothing.
pub(super) fn wrong_at(writing: Writing, name: &str) -> Memo<String> {
    let (name, lang) = (name.to_owned(), use_lang());
    let find = move |all: &Vec<Problem>| all.iter().find(|it| it.path == name).map(|it| problems::sentence(it, lang));
    Memo::new(move |_| writing.problems.with(&find).or_else(|| writing.refused.with(&find)).unwrap_or_default())
}

/// A field with its label and what is wrong with it.
pub(super) fn around(name: &str, label: &'static str, wrong: Memo<String>, input: AnyView) -> AnyView {
    let id = field_id(name);
    let error_id = error_id(name);
    let class = move || if wrong.with(String::is_empty) { "field" } else { "field field-wrong" };
    view! {
        <div class=class>
            <label class="field-label" for=id>{label}</label>
            <p class="field-error" id=error_id hidden=move || wrong.with(String::is_empty)>
                {icon(Icon::Warning)}
                " "
                <span>{move || wrong.get()}</span>
            </p>
            {input}
        </div>
    }
    .into_any()
}

/// The id of what is wrong with a field.
pub(super) fn error_id(name: &str) -> String {
    format!("{}-error", field_id(name))
}

/// A field of one line.
pub(super) fn line(writing: Writing, name: &str, label: &'static str, kind: &'static str) -> AnyView {
    let wrong = wrong_at(writing, name);
    let (typed, value) = (name.to_owned(), writing.value(name));
    let input = view! {
        <input
            class="input"
            type=kind
            id=field_id(name)
            name=name.to_owned()
            value=value
            autocomplete="off"
            aria-describedby=error_id(name)
            aria-invalid=move || (!wrong.with(String::is_empty)).then_some("true")
            on:input=move |ev| writing.change(&typed, &event_target_value(&ev))
        />
    };
    around(name, label, wrong, input.into_any())
}

/// A field of several lines.
fn text(writing: Writing, name: &str, label: &'static str, rows: u32) -> AnyView {
    let wrong = wrong_at(writing, name);
    let (typed, value) = (name.to_owned(), writing.value(name));
    let on_change = Callback::new(move |value: String| writing.change(&typed, &value));
    let input = view! {
        <TextArea name=name.to_owned() id=field_id(name) text=value rows=rows described_by=Some(error_id(name)) on_change=on_change />
    };
    around(name, label, wrong, input.into_any())
}

fn attendance(writing: Writing) -> AnyView {
    const NAME: &str = "attendance";
    let (wrong, now) = (wrong_at(writing, NAME), writing.value(NAME));
    let options = Attendance::ALL.iter().map(|it| {
        let selected = it.code() == now;
        view! { <option value=it.code() selected=selected>{t(v::attendance(*it))}</option> }
    });
    let options = options.collect_view();
    let input = view! {
        <select
            class="input"
            id=field_id(NAME)
            name=NAME
            aria-describedby=error_id(NAME)
            on:change=move |ev| writing.change(NAME, &event_target_value(&ev))
        >
            <option value="">{t(d::NOT_SAID)}</option>
            {options}
        </select>
    };
    around(NAME, t(d::ATTENDANCE), wrong, input.into_any())
}

fn free(writing: Writing) -> AnyView {
    const NAME: &str = "free";
    let checked = writing.value(NAME) == "1";
    let id = field_id(NAME);
    view! {
        <p class="write-check">
            <input
                type="checkbox"
                id=id.clone()
                name=NAME
                value="1"
                checked=checked
                on:change=move |ev| writing.change(NAME, if event_target_checked(&ev) { "1" } else { "" })
            />
            <label for=id>{t(m::SEVERAL_FREE)}</label>
        </p>
    }
    .into_any()
}

/// Boxes of which any may be ticked, below the legend of their part.
pub(super) fn checks(writing: Writing, name: &'static str, choices: Vec<(&'static str, Message)>) -> AnyView {
    let items: Vec<AnyView> = choices
        .into_iter()
        .map(|(code, label)| {
            let (id, checked) = (format!("{}-{code}", field_id(name)), writing.has(name, code));
            view! {
                <li class="write-check">
                    <input
                        type="checkbox"
                        id=id.clone()
                        name=name
                        value=code
                        checked=checked
                        on:change=move |ev| writing.tick(name, code, event_target_checked(&ev))
                    />
                    <label for=id>{t(label)}</label>
                </li>
            }
            .into_any()
        })
        .collect();
    view! { <ul class="write-checks">{items}</ul> }.into_any()
}

/// Dates in rows, as many as there are, and one more on asking.
fn dates(writing: Writing) -> AnyView {
    let lang = use_lang();
    let there = writing.draft.with_untracked(|draft| draft.as_ref().map_or(0, ListingDraft::dates));
    let rows = RwSignal::new(there.clamp(1, SESSION_ROWS));
    let row = move |at: usize| {
        let field = |part: &str, label: Message, kind: &'static str| line(writing, &format!("session.{at}.{part}"), label.text(lang), kind);
        view! {
            <fieldset class="write-date">
                <legend>{d::SESSION.with(lang, &[&(at + 1).to_string()])}</legend>
                {field("on", d::DATE, "date")}
                {field("starts", d::STARTS, "time")}
                {field("ends", d::ENDS, "time")}
                {field("until", d::UNTIL, "date")}
            </fieldset>
        }
    };
    view! {
        <fieldset class="write-part">
            <legend>{t(d::WHEN)}</legend>
            <For each=move || 0..rows.get() key=|at| *at children=row />
            <p class="buttons" hidden=move || { rows.get() >= SESSION_ROWS }>
                <button type="button" class="button" on:click=move |_| rows.update(|rows| *rows += 1)>
                    {icon(Icon::Calendar)}
                    <span>{t(m::ADD_DATE)}</span>
                </button>
            </p>
            {text(writing, "when_text", t(d::WHEN_TEXT), 2)}
        </fieldset>
    }
    .into_any()
}
