//! Listings that are being written, in this page: the browser's side of [`ListingDevice`].
//!
//! The same turns as drafts of forms: what was asked for first is done first, and the page asks before it is closed while something is not
//! stored.

use super::chosen::bytes;
use super::drafts::{damaged, touched};
use super::files::digest;
use super::{Inner, Keeper};
use crate::device::persist;
use crate::idb::Touched;
use crate::js;
use crate::outbox::keep_error;
use engawa_app::forms::device::{Doing, KeepError};
use engawa_app::listings::device::ListingDevice;
use engawa_app::listings::writing::ListingDraft;
use engawa_app::listings::{COLLECTION, Listing};
use engawa_app::people::me::Me;
use js_sys::Uint8Array;
use serde_json::value::to_raw_value;
use std::cmp::Reverse;
use wasm_bindgen_futures::spawn_local;

/// What keeps drafts of forms, for listings.
#[derive(Clone)]
pub struct ListingKeeper {
    keeper: Keeper,
}

impl ListingKeeper {
    /// Keeps where this one keeps.
    pub fn new(keeper: Keeper) -> Self {
        Self { keeper }
    }
}

impl ListingDevice for ListingKeeper {
    fn drafts(&self) -> Doing<Vec<ListingDraft>> {
        self.keeper.in_turn(|inner| async move { inner.listing_drafts().await })
    }

    fn draft(&self, id: &str) -> Doing<ListingDraft> {
        let id = id.to_owned();
        self.keeper.in_turn(move |inner| async move { inner.listing_draft(&id).await })
    }

    fn keep(&self, draft: ListingDraft) -> Doing<()> {
        self.keeper.inner.guard();
        self.keeper.in_turn(move |inner| async move { inner.keep_listing(&draft).await })
    }

    fn keep_over(&self, draft: ListingDraft, seen: ListingDraft) -> Doing<Option<ListingDraft>> {
        self.keeper.inner.guard();
        self.keeper.in_turn(move |inner| async move { inner.keep_listing_over(&draft, &seen).await })
    }

    fn forget(&self, id: &str) -> Doing<()> {
        let id = id.to_owned();
        self.keeper.in_turn(move |inner| async move { inner.forget_listing(&id).await })
    }

    fn original(&self, id: &str) -> Doing<Option<(u64, Listing)>> {
        let id = id.to_owned();
        self.keeper.eagerly(move |inner| async move { inner.original(&id).await })
    }

    fn prove(&self, sha256: &str, about: String) -> Doing<String> {
        let sha256 = sha256.to_owned();
        self.keeper.eagerly(move |inner| async move { inner.prove(&sha256, &about).await })
    }

    fn me(&self) -> Doing<Me> {
        self.keeper.eagerly(|inner| async move { inner.me_and_keep().await })
    }

    fn me_of_before(&self) -> Doing<Me> {
        self.keeper.eagerly(|inner| async move { inner.me_of_before().await })
    }
}

impl Inner {
    async fn listing_drafts(&self) -> Result<Vec<ListingDraft>, KeepError> {
        let texts = self.db().await?.listing_drafts().await.map_err(|error| keep_error(&error))?;
        let mut drafts: Vec<ListingDraft> = texts.iter().filter_map(|text| serde_json::from_str(text).ok()).collect();
        drafts.sort_by_key(|draft| Reverse(draft.changed_at));
        Ok(drafts)
    }

    async fn listing_draft(&self, id: &str) -> Result<ListingDraft, KeepError> {
        let text = touched(self.db().await?.listing_draft(id).await.map_err(|error| keep_error(&error))?)?;
        serde_json::from_str(&text).map_err(|error| damaged(&error))
    }

    async fn keep_listing(&self, draft: &ListingDraft) -> Result<(), KeepError> {
        let raw = to_raw_value(draft).map_err(|error| damaged(&error))?;
        touched(self.db().await?.keep_listing_draft(&draft.id, &raw).await.map_err(|error| keep_error(&error))?)?;
        spawn_local(persist());
        self.announce(&draft.id);
        Ok(())
    }

    async fn keep_listing_over(&self, draft: &ListingDraft, seen: &ListingDraft) -> Result<Option<ListingDraft>, KeepError> {
        let raw = to_raw_value(draft).map_err(|error| damaged(&error))?;
        let read = |text: &str| serde_json::from_str::<ListingDraft>(text);
        // What cannot be read is nobody's text.
        let may = |there: Option<&str>| there.and_then(|text| read(text).ok()).is_none_or(|there| draft.may_replace(&there, seen));
        let kept = self.db().await?.keep_listing_draft_over(&draft.id, &raw, may).await;
        if let Some(there) = touched(kept.map_err(|error| keep_error(&error))?)? {
            return read(&there).map(Some).map_err(|error| damaged(&error));
        }
        spawn_local(persist());
        self.announce(&draft.id);
        Ok(None)
    }

    /// What the server says, which is kept as far as a draft needs it. Without room for it, it is known now all the same.
    async fn me_and_keep(&self) -> Result<Me, KeepError> {
        let me = self.me().await?;
        if let Ok(db) = self.db().await {
            let text = me.for_later().and_then(|me| serde_json::to_string(&me).ok());
            db.keep_writes_for(text.as_deref()).await.ok();
        }
        Ok(me)
    }

    async fn me_of_before(&self) -> Result<Me, KeepError> {
        let text = self.db().await?.writes_for().await.map_err(|error| keep_error(&error))?;
        serde_json::from_str(&text.ok_or(KeepError::NotFound)?).map_err(|error| damaged(&error))
    }

    async fn forget_listing(&self, id: &str) -> Result<(), KeepError> {
        match self.db().await?.forget_listing_draft(id).await.map_err(|error| keep_error(&error))? {
            Touched::Done(()) | Touched::Missing => {}
            Touched::Unreadable => return Err(KeepError::Failed),
        }
        self.announce(id);
        // Its pictures, if nothing else needs them; what stays is looked for at each start.
        if let Err(error) = self.db().await?.sweep(js::now()).await {
            keep_error(&error);
        }
        Ok(())
    }

    async fn prove(&self, sha256: &str, about: &str) -> Result<String, KeepError> {
        let file = self.stored(sha256).await?;
        let proven = [about.as_bytes(), &bytes(&file.blob).await?].concat();
        digest(&Uint8Array::from(&proven[..])).await
    }

    async fn original(&self, id: &str) -> Result<Option<(u64, Listing)>, KeepError> {
        // What is not public, and what waits for moderation, is in no copy of this device.
        if let Ok(inside) = self.inside(id).await {
            return Ok(Some((inside.rev, inside.listing)));
        }
        let found = self.db().await?.record(COLLECTION, id).await.map_err(|error| keep_error(&error))?;
        found.map(|(rev, body)| serde_json::from_str(&body).map(|listing| (rev, listing))).transpose().map_err(|error| damaged(&error))
    }
}
