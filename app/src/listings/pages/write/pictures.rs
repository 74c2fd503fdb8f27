//! The pictures of a draft: chosen or taken, made smaller and kept on the device, described, put in order, taken out.
//!
//! Invariants: a file is in the device's store before the draft names it; what could not be kept changes nothing else.

use super::fields::{error_id, line, wrong_at};
use super::state::Writing;
use crate::forms::device::{FormDevice, KeepError};
use crate::forms::rules::{FILE_MAX, megabytes};
use crate::listings::listing::Image;
use crate::listings::pages::desk::field_id;
use crate::listings::pictures::file_of;
use crate::listings::writing::ListingDraft;
use crate::listings::writing::pictures::{PICTURE, alt_field, file_field, key};
use crate::messages::desk as d;
use crate::messages::forms::fill as f;
use crate::messages::people::write as m;
use crate::messages::problems;
use crate::ui::{Icon, icon, picture, t, use_lang};
use engawa_core::{Lang, Message};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

/// The longer side of a picture that is kept: the server keeps none that is wider than 1280 pixels, standing ones are higher.
const PIXELS: u32 = 1_920;
/// The width of the small form of a picture that is on the server.
const SMALL: u32 = 320;
/// What a preview takes a picture of the device for, until it is drawn.
const GUESSED: (u32, u32) = (1_280, 960);

/// Addresses of files of the device by digest; none: the file is not here.
pub type Shown = BTreeMap<String, Option<String>>;

/// Why nothing was added.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Failed {
    /// It is no picture of a kind that is shown.
    Kind,
    /// The device did not keep it.
    Kept(KeepError),
}

impl Failed {
    fn words(self, lang: Lang) -> String {
        match self {
            Self::Kind => problems::UNSUPPORTED_PICTURE.text(lang).to_owned(),
            Self::Kept(KeepError::TooLarge) => f::FILE_TOO_LARGE.with(lang, &[&megabytes(FILE_MAX)]),
            Self::Kept(KeepError::Full) => f::FILE_FULL.text(lang).to_owned(),
            Self::Kept(_) => m::PICTURE_FAILED.text(lang).to_owned(),
        }
    }
}

/// Asks the device for the pictures of the draft that are on it.
pub(super) fn look(writing: Writing) {
    let files = Memo::new(move |_| writing.draft.with(|draft| draft.as_ref().map(ListingDraft::files).unwrap_or_default()));
    Effect::new(move |_| {
        let Some(device) = writing.device.get() else { return };
        for sha256 in files.get() {
            if writing.shown.with_untracked(|shown| shown.get(&sha256).is_some_and(Option::is_some)) {
                continue;
            }
            let asking = device.file_url(&sha256);
            spawn_local(async move {
                let url = match asking.await {
                    Ok(url) => Some(url),
                    Err(KeepError::NotFound) => None,
                    // It may be there: only that it could not be shown is known.
                    Err(_) => return,
                };
                let _gone = writing.shown.try_update(|shown| shown.insert(sha256, url));
            });
        }
    });
}

/// The pictures as a preview on this device can draw them.
pub(super) fn drawable(images: Vec<Image>, shown: &Shown) -> Vec<Image> {
    let drawable = |image: Image| {
        let Some(file) = file_of(&image.src) else { return Some(image) };
        let src = shown.get(file.sha256)?.clone()?;
        Some(Image { src, width: GUESSED.0, height: GUESSED.1, ..image })
    };
    images.into_iter().filter_map(drawable).collect()
}

/// The part of the page.
pub(super) fn pictures(writing: Writing) -> AnyView {
    let of = |draft: &ListingDraft| draft.pictures().iter().map(|image| key(&image.src).to_owned()).collect::<Vec<String>>();
    let keys = Memo::new(move |_| writing.draft.with(|draft| draft.as_ref().map(of).unwrap_or_default()));
    let said = RwSignal::new(String::new());
    view! {
        <fieldset class="write-part" id=field_id("images") tabindex="-1">
            <legend>{t(m::PICTURES)}</legend>
            <For each=move || keys.get() key=|key| key.clone() children=move |key| item(writing, key, keys, said) />
            <p class="quiet" role="status">
                {move || said.get()}
            </p>
            {add(writing)}
        </fieldset>
    }
    .into_any()
}

/// One picture with its words and its buttons.
fn item(writing: Writing, name: String, keys: Memo<Vec<String>>, said: RwSignal<String>) -> AnyView {
    let lang = use_lang();
    let (file, alt) = (file_field(&name), alt_field(&name));
    let found = writing.draft.with_untracked(|draft| draft.as_ref().and_then(|it| it.pictures().into_iter().find(|image| key(&image.src) == name)));
    let is_of_device = found.as_ref().is_some_and(|image| file_of(&image.src).is_some());
    let own = found.filter(|_| !is_of_device).map(|image| picture::thumbnail(&image, SMALL));
    let (digest, told) = (name.clone(), wrong_at(writing, &file));
    let src = Memo::new(move |_| own.clone().or_else(|| writing.shown.with(|shown| shown.get(&digest).cloned().flatten())));
    let digest = name.clone();
    let is_missing = Memo::new(move |_| writing.shown.with(|shown| shown.get(&digest).is_some_and(Option::is_none)));
    let wrong = Memo::new(move |_| if is_missing.get() { problems::PICTURE_GONE.text(lang).to_owned() } else { told.get() });
    let of = name.clone();
    let place = Memo::new(move |_| keys.with(|keys| keys.iter().position(|key| *key == of).map_or(0, |at| at + 1)));
    let is_last = Memo::new(move |_| keys.with(|keys| place.get() >= keys.len()));
    let words = StoredValue::new(field_id(&alt));
    let moved = StoredValue::new(name.clone());
    let go = move |to_front: bool| {
        let Some(at) = writing.move_picture(&moved.get_value(), to_front) else { return };
        said.set(m::PICTURE_MOVED.with(lang, &[&at.to_string()]));
        // An element that is moved loses the focus.
        focus(writing, words.get_value());
    };
    let remove = move |_| {
        writing.remove_picture(&moved.get_value());
        said.set(m::PICTURE_REMOVED.text(lang).to_owned());
        focus(writing, field_id(PICTURE));
    };
    let label = move |words: Message| move || words.with(lang, &[&place.get().to_string()]);
    let class = move || if wrong.with(String::is_empty) { "write-item" } else { "write-item field-wrong" };
    view! {
        <fieldset class=class id=field_id(&file) tabindex="-1" aria-describedby=error_id(&file)>
            <legend class="field-label">{label(m::PICTURE_NTH)}</legend>
            <p class="field-error" id=error_id(&file) hidden=move || wrong.with(String::is_empty)>
                {icon(Icon::Warning)}
                " "
                <span>{move || wrong.get()}</span>
            </p>
            {move || src.get().map(|src| view! { <img class="write-picture" src=src alt="" /> })}
            {line(writing, &alt, t(d::PICTURE_ALT), "text")}
            <p class="buttons">
                <button type="button" class="button button-small" hidden=move || { place.get() <= 1 } on:click=move |_| go(true)>
                    {label(m::PICTURE_FORWARD)}
                </button>
                <button type="button" class="button button-small" hidden=move || is_last.get() on:click=move |_| go(false)>
                    {label(m::PICTURE_BACK)}
                </button>
                <button type="button" class="button button-small" on:click=remove>
                    {label(m::PICTURE_OUT)}
                </button>
            </p>
        </fieldset>
    }
    .into_any()
}

/// Moves the focus once what changed is drawn.
fn focus(writing: Writing, element_id: String) {
    set_timeout(
        move || {
            if let Some(Some(device)) = writing.device.try_get_untracked() {
                device.focus(&element_id);
            }
        },
        Duration::ZERO,
    );
}

/// Looks beside everything else whether words in a new picture are hard to read.
fn look_for_words(writing: Writing, device: &Arc<dyn FormDevice>, sha256: String) {
    let looking = device.looks_faint(&sha256);
    spawn_local(async move {
        let is_faint = looking.await.unwrap_or(false);
        // Somebody may have left meanwhile.
        if is_faint && writing.draft.try_with_untracked(|_| ()).is_some() {
            writing.mark_faint(&sha256);
        }
    });
}

/// The field in which a picture is chosen, or taken.
fn add(writing: Writing) -> AnyView {
    let lang = use_lang();
    let node = NodeRef::<leptos::html::Input>::new();
    let busy = RwSignal::new(false);
    let failed = RwSignal::new(None::<Failed>);
    let wrong = wrong_at(writing, PICTURE);
    let choose = move |_| {
        let Some(device) = writing.device.get_untracked() else { return };
        busy.set(true);
        failed.set(None);
        let keeping = device.keep_file(&field_id(PICTURE), PIXELS);
        spawn_local(async move {
            let kept = keeping.await;
            // Somebody may have left meanwhile.
            if busy.try_set(false).is_some() {
                return;
            }
            match kept {
                Ok(Some(file)) if !matches!(file.media_type.as_str(), "image/jpeg" | "image/png") => failed.set(Some(Failed::Kind)),
                Ok(Some(file)) => {
                    writing.add_picture(&file.sha256);
                    focus(writing, field_id(&alt_field(&file.sha256)));
                    look_for_words(writing, &device, file.sha256);
                }
                Ok(None) => {}
                Err(error) => failed.set(Some(Failed::Kept(error))),
            }
            if let Some(Some(node)) = node.try_get_untracked() {
                node.set_value("");
            }
        });
    };
    let said = move || failed.get().map(|failed| failed.words(lang)).or_else(|| Some(wrong.get()).filter(|words| !words.is_empty()));
    let is_wrong = Memo::new(move |_| failed.get().is_some() || !wrong.with(String::is_empty));
    view! {
        <div class="field">
            <label class="field-label" for=field_id(PICTURE)>{t(m::PICTURE_ADD)}</label>
            <p class="field-error" id=error_id(PICTURE) role="alert" hidden=move || !is_wrong.get()>
                {icon(Icon::Warning)}
                " "
                <span>{said}</span>
            </p>
            <p class="field-hint">{t(m::PICTURE_ABOUT)}</p>
            <input
                class="input"
                type="file"
                id=field_id(PICTURE)
                accept="image/*"
                node_ref=node
                aria-describedby=error_id(PICTURE)
                aria-invalid=move || is_wrong.get().then_some("true")
                on:change=choose
            />
            <p class="quiet" role="status">
                {move || if busy.get() { f::FILE_BUSY.text(lang) } else { "" }}
            </p>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::listings::pictures::of_file;

    #[test]
    fn a_preview_draws_what_is_here() {
        let image = |src: String| Image { src, alt: "川".into(), width: 640, height: 480, ..Image::default() };
        let (here, gone, coming) = ("aa".repeat(32), "bb".repeat(32), "cc".repeat(32));
        let shown = Shown::from([(here.clone(), Some("blob:1".to_owned())), (gone.clone(), None)]);
        let images = vec![image(format!("{here}.jpg")), image(of_file(&here)), image(of_file(&gone)), image(of_file(&coming))];
        let drawn: Vec<(String, String)> = drawable(images, &shown).into_iter().map(|image| (image.src, image.alt)).collect();
        assert_eq!(drawn, [(format!("{here}.jpg"), "川".to_owned()), ("blob:1".to_owned(), "川".to_owned())]);
    }
}
