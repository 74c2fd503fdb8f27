//! "Still right" by a link: a group is told of what nobody confirmed for long, and one button confirms it, without signing in.
//!
//! Invariants: of one listing a group is reminded once in half a year, whichever node comes first; a link confirms one listing, once, for
//! [`LINK_MS`], and its secret is stored only as a digest; looking at a link uses nothing, because programs open the links in mails too.

use super::{sql, title_of};
use crate::commands::execute;
use crate::db::DbResult;
use crate::feed::{Writer, sql as feed_sql};
use crate::params;
use crate::people::{Actor, mail, notices, secret};
use crate::sites::OpenSite;
use chrono::TimeDelta;
use engawa_app::command::{Body, Command};
use engawa_app::listings::age::STALE_AFTER_DAYS;
use engawa_app::listings::command::ListingCommand;
use engawa_app::messages::people::moderation as m;
use engawa_app::people::notice::NoticeCode;
use engawa_core::rights::GroupRole;
use engawa_core::time::{DAY_MS, Millis, jst_date};
use engawa_core::{Lang, ReceiptStatus};

/// A link works for so long: 30 days.
pub const LINK_MS: Millis = 30 * DAY_MS;
/// Of one listing somebody is reminded once in so long: half a year.
pub const AGAIN_MS: Millis = 183 * DAY_MS;
/// What the digests of these secrets are of.
const PURPOSE: &str = "listing_confirm";

/// What a link confirms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToConfirm {
    /// Listing.
    pub id: String,
    /// What it is called.
    pub title: String,
}

/// Reminds the groups of what became stale. Gives how many listings. Running it again changes nothing.
pub async fn remind(site: &OpenSite, now: Millis) -> DbResult<u64> {
    let since = (jst_date(now) - TimeDelta::days(STALE_AFTER_DAYS)).to_string();
    let mut reminded = 0;
    let stale = site.db.all::<(String, String, String)>(sql::STALE, params![since, now - STALE_AFTER_DAYS * DAY_MS, now - AGAIN_MS]).await?;
    for (id, group, title) in stale {
        let mut writer = Writer::begin(&site.db, now, "system").await?;
        // The lock of all writers: of two nodes one reminds, and the other then finds that it was done.
        writer.tx.first::<(i64,)>(feed_sql::TAKE_REVS, params![0_i64]).await?;
        if writer.tx.first::<(i64,)>(sql::REMINDED_OF, params![&id, now - AGAIN_MS]).await?.is_some_and(|(count,)| count > 0) {
            continue;
        }
        tell(&mut writer, site, &id, &group, &title).await?;
        writer.audit("listing.remind", &id, "").await?;
        writer.commit().await?;
        reminded += 1;
    }
    let mut writer = Writer::begin(&site.db, now, "system").await?;
    writer.tx.run(sql::DROP_CONFIRMS, params![now - AGAIN_MS]).await?;
    writer.commit().await?;
    Ok(reminded)
}

/// A notice to everybody who writes for the group, and a mail with the link to those who can be reached by mail.
async fn tell(writer: &mut Writer, site: &OpenSite, id: &str, group: &str, title: &str) -> DbResult<()> {
    let token = secret::token();
    let (name, now) = (title_of(writer, group).await?, writer.now);
    writer.tx.run(sql::PUT_CONFIRM, params![secret::digest(PURPOSE, &token), id, now + LINK_MS, now]).await?;
    let path = if group == id { format!("/my/groups/{group}") } else { format!("/my/groups/{group}/listings/{id}") };
    notices::tell_group(writer, group, GroupRole::Editor, NoticeCode::ListingStale, &[title, &name], &path).await?;
    // Where nobody knows under which address people come, a link in a mail would lead nowhere: the notice remains.
    let Some(origin) = origin(site) else { return Ok(()) };
    let address = format!("{origin}/confirm?t={token}");
    for (email, lang) in writer.tx.all::<(String, String)>(sql::EDITORS_BY_MAIL, params![group]).await? {
        let lang = Lang::parse(&lang).unwrap_or_default();
        let words = [title, name.as_str(), address.as_str(), site.settings.site.name.text(lang)];
        mail::put(writer, &email, &m::MAIL_STALE.with(lang, &words), &m::MAIL_STALE_TEXT.with(lang, &words)).await?;
    }
    Ok(())
}

/// Where the site is: what its settings say, else its first name.
fn origin(site: &OpenSite) -> Option<String> {
    let own = &site.settings.site.origin;
    if !own.is_empty() {
        return Some(own.clone());
    }
    site.settings.hosts.first().map(|host| format!("https://{host}"))
}

/// What a link confirms, without using it; `None`: it was used, has expired, or the listing is not published any more.
pub async fn look(site: &OpenSite, token: &str, now: Millis) -> DbResult<Option<ToConfirm>> {
    let row = site.db.first::<(String, String)>(sql::CONFIRM, params![secret::digest(PURPOSE, token), now]).await?;
    Ok(row.map(|(id, title)| ToConfirm { id, title }))
}

/// Confirms what a link is for. Gives what was confirmed; `None`: it confirms nothing (any more).
pub async fn confirm(site: &OpenSite, token: &str, now: Millis) -> DbResult<Option<ToConfirm>> {
    let Some(found) = look(site, token, now).await? else { return Ok(None) };
    let digest = secret::digest(PURPOSE, token);
    // The id follows from the link, so that pressing twice confirms once.
    let id = uuid::Uuid::new_v5(&uuid::Uuid::NAMESPACE_OID, digest.as_bytes()).to_string();
    let body = Body::Listings(ListingCommand::Confirm { id: found.id.clone(), on: jst_date(now) });
    let receipt = execute(site, &Actor::system(), &Command { id, base_rev: None, body }, now).await;
    if receipt.status != ReceiptStatus::Done {
        return Ok(None);
    }
    let mut writer = Writer::begin(&site.db, now, "link").await?;
    if writer.tx.run(sql::USE_CONFIRM, params![digest, now]).await? == 1 {
        writer.audit("listing.use_link", &found.id, "").await?;
        writer.commit().await?;
    }
    Ok(Some(found))
}
