//! Writing a listing: one long plain form in sections, everything typed kept when something is wrong.

pub mod around;
mod facts;
mod when;

pub use crate::listings::form::labels::label_of;

use super::{field_id, problem_list};
use crate::forms::pages::moment;
use crate::listings::aid::Advice;
use crate::listings::listing::Image;
use crate::listings::{Access, Attendance, AudienceGroup, Kind, NpoField, SpokenLang, State};
use crate::messages::people::desks::STAFF_ONLY;
use crate::messages::people::moderation as p;
use crate::messages::{desk as m, problems, vocabulary as v};
use crate::ui::field::{Field, described_by};
use crate::ui::icons::{Icon, icon};
use crate::ui::text::{t, tf, use_lang};
use crate::ui::text_area::TextArea;
use engawa_core::time::{Millis, Recurrence};
use engawa_core::{Message, Problem};
use leptos::prelude::*;

/// A form that waits for moderation, or came back.
#[derive(Clone, Debug)]
pub struct Waits {
    /// Since when.
    pub since: Millis,
    /// What the desk said when it gave the form back; `None`: it waits.
    pub note: Option<String>,
    /// The form that is shown is the one that waits, not the one that everybody reads.
    pub is_shown: bool,
}

/// What the form shows.
#[derive(Clone, Debug)]
pub struct Edit {
    /// Below which address the listing's inner pages lie: `/staff/listings`, `/my/groups/<id>/listings`.
    pub root: String,
    /// Listing.
    pub id: String,
    /// What it is.
    pub kind: Kind,
    /// Where it is in its life, as stored.
    pub state: State,
    /// Id of the command that the form will send.
    pub command: String,
    /// The revision that it edits; `None`: new.
    pub base_rev: Option<u64>,
    /// Fields by name.
    pub fields: Vec<(String, String)>,
    /// Its repetitions, to be shown as sentences.
    pub rules: Vec<Recurrence>,
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
    /// What waits of it.
    pub waits: Option<Waits>,
    /// What readers will miss.
    pub advice: Vec<Advice>,
    /// What else can be done with it; `None`: it is new, or somebody else does that.
    pub around: Option<around::Around>,
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
        self.select_or(name, m::NOT_SAID, choices)
    }

    /// One of these; `nothing`: what it means to choose none of them.
    fn select_or(&self, name: &str, nothing: Message, choices: Vec<(&'static str, Message)>) -> AnyView {
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
        let nothing = t(nothing);
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
        let (id, label, checks, error) = (field_id(name), self.label(name), self.checks(name, choices), self.error(name));
        let wrong = (!error.is_empty()).then(|| {
            let error_id = format!("{id}-error");
            view! { <p class="field-error" id=error_id>{icon(Icon::Warning)}" "<span>{error.clone()}</span></p> }
        });
        let described = described_by(&id, false, !error.is_empty());
        view! { <fieldset class="desk-group" id=id aria-describedby=described><legend>{label}</legend>{wrong}{checks}</fieldset> }.into_any()
    }
}

fn section(title: Message, parts: Vec<AnyView>) -> AnyView {
    view! { <fieldset class="desk-section"><legend>{t(title)}</legend>{parts}</fieldset> }.into_any()
}

/// Asks what is to be written, of the kinds that one may write.
pub fn choose_kind(root: &str, kinds: &[Kind]) -> AnyView {
    let links = kinds
        .iter()
        .map(|kind| {
            let href = format!("{root}/new?kind={}", kind.code());
            view! { <li><a class="button" href=href>{t(v::kind(*kind))}</a>" "<span>{t(v::kind_note(*kind))}</span></li> }
        })
        .collect_view();
    view! { <h1>{t(m::CHOOSE_KIND)}</h1><ul class="desk-kinds">{links}</ul> }.into_any()
}

/// Draws the form.
pub fn edit(edit: Edit) -> AnyView {
    let action = format!("{}/{}", edit.root, edit.id);
    let preview = format!("{action}/preview");
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
                staff_only(&edit),
            ],
        ),
        facts::section(&edit),
        section(m::WHEN, when::parts(&edit)),
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
                edit.area("audience", 2),
                edit.group("for", groups),
                row(vec![edit.line("audience.from", "text"), edit.line("audience.to", "text")]),
            ],
        ),
        section(
            m::COST,
            vec![
                edit.checks("free", vec![("1", m::FREE)]),
                row(vec![edit.line("cost.from", "text"), edit.line("cost.to", "text")]),
                edit.area("cost", 2),
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
        {edit.waits.clone().map(waits)}
        {edit.conflict.then(|| view! { <p class="desk-problem" role="alert">{t(m::CONFLICT)}</p> })}
        {problem_list(&edit.problems, |path| label_of(edit.kind, path))}
        {advice(edit.kind, &edit.advice, true)}
        <form method="post" action=action enctype="multipart/form-data" class="desk-form">
            <input type="hidden" name="command" value=edit.command.clone() />
            <input type="hidden" name="kind" value=edit.kind.code() />
            {edit.base_rev.map(|rev| view! { <input type="hidden" name="base_rev" value=rev.to_string() /> })}
            {sections}
            <p class="buttons desk-save">
                {save_buttons(edit.state)}
                <button class="button" formaction=preview formnovalidate>{t(p::PREVIEW)}</button>
            </p>
        </form>
        {edit.around.clone().map(around::section)}
        {history(&edit.history, &format!("{}/{}/versions", edit.root, edit.id))}
    }
    .into_any()
}

/// Whether only staff may read it; for a group there is nothing to ask.
fn staff_only(edit: &Edit) -> AnyView {
    if edit.root != "/staff/listings" {
        return ().into_any();
    }
    let boxes = edit.checks("staff_only", vec![("1", STAFF_ONLY)]);
    view! { <input type="hidden" name="staff_only_listed" value="1" />{boxes} }.into_any()
}

/// What a form of a listing in this state may be saved as. The state that it is in comes first: Enter in a field keeps it.
fn save_buttons(state: State) -> Vec<AnyView> {
    let main = if state == State::Draft { State::Published } else { state };
    let mut targets = vec![state];
    targets.extend([State::Draft, State::Published].into_iter().filter(|to| *to != state && state.may_become(*to)));
    let button = |to: State| {
        let label = match to {
            State::Draft => m::SAVE_DRAFT,
            State::Published => m::SAVE_PUBLIC,
            State::Ended => m::SAVE_ENDED,
            State::Withdrawn => m::SAVE_WITHDRAWN,
        };
        let class = if to == main { "button button-primary" } else { "button" };
        view! { <button class=class name="state" value=to.code()>{t(label)}</button>" " }.into_any()
    };
    targets.into_iter().map(button).collect()
}

/// That a form waits, or came back and why.
fn waits(waits: Waits) -> AnyView {
    if let Some(note) = waits.note {
        return view! { <p class="desk-problem" role="status">{tf(p::CAME_BACK, &[&note])}</p> }.into_any();
    }
    let words = if waits.is_shown { p::WAITS_SHOWN } else { p::WAITS_BESIDE };
    view! { <p class="desk-done" role="status">{tf(words, &[&moment(waits.since)])}</p> }.into_any()
}

/// What readers will miss; it never keeps anybody from saving. `is_form`: the fields stand on this page.
pub fn advice(kind: Kind, list: &[Advice], is_form: bool) -> AnyView {
    if list.is_empty() {
        return ().into_any();
    }
    let rows: Vec<AnyView> = list
        .iter()
        .map(|it| {
            let args: Vec<&str> = it.args.iter().map(String::as_str).collect();
            let words = tf(it.code.message(), &args);
            match label_of(kind, &it.field) {
                Some(name) if is_form => {
                    let link = format!("#{}", field_id(&it.field));
                    view! { <li><a href=link>{t(name)}</a>": "{words}</li> }.into_any()
                }
                Some(name) => view! { <li>{t(name)}": "{words}</li> }.into_any(),
                None => view! { <li>{words}</li> }.into_any(),
            }
        })
        .collect();
    view! {
        <section class="desk-section" aria-labelledby="desk-advice">
            <h2 id="desk-advice">{t(p::ADVICE)}</h2>
            <p>{t(p::ADVICE_NOTE)}</p>
            <ul>{rows}</ul>
        </section>
    }
    .into_any()
}

fn history(versions: &[(String, String)], more: &str) -> AnyView {
    if versions.is_empty() {
        return ().into_any();
    }
    let rows: Vec<AnyView> = versions.iter().map(|(when, who)| view! { <li>{tf(m::HISTORY_ROW, &[when, who])}</li> }.into_any()).collect();
    view! { <section aria-labelledby="desk-history"><h2 id="desk-history">{t(m::HISTORY)}</h2><ul>{rows}</ul><p><a href=more.to_owned()>{t(p::VERSIONS)}</a></p></section> }.into_any()
}

fn row(fields: Vec<AnyView>) -> AnyView {
    view! { <div class="desk-inline">{fields}</div> }.into_any()
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
    // The picture comes last: if it is too large, everything else has arrived before it.
    parts.push(edit.line("image_alt", "text"));
    let (label, error) = (edit.label("image"), edit.error("image"));
    let described = described_by("f-image", false, !error.is_empty());
    parts.push(
        view! {
            <input type="hidden" name="images_listed" value="1" />
            <Field id="f-image" label=label error=error>
                <input class="input" type="file" id="f-image" name="image" accept="image/png,image/jpeg,image/webp" aria-describedby=described />
            </Field>
        }
        .into_any(),
    );
    parts
}
