//! Pictures of a site: a folder of files named by the SHA-256 of their bytes, so that a name never changes its content.
//!
//! Uploaded pictures are decoded and encoded again as WebP: whatever rode along (GPS position, scripts in polyglot files) is gone. While
//! one is decoded, it is asked whether words in it are hard to read; the answer stays with the picture, for whoever writes the listing.

use crate::feed::sha256_hex;
use engawa_app::listings::aid::contrast::is_low_contrast;
use engawa_app::listings::listing::Image;
use engawa_core::Problem;
use image::imageops::FilterType;
use image::{DynamicImage, GenericImageView as _, ImageEncoder as _, ImageError, ImageReader, Limits};
use std::io::Cursor;
use std::path::{Path, PathBuf};

/// The widest picture that is kept, in pixels.
const WIDTH_MAX: u32 = 1280;
/// Widths in which thumbnails are served.
const THUMBNAILS: [u32; 2] = [320, 640];
/// The width in which words in a picture are looked at. In a smaller one the strokes of small letters would fade by the shrinking itself.
const LOOKED_AT: u32 = 640;

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
        let picture = decode(&bytes)?;
        let picture = if picture.width() > WIDTH_MAX { shrunk(&picture, WIDTH_MAX) } else { picture };
        let (width, height) = picture.dimensions();
        let encoded = encode(&picture)?;
        let src = format!("{}.webp", sha256_hex(&encoded));
        store(&folder(&site), &src, &encoded)?;
        Ok(Image { src, alt, width, height, faint: is_faint(&picture) })
    });
    work.await.map_err(|_| MediaError::Broken)?
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
    reader.limits(limits);
    reader.decode().map_err(|error| match error {
        ImageError::Limits(_) => MediaError::TooLarge,
        ImageError::Unsupported(_) => MediaError::Unsupported,
        _ => MediaError::Broken,
    })
}

fn encode(picture: &DynamicImage) -> Result<Vec<u8>, MediaError> {
    let rgba = picture.to_rgba8();
    let mut out = Vec::new();
    image::codecs::webp::WebPEncoder::new_lossless(&mut out)
        .write_image(rgba.as_raw(), rgba.width(), rgba.height(), image::ExtendedColorType::Rgba8)
        .map_err(|_| MediaError::Broken)?;
    Ok(out)
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
        // Lossless can come out larger than the lossy original; then the original is the better thumbnail.
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

    /// CRC-32 as PNG has it, bit by bit.
    fn png_crc(bytes: &[u8]) -> u32 {
        !bytes
            .iter()
            .fold(u32::MAX, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 }))
    }
}
