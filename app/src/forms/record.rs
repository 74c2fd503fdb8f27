//! An open form as it is in the public feed: everything that is needed to fill it in without a connection.

use super::command::Settings;
use engawa_core::form::Definition;
use engawa_core::form::definition::{Control, Node, NodeKind};
use engawa_core::time::Millis;
use serde::{Deserialize, Serialize};

/// A form that takes submissions from anybody. Its id in the feed is its `form_id`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FormRecord {
    /// Which form; also its address `/forms/{form_id}`.
    pub form_id: String,
    /// Its newest version.
    pub version: String,
    /// What it is called.
    pub title: String,
    /// Its languages as the workbook names them; the first is the default.
    #[serde(default)]
    pub languages: Vec<String>,
    /// Who, when, how many.
    pub settings: Settings,
    /// When this version was published.
    pub published_at: Millis,
    /// The form itself.
    pub definition: Definition,
}

/// An open form as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormCard {
    /// Which form.
    pub form_id: String,
    /// Its newest version.
    pub version: String,
    /// What it is called.
    pub title: String,
    /// Its languages as the workbook names them.
    pub languages: Vec<String>,
    /// Who, when, how many.
    pub settings: Settings,
    /// How many questions it has.
    pub questions: usize,
}

impl FormRecord {
    /// As a list shows it.
    pub fn card(&self) -> FormCard {
        let is_question = |node: &&Node| matches!(&node.kind, NodeKind::Question(control) if *control != Control::Note);
        FormCard {
            form_id: self.form_id.clone(),
            version: self.version.clone(),
            title: self.title.clone(),
            languages: self.languages.clone(),
            settings: self.settings.clone(),
            questions: self.definition.nodes.iter().filter(is_question).count(),
        }
    }
}

/// Why a form takes nothing at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shut {
    /// It opens later.
    NotYet(Millis),
    /// It closed.
    Over(Millis),
}

impl Settings {
    /// Why nothing is taken at `now`; nothing if it is.
    pub fn shut_at(&self, now: Millis) -> Option<Shut> {
        match (self.opens_at, self.closes_at) {
            (Some(opens), _) if now < opens => Some(Shut::NotYet(opens)),
            (_, Some(closes)) if now >= closes => Some(Shut::Over(closes)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_open_from_its_first_to_before_its_last_moment() {
        let settings = Settings { opens_at: Some(10), closes_at: Some(20), ..Settings::default() };
        for (now, expected) in [(9, Some(Shut::NotYet(10))), (10, None), (19, None), (20, Some(Shut::Over(20)))] {
            assert_eq!(settings.shut_at(now), expected, "{now}");
        }
        assert_eq!(Settings::default().shut_at(i64::MAX), None);
    }
}
