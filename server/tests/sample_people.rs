//! The people of the sample city: what they did is there once, goes no other way than everybody's, and is marked as made up.

use crate::common::TestSite;
use engawa_app::listings::State;
use engawa_app::people::case::ReferralState;
use engawa_app::people::group::{ClaimState, RegistrationClass, RegistrationState, Trust};
use engawa_app::people::inquiry::InquiryState;
use engawa_core::feed::Scope;
use engawa_core::rights::{DeskRole, GroupRole};
use engawa_core::time::jst_date;
use engawa_server::clock::now_ms;
use engawa_server::db::Stmt;
use engawa_server::listings::moderation::{sql as moderation_sql, waiting, words};
use engawa_server::listings::{self, one};
use engawa_server::params;
use engawa_server::people::groups::read;
use engawa_server::people::{self, actor, cases, desks, passwords};
use engawa_server::sample::made_up::{self, id};
use engawa_server::sample::people::{Made, make};
use engawa_server::{audit, feed};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

const ACCOUNTS: Stmt = Stmt { name: "ACCOUNTS", sql: "SELECT id, login, name, role, email, password_hash FROM account ORDER BY email, login" };
const CASES: Stmt = Stmt { name: "CASES", sql: "SELECT id, desk_id, topic, closed_ms FROM desk_case ORDER BY desk_id, closed_ms" };
/// An open report: id, listing, reason, words, contact, when, title and state of the listing.
type Report = (String, String, String, String, String, i64, String, String);

const PASSWORD: &str = "correct horse battery";

fn sample() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("sample")
}

/// Everything that everybody can read: collection and id, with the body.
async fn public(site: &TestSite) -> BTreeMap<(String, String), String> {
    let mut found = BTreeMap::new();
    let mut since = 0;
    loop {
        let page = feed::page(&site.site.db, "e", &Scope::Public, since, 1_000).await.unwrap();
        for record in page.records {
            found.insert((record.collection, record.id), record.body.unwrap_or_default());
        }
        if !page.more {
            return found;
        }
        since = page.cursor;
    }
}

/// What changes with every write: the newest revision, and the last row of the audit log.
async fn marks(site: &TestSite) -> (u64, usize) {
    (feed::last_rev(&site.site.db).await.unwrap(), feed::check_audit(&site.site.db).await.unwrap())
}

story!(
    /// Each is done, by a command, and nothing of it can be read by everybody; again changes nothing.
    the_sample_people_are_made_once,
    site,
    {
        made_up::put(&site.site, &sample(), "mihon").await.unwrap();
        let before = public(&site).await;
        let now = now_ms();
        let made = Made { accounts: 12, acts: 56 };
        assert_eq!(make(&site.site, &sample(), "mihon", now).await.unwrap(), made);
        let first = marks(&site).await;
        assert!(first.1 > made.acts, "every command is in the audit log, whose rows follow from each other");
        assert_eq!(make(&site.site, &sample(), "mihon", now).await.unwrap(), made);
        assert_eq!(marks(&site).await, first, "the second time");
        // Tomorrow all dates are others.
        assert_eq!(make(&site.site, &sample(), "mihon", now + 24 * 60 * 60 * 1000).await.unwrap(), made);
        assert_eq!(marks(&site).await, first, "on another day");
        assert_eq!(public(&site).await, before, "the people's room is not in the public feed, and no page of the city changed");

        let accounts = site.site.db.all::<(String, String, String, String, String, String)>(ACCOUNTS, params![]).await.unwrap();
        assert_eq!(accounts.len(), made.accounts);
        for (_, login, name, role, email, password) in &accounts {
            assert!(name.contains("架空"), "{login} is not marked");
            assert_eq!(password, "", "nobody knows a password of {login}");
            assert_eq!(email.ends_with("@mihon.example"), role == "resident", "{login} {email}");
        }
    }
);

story!(
    /// Desks, groups in each state, what waits, came back and is planned, a report, words, cases.
    the_sample_people_show_the_whole_room,
    site,
    {
        let db = &site.site.db;
        made_up::put(&site.site, &sample(), "mihon").await.unwrap();
        make(&site.site, &sample(), "mihon", now_ms()).await.unwrap();
        let mihon = |key: &str| id("mihon", key);

        let mut found: Vec<String> = desks::every(db).await.unwrap().into_iter().map(|desk| desk.id).collect();
        found.sort();
        assert_eq!(found, ["centre", "international", "library", "main", "welfare"]);
        let mut officers: Vec<(String, DeskRole)> = desks::officers(db).await.unwrap().into_iter().map(|(desk, _, role)| (desk, role)).collect();
        officers.sort();
        let roles = [DeskRole::Lead, DeskRole::Staff, DeskRole::Reader, DeskRole::Staff, DeskRole::Staff];
        assert_eq!(officers, found.into_iter().zip(roles).collect::<Vec<_>>());

        let today = jst_date(now_ms());
        for (key, state, class, trust, left, members) in [
            ("g-wind", RegistrationState::Registered, RegistrationClass::Full, Trust::Trusted, 500, vec![GroupRole::Owner, GroupRole::Accountant]),
            ("g-page", RegistrationState::Registered, RegistrationClass::General, Trust::New, 700, vec![GroupRole::Owner, GroupRole::Editor]),
            ("g-shirakabe", RegistrationState::Registered, RegistrationClass::General, Trust::New, 40, vec![GroupRole::Owner]),
            ("g-kamishibai", RegistrationState::Lapsed, RegistrationClass::General, Trust::New, -40, vec![GroupRole::Owner]),
        ] {
            let it = read::registration(db, &mihon(key)).await.unwrap().unwrap();
            assert_eq!((it.state, it.class, it.trust), (state, class, trust), "{key}");
            assert_eq!(it.valid_until.map(|day| (day - today).num_days()), Some(left), "{key}");
            let roles: Vec<GroupRole> = read::members(db, &mihon(key)).await.unwrap().into_iter().map(|it| it.role).collect();
            assert_eq!(roles, members, "{key}");
        }
        let claims = read::claims(db, &mihon("g-arukou")).await.unwrap();
        assert_eq!(claims.iter().map(|it| it.state).collect::<Vec<_>>(), [ClaimState::Asked]);

        for (key, returned) in [("people-fair", Some(false)), ("people-night", Some(true)), ("people-summer", None)] {
            let listing = one(db, &mihon(key)).await.unwrap().unwrap().listing;
            assert!(listing.sample && listing.title.contains("見本"), "{key} is not marked");
            assert_eq!(listing.state, State::Draft, "{key}");
            assert_eq!(waiting::one(db, &mihon(key)).await.unwrap().map(|it| it.returned), returned, "{key}");
        }
        let plans = db.all::<(String, i64)>(moderation_sql::PLANS, params![mihon("people-summer")]).await.unwrap();
        assert_eq!(plans.iter().map(|(state, at)| (state.as_str(), *at > now_ms())).collect::<Vec<_>>(), [("published", true)]);
        let reports = db.all::<Report>(moderation_sql::OPEN_REPORTS, params![]).await.unwrap();
        assert_eq!(reports.iter().map(|it| it.1.clone()).collect::<Vec<_>>(), [mihon("ev-market")]);
        let mut effects: Vec<&str> = words::list(db).await.unwrap().iter().map(|it| it.effect.code()).collect();
        effects.sort_unstable();
        assert_eq!(effects, ["hold", "refuse"]);
        // No listing of the city is held or refused by them.
        let listed = words::list(db).await.unwrap();
        for listing in listings::public(db).await.unwrap().values() {
            assert_eq!(engawa_app::listings::moderation::find_words(listing, &listed), [], "{}", listing.title);
        }

        let found = db.all::<(String, String, String, i64)>(CASES, params![]).await.unwrap();
        let open: Vec<(&str, bool)> = found.iter().map(|(_, desk, _, closed)| (desk.as_str(), *closed == 0)).collect();
        assert_eq!(open, [("centre", false), ("main", true), ("main", false)]);
        assert!(found.iter().all(|(_, _, topic, _)| topic.contains("見本")));
        let referrals = cases::referrals(db, "welfare").await.unwrap();
        assert_eq!(referrals.iter().map(|it| (it.from.as_str(), it.state)).collect::<Vec<_>>(), [("centre", ReferralState::Sent)]);
        assert!(referrals[0].handed.name.contains("架空") && referrals[0].handed.notes.is_empty(), "what was agreed to and no more");

        let (course, _) = people::courses::roll(db, &mihon("people-course")).await.unwrap();
        let desks: Vec<&str> = course.iter().map(|it| it.desk.as_str()).collect();
        assert_eq!(desks, ["総合窓口", "みほん市社会福祉協議会"]);

        let mut rounds = Vec::new();
        for key in ["rooms-save", "themes-save"] {
            let round = mihon(&format!("people/{key}"));
            let it = people::inquiries::one(db, &round).await.unwrap().unwrap();
            assert!(it.title.contains("見本"), "{key} is not marked");
            let replies = people::inquiries::replies(db, &round).await.unwrap();
            rounds.push((it.state, it.shared, replies.iter().filter(|reply| reply.decision.is_some()).count(), replies.len()));
        }
        assert_eq!(rounds, [(InquiryState::Closed, true, 2, 3), (InquiryState::Open, false, 2, 4)]);

        // Everything stands in the audit log under the name of who did it.
        let log = audit::csv(db, None, None).await.unwrap();
        for (actor, verb) in [("staff:counter", "group.accept"), ("staff:centre", "case.refer"), ("anonymous", "listing.report"), ("system", "group.lapse")] {
            assert!(log.lines().any(|line| line.contains(actor) && line.contains(verb)), "{actor} {verb}");
        }
        assert!(!log.contains("@mihon.example"), "the audit log names accounts by id");
    }
);

story!(
    /// Whoever has no mail gets a password on the command line; its devices are signed out, and the holder is told.
    a_resident_gets_a_password,
    site,
    {
        let db = &site.site.db;
        assert_eq!(make(&site.site, &sample(), "kobune", now_ms()).await.unwrap().accounts, 2);
        let now = now_ms();
        assert!(people::sign_in(db, "owner@kobune.example", PASSWORD.to_owned(), now).await.unwrap().is_err(), "there is none yet");
        assert!(!passwords::give(db, "見本", "nobody@kobune.example", PASSWORD.to_owned(), now).await.unwrap());
        assert!(passwords::give(db, "見本", "owner@kobune.example", PASSWORD.to_owned(), now).await.unwrap());
        let account = people::sign_in(db, "Owner@Kobune.example", PASSWORD.to_owned(), now).await.unwrap().unwrap();
        assert!(!actor::of_account(db, &account, now).await.unwrap().unwrap().is_staff());
        let mails = db.all::<(String, String, String, String, i64, i64)>(people::sql::DUE_MAILS, params![now, 10_i64]).await.unwrap();
        assert_eq!(mails.iter().map(|it| it.1.as_str()).collect::<Vec<_>>(), ["owner@kobune.example"]);
    }
);

story!(
    /// The small town beside it has one desk and one group.
    a_small_town_has_few_people,
    site,
    {
        made_up::put(&site.site, &sample(), "kobune").await.unwrap();
        let made = Made { accounts: 2, acts: 5 };
        assert_eq!(make(&site.site, &sample(), "kobune", now_ms()).await.unwrap(), made);
        let names: Vec<String> = desks::every(&site.site.db).await.unwrap().into_iter().map(|desk| desk.name).collect();
        assert_eq!(names, ["小舟町 まちづくり課"]);
        let it = read::registration(&site.site.db, &id("kobune", "g-matsubara")).await.unwrap().unwrap();
        assert_eq!((it.state, it.trust), (RegistrationState::Registered, Trust::Trusted));
        assert_eq!(make(&site.site, &sample(), "nowhere", now_ms()).await.unwrap(), Made::default());
    }
);
