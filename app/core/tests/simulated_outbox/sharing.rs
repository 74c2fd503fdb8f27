//! The shared draft between its members: each tab's side of it, the way to the server and back, and who sends it in.

use super::edits::Known;
use super::event::{At, Event};
use super::pad::{DRAFT, Line};
use super::people::blank;
use super::server::Sabotage;
use super::verdict::{Submission, Wrong, n_of};
use super::{City, PATIENCE_MS};
use engawa_core::form::AnswerPath;
use engawa_core::form::draft::log::Record;
use engawa_core::form::draft::share::{Answer, Effect as Doing, Input as News, Refusal, Request, serve};
use std::rc::Rc;

/// What becomes of a request at the server.
enum Served {
    Nothing,
    Fails,
    Says(Answer, Known),
}

impl City {
    /// Tells a tab's side of the shared draft, and does what it says. `brings`: the edits that an answer knows of.
    pub fn share(&mut self, at: At, news: News, brings: Known) {
        let clock = self.clock(at.device);
        let Some(pad) = self.pad(at) else { return };
        let doings = pad.client.step(clock, &mut pad.draft, news);
        for doing in doings {
            self.does(at, doing, brings);
        }
    }

    fn does(&mut self, at: At, doing: Doing, brings: Known) {
        match doing {
            Doing::Keep(delta) => {
                let Some(pad) = self.pad(at) else { return };
                pad.knows |= brings;
                pad.queue.push(Line::new(Record::Arrived(delta), brings));
                self.keeps(at);
            }
            Doing::Send(number, request) => self.posts(at, number, request),
            Doing::WakeAt(time) => {
                let wait = u64::try_from(time - self.clock(at.device)).unwrap_or(0);
                // Timers are late, and sometimes a little early.
                let wait = (wait + self.dice.below(40)).saturating_sub(5);
                let Some(pad) = self.pad(at) else { return };
                pad.timer += 1;
                let timer = pad.timer;
                self.after(wait.max(1), Event::PadWoke { at, timer });
            }
            Doing::Trouble(why) => self.wrong.push((Wrong::Diverged, format!("device {} cannot merge what came: {why:?}", at.device))),
            Doing::Ended(Refusal::Closed) => self.met.ended += 1,
            Doing::Ended(why) => self.wrong.push((Wrong::Lost, format!("sharing ended: {why:?}"))),
            Doing::Changed | Doing::InSync(_) => {}
        }
    }

    fn posts(&mut self, at: At, number: u64, request: Request) {
        let Some(knows) = self.pad(at).map(|pad| pad.knows) else { return };
        if knows & !self.edits.committed != 0 {
            self.wrong.push((Wrong::Unsaved, format!("device {} sends what no journal has: {:b}", at.device, knows & !self.edits.committed)));
        }
        self.after(PATIENCE_MS, Event::ShareFails { at, number });
        if self.trouble(15) {
            self.met.lost_requests += 1;
            return;
        }
        // Only now and then by way of the text, which is slow.
        let request = if self.dice.percent(2) { serde_json::from_str(&serde_json::to_string(&request).unwrap()).unwrap() } else { request };
        let request = Rc::new(request);
        if self.trouble(10) {
            self.met.repeated += 1;
            self.within(5, 50_000, Event::Shares { at, number, request: Rc::clone(&request), knows });
        }
        self.within(5, 300, Event::Shares { at, number, request, knows });
    }

    /// A request of a tab arrives.
    pub fn shares(&mut self, at: At, number: u64, request: &Request, knows: Known) {
        match self.serve_share(request, knows) {
            Served::Nothing => {}
            Served::Fails => self.within(5, 300, Event::ShareFails { at, number }),
            Served::Says(answer, brings) => {
                if self.trouble(15) {
                    self.met.lost_answers += 1;
                    return;
                }
                if self.trouble(5) {
                    self.within(5, 50_000, Event::ShareAnswered { at, number, answer: Box::new(answer.clone()), brings });
                }
                let late = if self.trouble(10) { 50_000 } else { 300 };
                self.within(5, late, Event::ShareAnswered { at, number, answer: Box::new(answer), brings });
            }
        }
    }

    fn serve_share(&mut self, request: &Request, knows: Known) -> Served {
        if !self.server.up {
            return if self.dice.percent(50) { Served::Fails } else { Served::Nothing };
        }
        if self.trouble(4) {
            return Served::Fails;
        }
        if self.server.sent.is_some() {
            return Served::Says(Answer::Refused(Refusal::Closed), 0);
        }
        if self.trouble(4) {
            self.met.deaths_before_commit += 1;
            self.server_dies();
            return Served::Nothing;
        }
        let server = &mut self.server;
        let mut answer = if server.sabotage == Sabotage::ForgetfulMerge {
            let mut forgotten = request.clone();
            forgotten.delta.registers.remove(&AnswerPath("a".to_owned()));
            serve(&mut server.document, &forgotten)
        } else {
            serve(&mut server.document, request)
        };
        match &mut answer {
            Answer::Took(delta) => {
                server.knows |= knows;
                if server.sabotage == Sabotage::ForgetfulAnswer {
                    delta.registers.remove(&AnswerPath("b".to_owned()));
                }
            }
            other => self.wrong.push((Wrong::Diverged, format!("the server says {other:?}"))),
        }
        let knows = self.server.knows;
        if self.trouble(4) {
            self.met.deaths_after_commit += 1;
            self.server_dies();
            return Served::Nothing;
        }
        Served::Says(answer, knows)
    }

    /// A member sends the draft in, whatever the others do.
    pub fn sends(&mut self, at: At) {
        let is_known = self.pad(at).is_some_and(|pad| !pad.draft.form_id().is_empty());
        if !is_known {
            return;
        }
        let n = self.submissions.len();
        let shown = self.context(at).outbox.shown();
        let seen: Vec<usize> = shown.iter().filter(|line| line.subject == DRAFT).map(|line| n_of(line.id)).collect();
        let before = seen.into_iter().map(|seen| self.submissions[seen].root).collect();
        self.submit(at, Submission { is_shared: true, before, ..blank(at, n, DRAFT.to_owned()) }, None, None);
    }
}
