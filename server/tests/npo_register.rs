//! The national register of NPOs from its file to a group that speaks for itself, over the pages that people use: listed and nobody's,
//! claimed with a proof, accepted by the desk, written by the group; later files and taking them back respect that.

use crate::common::people::cookie_of;
use crate::common::{NOW, TestSite, text};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use engawa_app::listings::query::encode;
use engawa_app::listings::{COLLECTION, Kind, Listing, State};
use engawa_core::feed::Scope;
use engawa_server::db::Stmt;
use engawa_server::feed::Writer;
use engawa_server::listings::import_run::{self, Done, ImportRequest, Undone};
use engawa_server::listings::{one, unclaimed};
use engawa_server::params;
use engawa_server::people::groups::read;
use engawa_server::people::sql as people_sql;
use serde_json::json;

const SOURCE: &str = "内閣府 NPO法人ポータルサイト";
/// Columns as the register has them; nothing says which kind of listing they make.
const HEAD: &str = "所轄庁,法人番号,特定非営利活動法人の名称,主たる事務所の所在地,代表者氏名,法人設立認証年月日,定款に記載された目的,活動分野";
const RIVER: &str = "試験市,1234567890123,特定非営利活動法人川の会,試験市緑町1-1,川田太郎,2001年4月1日,川を守る。,環境の保全を図る活動";
const HILL: &str = "試験市,9876543210987,特定非営利活動法人山の会,試験市緑町2-2,山田花子,2003年5月6日,山を守る。,まちづくりの推進を図る活動";

async fn import(site: &TestSite, rows: &[&str]) -> Done {
    let request = ImportRequest {
        part: false,
        kind: None,
        source: SOURCE.into(),
        file_name: "npo.csv".into(),
        licence: "CC BY 4.0".into(),
        url: "https://www.npo.example/".into(),
        reference: "2026-11-20".parse().unwrap(),
        draft: false,
        shift_weeks: 0,
        profiles: Vec::new(),
        accept_guess: true,
    };
    let file = format!("{HEAD}\n{}\n", rows.join("\n"));
    import_run::run(&site.site, &request, file.as_bytes(), "staff:staff", NOW, false).await.unwrap()
}

/// The id that the importer gives to a row, by its 法人番号.
fn id_of(number: &str) -> String {
    uuid::Uuid::new_v5(&uuid::Uuid::NAMESPACE_URL, format!("engawa:{SOURCE}\n{number}").as_bytes()).to_string()
}

async fn get(site: &TestSite, cookie: &str, path: &str) -> String {
    let request = Request::get(path).header(header::HOST, "test.localhost").header(header::COOKIE, format!("{cookie}; lang=en"));
    let response = site.send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(response.status(), StatusCode::OK, "{path}");
    text(response).await
}

/// Sends a form; its status, and where it leads.
async fn post(site: &TestSite, cookie: &str, path: &str, fields: &[(&str, &str)]) -> (StatusCode, String) {
    let mut body = format!("command={}", uuid::Uuid::now_v7());
    for (name, value) in fields {
        body.push_str(&format!("&{name}={}", encode(value)));
    }
    let request = Request::post(path)
        .header(header::HOST, "test.localhost")
        .header(header::COOKIE, format!("{cookie}; lang=en"))
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let response = site.send(request.body(Body::from(body)).unwrap()).await;
    let to = response.headers().get(header::LOCATION).map(|to| to.to_str().unwrap().to_owned()).unwrap_or_default();
    (response.status(), to)
}

/// A resident with a session: account and cookie.
async fn resident(site: &TestSite, name: &str) -> (String, String) {
    let account = uuid::Uuid::now_v7().to_string();
    let mut tx = site.site.db.begin().await.unwrap();
    tx.run(people_sql::ADD, params![&account, &account, name, "resident", "", NOW]).await.unwrap();
    tx.commit().await.unwrap();
    let cookie = cookie_of(site, &account).await;
    (account, cookie)
}

/// Sends a listing with another title, as a device does.
async fn rename(site: &TestSite, cookie: &str, id: &str, title: &str) -> serde_json::Value {
    let stored = one(&site.site.db, id).await.unwrap().unwrap();
    let mut listing = stored.listing;
    listing.title = title.to_owned();
    let save = json!({ "room": "listings", "do": { "save": listing } });
    let command = json!([{ "id": uuid::Uuid::now_v7().to_string(), "base_rev": stored.rev, "body": save }]);
    let (status, receipts) = site.post_commands(Some(cookie), command.to_string()).await;
    assert_eq!(status, StatusCode::OK, "{receipts}");
    receipts[0].clone()
}

async fn title(site: &TestSite, id: &str) -> Option<String> {
    one(&site.site.db, id).await.unwrap().map(|stored| stored.listing.title)
}

story!(
    /// What was imported before a group could say that nobody of it came yet says it from the next opening of the site on, once, to devices too;
    /// a group that somebody claimed does not.
    what_was_imported_earlier_says_it_too,
    site,
    {
        import(&site, &[RIVER, HILL]).await;
        let (river, hill) = (id_of("1234567890123"), id_of("9876543210987"));
        let db = &site.site.db;
        let (_, owner) = resident(&site, "山田 花子").await;
        let fields = [("group", hill.as_str()), ("proof", "登記の写し")];
        assert_eq!(post(&site, &owner, "/my/groups/claim", &fields).await.0, StatusCode::SEE_OTHER);
        let claim = read::claims(db, &hill).await.unwrap()[0].id.clone();
        let decision = [("go", "claim"), ("claim", claim.as_str()), ("accept", "1")];
        assert_eq!(post(&site, &site.cookie().await, &format!("/staff/groups/{hill}"), &decision).await.0, StatusCode::SEE_OTHER);

        // As an older release left it: the record is what is stored, and nobody looked yet.
        let listing = one(db, &river).await.unwrap().unwrap().listing;
        let mut writer = Writer::begin(db, NOW, "system").await.unwrap();
        let rev = writer.take_rev().await.unwrap();
        let body = serde_json::to_string(&listing).unwrap();
        writer.put(&Scope::Public, COLLECTION, &river, rev, &body).await.unwrap();
        let forget = Stmt { name: "FORGET", sql: "DELETE FROM site_meta WHERE name = 'unclaimed_said'" };
        assert_eq!(writer.tx.run(forget, params![]).await.unwrap(), 1, "a new site was looked at, too");
        writer.commit().await.unwrap();
        let says_it = async |id: &str| {
            let body = engawa_server::feed::one(db, &Scope::Public, COLLECTION, id).await.unwrap().unwrap();
            serde_json::from_str::<Listing>(&body).unwrap().source.unwrap().unclaimed
        };
        assert!(!says_it(&river).await && !says_it(&hill).await);

        assert_eq!(unclaimed::say_of_older(db, NOW).await.unwrap(), 1);
        assert!(says_it(&river).await && !says_it(&hill).await);
        let page = engawa_server::feed::page(db, &site.site.epoch, &Scope::Public, rev, 100).await.unwrap();
        assert_eq!(page.records.iter().map(|it| it.id.as_str()).collect::<Vec<_>>(), [river.as_str()], "whoever followed the feed gets it");
        assert!(!one(db, &river).await.unwrap().unwrap().listing.source.unwrap().unclaimed, "it is no word of the register");
        assert_eq!(unclaimed::say_of_older(db, NOW).await.unwrap(), 0);
        assert_eq!(import(&site, &[RIVER, HILL]).await.updated, 0, "the next file brings nothing new");
    }
);

story!(
    /// From the file to the group and back.
    a_group_of_the_register_becomes_its_own,
    site,
    {
        let staff = site.cookie().await;
        let first = import(&site, &[RIVER, HILL]).await;
        assert_eq!((first.created, first.updated), (2, 0));
        let (river, hill) = (id_of("1234567890123"), id_of("9876543210987"));
        let listing = one(&site.site.db, &river).await.unwrap().unwrap().listing;
        assert_eq!((listing.kind(), listing.state), (Kind::Group, State::Published));
        assert_eq!(read::registration(&site.site.db, &river).await.unwrap(), None, "nobody's");

        // Everybody reads where it is from and how to say that it is theirs; staff that nobody did.
        let public = get(&site, "a=b", &format!("/groups/{river}")).await;
        for said in ["特定非営利活動法人川の会", SOURCE, "https://www.npo.example/", "CC BY 4.0", &format!("/my/groups/claim?group={river}")] {
            assert!(public.contains(said), "{said}: {public}");
        }
        let nobodys = "The group itself did not write it.";
        assert!(public.contains(&format!("is from the register of {SOURCE}. {nobodys}")), "{public}");
        assert!(!listing.source.unwrap().unclaimed, "what is stored says nothing of it: it is no word of the register");
        let page = format!("/staff/groups/{river}");
        assert!(get(&site, &staff, &page).await.contains("Unclaimed"));
        assert!(get(&site, &staff, "/staff/groups?part=unclaimed").await.contains(&page));

        // Before that, nobody writes for it.
        let (account, owner) = resident(&site, "川田 太郎").await;
        assert_eq!(rename(&site, &owner, &river, "にせの会").await["status"], "rejected");
        let claiming = |proof: &'static str| [("group", river.clone()), ("proof", proof.to_owned())];
        let claim = async |proof: &'static str| {
            let fields = claiming(proof);
            post(&site, &owner, "/my/groups/claim", &fields.each_ref().map(|(name, value)| (*name, value.as_str()))).await
        };
        assert_eq!(claim(" ").await.0, StatusCode::UNPROCESSABLE_ENTITY, "without a proof there is no claim");
        let (status, to) = claim("定款と登記の写しを持っています").await;
        assert!(status == StatusCode::SEE_OTHER && to.starts_with("/my/groups?done="), "{status} {to}");
        assert!(get(&site, &staff, &page).await.contains("定款と登記の写しを持っています"));
        assert_eq!(rename(&site, &owner, &river, "にせの会").await["status"], "rejected", "a claim is no right yet");
        let waiting = read::claims(&site.site.db, &river).await.unwrap()[0].id.clone();
        let decision = [("go", "claim"), ("claim", waiting.as_str()), ("accept", "1")];
        assert_ne!(post(&site, &owner, &page, &decision).await.1, page, "nor does one decide about one's own");
        assert!(read::members(&site.site.db, &river).await.unwrap().is_empty());
        assert_eq!(post(&site, &staff, &page, &decision).await.0, StatusCode::SEE_OTHER);
        let members: Vec<String> = read::members(&site.site.db, &river).await.unwrap().into_iter().map(|it| it.account).collect();
        assert_eq!(members, [account]);
        assert!(!get(&site, &staff, "/staff/groups?part=unclaimed").await.contains(&page));
        // From the moment on in which somebody of it came, its page says so; the other group's does not.
        for (id, is_nobodys) in [(&river, false), (&hill, true)] {
            let public = get(&site, "a=b", &format!("/groups/{id}")).await;
            assert_eq!(public.contains(nobodys), is_nobodys, "{public}");
            assert_eq!(public.matches(&format!("/my/groups/claim?group={id}")).count(), 1, "{public}");
        }

        // What a new group writes is looked at first; once it is trusted, what it writes is there.
        assert_eq!(rename(&site, &owner, &river, "川の会（新しい名前）").await["status"], "done");
        assert_eq!(title(&site, &river).await.as_deref(), Some("特定非営利活動法人川の会"));
        let accept = json!({ "room": "listings", "do": { "decide": { "id": river, "accept": true } } });
        let command = json!([{ "id": uuid::Uuid::now_v7().to_string(), "body": accept }]);
        assert_eq!(site.post_commands(Some(&staff), command.to_string()).await.1[0]["status"], "done");
        assert_eq!(title(&site, &river).await.as_deref(), Some("川の会（新しい名前）"));
        assert!(get(&site, "a=b", &format!("/groups/{river}")).await.contains("川の会（新しい名前）"));
        assert_eq!(post(&site, &staff, &page, &[("go", "trust"), ("trust", "trusted")]).await.0, StatusCode::SEE_OTHER);

        // The register's next file changes what the group left alone, says what it did not change, and is taken back without harm.
        let later = RIVER.replace("川の会", "川の会連合").replace("川を守る。", "川と海を守る。");
        let second = import(&site, &[&later, HILL]).await;
        assert_eq!((second.updated, second.unchanged), (1, 1));
        assert!(second.problems.iter().any(|it| it.code == "group_keeps" && it.args.first().is_some_and(|field| field == "title")));
        let listing = one(&site.site.db, &river).await.unwrap().unwrap().listing;
        assert_eq!((listing.title.as_str(), listing.body.as_str()), ("川の会（新しい名前）", "川と海を守る。"));
        assert!(!get(&site, "a=b", &format!("/groups/{river}")).await.contains(nobodys), "an import takes no group from its people");

        let undo = async |done: &Done| import_run::undo(&site.site, done.import_id.as_deref().unwrap(), "staff:staff", NOW).await.unwrap();
        assert_eq!(undo(&second).await, Undone { undone: 0, changed: 0, held: 1 });
        assert_eq!(undo(&first).await, Undone { undone: 1, changed: 1, held: 0 });
        assert_eq!((title(&site, &river).await.as_deref(), title(&site, &hill).await), (Some("川の会（新しい名前）"), None));
        assert_eq!(read::members(&site.site.db, &river).await.unwrap().len(), 1);
        assert_eq!(rename(&site, &owner, &river, "川の会").await["status"], "done");
        assert_eq!(title(&site, &river).await.as_deref(), Some("川の会"));
    }
);
