//! Writing a listing: one long plain form in sections, everything typed kept when something is wrong.

use super::{problem_list, text_field};
use crate::listings::form::SESSION_ROWS;
use crate::listings::listing::Image;
use crate::listings::{Access, Attendance, Kind, NpoField};
use crate::messages::{desk as m, vocabulary as v};
use crate::ui::text::{t, tf};
use crate::ui::text_area::TextArea;
use engawa_core::{Message, Problem};
use leptos::prelude::*;

/// What the form shows.
#[derive(Clone, Debug)]
pub struct Edit {
    /// Listing.
    pub id: String,
    /// What it is.
    pub kind: Kind,
    /// Id of the command that the form will send.
    pub command: String,
    /// The revision that it edits; `None`: new.
    pub base_rev: Option<u64>,
    /// Fields by name.
    pub fields: Vec<(String, String)>,
    /// Its pictures.
    pub images: Vec<Image>,
    /// What is wrong.
    pub problems: Vec<Problem>,
    /// Somebody else changed it.
    pub conflict: bool,
    /// Receipt of what was just saved.
    pub done: Option<String>,
    /// Its public page, if it has one.
    pub public: Option<String>,
}

impl Edit {
    fn value(&self, name: &str) -> String {
        self.fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone()).unwrap_or_default()
    }

    fn has(&self, name: &str, value: &str) -> bool {
        self.fields.iter().any(|(known, code)| known == name && code == value)
    }

    fn line(&self, name: &str, label: Message, kind: &'static str) -> AnyView {
        text_field(name, t(label), kind, self.value(name), "off")
    }

    fn area(&self, name: &str, label: Message, rows: u32) -> AnyView {
        let id = super::field_id(name);
        view! {
            <div class="field">
                <label class="field-label" for=id.clone()>{t(label)}</label>
                <TextArea name=name.to_owned() id=id text=self.value(name) rows=rows />
            </div>
        }
        .into_any()
    }

    fn check(&self, name: &str, value: &'static str, label: &'static str) -> AnyView {
        let (id, name_of, checked) = (format!("f-{name}-{value}"), name.to_owned(), self.has(name, value));
        view! { <li><input type="checkbox" id=id.clone() name=name_of value=value checked=checked /><label for=id>{label}</label></li> }.into_any()
    }
}

fn section(title: Message, parts: Vec<AnyView>) -> AnyView {
    view! { <fieldset class="desk-section"><legend>{t(title)}</legend>{parts}</fieldset> }.into_any()
}

/// Asks what is to be written.
pub fn choose_kind() -> AnyView {
    let links = Kind::ALL
        .iter()
        .map(|kind| {
            let href = format!("/staff/listings/new?kind={}", kind.code());
            view! { <li><a class="button" href=href>{t(v::kind(*kind))}</a>" "<span>{t(v::kind_note(*kind))}</span></li> }
        })
        .collect_view();
    view! { <h1>{t(m::CHOOSE_KIND)}</h1><ul class="desk-kinds">{links}</ul> }.into_any()
}

/// Draws the form.
pub fn edit(edit: Edit) -> AnyView {
    let action = format!("/staff/listings/{}", edit.id);
    let checks = |name: &'static str, list: Vec<AnyView>| view! { <ul class="desk-checks" data-name=name>{list}</ul> }.into_any();
    let fields = NpoField::ALL.iter().map(|field| edit.check("field", field.code(), t(v::field(*field)))).collect();
    let access = Access::ALL.iter().map(|fact| edit.check("access", fact.code(), t(v::access(*fact)))).collect();
    let sections = vec![
        section(
            m::BASICS,
            vec![
                edit.line("title", m::TITLE, "text"),
                edit.line("kana", m::KANA, "text"),
                edit.area("summary", m::SUMMARY, 3),
                edit.area("body", m::BODY, 10),
                edit.line("area", m::AREA, "text"),
                edit.line("tags", m::TAGS, "text"),
            ],
        ),
        section(m::WHEN, when(&edit)),
        section(
            m::WHERE,
            vec![
                edit.line("venue.name", m::VENUE, "text"),
                edit.line("venue.address", m::ADDRESS, "text"),
                edit.line("venue.lat", m::LAT, "text"),
                edit.line("venue.lon", m::LON, "text"),
                attendance(&edit),
            ],
        ),
        section(
            m::FOR_WHOM,
            vec![
                edit.line("audience", m::FOR_WHOM, "text"),
                checks("free", vec![edit.check("free", "1", t(m::FREE))]),
                edit.line("cost", m::COST_TEXT, "text"),
            ],
        ),
        section(
            m::APPLY,
            vec![
                edit.line("apply.closes_on", m::CLOSES, "date"),
                edit.line("apply.capacity", m::CAPACITY, "text"),
                edit.area("apply.text", m::APPLY_TEXT, 3),
                edit.line("apply.url", m::APPLY_URL, "url"),
            ],
        ),
        section(
            m::CONTACT,
            vec![
                edit.line("organiser", m::ORGANISER, "text"),
                edit.line("contact.name", m::CONTACT, "text"),
                edit.line("contact.phone", m::PHONE, "tel"),
                edit.line("contact.email", m::EMAIL, "email"),
            ],
        ),
        section(m::FIELDS, vec![checks("field", fields)]),
        section(m::ACCESS, vec![checks("access", access)]),
        section(m::ENGLISH, vec![edit.line("en.title", m::TITLE, "text"), edit.area("en.summary", m::SUMMARY, 3), edit.area("en.body", m::BODY, 8)]),
        section(
            m::EASY,
            vec![edit.line("ja-easy.title", m::TITLE, "text"), edit.area("ja-easy.summary", m::SUMMARY, 3), edit.area("ja-easy.body", m::BODY, 8)],
        ),
        section(m::PICTURE, pictures(&edit)),
        section(m::FACTS, vec![edit.area("details", m::FACTS, 8)]),
    ];
    view! {
        <h1>{t(m::EDIT)}": "{t(v::kind(edit.kind))}</h1>
        {edit.done.clone().map(|number| view! { <p class="desk-done" role="status">{tf(m::DONE, &[&number])}</p> })}
        {edit.public.clone().map(|href| view! { <p><a href=href>{t(m::PUBLIC_SITE)}</a></p> })}
        {edit.conflict.then(|| view! { <p class="desk-problem" role="alert">{t(m::CONFLICT)}</p> })}
        {problem_list(&edit.problems)}
        <form method="post" action=action enctype="multipart/form-data" class="desk-form">
            <input type="hidden" name="command" value=edit.command.clone() />
            <input type="hidden" name="kind" value=edit.kind.code() />
            {edit.base_rev.map(|rev| view! { <input type="hidden" name="base_rev" value=rev.to_string() /> })}
            {sections}
            <p class="buttons desk-save">
                <button class="button" name="state" value="draft">{t(m::SAVE_DRAFT)}</button>
                <button class="button button-primary" name="state" value="published">{t(m::SAVE_PUBLIC)}</button>
            </p>
        </form>
    }
    .into_any()
}

fn when(edit: &Edit) -> Vec<AnyView> {
    let mut parts: Vec<AnyView> = (0..SESSION_ROWS)
        .map(|at| {
            let line = |part: &str, label: Message, kind: &'static str| edit.line(&format!("session.{at}.{part}"), label, kind);
            let inputs =
                vec![line("on", m::DATE, "date"), line("until", m::UNTIL, "date"), line("starts", m::STARTS, "time"), line("ends", m::ENDS, "time")];
            let legend = tf(m::SESSION, &[&(at + 1).to_string()]);
            view! { <fieldset class="desk-inline"><legend>{legend}</legend>{inputs}</fieldset> }.into_any()
        })
        .collect();
    parts.push(edit.line("rule", m::RULE, "text"));
    let inputs =
        vec![edit.line("rule_first", m::RULE_FIRST, "date"), edit.line("rule_starts", m::STARTS, "time"), edit.line("rule_ends", m::ENDS, "time")];
    parts.push(view! { <div class="desk-inline">{inputs}</div> }.into_any());
    parts.push(edit.line("except", m::EXCEPT, "text"));
    parts.push(edit.area("when_text", m::WHEN_TEXT, 2));
    parts
}

fn attendance(edit: &Edit) -> AnyView {
    let now = edit.value("attendance");
    let options = Attendance::ALL
        .iter()
        .map(|way| {
            let chosen = way.code() == now;
            view! { <option value=way.code() selected=chosen>{t(v::attendance(*way))}</option> }
        })
        .collect_view();
    view! {
        <div class="field">
            <label class="field-label" for="f-attendance">{t(m::ATTENDANCE)}</label>
            <select class="input" id="f-attendance" name="attendance"><option value="">"—"</option>{options}</select>
        </div>
    }
    .into_any()
}

fn pictures(edit: &Edit) -> Vec<AnyView> {
    let mut parts: Vec<AnyView> = edit
        .images
        .iter()
        .enumerate()
        .map(|(at, image)| {
            let (id, src) = (format!("f-remove-{at}"), format!("/media/{}?w=320", image.src));
            let label = tf(m::PICTURE_REMOVE, &[&image.alt]);
            // A picture that came with a refused save is in no stored listing yet: the form carries it.
            let kept = serde_json::to_string(image).unwrap_or_default();
            view! {
                <p class="desk-picture">
                    <input type="hidden" name="kept_image" value=kept />
                    <img src=src alt=image.alt.clone() width="160" height="100" />
                    <input type="checkbox" id=id.clone() name="remove_image" value=image.src.clone() />
                    <label for=id>{label}</label>
                </p>
            }
            .into_any()
        })
        .collect();
    parts.push(
        view! {
            <div class="field">
                <label class="field-label" for="f-image">{t(m::PICTURE)}</label>
                <input class="input" type="file" id="f-image" name="image" accept="image/png,image/jpeg,image/webp" />
            </div>
        }
        .into_any(),
    );
    parts.push(edit.line("image_alt", m::PICTURE_ALT, "text"));
    parts
}
