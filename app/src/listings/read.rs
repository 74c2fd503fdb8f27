//! How pages read listings: the repository's catalogue, asked one question.
//!
//! Invariants: the catalogue's lock is never held across an await; a poisoned lock reads as [`ReadError::Broken`], so a page says so
//! instead of falling over.

use super::Catalog;
use super::card::Card;
use super::listing::Listing;
use super::query::ListingQuery;
use super::views::{Day, Detail, Found, Home, Pin};
use crate::repo::{ReadError, Repo, SharedCatalog};
use chrono::{NaiveDate, NaiveDateTime};
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

/// The first page at a moment in Japan.
pub async fn home(repo: Arc<dyn Repo>, now: NaiveDateTime) -> Result<Home, ReadError> {
    let catalog = repo.catalog().await?;
    ask(&catalog, |catalog| catalog.home(now))
}

/// The days of a calendar between two, both included, with at most `per_day` happenings each, as they stand on `today`.
pub async fn days(
    repo: Arc<dyn Repo>,
    query: ListingQuery,
    window: (NaiveDate, NaiveDate),
    per_day: usize,
    today: NaiveDate,
) -> Result<Vec<Day>, ReadError> {
    let catalog = repo.catalog().await?;
    ask(&catalog, |catalog| catalog.days(&query, window, per_day, today))
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

/// Public listings that may be the same as one that is being written.
pub async fn like(repo: Arc<dyn Repo>, listing: Listing) -> Result<Vec<Card>, ReadError> {
    let catalog = repo.catalog().await?;
    ask(&catalog, |catalog| catalog.like(&listing))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms::record::{FormCard, FormRecord};
    use crate::listings::{COLLECTION, Kind, State};
    use crate::repo::Reading;
    use engawa_core::Record;
    use std::sync::RwLock;
    use std::task::{Context, Poll, Waker};

    /// A device with a copy of one listing, or without any copy.
    struct Shelf(Option<SharedCatalog>);

    impl Repo for Shelf {
        fn catalog(&self) -> Reading<SharedCatalog> {
            let catalog = self.0.clone().ok_or(ReadError::NotYetHere);
            Box::pin(std::future::ready(catalog))
        }

        fn listing(&self, _: String) -> Reading<Option<Listing>> {
            Box::pin(std::future::ready(Ok(None)))
        }

        fn forms(&self) -> Reading<Vec<FormCard>> {
            Box::pin(std::future::ready(Ok(Vec::new())))
        }

        fn form(&self, _: String) -> Reading<Option<FormRecord>> {
            Box::pin(std::future::ready(Ok(None)))
        }
    }

    fn event(id: &str, title: &str) -> Listing {
        let mut listing = Listing::draft(id, Kind::Event);
        (listing.title, listing.state) = (title.into(), State::Published);
        listing
    }

    /// What nothing waits for is there at once.
    fn now<T>(reading: impl Future<Output = T>) -> T {
        match std::pin::pin!(reading).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(found) => found,
            Poll::Pending => panic!("it waits"),
        }
    }

    #[test]
    fn what_is_public_already_is_found_in_the_devices_copy() {
        let mut catalog = Catalog::default();
        let body = serde_json::to_string(&event("there", "防災 講座")).unwrap();
        catalog.apply(&Record { collection: COLLECTION.into(), id: "there".into(), rev: 1, body: Some(body) }).unwrap();
        let repo: Arc<dyn Repo> = Arc::new(Shelf(Some(Arc::new(RwLock::new(catalog)))));
        let ids = |listing: Listing| now(like(Arc::clone(&repo), listing)).map(|cards| cards.into_iter().map(|card| card.id).collect::<Vec<_>>());
        assert_eq!(ids(event("new", "防災講座")), Ok(vec!["there".to_owned()]));
        assert_eq!(ids(event("there", "防災講座")), Ok(vec![]), "not itself");
        assert_eq!(now(like(Arc::new(Shelf(None)), event("new", "防災講座"))).unwrap_err(), ReadError::NotYetHere);
    }
}
