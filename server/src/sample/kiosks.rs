//! The shared screens of a sample site: enrolled, and waiting to be paired. Their codes are made by whoever tries one.
//!
//! `kiosks.json` is written by hand. Invariants: a screen has the same id at every run; one that staff changed meanwhile stays as they left it.

use super::forms::done;
use super::made_up::id;
use crate::commands::execute;
use crate::feed::sql as feed_sql;
use crate::params;
use crate::people::Actor;
use crate::sites::OpenSite;
use anyhow::Context as _;
use engawa_app::command::{Body, Command};
use engawa_app::kiosk::command::KioskCommand;
use engawa_app::kiosk::config::Config;
use engawa_core::kiosk::hours::Hours;
use engawa_core::time::Millis;
use serde::Deserialize;
use std::path::Path;

/// A screen of `kiosks.json`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct MadeUp {
    key: String,
    /// The key of a listing in `listings.json`.
    place: String,
    /// As staff type it.
    hours: String,
    config: Config,
}

/// Enrols the screens of a site, if there are any for it. How many there are.
pub async fn make(site: &OpenSite, sample: &Path, code: &str, now: Millis) -> anyhow::Result<usize> {
    let path = sample.join(code).join("kiosks.json");
    if !path.is_file() {
        return Ok(0);
    }
    let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let screens: Vec<MadeUp> = serde_json::from_str(&text).with_context(|| path.display().to_string())?;
    let count = screens.len();
    for it in screens {
        let command = id(code, &format!("kiosk-save/{}", it.key));
        // Asked by the id alone: the sample of another release is written otherwise.
        if site.db.first::<(String, String, String)>(feed_sql::RECEIPT, params![&command]).await?.is_some() {
            continue;
        }
        let hours = Hours::read(&it.hours).map_err(|problems| anyhow::anyhow!("{}: {problems:?}", it.key))?;
        let config = Box::new(Config { place: id(code, &it.place), hours, ..it.config });
        let body = Body::Kiosk(KioskCommand::Save { kiosk: kiosk_id(code, &it.key), config });
        done(&execute(site, &Actor::system(), &Command { id: command, base_rev: None, body }, now).await).with_context(|| it.key.clone())?;
    }
    Ok(count)
}

/// The id of a screen of the sample.
pub fn kiosk_id(code: &str, key: &str) -> String {
    id(code, &format!("kiosk/{key}"))
}
