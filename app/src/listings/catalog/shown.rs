//! What a shared screen shows by itself: what takes place, what is alive, and what is at a spot.

use super::super::card::Card;
use super::super::kind::Kind;
use super::super::query::ListingQuery;
use super::super::views::Happening;
use super::row::day;
use super::{Catalog, Slot, agenda};
use chrono::NaiveDate;

impl Catalog {
    /// The card of a listing, if it is there.
    pub fn card(&self, id: &str) -> Option<&Card> {
        self.slot_of(id)?.card()
    }

    /// What takes place on the days from-to, of these kinds (none: of every kind), by hour; what runs for long comes last, and
    /// what is stale on the first of them after that.
    pub fn happenings(&self, kinds: &[Kind], from: NaiveDate, to: NaiveDate) -> Vec<Happening> {
        let slots = self.slots_of(&of_kinds(kinds), from);
        let mut found = self.occurrences(&slots, from, to);
        agenda::in_order(&mut found, from);
        found
    }

    /// Listings of these kinds (none: of every kind) that are neither over nor stale on `today`: what comes next first, then the newest.
    pub fn fresh(&self, kinds: &[Kind], today: NaiveDate) -> Vec<&Card> {
        let now = day(today);
        let ids = self.ids(&of_kinds(kinds), today);
        ids.iter().filter_map(|id| self.slot_of(id)).filter(|slot| !slot.row.is_stale(now)).filter_map(Slot::card).collect()
    }

    /// Listings of these kinds (none: of every kind) that are on the map and not over on `today`, each with whether it is stale; in no order.
    pub fn placed(&self, kinds: &[Kind], today: NaiveDate) -> Vec<(&Card, bool)> {
        let now = day(today);
        self.all()
            .map(|(_, slot)| slot)
            .filter(|slot| slot.row.is_placed() && !slot.row.is_over(now) && (kinds.is_empty() || kinds.contains(&slot.row.kind())))
            .filter_map(|slot| slot.card().map(|card| (card, slot.row.is_stale(now))))
            .collect()
    }
}

fn of_kinds(kinds: &[Kind]) -> ListingQuery {
    ListingQuery { kinds: kinds.to_vec(), ..ListingQuery::default() }
}
