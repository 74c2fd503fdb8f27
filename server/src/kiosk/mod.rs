//! 端末 on the server: screens are enrolled, say how they are, and deliver what was sealed at them.
//!
//! Invariants: only digests of codes and of the secrets of screens are stored; a screen that was revoked may deliver and say how it is, and
//! nothing else; what was delivered takes effect once, or is held until staff dealt with it; nothing of it is in a log, a receipt of the
//! delivery or an audit row.

pub mod beat;
pub mod deliver;
pub mod keys;
pub mod pairing;
pub mod parcels;
pub mod spare;
pub mod sql;
pub mod tidy;

pub mod fleet;
pub mod fleet_sql;

use crate::commands::Outcome;
use crate::db::{Db, DbError, DbResult};
use crate::feed::{Writer, sql as feed_sql};
use crate::params;
use crate::people::{Actor, secret};
use crate::sites::OpenSite;
use deliver::Delivered;
use engawa_app::kiosk::command::KioskCommand;
use engawa_app::kiosk::config::{Config, Enrolment, KioskState, check_config};
use engawa_app::site::Names;
use engawa_core::time::Millis;
use engawa_core::{Lang, Problem, Subject, may};

/// The most characters of what staff have said on screens.
const SAY_MAX: usize = 200;
/// The most characters of a note on how something was dealt with.
const NOTE_MAX: usize = 1_000;

/// Who asks for what, under which id.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The command's id.
    pub id: &'a str,
    /// The revision that the author saw.
    pub base_rev: Option<u64>,
    /// Who.
    pub actor: &'a Actor,
}

/// A screen that shows its secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Which.
    pub id: String,
    /// How it stands.
    pub state: KioskState,
}

impl Standing {
    /// Whether it works for people; else it delivers what was sealed there, and says how it is.
    pub fn is_active(&self) -> bool {
        self.state == KioskState::Active
    }

    /// As whom it asks for something.
    pub fn actor(&self) -> Actor {
        if self.is_active() { Actor::kiosk(&self.id) } else { Actor::revoked_kiosk(&self.id) }
    }
}

/// What is stored of the secret in a screen's cookie.
pub fn digest_of(secret: &str) -> String {
    secret::digest("kiosk", secret)
}

/// The screen that shows a secret; `None`: it is nobody's, or no more.
pub async fn by_secret(db: &Db, secret: &str) -> DbResult<Option<Standing>> {
    let Some((id, state)) = db.first::<(String, String)>(sql::BY_SECRET, params![digest_of(secret)]).await? else { return Ok(None) };
    let state = KioskState::parse(&state).ok_or_else(|| DbError::inconsistent("kiosk.state", &state))?;
    Ok(Some(Standing { id, state }))
}

/// A screen as it is stored.
#[derive(Clone, Debug)]
struct Stored {
    state: KioskState,
    config: Config,
    say: Option<Names>,
    reload: i64,
    rev: u64,
}

type Row = (String, String, String, i64, i64);

fn stored(id: &str, (state, config, say, reload, rev): Row) -> DbResult<Stored> {
    let what = || format!("kiosk {id}");
    let say = if say.is_empty() { None } else { Some(serde_json::from_str(&say).map_err(|why| DbError::inconsistent(what(), why))?) };
    Ok(Stored {
        state: KioskState::parse(&state).ok_or_else(|| DbError::inconsistent(what(), &state))?,
        config: serde_json::from_str(&config).map_err(|why| DbError::inconsistent(what(), why))?,
        say,
        reload,
        rev: u64::try_from(rev).unwrap_or(0),
    })
}

async fn one_within(writer: &mut Writer, id: &str) -> DbResult<Option<Stored>> {
    writer.tx.first::<Row>(sql::ONE, params![id]).await?.map(|row| stored(id, row)).transpose()
}

/// What a screen is told of itself. One that was revoked is told that, and how far its beats were taken.
pub async fn enrolment(site: &OpenSite, standing: &Standing, now: Millis) -> DbResult<Enrolment> {
    let told = Enrolment { id: standing.id.clone(), active: standing.is_active(), server_ms: now, ..Enrolment::default() };
    let seq = site.db.first::<(i64, String)>(sql::BEAT, params![&standing.id]).await?.map_or(0, |(seq, _)| u64::try_from(seq).unwrap_or(0));
    let Some(row) = site.db.first::<Row>(sql::ONE, params![&standing.id]).await?.filter(|_| told.active) else {
        return Ok(Enrolment { seq, ..told });
    };
    let it = stored(&standing.id, row)?;
    Ok(Enrolment {
        config: it.config,
        public_key: site.outside.sealing.as_ref().map(keys::Keys::public).unwrap_or_default(),
        say: it.say,
        reload: u64::try_from(it.reload).unwrap_or(0),
        seq,
        ..told
    })
}

fn rejected(path: &str, code: &str) -> Outcome {
    Outcome::Rejected(vec![Problem::new(path, code)])
}

/// Executes a command of this room inside the writer's transaction. `delivered`: what became of what a delivery carries, see [`deliver`].
pub async fn execute(writer: &mut Writer, asked: Asked<'_>, command: &KioskCommand, delivered: Delivered) -> DbResult<Outcome> {
    // First of all: whoever holds the revision is alone until the commit, so what is read stays true.
    writer.tx.first::<(i64,)>(feed_sql::TAKE_REVS, params![0_i64]).await?;
    if !may(asked.actor, command.action(), &Subject::NONE) {
        // A tablet that lost its right, or whose right went to another one, holds work of people: once it is refused for good, it would never
        // send that again, not even after somebody pairs it anew.
        let is_delivery = matches!(command, KioskCommand::Deliver { .. });
        return Ok(if is_delivery { Outcome::Retry(Problem::new("", "forbidden")) } else { Outcome::Forbidden });
    }
    match command {
        KioskCommand::Save { kiosk, config } => save(writer, asked, kiosk, config).await,
        KioskCommand::Revoke { kiosk } => revoke(writer, kiosk).await,
        KioskCommand::Say { kiosk, words } => say(writer, kiosk, words.as_ref()).await,
        KioskCommand::Reload { kiosk } => reload(writer, kiosk).await,
        KioskCommand::Deliver { sealed, files } => deliver::note(writer, asked, (sealed.as_str(), files.as_slice()), delivered).await,
        KioskCommand::Settle { delivery, note } => settle(writer, delivery, note).await,
    }
}

async fn save(writer: &mut Writer, asked: Asked<'_>, kiosk: &str, config: &Config) -> DbResult<Outcome> {
    if uuid::Uuid::parse_str(kiosk).is_err() {
        return Ok(rejected("kiosk", "bad_json"));
    }
    if let Some(before) = one_within(writer, kiosk).await? {
        if asked.base_rev.is_some_and(|base| before.rev > base) {
            return Ok(Outcome::Conflict(Problem::new("base_rev", "conflict").arg(before.rev.to_string())));
        }
        if before.state == KioskState::Revoked {
            return Ok(rejected("kiosk", "kiosk_revoked"));
        }
    }
    let problems = check_config(config);
    if !problems.is_empty() {
        return Ok(Outcome::Rejected(problems));
    }
    let text = serde_json::to_string(config).map_err(|why| DbError::inconsistent(format!("kiosk {kiosk}"), why))?;
    let (rev, now) = (writer.take_rev().await?, writer.now);
    writer.tx.run(sql::PUT, params![kiosk, text, now, rev]).await?;
    Ok(Outcome::Done { rev })
}

/// A screen that was not revoked, or why nothing is done with it.
async fn living(writer: &mut Writer, kiosk: &str) -> DbResult<Option<Outcome>> {
    Ok(match one_within(writer, kiosk).await? {
        None => Some(rejected("kiosk", "not_found")),
        Some(it) if it.state == KioskState::Revoked => Some(rejected("kiosk", "kiosk_revoked")),
        Some(_) => None,
    })
}

async fn revoke(writer: &mut Writer, kiosk: &str) -> DbResult<Outcome> {
    if let Some(refusal) = living(writer, kiosk).await? {
        return Ok(refusal);
    }
    let (rev, now) = (writer.take_rev().await?, writer.now);
    writer.tx.run(sql::REVOKE, params![kiosk, now, rev]).await?;
    Ok(Outcome::Done { rev })
}

async fn say(writer: &mut Writer, kiosk: &str, words: Option<&Names>) -> DbResult<Outcome> {
    let text = match words {
        None => String::new(),
        Some(words) => {
            let texts = [(Lang::Ja, &words.ja), (Lang::JaEasy, &words.ja_easy), (Lang::En, &words.en)];
            let too_long = texts.iter().filter(|(_, text)| text.chars().count() > SAY_MAX);
            let mut problems: Vec<Problem> =
                too_long.map(|(lang, _)| Problem::new(format!("words.{}", lang.code()), "too_long").arg(SAY_MAX.to_string())).collect();
            // What is missing in another language is said in Japanese.
            if words.ja.trim().is_empty() {
                problems.push(Problem::new("words.ja", "required"));
            }
            if !problems.is_empty() {
                return Ok(Outcome::Rejected(problems));
            }
            serde_json::to_string(words).map_err(|why| DbError::inconsistent("words on screens", why))?
        }
    };
    if kiosk.is_empty() {
        let rev = writer.take_rev().await?;
        writer.tx.run(sql::SAY_ALL, params![text, rev]).await?;
        return Ok(Outcome::Done { rev });
    }
    if let Some(refusal) = living(writer, kiosk).await? {
        return Ok(refusal);
    }
    let rev = writer.take_rev().await?;
    writer.tx.run(sql::SAY, params![kiosk, text, rev]).await?;
    Ok(Outcome::Done { rev })
}

async fn reload(writer: &mut Writer, kiosk: &str) -> DbResult<Outcome> {
    if kiosk.is_empty() {
        let rev = writer.take_rev().await?;
        writer.tx.run(sql::RELOAD_ALL, params![rev]).await?;
        return Ok(Outcome::Done { rev });
    }
    if let Some(refusal) = living(writer, kiosk).await? {
        return Ok(refusal);
    }
    let rev = writer.take_rev().await?;
    writer.tx.run(sql::RELOAD, params![kiosk, rev]).await?;
    Ok(Outcome::Done { rev })
}

async fn settle(writer: &mut Writer, delivery: &str, note: &str) -> DbResult<Outcome> {
    let note = note.trim();
    match writer.tx.first::<(i64,)>(sql::HELD, params![delivery]).await? {
        None => return Ok(rejected("delivery", "not_found")),
        Some((settled,)) if settled > 0 => return Ok(rejected("delivery", "delivery_settled")),
        Some(_) if note.is_empty() => return Ok(rejected("note", "required")),
        Some(_) if note.chars().count() > NOTE_MAX => {
            return Ok(Outcome::Rejected(vec![Problem::new("note", "too_long").arg(NOTE_MAX.to_string())]));
        }
        Some(_) => {}
    }
    let (rev, now, by) = (writer.take_rev().await?, writer.now, writer.actor.clone());
    writer.tx.run(sql::SETTLE, params![delivery, by, now, note]).await?;
    Ok(Outcome::Done { rev })
}
