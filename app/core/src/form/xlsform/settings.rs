//! The sheet `settings`: what the form is called, and how its sheets are to be read.

use super::Workbook;
use super::codes;
use super::headers::{self, Key};
use super::lexer::is_name;
use super::problems::{Problems, Source};
use super::table::Table;

/// The settings of a form.
#[derive(Debug)]
pub(super) struct Settings {
    /// The name of the root node.
    pub root: String,
    /// `form_id`.
    pub form_id: Option<String>,
    /// `form_title`.
    pub title: Option<String>,
    /// `version`.
    pub version: String,
    /// `default_language`, where it is given.
    pub default_language: Option<String>,
    /// `instance_name`.
    pub instance_name: Option<Source>,
    /// `style`.
    pub style: String,
    /// Whether choices of a list may have the same name.
    pub allow_choice_duplicates: bool,
    /// Whether runs of spaces in the survey become one.
    pub collapse: bool,
    /// Whether a filling-in has a number of its own.
    pub has_instance_id: bool,
}

impl Settings {
    /// The settings of a workbook without settings.
    fn none(root: &str) -> Self {
        Self {
            root: root.to_owned(),
            form_id: None,
            title: None,
            version: String::new(),
            default_language: None,
            instance_name: None,
            style: String::new(),
            allow_choice_duplicates: false,
            collapse: true,
            has_instance_id: true,
        }
    }

    /// The language of words of no language.
    pub fn language(&self) -> &str {
        self.default_language.as_deref().unwrap_or("default")
    }
}

/// What the standard takes for yes and no.
pub(super) fn yes_no(text: &str) -> Option<bool> {
    match text {
        "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "true()" => Some(true),
        "no" | "No" | "NO" | "false" | "False" | "FALSE" | "false()" => Some(false),
        _ => None,
    }
}

/// Settings that tell other programs how to send or keep submissions, and have no meaning here.
const IGNORED: &[&str] = &[
    "submission_url",
    "auto_send",
    "auto_delete",
    "client_editable",
    "namespaces",
    "instance_xmlns",
    "sms_keyword",
    "sms_separator",
    "sms_allow_media",
    "sms_date_format",
    "sms_datetime_format",
    "sms_response",
    "prefix",
    "delimiter",
    "attribute",
    "entity_version",
    "instance_id",
    "sms_field",
];

/// Reads the settings; `root` is the name of the root node where they do not say it.
pub(super) fn read<'w>(workbook: &'w Workbook, sheet: Option<usize>, root: &str, problems: &mut Problems<'_>) -> (Settings, Option<Table<'w>>) {
    let mut settings = Settings::none(root);
    let Some(sheet) = sheet else { return (settings, None) };
    let table = Table::read(workbook, sheet, &headers::SETTINGS, false, problems);
    if let Some(row) = table.rows().next() {
        for (column, source) in row.cells() {
            let yes = yes_no(&source.text);
            let text = || source.text.clone();
            match &column.key {
                Key::Name if is_name(&source.text) => settings.root = text(),
                Key::Name => problems.error(source.at, codes::NAME_INVALID, &[&source.text]),
                Key::Other(name) => match name.as_str() {
                    "title" => settings.title = Some(text()),
                    "id_string" => settings.form_id = Some(text()),
                    "version" => settings.version = text(),
                    "default_language" => settings.default_language = Some(text()),
                    "instance_name" => settings.instance_name = Some(source.clone()),
                    "style" => settings.style = text(),
                    "allow_choice_duplicates" => settings.allow_choice_duplicates = yes.unwrap_or(false),
                    "clean_text_values" => settings.collapse = yes.unwrap_or(true),
                    "omit_instanceID" => settings.has_instance_id = !yes.unwrap_or(false),
                    "public_key" => problems.error(source.at, codes::NOT_SUPPORTED_ENCRYPTION, &[]),
                    "flat" => problems.error(source.at, codes::NOT_SUPPORTED_SETTING, &[name]),
                    "add_none_option" if yes == Some(true) => problems.error(source.at, codes::NOT_SUPPORTED_SETTING, &[name]),
                    "add_none_option" => {}
                    name if IGNORED.contains(&name) => problems.warn(source.at, codes::SETTING_IGNORED, &[name]),
                    name if name.starts_with("attribute::") => problems.warn(source.at, codes::SETTING_IGNORED, &[name]),
                    name => problems.warn(source.at, codes::COLUMN_UNKNOWN, &[name]),
                },
                Key::Ignored => problems.warn(source.at, codes::SETTING_IGNORED, &[&column.name]),
                _ => problems.warn(source.at, codes::COLUMN_UNKNOWN, &[&column.name]),
            }
        }
    }
    (settings, Some(table))
}
