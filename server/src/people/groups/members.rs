//! Members and invitations.

use super::{Known, bad_words, digest_of, done, inconsistent, refused, sql};
use crate::commands::Outcome;
use crate::db::DbResult;
use crate::feed::Writer;
use crate::listings;
use crate::params;
use crate::people::{Asked, notices};
use engawa_app::people::group::members::{Change, Member, changed, has_owner};
use engawa_app::people::group::{DAYS_MAX, GroupCommand, Invite, NOTE_MAX, SECRET_MIN, USES_MAX};
use engawa_app::people::notice::NoticeCode;
use engawa_core::rights::GroupRole;
use engawa_core::time::DAY_MS;
use engawa_core::{Action, Problem, Subject, may};

/// The members of a group.
pub async fn members_of(writer: &mut Writer, group: &str) -> DbResult<Vec<Member>> {
    let rows = writer.tx.all::<(String, String)>(sql::MEMBERS, params![group]).await?;
    let read = |(account, role): (String, String)| {
        let role = GroupRole::parse(&role).ok_or_else(|| inconsistent(group, "member.role", &role))?;
        Ok(Member { account, role })
    };
    rows.into_iter().map(read).collect()
}

/// Writes what became different, with a row of the audit log for each account.
pub async fn put_members(writer: &mut Writer, group: &str, before: &[Member], after: &[Member]) -> DbResult<()> {
    let now = writer.now;
    let changed: Vec<&Member> = after.iter().filter(|it| !before.contains(it)).collect();
    for member in changed {
        writer.tx.run(sql::PUT_MEMBER, params![group, &member.account, member.role.code(), now]).await?;
        writer.audit_about("group.member", group, &member.account, member.role.code()).await?;
    }
    let gone: Vec<&Member> = before.iter().filter(|it| !after.iter().any(|other| other.account == it.account)).collect();
    for member in gone {
        writer.tx.run(sql::DROP_MEMBER, params![group, &member.account]).await?;
        writer.audit_about("group.member", group, &member.account, "none").await?;
    }
    // Whoever leads no more invites nobody, not even with a link that is on its way.
    let leads = |list: &[Member], account: &str| list.iter().any(|it| it.account == account && it.role == GroupRole::Owner);
    let led: Vec<&Member> = before.iter().filter(|it| it.role == GroupRole::Owner && !leads(after, &it.account)).collect();
    for member in led {
        writer.tx.run(sql::END_INVITATIONS_BY, params![group, &member.account]).await?;
    }
    Ok(())
}

/// Keeps an invitation.
pub async fn put_invitation(writer: &mut Writer, made_by: &str, invite: &Invite) -> DbResult<()> {
    let now = writer.now;
    let params = params![
        digest_of(&invite.secret),
        &invite.group,
        invite.role.code(),
        invite.note.trim(),
        i64::from(invite.hands_over),
        made_by,
        now,
        now + i64::from(invite.days) * DAY_MS,
        i64::from(invite.uses)
    ];
    writer.tx.run(sql::PUT_INVITATION, params).await?;
    Ok(())
}

/// Invites somebody.
pub async fn invite(writer: &mut Writer, asked: Asked<'_>, group: &Known, invite: &Invite) -> DbResult<Outcome> {
    if !group.state().is_alive() {
        return Ok(refused("group", "group_over"));
    }
    if let Some(problem) = bad_words("note", &invite.note, false, NOTE_MAX) {
        return Ok(problem);
    }
    let within = |value: u32, max: u32| (1..=max).contains(&value);
    if !within(invite.days, DAYS_MAX) {
        return Ok(Outcome::Rejected(vec![Problem::new("days", "out_of_range").arg("1").arg(DAYS_MAX.to_string())]));
    }
    // One group is handed to one person.
    let uses_max = if invite.role == GroupRole::Owner { 1 } else { USES_MAX };
    if !within(invite.uses, uses_max) {
        return Ok(Outcome::Rejected(vec![Problem::new("uses", "out_of_range").arg("1").arg(uses_max.to_string())]));
    }
    if invite.secret.len() < SECRET_MIN || (invite.hands_over && invite.role != GroupRole::Owner) {
        return Ok(refused("", "bad_json"));
    }
    let by_staff = may(asked.actor, Action::GroupDecide, &Subject::NONE);
    if invite.role == GroupRole::Owner && !invite.hands_over && !by_staff {
        return Ok(refused("role", "owner_by_hand_over"));
    }
    put_invitation(writer, asked.actor.account().unwrap_or_default(), invite).await?;
    done(writer).await
}

/// Takes an invitation back.
pub async fn end_invitation(writer: &mut Writer, group: &Known, digest: &str) -> DbResult<Outcome> {
    if writer.tx.run(sql::END_INVITATION, params![digest, group.id()]).await? == 0 {
        return Ok(refused("", "invitation_over"));
    }
    done(writer).await
}

/// Joins with the secret of an invitation.
pub async fn accept(writer: &mut Writer, asked: Asked<'_>, group: Known, secret: &str) -> DbResult<Outcome> {
    let Some(account) = asked.actor.account() else { return Ok(Outcome::Forbidden) };
    let digest = digest_of(secret);
    let row = writer.tx.first::<(String, String, i64, String, i64, i64)>(sql::INVITATION, params![&digest]).await?;
    // Wrong, of another group, and never made: one answer for all.
    let Some((_, role, hands_over, made_by, expires_at, uses_left)) = row.filter(|(of, ..)| of == group.id()) else {
        return Ok(refused("", "invitation_unknown"));
    };
    if expires_at <= writer.now || uses_left <= 0 || !group.state().is_alive() {
        return Ok(refused("", "invitation_over"));
    }
    let role = GroupRole::parse(&role).ok_or_else(|| inconsistent(group.id(), "invitation.role", &role))?;
    let before = members_of(writer, group.id()).await?;
    if before.iter().any(|it| it.account == account && it.role >= role) {
        return Ok(refused("", "already_member"));
    }
    let joined = changed(&before, Change::Join { account, role });
    let after = match joined {
        Ok(joined) if hands_over > 0 => {
            // An owner hands over what is theirs; staff hand over the whole.
            let from = before.iter().any(|it| it.account == made_by).then_some(made_by.as_str());
            changed(&joined, Change::HandOver { from, to: account })
        }
        other => other,
    };
    let after = match after {
        Ok(after) => after,
        Err(problem) => return Ok(Outcome::Rejected(vec![problem])),
    };
    writer.tx.run(sql::USE_INVITATION, params![digest]).await?;
    put_members(writer, group.id(), &before, &after).await?;
    come_in(writer, &group).await?;
    let path = format!("/my/groups/{}", group.id());
    notices::tell_group(writer, group.id(), GroupRole::Owner, NoticeCode::MemberJoined, &[asked.actor.display_name(), group.title()], &path).await?;
    done(writer).await
}

/// A listed group to which somebody belongs has a registration, and its listing belongs to it.
pub async fn come_in(writer: &mut Writer, group: &Known) -> DbResult<()> {
    if group.registration.is_none() {
        group.registration().put(writer).await?;
        writer.tx.run(sql::SET_GROUP, params![group.id(), group.id()]).await?;
        adopt(writer, group.id()).await?;
        // Its page said until now that nobody of it had come.
        listings::show_anew(writer, &group.stored.listing).await?;
    }
    Ok(())
}

/// What imports and staff published in the name of a group belongs to it from now on. What everybody reads stays as it is.
async fn adopt(writer: &mut Writer, group: &str) -> DbResult<()> {
    for (id, body, rev) in writer.tx.all::<(String, String, i64)>(sql::NAMING, params![group, naming(group)]).await? {
        if super::read::stored(&id, &body, rev)?.listing.organiser.group.as_deref() == Some(group) {
            writer.tx.run(sql::ADOPT, params![id, group]).await?;
        }
    }
    Ok(())
}

/// How a stored listing names its organiser's group.
fn naming(group: &str) -> String {
    format!("\"group\":\"{group}\"")
}

/// Gives another role, takes out, leaves, hands over.
pub async fn change(writer: &mut Writer, asked: Asked<'_>, group: &Known, command: &GroupCommand) -> DbResult<Outcome> {
    let own = asked.actor.account().unwrap_or_default();
    let before = members_of(writer, group.id()).await?;
    let is_owner = before.iter().any(|it| it.account == own && it.role == GroupRole::Owner);
    let (change, account) = match command {
        GroupCommand::SetRole { account, role, .. } => (Change::SetRole { account, role: *role }, account.as_str()),
        GroupCommand::RemoveMember { account, .. } => (Change::Remove { account }, account.as_str()),
        GroupCommand::Leave { .. } => (Change::Remove { account: own }, own),
        GroupCommand::HandOver { to, .. } => (Change::HandOver { from: is_owner.then_some(own), to }, to.as_str()),
        _ => return Ok(refused("", "bad_json")),
    };
    let after = match changed(&before, change) {
        Ok(after) => after,
        Err(problem) => return Ok(Outcome::Rejected(vec![problem])),
    };
    put_members(writer, group.id(), &before, &after).await?;
    if account != own {
        notices::tell(writer, account, NoticeCode::RoleChanged, &[group.title()], "/my/groups").await?;
    }
    done(writer).await
}

/// Makes an account the owner, when the city says so.
pub async fn make_owner(writer: &mut Writer, group: &str, account: &str) -> DbResult<Result<(), Problem>> {
    let before = members_of(writer, group).await?;
    if has_owner(&before) {
        return Ok(Err(Problem::new("", "group_has_owner")));
    }
    match changed(&before, Change::Join { account, role: GroupRole::Owner }) {
        Ok(after) => put_members(writer, group, &before, &after).await.map(Ok),
        Err(problem) => Ok(Err(problem)),
    }
}
