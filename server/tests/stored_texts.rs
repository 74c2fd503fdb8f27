//! An attack in every text that is stored, and every page, table, feed, calendar, workbook and mail that is made of them.
//!
//! The sample city has people in every room; what it lacks is put in beside it. Then an attack stands before whatever somebody wrote, in
//! each column and within each document, below all rules that would have refused it: what comes out is judged, not what goes in. A column in
//! which nothing was found fails with its name, and so does a route that nobody read; [`NO_WORDS`] and [`UNREAD`] are where they are named.

mod judge;
mod poison;

use crate::common::people::cookie_of;
use crate::common::{NOW, TestSite, routes, samples, tables};
use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use engawa_app::listings::{Kind, Listing};
use engawa_app::site::Site;
use engawa_core::ReceiptStatus;
use engawa_core::rights::MAIN_DESK;
use engawa_core::time::DAY_MS;
use engawa_server::clock::{now_ms, today};
use engawa_server::db::Stmt;
use engawa_server::http::assets::Assets;
use engawa_server::http::{Ctx, site_router};
use engawa_server::listings::import_run::{self, ImportRequest};
use engawa_server::listings::moderation::freshness;
use engawa_server::outside::Outside;
use engawa_server::params;
use engawa_server::people::mail::Mailer;
use engawa_server::people::notices::digest;
use engawa_server::sample::{forms, kiosks, made_up, people};
use engawa_server::sites::{OpenSite, Settings};
use judge::Answer;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::Path;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tower::ServiceExt as _;

/// Columns that hold no words of people, by their name in any table: ids, codes, dates, digests, addresses, secrets.
const NO_WORDS: [&str; 89] = [
    "about",
    "account_id",
    "actor",
    "answer",
    "asker",
    "audience",
    "case_id",
    "case_no",
    "channel",
    "claim",
    "class",
    "code",
    "collection",
    "command_id",
    "confirmed_on",
    "corrects",
    "course_id",
    "credential",
    "data",
    "day",
    "decided_by",
    "decision",
    "desk_id",
    "digest",
    "document",
    "draft_id",
    "due_on",
    "effect",
    "email",
    "endpoint",
    "file_sha256",
    "files",
    "follow_on",
    "for_rank",
    "form_id",
    "from_desk",
    "from_id",
    "from_state",
    "group_id",
    "guardian_email",
    "header_key",
    "held_id",
    "id",
    "import_id",
    "inquiry_id",
    "keys",
    "kind",
    "kiosk_id",
    "lang",
    "listing_id",
    "login",
    "made_by",
    "media_type",
    "merged_into",
    "next",
    "oidc_subject",
    "opened_by",
    "password_hash",
    "path",
    "picture",
    "provenance",
    "purpose",
    "receipt_no",
    "received_on",
    "renewal_id",
    "role",
    "scope",
    "sealed",
    "secret",
    "settled_by",
    "sha256",
    "source_print",
    "source_sha256",
    "state",
    "subject",
    "submission_id",
    "to_address",
    "to_desk",
    "to_id",
    "to_state",
    "token_sha256",
    "trouble",
    "trust",
    "valid_until",
    "value",
    "verb",
    "version",
    "what",
    "why",
];

/// The same, where the name alone does not say it.
const NO_WORDS_HERE: [&str; 13] = [
    // Three figures.
    "postcode_area.area",
    // A digest.
    "kiosk_spare.spare",
    "account_setting.name",
    "site_meta.name",
    // Codes of reasons, counts, keys.
    "listing_report.reason",
    "kiosk_beat.body",
    "passkey.body",
    "import_profile.profile",
    // Sealed to a phone.
    "hand_over.body",
    // A listing as a file had it, which is compared and never shown.
    "import_form.body",
    // Made of what is poisoned, when it is sent: below.
    "mail_out.body",
    // CSV of our own.
    "import_run.report",
    // Words of our own for a kind of device.
    "session.label",
];

/// Pages that say nothing which is stored, or that a secret or a device opens; each has a story of its own.
const UNREAD: [&str; 31] = [
    "/api/v1/drafts/{id}/files/{sha256}",
    // It leads to the file, which is read.
    "/api/v1/feed/public/snapshot",
    "/api/v1/kiosk",
    "/api/v1/receipts/{receipt_no}",
    "/api/v1/sealing-key",
    "/bench/constant",
    "/confirm",
    "/drafts/{id}",
    "/forms/receipts/{receipt_no}",
    "/forms/receipts/{receipt_no}/document.docx",
    "/invitation",
    "/lang/{code}",
    "/media/forms/{id}/{sha256}",
    "/media/{name}",
    "/my/groups/join",
    "/sign-in/again",
    "/sign-in/code",
    "/sign-in/confirm",
    "/sign-in/guardian",
    "/sign-in/link",
    "/sign-in/oidc",
    "/sign-in/oidc/back",
    "/sign-in/paper",
    "/sign-in/waiting",
    "/sign-in/welcome",
    "/staff/counter/{case}/slip",
    "/staff/forms/new/test",
    "/staff/kiosks/{id}/picture",
    "/staff/submissions/{id}/files/{number}",
    "/staff/submissions/{id}/slip",
    "/write/{id}",
];

/// What the sample has no example of: words where it has none, and rows where there are none.
const BESIDE: [&str; 20] = [
    "INSERT INTO form_media (form_id, version, name, sha256) SELECT form_id, version, '絵.png', 'a' FROM form_version WHERE form_id = 'opinion_box'",
    "INSERT INTO postcode_area (area, places, is_own) VALUES ('100', '{\"0001\":{\"prefecture\":\"都\",\"city\":\"区\",\"town\":\"町\"}}', 1)",
    "INSERT INTO postcode_list (id, file_name, at_ms, summary)
     VALUES (1, '郵便番号.csv', 1, '{\"postcodes\":1,\"areas\":1,\"own\":[\"100\"],\"prefectures\":[[\"都\",1]]}')",
    "UPDATE form_version SET source_name = '様式.xlsx'",
    "UPDATE group_registration SET note = '注記'",
    "UPDATE account SET guardian_paper = '{\"name\":\"山田太郎\",\"signed_on\":\"2026-11-01\",\"kept\":\"綴り\"}' WHERE email <> ''",
    "UPDATE group_claim SET reason = '訳'",
    "UPDATE listing_report SET contact = '連絡先', outcome = '結果'",
    "UPDATE kiosk SET say = '{\"ja\":\"知らせ\",\"ja-easy\":\"知らせ\",\"en\":\"知らせ\"}'",
    "UPDATE form_submission SET assignee = '担当', paper_id = '紙の番号', sender = '差出人'",
    "UPDATE import_run SET file_name = '一覧.csv'",
    "UPDATE account SET email_proven_ms = 1 WHERE email <> ''",
    "INSERT INTO letter_template (id, form_id, name, state, body, rev, changed_ms) VALUES ('letter-1', 'opinion_box', '手紙', 'accepted', '本文', 1, 1)",
    "INSERT INTO referral (id, case_id, from_desk, to_desk, consent, body, state, note, made_by, made_ms, decided_by, decided_ms)
     SELECT 'referral-1', id, 'centre', 'main', '{\"way\":\"said\",\"words\":\"はい\",\"on\":\"2026-11-20\"}',
         '{\"topic\":\"題\",\"name\":\"名\",\"phone\":\"\",\"notes\":[\"注\"],\"items\":[[\"件\",\"番号\"]]}', 'sent', '返事', 'staff:x', 1, '', 0
     FROM desk_case LIMIT 1",
    "INSERT INTO delegation (id, desk_id, from_id, to_id, begins_ms, ends_ms, reason)
     SELECT 'absence-1', 'main', id, id, 1, 9999999999999, '休み' FROM account WHERE login = 'counter'",
    "INSERT INTO course_place (course_id, account_id, desk_id, state, joined_rev, joined_ms, came, minutes, marked_rev, learnt, will_try, reflected_ms)
     SELECT '01a22cf7-0000-7000-8000-000000000001', id, 'main', 'placed', 1, 1, 1, 60, 1, '学び', '試み', 1 FROM account WHERE login = 'counter'",
    "INSERT INTO inquiry (id, desk_id, state, title, body, due_on, summary, shared, sent_ms, reminded_ms, closed_ms, rev)
     VALUES ('inquiry-1', 'welfare', 'closed', '照会', '{\"words\":\"本文\",\"questions\":[\"問い\"],\"link\":\"/listings\"}', '2026-11-20', 'まとめ', 1, 1, 0, 1, 1)",
    "INSERT INTO inquiry_desk (inquiry_id, desk_id, decision, words, answers, contact, answered_ms, rev)
     VALUES ('inquiry-1', 'main', 'conditional', '理由', '[\"答え\"]', '担当', 1, 1)",
    "INSERT INTO passkey (credential, account_id, label, body, created_ms, used_ms) SELECT 'key-' || id, id, '電話', '{}', 1, 1 FROM account",
    "INSERT INTO kiosk_held (id, kiosk_id, at_ms, problems, sealed, files, receipt_no, settled_by, settled_ms, note)
     SELECT 'held-1', id, 1, '[{\"path\":\"題\",\"code\":\"required\"}]', 'AAAA', '[]', '', '', 0, '注' FROM kiosk LIMIT 1",
];

/// A listing for staff only.
const INSIDE: &str = "01a22cf7-0000-7000-8000-000000000001";

async fn run(site: &TestSite, statements: &[&'static str]) {
    let mut tx = site.site.db.begin().await.unwrap();
    for sql in statements.iter().copied() {
        tx.run(Stmt { name: "test", sql }, params![]).await.unwrap();
    }
    tx.commit().await.unwrap();
}

/// A listing of a kind that says everything, and that the rules take.
fn listing(kind: Kind) -> Listing {
    let mut it = samples::full(kind);
    it.id = uuid::Uuid::now_v7().to_string();
    it.contact.email = "desk@city.example".to_owned();
    it.organiser.group = None;
    it.staff_only = false;
    it.links.iter_mut().for_each(|link| link.url = "https://city.example/".to_owned());
    it.images.iter_mut().for_each(|image| image.src = format!("{}.webp", "a".repeat(64)));
    if let Some(apply) = &mut it.apply {
        apply.url = "https://city.example/".to_owned();
    }
    if let Some(source) = &mut it.source {
        source.key = format!("鍵 {}", kind.code());
    }
    it
}

/// The sample city, a listing of every kind that says everything, an import, and what is beside them. Gives those listings.
async fn fill(site: &TestSite) -> Vec<String> {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample");
    made_up::put(&site.site, &sample, "mihon").await.unwrap();
    forms::publish(&site.site, "mihon", true).await.unwrap();
    forms::send(&site.site, &sample, "mihon", today()).await.unwrap();
    people::make(&site.site, &sample, "mihon", now_ms()).await.unwrap();
    kiosks::make(&site.site, &sample, "mihon", now_ms()).await.unwrap();
    let mut ids = Vec::new();
    for kind in Kind::ALL {
        let it = listing(*kind);
        let receipt = site.publish(&it).await;
        assert_eq!(receipt.status, ReceiptStatus::Done, "{}: {receipt:?}", kind.code());
        ids.push(it.id);
    }
    let inside = Listing { id: INSIDE.to_owned(), staff_only: true, source: None, ..listing(Kind::Course) };
    assert_eq!(site.publish(&inside).await.status, ReceiptStatus::Done);
    let request = ImportRequest {
        part: false,
        kind: Some(Kind::Event),
        source: "催しの一覧".into(),
        file_name: "list.csv".into(),
        licence: "CC BY 4.0".into(),
        url: String::new(),
        reference: "2026-11-20".parse().unwrap(),
        draft: false,
        shift_weeks: 0,
        profiles: Vec::new(),
        accept_guess: true,
    };
    let table = "ID,イベント名,説明,開催日\nE1,=1+1 川の清掃,手袋を配る。,=HYPERLINK(1)いつか\n";
    import_run::run(&site.site, &request, table.as_bytes(), "staff:staff", NOW, false).await.unwrap();
    run(site, &BESIDE).await;
    let mut tx = site.site.db.begin().await.unwrap();
    let upload =
        "INSERT INTO import_upload (id, at_ms, actor, file_name, source, bytes) VALUES ('upload-1', $1, 'staff:staff', '一覧.csv', '出典', $2)";
    tx.run(Stmt { name: "test", sql: upload }, params![now_ms(), table.as_bytes().to_vec()]).await.unwrap();
    let upload = "INSERT INTO import_upload (id, at_ms, actor, file_name, source, bytes)
                  VALUES ('upload-2', $1, 'staff:staff', '郵便番号.csv', '{\"postcodes_of\":\"\"}', $2)";
    let row = "99201,\"990  \",\"9900001\",\"ケン\",\"シ\",\"マチ\",\"=見本県\",\"<b>市\",\"緑町\",0,0,0,0,0,0\r\n";
    tx.run(Stmt { name: "test", sql: upload }, params![now_ms(), row.as_bytes().to_vec()]).await.unwrap();
    tx.commit().await.unwrap();
    ids
}

/// The site once more, over what is stored now and with an attack in each of its own words.
async fn reopened(site: &TestSite) -> (Arc<OpenSite>, Router) {
    let mut words = serde_json::to_value(samples::site()).unwrap();
    poison::Attacks::default().within(&mut words);
    let settings = Settings { site: serde_json::from_value::<Site>(words).unwrap(), ..site.site.settings.clone() };
    let open = OpenSite::over(settings, &site.site.folder, site.site.db.clone(), Outside::default()).await.unwrap();
    let router = site_router(&Ctx { site: Arc::clone(&open), assets: Arc::new(Assets::default()), https: false, bench: false });
    (open, router)
}

/// Everything that was read, and what was wrong with it.
#[derive(Default)]
struct Reading {
    /// Routes that answered.
    routes: BTreeSet<String>,
    /// Where an attack was met.
    seen: BTreeSet<&'static str>,
    wrong: Vec<String>,
}

/// The route that an address is of; the one with the fewest parameters.
fn route_of<'a>(all: &'a [String], path: &str) -> Option<&'a String> {
    let path = path.split('?').next().unwrap_or_default();
    let parameters = |route: &str| route.matches('{').count();
    let fits = |route: &str| {
        let (ours, theirs): (Vec<&str>, Vec<&str>) = (route.split('/').collect(), path.split('/').collect());
        ours.len() == theirs.len() && ours.iter().zip(&theirs).all(|(ours, theirs)| ours == theirs || ours.starts_with('{'))
    };
    all.iter().filter(|route| fits(route)).min_by_key(|route| parameters(route))
}

/// Where the links of a page lead on this site.
fn links(page: &str) -> Vec<String> {
    let all = page.split("href=\"/").skip(1).filter_map(|rest| rest.split('"').next());
    all.filter(|rest| !rest.starts_with('/')).map(|rest| format!("/{}", rest.split('#').next().unwrap_or_default().replace("&amp;", "&"))).collect()
}

/// How many pages of a route are read beside those that were asked for.
const OF_ONE_ROUTE: usize = 3;

impl Reading {
    async fn ask(&mut self, router: &Router, cookie: Option<&str>, path: &str) -> Option<Answer> {
        let mut request = Request::get(path).header(header::HOST, "test.localhost");
        if let Some(cookie) = cookie {
            request = request.header(header::COOKIE, cookie);
        }
        // What no request can be made of is no address that a browser would send like this.
        let request = request.body(Body::empty()).ok()?;
        let response = router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, 64 * 1024 * 1024).await.unwrap().to_vec();
        let answer = Answer { status: parts.status, headers: parts.headers, bytes };
        self.wrong.extend(judge::wrong_with(&answer, &mut self.seen).into_iter().map(|what| format!("{path}: {what}")));
        Some(answer)
    }

    /// Reads these and what they lead to, as somebody.
    async fn walk(&mut self, router: &Router, cookie: Option<&str>, starts: Vec<String>) {
        let all: Vec<String> = routes::all().into_iter().filter(|(method, _)| *method == "GET").map(|(_, path)| path).collect();
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        let mut known: BTreeSet<String> = starts.iter().cloned().collect();
        let mut waiting: VecDeque<String> = starts.into();
        while let Some(path) = waiting.pop_front() {
            let Some(route) = route_of(&all, &path) else { continue };
            let Some(answer) = self.ask(router, cookie, &path).await else { continue };
            if answer.status.is_success() {
                self.routes.insert(route.clone());
            }
            let to = answer.header(header::LOCATION).to_owned();
            let is_page = answer.header(header::CONTENT_TYPE).starts_with("text/html");
            let mut next = if is_page { links(&answer.text()) } else { Vec::new() };
            next.extend(to.starts_with('/').then_some(to));
            for path in next {
                let Some(route) = route_of(&all, &path) else { continue };
                let count = counts.entry(route.clone()).or_default();
                if *count < OF_ONE_ROUTE && known.insert(path.clone()) {
                    *count += 1;
                    waiting.push_back(path);
                }
            }
        }
    }
}

type Taken = Arc<Mutex<Vec<String>>>;

/// An SMTP server that takes every mail, and what it took.
async fn mail_server() -> (String, Taken) {
    let taken = Taken::default();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let kept = Arc::clone(&taken);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(talk(stream, Arc::clone(&kept)));
        }
    });
    (address, taken)
}

async fn talk(stream: tokio::net::TcpStream, taken: Taken) {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    let (mut answer, mut mail) = ("220 mail.example.jp\r\n", None::<String>);
    while write.write_all(answer.as_bytes()).await.is_ok() {
        let Ok(Some(line)) = lines.next_line().await else { return };
        (mail, answer) = match (mail, line.as_str()) {
            (Some(text), ".") => {
                taken.lock().unwrap().push(text);
                (None, "250 ok\r\n")
            }
            (Some(text), line) => (Some(text + line + "\n"), ""),
            (None, "DATA") => (Some(String::new()), "354 go on\r\n"),
            (None, "QUIT") => (None, "221 bye\r\n"),
            (None, _) => (None, "250 ok\r\n"),
        };
    }
}

/// The mails of a digest, of reminders and of a sign-in, as an SMTP server gets them.
async fn mails(open: &OpenSite, router: &Router, owner: &str) -> Vec<String> {
    let (db, now, later) = (&open.db, now_ms(), now_ms() + 400 * DAY_MS);
    let (address, taken) = mail_server().await;
    let mailer = Mailer::new(&format!("smtp://{address}"), "Engawa <noreply@city.example.jp>").unwrap();
    let mut tx = db.begin().await.unwrap();
    let wish = "INSERT INTO account_setting (account_id, name, value) VALUES ($1, 'digest', 'daily')";
    tx.run(Stmt { name: "test", sql: wish }, params![owner]).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(digest::run(open, now + DAY_MS).await.unwrap(), 1);
    mailer.deliver(db, now + 2 * DAY_MS).await.unwrap();
    assert!(freshness::remind(open, later).await.unwrap() > 0);
    mailer.deliver(db, later + DAY_MS).await.unwrap();
    let form = Request::post("/sign-in").header(header::HOST, "test.localhost").header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let asked = router.clone().oneshot(form.body(Body::from("email=owner%40mihon.example")).unwrap()).await.unwrap();
    assert_eq!(asked.status(), StatusCode::SEE_OTHER);
    mailer.deliver(db, now + 2 * DAY_MS).await.unwrap();
    taken.lock().unwrap().clone()
}

story!(
    /// Texts are texts wherever they come out, whoever wrote them and whoever reads them.
    every_stored_text_stays_a_text,
    site,
    {
        let listings = fill(&site).await;
        // Somebody who leads the main desk and keeps the house, so that every page of staff is open.
        let staff = site.cookie().await;
        run(&site, &["UPDATE account SET role = 'admin' WHERE login = 'staff'"]).await;
        let by_email = Stmt { name: "test", sql: "SELECT id FROM account WHERE email = 'owner@mihon.example'" };
        let (owner,) = site.site.db.first::<(String,)>(by_email, params![]).await.unwrap().unwrap();
        let member = cookie_of(&site, &owner).await;

        let poisoned = poison::everything(&site.site.db).await;
        let texts = tables::all().into_iter().flat_map(|(table, columns)| {
            columns.into_iter().filter(|(_, kind)| kind == "TEXT").map(move |(name, _)| (format!("{table}.{name}"), name))
        });
        let is_known = |place: &str, name: &str| poisoned.contains(place) || NO_WORDS.contains(&name) || NO_WORDS_HERE.contains(&place);
        let unknown: Vec<String> = texts.filter(|(place, name)| !is_known(place, name)).map(|(place, _)| place).collect();
        assert!(
            unknown.is_empty(),
            "nothing was found in these: give the sample city words for them, put some into BESIDE, or say that they hold none:\n  {}",
            unknown.join("\n  ")
        );

        let (open, router) = reopened(&site).await;
        let mut reading = Reading::default();
        let all: Vec<String> = routes::all().into_iter().filter(|(method, _)| *method == "GET").map(|(_, path)| path).collect();
        let plain = || all.iter().filter(|path| !path.contains('{')).cloned();
        let of_kinds = Kind::ALL.iter().flat_map(|kind| {
            let files = [("opendata", ".csv"), ("opendata", ".csv?encoding=cp932"), ("opendata", ".json"), ("feeds", ".atom")];
            files.map(|(folder, end)| format!("/{folder}/{}{end}", kind.code()))
        });
        let pages = listings.iter().flat_map(|id| ["ja", "en"].map(|lang| format!("/listings/{id}?lang={lang}")));
        let others = ["/media/postcodes/own", "/feeds/all.atom", "/api/v1/feed/public?limit=2000", "/api/v1/forms/opinion_box/versions/2026-04"].map(str::to_owned);
        reading.walk(&router, None, plain().chain(of_kinds).chain(pages).chain(others).collect()).await;

        let of_staff = listings.iter().flat_map(|id| ["", "/preview", "/versions"].map(|page| format!("/staff/listings/{id}{page}")));
        let forms = ["opinion_box", "grant_application"].iter().flat_map(|form| {
            ["export.csv", "export.xlsx", "letters", "submissions", "test", "intake"].map(|page| format!("/staff/forms/{form}/{page}"))
        });
        let (group, draft) = (made_up::id("mihon", "g-wind"), made_up::id("mihon", "people-summer"));
        let others = [
            format!("/api/v1/feed/staff:{MAIN_DESK}"),
            format!("/staff/groups/{group}"),
            format!("/staff/groups/{group}/merge"),
            "/staff/import/upload-1".to_owned(),
            "/staff/postcodes/upload-2".to_owned(),
            format!("/staff/inside/{INSIDE}"),
            format!("/staff/courses/{INSIDE}/roll"),
            "/staff/kiosks/held/held-1".to_owned(),
            "/staff/referrals/referral-1".to_owned(),
            "/staff/inquiries/inquiry-1".to_owned(),
            format!("/staff/inquiries/inquiry-1/desks/{MAIN_DESK}"),
            "/staff/forms/opinion_box/letters?edit=letter-1".to_owned(),
        ];
        reading.walk(&router, Some(&staff), plain().chain(of_staff).chain(forms).chain(others).collect()).await;

        let own = ["", "/print", "/listings", "/listings/new"].map(|page| format!("/my/groups/{group}{page}"));
        let of_draft = ["", "/preview", "/versions"].map(|page| format!("/my/groups/{group}/listings/{draft}{page}"));
        let others = [format!("/api/v1/feed/account:{owner}"), format!("/api/v1/feed/group:{group}"), format!("/api/v1/listings/{draft}")];
        reading.walk(&router, Some(&member), plain().chain(own).chain(of_draft).chain(others).collect()).await;

        reading.wrong.sort();
        reading.wrong.dedup();
        assert!(reading.wrong.is_empty(), "{} answers:\n  {}", reading.wrong.len(), reading.wrong.join("\n  "));
        let unread: Vec<&String> = all.iter().filter(|path| !reading.routes.contains(*path) && !UNREAD.contains(&path.as_str())).collect();
        assert!(unread.is_empty(), "nobody read these: lead to them from a page, add an address to this story, or put them into UNREAD: {unread:?}");
        let kinds = ["atom", "calendar", "csv", "csv in shift_jis", "json", "json-ld", "open graph", "page", "snapshot", "workbook"];
        assert_eq!(reading.seen.iter().copied().collect::<Vec<_>>(), kinds, "an attack that is met nowhere proves nothing");

        let mails = mails(&open, &router, &owner).await;
        assert!(mails.len() >= 3, "{mails:?}");
        let names: BTreeSet<String> = mails.iter().flat_map(|mail| judge::headers_of(mail)).collect();
        let ours = ["content-transfer-encoding", "content-type", "date", "from", "message-id", "mime-version", "reply-to", "subject", "to"];
        assert!(names.iter().all(|name| ours.contains(&name.as_str())), "{names:?}");
        for mail in &mails {
            assert_eq!(judge::headers_of(mail).iter().filter(|name| *name == "subject").count(), 1, "{mail}");
        }
    }
);
