//! A draft as one file, `name.engawa-draft.json`: to carry it on a stick, mail it, or keep it beside the browser's storage.
//!
//! The file says what it is at its beginning, holds the document whole (with conflicts and removed rows), and lists the attachments
//! by digest; the shell puts their content in where it is small enough. What could not be read of the draft goes along as it was. A file
//! comes from anywhere, so everything in it is checked before anything of it is used, and each refusal names the place. A draft that is
//! here already is merged, not replaced.

use super::aside::Aside;
use super::check;
use super::document::Document;
use super::log::SCHEMA;
use super::path;
use super::{Draft, Flaw, is_sha256};
use crate::time::Millis;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// How the name of such a file ends.
pub const EXTENSION: &str = ".engawa-draft.json";
/// The marker by which such a file is known.
pub const FORMAT: &str = "engawa-draft";
/// The largest file that is read, in bytes.
pub const MAX_FILE: usize = 64 << 20;

/// The form of files with lines that were put aside, which an older program could not read; one without them is of [`SCHEMA`].
const WITH_ASIDE: u32 = 2;
/// No clock goes further, in milliseconds: what says so is no time.
const LAST: Millis = 8_640_000_000_000_000;

/// An attachment in a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Enclosed {
    /// The digest of its content, 64 hexadecimal digits. The shell compares it with the content before it stores it.
    pub sha256: String,
    /// Its name.
    pub name: String,
    /// Its content in base 64 with padding, if it is in the file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data: Option<String>,
}

/// What a file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// The draft.
    pub draft: Draft,
    /// The files that it names; those without content are to be found elsewhere.
    pub attachments: Vec<Enclosed>,
    /// What could not be read of it, as it was.
    pub aside: Vec<Aside>,
}

/// Why a file was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileProblem {
    /// It is larger than this, in bytes.
    TooLarge(usize),
    /// It is not a draft at all.
    NotADraft,
    /// A newer program wrote it, in this schema.
    Newer(u32),
    /// It is damaged or has something in it that does not belong there.
    Broken {
        /// The line, from 1.
        line: usize,
        /// The column, from 1; 0 at the end of a line.
        column: usize,
        /// What the reader says, in English; it names an unknown field.
        message: String,
    },
    /// This part of it says something else than the document in it: `draft`, `form`, `version` or `title`.
    Head(&'static str),
    /// The document in it is not one of ours.
    Document(Flaw),
    /// This attachment, counted from 0, is not named in the draft, is there twice, or its content is not base 64.
    Attachment(usize),
}

impl FileProblem {
    /// The place in the file, for people who look into it: `3:14`, `document/name`, `attachments/0`. Empty: the whole file.
    pub fn place(&self) -> String {
        match self {
            Self::TooLarge(_) | Self::NotADraft => String::new(),
            Self::Newer(_) => "schema".to_owned(),
            Self::Broken { line, column, .. } => format!("{line}:{column}"),
            Self::Head(field) => (*field).to_owned(),
            Self::Document(flaw) => format!("document/{}", flaw.place),
            Self::Attachment(at) => format!("attachments/{at}"),
        }
    }
}

impl From<serde_json::Error> for FileProblem {
    fn from(error: serde_json::Error) -> Self {
        Self::Broken { line: error.line(), column: error.column(), message: error.to_string() }
    }
}

#[derive(Serialize)]
struct FileOut<'a> {
    format: &'a str,
    schema: u32,
    draft: &'a str,
    form: &'a str,
    version: &'a str,
    title: &'a str,
    document: &'a Document,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    attachments: Vec<Enclosed>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    aside: Vec<&'a Aside>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileIn {
    #[serde(rename = "format")]
    _format: String,
    #[serde(rename = "schema")]
    _schema: u32,
    draft: String,
    form: String,
    version: String,
    title: String,
    document: Document,
    #[serde(default)]
    attachments: Vec<Enclosed>,
    #[serde(default)]
    aside: Vec<Aside>,
}

#[derive(Deserialize)]
struct Marks {
    #[serde(default)]
    format: Option<String>,
    #[serde(default)]
    schema: Option<u32>,
}

/// A draft as a file. `contents` are the attachments to put in, by digest, in base 64.
pub fn export(draft: &Draft, contents: &BTreeMap<String, String>) -> String {
    export_with(draft, contents, &[])
}

/// The same with what could not be read of it, so that all of it moves.
pub fn export_with(draft: &Draft, contents: &BTreeMap<String, String>, aside: &[Aside]) -> String {
    let attachments = draft.attachments().into_iter();
    let file = FileOut {
        format: FORMAT,
        schema: if aside.is_empty() { SCHEMA } else { WITH_ASIDE },
        draft: draft.id(),
        form: draft.form_id(),
        version: draft.version(),
        title: draft.title(),
        document: draft.document(),
        attachments: attachments.map(|it| Enclosed { data: contents.get(&it.sha256).cloned(), sha256: it.sha256, name: it.name }).collect(),
        aside: aside.iter().collect(),
    };
    // Keys are strings and numbers are whole: this cannot fail.
    serde_json::to_string(&file).unwrap_or_default()
}

/// Reads [`export`].
pub fn import(text: &str) -> Result<Imported, FileProblem> {
    if text.len() > MAX_FILE {
        return Err(FileProblem::TooLarge(MAX_FILE));
    }
    let marks: Marks = serde_json::from_str(text).map_err(|error| if error.is_data() { FileProblem::NotADraft } else { error.into() })?;
    match marks {
        Marks { format: Some(format), schema: Some(schema) } if format == FORMAT => {
            if schema > WITH_ASIDE {
                return Err(FileProblem::Newer(schema));
            }
        }
        _ => return Err(FileProblem::NotADraft),
    }
    let file: FileIn = serde_json::from_str(text)?;
    if !path::is_id(&file.draft) {
        return Err(FileProblem::Head("draft"));
    }
    check::document(&file.document).map_err(FileProblem::Document)?;
    let draft = Draft { id: file.draft, document: file.document };
    for (field, in_head, in_document) in
        [("form", &file.form, draft.form_id()), ("version", &file.version, draft.version()), ("title", &file.title, draft.title())]
    {
        if in_head != in_document {
            return Err(FileProblem::Head(field));
        }
    }
    let named: BTreeSet<(String, String)> = draft.attachments().into_iter().map(|it| (it.sha256, it.name)).collect();
    let mut seen = BTreeSet::new();
    for (at, enclosed) in file.attachments.iter().enumerate() {
        let name = (enclosed.sha256.clone(), enclosed.name.clone());
        let is_sound = is_sha256(&enclosed.sha256) && named.contains(&name) && enclosed.data.as_deref().is_none_or(is_base64);
        if !is_sound || !seen.insert(name) {
            return Err(FileProblem::Attachment(at));
        }
    }
    let mut aside = file.aside;
    for it in &mut aside {
        it.at = it.at.filter(|at| (0..=LAST).contains(at));
    }
    Ok(Imported { draft, attachments: file.attachments, aside })
}

fn is_base64(text: &str) -> bool {
    let data = text.trim_end_matches('=');
    text.len().is_multiple_of(4) && text.len() - data.len() <= 2 && data.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/'))
}

#[cfg(test)]
mod tests {
    use super::super::{Edit, FlawKind, Writer};
    use super::*;
    use crate::form::AnswerPath;

    fn digest() -> String {
        "0123456789abcdef".repeat(4)
    }

    fn draft() -> Draft {
        let writer = Writer { replica: "a".into(), by: "佐藤".into(), at: 5 };
        let mut draft = Draft::begin("d1", "grant", "2026", &writer).unwrap();
        draft.edit(&writer, Edit::Title("花壇".into())).unwrap();
        draft.edit(&writer, Edit::set(AnswerPath("rules".into()), format!("sha256:{}/規約.pdf", digest()))).unwrap();
        draft
    }

    #[test]
    fn the_form_is_pinned_and_comes_back() {
        let text = export(&draft(), &BTreeMap::from([(digest(), "QUJD".to_owned())]));
        let head = r#"{"format":"engawa-draft","schema":1,"draft":"d1","form":"grant","version":"2026","title":"花壇","document":{"seen":{"a":4},"#;
        assert!(text.starts_with(head), "{text}");
        let tail = format!(r#""attachments":[{{"sha256":"{}","name":"規約.pdf","data":"QUJD"}}]}}"#, digest());
        assert!(text.ends_with(&tail), "{text}");
        let imported = import(&text).unwrap();
        assert_eq!(imported.draft, draft());
        assert_eq!(imported.attachments, [Enclosed { sha256: digest(), name: "規約.pdf".into(), data: Some("QUJD".into()) }]);
    }

    #[test]
    fn what_could_not_be_read_moves_as_it_is() {
        let lines = ["{\"schema\":1,\"chan", "\u{0}縁"].map(|line| Aside { line: line.to_owned(), at: Some(7) });
        let text = export_with(&draft(), &BTreeMap::new(), &lines);
        assert!(text.starts_with(r#"{"format":"engawa-draft","schema":2,"#), "an older program says that it is too old");
        let imported = import(&text).unwrap();
        assert_eq!((&imported.draft, imported.aside.as_slice()), (&draft(), lines.as_slice()));
        for (at, expected) in [(r#""at":0"#, Some(0)), (r#""at":-1"#, None), (r#""at":9000000000000000"#, None), (r#""at":null"#, None)] {
            let aside = import(&text.replacen(r#""at":7"#, at, 1)).unwrap().aside;
            assert_eq!((aside[0].at, aside[1].at), (expected, Some(7)), "{at}");
        }
        assert_eq!(export_with(&draft(), &BTreeMap::new(), &[]), export(&draft(), &BTreeMap::new()));
    }

    #[test]
    fn hostile_files_are_refused_by_place() {
        let sound = export(&draft(), &BTreeMap::from([(digest(), "QUJD".to_owned())]));
        let upper = digest().to_uppercase();
        for (from, to, expected) in [
            (r#""format":"engawa-draft""#, r#""format":"other""#, ""),
            (r#""format":"engawa-draft","#, "", ""),
            (r#""schema":1"#, r#""schema":9,"what":{}"#, "schema"),
            (r#""schema":1"#, r#""schema":"one""#, ""),
            (r#""draft":"d1""#, r#""draft":"../d1""#, "draft"),
            (r#""form":"grant""#, r#""form":"other""#, "form"),
            (r#""title":"花壇""#, r#""title":"別""#, "title"),
            (r#""seen":{"a":4}"#, r#""seen":{"a":3}"#, "document/rules"),
            (r##""#title""##, r##""#tittle""##, "document/#tittle"),
            (r#""data":"QUJD""#, r#""data":"QUJ""#, "attachments/0"),
            (r#""data":"QUJD""#, r#""data":"QU<D""#, "attachments/0"),
            (r#""name":"規約.pdf""#, r#""name":"x.pdf""#, "attachments/0"),
            (r#"[{"sha256":"0123"#, r#"[{"sha256":"9123"#, "attachments/0"),
        ] {
            let text = sound.replacen(from, to, 1);
            assert_ne!(text, sound, "{from}");
            assert_eq!(import(&text).unwrap_err().place(), expected, "{to}");
        }
        assert!(!is_sha256(&upper));
        for (text, expected) in [
            ("", FileProblem::Broken { line: 1, column: 0, message: "EOF while parsing a value at line 1 column 0".into() }),
            ("[]", FileProblem::NotADraft),
            ("{}", FileProblem::NotADraft),
        ] {
            assert_eq!(import(text), Err(expected), "{text}");
        }
        let unknown = sound.replace(r#""draft":"d1""#, r#""draft":"d1","script":"x""#);
        let refused = import(&unknown).unwrap_err();
        assert!(matches!(&refused, FileProblem::Broken { line: 1, message, .. } if message.contains("script")), "{refused:?}");
        let deep = format!(r#"{{"format":"engawa-draft","schema":1,"document":{}"#, "[".repeat(1_000_000));
        assert!(matches!(import(&deep), Err(FileProblem::Broken { .. })));
        assert_eq!(import(&" ".repeat(MAX_FILE + 1)), Err(FileProblem::TooLarge(MAX_FILE)));
        let place = FileProblem::Document(Flaw { place: "q".into(), what: FlawKind::Path }).place();
        assert_eq!(place, "document/q");
    }
}
