//! The nodes that a path found: mostly none or one, for which nothing is allocated.

use super::Origin;

/// Nodes in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Set {
    #[default]
    None,
    One(Origin),
    Many(Vec<Origin>),
}

impl Set {
    pub(super) fn push(&mut self, node: Origin) {
        match self {
            Self::None => *self = Self::One(node),
            Self::One(first) => *self = Self::Many(vec![*first, node]),
            Self::Many(all) => all.push(node),
        }
    }

    pub(super) fn as_slice(&self) -> &[Origin] {
        match self {
            Self::None => &[],
            Self::One(only) => std::slice::from_ref(only),
            Self::Many(all) => all,
        }
    }

    pub(super) fn first(&self) -> Option<Origin> {
        self.as_slice().first().copied()
    }

    pub(super) fn len(&self) -> usize {
        self.as_slice().len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Puts all of `other` behind these.
    pub(super) fn append(&mut self, other: Self) {
        match (&mut *self, other) {
            (_, Self::None) => {}
            (Self::None, other) => *self = other,
            (Self::Many(all), other) => all.extend_from_slice(other.as_slice()),
            (Self::One(first), other) => {
                let mut all = vec![*first];
                all.extend_from_slice(other.as_slice());
                *self = Self::Many(all);
            }
        }
    }

    pub(super) fn into_vec(self) -> Vec<Origin> {
        match self {
            Self::None => Vec::new(),
            Self::One(only) => vec![only],
            Self::Many(all) => all,
        }
    }
}

impl From<Vec<Origin>> for Set {
    fn from(nodes: Vec<Origin>) -> Self {
        match nodes.as_slice() {
            [] => Self::None,
            [only] => Self::One(*only),
            _ => Self::Many(nodes),
        }
    }
}
