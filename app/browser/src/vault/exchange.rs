//! What the working set and the server tell each other: whether all is still well, what is new, what was done in the field.
//!
//! Only what is certainly the server's own word locks or wipes: a refusal that names a problem. A portal of a hotel that answers 403 to
//! everything is as if nobody had answered.

use super::Inner;
use crate::idb::vault::{Change, Forget};
use crate::js;
use engawa_app::forms::device::KeepError;
use engawa_app::people::me::Me;
use engawa_core::feed::Page;
use engawa_core::outbox::answer::Answer;
use engawa_core::vault::{Contact, Input, Phase, Queue};
use engawa_core::{Problem, Receipt};
use engawa_shell::net::Ask;
use js_sys::encode_uri_component;
use serde::Deserialize;
use wasm_bindgen::JsValue;

/// How long an answer may take, in milliseconds.
const PATIENCE_MS: u32 = 10_000;
/// Beyond every revision: asks whether one may, and brings nothing.
const NO_RECORDS: u64 = (1 << 53) - 1;

/// The body of a refusal.
#[derive(Deserialize)]
struct Refused {
    problems: Vec<Problem>,
}

/// What a page of a scope was answered with.
enum Told {
    Page(Page),
    SignedOut,
    Refused,
    Nothing,
}

fn read(answer: Option<Answer>) -> Told {
    let Some(answer) = answer else { return Told::Nothing };
    let is_own_word = || serde_json::from_str::<Refused>(&answer.text).is_ok_and(|it| it.problems.iter().any(|it| it.code == "forbidden"));
    match answer.status {
        200 => Page::from_json(&answer.text).map_or(Told::Nothing, Told::Page),
        401 if is_own_word() => Told::SignedOut,
        403 if is_own_word() => Told::Refused,
        _ => Told::Nothing,
    }
}

impl Inner {
    async fn get(&self, url: &str) -> Option<Answer> {
        self.net.ask(Ask { method: "GET", url, patience_ms: PATIENCE_MS, ..Ask::default() }).await
    }

    /// Who is signed in.
    pub(super) async fn me(&self) -> Result<Me, KeepError> {
        match self.get("/api/v1/me").await {
            // A portal in between answers with a page of its own.
            Some(answer) if answer.status == 200 => serde_json::from_str(&answer.text).map_err(|_| KeepError::Offline),
            Some(answer) if matches!(answer.status, 401 | 403) => Ok(Me::default()),
            _ => Err(KeepError::Offline),
        }
    }

    async fn page(&self, scope: &str, since: u64) -> Told {
        let scope = String::from(encode_uri_component(scope));
        read(self.get(&format!("/api/v1/feed/{scope}?since={since}")).await)
    }

    /// Asks the server what is new and sends what waits. Being offline is no error.
    pub(super) async fn contact(&self) -> Result<(), KeepError> {
        self.asked_at.set(js::now());
        let phase = self.step(Input::Tick).await?;
        if !matches!(phase, Phase::Open | Phase::Locked) {
            return Ok(());
        }
        // Somebody else may be signed in on this device, and may read the same desk.
        let Ok(me) = self.me().await else { return Ok(()) };
        let Some(account) = me.account else { return self.confirm_signed_out().await };
        let owner = self.machine.borrow().head().map(|head| head.owner.clone()).unwrap_or_default();
        let is_owner = account.id == owner;
        if let Some(key) = self.key() {
            // Another tab may have brought something.
            let unsealed = self.unseal(&key).await?;
            *self.open.borrow_mut() = unsealed;
        }
        if is_owner && !self.pull().await? {
            return Ok(());
        }
        self.step(Input::Contact(Contact::Reached(account.id))).await?;
        // Nobody's notes go out in another one's name.
        if is_owner && self.send().await? {
            self.pull().await?;
        }
        self.announce();
        Ok(())
    }

    fn scopes(&self) -> Vec<(String, u64)> {
        let machine = self.machine.borrow();
        let scopes = machine.head().map(|head| head.scopes.iter().map(|(scope, at)| (scope.clone(), at.cursor)).collect());
        scopes.unwrap_or_default()
    }

    async fn confirm_signed_out(&self) -> Result<(), KeepError> {
        for (scope, _) in self.scopes().into_iter().take(1) {
            if let Told::SignedOut = self.page(&scope, NO_RECORDS).await {
                self.step(Input::Contact(Contact::SignedOut)).await?;
                self.announce();
            }
        }
        Ok(())
    }

    /// Brings every scope up to date; sealed as it is, it only asks whether it still may. `true`: the server gave everything.
    async fn pull(&self) -> Result<bool, KeepError> {
        for (scope, mut since) in self.scopes() {
            loop {
                let asked = if self.key().is_some() { since } else { NO_RECORDS };
                match self.page(&scope, asked).await {
                    Told::Nothing => return Ok(false),
                    Told::SignedOut => {
                        self.step(Input::Contact(Contact::SignedOut)).await?;
                        return Ok(false);
                    }
                    Told::Refused => {
                        let phase = self.step(Input::Contact(Contact::Refused(scope.clone()))).await?;
                        if matches!(phase, Phase::Wiped(_)) {
                            return Ok(false);
                        }
                        break;
                    }
                    Told::Page(_) if asked == NO_RECORDS => break,
                    Told::Page(page) => {
                        let goes_on = self.take(&scope, since, &page).await?;
                        let Some((_, cursor)) = self.scopes().into_iter().find(|(of, _)| *of == scope) else { break };
                        since = cursor;
                        if !goes_on {
                            break;
                        }
                    }
                }
            }
        }
        Ok(true)
    }

    /// Seals a page and keeps it together with the position after it. `true`: there is more.
    async fn take(&self, scope: &str, since: u64, page: &Page) -> Result<bool, KeepError> {
        let Some(key) = self.key() else { return Ok(false) };
        let before = self.machine.borrow().clone();
        let Some(changes) = self.machine.borrow_mut().take(scope, since, page) else { return Ok(false) };
        let mut keep = Vec::with_capacity(changes.keep.len());
        for (name, text) in &changes.keep {
            let sealed = super::cipher::seal(&key, name, text).await.map_err(|error| super::broken(&error))?;
            keep.push((name.clone(), sealed));
        }
        let prefix = format!("{scope}/");
        let forget = if changes.anew { Forget::Prefix(prefix.clone()) } else { Forget::Keys(changes.forget.clone()) };
        if let Err(error) = self.write(&Change { forget, keep, head: self.head(), ..Change::default() }).await {
            *self.machine.borrow_mut() = before;
            return Err(error);
        }
        let mut open = self.open.borrow_mut();
        open.records.retain(|name, _| !(changes.forget.contains(name) || changes.anew && name.starts_with(&prefix)));
        open.records.extend(changes.keep);
        Ok(changes.more)
    }

    /// Sends what waits. `true`: something took effect.
    async fn send(&self) -> Result<bool, KeepError> {
        let mut anything = false;
        // Each round sends what waited for the one before it.
        loop {
            let Some(request) = self.open.borrow().queue.request() else { return Ok(anything) };
            let headers = [("content-type", "application/json")];
            let body = Some(JsValue::from_str(&request));
            let ask = Ask { method: "POST", url: "/api/v1/commands", headers: &headers, body, patience_ms: PATIENCE_MS };
            let Some(answer) = self.net.ask(ask).await.filter(|answer| answer.status == 200) else { return Ok(anything) };
            let Ok(receipts) = serde_json::from_str::<Vec<Receipt>>(&answer.text) else { return Ok(anything) };
            // Every receipt is taken, also after one that changed something.
            let take = |queue: &mut Queue| receipts.iter().filter(|receipt| queue.take(receipt)).count() > 0;
            if !self.change_notes(take).await? {
                return Ok(anything);
            }
            anything = true;
        }
    }
}
