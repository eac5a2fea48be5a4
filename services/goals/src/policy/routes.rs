//! How policies are asked for.

use actix_web::{
    delete, get, patch, post,
    web::{Data, Json as Plain, Path},
};
use platform::{
    auth::Caller,
    db::TenantTx,
    http::{
        Created, Filter, Gone, History, IfMatch, Json, List, Listing, Named, Names, NamesAsked, Once, PageBody, Paging,
        Parameters, Problem, Versioned,
    },
    ids::Identity as _,
};
use utoipa_actix_web::service_config::ServiceConfig;

use super::{
    PolicyError, PolicyId,
    bodies::{EditionBody, Editions, PolicyBody},
    commands,
    model::{PolicyContent, PolicyPatch},
    steps::Step,
    store::{self, PolicyFilter},
};
use crate::{
    App,
    permissions::{EditPolicies, ReadGoals},
};

pub fn add(config: &mut ServiceConfig<'_>) {
    config
        .service(list)
        .service(create)
        // Before `{id}`, which would take it for one.
        .service(list_names)
        .service(read)
        .service(change)
        .service(remove)
        .service(step)
        .service(list_editions)
        .service(open_edition)
        .service(read_edition)
        .service(history);
}

impl Filter for PolicyFilter {
    const SORTS: &'static [&'static str] = &["title", "created_at"];
}

impl From<PolicyError> for Problem {
    fn from(error: PolicyError) -> Self {
        match error {
            PolicyError::NotFound => Self::not_found(PolicyId::MISSING),
            PolicyError::EditionNotFound => Self::not_found("edition_not_found"),
            PolicyError::Fixed(status) => Self::conflict("edition_fixed").detail(format!(
                "The edition is {}: its words stand. Open the next edition, or take the proposal back.",
                status.code().replace('_', " ")
            )),
            PolicyError::EditionOpen(status) => Self::conflict("edition_open").detail(format!(
                "The newest edition is {}: decide on it before opening another.",
                status.code().replace('_', " ")
            )),
            PolicyError::NoSuchStep { from, to } => Self::conflict("no_such_step").detail(format!(
                "No step leads from {} to {}.",
                from.code().replace('_', " "),
                to.code().replace('_', " ")
            )),
            PolicyError::BeforeLastStep { last } => {
                Self::field("/on", "before_last_step", format!("The last step was taken on {last}."))
            }
            PolicyError::NobodyDecided => Self::field("/decided_by", "required", "Say who adopted it."),
            PolicyError::UnknownSuperseded => Self::field(
                "/supersedes/policy_id",
                "unknown_policy",
                "There is no such policy in your organisation.",
            ),
            PolicyError::SupersedesItself => Self::field(
                "/supersedes/policy_id",
                "itself",
                "A policy does not supersede itself: open an edition.",
            ),
            PolicyError::InUse => Self::conflict("policy_in_use")
                .detail("It was decided, or goals, assignments or policies point at it: let it expire instead."),
            PolicyError::Invalid(problem) => problem,
            PolicyError::Stale(stale) => stale.into(),
            PolicyError::OutOfReach(beyond) => beyond.into(),
            PolicyError::Unknown(unknown) => unknown.into(),
            PolicyError::Db(cause) => cause.into(),
        }
    }
}

/// Policies, by title.
#[utoipa::path(tag = "policies", params(PolicyFilter, Paging), responses((status = 200, body = PageBody<PolicyBody>)))]
#[get("/api/v1/policies")]
async fn list(
    caller: Caller<ReadGoals>,
    list: List<PolicyFilter>,
    app: Data<App>,
) -> Result<Listing<PolicyBody>, Problem> {
    list.of_tenant(&app.db, caller.scope(), store::page).await
}

/// What policies are called: the first thousand by name, or those that are asked for.
#[utoipa::path(tag = "policies", params(NamesAsked), responses((status = 200, body = Names)))]
#[get("/api/v1/policies/names")]
async fn list_names(
    caller: Caller<ReadGoals>,
    asked: Parameters<NamesAsked>,
    app: Data<App>,
) -> Result<Plain<Names>, Problem> {
    let names = async |tx: &mut TenantTx| store::names(tx, &asked.0).await;
    Ok(Plain(app.db.tenant(caller.scope(), names).await?))
}

/// Begins a policy, as the draft of its first edition.
#[utoipa::path(
    tag = "policies", request_body = PolicyContent, params(("Idempotency-Key" = Option<String>, Header,)),
    responses((status = 201, body = PolicyBody))
)]
#[post("/api/v1/policies")]
async fn create(
    caller: Caller<EditPolicies>,
    content: Json<PolicyContent>,
    once: Once,
    app: Data<App>,
) -> Result<Created<PolicyBody>, Problem> {
    let policy = commands::create(&app, &caller, once, content.0).await?;
    Ok(Created::at(format!("/api/v1/policies/{}", policy.id), policy.into()))
}

/// One policy, with its newest edition.
#[utoipa::path(
    tag = "policies", params(("id" = PolicyId, Path,)), responses((status = 200, body = PolicyBody)),
    extensions(("x-problems" = json!(["404 policy_not_found"])))
)]
#[get("/api/v1/policies/{id}")]
async fn read(
    caller: Caller<ReadGoals>,
    id: Named<PolicyId>,
    app: Data<App>,
) -> Result<Versioned<PolicyBody>, Problem> {
    let policy = id.found(&app.db, caller.scope(), store::find).await?;
    Ok(Versioned::of(policy))
}

/// Changes the words of the edition in writing, or the policy's themes.
#[utoipa::path(
    tag = "policies", params(("id" = PolicyId, Path,), ("If-Match" = String, Header,)), request_body = PolicyPatch,
    responses((status = 200, body = PolicyBody)),
    extensions(("x-problems" = json!(["404 policy_not_found", "409 edition_fixed"])))
)]
#[patch("/api/v1/policies/{id}")]
async fn change(
    caller: Caller<EditPolicies>,
    id: Named<PolicyId>,
    expected: IfMatch,
    patch: PolicyPatch,
    app: Data<App>,
) -> Result<Versioned<PolicyBody>, Problem> {
    let policy = commands::change(&app, &caller, *id, expected, &patch).await?;
    Ok(Versioned::of(policy))
}

/// Takes a policy away that was never decided and that nothing points at.
#[utoipa::path(
    tag = "policies", params(("id" = PolicyId, Path,), ("If-Match" = String, Header,)), responses((status = 204)),
    extensions(("x-problems" = json!(["404 policy_not_found", "409 policy_in_use"])))
)]
#[delete("/api/v1/policies/{id}")]
async fn remove(
    caller: Caller<EditPolicies>,
    id: Named<PolicyId>,
    expected: IfMatch,
    app: Data<App>,
) -> Result<Gone, Problem> {
    commands::delete(&app, &caller, *id, expected).await?;
    Ok(Gone)
}

/// Records a step of the newest edition: when, who decided, under which case number.
#[utoipa::path(
    tag = "policies", params(("id" = PolicyId, Path,), ("If-Match" = String, Header,)), request_body = Step,
    responses((status = 200, body = PolicyBody)),
    extensions(("x-problems" = json!(["404 policy_not_found", "409 no_such_step"])))
)]
#[post("/api/v1/policies/{id}/steps")]
async fn step(
    caller: Caller<EditPolicies>,
    id: Named<PolicyId>,
    expected: IfMatch,
    step: Json<Step>,
    app: Data<App>,
) -> Result<Versioned<PolicyBody>, Problem> {
    Ok(Versioned::of(
        commands::step(&app, &caller, *id, expected, step.0).await?,
    ))
}

/// All editions of a policy, the newest first.
#[utoipa::path(
    tag = "policies", params(("id" = PolicyId, Path,)), responses((status = 200, body = Editions)),
    extensions(("x-problems" = json!(["404 policy_not_found"])))
)]
#[get("/api/v1/policies/{id}/editions")]
async fn list_editions(
    caller: Caller<ReadGoals>,
    id: Named<PolicyId>,
    app: Data<App>,
) -> Result<Plain<Editions>, Problem> {
    let editions = app
        .db
        .tenant(caller.scope(), async |tx| store::editions(tx, *id).await)
        .await?;
    if editions.is_empty() {
        return Err(PolicyError::NotFound.into());
    }
    Ok(Plain(Editions {
        items: editions.into_iter().map(EditionBody::from).collect(),
    }))
}

/// Opens the next edition, as a draft with the words of the last.
#[utoipa::path(
    tag = "policies", params(("id" = PolicyId, Path,), ("If-Match" = String, Header,)),
    responses((status = 200, body = PolicyBody)),
    extensions(("x-problems" = json!(["404 policy_not_found", "409 edition_open"])))
)]
#[post("/api/v1/policies/{id}/editions")]
async fn open_edition(
    caller: Caller<EditPolicies>,
    id: Named<PolicyId>,
    expected: IfMatch,
    app: Data<App>,
) -> Result<Versioned<PolicyBody>, Problem> {
    Ok(Versioned::of(
        commands::open_edition(&app, &caller, *id, expected).await?,
    ))
}

/// What a policy said at one edition.
#[utoipa::path(
    tag = "policies", params(("id" = PolicyId, Path,), ("edition" = i32, Path,)),
    responses((status = 200, body = EditionBody)),
    extensions(("x-problems" = json!(["404 policy_not_found", "404 edition_not_found"])))
)]
#[get("/api/v1/policies/{id}/editions/{edition}")]
async fn read_edition(
    caller: Caller<ReadGoals>,
    id: Named<PolicyId>,
    of: Path<(String, String)>,
    app: Data<App>,
) -> Result<Plain<EditionBody>, Problem> {
    let number = of.1.parse().map_err(|_cause| PolicyError::EditionNotFound)?;
    let edition = app
        .db
        .tenant(caller.scope(), async |tx| {
            store::find(tx, *id).await?.ok_or(PolicyError::NotFound)?;
            store::edition(tx, *id, number)
                .await?
                .ok_or(PolicyError::EditionNotFound)
        })
        .await?;
    Ok(Plain(edition.into()))
}

/// What happened to a policy.
#[utoipa::path(
    tag = "policies", params(("id" = PolicyId, Path,)), responses((status = 200, body = History)),
    extensions(("x-problems" = json!(["404 policy_not_found"])))
)]
#[get("/api/v1/policies/{id}/history")]
async fn history(caller: Caller<ReadGoals>, id: Named<PolicyId>, app: Data<App>) -> Result<Plain<History>, Problem> {
    id.history(&app.db, caller.scope()).await
}
