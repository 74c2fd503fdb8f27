//! What a listing must satisfy, checked by the same code in the browser and on the server.
//!
//! A draft may be incomplete; what is public may not. Limits are generous (city texts are long) but bound every text, list and
//! number, so that no input can make a page or the feed unbounded.

pub mod bounds;

use super::kind::Details;
use super::listing::{Contact, Listing};
use super::vocabulary::State;
use engawa_core::Problem;

/// Characters of a title.
pub const TITLE_MAX: usize = 200;
/// Characters of a summary.
pub const SUMMARY_MAX: usize = 300;
/// Characters of a body.
pub const BODY_MAX: usize = 20_000;
/// Characters of any other text.
pub const TEXT_MAX: usize = 2_000;
/// Items of any list.
pub const LIST_MAX: usize = 400;

/// All problems of a listing; empty: it may be stored in its state.
pub fn check(listing: &Listing) -> Vec<Problem> {
    let mut found = Vec::new();
    let out = &mut found;
    if listing.id.is_empty() || listing.id.len() > 64 || !listing.id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
        out.push(Problem::new("id", "bad_json"));
    }
    bounds::check(listing, out);
    if listing.state != State::Draft && listing.title.trim().is_empty() {
        out.push(Problem::new("title", "required"));
    }
    if listing.state == State::Published
        && !listing.sample
        && listing.contact == Contact::default()
        && listing.organiser.name.is_empty()
        && listing.source.is_none()
    {
        // Nobody could be asked about it.
        out.push(Problem::new("contact", "required"));
    }
    times(listing, out);
    place(listing, out);
    addresses(listing, out);
    for (at, image) in listing.images.iter().enumerate() {
        if image.alt.trim().is_empty() {
            out.push(Problem::new(format!("images.{at}.alt"), "image_without_alt"));
        }
        if !is_media(&image.src) {
            out.push(Problem::new(format!("images.{at}.src"), "bad_url"));
        }
    }
    if let Some((from, to)) = listing.audience.ages
        && from > to
    {
        out.push(Problem::new("audience.ages", "ends_before_start"));
    }
    if let Some((low, high)) = listing.cost.yen
        && low > high
    {
        out.push(Problem::new("cost.yen", "ends_before_start"));
    }
    found
}

fn times(listing: &Listing, out: &mut Vec<Problem>) {
    if let Some(schedule) = &listing.schedule {
        for (at, session) in schedule.sessions.iter().enumerate() {
            if session.until.is_some_and(|until| until < session.on) {
                out.push(Problem::new(format!("schedule.sessions.{at}.until"), "ends_before_start"));
            }
        }
    }
    if let Some(apply) = &listing.apply
        && apply.opens_on.zip(apply.closes_on).is_some_and(|(opens, closes)| closes < opens)
    {
        out.push(Problem::new("apply.closes_on", "ends_before_start"));
    }
}

fn place(listing: &Listing, out: &mut Vec<Problem>) {
    let Some(venue) = &listing.venue else { return };
    match (venue.lat, venue.lon) {
        (None, None) => {}
        (Some(lat), Some(lon)) if is_in_japan(lat, lon) => {}
        _ => out.push(Problem::new("venue.lat", "bad_coordinates")),
    }
}

/// Whether this is a point of Japan, with its outlying islands.
pub fn is_in_japan(lat: f64, lon: f64) -> bool {
    (20.0..=46.0).contains(&lat) && (122.0..=154.5).contains(&lon)
}

fn addresses(listing: &Listing, out: &mut Vec<Problem>) {
    for (at, link) in listing.links.iter().enumerate() {
        if !is_web(&link.url) {
            out.push(Problem::new(format!("links.{at}.url"), "bad_url"));
        }
    }
    if let Some(apply) = &listing.apply
        && !apply.url.is_empty()
        && !is_web(&apply.url)
    {
        out.push(Problem::new("apply.url", "bad_url"));
    }
    if let Details::Guide(guide) = &listing.details {
        let broken = guide.steps.iter().enumerate().filter(|(_, step)| !step.link.is_empty() && !is_site_path(&step.link));
        out.extend(broken.map(|(at, _)| Problem::new(format!("details.steps.{at}.link"), "bad_site_path")));
    }
    if !listing.contact.email.is_empty() && !is_email(&listing.contact.email) {
        out.push(Problem::new("contact.email", "bad_email"));
    }
    if listing.contact.phone.chars().count() > 80 {
        out.push(Problem::new("contact.phone", "bad_phone"));
    }
}

/// An address that pages may link to: `http` or `https`, nothing that runs.
pub fn is_web(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        !rest.is_empty() && url.len() <= 2_000 && !url.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>'))
    })
}

/// The path of a form or page of this site: `/forms/water-test`, with what may come behind `?` and `#`. No other site, nothing that runs,
/// and nothing that is no page.
pub fn is_site_path(path: &str) -> bool {
    let first = path.split(['/', '?', '#']).nth(1).unwrap_or_default();
    let is_page = !["api", "media", "staff", "lang"].contains(&first);
    path.starts_with('/')
        && !path.starts_with("//")
        && is_page
        && path.len() <= 500
        && path.chars().all(|c| c.is_ascii_graphic() && !matches!(c, '"' | '<' | '>' | '\\'))
        && !path.split(['/', '?', '#']).any(|part| part == "..")
}

/// One `@`, something on both sides, nothing that would end a mail header or an attribute.
pub fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else { return false };
    let clean =
        |part: &str| !part.is_empty() && !part.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>' | '@' | ',' | ';'));
    text.len() <= 254 && clean(local) && clean(domain) && domain.contains('.')
}

/// A picture of this site: `<sha256>.<ext>` and nothing else.
pub fn is_media(src: &str) -> bool {
    src.split_once('.').is_some_and(|(hash, ext)| {
        hash.len() == 64 && hash.chars().all(|c| c.is_ascii_hexdigit() && !c.is_ascii_uppercase()) && matches!(ext, "webp" | "png" | "jpg")
    })
}

#[cfg(test)]
mod tests {
    use super::super::kind::Kind;
    use super::*;

    fn check_codes(change: impl FnOnce(&mut Listing)) -> Vec<String> {
        let mut listing = Listing::draft("a1", Kind::Event);
        listing.state = State::Published;
        listing.title = "川の清掃".into();
        listing.organiser.name = "川を守る会".into();
        change(&mut listing);
        check(&listing).into_iter().map(|problem| format!("{}:{}", problem.path, problem.code)).collect()
    }

    #[test]
    fn a_plain_listing_passes() {
        assert!(check_codes(|_| {}).is_empty());
    }

    #[test]
    fn each_rule_names_its_place() {
        assert_eq!(check_codes(|it| it.title.clear()), ["title:required"]);
        assert_eq!(check_codes(|it| it.organiser.name.clear()), ["contact:required"]);
        assert_eq!(check_codes(|it| it.title = "あ".repeat(201)), ["title:too_long"]);
        assert_eq!(check_codes(|it| it.contact.email = "a@b".into()), ["contact.email:bad_email"]);
        assert_eq!(
            check_codes(|it| it.links.push(super::super::listing::Link { label: "x".into(), url: "javascript:alert(1)".into() })),
            ["links.0.url:bad_url"]
        );
        assert_eq!(
            check_codes(|it| it.venue = Some(super::super::listing::Venue { lat: Some(134.0), lon: Some(34.0), ..Default::default() })),
            ["venue.lat:bad_coordinates"]
        );
    }

    #[test]
    fn a_step_leads_to_a_page_of_this_site() {
        for path in ["/forms/water-test", "/listings?kind=group&free=1", "/listings/a1#when", "/"] {
            assert!(is_site_path(path), "{path}");
        }
        let long = format!("/{}", "a".repeat(500));
        let elsewhere = ["", "forms/a", "https://a.example/", "//a.example/", "/\\a.example", "javascript:alert(1)"];
        for path in elsewhere.into_iter().chain(["/a b", "/\"x", "/a/../b", "/川", long.as_str()]) {
            assert!(!is_site_path(path), "{path}");
        }
        for path in ["/api/v1/feed", "/api", "/staff/import", "/lang/en?to=/x", "/media/a.webp"] {
            assert!(!is_site_path(path), "{path}");
        }
        assert!(is_site_path("/stafford"));
        let mut guide = Listing::draft("a1", Kind::Guide);
        let step = |link: &str| super::super::kind::Step { link: link.into(), ..Default::default() };
        guide.details = Details::Guide(super::super::kind::Guide { steps: vec![step("/forms/a"), step(""), step("a")], ..Default::default() });
        let found: Vec<String> = check(&guide).into_iter().map(|problem| format!("{}:{}", problem.path, problem.code)).collect();
        assert_eq!(found, ["details.steps.2.link:bad_site_path"]);
    }

    #[test]
    fn a_draft_may_be_empty() {
        assert!(check(&Listing::draft("a1", Kind::Group)).is_empty());
    }
}
