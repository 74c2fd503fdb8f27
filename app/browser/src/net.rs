//! The network, as far as the feed needs it: pages as JSON, the snapshot as a stream of lines.
//!
//! Invariants: every request names build and schema, has a deadline and is aborted when it passes; a part of the snapshot never ends
//! between two records of one revision, so that a snapshot that breaks off can be continued with pages.

use crate::js;
use engawa_core::feed::{Cursor, Page, Record};
use js_sys::Uint8Array;
use serde::Deserialize;
use std::fmt;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, Headers, ReadableStreamDefaultReader, RequestInit, Response};

/// The version of the feed's form that this code reads, sent with each request.
const SCHEMA: &str = "1";
/// How long the server may take to begin its answer.
const ANSWER_MS: u32 = 15_000;
/// How long a page's text, or the next piece of a stream, may take.
const STALL_MS: u32 = 20_000;

/// Why a request brought nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NetError {
    /// The server was not reached, or the connection broke.
    Unreachable(String),
    /// It took too long.
    Timeout,
    /// The server refused, with this HTTP status.
    Status(u16),
    /// The answer is not what was agreed.
    Malformed(String),
}

impl fmt::Display for NetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreachable(why) => write!(f, "unreachable: {why}"),
            Self::Timeout => f.write_str("timeout"),
            Self::Status(status) => write!(f, "status {status}"),
            Self::Malformed(why) => write!(f, "malformed: {why}"),
        }
    }
}

impl NetError {
    fn unreachable(error: &JsValue) -> Self {
        Self::Unreachable(js::error_text(error))
    }

    fn malformed(error: &serde_json::Error) -> Self {
        Self::Malformed(error.to_string())
    }
}

/// The server of this page.
#[derive(Clone, Debug)]
pub struct Net {
    build: String,
}

impl Net {
    /// Requests that name this build.
    pub fn new(build: &str) -> Self {
        Self { build: build.to_owned() }
    }

    /// The page of the public feed after `since`.
    pub async fn page(&self, since: Cursor, limit: u32) -> Result<Page, NetError> {
        let controller = AbortController::new().map_err(|error| NetError::unreachable(&error))?;
        let response = self.get(&format!("/api/v1/feed/public?since={since}&limit={limit}"), &controller).await?;
        let text = response.text().map_err(|error| NetError::unreachable(&error))?;
        let Some(text) = js::within(STALL_MS, JsFuture::from(text)).await else {
            controller.abort();
            return Err(NetError::Timeout);
        };
        let text = text.map_err(|error| NetError::unreachable(&error))?.as_string().unwrap_or_default();
        Page::from_json(&text).map_err(|error| NetError::malformed(&error))
    }

    /// Begins to read the snapshot of the public feed.
    pub async fn snapshot(&self) -> Result<Snapshot, NetError> {
        let controller = AbortController::new().map_err(|error| NetError::unreachable(&error))?;
        let response = self.get("/api/v1/feed/public/snapshot", &controller).await?;
        let Some(body) = response.body() else {
            return Err(NetError::Malformed("no body".to_owned()));
        };
        let reader = body.get_reader().unchecked_into::<ReadableStreamDefaultReader>();
        let mut source = Source { reader, controller, lines: Lines::default(), ended: false };
        let Some(line) = source.line().await? else {
            return Err(NetError::Malformed("empty".to_owned()));
        };
        let head: Head = serde_json::from_slice(&line).map_err(|error| NetError::malformed(&error))?;
        Ok(Snapshot { source, head, held: Vec::new(), count: 0 })
    }

    async fn get(&self, url: &str, controller: &AbortController) -> Result<Response, NetError> {
        let Some(window) = web_sys::window() else {
            return Err(NetError::Unreachable("no window".to_owned()));
        };
        let headers = Headers::new().map_err(|error| NetError::unreachable(&error))?;
        for (name, value) in [("x-engawa-build", self.build.as_str()), ("x-engawa-schema", SCHEMA)] {
            headers.set(name, value).map_err(|error| NetError::unreachable(&error))?;
        }
        let init = RequestInit::new();
        init.set_method("GET");
        init.set_headers(&headers);
        init.set_signal(Some(&controller.signal()));
        match js::within(ANSWER_MS, JsFuture::from(window.fetch_with_str_and_init(url, &init))).await {
            None => {
                controller.abort();
                Err(NetError::Timeout)
            }
            Some(Err(error)) => Err(NetError::unreachable(&error)),
            Some(Ok(response)) => {
                let response: Response = response.unchecked_into();
                if response.ok() { Ok(response) } else { Err(NetError::Status(response.status())) }
            }
        }
    }
}

/// The first line of a snapshot.
#[derive(Clone, Debug, Deserialize)]
struct Head {
    /// The history.
    epoch: String,
    /// The revision at which it was taken.
    rev: Cursor,
    /// How many records follow.
    records: u64,
}

/// A snapshot that is being read.
pub struct Snapshot {
    source: Source,
    head: Head,
    /// Read, but not handed out yet.
    held: Vec<Record>,
    count: u64,
}

impl Snapshot {
    /// How many records it has in all.
    pub fn total(&self) -> u64 {
        self.head.records
    }

    /// The next part, of about `size` records; `more` is false in the last one, whose cursor is the snapshot's revision.
    pub async fn part(&mut self, size: usize) -> Result<Page, NetError> {
        while let Some(line) = self.source.line().await? {
            let record = serde_json::from_slice::<engawa_core::feed::WireRecord<'_>>(&line).map(Record::from);
            let record = record.map_err(|error| NetError::malformed(&error))?;
            self.count += 1;
            let cut = self.held.last().map(|last| last.rev).filter(|rev| self.held.len() >= size && *rev != record.rev);
            let full = cut.map(|cursor| self.page(cursor, true));
            self.held.push(record);
            if let Some(page) = full {
                return Ok(page);
            }
        }
        if self.count != self.head.records {
            return Err(NetError::Malformed(format!("{} of {} records", self.count, self.head.records)));
        }
        Ok(self.page(self.head.rev, false))
    }

    fn page(&mut self, cursor: Cursor, more: bool) -> Page {
        Page { records: std::mem::take(&mut self.held), cursor, more, epoch: self.head.epoch.clone() }
    }
}

/// A body as lines.
struct Source {
    reader: ReadableStreamDefaultReader,
    controller: AbortController,
    lines: Lines,
    ended: bool,
}

impl Source {
    /// The next line that is not empty; nothing after the last.
    async fn line(&mut self) -> Result<Option<Vec<u8>>, NetError> {
        loop {
            match self.lines.take_line() {
                Some(line) if line.is_empty() => {}
                Some(line) => return Ok(Some(line)),
                None if self.ended => return Ok(None),
                None => self.read().await?,
            }
        }
    }

    async fn read(&mut self) -> Result<(), NetError> {
        let Some(piece) = js::within(STALL_MS, JsFuture::from(self.reader.read())).await else {
            self.controller.abort();
            return Err(NetError::Timeout);
        };
        let piece = piece.map_err(|error| NetError::unreachable(&error))?;
        if let Some(bytes) = js::property(&piece, "value").and_then(|value| value.dyn_into::<Uint8Array>().ok()) {
            self.lines.push(&bytes.to_vec());
        } else {
            self.ended = true;
            self.lines.end();
        }
        Ok(())
    }
}

impl Drop for Source {
    fn drop(&mut self) {
        if !self.ended {
            // Whoever stops reading does not want the rest.
            self.controller.abort();
        }
    }
}

/// Cuts bytes into lines, wherever the pieces they come in begin and end: also within a character.
#[derive(Debug, Default)]
pub struct Lines {
    bytes: Vec<u8>,
    /// Where the next line begins.
    start: usize,
    /// Up to where no line break was found.
    searched: usize,
}

impl Lines {
    /// Adds a piece.
    pub fn push(&mut self, piece: &[u8]) {
        self.bytes.drain(..self.start);
        self.searched -= self.start;
        self.start = 0;
        self.bytes.extend_from_slice(piece);
    }

    /// Nothing more comes: what is left is a line.
    pub fn end(&mut self) {
        if self.bytes.len() > self.start {
            self.bytes.push(b'\n');
        }
    }

    /// The next whole line, without its break.
    pub fn take_line(&mut self) -> Option<Vec<u8>> {
        let Some(length) = self.bytes.get(self.searched..)?.iter().position(|byte| *byte == b'\n') else {
            self.searched = self.bytes.len();
            return None;
        };
        let end = self.searched + length;
        let line = self.bytes.get(self.start..end)?.to_vec();
        self.start = end + 1;
        self.searched = self.start;
        Some(line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_whole_wherever_the_pieces_are_cut() {
        let text = "{\"a\":\"防災\"}\n\n{\"b\":1}\n{\"c\":\"縁側\"}".as_bytes();
        for size in 1..text.len() {
            let mut lines = Lines::default();
            let mut found = Vec::new();
            for piece in text.chunks(size) {
                lines.push(piece);
                while let Some(line) = lines.take_line() {
                    found.push(String::from_utf8(line).unwrap());
                }
            }
            lines.end();
            while let Some(line) = lines.take_line() {
                found.push(String::from_utf8(line).unwrap());
            }
            assert_eq!(found, ["{\"a\":\"防災\"}", "", "{\"b\":1}", "{\"c\":\"縁側\"}"], "pieces of {size}");
        }
    }
}
