//! `engawa user`: accounts of staff, and passwords of residents.

use crate::clock::now_ms;
use crate::people::passwords;
use crate::people::staff::{self, Post};
use crate::sites::OpenSite;
use clap::{Args, ValueEnum};
use engawa_app::messages::problems;
use engawa_app::people::account::address;
use engawa_core::Lang;
use engawa_core::rights::{DeskRole, MAIN_DESK};

// What somebody of staff is. Without any of it a new account leads the main desk, and one that is there stays what it is. (A comment of
// documentation would become the help of the verb.)
#[derive(Debug, Clone, Args)]
pub struct PostArgs {
    /// Keeps the house: desks, accounts of staff, the audit log. Without `--desk` at no desk.
    #[arg(long)]
    admin: bool,
    /// Code of the desk to work at. Default: the main desk.
    #[arg(long)]
    desk: Option<String>,
    /// As what. Default: lead.
    #[arg(long, value_enum)]
    role: Option<RoleArg>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum RoleArg {
    Reader,
    Staff,
    Lead,
}

impl PostArgs {
    fn post(&self) -> Option<Post<'_>> {
        if !self.admin && self.desk.is_none() && self.role.is_none() {
            return None;
        }
        let role = match self.role {
            Some(RoleArg::Reader) => DeskRole::Reader,
            Some(RoleArg::Staff) => DeskRole::Staff,
            Some(RoleArg::Lead) | None => DeskRole::Lead,
        };
        let desk = self.desk.as_deref().or_else(|| (!self.admin || self.role.is_some()).then_some(MAIN_DESK));
        Some(Post { desk, role, admin: self.admin })
    }
}

fn check(site: &OpenSite, password: &str, holder: &[&str]) -> anyhow::Result<()> {
    match passwords::check(password, &site.settings.site, holder) {
        Some(problem) => anyhow::bail!("{}", problems::sentence(&problem, Lang::En)),
        None => Ok(()),
    }
}

/// Adds an account, or sets its password.
pub async fn add(site: &OpenSite, name: &str, display: &str, password: String, args: &PostArgs) -> anyhow::Result<()> {
    check(site, &password, &[name, display])?;
    let post = args.post();
    if let Some(desk) = post.and_then(|post| post.desk) {
        anyhow::ensure!(staff::has_desk(&site.db, desk).await?, "there is no desk {desk:?}");
    }
    let is_new = staff::add(&site.db, name, display, password, post, now_ms()).await?;
    println!("{}", if is_new { "added" } else { "password set" });
    Ok(())
}

/// Gives a resident's account a password, where no mail can bring a link.
pub async fn set_password(site: &OpenSite, email: &str, password: String) -> anyhow::Result<()> {
    check(site, &password, &[email])?;
    let name = site.settings.site.name.text(Lang::default());
    let is_known = match address(email) {
        Some(email) => passwords::give(&site.db, name, &email, password, now_ms()).await?,
        None => false,
    };
    anyhow::ensure!(is_known, "there is no account with the address {email:?}");
    println!("password set");
    Ok(())
}

/// Locks an account, or opens it again.
pub async fn set_locked(site: &OpenSite, name: &str, locked: bool) -> anyhow::Result<()> {
    staff::set_locked(&site.db, name, locked, now_ms()).await?.map_err(|why| anyhow::anyhow!("{name}: {why}"))?;
    println!("{}", if locked { "locked" } else { "open" });
    Ok(())
}

/// Ends an account for good.
pub async fn end(site: &OpenSite, name: &str) -> anyhow::Result<()> {
    staff::end(&site.db, name, now_ms()).await?.map_err(|why| anyhow::anyhow!("{name}: {why}"))?;
    println!("ended");
    Ok(())
}
