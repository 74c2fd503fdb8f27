//! A form before somebody begins it: what it asks, section by section, and which files it wants, so that they can be gathered first.
//!
//! Made of the definition alone, without a filling-in: so what depends on answers is told as such. Small, because it travels with the
//! page; the definition itself does not.

use super::eligibility;
use super::outline::words_of;
use super::record::{FormCard, FormRecord};
use engawa_core::form::definition::{Control, Node, NodeKind};
use serde::{Deserialize, Serialize};

/// How many questions are answered in a minute.
const PER_MINUTE: usize = 3;

/// A form as its own page tells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// As a list shows it.
    pub card: FormCard,
    /// Who may apply, if the form says so.
    #[serde(default)]
    pub conditions: Vec<String>,
    /// What it asks.
    pub sections: Vec<Section>,
    /// Which files it wants.
    pub files: Vec<WantedFile>,
}

/// A part of a form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// Its name; empty for questions that stand in no group.
    pub name: String,
    /// What is asked in it.
    pub questions: Vec<String>,
}

/// A file that the form asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WantedFile {
    /// Which.
    pub name: String,
    /// What the form says about it; may be empty.
    pub hint: String,
    /// It is needed whatever else is answered.
    pub is_always_needed: bool,
}

/// Where the children of a node belong.
#[derive(Clone, Copy)]
enum Place {
    /// At the top of the form.
    Top,
    /// In the section of this number.
    In(usize),
    /// Nobody is asked there.
    Apart,
}

/// How many minutes that many questions take, roughly.
pub fn minutes(questions: usize) -> usize {
    questions.div_ceil(PER_MINUTE).max(1)
}

impl About {
    /// A form, in one of its languages.
    pub fn of(record: &FormRecord, language: usize) -> Self {
        let nodes = &record.definition.nodes;
        let named = |node: &Node| {
            let words = words_of(&node.label, language);
            if words.trim().is_empty() { node.name.clone() } else { words }
        };
        let (mut sections, mut files) = (Vec::<Section>::new(), Vec::new());
        // Of each node: where its children belong, and whether it is there in any case. Parents come before their children.
        let mut known: Vec<(Place, bool)> = Vec::with_capacity(nodes.len());
        for node in nodes {
            let Some(parent) = node.parent else {
                known.push((Place::Top, true));
                continue;
            };
            let (above, was_sure) = known.get(parent.index()).copied().unwrap_or((Place::Apart, false));
            let is_sure = was_sure && node.relevant.is_none();
            let place = match (&node.kind, above) {
                (NodeKind::Group | NodeKind::Repeat { .. }, Place::Top) if node.name != "meta" => {
                    sections.push(Section { name: words_of(&node.label, language).trim().to_owned(), questions: Vec::new() });
                    Place::In(sections.len() - 1)
                }
                (NodeKind::Group, Place::Top) => Place::Apart,
                _ => above,
            };
            if let NodeKind::Question(control) = &node.kind
                && *control != Control::Note
                && node.calculate.is_none()
            {
                let at = match place {
                    Place::In(at) => Some(at),
                    Place::Apart => None,
                    Place::Top => {
                        if sections.last().is_none_or(|last| !last.name.is_empty()) {
                            sections.push(Section::default());
                        }
                        Some(sections.len() - 1)
                    }
                };
                if let Some(section) = at.and_then(|at| sections.get_mut(at)) {
                    section.questions.push(named(node));
                    if matches!(control, Control::Upload(_)) {
                        files.push(WantedFile {
                            name: named(node),
                            hint: words_of(&node.hint, language),
                            is_always_needed: is_sure && node.required.as_deref() == Some("true()"),
                        });
                    }
                }
            }
            known.push((place, is_sure));
        }
        sections.retain(|section| !section.questions.is_empty());
        Self { card: record.card(), conditions: eligibility::conditions(&record.definition, language), sections, files }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms::Settings;
    use engawa_core::form::xlsform::{self, markdown};

    fn about(language: usize) -> About {
        let workbook = markdown::read(
            "| survey | | | | | | | | |
             | | type | name | label::日本語 (ja) | label::English (en) | hint::English (en) | required | relevant | calculation |
             | | note | hello | ようこそ | Welcome | | | | |
             | | text | who | お名前 | Name | | yes | | |
             | | begin_group | plan | 計画 | Plan | | | | |
             | | file | paper | 計画書 | Paper | As PDF | yes | | |
             | | begin_group | more | くわしく | More | | | ${who} = 'a' | |
             | | file | proof | 証明書 | Proof | | yes | | |
             | | end_group | | | | | | | |
             | | end_group | | | | | | | |
             | | begin_repeat | cost | 経費 | Costs | | | | |
             | | integer | yen | 金額 | Yen | | | | |
             | | end_repeat | | | | | | | |
             | | calculate | sum | | | | | | 1 + 1 |
             | | text | last | 最後に | At last | | | | |",
        );
        let definition = xlsform::read(&workbook).unwrap().definition;
        let record = FormRecord {
            form_id: "f".into(),
            version: "1".into(),
            title: "F".into(),
            languages: definition.languages.clone(),
            settings: Settings::default(),
            published_at: 0,
            definition,
        };
        About::of(&record, language)
    }

    #[test]
    fn a_form_is_told_by_its_sections() {
        let told = |language| {
            let sections = about(language).sections.into_iter();
            sections.map(|it| format!("{}: {}", it.name, it.questions.join(", "))).collect::<Vec<_>>()
        };
        assert_eq!(told(1), [": Name", "Plan: Paper, Proof", "Costs: Yen", ": At last"]);
        assert_eq!(told(0), [": お名前", "計画: 計画書, 証明書", "経費: 金額", ": 最後に"]);
    }

    #[test]
    fn files_are_told_beforehand() {
        let files = about(1).files;
        let told: Vec<_> = files.iter().map(|file| (file.name.as_str(), file.hint.as_str(), file.is_always_needed)).collect();
        assert_eq!(told, [("Paper", "As PDF", true), ("Proof", "", false)]);
    }

    #[test]
    fn a_few_questions_take_a_minute() {
        assert_eq!([0, 1, 3, 4, 90].map(minutes), [1, 1, 1, 2, 30]);
    }
}
