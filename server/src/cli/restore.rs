//! `engawa restore`: a backup takes the place of a site's database.
//!
//! Invariants: the backup itself is only read, so it can be restored again and again; what is made ready is a copy beside the database,
//! put in its place by one rename, so a restore that fails leaves the site as it was. A restored database continues another history:
//! it gets a new epoch, so that every device starts its copy over.

use crate::db::Db;
use crate::feed;
use crate::params;
use anyhow::Context as _;
use std::path::{Path, PathBuf};

/// The database of a site, in its folder.
const FILE: &str = "engawa.sqlite";

/// Puts a backup in the place of the database of a site's folder, which nothing may have open. Gives the database's path.
pub async fn put_back(backup: &Path, folder: &Path) -> anyhow::Result<PathBuf> {
    let target = folder.join(FILE);
    let ready = folder.join(format!("{FILE}.restoring"));
    if let Err(error) = prepare(backup, &ready).await {
        // What went wrong is more important than whether the half copy could be taken away.
        let _half = drop_file(&ready).and_then(|()| drop_sides(&ready));
        return Err(error);
    }
    drop_sides(&ready)?;
    drop_sides(&target)?;
    std::fs::rename(&ready, &target).with_context(|| target.display().to_string())?;
    Ok(target)
}

/// Makes the copy that will be the database.
async fn prepare(backup: &Path, ready: &Path) -> anyhow::Result<()> {
    // What an interrupted restore left must not be taken for a part of this one.
    drop_sides(ready)?;
    std::fs::copy(backup, ready).with_context(|| backup.display().to_string())?;
    let db = Db::open_sqlite(ready, true).await?;
    let done = make_another_history(&db).await;
    db.close().await;
    done?;
    std::fs::File::open(ready)?.sync_all()?;
    Ok(())
}

async fn make_another_history(db: &Db) -> anyhow::Result<()> {
    // An empty file is a database too, and would empty the site.
    let epoch = db.first::<(String,)>(feed::sql::META, params!["epoch"]).await.ok().flatten();
    anyhow::ensure!(epoch.is_some(), "this file is no backup of a site");
    db.migrate().await?;
    feed::new_epoch(db).await?;
    Ok(())
}

/// Removes the log and the index that stand beside a database while it is open.
fn drop_sides(database: &Path) -> std::io::Result<()> {
    for suffix in ["-wal", "-shm"] {
        let mut name = database.as_os_str().to_owned();
        name.push(suffix);
        drop_file(Path::new(&name))?;
    }
    Ok(())
}

fn drop_file(path: &Path) -> std::io::Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn site(folder: &Path) -> Db {
        let db = Db::open_sqlite(&folder.join(FILE), true).await.unwrap();
        db.migrate().await.unwrap();
        db
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = std::fs::read_dir(folder).unwrap().map(|it| it.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[tokio::test]
    async fn the_backup_is_only_read_and_the_history_is_another() {
        let folder = tempfile::tempdir().unwrap();
        let backups = tempfile::tempdir().unwrap();
        let backup = backups.path().join("monday.sqlite");
        let db = site(folder.path()).await;
        let epoch = feed::epoch(&db).await.unwrap();
        db.backup_to(&backup).await.unwrap();
        db.close().await;
        let bytes = std::fs::read(&backup).unwrap();

        let mut epochs = vec![epoch];
        for _ in 0..2 {
            let target = put_back(&backup, folder.path()).await.unwrap();
            let db = Db::open_sqlite(&target, true).await.unwrap();
            epochs.push(feed::epoch(&db).await.unwrap());
            db.close().await;
            assert_eq!(std::fs::read(&backup).unwrap(), bytes);
        }
        epochs.sort();
        epochs.dedup();
        assert_eq!(epochs.len(), 3, "each restore is a history of its own");
        assert_eq!(names(backups.path()), ["monday.sqlite"]);
        assert!(!names(folder.path()).iter().any(|name| name.contains("restoring")));
    }

    #[tokio::test]
    async fn a_file_that_is_no_backup_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let db = site(folder.path()).await;
        let epoch = feed::epoch(&db).await.unwrap();
        db.close().await;
        let text = folder.path().join("notes.txt");
        std::fs::write(&text, "this is no database, whatever its name says; it has more than a hundred bytes, as a header would ".repeat(3)).unwrap();
        let empty = folder.path().join("empty.sqlite");
        std::fs::write(&empty, b"").unwrap();
        for backup in [text, empty, folder.path().join("none.sqlite")] {
            assert!(put_back(&backup, folder.path()).await.is_err());
            assert!(!names(folder.path()).iter().any(|name| name.contains("restoring")));
        }
        let db = Db::open_sqlite(&folder.path().join(FILE), true).await.unwrap();
        assert_eq!(feed::epoch(&db).await.unwrap(), epoch);
    }
}
