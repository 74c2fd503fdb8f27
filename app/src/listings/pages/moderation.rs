//! `/staff/moderation`: what waits, what was reported, the words that hold or refuse a text.

use super::desk::edit::advice;
use super::desk::{problem_list, text_field};
use super::publish::changes;
use super::report::reason;
use crate::forms::pages::timed;
use crate::listings::aid::Advice;
use crate::listings::differences::FieldDifference;
use crate::listings::moderation::{BannedWord, ReportReason, WordEffect};
use crate::listings::{Kind, State};
use crate::messages::people::moderation as m;
use crate::messages::{desk as d, vocabulary as v};
use crate::ui::still::{html, still};
use crate::ui::text::{t, tf};
use engawa_core::time::Millis;
use engawa_core::{Message, Problem};
use leptos::prelude::*;

/// A form that waits.
#[derive(Clone, Debug)]
pub struct WaitingRow {
    /// Listing.
    pub id: String,
    /// What it is.
    pub kind: Kind,
    /// What it is called.
    pub title: String,
    /// The revision that is decided about.
    pub rev: u64,
    /// Name of its group.
    pub group: String,
    /// How many listings of the group are in which state.
    pub history: Vec<(State, i64)>,
    /// It waits for a listed word, not because its group is new.
    pub for_word: bool,
    /// It waits because somebody of a desk withdrew the listing.
    pub taken_down: bool,
    /// Since when.
    pub since: Millis,
    /// It waits longer than the site allows itself.
    pub is_late: bool,
    /// Nothing of it is public yet.
    pub is_new: bool,
    /// What it would change of what is public, or all that it says.
    pub changes: Vec<FieldDifference>,
    /// What readers would miss.
    pub advice: Vec<Advice>,
    /// Ids of the commands: accept, give back.
    pub commands: [String; 2],
}

/// An open report.
#[derive(Clone, Debug)]
pub struct ReportRow {
    /// Report.
    pub id: String,
    /// Listing.
    pub listing: String,
    /// What it is called.
    pub title: String,
    /// Its state.
    pub state: State,
    /// What is said to be wrong.
    pub reason: ReportReason,
    /// In words.
    pub words: String,
    /// How to reach who reported.
    pub contact: String,
    /// Since when.
    pub since: Millis,
    /// Id of the command.
    pub command: String,
}

/// The page.
#[derive(Clone, Debug)]
pub struct Moderation {
    /// What waits, the longest first.
    pub waiting: Vec<WaitingRow>,
    /// What was reported, the longest first.
    pub reports: Vec<ReportRow>,
    /// Listed words.
    pub words: Vec<BannedWord>,
    /// The reader may change the words.
    pub may_set_words: bool,
    /// Days after which the desk is told again.
    pub days: u32,
    /// Ids of the commands that change the words: to list one, and one for each that is listed.
    pub word_commands: Vec<String>,
    /// Words typed into the forms when they were refused: name and value.
    pub typed: Vec<(String, String)>,
    /// The receipt of what was just done.
    pub done: Option<String>,
    /// Why something was not done.
    pub problems: Vec<Problem>,
}

impl Moderation {
    fn typed(&self, name: &str) -> String {
        self.typed.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone()).unwrap_or_default()
    }
}

/// Draws the page.
pub fn moderation(page: Moderation) -> AnyView {
    let name_of = |path: &str| (path == "word").then_some(m::WORD);
    let waiting: Vec<AnyView> = page.waiting.iter().map(|row| waiting_row(row, &page.typed(&format!("note-{}", row.id)))).collect();
    let reports: Vec<AnyView> = page.reports.iter().map(|row| report_row(row, &page.typed(&format!("words-{}", row.id)))).collect();
    let none = || view! { <p>{t(d::NONE)}</p> };
    let bulk = (page.waiting.len() > 1).then(|| bulk(&page.waiting));
    let days = page.days.to_string();
    let words = words(&page);
    view! {
        <h1>{t(m::MODERATION)}</h1>
        {page.done.map(|number| view! { <p class="desk-done" role="status">{tf(d::DONE, &[&number])}</p> })}
        {(!page.problems.is_empty()).then(|| view! { <p>{t(d::NOT_DONE)}</p> })}
        {problem_list(&page.problems, name_of)}
        <section aria-labelledby="waiting">
            <h2 id="waiting">{tf(m::WAITING, &[&waiting.len().to_string()])}</h2>
            <p>{tf(m::WAITING_NOTE, &[&days])}</p>
            {waiting.is_empty().then(none)}
            {bulk}
            <ul class="desk-list">{waiting}</ul>
        </section>
        <section aria-labelledby="reports">
            <h2 id="reports">{tf(m::REPORTS, &[&reports.len().to_string()])}</h2>
            {reports.is_empty().then(none)}
            <ul class="desk-list">{reports}</ul>
        </section>
        {words}
    }
    .into_any()
}

/// One form that shows all that are ticked.
fn bulk(rows: &[WaitingRow]) -> AnyView {
    let boxes: Vec<AnyView> = rows
        .iter()
        .map(|row| {
            let (id, value) = (format!("accept-{}", row.id), format!("{} {} {}", row.id, row.rev, row.commands[0]));
            let label_for = id.clone();
            view! { <li><input type="checkbox" id=id name="accept" value=value /><label for=label_for>{row.title.clone()}</label></li> }.into_any()
        })
        .collect();
    view! {
        <details class="desk-more">
            <summary>{t(m::BULK)}</summary>
            <form method="post" action="/staff/moderation/accept" class="desk-form">
                <fieldset class="desk-group"><legend>{t(m::BULK)}</legend><ul class="desk-checks">{boxes}</ul></fieldset>
                <p class="buttons"><button class="button">{t(m::ACCEPT_TICKED)}</button></p>
            </form>
        </details>
    }
    .into_any()
}

fn waiting_row(row: &WaitingRow, note: &str) -> AnyView {
    let history: Vec<String> = row.history.iter().map(|(state, count)| format!("{} {count}", t(v::state(*state)))).collect();
    let why = match (row.for_word, row.taken_down) {
        (true, _) => m::WAITS_FOR_WORD,
        (_, true) => m::WAITS_TAKEN_DOWN,
        _ => m::WAITS_FOR_GROUP,
    };
    let preview = format!("/staff/moderation/{}/preview", row.id);
    let action = format!("/staff/moderation/{}", row.id);
    let again = action.clone();
    let (rev, back_rev) = (row.rev.to_string(), row.rev.to_string());
    let [accept, back] = row.commands.clone();
    let (note_id, title) = (format!("note-{}", row.id), row.title.clone());
    let note_for = note_id.clone();
    let what = if row.is_new { m::ALL_NEW } else { m::CHANGED };
    view! {
        <li class="desk-row">
            <p class="desk-row-title">
                <span class="tag">{t(v::kind(row.kind))}</span>
                <a href=preview>{row.title.clone()}</a>
            </p>
            {still(html! { p.desk-row-note { (timed(m::WAITS_SINCE, row.since)) @if row.is_late { " " strong { (t(m::LATE)) } } } })}
            <p class="desk-row-note">{tf(m::OF_GROUP, &[&row.group, &history.join(", ")])}</p>
            <p class="desk-row-note">{t(why)}</p>
            <details class="desk-more"><summary>{t(what)}</summary>{changes(row.kind, &row.changes)}</details>
            {advice_list(row)}
            <div class="desk-row-actions">
                <form method="post" action=action>
                    <input type="hidden" name="command" value=accept />
                    <input type="hidden" name="base_rev" value=rev />
                    <input type="hidden" name="accept" value="1" />
                    <button class="button button-primary">{t(m::ACCEPT)}<span class="visually-hidden">" "{title.clone()}</span></button>
                </form>
                <form method="post" action=again class="desk-inline">
                    <input type="hidden" name="command" value=back />
                    <input type="hidden" name="base_rev" value=back_rev />
                    <div class="field">
                        <label class="field-label" for=note_for>{t(m::NOTE)}</label>
                        <input class="input" type="text" id=note_id name="note" value=note.to_owned() required />
                    </div>
                    <button class="button">{t(m::GIVE_BACK)}<span class="visually-hidden">" "{title}</span></button>
                </form>
            </div>
        </li>
    }
    .into_any()
}

fn advice_list(row: &WaitingRow) -> AnyView {
    if row.advice.is_empty() {
        return ().into_any();
    }
    view! { <details class="desk-more"><summary>{tf(m::ADVICE_COUNT, &[&row.advice.len().to_string()])}</summary>{advice(row.kind, &row.advice, false)}</details> }
        .into_any()
}

fn report_row(row: &ReportRow, typed: &str) -> AnyView {
    let (href, action) = (format!("/staff/listings/{}", row.listing), format!("/staff/moderation/reports/{}", row.id));
    let id = format!("words-{}", row.id);
    let words_for = id.clone();
    let contact = (!row.contact.is_empty()).then(|| view! { <p class="desk-row-note">{tf(m::REPORTED_BY, &[&row.contact])}</p> });
    view! {
        <li class="desk-row">
            <p class="desk-row-title">
                <span class="tag">{t(reason(row.reason))}</span>
                <span class="tag">{t(v::state(row.state))}</span>
                <a href=href>{row.title.clone()}</a>
            </p>
            {still(html! { p.desk-row-note { (timed(m::REPORTED_AT, row.since)) } })}
            <p>{row.words.clone()}</p>
            {contact}
            <form method="post" action=action class="desk-inline">
                <input type="hidden" name="command" value=row.command.clone() />
                <div class="field">
                    <label class="field-label" for=words_for>{t(m::DECISION_WORDS)}</label>
                    <input class="input" type="text" id=id name="words" value=typed.to_owned() />
                </div>
                <button class="button" name="decision" value="upheld">{t(m::UPHOLD)}</button>
                <button class="button" name="decision" value="dismissed">{t(m::DISMISS)}</button>
            </form>
        </li>
    }
    .into_any()
}

fn effect(effect: WordEffect) -> Message {
    match effect {
        WordEffect::Hold => m::EFFECT_HOLD,
        WordEffect::Refuse => m::EFFECT_REFUSE,
    }
}

fn words(page: &Moderation) -> AnyView {
    let mut commands = page.word_commands.iter().cloned();
    let add = commands.next().unwrap_or_default();
    let rows: Vec<AnyView> = page
        .words
        .iter()
        .map(|listed| {
            let command = commands.next().unwrap_or_default();
            let (word, name) = (listed.word.clone(), listed.word.clone());
            let remove = page.may_set_words.then(|| {
                view! {
                    <form method="post" action="/staff/moderation/words">
                        <input type="hidden" name="command" value=command />
                        <input type="hidden" name="drop" value=word />
                        <button class="button button-small">{t(m::WORD_DROP)}<span class="visually-hidden">" "{name}</span></button>
                    </form>
                }
            });
            view! {
                <li class="desk-row">
                    <p class="desk-row-title"><span class="tag">{t(effect(listed.effect))}</span><span>{listed.word.clone()}</span></p>
                    <p class="desk-row-note">{listed.note.clone()}</p>
                    <div class="desk-row-actions">{remove}</div>
                </li>
            }
            .into_any()
        })
        .collect();
    let options: Vec<AnyView> = WordEffect::ALL.iter().map(|it| view! { <option value=it.code()>{t(effect(*it))}</option> }.into_any()).collect();
    let form = page.may_set_words.then(|| {
        view! {
            <form method="post" action="/staff/moderation/words" class="desk-inline">
                <input type="hidden" name="command" value=add />
                {text_field("word", t(m::WORD), "text", page.typed("word"), "off")}
                <div class="field">
                    <label class="field-label" for="f-effect">{t(m::WORD_EFFECT)}</label>
                    <select class="input" id="f-effect" name="effect">{options}</select>
                </div>
                {text_field("word_note", t(m::WORD_NOTE), "text", page.typed("word_note"), "off")}
                <button class="button">{t(m::WORD_PUT)}</button>
            </form>
        }
    });
    view! {
        <section aria-labelledby="words">
            <h2 id="words">{t(m::WORDS)}</h2>
            <p>{t(m::WORDS_NOTE)}</p>
            {form}
            <ul class="desk-list">{rows}</ul>
        </section>
    }
    .into_any()
}
