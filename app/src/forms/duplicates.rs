//! What two submissions of a form have in common if they may be the same one, sent twice: telephone numbers, e-mail addresses, names,
//! longer texts and numbers. Choices and dates are alike by chance, so they do not count.
//!
//! Pure: here are only the words; the server keeps a digest of each. Two are shown as perhaps the same if they share one contact or two
//! other keys ([`WEIGHT_MIN`]). Invariants: a submission has at most [`KEYS_MAX`] keys, contacts first; nothing is ever merged by itself.

use super::outline::{self, Step};
use engawa_core::form::answers::AnswerPath;
use engawa_core::form::definition::{Control, DataType, NodeKind};
use engawa_core::form::running::Form;
use engawa_core::text::fold;

/// The most keys of a submission.
pub const KEYS_MAX: usize = 64;
/// What the keys that two submissions share must weigh together.
pub const WEIGHT_MIN: i64 = 2;
/// The shortest text that counts where every letter is a letter of the alphabet, and where it is not.
const SHORTEST: (usize, usize) = (6, 4);
/// The fewest figures of a number that counts.
const FIGURES_MIN: usize = 5;
/// The fewest and the most figures of a telephone number.
const PHONE: std::ops::RangeInclusive<usize> = 9..=13;

/// Something that tells a submission from others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// The words that are compared: folded, with the question that they answer, except for contacts.
    pub text: String,
    /// The answer.
    pub path: AnswerPath,
    /// What was asked.
    pub label: String,
    /// A telephone number or an e-mail address: one alone is enough.
    pub is_contact: bool,
}

impl Key {
    /// How much sharing it says.
    pub fn weight(&self) -> i64 {
        if self.is_contact { WEIGHT_MIN } else { 1 }
    }
}

/// The keys of a filled-in form.
pub fn keys(form: &Form, language: usize) -> Vec<Key> {
    let mut found: Vec<Key> = Vec::new();
    for Step { at, .. } in outline::walk(form) {
        let Some(node) = form.node(at).filter(|node| node.calculate.is_none()) else { continue };
        if node.kind != NodeKind::Question(Control::Input) {
            continue;
        }
        let (path, value) = (form.path(at), form.value(at));
        let contact = (node.data_type == DataType::String).then(|| contact(value)).flatten();
        let is_contact = contact.is_some();
        let plain = || match node.data_type {
            DataType::String | DataType::Barcode => words(value),
            DataType::Int | DataType::Decimal => number(value),
            _ => None,
        };
        let Some(text) = contact.or_else(|| Some(format!("{}={}", path.without_keys(), plain()?))) else { continue };
        if found.iter().all(|key| key.text != text) {
            found.push(Key { text, label: form.label(at, language), path, is_contact });
        }
    }
    found.sort_by_key(|key| !key.is_contact);
    found.truncate(KEYS_MAX);
    found
}

/// An e-mail address or a telephone number in one writing.
fn contact(value: &str) -> Option<String> {
    let folded: String = fold(value).chars().filter(|c| !c.is_whitespace()).collect();
    if let Some((name, host)) = folded.split_once('@') {
        return (!name.is_empty() && host.contains('.') && !host.contains('@')).then_some(folded);
    }
    let is_of_a_phone = |c: char| c.is_ascii_digit() || matches!(c, '-' | '(' | ')' | '+' | 'ー' | '−' | '.');
    let figures: String = folded.chars().filter(char::is_ascii_digit).collect();
    let national = match folded.strip_prefix("+81") {
        Some(_) => format!("0{}", figures.get(2..).unwrap_or_default()),
        None => figures,
    };
    (folded.chars().all(is_of_a_phone) && national.starts_with('0') && PHONE.contains(&national.len())).then_some(national)
}

/// A text that is long enough to tell something.
fn words(value: &str) -> Option<String> {
    let folded: String = fold(value).chars().filter(|c| !c.is_whitespace()).collect();
    let least = if folded.is_ascii() { SHORTEST.0 } else { SHORTEST.1 };
    (folded.chars().count() >= least).then_some(folded)
}

/// A number that is long enough to tell something.
fn number(value: &str) -> Option<String> {
    (value.chars().filter(char::is_ascii_digit).count() >= FIGURES_MIN).then(|| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms::outline::filled;
    use engawa_core::form::Answers;
    use engawa_core::form::running::Compiled;
    use engawa_core::form::xlsform::{self, markdown};
    use std::sync::Arc;

    fn keys_of(values: &[(&str, &str)]) -> Vec<String> {
        let workbook = markdown::read(
            "| survey | | | | |
             | | type | name | label | calculation |
             | | text | who | Name | |
             | | text | tel | Phone | |
             | | integer | yen | Yen | |
             | | date | on | Day | |
             | | select_one c | what | Work | |
             | | calculate | both | | concat(${who}, ${tel}) |
             | choices | | | | |
             | | list_name | name | label | |
             | | c | cleaning | Cleaning | |",
        );
        let compiled = Arc::new(Compiled::new(Arc::new(xlsform::read(&workbook).unwrap().definition)).unwrap());
        let mut answers = Answers::default();
        answers.values.extend(values.iter().map(|(path, value)| (AnswerPath((*path).into()), (*value).to_owned())));
        keys(&filled(&compiled, &answers, 0, "x"), 0).into_iter().map(|key| format!("{} {}", key.weight(), key.text)).collect()
    }

    #[test]
    fn contacts_and_long_texts_tell_and_chance_does_not() {
        for (values, expected) in [
            (vec![("who", "えんがわ会"), ("tel", "０４２２－００－１２３４")], vec!["2 0422001234", "1 who=えんがわ会"]),
            (vec![("tel", "+81 422 00 1234")], vec!["2 0422001234"]),
            (vec![("tel", "Kai@Example.JP")], vec!["2 kai@example.jp"]),
            (vec![("who", "林"), ("tel", "12-34"), ("yen", "500")], vec![]),
            (vec![("yen", "123456"), ("on", "2026-11-20"), ("what", "cleaning")], vec!["1 yen=123456"]),
        ] {
            assert_eq!(keys_of(&values), expected, "{values:?}");
        }
    }

    #[test]
    fn the_same_in_other_writing_is_the_same() {
        assert_eq!(keys_of(&[("who", "ｴﾝｶﾞﾜ会　本部")]), keys_of(&[("who", "エンガワ会本部")]));
    }
}
