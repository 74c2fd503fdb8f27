//! What may be published by whom, and words that hold or refuse a text. Pure: the same answer on the device and on the server.
//!
//! Words are compared folded (`text::fold`), so full width, kana and capitals do not get around them. Invariants: a
//! word that folds to nothing finds nothing; a text without listed words is found innocent, whatever it says.

use super::kind::Kind;
use super::listing::Listing;
use super::{form, rules};
use engawa_core::text::fold;
use engawa_core::{Problem, codes};
use serde::{Deserialize, Serialize};

codes! {
    /// What a listed word does to a text.
    WordEffect {
        /// Somebody looks at it before it is shown.
        Hold = "hold",
        /// It cannot be published.
        Refuse = "refuse",
    }
}

codes! {
    /// What somebody finds wrong with a listing.
    ReportReason {
        /// It is not true any more, or never was.
        Wrong = "wrong",
        /// It breaks the law, or the rights of somebody.
        Unlawful = "unlawful",
        /// It insults or threatens.
        Harmful = "harmful",
        /// It shows somebody's personal data.
        Personal = "personal",
        /// It is advertising, or a fraud.
        Spam = "spam",
        /// Something else, in words.
        Other = "other",
    }
}

/// A word that holds or refuses a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BannedWord {
    /// As entered; folded where it is stored.
    pub word: String,
    /// What it does.
    pub effect: WordEffect,
    /// Why it is listed.
    #[serde(default)]
    pub note: String,
}

/// Characters of a listed word.
pub const WORD_MAX: usize = 100;
/// Characters of a report, of a note to the author, of the words of a decision.
pub const NOTE_MAX: usize = rules::TEXT_MAX;
/// Characters of how to reach somebody who reported.
pub const CONTACT_MAX: usize = 200;

/// A listed word that stands in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Name of the form's field.
    pub field: String,
    /// The word, as listed.
    pub word: String,
    /// What it does.
    pub effect: WordEffect,
}

/// Every listed word in a listing, once a field, in the order of the form. What refuses comes first.
pub fn find_words(listing: &Listing, words: &[BannedWord]) -> Vec<Hit> {
    let folded: Vec<(String, &BannedWord)> = words.iter().map(|it| (squeezed(&it.word), it)).filter(|(word, _)| !word.is_empty()).collect();
    if folded.is_empty() {
        return Vec::new();
    }
    let pictures = listing.images.iter().map(|image| ("image_alt".to_owned(), image.alt.clone()));
    let mut found: Vec<Hit> = Vec::new();
    for (field, value) in form::to_fields(listing).into_iter().chain(pictures) {
        let text = squeezed(&value);
        for (word, listed) in &folded {
            if text.contains(word) && !found.iter().any(|hit| hit.field == field && hit.word == listed.word) {
                found.push(Hit { field: field.clone(), word: listed.word.clone(), effect: listed.effect });
            }
        }
    }
    found.sort_by_key(|hit| hit.effect != WordEffect::Refuse);
    found
}

/// Folded and without spaces: a word with a gap in it is the same word.
fn squeezed(text: &str) -> String {
    fold(text).chars().filter(|c| !c.is_whitespace()).collect()
}

/// The problems of words that refuse a text, at their fields.
pub fn refusals(hits: &[Hit]) -> Vec<Problem> {
    let refused = hits.iter().filter(|hit| hit.effect == WordEffect::Refuse);
    refused.map(|hit| Problem::new(hit.field.as_str(), "word_refused").arg(hit.word.as_str())).collect()
}

/// Whether only desks publish this kind: what the city announces, asks for and grants. A group is registered, not published.
pub fn is_for_desks(kind: Kind) -> bool {
    matches!(kind, Kind::Notice | Kind::Challenge | Kind::Programme | Kind::Group)
}

/// The kinds that a group may publish.
pub fn group_kinds() -> Vec<Kind> {
    Kind::ALL.iter().copied().filter(|kind| !is_for_desks(*kind)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::listings::State;

    fn word(word: &str, effect: WordEffect) -> BannedWord {
        BannedWord { word: word.into(), effect, note: String::new() }
    }

    fn hits(title: &str, words: &[BannedWord]) -> Vec<String> {
        let mut listing = Listing::draft("a", Kind::Event);
        listing.state = State::Published;
        listing.title = title.into();
        find_words(&listing, words).into_iter().map(|hit| format!("{}:{}:{}", hit.field, hit.word, hit.effect.code())).collect()
    }

    #[test]
    fn width_kana_and_case_do_not_get_around_a_word() {
        for (listed, text, found) in [
            ("casino", "今夜のＣＡＳＩＮＯ", true),
            ("カジノ", "かじのへようこそ", true),
            ("カジノ", "ｶｼﾞﾉの夜", true),
            ("カジノ", "カ ジ　ノ", true),
            ("ｶｼﾞﾉ", "カジノ", true),
            ("カジノ", "かしの木の会", false),
            ("カジノ", "", false),
            ("", "なんでも", false),
            ("　", "空白だけ　の語", false),
        ] {
            let expected: Vec<String> = if found { vec![format!("title:{listed}:hold")] } else { Vec::new() };
            assert_eq!(hits(text, &[word(listed, WordEffect::Hold)]), expected, "{listed} in {text}");
        }
    }

    #[test]
    fn every_text_is_looked_at_and_refusals_come_first() {
        let mut listing = Listing::draft("a", Kind::Event);
        listing.title = "まつ".into();
        listing.summary = "うめ、まつ".into();
        listing.images.push(crate::listings::listing::Image { alt: "松の絵、マツ".into(), ..Default::default() });
        let words = [word("まつ", WordEffect::Hold), word("うめ", WordEffect::Refuse)];
        let found = find_words(&listing, &words);
        let places: Vec<(&str, &str)> = found.iter().map(|hit| (hit.field.as_str(), hit.word.as_str())).collect();
        assert_eq!(places, [("summary", "うめ"), ("title", "まつ"), ("summary", "まつ"), ("image_alt", "まつ")]);
        let problems = refusals(&found);
        assert_eq!(problems, [Problem::new("summary", "word_refused").arg("うめ")]);
    }

    #[test]
    fn desks_keep_their_kinds() {
        let kept: Vec<&str> = Kind::ALL.iter().copied().filter(|kind| is_for_desks(*kind)).map(Kind::code).collect();
        assert_eq!(kept, ["group", "programme", "challenge", "notice"]);
        assert_eq!(group_kinds().len(), Kind::ALL.len() - kept.len());
    }
}
