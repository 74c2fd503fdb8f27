//! Accounts from the first mail to the end: signing in on this device and another, what strangers learn, what a thief of a session gets.

use crate::common::browser::{Answer, Browser, account_of, code_of, last_mail, mails, run, token_of};
use crate::common::{NOW, TestSite, text};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use chrono::Datelike as _;
use engawa_app::command::{Body as CommandBody, Command};
use engawa_app::forms::Provenance;
use engawa_app::forms::command::{FormCommand, Publish, Settings, Submit};
use engawa_app::forms::receipt::secret_of;
use engawa_app::listings::query::encode;
use engawa_core::ReceiptStatus;
use engawa_core::form::xlsform::{self, markdown};
use engawa_core::form::{AnswerPath, Answers};
use engawa_server::clock::{now_ms, today};
use engawa_server::commands::execute;
use engawa_server::db::Stmt;
use engawa_server::params;
use engawa_server::people::staff::{self, Post, StaffError};
use engawa_server::people::{Actor, FAILURES_MAX, PASSWORD_MIN, accounts, own_data, secret};

story!(
    /// Whoever asks learns nothing about whether an address has an account: not from an answer, a page or a mail.
    an_address_with_and_without_an_account_look_alike,
    site,
    {
        Browser::sign_in(&site, "known@example.jp").await;
        let mut seen = Vec::new();
        for email in ["known@example.jp", "never@example.jp"] {
            let mut browser = Browser::default();
            let hidden = |answer: Answer| (answer.status, answer.to, answer.body.replace(email, "X"));
            let asked = hidden(browser.post(&site, "/sign-in", &[("email", email), ("next", "/my/groups")]).await);
            let code = hidden(browser.get(&site, "/sign-in/code").await);
            let wrong = hidden(browser.post(&site, "/sign-in/code", &[("code", "x")]).await);
            let password = hidden(browser.post(&site, "/sign-in/password", &[("login", email), ("password", "wrong wrong wrong")]).await);
            let recovery = hidden(browser.post(&site, "/sign-in/recovery", &[("recovery_email", email), ("recovery", "AAAA-AAAA-AAAA-AAAA")]).await);
            let mail = last_mail(&site, email).await;
            let mail = mail.replace(&token_of(&mail), "T").replace(&code_of(&mail), "C");
            assert_eq!((asked.0, code.0, password.0), (StatusCode::SEE_OTHER, StatusCode::OK, StatusCode::UNPROCESSABLE_ENTITY));
            seen.push((asked, code, wrong, password, recovery, mail));
        }
        assert_eq!(seen[0], seen[1]);
    }
);

story!(
    /// A link works on another device, once, and not by being opened: programs open the links in mails too.
    a_link_works_elsewhere_and_once,
    site,
    {
        let (mut here, mut there) = (Browser::default(), Browser::default());
        assert_eq!(here.post(&site, "/sign-in", &[("email", "Hanako@Example.jp"), ("next", "/my/groups")]).await.to, "/sign-in/code");
        let token = token_of(&last_mail(&site, "hanako@example.jp").await);
        for _ in 0..3 {
            let opened = there.get(&site, &format!("/sign-in/link?t={token}")).await;
            assert!(opened.status == StatusCode::OK && opened.body.contains("hanako@example.jp"), "{}", opened.body);
        }
        assert_eq!(there.post(&site, "/sign-in/link", &[("t", &token)]).await.to, "/sign-in/welcome");
        assert_eq!(here.post(&site, "/sign-in/link", &[("t", &token)]).await.status, StatusCode::GONE);
        assert_eq!(here.get(&site, &format!("/sign-in/link?t={token}")).await.status, StatusCode::GONE);

        let refused = there.post(&site, "/sign-in/welcome", &[("name", ""), ("of_age", "")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains("href=\"#f-name\"") && refused.body.contains("href=\"#f-of_age\""), "{}", refused.body);
        assert_eq!(there.post(&site, "/sign-in/welcome", &[("name", "花子"), ("of_age", "yes")]).await.to, "/my/groups");
        assert!(there.is_signed_in(&site).await && !here.is_signed_in(&site).await);
        let database = site.site.db.all::<(String, String, String)>(Stmt { name: "T", sql: "SELECT digest, code, asker FROM mail_link" }, params![]).await;
        assert!(database.unwrap().is_empty(), "what was used is gone");
    }
);

story!(
    /// The code serves the browser that asked, for five tries; the link still works then.
    a_code_is_for_whoever_asked,
    site,
    {
        let (mut here, mut there) = (Browser::default(), Browser::default());
        here.post(&site, "/sign-in", &[("email", "a@example.jp")]).await;
        let mail = last_mail(&site, "a@example.jp").await;
        assert_eq!(there.post(&site, "/sign-in/code", &[("code", &code_of(&mail))]).await.to, "/sign-in");
        there.post(&site, "/sign-in", &[("email", "b@example.jp")]).await;
        assert_eq!(there.post(&site, "/sign-in/code", &[("code", &code_of(&mail))]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        let full: String = code_of(&mail).chars().map(|c| char::from_u32(u32::from(c) + 0xFEE0).unwrap()).collect();
        assert_eq!(here.post(&site, "/sign-in/code", &[("code", &full)]).await.to, "/sign-in/welcome", "full width is read too");

        let mut guesser = Browser::default();
        guesser.post(&site, "/sign-in", &[("email", "c@example.jp")]).await;
        let mail = last_mail(&site, "c@example.jp").await;
        for _ in 0..5 {
            assert_eq!(guesser.post(&site, "/sign-in/code", &[("code", "wrong")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        }
        assert_eq!(guesser.post(&site, "/sign-in/code", &[("code", &code_of(&mail))]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(guesser.post(&site, "/sign-in/link", &[("t", &token_of(&mail))]).await.to, "/sign-in/welcome");
    }
);

story!(
    /// After ten minutes, as page and mail say, neither link nor code is worth anything.
    links_and_codes_expire,
    site,
    {
        let mut browser = Browser::default();
        browser.post(&site, "/sign-in", &[("email", "a@example.jp")]).await;
        let mail = last_mail(&site, "a@example.jp").await;
        assert!(mail.contains("within 10 minutes"), "{mail}");
        assert!(browser.get(&site, "/sign-in/code").await.body.contains("Within 10 minutes"));
        let until = count(&site, "SELECT MAX(expires_ms) FROM mail_link", params![]).await;
        let lasts = until - now_ms();
        assert!((9 * 60_000..=10 * 60_000).contains(&lasts), "{lasts}");
        run(&site, "UPDATE mail_link SET expires_ms = $1", params![now_ms() - 1]).await;
        assert_eq!(browser.get(&site, &format!("/sign-in/link?t={}", token_of(&mail))).await.status, StatusCode::GONE);
        assert_eq!(browser.post(&site, "/sign-in/link", &[("t", &token_of(&mail))]).await.status, StatusCode::GONE);
        assert_eq!(browser.post(&site, "/sign-in/code", &[("code", &code_of(&mail))]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
);

story!(
    /// Mails are counted by address and by browser, and the answer stays the same; what is no address gets no mail.
    mails_are_counted_by_address_and_by_browser,
    site,
    {
        for _ in 0..5 {
            let asked = Browser::default().post(&site, "/sign-in", &[("email", "a@example.jp")]).await;
            assert_eq!((asked.status, asked.to.as_str()), (StatusCode::SEE_OTHER, "/sign-in/code"));
        }
        assert_eq!(mails(&site).await.len(), 3);
        let mut browser = Browser::default();
        for number in 0..8 {
            assert_eq!(browser.post(&site, "/sign-in", &[("email", &format!("b{number}@example.jp"))]).await.to, "/sign-in/code");
        }
        assert_eq!(mails(&site).await.len(), 8);
        // Somebody else behind the same address of a library is not kept from signing in.
        Browser::default().post(&site, "/sign-in", &[("email", "c@example.jp")]).await;
        assert_eq!(mails(&site).await.len(), 9);
        for bad in ["x@example.jp\r\nBcc: y@example.jp", "x@example.jp, y@example.jp", "X <x@example.jp>", "nobody", ""] {
            let refused = Browser::default().post(&site, "/sign-in", &[("email", bad)]).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{bad:?}");
        }
        assert_eq!(mails(&site).await.len(), 9);
    }
);

story!(
    /// Signing in gives a new session; the one from before, which somebody may have planted, is worth nothing.
    a_planted_session_is_worth_nothing,
    site,
    {
        let mut browser = Browser::default();
        browser.post(&site, "/sign-in", &[("email", "a@example.jp")]).await;
        let mut thief = browser.clone();
        assert!(thief.cookie.len() > 20);
        browser.post(&site, "/sign-in/link", &[("t", &token_of(&last_mail(&site, "a@example.jp").await))]).await;
        assert_ne!(thief.cookie, browser.cookie, "a proven address is a new session");
        let mut second = browser.clone();
        assert_eq!(thief.post(&site, "/sign-in/welcome", &[("name", "x"), ("of_age", "yes")]).await.to, "/sign-in");
        browser.post(&site, "/sign-in/welcome", &[("name", "花子"), ("of_age", "yes")]).await;
        assert_ne!(second.cookie, browser.cookie, "so is signing in");
        assert!(browser.is_signed_in(&site).await && !second.is_signed_in(&site).await && !thief.is_signed_in(&site).await);
        let mut made_up = Browser { cookie: "engawa=AAAAAAAAAAAAAAAAAAAAAA".to_owned() };
        assert!(!made_up.is_signed_in(&site).await);
        let before = browser.clone();
        assert_eq!(browser.post(&site, "/sign-out", &[]).await.to, "/");
        assert!(!before.clone().is_signed_in(&site).await, "signing out ends the session on the server");
    }
);

story!(
    /// Nothing leads to another site after signing in, and another site's page signs nobody in.
    signing_in_leads_to_this_site,
    site,
    {
        for next in ["//evil.example", "https://evil.example/", "/\\evil.example", "/sign-out"] {
            let mut browser = Browser::sign_in(&site, "a@example.jp").await;
            assert_eq!(browser.get(&site, &format!("/sign-in?next={}", encode(next))).await.to, "/account", "{next}");
        }
        let mut browser = Browser::default();
        for path in ["/sign-in", "/sign-in/link", "/sign-in/code", "/sign-in/password", "/sign-in/recovery", "/sign-in/welcome", "/sign-out", "/account/end"] {
            let request = Request::post(path).header("sec-fetch-site", "cross-site").header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
            assert_eq!(browser.ask(&site, request, "email=a%40example.jp".to_owned()).await.status, StatusCode::FORBIDDEN, "{path}");
        }
        assert!(browser.get(&site, "/account?done=1").await.to.starts_with("/sign-in?next="));
    }
);

story!(
    /// Whoever is young can do what anybody can, until a guardian agrees.
    a_minor_waits_for_a_guardian,
    site,
    {
        let mut child = Browser::default();
        child.post(&site, "/sign-in", &[("email", "child@example.jp")]).await;
        child.post(&site, "/sign-in/link", &[("t", &token_of(&last_mail(&site, "child@example.jp").await))]).await;
        let born = (today().year() - 10).to_string();
        let said = |guardian: &'static str| [("name", "太郎"), ("of_age", "no"), ("born_year", born.as_str()), ("guardian", guardian)];
        assert_eq!(child.post(&site, "/sign-in/welcome", &said("child@example.jp")).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        child.post(&site, "/sign-in/welcome", &said("oya@example.jp")).await;
        assert_eq!(child.get(&site, "/account").await.to, "/sign-in/waiting");
        assert_eq!(child.get(&site, "/account/export").await.to, "/sign-in/waiting");
        let waiting = child.get(&site, "/sign-in/waiting").await;
        assert!(waiting.body.contains("oya@example.jp"), "{}", waiting.body);
        for _ in 0..5 {
            assert_eq!(child.post(&site, "/sign-in/waiting", &[]).await.to, "/sign-in/waiting?sent=1");
        }
        assert_eq!(mails(&site).await.iter().filter(|(to, ..)| to == "oya@example.jp").count(), 3, "nobody is flooded");

        let token = token_of(&last_mail(&site, "oya@example.jp").await);
        let mut guardian = Browser::default();
        let asked = guardian.get(&site, &format!("/sign-in/guardian?t={token}")).await;
        assert!(asked.body.contains("太郎") && asked.body.contains(&born), "{}", asked.body);
        assert_eq!(child.get(&site, "/account").await.to, "/sign-in/waiting", "opening the link is no consent");
        assert_eq!(guardian.post(&site, "/sign-in/link", &[("t", &token)]).await.status, StatusCode::GONE, "the link is for nothing else");
        assert_eq!(guardian.post(&site, "/sign-in/guardian", &[("t", &token)]).await.status, StatusCode::OK);
        assert_eq!(guardian.post(&site, "/sign-in/guardian", &[("t", &token)]).await.status, StatusCode::GONE);
        assert!(child.is_signed_in(&site).await);
        assert!(last_mail(&site, "child@example.jp").await.contains("agreed"));
    }
);

story!(
    /// Whose guardian reads no mail says so, is told what can be done meanwhile, prints a paper with a code, and waits for nobody's mail.
    a_minor_prints_a_paper,
    site,
    {
        let mut child = Browser::default();
        child.post(&site, "/sign-in", &[("email", "child@example.jp")]).await;
        child.post(&site, "/sign-in/link", &[("t", &token_of(&last_mail(&site, "child@example.jp").await))]).await;
        let welcome = child.get(&site, "/sign-in/welcome").await.body;
        assert!(welcome.contains("value=\"paper\"") && welcome.contains("value=\"mail\"") && welcome.contains("needs no account"), "{welcome}");
        let born = (today().year() - 10).to_string();
        let said = |way: &'static str| [("name", "太郎"), ("of_age", "no"), ("born_year", born.as_str()), ("way", way), ("guardian", "")];
        for (way, wrong) in [("", "f-way-error"), ("mail", "f-guardian-error")] {
            let refused = child.post(&site, "/sign-in/welcome", &said(way)).await;
            assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.body.contains(wrong), "{way}: {}", refused.body);
        }
        child.post(&site, "/sign-in/welcome", &said("paper")).await;
        assert_eq!(child.get(&site, "/account").await.to, "/sign-in/waiting");
        let before = mails(&site).await.len();
        assert_eq!(child.post(&site, "/sign-in/waiting", &[]).await.to, "/sign-in/waiting");
        assert_eq!(mails(&site).await.len(), before, "there is nobody to write to");
        // In three languages: what waits, and what does not.
        for (lang, words) in [("en", "What you can do meanwhile"), ("ja", "待っている間にできること"), ("ja-easy", "待（ま）って いる 間（あいだ）に")] {
            let request = Request::get("/sign-in/waiting").header(header::HOST, "test.localhost");
            let request = request.header(header::COOKIE, format!("{}; lang={lang}", child.cookie));
            let page = text(site.send(request.body(Body::empty()).unwrap()).await).await.replace("<!>", "").replace('\u{2060}', "");
            assert!(page.contains(words) && page.contains("href=\"/forms\"") && page.contains("/sign-in/paper"), "{lang}: {page}");
        }
        for path in ["/listings", "/forms", "/calendar"] {
            assert_eq!(child.get(&site, path).await.status, StatusCode::OK, "{path} needs no account");
        }

        let paper = child.post(&site, "/sign-in/paper", &[]).await;
        assert_eq!(paper.status, StatusCode::OK);
        for words in ["太郎", born.as_str(), "child@example.jp", "Test City", "signature"] {
            assert!(paper.body.contains(words), "{words}: {}", paper.body);
        }
        let stored = Stmt { name: "T", sql: "SELECT digest, account_id, email FROM mail_link WHERE purpose = 'guardian_paper'" };
        let account = account_of(&site, "child@example.jp").await;
        for _ in 0..7 {
            child.post(&site, "/sign-in/paper", &[]).await;
        }
        let rows = site.site.db.all::<(String, String, String)>(stored, params![]).await.unwrap();
        assert!(rows.len() == 5 && rows.iter().all(|(digest, of, email)| digest.len() == 64 && *of == account && email.is_empty()), "{rows:?}");
        // An account without an address ends: papers have none either, and are not its own.
        let (id, login) = ("leaves", "leaves");
        let sql = "INSERT INTO account (id, login, name, role, password_hash, created_ms) VALUES ($1, $2, '名前', 'staff', '', 0)";
        run(&site, sql, params![id, login]).await;
        assert_eq!(staff::end(&site.site.db, login, now_ms()).await.unwrap(), Ok(()));
        assert_eq!(site.site.db.all::<(String, String, String)>(stored, params![]).await.unwrap().len(), 5, "papers of others stay");
        // A desk has the same paper without anybody's data; and nobody else gets a code.
        let mut stranger = Browser::default();
        let blank = stranger.get(&site, "/sign-in/paper").await;
        assert!(blank.status == StatusCode::OK && !blank.body.contains("child@example.jp") && blank.body.contains("paper-line"), "{}", blank.body);
        assert_eq!(stranger.post(&site, "/sign-in/paper", &[]).await.to, "/account");
        assert_eq!(Browser::sign_in(&site, "a@example.jp").await.post(&site, "/sign-in/paper", &[]).await.to, "/account");

        // Whoever grew old enough while they waited uses the account, and it is not taken from them.
        let later = now_ms() + 30 * 24 * 60 * 60 * 1000;
        run(&site, "UPDATE account SET born_year = $1 WHERE email = 'child@example.jp'", params![i64::from(today().year()) - 20]).await;
        assert_eq!(own_data::forget_unanswered(&site.site.db, later).await.unwrap(), 0);
        assert!(child.is_signed_in(&site).await);
        run(&site, "UPDATE account SET born_year = $1 WHERE email = 'child@example.jp'", params![i64::from(today().year()) - 10]).await;
        assert_eq!(own_data::forget_unanswered(&site.site.db, later).await.unwrap(), 1, "what nobody agreed to is not kept, by paper neither");
        assert!(site.site.db.all::<(String, String, String)>(stored, params![]).await.unwrap().is_empty());
    }
);

story!(
    /// An account to which no guardian agreed is not kept.
    what_no_guardian_agreed_to_is_forgotten,
    site,
    {
        let mut child = Browser::default();
        child.post(&site, "/sign-in", &[("email", "child@example.jp")]).await;
        child.post(&site, "/sign-in/link", &[("t", &token_of(&last_mail(&site, "child@example.jp").await))]).await;
        let born = (today().year() - 10).to_string();
        let said = [("name", "太郎"), ("of_age", "no"), ("born_year", born.as_str()), ("guardian", "oya@example.jp")];
        child.post(&site, "/sign-in/welcome", &said).await;
        let of_age = Browser::sign_in(&site, "a@example.jp").await;
        let later = |days: i64| now_ms() + days * 24 * 60 * 60 * 1000;
        assert_eq!(own_data::forget_unanswered(&site.site.db, later(20)).await.unwrap(), 0);
        assert_eq!(own_data::forget_unanswered(&site.site.db, later(30)).await.unwrap(), 1);
        assert!(of_age.clone().is_signed_in(&site).await);
        assert!(child.get(&site, "/account").await.to.starts_with("/sign-in?"));
    }
);

story!(
    /// A password is possible; setting one signs other devices out, guessing it is stopped, and staff sign in at the same page.
    a_password_is_possible,
    site,
    {
        let (mut here, mut there) = (Browser::sign_in(&site, "a@example.jp").await, Browser::sign_in(&site, "a@example.jp").await);
        let short = here.post(&site, "/account/password", &[("password", &"x".repeat(PASSWORD_MIN - 1))]).await;
        assert!(short.status == StatusCode::UNPROCESSABLE_ENTITY && short.body.contains("f-password-error"), "{}", short.body);
        for (guessed, why) in [("Qwertyuiop", "Many people use this password"), ("Test-City 2026", "made of your name")] {
            let refused = here.post(&site, "/account/password", &[("password", guessed)]).await;
            assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.body.contains(why), "{guessed}: {}", refused.body);
        }
        assert_eq!(here.post(&site, "/account/password", &[("password", "a long sentence")]).await.to, "/account?done=1");
        assert!(here.is_signed_in(&site).await && !there.is_signed_in(&site).await);
        assert!(last_mail(&site, "a@example.jp").await.contains("changed"));
        assert_eq!(here.post(&site, "/account/password", &[("current", "wrong"), ("password", "another sentence")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);

        let sign_in = |password: &'static str| [("login", "A@example.jp"), ("password", password), ("next", "/my/groups")];
        assert_eq!(there.post(&site, "/sign-in/password", &sign_in("a long sentence")).await.to, "/my/groups");
        assert!(there.is_signed_in(&site).await);
        let mut guesser = Browser::default();
        for _ in 0..FAILURES_MAX {
            guesser.post(&site, "/sign-in/password", &sign_in("wrong wrong wrong")).await;
        }
        assert!(guesser.post(&site, "/sign-in/password", &sign_in("a long sentence")).await.body.contains("Too many attempts"));
        // Without a password nothing matches, not even an empty one.
        Browser::sign_in(&site, "b@example.jp").await;
        assert_eq!(guesser.post(&site, "/sign-in/password", &[("login", "b@example.jp"), ("password", "")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);

        site.cookie().await;
        let mut desk = Browser::default();
        assert_eq!(desk.post(&site, "/sign-in/password", &[("login", "staff"), ("password", "correct horse battery"), ("next", "/staff")]).await.to, "/staff");
        assert_eq!(desk.get(&site, "/staff").await.status, StatusCode::OK);
        assert_eq!(staff::set_locked(&site.site.db, "staff", true, NOW).await.unwrap(), Ok(()));
        assert_eq!(desk.get(&site, "/staff").await.status, StatusCode::SEE_OTHER, "a locked account is nobody's");
        assert_eq!(staff::set_locked(&site.site.db, "nobody", true, NOW).await.unwrap(), Err(StaffError::Unknown));
    }
);

async fn count(site: &TestSite, sql: &'static str, params: Vec<engawa_server::db::Param>) -> i64 {
    site.site.db.first::<(i64,)>(Stmt { name: "TEST", sql }, params).await.unwrap().unwrap().0
}

story!(
    /// A password is taken away again by whoever knows it, and only where another way to sign in is left.
    a_password_is_removed_where_another_way_is_left,
    site,
    {
        let mut here = Browser::sign_in(&site, "a@example.jp").await;
        here.post(&site, "/account/password", &[("password", "a long sentence")]).await;
        let page = here.get(&site, "/account").await.body;
        for link in ["/account/cases", "/account/who-looked", "/account/notices", "/account/passkeys", "/my/groups"] {
            assert!(page.contains(&format!("href=\"{link}\"")), "{link}: {page}");
        }
        assert!(page.contains("Ways to sign in") && page.contains("action=\"/account/password/remove\""), "{page}");
        let wrong = here.post(&site, "/account/password/remove", &[("remove", "wrong wrong wrong")]).await;
        assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.body.contains("f-remove-error"), "{}", wrong.body);
        // This server sends no mail, so an address is no way to sign in, and the password is the only one.
        let only = here.post(&site, "/account/password/remove", &[("remove", "a long sentence")]).await;
        assert!(only.status == StatusCode::UNPROCESSABLE_ENTITY && only.body.contains("There is no other way to sign in."), "{}", only.body);
        let id = account_of(&site, "a@example.jp").await;
        let key = "INSERT INTO passkey (credential, account_id, label, body, created_ms, used_ms) VALUES ('c', $1, '', '{}', 0, 0)";
        run(&site, key, params![&id]).await;
        assert_eq!(here.post(&site, "/account/password/remove", &[("remove", "a long sentence")]).await.to, "/account?done=1");
        let sign_in = [("login", "a@example.jp"), ("password", "a long sentence")];
        assert_eq!(Browser::default().post(&site, "/sign-in/password", &sign_in).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(!here.get(&site, "/account").await.body.contains("action=\"/account/password/remove\""));
        assert!(here.is_signed_in(&site).await);
    }
);

story!(
    /// Signing out everywhere also ends what devices are told.
    signing_out_everywhere_ends_what_devices_are_told,
    site,
    {
        let mut here = Browser::sign_in(&site, "a@example.jp").await;
        let id = account_of(&site, "a@example.jp").await;
        let subscribe = "INSERT INTO push_subscription (endpoint, account_id, keys, made_ms, failures) VALUES ($1, $2, '{}', 0, 0)";
        run(&site, subscribe, params!["https://push.example.com/mine", &id]).await;
        run(&site, subscribe, params!["https://push.example.com/other", "other"]).await;
        here.post(&site, "/account/devices/end-all", &[]).await;
        assert_eq!(count(&site, "SELECT COUNT(*) FROM push_subscription WHERE account_id = $1", params![&id]).await, 0);
        assert_eq!(count(&site, "SELECT COUNT(*) FROM push_subscription", params![]).await, 1);
    }
);

story!(
    /// When the address changes, what lies in the old mailbox opens nothing, and what was asked for other addresses changes nothing.
    open_links_die_with_the_address,
    site,
    {
        let mut here = Browser::sign_in(&site, "old@example.jp").await;
        here.post(&site, "/account/email", &[("email", "first@example.jp")]).await;
        here.post(&site, "/account/email", &[("email", "second@example.jp")]).await;
        Browser::default().post(&site, "/sign-in", &[("email", "old@example.jp")]).await;
        let (first, second) = (token_of(&last_mail(&site, "first@example.jp").await), token_of(&last_mail(&site, "second@example.jp").await));
        let to_old = token_of(&last_mail(&site, "old@example.jp").await);
        let mut mailbox = Browser::default();
        assert_eq!(mailbox.post(&site, "/sign-in/confirm", &[("t", &second)]).await.status, StatusCode::OK);
        assert_eq!(mailbox.post(&site, "/sign-in/confirm", &[("t", &first)]).await.status, StatusCode::GONE);
        assert_eq!(mailbox.post(&site, "/sign-in/link", &[("t", &to_old)]).await.status, StatusCode::GONE);
        assert!(here.get(&site, "/account").await.body.contains("second@example.jp"));
    }
);

story!(
    /// The house is never without a keeper, nor a desk without its lead; an account of staff that ends leaves its name in the log alone.
    the_last_keeper_stays,
    site,
    {
        let db = &site.site.db;
        let keeper = Post { desk: None, role: engawa_core::rights::DeskRole::Lead, admin: true };
        for login in ["keeper", "second"] {
            staff::add(db, login, "鍵の人", "correct horse battery".to_owned(), Some(keeper), NOW).await.unwrap();
        }
        assert_eq!(staff::set_locked(db, "second", true, NOW).await.unwrap(), Ok(()));
        assert_eq!(staff::set_locked(db, "keeper", true, NOW).await.unwrap(), Err(StaffError::LastAdmin), "who is locked keeps nothing");
        assert_eq!(staff::end(db, "Keeper", NOW).await.unwrap(), Err(StaffError::LastAdmin));
        assert_eq!(staff::set_locked(db, "second", false, NOW).await.unwrap(), Ok(()));
        assert_eq!(staff::end(db, "keeper", NOW).await.unwrap(), Ok(()));
        assert_eq!(staff::end(db, "keeper", NOW).await.unwrap(), Err(StaffError::Unknown));

        site.cookie().await;
        assert_eq!(staff::end(db, "staff", NOW).await.unwrap(), Err(StaffError::LastLead(vec!["main".to_owned()])));
        staff::add_staff(db, "another", "担当", "correct horse battery".to_owned(), NOW).await.unwrap();
        assert_eq!(staff::end(db, "staff", NOW).await.unwrap(), Ok(()));
        assert_eq!(count(&site, "SELECT COUNT(*) FROM desk_member", params![]).await, 1);
        assert_eq!(count(&site, "SELECT COUNT(*) FROM account WHERE name = '担当' AND password_hash <> ''", params![]).await, 1);
        let sign_in = [("login", "staff"), ("password", "correct horse battery")];
        assert_eq!(Browser::default().post(&site, "/sign-in/password", &sign_in).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
);

story!(
    /// A sign-in that fails and a command that is refused stand in the log, once a minute, and without what was typed.
    refusals_are_in_the_log,
    site,
    {
        Browser::sign_in(&site, "hanako@example.jp").await;
        let id = account_of(&site, "hanako@example.jp").await;
        let mut guesser = Browser::default();
        for login in ["hanako@example.jp", "hanako@example.jp", "never@example.jp", "a password in the wrong field"] {
            guesser.post(&site, "/sign-in/password", &[("login", login), ("password", "wrong wrong wrong")]).await;
            guesser.post(&site, "/sign-in/recovery", &[("recovery_email", login), ("recovery", "AAAA-AAAA-AAAA-AAAA")]).await;
        }
        let sql = "SELECT actor, subject, about, detail FROM audit WHERE verb = 'session.refuse' ORDER BY seq";
        let rows = site.site.db.all::<(String, String, String, String)>(Stmt { name: "T", sql }, params![]).await.unwrap();
        // By password three logins; by recovery code the same two addresses, whose rows stand there already within this minute.
        assert_eq!(rows.len(), 3, "{rows:?}");
        assert!(rows.iter().all(|row| row.0 == "anonymous" && row.1.len() == 64), "{rows:?}");
        assert_eq!(rows.iter().filter(|row| row.2 == id).count(), 1);
        let all = format!("{rows:?}");
        assert!(!all.contains("hanako") && !all.contains("never") && !all.contains("wrong field"), "{all}");

        let refused = |at: i64| {
            let site = &site;
            async move {
                let close = command(FormCommand::SetOpen { form_id: "山田花子".repeat(40), open: false });
                let receipt = execute(&site.site, &Actor::resident("a", "甲"), &close, at).await;
                assert_eq!(receipt.problems[0].code, "forbidden");
            }
        };
        for at in [NOW, NOW + 1_000, NOW + 59_000, NOW + 61_000] {
            refused(at).await;
        }
        let rows = count(&site, "SELECT COUNT(*) FROM audit WHERE verb = 'command.refuse' AND actor = 'account:a'", params![]).await;
        assert_eq!(rows, 2, "once a minute");
        let long = count(&site, "SELECT COUNT(*) FROM audit WHERE verb = 'command.refuse' AND LENGTH(subject) > 64", params![]).await;
        assert_eq!(long, 0);
        // A person reads of it that somebody tried, in "who looked".
        let (looks, _) = engawa_server::audit::looked(&site.site.db, &id, None).await.unwrap();
        assert_eq!(looks.iter().map(|look| look.verb.as_str()).collect::<Vec<_>>(), ["session.refuse"]);
        engawa_server::feed::check_audit(&site.site.db).await.unwrap();
    }
);

story!(
    /// Ten codes, shown once, each once; new ones make the old ones void.
    recovery_codes_work_once,
    site,
    {
        let mut here = Browser::sign_in(&site, "a@example.jp").await;
        let codes = |page: &str| page.split("<code>").skip(1).map(|part| part.split('<').next().unwrap().to_owned()).collect::<Vec<_>>();
        let old = codes(&here.post(&site, "/account/recovery", &[]).await.body);
        let new = codes(&here.post(&site, "/account/recovery", &[]).await.body);
        assert_eq!((old.len(), new.len()), (10, 10));
        let mut there = Browser::default();
        assert_eq!(there.post(&site, "/sign-in/recovery", &recovery(&old[0])).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(there.post(&site, "/sign-in/recovery", &recovery(&new[0].to_lowercase())).await.to, "/account");
        assert!(there.is_signed_in(&site).await);
        assert_eq!(Browser::default().post(&site, "/sign-in/recovery", &recovery(&new[0])).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(here.get(&site, "/account").await.body.contains("Left: 9"));
    }
);

story!(
    /// Codes that an older release stored as plain digests work, and go on working when they are hashed; the codes of an account share a salt,
    /// those of two do not.
    old_recovery_codes_work_and_are_hardened,
    site,
    {
        let mut salts = std::collections::BTreeSet::new();
        let mut codes = Vec::new();
        for email in ["b@example.jp", "a@example.jp"] {
            let page = Browser::sign_in(&site, email).await.post(&site, "/account/recovery", &[]).await.body;
            codes = page.split("<code>").skip(1).map(|part| part.split('<').next().unwrap().to_owned()).collect::<Vec<_>>();
            let of = account_of(&site, email).await;
            let own = stored_codes(&site, &of).await;
            let of_these: std::collections::BTreeSet<String> = own.iter().map(|it| it.split('$').nth(4).unwrap().to_owned()).collect();
            assert_eq!((own.len(), of_these.len()), (10, 1));
            assert!(own.iter().all(|it| it.starts_with("$argon2id$v=19$m=19456,t=2,p=1$")), "{own:?}");
            salts.extend(of_these);
        }
        assert_eq!(salts.len(), 2);

        let id = account_of(&site, "a@example.jp").await;
        run(&site, "DELETE FROM recovery_code", params![]).await;
        for code in &codes {
            let digest = secret::digest(&format!("recovery:{id}"), &secret::folded(code));
            run(&site, "INSERT INTO recovery_code (digest, account_id, made_ms) VALUES ($1, $2, 1)", params![digest, &id]).await;
        }
        assert_eq!(Browser::default().post(&site, "/sign-in/recovery", &recovery(&codes[0])).await.to, "/account");
        assert_eq!(engawa_server::people::recovery::harden(&site.site.db).await.unwrap(), 9);
        assert_eq!(engawa_server::people::recovery::harden(&site.site.db).await.unwrap(), 0);
        let stored = stored_codes(&site, &id).await;
        assert!(stored.len() == 9 && stored.iter().all(|it| it.starts_with("$argon2id$")), "{stored:?}");
        assert_eq!(Browser::default().post(&site, "/sign-in/recovery", &recovery(&codes[1])).await.to, "/account");
        for used in &codes[..2] {
            assert_eq!(Browser::default().post(&site, "/sign-in/recovery", &recovery(used)).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        }
        // What is stored opens nothing by itself.
        assert_eq!(Browser::default().post(&site, "/sign-in/recovery", &recovery(&stored[0])).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
);

/// The recovery codes of an account, as they are stored.
async fn stored_codes(site: &TestSite, account: &str) -> Vec<String> {
    let sql = "SELECT digest FROM recovery_code WHERE account_id = $1";
    let rows = site.site.db.all::<(String,)>(Stmt { name: "T", sql }, params![account]).await.unwrap();
    rows.into_iter().map(|(digest,)| digest).collect()
}

/// The fields of the form for a recovery code.
fn recovery(code: &str) -> [(&str, &str); 2] {
    [("recovery_email", "a@example.jp"), ("recovery", code)]
}

story!(
    /// Each device is listed and can be signed out from another; all of them at once too.
    devices_are_ended_from_afar,
    site,
    {
        let (mut here, mut there) = (Browser::sign_in(&site, "a@example.jp").await, Browser::sign_in(&site, "a@example.jp").await);
        let mut other = Browser::sign_in(&site, "b@example.jp").await;
        let id = account_of(&site, "a@example.jp").await;
        let devices = accounts::devices(&site.site.db, &id, now_ms()).await.unwrap();
        assert_eq!(devices.len(), 2);
        let page = here.get(&site, "/account").await.body;
        assert_eq!(page.matches("this device").count(), 1, "{page}");
        let that = page.split("<li class=\"desk-row\"").find(|row| row.contains("name=\"key\"") && !row.contains("this device")).unwrap();
        let key = that.split_once("name=\"key\" value=\"").unwrap().1.split('"').next().unwrap().to_owned();
        other.post(&site, "/account/devices/end", &[("key", &key)]).await;
        assert!(there.is_signed_in(&site).await, "another person's device cannot be ended");
        assert_eq!(here.post(&site, "/account/devices/end", &[("key", &key)]).await.to, "/account?done=1");
        assert!(here.is_signed_in(&site).await && !there.is_signed_in(&site).await);
        let mut again = Browser::sign_in(&site, "a@example.jp").await;
        assert_eq!(here.post(&site, "/account/devices/end-all", &[]).await.to, "/sign-in");
        assert!(!here.is_signed_in(&site).await && !again.is_signed_in(&site).await && other.is_signed_in(&site).await);
    }
);

story!(
    /// A new address is confirmed from its own mailbox; the old one is told; one that is taken stays its holder's.
    an_address_changes_when_it_is_confirmed,
    site,
    {
        let mut here = Browser::sign_in(&site, "old@example.jp").await;
        Browser::sign_in(&site, "taken@example.jp").await;
        let mut mailbox = Browser::default();
        for (new, status) in [("taken@example.jp", StatusCode::CONFLICT), ("new@example.jp", StatusCode::OK)] {
            assert_eq!(here.post(&site, "/account/email", &[("email", new)]).await.to, "/account?done=mail");
            let token = token_of(&last_mail(&site, new).await);
            assert!(here.get(&site, "/account").await.body.contains("old@example.jp"));
            assert_eq!(mailbox.get(&site, &format!("/sign-in/confirm?t={token}")).await.status, StatusCode::OK);
            assert_eq!(mailbox.post(&site, "/sign-in/confirm", &[("t", &token)]).await.status, status);
            assert_eq!(mailbox.post(&site, "/sign-in/confirm", &[("t", &token)]).await.status, StatusCode::GONE);
        }
        assert!(here.get(&site, "/account").await.body.contains("new@example.jp"));
        assert!(mails(&site).await.iter().any(|(to, subject, _)| to == "old@example.jp" && subject.contains("changed")));
        assert_eq!(here.post(&site, "/account/email", &[("email", "nonsense")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(here.post(&site, "/account/name", &[("name", "<b>花</b>")]).await.to, "/account?done=1");
        assert!(here.get(&site, "/account").await.body.contains("&lt;b&gt;花"));
        assert_eq!(here.post(&site, "/account/notices/digest", &[("digest", "weekly")]).await.to, "/account/notices?done=digest");
        assert_eq!(here.post(&site, "/account/notices/digest", &[("digest", "hourly")]).await.status, StatusCode::BAD_REQUEST);
        assert!(here.post(&site, "/account/language", &[("lang", "ja-easy")]).await.to.starts_with("/lang/ja-easy?"));
    }
);

/// Publishes a form of one question.
async fn published(site: &TestSite) {
    let workbook = markdown::read(
        "| survey | | | |
         | | type | name | label |
         | | text | who | お名前 |
         | settings | | | |
         | | form_id | version | form_title |
         | | wish | 1 | 要望 |",
    );
    let definition = xlsform::read(&workbook).unwrap().definition;
    let publish = Publish { definition, source: None, settings: Settings::default(), open: true };
    assert_eq!(site.run(&command(FormCommand::Publish(Box::new(publish)))).await.status, ReceiptStatus::Done);
}

fn command(body: FormCommand) -> Command {
    Command { id: uuid::Uuid::now_v7().to_string(), base_rev: None, body: CommandBody::Forms(body) }
}

fn submit(who: &str) -> Command {
    let mut answers = Answers::default();
    answers.values.insert(AnswerPath("who".into()), who.to_owned());
    command(FormCommand::Submit(Box::new(Submit {
        form_id: "wish".into(),
        version: "1".into(),
        answers,
        attachments: Vec::new(),
        finished_at: None,
        language: String::new(),
        provenance: Provenance::Web,
        corrects: None,
        shared: None,
        paper_id: String::new(),
    })))
}

story!(
    /// What was sent with the account is in it; what was sent before is taken in by its two numbers, into one account only.
    receipts_are_taken_in,
    site,
    {
        published(&site).await;
        let mut here = Browser::sign_in(&site, "a@example.jp").await;
        let before = submit("前の人");
        let receipt = execute(&site.site, &Actor::anonymous(), &before, NOW).await;
        let (number, secret) = (receipt.receipt_no.unwrap(), secret_of(&before.id).unwrap());
        let (status, answers) = site.post_commands(Some(&here.cookie), serde_json::to_string(&[submit("今の人")]).unwrap()).await;
        assert_eq!((status, answers[0]["status"].as_str()), (StatusCode::OK, Some("done")), "{answers}");
        let own = answers[0]["receipt_no"].as_str().unwrap().to_owned();
        let page = here.get(&site, "/account").await.body;
        assert!(page.contains(&own) && !page.contains(&number), "{page}");

        let wrong = here.post(&site, "/account/receipts", &[("receipt_no", &number), ("secret", "AAAA-AAAA-AAAA-AAAA")]).await;
        assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.body.contains("AAAA-AAAA-AAAA-AAAA"), "{}", wrong.body);
        let typed = (number.to_lowercase().replace('-', " "), secret.to_lowercase());
        for _ in 0..2 {
            assert_eq!(here.post(&site, "/account/receipts", &[("receipt_no", &typed.0), ("secret", &typed.1)]).await.to, "/account?done=1");
        }
        assert_eq!(here.get(&site, "/account").await.body.matches(&format!("/forms/receipts/{number}?")).count(), 1, "once, however often it is taken in");
        let mut other = Browser::sign_in(&site, "b@example.jp").await;
        let taken = other.post(&site, "/account/receipts", &[("receipt_no", &number), ("secret", &secret)]).await;
        assert!(taken.body.contains("Another account holds this receipt already."), "{}", taken.body);
        let data: serde_json::Value = serde_json::from_str(&here.get(&site, "/account/export").await.body).unwrap();
        let mut who: Vec<&str> = data["submissions"].as_array().unwrap().iter().map(|it| it["answers"]["values"]["who"].as_str().unwrap()).collect();
        who.sort_unstable();
        assert_eq!(who, ["今の人", "前の人"]);
    }
);

story!(
    /// An account ends whole: nothing personal is left, what was sent stays the city's, and a group is not left without an owner.
    an_account_ends_whole,
    site,
    {
        published(&site).await;
        let mut here = Browser::sign_in(&site, "a@example.jp").await;
        here.post(&site, "/account/recovery", &[]).await;
        site.post_commands(Some(&here.cookie), serde_json::to_string(&[submit("人")]).unwrap()).await;
        let id = account_of(&site, "a@example.jp").await;
        let data: serde_json::Value = serde_json::from_str(&here.get(&site, "/account/export").await.body).unwrap();
        assert_eq!((data["account"]["email"].as_str(), data["account"]["name"].as_str()), (Some("a@example.jp"), Some("見本 花子")));
        assert!(!data.to_string().contains("argon2"));

        assert_eq!(here.post(&site, "/account/end", &[("word", "no")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        let join = "INSERT INTO group_member (group_id, account_id, role, since_ms) VALUES ($1, $2, 'owner', 0)";
        run(&site, join, params!["group-1", &id]).await;
        let refused = here.post(&site, "/account/end", &[("word", "end")]).await;
        assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.body.contains("only owner of group-1"), "{}", refused.body);
        run(&site, join, params!["group-1", "another"]).await;
        let ended = here.post(&site, "/account/end", &[("word", "やめます")]).await;
        assert_eq!(ended.status, StatusCode::OK, "{}", ended.body);
        assert!(!here.is_signed_in(&site).await);

        let row = Stmt { name: "T", sql: "SELECT name, email, password_hash, ended_ms FROM account WHERE id = $1" };
        let (name, email, hash, ended) = site.site.db.first::<(String, String, String, i64)>(row, params![&id]).await.unwrap().unwrap();
        assert_eq!((name.as_str(), email.as_str(), hash.as_str()), ("", "", ""));
        assert!(ended > 0);
        for sql in [
            "SELECT COUNT(*) FROM session WHERE account_id = $1",
            "SELECT COUNT(*) FROM recovery_code WHERE account_id = $1",
            "SELECT COUNT(*) FROM account_receipt WHERE account_id = $1",
            "SELECT COUNT(*) FROM group_member WHERE account_id = $1",
            "SELECT COUNT(*) FROM form_submission WHERE account_id = $1",
        ] {
            let (count,) = site.site.db.first::<(i64,)>(Stmt { name: "T", sql }, params![&id]).await.unwrap().unwrap();
            assert_eq!(count, 0, "{sql}");
        }
        let all = Stmt { name: "T", sql: "SELECT COUNT(*) FROM form_submission" };
        assert_eq!(site.site.db.first::<(i64,)>(all, params![]).await.unwrap(), Some((1,)), "what was sent stays");
        // The address is free again, for a new account.
        Browser::sign_in(&site, "a@example.jp").await;
        assert_ne!(account_of(&site, "a@example.jp").await, id);

        let mut desk = Browser { cookie: site.cookie().await };
        assert_eq!(desk.post(&site, "/account/end", &[("word", "end")]).await.status, StatusCode::UNPROCESSABLE_ENTITY, "staff do not end themselves");
    }
);

story!(
    /// The audit log tells what was done with an account, and holds no address and no name.
    the_audit_log_names_ids,
    site,
    {
        let mut here = Browser::sign_in(&site, "hanako@example.jp").await;
        here.post(&site, "/account/password", &[("password", "a long sentence")]).await;
        here.post(&site, "/sign-in/password", &[("login", "hanako@example.jp"), ("password", "a long sentence")]).await;
        let id = account_of(&site, "hanako@example.jp").await;
        let sql = "SELECT actor, verb, subject, detail, about FROM audit ORDER BY seq";
        let rows = site.site.db.all::<(String, String, String, String, String)>(Stmt { name: "T", sql }, params![]).await.unwrap();
        let verbs: Vec<&str> = rows.iter().map(|row| row.1.as_str()).collect();
        assert_eq!(verbs, ["account.add", "account.set_password", "session.begin"]);
        assert!(rows.iter().all(|row| row.4 == id && row.0 == format!("account:{id}")), "{rows:?}");
        assert!(!format!("{rows:?}").contains("hanako") && !format!("{rows:?}").contains("見本"));
        engawa_server::feed::check_audit(&site.site.db).await.unwrap();
    }
);
