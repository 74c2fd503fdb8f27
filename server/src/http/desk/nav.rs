//! The navigation of the pages of staff: two places that every day needs, the others in groups, and whoever is signed in. It works without
//! scripts: a group is a `details`, and opening one closes the others.
//!
//! Invariant: a place whose door is closed to somebody is not offered to them; the door stays closed all the same.

use super::doors;
use super::render::escape;
use axum::extract::Request;
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;
use engawa_app::listings::query::encode;
use engawa_app::messages::common;
use engawa_app::messages::kiosk::fleet;
use engawa_app::messages::people::{account, audit, cases, courses, desks, field, groups, inquiries, moderation};
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
            ("/staff/inquiries", inquiries::INQUIRIES),
            ("/staff/rescue", forms::rescue::RESCUE),
            ("/staff/postcodes", forms::postcodes::POSTCODES),
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
            ("/staff/courses", courses::COURSES),
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
    /// The address of a page that is looked at; nothing for what a form sent.
    static PLACE: Option<String>;
}

/// Remembers which page is asked for, as long as it is drawn.
pub async fn remember(request: Request, next: Next) -> Response {
    let is_look = matches!(*request.method(), Method::GET | Method::HEAD);
    let place = request.uri().path_and_query().filter(|_| is_look).map(|it| it.as_str().to_owned());
    PLACE.scope(place, next.run(request)).await
}

/// The page that is drawn now, with its query; nothing: what a form sent is answered.
fn place() -> Option<String> {
    PLACE.try_with(Clone::clone).ok().flatten()
}

/// What marks a link of a personal page that leads to where one is.
pub fn current(href: &str) -> &'static str {
    let here = place().unwrap_or_default();
    mark(href, here.split('?').next().unwrap_or_default())
}

fn mark(href: &str, path: &str) -> &'static str {
    match path.strip_prefix(href) {
        Some("") => " aria-current=\"page\"",
        Some(rest) if rest.starts_with('/') => " aria-current=\"true\"",
        _ => "",
    }
}

/// The language switch of a page without scripts. What was typed into a form would be lost on the way, so its answer has none.
pub fn languages(lang: Lang) -> String {
    place().map_or_else(String::new, |place| links(lang, &place))
}

fn links(now: Lang, place: &str) -> String {
    let back = encode(place);
    let link = |(lang, name): (Lang, Message)| {
        let current = if lang == now { " aria-current=\"true\"" } else { "" };
        format!(
            "<li><a href=\"/lang/{code}?back={back}\" rel=\"nofollow\" lang=\"{html}\" hreflang=\"{html}\"{current}>{name}</a></li>",
            code = lang.code(),
            html = lang.html(),
            name = name.text(lang),
        )
    };
    let items = [(Lang::Ja, common::LANG_JA), (Lang::JaEasy, common::LANG_EASY), (Lang::En, common::LANG_EN)].map(link).concat();
    format!("<nav class=\"langs\" aria-label=\"{label}\"><ul>{items}</ul></nav>", label = common::NAV_LANG.text(now))
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
    fn a_personal_page_is_marked_and_one_below_it_only_current() {
        assert_eq!(mark("/account", "/account"), " aria-current=\"page\"");
        assert_eq!(mark("/account", "/account/notices"), " aria-current=\"true\"");
        for path in ["/accounts", "/my/groups", ""] {
            assert_eq!(mark("/account", path), "", "{path}");
        }
    }

    #[test]
    fn another_language_leads_back_here() {
        let nav = links(Lang::En, "/my/groups?q=%E5%BA%AD&x=\"");
        assert_eq!(nav.matches("<li>").count(), 3);
        assert!(nav.contains("hreflang=\"en\" aria-current=\"true\">English</a>"), "{nav}");
        assert!(nav.contains("/lang/ja-easy?back=%2Fmy%2Fgroups%3Fq%3D%25E5%25BA%25AD%26x%3D%22\""), "{nav}");
        assert_eq!(languages(Lang::En), "", "what a form sent is answered in the language it was sent in");
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
