//! Links and codes that go out by e-mail: signing in, confirming an address, a guardian's consent; and the codes on papers that a guardian
//! signs.
//!
//! Invariants: a link is used once, and its secret and its code are stored only as digests; a code serves only the browser that asked for
//! it, for [`TRIES_MAX`] tries; whether an address has an account changes nothing about what is asked, stored or sent. How many mails go
//! out is counted by address and by browser: both may be behind the one address of a library.

use super::{SignInError, failures, mail, note_refused, secret, sql};
use crate::db::{Db, DbError, DbResult};
use crate::feed::Writer;
use crate::params;
use engawa_app::messages::people::sign_in as m;
use engawa_core::time::{DAY_MS, Millis};
use engawa_core::{Lang, Problem};

/// A link or code for signing in works for so long: the most that ASVS 6.5.5 allows, of both alike. The mails and the page say it.
pub const SIGN_IN_MS: Millis = 10 * 60 * 1000;
/// A link that confirms an address works for so long.
pub const CONFIRM_MS: Millis = 24 * 60 * 60 * 1000;
/// A guardian has so long.
pub const GUARDIAN_MS: Millis = 14 * 24 * 60 * 60 * 1000;
/// So many papers that were printed for one account are good at once: the newest, so that one that was signed is not void because somebody
/// looked at the page again.
const PAPERS_MAX: i64 = 5;
/// So often a code may be tried.
pub const TRIES_MAX: i64 = 5;
/// So many codes of one address may be wrong within a day; links still work then.
const WRONG_A_DAY: i64 = 20;
/// So many links to one address can be open at once.
const TO_ONE_ADDRESS: i64 = 3;
/// So many links that one browser asked for can be open at once.
const BY_ONE_BROWSER: i64 = 5;

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Signing in.
    SignIn,
    /// A new address.
    Confirm,
    /// The consent of a guardian.
    Guardian,
    /// The same on paper: no link, but the code that is printed on it.
    Paper,
}

impl Purpose {
    fn code(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::Confirm => "confirm_email",
            Self::Guardian => "guardian",
            Self::Paper => "guardian_paper",
        }
    }

    /// The page that the link of a mail opens.
    pub fn path(self) -> &'static str {
        match self {
            Self::SignIn => "/sign-in/link",
            Self::Confirm => "/sign-in/confirm",
            Self::Guardian => "/sign-in/guardian",
            Self::Paper => "/sign-in/paper",
        }
    }

    fn lasts(self) -> Millis {
        match self {
            Self::SignIn => SIGN_IN_MS,
            Self::Confirm => CONFIRM_MS,
            Self::Guardian => GUARDIAN_MS,
            // As long as the account waits.
            Self::Paper => 2 * GUARDIAN_MS,
        }
    }
}

/// Who writes a mail, and in which language.
#[derive(Clone, Debug)]
pub struct Sender {
    /// The name of the site.
    pub site: String,
    /// Its address, `https://city.example.jp`.
    pub origin: String,
    /// The language of the mail.
    pub lang: Lang,
}

/// What a link that can be used says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The account; empty for signing in.
    pub account: String,
    /// The address that it went to.
    pub email: String,
    /// Where to go afterwards.
    pub next: String,
}

impl From<(String, String, String)> for Link {
    fn from((account, email, next): (String, String, String)) -> Self {
        Self { account, email, next }
    }
}

struct Ask<'a> {
    purpose: Purpose,
    account: &'a str,
    email: &'a str,
    /// Digest of who asks; empty: it is not counted.
    asker: &'a str,
    next: &'a str,
}

/// Keeps a link, unless there are too many. Gives its address and its code.
async fn open(writer: &mut Writer, sender: &Sender, ask: &Ask<'_>) -> DbResult<Option<(String, String)>> {
    let now = writer.now;
    let purpose = ask.purpose.code();
    writer.tx.run(sql::DROP_OLD_LINKS, params![now]).await?;
    let to = writer.tx.first::<(i64,)>(sql::LINKS_TO, params![purpose, ask.email, now]).await?.map_or(0, |(count,)| count);
    let by = writer.tx.first::<(i64,)>(sql::LINKS_BY, params![ask.asker, now]).await?.map_or(0, |(count,)| count);
    if to >= TO_ONE_ADDRESS || by >= BY_ONE_BROWSER {
        return Ok(None);
    }
    let (token, code) = (secret::token(), secret::figures());
    let digest = secret::digest(purpose, &token);
    let of_code = if ask.purpose == Purpose::SignIn { secret::digest(&digest, &code) } else { String::new() };
    let expires = now + ask.purpose.lasts();
    writer.tx.run(sql::PUT_LINK, params![digest, purpose, ask.account, ask.email, of_code, ask.asker, ask.next, expires]).await?;
    Ok(Some((format!("{}{}?t={token}", sender.origin, ask.purpose.path()), code)))
}

/// What is stored of the secret that a browser keeps.
fn asker_of(browser: &str) -> String {
    secret::digest("asker", browser)
}

/// Sends a link and a code to an address. `browser`: the secret of the browser that asks.
pub async fn ask_sign_in(db: &Db, sender: &Sender, email: &str, browser: &str, next: &str, now: Millis) -> DbResult<()> {
    let mut writer = Writer::begin(db, now, "anonymous").await?;
    let asker = asker_of(browser);
    // Only the newest code of a browser can be typed, so that asking again gives no more tries.
    writer.tx.run(sql::VOID_CODES, params![&asker]).await?;
    let ask = Ask { purpose: Purpose::SignIn, account: "", email, asker: &asker, next };
    if let Some((address, code)) = open(&mut writer, sender, &ask).await? {
        let subject = m::MAIL_SIGN_IN_SUBJECT.with(sender.lang, &[&sender.site]);
        mail::put(&mut writer, email, &subject, &m::MAIL_SIGN_IN.with(sender.lang, &[&sender.site, &address, &code])).await?;
    }
    writer.commit().await
}

/// Asks a guardian, inside the transaction that made the account or asks once more.
pub async fn ask_guardian(writer: &mut Writer, sender: &Sender, account: &str, name: &str, guardian: &str) -> DbResult<()> {
    let ask = Ask { purpose: Purpose::Guardian, account, email: guardian, asker: "", next: "" };
    if let Some((address, _)) = open(writer, sender, &ask).await? {
        let subject = m::MAIL_GUARDIAN_SUBJECT.with(sender.lang, &[&sender.site]);
        mail::put(writer, guardian, &subject, &m::MAIL_GUARDIAN.with(sender.lang, &[&sender.site, name, &address])).await?;
    }
    Ok(())
}

/// Asks a new address of an account whether it is right.
pub async fn ask_confirm(db: &Db, sender: &Sender, account: &str, email: &str, now: Millis) -> DbResult<()> {
    let mut writer = Writer::begin(db, now, format!("account:{account}")).await?;
    let asker = secret::digest("account", account);
    let ask = Ask { purpose: Purpose::Confirm, account, email, asker: &asker, next: "" };
    if let Some((address, _)) = open(&mut writer, sender, &ask).await? {
        let subject = m::MAIL_CONFIRM_SUBJECT.with(sender.lang, &[&sender.site]);
        mail::put(&mut writer, email, &subject, &m::MAIL_CONFIRM.with(sender.lang, &[&sender.site, &address])).await?;
    }
    writer.commit().await
}

/// What a link says, without using it: programs open the links in mails too.
pub async fn look(db: &Db, purpose: Purpose, token: &str, now: Millis) -> DbResult<Option<Link>> {
    let params = params![secret::digest(purpose.code(), token), purpose.code(), now];
    Ok(db.first::<(String, String, String)>(sql::LINK, params).await?.map(Link::from))
}

/// Uses a link.
pub async fn use_link(writer: &mut Writer, purpose: Purpose, token: &str) -> DbResult<Option<Link>> {
    let params = params![secret::digest(purpose.code(), token), purpose.code(), writer.now];
    Ok(writer.tx.first::<(String, String, String)>(sql::USE_LINK, params).await?.map(Link::from))
}

/// Uses the link of a mail for signing in; the others to the same address are void then.
pub async fn use_sign_in(db: &Db, token: &str, now: Millis) -> DbResult<Option<Link>> {
    let mut writer = Writer::begin(db, now, "anonymous").await?;
    let found = use_link(&mut writer, Purpose::SignIn, token).await?;
    if let Some(link) = &found {
        writer.tx.run(sql::DROP_LINKS_TO, params![Purpose::SignIn.code(), &link.email]).await?;
    }
    writer.commit().await?;
    Ok(found)
}

/// Uses the code of the newest mail that this browser asked for.
pub async fn use_code(db: &Db, browser: &str, typed: &str, now: Millis) -> DbResult<Result<Link, SignInError>> {
    type Row = (String, String, String, String);
    let mut writer = Writer::begin(db, now, "anonymous").await?;
    let row = writer.tx.first::<Row>(sql::TRY_CODE, params![asker_of(browser), TRIES_MAX, now]).await?;
    let Some((digest, code, email, next)) = row else { return Ok(Err(SignInError::Wrong)) };
    let key = secret::digest("code", &email);
    let figures: String = engawa_core::text::digits(typed).chars().filter(char::is_ascii_digit).collect();
    let outcome = if failures::since_within(&mut writer, &key, now - DAY_MS).await? >= WRONG_A_DAY {
        Err(SignInError::TooMany)
    } else if secret::digest(&digest, &figures) == code {
        writer.tx.run(sql::DROP_LINKS_TO, params![Purpose::SignIn.code(), &email]).await?;
        Ok(Link { account: String::new(), email, next })
    } else {
        failures::note(&mut writer, &key).await?;
        note_refused(&mut writer, "code", &email, "").await?;
        Err(SignInError::Wrong)
    };
    writer.commit().await?;
    Ok(outcome)
}

/// Uses a link that confirms a new address; the old one is told.
pub async fn confirm(db: &Db, sender: &Sender, token: &str, now: Millis) -> DbResult<Result<(), Problem>> {
    let over = || Ok(Err(Problem::new("", "wrong_code")));
    let taken = || Ok(Err(Problem::new("", "address_taken")));
    let mut writer = Writer::begin(db, now, "anonymous").await?;
    let Some(link) = use_link(&mut writer, Purpose::Confirm, token).await? else { return over() };
    let Some(before) = super::accounts::profile_within(&mut writer, &link.account).await? else { return over() };
    writer.actor = before.actor_name();
    let other = writer.tx.first::<(String, i64, i64)>(sql::BY_EMAIL, params![&link.email]).await?;
    if other.is_some_and(|(id, ..)| id != before.id) {
        // The link is used, whatever it led to.
        writer.commit().await?;
        return taken();
    }
    match writer.tx.run(sql::SET_EMAIL, params![&before.id, &link.email, now]).await {
        // Another account took it at the same moment.
        Err(DbError::Duplicate(_)) => return taken(),
        done => done?,
    };
    // What lies in the old mailbox opens nothing any more, and what was asked for other new addresses changes nothing.
    writer.tx.run(sql::DROP_LINKS_TO, params![Purpose::SignIn.code(), &before.email]).await?;
    writer.tx.run(sql::DROP_LINKS_FOR, params![Purpose::Confirm.code(), &before.id]).await?;
    writer.audit_about("account.set_email", &before.id, &before.id, "").await?;
    if !before.email.is_empty() && before.email != link.email {
        let subject = m::MAIL_CHANGED_SUBJECT.with(before.lang, &[&sender.site]);
        mail::put(&mut writer, &before.email, &subject, &m::MAIL_CHANGED.with(before.lang, &[&sender.site])).await?;
    }
    writer.commit().await?;
    Ok(Ok(()))
}

/// Uses the link of a guardian: the account waits no longer.
pub async fn consent(db: &Db, sender: &Sender, token: &str, now: Millis) -> DbResult<bool> {
    let mut writer = Writer::begin(db, now, "anonymous").await?;
    let Some(link) = use_link(&mut writer, Purpose::Guardian, token).await? else { return Ok(false) };
    let Some(profile) = super::accounts::profile_within(&mut writer, &link.account).await? else { return Ok(false) };
    if writer.tx.run(sql::CONSENT, params![&profile.id, now, &link.email]).await? == 0 {
        return Ok(false);
    }
    writer.tx.run(sql::DROP_LINKS_FOR, params![Purpose::Paper.code(), &profile.id]).await?;
    writer.audit_about("account.consent", &profile.id, &profile.id, "").await?;
    let subject = m::MAIL_CONSENTED_SUBJECT.with(profile.lang, &[&sender.site]);
    mail::put(&mut writer, &profile.email, &subject, &m::MAIL_CONSENTED.with(profile.lang, &[&sender.site])).await?;
    writer.commit().await?;
    Ok(true)
}

/// Makes the code of a paper for the guardian of an account; what is stored of it is a digest. The oldest of many papers are void then.
pub async fn make_paper(db: &Db, account: &str, actor: &str, now: Millis) -> DbResult<String> {
    let (purpose, code) = (Purpose::Paper, secret::written_short());
    let mut writer = Writer::begin(db, now, actor).await?;
    let digest = secret::digest(purpose.code(), &secret::folded(&code));
    writer.tx.run(sql::PUT_LINK, params![digest, purpose.code(), account, "", "", "", "", now + purpose.lasts()]).await?;
    writer.tx.run(sql::KEEP_NEWEST_LINKS, params![purpose.code(), account, PAPERS_MAX]).await?;
    writer.commit().await?;
    Ok(code)
}

/// What names the account on a paper.
#[derive(Clone, Copy, Debug)]
pub enum OnPaper<'a> {
    /// The code that was printed on it, as somebody typed it.
    Code(&'a str),
    /// The address with which the minor signs in.
    Email(&'a str),
}

/// A guardian signed a paper that staff saw: its account waits no longer, and the link in their mail and other papers are worth nothing.
/// `false`: there is no account of this code or address, or it does not wait for a guardian.
pub async fn consent_on_paper(writer: &mut Writer, on: OnPaper<'_>, paper: &str) -> DbResult<bool> {
    let now = writer.now;
    let found = match on {
        OnPaper::Code(typed) => {
            let digest = secret::digest(Purpose::Paper.code(), &secret::folded(typed));
            let row = writer.tx.first::<(String, String, String)>(sql::LINK, params![digest, Purpose::Paper.code(), now]).await?;
            row.map(|(account, ..)| account)
        }
        OnPaper::Email(email) => writer.tx.first::<(String, i64, i64)>(sql::BY_EMAIL, params![email]).await?.map(|(account, ..)| account),
    };
    let Some(id) = found else { return Ok(false) };
    let Some(profile) = super::accounts::profile_within(writer, &id).await? else { return Ok(false) };
    if writer.tx.run(sql::CONSENT_ON_PAPER, params![&id, now, paper]).await? == 0 {
        return Ok(false);
    }
    for purpose in [Purpose::Guardian, Purpose::Paper] {
        writer.tx.run(sql::DROP_LINKS_FOR, params![purpose.code(), &id]).await?;
    }
    writer.audit_about("account.consent", &id, &id, "paper").await?;
    mail::put(writer, &profile.email, m::MAIL_PAPER_SUBJECT.text(profile.lang), m::MAIL_PAPER.text(profile.lang)).await?;
    Ok(true)
}
