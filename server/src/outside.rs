//! What a site reaches outside of itself: mail, the city's identity provider, push services; and its sealing keys. Secrets come from the
//! environment.

pub mod address;

use crate::kiosk::keys::Keys;
use crate::people::mail::Mailer;
use crate::people::notices::push::Pusher;
use crate::people::oidc::Provider;

/// Each may be absent: then what needs it is not offered.
#[derive(Clone, Debug, Default)]
pub struct Outside {
    /// The SMTP server.
    pub mail: Option<Mailer>,
    /// The identity provider of staff.
    pub oidc: Option<Provider>,
    /// Web push.
    pub push: Option<Pusher>,
    /// Keys of what is sealed at shared screens. No network, but a secret like the others.
    pub sealing: Option<Keys>,
}

impl Outside {
    /// From the environment, for a site.
    pub fn from_env(site: &str) -> Self {
        Self { mail: Mailer::from_env(), oidc: Provider::from_env(site), push: Pusher::from_env(), sealing: Keys::from_env(site) }
    }
}

/// A variable of the environment, or what is in the file that `<name>_FILE` names: secrets of containers and of systemd are files.
pub fn variable(name: &str) -> Option<String> {
    let value = std::env::var(name).ok().or_else(|| {
        let path = std::env::var(format!("{name}_FILE")).ok()?;
        let read = std::fs::read_to_string(&path);
        read.map_err(|error| tracing::error!(variable = name, %error, "the file of a secret cannot be read")).ok()
    })?;
    let value = value.trim();
    (!value.is_empty()).then(|| value.to_owned())
}
