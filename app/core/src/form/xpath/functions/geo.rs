//! Places: areas, lengths and whether a place is inside of a shape, on a sphere with the Earth's radius at the equator.
//!
//! Sources: ODK `XForms` specification; the area after Chamberlain and Duquette, "Some Algorithms for Polygons on a Sphere" (2007);
//! the test for inside after W. R. Franklin, PNPOLY.

use super::{Answer, Arguments, Entry, Fault, boolean, number};
use crate::form::xpath::number as numeral;

pub(super) static TABLE: &[Entry] =
    &[Entry::exactly(1, "area", area), Entry::at_least(1, "distance", distance), Entry::exactly(2, "geofence", geofence)];

const RADIUS_METRES: f64 = 6_378_100.0;

/// A place, in degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Point {
    latitude: f64,
    longitude: f64,
}

impl Point {
    /// `latitude longitude`, with or without altitude and accuracy.
    fn read(text: &str) -> Option<Self> {
        let parts: Vec<&str> = numeral::words(text).collect();
        let (Some(latitude), Some(longitude), 2..=4) = (parts.first(), parts.get(1), parts.len()) else { return None };
        let point = Self { latitude: numeral::from_text(latitude), longitude: numeral::from_text(longitude) };
        (point.latitude.abs() <= 90.0 && point.longitude.abs() <= 180.0).then_some(point)
    }
}

/// Points parted by `;`, with nothing or more of these at the end.
fn read_trace(text: &str) -> Option<Vec<Point>> {
    let text = text.trim_end_matches(|c: char| c == ';' || numeral::is_blank(c));
    text.split(';').map(Point::read).collect()
}

/// The points of several nodes, or of one that has several.
fn points(of: &Arguments<'_, '_>) -> Result<Option<Vec<Point>>, Fault> {
    let texts = of.texts(0)?;
    of.run.spend(texts.iter().map(|text| text.len()).sum::<usize>() / 16)?;
    Ok(match texts.as_slice() {
        [trace] => read_trace(trace),
        points => points.iter().map(|point| Point::read(point)).collect(),
    })
}

/// Square metres, to the nearest hundredth; nothing that is no shape has an area.
fn area<'a>(of: &Arguments<'_, 'a>) -> Answer<'a> {
    let points = points(of)?.unwrap_or_default();
    let (Some(first), Some(last), 3..) = (points.first(), points.last(), points.len()) else { return number(0.0) };
    let closing = (first != last).then_some(first);
    let doubled: f64 = points
        .iter()
        .zip(points.iter().skip(1).chain(closing))
        .map(|(from, to)| {
            let width = (to.longitude - from.longitude).to_radians();
            width * (2.0 + libm::sin(from.latitude.to_radians()) + libm::sin(to.latitude.to_radians()))
        })
        .sum();
    number(to_hundredths(doubled * RADIUS_METRES * RADIUS_METRES / 2.0).abs())
}

/// Metres, to the nearest hundredth; not-a-number if there are not two points.
fn distance<'a>(of: &Arguments<'_, 'a>) -> Answer<'a> {
    let points = points(of)?.unwrap_or_default();
    if points.len() < 2 {
        return number(f64::NAN);
    }
    let length: f64 = points.iter().zip(points.iter().skip(1)).map(|(from, to)| length(*from, *to)).sum();
    number(to_hundredths(length))
}

/// By the haversine formula, which stays exact for points that are near each other.
fn length(from: Point, to: Point) -> f64 {
    let half = |from: f64, to: f64| {
        let sine = libm::sin((to - from).to_radians() / 2.0);
        sine * sine
    };
    let flat = libm::cos(from.latitude.to_radians()) * libm::cos(to.latitude.to_radians());
    let chord = half(from.latitude, to.latitude) + flat * half(from.longitude, to.longitude);
    2.0 * RADIUS_METRES * libm::asin(chord.clamp(0.0, 1.0).sqrt())
}

fn to_hundredths(metres: f64) -> f64 {
    numeral::round(metres, 2.0)
}

/// Whether a place is inside of a closed shape: whether a line from it crosses the border an odd number of times.
fn geofence<'a>(of: &Arguments<'_, 'a>) -> Answer<'a> {
    let (Some(at), Some(shape)) = (Point::read(&of.text(0)?), read_trace(&of.text(1)?)) else { return boolean(false) };
    if shape.len() < 2 || shape.first() != shape.last() {
        return boolean(false);
    }
    let crosses = |(from, to): &(&Point, &Point)| {
        let height = (at.latitude - to.latitude) / (from.latitude - to.latitude);
        (to.latitude > at.latitude) != (from.latitude > at.latitude) && at.longitude < (from.longitude - to.longitude) * height + to.longitude
    };
    boolean(shape.iter().zip(shape.iter().skip(1)).filter(crosses).count() % 2 == 1)
}
