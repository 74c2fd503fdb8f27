//! When a registration is reminded of its end, and when it lapses: a look at the calendar.
//!
//! Invariants: each reminder goes out once, however often one looks; nothing lapses while the city has a renewal to decide.

use super::RegistrationState;
use chrono::{Datelike as _, Days, Months, NaiveDate};

/// How many days before its end a group is reminded.
pub const REMIND_DAYS: [u64; 2] = [60, 14];
/// For how many days after its end a registration still holds.
pub const GRACE_DAYS: u64 = 30;

/// What is known of a registration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Where it stands.
    pub state: RegistrationState,
    /// Its last day; nothing: without end.
    pub valid_until: Option<NaiveDate>,
    /// When it was last reminded.
    pub reminded_on: Option<NaiveDate>,
    /// A renewal was asked for and is not decided.
    pub is_asked: bool,
}

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// Nothing.
    Nothing,
    /// The group is reminded.
    Remind,
    /// The registration lapses.
    Lapse,
}

/// What is to be done today.
pub fn due(today: NaiveDate, it: &Standing) -> Due {
    let Some(until) = it.valid_until else { return Due::Nothing };
    if it.state != RegistrationState::Registered || it.is_asked {
        return Due::Nothing;
    }
    if until.checked_add_days(Days::new(GRACE_DAYS)).is_some_and(|last| today > last) {
        return Due::Lapse;
    }
    // The latest reminder whose day has come: whoever was away for both is reminded once.
    let come = REMIND_DAYS.iter().filter_map(|days| until.checked_sub_days(Days::new(*days))).filter(|day| *day <= today).max();
    match come {
        Some(day) if it.reminded_on.is_none_or(|on| on < day) => Due::Remind,
        _ => Due::Nothing,
    }
}

/// The last day of a registration of today: 登録した日から2年を経過した後の3月31日.
pub fn usual_end(today: NaiveDate) -> NaiveDate {
    let two_years = today.checked_add_months(Months::new(24)).unwrap_or(today);
    let march = |year: i32| NaiveDate::from_ymd_opt(year, 3, 31).unwrap_or(two_years);
    let this = march(two_years.year());
    if this >= two_years { this } else { march(two_years.year().saturating_add(1)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn standing() -> Standing {
        Standing { state: RegistrationState::Registered, valid_until: Some(on("2027-03-31")), reminded_on: None, is_asked: false }
    }

    #[test]
    fn reminders_and_lapse_come_on_their_days() {
        for (today, reminded, expected) in [
            ("2027-01-29", "", Due::Nothing),
            ("2027-01-30", "", Due::Remind),
            ("2027-01-31", "2027-01-30", Due::Nothing),
            ("2027-03-16", "2027-01-30", Due::Nothing),
            ("2027-03-17", "2027-01-30", Due::Remind),
            ("2027-03-18", "2027-03-17", Due::Nothing),
            // The machine was off for two months: one reminder, not two.
            ("2027-03-25", "", Due::Remind),
            ("2027-03-26", "2027-03-25", Due::Nothing),
            // Reminders of the period before count no more.
            ("2027-01-30", "2025-03-17", Due::Remind),
            ("2027-04-01", "2027-03-17", Due::Nothing),
            ("2027-04-30", "2027-03-17", Due::Nothing),
            ("2027-05-01", "2027-03-17", Due::Lapse),
        ] {
            let it = Standing { reminded_on: reminded.parse().ok(), ..standing() };
            assert_eq!(due(on(today), &it), expected, "{today} {reminded}");
        }
    }

    #[test]
    fn nothing_is_due_without_an_end_or_while_it_is_decided() {
        let today = on("2028-01-01");
        assert_eq!(due(today, &standing()), Due::Lapse);
        assert_eq!(due(today, &Standing { valid_until: None, ..standing() }), Due::Nothing);
        assert_eq!(due(today, &Standing { is_asked: true, ..standing() }), Due::Nothing);
        for state in RegistrationState::ALL.iter().filter(|state| **state != RegistrationState::Registered) {
            assert_eq!(due(today, &Standing { state: *state, ..standing() }), Due::Nothing, "{}", state.code());
        }
    }

    #[test]
    fn each_reminder_goes_out_once_however_often_one_looks() {
        let mut it = standing();
        let mut sent = Vec::new();
        for today in on("2026-12-01").iter_days().take_while(|day| *day <= on("2027-05-05")) {
            for _ in 0..3 {
                match due(today, &it) {
                    Due::Nothing => {}
                    Due::Remind => {
                        it.reminded_on = Some(today);
                        sent.push(today.to_string());
                    }
                    Due::Lapse => {
                        it.state = RegistrationState::Lapsed;
                        sent.push(format!("lapsed {today}"));
                    }
                }
            }
        }
        assert_eq!(sent, ["2027-01-30", "2027-03-17", "lapsed 2027-05-01"]);
    }

    #[test]
    fn the_usual_end_is_a_march() {
        for (today, end) in [("2026-11-20", "2029-03-31"), ("2026-03-31", "2028-03-31"), ("2026-04-01", "2029-03-31"), ("2024-02-29", "2026-03-31")] {
            assert_eq!(usual_end(on(today)), on(end), "{today}");
        }
    }
}
