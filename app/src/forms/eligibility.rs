//! Whether somebody can apply at all, told before anything is written.
//!
//! A form says who may apply with a group of its first level whose appearance has the word [`LOOK`]. It is a group like any other: its
//! constraints are the conditions, their messages say which one is not met, its notes say them all beforehand, and its answers are part of
//! what is sent. Only when it is asked differs: before there is a draft. So there is no second engine, a form that is filled in page by page
//! without scripts asks it as the page that it is, and a program that does not know the word asks it in its place.

use super::outline::words_of;
use engawa_core::form::AnswerPath;
use engawa_core::form::definition::{Control, Definition, Node, NodeId, NodeKind};
use engawa_core::form::running::{Form, ViolationKind};
use engawa_core::form::tree::TreeId;

/// The appearance of the group.
pub const LOOK: &str = "eligibility";

/// What the answers so far say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// What is not met, in the form's own words, or what is asked where it has none.
    pub unmet: Vec<String>,
    /// How many answers are still needed.
    pub left: usize,
}

impl Verdict {
    /// Whether all is answered and met.
    pub fn is_yes(&self) -> bool {
        self.unmet.is_empty() && self.left == 0
    }
}

/// The group of the conditions, if the form has one. Groups inside of others and repeats are none.
pub fn group(definition: &Definition) -> Option<NodeId> {
    let is_it = |node: &Node| node.kind == NodeKind::Group && node.appearance.iter().any(|word| word == LOOK);
    definition.children(NodeId::ROOT).find(|id| definition.node(*id).is_some_and(is_it))
}

/// The group in a running form, as long as it is asked.
pub fn group_in(form: &Form) -> Option<TreeId> {
    let id = group(form.definition())?;
    let root = form.find(&AnswerPath::root())?;
    form.items(root).into_iter().find(|at| form.node_id(*at) == Some(id) && form.is_relevant(*at))
}

/// What the answers to the conditions say so far.
pub fn verdict(form: &Form, language: usize) -> Verdict {
    let Some(group) = group_in(form) else { return Verdict::default() };
    let above = format!("{}/", form.path(group).0);
    let mut verdict = Verdict::default();
    for violation in form.validate().into_iter().filter(|violation| violation.path.0.starts_with(&above)) {
        if violation.kind == ViolationKind::Required {
            verdict.left += 1;
            continue;
        }
        let words = form.message(violation.node, language);
        verdict.unmet.push(if words.trim().is_empty() { form.label(violation.node, language) } else { words });
    }
    verdict
}

/// The conditions in words, without a filling-in: the notes of the group; where there are none, what its constraints say.
pub fn conditions(definition: &Definition, language: usize) -> Vec<String> {
    let Some(group) = group(definition) else { return Vec::new() };
    // Parents come before their children.
    let mut inside = vec![false; definition.nodes.len()];
    let (mut notes, mut rules) = (Vec::new(), Vec::new());
    for (at, node) in definition.nodes.iter().enumerate() {
        let is_inside = node.parent.is_some_and(|parent| parent == group || inside.get(parent.index()) == Some(&true));
        if let Some(mark) = inside.get_mut(at) {
            *mark = is_inside;
        }
        let NodeKind::Question(control) = &node.kind else { continue };
        let (found, words) = if *control == Control::Note { (&mut notes, &node.label) } else { (&mut rules, &node.constraint_message) };
        let words = words_of(words, language).trim().to_owned();
        if is_inside && !words.is_empty() && !found.contains(&words) {
            found.push(words);
        }
    }
    if notes.is_empty() { rules } else { notes }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms::outline::{looked_at, moment};
    use engawa_core::form::running::Compiled;
    use engawa_core::form::xlsform::{self, codes, markdown};
    use std::sync::Arc;

    /// The first of June 2026.
    const NOW: i64 = 1_780_272_000_000;

    fn definition(note: &str) -> Definition {
        let workbook = format!(
            "| survey | | | | | | | | |
             | | type | name | label::日本語 (ja) | label::English (en) | required | relevant | constraint | constraint_message::English (en) | appearance |
             | | begin_group | may | 応募できるか | Who may apply | | | | | field-list eligibility |
             {note}
             | | date | founded_on | 設立した日 | Founded on | yes | | decimal-date-time(today()) - decimal-date-time(.) <= 1096 | Founded within three years. | |
             | | integer | members | 人数 | Members | yes | | . >= 5 | Five members or more. | |
             | | select_one yn | is_npo | 法人ですか | A corporation? | yes | | | | |
             | | text | number | 番号 | Number | yes | ${{is_npo}} = 'yes' | . != '0' | | |
             | | end_group | | | | | | | | |
             | | text | who | お名前 | Name | yes | | | | |
             | choices | | | |
             | | list_name | name | label::日本語 (ja) | label::English (en) |
             | | yn | yes | はい | Yes |
             | | yn | no | いいえ | No |"
        );
        let checked = xlsform::read(&markdown::read(&workbook)).unwrap();
        assert!(checked.warnings.iter().all(|warning| warning.code != codes::APPEARANCE_UNKNOWN), "{:?}", checked.warnings);
        checked.definition
    }

    #[test]
    fn the_answers_say_yes_or_what_is_not_met() {
        let compiled = Arc::new(Compiled::new(Arc::new(definition(""))).unwrap());
        let mut form = Form::begin(compiled, looked_at(NOW, "d1"));
        assert_eq!(verdict(&form, 1), Verdict { unmet: vec![], left: 3 });
        for (path, value, unmet, left) in [
            ("may/founded_on", "2020-04-01", vec!["Founded within three years."], 2),
            ("may/members", "4", vec!["Founded within three years.", "Five members or more."], 1),
            ("may/is_npo", "yes", vec!["Founded within three years.", "Five members or more."], 1),
            ("may/number", "0", vec!["Founded within three years.", "Five members or more.", "Number"], 0),
            ("may/founded_on", "2025-04-01", vec!["Five members or more.", "Number"], 0),
            ("may/members", "many", vec!["Members", "Number"], 0),
            ("may/members", "5", vec!["Number"], 0),
            ("may/is_npo", "no", vec![], 0),
        ] {
            let at = form.find(&AnswerPath(path.into())).unwrap();
            let _unreadable = form.answer(at, value, moment(NOW));
            let found = verdict(&form, 1);
            assert_eq!(found.left, left, "{path} {value}");
            assert_eq!(found.unmet, unmet, "{path} {value}");
            assert_eq!(found.is_yes(), value == "no", "{path} {value}");
        }
    }

    #[test]
    fn conditions_are_told_by_notes_or_by_rules() {
        assert_eq!(conditions(&definition(""), 1), ["Founded within three years.", "Five members or more."]);
        let note = "| | note | who_may | 五人以上 | Small groups may not. | | | | | |";
        assert_eq!(conditions(&definition(note), 1), ["Small groups may not."]);
        assert_eq!(conditions(&definition(note), 0), ["五人以上"]);
        let mut without = definition(note);
        for node in &mut without.nodes {
            node.appearance.clear();
        }
        assert_eq!((group(&without), conditions(&without, 0).len()), (None, 0));
    }

    #[test]
    fn a_group_inside_of_another_is_none() {
        let mut nested = definition("");
        let may = group(&nested).unwrap();
        nested.nodes.push(Node::new("outer", Some(NodeId::ROOT), NodeKind::Group));
        nested.nodes[may.index()].parent = Some(NodeId(u32::try_from(nested.nodes.len() - 1).unwrap()));
        assert_eq!(group(&nested), None);
    }
}
