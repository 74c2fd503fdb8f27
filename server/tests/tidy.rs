//! The house rules as tests. Each says why it is there when it fails.
//!
//! They read sources as text, so they are rules of thumb: quick, without a dependency, and right for the way this code is written. A rule
//! that is in the way is changed here, with its reason, and not worked around.

#[path = "tidy/documents.rs"]
mod documents;
#[path = "tidy/messages.rs"]
mod messages;
#[path = "tidy/source.rs"]
mod source;
#[path = "tidy/sql.rs"]
mod sql;

use source::{File, Source, files, has_japanese, has_word, rust};

/// Fails with the reason and every place.
fn agree(reason: &str, places: Vec<String>) {
    assert!(places.is_empty(), "\n{reason}\n  {}\n", places.join("\n  "));
}

/// The numbers of the lines that something is wrong with, as `path:line: the line`.
fn lines_of<'a>(file: &'a File, text: &'a str, wrong: impl Fn(&str) -> bool + 'a) -> impl Iterator<Item = String> + 'a {
    let original: Vec<&str> = file.text.lines().collect();
    text.lines()
        .enumerate()
        .filter(move |(_, line)| wrong(line))
        .map(move |(at, _)| format!("{}:{}: {}", file.path, at + 1, original.get(at).unwrap_or(&"").trim()))
}

/// A page, or what only pages use.
fn is_page(path: &str) -> bool {
    path.starts_with("app/src/ui/") || path.contains("/pages/") || ["app/src/app.rs", "app/src/device.rs", "app/src/routes.rs"].contains(&path)
}

#[test]
fn conditional_code_stays_at_the_door() {
    let mut wrong = Vec::new();
    for file in rust(&["app/"]) {
        let source = Source::of(&file.text);
        let lines: Vec<&str> = source.plain.lines().collect();
        let conditional = |line: &str| line.contains("cfg(") || line.contains("cfg_attr(") || line.contains("cfg!(");
        let is_room = file.path.starts_with("app/src/") && file.path.ends_with("/mod.rs") && file.path.matches('/').count() == 3;
        for (at, line) in lines.iter().enumerate().filter(|(_, line)| conditional(line)) {
            let (line, next) = (line.trim(), lines.get(at + 1).unwrap_or(&"").trim());
            let at_the_door = match file.path.as_str() {
                "app/src/lib.rs" => ["pub mod app;", "pub mod device;", "pub mod routes;", "pub mod ui;"].contains(&next),
                _ => is_room && next == "pub mod pages;",
            };
            // The browser's own tests cannot be built for another target.
            let is_for_browsers = file.path.starts_with("app/browser/tests/") && line == "#![cfg(target_arch = \"wasm32\")]";
            // What JavaScript calls is not there in the tests of the shell: its lazy functions exist only in a split bundle.
            let is_export = file.path == "app/browser/src/lib.rs" && line == "#[cfg(feature = \"exports\")]" && next == "mod exports;";
            let is_door = line == "#[cfg(feature = \"ui\")]" && at_the_door;
            if !(line == "#[cfg(test)]" || is_for_browsers || is_export || is_door) {
                wrong.push(format!("{}:{}: {line}", file.path, at + 1));
            }
        }
    }
    agree(
        "Server and browser run the same code, so there is none to switch: `#[cfg(feature = \"ui\")]` stands once a room, before its \
         `pub mod pages;`, and in app/src/lib.rs before app, device, routes and ui. What differs comes in through Repo, Device and DeviceState.",
        wrong,
    );
}

#[test]
fn each_layer_knows_only_those_below() {
    let pure = ["leptos", "sqlx", "web_sys", "js_sys", "wasm_bindgen", "tokio", "axum"];
    let mut wrong = Vec::new();
    for file in rust(&["app/core/src/", "app/src/", "app/messages/"]) {
        let source = Source::of(file.without_tests());
        for name in pure {
            // A still piece that is replaced keeps the focus: that is the one thing for which the design system touches the document.
            let is_still = name == "web_sys" && file.path == "app/src/ui/still.rs";
            if is_still || name == "leptos" && is_page(&file.path) {
                continue;
            }
            wrong.extend(lines_of(&file, &source.code, |line| has_word(line, name)));
        }
    }
    agree(
        "The core and the rooms are plain Rust without I/O, so that they can be simulated and the browser can run them. Only pages and \
         the design system know Leptos; only the shells (app/browser, server) know a browser, a network or a database.",
        wrong,
    );
}

#[test]
fn the_design_system_knows_no_page() {
    let mut wrong = Vec::new();
    for file in rust(&["app/src/ui/"]) {
        let source = Source::of(file.without_tests());
        wrong.extend(lines_of(&file, &source.code, |line| line.contains("::pages")));
    }
    agree("Pages are made of the design system, never the other way round.", wrong);
}

#[test]
fn pages_keep_nothing_that_belongs_to_one_thread() {
    let local = ["new_local", "LocalStorage", "LocalResource", "SendWrapper"];
    let mut wrong = Vec::new();
    for file in rust(&["app/src/"]) {
        let source = Source::of(file.without_tests());
        wrong.extend(lines_of(&file, &source.code, |line| local.iter().any(|word| line.contains(word))));
    }
    agree("The server drops a page on another thread than the one that drew it, and panics where something belongs to the first.", wrong);
}

#[test]
fn time_and_chance_come_in_as_parameters() {
    let clocks = ["SystemTime", "Instant::now", "Utc::now", "Local::now", "now_v7", "thread_rng"];
    let mut wrong = Vec::new();
    for file in rust(&["app/core/src/", "app/src/", "server/src/"]) {
        if file.path == "server/src/clock.rs" {
            continue;
        }
        let of_server = file.path.starts_with("server/");
        let source = Source::of(file.without_tests());
        wrong.extend(lines_of(&file, &source.code, |line| clocks.iter().any(|clock| line.contains(clock) && !(of_server && *clock == "now_v7"))));
    }
    agree("A function that asks the clock cannot be tested at another time. On the server only src/clock.rs asks, at the edge.", wrong);
}

#[test]
fn the_database_driver_stays_in_one_folder() {
    let mut wrong = Vec::new();
    for file in rust(&["app/", "server/"]) {
        // An example is a program of its own: what we are measured beside.
        if ["server/src/db/", "server/tests/", "server/examples/"].iter().any(|folder| file.path.starts_with(folder)) {
            continue;
        }
        let source = Source::of(&file.text);
        wrong.extend(lines_of(&file, &source.code, |line| has_word(line, "sqlx")));
    }
    agree("server/src/db is the only code that names the driver: everything else says Db, Tx, Stmt, Param, and works on both engines.", wrong);
}

#[test]
fn user_text_goes_through_the_one_text_area() {
    let mut wrong = Vec::new();
    for file in rust(&["app/", "server/src/"]) {
        if file.path == "app/src/ui/text_area.rs" || file.path.starts_with("app/browser/tests/") {
            continue;
        }
        let source = Source::of(file.without_tests());
        wrong.extend(lines_of(&file, &source.plain, |line| line.contains("<textarea")));
    }
    agree("Leptos 0.8 does not escape the text of a <textarea> on the server: stored XSS. Use ui::TextArea.", wrong);
}

/// Where markup is made by hand, and why that is safe.
const INNER_HTML: [(&str, &str); 4] = [
    ("app/src/app.rs", "JSON for the start, with `<` escaped by escape_json"),
    ("app/src/ui/head.rs", "JSON-LD, with `<` escaped by escape_json"),
    ("app/src/ui/still.rs", "what maud::html! wrote, which escapes every text"),
    ("app/src/ui/text_area.rs", "the text of a <textarea>, escaped there"),
];

#[test]
fn markup_is_made_by_the_view_macro() {
    let mut wrong = Vec::new();
    for file in rust(&["app/src/", "server/src/"]) {
        let source = Source::of(file.without_tests());
        if !INNER_HTML.iter().any(|(path, _)| *path == file.path) {
            wrong.extend(lines_of(&file, &source.code, |line| line.contains("inner_html")));
        }
    }
    agree(
        "What the macros view! and html! do not write is not escaped. A new place for inner_html goes into INNER_HTML, with the reason why it is safe.",
        wrong,
    );
}

#[test]
fn styles_are_classes() {
    let mut wrong = Vec::new();
    for file in rust(&["app/", "server/src/"]) {
        let source = Source::of(file.without_tests());
        let has_style = |line: &str| {
            line.contains(" style=")
                || line.contains("<style")
                || line.split(" style:").skip(1).any(|rest| rest.split(' ').next().is_some_and(|word| word.contains('=')))
        };
        // A picture of the screen at rest is a document of its own, which takes the rules of the page along.
        if file.path != "app/browser/src/kiosk/picture.rs" {
            wrong.extend(lines_of(&file, &source.plain, has_style));
        }
    }
    agree(
        "The Content-Security-Policy forbids inline styles, and print and high-contrast styles cannot reach them. Use a class or an SVG attribute.",
        wrong,
    );
}

#[test]
fn there_are_no_server_functions() {
    let mut wrong = Vec::new();
    for file in rust(&["app/", "server/"]) {
        let source = Source::of(&file.text);
        wrong.extend(lines_of(&file, &source.code, |line| line.contains("#[server")));
    }
    agree("The address of a server function changes with the build; a device that was offline for a month could not call it. Use a command.", wrong);
}

#[test]
fn one_layer_asks_where_a_request_comes_from() {
    let mut wrong = Vec::new();
    for file in rust(&["server/src/"]).into_iter().filter(|file| file.path != "server/src/http/foreign.rs") {
        let source = Source::of(file.without_tests());
        let asks = |line: &str| ["is_same_origin", "sec-fetch-", "header::ORIGIN", "\"origin\""].iter().any(|it| line.contains(it));
        wrong.extend(lines_of(&file, &source.plain, asks));
    }
    agree(
        "Where a request comes from is asked once, by the layer of http/foreign.rs around every route: a handler that asks is one that forgets.",
        wrong,
    );
    assert_eq!(Source::of(&source::read("server/src/http/mod.rs")).code.matches("foreign::guard").count(), 1, "the layer is not around the router");
}

#[test]
fn pages_have_routes() {
    let quoted =
        |path: &str| Source::of(&source::read(path)).quoted.into_iter().map(|it| it.text).filter(|it| it.starts_with('/')).collect::<Vec<_>>();
    let app = source::read("app/src/app.rs");
    let mut routes: Vec<&str> = app.split("path!(\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    routes.sort_unstable();
    let is_page = |path: &&String| *path == "/" || !path.ends_with('/') && !path.ends_with("{}");
    let mut served: Vec<String> =
        quoted("server/src/http/ssr.rs").iter().filter(is_page).map(|path| path.replace('{', ":").replace('}', "")).collect();
    served.sort_unstable();
    assert_eq!(routes, served, "a page has its route in app/src/app.rs and its address in PAGES of server/src/http/ssr.rs");
}

#[test]
fn every_module_says_what_it_is() {
    let wrong = rust(&["app/", "server/"])
        .into_iter()
        .filter(|file| !file.path.ends_with("/tests.rs") && !file.text.starts_with("//!"))
        .map(|file| file.path)
        .collect();
    agree("A module begins with `//!`: what it is, why it exists, its invariants, its source.", wrong);
}

#[test]
fn pages_have_no_words_of_their_own() {
    let mut wrong = Vec::new();
    for file in rust(&["app/src/"]).into_iter().filter(|file| is_page(&file.path)) {
        let source = Source::of(file.without_tests());
        let words = source.quoted.iter().filter(|quoted| has_japanese(&quoted.text));
        wrong.extend(words.map(|quoted| format!("{}:{}: {}", file.path, quoted.line, quoted.text)));
    }
    agree("Interface text lives in app/messages, in three languages at once; otherwise the third is forgotten.", wrong);
}

#[test]
fn nothing_gives_up_outside_tests() {
    let mut wrong = Vec::new();
    for file in rust(&["app/", "server/src/"]).into_iter().filter(|file| !file.is_test()) {
        let source = Source::of(file.without_tests());
        let gives_up =
            |line: &str| [".unwrap()", ".expect(", "panic!(", "todo!(", "unimplemented!(", "unreachable!("].iter().any(|it| line.contains(it));
        wrong.extend(lines_of(&file, &source.code, gives_up));
    }
    agree("A panic in the browser ends the page, one in the server the request. Use `?`, `let else`, `unwrap_or_default`.", wrong);
}

/// Longer than the rule allows, and why.
const LONG: [(&str, &str); 0] = [];
const LINES_MAX: usize = 600;

#[test]
fn files_tell_one_story() {
    let mut wrong = Vec::new();
    for file in rust(&["app/", "server/src/"]) {
        let lines = file.text.lines().count();
        if lines > LINES_MAX && !file.is_test() && !LONG.iter().any(|(path, _)| *path == file.path) {
            wrong.push(format!("{}: {lines} lines", file.path));
        }
    }
    agree("A file of more than 600 lines tells more than one story: split it, or put it into LONG with a reason.", wrong);
}

#[test]
fn versions_are_declared_once() {
    let mut wrong = Vec::new();
    for file in files().into_iter().filter(|file| file.path.ends_with("/Cargo.toml")) {
        let mut depends = false;
        for (at, line) in file.text.lines().enumerate() {
            if line.starts_with('[') {
                depends = line.contains("dependencies");
            } else if depends && line.contains('=') && !line.contains("workspace = true") && !line.trim_start().starts_with('#') {
                wrong.push(format!("{}:{}: {line}", file.path, at + 1));
            }
        }
    }
    agree("Versions and paths of dependencies stand in the workspace's Cargo.toml, with what each is for.", wrong);
}

#[test]
fn nothing_names_this_machine() {
    // Put together here, so that this file does not name them either.
    let folders = [["/wo", "rk/"].concat(), ["/ro", "ot/"].concat(), ["/ho", "me/"].concat(), ["/t", "mp/"].concat()];
    let mut wrong = Vec::new();
    for file in files() {
        match file.path.rsplit('/').next().unwrap_or_default() {
            "Cargo.lock" => wrong.extend(lines_of(&file, &file.text, |line| {
                line.starts_with("source = ") && line != "source = \"registry+https://github.com/rust-lang/crates.io-index\""
            })),
            "package-lock.json" => wrong.extend(lines_of(&file, &file.text, |line| {
                line.contains("\"resolved\":") && !line.contains("\"resolved\": \"https://registry.npmjs.org/")
            })),
            _ => wrong.extend(lines_of(&file, &file.text, |line| {
                folders.iter().any(|folder| {
                    line.match_indices(folder.as_str()).any(|(at, _)| !line[..at].ends_with(|c: char| c.is_alphanumeric() || "./}-_):".contains(c)))
                })
            })),
        }
    }
    agree("The project builds on any machine from the public registries: no absolute paths of one computer, no private registry.", wrong);
}
