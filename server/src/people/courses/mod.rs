//! Courses for staff on the server: places, the waiting list, attendance, reflections.
//!
//! Invariants: no more people have a place than the listing takes, however many sign up at the same moment, because whoever holds the
//! revision is alone until the commit; who waits longest moves up, and is told; whoever has a place or waits for one is told in the same
//! transaction when the course is called off, moved, or takes place after all; what is said of somebody's attendance names them in the audit
//! log; a place that nobody needs any more is deleted after [`KEPT_MS`].

mod read;
pub mod sql;

pub use read::{Count, Mine, Place, Sums, counts, every, mine, one, roll, sums, turn, written};

use super::Asked;
use super::notices::tell;
use crate::commands::Outcome;
use crate::db::{DbError, DbResult};
use crate::feed::{Writer, sql as feed_sql};
use crate::params;
use crate::sites::OpenSite;
use engawa_app::listings::Listing;
use engawa_app::people::course::{
    Change, CourseCommand, MINUTES_MAX, PlaceState, Presence, ROLL_MAX, StaffRank, capacity, change, check_join, check_reflection, has_begun,
    is_course, is_over, minutes_of, run_by,
};
use engawa_app::people::notice::NoticeCode;
use engawa_core::time::{DAY_MS, Millis, jst_date};
use engawa_core::{Action, Lang, Problem, Subject, may};
use std::collections::BTreeSet;

/// Who signed up, who came and what they wrote is kept so long.
pub const KEPT_MS: Millis = 3 * 365 * DAY_MS;

/// The page of a course.
pub fn path(course: &str) -> String {
    format!("/staff/courses/{course}")
}

/// A listing as a course, with what its desk says of it.
#[derive(Clone, Debug)]
pub struct Course {
    /// The listing.
    pub listing: Listing,
    /// The desk that runs it.
    pub desk: String,
    /// For whom it is; nothing: for all staff.
    pub rank: Option<StaffRank>,
    /// What its desk says about how long it takes; nought: nothing.
    pub minutes: u32,
}

impl Course {
    /// How long it takes, in minutes.
    pub fn length(&self) -> u32 {
        if self.minutes > 0 { self.minutes } else { minutes_of(&self.listing) }
    }

    /// As the table of rights asks for it.
    pub fn subject(&self) -> Subject<'_> {
        Subject::of_desk(&self.desk)
    }
}

/// Body, group, desk, rank, minutes.
type CourseRow = (String, String, String, String, i64);

fn course_of((body, group, desk, rank, minutes): CourseRow) -> DbResult<Course> {
    let listing: Listing = serde_json::from_str(&body).map_err(|why| DbError::inconsistent("listing.body", why))?;
    let minutes = u32::try_from(minutes).map_err(|why| DbError::inconsistent("course.minutes", why))?;
    Ok(Course { desk: run_by(&group, &desk).to_owned(), rank: StaffRank::parse(&rank), minutes, listing })
}

fn state_of(code: &str) -> DbResult<PlaceState> {
    PlaceState::parse(code).ok_or_else(|| DbError::inconsistent("course_place.state", code))
}

fn presence_of(number: i64) -> DbResult<Presence> {
    Presence::of_number(number).ok_or_else(|| DbError::inconsistent("course_place.came", number))
}

/// A course inside the transaction; what staff cannot sign up for is none.
async fn one_within(writer: &mut Writer, id: &str) -> DbResult<Option<Course>> {
    let found = writer.tx.first::<CourseRow>(sql::ONE, params![id]).await?.map(course_of).transpose()?;
    Ok(found.filter(|course| is_course(&course.listing)))
}

fn refused(path: &str, code: &str) -> Outcome {
    Outcome::Rejected(vec![Problem::new(path, code)])
}

/// Executes a command inside the writer's transaction. Rights are asked here: only here it is known which desk runs the course.
pub async fn execute(writer: &mut Writer, asked: Asked<'_>, command: &CourseCommand) -> DbResult<Outcome> {
    let found = one_within(writer, command.subject()).await?;
    match command {
        CourseCommand::Join { .. } | CourseCommand::Withdraw { .. } | CourseCommand::Reflect { .. } => {
            let Some(account) = asked.actor.account().filter(|_| may(asked.actor, Action::CourseJoin, &Subject::NONE)) else {
                return Ok(Outcome::Forbidden);
            };
            // What is done while a case is open is done for the person at the counter, who is no member of staff.
            if asked.actor.case.is_some() {
                return Ok(refused("", "course_in_case"));
            }
            let Some(course) = found else { return Ok(refused("", "course_unknown")) };
            match command {
                CourseCommand::Join { .. } => join(writer, &course, account).await,
                CourseCommand::Reflect { learnt, will_try, .. } => reflect(writer, &course, account, learnt, will_try).await,
                _ => withdraw(writer, &course, account).await,
            }
        }
        CourseCommand::SetUp { .. } | CourseCommand::Mark { .. } => {
            // Whoever may keep no list learns nothing about which courses there are.
            if !may(asked.actor, Action::CourseKeep, &found.as_ref().map_or(Subject::NONE, Course::subject)) {
                return Ok(Outcome::Forbidden);
            }
            let Some(course) = found else { return Ok(refused("", "course_unknown")) };
            match command {
                CourseCommand::Mark { listed, came, .. } => mark(writer, asked, &course, listed, came).await,
                CourseCommand::SetUp { rank, minutes, .. } => set_up(writer, &course, *rank, *minutes).await,
                _ => Ok(refused("", "course_unknown")),
            }
        }
    }
}

async fn stands(writer: &mut Writer, course: &Course, account: &str) -> DbResult<Option<(PlaceState, Presence)>> {
    let row = writer.tx.first::<(String, i64)>(sql::MINE, params![&course.listing.id, account]).await?;
    let Some((state, came)) = row else { return Ok(None) };
    Ok(Some((state_of(&state)?, presence_of(came)?)))
}

/// Gives free places to those who wait longest, and tells them; `asker` is told by the answer. How many moved up.
async fn fill(writer: &mut Writer, course: &Course, asker: &str) -> DbResult<usize> {
    let id = course.listing.id.as_str();
    let places = capacity(&course.listing).map_or(i64::MAX, i64::from);
    let (mut placed,) = writer.tx.first::<(i64,)>(sql::PLACED, params![id]).await?.unwrap_or_default();
    let mut moved = 0;
    while placed < places {
        let Some((account,)) = writer.tx.first::<(String,)>(sql::NEXT, params![id]).await? else { break };
        writer.tx.run(sql::SET_STATE, params![id, &account, PlaceState::Placed.code()]).await?;
        if account != asker {
            tell(writer, &account, NoticeCode::CoursePlace, &[&course.listing.title], &path(id)).await?;
            writer.audit_about("course.move_up", id, &account, "").await?;
        }
        placed += 1;
        moved += 1;
    }
    Ok(moved)
}

/// Everybody comes to the end of the line, and then the free places are given out: so a place that became free by a larger room goes to
/// whoever waited for it.
async fn join(writer: &mut Writer, course: &Course, account: &str) -> DbResult<Outcome> {
    if let Some(problem) = check_join(&course.listing, jst_date(writer.now)) {
        return Ok(Outcome::Rejected(vec![problem]));
    }
    if stands(writer, course, account).await?.is_some_and(|(state, _)| state != PlaceState::Withdrawn) {
        return Ok(refused("", "course_joined"));
    }
    let desk = writer.tx.first::<(String,)>(sql::HOME_DESK, params![account]).await?.map_or_else(String::new, |(desk,)| desk);
    let (rev, now) = (writer.take_rev().await?, writer.now);
    writer.tx.run(sql::PUT, params![&course.listing.id, account, desk, rev, now]).await?;
    fill(writer, course, account).await?;
    Ok(Outcome::Done { rev })
}

async fn withdraw(writer: &mut Writer, course: &Course, account: &str) -> DbResult<Outcome> {
    let Some((_, presence)) = stands(writer, course, account).await?.filter(|(state, _)| *state != PlaceState::Withdrawn) else {
        return Ok(refused("", "course_not_joined"));
    };
    if presence != Presence::Unknown {
        return Ok(refused("", "course_marked"));
    }
    if is_over(&course.listing, jst_date(writer.now)) {
        return Ok(refused("", "course_over"));
    }
    let rev = writer.take_rev().await?;
    writer.tx.run(sql::SET_STATE, params![&course.listing.id, account, PlaceState::Withdrawn.code()]).await?;
    fill(writer, course, account).await?;
    Ok(Outcome::Done { rev })
}

async fn reflect(writer: &mut Writer, course: &Course, account: &str, learnt: &str, will_try: &str) -> DbResult<Outcome> {
    if stands(writer, course, account).await?.is_none_or(|(_, presence)| presence != Presence::Came) {
        return Ok(refused("", "course_not_attended"));
    }
    let problems = check_reflection(learnt, will_try);
    if !problems.is_empty() {
        return Ok(Outcome::Rejected(problems));
    }
    let (rev, now) = (writer.take_rev().await?, writer.now);
    writer.tx.run(sql::REFLECT, params![&course.listing.id, account, learnt.trim(), will_try.trim(), now]).await?;
    Ok(Outcome::Done { rev })
}

async fn set_up(writer: &mut Writer, course: &Course, rank: Option<StaffRank>, minutes: u32) -> DbResult<Outcome> {
    if minutes > MINUTES_MAX {
        return Ok(Outcome::Rejected(vec![Problem::new("minutes", "out_of_range").arg("0").arg(MINUTES_MAX.to_string())]));
    }
    let rev = writer.take_rev().await?;
    writer.tx.run(sql::SET_UP, params![&course.listing.id, rank.map_or("", StaffRank::code), i64::from(minutes)]).await?;
    Ok(Outcome::Done { rev })
}

/// Says who came. Of whom the list did not show, because they signed up meanwhile, nothing is said.
async fn mark(writer: &mut Writer, asked: Asked<'_>, course: &Course, listed: &[String], came: &[String]) -> DbResult<Outcome> {
    let id = course.listing.id.as_str();
    if listed.len() > ROLL_MAX || came.len() > ROLL_MAX {
        return Ok(Outcome::Rejected(vec![Problem::new("listed", "too_many").arg(ROLL_MAX.to_string())]));
    }
    let (last,) = writer.tx.first::<(i64,)>(sql::MARKED, params![id]).await?.unwrap_or_default();
    let last = u64::try_from(last).map_err(|why| DbError::inconsistent("course_place.marked_rev", why))?;
    if last > asked.base_rev.unwrap_or(0) {
        return Ok(Outcome::Conflict(Problem::new("base_rev", "conflict").arg(last.to_string())));
    }
    if !has_begun(&course.listing, jst_date(writer.now)) {
        return Ok(refused("", "course_not_begun"));
    }
    let (listed, came): (BTreeSet<&str>, BTreeSet<&str>) = (listed.iter().map(String::as_str).collect(), came.iter().map(String::as_str).collect());
    let rev = writer.take_rev().await?;
    let places = writer.tx.all::<read::PlaceRow>(sql::ROLL, params![id]).await?;
    for (account, _, _, state, was, _, _, _, reflected) in places.into_iter().filter(|place| listed.contains(place.0.as_str())) {
        let (state, was) = (state_of(&state)?, presence_of(was)?);
        let is = match (came.contains(account.as_str()), state) {
            (true, _) => Presence::Came,
            // Whoever only waited and stayed away missed nothing.
            (false, PlaceState::Waiting) => Presence::Unknown,
            (false, _) => Presence::Absent,
        };
        let state = if is == Presence::Came { PlaceState::Placed } else { state };
        let minutes = if is == Presence::Came { course.length() } else { 0 };
        writer.tx.run(sql::MARK, params![id, &account, state.code(), is.number(), i64::from(minutes), rev]).await?;
        if is != was {
            writer.audit_about("course.attendance", id, &account, is.code()).await?;
        }
        // Asked once, and not again when a mark is put right.
        if is == Presence::Came && was == Presence::Unknown && reflected == 0 {
            tell(writer, &account, NoticeCode::CourseReflect, &[&course.listing.title], &path(id)).await?;
        }
    }
    Ok(Outcome::Done { rev })
}

/// Tells those who signed up for a course what a change of its listing means to them, each in their language, but for whoever changed it.
/// Called with every write of a listing, inside its transaction.
pub async fn tell_change(writer: &mut Writer, before: &Listing, after: &Listing) -> DbResult<()> {
    let Some(change) = change(before, after, jst_date(writer.now)) else { return Ok(()) };
    let (code, path) = match change {
        // Its page is gone; that it was called off stands in the list of what one signed up for.
        Change::CalledOff => (NoticeCode::CourseCalledOff, "/staff/courses".to_owned()),
        // So is that of what is for everybody now.
        Change::Moved if !is_course(after) => (NoticeCode::CourseMoved, "/staff/courses".to_owned()),
        Change::Moved => (NoticeCode::CourseMoved, path(&after.id)),
        Change::Back => (NoticeCode::CourseBack, path(&after.id)),
    };
    for (account, lang, login) in writer.tx.all::<(String, String, String)>(sql::SIGNED, params![&after.id]).await? {
        if writer.actor == format!("staff:{login}") {
            continue;
        }
        let title = before.text_in(Lang::parse(&lang).unwrap_or_default()).0.title;
        tell(writer, &account, code, &[&title], &path).await?;
    }
    Ok(())
}

/// Gives places that became free otherwise: by a larger room, or because somebody's account ended. How many moved up.
pub async fn tidy(site: &OpenSite, now: Millis) -> DbResult<usize> {
    let goes_on = |course: &Course| !is_over(&course.listing, jst_date(now));
    let mut moved = 0;
    for (id,) in site.db.all::<(String,)>(sql::WAITED_FOR, params![]).await? {
        // Most lists that somebody stands in are of courses that are over: for those nobody who writes is kept waiting.
        if !one(&site.db, &id).await?.as_ref().is_some_and(goes_on) {
            continue;
        }
        let mut writer = Writer::begin(&site.db, now, "system").await?;
        // The lock of all writers: of two nodes one does it.
        writer.tx.first::<(i64,)>(feed_sql::TAKE_REVS, params![0_i64]).await?;
        if let Some(course) = one_within(&mut writer, &id).await?.filter(goes_on) {
            moved += fill(&mut writer, &course, "").await?;
        }
        writer.commit().await?;
    }
    Ok(moved)
}
