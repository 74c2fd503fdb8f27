//! Every route of the server, read from its sources: a new one is in the tests that go through all of them, or they fail with its name.

use std::path::Path;

/// A method and a path as it is registered: `("POST", "/staff/audit/verify")`.
pub type Route = (&'static str, String);

const METHODS: [(&str, &str); 6] =
    [("get(", "GET"), ("post(", "POST"), ("put(", "PUT"), ("delete(", "DELETE"), ("patch(", "PATCH"), ("head(", "HEAD")];

/// All of them, pages included.
pub fn all() -> Vec<Route> {
    let mut found: Vec<Route> = engawa_server::http::ssr::PAGES.iter().map(|path| ("GET", (*path).to_owned())).collect();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/http"), &mut found);
    found.sort_by(|a, b| (&a.1, a.0).cmp(&(&b.1, b.0)));
    found.dedup();
    assert!(found.len() > 60, "the routes were not found");
    found
}

fn walk(folder: &Path, found: &mut Vec<Route>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, found);
        } else if path.extension().is_some_and(|it| it == "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            let code = text.find("#[cfg(test)]\nmod tests").map_or(text.as_str(), |at| &text[..at]);
            of_source(code, found);
        }
    }
}

fn of_source(code: &str, found: &mut Vec<Route>) {
    // Routes below one root: `let root = "/my/groups/{group}/listings"`, then `root` and `&at("/new")`.
    let root = code.split_once("let root = \"").and_then(|(_, rest)| rest.split_once('"')).map(|(root, _)| root);
    for rest in code.split(".route(").skip(1) {
        let rest = rest.trim_start();
        let below = root.and_then(|root| Some((format!("{root}{}", rest.strip_prefix("&at(\"")?.split_once("\")")?.0), rest.split_once("\")")?.1)));
        let at_root = root.and_then(|root| Some((root.to_owned(), rest.strip_prefix("root")?)));
        let named = rest.strip_prefix('"').and_then(|rest| rest.split_once('"')).map(|(path, rest)| (path.to_owned(), rest));
        // What is left are the pages, which are in a list of their own.
        let Some((path, rest)) = named.or(below).or(at_root) else { continue };
        let handlers = &rest[..close_of(rest)];
        let before = found.len();
        for (call, method) in METHODS {
            let is_call = |at: usize| !handlers[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
            if handlers.match_indices(call).any(|(at, _)| is_call(at)) {
                found.push((method, path.clone()));
            }
        }
        assert!(found.len() > before, "no method was found for {path}");
    }
}

/// Where the parenthesis closes that is open at the beginning.
fn close_of(text: &str) -> usize {
    let mut depth = 1;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at;
        }
    }
    text.len()
}

/// The address with something in the place of each parameter.
pub fn filled(path: &str, group: &str) -> String {
    let part = |part: &str| match part {
        "{scope}" => "public".to_owned(),
        "{code}" => "en".to_owned(),
        "{number}" => "0".to_owned(),
        "{group}" => group.to_owned(),
        "{sha256}" => "0".repeat(64),
        _ if part.starts_with('{') => "nothing".to_owned(),
        _ => part.to_owned(),
    };
    let under_a_group = path.starts_with("/my/groups/");
    let at_a_desk = path.starts_with("/staff/desks/");
    let filled = |it: &str| match it {
        "{id}" if under_a_group => group.to_owned(),
        "{id}" if at_a_desk => engawa_core::rights::MAIN_DESK.to_owned(),
        it => part(it),
    };
    path.split('/').map(filled).collect::<Vec<_>>().join("/")
}
