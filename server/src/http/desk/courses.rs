//! `/staff/courses`: signing up for courses for staff, one's reflection, the list of those who came, counts.
//!
//! Invariants: every change is a command; who signed up and what they wrote is shown to the desk that runs the course and to nobody else,
//! and each look at it is in the audit log, by name where somebody's own words were shown.

use super::desks::{denied, name_of, run, status_or_denied};
use super::forms::download;
use super::{Staff, render, see_other};
use crate::clock::{now_ms, today};
use crate::db::{Db, DbResult};
use crate::feed::Writer;
use crate::http::Ctx;
use crate::http::fields::{Fields, field, fresh};
use crate::http::lang::Reads;
use crate::http::problem::broken;
use crate::people::courses::{self, Course, Mine, Place, Sums};
use crate::people::desks;
use axum::Router;
use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use chrono::NaiveDate;
use engawa_app::listings::import::report::csv_line;
use engawa_app::messages::people::courses as m;
use engawa_app::people::command::PeopleCommand;
use engawa_app::people::course::{
    CourseCommand, PlaceState, Presence, StaffRank, capacity, check_join, first_day, fiscal_year, has_begun, is_course, is_over,
};
use engawa_app::people::pages::courses as page;
use engawa_app::people::privacy::suppress;
use engawa_core::{Action, Lang, Problem, Subject, may};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Routes of courses.
pub fn routes() -> Router<Ctx> {
    Router::new()
        .route("/staff/courses", get(list))
        .route("/staff/courses/counts", get(counts))
        .route("/staff/courses/counts.csv", get(counts_csv))
        .route("/staff/courses/{id}", get(show).post(join))
        .route("/staff/courses/{id}/withdraw", post(withdraw))
        .route("/staff/courses/{id}/reflection", post(reflect))
        .route("/staff/courses/{id}/setup", post(set_up))
        .route("/staff/courses/{id}/roll", get(roll).post(mark))
        .route("/staff/courses/{id}/roll.csv", get(roll_csv))
}

/// Desks and what they are called.
pub(super) type Names = BTreeMap<String, String>;

/// What every desk is called in a language.
pub(super) async fn names(db: &Db, lang: Lang) -> DbResult<Names> {
    Ok(desks::every(db).await?.into_iter().map(|desk| (desk.id.clone(), name_of(&desk, lang))).collect())
}

/// What somebody signed up for and what they attended in the fiscal year of a day.
pub(super) async fn own_on(db: &Db, account: &str, lang: Lang, today: NaiveDate) -> DbResult<page::OwnCourses> {
    Ok(own_of(&courses::mine(db, account).await?, lang, today))
}

fn own_of(mine: &[Mine], lang: Lang, today: NaiveDate) -> page::OwnCourses {
    let year = fiscal_year(today);
    let is_shown = |it: &&Mine| it.state != PlaceState::Withdrawn && (it.year == year || !is_over(&it.listing, today));
    let attended: Vec<&Mine> = mine.iter().filter(|it| it.presence == Presence::Came && it.year == year).collect();
    let row = |it: &Mine| page::OwnRow {
        id: it.listing.id.clone(),
        title: it.listing.text_in(lang).0.title,
        schedule: it.listing.schedule.clone(),
        state: it.state,
        presence: it.presence,
        is_there: is_course(&it.listing),
    };
    page::OwnCourses {
        rows: mine.iter().filter(is_shown).map(row).collect(),
        attended: attended.len(),
        minutes: attended.iter().map(|it| it.minutes).fold(0, u32::saturating_add),
    }
}

fn row_of(course: &Course, lang: Lang, names: &Names, sums: &Sums, mine: &[Mine]) -> page::CourseRow {
    let id = course.listing.id.as_str();
    page::CourseRow {
        id: id.to_owned(),
        title: course.listing.text_in(lang).0.title,
        schedule: course.listing.schedule.clone(),
        rank: course.rank,
        desk: names.get(&course.desk).cloned().unwrap_or_default(),
        capacity: capacity(&course.listing),
        taken: sums.get(id).copied().unwrap_or_default(),
        own: mine.iter().find(|it| it.listing.id == id).map(|it| (it.state, it.presence)),
    }
}

/// What the reader signed up for; whoever has no account signed up for nothing.
async fn mine_of(ctx: &Ctx, staff: &Staff) -> DbResult<Vec<Mine>> {
    match staff.actor.account() {
        Some(account) => courses::mine(&ctx.site.db, account).await,
        None => Ok(Vec::new()),
    }
}

#[derive(Deserialize, Default)]
struct ListQuery {
    #[serde(default)]
    rank: String,
}

async fn list(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Query(query): Query<ListQuery>) -> Response {
    let read = async {
        let (db, today, rank) = (&ctx.site.db, today(), StaffRank::parse(&query.rank));
        let (names, sums, mine) = (names(db, lang).await?, courses::sums(db).await?, mine_of(&ctx, &staff).await?);
        // What is for all staff is also for those of a rank.
        let is_for = |course: &Course| rank.is_none() || course.rank.is_none() || course.rank == rank;
        let mut found: Vec<Course> = courses::every(db).await?;
        found.retain(|course| !is_over(&course.listing, today) && is_for(course));
        found.sort_by_key(|course| first_day(&course.listing));
        DbResult::Ok(page::CoursesPage {
            rows: found.iter().map(|course| row_of(course, lang, &names, &sums, &mine)).collect(),
            rank,
            own: own_of(&mine, lang, today),
            may_count: may(&staff.actor, Action::CourseRead, &Subject::NONE),
        })
    };
    match read.await {
        Ok(it) => render::page(&ctx, lang, m::COURSES.text(lang), Some(&staff.name), move || page::courses(it)),
        Err(error) => broken(&error, lang).into_response(),
    }
}

#[derive(Deserialize, Default)]
struct DoneQuery {
    #[serde(default)]
    done: String,
}

async fn show(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path(id): Path<String>, Query(query): Query<DoneQuery>) -> Response {
    draw(&ctx, lang, &staff, &id, !query.done.is_empty(), None, Vec::new()).await
}

/// `typed`: what was written about the course, if it was refused.
async fn draw(ctx: &Ctx, lang: Lang, staff: &Staff, id: &str, done: bool, typed: Option<(String, String)>, problems: Vec<Problem>) -> Response {
    match read_course(ctx, lang, staff, id).await {
        Ok(Some(mut it)) => {
            let status = status_or_denied(&problems);
            it.written = typed.unwrap_or(it.written);
            (it.done, it.problems) = (done, problems);
            let title = it.row.title.clone();
            (status, render::page(ctx, lang, &title, Some(&staff.name), move || page::course(it))).into_response()
        }
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => broken(&error, lang).into_response(),
    }
}

async fn read_course(ctx: &Ctx, lang: Lang, staff: &Staff, id: &str) -> DbResult<Option<page::CoursePage>> {
    let (db, today) = (&ctx.site.db, today());
    let Some(course) = courses::one(db, id).await? else { return Ok(None) };
    let (names, sums, mine) = (names(db, lang).await?, courses::sums(db).await?, mine_of(ctx, staff).await?);
    let account = staff.actor.account().unwrap_or_default();
    let row = row_of(&course, lang, &names, &sums, &mine);
    Ok(Some(page::CoursePage {
        closed: check_join(&course.listing, today),
        may_withdraw: row.own.is_some_and(|(_, presence)| presence == Presence::Unknown) && !is_over(&course.listing, today),
        turn: courses::turn(db, id, account).await?,
        written: courses::written(db, id, account).await?,
        may_read: may(&staff.actor, Action::CourseRead, &course.subject()),
        row,
        commands: fresh(),
        done: false,
        problems: Vec::new(),
    }))
}

fn of_course(command: CourseCommand) -> PeopleCommand {
    PeopleCommand::Course(command)
}

/// Does something about one's own place, and comes back to the course.
async fn act(ctx: &Ctx, lang: Lang, staff: &Staff, id: &str, fields: &Fields, command: CourseCommand) -> Response {
    let problems = run(ctx, staff, fields, of_course(command)).await;
    if problems.is_empty() {
        return see_other(&format!("{}?done=1", courses::path(id)));
    }
    draw(ctx, lang, staff, id, false, None, problems).await
}

async fn join(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path(id): Path<String>, Form(fields): Form<Fields>) -> Response {
    act(&ctx, lang, &staff, &id, &fields, CourseCommand::Join { course: id.clone() }).await
}

async fn withdraw(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path(id): Path<String>, Form(fields): Form<Fields>) -> Response {
    act(&ctx, lang, &staff, &id, &fields, CourseCommand::Withdraw { course: id.clone() }).await
}

async fn reflect(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path(id): Path<String>, Form(fields): Form<Fields>) -> Response {
    let (learnt, will_try) = (field(&fields, "learnt").to_owned(), field(&fields, "will_try").to_owned());
    let command = CourseCommand::Reflect { course: id.clone(), learnt: learnt.clone(), will_try: will_try.clone() };
    let problems = run(&ctx, &staff, &fields, of_course(command)).await;
    if problems.is_empty() {
        return see_other(&format!("{}?done=1", courses::path(&id)));
    }
    draw(&ctx, lang, &staff, &id, false, Some((learnt, will_try)), problems).await
}

/// The course of an address, if the reader may do this about it; otherwise the answer.
async fn kept(ctx: &Ctx, lang: Lang, staff: &Staff, id: &str, action: Action) -> Result<Course, Box<Response>> {
    match courses::one(&ctx.site.db, id).await {
        Ok(Some(course)) if may(&staff.actor, action, &course.subject()) => Ok(course),
        Ok(Some(_)) => Err(Box::new(denied(ctx, lang, staff))),
        Ok(None) => Err(Box::new(StatusCode::NOT_FOUND.into_response())),
        Err(error) => Err(Box::new(broken(&error, lang).into_response())),
    }
}

/// Whoever wrote something is told who read it; a list of names alone is one row.
async fn note_look(ctx: &Ctx, staff: &Staff, verb: &str, id: &str, places: &[Place]) -> DbResult<()> {
    let mut writer = Writer::begin(&ctx.site.db, now_ms(), staff.actor.name()).await?;
    let mut authors = 0;
    for place in places.iter().filter(|place| !place.learnt.is_empty()) {
        writer.audit_about(verb, id, &place.account, "").await?;
        authors += 1;
    }
    if authors == 0 {
        writer.audit(verb, id, "").await?;
    }
    writer.commit().await
}

fn place_row(it: Place) -> page::PlaceRow {
    page::PlaceRow {
        account: it.account,
        name: it.name,
        desk: it.desk,
        state: it.state,
        presence: it.presence,
        ticked: it.presence == Presence::Came,
        learnt: it.learnt,
        will_try: it.will_try,
    }
}

async fn roll(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path(id): Path<String>, Query(query): Query<DoneQuery>) -> Response {
    match kept(&ctx, lang, &staff, &id, Action::CourseRead).await {
        Ok(course) => draw_roll(&ctx, lang, &staff, course, !query.done.is_empty(), Sent::Nothing, Vec::new()).await,
        Err(answer) => *answer,
    }
}

/// What was sent about a list and refused, so that it is shown again as it was sent.
enum Sent {
    /// Nothing was.
    Nothing,
    /// Who was listed, and who of them came, each in order.
    Ticks(Vec<String>, Vec<String>),
    /// Rank and minutes.
    SetUp(String, String),
}

async fn draw_roll(ctx: &Ctx, lang: Lang, staff: &Staff, course: Course, done: bool, sent: Sent, problems: Vec<Problem>) -> Response {
    let id = course.listing.id.clone();
    let read = async {
        let (places, rev) = courses::roll(&ctx.site.db, &id).await?;
        note_look(ctx, staff, "read.course", &id, &places).await?;
        DbResult::Ok((places, rev))
    };
    let (places, rev) = match read.await {
        Ok(found) => found,
        Err(error) => return broken(&error, lang).into_response(),
    };
    let status = status_or_denied(&problems);
    let mut rows: Vec<page::PlaceRow> = places.into_iter().map(place_row).collect();
    let (mut rank, mut minutes) = (course.rank.map_or("", StaffRank::code).to_owned(), course.minutes.to_string());
    match sent {
        Sent::Nothing => {}
        // Of whom that page did not show yet, what is stored stands.
        Sent::Ticks(listed, came) => {
            for row in rows.iter_mut().filter(|row| listed.binary_search(&row.account).is_ok()) {
                row.ticked = came.binary_search(&row.account).is_ok();
            }
        }
        Sent::SetUp(typed_rank, typed_minutes) => (rank, minutes) = (typed_rank, typed_minutes),
    }
    let it = page::RollPage {
        title: course.listing.text_in(lang).0.title,
        has_begun: has_begun(&course.listing, today()),
        may_keep: may(&staff.actor, Action::CourseKeep, &course.subject()),
        schedule: course.listing.schedule,
        id,
        rows,
        rev,
        rank,
        minutes,
        commands: fresh(),
        done,
        problems,
    };
    (status, render::page(ctx, lang, m::ROLL.text(lang), Some(&staff.name), move || page::roll(it))).into_response()
}

/// The accounts that a form names with a mark before each.
fn named(fields: &Fields, mark: &str) -> Vec<String> {
    let mut found: Vec<String> = fields.keys().filter_map(|name| name.strip_prefix(mark)).map(str::to_owned).collect();
    // As the page had them in some order: the same page sent twice is the same command.
    found.sort_unstable();
    found
}

async fn mark(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path(id): Path<String>, Form(fields): Form<Fields>) -> Response {
    let (listed, came) = (named(&fields, "listed:"), named(&fields, "came:"));
    let command = CourseCommand::Mark { course: id.clone(), listed: listed.clone(), came: came.clone() };
    Box::pin(keep(&ctx, lang, &staff, &id, &fields, command, Sent::Ticks(listed, came))).await
}

async fn set_up(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path(id): Path<String>, Form(fields): Form<Fields>) -> Response {
    let (rank, typed) = (field(&fields, "rank"), engawa_core::text::digits(field(&fields, "minutes")));
    let minutes = if typed.is_empty() { 0 } else { typed.parse().unwrap_or(u32::MAX) };
    let command = CourseCommand::SetUp { course: id.clone(), rank: StaffRank::parse(rank), minutes };
    let sent = Sent::SetUp(rank.to_owned(), typed);
    Box::pin(keep(&ctx, lang, &staff, &id, &fields, command, sent)).await
}

/// Does something that the desk does, and comes back to the list.
async fn keep(ctx: &Ctx, lang: Lang, staff: &Staff, id: &str, fields: &Fields, command: CourseCommand, sent: Sent) -> Response {
    let course = match kept(ctx, lang, staff, id, Action::CourseKeep).await {
        Ok(course) => course,
        Err(answer) => return *answer,
    };
    let problems = run(ctx, staff, fields, of_course(command)).await;
    if problems.is_empty() {
        return see_other(&format!("{}/roll?done=1", courses::path(id)));
    }
    draw_roll(ctx, lang, staff, course, false, sent, problems).await
}

/// With a byte order mark, so that spreadsheets show Japanese.
pub(super) fn csv(lines: impl IntoIterator<Item = Vec<String>>) -> String {
    lines.into_iter().fold("\u{feff}".to_owned(), |mut out, line| {
        out.push_str(&csv_line(&line));
        out
    })
}

async fn roll_csv(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path(id): Path<String>) -> Response {
    if let Err(answer) = kept(&ctx, lang, &staff, &id, Action::CourseRead).await {
        return *answer;
    }
    let read = async {
        let (places, _) = courses::roll(&ctx.site.db, &id).await?;
        note_look(&ctx, &staff, "course.export", &id, &places).await?;
        DbResult::Ok(places)
    };
    match read.await {
        Ok(places) => {
            let rows: Vec<page::PlaceRow> = places.into_iter().map(place_row).collect();
            download("course-attendance.csv", "text/csv; charset=utf-8", csv(page::roll_lines(&rows, lang)))
        }
        Err(error) => broken(&error, lang).into_response(),
    }
}

async fn counts(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff) -> Response {
    match courses::counts(&ctx.site.db, &staff.actor).await {
        Ok(found) => {
            let row = |it: courses::Count| page::CountRow { year: it.year, desk: it.desk, signed: it.signed, came: it.came };
            let rows = found.into_iter().map(row).collect();
            render::page(&ctx, lang, m::COUNTS.text(lang), Some(&staff.name), move || page::counts(rows))
        }
        Err(error) => broken(&error, lang).into_response(),
    }
}

/// The counts as a table: a file goes further than the page, so few people are told as few, and no total of a year gives them away.
async fn counts_csv(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff) -> Response {
    let found = match courses::counts(&ctx.site.db, &staff.actor).await {
        Ok(found) => found,
        Err(error) => return broken(&error, lang).into_response(),
    };
    let mut lines = vec![page::counts_head(lang)];
    for year in found.chunk_by(|a, b| a.year == b.year) {
        let signed = suppress(&year.iter().map(|it| it.signed).collect::<Vec<_>>());
        let came = suppress(&year.iter().map(|it| it.came).collect::<Vec<_>>());
        for ((it, signed), came) in year.iter().zip(signed).zip(came) {
            lines.push(vec![it.year.to_string(), page::desk_word(&it.desk, lang).to_owned(), page::told_in(signed, lang), page::told_in(came, lang)]);
        }
    }
    download("course-counts.csv", "text/csv; charset=utf-8", csv(lines))
}
