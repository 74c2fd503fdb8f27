//! The navigation of the pages of staff: two places that every day needs, the others in groups, and whoever is signed in. It works without
//! scripts: a group is a `details`, and opening one closes the others.
//!
//! Invariant: a place whose door is closed to somebody is not offered to them; the door stays closed all the same.

use super::doors;
use super::render::escape;
use axum::http::Method;
use axum::response::Response;
use engawa_app::messages::kiosk::fleet;
use engawa_app::messages::people::{account, audit, cases, desks, field, groups, moderation};
use engawa_app::messages::{desk as m, forms};
use engawa_core::rights::Actor;
use engawa_core::{Lang, Message, Subject, may};

/// A place: its path and its word.
type Place = (&'static str, Message);

/// What every day needs.
const DAILY: &[Place] = &[("/staff/today", m::NAV_TODAY), ("/staff/counter", cases::COUNTER)];

/// The other places, by what they are about.
const GROUPS: &[(Message, &[Place])] = &[
    (
        m::NAV_REQUESTS,
        &[
            ("/staff/submissions", forms::desk::INBOX_ALL),
            ("/staff/referrals", cases::REFERRALS),
            ("/staff/forms", forms::desk::FORMS),
            ("/staff/rescue", forms::rescue::RESCUE),
            ("/field", field::FIELD),
        ],
    ),
    (
        m::LISTINGS,
        &[
            ("/staff", m::NAV_LISTINGS),
            ("/staff/listings/new", m::NEW),
            ("/staff/moderation", moderation::MODERATION),
            ("/staff/import", m::IMPORT),
            ("/staff/inside", desks::INSIDE),
        ],
    ),
    (
        m::NAV_REGISTERS,
        &[("/staff/groups", groups::GROUPS), ("/staff/desks", desks::DESKS), ("/staff/kiosks", fleet::KIOSKS), ("/staff/audit", audit::AUDIT)],
    ),
];

/// Where somebody is, and who they are.
struct Here {
    path: String,
    actor: Actor,
}

tokio::task_local! {
    static HERE: Here;
}

/// Makes an answer whose navigation is that of this page and this reader.
pub async fn scoped(actor: Actor, path: String, answer: impl Future<Output = Response>) -> Response {
    HERE.scope(Here { path, actor }, answer).await
}

/// The navigation. `name`: of who is signed in.
pub fn staff(lang: Lang, name: &str) -> String {
    HERE.try_with(|here| drawn(lang, name, &here.path, |path| is_open(&here.actor, path))).unwrap_or_else(|_| drawn(lang, name, "", |_| true))
}

fn is_open(actor: &Actor, path: &str) -> bool {
    doors::action_of(&Method::GET, path).is_none_or(|action| may(actor, action, &Subject::NONE))
}

/// The place that a page belongs to: the deepest one above it.
fn place_of(path: &str) -> &'static str {
    let places = DAILY.iter().chain(GROUPS.iter().flat_map(|(_, places)| *places));
    let above =
        places.map(|(place, _)| *place).filter(|place| path.strip_prefix(*place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')));
    above.max_by_key(|place| place.len()).unwrap_or_default()
}

fn drawn(lang: Lang, name: &str, path: &str, is_open: impl Fn(&str) -> bool) -> String {
    let current = place_of(path);
    let link = |(place, word): &Place| {
        let mark = match (*place == path, *place == current) {
            (true, _) => " aria-current=\"page\"",
            (_, true) => " aria-current=\"true\"",
            _ => "",
        };
        format!("<a href=\"{place}\"{mark}>{}</a>", word.text(lang))
    };
    let daily: String = DAILY.iter().filter(|(place, _)| is_open(place)).map(&link).collect();
    let groups: String = GROUPS
        .iter()
        .map(|(word, places)| {
            let links =
                places.iter().filter(|(place, _)| is_open(place)).map(|place| format!("<li>{}</li>", link(place))).collect::<Vec<_>>().concat();
            let here = if places.iter().any(|(place, _)| *place == current) { " class=\"here\"" } else { "" };
            if links.is_empty() { links } else { group(here, word.text(lang), &links) }
        })
        .collect();
    let own = format!(
        "<li><a href=\"/account\">{account}</a></li><li><a href=\"/\">{public}</a></li>\
         <li><form method=\"post\" action=\"/staff/sign-out\"><button class=\"button button-small\">{out}</button></form></li>",
        account = account::MY_ACCOUNT.text(lang),
        public = m::PUBLIC_SITE.text(lang),
        out = m::SIGN_OUT.text(lang),
    );
    let own = group(" class=\"desk-nav-who\"", &escape(name), &own);
    format!("<nav class=\"desk-nav\" aria-label=\"{desk}\">{daily}{groups}{own}</nav>", desk = m::DESK.text(lang))
}

/// A group of places. `class`: of its summary, with a space before it.
fn group(class: &str, word: &str, links: &str) -> String {
    format!("<details name=\"desk-nav\"><summary{class}>{word}</summary><ul>{links}</ul></details>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_belongs_to_the_deepest_place_above_it() {
        for (path, place) in [
            ("/staff", "/staff"),
            ("/staff/listings/0198", "/staff"),
            ("/staff/listings/new", "/staff/listings/new"),
            ("/staff/counter/0198/refer", "/staff/counter"),
            ("/staff/desks/list", "/staff/desks"),
            ("/staff/forms/meeting_room/intake", "/staff/forms"),
            ("/staffing", ""),
            ("", ""),
        ] {
            assert_eq!(place_of(path), place, "{path}");
        }
    }

    #[test]
    fn one_link_is_the_page_and_a_place_above_it_is_only_current() {
        let page = drawn(Lang::En, "a", "/staff/desks", |_| true);
        assert!(page.contains("<a href=\"/staff/desks\" aria-current=\"page\">"));
        assert_eq!(page.matches("aria-current").count(), 1);
        assert_eq!(page.matches("class=\"here\"").count(), 1);
        let inside = drawn(Lang::En, "a", "/staff/desks/main", |_| true);
        assert!(inside.contains("<a href=\"/staff/desks\" aria-current=\"true\">"));
    }

    #[test]
    fn a_closed_door_is_not_offered() {
        let nav = drawn(Lang::En, "<b>", "/staff/today", |path| !["/staff/audit", "/staff/groups", "/staff/desks", "/staff/kiosks"].contains(&path));
        assert!(!nav.contains("/staff/audit"));
        // A group without places is gone as a whole: two are left, and who is signed in.
        assert_eq!(nav.matches("<details").count(), 3);
        assert!(nav.contains("&lt;b&gt;") && !nav.contains("<b>"));
        assert!(!is_open(&Actor::anonymous(), "/staff/audit"));
        assert!(is_open(&Actor::anonymous(), "/field"));
    }

    #[test]
    fn every_place_of_staff_has_a_door() {
        for (place, _) in DAILY.iter().chain(GROUPS.iter().flat_map(|(_, places)| *places)) {
            assert!(*place == "/field" || doors::action_of(&Method::GET, place).is_some(), "{place}");
        }
    }
}
