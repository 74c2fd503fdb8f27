//! The place of a postcode, put into the address beside it, where there are no scripts: whoever presses the button sends the page, and the
//! server, which has the list, fills in.
//!
//! Invariants: an address that somebody wrote is never replaced; nothing else of the form changes.

use super::{japanese, postcodes};
use chrono::{DateTime, FixedOffset};
use engawa_core::Problem;
use engawa_core::form::AnswerPath;
use engawa_core::form::definition::{Control, DataType, NodeKind};
use engawa_core::form::running::Form;
use engawa_core::form::tree::TreeId;

/// Postcodes, written `123-4567`, with the words of the place that each stands for.
pub type Known = Vec<(String, String)>;

/// The question for the address that belongs to a postcode, if this asks for one and the address can be written into.
pub fn address(form: &Form, at: TreeId) -> Option<(TreeId, AnswerPath)> {
    let name = postcodes::address_name(&form.node(at)?.name)?;
    let own = form.path(at).0;
    let path = AnswerPath(own.rsplit_once('/').map_or_else(|| name.clone(), |(above, _)| format!("{above}/{name}")));
    let at = form.find(&path)?;
    let node = form.node(at)?;
    let is_text = matches!(node.kind, NodeKind::Question(Control::Input)) && node.data_type == DataType::String && node.calculate.is_none();
    (is_text && form.is_relevant(at) && !form.is_readonly(at)).then_some((at, path))
}

/// The postcodes that have to be known before [`put`]: the one that is typed, and the one of before.
pub fn wanted(typed: &str, earlier: Option<&str>) -> Vec<String> {
    let mut codes: Vec<String> = [Some(typed), earlier].into_iter().flatten().filter_map(japanese::postcode).collect();
    codes.dedup();
    codes
}

/// What became of it: the address that was written into and the words that it begins with.
pub type Placed = (AnswerPath, String);

/// Puts the place of the postcode at `path` into its address. `earlier`: the postcode that was here when the page was drawn.
///
/// # Errors
/// What is wrong, at its question: the postcode cannot be read, is in no list, or the address is written already.
pub fn put(
    form: &mut Form,
    path: &AnswerPath,
    earlier: Option<&str>,
    known: &[(String, String)],
    now: DateTime<FixedOffset>,
) -> Result<Option<Placed>, Problem> {
    let Some(at) = form.find(path) else { return Ok(None) };
    let Some((to, address)) = address(form, at) else { return Ok(None) };
    let words_of = |code: &str| known.iter().find(|(known, _)| known == code).map(|(_, words)| words.as_str());
    let typed = form.raw(at).unwrap_or_else(|| form.value(at));
    let Some(code) = japanese::postcode(typed) else { return Err(Problem::new(path.0.clone(), "postcode_unreadable")) };
    let Some(words) = words_of(&code) else { return Err(Problem::new(path.0.clone(), "postcode_unknown").arg(code)) };
    let written = form.value(to).trim().to_owned();
    let was_placed = earlier.and_then(japanese::postcode).and_then(|code| words_of(&code)).is_some_and(|words| words == written);
    if written.starts_with(words) {
        return Ok(Some((address, words.to_owned())));
    }
    if !written.is_empty() && !was_placed {
        return Err(Problem::new(address.0, "address_kept").arg(words));
    }
    // A refusal keeps what was typed; validation tells.
    let _taken = form.answer(to, words, now);
    Ok(Some((address, words.to_owned())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms::outline::{looked_at, moment};
    use engawa_core::form::running::Compiled;
    use engawa_core::form::xlsform::{self, markdown};
    use std::sync::Arc;

    fn begun() -> Form {
        let workbook = markdown::read(
            "| survey | | | | |
             | | type | name | label | relevant |
             | | begin_group | venue | Venue | |
             | | text | postcode | Postcode | |
             | | text | address | Address | |
             | | end_group | | | |
             | | text | zip | Other postcode | |
             | | integer | address | Number | |
             | | text | home_postcode | Home | |
             | | text | home_address | Address | false() |",
        );
        let compiled = Compiled::new(Arc::new(xlsform::read(&workbook).unwrap().definition)).unwrap();
        Form::begin(Arc::new(compiled), looked_at(0, "x"))
    }

    fn known() -> Known {
        vec![("990-0001".to_owned(), "見本県みほん市緑町".to_owned()), ("991-0005".to_owned(), "見本県となり町山田".to_owned())]
    }

    fn write(form: &mut Form, path: &str, text: &str) {
        let at = form.find(&AnswerPath(path.into())).unwrap();
        let _changes = form.answer(at, text, moment(0)).unwrap();
    }

    fn pressed(form: &mut Form, earlier: Option<&str>) -> Result<Option<Placed>, (String, String)> {
        put(form, &AnswerPath("venue/postcode".into()), earlier, &known(), moment(0)).map_err(|problem| (problem.path, problem.code))
    }

    fn address_of(form: &Form) -> String {
        form.value(form.find(&AnswerPath("venue/address".into())).unwrap()).to_owned()
    }

    #[test]
    fn an_address_is_filled_in_and_never_replaced() {
        let mut form = begun();
        let at_postcode = |code: &str| Err(("venue/postcode".to_owned(), code.to_owned()));
        assert_eq!(pressed(&mut form, None), at_postcode("postcode_unreadable"));
        write(&mut form, "venue/postcode", "〒９９９−９９９９");
        assert_eq!(pressed(&mut form, None), at_postcode("postcode_unknown"));
        assert_eq!(address_of(&form), "");
        write(&mut form, "venue/postcode", "9900001");
        let placed = |words: &str| Ok(Some((AnswerPath("venue/address".into()), words.to_owned())));
        assert_eq!(pressed(&mut form, None), placed("見本県みほん市緑町"));
        assert_eq!(address_of(&form), "見本県みほん市緑町");
        // Another postcode: what was filled in is replaced, what somebody added to it is not.
        write(&mut form, "venue/postcode", "991-0005");
        assert_eq!(pressed(&mut form, Some("9900001")), placed("見本県となり町山田"));
        assert_eq!(address_of(&form), "見本県となり町山田");
        write(&mut form, "venue/address", "見本県となり町山田1-2");
        assert_eq!(pressed(&mut form, Some("991-0005")), placed("見本県となり町山田"));
        assert_eq!(address_of(&form), "見本県となり町山田1-2");
        write(&mut form, "venue/postcode", "9900001");
        let kept = Err(("venue/address".to_owned(), "address_kept".to_owned()));
        assert_eq!(pressed(&mut form, Some("991-0005")), kept);
        assert_eq!(address_of(&form), "見本県となり町山田1-2");
    }

    #[test]
    fn only_an_address_that_can_be_written_into_is_one() {
        let form = begun();
        for (path, expected) in [("venue/postcode", true), ("venue/address", false), ("zip", false), ("home_postcode", false)] {
            assert_eq!(address(&form, form.find(&AnswerPath(path.into())).unwrap()).is_some(), expected, "{path}");
        }
    }

    #[test]
    fn what_has_to_be_known_is_asked_once() {
        assert_eq!(wanted("〒990-0001", Some("9900001")), ["990-0001"]);
        assert_eq!(wanted("9910005", Some("9900001")), ["991-0005", "990-0001"]);
        assert!(wanted("何か", None).is_empty());
    }
}
