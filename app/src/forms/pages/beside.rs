//! What stands beside words: pictures, sounds and films of a form, the same on every page of it.
//!
//! The words stand there too, so a picture says nothing to a screen reader that they do not say. Sounds and films begin when somebody
//! presses their button, and nothing of them is fetched before; they have no captions, so their words say what is in them. Without files
//! nothing is drawn.

use crate::forms::media::address;
use crate::ui::still::{Markup, Together as _, html};
use engawa_core::form::media::{MediaKind, MediaView};

/// Pictures, sounds and films of a question or a group, as one piece.
pub fn beside(form_id: &str, media: &[MediaView], words: &str) -> Markup {
    html! { div.form-media { (all(form_id, media, words)) } }
}

/// The same, if there are any.
pub fn if_any(form_id: &str, media: &[MediaView], words: &str) -> Markup {
    html! { @if !media.is_empty() { (beside(form_id, media, words)) } }
}

/// The pictures alone: on paper, and where only words may stand.
pub fn pictures(form_id: &str, media: &[MediaView], words: &str) -> Markup {
    media.iter().filter(|it| it.kind == MediaKind::Image).map(|it| one(form_id, it, words)).together()
}

/// Sounds and films alone: a button in a label would press its field.
pub fn sounds(form_id: &str, media: &[MediaView], words: &str) -> Markup {
    media.iter().filter(|it| it.kind != MediaKind::Image).map(|it| one(form_id, it, words)).together()
}

fn all(form_id: &str, media: &[MediaView], words: &str) -> Markup {
    media.iter().map(|it| one(form_id, it, words)).together()
}

fn one(form_id: &str, it: &MediaView, words: &str) -> Markup {
    let src = address(form_id, &it.file);
    let (width, height) = it.file.size.unzip();
    match it.kind {
        MediaKind::Image => html! { img.form-picture src=(src) alt="" width=[width] height=[height] decoding="async"; },
        MediaKind::Audio => html! { audio.form-sound src=(src) controls preload="none" aria-label=(words) {} },
        MediaKind::Video => html! { video.form-film src=(src) controls preload="none" playsinline aria-label=(words) {} },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use engawa_core::form::media::MediaFile;

    fn view(kind: MediaKind) -> MediaView {
        let size = (kind == MediaKind::Image).then_some((40, 30));
        MediaView { kind, file: MediaFile { sha256: "a".repeat(64), size, ..MediaFile::default() } }
    }

    #[test]
    fn nothing_plays_and_nothing_is_fetched_by_itself() {
        let media = [MediaKind::Image, MediaKind::Audio, MediaKind::Video].map(view);
        let drawn = if_any("f", &media, "<川>").into_string();
        assert_eq!(drawn.matches("controls").count(), 2, "{drawn}");
        assert_eq!(drawn.matches("preload=\"none\"").count(), 2, "{drawn}");
        assert_eq!(drawn.matches("aria-label=\"&lt;川&gt;\"").count(), 2, "{drawn}");
        assert!(drawn.contains("alt=\"\" width=\"40\" height=\"30\"") && !drawn.contains("autoplay"), "{drawn}");
        assert_eq!(pictures("f", &media, "").into_string().matches("<img").count(), 1);
        assert_eq!(sounds("f", &media, "").into_string().matches("<img").count(), 0);
        assert_eq!(if_any("f", &[], "x").into_string(), "");
    }
}
