//! A list that changes a few items at a time, so that typing never waits for it.
//!
//! Each key of a search gives twenty other cards. Drawing them at once takes longer than the screen waits for its next picture; so the
//! first is drawn now, and the others one by one in the pictures after. A newer list ends an older one that is still being
//! drawn. Figures: `docs/performance.md`.
//!
//! Invariants: an item is one `<li>`, the same on the server and in the browser; after the last step the list is what it would have been
//! if it had been drawn at once; the focus stays in an item that is drawn anew.

use super::still::{Markup, Together, element_of, focus_within, refocus};
use leptos::prelude::*;
use leptos::tachys::html::attribute::Attribute;
use leptos::tachys::html::attribute::any_attribute::AnyAttribute;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::renderer::CastFrom;
use leptos::tachys::renderer::types::{Element, Node};
use leptos::tachys::view::add_attr::AddAnyAttr;
use leptos::tachys::view::{Mountable, Position, PositionState, Render, RenderHtml};
use maud::html;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

/// Items that are drawn in one picture.
const AT_ONCE: usize = 1;

/// Draws the item of a number.
type Draw = Arc<dyn Fn(usize) -> Markup + Send + Sync>;

/// A list of items. A key says all that an item is drawn from: where it stays the same, the item is not drawn again.
pub fn staged(keys: Vec<String>, draw: impl Fn(usize) -> Markup + Send + Sync + 'static) -> AnyView {
    Staged { keys, draw: Arc::new(draw) }.into_any()
}

struct Staged {
    keys: Vec<String>,
    draw: Draw,
}

/// What stands in the document.
struct StagedState {
    list: Option<Element>,
    /// The keys of the items as they are drawn now.
    keys: Rc<RefCell<Vec<String>>>,
    /// Counts the lists that were asked for: a step of an older one does nothing.
    turn: Rc<Cell<u32>>,
}

impl Staged {
    fn markup(&self) -> Markup {
        html! { ul.cards { ((0..self.keys.len()).map(|at| html! { li { ((self.draw)(at)) } }).together()) } }
    }

    fn state(self, list: Option<Element>) -> StagedState {
        StagedState { list, keys: Rc::new(RefCell::new(self.keys)), turn: Rc::default() }
    }
}

/// A list on its way into the document.
struct Drawing {
    list: Element,
    wanted: Staged,
    drawn: Rc<RefCell<Vec<String>>>,
    turn: u32,
    now: Rc<Cell<u32>>,
}

impl Drawing {
    /// Draws the next items from a number on, and the rest later.
    fn step(self, mut at: usize) {
        if self.now.get() != self.turn {
            return;
        }
        let mut left = AT_ONCE;
        while let Some(key) = self.wanted.keys.get(at) {
            let mut drawn = self.drawn.borrow_mut();
            if drawn.get(at) != Some(key) {
                if left == 0 {
                    drop(drawn);
                    request_animation_frame(move || self.step(at));
                    return;
                }
                left -= 1;
                put(&self.list, at, (self.wanted.draw)(at));
                match drawn.get_mut(at) {
                    Some(old) => old.clone_from(key),
                    None => drawn.push(key.clone()),
                }
            }
            at += 1;
        }
    }
}

/// Draws one item, in the place of what stands there.
fn put(list: &Element, at: usize, item: Markup) {
    let Some(new) = element_of(&html! { li { (item) } }.into_string()) else { return };
    let Some(old) = u32::try_from(at).ok().and_then(|at| list.children().item(at)) else {
        let _ = list.append_child(&new);
        return;
    };
    let focused = focus_within(&old);
    let _ = list.replace_child(&new, &old);
    refocus(&new, focused);
}

impl Render for Staged {
    type State = StagedState;

    fn build(self) -> Self::State {
        let list = element_of(&self.markup().into_string());
        self.state(list)
    }

    fn rebuild(self, state: &mut Self::State) {
        let turn = state.turn.get().wrapping_add(1);
        state.turn.set(turn);
        let Some(list) = &state.list else { return };
        let count = self.keys.len();
        while let Some(surplus) = u32::try_from(count).ok().and_then(|count| list.children().item(count)) {
            surplus.remove();
        }
        state.keys.borrow_mut().truncate(count);
        Drawing { list: list.clone(), wanted: self, drawn: Rc::clone(&state.keys), turn, now: Rc::clone(&state.turn) }.step(0);
    }
}

impl Mountable for StagedState {
    fn unmount(&mut self) {
        self.turn.set(self.turn.get().wrapping_add(1));
        self.list.unmount();
    }

    fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
        self.list.mount(parent, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        self.list.insert_before_this(child)
    }

    fn elements(&self) -> Vec<Element> {
        self.list.iter().cloned().collect()
    }
}

impl AddAnyAttr for Staged {
    type Output<SomeNewAttr: Attribute> = Self;

    fn add_any_attr<NewAttr: Attribute>(self, _: NewAttr) -> Self::Output<NewAttr>
    where
        Self::Output<NewAttr>: RenderHtml,
    {
        self
    }
}

impl RenderHtml for Staged {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(self, buf: &mut String, position: &mut Position, _: bool, _: bool, _: Vec<AnyAttribute>) {
        buf.push_str(&self.markup().into_string());
        *position = Position::NextChild;
    }

    fn hydrate<const FROM_SERVER: bool>(self, cursor: &Cursor, position: &PositionState) -> Self::State {
        match position.get() {
            Position::FirstChild => cursor.child(),
            Position::Current => {}
            _ => cursor.sibling(),
        }
        let list = Element::cast_from(cursor.current());
        position.set(Position::NextChild);
        self.state(list)
    }

    fn into_owned(self) -> Self::Owned {
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_server_draws_every_item() {
        let list = Staged { keys: ["a", "b"].map(str::to_owned).to_vec(), draw: Arc::new(|at| html! { b { (at) } }) };
        assert_eq!(list.markup().into_string(), "<ul class=\"cards\"><li><b>0</b></li><li><b>1</b></li></ul>");
    }
}
