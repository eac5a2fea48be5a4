//! What can happen to an organisation, beside its subscription.

use jiff::civil::Date;
use platform::{
    auth::Caller,
    events::{Change, append},
    http::IfMatch,
    values::Text,
};

use super::{
    events,
    model::{Edits, Organisation, OrganisationError},
    store,
};
use crate::{App, permissions::EditOrganisation};

type Result<T> = std::result::Result<T, OrganisationError>;

/// Changes what the organisation says of itself. A changed name is a correction; see `rename`.
pub async fn edit(app: &App, by: &Caller<EditOrganisation>, edits: Edits, expected: IfMatch) -> Result<Organisation> {
    app.db
        .tenant(by.scope(), async |tx| {
            let before = store::lock(tx).await?.ok_or(OrganisationError::NotFound)?;
            expected.holds_for(before.version)?;
            let place = edits.place_code.clone().flatten();
            let (id, country) = (before.id, before.country);
            let organisation = before.edit(edits)?;
            if let Some(code) = place
                && !store::place_exists(tx, country, &code).await?
            {
                return Err(OrganisationError::NoSuchPlace);
            }
            store::update(tx, &organisation).await?;
            let change = Change::new(
                "organisation",
                id,
                organisation.version,
                "edited",
                &events::state(&organisation),
            );
            append(tx, change.by(by.person_id()));
            Ok(organisation)
        })
        .await
}

/// From a day on the organisation has another name; what was before stays under the old one.
pub async fn rename(
    app: &App,
    by: &Caller<EditOrganisation>,
    name: Text,
    from: Date,
    expected: IfMatch,
) -> Result<Organisation> {
    app.db
        .tenant(by.scope(), async |tx| {
            let before = store::lock(tx).await?.ok_or(OrganisationError::NotFound)?;
            expected.holds_for(before.version)?;
            let organisation = before.rename(name, from)?;
            store::update(tx, &organisation).await?;
            let state = events::state(&organisation);
            let change = Change::new("organisation", organisation.id, organisation.version, "renamed", &state);
            append(tx, change.by(by.person_id()));
            Ok(organisation)
        })
        .await
}
