//! Desks: who works there, who stands in and until when, what another desk may not, and what is for staff only.

use crate::common::people::everybody;
use crate::common::{NOW, TestSite, listing, save, staff, text};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use engawa_app::command::{Body as CommandBody, Command};
use engawa_app::forms::command::{FormCommand, Publish, Review, Settings, Submit};
use engawa_app::forms::letter::Letter;
use engawa_app::forms::{Provenance, SubmissionState};
use engawa_app::listings::command::ListingCommand;
use engawa_app::listings::listing::Venue;
use engawa_app::listings::moderation::ReportReason;
use engawa_app::listings::{Kind, Listing, State};
use engawa_app::people::command::PeopleCommand;
use engawa_app::people::desk::{Delegation, DeskBody, DeskCommand, DeskKind};
use engawa_core::feed::Scope;
use engawa_core::form::xlsform::{self, markdown};
use engawa_core::form::{AnswerPath, Answers};
use engawa_core::rights::{Actor, DeskRole};
use engawa_core::time::{Schedule, Session, jst_date};
use engawa_core::{Action, Receipt, ReceiptStatus, Subject, may};
use engawa_server::clock::now_ms;
use engawa_server::commands::execute;
use engawa_server::feed;
use engawa_server::forms::store;
use engawa_server::params;
use engawa_server::people::{self, actor, desks, sql};

const DAY: i64 = 24 * 60 * 60 * 1000;

fn id() -> String {
    uuid::Uuid::now_v7().to_string()
}

async fn run(site: &TestSite, who: &Actor, command: DeskCommand, base_rev: Option<u64>) -> Receipt {
    let command = Command { id: id(), base_rev, body: CommandBody::People(PeopleCommand::Desk(command)) };
    execute(&site.site, who, &command, NOW).await
}

fn code(receipt: &Receipt) -> String {
    receipt.problems.first().map(|it| format!("{}:{}", it.path, it.code)).unwrap_or_default()
}

/// A member of staff without any desk.
async fn account(site: &TestSite, login: &str) -> String {
    people::add_staff(&site.site.db, login, login, "correct horse battery".to_owned(), NOW).await.unwrap();
    let row = site.site.db.first::<(String, String, String, String)>(sql::BY_LOGIN, params![login]).await.unwrap();
    let account = row.unwrap().0;
    let mut tx = site.site.db.begin().await.unwrap();
    tx.run(desks::sql::DROP_MEMBER, params!["main", &account]).await.unwrap();
    tx.commit().await.unwrap();
    account
}

async fn now_is(site: &TestSite, account: &str, now: i64) -> Actor {
    actor::of_account(&site.site.db, account, now).await.unwrap().unwrap()
}

async fn welfare(site: &TestSite) {
    let body = DeskBody { phone: "0422-00-0000".into(), ..DeskBody::default() };
    let made = DeskCommand::Save { desk: "welfare".into(), kind: DeskKind::Department, name: "福祉課".into(), body };
    assert_eq!(run(site, &Actor::system(), made, None).await.status, ReceiptStatus::Done);
}

fn member(account: &str, role: Option<DeskRole>) -> DeskCommand {
    DeskCommand::SetMember { desk: "welfare".into(), account: account.into(), role }
}

async fn audited(site: &TestSite, verb: &str) -> usize {
    let rows = site.site.db.all::<(i64, i64, String, String, String, String)>(feed::sql::RECENT_AUDIT, params![1_000_i64]).await.unwrap();
    rows.iter().filter(|row| row.3 == verb).count()
}

story!(
    /// Keepers of the house make desks; a lead says who works there, the last one stays, and nobody raises themselves.
    who_works_where,
    site,
    {
        let (a, b) = (account(&site, "lead-a").await, account(&site, "staff-b").await);
        let save = DeskCommand::Save { desk: "welfare".into(), kind: DeskKind::Department, name: "福祉課".into(), body: DeskBody::default() };
        assert_eq!(code(&run(&site, &staff(), save.clone(), None).await), ":forbidden");
        welfare(&site).await;
        assert_eq!(code(&run(&site, &Actor::system(), save.clone(), None).await), "desk:desk_exists");
        assert_eq!(run(&site, &Actor::system(), save, Some(0)).await.status, ReceiptStatus::Conflict);

        assert_eq!(run(&site, &Actor::system(), member(&a, Some(DeskRole::Lead)), None).await.status, ReceiptStatus::Done);
        let lead = now_is(&site, &a, NOW).await;
        assert_eq!(run(&site, &lead, member(&b, Some(DeskRole::Staff)), None).await.status, ReceiptStatus::Done);
        let colleague = now_is(&site, &b, NOW).await;
        assert_eq!(code(&run(&site, &colleague, member(&b, Some(DeskRole::Lead)), None).await), ":forbidden");
        assert_eq!(code(&run(&site, &staff(), member(&b, None), None).await), ":forbidden");
        assert_eq!(code(&run(&site, &lead, member(&a, None), None).await), "role:last_lead");
        assert_eq!(code(&run(&site, &lead, member(&a, Some(DeskRole::Reader)), None).await), "role:last_lead");
        assert_eq!(code(&run(&site, &lead, member("nobody", Some(DeskRole::Staff)), None).await), "login:account_unknown");
        assert_eq!(run(&site, &lead, member(&b, None), None).await.status, ReceiptStatus::Done);
        assert!(!now_is(&site, &b, NOW).await.is_staff(), "a right that was taken away is gone with the next request");
        assert_eq!(audited(&site, "desk.member").await, 3);

        let main = DeskCommand::End { desk: "main".into() };
        let rev = desks::one(&site.site.db, "main").await.unwrap().unwrap().rev;
        assert_eq!(code(&run(&site, &Actor::system(), main, Some(rev)).await), "desk:desk_stays");
    }
);

story!(
    /// Whoever stands in has the role of the one who is away, from the first moment to the last, and hands nothing on.
    an_absence_ends_by_itself,
    site,
    {
        let (a, b, c) = (account(&site, "away").await, account(&site, "stand-in").await, account(&site, "third").await);
        welfare(&site).await;
        assert_eq!(run(&site, &Actor::system(), member(&a, Some(DeskRole::Staff)), None).await.status, ReceiptStatus::Done);
        let away = now_is(&site, &a, NOW).await;
        let delegation =
            |from: &str, to: &str, begins: i64, ends: i64| Delegation { from: from.into(), to: to.into(), begins, ends, reason: "休暇".into() };
        let set = |delegation: Delegation| DeskCommand::Delegate { desk: "welfare".into(), delegation };
        assert_eq!(code(&run(&site, &away, set(delegation(&a, &b, NOW, NOW)), None).await), "ends:ends_before_start");
        assert_eq!(code(&run(&site, &away, set(delegation(&c, &b, NOW, NOW + DAY)), None).await), ":forbidden");
        assert_eq!(run(&site, &away, set(delegation(&a, &b, NOW + DAY, NOW + 2 * DAY)), None).await.status, ReceiptStatus::Done);

        // Whoever stands in is told when it begins, once, and not before.
        let told = async || people::cases::today::notices(&site.site.db, &b).await.unwrap().len();
        assert_eq!((people::tidy::tidy(&site.site, NOW).await.unwrap().stand_ins, told().await), (0, 0));
        assert_eq!((people::tidy::tidy(&site.site, NOW + DAY).await.unwrap().stand_ins, told().await), (1, 1));
        assert_eq!((people::tidy::tidy(&site.site, NOW + DAY + 1).await.unwrap().stand_ins, told().await), (0, 1));

        let case = |who: &Actor| may(who, Action::CaseWork, &Subject::of_desk("welfare"));
        assert!(!case(&now_is(&site, &b, NOW + DAY - 1).await));
        let standing_in = now_is(&site, &b, NOW + DAY).await;
        assert!(case(&standing_in) && case(&now_is(&site, &b, NOW + 2 * DAY - 1).await));
        assert!(!may(&standing_in, Action::DeskSetMember, &Subject::of_desk("welfare")), "never more than the one who is away");
        assert!(!case(&now_is(&site, &b, NOW + 2 * DAY).await));
        // What one is in another's place cannot be handed on.
        assert_eq!(code(&run(&site, &standing_in, set(delegation(&b, &c, NOW, NOW + DAY)), None).await), "from:not_a_member");

        // The one who is away becomes less: so does whoever stands in.
        assert_eq!(run(&site, &Actor::system(), member(&a, Some(DeskRole::Reader)), None).await.status, ReceiptStatus::Done);
        assert!(!case(&now_is(&site, &b, NOW + DAY).await));
        assert_eq!(run(&site, &Actor::system(), member(&a, Some(DeskRole::Staff)), None).await.status, ReceiptStatus::Done);

        let found = desks::delegations(&site.site.db, "welfare", NOW).await.unwrap();
        let end = DeskCommand::EndDelegation { desk: "welfare".into(), delegation: found[0].0.clone() };
        assert_eq!(run(&site, &away, end, None).await.status, ReceiptStatus::Done);
        assert!(!case(&now_is(&site, &b, NOW + DAY).await));
        assert_eq!(people::cases::today::notices(&site.site.db, &b).await.unwrap()[0].1, "delegation_begins");
    }
);

story!(
    /// Whoever the command line makes a keeper of the house makes desks on the pages, and whoever is none does not.
    a_keeper_makes_desks,
    site,
    {
        let keeper = people::staff::Post { desk: None, role: DeskRole::Lead, admin: true };
        people::staff::add(&site.site.db, "keeper", "鍵", "correct horse battery".to_owned(), Some(keeper), NOW).await.unwrap();
        let lead = site.cookie().await;
        let post = async |cookie: &str, path: &str, body: String| {
            let request = Request::post(path)
                .header(header::HOST, "test.localhost")
                .header(header::COOKIE, cookie)
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
            site.send(request.body(Body::from(body)).unwrap()).await
        };
        let signed_in = post("", "/staff/sign-in", "login=keeper&password=correct+horse+battery&next=/staff/desks".to_owned()).await;
        assert_eq!(signed_in.headers()[header::LOCATION], "/staff/desks");
        let cookie = signed_in.headers()[header::SET_COOKIE].to_str().unwrap().split(';').next().unwrap().to_owned();
        let (status, page) = get(&site, &cookie, "/staff/desks").await;
        assert!(status == StatusCode::OK && page.contains("name=\"desk\""), "{page}");
        let desk = || format!("command={}&desk=library&kind=library&name=%E5%9B%B3%E6%9B%B8%E9%A4%A8", id());
        assert_eq!(post(&lead, "/staff/desks", desk()).await.status(), StatusCode::FORBIDDEN);
        assert!(desks::one(&site.site.db, "library").await.unwrap().is_none());
        let made = post(&cookie, "/staff/desks", desk()).await;
        assert_eq!((made.status(), made.headers()[header::LOCATION].to_str().unwrap()), (StatusCode::SEE_OTHER, "/staff/desks/library?done=1"));
        assert_eq!(desks::one(&site.site.db, "library").await.unwrap().unwrap().name, "図書館");
    }
);

async fn get(site: &TestSite, cookie: &str, path: &str) -> (StatusCode, String) {
    let request = Request::get(path).header(header::HOST, "test.localhost").header(header::COOKIE, format!("{cookie}; lang=en"));
    let response = site.send(request.body(Body::empty()).unwrap()).await;
    (response.status(), text(response).await)
}

fn form(command: FormCommand) -> Command {
    Command { id: id(), base_rev: None, body: CommandBody::Forms(command) }
}

story!(
    /// What was sent in to one desk is not read, decided or counted by another, on any page or by any command.
    a_form_belongs_to_its_desk,
    site,
    {
        welfare(&site).await;
        let cookie = site.cookie().await;
        let workbook = markdown::read(
            "| survey | | | |
             | | type | name | label |
             | | text | who | お名前 |
             | settings | | | |
             | | form_id | version | form_title |
             | | care | 1 | 見守りの申込 |",
        );
        let definition = xlsform::read(&workbook).unwrap().definition;
        let publish = |desk: &str| {
            let settings = Settings { desk: desk.into(), ..Settings::default() };
            form(FormCommand::Publish(Box::new(Publish { definition: definition.clone(), source: None, settings, open: true })))
        };
        assert_eq!(code(&site.run(&publish("nowhere")).await), "desk:desk_unknown");
        assert_eq!(site.run(&publish("welfare")).await.status, ReceiptStatus::Done);
        let mut answers = Answers::default();
        answers.values.insert(AnswerPath("who".into()), "秘密の名前".into());
        let sent = form(FormCommand::Submit(Box::new(Submit {
            form_id: "care".into(),
            version: "1".into(),
            answers,
            attachments: Vec::new(),
            finished_at: None,
            language: String::new(),
            provenance: Provenance::Web,
            corrects: None,
            shared: None,
            paper_id: String::new(),
        })));
        assert_eq!(execute(&site.site, &Actor::anonymous(), &sent, NOW).await.status, ReceiptStatus::Done);

        for path in [
            "/staff/forms/care/submissions".to_owned(),
            "/staff/forms/care/letters".to_owned(),
            "/staff/forms/care/export.csv".to_owned(),
            "/staff/forms/care/export.xlsx".to_owned(),
            format!("/staff/submissions/{}", sent.id),
            format!("/staff/submissions/{}/print", sent.id),
            format!("/staff/submissions/{}/document.docx", sent.id),
            format!("/staff/submissions/{}/slip", sent.id),
            format!("/staff/submissions/{}/letter/1", sent.id),
            format!("/staff/submissions/{}/files/0", sent.id),
        ] {
            let (status, page) = get(&site, &cookie, &path).await;
            assert_eq!(status, StatusCode::FORBIDDEN, "{path}");
            assert!(!page.contains("秘密の名前") && page.contains("another desk"), "{path}: {page}");
        }
        let (status, page) = get(&site, &cookie, "/staff/submissions").await;
        assert_eq!(status, StatusCode::OK);
        assert!(!page.contains("秘密の名前") && !page.contains(&sent.id), "{page}");

        let review = || form(FormCommand::Review(Box::new(Review { submission: sent.id.clone(), note: "x".into(), ..Review::default() })));
        assert_eq!(code(&site.run(&review()).await), ":forbidden");
        let letter = Letter { id: id(), form_id: "care".into(), name: "n".into(), state: SubmissionState::Accepted, body: "b".into() };
        assert_eq!(code(&site.run(&form(FormCommand::PutLetter(Box::new(letter)))).await), ":forbidden");
        assert_eq!(code(&site.run(&form(FormCommand::SetOpen { form_id: "care".into(), open: false })).await), ":forbidden");
        assert_eq!(code(&site.run(&publish("")).await), ":forbidden");

        let there = Actor { desks: vec![("welfare".into(), DeskRole::Staff)], ..Actor::staff("w", "w", "福祉") };
        assert_eq!(execute(&site.site, &there, &review(), NOW).await.status, ReceiptStatus::Done);
        let ask = store::Ask { desks: vec!["welfare".into()], ..store::Ask::default() };
        assert_eq!(store::inbox(&site.site.db, "", &ask, 10, 0).await.unwrap().len(), 1);
        let other = store::Ask { desks: vec!["fare".into(), "wel".into()], ..store::Ask::default() };
        assert!(store::inbox(&site.site.db, "", &other, 10, 0).await.unwrap().is_empty());
    }
);

story!(
    /// A course for staff is whole for every colleague, of whichever desk: when, where, by whom, how to apply; what comes next stands first.
    a_course_for_staff_is_read_whole,
    site,
    {
        let day = |days: i64| jst_date(now_ms()) + chrono::Duration::days(days);
        let course = |title: &str, on: chrono::NaiveDate| {
            let mut it = Listing::draft(id(), Kind::Course);
            (it.state, it.title, it.staff_only) = (State::Published, title.into(), true);
            it.organiser.name = "職員課".into();
            it.body = "協働の相手と話します。".into();
            let session = Session { on, starts: chrono::NaiveTime::from_hms_opt(14, 0, 0), ..Session::default() };
            it.schedule = Some(Schedule { sessions: vec![session], ..Schedule::default() });
            it.venue = Some(Venue { name: "第二庁舎 研修室".into(), ..Venue::default() });
            it.contact.phone = "0422-00-0000".into();
            it
        };
        let (later, sooner) = (course("課長の研修", day(40)), course("はじめての協働", day(10)));
        for it in [&later, &sooner] {
            let receipt = site.publish(it).await;
            assert_eq!(receipt.status, ReceiptStatus::Done, "{receipt:?}");
        }
        let people = everybody(&site).await;
        let cookie = |role: &str| people.iter().find(|it| it.role == role).unwrap().cookie.clone().unwrap();
        let other = cookie("other_desk");
        let (_, list) = get(&site, &other, "/staff/inside").await;
        let at = |title: &str| list.find(title).unwrap_or_else(|| panic!("{title}: {list}"));
        assert!(at("はじめての協働") < at("課長の研修"), "{list}");
        let address = format!("/staff/inside/{}", sooner.id);
        assert!(list.contains(&format!("href=\"{address}\"")), "{list}");
        let (status, page) = get(&site, &other, &address).await;
        assert_eq!(status, StatusCode::OK);
        for part in ["はじめての協働", "協働の相手と話します。", "第二庁舎 研修室", "0422-00-0000", "14:00"] {
            assert!(page.contains(part), "{part}: {page}");
        }
        // Nobody else, and nothing else: what is public has its own page, what is a draft is its desk's.
        assert_eq!(get(&site, &cookie("owner"), &address).await.0, StatusCode::SEE_OTHER);
        let public = listing("みんなの催し");
        assert_eq!(site.publish(&public).await.status, ReceiptStatus::Done);
        let draft = Listing { state: State::Draft, ..course("まだ書いている", day(5)) };
        assert_eq!(site.publish(&draft).await.status, ReceiptStatus::Done);
        for hidden in [&public.id, &draft.id] {
            assert_eq!(get(&site, &other, &format!("/staff/inside/{hidden}")).await.0, StatusCode::NOT_FOUND);
        }
    }
);

story!(
    /// What is published for staff only is in no feed, file, page or search of the public, and every colleague reads it.
    staff_only_is_never_public,
    site,
    {
        let cookie = site.cookie().await;
        let mut course = listing("管理職の研修ゼミナール");
        course.staff_only = true;
        assert_eq!(site.publish(&course).await.status, ReceiptStatus::Done);
        let inside = desks::inside_scope();
        assert!(feed::page(&site.site.db, "e", &Scope::Public, 0, 100).await.unwrap().records.is_empty());
        assert_eq!(feed::page(&site.site.db, "e", &inside, 0, 100).await.unwrap().records.len(), 1);
        for path in [
            "/".to_owned(),
            "/listings".to_owned(),
            "/listings?q=%E3%82%BC%E3%83%9F%E3%83%8A%E3%83%BC%E3%83%AB".to_owned(),
            "/api/v1/feed/public".to_owned(),
            "/api/v1/feed/staff:all".to_owned(),
            "/api/v1/feed/public/snapshot".to_owned(),
            "/api/v1/listings".to_owned(),
            "/sitemap.xml".to_owned(),
            "/feeds/listings.atom".to_owned(),
            format!("/listings/{}", course.id),
            format!("/listings/{}/report", course.id),
            format!("/api/v1/listings/{}", course.id),
        ] {
            let (_, page) = site.get(&path).await;
            assert!(!page.contains("管理職の研修ゼミナール"), "{path}");
        }
        // Nor does a report tell that it is there.
        let body = ListingCommand::Report { id: course.id.clone(), reason: ReportReason::Spam, words: String::new(), contact: String::new() };
        let report = Command { id: id(), base_rev: None, body: CommandBody::Listings(body) };
        assert_eq!(code(&execute(&site.site, &Actor::anonymous(), &report, NOW).await), "id:not_found");
        assert!(engawa_server::listings::public(&site.site.db).await.unwrap().is_empty());
        assert!(site.site.catalog.read().unwrap().is_empty());
        let (status, page) = get(&site, &cookie, "/staff/inside").await;
        assert_eq!(status, StatusCode::OK);
        assert!(page.contains("管理職の研修ゼミナール"), "{page}");
        assert_eq!(site.get("/staff/inside").await.0, StatusCode::SEE_OTHER);

        // What was public and is for staff from now on leaves the public feed.
        let mut it = listing("はじめはみんなに");
        let first = site.publish(&it).await;
        it.staff_only = true;
        assert_eq!(site.run(&save(&it, first.rev)).await.status, ReceiptStatus::Done);
        let records = feed::page(&site.site.db, "e", &Scope::Public, 0, 100).await.unwrap().records;
        assert!(records.iter().all(|record| record.body.is_none()), "{records:?}");
        it.staff_only = false;
        let rev = engawa_server::listings::one(&site.site.db, &it.id).await.unwrap().unwrap().rev;
        assert_eq!(site.run(&save(&it, Some(rev))).await.status, ReceiptStatus::Done);
        let records = feed::page(&site.site.db, "e", &inside, 0, 100).await.unwrap().records;
        assert_eq!(records.iter().filter(|record| record.body.is_some()).count(), 1);
    }
);
