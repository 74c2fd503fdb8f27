//! References, `${name}`: how they are written, and whether every one in a workbook means exactly one node.

use std::collections::BTreeMap;

use super::codes;
use super::headers::Key;
use super::lexer::name_length;
use super::problems::{Place, Problems};
use super::table::Table;

/// A reference in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reference<'t> {
    /// Its first byte.
    pub start: usize,
    /// The byte after it.
    pub end: usize,
    /// The name in it.
    pub name: &'t str,
    /// Whether it means the answer of the time before.
    pub last_saved: bool,
}

/// Somebody wrote `${` and not `${name}`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Malformed;

/// The name in `name` or `last-saved#name`.
fn inner(text: &str) -> Option<(&str, bool)> {
    let (name, last_saved) = text.strip_prefix("last-saved#").map_or((text, false), |name| (name, true));
    (!name.is_empty() && name_length(name) == name.len()).then_some((name, last_saved))
}

/// All references of a text. What looks like one and is none is a mistake; `${}` is left alone, as the standard's converter does.
pub(super) fn parse(text: &str) -> Result<Vec<Reference<'_>>, Malformed> {
    let mut references = Vec::new();
    let mut from = 0;
    while let Some(start) = text.get(from..).and_then(|rest| rest.find("${")).map(|found| from + found) {
        let inside = text.get(start + 2..).unwrap_or_default();
        if inside.is_empty() && text.len() < 3 {
            break;
        }
        let length = inside.find('}').ok_or(Malformed)?;
        if length == 0 {
            from = start + 2;
            continue;
        }
        let (name, last_saved) = inside.get(..length).and_then(inner).ok_or(Malformed)?;
        let end = start + 2 + length + 1;
        references.push(Reference { start, end, name, last_saved });
        from = end;
    }
    Ok(references)
}

/// The references of a text that are well written.
pub(super) fn find(text: &str) -> Vec<Reference<'_>> {
    let mut references = Vec::new();
    let mut from = 0;
    while let Some(start) = text.get(from..).and_then(|rest| rest.find("${")).map(|found| from + found) {
        let inside = text.get(start + 2..).unwrap_or_default();
        let found = inside.find('}').and_then(|length| Some((length, inside.get(..length).and_then(inner)?)));
        from = start + 2;
        if let Some((length, (name, last_saved))) = found {
            from = start + 2 + length + 1;
            references.push(Reference { start, end: from, name, last_saved });
        }
    }
    references
}

/// Whether there is a reference in the text.
pub(super) fn any(text: &str) -> bool {
    !find(text).is_empty()
}

/// The name, where the text is one reference and nothing else.
pub(super) fn only(text: &str) -> Option<&str> {
    let inside = text.strip_prefix("${")?.strip_suffix('}')?;
    inner(inside).map(|(name, _)| name)
}

/// How often each name stands in the sheet `survey`.
pub(super) type Names = BTreeMap<String, usize>;

/// Checks every reference of a sheet, in the columns that `is_checked` picks.
pub(super) fn check_sheet(table: &Table<'_>, names: &Names, is_checked: impl Fn(&Key) -> bool, problems: &mut Problems<'_>) {
    for row in table.rows() {
        for (column, source) in row.cells() {
            if is_checked(&column.key) {
                check(&source.text, source.at, names, problems);
            }
        }
    }
}

/// Checks every reference of a text.
pub(super) fn check(text: &str, at: Place, names: &Names, problems: &mut Problems<'_>) {
    let Ok(references) = parse(text) else {
        problems.error(at, codes::REFERENCE_MALFORMED, &[text]);
        return;
    };
    for reference in references {
        match names.get(reference.name) {
            _ if reference.last_saved => problems.error(at, codes::NOT_SUPPORTED_LAST_SAVED, &[reference.name]),
            None => problems.error(at, codes::REFERENCE_UNKNOWN, &[reference.name]),
            Some(1) => {}
            Some(_) => problems.error(at, codes::REFERENCE_AMBIGUOUS, &[reference.name]),
        }
    }
}

/// The names in a `trigger`: references with commas between them.
pub(super) fn triggers(text: &str, at: Place, problems: &mut Problems<'_>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    if text.len() < 3 || !text.contains("${") {
        problems.error(at, codes::REFERENCE_MALFORMED, &[text]);
        return names;
    }
    for part in text.split(',') {
        match parse(part) {
            Err(Malformed) => problems.error(at, codes::REFERENCE_MALFORMED, &[part.trim()]),
            Ok(references) if references.len() > 1 => problems.error(at, codes::REFERENCE_WITHOUT_COMMA, &[part.trim()]),
            Ok(references) => {
                for reference in references {
                    if reference.last_saved {
                        problems.error(at, codes::NOT_SUPPORTED_LAST_SAVED, &[reference.name]);
                    } else if !names.iter().any(|name| name == reference.name) {
                        names.push(reference.name.to_owned());
                    }
                }
            }
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_found_or_mistaken() {
        for (text, expected) in [
            ("no reference", Some("")),
            ("${a}", Some("a")),
            ("${a} + ${b-1}", Some("a b-1")),
            ("${last-saved#a}", Some("a")),
            ("${}", Some("")),
            ("${ a}", None),
            ("${1}", None),
            ("${a", None),
            ("$(a)", Some("")),
        ] {
            let found = parse(text).ok().map(|references| references.iter().map(|it| it.name).collect::<Vec<_>>().join(" "));
            assert_eq!(found.as_deref(), expected, "{text}");
        }
        assert_eq!(find("${ a} ${b}").len(), 1);
        assert_eq!((only("${a}"), only("${a} "), only("${a}${b}")), (Some("a"), None, None));
    }
}
