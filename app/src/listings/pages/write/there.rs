//! What the writer's groups have on the site already, from the device's own copy: to be changed, or copied for the next year, also without
//! a connection.

use super::Choice;
use crate::device::use_state;
use crate::listings::query::{Sort, encode};
use crate::listings::{Card, Kind, ListingQuery, read};
use crate::messages::people::write as m;
use crate::repo::Repo;
use crate::ui::{html, still, use_lang, use_today};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;

/// The newest listings of each group, read again whenever the feed brought something.
pub(super) fn there(choices: Memo<Vec<Choice>>) -> AnyView {
    let (lang, today, state) = (use_lang(), use_today(), use_state());
    let repo = expect_context::<Arc<dyn Repo>>();
    let found = RwSignal::new(Vec::<Card>::new());
    Effect::new(move |_| {
        state.version.track();
        let groups: Vec<String> = choices.get().into_iter().map(|(id, _)| id).filter(|id| !id.is_empty()).collect();
        let repo = Arc::clone(&repo);
        spawn_local(async move {
            let mut all: Vec<Card> = Vec::new();
            for group in groups {
                let query = ListingQuery { organiser: Some(group.clone()), ended: true, sort: Sort::New, ..ListingQuery::default() };
                // Without a copy of the feed there is nothing to show; what others host together with the group is theirs to write.
                let cards = read::glance(Arc::clone(&repo), query, today).await.map(|page| page.cards).unwrap_or_default();
                all.extend(cards.into_iter().filter(|card| card.organiser.group.as_deref() == Some(group.as_str())));
            }
            let _gone = found.try_set(all);
        });
    });
    let drawn = move || {
        let rows: Vec<(String, String, bool)> =
            found.with(|cards| cards.iter().map(|card| (card.title.clone(), encode(&card.id), card.kind != Kind::Group)).collect());
        still(html! {
            ul.tray-list translate="no" {
                @for (title, id, may_copy) in &rows {
                    li.tray-item {
                        h3.tray-title { a href=(format!("/write?listing={id}")) { (m::THERE_EDIT.with(lang, &[title])) } }
                        @if *may_copy {
                            p { a href=(format!("/write?copy={id}")) { (m::THERE_COPY.with(lang, &[title])) } }
                        }
                    }
                }
            }
        })
    };
    view! {
        <section class="tray-part" aria-labelledby="write-there" hidden=move || found.with(Vec::is_empty)>
            <h2 id="write-there">{m::THERE.text(lang)}</h2>
            {drawn}
        </section>
    }
    .into_any()
}
