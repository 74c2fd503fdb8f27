//! Dates and times.

use chrono::{DateTime, FixedOffset};

use super::{Answer, Arguments, Entry, Fault, Operand, number, words};
use crate::form::xpath::moment::{self, Moment};

pub(super) static TABLE: &[Entry] = &[
    Entry::exactly(0, "now", |of| Ok(Operand::Moment(Moment::at(of.run.now())))),
    Entry::exactly(0, "today", |of| Ok(Operand::Moment(Moment::at(moment::midnight(of.run.now()))))),
    Entry::exactly(1, "date", date),
    Entry::exactly(1, "date-time", date),
    Entry::exactly(1, "decimal-date-time", |of| number(time(of)?.map_or(f64::NAN, |at| Moment::at(at).days()))),
    Entry::exactly(1, "decimal-time", |of| number(moment::day_part(&of.text(0)?, of.run.local()))),
    Entry::exactly(2, "format-date", |of| format(of, false)),
    Entry::exactly(2, "format-date-time", |of| format(of, true)),
];

fn date<'a>(of: &Arguments<'_, 'a>) -> Answer<'a> {
    Ok(match of.value(0)? {
        Operand::Moment(moment) => Operand::Moment(moment.as_date()),
        Operand::Number(days) => Operand::Moment(Moment::of_days(days, of.run.local())),
        Operand::Boolean(_) => return words(""),
        value => {
            let text = of.run.text(value)?;
            if text.is_empty() {
                return words("");
            }
            Operand::Moment(Moment::of_text(&text, of.run.local()))
        }
    })
}

/// The first argument as a time.
fn time(of: &Arguments<'_, '_>) -> Result<Option<DateTime<FixedOffset>>, Fault> {
    Ok(match of.value(0)? {
        Operand::Moment(moment) => moment.time(),
        Operand::Number(days) => Moment::of_days(days, of.run.local()).time(),
        Operand::Boolean(_) => None,
        value => moment::read(&of.run.text(value)?, of.run.local()),
    })
}

fn format<'a>(of: &Arguments<'_, 'a>, clock: bool) -> Answer<'a> {
    match time(of)? {
        Some(at) => words(moment::format(at, &of.text(1)?, clock)),
        None => words(""),
    }
}
