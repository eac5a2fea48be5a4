//! Personal data under a key of the person: destroying the key erases it wherever it went.

use chacha20poly1305::{
    KeyInit as _, XChaCha20Poly1305, XNonce,
    aead::{Aead as _, Payload},
};
use contracts::envelope::v1::Sealed;
use rand::Rng as _;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::config::MasterKey;

/// A person's own key, unwrapped for use.
#[derive(Clone)]
pub struct PersonKey {
    person_id: Uuid,
    key: Zeroizing<[u8; 32]>,
}

/// A person's key as it is kept: wrapped with the master key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrappedKey(pub Vec<u8>);

#[derive(Debug, thiserror::Error)]
pub enum SealError {
    #[error("the data cannot be encrypted or decrypted with this key")]
    Cipher,
    #[error("the data belongs to another person")]
    OtherPerson,
    #[error("the wrapped key is damaged")]
    Damaged,
}

impl PersonKey {
    /// A fresh key.
    pub fn fresh(person_id: Uuid) -> Self {
        let mut key = Zeroizing::new([0; 32]);
        rand::rng().fill_bytes(key.as_mut());
        Self { person_id, key }
    }

    /// Wraps the key for keeping.
    pub fn wrap(&self, master: &MasterKey) -> Result<WrappedKey, SealError> {
        encrypt(master.bytes(), self.person_id.as_bytes(), self.key.as_ref()).map(WrappedKey)
    }

    /// Unwraps a kept key.
    pub fn unwrap(person_id: Uuid, wrapped: &WrappedKey, master: &MasterKey) -> Result<Self, SealError> {
        let bytes = Zeroizing::new(decrypt(master.bytes(), person_id.as_bytes(), &wrapped.0)?);
        let key = <[u8; 32]>::try_from(bytes.as_slice()).map_err(|_length| SealError::Damaged)?;
        Ok(Self {
            person_id,
            key: Zeroizing::new(key),
        })
    }

    /// Encrypts a personal field.
    pub fn seal(&self, plain: &str) -> Result<Sealed, SealError> {
        let mut both = encrypt(&self.key, self.person_id.as_bytes(), plain.as_bytes())?;
        let ciphertext = both.split_off(NONCE.min(both.len()));
        Ok(Sealed {
            person_id: self.person_id.to_string(),
            nonce: both,
            ciphertext,
        })
    }

    /// Decrypts a personal field of the same person.
    pub fn open(&self, sealed: &Sealed) -> Result<String, SealError> {
        if sealed.person_id != self.person_id.to_string() {
            return Err(SealError::OtherPerson);
        }
        let both = [sealed.nonce.as_slice(), sealed.ciphertext.as_slice()].concat();
        let plain = decrypt(&self.key, self.person_id.as_bytes(), &both)?;
        // The cause would carry the plain text into a log.
        String::from_utf8(plain).map_err(|_plain| SealError::Cipher)
    }
}

const NONCE: usize = 24;

/// Encrypts with a fresh nonce in front; `bound_to` must be the same when decrypting.
pub fn encrypt(key: &[u8; 32], bound_to: &[u8], plain: &[u8]) -> Result<Vec<u8>, SealError> {
    let mut nonce = [0; NONCE];
    rand::rng().fill_bytes(&mut nonce);
    let cipher = XChaCha20Poly1305::new(key.into());
    let sealed = cipher
        .encrypt(
            &XNonce::from(nonce),
            Payload {
                msg: plain,
                aad: bound_to,
            },
        )
        .map_err(|_opaque| SealError::Cipher)?;
    Ok([nonce.as_slice(), sealed.as_slice()].concat())
}

/// Decrypts what `encrypt` made.
pub fn decrypt(key: &[u8; 32], bound_to: &[u8], both: &[u8]) -> Result<Vec<u8>, SealError> {
    let (nonce, sealed) = both.split_at_checked(NONCE).ok_or(SealError::Damaged)?;
    let nonce = <[u8; NONCE]>::try_from(nonce).map_err(|_length| SealError::Damaged)?;
    XChaCha20Poly1305::new(key.into())
        .decrypt(
            &XNonce::from(nonce),
            Payload {
                msg: sealed,
                aad: bound_to,
            },
        )
        .map_err(|_opaque| SealError::Cipher)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Settings, key};

    fn master() -> MasterKey {
        let mut settings = Settings::from_values([("K".into(), "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=".into())]);
        key(&mut settings, "K")
    }

    #[test]
    fn a_field_is_read_with_the_persons_key_and_with_no_other() {
        let (anna, bo) = (
            PersonKey::fresh(Uuid::from_u128(1)),
            PersonKey::fresh(Uuid::from_u128(2)),
        );
        let sealed = anna.seal("head.of.international@example.org").unwrap();
        assert_eq!(anna.open(&sealed).unwrap(), "head.of.international@example.org");
        assert!(matches!(bo.open(&sealed), Err(SealError::OtherPerson)));
        let stolen = PersonKey {
            person_id: Uuid::from_u128(1),
            key: bo.key,
        };
        assert!(matches!(stolen.open(&sealed), Err(SealError::Cipher)));
    }

    #[test]
    fn a_wrapped_key_belongs_to_its_person() {
        let key = PersonKey::fresh(Uuid::from_u128(1));
        let wrapped = key.wrap(&master()).unwrap();
        let again = PersonKey::unwrap(Uuid::from_u128(1), &wrapped, &master()).unwrap();
        assert_eq!(again.open(&key.seal("x").unwrap()).unwrap(), "x");
        assert!(PersonKey::unwrap(Uuid::from_u128(2), &wrapped, &master()).is_err());
    }
}
