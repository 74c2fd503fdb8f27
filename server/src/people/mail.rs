//! Mail: written into the store in the transaction that it tells of, handed to the SMTP server afterwards.
//!
//! Invariants: no mail goes out for what did not commit; a mail that cannot be delivered now waits; logs never hold an address; no
//! header can be smuggled in, because subject and address are one line each and the message is built by `lettre`. A mail that was
//! handed over and not yet deleted when the process died goes out again: once too often is better than never.

use super::sql;
use crate::clock::now_ms;
use crate::db::{Db, DbResult};
use crate::feed::Writer;
use crate::params;
use engawa_core::text;
use engawa_core::time::Millis;
use lettre::message::header::ContentType;
use lettre::message::{Mailbox, Message};
use lettre::{Address, AsyncSmtpTransport, AsyncTransport as _, Tokio1Executor};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// How often the outgoing box is looked into.
const EVERY: Duration = Duration::from_secs(2);
/// Mails of one round.
const ROUND: i64 = 50;
/// The SMTP server has this long for each step.
const TIMEOUT: Duration = Duration::from_secs(20);
/// A mail that could not be delivered for so long is given up: what it tells is old.
const KEPT_MS: Millis = 3 * 24 * 60 * 60 * 1000;
/// Between two tries of one mail at most.
const PAUSE_MAX_MS: Millis = 60 * 60 * 1000;

/// The city's SMTP server: `ENGAWA_SMTP_URL` (`smtp://localhost:25`, `smtps://user:password@host`), or a file that holds the same
/// (`ENGAWA_SMTP_URL_FILE`, read before each round, so that a password can be changed without a restart), and `ENGAWA_MAIL_FROM`.
#[derive(Clone)]
pub struct Mailer {
    url: Url,
    from: Mailbox,
}

#[derive(Clone)]
enum Url {
    Fixed(Arc<str>),
    File(PathBuf),
}

impl std::fmt::Debug for Mailer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The URL holds a password.
        f.write_str("Mailer")
    }
}

/// Why a mail did not go out, in a word without anything personal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Trouble {
    /// The address or the text make no mail: it never will.
    Unsendable,
    /// The SMTP server does not want it: it never will.
    Refused,
    /// Not now.
    Later(&'static str),
}

impl Mailer {
    /// From the environment; `None`: this server sends no mail.
    pub fn from_env() -> Option<Self> {
        let var = |name: &str| std::env::var(name).ok().filter(|value| !value.trim().is_empty());
        let url = match (var("ENGAWA_SMTP_URL_FILE"), var("ENGAWA_SMTP_URL")) {
            (Some(file), _) => Url::File(PathBuf::from(file)),
            (None, Some(url)) => Url::Fixed(Arc::from(url.trim())),
            (None, None) => return None,
        };
        let Some(from) = var("ENGAWA_MAIL_FROM").and_then(|from| from.trim().parse::<Mailbox>().ok()) else {
            tracing::error!("ENGAWA_MAIL_FROM is not an e-mail address: no mail is sent");
            return None;
        };
        Some(Self { url, from })
    }

    /// With a server and a sender that are known already. `None`: the sender is no address.
    pub fn new(url: &str, from: &str) -> Option<Self> {
        Some(Self { url: Url::Fixed(Arc::from(url)), from: from.parse().ok()? })
    }

    /// Hands over once what is due, over a connection of its own.
    pub async fn deliver(&self, db: &Db, now: Millis) -> DbResult<()> {
        match self.address().and_then(|url| connect(&url)) {
            Ok(transport) => self.round(db, &transport, now).await,
            Err(trouble) => {
                tracing::error!(?trouble, "the address of the SMTP server cannot be used");
                Ok(())
            }
        }
    }

    /// Where the SMTP server is now.
    fn address(&self) -> Result<String, Trouble> {
        match &self.url {
            Url::Fixed(url) => Ok(url.to_string()),
            Url::File(path) => std::fs::read_to_string(path).map(|text| text.trim().to_owned()).map_err(|_| Trouble::Later("no_url")),
        }
    }

    /// Delivers for as long as the process lives.
    pub fn follow(&self, site: String, db: Db) {
        let mailer = self.clone();
        tokio::spawn(async move {
            // The connections are kept for as long as the address stays the same.
            let mut known: Option<(String, AsyncSmtpTransport<Tokio1Executor>)> = None;
            let mut told = None;
            loop {
                tokio::time::sleep(EVERY).await;
                let connected = mailer.address().and_then(|url| {
                    if known.as_ref().is_none_or(|(at, _)| *at != url) {
                        let transport = connect(&url)?;
                        known = Some((url, transport));
                    }
                    Ok(())
                });
                // Said once, not every two seconds.
                if connected.err() != told {
                    told = connected.err();
                    if let Some(trouble) = told {
                        tracing::error!(site, ?trouble, "the address of the SMTP server cannot be used");
                    }
                }
                if let Some((_, transport)) = &known
                    && let Err(error) = mailer.round(&db, transport, now_ms()).await
                {
                    tracing::error!(site, %error, "the outgoing box could not be read or written");
                }
            }
        });
    }

    /// Hands over what is due.
    async fn round(&self, db: &Db, transport: &AsyncSmtpTransport<Tokio1Executor>, now: Millis) -> DbResult<()> {
        let due = db.all::<(String, String, String, String, i64, i64)>(sql::DUE_MAILS, params![now, ROUND]).await?;
        for (id, to, subject, body, made_at, tries) in due {
            let outcome = match message(&self.from, &to, &subject, body) {
                Ok(message) => transport.send(message).await.map(|_| ()).map_err(|error| trouble_of(&error)),
                Err(trouble) => Err(trouble),
            };
            let mut tx = db.begin().await?;
            match outcome {
                Ok(()) => {
                    tx.run(sql::DROP_MAIL, params![&id]).await?;
                }
                Err(trouble @ (Trouble::Unsendable | Trouble::Refused)) => {
                    tracing::warn!(mail = id, ?trouble, "a mail was given up");
                    tx.run(sql::DROP_MAIL, params![&id]).await?;
                }
                Err(Trouble::Later(why)) if now - made_at > KEPT_MS => {
                    tracing::warn!(mail = id, why, "a mail was given up, because it is too old");
                    tx.run(sql::DROP_MAIL, params![&id]).await?;
                }
                Err(Trouble::Later(why)) => {
                    tracing::warn!(mail = id, why, tries, "a mail waits");
                    tx.run(sql::PUT_OFF_MAIL, params![&id, now + pause(tries), why]).await?;
                }
            }
            tx.commit().await?;
        }
        Ok(())
    }
}

fn connect(url: &str) -> Result<AsyncSmtpTransport<Tokio1Executor>, Trouble> {
    let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url).map_err(|_| Trouble::Later("bad_url"))?;
    Ok(builder.timeout(Some(TIMEOUT)).build())
}

/// How long to wait after so many tries: 5 seconds, doubled each time.
fn pause(tries: i64) -> Millis {
    let doublings = u32::try_from(tries.clamp(0, 20)).unwrap_or(0);
    (5_000_i64 << doublings).min(PAUSE_MAX_MS)
}

fn trouble_of(error: &lettre::transport::smtp::Error) -> Trouble {
    let code = error.status().map(u16::from);
    // 530 to 539: the server wants another password than ours, which says nothing about the mail.
    if code.is_some_and(|code| (530..540).contains(&code)) {
        Trouble::Later("password")
    } else if error.is_permanent() {
        Trouble::Refused
    } else if error.is_transient() {
        Trouble::Later("transient")
    } else if error.is_timeout() {
        Trouble::Later("timeout")
    } else if error.is_tls() {
        Trouble::Later("tls")
    } else {
        Trouble::Later("connection")
    }
}

/// A text in one line: whatever ends a line, turns the direction of writing, or cannot be seen, becomes a space.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() || text::turns(c) || matches!(c, '\u{2028}' | '\u{2029}') { ' ' } else { c }).collect()
}

/// Builds a mail. A bare address is asked for: `Name <a@b>` and lists of addresses are none.
fn message(from: &Mailbox, to: &str, subject: &str, body: String) -> Result<Message, Trouble> {
    let to: Address = to.parse().map_err(|_| Trouble::Unsendable)?;
    Message::builder()
        .from(from.clone())
        .to(Mailbox::new(None, to))
        .subject(one_line(subject))
        .header(ContentType::TEXT_PLAIN)
        .body(body)
        .map_err(|_| Trouble::Unsendable)
}

/// Puts a mail into the outgoing box, inside the transaction that it tells of.
pub async fn put(writer: &mut Writer, to: &str, subject: &str, body: &str) -> DbResult<()> {
    let id = uuid::Uuid::now_v7().to_string();
    let now = writer.now;
    // What nobody sent in time is forgotten, also where no mail is sent at all.
    writer.tx.run(sql::DROP_OLD_MAILS, params![now - KEPT_MS - PAUSE_MAX_MS]).await?;
    writer.tx.run(sql::PUT_MAIL, params![id, to, subject, body, now]).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn built(to: &str, subject: &str, body: &str) -> Result<String, Trouble> {
        let from: Mailbox = "Engawa <noreply@city.example.jp>".parse().unwrap();
        message(&from, to, subject, body.to_owned()).map(|message| String::from_utf8(message.formatted()).unwrap())
    }

    /// The lines of the head that begin a header.
    fn names(mail: &str) -> Vec<String> {
        let head = mail.split("\r\n\r\n").next().unwrap_or_default();
        let begins = head.split("\r\n").filter(|line| !line.starts_with([' ', '\t']));
        begins.filter_map(|line| line.split_once(':')).map(|(name, _)| name.to_lowercase()).collect()
    }

    #[test]
    fn no_header_can_be_smuggled_in() {
        let plain = names(&built("a@example.jp", "件名", "本文").unwrap());
        for subject in ["x\r\nBcc: b@example.jp", "x\nBcc: b@example.jp", "x\rBcc: b@example.jp", "件名\r\n\r\n<b>", "x\u{2028}Bcc: b@example.jp"] {
            assert_eq!(names(&built("a@example.jp", subject, "本文").unwrap()), plain, "{subject:?}");
        }
        for to in ["a@example.jp\r\nBcc: b@example.jp", "a@example.jp, b@example.jp", "A <a@example.jp>", "a b@example.jp", "", "a@example.jp\0"] {
            assert_eq!(built(to, "x", "y"), Err(Trouble::Unsendable), "{to:?}");
        }
    }

    #[test]
    fn a_subject_turns_no_writing() {
        assert_eq!(one_line("会\u{202E}gpj.exe\u{2066}\u{61C}"), "会 gpj.exe  ");
    }

    #[test]
    fn a_mail_waits_longer_each_time() {
        assert_eq!([0, 1, 5, 20, 1_000, -1].map(pause), [5_000, 10_000, 160_000, PAUSE_MAX_MS, PAUSE_MAX_MS, 5_000]);
    }

    #[test]
    fn what_is_logged_holds_no_secret() {
        let mailer = Mailer { url: Url::Fixed(Arc::from("smtps://user:secret@host")), from: "a@example.jp".parse().unwrap() };
        assert_eq!(format!("{mailer:?}"), "Mailer");
    }
}
