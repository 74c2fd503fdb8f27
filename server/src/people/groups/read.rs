//! Reads groups back from their rows: registrations for commands, and what pages show.

use super::{inconsistent, sql};
use crate::db::{Db, DbResult};
use crate::feed::Writer;
use crate::listings::Stored;
use crate::params;
use chrono::NaiveDate;
use engawa_app::listings::Listing;
use engawa_app::people::group::profile::Profile;
use engawa_app::people::group::renewal::Standing;
use engawa_app::people::group::{ClaimState, RegistrationClass, RegistrationState, Trust};
use engawa_core::rights::GroupRole;
use engawa_core::time::{Millis, jst_date};
use std::collections::{HashMap, HashSet};

type RegistrationRow = (String, String, String, String, String, String, String, i64, i64, i64, String, i64, String, String);

/// What the city knows of a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registration {
    /// Group.
    pub group: String,
    /// Where it stands.
    pub state: RegistrationState,
    /// 登録区分.
    pub class: RegistrationClass,
    /// Whether what it writes is looked at first.
    pub trust: Trust,
    /// Last day.
    pub valid_until: Option<NaiveDate>,
    /// The submission that it was made of; may be empty.
    pub submission: String,
    /// The group that it became; may be empty.
    pub merged_into: String,
    /// When it was last reminded; 0: never.
    pub reminded_at: Millis,
    /// The revision of its last change.
    pub rev: u64,
    /// What it told of itself.
    pub profile: Profile,
    /// When a renewal was asked for; 0: none waits.
    pub renewal_at: Millis,
    /// The submission that asks for it; may be empty.
    pub renewal: String,
    /// What it was told with the last decision.
    pub note: String,
}

/// What a group told of itself, as it is stored.
pub fn profile_of(group: &str, text: &str) -> DbResult<Profile> {
    if text.is_empty() { Ok(Profile::default()) } else { serde_json::from_str(text).map_err(|why| inconsistent(group, "profile", why)) }
}

impl Registration {
    /// Of a group that was listed before anybody of it came.
    pub fn claimed(listing: &Listing) -> Self {
        Self { state: RegistrationState::Registered, profile: Profile::of(listing), ..Self::pending(&listing.id) }
    }

    /// Of a group that waits.
    pub fn pending(group: &str) -> Self {
        Self {
            group: group.to_owned(),
            state: RegistrationState::Pending,
            class: RegistrationClass::Listed,
            trust: Trust::New,
            valid_until: None,
            submission: String::new(),
            merged_into: String::new(),
            reminded_at: 0,
            rev: 0,
            profile: Profile::default(),
            renewal_at: 0,
            renewal: String::new(),
            note: String::new(),
        }
    }

    /// As the calendar looks at it.
    pub fn standing(&self) -> Standing {
        Standing {
            state: self.state,
            valid_until: self.valid_until,
            reminded_on: (self.reminded_at > 0).then(|| jst_date(self.reminded_at)),
            is_asked: self.renewal_at > 0,
        }
    }

    fn of(row: RegistrationRow) -> DbResult<Self> {
        let (group, state, class, trust, until, submission, merged_into, reminded_at, rev, _, profile, renewal_at, renewal, note) = row;
        Ok(Self {
            state: RegistrationState::parse(&state).ok_or_else(|| inconsistent(&group, "state", &state))?,
            class: RegistrationClass::parse(&class).unwrap_or(RegistrationClass::Listed),
            trust: Trust::parse(&trust).unwrap_or(Trust::New),
            valid_until: day(&group, &until)?,
            rev: u64::try_from(rev).map_err(|why| inconsistent(&group, "rev", why))?,
            profile: profile_of(&group, &profile)?,
            submission,
            merged_into,
            reminded_at,
            renewal_at,
            renewal,
            note,
            group,
        })
    }

    /// Writes it at the next revision.
    pub async fn put(&mut self, writer: &mut Writer) -> DbResult<u64> {
        self.rev = writer.take_rev().await?;
        let profile = serde_json::to_string(&self.profile).map_err(|why| inconsistent(&self.group, "profile", why))?;
        let now = writer.now;
        let params = params![
            &self.group,
            self.state.code(),
            self.class.code(),
            self.trust.code(),
            self.valid_until.map_or_else(String::new, |day| day.to_string()),
            &self.submission,
            &self.merged_into,
            self.reminded_at,
            self.rev,
            now,
            profile,
            self.renewal_at,
            &self.renewal,
            &self.note
        ];
        writer.tx.run(sql::PUT_REGISTRATION, params).await?;
        Ok(self.rev)
    }
}

fn day(group: &str, text: &str) -> DbResult<Option<NaiveDate>> {
    if text.is_empty() { Ok(None) } else { text.parse().map(Some).map_err(|why| inconsistent(group, "valid_until", why)) }
}

/// A listing from its row.
pub(super) fn stored(id: &str, body: &str, rev: i64) -> DbResult<Stored> {
    let listing = serde_json::from_str(body).map_err(|why| inconsistent(id, "body", why))?;
    let rev = u64::try_from(rev).map_err(|why| inconsistent(id, "rev", why))?;
    Ok(Stored { listing, rev })
}

/// The registration of a group.
pub async fn registration(db: &Db, group: &str) -> DbResult<Option<Registration>> {
    db.first::<RegistrationRow>(sql::REGISTRATION, params![group]).await?.map(Registration::of).transpose()
}

/// How many groups in a row became another.
const MERGED_MAX: usize = 20;

/// The group that this one became, however often that became another; `None`: it is itself.
pub async fn became(db: &Db, group: &str) -> DbResult<Option<String>> {
    let mut at = group.to_owned();
    for _ in 0..MERGED_MAX {
        match db.first::<(String,)>(sql::MERGED_INTO, params![&at]).await? {
            Some((next,)) => at = next,
            None => return Ok((at != group).then_some(at)),
        }
    }
    Ok(None)
}

/// The same inside a transaction.
pub async fn registration_within(writer: &mut Writer, group: &str) -> DbResult<Option<Registration>> {
    writer.tx.first::<RegistrationRow>(sql::REGISTRATION, params![group]).await?.map(Registration::of).transpose()
}

/// A group in the list of staff.
#[derive(Clone, Debug)]
pub struct GroupRow {
    /// As it is listed.
    pub listing: Listing,
    /// Where it stands.
    pub state: RegistrationState,
    /// 登録区分, of those with a registration.
    pub class: Option<RegistrationClass>,
    /// Whether what it writes is looked at first.
    pub trust: Trust,
    /// Last day.
    pub valid_until: Option<NaiveDate>,
    /// A renewal waits.
    pub asks_renewal: bool,
    /// Somebody claims it.
    pub is_claimed: bool,
    /// How many members it has here.
    pub members: i64,
    /// When it last wrote about what it does; nothing: never.
    pub wrote_at: Option<Millis>,
}

/// Every group; bodies of the city apart, which register with nobody.
pub async fn every(db: &Db) -> DbResult<Vec<GroupRow>> {
    type Row = (String, String, i64, String, String, String, String, i64);
    let members: HashMap<String, i64> = db.all::<(String, i64)>(sql::MEMBER_COUNTS, params![]).await?.into_iter().collect();
    let wrote: HashMap<String, i64> = db.all::<(String, i64)>(sql::LAST_WRITTEN, params![]).await?.into_iter().collect();
    let claimed: HashSet<String> = db.all::<(String,)>(sql::CLAIMED, params![]).await?.into_iter().map(|(id,)| id).collect();
    let mut all = Vec::new();
    for (id, body, rev, state, class, trust, until, renewal_at) in db.all::<Row>(sql::EVERY, params![]).await? {
        let listing = stored(&id, &body, rev)?.listing;
        let engawa_app::listings::Details::Group(group) = &listing.details else { continue };
        if state.is_empty() && group.group_type.is_some_and(engawa_app::listings::GroupType::is_organisation) {
            continue;
        }
        all.push(GroupRow {
            state: RegistrationState::parse(&state).unwrap_or(RegistrationState::Unclaimed),
            class: RegistrationClass::parse(&class),
            trust: Trust::parse(&trust).unwrap_or(Trust::New),
            valid_until: day(&id, &until)?,
            asks_renewal: renewal_at > 0,
            is_claimed: claimed.contains(&id),
            members: members.get(&id).copied().unwrap_or_default(),
            wrote_at: wrote.get(&id).copied(),
            listing,
        });
    }
    Ok(all)
}

/// A member with their name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedMember {
    /// Account.
    pub account: String,
    /// Name on screen.
    pub name: String,
    /// As what.
    pub role: GroupRole,
    /// Since when.
    pub since: Millis,
}

/// The members of a group.
pub async fn members(db: &Db, group: &str) -> DbResult<Vec<NamedMember>> {
    let rows = db.all::<(String, String, String, i64)>(sql::NAMED_MEMBERS, params![group]).await?;
    let read = |(account, name, role, since): (String, String, String, i64)| {
        let role = GroupRole::parse(&role).ok_or_else(|| inconsistent(group, "member.role", &role))?;
        Ok(NamedMember { account, name, role, since })
    };
    rows.into_iter().map(read).collect()
}

/// The groups that an account alone leads, by id and name: it hands them over before it ends.
pub async fn led_alone(db: &Db, account: &str) -> DbResult<Vec<(String, String)>> {
    db.all::<(String, String)>(sql::LED_ALONE, params![account]).await
}

/// An invitation that can be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// Digest of its secret.
    pub digest: String,
    /// As what.
    pub role: GroupRole,
    /// Whom it is for.
    pub note: String,
    /// The inviter steps down.
    pub hands_over: bool,
    /// Until when.
    pub expires_at: Millis,
    /// How often.
    pub uses_left: i64,
}

/// The invitations of a group that can be used.
pub async fn invitations(db: &Db, group: &str, now: Millis) -> DbResult<Vec<Invitation>> {
    let rows = db.all::<(String, String, String, i64, i64, i64)>(sql::INVITATIONS_OF, params![group, now]).await?;
    let read = |(digest, role, note, hands_over, expires_at, uses_left): (String, String, String, i64, i64, i64)| {
        let role = GroupRole::parse(&role).ok_or_else(|| inconsistent(group, "invitation.role", &role))?;
        Ok(Invitation { digest, role, note, hands_over: hands_over > 0, expires_at, uses_left })
    };
    rows.into_iter().map(read).collect()
}

/// What an invitation is for: group and role. Nothing: there is none, or it is over.
pub async fn invitation(db: &Db, secret: &str, now: Millis) -> DbResult<Option<(String, GroupRole, bool)>> {
    let row = db.first::<(String, String, i64, String, i64, i64)>(sql::INVITATION, params![super::digest_of(secret)]).await?;
    let Some((group, role, hands_over, _, expires_at, uses_left)) = row else { return Ok(None) };
    if expires_at <= now || uses_left <= 0 {
        return Ok(None);
    }
    let role = GroupRole::parse(&role).ok_or_else(|| inconsistent(&group, "invitation.role", &role))?;
    Ok(Some((group, role, hands_over > 0)))
}

/// A claim on a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Its id.
    pub id: String,
    /// Whose.
    pub account: String,
    /// Their name.
    pub name: String,
    /// How the desk can see that it is theirs.
    pub proof: String,
    /// Where it stands.
    pub state: ClaimState,
    /// Why it was declined.
    pub reason: String,
    /// When it was made.
    pub at: Millis,
}

/// The claims on a group, newest first.
pub async fn claims(db: &Db, group: &str) -> DbResult<Vec<Claim>> {
    type Row = (String, String, String, String, String, String, i64);
    let rows = db.all::<Row>(sql::CLAIMS_ON, params![group]).await?;
    let read = |(id, account, name, proof, state, reason, at): Row| {
        let state = ClaimState::parse(&state).ok_or_else(|| inconsistent(group, "claim.state", &state))?;
        Ok(Claim { id, account, name, proof, state, reason, at })
    };
    rows.into_iter().map(read).collect()
}
