//! Pages of staff: drawn on the server, plain forms, no scripts. They are never hydrated and never kept on a device.

pub mod edit;
pub mod import;
pub mod report;
pub mod twins;
pub mod upload;
pub mod wait;

use crate::listings::{Kind, State};
use crate::messages::{desk as m, problems, vocabulary as v};
use crate::ui::date;
use crate::ui::text::{t, tf, use_lang};
use chrono::NaiveDate;
use engawa_core::{Message, Problem};
use leptos::prelude::*;

/// The sign-in form.
/// `provider`: the way over the city's identity provider, where there is one.
pub fn sign_in(login: String, next: String, problem: Option<Problem>, provider: Option<AnyView>) -> AnyView {
    view! {
        <h1>{t(m::SIGN_IN)}</h1>
        {problem.map(|problem| problem_box(&problem))}
        <form method="post" action="/staff/sign-in" class="desk-form">
            <input type="hidden" name="next" value=next />
            {text_field("login", t(m::LOGIN), "text", login, "username")}
            {text_field("password", t(m::PASSWORD), "password", String::new(), "current-password")}
            <p class="buttons"><button class="button button-primary">{t(m::SIGN_IN)}</button></p>
        </form>
        {provider}
    }
    .into_any()
}

fn problem_box(problem: &Problem) -> AnyView {
    let words = problems::sentence(problem, use_lang());
    view! { <p class="desk-problem" role="alert">{words}</p> }.into_any()
}

/// One labelled line of text.
pub fn text_field(name: &str, label: &str, kind: &'static str, value: String, autocomplete: &'static str) -> AnyView {
    let (id, name, label) = (field_id(name), name.to_owned(), label.to_owned());
    view! {
        <div class="field">
            <label class="field-label" for=id.clone()>{label}</label>
            <input class="input" type=kind id=id name=name value=value autocomplete=autocomplete step=(kind == "number").then_some("any") />
        </div>
    }
    .into_any()
}

/// The id of a field; problems link to it.
pub fn field_id(name: &str) -> String {
    format!("f-{}", name.replace('.', "-"))
}

/// Problems in words; those of a field that has a name link to it.
pub fn problem_list(found: &[Problem], name_of: impl Fn(&str) -> Option<Message>) -> AnyView {
    if found.is_empty() {
        return ().into_any();
    }
    let lang = use_lang();
    let rows: Vec<AnyView> = found
        .iter()
        .map(|problem| {
            let words = problems::sentence(problem, lang);
            match name_of(&problem.path) {
                Some(name) => {
                    let link = format!("#{}", field_id(&problem.path));
                    view! { <li><a href=link>{name.text(lang)}</a>": "{words}</li> }.into_any()
                }
                // A cell of a file, or the whole: a link without words, or to nothing, would stop people who go from link to link.
                None if problem.path.is_empty() => view! { <li>{words}</li> }.into_any(),
                None => view! { <li>{problem.path.clone()}": "{words}</li> }.into_any(),
            }
        })
        .collect();
    view! {
        <div class="desk-problem" role="alert">
            <h2>{t(m::PROBLEMS)}</h2>
            <ul>{rows}</ul>
        </div>
    }
    .into_any()
}

/// A row of the desk's list.
#[derive(Clone, Debug)]
pub struct DeskRow {
    /// Listing.
    pub id: String,
    /// What it is.
    pub kind: Kind,
    /// Where it is in its life.
    pub state: State,
    /// Its title.
    pub title: String,
    /// Its revision.
    pub rev: u64,
    /// 確認日.
    pub confirmed_on: Option<String>,
    /// Needs confirming.
    pub stale: bool,
    /// Ids for the commands of its buttons, made now.
    pub commands: Vec<String>,
}

/// An import in the list.
#[derive(Clone, Debug)]
pub struct ImportRow {
    /// Its id.
    pub id: String,
    /// File and data set.
    pub name: String,
    /// New, changed, same, vanished.
    pub counts: [i64; 4],
    /// Was taken back.
    pub undone: bool,
}

/// A receipt number that was asked for, and what was found under it: number, verb, who.
pub type FoundReceipts = (String, Vec<(String, String, String)>);

/// The desk.
#[derive(Clone, Debug, Default)]
pub struct Desk {
    /// How many of each state.
    pub states: Vec<(State, i64)>,
    /// The state that is shown; `None`: all.
    pub state: Option<State>,
    /// The kind that is shown; `None`: all.
    pub kind: Option<Kind>,
    /// From 0.
    pub page: u32,
    /// There are more pages.
    pub more: bool,
    /// The list.
    pub rows: Vec<DeskRow>,
    /// The newest imports.
    pub imports: Vec<ImportRow>,
    /// A receipt number that was asked for, and what was found: number, verb, who.
    pub receipt: Option<FoundReceipts>,
    /// The receipt of what was just done.
    pub done: Option<String>,
    /// Why something was not done.
    pub problems: Vec<Problem>,
}

/// Draws the desk.
pub fn desk(desk: Desk) -> AnyView {
    let kind_code = desk.kind.map_or("", Kind::code);
    let tabs = desk
        .states
        .iter()
        .map(|(state, count)| {
            let current = (desk.state == Some(*state)).then_some("page");
            let href = format!("/staff?state={}&kind={kind_code}", state.code());
            view! { <li><a href=href aria-current=current>{t(v::state(*state))}" "<b>{count.to_string()}</b></a></li> }
        })
        .collect_view();
    let code = desk.state.map_or("", State::code);
    let page = |page: u32| format!("/staff?state={code}&kind={kind_code}&page={page}");
    let previous = (desk.page > 0).then(|| view! { <a class="button" href=page(desk.page.saturating_sub(1))>{t(m::PREVIOUS)}</a> });
    let next = desk.more.then(|| view! { <a class="button" href=page(desk.page + 1)>{t(m::NEXT)}</a> });
    let every = format!("/staff?kind={kind_code}");
    // Where a button comes back to: the same part of the list.
    let back = format!("state={code}&kind={kind_code}&page={}", desk.page);
    let rows = desk.rows.into_iter().map(|it| row(it, &back)).collect_view();
    view! {
        <h1>{t(m::DESK)}</h1>
        {desk.done.map(|number| view! { <p class="desk-done" role="status">{tf(m::DONE, &[&number])}</p> })}
        {(!desk.problems.is_empty()).then(|| view! { <p>{t(m::NOT_DONE)}</p> })}
        {problem_list(&desk.problems, |_| None)}
        <p class="buttons">
            <a class="button button-primary" href="/staff/listings/new">{t(m::NEW)}</a>
            <a class="button" href="/staff/import">{t(m::IMPORT)}</a>
        </p>
        <section aria-labelledby="desk-listings">
            <h2 id="desk-listings">{t(m::LISTINGS)}</h2>
            <ul class="desk-tabs"><li><a href=every aria-current=desk.state.is_none().then_some("page")>{t(m::ALL_STATES)}</a></li>{tabs}</ul>
            {kinds(desk.kind, code)}
            <ul class="desk-list">{rows}</ul>
            <p class="buttons">{previous}{next}</p>
        </section>
        {receipts(desk.receipt)}
        {imports(desk.imports)}
    }
    .into_any()
}

fn kinds(chosen: Option<Kind>, state: &'static str) -> AnyView {
    let options = Kind::ALL
        .iter()
        .map(|kind| {
            let selected = chosen == Some(*kind);
            view! { <option value=kind.code() selected=selected>{t(v::kind(*kind))}</option> }
        })
        .collect_view();
    view! {
        <form method="get" action="/staff" class="desk-inline">
            <input type="hidden" name="state" value=state />
            <div class="field">
                <label class="field-label" for="f-kind">{t(m::KIND)}</label>
                <select class="input" id="f-kind" name="kind"><option value="">{t(m::ALL_STATES)}</option>{options}</select>
            </div>
            <button class="button">{t(m::FIND)}</button>
        </form>
    }
    .into_any()
}

/// A day of the database as days are written everywhere; what is none, as it is.
pub fn day(written: String) -> String {
    written.parse::<NaiveDate>().map_or(written, |day| date::full(day, use_lang()))
}

fn row(row: DeskRow, back: &str) -> AnyView {
    let (href, rev) = (format!("/staff/listings/{}", row.id), row.rev);
    let confirmed = row.confirmed_on.map_or_else(|| t(m::NEVER_CONFIRMED).to_owned(), day);
    let mut commands = row.commands.into_iter();
    let targets =
        [(State::Published, m::TO_PUBLISHED), (State::Ended, m::TO_ENDED), (State::Withdrawn, m::TO_WITHDRAWN), (State::Draft, m::TO_DRAFT)];
    let buttons: Vec<AnyView> = targets
        .into_iter()
        .filter(|(to, _)| *to != row.state && row.state.may_become(*to))
        .map(|(to, label)| {
            let action = format!("/staff/listings/{}/state", row.id);
            action_form(action, commands.next().unwrap_or_default(), rev, Some(to.code()), t(label), &row.title, back)
        })
        .collect();
    let action = format!("/staff/listings/{}/confirm", row.id);
    let confirm = action_form(action, commands.next().unwrap_or_default(), rev, None, t(m::STILL_RIGHT), &row.title, back);
    view! {
        <li class="desk-row">
            <p class="desk-row-title">
                <span class="tag">{t(v::kind(row.kind))}</span>
                <span class="tag">{t(v::state(row.state))}</span>
                <a href=href>{row.title.clone()}</a>
            </p>
            <p class="desk-row-note">{t(m::CONFIRMED)}": "{confirmed}{row.stale.then(|| view! { " "<strong>{t(m::STALE)}</strong> })}</p>
            <div class="desk-row-actions">{buttons}{confirm}</div>
        </li>
    }
    .into_any()
}

fn action_form(action: String, command: String, rev: u64, state: Option<&'static str>, label: &'static str, title: &str, back: &str) -> AnyView {
    view! {
        <form method="post" action=action>
            <input type="hidden" name="command" value=command />
            <input type="hidden" name="base_rev" value=rev.to_string() />
            <input type="hidden" name="back" value=back.to_owned() />
            {state.map(|state| view! { <input type="hidden" name="state" value=state /> })}
            <button class="button button-small">{label}<span class="visually-hidden">" "{title.to_owned()}</span></button>
        </form>
    }
    .into_any()
}

fn receipts(asked: Option<FoundReceipts>) -> AnyView {
    let (number, found) = asked.unwrap_or_default();
    let answer = (!number.is_empty()).then(|| {
        if found.is_empty() {
            view! { <p role="status">{t(m::RECEIPT_NONE)}</p> }.into_any()
        } else {
            let rows = found.iter().map(|(number, verb, who)| view! { <li>{tf(m::RECEIPT_ROW, &[number, verb, who])}</li> }).collect_view();
            view! { <ul role="status">{rows}</ul> }.into_any()
        }
    });
    view! {
        <section aria-labelledby="desk-receipts">
            <h2 id="desk-receipts">{t(m::RECEIPT_FIND)}</h2>
            <form method="get" action="/staff" class="desk-inline">
                {text_field("receipt", t(m::RECEIPT_FIND), "text", number, "off")}
                <button class="button">{t(m::FIND)}</button>
            </form>
            {answer}
        </section>
    }
    .into_any()
}

fn imports(list: Vec<ImportRow>) -> AnyView {
    let rows = list
        .into_iter()
        .map(|it| {
            let counts = it.counts.map(|count| count.to_string());
            let words = tf(m::IMPORT_ROW, &[&counts[0], &counts[1], &counts[2], &counts[3]]);
            let href = format!("/staff/imports/{}", it.id);
            view! { <li><a href=href>{it.name}</a>": "{words}{it.undone.then(|| view! { " "<span class="tag">{t(m::UNDONE)}</span> })}</li> }
        })
        .collect_view();
    view! { <section aria-labelledby="desk-imports"><h2 id="desk-imports">{t(m::IMPORTS)}</h2><ul>{rows}</ul></section> }.into_any()
}
