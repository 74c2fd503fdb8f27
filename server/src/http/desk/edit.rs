//! Writing a listing: the form, and what it sends. Staff and groups use the same; [`Writing`] says who writes where.
//!
//! Invariants: everything typed comes back when it is refused; two people who changed different fields lose nothing and are not asked;
//! whoever writes for a group sees and writes that group's listings only, and the form that waits instead of the public one.

mod around;
mod versions;

use super::upload::Sent;
use super::{Staff, problems_of, render, see_other};
use crate::clock::{now_ms, today};
use crate::commands::execute;
use crate::db::DbResult;
use crate::http::fields::fresh_id;
use crate::http::lang::Reads;
use crate::http::problem::broken;
use crate::http::{Ctx, UPLOAD_MAX};
use crate::listings::moderation::waiting::{self, Waiting};
use crate::listings::{one, owner_of, sql, version};
use crate::media;
use crate::params;
use crate::people::Actor;
use crate::people::groups::read;
use axum::Router;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{DefaultBodyLimit, Multipart, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use engawa_app::command::{Body, Command};
use engawa_app::forms::pages::when::on_record;
use engawa_app::listings::aid::{Advice, advise};
use engawa_app::listings::command::ListingCommand;
use engawa_app::listings::form::{field_of, from_fields, to_fields};
use engawa_app::listings::listing::Image;
use engawa_app::listings::merge::{FieldConflict, Merged, merge};
use engawa_app::listings::moderation::group_kinds;
use engawa_app::listings::pages::desk::edit as page;
use engawa_app::listings::{Card, Kind, Listing, State as ListingState};
use engawa_app::messages::desk as m;
use engawa_app::messages::people::audit::doer;
use engawa_core::time::Millis;
use engawa_core::{Action, Lang, Problem, Receipt, ReceiptStatus, Subject, may};
use leptos::prelude::AnyView;
use serde::Deserialize;

pub use around::{copy_next_year, planned_at};
pub use versions::{Restore, preview_sent, preview_stored, restore, show_versions};

/// Routes of editing, for staff.
pub fn routes() -> Router<Ctx> {
    Router::new()
        .route("/staff/listings/new", get(begin_staff))
        .route("/staff/listings/{id}", get(show_staff).post(save_staff))
        .merge(around::routes())
        .merge(versions::routes())
        .layer(DefaultBodyLimit::max(UPLOAD_MAX))
}

/// Who writes, and for whom.
#[derive(Clone, Debug)]
pub struct Writing {
    /// Who.
    pub actor: Actor,
    /// The group for which they write; empty: staff, for every listing.
    pub group: String,
}

impl Writing {
    /// A member of staff.
    pub fn staff(staff: Staff) -> Self {
        Self { actor: staff.actor, group: String::new() }
    }

    /// Somebody of a group; `None`: they are not allowed to look inside.
    pub fn of_group(actor: Actor, group: &str) -> Option<Self> {
        let inside = may(&actor, Action::ListingReadInternal, &Subject::of_group(group));
        inside.then(|| Self { actor, group: group.to_owned() })
    }

    /// Below which address the pages lie.
    pub fn root(&self) -> String {
        if self.group.is_empty() { "/staff/listings".to_owned() } else { format!("/my/groups/{}/listings", self.group) }
    }

    /// The list that they come from.
    pub fn home(&self) -> String {
        if self.group.is_empty() { "/staff".to_owned() } else { self.root() }
    }

    /// Draws a page in their frame.
    pub fn draw(&self, ctx: &Ctx, lang: Lang, title: &str, view: impl FnOnce() -> AnyView) -> Response {
        if self.group.is_empty() {
            render::page(ctx, lang, title, Some(self.actor.display_name()), view)
        } else {
            render::personal(ctx, lang, title, &self.actor, &[], view)
        }
    }

    /// The members of the group, accounts and names, for [`doer`]; staff read no names without a row in the log.
    async fn names(&self, ctx: &Ctx) -> DbResult<Option<Vec<(String, String)>>> {
        if self.group.is_empty() {
            return Ok(None);
        }
        let members = read::members(&ctx.site.db, &self.group).await?;
        Ok(Some(members.into_iter().map(|it| (it.account, it.name)).collect()))
    }

    /// What saves a listing for them.
    fn command(&self, listing: Listing) -> ListingCommand {
        if self.group.is_empty() {
            ListingCommand::Save(Box::new(listing))
        } else {
            ListingCommand::SaveFor { listing: Box::new(listing), group: self.group.clone(), desk: String::new() }
        }
    }
}

/// A listing as somebody who writes it finds it.
pub struct Found {
    /// The form that is shown: what waits, to a group; what is stored, to staff.
    pub form: Listing,
    /// The listing as stored.
    pub stored: Listing,
    /// The newest revision of both.
    pub rev: u64,
    /// What waits, or came back.
    pub waiting: Option<Waiting>,
}

/// The listing, if there is one and it is theirs.
pub async fn find(ctx: &Ctx, writing: &Writing, id: &str) -> DbResult<Option<Found>> {
    let Some(stored) = one(&ctx.site.db, id).await? else { return Ok(None) };
    if !writing.group.is_empty() && owner_of(&ctx.site.db, id).await?.is_none_or(|owner| owner.group != writing.group) {
        return Ok(None);
    }
    let waiting = waiting::one(&ctx.site.db, id).await?;
    let rev = stored.rev.max(waiting.as_ref().map_or(0, |waiting| waiting.rev));
    let form = waiting.as_ref().filter(|_| !writing.group.is_empty()).map_or_else(|| stored.listing.clone(), |waiting| waiting.listing.clone());
    Ok(Some(Found { form, stored: stored.listing, rev, waiting }))
}

#[derive(Deserialize)]
struct NewQuery {
    #[serde(default)]
    kind: String,
}

/// What a page of a listing is asked beside the listing.
#[derive(Deserialize, Default)]
pub struct Asked {
    /// Receipt of what was just done.
    #[serde(default)]
    pub done: String,
    /// The name of a group that staff look for.
    #[serde(default)]
    pub find: String,
    /// Why something was not done.
    #[serde(skip)]
    pub problems: Vec<Problem>,
}

async fn begin_staff(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Query(query): Query<NewQuery>) -> Response {
    begin(&ctx, lang, &Writing::staff(staff), &query.kind)
}

async fn show_staff(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path(id): Path<String>, Query(asked): Query<Asked>) -> Response {
    show(&ctx, lang, &Writing::staff(staff), &id, asked).await
}

async fn save_staff(
    State(ctx): State<Ctx>,
    Reads(lang): Reads,
    staff: Staff,
    Path(id): Path<String>,
    multipart: Result<Multipart, MultipartRejection>,
) -> Response {
    Box::pin(save(&ctx, lang, &Writing::staff(staff), id, Sent::read(multipart, "image").await)).await
}

/// An empty form, or the question what it is to be.
pub fn begin(ctx: &Ctx, lang: Lang, writing: &Writing, kind: &str) -> Response {
    let kinds = if writing.group.is_empty() { Kind::ALL.to_vec() } else { group_kinds() };
    let Some(kind) = Kind::parse(kind).filter(|kind| kinds.contains(kind)) else {
        let root = writing.root();
        return writing.draw(ctx, lang, m::NEW.text(lang), move || page::choose_kind(&root, &kinds));
    };
    let listing = Listing::draft(fresh_id(), kind);
    draw(ctx, lang, writing, form_of(writing, &listing, None))
}

fn form_of(writing: &Writing, listing: &Listing, base_rev: Option<u64>) -> page::Edit {
    page::Edit {
        root: writing.root(),
        id: listing.id.clone(),
        kind: listing.kind(),
        state: listing.state,
        command: fresh_id(),
        base_rev,
        fields: to_fields(listing),
        rules: listing.schedule.as_ref().map(|schedule| schedule.rules.clone()).unwrap_or_default(),
        images: listing.images.clone(),
        problems: Vec::new(),
        conflict: false,
        history: Vec::new(),
        done: None,
        public: public_page(listing),
        waits: None,
        advice: Vec::new(),
        around: None,
    }
}

fn public_page(listing: &Listing) -> Option<String> {
    listing.is_public().then(|| Card::of(listing).href())
}

fn draw(ctx: &Ctx, lang: Lang, writing: &Writing, edit: page::Edit) -> Response {
    let status = if edit.problems.is_empty() && !edit.conflict { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    (status, writing.draw(ctx, lang, m::EDIT.text(lang), move || page::edit(edit))).into_response()
}

/// What could be better in a listing, and what is public already and may be the same.
pub fn advice_of(ctx: &Ctx, listing: &Listing) -> Vec<Advice> {
    let mut found = advise(listing, today());
    // Without a catalogue the rest of the advice is still good.
    if let Ok(catalog) = ctx.site.catalog.read() {
        found.extend(catalog.like(listing).iter().map(|card| Advice::same_as(&card.title, &card.href())));
    }
    found
}

/// A moment as pages say it.
pub fn moment(at: Millis, lang: Lang) -> String {
    on_record(at, lang)
}

/// The form of a listing that is there.
pub async fn show(ctx: &Ctx, lang: Lang, writing: &Writing, id: &str, asked: Asked) -> Response {
    match find(ctx, writing, id).await {
        Ok(Some(found)) => {
            let mut edit = form_of(writing, &found.form, Some(found.rev));
            (edit.state, edit.public) = (found.stored.state, public_page(&found.stored));
            edit.waits = found.waiting.map(|waiting| page::Waits {
                since: waiting.at_ms,
                note: waiting.returned.then_some(waiting.note),
                is_shown: !writing.group.is_empty(),
            });
            (edit.history, edit.around) = match beside(ctx, lang, writing, &found.stored, &asked.find).await {
                Ok(read) => read,
                Err(error) => return broken(&error, lang).into_response(),
            };
            edit.advice = advice_of(ctx, &found.form);
            edit.done = (!asked.done.is_empty()).then_some(asked.done);
            edit.problems = asked.problems;
            draw(ctx, lang, writing, edit)
        }
        Ok(None) => see_other(&writing.home()),
        Err(error) => broken(&error, lang).into_response(),
    }
}

/// What stands below the form: when it was written, and what else staff do with it.
async fn beside(
    ctx: &Ctx,
    lang: Lang,
    writing: &Writing,
    stored: &Listing,
    find: &str,
) -> DbResult<(Vec<(String, String)>, Option<page::around::Around>)> {
    Ok((history(ctx, lang, writing, &stored.id).await?, around::read(ctx, writing, stored, find).await?))
}

/// When and by whom a listing was written, newest first.
async fn history(ctx: &Ctx, lang: Lang, writing: &Writing, id: &str) -> DbResult<Vec<(String, String)>> {
    let names = writing.names(ctx).await?;
    let rows = ctx.site.db.all::<(i64, i64, String, Option<String>)>(sql::VERSIONS, params![id]).await?;
    // A version without a body says only that there was nothing before.
    let written = rows.into_iter().filter(|(.., body)| body.is_some());
    Ok(written.map(|(_, at, who, _)| (moment(at, lang), doer(&who, names.as_deref(), lang))).collect())
}

/// The listing that a form says, over what was there, with what could not be read. Its file is not looked at.
fn read_form(base: Listing, sent: &mut Sent) -> (Listing, Vec<Problem>) {
    if sent.problem.is_some() {
        // What did not arrive is shown as it is stored, so that saving the form again does not empty it.
        let missing: Vec<_> = to_fields(&base).into_iter().filter(|(name, _)| !sent.fields.iter().any(|(known, _)| known == name)).collect();
        sent.fields.extend(missing);
    }
    let state = ListingState::parse(sent.value("state")).unwrap_or(base.state);
    let (mut listing, mut problems) = from_fields(base, &sent.fields, state);
    if let Some(problem) = sent.problem.take() {
        problems.insert(0, problem);
    }
    if sent.value("images_listed") == "1" {
        // The form says which pictures there are: what a refused form added is still there, what it took out stays out.
        let listed = sent.fields.iter().filter(|(name, _)| name == "kept_image");
        listing.images = listed.filter_map(|(_, image)| serde_json::from_str::<Image>(image).ok()).collect();
    }
    listing.images.retain(|image| !sent.fields.iter().any(|(name, src)| name == "remove_image" && *src == image.src));
    (listing, problems)
}

/// Saves what a form sent.
pub async fn save(ctx: &Ctx, lang: Lang, writing: &Writing, id: String, mut sent: Sent) -> Response {
    let found = match find(ctx, writing, &id).await {
        Ok(found) => found,
        Err(error) => return broken(&error, lang).into_response(),
    };
    let (was, public) = found.as_ref().map_or((ListingState::Draft, None), |found| (found.stored.state, public_page(&found.stored)));
    let base = found.map(|found| Listing { state: was, ..found.form });
    let Some(base) = base.or_else(|| Kind::parse(sent.value("kind")).map(|kind| Listing::draft(id, kind))) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let (mut listing, mut problems) = read_form(base, &mut sent);
    let has_picture = sent.file.is_some();
    if let Some((_, bytes)) = sent.file.take() {
        match media::add(&ctx.site.folder, bytes, sent.value("image_alt")).await {
            Ok(image) => {
                // Sending a form again does not add its picture again.
                listing.images.retain(|known| known.src != image.src);
                listing.images.push(image);
            }
            Err(error) => problems.push(error.problem("image", "image_alt")),
        }
    }
    let base_rev: Option<u64> = sent.value("base_rev").parse().ok();
    let mut together: Option<(Merged, u64)> = None;
    let mut conflict = false;
    if problems.is_empty() {
        let id = sent.value("command").to_owned();
        let mut receipt = send(ctx, writing, &listing, id.clone(), base_rev).await;
        if receipt.status == ReceiptStatus::Conflict {
            together = put_together(ctx, writing, &listing, base_rev).await;
            if let Some((merged, rev)) = together.as_ref().filter(|(merged, _)| merged.conflicts.is_empty()) {
                // The id follows from the first one, so that sending the form again finds the same receipt.
                let again = uuid::Uuid::new_v5(&uuid::Uuid::NAMESPACE_OID, format!("merged:{id}:{rev}").as_bytes()).to_string();
                receipt = send(ctx, writing, &merged.listing, again, Some(*rev)).await;
            }
        }
        match receipt.status {
            ReceiptStatus::Done => {
                return see_other(&format!("{}/{}?done={}", writing.root(), listing.id, receipt.receipt_no.unwrap_or_default()));
            }
            ReceiptStatus::Conflict => conflict = true,
            ReceiptStatus::Rejected | ReceiptStatus::Retry => {
                problems = problems_of(receipt);
                for problem in &mut problems {
                    problem.path = field_of(&problem.path);
                }
            }
        }
    }
    // Everything typed comes back, under a new command id: the old one was decided.
    let mut edit = form_of(writing, &listing, base_rev);
    (edit.state, edit.public) = (was, public);
    // A picture that was taken has its description: the field is for the next one.
    let taken = has_picture && !problems.iter().any(|problem| problem.path.starts_with("image"));
    edit.fields = sent.fields;
    if let Some((merged, rev)) = together.filter(|_| conflict) {
        // What only the other person changed is in the form already; where both changed something, both stand at the field.
        edit = form_of(writing, &merged.listing, Some(rev));
        (edit.state, edit.public) = (was, None);
        let both = |it: FieldConflict| Problem::new(it.field, "changed_by_other").arg(it.theirs);
        problems.extend(merged.conflicts.into_iter().map(both));
    }
    if conflict && let Ok(Some(found)) = find(ctx, writing, &listing.id).await {
        // Saving once more, after having looked, replaces what the other person wrote.
        edit.base_rev = Some(found.rev);
        (edit.state, edit.public) = (found.stored.state, public_page(&found.stored));
    }
    edit.fields.retain(|(name, _)| !(taken && name == "image_alt"));
    edit.problems = problems;
    edit.conflict = conflict;
    draw(ctx, lang, writing, edit)
}

async fn send(ctx: &Ctx, writing: &Writing, listing: &Listing, id: String, base_rev: Option<u64>) -> Receipt {
    let command = Command { id, base_rev, body: Body::Listings(writing.command(listing.clone())) };
    execute(&ctx.site, &writing.actor, &command, now_ms()).await
}

/// What two people wrote, put together, with the revision of the other's form; `None` where it is not known what both began with.
async fn put_together(ctx: &Ctx, writing: &Writing, mine: &Listing, base_rev: Option<u64>) -> Option<(Merged, u64)> {
    let found = find(ctx, writing, &mine.id).await.ok()??;
    let (db, base_rev) = (&ctx.site.db, base_rev?);
    // A group began with the form that waited then, if one did.
    let waited = if writing.group.is_empty() { None } else { waiting::form_at(db, &mine.id, base_rev).await.ok()? };
    let base = match waited {
        Some(form) => form,
        None => version(db, &mine.id, base_rev).await.ok()??,
    };
    Some((merge(&base, mine, &found.form), found.rev))
}
