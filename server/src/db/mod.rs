//! The only code that names a database driver: one SQL text for `SQLite` and `PostgreSQL`.
//!
//! Statements are named constants ([`Stmt`]), so that a test can prepare each of them on both engines. Invariant: every write goes
//! through a [`Tx`]; on `SQLite` it begins `IMMEDIATE` on the one writing connection.

mod migrate;

use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions, PgRow, Postgres};
use sqlx::sqlite::{Sqlite, SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteRow, SqliteSynchronous};
use sqlx::{Executor as _, FromRow, SqlSafeStr as _};
use std::path::Path;
use std::str::FromStr as _;
use std::time::Duration;

/// A named statement. Placeholders are `$1, $2`, which both drivers accept.
#[derive(Clone, Copy, Debug)]
pub struct Stmt {
    /// For logs and the prepare test.
    pub name: &'static str,
    /// The text.
    pub sql: &'static str,
}

/// Declares named statements and the list of them that the prepare test reads.
#[macro_export]
macro_rules! statements {
    ($( $(#[$doc:meta])* $name:ident = $sql:literal; )*) => {
        $( $(#[$doc])* pub const $name: $crate::db::Stmt = $crate::db::Stmt { name: stringify!($name), sql: $sql }; )*
        /// Every statement of this file.
        pub const ALL: &[$crate::db::Stmt] = &[ $( $name ),* ];
    };
}

/// A bound value that remembers its type even when it is NULL (`PostgreSQL` asks).
#[derive(Clone, Debug)]
pub enum Param {
    /// TEXT
    Text(Option<String>),
    /// BIGINT
    Int(Option<i64>),
    /// BLOB or BYTEA
    Bytes(Vec<u8>),
}

impl From<&str> for Param {
    fn from(value: &str) -> Self {
        Self::Text(Some(value.to_owned()))
    }
}
impl From<String> for Param {
    fn from(value: String) -> Self {
        Self::Text(Some(value))
    }
}
impl From<&String> for Param {
    fn from(value: &String) -> Self {
        Self::Text(Some(value.clone()))
    }
}
impl From<Option<String>> for Param {
    fn from(value: Option<String>) -> Self {
        Self::Text(value)
    }
}
impl From<i64> for Param {
    fn from(value: i64) -> Self {
        Self::Int(Some(value))
    }
}
impl From<u64> for Param {
    fn from(value: u64) -> Self {
        Self::Int(i64::try_from(value).ok())
    }
}
impl From<usize> for Param {
    fn from(value: usize) -> Self {
        Self::Int(i64::try_from(value).ok())
    }
}
impl From<Vec<u8>> for Param {
    fn from(value: Vec<u8>) -> Self {
        Self::Bytes(value)
    }
}

/// The parameters of a statement.
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => { vec![$($crate::db::Param::from($value)),*] };
}

/// A row that both engines can make.
pub trait AnyRow: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin {}
impl<T> AnyRow for T where T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin {}

/// What can go wrong in the store.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// A unique rule refused the row: the constraint's name, or the driver's words for it.
    #[error("not unique: {0}")]
    Duplicate(String),
    /// A stored row does not read back; names what and why.
    #[error("stored data is inconsistent: {0}")]
    Inconsistent(String),
    /// The driver failed.
    #[error("database: {0}")]
    Driver(#[source] sqlx::Error),
}

impl From<sqlx::Error> for DbError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(cause) if cause.is_unique_violation() => {
                Self::Duplicate(cause.constraint().map_or_else(|| cause.message().to_owned(), str::to_owned))
            }
            _ => Self::Driver(error),
        }
    }
}

impl DbError {
    /// A row that does not read back. What `why` quotes is left out: it is what somebody wrote, and this goes into logs.
    pub fn inconsistent(what: impl std::fmt::Display, why: impl std::fmt::Display) -> Self {
        Self::Inconsistent(format!("{what}: {}", without_quoted(&why.to_string())))
    }
}

/// A text without what stands between its first and its last quotation mark.
fn without_quoted(text: &str) -> String {
    match (text.find(['"', '`']), text.rfind(['"', '`'])) {
        (Some(first), Some(last)) if first < last => format!("{}..{}", &text[..first], &text[last + 1..]),
        _ => text.to_owned(),
    }
}

/// A result of the store.
pub type DbResult<T> = Result<T, DbError>;

tokio::task_local! {
    static ASKED: std::cell::Cell<usize>;
}

/// Does some work and counts the statements that it takes: a page of five hundred things asks as seldom as a page of one.
pub async fn counted<T>(work: impl Future<Output = T>) -> (T, usize) {
    let counting = async {
        let done = work.await;
        (done, ASKED.with(std::cell::Cell::get))
    };
    ASKED.scope(std::cell::Cell::new(0), counting).await
}

fn count_one() {
    // Nobody counts: the usual case.
    let _ = ASKED.try_with(|asked| asked.set(asked.get() + 1));
}

macro_rules! bound {
    ($query:expr, $params:expr) => {{
        count_one();
        let mut query = $query;
        for param in $params {
            query = match param {
                Param::Text(value) => query.bind(value),
                Param::Int(value) => query.bind(value),
                Param::Bytes(value) => query.bind(value),
            };
        }
        query
    }};
}

/// A site's database.
#[derive(Clone, Debug)]
pub enum Db {
    /// One file: a pool of readers and one writer.
    Sqlite {
        /// Read-only connections.
        read: SqlitePool,
        /// The one writing connection.
        write: SqlitePool,
    },
    /// A database of a server.
    Postgres(PgPool),
}

/// A write transaction.
#[derive(Debug)]
pub enum Tx {
    /// On the writing connection.
    Sqlite(sqlx::Transaction<'static, Sqlite>),
    /// On any connection; the revision row serialises writers.
    Postgres(sqlx::Transaction<'static, Postgres>),
}

impl Db {
    /// Opens or creates a `SQLite` file. `durable`: each commit reaches the disk before it is answered, as receipts promise.
    pub async fn open_sqlite(path: &Path, durable: bool) -> DbResult<Self> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(if durable { SqliteSynchronous::Full } else { SqliteSynchronous::Normal })
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(10));
        let write = SqlitePoolOptions::new().max_connections(1).connect_with(options.clone()).await?;
        let read = SqlitePoolOptions::new().max_connections(4).connect_with(options.read_only(true)).await?;
        Ok(Self::Sqlite { read, write })
    }

    /// Connects to a `PostgreSQL` database.
    pub async fn open_postgres(url: &str) -> DbResult<Self> {
        let options = PgConnectOptions::from_str(url)?;
        Ok(Self::Postgres(PgPoolOptions::new().max_connections(8).acquire_timeout(Duration::from_secs(10)).connect_with(options).await?))
    }

    /// `sqlite` or `postgres`.
    pub fn engine(&self) -> &'static str {
        match self {
            Self::Sqlite { .. } => "sqlite",
            Self::Postgres(_) => "postgres",
        }
    }

    /// All rows.
    pub async fn all<T: AnyRow>(&self, stmt: Stmt, params: Vec<Param>) -> DbResult<Vec<T>> {
        Ok(match self {
            Self::Sqlite { read, .. } => bound!(sqlx::query_as::<Sqlite, T>(stmt.sql), params).fetch_all(read).await?,
            Self::Postgres(pool) => bound!(sqlx::query_as::<Postgres, T>(stmt.sql), params).fetch_all(pool).await?,
        })
    }

    /// The first row, if there is one.
    pub async fn first<T: AnyRow>(&self, stmt: Stmt, params: Vec<Param>) -> DbResult<Option<T>> {
        Ok(match self {
            Self::Sqlite { read, .. } => bound!(sqlx::query_as::<Sqlite, T>(stmt.sql), params).fetch_optional(read).await?,
            Self::Postgres(pool) => bound!(sqlx::query_as::<Postgres, T>(stmt.sql), params).fetch_optional(pool).await?,
        })
    }

    /// Begins a write transaction.
    pub async fn begin(&self) -> DbResult<Tx> {
        Ok(match self {
            Self::Sqlite { write, .. } => Tx::Sqlite(write.begin_with("BEGIN IMMEDIATE").await?),
            Self::Postgres(pool) => Tx::Postgres(pool.begin().await?),
        })
    }

    /// Prepares a statement without running it: the test that both engines understand every text.
    pub async fn prepare(&self, stmt: Stmt) -> DbResult<()> {
        match self {
            Self::Sqlite { write, .. } => {
                write.prepare(stmt.sql.into_sql_str()).await?;
            }
            Self::Postgres(pool) => {
                pool.prepare(stmt.sql.into_sql_str()).await?;
            }
        }
        Ok(())
    }

    /// Copies the whole database into one new file (`SQLite` only; `PostgreSQL` has `pg_dump`).
    pub async fn backup_to(&self, path: &Path) -> DbResult<()> {
        match self {
            Self::Sqlite { write, .. } => {
                sqlx::query("VACUUM INTO $1").bind(path.to_string_lossy().into_owned()).execute(write).await?;
                Ok(())
            }
            Self::Postgres(_) => Err(DbError::inconsistent("backup", "a PostgreSQL site is backed up with pg_dump")),
        }
    }

    /// A stream of "something was committed" of other nodes; `None` where this process is the only writer.
    pub async fn listener(&self) -> DbResult<Option<sqlx::postgres::PgListener>> {
        match self {
            Self::Sqlite { .. } => Ok(None),
            Self::Postgres(pool) => {
                let mut listener = sqlx::postgres::PgListener::connect_with(pool).await?;
                listener.listen("engawa").await?;
                Ok(Some(listener))
            }
        }
    }

    /// Closes all connections.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { read, write } => {
                read.close().await;
                write.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

impl Tx {
    /// Runs a statement; how many rows it touched.
    pub async fn run(&mut self, stmt: Stmt, params: Vec<Param>) -> DbResult<u64> {
        Ok(match self {
            Self::Sqlite(tx) => bound!(sqlx::query::<Sqlite>(stmt.sql), params).execute(&mut **tx).await?.rows_affected(),
            Self::Postgres(tx) => bound!(sqlx::query::<Postgres>(stmt.sql), params).execute(&mut **tx).await?.rows_affected(),
        })
    }

    /// All rows.
    pub async fn all<T: AnyRow>(&mut self, stmt: Stmt, params: Vec<Param>) -> DbResult<Vec<T>> {
        Ok(match self {
            Self::Sqlite(tx) => bound!(sqlx::query_as::<Sqlite, T>(stmt.sql), params).fetch_all(&mut **tx).await?,
            Self::Postgres(tx) => bound!(sqlx::query_as::<Postgres, T>(stmt.sql), params).fetch_all(&mut **tx).await?,
        })
    }

    /// The first row, if there is one.
    pub async fn first<T: AnyRow>(&mut self, stmt: Stmt, params: Vec<Param>) -> DbResult<Option<T>> {
        Ok(match self {
            Self::Sqlite(tx) => bound!(sqlx::query_as::<Sqlite, T>(stmt.sql), params).fetch_optional(&mut **tx).await?,
            Self::Postgres(tx) => bound!(sqlx::query_as::<Postgres, T>(stmt.sql), params).fetch_optional(&mut **tx).await?,
        })
    }

    /// Commits; other nodes of a `PostgreSQL` site hear of it.
    pub async fn commit(self) -> DbResult<()> {
        match self {
            Self::Sqlite(tx) => tx.commit().await?,
            Self::Postgres(mut tx) => {
                sqlx::query("NOTIFY engawa").execute(&mut *tx).await?;
                tx.commit().await?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_somebody_wrote_is_not_in_an_error() {
        let why = serde_json::from_str::<u64>("\"山田 \\\"花子\\\"\"").unwrap_err();
        let error = DbError::inconsistent("submission 1.content", why).to_string();
        assert!(error.contains("submission 1.content: invalid type: string ..") && error.contains("line 1"), "{error}");
        assert!(!error.contains("山田") && !error.contains("花子"), "{error}");
        assert_eq!(without_quoted("no quotes"), "no quotes");
        assert_eq!(without_quoted("one \" alone"), "one \" alone");
    }
}
