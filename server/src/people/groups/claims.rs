//! Claims: a listed group says that it is itself, the desk looks at the proof.

use super::members::{come_in, make_owner, members_of};
use super::{Known, bad_words, done, inconsistent, refused, sql};
use crate::commands::Outcome;
use crate::db::DbResult;
use crate::feed::Writer;
use crate::params;
use crate::people::{Asked, notices};
use engawa_app::people::group::members::has_owner;
use engawa_app::people::group::{ClaimState, WORDS_MAX};
use engawa_app::people::notice::NoticeCode;
use engawa_core::Problem;
use engawa_core::rights::DeskRole;

/// Claims a group under the command's id.
pub async fn claim(writer: &mut Writer, asked: Asked<'_>, group: &Known, proof: &str) -> DbResult<Outcome> {
    let Some(account) = asked.actor.account() else { return Ok(Outcome::Forbidden) };
    if let Some(problem) = bad_words("proof", proof, true, WORDS_MAX) {
        return Ok(problem);
    }
    // What is not listed for everybody is nobody's to find here.
    if !group.state().is_alive() || !group.stored.listing.is_public() {
        return Ok(refused("group", "unknown_group"));
    }
    if has_owner(&members_of(writer, group.id()).await?) {
        return Ok(refused("group", "group_has_owner"));
    }
    if writer.tx.first::<(String,)>(sql::WAITING_CLAIM, params![group.id(), account]).await?.is_some() {
        return Ok(refused("", "claim_waits"));
    }
    let now = writer.now;
    writer.tx.run(sql::PUT_CLAIM, params![asked.id, group.id(), account, proof.trim(), now]).await?;
    let path = format!("/staff/groups/{}", group.id());
    notices::tell_desk(writer, "", DeskRole::Staff, NoticeCode::ClaimWaits, &[group.title()], &path).await?;
    done(writer).await
}

/// Decides about a claim.
pub async fn decide(writer: &mut Writer, asked: Asked<'_>, group: Known, claim: &str, accept: bool, reason: &str) -> DbResult<Outcome> {
    if let Some(problem) = bad_words("reason", reason, !accept, WORDS_MAX) {
        return Ok(problem);
    }
    let row = writer.tx.first::<(String, String, String)>(sql::CLAIM, params![claim]).await?;
    let Some((_, account, state)) = row.filter(|(of, ..)| of == group.id()) else { return Ok(refused("claim", "not_found")) };
    let state = ClaimState::parse(&state).ok_or_else(|| inconsistent(group.id(), "claim.state", &state))?;
    if state != ClaimState::Asked {
        return Ok(refused("claim", "decided_already"));
    }
    let decided = if accept { ClaimState::Accepted } else { ClaimState::Declined };
    if accept {
        if !group.state().is_alive() {
            return Ok(Outcome::Rejected(vec![Problem::new("group", "group_over")]));
        }
        if let Err(problem) = make_owner(writer, group.id(), &account).await? {
            return Ok(Outcome::Rejected(vec![problem]));
        }
        come_in(writer, &group).await?;
    }
    let now = writer.now;
    writer.tx.run(sql::DECIDE_CLAIM, params![claim, decided.code(), reason.trim(), now, asked.actor.name()]).await?;
    let path = if accept { format!("/my/groups/{}", group.id()) } else { "/my/groups".to_owned() };
    notices::tell(writer, &account, NoticeCode::ClaimDecided, &[group.title(), decided.code()], &path).await?;
    done(writer).await
}
