//! The feed as devices see it: pages, snapshot, headers, and that no revision is ever skipped.

use crate::common;
use crate::common::{TestSite, listing, staff, text};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use engawa_app::command::{Body as CommandBody, Command};
use engawa_app::forms::command::{FormCommand, Publish, Review, Settings, Submit};
use engawa_app::forms::{Provenance, SubmissionState};
use engawa_app::people::work::{COLLECTION, WorkItem, WorkLine};
use engawa_core::ReceiptStatus;
use engawa_core::feed::{Page, Record, Scope};
use engawa_core::form::xlsform::{self, markdown};
use engawa_core::form::{AnswerPath, Answers, Definition};
use engawa_core::rights::{DeskRole, GroupRole};
use engawa_server::db::Stmt;
use engawa_server::forms::tidy;
use engawa_server::people::{self, Actor, work};
use engawa_server::{feed, params};

/// What the page of desks will do.
const SET_DESK: Stmt = Stmt { name: "SET_DESK", sql: "UPDATE form SET desk_id = $2 WHERE id = $1" };
const ADD_DESK: Stmt =
    Stmt { name: "ADD_DESK", sql: "INSERT INTO desk (id, kind, name, body, rev, ended_ms) VALUES ($1, 'department', 'x', '{}', 0, 0)" };
const AUDITED: Stmt = Stmt { name: "AUDITED", sql: "SELECT actor, subject, about FROM audit WHERE verb = $1 ORDER BY seq" };

story!(
    /// Following pages gives every record once, in order of revision.
    pages_give_everything_in_order,
    site,
    {
        for n in 0..25 {
            site.publish(&listing(&format!("催し{n}"))).await;
        }
        let (mut since, mut seen) = (0, Vec::new());
        loop {
            let (status, body) = site.get(&format!("/api/v1/feed/public?since={since}&limit=7")).await;
            assert_eq!(status, StatusCode::OK);
            let page = Page::from_json(&body).unwrap();
            assert!(page.records.iter().all(|record| record.rev > since));
            seen.extend(page.records.iter().map(|record| record.rev));
            since = page.cursor;
            if !page.more {
                break;
            }
        }
        assert_eq!(seen, (1..=25).collect::<Vec<u64>>());
    }
);

story!(
    /// Writers at the same time never make a reader skip a record.
    a_reader_beside_writers_misses_nothing,
    site,
    {
        let site = std::sync::Arc::new(site);
        let writers: Vec<_> = (0..4)
            .map(|writer| {
                let site = std::sync::Arc::clone(&site);
                tokio::spawn(async move {
                    for n in 0..15 {
                        site.publish(&listing(&format!("{writer}-{n}"))).await;
                    }
                })
            })
            .collect();
        let reader = {
            let site = std::sync::Arc::clone(&site);
            tokio::spawn(async move {
                let (mut cursor, mut seen) = (0, Vec::new());
                while seen.len() < 60 {
                    let page = feed::page(&site.site.db, "e", &Scope::Public, cursor, 5).await.unwrap();
                    seen.extend(page.records.iter().map(|record| record.rev));
                    cursor = page.cursor;
                    tokio::task::yield_now().await;
                }
                seen
            })
        };
        for writer in writers {
            writer.await.unwrap();
        }
        let seen = tokio::time::timeout(std::time::Duration::from_secs(30), reader).await.expect("a record was skipped").unwrap();
        assert_eq!(seen, (1..=60).collect::<Vec<u64>>());
    }
);

story!(
    /// The snapshot is immutable, precompressed, and says how far it goes.
    the_snapshot_is_one_immutable_file,
    site,
    {
        for n in 0..3 {
            site.publish(&listing(&format!("催し{n}"))).await;
        }
        let ask = |path: String, encoding: &'static str| Request::get(path).header(header::ACCEPT_ENCODING, encoding).body(Body::empty()).unwrap();
        let redirect = site.send(ask("/api/v1/feed/public/snapshot".into(), "")).await;
        assert_eq!(redirect.status(), StatusCode::FOUND);
        let location = redirect.headers()[header::LOCATION].to_str().unwrap().to_owned();
        let plain = site.send(ask(location.clone(), "identity")).await;
        assert!(plain.headers()[header::CACHE_CONTROL].to_str().unwrap().contains("immutable"));
        let body = text(plain).await;
        let mut lines = body.lines();
        let head: serde_json::Value = serde_json::from_str(lines.next().unwrap()).unwrap();
        assert_eq!((head["rev"].as_u64(), head["records"].as_u64()), (Some(3), Some(3)));
        let revs: Vec<u64> = lines.map(|line| Record::from_json(line).unwrap().rev).collect();
        assert_eq!(revs, [1, 2, 3]);
        let packed = site.send(ask(location, "br, gzip")).await;
        assert_eq!(packed.headers()[header::CONTENT_ENCODING], "br");
    }
);

story!(
    /// Behind a balancer the next request may reach a node that holds another snapshot: it serves its own, and sends nobody on.
    a_snapshot_of_another_node_is_no_detour,
    site,
    {
        site.publish(&listing("催し")).await;
        let redirect = site.send(Request::get("/api/v1/feed/public/snapshot").body(Body::empty()).unwrap()).await;
        let location = redirect.headers()[header::LOCATION].to_str().unwrap().to_owned();
        let newer = location.replace("-1.ndjson", "-7.ndjson");
        assert_ne!(newer, location);
        for asked in [newer.as_str(), "/api/v1/feed/public/snapshot/another0history-3.ndjson"] {
            let response = site.send(Request::get(asked).body(Body::empty()).unwrap()).await;
            assert_eq!(response.status(), StatusCode::OK, "{asked}");
            assert_eq!(response.headers()[header::CACHE_CONTROL], "no-store");
            assert_eq!(response.headers()[header::CONTENT_LOCATION], location.as_str());
            let head: serde_json::Value = serde_json::from_str(text(response).await.lines().next().unwrap()).unwrap();
            assert_eq!(head["rev"].as_u64(), Some(1));
        }
        for nonsense in ["x", "..", "-1.ndjson", "a-b.ndjson"] {
            assert_eq!(site.get(&format!("/api/v1/feed/public/snapshot/{nonsense}")).await.0, StatusCode::NOT_FOUND, "{nonsense}");
        }
    }
);

story!(
    /// Nothing new: 304, and not a byte of body.
    unchanged_pages_are_not_sent_again,
    site,
    {
        site.publish(&listing("一")).await;
        let ask = |etag: Option<&str>| {
            let mut request = Request::get("/api/v1/feed/public?since=0");
            if let Some(etag) = etag {
                request = request.header(header::IF_NONE_MATCH, etag);
            }
            request.body(Body::empty()).unwrap()
        };
        let first = site.send(ask(None)).await;
        let etag = first.headers()[header::ETAG].to_str().unwrap().to_owned();
        assert_eq!(site.send(ask(Some(&etag))).await.status(), StatusCode::NOT_MODIFIED);
        site.publish(&listing("二")).await;
        assert_eq!(site.send(ask(Some(&etag))).await.status(), StatusCode::OK);
    }
);

story!(
    /// What every device asks for after a change is compressed once: the same bytes to each, and new ones after the next change.
    a_page_is_compressed_once,
    site,
    {
        for title in ["一", "二", "三"] {
            site.publish(&listing(title)).await;
        }
        let ask = async |encoding: &str| {
            let request = Request::get("/api/v1/feed/public?since=1").header(header::ACCEPT_ENCODING, encoding);
            let response = site.send(request.body(Body::empty()).unwrap()).await;
            let named = response.headers().get(header::CONTENT_ENCODING).map(|value| value.to_str().unwrap().to_owned());
            assert_eq!(response.headers()[header::VARY], "accept-encoding");
            (named, axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap())
        };
        let (named, small) = ask("gzip, deflate, br, zstd").await;
        assert_eq!(named.as_deref(), Some("br"));
        let (named, zipped) = ask("gzip").await;
        assert_eq!(named.as_deref(), Some("gzip"));
        let (named, plain) = ask("identity").await;
        assert_eq!(named, None);
        let mut opened = (Vec::new(), String::new());
        brotli::BrotliDecompress(&mut &small[..], &mut opened.0).unwrap();
        std::io::Read::read_to_string(&mut flate2::read::GzDecoder::new(&zipped[..]), &mut opened.1).unwrap();
        assert_eq!(opened.0, plain);
        assert_eq!(opened.1.as_bytes(), &plain[..]);
        assert!(String::from_utf8_lossy(&plain).contains("三"));
        // The very same memory, not an equal one.
        let site_pages = &site.site.pages;
        let (db, epoch) = (&site.site.db, &site.site.epoch);
        let one = site_pages.page(db, epoch, 1, 1_000).await.unwrap();
        assert!(std::sync::Arc::ptr_eq(&one, &site_pages.page(db, epoch, 1, 1_000).await.unwrap()));
        assert!(!std::sync::Arc::ptr_eq(&one, &site_pages.page(db, epoch, 1, 999).await.unwrap()));
        let (a, b) = tokio::join!(site_pages.page(db, epoch, 2, 1_000), site_pages.page(db, epoch, 2, 1_000));
        assert!(std::sync::Arc::ptr_eq(&a.unwrap(), &b.unwrap()), "who asks while it is read waits for it");
        site.publish(&listing("四")).await;
        let (_, plain) = ask("identity").await;
        assert!(String::from_utf8_lossy(&plain).contains("四"));
    }
);

/// Asks for a scope of people with a cookie.
async fn follow(site: &TestSite, cookie: &str, scope: &str) -> (StatusCode, String) {
    let request = Request::get(format!("/api/v1/feed/{scope}")).header(header::HOST, "test.localhost").header(header::COOKIE, cookie);
    let response = site.send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(response.headers()[header::CACHE_CONTROL], "no-store", "{scope}");
    (response.status(), text(response).await)
}

story!(
    /// Scopes of people are open to those people alone, and nothing on the way keeps them.
    scopes_are_closed_to_others,
    site,
    {
        for scope in ["account:1", "group:g", "staff:main", "staff:all", "nonsense"] {
            assert_eq!(follow(&site, "", scope).await.0, StatusCode::UNAUTHORIZED, "{scope}");
        }
        let cookie = site.cookie().await;
        let own = site.site.db.first::<(String, String, String, String)>(people::sql::BY_LOGIN, params!["staff"]).await.unwrap().unwrap().0;
        for (scope, status) in [
            (format!("account:{own}"), StatusCode::OK),
            ("account:1".to_owned(), StatusCode::FORBIDDEN),
            ("group:g".to_owned(), StatusCode::FORBIDDEN),
            ("staff:main".to_owned(), StatusCode::OK),
            ("staff:all".to_owned(), StatusCode::OK),
            ("staff:welfare".to_owned(), StatusCode::FORBIDDEN),
            ("nonsense".to_owned(), StatusCode::FORBIDDEN),
        ] {
            assert_eq!(follow(&site, &cookie, &scope).await.0, status, "{scope}");
        }
        let (mut member, mut admin) = (Actor::resident("a", "甲"), Actor::resident("b", "乙"));
        member.groups.push(("g".into(), GroupRole::Viewer));
        admin.admin = true;
        for (actor, scope, open) in [
            (&member, "group:g", true),
            (&member, "group:h", false),
            (&member, "staff:all", false),
            (&admin, "staff:all", true),
            (&admin, "staff:main", false),
            (&admin, "account:a", false),
        ] {
            assert_eq!(work::may_follow(actor, &Scope::parse(scope).unwrap()), open, "{scope}");
        }
    }
);

fn form_command(base_rev: Option<u64>, body: FormCommand) -> Command {
    Command { id: uuid::Uuid::now_v7().to_string(), base_rev, body: CommandBody::Forms(body) }
}

fn survey() -> Definition {
    let workbook = markdown::read(
        "| survey | | | |
         | | type | name | label |
         | | text | who | お名前 |
         | | text | note | 備考 |
         | settings | | | |
         | | form_id | version | form_title |
         | | visit | 1 | 訪問の申込み |",
    );
    xlsform::read(&workbook).unwrap().definition
}

fn submit(who: &str) -> Command {
    let mut answers = Answers::default();
    answers.values.insert(AnswerPath("who".into()), who.to_owned());
    form_command(
        None,
        FormCommand::Submit(Box::new(Submit {
            form_id: "visit".into(),
            version: "1".into(),
            answers,
            attachments: Vec::new(),
            finished_at: None,
            language: String::new(),
            provenance: Provenance::Web,
            corrects: None,
            shared: None,
            paper_id: String::new(),
        })),
    )
}

fn review(id: &str, state: Option<SubmissionState>, words: &str) -> Command {
    let review = Review { submission: id.to_owned(), state, message: words.to_owned(), note: "訪問した".to_owned(), assignee: None };
    form_command(None, FormCommand::Review(Box::new(review)))
}

async fn at(site: &TestSite, desk: &str, id: &str) -> Option<WorkItem> {
    let body = feed::one(&site.site.db, &Scope::Staff(desk.to_owned()), COLLECTION, id).await.unwrap();
    body.map(|body| serde_json::from_str(&body).unwrap())
}

story!(
    /// A submission is with the desk of its form as long as it waits, with its answers; it leaves when it is decided, taken to another
    /// desk or deleted, comes back when it is opened again, and whoever takes it along stands in the audit log.
    work_is_with_the_desk_that_it_waits_at,
    site,
    {
        let publish = Publish { definition: survey(), source: None, settings: Settings::default(), open: true };
        assert_eq!(site.run(&form_command(None, FormCommand::Publish(Box::new(publish)))).await.status, ReceiptStatus::Done);
        let sent = submit("縁側 花");
        let receipt = engawa_server::commands::execute(&site.site, &Actor::anonymous(), &sent, common::NOW).await;
        assert_eq!(receipt.status, ReceiptStatus::Done, "{receipt:?}");

        let item = at(&site, "main", &sent.id).await.unwrap();
        assert_eq!((item.form_title.as_str(), item.state, Some(item.rev)), ("訪問の申込み", SubmissionState::Received, receipt.rev));
        assert_eq!(Some(item.receipt_no), receipt.receipt_no);
        assert_eq!(item.lines, [WorkLine { label: "お名前".into(), value: "縁側 花".into() }], "what was not answered is left out");
        let public = feed::page(&site.site.db, "e", &Scope::Public, 0, 100).await.unwrap();
        assert!(public.records.iter().all(|record| record.collection != COLLECTION));

        let cookie = site.cookie().await;
        let (_, page) = follow(&site, &cookie, "staff:main").await;
        assert_eq!(Page::from_json(&page).unwrap().records.iter().map(|record| record.id.as_str()).collect::<Vec<_>>(), [sent.id.as_str()]);
        let about = format!("receipt:{}", receipt.receipt_no.unwrap());
        assert_eq!(site.site.db.all::<(String, String, String)>(AUDITED, params!["read.work"]).await.unwrap(), [("staff:staff".to_owned(), sent.id.clone(), about)]);

        // A note keeps the answers and moves the revision on.
        let noted = site.run(&review(&sent.id, None, "")).await;
        assert_eq!(noted.status, ReceiptStatus::Done, "{noted:?}");
        let item = at(&site, "main", &sent.id).await.unwrap();
        assert_eq!((Some(item.rev), item.lines.len()), (noted.rev, 1));

        let mut writer = feed::Writer::begin(&site.site.db, common::NOW, "system").await.unwrap();
        writer.tx.run(SET_DESK, params!["visit", "welfare"]).await.unwrap();
        writer.tx.run(ADD_DESK, params!["welfare"]).await.unwrap();
        work::reassign(&mut writer, "visit").await.unwrap();
        writer.commit().await.unwrap();
        assert!(at(&site, "main", &sent.id).await.is_none() && at(&site, "welfare", &sent.id).await.is_some());
        let (_, page) = follow(&site, &cookie, "staff:main").await;
        assert_eq!(Page::from_json(&page).unwrap().records.iter().map(|record| record.body.is_none()).collect::<Vec<_>>(), [true]);

        assert_eq!(site.run(&review(&sent.id, Some(SubmissionState::Accepted), "")).await.status, ReceiptStatus::Rejected, "it is another desk's now");
        let mut welfare = staff();
        welfare.desks = vec![("welfare".into(), DeskRole::Staff)];
        let decide = async |state| engawa_server::commands::execute(&site.site, &welfare, &review(&sent.id, Some(state), ""), common::NOW).await.status;
        assert_eq!(decide(SubmissionState::Accepted).await, ReceiptStatus::Done);
        assert!(at(&site, "welfare", &sent.id).await.is_none());
        assert_eq!(decide(SubmissionState::InReview).await, ReceiptStatus::Done);
        assert_eq!(at(&site, "welfare", &sent.id).await.unwrap().lines.len(), 1);

        // What arrived before there were records of work is found; once.
        let mut writer = feed::Writer::begin(&site.site.db, common::NOW, "system").await.unwrap();
        let rev = writer.take_rev().await.unwrap();
        writer.delete(&Scope::Staff("welfare".into()), COLLECTION, &sent.id, rev).await.unwrap();
        writer.commit().await.unwrap();
        tidy::tidy(&site.site, common::NOW).await.unwrap();
        assert_eq!(at(&site, "welfare", &sent.id).await.unwrap().state, SubmissionState::InReview);
        let last = feed::last_rev(&site.site.db).await.unwrap();
        tidy::tidy(&site.site, common::NOW).await.unwrap();
        assert_eq!(feed::last_rev(&site.site.db).await.unwrap(), last);
        tidy::tidy(&site.site, common::NOW + 2_000 * 24 * 60 * 60 * 1000).await.unwrap();
        assert!(at(&site, "welfare", &sent.id).await.is_none(), "it was kept long enough");
    }
);

story!(
    /// A site's data is reached by its own host name only.
    unknown_hosts_see_nothing,
    site,
    {
        use tower::ServiceExt as _;
        let ask = |host: &str| Request::get("/api/v1/feed/public").header(header::HOST, host).body(Body::empty()).unwrap();
        for (host, status) in [("test.localhost:8080", 200), ("localhost", 200), ("127.0.0.1:99", 200), ("evil.example", 421)] {
            assert_eq!(site.server().oneshot(ask(host)).await.unwrap().status().as_u16(), status, "{host}");
        }
    }
);
