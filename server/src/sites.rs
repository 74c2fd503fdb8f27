//! Sites by host name: one process serves one or many cities, each with its own database and settings.
//!
//! A data folder holds `<code>/site.toml` and, on `SQLite`, `<code>/engawa.sqlite`. With `ENGAWA_DATABASE_URL_<CODE>` in the
//! environment the site lives in `PostgreSQL` instead. Invariant: a request reaches one site's data only, chosen by host name here.

use crate::audit::refusals::Refusals;
use crate::db::{Db, DbError};
use crate::feed;
use crate::feed::pages::Pages;
use crate::feed::snapshot::{self, Snapshot};
use crate::forms::blobs::{Blobs, FolderStore};
use crate::forms::cache::Cache;
use crate::outside::Outside;
use crate::people::demands::SignInRules;
use engawa_app::listings::Catalog;
use engawa_app::repo::SharedCatalog;
use engawa_app::site::Site;
use engawa_core::feed::Scope;
use serde::Deserialize;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, RwLock};

/// What can go wrong while sites are opened.
#[derive(Debug, thiserror::Error)]
pub enum SiteError {
    /// A folder or file cannot be read or written.
    #[error("{0}: {1}")]
    File(PathBuf, #[source] std::io::Error),
    /// `site.toml` does not say what it should.
    #[error("{0}: {1}")]
    Settings(PathBuf, String),
    /// The database refused.
    #[error("site {0}: {1}")]
    Db(String, #[source] DbError),
    /// There is no such site, or none at all.
    #[error("{0}")]
    None(String),
}

/// `site.toml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Host names that lead here, without port.
    pub hosts: Vec<String>,
    /// Also serves `localhost`, addresses in figures and nothing else's host.
    pub default: bool,
    /// After so many days, the desk is told again of what waits for moderation; not said: 3.
    pub moderation_days: Option<u32>,
    /// What is asked of those who sign in.
    pub sign_in: SignInRules,
    /// What everybody may know.
    #[serde(flatten)]
    pub site: Site,
}

impl Settings {
    /// Reads `<folder>/site.toml`. The code of the site is the folder's name.
    pub fn read(folder: &Path) -> Result<Self, SiteError> {
        let path = folder.join("site.toml");
        let text = std::fs::read_to_string(&path).map_err(|why| SiteError::File(path.clone(), why))?;
        let mut settings: Self = toml::from_str(&text).map_err(|why| SiteError::Settings(path.clone(), why.to_string()))?;
        let code = folder.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if code.is_empty() || !code.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-') {
            return Err(SiteError::Settings(path, format!("the folder's name {code:?} is the site's code: use a-z, 0-9 and -")));
        }
        settings.sign_in.check().map_err(|why| SiteError::Settings(path, why))?;
        settings.sign_in = settings.sign_in.settled(settings.site.sample);
        code.clone_into(&mut settings.site.code);
        Ok(settings)
    }
}

/// One city, open.
#[derive(Debug)]
pub struct OpenSite {
    /// Its settings.
    pub settings: Settings,
    /// Its folder: pictures, uploads.
    pub folder: PathBuf,
    /// Its database.
    pub db: Db,
    /// The history that its feed belongs to.
    pub epoch: String,
    /// All public listings in short; the same code as in the browser.
    pub catalog: SharedCatalog,
    /// Forms that are ready to run.
    pub forms: Cache,
    /// Files that people attached.
    pub blobs: Blobs,
    /// Mail, identity provider, push.
    pub outside: Outside,
    /// How many requests were refused.
    pub refusals: Refusals,
    /// Pages of the public feed, as they were sent last.
    pub pages: Pages,
    snapshot: tokio::sync::Mutex<Option<Arc<Snapshot>>>,
    refreshing: tokio::sync::Mutex<()>,
}

impl OpenSite {
    /// Opens the database of a folder, migrates it and fills the catalogue.
    pub async fn open(folder: &Path) -> Result<Arc<Self>, SiteError> {
        let settings = Settings::read(folder)?;
        let code = settings.site.code.clone();
        let fail = |why: DbError| SiteError::Db(code.clone(), why);
        let variable = format!("ENGAWA_DATABASE_URL_{}", code.to_uppercase().replace('-', "_"));
        let db = match std::env::var(&variable) {
            Ok(url) => Db::open_postgres(&url).await,
            Err(_) => Db::open_sqlite(&folder.join("engawa.sqlite"), true).await,
        }
        .map_err(fail)?;
        Self::over(settings, folder, db, Outside::from_env(&code)).await.map_err(fail)
    }

    /// A site over a database that is already open.
    pub async fn over(settings: Settings, folder: &Path, db: Db, outside: Outside) -> Result<Arc<Self>, DbError> {
        if settings.sign_in.staff_by_provider_from.is_some() && outside.oidc.is_none() {
            tracing::error!(site = settings.site.code, "staff have to come through the identity provider, and there is none in the environment");
        }
        db.migrate().await?;
        crate::listings::unclaimed::say_of_older(&db, crate::clock::now_ms()).await?;
        let epoch = feed::epoch(&db).await?;
        let site = Arc::new(Self {
            settings,
            folder: folder.to_owned(),
            db,
            epoch,
            catalog: Arc::new(RwLock::new(Catalog::new())),
            forms: Cache::default(),
            blobs: Blobs::new(Arc::new(FolderStore::new(folder))),
            outside,
            refusals: Refusals::default(),
            pages: Pages::default(),
            snapshot: tokio::sync::Mutex::new(None),
            refreshing: tokio::sync::Mutex::new(()),
        });
        site.refresh().await?;
        Ok(site)
    }

    /// Brings the catalogue up to the newest revision. Called after each commit and whenever another node committed.
    pub async fn refresh(&self) -> Result<(), DbError> {
        let _one_at_a_time = self.refreshing.lock().await;
        loop {
            let since = self.catalog.read().map_err(poisoned)?.rev();
            let page = feed::page(&self.db, &self.epoch, &Scope::Public, since, feed::PAGE_MAX).await?;
            if page.records.is_empty() {
                return Ok(());
            }
            let catalog = Arc::clone(&self.catalog);
            let more = page.more;
            tokio::task::spawn_blocking(move || {
                let mut catalog = catalog.write().map_err(poisoned)?;
                for record in &page.records {
                    if let Err(why) = catalog.apply(record) {
                        tracing::error!(record = record.id, rev = record.rev, error = %why, "a stored record does not read back");
                    }
                }
                catalog.settle();
                Ok::<(), DbError>(())
            })
            .await
            .map_err(|why| DbError::inconsistent("catalogue", why))??;
            if !more {
                return Ok(());
            }
        }
    }

    /// The newest snapshot, made again when it is too far behind.
    pub async fn snapshot(&self) -> Result<Arc<Snapshot>, DbError> {
        let mut held = self.snapshot.lock().await;
        let last = feed::last_rev(&self.db).await?;
        if let Some(snapshot) = held.as_ref()
            && snapshot.rev + snapshot::REBUILD_AFTER > last
        {
            return Ok(Arc::clone(snapshot));
        }
        let snapshot = Arc::new(snapshot::build(&self.db, &self.epoch).await?);
        *held = Some(Arc::clone(&snapshot));
        Ok(snapshot)
    }

    /// Does what was planned for a moment, and writes down what was counted, every minute for as long as the process lives. Several nodes may
    /// do so at once.
    pub fn keep_time(self: &Arc<Self>) {
        let site = Arc::clone(self);
        tokio::spawn(async move {
            let mut minutes = tokio::time::interval(std::time::Duration::from_mins(1));
            minutes.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
            loop {
                minutes.tick().await;
                if let Err(error) = crate::listings::plans::run_due(&site, crate::clock::now_ms()).await {
                    tracing::error!(site = site.settings.site.code, %error, "what was planned could not be done");
                }
                if let Err(error) = site.refusals.keep(&site.db).await {
                    tracing::error!(site = site.settings.site.code, %error, "what was refused could not be written down");
                }
            }
        });
    }

    /// Listens for commits of other nodes for as long as the process lives (`PostgreSQL` only).
    pub fn follow(self: &Arc<Self>) {
        let site = Arc::clone(self);
        tokio::spawn(async move {
            let mut listener = match site.db.listener().await {
                Ok(Some(listener)) => listener,
                Ok(None) => return,
                Err(error) => {
                    tracing::error!(site = site.settings.site.code, %error, "cannot listen for commits of other nodes");
                    return;
                }
            };
            loop {
                // A lost connection reconnects by itself; what was missed meanwhile is in the feed.
                if let Err(error) = listener.recv().await {
                    tracing::warn!(site = site.settings.site.code, %error, "the listener lost its connection");
                    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
                }
                if let Err(error) = site.refresh().await {
                    tracing::error!(site = site.settings.site.code, %error, "the catalogue could not be refreshed");
                }
            }
        });
    }
}

fn poisoned<T>(_: std::sync::PoisonError<T>) -> DbError {
    DbError::inconsistent("catalogue", "a writer panicked")
}

/// All cities of this process.
#[derive(Clone, Debug, Default)]
pub struct Sites {
    list: Vec<Arc<OpenSite>>,
    by_host: HashMap<String, usize>,
    default: Option<usize>,
}

impl Sites {
    /// Opens every site of a data folder.
    pub async fn open(data: &Path) -> Result<Self, SiteError> {
        let mut folders: Vec<PathBuf> = std::fs::read_dir(data)
            .map_err(|why| SiteError::File(data.to_owned(), why))?
            .filter_map(|entry| entry.ok().map(|entry| entry.path()))
            .filter(|path| path.join("site.toml").is_file())
            .collect();
        folders.sort();
        let mut list = Vec::new();
        for folder in folders {
            list.push(OpenSite::open(&folder).await?);
        }
        if list.is_empty() {
            return Err(SiteError::None(format!("{} holds no site: make the sample with `engawa demo --data {}`", data.display(), data.display())));
        }
        Self::of(list)
    }

    /// Sites that are already open.
    pub fn of(list: Vec<Arc<OpenSite>>) -> Result<Self, SiteError> {
        let mut sites = Self { list, ..Self::default() };
        for (at, site) in sites.list.iter().enumerate() {
            if site.settings.default && sites.default.is_none() {
                sites.default = Some(at);
            }
            for host in &site.settings.hosts {
                if sites.by_host.insert(host.to_lowercase(), at).is_some() {
                    return Err(SiteError::None(format!("two sites claim the host name {host}")));
                }
            }
        }
        if sites.default.is_none() && sites.list.len() == 1 {
            sites.default = Some(0);
        }
        Ok(sites)
    }

    /// The place of the site that a `Host` header names. `localhost` and plain addresses lead to the default site.
    pub fn index_of_host(&self, host: &str) -> Option<usize> {
        let name = host_name(host);
        if let Some(at) = self.by_host.get(&name) {
            return Some(*at);
        }
        let is_here = name == "localhost" || name.parse::<std::net::IpAddr>().is_ok();
        if is_here { self.default } else { None }
    }

    /// The site of a code.
    pub fn by_code(&self, code: &str) -> Option<&Arc<OpenSite>> {
        self.list.iter().find(|site| site.settings.site.code == code)
    }

    /// All of them.
    pub fn all(&self) -> &[Arc<OpenSite>] {
        &self.list
    }
}

impl Settings {
    /// Whether links may lead to what a `Host` header names: a name of this site, or this machine or network. A request for any other
    /// address is served, but what its sender wrote goes into no link.
    pub fn is_own_host(&self, host: &str) -> bool {
        let name = host_name(host);
        let is_near = match name.parse::<std::net::IpAddr>() {
            Ok(std::net::IpAddr::V4(address)) => address.is_loopback() || address.is_private(),
            Ok(std::net::IpAddr::V6(address)) => address.is_loopback() || address.is_unique_local(),
            Err(_) => name == "localhost",
        };
        is_near || self.hosts.iter().any(|own| host_name(own) == name)
    }
}

/// The name in a `Host` header, without port and brackets, in lower case.
fn host_name(host: &str) -> String {
    let host = host.trim();
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.rsplit_once(':').filter(|(_, port)| port.chars().all(|c| c.is_ascii_digit())).map_or(host, |(name, _)| name),
    };
    name.trim_end_matches('.').to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_to_this_site_or_this_network() {
        let settings = Settings { hosts: vec!["city.example.jp".to_owned()], ..Settings::default() };
        for (host, is_own) in [
            ("city.example.jp", true),
            ("City.example.jp:8443", true),
            ("localhost:8080", true),
            ("127.0.0.1:8080", true),
            ("[::1]:8080", true),
            ("192.168.1.20", true),
            ("203.0.113.66", false),
            ("[2001:db8::1]", false),
            ("evil.example", false),
            ("city.example.jp.evil.example", false),
            ("", false),
        ] {
            assert_eq!(settings.is_own_host(host), is_own, "{host}");
        }
    }

    #[test]
    fn host_names_lose_port_case_and_brackets() {
        assert_eq!(host_name("Kobune.localhost:8080"), "kobune.localhost");
        assert_eq!(host_name("[::1]:8080"), "::1");
        assert_eq!(host_name("city.example.jp."), "city.example.jp");
    }
}
