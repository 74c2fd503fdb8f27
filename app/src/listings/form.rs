//! A listing as the fields of a plain form, and back: how staff write without scripts.
//!
//! What a person typed is read kindly (full-width digits, stray spaces) and never invented: what cannot be read is a problem at its
//! field. Parts of a listing that the form does not show are kept as they were.

pub mod facts;
pub mod labels;
pub mod repeat;
mod when;
pub mod words;

pub use when::SESSION_ROWS;

use super::listing::{Apply, Link, Listing, Variant, Venue};
use super::vocabulary::{Access, Attendance, AudienceGroup, NpoField, SpokenLang, State};
use chrono::{NaiveDate, NaiveTime};
use engawa_core::text::digits;
use engawa_core::{Lang, Problem};

/// Name and value of each field that a form sent.
pub type Pairs = [(String, String)];

/// Ages up to this or more are open: "60 and over".
const AGE_OPEN: u8 = 120;

/// The fields of a listing, by name.
pub fn to_fields(listing: &Listing) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = Vec::new();
    let mut add = |name: &str, value: String| out.push((name.to_owned(), value));
    add("title", listing.title.clone());
    add("kana", listing.kana.clone());
    add("summary", listing.summary.clone());
    add("body", listing.body.clone());
    add("area", listing.area.clone());
    add("tags", listing.tags.join("、"));
    for lang in [Lang::En, Lang::JaEasy] {
        let variant = listing.variants.get(&lang).cloned().unwrap_or_default();
        add(&format!("{}.title", lang.code()), variant.title);
        add(&format!("{}.summary", lang.code()), variant.summary);
        add(&format!("{}.body", lang.code()), variant.body);
    }
    listing.fields.iter().for_each(|field| add("field", field.code().to_owned()));
    listing.access.iter().for_each(|fact| add("access", fact.code().to_owned()));
    add("access_note", listing.access_note.clone());
    listing.languages.iter().for_each(|lang| add("language", lang.code().to_owned()));
    add("links", listing.links.iter().map(link_line).collect::<Vec<_>>().join("\n"));
    let venue = listing.venue.clone().unwrap_or_default();
    add("venue.name", venue.name);
    add("venue.address", venue.address);
    add("venue.lat", venue.lat.map(|degrees| degrees.to_string()).unwrap_or_default());
    add("venue.lon", venue.lon.map(|degrees| degrees.to_string()).unwrap_or_default());
    add("venue.transport", venue.transport);
    add("venue.parking", venue.parking);
    add("attendance", listing.attendance.map_or("", Attendance::code).to_owned());
    add("audience", listing.audience.text.clone());
    listing.audience.groups.iter().for_each(|group| add("for", group.code().to_owned()));
    let ages = listing.audience.ages;
    add("audience.from", ages.filter(|(low, _)| *low > 0).map(|(low, _)| low.to_string()).unwrap_or_default());
    add("audience.to", ages.filter(|(_, high)| *high < AGE_OPEN).map(|(_, high)| high.to_string()).unwrap_or_default());
    add("cost.from", listing.cost.yen.map(|(low, _)| low.to_string()).unwrap_or_default());
    add("cost.to", listing.cost.yen.map(|(_, high)| high.to_string()).unwrap_or_default());
    add("free", if listing.cost.free == Some(true) { "1" } else { "" }.to_owned());
    add("cost", listing.cost.text.clone());
    let apply = listing.apply.clone().unwrap_or_default();
    add("apply.opens_on", apply.opens_on.map(|day| day.to_string()).unwrap_or_default());
    add("apply.closes_on", apply.closes_on.map(|day| day.to_string()).unwrap_or_default());
    add("apply.capacity", apply.capacity.map(|people| people.to_string()).unwrap_or_default());
    add("apply.capacity_text", apply.capacity_text);
    add("apply.text", apply.text);
    add("apply.url", apply.url);
    add("organiser", listing.organiser.name.clone());
    add("contact.name", listing.contact.name.clone());
    add("contact.phone", listing.contact.phone.clone());
    add("contact.email", listing.contact.email.clone());
    add("contact.hours", listing.contact.hours.clone());
    add("staff_only", if listing.staff_only { "1" } else { "" }.to_owned());
    out.extend(when::to_fields(&listing.schedule.clone().unwrap_or_default()));
    out.extend(facts::to_fields(&listing.details));
    out
}

fn clock(time: Option<NaiveTime>) -> String {
    time.map(|time| time.to_string().chars().take(5).collect()).unwrap_or_default()
}

/// A link as a line: what is there, then the address.
fn link_line(link: &Link) -> String {
    if link.label.is_empty() { link.url.clone() } else { format!("{} {}", link.label, link.url) }
}

/// The field at which a problem of the rules stands: paths of rules follow the listing, names of fields the form.
pub fn field_of(path: &str) -> String {
    if let Some(rest) = path.strip_prefix("schedule.sessions.") {
        return format!("session.{rest}");
    }
    if let Some(rest) = path.strip_prefix("variants.") {
        return rest.to_owned();
    }
    if let Some(rest) = path.strip_prefix("details.") {
        return format!("fact.{rest}");
    }
    let name = match path {
        "schedule.sessions" => "session.0.on",
        "schedule.text" => "when_text",
        "audience.text" => "audience",
        "audience.ages" => "audience.from",
        "cost.text" => "cost",
        "cost.yen" => "cost.from",
        "organiser.name" => "organiser",
        "contact" => "contact.name",
        _ if path.starts_with("tags") => "tags",
        _ if path.starts_with("links") => "links",
        _ if path.starts_with("images") => "image_alt",
        _ => path,
    };
    name.to_owned()
}

/// Reads the fields over `base`. Problems name the field.
pub fn from_fields(base: Listing, pairs: &Pairs, state: State) -> (Listing, Vec<Problem>) {
    let mut reader = Reader { pairs, problems: Vec::new() };
    let mut listing = base;
    listing.state = state;
    listing.title = reader.line("title");
    listing.kana = reader.line("kana");
    listing.summary = reader.text("summary");
    listing.body = reader.text("body");
    listing.area = reader.line("area");
    listing.tags = reader.list("tags");
    for lang in [Lang::En, Lang::JaEasy] {
        let at = |part: &str| format!("{}.{part}", lang.code());
        let variant = Variant { title: reader.line(&at("title")), summary: reader.text(&at("summary")), body: reader.text(&at("body")) };
        if variant == Variant::default() {
            listing.variants.remove(&lang);
        } else {
            listing.variants.insert(lang, variant);
        }
    }
    listing.fields = reader.all("field").filter_map(NpoField::parse).collect();
    listing.access = reader.all("access").filter_map(Access::parse).collect();
    listing.access_note = reader.text("access_note");
    listing.languages = reader.all("language").filter_map(SpokenLang::parse).collect();
    listing.links = reader.links();
    listing.schedule = reader.schedule(listing.schedule.take());
    let venue = listing.venue.take().unwrap_or_default();
    let venue = Venue {
        name: reader.line("venue.name"),
        address: reader.line("venue.address"),
        lat: reader.number("venue.lat"),
        lon: reader.number("venue.lon"),
        transport: reader.text("venue.transport"),
        parking: reader.text("venue.parking"),
        ..venue
    };
    listing.venue = (venue != Venue::default()).then_some(venue);
    listing.attendance = Attendance::parse(&reader.line("attendance"));
    listing.audience.text = reader.text("audience");
    listing.audience.groups = reader.all("for").filter_map(AudienceGroup::parse).collect();
    listing.audience.ages = reader.ages(listing.audience.ages);
    listing.cost.yen = match (reader.count("cost.from"), reader.count("cost.to")) {
        (None, None) => None,
        (low, high) => Some((low.unwrap_or(0), high.or(low).unwrap_or(0))),
    };
    let free = reader.line("free") == "1";
    listing.cost.free = if free { Some(true) } else { listing.cost.free.filter(|free| !free) };
    listing.cost.text = reader.text("cost");
    let apply = Apply {
        opens_on: reader.day("apply.opens_on"),
        closes_on: reader.day("apply.closes_on"),
        capacity: reader.count("apply.capacity"),
        capacity_text: reader.text("apply.capacity_text"),
        text: reader.text("apply.text"),
        url: reader.line("apply.url"),
    };
    listing.apply = (apply != Apply::default()).then_some(apply);
    let organiser = reader.line("organiser");
    if organiser != listing.organiser.name {
        listing.organiser.group = None;
        listing.organiser.name = organiser;
    }
    listing.contact.name = reader.line("contact.name");
    listing.contact.phone = reader.line("contact.phone");
    listing.contact.email = reader.line("contact.email");
    listing.contact.hours = reader.text("contact.hours");
    // A form that does not show the box leaves it as it is: what was for staff only does not become public by the way.
    if reader.line("staff_only_listed") == "1" {
        listing.staff_only = reader.line("staff_only") == "1";
    }
    listing.details = reader.facts(&listing.details);
    (listing, reader.problems)
}

struct Reader<'a> {
    pairs: &'a Pairs,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn raw(&self, name: &str) -> &str {
        self.pairs.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str())
    }

    fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        let name = name.to_owned();
        self.pairs.iter().filter(move |(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    fn line(&self, name: &str) -> String {
        self.raw(name).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn text(&self, name: &str) -> String {
        self.raw(name).replace("\r\n", "\n").trim().to_owned()
    }

    fn list(&self, name: &str) -> Vec<String> {
        self.raw(name).split(['、', ',', '，', '\n']).map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect()
    }

    fn read<T: std::str::FromStr>(&mut self, name: &str, code: &str) -> Option<T> {
        let text = digits(self.raw(name).trim());
        if text.is_empty() {
            return None;
        }
        let value = text.parse().ok();
        if value.is_none() {
            self.problems.push(Problem::new(name, code).arg(text));
        }
        value
    }

    fn number<T: std::str::FromStr>(&mut self, name: &str) -> Option<T> {
        self.read(name, "unreadable_number")
    }

    /// A whole number as people write it: １，０００円, 30人.
    fn count<T: std::str::FromStr>(&mut self, name: &str) -> Option<T> {
        let text: String = digits(self.raw(name).trim()).chars().filter(|c| !matches!(c, ',' | '，')).collect();
        let text = text.trim_end_matches(['円', '人', '名', '歳', '回', '年']).trim();
        if text.is_empty() && self.raw(name).trim().is_empty() {
            return None;
        }
        let value = text.parse().ok();
        if value.is_none() {
            self.problems.push(Problem::new(name, "unreadable_number").arg(text));
        }
        value
    }

    /// Ages from and to; one of them alone leaves the other side open, as it was.
    fn ages(&mut self, before: Option<(u8, u8)>) -> Option<(u8, u8)> {
        let open = before.map(|(_, high)| high).filter(|high| *high >= AGE_OPEN).unwrap_or(AGE_OPEN);
        match (self.count("audience.from"), self.count("audience.to")) {
            (None, None) => before.filter(|(low, high)| *low == 0 && *high >= AGE_OPEN),
            (low, high) => Some((low.unwrap_or(0), high.unwrap_or(open))),
        }
    }

    /// A link a line: what is there, then the address.
    fn links(&self) -> Vec<Link> {
        let lines = self.raw("links").lines().map(str::trim).filter(|line| !line.is_empty());
        let link = |line: &str| match line.rsplit_once(char::is_whitespace) {
            Some((label, url)) => Link { label: label.trim().to_owned(), url: url.to_owned() },
            None => Link { label: String::new(), url: line.to_owned() },
        };
        lines.map(link).collect()
    }

    fn day(&mut self, name: &str) -> Option<NaiveDate> {
        self.read(name, "bad_date")
    }

    fn time(&mut self, name: &str) -> Option<NaiveTime> {
        let text = digits(self.raw(name).trim()).replace('：', ":");
        if text.is_empty() {
            return None;
        }
        let time = NaiveTime::parse_from_str(&text, "%H:%M").ok();
        if time.is_none() {
            self.problems.push(Problem::new(name, "unreadable_time").arg(text));
        }
        time
    }
}

#[cfg(test)]
mod tests {
    use super::super::kind::Kind;
    use super::*;
    use engawa_core::time::{Recurrence, Schedule, Session};

    fn full() -> Listing {
        let mut listing = Listing::draft("a1", Kind::Call);
        listing.state = State::Published;
        listing.title = "川の清掃".into();
        listing.tags = vec!["川".into(), "清掃".into()];
        listing.fields = vec![NpoField::Environment];
        listing.access = vec![Access::Wheelchair];
        listing.variants.insert(Lang::En, Variant { title: "River".into(), ..Variant::default() });
        let on = NaiveDate::from_ymd_opt(2026, 12, 1).unwrap();
        listing.schedule = Some(Schedule {
            sessions: vec![Session { on, starts: NaiveTime::from_hms_opt(9, 30, 0), ..Session::default() }],
            rules: vec![Recurrence::new(on, "FREQ=WEEKLY;BYDAY=TU".parse().unwrap())],
            except: vec![on],
            ..Schedule::default()
        });
        listing.venue = Some(Venue { name: "河原".into(), lat: Some(34.5), lon: Some(134.25), ..Venue::default() });
        listing.cost.free = Some(true);
        listing.cost.yen = Some((0, 500));
        listing.audience.ages = Some((60, 255));
        listing.audience.groups = vec![AudienceGroup::Senior];
        listing.audience.text = "60歳以上の人\n（付き添いの人は何歳でも）".into();
        listing.cost.text = "会員：無料\n会員でない人：500円".into();
        listing.languages = vec![SpokenLang::Ja, SpokenLang::Sign];
        listing.links = vec![
            Link { label: "会の ページ".into(), url: "https://river.example/".into() },
            Link { label: String::new(), url: "https://more.example/".into() },
        ];
        listing
    }

    #[test]
    fn what_the_form_shows_comes_back_the_same() {
        let listing = full();
        let (again, problems) = from_fields(listing.clone(), &to_fields(&listing), State::Published);
        assert_eq!(problems, []);
        assert_eq!(again, listing);
    }

    #[test]
    fn what_cannot_be_read_is_a_problem_at_its_field() {
        let mut fields = to_fields(&full());
        for (name, value) in &mut fields {
            match name.as_str() {
                "session.0.on" => *value = "2026-02-30".into(),
                "apply.capacity" => *value = "多め".into(),
                "repeat.interval" => *value = "ときどき".into(),
                "fact.needed" => *value = "何人でも".into(),
                _ => {}
            }
        }
        let (_, problems) = from_fields(full(), &fields, State::Draft);
        let mut paths: Vec<&str> = problems.iter().map(|problem| problem.path.as_str()).collect();
        paths.sort_unstable();
        paths.dedup();
        assert_eq!(paths, ["apply.capacity", "fact.needed", "repeat.interval", "session.0.on"]);
    }

    #[test]
    fn two_sessions_of_one_day_keep_their_notes() {
        let mut listing = full();
        let on = NaiveDate::from_ymd_opt(2026, 12, 1).unwrap();
        let session = |note: &str| Session { on, note: note.into(), ..Session::default() };
        listing.schedule = Some(Schedule { sessions: vec![session("午前の部"), session("午後の部")], ..Schedule::default() });
        assert_eq!(from_fields(listing.clone(), &to_fields(&listing), State::Published).0.schedule, listing.schedule);
    }

    #[test]
    fn problems_of_rules_find_their_fields() {
        let names: Vec<String> = to_fields(&full()).into_iter().map(|(name, _)| name).collect();
        for path in ["title", "schedule.sessions.0.until", "variants.en.title", "cost.yen", "audience.ages", "contact", "links.3.url", "apply.url"] {
            assert!(names.contains(&field_of(path)), "{path}");
        }
    }

    #[test]
    fn full_width_digits_are_read() {
        let mut fields = to_fields(&full());
        fields.retain(|(name, _)| name != "apply.capacity");
        fields.push(("apply.capacity".into(), "３０".into()));
        assert_eq!(from_fields(full(), &fields, State::Draft).0.apply.unwrap().capacity, Some(30));
    }
}
