//! Taking one's own data out: everything that the register of personal data lets its holder read is in it, or a reason stands why not.

use crate::common::NOW;
use engawa_app::people::privacy::FIELDS;
use engawa_core::rights::Action;
use engawa_server::db::{Param, Stmt};
use engawa_server::feed::Writer;
use engawa_server::params;
use engawa_server::people::accounts;
use engawa_server::people::own_data::{self, HELD, WITHHELD};
use std::collections::BTreeSet;

/// What the register lets its holder read: `table.column`.
fn readable() -> BTreeSet<String> {
    let own = FIELDS.iter().filter(|field| field.reads.contains(&Action::AccountRead));
    own.flat_map(|field| field.columns.iter().map(|column| format!("{}.{column}", field.table))).collect()
}

#[test]
fn the_export_is_held_to_the_register() {
    let known: BTreeSet<String> = HELD.iter().chain(WITHHELD).map(|(field, _)| (*field).to_owned()).collect();
    let missing: Vec<_> = readable().difference(&known).cloned().collect();
    assert!(
        missing.is_empty(),
        "put these into the export (server/src/people/own_data/export.rs), or say there why not:\n  {}",
        missing.join("\n  ")
    );
    let gone: Vec<_> = known.difference(&readable()).cloned().collect();
    assert!(gone.is_empty(), "the register does not say that their holder reads these:\n  {}", gone.join("\n  "));
    assert_eq!(known.len(), HELD.len() + WITHHELD.len(), "a field stands there twice");
}

#[test]
fn what_is_stored_by_account_is_its_holders_to_read() {
    // Secrets alone are nobody's to read: digests of codes and links, which the machine compares.
    let secrets = ["mail_link", "recovery_code"];
    let by_account = FIELDS.iter().filter(|field| field.columns.contains(&"account_id") && !secrets.contains(&field.table));
    let hidden: Vec<&str> = by_account.filter(|field| !field.reads.contains(&Action::AccountRead)).map(|field| field.table).collect();
    assert!(hidden.is_empty(), "these hold rows of an account and its holder does not read them: {hidden:?}");
}

/// A row in each table that says something of an account.
fn rows() -> Vec<(&'static str, Vec<Param>)> {
    let id = "hanako";
    vec![
        (
            "INSERT INTO account (id, login, name, role, password_hash, created_ms, email, email_proven_ms, lang, born_year, guardian_email,
                 guardian_consent_ms, guardian_paper, oidc_subject) VALUES ($1, 'hanako', '山田花子', 'staff', 'HASH', 1, 'h@example.jp', 1, 'ja', 2010, 'g@example.jp', 1,
                 '{\"name\":\"山田太郎\",\"signed_on\":\"2026-11-01\",\"kept\":\"綴り3\"}', 'sub-1')",
            params![id],
        ),
        (
            "INSERT INTO session (id, data, expires_ms, account_id, label, began_ms, seen_ms) VALUES ('s1', '{}', $2, $1, 'Firefox, Linux', 1, 1)",
            params![id, NOW + 1_000_000],
        ),
        ("INSERT INTO passkey (credential, account_id, label, body, created_ms, used_ms) VALUES ('p1', $1, '電話', 'SECRET', 1, 1)", params![id]),
        ("INSERT INTO push_subscription (endpoint, account_id, keys, made_ms, failures) VALUES ('https://push.example/1', $1, 'SECRET', 1, 0)", params![id]),
        ("INSERT INTO account_setting (account_id, name, value) VALUES ($1, 'digest', 'weekly')", params![id]),
        (
            "INSERT INTO notice (id, account_id, code, args, path, at_ms, seen_ms, mailed_ms, pushed_ms) VALUES ('n1', $1, 'claim_decided', '[\"会\"]', '/my/groups', 1, 1, 1, 1)",
            params![id],
        ),
        (
            "INSERT INTO account_receipt (command_id, account_id, receipt_no, verb, subject, at_ms) VALUES ('f1', $1, 'AAAA-BBBB', 'submission.submit', 'f1', 1)",
            params![id],
        ),
        (
            "INSERT INTO form_submission (id, form_id, version, state, title, answers, content, searched, receipt_no, provenance, sender, assignee, corrects,
                 rev, received_ms, changed_ms, delete_ms, paper_id, received_on, account_id)
             VALUES ('f1', 'x', '1', 'received', '見出し', '{\"a\":1}', '{}', '', 'AAAA-BBBB', 'paper', 'account:hanako', 'somebody', '', 1, 1, 1, 1, 'P-1', '2026-11-20', $1)",
            params![id],
        ),
        (
            "INSERT INTO form_event (submission_id, seq, at_ms, actor, from_state, to_state, message, note)
             VALUES ('f1', 1, 1, 'staff:somebody', 'received', 'accepted', '受けました', 'INTERNAL')",
            params![],
        ),
        (
            "INSERT INTO form_attachment (submission_id, path, sha256, name, bytes, media_type) VALUES ('f1', 'photo', 'abc', 'a.png', 3, 'image/png')",
            params![],
        ),
        (
            "INSERT INTO listing_waiting (listing_id, group_id, account_id, base_rev, rev, body, why, state, note, at_ms, reminded_ms)
             VALUES ('l1', 'g1', $1, 1, 1, '{\"title\":\"催し\"}', 'new_group', 'returned', '直してください', 1, 0)",
            params![id],
        ),
        ("INSERT INTO group_member (group_id, account_id, role, since_ms) VALUES ('g1', $1, 'owner', 1)", params![id]),
        ("INSERT INTO desk_member (desk_id, account_id, role, since_ms) VALUES ('main', $1, 'staff', 1)", params![id]),
        (
            "INSERT INTO course_place (course_id, account_id, desk_id, state, joined_rev, joined_ms, came, minutes, marked_rev, learnt, will_try, reflected_ms)
             VALUES ('k1', $1, 'main', 'placed', 1, 1, 1, 150, 1, '聞くこと', '現場に行く', 1)",
            params![id],
        ),
        (
            "INSERT INTO delegation (id, desk_id, from_id, to_id, begins_ms, ends_ms, reason) VALUES ('d1', 'main', $1, 'taro', 1, 2, '休み')",
            params![id],
        ),
        (
            "INSERT INTO group_invitation (digest, group_id, role, note, hands_over, made_by, made_ms, expires_ms, uses_left)
             VALUES ('DIGEST', 'g1', 'viewer', '山田さん', 0, $1, 1, 2, 1)",
            params![id],
        ),
        (
            "INSERT INTO group_claim (id, group_id, account_id, proof, state, reason, made_ms, decided_ms, decided_by)
             VALUES ('c1', 'g1', $1, '会長です', 'declined', '確認できません', 1, 1, 'staff:somebody')",
            params![id],
        ),
        (
            "INSERT INTO desk_case (id, case_no, desk_id, channel, topic, person, opened_by, opened_ms, touched_ms, closed_ms, code, account_id, follow_on, delete_ms, rev)
             VALUES ('k1', 'AB12', 'main', 'counter', 'ごみ', '{\"name\":\"花子\"}', 'staff:somebody', 1, 1, 1, 'DIGEST', $1, '', 0, 1)",
            params![id],
        ),
        (
            "INSERT INTO desk_case_item (case_id, seq, at_ms, actor, command_id, receipt_no, verb, subject, note)
             VALUES ('k1', 1, 1, 'staff:somebody', 'f1', 'AAAA-BBBB', 'submission.submit', 'f1', '杖を使う')",
            params![],
        ),
        (
            "INSERT INTO referral (id, case_id, from_desk, to_desk, consent, body, state, note, made_by, made_ms, decided_by, decided_ms)
             VALUES ('r1', 'k1', 'main', 'welfare', '{\"words\":\"はい\"}', '{\"topic\":\"ごみ\"}', 'returned', '別の課へ', 'staff:somebody', 1, 'staff:somebody', 1)",
            params![],
        ),
    ]
}

story!(
    /// Each field stands where the list says, and no secret, digest or member of staff is in it.
    everything_of_ones_own_is_in_the_export,
    site,
    {
        let db = &site.site.db;
        let mut writer = Writer::begin(db, NOW, "staff:somebody").await.unwrap();
        for (sql, params) in rows() {
            writer.tx.run(Stmt { name: "ROW", sql }, params).await.unwrap();
        }
        // More looks than one page of them.
        for look in 0..60 {
            writer.audit_about("read.case", &format!("case-{look}"), "hanako", "").await.unwrap();
        }
        writer.commit().await.unwrap();
        let profile = accounts::profile(db, "hanako").await.unwrap().unwrap();
        let data = own_data::export(db, &profile, NOW).await.unwrap();
        for (field, place) in HELD {
            let value = data.pointer(place).unwrap_or_else(|| panic!("{field}: nothing at {place} in {data:#}"));
            assert!(!value.is_null() && value.as_str() != Some("") && value.as_i64() != Some(0), "{field}: {place} is empty");
        }
        assert_eq!(data["who_looked"].as_array().unwrap().len(), 60);
        assert_eq!((&data["delegations"][0]["as"], &data["cases"][0]["items"][0]["note"]), (&"away".into(), &"杖を使う".into()));
        let all = data.to_string();
        for secret in ["HASH", "SECRET", "DIGEST", "INTERNAL", "somebody", "taro"] {
            assert!(!all.contains(secret), "{secret} is in {data:#}");
        }
    }
);
