//! `engawa import-form`: what a workbook says, its mistakes by cell, and publishing it. `engawa forms ready`: the forms that come with us.

use crate::clock::{now_ms, today};
use crate::commands::execute;
use crate::forms::ready::READY;
use crate::forms::{store, workbook};
use crate::people::Actor;
use crate::sites::OpenSite;
use engawa_app::command::{Body, Command};
use engawa_app::forms::command::{FormCommand, Publish, Settings, SourceFile};
use engawa_app::forms::outline::language_index;
use engawa_app::forms::rules::file_name;
use engawa_app::forms::studio::summary;
use engawa_app::messages::forms::sheet::sentence;
use engawa_core::{Lang, Problem, ReceiptStatus};
use std::path::{Path, PathBuf};

/// Checks a workbook, tells what it asks, and publishes it if that is wanted.
pub async fn import(site: &OpenSite, file: &Path, choices: &[PathBuf], publish: bool, version: Option<String>) -> anyhow::Result<()> {
    let (name, bytes) = read(file)?;
    let files = choices.iter().map(|path| read(path)).collect::<anyhow::Result<Vec<_>>>()?;
    let checked = workbook::form(&name, &bytes).or_else(|problems| refuse(&problems))?;
    let mut definition = checked.definition;
    let wrong = workbook::add_choices(&mut definition, &files);
    if !wrong.is_empty() {
        return refuse(&wrong);
    }
    for warning in checked.warnings {
        let problem = Problem::from(warning);
        eprintln!("{}: {}", problem.path, sentence(&problem, Lang::Ja));
    }
    if definition.version.trim().is_empty() {
        definition.version = version.unwrap_or_else(|| today().format("%Y-%m-%d").to_string());
    }
    println!("{} {} {}", definition.form_id, definition.version, definition.title);
    for row in summary(&definition, language_index(&definition, Lang::Ja)) {
        println!("{}\t{}\t{}\t{}", row.row, row.kind, row.name, row.label.replace(['\n', '\t'], " "));
    }
    if !publish {
        return Ok(());
    }
    let sha256 = site.blobs.take_whole(&site.db, &bytes, now_ms()).await?;
    let known = store::form(&site.db, &definition.form_id).await?;
    let publish = Publish {
        source: Some(SourceFile { sha256, name: file_name(&name) }),
        settings: known.as_ref().map_or_else(Settings::default, |known| known.settings.clone()),
        open: known.as_ref().is_none_or(|known| known.open),
        definition,
    };
    let body = Body::Forms(FormCommand::Publish(Box::new(publish)));
    let command = Command { id: uuid::Uuid::now_v7().to_string(), base_rev: known.map(|known| known.rev), body };
    let receipt = execute(site, &Actor::system(), &command, now_ms()).await;
    if receipt.status != ReceiptStatus::Done {
        return refuse(&receipt.problems);
    }
    eprintln!("published: {}", receipt.receipt_no.unwrap_or_default());
    Ok(())
}

/// Writes the ready forms into a folder.
pub fn write_ready(folder: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder).map_err(|why| anyhow::anyhow!("{}: {why}", folder.display()))?;
    for form in READY {
        let path = folder.join(form.file_name());
        std::fs::write(&path, form.to_xlsx()?).map_err(|why| anyhow::anyhow!("{}: {why}", path.display()))?;
        println!("{}", path.display());
    }
    Ok(())
}

fn read(path: &Path) -> anyhow::Result<(String, Vec<u8>)> {
    let bytes = std::fs::read(path).map_err(|why| anyhow::anyhow!("{}: {why}", path.display()))?;
    Ok((path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(), bytes))
}

/// Tells what is wrong, each with its cell.
fn refuse<T>(problems: &[Problem]) -> anyhow::Result<T> {
    for problem in problems {
        eprintln!("{}: {}", problem.path, sentence(problem, Lang::Ja));
    }
    anyhow::bail!("{} problems: nothing was published", problems.len())
}
