//! The header row of a sheet: what each column means, in all the spellings that the standard ever had.
//!
//! A header is a known column, a known column in another case, an old name of one, or a group of columns in itself (`label::French (fr)`,
//! `bind::relevant`, `media::image::en`). Single colons part groups only in sheets that have no double ones. What is none of these keeps its
//! name: in the sheet of choices such columns are for filters.

use super::codes;
use super::problems::{Place, Problems};

/// What a column means, apart from its language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Key {
    /// `type`.
    Type,
    /// `name`.
    Name,
    /// `list_name`.
    ListName,
    /// `label`.
    Label,
    /// `hint`.
    Hint,
    /// `guidance_hint`.
    Guidance,
    /// `default`.
    Default,
    /// `parameters`.
    Parameters,
    /// `choice_filter`.
    ChoiceFilter,
    /// `trigger`.
    Trigger,
    /// `disabled`.
    Disabled,
    /// `intent`.
    Intent,
    /// `image`, `audio` and the like.
    Media(String),
    /// A rule of the value: `relevant`, `jr:constraintMsg`.
    Bind(String),
    /// A property of what is shown: `appearance`, `jr:count`.
    Control(String),
    /// Known, and without meaning here.
    Ignored,
    /// Unknown: its name as written.
    Other(String),
}

/// A column that has a header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Column {
    /// What it means.
    pub key: Key,
    /// The language of its texts.
    pub language: Option<String>,
    /// The name of the column without its language, as the standard says it.
    pub name: String,
}

/// The spellings of a sheet's columns.
pub(super) struct Spelling {
    /// Old names and short names, in lower case with underscores, and what they stand for.
    aliases: &'static [(&'static str, &'static [&'static str])],
    /// The names of columns as they are.
    columns: &'static [&'static str],
}

/// The sheet `survey`.
pub(super) const SURVEY: Spelling = Spelling {
    aliases: &[
        ("sms_field", &["sms_field"]),
        ("sms_option", &["sms_option"]),
        ("sms_separator", &["sms_separator"]),
        ("sms_allow_media", &["sms_allow_media"]),
        ("sms_date_format", &["sms_date_format"]),
        ("sms_datetime_format", &["sms_datetime_format"]),
        ("sms_response", &["sms_response"]),
        ("compact_tag", &["instance", "odk:tag"]),
        ("read_only", &["bind", "readonly"]),
        ("readonly", &["bind", "readonly"]),
        ("relevant", &["bind", "relevant"]),
        ("relevance", &["bind", "relevant"]),
        ("caption", &["label"]),
        ("appearance", &["control", "appearance"]),
        ("required", &["bind", "required"]),
        ("constraint", &["bind", "constraint"]),
        ("constraining_message", &["bind", "jr:constraintMsg"]),
        ("constraint_message", &["bind", "jr:constraintMsg"]),
        ("calculation", &["bind", "calculate"]),
        ("calculate", &["bind", "calculate"]),
        ("command", &["type"]),
        ("tag", &["name"]),
        ("value", &["name"]),
        ("image", &["media", "image"]),
        ("big-image", &["media", "big-image"]),
        ("audio", &["media", "audio"]),
        ("video", &["media", "video"]),
        ("count", &["control", "jr:count"]),
        ("repeat_count", &["control", "jr:count"]),
        ("jr:count", &["control", "jr:count"]),
        ("autoplay", &["control", "autoplay"]),
        ("rows", &["control", "rows"]),
        ("noapperrorstring", &["bind", "jr:noAppErrorString"]),
        ("no_app_error_string", &["bind", "jr:noAppErrorString"]),
        ("requiredmsg", &["bind", "jr:requiredMsg"]),
        ("required_message", &["bind", "jr:requiredMsg"]),
        ("body", &["control"]),
        ("save_to", &["bind", "entities:saveto"]),
    ],
    columns: &[
        "name",
        "label",
        "default",
        "guidance_hint",
        "instance",
        "query",
        "sms_field",
        "trigger",
        "bind",
        "choice_filter",
        "control",
        "hint",
        "media",
        "parameters",
        "type",
        "choices",
        "itemset",
        "list_name",
    ],
};

/// The sheet `choices`.
pub(super) const CHOICES: Spelling = Spelling {
    aliases: &[
        ("caption", &["label"]),
        ("list_name", &["list name"]),
        ("value", &["name"]),
        ("image", &["media", "image"]),
        ("big-image", &["media", "big-image"]),
        ("audio", &["media", "audio"]),
        ("video", &["media", "video"]),
    ],
    columns: &["name", "label", "media", "sms_option"],
};

/// The sheet `settings`.
pub(super) const SETTINGS: Spelling = Spelling {
    aliases: &[
        ("form_title", &["title"]),
        ("set_form_title", &["title"]),
        ("form_id", &["id_string"]),
        ("set_form_id", &["id_string"]),
        ("prefix", &["prefix"]),
    ],
    columns: &[
        "name",
        "label",
        "bind",
        "control",
        "hint",
        "media",
        "type",
        "instance",
        "flat",
        "sms_field",
        "add_none_option",
        "clean_text_values",
        "attribute",
        "auto_delete",
        "auto_send",
        "default_language",
        "id_string",
        "instance_name",
        "instance_xmlns",
        "namespaces",
        "omit_instanceID",
        "public_key",
        "sms_allow_media",
        "sms_date_format",
        "sms_datetime_format",
        "sms_keyword",
        "sms_response",
        "sms_separator",
        "style",
        "submission_url",
        "title",
        "version",
        "allow_choice_duplicates",
        "client_editable",
        "delimiter",
        "prefix",
        "entity_version",
    ],
};

/// A header, parted and under its present name.
#[derive(Debug, PartialEq, Eq)]
struct Tokens {
    /// `label`, `French (fr)`.
    parts: Vec<String>,
    /// Whether the header was written as the standard writes it now.
    is_present_name: bool,
}

impl Spelling {
    fn alias(&self, name: &str) -> Option<&'static [&'static str]> {
        self.aliases.iter().find(|(alias, _)| *alias == name).map(|(_, parts)| *parts)
    }

    fn is_column(&self, name: &str) -> bool {
        self.columns.contains(&name)
    }

    /// What a header says. `double` tells whether the sheet parts its headers with double colons.
    fn tokens(&self, header: &str, double: bool) -> Tokens {
        if self.is_column(header) && self.alias(header).is_none() {
            return Tokens { parts: vec![header.to_owned()], is_present_name: true };
        }
        let snake = snake_case(header);
        if self.is_column(&snake) && self.alias(&snake).is_none() {
            return Tokens { parts: vec![snake], is_present_name: false };
        }
        let delimiter = if double || header.contains("::") { "::" } else { ":" };
        let mut parts: Vec<String> = header.split(delimiter).map(|part| part.trim().to_owned()).collect();
        if delimiter == ":"
            && let Some(at) = parts.iter().position(|part| part == "jr")
            && at + 1 < parts.len()
        {
            // `jr:count` is one word, also where single colons part the words.
            let joined = format!("jr:{}", parts.remove(at + 1));
            if let Some(part) = parts.get_mut(at) {
                *part = joined;
            }
        }
        let first = parts.first().map(|part| snake_case(part)).unwrap_or_default();
        if let Some(alias) = self.alias(&first) {
            let parts = alias.iter().map(|&part| part.to_owned()).chain(parts.into_iter().skip(1)).collect();
            return Tokens { parts, is_present_name: alias == [header] };
        }
        if self.is_column(&first) {
            let is_present_name = first == header;
            if let Some(part) = parts.first_mut() {
                *part = first;
            }
            return Tokens { parts, is_present_name };
        }
        Tokens { parts, is_present_name: true }
    }

    /// The columns of a header row, by their position; nothing stands where there is no header.
    pub fn read(&self, header: &[String], sheet: usize, problems: &mut Problems<'_>) -> Vec<Option<Column>> {
        let headers: Vec<String> = header.iter().map(|header| clean_header(header)).collect();
        let double = headers.iter().any(|header| header.contains("::"));
        let mut seen: Vec<(Vec<String>, usize)> = Vec::new();
        let mut columns: Vec<Option<Column>> = Vec::new();
        for (at, header) in headers.iter().enumerate() {
            if header.is_empty() {
                columns.push(None);
                continue;
            }
            let here = Place { sheet, row: 1, column: Some(at) };
            let tokens = self.tokens(header, double);
            let other = seen.iter().find(|(parts, _)| *parts == tokens.parts).and_then(|(_, other)| headers.get(*other));
            match other {
                Some(other) if other == header => problems.error(here, codes::HEADER_DUPLICATE, &[header]),
                Some(other) if tokens.is_present_name || tokens.parts == ["id_string"] => problems.warn(here, codes::HEADER_OVERRIDDEN, &[other]),
                Some(other) => problems.error(here, codes::HEADER_SAME_MEANING, &[other]),
                None => seen.push((tokens.parts.clone(), at)),
            }
            columns.push(Some(self.column(&tokens.parts, header)));
        }
        columns
    }

    /// What a parted header means.
    fn column(&self, parts: &[String], header: &str) -> Column {
        let part = |at: usize| parts.get(at).map_or("", String::as_str);
        let first = part(0);
        let other = || Column { key: Key::Other(header.to_owned()), language: None, name: header.to_owned() };
        let of_group = |key: fn(String) -> Key, texts: bool| match parts.len() {
            2 => Column { key: key(part(1).to_owned()), language: None, name: part(1).to_owned() },
            3 if texts => Column { key: key(part(1).to_owned()), language: Some(part(2).to_owned()), name: part(1).to_owned() },
            _ => other(),
        };
        let alone = |key: Key| if parts.len() == 1 { Column { key, language: None, name: part(0).to_owned() } } else { other() };
        let with_language = |key: Key| match parts.len() {
            1 | 2 => Column { key, language: parts.get(1).cloned(), name: part(0).to_owned() },
            _ => other(),
        };
        let is_known = self.is_column(first) || self.aliases.iter().any(|(_, parts)| parts.first() == Some(&first));
        match first {
            "disabled" if self.is_column("trigger") => alone(Key::Disabled),
            "intent" if self.is_column("trigger") => alone(Key::Intent),
            _ if !is_known => alone(Key::Other(first.to_owned())),
            "type" => alone(Key::Type),
            "name" => alone(Key::Name),
            "list name" => alone(Key::ListName),
            "label" => with_language(Key::Label),
            "hint" => with_language(Key::Hint),
            "guidance_hint" => with_language(Key::Guidance),
            "default" => alone(Key::Default),
            "parameters" => alone(Key::Parameters),
            "choice_filter" => alone(Key::ChoiceFilter),
            "trigger" => alone(Key::Trigger),
            "media" => of_group(Key::Media, true),
            "bind" => of_group(Key::Bind, is_message(part(1))),
            "control" => of_group(Key::Control, false),
            name if name == "instance" || name.starts_with("sms_") => Column { key: Key::Ignored, language: None, name: name.to_owned() },
            name => alone(Key::Other(name.to_owned())),
        }
    }
}

/// Whether a rule of the value is words for people.
fn is_message(name: &str) -> bool {
    matches!(name, "jr:constraintMsg" | "jr:requiredMsg" | "jr:noAppErrorString")
}

/// A header without blanks around it and without double ones in it.
fn clean_header(header: &str) -> String {
    let mut clean = String::with_capacity(header.len());
    for c in header.trim().chars() {
        let c = if c == '\u{a0}' { ' ' } else { c };
        if c != ' ' || !clean.ends_with(' ') {
            clean.push(c);
        }
    }
    clean
}

/// `Choice Filter` is `choice_filter`.
fn snake_case(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join("_").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_have_one_meaning_in_all_spellings() {
        for (spelling, header, double, expected) in [
            (&SURVEY, "relevance", true, "bind|relevant"),
            (&SURVEY, "Constraint Message::fr", true, "bind|jr:constraintMsg|fr"),
            (&SURVEY, "constraint_message :: English (en)", true, "bind|jr:constraintMsg|English (en)"),
            (&SURVEY, "Label", false, "label"),
            (&SURVEY, "caption", false, "label"),
            (&SURVEY, "label:fr", false, "label|fr"),
            (&SURVEY, "label:fr", true, "label:fr"),
            (&SURVEY, "bind:jr:constraintMsg:fr", false, "bind|jr:constraintMsg|fr"),
            (&SURVEY, "media::image::en", true, "media|image|en"),
            (&SURVEY, "body::accept", true, "control|accept"),
            (&SURVEY, "jr:count", false, "control|jr:count"),
            (&SURVEY, "My notes", false, "My notes"),
            (&CHOICES, "list_name", false, "list name"),
            (&CHOICES, "list name", false, "list name"),
            (&CHOICES, "value", false, "name"),
            (&SETTINGS, "Form_ID", false, "id_string"),
        ] {
            assert_eq!(spelling.tokens(header, double).parts.join("|"), expected, "{header}");
        }
    }

    #[test]
    fn columns_know_their_language() {
        let column = |parts: &[&str]| SURVEY.column(&parts.iter().map(|&part| part.to_owned()).collect::<Vec<_>>(), "h");
        assert_eq!(column(&["label", "fr"]).language.as_deref(), Some("fr"));
        assert_eq!(column(&["bind", "jr:requiredMsg", "fr"]).key, Key::Bind("jr:requiredMsg".to_owned()));
        assert_eq!(column(&["bind", "relevant", "fr"]).key, Key::Other("h".to_owned()));
        assert_eq!(column(&["media", "image"]).key, Key::Media("image".to_owned()));
    }
}
