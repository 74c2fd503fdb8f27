//! The digest: what an account was told of and has not read, in one mail a day or a week.
//!
//! Invariants: a notice is mailed at most once; mail goes only to an address that was proven; the mail and its mark are one transaction.

use super::sql;
use crate::db::{Db, DbResult};
use crate::feed::{Writer, sql as feed_sql};
use crate::params;
use crate::people::{Actor, mail};
use crate::sites::OpenSite;
use engawa_app::messages::people::notices as m;
use engawa_app::people::account::Digest;
use engawa_app::people::notice::sentence;
use engawa_core::Lang;
use engawa_core::time::{HOUR_MS, Millis};

/// The name of the setting.
const SETTING: &str = "digest";

/// After how long the next one is due; a little less than the period, so that an hourly look does not move it later each time.
fn pause(digest: Digest) -> Option<Millis> {
    match digest {
        Digest::Never => None,
        Digest::Daily => Some(20 * HOUR_MS),
        Digest::Weekly => Some((7 * 24 - 4) * HOUR_MS),
    }
}

/// How often somebody wants it.
pub async fn wish(db: &Db, account: &str) -> DbResult<Digest> {
    let row = db.first::<(String,)>(sql::SETTING, params![account, SETTING]).await?;
    Ok(row.and_then(|(code,)| Digest::parse(&code)).unwrap_or(Digest::Never))
}

/// Changes that.
pub async fn set_wish(db: &Db, (actor, account): (&Actor, &str), wish: Digest, now: Millis) -> DbResult<()> {
    let mut writer = Writer::begin(db, now, actor.name()).await?;
    writer.tx.run(sql::SET, params![account, SETTING, wish.code()]).await?;
    writer.audit_about("account.set_digest", account, account, wish.code()).await?;
    writer.commit().await
}

/// Writes the digests that are due into the outgoing box; how many. Running it again changes nothing.
pub async fn run(site: &OpenSite, now: Millis) -> DbResult<usize> {
    let mut written = 0;
    for (account, email, lang, wish) in site.db.all::<(String, String, String, String)>(sql::DIGESTS, params![]).await? {
        let Some(pause) = Digest::parse(&wish).and_then(pause) else { continue };
        let mut writer = Writer::begin(&site.db, now, "system").await?;
        // The lock of all writers: of two nodes one writes the digest, and the other then finds nothing.
        writer.tx.first::<(i64,)>(feed_sql::TAKE_REVS, params![0_i64]).await?;
        let last = writer.tx.first::<(i64,)>(sql::LAST_DIGEST, params![&account]).await?.map_or(0, |(last,)| last);
        let told = writer.tx.all::<(String, String, String)>(sql::TO_MAIL, params![&account]).await?;
        if told.is_empty() || last + pause > now {
            continue;
        }
        let (subject, body) = letter(site, &told, Lang::parse(&lang).unwrap_or_default());
        mail::put(&mut writer, &email, &subject, &body).await?;
        writer.tx.run(sql::MAILED, params![&account, now]).await?;
        writer.commit().await?;
        written += 1;
    }
    Ok(written)
}

fn letter(site: &OpenSite, told: &[(String, String, String)], lang: Lang) -> (String, String) {
    let site = &site.settings.site;
    let lines = told.iter().map(|(code, args, path)| {
        let words = sentence(code, args, lang);
        // Without an origin in the settings nobody knows here under which address people come.
        if site.origin.is_empty() { format!("* {words}\n") } else { format!("* {words}\n  {}{path}\n", site.origin) }
    });
    let list: String = lines.collect();
    let name = site.name.text(lang);
    let subject = m::MAIL_SUBJECT.with(lang, &[name, &told.len().to_string()]);
    (subject, format!("{}\n\n{list}\n{}\n{name}\n", m::MAIL_BEGIN.text(lang), m::MAIL_END.text(lang)))
}
