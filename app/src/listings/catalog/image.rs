//! The catalogue as bytes: what a browser keeps so that a cold start can search at once.
//!
//! Layout: magic and version, then sections, each a little-endian `u32` length and that many bytes: the search index, the rows and
//! names (postcard), the cards' JSON texts one after the other. Damaged bytes are an error, never a panic: the caller builds anew.

use super::row::Row;
use super::{Catalog, NO_SLOT, Names, Slot, number};
use engawa_core::text::{IndexError, SearchIndex};
use serde::{Deserialize, Serialize};
use std::sync::OnceLock;

/// Magic and version; a new layout gets a new number.
const MAGIC: &[u8; 8] = b"ENGCAT\x00\x04";

/// Why bytes are no catalogue of this version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImageError {
    /// Another magic or version.
    Version,
    /// They end early or do not fit together.
    Damaged,
    /// The search index in them is damaged.
    Index(IndexError),
}

impl std::fmt::Display for ImageError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Version => f.write_str("another version"),
            Self::Damaged => f.write_str("damaged"),
            Self::Index(why) => write!(f, "index: {why:?}"),
        }
    }
}

#[derive(Serialize, Deserialize)]
struct Head {
    rev: u64,
    areas: Vec<String>,
    groups: Vec<String>,
    methods: Vec<String>,
    departments: Vec<String>,
    /// Id, row and length of the card's text, of each listing.
    slots: Vec<(String, Row, u32)>,
}

impl Catalog {
    /// The catalogue as bytes.
    pub fn to_bytes(&mut self) -> Vec<u8> {
        if self.loose > 0 {
            self.compact();
        }
        let mut cards = String::new();
        let mut slots = Vec::with_capacity(self.len());
        for (_, slot) in self.all() {
            cards.push_str(&slot.json);
            slots.push((slot.id.to_string(), slot.row.clone(), number(slot.json.len())));
        }
        let head = Head {
            rev: self.rev,
            areas: self.areas.list.clone(),
            groups: self.groups.list.clone(),
            methods: self.methods.list.clone(),
            departments: self.departments.list.clone(),
            slots,
        };
        let head = postcard::to_allocvec(&head).unwrap_or_default();
        let index = self.index.to_bytes();
        let mut out = Vec::with_capacity(index.len() + head.len() + cards.len() + 32);
        out.extend_from_slice(MAGIC);
        for section in [index.as_slice(), head.as_slice(), cards.as_bytes()] {
            out.extend_from_slice(&number(section.len()).to_le_bytes());
            out.extend_from_slice(section);
        }
        out
    }

    /// Reads [`Self::to_bytes`].
    ///
    /// # Errors
    /// See [`ImageError`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ImageError> {
        let mut rest = bytes.strip_prefix(MAGIC.as_slice()).ok_or(ImageError::Version)?;
        let mut section = || {
            let (len, after) = rest.split_first_chunk::<4>().ok_or(ImageError::Damaged)?;
            let len = usize::try_from(u32::from_le_bytes(*len)).map_err(|_| ImageError::Damaged)?;
            let (section, after) = after.split_at_checked(len).ok_or(ImageError::Damaged)?;
            rest = after;
            Ok(section)
        };
        let (index, head, cards) = (section()?, section()?, section()?);
        let index = SearchIndex::from_bytes(index).map_err(ImageError::Index)?;
        let head: Head = postcard::from_bytes(head).map_err(|_| ImageError::Damaged)?;
        let mut cards = std::str::from_utf8(cards).map_err(|_| ImageError::Damaged)?;
        let mut catalog = Self {
            rev: head.rev,
            index,
            areas: Names::of(head.areas),
            groups: Names::of(head.groups),
            methods: Names::of(head.methods),
            departments: Names::of(head.departments),
            ..Self::default()
        };
        for (at, (id, row, len)) in head.slots.into_iter().enumerate() {
            let len = usize::try_from(len).map_err(|_| ImageError::Damaged)?;
            let (json, after) = cards.split_at_checked(len).ok_or(ImageError::Damaged)?;
            cards = after;
            let id: Box<str> = id.into();
            catalog.by_id.insert(id.clone(), number(at));
            catalog.slots.push(Some(Slot { id, row, json: json.into(), card: OnceLock::new() }));
        }
        catalog.relink();
        if catalog.by_id.len() != catalog.slots.len() || catalog.slot_of_doc.iter().filter(|at| **at != NO_SLOT).count() != catalog.slots.len() {
            return Err(ImageError::Damaged);
        }
        Ok(catalog)
    }
}
