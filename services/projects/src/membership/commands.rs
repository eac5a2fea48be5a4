//! What can happen to a membership in a network.

use jiff::civil::Date;
use platform::{
    auth::Caller,
    db::{Once, TenantTx},
    events::{Change, journal},
    http::{Faults, IfMatch},
    known::{Link, UNIT, added},
    rewriting::{Rewrite, Told},
};

use super::{
    events,
    model::{Membership, MembershipContent, MembershipError, MembershipId},
    store,
};
use crate::{App, network, permissions::EditNetworks};

type Result<T> = std::result::Result<T, MembershipError>;

/// Adds a membership. Whether it holds hangs on the day, which is told with it.
pub async fn create(
    app: &App,
    by: &Caller<EditNetworks>,
    once: Once,
    content: MembershipContent,
) -> Result<(Membership, Date)> {
    let content = content.tidy()?;
    app.db.check_links(by.scope(), &outside_links(&content)).await?;
    app.db
        .once(by.scope(), &by.once(once), async |tx| {
            by.reaches(tx, content.accountable_unit_id, None).await?;
            check_network(tx, &content).await?;
            let membership = Membership::new(content.clone(), app.clock.now());
            store::insert(tx, &membership).await?;
            tell(tx, by, &membership, "created");
            Ok((membership, app.clock.today_of(tx).await?))
        })
        .await
}

/// Says something else about a membership. `before` is what the caller's patch was laid over.
pub async fn update(
    app: &App,
    by: &Caller<EditNetworks>,
    before: &Membership,
    expected: IfMatch,
    content: MembershipContent,
) -> Result<(Membership, Date)> {
    let content = content.tidy()?;
    let new = added(&outside_links(&before.content), outside_links(&content));
    app.db.check_links(by.scope(), &new).await?;
    app.db
        .tenant(by.scope(), async |tx| {
            let membership = store::lock(tx, before.id).await?.ok_or(MembershipError::NotFound)?;
            by.reaches(tx, membership.content.accountable_unit_id, None).await?;
            expected.holds_for(membership.version)?;
            let membership = write(tx, by, membership, content, &Told::changed(None)).await?;
            Ok((membership, app.clock.today_of(tx).await?))
        })
        .await
}

/// Lets a membership say again what was said of it before.
pub async fn rewritten(
    tx: &mut TenantTx,
    by: &Caller<EditNetworks>,
    rewrite: Rewrite<'_, MembershipId, MembershipContent>,
) -> Result<()> {
    let membership = store::lock(tx, rewrite.id).await?.ok_or(MembershipError::NotFound)?;
    by.reaches(tx, membership.content.accountable_unit_id, None).await?;
    rewrite.expected.holds_for(membership.version)?;
    let content = rewrite.patch.over(&membership.content)?.tidy()?;
    let links = outside_links(&content);
    rewrite
        .look_again(tx, &outside_links(&membership.content), links)
        .await?;
    write(tx, by, membership, content, rewrite.told).await.map(drop)
}

/// Writes what is said of a membership that is held, within reach and as it was seen.
async fn write(
    tx: &mut TenantTx,
    by: &Caller<EditNetworks>,
    membership: Membership,
    content: MembershipContent,
    told: &Told,
) -> Result<Membership> {
    by.reaches(tx, content.accountable_unit_id, None).await?;
    check_network(tx, &content).await?;
    let membership = membership.says(content);
    store::update(tx, &membership).await?;
    let state = events::state(&membership);
    let change = Change::rewritten(membership.id, membership.version, told, &state);
    journal::append(tx, change.by(by.person_id()));
    Ok(membership)
}

pub async fn delete(app: &App, by: &Caller<EditNetworks>, id: MembershipId, expected: IfMatch) -> Result<()> {
    app.db
        .tenant(by.scope(), async |tx| {
            let membership = store::lock(tx, id).await?.ok_or(MembershipError::NotFound)?;
            by.reaches(tx, membership.content.accountable_unit_id, None).await?;
            expected.holds_for(membership.version)?;
            store::delete(tx, id).await?;
            let change = Change::of(id, membership.version + 1, "deleted", &events::state(&membership));
            journal::append(tx, change.deleted().by(by.person_id()));
            Ok(())
        })
        .await
}

fn tell(tx: &mut TenantTx, by: &Caller<EditNetworks>, membership: &Membership, event: &'static str) {
    let change = Change::of(membership.id, membership.version, event, &events::state(membership));
    journal::append(tx, change.by(by.person_id()));
}

/// Links to what other services own.
fn outside_links(content: &MembershipContent) -> Vec<Link> {
    content
        .accountable_unit_id
        .map(|id| Link::to(UNIT, id, "/accountable_unit_id"))
        .into_iter()
        .collect()
}

async fn check_network(tx: &mut TenantTx, content: &MembershipContent) -> Result<()> {
    if network::store::is_known(tx, content.network_id).await? {
        return Ok(());
    }
    let told = "There is no such network in your organisation.";
    Err(Faults::of("/network_id", "unknown_network", told).into())
}
