//! A question for a file: chosen, kept on the device, named in the answer; a picture is shown.
//!
//! Invariant: the bytes are in the device's store before their name stands in an answer.

use super::how::has_look;
use super::question::Asked;
use super::sign;
use crate::forms::device::KeepError;
use crate::forms::rules::{FILE_MAX, megabytes};
use crate::messages::forms as f;
use crate::messages::forms::fill as m;
use engawa_core::form::definition::{Control, NodeKind};
use engawa_core::form::draft::Attachment;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The longer side of a photo, where the form says nothing.
const PIXELS: u32 = 2_048;

/// What is known of the file of an answer.
#[derive(Clone, Debug, Default, PartialEq)]
struct Known {
    name: String,
    bytes: Option<u64>,
    /// An address under which its picture can be shown.
    picture: Option<String>,
    is_missing: bool,
}

/// A file.
pub fn file(asked: Asked) -> AnyView {
    let (fill, lang) = (asked.fill, asked.fill.lang);
    let (wanted, pixels, is_drawn) = fill.form(|form| {
        let node = form.node(asked.at);
        let wanted = match node.map(|node| &node.kind) {
            Some(NodeKind::Question(Control::Upload(wanted))) => wanted.clone(),
            _ => String::new(),
        };
        let pixels: Option<u32> = node.and_then(|node| node.parameters.get("max-pixels")?.trim().parse().ok());
        (wanted, pixels, node.is_some_and(|node| has_look(node, "signature") || has_look(node, "draw")))
    });
    let is_picture = wanted.starts_with("image/");
    let pixels = pixels.unwrap_or(if is_picture { PIXELS } else { u32::MAX });
    let node = NodeRef::<html::Input>::new();
    let busy = RwSignal::new(false);
    let failed = RwSignal::new(None::<KeepError>);
    let known = RwSignal::new(Known::default());
    let answer = Memo::new(move |_| asked.value());
    Effect::new(move |_| {
        let value = answer.get();
        // A file of a shared draft may come later.
        fill.arrived().track();
        look(asked, &value, is_picture, known);
    });
    let choose = move |_| {
        let Some(device) = fill.device() else { return };
        let (element, path) = (asked.id(), fill.form(|form| Some(form.path(asked.at))));
        busy.set(true);
        failed.set(None);
        spawn_local(async move {
            let kept = device.keep_file(&element, pixels).await;
            if fill.is_gone() {
                return;
            }
            busy.try_set(false);
            match kept {
                Ok(Some(file)) => {
                    // The form may have been drawn again meanwhile.
                    let at = path.and_then(|path| fill.form(|form| form.find(&path)));
                    if let Some(at) = at {
                        fill.answer(at, &format!("sha256:{}/{}", file.sha256, file.name));
                    }
                }
                Ok(None) => {}
                Err(error) => {
                    failed.try_set(Some(error));
                }
            }
            if let Some(Some(node)) = node.try_get_untracked() {
                node.set_value("");
            }
        });
    };
    let remove = move |_| {
        asked.answer("");
        // The button is gone.
        fill.focus_soon(asked.id());
    };
    // Many browsers draw no HEIC: its name is enough.
    let undrawn = move |_| {
        let _gone = known.try_update(|known| known.picture = None);
    };
    let given = move || {
        let Known { name, bytes, picture, is_missing } = known.get();
        (!name.is_empty()).then(|| {
            let size = bytes.map(|bytes| size(bytes, lang));
            let label = name.clone();
            // Aloud it is called by its question, at a screen that stands among people.
            let language = fill.language().get_untracked();
            let asks = fill.form(|form| form.label(asked.at, language));
            let said = m::FILE_REMOVE.with(lang, &[&asks]);
            view! {
                <div class="fill-file">
                    {picture.map(|url| view! { <img class="fill-picture" src=url alt=name.clone() on:error=undrawn /> })}
                    <p translate="no">{label} " " <span class="quiet">{size}</span></p>
                    {is_missing.then(|| view! { <p class="field-error">{m::FILE_MISSING.text(lang)}</p> })}
                    <button type="button" class="button button-small" data-said=said on:click=remove>
                        {m::FILE_REMOVE.with(lang, &[&name])}
                    </button>
                </div>
            }
        })
    };
    let status = move || if busy.get() { m::FILE_BUSY.text(lang) } else { "" };
    let problem = move || {
        failed.get().map(|error| {
            let words = match error {
                KeepError::TooLarge => m::FILE_TOO_LARGE.with(lang, &[&megabytes(FILE_MAX)]),
                KeepError::Full => m::FILE_FULL.text(lang).to_owned(),
                _ => m::FILE_FAILED.text(lang).to_owned(),
            };
            view! {
                <p class="field-error" role="alert">
                    {words}
                </p>
            }
        })
    };
    let sign = (is_picture && is_drawn).then(|| sign::pad(asked));
    // The standard's `file` asks for this and means any file.
    let accept = (!wanted.is_empty() && wanted != "application/*").then_some(wanted);
    view! {
        {given}
        {sign}
        <p class="field-hint">{f::FILE_LIMIT.with(lang, &[&megabytes(FILE_MAX)])}</p>
        <input
            class="input"
            type="file"
            id=asked.id()
            accept=accept
            node_ref=node
            aria-describedby=move || asked.described()
            aria-invalid=move || asked.invalid()
            on:change=choose
        />
        <p class="quiet" role="status">
            {status}
        </p>
        {problem}
    }
    .into_any()
}

/// Asks the device what it knows of the file.
fn look(asked: Asked, value: &str, is_picture: bool, known: RwSignal<Known>) {
    let Some(Attachment { sha256, name }) = Attachment::of(value) else {
        known.set(Known { name: value.to_owned(), ..Known::default() });
        return;
    };
    known.set(Known { name: name.clone(), ..Known::default() });
    let Some(device) = asked.fill.device() else { return };
    spawn_local(async move {
        let file = device.file(&sha256).await;
        let url = if is_picture && file.is_ok() { device.file_url(&sha256).await.ok() } else { None };
        let is_missing = file.is_err();
        let found = Known { name: name.clone(), bytes: file.ok().map(|file| file.bytes), picture: url, is_missing };
        // Another file may have been chosen meanwhile.
        if known.try_with_untracked(|known| known.name == name) == Some(true) {
            known.try_set(found);
        }
    });
}

/// A length as people read it.
fn size(bytes: u64, lang: engawa_core::Lang) -> String {
    if bytes < 1_048_576 { m::SIZE_KB.with(lang, &[&bytes.div_ceil(1_024).to_string()]) } else { megabytes(bytes) }
}
