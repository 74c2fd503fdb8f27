//! `/listings/{id}/report`: saying that something is wrong with a listing, without an account and without scripts.

use super::desk::{problem_list, text_field};
use crate::listings::moderation::ReportReason;
use crate::messages::people::moderation as m;
use crate::messages::problems;
use crate::ui::field::{Field, described_by};
use crate::ui::text::{t, tf, use_lang};
use crate::ui::text_area::TextArea;
use engawa_core::{Message, Problem};
use leptos::prelude::*;

/// The form of a report.
#[derive(Clone, Debug)]
pub struct Report {
    /// Listing.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Id of the command that the form sends.
    pub command: String,
    /// What was chosen.
    pub reason: Option<ReportReason>,
    /// What was written.
    pub words: String,
    /// How to reach who writes.
    pub contact: String,
    /// What is wrong.
    pub problems: Vec<Problem>,
    /// The number of what was taken.
    pub done: Option<String>,
}

/// The words of a reason.
pub fn reason(reason: ReportReason) -> Message {
    match reason {
        ReportReason::Wrong => m::REASON_WRONG,
        ReportReason::Unlawful => m::REASON_UNLAWFUL,
        ReportReason::Harmful => m::REASON_HARMFUL,
        ReportReason::Personal => m::REASON_PERSONAL,
        ReportReason::Spam => m::REASON_SPAM,
        ReportReason::Other => m::REASON_OTHER,
    }
}

/// Draws the form, or the thanks.
pub fn report(report: Report) -> AnyView {
    let (action, page) = (format!("/listings/{}/report", report.id), format!("/listings/{}", report.id));
    let back = view! { <p><a class="button" href=page>{t(m::REPORT_BACK)}</a></p> };
    if let Some(number) = report.done {
        return view! {
            <h1>{t(m::REPORT)}</h1>
            <p class="desk-done" role="status">{tf(m::REPORT_DONE, &[&number])}</p>
            {back}
        }
        .into_any();
    }
    let name_of = |path: &str| match path {
        "reason" => Some(m::REPORT_REASON),
        "words" => Some(m::REPORT_WORDS),
        "contact" => Some(m::REPORT_CONTACT),
        _ => None,
    };
    let chosen = report.reason;
    let reasons: Vec<AnyView> = ReportReason::ALL
        .iter()
        .map(|it| {
            let (id, checked) = (format!("f-reason-{}", it.code()), chosen == Some(*it));
            let label_for = id.clone();
            view! {
                <li>
                    <input type="radio" id=id name="reason" value=it.code() checked=checked required />
                    <label for=label_for>{t(reason(*it))}</label>
                </li>
            }
            .into_any()
        })
        .collect();
    let lang = use_lang();
    let error = report.problems.iter().find(|problem| problem.path == "words").map(|problem| problems::sentence(problem, lang)).unwrap_or_default();
    let invalid = !error.is_empty();
    let described = described_by("f-words", true, invalid);
    view! {
        <h1>{t(m::REPORT)}</h1>
        <p>{tf(m::REPORT_ABOUT, &[&report.title])}</p>
        {problem_list(&report.problems, name_of)}
        <form method="post" action=action class="desk-form">
            <input type="hidden" name="command" value=report.command />
            <fieldset class="desk-group" id="f-reason"><legend>{t(m::REPORT_REASON)}</legend><ul class="desk-checks">{reasons}</ul></fieldset>
            <Field id="f-words" label=t(m::REPORT_WORDS) hint=t(m::REPORT_WORDS_HINT) error=error>
                <TextArea name="words" id="f-words" text=report.words rows=5 described_by=described invalid=invalid />
            </Field>
            {text_field("contact", t(m::REPORT_CONTACT), "text", report.contact, "email")}
            <p>{t(m::REPORT_PRIVACY)}</p>
            <p class="buttons"><button class="button button-primary">{t(m::REPORT_SEND)}</button></p>
        </form>
        {back}
    }
    .into_any()
}
