//! Links and what they are made of. Nothing here needs a database.

use std::sync::Arc;

use ed25519_dalek::{Signature, Signer as _, SigningKey};
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::config::MasterKey;

pub(super) type Hash = [u8; 32];

/// A row of the journal, as it is kept.
#[derive(Clone, Debug)]
pub(super) struct SealedRow {
    pub position: i64,
    pub recorded_at: Timestamp,
    pub aggregate: String,
    pub aggregate_id: Uuid,
    pub version: i64,
    pub event: String,
    pub state: Vec<u8>,
    pub deleted: bool,
    pub actor_id: Option<Uuid>,
    pub reason: Option<String>,
    pub restores: Option<i64>,
    pub trace: String,
}

/// A link of the chain: the rows from `first` to `last`, and everything before them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Link {
    pub first: i64,
    pub last: i64,
    pub hash: Hash,
    pub sealed_at: Timestamp,
    pub signature: Vec<u8>,
}

/// Signs links. Derived from the master key, which lies outside the database.
#[derive(Clone)]
pub struct SealKey(Arc<SigningKey>);

impl SealKey {
    pub fn of(master: &MasterKey) -> Self {
        let mut derived = Sha256::new();
        derived.update(b"samverka journal seal v1\0");
        derived.update(master.bytes());
        Self(Arc::new(SigningKey::from_bytes(&derived.finalize().into())))
    }

    /// The link over rows that follow another. Nothing when there are none.
    pub(super) fn link(
        &self,
        service: &str,
        tenant_id: Uuid,
        before: Option<&Link>,
        rows: &[SealedRow],
        sealed_at: Timestamp,
    ) -> Option<Link> {
        let (first, last) = (rows.first()?.position, rows.last()?.position);
        let mut link = Link {
            first,
            last,
            hash: hash(&beginning(service, tenant_id, before), rows),
            sealed_at,
            signature: Vec::new(),
        };
        link.signature = self.0.sign(&link.claim(service, tenant_id)).to_bytes().to_vec();
        Some(link)
    }

    /// Whether a link is as it was signed.
    pub(super) fn signed(&self, service: &str, tenant_id: Uuid, link: &Link) -> bool {
        Signature::from_slice(&link.signature)
            .is_ok_and(|signature| self.0.verify(&link.claim(service, tenant_id), &signature).is_ok())
    }
}

impl Link {
    /// What a signature stands for.
    fn claim(&self, service: &str, tenant_id: Uuid) -> Vec<u8> {
        let mut claim = b"samverka journal seal v1\0".to_vec();
        claim.extend(service.as_bytes());
        claim.push(0);
        claim.extend(tenant_id.as_bytes());
        claim.extend(self.first.to_be_bytes());
        claim.extend(self.last.to_be_bytes());
        claim.extend(self.sealed_at.as_microsecond().to_be_bytes());
        claim.extend(self.hash);
        claim
    }
}

/// The hash that a link builds on: the one before it, or the name of the journal.
pub(super) fn beginning(service: &str, tenant_id: Uuid, before: Option<&Link>) -> Hash {
    before.map_or_else(
        || {
            let mut hasher = Sha256::new();
            hasher.update(service.as_bytes());
            hasher.update(tenant_id.as_bytes());
            hasher.finalize().into()
        },
        |link| link.hash,
    )
}

/// The hash over rows, on top of what came before.
pub(super) fn hash(before: &Hash, rows: &[SealedRow]) -> Hash {
    let mut hasher = Hasher(Sha256::new());
    hasher.field(before);
    for row in rows {
        hasher.row(row);
    }
    hasher.0.finalize().into()
}

/// Every field goes in with its length before it, so that nothing can move from one field into the next.
struct Hasher(Sha256);

impl Hasher {
    fn row(&mut self, row: &SealedRow) {
        self.field(&row.position.to_be_bytes());
        self.field(&row.recorded_at.as_microsecond().to_be_bytes());
        self.field(row.aggregate.as_bytes());
        self.field(row.aggregate_id.as_bytes());
        self.field(&row.version.to_be_bytes());
        self.field(row.event.as_bytes());
        self.field(&row.state);
        self.field(&[u8::from(row.deleted)]);
        self.maybe(row.actor_id.as_ref().map(|id| id.as_bytes().as_slice()));
        self.maybe(row.reason.as_deref().map(str::as_bytes));
        self.field(row.trace.as_bytes());
        // Rows from before there was such a thing keep their hash. What follows them is a position, of eight bytes: never
        // these words.
        if let Some(version) = row.restores {
            self.field(b"restores version");
            self.field(&version.to_be_bytes());
        }
    }

    fn field(&mut self, bytes: &[u8]) {
        self.0
            .update(u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_be_bytes());
        self.0.update(bytes);
    }

    /// What is absent differs from what is empty.
    fn maybe(&mut self, bytes: Option<&[u8]>) {
        self.field(&[u8::from(bytes.is_some())]);
        self.field(bytes.unwrap_or_default());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Settings, key};

    const TENANT: Uuid = Uuid::from_u128(1);

    fn seal_key() -> SealKey {
        let mut settings = Settings::from_values([("K".into(), "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=".into())]);
        SealKey::of(&key(&mut settings, "K"))
    }

    fn row(position: i64) -> SealedRow {
        SealedRow {
            position,
            recorded_at: Timestamp::UNIX_EPOCH,
            aggregate: "goal".to_owned(),
            aggregate_id: Uuid::from_u128(7),
            version: position,
            event: "changed".to_owned(),
            state: vec![1, 2, 3],
            deleted: false,
            actor_id: None,
            reason: None,
            restores: None,
            trace: String::new(),
        }
    }

    #[test]
    fn a_link_is_believed_with_its_own_key_tenant_and_service_only() {
        let key = seal_key();
        let link = key
            .link("goals", TENANT, None, &[row(1)], Timestamp::UNIX_EPOCH)
            .unwrap();
        assert!(key.signed("goals", TENANT, &link));
        assert!(!key.signed("projects", TENANT, &link));
        assert!(!key.signed("goals", Uuid::from_u128(2), &link));
        let longer = Link {
            last: 2,
            ..link.clone()
        };
        assert!(!key.signed("goals", TENANT, &longer));
        let later = Link {
            sealed_at: Timestamp::from_second(1).unwrap(),
            ..link
        };
        assert!(!key.signed("goals", TENANT, &later));
    }

    #[test]
    fn every_field_of_a_row_counts_and_so_does_all_that_came_before() {
        let before = beginning("goals", TENANT, None);
        let sound = hash(&before, &[row(1), row(2)]);
        let changes: [fn(&mut SealedRow); 12] = [
            |r| r.position = 9,
            |r| r.recorded_at = Timestamp::from_second(1).unwrap(),
            |r| r.aggregate = "goa".to_owned(),
            |r| r.aggregate_id = Uuid::nil(),
            |r| r.version = 9,
            |r| r.event = "closed".to_owned(),
            |r| r.state = vec![1, 2],
            |r| r.deleted = true,
            |r| r.actor_id = Some(Uuid::nil()),
            |r| r.reason = Some(String::new()),
            |r| r.restores = Some(1),
            |r| r.trace = "1".to_owned(),
        ];
        for change in changes {
            let mut second = row(2);
            change(&mut second);
            assert_ne!(hash(&before, &[row(1), second.clone()]), sound, "{second:?}");
        }
        assert_ne!(hash(&beginning("projects", TENANT, None), &[row(1), row(2)]), sound);
        assert_ne!(hash(&before, &[row(2), row(1)]), sound);
    }

    #[test]
    fn what_moves_from_one_field_into_the_next_is_noticed() {
        let before = beginning("goals", TENANT, None);
        let (mut one, mut other) = (row(1), row(1));
        one.aggregate = "goalx".to_owned();
        one.event = "y".to_owned();
        other.aggregate = "goal".to_owned();
        other.event = "xy".to_owned();
        assert_ne!(hash(&before, &[one]), hash(&before, &[other]));
    }
}
