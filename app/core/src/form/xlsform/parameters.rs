//! The column `parameters`: `key=value` pairs, and what each question type takes.

use std::collections::BTreeMap;

use super::codes;
use super::problems::{Place, Problems};
use super::references;

/// Parameters by name.
pub(super) type Parameters = BTreeMap<String, String>;

/// What a type takes.
pub(super) const RANGE: &[&str] = &["end", "placeholder", "start", "step", "tick_interval", "tick_labelset"];
/// What a type takes.
pub(super) const SELECT: &[&str] = &["randomize", "seed"];
/// What a type takes.
pub(super) const SELECT_FROM_FILE: &[&str] = &["label", "randomize", "seed", "value"];
/// What a type takes.
pub(super) const TEXT: &[&str] = &["rows"];
/// What a type takes.
pub(super) const IMAGE: &[&str] = &["app", "max-pixels"];
/// What a type takes.
pub(super) const AUDIO: &[&str] = &["quality"];
/// What a type takes.
pub(super) const GEOPOINT: &[&str] = &["allow-mock-accuracy", "capture-accuracy", "reference-geometry", "warning-accuracy"];
/// What a type takes.
pub(super) const GEO: &[&str] = &["allow-mock-accuracy", "incremental", "reference-geometry"];

/// Reads `key=value` pairs, parted by blanks, commas or semicolons; nothing if the text is not made of pairs.
pub(super) fn parse(text: &str) -> Option<Parameters> {
    let mut pieces: Vec<&str> = Vec::new();
    for word in text.split(|c: char| c.is_whitespace() || c == ',' || c == ';').filter(|word| !word.is_empty()) {
        for (at, piece) in word.split('=').enumerate() {
            if at > 0 {
                pieces.push("=");
            }
            if !piece.is_empty() {
                pieces.push(piece);
            }
        }
    }
    let mut parameters = Parameters::new();
    for pair in pieces.chunks(3) {
        let [key, "=", value] = pair else { return None };
        if *key == "=" || *value == "=" {
            return None;
        }
        let key = key.to_lowercase();
        // Names of columns and of questions are kept as they are; other values have no case.
        let keeps_case = key == "label" || key == "value" || value.contains("${");
        parameters.insert(key, if keeps_case { (*value).to_owned() } else { value.to_lowercase() });
    }
    Some(parameters)
}

/// The parameters of one question, and where they stand.
pub(super) struct Checker<'p, 'w> {
    /// The parameters.
    pub parameters: &'p Parameters,
    /// Their cell.
    pub at: Place,
    /// Where problems go.
    pub problems: &'p mut Problems<'w>,
}

impl Checker<'_, '_> {
    /// Notes what the type does not take.
    pub fn only(&mut self, accepted: &[&str]) {
        for key in self.parameters.keys().filter(|key| !accepted.contains(&key.as_str())) {
            self.problems.error(self.at, codes::PARAMETER_UNKNOWN, &[key, &accepted.join(", ")]);
        }
    }

    /// Notes a value that is none of these.
    pub fn one_of(&mut self, key: &str, values: &[&str]) {
        if let Some(value) = self.parameters.get(key).filter(|value| !values.contains(&value.as_str())) {
            self.problems.error(self.at, codes::PARAMETER_INVALID, &[key, value]);
        }
    }

    /// Notes a value that is no whole number.
    pub fn whole_number(&mut self, key: &str) {
        if let Some(value) = self.parameters.get(key).filter(|value| value.parse::<i64>().is_err()) {
            self.problems.error(self.at, codes::PARAMETER_NOT_A_NUMBER, &[key, value]);
        }
    }

    /// Notes a value that is no number.
    pub fn number(&mut self, key: &str) {
        if let Some(value) = self.parameters.get(key).filter(|value| value.parse::<f64>().is_err()) {
            self.problems.error(self.at, codes::PARAMETER_NOT_A_NUMBER, &[key, value]);
        }
    }

    /// Checks the order of choices: `randomize`, and a seed only with it.
    pub fn randomize(&mut self) {
        self.one_of("randomize", &["true", "false"]);
        let Some(seed) = self.parameters.get("seed") else { return };
        if !self.parameters.contains_key("randomize") {
            self.problems.error(self.at, codes::SEED_WITHOUT_RANDOMIZE, &[]);
        } else if references::only(seed).is_none() {
            self.number("seed");
        }
    }

    /// Checks that the columns of a file are names.
    pub fn columns(&mut self) {
        for key in ["value", "label"] {
            if let Some(value) = self.parameters.get(key).filter(|value| !super::lexer::is_name(value)) {
                self.problems.error(self.at, codes::PARAMETER_INVALID, &[key, value]);
            }
        }
    }

    /// Notes parameters that the standard has and we do not.
    pub fn not_supported(&mut self, key: &str) {
        if self.parameters.contains_key(key) {
            self.problems.error(self.at, codes::NOT_SUPPORTED_PARAMETER, &[key]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_pairs() {
        for (text, expected) in [
            ("", Some("")),
            ("start=2 end=9", Some("end=9 start=2")),
            ("start=2 ; end=9,", Some("end=9 start=2")),
            ("Start = 2", Some("start=2")),
            ("randomize=True", Some("randomize=true")),
            ("value=VAL", Some("value=VAL")),
            ("seed=${Q1}", Some("seed=${Q1}")),
            ("step==1", None),
            ("start=2-end=9", None),
            ("start", None),
            ("=1", None),
        ] {
            let found = parse(text).map(|it| it.iter().map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>().join(" "));
            assert_eq!(found.as_deref(), expected, "{text}");
        }
    }
}
