//! What is on this device as a Word file, without a connection: a draft that is open, and what was sent of it.
//!
//! A receipt keeps no answers; the draft that it was made of does. Invariant: what is called sent is what was sent: a draft that is being
//! corrected, or was sent again since, is not taken for it, and the page of the receipt has the file instead.

use super::kept::{Awake, keep_error};
use super::when::on_record;
use crate::device::use_state;
use crate::forms::device::{DraftCard, FormDevice, KeepError, OpenedDraft, OutboxLine};
use crate::forms::outline::{filled, language_index};
use crate::forms::word::{MEDIA_TYPE, Stage, WordSheet, docx, name_of, rows};
use crate::messages::forms::word as m;
use crate::ui::{Icon, icon, use_lang};
use engawa_core::form::draft::log;
use engawa_core::form::running::Compiled;
use engawa_core::outbox::Slip;
use engawa_core::time::Millis;
use engawa_core::{Lang, Message};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;

/// The newest line of the outbox that was made of a draft.
pub fn newest<'a>(draft: &str, lines: &'a [OutboxLine]) -> Option<&'a OutboxLine> {
    lines.iter().rev().find(|line| line.draft() == Some(draft))
}

/// Number and time of what arrived; nothing for what did not, or has no number.
pub fn stage_of(line: &OutboxLine, lang: Lang) -> Option<Stage> {
    let slip = line.entry.as_ref().and_then(Slip::of).filter(|slip| !slip.number.is_empty())?;
    let received_at = Millis::try_from(slip.done_at).unwrap_or(Millis::MAX);
    Some(Stage::Sent { receipt_no: slip.number.to_owned(), received_at, received: on_record(received_at, lang) })
}

/// Makes the file and offers it; else says why not.
pub fn offer(device: &dyn FormDevice, sheet: &WordSheet) -> Result<(), Message> {
    let bytes = docx(sheet).ok_or(m::SAVE_FAILED)?;
    let name = if sheet.name.trim().is_empty() { &sheet.title } else { &sheet.name };
    device.save_bytes(&name_of(name), &bytes, MEDIA_TYPE);
    Ok(())
}

/// The button at a receipt.
pub fn at_receipt(line: &OutboxLine, device: Awake) -> AnyView {
    let (state, lang) = (use_state(), use_lang());
    let Some((draft, stage)) = line.draft().map(str::to_owned).zip(stage_of(line, lang)) else { return ().into_any() };
    let id = line.id.clone();
    let said = RwSignal::new(None::<&'static str>);
    let press = move |_| {
        let Some(device) = device.get_untracked() else { return };
        let is_last = state.outbox.with_untracked(|lines| newest(&draft, lines).is_some_and(|line| line.id == id));
        if !is_last {
            said.set(Some(m::GONE.text(lang)));
            return;
        }
        said.set(None);
        let (draft, stage) = (draft.clone(), stage.clone());
        spawn_local(async move {
            if let Err(message) = saved(&*device, &draft, stage, lang).await {
                let _gone = said.try_set(Some(message.text(lang)));
            }
        });
    };
    view! {
        <p class="buttons">
            <button type="button" class="button" on:click=press>
                {icon(Icon::Download)}
                <span>{m::SAVE.text(lang)}</span>
            </button>
        </p>
        <p role="status">{move || said.get()}</p>
    }
    .into_any()
}

/// Reads the draft that a receipt was given for, and offers it as a file.
async fn saved(device: &dyn FormDevice, draft: &str, stage: Stage, lang: Lang) -> Result<(), Message> {
    let opened = device.open(draft).await.map_err(|error| if error == KeepError::NotFound { m::GONE } else { keep_error(error) })?;
    if is_reopened(&opened.card, &stage) {
        return Err(m::GONE);
    }
    offer(device, &sheet_of(&opened, stage, lang).ok_or(m::SAVE_FAILED)?)
}

/// Whether a draft corrects this receipt: then it says something else by now.
fn is_reopened(card: &DraftCard, stage: &Stage) -> bool {
    let Stage::Sent { receipt_no, .. } = stage else { return false };
    card.corrects.as_ref().is_some_and(|holder| holder.receipt_no == *receipt_no)
}

/// A draft as it stands, computed for the moment at which it arrived; nothing if it cannot be read whole.
fn sheet_of(opened: &OpenedDraft, stage: Stage, lang: Lang) -> Option<WordSheet> {
    let replayed = log::replay(&opened.snapshot, opened.lines.iter().map(String::as_str)).ok()?;
    if replayed.stopped.is_some() {
        return None;
    }
    let (Stage::Draft { changed_at: at } | Stage::Sent { received_at: at, .. }) = &stage;
    let compiled = Arc::new(Compiled::new(opened.definition.clone()?).ok()?);
    let form = filled(&compiled, &replayed.draft.answers(), *at, replayed.draft.id());
    let card = &opened.card;
    Some(WordSheet {
        form_id: card.form_id.clone(),
        version: card.version.clone(),
        title: card.form_title.clone(),
        name: card.title.clone(),
        rows: rows(&form, language_index(form.definition(), lang)),
        stage,
        lang,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms::command::Holder;
    use crate::forms::device::OutboxStanding;
    use crate::forms::filling::{Filling, Outside};
    use crate::forms::paper::{Cell, PaperRow};
    use engawa_core::form::AnswerPath;
    use engawa_core::form::xlsform::{self, markdown};
    use engawa_core::outbox::{Ask, Entry, Kept, State};

    fn line(id: &str, draft: &str, number: &str) -> OutboxLine {
        let subject = format!("draft:{draft}");
        let mut entry = Entry::new(Ask { id: id.into(), subject: subject.clone(), ..Ask::default() }, 0);
        entry.state = State::Done(Kept { number: number.into(), done_at: 1_795_150_800_000, rev: None });
        OutboxLine { id: id.into(), subject, title: String::new(), entry: Some(entry), standing: OutboxStanding::Done }
    }

    fn opened(corrects: Option<&str>) -> OpenedDraft {
        let workbook = markdown::read("| survey | | | |\n| | type | name | label |\n| | text | who | Name |");
        let definition = Arc::new(xlsform::read(&workbook).unwrap().definition);
        let outside = Outside { now: 1, device_id: "d".into(), replica: "r".into(), by: String::new() };
        let mut filling = Filling::begin("draft", Arc::clone(&definition), outside).unwrap();
        let who = filling.form().find(&AnswerPath("who".into())).unwrap();
        let snapshot = filling.snapshot();
        let lines = log::texts(&filling.answer(who, "えんがわ会", 2).unwrap().lines, true);
        let holder = |number: &str| Holder { receipt_no: number.into(), secret: "s".into() };
        let card = DraftCard { corrects: corrects.map(holder), ..filling.card(2, None) };
        OpenedDraft { card, snapshot, lines, definition: Some(definition), replica: "r".into() }
    }

    #[test]
    fn only_the_newest_of_a_draft_is_what_is_on_the_device() {
        let lines = [line("1", "a", "AAAA-1111"), line("2", "a", "BBBB-2222"), line("3", "b", "CCCC-3333")];
        assert_eq!(newest("a", &lines).map(|line| line.id.as_str()), Some("2"));
        assert_eq!(newest("c", &lines), None);
        let stage = stage_of(&lines[0], Lang::En);
        let received = "Fri 20 Nov 2026 14:00".to_owned();
        assert_eq!(stage, Some(Stage::Sent { receipt_no: "AAAA-1111".into(), received_at: 1_795_150_800_000, received }));
        assert_eq!(stage_of(&line("1", "a", ""), Lang::En), None);
        assert!(is_reopened(&opened(Some("AAAA-1111")).card, &stage.clone().unwrap()), "it is corrected, and says something else by now");
        assert!(!is_reopened(&opened(Some("BBBB-2222")).card, &stage.clone().unwrap()));
        assert!(!is_reopened(&opened(None).card, &stage.unwrap()));
    }

    #[test]
    fn what_was_sent_is_read_from_its_draft() {
        let stage = stage_of(&line("1", "draft", "AAAA-1111"), Lang::En).unwrap();
        let sheet = sheet_of(&opened(None), stage.clone(), Lang::En).unwrap();
        let said = matches!(sheet.rows.as_slice(), [PaperRow::Field(ask, Cell::Words(words))] if ask.label == "Name" && words == "えんがわ会");
        assert!(said, "{:?}", sheet.rows);
        assert!(docx(&sheet).is_some());
        assert!(sheet_of(&OpenedDraft { definition: None, ..opened(None) }, stage.clone(), Lang::En).is_none());
        assert!(sheet_of(&OpenedDraft { snapshot: "{".into(), ..opened(None) }, stage, Lang::En).is_none());
    }
}
