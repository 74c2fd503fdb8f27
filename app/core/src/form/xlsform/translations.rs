//! Languages: which ones a workbook speaks, and where one of them falls silent.

use super::choices::Lists;
use super::codes;
use super::elements::Element;
use super::headers::{Column, Key};
use super::problems::{Place, Problems};
use super::settings::Settings;
use super::table::{Table, Words};

/// The languages of the form, the default one first; none if the form has only one, without a name.
pub(super) fn languages(tables: &[&Table<'_>], elements: &[Element], lists: &Lists, settings: &Settings) -> Vec<String> {
    let mut languages: Vec<String> = Vec::new();
    for (_, _, language) in tables.iter().flat_map(|table| table.translated()) {
        if !languages.iter().any(|other| other == language) {
            languages.push(language.to_owned());
        }
    }
    let default = settings.language();
    if let Some(at) = languages.iter().position(|language| language == default) {
        let default = languages.remove(at);
        languages.insert(0, default);
        return languages;
    }
    // Words of no language beside words of others are in the default language.
    let speaks_default = |words: &Words| words.by.iter().any(|(language, _)| language == default);
    let in_elements = elements.iter().any(|element| words_of(element).any(speaks_default));
    let in_lists = || {
        lists
            .iter()
            .any(|(_, items)| items.iter().any(|item| speaks_default(&item.label) || item.media.iter().any(|(_, words)| speaks_default(words))))
    };
    if in_elements || in_lists() || (languages.is_empty() && settings.default_language.is_some()) {
        languages.insert(0, default.to_owned());
    }
    languages
}

fn words_of(element: &Element) -> impl Iterator<Item = &Words> {
    let texts = [&element.label, &element.hint, &element.guidance, &element.required_message, &element.constraint_message];
    texts.into_iter().chain(element.media.iter().map(|(_, words)| words))
}

/// Warns of columns that one language has and another has not, and of languages without their code.
pub(super) fn check(table: &Table<'_>, settings: &Settings, problems: &mut Problems<'_>) {
    let default = settings.language();
    let mut columns: Vec<&str> = Vec::new();
    let mut seen: Vec<(&str, usize, Vec<&str>)> = Vec::new();
    for (at, column) in table.columns.iter().enumerate() {
        let Some(column) = column.as_ref().filter(|column| is_for_people(column)) else { continue };
        let language = column.language.as_deref().unwrap_or(default);
        if !columns.contains(&column.name.as_str()) {
            columns.push(&column.name);
        }
        match seen.iter_mut().find(|(other, _, _)| *other == language) {
            Some((_, _, names)) => names.push(&column.name),
            None => seen.push((language, at, vec![column.name.as_str()])),
        }
    }
    if seen.iter().all(|(language, _, _)| *language == default) {
        return;
    }
    for (language, at, names) in &seen {
        for missing in columns.iter().filter(|column| !names.contains(column)) {
            problems.warn(Place { sheet: table.sheet, row: 1, column: None }, codes::TRANSLATION_MISSING, &[language, missing]);
        }
        if *language != "default" && !has_code(language) {
            problems.warn(table.header(*at), codes::LANGUAGE_WITHOUT_CODE, &[language]);
        }
    }
}

fn is_for_people(column: &Column) -> bool {
    match &column.key {
        Key::Label | Key::Hint | Key::Guidance | Key::Media(_) => true,
        Key::Bind(name) => name == "jr:constraintMsg" || name == "jr:requiredMsg",
        _ => false,
    }
}

/// Whether a language is written as `English (en)`.
fn has_code(language: &str) -> bool {
    let code = language.strip_suffix(')').and_then(|language| language.rsplit_once('(')).map(|(_, code)| code);
    code.is_some_and(|code| {
        let main = code.split('-').next().unwrap_or_default();
        (2..=3).contains(&main.len()) && code.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_stand_in_brackets() {
        for (language, expected) in [
            ("English (en)", true),
            ("日本語 (ja)", true),
            ("やさしい日本語 (ja-simple)", true),
            ("eng(en)", true),
            ("French", false),
            ("x ()", false),
        ] {
            assert_eq!(has_code(language), expected, "{language}");
        }
    }
}
