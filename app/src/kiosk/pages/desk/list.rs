//! Every screen of the city on one page: how it is, what is wrong, what to do.
//!
//! Invariant: pictures are fetched only when they come into view, so five hundred screens cost no five hundred pictures.

use super::{at, state, troubles};
use crate::forms::pages::{moment, page};
use crate::kiosk::config::KioskState;
use crate::kiosk::fleet::{Order, Screen, Trouble};
use crate::messages::kiosk::fleet as m;
use crate::people::pages::parts::{command, done_box, line, problem_box, select};
use crate::ui::still::{Markup, html};
use crate::ui::text::{t, tf};
use engawa_core::time::Millis;
use engawa_core::{Message, Problem};
use leptos::prelude::AnyView;

/// A screen in the list.
#[derive(Clone, Debug)]
pub struct Row {
    /// The screen.
    pub screen: Screen,
    /// What its place is called; empty: none is said.
    pub place: String,
    /// What is wrong.
    pub troubles: Vec<Trouble>,
    /// Whether it was heard just now.
    pub alive: bool,
}

/// All screens in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Screens that are not revoked.
    pub screens: usize,
    /// Heard just now.
    pub alive: usize,
    /// Something is to be done.
    pub urgent: usize,
    /// Wait for a tablet.
    pub waiting: usize,
    /// Sealed things that wait at all of them.
    pub pending: u64,
}

/// What is looked for, as it stands in the address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListFields {
    /// Words of name, place or id.
    pub words: String,
    /// A code of [`KioskState`]; empty: those that are not revoked.
    pub state: String,
    /// A code of [`Trouble`], `any`, `none`; empty: all.
    pub trouble: String,
    /// A code of [`Order`].
    pub order: String,
}

/// The page.
#[derive(Clone, Debug, Default)]
pub struct ListPage {
    /// What is looked for.
    pub fields: ListFields,
    /// What was found.
    pub rows: Vec<Row>,
    /// How many more were found.
    pub left_out: usize,
    /// All in numbers.
    pub totals: Totals,
    /// How many deliveries wait for staff; nothing: not theirs.
    pub held: Option<i64>,
    /// The server's own version.
    pub build: String,
    /// Whether this person may enrol and change screens.
    pub may_manage: bool,
    /// Something was done.
    pub done: bool,
}

/// Draws it.
pub fn list(it: &ListPage) -> AnyView {
    page(vec![
        html! { h1 { (t(m::KIOSKS)) } },
        done_box(it.done.then(|| t(m::DONE))),
        html! { p { (t(m::KIOSKS_ABOUT)) } },
        totals(it),
        html! {
            p.buttons {
                @if it.may_manage {
                    a.button.button-primary href="/staff/kiosks/new" { (t(m::NEW)) } " "
                    a.button href="/staff/kiosks/say" { (t(m::SAY_ALL)) } " "
                }
                a.button href="/staff/kiosks/usage" { (t(m::USAGE)) }
                @if let Some(held) = it.held { " " a.button href="/staff/kiosks/held" { (t(m::HELD)) " " b { (held) } } }
            }
        },
        filters(&it.fields),
        html! {
            section aria-labelledby="kiosks" {
                h2 id="kiosks" { (tf(m::FOUND, &[&it.rows.len().to_string()])) }
                @if it.rows.is_empty() { p { (t(m::NONE)) } }
                ul.desk-list { @for row in &it.rows { (screen(row, &it.build)) } }
                @if it.left_out > 0 { p { (tf(m::LEFT_OUT, &[&it.left_out.to_string()])) } }
            }
        },
    ])
}

fn totals(it: &ListPage) -> Markup {
    let lines: [(Message, String); 5] = [
        (m::TOTAL, it.totals.screens.to_string()),
        (m::TOTAL_ALIVE, it.totals.alive.to_string()),
        (m::TOTAL_URGENT, it.totals.urgent.to_string()),
        (m::TOTAL_WAITING, it.totals.waiting.to_string()),
        (m::TOTAL_PENDING, it.totals.pending.to_string()),
    ];
    html! {
        dl {
            @for (word, count) in &lines { dt { (t(*word)) } dd { b { (count) } } }
            dt { (t(m::SERVER_VERSION)) } dd { @if it.build.is_empty() { "-" } @else { code { (it.build) } } }
        }
    }
}

fn filters(it: &ListFields) -> Markup {
    let all = (String::new(), t(m::ALL_BUT_REVOKED).to_owned());
    let states: Vec<(String, String)> =
        std::iter::once(all).chain(KioskState::ALL.iter().map(|state| (state.code().to_owned(), t(m::state(state.code())).to_owned()))).collect();
    let any = [("", m::TROUBLE_ALL), ("any", m::TROUBLE_ANY), ("none", m::WELL)];
    let known = Trouble::ALL.iter().map(|trouble| (trouble.code(), m::trouble(trouble.code())));
    let troubles: Vec<(String, String)> = any.into_iter().chain(known).map(|(code, word)| (code.to_owned(), t(word).to_owned())).collect();
    let orders: Vec<(String, String)> = Order::ALL.iter().map(|order| (order.code().to_owned(), t(m::order(order.code())).to_owned())).collect();
    html! {
        form.desk-inline method="get" action="/staff/kiosks" role="search" {
            (line(&[], "q", t(m::FIND), "search", &it.words))
            (select(&[], "state", t(m::STATE), &states, &it.state))
            (select(&[], "trouble", t(m::TROUBLE), &troubles, &it.trouble))
            (select(&[], "sort", t(m::ORDER), &orders, &it.order))
            button.button { (t(m::SEARCH)) }
        }
    }
}

fn screen(row: &Row, build: &str) -> Markup {
    let it = &row.screen;
    html! {
        li.desk-row.fleet-row {
            div {
                p.desk-row-title { (state(it.state)) " " a href=(at(&it.id, "")) { (it.config.name) } }
                @if !row.place.is_empty() { p.desk-row-note { (row.place) } }
                (troubles(&row.troubles, it.state == KioskState::Active))
                p.desk-row-note { (facts(it, row.alive, build).join(" / ")) }
            }
            @if it.picture_at.is_some() {
                img.kiosk-thumb src=(at(&it.id, "picture")) alt=(tf(m::PICTURE_OF, &[&it.config.name])) loading="lazy" decoding="async" width="160" height="90";
            }
        }
    }
}

/// A moment in words; nothing: never.
pub(super) fn since(at: Option<Millis>) -> String {
    at.map_or_else(|| t(m::NEVER).to_owned(), moment)
}

/// What a screen says of itself, in short.
fn facts(it: &Screen, alive: bool, build: &str) -> Vec<String> {
    let Some(seen) = it.seen_at else { return Vec::new() };
    let heard = if alive { t(m::ALIVE).to_owned() } else { tf(m::LAST_HEARD, &[&moment(seen)]) };
    let version = if it.beat.build == build { tf(m::VERSION_SAME, &[&it.beat.build]) } else { tf(m::VERSION_OTHER, &[&it.beat.build]) };
    let waits = it.beat.update_waits.then(|| t(m::UPDATE_WAITS).to_owned());
    let storage = it.storage_used().map(|used| tf(m::STORAGE_USED, &[&used.to_string()]));
    let mishaps: u32 = it.beat.mishaps.iter().fold(0, |sum, mishap| sum.saturating_add(mishap.times));
    let mishaps = (mishaps > 0).then(|| tf(m::MISHAPS_N, &[&mishaps.to_string()]));
    let mut facts = vec![heard, version];
    facts.extend(waits);
    facts.push(tf(m::LAST_SYNC, &[&since(it.beat.as_of)]));
    facts.push(tf(m::PENDING_N, &[&it.beat.pending.to_string()]));
    facts.extend(storage);
    facts.extend(mishaps);
    facts.push(clock(it));
    facts
}

/// Whether its clock is right.
pub(super) fn clock(it: &Screen) -> String {
    let seconds = it.clock_ahead().unwrap_or_default() / 1_000;
    match seconds {
        // A beat is under way for a moment.
        -60..=60 => t(m::CLOCK_RIGHT).to_owned(),
        61.. => tf(m::CLOCK_AHEAD, &[&(seconds / 60).to_string()]),
        _ => tf(m::CLOCK_BEHIND, &[&(-seconds / 60).to_string()]),
    }
}

/// Something is said on every screen, or all of them load anew.
#[derive(Clone, Debug, Default)]
pub struct SayPage {
    /// What was typed.
    pub fields: super::SayFields,
    /// How many screens hear it.
    pub screens: usize,
    /// The ids of the commands: say, load anew.
    pub commands: [String; 2],
    /// Why it was not said.
    pub problems: Vec<Problem>,
}

/// Draws it.
pub fn say(it: &SayPage) -> AnyView {
    page(vec![
        html! { h1 { (t(m::SAY_ALL)) } },
        problem_box(&it.problems),
        html! { p { (tf(m::SAY_ALL_ABOUT, &[&it.screens.to_string()])) } },
        super::say_form("/staff/kiosks/say", &it.commands[0], &it.fields, &it.problems),
        html! {
            section aria-labelledby="reload" {
                h2 id="reload" { (t(m::RELOAD_ALL)) }
                p { (t(m::RELOAD_ABOUT)) }
                form method="post" action="/staff/kiosks/reload" {
                    (command(&it.commands[1]))
                    p.buttons { button.button { (t(m::RELOAD_ALL)) } }
                }
            }
        },
        html! { p.buttons { a.button href="/staff/kiosks" { (t(m::KIOSKS)) } } },
    ])
}
