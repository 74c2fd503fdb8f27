//! Signing in of staff at the city's identity provider (`OpenID` Connect, authorization code flow with PKCE).
//!
//! Invariants: the provider says who somebody is, and this site's accounts say what they may do: nobody becomes staff by signing in; an
//! account is bound to the provider's subject at its first sign-in and by nothing else afterwards; the ID token's signature, issuer,
//! audience, nonce and times are checked.
//!
//! What is reached is what the operator named, over HTTPS, and no redirect is followed; so the provider may stand in the city's own
//! network, and nobody else chooses where a request goes. Source: `OpenID` Connect Core 1.0, OAuth 2.0 Security Best Current Practice.

use super::{fold_login, keys_sql as sql, note_refused};
use crate::db::{Db, DbResult};
use crate::feed::Writer;
use crate::outside::variable;
use crate::params;
use engawa_core::time::Millis;
use openidconnect::core::{
    CoreAuthPrompt, CoreAuthenticationFlow, CoreClient, CoreIdToken, CoreProviderMetadata, CoreTokenResponse, CoreUserInfoClaims,
};
use openidconnect::{
    AccessToken, AuthorizationCode, ClaimsVerificationError, ClientId, ClientSecret, CsrfToken, EndpointMaybeSet, EndpointNotSet, EndpointSet,
    ErrorResponse, IssuerUrl, Nonce, OAuth2TokenResponse as _, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, RequestTokenError, Scope,
    SubjectIdentifier, TokenResponse as _, UserInfoError,
};
use serde::{Deserialize, Serialize};
use std::fmt::{Debug, Display, Formatter};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Mutex;

/// Addresses and keys of the provider are read anew after this long.
const METADATA_MS: Millis = 60 * 60 * 1000;
/// A key that is not known is asked for anew, but not more often than this.
const RETRY_MS: Millis = 60 * 1000;
/// The provider is not waited for longer.
const PATIENCE: Duration = Duration::from_secs(10);

type Client = CoreClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointMaybeSet, EndpointMaybeSet>;

/// The city's identity provider: `ENGAWA_OIDC_ISSUER_<SITE>`, `ENGAWA_OIDC_CLIENT_ID_<SITE>`, `ENGAWA_OIDC_CLIENT_SECRET_<SITE>` (each may
/// be a file: `.._FILE`).
#[derive(Clone)]
pub struct Provider {
    issuer: IssuerUrl,
    client_id: ClientId,
    client_secret: Option<ClientSecret>,
    http: reqwest::Client,
    /// What the provider said of itself, and when.
    metadata: Arc<Mutex<Option<(Millis, CoreProviderMetadata)>>>,
}

impl Debug for Provider {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Provider").field("issuer", &self.issuer).finish_non_exhaustive()
    }
}

/// Why the provider could not say who somebody is. For the log: it names nobody.
#[derive(Debug, thiserror::Error)]
#[error("{at}: {why}")]
pub struct OidcError {
    at: &'static str,
    why: String,
}

fn fails<E: Display>(at: &'static str) -> impl Fn(E) -> OidcError {
    move |why: E| OidcError { at, why: why.to_string() }
}

/// Why there is no token. What the provider wrote beside its code of the error may name somebody, so it is left out.
fn not_given<E: std::error::Error + 'static, T: ErrorResponse + 'static>(error: RequestTokenError<E, T>) -> OidcError {
    let why = match error {
        RequestTokenError::ServerResponse(_) => "the provider refuses the code".to_owned(),
        RequestTokenError::Request(error) => with_causes(&error),
        RequestTokenError::Parse(..) => "the answer cannot be read".to_owned(),
        RequestTokenError::Other(_) => "the answer is none of the protocol".to_owned(),
    };
    fails("token")(why)
}

/// Why no names were said; without what the provider wrote.
fn not_said<E: std::error::Error + 'static>(error: UserInfoError<E>) -> OidcError {
    let why = match error {
        UserInfoError::ClaimsVerification(_) => "the answer is about somebody else".to_owned(),
        UserInfoError::Request(error) => with_causes(&error),
        UserInfoError::Response(status, ..) => status.to_string(),
        _ => "the answer cannot be read".to_owned(),
    };
    fails("user info")(why)
}

/// Which claim is not believed; without what it says.
fn not_believed(error: &ClaimsVerificationError) -> OidcError {
    let which = match error {
        ClaimsVerificationError::Expired(_) => "expired",
        ClaimsVerificationError::InvalidAudience(_) => "audience",
        ClaimsVerificationError::InvalidIssuer(_) => "issuer",
        ClaimsVerificationError::InvalidNonce(_) => "nonce",
        ClaimsVerificationError::InvalidSubject(_) => "subject",
        ClaimsVerificationError::SignatureVerification(_) => "signature",
        _ => "another claim",
    };
    fails("claims")(which)
}

/// An error with what led to it. Only where nobody's data can be in it.
fn with_causes(error: &dyn std::error::Error) -> String {
    let mut words = error.to_string();
    let mut cause = error.source();
    while let Some(why) = cause {
        words.push_str(": ");
        words.push_str(&why.to_string());
        cause = why.source();
    }
    words
}

/// What is kept in the session while somebody is at the provider.
#[derive(Debug, Serialize, Deserialize)]
pub struct Asked {
    /// Comes back with the answer.
    pub state: String,
    nonce: Nonce,
    verifier: PkceCodeVerifier,
    /// Where to go afterwards, on this site.
    pub next: String,
    /// Until when.
    pub until_ms: Millis,
}

/// Whom the provider vouches for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vouched {
    /// Issuer and subject: what never changes.
    pub subject: String,
    /// Names under which this site may know them already.
    pub names: Vec<String>,
}

impl Provider {
    /// From the environment; `None`: staff sign in here.
    pub fn from_env(site: &str) -> Option<Self> {
        let site = site.to_uppercase().replace('-', "_");
        let issuer = variable(&format!("ENGAWA_OIDC_ISSUER_{site}"))?;
        let client_id = variable(&format!("ENGAWA_OIDC_CLIENT_ID_{site}"));
        let secret = variable(&format!("ENGAWA_OIDC_CLIENT_SECRET_{site}"));
        let provider = client_id.and_then(|id| Self::new(issuer, id, secret));
        if provider.is_none() {
            tracing::error!("ENGAWA_OIDC_ISSUER_{site} has to be an https address, and ENGAWA_OIDC_CLIENT_ID_{site} has to be there");
        }
        provider
    }

    /// A provider. `None`: the issuer is no HTTPS address (plain HTTP may only lead to this machine).
    pub fn new(issuer: String, client_id: String, client_secret: Option<String>) -> Option<Self> {
        let issuer = IssuerUrl::new(issuer).ok()?;
        let is_here = matches!(issuer.url().host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
        if issuer.url().scheme() != "https" && !is_here {
            return None;
        }
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).timeout(PATIENCE).build().ok()?;
        Some(Self {
            issuer,
            client_id: ClientId::new(client_id),
            client_secret: client_secret.map(ClientSecret::new),
            http,
            metadata: Arc::default(),
        })
    }

    /// What the provider says of itself, read when it is needed and kept for `age`. One that does not answer now is believed from before.
    async fn metadata(&self, now: Millis, age: Millis) -> Result<CoreProviderMetadata, OidcError> {
        let mut held = self.metadata.lock().await;
        if let Some((read_ms, metadata)) = held.as_ref()
            && now - read_ms < age
        {
            return Ok(metadata.clone());
        }
        match CoreProviderMetadata::discover_async(self.issuer.clone(), &self.http).await {
            Ok(metadata) => {
                *held = Some((now, metadata.clone()));
                Ok(metadata)
            }
            Err(error) => match held.as_ref() {
                Some((_, metadata)) => Ok(metadata.clone()),
                None => Err(fails("discovery")(with_causes(&error))),
            },
        }
    }

    fn client(&self, metadata: CoreProviderMetadata, back: &str) -> Result<Client, OidcError> {
        let back = RedirectUrl::new(back.to_owned()).map_err(fails("address"))?;
        Ok(CoreClient::from_provider_metadata(metadata, self.client_id.clone(), self.client_secret.clone()).set_redirect_uri(back))
    }

    /// Whether an answer says that it comes from this provider (RFC 9207); most say nothing.
    pub fn is_issuer(&self, said: &str) -> bool {
        said.is_empty() || said == self.issuer.as_str()
    }

    /// Where to send the browser, and what to keep until it comes back to `back`. `again`: the provider asks who it is even if it knows.
    pub async fn begin(&self, back: &str, next: String, again: bool, (now, until_ms): (Millis, Millis)) -> Result<(String, Asked), OidcError> {
        let client = self.client(self.metadata(now, METADATA_MS).await?, back)?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let mut request = client.authorize_url(CoreAuthenticationFlow::AuthorizationCode, CsrfToken::new_random, Nonce::new_random);
        if again {
            request = request.add_prompt(CoreAuthPrompt::Login);
        }
        let (url, state, nonce) =
            request.add_scope(Scope::new("profile".to_owned())).add_scope(Scope::new("email".to_owned())).set_pkce_challenge(challenge).url();
        Ok((url.to_string(), Asked { state: state.secret().clone(), nonce, verifier, next, until_ms }))
    }

    /// Takes the code that the browser came back with to the provider, and says whom it vouches for.
    pub async fn finish(&self, back: &str, asked: Asked, code: String, now: Millis) -> Result<Vouched, OidcError> {
        let client = self.client(self.metadata(now, METADATA_MS).await?, back)?;
        let request = client.exchange_code(AuthorizationCode::new(code)).map_err(fails("token endpoint"))?;
        let tokens: CoreTokenResponse = request.set_pkce_verifier(asked.verifier).request_async(&self.http).await.map_err(not_given)?;
        let Some(token) = tokens.id_token() else { return Err(fails("token")("no ID token")) };
        let (subject, mut names) = match read(&client, token, &asked.nonce) {
            Ok(read) => read,
            // The provider may have new keys since its old ones were read.
            Err(_) => read(&self.client(self.metadata(now, RETRY_MS).await?, back)?, token, &asked.nonce)?,
        };
        if names.is_empty() {
            names = self.ask_names(&client, tokens.access_token().clone(), subject.clone()).await?;
        }
        Ok(Vouched { subject: format!("{} {}", self.issuer.as_str(), subject.as_str()), names })
    }

    /// Most providers say names only when they are asked with the access token.
    async fn ask_names(&self, client: &Client, token: AccessToken, subject: SubjectIdentifier) -> Result<Vec<String>, OidcError> {
        let Ok(request) = client.user_info(token, Some(subject)) else { return Ok(Vec::new()) };
        let claims: CoreUserInfoClaims = request.request_async(&self.http).await.map_err(not_said)?;
        Ok(names_of(claims.preferred_username().map(|it| it.as_str()), claims.email().map(|it| it.as_str()), claims.email_verified()))
    }
}

/// Checks an ID token; gives its subject and names.
fn read(client: &Client, token: &CoreIdToken, nonce: &Nonce) -> Result<(SubjectIdentifier, Vec<String>), OidcError> {
    let claims = token.claims(&client.id_token_verifier(), nonce).map_err(|error| not_believed(&error))?;
    let names = names_of(claims.preferred_username().map(|it| it.as_str()), claims.email().map(|it| it.as_str()), claims.email_verified());
    Ok((claims.subject().clone(), names))
}

/// Names that may be a sign-in name here. An e-mail address counts only if the provider says that it was proven, and a name that folding
/// would change by more than its capitals is nobody's: `müller` must not become `muller`.
fn names_of(username: Option<&str>, email: Option<&str>, is_proven: Option<bool>) -> Vec<String> {
    let email = email.filter(|_| is_proven == Some(true));
    username.into_iter().chain(email).filter(|name| name.is_ascii()).map(fold_login).filter(|name| !name.is_empty()).collect()
}

/// The account of somebody whom the provider vouches for, with its session in the audit log. `None`: there is no such member of staff.
pub async fn sign_in(db: &Db, vouched: &Vouched, now: Millis) -> DbResult<Option<String>> {
    let mut writer = Writer::begin(db, now, "system").await?;
    let mut found = writer.tx.first::<(String, String)>(sql::BY_SUBJECT, params![&vouched.subject]).await?;
    let is_bound = found.is_some();
    for name in &vouched.names {
        if found.is_none() {
            found = writer.tx.first::<(String, String)>(sql::BY_FREE_LOGIN, params![name]).await?;
        }
    }
    let Some((account, login)) = found else {
        "anonymous".clone_into(&mut writer.actor);
        note_refused(&mut writer, "oidc", &vouched.subject, "").await?;
        writer.commit().await?;
        return Ok(None);
    };
    writer.actor = format!("staff:{login}");
    if !is_bound {
        writer.tx.run(sql::SET_SUBJECT, params![&account, &vouched.subject]).await?;
        writer.audit_about("account.bind_oidc", &login, &account, "").await?;
    }
    writer.audit_about("session.begin", &login, &account, "oidc").await?;
    writer.commit().await?;
    Ok(Some(account))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_issuer_is_reached_over_https_or_is_this_machine() {
        for (issuer, fine) in [
            ("https://login.city.example.jp", true),
            ("https://login.city.example.jp/realms/staff", true),
            ("http://localhost:3000", true),
            ("http://127.0.0.1:3000", true),
            ("http://login.city.example.jp", false),
            ("http://localhost.evil.example", false),
            ("ftp://login.city.example.jp", false),
            ("login.city.example.jp", false),
            ("", false),
        ] {
            assert_eq!(Provider::new(issuer.to_owned(), "engawa".to_owned(), None).is_some(), fine, "{issuer}");
        }
    }

    #[test]
    fn an_address_that_nobody_proved_is_no_name() {
        assert_eq!(names_of(Some("Tanaka"), Some("tanaka@city.example.jp"), Some(true)), ["tanaka", "tanaka@city.example.jp"]);
        assert_eq!(names_of(Some("tanaka"), Some("tanaka@city.example.jp"), Some(false)), ["tanaka"]);
        assert_eq!(names_of(None, Some("tanaka@city.example.jp"), None), Vec::<String>::new());
        assert_eq!(names_of(Some("  "), None, None), Vec::<String>::new());
        assert_eq!(names_of(Some("müller"), None, None), Vec::<String>::new());
    }
}
