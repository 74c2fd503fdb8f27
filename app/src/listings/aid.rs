//! Help for whoever writes a listing: what readers will look for and not find, what does not agree, what is hard to read.
//!
//! Advice is never an error: a listing can be published against all of it, and nothing is changed by itself. It is found by rules that a
//! person can check, in the browser as on the server, without a connection. Sources: mission row 2.3; 出入国在留管理庁・文化庁
//! 「在留支援のためのやさしい日本語ガイドライン」(2020) for what makes a sentence hard; デジタル庁 GIF for the facts of a kind. Invariants: the same
//! listing and day give the same advice in the same order; each piece stands at a field of the form; time grows with the length of the
//! texts alone.

pub mod contrast;
mod doubts;
mod hard_words;
mod missing;
mod wording;

use super::form::Pairs;
use super::listing::Listing;
use crate::messages::people::aid as m;
use chrono::NaiveDate;
use engawa_core::{Lang, Message, codes};

codes! {
    /// What could be better.
    AdviceCode {
        /// Nothing says when it is.
        NoTime = "no_time",
        /// Nothing says where it is.
        NoPlace = "no_place",
        /// Nobody can be asked.
        NoContact = "no_contact",
        /// Nothing is said of the cost, not even that there is none.
        NoCost = "no_cost",
        /// Nothing is said of wheelchairs, hearing, and so on.
        NoAccess = "no_access",
        /// It says how to apply, not until when.
        NoDeadline = "no_deadline",
        /// Nothing says for whom it is.
        NoTarget = "no_target",
        /// A picture has no text alternative.
        NoPictureText = "no_picture_text",
        /// Words in a picture are nearly as light as what is behind them.
        FaintPicture = "faint_picture",
        /// Something of this name is public already: its name, its address.
        SameAs = "same_as",
        /// A date stands beside another weekday: date, weekday as written, its weekday.
        WrongWeekday = "wrong_weekday",
        /// All of its days have passed.
        Past = "past",
        /// The last day to apply has passed.
        DeadlinePast = "deadline_past",
        /// One could still apply when it is over.
        DeadlineAfterEnd = "deadline_after_end",
        /// This is not a telephone number of Japan.
        OddPhone = "odd_phone",
        /// The text names it almost, but not quite, as the title does: name in the text.
        OtherName = "other_name",
        /// A word that やさしい日本語 avoids: the word, an easier one.
        HardWord = "hard_word",
        /// A sentence that is too long: its beginning, its characters.
        LongSentence = "long_sentence",
        /// "Not impossible" and the like.
        DoubleNegative = "double_negative",
        /// A year in an era alone.
        EraAlone = "era_alone",
        /// Latin text all in capitals.
        Capitals = "capitals",
        /// Latin text in full-width letters.
        FullWidth = "full_width",
    }
}

impl AdviceCode {
    /// Its sentence; arguments are those of [`Advice::args`].
    pub fn message(self) -> Message {
        match self {
            Self::NoTime => m::NO_TIME,
            Self::NoPlace => m::NO_PLACE,
            Self::NoContact => m::NO_CONTACT,
            Self::NoCost => m::NO_COST,
            Self::NoAccess => m::NO_ACCESS,
            Self::NoDeadline => m::NO_DEADLINE,
            Self::NoTarget => m::NO_TARGET,
            Self::NoPictureText => m::NO_PICTURE_TEXT,
            Self::FaintPicture => m::FAINT_PICTURE,
            Self::SameAs => m::SAME_AS,
            Self::WrongWeekday => m::WRONG_WEEKDAY,
            Self::Past => m::PAST,
            Self::DeadlinePast => m::DEADLINE_PAST,
            Self::DeadlineAfterEnd => m::DEADLINE_AFTER_END,
            Self::OddPhone => m::ODD_PHONE,
            Self::OtherName => m::OTHER_NAME,
            Self::HardWord => m::HARD_WORD,
            Self::LongSentence => m::LONG_SENTENCE,
            Self::DoubleNegative => m::DOUBLE_NEGATIVE,
            Self::EraAlone => m::ERA_ALONE,
            Self::Capitals => m::CAPITALS,
            Self::FullWidth => m::FULL_WIDTH,
        }
    }
}

/// One thing that could be better.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advice {
    /// What.
    pub code: AdviceCode,
    /// The field of the form at which it stands.
    pub field: String,
    /// What its sentence names.
    pub args: Vec<String>,
}

impl Advice {
    fn new(code: AdviceCode, field: &str) -> Self {
        Self { code, field: field.to_owned(), args: Vec::new() }
    }

    fn arg(mut self, arg: impl Into<String>) -> Self {
        self.args.push(arg.into());
        self
    }

    /// That something public may be the same: its name and its address. Only who has all listings at hand can say it.
    pub fn same_as(title: &str, href: &str) -> Self {
        Self::new(AdviceCode::SameAs, "title").arg(title).arg(href)
    }

    /// The sentence in a language.
    pub fn sentence(&self, lang: Lang) -> String {
        let args: Vec<&str> = self.args.iter().map(String::as_str).collect();
        self.code.message().with(lang, &args)
    }
}

/// How often one thing is said of one field; more only tires.
const REPEATS_MAX: usize = 5;

/// All advice for a listing on a day: first what is missing, then what does not agree, then what is hard to read.
pub fn advise(listing: &Listing, today: NaiveDate) -> Vec<Advice> {
    let mut found: Vec<Advice> = Vec::new();
    let texts = texts(listing);
    for advice in missing::advise(listing).into_iter().chain(doubts::advise(listing, &texts, today)).chain(wording::advise(&texts)) {
        let alike = found.iter().filter(|it| it.code == advice.code && it.field == advice.field).count();
        if alike < REPEATS_MAX && !found.contains(&advice) {
            found.push(advice);
        }
    }
    found
}

/// The texts that readers read from beginning to end, by their field.
fn texts(listing: &Listing) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = [("title", &listing.title), ("summary", &listing.summary), ("body", &listing.body)]
        .map(|(name, text)| (name.to_owned(), text.clone()))
        .into();
    for (lang, variant) in &listing.variants {
        let parts = [("title", &variant.title), ("summary", &variant.summary), ("body", &variant.body)];
        found.extend(parts.map(|(name, text)| (format!("{}.{name}", lang.code()), text.clone())));
    }
    found.retain(|(_, text)| !text.is_empty());
    found
}

/// The language of a text by its field.
fn lang_of(field: &str) -> Lang {
    field.split_once('.').and_then(|(code, _)| Lang::parse(code)).unwrap_or(Lang::Ja)
}

/// The texts in a language.
fn texts_in(texts: &Pairs, lang: Lang) -> impl Iterator<Item = &(String, String)> {
    texts.iter().filter(move |(field, _)| lang_of(field) == lang)
}

#[cfg(test)]
mod tests;
