//! Every mistake that a workbook can have, with the cell at which it must be found.

use engawa_core::form::xlsform::{Sheet, SheetProblem, Workbook, codes, markdown, read};
use std::collections::BTreeSet;

/// Choices for the questions below.
const LISTS: &str = "
| choices |
| | list_name | name | label |
| | l | x | X |
| | m | y | Y |";

/// Headers of the survey, its rows, further sheets, and the errors as `code@cell`.
type Mistake = (&'static str, &'static [&'static str], &'static str, &'static str);

const ERRORS: &[Mistake] = &[
    ("type | name | label", &["select_one l | a | A"], "", "choices_missing@survey!A2"),
    ("type | name | label | label", &["text | a | A | B"], "", "header_duplicate@survey!D1"),
    ("type | name | label | caption", &["text | a | A | B"], "", "header_same_meaning@survey!D1"),
    ("name | label", &["a | A"], "", "header_missing@survey!1"),
    ("type | name | label", &[" | a | A"], "", "type_missing@survey!A2"),
    ("type | name | label", &["dance | a | A"], "", "type_unknown@survey!A2"),
    ("type | name | label", &["text | | A"], "", "name_missing@survey!B2"),
    ("type | name | label", &["text | 1a | A"], "", "name_invalid@survey!B2"),
    ("type | name | label", &["text | a | A", "text | a | B"], "", "name_duplicate@survey!B3"),
    ("type | name | label", &["text | meta | A"], "", "name_reserved@survey!B2"),
    ("type | name | label", &["begin_repeat | data | D", "text | a | A", "end_repeat | | "], "", "repeat_name_is_root@survey!B2"),
    (
        "type | name | label",
        &[
            "begin_group | g | G",
            "begin_repeat | r | R",
            "text | a | A",
            "end_repeat | | ",
            "end_group | | ",
            "begin_group | h | H",
            "begin_repeat | r | R",
            "text | b | B",
            "end_repeat | | ",
            "end_group | | ",
        ],
        "",
        "repeat_name_duplicate@survey!B8",
    ),
    ("type | name | label", &["text | a | A", "end_group | | "], "", "end_unmatched@survey!A3"),
    ("type | name | label", &["begin_group | g | G", "text | a | A"], "", "begin_unmatched@survey!A2"),
    ("type | name | label", &["text | a | "], "", "label_missing@survey!B2"),
    ("type | name | label | big-image", &["text | a | A | b.png"], "", "big_image_alone@survey!B2"),
    ("type | name | label | media::smell", &["text | a | A | b.png"], "", "media_unknown@survey!D2"),
    ("type | name | label | media::image", &["text | a | A | x/b.png"], "", "media_name_is_path@survey!D2"),
    (
        "type | name | label | audio::en",
        &["begin_group | g | G | ..\\b.mp3", "text | a | A | ", "end_group | | | "],
        "",
        "media_name_is_path@survey!D2",
    ),
    (
        "type | name | label | media::video::English (en)",
        &["note | a | A | xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx.mp4"],
        "",
        "media_name_too_long@survey!D2",
    ),
    ("type | name | label | media::video", &["text | a | A | b.mkv"], "", "not_supported_media@survey!D2"),
    ("type | name | label | image", &["text | a | A | b"], "", "not_supported_media@survey!D2"),
    (
        "type | name | label",
        &["select_one l | a | A"],
        "\n| choices |\n| | list_name | name | label | media::image | audio |\n| | l | x | X | x.png | y.png |\n| | l | y | Y | /y.png | |",
        "not_supported_media@choices!E2 media_name_is_path@choices!D3",
    ),
    ("type | name | label | calculation", &["calculate | a | | "], "", "calculation_missing@survey!D2"),
    ("type | name | label | bind::type", &["text | a | A | number"], "", "data_type_unknown@survey!D2"),
    ("type | name | label", &["select_one | a | A"], "", "list_name_missing@survey!A2"),
    ("type | name | label", &["select_one z | a | A"], LISTS, "list_unknown@survey!A2"),
    ("type | name | label", &["select_one_from_file f.exe | a | A"], "", "file_extension@survey!A2"),
    ("type | name | label", &["select_one_from_file l.csv | a | A"], LISTS, "instance_conflict@survey!A2"),
    (
        "type | name | label",
        &[
            "begin_group | g | G",
            "csv-external | f | ",
            "text | a | A",
            "end_group | | ",
            "begin_group | h | H",
            "csv-external | f | ",
            "text | b | B",
            "end_group | | ",
        ],
        "",
        "instance_duplicate@survey!B7",
    ),
    ("type | name | label", &["text | a | A"], "\n| choices |\n| | list_name | name | label |\n| | l | | X |", "choice_name_missing@choices!B2"),
    (
        "type | name | label",
        &["text | a | A"],
        "\n| choices |\n| | list_name | name | label |\n| | l | x | X |\n| | l | x | Y |",
        "choice_duplicate@choices!B3",
    ),
    (
        "type | name | label",
        &["select_multiple l | a | A"],
        "\n| choices |\n| | list_name | name | label |\n| | l | x y | X |",
        "choice_name_has_space@choices!B2",
    ),
    ("type | name | label | choice_filter", &["select_one l or_other | a | A | true()"], LISTS, "or_other_filtered@survey!D2"),
    ("type | name | label", &["select_one_from_file f.csv or_other | a | A"], "", "or_other_without_list@survey!A2"),
    (
        "type | name | label | appearance | choice_filter",
        &["begin_group | g | G | table-list | ", "select_one l | a | A | | true()", "end_group | | | | "],
        LISTS,
        "table_list_filtered@survey!E3",
    ),
    (
        "type | name | label | appearance",
        &["begin_group | g | G | table-list", "select_one l | a | A | ", "select_one m | b | B | ", "end_group | | | "],
        LISTS,
        "table_list_differs@survey!A4",
    ),
    ("type | name | label | parameters", &["text | a | A | rows"], "", "parameters_malformed@survey!D2"),
    ("type | name | label | parameters", &["text | a | A | foo=1"], "", "parameter_unknown@survey!D2"),
    ("type | name | label | parameters", &["audio | a | A | quality=best"], "", "parameter_invalid@survey!D2"),
    ("type | name | label | parameters", &["text | a | A | rows=x"], "", "parameter_not_a_number@survey!D2"),
    ("type | name | label | parameters", &["select_one l | a | A | seed=1"], LISTS, "seed_without_randomize@survey!D2"),
    ("type | name | label | parameters", &["range | a | A | step=0"], "", "range_zero@survey!D2"),
    ("type | name | label | parameters", &["range | a | A | start=0 end=1 step=2"], "", "range_step_too_large@survey!D2"),
    ("type | name | label | parameters", &["range | a | A | start=0 end=10 step=2 tick_interval=3"], "", "range_not_a_multiple@survey!D2"),
    ("type | name | label | parameters", &["range | a | A | start=0 end=4 placeholder=5"], "", "range_outside@survey!D2"),
    ("type | name | label | parameters", &["range | a | A | tick_labelset=z"], LISTS, "range_ticks_unknown@survey!D2"),
    ("type | name | label | parameters", &["range | a | A | tick_labelset=l"], LISTS, "range_ticks_do_not_fit@survey!D2"),
    ("type | name | label | parameters | appearance", &["range | a | A | placeholder=3 | rating"], "", "range_appearance@survey!D2"),
    ("type | name | label", &["text | a | ${ b}"], "", "reference_malformed@survey!C2"),
    ("type | name | label | trigger", &["text | a | A | ", "text | b | B | ", "text | c | C | ${a} ${b}"], "", "reference_without_comma@survey!D4"),
    ("type | name | label", &["text | a | ${z}"], "", "reference_unknown@survey!C2"),
    (
        "type | name | label",
        &["begin_group | g | G", "text | a | A", "end_group | | ", "begin_group | h | H", "text | a | A", "end_group | | ", "note | n | ${a}"],
        "",
        "reference_ambiguous@survey!C8",
    ),
    ("type | name | label | calculation | trigger", &["calculate | a | | 1 | ", "text | b | B | 2 | ${a}"], "", "trigger_not_visible@survey!E3"),
    ("type | name | label | relevant", &["text | a | A | 1 +"], "", "expression_mistake@survey!D2"),
    ("type | name | label | relevant", &["text | a | A | round(1, 2, 3)"], "", "expression_mistake@survey!D2"),
    ("type | name | label | calculation", &["calculate | a | | ${b}", "calculate | b | | ${a}"], "", "cycle@survey!D3"),
    ("type | name | label | relevant", &["text | a | A | ${a} = ''"], "", "cycle@survey!D2"),
    ("type | name | label", &["audit | audit | "], "", "not_supported_type@survey!A2"),
    ("type | name | label", &["begin_loop over l | g | G", "text | a | A", "end_loop | | "], LISTS, "not_supported_loop@survey!A2"),
    ("type | name | label | save_to", &["text | a | A | p"], "", "not_supported_entities@survey!D2"),
    ("type | name | label", &["select_one_external l | a | A"], "", "not_supported_external_choices@survey!A2"),
    ("type | name | label", &["select_one_from_file f.xml | a | A"], "", "not_supported_file@survey!A2"),
    ("type | name | label | appearance", &["select_one l | a | A | search('x')"], LISTS, "not_supported_search@survey!D2"),
    ("type | name | label | intent", &["text | a | A | ex:y"], "", "not_supported_intent@survey!D2"),
    ("type | name | label | parameters", &["geopoint | a | A | reference-geometry=l"], LISTS, "not_supported_parameter@survey!D2"),
    ("type | name | label", &["text | a | ${last-saved#a}"], "", "not_supported_last_saved@survey!C2"),
    ("type | name | label | image", &["text | a | A | ${a}.png"], "", "not_supported_reference_in_file_name@survey!D2"),
    ("type | name | label", &["text | a | A"], "\n| settings |\n| | public_key |\n| | k |", "not_supported_encryption@settings!A2"),
    ("type | name | label", &["text | a | A"], "\n| settings |\n| | flat |\n| | yes |", "not_supported_setting@settings!A2"),
    ("type | name | label | bind::jr:preload", &["text | a | A | barometer"], "", "not_supported_preload@survey!D2"),
    ("type | name | label | relevant", &["text | a | A | explode()"], "", "not_supported_function@survey!D2"),
    ("type | name | label | calculation", &["calculate | a | | jr:itext('x')"], "", "not_supported_function@survey!D2"),
    ("type | name | label | relevant", &["dance | a | A | 1 +", "text | 1b | | 1"], "", "type_unknown@survey!A2 name_invalid@survey!B3"),
];

const WARNINGS: &[Mistake] = &[
    ("type | name | label", &["text | a | A"], "\n| setings |\n| | version |\n| | 1 |", "sheet_similar@survey"),
    ("type | name | label | notes", &["text | a | A | x"], "", "column_unknown@survey!D1"),
    ("type | name | caption | label", &["text | a | A | B"], "", "header_overridden@survey!D1"),
    ("type | name | label", &["text | a | A"], "\n| settings |\n| | auto_send |\n| | true |", "setting_ignored@settings!A2"),
    ("type | name | label | hint", &["text | a | A | ", " | | | x"], "", "row_skipped@survey!3"),
    ("type | name | label | disabled", &["text | a | A | no"], "", "disabled@survey!D2"),
    ("type | name | label", &["text | a | A", "text | A | B"], "", "name_differs_by_case@survey!B3"),
    ("type | name | label", &["begin_repeat | r | ", "text | a | A", "end_repeat | | "], "", "repeat_without_label@survey!C2"),
    ("type | name | label", &["text | a | A"], "\n| choices |\n| | list_name | name | label |\n| | l | x | |", "choice_without_label@choices!C2"),
    ("type | name | label", &["text | a | A"], "\n| choices |\n| | list_name | name | label |\n| | | x | X |", "choice_without_list@choices!A2"),
    (
        "type | name | label",
        &["text | a | A"],
        "\n| choices |\n| | list_name | name | label | my col |\n| | l | x | X | 1 |",
        "choice_column_invalid@choices!D1",
    ),
    ("type | name | label::French (fr) | label::English (en) | hint::French (fr)", &["text | a | A | A | B"], "", "translation_missing@survey!1"),
    ("type | name | label::French", &["text | a | A"], "", "language_without_code@survey!C1"),
    ("type | name | label::English (en)", &["select_one l or_other | a | A"], LISTS, "or_other_untranslated@survey!A2"),
    ("type | name | label | parameters", &["image | a | A | "], "", "image_without_max_pixels@survey!D2"),
    ("type | name | label | calculation", &["calculate | a | | instance('z')/root/item[name = 'b']/c"], "", "instance_unknown@survey!D2"),
    ("type | name | label | calculation | trigger", &["hidden | a | | | ", "text | b | B | 1 | ${a}"], "", "trigger_never_happens@survey!E3"),
    ("type | name | label | appearance", &["text | a | A | fancy"], "", "appearance_unknown@survey!D2"),
    ("type | name | label | media::image | big-image", &["text | a | A | b.png | c.png"], "", "media_not_drawn@survey!E2"),
    (
        "type | name | label",
        &["select_one l | a | A"],
        "\n| choices |\n| | list_name | name | label | image | media::big-image |\n| | l | x | X | x.png | x.png |",
        "media_not_drawn@choices!E2",
    ),
    ("type | name | label | parameters | appearance", &["image | a | A | max-pixels=9 | annotate"], "", "appearance_as_picture@survey!E2"),
    ("type | name | label | appearance", &["select_one l | a | A | quick minimal"], LISTS, "appearance_as_list@survey!D2"),
    ("type | name | label | appearance", &["select_multiple l | a | A | quick"], LISTS, "appearance_as_list@survey!D2"),
    ("type | name | label | appearance", &["text | a | A | multiline masked"], "", "appearance_visible@survey!D2"),
    ("type | name | label | appearance", &["select_one l | a | A | hidden-answer"], LISTS, "appearance_visible@survey!D2"),
    ("type | name | label | appearance", &["select_one l | a | A | image-map"], LISTS, "appearance_as_list@survey!D2"),
    ("type | name | label | parameters | appearance", &["range | a | A | start=1 end=5 step=0.5 | rating"], "", "appearance_as_slider@survey!E2"),
    ("type | name | label", &["geopoint | a | A"], "", "type_as_text@survey!A2"),
    ("type | name | label", &["barcode | a | A"], "", "type_as_text@survey!A2"),
    ("type | name | label", &["username | a | "], "", "username_often_empty@survey!A2"),
    ("type | name | label", &[], "", "form_empty@survey"),
];

fn workbook((header, rows, sheets, _): &Mistake) -> Workbook {
    let mut text = format!("| survey |\n| | {header} |\n");
    for row in *rows {
        text.push_str(&format!("| | {row} |\n"));
    }
    markdown::read(&(text + *sheets))
}

fn written(problems: &[SheetProblem]) -> String {
    problems.iter().map(|problem| format!("{}@{}", problem.code, problem.path())).collect::<Vec<_>>().join(" ")
}

#[test]
fn every_mistake_is_found_at_its_cell() {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut wrong = Vec::new();
    for (mistakes, are_errors) in [(ERRORS, true), (WARNINGS, false)] {
        for mistake in mistakes {
            let found = match read(&workbook(mistake)) {
                Ok(checked) if !are_errors => checked.warnings,
                Err(errors) if are_errors => errors,
                Ok(_) => Vec::new(),
                Err(errors) => {
                    wrong.push(format!("refused: {}", written(&errors)));
                    continue;
                }
            };
            seen.extend(found.iter().map(|problem| problem.code));
            if written(&found) != mistake.3 {
                wrong.push(format!("expected {}\n   found {}\n    {:?}", mistake.3, written(&found), mistake.1));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let elsewhere = [
        codes::SURVEY_MISSING,
        codes::TOO_MANY_SHEETS,
        codes::TOO_MANY_ROWS,
        codes::TOO_MANY_COLUMNS,
        codes::CELL_TOO_LONG,
        codes::TOO_MANY_NODES,
        codes::TOO_DEEP,
        codes::TOO_MANY_CHOICES,
    ];
    let missing: Vec<&&str> = codes::ALL.iter().filter(|code| !seen.contains(*code) && !elsewhere.contains(code)).collect();
    assert!(missing.is_empty(), "no case for {missing:?}");
}

fn refused(workbook: &Workbook) -> String {
    written(&read(workbook).expect_err("must be refused"))
}

#[test]
fn workbooks_are_bounded() {
    let sheet = |name: &str, rows: Vec<Vec<String>>| Sheet { name: name.to_owned(), rows };
    let row = |cells: &[&str]| cells.iter().map(|&cell| cell.to_owned()).collect::<Vec<String>>();
    let headers = || row(&["type", "name", "label"]);
    let one = |sheet: Sheet| Workbook { sheets: vec![sheet] };
    let survey = |rows: Vec<Vec<String>>| one(sheet("survey", rows));

    assert_eq!(refused(&Workbook { sheets: vec![sheet("survey", vec![headers()]); 21] }), "too_many_sheets@survey");
    assert_eq!(refused(&survey(vec![headers(); 20_001])), "too_many_rows@survey");
    assert_eq!(refused(&survey(vec![headers(), vec!["x".to_owned(); 501]])), "too_many_columns@survey!2");
    assert_eq!(refused(&survey(vec![headers(), row(&["text", "a", &"x".repeat(32_768)])])), "cell_too_long@survey!C2");
    assert_eq!(refused(&one(sheet("choices", vec![headers(); 100_002]))), "too_many_choices@choices");

    let questions = (0..5_001).map(|number| row(&["text", &format!("q{number}"), "Q"]));
    assert_eq!(refused(&survey(std::iter::once(headers()).chain(questions).collect())), "too_many_nodes@survey!5002");

    let begins = (0..21).map(|number| row(&["begin_group", &format!("g{number}"), "G"]));
    let ends = (0..21).map(|_| row(&["end_group", "", ""]));
    assert_eq!(refused(&survey(std::iter::once(headers()).chain(begins).chain(ends).collect())), "too_deep@survey!A22");

    let other = markdown::read("| surveys |\n| | type | name |\n| | text | a |\n| choices |\n| | list_name | name |\n| | l | x |");
    let problems = read(&other).unwrap_err();
    assert_eq!((written(&problems), problems[0].args.join(" ")), ("survey_missing@survey".to_owned(), "surveys".to_owned()));
}

#[test]
fn files_are_told_with_their_cells() {
    let text = "
| survey |
| | type | name | label::日本語 (ja) | label::English (en) | media::image::日本語 (ja) | image::English (en) | audio |
| | begin_group | g | 区画 | Group | map.png | | |
| | select_one l | a | 種類 | Kind | kind.jpg | kind-en.JPG | kind.mp3 |
| | hidden | c | | | | | never.mp3 |
| | end_group | | | | | | |
| choices |
| | list_name | name | label::日本語 (ja) | video |
| | l | x | X | x.webm |
| settings |
| | default_language |
| | 日本語 (ja) |";
    let checked = read(&markdown::read(text)).unwrap();
    let told: Vec<String> = checked.media.iter().map(|it| format!("{} {} {}", it.place, it.kind.code(), it.file)).collect();
    let expected =
        ["survey!E2 image map.png", "survey!E3 image kind.jpg", "survey!F3 image kind-en.JPG", "survey!G3 audio kind.mp3", "choices!D2 video x.webm"];
    assert_eq!(told, expected);
    let named: Vec<&str> = checked.definition.named_media().into_iter().map(|(_, file)| file).collect();
    assert_eq!(named, ["kind-en.JPG", "kind.jpg", "map.png", "kind.mp3", "x.webm"]);
    assert!(checked.definition.files.is_empty(), "nobody brought any yet");
    assert!(checked.warnings.iter().all(|warning| warning.code != codes::MEDIA_NOT_DRAWN), "{}", written(&checked.warnings));
}
