//! The last resort: everything on this device that is not sent, as one file that only the city can open.
//!
//! It is offered only where it can work: the device has the site's key. Nothing on the device changes.

use super::kept::{Awake, keep_error};
use crate::device::use_state;
use crate::forms::device::{DraftCard, FormDevice, KeepError, OutboxLine};
use crate::forms::rescue::{ABOUT, Begun, EXTENSION, Rescue, THINGS_MAX, Unsent, fits, written};
use crate::messages::forms::rescue as m;
use crate::ui::{Icon, icon, t, use_lang};
use engawa_core::Lang;
use engawa_core::form::draft::{file, log};
use engawa_core::time::jst_date;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::BTreeMap;

/// The part of a page that offers it.
pub fn rescue(device: Awake) -> AnyView {
    let (state, lang) = (use_state(), use_lang());
    let (can, is_busy, said) = (RwSignal::new(false), RwSignal::new(false), RwSignal::new(None::<String>));
    Effect::new(move |_| {
        let Some(device) = device.get() else { return };
        let asking = device.can_seal();
        spawn_local(async move {
            let answer = asking.await.unwrap_or(false);
            let _gone = can.try_set(answer);
        });
    });
    let press = move |_| {
        let Some(device) = device.get_untracked() else { return };
        if is_busy.get_untracked() {
            return;
        }
        is_busy.set(true);
        said.set(None);
        let lines = state.outbox.get_untracked();
        spawn_local(async move {
            let words = save(&*device, lines, lang).await;
            let _gone = said.try_set(Some(words));
            let _gone = is_busy.try_set(false);
        });
    };
    view! {
        <section class="tray-part" aria-labelledby="rescue" hidden=move || !can.get()>
            <h2 id="rescue">{t(m::SAVE)}</h2>
            <p>{t(m::SAVE_TEXT)}</p>
            <p class="buttons">
                <button type="button" class="button" on:click=press>
                    {icon(Icon::Download)}
                    <span>{m::SAVE_NOW.text(lang)}</span>
                </button>
            </p>
            <p role="status" translate="no">
                {move || said.get()}
            </p>
        </section>
    }
    .into_any()
}

/// Makes the file and offers it; what to tell the person.
async fn save(device: &dyn FormDevice, lines: Vec<OutboxLine>, lang: Lang) -> String {
    match made(device, lines, lang).await {
        Ok(words) => words,
        Err(KeepError::TooLarge) => m::TOO_LARGE.text(lang).to_owned(),
        Err(error) => keep_error(error).text(lang).to_owned(),
    }
}

async fn made(device: &dyn FormDevice, lines: Vec<OutboxLine>, lang: Lang) -> Result<String, KeepError> {
    let (mut rescue, named, mut lost) = unsent(lines, device.now());
    rescue.files = device.contents(named).await?;
    let cards = device.drafts().await?;
    let mut without = false;
    for card in &cards {
        match begun(device, card, true).await {
            Ok(draft) => rescue.drafts.push(draft),
            Err(()) => lost += 1,
        }
    }
    if rescue.is_empty() && lost == 0 {
        return Ok(m::NOTHING.text(lang).to_owned());
    }
    let mut text = json(&rescue)?;
    if !fits(text.len()) {
        // Answers matter more than what can be attached again.
        without = true;
        rescue.drafts.clear();
        for card in &cards {
            rescue.drafts.extend(begun(device, card, false).await);
        }
        text = json(&rescue)?;
    }
    let most = rescue.drafts.len().max(rescue.entries.len()).max(rescue.files.len());
    if !fits(text.len()) || most > THINGS_MAX {
        return Err(KeepError::TooLarge);
    }
    let sealed = device.seal(text, ABOUT).await?;
    device.save_as(&format!("{}-{}{EXTENSION}", m::SAVE_NAME.text(lang), jst_date(rescue.made_at)), &written(&sealed));
    let mut words = m::SAVED.with(lang, &[&rescue.entries.len().to_string(), &rescue.drafts.len().to_string()]);
    if without {
        words.push(' ');
        words.push_str(m::SAVED_WITHOUT.text(lang));
    }
    if lost > 0 {
        words.push(' ');
        words.push_str(&m::SAVED_NOT_ALL.with(lang, &[&lost.to_string()]));
    }
    Ok(words)
}

fn json(rescue: &Rescue) -> Result<String, KeepError> {
    serde_json::to_string(rescue).map_err(|_| KeepError::Failed)
}

/// What waits, the digests of its files, and how many lines cannot be read. What somebody took back does not come along.
fn unsent(lines: Vec<OutboxLine>, now: i64) -> (Rescue, Vec<String>, usize) {
    let (mut rescue, mut named, mut lost) = (Rescue { made_at: now, ..Rescue::default() }, Vec::new(), 0);
    for line in lines.into_iter().filter(|line| !line.standing.is_done()) {
        match line.entry {
            None => lost += 1,
            Some(entry) if entry.cancel_asked => {}
            Some(entry) => {
                named.extend(entry.attachments.iter().map(|file| file.sha256.clone()));
                rescue.entries.push(Unsent { title: line.title, asked_at: moment(entry.asked_at), command: entry.command() });
            }
        }
    }
    named.sort();
    named.dedup();
    (rescue, named, lost)
}

fn moment(at: engawa_core::outbox::UnixMs) -> i64 {
    i64::try_from(at).unwrap_or_default()
}

/// A draft as it stands now. One that cannot be read whole stays where it is.
async fn begun(device: &dyn FormDevice, card: &DraftCard, with_files: bool) -> Result<Begun, ()> {
    let opened = device.open(&card.id).await.map_err(|_| ())?;
    let replayed = log::replay(&opened.snapshot, opened.lines.iter().map(String::as_str)).map_err(drop)?;
    if replayed.stopped.is_some() {
        return Err(());
    }
    let contents = if with_files {
        let named = replayed.draft.attachments().into_iter().map(|file| file.sha256).collect();
        // Without their contents the answers are still there.
        device.contents(named).await.unwrap_or_default()
    } else {
        BTreeMap::new()
    };
    Ok(Begun {
        title: card.title.clone(),
        form_title: card.form_title.clone(),
        changed_at: card.changed_at,
        progress: card.progress,
        text: file::export_with(&replayed.draft, &contents, &device.aside(&card.id).await.unwrap_or_default()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms::device::OutboxStanding;
    use engawa_core::outbox::{Ask, Attachment, Entry};

    fn line(id: &str, standing: OutboxStanding, cancel_asked: bool) -> OutboxLine {
        let files = vec![Attachment { sha256: "00".into(), bytes: 1, name: "a".into() }];
        let ask = Ask { id: id.into(), body: r#"{"n":1}"#.into(), attachments: files, ..Ask::default() };
        let entry = Entry { cancel_asked, ..Entry::new(ask, 7) };
        OutboxLine { id: id.into(), subject: String::new(), title: "T".into(), entry: Some(entry), standing }
    }

    #[test]
    fn what_waits_comes_along_as_it_would_be_sent() {
        let waiting = OutboxStanding::Waiting { next_at: None, may_cancel: true };
        let unread = OutboxLine { entry: None, ..line("d", OutboxStanding::UpdateNeeded, false) };
        let lines = vec![
            line("a", waiting, false),
            line("b", OutboxStanding::Done, false),
            line("c", waiting, true),
            unread,
            line("e", OutboxStanding::Stuck, false),
        ];
        let (rescue, named, lost) = unsent(lines, 9);
        let commands: Vec<&str> = rescue.entries.iter().map(|entry| entry.command.as_str()).collect();
        assert_eq!(commands, [r#"{"id":"a","body":{"n":1}}"#, r#"{"id":"e","body":{"n":1}}"#]);
        assert_eq!((rescue.made_at, rescue.entries[0].asked_at, named.as_slice(), lost), (9, 7, ["00".to_owned()].as_slice(), 1));
    }
}
