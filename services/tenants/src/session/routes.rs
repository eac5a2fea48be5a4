//! How sessions are asked for.

use std::{future::Future, pin::Pin};

use actix_web::{
    FromRequest, HttpRequest, HttpResponse, delete,
    dev::Payload,
    get,
    http::header,
    post,
    web::{Data, Json as JsonOut, Path},
};
use garde::Validate;
use jiff::Timestamp;
use platform::{
    auth::{Anyone, bearer, token::LIFETIME},
    db::Purpose,
    http::{Gone, Json, Problem, origin, path_id},
    values::{Language, Text},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::{
    commands::{self, Entry, Granted, Opened, Origin, Standing},
    model::{Proof, Session, SessionError, SessionId},
    store,
};
use crate::{
    App,
    membership::Held,
    organisation::{Country, Kind, State},
    person::{ColourScheme, Email, PersonError, PersonId},
};

impl From<SessionError> for Problem {
    fn from(error: SessionError) -> Self {
        match error {
            SessionError::WrongCredentials => {
                Self::unauthorized("wrong_credentials").detail("The address and the password do not go together.")
            }
            SessionError::WrongCode => Self::unauthorized("wrong_code")
                .detail("The code is not right, or was used already: wait for the next one that your app shows."),
            SessionError::ChallengeOver => Self::unauthorized("challenge_over")
                .detail("Too much time has passed since the password: sign in once more."),
            SessionError::WrongPassword => Self::field("/password", "wrong_password", "This is not your password."),
            SessionError::CodeNeeded => Self::field(
                "/code",
                "required",
                "You have a second factor: prove it is you by one of its codes.",
            ),
            SessionError::PasswordNeeded => Self::field(
                "/password",
                "required",
                "You have no second factor: prove it is you by your password.",
            ),
            SessionError::Over => Self::unauthorized("session_over").detail("The session is over: sign in again."),
            SessionError::NotFound => Self::not_found("session_not_found"),
            SessionError::NoSuchOrganisation => Self::not_found("organisation_not_found"),
            SessionError::TooMany(too_many) => PersonError::TooMany(too_many).into(),
            SessionError::Hashing(cause) => PersonError::Hashing(cause).into(),
            SessionError::SecondFactor(cause) => cause.into(),
            SessionError::Person(cause) => cause.into(),
            SessionError::Key(cause) => cause.into(),
            SessionError::Db(cause) => cause.into(),
        }
    }
}

impl FromRequest for Origin {
    type Error = Problem;
    type Future = std::future::Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let text = |name| {
            request
                .headers()
                .get(name)
                .and_then(|v| v.to_str().ok())
                .unwrap_or_default()
                .to_owned()
        };
        let address = origin(request).map_or_else(|| "nowhere".to_owned(), |ip| ip.to_string());
        std::future::ready(Ok(Self {
            address,
            device: text(header::USER_AGENT),
        }))
    }
}

/// Whoever shows a session's own token, or an access token that it fetched.
pub struct SignedIn {
    pub session: Session,
}

impl FromRequest for SignedIn {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let app = request
                .app_data::<Data<App>>()
                .ok_or_else(|| Problem::internal("no application is wired"))?;
            let token = bearer(&request).ok_or_else(no_token)?;
            // Access tokens have dots, session tokens have none.
            if !token.contains('.') {
                return Ok(Self {
                    session: commands::resume(app, &token).await?.0,
                });
            }
            let access_id = Anyone::extract(&request).await?.principal.session_id;
            let found = app
                .db
                .system(Purpose::SignIn, async |tx| store::find_by_access(tx, access_id).await)
                .await?;
            Ok(Self {
                session: found.ok_or(SessionError::Over)?,
            })
        })
    }
}

fn no_token() -> Problem {
    Problem::unauthorized("no_token").detail("Sign in: the request carries no token.")
}

#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"email": "planner@kauhajoki.example.org", "password": "a long enough password"}))]
struct SignIn {
    #[garde(length(chars, min = 1, max = 254))]
    email: String,
    // Longer than any password may be, so that every wrong one gets the same answer.
    #[garde(length(chars, min = 1, max = 1000))]
    password: String,
}

/// A session just opened.
#[derive(Serialize, ToSchema)]
pub struct SessionBody {
    id: SessionId,
    /// The session's token: told once. With it, and nothing else, access tokens are fetched.
    token: String,
    expires_at: Timestamp,
    person: WhoBody,
    operator: bool,
    organisations: Vec<StandingBody>,
}

/// The person who signed in.
#[derive(Serialize, ToSchema)]
struct WhoBody {
    id: PersonId,
    name: String,
    email: String,
    language: Language,
    colour_scheme: ColourScheme,
}

/// An organisation that one may act for.
#[derive(Serialize, ToSchema)]
pub struct StandingBody {
    id: Uuid,
    name: Text,
    kind: Kind,
    country: Country,
    state: State,
    roles: Vec<Held>,
}

impl StandingBody {
    fn of(standing: Standing, app: &App) -> Self {
        let o = standing.organisation;
        Self {
            id: o.id,
            state: o.state_on(app.clock.today(&o.time_zone)),
            name: o.name,
            kind: o.kind,
            country: o.country,
            roles: standing.roles.held().to_vec(),
        }
    }
}

impl SessionBody {
    pub fn of(opened: Opened, app: &App) -> Self {
        let person = opened.person;
        Self {
            id: opened.session.id,
            token: opened.token,
            expires_at: opened.session.expires_at,
            operator: person.operator,
            person: WhoBody {
                id: person.id,
                name: person.name,
                email: person.email.as_str().to_owned(),
                language: person.language,
                colour_scheme: person.colour_scheme,
            },
            organisations: opened.standings.into_iter().map(|s| StandingBody::of(s, app)).collect(),
        }
    }

    /// 201: never kept by anybody on the way.
    pub fn created(self) -> HttpResponse {
        HttpResponse::Created()
            .insert_header((header::LOCATION, format!("/api/v1/sessions/{}", self.id)))
            .insert_header((header::CACHE_CONTROL, "no-store"))
            .json(self)
    }
}

/// The password was right, and a code of the second factor is still owed.
#[derive(Serialize, ToSchema)]
pub struct ChallengeBody {
    /// Opens nothing but the second step: told once, and good for one code.
    challenge: String,
    expires_at: Timestamp,
}

/// 201 with a session, or 200 with the question for a code.
pub fn entered(entry: Entry, app: &App) -> HttpResponse {
    match entry {
        Entry::Opened(opened) => SessionBody::of(*opened, app).created(),
        Entry::Challenged { token, challenge } => HttpResponse::Ok()
            .insert_header((header::CACHE_CONTROL, "no-store"))
            .json(ChallengeBody {
                challenge: token,
                expires_at: challenge.expires_at,
            }),
    }
}

/// Signs in. The answer's token opens access tokens; it is told once. Whoever has a second factor gets a challenge instead
/// (200), to be answered with a code.
#[utoipa::path(tag = "sessions", security(()), request_body = SignIn,
    responses((status = 201, body = SessionBody), (status = 200, body = ChallengeBody)),
    extensions(("x-problems" = json!(["401 wrong_credentials", "429 too_many_attempts"]))))]
#[post("/api/v1/sessions")]
async fn sign_in(body: Json<SignIn>, origin: Origin, app: Data<App>) -> Result<HttpResponse, Problem> {
    let Json(body) = body;
    let entry = commands::sign_in(&app, &Email::new(&body.email), &body.password, &origin).await?;
    Ok(entered(entry, &app))
}

#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"challenge": "from the first step", "code": "287082"}))]
struct AnswerChallenge {
    #[garde(length(chars, min = 1, max = 200))]
    challenge: String,
    /// Six digits from the app, or a recovery code.
    #[garde(length(chars, min = 1, max = 100))]
    code: String,
}

/// The second step of signing in: a code of the second factor, or a recovery code.
#[utoipa::path(tag = "sessions", security(()), request_body = AnswerChallenge,
    responses((status = 201, body = SessionBody)),
    extensions(("x-problems" = json!(["401 wrong_code", "401 challenge_over", "429 too_many_attempts"]))))]
#[post("/api/v1/sessions/second-factor")]
async fn answer_challenge(
    body: Json<AnswerChallenge>,
    origin: Origin,
    app: Data<App>,
) -> Result<HttpResponse, Problem> {
    let opened = commands::answer_challenge(&app, &body.0.challenge, &body.0.code, &origin).await?;
    Ok(SessionBody::of(opened, &app).created())
}

#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"code": "287082"}))]
struct StepUp {
    /// Of whoever has a second factor: six digits from the app, or a recovery code.
    #[serde(default)]
    #[garde(inner(length(chars, min = 1, max = 100)))]
    code: Option<String>,
    /// Of whoever has none.
    #[serde(default)]
    #[garde(inner(length(chars, min = 1, max = 1000)))]
    password: Option<String>,
}

impl StepUp {
    fn proof(self) -> Result<Proof, Problem> {
        match (self.code, self.password) {
            (Some(code), None) => Ok(Proof::Code(code)),
            (None, Some(password)) => Ok(Proof::Password(password)),
            (None, None) => Err(Problem::field("/code", "required", "Send a code, or your password.")),
            (Some(_), Some(_)) => Err(Problem::field(
                "/password",
                "repeated",
                "Send a code or your password, not both.",
            )),
        }
    }
}

/// That it was proven who one is.
#[derive(Serialize, ToSchema)]
struct ProvenBody {
    /// The next access token tells this time.
    proven_at: Timestamp,
}

/// Proves once more that it is you, as what asks for `step_up_required` wants it: by a code of the second factor, or by
/// the password if you have none. Then fetch a new access token.
#[utoipa::path(tag = "sessions", request_body = StepUp, responses((status = 200, body = ProvenBody)),
    extensions(("x-problems" = json!(["401 session_over", "409 no_second_factor", "429 too_many_attempts"]))))]
#[post("/api/v1/sessions/step-up")]
async fn step_up(
    by: SignedIn,
    body: Json<StepUp>,
    origin: Origin,
    app: Data<App>,
) -> Result<JsonOut<ProvenBody>, Problem> {
    let proven_at = commands::step_up(&app, &by.session, body.0.proof()?, &origin).await?;
    Ok(JsonOut(ProvenBody { proven_at }))
}

#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"organisation_id": "019aab3c-0000-7000-8000-000000000001"}))]
struct ActFor {
    /// Null: for oneself alone, and as operator.
    #[serde(default)]
    organisation_id: Option<Uuid>,
}

#[derive(Serialize, ToSchema)]
struct AccessBody {
    access_token: String,
    #[schema(example = "Bearer")]
    token_type: &'static str,
    /// Seconds.
    #[schema(example = 300)]
    expires_in: i64,
    organisation: Option<StandingBody>,
    roles: Vec<Held>,
    /// When the session last saw a proof of who this is; null: too long ago to be remembered.
    proven_at: Option<Timestamp>,
}

/// An access token for one organisation, with the session's own token as bearer.
#[utoipa::path(tag = "sessions", request_body = ActFor, responses((status = 201, body = AccessBody)),
    extensions(("x-problems" = json!(["401 session_over", "404 organisation_not_found"]))))]
#[post("/api/v1/sessions/access-tokens")]
async fn grant(body: Json<ActFor>, request: HttpRequest, app: Data<App>) -> Result<HttpResponse, Problem> {
    let token = bearer(&request).ok_or_else(no_token)?;
    let (session, person) = commands::resume(&app, &token).await?;
    let granted = commands::grant(&app, &session, &person, body.0.organisation_id).await?;
    let Granted {
        token,
        standing,
        grants,
    } = granted;
    let answer = AccessBody {
        access_token: token,
        token_type: "Bearer",
        expires_in: LIFETIME.as_secs(),
        organisation: standing.map(|s| StandingBody::of(s, &app)),
        roles: grants
            .into_iter()
            .map(|g| Held {
                role: g.role,
                unit_id: g.unit_id,
            })
            .collect(),
        proven_at: session.proven_at,
    };
    Ok(HttpResponse::Created()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(answer))
}

/// One of one's own sessions.
#[derive(Serialize, ToSchema)]
struct OwnSession {
    id: SessionId,
    created_at: Timestamp,
    last_seen_at: Timestamp,
    /// When it ends if it is not used.
    expires_at: Timestamp,
    device: String,
    /// The one that asks.
    current: bool,
}

#[derive(Serialize, ToSchema)]
struct OwnSessions {
    items: Vec<OwnSession>,
    next: Option<String>,
}

/// One's own sessions, newest first.
#[utoipa::path(tag = "sessions", responses((status = 200, body = OwnSessions)),
    extensions(("x-problems" = json!(["401 session_over"]))))]
#[get("/api/v1/sessions")]
async fn list(by: SignedIn, app: Data<App>) -> Result<JsonOut<OwnSessions>, Problem> {
    let now = app.clock.now();
    let own = by.session;
    let all = app
        .db
        .system(Purpose::SignIn, async |tx| store::of_person(tx, own.person_id).await)
        .await?;
    let items = all
        .into_iter()
        .filter(|session| session.is_alive(now))
        .map(|session| OwnSession {
            id: session.id,
            created_at: session.created_at,
            last_seen_at: session.last_seen_at,
            expires_at: session.ends_at(),
            current: session.id == own.id,
            device: session.device,
        })
        .collect();
    Ok(JsonOut(OwnSessions { items, next: None }))
}

/// Ends the session that asks.
#[utoipa::path(tag = "sessions", responses((status = 204)), extensions(("x-problems" = json!(["401 session_over"]))))]
#[delete("/api/v1/sessions/current")]
async fn end_current(by: SignedIn, app: Data<App>) -> Result<Gone, Problem> {
    commands::end(&app, by.session.person_id, by.session.id).await?;
    Ok(Gone)
}

/// Ends one of one's own sessions: its access tokens are refused from the next request on.
#[utoipa::path(tag = "sessions", responses((status = 204)),
    extensions(("x-problems" = json!(["401 session_over", "404 session_not_found"]))))]
#[delete("/api/v1/sessions/{id}")]
async fn end(by: SignedIn, id: Path<String>, app: Data<App>) -> Result<Gone, Problem> {
    let id = path_id::<SessionId>(&id, "session_not_found")?;
    commands::end(&app, by.session.person_id, id).await?;
    Ok(Gone)
}

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(grant)
        .service(sign_in)
        .service(answer_challenge)
        .service(step_up)
        .service(list)
        .service(end_current)
        .service(end);
}
