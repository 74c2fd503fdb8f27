//! The geometry of the site's own map: projection, graticule, scale bar and distances, without tiles and without drawing.
//!
//! A city is small, so an equirectangular projection around the middle of the view is exact enough (below 0.1 % within 50 km): it
//! needs no table and both sides compute it alike. All lengths inside the picture are in *units* of its view box, `WIDTH` x `HEIGHT`.
//! Invariant: nothing here panics or divides by zero on any coordinates. What stands on the map is told in `picture`.

use super::query::{ListingQuery, encode};
use super::views::Pin;
use crate::site::{Site, ZoomArea};
use serde::{Deserialize, Serialize};

mod picture;

pub use picture::{APART, Cluster, Dot, LIST_MAX, Label, NAME_SIZE, Picture, clusters, picture, radius};

/// Width of the picture in units.
pub const WIDTH: f64 = 400.0;

/// Height of the picture in units.
pub const HEIGHT: f64 = 360.0;

/// Deepest level: 500 m from edge to edge.
pub const LEVEL_MAX: u8 = 11;

/// Width of the view at level 0, in kilometres.
const KM_AT_LEVEL_0: f64 = 1024.0;

/// Kilometres in one degree of latitude, on a sphere of the mean radius 6371.0088 km (IUGG).
const KM_PER_DEGREE: f64 = 111.195_08;

/// A look at the map.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct View {
    /// Middle, WGS 84 degrees.
    pub lat: f64,
    /// Middle, WGS 84 degrees.
    pub lon: f64,
    /// How near: each level halves the width.
    pub level: u8,
}

/// The bar that shows how long a length is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScaleBar {
    /// Length in metres: 1, 2 or 5 times a power of ten.
    pub metres: u32,
    /// Length in units.
    pub units: f64,
}

impl View {
    /// The view that shows a width of `km` around a point as well as a level can.
    pub fn around(lat: f64, lon: f64, km: f64) -> Self {
        let distance = |level: &u8| (width_km(*level) / km.max(0.01)).ln().abs();
        let level = (0..=LEVEL_MAX).min_by(|a, b| distance(a).total_cmp(&distance(b))).unwrap_or(0);
        Self { lat, lon, level }.within_earth()
    }

    /// The view of a part of the site's map.
    pub fn of_area(area: &ZoomArea) -> Self {
        Self::around(area.lat, area.lon, area.km)
    }

    /// The nearest view that shows all these points; `None` without points.
    pub fn fit(points: impl IntoIterator<Item = (f64, f64)>) -> Option<Self> {
        let mut bounds: Option<(f64, f64, f64, f64)> = None;
        for (lat, lon) in points {
            if !lat.is_finite() || !lon.is_finite() {
                continue;
            }
            let (south, north, west, east) = bounds.unwrap_or((lat, lat, lon, lon));
            bounds = Some((south.min(lat), north.max(lat), west.min(lon), east.max(lon)));
        }
        let (south, north, west, east) = bounds?;
        let (lat, lon) = (f64::midpoint(south, north), f64::midpoint(west, east));
        let inside = |level: &u8| {
            let view = Self { lat, lon, level: *level };
            let (left, top) = view.project(north, west);
            // A twelfth stays free at each edge for dots and words.
            left >= WIDTH / 12.0 && top >= HEIGHT / 12.0
        };
        // A single place is shown with its neighbourhood, not at the deepest level.
        let level = (0..=LEVEL_MAX - 2).rev().find(inside).unwrap_or(0);
        Some(Self { lat, lon, level }.within_earth())
    }

    /// Reads `x` (longitude), `y` (latitude) and `z` (level) of an address.
    pub fn parse(x: Option<&str>, y: Option<&str>, z: Option<&str>) -> Option<Self> {
        let lon = x?.parse::<f64>().ok().filter(|lon| lon.is_finite())?;
        let lat = y?.parse::<f64>().ok().filter(|lat| lat.is_finite())?;
        let level = z?.parse::<u8>().ok()?.min(LEVEL_MAX);
        Some(Self { lat, lon, level }.within_earth())
    }

    /// What a map page shows: the view of the address, else the part of the map that bears the name of the chosen area, else all
    /// places, else the whole city.
    pub fn choose(asked: Option<Self>, query: &ListingQuery, site: &Site, pins: &[Pin]) -> Self {
        let named = || match query.areas.as_slice() {
            [only] => site.zoom_areas.iter().find(|area| area.name == *only).map(Self::of_area),
            _ => None,
        };
        let everything = || Self::fit(pins.iter().map(|pin| (pin.lat, pin.lon)));
        let city = || site.zoom_areas.first().map(Self::of_area);
        asked.or_else(named).or_else(everything).or_else(city).unwrap_or(Self { lat: 35.68, lon: 139.77, level: 6 })
    }

    /// The address of this view with the facets of a search.
    pub fn href(self, query: &ListingQuery) -> String {
        let base = query.href("/map");
        let joint = if base.contains('?') { '&' } else { '?' };
        let (x, y) = (format!("{:.5}", self.lon), format!("{:.5}", self.lat));
        format!("{base}{joint}z={}&x={}&y={}", self.level, encode(&x), encode(&y))
    }

    /// One level nearer, if there is one.
    pub fn nearer(self) -> Option<Self> {
        (self.level < LEVEL_MAX).then(|| Self { level: self.level + 1, ..self })
    }

    /// One level farther, if there is one.
    pub fn farther(self) -> Option<Self> {
        (self.level > 0).then(|| Self { level: self.level - 1, ..self })
    }

    /// The same level, moved by parts of the view: 0.5 east is half a width to the right.
    #[must_use]
    pub fn moved(self, east: f64, north: f64) -> Self {
        let (lat, lon) = self.unproject(WIDTH * (0.5 + east), HEIGHT * (0.5 - north));
        Self { lat, lon, ..self }.within_earth()
    }

    /// Units in a kilometre.
    pub fn units_per_km(self) -> f64 {
        WIDTH / width_km(self.level)
    }

    /// Where a point of the earth lies in the picture.
    pub fn project(self, lat: f64, lon: f64) -> (f64, f64) {
        let scale = KM_PER_DEGREE * self.units_per_km();
        (WIDTH / 2.0 + (lon - self.lon) * self.shrink() * scale, HEIGHT / 2.0 - (lat - self.lat) * scale)
    }

    /// Which point of the earth (latitude, longitude) lies at a place of the picture.
    pub fn unproject(self, x: f64, y: f64) -> (f64, f64) {
        let scale = KM_PER_DEGREE * self.units_per_km();
        (self.lat + (HEIGHT / 2.0 - y) / scale, self.lon + (x - WIDTH / 2.0) / (self.shrink() * scale))
    }

    /// Whether a point of the earth is in the picture.
    pub fn shows(self, lat: f64, lon: f64) -> bool {
        let (x, y) = self.project(lat, lon);
        (0.0..=WIDTH).contains(&x) && (0.0..=HEIGHT).contains(&y)
    }

    /// How much shorter a degree of longitude is here than at the equator.
    fn shrink(self) -> f64 {
        self.lat.to_radians().cos().max(0.01)
    }

    fn within_earth(self) -> Self {
        Self { lat: self.lat.clamp(-85.0, 85.0), lon: self.lon.clamp(-180.0, 180.0), ..self }
    }
}

/// Width of the view at a level, in kilometres.
pub fn width_km(level: u8) -> f64 {
    KM_AT_LEVEL_0 / 2.0_f64.powi(i32::from(level))
}

/// The longest round length that takes at most a third of the width.
pub fn scale_bar(view: View) -> ScaleBar {
    let third = WIDTH / 3.0;
    let per_metre = view.units_per_km() / 1000.0;
    let mut best = 10_u32;
    for power in 1..=5 {
        for step in [1_u32, 2, 5] {
            let metres = step * 10_u32.pow(power);
            if f64::from(metres) * per_metre <= third {
                best = metres;
            }
        }
    }
    ScaleBar { metres: best, units: f64::from(best) * per_metre }
}

/// The lines of a net whose meshes are as wide as the scale bar: places of vertical and of horizontal lines. The net is fixed to the
/// earth (its meshes are measured at the nearest whole degree of latitude), so it moves with the places.
pub fn graticule(view: View) -> (Vec<f64>, Vec<f64>) {
    let north = f64::from(scale_bar(view).metres) / 1000.0 / KM_PER_DEGREE;
    let east = north / view.lat.round().to_radians().cos().max(0.01);
    let (top, left) = view.unproject(0.0, 0.0);
    let (bottom, right) = view.unproject(WIDTH, HEIGHT);
    let vertical = multiples(left, right, east).into_iter().map(|lon| view.project(view.lat, lon).0).collect();
    let horizontal = multiples(bottom, top, north).into_iter().map(|lat| view.project(lat, view.lon).1).collect();
    (vertical, horizontal)
}

/// The multiples of a step between two numbers, at most a few dozen.
fn multiples(from: f64, to: f64, step: f64) -> Vec<f64> {
    let mut at = (from / step).ceil() * step;
    let mut found = Vec::new();
    while at <= to && found.len() < 40 {
        found.push(at);
        at += step;
    }
    found
}

/// The distance of two points of the earth in metres, along a great circle (haversine).
pub fn metres_between(from: (f64, f64), to: (f64, f64)) -> f64 {
    let (lat_a, lat_b) = (from.0.to_radians(), to.0.to_radians());
    let half_lat = ((lat_b - lat_a) / 2.0).sin();
    let half_lon = ((to.1 - from.1).to_radians() / 2.0).sin();
    let inner = half_lat * half_lat + lat_a.cos() * lat_b.cos() * half_lon * half_lon;
    2.0 * 6_371_008.8 * inner.clamp(0.0, 1.0).sqrt().asin()
}

/// A distance as people say it: `350 m`, `1.2 km`, `12 km`.
pub fn distance_words(metres: f64) -> String {
    if metres < 995.0 {
        format!("{:.0} m", (metres / 10.0).round() * 10.0)
    } else if metres < 9_950.0 {
        format!("{:.1} km", metres / 1000.0)
    } else {
        format!("{:.0} km", metres / 1000.0)
    }
}

/// Places of the pins by distance from a point, nearest first, with metres.
pub fn nearest(pins: &[Pin], from: (f64, f64)) -> Vec<(usize, f64)> {
    let mut found: Vec<(usize, f64)> = pins.iter().enumerate().map(|(index, pin)| (index, metres_between(from, (pin.lat, pin.lon)))).collect();
    found.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
    found
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
    fn projection_and_its_inverse_agree() {
        for (lat, lon) in [(34.34, 134.05), (34.36, 134.0), (34.30, 134.08)] {
            let (x, y) = TAKAMATSU.project(lat, lon);
            let (back_lat, back_lon) = TAKAMATSU.unproject(x, y);
            assert!((back_lat - lat).abs() < 1e-9 && (back_lon - lon).abs() < 1e-9);
        }
        assert_eq!(TAKAMATSU.project(34.34, 134.05), (WIDTH / 2.0, HEIGHT / 2.0));
        let (x, y) = TAKAMATSU.project(34.35, 134.06);
        assert!(x > WIDTH / 2.0 && y < HEIGHT / 2.0, "north is up, east is right");
    }

    #[test]
    fn distances_in_the_picture_are_distances_on_earth() {
        let (a, b) = ((34.34, 134.05), (34.35, 134.065));
        let (ax, ay) = TAKAMATSU.project(a.0, a.1);
        let (bx, by) = TAKAMATSU.project(b.0, b.1);
        let metres = (ax - bx).hypot(ay - by) / TAKAMATSU.units_per_km() * 1000.0;
        assert!((metres - metres_between(a, b)).abs() < 2.0);
    }

    #[test]
    fn a_fitting_view_shows_everything() {
        let points = [(34.25, 134.0), (34.40, 134.1), (34.33, 133.95)];
        let view = View::fit(points).unwrap();
        assert!(points.iter().all(|(lat, lon)| view.shows(*lat, *lon)));
        assert_eq!(View::fit([(34.3, 134.0)]).unwrap().level, LEVEL_MAX - 2);
        assert_eq!(View::fit([(f64::NAN, 1.0)]), None);
    }

    #[test]
    fn addresses_round_trip_and_nonsense_is_refused() {
        let view = View { lat: 34.34001, lon: 134.05, level: 7 };
        assert_eq!(view.href(&ListingQuery::default()), "/map?z=7&x=134.05000&y=34.34001");
        assert_eq!(View::parse(Some("134.05000"), Some("34.34001"), Some("7")), Some(view));
        assert_eq!(View::parse(Some("NaN"), Some("1"), Some("7")), None);
        assert_eq!(View::parse(Some("1"), Some("999"), Some("200")), Some(View { lat: 85.0, lon: 1.0, level: LEVEL_MAX }));
        assert_eq!(View::parse(None, Some("1"), Some("7")), None);
    }

    #[test]
    fn levels_end() {
        assert_eq!(View { level: LEVEL_MAX, ..TAKAMATSU }.nearer(), None);
        assert_eq!(View { level: 0, ..TAKAMATSU }.farther(), None);
        assert_eq!(View::around(34.0, 134.0, 8.0).level, 7);
        assert_eq!(View::around(34.0, 134.0, 0.0).level, LEVEL_MAX);
    }

    #[test]
    fn the_scale_bar_is_round_and_short() {
        for level in 0..=LEVEL_MAX {
            let bar = scale_bar(View { level, ..TAKAMATSU });
            assert!(bar.units <= WIDTH / 3.0 && bar.units > WIDTH / 12.0, "{level}: {bar:?}");
        }
        assert_eq!(scale_bar(TAKAMATSU).metres, 2000);
    }

    #[test]
    fn the_net_is_fixed_to_the_earth() {
        let (vertical, horizontal) = graticule(TAKAMATSU);
        assert!((2..=12).contains(&vertical.len()) && (2..=12).contains(&horizontal.len()));
        let one = TAKAMATSU.moved(0.0, 0.25);
        assert!((one.lat - TAKAMATSU.lat) * KM_PER_DEGREE > 1.0);
    }

    #[test]
    fn distances_are_said_plainly() {
        assert_eq!(distance_words(352.0), "350 m");
        assert_eq!(distance_words(996.0), "1.0 km");
        assert_eq!(distance_words(12_300.0), "12 km");
        assert_eq!(nearest(&[pin(34.0, 134.0, 1), pin(35.0, 134.0, 1)], (34.9, 134.0))[0].0, 1);
    }
}
