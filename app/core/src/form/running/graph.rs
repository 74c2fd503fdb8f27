//! Who read what, and what is to be computed again in which order.

use super::Form;
use super::state::{Property, Slot};
use crate::form::tree::TreeId;
use std::collections::BTreeSet;

/// Something that is computed: a property of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Cell {
    pub(super) at: TreeId,
    pub(super) property: Property,
}

/// Something that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Read {
    Value(TreeId),
    Children(TreeId),
    Choices(TreeId),
}

/// A cell that waits, in the order of computing: first what others need, then from the first row to the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Entry {
    pub(super) rank: u32,
    pub(super) row: u64,
    pub(super) cell: Cell,
}

impl Read {
    fn readers(self, form: &mut Form) -> &mut BTreeSet<Cell> {
        let (Self::Value(at) | Self::Children(at) | Self::Choices(at)) = self;
        let Slot { of_value, of_children, of_choices, .. } = form.slot_mut(at);
        match self {
            Self::Value(_) => of_value,
            Self::Children(_) => of_children,
            Self::Choices(_) => of_choices,
        }
    }
}

impl Form {
    /// Puts a cell into the queue.
    pub(super) fn enqueue(&mut self, at: TreeId, property: Property) {
        let Some(state) = self.state(at) else { return };
        let rank = state.node.index() * Property::ALL.len() + property.index();
        let rank = self.compiled.ranks.get(rank).copied().unwrap_or(u32::MAX);
        let entry = Entry { rank, row: self.row_order(at), cell: Cell { at, property } };
        self.queue.insert(entry);
    }

    /// A number that grows from row to row: the places of the rows that a node is in, the three innermost.
    fn row_order(&self, at: TreeId) -> u64 {
        let mut order = 0;
        let mut shift = 0;
        let mut here = Some(at);
        while let Some(at) = here.filter(|_| shift < 60) {
            if self.state(at).is_some_and(|state| state.key.is_some()) {
                let place = u64::try_from(self.tree.place(at)).unwrap_or(u64::MAX).min(0xF_FFFF);
                order |= place << shift;
                shift += 20;
            }
            here = self.tree.parent(at);
        }
        order
    }

    /// Everyone who read this is computed again.
    pub(super) fn notify(&mut self, read: Read) {
        let readers = std::mem::take(read.readers(self));
        for cell in &readers {
            self.enqueue(cell.at, cell.property);
        }
        *read.readers(self) = readers;
    }

    /// The value of a node is another one, and so is the text of everything that it is in.
    pub(super) fn notify_value(&mut self, at: TreeId) {
        let mut here = Some(at);
        while let Some(at) = here {
            self.notify(Read::Value(at));
            here = self.tree.parent(at);
        }
    }

    /// Remembers what a cell read; `reads` is sorted and without repetition.
    pub(super) fn remember(&mut self, cell: Cell, reads: Vec<Read>) {
        let Some(state) = self.state_mut(cell.at) else { return };
        let old = match state.reads.iter_mut().find(|(property, _)| *property == cell.property) {
            // Mostly the same is read again.
            Some((_, old)) if *old == reads => return,
            Some((_, old)) => std::mem::replace(old, reads.clone()),
            None => {
                state.reads.push((cell.property, reads.clone()));
                Vec::new()
            }
        };
        for read in &old {
            if reads.binary_search(read).is_err() {
                self.forget(*read, cell);
            }
        }
        for read in reads {
            if old.binary_search(&read).is_err() {
                read.readers(self).insert(cell);
            }
        }
    }

    /// A cell does not read this any more.
    pub(super) fn forget(&mut self, read: Read, cell: Cell) {
        read.readers(self).remove(&cell);
    }
}
