//! The forms of a sample site, published by the command that staff use, and made-up, marked submissions for the inbox.
//!
//! Answers stand in `submissions.json`, written by hand with relative dates (`"@+60"`); the running form fills itself with them, so what is
//! sent is what a browser would send. Invariant: ids are the same at every run, and what is there already is left alone.

use super::made_up::{id, make_absolute};
use crate::clock::now_ms;
use crate::commands::execute;
use crate::forms::ready::{READY, ReadyForm};
use crate::forms::store;
use crate::people::Actor;
use crate::sites::OpenSite;
use anyhow::Context as _;
use chrono::NaiveDate;
use engawa_app::command::{Body, Command};
use engawa_app::forms::command::{Attachment, FormCommand, Publish, Review, Settings, SourceFile, Submit};
use engawa_app::forms::outline::{looked_at, moment};
use engawa_app::forms::{Provenance, SubmissionState};
use engawa_core::form::answers::AnswerPath;
use engawa_core::form::running::{Compiled, Form};
use engawa_core::time::Millis;
use engawa_core::{Receipt, ReceiptStatus};
use serde::Deserialize;
use std::path::Path;
use std::sync::Arc;

/// The forms that a small town begins with.
const FEW: [&str; 3] = ["neighbourhood_association_joining", "opinion_box", "volunteer_signup"];

/// A filled-in form of `submissions.json`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct MadeUp {
    key: String,
    form: String,
    /// Address and value in the order of the form; rows are counted from 0, `budget/cost[1]/c_memo`.
    answers: Vec<(String, String)>,
    /// Address of the answer and name of a file, whose text says that it is made up.
    #[serde(default)]
    files: Vec<(String, String)>,
    /// What staff did about it.
    #[serde(default)]
    reviews: Vec<Decision>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Decision {
    state: SubmissionState,
    #[serde(default)]
    message: String,
    #[serde(default)]
    note: String,
    assignee: Option<String>,
}

/// Publishes what a site is to have: all ready forms, or a few. How many forms it has then.
pub async fn publish(site: &OpenSite, code: &str, all: bool) -> anyhow::Result<usize> {
    for form in READY.iter().filter(|form| all || FEW.contains(&form.id)) {
        // Asked first: making thirteen workbooks takes a moment.
        if store::form(&site.db, form.id).await?.is_none() {
            publish_one(site, code, form).await.with_context(|| form.id)?;
        }
    }
    Ok(store::forms(&site.db).await?.len())
}

async fn publish_one(site: &OpenSite, code: &str, form: &ReadyForm) -> anyhow::Result<()> {
    let checked = form.checked().map_err(|problems| anyhow::anyhow!("{problems:?}"))?;
    let sha256 = site.blobs.take_whole(&site.db, &form.to_xlsx()?, now_ms()).await?;
    let key = format!("form/{}/{}", form.id, checked.definition.version);
    let publish = Publish {
        definition: checked.definition,
        source: Some(SourceFile { sha256, name: form.file_name() }),
        settings: Settings::default(),
        open: true,
    };
    done(&run(site, id(code, &key), FormCommand::Publish(Box::new(publish))).await)
}

/// Sends the made-up submissions of a site, if there are any for it, and does about them what staff did. How many are there then.
pub async fn send(site: &OpenSite, sample: &Path, code: &str, today: NaiveDate) -> anyhow::Result<usize> {
    let path = sample.join(code).join("submissions.json");
    if !path.is_file() {
        return Ok(0);
    }
    let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let mut value: serde_json::Value = serde_json::from_str(&text).with_context(|| path.display().to_string())?;
    make_absolute(&mut value, today);
    let list: Vec<MadeUp> = serde_json::from_value(value).with_context(|| path.display().to_string())?;
    let mut there = 0;
    for made_up in list {
        let submission = id(code, &format!("submission/{}", made_up.key));
        if store::submission(&site.db, &submission).await?.is_none() {
            let key = made_up.key.clone();
            // A form that the city changed meanwhile may want other answers: that is no reason to stop.
            if let Err(error) = send_one(site, code, &submission, made_up).await {
                eprintln!("{} {key}: {error:#}", path.display());
                continue;
            }
        }
        there += 1;
    }
    Ok(there)
}

async fn send_one(site: &OpenSite, code: &str, submission: &str, made_up: MadeUp) -> anyhow::Result<()> {
    let stored = store::form(&site.db, &made_up.form).await?.context("there is no such form")?;
    let compiled = site.forms.get(&site.db, &stored.id, &stored.version).await?.context("there is no such version")?;
    let now = now_ms();
    let mut answers = made_up.answers;
    let mut attachments = Vec::new();
    for (path, name) in made_up.files {
        let bytes = format!("見本（架空）\n{name}\n").into_bytes();
        let sha256 = site.blobs.take_whole(&site.db, &bytes, now).await?;
        answers.push((path.clone(), format!("sha256:{sha256}/{name}")));
        let bytes = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        attachments.push(Attachment { path, sha256, name, bytes, media_type: "text/plain".to_owned() });
    }
    let language = compiled.definition().languages.first().cloned().unwrap_or_default();
    let answers = {
        let mut form = begun(&compiled, submission, now);
        for (address, value) in &answers {
            fill(&mut form, address, value, now)?;
        }
        form.answers()
    };
    let submit = Submit {
        form_id: stored.id,
        version: stored.version,
        answers,
        attachments,
        finished_at: None,
        language,
        provenance: Provenance::Web,
        corrects: None,
        shared: None,
        paper_id: String::new(),
    };
    done(&run(site, submission.to_owned(), FormCommand::Submit(Box::new(submit))).await)?;
    for (number, decision) in made_up.reviews.into_iter().enumerate() {
        let review = Review {
            submission: submission.to_owned(),
            state: Some(decision.state),
            message: decision.message,
            note: decision.note,
            assignee: decision.assignee,
        };
        let review_id = id(code, &format!("review/{}/{number}", made_up.key));
        done(&run(site, review_id, FormCommand::Review(Box::new(review))).await)?;
    }
    Ok(())
}

fn begun(compiled: &Arc<Compiled>, submission: &str, now: Millis) -> Form {
    Form::begin(Arc::clone(compiled), looked_at(now, submission))
}

/// Puts in an answer; rows that are not there yet are added.
fn fill(form: &mut Form, address: &str, value: &str, now: Millis) -> anyhow::Result<()> {
    let now = moment(now);
    let mut path = AnswerPath::root();
    for step in address.split('/') {
        let (name, index) = step.split_once('[').map_or((step, None), |(name, index)| (name, index.strip_suffix(']')));
        path = path.child(name);
        let Some(index) = index else { continue };
        let index: usize = index.parse().with_context(|| address.to_owned())?;
        let repeat = form.find(&path).with_context(|| format!("{address} is not asked"))?;
        while form.rows(repeat).len() <= index {
            let rows = form.rows(repeat);
            let added = form.add_row(repeat, rows.last().copied(), &format!("more{}", rows.len()), now);
            added.map_err(|why| anyhow::anyhow!("{address}: {why:?}"))?;
        }
        let row = form.rows(repeat).get(index).copied().with_context(|| format!("{address} has no such row"))?;
        path = form.path(row);
    }
    let at = form.find(&path).with_context(|| format!("{address} is not asked"))?;
    form.answer(at, value, now).map_err(|why| anyhow::anyhow!("{address}: {why:?}"))?;
    Ok(())
}

async fn run(site: &OpenSite, id: String, body: FormCommand) -> Receipt {
    execute(site, &Actor::system(), &Command { id, base_rev: None, body: Body::Forms(body) }, now_ms()).await
}

/// What a receipt says against a command, as an error.
pub(super) fn done(receipt: &Receipt) -> anyhow::Result<()> {
    let said = receipt.problems.iter().map(|problem| format!("{} {}", problem.path, problem.code)).collect::<Vec<_>>().join(", ");
    anyhow::ensure!(receipt.status == ReceiptStatus::Done, "{:?}: {said}", receipt.status);
    Ok(())
}
