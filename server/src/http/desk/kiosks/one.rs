//! `/staff/kiosks/{id}`: one screen, its picture, its code, and what staff do with it.

use super::{DoneQuery, card, drawn, run, said, speak, titles_of};
use crate::clock::{now_ms, today};
use crate::db::DbResult;
use crate::http::Ctx;
use crate::http::desk::{Staff, see_other};
use crate::http::fields::{Fields, fresh};
use crate::http::lang::Reads;
use crate::http::problem::broken;
use crate::http::well_known::origin;
use crate::kiosk::{beat, fleet, pairing};
use axum::extract::{Form, Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use engawa_app::kiosk::command::KioskCommand;
use engawa_app::kiosk::fleet::{four_weeks, uses};
use engawa_app::kiosk::pages::desk::{SayFields, one as page};
use engawa_app::listings::query::encode;
use engawa_app::messages::kiosk::fleet as m;
use engawa_core::{Action, Lang, Problem, Subject, may};

/// The page of a screen.
fn path(id: &str, rest: &str) -> String {
    format!("/staff/kiosks/{}{rest}", encode(id))
}

pub async fn show(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path(id): Path<String>, Query(query): Query<DoneQuery>) -> Response {
    draw(&ctx, lang, &staff, &id, !query.done.is_empty(), None, Vec::new()).await
}

async fn draw(ctx: &Ctx, lang: Lang, staff: &Staff, id: &str, done: bool, typed: Option<SayFields>, problems: Vec<Problem>) -> Response {
    match read(ctx, staff, id).await {
        Ok(Some(mut it)) => {
            it.say = typed.unwrap_or(it.say);
            (it.done, it.problems) = (done, problems);
            let (title, problems) = (it.screen.config.name.clone(), it.problems.clone());
            drawn(ctx, lang, staff, &title, &problems, move || page::one(&it))
        }
        Ok(None) => see_other("/staff/kiosks"),
        Err(error) => broken(&error, lang).into_response(),
    }
}

async fn read(ctx: &Ctx, staff: &Staff, id: &str) -> DbResult<Option<page::OnePage>> {
    let db = &ctx.site.db;
    let Some(screen) = fleet::one(db, id).await? else { return Ok(None) };
    let (now, days, build) = (now_ms(), four_weeks(today()), ctx.assets.build.build.clone());
    let uses = uses(&fleet::used(db, id, days).await?);
    let subjects = uses.iter().flat_map(|it| it.parts.iter().map(|(subject, _)| subject.clone())).collect();
    let mut titles = fleet::form_titles(db).await?;
    titles.extend(titles_of(ctx, subjects));
    let place = card(ctx, &screen.config.place).map_or_else(Default::default, |card| (card.title.clone(), card.href()));
    let said = screen.say.clone().unwrap_or_default();
    Ok(Some(page::OnePage {
        place,
        troubles: screen.troubles(&build, now),
        alive: screen.is_alive(now),
        has_code: screen.code_ends.is_some_and(|ends| ends > now),
        build,
        uses,
        titles,
        days,
        may_manage: may(&staff.actor, Action::KioskManage, &Subject::NONE),
        say: SayFields { ja: said.ja, ja_easy: said.ja_easy, en: said.en },
        commands: fresh(),
        done: false,
        problems: Vec::new(),
        screen,
    }))
}

/// The last picture of a screen at rest.
pub async fn picture(State(ctx): State<Ctx>, Reads(lang): Reads, _staff: Staff, Path(id): Path<String>) -> Response {
    match beat::picture(&ctx.site.db, &id).await {
        Ok(Some((bytes, kind, _))) => ([(header::CONTENT_TYPE, kind)], bytes).into_response(),
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => broken(&error, lang).into_response(),
    }
}

/// A new code, shown in this answer and never again.
pub async fn code(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, headers: HeaderMap, Path(id): Path<String>) -> Response {
    let made = async {
        let code = pairing::new_code(&ctx.site, &staff.actor, &id, now_ms()).await?;
        DbResult::Ok((code, fleet::one(&ctx.site.db, &id).await?))
    };
    match made.await {
        Ok((Ok(code), Some(screen))) => {
            let lookup = format!("{}/kiosk/pair", origin(&ctx, &headers));
            let address = format!("{lookup}#{}", encode(&code));
            let it = page::CodePage { id, name: screen.config.name, code, lookup, address, ends: screen.code_ends };
            let title = m::CODE_OF.with(lang, &[&it.name]);
            drawn(&ctx, lang, &staff, &title, &[], move || page::code(&it))
        }
        Ok((Ok(_), None)) => see_other("/staff/kiosks"),
        Ok((Err(problem), _)) => draw(&ctx, lang, &staff, &id, false, None, vec![Problem { path: String::new(), ..problem }]).await,
        Err(error) => broken(&error, lang).into_response(),
    }
}

pub async fn say(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path(id): Path<String>, Form(fields): Form<Fields>) -> Response {
    let typed = said(&fields);
    let problems = speak(&ctx, &staff, &fields, &id, &typed).await;
    if problems.is_empty() { see_other(&path(&id, "?done=1")) } else { draw(&ctx, lang, &staff, &id, false, Some(typed), problems).await }
}

pub async fn reload(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path(id): Path<String>, Form(fields): Form<Fields>) -> Response {
    let problems = run(&ctx, &staff, &fields, KioskCommand::Reload { kiosk: id.clone() }).await;
    if problems.is_empty() { see_other(&path(&id, "?done=1")) } else { draw(&ctx, lang, &staff, &id, false, None, problems).await }
}

pub async fn ask_revoke(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path(id): Path<String>) -> Response {
    draw_revoke(&ctx, lang, &staff, &id, Vec::new()).await
}

async fn draw_revoke(ctx: &Ctx, lang: Lang, staff: &Staff, id: &str, problems: Vec<Problem>) -> Response {
    match fleet::one(&ctx.site.db, id).await {
        Ok(Some(screen)) => {
            let title = m::REVOKE_OF.with(lang, &[&screen.config.name]);
            let [command] = fresh();
            let it = page::RevokePage { screen, command, problems: problems.clone() };
            drawn(ctx, lang, staff, &title, &problems, move || page::revoke(&it))
        }
        Ok(None) => see_other("/staff/kiosks"),
        Err(error) => broken(&error, lang).into_response(),
    }
}

pub async fn revoke(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path(id): Path<String>, Form(fields): Form<Fields>) -> Response {
    let problems = run(&ctx, &staff, &fields, KioskCommand::Revoke { kiosk: id.clone() }).await;
    if problems.is_empty() { see_other(&path(&id, "?done=1")) } else { draw_revoke(&ctx, lang, &staff, &id, problems).await }
}
