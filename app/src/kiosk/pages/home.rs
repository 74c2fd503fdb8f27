//! `/kiosk`: the first screen of a session: languages, doors, what is on in the house today, what is near. On a device that is no shared
//! screen: what one is.

use super::bar::languages_of;
use super::rest::{distance, said};
use crate::device::use_state;
use crate::kiosk::config::{Config, Room};
use crate::kiosk::pages::device::{Kiosk, use_kiosk};
use crate::kiosk::signage::{self, Near};
use crate::listings::map_view::View;
use crate::listings::query::encode;
use crate::listings::{Kind, ListingQuery};
use crate::messages::kiosk::screen as m;
use crate::repo::Repo;
use crate::ui::{Head, Icon, Markup, Together as _, html, icon, still, svg, t, use_boot};
use chrono::NaiveDate;
use engawa_core::time::jst_datetime;
use engawa_core::{Lang, Message};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;

/// The address of pairing.
pub const PAIR: &str = "/kiosk/pair";
/// Width of the map of "near here", in kilometres: a quarter of an hour on foot in each direction.
const NEAR_KM: f64 = 2.0;
/// Listings that are named of what is on here, and of what is near.
const NAMED: usize = 4;

/// `/kiosk`
#[component]
pub fn KioskPage() -> impl IntoView {
    let inside = match use_kiosk() {
        Some(kiosk) => first(kiosk),
        None => explained(),
    };
    view! {
        <Head title=t(m::KIOSK) description=t(m::WHAT) path="/kiosk" noindex=true />
        <div class="wrap page kiosk-first">{inside}</div>
    }
}

/// A way from the first screen.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Door {
    href: String,
    picture: Icon,
    name: Message,
}

/// The ways that a screen offers.
fn doors(config: &Config, today: NaiveDate) -> Vec<Door> {
    let door = |href: String, picture: Icon, name: Message| Door { href, picture, name };
    let on_today =
        ListingQuery { kinds: vec![Kind::Event, Kind::Course], from: Some(today), to: Some(today), ..ListingQuery::default() }.href("/listings");
    let has = |room: Room| config.rooms.contains(&room);
    let mut found = vec![door("/listings".to_owned(), Icon::Search, m::DOOR_SEARCH), door(on_today, Icon::Lantern, m::DOOR_TODAY)];
    if !config.place.is_empty() {
        found.push(door(format!("/listings/{}", encode(&config.place)), Icon::Building, m::DOOR_HERE));
    }
    if let Some((lat, lon)) = config.lat.zip(config.lon) {
        found.push(door(View::around(lat, lon, NEAR_KM).href(&ListingQuery::default()), Icon::Signpost, m::DOOR_NEAR));
    }
    found.push(door("/map".to_owned(), Icon::Pin, m::DOOR_MAP));
    found.push(door("/calendar".to_owned(), Icon::Calendar, m::DOOR_CALENDAR));
    if has(Room::Forms) {
        found.push(door("/forms".to_owned(), Icon::Book, m::DOOR_FORMS));
    }
    if has(Room::Receipts) {
        found.push(door("/outbox".to_owned(), Icon::Mail, m::DOOR_SENT));
    }
    found
}

fn drawn(doors: &[Door]) -> Markup {
    html! {
        ul.kiosk-doors {
            @for door in doors { li { a.kiosk-tile href=(door.href) { (svg(door.picture)) span { (t(door.name)) } } } }
        }
    }
}

fn first(kiosk: Kiosk) -> AnyView {
    let boot = use_boot();
    let (lang, today) = (boot.lang, boot.today);
    let name = boot.site.name.text(lang).to_owned();
    let enrolment = kiosk.signals.enrolment;
    let kiosk = StoredValue::new(kiosk);
    let ways = Memo::new(move |_| enrolment.with(|it| doors(&it.config, today)));
    let say = Memo::new(move |_| enrolment.with(|it| it.say.clone()));
    view! {
        <h1>{name}</h1>
        <p class="lead" translate="no">
            {move || enrolment.with(|it| it.config.name.clone())}
        </p>
        {move || say.get().map(|say| still(said(&say, lang)))}
        <section class="kiosk-part" aria-labelledby="kiosk-languages">
            <h2 id="kiosk-languages">{m::WELCOME_LANG.text(lang)}</h2>
            {languages_of(kiosk, lang)}
        </section>
        <section class="kiosk-part" aria-labelledby="kiosk-doors">
            <h2 id="kiosk-doors">{m::WELCOME_DOORS.text(lang)}</h2>
            {move || still(drawn(&ways.get()))}
        </section>
        {around(kiosk, lang)}
        <p class="quiet">{m::FORGETS.text(lang)}</p>
    }
    .into_any()
}

/// What is on in the house today, and which places are near.
#[derive(Clone, Debug, Default, PartialEq)]
struct Around {
    here: Vec<Near>,
    near: Vec<Near>,
}

fn around(kiosk: StoredValue<Kiosk>, lang: Lang) -> AnyView {
    let repo = expect_context::<Arc<dyn Repo>>();
    let state = use_state();
    let (enrolment, now) = kiosk.with_value(|kiosk| (kiosk.signals.enrolment, kiosk.signals.now));
    let found = RwSignal::new(Around::default());
    Effect::new(move |_| {
        state.version.track();
        let config = enrolment.with(|it| it.config.clone());
        let at = jst_datetime(now.get_untracked());
        let reading = repo.catalog();
        spawn_local(async move {
            let Ok(catalog) = reading.await else { return };
            let made = catalog.read().ok().map(|catalog| Around {
                here: signage::on_here(&catalog, &config, at, NAMED),
                near: signage::near(&catalog, &config, &[Kind::Place], at.date(), NAMED),
            });
            if let Some(made) = made {
                let _gone = found.try_set(made);
            }
        });
    });
    let drawn = move || {
        let found = found.get();
        still(html! {
            div { (named("kiosk-here", m::ON_HERE, &found.here, lang).together()) (named("kiosk-near", m::NEAR, &found.near, lang).together()) }
        })
    };
    drawn.into_any()
}

/// Listings by name, each as a large link; nothing if there are none.
fn named(id: &str, heading: Message, all: &[Near], lang: Lang) -> Option<Markup> {
    (!all.is_empty()).then(|| {
        html! {
            section.kiosk-part aria-labelledby=(id) {
                h2 id=(id) { (heading.text(lang)) }
                ul.kiosk-named {
                    @for near in all {
                        li {
                            a.kiosk-row href=(near.card.href()) {
                                (svg(Icon::of_kind(near.card.kind)))
                                span lang=[near.card.foreign(lang)] { (near.card.title_in(lang)) }
                                @if let Some(far) = distance(near.metres, lang) { span.quiet { (far) } }
                            }
                        }
                    }
                }
            }
        }
    })
}

/// What a shared screen is, and how this device becomes one.
fn explained() -> AnyView {
    let state = use_state();
    let way = move || if state.online.get() { "button button-primary" } else { "button" };
    view! {
        <h1>{t(m::WHAT)}</h1>
        <p>{t(m::WHAT_TEXT)}</p>
        <p>{t(m::FORGETS)}</p>
        <p class="buttons">
            <a class=way href=PAIR>
                {icon(Icon::Keys)}
                <span>{t(m::WHAT_PAIR)}</span>
            </a>
            <a class="button" href="/">
                {icon(Icon::Home)}
                <span>{t(m::TO_SITE)}</span>
            </a>
        </p>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::listings::{Card, Listing};

    fn names(config: &Config) -> Vec<Message> {
        doors(config, "2026-11-20".parse().unwrap()).into_iter().map(|door| door.name).collect()
    }

    #[test]
    fn a_screen_offers_what_staff_allow() {
        let bare = Config { rooms: Vec::new(), ..Config::default() };
        assert_eq!(names(&bare), [m::DOOR_SEARCH, m::DOOR_TODAY, m::DOOR_MAP, m::DOOR_CALENDAR]);
        let whole = Config { place: "p".into(), lat: Some(34.34), lon: Some(134.05), ..Config::default() };
        let all = names(&whole);
        for door in [m::DOOR_HERE, m::DOOR_NEAR, m::DOOR_FORMS, m::DOOR_SENT] {
            assert!(all.contains(&door), "{door:?}");
        }
    }

    #[test]
    fn what_is_near_is_named_with_its_distance() {
        assert!(named("x", m::NEAR, &[], Lang::En).is_none());
        let mut place = Listing::draft("p1", Kind::Place);
        place.title = "<b>市民会館".into();
        let near = [Near { card: Card::of(&place), metres: Some(300) }];
        let drawn = named("x", m::NEAR, &near, Lang::Ja).unwrap().into_string();
        for part in ["/listings/p1", "&lt;b&gt;市民会館", "300 m"] {
            assert!(drawn.contains(part), "{part} in {drawn}");
        }
    }

    #[test]
    fn near_here_is_a_map_around_the_screen() {
        let config = Config { lat: Some(34.34), lon: Some(134.05), ..Config::default() };
        let found = doors(&config, "2026-11-20".parse().unwrap());
        let near = found.iter().find(|door| door.name == m::DOOR_NEAR).unwrap();
        assert!(near.href.starts_with("/map?z=") && near.href.contains("y=34.34") && near.href.contains("x=134.05"), "{}", near.href);
        let today = found.iter().find(|door| door.name == m::DOOR_TODAY).unwrap();
        assert!(today.href.contains("from=2026-11-20&to=2026-11-20"), "{}", today.href);
    }
}
