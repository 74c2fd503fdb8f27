//! Staff's side of shared screens: one page for all of them, codes that are shown once, what is told of their use, what was delivered and
//! could not take effect.

use crate::common::people::{Somebody, everybody};
use crate::common::{NOW, TestSite, text};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use engawa_app::command::{Body as CommandBody, Command};
use engawa_app::kiosk::beat::{Beat, Counted};
use engawa_app::kiosk::command::KioskCommand;
use engawa_app::kiosk::config::{Config, KioskState};
use engawa_app::kiosk::fleet::whole_months;
use engawa_core::ReceiptStatus;
use engawa_core::rights::Actor;
use engawa_server::clock::{now_ms, today};
use engawa_server::commands::execute;
use engawa_server::db::{Stmt, counted};
use engawa_server::kiosk::fleet;
use engawa_server::params;
use engawa_server::sample::kiosks;
use engawa_server::{audit, feed};
use std::collections::BTreeSet;
use std::path::Path;

const KIOSK: Stmt = Stmt {
    name: "KIOSK",
    sql: "INSERT INTO kiosk (id, state, config, secret, code, code_ends_ms, say, reload, made_ms, paired_ms, revoked_ms, rev)
          VALUES ($1, $2, $3, '', '', 0, '', 0, 1, 1, 0, 1)",
};
const BEAT: Stmt =
    Stmt { name: "BEAT", sql: "INSERT INTO kiosk_beat (kiosk_id, seen_ms, seq, body, picture, picture_ms) VALUES ($1, $2, 1, $3, $4, $2)" };
const COUNT: Stmt = Stmt { name: "COUNT", sql: "INSERT INTO kiosk_count (kiosk_id, day, what, subject, times) VALUES ($1, $2, $3, $4, $5)" };
const HELD: Stmt = Stmt {
    name: "HELD",
    sql: "INSERT INTO kiosk_held (id, kiosk_id, at_ms, problems, sealed, files, receipt_no, settled_by, settled_ms, note)
          VALUES ($1, $2, 1, $3, $4, '[]', $5, '', 0, '')",
};

fn id() -> String {
    uuid::Uuid::now_v7().to_string()
}

async fn get(site: &TestSite, cookie: &str, path: &str) -> (StatusCode, String) {
    let request = Request::get(path).header(header::HOST, "test.localhost").header(header::COOKIE, format!("{cookie}; lang=en"));
    let response = site.send(request.body(Body::empty()).unwrap()).await;
    (response.status(), text(response).await)
}

async fn post(site: &TestSite, cookie: &str, path: &str, fields: &[(&str, &str)]) -> (StatusCode, String, String) {
    let encode = engawa_app::listings::query::encode;
    let body: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
    let request = Request::post(path)
        .header(header::HOST, "test.localhost")
        .header(header::COOKIE, format!("{cookie}; lang=en"))
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let response = site.send(request.body(Body::from(body.join("&"))).unwrap()).await;
    let to = response.headers().get(header::LOCATION).map(|to| to.to_str().unwrap().to_owned()).unwrap_or_default();
    (response.status(), to, text(response).await)
}

/// Screens that are there without anybody having enrolled them.
async fn put(site: &TestSite, screens: &[(String, Config)], picture: &str) {
    let mut tx = site.site.db.begin().await.unwrap();
    let beat = Beat { build: "old".into(), as_of: Some(now_ms()), clock_ms: now_ms(), storage: Some((9, 10)), ..Beat::default() };
    let beat = serde_json::to_string(&beat).unwrap();
    for (kiosk, config) in screens {
        tx.run(KIOSK, params![kiosk, KioskState::Active.code(), serde_json::to_string(config).unwrap()]).await.unwrap();
        tx.run(BEAT, params![kiosk, now_ms(), &beat, picture]).await.unwrap();
    }
    tx.commit().await.unwrap();
}

fn named(name: &str) -> Config {
    Config { name: name.into(), ..Config::default() }
}

fn fields(name: &str) -> Vec<(&str, &str)> {
    vec![
        ("name", name),
        ("langs", "ja"),
        ("home", "/kiosk"),
        ("mode", "kiosk"),
        ("idle_seconds", "90"),
        ("warn_seconds", "20"),
        ("updates_from", "22:00"),
        ("updates_until", "06:00"),
        ("go", "save"),
    ]
}

fn of<'a>(people: &'a [Somebody], role: &str) -> &'a str {
    people.iter().find(|it| it.role == role).and_then(|it| it.cookie.as_deref()).unwrap()
}

story!(
    /// Five hundred screens stand on one page, which asks as seldom as the page of one, and carries no pictures.
    five_hundred_screens_on_one_page,
    site,
    {
        let cookie = site.cookie().await;
        put(&site, &[(id(), named("端末 1"))], "UklGRgAAAABXRUJQ").await;
        let ((status, _), few) = counted(get(&site, &cookie, "/staff/kiosks")).await;
        assert_eq!(status, StatusCode::OK);
        let more: Vec<(String, Config)> = (2..=500).map(|at| (id(), named(&format!("端末 {at}")))).collect();
        put(&site, &more, "UklGRgAAAABXRUJQ").await;
        let ((status, page), many) = counted(get(&site, &cookie, "/staff/kiosks")).await;
        assert_eq!(status, StatusCode::OK);
        assert!(few > 0 && many <= few && many < 20, "{few} statements for one screen, {many} for five hundred");
        let links: BTreeSet<&str> =
            page.split("href=\"/staff/kiosks/").skip(1).filter_map(|rest| rest.split('"').next()).filter(|it| it.len() == 36).collect();
        assert_eq!(links.len(), 500);
        assert!(!page.contains("UklGR"), "pictures are fetched one by one");
        assert_eq!(page.matches("loading=\"lazy\"").count(), 500);
        assert!(page.contains("Its storage is nearly full."));

        let (_, found) = get(&site, &cookie, "/staff/kiosks?q=%E7%AB%AF%E6%9C%AB+500").await;
        assert!(found.contains("端末 500") && !found.contains("端末 499"), "{found}");
        let (_, silent) = get(&site, &cookie, "/staff/kiosks?trouble=silent").await;
        assert!(!silent.contains("端末 1<"), "{silent}");
        // What is out of the list is in the totals.
        assert!(silent.contains("<b>500</b>"), "{silent}");
    }
);

story!(
    /// A picture is given as a picture, and a screen without one has none.
    pictures_are_pictures,
    site,
    {
        let cookie = site.cookie().await;
        let (with, without) = (id(), id());
        put(&site, &[(with.clone(), named("a"))], "UklGRgAAAABXRUJQ").await;
        put(&site, &[(without.clone(), named("b"))], "PHNjcmlwdD4").await;
        let (status, _) = get(&site, &cookie, &format!("/staff/kiosks/{with}/picture")).await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!(get(&site, &cookie, &format!("/staff/kiosks/{without}/picture")).await.0, StatusCode::NOT_FOUND);
        assert_ne!(site.get(&format!("/staff/kiosks/{with}/picture")).await.0, StatusCode::OK);
    }
);

story!(
    /// A screen is enrolled by a form that keeps what was typed, changed, spoken to and revoked.
    a_screen_from_the_first_form_to_the_last,
    site,
    {
        let people = everybody(&site).await;
        let lead = of(&people, "lead");
        let (status, new) = get(&site, lead, "/staff/kiosks/new").await;
        assert!(status == StatusCode::OK && new.contains("name=\"kiosk\""), "{new}");

        let (kiosk, command) = (id(), id());
        let mut wrong = fields("図書館 1階");
        wrong.retain(|(name, _)| *name != "idle_seconds");
        wrong.extend([("kiosk", kiosk.as_str()), ("command", command.as_str()), ("idle_seconds", "5"), ("program_0_seconds", "999")]);
        let (status, _, page) = post(&site, lead, "/staff/kiosks/new", &wrong).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.contains("value=\"図書館 1階\"") && page.contains("value=\"999\""), "what was typed is lost: {page}");
        assert!(page.contains("#f-idle_seconds") && page.contains("#f-program_0_seconds"), "{page}");

        let mut right = fields("図書館 1階");
        right.extend([("kiosk", kiosk.as_str()), ("command", command.as_str())]);
        let (status, to, page) = post(&site, lead, "/staff/kiosks/new", &right).await;
        assert_eq!((status, to), (StatusCode::SEE_OTHER, format!("/staff/kiosks/{kiosk}?done=1")), "{page}");
        // Sent twice it is one.
        post(&site, lead, "/staff/kiosks/new", &right).await;
        // Those of `everybody` have no name.
        let mut screens = fleet::every(&site.site.db).await.unwrap();
        screens.retain(|it| !it.config.name.is_empty());
        assert_eq!(screens.iter().map(|it| (it.config.name.as_str(), it.state)).collect::<Vec<_>>(), [("図書館 1階", KioskState::Waiting)]);

        let rev = screens[0].rev.to_string();
        let command = id();
        let mut change = fields("図書館 2階");
        change.extend([("command", command.as_str()), ("base_rev", rev.as_str())]);
        let (status, ..) = post(&site, lead, &format!("/staff/kiosks/{kiosk}/edit"), &change).await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        assert_eq!(fleet::one(&site.site.db, &kiosk).await.unwrap().unwrap().config.name, "図書館 2階");
        // Whoever began before that is told so.
        let late = id();
        let mut change = fields("図書館 3階");
        change.extend([("command", late.as_str()), ("base_rev", rev.as_str())]);
        let (status, _, page) = post(&site, lead, &format!("/staff/kiosks/{kiosk}/edit"), &change).await;
        assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("図書館 3階"), "{status} {page}");

        let command = id();
        let only_english = [("command", command.as_str()), ("say_en", "Closed today")];
        let (status, _, page) = post(&site, lead, &format!("/staff/kiosks/{kiosk}/say"), &only_english).await;
        assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("Closed today"), "{page}");
        let said = [("command", command.as_str()), ("say_ja", "本日休館"), ("say_en", "Closed today")];
        assert_eq!(post(&site, lead, &format!("/staff/kiosks/{kiosk}/say"), &said).await.0, StatusCode::SEE_OTHER);
        assert_eq!(fleet::one(&site.site.db, &kiosk).await.unwrap().unwrap().say.unwrap().en, "Closed today");

        let (status, page) = get(&site, lead, &format!("/staff/kiosks/{kiosk}/revoke")).await;
        assert!(status == StatusCode::OK && page.contains("no way back"), "{page}");
        assert_eq!(fleet::one(&site.site.db, &kiosk).await.unwrap().unwrap().state, KioskState::Waiting, "a question changes nothing");
        let (rev, command) = (fleet::one(&site.site.db, &kiosk).await.unwrap().unwrap().rev.to_string(), id());
        let revoke = [("command", command.as_str()), ("base_rev", rev.as_str())];
        assert_eq!(post(&site, lead, &format!("/staff/kiosks/{kiosk}/revoke"), &revoke).await.0, StatusCode::SEE_OTHER);
        assert_eq!(fleet::one(&site.site.db, &kiosk).await.unwrap().unwrap().state, KioskState::Revoked);
        assert!(!get(&site, lead, "/staff/kiosks").await.1.contains("図書館"), "what is gone is out of the way");
        assert!(get(&site, lead, "/staff/kiosks?state=revoked").await.1.contains("図書館"));
    }
);

story!(
    /// Readers look, leads change, whoever is at no desk sees nothing; a place that is looked for keeps what was typed.
    who_looks_after_screens,
    site,
    {
        let people = everybody(&site).await;
        let kiosk = id();
        put(&site, &[(kiosk.clone(), named("館"))], "").await;
        let one = format!("/staff/kiosks/{kiosk}");
        for (role, look, change) in [("reader", true, false), ("staff", true, false), ("lead", true, true)] {
            let cookie = of(&people, role);
            let (status, page) = get(&site, cookie, &one).await;
            assert_eq!((status == StatusCode::OK, page.contains("/revoke")), (look, change), "{role}");
            let (status, ..) = post(&site, cookie, &format!("{one}/reload"), &[("command", &id())]).await;
            assert_eq!(status == StatusCode::SEE_OTHER, change, "{role}");
            assert_eq!(get(&site, cookie, "/staff/kiosks/held").await.0 == StatusCode::OK, role != "reader", "{role}");
        }
        for role in ["resident", "owner"] {
            assert_ne!(get(&site, of(&people, role), &one).await.0, StatusCode::OK, "{role}");
        }
        let mut find = fields("中央館");
        find.retain(|(name, _)| *name != "go");
        find.extend([("go", "find"), ("place_words", "nowhere"), ("hours", "月-金 9:00-17:00")]);
        let (status, _, page) = post(&site, of(&people, "lead"), "/staff/kiosks/new", &find).await;
        assert!(status == StatusCode::OK && page.contains("value=\"中央館\"") && page.contains("月-金 9:00-17:00"), "{page}");
        assert!(page.contains("Nothing was found."), "{page}");
    }
);

story!(
    /// A code stands in the answer to the question for it, and on no page afterwards. Without a sealing key there is a sentence, and no code.
    a_code_is_shown_once,
    site,
    {
        let people = everybody(&site).await;
        let lead = of(&people, "lead");
        let kiosk = id();
        put(&site, &[(kiosk.clone(), named("館"))], "").await;
        let (status, _, page) = post(&site, lead, &format!("/staff/kiosks/{kiosk}/code"), &[]).await;
        match page.split_once("class=\"kiosk-code\">").and_then(|(_, rest)| rest.split_once('<')) {
            Some((code, _)) => {
                assert!(status == StatusCode::OK && !code.is_empty() && page.contains("class=\"qr\""), "{page}");
                let (_, after) = get(&site, lead, &format!("/staff/kiosks/{kiosk}")).await;
                assert!(!after.contains(code) && after.contains("A code is out"), "{after}");
                let log = audit::csv(&site.site.db, None, None).await.unwrap();
                assert!(!log.contains(code), "the audit log holds no codes");
            }
            None => assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("ENGAWA_SEALING_KEY"), "{page}"),
        }
        let (status, ..) = post(&site, of(&people, "reader"), &format!("/staff/kiosks/{kiosk}/code"), &[]).await;
        assert_eq!(status, StatusCode::FORBIDDEN);
    }
);

story!(
    /// The table of uses hides small counts, and nothing beside it gives them away; the month that is not over is not told.
    small_counts_are_hidden,
    site,
    {
        let cookie = site.cookie().await;
        let (a, b) = (id(), id());
        put(&site, &[(a.clone(), named("甲")), (b.clone(), named("乙"))], "").await;
        let (_, until) = whole_months(today(), 1);
        let (last, running) = (until.pred_opt().unwrap().to_string(), today().to_string());
        let mut tx = site.site.db.begin().await.unwrap();
        for (kiosk, day, what, subject, times) in [
            (&a, &last, Counted::Listing, "l-many", 20_i64),
            (&a, &last, Counted::Listing, "l-more", 30),
            (&a, &last, Counted::Listing, "l-few", 3),
            (&b, &last, Counted::Listing, "l-few", 4),
            (&a, &running, Counted::Listing, "l-running", 50),
        ] {
            tx.run(COUNT, params![kiosk, day, what.code(), subject, times]).await.unwrap();
        }
        tx.commit().await.unwrap();
        let (status, csv) = get(&site, &cookie, "/staff/kiosks/usage.csv").await;
        assert_eq!(status, StatusCode::OK);
        let rows: Vec<Vec<&str>> = csv.lines().skip(1).map(|line| line.split(',').collect()).collect();
        let cell = |kiosk: &str, subject: &str| rows.iter().find(|row| row[1] == kiosk && row[4] == subject).map(|row| *row.last().unwrap());
        assert_eq!((cell(&a, "l-more"), cell(&a, "")), (Some("30"), Some("53")));
        // 53 less 30 less 20 would be the hidden one, so the 20 is hidden, too.
        assert_eq!((cell(&a, "l-few"), cell(&a, "l-many")), (Some("<25"), Some("<25")));
        assert_eq!((cell(&b, "l-few"), cell(&b, "")), (Some("<5"), Some("<5")));
        assert!(!csv.contains("l-running"), "{csv}");
        let (_, page) = get(&site, &cookie, "/staff/kiosks/usage").await;
        assert!(page.contains("fewer than 25") && page.contains("l-few") && !page.contains("l-running"), "{page}");
        assert!(!page.contains("<td>20</td>") && !page.contains("<td>3</td>") && !page.contains("<td>7</td>"), "{page}");
    }
);

story!(
    /// What could not take effect is listed without what is in it; opening it, or trying to, and settling it go to whoever may.
    held_deliveries_are_dealt_with,
    site,
    {
        let people = everybody(&site).await;
        let staff = of(&people, "staff");
        let (kiosk, held) = (id(), id());
        put(&site, &[(kiosk.clone(), named("館"))], "").await;
        let mut tx = site.site.db.begin().await.unwrap();
        tx.run(HELD, params![&held, &kiosk, "[{\"path\":\"\",\"code\":\"not_found\"}]", "AAAA", ""]).await.unwrap();
        tx.commit().await.unwrap();
        for (role, is_theirs) in [("staff", true), ("reader", false)] {
            let (_, page) = get(&site, of(&people, role), "/staff/today").await;
            assert_eq!(page.contains("/staff/kiosks/held"), is_theirs, "{role}: {page}");
        }
        let (status, page) = get(&site, staff, "/staff/kiosks/held").await;
        assert!(status == StatusCode::OK && page.contains(&held) && page.contains("館"), "{page}");
        // Nobody's key opens it: that is said, and whoever looked saw nothing of anybody.
        let (status, page) = get(&site, staff, &format!("/staff/kiosks/held/{held}")).await;
        assert!(status == StatusCode::OK && page.contains("No key of this site opens it."), "{page}");

        let path = format!("/staff/kiosks/held/{held}");
        let (status, _, page) = post(&site, staff, &path, &[("command", &id()), ("note", " ")]).await;
        assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("#f-note"), "{page}");
        let (status, ..) = post(&site, of(&people, "reader"), &path, &[("command", &id()), ("note", "x")]).await;
        assert_eq!(status, StatusCode::FORBIDDEN);
        let (status, _, page) = post(&site, staff, &path, &[("command", &id()), ("note", "電話で受け付け直した")]).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
        let it = fleet::held_one(&site.site.db, &held).await.unwrap().unwrap();
        assert_eq!((it.note.as_str(), it.settled_by.as_str(), it.settled_at.is_some()), ("電話で受け付け直した", "staff:staff", true));
        assert_eq!(fleet::held_count(&site.site.db).await.unwrap(), 0);
        let (_, page) = get(&site, staff, &path).await;
        assert!(page.contains("電話で受け付け直した") && !page.contains("name=\"note\""), "{page}");
    }
);

story!(
    /// The sample city has three screens, made once, waiting for their tablets; what staff changed stays.
    the_sample_screens_are_made_once,
    site,
    {
        let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample");
        assert_eq!(kiosks::make(&site.site, &sample, "mihon", NOW).await.unwrap(), 3);
        let library = kiosks::kiosk_id("mihon", "library");
        let before = fleet::one(&site.site.db, &library).await.unwrap().unwrap();
        assert!(before.state == KioskState::Waiting && before.config.name.contains("見本") && !before.config.hours.week[0].is_empty());
        let config = Box::new(Config { name: "変えた名前".into(), ..before.config });
        let body = CommandBody::Kiosk(KioskCommand::Save { kiosk: library.clone(), config });
        let receipt = execute(&site.site, &Actor::system(), &Command { id: id(), base_rev: Some(before.rev), body }, NOW).await;
        assert_eq!(receipt.status, ReceiptStatus::Done, "{receipt:?}");
        let rev = feed::last_rev(&site.site.db).await.unwrap();
        assert_eq!(kiosks::make(&site.site, &sample, "mihon", NOW + 1).await.unwrap(), 3);
        assert_eq!(feed::last_rev(&site.site.db).await.unwrap(), rev);
        assert_eq!(fleet::one(&site.site.db, &library).await.unwrap().unwrap().config.name, "変えた名前");
        assert_eq!(kiosks::make(&site.site, &sample, "kobune", NOW).await.unwrap(), 0);
    }
);
