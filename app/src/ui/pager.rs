//! Pages of results, as links.

use super::icons::{Icon, svg};
use super::still::{Markup, Together, html};
use super::text::{t, tf};
use crate::messages::common as m;

/// Links to the pages around `page` of `pages`; nothing where there is one page only. `href` makes the address of a page.
pub fn pager(page: u32, pages: u32, href: impl Fn(u32) -> String) -> Markup {
    if pages <= 1 {
        return Markup::default();
    }
    let numbers = around(page, pages)
        .into_iter()
        .map(|number| {
            let Some(number) = number else { return html! { li.pager-gap aria-hidden="true" { "…" } } };
            let current = (number == page).then_some("page");
            html! {
                li.pager-number {
                    a href=(href(number)) aria-current=[current] aria-label=(tf(m::PAGE_N, &[&number.to_string()])) { (number) }
                }
            }
        })
        .together();
    let previous = (page > 1).then(|| {
        html! { li { a href=(href(page - 1)) rel="prev" { (svg(Icon::Left)) span { (t(m::PAGE_PREVIOUS)) } } } }
    });
    let next = (page < pages).then(|| {
        html! { li { a href=(href(page + 1)) rel="next" { span { (t(m::PAGE_NEXT)) } (svg(Icon::Right)) } } }
    });
    html! { nav.pager aria-label=(t(m::PAGES)) { ul { (previous.together()) (numbers) (next.together()) } } }
}

/// First, last and the pages next to this one; `None` stands for a gap.
fn around(page: u32, pages: u32) -> Vec<Option<u32>> {
    let mut shown = Vec::new();
    for number in 1..=pages {
        if number == 1 || number == pages || number.abs_diff(page) <= 1 {
            shown.push(Some(number));
        } else if shown.last() != Some(&None) {
            shown.push(None);
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_stand_for_what_is_left_out() {
        assert_eq!(around(1, 3), [Some(1), Some(2), Some(3)]);
        assert_eq!(around(5, 9), [Some(1), None, Some(4), Some(5), Some(6), None, Some(9)]);
    }
}
