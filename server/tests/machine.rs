//! What a stranger reads on a machine that lacks something: a sentence with the next step, never an error of some program.

use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;
use std::process::Command;

/// Programs that every Debian machine has, as far as the script needs them before it knows what is missing.
const BASE: [&str; 6] = ["dirname", "sed", "cut", "sort", "head", "id"];

const CARGO: (&str, &str) = ("cargo", "");
const RUSTUP: (&str, &str) = ("rustup", "");
const RUST: (&str, &str) = ("rustc", "echo 'rustc 1.95.0 (0 2026-01-01)'");
const NODE: (&str, &str) = ("node", "[ \"$1\" = -p ] && echo 20 || echo v20.1.0");

/// What the script says on a machine that has these programs and no others.
fn told(programs: &[(&str, &str)]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let all = std::env::var_os("PATH").unwrap_or_default();
    for name in BASE {
        let there = std::env::split_paths(&all).map(|path| path.join(name)).find(|path| path.is_file());
        symlink(there.unwrap(), folder.path().join(name)).unwrap();
    }
    for (name, text) in programs {
        let path = folder.path().join(name);
        std::fs::write(&path, format!("#!/bin/bash\n{text}\n")).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scripts/tools.sh");
    let done = Command::new("/bin/bash").arg(script).arg("build").env("PATH", folder.path()).output().unwrap();
    assert!(!done.status.success());
    String::from_utf8(done.stderr).unwrap()
}

#[test]
fn what_is_missing_is_named_with_the_next_step() {
    let old_rust = ("rustc", "echo 'rustc 1.80.1 (0 2024-08-06)'");
    let new_rust = ("rustc", "echo 'rustc 1.100.0 (0 2026-08-06)'");
    let old_node = ("node", "[ \"$1\" = -p ] && echo 18 || echo v18.19.0");
    let cases: [(&[(&str, &str)], &str); 7] = [
        (&[], "Rust is missing. Install it from https://rustup.rs"),
        (&[CARGO], "rustup is missing"),
        (&[CARGO, RUSTUP, old_rust], "Rust is 1.80.1; 1.95 or newer is needed. Run: rustup update stable"),
        (&[CARGO, RUSTUP, RUST], "Node.js 20 or newer is missing"),
        (&[CARGO, RUSTUP, new_rust], "Node.js 20 or newer is missing"),
        (&[CARGO, RUSTUP, RUST, old_node], "Node.js is v18.19.0; 20 or newer is needed"),
        (&[CARGO, RUSTUP, RUST, NODE], "please install npm"),
    ];
    for (programs, wanted) in cases {
        let said = told(programs);
        assert!(said.contains(wanted), "{wanted}: {said}");
        assert_eq!(said.lines().count(), 1, "{said}");
    }
}
