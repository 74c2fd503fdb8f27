//! What pages read of courses. Whether somebody may read it is asked where the page is drawn.

use super::{Course, CourseRow, course_of, presence_of, sql, state_of};
use crate::db::{Db, DbError, DbResult};
use crate::params;
use crate::people::desks::inside_scope;
use engawa_app::listings::{COLLECTION, Listing};
use engawa_app::people::course::{PlaceState, Presence, first_day, fiscal_year, is_course};
use engawa_core::rights::Actor;
use engawa_core::time::{Millis, jst_date};
use engawa_core::{Action, may};
use std::collections::BTreeMap;

/// Account, name, name of the desk, state, presence, minutes, what was learnt, what will be tried, when that was written.
pub(super) type PlaceRow = (String, String, String, String, i64, i64, String, String, i64);

/// Somebody on the list of a course.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Account.
    pub account: String,
    /// Name on screen.
    pub name: String,
    /// The name of the desk at which they worked when they signed up; may be empty.
    pub desk: String,
    /// How they stand to it.
    pub state: PlaceState,
    /// Whether they came.
    pub presence: Presence,
    /// What they learnt; may be empty.
    pub learnt: String,
    /// What they will try; may be empty.
    pub will_try: String,
}

/// A course; what staff cannot sign up for is none.
pub async fn one(db: &Db, id: &str) -> DbResult<Option<Course>> {
    let found = db.first::<CourseRow>(sql::ONE, params![id]).await?.map(course_of).transpose()?;
    Ok(found.filter(|course| is_course(&course.listing)))
}

/// Courses that staff can see.
pub async fn every(db: &Db) -> DbResult<Vec<Course>> {
    let rows = db.all::<CourseRow>(sql::EVERY, params![inside_scope().to_string(), COLLECTION]).await?;
    let all: Vec<Course> = rows.into_iter().map(course_of).collect::<DbResult<_>>()?;
    Ok(all.into_iter().filter(|course| is_course(&course.listing)).collect())
}

/// Who signed up for a course, those who have a place first; and the revision at which it was last said who came.
pub async fn roll(db: &Db, id: &str) -> DbResult<(Vec<Place>, u64)> {
    let rows = db.all::<PlaceRow>(sql::ROLL, params![id]).await?;
    let place = |(account, name, desk, state, came, _, learnt, will_try, _): PlaceRow| -> DbResult<Place> {
        Ok(Place { account, name, desk, state: state_of(&state)?, presence: presence_of(came)?, learnt, will_try })
    };
    let places: Vec<Place> = rows.into_iter().map(place).collect::<DbResult<_>>()?;
    let (rev,) = db.first::<(i64,)>(sql::MARKED, params![id]).await?.unwrap_or_default();
    Ok((places, u64::try_from(rev).map_err(|why| DbError::inconsistent("course_place.marked_rev", why))?))
}

/// What somebody signed up for.
#[derive(Clone, Debug)]
pub struct Mine {
    /// The listing.
    pub listing: Listing,
    /// How they stand to it.
    pub state: PlaceState,
    /// Whether they came.
    pub presence: Presence,
    /// How long they were there.
    pub minutes: u32,
    /// The fiscal year of the course.
    pub year: i32,
    /// They wrote about it.
    pub reflected: bool,
}

fn year_of(listing: &Listing, joined: Millis) -> i32 {
    fiscal_year(first_day(listing).unwrap_or_else(|| jst_date(joined)))
}

/// What an account signed up for, newest first.
pub async fn mine(db: &Db, account: &str) -> DbResult<Vec<Mine>> {
    let rows = db.all::<(String, String, String, i64, i64, i64, i64)>(sql::OF_ACCOUNT, params![account]).await?;
    let read = |(id, body, state, came, minutes, joined, reflected): (String, String, String, i64, i64, i64, i64)| -> DbResult<Mine> {
        let listing: Listing = serde_json::from_str(&body).map_err(|why| DbError::inconsistent(format!("listing {id}"), why))?;
        let year = year_of(&listing, joined);
        let minutes = u32::try_from(minutes).unwrap_or_default();
        Ok(Mine { listing, state: state_of(&state)?, presence: presence_of(came)?, minutes, year, reflected: reflected > 0 })
    };
    rows.into_iter().map(read).collect()
}

/// What an account wrote about a course: what was learnt, what will be tried.
pub async fn written(db: &Db, id: &str, account: &str) -> DbResult<(String, String)> {
    Ok(db.first::<(String, String)>(sql::WRITTEN, params![id, account]).await?.unwrap_or_default())
}

/// Whose turn an account is in the waiting list, from 1; 0: it does not wait.
pub async fn turn(db: &Db, id: &str, account: &str) -> DbResult<i64> {
    Ok(db.first::<(i64,)>(sql::TURN, params![id, account]).await?.map_or(0, |(turn,)| turn))
}

/// How many have a place and how many wait, by course.
pub type Sums = BTreeMap<String, (u64, u64)>;

/// The sums of every course for which somebody signed up.
pub async fn sums(db: &Db) -> DbResult<Sums> {
    let mut found = Sums::new();
    for (course, state, count) in db.all::<(String, String, i64)>(sql::BY_STATE, params![]).await? {
        let (sum, count) = (found.entry(course).or_default(), u64::try_from(count).unwrap_or_default());
        let part = if state_of(&state)? == PlaceState::Placed { &mut sum.0 } else { &mut sum.1 };
        *part += count;
    }
    Ok(found)
}

/// How many signed up for courses of somebody's desks and came, of one fiscal year and one desk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    /// Fiscal year.
    pub year: i32,
    /// The name of the desk at which they worked; may be empty.
    pub desk: String,
    /// Who had a place.
    pub signed: u64,
    /// Who came.
    pub came: u64,
}

/// The counts of courses that the actor may read, the newest year first.
pub async fn counts(db: &Db, actor: &Actor) -> DbResult<Vec<Count>> {
    let mut courses = BTreeMap::new();
    for row in db.all::<CourseRow>(sql::HELD, params![]).await? {
        let course = course_of(row)?;
        if may(actor, Action::CourseRead, &course.subject()) {
            courses.insert(course.listing.id.clone(), course);
        }
    }
    let mut found: BTreeMap<(i32, String), (u64, u64)> = BTreeMap::new();
    for (id, desk, signed, came, joined) in db.all::<(String, String, i64, i64, i64)>(sql::COUNTS, params![]).await? {
        let Some(course) = courses.get(&id) else { continue };
        let sum = found.entry((year_of(&course.listing, joined), desk)).or_default();
        sum.0 += u64::try_from(signed).unwrap_or_default();
        sum.1 += u64::try_from(came).unwrap_or_default();
    }
    let mut all: Vec<Count> = found.into_iter().map(|((year, desk), (signed, came))| Count { year, desk, signed, came }).collect();
    all.sort_by_key(|it| std::cmp::Reverse(it.year));
    Ok(all)
}
