//! What is shown at once, and how far a filling-in is.
//!
//! Both walk over the form once, each node a bounded number of times, so that they can be asked after each keystroke of a form with
//! thousands of answers. What is only to be read (notes, results) goes with the question behind it. What forms note about themselves, in
//! the group `meta`, is never shown.

use super::Filling;
use crate::forms::{outline, plain};
use engawa_core::form::answers::AnswerPath;
use engawa_core::form::definition::{Control, DataType, Definition, Node, NodeId, NodeKind};
use engawa_core::form::running::{Form, ViolationKind};
use engawa_core::form::tree::TreeId;
use std::collections::{BTreeMap, BTreeSet};

/// The most columns of a table; wider ones are filled in row by row.
const COLUMNS_MAX: usize = 8;
/// What stands between the names of sections in sections.
const BETWEEN: &str = " / ";

/// Whole sections on one screen, or one question after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// One question (or row, or `field-list` group) per screen: phones.
    Single,
    /// One group of the first level per screen: desktops.
    Sections,
}

/// What is shown at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Screen {
    /// The address of the question, group, repeat or row that it is for; steady while other answers change, so that a screen is found again.
    pub key: AnswerPath,
    /// The name of the section that it is in; may be empty.
    pub section: String,
    /// What is on it, in order: questions, groups, repeats, rows. In [`Layout::Single`] a repeat that is no table ([`Filling::is_table`])
    /// stands for the list of its rows, and what is in these has its own screens.
    pub nodes: Vec<TreeId>,
    /// How many things in it are wrong now (missing answers counted).
    pub problems: usize,
    /// Something on it was answered.
    pub is_begun: bool,
}

/// How far a filling-in is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Questions that are asked now.
    pub asked: usize,
    /// Those with an answer.
    pub answered: usize,
    /// Answers that are needed and missing.
    pub missing: usize,
    /// Answers that are wrong in another way.
    pub wrong: usize,
}

impl Filling {
    /// What is shown at once, in order; only what is relevant. The last question's screen is the last: sending has its own page.
    pub fn screens(&self, layout: Layout, language: usize) -> Vec<Screen> {
        match layout {
            Layout::Sections => self.sections(language),
            Layout::Single => {
                let mut singles = Singles { filling: self, language, screens: Vec::new(), words: Vec::new() };
                if let Some(root) = self.form.find(&AnswerPath::root()) {
                    singles.group(root, "");
                }
                singles.screens
            }
        }
    }

    fn sections(&self, language: usize) -> Vec<Screen> {
        let of_page = |page: Vec<TreeId>| {
            let first = *page.first()?;
            let nodes: Vec<TreeId> = page.into_iter().filter(|at| shows(&self.form, *at)).collect();
            let is_loose = matches!(self.form.node(first)?.kind, NodeKind::Question(_));
            let section = if is_loose { String::new() } else { self.form.label(first, language) };
            (!nodes.is_empty()).then(|| screen(&self.form, first, &section, nodes))
        };
        plain::pages(&self.form).into_iter().filter_map(of_page).collect()
    }

    /// How far it is.
    pub fn progress(&self) -> Progress {
        let mut progress = Progress::default();
        for at in outline::walk(&self.form).into_iter().map(|step| step.at) {
            match self.form.violation(at) {
                Some(ViolationKind::Required) => progress.missing += 1,
                Some(_) => progress.wrong += 1,
                None => {}
            }
            if is_asked(&self.form, at) {
                progress.asked += 1;
                progress.answered += usize::from(is_answered(&self.form, at));
            }
        }
        progress
    }

    /// Whether a repeat is drawn as a table: few columns, each a short answer.
    pub fn is_table(&self, repeat: TreeId) -> bool {
        self.form.node_id(repeat).is_some_and(|id| self.tables.contains(&id))
    }
}

/// The repeats of a form that are drawn as tables.
pub(super) fn tables(definition: &Definition) -> BTreeSet<NodeId> {
    // The columns of each repeat, if all are simple so far.
    let mut columns: BTreeMap<NodeId, Option<usize>> = BTreeMap::new();
    for (id, node) in (0_u32..).map(NodeId).zip(&definition.nodes) {
        if let Some(columns) = node.parent.and_then(|parent| columns.get_mut(&parent)) {
            match &node.kind {
                NodeKind::Question(control) if is_simple(node, control) => *columns = columns.map(|count| count + usize::from(is_drawn(node))),
                NodeKind::Value { .. } => {}
                NodeKind::Question(_) | NodeKind::Group | NodeKind::Repeat { .. } => *columns = None,
            }
        }
        if matches!(node.kind, NodeKind::Repeat { .. }) {
            columns.insert(id, Some(0));
        }
    }
    columns.into_iter().filter(|(_, count)| count.is_some_and(|count| (1..=COLUMNS_MAX).contains(&count))).map(|(id, _)| id).collect()
}

/// Whether an answer fits into a cell of a table.
fn is_simple(node: &Node, control: &Control) -> bool {
    // What stands beside the words has no room there.
    if !node.media.is_empty() {
        return false;
    }
    match control {
        Control::SelectOne(_) | Control::Acknowledge | Control::Range => true,
        Control::Input => !plain::is_multiline(node) && !matches!(node.data_type, DataType::Geopoint | DataType::Geotrace | DataType::Geoshape),
        Control::Note | Control::SelectMultiple(_) | Control::Rank(_) | Control::Upload(_) => false,
    }
}

/// Whether anything is drawn for a question: what the form computes and nowhere names is for itself.
fn is_drawn(node: &Node) -> bool {
    node.calculate.is_none() || !node.label.is_empty()
}

/// Whether anything is drawn for a node now.
fn shows(form: &Form, at: TreeId) -> bool {
    let Some(node) = form.node(at).filter(|_| form.is_relevant(at)) else { return false };
    match &node.kind {
        NodeKind::Value { .. } => false,
        NodeKind::Question(_) => is_drawn(node),
        NodeKind::Repeat { .. } if form.is_repeat(at) => form.is_open_ended(at) || !form.rows(at).is_empty(),
        NodeKind::Group | NodeKind::Repeat { .. } => form.items(at).into_iter().any(|below| shows(form, below)),
    }
}

/// Whether somebody is asked here.
fn is_asked(form: &Form, at: TreeId) -> bool {
    let is_question = |node: &Node| node.calculate.is_none() && matches!(&node.kind, NodeKind::Question(control) if *control != Control::Note);
    form.node(at).is_some_and(is_question) && !form.is_readonly(at)
}

fn is_answered(form: &Form, at: TreeId) -> bool {
    !form.value(at).is_empty() || form.raw(at).is_some()
}

/// A screen for a node, with these on it.
fn screen(form: &Form, of: TreeId, section: &str, nodes: Vec<TreeId>) -> Screen {
    let mut screen = Screen { key: form.path(of), section: section.to_owned(), nodes: Vec::new(), problems: 0, is_begun: false };
    let mut open = nodes.clone();
    while let Some(at) = open.pop() {
        if !form.is_relevant(at) {
            continue;
        }
        screen.problems += usize::from(form.violation(at).is_some());
        screen.is_begun |= is_asked(form, at) && is_answered(form, at);
        open.extend(if form.is_repeat(at) { form.rows(at) } else { form.items(at) });
    }
    Screen { nodes, ..screen }
}

/// One thing after the other.
struct Singles<'a> {
    filling: &'a Filling,
    language: usize,
    screens: Vec<Screen>,
    /// What is only to be read and waits for the question behind it.
    words: Vec<TreeId>,
}

impl<'a> Singles<'a> {
    fn group(&mut self, at: TreeId, section: &str) {
        let form = self.form();
        let carried = self.words.clone();
        let is_root = form.parent(at).is_none();
        for item in form.items(at) {
            let is_meta = is_root && form.node(item).is_some_and(|node| node.name == "meta");
            if !is_meta && form.is_relevant(item) {
                self.item(item, section);
            }
        }
        // Words of this group without a question behind them are a screen of their own.
        if let Some(first) = self.words.first().copied().filter(|_| self.words != carried) {
            self.push(first, section, None);
        }
    }

    fn item(&mut self, at: TreeId, section: &str) {
        let form = self.form();
        let Some(node) = form.node(at) else { return };
        match &node.kind {
            NodeKind::Value { .. } => {}
            NodeKind::Question(_) if !is_drawn(node) => {}
            NodeKind::Question(_) if is_asked(form, at) => self.push(at, section, Some(at)),
            NodeKind::Question(_) => self.words.push(at),
            NodeKind::Group | NodeKind::Repeat { .. } if !shows(form, at) => {}
            NodeKind::Repeat { .. } if self.filling.is_table(at) => self.push(at, section, Some(at)),
            NodeKind::Repeat { .. } => self.rows(at, section),
            NodeKind::Group if node.appearance.iter().any(|it| it == "field-list") => self.push(at, &self.within(at, section), Some(at)),
            NodeKind::Group => self.group(at, &self.within(at, section)),
        }
    }

    /// A screen for the list of rows, where some can be added, then one for each row.
    fn rows(&mut self, repeat: TreeId, section: &str) {
        let form = self.form();
        let within = self.within(repeat, section);
        let rows = form.rows(repeat).into_iter().filter(|row| shows(form, *row));
        let rows: Vec<Screen> = rows.map(|row| screen(form, row, &within, vec![row])).collect();
        let words = screen(form, repeat, section, std::mem::take(&mut self.words));
        let nodes = words.nodes.iter().copied().chain([repeat]).collect();
        self.screens.push(Screen { nodes, is_begun: rows.iter().any(|row| row.is_begun), ..words });
        self.screens.extend(rows);
    }

    /// A screen with the words that wait, and something behind them.
    fn push(&mut self, of: TreeId, section: &str, asked: Option<TreeId>) {
        let nodes = std::mem::take(&mut self.words).into_iter().chain(asked).collect();
        self.screens.push(screen(self.form(), of, section, nodes));
    }

    /// The form, however long this lives.
    fn form(&self) -> &'a Form {
        &self.filling.form
    }

    /// The section that a group is, in the section around it.
    fn within(&self, group: TreeId, section: &str) -> String {
        let label = self.form().label(group, self.language);
        match (section.is_empty(), label.is_empty()) {
            (true, _) => label,
            (false, true) => section.to_owned(),
            (false, false) => format!("{section}{BETWEEN}{label}"),
        }
    }
}
