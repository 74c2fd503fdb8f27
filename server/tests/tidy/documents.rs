//! Documents that cannot drift: what they name exists, and what exists they name.

use super::agree;
use super::source::{File, files, has_word, read, root};
use engawa_app::listings::{Kind, NpoField, State};

#[test]
fn every_invariant_has_a_test() {
    let text = read("ARCHITECTURE.md");
    let mut wrong = Vec::new();
    let invariants: Vec<&str> = section(&text, "## Invariants").split("\n\n").filter(|part| part.starts_with(|c: char| c.is_ascii_digit())).collect();
    assert!(invariants.len() > 10, "the invariants were not found");
    for (at, invariant) in invariants.iter().enumerate() {
        let head: String = invariant.chars().take(60).collect();
        if !invariant.starts_with(&format!("{}. ", at + 1)) {
            wrong.push(format!("{head}: its number should be {}", at + 1));
        }
        let tests: Vec<&str> = invariant.split("Test: `").skip(1).filter_map(|rest| rest.split('`').next()).collect();
        if tests.is_empty() {
            wrong.push(format!("{head}: no line with Test: `path::name`"));
        }
        for test in tests {
            let Some((path, name)) = test.rsplit_once("::") else {
                wrong.push(format!("{test}: not path::name"));
                continue;
            };
            let source = read(path);
            let is_there =
                source.contains(&format!("fn {name}(")) || source.contains(&format!("    {name},")) || source.contains(&format!("'{name}'"));
            if !is_there {
                wrong.push(format!("{test}: there is no such test"));
            }
        }
    }
    agree("An invariant without a test is a wish.", wrong);
}

/// The part of a document from a heading to the next of its rank.
fn section<'a>(text: &'a str, heading: &str) -> &'a str {
    let Some(at) = text.find(heading) else { return "" };
    let rest = &text[at + heading.len()..];
    rest.find("\n## ").map_or(rest, |end| &rest[..end])
}

#[test]
fn the_changelog_knows_the_version() {
    let manifest = read("Cargo.toml");
    let version = manifest.lines().find_map(|line| line.strip_prefix("version = \"")?.strip_suffix('"').map(str::to_owned)).unwrap_or_default();
    assert!(!version.is_empty() && read("CHANGELOG.md").contains(&format!("## [{version}]")), "CHANGELOG.md says nothing about {version}");
}

#[test]
fn the_glossary_knows_every_code() {
    let text = read("docs/glossary.md");
    let kinds = Kind::ALL.iter().map(|it| it.code());
    let fields = NpoField::ALL.iter().map(|it| it.code());
    let states = State::ALL.iter().map(|it| it.code());
    let wrong = kinds.chain(fields).chain(states).filter(|code| !text.contains(&format!("`{code}`"))).map(str::to_owned).collect();
    agree("docs/glossary.md says what every kind, field and state is called in Japanese, English and code.", wrong);
}

#[test]
fn the_api_document_names_every_edge() {
    let text = read("docs/api.md");
    let api = serde_json::to_value(engawa_server::http::openapi::describe()).unwrap_or_default();
    let paths: Vec<String> = api["paths"].as_object().into_iter().flatten().map(|(path, _)| path.clone()).collect();
    assert!(paths.len() > 5, "the description is empty");
    let wrong = paths.into_iter().filter(|path| !text.contains(path.as_str())).collect();
    agree("docs/api.md tells what every edge of /api/v1/openapi.json promises.", wrong);
}

#[test]
fn links_lead_somewhere() {
    let mut wrong = Vec::new();
    for file in files().into_iter().filter(|file| file.has_extension("md")) {
        let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        for target in links(&file) {
            if !root().join(folder).join(&target).exists() {
                wrong.push(format!("{}: {target}", file.path));
            }
        }
    }
    agree("A link to a file that is not there helps nobody.", wrong);
}

fn links(file: &File) -> Vec<String> {
    let inside = file.text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    inside.filter(|link| !link.contains(':') && !link.starts_with('#')).map(|link| link.split('#').next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn decisions_are_numbered_and_decided() {
    let mut wrong = Vec::new();
    let decisions: Vec<File> = files().into_iter().filter(|file| file.path.starts_with("docs/decisions/")).collect();
    assert!(!decisions.is_empty(), "there are no decisions");
    for (at, file) in decisions.iter().enumerate() {
        let number = format!("docs/decisions/{:04}-", at + 1);
        if !file.path.starts_with(&number) {
            wrong.push(format!("{}: expected {number}..", file.path));
        }
        for heading in ["Status: ", "## Context", "## Considered options", "## Decision", "## Consequences"] {
            if !file.text.contains(heading) {
                wrong.push(format!("{}: no \"{heading}\"", file.path));
            }
        }
    }
    agree("Decisions are told alike: status, context, options, decision, consequences.", wrong);
}

#[test]
fn the_register_of_commands_is_complete() {
    // A room that has commands stands in the union; otherwise it would bypass receipts and the audit log.
    let register = read("app/src/command.rs");
    let rooms = std::fs::read_dir(root().join("app/src")).into_iter().flatten().flatten();
    let with_commands = rooms.filter(|entry| entry.path().join("command.rs").is_file()).map(|entry| entry.file_name().to_string_lossy().into_owned());
    let wrong = with_commands.filter(|room| !has_word(&register, room)).collect();
    agree("Every room's commands are in app/src/command.rs.", wrong);
}
