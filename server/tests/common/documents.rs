//! Documents that are written from tables of the code.

/// Holds a document to its text; with `UPDATE=1` writes it.
pub fn holds(path: &str, text: &str) {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&file, text).unwrap();
        return;
    }
    let stored = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(stored == text, "{path} is not what the table says: run this test with UPDATE=1 and look at the difference");
}
