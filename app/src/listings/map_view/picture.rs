//! What stands on the map: pins that come together to dots, their names, and the list beside it.
//!
//! Invariants: no pin is lost (dots add up to the pins in view); no two dots are nearer than [`APART`], so that a finger can tell them
//! apart; the same pins give the same picture everywhere.

use super::{HEIGHT, LEVEL_MAX, View, WIDTH, nearest};
use crate::listings::query::ListingQuery;
use crate::listings::views::Pin;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Nearest distance of two clusters in units: a finger (44 px) on a narrow phone.
pub const APART: f64 = 54.0;

/// Places that the list beside the map names.
pub const LIST_MAX: usize = 60;

/// Size of names on the map, in units.
pub const NAME_SIZE: f64 = 13.0;

/// One dot of the map: a place, or several that lie too close to tell apart at this level.
#[derive(Clone, Debug, PartialEq)]
pub struct Cluster {
    /// Middle in units.
    pub x: f64,
    /// Middle in units.
    pub y: f64,
    /// Places of [`Pin`]s in the slice that was given.
    pub pins: Vec<usize>,
    /// Listings in all.
    pub total: usize,
}

/// A word on the map.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Label {
    /// Left end of the baseline in units.
    pub x: f64,
    /// Baseline in units.
    pub y: f64,
    /// Word, shortened.
    pub text: String,
}

/// A cluster as it is drawn: what it is called and where it leads.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Dot {
    /// Middle in units.
    pub x: f64,
    /// Middle in units.
    pub y: f64,
    /// How many places it stands for.
    pub places: usize,
    /// How many listings there are.
    pub total: usize,
    /// The first listing's title.
    pub title: String,
    /// Where it leads: a listing, its place in the list (`#place-3`), or nearer.
    pub href: String,
}

/// A map as it is drawn, with its text alternative; small enough to travel inside a page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Picture {
    /// What it shows.
    pub view: View,
    /// Dots, from the top left.
    pub dots: Vec<Dot>,
    /// Names of single places.
    pub labels: Vec<Label>,
    /// The places in view, nearest to the middle first, at most [`LIST_MAX`].
    pub list: Vec<Pin>,
    /// How many places are in view.
    pub places: usize,
    /// How many listings are in view.
    pub total: usize,
    /// How many places are outside.
    pub outside: usize,
}

/// The dots of a view. Pins outside are left out. Pins in the same square of a grid come together, then squares whose middles are too
/// close; order is from the top left, so that the same input gives the same picture everywhere.
pub fn clusters(pins: &[Pin], view: View) -> Vec<Cluster> {
    let mut cells: BTreeMap<(i32, i32), Cluster> = BTreeMap::new();
    for (index, pin) in pins.iter().enumerate() {
        if !view.shows(pin.lat, pin.lon) {
            continue;
        }
        let (x, y) = view.project(pin.lat, pin.lon);
        let one = Cluster { x, y, pins: vec![index], total: pin.total };
        let key = (cell(y), cell(x));
        let joined = match cells.remove(&key) {
            Some(before) => join(before, one),
            None => one,
        };
        cells.insert(key, joined);
    }
    let mut left: Vec<Cluster> = cells.into_values().collect();
    // Each round removes one cluster, so this ends.
    while let Some((a, b)) = too_close(&left) {
        let second = left.remove(b);
        let first = left.remove(a);
        left.insert(a, join(first, second));
    }
    left
}

/// The first two clusters that a finger could not tell apart.
fn too_close(clusters: &[Cluster]) -> Option<(usize, usize)> {
    for (a, first) in clusters.iter().enumerate() {
        for (b, second) in clusters.iter().enumerate().skip(a + 1) {
            if (first.x - second.x).hypot(first.y - second.y) < APART {
                return Some((a, b));
            }
        }
    }
    None
}

/// Both clusters as one, in the middle of all their pins.
fn join(a: Cluster, b: Cluster) -> Cluster {
    let (weight_a, weight_b) = (count(a.pins.len()), count(b.pins.len()));
    let all = weight_a + weight_b;
    let mut pins = a.pins;
    pins.extend(b.pins);
    Cluster { x: (a.x * weight_a + b.x * weight_b) / all, y: (a.y * weight_a + b.y * weight_b) / all, pins, total: a.total + b.total }
}

fn count(many: usize) -> f64 {
    u32::try_from(many).map_or(f64::from(u32::MAX), f64::from)
}

#[expect(clippy::cast_possible_truncation, reason = "places in the picture are between 0 and 400")]
fn cell(units: f64) -> i32 {
    (units / APART).floor() as i32
}

/// Draws a view of the pins. `query` holds the facets, which links keep.
pub fn picture(pins: &[Pin], view: View, query: &ListingQuery) -> Picture {
    let inside: Vec<(usize, f64)> =
        nearest(pins, (view.lat, view.lon)).into_iter().filter(|(at, _)| pins.get(*at).is_some_and(|pin| view.shows(pin.lat, pin.lon))).collect();
    let listed: BTreeMap<usize, usize> = inside.iter().take(LIST_MAX).enumerate().map(|(number, (at, _))| (*at, number + 1)).collect();
    let found = clusters(pins, view);
    let dots = found
        .iter()
        .map(|cluster| {
            let first = cluster.pins.iter().filter_map(|at| pins.get(*at)).find_map(|pin| pin.cards.first());
            Dot {
                x: cluster.x,
                y: cluster.y,
                places: cluster.pins.len(),
                total: cluster.total,
                title: first.map(|card| card.title.clone()).unwrap_or_default(),
                href: lead(cluster, pins, view, query, &listed),
            }
        })
        .collect();
    Picture {
        view,
        dots,
        labels: labels(&found, pins, NAME_SIZE),
        list: inside.iter().take(LIST_MAX).filter_map(|(at, _)| pins.get(*at).cloned()).collect(),
        places: inside.len(),
        total: inside.iter().filter_map(|(at, _)| pins.get(*at)).map(|pin| pin.total).sum(),
        outside: pins.len() - inside.len(),
    }
}

/// Where a dot leads: to its only listing, to its place in the list, or to the first level that parts it.
fn lead(cluster: &Cluster, pins: &[Pin], view: View, query: &ListingQuery, listed: &BTreeMap<usize, usize>) -> String {
    let in_list = cluster.pins.iter().filter_map(|at| listed.get(at)).min().map(|number| format!("#place-{number}"));
    if let [only] = cluster.pins.as_slice() {
        return match pins.get(*only).map(|pin| pin.cards.as_slice()) {
            Some([only]) => only.href.clone(),
            _ => in_list.unwrap_or_default(),
        };
    }
    let members: Vec<Pin> = cluster.pins.iter().filter_map(|at| pins.get(*at).cloned()).collect();
    let middle = View::fit(members.iter().map(|pin| (pin.lat, pin.lon))).unwrap_or(view);
    let parts = |level: &u8| clusters(&members, View { level: *level, ..middle }).len() != 1;
    match (view.level + 1..=LEVEL_MAX).find(parts) {
        Some(level) => View { level, ..middle }.href(query),
        None => in_list.unwrap_or_else(|| View { level: LEVEL_MAX, ..middle }.href(query)),
    }
}

/// Radius of a dot in units: it grows slowly with what it holds.
pub fn radius(total: usize) -> f64 {
    match total {
        0 | 1 => 9.0,
        2..=9 => 14.0,
        10..=99 => 17.0,
        _ => 21.0,
    }
}

/// Where names go: beside the dots of single places, first come first served, never over a dot or another name.
pub fn labels(clusters: &[Cluster], pins: &[Pin], size: f64) -> Vec<Label> {
    let mut taken: Vec<[f64; 4]> = clusters
        .iter()
        .map(|it| {
            let r = radius(it.total);
            [it.x - r, it.y - r, it.x + r, it.y + r]
        })
        .collect();
    let mut labels = Vec::new();
    for cluster in clusters {
        let [only] = cluster.pins.as_slice() else { continue };
        let Some(card) = pins.get(*only).and_then(|pin| pin.cards.first()) else { continue };
        let text = shorten(&card.title, 9);
        let width = text.chars().map(|it| if it.is_ascii() { 0.58 } else { 1.0 }).sum::<f64>() * size;
        let gap = radius(cluster.total) + 3.0;
        let places = [
            (cluster.x + gap, cluster.y + size * 0.35),
            (cluster.x - gap - width, cluster.y + size * 0.35),
            (cluster.x - width / 2.0, cluster.y + gap + size * 0.8),
        ];
        for (x, y) in places {
            let area = [x, y - size * 0.9, x + width, y + size * 0.2];
            let inside = area[0] >= 2.0 && area[1] >= 2.0 && area[2] <= WIDTH - 2.0 && area[3] <= HEIGHT - 2.0;
            if inside && !taken.iter().any(|other| overlap(area, *other)) {
                taken.push(area);
                labels.push(Label { x, y, text });
                break;
            }
        }
    }
    labels
}

fn overlap(a: [f64; 4], b: [f64; 4]) -> bool {
    a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]
}

/// At most `chars` characters, with an ellipsis in place of the rest.
fn shorten(text: &str, chars: usize) -> String {
    if text.chars().count() <= chars {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(chars.saturating_sub(1)).collect();
    short.push('…');
    short
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::listings::Kind;
    use crate::listings::views::PinCard;

    fn pin(lat: f64, lon: f64, total: usize) -> Pin {
        let (href, title) = ("/listings/id".into(), "市民活動センター".into());
        Pin { lat, lon, cards: vec![PinCard { href, kind: Kind::Place, title, confirmed_on: None, stale: false }], total }
    }

    const TAKAMATSU: View = View { lat: 34.34, lon: 134.05, level: 7 };

    #[test]
    fn clusters_lose_nothing_and_keep_apart() {
        let pins: Vec<Pin> = (0..200_u32).map(|it| pin(34.30 + f64::from(it % 20) * 0.004, 134.0 + f64::from(it / 20) * 0.011, 2)).collect();
        for level in 0..=LEVEL_MAX {
            let view = View { level, ..TAKAMATSU };
            let found = clusters(&pins, view);
            let mut seen: Vec<usize> = found.iter().flat_map(|it| it.pins.clone()).collect();
            seen.sort_unstable();
            let expected: Vec<usize> = (0..pins.len()).filter(|at| view.shows(pins[*at].lat, pins[*at].lon)).collect();
            assert_eq!(seen, expected);
            assert!(found.iter().all(|it| it.total == it.pins.len() * 2));
            assert_eq!(too_close(&found), None);
        }
    }

    #[test]
    fn dots_lead_nearer_and_at_last_to_the_list() {
        let far = [pin(34.34, 134.05, 1), pin(34.341, 134.05, 1)];
        let drawn = picture(&far, TAKAMATSU, &ListingQuery::default());
        assert_eq!((drawn.dots.len(), drawn.places, drawn.total, drawn.outside), (1, 2, 2, 0));
        let level: u8 = drawn.dots[0].href.strip_prefix("/map?z=").and_then(|rest| rest.split('&').next()).unwrap().parse().unwrap();
        assert_eq!(clusters(&far, View { lat: 34.3405, lon: 134.05, level }).len(), 2);
        let same = [pin(34.34, 134.05, 1), pin(34.34001, 134.05, 1)];
        assert_eq!(picture(&same, TAKAMATSU, &ListingQuery::default()).dots[0].href, "#place-1");
        let alone = [pin(34.34, 134.05, 1), pin(36.0, 134.05, 1)];
        let drawn = picture(&alone, TAKAMATSU, &ListingQuery::default());
        assert_eq!((drawn.dots[0].href.as_str(), drawn.outside), ("/listings/id", 1));
    }

    #[test]
    fn names_do_not_overlap() {
        let pins: Vec<Pin> = (0..9_u32).map(|it| pin(34.32 + f64::from(it / 3) * 0.012, 134.03 + f64::from(it % 3) * 0.016, 1)).collect();
        let found = clusters(&pins, TAKAMATSU);
        let names = labels(&found, &pins, 12.0);
        assert!(!names.is_empty());
        for (at, a) in names.iter().enumerate() {
            for b in names.iter().skip(at + 1) {
                assert!((a.y - b.y).abs() > 8.0 || (a.x - b.x).abs() > 20.0);
            }
        }
    }
}
