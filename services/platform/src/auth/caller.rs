//! From a token to a person with a proven permission, before the body of a handler exists.

use std::{future::Future, marker::PhantomData, pin::Pin};

use actix_web::{FromRequest, HttpMessage as _, HttpRequest, dev::Payload, http::header::AUTHORIZATION, web::Data};
use diesel::{
    QueryableByName,
    sql_types::{Array, Bool, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl as _;
use jiff::Timestamp;
use uuid::Uuid;

use super::{
    Access, Act, ApiKeys, Permission, Principal, PublishedKeys, Reached, Revocations, Role, TenantScope,
    api_key::{is_one, not_for_keys},
    keys::CheckError,
    permission::reached,
    token::{Claims, TokenError},
};
use crate::{
    clock::Clock,
    db::{DbError, DbResult, Once, TenantTx, statement},
    http::{Problem, origin},
    limits::{Asking, Limits},
};

/// How tokens are checked: app data of every service.
#[derive(Clone)]
pub struct Auth {
    pub keys: PublishedKeys,
    pub api_keys: ApiKeys,
    pub revocations: Revocations,
    pub limits: Limits,
    pub clock: Clock,
}

/// Anybody signed in, with or without an organisation: for a person's own sessions and profile. Never an API key.
#[derive(Clone, Debug)]
pub struct Anyone {
    pub principal: Principal,
}

/// Anybody at all who has a token, API keys too: for what belongs to no organisation, and for handlers that ask for a
/// permission by themselves.
#[derive(Clone, Debug)]
pub struct AnyCaller {
    pub principal: Principal,
}

/// An operator of the installation: no tenant, no content.
#[derive(Clone, Debug)]
pub struct OperatorCaller {
    pub principal: Principal,
}

/// A person acting for an organisation, who may do `P` there as far as `reach` goes.
#[derive(Clone, Debug)]
pub struct Caller<P> {
    principal: Principal,
    scope: TenantScope,
    reach: Reached,
    permission: PhantomData<P>,
}

impl<P: Permission> Caller<P> {
    /// 403 when no role of the principal has the permission, the organisation is read-only, or the permission asks for a
    /// proof that is fresher than the principal's.
    pub fn from_principal(principal: Principal, now: Timestamp) -> Result<Self, Problem> {
        let Some(scope) = principal.scope.clone() else {
            return Err(Problem::forbidden("no_organisation").detail("Choose the organisation to act for first."));
        };
        let reach = reached(P::CELLS, &principal.grants);
        if reach.nothing() {
            return Err(Problem::forbidden("not_allowed").detail(format!(
                "Your role does not include this ({}). An administrator can give it.",
                P::NAME
            )));
        }
        if let Some(key) = &principal.key {
            key.may::<P>()?;
        }
        if P::ACT == Act::Write && principal.access == Access::ReadOnly {
            return Err(Problem::forbidden("read_only")
                .detail("The organisation's subscription is read-only: reading and exporting work, changes do not."));
        }
        if P::PROVEN_WITHIN.is_some_and(|limit| !principal.proved_within(limit, now)) {
            return Err(step_up_required());
        }
        Ok(Self {
            principal,
            scope,
            reach,
            permission: PhantomData,
        })
    }

    pub fn scope(&self) -> &TenantScope {
        &self.scope
    }

    pub fn person_id(&self) -> Uuid {
        self.principal.person_id
    }

    pub fn principal(&self) -> &Principal {
        &self.principal
    }

    /// How far the permission reaches: for filtering lists.
    pub fn reach(&self) -> &Reached {
        &self.reach
    }

    /// Whether somebody holds a role, for the few rules that are about roles and not about permissions.
    pub fn has(&self, role: Role) -> bool {
        self.principal.grants.iter().any(|g| g.role == role)
    }

    /// Whether a record of a unit, made by or belonging to somebody, is within reach.
    pub async fn reaches(
        &self,
        tx: &mut TenantTx,
        unit_id: Option<Uuid>,
        owner: Option<Uuid>,
    ) -> Result<(), OutOfReach> {
        if self.reach.any || (self.reach.own && owner == Some(self.principal.person_id)) {
            return Ok(());
        }
        if let Some(unit) = unit_id
            && !self.reach.units.is_empty()
            && within(tx, unit, &self.reach.units).await?
        {
            return Ok(());
        }
        Err(OutOfReach::Beyond)
    }

    /// The request's key against repetition, in this caller's name.
    pub fn once(&self, mut once: Once) -> Once {
        once.person_id = self.principal.caller_id();
        once
    }
}

/// 403: signed in, but too long ago for something this weighty.
pub fn step_up_required() -> Problem {
    Problem::forbidden("step_up_required").detail(
        "Prove once more that it is you: send a code of your second factor, or your password if you have none, to POST \
         /api/v1/sessions/step-up. Then fetch a new access token and repeat this.",
    )
}

/// The caller may do this kind of thing, but not to this one.
#[derive(Debug, thiserror::Error)]
pub enum OutOfReach {
    #[error("beyond the caller's unit or own records")]
    Beyond,
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<OutOfReach> for Problem {
    fn from(error: OutOfReach) -> Self {
        match error {
            OutOfReach::Beyond => {
                Self::forbidden("beyond_reach").detail("Your role covers your own unit and the units below it only.")
            }
            OutOfReach::Db(cause) => cause.into(),
        }
    }
}

#[derive(QueryableByName)]
struct Within {
    #[diesel(sql_type = Bool)]
    within: bool,
}

/// Whether a unit is one of the roots or lies below one. The function names the tenant in each of its steps.
async fn within(tx: &mut TenantTx, unit: Uuid, roots: &[Uuid]) -> DbResult<bool> {
    let row: Within = statement("SELECT unit_within($1, $2) AS within")
        .bind::<SqlUuid, _>(unit)
        .bind::<Array<SqlUuid>, _>(roots)
        .get_result(tx)
        .await?;
    Ok(row.within)
}

type Extracted<T> = Pin<Box<dyn Future<Output = Result<T, Problem>>>>;

fn auth(request: &HttpRequest) -> Result<&Data<Auth>, Problem> {
    request
        .app_data::<Data<Auth>>()
        .ok_or_else(|| Problem::internal("no authentication is wired"))
}

/// Somebody whom this process knows: a request that came through no socket carries it in place of a token.
#[derive(Clone, Debug)]
pub(crate) struct Standing(pub Principal);

/// Who asks, by the token.
pub(crate) async fn principal(request: &HttpRequest) -> Result<Principal, Problem> {
    let auth = auth(request)?;
    let standing = request.extensions().get::<Standing>().cloned();
    if let Some(Standing(principal)) = standing {
        auth.revocations.catch_up().await;
        auth.revocations.must_be_known()?;
        if auth.revocations.is_revoked(principal.session_id) {
            return Err(revoked());
        }
        return Ok(principal);
    }
    let token = bearer(request)
        .ok_or_else(|| Problem::unauthorized("no_token").detail("Sign in: the request carries no access token."))?;
    let claims = if is_one(&token) {
        auth.revocations.catch_up().await;
        let revoked = |access_id| auth.revocations.is_revoked(access_id);
        let known = (&auth.keys, revoked);
        auth.api_keys.claims(&token, known, origin(request)).await?
    } else {
        of_token(auth, &token).await?
    };
    auth.revocations.catch_up().await;
    if !request.method().is_safe() {
        auth.revocations.must_be_known()?;
    }
    if auth.revocations.is_revoked(claims.sid) {
        return Err(revoked());
    }
    let plan = claims.cpm;
    let principal = Principal::from(claims);
    let asking = Asking {
        caller_id: principal.caller_id(),
        tenant_id: principal.scope.as_ref().map(TenantScope::tenant_id),
        plan,
    };
    auth.limits.count(request, asking).await?;
    Ok(principal)
}

async fn of_token(auth: &Auth, token: &str) -> Result<Claims, Problem> {
    auth.keys.check(token).await.map_err(|cause| match cause {
        CheckError::Token(TokenError::Expired) => {
            Problem::unauthorized("expired_token").detail("The access token has expired: fetch a new one.")
        }
        CheckError::Token(_) => Problem::unauthorized("bad_token").detail("The access token is not valid."),
        CheckError::Away(cause) => Problem::unavailable(cause),
    })
}

fn revoked() -> Problem {
    Problem::unauthorized("revoked_token").detail("The session was ended: sign in again.")
}

/// The token of an `Authorization: Bearer …` header.
pub fn bearer(request: &HttpRequest) -> Option<String> {
    let value = request.headers().get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim().to_owned())
}

impl<P: Permission> FromRequest for Caller<P> {
    type Error = Problem;
    type Future = Extracted<Self>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let principal = principal(&request).await?;
            Self::from_principal(principal, auth(&request)?.clock.now())
        })
    }
}

impl FromRequest for AnyCaller {
    type Error = Problem;
    type Future = Extracted<Self>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            Ok(Self {
                principal: principal(&request).await?,
            })
        })
    }
}

impl FromRequest for Anyone {
    type Error = Problem;
    type Future = Extracted<Self>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let principal = principal(&request).await?;
            if principal.key.is_some() {
                return Err(not_for_keys());
            }
            Ok(Self { principal })
        })
    }
}

impl FromRequest for OperatorCaller {
    type Error = Problem;
    type Future = Extracted<Self>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let principal = principal(&request).await?;
            let operator = principal.scope.is_none() && principal.grants.iter().any(|g| g.role == Role::Operator);
            if operator {
                Ok(Self { principal })
            } else {
                Err(Problem::forbidden("operators_only").detail("Only operators of the installation may do this."))
            }
        })
    }
}
