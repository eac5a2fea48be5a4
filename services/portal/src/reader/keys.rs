//! What is made with the cookie secret: sealed cookies and tokens against forgery.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use chacha20poly1305::{
    XChaCha20Poly1305, XNonce,
    aead::{Aead as _, KeyInit as _},
};
use hmac::{Hmac, Mac as _};
use serde::{Serialize, de::DeserializeOwned};
use sha2::{Digest as _, Sha256};

const NONCE: usize = 24;

#[derive(Clone)]
pub struct Keys {
    cookies: [u8; 32],
    /// As long as a block of SHA-256, which is what a key of its HMAC is padded to.
    tokens: [u8; 64],
}

impl Keys {
    pub fn of(secret: &str) -> Self {
        let (mut tokens, derived_tokens) = ([0; 64], derived("tokens", secret));
        for (place, byte) in tokens.iter_mut().zip(derived_tokens) {
            *place = byte;
        }
        Self {
            cookies: derived("cookies", secret),
            tokens,
        }
    }

    /// A value that only we can read and nobody can change.
    pub fn seal<T: Serialize>(&self, value: &T) -> Option<String> {
        let plain = serde_json::to_vec(value).ok()?;
        let nonce: [u8; NONCE] = rand::random();
        let sealed = XChaCha20Poly1305::new(&self.cookies.into())
            .encrypt(&XNonce::from(nonce), plain.as_slice())
            .ok()?;
        Some(BASE64_URL_SAFE_NO_PAD.encode([nonce.as_slice(), &sealed].concat()))
    }

    pub fn open<T: DeserializeOwned>(&self, text: &str) -> Option<T> {
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(text).ok()?;
        let (nonce, sealed) = bytes.split_at_checked(NONCE)?;
        let nonce: [u8; NONCE] = nonce.try_into().ok()?;
        let plain = XChaCha20Poly1305::new(&self.cookies.into())
            .decrypt(&XNonce::from(nonce), sealed)
            .ok()?;
        serde_json::from_slice(&plain).ok()
    }

    /// A token for the forms of one session. It is another one on every page, because pages are compressed and a fixed
    /// secret beside text of the caller's choice could be guessed from their length.
    pub fn token_for(&self, session: &str) -> String {
        let salt: [u8; 16] = rand::random();
        format!(
            "{}.{}",
            hex::encode(salt),
            hex::encode(self.mac(&salt, session).finalize().into_bytes())
        )
    }

    pub fn is_token_for(&self, session: &str, token: &str) -> bool {
        let parts = token
            .split_once('.')
            .and_then(|(salt, mac)| Some((hex::decode(salt).ok()?, hex::decode(mac).ok()?)));
        // `verify_slice` compares in constant time.
        parts.is_some_and(|(salt, mac)| self.mac(&salt, session).verify_slice(&mac).is_ok())
    }

    fn mac(&self, salt: &[u8], session: &str) -> Hmac<Sha256> {
        <Hmac<Sha256> as hmac::KeyInit>::new(&self.tokens.into())
            .chain_update(salt)
            .chain_update(session.as_bytes())
    }
}

fn derived(purpose: &str, secret: &str) -> [u8; 32] {
    Sha256::new()
        .chain_update(b"samverka portal ")
        .chain_update(purpose)
        .chain_update([0])
        .chain_update(secret)
        .finalize()
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_value_comes_back_and_a_changed_one_does_not() {
        let keys = Keys::of("a secret of at least thirty-two letters");
        let sealed = keys.seal(&"token").unwrap();
        assert_eq!(keys.open::<String>(&sealed).unwrap(), "token");
        let mut changed = sealed.clone();
        changed.replace_range(30..31, if &sealed[30..31] == "A" { "B" } else { "A" });
        assert_eq!(keys.open::<String>(&changed), None);
        assert_eq!(
            Keys::of("another secret, as long as the first one").open::<String>(&sealed),
            None
        );
    }

    #[test]
    fn a_form_token_holds_for_its_session_only() {
        let keys = Keys::of("a secret of at least thirty-two letters");
        let token = keys.token_for("session one");
        assert_ne!(token, keys.token_for("session one"));
        assert!(keys.is_token_for("session one", &token));
        assert!(!keys.is_token_for("session two", &token));
        assert!(!keys.is_token_for("session one", ""));
        assert!(!keys.is_token_for("session one", "00.00"));
    }
}
