//! What the tabs of one browser tell each other; the service worker tells them of the outbox.
//!
//! One tab syncs; the others learn here what it did and read it from the shelf. Messages are short texts: a tab of an older build
//! that does not know one ignores it.

use engawa_core::time::Millis;
use engawa_shell::OUTBOX_NEWS;
use gloo_events::EventListener;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{BroadcastChannel, MessageEvent};

/// A message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// Somebody would like news: whoever leads should look.
    Nudge,
    /// Records changed.
    Records,
    /// The feed was forgotten: another history begins.
    Reset,
    /// The first sync: records here, records in all.
    Progress(u64, u64),
    /// Everything up to now is here.
    CaughtUp(Millis),
    /// The last attempt to reach the server failed.
    Failed,
    /// Favourites changed.
    Favourites,
    /// The draft of this id was begun, changed or discarded.
    Draft(String),
    /// The outbox changed.
    Outbox,
}

impl Message {
    fn to_text(&self) -> String {
        match self {
            Self::Nudge => "nudge".to_owned(),
            Self::Records => "records".to_owned(),
            Self::Reset => "reset".to_owned(),
            Self::Progress(here, all) => format!("progress {here} {all}"),
            Self::CaughtUp(at) => format!("caught-up {at}"),
            Self::Failed => "failed".to_owned(),
            Self::Favourites => "favourites".to_owned(),
            Self::Draft(id) => format!("draft {id}"),
            Self::Outbox => OUTBOX_NEWS.to_owned(),
        }
    }

    fn from_text(text: &str) -> Option<Self> {
        let mut words = text.split(' ');
        let message = match words.next()? {
            "nudge" => Self::Nudge,
            "records" => Self::Records,
            "reset" => Self::Reset,
            "progress" => Self::Progress(words.next()?.parse().ok()?, words.next()?.parse().ok()?),
            "caught-up" => Self::CaughtUp(words.next()?.parse().ok()?),
            "failed" => Self::Failed,
            "favourites" => Self::Favourites,
            "draft" => Self::Draft(words.next()?.to_owned()),
            OUTBOX_NEWS => Self::Outbox,
            _ => return None,
        };
        Some(message)
    }
}

/// The line between the tabs; silent where the browser has none.
pub struct Channel(Option<BroadcastChannel>);

impl Channel {
    /// The line of this name.
    pub fn new(name: &str) -> Self {
        Self(BroadcastChannel::new(name).ok())
    }

    /// Tells the other tabs.
    pub fn post(&self, message: &Message) {
        if let Some(channel) = &self.0 {
            // Posting fails only on a closed channel, and this one is never closed.
            channel.post_message(&JsValue::from_str(&message.to_text())).ok();
        }
    }

    /// Calls `heard` with what other tabs say, as long as the page lives.
    pub fn listen(&self, heard: impl Fn(Message) + 'static) {
        let Some(channel) = &self.0 else { return };
        EventListener::new(channel, "message", move |event| {
            let text = event.dyn_ref::<MessageEvent>().and_then(|event| event.data().as_string());
            if let Some(message) = text.and_then(|text| Message::from_text(&text)) {
                heard(message);
            }
        })
        .forget();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_round_trip_and_unknown_ones_are_ignored() {
        let short = [Message::Nudge, Message::Records, Message::Reset, Message::Failed, Message::Favourites, Message::Outbox];
        for message in short.into_iter().chain([Message::Progress(3, 10), Message::CaughtUp(7), Message::Draft("d1".to_owned())]) {
            assert_eq!(Message::from_text(&message.to_text()), Some(message));
        }
        assert_eq!(Message::from_text("progress 1"), None);
        assert_eq!(Message::from_text("later"), None);
    }
}
