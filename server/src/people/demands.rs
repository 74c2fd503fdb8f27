//! What a site asks of those who sign in: how long a session lasts and how many there are, and what staff show beyond one factor. It stands
//! in `site.toml` under `[sign_in]`.
//!
//! Invariants: a site that says nothing asks its staff for two factors, unless it only shows sample data; what is out of bounds keeps a site
//! from opening, so that a slip of the pen neither leaves sessions open for ever nor locks everybody out.

use chrono::NaiveDate;
use engawa_core::codes;
use serde::Deserialize;

codes! {
    /// By what somebody proved who they are.
    Way {
        /// A link or a code by e-mail
        Mail = "mail",
        /// A password
        Password = "password",
        /// A recovery code
        Recovery = "recovery",
        /// A passkey, which checks who holds the device
        Passkey = "passkey",
        /// The city's identity provider
        Provider = "oidc",
    }
}

impl Way {
    /// Whether it is two factors in one, or the word of the city's own directory.
    pub fn is_strong(self) -> bool {
        matches!(self, Self::Passkey | Self::Provider)
    }
}

/// What staff have to show now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Demand {
    /// Any way will do.
    Nothing,
    /// A passkey, or the provider.
    TwoFactors,
    /// The provider.
    Provider,
}

impl Demand {
    /// Whether a way is enough; `None`: nobody knows by what a session was made.
    pub fn is_met_by(self, way: Option<Way>) -> bool {
        match self {
            Self::Nothing => true,
            Self::TwoFactors => way.is_some_and(Way::is_strong),
            Self::Provider => way == Some(Way::Provider),
        }
    }
}

/// How long a session lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lasting {
    /// So many hours without use.
    pub idle_hours: i64,
    /// So many hours in all.
    pub absolute_hours: i64,
}

/// `[sign_in]` of `site.toml`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SignInRules {
    /// From this day on, staff work only in sessions that a passkey or the provider made; not said: from the first day on, see
    /// [`SignInRules::settled`].
    pub staff_second_factor_from: Option<NaiveDate>,
    /// The city decided that one factor is enough for its staff, until one of the two days.
    pub staff_one_factor: bool,
    /// From this day on, staff work only in sessions that the provider made; not said: never.
    pub staff_by_provider_from: Option<NaiveDate>,
    /// A session of staff ends after so many hours without use.
    pub staff_idle_hours: i64,
    /// A session of staff ends after so many hours, however much it is used.
    pub staff_absolute_hours: i64,
    /// A session of a resident ends after so many hours without use.
    pub idle_hours: i64,
    /// A session of a resident ends after so many hours, however much it is used.
    pub absolute_hours: i64,
    /// So many sessions of one account at once.
    pub sessions_max: i64,
}

const DAY: i64 = 24;

impl Default for SignInRules {
    // NIST SP 800-63B (revision 3) asks again after 30 minutes without use or 12 hours in all at AAL 2, after 30 days at AAL 1. Ours are
    // longer: docs/security.md says why.
    fn default() -> Self {
        Self {
            staff_second_factor_from: None,
            staff_one_factor: false,
            staff_by_provider_from: None,
            staff_idle_hours: 12,
            staff_absolute_hours: 14 * DAY,
            idle_hours: 14 * DAY,
            absolute_hours: 60 * DAY,
            sessions_max: 20,
        }
    }
}

impl SignInRules {
    /// What is out of bounds, for whoever wrote it.
    pub fn check(&self) -> Result<(), String> {
        let bounds = [
            ("staff_idle_hours", self.staff_idle_hours, 1, 3 * DAY),
            ("staff_absolute_hours", self.staff_absolute_hours, 1, 30 * DAY),
            ("idle_hours", self.idle_hours, 1, 60 * DAY),
            ("absolute_hours", self.absolute_hours, 1, 180 * DAY),
            ("sessions_max", self.sessions_max, 1, 100),
        ];
        for (name, value, least, most) in bounds {
            if !(least..=most).contains(&value) {
                return Err(format!("[sign_in] {name} = {value}: it is from {least} to {most}"));
            }
        }
        if self.staff_one_factor && self.staff_second_factor_from.is_some() {
            return Err("[sign_in] staff_one_factor and staff_second_factor_from: a day says until when one factor is enough".to_owned());
        }
        for is_staff in [true, false] {
            let Lasting { idle_hours, absolute_hours } = self.lasting(is_staff);
            if idle_hours > absolute_hours {
                return Err(format!("[sign_in] a session that lasts {absolute_hours} hours in all cannot lie unused for {idle_hours}"));
            }
        }
        Ok(())
    }

    /// The rules of a site that says nothing of two factors: its staff need them from the first day on. A site that only shows sample data is
    /// for looking around, with the passwords that its README tells.
    #[must_use]
    pub fn settled(self, is_sample: bool) -> Self {
        let is_open = is_sample || self.staff_one_factor;
        let from = self.staff_second_factor_from.or((!is_open).then_some(NaiveDate::MIN));
        Self { staff_second_factor_from: from, ..self }
    }

    /// How long sessions last.
    pub fn lasting(&self, is_staff: bool) -> Lasting {
        if is_staff {
            Lasting { idle_hours: self.staff_idle_hours, absolute_hours: self.staff_absolute_hours }
        } else {
            Lasting { idle_hours: self.idle_hours, absolute_hours: self.absolute_hours }
        }
    }

    /// How long the store keeps a session that nobody uses.
    pub fn longest_idle_hours(&self) -> i64 {
        self.idle_hours.max(self.staff_idle_hours)
    }

    /// What staff have to show on a day.
    pub fn demand(&self, today: NaiveDate) -> Demand {
        let since = |from: Option<NaiveDate>| from.is_some_and(|from| today >= from);
        if since(self.staff_by_provider_from) {
            Demand::Provider
        } else if since(self.staff_second_factor_from) {
            Demand::TwoFactors
        } else {
            Demand::Nothing
        }
    }

    /// The day on which one factor stops being enough for staff, if that is still to come.
    pub fn grace_until(&self, today: NaiveDate) -> Option<NaiveDate> {
        [self.staff_second_factor_from, self.staff_by_provider_from].into_iter().flatten().min().filter(|from| today < *from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn with_nothing_said_staff_need_two_factors() {
        let rules: SignInRules = toml::from_str("").unwrap();
        assert_eq!((rules.check(), rules.lasting(true)), (Ok(()), Lasting { idle_hours: 12, absolute_hours: 336 }));
        for (said, is_sample, now, later) in [
            ("", false, Demand::TwoFactors, Demand::TwoFactors),
            ("", true, Demand::Nothing, Demand::Nothing),
            ("staff_one_factor = true", false, Demand::Nothing, Demand::Nothing),
            ("staff_second_factor_from = \"2027-04-01\"", false, Demand::Nothing, Demand::TwoFactors),
            ("staff_second_factor_from = \"2027-04-01\"", true, Demand::Nothing, Demand::TwoFactors),
            ("staff_by_provider_from = \"2027-04-01\"", false, Demand::TwoFactors, Demand::Provider),
            ("staff_one_factor = true\nstaff_by_provider_from = \"2027-04-01\"", false, Demand::Nothing, Demand::Provider),
        ] {
            let rules = toml::from_str::<SignInRules>(said).unwrap();
            assert_eq!(rules.check(), Ok(()), "{said}");
            let rules = rules.settled(is_sample);
            assert_eq!((rules.demand(day("2026-11-20")), rules.demand(day("2027-04-01"))), (now, later), "{said} {is_sample}");
        }
        assert_eq!(toml::from_str::<SignInRules>("").unwrap().settled(false).grace_until(day("2026-11-20")), None);
    }

    #[test]
    fn a_demand_begins_on_its_day() {
        let rules: SignInRules = toml::from_str("staff_second_factor_from = \"2027-04-01\"\nstaff_by_provider_from = \"2027-10-01\"").unwrap();
        for (today, demand, grace) in [
            ("2027-03-31", Demand::Nothing, Some("2027-04-01")),
            ("2027-04-01", Demand::TwoFactors, None),
            ("2027-09-30", Demand::TwoFactors, None),
            ("2027-10-01", Demand::Provider, None),
        ] {
            assert_eq!((rules.demand(day(today)), rules.grace_until(day(today))), (demand, grace.map(day)), "{today}");
        }
        let met = |demand: Demand| Way::ALL.iter().copied().filter(|way| demand.is_met_by(Some(*way))).collect::<Vec<_>>();
        assert_eq!(met(Demand::Nothing).len(), Way::ALL.len());
        assert_eq!(met(Demand::TwoFactors), [Way::Passkey, Way::Provider]);
        assert_eq!(met(Demand::Provider), [Way::Provider]);
        assert!(!Demand::TwoFactors.is_met_by(None) && Demand::Nothing.is_met_by(None));
    }

    #[test]
    fn what_is_out_of_bounds_is_refused() {
        for wrong in [
            "staff_idle_hours = 0",
            "staff_idle_hours = 100",
            "staff_absolute_hours = 100000",
            "idle_hours = -1",
            "absolute_hours = 0",
            "sessions_max = 0",
            "sessions_max = 101",
            "idle_hours = 100\nabsolute_hours = 99",
            "staff_one_factor = true\nstaff_second_factor_from = \"2027-04-01\"",
        ] {
            assert!(toml::from_str::<SignInRules>(wrong).unwrap().check().is_err(), "{wrong}");
        }
        assert!(toml::from_str::<SignInRules>("staf_idle_hours = 1").is_err(), "a slip of the pen is no setting");
        assert!(toml::from_str::<SignInRules>("staff_second_factor_from = \"soon\"").is_err());
    }
}
