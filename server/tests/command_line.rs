//! The program itself, run as an operator runs it: the audit log is checked and written out by command, and a row that was rewritten ends it
//! with an error that a script sees.

use engawa_server::db::{Db, Stmt};
use engawa_server::params;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// Runs the program on a data folder. `typed`: what it reads from standard input.
fn engawa(data: &Path, words: &[&str], typed: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_engawa"))
        .args(words)
        .arg("--data")
        .arg(data)
        .env_remove("ENGAWA_DATABASE_URL_TOWN")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(typed.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

/// What it printed, where it ended well.
fn done(data: &Path, words: &[&str], typed: &str) -> String {
    let output = engawa(data, words, typed);
    assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// How many rows a check found.
fn rows(printed: &str) -> usize {
    let (_, rest) = printed.split_once("the audit log is whole: ").unwrap_or_else(|| panic!("{printed}"));
    rest.split_whitespace().next().unwrap().parse().unwrap()
}

/// A data folder with one city.
fn town() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let town = folder.path().join("town");
    std::fs::create_dir(&town).unwrap();
    std::fs::write(town.join("site.toml"), "default = true\n[name]\nja = \"試験市\"\nen = \"Test City\"\n[city]\nja = \"試験市\"\n").unwrap();
    folder
}

#[test]
fn what_was_only_guessed_is_not_taken_in_by_itself() {
    let folder = town();
    let data = folder.path();
    let file = data.join("odd.csv");
    std::fs::write(&file, "会場名,実施日,もちもの\n駅前広場,2026-12-01,手袋\n").unwrap();
    let odd = file.to_str().unwrap();
    let said = |output: &Output| String::from_utf8_lossy(&output.stderr).into_owned();
    let exported = || done(data, &["export", "event"], "").lines().count() - 1;

    let refused = engawa(data, &["import", "event", odd], "");
    assert_eq!(refused.status.code(), Some(3), "{}", said(&refused));
    for word in ["\"会場名\" is taken for place_as_title", "\"実施日\" is taken for dates", "--accept-guess"] {
        assert!(said(&refused).contains(word), "{word}: {}", said(&refused));
    }
    let dry = engawa(data, &["import", "event", odd, "--dry-run"], "");
    assert!(dry.status.success() && said(&dry).contains("created 1") && said(&dry).contains("--accept-guess"), "{}", said(&dry));
    assert_eq!(exported(), 0, "neither took anything in");

    let taken = engawa(data, &["import", "event", odd, "--accept-guess"], "");
    assert!(taken.status.success() && said(&taken).contains("created 1") && said(&taken).contains("is taken for"), "{}", said(&taken));
    // A known layout asks nobody.
    let known = data.join("known.csv");
    std::fs::write(&known, "イベント名,開始日,終了日,場所名称\n夕市,2026-12-02,2026-12-02,駅前\n").unwrap();
    let known = engawa(data, &["import", "event", known.to_str().unwrap()], "");
    assert!(known.status.success() && !said(&known).contains("is taken for"), "{}", said(&known));
    assert_eq!(exported(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_audit_log_is_checked_and_written_out_by_command() {
    let folder = town();
    let (data, town) = (folder.path(), folder.path().join("town"));
    done(data, &["user", "add", "--name", "hanako", "--password-stdin"], "quite another sentence\n");

    let before = rows(&done(data, &["audit", "verify"], ""));
    assert!(before > 0);
    assert_eq!(rows(&done(data, &["audit"], "")), before, "without a word it is the same, and checking changes nothing");
    let csv = done(data, &["audit", "export"], "");
    assert_eq!(csv.lines().count() - 1, before, "{csv}");
    let checked = done(data, &["audit", "verify"], "");
    assert_eq!(rows(&checked), before + 1, "taking it away stands in it");
    // The digest that is to be kept elsewhere is that of the last row.
    let last = done(data, &["audit", "export"], "").lines().last().unwrap().to_owned();
    let digest = checked.split(" is ").nth(2).and_then(|rest| rest.split(':').next()).unwrap_or_else(|| panic!("{checked}"));
    assert!(digest.len() == 64 && last.contains(digest), "{digest}: {last}");

    let db = Db::open_sqlite(&town.join("engawa.sqlite"), true).await.unwrap();
    let mut tx = db.begin().await.unwrap();
    tx.run(Stmt { name: "REWRITE", sql: "UPDATE audit SET actor = 'staff:other' WHERE seq = 1" }, params![]).await.unwrap();
    tx.commit().await.unwrap();
    drop(db);
    let found = engawa(data, &["audit", "verify"], "");
    assert!(!found.status.success(), "{}", String::from_utf8_lossy(&found.stdout));
    assert!(String::from_utf8_lossy(&found.stderr).contains("audit row 1"), "{}", String::from_utf8_lossy(&found.stderr));
}
