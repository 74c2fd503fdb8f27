//! The people of a sample site: desks and who works there, accounts of residents, and what they did, each by the command that everybody sends.
//!
//! `people.json` is written by hand. What was done stands there as it travels, with who did it and how long ago; a few marks are put in when
//! it is read: `"@+7"` a date, `"^+7"` a moment of that day, `"#key"` the id of an entry of `listings.json`, `"&key"` the id of what was
//! done under that key, `"!key"` a secret that nobody else learns. Invariants: ids are the same at every run, and what was decided once is not
//! done again; groups are registered on the day on which their page was confirmed, so no page changes.

use super::forms::done;
use super::made_up::{id, make_absolute};
use crate::commands::execute;
use crate::db::DbResult;
use crate::feed::sql as feed_sql;
use crate::params;
use crate::people::links::Sender;
use crate::people::staff::{self, Post};
use crate::people::{Actor, accounts, actor, desks, groups, secret, sql};
use crate::sites::OpenSite;
use anyhow::Context as _;
use chrono::{NaiveDate, NaiveTime, TimeDelta};
use engawa_app::command::{Body, Command};
use engawa_app::people::account::Person;
use engawa_core::rights::DeskRole;
use engawa_core::time::{DAY_MS, Millis, jst_date, jst_millis};
use engawa_core::{Lang, Receipt};
use serde::Deserialize;
use serde_json::Value;
use std::path::Path;

const MINUTE_MS: Millis = 60 * 1000;

/// `people.json`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct People {
    /// Since when the accounts are there.
    since_days: i64,
    /// Done before anybody works there.
    desks: Vec<Act>,
    staff: Vec<Colleague>,
    residents: Vec<Resident>,
    acts: Vec<Act>,
}

/// Somebody of staff. Nobody signs in with the account before it is given a password.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Colleague {
    login: String,
    name: String,
    desk: String,
    role: DeskRole,
}

/// Somebody with an account.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Resident {
    email: String,
    name: String,
}

/// Something that somebody did.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Act {
    key: String,
    /// `system`, `anonymous`, the name of somebody of staff, or an address.
    by: String,
    /// How long ago.
    #[serde(default)]
    days: i64,
    /// And so much longer.
    #[serde(default)]
    minutes: i64,
    #[serde(default)]
    base_rev: Option<u64>,
    /// The body of the command.
    #[serde(rename = "act")]
    body: Value,
}

/// What is there of a site's made-up people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Made {
    /// Accounts of staff and residents.
    pub accounts: usize,
    /// What they did.
    pub acts: usize,
}

/// Makes the people of a site, if there are any for it, and does what they did before `now`. What is there then.
pub async fn make(site: &OpenSite, sample: &Path, code: &str, now: Millis) -> anyhow::Result<Made> {
    let path = sample.join(code).join("people.json");
    if !path.is_file() {
        return Ok(Made::default());
    }
    let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let mut value: Value = serde_json::from_str(&text).with_context(|| path.display().to_string())?;
    make_absolute(&mut value, jst_date(now));
    let people: People = serde_json::from_value(value).with_context(|| path.display().to_string())?;
    let city = City { site, code, now, chance: secret::token() };
    let mut made = Made { accounts: people.staff.len() + people.residents.len(), acts: city.do_all(people.desks).await };
    let since = now - people.since_days * DAY_MS;
    for it in &people.staff {
        let post = Post { desk: Some(&it.desk), role: it.role, admin: false };
        staff::add_closed(&site.db, &it.login, &it.name, post, since).await.with_context(|| it.login.clone())?;
    }
    let sender = Sender { site: site.settings.site.name.text(Lang::Ja).to_owned(), origin: String::new(), lang: Lang::Ja };
    for it in people.residents {
        if account_of(site, &it.email).await?.is_none() {
            let person = Person { name: it.name, born_year: 0, guardian: String::new() };
            accounts::make(&site.db, &sender, &it.email, &person, since).await?;
        }
    }
    made.acts += city.do_all(people.acts).await;
    Ok(made)
}

/// The account of an address.
async fn account_of(site: &OpenSite, email: &str) -> DbResult<Option<String>> {
    Ok(site.db.first::<(String, i64, i64)>(sql::BY_EMAIL, params![email]).await?.map(|(id, ..)| id))
}

/// A site whose people act.
struct City<'a> {
    site: &'a OpenSite,
    code: &'a str,
    now: Millis,
    /// What secrets are made of; another one at each run.
    chance: String,
}

impl City<'_> {
    /// Does what was not done yet, in its order. How much is done then.
    async fn do_all(&self, acts: Vec<Act>) -> usize {
        let mut there = 0;
        for act in acts {
            let key = act.key.clone();
            match self.do_one(act).await {
                Ok(()) => there += 1,
                // Staff may have done otherwise meanwhile: that is no reason to stop.
                Err(error) => eprintln!("{} {key}: {error:#}", self.code),
            }
        }
        there
    }

    async fn do_one(&self, act: Act) -> anyhow::Result<()> {
        let id = self.id_of(&act.key);
        if let Some(receipt) = self.receipt(&id).await? {
            return done(&receipt);
        }
        let mut body = act.body;
        self.put_in(&mut body)?;
        let body: Body = serde_json::from_value(body)?;
        let at = self.now - act.days * DAY_MS - act.minutes * MINUTE_MS;
        let actor = self.who(&act.by, at).await?;
        done(&execute(self.site, &actor, &Command { id, base_rev: act.base_rev, body }, at).await)
    }

    /// The id of the command, of what it makes, and of nothing else.
    fn id_of(&self, key: &str) -> String {
        id(self.code, &format!("people/{key}"))
    }

    /// Asked by the id alone: dates of the same command are others on another day.
    async fn receipt(&self, id: &str) -> anyhow::Result<Option<Receipt>> {
        let row = self.site.db.first::<(String, String, String)>(feed_sql::RECEIPT, params![id]).await?;
        Ok(row.map(|(_, _, answer)| serde_json::from_str(&answer)).transpose()?)
    }

    async fn who(&self, by: &str, at: Millis) -> anyhow::Result<Actor> {
        let account = match by {
            "system" => return Ok(Actor::system()),
            "anonymous" => return Ok(Actor::anonymous()),
            email if email.contains('@') => account_of(self.site, email).await?,
            login => desks::account_of(&self.site.db, login).await?,
        };
        let account = account.with_context(|| format!("there is no account {by}"))?;
        actor::of_account(&self.site.db, &account, at).await?.with_context(|| format!("{by} cannot sign in"))
    }

    /// Replaces the marks.
    fn put_in(&self, value: &mut Value) -> anyhow::Result<()> {
        match value {
            Value::String(text) => {
                if let Some(meant) = self.meant(text)? {
                    *value = meant;
                }
            }
            Value::Array(list) => list.iter_mut().try_for_each(|item| self.put_in(item))?,
            Value::Object(map) => map.values_mut().try_for_each(|item| self.put_in(item))?,
            _ => {}
        }
        Ok(())
    }

    fn meant(&self, text: &str) -> anyhow::Result<Option<Value>> {
        let mut letters = text.chars();
        let mark = letters.next();
        let rest = letters.as_str();
        Ok(match mark {
            Some('#') => Some(id(self.code, rest).into()),
            Some('&') => Some(self.id_of(rest).into()),
            Some('!') => Some(groups::digest_of(&format!("{}{rest}", self.chance)).into()),
            Some('^') => Some(morning(jst_date(self.now), rest.parse().with_context(|| text.to_owned())?).into()),
            _ => None,
        })
    }
}

/// Nine o'clock in the morning, in so many days.
fn morning(today: NaiveDate, days: i64) -> Millis {
    let day = today.checked_add_signed(TimeDelta::days(days)).unwrap_or(today);
    jst_millis(day.and_time(NaiveTime::from_hms_opt(9, 0, 0).unwrap_or_default()))
}
