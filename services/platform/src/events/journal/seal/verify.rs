//! Holds a journal against its chain, and the chain against its signatures and against heads that were noted elsewhere.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    Sealer,
    chain::{Hash, Link, SealKey, SealedRow, beginning, hash},
    store,
};
use crate::{
    auth::TenantScope,
    db::{Db, DbError, DbResult},
};

/// After so many faults a journal needs no more of them told.
const ENOUGH: usize = 100;

/// How a journal was found.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "service": "goals", "tenant_id": "019aab3c-0000-7000-8000-000000000001", "intact": true, "rows": 412, "faults": [],
    "head": {"position": 412, "hash": "9f0c…", "sealed_at": "2026-03-02T06:00:00Z"},
}))]
pub struct Verification {
    pub service: &'static str,
    pub tenant_id: Uuid,
    /// Nothing was changed, taken out or put in since it was sealed.
    pub intact: bool,
    /// Rows that were held against the chain.
    pub rows: i64,
    /// The end of the chain: note it elsewhere, and give it back the next time.
    pub head: Option<SealedHead>,
    /// The first hundred.
    pub faults: Vec<SealFault>,
}

/// The end of a chain at some time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SealedHead {
    /// The last position that it covers.
    pub position: i64,
    /// SHA-256, hexadecimal.
    pub hash: String,
    #[schema(value_type = String, format = DateTime)]
    pub sealed_at: Timestamp,
}

/// A head that was noted outside the database.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct KnownHead {
    pub position: i64,
    /// SHA-256, hexadecimal.
    pub hash: String,
    /// When it was noted; not compared.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = DateTime)]
    #[expect(dead_code, reason = "a head is given back as it was noted")]
    sealed_at: Option<Timestamp>,
}

/// What is wrong, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(tag = "code", rename_all = "snake_case")]
#[schema(as = JournalFault)]
pub enum SealFault {
    /// A position has no row.
    RowMissing { position: i64 },
    /// Rows are not what was sealed.
    RowsChanged { from: i64, to: i64 },
    /// Positions that no link of the chain covers, though later ones are covered.
    LinkMissing { from: i64, to: i64 },
    /// A link was not signed by this installation.
    LinkForged { from: i64, to: i64 },
    /// The journal ends before the place it had reached.
    TailCut { after: i64 },
    /// The journal holds rows beyond the place it had reached.
    RowsAdded { after: i64 },
    /// A head that was noted elsewhere is no part of the chain.
    HeadUnknown { position: i64 },
}

impl SealedHead {
    pub(super) fn of(link: &Link) -> Self {
        Self {
            position: link.last,
            hash: hex::encode(link.hash),
            sealed_at: link.sealed_at,
        }
    }
}

impl From<SealedHead> for KnownHead {
    fn from(head: SealedHead) -> Self {
        Self {
            position: head.position,
            hash: head.hash,
            sealed_at: Some(head.sealed_at),
        }
    }
}

impl Sealer {
    /// Seals what is new, then holds the whole journal of a tenant against the chain.
    pub async fn verify(&self, db: &Db, scope: &TenantScope, known: &[KnownHead]) -> DbResult<Verification> {
        self.seal(db, scope).await?;
        let mut walk = Walk::new(&self.key, db.service(), scope.tenant_id());
        let own = self.known(db.service(), scope).map(KnownHead::from);
        let mut waiting: Vec<&KnownHead> = known.iter().chain(&own).collect();
        loop {
            let after = walk.last.as_ref().map_or(0, |link| link.first);
            let links = db.tenant(scope, async |tx| store::links(tx, after).await).await?;
            let Some(last) = links.last() else { break };
            let last = last.first;
            for link in links {
                let rows = db
                    .tenant(scope, async |tx| store::rows(tx, link.first, link.last).await)
                    .await?;
                let head = SealedHead::of(&link);
                waiting.retain(|known| known.position != head.position || !known.hash.eq_ignore_ascii_case(&head.hash));
                walk.link(link, &rows);
            }
            debug_assert!(last > after, "links begin ever later");
        }
        let sealed_to = walk.sealed_to();
        let (rest, head, newest) = db
            .snapshot(scope, async |tx| {
                let rest = store::rows(tx, sealed_to + 1, i64::MAX).await?;
                let (head, newest) = store::reach(tx).await?;
                Ok::<_, DbError>((rest, head, newest))
            })
            .await?;
        walk.tail(&rest, head, newest);
        let unknown = waiting.into_iter().map(|known| SealFault::HeadUnknown {
            position: known.position,
        });
        walk.faults.extend(unknown);
        Ok(walk.found())
    }
}

/// A walk along a chain.
struct Walk<'a> {
    key: &'a SealKey,
    service: &'static str,
    tenant_id: Uuid,
    last: Option<Link>,
    rows: i64,
    faults: Vec<SealFault>,
}

impl<'a> Walk<'a> {
    fn new(key: &'a SealKey, service: &'static str, tenant_id: Uuid) -> Self {
        Self {
            key,
            service,
            tenant_id,
            last: None,
            rows: 0,
            faults: Vec::new(),
        }
    }

    fn sealed_to(&self) -> i64 {
        self.last.as_ref().map_or(0, |link| link.last)
    }

    /// Goes on with the next link and the rows it should cover.
    fn link(&mut self, link: Link, rows: &[SealedRow]) {
        let (from, to) = (link.first, link.last);
        let expected = self.sealed_to() + 1;
        let follows = from == expected;
        if !follows {
            self.faults.push(SealFault::LinkMissing {
                from: expected.min(from),
                to: from - 1,
            });
        }
        if !self.key.signed(self.service, self.tenant_id, &link) {
            self.faults.push(SealFault::LinkForged { from, to });
        }
        let missing = missing(rows, from, to);
        if missing.is_empty() {
            // After a hole in the chain nobody knows what this link builds on: its signature alone speaks.
            let before: Hash = beginning(self.service, self.tenant_id, self.last.as_ref());
            if follows && hash(&before, rows) != link.hash {
                self.faults.push(SealFault::RowsChanged { from, to });
            }
        } else {
            self.faults
                .extend(missing.into_iter().map(|position| SealFault::RowMissing { position }));
        }
        self.rows += i64::try_from(rows.len()).unwrap_or(i64::MAX);
        self.last = Some(link);
    }

    /// Ends the walk with the rows that no link covers yet, and with how far the journal should and does reach.
    fn tail(&mut self, rest: &[SealedRow], head: i64, newest: i64) {
        let sealed_to = self.sealed_to();
        if newest < head.max(sealed_to) {
            self.faults.push(SealFault::TailCut { after: newest });
        }
        if newest > head {
            self.faults.push(SealFault::RowsAdded { after: head });
        }
        // What is not sealed yet has no holes at least.
        if let Some(last) = rest.last() {
            let holes = missing(rest, sealed_to + 1, last.position);
            self.faults
                .extend(holes.into_iter().map(|position| SealFault::RowMissing { position }));
        }
    }

    fn found(mut self) -> Verification {
        let intact = self.faults.is_empty();
        self.faults.truncate(ENOUGH);
        Verification {
            service: self.service,
            tenant_id: self.tenant_id,
            intact,
            rows: self.rows,
            head: self.last.as_ref().map(SealedHead::of),
            faults: self.faults,
        }
    }
}

/// Positions without a row; no more of them than are told.
fn missing(rows: &[SealedRow], from: i64, to: i64) -> Vec<i64> {
    let mut there = rows.iter().map(|row| row.position).peekable();
    (from..=to)
        .filter(|position| {
            let found = there.peek() == Some(position);
            while there.peek() == Some(position) {
                there.next();
            }
            !found
        })
        .take(ENOUGH)
        .collect()
}
