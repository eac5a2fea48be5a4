//! Several events of one tenant in one transaction: most of what a small one takes is its commit.

use std::collections::HashMap;

use contracts::envelope::v1::Envelope;
use tracing::info;
use uuid::Uuid;

use super::{Consumer, Step};
use crate::{auth::TenantScope, telemetry::figures};

/// How many events of one tenant are taken in in one transaction.
pub(in crate::events) const TOGETHER: usize = 50;

/// What belongs to one tenant together, in its order; tenants in the order in which they come first.
pub(in crate::events) fn by_tenant<T>(events: impl IntoIterator<Item = T>, tenant: impl Fn(&T) -> &str) -> Vec<Vec<T>> {
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut tenants: Vec<Vec<T>> = Vec::new();
    for event in events {
        let next = tenants.len();
        let place = *places.entry(tenant(&event).to_owned()).or_insert(next);
        match tenants.get_mut(place) {
            Some(events) => events.push(event),
            None => tenants.push(vec![event]),
        }
    }
    tenants
}

impl Consumer {
    /// Takes several events of one tenant and service in, in their order and in one transaction. False when that did not go well: nothing was taken in then, and each is to be received for itself.
    pub(in crate::events) async fn receive_together(&self, envelopes: &[&Envelope]) -> bool {
        let several = envelopes.len() > 1;
        let tenant_id = envelopes
            .first()
            .and_then(|envelope| envelope.tenant_id.parse::<Uuid>().ok());
        let Some(tenant_id) = tenant_id.filter(|_| several) else {
            return false;
        };
        let steps: Vec<Step<'_>> = envelopes.iter().map(|envelope| self.step(envelope)).collect();
        if self.handle(&TenantScope::proven(tenant_id), &steps).await.is_err() {
            return false;
        }
        // An import would drown all else.
        let full = steps.len() >= TOGETHER;
        if full && let Some(first) = envelopes.first() {
            info!(
                "{} took in {} events of {}",
                self.db.service(),
                steps.len(),
                first.source
            );
        }
        for step in &steps {
            let envelope = step.envelope;
            if !full {
                step.span.in_scope(|| self.tell(envelope));
            }
            figures::received(self.db.service(), &envelope.source, "done", &envelope.recorded_at);
        }
        true
    }
}
