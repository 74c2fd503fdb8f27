//! What changed between two versions of a form, in words.

use crate::forms::outline::words_of;
use crate::messages::forms::desk as m;
use crate::ui::text::{t, tf};
use engawa_core::Message;
use engawa_core::form::definition::{Expr, Text};
use engawa_core::form::draft::versions::{Changed, Difference};
use engawa_core::form::media::{MediaChange, MediaKind};

/// One difference as a sentence.
pub fn sentence(difference: &Difference, language: usize) -> String {
    let label = words_of(&difference.label, language);
    let name = if label.trim().is_empty() { difference.path.clone() } else { label };
    let subject = match difference.number {
        Some(number) => tf(m::CHANGE_QUESTION, &[&number.to_string(), &name]),
        None if name.is_empty() => t(m::CHANGE_FORM).to_owned(),
        None => name,
    };
    format!("{subject}: {}", what(&difference.what, language))
}

fn what(changed: &Changed, language: usize) -> String {
    let words = |text: &Text| words_of(text, language);
    let expression = |expression: Option<&Expr>| expression.cloned().unwrap_or_else(|| "-".to_owned());
    match changed {
        Changed::Added => t(m::CHANGE_ADDED).to_owned(),
        Changed::Removed => t(m::CHANGE_REMOVED).to_owned(),
        Changed::Moved(from) => tf(m::CHANGE_MOVED, &[from]),
        Changed::Renamed(from) => tf(m::CHANGE_RENAMED, &[from]),
        Changed::Reordered => t(m::CHANGE_REORDERED).to_owned(),
        Changed::Label(before) => tf(m::CHANGE_LABEL, &[&words(before)]),
        Changed::Hint(before) => tf(m::CHANGE_HINT, &[&words(before)]),
        Changed::Control(before, now) => tf(m::CHANGE_CONTROL, &[before, now]),
        Changed::Type(before, now) => tf(m::CHANGE_TYPE, &[&format!("{before:?}"), &format!("{now:?}")]),
        Changed::BecameRequired => t(m::CHANGE_REQUIRED).to_owned(),
        Changed::BecameOptional => t(m::CHANGE_OPTIONAL).to_owned(),
        Changed::Required(before, now) => tf(m::CHANGE_REQUIRED_WHEN, &[before, now]),
        Changed::Relevant(before, now) => tf(m::CHANGE_RELEVANT, &[&expression(before.as_ref()), &expression(now.as_ref())]),
        Changed::Constraint(before, now) => tf(m::CHANGE_CONSTRAINT, &[&expression(before.as_ref()), &expression(now.as_ref())]),
        Changed::Calculation(before, now) => tf(m::CHANGE_CALCULATION, &[&expression(before.as_ref()), &expression(now.as_ref())]),
        Changed::Readonly(before, now) => tf(m::CHANGE_READONLY, &[&expression(before.as_ref()), &expression(now.as_ref())]),
        Changed::Default(before, now) => tf(m::CHANGE_DEFAULT, &[before, now]),
        Changed::RowCount(before, now) => tf(m::CHANGE_ROWS, &[&expression(before.as_ref()), &expression(now.as_ref())]),
        Changed::ChoiceAdded(value, label) => tf(m::CHANGE_CHOICE_ADDED, &[&named(value, &words(label))]),
        Changed::ChoiceRemoved(value, label) => tf(m::CHANGE_CHOICE_REMOVED, &[&named(value, &words(label))]),
        Changed::ChoiceLabel(value, before, now) => tf(m::CHANGE_CHOICE_LABEL, &[value, &words(before), &words(now)]),
        Changed::Media(change) => media(t(kind_of(change)), change),
        Changed::ChoiceMedia(value, label, change) => {
            let of = tf(m::CHANGE_CHOICE_MEDIA, &[&named(value, &words(label)), t(kind_of(change))]);
            media(&of, change)
        }
        Changed::ChoiceFilter(before, now) => tf(m::CHANGE_CHOICE_FILTER, &[before, now]),
        Changed::Title(before, now) => tf(m::CHANGE_TITLE, &[before, now]),
        Changed::LanguageAdded(language) => tf(m::CHANGE_LANGUAGE_ADDED, &[language]),
        Changed::LanguageRemoved(language) => tf(m::CHANGE_LANGUAGE_REMOVED, &[language]),
    }
}

/// What stands beside words.
fn kind_of(change: &MediaChange) -> Message {
    match change.kind {
        MediaKind::Image => m::CHANGE_MEDIA_IMAGE,
        MediaKind::Audio => m::CHANGE_MEDIA_AUDIO,
        MediaKind::Video => m::CHANGE_MEDIA_VIDEO,
    }
}

fn media(of: &str, change: &MediaChange) -> String {
    match (&change.before, &change.now) {
        (Some(before), Some(now)) if before == now => tf(m::CHANGE_MEDIA_SAME_NAME, &[of, now]),
        (Some(before), Some(now)) => tf(m::CHANGE_MEDIA_OTHER, &[of, before, now]),
        (Some(before), None) => tf(m::CHANGE_MEDIA_REMOVED, &[of, before]),
        (None, now) => tf(m::CHANGE_MEDIA_ADDED, &[of, now.as_deref().unwrap_or_default()]),
    }
}

fn named(value: &str, label: &str) -> String {
    if label.is_empty() { value.to_owned() } else { format!("{label} ({value})") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_beside_words_is_told_with_its_files() {
        let change = |before: Option<&str>, now: Option<&str>| MediaChange {
            kind: MediaKind::Image,
            before: before.map(str::to_owned),
            now: now.map(str::to_owned),
        };
        let told = |what: Changed| sentence(&Difference { number: Some(4), path: "map".into(), label: Text::plain("場所"), what }, 0);
        for (before, now, expected) in [
            (None, Some("a.png"), "画像が加わりました（a.png）"),
            (Some("a.png"), None, "画像がなくなりました（a.png）"),
            (Some("a.png"), Some("b.png"), "画像が変わりました（a.png → b.png）"),
            (Some("a.png"), Some("a.png"), "画像が変わりました（名前は同じ：a.png）"),
        ] {
            assert_eq!(told(Changed::Media(change(before, now))), format!("質問4「場所」: {expected}"));
        }
        let of_choice = Changed::ChoiceMedia("n".into(), Text::plain("北"), change(None, Some("n.png")));
        assert_eq!(told(of_choice), "質問4「場所」: 選択肢「北 (n)」の画像が加わりました（n.png）");
    }
}
