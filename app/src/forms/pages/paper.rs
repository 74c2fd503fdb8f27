//! A form on paper: A4, labels and boxes, a QR code that leads the desk to where it is entered. Style: `style/paper.css`.

use super::beside::pictures;
use super::page;
use crate::forms::Provenance;
use crate::forms::device::DraftCard;
use crate::forms::japanese::wareki_of;
use crate::forms::paper::{Ask, Cell, PaperRow, Room};
use crate::messages::common;
use crate::messages::forms::{self as words, desk, fill, intake as m};
use crate::ui::qr::qr;
use crate::ui::still::{Markup, Together as _, html};
use crate::ui::text::{t, tf};
use leptos::prelude::AnyView;

/// Choices that a column of a table has room for.
const BOXES_IN_GRID: usize = 3;

/// What stands at the head of a paper.
#[derive(Clone, Debug)]
pub enum Head {
    /// An empty form.
    Blank {
        /// Its number.
        paper_id: String,
        /// Where the desk enters it.
        address: String,
    },
    /// A submission, to be filed.
    Filled {
        /// The short number.
        receipt_no: String,
        /// When it arrived, in words.
        received: String,
        /// How it came in.
        provenance: Provenance,
        /// The number of the paper that it was entered from; may be empty.
        paper_id: String,
        /// Where the desk sees it.
        address: String,
    },
}

/// A form on paper.
#[derive(Clone, Debug)]
pub struct PaperPage {
    /// Its form.
    pub form_id: String,
    /// Its version.
    pub version: String,
    /// What it is called.
    pub title: String,
    /// Its head.
    pub head: Head,
    /// What is asked, and what was answered.
    pub rows: Vec<PaperRow>,
}

/// Draws it.
pub fn paper(it: PaperPage) -> AnyView {
    let (note, code) = match &it.head {
        Head::Blank { address, .. } => (t(m::PRINT_ABOUT), qr(address, t(m::PAPER_QR))),
        Head::Filled { address, .. } => (t(m::PRINT_BROWSER), qr(address, t(m::PAPER_QR))),
    };
    page(vec![
        html! { p.paper-screen { (note) } },
        html! {
            article.paper {
                header.paper-head {
                    div {
                        p.paper-small { (tf(m::FORM_AND_VERSION, &[&it.form_id, &it.version])) }
                        h1 { (it.title) }
                        (facts(&it.head))
                    }
                    div.paper-qr { (code) }
                }
                (body(&it.rows, &it.form_id))
            }
        },
    ])
}

/// What is being filled in, as whoever writes it prints it: the same sheet, before it has a number. It is seen on paper alone.
pub fn own(card: &DraftCard, rows: &[PaperRow]) -> Markup {
    html! {
        article.paper.paper-own translate="no" {
            header.paper-head {
                div {
                    p.paper-small { (tf(m::FORM_AND_VERSION, &[&card.form_id, &card.version])) }
                    p.paper-title { (card.form_title) }
                    @if !card.title.is_empty() { p { (card.title) } }
                }
            }
            (body(rows, &card.form_id))
        }
    }
}

fn facts(head: &Head) -> Markup {
    match head {
        Head::Blank { paper_id, .. } => html! {
            div {
                p.paper-number { (tf(m::PAPER_NO, &[paper_id])) }
                table.paper-table.paper-office {
                    caption { (t(m::OFFICE_ONLY)) }
                    tbody {
                        tr { th scope="row" { (t(m::RECEIVED_AT)) } td { (blank(Room::Day)) } }
                        tr { th scope="row" { (t(words::RECEIPT_NO)) } td { (blank(Room::Line)) } }
                    }
                }
            }
        },
        Head::Filled { receipt_no, received, provenance, paper_id, .. } => html! {
            table.paper-table.paper-office {
                tbody {
                    tr { th scope="row" { (t(words::RECEIPT_NO)) } td { (receipt_no) } }
                    tr { th scope="row" { (t(m::RECEIVED_AT)) } td { (received) " (" (t(words::provenance(*provenance))) ")" } }
                    @if !paper_id.is_empty() { tr { th scope="row" { (t(desk::PAPER_ID)) } td { (paper_id) } } }
                }
            }
        },
    }
}

/// The rows; fields that follow each other are one table.
fn body(rows: &[PaperRow], form_id: &str) -> Markup {
    let mut pieces = Vec::new();
    let mut rest = rows;
    while let Some((first, after)) = rest.split_first() {
        let fields = rest.iter().take_while(|row| matches!(row, PaperRow::Field(..))).count();
        if fields > 0 {
            let (together, behind) = rest.split_at(fields);
            pieces.push(table(together, form_id));
            rest = behind;
            continue;
        }
        match first {
            PaperRow::Heading(depth, label) => pieces.push(heading(*depth, label)),
            PaperRow::Note(note) => pieces.push(html! { p.paper-note { (note) } }),
            PaperRow::Pictures(media) => pieces.push(html! { div.form-media { (pictures(form_id, media, "")) } }),
            PaperRow::Table { label, columns, rows } => pieces.push(grid(label, columns, rows, form_id)),
            PaperRow::Field(..) => {}
        }
        rest = after;
    }
    pieces.together()
}

fn heading(depth: usize, label: &str) -> Markup {
    match depth {
        0 => html! { h2 { (label) } },
        1 => html! { h3 { (label) } },
        _ => html! { h4 { (label) } },
    }
}

fn table(fields: &[PaperRow], form_id: &str) -> Markup {
    html! {
        table.paper-table {
            tbody {
                @for row in fields {
                    @if let PaperRow::Field(ask, cell) = row { tr { th scope="row" { (asked(ask, form_id)) } td { (how(cell)) (drawn(cell)) } } }
                }
            }
        }
    }
}

fn grid(label: &str, columns: &[Ask], rows: &[Vec<Cell>], form_id: &str) -> Markup {
    let keys = columns.iter().enumerate().filter_map(|(at, ask)| {
        let boxes: Vec<&[(String, bool)]> = rows.iter().filter_map(|row| row.get(at).and_then(many)).collect();
        let is_blank = boxes.iter().all(|boxes| boxes.iter().all(|(_, is_ticked)| !is_ticked));
        boxes.first().filter(|_| is_blank).map(|boxes| key(ask, boxes))
    });
    let keys = keys.together();
    html! {
        (keys)
        table.paper-table.paper-grid {
            caption { (label) }
            thead { tr { th scope="col" { "#" } @for ask in columns { th scope="col" { (asked(ask, form_id)) } } } }
            tbody {
                @for (number, row) in rows.iter().enumerate() {
                    tr { th scope="row" { (number + 1) } @for cell in row { td { (drawn_in_grid(cell)) } } }
                }
            }
        }
    }
}

/// The choices of a box that a column of a table has no room for.
fn many(cell: &Cell) -> Option<&[(String, bool)]> {
    match cell {
        Cell::Boxes(boxes, _) if boxes.len() > BOXES_IN_GRID => Some(boxes),
        _ => None,
    }
}

/// The choices of a column with their numbers, above the table.
fn key(ask: &Ask, boxes: &[(String, bool)]) -> Markup {
    html! {
        div.paper-key {
            p { (tf(m::WRITE_NUMBER, &[&ask.label])) }
            ol.paper-ticks { @for (number, (label, _)) in boxes.iter().enumerate() { li { (number + 1) " " (label) } } }
        }
    }
}

/// A box in a table: where there are many choices, room for the number, or what was chosen.
fn drawn_in_grid(cell: &Cell) -> Markup {
    let Some(boxes) = many(cell) else { return drawn(cell) };
    let chosen: Vec<&str> = boxes.iter().filter(|(_, is_ticked)| *is_ticked).map(|(label, _)| label.as_str()).collect();
    if chosen.is_empty() {
        blank(Room::Line)
    } else {
        html! { (chosen.join(" / ")) }
    }
}

fn asked(ask: &Ask, form_id: &str) -> Markup {
    html! {
        (ask.label)
        @if ask.is_required { " " span.paper-required { (t(common::REQUIRED)) } }
        @for help in [&ask.hint, &ask.guidance] { @if !help.is_empty() { span.paper-small { (help) } } }
        @if !ask.media.is_empty() { span.form-media { (pictures(form_id, &ask.media, &ask.label)) } }
        @for (label, it) in &ask.choices { span.form-media { (pictures(form_id, std::slice::from_ref(it), label)) span.paper-small { (label) } } }
    }
}

/// How a box is to be filled in, where that is not plain to see.
fn how(cell: &Cell) -> Markup {
    let words = match cell {
        Cell::Boxes(boxes, is_several) if boxes.len() > 1 && boxes.iter().all(|(_, is_ticked)| !is_ticked) => {
            Some(if *is_several { m::TICK_SEVERAL } else { m::TICK_ONE })
        }
        Cell::Places(places) if places.iter().all(|(_, place)| place.is_empty()) => Some(m::WRITE_ORDER),
        _ => None,
    };
    html! { @if let Some(words) = words { span.paper-small { (t(words)) } } }
}

fn drawn(cell: &Cell) -> Markup {
    match cell {
        Cell::Blank(room) => blank(*room),
        Cell::Words(words) => {
            if let Some(era) = wareki_of(words) {
                html! { (tf(fill::WITH_ERA, &[words, &era])) }
            } else {
                html! { @for (number, line) in words.lines().enumerate() { @if number > 0 { br; } (line) } }
            }
        }
        Cell::Boxes(boxes, _) => html! { ul.paper-ticks { @for (label, is_ticked) in boxes { li { (tick(label, *is_ticked)) } } } },
        Cell::Tick(is_ticked) => tick(t(words::OK), *is_ticked),
        Cell::Places(places) => html! { ul.paper-ticks { @for (label, place) in places { li { span.paper-place { (place) } " " (label) } } } },
    }
}

fn tick(label: &str, is_ticked: bool) -> Markup {
    html! {
        span aria-hidden="true" { (if is_ticked { "☑" } else { "□" }) } " " (label)
        @if is_ticked { span.visually-hidden { (t(m::TICKED)) } }
    }
}

fn blank(room: Room) -> Markup {
    match room {
        Room::Short => html! { span.paper-short {} },
        Room::Day => html! { span.paper-day { (t(m::DAY_BLANK)) } },
        Room::Line => html! { span.paper-line {} },
        Room::Lines => html! { span.paper-lines {} },
        Room::Enclosure => html! { "□ " (t(m::ENCLOSED)) },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_writer_prints_the_sheet_that_the_desk_files() {
        let card = DraftCard {
            id: "d".into(),
            form_id: "grant".into(),
            version: "2".into(),
            form_title: "助成金の申請".into(),
            title: "<川>".into(),
            changed_at: 0,
            progress: 0,
            invitation: None,
            by: String::new(),
            corrects: None,
        };
        let field = |label: &str, cell: Cell| PaperRow::Field(Ask { label: label.into(), ..Ask::default() }, cell);
        let rows = [field("日", Cell::Words("2026-11-20".into())), field("種類", Cell::Boxes(vec![("清掃".into(), true)], false))];
        let drawn = own(&card, &rows).into_string();
        for shown in ["助成金の申請", "&lt;川&gt;", "令和8年11月20日", "☑", "paper-table"] {
            assert!(drawn.contains(shown), "{shown}: {drawn}");
        }
        assert!(!drawn.contains("<h1"), "the page has its own heading: {drawn}");
    }
}
