//! Samples that are written without `..`: a new field of a type does not compile before it has a sample, and is then in every test that
//! goes through all of them.

use engawa_app::listings::kind::{
    Call, CallType, Challenge, Course, Disclosure, Equipment, Event, Flexible, Group, Guide, Notice, NoticeType, Place, Programme, ProgrammeType,
    Project, Room, Stage, Step, Story,
};
use engawa_app::listings::listing::{Apply, Audience, Contact, Cost, Image, Link, Organiser, Source, UnreadCell, Variant, Venue};
use engawa_app::listings::{Access, Attendance, AudienceGroup, Details, GroupType, Kind, Listing, NpoField, SpokenLang, State};
use engawa_app::site::{Desk, Names, Site, ZoomArea};
use engawa_core::Lang;
use engawa_core::time::{ByDay, Frequency, Recurrence, Rule, Schedule, Session};
use std::collections::BTreeMap;

/// What stands in each text.
pub fn words() -> String {
    "言葉".to_owned()
}

/// A time with everything that one may have.
pub fn schedule() -> Schedule {
    let day = "2026-11-20".parse().ok();
    let time = "10:00:00".parse().ok();
    let rule = Rule {
        frequency: Frequency::Monthly,
        interval: 2,
        count: Some(3),
        until: day,
        until_time: time,
        months: vec![1],
        month_days: vec![-1],
        days: vec![ByDay { nth: -1, day: chrono::Weekday::Fri }],
        positions: vec![1],
        week_start: chrono::Weekday::Sun,
    };
    Schedule {
        sessions: vec![Session { on: day.unwrap(), until: day, starts: time, ends: time, note: words() }],
        rules: vec![Recurrence { first: day.unwrap(), extra_days: 1, starts: time, ends: time, rule }],
        except: vec![day.unwrap()],
        open_ended: true,
        text: words(),
    }
}

/// The facts of a kind, all of them.
pub fn details(kind: Kind) -> Details {
    match kind {
        Kind::Event => Details::Event(Event { event_type: words() }),
        Kind::Course => Details::Course(Course { stage: Some(Stage::Grow), sessions_total: Some(3), lecturer: words() }),
        Kind::Group => Details::Group(Group {
            group_type: Some(GroupType::Npo),
            founded: Some(1998),
            members: Some(3),
            representative: words(),
            activity_days: words(),
            fee: words(),
            joining: words(),
            disclosure: Disclosure { rules: true, officers: true, accounts: true },
        }),
        Kind::Call => Details::Call(Call {
            call_type: Some(CallType::Member),
            needed: Some(3),
            skills: vec![words()],
            flexible: vec![Flexible::Online],
            insurance: words(),
            duties: words(),
        }),
        Kind::Place => Details::Place(Place {
            capacity: Some(3),
            rooms: vec![Room { name: words(), capacity: Some(3), fee: words() }],
            equipment: vec![words()],
            hours: words(),
            closed: words(),
            eligible: words(),
            how_to_apply: words(),
            place_type: words(),
        }),
        Kind::Equipment => Details::Equipment(Equipment { units: Some(3), conditions: words(), pick_up: words() }),
        Kind::Programme => Details::Programme(Programme {
            programme_type: Some(ProgrammeType::Grant),
            amount_max_yen: Some(3),
            rate: words(),
            eligible: words(),
            provider: words(),
        }),
        Kind::Project => {
            Details::Project(Project { partners: vec![words()], method: words(), department: words(), period: words(), results: words() })
        }
        Kind::Story => Details::Story(Story { people: words() }),
        Kind::Challenge => Details::Challenge(Challenge { department: words(), wish: words(), policy_area: words() }),
        Kind::Notice => Details::Notice(Notice { notice_type: Some(NoticeType::News), department: words() }),
        Kind::Guide => {
            Details::Guide(Guide { steps: vec![Step { title: words(), text: words(), link: "/forms/words".to_owned() }], version: words() })
        }
    }
}

/// A listing that says everything.
pub fn full(kind: Kind) -> Listing {
    let day = "2026-11-20".parse().ok();
    Listing {
        id: "a1".to_owned(),
        state: State::Published,
        title: words(),
        kana: words(),
        summary: words(),
        body: words(),
        variants: BTreeMap::from([(Lang::En, Variant { title: words(), summary: words(), body: words() })]),
        fields: NpoField::ALL.to_vec(),
        tags: vec![words()],
        area: words(),
        audience: Audience { text: words(), ages: Some((6, 12)), groups: AudienceGroup::ALL.to_vec() },
        cost: Cost { free: Some(false), yen: Some((0, 500)), text: words() },
        attendance: Some(Attendance::Hybrid),
        schedule: Some(schedule()),
        apply: Some(Apply { opens_on: day, closes_on: day, capacity: Some(3), capacity_text: words(), text: words(), url: words() }),
        venue: Some(Venue {
            place: Some(words()),
            name: words(),
            address: words(),
            lat: Some(35.5),
            lon: Some(139.5),
            transport: words(),
            parking: words(),
        }),
        access: Access::ALL.to_vec(),
        access_note: words(),
        languages: SpokenLang::ALL.to_vec(),
        organiser: Organiser { group: Some(words()), name: words(), hosts: vec![words()] },
        contact: Contact { name: words(), phone: words(), email: words(), hours: words() },
        links: vec![Link { label: words(), url: words() }],
        images: vec![Image { src: words(), alt: words(), width: 3, height: 2, faint: true }],
        related: vec![words()],
        source: Some(Source {
            name: words(),
            key: words(),
            url: words(),
            licence: words(),
            file: words(),
            row: 3,
            shifted_weeks: 2,
            vanished: true,
            unclaimed: true,
        }),
        confirmed_on: day,
        sample: true,
        staff_only: true,
        unread: vec![UnreadCell { column: words(), text: words(), code: words() }],
        details: details(kind),
    }
}

/// A name in every language.
pub fn names() -> Names {
    Names { ja: words(), ja_easy: words(), en: words() }
}

/// What a site says of itself.
pub fn site() -> Site {
    Site {
        code: "test".to_owned(),
        name: names(),
        city: names(),
        tagline: names(),
        municipality_code: "990019".to_owned(),
        theme: "indigo".to_owned(),
        zoom_areas: vec![ZoomArea { name: words(), lat: 35.5, lon: 139.5, km: 12.0 }],
        desk: Desk { name: words(), phone: words(), email: words(), hours: words() },
        licence: words(),
        origin: "https://city.example".to_owned(),
        sample: true,
    }
}
