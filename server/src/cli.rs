//! The command line: `engawa --help` explains itself.

mod audit;
mod forms;
mod import;
mod kiosk_image;
mod postcodes;
mod restore;
mod sealing_key;
mod serve;
mod tidy;
mod user;
mod verbs;

use crate::clock::now_ms;
use crate::listings::guess::Guessed;
use crate::listings::import_run;
use crate::people;
use crate::sample;
use crate::sites::{OpenSite, Sites};
use clap::{Args, Parser as _};
use engawa_app::listings::Kind;
use std::io::{BufRead as _, Read as _, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use verbs::{Cli, FormsVerb, UserVerb, Verb};

#[derive(Debug, Clone, Args)]
struct Data {
    /// The folder of all sites.
    #[arg(long, default_value = "data", env = "ENGAWA_DATA")]
    data: PathBuf,
}

#[derive(Debug, Clone, Args)]
struct OneSite {
    #[command(flatten)]
    data: Data,
    /// Code of the site (its folder's name). May be left out if there is one site, or means the default one.
    #[arg(long)]
    site_name: Option<String>,
}

impl OneSite {
    async fn open(&self) -> anyhow::Result<Arc<OpenSite>> {
        let sites = Sites::open(&self.data.data).await?;
        let found = match &self.site_name {
            Some(code) => sites.by_code(code).cloned(),
            None => sites.index_of_host("localhost").and_then(|at| sites.all().get(at).cloned()),
        };
        found.ok_or_else(|| anyhow::anyhow!("there is no such site; name one with --site-name: {}", codes(&sites)))
    }
}

fn codes(sites: &Sites) -> String {
    sites.all().iter().map(|site| site.settings.site.code.clone()).collect::<Vec<_>>().join(", ")
}

/// Runs the program.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::try_from_env("ENGAWA_LOG").unwrap_or_else(|_| "info,sqlx=warn,leptos=warn".into()))
        .with_writer(std::io::stderr)
        .with_target(false)
        .init();
    // Rendering may block a thread for a moment: at least four, also on small machines.
    let threads = std::thread::available_parallelism().map_or(4, |n| n.get().max(4));
    let runtime = match tokio::runtime::Builder::new_multi_thread().worker_threads(threads).enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("engawa: {error}");
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(go(cli.verb)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("engawa: {error:#}");
            if error.is::<Guessed>() { ExitCode::from(import::GUESSED) } else { ExitCode::FAILURE }
        }
    }
}

async fn go(verb: Verb) -> anyhow::Result<()> {
    match verb {
        Verb::Serve(serve) => serve.run().await,
        Verb::Migrate(data) => {
            let sites = Sites::open(&data.data).await?;
            println!("up to date: {}", codes(&sites));
            Ok(())
        }
        Verb::Demo { data, sample, listings } => Box::pin(sample::make(&data.data, &sample, listings)).await,
        Verb::Import(import) => import.run().await,
        Verb::Undo { import, site } => {
            let site = site.open().await?;
            let done = import_run::undo(&site, &import, "system", now_ms()).await?;
            println!(
                "taken back: {}; left as they are, because somebody changed them since: {}; left, because of a group, a form that waits, a plan, a host or a report: {}",
                done.undone, done.changed, done.held
            );
            Ok(())
        }
        Verb::ImportForm { file, choices, publish, version_name, site } => {
            forms::import(&*site.open().await?, &file, &choices, publish, version_name).await
        }
        Verb::ImportPostcodes { file, own, site } => postcodes::run(&*site.open().await?, &file, &own).await,
        Verb::Forms { verb: FormsVerb::Ready { out } } => forms::write_ready(&out),
        Verb::Tidy { site } => tidy::run(&*site.open().await?).await,
        Verb::Export { kind, format, encoding, site } => export(&*site.open().await?, &kind, &format, &encoding).await,
        Verb::Backup { to, site } => {
            let site = site.open().await?;
            site.db.backup_to(&to).await?;
            println!("{}", to.display());
            Ok(())
        }
        Verb::Restore { from, site } => restore(&from, &site).await,
        Verb::User { verb: UserVerb::Add { name, display_name, password_stdin, post, site } } => {
            let password = read_password(password_stdin)?;
            let display = display_name.unwrap_or_else(|| name.clone());
            user::add(&*site.open().await?, &name, &display, password, &post).await
        }
        Verb::User { verb: UserVerb::Password { email, password_stdin, site } } => {
            let password = read_password(password_stdin)?;
            user::set_password(&*site.open().await?, &email, password).await
        }
        Verb::User { verb: UserVerb::Lock { name, site } } => user::set_locked(&*site.open().await?, &name, true).await,
        Verb::User { verb: UserVerb::End { name, site } } => user::end(&*site.open().await?, &name).await,
        Verb::User { verb: UserVerb::Unlock { name, site } } => user::set_locked(&*site.open().await?, &name, false).await,
        Verb::Vapid => {
            let (private, public) = people::notices::push::new_key().ok_or_else(|| anyhow::anyhow!("no key could be made"))?;
            println!("ENGAWA_VAPID_KEY={private}");
            eprintln!("Keep it secret, and keep it: a newer one is written before it, parted by a comma. Its public part: {public}");
            Ok(())
        }
        Verb::SealingKey => {
            sealing_key::run();
            Ok(())
        }
        Verb::KioskImage(image) => image.run(),
        Verb::Audit(audit) => audit.run().await,
    }
}

fn parse_kind(kind: &str) -> anyhow::Result<Kind> {
    Kind::parse(kind).ok_or_else(|| {
        let known = Kind::ALL.iter().map(|kind| kind.code()).collect::<Vec<_>>().join(", ");
        anyhow::anyhow!("unknown kind {kind:?}; one of: {known}")
    })
}

async fn export(site: &OpenSite, kind: &str, format: &str, encoding: &str) -> anyhow::Result<()> {
    use crate::listings::export::Export;
    use crate::listings::export::opendata::TextEncoding;
    let kind = parse_kind(kind)?;
    let mut found: Vec<_> = crate::listings::public(&site.db).await?.into_values().filter(|listing| listing.kind() == kind).collect();
    found.sort_by(|a, b| a.id.cmp(&b.id));
    let export = Export { site: site.settings.site.clone(), now: now_ms() };
    let bytes = match format {
        "csv" => {
            let file = export.csv(kind, &found, if encoding == "cp932" { TextEncoding::Cp932 } else { TextEncoding::Utf8 });
            eprint!("{}", file.told());
            file.bytes
        }
        "json" => export.json(kind, &found).into_bytes(),
        "ics" => export.ics(&found, engawa_core::Lang::Ja).into_bytes(),
        "atom" => export.atom(kind.code(), &found, &crate::listings::changed_at(&site.db).await?).into_bytes(),
        other => anyhow::bail!("unknown format {other:?}; one of: csv, json, ics, atom"),
    };
    std::io::stdout().write_all(&bytes)?;
    Ok(())
}

async fn restore(from: &std::path::Path, site: &OneSite) -> anyhow::Result<()> {
    let open = site.open().await?;
    anyhow::ensure!(open.db.engine() == "sqlite", "a PostgreSQL site is restored with pg_restore");
    open.db.close().await;
    let target = restore::put_back(from, &open.folder).await?;
    println!("restored {}", target.display());
    Ok(())
}

fn read_password(stdin: bool) -> anyhow::Result<String> {
    let mut text = String::new();
    if stdin {
        std::io::stdin().read_to_string(&mut text)?;
    } else {
        eprint!("Password (is shown while you type; use --password-stdin in scripts): ");
        std::io::stdin().lock().read_line(&mut text)?;
    }
    Ok(text.trim_end_matches(['\n', '\r']).to_owned())
}
