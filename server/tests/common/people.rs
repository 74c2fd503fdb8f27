//! People of every role, with sessions; and shared screens, with their cookies.

use super::TestSite;
use engawa_core::rights::{Actor, MAIN_DESK};
use engawa_server::clock::now_ms;
use engawa_server::db::Stmt;
use engawa_server::kiosk::digest_of;
use engawa_server::params;
use engawa_server::people::actor;
use engawa_server::people::session_store::DbSessionStore;
use tower_sessions::SessionStore as _;
use tower_sessions::cookie::time::{Duration, OffsetDateTime};
use tower_sessions::session::{Id, Record};

/// The group that subjects belong to.
pub const GROUP: &str = "0192a3b4-0000-7000-8000-00000000000a";
/// Another group.
pub const OTHER_GROUP: &str = "0192a3b4-0000-7000-8000-00000000000b";
/// Another desk than the main one.
pub const OTHER_DESK: &str = "welfare";

const ACCOUNT: Stmt =
    Stmt { name: "ACCOUNT", sql: "INSERT INTO account (id, login, name, role, password_hash, created_ms) VALUES ($1, $1, $2, $3, '', 0)" };
const DESK: Stmt =
    Stmt { name: "DESK", sql: "INSERT INTO desk (id, kind, name, body, rev, ended_ms) VALUES ($1, 'welfare_council', '福祉', '{}', 0, 0)" };
const AT_DESK: Stmt = Stmt { name: "AT_DESK", sql: "INSERT INTO desk_member (desk_id, account_id, role, since_ms) VALUES ($1, $2, $3, 0)" };
const IN_GROUP: Stmt = Stmt { name: "IN_GROUP", sql: "INSERT INTO group_member (group_id, account_id, role, since_ms) VALUES ($1, $2, $3, 0)" };

const KIOSK: Stmt = Stmt {
    name: "KIOSK",
    sql: "INSERT INTO kiosk (id, state, config, secret, code, code_ends_ms, say, reload, made_ms, paired_ms, revoked_ms, rev)
          VALUES ($1, $2, '{}', $3, '', 0, '', 0, 0, 0, 0, 0)",
};

/// Somebody of a role.
pub struct Somebody {
    /// The role, for messages of tests.
    pub role: &'static str,
    /// Who they are.
    pub actor: Actor,
    /// Their cookie; nobody signed in has none.
    pub cookie: Option<String>,
}

/// Account; its role; desk and role there; group and role there.
type Row = (&'static str, &'static str, Option<(&'static str, &'static str)>, Option<(&'static str, &'static str)>);

const PEOPLE: [Row; 11] = [
    ("resident", "resident", None, None),
    ("other_owner", "resident", None, Some((OTHER_GROUP, "owner"))),
    ("viewer", "resident", None, Some((GROUP, "viewer"))),
    ("accountant", "resident", None, Some((GROUP, "accountant"))),
    ("editor", "resident", None, Some((GROUP, "editor"))),
    ("owner", "resident", None, Some((GROUP, "owner"))),
    ("other_desk", "staff", Some((OTHER_DESK, "staff")), None),
    ("reader", "staff", Some((MAIN_DESK, "reader")), None),
    ("staff", "staff", Some((MAIN_DESK, "staff")), None),
    ("lead", "staff", Some((MAIN_DESK, "lead")), None),
    ("admin", "admin", None, None),
];

/// Shared screens and how they stand. In these tests the secret of one is its id.
const SCREENS: [(&str, &str); 2] = [("kiosk", "active"), ("revoked_kiosk", "revoked")];

/// Everybody, from nobody to whoever keeps the house, and shared screens.
pub async fn everybody(site: &TestSite) -> Vec<Somebody> {
    let db = &site.site.db;
    let mut tx = db.begin().await.unwrap();
    tx.run(DESK, params![OTHER_DESK]).await.unwrap();
    for (id, role, desk, group) in PEOPLE {
        tx.run(ACCOUNT, params![id, format!("名前 {id}"), role]).await.unwrap();
        if let Some((desk, role)) = desk {
            tx.run(AT_DESK, params![desk, id, role]).await.unwrap();
        }
        if let Some((group, role)) = group {
            tx.run(IN_GROUP, params![group, id, role]).await.unwrap();
        }
    }
    for (id, state) in SCREENS {
        tx.run(KIOSK, params![id, state, digest_of(id)]).await.unwrap();
    }
    tx.commit().await.unwrap();
    let mut all = vec![Somebody { role: "anonymous", actor: Actor::anonymous(), cookie: None }];
    for (id, ..) in PEOPLE {
        let actor = actor::of_account(db, id, now_ms()).await.unwrap().unwrap();
        all.push(Somebody { role: id, actor, cookie: Some(cookie_of(site, id).await) });
    }
    for (id, state) in SCREENS {
        let actor = if state == "active" { Actor::kiosk(id) } else { Actor::revoked_kiosk(id) };
        all.push(Somebody { role: id, actor, cookie: Some(format!("engawa-kiosk={id}")) });
    }
    all
}

/// A session of an account, without signing in.
pub async fn cookie_of(site: &TestSite, account: &str) -> String {
    let expiry_date = OffsetDateTime::now_utc() + Duration::hours(1);
    let mut record = Record { id: Id::default(), data: std::collections::HashMap::new(), expiry_date };
    record.data.insert("account".to_owned(), serde_json::json!(account));
    record.data.insert("began".to_owned(), serde_json::json!(now_ms()));
    DbSessionStore::new(site.site.db.clone()).create(&mut record).await.unwrap();
    format!("engawa={}", record.id)
}
