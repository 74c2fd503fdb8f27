//! `/my/groups/{id}`: the group from inside, and its profile on one printed page.

use super::InvitationRow;
use crate::forms::pages::{day, page};
use crate::listings::kind::Details;
use crate::listings::listing::{Contact, Listing};
use crate::messages::people::groups as g;
use crate::messages::people::members as m;
use crate::messages::vocabulary as v;
use crate::people::group::profile::{Profile, ProfileField};
use crate::people::group::{RegistrationClass, RegistrationState};
use crate::people::pages::groups::one::{HistoryRow, MemberRow, history};
use crate::people::pages::groups::{hidden, line, outcome, select, until};
use crate::ui::date;
use crate::ui::still::{Markup, html};
use crate::ui::text::{t, tf, use_lang};
use chrono::NaiveDate;
use engawa_core::rights::GroupRole;
use engawa_core::{Message, Problem};
use leptos::prelude::AnyView;

/// What this person may do here.
#[derive(Clone, Copy, Debug, Default)]
pub struct May {
    /// Write for the group.
    pub write: bool,
    /// Invite.
    pub invite: bool,
    /// Give roles.
    pub set_role: bool,
    /// Hand over.
    pub hand_over: bool,
    /// Ask for the renewal.
    pub renew: bool,
}

/// The page.
#[derive(Clone, Debug)]
pub struct OwnPage {
    /// As it is listed.
    pub listing: Listing,
    /// Who looks.
    pub me: String,
    /// As what.
    pub role: GroupRole,
    /// What they may do.
    pub may: May,
    /// Where it stands.
    pub state: RegistrationState,
    /// 登録区分.
    pub class: RegistrationClass,
    /// Last day.
    pub valid_until: Option<NaiveDate>,
    /// The first day on which a renewal can be asked for; nothing: it can be now.
    pub renews_from: Option<NaiveDate>,
    /// A renewal waits.
    pub renewal_waits: bool,
    /// The form of renewal takes something now.
    pub has_renewal_form: bool,
    /// Forms of money that take something now, for whoever writes them for the group: id and title.
    pub money: Vec<(String, String)>,
    /// What it told of itself.
    pub profile: Profile,
    /// The revision of its registration.
    pub rev: u64,
    /// Members.
    pub members: Vec<MemberRow>,
    /// Invitations that can be used.
    pub invitations: Vec<InvitationRow>,
    /// What happened.
    pub history: Vec<HistoryRow>,
    /// Ids for commands.
    pub commands: Vec<String>,
    /// The secret of the next invitation.
    pub secret: String,
    /// What was typed about an invitation that was refused: note and address.
    pub typed: (String, String),
    /// The receipt of what was just done.
    pub done: Option<String>,
    /// Why something was not done.
    pub problems: Vec<Problem>,
}

impl OwnPage {
    fn address(&self) -> String {
        format!("/my/groups/{}", self.listing.id)
    }

    fn command(&self, at: usize) -> &str {
        self.commands.get(at).map_or("", String::as_str)
    }
}

/// The parts of a profile, and whether they are there.
fn parts(listing: &Listing) -> Vec<(Message, bool)> {
    let Details::Group(group) = &listing.details else { return Vec::new() };
    let disclosure = &group.disclosure;
    vec![
        (m::PART_SUMMARY, !listing.summary.is_empty()),
        (m::PART_BODY, !listing.body.is_empty()),
        (m::PART_FIELDS, !listing.fields.is_empty()),
        (m::PART_CONTACT, listing.contact != Contact { name: listing.contact.name.clone(), ..Contact::default() }),
        (m::PART_PICTURE, !listing.images.is_empty()),
        (m::PART_DAYS, !group.activity_days.is_empty()),
        (m::PART_JOINING, !group.joining.is_empty()),
        (m::PART_DISCLOSURE, disclosure.rules || disclosure.officers || disclosure.accounts),
    ]
}

/// Draws it.
pub fn own(it: OwnPage) -> AnyView {
    page(vec![
        html! { h1 { (it.listing.title) } },
        outcome(it.done.as_ref(), &it.problems),
        html! { p { (tf(m::ABOUT_ROLE, &[t(g::role(it.role))])) } },
        html! {
            p.buttons {
                @if it.may.write { a.button.button-primary href=(format!("{}/listings", it.address())) { (t(m::EDIT_LISTINGS)) } " " }
                a.button href=(format!("/groups/{}", it.listing.id)) { (t(g::PUBLIC_PAGE)) } " "
                a.button href=(format!("{}/print", it.address())) { (t(m::PRINT)) }
            }
        },
        registration(&it),
        money(&it),
        profile(&it),
        members(&it),
        if it.may.invite {
            invite(&it)
        } else {
            html! { div {} }
        },
        leave(&it),
        history(&it.history),
    ])
}

fn registration(it: &OwnPage) -> Markup {
    html! {
        section aria-labelledby="facts" {
            h2 id="facts" { (t(g::FACTS)) }
            dl {
                dt { (t(g::STATE)) } dd { strong { (t(g::state(it.state))) } }
                dt { (t(g::CLASS)) } dd { (t(g::class(it.class))) }
                dt { (t(g::BENEFITS)) }
                dd {
                    @if it.class.benefits().is_empty() { (t(g::BENEFITS_NONE)) }
                    @for benefit in it.class.benefits() { span.tag { (t(g::benefit(*benefit))) } " " }
                }
                dt { (t(g::VALID_UNTIL)) } dd { (until(it.valid_until)) }
            }
            @if it.renewal_waits { p role="status" { (t(m::RENEW_WAITS)) } }
            @else if it.may.renew && it.valid_until.is_some() {
                h3 { (t(m::RENEW)) }
                @if let Some(from) = it.renews_from { p { (tf(m::RENEW_FROM, &[&date::full(from, use_lang())])) } }
                @else { (renewal(it)) }
            }
        }
    }
}

fn renewal(it: &OwnPage) -> Markup {
    html! {
        div {
            @if it.has_renewal_form { p { a.button href="/forms/group_renewal" { (t(m::RENEW_FORM)) } } }
            form.desk-inline method="post" action=(it.address()) {
                (hidden(it.command(0), it.rev, "renew"))
                (line("r-receipt", "receipt", t(m::RENEW_RECEIPT), "text", ""))
                button.button { (t(m::RENEW_ASK)) }
            }
        }
    }
}

fn money(it: &OwnPage) -> Markup {
    html! {
        div {
            @if !it.money.is_empty() {
                section aria-labelledby="own-money" {
                    h2 id="own-money" { (t(m::MONEY)) }
                    p.buttons { @for (id, title) in &it.money { a.button href=(format!("/forms/{id}")) { (title) } " " } }
                }
            }
        }
    }
}

fn profile(it: &OwnPage) -> Markup {
    let parts = parts(&it.listing);
    let there = parts.iter().filter(|(_, is_there)| *is_there).count();
    html! {
        section aria-labelledby="profile" {
            h2 id="profile" { (t(m::PROFILE)) }
            p { (tf(m::COMPLETE, &[&parts.len().to_string(), &there.to_string()])) }
            @if there < parts.len() {
                p { (t(m::MISSING)) ":" }
                ul { @for (name, _) in parts.iter().filter(|(_, is_there)| !is_there) { li { (t(*name)) } } }
            }
            @if it.may.write {
                form.desk-form method="post" action=(it.address()) {
                    (hidden(it.command(1), it.rev, "public"))
                    fieldset.desk-section {
                        legend { (t(m::PUBLIC_FIELDS)) }
                        p id="public-about" { (t(m::PUBLIC_ABOUT)) }
                        ul.desk-checks {
                            @for field in ProfileField::ALL {
                                li {
                                    input type="checkbox" id=(format!("p-{}", field.code())) name=(field.code()) value="1"
                                        checked[it.profile.public.contains(field)] aria-describedby="public-about"; " "
                                    label for=(format!("p-{}", field.code())) {
                                        (t(g::field(*field))) ": "
                                        @if it.profile.value(*field).is_empty() { (t(m::NOT_WRITTEN)) } @else { (it.profile.value(*field)) }
                                    }
                                }
                            }
                        }
                    }
                    p.buttons { button.button { (t(m::SAVE)) } }
                }
            }
        }
    }
}

fn roles() -> Vec<(&'static str, &'static str)> {
    GroupRole::ALL.iter().map(|role| (role.code(), t(g::role(*role)))).collect()
}

fn members(it: &OwnPage) -> Markup {
    html! {
        section aria-labelledby="members" {
            h2 id="members" { (t(m::MEMBERS)) }
            ul.desk-list {
                @for (at, member) in it.members.iter().enumerate() {
                    li.desk-row {
                        p.desk-row-title { (member.name) " " span.tag { (t(g::role(member.role))) } }
                        p.desk-row-note { (day(member.since)) }
                        @if it.may.set_role && member.account != it.me { (member_forms(it, at, member)) }
                    }
                }
            }
        }
    }
}

fn member_forms(it: &OwnPage, at: usize, member: &MemberRow) -> Markup {
    let form = |go: &str, number: usize, rest: Markup| {
        html! {
            form.desk-inline method="post" action=(it.address()) {
                (hidden(it.command(10 + 3 * at + number), it.rev, go))
                input type="hidden" name="account" value=(member.account);
                (rest)
            }
        }
    };
    html! {
        div.desk-row-forms {
            (form("role", 0, html! {
                (select(&format!("m-{at}"), "role", &tf(m::CHANGE_ROLE, &[&member.name]), &roles(), member.role.code()))
                button.button { (t(m::SAVE)) }
            }))
            @if it.may.hand_over && member.role != GroupRole::Owner {
                (form("hand_over", 1, html! { button.button { (tf(m::HAND_OVER, &[&member.name])) } }))
            }
            (form("remove", 2, html! { button.button { (tf(m::REMOVE, &[&member.name])) } }))
        }
    }
}

fn invite(it: &OwnPage) -> Markup {
    let roles: Vec<(&str, &str)> = roles().into_iter().filter(|(code, _)| *code != GroupRole::Owner.code()).collect();
    html! {
        section aria-labelledby="invite" {
            h2 id="invite" { (t(m::INVITE)) }
            form.desk-form method="post" action=(it.address()) {
                (hidden(it.command(2), it.rev, "invite"))
                input type="hidden" name="secret" value=(it.secret);
                (select("i-role", "role", t(m::ROLE), &roles, GroupRole::Editor.code()))
                (line("i-note", "note", t(m::INVITE_NOTE), "text", &it.typed.0))
                (line("i-email", "email", t(m::INVITE_EMAIL), "email", &it.typed.1))
                (line("i-uses", "uses", t(m::INVITE_USES), "number", "1"))
                (line("i-days", "days", t(m::INVITE_DAYS), "number", "14"))
                @if it.may.hand_over {
                    div.field { p { input type="checkbox" id="i-over" name="hands_over" value="1"; " " label for="i-over" { (t(m::INVITE_HANDS_OVER)) } } }
                }
                p.buttons { button.button.button-primary { (t(m::INVITE_MAKE)) } }
            }
            @if !it.invitations.is_empty() {
                h3 { (t(m::INVITATIONS)) }
                ul.desk-list {
                    @for (at, row) in it.invitations.iter().enumerate() {
                        li.desk-row {
                            p { (row.words()) }
                            form.desk-inline method="post" action=(it.address()) {
                                (hidden(it.command(10 + 3 * it.members.len() + at), it.rev, "end_invitation"))
                                input type="hidden" name="digest" value=(row.digest);
                                button.button aria-label=(format!("{}: {}", t(m::INVITATION_END), row.words())) { (t(m::INVITATION_END)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn leave(it: &OwnPage) -> Markup {
    html! {
        section aria-labelledby="leave" {
            h2 id="leave" { (t(m::LEAVE)) }
            form.desk-form method="post" action=(it.address()) {
                (hidden(it.command(3), it.rev, "leave"))
                p.buttons { button.button { (t(m::LEAVE)) } }
            }
        }
    }
}

/// The profile on one page of paper, for notice boards.
pub fn print(listing: &Listing) -> AnyView {
    let facts: Vec<(Message, String)> = match &listing.details {
        Details::Group(group) => vec![
            (g::FIELD_REPRESENTATIVE, group.representative.clone()),
            (m::PART_DAYS, group.activity_days.clone()),
            (m::PART_JOINING, group.joining.clone()),
            (
                g::FIELD_ADDRESS,
                listing.venue.as_ref().map_or_else(String::new, |venue| format!("{} {}", venue.name, venue.address).trim().to_owned()),
            ),
            (g::FIELD_PHONE, listing.contact.phone.clone()),
            (g::FIELD_EMAIL, listing.contact.email.clone()),
            (g::FIELD_WEBSITE, listing.links.first().map_or_else(String::new, |link| link.url.clone())),
        ],
        _ => Vec::new(),
    };
    page(vec![
        html! { h1 { (listing.title) } },
        html! { p { @for field in &listing.fields { span.tag { (t(v::field(*field))) } " " } } },
        html! { p { strong { (listing.summary) } } },
        html! { div { @for part in listing.body.split("\n\n").filter(|part| *part != listing.summary) { p { (part) } } } },
        html! { dl { @for (name, words) in facts.iter().filter(|(_, words)| !words.is_empty()) { dt { (t(*name)) } dd { (words) } } } },
    ])
}
