//! The register of personal data: complete, and written down. Who looked is told to the person, without names of staff.

use crate::common::{NOW, documents, tables, text};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use engawa_app::people::privacy::{FIELDS, NOT_PERSONAL, PERSONAL_NAMES, markdown};
use engawa_server::audit;
use engawa_server::db::Stmt;
use engawa_server::feed::{Writer, check_audit};
use engawa_server::params;
use engawa_server::people::Actor;

#[test]
fn every_column_is_classified() {
    let tables = tables::all();
    let mut wrong = Vec::new();
    for (table, columns) in &tables {
        for (column, _) in columns {
            let is_field = FIELDS.iter().any(|field| field.table == table && field.columns.contains(&column.as_str()));
            let is_named = NOT_PERSONAL.contains(&format!("{table}.{column}").as_str());
            let is_covered = NOT_PERSONAL.contains(&format!("{table}.*").as_str()) && !PERSONAL_NAMES.contains(&column.as_str());
            if !(is_field || is_named || is_covered) {
                wrong.push(format!("{table}.{column}"));
            }
            if is_field && is_named {
                wrong.push(format!("{table}.{column} is in both lists"));
            }
        }
    }
    for field in FIELDS {
        for column in field.columns {
            if !tables.get(field.table).is_some_and(|columns| columns.iter().any(|(name, _)| name == column)) {
                wrong.push(format!("{}.{column} is not there any more", field.table));
            }
        }
    }
    assert!(wrong.is_empty(), "say in app/src/people/privacy/fields.rs what these are, or that they are not personal:\n  {}", wrong.join("\n  "));
}

#[test]
fn the_document_is_the_register() {
    documents::holds("docs/privacy.md", &markdown());
}

const ACCOUNT: Stmt =
    Stmt { name: "ACCOUNT", sql: "INSERT INTO account (id, login, name, role, password_hash, created_ms) VALUES ($1, $1, $2, 'resident', '', 0)" };
const RECEIPT: Stmt = Stmt {
    name: "RECEIPT",
    sql: "INSERT INTO account_receipt (command_id, account_id, receipt_no, verb, subject, at_ms) VALUES ($1, $2, $3, 'submission.submit', 'x', 0)",
};

story!(
    /// A person reads who touched their account and their receipts; not what they did themselves, and no names of staff.
    people_read_who_looked,
    site,
    {
        let db = &site.site.db;
        site.cookie().await;
        let mut writer = Writer::begin(db, NOW, "staff:staff").await.unwrap();
        writer.tx.run(ACCOUNT, params!["hanako", "山田花子"]).await.unwrap();
        writer.tx.run(RECEIPT, params!["c1", "hanako", "ABCD-1234"]).await.unwrap();
        writer.audit_about("read.case", "case-1", "hanako", "").await.unwrap();
        writer.audit_about("submission.view", "s1", "receipt:ABCD-1234", "").await.unwrap();
        writer.audit_about("submission.view", "s2", "receipt:ZZZZ-9999", "").await.unwrap();
        writer.audit_about("read.case", "case-2", "taro", "").await.unwrap();
        writer.actor = "account:hanako".to_owned();
        writer.audit_about("account.change", "hanako", "hanako", "").await.unwrap();
        writer.commit().await.unwrap();

        let (looks, more) = audit::looked(db, "hanako", None).await.unwrap();
        let verbs: Vec<&str> = looks.iter().map(|look| look.verb.as_str()).collect();
        assert_eq!((verbs, more), (vec!["submission.view", "read.case"], false));
        assert!(looks.iter().all(|look| look.is_staff && look.desks == ["総合窓口"]), "{looks:?}");
        let last = looks[0].seq;
        assert_eq!(audit::looked(db, "hanako", Some(last)).await.unwrap().0.len(), 1);
    }
);

story!(
    /// The log is searched, checked and taken away by its keepers, and each of these is a row of it.
    the_log_is_searched_and_searching_is_logged,
    site,
    {
        let cookie = site.cookie().await;
        let db = &site.site.db;
        let mut writer = Writer::begin(db, NOW, "staff:evil").await.unwrap();
        writer.audit_about("read.case", "=HYPERLINK(\"http://evil.example\")", "hanako", "@SUM(1)").await.unwrap();
        writer.commit().await.unwrap();

        let page = |path: &'static str, method: &'static str| {
            let request = Request::builder().method(method).uri(path).header(header::HOST, "test.localhost");
            request.header(header::COOKIE, format!("{cookie}; lang=en")).body(Body::empty()).unwrap()
        };
        let found = site.send(page("/staff/audit?verb=read.&about=hanako", "GET")).await;
        assert_eq!((found.status(), found.headers()[header::CACHE_CONTROL].to_str().unwrap()), (StatusCode::OK, "no-store"));
        let found = text(found).await;
        assert!(found.contains("read.case") && found.contains("staff:evil") && !found.contains("account.add"), "{found}");
        // A day on which nothing happened.
        assert!(!text(site.send(page("/staff/audit?from=2020-01-01&to=2020-01-01", "GET")).await).await.contains("read.case"));

        let checked = text(site.send(page("/staff/audit/verify", "POST")).await).await;
        assert!(checked.contains("Nothing was rewritten."), "{checked}");
        // Leading a desk is not keeping the house.
        assert_eq!(site.send(page("/staff/audit.csv", "GET")).await.status(), StatusCode::FORBIDDEN);

        let csv = audit::csv(db, None, None).await.unwrap();
        assert!(csv.contains("\"'=HYPERLINK(\"\"http://evil.example\"\")\"") && csv.contains("'@SUM(1)"), "{csv}");
        assert_eq!(csv.lines().count() - 1, check_audit(db).await.unwrap());

        let search = audit::Search { verb: "read.audit".to_owned(), ..audit::Search::default() };
        let (rows, _) = audit::search(db, &search).await.unwrap();
        assert_eq!(rows.len(), 3, "{rows:?}");
        assert!(rows.iter().all(|row| row.actor == "staff:staff") && rows.last().unwrap().detail.contains("hanako"), "{rows:?}");
    }
);

story!(
    /// Whoever rewrites a row is found out.
    a_rewritten_row_is_found,
    site,
    {
        let cookie = site.cookie().await;
        let mut tx = site.site.db.begin().await.unwrap();
        tx.run(Stmt { name: "REWRITE", sql: "UPDATE audit SET actor = $1 WHERE seq = 1" }, params!["staff:other"]).await.unwrap();
        tx.commit().await.unwrap();
        let request = Request::post("/staff/audit/verify").header(header::HOST, "test.localhost").header(header::COOKIE, format!("{cookie}; lang=en"));
        let page = text(site.send(request.body(Body::empty()).unwrap()).await).await;
        assert!(page.contains("role=\"alert\"") && page.contains("audit row 1"), "{page}");
    }
);

story!(
    /// A look at a submission says whose it is: the account, or the receipt of somebody without one.
    a_look_says_whose_it_is,
    site,
    {
        let mut writer = Writer::begin(&site.site.db, NOW, "system").await.unwrap();
        let put = Stmt {
            name: "SUBMISSION",
            sql: "INSERT INTO form_submission (id, form_id, version, state, title, answers, content, searched, receipt_no, provenance, sender, assignee,
                  corrects, rev, received_ms, changed_ms, delete_ms, account_id)
                  VALUES ($1, 'f', '1', 'received', '', '{}', '{}', '', $2, 'web', 'anonymous', '', '', 0, 0, 0, 0, $3)",
        };
        writer.tx.run(put, params!["s1", "ABCD-1234", ""]).await.unwrap();
        writer.tx.run(put, params!["s2", "EFGH-5678", "hanako"]).await.unwrap();
        writer.commit().await.unwrap();
        for id in ["s1", "s2", "list"] {
            engawa_server::forms::note_access(&site.site, &Actor::staff("1", "staff", "担当"), "submission.view", id, NOW).await.unwrap();
        }
        let (rows, _) = audit::search(&site.site.db, &audit::Search { verb: "submission.".to_owned(), ..audit::Search::default() }).await.unwrap();
        let about: Vec<&str> = rows.iter().rev().map(|row| row.about.as_str()).collect();
        assert_eq!(about, ["receipt:ABCD-1234", "hanako", ""]);
    }
);
