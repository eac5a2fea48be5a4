//! How outgoing mail is asked for.

use actix_web::{
    get, post,
    web::{Data, Path},
};
use jiff::Timestamp;
use platform::{
    auth::{Anyone, Caller, Role},
    db::Purpose,
    http::{Answer, Cell, Filter, IfMatch, List, Listing, Problem, Tabular, Versioned, path_id},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::{
    commands,
    model::{Mail, MailError, MailId, State},
    store,
};
use crate::{
    App,
    permissions::{ReadMails, RetryMails},
};

impl From<MailError> for Problem {
    fn from(error: MailError) -> Self {
        match error {
            MailError::NotFound => Self::not_found("mail_not_found"),
            MailError::NotFailed => Self::conflict("not_failed").detail("Only a mail that failed can be sent again."),
            MailError::Stale(stale) => stale.into(),
            MailError::Db(cause) => cause.into(),
            MailError::Damaged | MailError::Seal(_) => Self::internal(error),
        }
    }
}

/// An outgoing mail, without address and text.
#[derive(Serialize, ToSchema)]
struct MailBody {
    id: MailId,
    version: i64,
    to_person_id: Option<Uuid>,
    template: String,
    state: State,
    attempts: i32,
    last_error: Option<String>,
    created_at: Timestamp,
    sent_at: Option<Timestamp>,
}

impl From<Mail> for MailBody {
    fn from(mail: Mail) -> Self {
        Self {
            id: mail.id,
            version: mail.version,
            to_person_id: mail.to_person_id,
            template: mail.template,
            state: mail.state,
            attempts: mail.attempts,
            last_error: mail.last_error,
            created_at: mail.created_at,
            sent_at: mail.sent_at,
        }
    }
}

impl Answer for MailBody {
    fn version(&self) -> i64 {
        self.version
    }
}

impl Tabular for MailBody {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "to_person_id",
        "template",
        "state",
        "attempts",
        "last_error",
        "created_at",
        "sent_at",
    ];

    fn cells(&self) -> Vec<Cell> {
        vec![
            self.id.0.into(),
            Cell::maybe(self.to_person_id),
            self.template.clone().into(),
            self.state.code().into(),
            i64::from(self.attempts).into(),
            Cell::maybe(self.last_error.clone()),
            self.created_at.into(),
            Cell::from(self.sent_at),
        ]
    }
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ByState {
    state: Option<State>,
}

impl Filter for ByState {
    const SORTS: &'static [&'static str] = &["-created_at"];
}

crate::page_of!(MailPage, MailBody);

/// Whose mails somebody may see: an operator everybody's, an administrator the organisation's.
fn whose(app: &App, by: Anyone, write: bool) -> Result<Option<Uuid>, Problem> {
    let operates = by.principal.grants.iter().any(|g| g.role == Role::Operator);
    if by.principal.scope.is_none() && operates {
        return Ok(None);
    }
    let scope = if write {
        Caller::<RetryMails>::from_principal(by.principal, app.clock.now())?
            .scope()
            .tenant_id()
    } else {
        Caller::<ReadMails>::from_principal(by.principal, app.clock.now())?
            .scope()
            .tenant_id()
    };
    Ok(Some(scope))
}

/// Outgoing mail: queued, sent, failed.
#[utoipa::path(tag = "mails", params(ByState, crate::lists::Paging), responses((status = 200, body = MailPage)))]
#[get("/api/v1/mails")]
async fn list(by: Anyone, list: List<ByState>, app: Data<App>) -> Result<Listing<MailBody>, Problem> {
    let of = whose(&app, by, false)?;
    list.answer(async |filter, page| {
        let rows = app
            .db
            .system(Purpose::Mail, async |tx| store::page(tx, of, filter.state, page).await)
            .await?;
        Ok::<_, Problem>(rows.map(MailBody::from))
    })
    .await
}

/// Sends a failed mail once more.
#[utoipa::path(tag = "mails", params(("if-match" = String, Header, description = "The ETag as it was read")),
    responses((status = 200, body = MailBody)),
    extensions(("x-problems" = json!(["404 mail_not_found", "409 not_failed"]))))]
#[post("/api/v1/mails/{id}/retry")]
async fn retry(
    by: Anyone,
    id: Path<String>,
    expected: IfMatch,
    app: Data<App>,
) -> Result<Versioned<MailBody>, Problem> {
    let of = whose(&app, by, true)?;
    let id = path_id::<MailId>(&id, "mail_not_found")?;
    Ok(Versioned(commands::retry(&app, of, id, expected).await?.into()))
}

pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list).service(retry);
}
