//! Attacks, tried: other sites' pages, stored scripts, redirects, planted sessions, replayed commands, paths, polyglots, headers, hosts.
//!
//! `docs/security.md` names these tests line by line.

use crate::common::people::{GROUP, Somebody, cookie_of, everybody};
use crate::common::{NOW, TestSite, listing, save, text};
use crate::common::{routes, tables};
use axum::body::Body;
use axum::http::{Request, Response, StatusCode, header};
use engawa_app::listings::listing::{Apply, Venue};
use engawa_app::listings::query::encode;
use engawa_app::listings::{Kind, Listing, State};
use engawa_core::rights::Actor;
use engawa_core::{Lang, ReceiptStatus};
use engawa_server::audit::refusals::Kind as Refused;
use engawa_server::commands::execute;
use engawa_server::db::Stmt;
use engawa_server::feed::check_audit;
use engawa_server::forms::sniff::media_type;
use engawa_server::params;
use engawa_server::sites::Sites;
use std::sync::Arc;
use tower::ServiceExt as _;

async fn ask(site: &TestSite, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Response<Body> {
    let mut request = Request::builder().method(method).uri(path).header(header::HOST, "test.localhost");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    site.send(request.body(Body::from(body.to_owned())).unwrap()).await
}

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

/// What browsers say of what another site's page sends.
const FOREIGN: [(&str, &str); 4] =
    [("sec-fetch-site", "cross-site"), ("sec-fetch-site", "same-site"), ("origin", "https://evil.example"), ("origin", "null")];

/// Every route by which something is sent, and its address.
fn sending() -> Vec<(&'static str, String)> {
    let all = routes::all().into_iter().filter(|(method, _)| !["GET", "HEAD"].contains(method));
    let found: Vec<_> = all.map(|(method, path)| (method, routes::filled(&path, GROUP))).collect();
    assert!(found.len() > 100, "the routes were not found");
    found
}

/// How many rows each table has, and that the log is whole.
async fn stored(site: &TestSite) -> Vec<(String, i64)> {
    let mut rows = vec![("log".to_owned(), i64::try_from(check_audit(&site.site.db).await.unwrap()).unwrap())];
    for table in tables::all().into_keys() {
        let sql = format!("SELECT COUNT(*) FROM {table}");
        let count = site.site.db.first::<(i64,)>(Stmt { name: "test", sql: sql.leak() }, params![]).await.unwrap().unwrap().0;
        rows.push((table, count));
    }
    rows
}

story!(
    /// A page of another site sends nothing here, whatever the route, also with the cookies of whoever keeps the house.
    foreign_pages_send_nothing,
    site,
    {
        let people = everybody(&site).await;
        let before = stored(&site).await;
        let body = format!("command={}", uuid::Uuid::now_v7());
        let mut addresses = sending();
        // Nor where nothing is, or where one only looks.
        let others = [("POST", "/"), ("POST", "/listings"), ("DELETE", "/staff"), ("PATCH", "/nothing"), ("PUT", "/api/v1/nothing")];
        addresses.extend(others.map(|(method, path)| (method, path.to_owned())));
        let mut refused = 0;
        for who in people.iter().filter(|who| ["anonymous", "owner", "lead", "admin", "kiosk"].contains(&who.role)) {
            let Somebody { role, cookie, .. } = who;
            for (method, address) in &addresses {
                for foreign in FOREIGN {
                    let headers: Vec<_> = [FORM, foreign].into_iter().chain(cookie.as_deref().map(|cookie| ("cookie", cookie))).collect();
                    let response = ask(&site, method, address, &headers, &body).await;
                    assert_eq!(response.status(), StatusCode::FORBIDDEN, "{method} {address} as {role} from {foreign:?}");
                    assert!(!response.headers().contains_key(header::SET_COOKIE), "{method} {address} as {role} from {foreign:?}");
                    refused += 1;
                }
            }
        }
        assert_eq!(stored(&site).await, before, "something was done");
        assert_eq!(site.site.refusals.total(Refused::Foreign), refused);
        // Looking changes nothing, so links lead here from everywhere.
        for method in ["GET", "HEAD"] {
            for foreign in FOREIGN {
                assert_eq!(ask(&site, method, "/listings", &[foreign], "").await.status(), StatusCode::OK, "{method} from {foreign:?}");
            }
        }
        assert_eq!(site.site.refusals.total(Refused::Foreign), refused);
    }
);

story!(
    /// What this site's own pages send passes the same door, and so does a program, which says nothing of where it is.
    own_pages_and_programs_send,
    site,
    {
        everybody(&site).await;
        let own = [None, Some(("sec-fetch-site", "same-origin")), Some(("origin", "http://test.localhost"))];
        for (method, address) in sending() {
            for from in own {
                // A session of its own for each: some of them end it.
                let cookie = cookie_of(&site, "lead").await;
                let body = format!("command={}", uuid::Uuid::now_v7());
                let headers: Vec<_> = [FORM, ("cookie", cookie.as_str())].into_iter().chain(from).collect();
                let response = ask(&site, method, &address, &headers, &body).await;
                assert!(!text(response).await.contains(NOT_FROM_HERE), "{method} {address} from {from:?}");
            }
        }
        assert_eq!(site.site.refusals.total(Refused::Foreign), 0);
    }
);

/// What is said of it, in Japanese.
const NOT_FROM_HERE: &str = "このサイトからの送信ではない";

story!(
    /// Whoever was led to send something is told in their language that nothing was changed; a program gets its problem.
    who_was_led_here_is_told_that_nothing_changed,
    site,
    {
        for (lang, title, changed) in [
            ("ja", NOT_FROM_HERE, "何も変わっていません。"),
            ("ja-easy", "ほかの サイトから 来（き）たので", "なにも 変（か）わって いません。"),
            ("en", "This was not sent from this site", "Nothing was changed."),
        ] {
            let cookie = format!("lang={lang}");
            let headers = [FORM, FOREIGN[0], ("cookie", cookie.as_str())];
            let as_page = [&headers[..], &[("accept", "text/html,application/xhtml+xml,*/*;q=0.8")]].concat();
            let (status, kind, page) = told(ask(&site, "POST", "/account/name", &as_page, "name=x").await).await;
            assert_eq!((status, kind.as_str()), (StatusCode::FORBIDDEN, "text/html; charset=utf-8"));
            assert!(page.contains(&format!("<h1>{title}")) && page.contains(changed) && page.contains("href=\"/\""), "{page}");
            // Whether it arrived need not be looked for.
            assert!(!page.contains("/account/name"), "{page}");
            let (_, kind, sentence) = told(ask(&site, "POST", "/account/name", &headers, "name=x").await).await;
            assert_eq!(kind, "text/plain; charset=utf-8");
            assert!(sentence.starts_with(&format!("403: {title}")) && sentence.contains(changed), "{sentence}");
            let (_, kind, problem) = told(ask(&site, "POST", "/api/v1/commands", &as_page, "[]").await).await;
            assert!(kind.contains("json") && problem.contains("\"forbidden\""), "{kind} {problem}");
        }
    }
);

async fn told(response: Response<Body>) -> (StatusCode, String, String) {
    let kind = response.headers()[header::CONTENT_TYPE].to_str().unwrap().to_owned();
    (response.status(), kind, text(response).await)
}

const SCRIPT: &str = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>";

story!(
    /// A script in every text of a listing is a text wherever it comes out.
    stored_scripts_stay_texts,
    site,
    {
        let mut evil = listing(SCRIPT);
        let text_of = || SCRIPT.to_owned();
        evil.kana = text_of();
        evil.summary = text_of();
        evil.body = format!("{SCRIPT}\n\n- {SCRIPT}\n[x](javascript:alert(1))");
        evil.tags = vec![text_of()];
        evil.area = text_of();
        evil.audience.text = text_of();
        evil.cost.text = text_of();
        evil.access_note = text_of();
        evil.organiser.name = text_of();
        evil.contact.name = text_of();
        evil.contact.phone = text_of();
        evil.contact.hours = text_of();
        evil.venue = Some(Venue { name: text_of(), address: text_of(), transport: text_of(), parking: text_of(), ..Venue::default() });
        evil.apply = Some(Apply { text: text_of(), capacity_text: text_of(), ..Apply::default() });
        evil.variants.entry(Lang::En).or_default().title = text_of();
        evil.schedule = Some(serde_json::from_value(serde_json::json!({ "sessions": [{ "on": "2027-01-10" }], "text": SCRIPT })).unwrap());
        let receipt = site.publish(&evil).await;
        assert_eq!(receipt.status, ReceiptStatus::Done, "{receipt:?}");

        let pages = [
            "/".to_owned(),
            "/listings".to_owned(),
            format!("/listings?q={}", encode(SCRIPT)),
            format!("/listings/{}", evil.id),
            format!("/listings/{}?lang=en", evil.id),
            "/calendar".to_owned(),
            "/map".to_owned(),
            "/feeds/event.atom".to_owned(),
            format!("/forms/receipts?receipt_no={}", encode(SCRIPT)),
            format!("/staff/sign-in?next={}", encode(SCRIPT)),
        ];
        for path in pages {
            let (status, page) = site.get(&path).await;
            assert!(status.is_success() || status.is_client_error(), "{path}: {status}");
            assert!(!page.contains("<script>alert") && !page.contains("<img src=x"), "{path}: {page}");
            assert!(!page.contains("href=\"javascript:"), "{path}");
        }
        let cookie = site.cookie().await;
        for path in ["/staff".to_owned(), format!("/staff/listings/{}", evil.id), format!("/staff?receipt={}", encode(SCRIPT))] {
            let page = text(ask(&site, "GET", &path, &[("cookie", cookie.as_str())], "").await).await;
            assert!(!page.contains("<script>alert") && !page.contains("<img src=x"), "{path}: {page}");
        }
        // What a browser might take for a page is not sent as one.
        for path in ["/api/v1/feed/public", "/opendata/event.json", "/opendata/event.csv", "/feeds/events.ics"] {
            let response = ask(&site, "GET", path, &[], "").await;
            let kind = response.headers()[header::CONTENT_TYPE].to_str().unwrap().to_owned();
            assert!(!kind.contains("html") && response.headers()[header::X_CONTENT_TYPE_OPTIONS] == "nosniff", "{path}: {kind}");
        }
    }
);

story!(
    /// No cell of what is public begins a formula, and no line of a calendar is written by a title.
    exports_hold_texts,
    site,
    {
        let formulas = ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", "＝1+1", "=HYPERLINK(\"http://evil.example\")"];
        for formula in formulas {
            let mut evil = listing(formula);
            evil.summary = formula.to_owned();
            evil.organiser.name = formula.to_owned();
            evil.schedule = Some(serde_json::from_value(serde_json::json!({ "sessions": [{ "on": "2027-01-10" }] })).unwrap());
            evil.body = "一行目\r\nATTENDEE:mailto:evil@example.jp\nEND:VCALENDAR".to_owned();
            assert_eq!(site.publish(&evil).await.status, ReceiptStatus::Done);
        }
        let (_, csv) = site.get("/opendata/event.csv").await;
        for cell in csv.split(['\n', ',']).map(|cell| cell.trim_start_matches('"')) {
            let begins = cell.starts_with(['=', '+', '@', '\t', '＝']) || (cell.starts_with('-') && cell.len() > 1 && cell.parse::<f64>().is_err());
            assert!(!begins, "{cell:?} in {csv}");
        }
        let (_, calendar) = site.get("/feeds/events.ics").await;
        assert!(calendar.contains("BEGIN:VEVENT"), "{calendar}");
        for line in calendar.lines() {
            assert!(!line.starts_with("ATTENDEE"), "{line}");
        }
        assert_eq!(calendar.matches("\r\nEND:VCALENDAR").count(), 1, "{calendar}");
    }
);

story!(
    /// Nor does a cell of the tables of staff: groups are named by whoever founded them.
    tables_of_staff_hold_texts,
    site,
    {
        let cookie = site.cookie().await;
        let formulas = ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "＝1+1", "=HYPERLINK(\"http://evil.example\")"];
        for formula in formulas {
            let mut group = Listing::draft(uuid::Uuid::now_v7().to_string(), Kind::Group);
            group.state = State::Published;
            group.title = formula.to_owned();
            group.area = formula.to_owned();
            group.organiser.name = "試験の会".to_owned();
            let receipt = site.publish(&group).await;
            assert_eq!(receipt.status, ReceiptStatus::Done, "{receipt:?}");
        }
        let csv = text(ask(&site, "GET", "/staff/groups.csv", &[("cookie", cookie.as_str())], "").await).await;
        assert!(csv.lines().count() > formulas.len(), "{csv}");
        for cell in csv.split(['\n', ',']).map(|cell| cell.trim_start_matches(['"', '\u{feff}'])) {
            let begins = cell.starts_with(['=', '+', '@', '\t', '＝']) || (cell.starts_with('-') && cell.len() > 1 && cell.parse::<f64>().is_err());
            assert!(!begins, "{cell:?} in {csv}");
        }
    }
);

/// Addresses that are not of this site, however they are written.
const ELSEWHERE: [&str; 11] = [
    "//evil.example",
    "https:evil.example",
    "https://evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "\t//evil.example",
    "/\r\nSet-Cookie: x=y",
    "javascript:alert(1)",
    "data:text/html,x",
    "///evil.example",
];

story!(
    /// Nobody is led away from here, and no header is written by a query.
    redirects_stay_here,
    site,
    {
        site.cookie().await;
        for evil in ELSEWHERE {
            let next = encode(evil);
            let signed_in = ask(&site, "POST", "/staff/sign-in", &[FORM], &format!("login=staff&password=correct+horse+battery&next={next}")).await;
            let spoken = ask(&site, "GET", &format!("/lang/en?back={next}"), &[], "").await;
            for response in [signed_in, spoken] {
                assert_eq!(response.status(), StatusCode::SEE_OTHER, "{evil:?}");
                let to = response.headers()[header::LOCATION].to_str().unwrap();
                assert!(["/", "/?lang=en", "/staff"].contains(&to), "{evil:?} leads to {to:?}");
                assert_eq!(response.headers().get_all(header::SET_COOKIE).iter().count(), 1, "{evil:?}");
            }
            for path in ["/staff/sign-in", "/sign-in"] {
                let page = text(ask(&site, "GET", &format!("{path}?next={next}"), &[], "").await).await;
                assert!(!page.contains("value=\"//evil") && !page.contains("value=\"https:evil") && !page.contains("href=\"//evil"), "{path} {evil:?}: {page}");
            }
        }
    }
);

story!(
    /// Signing in makes a new session: one that was planted before opens nothing afterwards.
    a_planted_session_is_worth_nothing,
    site,
    {
        everybody(&site).await;
        site.cookie().await;
        let planted = cookie_of(&site, "resident").await;
        let body = "login=staff&password=correct+horse+battery";
        let response = ask(&site, "POST", "/staff/sign-in", &[FORM, ("cookie", planted.as_str())], body).await;
        let cookie = response.headers()[header::SET_COOKIE].to_str().unwrap().to_owned();
        assert!(!cookie.starts_with(&planted), "the session kept its name");
        for part in ["HttpOnly", "SameSite=Lax", "Path=/"] {
            assert!(cookie.contains(part), "{cookie}");
        }
        assert!(!cookie.contains("Domain"), "{cookie}");
        let fresh = cookie.split(';').next().unwrap();
        assert_eq!(ask(&site, "GET", "/staff", &[("cookie", fresh)], "").await.status(), StatusCode::OK);
        assert_eq!(ask(&site, "GET", "/staff", &[("cookie", planted.as_str())], "").await.status(), StatusCode::SEE_OTHER);
        // A session that was ended is over on the server, not only in the browser.
        ask(&site, "POST", "/staff/sign-out", &[FORM, ("cookie", fresh)], "").await;
        assert_eq!(ask(&site, "GET", "/staff", &[("cookie", fresh)], "").await.status(), StatusCode::SEE_OTHER);
    }
);

story!(
    /// Whoever saw a command of somebody else cannot send it again as theirs, nor learn its receipt.
    a_command_is_not_replayed_by_another,
    site,
    {
        let command = save(&listing("催し"), None);
        let first = site.run(&command).await;
        assert_eq!(first.status, ReceiptStatus::Done);
        for other in [Actor::anonymous(), Actor::resident("a", "甲"), Actor::staff("2", "other", "別の担当"), Actor::kiosk("k")] {
            let again = execute(&site.site, &other, &command, NOW).await;
            assert_eq!((again.status, again.receipt_no, again.rev), (ReceiptStatus::Rejected, None, None), "{}", other.name());
            assert_eq!(again.problems[0].code, "forbidden");
        }
        assert_eq!(site.run(&command).await, first);
    }
);

story!(
    /// No address leads out of the folders that are served, and no name of a site out of the folder of sites.
    paths_stay_inside,
    site,
    {
        let cookie = site.cookie().await;
        let up = [
            "../engawa.sqlite",
            "..%2fengawa.sqlite",
            "%2e%2e/engawa.sqlite",
            "..%5cengawa.sqlite",
            "....//engawa.sqlite",
            "%00",
            "/etc/passwd",
            "%2fetc%2fpasswd",
        ];
        let below_api = ["/api/v1/feed/public/snapshot/", "/api/v1/blobs/"];
        for folder in ["/media/", "/pkg/", "/icons/", "/og/", "/opendata/", "/feeds/", "/staff/forms/ready/"].into_iter().chain(below_api) {
            for way in up {
                let request = Request::get(format!("{folder}{way}")).header(header::HOST, "test.localhost").header(header::COOKIE, &cookie);
                let request = request.body(Body::empty()).unwrap();
                let response = site.send(request).await;
                let (status, body) = (response.status(), text(response).await);
                assert!(status.is_client_error() || status.is_redirection(), "{folder}{way}: {status}");
                assert!(!body.contains("SQLite format") && !body.contains("root:x:0"), "{folder}{way}");
            }
        }
        let sites = Sites::of(vec![Arc::clone(&site.site)]).unwrap();
        for name in ["..", "../test", "test/..", "./test", "/", "", "TEST"] {
            assert!(sites.by_code(name).is_none(), "{name:?}");
        }
    }
);

#[test]
fn a_polyglot_is_never_a_page() {
    let page = b"<html><script>alert(1)</script></html>";
    let heads: [&[u8]; 12] = [
        b"",
        b"\x89PNG\r\n\x1a\n",
        b"\xFF\xD8\xFF\xE0",
        b"GIF89a/*",
        b"%PDF-1.7\n",
        b"PK\x03\x04",
        b"RIFF\0\0\0\0WEBP",
        b"<svg onload=alert(1)>",
        b"<?xml version=\"1.0\"?>",
        b"\xEF\xBB\xBF",
        b"\xFF\xFE<\0h\0",
        b"ID3",
    ];
    for head in heads {
        let found = media_type(&[head, page].concat());
        let runs = ["html", "svg", "xhtml", "/xml", "javascript", "ecmascript", "x-shockwave"].iter().any(|it| found.contains(it));
        assert!(!runs, "{head:?} is told as {found}");
    }
}

story!(
    /// Headers that are too long or strange are refused or passed over, and break nothing.
    strange_headers_break_nothing,
    site,
    {
        let long = "a".repeat(60_000);
        for (name, value) in [
            ("cookie", format!("engawa={long}")),
            ("cookie", "engawa=".to_owned()),
            ("cookie", "engawa=AAAAAAAAAAAAAAAAAAAAAA; lang=../../x".to_owned()),
            ("accept-language", long.clone()),
            ("if-none-match", long.clone()),
            ("range", "bytes=0-99999999999999999999".to_owned()),
            ("content-range", "bytes */*".to_owned()),
            ("sec-fetch-site", long.clone()),
            ("origin", "null".to_owned()),
            ("forwarded", "for=\"[::1\";;;,".to_owned()),
            ("x-forwarded-host", "evil.example".to_owned()),
            ("x-original-url", "/staff".to_owned()),
            ("x-http-method-override", "DELETE".to_owned()),
        ] {
            for path in ["/", "/staff", "/api/v1/feed/public", "/sitemap.xml"] {
                let response = ask(&site, "GET", path, &[(name, value.as_str())], "").await;
                assert!(!response.status().is_server_error(), "{name} {path}: {}", response.status());
                assert!(!text(response).await.contains("evil.example"), "{name} {path}");
            }
        }
    }
);

story!(
    /// A host that is not ours is served nothing, and what a header names as an address goes into no link.
    a_host_header_writes_no_links,
    site,
    {
        let server = site.server();
        let get = |host: &str, path: &str| {
            let request = Request::get(path).header(header::HOST, host).body(Body::empty()).unwrap();
            server.clone().oneshot(request)
        };
        let hosts = [
            "evil.example",
            "test.localhost.evil.example",
            "test.localhost@evil.example",
            "test.localhost:80@evil.example",
            "evil.example#test.localhost",
            "../test",
        ];
        for host in hosts {
            assert_eq!(get(host, "/").await.unwrap().status(), StatusCode::MISDIRECTED_REQUEST, "{host}");
        }
        // A bare address reaches the default site, for machines that look whether it lives; it is not where links lead.
        for path in ["/", "/sitemap.xml", "/robots.txt", "/listings"] {
            let page = text(get("203.0.113.66", path).await.unwrap()).await;
            assert!(!page.contains("203.0.113.66"), "{path}: {page}");
        }
        let robots = text(get("test.localhost:8080", "/robots.txt").await.unwrap()).await;
        assert!(robots.contains("http://test.localhost:8080/sitemap.xml"), "{robots}");
    }
);

#[test]
fn the_checklist_names_tests_that_are_there() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let checklist = std::fs::read_to_string(root.join("docs/security.md")).unwrap();
    let named: Vec<(&str, &str)> = checklist.split('`').filter_map(|it| it.rsplit_once("::")).filter(|(path, _)| path.contains('/')).collect();
    assert!(named.len() > 30, "the tests were not found");
    for (path, name) in named {
        let source = std::fs::read_to_string(root.join(path)).unwrap_or_default();
        assert!(source.contains(&format!("fn {name}(")) || source.contains(&format!("    {name},")), "{path} has no test {name}");
    }
}
