//! One form: whether it is open, its settings, its versions.

use super::studio::{SettingsFields, changes, settings};
use super::{counts, done_box, inbox_of, page, problem_box};
use crate::forms::SubmissionState;
use crate::forms::pages::moment;
use crate::messages::forms::desk as m;
use crate::messages::forms::{intake, letters};
use crate::ui::still::{Markup, html};
use crate::ui::text::{t, tf};
use engawa_core::Problem;
use engawa_core::time::Millis;
use leptos::prelude::AnyView;

/// A version of a form.
#[derive(Clone, Debug)]
pub struct VersionRow {
    /// Its name.
    pub version: String,
    /// When it was published.
    pub at: Millis,
    /// By whom.
    pub actor: String,
    /// The name of its workbook; empty: it has none.
    pub file: String,
}

/// A form.
#[derive(Clone, Debug, Default)]
pub struct FormPage {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Its newest version.
    pub version: String,
    /// Whether it takes submissions.
    pub open: bool,
    /// Its revision.
    pub rev: u64,
    /// Who, when, how many.
    pub settings: SettingsFields,
    /// Its versions, newest first.
    pub versions: Vec<VersionRow>,
    /// What changed from the version before to the newest, as sentences.
    pub changes: Option<Vec<String>>,
    /// Two versions side by side, if somebody asked for them.
    pub compared: Option<Compared>,
    /// How many submissions of each state.
    pub counts: Vec<(SubmissionState, i64)>,
    /// The ids of the commands of the two forms.
    pub commands: [String; 2],
    /// The receipt of what was just done.
    pub done: Option<String>,
    /// Why something was not done.
    pub problems: Vec<Problem>,
}

/// What changed between two versions.
#[derive(Clone, Debug, Default)]
pub struct Compared {
    /// The one that is compared with.
    pub from: String,
    /// The other one.
    pub to: String,
    /// What changed from one to the other, as sentences.
    pub changes: Vec<String>,
}

/// Draws it.
pub fn form(it: FormPage) -> AnyView {
    let [open_command, settings_command] = &it.commands;
    page(vec![
        html! { h1 { (it.title) } },
        done_box(it.done.as_ref()),
        problem_box(&it.problems),
        html! {
            p {
                span.tag { (t(if it.open { m::OPEN } else { m::CLOSED })) } " " (tf(m::VERSION_OF, &[&it.version])) " "
                a href=(format!("/forms/{}/plain", it.id)) { (t(m::SHOW_PLAIN)) }
            }
        },
        counts(&inbox_of(&it.id), &it.counts, None),
        html! {
            form.desk-inline method="post" action=(format!("/staff/forms/{}/open", it.id)) {
                input type="hidden" name="command" value=(open_command);
                input type="hidden" name="base_rev" value=(it.rev);
                input type="hidden" name="open" value=(if it.open { "0" } else { "1" });
                button.button { (t(if it.open { m::CLOSE_NOW } else { m::OPEN_NOW })) }
                a.button href="/staff/forms/new" { (t(m::UPLOAD)) }
                a.button href=(format!("/staff/forms/{}/intake", it.id)) { (t(intake::INTAKE_LINK)) }
                a.button href=(format!("/forms/{}/print", it.id)) { (t(intake::PRINT)) }
                a.button href=(format!("/staff/forms/{}/letters", it.id)) { (t(letters::LETTERS)) }
                a.button href=(format!("/staff/forms/{}/test", it.id)) { (t(m::TEST)) }
            }
        },
        html! {
            form.desk-form method="post" action=(format!("/staff/forms/{}/settings", it.id)) {
                input type="hidden" name="command" value=(settings_command);
                input type="hidden" name="base_rev" value=(it.rev);
                (settings(&it.settings))
                p.buttons { button.button { (t(m::SAVE)) } }
            }
        },
        changes(it.changes.as_deref()),
        versions(&it),
        compare(&it),
    ])
}

fn versions(it: &FormPage) -> Markup {
    html! {
        section aria-labelledby="versions" {
            h2 id="versions" { (t(m::VERSIONS)) }
            ul {
                @for row in &it.versions {
                    li {
                        (tf(m::VERSION_ROW, &[&row.version, &moment(row.at), &row.actor]))
                        @if !row.file.is_empty() {
                            " " a href=(format!("/staff/forms/{}/versions/{}/workbook", it.id, row.version)) { (row.file) }
                        }
                    }
                }
            }
        }
    }
}

/// Any two versions, chosen from two lists.
fn compare(it: &FormPage) -> Markup {
    let newest = it.versions.first().map(|row| row.version.as_str()).unwrap_or_default();
    let before = it.versions.get(1).map(|row| row.version.as_str()).unwrap_or_default();
    let (from, to) = it.compared.as_ref().map_or((before, newest), |compared| (compared.from.as_str(), compared.to.as_str()));
    let choice = |name: &str, label: &str, chosen: &str| {
        let id = format!("f-compare-{name}");
        html! {
            div.field {
                label.field-label for=(id) { (label) }
                select.input id=(id) name=(name) {
                    @for row in &it.versions { option value=(row.version) selected[row.version == chosen] { (row.version) } }
                }
            }
        }
    };
    html! {
        div {
            @if it.versions.len() > 1 {
                section aria-labelledby="compare" {
                    h2 id="compare" { (t(m::COMPARE)) }
                    form.desk-inline method="get" action=(format!("/staff/forms/{}#compare", it.id)) {
                        (choice("from", t(m::COMPARE_FROM), from))
                        (choice("to", t(m::COMPARE_TO), to))
                        button.button { (t(m::COMPARE_NOW)) }
                    }
                    @if let Some(compared) = &it.compared {
                        h3 { (tf(m::COMPARED, &[&compared.from, &compared.to])) }
                        @if compared.changes.is_empty() { p { (t(m::CHANGES_NONE)) } } @else {
                            ul { @for change in &compared.changes { li { (change) } } }
                        }
                    }
                }
            }
        }
    }
}
