//! What staff do with a listing beside writing it: whose it is, who hosts it too, what is planned, a copy for the next year.

use crate::listings::pages::publish::parts::{button, copy_button, host_button, host_words, plan_form, plan_words, targets, unplan_button};
use crate::listings::{Kind, State};
use crate::messages::desk as d;
use crate::messages::people::desks::EVERY_DESK;
use crate::messages::people::moderation as m;
use crate::ui::text::{t, tf};
use engawa_core::time::Millis;
use leptos::prelude::*;

/// Buttons beside those of plans, hosts and found groups: planning, the desk, the copy.
pub const BUTTONS: usize = 3;

/// What surrounds a listing.
#[derive(Clone, Debug)]
pub struct Around {
    /// The listing from inside: `/staff/listings/<id>`.
    pub href: String,
    /// What it is called.
    pub title: String,
    /// What it is.
    pub kind: Kind,
    /// Where it is in its life, as stored.
    pub state: State,
    /// What is planned: state and moment.
    pub plans: Vec<(State, Millis)>,
    /// Groups that were asked to host it too, or agreed: id, name, whether they agreed.
    pub hosts: Vec<(String, String, bool)>,
    /// The name of its group; empty: it has none.
    pub group: String,
    /// The code of its desk; empty: every desk's.
    pub desk: String,
    /// Desks that it may be given to: code and name.
    pub desks: Vec<(String, String)>,
    /// The reader may say whose it is.
    pub may_assign: bool,
    /// The name of a group that was looked for.
    pub find: String,
    /// The groups that were found: id and name.
    pub found: Vec<(String, String)>,
    /// Ids for commands, as many as there are buttons.
    pub commands: Vec<String>,
}

/// Draws all of it.
pub fn section(mut around: Around) -> AnyView {
    let mut commands = std::mem::take(&mut around.commands).into_iter();
    let mut next = move || commands.next().unwrap_or_default();
    let plans = plans(&around, &mut next);
    let hosts = hosts(&around, &mut next);
    let belongs = belongs(&around, &mut next);
    let groups = groups(&around, &mut next);
    // A group is registered, not repeated.
    let copy = (around.kind != Kind::Group).then(|| {
        let copy = copy_button(&around.href, next(), &around.title);
        view! { <h3>{t(m::COPY_PART)}</h3><p>{t(m::COPY_NOTE)}</p>{copy} }
    });
    view! {
        <section class="desk-section" aria-labelledby="desk-around">
            <h2 id="desk-around">{t(m::AROUND)}</h2>
            {plans}
            {belongs}
            {hosts}
            {groups}
            {copy}
        </section>
    }
    .into_any()
}

fn note(words: String) -> AnyView {
    view! { <p>{words}</p> }.into_any()
}

fn plans(around: &Around, next: &mut impl FnMut() -> String) -> AnyView {
    let planned: Vec<AnyView> = around
        .plans
        .iter()
        .map(|plan| {
            let back = unplan_button(&around.href, plan.0, next());
            view! { <li class="desk-row"><p>{plan_words(plan)}</p>{back}</li> }.into_any()
        })
        .collect();
    let planned = (!planned.is_empty()).then(|| view! { <ul class="desk-list">{planned}</ul> });
    let form = plan_form(&around.href, "around", &targets(around.state), next());
    view! { <h3>{t(m::PLANS)}</h3>{planned}{form} }.into_any()
}

fn hosts(around: &Around, next: &mut impl FnMut() -> String) -> AnyView {
    let hosts: Vec<AnyView> = around
        .hosts
        .iter()
        .map(|host| {
            let without = host_button(&around.href, &host.0, &host.1, next());
            view! { <li class="desk-row"><p>{host_words(host)}</p>{without}</li> }.into_any()
        })
        .collect();
    if hosts.is_empty() {
        return ().into_any();
    }
    view! { <h3>{t(m::HOSTS)}</h3><ul class="desk-list">{hosts}</ul> }.into_any()
}

fn belongs(around: &Around, next: &mut impl FnMut() -> String) -> AnyView {
    let desk = around.desks.iter().find(|(id, _)| *id == around.desk).map_or(around.desk.as_str(), |(_, name)| name.as_str());
    let now = if !around.group.is_empty() {
        tf(m::BELONGS_TO_GROUP, &[&around.group])
    } else if desk.is_empty() {
        t(m::BELONGS_TO_ALL).to_owned()
    } else {
        tf(m::BELONGS_TO_DESK, &[desk])
    };
    let form = around.may_assign.then(|| {
        let (action, command) = (format!("{}/assign", around.href), next());
        let options: Vec<AnyView> = around
            .desks
            .iter()
            .map(|(id, name)| {
                let chosen = *id == around.desk;
                view! { <option value=id.clone() selected=chosen>{name.clone()}</option> }.into_any()
            })
            .collect();
        view! {
            <form method="post" action=action class="desk-inline">
                <input type="hidden" name="command" value=command />
                <div class="field">
                    <label class="field-label" for="around-desk">{t(m::TO_DESK)}</label>
                    <select class="input" id="around-desk" name="desk"><option value="">{t(EVERY_DESK)}</option>{options}</select>
                </div>
                <button class="button">{t(m::ASSIGN_DESK)}</button>
            </form>
        }
    });
    view! { <h3>{t(m::BELONGS)}</h3>{note(now)}{form} }.into_any()
}

/// Looking for a group, to give the listing to it or to ask it to host it too.
fn groups(around: &Around, next: &mut impl FnMut() -> String) -> AnyView {
    let found: Vec<AnyView> = around
        .found
        .iter()
        .map(|(id, name)| {
            let (ask, give) = (next(), next());
            let ask = button(format!("{}/hosts", around.href), vec![("command", ask), ("group", id.clone())], t(m::HOST_ASK), name);
            let give = around
                .may_assign
                .then(|| button(format!("{}/assign", around.href), vec![("command", give), ("group", id.clone())], t(m::ASSIGN_GROUP), name));
            view! { <li class="desk-row"><p class="desk-row-title">{name.clone()}</p><div class="desk-row-actions">{ask}{give}</div></li> }.into_any()
        })
        .collect();
    let result = if found.is_empty() && !around.find.is_empty() {
        view! { <p role="status">{t(m::FOUND_NONE)}</p> }.into_any()
    } else {
        view! { <ul class="desk-list">{found}</ul> }.into_any()
    };
    let action = format!("{}#around-groups", around.href);
    let find = around.find.clone();
    view! {
        <h3 id="around-groups">{t(m::FIND_GROUP)}</h3>
        <p id="around-find-note">{t(m::FIND_GROUP_NOTE)}</p>
        <form method="get" action=action class="desk-inline">
            <div class="field">
                <label class="field-label" for="around-find">{t(m::FIND_GROUP)}</label>
                <input class="input" type="search" id="around-find" name="find" value=find aria-describedby="around-find-note" />
            </div>
            <button class="button">{t(d::FIND)}</button>
        </form>
        {result}
    }
    .into_any()
}
