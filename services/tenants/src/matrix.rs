//! The permission matrix: who may do what, how far. The rows come from the code of every service in this process.

use std::collections::BTreeMap;

use actix_web::{
    get,
    web::{Data, Json},
};
use platform::{
    auth::{Act, AnyCaller, PermissionRow, Reach, Role},
    http::Problem,
};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::App;

/// A row of the matrix.
#[derive(Serialize, ToSchema)]
struct RowBody {
    #[schema(example = "units.edit")]
    permission: &'static str,
    /// Reading goes on when a tenant is read-only; writing does not.
    kind_of_act: Act,
    /// How far it reaches, by role; a role that is absent may not.
    #[schema(value_type = std::collections::HashMap<String, Reach>, example = json!({"admin": "any"}))]
    cells: BTreeMap<&'static str, Reach>,
    /// How many minutes ago one may have proven at most to be who one is; null: being signed in is enough.
    #[schema(example = 15)]
    proven_within_minutes: Option<i64>,
}

impl From<&PermissionRow> for RowBody {
    fn from(row: &PermissionRow) -> Self {
        let cells = row.cells.iter().map(|(role, reach)| (role.code(), *reach)).collect();
        Self {
            permission: row.name,
            kind_of_act: row.act,
            cells,
            proven_within_minutes: row.proven_within.map(|limit| limit.as_mins()),
        }
    }
}

#[derive(Serialize, ToSchema)]
struct Matrix {
    roles: Vec<Role>,
    items: Vec<RowBody>,
}

/// Which role may do what, and how far.
#[utoipa::path(tag = "roles", responses((status = 200, body = Matrix)))]
#[get("/api/v1/roles")]
async fn show(_by: AnyCaller, app: Data<App>) -> Result<Json<Matrix>, Problem> {
    Ok(Json(Matrix {
        roles: Role::ALL.to_vec(),
        items: app.matrix.iter().map(RowBody::from).collect(),
    }))
}

pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(show);
}
