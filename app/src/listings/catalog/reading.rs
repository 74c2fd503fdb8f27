//! Finding by the reading of somebody else: an event by the kana of its group, or of the place where it is.
//!
//! Who says かわのかい looks for what that group does, and the event itself holds only 川の会. The reading stands with the group, so it is asked
//! there when somebody types kana; nothing of it is stored with the event. Hence the order in which records arrive does not matter, and a
//! group that corrects its reading is found by it at once.

use super::super::kind::Kind;
use super::{Catalog, Slot};
use engawa_core::text::fold;
use std::collections::BTreeMap;

/// Groups and places that one word may name.
const OWNERS_MAX: usize = 50;
/// What is found by a whole query of readings comes after what holds the words itself.
const LAST: u32 = 1;

impl Catalog {
    /// Slots that the words find by the reading of their groups or their place, each once, with a score.
    pub(super) fn by_reading(&self, words: &str) -> Vec<(u32, u32)> {
        let all: Vec<&str> = words.split_whitespace().collect();
        let mut found = BTreeMap::new();
        for (at, word) in all.iter().enumerate() {
            let owners = self.read_as(word);
            if owners.is_empty() {
                continue;
            }
            let belongs = |slot: &Slot| {
                let row = &slot.row;
                owners.contains(&row.group) || owners.contains(&row.place) || row.hosts.iter().any(|host| owners.contains(host))
            };
            let rest: Vec<&str> = all.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, word)| *word).collect();
            if rest.is_empty() {
                found.extend(self.all().filter(|&(_, slot)| belongs(slot)).map(|(at, _)| (at, LAST)));
            } else {
                found.extend(self.search(&rest.join(" ")).into_iter().filter(|(at, _)| self.slot(*at).is_some_and(belongs)));
            }
        }
        found.into_iter().collect()
    }

    /// The numbers of groups and places whose reading holds a word of kana.
    fn read_as(&self, word: &str) -> Vec<u32> {
        let folded = fold(word);
        let is_kana = |c: char| matches!(c, 'ぁ'..='ゔ' | 'ー' | 'ゝ' | 'ゞ');
        if folded.chars().count() < 2 || !folded.chars().all(is_kana) {
            return Vec::new();
        }
        let slots = self.search(word).into_iter().filter_map(|(at, _)| self.slot(at));
        let owners = slots.filter(|slot| matches!(slot.row.kind(), Kind::Group | Kind::Place));
        let read = owners.filter(|slot| slot.card().is_some_and(|card| fold(&card.kana).contains(&folded)));
        // Whom nobody names has no number.
        read.filter_map(|slot| self.groups.number(&slot.id)).take(OWNERS_MAX).collect()
    }
}
