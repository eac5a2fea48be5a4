//! Who the operator is and where the suite answers: settings of whoever calls it from outside.

use anyhow::{Context as _, bail};
use platform::config::Settings;
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::json;

use super::{
    client::{Client, Seat, word},
    whereabouts::Whereabouts,
};

#[derive(Debug)]
pub struct Operator {
    pub whereabouts: Whereabouts,
    pub email: String,
    pub password: SecretString,
    /// Of whoever has a second factor: a code of it.
    pub code: Option<String>,
}

impl Operator {
    /// Every setting that is missing is told at once.
    pub fn read(settings: &Settings) -> anyhow::Result<Self> {
        let whereabouts = Whereabouts::read(settings);
        let names = ["SAMVERKA_OPERATOR_EMAIL", "SAMVERKA_OPERATOR_PASSWORD"];
        match (whereabouts, names.map(|name| settings.optional(name))) {
            (Ok(whereabouts), [Some(email), Some(password)]) => Ok(Self {
                whereabouts,
                email,
                password: password.into(),
                code: settings.optional("SAMVERKA_OPERATOR_CODE"),
            }),
            (whereabouts, found) => {
                let missing = names
                    .iter()
                    .zip(&found)
                    .filter(|(_, value)| value.is_none())
                    .map(|(name, _)| format!("missing in the environment: {name}"));
                let faults: Vec<String> = whereabouts
                    .err()
                    .map(|f| f.to_string())
                    .into_iter()
                    .chain(missing)
                    .collect();
                bail!("{}", faults.join("; "))
            }
        }
    }

    pub async fn sign_in(&self) -> anyhow::Result<Seat> {
        let client = Client::new(self.whereabouts.clone())?;
        let body = json!({ "email": self.email, "password": self.password.expose_secret() });
        let entered = client.post("/sessions", body).await?;
        let challenge = word(&entered, "/challenge");
        if challenge.is_empty() {
            return Ok(client.seat(&entered, None));
        }
        let code = self
            .code
            .as_ref()
            .context("the operator has a second factor: set SAMVERKA_OPERATOR_CODE to a code of it")?;
        let answered = json!({ "challenge": challenge, "code": code });
        let session = client.post("/sessions/second-factor", answered).await?;
        Ok(client.seat(&session, None))
    }
}
