//! Answers, rows and comments that go to another version, by one device and by two at once.

use super::super::Edit;
use super::super::tests::form;
use super::*;
use crate::form::definition::{Choice, ChoiceList, Choices, Control, Piece};

fn writer(replica: &str, at: i64) -> Writer {
    Writer { replica: replica.into(), by: replica.to_uppercase(), at }
}

/// A form of a version; the words `one: x y` make a question with these choices, `many: x y` one where several can be chosen.
fn version(number: &str, text: &str) -> Definition {
    let mut definition = form(text);
    definition.version = number.into();
    for at in 1..definition.nodes.len() {
        let words = match definition.nodes[at].label.in_language(0) {
            Some([Piece::Words(words)]) => words.clone(),
            _ => String::new(),
        };
        let Some((how_many, choices)) = words.split_once(": ") else { continue };
        let list = format!("l{at}");
        definition.lists.push(ChoiceList {
            name: list.clone(),
            choices: choices.split(' ').map(|value| Choice { value: value.into(), ..Choice::default() }).collect(),
            ..ChoiceList::default()
        });
        let choices = Choices::List { list, nodeset: String::new() };
        definition.nodes[at].kind =
            NodeKind::Question(if how_many == "many" { Control::SelectMultiple(choices) } else { Control::SelectOne(choices) });
        definition.nodes[at].label = Text::plain("Choose");
    }
    definition
}

fn begun(answers: &[(&str, &str)]) -> Draft {
    let writer = writer("a", 1_000);
    let mut draft = Draft::begin("d1", "grant", "1", &writer).unwrap();
    for (path, value) in answers {
        let path = AnswerPath((*path).into());
        for row in path::rows_around(&path) {
            let (repeat, key) = path::split_row(row).unwrap();
            let repeat = AnswerPath(repeat.into());
            let after = draft.document().order(&repeat).pop();
            if !draft.document().has_row(row) {
                draft.edit(&writer, Edit::Insert { repeat, key: key.into(), after }).unwrap();
            }
        }
        draft.edit(&writer, Edit::set(path.clone(), *value)).unwrap();
    }
    draft
}

/// Answers and what is left over: `a=1 | b=2 OtherType`.
fn told(draft: &Draft) -> String {
    let answers = draft.answers();
    let mut told: Vec<String> = answers.values.iter().map(|(path, value)| format!("{path}={value}")).collect();
    told.push("|".into());
    told.extend(draft.left_over().iter().map(|(_, left)| format!("{}={} {:?}", left.path, left.value, left.why)));
    told.join(" ")
}

#[test]
fn answers_stay_move_or_are_left_over() {
    for (what, old, new, answer, expected) in [
        ("the same", "a text A", "a text A", ("a", "1"), "a=1 |"),
        ("moved", "a text A", "g/ - G\ng/a text A", ("a", "1"), "g/a=1 |"),
        ("gone", "a text A", "b text B", ("a", "1"), "| a=1 Gone"),
        ("a number of a text", "a text A", "a int A", ("a", "12"), "a=12 |"),
        ("no number", "a text A", "a int A", ("a", "十二"), "| a=十二 OtherType"),
        ("a decimal of an int", "a int A", "a decimal A", ("a", "12"), "a=12 |"),
        ("an int of a decimal", "a decimal A", "a int A", ("a", "1.5"), "| a=1.5 OtherType"),
        ("a text of a date", "a date A", "a text A", ("a", "2026-11-21"), "a=2026-11-21 |"),
        ("a date of a text", "a text A", "a date A", ("a", "2026-11-21"), "a=2026-11-21 |"),
        ("a file is no text", "a file A", "a text A", ("a", "sha256:0/x"), "| a=sha256:0/x OtherType"),
        ("not asked any more", "a text A", "a hidden", ("a", "1"), "| a=1 NotAsked"),
        ("a choice", "a select one: x y", "a select one: y x", ("a", "x"), "a=x |"),
        ("a choice that is gone", "a select one: x y", "a select one: y", ("a", "x"), "| a=x NoSuchChoice"),
        ("one of several is gone", "a select many: x y", "a select many: y", ("a", "x y"), "a=y | a=x y NoSuchChoice"),
        ("several of one", "a select one: x y", "a select many: x y", ("a", "x"), "a=x |"),
        ("a choice is no text", "a select one: x y", "a text A", ("a", "x"), "| a=x OtherType"),
        ("in a renamed repeat", "r* - R\nr/a text A", "s* - R\ns/a text A", ("r[k]/a", "1"), "s[k]/a=1 |"),
        ("out of a repeat", "r* - R\nr/a text A", "r* - R\na text A", ("r[k]/a", "1"), "| r[k]/a=1 Gone"),
        ("nested", "r* - R\nr/q* - Q\nr/q/a text A", "g/ - G\ng/r* - R\ng/r/q* - Q\ng/r/q/a text A", ("r[k]/q[l]/a", "1"), "g/r[k]/q[l]/a=1 |"),
    ] {
        let (old, new) = (version("1", old), version("2", new));
        let draft = begun(&[answer]);
        let moved = move_to(&old, &new, &draft, &writer("b", 2_000)).unwrap();
        assert_eq!(told(&moved.draft), expected, "{what}");
        assert_eq!((moved.draft.version(), moved.draft.begun_with()), ("2", "1"), "{what}");
        assert_eq!(Draft::replay(draft, &moved.changes), Ok(moved.draft.clone()), "{what}: the journal says the same");
        let again = move_to(&old, &new, &moved.draft, &writer("b", 3_000)).unwrap();
        assert_eq!((again.changes.len(), &again.draft), (0, &moved.draft), "{what}: a second time");
    }
}

#[test]
fn comments_follow_their_questions_and_stay_when_they_are_gone() {
    let (old, new) = (version("1", "a text A\nb text B\nr* - R\nr/c text C"), version("2", "g/ - G\ng/a text A\ns* - R\ns/c text C"));
    let mut draft = begun(&[("r[k]/c", "1")]);
    for (key, on) in [("1", "a"), ("2", "b"), ("3", "r[k]/c"), ("4", "r[k]"), ("5", "")] {
        let edit = Edit::Comment { key: key.into(), on: AnswerPath(on.into()), text: "x".repeat(200), from: "f".into() };
        draft.edit(&writer("a", 1_500), edit).unwrap();
    }
    draft.edit(&writer("b", 1_600), Edit::Settle { key: "1".into(), is_settled: true }).unwrap();
    let moved = move_to(&old, &new, &draft, &writer("b", 2_000)).unwrap();
    let told = |draft: &Draft| -> Vec<(String, String, Millis, bool)> {
        draft.comments().into_iter().map(|it| (it.on.0, it.by, it.at, it.is_settled)).collect()
    };
    let expected = ["g/a", "b", "s[k]/c", "s[k]", ""].map(|on| (on.to_owned(), "A".to_owned(), 1_500_i64, on == "g/a"));
    assert_eq!(told(&moved.draft), expected);
    assert_eq!(moved.left_over.len(), 0, "a comment is nothing that is left over");
    assert_eq!(Draft::replay(draft.clone(), &moved.changes), Ok(moved.draft.clone()));
    // Two who move at once say the same, and deleting meanwhile wins.
    let mut other = move_to(&old, &new, &draft, &writer("c", 2_000)).unwrap().draft;
    let mut late = draft.clone();
    late.edit(&writer("a", 2_000), Edit::Uncomment { key: "3".into(), from: "f".into() }).unwrap();
    other.merge(&moved.draft.document().whole()).unwrap();
    assert_eq!(told(&other), expected);
    other.merge(&late.document().whole()).unwrap();
    assert_eq!(other.comments().iter().map(|it| it.key.as_str()).collect::<Vec<_>>(), ["1", "2", "4", "5"]);
}

#[test]
fn authors_and_order_stay() {
    let (old, new) = (version("1", "r* - R\nr/a text A"), version("2", "s* - R\ns/a text A"));
    let mut draft = begun(&[("r[k]/a", "1"), ("r[l]/a", "2"), ("r[m]/a", "3")]);
    let repeat = AnswerPath("r".into());
    draft.edit(&writer("a", 1_000), Edit::Move { repeat, key: "m".into(), after: None }).unwrap();
    draft.edit(&writer("a", 1_000), Edit::Remove { row: AnswerPath("r[l]".into()) }).unwrap();
    let mut moved = move_to(&old, &new, &draft, &writer("b", 2_000)).unwrap().draft;
    assert_eq!(moved.answers().rows[&AnswerPath("s".into())], ["m", "k"]);
    let held = moved.document().held(&AnswerPath("s[k]/a".into()));
    assert_eq!((held[0].by.as_str(), held[0].at), ("A", 1_000));
    moved.edit(&writer("b", 2_000), Edit::Restore { row: AnswerPath("s[l]".into()) }).unwrap();
    assert_eq!(told(&moved), "s[k]/a=1 s[l]/a=2 s[m]/a=3 |");
    assert_eq!(moved.answers().rows[&AnswerPath("s".into())], ["m", "k", "l"]);
}

#[test]
fn two_who_move_at_once_agree_and_late_answers_follow() {
    let (old, new) = (version("1", "a text A\nb text B"), version("2", "g/ - G\ng/a text A"));
    let start = begun(&[("a", "1"), ("b", "2")]);
    let mut one = move_to(&old, &new, &start, &writer("x", 2_000)).unwrap().draft;
    let two = move_to(&old, &new, &start, &writer("y", 2_000)).unwrap().draft;
    let mut late = start.clone();
    late.edit(&writer("z", 2_000), Edit::set(AnswerPath("a".into()), "3")).unwrap();
    one.merge(&two.document().whole()).unwrap();
    assert_eq!((one.conflicts(), told(&one).as_str()), (vec![], "g/a=1 | b=2 Gone"));
    one.merge(&late.document().whole()).unwrap();
    let again = move_to(&old, &new, &one, &writer("x", 3_000)).unwrap().draft;
    assert_eq!(told(&again), "g/a=3 | b=2 Gone");
    assert_eq!(again.conflicts().len(), 1, "the one who moved and the one who typed meanwhile");
    let parked = again.left_over()[0].0.clone();
    let mut put_away = again;
    put_away.edit(&writer("x", 4_000), Edit::Dismiss { parked }).unwrap();
    assert!(put_away.left_over().is_empty());
}
