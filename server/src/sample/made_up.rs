//! Made-up listings of a sample site: `listings.json`, written by hand with relative dates (`"@+7"`: in a week).

use crate::clock::{now_ms, today};
use crate::feed::Writer;
use crate::media;
use crate::sites::OpenSite;
use anyhow::Context as _;
use chrono::{NaiveDate, NaiveTime, TimeDelta};
use engawa_app::listings::kind::Kind;
use engawa_app::listings::listing::{Apply, Audience, Contact, Cost, Link, Organiser, Variant, Venue};
use engawa_app::listings::{Access, Attendance, Listing, NpoField, SpokenLang, State, rules};
use engawa_core::Lang;
use engawa_core::time::{Recurrence, Rule, Schedule, Session};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

/// The id of a made-up thing: the same at every run, so that links to it last.
pub fn id(site: &str, key: &str) -> String {
    uuid::Uuid::new_v5(&uuid::Uuid::NAMESPACE_URL, format!("https://sample.engawa.example/{site}/{key}").as_bytes()).to_string()
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct MadeUp {
    key: String,
    sample: bool,
    state: Option<State>,
    kind: Option<Kind>,
    title: String,
    kana: String,
    summary: String,
    body: String,
    variants: BTreeMap<Lang, Variant>,
    fields: Vec<NpoField>,
    tags: Vec<String>,
    area: String,
    audience: Audience,
    cost: Cost,
    attendance: Option<Attendance>,
    schedule: Option<Times>,
    apply: Option<Apply>,
    venue: Option<Venue>,
    access: Vec<Access>,
    access_note: String,
    languages: Vec<SpokenLang>,
    organiser: Organiser,
    contact: Contact,
    links: Vec<Link>,
    related: Vec<String>,
    image: Option<Picture>,
    confirmed_on: Option<NaiveDate>,
    details: Value,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Times {
    sessions: Vec<Session>,
    rules: Vec<String>,
    from: Option<NaiveDate>,
    starts: Option<NaiveTime>,
    ends: Option<NaiveTime>,
    except: Vec<NaiveDate>,
    open_ended: bool,
    text: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Picture {
    file: String,
    alt: String,
}

/// Puts the made-up listings of a site into its store.
pub async fn put(site: &OpenSite, sample: &Path, code: &str) -> anyhow::Result<()> {
    let path = sample.join(code).join("listings.json");
    let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let mut value: Value = serde_json::from_str(&text).with_context(|| path.display().to_string())?;
    make_absolute(&mut value, today());
    let list = value.as_array().with_context(|| format!("{}: not a list", path.display()))?.clone();
    let mut writer = Writer::begin(&site.db, now_ms(), "system").await?;
    for (at, value) in list.into_iter().enumerate() {
        let made_up: MadeUp = serde_json::from_value(value).with_context(|| format!("{} item {at}", path.display()))?;
        let key = made_up.key.clone();
        let listing = listing(site, sample, code, made_up).with_context(|| format!("{} item {at} ({key})", path.display()))?;
        let problems = rules::check(&listing);
        anyhow::ensure!(problems.is_empty(), "{} item {at} ({key}): {problems:?}", path.display());
        crate::listings::write(&mut writer, None, &listing, None).await?;
    }
    writer.audit("sample.put", code, "").await?;
    writer.commit().await?;
    site.refresh().await?;
    Ok(())
}

/// Replaces every `"@+7"` by the date in seven days.
pub fn make_absolute(value: &mut Value, today: NaiveDate) {
    match value {
        Value::String(text) => {
            let days = text.strip_prefix('@').and_then(|days| days.parse::<i64>().ok());
            if let Some(date) = days.and_then(|days| today.checked_add_signed(TimeDelta::days(days))) {
                *text = date.to_string();
            }
        }
        Value::Array(list) => list.iter_mut().for_each(|item| make_absolute(item, today)),
        Value::Object(map) => map.values_mut().for_each(|item| make_absolute(item, today)),
        _ => {}
    }
    // Hours are written as people write them; the stored form has seconds.
    if let Value::Object(map) = value {
        for name in ["starts", "ends"] {
            if let Some(Value::String(text)) = map.get_mut(name)
                && text.len() == 5
            {
                text.push_str(":00");
            }
        }
    }
}

fn listing(site: &OpenSite, sample: &Path, code: &str, it: MadeUp) -> anyhow::Result<Listing> {
    let kind = it.kind.context("no kind")?;
    let mut listing = Listing::draft(id(code, &it.key), kind);
    // `details` is the tagged union of the listing's own form: {"event": {..}}.
    let details = if it.details.is_null() { Value::Object(serde_json::Map::new()) } else { it.details };
    let mut details = details;
    // Programmes name their deadline among their details; the listing keeps it with the application.
    let deadline = details.as_object_mut().and_then(|map| map.remove("deadline"));
    let mut tagged = serde_json::Map::new();
    tagged.insert(kind.code().to_owned(), details);
    listing.details = serde_json::from_value(Value::Object(tagged)).context("details")?;
    let mut apply = it.apply;
    if let Some(deadline) = deadline.and_then(|value| serde_json::from_value::<NaiveDate>(value).ok()) {
        let apply = apply.get_or_insert_default();
        apply.closes_on = apply.closes_on.or(Some(deadline));
    }
    if let Some(picture) = it.image {
        let path = sample.join(&picture.file);
        let bytes = std::fs::read(&path).with_context(|| path.display().to_string())?;
        listing.images.push(media::add_as_is(&site.folder, &bytes, &picture.alt)?);
    }
    listing.state = it.state.unwrap_or(State::Published);
    listing.sample = it.sample;
    listing.title = it.title;
    listing.kana = it.kana;
    listing.summary = it.summary;
    listing.body = it.body;
    listing.variants = it.variants;
    listing.fields = it.fields;
    listing.tags = it.tags;
    listing.area = it.area;
    listing.audience = it.audience;
    listing.cost = it.cost;
    if listing.cost.yen.is_some() && listing.cost.free.is_none() {
        listing.cost.free = Some(false);
    }
    listing.attendance = it.attendance;
    listing.schedule = it.schedule.map(schedule).transpose()?;
    listing.apply = apply;
    listing.venue = it.venue.map(|mut venue| {
        venue.place = venue.place.map(|key| id(code, &key));
        venue
    });
    listing.access = it.access;
    listing.access_note = it.access_note;
    listing.languages = it.languages;
    listing.organiser = Organiser { group: it.organiser.group.map(|key| id(code, &key)), name: it.organiser.name, hosts: Vec::new() };
    listing.contact = it.contact;
    listing.links = it.links;
    listing.related = it.related.iter().map(|key| id(code, key)).collect();
    listing.confirmed_on = it.confirmed_on;
    Ok(listing)
}

fn schedule(times: Times) -> anyhow::Result<Schedule> {
    let first = times.from.unwrap_or_else(today);
    let mut rules = Vec::new();
    for text in &times.rules {
        let rule: Rule = text.parse().map_err(|why| anyhow::anyhow!("rule {text:?}: {why}"))?;
        rules.push(Recurrence { starts: times.starts, ends: times.ends, ..Recurrence::new(first, rule) });
    }
    Ok(Schedule { sessions: times.sessions, rules, except: times.except, open_ended: times.open_ended, text: times.text })
}
