//! What is sent: the values of everything that is relevant, calculations too, in the order of the form.

use super::Form;
use crate::form::definition::NodeKind;
use crate::form::tree::{Tree, TreeId};
use serde::{Deserialize, Serialize};

/// A node of what is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Branch {
    /// Its name in the form.
    pub name: String,
    /// The key, if it is a row of a repeat; the rows of one repeat follow each other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// What is in it.
    pub content: Content,
}

/// What is in a node of what is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Content {
    /// A value as the standard writes it; blank if nothing was answered.
    Value(String),
    /// A group, a row or the form: what is relevant in it.
    Branches(Vec<Branch>),
}

impl Form {
    /// The whole form as it would be sent now.
    pub fn submission(&self) -> Branch {
        self.branch(Tree::ROOT).unwrap_or_else(|| Branch {
            name: self.tree.name(Tree::ROOT).to_owned(),
            key: None,
            content: Content::Branches(Vec::new()),
        })
    }

    fn branch(&self, at: TreeId) -> Option<Branch> {
        let state = self.state(at).filter(|state| state.relevant && !state.is_range)?;
        let node = self.compiled.definition.node(state.node)?;
        let content = match &node.kind {
            NodeKind::Group | NodeKind::Repeat { .. } => {
                Content::Branches(self.tree.children(at).iter().filter_map(|child| self.branch(*child)).collect())
            }
            NodeKind::Question(_) | NodeKind::Value { .. } => Content::Value(self.tree.text(at).to_owned()),
        };
        Some(Branch { name: node.name.clone(), key: state.key.clone(), content })
    }
}
