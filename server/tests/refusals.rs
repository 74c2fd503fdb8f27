//! What is refused at a door: a row of the log for whoever is signed in, and a number by hour for everybody.

use crate::common::TestSite;
use crate::common::browser::{Browser, run};
use crate::common::people::{OTHER_GROUP, everybody};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use engawa_server::audit::refusals::{KEPT_MS, Kind};
use engawa_server::clock::now_ms;
use engawa_server::db::Stmt;
use engawa_server::feed::check_audit;
use engawa_server::http::limit::SESSION_PER_MINUTE;
use engawa_server::params;
use engawa_server::people::tidy;
use tower::ServiceExt as _;

type Row = (String, String, String, String);

/// Who was refused, at which route, about whom, how.
async fn rows(site: &TestSite) -> Vec<Row> {
    let sql = "SELECT actor, subject, about, detail FROM audit WHERE verb = 'door.refuse' ORDER BY seq";
    site.site.db.all::<Row>(Stmt { name: "T", sql }, params![]).await.unwrap()
}

/// What this process counted, in the order of `Kind::ALL`.
fn totals(site: &TestSite) -> [u64; 4] {
    Kind::ALL.map(|kind| site.site.refusals.total(kind))
}

fn browser(cookie: Option<&String>) -> Browser {
    Browser { cookie: cookie.cloned().unwrap_or_default() }
}

story!(
    /// Whoever is signed in and is refused at a door stands in the log, by route and once a minute, and nobody else does.
    a_closed_door_is_in_the_log,
    site,
    {
        let people = everybody(&site).await;
        let as_role = |role: &str| browser(people.iter().find(|who| who.role == role).unwrap().cookie.as_ref());
        let (mut resident, mut reader, mut nobody) = (as_role("resident"), as_role("reader"), as_role("anonymous"));
        for _ in 0..3 {
            assert!(resident.get(&site, "/staff/submissions/0192a3b4-0000-7000-8000-000000000001").await.to.starts_with("/staff/sign-in?next="));
            assert_eq!(reader.post(&site, "/staff/kiosks/abc/revoke", &[]).await.status, StatusCode::FORBIDDEN);
            assert!(nobody.get(&site, "/staff/audit").await.to.starts_with("/staff/sign-in?next="));
            assert_eq!(nobody.get(&site, "/api/v1/feed/staff:main").await.status, StatusCode::UNAUTHORIZED);
        }
        // A program that follows a feed of others is refused like a page.
        let mut other = as_role("viewer");
        assert_eq!(other.get(&site, &format!("/api/v1/feed/group:{OTHER_GROUP}")).await.status, StatusCode::FORBIDDEN);
        let expected = [
            ("account:resident", "/staff/submissions/{id}", "look"),
            ("staff:reader", "/staff/kiosks/{id}/revoke", "send"),
            ("account:viewer", "/api/v1/feed/{scope}", "look"),
        ];
        let found = rows(&site).await;
        let seen: Vec<_> = found.iter().map(|(actor, subject, _, detail)| (actor.as_str(), subject.as_str(), detail.as_str())).collect();
        assert_eq!(seen, expected);
        assert!(found.iter().all(|row| row.2.is_empty()), "nobody's data were touched");
        assert_eq!(totals(&site), [7, 0, 0, 0], "each is counted, whether or not it is a row");
        check_audit(&site.site.db).await.unwrap();

        run(&site, "UPDATE audit SET at_ms = at_ms - $1 WHERE verb = 'door.refuse'", params![61_000_i64]).await;
        resident.get(&site, "/staff/today").await;
        assert_eq!(rows(&site).await.len(), 4, "a minute later it is written again");
    }
);

story!(
    /// What another site's page sends in somebody's name is counted, and is no row of theirs.
    a_foreign_page_writes_no_row,
    site,
    {
        let people = everybody(&site).await;
        for role in ["resident", "lead"] {
            let mut victim = browser(people.iter().find(|who| who.role == role).unwrap().cookie.as_ref());
            let form = || Request::post("/staff/audit/verify").header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
            victim.ask(&site, form().header("sec-fetch-site", "cross-site"), String::new()).await;
            victim.ask(&site, form().header(header::ORIGIN, "https://evil.example"), String::new()).await;
        }
        assert_eq!((totals(&site), rows(&site).await.len()), ([0, 4, 0, 0], 0));
    }
);

story!(
    /// A proof that somebody is asked for is no refusal: they have the right, and show it.
    who_is_asked_to_prove_is_not_refused,
    site,
    {
        let mut here = Browser::sign_in(&site, "a@example.jp").await;
        here.grow_stale(&site).await;
        let asked = here.ask(&site, Request::post("/api/v1/passkeys/register/begin"), String::new()).await;
        assert_eq!(asked.status, StatusCode::FORBIDDEN, "{}", asked.body);
        assert!(asked.body.contains("prove_again"), "{}", asked.body);
        assert_eq!((totals(&site), rows(&site).await.len()), ([0; 4], 0));
    }
);

story!(
    /// Too much, too large and from elsewhere: staff see how often in which hour, and of nobody who it was.
    what_is_refused_is_counted,
    site,
    {
        let people = everybody(&site).await;
        let cookie_of = |role: &str| people.iter().find(|who| who.role == role).unwrap().cookie.clone().unwrap();
        let server = site.server();
        let send = |body: Vec<u8>, from_elsewhere: bool| {
            let request = Request::post("/staff/sign-in")
                .header(header::HOST, "localhost")
                .header(header::COOKIE, cookie_of("viewer"))
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .header("sec-fetch-site", if from_elsewhere { "cross-site" } else { "same-origin" });
            server.clone().oneshot(request.body(Body::from(body)).unwrap())
        };
        assert_eq!(send(vec![b'a'; 3 * 1024 * 1024], false).await.unwrap().status(), StatusCode::PAYLOAD_TOO_LARGE);
        assert_eq!(send(b"login=hanako&password=x".to_vec(), true).await.unwrap().status(), StatusCode::FORBIDDEN);
        let mut refused = 0;
        for _ in 0..2 * SESSION_PER_MINUTE.get() {
            if refused < 3 && send(b"login=%E8%8A%B1%E5%AD%90".to_vec(), true).await.unwrap().status() == StatusCode::TOO_MANY_REQUESTS {
                refused += 1;
            }
        }
        let [right, foreign, too_many, too_large] = totals(&site);
        assert_eq!((right, too_many, too_large), (0, 3, 1));
        assert!(foreign > 1);
        // A file that is too large comes back as a page, and is counted all the same.
        let large = [b"--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n".to_vec(), vec![b'x'; 21 * 1024 * 1024]].concat();
        let request = Request::post("/staff/import")
            .header(header::HOST, "test.localhost")
            .header(header::COOKIE, cookie_of("lead"))
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x");
        let answer = site.send(request.body(Body::from(large)).unwrap()).await;
        assert!(answer.status() == StatusCode::UNPROCESSABLE_ENTITY || answer.status() == StatusCode::OK, "{}", answer.status());
        assert_eq!(totals(&site)[3], 2);

        let mut lead = browser(Some(&cookie_of("lead")));
        for _ in 0..2 {
            // Reading writes down what waited, once.
            let page = lead.get(&site, "/staff/audit").await.body;
            let table = page.split_once("id=\"audit-refused\"").unwrap().1.split_once("</section>").unwrap().0.to_owned();
            let cells: Vec<u64> = table.split("<td>").skip(1).map(|cell| cell.split('<').next().unwrap().parse().unwrap()).collect();
            // An hour may end between two requests of this story.
            let sum = |column: usize| cells.iter().skip(column).step_by(4).sum::<u64>();
            assert_eq!([sum(0), sum(1), sum(2), sum(3)], [0, foreign, 3, 2], "{table}");
        }
        let (_, metrics) = site.get("/metrics").await;
        assert!(metrics.contains("engawa_refusals_total{site=\"test\",kind=\"too_many\"} 3\n"), "{metrics}");

        let stored = "SELECT kind, times FROM refusal_count ORDER BY kind";
        let stored = site.site.db.all::<(String, i64)>(Stmt { name: "T", sql: stored }, params![]).await.unwrap();
        assert!(stored.iter().all(|(kind, _)| Kind::ALL.iter().any(|it| it.code() == kind)), "{stored:?}");
        tidy::tidy(&site.site, now_ms() + KEPT_MS + 2 * 60 * 60 * 1000).await.unwrap();
        let left = site.site.refusals.since(&site.site.db, 0).await.unwrap();
        assert!(left.is_empty(), "{left:?}");
    }
);

story!(
    /// A listing from inside looks as if it were not there; that somebody tried is written all the same.
    a_door_that_looks_like_a_wall_is_in_the_log,
    site,
    {
        let people = everybody(&site).await;
        let listing = crate::common::listing("内側");
        site.publish(&listing).await;
        let mut resident = browser(people.iter().find(|who| who.role == "resident").unwrap().cookie.as_ref());
        let there = resident.get(&site, &format!("/api/v1/listings/{}", listing.id)).await;
        let not_there = resident.get(&site, "/api/v1/listings/0192a3b4-0000-7000-8000-0000000000ff").await;
        assert_eq!((there.status, there.body), (not_there.status, not_there.body));
        assert_eq!(rows(&site).await.iter().map(|row| row.1.as_str()).collect::<Vec<_>>(), ["/api/v1/listings/{id}"]);
    }
);
