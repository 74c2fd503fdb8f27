//! What an import found that may be there twice, with what staff can do about it.

use super::report::Line;
use crate::messages::desk as m;
use crate::ui::text::{t, tf, use_lang};
use leptos::prelude::*;

/// Pairs that the page shows; all of them are in the CSV report.
pub const SHOWN: usize = 100;

/// How a pair stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled {
    /// Nobody said anything.
    Open,
    /// Staff said that they are not the same.
    Apart,
    /// One of them is withdrawn, or was taken back.
    Gone,
}

/// Two listings that may be the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Twin {
    /// The line of the report that names them.
    pub line: Line,
    /// Their ids.
    pub ids: [String; 2],
    /// Where they stand.
    pub places: [String; 2],
    /// Their titles.
    pub titles: [String; 2],
}

impl Twin {
    /// Reads a line of a report; `None`: it speaks of something else.
    pub fn of(line: &Line) -> Option<Self> {
        if !matches!(line.code.as_str(), "same_title_and_time" | "same_place") {
            return None;
        }
        let parts: Vec<&str> = line.args().splitn(5, "; ").collect();
        let [id, other_id, other_place, title, other_title]: [&str; 5] = parts.try_into().ok()?;
        let own_place = if line.row.is_empty() { line.sheet.clone() } else { format!("{}!{}", line.sheet, line.row) };
        Some(Self {
            line: line.clone(),
            ids: [id.to_owned(), other_id.to_owned()],
            places: [own_place, other_place.to_owned()],
            titles: [title.to_owned(), other_title.to_owned()],
        })
    }
}

/// The pairs of an import, below its page. `commands`: one fresh id for each.
pub fn twins(import: &str, pairs: &[(Twin, Settled)], total: usize, commands: Vec<String>) -> AnyView {
    if pairs.is_empty() {
        return ().into_any();
    }
    let more = (total > pairs.len()).then(|| view! { <p>{tf(m::TWINS_FIRST, &[&pairs.len().to_string()])}</p> });
    let items: Vec<AnyView> = pairs.iter().zip(commands).map(|((twin, settled), command)| one(import, twin, *settled, command)).collect();
    view! {
        <section aria-labelledby="desk-twins">
            <h2 id="desk-twins">{t(m::TWINS)}" ("{total.to_string()}")"</h2>
            <p>{t(m::TWINS_NOTE)}</p>
            {more}
            <ul>{items}</ul>
        </section>
    }
    .into_any()
}

fn one(import: &str, twin: &Twin, settled: Settled, command: String) -> AnyView {
    let sentence = twin.line.sentence(use_lang());
    let link = |at: usize| {
        let [href, title, place] = [format!("/staff/listings/{}", twin.ids[at]), twin.titles[at].clone(), twin.places[at].clone()];
        view! { <a href=href>{title}" ("{place}")"</a> }
    };
    let withdraw = |at: usize| tf(m::WITHDRAW_ONE, &[&twin.titles[at], &twin.places[at]]);
    let end = match settled {
        Settled::Apart => view! { <p><span class="tag">{t(m::SETTLED_APART)}</span></p> }.into_any(),
        Settled::Gone => view! { <p><span class="tag">{t(m::SETTLED_GONE)}</span></p> }.into_any(),
        Settled::Open => {
            let ([a, b], action) = (twin.ids.clone(), format!("/staff/imports/{import}/twins"));
            view! {
                <form method="post" action=action>
                    <input type="hidden" name="command" value=command />
                    <input type="hidden" name="a" value=a />
                    <input type="hidden" name="b" value=b />
                    <p class="buttons">
                        <button class="button button-small" name="choice" value="apart">{t(m::NOT_SAME)}</button>
                        <button class="button button-small" name="choice" value="a">{withdraw(0)}</button>
                        <button class="button button-small" name="choice" value="b">{withdraw(1)}</button>
                    </p>
                </form>
            }
            .into_any()
        }
    };
    view! { <li><p>{sentence}</p><p>{link(0)}" ≈ "{link(1)}</p>{end}</li> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::listings::import::duplicates::Duplicate;
    use crate::listings::import::report;

    #[test]
    fn a_pair_comes_back_from_the_report() {
        let found = Duplicate {
            id: "a-1".into(),
            title: "防災講座".into(),
            place: "a.csv!3".into(),
            other_id: "b-2".into(),
            other_title: "防災; 講座".into(),
            other_place: "/staff/listings/b-2".into(),
            other_new: false,
            reason: "same_title_and_time".into(),
        };
        let problem = report::of_duplicate(&found);
        let line = Line { sheet: "a.csv".into(), row: "3".into(), code: problem.code, text: problem.args.join("; "), ..Line::default() };
        let twin = Twin::of(&line).unwrap();
        assert_eq!(twin.ids, ["a-1", "b-2"]);
        assert_eq!(twin.places, ["a.csv!3", "/staff/listings/b-2"]);
        assert_eq!(twin.titles, ["防災講座", "防災; 講座"]);
        assert_eq!(Twin::of(&Line { code: "date_unread".into(), ..line }), None);
    }
}
