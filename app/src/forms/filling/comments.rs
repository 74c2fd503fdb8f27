//! Comments on a filling-in: where each one stands on the page, and whose it is.
//!
//! The form knows nothing of them, so they change nothing that is asked, computed or sent.

use super::{Edited, Filling, Refused};
use engawa_core::form::answers::AnswerPath;
use engawa_core::form::draft::Edit;
use engawa_core::form::draft::comments::{Comment, author};
use engawa_core::time::Millis;

/// A comment as a page shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// The comment.
    pub comment: Comment,
    /// The question or the row beside which it stands; nothing: it is about the draft as a whole, or what it was about is not there now:
    /// removed, or not asked with these answers, or not in this version of the form.
    pub place: Option<AnswerPath>,
    /// It was left on this device.
    pub is_own: bool,
}

impl Remark {
    /// Whether what it was about is not there now.
    pub fn is_homeless(&self) -> bool {
        self.place.is_none() && !self.comment.on.0.is_empty()
    }
}

impl Filling {
    /// The comments that nobody deleted, oldest first.
    pub fn comments(&self) -> Vec<Remark> {
        let own = self.author();
        let place = |on: &AnswerPath| {
            let is_there = !on.0.is_empty() && self.form.find(on).is_some_and(|at| self.form.is_relevant(at));
            is_there.then(|| on.clone())
        };
        let remark = |comment: Comment| Remark { place: place(&comment.on), is_own: !own.is_empty() && comment.from == own, comment };
        self.draft.comments().into_iter().map(remark).collect()
    }

    fn author(&self) -> String {
        author(&self.outside.device_id, self.draft.id())
    }

    /// Leaves a comment at a question, at a row, or (the root) at the draft as a whole.
    pub fn comment(&mut self, on: AnswerPath, text: &str, now: Millis) -> Result<Edited, Refused> {
        // A row that the form made by itself is in the draft from now on.
        self.settle(now);
        let (key, from) = (self.new_key(), self.author());
        self.note(Edit::Comment { key, on, text: text.to_owned(), from }, now)
    }

    /// Settles a comment, or opens it again.
    pub fn settle_comment(&mut self, key: &str, is_settled: bool, now: Millis) -> Result<Edited, Refused> {
        self.note(Edit::Settle { key: key.to_owned(), is_settled }, now)
    }

    /// Deletes a comment that was left on this device.
    pub fn delete_comment(&mut self, key: &str, now: Millis) -> Result<Edited, Refused> {
        let from = self.author();
        self.note(Edit::Uncomment { key: key.to_owned(), from }, now)
    }
}
