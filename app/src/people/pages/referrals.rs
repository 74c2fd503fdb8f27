//! Referrals: handing a case over with the person's consent, and what the other desk reads.

use super::parts::{command, done_box, line, lines, problem_box, select, select_asked};
use crate::forms::pages::{moment, page};
use crate::messages::people::cases as m;
use crate::people::case::{Consent, ConsentWay, Handed, HandedPart, ReferralState};
use crate::ui::still::{Markup, html};
use crate::ui::text::{t, tf};
use engawa_core::Problem;
use engawa_core::time::Millis;
use leptos::prelude::AnyView;

/// A referral in a list.
#[derive(Clone, Debug)]
pub struct ReferralRow {
    /// Its id.
    pub id: String,
    /// The name of the desk that handed over.
    pub from: String,
    /// The name of the desk that receives.
    pub to: String,
    /// Where it stands.
    pub state: ReferralState,
    /// When it was made.
    pub at: Millis,
}

/// Referrals as a list.
pub fn list(rows: &[ReferralRow]) -> Markup {
    html! {
        ul.desk-list {
            @for row in rows {
                li.desk-row {
                    p.desk-row-title {
                        span.tag { (t(m::state(row.state.code()))) } " "
                        a href=(format!("/staff/referrals/{}", row.id)) { (tf(m::REFERRAL_ROW, &[&row.from, &row.to, &moment(row.at)])) }
                    }
                }
            }
        }
    }
}

/// Draws the list of a desk's referrals.
pub fn all(rows: Vec<ReferralRow>) -> AnyView {
    page(vec![
        html! { h1 { (t(m::REFERRALS)) } },
        html! { p { (t(m::REFERRALS_ABOUT)) } },
        html! { div { @if rows.is_empty() { p { (t(m::CASES_NONE)) } } @else { (list(&rows)) } } },
    ])
}

/// The form with which a case is handed over.
#[derive(Clone, Debug, Default)]
pub struct ReferPage {
    /// The case.
    pub case: String,
    /// Its number.
    pub case_no: String,
    /// Desks that it can go to: code and name.
    pub desks: Vec<(String, String)>,
    /// The desk that was chosen.
    pub to: String,
    /// The parts that were chosen, by code.
    pub parts: Vec<String>,
    /// The code of how the person agreed.
    pub way: String,
    /// To which words.
    pub words: String,
    /// On which day.
    pub on: String,
    /// The id of the command.
    pub command: String,
    /// Why it was not handed over.
    pub problems: Vec<Problem>,
}

/// Draws it.
pub fn refer(it: ReferPage) -> AnyView {
    let ways: Vec<(String, String)> = ConsentWay::ALL.iter().map(|way| (way.code().to_owned(), t(m::way(way.code())).to_owned())).collect();
    page(vec![
        html! { h1 { (t(m::REFER)) " " (it.case_no) } },
        problem_box(&it.problems),
        html! { p { (t(m::REFER_ABOUT)) } },
        html! {
            form.desk-form method="post" action=(format!("/staff/counter/{}/refer", it.case)) autocomplete="off" {
                (command(&it.command))
                (select_asked(&it.problems, "to", t(m::REFER_TO), &it.desks, &it.to))
                fieldset.desk-group id="f-parts" {
                    legend { (t(m::REFER_PARTS)) }
                    ul.desk-checks {
                        @for part in HandedPart::ALL {
                            li {
                                input type="checkbox" id=(format!("f-part-{}", part.code())) name="part" value=(part.code())
                                    checked[it.parts.iter().any(|code| code == part.code())];
                                label for=(format!("f-part-{}", part.code())) { (t(m::part(part.code()))) }
                            }
                        }
                    }
                }
                fieldset.desk-section {
                    legend { (t(m::CONSENT)) }
                    (select(&it.problems, "way", t(m::CONSENT_WAY), &ways, &it.way))
                    (lines(&it.problems, "consent_words", t(m::CONSENT_WORDS), &it.words))
                    (line(&it.problems, "consent_on", t(m::CONSENT_ON), "date", &it.on))
                }
                p.buttons { button.button.button-primary { (t(m::SEND_REFERRAL)) } " " a.button href=(format!("/staff/counter/{}", it.case)) { (tf(m::CASE, &[&it.case_no])) } }
            }
        },
    ])
}

/// A referral.
#[derive(Clone, Debug)]
pub struct ReferralPage {
    /// In short.
    pub row: ReferralRow,
    /// That the person agreed.
    pub consent: Consent,
    /// What was handed over; `None`: the reader may not read it any more.
    pub handed: Option<Handed>,
    /// Why it came back.
    pub note: String,
    /// The reader may take and give back.
    pub may_receive: bool,
    /// The reader may record that the consent was taken back.
    pub may_withdraw: bool,
    /// The ids of the commands: take, return, withdraw.
    pub commands: [String; 3],
    /// Something was done.
    pub done: bool,
    /// Why something was not done.
    pub problems: Vec<Problem>,
}

/// Draws it.
pub fn referral(it: ReferralPage) -> AnyView {
    let at = |part: &str| format!("/staff/referrals/{}/{part}", it.row.id);
    let state = it.row.state;
    page(vec![
        html! { h1 { (t(m::REFERRAL)) } },
        done_box(it.done.then(|| t(m::DONE))),
        problem_box(&it.problems),
        html! {
            p { span.tag { (t(m::state(state.code()))) } " " (tf(m::REFERRAL_ROW, &[&it.row.from, &it.row.to, &moment(it.row.at)])) }
        },
        html! { p { (tf(m::REFERRAL_CONSENT, &[t(m::way(it.consent.way.code())), &it.consent.on.to_string(), &it.consent.words])) } },
        html! {
            div {
                @match &it.handed { Some(handed) => (parts(handed)), None => p role="status" { (t(m::REFERRAL_GONE)) } }
                @if !it.note.is_empty() { p { (t(m::RETURN_NOTE)) ": " (it.note) } }
            }
        },
        html! {
            div {
                @if it.may_receive && state.may_become(ReferralState::Taken) {
                    form.desk-form method="post" action=(at("take")) { (command(&it.commands[0])) p.buttons { button.button.button-primary { (t(m::TAKE)) } } }
                }
                @if it.may_receive && state.may_become(ReferralState::Returned) {
                    form.desk-form method="post" action=(at("return")) {
                        (command(&it.commands[1]))
                        (line(&it.problems, "note", t(m::RETURN_NOTE), "text", ""))
                        p.buttons { button.button { (t(m::RETURN)) } }
                    }
                }
                @if it.may_withdraw && state.may_become(ReferralState::Withdrawn) {
                    form.desk-form method="post" action=(at("withdraw")) { (command(&it.commands[2])) p.buttons { button.button { (t(m::WITHDRAW)) } } }
                }
            }
        },
    ])
}

fn parts(handed: &Handed) -> Markup {
    html! {
        dl {
            @if !handed.name.is_empty() { dt { (t(m::PART_NAME)) } dd { (handed.name) } }
            @if !handed.phone.is_empty() { dt { (t(m::PART_PHONE)) } dd { (handed.phone) } }
            @if !handed.topic.is_empty() { dt { (t(m::PART_TOPIC)) } dd { (handed.topic) } }
            @for note in &handed.notes { dt { (t(m::PART_NOTES)) } dd { (note) } }
            @for (verb, number) in &handed.items { dt { (t(m::PART_ITEMS)) } dd { (t(m::did(verb))) " " (number) } }
        }
    }
}
