//! Desks: city departments, the centre, the welfare council, the international association, committees, libraries; who works there.
//!
//! Sources: mission rows 14.1, 14.2. Invariants: a desk that had a lead keeps one; whoever stands in gets the role of the one who is away
//! and never more, and nobody raises themselves.

use engawa_core::codes;
use engawa_core::rights::{DeskRole, MAIN_DESK};
use engawa_core::time::{DAY_MS, Millis};
use engawa_core::{Problem, text};
use serde::{Deserialize, Serialize};

codes! {
    /// What sort of body a desk is.
    DeskKind {
        Department = "department",
        Centre = "centre",
        WelfareCouncil = "welfare_council",
        InternationalAssociation = "international_association",
        Committee = "committee",
        Library = "library",
    }
}

/// The longest name, phone number or hours, in characters.
pub const LINE_MAX: usize = 120;
/// The longest reason of an absence, in characters.
pub const REASON_MAX: usize = 200;
/// Somebody stands in for no longer than this.
pub const DELEGATION_DAYS_MAX: i64 = 366;
/// Words that are pages below `/staff/desks`, so no desk can be called so.
const RESERVED: [&str; 2] = ["list", "new"];

/// What a desk says of itself besides its name: the `body` of its row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DeskBody {
    /// Its name in English.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name_en: String,
    /// Phone.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub phone: String,
    /// When it is open, in words.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub hours: String,
}

/// Somebody stands in for somebody who is away.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delegation {
    /// Who is away.
    pub from: String,
    /// Who stands in.
    pub to: String,
    /// From this moment.
    pub begins: Millis,
    /// Until this moment; then it ends by itself.
    pub ends: Millis,
    /// Why, if it is said.
    pub reason: String,
}

/// A write about a desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeskCommand {
    /// Makes a desk, or changes what it says of itself.
    Save {
        /// Its code, which stays: `welfare`.
        desk: String,
        /// What it is.
        kind: DeskKind,
        /// Its name.
        name: String,
        /// What else it says of itself.
        #[serde(default)]
        body: DeskBody,
    },
    /// Ends a desk: nobody works there any more.
    End {
        /// Desk.
        desk: String,
    },
    /// Says who works there, and as what.
    SetMember {
        /// Desk.
        desk: String,
        /// Account.
        account: String,
        /// Nothing: no more.
        role: Option<DeskRole>,
    },
    /// Says who stands in while somebody is away, under the command's id.
    Delegate {
        /// Desk.
        desk: String,
        /// Who, for whom, when.
        delegation: Delegation,
    },
    /// Ends that before its time.
    EndDelegation {
        /// Desk.
        desk: String,
        /// The delegation.
        delegation: String,
    },
}

impl DeskCommand {
    /// The desk that it is about.
    pub fn subject(&self) -> &str {
        match self {
            Self::Save { desk, .. }
            | Self::End { desk }
            | Self::SetMember { desk, .. }
            | Self::Delegate { desk, .. }
            | Self::EndDelegation { desk, .. } => desk,
        }
    }

    /// The verb, for the audit log.
    pub fn verb(&self) -> &'static str {
        match self {
            Self::Save { .. } => "desk.save",
            Self::End { .. } => "desk.end",
            Self::SetMember { .. } => "desk.set_member",
            Self::Delegate { .. } => "desk.delegate",
            Self::EndDelegation { .. } => "desk.end_delegation",
        }
    }
}

/// Whether a text can be the code of a desk.
pub fn is_code(code: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '-';
    (2..=32).contains(&code.len()) && code.chars().all(is_plain) && !RESERVED.contains(&code)
}

fn line(problems: &mut Vec<Problem>, path: &str, value: &str, max: usize) {
    if value.chars().count() > max {
        problems.push(Problem::new(path, "too_long").arg(max.to_string()));
    }
}

/// What is wrong with what a desk says of itself.
pub fn check_save(desk: &str, name: &str, body: &DeskBody) -> Vec<Problem> {
    let mut problems = Vec::new();
    if !is_code(desk) {
        problems.push(Problem::new("desk", "desk_code"));
    }
    if name.trim().is_empty() {
        problems.push(Problem::new("name", "required"));
    }
    line(&mut problems, "name", name, LINE_MAX);
    line(&mut problems, "name_en", &body.name_en, LINE_MAX);
    line(&mut problems, "hours", &body.hours, LINE_MAX);
    if !is_phone(&body.phone) {
        problems.push(Problem::new("phone", "bad_phone"));
    }
    problems
}

/// Whether a text can be a phone number as it is dialled, or is empty.
pub fn is_phone(typed: &str) -> bool {
    let typed = text::digits(typed.trim());
    let count = typed.chars().filter(char::is_ascii_digit).count();
    typed.is_empty() || ((3..=15).contains(&count) && typed.chars().all(|c| c.is_ascii_digit() || "+-() ".contains(c)))
}

/// What is wrong with an absence, judged at `now`.
pub fn check_delegation(it: &Delegation, now: Millis) -> Vec<Problem> {
    let mut problems = Vec::new();
    if it.to == it.from {
        problems.push(Problem::new("to", "delegate_oneself"));
    }
    if it.ends <= it.begins {
        problems.push(Problem::new("ends", "ends_before_start"));
    } else if it.ends <= now {
        problems.push(Problem::new("ends", "delegation_over"));
    } else if it.ends - it.begins > DELEGATION_DAYS_MAX * DAY_MS {
        problems.push(Problem::new("ends", "delegation_too_long").arg(DELEGATION_DAYS_MAX.to_string()));
    }
    line(&mut problems, "reason", &it.reason, REASON_MAX);
    problems
}

/// Whether a desk still has a lead when somebody gets another role, or none. A desk that has none stays as it is.
pub fn keeps_lead(members: &[(String, DeskRole)], account: &str, role: Option<DeskRole>) -> bool {
    let is_led = members.iter().any(|(_, role)| *role == DeskRole::Lead);
    let by_another = members.iter().any(|(id, role)| id != account && *role == DeskRole::Lead);
    !is_led || by_another || role == Some(DeskRole::Lead)
}

/// Whether somebody may give themselves a role: a lower one or none. `own`: what they are by themselves, not in another's place.
pub fn may_give_oneself(own: Option<DeskRole>, role: Option<DeskRole>) -> bool {
    role <= own
}

/// Whether a desk may be ended at all: the first one stays, because what belongs to nobody in particular comes there.
pub fn may_end(desk: &str) -> bool {
    desk != MAIN_DESK
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(problems: &[Problem]) -> Vec<String> {
        problems.iter().map(|it| format!("{}:{}", it.path, it.code)).collect()
    }

    #[test]
    fn a_desk_says_what_it_is() {
        for (desk, name, phone, expected) in [
            ("welfare", "福祉課", "0422-00-0000", vec![]),
            ("w2-b_c", "福祉課", "０４２２−００", vec!["phone:bad_phone"]),
            ("welfare", "福祉課", "", vec![]),
            ("Welfare", " ", "x", vec!["desk:desk_code", "name:required", "phone:bad_phone"]),
            ("list", "名", "", vec!["desk:desk_code"]),
        ] {
            let body = DeskBody { phone: phone.into(), ..DeskBody::default() };
            assert_eq!(codes(&check_save(desk, name, &body)), expected, "{desk} {phone}");
        }
    }

    #[test]
    fn the_last_lead_stays() {
        let lead = |id: &str| (id.to_owned(), DeskRole::Lead);
        let staff = |id: &str| (id.to_owned(), DeskRole::Staff);
        for (members, account, role, expected) in [
            (vec![lead("a"), staff("b")], "a", None, false),
            (vec![lead("a"), staff("b")], "a", Some(DeskRole::Staff), false),
            (vec![lead("a"), staff("b")], "a", Some(DeskRole::Lead), true),
            (vec![lead("a"), lead("b")], "a", None, true),
            (vec![lead("a"), staff("b")], "b", None, true),
            (vec![staff("b")], "b", None, true),
            (vec![], "c", Some(DeskRole::Staff), true),
        ] {
            assert_eq!(keeps_lead(&members, account, role), expected, "{members:?} {account} {role:?}");
        }
    }

    #[test]
    fn nobody_raises_themselves() {
        assert!(may_give_oneself(Some(DeskRole::Lead), Some(DeskRole::Lead)));
        assert!(may_give_oneself(Some(DeskRole::Lead), None));
        assert!(!may_give_oneself(Some(DeskRole::Staff), Some(DeskRole::Lead)));
        assert!(!may_give_oneself(None, Some(DeskRole::Reader)));
    }

    #[test]
    fn an_absence_has_an_end() {
        let it = |begins: Millis, ends: Millis| Delegation { from: "a".into(), to: "b".into(), begins, ends, reason: String::new() };
        let now = 10 * DAY_MS;
        for (delegation, expected) in [
            (it(now, now + DAY_MS), vec![]),
            (it(0, now + 1), vec![]),
            (it(now, now), vec!["ends:ends_before_start"]),
            (it(0, now), vec!["ends:delegation_over"]),
            (it(now, now + 400 * DAY_MS), vec!["ends:delegation_too_long"]),
            (Delegation { to: "a".into(), ..it(now, now + 1) }, vec!["to:delegate_oneself"]),
            (Delegation { reason: "長".repeat(201), ..it(now, now + 1) }, vec!["reason:too_long"]),
        ] {
            assert_eq!(codes(&check_delegation(&delegation, now)), expected, "{delegation:?}");
        }
    }
}
