//! Accounts: what a person says of themselves, and the rules for it.
//!
//! Invariants: an e-mail address has one writing, so that one person has one account; whoever is younger than [`AGE_OF_CONSENT`] waits
//! until a guardian agrees, by e-mail or on paper, and the year of birth is kept of them alone.

use crate::listings::rules::is_email;
use chrono::{Datelike as _, NaiveDate};
use engawa_core::time::{Millis, jst_date};
use engawa_core::{Problem, codes, text};

/// From this age on nobody else has to agree.
pub const AGE_OF_CONSENT: i64 = 16;
/// The longest name on screen, in characters.
pub const NAME_MAX: usize = 60;
/// Nobody is older.
const AGE_MAX: i64 = 120;

codes! {
    /// How often somebody gets what they are told of by e-mail.
    Digest {
        /// Never
        Never = "never",
        /// Once a day
        Daily = "daily",
        /// Once a week
        Weekly = "weekly",
    }
}

codes! {
    /// How the guardian of a minor is asked.
    GuardianWay {
        /// By a link in a mail
        Mail = "mail",
        /// By a paper that is signed and brought to a desk
        Paper = "paper",
    }
}

/// An e-mail address in the one writing: half width, small letters; `None`: it is none.
pub fn address(typed: &str) -> Option<String> {
    let half: String = typed
        .trim()
        .chars()
        .map(|c| match u32::from(c) {
            code @ 0xFF01..=0xFF5E => char::from_u32(code - 0xFEE0).unwrap_or(c),
            _ => c,
        })
        .collect();
    let address = half.to_ascii_lowercase();
    (is_email(&address) && address.is_ascii()).then_some(address)
}

/// A name on screen without what cannot be seen; `None`: nothing is left, or it is too long.
pub fn name(typed: &str) -> Option<String> {
    let seen: String = typed.chars().map(|c| if c.is_control() || text::turns(c) { ' ' } else { c }).collect();
    let name = seen.split_whitespace().collect::<Vec<_>>().join(" ");
    (!name.is_empty() && name.chars().count() <= NAME_MAX).then_some(name)
}

/// Whether somebody who was born in this year may be younger than [`AGE_OF_CONSENT`] on a day. 0: of age.
pub fn is_minor(born_year: i64, on: NaiveDate) -> bool {
    born_year > 0 && i64::from(on.year()) - born_year <= AGE_OF_CONSENT
}

/// Whether an account still waits for a guardian.
pub fn waits(born_year: i64, consent_at: Millis, now: Millis) -> bool {
    consent_at == 0 && is_minor(born_year, jst_date(now))
}

/// What somebody says of themselves when their account is made, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Newcomer {
    /// Name on screen.
    pub name: String,
    /// `yes`: of age; `no`: younger.
    pub of_age: String,
    /// Year of birth, of those who are younger.
    pub born_year: String,
    /// How the guardian is asked, of those who are younger: see [`GuardianWay`].
    pub way: String,
    /// Whom to ask by e-mail, of those who are younger.
    pub guardian: String,
}

/// The same, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Name on screen.
    pub name: String,
    /// Year of birth of a minor; 0: of age.
    pub born_year: i64,
    /// Whom to ask by e-mail; empty: nobody has to agree, or they agree on paper.
    pub guardian: String,
}

impl Newcomer {
    /// Reads it. `own`: the address that was proven, which cannot be the guardian's too.
    pub fn read(&self, own: &str, now: Millis) -> Result<Person, Vec<Problem>> {
        let mut problems = Vec::new();
        let read_name = name(&self.name);
        if read_name.is_none() {
            let problem = if self.name.trim().is_empty() {
                Problem::new("name", "required")
            } else {
                Problem::new("name", "too_long").arg(NAME_MAX.to_string())
            };
            problems.push(problem);
        }
        let (mut born_year, mut guardian) = (0, String::new());
        match self.of_age.as_str() {
            "yes" => {}
            "no" => {
                let this_year = i64::from(jst_date(now).year());
                let typed = text::digits(self.born_year.trim()).parse::<i64>();
                match typed.ok().filter(|year| (this_year - AGE_MAX..=this_year).contains(year)) {
                    Some(year) => born_year = year,
                    None => {
                        problems.push(Problem::new("born_year", "out_of_range").arg((this_year - AGE_MAX).to_string()).arg(this_year.to_string()));
                    }
                }
                match (GuardianWay::parse(&self.way), address(&self.guardian)) {
                    // An address that was typed nevertheless is not kept: nobody writes to it.
                    (Some(GuardianWay::Paper), _) => {}
                    (None, None) if self.guardian.trim().is_empty() => problems.push(Problem::new("way", "choose_one")),
                    (_, Some(other)) if other == own => problems.push(Problem::new("guardian", "same_address")),
                    (_, Some(other)) => guardian = other,
                    (_, None) => problems.push(Problem::new("guardian", "bad_email")),
                }
            }
            _ => problems.push(Problem::new("of_age", "choose_one")),
        }
        match read_name {
            // Whoever is of age by the year that they gave needs nobody, and the year is not kept.
            Some(name) if problems.is_empty() => {
                let minor = is_minor(born_year, jst_date(now));
                let (born_year, guardian) = if minor { (born_year, guardian) } else { (0, String::new()) };
                Ok(Person { name, born_year, guardian })
            }
            _ => Err(problems),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 20 November 2026 in Japan.
    const NOW: Millis = 1_795_150_800_000;

    #[test]
    fn an_address_has_one_writing() {
        for (typed, read) in [
            (" Hanako@Example.JP ", Some("hanako@example.jp")),
            ("ｈａｎａｋｏ＠ｅｘａｍｐｌｅ．ｊｐ", Some("hanako@example.jp")),
            ("hanako", None),
            ("a@b", None),
            ("a@example.jp\r\nBcc: b@example.jp", None),
            ("花子@example.jp", None),
            ("", None),
        ] {
            assert_eq!(address(typed).as_deref(), read, "{typed:?}");
        }
    }

    #[test]
    fn a_name_is_one_line() {
        assert_eq!(name(" 見本\r\n花子 ").as_deref(), Some("見本 花子"));
        assert_eq!(name("花子\u{202E}部長").as_deref(), Some("花子 部長"), "nor turned");
        assert_eq!((name(" \u{7}"), name(&"あ".repeat(NAME_MAX + 1))), (None, None));
    }

    #[test]
    fn who_is_young_waits_until_somebody_agrees_or_time_passes() {
        for (born, consent, waiting) in [(0, 0, false), (2012, 0, true), (2012, 1, false), (2010, 0, true), (2009, 0, false)] {
            assert_eq!(waits(born, consent, NOW), waiting, "{born} {consent}");
        }
    }

    #[test]
    fn a_newcomer_says_what_is_needed_and_no_more() {
        let by = |way: &str, of_age: &str, born: &str, guardian: &str| {
            let newcomer =
                Newcomer { name: "花子".into(), of_age: of_age.into(), born_year: born.into(), way: way.into(), guardian: guardian.into() };
            newcomer
                .read("hanako@example.jp", NOW)
                .map_err(|problems| problems.into_iter().map(|it| format!("{}:{}", it.path, it.code)).collect::<Vec<_>>())
        };
        let said = |of_age: &str, born: &str, guardian: &str| by("", of_age, born, guardian);
        let person = |born_year, guardian: &str| Ok(Person { name: "花子".into(), born_year, guardian: guardian.into() });
        assert_eq!(said("yes", "2012", "x"), person(0, ""));
        assert_eq!(said("no", "２０１２", "Oya@example.jp"), person(2012, "oya@example.jp"));
        assert_eq!(said("no", "1980", "oya@example.jp"), person(0, ""));
        assert_eq!(said("no", "2030", "hanako@example.jp"), Err(vec!["born_year:out_of_range".into(), "guardian:same_address".into()]));
        assert_eq!(said("", "", ""), Err(vec!["of_age:choose_one".into()]));
        assert_eq!(by("paper", "no", "2012", ""), person(2012, ""));
        assert_eq!(by("paper", "no", "2012", "Oya@example.jp"), person(2012, ""), "who agrees on paper gets no mail");
        assert_eq!(by("paper", "no", "", ""), Err(vec!["born_year:out_of_range".into()]));
        assert_eq!(by("mail", "no", "2012", "oya@example.jp"), person(2012, "oya@example.jp"));
        assert_eq!(by("mail", "no", "2012", " "), Err(vec!["guardian:bad_email".into()]));
        assert_eq!(said("no", "2012", " "), Err(vec!["way:choose_one".into()]));
        assert_eq!(Newcomer::default().read("a@example.jp", NOW).unwrap_err().len(), 2);
    }
}
