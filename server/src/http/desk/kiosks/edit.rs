//! `/staff/kiosks/new`, `/staff/kiosks/{id}/edit`: what a screen is told.
//!
//! Invariant: what was typed is on the page again when something is refused, or when a place is looked for.

use super::{card, drawn, run};
use crate::clock::today;
use crate::http::Ctx;
use crate::http::desk::{Staff, see_other};
use crate::http::fields::{Fields, field, fresh_id};
use crate::http::lang::Reads;
use crate::http::problem::broken;
use crate::kiosk::fleet;
use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse as _, Response};
use engawa_app::kiosk::command::KioskCommand;
use engawa_app::kiosk::config::Config;
use engawa_app::kiosk::fields::{ConfigFields, LINES_MAX, LINES_MORE, SlotFields};
use engawa_app::kiosk::pages::desk::edit as page;
use engawa_app::listings::query::encode;
use engawa_app::listings::{Kind, ListingQuery};
use engawa_app::messages::kiosk::fleet as m;
use engawa_core::Lang;

pub async fn new(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff) -> Response {
    let it = page::EditPage { kiosk: fresh_id(), fields: ConfigFields::of(&Config::default()), ..page::EditPage::default() };
    draw(&ctx, lang, &staff, it)
}

fn draw(ctx: &Ctx, lang: Lang, staff: &Staff, mut it: page::EditPage) -> Response {
    it.command = fresh_id();
    it.place = card(ctx, &it.fields.place).map(|card| card.title).unwrap_or_default();
    let title = if it.rev.is_some() { m::EDIT_OF.with(lang, &[&it.fields.name]) } else { m::NEW.text(lang).to_owned() };
    let problems = it.problems.clone();
    drawn(ctx, lang, staff, &title, &problems, move || page::edit(&it))
}

pub async fn show(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path(id): Path<String>) -> Response {
    match fleet::one(&ctx.site.db, &id).await {
        Ok(Some(screen)) => {
            let fields = ConfigFields::of(&screen.config);
            draw(&ctx, lang, &staff, page::EditPage { kiosk: id, rev: Some(screen.rev), fields, ..page::EditPage::default() })
        }
        Ok(None) => see_other("/staff/kiosks"),
        Err(error) => broken(&error, lang).into_response(),
    }
}

type Pairs = Vec<(String, String)>;

/// What was typed. Boxes come once for each that is ticked.
fn typed(pairs: &[(String, String)]) -> ConfigFields {
    let all = |name: &str| pairs.iter().filter(|(of, _)| of == name).map(|(_, value)| value.clone()).collect::<Vec<_>>();
    let one = |name: &str| pairs.iter().find(|(of, _)| of == name).map_or_else(String::new, |(_, value)| value.trim().to_owned());
    let slot = |at: usize| {
        let name = |part: &str| format!("program_{at}_{part}");
        SlotFields { when: one(&name("when")), kinds: all(&name("kinds")), within_km: one(&name("within_km")), seconds: one(&name("seconds")) }
    };
    // Lines below the last one with something in it are the form's own offer.
    let mut program: Vec<SlotFields> = (0..LINES_MAX + LINES_MORE).map(slot).collect();
    while program.last().is_some_and(|line| *line == SlotFields::default()) {
        program.pop();
    }
    ConfigFields {
        name: one("name"),
        place: one("place"),
        place_words: one("place_words"),
        lat: one("lat"),
        lon: one("lon"),
        hours: one("hours"),
        langs: all("langs"),
        home: one("home"),
        mode: one("mode"),
        rooms: all("rooms"),
        program,
        keyboard: !one("keyboard").is_empty(),
        prints: !one("prints").is_empty(),
        idle_seconds: one("idle_seconds"),
        warn_seconds: one("warn_seconds"),
        updates_from: one("updates_from"),
        updates_until: one("updates_until"),
    }
}

/// Places, groups and organisations that words find, or the one of an id.
fn places(ctx: &Ctx, words: &str) -> Vec<(String, String, String)> {
    let query = ListingQuery { words: words.to_owned(), kinds: vec![Kind::Place, Kind::Group], ..ListingQuery::default() };
    let cards = match (words.is_empty(), card(ctx, words)) {
        (true, _) => Vec::new(),
        (false, Some(card)) => vec![card],
        (false, None) => ctx.site.catalog.read().map(|catalog| catalog.find(&query, today()).cards).unwrap_or_default(),
    };
    cards.into_iter().map(|card| (card.id, card.title, card.area)).collect()
}

pub async fn make(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Form(pairs): Form<Pairs>) -> Response {
    let kiosk = pairs.iter().find(|(name, _)| name == "kiosk").map(|(_, id)| id.clone()).filter(|id| !id.is_empty()).unwrap_or_else(fresh_id);
    take(&ctx, lang, &staff, kiosk, None, pairs).await
}

pub async fn save(State(ctx): State<Ctx>, Reads(lang): Reads, staff: Staff, Path(id): Path<String>, Form(pairs): Form<Pairs>) -> Response {
    let rev = pairs.iter().find(|(name, _)| name == "base_rev").and_then(|(_, rev)| rev.parse().ok());
    take(&ctx, lang, &staff, id, Some(rev.unwrap_or(0)), pairs).await
}

/// Looks for a place, or saves; comes back with what was typed unless it was saved.
async fn take(ctx: &Ctx, lang: Lang, staff: &Staff, kiosk: String, rev: Option<u64>, pairs: Pairs) -> Response {
    let fields = typed(&pairs);
    let sent: Fields = pairs.into_iter().collect();
    let mut it = page::EditPage { kiosk, rev, fields, ..page::EditPage::default() };
    if field(&sent, "go") == "find" {
        (it.found, it.looked) = (places(ctx, &it.fields.place_words), true);
        return draw(ctx, lang, staff, it);
    }
    it.problems = match it.fields.read() {
        Ok(config) => {
            let config = Box::new(placed(ctx, config));
            run(ctx, staff, &sent, KioskCommand::Save { kiosk: it.kiosk.clone(), config }).await
        }
        Err(problems) => problems,
    };
    if it.problems.is_empty() {
        return see_other(&format!("/staff/kiosks/{}?done=1", encode(&it.kiosk)));
    }
    draw(ctx, lang, staff, it)
}

/// A screen without coordinates stands where its place does.
fn placed(ctx: &Ctx, mut config: Config) -> Config {
    if config.lat.is_none()
        && let Some((lat, lon)) = card(ctx, &config.place).and_then(|card| card.at)
    {
        (config.lat, config.lon) = (Some(lat), Some(lon));
    }
    config
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_is_read_by_name() {
        let pairs: Pairs =
            [("name", " 図書館 "), ("langs", "ja"), ("langs", "en"), ("program_1_when", "月-金 9:00-12:00"), ("program_1_kinds", "event")]
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .to_vec();
        let fields = typed(&pairs);
        assert_eq!((fields.name.as_str(), fields.langs.join(" "), fields.keyboard), ("図書館", "ja en".to_owned(), false));
        let ticked = typed(&[("prints".to_owned(), "1".to_owned())]);
        assert!(ticked.prints && !fields.prints, "a box that is not ticked says nothing");
        assert_eq!(fields.program.len(), 2);
        assert_eq!((fields.program[0].when.as_str(), fields.program[1].kinds.join(" ")), ("", "event".to_owned()));
    }
}
