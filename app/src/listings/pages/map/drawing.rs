//! The map as SVG: net, names of areas, dots with their counts, names of places, scale bar, and the person's own position.
//!
//! No outside tiles and no inline styles: shapes take presentation attributes, colours come from the style sheet. Each dot is a link
//! with a name, so that the picture can be walked by keyboard; the list beside it says the same in words.

use crate::listings::map_view::{Dot, HEIGHT, Picture, View, WIDTH, distance_words, graticule, radius, scale_bar};
use crate::messages::map as m;
use crate::site::Site;
use engawa_core::Lang;
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// Half the side of the square that a finger can hit, in units: 44 px on a narrow phone.
const TOUCH: f64 = 27.0;

/// The picture. `me`: where the person is, once the device knows.
pub fn drawing(picture: &Picture, site: &Site, lang: Lang, me: RwSignal<Option<(f64, f64)>>) -> AnyView {
    let view = picture.view;
    let label = m::PICTURE.with(lang, &[&picture.places.to_string()]);
    let dots = picture.dots.iter().map(|it| dot(it, lang)).collect::<Vec<_>>();
    let names = picture
        .labels
        .iter()
        .map(|name| {
            let (x, y, text) = (units(name.x), units(name.y), name.text.clone());
            view! {
                <text class="map-name" x=x y=y>
                    {text}
                </text>
            }
        })
        .collect::<Vec<_>>();
    let own = move || {
        me.get().filter(|(lat, lon)| view.shows(*lat, *lon)).map(|(lat, lon)| {
            let (x, y) = view.project(lat, lon);
            let (x, y, below) = (units(x), units(y), units(y + 24.0));
            view! {
                <g class="map-me">
                    <circle cx=x.clone() cy=y.clone() r="10" class="map-me-ring"></circle>
                    <circle cx=x.clone() cy=y r="4" class="map-me-dot"></circle>
                    <text x=x y=below text-anchor="middle" class="map-me-name">
                        {m::YOU.text(lang)}
                    </text>
                </g>
            }
        })
    };
    let frame = format!("0 0 {WIDTH} {HEIGHT}");
    view! {
        <svg class="map-picture" viewBox=frame role="group" aria-label=label preserveAspectRatio="xMidYMid meet">
            <rect class="map-ground" x="0" y="0" width="100%" height="100%"></rect>
            {net(view)}
            {area_names(site, view)}
            <g class="map-dots">{dots}</g>
            <g class="map-names" aria-hidden="true">
                {names}
            </g>
            <g aria-hidden="true">{own}</g>
            {bar(view, lang)}
        </svg>
    }
    .into_any()
}

/// A number of units as an attribute: one decimal is finer than a pixel.
fn units(value: f64) -> String {
    format!("{value:.1}")
}

fn net(view: View) -> AnyView {
    let (vertical, horizontal) = graticule(view);
    let mut path = String::new();
    for x in vertical {
        path.push_str(&format!("M{} 0V{HEIGHT}", units(x)));
    }
    for y in horizontal {
        path.push_str(&format!("M0 {}H{WIDTH}", units(y)));
    }
    view! {
        <g aria-hidden="true">
            <path class="map-net" d=path></path>
        </g>
    }
    .into_any()
}

/// Names of the parts of the city, where the view is wide enough to hold several.
fn area_names(site: &Site, view: View) -> AnyView {
    let names = site
        .zoom_areas
        .iter()
        .filter(|area| view.shows(area.lat, area.lon) && area.km * view.units_per_km() < WIDTH * 1.2)
        .map(|area| {
            let (x, y) = view.project(area.lat, area.lon);
            let name = area.name.clone();
            view! {
                <text class="map-area" x=units(x) y=units(y) text-anchor="middle">
                    {name}
                </text>
            }
        })
        .collect::<Vec<_>>();
    view! { <g aria-hidden="true">{names}</g> }.into_any()
}

fn dot(dot: &Dot, lang: Lang) -> AnyView {
    let (x, y) = (units(dot.x), units(dot.y));
    let label = match (dot.places, dot.total) {
        (1, 1) => dot.title.clone(),
        (1, total) => m::HERE_MANY.with(lang, &[&dot.title, &total.to_string()]),
        (places, total) => m::CLUSTER.with(lang, &[&places.to_string(), &total.to_string()]),
    };
    let class = if dot.places == 1 { "map-dot map-dot-one" } else { "map-dot map-dot-many" };
    let number = (dot.total > 1).then(|| {
        let (x, y, number) = (x.clone(), units(dot.y + 4.5), dot.total.to_string());
        view! {
            <text class="map-count" x=x y=y text-anchor="middle">
                {number}
            </text>
        }
    });
    // Links inside a picture are not the router's: go there without a load, but leave other tabs and places of this page to the browser.
    let navigate = use_navigate();
    let href = dot.href.clone();
    let follow = move |event: MouseEvent| {
        let plain = event.button() == 0 && !event.ctrl_key() && !event.meta_key() && !event.shift_key() && !event.alt_key();
        if plain && href.starts_with('/') {
            event.prevent_default();
            let scroll = !href.starts_with("/map");
            navigate(&href, NavigateOptions { scroll, ..NavigateOptions::default() });
        }
    };
    view! {
        <g class=class>
            <a href=dot.href.clone() aria-label=label on:click=follow>
                <circle class="map-touch" cx=x.clone() cy=y.clone() r=units(TOUCH) fill="transparent"></circle>
                <circle class="map-mark" cx=x cy=y r=units(radius(dot.total))></circle>
                {number}
            </a>
        </g>
    }
    .into_any()
}

fn bar(view: View, lang: Lang) -> AnyView {
    let bar = scale_bar(view);
    let words = distance_words(f64::from(bar.metres));
    let (left, low) = (10.0, HEIGHT - 10.0);
    let path = format!("M{left} {}V{low}H{}V{}", low - 6.0, units(left + bar.units), low - 6.0);
    let label = m::SCALE.with(lang, &[&words]);
    let north = format!("M{} 34V14M{} 21L{} 12L{} 21", WIDTH - 18.0, WIDTH - 23.0, WIDTH - 18.0, WIDTH - 13.0);
    view! {
        <g class="map-scale" role="img" aria-label=label>
            <path d=path class="map-scale-bar"></path>
            <text x=units(left + 5.0) y=units(low - 8.0) class="map-scale-words">
                {words}
            </text>
        </g>
        <g class="map-north" aria-hidden="true">
            <path d=north class="map-scale-bar"></path>
            <text x=units(WIDTH - 18.0) y="48" text-anchor="middle" class="map-scale-words">
                {m::UP.text(lang)}
            </text>
        </g>
    }
    .into_any()
}
