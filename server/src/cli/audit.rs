//! `engawa audit`: the log is checked, or written out.

use super::OneSite;
use crate::{audit, feed};
use chrono::NaiveDate;
use clap::{Args, Subcommand};
use std::io::Write as _;

/// Check the audit log, or write it to standard output.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Audit {
    #[command(subcommand)]
    verb: Option<AuditVerb>,
    #[command(flatten)]
    site: OneSite,
}

#[derive(Debug, Subcommand)]
enum AuditVerb {
    /// Check that every row follows from the one before it. Without a word, this is what is done.
    Verify {
        #[command(flatten)]
        site: OneSite,
    },
    /// Write the rows of some days as CSV, with their digests. Notes it in the log.
    Export {
        /// The first day: 2026-04-01.
        #[arg(long)]
        from: Option<NaiveDate>,
        /// The last day.
        #[arg(long)]
        to: Option<NaiveDate>,
        #[command(flatten)]
        site: OneSite,
    },
}

impl Audit {
    /// Does it.
    pub async fn run(self) -> anyhow::Result<()> {
        match self.verb {
            None => verify(&self.site).await,
            Some(AuditVerb::Verify { site }) => verify(&site).await,
            Some(AuditVerb::Export { from, to, site }) => {
                let site = site.open().await?;
                let text = audit::csv(&site.db, from, to).await?;
                let detail = serde_json::json!({ "from": from, "to": to }).to_string();
                audit::note(&site.db, &engawa_core::rights::Actor::system(), "audit.export", &detail, crate::clock::now_ms()).await?;
                std::io::stdout().write_all(text.as_bytes())?;
                Ok(())
            }
        }
    }
}

async fn verify(site: &OneSite) -> anyhow::Result<()> {
    let site = site.open().await?;
    let feed::WholeAudit { rows, digest } = feed::whole_audit(&site.db).await?;
    println!("the audit log is whole: {rows} rows");
    // Whoever can write the whole database can write the whole chain: what stands on paper elsewhere they cannot.
    if !digest.is_empty() {
        println!("the digest of row {rows} is {digest}: keep it somewhere else, and compare it with the export the next time");
    }
    Ok(())
}
