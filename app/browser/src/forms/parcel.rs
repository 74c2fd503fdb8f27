//! What somebody began at a shared screen, taken in on their own phone.
//!
//! Invariants: a draft that is here already loses nothing; a parcel that waits at the server is collected under one claim, which is kept
//! until it worked, because it is given out once; the address, which holds the parcel or the key to it, is cleaned before anything else
//! happens (`public/boot.js`, else here), so that no list of visited pages has it for long, and the tab alone holds it until it worked.

use super::drafts::damaged;
use super::files::from_base64;
use super::{Inner, page};
use crate::channel::Message;
use crate::idb::Touched;
use crate::js;
use crate::outbox::keep_error;
use engawa_app::forms::device::{DraftCard, KeepError, KeptFile};
use engawa_app::kiosk::parcel::{Parcel, Taken};
use engawa_core::form::Definition;
use engawa_core::form::draft::log;
use engawa_core::kiosk::hand_over::{self, Offer};
use js_sys::{Reflect, Uint8Array, encode_uri_component};
use leptos::prelude::Update;
use std::sync::Arc;
use wasm_bindgen::JsValue;

/// How long the answer may take, in milliseconds: a parcel may hold photos.
const PATIENCE_MS: u32 = 60_000;
/// Where the claim to a parcel stands until it was collected.
const CLAIM: &str = "engawa-parcel:";
/// Where the part of the address behind `#` stands until it was taken in: in this tab's storage, and in the page.
const HELD: &str = "engawa-parcel";
const HELD_HERE: &str = "__engawaParcel";

impl Inner {
    pub(super) async fn take_parcel(&self, fragment: &str) -> Result<Taken, KeepError> {
        let Some(fragment) = Some(fragment.to_owned()).filter(|fragment| !fragment.is_empty()).or_else(held) else { return Ok(Taken::Nothing) };
        let taken = self.take_in(&fragment).await;
        if matches!(taken, Ok(_) | Err(KeepError::NotFound)) {
            let_go();
        }
        taken
    }

    async fn take_in(&self, fragment: &str) -> Result<Taken, KeepError> {
        let offer = hand_over::read(fragment).map_err(damaged_parcel)?;
        let (bytes, claim) = match offer {
            Offer::Inline(bytes) => (bytes, None),
            Offer::Stored { id, key } => {
                let sealed = collect(&id).await?;
                (hand_over::decrypt(&sealed, &key).map_err(damaged_parcel)?, Some(id))
            }
        };
        let taken = match Parcel::read(&bytes).ok_or(KeepError::Failed)? {
            Parcel::Draft { form_id, version, title, snapshot, files } => {
                for file in &files {
                    let length = u64::try_from(from_base64(&file.base64)?.len()).unwrap_or(0);
                    let kept = KeptFile { sha256: file.sha256.clone(), name: file.name.clone(), bytes: length, media_type: file.media_type.clone() };
                    self.keep_content(&kept, &file.base64).await?;
                }
                Taken::Draft(self.take_draft(form_id, version, title, &snapshot).await?)
            }
            Parcel::Listings(ids) => Taken::Listings(self.take_listings(ids).await?),
        };
        if let Some(id) = claim {
            forget_claim(&id);
        }
        Ok(taken)
    }

    /// Goes on with a draft of a screen: the same draft, so that taking it twice does no harm.
    async fn take_draft(&self, form_id: String, version: String, title: String, snapshot: &str) -> Result<String, KeepError> {
        let draft = log::read_snapshot(snapshot).map_err(|_| KeepError::Failed)?;
        let id = draft.id().to_owned();
        let db = self.db().await?;
        let card = DraftCard {
            id: id.clone(),
            form_title: form_id.clone(),
            form_id,
            version,
            title,
            changed_at: js::now(),
            progress: 0,
            invitation: None,
            by: String::new(),
            corrects: None,
        };
        match db.open_draft(&id).await.map_err(|error| keep_error(&error))? {
            Touched::Done(opened) => {
                let mut kept: DraftCard = serde_json::from_str(&opened.card).map_err(|error| damaged(&error))?;
                kept.changed_at = card.changed_at;
                self.take_in_draft(&kept, &draft).await?;
            }
            Touched::Missing => {
                let definition = self.definition_of(&card).await?;
                let title = if definition.title.is_empty() { card.form_id.clone() } else { definition.title.clone() };
                self.begin(&DraftCard { form_title: title, ..card }, snapshot, &definition).await?;
            }
            Touched::Unreadable => return Err(KeepError::Failed),
        }
        Ok(id)
    }

    /// The version of the form that the draft is of: from this device, else from the server.
    async fn definition_of(&self, card: &DraftCard) -> Result<Arc<Definition>, KeepError> {
        let db = self.db().await?;
        match self.definition(&db, card).await? {
            Some(definition) => Ok(definition),
            None => self.fetch_version(&card.form_id, &card.version).await,
        }
    }

    /// Marks what somebody marked at a screen. Gives how many were not marked before.
    async fn take_listings(&self, ids: Vec<String>) -> Result<usize, KeepError> {
        let before = self.shelf.favourites().await.map_err(|error| keep_error(&error))?;
        let new: Vec<String> = ids.into_iter().filter(|id| !before.contains(id)).collect();
        for id in &new {
            self.shelf.set_favourite(id, true, js::now()).await.map_err(|error| keep_error(&error))?;
        }
        let count = new.len();
        self.state.favourites.update(|marked| marked.extend(new));
        self.channel.post(&Message::Favourites);
        Ok(count)
    }
}

/// What is wrong with a parcel; nothing of what is in it.
fn damaged_parcel(error: hand_over::HandOverError) -> KeepError {
    js::warn(&format!("parcel: {error}"));
    KeepError::Failed
}

fn session_storage() -> Option<JsValue> {
    js::property(&js::global(), "sessionStorage")
}

/// Holds the part of the address behind `#`, and takes it out of there. Waits for nothing.
pub(super) fn hold(fragment: &str) {
    if fragment.is_empty() {
        return;
    }
    let text = JsValue::from_str(fragment);
    Reflect::set(&js::global(), &JsValue::from_str(HELD_HERE), &text).ok();
    if let Some(storage) = session_storage() {
        js::call(&storage, "setItem", &[&JsValue::from_str(HELD), &text]).ok();
    }
    clean_address();
}

fn held() -> Option<String> {
    let kept = || js::call(&session_storage()?, "getItem", &[&JsValue::from_str(HELD)]).ok()?.as_string();
    js::property(&js::global(), HELD_HERE).and_then(|held| held.as_string()).or_else(kept)
}

fn let_go() {
    Reflect::set(&js::global(), &JsValue::from_str(HELD_HERE), &JsValue::UNDEFINED).ok();
    if let Some(storage) = session_storage() {
        js::call(&storage, "removeItem", &[&JsValue::from_str(HELD)]).ok();
    }
}

fn claim_key(id: &str) -> JsValue {
    JsValue::from_str(&format!("{CLAIM}{id}"))
}

/// The claim under which this page collects a parcel: the same after it was loaded anew.
fn claim_to(id: &str) -> String {
    let kept = session_storage().and_then(|storage| js::call(&storage, "getItem", &[&claim_key(id)]).ok()).and_then(|claim| claim.as_string());
    kept.unwrap_or_else(|| {
        let claim = page::new_token();
        if let Some(storage) = session_storage() {
            js::call(&storage, "setItem", &[&claim_key(id), &JsValue::from_str(&claim)]).ok();
        }
        claim
    })
}

fn forget_claim(id: &str) {
    if let Some(storage) = session_storage() {
        js::call(&storage, "removeItem", &[&claim_key(id)]).ok();
    }
}

/// Collects a parcel that waits, still sealed.
async fn collect(id: &str) -> Result<Vec<u8>, KeepError> {
    let url = format!("/api/v1/hand-overs/{}/collect", String::from(encode_uri_component(id)));
    let claim = serde_json::to_string(&claim_to(id)).unwrap_or_default();
    let headers = js::object(&[("content-type", JsValue::from_str("application/json"))]);
    let body = JsValue::from_str(&format!("{{\"claim\":{claim}}}"));
    let init = js::object(&[("method", JsValue::from_str("POST")), ("headers", headers), ("body", body)]);
    js::within(PATIENCE_MS, answer(&url, &init)).await.unwrap_or(Err(KeepError::Offline))
}

async fn answer(url: &str, init: &JsValue) -> Result<Vec<u8>, KeepError> {
    let response = js::ask(&js::global(), "fetch", &[&JsValue::from_str(url), init]).await.map_err(|_| KeepError::Offline)?;
    match js::property(&response, "status").and_then(|status| status.as_f64()).map_or(0, js::to_u64) {
        200 => {}
        // It was collected by another phone, or it waited too long.
        404 | 410 => return Err(KeepError::NotFound),
        // Too many at once, or too slow: it waits.
        408 | 429 => return Err(KeepError::Offline),
        status @ 400..=499 => {
            js::warn(&format!("parcel: {status}"));
            return Err(KeepError::Failed);
        }
        _ => return Err(KeepError::Offline),
    }
    let buffer = js::ask(&response, "arrayBuffer", &[]).await.map_err(|_| KeepError::Offline)?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

/// Takes the part behind `#` out of the address, so that it is in no list of visited pages.
fn clean_address() {
    let part = |name: &str| js::property(&js::global(), "location").and_then(|it| js::property(&it, name)).and_then(|it| it.as_string());
    let address = format!("{}{}", part("pathname").unwrap_or_default(), part("search").unwrap_or_default());
    if let Some(history) = js::property(&js::global(), "history") {
        let state = js::property(&history, "state").unwrap_or(JsValue::NULL);
        js::call(&history, "replaceState", &[&state, &JsValue::from_str(""), &JsValue::from_str(&address)]).ok();
    }
}
