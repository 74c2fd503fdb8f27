//! 紙・電話・窓口の受付: the whole form on one page, in the order of the printed one, and the slip that is handed over afterwards.

use super::{page, said};
use crate::forms::Provenance;
use crate::forms::pages::plain::{drawn, placed, problem_list};
use crate::forms::pages::receipt::digest;
use crate::forms::placing::Placed;
use crate::forms::plain::Part;
use crate::messages::forms as words;
use crate::messages::forms::intake as m;
use crate::ui::qr::qr;
use crate::ui::still::{Markup, html};
use crate::ui::text::{t, tf};
use engawa_core::Problem;
use leptos::prelude::AnyView;

/// The ways in that staff enter for.
pub const WAYS: [Provenance; 3] = [Provenance::Paper, Provenance::Phone, Provenance::Staff];

/// The names of the fields about the whole: no answer has a name like these.
pub const FIELDS: [&str; 3] = ["i:provenance", "i:received_on", "i:paper_id"];

/// The page on which staff enter for somebody.
#[derive(Clone, Debug, Default)]
pub struct IntakePage {
    /// The form.
    pub form_id: String,
    /// What it is called.
    pub title: String,
    /// Everything answered so far, as the page carries it.
    pub carried: String,
    /// All questions.
    pub parts: Vec<Part>,
    /// What stands in the fields of [`FIELDS`].
    pub values: [String; 3],
    /// Submissions that were entered from the paper of this number: id and receipt number.
    pub known: Vec<(String, String)>,
    /// Questions came up by the answers.
    pub has_more: bool,
    /// The address that was filled in just now, and what it begins with.
    pub placed: Option<Placed>,
    /// What is wrong.
    pub problems: Vec<Problem>,
}

/// Draws it.
pub fn intake(it: IntakePage) -> AnyView {
    let (own, answers): (Vec<Problem>, Vec<Problem>) = it.problems.iter().cloned().partition(|problem| FIELDS.contains(&problem.path.as_str()));
    page(vec![
        html! { h1 { (tf(m::INTAKE, &[&it.title])) } },
        html! { p { (t(m::INTAKE_ABOUT)) } },
        html! {
            div {
                @if it.has_more { p.desk-problem role="alert" { (t(m::MORE_QUESTIONS)) } }
                @if !it.problems.is_empty() { p { (t(m::KEPT)) } }
                @if !own.is_empty() {
                    div.desk-problem role="alert" {
                        ul { @for problem in &own { li { a href=(format!("#{}", id(&problem.path))) { (said(problem)) } } } }
                    }
                }
            }
        },
        problem_list(&it.parts, &answers),
        placed(&it.parts, it.placed.as_ref()),
        known(&it.known),
        html! {
            form.desk-form method="post" action=(format!("/staff/forms/{}/intake", it.form_id)) enctype="multipart/form-data" {
                input type="hidden" name="carried" value=(it.carried);
                // The first button is what the Enter key presses: it never takes anything in.
                button.visually-hidden name="go" value="next" tabindex="-1" aria-hidden="true" { (t(m::REFRESH)) }
                (about(&it.values, &own))
                (drawn(&it.parts, &it.form_id))
                p.buttons {
                    button.button.button-primary name="go" value="send" { (t(m::SEND)) }
                    button.button name="go" value="next" formnovalidate { (t(m::REFRESH)) }
                }
            }
        },
    ])
}

/// The id of a field about the whole.
fn id(name: &str) -> String {
    format!("f-{}", name.replace(':', "-"))
}

fn known(known: &[(String, String)]) -> Markup {
    html! {
        div {
            @if !known.is_empty() {
                p.desk-problem role="status" {
                    (t(m::PAPER_KNOWN))
                    @for (id, number) in known { " " a href=(format!("/staff/submissions/{id}")) { (number) } }
                }
            }
        }
    }
}

fn about(values: &[String; 3], problems: &[Problem]) -> Markup {
    let [provenance, received_on, paper_id] = values;
    let [how, on, paper] = FIELDS;
    let wrong = |name: &str| problems.iter().find(|problem| problem.path == name).map(said);
    let error_id = |name: &str| wrong(name).map(|_| format!("{}-error", id(name)));
    let error = |name: &str| {
        let (id, words) = (error_id(name), wrong(name));
        html! { @if let Some(words) = words { p.field-error id=[id] { span { (words) } } } }
    };
    let line = |name: &str, label: &str, kind: &str, value: &str| {
        let (id, described) = (id(name), error_id(name));
        let invalid = described.is_some().then_some("true");
        html! {
            div class=(if described.is_some() { "field field-wrong" } else { "field" }) {
                label.field-label for=(id) { (label) }
                (error(name))
                input.input type=(kind) id=(id) name=(name) value=(value) autocomplete="off" aria-describedby=[described] aria-invalid=[invalid];
            }
        }
    };
    html! {
        div.desk-section {
            fieldset id=(id(how)) class=(if wrong(how).is_some() { "field field-wrong" } else { "field" }) {
                legend.field-label { (t(m::HOW)) }
                (error(how))
                @for way in WAYS {
                    @let id = format!("{}-{}", id(how), way.code());
                    p {
                        input type="radio" id=(id) name=(how) value=(way.code()) checked[provenance == way.code()] aria-describedby=[error_id(how)];
                        " " label for=(id) { (t(words::provenance(way))) }
                    }
                }
            }
            (line(on, t(m::RECEIVED_ON), "date", received_on))
            (line(paper, t(m::PAPER_ID), "text", paper_id))
        }
    }
}

/// What is handed over.
#[derive(Clone, Debug, Default)]
pub struct SlipPage {
    /// The submission.
    pub id: String,
    /// Its form.
    pub form_id: String,
    /// What the form is called.
    pub form_title: String,
    /// The name of the city.
    pub city: String,
    /// The short number.
    pub receipt_no: String,
    /// What only the holder knows.
    pub secret: String,
    /// When it arrived, in words.
    pub received: String,
    /// The SHA-256 of what was sent; may be empty.
    pub content_sha256: String,
    /// Where its holder sees how it stands, with both numbers.
    pub address: String,
    /// Where both numbers can be typed.
    pub lookup: String,
}

/// Draws the slip.
pub fn slip(it: SlipPage) -> AnyView {
    page(vec![
        html! {
            div.paper-screen {
                p.desk-done role="status" { (t(m::SLIP_ABOUT)) }
                p.buttons {
                    a.button href=(format!("/staff/forms/{}/intake", it.form_id)) { (t(m::NEXT_ONE)) }
                    a.button href=(format!("/staff/submissions/{}", it.id)) { (t(m::BACK_TO_IT)) }
                }
            }
        },
        html! {
            article.paper {
                header.paper-head {
                    div { p { (it.city) } h1 { (t(m::SLIP)) } p { (it.form_title) } }
                    div.paper-qr { (qr(&it.address, t(m::SLIP_QR))) }
                }
                table.paper-table {
                    tbody {
                        tr { th scope="row" { (t(words::RECEIPT_NO)) } td { strong { (it.receipt_no) } } }
                        tr { th scope="row" { (t(words::RECEIPT_SECRET)) } td { strong { (it.secret) } } }
                        tr { th scope="row" { (t(words::RECEIPT_RECEIVED)) } td { (it.received) } }
                        @if !it.content_sha256.is_empty() {
                            tr {
                                th scope="row" { (t(words::RECEIPT_DIGEST)) }
                                td { (digest(&it.content_sha256)) span.paper-small { (t(words::RECEIPT_DIGEST_ABOUT)) } }
                            }
                        }
                    }
                }
                p { (t(m::SLIP_HOW)) }
                p.paper-address { (it.lookup) }
                p { (t(m::SLIP_KEEP)) }
            }
        },
    ])
}
