//! Pages of whoever publishes: the listings of a group from inside, the preview, older forms. Plain documents of the server.

pub mod parts;

use self::parts::{button, copy_button, host_button, plan_form, targets, unplan_button};
use super::desk::edit::{advice, label_of};
use super::desk::{day, problem_list};
use super::detail;
use crate::forms::pages::moment;
use crate::listings::aid::Advice;
use crate::listings::differences::{FieldDifference, IMAGES, Piece, words};
use crate::listings::views::Detail;
use crate::listings::{Kind, State};
use crate::messages::people::moderation as m;
use crate::messages::{desk as d, vocabulary as v};
use crate::site::Boot;
use crate::ui::still::still;
use crate::ui::text::{t, tf};
use engawa_core::Problem;
use engawa_core::time::Millis;
use leptos::prelude::*;

/// The page as it would be.
#[derive(Clone, Debug)]
pub struct Preview {
    /// What would be shown.
    pub detail: Detail,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// What readers will miss.
    pub advice: Vec<Advice>,
    /// Where it is written; `None`: the form in the page before, which is not saved.
    pub edit: Option<String>,
}

/// Draws the preview.
pub fn preview(preview: &Preview, boot: &Boot) -> AnyView {
    let kind = preview.detail.listing.kind();
    let back = match preview.edit.clone() {
        Some(href) => view! { <p><a class="button" href=href>{t(d::EDIT)}</a></p> }.into_any(),
        None => view! { <p>{t(m::PREVIEW_BACK)}</p> }.into_any(),
    };
    view! {
        <div class="desk-done" role="status"><p>{t(m::PREVIEW_NOTE)}</p></div>
        {back}
        {problem_list(&preview.problems, |path| label_of(kind, path))}
        {still(detail::preview(&preview.detail, boot))}
        {advice(kind, &preview.advice, false)}
    }
    .into_any()
}

/// A form that a listing had.
#[derive(Clone, Debug)]
pub struct Version {
    /// Its revision.
    pub rev: u64,
    /// When it was written.
    pub when: String,
    /// By whom.
    pub who: String,
    /// Its state.
    pub state: State,
    /// What it changed.
    pub changes: Vec<FieldDifference>,
    /// Id of the command that takes it back; `None`: it is the newest.
    pub restore: Option<String>,
}

/// The forms of a listing.
#[derive(Clone, Debug)]
pub struct Versions {
    /// Address of the listing from inside.
    pub action: String,
    /// What it is called now.
    pub title: String,
    /// What it is.
    pub kind: Kind,
    /// Its revision now.
    pub rev: u64,
    /// Newest first.
    pub list: Vec<Version>,
    /// Why something was not done.
    pub problems: Vec<Problem>,
}

/// Draws the forms of a listing.
pub fn versions(versions: Versions) -> AnyView {
    let (kind, rev, action) = (versions.kind, versions.rev.to_string(), versions.action);
    let rows: Vec<AnyView> = versions
        .list
        .into_iter()
        .map(|version| {
            let restore = version.restore.map(|command| {
                let (action, rev, older) = (format!("{action}/restore"), rev.clone(), version.rev.to_string());
                view! {
                    <form method="post" action=action>
                        <input type="hidden" name="command" value=command />
                        <input type="hidden" name="base_rev" value=rev />
                        <input type="hidden" name="rev" value=older />
                        <button class="button button-small">{t(m::RESTORE)}<span class="visually-hidden">" "{version.when.clone()}</span></button>
                    </form>
                }
            });
            view! {
                <li class="desk-row">
                    <p class="desk-row-title"><span class="tag">{t(v::state(version.state))}</span>" "{tf(d::HISTORY_ROW, &[&version.when, &version.who])}</p>
                    {changes(kind, &version.changes)}
                    <div class="desk-row-actions">{restore}</div>
                </li>
            }
            .into_any()
        })
        .collect();
    let back = action.clone();
    view! {
        <h1>{t(m::VERSIONS)}": "{versions.title}</h1>
        {problem_list(&versions.problems, |path| label_of(kind, path))}
        <p><a class="button" href=back>{t(d::EDIT)}</a></p>
        <p>{t(m::RESTORE_NOTE)}</p>
        <ul class="desk-list">{rows}</ul>
    }
    .into_any()
}

/// What differs between two forms: by field, words that went and words that came.
pub fn changes(kind: Kind, list: &[FieldDifference]) -> AnyView {
    if list.is_empty() {
        return view! { <p class="desk-row-note">{t(m::NO_CHANGES)}</p> }.into_any();
    }
    let rows: Vec<AnyView> = list
        .iter()
        .map(|difference| {
            let name = if difference.field == IMAGES { Some(d::PICTURE) } else { label_of(kind, &difference.field) };
            let name = name.map_or_else(|| difference.field.clone(), |name| t(name).to_owned());
            let pieces: Vec<AnyView> = words(&difference.before, &difference.after).into_iter().map(piece).collect();
            view! { <div><dt>{name}</dt><dd class="text-changes">{pieces}</dd></div> }.into_any()
        })
        .collect();
    view! { <dl class="desk-answers">{rows}</dl> }.into_any()
}

/// A piece of a text, marked also for whoever does not see colours or lines.
fn piece(piece: Piece) -> AnyView {
    match piece {
        Piece::Same(text) => view! { <span>{text}</span> }.into_any(),
        Piece::Removed(text) => {
            view! { <del><span class="visually-hidden">{t(m::REMOVED)}" "</span>{text}<span class="visually-hidden">" "</span></del> }.into_any()
        }
        Piece::Added(text) => {
            view! { <ins><span class="visually-hidden">{t(m::ADDED)}" "</span>{text}<span class="visually-hidden">" "</span></ins> }.into_any()
        }
    }
}

/// A listing of a group.
#[derive(Clone, Debug)]
pub struct OwnRow {
    /// Listing.
    pub id: String,
    /// What it is.
    pub kind: Kind,
    /// Where it is in its life.
    pub state: State,
    /// What it is called.
    pub title: String,
    /// Its revision.
    pub rev: u64,
    /// 確認日.
    pub confirmed_on: Option<String>,
    /// A form of it waits, since then.
    pub waits: Option<Millis>,
    /// A form of it came back, with this note.
    pub returned: Option<String>,
    /// What is planned: state and moment.
    pub plans: Vec<(State, Millis)>,
    /// Groups that were asked to host it too, or agreed: id, name, whether they agreed.
    pub hosts: Vec<(String, String, bool)>,
}

/// A listing of another group that this group hosts too, or is asked to.
#[derive(Clone, Debug)]
pub struct HostedRow {
    /// Listing.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// The group agreed.
    pub agreed: bool,
    /// Everybody may read it.
    pub is_public: bool,
}

/// The listings of a group, from inside.
#[derive(Clone, Debug)]
pub struct Mine {
    /// Group.
    pub group: String,
    /// Its name.
    pub name: String,
    /// The reader may write, not only look.
    pub may_write: bool,
    /// Texts of the group are shown at once.
    pub is_trusted: bool,
    /// Its listings.
    pub rows: Vec<OwnRow>,
    /// Listings of others.
    pub hosted: Vec<HostedRow>,
    /// Groups that could be asked: id and name.
    pub groups: Vec<(String, String)>,
    /// Ids for commands, as many as there are buttons.
    pub commands: Vec<String>,
    /// Receipt of what was just done.
    pub done: Option<String>,
    /// Why something was not done.
    pub problems: Vec<Problem>,
}

/// Draws the listings of a group.
pub fn mine(mut mine: Mine) -> AnyView {
    let root = format!("/my/groups/{}/listings", mine.group);
    let mut commands = std::mem::take(&mut mine.commands).into_iter();
    let mut next = move || commands.next().unwrap_or_default();
    let (new, up) = (format!("{root}/new"), format!("/my/groups/{}", mine.group));
    let may_write = mine.may_write;
    let mut parts: Vec<AnyView> = Vec::new();
    let sections = [
        (m::PART_RETURNED, "returned"),
        (m::PART_WAITING, "waiting"),
        (m::PART_PLANNED, "planned"),
        (m::PART_PUBLIC, "public"),
        (m::PART_DRAFTS, "drafts"),
        (m::PART_OVER, "over"),
    ];
    let rows = std::mem::take(&mut mine.rows);
    if may_write {
        parts.push(again(&rows, &root, &mut next));
    }
    let before = parts.len();
    for (name, part) in sections {
        let list: Vec<AnyView> = rows.iter().filter(|row| part_of(row) == part).map(|row| own_row(row, &root, may_write, &mut next)).collect();
        if !list.is_empty() {
            let id = format!("part-{part}");
            let label = id.clone();
            parts.push(view! { <section aria-labelledby=label><h2 id=id>{t(name)}</h2><ul class="desk-list">{list}</ul></section> }.into_any());
        }
    }
    let ask = if may_write { ask_host(&root, &rows, &mine.groups, next()) } else { ().into_any() };
    let nothing = (parts.len() == before).then(|| view! { <p>{t(d::NONE)}</p> });
    let hosted: Vec<AnyView> = mine.hosted.iter().map(|row| hosted_row(row, &root, may_write, &mut next)).collect();
    let hosted = (!hosted.is_empty()).then(|| {
        view! { <section aria-labelledby="hosted"><h2 id="hosted">{t(m::PART_HOSTED)}</h2><ul class="desk-list">{hosted}</ul></section> }
    });
    view! {
        <h1>{t(d::LISTINGS)}": "{mine.name}</h1>
        {mine.done.map(|number| view! { <p class="desk-done" role="status">{tf(d::DONE, &[&number])}</p> })}
        {(!mine.problems.is_empty()).then(|| view! { <p>{t(d::NOT_DONE)}</p> })}
        {problem_list(&mine.problems, |_| None)}
        <p>{t(if mine.is_trusted { m::TRUSTED_NOTE } else { m::NEW_NOTE })}</p>
        <p class="buttons">
            {may_write.then(|| view! { <a class="button button-primary" href=new>{t(d::NEW)}</a> })}
            <a class="button" href=up>{t(m::TO_GROUP)}</a>
        </p>
        {nothing}
        {parts}
        {hosted}
        {ask}
    }
    .into_any()
}

/// The most rows of [`again`].
pub const AGAIN_MAX: usize = 5;

/// What could be done again: what ended first, then what is public, the newest first.
fn again(rows: &[OwnRow], root: &str, next: &mut impl FnMut() -> String) -> AnyView {
    let meets = |row: &&OwnRow| matches!(row.kind, Kind::Event | Kind::Course) && matches!(row.state, State::Ended | State::Published);
    let mut found: Vec<&OwnRow> = rows.iter().filter(meets).collect();
    found.sort_by_key(|row| row.state != State::Ended);
    let list: Vec<AnyView> = found
        .into_iter()
        .take(AGAIN_MAX)
        .map(|row| {
            let copy = copy_button(&format!("{root}/{}", row.id), next(), &row.title);
            view! {
                <li class="desk-row">
                    <p class="desk-row-title"><span class="tag">{t(v::state(row.state))}</span>" "<span>{row.title.clone()}</span></p>
                    <div class="desk-row-actions">{copy}</div>
                </li>
            }
            .into_any()
        })
        .collect();
    if list.is_empty() {
        return ().into_any();
    }
    view! {
        <section aria-labelledby="part-again">
            <h2 id="part-again">{t(m::COPY_PART)}</h2>
            <p>{t(m::COPY_NOTE)}</p>
            <ul class="desk-list">{list}</ul>
        </section>
    }
    .into_any()
}

/// Asking another group to host a listing too.
fn ask_host(root: &str, rows: &[OwnRow], groups: &[(String, String)], command: String) -> AnyView {
    let own: Vec<AnyView> = rows
        .iter()
        .filter(|row| row.state != State::Withdrawn && !row.title.is_empty())
        .map(|row| view! { <option value=row.id.clone()>{row.title.clone()}</option> }.into_any())
        .collect();
    if own.is_empty() || groups.is_empty() {
        return ().into_any();
    }
    let others: Vec<AnyView> = groups.iter().map(|(id, name)| view! { <option value=id.clone()>{name.clone()}</option> }.into_any()).collect();
    let action = format!("{root}/hosts");
    view! {
        <section aria-labelledby="ask-host">
            <h2 id="ask-host">{t(m::HOST_ASK)}</h2>
            <p>{t(m::HOST_NOTE)}</p>
            <form method="post" action=action class="desk-inline">
                <input type="hidden" name="command" value=command />
                <div class="field"><label class="field-label" for="f-listing">{t(m::HOST_WHAT)}</label><select class="input" id="f-listing" name="listing">{own}</select></div>
                <div class="field"><label class="field-label" for="f-group">{t(m::HOST_WHOM)}</label><select class="input" id="f-group" name="group">{others}</select></div>
                <button class="button">{t(m::HOST_ASK)}</button>
            </form>
        </section>
    }
    .into_any()
}

fn part_of(row: &OwnRow) -> &'static str {
    match row.state {
        _ if row.returned.is_some() => "returned",
        _ if row.waits.is_some() => "waiting",
        _ if !row.plans.is_empty() => "planned",
        State::Published => "public",
        State::Draft => "drafts",
        State::Ended | State::Withdrawn => "over",
    }
}

fn own_row(row: &OwnRow, root: &str, may_write: bool, next: &mut impl FnMut() -> String) -> AnyView {
    let href = format!("{root}/{}", row.id);
    // What nobody has read yet needs no confirming.
    let confirmed = (row.state != State::Draft).then(|| {
        let on = row.confirmed_on.clone().map_or_else(|| t(d::NEVER_CONFIRMED).to_owned(), day);
        view! { <p class="desk-row-note">{t(d::CONFIRMED)}": "{on}</p> }
    });
    let mut notes: Vec<AnyView> = Vec::new();
    let mut note = |words: String| notes.push(view! { <p class="desk-row-note">{words}</p> }.into_any());
    if let Some(since) = &row.waits {
        note(tf(m::WAITS_SINCE, &[&moment(*since)]));
    }
    if let Some(why) = &row.returned {
        note(tf(m::CAME_BACK, &[why]));
    }
    for plan in &row.plans {
        note(parts::plan_words(plan));
    }
    for host in &row.hosts {
        note(parts::host_words(host));
    }
    let actions = if may_write { own_actions(row, &href, next) } else { ().into_any() };
    let (edit, preview, versions) = (href.clone(), format!("{href}/preview"), format!("{href}/versions"));
    view! {
        <li class="desk-row">
            <p class="desk-row-title">
                <span class="tag">{t(v::kind(row.kind))}</span>
                <span class="tag">{t(v::state(row.state))}</span>
                <a href=edit>{if row.title.is_empty() { t(m::UNTITLED).to_owned() } else { row.title.clone() }}</a>
            </p>
            {confirmed}
            {notes}
            <p class="buttons">
                <a class="button button-small" href=preview>{t(m::PREVIEW)}</a>
                <a class="button button-small" href=versions>{t(m::VERSIONS)}</a>
            </p>
            {actions}
        </li>
    }
    .into_any()
}

fn own_actions(row: &OwnRow, href: &str, next: &mut impl FnMut() -> String) -> AnyView {
    let rev = row.rev.to_string();
    // What waits is on its way to everybody already.
    let allowed: Vec<_> = targets(row.state).into_iter().filter(|(to, _)| row.waits.is_none() || *to != State::Published).collect();
    let mut buttons: Vec<AnyView> = Vec::new();
    for (to, label) in &allowed {
        let fields = vec![("command", next()), ("base_rev", rev.clone()), ("state", to.code().to_owned())];
        buttons.push(button(format!("{href}/state"), fields, t(*label), &row.title));
    }
    if row.state == State::Published {
        buttons.push(button(format!("{href}/confirm"), vec![("command", next()), ("base_rev", rev)], t(d::STILL_RIGHT), &row.title));
    }
    if matches!(row.kind, Kind::Event | Kind::Course) {
        buttons.push(copy_button(href, next(), &row.title));
    }
    buttons.extend(row.plans.iter().map(|(state, _)| unplan_button(href, *state, next())));
    for (group, name, _) in &row.hosts {
        buttons.push(host_button(href, group, name, next()));
    }
    let plan = plan_form(href, &row.id, &allowed, next());
    view! {
        <div class="desk-row-actions">{buttons}</div>
        <details class="desk-more">
            <summary>{t(m::MORE_ACTIONS)}<span class="visually-hidden">" "{row.title.clone()}</span></summary>
            {plan}
        </details>
    }
    .into_any()
}

fn hosted_row(row: &HostedRow, root: &str, may_write: bool, next: &mut impl FnMut() -> String) -> AnyView {
    let action = format!("{root}/{}/hosts", row.id);
    let mut buttons: Vec<AnyView> = Vec::new();
    if may_write && !row.agreed {
        buttons.push(button(action.clone(), vec![("command", next()), ("do", "agree".to_owned())], t(m::HOST_AGREE), &row.title));
    }
    if may_write {
        let label = if row.agreed { m::HOST_LEAVE } else { m::HOST_DECLINE };
        buttons.push(button(action, vec![("command", next()), ("do", "leave".to_owned())], t(label), &row.title));
    }
    let title = if row.is_public {
        let href = format!("/listings/{}", row.id);
        view! { <a href=href>{row.title.clone()}</a> }.into_any()
    } else {
        view! { <span>{row.title.clone()}</span> }.into_any()
    };
    view! {
        <li class="desk-row">
            <p class="desk-row-title">{title}</p>
            <p class="desk-row-note">{t(if row.agreed { m::HOSTED_AGREED } else { m::HOSTED_ASKED })}</p>
            <div class="desk-row-actions">{buttons}</div>
        </li>
    }
    .into_any()
}
