//! Buttons and small forms of whoever publishes: a group in its list, staff below the form of a listing.

use crate::forms::pages::moment;
use crate::listings::State;
use crate::messages::people::moderation as m;
use crate::messages::{desk as d, vocabulary as v};
use crate::ui::text::{t, tf};
use engawa_core::Message;
use engawa_core::time::Millis;
use leptos::prelude::*;

/// A button that sends one command.
pub fn button(action: String, fields: Vec<(&'static str, String)>, label: &'static str, about: &str) -> AnyView {
    let hidden: Vec<AnyView> = fields.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value /> }.into_any()).collect();
    let about = about.to_owned();
    view! {
        <form method="post" action=action>
            {hidden}
            <button class="button button-small">{label}<span class="visually-hidden">" "{about}</span></button>
        </form>
    }
    .into_any()
}

/// The states that a listing may go to, each with what its button says.
pub fn targets(state: State) -> Vec<(State, Message)> {
    let all = [(State::Published, d::TO_PUBLISHED), (State::Ended, d::TO_ENDED), (State::Withdrawn, d::TO_WITHDRAWN), (State::Draft, d::TO_DRAFT)];
    all.into_iter().filter(|(to, _)| *to != state && state.may_become(*to)).collect()
}

/// A draft of the next year's. `href`: the listing from inside.
pub fn copy_button(href: &str, command: String, title: &str) -> AnyView {
    button(format!("{href}/copy"), vec![("command", command)], t(m::COPY), title)
}

/// A plan in words.
pub fn plan_words((state, at): &(State, Millis)) -> String {
    tf(m::PLANNED, &[t(v::state(*state)), &moment(*at)])
}

/// Takes a plan back.
pub fn unplan_button(href: &str, state: State, command: String) -> AnyView {
    let fields = vec![("command", command), ("state", state.code().to_owned()), ("at", String::new())];
    button(format!("{href}/plan"), fields, t(m::UNPLAN), t(v::state(state)))
}

/// Plans a change of state. `key`: what tells this form from others of the page.
pub fn plan_form(href: &str, key: &str, allowed: &[(State, Message)], command: String) -> AnyView {
    let options: Vec<AnyView> = allowed.iter().map(|(to, label)| view! { <option value=to.code()>{t(*label)}</option> }.into_any()).collect();
    let action = format!("{href}/plan");
    let (plan_id, at_id) = (format!("plan-{key}"), format!("at-{key}"));
    let (plan_for, at_for) = (plan_id.clone(), at_id.clone());
    view! {
        <form method="post" action=action class="desk-inline">
            <input type="hidden" name="command" value=command />
            <div class="field"><label class="field-label" for=plan_for>{t(m::PLAN_WHAT)}</label><select class="input" id=plan_id name="state">{options}</select></div>
            <div class="field"><label class="field-label" for=at_for>{t(m::PLAN_AT)}</label><input class="input" type="datetime-local" id=at_id name="at" required /></div>
            <button class="button">{t(m::PLAN)}</button>
        </form>
    }
    .into_any()
}

/// A group that hosts it too, or was asked, in words: id, name, whether it agreed.
pub fn host_words((_, name, agreed): &(String, String, bool)) -> String {
    tf(if *agreed { m::HOST_AGREED } else { m::HOST_WAITS }, &[name])
}

/// Hosts it without a group.
pub fn host_button(href: &str, group: &str, name: &str, command: String) -> AnyView {
    let fields = vec![("command", command), ("group", group.to_owned()), ("do", "leave".to_owned())];
    button(format!("{href}/hosts"), fields, t(m::HOST_REMOVE), name)
}
