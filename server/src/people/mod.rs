//! 人と権限: who acts, and what they may do.
//!
//! Today: one sort of account, staff, made by `engawa user add`. Issue "People" grows accounts of residents and groups, desks and
//! the table of rights. Invariant: a password is stored only as an argon2id hash, and a sign-in takes the same time whether or not
//! the login exists.

pub mod session_store;
pub mod sql;

use crate::db::{Db, DbError, DbResult};
use crate::feed::Writer;
use crate::params;
use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use engawa_app::command::Body;
use engawa_core::time::Millis;
use serde::{Deserialize, Serialize};

/// Who does something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Actor {
    /// Nobody known.
    Anonymous,
    /// A member of staff.
    Staff {
        /// Account id.
        id: String,
        /// Login name.
        login: String,
        /// Name on screen.
        name: String,
    },
    /// The command line on the server itself.
    System,
}

impl Actor {
    /// How logs and receipts name them.
    pub fn name(&self) -> String {
        match self {
            Self::Anonymous => "anonymous".to_owned(),
            Self::Staff { login, .. } => format!("staff:{login}"),
            Self::System => "system".to_owned(),
        }
    }

    /// Whether they work for the city.
    pub fn is_staff(&self) -> bool {
        matches!(self, Self::Staff { .. } | Self::System)
    }

    /// Whether they may do this.
    pub fn may(&self, body: &Body) -> bool {
        body.is_for_anyone() || self.is_staff()
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

/// The argon2id hash of a password, computed off the async threads.
async fn hash(password: String) -> DbResult<String> {
    tokio::task::spawn_blocking(move || Argon2::default().hash_password(password.as_bytes()).map(|hash| hash.to_string()))
        .await
        .map_err(|why| DbError::inconsistent("password", why))?
        .map_err(|why| DbError::inconsistent("password", why))
}

async fn verify(password: String, stored: String) -> bool {
    tokio::task::spawn_blocking(move || {
        PasswordHash::new(&stored).is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
    })
    .await
    .unwrap_or(false)
}

/// Adds a staff account, or sets the password of the one that has this login. `true`: it is new.
pub async fn add_staff(db: &Db, login: &str, name: &str, password: String, now: Millis) -> DbResult<bool> {
    let login = fold_login(login);
    let hash = hash(password).await?;
    let mut writer = Writer::begin(db, now, "system").await?;
    let known = writer.tx.first::<(String, String, String, String)>(sql::BY_LOGIN, params![&login]).await?.is_some();
    if known {
        writer.tx.run(sql::SET_PASSWORD, params![&login, hash]).await?;
        writer.audit("account.set_password", &login, "").await?;
    } else {
        let id = uuid::Uuid::now_v7().to_string();
        writer.tx.run(sql::ADD, params![&id, &login, name, "staff", hash, now]).await?;
        writer.audit("account.add", &login, "").await?;
    }
    writer.commit().await?;
    Ok(!known)
}

/// Checks login and password.
pub async fn sign_in(db: &Db, login: &str, password: String, now: Millis) -> DbResult<Result<Actor, SignInError>> {
    let login = fold_login(login);
    let failures = db.first::<(i64,)>(sql::FAILURES, params![&login, now - FAILURE_WINDOW_MS]).await?.map_or(0, |(n,)| n);
    if failures >= FAILURES_MAX {
        return Ok(Err(SignInError::TooMany));
    }
    let account = db.first::<(String, String, String, String)>(sql::BY_LOGIN, params![&login]).await?;
    let stored = account.as_ref().map_or_else(|| NOBODY.to_owned(), |account| account.3.clone());
    let right = verify(password, stored).await;
    let mut writer = Writer::begin(db, now, format!("staff:{login}")).await?;
    let outcome = match account {
        Some((id, name, ..)) if right => {
            writer.tx.run(sql::FORGET_FAILURES, params![&login, now - FAILURE_WINDOW_MS]).await?;
            writer.audit("session.begin", &login, "").await?;
            Ok(Actor::Staff { id, login, name })
        }
        _ => {
            writer.tx.run(sql::FAILED, params![&login, now]).await?;
            Err(SignInError::Wrong)
        }
    };
    writer.commit().await?;
    Ok(outcome)
}
