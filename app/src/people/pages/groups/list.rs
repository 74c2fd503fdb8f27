//! The list of groups, what they are in numbers, and those that look alike.

use super::{outcome, until};
use crate::forms::pages::{day, moment, page};
use crate::listings::query::encode;
use crate::messages::people::groups as m;
use crate::messages::vocabulary as v;
use crate::people::group::alike::Why;
use crate::people::group::{RegistrationClass, RegistrationState};
use crate::ui::still::{Markup, html};
use crate::ui::text::{t, tf};
use chrono::NaiveDate;
use engawa_core::time::Millis;
use engawa_core::{Message, Problem, codes};
use leptos::prelude::AnyView;

codes! {
    /// A part of the list.
    Part {
        /// Whose registration is waiting
        Pending = "pending",
        /// Who asks to go on
        Renewal = "renewal",
        /// Whom somebody claims
        Claimed = "claimed",
        /// Who is registered
        Registered = "registered",
        /// Whose registration ends soon
        Lapsing = "lapsing",
        /// Whose registration lapsed
        Lapsed = "lapsed",
        /// Who wrote nothing for a year
        Dormant = "dormant",
        /// Whom nobody claimed
        Unclaimed = "unclaimed",
        /// Who is no more, or was declined
        Over = "over",
    }
}

impl Part {
    fn name(self) -> Message {
        match self {
            Self::Pending => m::PENDING,
            Self::Renewal => m::PART_RENEWAL,
            Self::Claimed => m::PART_CLAIMED,
            Self::Registered => m::REGISTERED,
            Self::Lapsing => m::PART_LAPSING,
            Self::Lapsed => m::LAPSED,
            Self::Dormant => m::PART_DORMANT,
            Self::Unclaimed => m::UNCLAIMED,
            Self::Over => m::ENDED,
        }
    }
}

/// A group in the list.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: String,
    /// Where it stands.
    pub state: RegistrationState,
    /// 登録区分.
    pub class: Option<RegistrationClass>,
    /// Last day.
    pub valid_until: Option<NaiveDate>,
    /// Members here.
    pub members: i64,
    /// When it last wrote.
    pub wrote_at: Option<Millis>,
}

/// A submission of which no group was made.
#[derive(Clone, Debug)]
pub struct Unread {
    /// Its id.
    pub id: String,
    /// The short number.
    pub receipt_no: String,
    /// What the form calls it.
    pub title: String,
    /// When it arrived.
    pub at: Millis,
    /// The id of the command that makes the group.
    pub command: String,
}

/// Groups counted by something: what, how many, how many of them registered.
pub type Counted = Vec<(String, usize, usize)>;

/// The page.
#[derive(Clone, Debug, Default)]
pub struct ListPage {
    /// How many of each part.
    pub counts: Vec<(Part, usize)>,
    /// The part that is shown; nothing: all.
    pub part: Option<Part>,
    /// The words that are looked for.
    pub words: String,
    /// The groups.
    pub rows: Vec<Row>,
    /// Applications that wait.
    pub unread: Vec<Unread>,
    /// By field of activity: code.
    pub by_field: Counted,
    /// By area; empty: not said.
    pub by_area: Counted,
    /// Whether this person may make groups.
    pub may_decide: bool,
    /// The receipt of what was just done.
    pub done: Option<String>,
    /// Why something was not done.
    pub problems: Vec<Problem>,
}

/// Draws it.
pub fn list(it: ListPage) -> AnyView {
    let current = it.part.map_or("", Part::code);
    let at = |part: &str| format!("/staff/groups?part={part}&q={}", encode(&it.words));
    page(vec![
        html! { h1 { (t(m::GROUPS)) } },
        outcome(it.done.as_ref(), &it.problems),
        html! {
            ul.desk-tabs {
                li { a href=(at("")) aria-current=[it.part.is_none().then_some("page")] { (t(m::PART_ALL)) } }
                @for (part, count) in &it.counts {
                    li {
                        a href=(at(part.code())) aria-current=[(Some(*part) == it.part).then_some("page")] { (t(part.name())) " " b { (count) } }
                    }
                }
            }
        },
        html! {
            form.desk-inline method="get" action="/staff/groups" {
                input type="hidden" name="part" value=(current);
                div.field {
                    label.field-label for="g-q" { (t(m::FIND)) }
                    input.input type="search" id="g-q" name="q" value=(it.words);
                }
                button.button { (t(m::SEARCH)) }
            }
        },
        unread(&it),
        html! {
            section aria-labelledby="groups" {
                h2 id="groups" { (t(m::GROUPS)) " " (it.rows.len()) }
                @if it.rows.is_empty() { p { (t(m::NONE)) } }
                ul.desk-list { @for row in &it.rows { (group(row)) } }
            }
        },
        html! {
            p.buttons {
                a.button href="/staff/groups/alike" { (t(m::LIKENESSES)) } " "
                a.button href=(format!("/staff/groups.csv?part={current}")) { (t(m::CSV)) }
            }
        },
        table("by-field", m::BY_FIELD, &it.by_field, |code| {
            crate::listings::NpoField::parse(code).map_or_else(|| code.to_owned(), |field| t(v::field(field)).to_owned())
        }),
        table("by-area", m::BY_AREA, &it.by_area, |area| if area.is_empty() { t(m::NO_AREA).to_owned() } else { area.to_owned() }),
    ])
}

fn group(row: &Row) -> Markup {
    html! {
        li.desk-row {
            p.desk-row-title {
                span.tag { (t(m::state(row.state))) } " "
                a href=(format!("/staff/groups/{}", row.id)) { (row.title) }
            }
            p.desk-row-note {
                @if let Some(class) = row.class { (t(m::class(class))) " / " (t(m::VALID_UNTIL)) " " (until(row.valid_until)) " / " }
                (tf(m::MEMBERS_N, &[&row.members.to_string()]))
                @if let Some(at) = row.wrote_at { " / " (tf(m::LAST_WROTE, &[&day(at)])) }
            }
        }
    }
}

fn unread(it: &ListPage) -> Markup {
    html! {
        div {
            @if !it.unread.is_empty() {
                section aria-labelledby="unread" {
                    h2 id="unread" { (t(m::UNREAD)) }
                    ul.desk-list {
                        @for row in &it.unread {
                            li.desk-row {
                                p.desk-row-title { a href=(format!("/staff/submissions/{}", row.id)) { (row.receipt_no) " " (row.title) } }
                                p.desk-row-note { (moment(row.at)) }
                                @if it.may_decide {
                                    form method="post" action="/staff/groups" {
                                        input type="hidden" name="command" value=(row.command);
                                        input type="hidden" name="submission" value=(row.id);
                                        button.button aria-label=(format!("{} {}", t(m::MAKE_PENDING), row.receipt_no)) { (t(m::MAKE_PENDING)) }
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

fn table(id: &str, title: Message, counted: &Counted, words: impl Fn(&str) -> String) -> Markup {
    html! {
        section aria-labelledby=(id) {
            h2 id=(id) { (t(title)) }
            div.desk-scroll tabindex="0" role="group" aria-labelledby=(id) {
                table.desk-table {
                    thead { tr { th scope="col" { (t(title)) } th scope="col" { (t(m::COUNT)) } th scope="col" { (t(m::ALIVE)) } } }
                    tbody {
                        @for (code, count, alive) in counted { tr { th scope="row" { (words(code)) } td { (count) } td { (alive) } } }
                    }
                }
            }
        }
    }
}

/// Two groups that look alike: ids and names, and why.
#[derive(Clone, Debug)]
pub struct Pair {
    /// The one.
    pub a: (String, String),
    /// The other.
    pub b: (String, String),
    /// Why.
    pub why: Vec<Why>,
}

/// Draws the groups that look alike.
pub fn alike(pairs: Vec<Pair>) -> AnyView {
    page(vec![
        html! { h1 { (t(m::LIKENESSES)) } },
        html! { p { (t(m::LIKENESSES_ABOUT)) } },
        html! {
            div {
                @if pairs.is_empty() { p { (t(m::NONE)) } }
                ul.desk-list {
                    @for pair in &pairs {
                        li.desk-row {
                            p.desk-pair {
                                a href=(format!("/staff/groups/{}", pair.a.0)) { (pair.a.1) } " / "
                                a href=(format!("/staff/groups/{}", pair.b.0)) { (pair.b.1) }
                            }
                            p.desk-row-note { @for why in &pair.why { span.tag { (t(m::why(*why))) } " " } }
                            p {
                                a.button href=(format!("/staff/groups/{}/merge?with={}", encode(&pair.a.0), encode(&pair.b.0)))
                                    aria-label=(format!("{}: {} / {}", t(m::COMPARE), pair.a.1, pair.b.1)) { (t(m::COMPARE)) }
                            }
                        }
                    }
                }
            }
        },
        html! { p.buttons { a.button href="/staff/groups" { (t(m::GROUPS)) } } },
    ])
}
