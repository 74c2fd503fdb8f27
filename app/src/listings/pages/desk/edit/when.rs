//! "When" in the form of a listing: dates in rows, a repetition in plain words, days off and extra days.

use super::{Edit, row};
use crate::listings::form::{SESSION_ROWS, repeat, words};
use crate::messages::desk as m;
use crate::ui::text::{t, tf, use_lang};
use leptos::prelude::*;

/// The fields of the section.
pub fn parts(edit: &Edit) -> Vec<AnyView> {
    let mut parts: Vec<AnyView> = (0..SESSION_ROWS)
        .map(|at| {
            let line = |part: &str, kind: &'static str| edit.line(&format!("session.{at}.{part}"), kind);
            let inputs = vec![line("on", "date"), line("until", "date"), line("starts", "time"), line("ends", "time")];
            let legend = tf(m::SESSION, &[&(at + 1).to_string()]);
            view! { <fieldset class="desk-inline"><legend>{legend}</legend>{inputs}</fieldset> }.into_any()
        })
        .collect();
    parts.push(repetition(edit));
    parts.push(edit.line("except", "text"));
    parts.push(edit.area("when_text", 2));
    parts
}

fn repetition(edit: &Edit) -> AnyView {
    let lang = use_lang();
    let now: Vec<AnyView> = edit
        .rules
        .iter()
        .map(|rule| {
            let sentence = tf(m::REPEAT_NOW, &[&words::recurrence_words(rule, lang)]);
            view! { <p class="desk-row-note">{sentence}</p> }.into_any()
        })
        .collect();
    let fields = vec![
        edit.select_or(repeat::REPEAT, m::REPEAT_NONE, repeat::CHOICES.to_vec()),
        row(vec![edit.line("rule_first", "date"), edit.line("rule_starts", "time"), edit.line("rule_ends", "time")]),
        edit.line(repeat::INTERVAL, "text"),
        edit.group(repeat::NTH, repeat::nths()),
        edit.group(repeat::WEEKDAY, repeat::weekdays()),
        edit.line(repeat::MONTH_DAY, "text"),
        edit.checks(repeat::MONTH_END, vec![("1", m::REPEAT_MONTH_END)]),
        row(vec![edit.line(repeat::UNTIL, "date"), edit.line(repeat::COUNT, "text")]),
    ];
    // Open where the rule is only said there: closed, it could not be seen.
    let open = edit.has(repeat::REPEAT, repeat::AS_RULE) || !edit.value(repeat::RULE).is_empty() || !edit.error(repeat::RULE).is_empty();
    let rule = edit.line(repeat::RULE, "text");
    let extra = edit.line("extra", "text");
    view! {
        <fieldset class="desk-group desk-repeat">
            <legend>{t(m::REPEAT)}</legend>
            {now}
            {fields}
            <details class="desk-more" open=open><summary>{t(m::REPEAT_MORE)}</summary>{rule}</details>
            {extra}
        </fieldset>
    }
    .into_any()
}
