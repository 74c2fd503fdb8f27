//! What could not be read of a draft, for people: its words under what was asked, and as a text file.
//!
//! Invariant: whatever is shown of it, the file has all of it as it was.

use crate::messages::forms::aside as m;
use engawa_core::Lang;
use engawa_core::form::answers::AnswerPath;
use engawa_core::form::draft::aside::{Aside, Words, salvage, with_lines};
use engawa_core::form::draft::{Attachment, Draft, log};

/// Words, and what they answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// What was asked.
    pub label: String,
    /// The words.
    pub text: String,
}

/// All that is on a device of a draft, whether or not it can be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Everything {
    /// The draft, as far as it could be read.
    pub draft: Option<Draft>,
    /// What could not be read.
    pub aside: Vec<Aside>,
    /// The words in both.
    pub words: Vec<Words>,
}

/// Reads what is on a device of a draft, without its form.
pub fn everything(snapshot: &str, lines: &[String], aside: Vec<Aside>) -> Everything {
    match log::replay(snapshot, lines.iter().map(String::as_str)) {
        Ok(replayed) => {
            let unread = replayed.stopped.map(|stopped| stopped.kept).unwrap_or_default();
            let (draft, aside) = (replayed.draft, with_lines(aside, &unread));
            let answers = draft.answers().values.into_iter();
            let mut words: Vec<Words> = answers.map(|(path, text)| Words { path, text }).filter(|words| !words.text.trim().is_empty()).collect();
            let found = salvage(draft.document(), aside.iter().map(|it| it.line.as_str()));
            let new: Vec<Words> = found.into_iter().filter(|new| !words.contains(new)).collect();
            words.extend(new);
            Everything { draft: Some(draft), aside, words }
        }
        Err(kept) => {
            let texts: Vec<String> = std::iter::once(kept.text).chain(lines.iter().cloned()).collect();
            let aside = with_lines(aside, &texts);
            let words = salvage(Draft::joined("").document(), aside.iter().map(|it| it.line.as_str()));
            Everything { draft: None, aside, words }
        }
    }
}

/// Words for people. `said`: what was asked at an address, and an answer there as people know it.
pub fn told(words: Vec<Words>, lang: Lang, said: impl Fn(&AnswerPath, &str) -> (String, String)) -> Vec<Told> {
    let one = |words: Words| {
        if words.is_name() {
            return Told { label: m::NAME.text(lang).to_owned(), text: words.text };
        }
        let (label, text) = said(&words.path, &words.text);
        let label = if label.trim().is_empty() { m::SOMEWHERE.text(lang).to_owned() } else { label };
        Told { label, text }
    };
    words.into_iter().map(one).collect()
}

/// The same where nobody knows the form: addresses stand for what was asked.
pub fn told_without_form(words: Vec<Words>, lang: Lang) -> Vec<Told> {
    told(words, lang, |path, text| (path.without_keys(), Attachment::of(text).map_or(text.to_owned(), |file| file.name)))
}

/// A text file: the words, and behind them everything as it was.
pub fn as_text(name: &str, told: &[Told], aside: &[Aside], lang: Lang) -> String {
    let mut text = m::FILE_HEAD.with(lang, &[name]);
    text.push('\n');
    for Told { label, text: words } in told {
        text.push_str(&format!("\n{label}\n{words}\n"));
    }
    text.push_str(&format!("\n{}\n", m::AS_IT_WAS.text(lang)));
    for Aside { line, .. } in aside {
        text.push_str(line);
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use engawa_core::form::draft::{Edit, Writer};

    fn typed(draft: &mut Draft, question: &str, text: &str) -> String {
        let writer = Writer { replica: "a".into(), by: String::new(), at: 1 };
        let change = draft.edit(&writer, Edit::set(AnswerPath(question.into()), text)).unwrap().unwrap();
        log::line(&log::Record::Change(change))
    }

    fn begun() -> Draft {
        Draft::begin("d", "grant", "1", &Writer { replica: "a".into(), by: String::new(), at: 1 }).unwrap()
    }

    fn texts(it: &Everything) -> Vec<&str> {
        it.words.iter().map(|words| words.text.as_str()).collect()
    }

    #[test]
    fn whatever_happened_to_a_draft_its_words_are_found() {
        let mut draft = begun();
        let base = log::snapshot(&draft);
        let lines = [typed(&mut draft, "who", "縁側の会"), typed(&mut draft, "why", "庭を直す")];
        let it = everything(&base, &lines, Vec::new());
        assert_eq!((texts(&it), it.draft.as_ref(), it.aside.len()), (vec!["縁側の会", "庭を直す"], Some(&draft), 0));

        let cut = lines[1].trim_end_matches('}').to_owned();
        let before = vec![Aside { line: cut.clone(), at: Some(3) }];
        let it = everything(&base, &[lines[0].clone(), cut.clone()], before.clone());
        assert_eq!((texts(&it), it.aside.as_slice()), (vec!["縁側の会", "庭を直す"], before.as_slice()));

        let snapshot = log::snapshot(&draft);
        let broken = &snapshot[..snapshot.len() - 2];
        let it = everything(broken, std::slice::from_ref(&cut), Vec::new());
        assert_eq!((texts(&it), it.draft.is_none(), it.aside.len()), (vec!["縁側の会", "庭を直す"], true, 2));
        let newer = snapshot.replace("\"schema\":1", "\"schema\":9");
        assert_eq!(texts(&everything(&newer, &[], Vec::new())), ["縁側の会", "庭を直す"]);
    }

    #[test]
    fn the_file_has_the_words_and_all_of_it_as_it_was() {
        let words = vec![
            Words { path: AnswerPath("cost[a]/what".into()), text: "木材".into() },
            Words { path: AnswerPath("#title".into()), text: "庭".into() },
            Words { path: AnswerPath::root(), text: "どこか".into() },
            Words { path: AnswerPath("plan".into()), text: format!("sha256:{}/計画.pdf", "0123456789abcdef".repeat(4)) },
        ];
        let told = told_without_form(words, Lang::En);
        let labels: Vec<&str> = told.iter().map(|it| it.label.as_str()).collect();
        assert_eq!(labels, ["cost/what", "Name of the draft", "The question is not known", "plan"]);
        assert_eq!(told[3].text, "計画.pdf");
        let aside = [Aside { line: "{\"schema\":1,\"chan".into(), at: None }, Aside { line: "縁".into(), at: Some(1) }];
        let text = as_text("庭", &told, &aside, Lang::En);
        assert!(text.starts_with("What could not be read of the draft 庭."), "{text}");
        assert!(text.contains("\ncost/what\n木材\n") && text.ends_with("As it was:\n{\"schema\":1,\"chan\n縁\n"), "{text}");
    }
}
