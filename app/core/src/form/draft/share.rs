//! A draft that a group edits together: what a device and the server tell each other, as machines without I/O.
//!
//! The server keeps the merged document of each shared draft and nothing about devices. A device posts what the server lacks together
//! with what it knows itself, and gets what it lacks. Merging does not mind losses, repetitions and disorder, so neither does this:
//! an answer that never came is asked for again, one that comes late is merged as well.
//!
//! Who has the [`Invitation`] may read and write the draft; there are no accounts in it yet.
//!
//! Invariants: at most one request is under way; an edit is sent only after it was stored here (see [`super::log`]); when the device
//! says that it is in sync, the server had everything that is stored here, and the other way round.

use super::path;
use super::{Delta, Document, Draft, MergeRefused, Seen};
use crate::time::Millis;
use serde::{Deserialize, Serialize};

/// What a member is given to join: by link, QR code or on paper. Made by the server, opaque here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Invitation {
    /// The draft.
    pub draft: String,
    /// The secret that opens it. It travels in the fragment of a link, which no server and no log gets to see.
    pub token: String,
}

impl Invitation {
    /// As the fragment of a link, without `#`.
    pub fn to_fragment(&self) -> String {
        format!("{}~{}", self.draft, self.token)
    }

    /// Reads [`Self::to_fragment`].
    pub fn from_fragment(text: &str) -> Option<Self> {
        let (draft, token) = text.split_once('~')?;
        (path::is_id(draft) && path::is_id(token)).then(|| Self { draft: draft.to_owned(), token: token.to_owned() })
    }
}

/// What a device posts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// What it knows.
    pub have: Seen,
    /// What the server lacks, as far as the device can tell.
    pub delta: Delta,
}

/// What the server says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// It merged the delta and stored the result; this is what the device lacks.
    Took(Delta),
    /// It lacks something before the delta (a backup was restored). This is what the device lacks, and `to` what the server knows.
    Behind(Delta),
    /// It did nothing, and never will.
    Refused(Refusal),
}

/// Why sharing ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// There is no such draft, or the invitation was withdrawn.
    Gone,
    /// It was sent in: nothing can be changed any more.
    Closed,
    /// It would become too large.
    TooLarge,
    /// What was posted is damaged.
    Malformed,
}

/// What the server does with a request: merges it and says what the device lacks. The caller stores the document before it answers
/// [`Answer::Took`].
pub fn serve(document: &mut Document, request: &Request) -> Answer {
    match document.merge(&request.delta) {
        Ok(_) => Answer::Took(document.delta_since(&request.have)),
        Err(MergeRefused::Gap) => Answer::Behind(document.delta_since(&request.have)),
        Err(MergeRefused::TooLarge) => Answer::Refused(Refusal::TooLarge),
        Err(MergeRefused::Flawed(_)) => Answer::Refused(Refusal::Malformed),
    }
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// The draft was read from its journal: everything in it is stored.
    Opened,
    /// A person edited the draft; the change is on its way to the journal.
    Edited,
    /// Changes of this replica up to this counter are stored.
    Stored(u64),
    /// Something suggests that the server may be reachable and may have news.
    Nudged,
    /// The timer of [`Effect::WakeAt`] went off.
    Woke,
    /// The server answered the request of this number.
    Answered(u64, Answer),
    /// The request of this number failed or took too long.
    Failed(u64),
}

/// What to do, in this order, before the next input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Append this to the journal; it is merged already.
    Keep(Delta),
    /// Draw again: somebody else's edits are there.
    Changed,
    /// Post this under this number, with the invitation.
    Send(u64, Request),
    /// Report [`Input::Woke`] at this time (Unix milliseconds).
    WakeAt(Millis),
    /// Both sides know the same: tell the person "as of".
    InSync(Millis),
    /// What the server said cannot be merged; it is asked again later.
    Trouble(MergeRefused),
    /// Sharing has ended. The draft stays here.
    Ended(Refusal),
}

/// How long to wait for the next keystroke before sending.
pub const SETTLE_MS: Millis = 1_500;
/// How often to look for edits of others while a draft is open and nothing suggests any.
pub const QUIET_POLL_MS: Millis = 15_000;
const LONGEST_PAUSE_MS: Millis = 5 * 60 * 1000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Doing {
    Closed,
    Resting,
    /// Something is to be sent, and the journal has not stored it yet.
    Waiting,
    Asking(u64),
    Ended,
}

/// A device's side of a shared draft.
#[derive(Clone, Debug)]
pub struct SharedClient {
    invitation: Invitation,
    replica: String,
    doing: Doing,
    /// What the server is known to have.
    server: Seen,
    /// The newest counter of this replica that is stored.
    stored: u64,
    /// The number of the last request.
    asked: u64,
    failures: u32,
    wake_at: Option<Millis>,
    /// Something came while busy: look once more afterwards.
    again: bool,
}

impl SharedClient {
    /// Follows the draft of an invitation as this replica.
    pub fn new(invitation: Invitation, replica: impl Into<String>) -> Self {
        Self {
            invitation,
            replica: replica.into(),
            doing: Doing::Closed,
            server: Seen::default(),
            stored: 0,
            asked: 0,
            failures: 0,
            wake_at: None,
            again: false,
        }
    }

    /// What opens the draft at the server.
    pub fn invitation(&self) -> &Invitation {
        &self.invitation
    }

    /// Whether everything in the draft is known to be at the server: nothing is lost if this device is.
    pub fn is_safe(&self, draft: &Draft) -> bool {
        self.server.covers(draft.document().seen())
    }

    /// Advances the machine. `now` is Unix milliseconds.
    pub fn step(&mut self, now: Millis, draft: &mut Draft, input: Input) -> Vec<Effect> {
        match (input, self.doing) {
            (_, Doing::Ended) => Vec::new(),
            (Input::Opened, Doing::Closed) => {
                self.stored = draft.document().seen().of(&self.replica);
                self.ask(draft)
            }
            (Input::Stored(counter), doing) => {
                self.stored = self.stored.max(counter);
                if doing == Doing::Waiting { self.ask(draft) } else { Vec::new() }
            }
            (Input::Edited, Doing::Resting) => self.wake_by(now + SETTLE_MS),
            (Input::Nudged, Doing::Resting) => self.ask(draft),
            (Input::Edited | Input::Nudged, Doing::Asking(_)) => {
                self.again = true;
                Vec::new()
            }
            (Input::Woke, Doing::Resting) => self.woke(now, draft),
            (Input::Failed(number), Doing::Asking(asked)) if number == asked => vec![self.pause(now)],
            (Input::Answered(number, answer), Doing::Asking(asked)) if number == asked => self.answered(now, draft, answer),
            // Too late to be waited for, and still worth knowing.
            (Input::Answered(_, Answer::Took(delta) | Answer::Behind(delta)), _) => self.take(draft, delta).unwrap_or_default(),
            _ => Vec::new(),
        }
    }

    fn woke(&mut self, now: Millis, draft: &Draft) -> Vec<Effect> {
        match self.wake_at {
            // Timers may go off a little early.
            Some(at) if at > now && at.saturating_sub(now) <= LONGEST_PAUSE_MS => vec![Effect::WakeAt(at)],
            // No pause is longer: the clock was set back meanwhile.
            _ => self.ask(draft),
        }
    }

    fn answered(&mut self, now: Millis, draft: &mut Draft, answer: Answer) -> Vec<Effect> {
        let (delta, took) = match answer {
            Answer::Took(delta) => (delta, true),
            Answer::Behind(delta) => (delta, false),
            Answer::Refused(refusal) => {
                self.doing = Doing::Ended;
                return vec![Effect::Ended(refusal)];
            }
        };
        let server = delta.to.clone();
        let mut effects = match self.take(draft, delta) {
            Ok(effects) => effects,
            Err(trouble) => return vec![Effect::Trouble(trouble), self.pause(now)],
        };
        self.server = server;
        if !took {
            // What it lacks is known now. Not in a loop: a server that says so again has lost something again.
            if self.failures > 0 {
                effects.push(self.pause(now));
                return effects;
            }
            self.failures = 1;
            effects.extend(self.ask(draft));
            return effects;
        }
        self.failures = 0;
        self.doing = Doing::Resting;
        let again = std::mem::take(&mut self.again);
        if self.is_safe(draft) {
            effects.push(Effect::InSync(now));
        }
        let pause = if again || !self.is_safe(draft) { SETTLE_MS } else { QUIET_POLL_MS };
        effects.push(self.wake(now + pause));
        effects
    }

    /// Merges what came, and says what is to be done with it.
    fn take(&mut self, draft: &mut Draft, delta: Delta) -> Result<Vec<Effect>, MergeRefused> {
        let own = delta.to.of(&self.replica);
        let changed = draft.merge(&delta)?;
        // What came back from the server after it was lost here need not be waited for.
        self.stored = self.stored.max(own);
        Ok(if changed { vec![Effect::Keep(delta), Effect::Changed] } else { Vec::new() })
    }

    fn ask(&mut self, draft: &Draft) -> Vec<Effect> {
        let document = draft.document();
        self.wake_at = None;
        if document.seen().of(&self.replica) > self.stored {
            self.doing = Doing::Waiting;
            return Vec::new();
        }
        self.asked += 1;
        self.doing = Doing::Asking(self.asked);
        vec![Effect::Send(self.asked, Request { have: document.seen().clone(), delta: document.delta_since(&self.server) })]
    }

    fn pause(&mut self, now: Millis) -> Effect {
        self.failures = self.failures.saturating_add(1);
        self.again = false;
        self.doing = Doing::Resting;
        self.wake(now + (1_000 << self.failures.saturating_sub(1).min(9)).min(LONGEST_PAUSE_MS))
    }

    /// Wakes no later than this. While a request fails again and again, typing does not make it more often.
    fn wake_by(&mut self, at: Millis) -> Vec<Effect> {
        let soon_enough = self.wake_at.is_some_and(|wake| wake <= at) || self.failures > 0;
        if soon_enough { Vec::new() } else { vec![self.wake(at)] }
    }

    fn wake(&mut self, at: Millis) -> Effect {
        self.wake_at = Some(at);
        Effect::WakeAt(at)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Edit, Writer};
    use super::*;
    use crate::form::AnswerPath;

    fn invitation() -> Invitation {
        Invitation { draft: "d1".into(), token: "secret".into() }
    }

    fn writer(replica: &str) -> Writer {
        Writer { replica: replica.into(), by: String::new(), at: 0 }
    }

    fn typed(draft: &mut Draft, replica: &str, value: &str) -> u64 {
        draft.edit(&writer(replica), Edit::set(AnswerPath("q".into()), value)).unwrap().unwrap().dot.counter
    }

    fn sent(effects: &[Effect]) -> (u64, Request) {
        effects.iter().find_map(|effect| if let Effect::Send(number, request) = effect { Some((*number, request.clone())) } else { None }).unwrap()
    }

    /// A device that is in sync with a server.
    fn settled() -> (SharedClient, Draft, Document) {
        let mut draft = Draft::begin("d1", "grant", "2026", &writer("a")).unwrap();
        let mut client = SharedClient::new(invitation(), "a");
        let mut server = Document::default();
        let (number, request) = sent(&client.step(0, &mut draft, Input::Opened));
        let answer = serve(&mut server, &request);
        let effects = client.step(1, &mut draft, Input::Answered(number, answer));
        assert_eq!(effects, [Effect::InSync(1), Effect::WakeAt(1 + QUIET_POLL_MS)]);
        assert_eq!(&server, draft.document());
        (client, draft, server)
    }

    #[test]
    fn a_keystroke_is_stored_then_sent_and_only_that() {
        let (mut client, mut draft, mut server) = settled();
        let counter = typed(&mut draft, "a", "x");
        assert!(!client.is_safe(&draft));
        assert_eq!(client.step(10, &mut draft, Input::Edited), [Effect::WakeAt(10 + SETTLE_MS)]);
        assert_eq!(client.step(20, &mut draft, Input::Edited), [], "the first one's timer is soon enough");
        assert_eq!(client.step(10 + SETTLE_MS, &mut draft, Input::Woke), [], "not stored yet");
        let (number, request) = sent(&client.step(2_000, &mut draft, Input::Stored(counter)));
        assert_eq!(request.delta.registers.len(), 1);
        let answer = serve(&mut server, &request);
        client.step(2_001, &mut draft, Input::Answered(number, answer));
        assert!(client.is_safe(&draft));
        assert_eq!(&server, draft.document());
    }

    #[test]
    fn a_member_joins_with_nothing() {
        let (_, draft, mut server) = settled();
        let mut joined = Draft::joined("d1");
        let mut client = SharedClient::new(invitation(), "b");
        let (number, request) = sent(&client.step(0, &mut joined, Input::Opened));
        let answer = serve(&mut server, &request);
        let effects = client.step(1, &mut joined, Input::Answered(number, answer));
        assert_eq!(effects[1..], [Effect::Changed, Effect::InSync(1), Effect::WakeAt(1 + QUIET_POLL_MS)]);
        assert_eq!(joined, draft);
    }

    #[test]
    fn failures_are_waited_out_and_late_answers_are_merged() {
        let (mut client, mut draft, mut server) = settled();
        let (number, request) = sent(&client.step(100, &mut draft, Input::Nudged));
        let mut other = Draft::joined("d1");
        other.merge(&server.whole()).unwrap();
        typed(&mut other, "b", "y");
        server.merge(&other.document().whole()).unwrap();
        let late = serve(&mut server, &request);
        assert_eq!(client.step(200, &mut draft, Input::Failed(number)), [Effect::WakeAt(1_200)]);
        assert_eq!(client.step(300, &mut draft, Input::Failed(number)), [], "once");
        assert_eq!(client.step(300, &mut draft, Input::Edited), [], "typing does not shorten the pause");
        assert_eq!(client.step(400, &mut draft, Input::Woke), [Effect::WakeAt(1_200)], "too early: once more");
        let effects = client.step(500, &mut draft, Input::Answered(number, late.clone()));
        assert!(matches!(effects.as_slice(), [Effect::Keep(_), Effect::Changed]), "{effects:?}");
        assert_eq!(client.step(600, &mut draft, Input::Answered(number, late)), [], "nothing new");
        assert_eq!(&server, draft.document());
    }

    #[test]
    fn a_server_that_was_restored_gets_what_it_lost() {
        let (mut client, mut draft, _) = settled();
        let counter = typed(&mut draft, "a", "x");
        client.step(2, &mut draft, Input::Stored(counter));
        let mut restored = Document::default();
        let (number, request) = sent(&client.step(3, &mut draft, Input::Nudged));
        let answer = serve(&mut restored, &request);
        assert!(matches!(answer, Answer::Behind(_)));
        let (number, request) = sent(&client.step(4, &mut draft, Input::Answered(number, answer.clone())));
        let took = serve(&mut restored, &request);
        assert_eq!(&restored, draft.document());
        client.step(5, &mut draft, Input::Answered(number, took));
        let (number, _) = sent(&client.step(6, &mut draft, Input::Nudged));
        let (number, _) = sent(&client.step(7, &mut draft, Input::Answered(number, answer.clone())));
        let effects = client.step(8, &mut draft, Input::Answered(number, answer));
        assert!(matches!(effects.as_slice(), [Effect::WakeAt(at)] if *at > 1_000), "not in a loop: {effects:?}");
    }

    #[test]
    fn a_clock_that_is_set_back_stops_nothing() {
        let (mut client, mut draft, _) = settled();
        assert_eq!(client.step(QUIET_POLL_MS, &mut draft, Input::Woke), [Effect::WakeAt(1 + QUIET_POLL_MS)], "a little early");
        let effects = client.step(1 + QUIET_POLL_MS - 7_200_000, &mut draft, Input::Woke);
        assert!(matches!(effects.as_slice(), [Effect::Send(..)]), "two hours earlier: {effects:?}");
    }

    #[test]
    fn a_refusal_ends_sharing() {
        let (mut client, mut draft, _) = settled();
        let (number, _) = sent(&client.step(10, &mut draft, Input::Nudged));
        let refused = Answer::Refused(Refusal::Gone);
        assert_eq!(client.step(11, &mut draft, Input::Answered(number, refused)), [Effect::Ended(Refusal::Gone)]);
        assert_eq!(client.step(12, &mut draft, Input::Nudged), []);
    }

    #[test]
    fn invitations_and_the_wire_form_are_pinned() {
        assert_eq!(invitation().to_fragment(), "d1~secret");
        for (text, expected) in [("d1~secret", Some(invitation())), ("d1", None), ("~secret", None), ("d1~", None), ("d1~a/b", None)] {
            assert_eq!(Invitation::from_fragment(text), expected, "{text}");
        }
        let answer = Answer::Took(Delta::default());
        assert_eq!(serde_json::to_string(&answer).unwrap(), r#"{"took":{"from":{},"to":{}}}"#);
        assert_eq!(serde_json::to_string(&Answer::Refused(Refusal::Closed)).unwrap(), r#"{"refused":"closed"}"#);
        let request = Request { have: Seen::default(), delta: Delta::default() };
        assert_eq!(serde_json::to_string(&request).unwrap(), r#"{"have":{},"delta":{"from":{},"to":{}}}"#);
    }
}
