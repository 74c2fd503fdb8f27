//! 人と権限: who acts, and what they may do.
//!
//! Accounts of residents and staff are one table; what somebody may do is decided by [`engawa_core::rights`] from the groups and desks
//! they belong to now. Invariants: a password is stored only as an argon2id hash, and a sign-in takes the same time whether or not the
//! login exists; secrets that go out (links, codes, invitations) are stored only as digests.

pub mod accounts;
pub mod actor;
pub mod cases;
pub mod courses;
pub mod demands;
pub mod desks;
pub mod failures;
pub mod groups;
pub mod guesses;
pub mod inquiries;
pub mod keys_sql;
pub mod links;
pub mod mail;
pub mod notices;
pub mod oidc;
pub mod own_data;
pub mod passkeys;
pub mod passwords;
pub mod receipts;
pub mod recovery;
pub mod secret;
pub mod session_store;
pub mod sql;
pub mod staff;
pub mod tidy;
pub mod work;

use crate::audit::{self, Refusal};
use crate::commands::Outcome;
use crate::db::{Db, DbError, DbResult};
use crate::feed::{Writer, sql as feed_sql};
use crate::params;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{CustomizedPasswordHasher as _, PasswordHasher as _, PasswordVerifier as _};
use argon2::{Argon2, Params};
use demands::Way;
use engawa_app::people::account::address;
use engawa_app::people::command::PeopleCommand;
use engawa_core::time::Millis;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::Semaphore;
use tokio::task::JoinError;

pub use engawa_core::rights::Actor;
pub use staff::add_staff;

/// Who asks for what, under which id.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The command's id.
    pub id: &'a str,
    /// The revision that the author saw.
    pub base_rev: Option<u64>,
    /// Who.
    pub actor: &'a Actor,
    /// The number that the receipt will have.
    pub receipt_no: &'a str,
}

/// Executes a command of this room inside the writer's transaction.
pub async fn execute(writer: &mut Writer, asked: Asked<'_>, command: &PeopleCommand) -> DbResult<Outcome> {
    // First of all: whoever holds the revision is alone until the commit, so what is read stays true.
    writer.tx.first::<(i64,)>(feed_sql::TAKE_REVS, params![0_i64]).await?;
    match command {
        PeopleCommand::Group(it) => groups::execute(writer, asked, it).await,
        PeopleCommand::Desk(it) => desks::execute(writer, asked, it).await,
        PeopleCommand::Case(it) => cases::execute(writer, asked, it).await,
        PeopleCommand::Course(it) => courses::execute(writer, asked, it).await,
        PeopleCommand::Inquiry(it) => inquiries::execute(writer, asked, it).await,
    }
}

/// Why nobody was signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignInError {
    /// Login or password is wrong; it is not said which.
    Wrong,
    /// Too many failures of this login within [`FAILURE_WINDOW_MS`].
    TooMany,
}

/// Failures of a login that are remembered against it.
pub const FAILURES_MAX: i64 = 8;
/// For how long.
pub const FAILURE_WINDOW_MS: Millis = 15 * 60 * 1000;
/// The shortest password that is taken (NIST SP 800-63B: length, not character classes).
pub const PASSWORD_MIN: usize = 10;

fn fold_login(login: &str) -> String {
    engawa_core::text::fold(login.trim())
}

/// A hash for comparing against when the login does not exist, so that both take as long.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$RnZ1RpBmDpAn6bvTGA5jnGz4UMkPp0u3xJJyTh9RMvk";

/// How many passwords are computed at once. Each takes 19 MiB and a core: a thousand people who sign in at the same moment wait in line.
const AT_ONCE: usize = 4;
static HASHING: Semaphore = Semaphore::const_new(AT_ONCE);
/// How many were computed since the process began.
static HASHES: AtomicUsize = AtomicUsize::new(0);

/// How many passwords this process has computed: what a sign-in costs, and so what its time tells, without a clock.
pub fn hashes_done() -> usize {
    HASHES.load(Ordering::Relaxed)
}

/// Computes something off the async threads, in turn. A turn ends with what is computed and not with who waits for it: nothing stops a
/// computation whose sender hung up, so whoever hangs up again and again would have as many at once as they like.
async fn in_turn<T: Send + 'static>(line: &'static Semaphore, compute: impl FnOnce() -> T + Send + 'static) -> Result<T, JoinError> {
    // Never closed, so there is always a permit in the end.
    let turn = line.acquire().await;
    HASHES.fetch_add(1, Ordering::Relaxed);
    let work = move || {
        let computed = compute();
        drop(turn);
        computed
    };
    tokio::task::spawn_blocking(work).await
}

/// The argon2id hash of a password.
async fn hash(password: String) -> DbResult<String> {
    in_turn(&HASHING, move || Argon2::default().hash_password(password.as_bytes()).map(|hash| hash.to_string()))
        .await
        .map_err(|why| DbError::inconsistent("password", why))?
        .map_err(|why| DbError::inconsistent("password", why))
}

/// The hash of a text in the way, and with the salt, of one that is stored: the same if the text is. `None`: that one is no hash.
async fn hash_like(text: String, stored: String) -> Option<String> {
    let computed = in_turn(&HASHING, move || {
        let like = PasswordHash::new(&stored).ok()?;
        let params = Params::try_from(&like).ok()?;
        let salt = like.salt.as_deref()?;
        let hash = Argon2::default().hash_password_customized(text.as_bytes(), salt, Some(like.algorithm.as_str()), like.version, params);
        hash.ok().map(|hash| hash.to_string())
    });
    computed.await.ok().flatten()
}

async fn verify(password: String, stored: String) -> bool {
    let work = move || PasswordHash::new(&stored).is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok());
    in_turn(&HASHING, work).await.unwrap_or(false)
}

/// Checks login and password; gives the account. `login`: the name of staff, or anybody's e-mail address.
pub async fn sign_in(db: &Db, login: &str, password: String, now: Millis) -> DbResult<Result<String, SignInError>> {
    let folded = fold_login(login);
    let email = address(login).unwrap_or_default();
    // An address is not kept in the clear, whoever's it is.
    let key = if email.is_empty() { folded.clone() } else { secret::digest("password", &email) };
    if failures::since(db, &key, now - FAILURE_WINDOW_MS).await? >= FAILURES_MAX {
        return Ok(Err(SignInError::TooMany));
    }
    let account = db.first::<(String, String, String, String)>(sql::BY_LOGIN_OR_EMAIL, params![&folded, &email]).await?;
    let stored = account.as_ref().map(|account| account.3.clone()).filter(|hash| !hash.is_empty());
    let has_password = stored.is_some();
    let right = verify(password, stored.unwrap_or_else(|| NOBODY.to_owned())).await && has_password;
    let mut writer = Writer::begin(db, now, "anonymous").await?;
    let outcome = match account {
        Some((id, login, role, _)) if right => {
            let is_resident = role == "resident";
            writer.actor = if is_resident { format!("account:{id}") } else { format!("staff:{login}") };
            failures::forget(&mut writer, &key).await?;
            writer.audit_about("session.begin", if is_resident { &id } else { &login }, &id, Way::Password.code()).await?;
            Ok(id)
        }
        account => {
            failures::note(&mut writer, &key).await?;
            let whose = account.map(|(id, ..)| id).unwrap_or_default();
            note_refused(&mut writer, "password", if email.is_empty() { &folded } else { &email }, &whose).await?;
            Err(SignInError::Wrong)
        }
    };
    writer.commit().await?;
    Ok(outcome)
}

/// Notes a sign-in that failed, at most once a minute for what was typed. The log keeps its digest: an address, or a password that was
/// typed into the wrong field, is nobody's to read. `account`: whose it would have been; empty: nobody's.
async fn note_refused(writer: &mut Writer, way: &str, typed: &str, account: &str) -> DbResult<()> {
    let digest = secret::digest("refused", typed);
    audit::refused(writer, Refusal { verb: "session.refuse", subject: &digest, about: account, detail: way, by_subject: true }).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;
    use tokio::sync::oneshot;

    static LINE: Semaphore = Semaphore::const_new(1);

    #[tokio::test]
    async fn whoever_hangs_up_keeps_their_turn_until_it_is_computed() {
        let (begun, begins) = oneshot::channel();
        let (end, ends) = mpsc::channel::<()>();
        let asked = tokio::spawn(in_turn(&LINE, move || {
            begun.send(()).unwrap();
            ends.recv().unwrap();
        }));
        begins.await.unwrap();
        asked.abort();
        assert!(asked.await.unwrap_err().is_cancelled());
        assert_eq!(LINE.available_permits(), 0, "it is computed all the same");
        end.send(()).unwrap();
        assert_eq!(in_turn(&LINE, || 7).await.unwrap(), 7, "then it is the next one's turn");
    }
}
