//! What became of a draft that was sent: it waits, was refused, met a change of somebody else, or took effect.

use super::editor::label;
use super::state::Writing;
use crate::command::Body;
use crate::device::use_state;
use crate::forms::device::{FormDevice, OutboxLine, OutboxStanding};
use crate::listings::Listing;
use crate::listings::command::ListingCommand;
use crate::listings::differences::IMAGES;
use crate::listings::merge::FieldConflict;
use crate::listings::pages::desk::edit::label_of;
use crate::listings::pages::desk::field_id;
use crate::listings::writing::ListingDraft;
use crate::listings::writing::pictures::{file_field, place_of};
use crate::messages::people::write as m;
use crate::ui::{Notice, Tone, html, still, t, use_lang};
use engawa_core::outbox::{Entry, State};
use engawa_core::{Lang, Problem};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;

/// How far the newest entry of a draft is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sent {
    /// It was not sent as it is now.
    No,
    /// It waits in the outbox, or is under way.
    Waiting,
    /// A rule refused it.
    Refused {
        /// The entry.
        entry: String,
        /// Why.
        problems: Vec<Problem>,
    },
    /// Somebody changed the listing meanwhile.
    Conflict {
        /// The entry.
        entry: String,
        /// The revision that is there.
        rev: Option<u64>,
    },
    /// It took effect.
    Done {
        /// The number of its receipt.
        number: String,
    },
}

/// How far a draft is. What was changed after it was sent was not sent.
pub fn of(draft: &ListingDraft, lines: &[OutboxLine]) -> Sent {
    let subject = draft.subject();
    let Some(line) = lines.iter().rev().find(|line| line.subject == subject) else { return Sent::No };
    let Some(entry) = &line.entry else { return Sent::Waiting };
    match &entry.state {
        State::Done(kept) if is_as_sent(draft, entry.asked_at) => Sent::Done { number: kept.number.clone() },
        State::Done(_) => Sent::No,
        State::Conflict { problems, rev } => Sent::Conflict { entry: line.id.clone(), rev: rev.or_else(|| rev_of(problems)) },
        State::Rejected { problems } => Sent::Refused { entry: line.id.clone(), problems: placed(entry, problems) },
        State::Orphaned => Sent::Refused { entry: line.id.clone(), problems: Vec::new() },
        State::Waiting if line.standing == (OutboxStanding::NotSaved { failed: true }) => Sent::No,
        State::Waiting => Sent::Waiting,
    }
}

/// The problems of a refusal at the fields of the page: the server names places of the listing that was sent.
fn placed(entry: &Entry, problems: &[Problem]) -> Vec<Problem> {
    let images = match serde_json::from_str(&entry.body) {
        Ok(Body::Listings(ListingCommand::Save(listing))) => listing.images,
        _ => Vec::new(),
    };
    let place = |problem: &Problem| {
        // A file that is gone from the device is told by its name.
        let is_file = problem.code == "attachment_unlisted";
        let file = entry.attachments.iter().find(|file| is_file && problem.args.first() == Some(&file.name));
        match file {
            Some(file) => Problem::new(file_field(&file.sha256), "picture_gone"),
            None => Problem { path: place_of(&problem.path, &images), ..problem.clone() },
        }
    };
    problems.iter().map(place).collect()
}

/// The revision that a conflict names.
fn rev_of(problems: &[Problem]) -> Option<u64> {
    problems.iter().find(|problem| problem.code == "conflict")?.args.first()?.parse().ok()
}

fn is_as_sent(draft: &ListingDraft, asked_at: u64) -> bool {
    i64::try_from(asked_at).is_ok_and(|at| at >= draft.changed_at)
}

/// Deletes the drafts that took effect.
pub fn tidy(device: &Arc<dyn FormDevice>, drafts: &[ListingDraft], lines: &[OutboxLine]) {
    for draft in drafts.iter().filter(|draft| matches!(of(draft, lines), Sent::Done { .. })) {
        let forgetting = device.listings().forget(&draft.id);
        spawn_local(async move {
            // What is still there is deleted the next time.
            forgetting.await.ok();
        });
    }
}

/// How far the draft of this page is.
pub fn use_sent(writing: Writing) -> Memo<Sent> {
    let state = use_state();
    Memo::new(move |_| {
        writing.draft.with(|draft| match draft {
            Some(draft) => state.outbox.with(|lines| of(draft, lines)),
            None => Sent::No,
        })
    })
}

/// What is said of it, and what to do.
pub fn panel(writing: Writing, sent: Memo<Sent>) -> AnyView {
    let lang = use_lang();
    let conflicts = RwSignal::new(Vec::<FieldConflict>::new());
    let theirs = use_theirs(writing, sent);
    let base = Memo::new(move |_| writing.draft.with(|draft| draft.as_ref().and_then(|draft| draft.base_rev)).unwrap_or(0));
    let drawn = move || match sent.get() {
        Sent::No => None,
        Sent::Waiting => Some(
            view! {
                <Notice tone=Tone::Note text=m::SENDING.text(lang)>
                    <p>
                        <a href="/outbox">{m::TO_OUTBOX.text(lang)}</a>
                    </p>
                </Notice>
            }
            .into_any(),
        ),
        Sent::Refused { problems, .. } => Some(refused(writing, &problems, lang)),
        Sent::Conflict { rev, .. } => Some(conflict(writing, (rev, base.get()), theirs, conflicts, lang)),
        Sent::Done { number } => Some(view! { <Notice tone=Tone::Note text=m::DONE.with(lang, &[&number]) /> }.into_any()),
    };
    view! {
        <div role="status">{drawn}</div>
        {move || decide(writing, theirs, conflicts, lang)}
    }
    .into_any()
}

fn refused(writing: Writing, problems: &[Problem], lang: Lang) -> AnyView {
    if problems.iter().any(|problem| problem.code == "forbidden") {
        return view! {
            <Notice tone=Tone::Caution text=m::FORBIDDEN.text(lang)>
                <p>
                    <a href="/sign-in?next=%2Fwrite" rel="external">
                        {m::SIGN_IN.text(lang)}
                    </a>
                </p>
            </Notice>
        }
        .into_any();
    }
    let name = |problem: &Problem| writing.draft.with_untracked(|draft| label(draft.as_ref(), &problem.path, lang));
    let said: Vec<(String, String, String)> =
        problems.iter().map(|it| (format!("#{}", field_id(&it.path)), name(it), crate::forms::pages::said(it))).collect();
    let list = still(html! {
        ul { @for (href, name, words) in &said { li { @if !name.is_empty() { a href=(href) { (name) } ": " } (words) } } }
    });
    view! { <Notice tone=Tone::Caution text=m::REFUSED.text(lang)>{list}</Notice> }.into_any()
}

/// What others wrote, as soon as the feed brought it: revision and listing.
type Theirs = RwSignal<Option<(u64, Listing)>>;

fn use_theirs(writing: Writing, sent: Memo<Sent>) -> Theirs {
    let state = use_state();
    let theirs = Theirs::new(None);
    Effect::new(move |_| {
        state.version.track();
        if !matches!(sent.get(), Sent::Conflict { .. }) {
            return;
        }
        let (Some(device), Some(draft)) = (writing.device.get(), writing.draft.get_untracked()) else { return };
        let reading = device.listings().original(&draft.id);
        spawn_local(async move {
            if let Ok(found) = reading.await {
                let _gone = theirs.try_set(found);
            }
        });
    });
    theirs
}

/// A conflict: wait for what the others wrote, put both together, or send again. `rev`: what is there, `base`: what the draft began from.
fn conflict(writing: Writing, (rev, base): (Option<u64>, u64), theirs: Theirs, conflicts: RwSignal<Vec<FieldConflict>>, lang: Lang) -> AnyView {
    let is_newer = |at: u64| at > base && rev.is_none_or(|rev| at >= rev);
    if rev.is_some_and(|rev| base >= rev) {
        return view! { <Notice tone=Tone::Note text=m::MERGED.text(lang) /> }.into_any();
    }
    let Some((at, listing)) = theirs.get().filter(|(at, _)| is_newer(*at)) else {
        return view! {
            <Notice tone=Tone::Caution text=m::CONFLICT.text(lang)>
                <p>{m::CONFLICT_WAIT.text(lang)}</p>
            </Notice>
        }
        .into_any();
    };
    let merge = move |_| {
        if let Some(found) = writing.alter(|draft, now| draft.rebase(listing.clone(), at, now)) {
            conflicts.set(found);
        }
    };
    view! {
        <Notice tone=Tone::Caution text=m::CONFLICT.text(lang)>
            <p class="buttons">
                <button type="button" class="button button-primary" on:click=merge>
                    {m::MERGE.text(lang)}
                </button>
            </p>
        </Notice>
    }
    .into_any()
}

/// The fields that both changed, each with both texts and a way to take the other one.
fn decide(writing: Writing, theirs: Theirs, conflicts: RwSignal<Vec<FieldConflict>>, lang: Lang) -> Option<AnyView> {
    let all = conflicts.get();
    if all.is_empty() {
        return None;
    }
    let kind = writing.draft.with_untracked(|draft| draft.as_ref().map(|draft| draft.kind))?;
    let rows: Vec<AnyView> = all
        .into_iter()
        .map(|it| {
            let name = label_of(kind, &it.field).map_or_else(|| it.field.clone(), |label| label.text(lang).to_owned());
            let shown = |text: &str| match text {
                "" => m::EMPTY.text(lang).to_owned(),
                // What a picture shows, without its address.
                _ if it.field == IMAGES => text.lines().map(|line| line.rsplit_once(' ').map_or(line, |(alt, _)| alt)).collect::<Vec<_>>().join("\n"),
                _ => text.to_owned(),
            };
            let (mine, other) = (shown(&it.mine), shown(&it.theirs));
            let words = m::TAKE_THEIRS.with(lang, &[&name]);
            let take = move |_| {
                let Some((_, listing)) = theirs.get_untracked() else { return };
                writing.alter(|draft, now| draft.take(&it.field, &listing, now));
                conflicts.update(|all| all.retain(|other| other.field != it.field));
            };
            view! {
                <li class="tray-item">
                    {still(html! {
                        div translate="no" {
                            h3 { (name) }
                            dl.facts {
                                div.fact { dt { (m::MINE.text(lang)) } dd.write-both { (mine) } }
                                div.fact { dt { (m::THEIRS.text(lang)) } dd.write-both { (other) } }
                            }
                        }
                    })}
                    <p class="buttons">
                        <button type="button" class="button" on:click=take>
                            {words}
                        </button>
                    </p>
                </li>
            }
            .into_any()
        })
        .collect();
    Some(
        view! {
            <section class="tray-part" aria-labelledby="write-both">
                <h2 id="write-both">{t(m::BOTH_CHANGED)}</h2>
                <ul class="tray-list">{rows}</ul>
            </section>
        }
        .into_any(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::listings::Kind;
    use crate::listings::listing::Image;
    use crate::listings::pictures::with_proof;
    use engawa_core::outbox::receipt::Kept;
    use engawa_core::outbox::{Ask, Attachment};

    fn line(id: &str, asked_at: u64, standing: OutboxStanding, state: State) -> OutboxLine {
        let subject = "listing:a1".to_owned();
        let mut entry = Entry::new(Ask { id: id.into(), subject: subject.clone(), ..Ask::default() }, asked_at);
        entry.state = state;
        OutboxLine { id: id.into(), subject, title: String::new(), entry: Some(entry), standing }
    }

    #[test]
    fn the_newest_entry_counts_and_later_changes_were_not_sent() {
        let draft = ListingDraft::begin("a1", Kind::Event, ("", ""), 50);
        let other = ListingDraft::begin("b2", Kind::Event, ("", ""), 50);
        let done = |asked_at| line("1", asked_at, OutboxStanding::Done, State::Done(Kept { number: "N".into(), done_at: 99, rev: None }));
        assert_eq!(of(&other, &[done(60)]), Sent::No);
        assert_eq!(of(&draft, &[done(60)]), Sent::Done { number: "N".into() });
        assert_eq!(of(&draft, &[done(40)]), Sent::No);
        let waiting = line("2", 70, OutboxStanding::Waiting { next_at: None, may_cancel: true }, State::Waiting);
        assert_eq!(of(&draft, &[done(60), waiting]), Sent::Waiting);
        let conflict = line("3", 70, OutboxStanding::Stuck, State::Conflict { problems: Vec::new(), rev: Some(9) });
        assert_eq!(of(&draft, &[done(60), conflict]), Sent::Conflict { entry: "3".into(), rev: Some(9) });
        let named = Problem::new("base_rev", "conflict").arg("12");
        let conflict = line("3", 70, OutboxStanding::Stuck, State::Conflict { problems: vec![named], rev: None });
        assert_eq!(of(&draft, &[conflict]), Sent::Conflict { entry: "3".into(), rev: Some(12) });
        let problem = Problem::new("title", "required");
        let refused = line("4", 70, OutboxStanding::Stuck, State::Rejected { problems: vec![problem.clone()] });
        assert_eq!(of(&draft, &[refused]), Sent::Refused { entry: "4".into(), problems: vec![problem] });
    }

    #[test]
    fn what_was_refused_of_a_picture_stands_at_that_picture() {
        let draft = ListingDraft::begin("a1", Kind::Event, ("", ""), 50);
        let (one, other) = ("aa".repeat(32), "bb".repeat(32));
        let image = |sha256: &str| Image { src: with_proof(sha256, &"0".repeat(64)), alt: "川".into(), ..Image::default() };
        let listing = Listing { images: vec![image(&one), image(&other)], ..Listing::draft("a1", Kind::Event) };
        let body = serde_json::to_string(&Body::Listings(ListingCommand::Save(Box::new(listing)))).unwrap();
        let file = |sha256: &str, name: &str| Attachment { sha256: sha256.to_owned(), bytes: 1, name: name.into() };
        let attachments = vec![file(&one, "image.jpg"), file(&other, "2 image.jpg")];
        let ask = Ask { id: "1".into(), subject: "listing:a1".into(), body, attachments, ..Ask::default() };
        for (problem, path, code) in [
            (Problem::new("images.1.src", "broken_file"), file_field(&other), "broken_file"),
            (Problem::new("images.0.alt", "image_without_alt"), format!("{}.alt", file_field(&one)), "image_without_alt"),
            (Problem::new("", "attachment_unlisted").arg("2 image.jpg"), file_field(&other), "picture_gone"),
            (Problem::new("schedule.text", "too_long"), "when_text".to_owned(), "too_long"),
        ] {
            let mut entry = Entry::new(ask.clone(), 60);
            entry.state = State::Rejected { problems: vec![problem] };
            let line = OutboxLine {
                id: "1".into(),
                subject: "listing:a1".into(),
                title: String::new(),
                entry: Some(entry),
                standing: OutboxStanding::Stuck,
            };
            let Sent::Refused { problems, .. } = of(&draft, &[line]) else { panic!("not refused") };
            assert_eq!((problems[0].path.as_str(), problems[0].code.as_str()), (path.as_str(), code));
        }
    }
}
