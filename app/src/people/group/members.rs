//! Who belongs to a group, and as what: the one place where that changes.
//!
//! Invariants: a group that has an owner keeps one, whatever is done; joining never takes a right away.

use engawa_core::Problem;
use engawa_core::rights::GroupRole;

/// A member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Account.
    pub account: String,
    /// As what.
    pub role: GroupRole,
}

/// What becomes different.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change<'a> {
    /// Somebody joins; who is there already gets the higher of both roles.
    Join {
        /// Account.
        account: &'a str,
        /// As what.
        role: GroupRole,
    },
    /// A member gets another role.
    SetRole {
        /// Account.
        account: &'a str,
        /// From now on.
        role: GroupRole,
    },
    /// A member leaves, or is taken out.
    Remove {
        /// Account.
        account: &'a str,
    },
    /// A member becomes the owner.
    HandOver {
        /// The owner who becomes an editor; nothing: all of them.
        from: Option<&'a str>,
        /// Account.
        to: &'a str,
    },
}

/// The members after a change.
///
/// # Errors
/// Somebody is not a member, or the group would be left without an owner.
pub fn changed(before: &[Member], change: Change<'_>) -> Result<Vec<Member>, Problem> {
    let mut after = before.to_vec();
    match change {
        Change::Join { account, role } => match after.iter_mut().find(|it| it.account == account) {
            Some(member) => member.role = higher(member.role, role),
            None => after.push(Member { account: account.to_owned(), role }),
        },
        Change::SetRole { account, role } => {
            after.iter_mut().find(|it| it.account == account).ok_or_else(not_a_member)?.role = role;
        }
        Change::Remove { account } => {
            let at = after.iter().position(|it| it.account == account).ok_or_else(not_a_member)?;
            after.remove(at);
        }
        Change::HandOver { from, to } => {
            if !after.iter().any(|it| it.account == to) {
                return Err(not_a_member());
            }
            for member in &mut after {
                if member.account == to {
                    member.role = GroupRole::Owner;
                } else if member.role == GroupRole::Owner && from.is_none_or(|from| from == member.account) {
                    member.role = GroupRole::Editor;
                }
            }
        }
    }
    if has_owner(before) && !has_owner(&after) {
        return Err(Problem::new("", "sole_owner"));
    }
    Ok(after)
}

/// The members of two groups that become one.
pub fn united(into: &[Member], from: &[Member]) -> Vec<Member> {
    let mut all = into.to_vec();
    for member in from {
        match all.iter_mut().find(|it| it.account == member.account) {
            Some(there) => there.role = higher(there.role, member.role),
            None => all.push(member.clone()),
        }
    }
    all
}

/// Whether somebody leads it.
pub fn has_owner(members: &[Member]) -> bool {
    members.iter().any(|it| it.role == GroupRole::Owner)
}

fn not_a_member() -> Problem {
    Problem::new("account", "not_a_member")
}

/// The role that may do more. An accountant who is to edit edits, as the order of the roles says.
fn higher(a: GroupRole, b: GroupRole) -> GroupRole {
    a.max(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(account: &str, role: GroupRole) -> Member {
        Member { account: account.into(), role }
    }

    /// Everything that can be done to three people.
    fn changes() -> Vec<Change<'static>> {
        let people = ["a", "b", "c"];
        let mut all = Vec::new();
        for account in people {
            all.push(Change::Remove { account });
            all.push(Change::HandOver { from: None, to: account });
            all.extend(people.map(|from| Change::HandOver { from: Some(from), to: account }));
            for role in GroupRole::ALL {
                all.push(Change::Join { account, role: *role });
                all.push(Change::SetRole { account, role: *role });
            }
        }
        all
    }

    #[test]
    fn a_group_never_loses_its_last_owner() {
        let mut groups = vec![vec![member("a", GroupRole::Owner)]];
        for _ in 0..3 {
            let mut next = Vec::new();
            for group in &groups {
                for change in changes() {
                    let Ok(after) = changed(group, change) else { continue };
                    assert!(has_owner(&after), "{group:?} {change:?}");
                    let mut accounts: Vec<_> = after.iter().map(|it| it.account.clone()).collect();
                    accounts.sort_unstable();
                    accounts.dedup();
                    assert_eq!(accounts.len(), after.len(), "nobody is there twice");
                    if !next.contains(&after) {
                        next.push(after);
                    }
                }
            }
            groups = next;
        }
        assert!(groups.len() > 20, "the changes were tried");
    }

    #[test]
    fn the_only_owner_may_neither_leave_nor_step_down() {
        let group = [member("a", GroupRole::Owner), member("b", GroupRole::Editor)];
        for change in [Change::Remove { account: "a" }, Change::SetRole { account: "a", role: GroupRole::Editor }] {
            assert_eq!(changed(&group, change).unwrap_err().code, "sole_owner");
        }
        let after = changed(&group, Change::HandOver { from: Some("a"), to: "b" }).unwrap();
        assert_eq!(after, [member("a", GroupRole::Editor), member("b", GroupRole::Owner)]);
        assert!(changed(&after, Change::Remove { account: "a" }).is_ok());
    }

    #[test]
    fn nothing_is_handed_to_a_stranger() {
        let group = [member("a", GroupRole::Owner)];
        assert_eq!(changed(&group, Change::HandOver { from: Some("a"), to: "x" }).unwrap_err().code, "not_a_member");
        assert_eq!(changed(&group, Change::SetRole { account: "x", role: GroupRole::Owner }).unwrap_err().code, "not_a_member");
    }

    #[test]
    fn joining_and_uniting_take_the_higher_role() {
        let group = [member("a", GroupRole::Owner)];
        assert_eq!(changed(&group, Change::Join { account: "a", role: GroupRole::Viewer }).unwrap(), group);
        let other = [member("a", GroupRole::Viewer), member("b", GroupRole::Editor)];
        assert_eq!(united(&group, &other), [member("a", GroupRole::Owner), member("b", GroupRole::Editor)]);
        assert_eq!(united(&other, &group), [member("a", GroupRole::Owner), member("b", GroupRole::Editor)]);
    }
}
