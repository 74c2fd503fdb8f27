//! Pages of results, as links.

use super::icons::{Icon, icon};
use super::text::{t, tf};
use crate::messages::common as m;
use leptos::prelude::*;

/// Links to the pages around `page` of `pages`; nothing where there is one page only. `href` makes the address of a page.
pub fn pager(page: u32, pages: u32, href: impl Fn(u32) -> String) -> AnyView {
    if pages <= 1 {
        return ().into_any();
    }
    let numbers = around(page, pages)
        .into_iter()
        .map(|number| match number {
            Some(number) => {
                let current = (number == page).then_some("page");
                view! {
                    <li class="pager-number">
                        <a href=href(number) aria-current=current aria-label=tf(m::PAGE_N, &[&number.to_string()])>
                            {number.to_string()}
                        </a>
                    </li>
                }
                .into_any()
            }
            None => view! { <li class="pager-gap" aria-hidden="true">"…"</li> }.into_any(),
        })
        .collect_view();
    let previous = (page > 1).then(|| {
        view! {
            <li>
                <a href=href(page - 1) rel="prev">
                    {icon(Icon::Left)} <span>{t(m::PAGE_PREVIOUS)}</span>
                </a>
            </li>
        }
    });
    let next = (page < pages).then(|| {
        view! {
            <li>
                <a href=href(page + 1) rel="next">
                    <span>{t(m::PAGE_NEXT)}</span> {icon(Icon::Right)}
                </a>
            </li>
        }
    });
    view! {
        <nav class="pager" aria-label=t(m::PAGES)>
            <ul>{previous} {numbers} {next}</ul>
        </nav>
    }
    .into_any()
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
