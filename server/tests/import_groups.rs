//! Imports and groups: what a group wrote stays, what it hid stays hidden, and taking an import back takes nothing from under it.

use crate::common::{NOW, TestSite, staff};
use engawa_app::command::{Body as CommandBody, Command};
use engawa_app::listings::command::ListingCommand;
use engawa_app::listings::{Kind, Listing, State};
use engawa_app::people::command::PeopleCommand;
use engawa_app::people::group::profile::ProfileField;
use engawa_app::people::group::{GroupCommand, Trust};
use engawa_core::ReceiptStatus;
use engawa_core::rights::Actor;
use engawa_server::commands::execute;
use engawa_server::listings::import_run::{self, Done, ImportRequest, Undone};
use engawa_server::listings::moderation::waiting;
use engawa_server::listings::{Stored, one};
use engawa_server::params;
use engawa_server::people::groups::read;
use engawa_server::people::{actor, sql as people_sql};

const SOURCE: &str = "団体の名簿";
const GROUPS: &str = "ID,団体名称,活動内容,電話番号,メールアドレス,代表者氏名";
const EVENTS: &str = "ID,イベント名,説明,開催日,電話番号";
const DAY: i64 = 24 * 60 * 60 * 1000;

async fn import(site: &TestSite, kind: Kind, head: &str, rows: &[&str]) -> Done {
    let request = ImportRequest {
        part: false,
        kind: Some(kind),
        source: SOURCE.into(),
        file_name: "meibo.csv".into(),
        licence: "CC BY 4.0".into(),
        url: String::new(),
        reference: "2026-11-20".parse().unwrap(),
        draft: false,
        shift_weeks: 0,
        profiles: Vec::new(),
        accept_guess: true,
    };
    let text = format!("{head}\n{}\n", rows.join("\n"));
    let done = import_run::run(&site.site, &request, text.as_bytes(), "staff:staff", NOW, false).await.unwrap();
    assert!(done.import_id.is_some());
    done
}

async fn groups(site: &TestSite, rows: &[&str]) -> Done {
    import(site, Kind::Group, GROUPS, rows).await
}

async fn undo(site: &TestSite, done: &Done) -> Undone {
    import_run::undo(&site.site, done.import_id.as_deref().unwrap(), "staff:staff", NOW).await.unwrap()
}

/// The id that the importer gives to a row.
fn id_of(key: &str) -> String {
    uuid::Uuid::new_v5(&uuid::Uuid::NAMESPACE_URL, format!("engawa:{SOURCE}\n{key}").as_bytes()).to_string()
}

async fn stored(site: &TestSite, key: &str) -> Option<Stored> {
    one(&site.site.db, &id_of(key)).await.unwrap()
}

async fn now(site: &TestSite, key: &str) -> Listing {
    stored(site, key).await.unwrap_or_else(|| panic!("{key} is gone")).listing
}

/// What was left to groups: place, code, field.
fn left(done: &Done) -> Vec<(&str, &str, &str)> {
    let of_groups = done.problems.iter().filter(|it| it.code.starts_with("group_"));
    of_groups.map(|it| (it.path.as_str(), it.code.as_str(), it.args.first().map_or("", String::as_str))).collect()
}

async fn run(site: &TestSite, actor: &Actor, base_rev: Option<u64>, body: CommandBody) {
    let command = Command { id: uuid::Uuid::now_v7().to_string(), base_rev, body };
    let receipt = execute(&site.site, actor, &command, NOW).await;
    assert_eq!(receipt.status, ReceiptStatus::Done, "{receipt:?}");
}

async fn about_group(site: &TestSite, actor: &Actor, body: GroupCommand) {
    run(site, actor, None, CommandBody::People(PeopleCommand::Group(body))).await;
}

async fn save(site: &TestSite, actor: &Actor, key: &str, change: impl FnOnce(&mut Listing)) {
    let Stored { mut listing, rev } = stored(site, key).await.unwrap();
    change(&mut listing);
    run(site, actor, Some(rev), CommandBody::Listings(ListingCommand::Save(Box::new(listing)))).await;
}

/// Lets somebody claim a group of the file; who they are then.
async fn claimed(site: &TestSite, key: &str) -> Actor {
    let (db, group, account) = (&site.site.db, id_of(key), uuid::Uuid::now_v7().to_string());
    let mut tx = db.begin().await.unwrap();
    tx.run(people_sql::ADD, params![&account, &account, "代表", "resident", "", NOW]).await.unwrap();
    tx.commit().await.unwrap();
    let who = actor::of_account(db, &account, NOW).await.unwrap().unwrap();
    about_group(site, &who, GroupCommand::Claim { group: group.clone(), proof: "会長です".into() }).await;
    let claim = read::claims(db, &group).await.unwrap()[0].id.clone();
    about_group(site, &staff(), GroupCommand::DecideClaim { group, claim, accept: true, reason: String::new() }).await;
    actor::of_account(db, &account, NOW).await.unwrap().unwrap()
}

story!(
    /// A group claims its listing, changes it and hides its number; later files change the rest and nothing of that, as often as they come.
    a_later_import_leaves_what_the_group_wrote,
    site,
    {
        groups(&site, &["K1,川の会,川を見る。,0422-11-1111,kawa@example.jp,川田", "K2,山の会,山を見る。,0422-33-3333,,"]).await;
        let owner = claimed(&site, "K1").await;
        about_group(&site, &staff(), GroupCommand::SetTrust { group: id_of("K1"), trust: Trust::Trusted }).await;
        save(&site, &owner, "K1", |it| it.title = "わたしたちの川の会".into()).await;
        let public = vec![ProfileField::Email, ProfileField::Representative];
        about_group(&site, &owner, GroupCommand::SetPublic { group: id_of("K1"), public }).await;
        assert_eq!(now(&site, "K1").await.contact.phone, "");

        for (round, phone) in [("二", "0422-12-1212"), ("三", "0422-13-1313")] {
            let mine = format!("K1,川の会{round},川を{round}度見る。,{phone},kawa@example.jp,川田");
            let other = format!("K2,山の会{round},山を見る。,0422-33-3333,,");
            let done = groups(&site, &[&mine, &other]).await;
            assert_eq!((done.updated, done.unchanged), (2, 0));
            assert_eq!(left(&done), [("meibo.csv!2", "group_keeps", "contact.phone"), ("meibo.csv!2", "group_keeps", "title")]);
            assert!(done.report_csv().contains("川の会"), "{}", done.report_csv());
            let it = now(&site, "K1").await;
            assert_eq!((it.title.as_str(), it.contact.phone.as_str()), ("わたしたちの川の会", ""), "the group's stays");
            assert_eq!((it.body, it.state), (format!("川を{round}度見る。"), State::Published), "what the group did not touch is the file's");
            assert_eq!(now(&site, "K2").await.title, format!("山の会{round}"), "nobody owns it");
            let again = groups(&site, &[&mine, &other]).await;
            assert_eq!((again.updated, again.unchanged, left(&again).len()), (0, 2, 0));
        }
    }
);

story!(
    /// A field that was never the group's to show does not come in by a file, and a form that waits goes on waiting.
    what_is_not_public_stays_hidden_and_what_waits_waits,
    site,
    {
        groups(&site, &["K1,川の会,川を見る。,,kawa@example.jp,"]).await;
        let owner = claimed(&site, "K1").await;
        // A new group: what it writes is looked at first.
        save(&site, &owner, "K1", |it| it.title = "川の会（新）".into()).await;
        let waits = waiting::one(&site.site.db, &id_of("K1")).await.unwrap().unwrap();
        let done = groups(&site, &["K1,川の会,川をよく見る。,0422-11-1111,kawa@example.jp,"]).await;
        assert_eq!(left(&done), [("meibo.csv!2", "group_hides", "contact.phone"), ("meibo.csv!2", "group_form_waits", "")]);
        let it = now(&site, "K1").await;
        assert_eq!((it.title.as_str(), it.body.as_str(), it.contact.phone.as_str()), ("川の会", "川をよく見る。", ""));
        let still = waiting::one(&site.site.db, &id_of("K1")).await.unwrap().unwrap();
        assert_eq!((still.rev, still.listing), (waits.rev, waits.listing));
        // Accepting puts both together.
        let decide = ListingCommand::Decide { id: id_of("K1"), accept: true, note: String::new() };
        run(&site, &staff(), None, CommandBody::Listings(decide)).await;
        let it = now(&site, "K1").await;
        assert_eq!((it.title.as_str(), it.body.as_str()), ("川の会（新）", "川をよく見る。"));
    }
);

story!(
    /// The same holds for what a group holds beside its own listing.
    an_event_that_was_given_to_a_group_is_the_groups,
    site,
    {
        let register = "K1,川の会,川を見る。,,kawa@example.jp,";
        groups(&site, &[register]).await;
        let owner = claimed(&site, "K1").await;
        about_group(&site, &staff(), GroupCommand::SetTrust { group: id_of("K1"), trust: Trust::Trusted }).await;
        save(&site, &owner, "K1", |it| it.title = "わたしたちの川の会".into()).await;
        // A file without the group: its listing is marked, and what stands in it is still the group's.
        import(&site, Kind::Event, EVENTS, &["E1,川の清掃,手袋を配る。,2026-12-06,0422-11-1111"]).await;
        let assign = ListingCommand::Assign { id: id_of("E1"), group: id_of("K1"), desk: String::new() };
        run(&site, &staff(), None, CommandBody::Listings(assign)).await;
        save(&site, &owner, "E1", |it| it.body = "手袋を持ってきてください。".into()).await;
        let done = import(&site, Kind::Event, EVENTS, &["E1,川の大清掃,手袋と袋を配る。,2026-12-06,0422-11-1111"]).await;
        assert_eq!(left(&done), [("meibo.csv!2", "group_keeps", "body")]);
        let it = now(&site, "E1").await;
        assert_eq!((it.title.as_str(), it.body.as_str()), ("川の大清掃", "手袋を持ってきてください。"));
        assert_eq!(it.organiser.group, Some(id_of("K1")));
        assert!(now(&site, "K1").await.source.unwrap().vanished);
        let back = groups(&site, &["K1,川の会（改名）,川を見る。,,kawa@example.jp,"]).await;
        assert_eq!(left(&back), [("meibo.csv!2", "group_keeps", "title")]);
        let it = now(&site, "K1").await;
        assert_eq!((it.title.as_str(), it.source.unwrap().vanished), ("わたしたちの川の会", false));
    }
);

story!(
    /// Taking an import back leaves a claimed group, and what a plan hangs on, although neither changed a listing; the rest goes.
    taking_an_import_back_takes_nothing_from_a_group,
    site,
    {
        let first = groups(&site, &["K1,川の会,川を見る。,,kawa@example.jp,", "K2,山の会,,,yama@example.jp,", "K3,海の会,,,umi@example.jp,"]).await;
        let rev = stored(&site, "K1").await.unwrap().rev;
        claimed(&site, "K1").await;
        assert_eq!(stored(&site, "K1").await.unwrap().rev, rev, "a claim changes no listing, which is why the revision is not enough");
        let plan = ListingCommand::Plan { id: id_of("K2"), state: State::Ended, at: Some(NOW + DAY) };
        run(&site, &staff(), None, CommandBody::Listings(plan)).await;
        assert_eq!(undo(&site, &first).await, Undone { undone: 1, changed: 0, held: 2 });
        assert_eq!((now(&site, "K1").await.title.as_str(), now(&site, "K2").await.title.as_str()), ("川の会", "山の会"));
        assert!(stored(&site, "K3").await.is_none());

        // What that import said is still the base: the group touched nothing of it, so the next file goes in.
        let next = groups(&site, &["K1,川の会,川をよく見る。,,kawa@example.jp,", "K2,山の会,,,yama@example.jp,"]).await;
        assert_eq!((left(&next).len(), now(&site, "K1").await.body), (0, "川をよく見る。".to_owned()));
    }
);

story!(
    /// One listing that came, was taken back, and comes again.
    what_was_taken_back_can_be_taken_in_again,
    site,
    {
        let row = ["K1,川の会,川を見る。,,kawa@example.jp,"];
        let first = groups(&site, &row).await;
        assert_eq!(undo(&site, &first).await, Undone { undone: 1, changed: 0, held: 0 });
        assert_eq!(groups(&site, &row).await.created, 1);
        assert_eq!(now(&site, "K1").await.title, "川の会");
    }
);
