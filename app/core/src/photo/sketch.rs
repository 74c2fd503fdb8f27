//! Something drawn by hand, such as a signature: lines, as a page shows them and as the picture that is attached.
//!
//! The picture is black on white, no larger than what was drawn, with nothing noted in it. Source: ISO/IEC 15948 (PNG). Invariants: whatever
//! a hand does, points, ink and the picture are bounded; the same lines give the same bytes.

use crate::{id, zip};
use miniz_oxide::deflate::compress_to_vec_zlib;
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;

/// The side of the largest field, in pixels of a page; what lies beyond is drawn at the edge.
const SIDE: i32 = 1_200;
/// Points of all lines.
const POINTS_MAX: usize = 4_000;
/// The length of all lines, in pixels of a page.
const INK: i32 = 100_000;
/// White around what was drawn, in pixels of a page.
const MARGIN: i32 = 12;
/// Pixels of the picture for one of the page.
const SCALE: i32 = 2;
/// Half the width of the pen, in pixels of the picture.
const PEN: i32 = 3;
/// How hard the picture is compressed.
const LEVEL: u8 = 6;

/// Lines that were drawn.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sketch {
    strokes: Vec<Vec<(i32, i32)>>,
    points: usize,
    ink: i32,
}

/// A picture of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawn {
    /// The bytes of a PNG.
    pub png: Vec<u8>,
    /// Their digest.
    pub sha256: String,
}

fn within(x: i32, y: i32) -> (i32, i32) {
    (x.clamp(0, SIDE), y.clamp(0, SIDE))
}

impl Sketch {
    /// The pen touches the paper.
    pub fn begin(&mut self, x: i32, y: i32) {
        if self.points < POINTS_MAX {
            self.points += 1;
            self.strokes.push(vec![within(x, y)]);
        }
    }

    /// The pen moves.
    pub fn go(&mut self, x: i32, y: i32) {
        let to = within(x, y);
        let Some(stroke) = self.strokes.last_mut() else { return };
        let Some(&from) = stroke.last() else { return };
        let length = (to.0 - from.0).abs().max((to.1 - from.1).abs());
        if length > 0 && self.points < POINTS_MAX && self.ink + length <= INK {
            self.points += 1;
            self.ink += length;
            stroke.push(to);
        }
    }

    /// Whether nothing is drawn.
    pub fn is_empty(&self) -> bool {
        self.strokes.is_empty()
    }

    /// The lines as the `d` of a path.
    pub fn path(&self) -> String {
        let mut path = String::new();
        for stroke in &self.strokes {
            for (at, (x, y)) in stroke.iter().enumerate() {
                // Writing into a text cannot fail.
                let _ = write!(path, "{}{x} {y}", if at == 0 { "M" } else { "L" });
            }
            // A dot is a line of no length.
            if let [(x, y)] = stroke.as_slice() {
                let _ = write!(path, "L{x} {y}");
            }
        }
        path
    }

    /// The picture; nothing if nothing is drawn.
    pub fn drawn(&self) -> Option<Drawn> {
        let all = || self.strokes.iter().flatten();
        let (left, right) = (all().map(|point| point.0).min()? - MARGIN, all().map(|point| point.0).max()? + MARGIN);
        let (top, bottom) = (all().map(|point| point.1).min()? - MARGIN, all().map(|point| point.1).max()? + MARGIN);
        let mut paper = Paper::new((right - left) * SCALE, (bottom - top) * SCALE);
        let place = |(x, y): (i32, i32)| ((x - left) * SCALE, (y - top) * SCALE);
        for stroke in &self.strokes {
            let mut from = place(*stroke.first()?);
            paper.dot(from);
            for to in stroke.iter().copied().map(place) {
                paper.line(from, to);
                from = to;
            }
        }
        let png = paper.png();
        let digest: [u8; 32] = Sha256::digest(&png).into();
        Some(Drawn { png, sha256: id::hex(&digest) })
    }
}

/// White paper: rows of bits, 1 for white, each row after the byte of its filter.
struct Paper {
    width: i32,
    height: i32,
    row: usize,
    bits: Vec<u8>,
}

impl Paper {
    fn new(width: i32, height: i32) -> Self {
        let row = length(width).div_ceil(8) + 1;
        let mut bits = vec![0xFF; row * length(height)];
        // No filter.
        bits.iter_mut().step_by(row).for_each(|filter| *filter = 0);
        Self { width, height, row, bits }
    }

    fn dot(&mut self, (x, y): (i32, i32)) {
        for down in -PEN..=PEN {
            for right in -PEN..=PEN {
                let (x, y) = (x + right, y + down);
                let is_here = (0..self.width).contains(&x) && (0..self.height).contains(&y);
                if is_here && right * right + down * down <= PEN * PEN {
                    let at = length(y) * self.row + 1 + length(x) / 8;
                    if let Some(byte) = self.bits.get_mut(at) {
                        *byte &= !(0x80 >> (length(x) % 8));
                    }
                }
            }
        }
    }

    fn line(&mut self, from: (i32, i32), to: (i32, i32)) {
        let (right, down) = (to.0 - from.0, to.1 - from.1);
        let steps = right.abs().max(down.abs());
        for step in 1..=steps {
            self.dot((from.0 + right * step / steps, from.1 + down * step / steps));
        }
    }

    fn png(&self) -> Vec<u8> {
        let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
        // One bit a pixel, grey, not interlaced.
        let head = [&self.width.to_be_bytes()[..], &self.height.to_be_bytes(), &[1, 0, 0, 0, 0]].concat();
        for (kind, data) in [(b"IHDR", head), (b"IDAT", compress_to_vec_zlib(&self.bits, LEVEL)), (b"IEND", Vec::new())] {
            let named = [&kind[..], &data].concat();
            png.extend(u32::try_from(data.len()).unwrap_or(u32::MAX).to_be_bytes());
            png.extend(&named);
            png.extend(zip::crc32(&named).to_be_bytes());
        }
        png
    }
}

/// A length that is never negative, as places are counted.
fn length(pixels: i32) -> usize {
    usize::try_from(pixels).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::photo::bared;
    use miniz_oxide::inflate::decompress_to_vec_zlib;

    fn drawn(points: &[(i32, i32)]) -> Sketch {
        let mut sketch = Sketch::default();
        sketch.begin(points[0].0, points[0].1);
        points.iter().skip(1).for_each(|(x, y)| sketch.go(*x, *y));
        sketch
    }

    /// Width, height, and the rows of a picture without their filters.
    fn read(png: &[u8]) -> (u32, u32, Vec<Vec<u8>>) {
        let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
        let (width, height, packed) = (number(16), number(20), usize::try_from(number(33)).unwrap());
        let bits = decompress_to_vec_zlib(&png[41..41 + packed]).unwrap();
        let row = usize::try_from(width.div_ceil(8) + 1).unwrap();
        assert!(bits.chunks(row).all(|row| row[0] == 0));
        (width, height, bits.chunks(row).map(|row| row[1..].to_vec()).collect())
    }

    #[test]
    fn a_line_is_black_on_white() {
        let png = drawn(&[(100, 50), (120, 50)]).drawn().unwrap().png;
        let (width, height, rows) = read(&png);
        assert_eq!((width, height, rows.len()), (88, 48, 48));
        let is_black = |x: usize, y: usize| rows[y][x / 8] & (0x80 >> (x % 8)) == 0;
        assert!(is_black(24, 24) && is_black(44, 24) && is_black(64, 24) && is_black(44, 27));
        assert!(!is_black(10, 24) && !is_black(44, 30) && !is_black(80, 24) && !is_black(0, 0));
        assert_eq!(bared("image/png", &png).unwrap(), png, "nothing is noted in it");
        let (again, other) = (drawn(&[(100, 50), (120, 50)]).drawn().unwrap(), drawn(&[(100, 50), (121, 50)]).drawn().unwrap());
        assert_eq!(again.png, png, "the same lines, the same bytes");
        assert_ne!(again.sha256, other.sha256);
    }

    #[test]
    fn a_dot_is_seen_and_nothing_is_no_picture() {
        assert_eq!(Sketch::default().drawn(), None);
        assert!(Sketch::default().is_empty());
        let dot = drawn(&[(5, 5)]);
        assert_eq!(dot.path(), "M5 5L5 5");
        assert!(read(&dot.drawn().unwrap().png).2.iter().flatten().any(|byte| *byte != 0xFF));
        assert_eq!(drawn(&[(1, 2), (3, 4), (3, 4)]).path(), "M1 2L3 4");
        let mut sketch = Sketch::default();
        sketch.go(1, 1);
        assert!(sketch.is_empty(), "the pen is in the air");
    }

    #[test]
    fn no_hand_draws_more_than_a_picture() {
        let mut sketch = Sketch::default();
        for stroke in 0..10_000 {
            sketch.begin(i32::MIN, stroke);
            sketch.go(i32::MAX, -stroke);
        }
        assert!(sketch.points <= POINTS_MAX && sketch.ink <= INK);
        let (width, height, _) = read(&sketch.drawn().unwrap().png);
        let most = u32::try_from((SIDE + 2 * MARGIN) * SCALE).unwrap();
        assert!(width <= most && height <= most);
    }
}
