//! Whether a draft was sent, as the outbox tells, and the sending itself.
//!
//! What waits or arrived cannot be changed here; what was refused can, and what is sent then takes its place.

use super::screen::HEADING;
use super::state::Fill;
use crate::command::Body;
use crate::forms::command::{FormCommand, Holder, SharedDraft};
use crate::forms::device::{FormDevice, KeepError, KeptFile, OutboxLine, OutboxStanding};
use crate::messages::forms::fill as m;
use crate::messages::problems;
use engawa_core::form::AnswerPath;
use engawa_core::form::draft::share::Invitation;
use engawa_core::outbox::{Ask, Attachment, State};
use engawa_core::{Lang, Message, Problem};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The longest title in the outbox, in characters.
const TITLE_MAX: usize = 200;

/// Whether a draft was sent.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Sent {
    /// Not yet.
    #[default]
    No,
    /// It waits or is under way.
    Waiting,
    /// It arrived.
    Done,
    /// It was refused: the entry, and what is wrong.
    Stuck {
        /// Which entry.
        entry: String,
        /// What is wrong, by answer.
        problems: Vec<Problem>,
    },
}

/// What the outbox says of a draft. The newest entry counts. `corrects`: the receipt of what came back to the person, which is as if it had
/// not been sent.
pub fn of(draft: &str, lines: &[OutboxLine], corrects: Option<&Holder>) -> Sent {
    let subject = subject(draft);
    let Some(line) = lines.iter().rev().find(|line| line.subject == subject) else { return Sent::No };
    match line.standing {
        OutboxStanding::Done if corrects.is_some_and(|holder| number_of(line) == Some(holder.receipt_no.as_str())) => Sent::No,
        OutboxStanding::Done => Sent::Done,
        // The device refused it: nothing was sent, and the draft is there to be sent once more.
        OutboxStanding::NotSaved { failed: true } => Sent::No,
        OutboxStanding::Stuck => {
            let problems = match line.entry.as_ref().map(|entry| &entry.state) {
                Some(State::Rejected { problems } | State::Conflict { problems, .. }) => problems.clone(),
                _ => Vec::new(),
            };
            Sent::Stuck { entry: line.id.clone(), problems }
        }
        _ => Sent::Waiting,
    }
}

/// The number of the receipt of a line that is done.
fn number_of(line: &OutboxLine) -> Option<&str> {
    match line.entry.as_ref().map(|entry| &entry.state) {
        Some(State::Done(kept)) => Some(kept.number.as_str()),
        _ => None,
    }
}

/// What the outbox calls a draft.
fn subject(draft: &str) -> String {
    format!("draft:{draft}")
}

/// What the server said is wrong with an answer.
pub fn refused_at(sent: &Sent, path: &str, lang: Lang) -> Option<String> {
    let Sent::Stuck { problems, .. } = sent else { return None };
    problems.iter().find(|problem| problem.path == path).map(|problem| words(problem, lang))
}

/// What a problem says: in the form's own words where it has some.
pub fn words(problem: &Problem, lang: Lang) -> String {
    if problem.message.is_empty() { problems::sentence(problem, lang) } else { problem.message.clone() }
}

/// The files that answers name, and a problem for each that is not here any more.
async fn files(fill: Fill, device: &Arc<dyn FormDevice>) -> (Vec<KeptFile>, Vec<Problem>) {
    let (mut kept, mut missing) = (Vec::new(), Vec::new());
    for (path, file) in fill.with(|core| core.filling.files()) {
        match device.file(&file.sha256).await {
            Ok(file) => kept.push(file),
            Err(_) => missing.push(Problem::new(path.0, "attachment_unlisted").arg(file.name)),
        }
    }
    (kept, missing)
}

/// What is said when the outbox did not take it.
fn not_taken(error: KeepError) -> Message {
    match error {
        KeepError::Full => m::SEND_FULL,
        KeepError::TooLarge => m::SEND_TOO_LARGE,
        _ => m::SEND_FAILED,
    }
}

/// Finishes the form and puts it into the outbox. What is wrong is given to `wrong`.
pub fn send(fill: Fill, wrong: RwSignal<Vec<Problem>>, busy: RwSignal<bool>) {
    let Some(device) = fill.device() else { return };
    if busy.get_untracked() {
        return;
    }
    busy.set(true);
    spawn_local(async move {
        let (kept, missing) = files(fill, &device).await;
        if fill.is_gone() {
            return;
        }
        let draft = fill.with(|core| core.card.id.clone());
        // Where nothing can be written nobody is held up: the outbox will say so.
        let is_first = device.claim_sending(&draft).await.unwrap_or(true);
        if fill.is_gone() {
            return;
        }
        // Another tab sends it, or sent it meanwhile.
        if !is_first || fill.sent.with_untracked(|sent| matches!(sent, Sent::Waiting | Sent::Done)) {
            busy.set(false);
            return;
        }
        if !missing.is_empty() {
            let _given_back = device.release_sending().await;
            busy.set(false);
            wrong.set(missing);
            return;
        }
        let id = device.new_id();
        let language = fill.language().get_untracked();
        let invitation = fill.invitation().get_untracked();
        let finished = fill.change(|core| {
            let language = core.definition.languages.get(language).cloned().unwrap_or_default();
            let shared = invitation.as_deref().and_then(Invitation::from_fragment);
            let shared = shared.map(|Invitation { draft, token }| SharedDraft { draft, token });
            core.filling.submit(&id, &language, &kept, shared, core.device.now())
        });
        let (mut submit, edited) = match finished {
            Some(Ok(finished)) => finished,
            Some(Err(problems)) => {
                let _given_back = device.release_sending().await;
                busy.set(false);
                wrong.set(problems);
                return;
            }
            None => return,
        };
        fill.take(edited);
        submit.corrects = fill.corrects().get_untracked();
        // One copy of each file, however many answers name it.
        let files: BTreeMap<String, Attachment> = submit
            .attachments
            .iter()
            .map(|file| (file.sha256.clone(), Attachment { sha256: file.sha256.clone(), bytes: file.bytes, name: file.name.clone() }))
            .collect();
        let replaces = fill.sent.with_untracked(|sent| if let Sent::Stuck { entry, .. } = sent { Some(entry.clone()) } else { None });
        let title = fill.with(|core| title(&core.card.form_title, &core.card.title));
        let entry = id.clone();
        let ask = Ask {
            id,
            subject: subject(&draft),
            kind: "forms".to_owned(),
            kind_schema: 1,
            title,
            body: serde_json::to_string(&Body::Forms(FormCommand::Submit(Box::new(submit)))).unwrap_or_default(),
            attachments: files.into_values().collect(),
            replaces,
            ..Ask::default()
        };
        match device.send(ask).await {
            Ok(()) => {
                // From now on the outbox's store tells the other tabs.
                let _given_back = device.release_sending().await;
                if fill.is_shared() {
                    // It is sealed: of the draft nothing stays here.
                    fill.forget();
                    let _gone = device.discard(&draft).await;
                }
                fill.leave("/outbox");
            }
            Err(error) if !fill.is_gone() => {
                // Whoever is told to send again sends what is written by then, and that alone: what waits in memory is taken back.
                device.cancel(&entry);
                let _given_back = device.release_sending().await;
                if fill.is_gone() {
                    return;
                }
                busy.set(false);
                // The button was away meanwhile, and the focus with it.
                fill.focus_soon(HEADING.to_owned());
                fill.refusal().set(Some(not_taken(error).text(fill.lang).to_owned()));
            }
            Err(_) => {}
        }
    });
}

/// What an entry of the outbox is called.
fn title(form: &str, draft: &str) -> String {
    let title = if draft.is_empty() { form.to_owned() } else { format!("{form}: {draft}") };
    title.chars().take(TITLE_MAX).collect()
}

/// The problems that stand at an answer that can be gone to, and those that do not.
pub fn at_answers(fill: Fill, problems: &[Problem]) -> Vec<(Option<AnswerPath>, Problem)> {
    let place = |problem: &Problem| {
        let path = AnswerPath(problem.path.clone());
        let is_there = !path.0.is_empty() && fill.form(|form| form.find(&path).is_some());
        is_there.then_some(path)
    };
    problems.iter().map(|problem| (place(problem), problem.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use engawa_core::outbox::{Entry, Kept};

    fn line(id: &str, draft: &str, standing: OutboxStanding, state: Option<State>) -> OutboxLine {
        let entry = state.map(|state| Entry { state, ..Entry::new(Ask { id: id.into(), ..Ask::default() }, 0) });
        OutboxLine { id: id.into(), subject: format!("draft:{draft}"), title: String::new(), entry, standing }
    }

    #[test]
    fn the_newest_entry_of_the_draft_counts() {
        let problem = Problem::new("who", "answer_required");
        let refused = State::Rejected { problems: vec![problem.clone()] };
        let stuck = line("2", "a", OutboxStanding::Stuck, Some(refused));
        let waiting = line("1", "b", OutboxStanding::Waiting { next_at: None, may_cancel: true }, None);
        let [saving, unsaved] = [false, true].map(|failed| line("3", "d", OutboxStanding::NotSaved { failed }, None));
        assert_eq!(of("d", &[saving], None), Sent::Waiting);
        assert_eq!(of("d", &[unsaved], None), Sent::No, "it can be sent again");
        let lines = [line("0", "a", OutboxStanding::Done, None), waiting, stuck];
        assert_eq!(of("c", &lines, None), Sent::No);
        assert_eq!(of("b", &lines, None), Sent::Waiting);
        let sent = of("a", &lines, None);
        assert_eq!(sent, Sent::Stuck { entry: "2".into(), problems: vec![problem] });
        assert!(refused_at(&sent, "who", Lang::En).is_some());
        assert_eq!(refused_at(&sent, "other", Lang::En), None);
        assert_eq!(of("a", &lines[..1], None), Sent::Done);
    }

    #[test]
    fn what_cannot_be_mended_by_sending_again_says_so() {
        assert_eq!(not_taken(KeepError::Full), m::SEND_FULL);
        assert_eq!(not_taken(KeepError::TooLarge), m::SEND_TOO_LARGE);
        assert_eq!(not_taken(KeepError::Failed), m::SEND_FAILED);
    }

    #[test]
    fn what_came_back_is_as_if_it_had_not_been_sent() {
        let done = |id: &str, number: &str| {
            let kept = Kept { number: number.into(), done_at: 0, rev: None };
            line(id, "a", OutboxStanding::Done, Some(State::Done(kept)))
        };
        let holder = Holder { receipt_no: "AAAA-1111".into(), secret: "s".into() };
        let first = [done("0", "AAAA-1111")];
        assert_eq!(of("a", &first, Some(&holder)), Sent::No);
        assert_eq!(of("a", &first, None), Sent::Done);
        let both = [done("0", "AAAA-1111"), done("1", "BBBB-2222")];
        assert_eq!(of("a", &both, Some(&holder)), Sent::Done, "the corrected form was sent");
    }

    #[test]
    fn a_title_names_form_and_draft() {
        assert_eq!(title("Grant", ""), "Grant");
        assert_eq!(title("Grant", "Spring"), "Grant: Spring");
        assert_eq!(title(&"x".repeat(500), "").len(), TITLE_MAX);
    }
}
