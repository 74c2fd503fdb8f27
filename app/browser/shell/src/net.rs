//! Requests that page and service worker make alike.
//!
//! Invariants: every request names build and schema, has a deadline and is aborted when it passes; a request that brought no answer is no
//! error but simply nothing, because being offline is ordinary.

use crate::js;
use engawa_core::outbox::answer::Answer;
use wasm_bindgen::JsValue;
use web_sys::AbortController;

/// The version of the commands' form that this code writes, sent with each request.
const SCHEMA: &str = "1";

/// How an address shows that whoever has it may see something.
const SECRET: &str = "?secret=";

/// What is asked for to see whether the server can be reached.
const PROBE: &str = "/healthz";
/// How long that answer may take, in milliseconds.
const PROBE_PATIENCE_MS: u32 = 10_000;

/// What is asked.
#[derive(Clone, Debug, Default)]
pub struct Ask<'a> {
    /// `GET` and so on.
    pub method: &'a str,
    /// The address.
    pub url: &'a str,
    /// Headers besides ours.
    pub headers: &'a [(&'a str, &'a str)],
    /// The body, if there is one: text or bytes.
    pub body: Option<JsValue>,
    /// How long the whole answer may take, in milliseconds.
    pub patience_ms: u32,
}

/// The server of this page or worker.
#[derive(Clone, Debug)]
pub struct Net {
    build: String,
}

impl Net {
    /// Requests that name this build.
    pub fn new(build: &str) -> Self {
        Self { build: build.to_owned() }
    }

    /// Whether the server answers now. Asked before anything is sent that could be taken back as long as it was never tried.
    pub async fn is_there(&self) -> bool {
        self.ask(Ask { method: "HEAD", url: PROBE, patience_ms: PROBE_PATIENCE_MS, ..Ask::default() }).await.is_some()
    }

    /// Asks, and gives the whole answer; nothing if there was none.
    pub async fn ask(&self, ask: Ask<'_>) -> Option<Answer> {
        let controller = AbortController::new().ok()?;
        let answer = js::within(ask.patience_ms, self.fetch(&ask, &controller)).await;
        if answer.is_none() {
            controller.abort();
        }
        answer?.ok()
    }

    /// Asks for a file: its `Blob`, or the status if it is another one than 200; nothing if there was no answer.
    pub async fn file(&self, ask: Ask<'_>) -> Option<Result<JsValue, u16>> {
        let controller = AbortController::new().ok()?;
        let work = async {
            let response = self.respond(&ask, &controller).await?;
            match status_of(&response) {
                200 => Ok::<_, JsValue>(Ok(js::ask(&response, "blob", &[]).await?)),
                status => Ok(Err(status)),
            }
        };
        let answer = js::within(ask.patience_ms, work).await;
        if answer.is_none() {
            controller.abort();
        }
        answer?.ok()
    }

    /// The `Response` to a request.
    async fn respond(&self, ask: &Ask<'_>, controller: &AbortController) -> Result<JsValue, JsValue> {
        let own = [("x-engawa-build", self.build.as_str()), ("x-engawa-schema", SCHEMA)];
        let headers: Vec<(&str, JsValue)> = own.iter().chain(ask.headers).map(|(name, value)| (*name, JsValue::from_str(value))).collect();
        let signal: JsValue = controller.signal().into();
        let mut init = vec![("method", JsValue::from_str(ask.method)), ("headers", js::object(&headers)), ("signal", signal)];
        if let Some(body) = &ask.body {
            init.push(("body", body.clone()));
        }
        // What will not be kept is written down before the browser hears so: its address, too.
        if ask.url.contains(SECRET) {
            init.push(("cache", JsValue::from_str("no-store")));
        }
        js::ask(&js::global(), "fetch", &[&JsValue::from_str(ask.url), &js::object(&init)]).await
    }

    async fn fetch(&self, ask: &Ask<'_>, controller: &AbortController) -> Result<Answer, JsValue> {
        let response = self.respond(ask, controller).await?;
        let text = js::ask(&response, "text", &[]).await?.as_string().unwrap_or_default();
        let headers = js::property(&response, "headers").unwrap_or(JsValue::UNDEFINED);
        let header = |name: &str| js::call(&headers, "get", &[&JsValue::from_str(name)]).ok().and_then(|value| value.as_string());
        Ok(Answer {
            status: status_of(&response),
            retry_after: header("retry-after"),
            upload_offset: header("upload-offset"),
            upload_complete: header("upload-complete"),
            text,
        })
    }
}

fn status_of(response: &JsValue) -> u16 {
    js::property(response, "status").and_then(|status| status.as_f64()).map_or(0, to_status)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a status has three digits")]
fn to_status(value: f64) -> u16 {
    value as u16
}
