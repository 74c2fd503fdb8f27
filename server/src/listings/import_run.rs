//! An import from file to store: decode, read, plan, and (unless it is a dry run) apply, in one transaction.
//!
//! Invariants: a dry run and the run after it plan the same; an import writes all of its plan or nothing; importing a file again
//! changes nothing; what a registered group wrote is never overwritten (`import::kept`); an import can be taken back, but never over what
//! somebody changed after it, and never from under a group, a form that waits, a plan, a host or a report.

use super::guess::{Guessed, guessed};
use super::import::{Content, ImportError, Limits, read_file, read_listings};
use super::pictures::keep_known;
use super::{erase, sql, stored, twins, write_import};
use crate::db::{Db, DbResult};
use crate::feed::{Writer, sha256_hex, sql as feed_sql};
use crate::params;
use crate::people::groups::read::profile_of;
use crate::sites::OpenSite;
use engawa_app::listings::import::columns::Column;
use engawa_app::listings::import::duplicates::Duplicate;
use engawa_app::listings::import::kept::GroupsOwn;
use engawa_app::listings::import::plan::{Existing, Options, Plan, Planned, plan};
use engawa_app::listings::import::profile::Profile;
use engawa_app::listings::import::shift::shift_weeks;
use engawa_app::listings::import::text::fold_name;
use engawa_app::listings::import::{ImportContext, Table, report};
use engawa_app::listings::{Kind, Listing, State, rules};
use engawa_core::time::{Millis, jst_date};
use engawa_core::{Lang, Problem};
use std::collections::{HashMap, HashSet};

/// What an import is told.
#[derive(Clone, Debug)]
pub struct ImportRequest {
    /// What the rows are; `None`: what they look like.
    pub kind: Option<Kind>,
    /// The data set; with the key of a row it is the row's identity.
    pub source: String,
    /// Name of the file.
    pub file_name: String,
    /// Licence of the data.
    pub licence: String,
    /// Page of the data set.
    pub url: String,
    /// Dates without a year are near to it.
    pub reference: chrono::NaiveDate,
    /// Take in as drafts.
    pub draft: bool,
    /// Move all dates by this many weeks (sample city).
    pub shift_weeks: i32,
    /// The file holds only a part of its source: what is not in it is not marked as vanished.
    pub part: bool,
    /// Confirmed column mappings; empty: saved or detected ones.
    pub profiles: Vec<Profile>,
    /// Somebody saw what the columns are taken for: a guess may be taken in.
    pub accept_guess: bool,
}

/// One table of the file and how it was read.
#[derive(Clone, Debug)]
pub struct DoneTable {
    /// Sheet or file.
    pub name: String,
    /// The mapping that was used.
    pub profile: Profile,
    /// Names of its columns.
    pub columns: Vec<String>,
    /// The first rows, as text.
    pub samples: Vec<Vec<String>>,
}

/// What an import did, or would do.
#[derive(Clone, Debug, Default)]
pub struct Done {
    /// Its id; `None` for a dry run.
    pub import_id: Option<String>,
    /// The tables of the file; none for a calendar.
    pub tables: Vec<DoneTable>,
    /// Those of them whose columns were only guessed.
    pub guessed: Vec<DoneTable>,
    /// New listings.
    pub created: usize,
    /// Changed ones.
    pub updated: usize,
    /// As before.
    pub unchanged: usize,
    /// No longer in the source: kept, marked.
    pub vanished: usize,
    /// What could not be read, by place.
    pub problems: Vec<Problem>,
    /// What may be there twice.
    pub duplicates: Vec<Duplicate>,
}

impl Done {
    /// The report as CSV: what could not be read, and what may be there twice.
    pub fn report_csv(&self) -> String {
        let twins = self.duplicates.iter().map(report::of_duplicate);
        report::csv(&self.problems.iter().cloned().chain(twins).collect::<Vec<_>>(), Lang::Ja)
    }

    /// What may be there twice, one pair a line, for the console.
    pub fn twins(&self) -> String {
        let line = |it: &Duplicate| {
            let [one, other] = [(&it.place, &it.title), (&it.other_place, &it.other_title)].map(|(place, title)| format!("{place} \"{title}\""));
            format!("possibly the same ({}): {one} and {other}\n", it.reason)
        };
        self.duplicates.iter().map(line).collect()
    }

    /// One line for the console.
    pub fn summary(&self) -> String {
        let id = self.import_id.as_deref().unwrap_or("dry run, nothing was changed");
        format!(
            "created {}, updated {}, unchanged {}, vanished {}, notes {}, possible duplicates {} ({id})",
            self.created,
            self.updated,
            self.unchanged,
            self.vanished,
            self.problems.len(),
            self.duplicates.len()
        )
    }
}

/// Rows of each table that a person is shown before deciding.
const SAMPLE_ROWS: usize = 5;

/// Runs an import.
///
/// # Errors
/// The file cannot be read (an [`ImportError`], with its place), its columns were only guessed and nobody accepted that ([`Guessed`]), or
/// the store failed; nothing was changed.
pub async fn run(site: &OpenSite, request: &ImportRequest, bytes: &[u8], actor: &str, now: Millis, dry_run: bool) -> anyhow::Result<Done> {
    let (name, content) = {
        let (name, owned) = (request.file_name.clone(), bytes.to_vec());
        // Decoding and unpacking take a while: not on the threads that answer requests.
        tokio::task::spawn_blocking(move || read_file(&name, &owned, Limits::default()).map(|content| (name, content))).await??
    };
    let tables: Vec<Table> = if let Content::Tables(tables, _) = &content { tables.clone() } else { Vec::new() };
    let profiles = if request.profiles.is_empty() { saved_profiles(&site.db, &tables).await? } else { request.profiles.clone() };
    let kind =
        request.kind.or_else(|| tables.first().map(|table| engawa_app::listings::import::detect::detect(None, table).kind)).unwrap_or(Kind::Event);
    let today = jst_date(now);
    let context = ImportContext {
        kind,
        file: name,
        source_name: request.source.clone(),
        source_url: request.url.clone(),
        licence: request.licence.clone(),
        reference: request.reference,
        state: if request.draft { State::Draft } else { State::Published },
        // The data are as fresh as their publisher said, not as the day on which somebody imported them.
        confirmed_on: Some(request.reference.min(today)),
    };
    let (mut incoming, used, problems) = read_listings(&content, &profiles, &context);
    let guessed: Vec<DoneTable> = guessed(&tables, &used, &profiles).map(|(table, profile)| done_table(table, profile.clone())).collect();
    if !guessed.is_empty() && !dry_run && !request.accept_guess {
        return Err(Guessed { tables: guessed }.into());
    }
    for read in &mut incoming {
        keep_known(site, &mut read.listing).await;
    }
    if request.shift_weeks != 0 {
        for read in &mut incoming {
            shift_weeks(&mut read.listing, request.shift_weeks);
        }
    }
    let different = twins::different(&site.db).await?;
    // Whoever holds the revision is alone until the commit: nobody claims or changes what was compared.
    let mut writer = if dry_run { None } else { Some(Writer::begin(&site.db, now, actor).await?) };
    let (all, owned) = if let Some(writer) = &mut writer {
        writer.tx.first::<(i64,)>(feed_sql::TAKE_REVS, params![0_i64]).await?;
        (writer.tx.all::<Row>(sql::EVERY, params![]).await?, writer.tx.all::<OwnRow>(sql::GROUPS_OWN, params![&request.source]).await?)
    } else {
        (site.db.all::<Row>(sql::EVERY, params![]).await?, site.db.all::<OwnRow>(sql::GROUPS_OWN, params![&request.source]).await?)
    };
    let (existing, others) = known(&request.source, all, owned)?;
    let mut plan = plan(&existing, &others, incoming, listing_id, Options { today, whole_source: !request.part });
    plan.possible_duplicates.retain(|it| !different.contains(&twins::pair(&it.id, &it.other_id)));
    let mut all_problems = problems;
    all_problems.append(&mut plan.problems);
    refuse_broken(&mut plan, &mut all_problems);
    let mut done = Done {
        import_id: None,
        tables: tables.iter().zip(used).map(|(table, profile)| done_table(table, profile)).collect(),
        guessed,
        created: plan.create.len(),
        updated: plan.update.len(),
        unchanged: plan.unchanged.len(),
        vanished: plan.vanished.len(),
        problems: all_problems,
        duplicates: std::mem::take(&mut plan.possible_duplicates),
    };
    if let Some(writer) = writer {
        done.import_id = Some(apply(writer, request, bytes, &existing, &plan, &done).await?);
        site.refresh().await?;
    }
    Ok(done)
}

/// The same row of the same source is the same listing, at every import and on every server.
fn listing_id(source: &str, key: &str) -> String {
    uuid::Uuid::new_v5(&uuid::Uuid::NAMESPACE_URL, format!("engawa:{source}\n{key}").as_bytes()).to_string()
}

/// The profile with its columns in the order of the table: a kept one knows them by name, in any order. What it does not name is unsure.
fn in_order(table: &Table, profile: Profile) -> Profile {
    if profile.is_of(table) {
        return profile;
    }
    let mapping: Vec<(String, Column)> = table.columns.iter().cloned().zip(profile.columns_of(table)).collect();
    let sure = |name: &String| if profile.mapping.iter().any(|(known, _)| fold_name(known) == fold_name(name)) { 100 } else { 0 };
    let confidence = table.columns.iter().map(sure).collect();
    Profile { mapping, confidence, ..profile }
}

fn done_table(table: &Table, profile: Profile) -> DoneTable {
    let profile = in_order(table, profile);
    let samples = table.rows.iter().take(SAMPLE_ROWS).map(|row| (0..table.columns.len()).map(|at| row.text(at)).collect()).collect();
    DoneTable { name: table.name.clone(), profile, columns: table.columns.clone(), samples }
}

/// Takes rows that break a rule of listings out of the plan, each with its problems; one that only may not be public becomes a draft.
fn refuse_broken(plan: &mut Plan, problems: &mut Vec<Problem>) {
    let mut check = |planned: &mut Planned| {
        let mut found = rules::check(&planned.listing);
        if !found.is_empty() {
            // A listing of a group is not hidden because a row does not fit to what the group wrote: it stays as it is.
            let is_groups = planned.imported.is_some();
            if !is_groups {
                planned.listing.state = State::Draft;
            }
            let still = rules::check(&planned.listing);
            let source = planned.listing.source.as_ref();
            let place = source.map(|source| format!("{}!{}", source.file, source.row)).unwrap_or_default();
            problems.extend(found.drain(..).map(|it| Problem { path: format!("{place} {}", it.path).trim_end().to_owned(), ..it }));
            return !is_groups && still.is_empty();
        }
        true
    };
    plan.create.retain_mut(&mut check);
    plan.update.retain_mut(&mut check);
    // Of a row that is not taken in nothing is proposed.
    let taken: HashSet<&str> = plan.create.iter().map(|it| it.listing.id.as_str()).collect();
    plan.possible_duplicates.retain(|it| taken.contains(it.id.as_str()) && (!it.other_new || taken.contains(it.other_id.as_str())));
}

/// A listing: id, body, revision, source, what was last imported into it.
type Row = (String, String, i64, Option<String>, Option<String>);
/// A listing that a registered group owns: id, profile, what an import said last, the revision of the form that waits.
type OwnRow = (String, String, String, i64);

/// The listings of a source as they are, and all others.
fn known(source: &str, rows: Vec<Row>, owned: Vec<OwnRow>) -> DbResult<(Vec<Existing>, Vec<Listing>)> {
    let mut groups: HashMap<String, GroupsOwn> = HashMap::new();
    for (id, profile, said, waits) in owned {
        let imported = if said.is_empty() { None } else { Some(Box::new(stored(&id, &said, 0)?.listing)) };
        let profile = if profile.is_empty() { None } else { Some(profile_of(&id, &profile)?) };
        groups.insert(id, GroupsOwn { imported, profile, waits: waits > 0 });
    }
    let (mut own, mut others) = (Vec::new(), Vec::new());
    for (id, body, rev, source_name, fingerprint) in rows {
        let listing = stored(&id, &body, rev)?.listing;
        if source_name.as_deref() == Some(source) {
            own.push(Existing { listing, fingerprint, own: groups.remove(&id) });
        } else {
            others.push(listing);
        }
    }
    Ok((own, others))
}

/// Writes a plan and commits.
async fn apply(mut writer: Writer, request: &ImportRequest, bytes: &[u8], existing: &[Existing], plan: &Plan, done: &Done) -> anyhow::Result<String> {
    let import_id = uuid::Uuid::now_v7().to_string();
    let (now, actor) = (writer.now, writer.actor.clone());
    for planned in &plan.create {
        write_import(&mut writer, None, &planned.listing, &import_id, &planned.fingerprint).await?;
    }
    for planned in plan.update.iter().chain(&plan.vanished) {
        let before = existing.iter().find(|it| it.listing.id == planned.listing.id).map(|it| &it.listing);
        write_import(&mut writer, before, &planned.listing, &import_id, &planned.fingerprint).await?;
        if let Some(said) = &planned.imported {
            writer.tx.run(sql::PUT_IMPORT_FORM, params![&planned.listing.id, serde_json::to_string(said)?, now]).await?;
        }
    }
    let used: Vec<&Profile> = done.tables.iter().map(|table| &table.profile).collect();
    writer
        .tx
        .run(
            sql::PUT_IMPORT,
            params![
                &import_id,
                now,
                actor,
                &request.source,
                &request.file_name,
                sha256_hex(bytes),
                serde_json::to_string(&used)?,
                done.created,
                done.updated,
                done.unchanged,
                done.vanished,
                done.report_csv()
            ],
        )
        .await?;
    if !request.profiles.is_empty() {
        for table in &done.tables {
            let profile = serde_json::to_string(&table.profile)?;
            writer.tx.run(sql::PUT_PROFILE, params![header_key(&table.columns), profile, now]).await?;
        }
    }
    writer.audit("listing.import", &import_id, &serde_json::json!({ "file": request.file_name, "source": request.source }).to_string()).await?;
    writer.commit().await?;
    Ok(import_id)
}

/// Files with the same columns are read the same way.
fn header_key(columns: &[String]) -> String {
    sha256_hex(columns.iter().map(|name| fold_name(name)).collect::<Vec<_>>().join("\n").as_bytes())
}

async fn saved_profiles(db: &Db, tables: &[Table]) -> anyhow::Result<Vec<Profile>> {
    let mut found = Vec::new();
    for table in tables {
        if let Some((text,)) = db.first::<(String,)>(sql::PROFILE, params![header_key(&table.columns)]).await? {
            found.push(serde_json::from_str(&text)?);
        }
    }
    Ok(found)
}

/// What became of an import that was taken back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Undone {
    /// Listings that are again what they were.
    pub undone: usize,
    /// Left, because somebody changed them since.
    pub changed: usize,
    /// Left, because a group owns them, or something hangs on them: a form that waits, a plan, a host, a report.
    pub held: usize,
}

/// Takes an import back.
///
/// # Errors
/// There is no such import, or it was taken back already.
pub async fn undo(site: &OpenSite, import_id: &str, actor: &str, now: Millis) -> anyhow::Result<Undone> {
    let mut writer = Writer::begin(&site.db, now, actor).await?;
    writer.tx.first::<(i64,)>(feed_sql::TAKE_REVS, params![0_i64]).await?;
    let marked = writer.tx.run(sql::UNDO_IMPORT, params![import_id, now]).await?;
    anyhow::ensure!(marked == 1, "there is no import {import_id} that could be taken back");
    let written = writer.tx.all::<(String, i64)>(sql::VERSIONS_OF_IMPORT, params![import_id]).await?;
    let mut done = Undone::default();
    for (id, rev) in written {
        let is_held = writer.tx.first::<(i64,)>(sql::HELD, params![&id]).await?.is_some_and(|(things,)| things > 0);
        if is_held && let Some((Some(said),)) = writer.tx.first::<(Option<String>,)>(sql::VERSION_AT, params![&id, rev]).await? {
            // An import that was taken back is no base for what a group writes over it, so what this one said is kept apart.
            writer.tx.run(sql::PUT_FIRST_IMPORT_FORM, params![&id, said, now]).await?;
        }
        let now_there = writer.tx.first::<(String, i64)>(sql::ONE, params![&id]).await?;
        let Some((body, current)) = now_there.filter(|(_, current)| *current == rev) else {
            done.changed += 1;
            continue;
        };
        if is_held {
            done.held += 1;
            continue;
        }
        let before = writer.tx.first::<(Option<String>,)>(sql::VERSION_BEFORE, params![&id, rev]).await?.and_then(|(body,)| body);
        let present = stored(&id, &body, current)?.listing;
        match before {
            Some(before) => {
                let listing = stored(&id, &before, current)?.listing;
                super::write(&mut writer, Some(&present), &listing, None).await?;
                writer.tx.run(sql::FORGET_PRINT, params![&id]).await?;
            }
            None => {
                erase(&mut writer, &id, None).await?;
            }
        }
        done.undone += 1;
    }
    writer.audit("listing.undo_import", import_id, "").await?;
    writer.commit().await?;
    site.refresh().await?;
    Ok(done)
}

/// The problem of an error of [`run`], for a page: of the file if it has one, else "try later".
pub fn problem_of(error: &anyhow::Error) -> Problem {
    error.downcast_ref::<ImportError>().map_or_else(|| Problem::new("", "try_later"), ImportError::problem)
}

#[cfg(test)]
mod tests {
    use super::*;
    use engawa_app::listings::listing::{Link, Source};

    #[test]
    fn a_row_that_breaks_a_rule_is_told_by_its_place() {
        let mut listing = Listing::draft("a1", Kind::Event);
        listing.title = "朝市".into();
        listing.links = vec![Link { label: String::new(), url: "javascript:alert(1)".into() }];
        listing.source = Some(Source { file: "a.csv".into(), row: 12, ..Source::default() });
        let mut plan = Plan { create: vec![Planned { listing, fingerprint: String::new(), imported: None }], ..Plan::default() };
        let mut problems = Vec::new();
        refuse_broken(&mut plan, &mut problems);
        assert!(plan.create.is_empty());
        let report = report::csv(&problems, Lang::En);
        let line = report.lines().nth(1).unwrap_or_default();
        assert!(line.starts_with("a.csv,12,,bad_url,") && line.ends_with(",links.0.url"), "{report}");
    }
}
