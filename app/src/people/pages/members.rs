//! A group from inside: members, invitations, renewal, what it shows of itself; joining and claiming. Plain forms, no scripts.

pub mod own;

use super::groups::{outcome, until};
use crate::forms::pages::{day, page};
use crate::listings::query::encode;
use crate::messages::people::groups as g;
use crate::messages::people::members as m;
use crate::people::group::{ClaimState, RegistrationState};
use crate::ui::qr::qr;
use crate::ui::still::{Markup, html};
use crate::ui::text::{t, tf};
use chrono::NaiveDate;
use engawa_core::Problem;
use engawa_core::rights::GroupRole;
use engawa_core::time::Millis;
use leptos::prelude::AnyView;

/// A group of a person.
#[derive(Clone, Debug)]
pub struct MineRow {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: String,
    /// As what they belong to it.
    pub role: GroupRole,
    /// Where it stands.
    pub state: RegistrationState,
    /// Last day.
    pub valid_until: Option<NaiveDate>,
}

/// `/my/groups`.
#[derive(Clone, Debug, Default)]
pub struct MinePage {
    /// Their groups.
    pub groups: Vec<MineRow>,
    /// Their claims: group, name, where it stands, why not.
    pub claims: Vec<(String, String, ClaimState, String)>,
    /// Whether the form of registration takes something now.
    pub may_register: bool,
    /// The receipt of what was just done.
    pub done: Option<String>,
}

/// Draws it.
pub fn mine(it: MinePage) -> AnyView {
    page(vec![
        html! { h1 { (t(m::MY_GROUPS)) } },
        outcome(it.done.as_ref(), &[]),
        html! {
            div {
                @if it.groups.is_empty() { p { (t(m::NO_GROUPS)) } }
                ul.desk-list {
                    @for group in &it.groups {
                        li.desk-row {
                            p.desk-row-title {
                                span.tag { (t(g::role(group.role))) } " "
                                a href=(format!("/my/groups/{}", group.id)) { (group.title) }
                            }
                            p.desk-row-note { (t(g::state(group.state))) " / " (t(g::VALID_UNTIL)) " " (until(group.valid_until)) }
                        }
                    }
                }
            }
        },
        html! {
            div {
                @if !it.claims.is_empty() {
                    h2 { (t(m::MY_CLAIMS)) }
                    ul {
                        @for (id, title, state, reason) in &it.claims {
                            li {
                                span.tag { (t(g::claim(*state))) } " " a href=(format!("/groups/{id}")) { (title) }
                                @if !reason.is_empty() { " " (reason) }
                            }
                        }
                    }
                }
            }
        },
        search(""),
        html! { div { @if it.may_register { p { a.button href="/forms/group_registration" { (t(m::REGISTER_LINK)) } } } } },
    ])
}

fn search(words: &str) -> Markup {
    html! {
        section aria-labelledby="claim-find" {
            h2 id="claim-find" { (t(m::CLAIM_FIND)) }
            form.desk-inline method="get" action="/my/groups/claim" {
                div.field {
                    label.field-label for="c-q" { (t(m::CLAIM_WORDS)) }
                    input.input type="search" id="c-q" name="q" value=(words);
                }
                button.button { (t(m::CLAIM_SEARCH)) }
            }
        }
    }
}

/// What was found for somebody who looks for their group: ids and names.
pub fn found(words: &str, groups: &[(String, String)]) -> AnyView {
    page(vec![
        html! { h1 { (t(m::CLAIM_FIND)) } },
        search(words),
        html! {
            div {
                @if groups.is_empty() { p role="status" { (t(m::CLAIM_NONE)) } }
                ul.desk-list {
                    @for (id, title) in groups {
                        li.desk-row {
                            p.desk-row-title { a href=(format!("/groups/{id}")) { (title) } }
                            p { a.button href=(format!("/my/groups/claim?group={}", encode(id))) aria-label=(format!("{}: {title}", t(m::CLAIM_THIS))) { (t(m::CLAIM_THIS)) } }
                        }
                    }
                }
            }
        },
    ])
}

/// Claiming one group.
#[derive(Clone, Debug)]
pub struct ClaimPage {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: String,
    /// What was typed.
    pub proof: String,
    /// The id of the command.
    pub command: String,
    /// Why it was not sent.
    pub problems: Vec<Problem>,
}

/// Draws it.
pub fn claim(it: ClaimPage) -> AnyView {
    page(vec![
        html! { h1 { (tf(m::CLAIM_TITLE, &[&it.title])) } },
        outcome(None, &it.problems),
        html! { p { (t(m::CLAIM_ABOUT)) } },
        html! {
            form.desk-form method="post" action="/my/groups/claim" {
                input type="hidden" name="command" value=(it.command);
                input type="hidden" name="group" value=(it.id);
                div.field {
                    label.field-label for="c-proof" { (t(m::CLAIM_PROOF)) }
                    textarea.input rows="5" id="c-proof" name="proof" required { "\n" (it.proof) }
                }
                p.buttons { button.button.button-primary { (t(m::CLAIM_SEND)) } }
            }
        },
    ])
}

/// A new invitation, shown once.
#[derive(Clone, Debug)]
pub struct InvitedPage {
    /// Group.
    pub id: String,
    /// Its name.
    pub title: String,
    /// As what.
    pub role: GroupRole,
    /// The address that the code leads to.
    pub link: String,
    /// Where it was mailed to; may be empty.
    pub mailed: String,
}

/// Draws it.
pub fn invited(it: InvitedPage) -> AnyView {
    page(vec![
        html! { h1 { (t(m::INVITATION)) } },
        html! { p role="status" { (tf(m::INVITATION_ABOUT, &[&it.title, t(g::role(it.role))])) } },
        html! { p { (t(m::INVITATION_LINK)) } },
        html! { div { @if !it.mailed.is_empty() { p { (tf(m::INVITATION_MAILED, &[&it.mailed])) } } } },
        html! { div.paper-qr { (qr(&it.link, t(m::INVITATION_QR))) } },
        html! { p { a href=(it.link) { (it.link) } } },
        html! { p { a href=(format!("/my/groups/{}", it.id)) { (it.title) } } },
    ])
}

/// What an invitation is for.
#[derive(Clone, Debug)]
pub struct InvitationPage {
    /// Group, its name, as what, and whether the inviter steps down; nothing: it cannot be used.
    pub what: Option<(String, String, GroupRole, bool)>,
    /// Its secret.
    pub secret: String,
    /// The id of the command.
    pub command: String,
    /// Why one did not join.
    pub problems: Vec<Problem>,
}

/// Draws it.
pub fn invitation(it: InvitationPage) -> AnyView {
    page(vec![
        html! { h1 { (t(m::INVITATION)) } },
        outcome(None, &it.problems),
        html! {
            div {
                @if let Some((group, title, role, hands_over)) = &it.what {
                    p { (tf(m::JOIN_ASKED, &[title, t(g::role(*role))])) }
                    @if *hands_over { p { (t(m::JOIN_HANDS_OVER)) } }
                    form.desk-form method="post" action="/invitation" {
                        input type="hidden" name="command" value=(it.command);
                        input type="hidden" name="group" value=(group);
                        input type="hidden" name="t" value=(it.secret);
                        p.buttons { button.button.button-primary { (t(m::JOIN)) } }
                    }
                }
            }
        },
        html! { p { a href="/my/groups" { (t(m::MY_GROUPS)) } } },
    ])
}

/// An invitation in the list of a group.
#[derive(Clone, Debug)]
pub struct InvitationRow {
    /// Digest of its secret.
    pub digest: String,
    /// As what.
    pub role: GroupRole,
    /// Whom it is for.
    pub note: String,
    /// Until when.
    pub expires_at: Millis,
    /// How often.
    pub uses_left: i64,
}

impl InvitationRow {
    fn words(&self) -> String {
        let name = if self.note.is_empty() { t(g::role(self.role)).to_owned() } else { format!("{}: {}", t(g::role(self.role)), self.note) };
        tf(m::INVITATION_ROW, &[&name, &self.uses_left.to_string(), &day(self.expires_at)])
    }
}
