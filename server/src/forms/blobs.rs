//! Files that people attach: kept by the SHA-256 of their bytes, arriving in pieces, never served to the public.
//!
//! Where the bytes lie is behind [`BlobStore`]; which files there are stands in the database. Invariants: a name never has other bytes than
//! its own (checked when the last byte arrives); a file counts as whole only after its bytes are on the disk; what nobody names is forgotten
//! after [`IDLE_MS`], and all of that together is bounded.

use super::{sniff, sql};
use crate::db::{Db, DbError, DbResult};
use crate::feed::{self, Writer, sha256_hex};
use crate::params;
use engawa_app::forms::rules::{FILE_MAX, is_sha256};
use engawa_core::Problem;
use engawa_core::time::Millis;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::io::AsyncWriteExt as _;
use tokio::sync::{Mutex, MutexGuard};

/// How long a file is kept that no submission names.
pub const IDLE_MS: Millis = 7 * 24 * 60 * 60 * 1000;
/// How many bytes may lie here that no submission names.
pub const IDLE_MAX: u64 = 4 * 1024 * 1024 * 1024;
/// A sealed file of a shared screen is longer than what is in it: its head, and the padding that hides its length.
pub const SEALED_MORE: u64 = 1_024;
/// Files that can arrive at the same time without waiting for each other.
const TURNS: usize = 64;

/// Where bytes lie. Names are digests in lower-case hexadecimal.
#[async_trait::async_trait]
pub trait BlobStore: std::fmt::Debug + Send + Sync {
    /// How many bytes of a file that is arriving are here.
    async fn part_length(&self, sha256: &str) -> std::io::Result<u64>;
    /// Adds bytes at the end of what arrived.
    async fn append(&self, sha256: &str, bytes: &[u8]) -> std::io::Result<()>;
    /// What arrived so far.
    async fn part(&self, sha256: &str) -> std::io::Result<Vec<u8>>;
    /// Throws away what arrived.
    async fn drop_part(&self, sha256: &str) -> std::io::Result<()>;
    /// What arrived is the whole file: it is on the disk when this returns.
    async fn keep(&self, sha256: &str) -> std::io::Result<()>;
    /// A whole file; `None` if there is none.
    async fn read(&self, sha256: &str) -> std::io::Result<Option<Vec<u8>>>;
    /// Deletes a whole file and what arrived of it.
    async fn remove(&self, sha256: &str) -> std::io::Result<()>;
}

/// A folder: `blobs/ab/abcd..` for whole files, `blobs/arriving/abcd..` for others.
#[derive(Debug)]
pub struct FolderStore {
    folder: PathBuf,
}

impl FolderStore {
    /// Below the folder of a site.
    pub fn new(site: &Path) -> Self {
        Self { folder: site.join("blobs") }
    }

    fn arriving(&self, sha256: &str) -> PathBuf {
        self.folder.join("arriving").join(sha256)
    }

    fn whole(&self, sha256: &str) -> PathBuf {
        self.folder.join(sha256.get(..2).unwrap_or("00")).join(sha256)
    }
}

/// Nothing where there is no such file.
fn if_there<T>(result: std::io::Result<T>) -> std::io::Result<Option<T>> {
    match result {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

#[async_trait::async_trait]
impl BlobStore for FolderStore {
    async fn part_length(&self, sha256: &str) -> std::io::Result<u64> {
        Ok(if_there(tokio::fs::metadata(self.arriving(sha256)).await)?.map_or(0, |data| data.len()))
    }

    async fn append(&self, sha256: &str, bytes: &[u8]) -> std::io::Result<()> {
        let path = self.arriving(sha256);
        if let Some(folder) = path.parent() {
            tokio::fs::create_dir_all(folder).await?;
        }
        let mut file = tokio::fs::OpenOptions::new().create(true).append(true).open(path).await?;
        file.write_all(bytes).await?;
        file.flush().await
    }

    async fn part(&self, sha256: &str) -> std::io::Result<Vec<u8>> {
        tokio::fs::read(self.arriving(sha256)).await
    }

    async fn drop_part(&self, sha256: &str) -> std::io::Result<()> {
        if_there(tokio::fs::remove_file(self.arriving(sha256)).await).map(|_| ())
    }

    async fn keep(&self, sha256: &str) -> std::io::Result<()> {
        let (from, to) = (self.arriving(sha256), self.whole(sha256));
        if let Some(folder) = to.parent() {
            tokio::fs::create_dir_all(folder).await?;
        }
        tokio::fs::File::open(&from).await?.sync_all().await?;
        tokio::fs::rename(&from, &to).await?;
        if let Some(folder) = to.parent() {
            // The name has to reach the disk as well.
            tokio::fs::File::open(folder).await?.sync_all().await?;
        }
        Ok(())
    }

    async fn read(&self, sha256: &str) -> std::io::Result<Option<Vec<u8>>> {
        if_there(tokio::fs::read(self.whole(sha256)).await)
    }

    async fn remove(&self, sha256: &str) -> std::io::Result<()> {
        if_there(tokio::fs::remove_file(self.whole(sha256)).await)?;
        self.drop_part(sha256).await
    }
}

/// How much of a file is here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Bytes that are here, from the beginning.
    pub has: u64,
    /// Bytes of the whole file, if that is known.
    pub whole: Option<u64>,
    /// Whether it arrived whole and is what its name says.
    pub is_whole: bool,
}

/// A piece of a file.
#[derive(Clone, Debug)]
pub struct Piece<'a> {
    /// Which file.
    pub sha256: &'a str,
    /// Where the piece begins.
    pub from: u64,
    /// Bytes of the whole file.
    pub whole: u64,
    /// The piece.
    pub bytes: &'a [u8],
}

/// Why a piece was not taken.
#[derive(Debug, thiserror::Error)]
pub enum BlobError {
    /// The name is no digest.
    #[error("blob_name_invalid")]
    Name,
    /// More than [`FILE_MAX`].
    #[error("too_large")]
    TooLarge,
    /// The piece reaches beyond the length that was said.
    #[error("blob_length_missing")]
    Length,
    /// There is a gap before the piece; this many bytes are here.
    #[error("blob_offset")]
    Gap(u64),
    /// The bytes are not those of the name; all of them were thrown away.
    #[error("blob_mismatch")]
    Mismatch,
    /// Too much lies here that no submission names.
    #[error("try_later")]
    Full,
    /// The database failed.
    #[error("not_stored")]
    Db(#[from] DbError),
    /// The disk failed.
    #[error("not_stored")]
    Disk(#[from] std::io::Error),
}

impl BlobError {
    /// In the words of problems.
    pub fn problem(&self, path: &str) -> Problem {
        let problem = Problem::new(path, self.to_string());
        match self {
            Self::TooLarge => problem.arg(engawa_app::forms::rules::megabytes(FILE_MAX)),
            Self::Gap(has) => problem.arg(has.to_string()),
            _ => problem,
        }
    }
}

/// The files of one site.
#[derive(Debug)]
pub struct Blobs {
    store: Arc<dyn BlobStore>,
    turns: Vec<Mutex<()>>,
}

impl Blobs {
    /// Over a store.
    pub fn new(store: Arc<dyn BlobStore>) -> Self {
        Self { store, turns: (0..TURNS).map(|_| Mutex::new(())).collect() }
    }

    /// One at a time for each file.
    async fn turn(&self, sha256: &str) -> Option<MutexGuard<'_, ()>> {
        let number = sha256.get(..2).and_then(|head| usize::from_str_radix(head, 16).ok()).unwrap_or(0);
        match self.turns.get(number % TURNS) {
            Some(turn) => Some(turn.lock().await),
            None => None,
        }
    }

    /// How much of a file is here.
    pub async fn progress(&self, db: &Db, sha256: &str, now: Millis) -> Result<Progress, BlobError> {
        if !is_sha256(sha256) {
            return Err(BlobError::Name);
        }
        match db.first::<(i64, String, i64)>(sql::BLOB, params![sha256]).await? {
            Some((bytes, _, whole_ms)) if whole_ms > 0 => Ok(whole(bytes)),
            Some((bytes, ..)) => {
                let (has, whole) = (self.store.part_length(sha256).await?, u64::try_from(bytes).ok());
                if Some(has) >= whole {
                    return self.make_up(db, sha256, now).await;
                }
                Ok(Progress { has, whole, is_whole: false })
            }
            None => Ok(Progress { has: 0, whole: None, is_whole: false }),
        }
    }

    /// Finishes a file whose last byte arrived in the moment in which the server died. Without this its sender, who is told that every byte is
    /// here, would wait for ever.
    async fn make_up(&self, db: &Db, sha256: &str, now: Millis) -> Result<Progress, BlobError> {
        let _turn = self.turn(sha256).await;
        match db.first::<(i64, String, i64)>(sql::BLOB, params![sha256]).await? {
            Some((bytes, _, whole_ms)) if whole_ms > 0 => return Ok(whole(bytes)),
            _ => {}
        }
        match self.finish(db, sha256, now).await {
            // What arrived is thrown away: it is sent once more, from its beginning.
            Err(BlobError::Mismatch) => Ok(Progress { has: 0, whole: None, is_whole: false }),
            other => other,
        }
    }

    /// Takes a piece of a file. Pieces may come again and may overlap with what is here; the last one makes the file whole.
    pub async fn take(&self, db: &Db, piece: &Piece<'_>, now: Millis) -> Result<Progress, BlobError> {
        let sha256 = piece.sha256;
        if !is_sha256(sha256) {
            return Err(BlobError::Name);
        }
        if piece.whole > FILE_MAX + SEALED_MORE {
            return Err(BlobError::TooLarge);
        }
        let _turn = self.turn(sha256).await;
        let known = db.first::<(i64, String, i64)>(sql::BLOB, params![sha256]).await?;
        if let Some((bytes, _, whole_ms)) = &known
            && *whole_ms > 0
        {
            return Ok(whole(*bytes));
        }
        let has = self.store.part_length(sha256).await?;
        if piece.from > has {
            return Err(BlobError::Gap(has));
        }
        let end = piece.from.saturating_add(u64::try_from(piece.bytes.len()).unwrap_or(u64::MAX));
        if end > piece.whole {
            return Err(BlobError::Length);
        }
        if known.is_none_or(|(bytes, ..)| u64::try_from(bytes) != Ok(piece.whole)) {
            begin(db, sha256, piece.whole, now).await?;
        }
        let fresh = usize::try_from(has - piece.from).ok().and_then(|skip| piece.bytes.get(skip..)).unwrap_or_default();
        self.store.append(sha256, fresh).await?;
        let has = has.max(end);
        if has < piece.whole {
            return Ok(Progress { has, whole: Some(piece.whole), is_whole: false });
        }
        self.finish(db, sha256, now).await
    }

    async fn finish(&self, db: &Db, sha256: &str, now: Millis) -> Result<Progress, BlobError> {
        let bytes = self.store.part(sha256).await?;
        let name = sha256.to_owned();
        let checked = tokio::task::spawn_blocking(move || (sha256_hex(&bytes) == name, sniff::media_type(&bytes), bytes.len())).await;
        let Ok((true, media_type, length)) = checked else {
            self.store.drop_part(sha256).await?;
            return Err(BlobError::Mismatch);
        };
        self.store.keep(sha256).await?;
        let mut tx = db.begin().await?;
        tx.run(sql::END_BLOB, params![sha256, length, media_type, now]).await?;
        tx.commit().await?;
        let length = u64::try_from(length).unwrap_or(u64::MAX);
        Ok(Progress { has: length, whole: Some(length), is_whole: true })
    }

    /// Takes a file that arrived at once. Gives its name.
    pub async fn take_whole(&self, db: &Db, bytes: &[u8], now: Millis) -> Result<String, BlobError> {
        let sha256 = sha256_hex(bytes);
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        self.take(db, &Piece { sha256: &sha256, from: 0, whole: length, bytes }, now).await.or_else(|error| match error {
            // Somebody else's half of it is here and not what its name says: it is gone now.
            BlobError::Mismatch => Ok(Progress { has: 0, whole: None, is_whole: false }),
            error => Err(error),
        })?;
        if !self.progress(db, &sha256, now).await?.is_whole {
            self.take(db, &Piece { sha256: &sha256, from: 0, whole: length, bytes }, now).await?;
        }
        Ok(sha256)
    }

    /// A whole file; `None` if there is none.
    pub async fn read(&self, sha256: &str) -> Result<Option<Vec<u8>>, BlobError> {
        if is_sha256(sha256) { Ok(self.store.read(sha256).await?) } else { Err(BlobError::Name) }
    }

    /// Deletes what nobody named since `before`. How many files.
    pub async fn forget_idle(&self, db: &Db, before: Millis, now: Millis) -> Result<usize, BlobError> {
        let mut forgotten = 0;
        for (sha256,) in db.all::<(String,)>(sql::IDLE_BLOBS, params![before]).await? {
            forgotten += usize::from(self.forget(db, &sha256, before, now).await?);
        }
        Ok(forgotten)
    }

    /// Deletes a file that began to arrive before `before`, if nothing names it. Whether it did.
    pub async fn forget(&self, db: &Db, sha256: &str, before: Millis, now: Millis) -> Result<bool, BlobError> {
        let _turn = self.turn(sha256).await;
        let mut writer = Writer::begin(db, now, "system").await?;
        // The write lock: nobody names it meanwhile.
        writer.tx.first::<(i64,)>(feed::sql::TAKE_REVS, params![0_i64]).await?;
        let dropped = writer.tx.run(sql::DROP_IDLE_BLOB, params![sha256, before]).await?;
        writer.commit().await?;
        if dropped > 0 {
            self.store.remove(sha256).await?;
        }
        Ok(dropped > 0)
    }
}

fn whole(bytes: i64) -> Progress {
    let bytes = u64::try_from(bytes).unwrap_or(0);
    Progress { has: bytes, whole: Some(bytes), is_whole: true }
}

/// Notes that a file begins to arrive, if there is room for it.
async fn begin(db: &Db, sha256: &str, whole: u64, now: Millis) -> Result<(), BlobError> {
    let (idle,) = db.first::<(i64,)>(sql::IDLE_BYTES, params![]).await?.unwrap_or_default();
    if u64::try_from(idle).unwrap_or(0).saturating_add(whole) > IDLE_MAX {
        return Err(BlobError::Full);
    }
    let mut tx = db.begin().await?;
    tx.run(sql::BEGIN_BLOB, params![sha256, whole, now]).await?;
    tx.commit().await?;
    Ok(())
}

/// What is known of a whole file, inside a transaction: its length and its media type.
pub async fn known(writer: &mut Writer, sha256: &str) -> DbResult<Option<(u64, String)>> {
    let row = writer.tx.first::<(i64, String, i64)>(sql::BLOB, params![sha256]).await?;
    Ok(row.filter(|(.., whole_ms)| *whole_ms > 0).map(|(bytes, media_type, _)| (u64::try_from(bytes).unwrap_or(0), media_type)))
}
