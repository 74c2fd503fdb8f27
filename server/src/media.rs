//! Pictures of a site: a folder of files named by the SHA-256 of their bytes, so that a name never changes its content.
//!
//! Uploaded pictures are decoded and encoded again as WebP: whatever rode along (GPS position, scripts in polyglot files) is gone.

use crate::feed::sha256_hex;
use engawa_app::listings::listing::Image;
use image::{GenericImageView as _, ImageEncoder as _, ImageReader, Limits};
use std::io::Cursor;
use std::path::{Path, PathBuf};

/// The widest picture that is kept, in pixels.
const WIDTH_MAX: u32 = 1280;
/// Widths in which thumbnails are served.
const THUMBNAILS: [u32; 2] = [320, 640];

/// Why a picture was not taken; each is a problem code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MediaError {
    /// It is no picture that we read, or a broken one.
    #[error("broken_file")]
    Broken,
    /// Nobody said what it shows.
    #[error("image_without_alt")]
    NoAlt,
    /// The disk refused.
    #[error("try_later")]
    Disk,
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
        let picture =
            if picture.width() > WIDTH_MAX { picture.resize(WIDTH_MAX, WIDTH_MAX * 2, image::imageops::FilterType::Triangle) } else { picture };
        let (width, height) = picture.dimensions();
        let encoded = encode(&picture)?;
        let src = format!("{}.webp", sha256_hex(&encoded));
        store(&folder(&site), &src, &encoded)?;
        Ok(Image { src, alt, width, height })
    });
    work.await.map_err(|_| MediaError::Broken)?
}

/// Takes in a picture of the sample city as it is: it was made for it.
pub fn add_as_is(site: &Path, bytes: &[u8], alt: &str) -> Result<Image, MediaError> {
    let (width, height) = decode(bytes)?.dimensions();
    let src = format!("{}.webp", sha256_hex(bytes));
    store(&folder(site), &src, bytes)?;
    Ok(Image { src, alt: alt.to_owned(), width, height })
}

fn decode(bytes: &[u8]) -> Result<image::DynamicImage, MediaError> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|_| MediaError::Broken)?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(12_000);
    limits.max_image_height = Some(12_000);
    limits.max_alloc = Some(256 * 1024 * 1024);
    reader.limits(limits);
    reader.decode().map_err(|_| MediaError::Broken)
}

fn encode(picture: &image::DynamicImage) -> Result<Vec<u8>, MediaError> {
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
        let encoded = encode(&picture.resize(width, width * 2, image::imageops::FilterType::Triangle)).ok()?;
        // Lossless can come out larger than the lossy original; then the original is the better thumbnail.
        let best = if encoded.len() < bytes.len() { encoded } else { bytes };
        let _kept = store(small.parent().unwrap_or(&folder), &name, &best);
        Some(best)
    })
    .await
    .ok()
    .flatten()
}
