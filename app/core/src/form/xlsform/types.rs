//! Question types: how each is asked, how its value is kept, and what fills it in.
//!
//! The standard's converter still knows the sentences that early sheets used (`add integer prompt`, `q date`); so do we.

use super::super::definition::{DataType, Preload};

/// How a question is shown, before its choices are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tag {
    /// A field.
    Input,
    /// Words without an answer.
    Note,
    /// "OK".
    Acknowledge,
    /// A number on a scale.
    Range,
    /// A file of this media type.
    Upload(&'static str),
    /// One of the choices.
    SelectOne,
    /// Some of the choices.
    SelectMultiple,
    /// All of the choices in an order.
    Rank,
}

/// What a type means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Kind {
    /// How it is shown; nothing if it is not.
    pub tag: Option<Tag>,
    /// How its value is kept.
    pub data: DataType,
    /// What fills it in.
    pub preload: Option<Preload>,
    /// A constraint that comes with the type.
    pub constraint: Option<&'static str>,
    /// A hint that comes with the type.
    pub hint: Option<&'static str>,
    /// Whether it is `calculate`, which nobody can answer.
    pub is_calculate: bool,
}

impl Kind {
    /// A kind that is shown.
    pub const fn shown(tag: Tag, data: DataType) -> Self {
        Self { tag: Some(tag), data, preload: None, constraint: None, hint: None, is_calculate: false }
    }

    /// A kind that is not.
    pub const fn value(data: DataType, preload: Option<Preload>) -> Self {
        Self { tag: None, data, preload, constraint: None, hint: None, is_calculate: false }
    }

    /// A number with bounds.
    const fn bounded(data: DataType, constraint: &'static str, hint: Option<&'static str>) -> Self {
        Self { tag: Some(Tag::Input), data, preload: None, constraint: Some(constraint), hint, is_calculate: false }
    }
}

/// What is known of a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Known {
    /// It is supported.
    Kind(Kind),
    /// It is a select that needs the name of a list after it.
    Select,
    /// The standard has it and we do not.
    NotSupported,
    /// The standard does not have it.
    Unknown,
}

/// The present name of a type that has an old one.
pub(super) fn present_name(name: &str) -> &str {
    match name {
        "imei" => "deviceid",
        "image" | "add image prompt" | "add photo prompt" => "photo",
        "add audio prompt" => "audio",
        "add video prompt" => "video",
        "add file prompt" => "file",
        name => name,
    }
}

/// What a type means; selects with the name of a list are not looked up here.
pub(super) fn lookup(name: &str) -> Known {
    let input = |data: DataType| Known::Kind(Kind::shown(Tag::Input, data));
    let upload = |media: &'static str| Known::Kind(Kind::shown(Tag::Upload(media), DataType::Binary));
    let value = |data: DataType, preload: Preload| Known::Kind(Kind::value(data, Some(preload)));
    match name {
        "text" | "string" | "q string" | "add text prompt" => input(DataType::String),
        "integer" | "int" | "q int" | "add integer prompt" => input(DataType::Int),
        "decimal" | "q decimal" | "add decimal prompt" => input(DataType::Decimal),
        "date" | "q date" | "add date prompt" => input(DataType::Date),
        "time" => input(DataType::Time),
        "dateTime" | "datetime" | "date time" | "q dateTime" | "q date time" | "add dateTime prompt" | "add date time prompt" => {
            input(DataType::DateTime)
        }
        "barcode" | "q barcode" | "add barcode prompt" => input(DataType::Barcode),
        "geopoint" | "q geopoint" | "gps" | "location" | "q location" | "add location prompt" => input(DataType::Geopoint),
        "geotrace" | "q geotrace" => input(DataType::Geotrace),
        "geoshape" | "q geoshape" => input(DataType::Geoshape),
        "percentage" => Known::Kind(Kind::bounded(DataType::Int, "0 <= . and . <= 100", None)),
        "phone number" => Known::Kind(Kind::bounded(DataType::String, "regex(., '^\\d*$')", Some("Enter numbers only."))),
        "number of days in last month" => Known::Kind(Kind::bounded(DataType::Int, "0 <= . and . <= 31", Some("Enter a number 0-31."))),
        "number of days in last six months" => Known::Kind(Kind::bounded(DataType::Int, "0 <= . and . <= 183", Some("Enter a number 0-183."))),
        "number of days in last year" => Known::Kind(Kind::bounded(DataType::Int, "0 <= . and . <= 365", Some("Enter a number 0-365."))),
        "note" | "q note" | "add note prompt" => Known::Kind(Kind::shown(Tag::Note, DataType::String)),
        "acknowledge" | "trigger" | "q acknowledge" | "add acknowledge prompt" => Known::Kind(Kind::shown(Tag::Acknowledge, DataType::String)),
        "range" => Known::Kind(Kind::shown(Tag::Range, DataType::Int)),
        "photo" | "q picture" | "q image" => upload("image/*"),
        "audio" | "q audio" => upload("audio/*"),
        "video" | "q video" => upload("video/*"),
        "file" => upload("application/*"),
        "calculate" => Known::Kind(Kind { is_calculate: true, ..Kind::value(DataType::String, None) }),
        "q calculate" | "add calculate prompt" | "hidden" => Known::Kind(Kind::value(DataType::String, None)),
        "start" | "start time" | "get start time" => value(DataType::DateTime, Preload::Start),
        "end" | "end time" | "get end time" => value(DataType::DateTime, Preload::End),
        "today" | "get today" => value(DataType::Date, Preload::Today),
        "deviceid" | "device id" | "get device id" => value(DataType::String, Preload::DeviceId),
        "username" => value(DataType::String, Preload::Username),
        "select_one"
        | "select one"
        | "select1"
        | "select_multiple"
        | "select multiple"
        | "select all that apply"
        | "rank"
        | "q select"
        | "q select1"
        | "select one using"
        | "select multiple using"
        | "select multiple from"
        | "select one from"
        | "select_one_from_file"
        | "select_multiple_from_file"
        | "add select one prompt using"
        | "add select multiple prompt using"
        | "select all that apply from" => Known::Select,
        "audit"
        | "osm"
        | "start-geopoint"
        | "background-audio"
        | "background-geopoint"
        | "phonenumber"
        | "get phone number"
        | "simserial"
        | "sim id"
        | "get sim id"
        | "subscriberid"
        | "subscriber id"
        | "get subscriber id"
        | "email"
        | "uri:subscriberid"
        | "uri:phonenumber"
        | "uri:simserial"
        | "uri:deviceid"
        | "uri:username"
        | "uri:email"
        | "xml-external"
        | "select one external" => Known::NotSupported,
        name if name.starts_with("osm ") => Known::NotSupported,
        _ => Known::Unknown,
    }
}

/// The data type of `bind::type`.
pub(super) fn data_type(name: &str) -> Option<DataType> {
    Some(match name {
        "string" | "select" | "select1" | "odk:rank" => DataType::String,
        "int" | "integer" => DataType::Int,
        "decimal" => DataType::Decimal,
        "boolean" => DataType::Boolean,
        "date" => DataType::Date,
        "time" => DataType::Time,
        "dateTime" => DataType::DateTime,
        "geopoint" => DataType::Geopoint,
        "geotrace" => DataType::Geotrace,
        "geoshape" => DataType::Geoshape,
        "binary" => DataType::Binary,
        "barcode" => DataType::Barcode,
        "intent" => DataType::Intent,
        _ => return None,
    })
}

/// A row that opens or closes something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Bracket {
    /// `begin group` and the like.
    Begin(Section),
    /// `end group` and the like.
    End(Section),
}

/// What is opened or closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Section {
    /// A group.
    Group,
    /// A repeat.
    Repeat,
    /// Questions once for each choice of a list.
    Loop,
}

impl Section {
    /// Its name, as in `begin_group`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Group => "group",
            Self::Repeat => "repeat",
            Self::Loop => "loop",
        }
    }
}

/// `begin group`, `end_repeat`, `begin loop over list`.
pub(super) fn bracket(name: &str) -> Option<Bracket> {
    let sections = [
        ("group", Section::Group),
        ("lgroup", Section::Repeat),
        ("repeat", Section::Repeat),
        ("loop", Section::Loop),
        ("looped group", Section::Repeat),
    ];
    let after = |word: &str| name.strip_prefix(word)?.strip_prefix(|c: char| c.is_whitespace() || c == '_');
    if let Some(rest) = after("end") {
        return sections.iter().find(|(section, _)| *section == rest).map(|(_, section)| Bracket::End(*section));
    }
    let rest = after("begin")?;
    let fits = |section: &str| match rest.strip_prefix(section) {
        Some("") => true,
        Some(list) => list.strip_prefix(' ').map(|list| list.strip_prefix("over ").unwrap_or(list)).is_some_and(is_word),
        None => false,
    };
    sections.iter().find(|(section, _)| fits(section)).map(|(_, section)| Bracket::Begin(*section))
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && !text.contains(char::is_whitespace)
}

/// A select with its list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Select<'t> {
    /// How it is shown.
    pub tag: Tag,
    /// Whether the list must be a file.
    pub from_file: bool,
    /// Whether the list is in the sheet `external_choices`.
    pub external: bool,
    /// The list, file or reference.
    pub list: &'t str,
    /// Whether something else can be answered.
    pub or_other: bool,
}

/// `select_one list`, `select all that apply from list or specify other`.
pub(super) fn select(name: &str) -> Option<Select<'_>> {
    let commands = [
        ("add select one prompt using", Tag::SelectOne),
        ("add select multiple prompt using", Tag::SelectMultiple),
        ("select all that apply from", Tag::SelectMultiple),
        ("select one from", Tag::SelectOne),
        ("select1", Tag::SelectOne),
        ("select_one", Tag::SelectOne),
        ("select one", Tag::SelectOne),
        ("select_multiple", Tag::SelectMultiple),
        ("select all that apply", Tag::SelectMultiple),
        ("select_one_external", Tag::SelectOne),
        ("select_one_from_file", Tag::SelectOne),
        ("select_multiple_from_file", Tag::SelectMultiple),
        ("select one from file", Tag::SelectOne),
        ("select multiple from file", Tag::SelectMultiple),
        ("rank", Tag::Rank),
    ];
    commands.iter().find_map(|(command, tag)| {
        let rest = name.strip_prefix(*command)?.strip_prefix(' ')?;
        let others = [" or specify other", " or_other", " or other"];
        let without = others.iter().find_map(|other| rest.strip_suffix(*other)).filter(|list| is_word(list));
        let list = without.unwrap_or(rest);
        is_word(list).then_some(Select {
            tag: *tag,
            from_file: command.ends_with("file"),
            external: command.ends_with("external"),
            list,
            or_other: without.is_some(),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn selects_are_parted_from_their_lists() {
        for (name, expected) in [
            ("select_one l", Some(("l", Tag::SelectOne, false, false))),
            ("select one from l", Some(("l", Tag::SelectOne, false, false))),
            ("select one from file f.csv", Some(("f.csv", Tag::SelectOne, true, false))),
            ("select_multiple_from_file f.csv", Some(("f.csv", Tag::SelectMultiple, true, false))),
            ("select_one l or_other", Some(("l", Tag::SelectOne, false, true))),
            ("select all that apply from l or specify other", Some(("l", Tag::SelectMultiple, false, true))),
            ("rank l", Some(("l", Tag::Rank, false, false))),
            ("select_one ${a}", Some(("${a}", Tag::SelectOne, false, false))),
            ("select_one", None),
            ("select_one a b", None),
            ("text", None),
        ] {
            let found = select(name).map(|select| (select.list, select.tag, select.from_file, select.or_other));
            assert_eq!(found, expected, "{name}");
        }
    }

    #[test]
    fn brackets_have_many_spellings() {
        for (name, expected) in [
            ("begin group", Some(Bracket::Begin(Section::Group))),
            ("begin_group", Some(Bracket::Begin(Section::Group))),
            ("begin looped group", Some(Bracket::Begin(Section::Repeat))),
            ("begin_loop over l", Some(Bracket::Begin(Section::Loop))),
            ("begin repeat x", Some(Bracket::Begin(Section::Repeat))),
            ("end_repeat", Some(Bracket::End(Section::Repeat))),
            ("end repeat x", None),
            ("begin", None),
            ("begin dancing", None),
            ("beginning", None),
        ] {
            assert_eq!(bracket(name), expected, "{name}");
        }
    }
}
