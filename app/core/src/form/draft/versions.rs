//! What changed between two versions of a form, as data: the app makes sentences of it ("question 4 became required").

use super::matching::{Index, Matching, control_name, matching};
use crate::form::definition::{Choice, ChoiceList, Choices, Control, DataType, Definition, Expr, Node, NodeId, NodeKind, Text};
use crate::form::media::{self, MediaChange};
use std::collections::{BTreeMap, BTreeSet};

/// One difference.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// The number of the question, counted from 1 in the newer version (of a question that was removed: in the older one). Nothing
    /// for groups, hidden values and the form itself.
    pub number: Option<usize>,
    /// Its address without keys, in the same version; empty for the form itself.
    pub path: String,
    /// What is asked, in the same version.
    pub label: Text,
    /// What changed.
    pub what: Changed,
}

/// What changed about a question, a group or the form.
#[derive(Clone, Debug, PartialEq)]
pub enum Changed {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It is elsewhere: the address that it had.
    Moved(String),
    /// It has another name: the address that it had.
    Renamed(String),
    /// It comes earlier or later among its neighbours.
    Reordered,
    /// It is asked in other words: those of before.
    Label(Text),
    /// Its help says something else: that of before.
    Hint(Text),
    /// It is another kind of field: before and now, such as `select_one` and `select_multiple`.
    Control(&'static str, &'static str),
    /// Its answers are of another type: before and now.
    Type(DataType, DataType),
    /// It must be answered now.
    BecameRequired,
    /// It need not be answered any more.
    BecameOptional,
    /// It must be answered under another condition: before and now.
    Required(Expr, Expr),
    /// When it is asked: before and now.
    Relevant(Option<Expr>, Option<Expr>),
    /// What its answers must satisfy: before and now.
    Constraint(Option<Expr>, Option<Expr>),
    /// How it is calculated: before and now.
    Calculation(Option<Expr>, Option<Expr>),
    /// When it cannot be changed: before and now.
    Readonly(Option<Expr>, Option<Expr>),
    /// Its first value: before and now.
    Default(String, String),
    /// Another picture, sound or film stands beside it.
    Media(MediaChange),
    /// How many rows there are: before and now.
    RowCount(Option<Expr>, Option<Expr>),
    /// A choice is new: its value and its words.
    ChoiceAdded(String, Text),
    /// A choice is gone: its value and its words.
    ChoiceRemoved(String, Text),
    /// A choice has other words: its value, before and now.
    ChoiceLabel(String, Text, Text),
    /// Another picture, sound or film stands beside a choice: its value, its words and what.
    ChoiceMedia(String, Text, MediaChange),
    /// Which choices are offered when: before and now.
    ChoiceFilter(Expr, Expr),
    /// The title of the form: before and now.
    Title(String, String),
    /// A language is new.
    LanguageAdded(String),
    /// A language is gone.
    LanguageRemoved(String),
}

/// The numbers of the questions of a form, by node.
fn numbers(definition: &Definition) -> Vec<Option<usize>> {
    let mut count = 0_usize;
    let number = |node: &Node| match node.kind {
        NodeKind::Question(Control::Note) | NodeKind::Group | NodeKind::Repeat { .. } | NodeKind::Value { .. } => None,
        NodeKind::Question(_) => {
            count += 1;
            Some(count)
        }
    };
    definition.nodes.iter().map(number).collect()
}

/// What changed from one version of a form to another: first the form, then what is there now in its order, then what is gone.
pub fn what_changed(old: &Definition, new: &Definition) -> Vec<Difference> {
    let (old, new) = (Index::new(old), Index::new(new));
    let to = matching(&old, &new);
    let mut found = of_form(old.definition, new.definition);
    let numbers_now = numbers(new.definition);
    let mut from: Vec<Option<NodeId>> = vec![None; new.definition.nodes.len()];
    for (old, new) in old.ids().zip(&to) {
        if let Some(from) = new.and_then(|new| from.get_mut(new.index())) {
            *from = Some(old);
        }
    }
    let reordered = reordered(&old, &new, &to, &from);
    for (id, from) in new.ids().zip(&from).skip(1) {
        let Some(node) = new.node(id) else { continue };
        let mut changes = Vec::new();
        match from.and_then(|from| Some((from, old.node(from)?))) {
            None => changes.push(Changed::Added),
            Some((from, before)) => {
                of_place(&old, &new, &to, (from, before), (id, node), &mut changes);
                if reordered.contains(&id) {
                    changes.push(Changed::Reordered);
                }
                of_node(before, node, &mut changes);
                if before.shows_media() && node.shows_media() {
                    let beside = media::changed((&before.media, &old.definition.files), (&node.media, &new.definition.files));
                    changes.extend(beside.into_iter().map(Changed::Media));
                }
                of_choices((old.definition, before), (new.definition, node), &mut changes);
            }
        }
        let number = numbers_now.get(id.index()).copied().flatten();
        found.extend(changes.into_iter().map(|what| Difference { number, path: new.path(id).to_owned(), label: node.label.clone(), what }));
    }
    let numbers_before = numbers(old.definition);
    for (id, _) in old.ids().zip(&to).skip(1).filter(|(_, to)| to.is_none()) {
        let number = numbers_before.get(id.index()).copied().flatten();
        let label = old.node(id).map(|node| node.label.clone()).unwrap_or_default();
        found.push(Difference { number, path: old.path(id).to_owned(), label, what: Changed::Removed });
    }
    found
}

fn of_form(old: &Definition, new: &Definition) -> Vec<Difference> {
    let mut changes = Vec::new();
    if old.title != new.title {
        changes.push(Changed::Title(old.title.clone(), new.title.clone()));
    }
    let lacks = |of: &Definition, language: &String| !of.languages.contains(language);
    changes.extend(new.languages.iter().filter(|language| lacks(old, language)).cloned().map(Changed::LanguageAdded));
    changes.extend(old.languages.iter().filter(|language| lacks(new, language)).cloned().map(Changed::LanguageRemoved));
    changes.into_iter().map(|what| Difference { number: None, path: String::new(), label: Text::default(), what }).collect()
}

/// Where it is. What moved because the group around it did is not mentioned.
fn of_place(
    old: &Index<'_>,
    new: &Index<'_>,
    to: &Matching,
    (from, before): (NodeId, &Node),
    (id, node): (NodeId, &Node),
    changes: &mut Vec<Changed>,
) {
    let parent_became = before.parent.and_then(|parent| to.get(parent.index()).copied().flatten());
    if parent_became != node.parent {
        if old.path(from) != new.path(id) {
            changes.push(Changed::Moved(old.path(from).to_owned()));
        }
    } else if before.name != node.name {
        changes.push(Changed::Renamed(old.path(from).to_owned()));
    }
}

/// A rule before and now, and what its change is called.
type Rule<'a> = (&'a Option<Expr>, &'a Option<Expr>, fn(Option<Expr>, Option<Expr>) -> Changed);

fn of_node(before: &Node, node: &Node, changes: &mut Vec<Changed>) {
    if words_differ(&before.label, &node.label) {
        changes.push(Changed::Label(before.label.clone()));
    }
    if words_differ(&before.hint, &node.hint) {
        changes.push(Changed::Hint(before.hint.clone()));
    }
    let (control_before, control) = (control_name(&before.kind), control_name(&node.kind));
    if control_before != control {
        changes.push(Changed::Control(control_before, control));
    }
    if before.data_type != node.data_type {
        changes.push(Changed::Type(before.data_type, node.data_type));
    }
    match (needed(before), needed(node)) {
        (None, Some(_)) => changes.push(Changed::BecameRequired),
        (Some(_), None) => changes.push(Changed::BecameOptional),
        (Some(before), Some(now)) if before != now => changes.push(Changed::Required(before.clone(), now.clone())),
        _ => {}
    }
    let rules: [Rule<'_>; 4] = [
        (&before.relevant, &node.relevant, Changed::Relevant),
        (&before.constraint, &node.constraint, Changed::Constraint),
        (&before.calculate, &node.calculate, Changed::Calculation),
        (&before.readonly, &node.readonly, Changed::Readonly),
    ];
    for (before, now, changed) in rules {
        if before != now {
            changes.push(changed(before.clone(), now.clone()));
        }
    }
    if before.default != node.default {
        changes.push(Changed::Default(before.default.clone(), node.default.clone()));
    }
    if let (NodeKind::Repeat { count: before }, NodeKind::Repeat { count: now }) = (&before.kind, &node.kind)
        && before != now
    {
        changes.push(Changed::RowCount(before.clone(), now.clone()));
    }
}

/// Whether the same language says something else. A translation that was added or taken away is no change of the question.
fn words_differ(before: &Text, now: &Text) -> bool {
    before.0.iter().zip(&now.0).any(|(before, now)| before.is_some() && now.is_some() && before != now) || before.is_empty() != now.is_empty()
}

/// When it must be answered; nothing if never.
fn needed(node: &Node) -> Option<&Expr> {
    node.required.as_ref().filter(|expr| expr.trim() != "false()")
}

/// The list that choices come from, with the expression that picks among them.
fn list_of<'a>(definition: &'a Definition, node: &'a Node) -> Option<(&'a ChoiceList, &'a Expr)> {
    let NodeKind::Question(Control::SelectOne(choices) | Control::SelectMultiple(choices) | Control::Rank(choices)) = &node.kind else {
        return None;
    };
    let Choices::List { list, nodeset } = choices else { return None };
    definition.lists.iter().find(|it| it.name == *list).map(|list| (list, nodeset))
}

/// The choices of a list by value. A value may be there more than once, for filters; the first stands for it.
fn firsts(list: &ChoiceList) -> BTreeMap<&str, &Choice> {
    let mut firsts = BTreeMap::new();
    for choice in &list.choices {
        firsts.entry(choice.value.as_str()).or_insert(choice);
    }
    firsts
}

fn of_choices(before: (&Definition, &Node), now: (&Definition, &Node), changes: &mut Vec<Changed>) {
    let files = (&before.0.files, &now.0.files);
    let (Some((before, picked_before)), Some((now, picked))) = (list_of(before.0, before.1), list_of(now.0, now.1)) else { return };
    let (firsts_before, firsts_now) = (firsts(before), firsts(now));
    let mut told = BTreeSet::new();
    for choice in now.choices.iter().filter(|choice| told.insert(&choice.value)) {
        let Some(before) = firsts_before.get(choice.value.as_str()) else {
            changes.push(Changed::ChoiceAdded(choice.value.clone(), choice.label.clone()));
            continue;
        };
        if words_differ(&before.label, &choice.label) {
            changes.push(Changed::ChoiceLabel(choice.value.clone(), before.label.clone(), choice.label.clone()));
        }
        let beside = media::changed((&before.media, files.0), (&choice.media, files.1));
        changes.extend(beside.into_iter().map(|what| Changed::ChoiceMedia(choice.value.clone(), choice.label.clone(), what)));
    }
    for choice in before.choices.iter().filter(|choice| told.insert(&choice.value) && !firsts_now.contains_key(choice.value.as_str())) {
        changes.push(Changed::ChoiceRemoved(choice.value.clone(), choice.label.clone()));
    }
    if picked_before != picked {
        changes.push(Changed::ChoiceFilter(picked_before.clone(), picked.clone()));
    }
}

/// What changed its place among those that stayed in the same group: the fewest that must move to make one order of the other.
fn reordered(old: &Index<'_>, new: &Index<'_>, to: &Matching, from: &[Option<NodeId>]) -> BTreeSet<NodeId> {
    let mut stayed: BTreeMap<NodeId, Vec<(NodeId, NodeId)>> = BTreeMap::new();
    for (id, from) in new.ids().zip(from).skip(1) {
        let parents = from.and_then(|from| Some((old.node(from)?.parent?, new.node(id)?.parent?)));
        if let (Some(from), Some((parent_before, parent))) = (from, parents)
            && to.get(parent_before.index()).copied().flatten() == Some(parent)
        {
            stayed.entry(parent).or_default().push((*from, id));
        }
    }
    let mut moved = BTreeSet::new();
    for siblings in stayed.into_values() {
        let in_order = longest_rising(&siblings.iter().map(|(from, _)| *from).collect::<Vec<_>>());
        moved.extend(siblings.iter().zip(in_order).filter(|(_, stays)| !stays).map(|((_, id), _)| *id));
    }
    moved
}

/// Of each value whether it is in one longest rising subsequence (patience sorting).
fn longest_rising(values: &[NodeId]) -> Vec<bool> {
    let mut tops: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(values.len());
    for (at, value) in values.iter().enumerate() {
        let pile = tops.partition_point(|top| values.get(*top).is_some_and(|top| top < value));
        before.push(pile.checked_sub(1).and_then(|left| tops.get(left).copied()));
        match tops.get_mut(pile) {
            Some(top) => *top = at,
            None => tops.push(at),
        }
    }
    let mut rising = vec![false; values.len()];
    let mut at = tops.last().copied();
    while let Some(index) = at {
        if let Some(rises) = rising.get_mut(index) {
            *rises = true;
        }
        at = before.get(index).copied().flatten();
    }
    rising
}

#[cfg(test)]
mod tests {
    use super::super::tests::form;
    use super::*;
    use crate::form::media::{MediaFile, MediaKind};

    fn told(old: &Definition, new: &Definition) -> Vec<String> {
        let number = |it: &Difference| it.number.map_or_else(|| "-".to_owned(), |number| number.to_string());
        what_changed(old, new).iter().map(|it| format!("{} {} {:?}", number(it), it.path, it.what)).collect()
    }

    #[test]
    fn places_are_compared() {
        for (old, new, expected) in [
            ("a text A\nb text B", "a text A\nb text B", vec![]),
            ("a text A", "a text A\nb text B", vec!["2 b Added"]),
            ("a text A\nb text B", "b text B", vec!["1 a Removed"]),
            ("a text A", "b text A", vec![r#"1 b Renamed("a")"#]),
            ("a text A", "g/ - G\ng/a text A", vec!["- g Added", r#"1 g/a Moved("a")"#]),
            ("g/ - G\ng/a text A", "h/ - G\nh/a text A", vec![r#"- h Renamed("g")"#]),
            ("a text A\nb text B\nc text C", "c text C\na text A\nb text B", vec!["1 c Reordered"]),
            ("a text A\nb text B\nc text C", "a text A\nx text X\nb text B\nc text C", vec!["2 x Added"]),
            ("a text A", "a int A", vec!["1 a Type(String, Int)"]),
            ("a text A", "a file A", vec![r#"1 a Control("input", "upload")"#, "1 a Type(String, Binary)"]),
        ] {
            assert_eq!(told(&form(old), &form(new)), expected, "{old} -> {new}");
        }
    }

    #[test]
    fn rules_are_compared() {
        let with = |change: &dyn Fn(&mut Node)| {
            let mut form = form("a text A\nb text B");
            change(&mut form.nodes[2]);
            form
        };
        let expr = |text: &str| Some(text.to_owned());
        let always = with(&|node| node.required = expr("true()"));
        let plain = with(&|_| {});
        for (old, new, expected) in [
            (&plain, &always, "2 b BecameRequired"),
            (&always, &plain, "2 b BecameOptional"),
            (&always, &with(&|node| node.required = expr("/data/a = 1")), r#"2 b Required("true()", "/data/a = 1")"#),
            (&plain, &with(&|node| node.constraint = expr(". > 3")), r#"2 b Constraint(None, Some(". > 3"))"#),
            (&plain, &with(&|node| node.relevant = expr("x")), r#"2 b Relevant(None, Some("x"))"#),
            (&plain, &with(&|node| node.calculate = expr("x")), r#"2 b Calculation(None, Some("x"))"#),
            (&plain, &with(&|node| node.readonly = expr("x")), r#"2 b Readonly(None, Some("x"))"#),
            (&plain, &with(&|node| node.default = "x".into()), r#"2 b Default("", "x")"#),
        ] {
            assert_eq!(told(old, new), [expected]);
        }
        assert_eq!(told(&plain, &with(&|node| node.required = expr("false()"))), Vec::<String>::new());
        let spoken = what_changed(&plain, &with(&|node| node.label = Text::plain("B?")));
        assert_eq!(spoken.iter().map(|it| &it.what).collect::<Vec<_>>(), [&Changed::Label(Text::plain("B"))]);
    }

    #[test]
    fn choices_are_compared() {
        let with = |choices: &[(&str, &str)], nodeset: &str| {
            let mut form = form("a text A");
            form.nodes[1].kind = NodeKind::Question(Control::SelectOne(Choices::List { list: "l".into(), nodeset: nodeset.into() }));
            let choice = |(value, label): &(&str, &str)| Choice { value: (*value).into(), label: Text::plain(*label), ..Choice::default() };
            form.lists.push(ChoiceList { name: "l".into(), choices: choices.iter().map(choice).collect(), ..ChoiceList::default() });
            form
        };
        let changes = what_changed(&with(&[("x", "X"), ("y", "Y")], "n"), &with(&[("y", "Why"), ("z", "Z")], "n[f = 1]"));
        let expected = [
            Changed::ChoiceLabel("y".into(), Text::plain("Y"), Text::plain("Why")),
            Changed::ChoiceAdded("z".into(), Text::plain("Z")),
            Changed::ChoiceRemoved("x".into(), Text::plain("X")),
            Changed::ChoiceFilter("n".into(), "n[f = 1]".into()),
        ];
        assert_eq!(changes.into_iter().map(|it| it.what).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn what_stands_beside_words_is_compared() {
        let with = |question: Option<&str>, choice: Option<&str>, sha256: &str| {
            let mut form = form("a text A");
            let named = |name: Option<&str>| name.map(|name| ("image".to_owned(), vec![Some(name.to_owned())])).into_iter().collect();
            form.nodes[1].kind = NodeKind::Question(Control::SelectOne(Choices::List { list: "l".into(), nodeset: "n".into() }));
            form.nodes[1].media = named(question);
            let one = Choice { value: "x".into(), label: Text::plain("X"), media: named(choice), ..Choice::default() };
            form.lists.push(ChoiceList { name: "l".into(), choices: vec![one], ..ChoiceList::default() });
            form.files.insert("a.png".into(), MediaFile { sha256: sha256.into(), ..MediaFile::default() });
            form
        };
        let change = |before: Option<&str>, now: Option<&str>| MediaChange {
            kind: MediaKind::Image,
            before: before.map(str::to_owned),
            now: now.map(str::to_owned),
        };
        let what = |old: &Definition, new: &Definition| what_changed(old, new).into_iter().map(|it| it.what).collect::<Vec<_>>();
        let plain = with(None, None, "1");
        let both = with(Some("a.png"), Some("a.png"), "1");
        let expected = |before, now| [Changed::Media(change(before, now)), Changed::ChoiceMedia("x".into(), Text::plain("X"), change(before, now))];
        assert_eq!(what(&plain, &both), expected(None, Some("a.png")));
        assert_eq!(what(&both, &plain), expected(Some("a.png"), None));
        assert_eq!(what(&both, &with(Some("a.png"), Some("a.png"), "2")), expected(Some("a.png"), Some("a.png")), "another file of the name");
        assert!(what(&both, &both).is_empty());
        assert!(what(&plain, &with(None, None, "2")).is_empty(), "a file that is beside nothing");
    }

    #[test]
    fn the_form_is_compared() {
        let (mut old, mut new) = (form(""), form(""));
        (old.title, new.title) = ("2025".into(), "2026".into());
        (old.languages, new.languages) = (vec!["ja".into(), "en".into()], vec!["ja".into(), "easy".into()]);
        assert_eq!(told(&old, &new), [r#"-  Title("2025", "2026")"#, r#"-  LanguageAdded("easy")"#, r#"-  LanguageRemoved("en")"#]);
    }
}
