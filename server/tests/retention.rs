//! Time walks forward, and what was kept long enough is gone: each table of the register of personal data that time ends.

use crate::common::{NOW, TestSite};
use engawa_app::people::privacy::FIELDS;
use engawa_core::Lang;
use engawa_server::db::{Param, Stmt};
use engawa_server::listings::moderation::reports;
use engawa_server::params;
use engawa_server::people::tidy;

const DAY: i64 = 24 * 60 * 60 * 1000;

async fn run(site: &TestSite, sql: &'static str, params: Vec<Param>) {
    let mut tx = site.site.db.begin().await.unwrap();
    tx.run(Stmt { name: "TEST", sql }, params).await.unwrap();
    tx.commit().await.unwrap();
}

async fn count(site: &TestSite, sql: &'static str) -> i64 {
    site.site.db.first::<(i64,)>(Stmt { name: "TEST", sql }, params![]).await.unwrap().unwrap().0
}

/// One row of each table, from this moment: when it has to be there for the last time, and how to count it.
const ROWS: [(&str, &str, i64); 13] = [
    ("INSERT INTO session (id, data, expires_ms, account_id) VALUES ('s', '{}', $1 + 1209600000, 'a')", "SELECT COUNT(*) FROM session", 14),
    (
        "INSERT INTO import_upload (id, at_ms, actor, file_name, source, bytes) VALUES ('f', $1, 'staff:staff', '名簿.csv', '', '')",
        "SELECT COUNT(*) FROM import_upload",
        1,
    ),
    ("INSERT INTO sign_in_failure (login, at_ms) VALUES ('x', $1)", "SELECT COUNT(*) FROM sign_in_failure", 1),
    (
        "INSERT INTO mail_link (digest, purpose, account_id, email, code, asker, next, tries, expires_ms)
         VALUES ('l', 'guardian', 'a', 'a@example.jp', '', '', '', 0, $1 + 1209600000)",
        "SELECT COUNT(*) FROM mail_link",
        14,
    ),
    (
        "INSERT INTO group_invitation (digest, group_id, role, note, hands_over, made_by, made_ms, expires_ms, uses_left)
         VALUES ('i', 'g', 'viewer', '花子さん', 0, 'a', $1, $1 + 604800000, 1)",
        "SELECT COUNT(*) FROM group_invitation",
        7,
    ),
    (
        "INSERT INTO delegation (id, desk_id, from_id, to_id, begins_ms, ends_ms, reason) VALUES ('d', 'main', 'a', 'b', $1, $1 + 259200000, '病気')",
        "SELECT COUNT(*) FROM delegation",
        3,
    ),
    (
        "INSERT INTO notice (id, account_id, code, args, path, at_ms, seen_ms, mailed_ms, pushed_ms) VALUES ('n', 'a', 'x', '[]', '/', $1, $1, 0, 0)",
        "SELECT COUNT(*) FROM notice WHERE id = 'n'",
        365,
    ),
    (
        "INSERT INTO notice (id, account_id, code, args, path, at_ms, seen_ms, mailed_ms, pushed_ms) VALUES ('u', 'a', 'x', '[]', '/', $1, 0, 0, 0)",
        "SELECT COUNT(*) FROM notice WHERE id = 'u'",
        730,
    ),
    (
        "INSERT INTO course_place (course_id, account_id, desk_id, state, joined_rev, joined_ms, came, minutes, marked_rev, learnt, will_try, reflected_ms)
         VALUES ('k', 'a', '', 'placed', 1, $1, 1, 60, 1, '聞くこと', '', 1)",
        "SELECT COUNT(*) FROM course_place",
        1_095,
    ),
    (
        "INSERT INTO inquiry (id, desk_id, state, title, body, due_on, summary, shared, sent_ms, reminded_ms, closed_ms, rev)
         VALUES ('q', 'main', 'closed', '照会', '{}', '2026-11-20', 'まとめ', 0, 1, 0, $1, 1)",
        "SELECT COUNT(*) FROM inquiry",
        1_095,
    ),
    (
        "INSERT INTO inquiry_desk (inquiry_id, desk_id, decision, words, answers, contact, answered_ms, rev)
         VALUES ('q', 'welfare', 'can', '', '[]', '内線', $1, 1)",
        "SELECT COUNT(*) FROM inquiry_desk",
        1_095,
    ),
    (
        "INSERT INTO inquiry_log (inquiry_id, seq, at_ms, actor, desk_id, what, decision, words) VALUES ('q', 1, $1, 'staff:x', 'main', 'sent', '', '')",
        "SELECT COUNT(*) FROM inquiry_log",
        1_095,
    ),
    (
        "INSERT INTO push_subscription (endpoint, account_id, keys, made_ms, failures) VALUES ('p', 'ended', '{}', $1, 0)",
        "SELECT COUNT(*) FROM push_subscription",
        0,
    ),
];

story!(
    /// Each row is there on its last day and gone after it; running it again changes nothing.
    what_was_kept_long_enough_is_gone,
    site,
    {
        let account = "INSERT INTO account (id, login, name, role, password_hash, created_ms, ended_ms) VALUES ($1, $1, '', 'resident', '', 0, $2)";
        run(&site, account, params!["a", 0_i64]).await;
        run(&site, account, params!["ended", NOW]).await;
        let receipt = "INSERT INTO account_receipt (command_id, account_id, receipt_no, verb, subject, at_ms) VALUES ($1, $1, 'n', 'v', 's', 0)";
        run(&site, receipt, params!["a"]).await;
        run(&site, receipt, params!["ended"]).await;
        for (put, ..) in ROWS {
            run(&site, put, params![NOW]).await;
        }
        let mut days: Vec<i64> = ROWS.iter().map(|(.., day)| *day).collect();
        days.sort_unstable();
        days.dedup();
        for day in days {
            // A little before the last moment, and a little after it.
            for (now, is_after) in [(NOW + day * DAY - 1, false), (NOW + day * DAY + 1, true)] {
                tidy::tidy(&site.site, now).await.unwrap();
                for (_, sql, last) in ROWS {
                    let expected = i64::from(last > 0 && (day < last || (day == last && !is_after)));
                    assert_eq!(count(&site, sql).await, expected, "after {day} days (after it: {is_after}): {sql}");
                }
            }
        }
        assert_eq!(count(&site, "SELECT COUNT(*) FROM account_receipt").await, 1, "what a living account holds stays");
        assert_eq!(tidy::tidy(&site.site, NOW + 1_096 * DAY).await.unwrap(), tidy::Tidied::default());
    }
);

story!(
    /// How to reach somebody who reported a problem is forgotten ninety days after the decision, and not while it is open.
    a_reporters_contact_is_forgotten,
    site,
    {
        let put = "INSERT INTO listing_report (id, listing_id, reason, words, contact, state, outcome, decided_by, at_ms, decided_ms)
                   VALUES ($1, 'l', 'other', 'ちがいます', 'hanako@example.jp', $2, '', '', 0, $3)";
        run(&site, put, params!["decided", "upheld", NOW]).await;
        run(&site, put, params!["open", "open", 0_i64]).await;
        let reached = "SELECT COUNT(*) FROM listing_report WHERE contact <> ''";
        for (after, expected) in [(90 * DAY, 2), (90 * DAY + 1, 1), (1_000 * DAY, 1)] {
            reports::tidy(&site.site.db, NOW + after).await.unwrap();
            assert_eq!(count(&site, reached).await, expected, "after {after} ms");
        }
        assert_eq!(count(&site, "SELECT COUNT(*) FROM listing_report WHERE words = 'ちがいます'").await, 2, "what was reported stays");
    }
);

#[test]
fn the_register_says_what_time_does() {
    let kept = |table: &str, column: &str| {
        let field = FIELDS.iter().find(|field| field.table == table && field.columns.contains(&column));
        field.map(|field| field.keep.text(Lang::En)).unwrap_or_default()
    };
    for (table, column, says) in [
        ("session", "data", "14 days without use; 60 days in any case (staff: 14)"),
        ("sign_in_failure", "login", "1 days"),
        ("mail_link", "email", "until it expires"),
        ("group_invitation", "note", "until it expires"),
        ("delegation", "reason", "until it expires"),
        ("course_place", "learnt", "three years after signing up"),
        ("inquiry_desk", "answers", "three years after the round was closed"),
        ("notice", "args", "a year after it was read, or two years unread"),
        ("push_subscription", "endpoint", "until the account ends"),
        ("account_receipt", "receipt_no", "until the account ends"),
        ("listing_report", "contact", "90 days after the decision"),
        ("import_upload", "bytes", "until it is decided, a day at most"),
    ] {
        assert_eq!(kept(table, column), says, "{table}.{column}");
    }
    assert_eq!(reports::CONTACT_KEPT_MS, 90 * DAY);
}
