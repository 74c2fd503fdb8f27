//! Migrations: one file for both engines, with blocks where they differ.
//!
//! Expand first, contract a release later: the code of the release before must run on the schema of this one.

use super::{Db, DbError, DbResult};
use sqlx::SqlSafeStr as _;
use sqlx::migrate::{Migration, MigrationType, Migrator};

/// Version, name and text of every migration, in order. New ones are added at the end and never edited after a release.
pub const MIGRATIONS: &[(i64, &str, &str)] = &[
    (1, "feed", include_str!("../../migrations/0001_feed.sql")),
    (2, "people", include_str!("../../migrations/0002_people.sql")),
    (3, "listings", include_str!("../../migrations/0003_listings.sql")),
    (4, "forms", include_str!("../../migrations/0004_forms.sql")),
    (5, "shared_drafts", include_str!("../../migrations/0005_shared_drafts.sql")),
    (6, "form_desk", include_str!("../../migrations/0006_form_desk.sql")),
    (7, "people", include_str!("../../migrations/0007_people.sql")),
    (8, "kiosk", include_str!("../../migrations/0008_kiosk.sql")),
    (9, "import_form", include_str!("../../migrations/0009_import_form.sql")),
    (10, "shared_files", include_str!("../../migrations/0010_shared_files.sql")),
    (11, "form_media", include_str!("../../migrations/0011_form_media.sql")),
    (12, "kiosk_spare", include_str!("../../migrations/0012_kiosk_spare.sql")),
    (13, "postcodes", include_str!("../../migrations/0013_postcodes.sql")),
    (14, "courses", include_str!("../../migrations/0014_courses.sql")),
    (15, "postcode_list", include_str!("../../migrations/0015_postcode_list.sql")),
    (16, "refusal_count", include_str!("../../migrations/0016_refusal_count.sql")),
    (17, "guardian_paper", include_str!("../../migrations/0017_guardian_paper.sql")),
    (18, "inquiries", include_str!("../../migrations/0018_inquiries.sql")),
];

impl Db {
    /// Brings the schema up to date. Running it again changes nothing.
    pub async fn migrate(&self) -> DbResult<()> {
        let list = MIGRATIONS
            .iter()
            .map(|(version, name, text)| {
                let sql = sqlx::AssertSqlSafe(for_engine(text, self.engine())).into_sql_str();
                Migration::new(*version, (*name).into(), MigrationType::Simple, sql, false)
            })
            .collect();
        let migrator = Migrator::with_migrations(list);
        match self {
            Self::Sqlite { write, .. } => migrator.run(write).await,
            Self::Postgres(pool) => migrator.run(pool).await,
        }
        .map_err(|error| DbError::Driver(sqlx::Error::Migrate(Box::new(error))))
    }
}

/// Keeps the common lines and the `--- engine` blocks of one engine, and names the engine's types.
fn for_engine(text: &str, engine: &str) -> String {
    let mut keep = true;
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        if let Some(block) = line.strip_prefix("--- ") {
            keep = block == engine || block == "all";
        } else if keep {
            out.push_str(line);
            out.push('\n');
        }
    }
    out.replace("${BYTES}", if engine == "postgres" { "BYTEA" } else { "BLOB" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_kept_by_engine() {
        let text = "a\n--- sqlite\nb\n--- postgres\nc\n--- all\nd ${BYTES}";
        assert_eq!(for_engine(text, "sqlite"), "a\nb\nd BLOB\n");
        assert_eq!(for_engine(text, "postgres"), "a\nc\nd BYTEA\n");
    }

    #[test]
    fn versions_rise_without_gaps() {
        for (at, (version, ..)) in MIGRATIONS.iter().enumerate() {
            assert_eq!(*version, i64::try_from(at).unwrap() + 1);
        }
    }
}
