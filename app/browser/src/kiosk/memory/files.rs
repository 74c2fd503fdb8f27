//! Files at a screen: chosen, made small and kept in memory until they are sent or the session ends.
//!
//! Invariant: no file of somebody is behind an address that the browser may put onto the disk.

use super::Inner;
use crate::forms::chosen::{Chosen, bytes, size};
use crate::forms::files::{digest, from_base64, to_base64};
use crate::forms::pictures;
use crate::js;
use engawa_app::forms::device::{KeepError, KeptFile};
use engawa_app::forms::rules::{FILE_MAX, file_name};
use engawa_core::photo;
use js_sys::Uint8Array;
use std::collections::BTreeMap;

/// Sealing makes a file a little larger, and the outbox takes none beyond [`FILE_MAX`].
const SEALING_BYTES: u64 = 4 * 1024;
/// All files of a session together.
const FILES_MAX: u64 = 100 * 1024 * 1024;

impl Inner {
    pub(super) async fn keep_chosen(&self, chosen: Chosen, most: u32) -> Result<KeptFile, KeepError> {
        let (blob, media_type) = pictures::prepared(&chosen, most).await?;
        if size(&blob) > FILE_MAX - SEALING_BYTES {
            return Err(KeepError::TooLarge);
        }
        let name = photo::name_for(&file_name(&chosen.name), &media_type);
        self.keep(bytes(&blob).await?, name, media_type).await
    }

    async fn keep(&self, bytes: Vec<u8>, name: String, media_type: String) -> Result<KeptFile, KeepError> {
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        if length > FILE_MAX - SEALING_BYTES {
            return Err(KeepError::TooLarge);
        }
        if length == 0 {
            js::warn("file: empty");
            return Err(KeepError::Failed);
        }
        let sha256 = digest(&Uint8Array::from(&bytes[..])).await?;
        let mut files = self.files.borrow_mut();
        let all: u64 = files.iter().filter(|(other, _)| **other != sha256).map(|(_, (file, _))| file.bytes).sum();
        if all.saturating_add(length) > FILES_MAX {
            return Err(KeepError::Full);
        }
        let file = KeptFile { sha256: sha256.clone(), name, bytes: length, media_type };
        files.insert(sha256, (file.clone(), bytes));
        Ok(file)
    }

    pub(super) async fn keep_content(&self, file: KeptFile, base64: &str) -> Result<(), KeepError> {
        let kept = self.keep(from_base64(base64)?, file_name(&file.name), file.media_type).await?;
        if kept.sha256 == file.sha256 {
            return Ok(());
        }
        js::warn("file: another digest");
        self.files.borrow_mut().remove(&kept.sha256);
        Err(KeepError::Failed)
    }

    pub(super) fn with_file<T>(&self, sha256: &str, look: impl FnOnce(&KeptFile, &[u8]) -> T) -> Result<T, KeepError> {
        self.files.borrow().get(sha256).map(|(file, bytes)| look(file, bytes)).ok_or(KeepError::NotFound)
    }

    /// The file as an address that holds it: browsers may put the bytes behind another kind of address onto the disk.
    pub(super) fn file_url(&self, sha256: &str) -> Result<String, KeepError> {
        self.with_file(sha256, |file, bytes| to_base64(bytes).map(|text| format!("data:{};base64,{text}", file.media_type)))?
    }

    pub(super) fn contents(&self, sha256s: &[String]) -> Result<BTreeMap<String, String>, KeepError> {
        let files = self.files.borrow();
        let here = sha256s.iter().filter_map(|sha256| files.get(sha256).map(|(_, bytes)| (sha256, bytes)));
        here.map(|(sha256, bytes)| Ok((sha256.clone(), to_base64(bytes)?))).collect()
    }
}
