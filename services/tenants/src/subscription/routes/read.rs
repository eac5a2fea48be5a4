//! Who asked, and what became of it.

use actix_web::{
    get,
    web::{Data, Path},
};
use platform::{
    auth::{Anyone, Caller},
    db::Purpose,
    http::{Filter, List, Listing, Problem, Versioned, path_id},
};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{
    super::{
        SubscriptionError, SubscriptionId, commands,
        model::Status,
        store::{self, Wanted},
    },
    SubscriptionBody, decider,
};
use crate::{
    App, lists,
    organisation::{Country, Kind},
    permissions::ReadOrganisation,
};

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Requests {
    status: Option<Status>,
    kind: Option<Kind>,
    country: Option<Country>,
}

impl Filter for Requests {
    const SORTS: &'static [&'static str] = &["-requested_at", "name"];
}

crate::page_of!(SubscriptionPage, SubscriptionBody);

/// Who asked, and what became of it. An operator sees all, an association its country's.
#[utoipa::path(tag = "subscriptions", params(Requests, lists::Paging), responses((status = 200, body = SubscriptionPage)))]
#[get("/api/v1/subscriptions")]
pub async fn list(by: Anyone, list: List<Requests>, app: Data<App>) -> Result<Listing<SubscriptionBody>, Problem> {
    let decider = decider(&app, by, false).await?;
    list.answer(async |filter, page| {
        let wanted = Wanted {
            status: filter.status,
            kind: filter.kind,
            country: filter.country,
            organisations: false,
        };
        let rows = app
            .db
            .system(Purpose::SignUp, async |tx| {
                store::page(tx, decider, &wanted, page).await
            })
            .await?;
        Ok::<_, Problem>(rows.map(SubscriptionBody::from))
    })
    .await
}

/// The own organisation's subscription.
#[utoipa::path(tag = "subscriptions", responses((status = 200, body = SubscriptionBody)),
    extensions(("x-problems" = json!(["404 subscription_not_found"]))))]
#[get("/api/v1/subscriptions/current")]
pub async fn current(by: Caller<ReadOrganisation>, app: Data<App>) -> Result<Versioned<SubscriptionBody>, Problem> {
    let id = by.scope().tenant_id();
    let found = app
        .db
        .system(Purpose::SignUp, async |tx| store::find_of(tx, id).await)
        .await?;
    Ok(Versioned(found.ok_or(SubscriptionError::NotFound)?.into()))
}

/// One subscription.
#[utoipa::path(tag = "subscriptions", responses((status = 200, body = SubscriptionBody)),
    extensions(("x-problems" = json!(["404 subscription_not_found"]))))]
#[get("/api/v1/subscriptions/{id}")]
pub async fn show(by: Anyone, id: Path<String>, app: Data<App>) -> Result<Versioned<SubscriptionBody>, Problem> {
    let decider = decider(&app, by, false).await?;
    let id = path_id::<SubscriptionId>(&id, "subscription_not_found")?;
    let (subscription, invitation) = commands::show(&app, decider, id).await?;
    Ok(Versioned(SubscriptionBody {
        invitation,
        ..subscription.into()
    }))
}
