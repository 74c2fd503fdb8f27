//! What a form with files sent: fields and any number of files.
//!
//! Invariant: a form that did not arrive whole says so in [`Posted::problem`] and must not be acted on.

use crate::audit::refusals::Kind;
use crate::http::refused;
use axum::body::Bytes;
use axum::extract::Multipart;
use axum::extract::multipart::{MultipartError, MultipartRejection};
use axum::http::StatusCode;
use engawa_app::forms::rules::file_name;
use engawa_core::Problem;

/// Fields beyond which a form is refused.
const FIELDS_MAX: usize = 20_000;

/// A file of a form.
#[derive(Clone, Debug)]
pub struct PostedFile {
    /// The name of its field.
    pub field: String,
    /// Its own name, safe to show.
    pub name: String,
    /// Its bytes; never empty.
    pub bytes: Bytes,
}

/// A form with files.
#[derive(Debug, Default)]
pub struct Posted {
    /// Its fields, in their order.
    pub fields: Vec<(String, String)>,
    /// Its files, those that were chosen.
    pub files: Vec<PostedFile>,
    /// Why it did not arrive whole.
    pub problem: Option<Problem>,
}

impl Posted {
    /// Reads a form.
    pub async fn read(multipart: Result<Multipart, MultipartRejection>) -> Self {
        let mut posted = Self::default();
        match multipart {
            Ok(mut multipart) => {
                if let Err(error) = posted.take(&mut multipart).await {
                    let is_large = error.status() == StatusCode::PAYLOAD_TOO_LARGE;
                    if is_large {
                        refused::tell(Kind::TooLarge);
                    }
                    let problem = if is_large { Problem::new("", "too_large").arg("20 MB") } else { Problem::new("", "upload_broken") };
                    posted.problem = Some(problem);
                }
            }
            Err(_) => posted.problem = Some(Problem::new("", "upload_broken")),
        }
        posted
    }

    async fn take(&mut self, multipart: &mut Multipart) -> Result<(), MultipartError> {
        while let Some(field) = multipart.next_field().await? {
            if self.fields.len() + self.files.len() >= FIELDS_MAX {
                self.problem = Some(Problem::new("", "too_many").arg(FIELDS_MAX.to_string()));
                return Ok(());
            }
            let name = field.name().unwrap_or_default().to_owned();
            if let Some(file) = field.file_name().map(file_name) {
                let bytes = field.bytes().await?;
                if !bytes.is_empty() {
                    self.files.push(PostedFile { field: name, name: file, bytes });
                }
            } else {
                let value = field.text().await?;
                self.fields.push((name, value));
            }
        }
        Ok(())
    }

    /// The first field of this name, or nothing.
    pub fn value(&self, name: &str) -> &str {
        self.fields.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str())
    }

    /// All fields of this name.
    pub fn values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.fields.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}
