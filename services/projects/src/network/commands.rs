//! What can happen to a network.

use platform::{
    attachments::go_with,
    auth::Caller,
    db::{Once, TenantTx},
    events::{Change, journal},
    http::IfMatch,
    ids::Identity as _,
    known::{Link, THEME, added},
    rewriting::{Rewrite, Told},
};

use super::{
    events,
    model::{Network, NetworkContent, NetworkError, NetworkId},
    store,
};
use crate::{App, permissions::EditNetworks};

type Result<T> = std::result::Result<T, NetworkError>;

pub async fn create(app: &App, by: &Caller<EditNetworks>, once: Once, content: NetworkContent) -> Result<Network> {
    let content = content.tidy()?;
    app.db.check_links(by.scope(), &outside_links(&content)).await?;
    app.db
        .once(by.scope(), &by.once(once), async |tx| {
            by.reaches(tx, None, None).await?;
            let network = Network::new(content.clone(), app.clock.now());
            store::insert(tx, &network).await?;
            tell(tx, by, &network, "created");
            Ok(network)
        })
        .await
}

/// Says something else about a network. `before` is what the caller's patch was laid over.
pub async fn update(
    app: &App,
    by: &Caller<EditNetworks>,
    before: &Network,
    expected: IfMatch,
    content: NetworkContent,
) -> Result<Network> {
    let content = content.tidy()?;
    let new = added(&outside_links(&before.content), outside_links(&content));
    app.db.check_links(by.scope(), &new).await?;
    app.db
        .tenant(by.scope(), async |tx| {
            let network = store::lock(tx, before.id).await?.ok_or(NetworkError::NotFound)?;
            by.reaches(tx, None, None).await?;
            expected.holds_for(network.version)?;
            write(tx, by, network, content, &Told::changed(None)).await
        })
        .await
}

/// Lets a network say again what was said of it before.
pub async fn rewritten(
    tx: &mut TenantTx,
    by: &Caller<EditNetworks>,
    rewrite: Rewrite<'_, NetworkId, NetworkContent>,
) -> Result<()> {
    let network = store::lock(tx, rewrite.id).await?.ok_or(NetworkError::NotFound)?;
    by.reaches(tx, None, None).await?;
    rewrite.expected.holds_for(network.version)?;
    let content = rewrite.patch.over(&network.content)?.tidy()?;
    let links = outside_links(&content);
    rewrite.look_again(tx, &outside_links(&network.content), links).await?;
    write(tx, by, network, content, rewrite.told).await.map(drop)
}

/// Writes what is said of a network that is held and as it was seen.
async fn write(
    tx: &mut TenantTx,
    by: &Caller<EditNetworks>,
    network: Network,
    content: NetworkContent,
    told: &Told,
) -> Result<Network> {
    let network = network.says(content);
    store::update(tx, &network).await?;
    let change = Change::rewritten(network.id, network.version, told, &events::state(&network));
    journal::append(tx, change.by(by.person_id()));
    Ok(network)
}

/// Removes a network that nothing names.
pub async fn delete(app: &App, by: &Caller<EditNetworks>, id: NetworkId, expected: IfMatch) -> Result<()> {
    app.db
        .tenant(by.scope(), async |tx| {
            let network = store::lock(tx, id).await?.ok_or(NetworkError::NotFound)?;
            by.reaches(tx, None, None).await?;
            expected.holds_for(network.version)?;
            if store::is_named(tx, id).await? {
                return Err(NetworkError::InUse);
            }
            go_with(tx, (NetworkId::AGGREGATE, id), app.clock.now(), by.person_id()).await?;
            store::delete(tx, id).await?;
            let change = Change::of(id, network.version + 1, "deleted", &events::state(&network));
            journal::append(tx, change.deleted().by(by.person_id()));
            Ok(())
        })
        .await
}

fn tell(tx: &mut TenantTx, by: &Caller<EditNetworks>, network: &Network, event: &'static str) {
    let change = Change::of(network.id, network.version, event, &events::state(network));
    journal::append(tx, change.by(by.person_id()));
}

/// Links to what other services own.
fn outside_links(content: &NetworkContent) -> Vec<Link> {
    Link::each(THEME, content.theme_ids.iter().copied(), "/theme_ids")
}
