//! The secret by which a receiver knows that it was told by us, and the signatures made with it (Standard Webhooks).

use base64::{Engine as _, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::Timestamp;
use platform::{
    config::MasterKey,
    personal::{self, SealError},
};
use rand::Rng as _;
use sha2::Sha256;

use super::WebhookId;

/// What every secret begins with.
const PREFIX: &str = "whsec_";

/// Thirty-two bytes that we and the receiver know.
#[derive(Clone)]
pub struct Secret([u8; 32]);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl Secret {
    pub fn fresh() -> Self {
        let mut bytes = [0; 32];
        rand::rng().fill_bytes(&mut bytes);
        Self(bytes)
    }

    /// As it is told, once.
    pub fn told(&self) -> String {
        format!("{PREFIX}{}", STANDARD.encode(self.0))
    }

    /// As it is kept: it has to be read again for each signature, so it is encrypted and not hashed.
    pub fn kept(&self, master: &MasterKey, of: WebhookId) -> Result<Vec<u8>, SealError> {
        personal::encrypt(master.bytes(), of.0.as_bytes(), &self.0)
    }

    pub fn read(master: &MasterKey, of: WebhookId, kept: &[u8]) -> Result<Self, SealError> {
        let bytes = personal::decrypt(master.bytes(), of.0.as_bytes(), kept)?;
        let bytes = bytes.try_into().map_err(|_length| SealError::Damaged)?;
        Ok(Self(bytes))
    }

    /// `v1,` and the signature of a message.
    fn sign(&self, id: &str, at: Timestamp, body: &[u8]) -> Option<String> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).ok()?;
        mac.update(format!("{id}.{}.", at.as_second()).as_bytes());
        mac.update(body);
        Some(format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes())))
    }
}

/// The secrets of a webhook that are good at a moment: the newest, and for a day the one before.
#[derive(Clone, Debug)]
pub struct Secrets(pub Vec<Secret>);

impl Secrets {
    /// The headers of a message: its id, when it is sent, and who it is from.
    pub fn headers(&self, id: &str, at: Timestamp, body: &[u8]) -> [(&'static str, String); 3] {
        let signatures = self.0.iter().filter_map(|secret| secret.sign(id, at, body));
        let signatures: Vec<String> = signatures.collect();
        [
            ("webhook-id", id.to_owned()),
            ("webhook-timestamp", at.as_second().to_string()),
            ("webhook-signature", signatures.join(" ")),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use platform::config::{Settings, key};
    use uuid::Uuid;

    fn known() -> Secret {
        let bytes = STANDARD.decode("C2FVsBQIhrscChlQIMV+b5sSYspob7oDAAECAwQFBgc=").unwrap();
        Secret(bytes.try_into().unwrap())
    }

    #[test]
    fn a_message_is_signed_by_every_secret_that_is_good() {
        let secrets = Secrets(vec![known(), Secret::fresh()]);
        let [id, at, signatures] = secrets.headers("msg_1", Timestamp::from_second(1_614_265_330).unwrap(), b"{}");
        assert_eq!((id.1.as_str(), at.1.as_str()), ("msg_1", "1614265330"));
        let signatures: Vec<&str> = signatures.1.split(' ').collect();
        assert_eq!(signatures.len(), 2);
        assert!(signatures.iter().all(|signature| signature.starts_with("v1,")));
        assert_ne!(signatures[0], signatures[1]);
    }

    #[test]
    fn a_secret_is_kept_for_its_webhook_and_no_other() {
        let value = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=".to_owned();
        let master = key(&mut Settings::from_values([("K".to_owned(), value)]), "K");
        let (one, other) = (WebhookId(Uuid::from_u128(1)), WebhookId(Uuid::from_u128(2)));
        let kept = known().kept(&master, one).unwrap();
        assert_eq!(Secret::read(&master, one, &kept).unwrap().told(), known().told());
        assert!(Secret::read(&master, other, &kept).is_err());
        assert_eq!(format!("{:?}", known()), "Secret(…)");
    }
}
