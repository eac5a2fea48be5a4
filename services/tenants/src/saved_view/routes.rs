//! How saved views are asked for.

use std::collections::HashMap;

use actix_web::{
    delete, get, patch, post,
    web::{Data, Path},
};
use garde::Validate;
use jiff::Timestamp;
use platform::{
    auth::{Caller, Permission},
    db::{DbResult, Page, Rows, TenantTx},
    http::{
        Answer, Cell, Created, Filter, Gone, IfMatch, Json, List, Listing, Once, Patch, Problem, Tabular, Versioned,
        path_id,
    },
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::{
    SavedView, SavedViewError, SavedViewId, commands,
    model::{BadWords, Edits, MOST, Name, NewView, Query, ViewedList},
    store,
};
use crate::{
    App, lists, membership,
    permissions::{EditSavedViews, ReadSavedViews},
    person::{
        PersonId,
        routes::{optional, required},
    },
};

impl From<BadWords> for Problem {
    fn from(error: BadWords) -> Self {
        match error {
            BadWords::NoName => Self::field("/name", "required", "Write the name."),
            BadWords::LongName => Self::field("/name", "too_long", "A name has at most 100 characters."),
            BadWords::NameOfManyLines => Self::field("/name", "bad_characters", "A name is one line."),
            BadWords::LongQuery => Self::field("/query", "too_long", "The filters have at most 2000 characters."),
            BadWords::NoPairs => Self::field(
                "/query",
                "bad_query",
                "The filters are pairs as in the list's address, without the question mark: `kind=eu&sort=-title`.",
            ),
        }
    }
}

impl From<SavedViewError> for Problem {
    fn from(error: SavedViewError) -> Self {
        match error {
            SavedViewError::NotFound => Self::not_found("saved_view_not_found"),
            SavedViewError::NotOwner => {
                Self::forbidden("not_owner").detail("A colleague saved this view: only the colleague changes it.")
            }
            SavedViewError::TooMany => Self::conflict("too_many_views").detail(format!(
                "You have {MOST} saved views, and nobody has more: delete one that you no longer need."
            )),
            SavedViewError::Person(cause) => cause.into(),
            SavedViewError::Stale(stale) => stale.into(),
            SavedViewError::Db(cause) => cause.into(),
        }
    }
}

/// A list's filters and order under a name.
#[derive(Serialize, ToSchema)]
struct SavedViewBody {
    id: SavedViewId,
    version: i64,
    /// Who saved it; null when that person was erased.
    owner_id: Option<PersonId>,
    owner_name: Option<String>,
    /// Whether it is of whoever asks.
    own: bool,
    list: ViewedList,
    name: String,
    /// What stands behind the question mark of the list's address.
    query: String,
    /// Whether everybody in the organisation sees it.
    shared: bool,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
}

impl SavedViewBody {
    fn of(view: &SavedView, reader: Uuid, names: &HashMap<Uuid, String>) -> Self {
        Self {
            id: view.id,
            version: view.version,
            own: view.is_of(reader),
            owner_name: view.owner_id.and_then(|id| names.get(&id.0).cloned()),
            owner_id: view.owner_id,
            list: view.list,
            name: view.name.as_str().to_owned(),
            query: view.query.as_str().to_owned(),
            shared: view.shared,
            created_at: view.created_at,
        }
    }
}

impl Answer for SavedViewBody {
    fn version(&self) -> i64 {
        self.version
    }
}

impl Tabular for SavedViewBody {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "owner_id",
        "owner_name",
        "list",
        "name",
        "query",
        "shared",
        "created_at",
    ];

    fn cells(&self) -> Vec<Cell> {
        vec![
            self.id.0.into(),
            Cell::maybe(self.owner_id.map(|id| id.0)),
            Cell::maybe(self.owner_name.as_ref()),
            self.list.code().into(),
            self.name.as_str().into(),
            self.query.as_str().into(),
            self.shared.into(),
            self.created_at.into(),
        ]
    }
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct All {
    list: Option<ViewedList>,
    /// Words of the name.
    q: Option<String>,
    /// `true`: one's own; `false`: those that colleagues share.
    own: Option<bool>,
}

impl Filter for All {
    const SORTS: &'static [&'static str] = &["name", "created_at"];
}

crate::page_of!(SavedViewPage, SavedViewBody);

/// Views as somebody sees them, with the names of their owners.
async fn shown(tx: &mut TenantTx, reader: Uuid, views: Rows<SavedView>) -> DbResult<Rows<SavedViewBody>> {
    let owners: Vec<Uuid> = views
        .rows
        .iter()
        .filter_map(|view| view.owner_id)
        .map(|id| id.0)
        .collect();
    let names = membership::store::names(tx, &owners).await?;
    Ok(views.map(|view| SavedViewBody::of(&view, reader, &names)))
}

/// One's own saved views, and those that colleagues share.
#[utoipa::path(tag = "saved-views", params(All, lists::Paging), responses((status = 200, body = SavedViewPage)))]
#[get("/api/v1/saved-views")]
async fn list(by: Caller<ReadSavedViews>, asked: List<All>, app: Data<App>) -> Result<Listing<SavedViewBody>, Problem> {
    let reader = by.person_id();
    asked
        .answer(async |filter, page: &Page| {
            let wanted = store::Wanted {
                list: filter.list,
                q: filter.q.clone(),
                own: filter.own,
            };
            let read = async |tx: &mut TenantTx| {
                let views = store::page(tx, reader, &wanted, page).await?;
                shown(tx, reader, views).await
            };
            Ok::<_, Problem>(app.db.tenant(by.scope(), read).await?)
        })
        .await
}

/// One saved view.
#[utoipa::path(tag = "saved-views", responses((status = 200, body = SavedViewBody)),
    extensions(("x-problems" = json!(["404 saved_view_not_found"]))))]
#[get("/api/v1/saved-views/{id}")]
async fn show(
    by: Caller<ReadSavedViews>,
    id: Path<String>,
    app: Data<App>,
) -> Result<Versioned<SavedViewBody>, Problem> {
    let id = path_id::<SavedViewId>(&id, "saved_view_not_found")?;
    let found = app.db.tenant(by.scope(), async |tx| store::find(tx, id).await).await?;
    let view = found
        .filter(|view| view.is_seen_by(by.person_id()))
        .ok_or(SavedViewError::NotFound)?;
    Ok(Versioned(told(&app, &by, view).await?))
}

/// A view as its reader sees it.
async fn told<P: Permission>(app: &App, by: &Caller<P>, view: SavedView) -> Result<SavedViewBody, Problem> {
    let reader = by.person_id();
    let owner: Vec<Uuid> = view.owner_id.iter().map(|id| id.0).collect();
    let names = async |tx: &mut TenantTx| membership::store::names(tx, &owner).await;
    let names = app.db.tenant(by.scope(), names).await?;
    Ok(SavedViewBody::of(&view, reader, &names))
}

#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"list": "projects", "name": "EU projects under way", "query": "kind=eu&status=running&sort=-period_from", "shared": true}))]
struct SaveView {
    list: ViewedList,
    #[schema(min_length = 1, max_length = 100)]
    name: String,
    /// What stands behind the question mark of the list's address: filters, and `sort`. Null: the whole list.
    #[serde(default)]
    #[schema(max_length = 2000)]
    query: Option<String>,
    /// Whether everybody in the organisation is to see it.
    #[serde(default)]
    shared: bool,
}

/// Saves a view of a list, for oneself or for everybody in the organisation.
#[utoipa::path(tag = "saved-views", request_body = SaveView,
    params(("idempotency-key" = Option<String>, Header, description = "The same key and body do the work once")),
    responses((status = 201, body = SavedViewBody)), extensions(("x-problems" = json!(["409 too_many_views"]))))]
#[post("/api/v1/saved-views")]
async fn create(
    by: Caller<EditSavedViews>,
    once: Once,
    body: Json<SaveView>,
    app: Data<App>,
) -> Result<Created<SavedViewBody>, Problem> {
    let Json(body) = body;
    let new = NewView {
        list: body.list,
        name: Name::new(&body.name)?,
        query: Query::new(&body.query.unwrap_or_default())?,
        shared: body.shared,
    };
    let view = commands::create(&app, &by, new, once).await?;
    let address = format!("/api/v1/saved-views/{}", view.id);
    Ok(Created::at(address, told(&app, &by, view).await?))
}

#[derive(Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"name": "EU projects", "shared": false}))]
struct EditView {
    #[schema(value_type = Option<String>, max_length = 100)]
    name: Patch<String>,
    /// Null: the whole list.
    #[schema(value_type = Option<String>, max_length = 2000)]
    query: Patch<String>,
    #[schema(value_type = Option<bool>)]
    shared: Patch<bool>,
}

impl EditView {
    fn edits(self) -> Result<Edits, Problem> {
        let name = required(self.name, "/name")?;
        let query = optional(self.query).map(Option::unwrap_or_default);
        Ok(Edits {
            name: name.map(|name| Name::new(&name)).transpose()?,
            query: query.map(|query| Query::new(&query)).transpose()?,
            shared: required(self.shared, "/shared")?,
        })
    }
}

/// Renames a view of one's own, gives it other filters, shares it with everybody or with nobody any more.
#[utoipa::path(tag = "saved-views", request_body = EditView,
    params(("if-match" = String, Header, description = "The ETag as it was read")),
    responses((status = 200, body = SavedViewBody)),
    extensions(("x-problems" = json!(["403 not_owner", "404 saved_view_not_found"]))))]
#[patch("/api/v1/saved-views/{id}")]
async fn edit(
    by: Caller<EditSavedViews>,
    id: Path<String>,
    expected: IfMatch,
    body: Json<EditView>,
    app: Data<App>,
) -> Result<Versioned<SavedViewBody>, Problem> {
    let id = path_id::<SavedViewId>(&id, "saved_view_not_found")?;
    let view = commands::edit(&app, &by, id, body.0.edits()?, expected).await?;
    Ok(Versioned(told(&app, &by, view).await?))
}

/// Takes a view of one's own away; who administers the organisation takes away any that is shared.
#[utoipa::path(tag = "saved-views",
    params(("if-match" = String, Header, description = "The ETag as it was read")), responses((status = 204)),
    extensions(("x-problems" = json!(["403 not_owner", "404 saved_view_not_found"]))))]
#[delete("/api/v1/saved-views/{id}")]
async fn remove(
    by: Caller<EditSavedViews>,
    id: Path<String>,
    expected: IfMatch,
    app: Data<App>,
) -> Result<Gone, Problem> {
    let id = path_id::<SavedViewId>(&id, "saved_view_not_found")?;
    commands::delete(&app, &by, id, expected).await?;
    Ok(Gone)
}

pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list).service(create).service(show);
    config.service(edit).service(remove);
}
