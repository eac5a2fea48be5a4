//! How second factors are asked for.

use actix_web::{
    HttpResponse, get,
    http::header,
    post,
    web::{Data, Json as JsonOut, Path},
};
use garde::Validate;
use jiff::Timestamp;
use platform::{
    auth::{Caller, OperatorCaller, step_up_required},
    http::{Gone, Json, Problem, path_id},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::{
    commands::{self, Overview},
    model::{PROVEN_WITHIN, SecondFactorError, SetUp},
    recovery::RecoveryCode,
};
use crate::{
    App,
    permissions::ResetSecondFactors,
    person::{Email, PersonError, PersonId},
    session::routes::SignedIn,
};

impl From<SecondFactorError> for Problem {
    fn from(error: SecondFactorError) -> Self {
        match error {
            SecondFactorError::None => Self::conflict("no_second_factor").detail("There is no second factor."),
            SecondFactorError::AlreadyThere => Self::conflict("second_factor_exists")
                .detail("A second factor is there already: remove it before you set up another."),
            SecondFactorError::WrongCode => Self::field(
                "/code",
                "wrong_code",
                "The code is not right, or was used already: wait for the next one that your app shows.",
            ),
            SecondFactorError::NoSuchPerson => Self::not_found("person_not_found"),
            SecondFactorError::OneselfOwn => {
                Self::conflict("own_second_factor").detail("Your own second factor you remove yourself, by a code.")
            }
            SecondFactorError::NotYoursAlone => Self::conflict("operator_needed").detail(
                "This person signs in to more than your organisation: only the operator of the installation may do this.",
            ),
            SecondFactorError::TooMany(too_many) => PersonError::TooMany(too_many).into(),
            SecondFactorError::Reach(cause) => cause.into(),
            SecondFactorError::Person(cause) => cause.into(),
            SecondFactorError::Membership(cause) => cause.into(),
            SecondFactorError::Mail(cause) => cause.into(),
            SecondFactorError::Db(cause) => cause.into(),
            SecondFactorError::Totp(_) | SecondFactorError::Seal(_) => Self::internal(error),
        }
    }
}

/// What proves me beside the password.
#[derive(Serialize, ToSchema)]
struct SecondFactorBody {
    /// Since when a code is asked for; null: there is no second factor.
    confirmed_at: Option<Timestamp>,
    recovery_codes: RecoveryCodesBody,
}

/// What became of my recovery codes.
#[derive(Serialize, ToSchema)]
struct RecoveryCodesBody {
    /// When they were made.
    made_at: Option<Timestamp>,
    /// How many were not used yet.
    #[schema(example = 9)]
    left: usize,
    /// When one was used, each time.
    used_at: Vec<Timestamp>,
}

impl From<Overview> for SecondFactorBody {
    fn from(overview: Overview) -> Self {
        let codes = overview.codes;
        let used_at: Vec<Timestamp> = codes.iter().filter_map(|code| code.used_at).collect();
        Self {
            confirmed_at: overview.factor.and_then(|factor| factor.confirmed_at),
            recovery_codes: RecoveryCodesBody {
                made_at: codes.iter().map(|code| code.created_at).min(),
                left: codes.len() - used_at.len(),
                used_at,
            },
        }
    }
}

/// Whether I have a second factor, and how many recovery codes are left.
#[utoipa::path(tag = "people", responses((status = 200, body = SecondFactorBody)),
    extensions(("x-problems" = json!(["401 session_over"]))))]
#[get("/api/v1/people/me/second-factor")]
async fn show(by: SignedIn, app: Data<App>) -> Result<JsonOut<SecondFactorBody>, Problem> {
    let overview = commands::overview(&app, by.session.person_id).await?;
    Ok(JsonOut(overview.into()))
}

/// What an app needs to know: told once.
#[derive(Serialize, ToSchema)]
struct SetUpBody {
    /// For whoever types it into the app.
    #[schema(example = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")]
    secret: String,
    /// For a QR picture.
    #[schema(
        example = "otpauth://totp/Samverka:planner%40kauhajoki.example.org?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Samverka"
    )]
    otpauth_uri: String,
}

/// Begins to set up a second factor: an app that shows codes (TOTP, RFC 6238). The secret is told once, so the answer is
/// not kept for a repeated `Idempotency-Key`: asked again, another one is told. Nothing changes for signing in until a
/// code confirms it.
#[utoipa::path(tag = "people", responses((status = 201, body = SetUpBody)),
    extensions(("x-problems" = json!(["401 session_over", "403 step_up_required", "409 second_factor_exists"]))))]
#[post("/api/v1/people/me/second-factor")]
async fn set_up(by: SignedIn, app: Data<App>) -> Result<HttpResponse, Problem> {
    if !by.session.proved_within(PROVEN_WITHIN, app.clock.now()) {
        return Err(step_up_required());
    }
    let SetUp { secret, uri } = commands::set_up(&app, by.session.person_id).await?;
    Ok(told_once(&SetUpBody {
        secret,
        otpauth_uri: uri,
    }))
}

/// 201: never kept by anybody on the way.
fn told_once(body: &impl Serialize) -> HttpResponse {
    HttpResponse::Created()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(body)
}

#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"code": "287082"}))]
struct WithCode {
    /// Six digits from the app; where there are recovery codes already, one of those will do.
    #[garde(length(chars, min = 1, max = 100))]
    code: String,
}

/// Recovery codes: told once. Each opens one time in place of the app's code.
#[derive(Serialize, ToSchema)]
struct FreshCodes {
    #[schema(example = json!(["k7m2-p9qx-4tnd-0hs3"]))]
    recovery_codes: Vec<String>,
}

impl From<Vec<RecoveryCode>> for FreshCodes {
    fn from(codes: Vec<RecoveryCode>) -> Self {
        Self {
            recovery_codes: codes.iter().map(RecoveryCode::shown).collect(),
        }
    }
}

/// Confirms the second factor with the app's first code. From now on signing in asks for a code; ten recovery codes are
/// told, once.
#[utoipa::path(tag = "people", request_body = WithCode, responses((status = 201, body = FreshCodes)),
    extensions(("x-problems" = json!(["401 session_over", "409 no_second_factor", "409 second_factor_exists",
        "429 too_many_attempts"]))))]
#[post("/api/v1/people/me/second-factor/confirm")]
async fn confirm(by: SignedIn, body: Json<WithCode>, app: Data<App>) -> Result<HttpResponse, Problem> {
    let codes = commands::confirm(&app, &by.session, &body.0.code).await?;
    Ok(told_once(&FreshCodes::from(codes)))
}

/// Removes my second factor, by a code.
#[utoipa::path(tag = "people", request_body = WithCode, responses((status = 204)),
    extensions(("x-problems" = json!(["401 session_over", "409 no_second_factor", "429 too_many_attempts"]))))]
#[post("/api/v1/people/me/second-factor/remove")]
async fn remove(by: SignedIn, body: Json<WithCode>, app: Data<App>) -> Result<Gone, Problem> {
    commands::remove(&app, &by.session, &body.0.code).await?;
    Ok(Gone)
}

/// Makes ten new recovery codes, by a code, and voids those before. They are told once, so the answer is not kept for a
/// repeated `Idempotency-Key`.
#[utoipa::path(tag = "people", request_body = WithCode, responses((status = 201, body = FreshCodes)),
    extensions(("x-problems" = json!(["401 session_over", "409 no_second_factor", "429 too_many_attempts"]))))]
#[post("/api/v1/people/me/second-factor/recovery-codes")]
async fn renew_codes(by: SignedIn, body: Json<WithCode>, app: Data<App>) -> Result<HttpResponse, Problem> {
    let codes = commands::renew_codes(&app, &by.session, &body.0.code).await?;
    Ok(told_once(&FreshCodes::from(codes)))
}

/// Takes away the second factor of somebody of the organisation who has lost it. The person's sessions end, and the person
/// is told by mail; the membership's journal tells who did it.
#[utoipa::path(tag = "people", responses((status = 204)),
    extensions(("x-problems" = json!(["403 step_up_required", "404 person_not_found", "409 no_second_factor",
        "409 own_second_factor", "409 operator_needed"]))))]
#[post("/api/v1/people/{id}/second-factor/reset")]
async fn reset(by: Caller<ResetSecondFactors>, id: Path<String>, app: Data<App>) -> Result<Gone, Problem> {
    let id = path_id::<PersonId>(&id, "person_not_found")?;
    commands::reset(&app, &by, id).await?;
    Ok(Gone)
}

#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"email": "planner@kauhajoki.example.org"}))]
struct ResetOf {
    #[garde(length(chars, min = 1, max = 254))]
    email: String,
}

/// The operator takes away anybody's second factor, by address.
#[utoipa::path(tag = "people", request_body = ResetOf, responses((status = 204)),
    extensions(("x-problems" = json!(["403 operators_only", "403 step_up_required", "404 person_not_found",
        "409 no_second_factor", "409 own_second_factor"]))))]
#[post("/api/v1/people/second-factor-resets")]
async fn reset_by_operator(by: OperatorCaller, body: Json<ResetOf>, app: Data<App>) -> Result<Gone, Problem> {
    if !by.principal.proved_within(PROVEN_WITHIN, app.clock.now()) {
        return Err(step_up_required());
    }
    commands::reset_by_operator(&app, by.principal.person_id, &Email::new(&body.0.email)).await?;
    Ok(Gone)
}

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(show)
        .service(set_up)
        .service(confirm)
        .service(remove)
        .service(renew_codes)
        .service(reset_by_operator)
        .service(reset);
}
