//! How subscriptions are asked for.

use garde::Validate;
use jiff::{Timestamp, civil::Date};
use platform::{
    auth::{Anyone, Caller, Role},
    http::{Answer, Cell, FieldFault, Problem, Tabular},
    values::{Language, Text, said},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::{
    Subscription, SubscriptionError, SubscriptionId,
    model::{Decider, Status, Step},
};
use crate::{
    App, invitation,
    organisation::{self, Country, Kind, OrganisationError},
    permissions::{DecideSubscriptions, ReadSubscriptions},
    person::PersonError,
    plan::PlanId,
    throttle::CountError,
};

mod decide;
mod read;
mod request;

impl From<SubscriptionError> for Problem {
    fn from(error: SubscriptionError) -> Self {
        match error {
            SubscriptionError::NotFound => Self::not_found("subscription_not_found"),
            SubscriptionError::CodeTaken => Self::conflict("code_taken")
                .detail("An organisation of this kind with this code has asked already.")
                .naming(vec![FieldFault {
                    pointer: "/organisation/code".to_owned(),
                    code: "code_taken".to_owned(),
                    detail: "This code is taken.".to_owned(),
                }]),
            SubscriptionError::WrongStatus { status } => Self::conflict("wrong_status").detail(format!(
                "The subscription is `{}`: this cannot be done to it.",
                status.code()
            )),
            SubscriptionError::OperatorsOnly => {
                Self::forbidden("operators_only").detail("Only operators of the installation may do this.")
            }
            SubscriptionError::NoSuchPlan => Self::field(
                "/plan_id",
                "unknown_plan",
                "There is no such plan, or it is not offered any more.",
            ),
            SubscriptionError::InvitationAccepted => Self::conflict("invitation_accepted").detail(
                "An invitation of this organisation has been accepted: its administrators invite everybody else.",
            ),
            SubscriptionError::Count(CountError::TooMany(too_many)) => PersonError::TooMany(too_many).into(),
            SubscriptionError::Organisation(cause) => cause.into(),
            SubscriptionError::Invitation(cause) => cause.into(),
            SubscriptionError::Person(cause) => cause.into(),
            SubscriptionError::Mail(cause) => cause.into(),
            SubscriptionError::Stale(stale) => stale.into(),
            SubscriptionError::Count(CountError::Db(cause)) | SubscriptionError::Db(cause) => cause.into(),
        }
    }
}

/// The organisation as the request names it.
#[derive(Clone, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
struct RequestedOrganisation {
    kind: Kind,
    #[garde(custom(said(200)))]
    name: Text,
    /// Official code, as text.
    code: String,
    country: Country,
}

/// Whom to write to, and who becomes the first administrator.
#[derive(Clone, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
struct ContactBody {
    name: String,
    #[garde(email, length(chars, max = 254))]
    email: String,
    language: Language,
}

/// A subscription.
#[derive(Serialize, ToSchema)]
struct SubscriptionBody {
    id: SubscriptionId,
    version: i64,
    status: Status,
    organisation: RequestedOrganisation,
    contact: ContactBody,
    message: Option<String>,
    /// The organisation that came of it.
    organisation_id: Option<Uuid>,
    #[schema(value_type = Option<String>, format = Date)]
    trial_until: Option<Date>,
    steps: Vec<Step>,
    requested_at: Timestamp,
    /// The plan that its organisation has; null: no limits.
    plan_id: Option<PlanId>,
    /// What became of the first administrator's invitation. Told where one subscription is read, not in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    invitation: Option<invitation::model::State>,
    /// The first administrator's secret link: only in the answer to the approval, and to inviting again.
    #[serde(skip_serializing_if = "Option::is_none")]
    accept_url: Option<String>,
}

impl From<Subscription> for SubscriptionBody {
    fn from(s: Subscription) -> Self {
        Self {
            id: s.id,
            version: s.version,
            status: s.status,
            organisation: RequestedOrganisation {
                kind: s.kind,
                name: s.name,
                code: s.code,
                country: s.country,
            },
            contact: ContactBody {
                name: s.contact.name,
                email: s.contact.email,
                language: s.contact.language,
            },
            message: s.message,
            organisation_id: s.organisation_id,
            trial_until: s.trial_until,
            steps: s.steps,
            requested_at: s.requested_at,
            plan_id: s.plan_id,
            invitation: None,
            accept_url: None,
        }
    }
}

impl Answer for SubscriptionBody {
    fn version(&self) -> i64 {
        self.version
    }
}

impl Tabular for SubscriptionBody {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "status",
        "kind",
        "name_fi",
        "name_sv",
        "name_en",
        "code",
        "country",
        "contact_name",
        "contact_email",
        "organisation_id",
        "trial_until",
        "requested_at",
        "plan_id",
    ];

    fn cells(&self) -> Vec<Cell> {
        let [fi, sv, en] = Cell::languages(&self.organisation.name);
        vec![
            self.id.0.into(),
            self.status.code().into(),
            self.organisation.kind.code().into(),
            fi,
            sv,
            en,
            self.organisation.code.clone().into(),
            self.organisation.country.code().into(),
            self.contact.name.clone().into(),
            self.contact.email.clone().into(),
            Cell::maybe(self.organisation_id),
            Cell::from(self.trial_until),
            self.requested_at.into(),
            Cell::maybe(self.plan_id),
        ]
    }
}

/// As what somebody may see or decide requests.
async fn decider(app: &App, by: Anyone, write: bool) -> Result<Decider, Problem> {
    let operates = by.principal.grants.iter().any(|g| g.role == Role::Operator);
    if by.principal.scope.is_none() && operates {
        return Ok(Decider::Operator);
    }
    let scope = if write {
        Caller::<DecideSubscriptions>::from_principal(by.principal, app.clock.now())?
            .scope()
            .clone()
    } else {
        Caller::<ReadSubscriptions>::from_principal(by.principal, app.clock.now())?
            .scope()
            .clone()
    };
    let own = app
        .db
        .tenant(&scope, async |tx| organisation::store::find(tx).await)
        .await?;
    match own.ok_or(OrganisationError::NotFound)? {
        association if association.kind == Kind::Association => Ok(Decider::AssociationOf(association.country)),
        _ => {
            Err(Problem::forbidden("not_allowed").detail("Only operators and the country's association see requests."))
        }
    }
}

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(request::request)
        .service(read::list)
        .service(read::current)
        .service(read::show);
    config
        .service(decide::approve)
        .service(decide::invite_again)
        .service(decide::reject)
        .service(decide::activate)
        .service(decide::make_read_only)
        .service(decide::move_to_plan);
}
