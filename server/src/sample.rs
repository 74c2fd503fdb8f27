//! `engawa demo`: the two sample sites, from real open data (through the importer that staff use), made-up, marked listings, and the ready
//! forms with made-up, marked submissions, made-up people at work, and shared screens that wait to be paired.
//!
//! Running it again changes nothing, except that a sample of which nothing is coming up any more is moved on. Dates of real data are moved by whole weeks, so that weekdays stay true and something is on;
//! dates of made-up listings are relative to the day on which the sample is made.

pub mod again;
pub mod forms;
pub mod kiosks;
pub mod made_up;
pub mod people;

use crate::clock::{now_ms, today};
use crate::feed::Writer;
use crate::listings::import_run::{self, ImportRequest};
use crate::sites::OpenSite;
use anyhow::Context as _;
use chrono::NaiveDate;
use engawa_app::listings::{Kind, Listing};
use serde::Deserialize;
use std::path::Path;
use std::sync::Arc;

/// One real file of the sample: `imports.toml`.
#[derive(Debug, Deserialize)]
struct RealFile {
    site: String,
    file: String,
    kind: String,
    source: String,
    licence: String,
    url: String,
    reference: NaiveDate,
    #[serde(default)]
    shift: bool,
    #[serde(default)]
    draft: bool,
}

#[derive(Debug, Deserialize)]
struct RealFiles {
    import: Vec<RealFile>,
}

/// The sample sites, by folder.
const SITES: [&str; 2] = ["mihon", "kobune"];

/// Makes the sample sites in `data` from the files in `sample`. With `listings`, fills the first one up to that many by repeating
/// real listings (for benchmarks).
pub async fn make(data: &Path, sample: &Path, listings: Option<usize>) -> anyhow::Result<()> {
    let real = sample.join("imports.toml");
    let text = std::fs::read_to_string(&real).with_context(|| real.display().to_string())?;
    let real: RealFiles = toml::from_str(&text).with_context(|| real.display().to_string())?;
    for code in SITES {
        let folder = data.join(code);
        std::fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
        let settings = folder.join("site.toml");
        if !settings.exists() {
            std::fs::copy(sample.join(code).join("site.toml"), &settings).with_context(|| settings.display().to_string())?;
        }
        let site = OpenSite::open(&folder).await?;
        let count = |site: &Arc<OpenSite>| site.catalog.read().map_or(0, |catalog| catalog.len());
        if count(&site) == 0 {
            made_up::put(&site, sample, code).await?;
            for file in real.import.iter().filter(|file| file.site == code) {
                take_in(&site, sample, file).await?;
            }
        } else {
            let moved = again::move_on(&site, now_ms()).await?;
            if moved > 0 {
                println!("  {code}: {moved} listings moved on by whole weeks, because nothing was coming up any more");
            }
        }
        if let Some(wanted) = listings
            && code == SITES[0]
        {
            fill_up(&site, wanted).await?;
        }
        let forms = forms::publish(&site, code, code == SITES[0]).await?;
        let submissions = forms::send(&site, sample, code, today()).await?;
        let people = people::make(&site, sample, code, now_ms()).await?;
        let screens = kiosks::make(&site, sample, code, now_ms()).await?;
        println!(
            "{code}: {} listings, {forms} forms, {submissions} made-up submissions, {} made-up people who did {} things, {screens} shared screens",
            count(&site),
            people.accounts,
            people.acts
        );
        site.db.close().await;
    }
    Ok(())
}

async fn take_in(site: &OpenSite, sample: &Path, file: &RealFile) -> anyhow::Result<()> {
    let path = sample.join("data").join(&file.file);
    let bytes = std::fs::read(&path).with_context(|| path.display().to_string())?;
    let weeks = if file.shift { (today() - file.reference).num_days().div_euclid(7) } else { 0 };
    let request = ImportRequest {
        kind: Kind::parse(&file.kind),
        source: file.source.clone(),
        file_name: path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
        licence: file.licence.clone(),
        url: file.url.clone(),
        reference: file.reference,
        draft: file.draft,
        shift_weeks: i32::try_from(weeks).unwrap_or(0),
        part: false,
        profiles: Vec::new(),
        // A test reads every mapping of these files.
        accept_guess: true,
    };
    let done = import_run::run(site, &request, &bytes, "system", now_ms(), false).await.with_context(|| file.file.clone())?;
    println!("  {}: {}", file.file, done.summary());
    Ok(())
}

/// Repeats real listings under new ids until there are `wanted`.
async fn fill_up(site: &OpenSite, wanted: usize) -> anyhow::Result<()> {
    let mut models: Vec<Listing> = crate::listings::public(&site.db).await?.into_values().collect();
    models.sort_by(|a, b| a.id.cmp(&b.id));
    let have = models.len();
    if models.is_empty() || have >= wanted {
        return Ok(());
    }
    let mut writer = Writer::begin(&site.db, now_ms(), "system").await?;
    for at in have..wanted {
        let mut copy = models[at % have].clone();
        copy.id = made_up::id("copy", &at.to_string());
        copy.title = format!("{} {}", copy.title.chars().take(180).collect::<String>(), at);
        copy.source = None;
        copy.sample = true;
        crate::listings::write(&mut writer, None, &copy, None).await?;
    }
    writer.commit().await?;
    site.refresh().await?;
    Ok(())
}
