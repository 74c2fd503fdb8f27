//! What is left of storing a submission when everything is left out: a route of axum that inserts one row with sqlx.
//!
//! `end2end/bench/submissions.mjs` measures our commands beside it. The same settings of `SQLite` as ours (`server/src/db`): a write-ahead
//! log, and every commit on the disk before it is answered.

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::{get, post};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};
use std::time::Duration;

async fn insert(State(pool): State<SqlitePool>, body: String) -> StatusCode {
    match sqlx::query("INSERT INTO plain (body) VALUES ($1)").bind(body).execute(&pool).await {
        Ok(_) => StatusCode::OK,
        Err(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let (Some(file), Some(listen)) = (arguments.next(), arguments.next()) else { anyhow::bail!("plain_insert FILE ADDRESS") };
    let options = SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(Duration::from_secs(10));
    let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options).await?;
    sqlx::query("CREATE TABLE IF NOT EXISTS plain (id INTEGER PRIMARY KEY, body TEXT NOT NULL)").execute(&pool).await?;
    let router = Router::new().route("/", post(insert)).route("/readyz", get(|| async { "ready\n" })).with_state(pool);
    axum::serve(tokio::net::TcpListener::bind(listen).await?, router).await?;
    Ok(())
}
