//! A listing that somebody writes on their device, without a connection: what was typed, what it began from, and how it is sent.
//!
//! What was typed is kept as the fields of the plain form ([`super::form`]), so that a half-written date is not lost, and is read and
//! checked by the code that the server has. Invariants: a field that the page does not show stays as it was; nothing is sent that the
//! device knows to be refused; what others wrote meanwhile is merged field by field, and never overwritten unseen.

pub mod pictures;

use self::pictures::{PICTURE, ProvenFile, is_picture, place_of, prove};
use super::command::ListingCommand;
use super::differences::{IMAGES, REPEAT, SESSIONS, value_of, values};
use super::form::{self, from_fields, repeat};
use super::kind::Kind;
use super::listing::{Listing, Organiser, is_default};
use super::merge::{FieldConflict, merge};
use super::next_year::next_year;
use super::pictures::file_of;
use super::rules;
use super::vocabulary::State;
use crate::command::Body;
use engawa_core::Problem;
use engawa_core::outbox::Ask;
use engawa_core::time::Millis;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The kind of these commands in the outbox.
pub const OUTBOX_KIND: &str = "listings";
/// The form of their bodies.
pub const OUTBOX_SCHEMA: u32 = 1;
/// Fields of which any may be ticked.
const BOXES: [&str; 8] = ["access", "field", "for", "language", PICTURE, repeat::MONTH_END, repeat::NTH, repeat::WEEKDAY];
/// Characters of a title in the outbox.
const TITLE_MAX: usize = 100;

/// A listing that is being written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ListingDraft {
    /// The listing.
    pub id: String,
    /// What it is.
    pub kind: Kind,
    /// For which group; empty: for the city.
    #[serde(default, skip_serializing_if = "is_default")]
    pub group: String,
    /// What the group is called.
    #[serde(default, skip_serializing_if = "is_default")]
    pub group_name: String,
    /// The listing that it began from; `None`: it is new.
    #[serde(default, skip_serializing_if = "is_default")]
    pub base: Option<Box<Listing>>,
    /// The revision of that.
    #[serde(default, skip_serializing_if = "is_default")]
    pub base_rev: Option<u64>,
    /// Name and value of each field, as typed.
    pub fields: Vec<(String, String)>,
    /// When it was last changed here.
    pub changed_at: Millis,
    /// Which page of this device wrote this form of it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub by: String,
}

/// A listing from inside, as the server gives it to whoever may look there: what waits, to its group; else what is stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Inside {
    /// The listing.
    pub listing: Listing,
    /// The newest revision of what is stored and of what waits.
    pub rev: u64,
    /// It is a form that waits for moderation, or came back.
    #[serde(default)]
    pub waiting: bool,
}

impl ListingDraft {
    /// A new listing. `group`: id and name; an empty id stands for the city.
    pub fn begin(id: &str, kind: Kind, group: (&str, &str), now: Millis) -> Self {
        let mut draft = Self {
            id: id.to_owned(),
            kind,
            group: group.0.to_owned(),
            group_name: group.1.to_owned(),
            base: None,
            base_rev: None,
            fields: Vec::new(),
            changed_at: now,
            by: String::new(),
        };
        draft.fields = fields_of(&draft.origin());
        draft
    }

    /// A new listing that is this one a year later.
    pub fn of_next_year(listing: &Listing, id: &str, now: Millis) -> Self {
        Self { base_rev: None, ..Self::of(next_year(listing, id), 0, now) }
    }

    /// Another form of a listing that is there.
    pub fn of(listing: Listing, rev: u64, now: Millis) -> Self {
        Self {
            id: listing.id.clone(),
            kind: listing.kind(),
            group: listing.organiser.group.clone().unwrap_or_default(),
            group_name: listing.organiser.name.clone(),
            fields: fields_of(&listing),
            base: Some(Box::new(listing)),
            base_rev: Some(rev),
            changed_at: now,
            by: String::new(),
        }
    }

    /// What the fields are read over.
    pub fn origin(&self) -> Listing {
        if let Some(base) = &self.base {
            return (**base).clone();
        }
        let mut listing = Listing::draft(&self.id, self.kind);
        if !self.group.is_empty() {
            listing.organiser = Organiser { group: Some(self.group.clone()), name: self.group_name.clone(), ..Organiser::default() };
        }
        listing
    }

    /// What a field holds; nothing if there is no such field.
    pub fn get(&self, name: &str) -> &str {
        self.fields.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str())
    }

    /// What somebody typed into a field.
    pub fn set(&mut self, name: &str, value: &str, now: Millis) {
        match self.fields.iter_mut().find(|(known, _)| known == name) {
            Some((_, old)) => value.clone_into(old),
            None => self.fields.push((name.to_owned(), value.to_owned())),
        }
        self.changed_at = self.changed_at.max(now);
    }

    /// Whether a box of a field with several is ticked.
    pub fn has(&self, name: &str, code: &str) -> bool {
        self.fields.iter().any(|(known, value)| known == name && value == code)
    }

    /// Ticks a box of a field with several, or takes the tick away.
    pub fn tick(&mut self, name: &str, code: &str, on: bool, now: Millis) {
        self.fields.retain(|(known, value)| known != name || value != code);
        if on {
            self.fields.push((name.to_owned(), code.to_owned()));
        }
        self.changed_at = self.changed_at.max(now);
    }

    /// What a field holds, with all its ticks; nothing empty.
    fn all(&self, name: &str) -> Vec<&str> {
        self.fields.iter().filter(|(known, value)| known == name && !value.is_empty()).map(|(_, value)| value.as_str()).collect()
    }

    /// Whether it may take the place of what the device's store holds: what this page wrote itself, or the form that it has `seen`.
    pub fn may_replace(&self, stored: &Self, seen: &Self) -> bool {
        stored.by == self.by || stored == seen
    }

    /// Takes over what another page of this device wrote into the same draft since `seen`. Gives the fields that both wrote, to different
    /// ends: what I typed stays in them, and the other text is in the answer.
    pub fn absorb(&mut self, seen: &Self, theirs: &Self, now: Millis) -> Vec<FieldConflict> {
        let names: BTreeSet<&str> = seen.fields.iter().chain(&self.fields).chain(&theirs.fields).map(|(name, _)| name.as_str()).collect();
        let mut fields = Vec::new();
        let mut conflicts = Vec::new();
        for name in names {
            let (was, mine, other) = (seen.all(name), self.all(name), theirs.all(name));
            let both = mine != was && other != was && mine != other;
            let wins: Vec<&str> = if both && BOXES.contains(&name) {
                // What neither took out, and what either put in.
                let added = other.iter().filter(|value| !mine.contains(value));
                let kept = |value: &&&str| !was.contains(value) || (mine.contains(value) && other.contains(value));
                mine.iter().chain(added).filter(kept).copied().collect()
            } else if both {
                conflicts.push(FieldConflict { field: name.to_owned(), mine: mine.join("\n"), theirs: other.join("\n") });
                mine
            } else if mine == was {
                other
            } else {
                mine
            };
            fields.extend(wins.into_iter().map(|value| (name.to_owned(), value.to_owned())));
        }
        self.fields = fields;
        if theirs.base_rev > self.base_rev {
            (self.base, self.base_rev) = (theirs.base.clone(), theirs.base_rev);
        }
        self.changed_at = self.changed_at.max(theirs.changed_at).max(now);
        conflicts
    }

    /// How many dates have something in their row.
    pub fn dates(&self) -> usize {
        let row = |name: &str| name.strip_prefix("session.")?.split_once('.')?.0.parse::<usize>().ok();
        self.fields.iter().filter(|(_, value)| !value.is_empty()).filter_map(|(name, _)| row(name)).max().map_or(0, |last| last + 1)
    }

    /// The listing as it is typed, and what cannot be read.
    fn typed(&self, state: State) -> (Listing, Vec<Problem>) {
        let (mut listing, problems) = from_fields(self.origin(), &self.fields, state);
        listing.images = self.pictures();
        (listing, problems)
    }

    /// The listing as it is typed, and what is wrong, at the fields of the form.
    pub fn read(&self, state: State) -> (Listing, Vec<Problem>) {
        let (listing, mut problems) = self.typed(state);
        let images = &listing.images;
        // The rules know pictures of the site only; the server makes some of the files.
        let is_file = |path: &str| images.iter().enumerate().any(|(at, image)| path == format!("images.{at}.src") && file_of(&image.src).is_some());
        let ruled = rules::check(&listing).into_iter().filter(|problem| !is_file(&problem.path));
        problems.extend(ruled.map(|problem| Problem { path: place_of(&problem.path, images), ..problem }));
        problems.extend(self.too_many_files());
        (listing, problems)
    }

    /// The state that it had before; a new one is a draft.
    pub fn state(&self) -> State {
        self.base.as_ref().map_or(State::Draft, |base| base.state)
    }

    /// What it is about, for the outbox.
    pub fn subject(&self) -> String {
        format!("listing:{}", self.id)
    }

    /// What the outbox takes to send it. `id`: the command's; `replaces`: the entry that was refused, if this is its next form; `files`: those
    /// of [`Self::files`] that the device has, proven for this command.
    ///
    /// # Errors
    /// What is wrong, at the fields of the form. Nothing was sent then.
    pub fn ask(&self, id: &str, state: State, replaces: Option<String>, files: &[ProvenFile]) -> Result<Ask, Vec<Problem>> {
        let (mut listing, problems) = self.read(state);
        if !problems.is_empty() {
            return Err(problems);
        }
        let attachments = prove(&mut listing, files)?;
        let title = listing.title.chars().take(TITLE_MAX).collect();
        let body = serde_json::to_string(&Body::Listings(ListingCommand::Save(Box::new(listing)))).unwrap_or_default();
        Ok(Ask {
            id: id.to_owned(),
            subject: self.subject(),
            kind: OUTBOX_KIND.to_owned(),
            kind_schema: OUTBOX_SCHEMA,
            title,
            body,
            attachments,
            base_rev: self.base_rev,
            replaces,
            ..Ask::default()
        })
    }

    /// Goes on from what others wrote meanwhile: what only they changed is taken over, what I wrote stays. Gives the fields in which a
    /// person has to decide. Where something typed cannot be read, it stays as it was typed.
    pub fn rebase(&mut self, theirs: Listing, rev: u64, now: Millis) -> Vec<FieldConflict> {
        let (mine, unread) = self.typed(self.state());
        let origin = self.origin();
        let mut merged = merge(&origin, &mine, &theirs);
        let mut fields = fields_of(&merged.listing);
        for problem in unread.iter().filter(|problem| !is_repetition(&problem.path)) {
            let typed = self.get(&problem.path).to_owned();
            fields.retain(|(name, _)| *name != problem.path);
            fields.push((problem.path.clone(), typed));
        }
        // A repetition is read as one: where a part of it cannot be read yet, all of it stays as typed.
        if let Some(problem) = unread.iter().find(|problem| is_repetition(&problem.path)) {
            fields.retain(|(name, _)| !is_repetition(name));
            fields.extend(self.fields.iter().filter(|(name, _)| is_repetition(name)).cloned());
            let rules = |listing: &Listing| listing.schedule.as_ref().map(|schedule| schedule.rules.clone()).unwrap_or_default();
            if rules(&origin) != rules(&theirs) && merged.conflicts.iter().all(|it| it.field != REPEAT) {
                let said = value_of(&values(&theirs), REPEAT).to_owned();
                merged.conflicts.push(FieldConflict { field: REPEAT.to_owned(), mine: self.get(&problem.path).to_owned(), theirs: said });
            }
        }
        self.fields = fields;
        self.base = Some(Box::new(theirs));
        self.base_rev = Some(rev);
        self.changed_at = self.changed_at.max(now);
        merged.conflicts
    }

    /// Takes a field as others wrote it, with all of its rows.
    pub fn take(&mut self, field: &str, theirs: &Listing, now: Millis) {
        let belongs = |name: &str| match field {
            SESSIONS => name.starts_with("session.") || name == "extra",
            REPEAT => is_repetition(name),
            IMAGES => is_picture(name),
            _ => name == field || name.strip_prefix(field).is_some_and(|rest| field.starts_with("fact.") && rest.starts_with('.')),
        };
        self.fields.retain(|(name, _)| !belongs(name));
        self.fields.extend(fields_of(theirs).into_iter().filter(|(name, _)| belongs(name)));
        self.changed_at = self.changed_at.max(now);
    }
}

/// The fields of a listing: those of the form, and its pictures.
fn fields_of(listing: &Listing) -> Vec<(String, String)> {
    let mut fields = form::to_fields(listing);
    fields.extend(pictures::to_fields(&listing.images));
    fields
}

/// A field that is read together with the other fields of the repetition.
fn is_repetition(name: &str) -> bool {
    name.starts_with(REPEAT) || name.starts_with(repeat::RULE)
}

#[cfg(test)]
mod tests;
