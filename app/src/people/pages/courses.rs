//! Courses for staff: the list with one's own, one course with one's place and reflection, the attendance list, counts.

use super::parts::{command, done_box, field, lines, problem_box, select};
use crate::forms::pages::{page, said};
use crate::listings::query::encode;
use crate::messages::people::{courses as m, privacy};
use crate::people::course::{PlaceState, Presence, StaffRank};
use crate::people::privacy::Told;
use crate::ui::date;
use crate::ui::still::{Markup, html};
use crate::ui::text::{t, tf, use_boot};
use chrono::NaiveDate;
use engawa_core::time::Schedule;
use engawa_core::{Lang, Problem};
use leptos::prelude::AnyView;

/// A course in a list.
#[derive(Clone, Debug)]
pub struct CourseRow {
    /// The listing.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// When.
    pub schedule: Option<Schedule>,
    /// For whom; nothing: all staff.
    pub rank: Option<StaffRank>,
    /// The name of the desk that runs it.
    pub desk: String,
    /// How many it takes.
    pub capacity: Option<u32>,
    /// How many have a place, and how many wait.
    pub taken: (u64, u64),
    /// How the reader stands to it; nothing: not at all.
    pub own: Option<(PlaceState, Presence)>,
}

/// A course that the reader signed up for.
#[derive(Clone, Debug)]
pub struct OwnRow {
    /// The listing.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// When.
    pub schedule: Option<Schedule>,
    /// How they stand to it.
    pub state: PlaceState,
    /// Whether they came.
    pub presence: Presence,
    /// It has a page; what was withdrawn has none.
    pub is_there: bool,
}

/// What the reader signed up for.
#[derive(Clone, Debug, Default)]
pub struct OwnCourses {
    /// Each.
    pub rows: Vec<OwnRow>,
    /// How many they attended this fiscal year.
    pub attended: usize,
    /// For how long, in minutes.
    pub minutes: u32,
}

/// The list of courses.
#[derive(Clone, Debug, Default)]
pub struct CoursesPage {
    /// Courses to come.
    pub rows: Vec<CourseRow>,
    /// The rank that is asked for.
    pub rank: Option<StaffRank>,
    /// What the reader signed up for.
    pub own: OwnCourses,
    /// The reader may read counts.
    pub may_count: bool,
}

fn ranks() -> Vec<(String, String)> {
    let all = (String::new(), t(m::RANK_ALL).to_owned());
    std::iter::once(all).chain(StaffRank::ALL.iter().map(|rank| (rank.code().to_owned(), t(m::rank(rank.code())).to_owned()))).collect()
}

fn rank_word(rank: Option<StaffRank>) -> &'static str {
    t(m::rank(rank.map_or("", StaffRank::code)))
}

/// How somebody stands to a course, in a word.
fn standing(state: PlaceState, presence: Presence) -> &'static str {
    t(m::state(if presence == Presence::Unknown { state.code() } else { presence.code() }))
}

/// The same of what the reader signed up for: nobody has a place in what was withdrawn.
fn own_standing(row: &OwnRow) -> &'static str {
    if row.is_there || row.presence != Presence::Unknown { standing(row.state, row.presence) } else { t(m::GONE) }
}

/// When a course takes place next, or when it took place.
fn when(schedule: Option<&Schedule>, today: NaiveDate, lang: Lang) -> String {
    schedule.and_then(|schedule| date::next(schedule, today, lang)).map_or_else(String::new, |(_, words)| words)
}

fn places(capacity: Option<u32>, (placed, waiting): (u64, u64)) -> String {
    match capacity {
        Some(capacity) => tf(m::PLACES_OF, &[&capacity.to_string(), &placed.to_string(), &waiting.to_string()]),
        None => tf(m::PLACES_FREE, &[&placed.to_string()]),
    }
}

fn hours(minutes: u32) -> String {
    tf(m::HOURS, &[&(minutes / 60).to_string(), &(minutes % 60).to_string()])
}

fn at(id: &str, rest: &str) -> String {
    format!("/staff/courses/{}{rest}", encode(id))
}

/// Draws the list.
pub fn courses(it: CoursesPage) -> AnyView {
    page(vec![
        html! { h1 { (t(m::COURSES)) } },
        html! { p { (t(m::COURSES_ABOUT)) } },
        own(&it.own, false),
        open(&it),
        html! { div { @if it.may_count { p.buttons { a.button href="/staff/courses/counts" { (t(m::COUNTS)) } } } } },
    ])
}

/// What the reader signed up for; on the page of today it leads to the list.
pub fn own(it: &OwnCourses, leads_on: bool) -> Markup {
    let boot = use_boot();
    html! {
        section aria-labelledby="my-courses" {
            h2 id="my-courses" { (t(m::MINE)) }
            @if it.rows.is_empty() { p { (t(m::MINE_NONE)) } }
            ul.desk-list {
                @for row in &it.rows {
                    li.desk-row {
                        p.desk-row-title {
                            span.tag { (own_standing(row)) } " "
                            @if row.is_there { a href=(at(&row.id, "")) { (row.title) } } @else { (row.title) }
                        }
                        p.desk-row-note { (when(row.schedule.as_ref(), boot.today, boot.lang)) }
                    }
                }
            }
            @if it.attended > 0 { p { (tf(m::MINE_SUM, &[&it.attended.to_string(), &hours(it.minutes)])) } }
            @if leads_on { p { a href="/staff/courses" { (t(m::MINE_ALL)) } } }
        }
    }
}

fn open(it: &CoursesPage) -> Markup {
    let boot = use_boot();
    html! {
        section aria-labelledby="open-courses" {
            h2 id="open-courses" { (t(m::OPEN)) }
            form.desk-form method="get" action="/staff/courses" {
                (select(&[], "rank", t(m::RANK), &ranks(), it.rank.map_or("", StaffRank::code)))
                p.buttons { button.button { (t(m::RANK_SHOW)) } }
            }
            @if it.rows.is_empty() { p role="status" { (t(m::NONE)) } }
            ul.desk-list {
                @for row in &it.rows {
                    li.desk-row {
                        p.desk-row-title {
                            @if let Some((state, presence)) = row.own { span.tag { (standing(state, presence)) } " " }
                            a href=(at(&row.id, "")) { (row.title) }
                        }
                        p.desk-row-note { (when(row.schedule.as_ref(), boot.today, boot.lang)) " " (rank_word(row.rank)) " " (row.desk) }
                        p.desk-row-note { (places(row.capacity, row.taken)) }
                    }
                }
            }
        }
    }
}

/// One course.
#[derive(Clone, Debug)]
pub struct CoursePage {
    /// The course, with how the reader stands to it.
    pub row: CourseRow,
    /// Why nobody can sign up now; nothing: they can.
    pub closed: Option<Problem>,
    /// The reader may withdraw.
    pub may_withdraw: bool,
    /// The reader's turn in the waiting list; 0: they do not wait.
    pub turn: i64,
    /// What the reader wrote: what was learnt, what will be tried.
    pub written: (String, String),
    /// The reader may see who signed up.
    pub may_read: bool,
    /// The ids of the commands: join, withdraw, reflect.
    pub commands: [String; 3],
    /// Something was done.
    pub done: bool,
    /// Why something was not done.
    pub problems: Vec<Problem>,
}

/// Draws it.
pub fn course(it: CoursePage) -> AnyView {
    let boot = use_boot();
    let row = &it.row;
    page(vec![
        html! { p { a href="/staff/courses" { (t(m::COURSES)) } } },
        html! { h1 { (row.title) } },
        done_box(it.done.then(|| t(m::DONE))),
        problem_box(&it.problems),
        html! {
            dl {
                dt { (t(m::DAY)) } dd { (when(row.schedule.as_ref(), boot.today, boot.lang)) }
                dt { (t(m::RANK)) } dd { (rank_word(row.rank)) }
                dt { (t(m::DESK)) } dd { (row.desk) }
                dt { (t(m::PLACES)) } dd { (places(row.capacity, row.taken)) }
            }
        },
        html! {
            p.buttons {
                a.button href=(format!("/staff/inside/{}", encode(&row.id))) { (t(m::ABOUT_IT)) }
                @if it.may_read { " " a.button href=(at(&row.id, "/roll")) { (t(m::ROLL)) } }
            }
        },
        place(&it),
        reflection(&it),
    ])
}

fn place(it: &CoursePage) -> Markup {
    let row = &it.row;
    let is_in = row.own.is_some_and(|(state, _)| state != PlaceState::Withdrawn);
    let is_full = row.capacity.is_some_and(|capacity| row.taken.0 >= u64::from(capacity));
    html! {
        section aria-labelledby="place" {
            h2 id="place" { (t(m::STATE)) }
            @if let Some((state, presence)) = row.own { p { span.tag { (standing(state, presence)) } } }
            @if it.turn > 0 { p { (tf(m::WAITING_AT, &[&it.turn.to_string()])) } }
            @if is_in {
                @if it.may_withdraw {
                    form method="post" action=(at(&row.id, "/withdraw")) {
                        (command(&it.commands[1]))
                        button.button { (t(m::WITHDRAW)) }
                    }
                }
            } @else if let Some(closed) = &it.closed {
                p { (said(closed)) }
            } @else {
                form method="post" action=(at(&row.id, "")) {
                    (command(&it.commands[0]))
                    button.button.button-primary { (t(if is_full { m::JOIN_WAIT } else { m::JOIN })) }
                }
            }
        }
    }
}

fn reflection(it: &CoursePage) -> Markup {
    let came = it.row.own.is_some_and(|(_, presence)| presence == Presence::Came);
    html! {
        div {
            @if came {
                section aria-labelledby="reflection" {
                    h2 id="reflection" { (t(m::REFLECTION)) }
                    p { (t(m::REFLECTION_ABOUT)) }
                    form.desk-form method="post" action=(at(&it.row.id, "/reflection")) {
                        (command(&it.commands[2]))
                        (lines(&it.problems, "learnt", t(m::LEARNT), &it.written.0))
                        (lines(&it.problems, "will_try", t(m::WILL_TRY), &it.written.1))
                        p.buttons { button.button.button-primary { (t(m::SAVE)) } }
                    }
                }
            }
        }
    }
}

/// Somebody on the list of a course.
#[derive(Clone, Debug)]
pub struct PlaceRow {
    /// Account.
    pub account: String,
    /// Name on screen.
    pub name: String,
    /// The name of their desk; may be empty.
    pub desk: String,
    /// How they stand to it.
    pub state: PlaceState,
    /// Whether they came.
    pub presence: Presence,
    /// Whether their box is ticked: as it stands, or as it was sent and refused.
    pub ticked: bool,
    /// What they learnt; may be empty.
    pub learnt: String,
    /// What they will try; may be empty.
    pub will_try: String,
}

/// The list of those who signed up.
#[derive(Clone, Debug)]
pub struct RollPage {
    /// The listing.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// When.
    pub schedule: Option<Schedule>,
    /// Who signed up, in order.
    pub rows: Vec<PlaceRow>,
    /// The revision at which it was last said who came.
    pub rev: u64,
    /// Its first day has come.
    pub has_begun: bool,
    /// The reader may say who came, and for whom it is.
    pub may_keep: bool,
    /// The code of the rank that it is for; empty: all staff.
    pub rank: String,
    /// How long it takes, as the desk said it.
    pub minutes: String,
    /// The ids of the commands: mark, set up.
    pub commands: [String; 2],
    /// Something was done.
    pub done: bool,
    /// Why something was not done.
    pub problems: Vec<Problem>,
}

/// Draws it: to be filled in here, or printed and filled in by hand.
pub fn roll(it: RollPage) -> AnyView {
    let boot = use_boot();
    let can_mark = it.may_keep && it.has_begun;
    page(vec![
        html! { p { a href=(at(&it.id, "")) { (it.title) } } },
        html! { h1 { (t(m::ROLL)) } },
        html! { p { (it.title) " " (when(it.schedule.as_ref(), boot.today, boot.lang)) } },
        done_box(it.done.then(|| t(m::DONE))),
        problem_box(&it.problems),
        html! { p { (t(if it.has_begun { m::ROLL_ABOUT } else { m::ROLL_EARLY })) } },
        html! {
            div {
                @if it.rows.is_empty() {
                    p role="status" { (t(m::ROLL_NONE)) }
                } @else if can_mark {
                    form.desk-form method="post" action=(at(&it.id, "/roll")) {
                        (command(&it.commands[0]))
                        input type="hidden" name="base_rev" value=(it.rev);
                        (table(&it, true))
                        p.buttons { button.button.button-primary { (t(m::SAVE)) } }
                    }
                } @else {
                    (table(&it, false))
                }
            }
        },
        html! { p.buttons { a.button href=(at(&it.id, "/roll.csv")) { (t(m::CSV)) } } },
        reflections(&it),
        set_up(&it),
    ])
}

fn table(it: &RollPage, can_mark: bool) -> Markup {
    html! {
        div.desk-scroll tabindex="0" role="region" aria-label=(t(m::ROLL)) {
            table.desk-table.roll {
                thead {
                    tr {
                        th scope="col" { (t(m::CAME)) }
                        th scope="col" { (t(m::PERSON)) }
                        th scope="col" { (t(m::PERSON_DESK)) }
                        th scope="col" { (t(m::IN_LIST)) }
                    }
                }
                tbody {
                    @for row in &it.rows {
                        tr {
                            td { (tick(row, can_mark)) }
                            th scope="row" { (row.name) }
                            td { (row.desk) }
                            td { (t(if row.state == PlaceState::Waiting { m::IN_WAITING } else { m::IN_PLACED })) }
                        }
                    }
                }
            }
        }
    }
}

/// The box of somebody: to be ticked, or empty on paper.
fn tick(row: &PlaceRow, can_mark: bool) -> Markup {
    let came = row.presence == Presence::Came;
    html! {
        @if can_mark {
            input type="hidden" name=(format!("listed:{}", row.account)) value="1";
            input type="checkbox" name=(format!("came:{}", row.account)) value="1" checked[row.ticked]
                aria-label=(format!("{} {}", t(m::CAME), row.name));
            // Somebody else said otherwise meanwhile.
            @if row.ticked != came && row.presence != Presence::Unknown { " " (standing(row.state, row.presence)) }
        } @else if row.presence == Presence::Unknown {
            span.roll-box aria-hidden="true" {}
        } @else {
            (standing(row.state, row.presence))
        }
    }
}

fn reflections(it: &RollPage) -> Markup {
    let written: Vec<&PlaceRow> = it.rows.iter().filter(|row| !row.learnt.is_empty()).collect();
    html! {
        div {
            @if !written.is_empty() {
                section aria-labelledby="reflections" {
                    h2 id="reflections" { (t(m::REFLECTIONS)) }
                    ul.desk-list {
                        @for row in written {
                            li.desk-row {
                                p.desk-row-title { (row.name) }
                                dl {
                                    dt { (t(m::LEARNT)) } dd.said { (row.learnt) }
                                    @if !row.will_try.is_empty() { dt { (t(m::WILL_TRY)) } dd.said { (row.will_try) } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn set_up(it: &RollPage) -> Markup {
    html! {
        div {
            @if it.may_keep {
                section aria-labelledby="set-up" {
                    h2 id="set-up" { (t(m::SETUP)) }
                    form.desk-form method="post" action=(at(&it.id, "/setup")) {
                        (command(&it.commands[1]))
                        (select(&it.problems, "rank", t(m::RANK), &ranks(), &it.rank))
                        (field(&it.problems, "minutes", t(m::MINUTES), "number", &it.minutes, "off", ""))
                        p.buttons { button.button { (t(m::SAVE)) } }
                    }
                }
            }
        }
    }
}

/// How many signed up and came, of a fiscal year and a desk.
#[derive(Clone, Debug)]
pub struct CountRow {
    /// Fiscal year.
    pub year: i32,
    /// The name of the desk; may be empty.
    pub desk: String,
    /// Who had a place.
    pub signed: u64,
    /// Who came.
    pub came: u64,
}

/// Draws the counts.
pub fn counts(rows: Vec<CountRow>) -> AnyView {
    let boot = use_boot();
    page(vec![
        html! { p { a href="/staff/courses" { (t(m::COURSES)) } } },
        html! { h1 { (t(m::COUNTS)) } },
        html! { p { (t(m::COUNTS_ABOUT)) } },
        html! {
            div {
                @if rows.is_empty() {
                    p role="status" { (t(m::COUNTS_NONE)) }
                } @else {
                    div.desk-scroll tabindex="0" role="region" aria-label=(t(m::COUNTS)) {
                        table.desk-table {
                            thead {
                                tr {
                                    th scope="col" { (t(m::YEAR)) }
                                    th scope="col" { (t(m::PERSON_DESK)) }
                                    th scope="col" { (t(m::SIGNED)) }
                                    th scope="col" { (t(m::ATTENDED)) }
                                }
                            }
                            tbody {
                                @for row in &rows {
                                    tr {
                                        td { (row.year) }
                                        th scope="row" { (desk_word(&row.desk, boot.lang)) }
                                        td { (row.signed) }
                                        td { (row.came) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        },
        html! { p.buttons { a.button href="/staff/courses/counts.csv" { (t(m::CSV)) } } },
    ])
}

/// A desk by its name, where there is one: whoever works at none signed up, too.
pub fn desk_word(name: &str, lang: Lang) -> &str {
    if name.is_empty() { m::NO_DESK.text(lang) } else { name }
}

/// A count of people in words, as it stands in a file.
pub fn told_in(count: Told, lang: Lang) -> String {
    match count {
        Told::Exact(count) => count.to_string(),
        Told::FewerThan(bound) => privacy::FEWER_THAN.with(lang, &[&bound.to_string()]),
    }
}

/// The head of the file of counts.
pub fn counts_head(lang: Lang) -> Vec<String> {
    [m::YEAR, m::PERSON_DESK, m::SIGNED, m::ATTENDED].map(|name| name.text(lang).to_owned()).to_vec()
}

/// The head of the file of a list, and its lines.
pub fn roll_lines(rows: &[PlaceRow], lang: Lang) -> Vec<Vec<String>> {
    let head = [m::PERSON, m::PERSON_DESK, m::IN_LIST, m::STATE, m::LEARNT, m::WILL_TRY].map(|name| name.text(lang).to_owned()).to_vec();
    let line = |row: &PlaceRow| {
        let place = if row.state == PlaceState::Waiting { m::IN_WAITING } else { m::IN_PLACED };
        let presence = if row.presence == Presence::Unknown { "" } else { m::state(row.presence.code()).text(lang) };
        vec![row.name.clone(), row.desk.clone(), place.text(lang).to_owned(), presence.to_owned(), row.learnt.clone(), row.will_try.clone()]
    };
    std::iter::once(head).chain(rows.iter().map(line)).collect()
}
