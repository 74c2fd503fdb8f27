//! How something that was sent earlier stands, at a shared screen: for whoever types the two numbers of its receipt.
//!
//! The city is asked and its answer is shown. Invariants: what was typed and what was found are in the memory of this page alone; the
//! numbers leave their fields as soon as they did their work; without a connection it is said that nothing can be shown now.

use super::super::kept::use_awake_device;
use super::super::when::on_record;
use crate::forms::command::Holder;
use crate::forms::device::KeepError;
use crate::forms::receipt::Standing;
use crate::kiosk::pages::frame::focus_element;
use crate::messages::forms as f;
use crate::messages::kiosk::screen as s;
use crate::ui::{Field, Icon, Markup, Notice, Tone, described_by, html, icon, still, t, use_lang};
use engawa_core::{Lang, Message};
use leptos::ev::SubmitEvent;
use leptos::html::Input;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The id of the heading.
const HEADING: &str = "kiosk-receipt";
/// The id of the heading of what was found.
const FOUND: &str = "kiosk-receipt-found";
/// The field of the number.
const NUMBER: &str = "kiosk-receipt-no";
/// The field of the secret.
const SECRET: &str = "kiosk-receipt-secret";
/// The sheet of keys with which somebody types either.
const KEYS: &str = "letters";

/// How far it is.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    Idle,
    Asking,
    Found(Standing),
    Failed(KeepError),
}

/// Why nothing is shown, and what to do.
fn trouble(error: KeepError) -> Message {
    match error {
        KeepError::Offline => s::LOOKUP_OFFLINE,
        KeepError::Full => s::LOOKUP_OFTEN,
        KeepError::NotFound => s::LOOKUP_UNKNOWN,
        KeepError::Refused | KeepError::TooLarge | KeepError::Failed => s::LOOKUP_FAILED,
    }
}

/// The form, and what it found.
pub fn draw() -> AnyView {
    let lang = use_lang();
    let device = use_awake_device();
    let step = RwSignal::new(Step::Idle);
    let (number, secret) = (NodeRef::<Input>::new(), NodeRef::<Input>::new());
    let typed = |field: NodeRef<Input>| field.get_untracked().map(|field| field.value()).unwrap_or_default();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(device) = device.get_untracked().filter(|_| step.with_untracked(|step| *step != Step::Asking)) else { return };
        let asking = device.receipt(&Holder { receipt_no: typed(number), secret: typed(secret) });
        step.set(Step::Asking);
        spawn_local(async move {
            match asking.await {
                Ok(standing) => {
                    for field in [number, secret] {
                        if let Some(field) = field.try_get_untracked().flatten() {
                            field.set_value("");
                        }
                    }
                    let _gone = step.try_set(Step::Found(standing));
                    focus_element(device, FOUND.to_owned());
                }
                Err(error) => {
                    let _gone = step.try_set(Step::Failed(error));
                }
            }
        });
    };
    let is_busy = move || step.with(|step| *step == Step::Asking).then_some("true");
    // What stands in a field can be asked for aloud: not of what shows that a receipt is theirs.
    let is_unsaid = |id: &str| (id == SECRET).then_some("");
    let field = move |id: &'static str, label: Message, hint: Message, place: NodeRef<Input>| {
        view! {
            <Field id=id label=label.text(lang) hint=hint.text(lang) required=Some(true)>
                <input
                    class="input"
                    type="text"
                    id=id
                    required
                    autocomplete="off"
                    spellcheck="false"
                    data-keys=KEYS
                    data-unsaid=is_unsaid(id)
                    aria-describedby=described_by(id, true, false)
                    node_ref=place
                />
            </Field>
        }
    };
    view! {
        <section class="tray-part" aria-labelledby=HEADING>
            <h2 id=HEADING>{t(f::RECEIPT_FIND)}</h2>
            <p>{t(f::RECEIPT_FIND_ABOUT)}</p>
            <form class="kiosk-pair" on:submit=submit>
                {field(NUMBER, f::RECEIPT_NO, f::RECEIPT_NO_HINT, number)}
                {field(SECRET, f::RECEIPT_SECRET, f::RECEIPT_SECRET_HINT, secret)}
                <p class="buttons">
                    <button type="submit" class="button button-primary kiosk-key" aria-disabled=is_busy>
                        {icon(Icon::Search)}
                        <span>{t(f::RECEIPT_SHOW)}</span>
                    </button>
                </p>
            </form>
            <div aria-live="polite">{move || shown(step.get(), lang)}</div>
        </section>
    }
    .into_any()
}

fn shown(step: Step, lang: Lang) -> Option<AnyView> {
    match step {
        Step::Idle => None,
        Step::Asking => Some(view! { <p class="quiet">{s::LOOKUP_ASKING.text(lang)}</p> }.into_any()),
        Step::Failed(error) => Some(view! { <Notice tone=Tone::Caution text=trouble(error).text(lang) /> }.into_any()),
        Step::Found(standing) => Some(still(found(&standing, lang))),
    }
}

/// How it stands, and everything that the desk said, oldest first.
fn found(standing: &Standing, lang: Lang) -> Markup {
    html! {
        div.tray-slip.kiosk-found translate="no" {
            h3.tray-title id=(FOUND) tabindex="-1" { (standing.title) }
            dl.facts {
                div.fact { dt { (f::RECEIPT_NO.text(lang)) } dd { strong { (standing.receipt_no) } } }
                div.fact {
                    dt { (f::RECEIPT_STATE.text(lang)) }
                    dd {
                        strong { (f::state(standing.state).text(lang)) }
                        @if !standing.replaced_by.is_empty() { " " (f::REPLACED_BY.with(lang, &[&standing.replaced_by])) }
                    }
                }
                div.fact { dt { (f::RECEIPT_RECEIVED.text(lang)) } dd { (on_record(standing.received_at, lang)) } }
            }
            h4 { (f::RECEIPT_MESSAGES.text(lang)) }
            @if standing.messages.is_empty() {
                p { (f::RECEIPT_NO_MESSAGES.text(lang)) }
            } @else {
                ul {
                    @for told in &standing.messages {
                        li {
                            (on_record(told.at, lang)) " " strong { (f::state(told.state).text(lang)) }
                            @if !told.text.is_empty() { p { (told.text) } }
                        }
                    }
                }
            }
            p.quiet { (s::LOOKUP_FORGOTTEN.text(lang)) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms::SubmissionState;
    use crate::forms::receipt::Told;

    fn standing(messages: Vec<Told>) -> Standing {
        Standing {
            receipt_no: "ABCD-1234".into(),
            form_id: "f".into(),
            version: "1".into(),
            title: "<T>".into(),
            state: SubmissionState::SentBack,
            received_at: 1_795_150_800_000,
            updated_at: 0,
            deleted_at: 0,
            replaced_by: String::new(),
            content_sha256: String::new(),
            messages,
        }
    }

    #[test]
    fn how_it_stands_and_what_the_desk_said_is_told() {
        let told = |text: &str| Told { at: 1_795_150_860_000, state: SubmissionState::SentBack, text: text.into() };
        let drawn = found(&standing(vec![told("first"), told("<last>")]), Lang::En).into_string();
        let state = f::state(SubmissionState::SentBack).text(Lang::En);
        for part in ["&lt;T&gt;", "ABCD-1234", "first", "&lt;last&gt;", state, "Fri 20 Nov 2026 14:01"] {
            assert!(drawn.contains(part), "{part} in {drawn}");
        }
        assert!(!drawn.contains(f::RECEIPT_NO_MESSAGES.text(Lang::En)));
        assert!(found(&standing(Vec::new()), Lang::En).into_string().contains(f::RECEIPT_NO_MESSAGES.text(Lang::En)));
    }

    #[test]
    fn no_connection_a_wrong_number_and_too_many_tries_are_three_things() {
        let said = [KeepError::Offline, KeepError::NotFound, KeepError::Full].map(trouble);
        assert_eq!(said, [s::LOOKUP_OFFLINE, s::LOOKUP_UNKNOWN, s::LOOKUP_OFTEN]);
    }
}
