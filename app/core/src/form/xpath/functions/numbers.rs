//! Numbers and how they are computed with. Beyond the basic operations by `libm` and not by the platform, so that a browser and a server
//! get the same bits.

use super::{Answer, Arguments, Entry, Fault, Operand, number};
use crate::form::xpath::moment::{self, Moment};
use crate::form::xpath::number as numeral;

pub(super) static TABLE: &[Entry] = &[
    Entry::between(0, 1, "number", to_number),
    Entry::exactly(1, "int", |of| number(of.number(0)?.trunc())),
    Entry::exactly(1, "floor", |of| number(of.number(0)?.floor())),
    Entry::exactly(1, "ceiling", |of| number(of.number(0)?.ceil())),
    Entry::between(1, 2, "round", |of| number(numeral::round(of.number(0)?, if of.has(1) { of.number(1)? } else { 0.0 }))),
    Entry::exactly(1, "abs", |of| number(of.number(0)?.abs())),
    Entry::exactly(1, "sqrt", |of| number(of.number(0)?.sqrt())),
    Entry::exactly(2, "pow", |of| with_two(of, libm::pow)),
    Entry::exactly(1, "exp", |of| number(libm::exp(of.number(0)?))),
    Entry::exactly(1, "exp10", |of| number(libm::pow(10.0, of.number(0)?))),
    Entry::exactly(1, "log", |of| number(libm::log(of.number(0)?))),
    Entry::exactly(1, "log10", |of| number(libm::log10(of.number(0)?))),
    Entry::exactly(1, "sin", |of| number(libm::sin(of.number(0)?))),
    Entry::exactly(1, "cos", |of| number(libm::cos(of.number(0)?))),
    Entry::exactly(1, "tan", |of| number(libm::tan(of.number(0)?))),
    Entry::exactly(1, "asin", |of| number(libm::asin(of.number(0)?))),
    Entry::exactly(1, "acos", |of| number(libm::acos(of.number(0)?))),
    Entry::exactly(1, "atan", |of| number(libm::atan(of.number(0)?))),
    Entry::exactly(2, "atan2", |of| with_two(of, libm::atan2)),
    Entry::exactly(0, "pi", |_| number(std::f64::consts::PI)),
    Entry::exactly(0, "random", |of| number(of.run.host.random())),
    Entry::exactly(1, "sum", sum),
    Entry::at_least(0, "max", |of| number(all(of)?.into_iter().reduce(|most, number| most.max(number) + missing(most, number)).unwrap_or(f64::NAN))),
    Entry::at_least(0, "min", |of| {
        number(all(of)?.into_iter().reduce(|least, number| least.min(number) + missing(least, number)).unwrap_or(f64::NAN))
    }),
];

/// A text that is a date becomes a moment that is written as whole days.
fn to_number<'a>(of: &Arguments<'_, 'a>) -> Answer<'a> {
    match of.value(0)? {
        same @ (Operand::Number(_) | Operand::Moment(_)) => Ok(same),
        value @ Operand::Boolean(_) => number(of.run.number(&value)?),
        value => {
            let text = of.run.text(value)?;
            match moment::dated(&text, || of.run.local()) {
                Some(at) => Ok(Operand::Moment(Moment::counted(at))),
                None => number(numeral::from_text(&text)),
            }
        }
    }
}

/// Not-a-number to any power is none, even to the zeroth.
fn with_two<'a>(of: &Arguments<'_, 'a>, compute: impl Fn(f64, f64) -> f64) -> Answer<'a> {
    let (first, second) = (of.number(0)?, of.number(1)?);
    number(if first.is_nan() || second.is_nan() { f64::NAN } else { compute(first, second) })
}

/// Of no nodes at all there is no sum, as in the reference client: a total without rows is blank, not zero.
fn sum<'a>(of: &Arguments<'_, 'a>) -> Answer<'a> {
    let numbers = all(of)?;
    number(if numbers.is_empty() { f64::NAN } else { numbers.into_iter().fold(0.0, |sum, number| sum + number) })
}

/// All arguments, each node for itself.
fn all(of: &Arguments<'_, '_>) -> Result<Vec<f64>, Fault> {
    let mut numbers = Vec::new();
    for at in 0..of.len() {
        for single in of.singles(at)? {
            numbers.push(of.run.number(&single)?);
        }
    }
    Ok(numbers)
}

/// Not-a-number if one of two is: the extremes of the standard library leave it out. And of two zeros they give either, which adding undoes.
fn missing(first: f64, second: f64) -> f64 {
    if first.is_nan() || second.is_nan() { f64::NAN } else { 0.0 }
}
