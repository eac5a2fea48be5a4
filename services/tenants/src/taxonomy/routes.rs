//! How taxonomies are asked for.

use actix_web::{
    delete, get, patch, post,
    web::{Data, Json as JsonOut, Path},
};
use garde::Validate;
use jiff::Timestamp;
use platform::{
    auth::Caller,
    http::{
        Answer, Cell, Created, Filter, Gone, IfMatch, Json, List, Listing, Once, Patch, Problem, Tabular, Versioned,
        path_id,
    },
    values::{Text, said},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::{
    commands,
    model::{Source, Taxonomy, TaxonomyError, TaxonomyId},
    shared::{self, Shared, SharedTheme},
    store,
};
use crate::{
    App,
    lists::{self, History},
    organisation::{Country, routes::proper_text},
    permissions::{EditThemes, ReadThemes},
    person::routes::required,
};

impl From<TaxonomyError> for Problem {
    fn from(error: TaxonomyError) -> Self {
        match error {
            TaxonomyError::NotFound => Self::not_found("taxonomy_not_found"),
            TaxonomyError::NotShared => Self::field("/shared_id", "unknown_taxonomy", "Nobody shares such a taxonomy."),
            TaxonomyError::KeyTaken => Self::conflict("key_taken").detail("Another taxonomy of yours has this key."),
            TaxonomyError::AlreadyAdopted => {
                Self::conflict("already_adopted").detail("Your organisation has this taxonomy already.")
            }
            TaxonomyError::NotAnAssociation => {
                Self::conflict("not_an_association").detail("Only an association shares taxonomies.")
            }
            TaxonomyError::HasThemes => Self::conflict("has_themes").detail("It holds themes: delete them first."),
            TaxonomyError::IsShared => Self::conflict("is_shared").detail("It is shared: withdraw it first."),
            TaxonomyError::Stale(stale) => stale.into(),
            TaxonomyError::Db(cause) => cause.into(),
        }
    }
}

/// A key: small letters, digits, hyphens and underscores.
pub fn proper_key(key: &str, pointer: &str) -> Result<(), Problem> {
    let sign = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_');
    if (1..=50).contains(&key.len()) && key.chars().all(sign) {
        return Ok(());
    }
    Err(Problem::field(
        pointer,
        "bad_key",
        "A key is 1 to 50 small letters, digits, hyphens and underscores.",
    ))
}

/// A taxonomy.
#[derive(Serialize, ToSchema)]
struct TaxonomyBody {
    id: TaxonomyId,
    version: i64,
    key: String,
    name: Text,
    /// Published for everybody to adopt.
    shared: bool,
    /// Where it was adopted from.
    source: Option<Source>,
}

impl From<Taxonomy> for TaxonomyBody {
    fn from(t: Taxonomy) -> Self {
        Self {
            id: t.id,
            version: t.version,
            key: t.key,
            name: t.name,
            shared: t.shared,
            source: t.source,
        }
    }
}

impl Answer for TaxonomyBody {
    fn version(&self) -> i64 {
        self.version
    }
}

impl Tabular for TaxonomyBody {
    const COLUMNS: &'static [&'static str] = &["id", "key", "name_fi", "name_sv", "name_en", "shared", "source_id"];

    fn cells(&self) -> Vec<Cell> {
        let [fi, sv, en] = Cell::languages(&self.name);
        let source = Cell::maybe(self.source.as_ref().map(|s| s.taxonomy_id));
        vec![
            self.id.0.into(),
            self.key.clone().into(),
            fi,
            sv,
            en,
            self.shared.into(),
            source,
        ]
    }
}

/// A published taxonomy.
#[derive(Serialize, ToSchema)]
struct SharedBody {
    id: Uuid,
    version: i64,
    organisation_name: Text,
    country: Country,
    key: String,
    name: Text,
    themes: Vec<SharedTheme>,
    published_at: Timestamp,
}

impl From<Shared> for SharedBody {
    fn from(s: Shared) -> Self {
        Self {
            id: s.id,
            version: s.version,
            organisation_name: s.organisation_name,
            country: s.country,
            key: s.key,
            name: s.name,
            themes: s.themes,
            published_at: s.published_at,
        }
    }
}

impl Tabular for SharedBody {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "version",
        "country",
        "key",
        "name_fi",
        "name_sv",
        "name_en",
        "themes",
        "published_at",
    ];

    fn cells(&self) -> Vec<Cell> {
        let [fi, sv, en] = Cell::languages(&self.name);
        vec![
            self.id.into(),
            self.version.into(),
            self.country.code().into(),
            self.key.clone().into(),
            fi,
            sv,
            en,
            Cell::joined(self.themes.iter().map(|t| &t.code)),
            self.published_at.into(),
        ]
    }
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct All {}

impl Filter for All {
    const SORTS: &'static [&'static str] = &["name", "key", "created_at"];
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct AllShared {}

impl Filter for AllShared {
    const SORTS: &'static [&'static str] = &["key"];
}

crate::page_of!(TaxonomyPage, TaxonomyBody);
crate::page_of!(SharedPage, SharedBody);

/// The organisation's taxonomies.
#[utoipa::path(tag = "themes", params(lists::Paging), responses((status = 200, body = TaxonomyPage)))]
#[get("/api/v1/taxonomies")]
async fn list(by: Caller<ReadThemes>, list: List<All>, app: Data<App>) -> Result<Listing<TaxonomyBody>, Problem> {
    list.answer(async |_, page| {
        let rows = app
            .db
            .tenant(by.scope(), async |tx| store::page(tx, page).await)
            .await?;
        Ok::<_, Problem>(rows.map(TaxonomyBody::from))
    })
    .await
}

/// Taxonomies that associations publish.
#[utoipa::path(tag = "themes", params(lists::Paging), responses((status = 200, body = SharedPage)))]
#[get("/api/v1/taxonomies/shared")]
async fn list_shared(
    by: Caller<ReadThemes>,
    asked: List<AllShared>,
    app: Data<App>,
) -> Result<Listing<SharedBody>, Problem> {
    asked
        .answer(async |_, page| {
            let rows = app
                .db
                .tenant(by.scope(), async |tx| shared::page(tx, page).await)
                .await?;
            Ok::<_, Problem>(rows.map(SharedBody::from))
        })
        .await
}

/// One taxonomy.
#[utoipa::path(tag = "themes", responses((status = 200, body = TaxonomyBody)),
    extensions(("x-problems" = json!(["404 taxonomy_not_found"]))))]
#[get("/api/v1/taxonomies/{id}")]
async fn show(by: Caller<ReadThemes>, id: Path<String>, app: Data<App>) -> Result<Versioned<TaxonomyBody>, Problem> {
    let id = path_id::<TaxonomyId>(&id, "taxonomy_not_found")?;
    let found = app.db.tenant(by.scope(), async |tx| store::find(tx, id).await).await?;
    Ok(Versioned(found.ok_or(TaxonomyError::NotFound)?.into()))
}

#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"key": "international", "name": {"fi": "Kansainvälisyys", "sv": "Internationalisering"}}))]
struct CreateTaxonomy {
    key: String,
    #[garde(custom(said(200)))]
    name: Text,
}

/// Makes a taxonomy.
#[utoipa::path(tag = "themes", request_body = CreateTaxonomy,
    params(("idempotency-key" = Option<String>, Header, description = "The same key and body do the work once")),
    responses((status = 201, body = TaxonomyBody)), extensions(("x-problems" = json!(["409 key_taken"]))))]
#[post("/api/v1/taxonomies")]
async fn create(
    by: Caller<EditThemes>,
    once: Once,
    body: Json<CreateTaxonomy>,
    app: Data<App>,
) -> Result<Created<TaxonomyBody>, Problem> {
    let Json(body) = body;
    proper_key(&body.key, "/key")?;
    let taxonomy = commands::create(&app, &by, body.key, body.name.tidy(), once).await?;
    Ok(Created::at(
        format!("/api/v1/taxonomies/{}", taxonomy.id),
        taxonomy.into(),
    ))
}

#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"shared_id": "019aab3c-0000-7000-8000-000000000001"}))]
struct Adopt {
    shared_id: Uuid,
}

/// Takes a published taxonomy over with all its themes.
#[utoipa::path(tag = "themes", request_body = Adopt,
    params(("idempotency-key" = Option<String>, Header, description = "The same key and body do the work once")),
    responses((status = 201, body = TaxonomyBody)),
    extensions(("x-problems" = json!(["409 key_taken", "409 already_adopted"]))))]
#[post("/api/v1/taxonomies/adopt")]
async fn adopt(
    by: Caller<EditThemes>,
    once: Once,
    body: Json<Adopt>,
    app: Data<App>,
) -> Result<Created<TaxonomyBody>, Problem> {
    let taxonomy = commands::adopt(&app, &by, body.0.shared_id, once).await?;
    Ok(Created::at(
        format!("/api/v1/taxonomies/{}", taxonomy.id),
        taxonomy.into(),
    ))
}

#[derive(Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"shared": true}))]
struct EditTaxonomy {
    #[schema(value_type = Option<Text>)]
    name: Patch<Text>,
    #[schema(value_type = Option<bool>)]
    shared: Patch<bool>,
}

/// Changes a taxonomy. While it is shared, each change publishes it anew with its themes; no longer shared, nobody can
/// adopt it any more.
#[utoipa::path(tag = "themes", request_body = EditTaxonomy,
    params(("if-match" = String, Header, description = "The ETag as it was read")),
    responses((status = 200, body = TaxonomyBody)),
    extensions(("x-problems" = json!(["404 taxonomy_not_found", "409 not_an_association"]))))]
#[patch("/api/v1/taxonomies/{id}")]
async fn edit(
    by: Caller<EditThemes>,
    id: Path<String>,
    expected: IfMatch,
    body: Json<EditTaxonomy>,
    app: Data<App>,
) -> Result<Versioned<TaxonomyBody>, Problem> {
    let id = path_id::<TaxonomyId>(&id, "taxonomy_not_found")?;
    let Json(EditTaxonomy { name, shared }) = body;
    if let Some(name) = name.as_set() {
        proper_text(name, "/name")?;
    }
    let edits = (required(name, "/name")?.map(Text::tidy), required(shared, "/shared")?);
    Ok(Versioned(commands::edit(&app, &by, id, edits, expected).await?.into()))
}

/// Takes an empty taxonomy away.
#[utoipa::path(tag = "themes",
    params(("if-match" = String, Header, description = "The ETag as it was read")), responses((status = 204)),
    extensions(("x-problems" = json!(["404 taxonomy_not_found", "409 has_themes", "409 is_shared"]))))]
#[delete("/api/v1/taxonomies/{id}")]
async fn remove(by: Caller<EditThemes>, id: Path<String>, expected: IfMatch, app: Data<App>) -> Result<Gone, Problem> {
    let id = path_id::<TaxonomyId>(&id, "taxonomy_not_found")?;
    commands::delete(&app, &by, id, expected).await?;
    Ok(Gone)
}

/// What happened to a taxonomy.
#[utoipa::path(tag = "themes", responses((status = 200, body = History)),
    extensions(("x-problems" = json!(["404 taxonomy_not_found"]))))]
#[get("/api/v1/taxonomies/{id}/history")]
async fn history(by: Caller<ReadThemes>, id: Path<String>, app: Data<App>) -> Result<JsonOut<History>, Problem> {
    lists::history(&app, by.scope(), "taxonomy", &id, "taxonomy_not_found").await
}

pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list).service(create).service(list_shared).service(adopt);
    config.service(show).service(edit).service(remove).service(history);
}
