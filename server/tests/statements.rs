//! Every named statement is understood by both engines, and every file of statements is in this list.

use crate::common;
use engawa_server::{audit, feed, forms, kiosk, listings, people};

#[tokio::test]
async fn every_statement_prepares() {
    let all = [
        audit::sql::ALL,
        feed::sql::ALL,
        forms::sql::ALL,
        kiosk::fleet_sql::ALL,
        kiosk::sql::ALL,
        listings::moderation::sql::ALL,
        listings::sql::ALL,
        people::cases::sql::ALL,
        people::courses::sql::ALL,
        people::desks::sql::ALL,
        people::groups::sql::ALL,
        people::inquiries::sql::ALL,
        people::keys_sql::ALL,
        people::notices::sql::ALL,
        people::sql::ALL,
    ]
    .concat();
    for engine in common::engines() {
        let site = common::TestSite::new(engine).await;
        for stmt in &all {
            if let Err(error) = site.site.db.prepare(*stmt).await {
                panic!("{engine} does not understand {}: {error}", stmt.name);
            }
        }
    }
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = 0;
    let mut folders = vec![root];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ext| ext == "rs") && std::fs::read_to_string(&path).unwrap().contains("crate::statements!") {
                files += 1;
            }
        }
    }
    assert_eq!(files, 15, "a new file of statements must be added to this test");
}
