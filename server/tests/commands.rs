//! The command path: exactly once, all or nothing, refused with a place, written down.

use crate::common::{NOW, listing, save, staff};
use engawa_app::command::{Body, Command};
use engawa_app::listings::State;
use engawa_app::listings::command::ListingCommand;
use engawa_core::ReceiptStatus;
use engawa_core::feed::Scope;
use engawa_server::commands::execute;
use engawa_server::feed;
use engawa_server::people::Actor;

story!(
    /// The same command sent again gets the same receipt and takes effect once.
    a_command_takes_effect_once,
    site,
    {
        let command = save(&listing("防災講座"), None);
        let first = site.run(&command).await;
        assert_eq!(first.status, ReceiptStatus::Done);
        assert!(first.receipt_no.is_some());
        for _ in 0..3 {
            assert_eq!(site.run(&command).await, first);
        }
        assert_eq!(feed::last_rev(&site.site.db).await.unwrap(), first.rev.unwrap());
        assert_eq!(site.site.catalog.read().unwrap().len(), 1);
    }
);

story!(
    /// Twenty copies of one command at the same moment: one effect, twenty equal receipts.
    simultaneous_copies_take_effect_once,
    site,
    {
        let command = save(&listing("防災講座"), None);
        let site = std::sync::Arc::new(site);
        let tasks: Vec<_> = (0..20)
            .map(|_| {
                let (site, command) = (std::sync::Arc::clone(&site), command.clone());
                tokio::spawn(async move { site.run(&command).await })
            })
            .collect();
        let mut receipts = Vec::new();
        for task in tasks {
            receipts.push(task.await.unwrap());
        }
        let done: Vec<_> = receipts.iter().filter(|receipt| receipt.status == ReceiptStatus::Done).collect();
        assert!(!done.is_empty());
        assert!(done.iter().all(|receipt| *receipt == done[0]), "{receipts:?}");
        // Whoever was told to retry gets the same receipt now.
        assert_eq!(&site.run(&command).await, done[0]);
        assert_eq!(feed::page(&site.site.db, "e", &Scope::Public, 0, 100).await.unwrap().records.len(), 1);
    }
);

story!(
    /// Another person, or another content, under a known id is refused and changes nothing.
    an_id_belongs_to_its_author_and_content,
    site,
    {
        let command = save(&listing("本物"), None);
        assert_eq!(site.run(&command).await.status, ReceiptStatus::Done);
        let mut forged = save(&listing("偽物"), None);
        forged.id.clone_from(&command.id);
        assert_eq!(site.run(&forged).await.problems[0].code, "forbidden");
        let other = Actor::staff("2", "other", "他");
        assert_eq!(execute(&site.site, &other, &command, NOW).await.problems[0].code, "forbidden");
        assert_eq!(site.site.catalog.read().unwrap().len(), 1);
    }
);

story!(
    /// An edit of something that changed meanwhile is a conflict, not an overwrite.
    a_stale_edit_is_a_conflict,
    site,
    {
        let mut it = listing("はじめ");
        let first = site.publish(&it).await;
        it.title = "二人目".into();
        assert_eq!(site.run(&save(&it, first.rev)).await.status, ReceiptStatus::Done);
        it.title = "おくれた人".into();
        let late = site.run(&save(&it, first.rev)).await;
        assert_eq!(late.status, ReceiptStatus::Conflict);
        let kept = engawa_server::listings::one(&site.site.db, &it.id).await.unwrap().unwrap();
        assert_eq!(kept.listing.title, "二人目");
    }
);

story!(
    /// Replacing a listing without saying which form one saw is a conflict too.
    a_replacement_says_what_it_replaces,
    site,
    {
        let mut it = listing("はじめ");
        site.publish(&it).await;
        it.title = "上書き".into();
        assert_eq!(site.publish(&it).await.status, ReceiptStatus::Conflict);
        let kept = engawa_server::listings::one(&site.site.db, &it.id).await.unwrap().unwrap();
        assert_eq!(kept.listing.title, "はじめ");
    }
);

story!(
    /// A refusal names the place, changes nothing, and is the same when asked again.
    a_refused_command_changes_nothing,
    site,
    {
        let mut bad = listing("x");
        bad.title.clear();
        let command = save(&bad, None);
        let refused = site.run(&command).await;
        assert_eq!(refused.status, ReceiptStatus::Rejected);
        assert_eq!(refused.problems[0].path, "title");
        assert_eq!(site.run(&command).await, refused);
        assert!(site.site.catalog.read().unwrap().is_empty());
        assert_eq!(feed::last_rev(&site.site.db).await.unwrap(), 0);
    }
);

story!(
    /// Withdrawn listings leave the feed as tombstones; a withdrawn one cannot be published without being looked at.
    withdrawing_leaves_a_tombstone,
    site,
    {
        let it = listing("中止");
        site.publish(&it).await;
        let state = |state: State| Command {
            id: uuid::Uuid::now_v7().to_string(),
            base_rev: None,
            body: Body::Listings(ListingCommand::SetState { id: it.id.clone(), state }),
        };
        let receipt = site.run(&state(State::Withdrawn)).await;
        assert_eq!(receipt.status, ReceiptStatus::Done);
        let page = feed::page(&site.site.db, "e", &Scope::Public, 0, 100).await.unwrap();
        assert_eq!(page.records.len(), 1);
        assert_eq!(page.records[0].body, None);
        assert!(site.site.catalog.read().unwrap().is_empty());
        assert_eq!(site.run(&state(State::Published)).await.problems[0].code, "bad_state_change");
    }
);

story!(
    /// Drafts are nobody's business: not in the feed, not in pages, not in exports.
    drafts_stay_inside,
    site,
    {
        let mut it = listing("ひみつの下書き");
        it.state = State::Draft;
        assert_eq!(site.publish(&it).await.status, ReceiptStatus::Done);
        for path in ["/api/v1/feed/public", "/listings", "/opendata/events.csv", "/opendata/events.json", "/feeds/events.ics", "/feeds/all.atom", "/sitemap.xml"] {
            let (_, body) = site.get(path).await;
            assert!(!body.contains("ひみつの下書き") && !body.contains(&it.id), "{path}");
        }
        assert_eq!(site.get(&format!("/listings/{}", it.id)).await.0, 404);
        assert_eq!(site.get(&format!("/listings/{}/event.ics", it.id)).await.0, 404);
    }
);

story!(
    /// Only staff may publish; the edge decides.
    strangers_may_not_publish,
    site,
    {
        let body = serde_json::to_string(&[save(&listing("いたずら"), None)]).unwrap();
        let (status, receipts) = site.post_commands(None, body.clone()).await;
        assert_eq!(status, 200);
        assert_eq!(receipts[0]["status"], "rejected");
        assert_eq!(receipts[0]["problems"][0]["code"], "forbidden");
        let cookie = site.cookie().await;
        let (_, receipts) = site.post_commands(Some(&cookie), body).await;
        assert_eq!(receipts[0]["status"], "done", "{receipts}");
    }
);

story!(
    /// Broken requests get an answer that names the place, and the good ones beside them take effect.
    bad_json_does_not_hold_up_the_others,
    site,
    {
        let cookie = site.cookie().await;
        let good = serde_json::to_string(&save(&listing("よい"), None)).unwrap();
        let (status, receipts) = site.post_commands(Some(&cookie), format!("[{{\"id\":\"x\"}},{good}]")).await;
        assert_eq!(status, 200);
        assert_eq!(receipts[0]["status"], "rejected");
        assert_eq!(receipts[1]["status"], "done");
        let (status, problem) = site.post_commands(Some(&cookie), "[{".into()).await;
        assert_eq!(status, 400);
        assert_eq!(problem["problems"][0]["path"], "line 1 column 2");
        assert_eq!(site.post_commands(Some(&cookie), "[]".into()).await.0, 400);
    }
);

story!(
    /// Every change by staff is in the audit log, and the log is whole.
    changes_are_in_the_audit_log,
    site,
    {
        site.publish(&listing("一")).await;
        site.publish(&listing("二")).await;
        assert_eq!(feed::check_audit(&site.site.db).await.unwrap(), 2);
        let rows = site.site.db.all::<(i64, i64, String, String, String, String)>(feed::sql::RECENT_AUDIT, engawa_server::params![10_i64]).await.unwrap();
        assert_eq!(rows[0].2, staff().name());
        assert_eq!(rows[0].3, "listing.save");
    }
);
