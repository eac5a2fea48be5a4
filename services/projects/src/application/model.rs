//! What is true of an application.

use garde::Validate;
use jiff::{Timestamp, civil::Date};
use platform::{
    auth::OutOfReach,
    db::DbError,
    http::{Faults, Stale},
    id_type,
    values::{Money, plain, tidy},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Financing, State, Step, steps::not_ahead};
use crate::{
    project::{ProjectError, ProjectId},
    rules::not_negative,
};

id_type!(
    /// Names an application.
    ApplicationId of "application"
);

/// A new application.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "project_id": "019aaaaa-0000-7000-8000-000000000002", "call": "Spring 2026",
    "applied": {"amount": "70000.00", "currency": "EUR"}
}))]
pub struct NewApplication {
    #[garde(skip)]
    pub project_id: ProjectId,
    #[serde(default)]
    #[garde(skip)]
    pub programme_id: Option<Uuid>,
    #[serde(default)]
    #[garde(inner(custom(plain(300))))]
    pub call: Option<String>,
    /// The day of the idea; otherwise today.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    #[garde(skip)]
    pub on: Option<Date>,
    #[serde(default)]
    #[garde(inner(custom(not_negative)))]
    pub applied: Option<Money>,
    #[serde(default)]
    #[garde(dive)]
    pub financing: Option<Financing>,
}

/// What can be changed without a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct ApplicationContent {
    #[serde(default)]
    #[garde(skip)]
    pub programme_id: Option<Uuid>,
    #[serde(default)]
    #[garde(inner(custom(plain(300))))]
    pub call: Option<String>,
    #[serde(default)]
    #[garde(inner(custom(not_negative)))]
    pub applied: Option<Money>,
}

/// An application.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Application {
    pub id: ApplicationId,
    pub version: i64,
    pub created_at: Timestamp,
    pub project_id: ProjectId,
    pub content: ApplicationContent,
    pub state: State,
    /// Oldest first; never empty.
    pub steps: Vec<Step>,
    pub submitted_on: Option<Date>,
    pub granted: Option<Money>,
    pub financing: Option<Financing>,
}

#[derive(Debug, thiserror::Error)]
pub enum ApplicationError {
    #[error("there is no such application")]
    NotFound,
    #[error("the application is not as it should be: {0}")]
    Broken(#[from] Faults),
    #[error("the financing plan does not add up: {0}")]
    PlanDoesNotAddUp(Faults),
    #[error("an application does not go from {} to {}", from.code(), to.code())]
    NoSuchStep { from: State, to: State },
    #[error("the application is over")]
    Over { state: State },
    #[error("a submitted application stays")]
    Submitted,
    #[error(transparent)]
    Project(#[from] ProjectError),
    #[error(transparent)]
    Stale(#[from] Stale),
    #[error(transparent)]
    OutOfReach(#[from] OutOfReach),
    #[error(transparent)]
    Db(#[from] DbError),
}

type Result<T> = std::result::Result<T, ApplicationError>;

impl Application {
    /// An idea.
    pub fn new(new: NewApplication, at: Timestamp, today: Date) -> Result<Self> {
        let on = new.on.unwrap_or(today);
        not_ahead(on, today)?;
        let content = ApplicationContent {
            programme_id: new.programme_id,
            call: tidy(new.call),
            applied: new.applied,
        };
        let application = Self {
            id: ApplicationId::fresh(),
            version: 1,
            created_at: at,
            project_id: new.project_id,
            content,
            state: State::Idea,
            steps: vec![Step::idea(on)],
            submitted_on: None,
            granted: None,
            financing: new.financing.map(Financing::tidy),
        };
        application.adds_up("/financing")?;
        Ok(application)
    }

    /// The next version, saying something else.
    pub fn says(mut self, content: ApplicationContent) -> Result<Self> {
        self.still_open()?;
        self.content = ApplicationContent {
            call: tidy(content.call),
            ..content
        };
        self.version += 1;
        self.adds_up("/financing")?;
        Ok(self)
    }

    /// An application that was submitted is part of what the organisation did that year: it stays.
    pub fn may_go(&self) -> Result<()> {
        if self.submitted_on.is_some() {
            Err(ApplicationError::Submitted)
        } else {
            Ok(())
        }
    }

    pub(super) fn still_open(&self) -> Result<()> {
        if self.state.next().is_empty() {
            Err(ApplicationError::Over { state: self.state })
        } else {
            Ok(())
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use jiff::civil::date;
    use platform::values::Currency;
    use rust_decimal::Decimal;

    use super::*;
    use crate::application::financing::{Form, Source, SourceKind};

    pub const TODAY: Date = date(2026, 11, 22);

    pub fn euros(amount: i64) -> Money {
        Money::new(Decimal::from(amount), Currency::Eur)
    }

    pub fn idea() -> Application {
        let new = NewApplication {
            project_id: ProjectId::fresh(),
            programme_id: None,
            call: Some(" Spring ".to_owned()),
            on: Some(date(2026, 1, 10)),
            applied: Some(euros(70)),
            financing: None,
        };
        Application::new(new, Timestamp::UNIX_EPOCH, TODAY).unwrap()
    }

    pub fn step(to: State, on: Date) -> Step {
        let conditions = (to == State::ApprovedWithConditions).then(|| "Report twice".to_owned());
        Step {
            to,
            on,
            decided_by: None,
            case_number: None,
            note: None,
            conditions,
            granted: None,
        }
    }

    pub fn walk(path: &[State]) -> Application {
        path.iter()
            .fold(idea(), |a, to| a.take(step(*to, date(2026, 2, 1)), TODAY).unwrap())
    }

    pub fn plan(total: i64, amounts: &[i64]) -> Financing {
        let source = |amount: &i64| Source {
            source: SourceKind::Eu,
            kind: Form::Cash,
            name: None,
            amount: Some(euros(*amount)),
            rate: None,
        };
        Financing {
            total: Some(euros(total)),
            sources: amounts.iter().map(source).collect(),
        }
    }

    pub fn code(outcome: Result<Application>) -> String {
        match outcome.unwrap_err() {
            ApplicationError::Broken(faults) => faults.to_string(),
            ApplicationError::PlanDoesNotAddUp(faults) => format!("plan {faults}"),
            other => other.to_string(),
        }
    }

    #[test]
    fn an_idea_of_tomorrow_is_refused() {
        let new = NewApplication {
            project_id: ProjectId::fresh(),
            programme_id: None,
            call: None,
            on: Some(date(2026, 11, 23)),
            applied: None,
            financing: None,
        };
        assert_eq!(
            code(Application::new(new, Timestamp::UNIX_EPOCH, TODAY)),
            "/on in_the_future"
        );
    }

    #[test]
    fn what_is_over_changes_no_more() {
        let rejected = walk(&[State::Go, State::Preparing, State::Submitted, State::Rejected]);
        assert!(matches!(
            rejected.clone().plan(plan(1, &[1])),
            Err(ApplicationError::Over { .. })
        ));
        let content = rejected.content.clone();
        assert!(matches!(rejected.says(content), Err(ApplicationError::Over { .. })));
    }

    #[test]
    fn what_was_submitted_stays() {
        assert!(walk(&[State::Go]).may_go().is_ok());
        assert!(walk(&[State::Go, State::Preparing, State::Submitted]).may_go().is_err());
    }
}
