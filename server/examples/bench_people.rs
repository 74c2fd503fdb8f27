//! Accounts and groups for `end2end/bench/people.mjs`, put into a site's database at once: their passwords share one hash, because making
//! ten thousand takes an hour and measures nothing.
//!
//! `bench_people DATA SITE PREFIX ACCOUNTS GROUPS`: accounts `PREFIX0`, `PREFIX1`, ..; the first GROUPS of them own a registered, trusted
//! group with a draft each. Prints a line per group: login, listing, revision, group.

use engawa_app::listings::{Kind, Listing};
use engawa_server::clock::now_ms;
use engawa_server::db::Stmt;
use engawa_server::feed::Writer;
use engawa_server::sites::Sites;
use engawa_server::{listings, params, people};
use std::path::Path;

const HASH: Stmt = Stmt { name: "HASH", sql: "SELECT password_hash FROM account WHERE login = 'bench'" };
const ACCOUNT: Stmt =
    Stmt { name: "ACCOUNT", sql: "INSERT INTO account (id, login, name, role, password_hash, created_ms) VALUES ($1, $1, $1, 'resident', $2, $3)" };
const OWNER: Stmt = Stmt { name: "OWNER", sql: "INSERT INTO group_member (group_id, account_id, role, since_ms) VALUES ($1, $2, 'owner', $3)" };
const REGISTERED: Stmt = Stmt {
    name: "REGISTERED",
    sql: "INSERT INTO group_registration (group_id, state, class, trust, valid_until, submission_id, merged_into, reminded_ms, rev, changed_ms)
          VALUES ($1, 'registered', '', 'trusted', '', '', '', 0, 0, $2)",
};
const BELONGS: Stmt = Stmt { name: "BELONGS", sql: "UPDATE listing SET group_id = $1 WHERE id = $2" };

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [data, site, prefix, accounts, groups] = arguments.as_slice() else { anyhow::bail!("bench_people DATA SITE PREFIX ACCOUNTS GROUPS") };
    let (accounts, groups): (usize, usize) = (accounts.parse()?, groups.parse()?);
    let sites = Sites::open(Path::new(data)).await?;
    let site = sites.by_code(site).ok_or_else(|| anyhow::anyhow!("there is no such site"))?;
    let now = now_ms();
    people::add_staff(&site.db, "bench", "bench", "correct horse battery".to_owned(), now).await?;
    let (hash,) = site.db.first::<(String,)>(HASH, params![]).await?.ok_or_else(|| anyhow::anyhow!("no hash"))?;
    let mut writer = Writer::begin(&site.db, now, "system").await?;
    for number in 0..accounts {
        let login = format!("{prefix}{number}");
        writer.tx.run(ACCOUNT, params![&login, &hash, now]).await?;
        if number < groups {
            let group = uuid::Uuid::now_v7().to_string();
            writer.tx.run(OWNER, params![&group, &login, now]).await?;
            writer.tx.run(REGISTERED, params![&group, now]).await?;
            let mut listing = Listing::draft(uuid::Uuid::now_v7().to_string(), Kind::Event);
            listing.title = format!("計測の催し {number}");
            listing.organiser.name = format!("計測の会 {number}");
            let rev = listings::write(&mut writer, None, &listing, None).await?;
            writer.tx.run(BELONGS, params![&group, &listing.id]).await?;
            println!("{login} {} {rev} {group}", listing.id);
        }
    }
    writer.commit().await?;
    Ok(())
}
