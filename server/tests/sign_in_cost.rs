//! What a sign-in costs, whoever is guessed at: the same number of computed passwords, so that its time tells nothing.
//!
//! Alone in its file: the count is the whole process's, and stories of one file run beside each other.

use crate::common::NOW;
use engawa_server::db::Stmt;
use engawa_server::params;
use engawa_server::people::{self, FAILURES_MAX, SignInError, hashes_done, recovery, staff};

story!(
    /// A login that is there, one that is not, one that is locked, an address without a password, an address that nobody has.
    every_guess_costs_the_same,
    site,
    {
        let db = &site.site.db;
        staff::add_staff(db, "staff", "担当", "correct horse battery".to_owned(), NOW).await.unwrap();
        staff::add_staff(db, "locked", "担当", "correct horse battery".to_owned(), NOW).await.unwrap();
        staff::set_locked(db, "locked", true, NOW).await.unwrap().unwrap();
        let mut tx = db.begin().await.unwrap();
        let resident = "INSERT INTO account (id, login, name, role, password_hash, created_ms, email) VALUES ('r', 'r', '', 'resident', '', 0, 'r@example.jp')";
        tx.run(Stmt { name: "TEST", sql: resident }, params![]).await.unwrap();
        tx.commit().await.unwrap();

        // A recovery code costs the same, whether or not the address has an account, and that account codes.
        for email in ["r@example.jp", "never@example.jp"] {
            let before = hashes_done();
            let outcome = recovery::sign_in(db, email, "AAAA-AAAA-AAAA-AAAA", NOW).await.unwrap();
            assert_eq!((outcome, hashes_done() - before), (Err(SignInError::Wrong), 1), "{email}");
        }

        let mut costs = Vec::new();
        for login in ["staff", "nobody", "locked", "r@example.jp", "never@example.jp", ""] {
            let before = hashes_done();
            let outcome = people::sign_in(db, login, "wrong wrong wrong".to_owned(), NOW).await.unwrap();
            assert_eq!(outcome, Err(SignInError::Wrong), "{login:?}");
            costs.push((login, hashes_done() - before));
        }
        assert!(costs.iter().all(|(_, cost)| *cost == 1), "{costs:?}");
        // The right password costs no more than a wrong one, and whoever is stopped is stopped alike.
        let before = hashes_done();
        assert!(people::sign_in(db, "staff", "correct horse battery".to_owned(), NOW).await.unwrap().is_ok());
        assert_eq!(hashes_done() - before, 1);
        for login in ["staff", "nobody"] {
            let mut last = 0;
            for _ in 0..=FAILURES_MAX {
                let before = hashes_done();
                let _ = people::sign_in(db, login, "wrong wrong wrong".to_owned(), NOW).await.unwrap();
                last = hashes_done() - before;
            }
            assert_eq!(last, 0, "{login}: whoever is stopped costs nothing");
        }
    }
);
