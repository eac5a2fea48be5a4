//! Secrets that travel in links and headers. Only their hashes are kept.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use rand::Rng as _;
use sha2::{Digest as _, Sha256};

/// A fresh secret: 32 random bytes, as text for a link or a header.
pub fn fresh() -> String {
    let mut bytes = [0; 32];
    rand::rng().fill_bytes(&mut bytes);
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The same in letters and digits alone.
pub fn fresh_hex() -> String {
    let mut bytes = [0; 32];
    rand::rng().fill_bytes(&mut bytes);
    hex::encode(bytes)
}

/// What is kept of a secret.
pub fn hash(secret: &str) -> Vec<u8> {
    Sha256::digest(secret.as_bytes()).to_vec()
}

#[cfg(test)]
mod tests {
    #[test]
    fn no_two_secrets_are_alike_and_none_is_kept() {
        let (one, other) = (super::fresh(), super::fresh());
        assert_ne!(one, other);
        assert_eq!(super::hash(&one).len(), 32);
        assert_ne!(super::hash(&one), super::hash(&other));
    }
}
