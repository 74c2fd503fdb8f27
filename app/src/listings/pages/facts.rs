//! Facts of a listing as definition lists: the rows themselves, and the rows of each kind.
//!
//! A row is drawn only where there is something to say. Text that the listing's publisher wrote keeps its line breaks, its addresses
//! become links, and on an English page it is marked as Japanese, so that it is read aloud rightly (WCAG 3.1.2).

use crate::listings::kind::{Call, Challenge, Course, Details, Disclosure, Equipment, Group, GroupType, Guide, Place, Programme, Project};
use crate::listings::listing::Listing;
use crate::listings::plain_text::{Part, paragraphs, parts};
use crate::listings::rules::is_site_path;
use crate::messages::{detail as m, vocabulary as v};
use crate::ui::icons::{Icon, svg};
use crate::ui::still::{Markup, Together, html};
use engawa_core::{Lang, Message};

/// A row: a name and its value.
pub fn fact(label: Message, lang: Lang, value: Markup) -> Markup {
    html! { div.fact { dt { (label.text(lang)) } dd { (value) } } }
}

/// A row with words of the interface or with figures.
pub fn plain(label: Message, lang: Lang, value: impl Into<String>) -> Option<Markup> {
    let value: String = value.into();
    (!value.is_empty()).then(|| fact(label, lang, html! { (value) }))
}

/// A row with words of the publisher.
pub fn words(label: Message, lang: Lang, value: &str) -> Option<Markup> {
    (!value.trim().is_empty()).then(|| fact(label, lang, said(value, lang)))
}

/// A row with several values.
pub fn several(label: Message, lang: Lang, values: Vec<Markup>) -> Option<Markup> {
    if values.is_empty() {
        return None;
    }
    let items = values.into_iter().map(|value| html! { li { (value) } }).together();
    Some(fact(label, lang, html! { ul.plain-list { (items) } }))
}

/// A row with several words of the interface.
pub fn several_words(label: Message, lang: Lang, values: impl IntoIterator<Item = Message>) -> Option<Markup> {
    several(label, lang, values.into_iter().map(|value| html! { (value.text(lang)) }).collect())
}

/// A row with several words of the publisher.
fn several_said(label: Message, lang: Lang, values: &[String]) -> Option<Markup> {
    several(label, lang, values.iter().filter(|value| !value.is_empty()).map(|value| said(value, lang)).collect())
}

/// Rows as a list; nothing at all without rows.
pub fn rows(rows: Vec<Option<Markup>>) -> Option<Markup> {
    let rows: Vec<Markup> = rows.into_iter().flatten().collect();
    (!rows.is_empty()).then(|| html! { dl.facts { (rows.together()) } })
}

/// The language of what publishers write, where it differs from the page's.
pub fn source_lang(lang: Lang) -> Option<&'static str> {
    (lang == Lang::En).then_some("ja")
}

/// Words of the publisher within a line or a row.
pub fn said(text: &str, lang: Lang) -> Markup {
    let text = text.trim().to_owned();
    html! { span.said lang=[source_lang(lang)] { (linked(parts(&text), lang)) } }
}

/// A longer text in paragraphs. `lang`: of the page; `own`: whether the text is in it.
pub fn prose(text: &str, lang: Lang, own: bool) -> Markup {
    let mark = if own { None } else { source_lang(lang) };
    let paragraphs = paragraphs(text).into_iter().map(|paragraph| html! { p { (linked(paragraph, lang)) } }).together();
    html! { div.body-text lang=[mark] { (paragraphs) } }
}

fn linked(parts: Vec<Part>, lang: Lang) -> Markup {
    parts
        .into_iter()
        .map(|part| match part {
            Part::Text(words) => html! { (words) },
            Part::Link(address) => outside(address.clone(), address, lang),
        })
        .together()
}

/// A link to somebody else's page, which says so.
pub fn outside(address: String, label: String, lang: Lang) -> Markup {
    html! { a.outside href=(address) rel="nofollow noopener external" { (label) span.visually-hidden { (m::EXTERNAL.text(lang)) } } }
}

/// A number with commas: 1,200.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

fn people(number: Option<u32>, lang: Lang) -> String {
    number.map(|number| m::PEOPLE.with(lang, &[&grouped(u64::from(number))])).unwrap_or_default()
}

/// The facts that only this kind has; `None` if it says none. A group's are its profile: see [`profile`].
pub fn of_kind(listing: &Listing, lang: Lang) -> Option<Markup> {
    match &listing.details {
        Details::Event(event) => rows(vec![words(m::EVENT_TYPE, lang, &event.event_type)]),
        Details::Course(course) => rows(course_rows(course, lang)),
        Details::Group(group) => rows(profile(group, listing, lang)),
        Details::Call(call) => rows(call_rows(call, lang)),
        Details::Place(place) => place_facts(place, lang),
        Details::Equipment(equipment) => rows(equipment_rows(equipment, lang)),
        Details::Programme(programme) => rows(programme_rows(programme, lang)),
        Details::Project(project) => rows(project_rows(project, lang)),
        Details::Story(story) => rows(vec![words(m::PEOPLE_IN_IT, lang, &story.people)]),
        Details::Challenge(challenge) => rows(challenge_rows(challenge, lang)),
        Details::Notice(notice) => {
            let kind = notice.notice_type.and_then(|kind| plain(m::NOTICE_TYPE, lang, v::notice_type(kind).text(lang)));
            rows(vec![kind, words(m::DEPARTMENT, lang, &notice.department)])
        }
        Details::Guide(guide) => guide_facts(guide, lang),
    }
}

fn course_rows(course: &Course, lang: Lang) -> Vec<Option<Markup>> {
    vec![
        course.stage.and_then(|stage| plain(m::STAGE, lang, v::stage(stage).text(lang))),
        course.sessions_total.and_then(|total| plain(m::SESSIONS_TOTAL, lang, m::TIMES.with(lang, &[&total.to_string()]))),
        words(m::LECTURER, lang, &course.lecturer),
    ]
}

fn call_rows(call: &Call, lang: Lang) -> Vec<Option<Markup>> {
    vec![
        call.call_type.and_then(|kind| plain(m::CALL_TYPE, lang, v::call_type(kind).text(lang))),
        plain(m::NEEDED, lang, people(call.needed, lang)),
        words(m::DUTIES, lang, &call.duties),
        several_said(m::SKILLS, lang, &call.skills),
        several_words(m::FLEXIBLE, lang, call.flexible.iter().map(|it| v::flexible(*it))),
        words(m::INSURANCE, lang, &call.insurance),
    ]
}

fn place_facts(place: &Place, lang: Lang) -> Option<Markup> {
    let list = rows(vec![
        words(m::PLACE_TYPE, lang, &place.place_type),
        words(m::OPENING, lang, &place.hours),
        words(m::CLOSED, lang, &place.closed),
        plain(m::ROOM_CAPACITY, lang, people(place.capacity, lang)),
        words(m::ELIGIBLE, lang, &place.eligible),
        words(m::USE_HOW, lang, &place.how_to_apply),
        several_said(m::EQUIPMENT, lang, &place.equipment),
    ]);
    let rooms = rooms(place, lang);
    if list.is_none() && rooms.is_none() {
        return None;
    }
    Some(html! {
        (list.together())
        (rooms.together())
    })
}

fn rooms(place: &Place, lang: Lang) -> Option<Markup> {
    if place.rooms.is_empty() {
        return None;
    }
    let rows = place
        .rooms
        .iter()
        .map(|room| {
            let (name, capacity, fee) = (room.name.clone(), people(room.capacity, lang), room.fee.clone());
            html! { tr { th scope="row" lang=[source_lang(lang)] { (name) } td { (capacity) } td lang=[source_lang(lang)] { (fee) } } }
        })
        .together();
    let table = html! {
        table.table.rooms {
            caption { (m::ROOMS.text(lang)) }
            thead {
                tr {
                    th scope="col" { (m::ROOM.text(lang)) }
                    th scope="col" { (m::ROOM_CAPACITY.text(lang)) }
                    th scope="col" { (m::ROOM_FEE.text(lang)) }
                }
            }
            tbody { (rows) }
        }
    };
    Some(table)
}

fn equipment_rows(equipment: &Equipment, lang: Lang) -> Vec<Option<Markup>> {
    vec![
        equipment.units.and_then(|units| plain(m::UNITS, lang, units.to_string())),
        words(m::CONDITIONS, lang, &equipment.conditions),
        words(m::PICK_UP, lang, &equipment.pick_up),
    ]
}

fn programme_rows(programme: &Programme, lang: Lang) -> Vec<Option<Markup>> {
    vec![
        programme.programme_type.and_then(|kind| plain(m::PROGRAMME_TYPE, lang, v::programme_type(kind).text(lang))),
        programme.amount_max_yen.and_then(|yen| plain(m::AMOUNT, lang, m::YEN_MAX.with(lang, &[&grouped(yen)]))),
        words(m::RATE, lang, &programme.rate),
        words(m::APPLICANTS, lang, &programme.eligible),
        words(m::PROVIDER, lang, &programme.provider),
    ]
}

fn project_rows(project: &Project, lang: Lang) -> Vec<Option<Markup>> {
    vec![
        several_said(m::PARTNERS, lang, &project.partners),
        words(m::METHOD, lang, &project.method),
        words(m::DEPARTMENT, lang, &project.department),
        words(m::PERIOD, lang, &project.period),
        words(m::RESULTS, lang, &project.results),
    ]
}

fn challenge_rows(challenge: &Challenge, lang: Lang) -> Vec<Option<Markup>> {
    vec![
        words(m::POLICY_AREA, lang, &challenge.policy_area),
        words(m::WISH, lang, &challenge.wish),
        words(m::DEPARTMENT, lang, &challenge.department),
    ]
}

fn guide_facts(guide: &Guide, lang: Lang) -> Option<Markup> {
    if guide.steps.is_empty() && guide.version.is_empty() {
        return None;
    }
    let steps = guide
        .steps
        .iter()
        .map(|step| {
            let title = step.title.clone();
            let name = if step.link.starts_with("/forms/") { m::STEP_FORM } else { m::STEP_PAGE };
            let link = is_site_path(&step.link).then(|| html! { p { a.more href=(step.link.clone()) { (name.text(lang)) } } });
            html! { li { h3 lang=[source_lang(lang)] { (title) } (prose(&step.text, lang, false)) (link.together()) } }
        })
        .together();
    let list = (!guide.steps.is_empty()).then(|| html! { ol.guide-steps { (steps) } });
    Some(html! {
         (rows(vec![words(m::VERSION, lang, &guide.version)]).together())
        (list.together())
    })
}

/// The profile of a group or organisation.
pub fn profile(group: &Group, listing: &Listing, lang: Lang) -> Vec<Option<Markup>> {
    let kana = if lang == Lang::En { "" } else { listing.kana.as_str() };
    // Public bodies disclose by law, not by choice.
    let discloses = !group.group_type.is_some_and(GroupType::is_organisation);
    vec![
        group.group_type.and_then(|kind| plain(m::GROUP_TYPE, lang, v::group_type(kind).text(lang))),
        words(m::READING, lang, kana),
        group.founded.and_then(|year| plain(m::FOUNDED, lang, m::FOUNDED_YEAR.with(lang, &[&year.to_string()]))),
        plain(m::MEMBERS, lang, people(group.members, lang)),
        words(m::REPRESENTATIVE, lang, &group.representative),
        words(m::ACTIVITY_DAYS, lang, &group.activity_days),
        words(m::FEE, lang, &group.fee),
        words(m::JOINING, lang, &group.joining),
        discloses.then(|| fact(m::DISCLOSURE, lang, disclosure(&group.disclosure, lang))),
    ]
}

/// What a group makes public, counted and named; each in words besides its sign.
fn disclosure(disclosure: &Disclosure, lang: Lang) -> Markup {
    let documents =
        [(m::DISCLOSED_RULES, disclosure.rules), (m::DISCLOSED_OFFICERS, disclosure.officers), (m::DISCLOSED_ACCOUNTS, disclosure.accounts)];
    let public = documents.iter().filter(|(_, public)| *public).count();
    let items = documents
        .into_iter()
        .map(|(name, public)| {
            let (class, sign, word) = if public { ("disclosed", Icon::Check, m::DISCLOSED) } else { ("undisclosed", Icon::Close, m::NOT_DISCLOSED) };
            let words = m::ITEM_STATE.with(lang, &[name.text(lang), word.text(lang)]);
            html! { li class=(class) { (svg(sign)) span { (words) } } }
        })
        .together();
    html! {
        p.disclosure-count { (m::DISCLOSURE_COUNT.with(lang, &[&public.to_string()])) }
        ul.plain-list.disclosure { (items) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::listings::kind::{CallType, Event, Flexible, Kind, Notice, NoticeType, ProgrammeType, Room, Stage, Step, Story};
    use serde_json::Value;

    /// Facts of every kind with every field said. Without `..Default::default()`: a new field does not compile until it is here.
    fn full() -> Vec<Details> {
        let said = |words: &str| words.to_owned();
        let disclosure = Disclosure { rules: true, officers: true, accounts: true };
        let room = Room { name: said("会議室"), capacity: Some(12), fee: said("1時間200円") };
        vec![
            Details::Event(Event { event_type: said("講演会") }),
            Details::Course(Course { stage: Some(Stage::Grow), sessions_total: Some(3), lecturer: said("講師の名前") }),
            Details::Group(Group {
                group_type: Some(GroupType::Npo),
                founded: Some(1998),
                members: Some(40),
                representative: said("代表の名前"),
                activity_days: said("毎週土曜"),
                fee: said("年1,000円"),
                joining: said("見学から"),
                disclosure,
            }),
            Details::Call(Call {
                call_type: Some(CallType::Volunteer),
                needed: Some(5),
                skills: vec![said("運転")],
                flexible: vec![Flexible::WithChild],
                insurance: said("保険あり"),
                duties: said("荷物を運ぶ"),
            }),
            Details::Place(Place {
                capacity: Some(200),
                rooms: vec![room],
                equipment: vec![said("ピアノ")],
                hours: said("9時から"),
                closed: said("月曜"),
                eligible: said("市民"),
                how_to_apply: said("窓口で"),
                place_type: said("公民館"),
            }),
            Details::Equipment(Equipment { units: Some(2), conditions: said("一週間まで"), pick_up: said("倉庫") }),
            Details::Programme(Programme {
                programme_type: Some(ProgrammeType::Loan),
                amount_max_yen: Some(300_000),
                rate: said("2分の1"),
                eligible: said("市内の団体"),
                provider: said("財団"),
            }),
            Details::Project(Project {
                partners: vec![said("大学")],
                method: said("共催"),
                department: said("協働課"),
                period: said("三年間"),
                results: said("百人が来た"),
            }),
            Details::Story(Story { people: said("川の人") }),
            Details::Challenge(Challenge { department: said("公園課"), wish: said("見守ってほしい"), policy_area: said("みどり") }),
            Details::Notice(Notice { notice_type: Some(NoticeType::Result), department: said("広報課") }),
            Details::Guide(Guide {
                steps: vec![Step { title: said("まず"), text: said("電話する"), link: said("/forms/call") }],
                version: said("第二版"),
            }),
        ]
    }

    /// Each value with one of its fields left out, at any depth, and the name of that field.
    fn without_one(value: &Value) -> Vec<(String, Value)> {
        match value {
            Value::Object(map) => map
                .iter()
                .flat_map(|(name, inner)| {
                    let mut less = map.clone();
                    less.remove(name);
                    let deeper = without_one(inner).into_iter().map(|(below, inner)| {
                        let mut changed = map.clone();
                        changed.insert(name.clone(), inner);
                        (format!("{name}.{below}"), Value::Object(changed))
                    });
                    [(name.clone(), Value::Object(less))].into_iter().chain(deeper).collect::<Vec<_>>()
                })
                .collect(),
            Value::Array(items) => items.iter().flat_map(without_one).map(|(below, inner)| (below, Value::Array(vec![inner]))).collect(),
            _ => Vec::new(),
        }
    }

    #[test]
    fn every_field_of_every_kind_is_drawn() {
        let all = full();
        assert_eq!(all.iter().map(Details::kind).collect::<Vec<_>>(), Kind::ALL);
        for details in all {
            let mut listing = Listing::draft("a", details.kind());
            let mut drawn = |details: Details, lang: Lang| {
                listing.details = details;
                of_kind(&listing, lang).map(Markup::into_string).unwrap_or_default()
            };
            let value = serde_json::to_value(&details).unwrap();
            let (code, fields) = value.as_object().and_then(|map| map.iter().next()).unwrap();
            for lang in Lang::ALL {
                let whole = drawn(details.clone(), lang);
                for (name, less) in without_one(fields) {
                    let less: Details = serde_json::from_value(serde_json::json!({ (code): less })).unwrap();
                    assert_ne!(drawn(less, lang), whole, "{code}.{name} is drawn nowhere ({lang:?})");
                }
            }
        }
    }

    #[test]
    fn numbers_have_commas() {
        for (number, words) in [(0, "0"), (999, "999"), (1_000, "1,000"), (12_345_678, "12,345,678")] {
            assert_eq!(grouped(number), words);
        }
    }
}
