//! What can be said on the command line: the verbs with their options, and what `--help` says of each.
//!
//! The texts are for people who run a server. Invariants: every verb and option explains itself, and the first steps are commands.

use super::{Data, OneSite, audit, import, kiosk_image, serve, user};
use clap::{Parser, Subcommand};
use std::path::PathBuf;

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
pub(super) struct Cli {
    #[command(subcommand)]
    pub(super) verb: Verb,
}

#[derive(Debug, Subcommand)]
pub(super) enum Verb {
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
    Import(import::Import),
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
        /// utf8 or cp932 (CSV only). What CP932 lacks is written as `&#128512;` and told on standard error, by row and column.
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
pub(super) enum FormsVerb {
    /// Write the ready forms as workbooks, to be changed and published.
    Ready {
        /// The folder; it is made if it is not there.
        #[arg(long)]
        out: PathBuf,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum UserVerb {
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
