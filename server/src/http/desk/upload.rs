//! What a form with a file sent: its fields, its file, and what went wrong on the way.
//!
//! Invariants: what arrived before something went wrong is kept, so that the form can be shown again as it was filled in; a form that did
//! not arrive whole says so in [`Sent::problem`] and must not be acted on.

use crate::audit::refusals::Kind;
use crate::http::{UPLOAD_MAX, refused};
use axum::extract::Multipart;
use axum::extract::multipart::{Field, MultipartError, MultipartRejection};
use axum::http::StatusCode;
use engawa_core::Problem;

/// A form with a file.
#[derive(Debug, Default)]
pub struct Sent {
    /// Its fields, in their order.
    pub fields: Vec<(String, String)>,
    /// Name and bytes of its file, if one was chosen.
    pub file: Option<(String, Vec<u8>)>,
    /// Why it did not arrive whole.
    pub problem: Option<Problem>,
}

impl Sent {
    /// Reads a form whose file stands in the field `file`.
    pub async fn read(multipart: Result<Multipart, MultipartRejection>, file: &str) -> Self {
        let mut sent = Self::default();
        match multipart {
            Ok(mut multipart) => {
                if let Err(error) = sent.take_all(&mut multipart, file).await {
                    sent.problem = Some(problem_of(&error, file));
                }
            }
            Err(_) => sent.problem = Some(Problem::new(file, "upload_broken")),
        }
        sent
    }

    async fn take_all(&mut self, multipart: &mut Multipart, file: &str) -> Result<(), MultipartError> {
        while let Some(field) = multipart.next_field().await? {
            self.take(field, file).await?;
        }
        Ok(())
    }

    async fn take(&mut self, field: Field<'_>, file: &str) -> Result<(), MultipartError> {
        let name = field.name().unwrap_or_default().to_owned();
        if name != file {
            let value = field.text().await?;
            self.fields.push((name, value));
            return Ok(());
        }
        // Some browsers send the whole path.
        let file_name = field.file_name().unwrap_or("file").rsplit(['/', '\\']).next().unwrap_or("file").to_owned();
        let bytes = field.bytes().await?;
        if !bytes.is_empty() {
            self.file = Some((file_name, bytes.to_vec()));
        }
        Ok(())
    }

    /// The first field of this name, or nothing.
    pub fn value(&self, name: &str) -> &str {
        self.fields.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str())
    }
}

/// What to tell: too much is another matter than a connection that broke.
fn problem_of(error: &MultipartError, file: &str) -> Problem {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        refused::tell(Kind::TooLarge);
        return Problem::new(file, "too_large").arg(format!("{} MB", UPLOAD_MAX / (1024 * 1024)));
    }
    tracing::info!(reason = error.body_text(), "a form did not arrive whole");
    Problem::new(file, "upload_broken")
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;
    use axum::extract::{DefaultBodyLimit, FromRequest as _, Request};
    use axum::routing::post;
    use tower::ServiceExt as _;

    async fn read(body: &str) -> Sent {
        let request = Request::post("/").header("content-type", "multipart/form-data; boundary=x").body(Body::from(body.to_owned())).unwrap();
        Sent::read(Multipart::from_request(request, &()).await, "file").await
    }

    fn part(head: &str, text: &str) -> String {
        format!("--x\r\nContent-Disposition: form-data; {head}\r\n\r\n{text}\r\n")
    }

    fn code(sent: &Sent) -> Option<String> {
        sent.problem.as_ref().map(|problem| format!("{}:{}", problem.path, problem.code))
    }

    #[tokio::test]
    async fn fields_and_file_are_parted() {
        let body = format!("{}{}--x--\r\n", part("name=\"source\"", "市の催し"), part("name=\"file\"; filename=\"C:\\data\\a.csv\"", "a,b"));
        let sent = read(&body).await;
        assert_eq!((sent.value("source"), sent.value("none")), ("市の催し", ""));
        assert_eq!(sent.file, Some(("a.csv".to_owned(), b"a,b".to_vec())));
        assert_eq!(code(&sent), None);
        let empty = read(&format!("{}--x--\r\n", part("name=\"file\"; filename=\"\"", ""))).await;
        assert_eq!((empty.file, code(&read("").await)), (None, Some("file:upload_broken".to_owned())));
    }

    #[tokio::test]
    async fn what_came_before_a_break_is_kept() {
        let sent =
            read(&format!("{}--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\na,", part("name=\"source\"", "市")))
                .await;
        assert_eq!((sent.value("source"), sent.file.is_none(), code(&sent)), ("市", true, Some("file:upload_broken".to_owned())));
    }

    #[tokio::test]
    async fn too_much_is_called_so() {
        async fn answer(multipart: Result<Multipart, MultipartRejection>) -> String {
            let sent = Sent::read(multipart, "file").await;
            format!("{} {}", sent.value("source"), code(&sent).unwrap_or_default())
        }
        let body = format!("{}{}--x--\r\n", part("name=\"source\"", "s"), part("name=\"file\"; filename=\"a.csv\"", &"x".repeat(4_000)));
        let request = Request::post("/").header("content-type", "multipart/form-data; boundary=x").body(Body::from(body)).unwrap();
        let router = axum::Router::new().route("/", post(answer)).layer(DefaultBodyLimit::max(1_000));
        let response = router.oneshot(request).await.unwrap();
        let text = axum::body::to_bytes(response.into_body(), 1_000).await.unwrap();
        assert_eq!(String::from_utf8_lossy(&text).split(' ').next_back(), Some("file:too_large"));
    }
}
