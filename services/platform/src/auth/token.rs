//! Access tokens: short, signed with Ed25519, checked by every service against published keys.

use ed25519_dalek::pkcs8::{EncodePrivateKey as _, KeypairBytes};
use jiff::{SignedDuration, Timestamp};
use jsonwebtoken::{
    Algorithm, DecodingKey, EncodingKey, Header, Validation,
    jwk::{Jwk, JwkSet},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Access, ActingKey, Grant, Principal, TenantScope};

/// How long an access token is good for.
pub const LIFETIME: SignedDuration = SignedDuration::from_mins(5);
const ISSUER: &str = "samverka";

/// What a token says.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Claims {
    pub iss: String,
    /// The person.
    pub sub: Uuid,
    /// The session: ended, the token is refused before it expires.
    pub sid: Uuid,
    /// The organisation acted for; absent for an operator.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tid: Option<Uuid>,
    #[serde(default)]
    pub grants: Vec<Grant>,
    #[serde(default)]
    pub access: Access,
    /// When who this is was last proven; absent: not that anybody remembers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auth_time: Option<i64>,
    /// The API key in whose place the token stands. Such tokens pass between services alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<ActingKey>,
    /// Calls a minute that the plan of the organisation has; absent: what is usual here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cpm: Option<u32>,
    pub iat: i64,
    pub exp: i64,
}

impl Claims {
    pub fn new(principal: &Principal, now: Timestamp) -> Self {
        Self {
            iss: ISSUER.to_owned(),
            sub: principal.person_id,
            sid: principal.session_id,
            tid: principal.scope.as_ref().map(TenantScope::tenant_id),
            grants: principal.grants.clone(),
            access: principal.access,
            auth_time: principal.proven_at.map(Timestamp::as_second),
            key: principal.key.clone(),
            cpm: None,
            iat: now.as_second(),
            exp: now.as_second() + LIFETIME.as_secs(),
        }
    }

    /// With as many calls a minute as the plan of the organisation has.
    #[must_use]
    pub fn with_calls_per_minute(self, cpm: Option<u32>) -> Self {
        Self { cpm, ..self }
    }

    /// Unless their time is over.
    pub(super) fn in_time(self, now: Timestamp) -> Result<Self, TokenError> {
        if self.exp <= now.as_second() {
            return Err(TokenError::Expired);
        }
        Ok(self)
    }
}

impl From<Claims> for Principal {
    fn from(claims: Claims) -> Self {
        let key_id = claims.key.as_ref().map(|key| key.id);
        Self {
            person_id: claims.sub,
            session_id: claims.sid,
            scope: claims
                .tid
                .map(|tenant_id| TenantScope::proven(tenant_id).by_key(key_id)),
            grants: claims.grants,
            access: claims.access,
            proven_at: claims.auth_time.and_then(|second| Timestamp::from_second(second).ok()),
            key: claims.key,
        }
    }
}

/// Why a token was not believed.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    #[error("the token is not one of ours")]
    Malformed(#[source] jsonwebtoken::errors::Error),
    #[error("the token's key is not known")]
    UnknownKey,
    #[error("the token has expired")]
    Expired,
    #[error("the key cannot be used")]
    Key(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// A key that signs tokens.
pub struct Signer {
    kid: String,
    encoding: EncodingKey,
    public: Jwk,
}

impl Signer {
    /// From the 32 secret bytes of an Ed25519 key.
    pub fn new(kid: &str, secret: &[u8; 32]) -> Result<Self, TokenError> {
        // Without the public half: the library knows an Ed25519 key by the length of the short form.
        let short = KeypairBytes {
            secret_key: *secret,
            public_key: None,
        };
        let der = short.to_pkcs8_der().map_err(|e| TokenError::Key(Box::new(e)))?;
        let encoding = EncodingKey::from_ed_der(der.as_bytes());
        let mut public = Jwk::from_encoding_key(&encoding, Algorithm::EdDSA).map_err(TokenError::Malformed)?;
        public.common.key_id = Some(kid.to_owned());
        Ok(Self {
            kid: kid.to_owned(),
            encoding,
            public,
        })
    }

    /// What others need to check this key's signatures.
    pub fn public(&self) -> &Jwk {
        &self.public
    }

    pub fn sign(&self, claims: &Claims) -> Result<String, TokenError> {
        let mut header = Header::new(Algorithm::EdDSA);
        header.kid = Some(self.kid.clone());
        jsonwebtoken::encode(&header, claims, &self.encoding).map_err(TokenError::Malformed)
    }
}

/// The key a token says it was signed with.
pub fn key_id(token: &str) -> Option<String> {
    jsonwebtoken::decode_header(token).ok()?.kid
}

/// Checks a token against published keys, by the given clock.
pub fn verify(token: &str, keys: &JwkSet, now: Timestamp) -> Result<Claims, TokenError> {
    let kid = key_id(token).ok_or(TokenError::UnknownKey)?;
    let jwk = keys.find(&kid).ok_or(TokenError::UnknownKey)?;
    let key = DecodingKey::from_jwk(jwk).map_err(TokenError::Malformed)?;
    let mut rules = Validation::new(Algorithm::EdDSA);
    rules.set_issuer(&[ISSUER]);
    // Expiry is checked below, by our own clock, so that a test may move it.
    rules.validate_exp = false;
    let claims = jsonwebtoken::decode::<Claims>(token, &key, &rules)
        .map_err(TokenError::Malformed)?
        .claims;
    claims.in_time(now)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::ToSpan as _;

    fn principal() -> Principal {
        Principal {
            person_id: Uuid::from_u128(1),
            session_id: Uuid::from_u128(2),
            scope: Some(TenantScope::proven(Uuid::from_u128(3))),
            grants: vec![],
            access: Access::Full,
            proven_at: Some(Timestamp::UNIX_EPOCH),
            key: None,
        }
    }

    #[test]
    fn a_token_is_believed_until_it_expires_and_not_after() {
        let signer = Signer::new("k1", &[7; 32]).unwrap();
        let keys = JwkSet {
            keys: vec![signer.public().clone()],
        };
        let now = Timestamp::UNIX_EPOCH;
        let token = signer.sign(&Claims::new(&principal(), now)).unwrap();
        assert_eq!(verify(&token, &keys, now).unwrap().tid, Some(Uuid::from_u128(3)));
        assert!(matches!(
            verify(&token, &keys, now + 6.minutes()),
            Err(TokenError::Expired)
        ));
    }

    #[test]
    fn a_token_tells_when_who_it_is_was_proven() {
        let claims = Claims::new(&principal(), Timestamp::UNIX_EPOCH + 4.minutes());
        let proven = Principal::from(claims.clone());
        let limit = jiff::SignedDuration::from_mins(15);
        assert!(proven.proved_within(limit, Timestamp::UNIX_EPOCH + 14.minutes()));
        assert!(!proven.proved_within(limit, Timestamp::UNIX_EPOCH + 15.minutes()));
        let silent = Principal::from(Claims {
            auth_time: None,
            ..claims
        });
        assert!(!silent.proved_within(limit, Timestamp::UNIX_EPOCH));
    }

    #[test]
    fn a_token_of_another_key_is_not_believed() {
        let signer = Signer::new("k1", &[7; 32]).unwrap();
        let forger = Signer::new("k1", &[8; 32]).unwrap();
        let keys = JwkSet {
            keys: vec![signer.public().clone()],
        };
        let token = forger.sign(&Claims::new(&principal(), Timestamp::UNIX_EPOCH)).unwrap();
        assert!(matches!(
            verify(&token, &keys, Timestamp::UNIX_EPOCH),
            Err(TokenError::Malformed(_))
        ));
    }
}
