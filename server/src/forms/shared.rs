//! Drafts that a group shares by way of the server: the merged document of each, opened by the secret of an invitation.
//!
//! Merging is [`engawa_core::form::draft::share::serve`], the code that the simulation runs; here are storing, bounds and who may.
//! Invariants: only the digest of a secret is kept; whoever has a wrong one gets the answer that an unknown draft gets; what was answered
//! with [`Answer::Took`] is stored; a draft that was sent is closed, keeps nothing and never comes to life again while it is known; nothing
//! of a draft is in a feed, an audit row or a log; a file is given to whoever has the secret of a live draft in whose answers it stands, and
//! such files count among those that no submission names ([`super::blobs::IDLE_MAX`]), so that sharing is no storage without bounds.

use super::blobs::BlobError;
use super::{sql, store};
use crate::db::{DbError, DbResult};
use crate::feed::{Writer, sha256_hex, sql as feed_sql};
use crate::params;
use crate::sites::OpenSite;
use engawa_app::forms::Audience;
use engawa_app::forms::command::SharedDraft;
use engawa_core::Problem;
use engawa_core::form::draft::share::{Answer, Refusal, Request, serve};
use engawa_core::form::draft::{Document, Draft};
use engawa_core::time::Millis;
use std::collections::BTreeSet;
use std::sync::Arc;

/// How long a draft is kept that nobody changes, and how long one is known to be closed.
pub const IDLE_MS: Millis = 180 * 24 * 60 * 60 * 1000;
/// The most drafts that are live at the same time.
pub const LIVE_MAX: u64 = 20_000;
/// How many bytes all of them may hold.
pub const BYTES_MAX: u64 = 2 * 1024 * 1024 * 1024;
/// The most files of a draft that travel; of more, the others stay on the devices that have them.
pub const TRAVEL_MAX: usize = 60;
/// Lengths of a secret: 128 bits in letters and digits, and room for a longer one.
const TOKEN_LENGTHS: std::ops::RangeInclusive<usize> = 16..=128;

type HeadRow = (String, String, String, String);

/// What is known of a shared draft apart from what is in it.
#[derive(Clone, Debug)]
struct Head {
    token_sha256: String,
    form_id: String,
    /// The submission that closed it; empty: it is live.
    submission_id: String,
    receipt_no: String,
}

impl From<HeadRow> for Head {
    fn from((token_sha256, form_id, submission_id, receipt_no): HeadRow) -> Self {
        Self { token_sha256, form_id, submission_id, receipt_no }
    }
}

/// What somebody shows to open a draft.
struct Key {
    id: String,
    token_sha256: String,
}

impl Key {
    /// Nothing if it can be no draft of ours.
    fn of(draft: &str, token: &str) -> Option<Self> {
        let id = uuid::Uuid::parse_str(draft).ok()?.hyphenated().to_string();
        let fits =
            TOKEN_LENGTHS.contains(&token.len()) && token.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'));
        fits.then(|| Self { id, token_sha256: sha256_hex(token.as_bytes()) })
    }

    /// Takes the same time wherever the digests differ.
    fn opens(&self, head: &Head) -> bool {
        let (ours, theirs) = (head.token_sha256.as_bytes(), self.token_sha256.as_bytes());
        let differs = ours.iter().zip(theirs).fold(0_u8, |differs, (a, b)| differs | (a ^ b));
        differs == 0 && ours.len() == theirs.len()
    }
}

/// Answers what a device posted about a draft. `None`: there is no room now, or somebody was quicker; nothing was done, and the same may be
/// posted again.
pub async fn exchange(site: &OpenSite, draft: &str, token: &str, request: Request, now: Millis) -> DbResult<Option<Answer>> {
    let gone = Ok(Some(Answer::Refused(Refusal::Gone)));
    let Some(key) = Key::of(draft, token) else { return gone };
    let request = Arc::new(request);
    let head = site.db.first::<HeadRow>(sql::DRAFT_HEAD, params![&key.id]).await?.map(Head::from);
    match head {
        Some(head) if key.opens(&head) => member(site, &key, &head, request, now).await,
        other => begin(site, &key, other.is_some(), request, now).await,
    }
}

/// Work that would hold up other requests.
async fn apart<T: Send + 'static>(key: &Key, work: impl FnOnce() -> Result<T, serde_json::Error> + Send + 'static) -> DbResult<T> {
    let what = format!("shared draft {}", key.id);
    let done = tokio::task::spawn_blocking(work).await.map_err(|_| DbError::inconsistent(&what, "the merge broke off"))?;
    // The parser's own words may quote what somebody wrote.
    done.map_err(|why| DbError::inconsistent(&what, format!("line {} column {}", why.line(), why.column())))
}

/// Begins a draft, if that is what was posted. `is_taken`: there is one that this key does not open.
async fn begin(site: &OpenSite, key: &Key, is_taken: bool, request: Arc<Request>, now: Millis) -> DbResult<Option<Answer>> {
    let id = key.id.clone();
    let work = move || {
        let mut document = Document::default();
        let answer = serve(&mut document, &request);
        let mut draft = Draft::joined(id);
        let form_id = draft.merge(&document.whole()).map(|_| draft.form_id().to_owned()).unwrap_or_default();
        serde_json::to_string(&document).map(|text| (answer, form_id, text, document.files()))
    };
    let (answer, form_id, text, files) = apart(key, work).await?;
    if !matches!(answer, Answer::Took(_)) {
        // A device that was in sync before a backup was restored is asked for the whole.
        return Ok(Some(answer));
    }
    let form = store::form(&site.db, &form_id).await?;
    let is_open = form.is_some_and(|form| form.open && form.settings.audience != Audience::Staff && form.settings.shut_at(now).is_none());
    if !is_open || is_taken {
        return Ok(Some(Answer::Refused(Refusal::Gone)));
    }
    let mut writer = locked(site, now).await?;
    let is_there = writer.tx.first::<HeadRow>(sql::DRAFT_HEAD, params![&key.id]).await?.is_some();
    if is_there || !has_room(&mut writer, 1, text.len()).await? {
        return Ok(None);
    }
    writer.tx.run(sql::BEGIN_DRAFT, params![&key.id, &key.token_sha256, form_id, text.len(), now, text]).await?;
    note_files(&mut writer, &key.id, &files).await?;
    writer.commit().await?;
    Ok(Some(answer))
}

/// A member's device posted something.
async fn member(site: &OpenSite, key: &Key, head: &Head, request: Arc<Request>, now: Millis) -> DbResult<Option<Answer>> {
    if !head.submission_id.is_empty() {
        return Ok(Some(Answer::Refused(Refusal::Closed)));
    }
    // Most only look for news: those are answered without holding up whoever writes.
    if let Some((text,)) = site.db.first::<(String,)>(sql::DRAFT_DOCUMENT, params![&key.id]).await?
        && let Some(answer) = news(key, text, Arc::clone(&request)).await?
    {
        return Ok(Some(answer));
    }
    let mut writer = locked(site, now).await?;
    let head = writer.tx.first::<HeadRow>(sql::DRAFT_HEAD, params![&key.id]).await?.map(Head::from);
    let Some(head) = head.filter(|head| key.opens(head)) else { return Ok(None) };
    if !head.submission_id.is_empty() {
        return Ok(Some(Answer::Refused(Refusal::Closed)));
    }
    let Some((text,)) = writer.tx.first::<(String,)>(sql::DRAFT_DOCUMENT, params![&key.id]).await? else { return Ok(None) };
    let before = text.len();
    let (answer, text, files) = apart(key, move || {
        let mut document: Document = serde_json::from_str(&text)?;
        let answer = serve(&mut document, &request);
        serde_json::to_string(&document).map(|text| (answer, text, document.files()))
    })
    .await?;
    if matches!(answer, Answer::Took(_)) {
        if text.len() > before && !has_room(&mut writer, 0, text.len() - before).await? {
            return Ok(None);
        }
        writer.tx.run(sql::KEEP_DRAFT, params![&key.id, &text, text.len(), now]).await?;
        note_files(&mut writer, &key.id, &files).await?;
        writer.commit().await?;
    }
    Ok(Some(answer))
}

/// Notes which files stand in the answers of a draft now.
async fn note_files(writer: &mut Writer, id: &str, files: &BTreeSet<String>) -> DbResult<()> {
    writer.tx.run(sql::DROP_DRAFT_FILES, params![id]).await?;
    for sha256 in files.iter().take(TRAVEL_MAX) {
        writer.tx.run(sql::PUT_DRAFT_FILE, params![id, sha256]).await?;
    }
    Ok(())
}

/// A file that stands in a live draft, with what it is by its bytes. Nothing if it does not, if it is not here whole, and for whoever lacks
/// the secret: these are not told apart.
pub async fn file(site: &OpenSite, draft: &str, token: &str, sha256: &str) -> Result<Option<(String, Vec<u8>)>, BlobError> {
    let Some(key) = Key::of(draft, token) else { return Ok(None) };
    let head = site.db.first::<HeadRow>(sql::DRAFT_HEAD, params![&key.id]).await?.map(Head::from);
    if !head.is_some_and(|head| key.opens(&head)) || site.db.first::<(String,)>(sql::DRAFT_FILE, params![&key.id, sha256]).await?.is_none() {
        return Ok(None);
    }
    let known = site.db.first::<(i64, String, i64)>(sql::BLOB, params![sha256]).await?;
    let Some((_, media_type, _)) = known.filter(|(.., whole_ms)| *whole_ms > 0) else { return Ok(None) };
    Ok(site.blobs.read(sha256).await?.map(|bytes| (media_type, bytes)))
}

/// The answer to a request that has nothing new for the draft; `None` if it has.
async fn news(key: &Key, text: String, request: Arc<Request>) -> DbResult<Option<Answer>> {
    if text.is_empty() {
        return Ok(None);
    }
    apart(key, move || {
        let mut document: Document = serde_json::from_str(&text)?;
        Ok(document.seen().covers(&request.delta.to).then(|| serve(&mut document, &request)))
    })
    .await
}

/// A transaction that is alone until it ends.
async fn locked(site: &OpenSite, now: Millis) -> DbResult<Writer> {
    let mut writer = Writer::begin(&site.db, now, "anonymous").await?;
    writer.tx.first::<(i64,)>(feed_sql::TAKE_REVS, params![0_i64]).await?;
    Ok(writer)
}

async fn has_room(writer: &mut Writer, drafts: u64, bytes: usize) -> DbResult<bool> {
    let (live, held) = writer.tx.first::<(i64, i64)>(sql::LIVE_DRAFTS, params![]).await?.unwrap_or_default();
    let sum = |have: i64, more: u64| u64::try_from(have).unwrap_or(0).saturating_add(more);
    Ok(sum(live, drafts) <= LIVE_MAX && sum(held, u64::try_from(bytes).unwrap_or(u64::MAX)) <= BYTES_MAX)
}

/// Why a submission cannot come from a shared draft. `corrected`: the submission whose place it takes.
pub async fn refusal(writer: &mut Writer, shared: &SharedDraft, form_id: &str, corrected: Option<&str>) -> DbResult<Option<Problem>> {
    let unknown = Problem::new("shared", "draft_unknown");
    let Some(key) = Key::of(&shared.draft, &shared.token) else { return Ok(Some(unknown)) };
    let head = writer.tx.first::<HeadRow>(sql::DRAFT_HEAD, params![&key.id]).await?.map(Head::from);
    let Some(head) = head.filter(|head| key.opens(head) && head.form_id == form_id) else { return Ok(Some(unknown)) };
    if head.submission_id.is_empty() || corrected == Some(head.submission_id.as_str()) {
        return Ok(None);
    }
    Ok(Some(Problem::new("shared", "draft_already_sent").arg(head.receipt_no)))
}

/// Closes a draft that was sent.
pub async fn close(writer: &mut Writer, shared: &SharedDraft, submission: &str, receipt_no: &str) -> DbResult<()> {
    if let Some(key) = Key::of(&shared.draft, &shared.token) {
        let now = writer.now;
        writer.tx.run(sql::CLOSE_DRAFT, params![&key.id, submission, receipt_no, now]).await?;
        // What it named is a matter of the submission now.
        writer.tx.run(sql::DROP_DRAFT_FILES, params![&key.id]).await?;
    }
    Ok(())
}

/// Deletes what nobody changed for long. How many drafts.
pub async fn forget_old(site: &OpenSite, now: Millis) -> DbResult<u64> {
    let mut writer = locked(site, now).await?;
    let dropped = writer.tx.run(sql::DROP_OLD_DRAFTS, params![now.saturating_sub(IDLE_MS)]).await?;
    writer.tx.run(sql::DROP_LEFT_FILES, params![]).await?;
    writer.commit().await?;
    Ok(dropped)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "0193483e-7a00-7abc-8def-0123456789ab";
    const TOKEN: &str = "abcdefghij0123456789ab";

    #[test]
    fn a_key_opens_its_own_draft_only() {
        let head = |token: &str| Head {
            token_sha256: sha256_hex(token.as_bytes()),
            form_id: String::new(),
            submission_id: String::new(),
            receipt_no: String::new(),
        };
        let key = Key::of(ID, TOKEN).unwrap();
        assert!(key.opens(&head(TOKEN)));
        assert!(!key.opens(&head("abcdefghij0123456789aB")));
        assert!(!key.opens(&Head { token_sha256: String::new(), ..head(TOKEN) }));
        assert_eq!(Key::of(&ID.to_uppercase(), TOKEN).unwrap().id, ID);
    }

    #[test]
    fn what_can_be_no_key_is_none() {
        for (draft, token) in [("", TOKEN), ("d1", TOKEN), (ID, ""), (ID, "short"), (ID, "with a blank in the middle"), (ID, &"x".repeat(129))] {
            assert!(Key::of(draft, token).is_none(), "{draft} {token}");
        }
    }
}
