//! Writing a listing: one long plain form in sections, everything typed kept when something is wrong.

mod facts;

use super::{field_id, problem_list};
use crate::listings::form::{SESSION_ROWS, facts as table};
use crate::listings::listing::Image;
use crate::listings::{Access, Attendance, AudienceGroup, Kind, NpoField, SpokenLang};
use crate::messages::{desk as m, detail as d, problems, vocabulary as v};
use crate::ui::field::{Field, described_by};
use crate::ui::text::{t, tf, use_lang};
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
    /// When and by whom it was written, newest first.
    pub history: Vec<(String, String)>,
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

    fn label(&self, name: &str) -> &'static str {
        label_of(self.kind, name).map_or("", t)
    }

    fn error(&self, name: &str) -> String {
        self.problems.iter().find(|problem| problem.path == name).map(|problem| problems::sentence(problem, use_lang())).unwrap_or_default()
    }

    fn line(&self, name: &str, kind: &'static str) -> AnyView {
        let (id, value, error) = (field_id(name), self.value(name), self.error(name));
        let described = described_by(&id, false, !error.is_empty());
        let invalid = (!error.is_empty()).then_some("true");
        let (label, name) = (self.label(name), name.to_owned());
        view! {
            <Field id=id.clone() label=label error=error>
                <input class="input" type=kind id=id name=name value=value autocomplete="off" aria-describedby=described aria-invalid=invalid />
            </Field>
        }
        .into_any()
    }

    fn area(&self, name: &str, rows: u32) -> AnyView {
        self.area_as(name, self.label(name).to_owned(), rows)
    }

    fn area_as(&self, name: &str, label: String, rows: u32) -> AnyView {
        let (id, value, error) = (field_id(name), self.value(name), self.error(name));
        let invalid = !error.is_empty();
        let described = described_by(&id, false, invalid);
        let name = name.to_owned();
        view! {
            <Field id=id.clone() label=label error=error>
                <TextArea name=name id=id text=value rows=rows described_by=described invalid=invalid />
            </Field>
        }
        .into_any()
    }

    fn select(&self, name: &str, choices: Vec<(&'static str, Message)>) -> AnyView {
        let (id, now, error) = (field_id(name), self.value(name), self.error(name));
        let described = described_by(&id, false, !error.is_empty());
        let invalid = (!error.is_empty()).then_some("true");
        let (label, name) = (self.label(name), name.to_owned());
        let options: Vec<AnyView> = choices
            .into_iter()
            .map(|(code, message)| {
                let chosen = code == now;
                view! { <option value=code selected=chosen>{t(message)}</option> }.into_any()
            })
            .collect();
        let nothing = t(m::NOT_SAID);
        view! {
            <Field id=id.clone() label=label error=error>
                <select class="input" id=id name=name aria-describedby=described aria-invalid=invalid>
                    <option value="">{nothing}</option>
                    {options}
                </select>
            </Field>
        }
        .into_any()
    }

    fn checks(&self, name: &str, choices: Vec<(&'static str, Message)>) -> AnyView {
        let items: Vec<AnyView> = choices
            .into_iter()
            .map(|(value, message)| {
                let (id, name, checked) = (format!("{}-{value}", field_id(name)), name.to_owned(), self.has(name, value));
                let label = t(message);
                view! { <li><input type="checkbox" id=id.clone() name=name value=value checked=checked /><label for=id>{label}</label></li> }
                    .into_any()
            })
            .collect();
        view! { <ul class="desk-checks">{items}</ul> }.into_any()
    }

    fn group(&self, name: &str, choices: Vec<(&'static str, Message)>) -> AnyView {
        let (label, checks) = (self.label(name), self.checks(name, choices));
        view! { <fieldset class="desk-group"><legend>{label}</legend>{checks}</fieldset> }.into_any()
    }
}

/// The name on screen of a field: above the field, and in the list of problems.
fn label_of(kind: Kind, name: &str) -> Option<Message> {
    if name.starts_with("fact.") {
        return table::label(kind, name);
    }
    let session = name.strip_prefix("session.").and_then(|rest| rest.split_once('.')).map(|(_, part)| part);
    let part = session.or_else(|| name.strip_prefix("en.")).or_else(|| name.strip_prefix("ja-easy.")).unwrap_or(name);
    let message = match part {
        "title" => m::TITLE,
        "kana" => m::KANA,
        "summary" => m::SUMMARY,
        "body" => m::BODY,
        "area" => m::AREA,
        "tags" => m::TAGS,
        "links" => m::LINKS,
        "on" => m::DATE,
        "until" => m::UNTIL,
        "starts" | "rule_starts" => m::STARTS,
        "ends" | "rule_ends" => m::ENDS,
        "rule" => m::RULE,
        "rule_first" => m::RULE_FIRST,
        "except" => m::EXCEPT,
        "when_text" => m::WHEN_TEXT,
        "venue.name" => m::VENUE,
        "venue.address" => m::ADDRESS,
        "venue.lat" => m::LAT,
        "venue.lon" => m::LON,
        "venue.transport" => d::TRANSPORT,
        "venue.parking" => d::PARKING,
        "attendance" => m::ATTENDANCE,
        "audience" | "for" => m::FOR_WHOM,
        "audience.from" => m::AGE_FROM,
        "audience.to" => m::AGE_TO,
        "cost" => m::COST_TEXT,
        "cost.from" => m::YEN_FROM,
        "cost.to" => m::YEN_TO,
        "apply.opens_on" => d::APPLY_OPENS,
        "apply.closes_on" => m::CLOSES,
        "apply.capacity" => m::CAPACITY,
        "apply.capacity_text" => m::CAPACITY_TEXT,
        "apply.text" => m::APPLY_TEXT,
        "apply.url" => m::APPLY_URL,
        "access_note" => m::ACCESS_NOTE,
        "language" => d::LANGUAGES,
        "organiser" => m::ORGANISER,
        "contact.name" => m::CONTACT,
        "contact.phone" => m::PHONE,
        "contact.email" => m::EMAIL,
        "contact.hours" => d::HOURS,
        "image_alt" => m::PICTURE_ALT,
        _ => return None,
    };
    Some(message)
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
    let groups = AudienceGroup::ALL.iter().map(|it| (it.code(), v::audience(*it))).collect();
    let fields = NpoField::ALL.iter().map(|it| (it.code(), v::field(*it))).collect();
    let access = Access::ALL.iter().map(|it| (it.code(), v::access(*it))).collect();
    let languages = SpokenLang::ALL.iter().map(|it| (it.code(), v::spoken(*it))).collect();
    let attendance = Attendance::ALL.iter().map(|it| (it.code(), v::attendance(*it))).collect();
    let language = |code: &str| {
        let at = |part: &str| format!("{code}.{part}");
        vec![edit.line(&at("title"), "text"), edit.area(&at("summary"), 3), edit.area(&at("body"), 8)]
    };
    let sections = vec![
        section(
            m::BASICS,
            vec![
                edit.line("title", "text"),
                edit.line("kana", "text"),
                edit.area("summary", 3),
                edit.area("body", 10),
                edit.line("area", "text"),
                edit.line("tags", "text"),
            ],
        ),
        facts::section(&edit),
        section(m::WHEN, when(&edit)),
        section(
            m::WHERE,
            vec![
                edit.line("venue.name", "text"),
                edit.line("venue.address", "text"),
                row(vec![edit.line("venue.lat", "text"), edit.line("venue.lon", "text")]),
                edit.area("venue.transport", 2),
                edit.area("venue.parking", 2),
                edit.select("attendance", attendance),
            ],
        ),
        section(
            m::FOR_WHOM,
            vec![
                edit.line("audience", "text"),
                edit.group("for", groups),
                row(vec![edit.line("audience.from", "text"), edit.line("audience.to", "text")]),
            ],
        ),
        section(
            m::COST,
            vec![
                edit.checks("free", vec![("1", m::FREE)]),
                row(vec![edit.line("cost.from", "text"), edit.line("cost.to", "text")]),
                edit.line("cost", "text"),
            ],
        ),
        section(
            m::APPLY,
            vec![
                row(vec![edit.line("apply.opens_on", "date"), edit.line("apply.closes_on", "date"), edit.line("apply.capacity", "text")]),
                edit.area("apply.capacity_text", 2),
                edit.area("apply.text", 3),
                edit.line("apply.url", "url"),
            ],
        ),
        section(
            m::CONTACT,
            vec![
                edit.line("organiser", "text"),
                edit.line("contact.name", "text"),
                edit.line("contact.phone", "tel"),
                edit.line("contact.email", "email"),
                edit.area("contact.hours", 2),
                edit.area("links", 3),
            ],
        ),
        section(m::FIELDS, vec![edit.checks("field", fields)]),
        section(m::ACCESS, vec![edit.checks("access", access), edit.area("access_note", 2), edit.group("language", languages)]),
        section(m::ENGLISH, language("en")),
        section(m::EASY, language("ja-easy")),
        section(m::PICTURE, pictures(&edit)),
    ];
    view! {
        <h1>{t(m::EDIT)}": "{t(v::kind(edit.kind))}</h1>
        {edit.done.clone().map(|number| view! { <p class="desk-done" role="status">{tf(m::DONE, &[&number])}</p> })}
        {edit.public.clone().map(|href| view! { <p><a href=href>{t(m::PUBLIC_SITE)}</a></p> })}
        {edit.conflict.then(|| view! { <p class="desk-problem" role="alert">{t(m::CONFLICT)}</p> })}
        {problem_list(&edit.problems, |path| label_of(edit.kind, path))}
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
        {history(&edit.history)}
    }
    .into_any()
}

fn history(versions: &[(String, String)]) -> AnyView {
    if versions.is_empty() {
        return ().into_any();
    }
    let rows: Vec<AnyView> = versions.iter().map(|(when, who)| view! { <li>{tf(m::HISTORY_ROW, &[when, who])}</li> }.into_any()).collect();
    view! { <section aria-labelledby="desk-history"><h2 id="desk-history">{t(m::HISTORY)}</h2><ul>{rows}</ul></section> }.into_any()
}

fn row(fields: Vec<AnyView>) -> AnyView {
    view! { <div class="desk-inline">{fields}</div> }.into_any()
}

fn when(edit: &Edit) -> Vec<AnyView> {
    let mut parts: Vec<AnyView> = (0..SESSION_ROWS)
        .map(|at| {
            let line = |part: &str, kind: &'static str| edit.line(&format!("session.{at}.{part}"), kind);
            let inputs = vec![line("on", "date"), line("until", "date"), line("starts", "time"), line("ends", "time")];
            let legend = tf(m::SESSION, &[&(at + 1).to_string()]);
            view! { <fieldset class="desk-inline"><legend>{legend}</legend>{inputs}</fieldset> }.into_any()
        })
        .collect();
    parts.push(edit.line("rule", "text"));
    parts.push(row(vec![edit.line("rule_first", "date"), edit.line("rule_starts", "time"), edit.line("rule_ends", "time")]));
    parts.push(edit.line("except", "text"));
    parts.push(edit.area("when_text", 2));
    parts
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
            <input type="hidden" name="images_listed" value="1" />
            <div class="field">
                <label class="field-label" for="f-image">{t(m::PICTURE)}</label>
                <input class="input" type="file" id="f-image" name="image" accept="image/png,image/jpeg,image/webp" />
            </div>
        }
        .into_any(),
    );
    parts.push(edit.line("image_alt", "text"));
    parts
}
