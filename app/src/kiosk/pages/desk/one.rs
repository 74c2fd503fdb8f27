//! One screen: all it says of itself, its picture, its code, what it is used for, and what staff do with it.
//!
//! Invariant: a code stands on one page and nowhere else; the page of the screen says only that one is out.

use super::list::{clock, since};
use super::{SayFields, at, say_form, state, told_words, troubles};
use crate::forms::pages::{moment, page};
use crate::kiosk::beat::Voices;
use crate::kiosk::config::{KioskState, Mode};
use crate::kiosk::fields::clock_text;
use crate::kiosk::fleet::{Screen, Trouble, Use};
use crate::messages::kiosk::fleet as m;
use crate::people::pages::parts::{command, done_box, problem_box};
use crate::ui::date;
use crate::ui::qr::qr;
use crate::ui::still::{Markup, html};
use crate::ui::text::{t, tf, use_lang};
use chrono::NaiveDate;
use engawa_core::time::Millis;
use engawa_core::{Lang, Problem};
use leptos::prelude::AnyView;

/// The page.
#[derive(Clone, Debug)]
pub struct OnePage {
    /// The screen.
    pub screen: Screen,
    /// What its place is called, and its address; empty: none is said.
    pub place: (String, String),
    /// What is wrong.
    pub troubles: Vec<Trouble>,
    /// Whether it was heard just now.
    pub alive: bool,
    /// Whether its code is still good.
    pub has_code: bool,
    /// The server's own version.
    pub build: String,
    /// What it is used for.
    pub uses: Vec<Use>,
    /// What the subjects of uses are called, by id.
    pub titles: std::collections::BTreeMap<String, String>,
    /// From which day, until before which.
    pub days: (NaiveDate, NaiveDate),
    /// Whether this person may change it.
    pub may_manage: bool,
    /// What was typed to be said, if it was refused; else what is said now.
    pub say: SayFields,
    /// The ids of the commands: say, load anew.
    pub commands: [String; 2],
    /// Something was done.
    pub done: bool,
    /// Why something was not done.
    pub problems: Vec<Problem>,
}

/// Draws it.
pub fn one(it: &OnePage) -> AnyView {
    let screen = &it.screen;
    page(vec![
        html! { h1 { (screen.config.name) } },
        done_box(it.done.then(|| t(m::DONE))),
        problem_box(&it.problems),
        html! { p { (state(screen.state)) " " (t(m::mode(screen.config.mode.code()))) } },
        troubles(&it.troubles, screen.state == KioskState::Active),
        pairing(it),
        condition(it),
        picture(screen),
        told(it),
        uses(it),
        actions(it),
        html! { p.buttons { a.button href="/staff/kiosks" { (t(m::KIOSKS)) } } },
    ])
}

fn pairing(it: &OnePage) -> Markup {
    let id = &it.screen.id;
    html! {
        div {
            @if it.may_manage && it.screen.state != KioskState::Revoked {
                section aria-labelledby="pairing" {
                    h2 id="pairing" { (t(m::PAIRING)) }
                    p { (t(if it.screen.state == KioskState::Waiting { m::PAIRING_ABOUT } else { m::PAIRING_AGAIN })) }
                    @if let Some(ends) = it.screen.code_ends.filter(|_| it.has_code) { p { (tf(m::CODE_OUT, &[&moment(ends)])) } }
                    form method="post" action=(at(id, "code")) { p.buttons { button.button.button-primary { (t(m::NEW_CODE)) } } }
                }
            }
        }
    }
}

/// The languages that it has a voice for.
fn spoken(voices: Voices) -> String {
    let known = [(voices.ja, Lang::Ja), (voices.en, Lang::En)];
    let names: Vec<&str> = known.into_iter().filter(|(is, _)| *is).map(|(_, lang)| t(m::lang(lang))).collect();
    if names.is_empty() { t(m::VOICES_NONE).to_owned() } else { names.join(" / ") }
}

/// What it said when it was last heard.
fn condition(it: &OnePage) -> Markup {
    let (screen, beat) = (&it.screen, &it.screen.beat);
    let megabytes = |bytes: u64| (bytes / 1_000_000).to_string();
    html! {
        section aria-labelledby="condition" {
            h2 id="condition" { (t(m::CONDITION)) }
            dl {
                dt { (t(m::HEARD)) } dd { @if it.alive { (t(m::ALIVE)) " " } (since(screen.seen_at)) }
                @if screen.seen_at.is_some() {
                    dt { (t(m::VERSION)) }
                    dd {
                        code { (beat.build) }
                        @if !it.build.is_empty() && beat.build != it.build { " (" (t(m::SERVER_VERSION)) " " code { (it.build) } ")" }
                        @if beat.update_waits { " " (t(m::UPDATE_WAITS)) }
                    }
                    dt { (t(m::SYNCED)) } dd { (since(beat.as_of)) }
                    dt { (t(m::PENDING)) } dd { (beat.pending) }
                    dt { (t(m::STORAGE)) }
                    dd {
                        @match beat.storage {
                            Some((used, quota)) => { (tf(m::STORAGE_OF, &[&megabytes(used), &megabytes(quota)])) }
                            None => { "-" }
                        }
                        @if let Some(is_kept) = beat.persisted { " " (t(if is_kept { m::STORAGE_KEPT } else { m::STORAGE_FLEETING })) }
                    }
                    @if let Some(voices) = beat.voices { dt { (t(m::VOICES)) } dd { (spoken(voices)) } }
                    dt { (t(m::CLOCK)) } dd { (clock(screen)) }
                    dt { (t(m::MISHAPS)) }
                    dd {
                        @if beat.mishaps.is_empty() { (t(m::MISHAPS_NONE)) }
                        ul {
                            @for mishap in &beat.mishaps {
                                li { (t(m::mishap(&mishap.code))) " (" code { (mishap.code) } ") × " (mishap.times) ", " (moment(mishap.at_ms)) }
                            }
                        }
                    }
                }
                dt { (t(m::MADE)) } dd { (moment(screen.made_at)) }
                dt { (t(m::PAIRED)) } dd { (since(screen.paired_at)) }
                @if let Some(revoked) = screen.revoked_at { dt { (t(m::REVOKED)) } dd { (moment(revoked)) } }
                dt { (t(m::ID)) } dd { code { (screen.id) } }
            }
        }
    }
}

fn picture(it: &Screen) -> Markup {
    html! {
        section aria-labelledby="picture" {
            h2 id="picture" { (t(m::PICTURE)) }
            @if let Some(taken) = it.picture_at {
                figure {
                    img.kiosk-picture src=(at(&it.id, "picture")) alt=(tf(m::PICTURE_OF, &[&it.config.name])) loading="lazy" width="640" height="360";
                    figcaption { (moment(taken)) " " (t(m::PICTURE_ABOUT)) }
                }
            } @else { p { (t(m::PICTURE_NONE)) } }
        }
    }
}

/// What it is told.
fn told(it: &OnePage) -> Markup {
    let config = &it.screen.config;
    let langs: Vec<&str> = config.langs.iter().map(|lang| t(m::lang(*lang))).collect();
    let rooms: Vec<&str> = config.rooms.iter().map(|room| t(m::room(room.code()))).collect();
    let hours = config.hours.write();
    html! {
        section aria-labelledby="told" {
            h2 id="told" { (t(m::TOLD)) }
            dl {
                dt { (t(m::PLACE)) }
                dd { @if it.place.0.is_empty() { "-" } @else { a href=(it.place.1) { (it.place.0) } } }
                dt { (t(m::COORDINATES)) }
                dd { @if let (Some(lat), Some(lon)) = (config.lat, config.lon) { (lat) ", " (lon) } @else { "-" } }
                dt { (t(m::HOURS)) } dd.case-words { @if hours.is_empty() { (t(m::ALWAYS)) } @else { (hours) } }
                dt { (t(m::LANGS)) } dd { (langs.join(" / ")) }
                @if config.mode == Mode::Kiosk {
                    dt { (t(m::HOME)) } dd { code { (config.home) } }
                    dt { (t(m::ROOMS)) } dd { @if rooms.is_empty() { "-" } @else { (rooms.join(" / ")) } }
                    dt { (t(m::PRINTER)) } dd { (t(if config.prints { m::PRINTER_THERE } else { m::PRINTER_NONE })) }
                    dt { (t(m::IDLE)) } dd { (tf(m::IDLE_WARN, &[&config.idle_seconds.to_string(), &config.warn_seconds.to_string()])) }
                }
                dt { (t(m::UPDATES)) } dd { (clock_text(config.updates.from)) "-" (clock_text(config.updates.until)) }
                dt { (t(m::PROGRAM)) } dd { (tf(m::PROGRAM_N, &[&config.program.len().to_string()])) }
            }
        }
    }
}

fn uses(it: &OnePage) -> Markup {
    let (from, until) = it.days;
    let last = until.pred_opt().unwrap_or(until);
    html! {
        section aria-labelledby="uses" {
            h2 id="uses" { (t(m::USES)) }
            p { (tf(m::USES_ABOUT, &[&date::full(from, use_lang()), &date::full(last, use_lang())])) }
            @if it.uses.is_empty() { p { (t(m::USES_NONE)) } } @else { (uses_table(&it.uses, "uses", |id| it.titles.get(id).cloned())) }
        }
    }
}

/// Uses as a table: what, to what, how often.
pub(super) fn uses_table(uses: &[Use], labelled_by: &str, title: impl Fn(&str) -> Option<String>) -> Markup {
    html! {
        div.desk-scroll tabindex="0" role="group" aria-labelledby=(labelled_by) {
            table.desk-table {
                thead { tr { th scope="col" { (t(m::WHAT)) } th scope="col" { (t(m::TO_WHAT)) } th scope="col" { (t(m::TIMES)) } } }
                tbody {
                    @for it in uses {
                        tr { th scope="row" { (t(m::counted(it.what.code()))) } td { (t(m::ALL_OF_THEM)) } td { (told_words(it.whole)) } }
                        @for (subject, told) in &it.parts {
                            tr {
                                th scope="row" { (t(m::counted(it.what.code()))) }
                                td { (title(subject).unwrap_or_else(|| subject.clone())) }
                                td { (told_words(*told)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn actions(it: &OnePage) -> Markup {
    let id = &it.screen.id;
    let is_over = it.screen.state == KioskState::Revoked;
    html! {
        div {
            @if it.may_manage {
                section aria-labelledby="actions" {
                    h2 id="actions" { (t(m::ACTIONS)) }
                    p.buttons {
                        a.button href=(at(id, "edit")) { (t(m::EDIT)) }
                        @if !is_over { " " a.button href=(at(id, "revoke")) { (t(m::REVOKE)) } }
                    }
                }
                @if !is_over {
                    section aria-labelledby="say" {
                        h2 id="say" { (t(m::SAY_HERE)) }
                        (say_form(&at(id, "say"), &it.commands[0], &it.say, &it.problems))
                    }
                    section aria-labelledby="reload" {
                        h2 id="reload" { (t(m::RELOAD)) }
                        p { (t(m::RELOAD_ABOUT)) }
                        form method="post" action=(at(id, "reload")) {
                            (command(&it.commands[1]))
                            p.buttons { button.button { (t(m::RELOAD)) } }
                        }
                    }
                }
            }
        }
    }
}

/// A code, shown this once.
#[derive(Clone, Debug)]
pub struct CodePage {
    /// Id of the screen.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The code.
    pub code: String,
    /// Where it is typed.
    pub lookup: String,
    /// The same with the code, for a tablet with a camera.
    pub address: String,
    /// Until when it is good.
    pub ends: Option<Millis>,
}

/// Draws it.
pub fn code(it: &CodePage) -> AnyView {
    page(vec![
        html! { h1 { (tf(m::CODE_OF, &[&it.name])) } },
        html! { p { (t(m::CODE_ONCE)) " " @if let Some(ends) = it.ends { (tf(m::CODE_ENDS, &[&moment(ends)])) } } },
        html! { p.kiosk-code { (it.code) } },
        html! {
            ol {
                li { (t(m::CODE_STEP_1)) }
                li { (tf(m::CODE_STEP_2, &[&it.lookup])) }
                li { (t(m::CODE_STEP_3)) }
            }
        },
        html! { div.paper-qr { (qr(&it.address, t(m::CODE_QR))) } },
        html! { p.buttons { a.button href=(at(&it.id, "")) { (it.name) } } },
    ])
}

/// A question before a screen loses its right.
#[derive(Clone, Debug)]
pub struct RevokePage {
    /// The screen.
    pub screen: Screen,
    /// The id of the command.
    pub command: String,
    /// Why it was not done.
    pub problems: Vec<Problem>,
}

/// Draws it.
pub fn revoke(it: &RevokePage) -> AnyView {
    let screen = &it.screen;
    page(vec![
        html! { h1 { (tf(m::REVOKE_OF, &[&screen.config.name])) } },
        problem_box(&it.problems),
        html! { p { (t(m::REVOKE_ABOUT)) } },
        html! { p { (tf(m::REVOKE_PENDING, &[&screen.beat.pending.to_string(), &since(screen.seen_at)])) } },
        html! {
            form method="post" action=(at(&screen.id, "revoke")) {
                (command(&it.command))
                input type="hidden" name="base_rev" value=(screen.rev);
                p.buttons { button.button.button-primary { (t(m::REVOKE)) } " " a.button href=(at(&screen.id, "")) { (t(m::BACK)) } }
            }
        },
    ])
}
