//! What can happen to a partner.

use jiff::civil::Date;
use platform::{
    attachments::go_with,
    auth::Caller,
    db::{Once, TenantTx},
    events::{Change, journal},
    http::IfMatch,
    ids::Identity as _,
    rewriting::{Rewrite, Told},
};

use super::{
    events,
    model::{Partner, PartnerContent, PartnerError, PartnerId},
    store,
};
use crate::{App, permissions::EditPartners};

type Result<T> = std::result::Result<T, PartnerError>;

/// Adds a partner. Whether it is dormant hangs on the day, which is told with it.
pub async fn create(
    app: &App,
    by: &Caller<EditPartners>,
    once: Once,
    content: PartnerContent,
) -> Result<(Partner, Date)> {
    let content = content.tidy()?;
    app.db
        .once(by.scope(), &by.once(once), async |tx| {
            by.reaches(tx, None, None).await?;
            let partner = Partner::new(content.clone(), app.clock.now());
            store::insert(tx, &partner).await?;
            tell(tx, by, &partner, "created");
            Ok((partner, app.clock.today_of(tx).await?))
        })
        .await
}

/// Says something else about a partner.
pub async fn update(
    app: &App,
    by: &Caller<EditPartners>,
    id: PartnerId,
    expected: IfMatch,
    content: PartnerContent,
) -> Result<(Partner, Date)> {
    let content = content.tidy()?;
    app.db
        .tenant(by.scope(), async |tx| {
            let today = app.clock.today_of(tx).await?;
            let partner = store::lock(tx, id, today).await?.ok_or(PartnerError::NotFound)?;
            by.reaches(tx, None, None).await?;
            expected.holds_for(partner.version)?;
            let partner = write(tx, by, partner, content, &Told::changed(None)).await?;
            Ok((partner, today))
        })
        .await
}

/// Lets a partner say again what was said of it before.
pub async fn rewritten(
    app: &App,
    tx: &mut TenantTx,
    by: &Caller<EditPartners>,
    rewrite: Rewrite<'_, PartnerId, PartnerContent>,
) -> Result<()> {
    let today = app.clock.today_of(tx).await?;
    let partner = store::lock(tx, rewrite.id, today)
        .await?
        .ok_or(PartnerError::NotFound)?;
    by.reaches(tx, None, None).await?;
    rewrite.expected.holds_for(partner.version)?;
    let content = rewrite.patch.over(&partner.content)?.tidy()?;
    write(tx, by, partner, content, rewrite.told).await.map(drop)
}

/// Writes what is said of a partner that is held and as it was seen.
async fn write(
    tx: &mut TenantTx,
    by: &Caller<EditPartners>,
    partner: Partner,
    content: PartnerContent,
    told: &Told,
) -> Result<Partner> {
    let partner = partner.says(content);
    store::update(tx, &partner).await?;
    let change = Change::rewritten(partner.id, partner.version, told, &events::state(&partner));
    journal::append(tx, change.by(by.person_id()));
    Ok(partner)
}

/// Removes a partner that nothing names.
pub async fn delete(app: &App, by: &Caller<EditPartners>, id: PartnerId, expected: IfMatch) -> Result<()> {
    app.db
        .tenant(by.scope(), async |tx| {
            let today = app.clock.today_of(tx).await?;
            let partner = store::lock(tx, id, today).await?.ok_or(PartnerError::NotFound)?;
            by.reaches(tx, None, None).await?;
            expected.holds_for(partner.version)?;
            if store::is_named(tx, id).await? {
                return Err(PartnerError::InUse);
            }
            go_with(tx, (PartnerId::AGGREGATE, id), app.clock.now(), by.person_id()).await?;
            store::delete(tx, id).await?;
            let change = Change::of(id, partner.version + 1, "deleted", &events::state(&partner));
            journal::append(tx, change.deleted().by(by.person_id()));
            Ok(())
        })
        .await
}

fn tell(tx: &mut TenantTx, by: &Caller<EditPartners>, partner: &Partner, event: &'static str) {
    let change = Change::of(partner.id, partner.version, event, &events::state(partner));
    journal::append(tx, change.by(by.person_id()));
}
