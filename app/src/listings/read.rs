//! How pages read listings: the repository's catalogue, asked one question.
//!
//! Invariants: the catalogue's lock is never held across an await; a poisoned lock reads as [`ReadError::Broken`], so a page says so
//! instead of falling over.

use super::Catalog;
use super::card::Card;
use super::query::ListingQuery;
use super::views::{Day, Detail, Found, Home, Pin};
use crate::repo::{ReadError, Repo, SharedCatalog};
use chrono::NaiveDate;
use std::sync::Arc;

/// Asks the catalogue something. Not async, so that the lock cannot be held across an await.
fn ask<T>(catalog: &SharedCatalog, question: impl FnOnce(&Catalog) -> T) -> Result<T, ReadError> {
    let catalog = catalog.read().map_err(|_| ReadError::Broken)?;
    Ok(question(&catalog))
}

/// A page of results.
pub async fn find(repo: Arc<dyn Repo>, query: ListingQuery, today: NaiveDate) -> Result<Found, ReadError> {
    let catalog = repo.catalog().await?;
    ask(&catalog, |catalog| catalog.find(&query, today))
}

/// A page of results while the words are being typed: without facets.
pub async fn glance(repo: Arc<dyn Repo>, query: ListingQuery, today: NaiveDate) -> Result<Found, ReadError> {
    let catalog = repo.catalog().await?;
    ask(&catalog, |catalog| catalog.glance(&query, today))
}

/// The first page.
pub async fn home(repo: Arc<dyn Repo>, today: NaiveDate) -> Result<Home, ReadError> {
    let catalog = repo.catalog().await?;
    ask(&catalog, |catalog| catalog.home(today))
}

/// The days of a calendar from `from` to `to`, both included, with at most `per_day` happenings each.
pub async fn days(repo: Arc<dyn Repo>, query: ListingQuery, from: NaiveDate, to: NaiveDate, per_day: usize) -> Result<Vec<Day>, ReadError> {
    let catalog = repo.catalog().await?;
    ask(&catalog, |catalog| catalog.days(&query, from, to, per_day))
}

/// What a map shows.
pub async fn pins(repo: Arc<dyn Repo>, query: ListingQuery, today: NaiveDate) -> Result<Vec<Pin>, ReadError> {
    let catalog = repo.catalog().await?;
    ask(&catalog, |catalog| catalog.pins(&query, today))
}

/// A listing with everything around it; `None` if there is no such public listing.
pub async fn detail(repo: Arc<dyn Repo>, id: String, today: NaiveDate) -> Result<Option<Detail>, ReadError> {
    let Some(listing) = repo.listing(id).await? else { return Ok(None) };
    let catalog = repo.catalog().await?;
    ask(&catalog, |catalog| catalog.detail(listing, today)).map(Some)
}

/// The cards of these ids that exist, in the order of the ids.
pub async fn cards(repo: Arc<dyn Repo>, ids: Vec<String>) -> Result<Vec<Card>, ReadError> {
    let catalog = repo.catalog().await?;
    ask(&catalog, |catalog| catalog.cards(&ids))
}

/// The areas of the city that listings name.
pub async fn areas(repo: Arc<dyn Repo>) -> Result<Vec<String>, ReadError> {
    let catalog = repo.catalog().await?;
    ask(&catalog, Catalog::areas)
}
