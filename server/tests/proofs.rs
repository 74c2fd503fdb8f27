//! Proofs that are asked for again, and what a site demands of staff: what a session that was left open, or stolen, cannot do.

use crate::common::browser::{Answer, Browser, account_of, code_of, last_mail, mails, run};
use crate::common::{NOW, TestSite, listing, save};
use axum::http::{Request, StatusCode};
use engawa_app::command::{Body as CommandBody, Command};
use engawa_app::people::command::PeopleCommand;
use engawa_app::people::desk::DeskCommand;
use engawa_core::rights::{DeskRole, MAIN_DESK};
use engawa_server::clock::now_ms;
use engawa_server::db::{Param, Stmt};
use engawa_server::http::people::again::address;
use engawa_server::params;
use engawa_server::people::FAILURES_MAX;
use engawa_server::people::demands::SignInRules;
use engawa_server::people::staff::{self, Post};
use engawa_server::sites::Settings;
use serde_json::json;

const PASSWORD: &str = "a long sentence";

async fn count(site: &TestSite, sql: &'static str, params: Vec<Param>) -> i64 {
    site.site.db.first::<(i64,)>(Stmt { name: "TEST", sql }, params).await.unwrap().unwrap().0
}

/// A resident with a password, in a session that was left open.
async fn left_open(site: &TestSite, email: &str) -> Browser {
    let mut browser = Browser::sign_in(site, email).await;
    assert_eq!(browser.post(site, "/account/password", &[("password", PASSWORD)]).await.to, "/account?done=1");
    browser.grow_stale(site).await;
    browser
}

async fn prove(site: &TestSite, browser: &mut Browser, next: &str) -> Answer {
    browser.post(site, "/sign-in/again/password", &[("password", PASSWORD), ("next", next)]).await
}

story!(
    /// A session that was left open reads and writes, and changes no way to sign in, takes nothing away and ends nothing.
    a_session_that_was_left_open_keeps_nobody_out,
    site,
    {
        let mut left = left_open(&site, "a@example.jp").await;
        let id = account_of(&site, "a@example.jp").await;
        run(&site, "INSERT INTO passkey (credential, account_id, label, body, created_ms, used_ms) VALUES ('c', $1, '', '{}', 0, 0)", params![&id]).await;
        let sent = mails(&site).await.len();
        for (path, fields) in [
            ("/account/email", [("email", "thief@example.jp")]),
            ("/account/password", [("password", "another long sentence")]),
            ("/account/password/remove", [("remove", PASSWORD)]),
            ("/account/recovery", [("x", "y")]),
            ("/account/devices/end-all", [("x", "y")]),
            ("/account/passkeys/remove", [("id", "c")]),
            ("/account/end", [("word", "end")]),
        ] {
            let answer = left.post(&site, path, &fields).await;
            assert!(answer.status == StatusCode::SEE_OTHER && answer.to.starts_with("/sign-in/again?next="), "{path}: {} {}", answer.status, answer.to);
        }
        for path in ["/account/export", "/account/end"] {
            assert!(left.get(&site, path).await.to.starts_with("/sign-in/again?next="), "{path}");
        }
        let key = left.post(&site, "/api/v1/passkeys/register/begin", &[]).await;
        assert!(key.status == StatusCode::FORBIDDEN && key.body.contains("prove_again"), "{}", key.body);
        assert_eq!(mails(&site).await.len(), sent);
        assert_eq!(count(&site, "SELECT COUNT(*) FROM recovery_code", params![]).await, 0);
        assert_eq!(count(&site, "SELECT COUNT(*) FROM passkey", params![]).await, 1);
        // What it may do it does, and the page says where the rest is opened.
        assert_eq!(left.post(&site, "/account/name", &[("name", "花")]).await.to, "/account?done=1");
        let page = left.get(&site, "/account").await.body;
        assert!(page.contains("/sign-in/again?next=") && !page.contains("action=\"/account/email\"") && !page.contains("/account/devices/end"), "{page}");

        assert_eq!(prove(&site, &mut left, "/account").await.to, address("/account", false));
        assert!(left.get(&site, "/account").await.body.contains("action=\"/account/email\""));
        assert_eq!(left.post(&site, "/account/recovery", &[]).await.status, StatusCode::OK);
        assert_eq!(count(&site, "SELECT COUNT(*) FROM audit WHERE verb = 'session.prove' AND about = $1", params![&id]).await, 1);
        // Another site's page neither proves nor keeps anything for later.
        left.grow_stale(&site).await;
        let foreign = Request::post("/account/email").header("sec-fetch-site", "cross-site").header("content-type", "application/x-www-form-urlencoded");
        assert_eq!(left.ask(&site, foreign, "email=thief%40example.jp".to_owned()).await.status, StatusCode::FORBIDDEN);
        assert_eq!(count(&site, "SELECT COUNT(*) FROM session WHERE data <> REPLACE(data, 'thief', '')", params![]).await, 0);
    }
);

story!(
    /// What was typed is there after the proof, once, and is sent by a button; passwords are kept nowhere.
    what_was_typed_is_there_after_the_proof,
    site,
    {
        let mut browser = left_open(&site, "a@example.jp").await;
        assert_eq!(browser.post(&site, "/account/email", &[("email", "new@example.jp")]).await.to, address("/account", false));
        let page = browser.get(&site, &address("/account", false)).await;
        assert!(page.body.contains("action=\"/sign-in/again/password\""), "{}", page.body);
        let before = browser.cookie.clone();
        let wrong = browser.post(&site, "/sign-in/again/password", &[("password", "wrong wrong wrong"), ("next", "/account")]).await;
        assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.body.contains("f-password-error"), "{}", wrong.body);
        assert_eq!(prove(&site, &mut browser, "/account").await.to, address("/account", false));
        assert_ne!(before, browser.cookie, "a proof is a new session id");
        assert!(!Browser { cookie: before }.is_signed_in(&site).await);
        let held = browser.get(&site, &address("/account", false)).await.body;
        assert!(held.contains("action=\"/account/email\"") && held.contains("value=\"new@example.jp\"") && held.contains("Send it"), "{held}");
        assert_eq!(browser.post(&site, "/account/email", &[("email", "new@example.jp")]).await.to, "/account?done=mail");
        assert_eq!(browser.get(&site, &address("/account", false)).await.to, "/account", "once");

        browser.grow_stale(&site).await;
        browser.post(&site, "/account/password", &[("current", PASSWORD), ("password", "quite another sentence")]).await;
        for secret in ["quite another", PASSWORD] {
            assert_eq!(count(&site, "SELECT COUNT(*) FROM session WHERE data <> REPLACE(data, $1, '')", params![secret]).await, 0, "{secret}");
        }
        prove(&site, &mut browser, "/account").await;
        assert_eq!(browser.get(&site, &address("/account", false)).await.to, "/account");
        // Afterwards one is on this site, on a page of one's own.
        for next in ["//evil.example", "https://evil.example", "/\\evil.example", "/sign-out", "/lang/en?back=/account"] {
            browser.grow_stale(&site).await;
            assert_eq!(prove(&site, &mut browser, next).await.to, address("/account", false), "{next}");
            assert_eq!(browser.get(&site, &address(next, false)).await.to, "/account", "{next}");
        }
    }
);

story!(
    /// Guessing at the proof is stopped by the account, and by whoever has the mailbox it is given; of another mailbox it is none.
    a_proof_is_of_this_account,
    site,
    {
        let mut browser = left_open(&site, "a@example.jp").await;
        for _ in 0..FAILURES_MAX {
            browser.post(&site, "/sign-in/again/password", &[("password", "wrong wrong wrong")]).await;
        }
        assert!(prove(&site, &mut browser, "/account").await.body.contains("Too many attempts"));

        // A code that was sent to somebody else, and asked for in this browser.
        browser.post(&site, "/sign-in", &[("email", "thief@example.jp")]).await;
        let theirs = code_of(&last_mail(&site, "thief@example.jp").await);
        assert_eq!(browser.post(&site, "/sign-in/again/code", &[("code", &theirs)]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(browser.post(&site, "/account/recovery", &[]).await.to.starts_with("/sign-in/again?"));

        let sent = browser.post(&site, "/sign-in/again/mail", &[("next", "/account/end")]).await;
        assert!(sent.to.starts_with("/sign-in/again/code?next="), "{}", sent.to);
        assert!(browser.get(&site, &sent.to).await.body.contains("a@example.jp"));
        let own = code_of(&last_mail(&site, "a@example.jp").await);
        assert_eq!(browser.post(&site, "/sign-in/again/code", &[("code", &own), ("next", "/account/end")]).await.to, address("/account/end", false));
        assert_eq!(browser.get(&site, "/account/end").await.status, StatusCode::OK);
        // Nobody who is not signed in proves anything.
        assert!(Browser::default().get(&site, "/sign-in/again").await.to.starts_with("/sign-in?next="));
    }
);

story!(
    /// Whoever forgot their password sets another after a proof by mail, and by nothing less; they are told, and other devices are out.
    a_forgotten_password_is_replaced,
    site,
    {
        let mut browser = left_open(&site, "a@example.jp").await;
        let mut other = Browser::sign_in(&site, "a@example.jp").await;
        let set = [("password", "quite another sentence")];
        let sign_in = |password: &'static str| [("login", "a@example.jp"), ("password", password)];
        assert!(browser.post(&site, "/account/password", &set).await.to.starts_with("/sign-in/again?next="), "not in a session that was left open");

        // Whoever proves it by the password has it, and says it; an empty one is a guess like any other.
        prove(&site, &mut browser, "/account").await;
        assert!(!browser.get(&site, "/account").await.body.contains("If you forgot it"));
        for _ in 0..FAILURES_MAX {
            assert_eq!(browser.post(&site, "/account/password", &set).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        }

        browser.grow_stale(&site).await;
        browser.post(&site, "/sign-in/again/mail", &[("next", "/account")]).await;
        let code = code_of(&last_mail(&site, "a@example.jp").await);
        browser.post(&site, "/sign-in/again/code", &[("code", &code), ("next", "/account")]).await;
        assert!(browser.get(&site, "/account").await.body.contains("If you forgot it"));
        let wrong = browser.post(&site, "/account/password", &[("current", "wrong wrong wrong"), ("password", "quite another sentence")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "what is typed is looked at");
        let sent = mails(&site).await.len();
        assert_eq!(browser.post(&site, "/account/password", &set).await.to, "/account?done=1");
        assert_eq!(mails(&site).await.len(), sent + 1);
        assert!(browser.is_signed_in(&site).await && !other.is_signed_in(&site).await);
        assert_eq!(Browser::default().post(&site, "/sign-in/password", &sign_in(PASSWORD)).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        let entered = Browser::default().post(&site, "/sign-in/password", &sign_in("quite another sentence")).await;
        assert_eq!(entered.status, StatusCode::SEE_OTHER, "{}", entered.body);
        // The proof counts for as long as any other.
        browser.grow_stale(&site).await;
        assert!(browser.post(&site, "/account/password", &set).await.to.starts_with("/sign-in/again?next="));
    }
);

fn set_member(account: &str) -> Command {
    let command = DeskCommand::SetMember { desk: MAIN_DESK.to_owned(), account: account.to_owned(), role: Some(DeskRole::Reader) };
    Command { id: uuid::Uuid::now_v7().to_string(), base_rev: None, body: CommandBody::People(PeopleCommand::Desk(command)) }
}

async fn id_of(site: &TestSite, login: &str) -> String {
    let sql = "SELECT id FROM account WHERE login = $1";
    site.site.db.first::<(String,)>(Stmt { name: "TEST", sql }, params![login]).await.unwrap().unwrap().0
}

story!(
    /// Roles are given by whoever proved a moment ago who they are, by a page or by a program; the same command is good afterwards.
    roles_are_given_with_a_fresh_proof,
    site,
    {
        let mut desk = Browser { cookie: site.cookie().await };
        staff::add_closed(&site.site.db, "another", "担当", Post::LEAD, NOW).await.unwrap();
        let another = id_of(&site, "another").await;
        desk.grow_stale(&site).await;
        let member = [("command", "01997000-0000-7000-8000-000000000001"), ("login", "another"), ("role", "reader")];
        assert_eq!(desk.post(&site, "/staff/desks/main/members", &member).await.to, address("/staff/desks", false));
        for path in ["/staff/kiosks/nothing/revoke", "/staff/kiosks/nothing/code"] {
            let answer = desk.post(&site, path, &[("command", "x")]).await;
            assert!(answer.to == address("/staff/kiosks", false) || answer.status == StatusCode::FORBIDDEN, "{path}: {} {}", answer.status, answer.to);
        }
        let command = serde_json::to_string(&[set_member(&another)]).unwrap();
        let (_, answers) = site.post_commands(Some(&desk.cookie), command.clone()).await;
        assert_eq!((answers[0]["status"].as_str(), answers[0]["problems"][0]["code"].as_str()), (Some("rejected"), Some("prove_again")), "{answers}");
        let reader = "SELECT COUNT(*) FROM desk_member WHERE account_id = $1 AND role = 'reader'";
        assert_eq!(count(&site, reader, params![&another]).await, 0);
        // What staff do all day needs none.
        let (_, answers) = site.post_commands(Some(&desk.cookie), serde_json::to_string(&[save(&listing("催し"), None)]).unwrap()).await;
        assert_eq!(answers[0]["status"].as_str(), Some("done"), "{answers}");

        let proof = [("password", "correct horse battery"), ("next", "/staff/desks/main")];
        assert_eq!(desk.post(&site, "/sign-in/again/password", &proof).await.to, address("/staff/desks/main", false));
        let (_, answers) = site.post_commands(Some(&desk.cookie), command).await;
        assert_eq!(answers[0]["status"].as_str(), Some("done"), "{answers}");
        assert_eq!(count(&site, reader, params![&another]).await, 1);
    }
);

fn since(second_factor: Option<&str>, provider: Option<&str>) -> SignInRules {
    let day = |text: &str| text.parse().unwrap();
    SignInRules { staff_second_factor_from: second_factor.map(day), staff_by_provider_from: provider.map(day), ..SignInRules::default() }
}

story!(
    /// Where a site demands it, one factor makes nobody staff: neither on pages nor for programs. A passkey does, or the provider.
    one_factor_makes_nobody_staff,
    site,
    {
        site.cookie().await;
        let sign_in = async |site: &TestSite| Browser::by_password(site, "staff", "correct horse battery").await;
        let site = site.with_rules(since(Some("2099-04-01"), None)).await;
        assert_eq!(sign_in(&site).await.get(&site, "/staff").await.status, StatusCode::OK, "before its day nothing is demanded");
        assert!(sign_in(&site).await.get(&site, "/account/passkeys").await.body.contains("2099"), "and its day is told");

        let site = site.with_rules(since(Some("2020-04-01"), None)).await;
        let mut desk = sign_in(&site).await;
        assert_eq!(desk.get(&site, "/staff").await.to, address("/staff", true));
        assert_eq!(desk.get(&site, "/staff/desks/main").await.to, address("/staff/desks/main", true));
        let page = desk.get(&site, &address("/staff", true)).await;
        assert!(page.status == StatusCode::OK && page.body.contains("You have no passkey yet"), "{}", page.body);
        assert!(!page.body.contains("/sign-in/again/password"), "what would not do is not offered: {}", page.body);
        assert_eq!(desk.get(&site, "/account/passkeys").await.status, StatusCode::OK);
        let (_, answers) = site.post_commands(Some(&desk.cookie), serde_json::to_string(&[save(&listing("催し"), None)]).unwrap()).await;
        assert_eq!(answers[0]["problems"][0]["code"].as_str(), Some("forbidden"), "{answers}");
        // A fresh proof by the same one factor changes nothing.
        desk.post(&site, "/sign-in/again/password", &[("password", "correct horse battery"), ("next", "/staff")]).await;
        assert_eq!(desk.get(&site, "/staff").await.to, address("/staff", true));
        let id = id_of(&site, "staff").await;
        run(&site, "INSERT INTO passkey (credential, account_id, label, body, created_ms, used_ms) VALUES ('c', $1, '', '{}', 0, 0)", params![&id]).await;
        let page = desk.get(&site, &address("/staff", true)).await.body;
        assert!(page.contains("data-passkey=\"sign-in\"") && !page.contains("/sign-in/again/password"), "{page}");

        for (way, works) in [("mail", false), ("recovery", false), ("nonsense", false), ("passkey", true), ("oidc", true)] {
            desk.keep(&site, "way", json!(way)).await;
            assert_eq!(desk.get(&site, "/staff").await.status == StatusCode::OK, works, "{way}");
        }
        let site = site.with_rules(since(Some("2020-04-01"), Some("2020-10-01"))).await;
        for (way, works) in [("passkey", false), ("password", false), ("oidc", true)] {
            desk.keep(&site, "way", json!(way)).await;
            assert_eq!(desk.get(&site, "/staff").await.status == StatusCode::OK, works, "{way}");
        }
        // Residents are asked for nothing more.
        assert!(Browser::sign_in(&site, "a@example.jp").await.is_signed_in(&site).await);
    }
);

story!(
    /// A new site, whose settings say nothing of it, asks its staff for two factors; its keeper comes in by the command line, and the sample city
    /// stays open to whoever looks around.
    a_new_site_asks_its_staff_for_two_factors,
    site,
    {
        let folder = tempfile::tempdir().unwrap();
        let rules = |toml: &str| {
            let city = folder.path().join("mycity");
            std::fs::create_dir_all(&city).unwrap();
            std::fs::write(city.join("site.toml"), format!("default = true\n{toml}\n[name]\nja = \"試験市\"\n")).unwrap();
            Settings::read(&city).map(|settings| settings.sign_in)
        };
        let db = &site.site.db.clone();
        let keeper = Post { desk: None, role: DeskRole::Lead, admin: true };
        staff::add(db, "keeper", "鍵の人", "correct horse battery".to_owned(), Some(keeper), now_ms()).await.unwrap();
        staff::add(db, "clerk", "担当", "correct horse battery".to_owned(), Some(Post::LEAD), now_ms()).await.unwrap();

        let site = site.with_rules(rules("").unwrap()).await;
        let mut clerk = Browser::by_password(&site, "clerk", "correct horse battery").await;
        assert_eq!(clerk.get(&site, "/staff").await.to, address("/staff", true));
        assert_eq!(clerk.get(&site, "/account/passkeys").await.status, StatusCode::OK, "there they make what they need");
        clerk.keep(&site, "way", json!("passkey")).await;
        assert_eq!(clerk.get(&site, "/staff").await.status, StatusCode::OK);
        let mut keeper = Browser::by_password(&site, "keeper", "correct horse battery").await;
        assert_eq!(keeper.get(&site, "/staff/desks").await.status, StatusCode::OK, "on the first day");

        for open in ["sample = true", "sign_in.staff_one_factor = true", "sign_in.staff_second_factor_from = \"2099-04-01\""] {
            let site = TestSite::new(site.site.db.engine()).await.with_rules(rules(open).unwrap()).await;
            let cookie = site.cookie().await;
            assert_eq!((Browser { cookie }).get(&site, "/staff").await.status, StatusCode::OK, "{open}");
        }
        assert!(rules("sign_in.staff_one_factor = true\nsign_in.staff_second_factor_from = \"2099-04-01\"").is_err());
    }
);

story!(
    /// Whoever keeps the house gets in by the command line for a day, and the log says so; nobody else does.
    the_command_line_lets_the_keeper_in,
    site,
    {
        let db = &site.site.db.clone();
        let keeper = Post { desk: None, role: DeskRole::Lead, admin: true };
        staff::add(db, "keeper", "鍵の人", "correct horse battery".to_owned(), Some(keeper), now_ms()).await.unwrap();
        staff::add(db, "clerk", "担当", "correct horse battery".to_owned(), Some(Post::LEAD), now_ms()).await.unwrap();
        assert_eq!(count(&site, "SELECT COUNT(*) FROM audit WHERE verb = 'account.let_in' AND subject = 'keeper'", params![]).await, 1);
        assert_eq!(count(&site, "SELECT COUNT(*) FROM audit WHERE verb = 'account.let_in'", params![]).await, 1);
        let site = site.with_rules(since(None, Some("2020-04-01"))).await;
        let mut keeper = Browser::by_password(&site, "keeper", "correct horse battery").await;
        let mut clerk = Browser::by_password(&site, "clerk", "correct horse battery").await;
        assert_eq!(keeper.get(&site, "/staff/desks").await.status, StatusCode::OK);
        assert_eq!(clerk.get(&site, "/staff/desks").await.to, address("/staff/desks", true));
        keeper.keep(&site, "way", json!("mail")).await;
        assert_eq!(keeper.get(&site, "/staff/desks").await.to, address("/staff/desks", true), "the password, and no mailbox");
        keeper.keep(&site, "way", json!("password")).await;
        run(&site, "UPDATE account_setting SET value = $1 WHERE name = 'let_in_until_ms'", params![(now_ms() - 1).to_string()]).await;
        assert_eq!(keeper.get(&site, "/staff/desks").await.to, address("/staff/desks", true), "for a day");
        engawa_server::feed::check_audit(db).await.unwrap();
    }
);

story!(
    /// A site says how long sessions last and how many there are; the one that was used least lately goes.
    sessions_last_as_long_as_a_site_says,
    site,
    {
        let rules = SignInRules { idle_hours: 2, absolute_hours: 5, staff_idle_hours: 1, staff_absolute_hours: 3, sessions_max: 2, ..SignInRules::default() };
        rules.check().unwrap();
        let site = site.with_rules(rules).await;
        let ago = |minutes: i64| json!(now_ms() - minutes * 60_000);
        let mut here = Browser::sign_in(&site, "a@example.jp").await;
        for (began, seen, lives) in [(130, 110, true), (290, 10, true), (130, 130, false), (310, 1, false)] {
            here.keep(&site, "began", ago(began)).await;
            here.keep(&site, "seen", ago(seen)).await;
            assert_eq!(here.is_signed_in(&site).await, lives, "{began} {seen}");
        }
        here.keep(&site, "began", ago(0)).await;
        here.keep(&site, "seen", ago(5)).await;
        let mut second = Browser::sign_in(&site, "a@example.jp").await;
        assert!(here.is_signed_in(&site).await);
        let mut third = Browser::sign_in(&site, "a@example.jp").await;
        assert!(!here.is_signed_in(&site).await, "the one that was used least lately");
        assert!(second.is_signed_in(&site).await && third.is_signed_in(&site).await);
        assert_eq!(count(&site, "SELECT COUNT(*) FROM audit WHERE verb = 'session.end_oldest'", params![]).await, 1);

        site.cookie().await;
        let mut desk = Browser::by_password(&site, "staff", "correct horse battery").await;
        desk.keep(&site, "seen", ago(61)).await;
        assert!(!desk.is_signed_in(&site).await, "staff are asked sooner");
    }
);

story!(
    /// A person reads what happened to the ways into their account, their own doings and those of whoever tried; and is told of changes by mail.
    a_person_reads_what_happened_to_the_account,
    site,
    {
        let mut here = Browser::sign_in(&site, "a@example.jp").await;
        here.post(&site, "/account/password", &[("password", PASSWORD)]).await;
        here.post(&site, "/account/recovery", &[]).await;
        assert!(last_mail(&site, "a@example.jp").await.contains("recovery codes"), "{}", last_mail(&site, "a@example.jp").await);
        let id = account_of(&site, "a@example.jp").await;
        run(&site, "INSERT INTO passkey (credential, account_id, label, body, created_ms, used_ms) VALUES ('c', $1, '', '{}', 0, 0)", params![&id]).await;
        here.post(&site, "/account/passkeys/remove", &[("id", "c")]).await;
        assert!(last_mail(&site, "a@example.jp").await.contains("Removed a passkey"));
        Browser::default().post(&site, "/sign-in/password", &[("login", "a@example.jp"), ("password", "wrong wrong wrong")]).await;
        Browser::by_password(&site, "a@example.jp", PASSWORD).await;
        let page = here.get(&site, "/account/events").await.body;
        let told = ["The account was made", "Set a password", "Made recovery codes", "Removed a passkey", "A sign-in that failed (password)", "Signed in (password)"];
        let places: Vec<_> = told.iter().map(|words| page.find(words).unwrap_or_else(|| panic!("{words}: {page}"))).collect();
        assert!(places.windows(2).all(|pair| pair[0] > pair[1]), "the newest first: {page}");
        // Nobody else's.
        assert!(!Browser::sign_in(&site, "b@example.jp").await.get(&site, "/account/events").await.body.contains("Set a password"));
    }
);
