//! Comments of the members: beside the question or the row that they are about, and all of them in a list that leads there.
//!
//! They are there once a draft is shared, and where one that came from elsewhere has some. What is being written stays in the page's handle
//! ([`Fill::jotted`]), so that a form that is drawn again does not take it away. Invariant: open comments remind whoever sends and hold
//! nobody up.

use super::state::Fill;
use crate::forms::filling::Remark;
use crate::forms::pages::plain::id;
use crate::messages::forms as f;
use crate::messages::forms::comments as m;
use crate::messages::forms::fill as words;
use crate::ui::icons::{Icon, icon};
use crate::ui::notice::{Notice, Tone};
use crate::ui::text_area::TextArea;
use engawa_core::form::AnswerPath;
use engawa_core::form::draft::MAX_COMMENT;
use engawa_core::form::tree::TreeId;
use leptos::prelude::*;

/// The id of the head of the list.
const LIST: &str = "fill-comments";
/// Lines of the field for a comment.
const ROWS: u32 = 3;

/// The comments at a question.
pub fn at_question(fill: Fill, at: TreeId) -> AnyView {
    fold(fill, at, false)
}

/// The comments at a row. Where its questions stand in cells, which have no room for any, those at the questions too.
pub fn at_row(fill: Fill, row: TreeId, is_table: bool) -> AnyView {
    fold(fill, row, is_table)
}

fn fold(fill: Fill, at: TreeId, with_inside: bool) -> AnyView {
    let Some(path) = fill.form(|form| Some(form.path(at))) else { return ().into_any() };
    let own = path.clone();
    let here = Memo::new(move |_| {
        fill.comments().with(|all| all.iter().filter(|remark| is_beside(remark, &own, with_inside)).cloned().collect::<Vec<Remark>>())
    });
    let is_wanted = are_wanted(fill);
    view! { {move || is_wanted.get().then(|| opener(fill, path.clone(), here))} }.into_any()
}

/// Whether there is anything to comment for, or to read.
fn are_wanted(fill: Fill) -> Memo<bool> {
    Memo::new(move |_| fill.invitation().with(Option::is_some) || fill.comments().with(|all| !all.is_empty()))
}

/// Whether a comment stands at an address, or inside of it.
fn is_beside(remark: &Remark, path: &AnswerPath, with_inside: bool) -> bool {
    let Some(place) = &remark.place else { return false };
    place == path || (with_inside && place.0.strip_prefix(path.0.as_str()).is_some_and(|rest| rest.starts_with('/')))
}

fn open_among(all: &[Remark]) -> usize {
    all.iter().filter(|remark| !remark.comment.is_settled).count()
}

/// What an address is called: the question, with the row that it is in.
fn called(fill: Fill, path: &AnswerPath) -> String {
    let language = fill.language().get_untracked();
    let row = path.0.rfind(']').and_then(|end| path.0.get(..=end)).map(|row| AnswerPath(row.to_owned()));
    fill.form(|form| {
        let label = |at: TreeId| {
            let label = form.label(at, language);
            if label.trim().is_empty() { form.node(at).map(|node| node.name.clone()).unwrap_or_default() } else { label }
        };
        let at = form.find(path)?;
        let row = row.as_ref().and_then(|row| {
            let row = form.find(row)?;
            let repeat = form.parent(row)?;
            let number = form.rows(repeat).iter().position(|other| *other == row)? + 1;
            Some((row, f::ROW.with(fill.lang, &[&label(repeat), &number.to_string()])))
        });
        Some(match row {
            None => label(at),
            Some((row, words)) if row == at => words,
            Some((_, words)) => m::IN_ROW.with(fill.lang, &[&words, &label(at)]),
        })
    })
    .unwrap_or_default()
}

/// The button that opens what was said at an address, with how much that is.
fn opener(fill: Fill, path: AnswerPath, here: Memo<Vec<Remark>>) -> AnyView {
    let lang = fill.lang;
    let head = format!("{}-comments", id(&path.0));
    let below = format!("{head}-list");
    let (own, turned) = (path.clone(), path.clone());
    let is_open = Memo::new(move |_| fill.unfolded().with(|unfolded| unfolded.contains(&own)));
    let turn = move |_| {
        fill.unfolded().update(|unfolded| {
            if !unfolded.remove(&turned) {
                unfolded.insert(turned.clone());
            }
        });
    };
    let count = move || {
        here.with(|here| match here.len() {
            0 => m::COMMENT.text(lang).to_owned(),
            all => m::COMMENTS.with(lang, &[&all.to_string(), &open_among(here).to_string()]),
        })
    };
    let name = called(fill, &path);
    let title = m::OF.with(lang, &[&name]);
    let (controls, home) = (below.clone(), head.clone());
    let inside = move || {
        is_open.get().then(|| {
            let home = home.clone();
            let lines = move || list(fill, here.get(), "q", &home);
            view! {
                <div class="fill-comments-below" id=below.clone() role="group" aria-label=title.clone()>
                    {lines}
                    {composer(fill, path.clone(), m::YOURS.text(lang))}
                </div>
            }
        })
    };
    let expanded = move || if is_open.get() { "true" } else { "false" };
    let shown = move || is_open.get().then(|| controls.clone());
    view! {
        <div class="fill-comments">
            <button
                type="button"
                class="button button-small"
                id=head
                aria-expanded=expanded
                aria-controls=shown
                on:click=turn
            >
                {icon(Icon::Speech)}
                <span>{count}</span>
                <span class="visually-hidden">{name}</span>
            </button>
            {inside}
        </div>
    }
    .into_any()
}

/// Comments below each other; nothing if there are none. `home`: where the focus goes when one is gone from here.
fn list(fill: Fill, all: Vec<Remark>, scope: &'static str, home: &str) -> AnyView {
    if all.is_empty() {
        return ().into_any();
    }
    let lines = all.into_iter().map(|remark| line(fill, remark, scope, home)).collect_view();
    view! { <ul class="fill-options">{lines}</ul> }.into_any()
}

fn line(fill: Fill, remark: Remark, scope: &'static str, home: &str) -> AnyView {
    let lang = fill.lang;
    let (is_own, where_to) = (remark.is_own, (scope != "q").then(|| way(fill, &remark)));
    let comment = remark.comment;
    let who = match comment.by.as_str() {
        _ if is_own => words::YOU.text(lang),
        "" => words::NAMELESS.text(lang),
        by => by,
    };
    let origin = words::BY_AT.with(lang, &[who, &fill.clock(comment.at)]);
    let mark = comment.is_settled.then(|| view! { <span class="tag">{m::IS_SETTLED.text(lang)}</span> });
    let (key, back) = (comment.key.clone(), home.to_owned());
    let settles = !comment.is_settled;
    let settle = move |_| {
        let said = if settles { m::SETTLED_NOW } else { m::REOPENED_NOW };
        if fill.edit(|filling, now| filling.settle_comment(&key, settles, now)) {
            done(fill, said.text(lang), &back);
        }
    };
    let settle_word = if settles { m::SETTLE } else { m::REOPEN };
    let delete = is_own.then(|| delete(fill, comment.key, home.to_owned()));
    view! {
        <li class="fill-comment">
            {where_to}
            <p class="fill-answer" translate="no">
                {comment.text}
            </p>
            <p class="quiet">{origin} " " {mark}</p>
            <div class="buttons">
                <button type="button" class="button button-small" disabled=move || fill.is_locked() on:click=settle>
                    {settle_word.text(lang)}
                </button>
                {delete}
            </div>
        </li>
    }
    .into_any()
}

/// Deletes a comment, at the second press.
fn delete(fill: Fill, key: String, home: String) -> AnyView {
    let lang = fill.lang;
    let is_asked = RwSignal::new(false);
    let act = move |_| {
        if is_asked.get_untracked() {
            if fill.edit(|filling, now| filling.delete_comment(&key, now)) {
                done(fill, m::DELETED_NOW.text(lang), &home);
            }
        } else {
            is_asked.set(true);
        }
    };
    let word = move || if is_asked.get() { m::DELETE_YES.text(lang) } else { m::DELETE.text(lang) };
    view! {
        <button type="button" class="button button-small" disabled=move || fill.is_locked() on:click=act>
            {word}
        </button>
    }
    .into_any()
}

/// Something was done with a comment: it is said, and the focus stays near.
fn done(fill: Fill, said: &str, home: &str) {
    fill.look_at_comments();
    fill.said().set(said.to_owned());
    fill.focus_soon(home.to_owned());
}

/// Where a comment belongs, in a list of all.
fn way(fill: Fill, remark: &Remark) -> AnyView {
    let lang = fill.lang;
    let Some(place) = remark.place.clone() else {
        let words = if remark.is_homeless() { m::HOMELESS } else { m::WHOLE };
        return view! { <p class="fill-comment-place">{words.text(lang)}</p> }.into_any();
    };
    let words = m::GO.with(lang, &[&called(fill, &place)]);
    let go = move |_| {
        fill.unfolded().update(|unfolded| {
            unfolded.insert(place.clone());
        });
        fill.go_to(&place);
    };
    view! {
        <button type="button" class="button button-small fill-comment-place" on:click=go>
            {words}
        </button>
    }
    .into_any()
}

/// The field for a comment on something.
fn composer(fill: Fill, on: AnswerPath, label: &'static str) -> AnyView {
    let lang = fill.lang;
    let field = if on.0.is_empty() { format!("{LIST}-new") } else { format!("{}-comment", id(&on.0)) };
    let drawn = RwSignal::new(0_u32);
    let (element, typed) = (field.clone(), on.clone());
    let text_area = move || {
        drawn.track();
        let text = fill.jotted().with_untracked(|jotted| jotted.get(&typed).cloned()).unwrap_or_default();
        let at = typed.clone();
        let told = Callback::new(move |text: String| {
            fill.note_typing();
            fill.jotted().update_untracked(|jotted| {
                jotted.insert(at.clone(), text);
            });
        });
        let max = u32::try_from(MAX_COMMENT).unwrap_or(u32::MAX);
        view! { <TextArea name=element.clone() id=element.clone() text rows=ROWS max=max on_change=told /> }
    };
    let (entered, left, target) = (field.clone(), field.clone(), field.clone());
    let leave = move |_| {
        let text = fill.jotted().with_untracked(|jotted| jotted.get(&on).cloned()).unwrap_or_default();
        let is_taken = !text.trim().is_empty() && fill.edit(|filling, now| filling.comment(on.clone(), &text, now));
        if is_taken {
            fill.jotted().update_untracked(|jotted| {
                jotted.remove(&on);
            });
            drawn.update(|drawn| *drawn += 1);
            done(fill, m::LEFT.text(lang), &target);
        } else {
            fill.focus_soon(target.clone());
        }
    };
    view! {
        <div
            class="field"
            on:focusin=move |_| fill.note_focus(Some(entered.clone()))
            on:focusout=move |_| fill.note_focus_left(&left)
        >
            <label class="field-label" for=field>
                {label}
            </label>
            {text_area}
            <button type="button" class="button button-small" disabled=move || fill.is_locked() on:click=leave>
                {m::LEAVE.text(lang)}
            </button>
        </div>
    }
    .into_any()
}

/// All comments of the draft, the open ones first, and the field for one on the draft as a whole.
pub fn draw(fill: Fill) -> AnyView {
    let lang = fill.lang;
    let is_wanted = are_wanted(fill);
    let of = move |is_settled: bool| {
        Memo::new(move |_| fill.comments().with(|all| all.iter().filter(|it| it.comment.is_settled == is_settled).cloned().collect::<Vec<Remark>>()))
    };
    let (open, settled) = (of(false), of(true));
    let head = move || match open.with(Vec::len) {
        0 => m::ALL.text(lang).to_owned(),
        many => m::ALL_OPEN.with(lang, &[&many.to_string()]),
    };
    let to_do = move || {
        let open = open.get();
        if open.is_empty() {
            return view! { <p class="quiet">{m::NONE_OPEN.text(lang)}</p> }.into_any();
        }
        list(fill, open, "all", LIST)
    };
    let done = move || {
        let settled = settled.get();
        (!settled.is_empty()).then(|| {
            view! {
                <details class="fill-more">
                    <summary>{m::SETTLED.with(lang, &[&settled.len().to_string()])}</summary>
                    {list(fill, settled, "all", LIST)}
                </details>
            }
        })
    };
    let panel = move || {
        is_wanted.get().then(|| {
            view! {
                <details class="fill-more fill-all-comments">
                    <summary id=LIST>{head}</summary>
                    <p>{m::ABOUT.text(lang)}</p>
                    {to_do}
                    {done}
                    {composer(fill, AnswerPath::root(), m::YOURS_ON_WHOLE.text(lang))}
                </details>
            }
        })
    };
    view! { {panel} }.into_any()
}

/// What is still open, before it is sent.
pub fn reminder(fill: Fill) -> AnyView {
    let lang = fill.lang;
    let open = Memo::new(move |_| fill.comments().with(|all| all.iter().filter(|it| !it.comment.is_settled).cloned().collect::<Vec<Remark>>()));
    let shown = move || {
        let open = open.get();
        (!open.is_empty()).then(|| {
            let text = m::REMIND.with(lang, &[&open.len().to_string()]);
            view! { <Notice tone=Tone::Note text>{list(fill, open, "end", super::screen::HEADING)}</Notice> }
        })
    };
    view! { <div class="fill-reminder">{shown}</div> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use engawa_core::form::draft::Comment;

    #[test]
    fn a_comment_stands_at_one_place() {
        let at = |place: Option<&str>| Remark {
            comment: Comment {
                key: "1".into(),
                on: AnswerPath("x".into()),
                text: String::new(),
                by: String::new(),
                from: String::new(),
                at: 0,
                is_settled: false,
            },
            place: place.map(|place| AnswerPath(place.into())),
            is_own: false,
        };
        for (place, path, with_inside, expected) in [
            (Some("cost[k]"), "cost[k]", false, true),
            (Some("cost[k]/memo"), "cost[k]", false, false),
            (Some("cost[k]/memo"), "cost[k]", true, true),
            (Some("cost[k]/memo"), "cost[k]/memo", false, true),
            (Some("cost[kk]/memo"), "cost[k]", true, false),
            (None, "cost[k]", true, false),
        ] {
            assert_eq!(is_beside(&at(place), &AnswerPath(path.into()), with_inside), expected, "{place:?} {path}");
        }
        assert!(at(None).is_homeless());
    }
}
