//! The grant application of a Japanese city: what a real form becomes.

use engawa_core::form::definition::{Choices, Control, DataType, Definition, Node, NodeKind, Piece, Preload};
use engawa_core::form::xlsform::{markdown, read};

const GRANT: &str = include_str!("../data/grant_application_ja.md");

fn grant() -> Definition {
    match read(&markdown::read(GRANT)) {
        Ok(checked) => checked.definition,
        Err(problems) => panic!("{problems:#?}"),
    }
}

fn node<'d>(form: &'d Definition, name: &str) -> &'d Node {
    form.nodes.iter().find(|node| node.name == name).unwrap_or_else(|| panic!("no {name}"))
}

/// Without blanks, which mean nothing in an expression.
fn squeezed(expression: Option<&str>) -> String {
    expression.unwrap_or_default().split_whitespace().collect()
}

#[test]
fn the_form_has_its_names_and_languages() {
    let form = grant();
    assert_eq!((form.form_id.as_str(), form.version.as_str(), form.title.as_str()), ("grant_ja", "1", "市民活動補助金交付申請書"));
    assert_eq!(form.languages, ["日本語 (ja)", "やさしい日本語 (ja-simple)"]);
    let label = &node(&form, "group_name").label;
    let words = |words: &str| Some(vec![Piece::Words(words.to_owned())]);
    assert_eq!(label.0, [words("団体名"), words("だんたいの なまえ")]);
}

#[test]
fn rules_have_paths() {
    let form = grant();
    for (name, rule, expected) in [
        ("corp_no", "relevant", "/data/applicant/legal='npo'or/data/applicant/legal='ippan'"),
        ("group_name", "required", "true()"),
        ("group_name", "constraint", "string-length(.)<=80"),
        ("c_sub", "calculate", "../c_unit*../c_qty"),
        ("c_elig", "calculate", "if(../c_cat='food',0,../c_sub)"),
        ("total_cost", "calculate", "sum(/data/cost/c_sub)"),
        ("maxgrant", "calculate", "min(int(/data/elig*0.5div1000)*1000,/data/cap)"),
        ("cap", "calculate", "instance('course')/root/item[name=/data/course]/cap"),
        ("request", "constraint", ".>0and.<=/data/maxgrant"),
        ("n_total", "readonly", "true()"),
    ] {
        let node = node(&form, name);
        let found = match rule {
            "relevant" => &node.relevant,
            "required" => &node.required,
            "constraint" => &node.constraint,
            "readonly" => &node.readonly,
            _ => &node.calculate,
        };
        assert_eq!(squeezed(found.as_deref()), expected, "{name} {rule}");
    }
}

#[test]
fn questions_are_what_they_are() {
    let form = grant();
    let kind = |name: &str| node(&form, name).kind.clone();
    assert_eq!(kind("start_at"), NodeKind::Value { preload: Some(Preload::Start) });
    assert_eq!(kind("applicant"), NodeKind::Group);
    assert_eq!(kind("cost"), NodeKind::Repeat { count: None });
    assert_eq!(kind("rules"), NodeKind::Question(Control::Upload("application/*".to_owned())));
    assert_eq!(kind("photo"), NodeKind::Question(Control::Upload("image/*".to_owned())));
    assert_eq!(kind("agree"), NodeKind::Question(Control::Acknowledge));
    assert_eq!(kind("n_bal"), NodeKind::Question(Control::Note));
    assert!(matches!(kind("fields"), NodeKind::Question(Control::SelectMultiple(Choices::List { list, .. })) if list == "field20"));
    let NodeKind::Question(Control::SelectOne(Choices::List { nodeset, .. })) = kind("city") else { panic!("city") };
    assert_eq!(squeezed(Some(&nodeset)), "instance('city')/root/item[pref=/data/applicant/pref]");
    assert_eq!(node(&form, "c_qty").data_type, DataType::Decimal);
    assert_eq!(node(&form, "c_qty").default, "1");
    assert_eq!(node(&form, "photo").parameters.get("max-pixels").map(String::as_str), Some("1600"));
    assert_eq!(node(&form, "applicant").appearance, ["field-list"]);
    assert_eq!(node(&form, "request").appearance, ["thousands-sep"]);
    assert_eq!(node(&form, "request").row, 34);
    assert!(form.actions.is_empty());
}

#[test]
fn words_hold_values() {
    let form = grant();
    let Some(Some(pieces)) = node(&form, "n_total").label.0.first() else { panic!("no words") };
    let written: Vec<String> = pieces
        .iter()
        .map(|piece| match piece {
            Piece::Words(words) => words.clone(),
            Piece::Value(expression) => format!("<{expression}>"),
        })
        .collect();
    assert_eq!(written.concat(), "経費合計 </data/total_cost> 円 / 補助対象 </data/elig> 円 / 上限 </data/maxgrant> 円");
}

#[test]
fn lists_keep_their_columns() {
    let form = grant();
    let names: Vec<&str> = form.lists.iter().map(|list| list.name.as_str()).collect();
    assert_eq!(names, ["legal", "yn", "pref", "city", "field20", "course", "costcat"]);
    let course = &form.lists[5].choices;
    assert_eq!((course[1].value.as_str(), course[1].columns.get("cap").map(String::as_str)), ("step", Some("300000")));
    assert_eq!(form.lists[3].choices[0].columns.get("pref").map(String::as_str), Some("13"));
}

#[test]
fn a_definition_survives_its_json() {
    let form = grant();
    let json = serde_json::to_string(&form).unwrap();
    assert_eq!(serde_json::from_str::<Definition>(&json).unwrap(), form);
}
