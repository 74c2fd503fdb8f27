//! A QR code as one inline picture: black on white in every colour scheme, with the quiet zone that readers need.
//!
//! Invariant: what is encoded stands in the picture only as squares, so that no text of it becomes markup.

use super::still::{Markup, html};
use fast_qr::{ECL, QRBuilder};

/// The empty rim, in modules (ISO/IEC 18004).
const QUIET: usize = 4;

/// `text` as a QR code that readers call `label`. What is too long for a code is written out instead.
pub fn qr(text: &str, label: &str) -> Markup {
    let Ok(code) = QRBuilder::new(text).ecl(ECL::M).build() else {
        return html! { p.qr-text data-unsaid { (text) } };
    };
    let side = code.size + 2 * QUIET;
    let mut path = String::new();
    for y in 0..code.size {
        let dark = |x: usize| x < code.size && code[y][x].value();
        let mut x = 0;
        while x < code.size {
            let from = x;
            while dark(x) {
                x += 1;
            }
            if x > from {
                let run = x - from;
                path.push_str(&format!("M{} {}h{run}v1h-{run}z", from + QUIET, y + QUIET));
            }
            x += 1;
        }
    }
    html! {
        svg.qr viewBox=(format!("0 0 {side} {side}")) width=(side * 4) height=(side * 4) role="img" aria-label=(label) shape-rendering="crispEdges" {
            rect.qr-paper width=(side) height=(side) {}
            path.qr-ink d=(path) {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADDRESS: &str = "https://city.example.jp/forms/receipts/ABCD-1234?secret=AAAA-BBBB-CCCC-DDDD";

    /// The side of the picture, and the runs of dark modules: left, top, length.
    fn drawn(markup: &str) -> (usize, Vec<(usize, usize, usize)>) {
        let inside = |from: &str, to: &str| markup.split_once(from).unwrap().1.split_once(to).unwrap().0.to_owned();
        let side = inside("viewBox=\"0 0 ", " ").parse().unwrap();
        let runs = inside(" d=\"M", "z\"")
            .split("zM")
            .map(|run| {
                let (place, rest) = run.split_once('h').unwrap();
                let (x, y) = place.split_once(' ').unwrap();
                (x.parse().unwrap(), y.parse().unwrap(), rest.split_once('v').unwrap().0.parse().unwrap())
            })
            .collect();
        (side, runs)
    }

    #[test]
    fn the_code_has_its_modules_and_its_quiet_zone() {
        let (side, runs) = drawn(&qr(ADDRESS, "x").into_string());
        let modules = side - 2 * QUIET;
        assert!(modules >= 21 && (modules - 17).is_multiple_of(4), "{modules}");
        assert!(runs.iter().all(|(x, y, run)| *x >= QUIET && *y >= QUIET && x + run <= side - QUIET && *y < side - QUIET));
        // The corners that readers look for.
        for corner in [(QUIET, QUIET, 7), (side - QUIET - 7, QUIET, 7), (QUIET, side - QUIET - 7, 7)] {
            assert!(runs.contains(&corner), "{corner:?}");
        }
    }

    #[test]
    fn no_text_becomes_markup() {
        let drawn = qr("<script>", "\"><script>").into_string();
        assert!(!drawn.contains("<script>") && drawn.contains("&quot;&gt;&lt;script&gt;"), "{drawn}");
        let long = qr(&"<".repeat(5_000), "x").into_string();
        assert!(long.starts_with("<p") && !long.contains("<<"));
    }
}
