//! The form of a screen: a new one, or what an old one is told from now on. What was typed stays when something is refused.

use super::{area, at, ticks};
use crate::forms::pages::page;
use crate::kiosk::config::{Mode, Room};
use crate::kiosk::fields::{ConfigFields, LINES_MAX, LINES_MORE, SlotFields};
use crate::listings::Kind;
use crate::messages::kiosk::fleet as m;
use crate::messages::vocabulary as v;
use crate::people::pages::parts::{choice, command, field, line, problem_box};
use crate::ui::still::{Markup, html};
use crate::ui::text::{t, tf};
use engawa_core::{Lang, Problem};
use leptos::prelude::AnyView;

/// The page.
#[derive(Clone, Debug, Default)]
pub struct EditPage {
    /// Id of the screen.
    pub kiosk: String,
    /// The revision that is changed; nothing: it is new.
    pub rev: Option<u64>,
    /// What was typed.
    pub fields: ConfigFields,
    /// What the chosen place is called; empty: none is chosen.
    pub place: String,
    /// Places that were found: id, name, area.
    pub found: Vec<(String, String, String)>,
    /// A place was looked for.
    pub looked: bool,
    /// The id of the command.
    pub command: String,
    /// Why it was not saved.
    pub problems: Vec<Problem>,
}

/// Draws it.
pub fn edit(it: &EditPage) -> AnyView {
    let title = if it.rev.is_some() { tf(m::EDIT_OF, &[&it.fields.name]) } else { t(m::NEW).to_owned() };
    let (action, back) =
        if it.rev.is_some() { (at(&it.kiosk, "edit"), at(&it.kiosk, "")) } else { ("/staff/kiosks/new".into(), "/staff/kiosks".into()) };
    page(vec![
        html! { h1 { (title) } },
        problem_box(&it.problems),
        html! {
            form.desk-form method="post" action=(action) autocomplete="off" {
                // Whoever presses Enter saves: the first button of a form is the one that is pressed.
                button.visually-hidden tabindex="-1" aria-hidden="true" name="go" value="save" { (t(m::SAVE)) }
                (command(&it.command))
                input type="hidden" name="kiosk" value=(it.kiosk);
                @if let Some(rev) = it.rev { input type="hidden" name="base_rev" value=(rev); }
                (place(it))
                (time(it))
                (use_of(it))
                (program(it))
                p.buttons.desk-save {
                    button.button.button-primary name="go" value="save" { (t(m::SAVE)) } " "
                    a.button href=(back) { (t(m::BACK)) }
                }
            }
        },
    ])
}

fn place(it: &EditPage) -> Markup {
    let (problems, fields) = (&it.problems, &it.fields);
    html! {
        fieldset.desk-section {
            legend { (t(m::WHERE)) }
            (field(problems, "name", t(m::NAME), "text", &fields.name, "off", t(m::NAME_HINT)))
            div.desk-inline {
                (field(problems, "place_words", t(m::PLACE_FIND), "search", &fields.place_words, "off", t(m::PLACE_HINT)))
                button.button name="go" value="find" { (t(m::SEARCH)) }
            }
            fieldset.desk-group id="f-place" {
                legend { (t(m::PLACE)) }
                @if it.looked && it.found.is_empty() { p role="status" { (t(m::PLACE_NONE_FOUND)) } }
                (place_choice("", t(m::PLACE_NONE), fields.place.is_empty()))
                @if !fields.place.is_empty() {
                    (place_choice(&fields.place, if it.place.is_empty() { &fields.place } else { &it.place }, true))
                }
                @for (id, name, area) in it.found.iter().filter(|(id, ..)| *id != fields.place) {
                    (place_choice(id, &if area.is_empty() { name.clone() } else { format!("{name} ({area})") }, false))
                }
            }
            div.desk-inline {
                (line(problems, "lat", t(m::LAT), "text", &fields.lat))
                (line(problems, "lon", t(m::LON), "text", &fields.lon))
            }
            p.field-hint { (t(m::COORDINATES_HINT)) }
        }
    }
}

fn place_choice(id: &str, words: &str, chosen: bool) -> Markup {
    let of = format!("f-place-{id}");
    html! {
        div.field { p { input type="radio" id=(of) name="place" value=(id) checked[chosen]; label for=(of) { (words) } } }
    }
}

fn time(it: &EditPage) -> Markup {
    let (problems, fields) = (&it.problems, &it.fields);
    html! {
        fieldset.desk-section {
            legend { (t(m::WHEN)) }
            (area(problems, "hours", t(m::HOURS), t(m::HOURS_HINT), 4, &fields.hours))
            div.desk-inline {
                (line(problems, "updates_from", t(m::UPDATES_FROM), "time", &fields.updates_from))
                (line(problems, "updates_until", t(m::UPDATES_UNTIL), "time", &fields.updates_until))
            }
            p.field-hint { (t(m::UPDATES_HINT)) }
        }
    }
}

fn use_of(it: &EditPage) -> Markup {
    let (problems, fields) = (&it.problems, &it.fields);
    let modes: Vec<(&str, &str)> = Mode::ALL.iter().map(|mode| (mode.code(), t(m::mode(mode.code())))).collect();
    let langs: Vec<(&str, &str)> = Lang::ALL.iter().map(|lang| (lang.code(), t(m::lang(*lang)))).collect();
    let rooms: Vec<(&str, &str)> = Room::ALL.iter().map(|room| (room.code(), t(m::room(room.code())))).collect();
    html! {
        fieldset.desk-section {
            legend { (t(m::USE)) }
            (choice(problems, "mode", t(m::MODE), &fields.mode, &modes))
            (ticks(problems, "langs", t(m::LANGS), &langs, &fields.langs))
            (field(problems, "home", t(m::HOME), "text", &fields.home, "off", t(m::HOME_HINT)))
            (ticks(problems, "rooms", t(m::ROOMS), &rooms, &fields.rooms))
            div.field {
                p {
                    input type="checkbox" id="f-keyboard" name="keyboard" value="1" checked[fields.keyboard];
                    label for="f-keyboard" { (t(m::KEYBOARD)) }
                }
            }
            div.field {
                p {
                    input type="checkbox" id="f-prints" name="prints" value="1" checked[fields.prints] aria-describedby="f-prints-hint";
                    label for="f-prints" { (t(m::PRINTS)) }
                }
                p.field-hint id="f-prints-hint" { (t(m::PRINTS_HINT)) }
            }
            div.desk-inline {
                (line(problems, "idle_seconds", t(m::IDLE_SECONDS), "text", &fields.idle_seconds))
                (line(problems, "warn_seconds", t(m::WARN_SECONDS), "text", &fields.warn_seconds))
            }
        }
    }
}

fn program(it: &EditPage) -> Markup {
    let lines = (it.fields.program.len() + LINES_MORE).min(LINES_MAX);
    let empty = SlotFields::default();
    html! {
        fieldset.desk-section {
            legend { (t(m::PROGRAM)) }
            p { (t(m::PROGRAM_ABOUT)) }
            @for at in 0..lines { (slot(at, it.fields.program.get(at).unwrap_or(&empty), &it.problems)) }
        }
    }
}

fn slot(at: usize, fields: &SlotFields, problems: &[Problem]) -> Markup {
    let name = |field: &str| format!("program_{at}_{field}");
    let kinds: Vec<(&str, &str)> = Kind::ALL.iter().map(|kind| (kind.code(), t(v::kind(*kind)))).collect();
    html! {
        fieldset.desk-group {
            legend { (tf(m::PROGRAM_LINE, &[&(at + 1).to_string()])) }
            (area(problems, &name("when"), t(m::SLOT_WHEN), t(m::SLOT_WHEN_HINT), 2, &fields.when))
            (ticks(problems, &name("kinds"), t(m::SLOT_KINDS), &kinds, &fields.kinds))
            div.desk-inline {
                (line(problems, &name("within_km"), t(m::SLOT_KM), "text", &fields.within_km))
                (line(problems, &name("seconds"), t(m::SLOT_SECONDS), "text", &fields.seconds))
            }
        }
    }
}
