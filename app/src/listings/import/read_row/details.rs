//! The facts that only listings of one kind have: members of a group, opening hours of a place, the rate of a programme.
//!
//! Invariants: of several counts or amounts in a text none is taken; a tag stands once.

use super::super::columns::Column;
use super::super::read_money::amounts_yen;
use super::super::read_people::read_capacity;
use super::super::read_time;
use super::super::text::{half_width, numbers, one_line, split_list};
use super::Row;
use crate::listings::Kind;
use crate::listings::kind::{Details, ProgrammeType};
use crate::listings::listing::Listing;

/// The facts of the kind.
pub(super) fn details(row: &mut Row, listing: &mut Listing) {
    let category =
        row.fields.iter().filter(|field| field.column == Column::Category).map(|field| one_line(&field.text)).collect::<Vec<_>>().join("、");
    let hours =
        if listing.kind() == Kind::Place || listing.kind() == Kind::Equipment { read_time::opening(row) } else { <(String, String)>::default() };
    read_time::activity_days(row, listing);
    let number = |text: &str| one_number(text);
    let eligible = row.joined(Column::Eligible, "\n");
    let title = listing.title.clone();
    match &mut listing.details {
        Details::Event(event) => event.event_type = category,
        Details::Course(course) => {
            course.lecturer = row.text(Column::Lecturer);
            listing.tags.extend(split_list(&category));
        }
        Details::Group(group) => {
            group.representative = one_line(&row.text(Column::Representative));
            group.members = number(&row.text(Column::Members));
            group.founded = founded(&row.text(Column::Founded));
            group.fee = row.text(Column::Fee);
            listing.tags.extend(split_list(&category));
        }
        Details::Place(place) => {
            place.place_type = category;
            (place.hours, place.closed) = hours;
            place.capacity = read_capacity(&row.text(Column::Capacity));
            place.eligible = eligible;
            place.how_to_apply = row.joined(Column::ApplyNote, "\n");
            place.equipment = split_list(&row.text(Column::EquipmentList));
        }
        Details::Equipment(equipment) => {
            equipment.units = number(&row.text(Column::Capacity));
            equipment.conditions = eligible;
            listing.tags.extend(split_list(&category));
        }
        Details::Programme(programme) => {
            programme.eligible = eligible;
            programme.rate = row.text(Column::Rate);
            programme.provider = one_line(&row.text(Column::Provider));
            programme.amount_max_yen = amount(&row.text(Column::AmountMax));
            programme.programme_type = programme_type(&title);
            listing.tags.extend(split_list(&category));
        }
        Details::Notice(_) | Details::Call(_) | Details::Project(_) | Details::Story(_) | Details::Challenge(_) | Details::Guide(_) => {
            listing.tags.extend(split_list(&category));
        }
    }
    for column in [Column::Category, Column::Tags, Column::EquipmentList, Column::Members, Column::Capacity] {
        for field in row.all(column) {
            let list = matches!(column, Column::Category | Column::Tags | Column::EquipmentList);
            if list || half_width(&field.text).trim().parse::<u32>().is_ok() {
                row.done(&field);
            }
        }
    }
    let mut seen: Vec<String> = Vec::new();
    listing.tags.retain(|tag| {
        !seen.contains(tag) && {
            seen.push(tag.clone());
            true
        }
    });
}

fn programme_type(title: &str) -> Option<ProgrammeType> {
    let says = |words: &[&str]| words.iter().any(|word| title.contains(word));
    if says(&["貸付", "融資", "貸与"]) {
        Some(ProgrammeType::Loan)
    } else if says(&["補助", "助成", "給付", "支給", "手当"]) {
        Some(ProgrammeType::Grant)
    } else if says(&["表彰", "大賞"]) {
        Some(ProgrammeType::Award)
    } else {
        None
    }
}

fn one_number(text: &str) -> Option<u32> {
    match numbers(text).as_slice() {
        [(number, _)] => u32::try_from(*number).ok(),
        _ => None,
    }
}

fn amount(text: &str) -> Option<u64> {
    match amounts_yen(text).as_slice() {
        [amount] => Some(*amount),
        [] => half_width(text).replace(',', "").trim().parse().ok(),
        _ => None,
    }
}

/// The western year in which a group was founded, where one stands in the text or an era and its year do.
fn founded(text: &str) -> Option<u16> {
    let plain = half_width(text);
    let year = |number: u64| u16::try_from(number).ok();
    for (era, before) in [("令和", 2018), ("平成", 1988), ("昭和", 1925), ("大正", 1911), ("明治", 1867)] {
        if let Some((_, rest)) = plain.split_once(era) {
            let count = if rest.starts_with('元') { 1 } else { numbers(rest).first()?.0 };
            return year(before + count.min(100));
        }
    }
    numbers(&plain).into_iter().find(|(number, _)| (1600..=2200).contains(number)).and_then(|(number, _)| year(number))
}
