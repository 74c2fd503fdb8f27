//! Pictures of a site: a folder of files named by the SHA-256 of their bytes, so that a name never changes its content.
//!
//! Uploaded pictures are decoded and encoded again: whatever rode along (GPS position, scripts in polyglot files) is gone. Photos become
//! JPEG, so that a device keeps hundreds of them; drawings and what is transparent stay exact, as lossless WebP. While one is decoded, it
//! is asked whether words in it are hard to read; the answer stays with the picture, for whoever writes the listing.

use crate::feed::sha256_hex;
use engawa_app::listings::aid::contrast::{LOOKED_AT, is_low_contrast};
use engawa_app::listings::listing::Image;
use engawa_core::Problem;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::webp::WebPEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ExtendedColorType, GenericImageView as _, ImageDecoder as _, ImageEncoder as _, ImageError, ImageReader, Limits};
use std::collections::HashSet;
use std::io::Cursor;
use std::path::{Path, PathBuf};

/// The widest picture that is kept, in pixels.
const WIDTH_MAX: u32 = 1280;
/// Widths in which thumbnails are served.
const THUMBNAILS: [u32; 2] = [320, 640];
/// How good a photo stays, of 100: no difference is seen beside the original, at a fifth of its bytes.
const QUALITY: u8 = 82;
/// Up to this many colours a picture is a drawing. A photo has more within its first lines.
const DRAWING_COLOURS: usize = 4_096;

/// The widest and highest picture that is looked at, in pixels; what it unpacks to is bounded as well.
const SIDE_MAX: u32 = 12_000;

/// Why a picture was not taken; each is a problem code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MediaError {
    /// It is broken.
    #[error("broken_file")]
    Broken,
    /// It is no picture, or of a kind that we do not read.
    #[error("unsupported_picture")]
    Unsupported,
    /// More pixels than we look at.
    #[error("too_large")]
    TooLarge,
    /// Nobody said what it shows.
    #[error("image_without_alt")]
    NoAlt,
    /// The disk refused.
    #[error("not_stored")]
    Disk,
}

impl MediaError {
    /// The problem, at the field of the form that it is about: the picture, or its description.
    pub fn problem(self, picture: &str, alt: &str) -> Problem {
        let problem = Problem::new(if self == Self::NoAlt { alt } else { picture }, self.to_string());
        if self == Self::TooLarge { problem.arg(format!("{SIDE_MAX} × {SIDE_MAX} px")) } else { problem }
    }
}

fn folder(site: &Path) -> PathBuf {
    site.join("media")
}

/// Takes in a picture: checks, shrinks, encodes and stores it.
pub async fn add(site: &Path, bytes: Vec<u8>, alt: &str) -> Result<Image, MediaError> {
    if alt.trim().is_empty() {
        return Err(MediaError::NoAlt);
    }
    let (site, alt) = (site.to_owned(), alt.trim().to_owned());
    let work = tokio::task::spawn_blocking(move || {
        let picture = as_kept(&bytes)?;
        let (width, height) = picture.dimensions();
        let encoded = encode(&picture)?;
        let ending = if content_type(&encoded) == JPEG { "jpg" } else { "webp" };
        let src = format!("{}.{ending}", sha256_hex(&encoded));
        store(&folder(&site), &src, &encoded)?;
        Ok(Image { src, alt, width, height, faint: is_faint(&picture) })
    });
    work.await.map_err(|_| MediaError::Broken)?
}

/// A picture as it is kept: decoded, upright, no larger than needed.
fn as_kept(bytes: &[u8]) -> Result<DynamicImage, MediaError> {
    let picture = decode(bytes)?;
    let large = picture.width() > WIDTH_MAX || picture.height() > WIDTH_MAX * 2;
    Ok(if large { shrunk(&picture, WIDTH_MAX) } else { picture })
}

/// A picture that is kept elsewhere than here, encoded again: what rode along is gone.
pub fn again(bytes: &[u8]) -> Result<Vec<u8>, MediaError> {
    encode(&as_kept(bytes)?)
}

/// Width and height of a picture, by its head.
pub fn size(bytes: &[u8]) -> Option<(u32, u32)> {
    ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?.into_dimensions().ok()
}

/// Takes in a picture of the sample city as it is: it was made for it.
pub fn add_as_is(site: &Path, bytes: &[u8], alt: &str) -> Result<Image, MediaError> {
    let (width, height) = decode(bytes)?.dimensions();
    let src = format!("{}.webp", sha256_hex(bytes));
    store(&folder(site), &src, bytes)?;
    Ok(Image { src, alt: alt.to_owned(), width, height, ..Image::default() })
}

/// A picture of this width, twice as high at most.
fn shrunk(picture: &DynamicImage, width: u32) -> DynamicImage {
    picture.resize(width, width * 2, FilterType::Triangle)
}

/// Whether words in a picture are hard to read.
fn is_faint(picture: &DynamicImage) -> bool {
    let grey = if picture.width() > LOOKED_AT { shrunk(picture, LOOKED_AT).to_luma8() } else { picture.to_luma8() };
    is_low_contrast(grey.as_raw(), grey.width() as usize)
}

fn decode(bytes: &[u8]) -> Result<DynamicImage, MediaError> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|_| MediaError::Broken)?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(SIDE_MAX);
    limits.max_image_height = Some(SIDE_MAX);
    limits.max_alloc = Some(256 * 1024 * 1024);
    reader.limits(limits.clone());
    upright(reader, limits).map_err(|error| match error {
        ImageError::Limits(_) => MediaError::TooLarge,
        ImageError::Unsupported(_) => MediaError::Unsupported,
        _ => MediaError::Broken,
    })
}

/// Decodes a picture and turns it as it was held: telephones write that beside the pixels, and it does not ride along.
fn upright(reader: ImageReader<Cursor<&[u8]>>, mut limits: Limits) -> Result<DynamicImage, ImageError> {
    let mut decoder = reader.into_decoder()?;
    limits.reserve(decoder.total_bytes())?;
    let orientation = decoder.orientation()?;
    let mut picture = DynamicImage::from_decoder(decoder)?;
    picture.apply_orientation(orientation);
    Ok(picture)
}

const JPEG: &str = "image/jpeg";

/// What these bytes are. The end of a name is not asked: a thumbnail of a drawing may well be a photo.
pub fn content_type(bytes: &[u8]) -> &'static str {
    if bytes.starts_with(b"\xff\xd8\xff") {
        JPEG
    } else if bytes.starts_with(b"\x89PNG") {
        "image/png"
    } else {
        "image/webp"
    }
}

/// A photo as JPEG, a drawing and what is transparent as lossless WebP.
fn encode(picture: &DynamicImage) -> Result<Vec<u8>, MediaError> {
    let rgba = picture.to_rgba8();
    let (width, height) = rgba.dimensions();
    let mut out = Vec::new();
    let written = if is_photo(&rgba) {
        JpegEncoder::new_with_quality(&mut out, QUALITY).write_image(picture.to_rgb8().as_raw(), width, height, ExtendedColorType::Rgb8)
    } else {
        WebPEncoder::new_lossless(&mut out).write_image(rgba.as_raw(), width, height, ExtendedColorType::Rgba8)
    };
    written.map_err(|_| MediaError::Broken)?;
    Ok(out)
}

/// Whether a picture has more colours than a drawing, and nothing shines through.
fn is_photo(picture: &image::RgbaImage) -> bool {
    let mut colours = HashSet::new();
    let opaque = picture.pixels().all(|pixel| pixel.0[3] == u8::MAX);
    opaque && picture.pixels().any(|pixel| colours.insert(pixel.0) && colours.len() > DRAWING_COLOURS)
}

/// Writes under a temporary name first, so that a crash leaves no half file under a name that promises its content.
fn store(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), MediaError> {
    let path = folder.join(name);
    if path.is_file() {
        return Ok(());
    }
    let temporary = folder.join(format!("{name}.part"));
    std::fs::create_dir_all(folder).and_then(|()| std::fs::write(&temporary, bytes)).and_then(|()| std::fs::rename(&temporary, &path)).map_err(
        |error| {
            tracing::error!(path = %path.display(), %error, "a picture could not be stored");
            MediaError::Disk
        },
    )
}

/// Whether there is a picture of this name.
pub async fn is_here(site: &Path, name: &str) -> bool {
    tokio::fs::try_exists(folder(site).join(name)).await.unwrap_or(false)
}

/// The bytes of a picture, or of its thumbnail of one of the two widths (kept once made). `None`: there is no such picture.
pub async fn read(site: &Path, name: &str, width: Option<u32>) -> Option<Vec<u8>> {
    let folder = folder(site);
    let Some(width) = width.filter(|width| THUMBNAILS.contains(width)) else {
        return tokio::fs::read(folder.join(name)).await.ok();
    };
    let small = folder.join(format!("w{width}")).join(name);
    if let Ok(bytes) = tokio::fs::read(&small).await {
        return Some(bytes);
    }
    let bytes = tokio::fs::read(folder.join(name)).await.ok()?;
    let name = name.to_owned();
    tokio::task::spawn_blocking(move || {
        let picture = decode(&bytes).ok()?;
        if picture.width() <= width {
            return Some(bytes);
        }
        let encoded = encode(&shrunk(&picture, width)).ok()?;
        // It can come out larger than the original, if that is lossy and this is not; then the original is the better thumbnail.
        let best = if encoded.len() < bytes.len() { encoded } else { bytes };
        let _kept = store(small.parent().unwrap_or(&folder), &name, &best);
        Some(best)
    })
    .await
    .ok()
    .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn each_refusal_says_why() {
        let folder = tempfile::tempdir().unwrap();
        let picture = encode(&DynamicImage::new_rgb8(40, 30)).unwrap();
        let cut = picture.get(..picture.len() / 2).unwrap().to_vec();
        // The head of a PNG that says that it is 20,000 pixels wide.
        let mut wide = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x4e\x20\0\0\x4e\x20\x08\x02\0\0\0".to_vec();
        wide.extend(png_crc(wide.get(12..).unwrap_or_default()).to_be_bytes());
        for (bytes, alt, expected) in [
            (picture.clone(), " ", Err(("image_alt".to_owned(), "image_without_alt".to_owned()))),
            (cut, "絵", Err(("image".to_owned(), "broken_file".to_owned()))),
            (b"<svg/>".to_vec(), "絵", Err(("image".to_owned(), "unsupported_picture".to_owned()))),
            (wide, "絵", Err(("image".to_owned(), "too_large".to_owned()))),
            (picture, "絵", Ok((40, 30))),
        ] {
            let found = add(folder.path(), bytes, alt).await.map(|image| (image.width, image.height));
            assert_eq!(found.map_err(|error| error.problem("image", "image_alt")).map_err(|it| (it.path, it.code)), expected);
        }
        // A file stands where the folder should be.
        std::fs::write(folder.path().join("blocked"), b"").unwrap();
        let picture = encode(&DynamicImage::new_rgb8(1, 1)).unwrap();
        assert_eq!(add(&folder.path().join("blocked"), picture, "絵").await, Err(MediaError::Disk));
    }

    /// Strokes of four pixels, eight apart, on paper: what a poster's letters look like from afar.
    fn poster(width: u32, ink: [u8; 3], paper: [u8; 3]) -> Vec<u8> {
        let picture = image::RgbImage::from_fn(width, width / 2, |x, _| image::Rgb(if x % 12 < 4 { ink } else { paper }));
        encode(&DynamicImage::from(picture)).unwrap()
    }

    #[tokio::test]
    async fn faint_words_are_remembered_with_the_picture() {
        let folder = tempfile::tempdir().unwrap();
        let (white, black, pale_yellow) = ([255, 255, 255], [0, 0, 0], [255, 236, 140]);
        for (width, ink, paper, expected) in
            [(600, white, pale_yellow, true), (600, black, white, false), (1_280, white, pale_yellow, true), (1_280, black, white, false)]
        {
            let picture = add(folder.path(), poster(width, ink, paper), "ポスター").await.unwrap();
            assert_eq!(picture.faint, expected, "{ink:?} on {paper:?}, {width} px");
        }
    }

    /// Pixels between two bounds, the same at every run: hills with grain, as a photo of a dim room has it.
    fn photo(width: u32, height: u32) -> DynamicImage {
        let mut seed = 1_u32;
        let picture = image::RgbImage::from_fn(width, height, |x, y| {
            let mut channel = |base: u32| {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                u8::try_from(40 + base % 160 + (seed >> 24) % 24).unwrap()
            };
            image::Rgb([channel(x / 9), channel(y / 7), channel((x + y) / 13)])
        });
        DynamicImage::from(picture)
    }

    #[tokio::test]
    async fn a_photo_is_small_enough_to_be_carried_along() {
        let folder = tempfile::tempdir().unwrap();
        let mut png = Cursor::new(Vec::new());
        photo(1_600, 1_200).write_to(&mut png, image::ImageFormat::Png).unwrap();
        let lossless = png.into_inner();
        assert!(lossless.len() > 1_000_000, "the test's photo is too easy: {}", lossless.len());
        let image = add(folder.path(), lossless, "広間").await.unwrap();
        assert_eq!((image.width, image.height), (1_280, 960));
        assert!(image.src.ends_with(".jpg"), "{}", image.src);
        let mut sizes = Vec::new();
        for width in [None, Some(640), Some(320)] {
            let bytes = read(folder.path(), &image.src, width).await.unwrap();
            assert_eq!(content_type(&bytes), JPEG);
            assert_eq!(decode(&bytes).unwrap().width(), width.unwrap_or(1_280));
            sizes.push(bytes.len());
        }
        for (size, most) in sizes.iter().zip([600_000, 150_000, 40_000]) {
            assert!(*size < most, "{sizes:?}");
        }
        // What is no width of a thumbnail gives the picture.
        assert_eq!(read(folder.path(), &image.src, Some(100)).await.unwrap().len(), sizes[0]);
    }

    #[tokio::test]
    async fn drawings_and_what_shines_through_stay_exact() {
        let folder = tempfile::tempdir().unwrap();
        let drawing =
            image::RgbaImage::from_fn(600, 400, |x, y| image::Rgba([if (x / 30 + y / 20).is_multiple_of(2) { 20 } else { 230 }, 90, 60, 255]));
        let mut glass = photo(300, 200).to_rgba8();
        glass.get_pixel_mut(5, 5).0[3] = 0;
        for picture in [drawing, glass] {
            let mut png = Cursor::new(Vec::new());
            picture.write_to(&mut png, image::ImageFormat::Png).unwrap();
            let image = add(folder.path(), png.into_inner(), "図").await.unwrap();
            assert!(image.src.ends_with(".webp"), "{}", image.src);
            let bytes = read(folder.path(), &image.src, None).await.unwrap();
            assert_eq!(decode(&bytes).unwrap().to_rgba8().as_raw(), picture.as_raw());
        }
    }

    #[test]
    fn a_photo_stands_as_it_was_held() {
        let mut jpeg = Vec::new();
        let mut encoder = JpegEncoder::new_with_quality(&mut jpeg, 90);
        // TIFF, little endian, one entry: orientation (0x0112), a short, once, 6: held with its right side down.
        encoder.set_exif_metadata(b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0".to_vec()).unwrap();
        encoder.write_image(photo(40, 30).to_rgb8().as_raw(), 40, 30, ExtendedColorType::Rgb8).unwrap();
        assert_eq!(decode(&jpeg).unwrap().dimensions(), (30, 40));
    }

    #[tokio::test]
    async fn what_hides_in_a_picture_is_left_behind() {
        let folder = tempfile::tempdir().unwrap();
        let script = b"<script>alert(1)</script>";
        let hides = |bytes: &[u8]| bytes.windows(script.len()).any(|part| part == script);
        let mut jpeg = Vec::new();
        let mut encoder = JpegEncoder::new_with_quality(&mut jpeg, 90);
        encoder.set_exif_metadata([b"II*\0\x08\0\0\0\0\0\0\0\0\0".as_slice(), script].concat()).unwrap();
        encoder.write_image(photo(40, 30).to_rgb8().as_raw(), 40, 30, ExtendedColorType::Rgb8).unwrap();
        let mut png = Cursor::new(Vec::new());
        photo(40, 30).write_to(&mut png, image::ImageFormat::Png).unwrap();
        for picture in [jpeg, [png.into_inner().as_slice(), script].concat()] {
            assert!(hides(&picture), "nothing is hidden in the test's picture");
            let image = add(folder.path(), picture, "絵").await.unwrap();
            let kept = read(folder.path(), &image.src, None).await.unwrap();
            assert!(!hides(&kept), "{}", image.src);
        }
    }

    /// CRC-32 as PNG has it, bit by bit.
    fn png_crc(bytes: &[u8]) -> u32 {
        !bytes
            .iter()
            .fold(u32::MAX, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 }))
    }
}
