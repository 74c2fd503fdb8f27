//! Everything that was answered, in words, as one table to look over before sending; and as the sheet that comes out of a printer, which
//! is laid out like the one that the desk files.

use super::masked;
use super::sent::Sent;
use super::state::Fill;
use crate::device::DeviceState;
use crate::forms::device::OutboxLine;
use crate::forms::japanese;
use crate::forms::outline::{Line, LineKind, lines};
use crate::forms::pages::paper::own;
use crate::forms::pages::word::{newest, offer, stage_of};
use crate::forms::paper::filled_showing;
use crate::forms::word::{Stage, WordSheet, rows};
use crate::messages::forms as f;
use crate::messages::forms::fill as m;
use crate::ui::still::still;
use engawa_core::Lang;
use engawa_core::form::AnswerPath;
use engawa_core::form::definition::{Control, DataType, Node, NodeKind};
use leptos::prelude::*;

/// Deeper groups are not set in further.
const DEPTH_MAX: usize = 4;

/// What the standard writes where somebody agreed to a statement.
const AGREED: &str = "OK";

fn is_statement(node: &Node) -> bool {
    matches!(node.kind, NodeKind::Question(Control::Acknowledge))
}

/// A day with its era: as the languages of the interface put one beside the other.
pub fn beside(day: &str, era: &str, lang: Lang) -> String {
    m::WITH_ERA.with(lang, &[day, era])
}

/// The words of a line: days with their era, amounts with their thousands.
fn words(fill: Fill, line: &Line) -> String {
    let text = match &line.what {
        LineKind::Answer(text) | LineKind::Computed(text) => text.clone(),
        LineKind::File(file) => file.name.clone(),
        LineKind::Group | LineKind::Row(_) => return String::new(),
    };
    let (is_agreed, is_decimal, has_groups) = fill.form(|form| {
        let node = form.find(&line.path).and_then(|at| form.node(at));
        node.map_or((false, false, false), |node| {
            (is_statement(node) && text == AGREED, matches!(node.data_type, DataType::Decimal), super::how::has_look(node, "thousands-sep"))
        })
    });
    if is_agreed {
        return f::OK.text(fill.lang).to_owned();
    }
    // Two is two, however the standard writes it.
    let text = if is_decimal { text.strip_suffix(".0").unwrap_or(&text).to_owned() } else { text };
    if has_groups {
        return japanese::grouped(&text);
    }
    match japanese::wareki_of(&text) {
        Some(era) => beside(&text, &era, fill.lang),
        None => text,
    }
}

/// The table. Each answer leads to its question.
pub fn table(fill: Fill) -> AnyView {
    let language = fill.language().get_untracked();
    // What is only computed and shown nowhere says nothing to anybody.
    let all = fill.form(|form| {
        let is_shown = |line: &Line| {
            let is_named = form.find(&line.path).and_then(|at| form.node(at)).is_some_and(|node| !node.label.is_empty());
            is_named || !matches!(line.what, LineKind::Computed(_))
        };
        lines(form, language).into_iter().filter(is_shown).collect::<Vec<Line>>()
    });
    let rows = all.into_iter().map(|line| row(fill, &line)).collect_view();
    let (title, name) = fill.with(|core| (core.card.form_title.clone(), core.card.title.clone()));
    view! {
        <table class="fill-overview">
            <caption>
                <span class="fill-overview-title">{title}</span>
                " "
                <span>{name}</span>
            </caption>
            <tbody translate="no">{rows}</tbody>
        </table>
    }
    .into_any()
}

/// The sheet. A screen does not show it; on paper it takes the place of the table.
pub fn sheet(fill: Fill) -> AnyView {
    let language = fill.language().get_untracked();
    let sheet = move || {
        let rows = fill.revealed().with(|revealed| fill.form(|form| filled_showing(form, language, revealed)));
        fill.with(|core| Some(own(&core.card, &rows))).map(still)
    };
    view! { {sheet} }.into_any()
}

/// Offers what is written as a Word file: what arrived has its number, everything else is a draft.
pub fn save_word(fill: Fill, state: DeviceState) {
    let Some(device) = fill.device() else { return };
    let language = fill.language().get_untracked();
    let draft: String = fill.with(|core| core.card.id.clone());
    let has_arrived = fill.sent.with_untracked(|sent| *sent == Sent::Done);
    let line = |lines: &Vec<OutboxLine>| newest(&draft, lines).and_then(|line| stage_of(line, fill.lang));
    let stage = if has_arrived { state.outbox.with_untracked(line) } else { None };
    let sheet = fill.with(|core| {
        let card = &core.card;
        Some(WordSheet {
            form_id: card.form_id.clone(),
            version: card.version.clone(),
            title: card.form_title.clone(),
            name: card.title.clone(),
            stage: stage.unwrap_or(Stage::Draft { changed_at: card.changed_at }),
            rows: rows(core.filling.form(), language),
            lang: fill.lang,
        })
    });
    if let Some(Err(message)) = sheet.map(|sheet| offer(&*device, &sheet)) {
        fill.refusal().set(Some(message.text(fill.lang).to_owned()));
    }
}

fn row(fill: Fill, line: &Line) -> AnyView {
    let lang = fill.lang;
    let class = format!("fill-depth-{}", line.depth.min(DEPTH_MAX));
    let label = match line.what {
        LineKind::Row(number) => f::ROW.with(lang, &[&line.label, &number.to_string()]),
        _ => line.label.clone(),
    };
    if matches!(line.what, LineKind::Group | LineKind::Row(_)) {
        return view! {
            <tr class="fill-overview-group">
                <th class=class scope="rowgroup" colspan="2">
                    {label}
                </th>
            </tr>
        }
        .into_any();
    }
    let text = words(fill, line);
    let is_masked = line.is_masked && !text.is_empty();
    let asks = label.clone();
    let reveal = is_masked.then(|| masked::button(fill, line.path.clone(), move || asks.clone()));
    let text = match text {
        blank if blank.is_empty() => view! { <span class="quiet">{m::BLANK.text(lang)}</span> }.into_any(),
        text if is_masked => masked::answer(fill, line.path.clone(), move || text.clone()),
        text => text.into_any(),
    };
    let change = match line.what {
        LineKind::Computed(_) => ().into_any(),
        _ => change(fill, line.path.clone(), m::CHANGE.with(lang, &[&label])),
    };
    view! {
        <tr>
            <th class=class scope="row">
                {label}
            </th>
            <td>
                <span class="fill-answer">{text}</span>
                {reveal}
                {change}
            </td>
        </tr>
    }
    .into_any()
}

fn change(fill: Fill, path: AnswerPath, label: String) -> AnyView {
    view! {
        <button type="button" class="button button-small fill-change" aria-label=label on:click=move |_| fill.go_to(&path)>
            {m::CHANGE_SHORT.text(fill.lang)}
        </button>
    }
    .into_any()
}
