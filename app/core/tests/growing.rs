//! What a counted repeat costs that becomes thousands of rows longer or shorter at once, in steps and not in time: as much as the rows that
//! come or go, whatever stands behind them.

use chrono::{DateTime, FixedOffset};
use engawa_core::form::AnswerPath;
use engawa_core::form::running::{Compiled, Form, MOST_ROWS, Start};
use engawa_core::form::tree::TreeId;
use engawa_core::form::xlsform::{self, markdown};
use std::sync::Arc;

/// Two counted repeats; each row of the first looks at what both are counted by.
const WORKBOOK: &str = "
| survey | | | | | | |
| | type | name | label | relevant | default | repeat_count |
| | integer | n | N | | | |
| | begin_repeat | first | First | | | ${n} |
| | text | a | A | ${n} > 1 | x | |
| | end_repeat | | | | | |
| | integer | m | M | | | |
| | begin_repeat | second | Second | | | ${m} |
| | text | b | B | | | |
| | end_repeat | | | | | |
";
/// How many rows stand behind those that come and go.
const BEHIND: u64 = 1_000;

fn now() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2026-11-21T14:05:00+09:00").unwrap()
}

fn begun() -> Form {
    let definition = xlsform::read(&markdown::read(WORKBOOK)).unwrap().definition;
    let start = Start { now: now(), device_id: "d".to_owned(), username: String::new(), instance_id: "uuid:1".to_owned(), seed: 7 };
    let mut form = Form::begin(Arc::new(Compiled::new(Arc::new(definition)).unwrap()), start);
    answer(&mut form, "m", BEHIND);
    form
}

fn at(form: &Form, name: &str) -> TreeId {
    form.find(&AnswerPath(name.to_owned())).unwrap()
}

fn rows(form: &Form, name: &str) -> usize {
    form.rows(at(form, name)).len()
}

/// How many steps an answer takes.
fn answer(form: &mut Form, name: &str, number: u64) -> u64 {
    let steps = |form: &Form| form.placings() + form.evaluations();
    let (before, question) = (steps(form), at(form, name));
    form.answer(question, &number.to_string(), now()).unwrap();
    steps(form) - before
}

#[test]
fn growing_and_shrinking_cost_what_comes_and_goes() {
    for count in [1_000, 2_000, 4_000, 8_000] {
        let mut form = begun();
        let most = 8 * count + 5 * BEHIND;
        let grown = answer(&mut form, "n", count);
        assert!(grown <= most, "{count} rows came in {grown} steps");
        assert_eq!(rows(&form, "first"), usize::try_from(count).unwrap());
        let shrunk = answer(&mut form, "n", 1);
        assert!(shrunk <= most, "{count} rows went in {shrunk} steps");
        assert_eq!((rows(&form, "first"), rows(&form, "second")), (1, usize::try_from(BEHIND).unwrap()));
    }
}

#[test]
fn there_are_never_more_rows_than_a_form_may_have() {
    let mut form = begun();
    let steps = answer(&mut form, "n", 1_000_000);
    assert_eq!(rows(&form, "first") + rows(&form, "second"), MOST_ROWS);
    assert!(steps <= 100_000, "{steps}");
    assert!(form.violation(at(&form, "first")).is_some(), "and that is said");
}
