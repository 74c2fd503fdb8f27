//! The counter: acting for a person, the next person, taking it into an account, handing it to another desk.

use crate::common::browser as web;
use crate::common::{NOW, TestSite, listing, save, staff, text};
use axum::body::Body;
use axum::http::{Request, Response, StatusCode, header};
use chrono::Datelike as _;
use engawa_app::command::{Body as CommandBody, Command};
use engawa_app::forms::receipt::folded;
use engawa_app::people::case::{CaseCommand, CasePerson, Channel, Consent, ConsentWay, GuardianPaper, HandedPart, IDLE_MS, KEPT_DAYS, ReferralState};
use engawa_app::people::command::PeopleCommand;
use engawa_app::people::desk::{DeskBody, DeskCommand, DeskKind};
use engawa_core::rights::{Actor, DeskRole};
use engawa_core::{Receipt, ReceiptStatus};
use engawa_server::commands::execute;
use engawa_server::feed::{self, sha256_hex};
use engawa_server::params;
use engawa_server::people::{cases, sql};

fn id() -> String {
    uuid::Uuid::now_v7().to_string()
}

async fn run(site: &TestSite, who: &Actor, command: CaseCommand) -> Receipt {
    run_at(site, who, &id(), command, NOW).await
}

async fn run_at(site: &TestSite, who: &Actor, id: &str, command: CaseCommand, now: i64) -> Receipt {
    let command = Command { id: id.to_owned(), base_rev: None, body: CommandBody::People(PeopleCommand::Case(command)) };
    execute(&site.site, who, &command, now).await
}

fn code(receipt: &Receipt) -> String {
    receipt.problems.first().map(|it| format!("{}:{}", it.path, it.code)).unwrap_or_default()
}

async fn opened(site: &TestSite) -> String {
    let case = id();
    let open = CaseCommand::Open { case: case.clone(), desk: "main".into(), channel: Channel::Counter, topic: "ごみの相談".into() };
    assert_eq!(run_at(site, &staff(), &case, open, NOW).await.status, ReceiptStatus::Done);
    case
}

async fn welfare(site: &TestSite) -> Actor {
    let save = DeskCommand::Save { desk: "welfare".into(), kind: DeskKind::Department, name: "福祉課".into(), body: DeskBody::default() };
    let command = Command { id: id(), base_rev: None, body: CommandBody::People(PeopleCommand::Desk(save)) };
    assert_eq!(execute(&site.site, &Actor::system(), &command, NOW).await.status, ReceiptStatus::Done);
    Actor { desks: vec![("welfare".into(), DeskRole::Staff)], ..Actor::staff("w", "w", "福祉") }
}

async fn audit(site: &TestSite) -> Vec<(String, String, String)> {
    let rows = site.site.db.all::<(i64, i64, String, String, String, String)>(feed::sql::RECENT_AUDIT, params![1_000_i64]).await.unwrap();
    rows.into_iter().map(|(_, _, _, verb, subject, detail)| (verb, subject, detail)).collect()
}

async fn coded(site: &TestSite, case: &str, code: &str) {
    let set = CaseCommand::SetCode { case: case.into(), digest: sha256_hex(folded(code).as_bytes()) };
    assert_eq!(run(site, &staff(), set).await.status, ReceiptStatus::Done);
}

/// Somebody of staff at a browser that keeps its cookie.
struct Browser<'a> {
    site: &'a TestSite,
    cookie: String,
    /// The case that the forms of the open page name; empty: none.
    case: String,
}

impl<'a> Browser<'a> {
    fn of(site: &'a TestSite, cookie: String) -> Self {
        Self { site, cookie, case: String::new() }
    }

    async fn send(&mut self, method: &str, path: &str, form: &str) -> Response<Body> {
        let named = if method == "POST" && !self.case.is_empty() { format!("?case={}", self.case) } else { String::new() };
        let request = Request::builder()
            .method(method)
            .uri(format!("{path}{named}"))
            .header(header::HOST, "test.localhost")
            .header(header::COOKIE, format!("{}; lang=en", self.cookie))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let response = self.site.send(request.body(Body::from(form.to_owned())).unwrap()).await;
        if let Some(cookie) = response.headers().get(header::SET_COOKIE) {
            self.cookie = cookie.to_str().unwrap().split(';').next().unwrap().to_owned();
        }
        response
    }

    async fn page(&mut self, path: &str) -> String {
        let response = self.send("GET", path, "").await;
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        text(response).await
    }

    /// Posts a form and gives where it leads.
    async fn post(&mut self, path: &str, form: &str) -> String {
        let response = self.send("POST", path, &format!("command={}&{form}", id())).await;
        assert_eq!(response.status(), StatusCode::SEE_OTHER, "{path}");
        response.headers()[header::LOCATION].to_str().unwrap().to_owned()
    }

    async fn open(&mut self) -> String {
        let at = self.post("/staff/counter", "desk=main&channel=counter&topic=waste").await;
        self.case = at.strip_prefix("/staff/counter/").unwrap().to_owned();
        at
    }
}

story!(
    /// The next person's pages hold nothing of the last: no name, number, note, receipt or case, under a new session id.
    nothing_is_carried_over,
    site,
    {
        let cookie = site.cookie().await;
        let mut browser = Browser::of(&site, cookie);
        let before = browser.cookie.clone();
        let first = browser.open().await;
        assert_ne!(browser.cookie, before, "a case begins under a new session id");
        browser.post(&format!("{first}/person"), "name=Hanako+Himitsu&phone=0422-11-2222").await;
        browser.post(&format!("{first}/note"), "words=walks+with+a+stick").await;
        let event = listing("代わりに確認");
        assert_eq!(site.publish(&event).await.status, ReceiptStatus::Done);
        browser.post(&format!("/staff/listings/{}/confirm", event.id), "").await;
        let page = browser.page(&first).await.replace("<!>", "");
        for shown in ["Hanako Himitsu", "0422-11-2222", "walks with a stick", "A listing was confirmed", "case-band"] {
            assert!(page.contains(shown), "{shown}\n{page}");
        }
        assert!(browser.page("/staff/forms").await.contains("Acting for Hanako Himitsu"));
        let slip = text(browser.send("POST", &format!("{first}/slip"), "").await).await;
        let number = cases::one(&site.site.db, first.rsplit('/').next().unwrap()).await.unwrap().unwrap().case_no;
        assert!(slip.contains(&number) && slip.contains("account/cases"), "{slip}");

        let during = browser.cookie.clone();
        let response = browser.send("POST", &format!("{first}/close"), &format!("command={}", id())).await;
        assert_eq!(response.status(), StatusCode::SEE_OTHER);
        assert_eq!(response.headers()["clear-site-data"], "\"cache\"");
        assert_eq!(response.headers()[header::CACHE_CONTROL], "no-store");
        assert_ne!(browser.cookie, during, "a case ends under a new session id");

        let second = browser.open().await;
        assert_ne!(second, first);
        for path in [second.as_str(), &format!("{second}/refer"), "/staff", "/staff/forms", "/staff/today", "/staff/listings/new?kind=event"] {
            let page = browser.page(path).await;
            for gone in ["Himitsu", "0422-11-2222", "walks with", &number, first.rsplit('/').next().unwrap()] {
                assert!(!page.contains(gone), "{path}: {gone}\n{page}");
            }
        }
        // The old session id is worth nothing.
        let mut old = Browser::of(&site, during);
        assert_eq!(old.send("GET", "/staff/counter", "").await.status(), StatusCode::SEE_OTHER);
        // A second person is not mixed into an open case.
        assert_eq!(browser.open().await, second);
    }
);

/// What was done in the case at an address.
async fn items_of(site: &TestSite, at: &str) -> Vec<String> {
    let items = cases::items(&site.site.db, at.rsplit('/').next().unwrap()).await.unwrap();
    items.into_iter().map(|item| item.verb).collect()
}

story!(
    /// A page that was opened for one person does nothing for the next, nor for nobody; nothing is sent, and the page says so.
    a_page_of_the_last_person_does_nothing_for_the_next,
    site,
    {
        let cookie = site.cookie().await;
        let mut browser = Browser::of(&site, cookie);
        let event = listing("代わりに確認");
        assert_eq!(site.publish(&event).await.status, ReceiptStatus::Done);
        let confirm = format!("/staff/listings/{}/confirm", event.id);
        // Opened before there was a case.
        let before = Browser::of(&site, browser.cookie.clone());
        let first = browser.open().await;
        let page = browser.page("/staff/listings/new?kind=event").await;
        let forms: Vec<&str> = page.split("<form ").skip(1).filter_map(|form| form.split('>').next()).filter(|tag| tag.contains("\"post\"")).collect();
        assert!(forms.len() > 2 && forms.iter().all(|tag| tag.contains(&format!("case={}", browser.case))), "{forms:?}");
        let mut early = Browser { cookie: browser.cookie.clone(), ..before };
        let mut late = Browser { site: &site, cookie: String::new(), case: browser.case.clone() };
        let refused = early.send("POST", &confirm, &format!("command={}", id())).await;
        assert_eq!(refused.status(), StatusCode::CONFLICT);
        browser.post(&format!("{first}/close"), "").await;
        late.cookie.clone_from(&browser.cookie);
        let nobody = late.send("POST", &confirm, &format!("command={}", id())).await;
        assert_eq!(nobody.status(), StatusCode::CONFLICT);

        let second = browser.open().await;
        late.cookie.clone_from(&browser.cookie);
        let refused = late.send("POST", &confirm, &format!("command={}", id())).await;
        assert_eq!(refused.status(), StatusCode::CONFLICT);
        let page = text(refused).await;
        assert!(page.contains("Nothing was sent") && page.contains("case-band"), "{page}");
        assert!(items_of(&site, &first).await.is_empty() && items_of(&site, &second).await.is_empty());
        browser.post(&confirm, "").await;
        assert_eq!(items_of(&site, &second).await, ["listing.confirm"]);
    }
);

story!(
    /// What an outbox sends late is nobody's case; a program says for which one it sends, and is refused if that one is not open.
    an_outbox_sends_into_no_case,
    site,
    {
        let cookie = site.cookie().await;
        let mut browser = Browser::of(&site, cookie);
        let at = browser.open().await;
        let send = async |browser: &Browser<'_>, case: Option<&str>| {
            let mut request = Request::post("/api/v1/commands")
                .header(header::HOST, "test.localhost")
                .header(header::COOKIE, &browser.cookie)
                .header(header::CONTENT_TYPE, "application/json");
            if let Some(case) = case {
                request = request.header("x-engawa-case", case);
            }
            let body = serde_json::to_string(&[save(&listing("あとで"), None)]).unwrap();
            browser.site.send(request.body(Body::from(body)).unwrap()).await.status()
        };
        assert_eq!(send(&browser, None).await, StatusCode::OK);
        assert!(items_of(&site, &at).await.is_empty());
        assert_eq!(send(&browser, Some("another")).await, StatusCode::CONFLICT);
        let case = browser.case.clone();
        assert_eq!(send(&browser, Some(&case)).await, StatusCode::OK);
        assert_eq!(items_of(&site, &at).await, ["listing.save"]);
    }
);

story!(
    /// While a case is open, forms are filled in on pages of the server, and pages of everybody run no scripts: no draft is left in the browser.
    nothing_is_begun_in_the_browsers_store,
    site,
    {
        let cookie = site.cookie().await;
        let mut browser = Browser::of(&site, cookie);
        let policy = |response: &Response<Body>| response.headers()[header::CONTENT_SECURITY_POLICY].to_str().unwrap().to_owned();
        assert!(policy(&browser.send("GET", "/listings", "").await).contains("script-src 'self'"));
        assert_eq!(browser.send("GET", "/forms", "").await.status(), StatusCode::OK);
        browser.open().await;
        for (path, to) in [
            ("/forms", "/staff/forms"),
            ("/forms/opinion_box", "/staff/forms/opinion_box/intake"),
            ("/forms/opinion_box/begin", "/staff/forms/opinion_box/intake"),
            ("/forms/opinion_box/plain", "/staff/forms/opinion_box/intake"),
        ] {
            let response = browser.send("GET", path, "").await;
            assert_eq!((response.status(), response.headers()[header::LOCATION].to_str().unwrap()), (StatusCode::SEE_OTHER, to), "{path}");
        }
        for path in ["/", "/listings", "/write", "/drafts"] {
            let response = browser.send("GET", path, "").await;
            assert_eq!(response.status(), StatusCode::OK, "{path}");
            assert!(policy(&response).contains("script-src 'none'"), "{path}");
        }
        assert!(policy(&browser.send("GET", "/field", "").await).contains("script-src 'self'"), "what staff carry along is their own");
    }
);

story!(
    /// Every act in a case stands in it and in the audit log as done for it; nothing does once it is over.
    acts_on_behalf_are_logged,
    site,
    {
        let case = opened(&site).await;
        let on_behalf = Actor { case: Some(case.clone()), ..staff() };
        let command = save(&listing("代わりに"), None);
        let receipt = execute(&site.site, &on_behalf, &command, NOW).await;
        assert_eq!(execute(&site.site, &on_behalf, &command, NOW).await, receipt);
        let items = cases::items(&site.site.db, &case).await.unwrap();
        assert_eq!(items.len(), 1, "sent twice, done once");
        assert_eq!((items[0].verb.as_str(), Some(&items[0].receipt_no)), ("listing.save", receipt.receipt_no.as_ref()));
        assert!(audit(&site).await.iter().any(|(verb, _, detail)| verb == "listing.save" && detail.contains(&case)));

        let late = save(&listing("おそい"), None);
        assert_eq!(execute(&site.site, &on_behalf, &late, NOW + IDLE_MS).await.status, ReceiptStatus::Done);
        assert_eq!(cases::items(&site.site.db, &case).await.unwrap().len(), 1);
        assert!(cases::keep_open(&site.site.db, &case, NOW + IDLE_MS).await.unwrap().is_none());
        let closed = cases::one(&site.site.db, &case).await.unwrap().unwrap();
        assert_eq!((closed.closed_at, closed.delete_at), (NOW + IDLE_MS, NOW + IDLE_MS + KEPT_DAYS * 24 * 60 * 60 * 1000));
        assert!(audit(&site).await.iter().any(|(verb, subject, _)| verb == "case.close_idle" && *subject == case));
        assert!(feed::check_audit(&site.site.db).await.unwrap() > 3);
    }
);

story!(
    /// With the code of the slip a person takes a case into one account, as often as they like, and it is there once.
    a_case_is_collected_once,
    site,
    {
        let case = opened(&site).await;
        let on_behalf = Actor { case: Some(case.clone()), ..staff() };
        assert_eq!(execute(&site.site, &on_behalf, &save(&listing("一"), None), NOW).await.status, ReceiptStatus::Done);
        coded(&site, &case, "AAAA-BBBB-CCCC-DDDD").await;
        let (own, other) = (Actor::resident("r1", "本人"), Actor::resident("r2", "他人"));
        let collect = |typed: &str| CaseCommand::Collect { code: typed.into() };
        assert_eq!(code(&run(&site, &Actor::anonymous(), collect("AAAA-BBBB-CCCC-DDDD")).await), ":forbidden");
        assert_eq!(code(&run(&site, &own, collect("AAAA-BBBB-CCCC-DDDE")).await), "code:case_code_unknown");
        assert_eq!(code(&run(&site, &own, collect("")).await), "code:case_code_unknown");
        assert_eq!(run(&site, &own, collect("aaaabbbb ccccdddd")).await.status, ReceiptStatus::Done);
        assert_eq!(execute(&site.site, &on_behalf, &save(&listing("二"), None), NOW).await.status, ReceiptStatus::Done);
        assert_eq!(run(&site, &own, collect("AAAA-BBBB-CCCC-DDDD")).await.status, ReceiptStatus::Done);
        assert_eq!(code(&run(&site, &other, collect("AAAA-BBBB-CCCC-DDDD")).await), "code:case_taken");
        let held = site.site.db.all::<(String,)>(RECEIPTS, params!["r1"]).await.unwrap();
        assert_eq!(held.len(), 2, "what came later is merged, what was there is not doubled");
        assert!(site.site.db.all::<(String,)>(RECEIPTS, params!["r2"]).await.unwrap().is_empty());
        assert_eq!(cases::of_account(&site.site.db, "r1").await.unwrap().len(), 1);
        // A slip that was printed again makes the one before worthless.
        coded(&site, &case, "ZZZZ-ZZZZ-ZZZZ-ZZZZ").await;
        assert_eq!(code(&run(&site, &own, collect("AAAA-BBBB-CCCC-DDDD")).await), "code:case_code_unknown");
        assert!(audit(&site).await.iter().all(|(_, subject, detail)| !subject.contains("BBBB") && !detail.contains("BBBB")));
    }
);

/// What an account holds.
const RECEIPTS: engawa_server::db::Stmt =
    engawa_server::db::Stmt { name: "RECEIPTS", sql: "SELECT command_id FROM account_receipt WHERE account_id = $1 ORDER BY command_id" };

fn refer(case: &str, parts: &[HandedPart]) -> CaseCommand {
    let consent = Consent { way: ConsentWay::Said, words: "福祉課に伝えてよいです".into(), on: "2026-11-20".parse().unwrap() };
    CaseCommand::Refer { case: case.into(), to: "welfare".into(), parts: parts.to_vec(), consent }
}

story!(
    /// The other desk reads what the person agreed to and nothing more, while they agree; each look stands in the log.
    a_referral_hands_over_what_was_agreed_to,
    site,
    {
        let there = welfare(&site).await;
        let case = opened(&site).await;
        let person = CasePerson { name: "山田花子".into(), phone: "0422-11-2222".into() };
        assert_eq!(run(&site, &staff(), CaseCommand::SetPerson { case: case.clone(), person }).await.status, ReceiptStatus::Done);
        assert_eq!(run(&site, &staff(), CaseCommand::Note { case: case.clone(), words: "ひみつのメモ".into() }).await.status, ReceiptStatus::Done);
        // Another desk can do nothing to a case.
        for command in [
            CaseCommand::Note { case: case.clone(), words: "x".into() },
            CaseCommand::Close { case: case.clone(), follow_on: None },
            refer(&case, &[HandedPart::Name]),
        ] {
            assert_eq!(code(&run(&site, &there, command).await), ":forbidden");
        }
        assert_eq!(code(&run(&site, &staff(), refer(&case, &[])).await), "parts:nothing_handed_over");
        let referral = id();
        let sent = run_at(&site, &staff(), &referral, refer(&case, &[HandedPart::Name, HandedPart::Topic]), NOW).await;
        assert_eq!(sent.status, ReceiptStatus::Done, "{sent:?}");
        let stored = cases::referral(&site.site.db, &referral).await.unwrap().unwrap();
        assert_eq!(stored.handed.name, "山田花子");
        assert_eq!(stored.handed.topic, "ごみの相談");
        assert!(stored.handed.phone.is_empty() && stored.handed.notes.is_empty() && stored.handed.items.is_empty());

        let take = || CaseCommand::TakeReferral { referral: referral.clone() };
        assert_eq!(code(&run(&site, &staff(), take()).await), ":forbidden");
        assert_eq!(run(&site, &there, take()).await.status, ReceiptStatus::Done);
        assert_eq!(code(&run(&site, &there, take()).await), "state:referral_state");

        // Staff of the main desk sent it, so they may look; the look is logged.
        let cookie = site.cookie().await;
        let mut browser = Browser::of(&site, cookie);
        let at = format!("/staff/referrals/{referral}");
        assert!(browser.page(&at).await.contains("山田花子"));
        assert!(audit(&site).await.iter().any(|(verb, subject, _)| verb == "read.referral" && *subject == referral));
        assert!(browser.page(&format!("/staff/counter/{case}")).await.contains("ひみつのメモ"));
        assert!(audit(&site).await.iter().any(|(verb, subject, _)| verb == "read.case" && *subject == case));

        // The person takes their consent back at either desk.
        browser.post(&format!("{at}/withdraw"), "").await;
        let page = browser.page(&at).await;
        assert!(!page.contains("山田花子") && page.contains("consent withdrawn"), "{page}");
        let gone = cases::referral(&site.site.db, &referral).await.unwrap().unwrap();
        assert_eq!((gone.state, gone.handed), (ReferralState::Withdrawn, engawa_app::people::case::Handed::default()));
        assert_eq!(code(&run(&site, &there, take()).await), "state:referral_state");
    }
);

story!(
    /// A year after a case was closed nobody can read who it was, what about, or what was handed over.
    a_person_is_forgotten,
    site,
    {
        let there = welfare(&site).await;
        let case = opened(&site).await;
        let person = CasePerson { name: "山田花子".into(), phone: String::new() };
        assert_eq!(run(&site, &staff(), CaseCommand::SetPerson { case: case.clone(), person }).await.status, ReceiptStatus::Done);
        assert_eq!(run(&site, &staff(), CaseCommand::Note { case: case.clone(), words: "メモ".into() }).await.status, ReceiptStatus::Done);
        let referral = id();
        assert_eq!(run_at(&site, &staff(), &referral, refer(&case, HandedPart::ALL), NOW).await.status, ReceiptStatus::Done);
        let past = CaseCommand::Close { case: case.clone(), follow_on: "2026-11-19".parse().ok() };
        assert_eq!(code(&run(&site, &staff(), past).await), "follow_on:follow_in_past");
        let close = CaseCommand::Close { case: case.clone(), follow_on: "2026-11-20".parse().ok() };
        assert_eq!(run(&site, &staff(), close).await.status, ReceiptStatus::Done);
        assert_eq!(cases::due(&site.site.db, "main", "2026-11-20").await.unwrap().len(), 1);

        let over = NOW + KEPT_DAYS * 24 * 60 * 60 * 1000;
        assert_eq!(cases::tidy(&site.site, over - 1).await.unwrap(), (0, 0));
        assert_eq!(cases::tidy(&site.site, over).await.unwrap(), (0, 1));
        assert_eq!(cases::tidy(&site.site, over).await.unwrap(), (0, 0));
        let left = cases::one(&site.site.db, &case).await.unwrap().unwrap();
        assert_eq!((left.person, left.topic.as_str()), (CasePerson::default(), ""));
        assert!(cases::items(&site.site.db, &case).await.unwrap().iter().all(|item| item.note.is_empty()));
        let referred = cases::referral(&site.site.db, &referral).await.unwrap().unwrap();
        assert_eq!(referred.handed, engawa_app::people::case::Handed::default());
        assert_eq!((referred.consent.words.as_str(), referred.consent.way), ("", ConsentWay::Said), "that they agreed, and not in which words");
        assert_eq!(referred.consent.on, "2026-11-20".parse().unwrap());
        assert!(there.is_staff());
    }
);

story!(
    /// What waits is counted at one's own desks; what one was told is read once.
    today_counts_what_is_theirs,
    site,
    {
        let there = welfare(&site).await;
        let case = opened(&site).await;
        // Somebody works at the welfare desk, so that somebody is told.
        let mut tx = site.site.db.begin().await.unwrap();
        tx.run(sql::ADD, params!["w", "w", "福祉", "staff", "x", NOW]).await.unwrap();
        tx.run(sql::ADD_DESK_MEMBER, params!["welfare", "w", "staff", NOW]).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(run(&site, &staff(), refer(&case, &[HandedPart::Topic])).await.status, ReceiptStatus::Done);
        let days = cases::today::Days { today: "2026-11-20", renew_by: "2027-01-19", stale_before: "2025-10-20" };
        let theirs = cases::today::count(&site.site.db, &there, days).await.unwrap();
        let ours = cases::today::count(&site.site.db, &staff(), days).await.unwrap();
        assert_eq!((theirs.referrals, ours.referrals), (Some(1), Some(0)));
        let resident = cases::today::count(&site.site.db, &Actor::resident("r", "r"), days).await.unwrap();
        assert_eq!(resident, cases::today::Todo::default());
        let told = cases::today::notices(&site.site.db, "w").await.unwrap();
        assert_eq!(told.iter().map(|row| row.1.as_str()).collect::<Vec<_>>(), ["case_referred"]);
        cases::today::see(&site.site.db, "somebody else", &told[0].0, NOW).await.unwrap();
        assert_eq!(cases::today::notices(&site.site.db, "w").await.unwrap().len(), 1);
        cases::today::see(&site.site.db, "w", &told[0].0, NOW).await.unwrap();
        assert!(cases::today::notices(&site.site.db, "w").await.unwrap().is_empty());

        let cookie = site.cookie().await;
        let mut browser = Browser::of(&site, cookie);
        assert!(browser.page("/staff/today").await.contains("Referrals to your desks"));
        assert!(browser.page("/account/cases?code=ABCD").await.contains("ABCD"));
    }
);

story!(
    /// A guardian who has no mailbox comes with a signed paper: staff record who, when and where it is kept, and the account is used from then on.
    a_guardian_agrees_on_paper,
    site,
    {
        let mut child = web::Browser::default();
        child.post(&site, "/sign-in", &[("email", "child@example.jp")]).await;
        child.post(&site, "/sign-in/link", &[("t", &web::token_of(&web::last_mail(&site, "child@example.jp").await))]).await;
        let born = (engawa_server::clock::today().year() - 10).to_string();
        let said = [("name", "太郎"), ("of_age", "no"), ("born_year", born.as_str()), ("guardian", "oya@example.jp")];
        child.post(&site, "/sign-in/welcome", &said).await;
        assert_eq!(child.get(&site, "/account").await.to, "/sign-in/waiting");
        let token = web::token_of(&web::last_mail(&site, "oya@example.jp").await);
        let account = web::account_of(&site, "child@example.jp").await;
        let mut tx = site.site.db.begin().await.unwrap();
        assert_eq!(tx.run(sql::STILL_UNANSWERED, params![&account]).await.unwrap(), 1);
        tx.commit().await.unwrap();
        assert!(child.get(&site, "/sign-in/waiting").await.body.contains("signed paper"), "who waits is told that a paper will do");

        let mut desk = Browser::of(&site, site.cookie().await);
        let case = desk.open().await;
        assert!(desk.page(&case).await.contains("consent on paper"));
        let path = format!("{case}/consent");
        for (form, wrong) in [
            ("email=child%40example.jp&guardian=&signed_on=2020-01-01&kept=folder+3", "f-guardian-error"),
            ("email=child%40example.jp&guardian=Oya+Hanako&signed_on=&kept=folder+3", "f-signed_on-error"),
            ("email=child%40example.jp&guardian=Oya+Hanako&signed_on=2999-01-01&kept=folder+3", "f-signed_on-error"),
            ("email=child%40example.jp&guardian=Oya+Hanako&signed_on=2020-01-01&kept=", "f-kept-error"),
            ("email=nobody%40example.jp&guardian=Oya+Hanako&signed_on=2020-01-01&kept=folder+3", "f-email-error"),
            ("email=nobody&guardian=Oya+Hanako&signed_on=2020-01-01&kept=folder+3", "f-email-error"),
        ] {
            let response = desk.send("POST", &path, &format!("command={}&{form}", id())).await;
            assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY, "{form}");
            let page = text(response).await;
            assert!(page.contains(wrong) && page.contains("folder 3") == form.contains("folder"), "{form}: {page}");
        }
        assert_eq!(child.get(&site, "/account").await.to, "/sign-in/waiting", "what was refused changed nothing");

        // In the address as somebody writes it by hand.
        let good = "email=Child%40Example.jp&guardian=Oya+Hanako&signed_on=2020-01-01&kept=folder+3";
        assert_eq!(desk.post(&path, good).await, format!("{case}?done=1"));
        assert!(child.is_signed_in(&site).await);
        let mut tx = site.site.db.begin().await.unwrap();
        assert_eq!(tx.run(sql::STILL_UNANSWERED, params![&account]).await.unwrap(), 0, "what ends unanswered accounts finds that it was answered");
        tx.commit().await.unwrap();
        assert!(web::last_mail(&site, "child@example.jp").await.contains("agreed on paper"));
        assert!(desk.page(&case).await.contains("Recorded a guardian"));
        // The link in the mail is over, and there is nothing to record twice.
        assert_eq!(web::Browser::default().post(&site, "/sign-in/guardian", &[("t", &token)]).await.status, StatusCode::GONE);
        let again = desk.send("POST", &path, &format!("command={}&{good}", id())).await;
        assert_eq!(again.status(), StatusCode::UNPROCESSABLE_ENTITY);

        let rows = audit(&site).await;
        let of = |verb: &str| rows.iter().filter(|row| row.0 == verb).collect::<Vec<_>>();
        let (consent, record) = (of("account.consent"), of("guardian.consent"));
        assert_eq!((consent.len(), consent[0].1.as_str(), consent[0].2.as_str()), (1, account.as_str(), "paper"));
        assert_eq!((record.len(), Some(record[0].1.as_str())), (1, case.rsplit('/').next()));
        assert!(rows.iter().all(|(_, subject, detail)| ![subject, detail].iter().any(|it| it.contains("Hanako") || it.contains("folder"))));
        // Whose it is reads what is kept of it, and it goes with the account.
        let export = child.get(&site, "/account/export").await.body;
        assert!(export.contains("\"kept\"") && export.contains("folder 3") && export.contains("Oya Hanako"), "{export}");
        assert_eq!(child.post(&site, "/account/end", &[("word", "end")]).await.status, StatusCode::OK);
        let left = engawa_server::db::Stmt { name: "T", sql: "SELECT guardian_paper FROM account WHERE id = $1" };
        assert_eq!(site.site.db.first::<(String,)>(left, params![&account]).await.unwrap(), Some((String::new(),)));
        // It is staff of a desk who see papers, and nobody else.
        let paper = GuardianPaper { name: "親".into(), signed_on: "2020-01-01".parse().unwrap(), kept: "綴り".into() };
        let command = || CaseCommand::GuardianConsent { case: id(), code: String::new(), email: "child@example.jp".into(), paper: paper.clone() };
        for who in [Actor::anonymous(), Actor::resident("r1", "本人")] {
            assert_eq!(code(&run(&site, &who, command()).await), ":forbidden");
        }
    }
);

story!(
    /// The code on the paper says whose it is: the desk types it, and the account is used from then on; each paper serves once.
    the_code_on_a_paper_opens_the_account,
    site,
    {
        let mut child = web::Browser::default();
        child.post(&site, "/sign-in", &[("email", "child@example.jp")]).await;
        child.post(&site, "/sign-in/link", &[("t", &web::token_of(&web::last_mail(&site, "child@example.jp").await))]).await;
        let born = (engawa_server::clock::today().year() - 10).to_string();
        let said = [("name", "太郎"), ("of_age", "no"), ("born_year", born.as_str()), ("way", "paper")];
        child.post(&site, "/sign-in/welcome", &said).await;
        let mut codes = Vec::new();
        for _ in 0..2 {
            let paper = child.post(&site, "/sign-in/paper", &[]).await.body;
            let strong = paper.split_once("paper-table").unwrap().1.split_once("<strong>").unwrap().1.split_once("</strong>").unwrap().0;
            assert!(strong.len() == 9 && strong.as_bytes()[4] == b'-', "{strong}: {paper}");
            codes.push(strong.to_owned());
        }

        let mut desk = Browser::of(&site, site.cookie().await);
        let case = desk.open().await;
        assert!(desk.page(&case).await.contains("href=\"/sign-in/paper\""), "who cannot print gets a paper here");
        let path = format!("{case}/consent");
        let rest = "guardian=Oya+Hanako&signed_on=2020-01-01&kept=folder+3";
        for (fields, wrong) in [("code=AAAA-0000&email=", "f-code-error"), ("code=&email=", "f-code-error"), ("code=&email=child", "f-email-error")] {
            let response = desk.send("POST", &path, &format!("command={}&{fields}&{rest}", id())).await;
            assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY, "{fields}");
            let page = text(response).await;
            assert!(page.contains(wrong), "{fields}: {page}");
        }
        assert_eq!(child.get(&site, "/account").await.to, "/sign-in/waiting", "what was refused changed nothing");
        // The older of two papers was signed; typed as somebody types it.
        let typed = codes[0].to_lowercase().replace('-', "+");
        assert_eq!(desk.post(&path, &format!("code={typed}&email=&{rest}")).await, format!("{case}?done=1"));
        assert!(child.is_signed_in(&site).await);
        assert!(web::last_mail(&site, "child@example.jp").await.contains("agreed on paper"));
        for code in &codes {
            let again = desk.send("POST", &path, &format!("command={}&code={code}&{rest}", id())).await;
            assert_eq!(again.status(), StatusCode::UNPROCESSABLE_ENTITY, "each paper serves once");
        }
        assert!(audit(&site).await.iter().all(|(_, subject, detail)| codes.iter().all(|code| !subject.contains(code) && !detail.contains(code))));
    }
);
