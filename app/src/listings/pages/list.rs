//! Results: a search with words and facets, as you type where scripts run, as a plain form where they do not.
//!
//! Invariants: the address always tells the whole search, so results can be shared and gone back to; what is typed is searched at
//! once and written to the address a moment later, in the place of the last address; results are changed in place, never blanked.
//! While somebody types, only the cards follow; facets, their counts and the title follow the address.

use super::facets::{self, Steering};
use crate::device::use_state;
use crate::kiosk::beat::Counted;
use crate::kiosk::pages::device::{count as count_use, is_shared};
use crate::listings::query::{ListingQuery, Sort, WORDS_MAX};
use crate::listings::views::Found;
use crate::listings::{Kind, read};
use crate::messages::{list as m, vocabulary as v};
use crate::repo::Repo;
use crate::ui::{
    Head, Icon, Markup, Together, html, icon, listing_card, loading, pager, read_error, staged, still, svg, t, tf, use_boot, use_lang, use_today,
};
use chrono::NaiveDate;
use engawa_core::Lang;
use leptos::ev::{Event, FocusEvent, SubmitEvent};
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use std::sync::Arc;
use std::time::Duration;

/// Of a search with at most so many words each is offered alone.
const WORDS_ALONE: usize = 4;
/// How long nothing is typed before the address follows.
const SETTLED: Duration = Duration::from_millis(400);
/// How long nobody types before the cards follow: longer than from key to key, shorter than a person notices.
const PAUSED: Duration = Duration::from_millis(150);

/// The list of results.
#[component]
pub fn ListPage() -> impl IntoView {
    let repo = expect_context::<Arc<dyn Repo>>();
    let state = use_state();
    let boot = use_boot();
    let (lang, today) = (boot.lang, boot.today);
    let city = boot.site.city.text(lang).to_owned();

    let params = use_query_map();
    let asked = Memo::new(move |_| params.with(super::query_of));
    // Words that the address does not have yet.
    let typed = RwSignal::new(None::<String>);
    let query = Memo::new(move |_| {
        let asked = asked.get();
        match typed.get() {
            Some(words) if words != asked.words => ListingQuery { words, page: 0, ..asked },
            _ => asked,
        }
    });

    // Words that this page wrote to the address itself.
    let pushed = StoredValue::new(None::<String>);
    let navigate = use_navigate();
    let go = Callback::new(move |(query, replace): (ListingQuery, bool)| {
        pushed.set_value(Some(query.words.clone()));
        navigate(&query.href("/listings"), NavigateOptions { replace, scroll: false, ..NavigateOptions::default() });
    });
    let input = NodeRef::<html::Input>::new();
    // Somebody else changed the words: a link, the way back.
    Effect::new(move |before: Option<String>| {
        let words = asked.with(|asked| asked.words.clone());
        let ours = pushed.with_value(|pushed| pushed.as_deref() == Some(words.as_str()));
        if before.is_some_and(|before| before != words) && !ours {
            pushed.set_value(None);
            typed.set(None);
            if let Some(input) = input.get_untracked() {
                input.set_value(&words);
            }
        }
        words
    });

    let settle = debounce(SETTLED, move |words: String| {
        if asked.with_untracked(|asked| asked.words != words) {
            go.run((ListingQuery { words, page: 0, ..asked.get_untracked() }, true));
        }
    });
    let settle = StoredValue::new(settle);
    // A key's own picture holds the letter and nothing else; what it finds is looked for when that is on the screen, once for all the keys
    // until then. A letter and what it finds in one picture would be late on a slow phone (`docs/performance.md`).
    let keyed = StoredValue::new(None::<String>);
    let search = Callback::new(move |()| {
        if let Some(words) = keyed.try_update_value(Option::take).flatten() {
            typed.set(Some(words.clone()));
            settle.update_value(|settle| settle(words));
        }
    });
    let on_input = move |event: Event| {
        let words: String = event_target_value(&event).chars().take(WORDS_MAX).collect();
        let is_first = keyed.with_value(Option::is_none);
        keyed.set_value(Some(words));
        if is_first {
            request_animation_frame(move || {
                let find = move || {
                    search.try_run(());
                };
                set_timeout(find, Duration::ZERO);
            });
        }
    };
    // Code runs slowly the first time, so something is looked for before the first key: whatever, nobody sees it.
    let warmed = repo.clone();
    let on_focus = move |_: FocusEvent| {
        let (repo, query) = (warmed.clone(), ListingQuery { words: m::WORDS.text(lang).to_owned(), ..query.get_untracked() });
        spawn_local(async move { drop(read::glance(repo, query, today).await) });
    };
    let on_submit = move |event: SubmitEvent| {
        if state.awake.get_untracked() {
            event.prevent_default();
            search.run(());
            go.run((ListingQuery { page: 0, ..query.get_untracked() }, false));
        }
    };

    // What the words that are being typed find: how many at each key, the cards as soon as typing pauses. Drawing one card takes a slow
    // phone longer than there is between two pictures, and a key must never wait for it.
    let live = RwSignal::new(None::<Arc<Results>>);
    let total = RwSignal::new(None::<usize>);
    let show = debounce(PAUSED, move |results: Arc<Results>| {
        if query.with_untracked(|query| *query == results.query) {
            live.set(Some(results));
        }
    });
    let show = StoredValue::new(show);
    let glancing = repo.clone();
    Effect::new(move |_| {
        state.version.track();
        let wanted = query.get();
        if typed.with_untracked(Option::is_none) {
            live.set(None);
            total.set(None);
            return;
        }
        let repo = glancing.clone();
        spawn_local(async move {
            // A failure shows when the address follows.
            if let Ok(found) = read::glance(repo, wanted.clone(), today).await
                && query.with_untracked(|query| *query == wanted)
            {
                total.set(Some(found.total));
                let results = Arc::new(Results { query: wanted, found, version: state.version.get_untracked() });
                show.update_value(|show| show(results));
            }
        });
    });
    let found = Resource::new(
        move || (asked.get(), state.version.get()),
        move |(query, version)| {
            let repo = repo.clone();
            async move {
                let found = read::find(repo, query.clone(), today).await;
                (query, version, found)
            }
        },
    );
    // A shared screen counts searches without a result, not what was searched for.
    let missed = StoredValue::new(String::new());
    let miss = move |words: &str| {
        if missed.with_value(|before| before != words) {
            missed.set_value(words.to_owned());
            count_use(Counted::NothingFound, "");
        }
    };
    let steering = Steering { query, go };
    let first = asked.get_untracked();
    // The title follows the address, not the keys: setting it takes longer than searching (`docs/performance.md`).
    // The server writes it after the page's signals are gone: it falls back to the words that the page was asked with.
    let asked_words = first.words.clone();
    let title = move || {
        let words = asked.try_with(|asked| asked.words.clone()).unwrap_or_else(|| asked_words.clone());
        if words.is_empty() { m::TITLE.text(lang).to_owned() } else { m::TITLE_WORDS.with(lang, &[&words]) }
    };
    view! {
        <Head title=title description=tf(m::DESCRIPTION, &[&city]) path=first.href("/listings") />
        <div class="wrap list-page">
            <h1>{t(m::TITLE)}</h1>
            <form id=facets::FORM class="search-form" method="get" action="/listings" role="search" on:submit=on_submit>
                <label class="field-label" for="q">
                    {t(m::WORDS)}
                </label>
                <div class="search-row">
                    <input
                        class="input search-input"
                        type="search"
                        id="q"
                        name="q"
                        value=first.words
                        maxlength=WORDS_MAX.to_string()
                        autocomplete="off"
                        enterkeyhint="search"
                        aria-describedby="q-hint"
                        node_ref=input
                        on:focus=on_focus
                        on:input=on_input
                    />
                    <button class="button button-primary" type="submit">
                        {icon(Icon::Search)} <span>{t(m::SUBMIT)}</span>
                    </button>
                </div>
                <p class="field-hint" id="q-hint">
                    {t(m::WORDS_HINT)}
                </p>
            </form>
            <Transition fallback=loading>
                {move || Suspend::new(async move {
                    let (query, version, found) = found.await;
                    match found {
                        Ok(found) => {
                            if found.total == 0 {
                                miss(&query.words);
                            }
                            results(Results { query, found, version }, live, total, steering)
                        }
                        Err(error) => read_error(error),
                    }
                })}
            </Transition>
        </div>
    }
}

/// Results, of a search at a state of the records.
struct Results {
    query: ListingQuery,
    found: Found,
    version: u64,
}

/// Whether two searches differ in their words alone.
fn narrow_alike(one: &ListingQuery, other: &ListingQuery) -> bool {
    let bare = |query: &ListingQuery| ListingQuery { words: String::new(), page: 0, ..query.clone() };
    bare(one) == bare(other)
}

fn results(asked: Results, live: RwSignal<Option<Arc<Results>>>, total_now: RwSignal<Option<usize>>, steering: Steering) -> AnyView {
    let Results { query, found, .. } = &asked;
    let panel = facets::panel(query, &found.facets, steering);
    let total = count(found.total);
    let chips = still(html! { div { (facets::chips(query)) } });
    let order = still(sorts(query));
    let pages = still(html! { div { (pager(found.page, found.pages, |page| query.on_page(page).href("/listings"))) } });
    let files = (!is_shared()).then(|| still(take_away(query)));
    let asked = Arc::new(asked);
    let is_ahead = move |live: &Arc<Results>, asked: &Results| live.query.words != asked.query.words && narrow_alike(&live.query, &asked.query);
    let drawn = move || live.get().filter(|live| is_ahead(live, &asked)).unwrap_or_else(|| Arc::clone(&asked));
    let heading = drawn.clone();
    view! {
        <div class="list-layout">
            {panel} <p class="visually-hidden" role="status">
                {total}
            </p> <section class="results" aria-labelledby="results-count">
                {chips} <div class="results-head">
                    <h2 id="results-count">{move || count(total_now.get().unwrap_or_else(|| heading().found.total))}</h2>
                    {order}
                </div> {move || cards(drawn())} {pages} {files}
            </section>
        </div>
    }
    .into_any()
}

/// How many were found, in words.
fn count(total: usize) -> String {
    match total {
        0 => t(m::COUNT_NONE).to_owned(),
        1 => t(m::COUNT_ONE).to_owned(),
        total => tf(m::COUNT, &[&total.to_string()]),
    }
}

fn cards(results: Arc<Results>) -> AnyView {
    let Results { query, found, version } = &*results;
    if found.cards.is_empty() {
        return still(empty(query));
    }
    let (lang, today) = (use_lang(), use_today());
    let keys = found.cards.iter().map(|card| format!("{version} {} {}", card.id, query.words)).collect();
    let card = move |at: usize| results.found.cards.get(at).map(|card| listing_card(card, &results.query.words, lang, today)).together();
    staged(keys, card)
}

fn sorts(query: &ListingQuery) -> Markup {
    let links = Sort::ALL
        .into_iter()
        .map(|sort| {
            let href = ListingQuery { sort, page: 0, ..query.clone() }.href("/listings");
            let current = (sort == query.sort).then_some("true");
            html! { li { a href=(href) aria-current=[current] data-noscroll="true" { (t(v::sort(sort))) } } }
        })
        .together();
    html! { nav.sorts aria-label=(t(m::SORT)) { ul { (links) } } }
}

/// No results: what to try, as links.
fn empty(query: &ListingQuery) -> Markup {
    let words = (!query.words.is_empty()).then(|| html! { p { (t(m::EMPTY_WORDS)) } });
    let backwards = query.is_backwards().then(|| html! { p { (t(m::EMPTY_BACKWARDS)) } });
    let facets = query.has_facets().then(|| html! { p { (t(m::EMPTY_FACETS)) } });
    let ways = wider(query, use_lang(), use_today()).into_iter().map(|(name, href)| html! { li { a.button href=(href) { (name) } } }).together();
    html! {
        div.empty {
            (svg(Icon::Sprout))
            h3 { (t(m::EMPTY_HEADING)) }
            (backwards.together())
            (words.together())
            (facets.together())
            ul.buttons { (ways) li { a.button href="/listings" { (t(m::EMPTY_ALL)) } } }
        }
    }
}

/// Wider searches than one that found nothing: their names and addresses, the nearest to it first.
fn wider(query: &ListingQuery, lang: Lang, today: NaiveDate) -> Vec<(String, String)> {
    let address = |query: ListingQuery| ListingQuery { page: 0, ..query }.href("/listings");
    let mut ways = Vec::new();
    let words: Vec<&str> = query.words.split_whitespace().collect();
    if (2..=WORDS_ALONE).contains(&words.len()) {
        ways.extend(words.into_iter().map(|word| {
            let alone = ListingQuery { words: word.to_owned(), ..query.clone() };
            (m::EMPTY_ALONE.with(lang, &[word]), address(alone))
        }));
    }
    if !query.kinds.is_empty() {
        ways.push((m::EMPTY_KINDS.text(lang).to_owned(), address(ListingQuery { kinds: Vec::new(), ..query.clone() })));
    }
    let chosen = facets::chosen(query, lang, today).into_iter().filter(|(name, ..)| !["kind", "ended", "q"].contains(name));
    ways.extend(chosen.map(|(_, label, href)| (m::REMOVE.with(lang, &[&label]), href)));
    if !query.ended {
        ways.push((m::EMPTY_ENDED.text(lang).to_owned(), address(ListingQuery { ended: true, ..query.clone() })));
    }
    ways
}

/// The same results for calendars, spreadsheets and readers.
fn take_away(query: &ListingQuery) -> Markup {
    let whole = ListingQuery { page: 0, sort: Sort::Best, ..query.clone() };
    let dated = whole.kinds.is_empty() || whole.kinds.iter().any(|kind| matches!(kind, Kind::Event | Kind::Course));
    let calendar = dated.then(|| {
        html! {
            p { a.button href=(whole.href("/feeds/events.ics")) rel="external" { (svg(Icon::Calendar)) span { (t(m::ICS)) } } }
            p.quiet { (t(m::ICS_NOTE)) }
        }
    });
    let files = if let [kind] = whole.kinds.as_slice() {
        let code = kind.code();
        [
            (format!("/opendata/{code}.csv"), m::CSV),
            (format!("/opendata/{code}.csv?encoding=cp932"), m::CSV_EXCEL),
            (format!("/opendata/{code}.json"), m::JSON),
            (format!("/feeds/{code}.atom"), m::ATOM),
        ]
        .into_iter()
        .map(|(href, name)| html! { li { a href=(href) rel="external" { (t(name)) } } })
        .together()
    } else {
        Markup::default()
    };
    let note = (whole.kinds.len() == 1).then(|| html! { p.quiet { (t(m::CSV_EXCEL_NOTE)) } });
    html! {
        section.take-away aria-labelledby="take-away" {
            h2 id="take-away" { (t(m::TAKE_HEADING)) }
            (calendar.together())
            ul.inline-links { (files) li { a href="/about#open-data" { (t(m::OPEN_DATA)) } } }
            (note.together())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_that_found_nothing_is_widened_step_by_step() {
        let query = ListingQuery { words: "将棋　教室".into(), kinds: vec![Kind::Course], free: true, page: 3, ..ListingQuery::default() };
        let ways = |query: &ListingQuery| wider(query, Lang::En, NaiveDate::default()).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
        assert_eq!(
            ways(&query),
            ["Search for “将棋” alone", "Search for “教室” alone", "Search in all kinds", "Remove Free", "Include what has ended"]
        );
        for (_, href) in wider(&query, Lang::En, NaiveDate::default()) {
            assert!(href.starts_with("/listings?") && !href.contains("page="), "{href}");
        }
        let bare = ListingQuery { words: "将棋".into(), ended: true, ..ListingQuery::default() };
        assert_eq!(ways(&bare), Vec::<String>::new(), "what stays is the button to all of it");
    }
}
