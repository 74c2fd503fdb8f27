//! What somebody answered, apart from any running form: the part of a form that must never be lost.
//!
//! Only what people (or `start`, `today`, `deviceid` once) put in is kept; calculations are made again. Repeat instances have keys
//! that their device made, never positions, so that two people who add rows at the same time do not write over each other.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// The address of an answer or a repeat: names below the root, parted by `/`; a repeat instance is named with its key in brackets,
/// as in `cost[a1]/c_memo`. A repeat itself (its list of rows) is addressed without a key: `cost`, or `camp[x]/tent` when nested.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AnswerPath(pub String);

impl AnswerPath {
    /// The form itself.
    pub fn root() -> Self {
        Self(String::new())
    }

    /// The address of `name` below this one; the empty path is the root.
    #[must_use]
    pub fn child(&self, name: &str) -> Self {
        if self.0.is_empty() { Self(name.to_owned()) } else { Self(format!("{}/{name}", self.0)) }
    }

    /// The address of the instance with this key, where `self` is a repeat.
    #[must_use]
    pub fn row(&self, key: &str) -> Self {
        Self(format!("{}[{key}]", self.0))
    }

    /// The same address in the definition: without keys, `cost/c_memo`.
    pub fn without_keys(&self) -> String {
        let mut depth = 0_u32;
        self.0
            .chars()
            .filter(|c| {
                match c {
                    '[' => depth += 1,
                    ']' => {
                        depth = depth.saturating_sub(1);
                        return false;
                    }
                    _ => {}
                }
                depth == 0
            })
            .collect()
    }
}

impl fmt::Display for AnswerPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Everything that was put in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answers {
    /// Values as the standard writes them: numbers in ASCII, dates as `2026-11-21`, choices parted by spaces, attachments as
    /// `sha256:HEX/name.pdf`. An answer that was cleared is absent.
    #[serde(default)]
    pub values: BTreeMap<AnswerPath, String>,
    /// The keys of the instances of each repeat, in order.
    #[serde(default)]
    pub rows: BTreeMap<AnswerPath, Vec<String>>,
}

impl Answers {
    /// Whether nothing was put in.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty() && self.rows.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_built_and_stripped() {
        let memo = AnswerPath::root().child("cost").row("a1").child("c_memo");
        assert_eq!(memo.0, "cost[a1]/c_memo");
        assert_eq!(memo.without_keys(), "cost/c_memo");
    }
}
