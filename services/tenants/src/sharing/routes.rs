//! How sharing agreements are asked for.

use actix_web::{
    get, patch, post,
    web::{Data, Json as Plain},
};
use garde::Validate;
use jiff::Timestamp;
use platform::{
    auth::Caller,
    http::{
        Answer, Cell, Created, Filter, History, IfMatch, Json, List, Listing, Named, Once, PageBody, Paging, Problem,
        Tabular, Versioned,
    },
    ids::Identity as _,
    values::{Text, plain},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::{
    Agreement, AgreementError, AgreementId, commands,
    model::{Dataset, Level, NewAgreement, Revocation, Side, State, Terms, TermsPatch},
    store::{self, AgreementFilter},
};
use crate::{
    App,
    permissions::{ManageSharing, ReadSharing},
};

impl From<AgreementError> for Problem {
    fn from(error: AgreementError) -> Self {
        match error {
            AgreementError::NotFound => Self::not_found(AgreementId::MISSING),
            AgreementError::NoSuchViewer => Self::field(
                "/viewer_id",
                "unknown_organisation",
                "There is no such organisation that can be given something.",
            ),
            AgreementError::ToOneself => Self::field(
                "/viewer_id",
                "oneself",
                "An organisation sees what is its own: choose another one.",
            ),
            AgreementError::NothingToWaive => Self::field(
                "/waiver",
                "only_aggregate",
                "Only what goes into totals has a risk to accept: records are seen by name anyway.",
            ),
            AgreementError::Reversed => Self::field("/valid_to", "reversed", "The days are in the wrong order."),
            AgreementError::NotDecidedYet => Self::field(
                "/decision/decided_on",
                "in_the_future",
                "The decision must have been taken: its day lies in the future.",
            ),
            AgreementError::Undecided => Self::field(
                "/valid_from",
                "before_decision",
                "The agreement cannot begin before the day of its decision.",
            ),
            AgreementError::Overlaps => Self::conflict("overlaps").detail(
                "Another agreement gives this dataset to the same organisation on some of these days: change or revoke \
                 that one first.",
            ),
            AgreementError::AlreadyRevoked => {
                Self::conflict("already_revoked").detail("The agreement was ended already: it gives nothing any more.")
            }
            AgreementError::OwnersOnly => Self::forbidden("owners_only")
                .detail("Only the organisation that gives can change the terms or take it back. You can give it up."),
            AgreementError::ViewersOnly => Self::forbidden("viewers_only")
                .detail("Only the organisation that was given this can give it up. You can take it back."),
            AgreementError::Invalid(problem) => problem,
            AgreementError::Stale(stale) => stale.into(),
            AgreementError::Db(cause) => cause.into(),
        }
    }
}

/// A sharing agreement, as the organisation that asks holds it.
#[derive(Serialize, ToSchema)]
pub struct AgreementBody {
    id: AgreementId,
    version: i64,
    /// Whether the organisation that asks is the owner or the viewer.
    side: Side,
    owner_id: Uuid,
    /// As it was called when the terms were last agreed.
    owner_name: Text,
    viewer_id: Uuid,
    /// As it was called when the terms were last agreed.
    viewer_name: Text,
    dataset: Dataset,
    level: Level,
    #[serde(flatten)]
    terms: Terms,
    /// Grows with every change of the terms.
    terms_version: i64,
    state: State,
    revoked: Option<Revocation>,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
}

impl From<Agreement> for AgreementBody {
    fn from(agreement: Agreement) -> Self {
        Self {
            id: agreement.id,
            version: agreement.version,
            side: agreement.side,
            state: agreement.state(),
            owner_id: agreement.owner.id,
            owner_name: agreement.owner.name,
            viewer_id: agreement.viewer.id,
            viewer_name: agreement.viewer.name,
            dataset: agreement.dataset,
            level: agreement.level,
            terms: agreement.terms,
            terms_version: agreement.terms_version,
            revoked: agreement.revoked,
            created_at: agreement.created_at,
        }
    }
}

impl Answer for AgreementBody {
    fn version(&self) -> i64 {
        self.version
    }
}

impl Tabular for AgreementBody {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "side",
        "owner_id",
        "owner_name_fi",
        "owner_name_sv",
        "owner_name_en",
        "viewer_id",
        "viewer_name_fi",
        "viewer_name_sv",
        "viewer_name_en",
        "dataset",
        "level",
        "waiver",
        "valid_from",
        "valid_to",
        "decision_body_fi",
        "decision_body_sv",
        "decision_body_en",
        "decided_on",
        "section",
        "case_number",
        "terms_version",
        "state",
        "revoked_at",
        "revoked_by",
        "revoked_reason",
    ];

    fn cells(&self) -> Vec<Cell> {
        let mut row = vec![self.id.0.into(), self.side.code().into(), self.owner_id.into()];
        row.extend(Cell::languages(&self.owner_name));
        row.push(self.viewer_id.into());
        row.extend(Cell::languages(&self.viewer_name));
        row.extend([
            self.dataset.code().into(),
            self.level.code().into(),
            self.terms.waiver.into(),
            self.terms.valid_from.into(),
            Cell::maybe(self.terms.valid_to),
        ]);
        row.extend(Cell::languages(&self.terms.decision.body));
        let revoked = self.revoked.as_ref();
        row.extend([
            self.terms.decision.decided_on.into(),
            Cell::maybe(self.terms.decision.section.clone()),
            Cell::maybe(self.terms.decision.case_number.clone()),
            self.terms_version.into(),
            self.state.code().into(),
            Cell::maybe(revoked.map(|r| r.at)),
            Cell::maybe(revoked.map(|r| r.by.code().to_owned())),
            Cell::maybe(revoked.map(|r| r.reason.clone())),
        ]);
        row
    }
}

impl Filter for AgreementFilter {
    const SORTS: &'static [&'static str] = &["name", "valid_from", "created_at"];
}

/// What the organisation gives to others, and what it was given. `name` sorts by the organisation on the other side.
#[utoipa::path(tag = "sharing-agreements", params(AgreementFilter, Paging),
    responses((status = 200, body = PageBody<AgreementBody>)))]
#[get("/api/v1/sharing-agreements")]
async fn list(
    by: Caller<ReadSharing>,
    list: List<AgreementFilter>,
    app: Data<App>,
) -> Result<Listing<AgreementBody>, Problem> {
    list.answer(async |filter, page| {
        let rows = app
            .db
            .tenant(by.scope(), async |tx| store::page(tx, filter, page).await)
            .await?;
        Ok::<_, Problem>(rows.map(AgreementBody::from))
    })
    .await
}

/// Who is given what.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = GiveSharing, example = json!({"viewer_id": "019aab3c-0000-7000-8000-000000000001", "dataset": "projects",
    "level": "aggregate", "waiver": false, "valid_from": "2026-12-01", "valid_to": "2028-12-31",
    "decision": {"body": {"fi": "Kaupunginhallitus"}, "decided_on": "2026-11-16", "section": "321",
                 "case_number": "KAU/1010/2026"}}))]
struct Give {
    #[garde(skip)]
    viewer_id: Uuid,
    #[garde(skip)]
    dataset: Dataset,
    #[garde(skip)]
    level: Level,
    /// Of totals: the owner accepts that its own figure may be worked out from one.
    #[serde(default)]
    #[garde(skip)]
    waiver: bool,
    #[garde(skip)]
    #[schema(value_type = String, format = Date)]
    valid_from: jiff::civil::Date,
    /// The last day; until further notice when absent.
    #[serde(default)]
    #[garde(skip)]
    #[schema(value_type = Option<String>, format = Date)]
    valid_to: Option<jiff::civil::Date>,
    #[garde(dive)]
    decision: super::model::Decision,
}

/// Gives a dataset to another organisation. Both have the agreement from then on, each as a record of its own.
#[utoipa::path(tag = "sharing-agreements", request_body = Give,
    params(("idempotency-key" = Option<String>, Header, description = "The same key and body do the work once")),
    responses((status = 201, body = AgreementBody)),
    extensions(("x-problems" = json!(["403 step_up_required", "409 overlaps"]))))]
#[post("/api/v1/sharing-agreements")]
async fn give(
    by: Caller<ManageSharing>,
    once: Once,
    body: Json<Give>,
    app: Data<App>,
) -> Result<Created<AgreementBody>, Problem> {
    let Json(body) = body;
    let new = NewAgreement {
        viewer_id: body.viewer_id,
        dataset: body.dataset,
        level: body.level,
        terms: Terms {
            waiver: body.waiver,
            valid_from: body.valid_from,
            valid_to: body.valid_to,
            decision: body.decision,
        },
    };
    let agreement = commands::give(&app, &by, new, once).await?;
    Ok(Created::at(
        format!("/api/v1/sharing-agreements/{}", agreement.id),
        agreement.into(),
    ))
}

/// One agreement.
#[utoipa::path(tag = "sharing-agreements", responses((status = 200, body = AgreementBody)),
    extensions(("x-problems" = json!(["404 sharing_agreement_not_found"]))))]
#[get("/api/v1/sharing-agreements/{id}")]
async fn read(
    by: Caller<ReadSharing>,
    id: Named<AgreementId>,
    app: Data<App>,
) -> Result<Versioned<AgreementBody>, Problem> {
    let found = id.found(&app.db, by.scope(), store::find).await?;
    Ok(Versioned(found.into()))
}

/// Changes the terms: the days, the decision behind them, the waiver. Who gives what to whom stays.
#[utoipa::path(tag = "sharing-agreements", request_body = TermsPatch,
    params(("if-match" = String, Header, description = "The ETag as it was read")),
    responses((status = 200, body = AgreementBody)),
    extensions(("x-problems" = json!(["403 step_up_required", "403 owners_only", "404 sharing_agreement_not_found",
        "409 already_revoked", "409 overlaps"]))))]
#[patch("/api/v1/sharing-agreements/{id}")]
async fn change_terms(
    by: Caller<ManageSharing>,
    id: Named<AgreementId>,
    expected: IfMatch,
    patch: TermsPatch,
    app: Data<App>,
) -> Result<Versioned<AgreementBody>, Problem> {
    let changed = commands::change_terms(&app, &by, *id, expected, &patch).await?;
    Ok(Versioned(changed.into()))
}

/// Why an agreement ends before its time. Both sides can read it.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = EndSharing, example = json!({"reason": "The council wants to decide anew."}))]
struct End {
    #[garde(length(chars, min = 1), custom(plain(1_000)))]
    reason: String,
}

impl End {
    fn reason(self) -> Result<String, Problem> {
        let reason = self.reason.trim().to_owned();
        if reason.is_empty() {
            return Err(Problem::field("/reason", "required", "Say why."));
        }
        Ok(reason)
    }
}

/// The owner takes it back: records by name are gone from the next request on, and what is not released yet uses nothing
/// of it. Totals that were released stand.
#[utoipa::path(tag = "sharing-agreements", request_body = End,
    params(("if-match" = String, Header, description = "The ETag as it was read")),
    responses((status = 200, body = AgreementBody)),
    extensions(("x-problems" = json!(["403 step_up_required", "403 owners_only", "404 sharing_agreement_not_found",
        "409 already_revoked"]))))]
#[post("/api/v1/sharing-agreements/{id}/revoke")]
async fn revoke(
    by: Caller<ManageSharing>,
    id: Named<AgreementId>,
    expected: IfMatch,
    body: Json<End>,
    app: Data<App>,
) -> Result<Versioned<AgreementBody>, Problem> {
    let reason = body.0.reason()?;
    Ok(Versioned(
        commands::revoke(&app, &by, *id, expected, reason).await?.into(),
    ))
}

/// The viewer gives up what it was given, with the same effect.
#[utoipa::path(tag = "sharing-agreements", request_body = End,
    params(("if-match" = String, Header, description = "The ETag as it was read")),
    responses((status = 200, body = AgreementBody)),
    extensions(("x-problems" = json!(["403 step_up_required", "403 viewers_only", "404 sharing_agreement_not_found",
        "409 already_revoked"]))))]
#[post("/api/v1/sharing-agreements/{id}/renounce")]
async fn renounce(
    by: Caller<ManageSharing>,
    id: Named<AgreementId>,
    expected: IfMatch,
    body: Json<End>,
    app: Data<App>,
) -> Result<Versioned<AgreementBody>, Problem> {
    let reason = body.0.reason()?;
    Ok(Versioned(
        commands::renounce(&app, &by, *id, expected, reason).await?.into(),
    ))
}

/// What happened to an agreement. Who acted for the other organisation is not told.
#[utoipa::path(tag = "sharing-agreements", responses((status = 200, body = History)),
    extensions(("x-problems" = json!(["404 sharing_agreement_not_found"]))))]
#[get("/api/v1/sharing-agreements/{id}/history")]
async fn history(by: Caller<ReadSharing>, id: Named<AgreementId>, app: Data<App>) -> Result<Plain<History>, Problem> {
    id.history(&app.db, by.scope()).await
}

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list)
        .service(give)
        .service(read)
        .service(change_terms)
        .service(revoke)
        .service(renounce)
        .service(history);
}
