//! Two phones and a tablet, told as stories; and what the tests of this folder share.

use super::*;
use crate::form::definition::{Control, DataType, Definition, Node, NodeId, NodeKind, Text};

/// A form in lines `address kind words`; an address ends with `/` for a group and with `*` for a repeat.
pub(super) fn form(text: &str) -> Definition {
    let mut definition = Definition { form_id: "grant".into(), ..Definition::default() };
    definition.nodes.push(Node::new("data", None, NodeKind::Group));
    let mut ids = BTreeMap::from([(String::new(), NodeId::ROOT)]);
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let mut words = line.splitn(3, ' ');
        let address = words.next().unwrap();
        let plain = address.trim_end_matches(['/', '*']);
        let (above, name) = plain.rsplit_once('/').unwrap_or(("", plain));
        let (kind, data_type) = match (address.chars().last(), words.next().unwrap_or("text")) {
            (Some('/'), _) => (NodeKind::Group, DataType::String),
            (Some('*'), _) => (NodeKind::Repeat { count: None }, DataType::String),
            (_, "int") => (NodeKind::Question(Control::Input), DataType::Int),
            (_, "decimal") => (NodeKind::Question(Control::Input), DataType::Decimal),
            (_, "date") => (NodeKind::Question(Control::Input), DataType::Date),
            (_, "file") => (NodeKind::Question(Control::Upload("*/*".into())), DataType::Binary),
            (_, "hidden") => (NodeKind::Value { preload: None }, DataType::String),
            _ => (NodeKind::Question(Control::Input), DataType::String),
        };
        let mut node = Node::new(name, Some(ids[above]), kind);
        node.data_type = data_type;
        if let Some(label) = words.next() {
            node.label = Text::plain(label);
        }
        ids.insert(plain.to_owned(), NodeId(u32::try_from(definition.nodes.len()).unwrap()));
        definition.nodes.push(node);
    }
    definition
}

fn path(text: &str) -> AnswerPath {
    AnswerPath(text.into())
}

fn writer(replica: &str) -> Writer {
    Writer { replica: replica.into(), by: replica.to_uppercase(), at: 1_000 }
}

fn insert(key: &str) -> Edit {
    Edit::Insert { repeat: path("cost"), key: key.into(), after: None }
}

/// Two replicas of a draft with one row and one answer in it, both up to date.
fn two() -> (Draft, Draft) {
    let mut a = Draft::begin("d1", "grant", "2026", &writer("a")).unwrap();
    a.edit(&writer("a"), insert("k")).unwrap();
    a.edit(&writer("a"), Edit::set(path("cost[k]/memo"), "紙")).unwrap();
    let mut b = Draft::joined("d1");
    b.merge(&a.document().whole()).unwrap();
    (a, b)
}

fn set(draft: &mut Draft, replica: &str, at: &str, value: &str) {
    draft.edit(&writer(replica), Edit::set(path(at), value)).unwrap();
}

/// Each tells the other what it lacks; afterwards both are the same.
fn meet(a: &mut Draft, b: &mut Draft) {
    let (for_a, for_b) = (b.document().delta_since(a.document().seen()), a.document().delta_since(b.document().seen()));
    a.merge(&for_a).unwrap();
    b.merge(&for_b).unwrap();
    assert_eq!(a, b);
}

fn shown(draft: &Draft, at: &str) -> Option<String> {
    draft.answers().values.get(&path(at)).cloned()
}

/// The conflicts as lines: `name: A=花の会 B=はなの会`.
fn options(draft: &Draft) -> Vec<String> {
    let option = |held: &Held| if let Value::Text(text) = &held.value { format!(" {}={text}", held.by) } else { format!(" {} emptied it", held.by) };
    draft.conflicts().iter().map(|it| format!("{}:{}", it.path, it.options.iter().map(option).collect::<Vec<_>>().concat())).collect()
}

fn nothing() -> Vec<String> {
    Vec::new()
}

#[test]
fn a_draft_knows_where_it_comes_from() {
    let (a, mut b) = two();
    assert_eq!((b.id(), b.form_id(), b.begun_with(), b.version(), b.title()), ("d1", "grant", "2026", "2026", ""));
    assert_eq!((b.created_at(), b.changed_at()), (Some(1_000), Some(1_000)));
    b.edit(&Writer { at: 2_000, ..writer("b") }, Edit::Title("花壇".into())).unwrap();
    assert_eq!((b.title(), b.changed_at()), ("花壇", Some(2_000)));
    assert_eq!(Draft::joined("d1").created_at(), None);
    assert_eq!(a.copied("d2").id(), "d2");
}

#[test]
fn different_answers_merge_by_themselves() {
    let (mut a, mut b) = two();
    set(&mut a, "a", "name", "花の会");
    set(&mut b, "b", "cost[k]/yen", "300");
    meet(&mut a, &mut b);
    assert_eq!((shown(&a, "name").as_deref(), shown(&a, "cost[k]/yen").as_deref()), (Some("花の会"), Some("300")));
    assert_eq!(options(&a), nothing());
}

#[test]
fn the_same_answer_twice_keeps_both_until_somebody_chooses() {
    let (mut a, mut b) = two();
    set(&mut a, "a", "name", "花の会");
    set(&mut b, "b", "name", "はなの会");
    meet(&mut a, &mut b);
    assert_eq!(options(&a), ["name: A=花の会 B=はなの会"]);
    assert_eq!(shown(&a, "name").as_deref(), Some("はなの会"));
    set(&mut a, "a", "name", "花の会");
    meet(&mut a, &mut b);
    assert_eq!((options(&b), shown(&b, "name").as_deref()), (nothing(), Some("花の会")));
}

#[test]
fn the_same_text_twice_is_no_conflict() {
    let (mut a, mut b) = two();
    set(&mut a, "a", "name", "花の会");
    set(&mut b, "b", "name", "花の会");
    meet(&mut a, &mut b);
    assert_eq!(options(&a), nothing());
}

#[test]
fn emptying_does_not_hide_what_somebody_typed() {
    let (mut a, mut b) = two();
    set(&mut a, "a", "cost[k]/memo", "紙と筆");
    set(&mut b, "b", "cost[k]/memo", "");
    meet(&mut a, &mut b);
    assert_eq!(shown(&a, "cost[k]/memo").as_deref(), Some("紙と筆"));
    assert_eq!(options(&a), ["cost[k]/memo: A=紙と筆 B emptied it"]);
}

#[test]
fn what_the_screen_did_not_show_is_not_written_over() {
    let (mut a, mut b) = two();
    set(&mut b, "b", "name", "はなの会");
    let on_screen: Vec<Dot> = a.document().held(&path("name")).iter().map(|held| held.dot.clone()).collect();
    let delta = b.document().delta_since(a.document().seen());
    a.merge(&delta).unwrap();
    for text in ["花", "花の", "花の会"] {
        a.edit(&writer("a"), Edit::Set { path: path("name"), value: text.into(), seen: Some(on_screen.clone()) }).unwrap();
    }
    assert_eq!(options(&a), ["name: B=はなの会 A=花の会"], "its own keystrokes replace each other");
}

#[test]
fn a_removed_row_comes_back_on_request() {
    let (mut a, mut b) = two();
    a.edit(&writer("a"), Edit::Remove { row: path("cost[k]") }).unwrap();
    meet(&mut a, &mut b);
    assert_eq!((b.answers().rows[&path("cost")].len(), shown(&b, "cost[k]/memo")), (0, None));
    let removed = b.removed_rows();
    assert_eq!(removed.len(), 1);
    assert_eq!((removed[0].row.0.as_str(), removed[0].removals[0].by.as_str()), ("cost[k]", "A"));
    assert_eq!(removed[0].texts.get(&path("cost[k]/memo")).map(String::as_str), Some("紙"));
    b.edit(&writer("b"), Edit::Restore { row: path("cost[k]") }).unwrap();
    meet(&mut a, &mut b);
    assert_eq!(shown(&a, "cost[k]/memo").as_deref(), Some("紙"));
    assert_eq!((a.removed_rows(), a.came_back()), (vec![], vec![]));
}

#[test]
fn a_row_that_somebody_typed_in_comes_back_marked() {
    let (mut a, mut b) = two();
    a.edit(&writer("a"), Edit::Remove { row: path("cost[k]") }).unwrap();
    set(&mut b, "b", "cost[k]/yen", "300");
    meet(&mut a, &mut b);
    assert_eq!((shown(&a, "cost[k]/memo").as_deref(), shown(&a, "cost[k]/yen").as_deref()), (Some("紙"), Some("300")));
    assert_eq!(a.came_back().iter().map(|it| it.row.0.as_str()).collect::<Vec<_>>(), ["cost[k]"]);
    let mut kept = a.clone();
    kept.edit(&writer("a"), Edit::Restore { row: path("cost[k]") }).unwrap();
    assert_eq!((kept.came_back(), kept.answers().rows[&path("cost")].len()), (vec![], 1));
    a.edit(&writer("a"), Edit::Remove { row: path("cost[k]") }).unwrap();
    meet(&mut a, &mut b);
    assert_eq!((b.came_back(), b.removed_rows().len()), (vec![], 1), "removed by somebody who saw what was typed");
}

#[test]
fn rows_of_two_people_stay_in_runs() {
    let (mut a, mut b) = two();
    for (draft, replica, keys) in [(&mut a, "a", ["p", "q"]), (&mut b, "b", ["s", "t"])] {
        let mut after = "k".to_owned();
        for key in keys {
            draft.edit(&writer(replica), Edit::Insert { repeat: path("cost"), key: key.into(), after: Some(after) }).unwrap();
            after = key.to_owned();
        }
    }
    meet(&mut a, &mut b);
    assert_eq!(a.answers().rows[&path("cost")], ["k", "s", "t", "p", "q"]);
    a.edit(&writer("a"), Edit::Move { repeat: path("cost"), key: "q".into(), after: None }).unwrap();
    meet(&mut a, &mut b);
    assert_eq!(b.answers().rows[&path("cost")], ["q", "k", "s", "t", "p"]);
}

#[test]
fn the_files_that_answers_name_are_known() {
    let digest = "0123456789abcdef".repeat(4);
    let file = Attachment { sha256: digest.clone(), name: "規約.pdf".into() };
    for (value, expected) in [
        (format!("sha256:{digest}/規約.pdf"), Some(file.clone())),
        (format!("sha256:{digest}/"), None),
        (format!("sha256:{}/規約.pdf", digest.to_uppercase()), None),
        (format!("sha256:{}/規約.pdf", &digest[1..]), None),
        ("規約.pdf".to_owned(), None),
    ] {
        assert_eq!(Attachment::of(&value), expected, "{value}");
    }
    let (mut a, _) = two();
    set(&mut a, "a", "cost[k]/receipt", &format!("sha256:{digest}/規約.pdf"));
    a.edit(&writer("a"), Edit::Remove { row: path("cost[k]") }).unwrap();
    assert_eq!(a.attachments(), BTreeSet::from([file]), "a removed row can come back, its files must be there");
}

#[test]
fn two_tabs_write_pieces_of_the_same_text() {
    let long = "長い文。".repeat(20);
    let mut first = Draft::begin("d1", "grant", "2026", &writer("a")).unwrap();
    first.edit(&writer("a"), Edit::set(path("memo"), long.clone())).unwrap();
    let base = log::snapshot(&first);
    let typed = |draft: &mut Draft, tab: &str, more: &str| {
        let change = draft.edit(&writer(tab), Edit::set(path("memo"), format!("{long}{more}"))).unwrap().unwrap();
        log::line(&log::Record::Change(change))
    };
    let one = typed(&mut first, "t1", "x");
    let mut second = first.clone();
    // The first one has not heard of the second, and what it adds to was written over meanwhile.
    let two = typed(&mut second, "t2", "z");
    let three = typed(&mut first, "t1", "xy");
    assert_eq!([&one, &two, &three].map(|line| line.contains("splice")), [false, false, true], "only of what the same tab wrote");
    let lines = [one, two, three];
    let replayed = log::replay(&base, lines.iter().map(String::as_str)).unwrap();
    assert_eq!(replayed.stopped, None);
    let options: Vec<Value> = replayed.draft.conflicts().remove(0).options.into_iter().map(|held| held.value).collect();
    assert_eq!(options, ["xy", "z"].map(|more| Value::Text(format!("{long}{more}"))), "both are there");
    assert_eq!(log::take(&mut first, &log::read_line(&lines[1]).unwrap()), Ok(true));
    assert_eq!(first, replayed.draft, "a tab that hears it later has the same");
}
