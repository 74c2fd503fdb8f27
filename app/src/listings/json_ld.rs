//! A listing in the words of schema.org, for search engines and other programs: one JSON-LD object a page.
//!
//! Pure and without page knowledge. Invariants: nothing is said that the listing does not say (an unknown price is no price); the text
//! is safe inside a `<script>` element, because `<`, `>` and `&` are written as escapes.

use super::card::href;
use super::kind::{Details, Group, GroupType, Place, ProgrammeType, Step};
use super::listing::{Listing, Venue};
use super::rules::is_site_path;
use super::vocabulary::{Access, Attendance, SpokenLang};
use crate::site::Site;
use chrono::{NaiveDate, NaiveTime};
use engawa_core::Lang;
use engawa_core::time::Occurrence;
use serde_json::{Map, Value, json};

/// Longest description, in characters.
const DESCRIPTION_CHARS: usize = 1000;

/// The JSON-LD of a listing's page. `next`: the occurrence that is running or comes next, if there is one.
pub fn of(listing: &Listing, site: &Site, next: Option<Occurrence>) -> String {
    script_safe(&Value::Object(object(listing, site, next)))
}

/// The JSON text with everything escaped that could end or open markup.
fn script_safe(value: &Value) -> String {
    let mut out = String::new();
    for char in value.to_string().chars() {
        match char {
            '<' => out.push_str("\\u003c"),
            '>' => out.push_str("\\u003e"),
            '&' => out.push_str("\\u0026"),
            '\u{2028}' => out.push_str("\\u2028"),
            '\u{2029}' => out.push_str("\\u2029"),
            _ => out.push(char),
        }
    }
    out
}

fn object(listing: &Listing, site: &Site, next: Option<Occurrence>) -> Map<String, Value> {
    let mut out = Map::new();
    let group_type = if let Details::Group(group) = &listing.details { group.group_type } else { None };
    let url = format!("{}{}", site.origin, href(listing.kind(), group_type, &listing.id));
    put(&mut out, "@context", "https://schema.org");
    put(&mut out, "@id", url.as_str());
    put(&mut out, "url", url.as_str());
    put(&mut out, "name", listing.title.as_str());
    let long = if listing.summary.is_empty() { &listing.body } else { &listing.summary };
    put(&mut out, "description", long.chars().take(DESCRIPTION_CHARS).collect::<String>());
    let images: Vec<Value> = listing.images.iter().map(|image| json!(format!("{}/media/{}", site.origin, image.src))).collect();
    put(&mut out, "image", images);
    put(&mut out, "inLanguage", listing.languages.iter().filter_map(|it| language(*it)).map(Value::from).collect::<Vec<_>>());
    put(&mut out, "keywords", listing.tags.join(", "));
    specific(&mut out, listing, site, next);
    out
}

/// Type and facts of each kind.
fn specific(out: &mut Map<String, Value>, listing: &Listing, site: &Site, next: Option<Occurrence>) {
    match &listing.details {
        Details::Event(_) => {
            put(out, "@type", "Event");
            event(out, listing, site, next);
        }
        Details::Course(course) => {
            put(out, "@type", "Course");
            put(out, "provider", organiser(listing, site));
            offers(out, listing);
            let mut instance = Map::new();
            put(&mut instance, "@type", "CourseInstance");
            event(&mut instance, listing, site, next);
            put(&mut instance, "instructor", named("Person", &course.lecturer));
            put(&mut instance, "courseMode", listing.attendance.map_or("", course_mode));
            put(out, "hasCourseInstance", Value::Object(instance));
        }
        Details::Group(group) => organisation(out, listing, group),
        Details::Call(call) => {
            // A public announcement of something sought, without being an offer of employment.
            put(out, "@type", "Demand");
            put(out, "seller", organiser(listing, site));
            put(out, "validThrough", day(listing.deadline()));
            put(out, "availableAtOrFrom", place(listing.venue.as_ref()));
            put(out, "itemOffered", named("Service", &call.duties));
        }
        Details::Place(facts) => place_page(out, listing, facts),
        Details::Equipment(equipment) => {
            put(out, "@type", "Product");
            put(out, "offers", json!({"@type": "Offer", "businessFunction": "http://purl.org/goodrelations/v1#LeaseOut"}));
            put(out, "provider", organiser(listing, site));
            put(out, "disambiguatingDescription", equipment.conditions.as_str());
        }
        Details::Programme(programme) => {
            put(out, "@type", "GovernmentService");
            let provider = if programme.provider.is_empty() { organiser(listing, site) } else { named("Organization", &programme.provider) };
            put(out, "provider", provider);
            put(out, "serviceType", programme.programme_type.map_or("", ProgrammeType::code));
            put(out, "audience", audience(listing, &programme.eligible));
            put(out, "areaServed", named("City", &site.city.ja));
            put(out, "serviceOperator", organiser(listing, site));
            apply_action(out, listing);
        }
        Details::Project(project) => {
            put(out, "@type", "Project");
            put(out, "department", named("GovernmentOrganization", &project.department));
            put(out, "member", project.partners.iter().map(|it| named("Organization", it)).collect::<Vec<_>>());
        }
        Details::Story(_) => article(out, "Article", listing, site),
        Details::Challenge(_) => article(out, "Report", listing, site),
        Details::Notice(_) => article(out, "NewsArticle", listing, site),
        Details::Guide(guide) => {
            put(out, "@type", "HowTo");
            let step = |step: &Step| {
                let mut it = Map::new();
                put(&mut it, "@type", "HowToStep");
                put(&mut it, "name", step.title.as_str());
                put(&mut it, "text", step.text.as_str());
                if is_site_path(&step.link) {
                    put(&mut it, "url", format!("{}{}", site.origin, step.link));
                }
                Value::Object(it)
            };
            put(out, "step", guide.steps.iter().map(step).collect::<Vec<_>>());
            put(out, "version", guide.version.as_str());
        }
    }
}

fn event(out: &mut Map<String, Value>, listing: &Listing, site: &Site, next: Option<Occurrence>) {
    if let Some(next) = next {
        put(out, "startDate", instant(next.on, next.starts));
        let overnight = next.until == next.on && next.ends.zip(next.starts).is_some_and(|(ends, starts)| ends <= starts);
        let last = if overnight { next.until.succ_opt().unwrap_or(next.until) } else { next.until };
        if next.ends.is_some() || last != next.on {
            put(out, "endDate", instant(last, next.ends));
        }
    }
    put(out, "eventStatus", "https://schema.org/EventScheduled");
    put(out, "eventAttendanceMode", listing.attendance.map_or("", attendance_mode));
    let mut spots = Vec::new();
    let spot = place(listing.venue.as_ref());
    if !spot.is_null() {
        spots.push(spot);
    }
    if listing.attendance.is_some_and(Attendance::is_online) {
        let url = listing.apply.as_ref().map_or("", |apply| apply.url.as_str());
        let url = if url.is_empty() { format!("{}/listings/{}", site.origin, listing.id) } else { url.to_owned() };
        spots.push(json!({"@type": "VirtualLocation", "url": url}));
    }
    put(out, "location", spots);
    put(out, "organizer", organiser(listing, site));
    put(out, "audience", audience(listing, &listing.audience.text));
    put(out, "maximumAttendeeCapacity", listing.apply.as_ref().and_then(|apply| apply.capacity).map_or(Value::Null, Value::from));
    if let Some((from, to)) = listing.audience.ages {
        put(out, "typicalAgeRange", if to >= 120 { format!("{from}-") } else { format!("{from}-{to}") });
    }
    put(out, "accessibilitySummary", listing.access_note.as_str());
    offers(out, listing);
}

fn offers(out: &mut Map<String, Value>, listing: &Listing) {
    if let Some(free) = listing.cost.free {
        out.insert("isAccessibleForFree".to_owned(), Value::Bool(free));
    }
    let mut offer = Map::new();
    match listing.cost.yen {
        Some((low, high)) if low == high => put(&mut offer, "price", low),
        Some((low, high)) => {
            put(&mut offer, "lowPrice", low);
            put(&mut offer, "highPrice", high);
        }
        None if listing.cost.free == Some(true) => put(&mut offer, "price", 0),
        None => return,
    }
    let kind = if offer.contains_key("lowPrice") { "AggregateOffer" } else { "Offer" };
    put(&mut offer, "@type", kind);
    put(&mut offer, "priceCurrency", "JPY");
    if let Some(apply) = &listing.apply {
        put(&mut offer, "validFrom", day(apply.opens_on));
        put(&mut offer, "validThrough", day(apply.closes_on));
        put(&mut offer, "url", apply.url.as_str());
    }
    put(out, "offers", Value::Object(offer));
}

fn apply_action(out: &mut Map<String, Value>, listing: &Listing) {
    let Some(apply) = &listing.apply else { return };
    let mut action = Map::new();
    put(&mut action, "startTime", day(apply.opens_on));
    put(&mut action, "endTime", day(apply.closes_on));
    put(&mut action, "target", apply.url.as_str());
    if !action.is_empty() {
        put(&mut action, "@type", "ApplyAction");
        put(out, "potentialAction", Value::Object(action));
    }
}

fn organisation(out: &mut Map<String, Value>, listing: &Listing, group: &Group) {
    put(out, "@type", group.group_type.map_or("Organization", group_class));
    put(out, "alternateName", listing.kana.as_str());
    put(out, "foundingDate", group.founded.map_or(Value::Null, |year| Value::from(format!("{year:04}"))));
    put(out, "telephone", listing.contact.phone.as_str());
    put(out, "email", listing.contact.email.as_str());
    put(out, "location", place(listing.venue.as_ref()));
    put(out, "areaServed", listing.area.as_str());
    put(out, "sameAs", listing.links.iter().map(|link| Value::from(link.url.as_str())).collect::<Vec<_>>());
}

fn group_class(kind: GroupType) -> &'static str {
    match kind {
        GroupType::Npo => "NGO",
        GroupType::Company => "Corporation",
        GroupType::School => "EducationalOrganization",
        GroupType::CityDepartment => "GovernmentOrganization",
        GroupType::Library => "Library",
        _ => "Organization",
    }
}

fn place_page(out: &mut Map<String, Value>, listing: &Listing, facts: &Place) {
    put(out, "@type", "CivicStructure");
    put(out, "alternateName", listing.kana.as_str());
    if let Some(venue) = &listing.venue {
        put(out, "address", address(venue));
        put(out, "geo", geo(venue));
    }
    put(out, "telephone", listing.contact.phone.as_str());
    put(out, "maximumAttendeeCapacity", facts.capacity.map_or(Value::Null, Value::from));
    let feature = |name: String| json!({"@type": "LocationFeatureSpecification", "name": name, "value": true});
    let features = facts.equipment.iter().cloned().chain(listing.access.iter().map(|it| access_name(*it).to_owned()));
    put(out, "amenityFeature", features.map(feature).collect::<Vec<_>>());
    if let Some(free) = listing.cost.free {
        out.insert("isAccessibleForFree".to_owned(), Value::Bool(free));
    }
}

fn article(out: &mut Map<String, Value>, class: &str, listing: &Listing, site: &Site) {
    put(out, "@type", class);
    put(out, "headline", listing.title.as_str());
    put(out, "publisher", named("Organization", site.name.text(Lang::Ja)));
    put(out, "author", organiser(listing, site));
    put(out, "dateModified", day(listing.confirmed_on));
    let first = listing.schedule.as_ref().and_then(engawa_core::time::Schedule::first_day);
    put(out, "datePublished", day(first));
}

fn organiser(listing: &Listing, site: &Site) -> Value {
    let name = &listing.organiser.name;
    if name.is_empty() {
        return Value::Null;
    }
    match &listing.organiser.group {
        Some(id) => json!({"@type": "Organization", "name": name, "url": format!("{}/groups/{id}", site.origin)}),
        None => json!({"@type": "Organization", "name": name}),
    }
}

fn audience(listing: &Listing, text: &str) -> Value {
    let words = if text.is_empty() { listing.audience.text.as_str() } else { text };
    if words.is_empty() { Value::Null } else { json!({"@type": "Audience", "audienceType": words}) }
}

fn place(venue: Option<&Venue>) -> Value {
    let Some(venue) = venue else { return Value::Null };
    let mut out = Map::new();
    let name = if venue.name.is_empty() { &venue.address } else { &venue.name };
    put(&mut out, "name", name.as_str());
    put(&mut out, "address", address(venue));
    put(&mut out, "geo", geo(venue));
    if out.is_empty() {
        return Value::Null;
    }
    put(&mut out, "@type", "Place");
    Value::Object(out)
}

fn address(venue: &Venue) -> Value {
    if venue.address.is_empty() { Value::Null } else { json!({"@type": "PostalAddress", "streetAddress": venue.address, "addressCountry": "JP"}) }
}

fn geo(venue: &Venue) -> Value {
    let Some((lat, lon)) = venue.lat.zip(venue.lon) else { return Value::Null };
    json!({"@type": "GeoCoordinates", "latitude": lat, "longitude": lon})
}

fn named(class: &str, name: &str) -> Value {
    if name.is_empty() { Value::Null } else { json!({"@type": class, "name": name}) }
}

fn day(date: Option<NaiveDate>) -> Value {
    date.map_or(Value::Null, |date| Value::from(date.to_string()))
}

/// ISO 8601, with Japan's offset where the hour is known.
fn instant(date: NaiveDate, time: Option<NaiveTime>) -> String {
    time.map_or_else(|| date.to_string(), |time| format!("{date}T{}+09:00", time.format("%H:%M:%S")))
}

fn attendance_mode(attendance: Attendance) -> &'static str {
    match attendance {
        Attendance::InPerson => "https://schema.org/OfflineEventAttendanceMode",
        Attendance::Online => "https://schema.org/OnlineEventAttendanceMode",
        Attendance::Hybrid => "https://schema.org/MixedEventAttendanceMode",
    }
}

fn course_mode(attendance: Attendance) -> &'static str {
    match attendance {
        Attendance::InPerson => "onsite",
        Attendance::Online => "online",
        Attendance::Hybrid => "blended",
    }
}

/// The BCP 47 tag of a spoken language.
fn language(spoken: SpokenLang) -> Option<&'static str> {
    match spoken {
        SpokenLang::Easy => None,
        SpokenLang::Sign => Some("jsl"),
        other => Some(other.code()),
    }
}

/// English names, as schema.org data is read by programs.
fn access_name(access: Access) -> &'static str {
    match access {
        Access::Wheelchair => "Wheelchair access",
        Access::AccessibleToilet => "Accessible toilet",
        Access::Elevator => "Elevator",
        Access::StepFree => "Step-free access",
        Access::ParkingAccessible => "Accessible parking",
        Access::SignLanguage => "Sign language",
        Access::Captions => "Captions",
        Access::HearingLoop => "Hearing loop",
        Access::Braille => "Braille",
        Access::AssistanceDog => "Assistance dogs welcome",
        Access::QuietSpace => "Quiet space",
        Access::Childcare => "Childcare",
        Access::Stroller => "Stroller access",
    }
}

/// Sets a property unless it says nothing.
fn put(out: &mut Map<String, Value>, name: &str, value: impl Into<Value>) {
    let value = value.into();
    let empty = match &value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(list) => list.is_empty() || list.iter().all(Value::is_null),
        _ => false,
    };
    if !empty {
        out.insert(name.to_owned(), value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::listings::kind::Kind;
    use crate::listings::listing::{Apply, Cost, Organiser};

    fn site() -> Site {
        Site { origin: "https://mihon.example.jp".into(), ..Site::default() }
    }

    fn parse(listing: &Listing, next: Option<Occurrence>) -> Value {
        serde_json::from_str(&of(listing, &site(), next)).unwrap()
    }

    #[test]
    fn an_event_says_when_where_and_what_it_costs() {
        let mut listing = Listing::draft("1", Kind::Event);
        listing.title = "朝市".into();
        listing.attendance = Some(Attendance::Hybrid);
        listing.cost = Cost { free: Some(false), yen: Some((500, 500)), text: String::new() };
        listing.venue =
            Some(Venue { name: "広場".into(), address: "みほん市1".into(), lat: Some(34.5), lon: Some(134.25), ..Venue::default() });
        listing.organiser = Organiser { group: Some("g".into()), name: "朝市の会".into(), hosts: Vec::new() };
        listing.apply = Some(Apply { capacity: Some(30), ..Apply::default() });
        let on = "2026-11-23".parse().unwrap();
        let next = Occurrence { on, until: on, starts: "22:00:00".parse().ok(), ends: "02:00:00".parse().ok() };
        let json = parse(&listing, Some(next));
        assert_eq!(json["@type"], "Event");
        assert_eq!(json["startDate"], "2026-11-23T22:00:00+09:00");
        assert_eq!(json["endDate"], "2026-11-24T02:00:00+09:00");
        assert_eq!(json["location"][0]["geo"]["latitude"], 34.5);
        assert_eq!(json["location"][1]["@type"], "VirtualLocation");
        assert_eq!(json["offers"]["price"], 500);
        assert_eq!(json["isAccessibleForFree"], false);
        assert_eq!(json["organizer"]["url"], "https://mihon.example.jp/groups/g");
        assert_eq!(json["maximumAttendeeCapacity"], 30);
    }

    #[test]
    fn what_is_unknown_is_not_said() {
        let json = parse(&Listing::draft("1", Kind::Event), None);
        for absent in ["offers", "location", "startDate", "isAccessibleForFree", "image", "description", "organizer"] {
            assert!(json.get(absent).is_none(), "{absent}");
        }
    }

    #[test]
    fn markup_cannot_leave_its_element() {
        let mut listing = Listing::draft("1", Kind::Notice);
        listing.title = "</script><script>alert(1)</script>&".into();
        let text = of(&listing, &site(), None);
        assert!(!text.contains(['<', '>', '&']));
        assert_eq!(parse(&listing, None)["headline"], listing.title.as_str());
    }

    #[test]
    fn every_kind_has_a_type() {
        for kind in Kind::ALL {
            let json = parse(&Listing::draft("1", *kind), None);
            assert!(json["@type"].is_string(), "{kind:?}");
        }
        let mut office = Listing::draft("1", Kind::Group);
        office.details = Details::Group(Group { group_type: Some(GroupType::CityDepartment), ..Group::default() });
        assert_eq!(parse(&office, None)["@type"], "GovernmentOrganization");
        assert_eq!(parse(&office, None)["url"], "https://mihon.example.jp/organisations/1");
    }
}
