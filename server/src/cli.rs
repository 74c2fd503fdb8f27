//! The command line: `engawa --help` explains itself.

mod audit;
mod forms;
mod kiosk_image;
mod postcodes;
mod restore;
mod sealing_key;
mod serve;
mod tidy;
mod user;

use crate::clock::now_ms;
use crate::listings::import_run::{self, ImportRequest};
use crate::people;
use crate::sample;
use crate::sites::{OpenSite, Sites};
use clap::{Args, Parser, Subcommand};
use engawa_app::listings::Kind;
use std::io::{BufRead as _, Read as _, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

/// What whoever sees the program for the first time wants to know.
const FIRST_STEPS: &str = "\
First steps:
  engawa demo --data data                               make the sample cities
  engawa user add --name me --admin --data data         an account of staff; asks for its password
  engawa serve --data data --site target/site           serve them; prints their addresses (staff: /staff)
  engawa import event FILE.xlsx --dry-run --data data   say what a file would bring, row by row

Each command explains itself: engawa import --help
A city is a folder inside the data folder. ENGAWA_DATABASE_URL_<CITY> names a PostgreSQL database for it, ENGAWA_LOG says how much is
logged; docs/deployment.md has the rest.";

/// Engawa: civic activity of a city, also without a connection.
#[derive(Debug, Parser)]
#[command(version, about, arg_required_else_help = true, after_help = FIRST_STEPS)]
struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Serve every site of a data folder.
    Serve(serve::Serve),
    /// Bring every site's database up to date.
    Migrate(Data),
    /// Make the two sample sites, if they are not there, from real open data, made-up groups and made-up people.
    Demo {
        #[command(flatten)]
        data: Data,
        /// The files that the sample is made of.
        #[arg(long, default_value = "server/sample", env = "ENGAWA_SAMPLE")]
        sample: PathBuf,
        /// Fill the default site with this many listings (for benchmarks).
        #[arg(long)]
        listings: Option<usize>,
    },
    /// Take in a file of listings: CSV (UTF-8, BOM, UTF-16, CP932, EUC; commas, tabs), XLSX or ICS.
    Import {
        /// What the rows are: event, place, group, programme, ... or `auto`.
        kind: String,
        /// The file.
        file: PathBuf,
        #[command(flatten)]
        site: OneSite,
        /// Who publishes the data; with the row's own number it is the row's identity. Default: the file's name.
        #[arg(long)]
        source: Option<String>,
        /// Licence of the data, such as "CC BY 4.0".
        #[arg(long, default_value = "")]
        licence: String,
        /// Page of the data set.
        #[arg(long, default_value = "")]
        url: String,
        /// The date that dates without a year are near to (default: today).
        #[arg(long)]
        reference: Option<chrono::NaiveDate>,
        /// Say what would happen and change nothing.
        #[arg(long)]
        dry_run: bool,
        /// Take in as drafts.
        #[arg(long)]
        draft: bool,
        /// The file is only a part of its source: what is missing in it is not marked as vanished.
        #[arg(long)]
        part: bool,
        /// Where to write the report (CSV). Default: standard output.
        #[arg(long)]
        report: Option<PathBuf>,
    },
    /// Take an import back: created listings vanish, changed ones return to what they were.
    Undo {
        /// The id that `engawa import` printed.
        import: String,
        #[command(flatten)]
        site: OneSite,
    },
    /// Check a form (an `XLSForm` workbook), and publish it with `--publish`.
    ImportForm {
        /// The workbook.
        file: PathBuf,
        /// Files of choices that it names.
        #[arg(long)]
        choices: Vec<PathBuf>,
        /// Publish it as a new version, and open it if it is new.
        #[arg(long)]
        publish: bool,
        /// The name of the version, if the workbook gives none.
        #[arg(long)]
        version_name: Option<String>,
        #[command(flatten)]
        site: OneSite,
    },
    /// Take in the national list of postcodes (`utf_ken_all.csv`, `KEN_ALL.CSV` or the archive with it), so that forms offer the place of
    /// a postcode. A list that is there already is replaced.
    ImportPostcodes {
        /// The file.
        file: PathBuf,
        /// How the code of the city's own municipality begins, such as 13203: its postcodes are kept ahead on devices.
        #[arg(long, default_value = "")]
        own: String,
        #[command(flatten)]
        site: OneSite,
    },
    /// The forms that come with Engawa.
    Forms {
        #[command(subcommand)]
        verb: FormsVerb,
    },
    /// Delete what time ends: submissions that were kept long enough, files that nobody sent, forms that are over, shared drafts that
    /// nobody touched for long. Reminds groups of the end of their registration, and puts digests that are due into the outgoing mail.
    /// Run it daily.
    Tidy {
        #[command(flatten)]
        site: OneSite,
    },
    /// Write listings of a kind to standard output.
    Export {
        /// event, place, group, ...
        kind: String,
        /// csv, json, ics or atom.
        #[arg(long, default_value = "csv")]
        format: String,
        /// utf8 or cp932 (CSV only).
        #[arg(long, default_value = "utf8")]
        encoding: String,
        #[command(flatten)]
        site: OneSite,
    },
    /// Copy a site's database into one new file while it is being used.
    Backup {
        /// The file to write; must not exist.
        to: PathBuf,
        #[command(flatten)]
        site: OneSite,
    },
    /// Put a backup in the place of a site's database. Stop the server first; devices start their copy over.
    Restore {
        /// A file that `engawa backup` wrote.
        from: PathBuf,
        #[command(flatten)]
        site: OneSite,
    },
    /// Accounts of staff, and passwords of residents.
    User {
        #[command(subcommand)]
        verb: UserVerb,
    },
    /// Make a key with which this server signs what it pushes to devices.
    Vapid,
    /// Make a key with which this server opens what was sealed at shared screens (`ENGAWA_SEALING_KEY`).
    SealingKey,
    /// Write the files that make a Debian machine a shared screen of a site. Changes nothing on this machine but that folder.
    KioskImage(kiosk_image::KioskImage),
    /// Check the audit log: every row follows from the one before it. `engawa audit export` writes it out.
    Audit(audit::Audit),
}

#[derive(Debug, Subcommand)]
enum FormsVerb {
    /// Write the ready forms as workbooks, to be changed and published.
    Ready {
        /// The folder; it is made if it is not there.
        #[arg(long)]
        out: PathBuf,
    },
}

#[derive(Debug, Subcommand)]
enum UserVerb {
    /// Add an account, or set its password. The password is asked for, or read with `--password-stdin`.
    Add {
        /// Name to sign in with.
        #[arg(long)]
        name: String,
        /// Name on screen. Default: the sign-in name.
        #[arg(long)]
        display_name: Option<String>,
        /// Read the password from standard input.
        #[arg(long)]
        password_stdin: bool,
        #[command(flatten)]
        post: user::PostArgs,
        #[command(flatten)]
        site: OneSite,
    },
    /// Give the account of an e-mail address a password, and sign its devices out. The password is asked for, or read with
    /// `--password-stdin`.
    Password {
        /// The account's e-mail address.
        email: String,
        /// Read the password from standard input.
        #[arg(long)]
        password_stdin: bool,
        #[command(flatten)]
        site: OneSite,
    },
    /// Lock an account: nobody signs in with it, and its sessions are over.
    Lock {
        /// Name to sign in with.
        name: String,
        #[command(flatten)]
        site: OneSite,
    },
    /// End an account for good: its name, address, password, passkeys and desks are deleted. What it did stays in the audit log.
    End {
        /// Name to sign in with.
        name: String,
        #[command(flatten)]
        site: OneSite,
    },
    /// Open an account that was locked.
    Unlock {
        /// Name to sign in with.
        name: String,
        #[command(flatten)]
        site: OneSite,
    },
}

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
            ExitCode::FAILURE
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
        Verb::Import { kind, file, site, source, licence, url, reference, dry_run, draft, part, report } => {
            let kind = if kind == "auto" { None } else { Some(parse_kind(&kind)?) };
            let bytes = std::fs::read(&file).map_err(|why| anyhow::anyhow!("{}: {why}", file.display()))?;
            let file_name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let request = ImportRequest {
                kind,
                source: source.unwrap_or_else(|| file_name.clone()),
                file_name,
                licence,
                url,
                reference: reference.unwrap_or_else(crate::clock::today),
                draft,
                shift_weeks: 0,
                part,
                profiles: Vec::new(),
            };
            let site = site.open().await?;
            let done = import_run::run(&site, &request, &bytes, "system", now_ms(), dry_run).await?;
            let text = done.report_csv();
            match report {
                Some(path) => std::fs::write(&path, text).map_err(|why| anyhow::anyhow!("{}: {why}", path.display()))?,
                None => std::io::stdout().write_all(text.as_bytes())?,
            }
            eprint!("{}", done.twins());
            eprintln!("{}", done.summary());
            Ok(())
        }
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
        "csv" => export.csv(kind, &found, if encoding == "cp932" { TextEncoding::Cp932 } else { TextEncoding::Utf8 }),
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

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    fn each(command: &clap::Command, say: &mut impl FnMut(&clap::Command)) {
        say(command);
        command.get_subcommands().for_each(|it| each(it, say));
    }

    #[test]
    fn every_command_and_option_explains_itself() {
        let cli = Cli::command();
        cli.clone().debug_assert();
        let mut silent = Vec::new();
        each(&cli, &mut |command: &clap::Command| {
            if command.get_about().is_none() {
                silent.push(command.get_name().to_owned());
            }
            let mute = command.get_arguments().filter(|arg| arg.get_help().is_none());
            silent.extend(mute.map(|arg| format!("{} {}", command.get_name(), arg.get_id())));
        });
        assert_eq!(silent, Vec::<String>::new());
    }

    #[test]
    fn the_first_steps_are_commands() {
        let steps: Vec<&str> = FIRST_STEPS.lines().filter_map(|line| line.trim().strip_prefix("engawa ")).collect();
        assert_eq!(steps.len(), 4);
        for step in steps {
            let words = step.split("   ").next().unwrap_or_default().split_whitespace();
            let read = Cli::try_parse_from(std::iter::once("engawa").chain(words));
            assert!(read.is_ok(), "{step}: {}", read.err().map(|error| error.to_string()).unwrap_or_default());
        }
        assert!(Cli::command().render_help().to_string().contains("First steps:"));
    }
}
