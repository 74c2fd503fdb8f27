//! Whether words in a picture are hard to read.
//!
//! A poster is looked at in tiles. A tile looks like text if it has many sharp steps between dark and light, as strokes have and skies and
//! faces have not. In such a tile the darkest and the lightest parts (the 5th and the 95th of 100) are taken for strokes and ground, and
//! their contrast is the ratio of WCAG 2.2 (1.4.3). Most of what looks like text being below 3:1, which WCAG asks of large text, the picture
//! is called hard to read. It is a guess for advice, never a refusal: it reads no words, and a faint pattern may look like text to it.

/// The width in which words in a picture are looked at. In a smaller one the strokes of small letters would fade by the shrinking itself.
pub const LOOKED_AT: u32 = 640;
/// Side of a tile, in samples.
const TILE: usize = 16;
/// What WCAG asks of large text.
const RATIO_MIN: f64 = 3.0;
/// Steps between neighbours that are nothing but noise of the camera.
const NOISE: u8 = 12;
/// Sharp steps from which on a tile looks like text.
const STEPS_MIN: usize = 12;
/// Tiles that look like text, from which on there is something to say.
const TILES_MIN: usize = 4;
/// How many of 100 tiles with text must be faint.
const FAINT_SHARE: usize = 60;

/// Whether most of what looks like text is faint. `samples`: grey values of sRGB row by row, `width` of them in a row; what does not fill
/// a tile at the edges is left out.
pub fn is_low_contrast(samples: &[u8], width: usize) -> bool {
    if width < TILE {
        return false;
    }
    let rows: Vec<&[u8]> = samples.chunks_exact(width).collect();
    let (mut texts, mut faint) = (0, 0);
    for band in rows.chunks_exact(TILE) {
        for left in (0..=width - TILE).step_by(TILE) {
            let tile: Vec<&[u8]> = band.iter().map(|row| &row[left..left + TILE]).collect();
            if let Some(ratio) = text_contrast(&tile) {
                texts += 1;
                faint += usize::from(ratio < RATIO_MIN);
            }
        }
    }
    texts >= TILES_MIN && faint * 100 >= texts * FAINT_SHARE
}

/// The contrast of a tile that looks like text.
fn text_contrast(tile: &[&[u8]]) -> Option<f64> {
    let mut sorted: Vec<u8> = tile.concat();
    sorted.sort_unstable();
    let nth = |percent: usize| sorted.get(sorted.len() * percent / 100).copied();
    let (dark, light) = (nth(5)?, nth(95)?);
    let range = light - dark;
    if range < NOISE {
        return None;
    }
    let steps =
        tile.iter().flat_map(|row| row.windows(2)).filter(|pair| pair.iter().max().zip(pair.iter().min()).is_some_and(|(a, b)| a - b > range / 2));
    (steps.count() >= STEPS_MIN).then(|| (luminance(light) + 0.05) / (luminance(dark) + 0.05))
}

/// Relative luminance of a grey, as WCAG defines it.
fn luminance(grey: u8) -> f64 {
    let value = f64::from(grey) / 255.0;
    if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WIDTH: usize = 96;
    const HEIGHT: usize = 64;

    fn picture(grey: impl Fn(usize, usize) -> u8) -> Vec<u8> {
        (0..HEIGHT).flat_map(|y| (0..WIDTH).map(move |x| (x, y))).map(|(x, y)| grey(x, y)).collect()
    }

    /// Strokes two samples wide, six apart.
    fn text(ink: u8, paper: u8) -> Vec<u8> {
        picture(|x, _| if x % 6 < 2 { ink } else { paper })
    }

    #[test]
    fn faint_text_is_found() {
        for (ink, paper, expected) in [(0, 255, false), (0x70, 0xFF, false), (0xAA, 0xFF, true), (0x60, 0x40, true), (0xD0, 0x20, false)] {
            assert_eq!(is_low_contrast(&text(ink, paper), WIDTH), expected, "{ink:#x} on {paper:#x}");
        }
    }

    #[test]
    fn pictures_without_text_are_left_alone() {
        let sky = picture(|_, y| 150 + u8::try_from(y).unwrap());
        let plain = picture(|_, _| 128);
        let noise = picture(|x, y| 100 + u8::try_from((x * 7 + y * 13) % 5).unwrap());
        for (name, samples) in [("sky", sky), ("plain", plain), ("noise", noise)] {
            assert!(!is_low_contrast(&samples, WIDTH), "{name}");
        }
    }

    #[test]
    fn odd_sizes_do_no_harm() {
        for (samples, width) in [(vec![], 0), (vec![1, 2, 3], 0), (vec![0; 40], 7), (text(0xAA, 0xFF), 97), (vec![9; 15], 16)] {
            let _ = is_low_contrast(&samples, width);
        }
        assert!(!is_low_contrast(&[], WIDTH));
    }

    #[test]
    fn the_ratio_is_that_of_wcag() {
        let ratio = (luminance(255) + 0.05) / (luminance(0x77) + 0.05);
        assert!((ratio - 4.48).abs() < 0.01, "{ratio}");
        assert!(((luminance(255) + 0.05) / (luminance(0) + 0.05) - 21.0).abs() < 0.001);
    }
}
