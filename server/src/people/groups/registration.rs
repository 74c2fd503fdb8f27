//! Registration: from the submission to the decision, renewal, lapse, end.

use super::members::{make_owner, members_of, put_invitation, put_members};
use super::read::Registration;
use super::{Known, bad_words, inconsistent, refused, sql};
use crate::commands::Outcome;
use crate::db::DbResult;
use crate::feed::Writer;
use crate::listings::{self, sql as listing_sql};
use crate::params;
use crate::people::{Asked, mail, notices};
use chrono::NaiveDate;
use engawa_app::listings::{Listing, State, rules};
use engawa_app::messages::people::groups as m;
use engawa_app::people::group::members::Member;
use engawa_app::people::group::profile::ProfileField;
use engawa_app::people::group::renewal::{Due, due};
use engawa_app::people::group::{DAYS_MAX, GroupCommand, Invite, RegistrationClass, RegistrationState, SECRET_MIN, Trust, WORDS_MAX, from_form};
use engawa_app::people::notice::NoticeCode;
use engawa_core::Lang;
use engawa_core::form::Answers;
use engawa_core::rights::{DeskRole, GroupRole};
use engawa_core::time::jst_date;

/// Makes a group that waits, of what was sent in.
pub async fn register(writer: &mut Writer, group: &str, submission: &str, class: RegistrationClass) -> DbResult<Outcome> {
    if writer.tx.first::<(String, i64)>(listing_sql::ONE, params![group]).await?.is_some() {
        return Ok(refused("group", "bad_json"));
    }
    let Some((answers, _)) = writer.tx.first::<(String, String)>(sql::SUBMISSION, params![submission]).await? else {
        return Ok(refused("submission", "not_found"));
    };
    if writer.tx.first::<(String,)>(sql::OF_SUBMISSION, params![submission]).await?.is_some() {
        return Ok(refused("submission", "group_registered_already"));
    }
    let answers: Answers = serde_json::from_str(&answers).map_err(|why| inconsistent(group, "answers", why))?;
    let (listing, profile) = match from_form::read(&answers, group) {
        Ok(found) => found,
        Err(problem) => return Ok(Outcome::Rejected(vec![problem])),
    };
    let problems = rules::check(&listing);
    if !problems.is_empty() {
        return Ok(Outcome::Rejected(problems));
    }
    listings::write(writer, None, &listing, None).await?;
    writer.tx.run(sql::SET_GROUP, params![group, group]).await?;
    let mut registration = Registration { class, profile, submission: submission.to_owned(), ..Registration::pending(group) };
    let rev = registration.put(writer).await?;
    let path = format!("/staff/groups/{group}");
    notices::tell_desk(writer, "", DeskRole::Staff, NoticeCode::RegistrationWaits, &[&listing.title], &path).await?;
    Ok(Outcome::Done { rev })
}

/// Decides about a registration or a renewal.
pub async fn decide(writer: &mut Writer, asked: Asked<'_>, group: Known, command: &GroupCommand) -> DbResult<Outcome> {
    let (accept, reason, valid_until) = match command {
        GroupCommand::Decide { accept, reason, valid_until, .. } | GroupCommand::DecideRenewal { accept, reason, valid_until, .. } => {
            (*accept, reason.trim(), *valid_until)
        }
        _ => return Ok(refused("", "bad_json")),
    };
    if let Some(problem) = bad_words("reason", reason, !accept, WORDS_MAX) {
        return Ok(problem);
    }
    if accept && valid_until.is_some_and(|day| day <= jst_date(writer.now)) {
        return Ok(refused("valid_until", "valid_until_past"));
    }
    match command {
        GroupCommand::Decide { class, secret, .. } => decide_registration(writer, asked, group, (accept, reason, valid_until), *class, secret).await,
        _ => decide_renewal(writer, group, (accept, reason, valid_until)).await,
    }
}

type Decision<'a> = (bool, &'a str, Option<NaiveDate>);

async fn decide_registration(
    writer: &mut Writer,
    asked: Asked<'_>,
    group: Known,
    (accept, reason, valid_until): Decision<'_>,
    class: RegistrationClass,
    secret: &str,
) -> DbResult<Outcome> {
    let mut registration = group.registration();
    // A group that was listed without a registration may get one, and who was declined may be taken after all.
    let open = match group.state() {
        RegistrationState::Pending | RegistrationState::Declined => true,
        RegistrationState::Registered => accept,
        _ => false,
    };
    if !open {
        return Ok(refused("", "decided_already"));
    }
    let account = match registration.submission.as_str() {
        "" => String::new(),
        id => writer.tx.first::<(String, String)>(sql::SUBMISSION, params![id]).await?.map_or_else(String::new, |(_, account)| account),
    };
    reason.clone_into(&mut registration.note);
    if accept {
        let after = Listing { state: State::Published, confirmed_on: Some(jst_date(writer.now)), ..group.stored.listing.clone() };
        if let Err(problems) = group.write(writer, &after).await? {
            return Ok(Outcome::Rejected(problems));
        }
        (registration.state, registration.class, registration.valid_until) = (RegistrationState::Registered, class, valid_until);
        if members_of(writer, group.id()).await?.is_empty() {
            if !account.is_empty() {
                if let Err(problem) = make_owner(writer, group.id(), &account).await? {
                    return Ok(Outcome::Rejected(vec![problem]));
                }
            } else if secret.len() >= SECRET_MIN {
                let invite = Invite {
                    group: group.id().to_owned(),
                    role: GroupRole::Owner,
                    note: registration.profile.representative.clone(),
                    secret: secret.to_owned(),
                    days: DAYS_MAX,
                    uses: 1,
                    hands_over: false,
                };
                put_invitation(writer, asked.actor.account().unwrap_or_default(), &invite).await?;
            }
        }
    } else {
        registration.state = RegistrationState::Declined;
    }
    let rev = registration.put(writer).await?;
    if !account.is_empty() {
        let path = if accept { format!("/my/groups/{}", group.id()) } else { "/my/groups".to_owned() };
        notices::tell(writer, &account, NoticeCode::RegistrationDecided, &[group.title(), registration.state.code()], &path).await?;
    }
    Ok(Outcome::Done { rev })
}

async fn decide_renewal(writer: &mut Writer, group: Known, (accept, reason, valid_until): Decision<'_>) -> DbResult<Outcome> {
    let mut registration = group.registration();
    if !matches!(registration.state, RegistrationState::Registered | RegistrationState::Lapsed) || (!accept && registration.renewal_at == 0) {
        return Ok(refused("", "decided_already"));
    }
    if accept {
        (registration.state, registration.valid_until) = (RegistrationState::Registered, valid_until);
    }
    registration.renewal_at = 0;
    reason.clone_into(&mut registration.note);
    let rev = registration.put(writer).await?;
    let outcome = if accept { RegistrationState::Registered } else { RegistrationState::Declined };
    let path = format!("/my/groups/{}", group.id());
    notices::tell_group(writer, group.id(), GroupRole::Owner, NoticeCode::RegistrationDecided, &[group.title(), outcome.code()], &path).await?;
    Ok(Outcome::Done { rev })
}

/// Asks for a renewal.
pub async fn ask_renewal(writer: &mut Writer, group: Known, submission: &str) -> DbResult<Outcome> {
    let mut registration = group.registration();
    if !matches!(registration.state, RegistrationState::Registered | RegistrationState::Lapsed) {
        return Ok(refused("", "group_over"));
    }
    if registration.renewal_at > 0 {
        return Ok(refused("", "renewal_waits"));
    }
    if !submission.is_empty() && writer.tx.first::<(String, String)>(sql::SUBMISSION, params![submission]).await?.is_none() {
        return Ok(refused("submission", "not_found"));
    }
    registration.renewal_at = writer.now;
    submission.clone_into(&mut registration.renewal);
    let rev = registration.put(writer).await?;
    let path = format!("/staff/groups/{}", group.id());
    notices::tell_desk(writer, "", DeskRole::Staff, NoticeCode::RegistrationWaits, &[group.title()], &path).await?;
    Ok(Outcome::Done { rev })
}

/// Reminds the owners, if that is due.
pub async fn remind(writer: &mut Writer, group: Known) -> DbResult<Outcome> {
    let mut registration = group.registration();
    let (Due::Remind, Some(until)) = (due(jst_date(writer.now), &registration.standing()), registration.valid_until) else {
        return Ok(refused("", "not_due"));
    };
    registration.reminded_at = writer.now;
    let rev = registration.put(writer).await?;
    let (until, path) = (until.to_string(), format!("/my/groups/{}", group.id()));
    notices::tell_group(writer, group.id(), GroupRole::Owner, NoticeCode::RenewalDue, &[group.title(), &until], &path).await?;
    for (email, lang) in writer.tx.all::<(String, String)>(sql::OWNERS_BY_MAIL, params![group.id()]).await? {
        let lang = Lang::parse(&lang).unwrap_or_default();
        let words = [group.title(), until.as_str()];
        mail::put(writer, &email, &m::MAIL_RENEWAL.with(lang, &words), &m::MAIL_RENEWAL_TEXT.with(lang, &words)).await?;
    }
    Ok(Outcome::Done { rev })
}

/// Lets a registration lapse, if that is due. What the group published stays; what it writes from now on is looked at first.
pub async fn lapse(writer: &mut Writer, group: Known) -> DbResult<Outcome> {
    let mut registration = group.registration();
    if due(jst_date(writer.now), &registration.standing()) != Due::Lapse {
        return Ok(refused("", "not_due"));
    }
    (registration.state, registration.trust) = (RegistrationState::Lapsed, Trust::New);
    let rev = registration.put(writer).await?;
    let path = format!("/my/groups/{}", group.id());
    notices::tell_group(writer, group.id(), GroupRole::Owner, NoticeCode::RegistrationDecided, &[group.title(), registration.state.code()], &path)
        .await?;
    Ok(Outcome::Done { rev })
}

/// Looks at what it writes before or after it is shown.
pub async fn set_trust(writer: &mut Writer, group: Known, trust: Trust) -> DbResult<Outcome> {
    if !matches!(group.state(), RegistrationState::Registered | RegistrationState::Lapsed) {
        return Ok(refused("", "group_over"));
    }
    let mut registration = Registration { trust, ..group.registration() };
    Ok(Outcome::Done { rev: registration.put(writer).await? })
}

/// Says which fields everybody may see.
pub async fn set_public(writer: &mut Writer, group: Known, public: &[ProfileField]) -> DbResult<Outcome> {
    if !group.state().is_alive() {
        return Ok(refused("", "group_over"));
    }
    let mut registration = group.registration();
    registration.profile.learn(&group.stored.listing);
    registration.profile.public = ProfileField::ALL.iter().copied().filter(|field| public.contains(field)).collect();
    let mut after = group.stored.listing.clone();
    registration.profile.show_in(&mut after);
    if let Err(problems) = group.write(writer, &after).await? {
        return Ok(Outcome::Rejected(problems));
    }
    Ok(Outcome::Done { rev: registration.put(writer).await? })
}

/// The group is dissolved: its page says so, and nobody publishes for it any more.
pub async fn end(writer: &mut Writer, group: Known, reason: &str) -> DbResult<Outcome> {
    if let Some(problem) = bad_words("reason", reason, false, WORDS_MAX) {
        return Ok(problem);
    }
    if !group.state().is_alive() {
        return Ok(refused("", "group_over"));
    }
    let mut registration = group.registration();
    registration.state = RegistrationState::Ended;
    registration.renewal_at = 0;
    reason.trim().clone_into(&mut registration.note);
    if group.stored.listing.state == State::Published {
        let after = Listing { state: State::Ended, ..group.stored.listing.clone() };
        if let Err(problems) = group.write(writer, &after).await? {
            return Ok(Outcome::Rejected(problems));
        }
    }
    let before = members_of(writer, group.id()).await?;
    let after: Vec<Member> = before.iter().map(|it| Member { role: GroupRole::Viewer, ..it.clone() }).collect();
    put_members(writer, group.id(), &before, &after).await?;
    writer.tx.run(sql::END_INVITATIONS_OF, params![group.id()]).await?;
    Ok(Outcome::Done { rev: registration.put(writer).await? })
}
