//! How the directory is asked for.

use actix_web::{get, web::Data};
use platform::{
    auth::Caller,
    db::Purpose,
    http::{Cell, Filter, List, Listing, PageBody, Paging, Problem, Tabular},
    values::Text,
};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::{
    super::{Country, Kind},
    Listed,
    store::{self, DirectoryFilter},
};
use crate::{App, permissions::FindOrganisations};

/// An organisation that one may share with.
#[derive(Serialize, ToSchema)]
pub struct ListedBody {
    id: Uuid,
    name: Text,
    kind: Kind,
    country: Country,
}

impl From<Listed> for ListedBody {
    fn from(listed: Listed) -> Self {
        Self {
            id: listed.id,
            name: listed.name,
            kind: listed.kind,
            country: listed.country,
        }
    }
}

impl Tabular for ListedBody {
    const COLUMNS: &'static [&'static str] = &["id", "name_fi", "name_sv", "name_en", "kind", "country"];

    fn cells(&self) -> Vec<Cell> {
        let [fi, sv, en] = Cell::languages(&self.name);
        vec![
            self.id.into(),
            fi,
            sv,
            en,
            self.kind.code().into(),
            self.country.code().into(),
        ]
    }
}

impl Filter for DirectoryFilter {
    const SORTS: &'static [&'static str] = &["name"];
}

/// The other organisations that take part and can be given something: name, kind and country.
#[utoipa::path(tag = "organisations", params(DirectoryFilter, Paging),
    responses((status = 200, body = PageBody<ListedBody>)))]
#[get("/api/v1/organisations/directory")]
async fn list(
    by: Caller<FindOrganisations>,
    list: List<DirectoryFilter>,
    app: Data<App>,
) -> Result<Listing<ListedBody>, Problem> {
    let own = by.scope().tenant_id();
    list.answer(async |filter, page| {
        let rows = app
            .db
            .system(Purpose::Sharing, async |tx| {
                let asks = store::find(tx, own).await?;
                let zone = asks.map_or_else(|| "UTC".to_owned(), |o| o.time_zone);
                store::page(tx, own, app.clock.today(&zone), filter, page).await
            })
            .await?;
        Ok::<_, Problem>(rows.map(ListedBody::from))
    })
    .await
}

pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list);
}
