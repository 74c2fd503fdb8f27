//! A repetition in the page of a draft: the plain fields of the form, what they say in words, and the next dates.
//!
//! Only what belongs to the chosen way of repeating is shown, because only that is read ([`repeat`]). Invariant: what is said is what is
//! sent: words and dates are made of the listing as it is read from the fields.

use super::fields::{around, checks, error_id, line, part, wrong_at};
use super::state::Writing;
use crate::date;
use crate::listings::State;
use crate::listings::form::{repeat, words};
use crate::listings::pages::desk::field_id;
use crate::messages::desk as d;
use crate::messages::people::write as m;
use crate::ui::{Icon, html, icon, still, t, use_lang};
use engawa_core::time::Schedule;
use engawa_core::{Lang, Message};
use leptos::prelude::*;

/// How many of the next dates are shown.
const NEXT: usize = 5;

/// Every way of repeating that has fields of its own.
const PLAIN: [&str; 5] = [repeat::DAILY, repeat::WEEKLY, repeat::BY_MONTH_DAY, repeat::BY_WEEKDAY, repeat::YEARLY];

/// Every way of repeating.
const ANY: [&str; 6] = [repeat::DAILY, repeat::WEEKLY, repeat::BY_MONTH_DAY, repeat::BY_WEEKDAY, repeat::YEARLY, repeat::AS_RULE];

/// The fields of the repetition, days off and extra days.
pub(super) fn repetition(writing: Writing) -> AnyView {
    let chosen = Memo::new(move |_| writing.draft.with(|draft| draft.as_ref().map(|draft| draft.get(repeat::REPEAT).to_owned()).unwrap_or_default()));
    let of = move |ways: &'static [&'static str], field: AnyView| {
        view! { <div hidden=move || chosen.with(|chosen| !ways.contains(&chosen.as_str()))>{field}</div> }.into_any()
    };
    let hours = view! {
        <div class="write-date">
            {line(writing, "rule_first", t(d::RULE_FIRST), "date")}
            {line(writing, "rule_starts", t(d::STARTS), "time")}
            {line(writing, "rule_ends", t(d::ENDS), "time")}
        </div>
    };
    let ends = view! {
        {line(writing, repeat::UNTIL, t(d::REPEAT_UNTIL), "date")}
        {line(writing, repeat::COUNT, t(d::REPEAT_COUNT), "text")}
    };
    part(
        d::REPEAT,
        vec![
            choice(writing),
            of(&ANY, hours.into_any()),
            of(&[repeat::BY_WEEKDAY], group(writing, repeat::NTH, d::REPEAT_NTH, repeat::nths())),
            of(&[repeat::WEEKLY, repeat::BY_WEEKDAY], group(writing, repeat::WEEKDAY, d::REPEAT_WEEKDAY, repeat::weekdays())),
            of(&[repeat::BY_MONTH_DAY], line(writing, repeat::MONTH_DAY, t(d::REPEAT_MONTH_DAYS), "text")),
            of(&[repeat::BY_MONTH_DAY], checks(writing, repeat::MONTH_END, vec![("1", d::REPEAT_MONTH_END)])),
            of(&PLAIN, line(writing, repeat::INTERVAL, t(d::REPEAT_INTERVAL), "text")),
            of(&PLAIN, ends.into_any()),
            of(&[repeat::AS_RULE], line(writing, repeat::RULE, t(d::RULE), "text")),
            of(&ANY, line(writing, "extra", t(d::EXTRA), "text")),
            line(writing, "except", t(d::EXCEPT), "text"),
            said(writing),
        ],
    )
}

fn choice(writing: Writing) -> AnyView {
    let wrong = wrong_at(writing, repeat::REPEAT);
    let now = writing.value(repeat::REPEAT);
    let options = repeat::CHOICES.into_iter().map(|(code, label)| {
        let selected = code == now;
        view! { <option value=code selected=selected>{t(label)}</option> }
    });
    let options = options.collect_view();
    let input = view! {
        <select
            class="input"
            id=field_id(repeat::REPEAT)
            name=repeat::REPEAT
            aria-describedby=error_id(repeat::REPEAT)
            on:change=move |ev| writing.change(repeat::REPEAT, &event_target_value(&ev))
        >
            <option value="">{t(d::REPEAT_NONE)}</option>
            {options}
        </select>
    };
    around(repeat::REPEAT, t(m::REPEAT_HOW), wrong, input.into_any())
}

/// Boxes with a name of their own, and what is wrong with them.
fn group(writing: Writing, name: &'static str, label: Message, choices: Vec<(&'static str, Message)>) -> AnyView {
    let wrong = wrong_at(writing, name);
    let class = move || if wrong.with(String::is_empty) { "write-group" } else { "write-group field-wrong" };
    view! {
        <fieldset class=class id=field_id(name) aria-describedby=error_id(name)>
            <legend class="field-label">{t(label)}</legend>
            <p class="field-error" id=error_id(name) hidden=move || wrong.with(String::is_empty)>
                {icon(Icon::Warning)}
                " "
                <span>{move || wrong.get()}</span>
            </p>
            {checks(writing, name, choices)}
        </fieldset>
    }
    .into_any()
}

/// What the fields say: the repetition in words, and the next dates of all that is written.
fn said(writing: Writing) -> AnyView {
    let lang = use_lang();
    let now = Memo::new(move |_| {
        writing.settled.track();
        writing.draft.with_untracked(|draft| {
            let schedule = draft.as_ref()?.read(State::Draft).0.schedule?;
            let sentence = words::repetition_words(&schedule, writing.today, lang);
            (!sentence.is_empty()).then(|| (sentence, next(&schedule, writing, lang)))
        })
    });
    let drawn = move || {
        now.get().map(|(sentence, dates)| {
            still(html! {
                div.write-said translate="no" {
                    p { (m::REPEAT_SAYS.with(lang, &[&sentence])) }
                    @if dates.is_empty() {
                        p { (m::NEXT_NONE.text(lang)) }
                    } @else {
                        p { (m::NEXT_DATES.text(lang)) }
                        ul { @for date in &dates { li { (date) } } }
                    }
                }
            })
        })
    };
    view! { <div role="status">{drawn}</div> }.into_any()
}

fn next(schedule: &Schedule, writing: Writing, lang: Lang) -> Vec<String> {
    let found = schedule.next_few(writing.today, NEXT);
    found.iter().map(|it| date::occurrence(it.on, it.until, it.starts, it.ends, writing.today, lang)).collect()
}
