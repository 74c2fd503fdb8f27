//! Every code that a problem of a workbook can have: the application writes a sentence for each, with the arguments named here.
//!
//! Codes that begin with `not_supported_` say that the standard allows something and we do not; the others that something is wrong.
//! The last group are warnings: the form is read in spite of them.

/// Declares the codes and the list of them all, so that none can be forgotten in it.
macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal;)*) => {
        $($(#[$doc])* pub const $name: &str = $text;)*

        /// All codes, errors before warnings.
        pub const ALL: &[&str] = &[$($name),*];
    };
}

codes! {
    /// Too many sheets; the limit.
    TOO_MANY_SHEETS = "too_many_sheets";
    /// Too many rows in a sheet; the limit.
    TOO_MANY_ROWS = "too_many_rows";
    /// Too many columns in a sheet; the limit.
    TOO_MANY_COLUMNS = "too_many_columns";
    /// A cell is too long; the limit in characters.
    CELL_TOO_LONG = "cell_too_long";
    /// Too many questions and groups; the limit.
    TOO_MANY_NODES = "too_many_nodes";
    /// Groups in groups in groups; the limit.
    TOO_DEEP = "too_deep";
    /// Too many choices; the limit.
    TOO_MANY_CHOICES = "too_many_choices";
    /// There is no sheet `survey`; names of sheets that look like it.
    SURVEY_MISSING = "survey_missing";
    /// There is no sheet `choices` and a question needs one; names of sheets that look like it.
    CHOICES_MISSING = "choices_missing";
    /// Two columns have the same header; the header.
    HEADER_DUPLICATE = "header_duplicate";
    /// Two columns mean the same under different headers; the other header.
    HEADER_SAME_MEANING = "header_same_meaning";
    /// A column is needed and not there; its name.
    HEADER_MISSING = "header_missing";
    /// A row has a name or a label and no type.
    TYPE_MISSING = "type_missing";
    /// A type that the standard does not know; the type.
    TYPE_UNKNOWN = "type_unknown";
    /// A question or group has no name.
    NAME_MISSING = "name_missing";
    /// A name that is not a name (letter or underscore first, then letters, digits, `_`, `-`, `.`); the name.
    NAME_INVALID = "name_invalid";
    /// The name exists already in this group; the name.
    NAME_DUPLICATE = "name_duplicate";
    /// The name is kept for the form itself; the name.
    NAME_RESERVED = "name_reserved";
    /// A repeat is called like the form's root; the name.
    REPEAT_NAME_IS_ROOT = "repeat_name_is_root";
    /// Two repeats have the same name, anywhere in the form; the name.
    REPEAT_NAME_DUPLICATE = "repeat_name_duplicate";
    /// A group ends here and none (or another kind) is open; the kind.
    END_UNMATCHED = "end_unmatched";
    /// A group begins here and does not end; the kind, its name.
    BEGIN_UNMATCHED = "begin_unmatched";
    /// A question that is shown has neither label nor hint nor picture; its name.
    LABEL_MISSING = "label_missing";
    /// A big picture without the picture that it is the big one of; the name.
    BIG_IMAGE_ALONE = "big_image_alone";
    /// A kind of media that the standard does not know; the kind.
    MEDIA_UNKNOWN = "media_unknown";
    /// The name of a picture, sound or film leads into a folder; the name.
    MEDIA_NAME_IS_PATH = "media_name_is_path";
    /// The name of a picture, sound or film is too long; the limit in characters.
    MEDIA_NAME_TOO_LONG = "media_name_too_long";
    /// `calculate` without a calculation.
    CALCULATION_MISSING = "calculation_missing";
    /// A data type in `bind::type` that the standard does not know, or that does not fit the question; the type.
    DATA_TYPE_UNKNOWN = "data_type_unknown";
    /// A select without the name of its list; the type.
    LIST_NAME_MISSING = "list_name_missing";
    /// There is no list of this name in the sheet of choices; the name.
    LIST_UNKNOWN = "list_unknown";
    /// The file of choices must end with `.csv`, `.geojson` or `.xml`; the file.
    FILE_EXTENSION = "file_extension";
    /// Two different sources of choices have the same name; the name.
    INSTANCE_CONFLICT = "instance_conflict";
    /// A file is declared twice; the name.
    INSTANCE_DUPLICATE = "instance_duplicate";
    /// A choice has no name.
    CHOICE_NAME_MISSING = "choice_name_missing";
    /// Two choices of a list have the same name (allowed by the setting `allow_choice_duplicates`); the name, the list.
    CHOICE_DUPLICATE = "choice_duplicate";
    /// A choice of a question with several answers has a space in its name; the name, the list.
    CHOICE_NAME_HAS_SPACE = "choice_name_has_space";
    /// `or_other` together with a choice filter.
    OR_OTHER_FILTERED = "or_other_filtered";
    /// `or_other` needs a list of the workbook.
    OR_OTHER_WITHOUT_LIST = "or_other_without_list";
    /// A table of selects with a choice filter.
    TABLE_LIST_FILTERED = "table_list_filtered";
    /// A table of selects over different lists; the list of the table, the other.
    TABLE_LIST_DIFFERS = "table_list_differs";
    /// Parameters that are not of the form `key=value key=value`.
    PARAMETERS_MALFORMED = "parameters_malformed";
    /// A parameter that this type does not take; the parameter, those that it takes.
    PARAMETER_UNKNOWN = "parameter_unknown";
    /// A parameter with a value that it cannot have; the parameter, the value.
    PARAMETER_INVALID = "parameter_invalid";
    /// A parameter that must be a number; the parameter, the value.
    PARAMETER_NOT_A_NUMBER = "parameter_not_a_number";
    /// `seed` without `randomize=true`.
    SEED_WITHOUT_RANDOMIZE = "seed_without_randomize";
    /// A parameter of a range is zero; the parameter.
    RANGE_ZERO = "range_zero";
    /// A step is larger than the range; the parameter.
    RANGE_STEP_TOO_LARGE = "range_step_too_large";
    /// A parameter of a range is not a multiple of the step; the parameter.
    RANGE_NOT_A_MULTIPLE = "range_not_a_multiple";
    /// A parameter of a range lies outside it; the parameter.
    RANGE_OUTSIDE = "range_outside";
    /// The list of tick labels does not exist; the list.
    RANGE_TICKS_UNKNOWN = "range_ticks_unknown";
    /// The choices of the tick labels do not fit the range; the list, the choice.
    RANGE_TICKS_DO_NOT_FIT = "range_ticks_do_not_fit";
    /// Parameters for ticks with an appearance that has none; the appearance.
    RANGE_APPEARANCE = "range_appearance";
    /// `${` that is not `${name}`.
    REFERENCE_MALFORMED = "reference_malformed";
    /// Several references in a list must have commas between them.
    REFERENCE_WITHOUT_COMMA = "reference_without_comma";
    /// `${name}` where nothing has this name; the name.
    REFERENCE_UNKNOWN = "reference_unknown";
    /// `${name}` where several have this name; the name.
    REFERENCE_AMBIGUOUS = "reference_ambiguous";
    /// A trigger that nobody can answer, so it never happens; the name.
    TRIGGER_NOT_VISIBLE = "trigger_not_visible";
    /// An expression that cannot be read; what is wrong, the number of the character (from 1), the expression as it was read.
    EXPRESSION_MISTAKE = "expression_mistake";
    /// Questions that depend on each other in a circle; their names.
    CYCLE = "cycle";
    /// A type that we do not have; the type.
    NOT_SUPPORTED_TYPE = "not_supported_type";
    /// A loop over choices.
    NOT_SUPPORTED_LOOP = "not_supported_loop";
    /// Entities (a sheet `entities` or a column `save_to`).
    NOT_SUPPORTED_ENTITIES = "not_supported_entities";
    /// Choices from a sheet `external_choices`.
    NOT_SUPPORTED_EXTERNAL_CHOICES = "not_supported_external_choices";
    /// Choices from a file of a kind that we do not read; the file.
    NOT_SUPPORTED_FILE = "not_supported_file";
    /// `search()` in an appearance.
    NOT_SUPPORTED_SEARCH = "not_supported_search";
    /// Another application is to be called.
    NOT_SUPPORTED_INTENT = "not_supported_intent";
    /// A parameter that we do not have; the parameter.
    NOT_SUPPORTED_PARAMETER = "not_supported_parameter";
    /// `${last-saved#name}`; the name.
    NOT_SUPPORTED_LAST_SAVED = "not_supported_last_saved";
    /// `${name}` in the name of a picture, a sound or a default picture.
    NOT_SUPPORTED_REFERENCE_IN_FILE_NAME = "not_supported_reference_in_file_name";
    /// A picture, sound or film of a kind that not every browser shows; the file, the endings that are taken.
    NOT_SUPPORTED_MEDIA = "not_supported_media";
    /// Encrypted submissions.
    NOT_SUPPORTED_ENCRYPTION = "not_supported_encryption";
    /// A setting that changes what the form is, and that we do not have; the setting.
    NOT_SUPPORTED_SETTING = "not_supported_setting";
    /// A value that fills itself in from something that we do not know; the preload.
    NOT_SUPPORTED_PRELOAD = "not_supported_preload";
    /// A function that we do not have; its name.
    NOT_SUPPORTED_FUNCTION = "not_supported_function";
    /// Warning: a sheet whose name looks like one of the standard; the standard's name, the sheets.
    SHEET_SIMILAR = "sheet_similar";
    /// Warning: a column that means nothing to us; the header.
    COLUMN_UNKNOWN = "column_unknown";
    /// Warning: two columns mean the same, and the second is taken; the other header.
    HEADER_OVERRIDDEN = "header_overridden";
    /// Warning: a setting that has no meaning here; the setting.
    SETTING_IGNORED = "setting_ignored";
    /// Warning: a row without type, name and label.
    ROW_SKIPPED = "row_skipped";
    /// Warning: the column `disabled`; `relevant` says it better.
    DISABLED = "disabled";
    /// Warning: the name differs from another one in this group only by case; the name.
    NAME_DIFFERS_BY_CASE = "name_differs_by_case";
    /// Warning: a repeat without label; its name.
    REPEAT_WITHOUT_LABEL = "repeat_without_label";
    /// Warning: a choice without label; its name.
    CHOICE_WITHOUT_LABEL = "choice_without_label";
    /// Warning: a choice without the name of its list.
    CHOICE_WITHOUT_LIST = "choice_without_list";
    /// Warning: a column of choices whose header is not a name; it cannot be used in filters. The header.
    CHOICE_COLUMN_INVALID = "choice_column_invalid";
    /// Warning: a language has no column of its own for a text; the language, the column.
    TRANSLATION_MISSING = "translation_missing";
    /// Warning: a language without its code, as in `English (en)`; the language.
    LANGUAGE_WITHOUT_CODE = "language_without_code";
    /// Warning: `or_other` in a form with several languages; its words are English in all of them.
    OR_OTHER_UNTRANSLATED = "or_other_untranslated";
    /// Warning: pictures are sent in full size without `max-pixels`.
    IMAGE_WITHOUT_MAX_PIXELS = "image_without_max_pixels";
    /// Warning: an expression names choices that the workbook does not have; the name.
    INSTANCE_UNKNOWN = "instance_unknown";
    /// Warning: a trigger that changes by itself, so that nothing is set; the name.
    TRIGGER_NEVER_HAPPENS = "trigger_never_happens";
    /// Warning: an appearance that has no effect here; the appearance.
    APPEARANCE_UNKNOWN = "appearance_unknown";
    /// Warning: a large picture beside a question or choice, or a kind of media that nobody knows, which is not drawn; its kind.
    MEDIA_NOT_DRAWN = "media_not_drawn";
    /// Warning: nobody draws over a picture here, one is chosen or taken instead; the appearance.
    APPEARANCE_AS_PICTURE = "appearance_as_picture";
    /// Warning: the choices are an ordinary list; the appearance.
    APPEARANCE_AS_LIST = "appearance_as_list";
    /// Warning: what is typed can be seen; the appearance.
    APPEARANCE_VISIBLE = "appearance_visible";
    /// Warning: a scale is a slider; the appearance.
    APPEARANCE_AS_SLIDER = "appearance_as_slider";
    /// Warning: a type that is asked as a line of text; the type.
    TYPE_AS_TEXT = "type_as_text";
    /// Warning: the name of the account is empty where nobody is signed in.
    USERNAME_OFTEN_EMPTY = "username_often_empty";
    /// Warning: the form asks nothing.
    FORM_EMPTY = "form_empty";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_snake_case_and_different() {
        let mut seen = std::collections::BTreeSet::new();
        for code in ALL {
            assert!(code.chars().all(|c| c.is_ascii_lowercase() || c == '_'), "{code}");
            assert!(seen.insert(code), "{code} twice");
        }
    }
}
