//! Still life: markup that never changes by itself, written as text.
//!
//! Most of a page is words and links that stand where they were drawn; only buttons, fields and lists that follow a search move. A view
//! carries code to build, hydrate and change each of its elements, which in the browser's bundle is most of a page's weight, and makes
//! a search slow that draws twenty cards at every key. So what is still is written by [`maud::html!`] (which escapes every text, like
//! views do), and put into a view as one piece by [`still`]. Figures: `docs/decisions/0007-still-markup.md`.
//!
//! Invariants: a [`still`] piece has exactly one element at its root, the same on the server and in the browser; where a piece is replaced
//! by a newer one, the focus stays at the same place in it and open folds stay open.

use super::joined::joined;
use engawa_core::Lang;
use leptos::prelude::*;
use leptos::tachys::html::attribute::Attribute;
use leptos::tachys::html::attribute::any_attribute::AnyAttribute;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::renderer::types::{Element, Node};
use leptos::tachys::renderer::{CastFrom, Rndr};
use leptos::tachys::view::add_attr::AddAnyAttr;
use leptos::tachys::view::{Mountable, Position, PositionState, Render, RenderHtml};
use leptos::web_sys::HtmlElement;
pub use maud::{Markup, html};

/// A piece of markup as a view. It must have one element at its root.
pub fn still(markup: Markup) -> AnyView {
    Still(markup.into_string()).into_any()
}

/// Words as a piece, escaped.
pub fn text(words: impl AsRef<str>) -> Markup {
    html! { (words.as_ref()) }
}

/// Several pieces, or one that may be missing, as one piece.
pub trait Together {
    /// All pieces, one after the other.
    fn together(self) -> Markup;
}

impl<I: IntoIterator<Item = Markup>> Together for I {
    fn together(self) -> Markup {
        let mut all = String::new();
        self.into_iter().for_each(|piece| all.push_str(&piece.0));
        maud::PreEscaped(all)
    }
}

/// The view of [`still`]: an element that is made from its text and replaced as a whole.
struct Still(String);

/// What stands in the document: the text, to compare with, and the element made of it.
struct StillState(String, Option<Element>);

/// Makes the element. A scratch element reads the text; nothing of it is kept. What the server draws, it joins itself ([`joined`]).
pub(super) fn element_of(html: &str) -> Option<Element> {
    let root = document().document_element();
    let lang = root.and_then(|root| root.get_attribute("data-lang")).and_then(|code| Lang::parse(&code)).unwrap_or_default();
    let scratch = Rndr::create_element("div", None);
    Rndr::set_inner_html(&scratch, &joined(lang, html));
    Rndr::first_child(&scratch).and_then(Element::cast_from)
}

/// How to come from an element to one inside it: the number of the child at each step, the last step first.
fn way(from: &Element, to: &Element) -> Option<Vec<u32>> {
    let mut steps = Vec::new();
    let mut at = to.clone();
    while !at.is_same_node(Some(from)) {
        let mut before = 0;
        let mut sibling = at.previous_element_sibling();
        while let Some(element) = sibling {
            before += 1;
            sibling = element.previous_element_sibling();
        }
        steps.push(before);
        at = at.parent_element()?;
    }
    Some(steps)
}

/// The element at the end of a way, if it leads somewhere.
fn follow(from: &Element, way: &[u32]) -> Option<Element> {
    way.iter().rev().try_fold(from.clone(), |at, step| at.children().item(*step))
}

/// Where the keyboard's focus is inside an element.
pub(super) fn focus_within(element: &Element) -> Option<Vec<u32>> {
    document().active_element().filter(|focused| element.contains(Some(focused))).and_then(|focused| way(element, &focused))
}

/// Gives the focus to the element at the end of a way, if it leads somewhere.
pub(super) fn refocus(from: &Element, way: Option<Vec<u32>>) {
    if let Some(focused) = way.and_then(|way| follow(from, &way)).and_then(HtmlElement::cast_from) {
        let _ = focused.focus();
    }
}

/// Folds that a person opened stay open.
fn unfold(old: &Element, new: &Element) {
    let (old, new) = (old.get_elements_by_tag_name("details"), new.get_elements_by_tag_name("details"));
    if old.length() == new.length() {
        for index in 0..old.length() {
            if let (Some(old), Some(new)) = (old.item(index), new.item(index))
                && old.has_attribute("open")
            {
                let _ = new.set_attribute("open", "");
            }
        }
    }
}

impl Render for Still {
    type State = StillState;

    fn build(self) -> Self::State {
        let element = element_of(&self.0);
        StillState(self.0, element)
    }

    fn rebuild(self, state: &mut Self::State) {
        if self.0 == state.0 {
            return;
        }
        if let (Some(old), Some(mut new)) = (&mut state.1, element_of(&self.0)) {
            let focused = focus_within(old);
            unfold(old, &new);
            old.insert_before_this(&mut new);
            old.unmount();
            refocus(&new, focused);
            state.1 = Some(new);
        }
        state.0 = self.0;
    }
}

impl Mountable for StillState {
    fn unmount(&mut self) {
        self.1.unmount();
    }

    fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
        self.1.mount(parent, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        self.1.insert_before_this(child)
    }

    fn elements(&self) -> Vec<Element> {
        self.1.iter().cloned().collect()
    }
}

impl AddAnyAttr for Still {
    type Output<SomeNewAttr: Attribute> = Self;

    fn add_any_attr<NewAttr: Attribute>(self, _: NewAttr) -> Self::Output<NewAttr>
    where
        Self::Output<NewAttr>: RenderHtml,
    {
        self
    }
}

impl RenderHtml for Still {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn html_len(&self) -> usize {
        self.0.len()
    }

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(self, buf: &mut String, position: &mut Position, _: bool, _: bool, _: Vec<AnyAttribute>) {
        buf.push_str(&self.0);
        *position = Position::NextChild;
    }

    fn hydrate<const FROM_SERVER: bool>(self, cursor: &Cursor, position: &PositionState) -> Self::State {
        match position.get() {
            Position::FirstChild => cursor.child(),
            Position::Current => {}
            _ => cursor.sibling(),
        }
        let element = Element::cast_from(cursor.current());
        position.set(Position::NextChild);
        StillState(self.0, element)
    }

    fn into_owned(self) -> Self::Owned {
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_a_text_stays_text() {
        let hostile = "<script>alert(1)</script>\"'&";
        let piece = html! { p title=(hostile) { (hostile) } };
        assert_eq!(
            piece.into_string(),
            "<p title=\"&lt;script&gt;alert(1)&lt;/script&gt;&quot;'&amp;\">&lt;script&gt;alert(1)&lt;/script&gt;&quot;'&amp;</p>"
        );
    }

    #[test]
    fn pieces_come_together_in_order() {
        let pieces = ["a", "b"].into_iter().map(|word| html! { i { (word) } });
        assert_eq!(pieces.together().into_string(), "<i>a</i><i>b</i>");
        assert_eq!(None.together().into_string(), "");
    }
}
