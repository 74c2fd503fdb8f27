//! What readers of a kind look for, and would not find.

use super::{Advice, AdviceCode};
use crate::listings::differences::{IMAGES, SESSIONS};
use crate::listings::listing::{Audience, Contact, Cost, Listing};
use crate::listings::{Attendance, Details, Kind};

pub(super) fn advise(listing: &Listing) -> Vec<Advice> {
    let kind = listing.kind();
    let meets = matches!(kind, Kind::Event | Kind::Course);
    let is_online = listing.attendance == Some(Attendance::Online);
    let is_elsewhere = meets && is_online;
    let has_time = listing.schedule.as_ref().is_some_and(|schedule| !schedule.is_empty());
    let venue = listing.venue.clone().unwrap_or_default();
    let is_placed = !(venue.name.is_empty() && venue.address.is_empty() && venue.place.is_none());
    let apply = listing.apply.clone().unwrap_or_default();
    let takes_applications = !(apply.text.is_empty() && apply.url.is_empty());
    let is_for_somebody = listing.audience != Audience::default() || says_who(&listing.details);
    let is_told = !matches!(kind, Kind::Story | Kind::Guide);
    let facts = [
        (meets && !has_time, AdviceCode::NoTime, SESSIONS),
        ((meets || kind == Kind::Place) && !is_elsewhere && !is_placed, AdviceCode::NoPlace, "venue.name"),
        (is_told && listing.contact == Contact::default(), AdviceCode::NoContact, "contact.name"),
        (meets && listing.cost == Cost::default(), AdviceCode::NoCost, "cost"),
        (
            (meets || kind == Kind::Place) && !is_elsewhere && listing.access.is_empty() && listing.access_note.is_empty(),
            AdviceCode::NoAccess,
            "access_note",
        ),
        (takes_applications && kind != Kind::Place && apply.closes_on.is_none(), AdviceCode::NoDeadline, "apply.closes_on"),
        ((meets || matches!(kind, Kind::Call | Kind::Programme)) && !is_for_somebody, AdviceCode::NoTarget, "audience"),
        (listing.images.iter().any(|image| image.alt.trim().is_empty()), AdviceCode::NoPictureText, IMAGES),
        (listing.images.iter().any(|image| image.faint), AdviceCode::FaintPicture, IMAGES),
    ];
    facts.into_iter().filter(|(is_missing, ..)| *is_missing).map(|(_, code, field)| Advice::new(code, field)).collect()
}

/// Facts of a kind that say for whom it is.
fn says_who(details: &Details) -> bool {
    match details {
        Details::Programme(programme) => !programme.eligible.is_empty(),
        Details::Call(call) => !call.skills.is_empty(),
        _ => false,
    }
}
