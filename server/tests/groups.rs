//! 団体: the whole life of a group, who may do what in it, and that nothing is lost when two become one.

use crate::common::people::everybody;
use crate::common::{NOW, TestSite, listing, save, staff, text};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use engawa_app::command::{Body as CommandBody, Command};
use engawa_app::forms::Provenance;
use engawa_app::forms::command::{FormCommand, Publish, Settings, Submit};
use engawa_app::listings::command::ListingCommand;
use engawa_app::listings::{Kind, Listing, State};
use engawa_app::people::command::PeopleCommand;
use engawa_app::people::group::profile::ProfileField;
use engawa_app::people::group::{ClaimState, GroupCommand, Invite, RegistrationClass, RegistrationState, Trust};
use engawa_core::form::xlsform::{self, markdown};
use engawa_core::form::{AnswerPath, Answers};
use engawa_core::rights::{Actor, DeskRole, GroupRole, MAIN_DESK};
use engawa_core::{Receipt, ReceiptStatus};
use engawa_server::clock::now_ms;
use engawa_server::commands::execute;
use engawa_server::feed;
use engawa_server::listings::one;
use engawa_server::params;
use engawa_server::people::groups::{self, digest_of, read, sql as groups_sql};
use engawa_server::people::{actor, sql as people_sql};

const DAY: i64 = 24 * 60 * 60 * 1000;

fn id() -> String {
    uuid::Uuid::now_v7().to_string()
}

fn secret() -> String {
    "s".repeat(30) + &uuid::Uuid::now_v7().simple().to_string()
}

/// Does something about a group at a moment.
async fn at(site: &TestSite, actor: &Actor, now: i64, body: GroupCommand) -> Receipt {
    let command = Command { id: id(), base_rev: None, body: CommandBody::People(PeopleCommand::Group(body)) };
    execute(&site.site, actor, &command, now).await
}

async fn act(site: &TestSite, actor: &Actor, body: GroupCommand) -> Receipt {
    at(site, actor, NOW, body).await
}

async fn done(site: &TestSite, actor: &Actor, body: GroupCommand) -> Receipt {
    let receipt = act(site, actor, body).await;
    assert_eq!(receipt.status, ReceiptStatus::Done, "{receipt:?}");
    receipt
}

/// The code of why it is refused.
async fn refused(site: &TestSite, actor: &Actor, body: GroupCommand) -> String {
    let receipt = act(site, actor, body).await;
    assert_eq!(receipt.status, ReceiptStatus::Rejected, "{receipt:?}");
    receipt.problems[0].code.clone()
}

/// An account of a resident.
async fn resident(site: &TestSite, name: &str) -> String {
    let mut tx = site.site.db.begin().await.unwrap();
    let account = id();
    tx.run(people_sql::ADD, params![&account, &account, name, "resident", "", NOW]).await.unwrap();
    tx.commit().await.unwrap();
    account
}

/// Who an account is now.
async fn now(site: &TestSite, account: &str) -> Actor {
    actor::of_account(&site.site.db, account, NOW).await.unwrap().unwrap()
}

fn lead() -> Actor {
    let mut lead = staff();
    lead.desks = vec![(MAIN_DESK.to_owned(), DeskRole::Lead)];
    lead
}

/// A group that came from a register.
async fn listed(site: &TestSite, title: &str) -> String {
    let mut group = Listing::draft(id(), Kind::Group);
    (group.state, group.title) = (State::Published, title.into());
    group.contact.phone = "0422-11-1111".into();
    group.contact.email = "mizube@example.jp".into();
    assert_eq!(site.publish(&group).await.status, ReceiptStatus::Done);
    group.id
}

/// A group with an owner who claimed it.
async fn claimed(site: &TestSite, title: &str, owner: &str) -> String {
    let group = listed(site, title).await;
    let actor = now(site, owner).await;
    done(site, &actor, GroupCommand::Claim { group: group.clone(), proof: "会長です".into() }).await;
    let claim = read::claims(&site.site.db, &group).await.unwrap()[0].id.clone();
    done(site, &staff(), GroupCommand::DecideClaim { group: group.clone(), claim, accept: true, reason: String::new() }).await;
    group
}

fn invite(group: &str, role: GroupRole, secret: &str) -> Invite {
    Invite { group: group.into(), role, note: "山田さん".into(), secret: secret.into(), days: 14, uses: 1, hands_over: false }
}

fn accept(group: &str, secret: &str) -> GroupCommand {
    GroupCommand::Accept { group: group.into(), secret: secret.into() }
}

async fn roles(site: &TestSite, group: &str) -> Vec<(String, GroupRole)> {
    read::members(&site.site.db, group).await.unwrap().into_iter().map(|it| (it.account, it.role)).collect()
}

async fn state(site: &TestSite, group: &str) -> RegistrationState {
    read::registration(&site.site.db, group).await.unwrap().map_or(RegistrationState::Unclaimed, |it| it.state)
}

/// Verbs of the audit log about a group, oldest first.
async fn verbs(site: &TestSite, group: &str) -> Vec<String> {
    let rows = site.site.db.all::<(i64, String, String, String)>(groups_sql::HISTORY, params![group]).await.unwrap();
    rows.into_iter().rev().map(|(_, _, verb, _)| verb).collect()
}

/// Sends the registration form. Its id.
async fn submitted(site: &TestSite) -> String {
    let workbook = markdown::read(
        "| survey | | | | | | |
         | | type | name | label | required | relevant | constraint |
         | | text | group_name | 団体名 | yes | | |
         | | text | purpose | 目的 | | | |
         | | text | phone | 電話 | | | |
         | | text | email | メール | | | |
         | | text | publish | 公開 | | | |
         | settings | | | |
         | | form_id | version | form_title |
         | | group_registration | 1 | 登録申請 |",
    );
    let definition = xlsform::read(&workbook).unwrap().definition;
    let command = |body| Command { id: id(), base_rev: None, body: CommandBody::Forms(body) };
    let publish = command(FormCommand::Publish(Box::new(Publish { definition, source: None, settings: Settings::default(), open: true })));
    assert_eq!(site.run(&publish).await.status, ReceiptStatus::Done);
    let values =
        [("group_name", "えんがわ会"), ("purpose", "座る。"), ("phone", "0422-00-0000"), ("email", "engawa@example.jp"), ("publish", "phone")];
    let mut answers = Answers::default();
    answers.values.extend(values.map(|(path, value)| (AnswerPath(path.into()), value.to_owned())));
    let sent = command(FormCommand::Submit(Box::new(Submit {
        form_id: "group_registration".into(),
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
    let receipt = execute(&site.site, &Actor::anonymous(), &sent, NOW).await;
    assert_eq!(receipt.status, ReceiptStatus::Done, "{receipt:?}");
    sent.id
}

story!(
    /// From the form to the renewal: each step by whoever may, each in the audit log, each reminder once.
    the_whole_life_of_a_group,
    site,
    {
        let (db, desk) = (&site.site.db, staff());
        let (group, submission, key) = (id(), submitted(&site).await, secret());
        let register = |group: String| GroupCommand::RegisterFromSubmission { group, submission: submission.clone(), class: RegistrationClass::General };
        done(&site, &desk, register(group.clone())).await;
        assert_eq!(refused(&site, &desk, register(id())).await, "group_registered_already");
        let draft = one(db, &group).await.unwrap().unwrap().listing;
        assert_eq!((draft.state, draft.contact.phone.as_str(), draft.contact.email.as_str()), (State::Draft, "0422-00-0000", ""));
        assert_eq!(state(&site, &group).await, RegistrationState::Pending);

        let decide = |accept: bool, until: &str| GroupCommand::Decide {
            group: group.clone(),
            accept,
            reason: String::new(),
            class: RegistrationClass::Full,
            valid_until: until.parse().ok(),
            secret: key.clone(),
        };
        assert_eq!(refused(&site, &desk, decide(false, "")).await, "required", "a reason is due");
        assert_eq!(refused(&site, &desk, decide(true, "2026-11-20")).await, "valid_until_past");
        done(&site, &desk, decide(true, "2027-03-31")).await;
        assert_eq!(one(db, &group).await.unwrap().unwrap().listing.state, State::Published);
        assert!(roles(&site, &group).await.is_empty());

        // The owner takes the slip, invites an editor, gives a role, hands over.
        let (a, b) = (resident(&site, "甲").await, resident(&site, "乙").await);
        done(&site, &now(&site, &a).await, accept(&group, &key)).await;
        assert_eq!(roles(&site, &group).await, [(a.clone(), GroupRole::Owner)]);
        let second = secret();
        done(&site, &now(&site, &a).await, GroupCommand::Invite(invite(&group, GroupRole::Viewer, &second))).await;
        done(&site, &now(&site, &b).await, accept(&group, &second)).await;
        let promote = GroupCommand::SetRole { group: group.clone(), account: b.clone(), role: GroupRole::Editor };
        assert_eq!(refused(&site, &now(&site, &b).await, promote.clone()).await, "forbidden");
        done(&site, &now(&site, &a).await, promote).await;
        done(&site, &now(&site, &a).await, GroupCommand::HandOver { group: group.clone(), to: b.clone() }).await;
        assert_eq!(roles(&site, &group).await, [(a.clone(), GroupRole::Editor), (b.clone(), GroupRole::Owner)]);

        // 2027-01-30 is 60 days before the end, 2027-03-17 is 14 days before.
        let day = |on: &str| {
            let days = (on.parse::<chrono::NaiveDate>().unwrap() - engawa_core::time::jst_date(NOW)).num_days();
            NOW + days * DAY
        };
        for (on, reminded, lapsed) in [
            ("2027-01-29", 0, 0),
            ("2027-01-30", 1, 0),
            ("2027-01-30", 0, 0),
            ("2027-02-20", 0, 0),
            ("2027-03-17", 1, 0),
            ("2027-03-18", 0, 0),
            ("2027-04-30", 0, 0),
            ("2027-05-01", 0, 1),
            ("2027-05-01", 0, 0),
        ] {
            let tidied = groups::tidy(&site.site, day(on)).await.unwrap();
            assert_eq!((tidied.reminded, tidied.lapsed), (reminded, lapsed), "{on}");
        }
        assert_eq!(state(&site, &group).await, RegistrationState::Lapsed);

        let asked = at(&site, &now(&site, &b).await, day("2027-05-02"), GroupCommand::Renew { group: group.clone(), submission: String::new() }).await;
        assert_eq!(asked.status, ReceiptStatus::Done);
        let renewal = |until: &str| GroupCommand::DecideRenewal { group: group.clone(), accept: true, reason: String::new(), valid_until: until.parse().ok() };
        assert_eq!(refused(&site, &now(&site, &b).await, renewal("2029-03-31")).await, "forbidden");
        assert_eq!(at(&site, &desk, day("2027-05-03"), renewal("2029-03-31")).await.status, ReceiptStatus::Done);
        let registration = read::registration(db, &group).await.unwrap().unwrap();
        assert_eq!((registration.state, registration.renewal_at), (RegistrationState::Registered, 0));
        assert_eq!(registration.class, RegistrationClass::Full);

        let verbs = verbs(&site, &group).await;
        for verb in ["group.register", "group.accept", "group.join", "group.invite", "group.member", "group.set_role", "group.hand_over", "group.remind"] {
            assert!(verbs.iter().any(|it| it == verb), "{verb}: {verbs:?}");
        }
        for verb in ["group.lapse", "group.ask_renewal", "group.renew"] {
            assert!(verbs.iter().any(|it| it == verb), "{verb}: {verbs:?}");
        }
        assert_eq!(verbs.iter().filter(|verb| *verb == "group.remind").count(), 2);
        feed::check_audit(db).await.unwrap();
    }
);

story!(
    /// A group that has an owner keeps one, whoever asks.
    the_only_owner_stays,
    site,
    {
        let (a, b) = (resident(&site, "甲").await, resident(&site, "乙").await);
        let group = claimed(&site, "みずべの会", &a).await;
        let leave = GroupCommand::Leave { group: group.clone() };
        assert_eq!(refused(&site, &now(&site, &a).await, leave.clone()).await, "sole_owner");
        let step_down = GroupCommand::SetRole { group: group.clone(), account: a.clone(), role: GroupRole::Viewer };
        assert_eq!(refused(&site, &now(&site, &a).await, step_down).await, "sole_owner");
        assert_eq!(read::led_alone(&site.site.db, &a).await.unwrap(), [(group.clone(), "みずべの会".to_owned())]);

        // With an invitation that hands over, the one leads and the other edits; what the one invited to is over.
        let (over, open) = (secret(), secret());
        let hand = Invite { hands_over: true, ..invite(&group, GroupRole::Owner, &over) };
        assert_eq!(refused(&site, &now(&site, &a).await, GroupCommand::Invite(Invite { hands_over: false, ..hand.clone() })).await, "owner_by_hand_over");
        done(&site, &now(&site, &a).await, GroupCommand::Invite(hand)).await;
        done(&site, &now(&site, &a).await, GroupCommand::Invite(invite(&group, GroupRole::Editor, &open))).await;
        done(&site, &now(&site, &b).await, accept(&group, &over)).await;
        assert_eq!(roles(&site, &group).await, [(a.clone(), GroupRole::Editor), (b.clone(), GroupRole::Owner)]);
        let c = resident(&site, "丙").await;
        assert_eq!(refused(&site, &now(&site, &c).await, accept(&group, &open)).await, "invitation_over");
        done(&site, &now(&site, &a).await, leave).await;
        assert_eq!(roles(&site, &group).await, [(b, GroupRole::Owner)]);
    }
);

story!(
    /// A secret is worth what it says, as often and as long as it says, and nothing of it is stored.
    invitations_end,
    site,
    {
        let (a, b, c) = (resident(&site, "甲").await, resident(&site, "乙").await, resident(&site, "丙").await);
        let (group, other) = (claimed(&site, "みずべの会", &a).await, listed(&site, "べつの会").await);
        let (key, second) = (secret(), secret());
        done(&site, &now(&site, &a).await, GroupCommand::Invite(invite(&group, GroupRole::Editor, &key))).await;
        let wrong = key.replace('s', "t");
        assert_eq!(refused(&site, &now(&site, &b).await, accept(&group, &wrong)).await, "invitation_unknown");
        assert_eq!(refused(&site, &now(&site, &b).await, accept(&other, &key)).await, "invitation_unknown");
        assert_eq!(at(&site, &now(&site, &b).await, NOW + 15 * DAY, accept(&group, &key)).await.problems[0].code, "invitation_over");
        assert_eq!(refused(&site, &Actor::anonymous(), accept(&group, &key)).await, "forbidden");
        done(&site, &now(&site, &b).await, accept(&group, &key)).await;
        assert_eq!(refused(&site, &now(&site, &c).await, accept(&group, &key)).await, "invitation_over", "it was for one");

        done(&site, &now(&site, &a).await, GroupCommand::Invite(invite(&group, GroupRole::Viewer, &second))).await;
        let end = GroupCommand::EndInvitation { group: group.clone(), digest: digest_of(&second) };
        assert_eq!(refused(&site, &now(&site, &b).await, end.clone()).await, "forbidden", "an editor invites nobody");
        done(&site, &now(&site, &a).await, end).await;
        assert_eq!(refused(&site, &now(&site, &c).await, accept(&group, &second)).await, "invitation_over");
        let short = Invite { secret: "short".into(), ..invite(&group, GroupRole::Viewer, "") };
        assert_eq!(refused(&site, &now(&site, &a).await, GroupCommand::Invite(short)).await, "bad_json");
        let many = Invite { uses: 101, ..invite(&group, GroupRole::Viewer, &secret()) };
        assert_eq!(refused(&site, &now(&site, &a).await, GroupCommand::Invite(many)).await, "out_of_range");
    }
);

story!(
    /// Somebody of another group is nobody here.
    another_group_may_nothing,
    site,
    {
        let (a, b) = (resident(&site, "甲").await, resident(&site, "乙").await);
        let (own, other) = (claimed(&site, "甲の会", &a).await, claimed(&site, "乙の会", &b).await);
        let actor = now(&site, &a).await;
        let group = other.clone();
        for body in [
            GroupCommand::Invite(invite(&other, GroupRole::Viewer, &secret())),
            GroupCommand::SetRole { group: group.clone(), account: b.clone(), role: GroupRole::Viewer },
            GroupCommand::RemoveMember { group: group.clone(), account: b.clone() },
            GroupCommand::HandOver { group: group.clone(), to: a.clone() },
            GroupCommand::Leave { group: group.clone() },
            GroupCommand::Renew { group: group.clone(), submission: String::new() },
            GroupCommand::SetPublic { group: group.clone(), public: Vec::new() },
            GroupCommand::SetTrust { group: group.clone(), trust: Trust::Trusted },
            GroupCommand::EndGroup { group: group.clone(), reason: String::new() },
            GroupCommand::Merge { from: group.clone(), into: own.clone() },
            GroupCommand::Merge { from: own.clone(), into: group.clone() },
            GroupCommand::Lapse { group: group.clone() },
        ] {
            assert_eq!(refused(&site, &actor, body.clone()).await, "forbidden", "{body:?}");
        }
        assert_eq!(roles(&site, &other).await, [(b, GroupRole::Owner)]);
        assert_eq!(refused(&site, &staff(), GroupCommand::Merge { from: own, into: other }).await, "forbidden", "merging is for who leads the desk");
    }
);

story!(
    /// A listed group belongs to nobody until the desk has looked at a proof.
    a_claim_is_decided_by_the_desk,
    site,
    {
        let (a, b) = (resident(&site, "甲").await, resident(&site, "乙").await);
        let group = listed(&site, "みずべの会").await;
        let claim = |proof: &str| GroupCommand::Claim { group: group.clone(), proof: proof.into() };
        assert_eq!(refused(&site, &Actor::anonymous(), claim("x")).await, "forbidden");
        assert_eq!(refused(&site, &now(&site, &a).await, claim(" ")).await, "required");
        done(&site, &now(&site, &a).await, claim("会長です")).await;
        assert_eq!(refused(&site, &now(&site, &a).await, claim("会長です")).await, "claim_waits");
        done(&site, &now(&site, &b).await, claim("わたしが会長です")).await;
        assert_eq!(state(&site, &group).await, RegistrationState::Unclaimed);
        let claims = read::claims(&site.site.db, &group).await.unwrap();
        let of = |account: &str| claims.iter().find(|it| it.account == account).unwrap().id.clone();
        let decide = |claim: String, accept: bool, reason: &str| GroupCommand::DecideClaim { group: group.clone(), claim, accept, reason: reason.into() };
        assert_eq!(refused(&site, &now(&site, &a).await, decide(of(&a), true, "")).await, "forbidden");
        assert_eq!(refused(&site, &staff(), decide(of(&b), false, "")).await, "required");
        done(&site, &staff(), decide(of(&a), true, "")).await;
        assert_eq!(refused(&site, &staff(), decide(of(&b), true, "")).await, "group_has_owner");
        done(&site, &staff(), decide(of(&b), false, "ほかの方でした")).await;
        assert_eq!(roles(&site, &group).await, [(a.clone(), GroupRole::Owner)]);
        let decided: Vec<_> = read::claims(&site.site.db, &group).await.unwrap().into_iter().map(|it| it.state).collect();
        assert!(decided.contains(&ClaimState::Accepted) && decided.contains(&ClaimState::Declined));
        assert_eq!(refused(&site, &now(&site, &b).await, claim("もう一度")).await, "group_has_owner");

        // What it hides leaves the public feed, and comes back.
        let public = |public: Vec<ProfileField>| GroupCommand::SetPublic { group: group.clone(), public };
        assert_eq!(refused(&site, &now(&site, &a).await, public(Vec::new())).await, "required", "somebody has to be reachable");
        done(&site, &now(&site, &a).await, public(vec![ProfileField::Email])).await;
        assert_eq!(one(&site.site.db, &group).await.unwrap().unwrap().listing.contact.phone, "");
        done(&site, &now(&site, &a).await, public(vec![ProfileField::Phone])).await;
        assert_eq!(one(&site.site.db, &group).await.unwrap().unwrap().listing.contact.phone, "0422-11-1111");
    }
);

story!(
    /// Members, listings and history of both are there after two groups became one.
    merging_loses_nothing,
    site,
    {
        let (a, b) = (resident(&site, "甲").await, resident(&site, "乙").await);
        let (from, into) = (claimed(&site, "みずべの会", &a).await, claimed(&site, "NPO法人みずべの会", &b).await);
        let key = secret();
        done(&site, &now(&site, &b).await, GroupCommand::Invite(invite(&into, GroupRole::Viewer, &key))).await;
        done(&site, &now(&site, &a).await, accept(&into, &key)).await;
        let mut event = listing("川の清掃");
        event.organiser.group = Some(from.clone());
        assert_eq!(site.run(&save(&event, None)).await.status, ReceiptStatus::Done);
        let mut tx = site.site.db.begin().await.unwrap();
        tx.run(groups_sql::SET_GROUP, params![&event.id, &from]).await.unwrap();
        tx.commit().await.unwrap();
        // Another's listing that one of them hosts, one's own that the other hosts, and one that points to it.
        let (theirs, own, mut points) = (listing("山と川の日"), listing("海の清掃"), listing("くわしくは団体へ"));
        points.related = vec![into.clone(), from.clone()];
        for it in [&theirs, &own, &points] {
            assert_eq!(site.publish(it).await.status, ReceiptStatus::Done);
        }
        let mut tx = site.site.db.begin().await.unwrap();
        tx.run(groups_sql::SET_GROUP, params![&own.id, &into]).await.unwrap();
        tx.commit().await.unwrap();
        for it in [&theirs, &own] {
            for body in [
                ListingCommand::AskHost { id: it.id.clone(), group: from.clone() },
                ListingCommand::AgreeHost { id: it.id.clone(), group: from.clone() },
            ] {
                let command = Command { id: id(), base_rev: None, body: CommandBody::Listings(body) };
                let who = Actor { groups: vec![(from.clone(), GroupRole::Owner)], ..staff() };
                assert_eq!(execute(&site.site, &who, &command, NOW).await.status, ReceiptStatus::Done);
            }
        }
        assert_eq!(site.get(&format!("/groups/{from}")).await.0, StatusCode::OK);

        assert_eq!(refused(&site, &lead(), GroupCommand::Merge { from: from.clone(), into: from.clone() }).await, "unknown_group");
        done(&site, &lead(), GroupCommand::Merge { from: from.clone(), into: into.clone() }).await;
        let mut members = roles(&site, &into).await;
        members.sort();
        let mut expected = vec![(a, GroupRole::Owner), (b, GroupRole::Owner)];
        expected.sort();
        assert_eq!(members, expected, "the higher role");
        assert!(roles(&site, &from).await.is_empty());
        let moved = one(&site.site.db, &event.id).await.unwrap().unwrap().listing;
        assert_eq!(moved.organiser.group, Some(into.clone()));
        let owned = site.site.db.all::<(String, String, String, String, i64)>(groups_sql::LISTINGS_OF, params![&into]).await.unwrap();
        assert_eq!(owned.len(), 2);
        let now_is = async |id: &str| one(&site.site.db, id).await.unwrap().unwrap().listing;
        assert_eq!(now_is(&theirs.id).await.organiser.hosts, std::slice::from_ref(&into), "what it hosts, the other hosts");
        assert!(now_is(&own.id).await.organiser.hosts.is_empty(), "nobody hosts beside themselves");
        assert_eq!(now_is(&points.id).await.related, std::slice::from_ref(&into));
        // Codes on paper and links of other sites lead to the one that stays, also where that became another.
        for page in ["groups", "listings", "organisations"] {
            let (status, to, _) = ask(&site, "a=b", &format!("/{page}/{from}"), None).await;
            assert_eq!((status, to), (StatusCode::PERMANENT_REDIRECT, format!("/groups/{into}")), "{page}");
        }
        assert_eq!(ask(&site, "a=b", "/groups/nobody", None).await.0, StatusCode::NOT_FOUND);
        let gone = one(&site.site.db, &from).await.unwrap().unwrap().listing;
        assert_eq!((gone.state, gone.related.as_slice(), gone.title.as_str()), (State::Withdrawn, std::slice::from_ref(&into), "みずべの会"));
        assert_eq!((state(&site, &from).await, state(&site, &into).await), (RegistrationState::Merged, RegistrationState::Registered));
        assert!(verbs(&site, &from).await.contains(&"group.claim".to_owned()), "its history is kept");
        assert!(verbs(&site, &into).await.contains(&"group.merged".to_owned()));
        assert_eq!(refused(&site, &lead(), GroupCommand::Merge { from: from.clone(), into: into.clone() }).await, "group_over");
        let third = listed(&site, "水辺の会").await;
        done(&site, &lead(), GroupCommand::Merge { from: into.clone(), into: third.clone() }).await;
        let (status, to, page) = ask(&site, "a=b", &format!("/groups/{from}"), None).await;
        assert_eq!((status, to), (StatusCode::PERMANENT_REDIRECT, format!("/groups/{third}")), "{page}");
        assert_eq!(site.get(&format!("/groups/{third}")).await.0, StatusCode::OK);
    }
);

story!(
    /// The officer left without handing over: the desk gives the new one a link, once. The old one edits on until taken out, and leads nothing.
    the_desk_hands_over_when_the_officer_is_gone,
    site,
    {
        let (old, new, third) = (resident(&site, "前会長").await, resident(&site, "新会長").await, resident(&site, "ほかの人").await);
        let group = claimed(&site, "みずべの会", &old).await;
        let open = secret();
        done(&site, &now(&site, &old).await, GroupCommand::Invite(invite(&group, GroupRole::Editor, &open))).await;
        let claim = GroupCommand::Claim { group: group.clone(), proof: "新しい会長です".into() };
        assert_eq!(refused(&site, &now(&site, &new).await, claim).await, "group_has_owner", "a claim takes nobody's group");

        let people = everybody(&site).await;
        let cookie = people.iter().find(|it| it.role == "staff").unwrap().cookie.clone().unwrap();
        let key = secret();
        let sent = format!("command={}&go=invite_owner&secret={key}", id());
        let (status, _, page) = ask(&site, &cookie, &format!("/staff/groups/{group}"), Some(&sent)).await;
        assert_eq!(status, StatusCode::OK, "{page}");
        assert!(page.contains(&key) && page.contains("<svg"), "the link and its code are on the slip: {page}");
        // The page's clock is the machine's.
        let joined = at(&site, &now(&site, &new).await, now_ms(), accept(&group, &key)).await;
        assert_eq!(joined.status, ReceiptStatus::Done, "{joined:?}");
        let after = roles(&site, &group).await;
        let is_there = |account: &str, role: GroupRole| after.contains(&(account.to_owned(), role));
        assert!(after.len() == 2 && is_there(&old, GroupRole::Editor) && is_there(&new, GroupRole::Owner), "{after:?}");
        assert_eq!(refused(&site, &now(&site, &third).await, accept(&group, &key)).await, "invitation_over");
        assert_eq!(refused(&site, &now(&site, &third).await, accept(&group, &open)).await, "invitation_over", "nor does the old one invite");
        let out = GroupCommand::RemoveMember { group: group.clone(), account: old.clone() };
        assert_eq!(refused(&site, &now(&site, &old).await, out.clone()).await, "forbidden");
        done(&site, &now(&site, &new).await, out).await;
        assert_eq!(roles(&site, &group).await, [(new, GroupRole::Owner)]);
    }
);

async fn ask(site: &TestSite, cookie: &str, path: &str, body: Option<&str>) -> (StatusCode, String, String) {
    let request = Request::builder()
        .method(if body.is_some() { "POST" } else { "GET" })
        .uri(path)
        .header(header::HOST, "test.localhost")
        .header(header::COOKIE, format!("{cookie}; lang=en"))
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let response = site.send(request.body(body.map_or_else(Body::empty, |body| Body::from(body.to_owned()))).unwrap()).await;
    let location = response.headers().get(header::LOCATION).map_or_else(String::new, |to| to.to_str().unwrap().to_owned());
    (response.status(), location, text(response).await)
}

story!(
    /// The desk's pages show groups, make one of a submission, and give its owner a slip; strangers are asked to sign in.
    the_desk_of_groups,
    site,
    {
        let group = listed(&site, "=cmd()の会").await;
        listed(&site, "NPO法人 =cmd()の会").await;
        let submission = submitted(&site).await;
        for path in ["/staff/groups", "/staff/groups.csv", "/staff/groups/alike", &format!("/staff/groups/{group}"), "/my/groups", "/invitation?t=x"] {
            let (status, to, _) = ask(&site, "", path, None).await;
            assert!(status == StatusCode::SEE_OTHER && to.contains("sign-in?next="), "{path}: {status} {to}");
        }
        let cookie = site.cookie().await;
        let (_, _, list) = ask(&site, &cookie, "/staff/groups?part=unclaimed&q=cmd", None).await;
        assert!(list.contains("=cmd()の会") && list.contains(&submission), "{list}");
        let (_, _, csv) = ask(&site, &cookie, "/staff/groups.csv", None).await;
        assert!(csv.contains("'=cmd()の会"), "no cell is a formula: {csv}");
        let (_, _, alike) = ask(&site, &cookie, "/staff/groups/alike", None).await;
        assert!(alike.contains("the same name"), "{alike}");

        let new = id();
        let (_, to, _) = ask(&site, &cookie, "/staff/groups", Some(&format!("command={new}&submission={submission}"))).await;
        assert!(to.starts_with(&format!("/staff/groups/{new}?done=")), "{to}");
        let (status, _, page) = ask(&site, &cookie, &format!("/staff/groups/{new}"), None).await;
        assert!(status == StatusCode::OK && page.contains("えんがわ会") && page.contains("Waiting"), "{page}");
        let key = secret();
        let form = format!("command={}&go=decide&accept=1&class=full&valid_until=2099-03-31&secret={key}", id());
        let (status, _, slip) = ask(&site, &cookie, &format!("/staff/groups/{new}"), Some(&form)).await;
        assert!(status == StatusCode::OK && slip.contains(&format!("/invitation?t={key}")) && slip.contains("<svg"), "{slip}");
        assert_eq!(state(&site, &new).await, RegistrationState::Registered);
        let (status, _, page) = ask(&site, &cookie, &format!("/staff/groups/{new}"), Some(&format!("command={}&go=decide&class=full", id()))).await;
        assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("role=\"alert\""), "{page}");

        // The member of staff takes the invitation as a person, and sees the group from inside.
        let (_, _, page) = ask(&site, &cookie, &format!("/invitation?t={key}"), None).await;
        assert!(page.contains("えんがわ会") && page.contains("Owner"), "{page}");
        let (_, to, _) = ask(&site, &cookie, "/invitation", Some(&format!("command={}&group={new}&t={key}", id()))).await;
        assert!(to.starts_with(&format!("/my/groups/{new}")), "{to}");
        let (status, _, own) = ask(&site, &cookie, &to, None).await;
        assert!(status == StatusCode::OK && own.contains("Your role: Owner"), "{own}");
        assert!(own.contains("can be asked for from") && !own.contains("r-receipt"), "the renewal is years away: {own}");
        assert!(own.contains("<a href=\"/my/groups\" aria-current=\"true\">") && own.contains("<a href=\"/account\">"), "{own}");
        assert!(own.contains("/lang/ja?back=%2Fmy%2Fgroups%2F"), "{own}");
        let (status, _, _) = ask(&site, &cookie, &format!("/my/groups/{group}"), None).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "staff see groups on their own pages");
        let form = format!("command={}&go=invite&role=editor&note=a&uses=1&days=14&secret={}", id(), secret());
        let (status, _, invited) = ask(&site, &cookie, &format!("/my/groups/{new}"), Some(&form)).await;
        assert!(status == StatusCode::OK && invited.contains("/invitation?t="), "{invited}");
        let (_, _, again) = ask(&site, &cookie, &format!("/my/groups/{new}"), Some(&form)).await;
        assert!(again.contains("/invitation?t="), "pressing twice shows the same link");
        assert_eq!(read::invitations(&site.site.db, &new, engawa_server::clock::now_ms()).await.unwrap().len(), 1);
        let (status, _, print) = ask(&site, &cookie, &format!("/my/groups/{new}/print"), None).await;
        assert!(status == StatusCode::OK && print.contains("0422-00-0000") && !print.contains("engawa@example.jp"), "{print}");
    }
);

story!(
    /// The other group of a merger is found by its name: nobody has to know an id.
    the_other_group_is_found_by_its_name,
    site,
    {
        let (from, into) = (listed(&site, "みずべの会").await, listed(&site, "NPO法人みずべの会").await);
        let people = everybody(&site).await;
        let lead = people.iter().find(|it| it.role == "lead").and_then(|it| it.cookie.clone()).unwrap();
        let at = |with: &str| format!("/staff/groups/{from}/merge?with={with}");
        let (status, _, page) = ask(&site, &lead, &at("%E3%81%BF%E3%81%9A"), None).await;
        assert!(status == StatusCode::OK && page.contains(&format!("href=\"{}\"", at(&into))), "{page}");
        assert!(!page.contains(&format!("href=\"{}\"", at(&from))), "{page}");
        let (_, _, none) = ask(&site, &lead, &at("nothing"), None).await;
        assert!(none.contains("No other group has nothing in its name."), "{none}");
        let (_, _, preview) = ask(&site, &lead, &at(&into), None).await;
        assert!(preview.contains(&format!("name=\"with\" value=\"{into}\"")), "{preview}");
    }
);

story!(
    /// The list that is taken along tells few members as few: two groups with one and two say the same.
    few_members_are_told_as_few,
    site,
    {
        let (one, two) = (resident(&site, "甲").await, resident(&site, "乙").await);
        let first = claimed(&site, "川の会", &one).await;
        let second = claimed(&site, "山の会", &one).await;
        let key = secret();
        done(&site, &now(&site, &one).await, GroupCommand::Invite(invite(&second, GroupRole::Viewer, &key))).await;
        done(&site, &now(&site, &two).await, accept(&second, &key)).await;
        assert_eq!((roles(&site, &first).await.len(), roles(&site, &second).await.len()), (1, 2));
        let cookie = site.cookie().await;
        let (_, _, csv) = ask(&site, &cookie, "/staff/groups.csv", None).await;
        let members = |title: &str| csv.lines().find(|line| line.contains(title)).and_then(|line| line.split(',').nth(7)).unwrap_or_default();
        assert_eq!((members("川の会"), members("山の会")), ("fewer than 5", "fewer than 5"), "{csv}");
        // Whoever may read the members counts them on the page.
        let (_, _, list) = ask(&site, &cookie, "/staff/groups", None).await;
        assert!(list.contains("川の会"), "{list}");
    }
);
