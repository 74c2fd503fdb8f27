//! Inquiries between desks: who writes, answers and reads them, what comes too late, reminders, the log, the summary, answers as a table.

use crate::common::people::{OTHER_DESK, Somebody, cookie_of, everybody};
use crate::common::{TestSite, text};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use chrono::NaiveDate;
use engawa_app::command::{Body as CommandBody, Command};
use engawa_app::listings::query::encode;
use engawa_app::people::command::PeopleCommand;
use engawa_app::people::inquiry::{Decision, InquiryAnswer, InquiryCommand, InquiryDraft, InquiryEvent, InquiryState};
use engawa_core::rights::{Actor, MAIN_DESK};
use engawa_core::time::{DAY_MS, jst_date};
use engawa_core::{Receipt, ReceiptStatus};
use engawa_server::clock::now_ms;
use engawa_server::commands::execute;
use engawa_server::db::Stmt;
use engawa_server::people::{actor as actors, inquiries};
use engawa_server::{audit, params, people};

/// A third desk, with one who works there.
const THIRD_DESK: &str = "library";
const THIRD: &str = "third";
const TITLE: &str = "来年度の協働の課題";
const SUMMARY: &str = "二つの課題を公募します";

fn id() -> String {
    uuid::Uuid::now_v7().to_string()
}

fn day(days: i64) -> NaiveDate {
    jst_date(now_ms()) + chrono::Duration::days(days)
}

fn command(inquiry: InquiryCommand, base_rev: Option<u64>) -> Command {
    Command { id: id(), base_rev, body: CommandBody::People(PeopleCommand::Inquiry(inquiry)) }
}

async fn run(site: &TestSite, who: &Actor, inquiry: InquiryCommand) -> Receipt {
    execute(&site.site, who, &command(inquiry, None), now_ms()).await
}

fn code(receipt: &Receipt) -> &str {
    receipt.problems.first().map_or("", |it| it.code.as_str())
}

fn actor<'a>(people: &'a [Somebody], role: &str) -> &'a Actor {
    &people.iter().find(|it| it.role == role).unwrap().actor
}

/// Everybody, and somebody at a third desk.
async fn staffed(site: &TestSite) -> (Vec<Somebody>, Actor) {
    let people = everybody(site).await;
    let mut tx = site.site.db.begin().await.unwrap();
    for sql in [
        "INSERT INTO desk (id, kind, name, body, rev, ended_ms) VALUES ('library', 'library', '図書館', '{}', 0, 0)",
        "INSERT INTO account (id, login, name, role, password_hash, created_ms) VALUES ('third', 'third', '名前 third', 'staff', '', 0)",
        "INSERT INTO desk_member (desk_id, account_id, role, since_ms) VALUES ('library', 'third', 'staff', 0)",
    ] {
        tx.run(Stmt { name: "STAFFED", sql }, params![]).await.unwrap();
    }
    tx.commit().await.unwrap();
    let third = actors::of_account(&site.site.db, THIRD, now_ms()).await.unwrap().unwrap();
    (people, third)
}

fn draft(desks: &[&str], days: i64) -> InquiryDraft {
    InquiryDraft {
        title: TITLE.into(),
        words: "団体の力を借りたい仕事を教えてください".into(),
        questions: vec!["課題".into(), "頼みたいこと".into()],
        link: "/listings".into(),
        due_on: day(days),
        desks: desks.iter().map(|desk| (*desk).to_owned()).collect(),
    }
}

/// Writes a round of the main desk.
async fn written(site: &TestSite, who: &Actor, desks: &[&str], days: i64) -> String {
    let id = id();
    let save = InquiryCommand::Save { inquiry: id.clone(), desk: MAIN_DESK.into(), draft: draft(desks, days) };
    let command = Command { id: id.clone(), ..command(save, None) };
    let receipt = execute(&site.site, who, &command, now_ms()).await;
    assert_eq!(receipt.status, ReceiptStatus::Done, "{receipt:?}");
    id
}

/// Writes and sends one.
async fn sent(site: &TestSite, who: &Actor, desks: &[&str], days: i64) -> String {
    let id = written(site, who, desks, days).await;
    assert_eq!(run(site, who, InquiryCommand::Send { inquiry: id.clone() }).await.status, ReceiptStatus::Done);
    id
}

fn answer(inquiry: &str, desk: &str, decision: Decision, first: &str) -> InquiryCommand {
    let answer =
        InquiryAnswer { decision, words: "予算しだい".into(), answers: vec![first.into(), "声かけ".into()], contact: "内線 12".into() };
    InquiryCommand::Answer { inquiry: inquiry.into(), desk: desk.into(), answer }
}

fn close(inquiry: &str, shared: bool) -> InquiryCommand {
    InquiryCommand::Close { inquiry: inquiry.into(), summary: SUMMARY.into(), shared }
}

async fn told(site: &TestSite, account: &str) -> Vec<String> {
    people::cases::today::notices(&site.site.db, account).await.unwrap().into_iter().map(|row| row.1).collect()
}

async fn events(site: &TestSite, inquiry: &str) -> Vec<(InquiryEvent, String)> {
    inquiries::log(&site.site.db, inquiry).await.unwrap().into_iter().map(|entry| (entry.what, entry.name)).collect()
}

async fn get(site: &TestSite, account: &str, path: &str) -> (StatusCode, String) {
    let cookie = cookie_of(site, account).await;
    let request = Request::get(path).header(header::HOST, "test.localhost").header(header::COOKIE, format!("{cookie}; lang=en"));
    let response = site.send(request.body(Body::empty()).unwrap()).await;
    (response.status(), text(response).await)
}

/// Sends a form; gives the answer and where it leads.
async fn post(site: &TestSite, account: &str, path: &str, fields: &[(&str, &str)]) -> (StatusCode, String, String) {
    let cookie = cookie_of(site, account).await;
    let form: String = fields.iter().map(|(name, value)| format!("&{}={}", encode(name), encode(value))).collect();
    let request = Request::post(path)
        .header(header::HOST, "test.localhost")
        .header(header::COOKIE, format!("{cookie}; lang=en"))
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let response = site.send(request.body(Body::from(format!("command={}{form}", id()))).unwrap()).await;
    let to = response.headers().get(header::LOCATION).and_then(|to| to.to_str().ok()).unwrap_or_default().to_owned();
    (response.status(), to, text(response).await)
}

story!(
    /// Only the desk that is asked answers for itself; only those desks read it; residents and other staff see nothing.
    a_desk_answers_for_itself,
    site,
    {
        let (people, third) = staffed(&site).await;
        let staff = actor(&people, "staff");
        for role in ["anonymous", "resident", "owner", "other_desk", "reader", "admin", "kiosk"] {
            let save = InquiryCommand::Save { inquiry: id(), desk: MAIN_DESK.into(), draft: draft(&[OTHER_DESK], 7) };
            assert_eq!(code(&run(&site, actor(&people, role), save).await), "forbidden", "{role}");
        }
        let round = written(&site, staff, &[OTHER_DESK], 7).await;
        let page = inquiries::path(&round);
        // Nobody is asked yet.
        let early = run(&site, actor(&people, "other_desk"), answer(&round, OTHER_DESK, Decision::Can, "見守り")).await;
        assert_eq!(code(&early), "inquiry_unknown");
        assert!(!get(&site, "other_desk", "/staff/inquiries").await.1.contains(TITLE));
        assert_eq!(get(&site, "other_desk", &page).await.0, StatusCode::FORBIDDEN);
        for role in ["resident", "other_desk", "reader", "admin"] {
            let send = InquiryCommand::Send { inquiry: round.clone() };
            assert_eq!(code(&run(&site, actor(&people, role), send).await), "forbidden", "{role}");
        }
        let send = command(InquiryCommand::Send { inquiry: round.clone() }, None);
        let receipt = execute(&site.site, staff, &send, now_ms()).await;
        assert_eq!(receipt.status, ReceiptStatus::Done, "{receipt:?}");
        assert_eq!(execute(&site.site, staff, &send, now_ms()).await, receipt, "the same command gets the same receipt");
        assert_eq!(told(&site, "other_desk").await, ["inquiry_asked"], "asked once");
        assert!(told(&site, "resident").await.is_empty() && told(&site, THIRD).await.is_empty());
        assert_eq!(code(&run(&site, staff, InquiryCommand::Send { inquiry: round.clone() }).await), "inquiry_sent");
        let save = InquiryCommand::Save { inquiry: round.clone(), desk: MAIN_DESK.into(), draft: draft(&[OTHER_DESK, THIRD_DESK], 7) };
        assert_eq!(code(&run(&site, staff, save).await), "inquiry_sent", "whom it asks does not change any more");

        let (_, today) = get(&site, "other_desk", "/staff/today").await;
        assert!(today.contains("<span>Inquiries to answer</span> <b>1</b>"), "{today}");
        for (who, desk, expected) in [
            (staff, OTHER_DESK, "forbidden"),
            (actor(&people, "lead"), OTHER_DESK, "forbidden"),
            (actor(&people, "resident"), OTHER_DESK, "forbidden"),
            (actor(&people, "admin"), OTHER_DESK, "forbidden"),
            (&third, OTHER_DESK, "forbidden"),
            (actor(&people, "other_desk"), MAIN_DESK, "forbidden"),
            // At desks of their own that nobody asked.
            (staff, MAIN_DESK, "inquiry_unknown"),
            (&third, THIRD_DESK, "inquiry_unknown"),
            (actor(&people, "other_desk"), OTHER_DESK, ""),
        ] {
            let receipt = run(&site, who, answer(&round, desk, Decision::Can, "見守り")).await;
            assert_eq!(code(&receipt), expected, "{} for {desk}", who.name());
        }
        let answers = format!("{page}/desks/{OTHER_DESK}");
        for (who, path, expected) in [
            ("staff", &page, StatusCode::OK),
            ("reader", &page, StatusCode::OK),
            ("other_desk", &page, StatusCode::OK),
            (THIRD, &page, StatusCode::FORBIDDEN),
            ("admin", &page, StatusCode::FORBIDDEN),
            ("resident", &page, StatusCode::SEE_OTHER),
            ("other_desk", &answers, StatusCode::OK),
            ("staff", &answers, StatusCode::FORBIDDEN),
            ("resident", &answers, StatusCode::SEE_OTHER),
        ] {
            let (status, body) = get(&site, who, path).await;
            assert_eq!(status, expected, "{who} {path}");
            assert_eq!(body.contains("見守り"), expected == StatusCode::OK, "{who} {path}");
        }
        let csv = format!("{page}/answers.csv");
        for (who, expected) in [("staff", StatusCode::OK), ("other_desk", StatusCode::FORBIDDEN), ("reader", StatusCode::FORBIDDEN)] {
            assert_eq!(get(&site, who, &csv).await.0, expected, "{who}");
        }
        assert!(!get(&site, THIRD, "/staff/inquiries").await.1.contains(TITLE));
        assert_eq!(told(&site, "staff").await, ["inquiry_answered"]);
    }
);

story!(
    /// After the last day, and after it was closed, an answer is refused with what to do; until then it may be changed.
    a_late_answer_is_refused_with_a_sentence,
    site,
    {
        let (people, _) = staffed(&site).await;
        let (staff, other) = (actor(&people, "staff"), actor(&people, "other_desk"));
        let round = sent(&site, staff, &[OTHER_DESK, THIRD_DESK], 1).await;
        let given = command(answer(&round, OTHER_DESK, Decision::Conditional, "見守り"), None);
        assert_eq!(execute(&site.site, other, &given, now_ms() + DAY_MS).await.status, ReceiptStatus::Done, "the last day is one to answer on");
        let rev = inquiries::replies(&site.site.db, &round).await.unwrap().iter().map(|it| it.rev).max();
        let late = command(answer(&round, OTHER_DESK, Decision::Can, "清掃"), rev);
        assert_eq!(code(&execute(&site.site, other, &late, now_ms() + 2 * DAY_MS).await), "inquiry_late");
        // Nobody can be reminded of what they cannot do any more.
        let remind = command(InquiryCommand::Remind { inquiry: round.clone() }, None);
        assert_eq!(code(&execute(&site.site, staff, &remind, now_ms() + 2 * DAY_MS).await), "inquiry_remind_late");

        let mut tx = site.site.db.begin().await.unwrap();
        let back = Stmt { name: "BACK", sql: "UPDATE inquiry SET due_on = $2 WHERE id = $1" };
        tx.run(back, params![&round, day(-1).to_string()]).await.unwrap();
        tx.commit().await.unwrap();
        let path = format!("{}/desks/{OTHER_DESK}", inquiries::path(&round));
        let rev = rev.unwrap().to_string();
        let typed = [("decision", "can"), ("answer_0", "河川の清掃"), ("answer_1", "道具"), ("contact", "内線 34"), ("base_rev", rev.as_str())];
        let (status, _, body) = post(&site, "other_desk", &path, &typed).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(body.contains(&format!("The last day for an answer ({}) is over.", day(-1))) && body.contains("give you longer"), "{body}");
        assert!(body.contains("河川の清掃"), "what was typed is still there: {body}");
        assert!(get(&site, "staff", "/staff/today").await.1.contains("<span>Inquiries past their day, to be closed</span> <b>1</b>"));

        // Another last day, and those who have not answered are told.
        let past = InquiryCommand::SetDue { inquiry: round.clone(), due_on: day(-3) };
        assert_eq!(code(&run(&site, staff, past).await), "inquiry_due_past");
        let longer = InquiryCommand::SetDue { inquiry: round.clone(), due_on: day(5) };
        assert_eq!(code(&run(&site, other, longer.clone()).await), "forbidden");
        assert_eq!(run(&site, staff, longer).await.status, ReceiptStatus::Done);
        assert_eq!(told(&site, THIRD).await.iter().filter(|it| *it == "inquiry_reminded").count(), 1);
        assert!(!told(&site, "other_desk").await.contains(&"inquiry_reminded".to_owned()), "they have answered");
        assert_eq!(post(&site, "other_desk", &path, &typed).await.0, StatusCode::SEE_OTHER);
        let replies = inquiries::replies(&site.site.db, &round).await.unwrap();
        let changed = replies.iter().find(|it| it.desk == OTHER_DESK).unwrap();
        assert_eq!((changed.decision, changed.answers[0].as_str(), changed.contact.as_str()), (Some(Decision::Can), "河川の清掃", "内線 34"));

        assert_eq!(run(&site, staff, close(&round, false)).await.status, ReceiptStatus::Done);
        let after = run(&site, other, answer(&round, OTHER_DESK, Decision::Cannot, "")).await;
        assert_eq!(code(&after), "inquiry_closed");
        assert_eq!(code(&run(&site, staff, close(&round, false)).await), "inquiry_closed");
        let (_, body) = get(&site, "other_desk", &path).await;
        assert!(body.contains("This round is closed.") && !body.contains("<textarea"), "{body}");
        let whats: Vec<InquiryEvent> = events(&site, &round).await.into_iter().map(|(what, _)| what).collect();
        assert_eq!(whats, [InquiryEvent::Sent, InquiryEvent::Answered, InquiryEvent::Moved, InquiryEvent::Changed, InquiryEvent::Closed]);
    }
);

story!(
    /// Two of one desk, somebody who closes while an answer comes, and the same command twice at the same moment.
    two_people_overwrite_nothing_unseen,
    site,
    {
        let (people, _) = staffed(&site).await;
        let (staff, other) = (actor(&people, "staff"), actor(&people, "other_desk"));
        let round = written(&site, staff, &[OTHER_DESK], 7).await;
        let again = InquiryCommand::Save { inquiry: round.clone(), desk: MAIN_DESK.into(), draft: draft(&[THIRD_DESK], 7) };
        assert_eq!(run(&site, staff, again).await.status, ReceiptStatus::Conflict, "a draft that somebody changed");
        let rev = inquiries::one(&site.site.db, &round).await.unwrap().unwrap().rev;
        let stale = command(InquiryCommand::Send { inquiry: round.clone() }, Some(rev - 1));
        assert_eq!(execute(&site.site, staff, &stale, now_ms()).await.status, ReceiptStatus::Conflict);
        let send = command(InquiryCommand::Send { inquiry: round.clone() }, Some(rev));
        let seen = execute(&site.site, staff, &send, now_ms()).await.rev.unwrap();

        let given = command(answer(&round, OTHER_DESK, Decision::Can, "見守り"), Some(0));
        let (a, b) = tokio::join!(execute(&site.site, other, &given, now_ms()), execute(&site.site, other, &given, now_ms()));
        assert_eq!((a.status, &a), (ReceiptStatus::Done, &b));
        let colleague = command(answer(&round, OTHER_DESK, Decision::Can, "清掃"), Some(0));
        assert_eq!(execute(&site.site, other, &colleague, now_ms()).await.status, ReceiptStatus::Conflict);
        let replies = inquiries::replies(&site.site.db, &round).await.unwrap();
        assert_eq!(replies[0].answers, ["見守り", "声かけ"]);
        // Whoever typed at the same time is shown what stands there now, beside what they typed.
        let path = format!("{}/desks/{OTHER_DESK}", inquiries::path(&round));
        let typed = [("decision", "can"), ("answer_0", "清掃"), ("answer_1", "道具"), ("contact", "内線 34"), ("base_rev", "0")];
        let (_, _, body) = post(&site, "other_desk", &path, &typed).await;
        let stands = body.split("id=\"stands\"").nth(1).and_then(|rest| rest.split("</section>").next()).unwrap_or_default();
        assert!(stands.contains("見守り") && stands.contains("内線 12") && body.contains("清掃"), "{body}");
        assert!(body.contains(&format!("name=\"base_rev\" value=\"{}\"", replies[0].rev)), "{body}");
        assert_eq!(events(&site, &round).await.len(), 2, "sent once, answered once");

        let unread = command(close(&round, false), Some(seen));
        assert_eq!(execute(&site.site, staff, &unread, now_ms()).await.status, ReceiptStatus::Conflict, "an answer came meanwhile");
        let read = command(close(&round, false), Some(replies[0].rev));
        assert_eq!(execute(&site.site, staff, &read, now_ms()).await.status, ReceiptStatus::Done);
    }
);

story!(
    /// A whole round on plain forms: written with a mistake first, sent, answered, reminded of, taken as a table.
    a_round_on_plain_forms,
    site,
    {
        let (people, _) = staffed(&site).await;
        let (_, empty) = get(&site, "staff", "/staff/inquiries").await;
        assert!(empty.contains("None yet. Use “Write an inquiry”") && empty.contains("href=\"/staff/inquiries/new\""), "{empty}");
        let due = day(7).to_string();
        let wrong = [("desk", MAIN_DESK), ("title", ""), ("words", "教えてください"), ("link", "javascript:alert(1)"), ("due_on", due.as_str())];
        let (status, _, body) = post(&site, "staff", "/staff/inquiries/new", &wrong).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
        for part in ["href=\"#f-title\"", "href=\"#f-link\"", "href=\"#f-desks\"", "id=\"f-desks-error\"", "教えてください"] {
            assert!(body.contains(part), "{part}: {body}");
        }
        assert!(!body.contains("href=\"javascript"), "{body}");
        let no_day = [("desk", MAIN_DESK), ("title", TITLE), ("due_on", "いつか")];
        assert!(post(&site, "staff", "/staff/inquiries/new", &no_day).await.2.contains("href=\"#f-due_on\""));
        let right = [
            ("desk", MAIN_DESK),
            ("title", TITLE),
            ("words", "教えてください"),
            ("questions", "=HYPERLINK(1)課題\r\n\r\n頼みたいこと"),
            ("link", "/listings?kind=challenge"),
            ("due_on", due.as_str()),
            ("to:welfare", "1"),
            ("to:library", "1"),
        ];
        let (status, to, body) = post(&site, "staff", "/staff/inquiries/new", &right).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{body}");
        let page = to.split('?').next().unwrap_or_default().to_owned();
        let round = page.rsplit('/').next().unwrap_or_default().to_owned();
        let (_, body) = get(&site, "staff", &page).await;
        let ticked = |desk: &str| body.split(&format!("name=\"to:{desk}\"")).nth(1).and_then(|rest| rest.split('>').next()).unwrap_or_default();
        assert!(ticked("welfare").contains("checked") && ticked("library").contains("checked"), "{body}");
        assert!(body.contains(&format!("action=\"{page}/send\"")), "{body}");
        let (status, _, refused) = post(&site, "staff", &page, &[("desk", MAIN_DESK), ("title", "別の題")]).await;
        assert!(status == StatusCode::UNPROCESSABLE_ENTITY && refused.contains("別の題"), "{refused}");
        assert!(!refused.contains(&format!("action=\"{page}/send\"")), "what would be sent is not what stands there: {refused}");
        assert_eq!(post(&site, "staff", &format!("{page}/send"), &[]).await.0, StatusCode::SEE_OTHER);
        let it = inquiries::one(&site.site.db, &round).await.unwrap().unwrap();
        assert_eq!((it.state, it.body.questions.len()), (InquiryState::Open, 2));

        let answers = format!("{page}/desks/{OTHER_DESK}");
        let (_, form) = get(&site, "other_desk", &answers).await;
        for part in ["name=\"answer_0\"", "for=\"f-answer_1\"", "value=\"conditional\"", "href=\"/listings?kind=challenge\"", "頼みたいこと"] {
            assert!(form.contains(part), "{part}: {form}");
        }
        let (status, _, body) = post(&site, "other_desk", &answers, &[("answer_0", "見守り")]).await;
        assert!(status == StatusCode::UNPROCESSABLE_ENTITY && body.contains("href=\"#f-decision\"") && body.contains("見守り"), "{body}");
        let half = [("decision", "conditional"), ("answer_0", "@SUM(1)見守り"), ("answer_1", "声かけ"), ("contact", "")];
        let (_, _, body) = post(&site, "other_desk", &answers, &half).await;
        assert!(body.contains("href=\"#f-words\"") && body.contains("href=\"#f-contact\""), "{body}");
        let whole = [("decision", "conditional"), ("answer_0", "@SUM(1)見守り"), ("answer_1", "声かけ"), ("words", "=1+1 予算しだい"), ("contact", "内線 12")];
        assert_eq!(post(&site, "other_desk", &answers, &whole).await.0, StatusCode::SEE_OTHER);

        let (_, body) = get(&site, "staff", &page).await;
        assert!(body.contains("1 of 2 desks answered") && body.contains("On conditions") && body.contains("No answer yet"), "{body}");
        assert_eq!(post(&site, "staff", &format!("{page}/remind"), &[]).await.0, StatusCode::SEE_OTHER);
        assert_eq!(told(&site, THIRD).await, ["inquiry_reminded", "inquiry_asked"]);
        assert_eq!(told(&site, "other_desk").await, ["inquiry_asked"], "whoever answered is not reminded");
        let (status, _, body) = post(&site, "staff", &format!("{page}/remind"), &[]).await;
        assert!(status == StatusCode::UNPROCESSABLE_ENTITY && body.contains("They were reminded today."), "{body}");

        let (status, csv) = get(&site, "staff", &format!("{page}/answers.csv")).await;
        assert_eq!(status, StatusCode::OK);
        for part in ["\u{feff}Desk,In a word", "'=HYPERLINK(1)課題", "福祉,On conditions,'=1+1 予算しだい,'@SUM(1)見守り,声かけ,内線 12,", "図書館,No answer yet,,,,,"] {
            assert!(csv.contains(part), "{part}: {csv}");
        }
        let log = events(&site, &round).await;
        let names: Vec<(InquiryEvent, &str)> = log.iter().map(|(what, name)| (*what, name.as_str())).collect();
        let expected = [
            (InquiryEvent::Sent, "名前 staff"),
            (InquiryEvent::Answered, "名前 other_desk"),
            (InquiryEvent::Reminded, "名前 staff"),
        ];
        assert_eq!(names, expected);
        // All desks of the round read the same log.
        for who in ["staff", "reader", "other_desk", THIRD] {
            let (_, body) = get(&site, who, &page).await;
            let log = body.split("id=\"log\"").nth(1).unwrap_or_default();
            assert!(log.contains("Reminded those") && log.contains("名前 other_desk") && log.contains("予算しだい"), "{who}: {body}");
            assert_eq!(body.contains("/remind\""), who == "staff", "{who}");
        }
        let audit = audit::csv(&site.site.db, None, None).await.unwrap();
        for verb in ["inquiry.save", "inquiry.send", "inquiry.answer", "inquiry.remind", "inquiry.export"] {
            assert!(audit.contains(verb), "{verb}: {audit}");
        }
        assert!(!audit.contains("予算しだい") && !audit.contains(TITLE), "the audit log quotes nobody");

        // A draft that nobody wants any more.
        let unwanted = written(&site, actor(&people, "staff"), &[OTHER_DESK], 3).await;
        let (status, to, _) = post(&site, "staff", &format!("{}/drop", inquiries::path(&unwanted)), &[]).await;
        assert_eq!((status, to.as_str()), (StatusCode::SEE_OTHER, "/staff/inquiries?done=1"));
        assert!(inquiries::one(&site.site.db, &unwanted).await.unwrap().is_none());
        assert_eq!(post(&site, "staff", &format!("{page}/drop"), &[]).await.0, StatusCode::UNPROCESSABLE_ENTITY, "what was sent stays");
    }
);

story!(
    /// The summary goes to the desks that were asked, and to every colleague where it is shared; nobody else has it.
    a_summary_is_shared_with_all_staff,
    site,
    {
        let (people, _) = staffed(&site).await;
        let staff = actor(&people, "staff");
        let inside = sent(&site, staff, &[OTHER_DESK], 7).await;
        let no_words = InquiryCommand::Close { inquiry: inside.clone(), summary: " ".into(), shared: true };
        assert_eq!(code(&run(&site, staff, no_words).await), "required");
        assert_eq!(code(&run(&site, actor(&people, "other_desk"), close(&inside, true)).await), "forbidden");
        assert_eq!(run(&site, staff, close(&inside, false)).await.status, ReceiptStatus::Done);
        assert!(told(&site, "other_desk").await.contains(&"inquiry_closed".to_owned()));
        for (who, is_there) in [("staff", true), ("other_desk", true), (THIRD, false), ("admin", false)] {
            assert_eq!(get(&site, who, "/staff/inquiries").await.1.contains(SUMMARY), is_there, "{who}");
        }
        let shared = sent(&site, staff, &[OTHER_DESK], 7).await;
        let (status, ..) = post(&site, "staff", &format!("{}/close", inquiries::path(&shared)), &[("summary", SUMMARY), ("shared", "1")]).await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        for who in ["staff", "other_desk", THIRD, "admin"] {
            let (status, body) = get(&site, who, "/staff/inquiries").await;
            assert!(status == StatusCode::OK && body.contains(SUMMARY) && body.contains("Shared with all staff"), "{who}: {body}");
            let leads_on = body.contains(&format!("href=\"{}\"", inquiries::path(&shared)));
            assert_eq!(leads_on, ["staff", "other_desk"].contains(&who), "{who}");
        }
        assert_eq!(get(&site, THIRD, &inquiries::path(&shared)).await.0, StatusCode::FORBIDDEN, "answers and log stay with those desks");
        for who in ["resident", "owner"] {
            let (status, body) = get(&site, who, "/staff/inquiries").await;
            assert!(status == StatusCode::SEE_OTHER && !body.contains(SUMMARY), "{who}");
        }
    }
);
