//! `/staff/kiosks/held`: what was delivered and could not take effect.
//!
//! Invariants: it is stored sealed and opened for one answer; what belongs to a form of another desk stays closed; secrets of receipts are
//! never shown; a look stands in the audit log, with whose data it was.

use super::{DoneQuery, drawn, run};
use crate::clock::now_ms;
use crate::db::{DbError, DbResult};
use crate::forms::{cache, store};
use crate::http::Ctx;
use crate::http::desk::{Staff, see_other};
use crate::http::fields::{Fields, field, fresh};
use crate::http::lang::Reads;
use crate::http::problem::broken;
use crate::kiosk::{deliver, fleet};
use crate::people::cases::note_look;
use axum::extract::{Form, Path, Query, State};
use axum::response::{IntoResponse as _, Response};
use engawa_app::command::{Body, Command};
use engawa_app::forms::command::FormCommand;
use engawa_app::forms::outline::{language_index, words_of};
use engawa_app::kiosk::command::KioskCommand;
use engawa_app::kiosk::pages::desk::held as page;
use engawa_app::messages::kiosk::fleet as m;
use engawa_core::form::AnswerPath;
use engawa_core::form::definition::{Definition, NodeId};
use engawa_core::{Action, Lang, Problem, Subject, may};
use serde_json::Value;
use std::collections::HashMap;

/// Lines of one delivery on its page.
const LINES: usize = 2_000;

fn row(it: fleet::Held, name: Option<&String>) -> page::HeldRow {
    let name = name.cloned().unwrap_or_else(|| it.kiosk.clone());
    page::HeldRow {
        id: it.id,
        kiosk: (it.kiosk, name),
        at: it.at,
        problems: it.problems,
        receipt_no: it.receipt_no,
        settled: it.settled_at.map(|at| (it.settled_by, at)),
        note: it.note,
    }
}

pub async fn list(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Query(query): Query<DoneQuery>) -> Response {
    let read = async {
        let db = &ctx.site.db;
        let names: HashMap<String, String> = fleet::every(db).await?.into_iter().map(|screen| (screen.id, screen.config.name)).collect();
        let rows = |found: Vec<fleet::Held>| -> Vec<page::HeldRow> {
            found
                .into_iter()
                .map(|it| {
                    let name = names.get(&it.kiosk);
                    row(it, name)
                })
                .collect()
        };
        DbResult::Ok((rows(fleet::held(db, false).await?), rows(fleet::held(db, true).await?)))
    };
    match read.await {
        Ok((waiting, settled)) => {
            let done = !query.done.is_empty();
            drawn(&ctx, lang, &staff, m::HELD.text(lang), &[], move || page::list(&waiting, &settled, done))
        }
        Err(error) => broken(&error, lang).into_response(),
    }
}

pub async fn show(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path(id): Path<String>) -> Response {
    draw(&ctx, lang, &staff, &id, String::new(), Vec::new()).await
}

async fn draw(ctx: &Ctx, lang: Lang, staff: &Staff, id: &str, note: String, problems: Vec<Problem>) -> Response {
    let read = async {
        let Some(held) = fleet::held_one(&ctx.site.db, id).await? else { return Ok(None) };
        let inside = look(ctx, staff, &held, lang).await?;
        let name = fleet::one(&ctx.site.db, &held.kiosk).await?.map(|screen| screen.config.name);
        DbResult::Ok(Some((row(held, name.as_ref()), inside)))
    };
    match read.await {
        Ok(Some((row, inside))) => {
            let [command] = fresh();
            let it = page::HeldPage { row, inside, note, command, problems: problems.clone() };
            drawn(ctx, lang, staff, m::HELD.text(lang), &problems, move || page::one(&it))
        }
        Ok(None) => see_other("/staff/kiosks/held"),
        Err(error) => broken(&error, lang).into_response(),
    }
}

/// Opens a delivery for somebody who may read it, and notes that they did.
async fn look(ctx: &Ctx, staff: &Staff, held: &fleet::Held, lang: Lang) -> DbResult<page::Inside> {
    let Some(command) = deliver::opened(&ctx.site, &held.id).await? else { return Ok(page::Inside::Closed) };
    if let Body::Forms(it) = &command.body
        && !may(&staff.actor, Action::SubmissionRead, &Subject::of_desk(&desk_of(ctx, it).await?))
    {
        return Ok(page::Inside::OtherDesk);
    }
    let definition = match &command.body {
        Body::Forms(FormCommand::Submit(submit)) => cache::definition(&ctx.site.db, &submit.form_id, &submit.version).await?,
        _ => None,
    };
    let labels = definition.map(|definition| labels_of(&definition, language_index(&definition, lang))).unwrap_or_default();
    let fields = lines_of(&command, &labels)?;
    let about = if held.receipt_no.is_empty() { String::new() } else { format!("receipt:{}", held.receipt_no) };
    note_look(&ctx.site.db, &staff.actor, "read.kiosk_held", &held.id, &about, now_ms()).await?;
    Ok(page::Inside::Open(verb_of(&command.body).to_owned(), fields))
}

/// The desk that a form belongs to; empty: every desk's.
async fn desk_of(ctx: &Ctx, command: &FormCommand) -> DbResult<String> {
    match command {
        FormCommand::Submit(submit) => store::desk_of_form(&ctx.site.db, &submit.form_id).await,
        _ => Ok(String::new()),
    }
}

fn verb_of(body: &Body) -> &'static str {
    match body {
        Body::Listings(it) => it.verb(),
        Body::Forms(it) => it.verb(),
        Body::People(it) => it.verb(),
        Body::Kiosk(it) => it.verb(),
    }
}

/// What the questions of a form ask, by their addresses.
fn labels_of(definition: &Definition, language: usize) -> HashMap<String, String> {
    let ids = (1_u32..).map(NodeId).take(definition.nodes.len().saturating_sub(1));
    let root = format!("{}/", definition.path(NodeId::ROOT));
    let of = |id: NodeId| Some((definition.path(id).strip_prefix(&root)?.to_owned(), words_of(&definition.node(id)?.label, language)));
    ids.filter_map(of).filter(|(_, label)| !label.is_empty()).collect()
}

/// What somebody sent, a line for each field; answers by their questions, or by the names of those where the form is not known.
fn lines_of(command: &Command, labels: &HashMap<String, String>) -> DbResult<Vec<(String, String)>> {
    let body = serde_json::to_value(&command.body).map_err(|why| DbError::inconsistent("a delivery", why))?;
    let mut lines = Vec::new();
    // Inside are the room, and the one thing to do under the name of what it is.
    match body.get("do") {
        Some(Value::Object(what)) => what.values().for_each(|inside| flat(inside, "", &mut lines)),
        Some(other) => flat(other, "", &mut lines),
        None => {}
    }
    for (name, _) in &mut lines {
        if let Some(question) = name.strip_prefix("answers.values.") {
            let label = labels.get(&AnswerPath(question.to_owned()).without_keys());
            *name = label.cloned().unwrap_or_else(|| question.to_owned());
        }
    }
    Ok(lines)
}

fn flat(value: &Value, path: &str, lines: &mut Vec<(String, String)>) {
    let below = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    if lines.len() >= LINES {
        return;
    }
    match value {
        Value::Object(map) => map.iter().filter(|(name, _)| *name != "secret").for_each(|(name, value)| flat(value, &below(name), lines)),
        Value::Array(list) => list.iter().enumerate().for_each(|(at, value)| flat(value, &below(&(at + 1).to_string()), lines)),
        Value::Null => {}
        Value::String(text) if text.is_empty() => {}
        Value::String(text) => lines.push((path.to_owned(), text.clone())),
        other => lines.push((path.to_owned(), other.to_string())),
    }
}

pub async fn settle(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path(id): Path<String>, Form(fields): Form<Fields>) -> Response {
    let note = field(&fields, "note").to_owned();
    // Without a word of what was done, whoever looks later does not know.
    let problems = if note.is_empty() {
        vec![Problem::new("note", "required")]
    } else {
        run(&ctx, &staff, &fields, KioskCommand::Settle { delivery: id.clone(), note: note.clone() }).await
    };
    if problems.is_empty() { see_other("/staff/kiosks/held?done=1") } else { draw(&ctx, lang, &staff, &id, note, problems).await }
}

#[cfg(test)]
mod tests {
    use super::*;
    use engawa_core::form::definition::{Node, NodeKind, Text};
    use serde_json::json;

    #[test]
    fn answers_are_shown_and_secrets_are_not() {
        let labels = HashMap::from([("who".to_owned(), "お名前".to_owned())]);
        let of = |body: Value| lines_of(&serde_json::from_value(json!({ "id": "1", "body": body })).unwrap(), &labels).unwrap();
        let submit = json!({ "room": "forms", "do": { "submit": {
            "form_id": "care", "version": "1", "answers": { "values": { "who": "山田", "why": "庭" }, "rows": {} }, "provenance": "web"
        } } });
        let lines = of(submit);
        assert!(lines.contains(&("お名前".to_owned(), "山田".to_owned())) && lines.contains(&("why".to_owned(), "庭".to_owned())), "{lines:?}");
        assert!(lines.contains(&("form_id".to_owned(), "care".to_owned())), "{lines:?}");
        let withdraw =
            json!({ "room": "forms", "do": { "withdraw": { "holder": { "receipt_no": "ABCD-1234", "secret": "hidden" }, "reason": "" } } });
        assert_eq!(of(withdraw), [("holder.receipt_no".to_owned(), "ABCD-1234".to_owned())]);
    }

    #[test]
    fn questions_are_found_by_their_addresses() {
        let node =
            |name: &str, parent: Option<u32>, label: &str| Node { label: Text::plain(label), ..Node::new(name, parent.map(NodeId), NodeKind::Group) };
        let nodes = vec![node("data", None, ""), node("cost", Some(0), "費用"), node("memo", Some(1), "内訳"), node("none", Some(0), "")];
        let labels = labels_of(&Definition { nodes, ..Definition::default() }, 0);
        let expected = [("cost", "費用"), ("cost/memo", "内訳")].map(|(path, label)| (path.to_owned(), label.to_owned()));
        assert_eq!(labels, HashMap::from(expected));
    }
}
