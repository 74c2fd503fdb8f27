//! Which widths of a picture a page asks for: a telephone on a weak line does not load what a wide screen needs.
//!
//! Invariants: every width that is offered is one that `/media/{name}?w=` serves, and the last one is the picture itself.

use crate::listings::listing::Image;

/// Widths in which the server makes thumbnails, in pixels.
pub const WIDTHS: [u32; 2] = [320, 640];

/// Whether it is a file of the device that the server does not have yet: only a preview draws one.
fn is_of_device(image: &Image) -> bool {
    image.src.starts_with("blob:")
}

/// The whole picture, for what knows no widths.
pub fn address(image: &Image) -> String {
    if is_of_device(image) { image.src.clone() } else { format!("/media/{}", image.src) }
}

/// The picture in one of [`WIDTHS`], for a place that is always small.
pub fn thumbnail(image: &Image, width: u32) -> String {
    if image.width <= width || is_of_device(image) { address(image) } else { format!("/media/{}?w={width}", image.src) }
}

/// The value of `srcset`: each width below the picture's own, and the picture.
pub fn widths(image: &Image) -> String {
    let smaller = |width: &u32| *width < image.width && !is_of_device(image);
    let mut all: Vec<String> = WIDTHS.into_iter().filter(smaller).map(|width| format!("{} {width}w", thumbnail(image, width))).collect();
    all.push(format!("{} {}w", address(image), image.width.max(1)));
    all.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_smaller_is_offered() {
        let image = |width| Image { src: "a.jpg".into(), width, height: 10, ..Image::default() };
        for (width, expected) in [
            (0, "/media/a.jpg 1w"),
            (200, "/media/a.jpg 200w"),
            (320, "/media/a.jpg 320w"),
            (500, "/media/a.jpg?w=320 320w, /media/a.jpg 500w"),
            (1280, "/media/a.jpg?w=320 320w, /media/a.jpg?w=640 640w, /media/a.jpg 1280w"),
        ] {
            assert_eq!(widths(&image(width)), expected);
        }
        let local = Image { src: "blob:https://city.example/1".into(), width: 1280, height: 10, ..Image::default() };
        assert_eq!((widths(&local).as_str(), thumbnail(&local, 320).as_str()), ("blob:https://city.example/1 1280w", "blob:https://city.example/1"));
        assert_eq!(thumbnail(&image(320), 320), "/media/a.jpg");
        assert_eq!(thumbnail(&image(321), 320), "/media/a.jpg?w=320");
    }
}
