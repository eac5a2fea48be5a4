//! How themes are asked for.

use actix_web::{
    delete, get, patch, post,
    web::{Data, Json as JsonOut, Path},
};
use garde::Validate;
use platform::{
    auth::Caller,
    db::TenantTx,
    http::{
        Answer, Cell, Created, Filter, Gone, IfMatch, Json, List, Listing, Names, NamesAsked, Once, Parameters, Patch,
        Problem, Tabular, Versioned, path_id,
    },
    values::{Text, said, within, within_if_said},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::{
    commands,
    model::{Edits, NewTheme, Theme, ThemeError, ThemeId},
    store,
};
use crate::{
    App,
    lists::{self, History},
    organisation::routes::{proper_code, proper_text},
    permissions::{EditThemes, ReadThemes},
    person::routes::{optional, required},
    taxonomy::TaxonomyId,
};

impl From<ThemeError> for Problem {
    fn from(error: ThemeError) -> Self {
        match error {
            ThemeError::NotFound => Self::not_found("theme_not_found"),
            ThemeError::NoSuchTaxonomy => Self::field(
                "/taxonomy_id",
                "unknown_taxonomy",
                "There is no such taxonomy in your organisation.",
            ),
            ThemeError::NoSuchParent => Self::field(
                "/parent_id",
                "unknown_theme",
                "There is no such theme in this taxonomy.",
            ),
            ThemeError::Cycle => Self::field("/parent_id", "cycle", "The theme would lie below itself."),
            ThemeError::CodeTaken => {
                Self::conflict("code_taken").detail("Another theme of the taxonomy has this code.")
            }
            ThemeError::HasChildren => {
                Self::conflict("has_children").detail("There are themes below it: move them first.")
            }
            ThemeError::Stale(stale) => stale.into(),
            ThemeError::Db(cause) => cause.into(),
        }
    }
}

/// A theme.
#[derive(Serialize, ToSchema)]
struct ThemeBody {
    id: ThemeId,
    version: i64,
    taxonomy_id: TaxonomyId,
    parent_id: Option<ThemeId>,
    code: String,
    name: Text,
    description: Text,
}

impl From<Theme> for ThemeBody {
    fn from(t: Theme) -> Self {
        Self {
            id: t.id,
            version: t.version,
            taxonomy_id: t.taxonomy_id,
            parent_id: t.parent_id,
            code: t.code,
            name: t.name,
            description: t.description,
        }
    }
}

impl Answer for ThemeBody {
    fn version(&self) -> i64 {
        self.version
    }
}

impl Tabular for ThemeBody {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "taxonomy_id",
        "parent_id",
        "code",
        "name_fi",
        "name_sv",
        "name_en",
    ];

    fn cells(&self) -> Vec<Cell> {
        let [fi, sv, en] = Cell::languages(&self.name);
        vec![
            self.id.0.into(),
            self.taxonomy_id.0.into(),
            Cell::maybe(self.parent_id),
            self.code.clone().into(),
            fi,
            sv,
            en,
        ]
    }
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Themes {
    taxonomy_id: Option<Uuid>,
    parent_id: Option<Uuid>,
    /// Words in the name or the code.
    q: Option<String>,
}

impl Filter for Themes {
    const SORTS: &'static [&'static str] = &["code", "name", "created_at"];
}

crate::page_of!(ThemePage, ThemeBody);

/// The organisation's themes.
#[utoipa::path(tag = "themes", params(Themes, lists::Paging), responses((status = 200, body = ThemePage)))]
#[get("/api/v1/themes")]
async fn list(by: Caller<ReadThemes>, list: List<Themes>, app: Data<App>) -> Result<Listing<ThemeBody>, Problem> {
    list.answer(async |filter, page| {
        let words = filter.q.as_ref().map(|q| q.trim().to_lowercase());
        let wanted = store::Wanted {
            taxonomy_id: filter.taxonomy_id,
            parent_id: filter.parent_id,
            words,
        };
        let rows = app
            .db
            .tenant(by.scope(), async |tx| store::page(tx, &wanted, page).await)
            .await?;
        Ok::<_, Problem>(rows.map(ThemeBody::from))
    })
    .await
}

/// What themes are called: the first thousand by name, or those that are asked for.
#[utoipa::path(tag = "themes", params(NamesAsked), responses((status = 200, body = Names)))]
#[get("/api/v1/themes/names")]
async fn list_names(
    by: Caller<ReadThemes>,
    asked: Parameters<NamesAsked>,
    app: Data<App>,
) -> Result<JsonOut<Names>, Problem> {
    let names = async |tx: &mut TenantTx| store::names(tx, &asked.0).await;
    Ok(JsonOut(app.db.tenant(by.scope(), names).await?))
}

/// One theme.
#[utoipa::path(tag = "themes", responses((status = 200, body = ThemeBody)),
    extensions(("x-problems" = json!(["404 theme_not_found"]))))]
#[get("/api/v1/themes/{id}")]
async fn show(by: Caller<ReadThemes>, id: Path<String>, app: Data<App>) -> Result<Versioned<ThemeBody>, Problem> {
    let id = path_id::<ThemeId>(&id, "theme_not_found")?;
    let found = app.db.tenant(by.scope(), async |tx| store::find(tx, id).await).await?;
    Ok(Versioned(found.ok_or(ThemeError::NotFound)?.into()))
}

#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"taxonomy_id": "019aab3c-0000-7000-8000-000000000001", "parent_id": null, "code": "T1",
    "name": {"fi": "Kotikansainvälisyys", "sv": "Internationalisering på hemmaplan"}, "description": null}))]
struct CreateTheme {
    taxonomy_id: TaxonomyId,
    #[serde(default)]
    parent_id: Option<ThemeId>,
    code: String,
    #[garde(custom(said(200)))]
    name: Text,
    #[serde(default)]
    #[garde(custom(within_if_said(2000)))]
    description: Option<Text>,
}

/// Makes a theme.
#[utoipa::path(tag = "themes", request_body = CreateTheme,
    params(("idempotency-key" = Option<String>, Header, description = "The same key and body do the work once")),
    responses((status = 201, body = ThemeBody)), extensions(("x-problems" = json!(["409 code_taken"]))))]
#[post("/api/v1/themes")]
async fn create(
    by: Caller<EditThemes>,
    once: Once,
    body: Json<CreateTheme>,
    app: Data<App>,
) -> Result<Created<ThemeBody>, Problem> {
    let Json(body) = body;
    proper_code(&body.code, "/code")?;
    let new = NewTheme {
        taxonomy_id: body.taxonomy_id,
        parent_id: body.parent_id,
        code: body.code,
        name: body.name.tidy(),
        description: body.description.unwrap_or_default().tidy(),
    };
    let theme = commands::create(&app, &by, new, once).await?;
    Ok(Created::at(format!("/api/v1/themes/{}", theme.id), theme.into()))
}

#[derive(Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"name": {"fi": "Kotikansainvälisyys", "sv": "Internationalisering hemma"}}))]
struct EditTheme {
    #[schema(value_type = Option<ThemeId>)]
    parent_id: Patch<ThemeId>,
    #[schema(value_type = Option<String>)]
    code: Patch<String>,
    #[schema(value_type = Option<Text>)]
    name: Patch<Text>,
    #[schema(value_type = Option<Text>)]
    description: Patch<Text>,
}

impl EditTheme {
    fn edits(self) -> Result<Edits, Problem> {
        if let Some(name) = self.name.as_set() {
            proper_text(name, "/name")?;
        }
        if let Some(code) = self.code.as_set() {
            proper_code(code, "/code")?;
        }
        if let Some(text) = self.description.as_set() {
            within(2000)(text, &()).map_err(|fault| Problem::field("/description", "too_long", format!("{fault}.")))?;
        }
        Ok(Edits {
            parent_id: optional(self.parent_id),
            code: required(self.code, "/code")?,
            name: required(self.name, "/name")?.map(Text::tidy),
            description: optional(self.description).map(|text| text.unwrap_or_default().tidy()),
        })
    }
}

/// Changes a theme.
#[utoipa::path(tag = "themes", request_body = EditTheme,
    params(("if-match" = String, Header, description = "The ETag as it was read")),
    responses((status = 200, body = ThemeBody)),
    extensions(("x-problems" = json!(["404 theme_not_found", "409 code_taken"]))))]
#[patch("/api/v1/themes/{id}")]
async fn edit(
    by: Caller<EditThemes>,
    id: Path<String>,
    expected: IfMatch,
    body: Json<EditTheme>,
    app: Data<App>,
) -> Result<Versioned<ThemeBody>, Problem> {
    let id = path_id::<ThemeId>(&id, "theme_not_found")?;
    Ok(Versioned(
        commands::edit(&app, &by, id, body.0.edits()?, expected).await?.into(),
    ))
}

/// Takes a theme away. Things that carry it keep the link, marked.
#[utoipa::path(tag = "themes",
    params(("if-match" = String, Header, description = "The ETag as it was read")), responses((status = 204)),
    extensions(("x-problems" = json!(["404 theme_not_found", "409 has_children"]))))]
#[delete("/api/v1/themes/{id}")]
async fn remove(by: Caller<EditThemes>, id: Path<String>, expected: IfMatch, app: Data<App>) -> Result<Gone, Problem> {
    let id = path_id::<ThemeId>(&id, "theme_not_found")?;
    commands::delete(&app, &by, id, expected).await?;
    Ok(Gone)
}

/// What happened to a theme.
#[utoipa::path(tag = "themes", responses((status = 200, body = History)),
    extensions(("x-problems" = json!(["404 theme_not_found"]))))]
#[get("/api/v1/themes/{id}/history")]
async fn history(by: Caller<ReadThemes>, id: Path<String>, app: Data<App>) -> Result<JsonOut<History>, Problem> {
    lists::history(&app, by.scope(), "theme", &id, "theme_not_found").await
}

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list)
        .service(create)
        // Before `{id}`, which would take it for one.
        .service(list_names)
        .service(show)
        .service(edit)
        .service(remove)
        .service(history);
}
