//! The program itself, run as an operator runs it: every verb explains itself; a file is taken in with a report, taken back and written out;
//! a backup takes the place of a site; the audit log is checked and written out, and a row that was rewritten ends it with an error. A script
//! sees how each ended by its exit code.

use engawa_server::db::{Db, Stmt};
use engawa_server::params;
use std::io::Write as _;
use std::path::{Path, PathBuf};
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

/// What it said of why it did not do it, and how it ended.
fn refused(data: &Path, words: &[&str]) -> (i32, String) {
    let output = engawa(data, words, "");
    (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
}

/// A data folder with one site and nothing in it.
fn one_town() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let town = folder.path().join("town");
    std::fs::create_dir(&town).unwrap();
    std::fs::write(town.join("site.toml"), "default = true\n[name]\nja = \"試験市\"\nen = \"Test City\"\n[city]\nja = \"試験市\"\n").unwrap();
    (folder, town)
}

/// Writes a file into a folder; its path as it is typed.
fn file(folder: &Path, name: &str, text: &str) -> String {
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

/// What an import says at its end, and the id in brackets.
fn summary(output: &Output) -> (String, String) {
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{said}");
    let line = said.lines().last().unwrap_or_default();
    let (counts, id) = line.rsplit_once(" (").unwrap_or_else(|| panic!("{said}"));
    (counts.to_owned(), id.trim_end_matches(')').to_owned())
}

/// The titles of what is written out as JSON.
fn titles(data: &Path) -> Vec<String> {
    let written: serde_json::Value = serde_json::from_str(&done(data, &["export", "event", "--format", "json"], "")).unwrap();
    let listings = written["listings"].as_array().unwrap_or_else(|| panic!("{written}"));
    let mut titles: Vec<String> = listings.iter().map(|it| it["title"].as_str().unwrap_or_default().to_owned()).collect();
    titles.sort();
    titles
}

/// How many rows a check found.
fn rows(printed: &str) -> usize {
    let (_, rest) = printed.split_once("the audit log is whole: ").unwrap_or_else(|| panic!("{printed}"));
    rest.split_whitespace().next().unwrap().parse().unwrap()
}

#[test]
fn what_was_only_guessed_is_not_taken_in_by_itself() {
    let (folder, _) = one_town();
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
    let (folder, town) = one_town();
    let data = folder.path();
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

/// The verbs that a page of help names, with what it says of each.
fn verbs(help: &str) -> Vec<(String, String)> {
    let commands = help.split_once("Commands:\n").map_or("", |(_, rest)| rest);
    let lines = commands.lines().take_while(|line| !line.trim().is_empty()).filter_map(|line| line.strip_prefix("  "));
    let pairs = lines.map(|line| line.split_once(' ').unwrap_or((line, "")));
    pairs.map(|(verb, about)| (verb.to_owned(), about.trim().to_owned())).filter(|(verb, _)| !["", "help"].contains(&verb.as_str())).collect()
}

/// Asks a verb for its help, and each verb below it. Gives how many were asked.
fn ask(data: &Path, words: &[&str]) -> usize {
    let help = done(data, &[words, &["--help"]].concat(), "");
    let usage = ["engawa"].iter().chain(words).copied().collect::<Vec<_>>().join(" ");
    assert!(help.contains(&format!("Usage: {usage}")), "{usage}: {help}");
    let found = verbs(&help);
    for (verb, about) in &found {
        assert!(!about.is_empty(), "{usage} {verb} does not say what it does: {help}");
    }
    1 + found.iter().map(|(verb, _)| ask(data, &[words, &[verb.as_str()]].concat())).sum::<usize>()
}

#[test]
fn every_verb_explains_itself() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    let help = done(data, &["--help"], "");
    assert!(help.contains("First steps:"), "{help}");
    let found = verbs(&help);
    for verb in ["serve", "migrate", "demo", "import", "undo", "export", "backup", "restore", "user", "audit"] {
        assert!(found.iter().any(|(known, _)| known == verb), "{verb}: {help}");
    }
    assert!(ask(data, &[]) > found.len(), "verbs below a verb are asked, too");
    // Who asked for help changed nothing.
    assert_eq!(std::fs::read_dir(data).unwrap().count(), 0);
    let (code, said) = refused(data, &["nonsense"]);
    assert!(code == 2 && said.contains("nonsense") && said.contains("--help"), "{code} {said}");
}

#[test]
fn a_file_is_taken_in_with_a_report_taken_back_and_written_out() {
    let (folder, _) = one_town();
    let data = folder.path();
    let path =
        file(data, "行事.csv", "イベント名,開始日,終了日,場所名称\n川の清掃,2030-01-05,2030-01-05,河川敷\n朗読会,2030年2月30日,,みほんホール\n");
    let report = data.join("report.csv");
    let import = ["import", "event", path.as_str(), "--source", "試験市の行事"];

    // What would happen, on standard output; nothing does.
    let looked = engawa(data, &[&import[..], &["--dry-run"]].concat(), "");
    assert!(summary(&looked).0.starts_with("created 2, updated 0, unchanged 0, vanished 0"), "{:?}", summary(&looked));
    let told = String::from_utf8(looked.stdout).unwrap();
    assert!(told.starts_with("sheet,row,column,code,message,text\r\n"), "{told:?}");
    assert!(told.contains("行事.csv,3,B,no_such_day,") && told.contains("2030年2月30日"), "{told}");
    assert_eq!(titles(data), Vec::<String>::new());

    // A row that could not be read in full is a note in the report, not a failure.
    let taken = engawa(data, &[&import[..], &["--report", report.to_str().unwrap()]].concat(), "");
    let (counts, id) = summary(&taken);
    assert!(counts.starts_with("created 2, updated 0, unchanged 0, vanished 0"), "{counts}");
    assert_eq!(std::fs::read_to_string(&report).unwrap(), told, "the report is the one of the look before");
    assert_eq!(String::from_utf8_lossy(&taken.stdout), "", "where the report goes into a file, nothing else comes out");
    assert_eq!(titles(data), ["川の清掃", "朗読会"]);
    let again = summary(&engawa(data, &import, "")).0;
    assert!(again.starts_with("created 0, updated 0, unchanged 2, vanished 0"), "{again}");

    let csv = engawa(data, &["export", "event"], "");
    assert!(csv.status.success() && csv.stdout.starts_with("\u{feff}都道府県コード".as_bytes()));
    assert_eq!(String::from_utf8(csv.stdout).unwrap().lines().count(), 3);
    let cp932 = engawa(data, &["export", "event", "--encoding", "cp932"], "").stdout;
    let (text, _, is_broken) = encoding_rs::SHIFT_JIS.decode(&cp932);
    assert!(!is_broken && text.starts_with("都道府県コード") && text.contains("川の清掃"), "{text}");
    let ics = done(data, &["export", "event", "--format", "ics"], "");
    assert!(ics.starts_with("BEGIN:VCALENDAR\r\n") && ics.contains("SUMMARY:川の清掃"), "{ics}");
    let atom = done(data, &["export", "event", "--format", "atom"], "");
    assert!(atom.contains("<feed xmlns=\"http://www.w3.org/2005/Atom\"") && atom.contains("<title>川の清掃</title>"), "{atom}");

    let back = done(data, &["undo", &id], "");
    assert!(back.starts_with("taken back: 2;"), "{back}");
    assert_eq!(titles(data), Vec::<String>::new());
    let (code, said) = refused(data, &["undo", &id]);
    assert!(code == 1 && said.contains(&id), "once is enough: {code} {said}");
}

#[test]
fn what_cannot_be_done_ends_with_an_error_that_names_it() {
    let (folder, _) = one_town();
    let data = folder.path();
    let empty = file(data, "空.csv", " \n");
    let whole = file(data, "行事.csv", "イベント名,開始日,終了日,場所名称\n川の清掃,2030-01-05,2030-01-05,河川敷\n");
    let missing = data.join("none.csv").to_str().unwrap().to_owned();
    for (words, named) in [
        (vec!["import", "event", missing.as_str()], "none.csv"),
        (vec!["import", "event", empty.as_str()], "空.csv"),
        (vec!["import", "nothing", whole.as_str()], "\"nothing\"; one of: event, course,"),
        (vec!["import", "event", whole.as_str(), "--site-name", "elsewhere"], "there is no such site; name one with --site-name: town"),
        (vec!["export", "nothing"], "\"nothing\"; one of: event, course,"),
        (vec!["export", "event", "--format", "pdf"], "\"pdf\"; one of: csv, json, ics, atom"),
        (vec!["undo", "nothing"], "there is no import nothing"),
        (vec!["restore", missing.as_str()], "none.csv"),
        (vec!["restore", whole.as_str()], ""),
    ] {
        let (code, said) = refused(data, &words);
        assert!(code == 1 && said.contains("engawa: ") && said.contains(named), "{words:?}: {code} {said}");
    }
    // A verb without what it needs is a mistake of whoever typed it.
    assert_eq!(refused(data, &["import", "event"]).0, 2);
    assert_eq!(titles(data), Vec::<String>::new());
}

#[test]
fn a_backup_takes_the_place_of_a_site() {
    let (folder, town) = one_town();
    let data = folder.path();
    let events = file(data, "行事.csv", "イベント名,開始日,終了日,場所名称\n川の清掃,2030-01-05,2030-01-05,河川敷\n");
    let import = ["import", "event", events.as_str(), "--source", "試験市の行事"];
    let (_, id) = summary(&engawa(data, &import, ""));
    let backup = data.join("monday.sqlite");
    let to = backup.to_str().unwrap();
    assert_eq!(done(data, &["backup", to], "").trim_end(), to);
    let bytes = std::fs::read(&backup).unwrap();
    let (code, said) = refused(data, &["backup", to]);
    assert!(code == 1 && said.contains("already exists"), "{code} {said}");
    assert_eq!(std::fs::read(&backup).unwrap(), bytes, "a backup is never written over");

    done(data, &["undo", &id], "");
    assert_eq!(titles(data), Vec::<String>::new());
    let said = done(data, &["restore", to], "");
    assert_eq!(said.trim_end(), format!("restored {}", town.join("engawa.sqlite").display()));
    assert_eq!(titles(data), ["川の清掃"]);
    // It goes on from there, and the audit log is whole.
    assert!(summary(&engawa(data, &import, "")).0.starts_with("created 0, updated 0, unchanged 1, vanished 0"));
    assert!(rows(&done(data, &["audit", "verify"], "")) > 0);
}
