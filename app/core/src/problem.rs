//! What is wrong with an input, as data: the sentence is made from the message tables, in the person's language.

use serde::{Deserialize, Serialize};

/// One thing that is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The place: a field path such as `schedule.sessions.0.on`, or a cell such as `Sheet1!C12`. Empty: the whole input.
    pub path: String,
    /// What is wrong, a stable code in `snake_case`; each has a message.
    pub code: String,
    /// Arguments of the sentence (a limit, the text that could not be read).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub args: Vec<String>,
    /// The sentence in the asker's language; filled at the edge.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub message: String,
}

impl Problem {
    /// A problem at `path`.
    pub fn new(path: impl Into<String>, code: impl Into<String>) -> Self {
        Self { path: path.into(), code: code.into(), args: Vec::new(), message: String::new() }
    }

    /// Adds an argument.
    #[must_use]
    pub fn arg(mut self, arg: impl Into<String>) -> Self {
        self.args.push(arg.into());
        self
    }
}
