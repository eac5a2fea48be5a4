//! How agreements are heard of.

use contracts::tenants::v1 as wire;
use platform::{
    db::TenantTx,
    events::{Failure, Handled, Received},
    values::BadValue,
};

use super::{
    model::{Agreement, Level, Side, State},
    store,
};
use crate::{contribution, rebuild, sharing};

/// Keeps one side's row. An owner's agreement on named rows is filled, or emptied, from the beginning.
pub async fn changed(tx: &mut TenantTx, event: Received<wire::SharingAgreement>) -> Handled {
    let mut agreement = Agreement::try_from(event.state).map_err(Failure::reject)?;
    if agreement.id != event.aggregate_id || agreement.tenant_id() != tx.tenant_id() {
        return Err(Failure::reject(BadValue("side")));
    }
    if event.deleted {
        agreement.state = State::Revoked;
    }
    // A change of a thing that is on its way either finds the agreement, or is found by the filling. Agreements lie beside the
    // copies, so whichever copy this is for, the turn is that of the one that serves.
    let serving = rebuild::current(tx).await?;
    contribution::store::turn(tx, serving).await?;
    // The filling before the agreement, in which order the copier holds them too. One too many does no harm.
    if agreement.side == Side::Owner && agreement.level == Level::Named {
        sharing::store::begin_fill(tx, agreement.id).await?;
    }
    store::keep_if_newer(tx, event.version, &agreement).await?;
    Ok(())
}
