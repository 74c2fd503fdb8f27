//! One group, as staff see it: registration, members, claims, history, merging.

use super::{hidden, line, lines, outcome, select, until};
use crate::forms::pages::{day, moment, page};
use crate::listings::query::encode;
use crate::messages::people::group_deeds::deed;
use crate::messages::people::groups as m;
use crate::people::group::{ClaimState, RegistrationClass, RegistrationState, Trust};
use crate::ui::qr::qr;
use crate::ui::still::{Markup, html};
use crate::ui::text::{t, tf};
use chrono::NaiveDate;
use engawa_core::Problem;
use engawa_core::rights::GroupRole;
use engawa_core::time::Millis;
use leptos::prelude::AnyView;

/// A member.
#[derive(Clone, Debug)]
pub struct MemberRow {
    /// Account.
    pub account: String,
    /// Name on screen.
    pub name: String,
    /// As what.
    pub role: GroupRole,
    /// Since when.
    pub since: Millis,
}

/// A claim.
#[derive(Clone, Debug)]
pub struct ClaimRow {
    /// Its id.
    pub id: String,
    /// Whose.
    pub name: String,
    /// How one can see that it is theirs.
    pub proof: String,
    /// Where it stands.
    pub state: ClaimState,
    /// Why it was declined.
    pub reason: String,
    /// When it was made.
    pub at: Millis,
}

/// Something that happened.
#[derive(Clone, Debug)]
pub struct HistoryRow {
    /// When.
    pub at: Millis,
    /// Who did it, in words.
    pub who: String,
    /// What.
    pub verb: String,
}

/// The page.
#[derive(Clone, Debug)]
pub struct GroupPage {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: String,
    /// Where it stands.
    pub state: RegistrationState,
    /// 登録区分.
    pub class: RegistrationClass,
    /// How it is moderated.
    pub trust: Trust,
    /// Last day.
    pub valid_until: Option<NaiveDate>,
    /// The last day that is proposed.
    pub usual_end: NaiveDate,
    /// The application; may be empty.
    pub submission: String,
    /// The submission that asks for a renewal; may be empty.
    pub renewal: String,
    /// When a renewal was asked for; 0: not.
    pub renewal_at: Millis,
    /// What it was told.
    pub note: String,
    /// What it became; may be empty.
    pub merged_into: String,
    /// The revision of its registration.
    pub rev: u64,
    /// Members.
    pub members: Vec<MemberRow>,
    /// Claims.
    pub claims: Vec<ClaimRow>,
    /// How many listings it has.
    pub listings: usize,
    /// What happened.
    pub history: Vec<HistoryRow>,
    /// Whether this person decides about groups.
    pub may_decide: bool,
    /// Whether this person merges groups.
    pub may_merge: bool,
    /// Ids for commands.
    pub commands: Vec<String>,
    /// The secret of the owner's invitation, should there be one.
    pub secret: String,
    /// What was typed as the reason, if it was refused.
    pub reason: String,
    /// The receipt of what was just done.
    pub done: Option<String>,
    /// Why something was not done.
    pub problems: Vec<Problem>,
}

impl GroupPage {
    fn command(&self, at: usize) -> &str {
        self.commands.get(at).map_or("", String::as_str)
    }

    fn address(&self) -> String {
        format!("/staff/groups/{}", self.id)
    }
}

/// Draws it.
pub fn group(it: GroupPage) -> AnyView {
    page(vec![
        html! { h1 { (it.title) } },
        outcome(it.done.as_ref(), &it.problems),
        html! { p { a href="/staff/groups" { (t(m::GROUPS)) } " / " a href=(format!("/groups/{}", it.id)) { (t(m::PUBLIC_PAGE)) } } },
        facts(&it),
        if it.may_decide {
            decide(&it)
        } else {
            html! { div {} }
        },
        claims(&it),
        members(&it),
        if it.may_decide {
            ending(&it)
        } else {
            html! { div {} }
        },
        history(&it.history),
    ])
}

fn facts(it: &GroupPage) -> Markup {
    html! {
        section aria-labelledby="facts" {
            h2 id="facts" { (t(m::FACTS)) }
            dl {
                dt { (t(m::STATE)) } dd { strong { (t(m::state(it.state))) } }
                dt { (t(m::CLASS)) } dd { (t(m::class(it.class))) }
                dt { (t(m::BENEFITS)) }
                dd {
                    @if it.class.benefits().is_empty() { (t(m::BENEFITS_NONE)) }
                    @for benefit in it.class.benefits() { span.tag { (t(m::benefit(*benefit))) } " " }
                }
                dt { (t(m::VALID_UNTIL)) } dd { (until(it.valid_until)) }
                dt { (t(m::TRUST)) } dd { (t(m::trust(it.trust))) }
                dt { (t(m::LISTINGS)) } dd { (it.listings) }
                @if !it.submission.is_empty() {
                    dt { (t(m::SUBMISSION)) } dd { a href=(format!("/staff/submissions/{}", it.submission)) { (t(m::SUBMISSION)) } }
                }
                @if !it.note.is_empty() { dt { (t(m::NOTE_GIVEN)) } dd { (it.note) } }
                @if !it.merged_into.is_empty() {
                    dt { (t(m::MERGED_INTO)) } dd { a href=(format!("/staff/groups/{}", it.merged_into)) { (it.merged_into) } }
                }
            }
        }
    }
}

fn decide(it: &GroupPage) -> Markup {
    let classes: Vec<(&str, &str)> = RegistrationClass::ALL.iter().map(|class| (class.code(), t(m::class(*class)))).collect();
    let trusts: Vec<(&str, &str)> = Trust::ALL.iter().map(|trust| (trust.code(), t(m::trust(*trust)))).collect();
    let may_register = matches!(it.state, RegistrationState::Pending | RegistrationState::Declined | RegistrationState::Registered);
    let is_registered = matches!(it.state, RegistrationState::Registered | RegistrationState::Lapsed);
    let end = it.usual_end.to_string();
    html! {
        div {
            @if may_register {
                section aria-labelledby="decide" {
                    h2 id="decide" { (t(m::DECIDE)) }
                    form.desk-form method="post" action=(it.address()) {
                        (hidden(it.command(0), it.rev, "decide"))
                        input type="hidden" name="secret" value=(it.secret);
                        (select("d-class", "class", t(m::CLASS), &classes, it.class.code()))
                        (line("d-until", "valid_until", t(m::VALID_UNTIL), "date", &it.valid_until.map_or_else(|| end.clone(), |day| day.to_string())))
                        (lines("d-reason", "reason", t(m::REASON), &it.reason))
                        p.buttons {
                            button.button.button-primary name="accept" value="1" { (t(m::ACCEPT)) } " "
                            @if it.state != RegistrationState::Registered { button.button name="accept" value="" { (t(m::DECLINE)) } }
                        }
                    }
                }
            }
            @if is_registered {
                section aria-labelledby="renewal" {
                    h2 id="renewal" { (t(m::DECIDE_RENEWAL)) }
                    @if it.renewal_at > 0 { p role="status" { (tf(m::RENEWAL_ASKED, &[&day(it.renewal_at)])) } }
                    @if !it.renewal.is_empty() { p { a href=(format!("/staff/submissions/{}", it.renewal)) { (t(m::SUBMISSION)) } } }
                    form.desk-form method="post" action=(it.address()) {
                        (hidden(it.command(1), it.rev, "renewal"))
                        (line("r-until", "valid_until", t(m::VALID_UNTIL), "date", &end))
                        (lines("r-reason", "reason", t(m::REASON), ""))
                        p.buttons {
                            button.button.button-primary name="accept" value="1" { (t(m::ACCEPT)) } " "
                            @if it.renewal_at > 0 { button.button name="accept" value="" { (t(m::DECLINE)) } }
                        }
                    }
                    form.desk-inline method="post" action=(it.address()) {
                        (hidden(it.command(2), it.rev, "trust"))
                        (select("t-trust", "trust", t(m::TRUST), &trusts, it.trust.code()))
                        button.button { (t(m::SAVE)) }
                    }
                }
            }
        }
    }
}

fn claims(it: &GroupPage) -> Markup {
    html! {
        div {
            @if !it.claims.is_empty() {
                section aria-labelledby="claims" {
                    h2 id="claims" { (t(m::CLAIMS)) }
                    ul.desk-list {
                        @for (at, claim) in it.claims.iter().enumerate() {
                            li.desk-row {
                                p.desk-row-title { span.tag { (t(m::claim(claim.state))) } " " (claim.name) }
                                p.desk-row-note { (moment(claim.at)) }
                                p { (t(m::PROOF)) ": " (claim.proof) }
                                @if !claim.reason.is_empty() { p { (claim.reason) } }
                                @if it.may_decide && claim.state == ClaimState::Asked {
                                    form.desk-form method="post" action=(it.address()) {
                                        input type="hidden" name="command" value=(it.command(10 + at));
                                        input type="hidden" name="go" value="claim";
                                        input type="hidden" name="claim" value=(claim.id);
                                        (lines(&format!("c-{at}"), "reason", t(m::REASON), ""))
                                        p.buttons {
                                            button.button.button-primary name="accept" value="1" { (t(m::ACCEPT)) } " "
                                            button.button name="accept" value="" { (t(m::DECLINE)) }
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn members(it: &GroupPage) -> Markup {
    let others: Vec<(&str, &str)> =
        it.members.iter().filter(|member| member.role != GroupRole::Owner).map(|member| (member.account.as_str(), member.name.as_str())).collect();
    html! {
        section aria-labelledby="members" {
            h2 id="members" { (t(m::MEMBERS)) }
            @if it.members.is_empty() { p { (t(m::NONE)) } }
            ul { @for member in &it.members { li { (member.name) " " span.tag { (t(m::role(member.role))) } " " (day(member.since)) } } }
            @if it.may_decide && !others.is_empty() {
                form.desk-inline method="post" action=(it.address()) {
                    (hidden(it.command(3), it.rev, "hand_over"))
                    (select("h-to", "account", t(m::HAND_OVER_TO), &others, ""))
                    button.button { (t(m::SAVE)) }
                }
            }
            @if it.may_decide && it.state.is_alive() && it.state != RegistrationState::Pending {
                form.desk-inline method="post" action=(it.address()) {
                    (hidden(it.command(4), it.rev, "invite_owner"))
                    input type="hidden" name="secret" value=(it.secret);
                    button.button { (t(m::OWNER_LINK)) }
                }
            }
        }
    }
}

fn ending(it: &GroupPage) -> Markup {
    html! {
        div {
            @if it.state.is_alive() {
                @if it.may_merge {
                    section aria-labelledby="merge" {
                        h2 id="merge" { (t(m::MERGE)) }
                        form.desk-inline method="get" action=(format!("{}/merge", it.address())) {
                            (line("m-with", "with", t(m::MERGE_WITH), "text", ""))
                            button.button { (t(m::COMPARE)) }
                        }
                    }
                }
                section aria-labelledby="end" {
                    h2 id="end" { (t(m::END)) }
                    p { (t(m::END_ABOUT)) }
                    form.desk-form method="post" action=(it.address()) {
                        (hidden(it.command(5), it.rev, "end"))
                        (lines("e-reason", "reason", t(m::REASON), ""))
                        p.buttons { button.button { (t(m::END_DO)) } }
                    }
                }
            }
        }
    }
}

/// What happened, as the audit log has it.
pub fn history(rows: &[HistoryRow]) -> Markup {
    html! {
        section aria-labelledby="history" {
            h2 id="history" { (t(m::HISTORY)) }
            ol { @for row in rows { li { (moment(row.at)) " " (t(deed(&row.verb))) " — " (row.who) } } }
        }
    }
}

/// What merging two groups would do.
#[derive(Clone, Debug)]
pub struct MergePage {
    /// Is no more: id and name.
    pub from: (String, String),
    /// Stays: id and name.
    pub into: (String, String),
    /// Members that move.
    pub members: usize,
    /// Listings that move.
    pub listings: usize,
    /// The id of the command.
    pub command: String,
    /// Why it was not done.
    pub problems: Vec<Problem>,
}

/// Groups whose name has what was looked for, so that nobody has to know an id. `of`: the group that ends, and what it is called.
pub fn merge_found(of: &(String, String), wanted: &str, found: &[(String, String)]) -> AnyView {
    let address = format!("/staff/groups/{}", of.0);
    page(vec![
        html! { h1 { (t(m::MERGE)) ": " (of.1) } },
        html! { p role="status" { (tf(if found.is_empty() { m::MERGE_NONE } else { m::MERGE_FOUND }, &[wanted])) } },
        html! { ul { @for (id, title) in found { li { a href=(format!("{address}/merge?with={}", encode(id))) { (title) } } } } },
        html! {
            form.desk-inline method="get" action=(format!("{address}/merge")) {
                (line("m-with", "with", t(m::MERGE_WITH), "text", wanted))
                button.button { (t(m::COMPARE)) }
            }
        },
        html! { p { a href=(address) { (of.1) } } },
    ])
}

/// Draws it.
pub fn merge(it: MergePage) -> AnyView {
    page(vec![
        html! { h1 { (t(m::MERGE_PREVIEW)) } },
        outcome(None, &it.problems),
        html! { p { (tf(m::MERGE_ABOUT, &[&it.from.1, &it.into.1])) } },
        html! { p { (tf(m::MERGE_COUNTS, &[&it.members.to_string(), &it.listings.to_string()])) } },
        html! {
            ul {
                li { a href=(format!("/staff/groups/{}", it.from.0)) { (it.from.1) } }
                li { a href=(format!("/staff/groups/{}", it.into.0)) { (it.into.1) } }
            }
        },
        html! {
            form.desk-form method="post" action=(format!("/staff/groups/{}/merge", it.from.0)) {
                input type="hidden" name="command" value=(it.command);
                input type="hidden" name="with" value=(it.into.0);
                p.buttons { button.button.button-primary { (t(m::MERGE_DO)) } }
            }
        },
    ])
}

/// The slip with the owner's invitation, shown once.
#[derive(Clone, Debug)]
pub struct OwnerSlip {
    /// Group.
    pub id: String,
    /// Its name.
    pub title: String,
    /// The receipt of what was just done.
    pub done: String,
    /// The address that the code leads to.
    pub link: String,
    /// Where it was mailed to; may be empty.
    pub mailed: String,
}

/// Draws it.
pub fn owner_slip(it: OwnerSlip) -> AnyView {
    use crate::messages::people::members as mm;
    page(vec![
        html! { h1 { (t(m::OWNER_LINK)) } },
        html! { p.desk-done role="status" { (tf(m::DONE, &[&it.done])) } },
        html! { p { strong { (it.title) } } },
        html! { p { (t(m::OWNER_LINK_ABOUT)) } },
        html! { div { @if !it.mailed.is_empty() { p { (tf(mm::INVITATION_MAILED, &[&it.mailed])) } } } },
        html! { div.paper-qr { (qr(&it.link, t(mm::INVITATION_QR))) } },
        html! { p { a href=(it.link) { (it.link) } } },
        html! { p { a href=(format!("/staff/groups/{}", it.id)) { (it.title) } } },
    ])
}
