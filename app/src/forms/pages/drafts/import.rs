//! A draft that comes as a file. It is checked whole before anything of it is used; a draft that is here already is merged, never
//! replaced: what the file has goes into its journal like the edits of another device, so that an open tab goes on with both.

use super::super::kept::{Awake, keep_error, name_of, open_error, outside, version_of};
use crate::device::use_state;
use crate::forms::device::{DraftCard, FormDevice, KeepError, KeptFile, OpenedDraft};
use crate::forms::filling::Filling;
use crate::messages::forms::papers as m;
use crate::repo::Repo;
use crate::ui::{Field, Icon, Notice, Tone, described_by, icon, t, use_lang};
use engawa_core::form::draft::file::{self, Enclosed, FileProblem};
use engawa_core::form::draft::log::{self, Record, Unreadable};
use engawa_core::form::draft::{Delta, Draft, MergeRefused};
use engawa_core::{Lang, Message};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;

/// The id of the file field.
const FIELD: &str = "draft-file";

/// What became of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Taken {
    draft: String,
    /// What to tell the person.
    words: String,
}

/// The field for a file, and what became of it.
#[component]
pub fn Import(
    /// The device, once it is awake.
    device: Awake,
) -> impl IntoView {
    let repo = expect_context::<Arc<dyn Repo>>();
    let (state, lang) = (use_state(), use_lang());
    let result = RwSignal::new(None::<Result<Taken, String>>);
    let is_busy = RwSignal::new(false);
    let take = move |_| {
        let Some(device) = device.get_untracked() else { return };
        if is_busy.get_untracked() {
            return;
        }
        is_busy.set(true);
        result.set(None);
        let repo = Arc::clone(&repo);
        spawn_local(async move {
            let taken = take_file(&*device, &*repo, lang).await;
            result.set(Some(taken));
            is_busy.set(false);
        });
    };
    let done = move || {
        result.get().and_then(Result::ok).map(|taken| {
            view! {
                <span translate="no">{taken.words}</span>
                " "
                <a href=format!("/drafts/{}", taken.draft)>{m::IMPORT_OPEN.text(lang)}</a>
            }
        })
    };
    let wrong = move || result.get().and_then(Result::err).map(|words| view! { <Notice tone=Tone::Error text=words /> });
    view! {
        <section class="tray-part" aria-labelledby="import" hidden=move || !state.awake.get()>
            <h2 id="import">{t(m::IMPORT)}</h2>
            <Field id=FIELD label=t(m::IMPORT_FILE) hint=t(m::IMPORT_HINT)>
                <input class="input" type="file" id=FIELD accept=".json,application/json" aria-describedby=described_by(FIELD, true, false) />
            </Field>
            <p class="buttons">
                <button type="button" class="button" on:click=take>
                    {icon(Icon::Download)}
                    <span>{t(m::IMPORT_NOW)}</span>
                </button>
            </p>
            <p role="status">{done}</p>
            <div role="alert">{wrong}</div>
        </section>
    }
}

/// Reads the chosen file and keeps its draft; else what to tell the person. Files are kept before the draft that names them.
async fn take_file(device: &dyn FormDevice, repo: &dyn Repo, lang: Lang) -> Result<Taken, String> {
    let sorry = |error: KeepError| keep_error(error).text(lang).to_owned();
    let text = device.read_file(FIELD).await.map_err(|error| match error {
        KeepError::NotFound => m::IMPORT_NO_FILE.text(lang).to_owned(),
        KeepError::TooLarge => file_problem(&FileProblem::TooLarge(file::MAX_FILE), lang),
        other => sorry(other),
    })?;
    let imported = file::import(&text).map_err(|problem| file_problem(&problem, lang))?;
    let id = imported.draft.id().to_owned();
    let here = here(device, &id).await.map_err(sorry)?;
    let delta = imported.draft.document().whole();
    let (draft, is_new) = match &here {
        Some(opened) => merged(opened, &delta).map_err(|message| message.text(lang).to_owned())?,
        None => (imported.draft, true),
    };
    let known = here.as_ref().and_then(|opened| opened.definition.clone()).filter(|known| known.version == draft.version());
    let is_same_version = known.is_some();
    let definition = match known {
        Some(definition) => definition,
        None => version_of(device, repo, draft.form_id(), draft.version()).await.map_err(|error| match error {
            KeepError::NotFound => m::IMPORT_NO_FORM.with(lang, &[draft.form_id(), draft.version()]),
            KeepError::Offline => m::IMPORT_FORM_OFFLINE.text(lang).to_owned(),
            other => sorry(other),
        })?,
    };
    let snapshot = log::snapshot(&draft);
    let by = here.as_ref().map(|opened| opened.card.by.clone()).unwrap_or_default();
    let from_outside = outside(device, &by).await.map_err(sorry)?;
    let filling = Filling::open(Arc::clone(&definition), &snapshot, &[], from_outside).map_err(|error| open_error(&error).text(lang).to_owned())?;
    let lost = keep_files(device, imported.attachments).await;
    let corrects = here.as_ref().and_then(|opened| opened.card.corrects.clone());
    let card = filling.card(device.now(), here.as_ref().and_then(|opened| opened.card.invitation.clone()));
    let card = DraftCard { corrects, ..card };
    let name = name_of(&card);
    let (kept, said) = match here {
        None => (device.begin(card, snapshot, definition).await, m::IMPORTED),
        Some(_) if !is_new => (Ok(()), m::IMPORT_SAME),
        Some(_) if is_same_version => (device.append(card, vec![log::line(&Record::Arrived(delta)).into()]).await, m::IMPORT_MERGED),
        Some(_) => (device.keep_version(card, snapshot, definition).await, m::IMPORT_MERGED),
    };
    kept.map_err(sorry)?;
    if !imported.aside.is_empty() {
        device.keep_aside(&id, imported.aside).await.map_err(sorry)?;
    }
    let mut words = said.with(lang, &[&name]);
    if lost > 0 {
        words.push(' ');
        words.push_str(&m::IMPORT_FILES_LOST.with(lang, &[&lost.to_string()]));
    }
    Ok(Taken { draft: id, words })
}

/// The draft that is here, if it is. What of it nobody can read is put aside first: what comes would not be read again behind it.
async fn here(device: &dyn FormDevice, id: &str) -> Result<Option<OpenedDraft>, KeepError> {
    let opened = match device.open(id).await {
        Ok(opened) => opened,
        Err(KeepError::NotFound) => return Ok(None),
        Err(error) => return Err(error),
    };
    let Some((snapshot, unread)) = parted(&opened) else { return Ok(Some(opened)) };
    device.put_aside(id, snapshot, unread).await?;
    device.open(id).await.map(Some)
}

/// What can be read of a draft, as a snapshot, and what cannot; nothing if all of it can, or a newer build can.
fn parted(opened: &OpenedDraft) -> Option<(String, Vec<String>)> {
    let replayed = log::replay(&opened.snapshot, opened.lines.iter().map(String::as_str)).ok()?;
    let stopped = replayed.stopped.filter(|stopped| !matches!(stopped.why, Unreadable::Newer(_)))?;
    Some((log::snapshot(&replayed.draft), stopped.kept))
}

/// The draft that is here together with what the file has, and whether anything was new.
fn merged(opened: &OpenedDraft, delta: &Delta) -> Result<(Draft, bool), Message> {
    let replayed = log::replay(&opened.snapshot, opened.lines.iter().map(String::as_str)).map_err(|_| m::IMPORT_UNREAD)?;
    if replayed.stopped.is_some() {
        return Err(m::IMPORT_UNREAD);
    }
    let mut draft = replayed.draft;
    let is_new = draft.merge(delta).map_err(|refused| match refused {
        MergeRefused::TooLarge => m::KEEP_TOO_LARGE,
        MergeRefused::Gap | MergeRefused::Flawed(_) => m::OPEN_DAMAGED,
    })?;
    Ok((draft, is_new))
}

/// Keeps the files that came along; how many could not be.
async fn keep_files(device: &dyn FormDevice, files: Vec<Enclosed>) -> usize {
    let mut lost = 0;
    for Enclosed { sha256, name, data } in files {
        let Some(data) = data else {
            // It may be on this device already.
            lost += usize::from(device.file(&sha256).await.is_err());
            continue;
        };
        let kept = KeptFile { sha256, name, bytes: decoded_length(&data), media_type: String::new() };
        lost += usize::from(device.keep_content(kept, data).await.is_err());
    }
    lost
}

/// How many bytes a text in base 64 stands for.
fn decoded_length(base64: &str) -> u64 {
    let padding = base64.len() - base64.trim_end_matches('=').len();
    u64::try_from((base64.len() / 4 * 3).saturating_sub(padding)).unwrap_or(0)
}

/// What is wrong with a file, where, and what to do.
fn file_problem(problem: &FileProblem, lang: Lang) -> String {
    let place = problem.place();
    match problem {
        FileProblem::TooLarge(bytes) => m::IMPORT_TOO_LARGE.with(lang, &[&(bytes >> 20).to_string()]),
        FileProblem::NotADraft => m::IMPORT_NOT_A_DRAFT.text(lang).to_owned(),
        FileProblem::Newer(_) => m::IMPORT_NEWER.text(lang).to_owned(),
        FileProblem::Broken { line, column, .. } => m::IMPORT_BROKEN.with(lang, &[&line.to_string(), &column.to_string()]),
        FileProblem::Head(_) => m::IMPORT_HEAD.with(lang, &[&place]),
        FileProblem::Document(_) => m::IMPORT_DOCUMENT.with(lang, &[&place]),
        FileProblem::Attachment(at) => m::IMPORT_ATTACHMENT.with(lang, &[&(at + 1).to_string()]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use engawa_core::form::AnswerPath;
    use engawa_core::form::draft::{Edit, Writer};

    fn writer(replica: &str) -> Writer {
        Writer { replica: replica.into(), by: String::new(), at: 1 }
    }

    fn opened(draft: &Draft, lines: Vec<String>) -> OpenedDraft {
        let card = DraftCard {
            id: draft.id().into(),
            form_id: "f".into(),
            version: "1".into(),
            form_title: "F".into(),
            title: String::new(),
            changed_at: 0,
            progress: 0,
            invitation: None,
            by: String::new(),
            corrects: None,
        };
        OpenedDraft { card, snapshot: log::snapshot(draft), lines, definition: None, replica: "x".into() }
    }

    #[test]
    fn a_draft_that_is_here_is_merged() {
        let base = Draft::begin("d", "f", "1", &writer("a")).unwrap();
        let (mut here, mut there) = (base.clone(), base.clone());
        let change = here.edit(&writer("b"), Edit::set(AnswerPath("p".into()), "here")).unwrap().unwrap();
        there.edit(&writer("c"), Edit::set(AnswerPath("q".into()), "there")).unwrap();
        let kept = opened(&base, vec![log::line(&Record::Change(change))]);
        let (draft, is_new) = merged(&kept, &there.document().whole()).unwrap();
        assert!(is_new);
        let values: Vec<String> = draft.answers().values.into_values().collect();
        assert_eq!(values, ["here", "there"]);
        assert!(!merged(&kept, &here.document().whole()).unwrap().1, "nothing new");
        let unread = opened(&base, vec![r#"{"schema":99}"#.into()]);
        assert_eq!(merged(&unread, &there.document().whole()), Err(m::IMPORT_UNREAD));
    }

    #[test]
    fn only_what_nobody_can_read_is_put_aside() {
        let base = Draft::begin("d", "f", "1", &writer("a")).unwrap();
        let mut here = base.clone();
        let change = here.edit(&writer("b"), Edit::set(AnswerPath("p".into()), "here")).unwrap().unwrap();
        let line = log::line(&Record::Change(change));
        assert_eq!(parted(&opened(&base, vec![line.clone()])), None);
        assert_eq!(parted(&opened(&base, vec![line.clone(), r#"{"schema":99}"#.into()])), None, "a newer build reads it");
        let unread = vec!["{".to_owned(), line.clone()];
        let kept = opened(&base, [vec![line], unread.clone()].concat());
        assert_eq!(parted(&kept), Some((log::snapshot(&here), unread)));
    }

    #[test]
    fn what_is_wrong_is_said_with_its_place() {
        let broken = file::import("{\n  x").unwrap_err();
        let said = file_problem(&broken, Lang::En);
        assert!(said.contains("line 2"), "{said}");
        assert!(file_problem(&FileProblem::Head("title"), Lang::En).contains("title"));
        assert!(file_problem(&FileProblem::TooLarge(file::MAX_FILE), Lang::En).contains("64 MB"));
        assert!(file_problem(&FileProblem::Attachment(0), Lang::En).contains('1'));
    }

    #[test]
    fn lengths_are_counted_without_decoding() {
        for (text, bytes) in [("", 0), ("QQ==", 1), ("QUI=", 2), ("QUJD", 3), ("QUJDRA==", 4)] {
            assert_eq!(decoded_length(text), bytes, "{text}");
        }
    }
}
