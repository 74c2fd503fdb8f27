//! What time does to registrations: reminders before their end, lapse after it.
//!
//! Run by `engawa tidy` and every hour. Each step is a command of the system, which looks at the calendar again inside its transaction: so
//! two nodes that tidy at the same time remind once.

use super::{read, sql};
use crate::commands::execute;
use crate::db::DbResult;
use crate::params;
use crate::people::Actor;
use crate::sites::OpenSite;
use chrono::Days;
use engawa_app::command::{Body, Command};
use engawa_app::people::command::PeopleCommand;
use engawa_app::people::group::GroupCommand;
use engawa_app::people::group::renewal::{Due, REMIND_DAYS, due};
use engawa_core::ReceiptStatus;
use engawa_core::time::{Millis, jst_date};

/// What was done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tidied {
    /// Groups that were reminded.
    pub reminded: usize,
    /// Registrations that lapsed.
    pub lapsed: usize,
}

/// Reminds and lapses what is due. Running it again changes nothing.
pub async fn tidy(site: &OpenSite, now: Millis) -> DbResult<Tidied> {
    let today = jst_date(now);
    let horizon = REMIND_DAYS.iter().max().and_then(|days| today.checked_add_days(Days::new(*days))).unwrap_or(today);
    let mut tidied = Tidied::default();
    for (group,) in site.db.all::<(String,)>(sql::ENDING, params![horizon.to_string()]).await? {
        let Some(registration) = read::registration(&site.db, &group).await? else { continue };
        let (body, count) = match due(today, &registration.standing()) {
            Due::Nothing => continue,
            Due::Remind => (GroupCommand::Remind { group }, &mut tidied.reminded),
            Due::Lapse => (GroupCommand::Lapse { group }, &mut tidied.lapsed),
        };
        let command = Command { id: uuid::Uuid::now_v7().to_string(), base_rev: None, body: Body::People(PeopleCommand::Group(body)) };
        if execute(site, &Actor::system(), &command, now).await.status == ReceiptStatus::Done {
            *count += 1;
        }
    }
    Ok(tidied)
}
