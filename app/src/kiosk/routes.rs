//! Which addresses of the app open at a screen. All others are shown as a QR code, to be opened on a phone.
//!
//! Open is what anybody may read, and, where staff allow it at that screen, what is filled in without an account. Invariants: only paths
//! of the app's own pages open, never another site, a file or a page of accounts and staff; the table in the tests names every route.

use super::config::Room;

/// The steps of an address behind its first slash, without what comes behind `?` and `#`.
fn steps_of(address: &str) -> Option<Vec<&str>> {
    let path = address.split(['?', '#']).next().unwrap_or_default().strip_prefix('/')?;
    // Two slashes begin the name of another host.
    let is_ours = !path.starts_with(['/', '\\']);
    is_ours.then(|| path.strip_suffix('/').unwrap_or(path).split('/').collect())
}

/// Whether this address opens at a screen where people may do these things. What they may not do here they do on a phone of their own.
pub fn opens_with(address: &str, rooms: &[Room]) -> bool {
    let steps = steps_of(address).unwrap_or_default();
    let needs: &[Room] = match steps.as_slice() {
        ["drafts", ..] | ["forms", _, "begin"] => &[Room::Forms],
        // How what was sent stands: also right after somebody sent it.
        ["outbox"] => &[Room::Forms, Room::Receipts],
        _ => &[],
    };
    opens_here(address) && (needs.is_empty() || needs.iter().any(|room| rooms.contains(room)))
}

/// Whether this address, as it stands in a link, opens at a screen where people may do everything.
pub fn opens_here(address: &str) -> bool {
    let Some(steps) = steps_of(address) else { return false };
    match steps.as_slice() {
        [""] => true,
        [page] => matches!(
            *page,
            "kiosk" | "listings" | "calendar" | "map" | "favourites" | "about" | "accessibility" | "privacy" | "forms" | "drafts" | "outbox"
        ),
        ["listings" | "groups" | "organisations" | "drafts", id] => is_id(id),
        // Addresses below `/forms/` that are no forms: how something that was sent stands, as the server shows it.
        ["forms", id] | ["forms", id, "begin"] => crate::forms::rules::is_form_id(id),
        _ => false,
    }
}

/// Whether this can be the id of a listing or a draft.
fn is_id(text: &str) -> bool {
    (1..=64).contains(&text.len()) && text.chars().all(|sign| sign.is_ascii_alphanumeric() || matches!(sign, '-' | '_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    const OPEN: [&str; 19] = [
        "/",
        "/kiosk",
        "/listings",
        "/listings/:id",
        "/groups/:id",
        "/organisations/:id",
        "/calendar",
        "/map",
        "/favourites",
        "/about",
        "/accessibility",
        "/privacy",
        "/forms",
        "/forms/:id",
        "/forms/:id/begin",
        "/drafts",
        "/drafts/:id",
        "/outbox",
        // A link that a person typed.
        "/calendar/",
    ];

    const CLOSED: [&str; 8] = ["/kiosk/pair", "/hand-over", "/offline", "/install", "/join", "/field", "/write", "/write/:id"];

    const ELSEWHERE: [&str; 28] = [
        "",
        "kiosk",
        "//evil.example",
        "/\\evil.example",
        "https://evil.example/listings",
        "javascript:alert(1)",
        "mailto:a@b.example",
        "tel:0422000000",
        "/sign-in",
        "/staff",
        "/staff/forms/grant",
        "/account",
        "/my/cases",
        "/confirm",
        "/invitation",
        "/forms/receipts",
        "/forms/receipts/ABCD-1234",
        "/forms/grant/send",
        "/listings/a/event.ics",
        "/listings/../staff",
        "/listings/%2e%2e",
        "/groups",
        "/feeds/events.ics",
        "/opendata/events.csv",
        "/media/a.webp",
        "/lang/en",
        "/api/v1/feed/public",
        "/metrics",
    ];

    /// An address of a route.
    fn example(route: &str) -> String {
        route.replace(":id", "0199a5b2-7c1e-7000-8000-000000000001")
    }

    #[test]
    fn what_opens_and_what_does_not() {
        for route in OPEN {
            assert!(opens_here(&example(route)), "{route}");
            assert!(opens_here(&format!("{}?q=%E9%98%B2#top", example(route))), "{route}");
        }
        for address in CLOSED.map(example).iter().map(String::as_str).chain(ELSEWHERE) {
            assert!(!opens_here(address), "{address}");
        }
    }

    #[test]
    fn what_people_may_not_do_here_does_not_open() {
        let open: [(&str, &[&[Room]]); 6] = [
            ("/forms", &[&[], &[Room::Receipts]]),
            ("/forms/:id", &[&[], &[Room::HandOver]]),
            ("/forms/:id/begin", &[&[Room::Forms]]),
            ("/drafts", &[&[Room::Forms]]),
            ("/drafts/:id", &[&[Room::Forms, Room::HandOver]]),
            ("/outbox", &[&[Room::Forms], &[Room::Receipts]]),
        ];
        for (route, opening) in open {
            for rooms in opening {
                assert!(opens_with(&example(route), rooms), "{route} {rooms:?}");
            }
        }
        let without: [&[Room]; 2] = [&[], &[Room::Receipts, Room::HandOver]];
        for address in ["/forms/:id/begin", "/forms/:id/begin/?a=b", "/drafts", "/drafts/:id#x"] {
            for rooms in without {
                assert!(!opens_with(&example(address), rooms), "{address} {rooms:?}");
            }
        }
        assert!(!opens_with("/outbox", &[Room::HandOver]));
        for address in ELSEWHERE {
            assert!(!opens_with(address, Room::ALL), "{address}");
        }
        for route in OPEN {
            assert!(opens_with(&example(route), Room::ALL), "{route}");
        }
    }

    #[test]
    fn every_route_of_the_app_was_thought_of() {
        let app = include_str!("../app.rs");
        let routes: Vec<&str> = app.split("path!(\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert!(routes.len() > 20, "the routes were not found");
        for route in routes {
            assert!(OPEN.contains(&route) || CLOSED.contains(&route), "{route} is neither in OPEN nor in CLOSED");
        }
    }
}
