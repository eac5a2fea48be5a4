//! Reading organisations: one's own, and, for operators, any.

use actix_web::{
    get,
    web::{Data, Json as JsonOut, Path},
};
use platform::{
    auth::{AnyCaller, Anyone, Caller, Role},
    db::{Page, Purpose, Rows, SystemTx},
    http::{Filter, List, Listing, Problem, Versioned, path_id},
};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::{
    super::{Country, Kind, OrganisationError, store},
    OrganisationBody,
};
use crate::{
    App,
    lists::{self, History},
    permissions::ReadOrganisation,
    person::PersonId,
    session,
    subscription::{self, model::Decider},
};

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ByKind {
    /// For operators.
    kind: Option<Kind>,
    /// For operators.
    country: Option<Country>,
}

impl Filter for ByKind {
    const SORTS: &'static [&'static str] = &["-requested_at", "name"];
}

crate::page_of!(OrganisationPage, OrganisationBody);

/// The organisations one belongs to; for an operator, all of them.
#[utoipa::path(tag = "organisations", params(ByKind, lists::Paging), responses((status = 200, body = OrganisationPage)))]
#[get("/api/v1/organisations")]
pub async fn list(by: Anyone, list: List<ByKind>, app: Data<App>) -> Result<Listing<OrganisationBody>, Problem> {
    let operates = by.principal.grants.iter().any(|g| g.role == Role::Operator);
    let person_id = PersonId(by.principal.person_id);
    list.answer(async |filter, page| {
        if operates {
            let wanted = subscription::store::Wanted {
                status: None,
                kind: filter.kind,
                country: filter.country,
                organisations: true,
            };
            return app
                .db
                .system(Purpose::SignUp, async |tx| everybody(&app, tx, &wanted, page).await)
                .await;
        }
        let own = async |tx: &mut SystemTx| session::commands::standings(&app, tx, person_id).await;
        let own = app.db.system(Purpose::SignIn, own).await?;
        let rows = own
            .into_iter()
            .map(|s| OrganisationBody::of(s.organisation, &app))
            .collect();
        Ok::<_, Problem>(Rows { rows, next: None })
    })
    .await
}

/// A page of subscriptions that became organisations, each entered and read: an operator's token has no tenant.
async fn everybody(
    app: &App,
    tx: &mut SystemTx,
    wanted: &subscription::store::Wanted,
    page: &Page,
) -> Result<Rows<OrganisationBody>, Problem> {
    let found = subscription::store::page(tx, Decider::Operator, wanted, page).await?;
    let mut rows = Vec::with_capacity(found.rows.len());
    for id in found.rows.iter().filter_map(|s| s.organisation_id) {
        tx.enter(id).await?;
        let organisation = store::find_entered(tx, id).await?;
        rows.extend(organisation.map(|o| OrganisationBody::of(o, app)));
    }
    Ok(Rows { rows, next: found.next })
}

/// The organisation one acts for.
#[utoipa::path(tag = "organisations", responses((status = 200, body = OrganisationBody)))]
#[get("/api/v1/organisations/current")]
pub async fn current(by: Caller<ReadOrganisation>, app: Data<App>) -> Result<Versioned<OrganisationBody>, Problem> {
    let own = app.db.tenant(by.scope(), async |tx| store::find(tx).await).await?;
    Ok(Versioned(OrganisationBody::of(
        own.ok_or(OrganisationError::NotFound)?,
        &app,
    )))
}

/// An organisation: the one that one acts for, or, for an operator, any.
#[utoipa::path(tag = "organisations", responses((status = 200, body = OrganisationBody)),
    extensions(("x-problems" = json!(["404 organisation_not_found"]))))]
#[get("/api/v1/organisations/{id}")]
pub async fn show(by: AnyCaller, id: Path<String>, app: Data<App>) -> Result<Versioned<OrganisationBody>, Problem> {
    let id = path_id::<Uuid>(&id, "organisation_not_found")?;
    let operates = by.principal.scope.is_none() && by.principal.grants.iter().any(|g| g.role == Role::Operator);
    let found = if operates {
        let any = async |tx: &mut SystemTx| {
            tx.enter(id).await?;
            store::find_entered(tx, id).await
        };
        app.db.system(Purpose::SignUp, any).await?
    } else {
        let by = Caller::<ReadOrganisation>::from_principal(by.principal, app.clock.now())?;
        let own = app.db.tenant(by.scope(), async |tx| store::find(tx).await).await?;
        own.filter(|o| o.id == id)
    };
    Ok(Versioned(OrganisationBody::of(
        found.ok_or(OrganisationError::NotFound)?,
        &app,
    )))
}

/// What happened to the organisation.
#[utoipa::path(tag = "organisations", responses((status = 200, body = History)),
    extensions(("x-problems" = json!(["404 organisation_not_found"]))))]
#[get("/api/v1/organisations/{id}/history")]
pub async fn history(
    by: Caller<ReadOrganisation>,
    id: Path<String>,
    app: Data<App>,
) -> Result<JsonOut<History>, Problem> {
    lists::history(&app, by.scope(), "organisation", &id, "organisation_not_found").await
}
