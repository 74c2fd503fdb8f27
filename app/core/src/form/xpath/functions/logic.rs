//! Yes and no, choices and lists of choices.

use std::borrow::Cow;

use super::{Answer, Arguments, Entry, Fault, Operand, Run, boolean, number, words};
use crate::form::xpath::number as numeral;

pub(super) static TABLE: &[Entry] = &[
    Entry::exactly(0, "true", |_| boolean(true)),
    Entry::exactly(0, "false", |_| boolean(false)),
    Entry::exactly(1, "boolean", |of| boolean(of.boolean(0)?)),
    Entry::exactly(1, "not", |of| boolean(!of.boolean(0)?)),
    Entry::exactly(1, "boolean-from-string", |of| boolean(matches!(&*of.text(0)?, "1" | "true"))),
    Entry::exactly(3, "if", |of| of.value(if of.boolean(0)? { 1 } else { 2 })),
    Entry::exactly(2, "coalesce", coalesce),
    Entry::exactly(1, "once", once),
    Entry::at_least(2, "checklist", checklist),
    Entry::at_least(2, "weighted-checklist", weighted_checklist),
    Entry::exactly(2, "selected", selected),
    Entry::exactly(2, "selected-at", selected_at),
    Entry::exactly(1, "count-selected", |of| number(numeral::count(numeral::words(&of.text(0)?).count()))),
];

fn coalesce<'a>(of: &Arguments<'_, 'a>) -> Answer<'a> {
    let first = of.text(0)?;
    if first.is_empty() { words(of.text(1)?) } else { words(first) }
}

/// The value that the context node has already, else the argument. Its own value is no dependency, so the host is not told.
fn once<'a>(of: &Arguments<'_, 'a>) -> Answer<'a> {
    let at = of.context();
    let own = of.run.tree(at.tree)?.string_value(at.node);
    if own.is_empty() { words(of.text(0)?) } else { words(own) }
}

fn checklist<'a>(of: &Arguments<'_, 'a>) -> Answer<'a> {
    let Some(bounds) = Bounds::read(of)? else { return boolean(true) };
    let mut reached = 0.0;
    for at in 2..of.len() {
        for answer in of.singles(at)? {
            if is_checked(of, answer)? {
                reached += 1.0;
            }
        }
    }
    boolean(bounds.hold(reached))
}

fn weighted_checklist<'a>(of: &Arguments<'_, 'a>) -> Answer<'a> {
    if of.len() % 2 == 1 {
        return Err(Fault::WrongArguments(of.call.name.to_string()));
    }
    let Some(bounds) = Bounds::read(of)? else { return boolean(true) };
    let mut reached = 0.0;
    for at in (2..of.len()).step_by(2) {
        let (answers, weights) = (of.singles(at)?, of.singles(at + 1)?);
        if weights.len() > answers.len() {
            return boolean(false);
        }
        for (answer, weight) in answers.into_iter().zip(weights) {
            if is_checked(of, answer)? {
                reached += of.run.number(&weight)?;
            }
        }
    }
    boolean(bounds.hold(reached))
}

/// Unlike elsewhere, a node counts by its text and not by being there.
fn is_checked<'a>(of: &Arguments<'_, 'a>, answer: Operand<'a>) -> Result<bool, Fault> {
    match answer {
        Operand::Nodes(_) => Ok(!numeral::trim(&of.run.text(answer)?).is_empty()),
        answer => Ok(Run::boolean(&answer)),
    }
}

/// From how many to how many; -1 is no bound.
struct Bounds {
    least: f64,
    most: f64,
}

impl Bounds {
    /// `None` if nothing is asked for.
    fn read(of: &Arguments<'_, '_>) -> Result<Option<Self>, Fault> {
        let (least, most) = (of.number(0)?, of.number(1)?);
        let is_open = (most + 1.0).abs() < f64::EPSILON;
        Ok((!is_open || least >= 1.0).then_some(Self { least, most: if is_open { f64::INFINITY } else { most } }))
    }

    fn hold(&self, reached: f64) -> bool {
        self.least <= reached && reached <= self.most
    }
}

fn selected<'a>(of: &Arguments<'_, 'a>) -> Answer<'a> {
    let (list, wanted) = (of.text(0)?, of.text(1)?);
    let wanted = numeral::trim(&wanted);
    // Nothing is selected in an empty list by asking for nothing, as the clients of the standard have it.
    boolean(numeral::words(&list).any(|word| word == wanted) || (wanted.is_empty() && numeral::trim(&list).is_empty()))
}

fn selected_at<'a>(of: &Arguments<'_, 'a>) -> Answer<'a> {
    let (list, at) = (of.text(0)?, of.number(1)?.trunc());
    let word = numeral::index(at).and_then(|at| numeral::words(&list).nth(at as usize));
    words(word.map_or(Cow::Borrowed(""), |word| Cow::Owned(word.to_owned())))
}
