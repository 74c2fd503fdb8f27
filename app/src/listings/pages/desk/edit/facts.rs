//! The facts of one kind in the form of a listing, drawn from the table of that kind.

use super::{Edit, field_id, row};
use crate::listings::form::facts::{Fact, Shape, facts};
use crate::listings::rules::LIST_MAX;
use crate::messages::{desk as m, vocabulary as v};
use crate::ui::text::{t, tf};
use leptos::prelude::*;

/// Empty rows after those that are filled in.
const MORE_ROWS: usize = 3;

/// The section of the kind's own facts.
pub fn section(edit: &Edit) -> AnyView {
    let parts: Vec<AnyView> = facts(edit.kind).iter().map(|fact| field(edit, fact, &fact.name())).collect();
    let legend = tf(m::FACTS, &[t(v::kind(edit.kind))]);
    view! { <fieldset class="desk-section"><legend>{legend}</legend>{parts}</fieldset> }.into_any()
}

fn field(edit: &Edit, fact: &Fact, name: &str) -> AnyView {
    match fact.shape {
        Shape::Line | Shape::Number(_) => edit.line(name, "text"),
        Shape::Text => edit.area(name, 3),
        Shape::Items => edit.area_as(name, tf(m::ONE_PER_LINE, &[t(fact.label)]), 4),
        Shape::One(choices) => edit.select(name, choices()),
        Shape::Any(choices) | Shape::Flags(choices) => edit.group(name, choices()),
        Shape::Rows(parts) => rows(edit, fact, name, parts),
    }
}

fn rows(edit: &Edit, fact: &Fact, name: &str, parts: &'static [Fact]) -> AnyView {
    let filled = (0..=LIST_MAX).filter(|at| is_filled(edit, &format!("{name}.{at}."))).max().map_or(0, |last| last + 1);
    let rows: Vec<AnyView> = (0..filled + MORE_ROWS)
        .map(|at| {
            let inputs: Vec<AnyView> = parts.iter().map(|part| field(edit, part, &format!("{name}.{at}.{}", part.key))).collect();
            let legend = tf(m::ROW, &[t(fact.label), &(at + 1).to_string()]);
            let id = field_id(&format!("{name}.{at}"));
            view! { <fieldset class="desk-group" id=id><legend>{legend}</legend>{row(inputs)}</fieldset> }.into_any()
        })
        .collect();
    view! { <div class="desk-rows">{rows}</div> }.into_any()
}

fn is_filled(edit: &Edit, start: &str) -> bool {
    edit.fields.iter().any(|(name, value)| name.starts_with(start) && !value.is_empty())
}
