//! The panel that narrows a search, the chips that undo it, and how both change the address.
//!
//! Every control is part of one plain GET form and works without scripts; where scripts run, a change takes effect at once.

use super::home::weekend;
use crate::listings::query::{ListingQuery, Sort};
use crate::listings::views::Facets;
use crate::messages::{detail as d, list as m, vocabulary as v};
use crate::ui::{Icon, Markup, Together, date, html, icon, svg, t, tf, use_lang, use_today};
use chrono::{Days, NaiveDate};
use engawa_core::time::calendar::last_of_month;
use engawa_core::{Lang, Message};
use leptos::prelude::*;

/// The id of the search form, which controls outside of it name.
pub const FORM: &str = "search";

/// How a change reaches the address.
#[derive(Clone, Copy)]
pub struct Steering {
    /// The search as it is now, with what is being typed.
    pub query: Memo<ListingQuery>,
    /// Shows another search; `true`: in the place of this one in the history.
    pub go: Callback<(ListingQuery, bool)>,
}

impl Steering {
    fn set(self, name: &'static str, value: &str, on: bool) {
        let query = self.query.with_untracked(|query| with_pair(query, name, value, on));
        self.go.run((query, false));
    }
}

/// The search with one value of one facet put in or taken out, from its first page.
pub fn with_pair(query: &ListingQuery, name: &str, value: &str, on: bool) -> ListingQuery {
    let single = matches!(name, "q" | "from" | "to" | "age" | "by" | "sort");
    let mut pairs: Vec<(&str, String)> = query.to_pairs();
    pairs.retain(|(own, held)| *own != "page" && !(*own == name && (single || held == value)));
    if on && !value.is_empty() {
        pairs.push((name, value.to_owned()));
    }
    ListingQuery::from_pairs(pairs.iter().map(|(name, value)| (*name, value.as_str())))
}

/// One value that can be chosen.
struct Choice {
    name: &'static str,
    value: String,
    label: String,
    count: Option<usize>,
    chosen: bool,
}

fn check(choice: Choice, steering: Steering) -> AnyView {
    let Choice { name, value, label, count, chosen } = choice;
    let held = value.clone();
    view! {
        <li>
            <label class="check">
                <input
                    type="checkbox"
                    form=FORM
                    name=name
                    value=value
                    checked=chosen
                    prop:checked=chosen
                    on:change=move |event| steering.set(name, &held, event_target_checked(&event))
                />
                <span class="check-label">{label}</span>
                <span class="check-count">{count.map(|count| count.to_string())}</span>
            </label>
        </li>
    }
    .into_any()
}

/// A group of values that is always open.
fn group(legend: Message, choices: Vec<Choice>, steering: Steering) -> AnyView {
    if choices.is_empty() {
        return ().into_any();
    }
    let checks = choices.into_iter().map(|choice| check(choice, steering)).collect_view();
    view! {
        <fieldset class="facet">
            <legend>{t(legend)}</legend>
            <ul class="checks">{checks}</ul>
        </fieldset>
    }
    .into_any()
}

/// A long group, closed until something in it is chosen.
fn folded(legend: Message, choices: Vec<Choice>, steering: Steering) -> AnyView {
    if choices.is_empty() {
        return ().into_any();
    }
    let open = choices.iter().any(|choice| choice.chosen);
    let checks = choices.into_iter().map(|choice| check(choice, steering)).collect_view();
    view! {
        <details class="facet facet-folded" open=open>
            <summary>{t(legend)}</summary>
            <fieldset>
                <legend class="visually-hidden">{t(legend)}</legend>
                <ul class="checks">{checks}</ul>
            </fieldset>
        </details>
    }
    .into_any()
}

/// The panel. On wide screens it stands open beside the results, on narrow ones it unfolds.
pub fn panel(query: &ListingQuery, facets: &Facets, steering: Steering) -> AnyView {
    let lang = use_lang();
    let choice = |name: &'static str, value: &str, label: &str, count: usize, chosen: bool| Choice {
        name,
        value: value.to_owned(),
        label: label.to_owned(),
        count: Some(count),
        chosen,
    };
    let kinds =
        facets.kinds.iter().map(|(kind, count)| choice("kind", kind.code(), v::kind(*kind).text(lang), *count, query.kinds.contains(kind))).collect();
    let fields = facets
        .fields
        .iter()
        .map(|(field, count)| choice("field", field.code(), v::field(*field).text(lang), *count, query.fields.contains(field)))
        .collect();
    let areas = facets.areas.iter().map(|(area, count)| choice("area", area, area, *count, query.areas.contains(area))).collect();
    let names = |name: &'static str, values: &[(String, usize)], chosen: &[String]| {
        values.iter().map(|(value, count)| choice(name, value, value, *count, chosen.contains(value))).collect::<Vec<_>>()
    };
    let methods = names("method", &facets.methods, &query.methods);
    let departments = names("department", &facets.departments, &query.departments);
    let audiences = facets
        .audiences
        .iter()
        .map(|(group, count)| choice("for", group.code(), v::audience(*group).text(lang), *count, query.audiences.contains(group)))
        .collect();
    let languages = facets
        .languages
        .iter()
        .map(|(spoken, count)| choice("speaks", spoken.code(), v::spoken(*spoken).text(lang), *count, query.languages.contains(spoken)))
        .collect();
    let mut conditions = vec![
        choice("free", "1", m::FREE.text(lang), facets.free, query.free),
        choice("barrier_free", "1", m::BARRIER_FREE.text(lang), facets.barrier_free, query.barrier_free),
        choice("online", "1", m::ONLINE.text(lang), facets.online, query.online),
    ];
    // Groups and places have no hours to choose by.
    let hours = [("evening", m::EVENING, facets.evening, query.evening), ("day_off", m::DAY_OFF, facets.day_off, query.day_off)];
    let offered = hours.into_iter().filter(|(_, _, count, chosen)| *count > 0 || *chosen);
    conditions.extend(offered.map(|(name, label, count, chosen)| choice(name, "1", label.text(lang), count, chosen)));
    let ended =
        check(Choice { name: "ended", value: "1".to_owned(), label: m::ENDED.text(lang).to_owned(), count: None, chosen: query.ended }, steering);
    let kept = [("by", query.organiser.clone()), ("sort", (query.sort != Sort::Best).then(|| query.sort.code().to_owned()))]
        .into_iter()
        .filter_map(|(name, value)| value.map(|value| view! { <input type="hidden" form=FORM name=name value=value /> }))
        .collect_view();
    view! {
        <section class="facets" aria-label=t(m::FACETS)>
            <details class="facet-panel">
                <summary class="facet-toggle">
                    {icon(Icon::Filter)} <span>{t(m::FACETS)}</span>
                </summary>
                <div class="facet-groups">
                    {kept}
                    {group(m::KIND, kinds, steering)}
                    {dates(query, steering)}
                    {group(m::CONDITIONS, conditions, steering)}
                    {folded(m::AREA, areas, steering)}
                    {folded(m::FIELD, fields, steering)}
                    {folded(d::METHOD, methods, steering)}
                    {folded(d::DEPARTMENT, departments, steering)}
                    {folded(m::AUDIENCE, audiences, steering)}
                    {folded(m::LANGUAGE, languages, steering)}
                    {age(query, steering)}
                    <ul class="checks">{ended}</ul>
                    <button class="button button-primary" type="submit" form=FORM>
                        {t(m::APPLY)}
                    </button>
                </div>
            </details>
        </section>
    }
    .into_any()
}

fn dates(query: &ListingQuery, steering: Steering) -> AnyView {
    let today = use_today();
    let (saturday, sunday) = weekend(today);
    let week = today.checked_add_days(Days::new(6)).unwrap_or(today);
    let quick =
        [(m::TODAY, today, today), (m::WEEKEND, saturday, sunday), (m::SEVEN_DAYS, today, week), (m::THIS_MONTH, today, last_of_month(today))]
            .into_iter()
            .map(|(name, from, to)| {
                let (from, to) = (Some(from), Some(to));
                let current = (query.from == from && query.to == to).then_some("true");
                let href = ListingQuery { from, to, page: 0, ..query.clone() }.href("/listings");
                view! {
                    <li>
                        <a class="chip chip-link" href=href aria-current=current data-noscroll="true">
                            {t(name)}
                        </a>
                    </li>
                }
            })
            .collect_view();
    let field = |name: &'static str, label: Message, value: Option<NaiveDate>| {
        let id = format!("facet-{name}");
        let value = value.map(|day| day.to_string()).unwrap_or_default();
        view! {
            <div class="field">
                <label class="field-label" for=id.clone()>
                    {t(label)}
                </label>
                <input
                    class="input"
                    type="date"
                    form=FORM
                    id=id
                    name=name
                    value=value.clone()
                    prop:value=value
                    on:change=move |event| steering.set(name, &event_target_value(&event), true)
                />
            </div>
        }
    };
    view! {
        <fieldset class="facet">
            <legend>{t(m::DATES)}</legend>
            <ul class="chips">{quick}</ul>
            <div class="date-fields">{field("from", m::FROM, query.from)} {field("to", m::TO, query.to)}</div>
        </fieldset>
    }
    .into_any()
}

fn age(query: &ListingQuery, steering: Steering) -> AnyView {
    let value = query.age.map(|age| age.to_string()).unwrap_or_default();
    view! {
        <div class="facet field">
            <label class="field-label" for="facet-age">
                {t(m::AGE)}
            </label>
            <p class="field-hint" id="facet-age-hint">
                {t(m::AGE_HINT)}
            </p>
            <input
                class="input input-short"
                type="number"
                inputmode="numeric"
                min="0"
                max="120"
                form=FORM
                id="facet-age"
                name="age"
                aria-describedby="facet-age-hint"
                value=value.clone()
                prop:value=value
                on:change=move |event| steering.set("age", &event_target_value(&event), true)
            />
        </div>
    }
    .into_any()
}

/// What is chosen: its name in addresses, in words, and the address of the search without it.
pub fn chosen(query: &ListingQuery, lang: Lang, today: NaiveDate) -> Vec<(&'static str, String, String)> {
    query
        .to_pairs()
        .into_iter()
        .filter_map(|(name, value)| {
            let label = match name {
                "q" if lang == Lang::En => format!("“{value}”"),
                "q" => format!("「{value}」"),
                "kind" => query.kinds.iter().find(|kind| kind.code() == value).map(|kind| v::kind(*kind).text(lang))?.to_owned(),
                "field" => query.fields.iter().find(|field| field.code() == value).map(|field| v::field(*field).text(lang))?.to_owned(),
                "for" => query.audiences.iter().find(|group| group.code() == value).map(|group| v::audience(*group).text(lang))?.to_owned(),
                "speaks" => query.languages.iter().find(|spoken| spoken.code() == value).map(|spoken| v::spoken(*spoken).text(lang))?.to_owned(),
                "area" | "method" | "department" => value.clone(),
                "from" => format!("{} {}", m::FROM.text(lang), date::short(query.from?, today, lang)),
                "to" => format!("{} {}", m::TO.text(lang), date::short(query.to?, today, lang)),
                "free" => m::FREE.text(lang).to_owned(),
                "barrier_free" => m::BARRIER_FREE.text(lang).to_owned(),
                "online" => m::ONLINE.text(lang).to_owned(),
                "evening" => m::EVENING.text(lang).to_owned(),
                "day_off" => m::DAY_OFF.text(lang).to_owned(),
                "ended" => m::ENDED.text(lang).to_owned(),
                "age" => m::AGE_CHIP.with(lang, &[&value]),
                "by" => m::BY.text(lang).to_owned(),
                _ => return None,
            };
            Some((name, label, with_pair(query, name, &value, false).href("/listings")))
        })
        .collect()
}

/// What is chosen, as links that take it out again.
pub fn chips(query: &ListingQuery) -> Markup {
    let chosen = chosen(query, use_lang(), use_today());
    if chosen.is_empty() {
        return Markup::default();
    }
    let several = chosen.len() > 1;
    let links = chosen
        .into_iter()
        .map(|(_, label, href)| {
            let remove = tf(m::REMOVE, &[&label]);
            html! {
                li {
                    a.chip.chip-link.chip-chosen href=(href) aria-label=(remove) data-noscroll="true" {
                        span { (label) }
                        (svg(Icon::Close))
                    }
                }
            }
        })
        .together();
    html! {
        nav.chosen aria-label=(t(m::CHOSEN)) {
            ul.chips {
                (links)
                @if several { li { a.chip.chip-link href="/listings" data-noscroll="true" { (t(m::CLEAR)) } } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::listings::Kind;

    #[test]
    fn values_go_in_and_out() {
        let query = ListingQuery { words: "防災".into(), kinds: vec![Kind::Event], page: 3, ..ListingQuery::default() };
        let more = with_pair(&query, "kind", "course", true);
        assert_eq!((more.kinds.clone(), more.page, more.words.as_str()), (vec![Kind::Event, Kind::Course], 0, "防災"));
        assert_eq!(with_pair(&more, "kind", "event", false).kinds, [Kind::Course]);
        let dated = with_pair(&with_pair(&query, "from", "2026-11-20", true), "from", "2026-11-21", true);
        assert_eq!(dated.from.map(|day| day.to_string()).as_deref(), Some("2026-11-21"));
        assert_eq!(with_pair(&dated, "from", "", true).from, None);
    }

    #[test]
    fn every_choice_has_words() {
        let query = ListingQuery { free: true, evening: true, day_off: true, age: Some(80), areas: vec!["中央".into()], ..ListingQuery::default() };
        let words: Vec<String> = chosen(&query, Lang::Ja, NaiveDate::default()).into_iter().map(|(_, label, _)| label).collect();
        assert_eq!(words, ["中央", "無料", "夕方・夜（17時から）", "土日・祝日", "80歳"]);
    }
}
