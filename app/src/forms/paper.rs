//! A form on paper: the same layout blank, to be filled in by hand, and filled, to be filed.
//!
//! Sources: 様式 of Japanese authorities: a table of labels and boxes, choices as □, tables with empty rows. A blank form shows everything,
//! because paper cannot hide a question; a filled one shows what was relevant. Invariant: both come from one walk over the definition,
//! so a paper and its copy on file have their questions at the same places.

mod boxes;

use super::outline::words_of;
use engawa_core::form::answers::AnswerPath;
use engawa_core::form::definition::{Choice, Choices, Control, Definition, Node, NodeId, NodeKind};
use engawa_core::form::media::{MediaKind, MediaView, Named, shown};
use engawa_core::form::running::Form;
use engawa_core::form::tree::TreeId;
use std::collections::BTreeSet;

/// Empty rows of a table whose count the form does not say.
const EMPTY_ROWS: usize = 5;
/// Empty rows of a table at most.
const EMPTY_ROWS_MAX: usize = 20;
/// The same questions again on blank paper, where they do not fit into a table.
const EMPTY_GROUPS: usize = 2;
/// Questions that fit side by side.
const COLUMNS_MAX: usize = 6;
/// Choices beyond which a line is left to write on.
const BOXES_MAX: usize = 24;
/// Groups in groups that are drawn.
const DEPTH_MAX: usize = 40;

/// A row of the paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PaperRow {
    /// The name of a group; how deep it is, from 0.
    Heading(usize, String),
    /// Words.
    Note(String),
    /// Pictures of the heading or the words before them.
    Pictures(Vec<MediaView>),
    /// A question and its box.
    Field(Ask, Cell),
    /// The same questions in rows.
    Table {
        /// Its name.
        label: String,
        /// Its questions.
        columns: Vec<Ask>,
        /// Its rows, as long as there are columns.
        rows: Vec<Vec<Cell>>,
    },
}

/// What is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ask {
    /// The question.
    pub label: String,
    /// A short help.
    pub hint: String,
    /// A longer help, which paper cannot fold away.
    pub guidance: String,
    /// Whether an answer is needed, at least under some condition.
    pub is_required: bool,
    /// Its pictures.
    pub media: Vec<MediaView>,
    /// The pictures of its choices, with the words of each.
    pub choices: Vec<(String, MediaView)>,
}

/// A box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Empty, to be written in.
    Blank(Room),
    /// What was answered; may be empty.
    Words(String),
    /// Choices, each with whether it is ticked; with `true`, several may be.
    Boxes(Vec<(String, bool)>, bool),
    /// A statement to agree to, with whether that was done.
    Tick(bool),
    /// Choices, each with its place.
    Places(Vec<(String, String)>),
}

/// How much room an answer needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    /// A number, an hour.
    Short,
    /// A day: 年 月 日.
    Day,
    /// One line.
    Line,
    /// Several lines.
    Lines,
    /// A file: whether it is enclosed.
    Enclosure,
}

/// The paper of a form, blank.
pub fn blank(definition: &Definition, language: usize) -> Vec<PaperRow> {
    Walk::new(definition, None, language).done()
}

/// The paper of a filled-in form. What the form hides while it is typed is hidden on it.
pub fn filled(form: &Form, language: usize) -> Vec<PaperRow> {
    filled_showing(form, language, &BTreeSet::new())
}

/// The same, with these of the hidden answers.
pub fn filled_showing(form: &Form, language: usize, revealed: &BTreeSet<AnswerPath>) -> Vec<PaperRow> {
    Walk { revealed: revealed.clone(), ..Walk::new(form.definition(), Some(form), language) }.done()
}

struct Walk<'a> {
    definition: &'a Definition,
    form: Option<&'a Form>,
    language: usize,
    revealed: BTreeSet<AnswerPath>,
    below: Vec<Vec<NodeId>>,
    rows: Vec<PaperRow>,
}

impl<'a> Walk<'a> {
    fn new(definition: &'a Definition, form: Option<&'a Form>, language: usize) -> Self {
        let mut below = vec![Vec::new(); definition.nodes.len()];
        for (id, node) in (0_u32..).map(NodeId).zip(&definition.nodes) {
            if let Some(of) = node.parent.and_then(|parent| below.get_mut(parent.index())) {
                of.push(id);
            }
        }
        Self { definition, form, language, revealed: BTreeSet::new(), below, rows: Vec::new() }
    }

    fn done(mut self) -> Vec<PaperRow> {
        self.group(NodeId::ROOT, &AnswerPath::root(), 0);
        self.rows
    }

    fn children(&self, of: NodeId) -> Vec<NodeId> {
        self.below.get(of.index()).cloned().unwrap_or_default()
    }

    fn group(&mut self, of: NodeId, path: &AnswerPath, depth: usize) {
        if depth > DEPTH_MAX {
            return;
        }
        for id in self.children(of) {
            let Some(node) = self.definition.node(id).filter(|node| node.name != "meta") else { continue };
            self.visit(id, node, &path.child(&node.name), depth);
        }
    }

    fn visit(&mut self, id: NodeId, node: &'a Node, path: &AnswerPath, depth: usize) {
        let at = self.find(path);
        if self.form.is_some() && at.is_none() {
            return;
        }
        match &node.kind {
            NodeKind::Value { .. } => {}
            NodeKind::Group => {
                let label = self.label(node, at);
                let before = self.rows.len();
                if !label.trim().is_empty() {
                    self.rows.push(PaperRow::Heading(depth, label));
                }
                let pictures = self.pictures_row(node);
                self.rows.extend(pictures);
                let head = self.rows.len();
                self.group(id, path, depth + 1);
                if self.rows.len() == head {
                    self.rows.truncate(before);
                }
            }
            NodeKind::Repeat { count } => self.repeat(id, node, count.as_deref(), path, depth),
            NodeKind::Question(Control::Note) => {
                let label = self.label(node, at);
                if !label.trim().is_empty() {
                    self.rows.push(PaperRow::Note(label));
                }
                let pictures = self.pictures_row(node);
                self.rows.extend(pictures);
            }
            NodeKind::Question(control) => {
                if is_seen(node) {
                    let row = PaperRow::Field(self.ask(node, at), self.cell(node, control, at));
                    self.rows.push(row);
                }
            }
        }
    }

    /// The node at an address, if it is there to be seen.
    fn find(&self, path: &AnswerPath) -> Option<TreeId> {
        let form = self.form?;
        form.find(path).filter(|at| form.is_relevant(*at))
    }

    fn repeat(&mut self, id: NodeId, node: &'a Node, count: Option<&str>, path: &AnswerPath, depth: usize) {
        let label = self.label(node, self.find(path));
        let pictures = self.pictures_row(node);
        self.rows.extend(pictures);
        let columns = self.columns(id, &AnswerPath::root(), 0);
        let keys: Option<Vec<AnswerPath>> = self.form.map(|form| {
            let rows = form.find(path).map(|repeat| form.rows(repeat)).unwrap_or_default();
            rows.into_iter().map(|row| form.path(row)).collect()
        });
        match columns {
            Some(columns) if !columns.is_empty() && columns.len() <= COLUMNS_MAX => {
                let cells = |row: Option<&AnswerPath>| -> Vec<Cell> {
                    let one = |(node, control, below): &(&'a Node, &'a Control, AnswerPath)| match row {
                        None => self.cell(node, control, None),
                        Some(row) => match self.find(&AnswerPath(format!("{row}/{below}"))) {
                            Some(at) => self.cell(node, control, Some(at)),
                            None => Cell::Words(String::new()),
                        },
                    };
                    columns.iter().map(one).collect()
                };
                let rows = if let Some(keys) = &keys {
                    keys.iter().map(|row| cells(Some(row))).collect()
                } else {
                    let said = count.and_then(|count| count.trim().parse::<usize>().ok()).filter(|count| *count > 0);
                    (0..said.unwrap_or(EMPTY_ROWS).min(EMPTY_ROWS_MAX)).map(|_| cells(None)).collect()
                };
                let columns = columns.iter().map(|(node, ..)| self.ask(node, None)).collect();
                self.rows.push(PaperRow::Table { label, columns, rows });
            }
            _ => {
                let rows = keys.unwrap_or_else(|| vec![path.clone(); EMPTY_GROUPS]);
                for (number, row) in (1_usize..).zip(rows) {
                    self.rows.push(PaperRow::Heading(depth, format!("{label} ({number})")));
                    self.group(id, &row, depth + 1);
                }
            }
        }
    }

    /// The questions below a repeat as columns, with their addresses in a row; nothing if there are rows in its rows.
    fn columns(&self, of: NodeId, path: &AnswerPath, depth: usize) -> Option<Vec<(&'a Node, &'a Control, AnswerPath)>> {
        let mut found = Vec::new();
        for id in self.children(of) {
            let node = self.definition.node(id)?;
            let path = path.child(&node.name);
            match &node.kind {
                NodeKind::Group if depth < DEPTH_MAX => found.extend(self.columns(id, &path, depth + 1)?),
                NodeKind::Repeat { .. } | NodeKind::Group => return None,
                NodeKind::Question(control) if *control != Control::Note && is_seen(node) => found.push((node, control, path)),
                NodeKind::Question(_) | NodeKind::Value { .. } => {}
            }
        }
        Some(found)
    }

    fn label(&self, node: &Node, at: Option<TreeId>) -> String {
        match (self.form, at) {
            (Some(form), Some(at)) => form.label(at, self.language),
            _ => words_of(&node.label, self.language),
        }
    }

    fn ask(&self, node: &Node, at: Option<TreeId>) -> Ask {
        let label = self.label(node, at);
        let is_blank = self.form.is_none();
        let help = |text| if is_blank { words_of(text, self.language) } else { String::new() };
        Ask {
            label: if label.trim().is_empty() { node.name.clone() } else { label },
            hint: help(&node.hint),
            guidance: help(&node.guidance),
            is_required: is_blank && node.required.as_deref().is_some_and(|rule| !matches!(rule.trim(), "false()" | "no" | "")),
            media: self.pictures(&node.media),
            choices: self.choice_pictures(node),
        }
    }

    /// What paper can show of what stands beside words.
    fn pictures(&self, named: &Named) -> Vec<MediaView> {
        shown(named, &self.definition.files, self.language).into_iter().filter(|it| it.kind == MediaKind::Image).collect()
    }

    fn pictures_row(&self, node: &Node) -> Option<PaperRow> {
        Some(self.pictures(&node.media)).filter(|media| !media.is_empty()).map(PaperRow::Pictures)
    }

    /// The pictures of the choices of a question.
    fn choice_pictures(&self, node: &Node) -> Vec<(String, MediaView)> {
        let NodeKind::Question(Control::SelectOne(choices) | Control::SelectMultiple(choices) | Control::Rank(choices)) = &node.kind else {
            return Vec::new();
        };
        let Choices::List { list, .. } = choices else { return Vec::new() };
        let list = self.definition.lists.iter().find(|other| other.name == *list);
        let of_choice = |choice: &Choice| {
            let label = words_of(&choice.label, self.language);
            let label = if label.trim().is_empty() { choice.value.clone() } else { label };
            self.pictures(&choice.media).into_iter().map(move |it| (label.clone(), it)).collect::<Vec<_>>()
        };
        list.map(|list| list.choices.iter().take(BOXES_MAX).flat_map(of_choice).collect()).unwrap_or_default()
    }
}

/// Whether a question has a place on paper: what is only computed and shown nowhere has none.
fn is_seen(node: &Node) -> bool {
    node.calculate.is_none() || !node.label.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms::outline;
    use engawa_core::form::Answers;
    use engawa_core::form::media::MediaFile;
    use engawa_core::form::running::Compiled;
    use engawa_core::form::xlsform::{self, markdown};
    use std::sync::Arc;

    fn definition() -> Definition {
        let workbook = markdown::read(
            "| survey | | | | | | |
             | | type | name | label | required | relevant | hint |
             | | begin_group | who | Applicant | | | |
             | | text | name | Name | yes | | as written |
             | | text | why | Why | | ${name} = 'x' | |
             | | end_group | | | | | |
             | | note | n | Please read. | | | |
             | | date | on | Day | | | |
             | | select_multiple c | what | Work | | | |
             | | rank c | order | Order | | | |
             | | begin_repeat | cost | Costs | | | |
             | | text | item | Item | | | |
             | | integer | yen | Yen | | | |
             | | end_repeat | | | | | |
             | | file | plan | Plan | | | |
             | choices | | | | | | |
             | | list_name | name | label | | | |
             | | c | a | Cleaning | | | |
             | | c | b | Watching | | | |",
        );
        xlsform::read(&workbook).unwrap().definition
    }

    fn told(rows: &[PaperRow]) -> Vec<String> {
        let cell = |cell: &Cell| match cell {
            Cell::Blank(room) => format!("[{room:?}]"),
            Cell::Words(words) => words.clone(),
            Cell::Tick(is_ticked) => if *is_ticked { "☑" } else { "□" }.to_owned(),
            Cell::Boxes(boxes, _) => {
                boxes.iter().map(|(label, is_ticked)| format!("{}{label}", if *is_ticked { "☑" } else { "□" })).collect::<Vec<_>>().concat()
            }
            Cell::Places(places) => places.iter().map(|(label, place)| format!("({place}){label}")).collect::<Vec<_>>().concat(),
        };
        let row = |row: &PaperRow| match row {
            PaperRow::Heading(depth, label) => format!("{}# {label}", " ".repeat(*depth)),
            PaperRow::Note(words) => words.clone(),
            PaperRow::Pictures(media) => format!("{} pictures", media.len()),
            PaperRow::Field(ask, box_) => format!("{}{}: {}", ask.label, if ask.is_required { "*" } else { "" }, cell(box_)),
            PaperRow::Table { label, columns, rows } => {
                let rows: Vec<String> = rows.iter().map(|row| row.iter().map(cell).collect::<Vec<_>>().join(",")).collect();
                format!("{label} {}x{}: {}", columns.len(), rows.len(), rows.join(";"))
            }
        };
        rows.iter().map(row).collect()
    }

    #[test]
    fn blank_paper_shows_everything() {
        let rows = blank(&definition(), 0);
        let expected = [
            "# Applicant",
            "Name*: [Line]",
            "Why: [Line]",
            "Please read.",
            "Day: [Day]",
            "Work: □Cleaning□Watching",
            "Order: ()Cleaning()Watching",
            "Costs 2x5: [Line],[Short];[Line],[Short];[Line],[Short];[Line],[Short];[Line],[Short]",
            "Plan: [Enclosure]",
        ];
        assert_eq!(told(&rows), expected);
        let Some(PaperRow::Field(name, _)) = rows.get(1) else { panic!("{rows:?}") };
        assert_eq!(name.hint, "as written");
    }

    #[test]
    fn paper_asks_for_no_more_of_a_day_than_the_page() {
        let workbook = markdown::read(
            "| survey | | | | |
             | | type | name | label | appearance |
             | | date | day | Day | no-calendar |
             | | date | month | Month | month-year |
             | | date | year | Year | year |",
        );
        let definition = xlsform::read(&workbook).unwrap().definition;
        assert_eq!(told(&blank(&definition, 0)), ["Day: [Day]", "Month: [Short]", "Year: [Short]"]);
    }

    #[test]
    fn paper_shows_pictures_and_no_sounds() {
        let workbook = markdown::read(
            "| survey | | | | | |
             | | type | name | label | image | audio |
             | | note | n | Read | map.png | map.mp3 |
             | | select_one c | what | Work | work.png | |
             | choices | | | | | |
             | | list_name | name | label | image | |
             | | c | a | Cleaning | a.png | |
             | | c | b | | b.png | |
             | | c | d | None | gone.png | |",
        );
        let mut definition = xlsform::read(&workbook).unwrap().definition;
        let file = |name: &str| (name.to_owned(), MediaFile { sha256: name.to_owned(), ..MediaFile::default() });
        definition.files = ["map.png", "map.mp3", "work.png", "a.png", "b.png"].map(file).into();
        let rows = blank(&definition, 0);
        assert_eq!(told(&rows), ["Read", "1 pictures", "Work: □Cleaning□b□None"]);
        let Some(PaperRow::Field(ask, _)) = rows.last() else { panic!("{rows:?}") };
        let shown: Vec<&str> = ask.media.iter().chain(ask.choices.iter().map(|(_, it)| it)).map(|it| it.file.sha256.as_str()).collect();
        assert_eq!(shown, ["work.png", "a.png", "b.png"]);
        assert_eq!(ask.choices.iter().map(|(label, _)| label.as_str()).collect::<Vec<_>>(), ["Cleaning", "b"]);
    }

    #[test]
    fn paper_hides_what_the_form_hides() {
        let workbook = markdown::read(
            "| survey | | | | |
             | | type | name | label | appearance |
             | | text | code | Code | masked |
             | | integer | number | Number | hidden-answer |
             | | text | why | Why | masked multiline |",
        );
        let checked = xlsform::read(&workbook).unwrap();
        assert_eq!(checked.warnings.iter().map(xlsform::SheetProblem::path).collect::<Vec<_>>(), ["survey!D4"]);
        let compiled = Arc::new(Compiled::new(Arc::new(checked.definition)).unwrap());
        let mut answers = Answers::default();
        answers.values.extend([("code", "himitsu"), ("why", "seen")].map(|(path, value)| (AnswerPath(path.into()), value.to_owned())));
        let form = outline::filled(&compiled, &answers, 0, "x");
        assert_eq!(told(&filled(&form, 0)), ["Code: ●●●●●●", "Number: ", "Why: seen"]);
        let revealed = BTreeSet::from([AnswerPath("code".into())]);
        assert_eq!(told(&filled_showing(&form, 0, &revealed)), ["Code: himitsu", "Number: ", "Why: seen"]);
        let lines = outline::lines(&form, 0);
        assert_eq!(lines.iter().map(|line| line.is_masked).collect::<Vec<_>>(), [true, true, false]);
        assert_eq!(lines[0].what, outline::LineKind::Answer("himitsu".into()), "whoever asks sees it");
        assert_eq!(outline::searched(&form, 0), "seen\n", "and nobody finds it by guessing");
    }

    #[test]
    fn filled_paper_shows_what_was_relevant() {
        let compiled = Arc::new(Compiled::new(Arc::new(definition())).unwrap());
        let mut answers = Answers::default();
        let values = [("who/name", "えんがわ会"), ("what", "b"), ("order", "b a"), ("cost[p]/item", "紙"), ("cost[p]/yen", "500")];
        answers.values.extend(values.iter().map(|(path, value)| (AnswerPath((*path).into()), (*value).to_owned())));
        answers.rows.insert(AnswerPath("cost".into()), vec!["p".to_owned()]);
        let form = outline::filled(&compiled, &answers, 0, "x");
        let expected = [
            "# Applicant",
            "Name: えんがわ会",
            "Please read.",
            "Day: ",
            "Work: □Cleaning☑Watching",
            "Order: (2)Cleaning(1)Watching",
            "Costs 2x1: 紙,500",
            "Plan: ",
        ];
        assert_eq!(told(&filled(&form, 0)), expected);
    }
}
