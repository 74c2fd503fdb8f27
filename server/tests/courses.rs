//! Courses for staff: places and the waiting list, who may see and tick, what somebody writes afterwards and who reads it, counts.

use crate::common::browser;
use crate::common::people::{OTHER_DESK, Somebody, cookie_of, everybody};
use crate::common::{TestSite, text};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use engawa_app::command::{Body as CommandBody, Command};
use engawa_app::listings::command::ListingCommand;
use engawa_app::listings::listing::{Apply, Variant, Venue};
use engawa_app::listings::{Kind, Listing, State};
use engawa_app::people::case::{CaseCommand, Channel};
use engawa_app::people::command::PeopleCommand;
use engawa_app::people::course::{CourseCommand, PlaceState, Presence, StaffRank};
use engawa_core::rights::{Actor, MAIN_DESK};
use engawa_core::time::{Schedule, Session, jst_date};
use engawa_core::{Lang, Receipt, ReceiptStatus};
use engawa_server::clock::now_ms;
use engawa_server::commands::execute;
use engawa_server::db::Stmt;
use engawa_server::people::{courses, notices, own_data, tidy};
use engawa_server::{audit, params, people};

fn id() -> String {
    uuid::Uuid::now_v7().to_string()
}

fn command(course: CourseCommand, base_rev: Option<u64>) -> Command {
    Command { id: id(), base_rev, body: CommandBody::People(PeopleCommand::Course(course)) }
}

async fn run(site: &TestSite, who: &Actor, course: CourseCommand) -> Receipt {
    execute(&site.site, who, &command(course, None), now_ms()).await
}

fn join(it: &Listing) -> CourseCommand {
    CourseCommand::Join { course: it.id.clone() }
}

fn withdraw(it: &Listing) -> CourseCommand {
    CourseCommand::Withdraw { course: it.id.clone() }
}

fn mark(it: &Listing, listed: &[&str], came: &[&str]) -> CourseCommand {
    let owned = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect();
    CourseCommand::Mark { course: it.id.clone(), listed: owned(listed), came: owned(came) }
}

fn reflect(it: &Listing, learnt: &str) -> CourseCommand {
    CourseCommand::Reflect { course: it.id.clone(), learnt: learnt.into(), will_try: String::new() }
}

fn code(receipt: &Receipt) -> &str {
    receipt.problems.first().map_or("", |it| it.code.as_str())
}

async fn save(site: &TestSite, it: &Listing, desk: &str, base_rev: Option<u64>) -> u64 {
    let body = ListingCommand::SaveFor { listing: Box::new(it.clone()), group: String::new(), desk: desk.into() };
    let command = Command { id: id(), base_rev, body: CommandBody::Listings(body) };
    let receipt = execute(&site.site, &Actor::system(), &command, now_ms()).await;
    assert_eq!(receipt.status, ReceiptStatus::Done, "{receipt:?}");
    receipt.rev.unwrap()
}

/// A course of two and a half hours in so many days, with its revision.
async fn course(site: &TestSite, desk: &str, capacity: u32, days: i64) -> (Listing, u64) {
    let mut it = Listing::draft(id(), Kind::Course);
    (it.state, it.title, it.staff_only) = (State::Published, "協働の研修".into(), true);
    it.organiser.name = "職員課".into();
    let on = jst_date(now_ms()) + chrono::Duration::days(days);
    let session = Session { starts: "13:30:00".parse().ok(), ends: "16:00:00".parse().ok(), ..Session::day(on) };
    it.schedule = Some(Schedule { sessions: vec![session], ..Schedule::default() });
    it.apply = Some(Apply { capacity: Some(capacity), ..Apply::default() });
    let rev = save(site, &it, desk, None).await;
    (it, rev)
}

fn actor<'a>(people: &'a [Somebody], role: &str) -> &'a Actor {
    &people.iter().find(|it| it.role == role).unwrap().actor
}

/// Who stands how, in the order of the list.
async fn standing(site: &TestSite, it: &Listing) -> Vec<(String, PlaceState)> {
    let (places, _) = courses::roll(&site.site.db, &it.id).await.unwrap();
    places.into_iter().map(|place| (place.account, place.state)).collect()
}

async fn told(site: &TestSite, account: &str) -> Vec<String> {
    people::cases::today::notices(&site.site.db, account).await.unwrap().into_iter().map(|row| row.1).collect()
}

async fn get(site: &TestSite, account: &str, path: &str) -> (StatusCode, String) {
    let cookie = cookie_of(site, account).await;
    let request = Request::get(path).header(header::HOST, "test.localhost").header(header::COOKIE, format!("{cookie}; lang=en"));
    let response = site.send(request.body(Body::empty()).unwrap()).await;
    (response.status(), text(response).await)
}

async fn post(site: &TestSite, account: &str, path: &str, form: &str) -> (StatusCode, String) {
    let request = Request::post(path)
        .header(header::HOST, "test.localhost")
        .header(header::COOKIE, cookie_of(site, account).await)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let response = site.send(request.body(Body::from(format!("command={}&{form}", id()))).unwrap()).await;
    (response.status(), text(response).await)
}

story!(
    /// Two want the last place at the same moment: one has it and one waits; the same command again changes nothing.
    the_last_place_is_given_once,
    site,
    {
        let people = everybody(&site).await;
        let (it, _) = course(&site, MAIN_DESK, 1, 10).await;
        let (first, second) = (command(join(&it), None), command(join(&it), None));
        let (a, b) = tokio::join!(
            execute(&site.site, actor(&people, "staff"), &first, now_ms()),
            execute(&site.site, actor(&people, "other_desk"), &second, now_ms())
        );
        assert_eq!((a.status, b.status), (ReceiptStatus::Done, ReceiptStatus::Done));
        let states: Vec<PlaceState> = standing(&site, &it).await.into_iter().map(|(_, state)| state).collect();
        assert_eq!(states, [PlaceState::Placed, PlaceState::Waiting]);
        let before = standing(&site, &it).await;
        assert_eq!(execute(&site.site, actor(&people, "staff"), &first, now_ms()).await, a);
        assert_eq!(standing(&site, &it).await, before);
        assert_eq!(code(&run(&site, actor(&people, "staff"), join(&it)).await), "course_joined");
    }
);

story!(
    /// Who waits longest moves up when somebody withdraws, when the room is larger, and when an account ends; and is told of it.
    the_waiting_list_moves_up,
    site,
    {
        let people = everybody(&site).await;
        let (mut it, rev) = course(&site, MAIN_DESK, 1, 10).await;
        for role in ["staff", "lead", "reader", "other_desk"] {
            assert_eq!(run(&site, actor(&people, role), join(&it)).await.status, ReceiptStatus::Done, "{role}");
        }
        let (placed, waiting) = (PlaceState::Placed, PlaceState::Waiting);
        let line = |rows: &[(&str, PlaceState)]| -> Vec<(String, PlaceState)> { rows.iter().map(|(id, state)| ((*id).to_owned(), *state)).collect() };
        assert_eq!(standing(&site, &it).await, line(&[("staff", placed), ("lead", waiting), ("reader", waiting), ("other_desk", waiting)]));
        assert_eq!(courses::turn(&site.site.db, &it.id, "reader").await.unwrap(), 2);
        assert!(told(&site, "lead").await.is_empty(), "whoever signs up is told by the answer");

        assert_eq!(run(&site, actor(&people, "staff"), withdraw(&it)).await.status, ReceiptStatus::Done);
        assert_eq!(standing(&site, &it).await, line(&[("lead", placed), ("reader", waiting), ("other_desk", waiting)]));
        assert_eq!((told(&site, "lead").await, told(&site, "reader").await.len()), (vec!["course_place".to_owned()], 0));
        assert_eq!(code(&run(&site, actor(&people, "staff"), withdraw(&it)).await), "course_not_joined");
        // Whoever comes back comes to the end of the line.
        assert_eq!(run(&site, actor(&people, "staff"), join(&it)).await.status, ReceiptStatus::Done);
        assert_eq!(courses::turn(&site.site.db, &it.id, "staff").await.unwrap(), 3);

        it.apply = Some(Apply { capacity: Some(2), ..Apply::default() });
        save(&site, &it, MAIN_DESK, Some(rev)).await;
        assert_eq!(tidy::tidy(&site.site, now_ms()).await.unwrap().moved_up, 1);
        assert_eq!(tidy::tidy(&site.site, now_ms()).await.unwrap().moved_up, 0);
        assert_eq!(standing(&site, &it).await, line(&[("lead", placed), ("reader", placed), ("other_desk", waiting), ("staff", waiting)]));

        // Somebody leaves the city; whoever is next and cannot sign in any more is passed over.
        let mut tx = site.site.db.begin().await.unwrap();
        tx.run(courses::sql::DROP_OF_ACCOUNT, params!["lead"]).await.unwrap();
        let lock = Stmt { name: "LOCK", sql: "UPDATE account SET locked_ms = 1 WHERE id = $1" };
        tx.run(lock, params!["other_desk"]).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(tidy::tidy(&site.site, now_ms()).await.unwrap().moved_up, 1);
        assert_eq!(standing(&site, &it).await, line(&[("reader", placed), ("staff", placed), ("other_desk", waiting)]));
    }
);

story!(
    /// Residents sign up for nothing; another desk neither sees who signed up nor says who came; a reader looks and ticks nobody.
    a_list_is_its_desks,
    site,
    {
        let people = everybody(&site).await;
        let (it, _) = course(&site, MAIN_DESK, 5, 0).await;
        for role in ["anonymous", "resident", "owner", "kiosk"] {
            assert_eq!(code(&run(&site, actor(&people, role), join(&it)).await), "forbidden", "{role}");
        }
        assert_eq!(run(&site, actor(&people, "staff"), join(&it)).await.status, ReceiptStatus::Done);
        let page = format!("/staff/courses/{}", it.id);
        let list = format!("{page}/roll");
        for (role, expected) in [
            ("resident", StatusCode::SEE_OTHER),
            ("other_desk", StatusCode::FORBIDDEN),
            ("admin", StatusCode::FORBIDDEN),
            ("reader", StatusCode::OK),
            ("staff", StatusCode::OK),
        ] {
            for path in [list.clone(), format!("{list}.csv")] {
                let (status, body) = get(&site, role, &path).await;
                assert_eq!(status, expected, "{role} {path}");
                assert_eq!(body.contains("名前 staff"), expected == StatusCode::OK, "{role} {path}: {body}");
            }
        }
        // Every colleague sees the course and how full it is, and no names.
        let (status, body) = get(&site, "other_desk", &page).await;
        assert!(status == StatusCode::OK && body.contains("5 places, 1 taken, 0 waiting") && !body.contains("名前 staff"), "{body}");
        for role in ["resident", "other_desk", "reader", "admin"] {
            assert_eq!(code(&run(&site, actor(&people, role), mark(&it, &["staff"], &["staff"])).await), "forbidden", "{role}");
            let set_up = CourseCommand::SetUp { course: it.id.clone(), rank: Some(StaffRank::Manager), minutes: 30 };
            assert_eq!(code(&run(&site, actor(&people, role), set_up).await), "forbidden", "{role}");
        }
        assert_eq!(post(&site, "other_desk", &list, "listed%3Astaff=1").await.0, StatusCode::FORBIDDEN);
        // The desk of a course of another one is that one.
        let (theirs, _) = course(&site, OTHER_DESK, 5, 0).await;
        assert_eq!(run(&site, actor(&people, "lead"), join(&theirs)).await.status, ReceiptStatus::Done);
        assert_eq!(code(&run(&site, actor(&people, "lead"), mark(&theirs, &["lead"], &["lead"])).await), "forbidden");
        assert_eq!(run(&site, actor(&people, "other_desk"), mark(&theirs, &["lead"], &["lead"])).await.status, ReceiptStatus::Done);
        // What is done at the counter for a person is nobody's own sign-up.
        let at_counter = Actor { case: Some("case".into()), ..actor(&people, "lead").clone() };
        assert_eq!(code(&run(&site, &at_counter, join(&it)).await), "course_in_case");
        // What is public, or a draft, is no course for staff.
        let draft = Listing { id: id(), state: State::Draft, ..it.clone() };
        save(&site, &draft, MAIN_DESK, None).await;
        assert_eq!(code(&run(&site, actor(&people, "lead"), join(&draft)).await), "course_unknown");
        assert_eq!(get(&site, "lead", &format!("/staff/courses/{}", draft.id)).await.0, StatusCode::NOT_FOUND);
    }
);

story!(
    /// Attendance is kept on a form without scripts; those who came write what they take from it, and they and the desk read it.
    who_came_and_what_they_take_from_it,
    site,
    {
        let people = everybody(&site).await;
        let (early, _) = course(&site, MAIN_DESK, 2, 5).await;
        let (it, _) = course(&site, MAIN_DESK, 2, 0).await;
        for role in ["staff", "other_desk", "lead", "reader"] {
            assert_eq!(run(&site, actor(&people, role), join(&it)).await.status, ReceiptStatus::Done);
        }
        assert_eq!(code(&run(&site, actor(&people, "staff"), mark(&early, &[], &[])).await), "course_not_begun");
        assert_eq!(code(&run(&site, actor(&people, "other_desk"), reflect(&it, "早すぎる")).await), "course_not_attended");

        let page = format!("/staff/courses/{}", it.id);
        let list = format!("{page}/roll");
        let (_, body) = get(&site, "staff", &list).await;
        assert!(body.contains("name=\"came:other_desk\"") && body.contains("name=\"listed:staff\""), "{body}");
        // One who has a place came and one stayed away; of those who wait one came all the same, and of the other nothing is said.
        let form = "base_rev=0&listed%3Astaff=1&listed%3Aother_desk=1&listed%3Alead=1&listed%3Areader=1&came%3Aother_desk=1&came%3Alead=1";
        assert_eq!(post(&site, "staff", &list, form).await.0, StatusCode::SEE_OTHER);
        let (places, rev) = courses::roll(&site.site.db, &it.id).await.unwrap();
        let mut found: Vec<(&str, PlaceState, Presence)> = places.iter().map(|it| (it.account.as_str(), it.state, it.presence)).collect();
        found.sort_unstable();
        let expected = [
            ("lead", PlaceState::Placed, Presence::Came),
            ("other_desk", PlaceState::Placed, Presence::Came),
            ("reader", PlaceState::Waiting, Presence::Unknown),
            ("staff", PlaceState::Placed, Presence::Absent),
        ];
        assert_eq!(found, expected);
        assert_eq!(told(&site, "other_desk").await, ["course_reflect"]);
        assert!(told(&site, "staff").await.is_empty());
        // A list that was drawn before somebody else saved it overwrites nothing unseen.
        let stale = execute(&site.site, actor(&people, "lead"), &command(mark(&it, &["staff"], &["staff"]), Some(0)), now_ms()).await;
        assert_eq!(stale.status, ReceiptStatus::Conflict);
        // On a page it stays as it was ticked, beside what the other one saved.
        let (status, body) = post(&site, "lead", &list, "base_rev=0&listed%3Astaff=1&listed%3Aother_desk=1&came%3Astaff=1").await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
        assert!(body.contains("ほかの人が先に変更しました") && !body.contains("#f-"), "a link that leads nowhere: {body}");
        for (who, is_ticked, saved) in [("staff", true, "欠席でした"), ("other_desk", false, "出席しました"), ("lead", true, "")] {
            let cell = body.split_once(&format!("name=\"came:{who}\"")).unwrap().1.split_once("</td>").unwrap().0;
            let (input, said) = cell.split_once('>').unwrap();
            assert_eq!((input.contains(" checked"), said.trim()), (is_ticked, saved), "{who}: {cell}");
        }
        let again = command(mark(&it, &["other_desk"], &["other_desk"]), Some(rev));
        assert_eq!(execute(&site.site, actor(&people, "lead"), &again, now_ms()).await.status, ReceiptStatus::Done);
        assert_eq!(told(&site, "other_desk").await.len(), 1, "asked once");
        assert_eq!(code(&run(&site, actor(&people, "staff"), withdraw(&it)).await), "course_marked");

        assert_eq!(code(&run(&site, actor(&people, "staff"), reflect(&it, "休んだ")).await), "course_not_attended");
        let (status, body) = post(&site, "other_desk", &format!("{page}/reflection"), "learnt=&will_try=%E8%A9%A6%E3%81%99").await;
        assert!(status == StatusCode::UNPROCESSABLE_ENTITY && body.contains("試す") && body.contains("f-learnt-error"), "{body}");
        let formula = "learnt=%3DHYPERLINK(1)%E8%81%9E%E3%81%8F%E3%81%93%E3%81%A8&will_try=%E8%A9%A6%E3%81%99";
        assert_eq!(post(&site, "other_desk", &format!("{page}/reflection"), formula).await.0, StatusCode::SEE_OTHER);
        let words = "HYPERLINK(1)聞くこと";
        for (role, path, is_there) in [
            ("other_desk", &page, true),
            ("staff", &list, true),
            ("reader", &list, true),
            ("other_desk", &list, false),
            ("staff", &page, false),
            ("admin", &page, false),
        ] {
            assert_eq!(get(&site, role, path).await.1.contains(words), is_there, "{role} {path}");
        }
        let (_, csv) = get(&site, "staff", &format!("{list}.csv")).await;
        assert!(csv.contains("'=HYPERLINK(1)聞くこと"), "{csv}");
        // Whoever wrote it is told who read it, and who said that they came.
        let about = audit::Search { about: "other_desk".into(), ..audit::Search::default() };
        let (rows, _) = audit::search(&site.site.db, &about).await.unwrap();
        let verbs: Vec<&str> = rows.iter().rev().map(|row| row.verb.as_str()).collect();
        assert_eq!(verbs, ["course.attendance", "read.course", "read.course", "course.export"]);
        assert!(!rows.iter().any(|row| row.detail.contains("聞くこと")), "the log names people by id and quotes nobody");

        // Today's page and the list tell one's own hours; one's own data hold the words.
        for path in ["/staff/today", "/staff/courses"] {
            let (_, body) = get(&site, "other_desk", path).await;
            assert!(body.contains("Attended this fiscal year: 1, 2 h 30 min"), "{path}: {body}");
        }
        let profile = people::accounts::profile(&site.site.db, "other_desk").await.unwrap().unwrap();
        let own = own_data::export(&site.site.db, &profile, now_ms()).await.unwrap();
        assert_eq!((&own["courses"][0]["came"], &own["courses"][0]["minutes"]), (&"came".into(), &150_i64.into()));
    }
);

story!(
    /// A course is for a rank, opens and closes, and is over.
    for_whom_and_until_when,
    site,
    {
        let people = everybody(&site).await;
        let (it, _) = course(&site, MAIN_DESK, 5, 3).await;
        let form = "rank=new_manager&minutes=%EF%BC%99%EF%BC%90";
        assert_eq!(post(&site, "staff", &format!("/staff/courses/{}/setup", it.id), form).await.0, StatusCode::SEE_OTHER);
        let found = courses::one(&site.site.db, &it.id).await.unwrap().unwrap();
        assert_eq!((found.rank, found.length(), found.desk.as_str()), (Some(StaffRank::NewManager), 90, MAIN_DESK));
        let (status, body) = post(&site, "staff", &format!("/staff/courses/{}/setup", it.id), "rank=&minutes=abc").await;
        assert!(status == StatusCode::UNPROCESSABLE_ENTITY && body.contains("value=\"abc\""), "{body}");
        let listed = async |query: &str| get(&site, "other_desk", &format!("/staff/courses{query}")).await.1.contains("協働の研修");
        assert!(listed("").await && listed("?rank=new_manager").await && !listed("?rank=junior").await);

        let day = |days: i64| Some(jst_date(now_ms()) + chrono::Duration::days(days));
        for (opens_on, closes_on, days, expected) in [
            (day(1), None, 3, "course_not_open"),
            (None, day(-1), 3, "course_closed"),
            (None, None, -1, "course_over"),
            (day(0), day(0), 0, ""),
        ] {
            let (mut it, rev) = course(&site, MAIN_DESK, 5, days).await;
            it.apply = Some(Apply { opens_on, closes_on, ..Apply::default() });
            save(&site, &it, MAIN_DESK, Some(rev)).await;
            assert_eq!(code(&run(&site, actor(&people, "lead"), join(&it)).await), expected);
            let (_, page) = get(&site, "lead", &format!("/staff/courses/{}", it.id)).await;
            assert!(!page.contains("Sign up<"), "{expected}: {page}");
        }
    }
);

story!(
    /// Counts are exact for the desk, and a file of them hides few people; another desk's courses are not in them.
    counts_leave_the_desk_without_small_ones,
    site,
    {
        let people = everybody(&site).await;
        let (it, _) = course(&site, MAIN_DESK, 50, 0).await;
        let mut tx = site.site.db.begin().await.unwrap();
        let account =
            Stmt { name: "A", sql: "INSERT INTO account (id, login, name, role, password_hash, created_ms) VALUES ($1, $1, $1, 'staff', '', 0)" };
        let place = Stmt {
            name: "P",
            sql: "INSERT INTO course_place (course_id, account_id, desk_id, state, joined_rev, joined_ms, came, minutes, marked_rev, learnt, will_try,
                      reflected_ms)
                  VALUES ($1, $2, $3, 'placed', $4, $5, 1, 150, 0, '', '', 0)",
        };
        for number in 0..23_i64 {
            let (who, desk) = (format!("p{number}"), if number < 20 { MAIN_DESK } else { OTHER_DESK });
            tx.run(account, params![&who]).await.unwrap();
            tx.run(place, params![&it.id, &who, desk, number, now_ms()]).await.unwrap();
        }
        tx.commit().await.unwrap();
        let (_, page) = get(&site, "reader", "/staff/courses/counts").await;
        assert!(page.contains("<td>20</td><td>20</td>") && page.contains("<td>3</td><td>3</td>"), "{page}");
        let (_, csv) = get(&site, "reader", "/staff/courses/counts.csv").await;
        // Three of 23 would be told by the twenty beside them.
        assert!(csv.contains("福祉,fewer than 25,fewer than 25") && csv.contains("総合窓口,fewer than 25,fewer than 25"), "{csv}");
        assert!(courses::counts(&site.site.db, actor(&people, "other_desk")).await.unwrap().is_empty());
        assert_eq!(get(&site, "admin", "/staff/courses/counts").await.0, StatusCode::FORBIDDEN);
    }
);

story!(
    /// However many lists stand there of courses that are over, the one of a course to come moves.
    lists_of_the_past_hold_up_nobody,
    site,
    {
        let people = everybody(&site).await;
        let (mut it, rev) = course(&site, MAIN_DESK, 1, 10).await;
        for role in ["staff", "lead"] {
            assert_eq!(run(&site, actor(&people, role), join(&it)).await.status, ReceiptStatus::Done, "{role}");
        }
        let mut tx = site.site.db.begin().await.unwrap();
        let waits = Stmt {
            name: "W",
            sql: "INSERT INTO course_place (course_id, account_id, desk_id, state, joined_rev, joined_ms, came, minutes, marked_rev, learnt, will_try,
                      reflected_ms)
                  VALUES ($1, 'reader', '', 'waiting', 0, $2, 0, 0, 0, '', '', 0)",
        };
        for number in 0..500 {
            tx.run(waits, params![format!("0000-{number}"), now_ms()]).await.unwrap();
        }
        tx.commit().await.unwrap();
        it.apply = Some(Apply { capacity: Some(2), ..Apply::default() });
        save(&site, &it, MAIN_DESK, Some(rev)).await;
        assert_eq!(courses::tidy(&site.site, now_ms()).await.unwrap(), 1);
    }
);

story!(
    /// Who came stands in no case of the counter, whichever is open; what was withdrawn is said to be, in the reader's language.
    a_course_is_its_own_matter,
    site,
    {
        let people = everybody(&site).await;
        let (mut it, rev) = course(&site, MAIN_DESK, 5, 0).await;
        it.variants.insert(Lang::En, Variant { title: "Working together".into(), ..Variant::default() });
        let rev = save(&site, &it, MAIN_DESK, Some(rev)).await;
        for role in ["staff", "other_desk"] {
            assert_eq!(run(&site, actor(&people, role), join(&it)).await.status, ReceiptStatus::Done, "{role}");
        }
        let case = id();
        let open = CaseCommand::Open { case: case.clone(), desk: MAIN_DESK.into(), channel: Channel::Counter, topic: "ごみの相談".into() };
        let open = Command { id: case.clone(), base_rev: None, body: CommandBody::People(PeopleCommand::Case(open)) };
        assert_eq!(execute(&site.site, actor(&people, "lead"), &open, now_ms()).await.status, ReceiptStatus::Done);
        let at_counter = Actor { case: Some(case.clone()), ..actor(&people, "lead").clone() };
        assert_eq!(run(&site, &at_counter, mark(&it, &["staff"], &["staff"])).await.status, ReceiptStatus::Done);
        let items = Stmt { name: "I", sql: "SELECT verb FROM desk_case_item WHERE case_id = $1" };
        let items = site.site.db.all::<(String,)>(items, params![&case]).await.unwrap();
        assert!(items.is_empty(), "{items:?}");

        let own = async || {
            let (_, page) = get(&site, "other_desk", "/staff/today").await;
            page.split_once("id=\"my-courses\"").unwrap().1.split_once("</section>").unwrap().0.to_owned()
        };
        let here = own().await;
        assert!(here.contains("You have a place") && here.contains(&format!("href=\"/staff/courses/{}\"", it.id)), "{here}");
        assert!(here.contains("Working together"), "{here}");
        it.state = State::Withdrawn;
        save(&site, &it, MAIN_DESK, Some(rev)).await;
        let gone = own().await;
        assert!(gone.contains("Withdrawn by its desk") && gone.contains("Working together"), "{gone}");
        assert!(!gone.contains("You have a place") && !gone.contains(&it.id), "{gone}");
    }
);

story!(
    /// Those who have a place and those who wait for one are told once when a course is moved, called off, or takes place after all, each in
    /// their language; whoever withdrew, came to it or changed it is not.
    who_signed_up_is_told_of_changes,
    site,
    {
        let people = everybody(&site).await;
        let (mut it, mut rev) = course(&site, MAIN_DESK, 1, 10).await;
        it.variants.insert(Lang::En, Variant { title: "Working together".into(), ..Variant::default() });
        rev = save(&site, &it, MAIN_DESK, Some(rev)).await;
        for role in ["staff", "lead", "reader", "other_desk"] {
            assert_eq!(run(&site, actor(&people, role), join(&it)).await.status, ReceiptStatus::Done, "{role}");
        }
        assert_eq!(run(&site, actor(&people, "reader"), withdraw(&it)).await.status, ReceiptStatus::Done);
        let mut tx = site.site.db.begin().await.unwrap();
        tx.run(people::sql::SET_LANG, params!["other_desk", "en"]).await.unwrap();
        tx.commit().await.unwrap();
        let count = async |who: &str| told(&site, who).await.len();

        // What is no matter of time or place is no news.
        it.title = "協働の現場".into();
        rev = save(&site, &it, MAIN_DESK, Some(rev)).await;
        assert_eq!((count("staff").await, count("lead").await), (0, 0));

        // A colleague who has a place changes the day: the others are told, and the same command again tells nobody twice.
        let session = |days: i64| Session::day(jst_date(now_ms()) + chrono::Duration::days(days));
        it.schedule = Some(Schedule { sessions: vec![session(11)], ..Schedule::default() });
        let body = ListingCommand::SaveFor { listing: Box::new(it.clone()), group: String::new(), desk: MAIN_DESK.into() };
        let moved = Command { id: id(), base_rev: Some(rev), body: CommandBody::Listings(body) };
        for _ in 0..2 {
            let receipt = execute(&site.site, actor(&people, "staff"), &moved, now_ms()).await;
            assert_eq!(receipt.status, ReceiptStatus::Done, "{receipt:?}");
            rev = receipt.rev.unwrap();
        }
        assert_eq!((count("staff").await, count("reader").await), (0, 0));
        assert_eq!((told(&site, "lead").await, told(&site, "other_desk").await), (vec!["course_moved".to_owned()], vec!["course_moved".to_owned()]));
        let (_, page) = get(&site, "other_desk", "/account/notices").await;
        assert!(page.contains("The time or place of Working together has changed") && page.contains(&courses::path(&it.id)), "{page}");

        it.venue = Some(Venue { name: "図書館".into(), ..Venue::default() });
        rev = save(&site, &it, MAIN_DESK, Some(rev)).await;
        assert_eq!((count("staff").await, count("lead").await, count("other_desk").await), (1, 2, 2), "the waiting list is told, too");

        it.state = State::Withdrawn;
        rev = save(&site, &it, MAIN_DESK, Some(rev)).await;
        let of = async |who: &str, code: &str| told(&site, who).await.iter().filter(|it| *it == code).count();
        for who in ["staff", "lead", "other_desk"] {
            assert_eq!(of(who, "course_called_off").await, 1, "{who}");
        }
        it.state = State::Draft;
        rev = save(&site, &it, MAIN_DESK, Some(rev)).await;
        assert_eq!(count("staff").await, 2, "a draft is nobody's news");
        it.state = State::Published;
        rev = save(&site, &it, MAIN_DESK, Some(rev)).await;
        assert_eq!((of("lead", "course_back").await, of("lead", "course_called_off").await), (1, 1));
        // What ends before it began is called off, which is told once, whatever else is written there; opened again it takes place.
        for (state, title) in [(State::Ended, "協働の現場"), (State::Ended, "協働の現場（中止）"), (State::Published, "協働の現場")] {
            (it.state, it.title) = (state, title.into());
            rev = save(&site, &it, MAIN_DESK, Some(rev)).await;
        }
        assert_eq!((of("lead", "course_back").await, of("lead", "course_called_off").await), (2, 2));

        // The digest holds them in the language of whoever reads it, and holds them once.
        let mut tx = site.site.db.begin().await.unwrap();
        let mail = Stmt { name: "MAIL", sql: "UPDATE account SET email = 'other@example.jp', email_proven_ms = 1 WHERE id = $1" };
        tx.run(mail, params!["other_desk"]).await.unwrap();
        tx.run(notices::sql::SET, params!["other_desk", "digest", "daily"]).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(notices::digest::run(&site.site, now_ms()).await.unwrap(), 1);
        assert_eq!(notices::digest::run(&site.site, now_ms()).await.unwrap(), 0);
        let mail = browser::last_mail(&site, "other@example.jp").await;
        assert!(mail.contains("Working together does not take place") && mail.contains("takes place after all"), "{mail}");

        // What is over is no plan of anybody's any more.
        let before = count("lead").await;
        it.schedule = Some(Schedule { sessions: vec![session(-3)], ..Schedule::default() });
        rev = save(&site, &it, MAIN_DESK, Some(rev)).await;
        assert_eq!(count("lead").await, before + 1, "whoever is moved into the past is told that");
        it.state = State::Withdrawn;
        save(&site, &it, MAIN_DESK, Some(rev)).await;
        assert_eq!(count("lead").await, before + 1);
    }
);
