//! Publishing by groups: new ones wait, trusted ones are shown at once, and everything that surrounds it.

use crate::common;
use crate::common::{NOW, TestSite, listing, staff, text};
use axum::body::Body;
use axum::http::{Request, Response, StatusCode, header};
use engawa_app::command::{Body as CommandBody, Command};
use engawa_app::listings::command::ListingCommand;
use engawa_app::listings::moderation::{BannedWord, ReportReason, WordEffect};
use engawa_app::listings::{Kind, Listing, State};
use engawa_core::rights::{DeskRole, GroupRole};
use engawa_core::time::jst_datetime;
use engawa_core::{Receipt, ReceiptStatus};
use engawa_server::clock::now_ms;
use engawa_server::commands::execute;
use engawa_server::db::Stmt;
use engawa_server::feed::Writer;
use engawa_server::listings::moderation::waiting::{self, Waiting};
use engawa_server::listings::moderation::{Why, freshness};
use engawa_server::listings::{one, plans};
use engawa_server::params;
use engawa_server::people::Actor;

const REGISTER: Stmt = Stmt {
    name: "REGISTER",
    sql: "INSERT INTO group_registration (group_id, state, class, trust, valid_until, submission_id, merged_into, reminded_ms, rev, changed_ms)
          VALUES ($1, 'registered', '', $2, '', '', '', 0, 0, 0)",
};
const OPEN: Stmt = Stmt { name: "OPEN", sql: "SELECT id FROM listing_report WHERE state = 'open' ORDER BY at_ms, id" };
const NOTICES: Stmt = Stmt { name: "NOTICES", sql: "SELECT COUNT(*) FROM notice WHERE code = $1" };
const RESIDENT: Stmt = Stmt { name: "RESIDENT", sql: "UPDATE account SET role = 'resident' WHERE login = 'staff'" };
const JOIN: Stmt = Stmt {
    name: "JOIN",
    sql: "INSERT INTO group_member (group_id, account_id, role, since_ms) SELECT $1, id, 'editor', 0 FROM account WHERE login = 'staff'",
};

/// A group that is on the site, and one of its editors.
async fn group(site: &TestSite, name: &str, trust: &str) -> (String, Actor) {
    let mut listing = Listing::draft(uuid::Uuid::now_v7().to_string(), Kind::Group);
    (listing.title, listing.state) = (name.to_owned(), State::Published);
    listing.organiser.name = name.to_owned();
    assert_eq!(site.publish(&listing).await.status, ReceiptStatus::Done);
    let mut writer = Writer::begin(&site.site.db, NOW, "system").await.unwrap();
    writer.tx.run(REGISTER, params![&listing.id, trust]).await.unwrap();
    writer.commit().await.unwrap();
    let mut actor = Actor::resident(format!("editor-of-{}", listing.id), "編集");
    actor.groups.push((listing.id.clone(), GroupRole::Editor));
    (listing.id, actor)
}

/// A member of staff who leads: words are theirs to keep.
fn lead() -> Actor {
    let mut lead = staff();
    lead.desks[0].1 = DeskRole::Lead;
    lead
}

async fn run(site: &TestSite, actor: &Actor, base_rev: Option<u64>, body: ListingCommand) -> Receipt {
    let command = Command { id: uuid::Uuid::now_v7().to_string(), base_rev, body: CommandBody::Listings(body) };
    execute(&site.site, actor, &command, NOW).await
}

async fn done(site: &TestSite, actor: &Actor, base_rev: Option<u64>, body: ListingCommand) -> Receipt {
    let receipt = run(site, actor, base_rev, body).await;
    assert_eq!(receipt.status, ReceiptStatus::Done, "{receipt:?}");
    receipt
}

async fn refused(site: &TestSite, actor: &Actor, base_rev: Option<u64>, body: ListingCommand) -> String {
    let receipt = run(site, actor, base_rev, body).await;
    assert_ne!(receipt.status, ReceiptStatus::Done, "{receipt:?}");
    format!("{}:{}", receipt.problems[0].path, receipt.problems[0].code)
}

fn save_for(listing: &Listing, group: &str) -> ListingCommand {
    ListingCommand::SaveFor { listing: Box::new(listing.clone()), group: group.to_owned(), desk: String::new() }
}

fn public(site: &TestSite, id: &str) -> Option<String> {
    site.site.catalog.read().unwrap().cards(&[id.to_owned()]).first().map(|card| card.title.clone())
}

async fn waits(site: &TestSite, id: &str) -> Option<Waiting> {
    waiting::one(&site.site.db, id).await.unwrap()
}

async fn told(site: &TestSite, code: &str) -> i64 {
    site.site.db.first::<(i64,)>(NOTICES, params![code]).await.unwrap().unwrap().0
}

async fn rev(site: &TestSite, id: &str) -> u64 {
    one(&site.site.db, id).await.unwrap().unwrap().rev
}

story!(
    /// A trusted group's listing is shown at once; it belongs to the group and names it.
    a_trusted_group_is_shown_at_once,
    site,
    {
        let (group, editor) = group(&site, "川の会", "trusted").await;
        let mut it = listing("川の清掃");
        it.organiser.name.clear();
        done(&site, &editor, None, save_for(&it, &group)).await;
        assert_eq!(public(&site, &it.id).as_deref(), Some("川の清掃"));
        let stored = one(&site.site.db, &it.id).await.unwrap().unwrap().listing;
        assert_eq!((stored.organiser.group.as_deref(), stored.organiser.name.as_str()), (Some(group.as_str()), "川の会"));
        assert!(waits(&site, &it.id).await.is_none());
        // A device that wrote without a connection names the group in the listing only.
        let mut offline = listing("山で書いた");
        offline.organiser.group = Some(group.clone());
        done(&site, &editor, None, ListingCommand::Save(Box::new(offline.clone()))).await;
        done(&site, &editor, None, ListingCommand::SetState { id: offline.id.clone(), state: State::Ended }).await;
    }
);

story!(
    /// What a new group writes waits: nothing is public before, and what was public stays as it was, until the desk accepts it.
    a_new_group_waits_and_what_is_public_stays,
    site,
    {
        site.cookie().await;
        let (group, editor) = group(&site, "新しい会", "new").await;
        let mut it = listing("はじめの会");
        let first = done(&site, &editor, None, save_for(&it, &group)).await;
        assert_eq!(public(&site, &it.id), None);
        assert_eq!(told(&site, "listing_waits").await, 1);
        let accept = || ListingCommand::Decide { id: it.id.clone(), accept: true, note: String::new() };
        assert_eq!(refused(&site, &editor, first.rev, accept()).await, ":forbidden");
        done(&site, &staff(), first.rev, accept()).await;
        assert_eq!(public(&site, &it.id).as_deref(), Some("はじめの会"));
        assert_eq!(told(&site, "listing_published").await, 1);
        assert_eq!(refused(&site, &staff(), first.rev, accept()).await, "id:not_waiting");

        it.title = "変えた会".into();
        let base = rev(&site, &it.id).await;
        let second = done(&site, &editor, Some(base), save_for(&it, &group)).await;
        assert_eq!(public(&site, &it.id).as_deref(), Some("はじめの会"), "the public form stays");
        // A second editor who has not seen what waits does not write over it.
        assert_eq!(run(&site, &editor, Some(base), save_for(&it, &group)).await.status, ReceiptStatus::Conflict);
        it.title = "もう一度変えた会".into();
        done(&site, &editor, second.rev, save_for(&it, &group)).await;
        // Whoever decides about the form before does not show the newer one unseen.
        let late = ListingCommand::Decide { id: it.id.clone(), accept: true, note: String::new() };
        assert_eq!(run(&site, &staff(), second.rev, late).await.status, ReceiptStatus::Conflict);
        let back = ListingCommand::Decide { id: it.id.clone(), accept: false, note: String::new() };
        assert_eq!(refused(&site, &staff(), None, back).await, "note:required");
        done(&site, &staff(), None, ListingCommand::Decide { id: it.id.clone(), accept: false, note: "場所を書いてください".into() }).await;
        let returned = waits(&site, &it.id).await.unwrap();
        assert!(returned.returned);
        assert_eq!((returned.note.as_str(), returned.listing.title.as_str()), ("場所を書いてください", "もう一度変えた会"));
        assert_eq!(public(&site, &it.id).as_deref(), Some("はじめの会"));
        assert_eq!(told(&site, "listing_returned").await, 1);
    }
);

story!(
    /// What staff changed meanwhile is kept when a form that waited is shown.
    showing_what_waited_keeps_what_staff_changed,
    site,
    {
        let (group, editor) = group(&site, "新しい会", "new").await;
        let mut it = listing("会");
        let first = done(&site, &editor, None, save_for(&it, &group)).await;
        done(&site, &staff(), first.rev, ListingCommand::Decide { id: it.id.clone(), accept: true, note: String::new() }).await;
        let base = rev(&site, &it.id).await;
        it = one(&site.site.db, &it.id).await.unwrap().unwrap().listing;
        let day = "2026-11-19".parse().unwrap();
        it.summary = "団体が書いた要約".into();
        let second = done(&site, &editor, Some(base), save_for(&it, &group)).await;
        done(&site, &staff(), Some(base), ListingCommand::Confirm { id: it.id.clone(), on: day }).await;
        done(&site, &staff(), second.rev, ListingCommand::Decide { id: it.id.clone(), accept: true, note: String::new() }).await;
        let shown = one(&site.site.db, &it.id).await.unwrap().unwrap().listing;
        assert_eq!((shown.summary.as_str(), shown.confirmed_on), ("団体が書いた要約", Some(day)));
    }
);

story!(
    /// A saved state goes on without being looked at again: ending what was shown, and saying that it is still right.
    what_was_looked_at_once_is_not_asked_again,
    site,
    {
        let (group, editor) = group(&site, "新しい会", "new").await;
        let it = listing("会");
        let first = done(&site, &editor, None, save_for(&it, &group)).await;
        done(&site, &staff(), first.rev, ListingCommand::Decide { id: it.id.clone(), accept: true, note: String::new() }).await;
        let on = "2026-11-20".parse().unwrap();
        done(&site, &editor, None, ListingCommand::Confirm { id: it.id.clone(), on }).await;
        done(&site, &editor, None, ListingCommand::SetState { id: it.id.clone(), state: State::Ended }).await;
        let stored = one(&site.site.db, &it.id).await.unwrap().unwrap().listing;
        assert_eq!((stored.state, stored.confirmed_on), (State::Ended, Some(on)));
        assert!(waits(&site, &it.id).await.is_none());
        // Withdrawn and published anew is looked at again.
        for state in [State::Withdrawn, State::Draft, State::Published] {
            done(&site, &editor, None, ListingCommand::SetState { id: it.id.clone(), state }).await;
        }
        assert_eq!(public(&site, &it.id), None);
        assert!(waits(&site, &it.id).await.is_some());
    }
);

story!(
    /// An editor writes listings of the own group only, of the kinds that groups publish, and says nothing that only imports say.
    an_editor_stays_in_the_own_group,
    site,
    {
        let (own, editor) = group(&site, "川の会", "trusted").await;
        let (other, stranger) = group(&site, "山の会", "trusted").await;
        let mut it = listing("川の清掃");
        done(&site, &editor, None, save_for(&it, &own)).await;
        let base = Some(rev(&site, &it.id).await);
        assert_eq!(refused(&site, &editor, base, save_for(&it, &other)).await, ":forbidden");
        for body in [
            save_for(&it, &own),
            save_for(&it, &other),
            ListingCommand::Save(Box::new(it.clone())),
            ListingCommand::SetState { id: it.id.clone(), state: State::Withdrawn },
            ListingCommand::Plan { id: it.id.clone(), state: State::Ended, at: Some(NOW + 1) },
            ListingCommand::Restore { id: it.id.clone(), rev: 1 },
            ListingCommand::AskHost { id: it.id.clone(), group: other.clone() },
        ] {
            assert_eq!(refused(&site, &stranger, base, body).await, ":forbidden");
        }
        assert_eq!(refused(&site, &editor, None, ListingCommand::Save(Box::new(listing("だれの")))).await, ":forbidden");
        assert_eq!(refused(&site, &Actor::anonymous(), None, save_for(&listing("だれの"), &own)).await, ":forbidden");
        for kind in [Kind::Notice, Kind::Challenge, Kind::Programme, Kind::Group] {
            let mut not_theirs = Listing::draft(uuid::Uuid::now_v7().to_string(), kind);
            not_theirs.title = "市の顔をして".into();
            assert_eq!(refused(&site, &editor, None, save_for(&not_theirs, &own)).await, ":kind_for_desks");
        }
        it.sample = true;
        it.staff_only = true;
        it.organiser.group = Some(other.clone());
        done(&site, &editor, base, save_for(&it, &own)).await;
        let stored = one(&site.site.db, &it.id).await.unwrap().unwrap().listing;
        assert_eq!((stored.sample, stored.organiser.group), (false, Some(own.clone())));
        assert!(!stored.staff_only, "a group does not speak to all colleagues");
        // The group's own page is the group's to write.
        let mut page = one(&site.site.db, &own).await.unwrap().unwrap();
        page.listing.summary = "川を守ります。".into();
        done(&site, &editor, Some(page.rev), ListingCommand::Save(Box::new(page.listing.clone()))).await;
        assert_eq!(refused(&site, &stranger, None, ListingCommand::Save(Box::new(page.listing))).await, ":forbidden");
    }
);

story!(
    /// Listed words hold or refuse a text, however it is written, also of a trusted group.
    words_hold_and_refuse,
    site,
    {
        let (group, editor) = group(&site, "川の会", "trusted").await;
        let word = |word: &str, effect| BannedWord { word: word.into(), effect, note: String::new() };
        let put = vec![word("カジノ", WordEffect::Hold), word("ＸＸＸ薬", WordEffect::Refuse)];
        let set = ListingCommand::SetWords { put, drop: Vec::new() };
        assert_eq!(refused(&site, &editor, None, set.clone()).await, ":forbidden");
        assert_eq!(refused(&site, &staff(), None, set.clone()).await, ":forbidden");
        done(&site, &lead(), None, set).await;
        let held = listing("ｶ ｼﾞﾉの夜");
        done(&site, &editor, None, save_for(&held, &group)).await;
        assert_eq!((public(&site, &held.id), waits(&site, &held.id).await.is_some()), (None, true));
        let mut bad = listing("だいじな話");
        bad.body = "ｘｘｘ薬を売ります".into();
        let receipt = run(&site, &editor, None, save_for(&bad, &group)).await;
        assert_eq!((receipt.problems[0].path.as_str(), receipt.problems[0].code.as_str()), ("body", "word_refused"));
        assert!(one(&site.site.db, &bad.id).await.unwrap().is_none(), "what is refused leaves nothing");
        bad.state = State::Draft;
        done(&site, &editor, None, save_for(&bad, &group)).await;
        done(&site, &lead(), None, ListingCommand::SetWords { put: Vec::new(), drop: vec!["かじの".into()] }).await;
        let free = listing("カジノの夜");
        done(&site, &editor, None, save_for(&free, &group)).await;
        assert!(public(&site, &free.id).is_some());
        let empty = ListingCommand::SetWords { put: vec![word("　", WordEffect::Hold)], drop: vec!["xxx薬".into()] };
        assert_eq!(refused(&site, &lead(), None, empty).await, "word:required");
        bad.state = State::Published;
        let base = rev(&site, &bad.id).await;
        assert_eq!(refused(&site, &editor, Some(base), save_for(&bad, &group)).await, "body:word_refused", "the refused change dropped nothing");
    }
);

story!(
    /// Anybody reports; nothing changes until the desk decides; upheld, the listing is withdrawn.
    a_report_withdraws_when_it_is_upheld,
    site,
    {
        let it = listing("あやしい会");
        site.publish(&it).await;
        let report = |reason, words: &str| ListingCommand::Report { id: it.id.clone(), reason, words: words.into(), contact: String::new() };
        assert_eq!(refused(&site, &Actor::anonymous(), None, report(ReportReason::Other, "")).await, "words:required");
        done(&site, &Actor::anonymous(), None, report(ReportReason::Spam, "<script>alert(1)</script>")).await;
        done(&site, &Actor::anonymous(), None, report(ReportReason::Wrong, "")).await;
        assert!(public(&site, &it.id).is_some());
        let open = site.site.db.all::<(String,)>(OPEN, params![]).await.unwrap();
        assert_eq!(open.len(), 2);
        let decide = |at: usize, upheld, words: &str| ListingCommand::DecideReport { report: open[at].0.clone(), upheld, words: words.into() };
        assert_eq!(refused(&site, &Actor::anonymous(), None, decide(0, true, "x")).await, ":forbidden");
        done(&site, &staff(), None, decide(1, false, "")).await;
        assert!(public(&site, &it.id).is_some());
        assert_eq!(refused(&site, &staff(), None, decide(0, true, "")).await, "words:required");
        done(&site, &staff(), None, decide(0, true, "広告です")).await;
        assert_eq!(public(&site, &it.id), None);
        assert_eq!(refused(&site, &staff(), None, decide(0, true, "もう一度")).await, "report:already_decided");
        assert_eq!(refused(&site, &Actor::anonymous(), None, report(ReportReason::Spam, "")).await, "id:not_found");
    }
);

story!(
    /// What the desk took down comes back only after somebody looked at it, also of a trusted group; what a group withdrew itself is its own.
    what_was_taken_down_is_looked_at_before_it_comes_back,
    site,
    {
        let (own, editor) = group(&site, "川の会", "trusted").await;
        let to = |id: &str, state| ListingCommand::SetState { id: id.to_owned(), state };
        let (reported, withdrawn, free) = (listing("あやしい会"), listing("まちがいの会"), listing("川の清掃"));
        for it in [&reported, &withdrawn, &free] {
            done(&site, &editor, None, save_for(it, &own)).await;
            assert!(public(&site, &it.id).is_some());
        }
        let report = ListingCommand::Report { id: reported.id.clone(), reason: ReportReason::Unlawful, words: String::new(), contact: String::new() };
        done(&site, &Actor::anonymous(), None, report).await;
        let open = site.site.db.all::<(String,)>(OPEN, params![]).await.unwrap();
        let upheld = ListingCommand::DecideReport { report: open[0].0.clone(), upheld: true, words: "法に触れます".into() };
        done(&site, &staff(), None, upheld).await;
        done(&site, &staff(), None, to(&withdrawn.id, State::Withdrawn)).await;
        done(&site, &editor, None, to(&free.id, State::Withdrawn)).await;

        for it in [&reported, &withdrawn] {
            assert_eq!(refused(&site, &editor, None, to(&it.id, State::Published)).await, "state:bad_state_change");
            done(&site, &editor, None, to(&it.id, State::Draft)).await;
            // Withdrawing it once more does not make it the group's own doing.
            done(&site, &editor, None, to(&it.id, State::Withdrawn)).await;
            done(&site, &editor, None, to(&it.id, State::Draft)).await;
            done(&site, &editor, None, to(&it.id, State::Published)).await;
            let waiting = waits(&site, &it.id).await.unwrap();
            assert_eq!((public(&site, &it.id), waiting.why), (None, Why::TakenDown));
            // Nor does another text of it, which says that it was there.
            let again = Listing { body: "\"state\":\"published\"".into(), ..it.clone() };
            let base = Some(rev(&site, &it.id).await.max(waiting.rev));
            done(&site, &editor, base, save_for(&again, &own)).await;
            assert_eq!(public(&site, &it.id), None);
        }
        done(&site, &editor, None, to(&free.id, State::Draft)).await;
        done(&site, &editor, None, to(&free.id, State::Published)).await;
        assert!(public(&site, &free.id).is_some() && waits(&site, &free.id).await.is_none());

        // Once it was looked at it is like any other.
        done(&site, &staff(), None, ListingCommand::Decide { id: withdrawn.id.clone(), accept: true, note: String::new() }).await;
        assert!(public(&site, &withdrawn.id).is_some());
        done(&site, &editor, None, to(&withdrawn.id, State::Withdrawn)).await;
        done(&site, &editor, None, to(&withdrawn.id, State::Draft)).await;
        done(&site, &editor, None, to(&withdrawn.id, State::Published)).await;
        assert!(public(&site, &withdrawn.id).is_some());
        assert_eq!(public(&site, &reported.id), None);
    }
);

story!(
    /// A plan takes effect once, at its time, also when the process was away; it can be taken back, and is no way around moderation.
    a_plan_takes_effect_once,
    site,
    {
        let (trusted, editor) = group(&site, "川の会", "trusted").await;
        let mut it = listing("春の会");
        it.state = State::Draft;
        done(&site, &editor, None, save_for(&it, &trusted)).await;
        let plan = |state, at| ListingCommand::Plan { id: it.id.clone(), state, at };
        assert_eq!(refused(&site, &editor, None, plan(State::Published, Some(NOW))).await, "at:plan_not_ahead");
        done(&site, &editor, None, plan(State::Published, Some(NOW + 60_000))).await;
        done(&site, &editor, None, plan(State::Withdrawn, Some(NOW + 90_000))).await;
        done(&site, &editor, None, plan(State::Withdrawn, None)).await;
        assert_eq!(plans::run_due(&site.site, NOW + 59_999).await.unwrap(), 0);
        assert_eq!(public(&site, &it.id), None);
        let (one_node, another) = tokio::join!(plans::run_due(&site.site, NOW + 60_000), plans::run_due(&site.site, NOW + 60_000));
        assert_eq!(one_node.unwrap() + another.unwrap(), 1);
        assert!(public(&site, &it.id).is_some());
        let after = rev(&site, &it.id).await;
        assert_eq!(plans::run_due(&site.site, NOW + 10_000_000).await.unwrap(), 0);
        assert_eq!(rev(&site, &it.id).await, after);

        let (new, beginner) = group(&site, "新しい会", "new").await;
        let mut unseen = listing("見られていない会");
        unseen.state = State::Draft;
        done(&site, &beginner, None, save_for(&unseen, &new)).await;
        done(&site, &beginner, None, ListingCommand::Plan { id: unseen.id.clone(), state: State::Published, at: Some(NOW + 1) }).await;
        plans::run_due(&site.site, NOW + 2).await.unwrap();
        assert_eq!((public(&site, &unseen.id), waits(&site, &unseen.id).await.is_some()), (None, true));
    }
);

story!(
    /// What waits too long is said again to the desk, and not every minute.
    what_waits_is_said_again,
    site,
    {
        site.cookie().await;
        let (group, editor) = group(&site, "新しい会", "new").await;
        done(&site, &editor, None, save_for(&listing("待つ会"), &group)).await;
        let day = 24 * 60 * 60 * 1000;
        for (days, expected) in [(2, 1), (3, 2), (4, 2), (6, 3)] {
            plans::run_due(&site.site, NOW + days * day).await.unwrap();
            assert_eq!(told(&site, "listing_waits").await, expected, "after {days} days");
        }
    }
);

story!(
    /// An older form becomes the newest one; its state stays, and nothing is lost.
    an_older_form_can_be_taken_back,
    site,
    {
        let mut it = listing("はじめ");
        let first = site.publish(&it).await.rev.unwrap();
        it.title = "つぎ".into();
        let second = site.run(&common::save(&it, Some(first))).await.rev.unwrap();
        let restore = |rev| ListingCommand::Restore { id: it.id.clone(), rev };
        assert_eq!(run(&site, &staff(), None, restore(first)).await.status, ReceiptStatus::Conflict);
        done(&site, &staff(), Some(second), restore(first)).await;
        assert_eq!(public(&site, &it.id).as_deref(), Some("はじめ"));
        let now = rev(&site, &it.id).await;
        done(&site, &staff(), Some(now), restore(second)).await;
        assert_eq!(public(&site, &it.id).as_deref(), Some("つぎ"));
        let now = rev(&site, &it.id).await;
        assert_eq!(refused(&site, &staff(), Some(now), restore(0)).await, "id:not_found");
    }
);

story!(
    /// Nobody hosts without agreeing; who agreed is on the listing, and it is among the listings of their group.
    a_co_host_agrees_first,
    site,
    {
        let (own, editor) = group(&site, "川の会", "trusted").await;
        let (other, partner) = group(&site, "山の会", "trusted").await;
        let it = listing("川と山の日");
        done(&site, &editor, None, save_for(&it, &own)).await;
        let (id, host) = (it.id.clone(), other.clone());
        let agree = || ListingCommand::AgreeHost { id: id.clone(), group: host.clone() };
        assert_eq!(refused(&site, &partner, None, agree()).await, "group:not_asked");
        done(&site, &editor, None, ListingCommand::AskHost { id: id.clone(), group: host.clone() }).await;
        let hosts = || async { one(&site.site.db, &id).await.unwrap().unwrap().listing.organiser.hosts };
        assert!(hosts().await.is_empty());
        assert_eq!(refused(&site, &editor, None, agree()).await, ":forbidden");
        done(&site, &partner, None, agree()).await;
        assert_eq!(hosts().await, std::slice::from_ref(&other));
        let page = one(&site.site.db, &other).await.unwrap().unwrap().listing;
        let own_of_partner = site.site.catalog.read().unwrap().detail(page, "2026-11-20".parse().unwrap()).own;
        assert_eq!(own_of_partner.len(), 1);
        // Nobody is made a host by writing it down.
        let mut forged = one(&site.site.db, &id).await.unwrap().unwrap();
        forged.listing.organiser.hosts = vec!["someone".into()];
        done(&site, &editor, Some(forged.rev), save_for(&forged.listing, &own)).await;
        assert_eq!(hosts().await, std::slice::from_ref(&other));
        done(&site, &partner, None, ListingCommand::LeaveHost { id: id.clone(), group: host.clone() }).await;
        assert!(hosts().await.is_empty());
    }
);

story!(
    /// Whoever asked is told what the other group said; a group that hosted with them is told when it does not any more, and one that was
    /// only asked is not.
    both_sides_of_a_co_hosting_are_told,
    site,
    {
        site.cookie().await;
        let (own, editor) = group(&site, "川の会", "trusted").await;
        let (other, partner) = group(&site, "山の会", "trusted").await;
        let mut tx = site.site.db.begin().await.unwrap();
        tx.run(JOIN, params![&own]).await.unwrap();
        tx.run(JOIN, params![&other]).await.unwrap();
        tx.commit().await.unwrap();
        let it = listing("川と山の日");
        done(&site, &editor, None, save_for(&it, &own)).await;
        let (id, host) = (it.id.clone(), other.clone());
        let ask = || ListingCommand::AskHost { id: id.clone(), group: host.clone() };
        let agree = || ListingCommand::AgreeHost { id: id.clone(), group: host.clone() };
        let leave = || ListingCommand::LeaveHost { id: id.clone(), group: host.clone() };
        let counts = async || (told(&site, "host_asked").await, told(&site, "host_agreed").await, told(&site, "host_left").await);
        done(&site, &editor, None, ask()).await;
        done(&site, &editor, None, leave()).await;
        assert_eq!(counts().await, (1, 0, 0), "what was only asked is taken back in silence");
        done(&site, &editor, None, ask()).await;
        done(&site, &partner, None, agree()).await;
        assert_eq!(counts().await, (2, 1, 0));
        done(&site, &editor, None, leave()).await;
        assert_eq!(counts().await, (2, 1, 1), "the group that hosted it with them is told");
        done(&site, &editor, None, ask()).await;
        done(&site, &partner, None, leave()).await;
        assert_eq!(counts().await, (3, 1, 2), "so is the group that asked, when the other declines");
        let left = Stmt { name: "LEFT", sql: "SELECT args, path FROM notice WHERE code = 'host_left' ORDER BY id" };
        let rows = site.site.db.all::<(String, String)>(left, params![]).await.unwrap();
        assert_eq!(rows[0], (r#"["川の会","川と山の日"]"#.to_owned(), format!("/my/groups/{other}/listings#hosted")));
        assert_eq!(rows[1], (r#"["山の会","川と山の日"]"#.to_owned(), format!("/my/groups/{own}/listings/{id}")));
    }
);

story!(
    /// Whoever planned something is told if it could not be done, once; of what was done nobody is.
    a_plan_that_came_to_nothing_is_told,
    site,
    {
        site.cookie().await;
        let mut it = listing("春の会");
        it.state = State::Draft;
        done(&site, &staff(), None, save_for(&it, "")).await;
        let plan = |state, at| ListingCommand::Plan { id: it.id.clone(), state, at: Some(at) };
        // A draft cannot end, and by then nobody has shown it.
        done(&site, &staff(), None, plan(State::Ended, NOW + 1)).await;
        done(&site, &staff(), None, plan(State::Published, NOW + 10)).await;
        assert_eq!(plans::run_due(&site.site, NOW + 2).await.unwrap(), 0);
        assert_eq!(plans::run_due(&site.site, NOW + 3).await.unwrap(), 0);
        assert_eq!(told(&site, "plan_dropped").await, 1);
        assert_eq!(plans::run_due(&site.site, NOW + 11).await.unwrap(), 1);
        assert_eq!(told(&site, "plan_dropped").await, 1);
        let row = Stmt { name: "ROW", sql: "SELECT a.login, n.path FROM notice n JOIN account a ON a.id = n.account_id WHERE n.code = 'plan_dropped'" };
        let told = site.site.db.first::<(String, String)>(row, params![]).await.unwrap();
        assert_eq!(told, Some(("staff".to_owned(), format!("/staff/listings/{}", it.id))));
    }
);

/// A form of somebody signed in.
async fn post(site: &TestSite, cookie: &str, path: &str, body: &str) -> Response<Body> {
    let request = Request::post(path)
        .header(header::HOST, "test.localhost")
        .header(header::COOKIE, format!("{cookie}; lang=en"))
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    site.send(request.body(Body::from(body.to_owned())).unwrap()).await
}

async fn page(site: &TestSite, cookie: &str, path: &str) -> (StatusCode, String) {
    let request = Request::get(path).header(header::HOST, "test.localhost").header(header::COOKIE, format!("{cookie}; lang=en"));
    let response = site.send(request.body(Body::empty()).unwrap()).await;
    (response.status(), text(response).await)
}

/// The form of a listing, as a browser without scripts sends it.
async fn write(site: &TestSite, cookie: &str, path: &str, fields: &[(&str, &str)]) -> Response<Body> {
    let mut body = String::new();
    for (name, value) in fields {
        body.push_str(&format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"));
    }
    body.push_str("--x--\r\n");
    let request = Request::post(path)
        .header(header::HOST, "test.localhost")
        .header(header::COOKIE, format!("{cookie}; lang=en"))
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x");
    site.send(request.body(Body::from(body)).unwrap()).await
}

/// The staff account of [`TestSite::cookie`] as a resident who writes for a group.
async fn editor_cookie(site: &TestSite, group: &str) -> String {
    let cookie = site.cookie().await;
    let mut writer = Writer::begin(&site.site.db, NOW, "system").await.unwrap();
    writer.tx.run(RESIDENT, params![]).await.unwrap();
    writer.tx.run(JOIN, params![group]).await.unwrap();
    writer.commit().await.unwrap();
    cookie
}

story!(
    /// From the form to the list of the group: written twice by a double click, once there; waiting; scripts stay text.
    a_group_writes_without_scripts,
    site,
    {
        let (group, _) = group(&site, "新しい会", "new").await;
        let (other, _) = self::group(&site, "よその会", "new").await;
        let cookie = editor_cookie(&site, &group).await;
        let root = format!("/my/groups/{group}/listings");
        let (status, choice) = page(&site, &cookie, &format!("{root}/new")).await;
        assert_eq!(status, StatusCode::OK);
        assert!(choice.contains("kind=event") && !choice.contains("kind=notice"), "{choice}");
        assert_eq!(page(&site, &cookie, &format!("/my/groups/{other}/listings")).await.0, StatusCode::FORBIDDEN);

        let evil = "</textarea><script>alert(1)</script>";
        let (id, command) = (uuid::Uuid::now_v7().to_string(), uuid::Uuid::now_v7().to_string());
        let path = format!("{root}/{id}");
        let fields = [
            ("command", command.as_str()),
            ("kind", "event"),
            ("state", "published"),
            ("title", evil),
            ("summary", evil),
            ("body", evil),
            ("venue.name", evil),
            ("cost", evil),
            ("apply.text", evil),
            ("access_note", evil),
            ("contact.name", evil),
            ("en.title", evil),
            ("en.body", evil),
            ("ja-easy.summary", evil),
        ];
        for _ in 0..2 {
            let answer = write(&site, &cookie, &path, &fields).await;
            assert_eq!(answer.status(), StatusCode::SEE_OTHER);
        }
        let others = write(&site, &cookie, &format!("/my/groups/{other}/listings/{id}"), &fields).await;
        assert_eq!(others.status(), StatusCode::FORBIDDEN);
        for path in [root.clone(), path.clone(), format!("{path}/preview"), format!("{path}/versions")] {
            let (status, text) = page(&site, &cookie, &path).await;
            assert_eq!(status, StatusCode::OK, "{path}");
            assert!(!text.contains("<script>alert"), "{path}\n{text}");
            assert!(text.contains("alert(1)"), "{path}");
        }
        let (_, list) = page(&site, &cookie, &root).await;
        assert_eq!(list.matches(&format!("{root}/{id}/preview")).count(), 1, "{list}");
        assert_eq!(public(&site, &id), None);
        let unsaved = write(&site, &cookie, &format!("{path}/preview"), &[("title", "まだ書いているところ"), ("kind", "event")]).await;
        assert_eq!(unsaved.status(), StatusCode::OK);
        assert!(text(unsaved).await.contains("まだ書いているところ"));
        assert_ne!(waits(&site, &id).await.unwrap().listing.title, "まだ書いているところ");
    }
);

story!(
    /// Two people change different fields of one form: both are kept. The same field: both values are shown, nothing is written.
    two_editors_are_put_together,
    site,
    {
        let cookie = site.cookie().await;
        let it = listing("はじめ");
        let first = site.publish(&it).await.rev.unwrap();
        let base = first.to_string();
        let path = format!("/staff/listings/{}", it.id);
        let send = |fields: Vec<(&'static str, &'static str)>| {
            let (site, cookie, path, base) = (&site, &cookie, &path, base.clone());
            async move {
                let command = uuid::Uuid::now_v7().to_string();
                let mut all = vec![("command", command.as_str()), ("base_rev", base.as_str()), ("state", "published"), ("organiser", "試験の会")];
                all.extend(fields);
                write(site, cookie, path, &all).await
            }
        };
        assert_eq!(send(vec![("title", "はじめ"), ("summary", "一人目の要約")]).await.status(), StatusCode::SEE_OTHER);
        assert_eq!(send(vec![("title", "二人目の題")]).await.status(), StatusCode::SEE_OTHER);
        let stored = one(&site.site.db, &it.id).await.unwrap().unwrap().listing;
        assert_eq!((stored.title.as_str(), stored.summary.as_str()), ("二人目の題", "一人目の要約"));
        let third = send(vec![("title", "三人目の題")]).await;
        assert_eq!(third.status(), StatusCode::UNPROCESSABLE_ENTITY);
        let form = text(third).await;
        assert!(form.contains("三人目の題") && form.contains("二人目の題") && form.contains("一人目の要約"), "{form}");
        assert_eq!(one(&site.site.db, &it.id).await.unwrap().unwrap().listing.title, "二人目の題");
    }
);

story!(
    /// The queue of the desk shows what waits, escaped; several are shown at once; the button for next year makes one copy.
    the_desk_decides_and_a_copy_is_made_once,
    site,
    {
        let (group, editor) = group(&site, "新しい会", "new").await;
        let (one_id, other_id) = (listing("一つ目<script>alert(1)</script>"), listing("二つ目"));
        for it in [&one_id, &other_id] {
            done(&site, &editor, None, save_for(it, &group)).await;
        }
        let cookie = site.cookie().await;
        let (status, queue) = page(&site, &cookie, "/staff/moderation").await;
        assert_eq!(status, StatusCode::OK);
        assert!(queue.contains("二つ目") && !queue.contains("<script>alert"), "{queue}");
        let ticked: Vec<String> = queue
            .split("name=\"accept\" value=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .filter(|value| value.contains(' '))
            .map(|value| format!("accept={}", value.replace(' ', "+")))
            .collect();
        assert_eq!(ticked.len(), 2, "{queue}");
        assert_eq!(post(&site, &cookie, "/staff/moderation/accept", &ticked.join("&")).await.status(), StatusCode::SEE_OTHER);
        assert!(public(&site, &one_id.id).is_some() && public(&site, &other_id.id).is_some());

        editor_cookie(&site, &group).await;
        let command = uuid::Uuid::now_v7();
        let path = format!("/my/groups/{group}/listings/{}/copy", other_id.id);
        for _ in 0..2 {
            let answer = post(&site, &cookie, &path, &format!("command={command}")).await;
            assert_eq!(answer.status(), StatusCode::SEE_OTHER);
        }
        let (_, list) = page(&site, &cookie, &format!("/my/groups/{group}/listings")).await;
        assert_eq!(list.matches("/versions\"").count(), 3, "two that are shown and one copy\n{list}");
    }
);

story!(
    /// Anybody reports through the plain page; what was typed comes back when it is refused.
    a_report_needs_no_account_and_no_scripts,
    site,
    {
        let it = listing("あやしい会");
        site.publish(&it).await;
        let path = format!("/listings/{}/report", it.id);
        let (status, form) = page(&site, "a=b", &path).await;
        assert_eq!(status, StatusCode::OK);
        let command = form.split("name=\"command\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
        let refused = post(&site, "a=b", &path, &format!("command={command}&words=typed+before")).await;
        assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
        assert!(text(refused).await.contains("typed before"));
        let sent = format!("command={command}&reason=wrong&words=old");
        let first = text(post(&site, "a=b", &path, &sent).await).await;
        let again = text(post(&site, "a=b", &path, &sent).await).await;
        assert!(first.contains("Thank you") && first == again, "{first}\n{again}");
        assert_eq!(page(&site, "a=b", "/listings/none/report").await.0, StatusCode::NOT_FOUND);
    }
);

story!(
    /// Two editors of one form that waits are put together like two of a form that is shown, also after the desk has decided meanwhile.
    two_editors_of_what_waits_are_put_together,
    site,
    {
        let (group, _) = group(&site, "新しい会", "new").await;
        let cookie = editor_cookie(&site, &group).await;
        let it = listing("はじめ");
        let path = format!("/my/groups/{group}/listings/{}", it.id);
        let send = |base: Option<u64>, fields: Vec<(&'static str, &'static str)>| {
            let (site, cookie, path) = (&site, &cookie, &path);
            async move {
                let (command, base) = (uuid::Uuid::now_v7().to_string(), base.map(|base| base.to_string()).unwrap_or_default());
                let mut all = vec![("command", command.as_str()), ("kind", "event"), ("base_rev", base.as_str()), ("state", "published")];
                all.push(("organiser", "新しい会"));
                all.extend(fields);
                write(site, cookie, path, &all).await
            }
        };
        assert_eq!(send(None, vec![("title", "はじめ")]).await.status(), StatusCode::SEE_OTHER);
        let base = waits(&site, &it.id).await.unwrap().rev;
        assert_eq!(send(Some(base), vec![("title", "はじめ"), ("summary", "一人目の要約")]).await.status(), StatusCode::SEE_OTHER);
        assert_eq!(send(Some(base), vec![("title", "二人目の題")]).await.status(), StatusCode::SEE_OTHER);
        let form = waits(&site, &it.id).await.unwrap().listing;
        assert_eq!((form.title.as_str(), form.summary.as_str()), ("二人目の題", "一人目の要約"));
        let third = send(Some(base), vec![("title", "三人目の題")]).await;
        assert_eq!(third.status(), StatusCode::UNPROCESSABLE_ENTITY);
        let asked = text(third).await;
        assert!(asked.contains("三人目の題") && asked.contains("二人目の題") && asked.contains("一人目の要約"), "{asked}");
        assert_eq!(waits(&site, &it.id).await.unwrap().listing.title, "二人目の題", "nothing is written unasked");

        let seen = waits(&site, &it.id).await.unwrap().rev;
        done(&site, &staff(), Some(seen), ListingCommand::Decide { id: it.id.clone(), accept: true, note: String::new() }).await;
        // The fourth began with the form that waited, which is public now: nothing is to be asked.
        let fourth = send(Some(seen), vec![("title", "二人目の題"), ("summary", "四人目の要約")]).await;
        assert_eq!(fourth.status(), StatusCode::SEE_OTHER);
        assert_eq!(waits(&site, &it.id).await.unwrap().listing.summary, "四人目の要約");
        let day = 24 * 60 * 60 * 1000;
        for (days, forgotten) in [(29, 0), (31, 3), (31, 0)] {
            assert_eq!(waiting::tidy(&site.site.db, NOW + days * day).await.unwrap(), forgotten, "after {days} days");
        }
        assert!(waits(&site, &it.id).await.is_some(), "what waits now stays");
    }
);

story!(
    /// A listing goes to another group or desk only by who moderates on both sides; it names its new group, and what waits goes along.
    a_listing_is_given_to_another_group,
    site,
    {
        let (own, editor) = group(&site, "川の会", "new").await;
        let (other, partner) = group(&site, "山の会", "trusted").await;
        let mut it = listing("川の清掃");
        it.organiser.name.clear();
        done(&site, &editor, None, save_for(&it, &own)).await;
        let assign = |group: &str, desk: &str| ListingCommand::Assign { id: it.id.clone(), group: group.to_owned(), desk: desk.to_owned() };
        assert_eq!(refused(&site, &editor, None, assign(&other, "")).await, ":forbidden");
        assert_eq!(refused(&site, &Actor::anonymous(), None, assign(&other, "")).await, ":forbidden");
        assert_eq!(refused(&site, &staff(), None, assign("nobody", "")).await, "group:unknown_group");
        let missing = ListingCommand::Assign { id: "none".into(), group: String::new(), desk: String::new() };
        assert_eq!(refused(&site, &staff(), None, missing.clone()).await, "id:not_found");
        assert_eq!(refused(&site, &editor, None, missing).await, ":forbidden");
        done(&site, &staff(), None, ListingCommand::AskHost { id: it.id.clone(), group: other.clone() }).await;
        done(&site, &partner, None, ListingCommand::AgreeHost { id: it.id.clone(), group: other.clone() }).await;

        done(&site, &staff(), None, assign(&other, "")).await;
        let organiser = one(&site.site.db, &it.id).await.unwrap().unwrap().listing.organiser;
        assert_eq!((organiser.group.as_deref(), organiser.name.as_str()), (Some(other.as_str()), "山の会"));
        assert!(organiser.hosts.is_empty(), "whoever owns it is not beside itself");
        assert_eq!(waits(&site, &it.id).await.unwrap().group, other);
        assert_eq!(refused(&site, &editor, None, ListingCommand::SetState { id: it.id.clone(), state: State::Withdrawn }).await, ":forbidden");
        done(&site, &staff(), None, ListingCommand::Decide { id: it.id.clone(), accept: true, note: String::new() }).await;
        let shown = one(&site.site.db, &it.id).await.unwrap().unwrap().listing.organiser.group;
        assert_eq!(shown.as_deref(), Some(other.as_str()), "showing what waited does not take it back");
        done(&site, &partner, None, ListingCommand::SetState { id: it.id.clone(), state: State::Ended }).await;

        done(&site, &staff(), None, assign("", "main")).await;
        assert_eq!(one(&site.site.db, &it.id).await.unwrap().unwrap().listing.organiser.group, None);
        assert_eq!(refused(&site, &partner, None, ListingCommand::SetState { id: it.id.clone(), state: State::Withdrawn }).await, ":forbidden");
        let mut notice = Listing::draft(uuid::Uuid::now_v7().to_string(), Kind::Notice);
        (notice.title, notice.state) = ("市からのお知らせ".into(), State::Published);
        notice.organiser.name = "試験市".into();
        assert_eq!(site.publish(&notice).await.status, ReceiptStatus::Done);
        let to_group = ListingCommand::Assign { id: notice.id, group: other, desk: String::new() };
        assert_eq!(refused(&site, &staff(), None, to_group).await, "group:kind_for_desks");
    }
);

/// The first hidden command of the form that posts to an address.
fn command_of(page: &str, action: &str) -> String {
    let form = page.split(&format!("action=\"{action}\"")).nth(1).unwrap_or_else(|| panic!("no form for {action}\n{page}"));
    form.split("name=\"command\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned()
}

story!(
    /// Below its form staff plan, share, hand on and repeat a listing, without scripts.
    staff_have_the_tools_of_groups,
    site,
    {
        let (group, partner) = group(&site, "山の会", "trusted").await;
        let cookie = site.cookie().await;
        let it = listing("市の催し");
        site.publish(&it).await;
        let path = format!("/staff/listings/{}", it.id);
        let (status, form) = page(&site, &cookie, &format!("{path}?find=%E5%B1%B1")).await;
        assert_eq!(status, StatusCode::OK);
        assert!(form.contains("山の会"), "{form}");
        assert!(page(&site, &cookie, &format!("{path}?find=%3Cscript%3E")).await.1.contains("There is no group of this name"));

        let plan = command_of(&form, &format!("{path}/plan"));
        let late = post(&site, &cookie, &format!("{path}/plan"), &format!("command={plan}&state=ended&at=tomorrow")).await;
        assert_eq!(late.status(), StatusCode::UNPROCESSABLE_ENTITY);
        let soon = jst_datetime(now_ms() + 30 * 24 * 60 * 60 * 1000).format("%Y-%m-%dT%H:%M");
        for _ in 0..2 {
            let planned = post(&site, &cookie, &format!("{path}/plan"), &format!("command={plan}&state=ended&at={soon}")).await;
            assert_eq!(planned.status(), StatusCode::SEE_OTHER);
        }
        let (_, form) = page(&site, &cookie, &path).await;
        assert_eq!(form.matches("Take the plan back").count(), 1, "{form}");
        let back = command_of(&form, &format!("{path}/plan"));
        assert_eq!(post(&site, &cookie, &format!("{path}/plan"), &format!("command={back}&state=ended&at=")).await.status(), StatusCode::SEE_OTHER);
        assert!(!page(&site, &cookie, &path).await.1.contains("Take the plan back"));

        let (_, form) = page(&site, &cookie, &format!("{path}?find=%E5%B1%B1")).await;
        let ask = command_of(&form, &format!("{path}/hosts"));
        let asked = post(&site, &cookie, &format!("{path}/hosts"), &format!("command={ask}&group={group}")).await;
        assert_eq!(asked.status(), StatusCode::SEE_OTHER);
        done(&site, &partner, None, ListingCommand::AgreeHost { id: it.id.clone(), group: group.clone() }).await;
        assert!(page(&site, &cookie, &path).await.1.contains("Hosted together with 山の会"));

        let copy = command_of(&form, &format!("{path}/copy"));
        let to = |response: &Response<Body>| response.headers()[header::LOCATION].to_str().unwrap().split('?').next().unwrap().to_owned();
        let (once, twice) =
            (post(&site, &cookie, &format!("{path}/copy"), &format!("command={copy}")).await, post(&site, &cookie, &format!("{path}/copy"), &format!("command={copy}")).await);
        assert_eq!((once.status(), to(&once)), (StatusCode::SEE_OTHER, to(&twice)));
        assert_ne!(to(&once), path);

        let give = command_of(&form, &format!("{path}/assign"));
        let given = post(&site, &cookie, &format!("{path}/assign"), &format!("command={give}&group={group}")).await;
        assert_eq!(given.status(), StatusCode::SEE_OTHER);
        assert!(page(&site, &cookie, &path).await.1.contains("It belongs to the group 山の会"));
        assert_eq!(post(&site, "a=b", &format!("{path}/assign"), "command=x&group=").await.status(), StatusCode::SEE_OTHER, "to the page for signing in");
        assert!(page(&site, &cookie, &path).await.1.contains("It belongs to the group 山の会"));
    }
);

const MEMBER: Stmt =
    Stmt { name: "MEMBER", sql: "INSERT INTO group_member (group_id, account_id, role, since_ms) VALUES ($1, 'editor', 'editor', 0)" };
const ACCOUNT: Stmt = Stmt {
    name: "ACCOUNT",
    sql: "INSERT INTO account (id, login, name, role, password_hash, created_ms, email, email_proven_ms, lang)
          VALUES ('editor', 'editor', '編集', 'resident', '', 0, 'editor@example.jp', 1, 'en')",
};
const MAILS: Stmt = Stmt { name: "MAILS", sql: "SELECT to_address, body FROM mail_out ORDER BY id" };

story!(
    /// Of what nobody confirmed for long a group is told once in half a year, by one node; the link of the mail confirms it once, without
    /// signing in, and looking at it uses nothing.
    a_group_confirms_by_a_link,
    site,
    {
        let (group, editor) = group(&site, "川の会", "trusted").await;
        let mut writer = Writer::begin(&site.site.db, NOW, "system").await.unwrap();
        writer.tx.run(ACCOUNT, params![]).await.unwrap();
        writer.tx.run(MEMBER, params![&group]).await.unwrap();
        writer.commit().await.unwrap();
        let mut place = Listing::draft(uuid::Uuid::now_v7().to_string(), Kind::Place);
        (place.title, place.state, place.confirmed_on) = ("河原".into(), State::Published, "2026-11-20".parse().ok());
        done(&site, &editor, None, save_for(&place, &group)).await;
        done(&site, &editor, None, save_for(&listing("一度の催し"), &group)).await;
        let day = 24 * 60 * 60 * 1000;
        assert_eq!(freshness::remind(&site.site, NOW + 396 * day).await.unwrap(), 0);
        let stale = NOW + 397 * day;
        let (one_node, another) = tokio::join!(freshness::remind(&site.site, stale), freshness::remind(&site.site, stale));
        // The place, and the page of the group itself; events pass by themselves.
        assert_eq!(one_node.unwrap() + another.unwrap(), 2);
        assert_eq!(freshness::remind(&site.site, stale + 182 * day).await.unwrap(), 0);
        assert_eq!(told(&site, "listing_stale").await, 2);
        let mails = site.site.db.all::<(String, String)>(MAILS, params![]).await.unwrap();
        assert!(mails.len() == 2 && mails.iter().all(|(to, _)| to == "editor@example.jp"), "{mails:?}");
        let (_, mail) = mails.iter().find(|(_, body)| body.contains("河原")).unwrap();
        let token = mail.split("/confirm?t=").nth(1).and_then(|rest| rest.split_whitespace().next()).unwrap();

        // The page asks the clock of this machine, so what it does is tried with a clock of our own, and the page without it below.
        for _ in 0..2 {
            let seen = freshness::look(&site.site, token, stale + 1).await.unwrap().unwrap();
            assert_eq!((seen.id.as_str(), seen.title.as_str()), (place.id.as_str(), "河原"));
        }
        assert_eq!(freshness::look(&site.site, token, stale + 30 * day).await.unwrap(), None, "after 30 days it is over");
        assert_eq!(freshness::look(&site.site, "another", stale).await.unwrap(), None);
        let (first, second) =
            (freshness::confirm(&site.site, token, stale + 1).await.unwrap(), freshness::confirm(&site.site, token, stale + 2).await.unwrap());
        assert!(first.is_some() && second.is_none());
        let confirmed = one(&site.site.db, &place.id).await.unwrap().unwrap().listing.confirmed_on;
        assert_eq!(confirmed, "2027-12-22".parse().ok());
        // Of the other one somebody is told again after half a year; of this one nobody is.
        assert_eq!(freshness::remind(&site.site, stale + 184 * day).await.unwrap(), 1);
        assert_eq!(told(&site, "listing_stale").await, 3);
    }
);

story!(
    /// The page of the link: a title and a button, scripts stay text; a link that is over says so and changes nothing.
    the_page_of_the_link_needs_no_account,
    site,
    {
        let (status, over) = page(&site, "a=b", "/confirm?t=nothing").await;
        assert_eq!(status, StatusCode::GONE);
        assert!(over.contains("This link does not work"), "{over}");
        assert_eq!(post(&site, "a=b", "/confirm", "t=nothing").await.status(), StatusCode::GONE);

        let (group, editor) = group(&site, "川の会", "trusted").await;
        let mut writer = Writer::begin(&site.site.db, NOW, "system").await.unwrap();
        writer.tx.run(ACCOUNT, params![]).await.unwrap();
        writer.tx.run(MEMBER, params![&group]).await.unwrap();
        writer.commit().await.unwrap();
        let mut place = Listing::draft(uuid::Uuid::now_v7().to_string(), Kind::Place);
        (place.title, place.state, place.confirmed_on) = ("<script>alert(1)</script>".into(), State::Published, "2000-01-01".parse().ok());
        done(&site, &editor, None, save_for(&place, &group)).await;
        freshness::remind(&site.site, now_ms()).await.unwrap();
        let mails = site.site.db.all::<(String, String)>(MAILS, params![]).await.unwrap();
        let (_, mail) = mails.iter().find(|(_, body)| body.contains("alert(1)")).unwrap();
        let token = mail.split("/confirm?t=").nth(1).and_then(|rest| rest.split_whitespace().next()).unwrap();
        let (status, asked) = page(&site, "a=b", &format!("/confirm?t={token}")).await;
        assert_eq!(status, StatusCode::OK);
        assert!(asked.contains("alert(1)") && !asked.contains("<script>alert"), "{asked}");
        let thanks = post(&site, "a=b", "/confirm", &format!("t={token}")).await;
        assert_eq!(thanks.status(), StatusCode::OK);
        assert!(text(thanks).await.contains("Thank you"));
        assert_ne!(one(&site.site.db, &place.id).await.unwrap().unwrap().listing.confirmed_on, place.confirmed_on);
        assert_eq!(post(&site, "a=b", "/confirm", &format!("t={token}")).await.status(), StatusCode::GONE);
    }
);

story!(
    /// A device is given a listing from inside: its group what waits, staff what is stored, and everybody else nothing, not even that it is.
    a_listing_from_inside_is_for_its_own,
    site,
    {
        let (group, editor) = group(&site, "新しい会", "new").await;
        let (other, stranger) = self::group(&site, "よその会", "new").await;
        let it = listing("待つ会");
        done(&site, &editor, None, save_for(&it, &group)).await;
        let foreign = listing("よその催し");
        done(&site, &stranger, None, save_for(&foreign, &other)).await;
        let path = format!("/api/v1/listings/{}", it.id);
        let asked = |cookie: String, path: String| {
            let site = &site;
            async move {
                let request = Request::get(path).header(header::HOST, "test.localhost").header(header::COOKIE, cookie);
                let response = site.send(request.body(Body::empty()).unwrap()).await;
                let kept = response.headers()[header::CACHE_CONTROL].to_str().unwrap().to_owned();
                (response.status(), kept, serde_json::from_str::<serde_json::Value>(&text(response).await).unwrap())
            }
        };
        let (status, kept, refusal) = asked("a=b".to_owned(), path.clone()).await;
        assert_eq!((status, kept.as_str()), (StatusCode::NOT_FOUND, "no-store"));
        let (missing, _, same) = asked("a=b".to_owned(), "/api/v1/listings/none".to_owned()).await;
        assert_eq!((missing, same), (status, refusal), "what one may not see is like what is not there");

        let cookie = site.cookie().await;
        let (status, kept, of_staff) = asked(cookie.clone(), path.clone()).await;
        assert_eq!((status, kept.as_str()), (StatusCode::OK, "no-store"));
        assert_eq!((&of_staff["listing"]["state"], &of_staff["waiting"]), (&"draft".into(), &false.into()));
        let mut writer = Writer::begin(&site.site.db, NOW, "system").await.unwrap();
        writer.tx.run(RESIDENT, params![]).await.unwrap();
        writer.tx.run(JOIN, params![&group]).await.unwrap();
        writer.tx.run(Stmt { name: "LEAVE", sql: "DELETE FROM desk_member" }, params![]).await.unwrap();
        writer.commit().await.unwrap();
        let (status, _, of_group) = asked(cookie.clone(), path).await;
        assert_eq!(status, StatusCode::OK);
        let waiting = waits(&site, &it.id).await.unwrap();
        assert_eq!((&of_group["listing"]["state"], &of_group["waiting"]), (&"published".into(), &true.into()));
        assert_eq!(of_group["rev"].as_u64(), Some(waiting.rev));
        assert_eq!(asked(cookie, format!("/api/v1/listings/{}", foreign.id)).await.0, StatusCode::NOT_FOUND);
    }
);

story!(
    /// What ended is offered first to be done again, with a button of its own; whoever only looks is offered nothing.
    what_ended_can_be_done_again,
    site,
    {
        let (group, editor) = group(&site, "川の会", "trusted").await;
        let (ended, shown) = (listing("去年の催し"), listing("今年の催し"));
        for it in [&ended, &shown] {
            done(&site, &editor, None, save_for(it, &group)).await;
        }
        done(&site, &editor, None, ListingCommand::SetState { id: ended.id.clone(), state: State::Ended }).await;
        let cookie = editor_cookie(&site, &group).await;
        let root = format!("/my/groups/{group}/listings");
        let (_, list) = page(&site, &cookie, &root).await;
        let part = list.split("id=\"part-again\"").nth(1).and_then(|rest| rest.split("</section>").next()).unwrap();
        let at = |id: &str| part.find(&format!("{root}/{id}/copy")).unwrap_or_else(|| panic!("{part}"));
        assert!(at(&ended.id) < at(&shown.id), "{part}");
        let copy = format!("{root}/{}/copy", ended.id);
        let made = post(&site, &cookie, &copy, &format!("command={}", command_of(&list, &copy))).await;
        assert_eq!(made.status(), StatusCode::SEE_OTHER);
        assert!(made.headers()[header::LOCATION].to_str().unwrap().starts_with(&format!("{root}/")));
        let mut writer = Writer::begin(&site.site.db, NOW, "system").await.unwrap();
        writer.tx.run(Stmt { name: "LOOK", sql: "UPDATE group_member SET role = 'viewer'" }, params![]).await.unwrap();
        writer.commit().await.unwrap();
        assert!(!page(&site, &cookie, &root).await.1.contains("part-again"));
    }
);

story!(
    /// Whoever writes what is public already is told so, with its address; of what is not public nothing is told.
    what_is_there_already_is_pointed_out,
    site,
    {
        let cookie = site.cookie().await;
        let (first, mut second) = (listing("川の清掃"), listing("川の　清掃"));
        second.state = State::Draft;
        site.publish(&first).await;
        site.publish(&second).await;
        let told = |text: &str, id: &str| text.contains("may be the same") && text.contains(id);
        for path in [format!("/staff/listings/{}", second.id), format!("/staff/listings/{}/preview", second.id)] {
            let (_, text) = page(&site, &cookie, &path).await;
            assert!(told(&text, &first.id), "{path}\n{text}");
        }
        let (_, text) = page(&site, &cookie, &format!("/staff/listings/{}", first.id)).await;
        assert!(!told(&text, &second.id), "a draft is nobody's to know");
    }
);
