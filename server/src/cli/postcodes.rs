//! `engawa import-postcodes`: the list of the post office, so that forms know the place of a postcode. Staff have a page for the same.

use crate::clock::now_ms;
use crate::forms::postcodes;
use crate::sites::OpenSite;
use std::path::Path;

/// Takes the list in, and says how much it was.
pub async fn run(site: &OpenSite, file: &Path, own: &str) -> anyhow::Result<()> {
    let bytes = std::fs::read(file).map_err(|why| anyhow::anyhow!("{}: {why}", file.display()))?;
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let taken = postcodes::take_in(&site.db, &name, bytes, own, ("system", now_ms())).await?;
    println!("postcodes: {}; areas: {}; areas of the city itself: {}", taken.postcodes, taken.areas, taken.own.len());
    Ok(())
}
