use secrecy::{ExposeSecret as _, SecretString};
use url::{Host, Url};

use crate::ApiAddress;

/// What the portal needs to know; the caller reads it from wherever settings come from.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where the API is asked.
    pub api: ApiAddress,
    /// The address readers type. It decides how cookies are protected.
    pub public_url: String,
    /// At least 32 characters that nobody else knows: cookies and form tokens are made with it.
    pub cookie_secret: SecretString,
    /// The most bytes of an attached file, as the services have it.
    pub most_attached_bytes: u64,
}

#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error("public_url is not an address: {0}")]
    PublicUrl(#[source] url::ParseError),
    #[error(
        "public_url must begin with https:// unless its name is a loopback one, or cookies would travel unprotected"
    )]
    Unprotected,
    #[error("cookie_secret needs at least 32 characters")]
    ShortSecret,
    #[error("no HTTP client for the API")]
    Client(#[source] reqwest::Error),
}

/// How cookies are protected, as the public address allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transport {
    Https,
    /// Plain HTTP on this machine only.
    Loopback,
}

impl Config {
    pub(crate) fn transport(&self) -> Result<Transport, ConfigError> {
        let url = Url::parse(&self.public_url).map_err(ConfigError::PublicUrl)?;
        let loopback = match url.host() {
            Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            None => false,
        };
        match (url.scheme(), loopback) {
            ("https", _) => Ok(Transport::Https),
            ("http", true) => Ok(Transport::Loopback),
            _ => Err(ConfigError::Unprotected),
        }
    }

    pub(crate) fn checked_secret(&self) -> Result<&str, ConfigError> {
        let secret = self.cookie_secret.expose_secret();
        if secret.len() < 32 {
            Err(ConfigError::ShortSecret)
        } else {
            Ok(secret)
        }
    }
}

#[cfg(test)]
mod tests {
    use platform::config::Settings;

    use super::*;

    fn transport(public_url: &str) -> Result<Transport, ConfigError> {
        let config = Config {
            api: ApiAddress::read(&mut Settings::from_values([])),
            public_url: public_url.to_owned(),
            cookie_secret: SecretString::from(""),
            most_attached_bytes: 0,
        };
        config.transport()
    }

    #[test]
    fn plain_http_is_for_this_machine_only() {
        assert_eq!(transport("https://samverka.example.org").unwrap(), Transport::Https);
        assert_eq!(transport("http://127.0.0.1:8080").unwrap(), Transport::Loopback);
        assert_eq!(transport("http://localhost:8080").unwrap(), Transport::Loopback);
        assert!(transport("http://samverka.example.org").is_err());
    }
}
