//! `engawa serve`.

use super::Data;
use crate::clock::now_ms;
use crate::http::assets::Assets;
use crate::http::limit::TrustProxy;
use crate::http::{self, Options};
use crate::listings::moderation::{freshness, reports};
use crate::people::notices::{digest, push};
use crate::people::tidy;
use crate::sites::{OpenSite, Sites};
use clap::Args;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// What `serve` is told.
#[derive(Debug, Args)]
pub struct Serve {
    #[command(flatten)]
    data: Data,
    /// The browser's files, as the build made them.
    #[arg(long, default_value = "target/site", env = "ENGAWA_SITE")]
    site: PathBuf,
    /// Where to listen.
    #[arg(long, default_value = "127.0.0.1:8080", env = "ENGAWA_LISTEN")]
    listen: SocketAddr,
    /// The server stands behind HTTPS: secure cookies and HSTS.
    #[arg(long, env = "ENGAWA_HTTPS")]
    https: bool,
    /// The server stands behind a proxy that names its client in this header, as its last entry; without it, the other end of the
    /// connection counts.
    #[arg(long, value_enum, env = "ENGAWA_TRUST_PROXY")]
    trust_proxy: Option<TrustProxy>,
}

impl Serve {
    /// Serves until told to stop; requests under way are finished.
    pub async fn run(self) -> anyhow::Result<()> {
        let sites = Sites::open(&self.data.data).await?;
        let assets = Arc::new(Assets::read(&self.site));
        for site in sites.all() {
            site.follow();
            push::follow(site);
            if let Some(mailer) = &site.outside.mail {
                mailer.follow(site.settings.site.code.clone(), site.db.clone());
            }
            hourly(Arc::clone(site));
            site.keep_time();
        }
        let options = Options { https: self.https, bench: std::env::var_os("ENGAWA_BENCH").is_some(), trust_proxy: self.trust_proxy };
        let router = http::router(&sites, &assets, options);
        let listener = tokio::net::TcpListener::bind(self.listen).await.map_err(|why| anyhow::anyhow!("{}: {why}", self.listen))?;
        let address = listener.local_addr()?;
        for site in sites.all() {
            let host = if site.settings.default { "localhost" } else { site.settings.hosts.first().map_or("localhost", String::as_str) };
            let count = site.catalog.read().map_or(0, |catalog| catalog.len());
            println!("{}: http://{host}:{}/  ({count} listings, {})", site.settings.site.name.ja, address.port(), site.db.engine());
        }
        axum::serve(listener, router.into_make_service_with_connect_info::<SocketAddr>()).with_graceful_shutdown(stopped()).await?;
        for site in sites.all() {
            if let Err(error) = site.refusals.keep(&site.db).await {
                tracing::error!(site = site.settings.site.code, %error, "what was refused could not be written down");
            }
            site.db.close().await;
        }
        Ok(())
    }
}

async fn stopped() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! { () = interrupt => {}, () = terminate => {} }
}

/// Does what is due in the rooms of people and listings, for as long as the process lives: what time ends, reminders, digests. What is large
/// (files, submissions) waits for `engawa tidy`.
fn hourly(site: Arc<OpenSite>) {
    tokio::spawn(async move {
        let mut hour = tokio::time::interval(Duration::from_hours(1));
        loop {
            hour.tick().await;
            if let Err(error) = tidy::tidy(&site, now_ms()).await {
                tracing::error!(site = site.settings.site.code, %error, "what time ends could not be done");
            }
            if let Err(error) = reports::tidy(&site.db, now_ms()).await {
                tracing::error!(site = site.settings.site.code, %error, "contacts of reports could not be forgotten");
            }
            if let Err(error) = freshness::remind(&site, now_ms()).await {
                tracing::error!(site = site.settings.site.code, %error, "groups could not be asked to confirm their listings");
            }
            // After what time ends, so that what it told stands in the same letter.
            if let Err(error) = digest::run(&site, now_ms()).await {
                tracing::error!(site = site.settings.site.code, %error, "digests could not be written");
            }
        }
    });
}
