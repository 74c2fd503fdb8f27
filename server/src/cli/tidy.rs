//! `engawa tidy`: what time ends, in every room.

use crate::clock::now_ms;
use crate::listings::{moderation, plans};
use crate::people::notices::digest;
use crate::people::tidy;
use crate::sites::OpenSite;

/// Does everything that is due, and says how much it was.
pub async fn run(site: &OpenSite) -> anyhow::Result<()> {
    let now = now_ms();
    let planned = plans::run_due(site, now).await?;
    let reports = moderation::reports::tidy(&site.db, now).await?;
    let forms = moderation::waiting::tidy(&site.db, now).await?;
    println!("plans done: {planned}; contacts of reports forgotten: {reports}; forms that waited once forgotten: {forms}");
    let stale = moderation::freshness::remind(site, now).await?;
    println!("listings that a group was asked to confirm: {stale}");
    let tidied = crate::forms::tidy::tidy(site, now).await?;
    println!(
        "submissions deleted: {}; files deleted: {}; forms closed: {}; shared drafts deleted: {}",
        tidied.submissions, tidied.files, tidied.forms, tidied.drafts
    );
    let people = tidy::tidy(site, now).await?;
    println!("groups reminded: {}; registrations lapsed: {}", people.groups.reminded, people.groups.lapsed);
    println!("cases closed: {}; cases whose person was forgotten: {}", people.cases_closed, people.cases_forgotten);
    println!(
        "stand-ins told: {}; people who moved up to a place in a course: {}; rows that were kept long enough: {}",
        people.stand_ins, people.moved_up, people.rows
    );
    // Last: digests tell of what was just done.
    let digests = digest::run(site, now).await?;
    println!("accounts without consent ended: {}; digests written: {digests}", people.accounts_ended);
    Ok(())
}
