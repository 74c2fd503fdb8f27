//! Sending: what is wrong, which files go along, and the command.
//!
//! The device checks with the server's own code ([`rules::check_answers`]), so that nothing is put into the outbox that would come back for a
//! reason that was known before. Nothing that is out of sight leaves the device.

use super::{Edited, Filling};
use crate::forms::command::{Attachment, SharedDraft, Submit};
use crate::forms::device::KeptFile;
use crate::forms::outline::moment;
use crate::forms::{Provenance, rules};
use engawa_core::Problem;
use engawa_core::form::answers::AnswerPath;
use engawa_core::form::draft::Attachment as Named;
use engawa_core::form::running::Form;
use engawa_core::time::Millis;

impl Filling {
    /// What is wrong, with the form's own words where it has some; problems stand at their answers.
    pub fn problems(&self, language: usize) -> Vec<Problem> {
        rules::violations(&self.form, language)
    }

    /// The digests of the files that are named in relevant answers.
    pub fn files(&self) -> Vec<(AnswerPath, Named)> {
        named(&self.form)
    }

    /// Finishes the form and makes the command that sends it. `id`: the command's, `files`: what the device keeps of each named file.
    ///
    /// # Errors
    /// What is not right yet, each problem at its answer. Nothing changed then.
    pub fn submit(
        &mut self,
        id: &str,
        language: &str,
        files: &[KeptFile],
        shared: Option<SharedDraft>,
        now: Millis,
    ) -> Result<(Submit, Edited), Vec<Problem>> {
        let mut finished = self.form.clone();
        let changes = finished.finish(moment(now));
        let definition = finished.definition();
        let submit = Submit {
            form_id: definition.form_id.clone(),
            version: definition.version.clone(),
            answers: rules::relevant(&finished),
            attachments: attachments(&named(&finished), files),
            finished_at: Some(now),
            language: language.to_owned(),
            provenance: Provenance::Web,
            corrects: None,
            shared,
            paper_id: String::new(),
        };
        rules::check_answers(&self.compiled, &submit, id, now)?;
        self.form = finished;
        self.settle(now);
        Ok((submit, self.follow(changes, now)))
    }
}

fn named(form: &Form) -> Vec<(AnswerPath, Named)> {
    rules::uploads(form).filter_map(|(at, _)| Some((form.path(at), Named::of(form.value(at))?))).collect()
}

/// The file list of a submission, for [`Filling::submit`]. A file that the device does not keep cannot be sent, so it is not in it.
pub fn attachments(named: &[(AnswerPath, Named)], kept: &[KeptFile]) -> Vec<Attachment> {
    let listed = named.iter().filter_map(|(path, file)| {
        let kept = kept.iter().find(|kept| kept.sha256 == file.sha256)?;
        Some(Attachment {
            path: path.0.clone(),
            sha256: file.sha256.clone(),
            name: file.name.clone(),
            bytes: kept.bytes,
            media_type: kept.media_type.clone(),
        })
    });
    listed.collect()
}
