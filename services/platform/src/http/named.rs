//! The thing that an address names: found, or its history, or 404.

use std::{
    future::{Ready, ready},
    ops::{AsyncFnOnce, Deref},
};

use actix_web::{FromRequest, HttpRequest, dev::Payload, web};
use serde::Serialize;
use utoipa::ToSchema;

use super::{Problem, path_id};
use crate::{
    auth::TenantScope,
    db::{Db, DbResult, TenantTx},
    events::journal::{self, HistoryEntry},
    ids::Identity,
};

/// The `{id}` of an address. What is no id names nothing: 404, like any other thing that is not there.
#[derive(Clone, Copy, Debug)]
pub struct Named<I>(I);

/// What happened to one thing, newest first.
#[derive(Serialize, ToSchema)]
pub struct History {
    pub items: Vec<HistoryEntry>,
}

impl<I: Identity> Named<I> {
    /// The thing, if the tenant has it.
    pub async fn found<T>(
        &self,
        db: &Db,
        scope: &TenantScope,
        find: impl AsyncFnOnce(&mut TenantTx, I) -> DbResult<Option<T>>,
    ) -> Result<T, Problem> {
        let found = db.tenant(scope, async |tx| find(tx, self.0).await).await?;
        found.ok_or_else(|| Problem::not_found(I::MISSING))
    }

    /// What happened to the thing; 404 when nothing ever did.
    pub async fn history(&self, db: &Db, scope: &TenantScope) -> Result<web::Json<History>, Problem> {
        let service = db.service();
        let read = async |tx: &mut TenantTx| journal::history(tx, service, I::AGGREGATE, self.0.into()).await;
        let items = db.tenant(scope, read).await?;
        if items.is_empty() {
            return Err(Problem::not_found(I::MISSING));
        }
        Ok(web::Json(History { items }))
    }
}

impl<I> Deref for Named<I> {
    type Target = I;
    fn deref(&self) -> &I {
        &self.0
    }
}

impl<I: Identity + 'static> FromRequest for Named<I> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let id = request.match_info().get("id").unwrap_or_default();
        ready(path_id(id, I::MISSING).map(Self))
    }
}
