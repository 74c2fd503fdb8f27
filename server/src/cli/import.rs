//! `engawa import`: a file of listings, taken in as staff do on their page.
//!
//! Invariant: what the columns of an unknown table mean is guessed, and nobody looks at a page here: it is taken in only with
//! `--accept-guess`, and what it was taken for is printed.

use super::{OneSite, parse_kind};
use crate::clock::now_ms;
use crate::listings::guess::{Guessed, shown};
use crate::listings::import_run::{self, ImportRequest};
use clap::Args;
use std::io::Write as _;
use std::path::PathBuf;

/// The exit code of an import that was refused because its columns were only guessed.
pub(super) const GUESSED: u8 = 3;

/// What to do about a guess.
const WHAT_TO_DO: &str = "If that is right, say --accept-guess. If it is not, name the columns as a national data set does, or import the file on \
the page /staff/import, where each can be set: a mapping that is confirmed there is kept and used here too.";

/// Takes a file of listings in.
#[derive(Debug, Args)]
pub(super) struct Import {
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
    #[command(flatten)]
    care: Care,
    /// Take in as drafts.
    #[arg(long)]
    draft: bool,
    /// The file is only a part of its source: what is missing in it is not marked as vanished.
    #[arg(long)]
    part: bool,
    /// Where to write the report (CSV). Default: standard output.
    #[arg(long)]
    report: Option<PathBuf>,
}

/// How carefully.
#[derive(Debug, Args)]
struct Care {
    /// Say what would happen and change nothing.
    #[arg(long)]
    dry_run: bool,
    /// Take a table in although what its columns mean was only guessed. Without it such a file is refused with exit code 3.
    #[arg(long)]
    accept_guess: bool,
}

impl Import {
    /// Takes it in, or says what would happen.
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let kind = if self.kind == "auto" { None } else { Some(parse_kind(&self.kind)?) };
        let bytes = std::fs::read(&self.file).map_err(|why| anyhow::anyhow!("{}: {why}", self.file.display()))?;
        let file_name = self.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let request = ImportRequest {
            kind,
            source: self.source.unwrap_or_else(|| file_name.clone()),
            file_name,
            licence: self.licence,
            url: self.url,
            reference: self.reference.unwrap_or_else(crate::clock::today),
            draft: self.draft,
            shift_weeks: 0,
            part: self.part,
            profiles: Vec::new(),
            accept_guess: self.care.accept_guess,
        };
        let site = self.site.open().await?;
        let done = import_run::run(&site, &request, &bytes, "system", now_ms(), self.care.dry_run).await.inspect_err(|error| {
            if error.is::<Guessed>() {
                eprintln!("{WHAT_TO_DO}");
            }
        })?;
        let text = done.report_csv();
        match self.report {
            Some(path) => std::fs::write(&path, text).map_err(|why| anyhow::anyhow!("{}: {why}", path.display()))?,
            None => std::io::stdout().write_all(text.as_bytes())?,
        }
        eprint!("{}", done.twins());
        if !done.guessed.is_empty() {
            eprintln!("what the columns mean was only guessed:\n{}", shown(&done.guessed));
            if self.care.dry_run {
                eprintln!("{WHAT_TO_DO}");
            }
        }
        eprintln!("{}", done.summary());
        Ok(())
    }
}
