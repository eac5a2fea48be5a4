//! Who the operator is and where the suite answers: settings of whoever calls it from outside.

use anyhow::bail;
use platform::config::Settings;
use secrecy::SecretString;

use super::client::{Client, Seat};

#[derive(Debug)]
pub struct Operator {
    pub url: String,
    pub email: String,
    pub password: SecretString,
}

impl Operator {
    /// Every setting that is missing is told at once.
    pub fn read(settings: &Settings) -> anyhow::Result<Self> {
        let names = ["SAMVERKA_URL", "SAMVERKA_OPERATOR_EMAIL", "SAMVERKA_OPERATOR_PASSWORD"];
        match names.map(|name| settings.optional(name)) {
            [Some(url), Some(email), Some(password)] => Ok(Self {
                url,
                email,
                password: password.into(),
            }),
            found => {
                let missing = names
                    .iter()
                    .zip(&found)
                    .filter(|(_, value)| value.is_none())
                    .map(|(name, _)| *name);
                bail!("missing in the environment: {}", missing.collect::<Vec<_>>().join(", "))
            }
        }
    }

    pub async fn sign_in(&self) -> anyhow::Result<Seat> {
        Ok(Client::new(&self.url)?
            .sign_in(&self.email, &self.password, None)
            .await?)
    }
}
