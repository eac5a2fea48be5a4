//! What is true of an application.

use garde::Validate;
use jiff::{Timestamp, civil::Date};
use platform::{
    auth::OutOfReach,
    db::DbError,
    http::{FieldFault, Stale},
    id_type,
    values::{Money, plain},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::financing::Financing;
use crate::{
    codes::codes,
    project::{ProjectError, ProjectId},
    rules::{fault, not_negative, tidy},
};

id_type!(
    /// Names an application.
    ApplicationId
);

codes! {
    /// Where an application is.
    pub enum State as ApplicationState {
        Idea = "idea",
        /// Somebody decided that it is worth the work.
        Go = "go",
        Preparing = "preparing",
        Submitted = "submitted",
        Approved = "approved",
        ApprovedWithConditions = "approved_with_conditions",
        Rejected = "rejected",
        Withdrawn = "withdrawn",
        /// The grant agreement is made.
        Agreement = "agreement",
        Running = "running",
        Closed = "closed",
    }
}

impl State {
    /// Where it may go from here. Empty: it is over.
    pub fn next(self) -> &'static [Self] {
        match self {
            Self::Idea => &[Self::Go, Self::Withdrawn],
            Self::Go => &[Self::Preparing, Self::Withdrawn],
            Self::Preparing => &[Self::Submitted, Self::Withdrawn],
            Self::Submitted => &[
                Self::Approved,
                Self::ApprovedWithConditions,
                Self::Rejected,
                Self::Withdrawn,
            ],
            Self::Approved | Self::ApprovedWithConditions => &[Self::Agreement, Self::Withdrawn],
            Self::Agreement => &[Self::Running, Self::Withdrawn],
            Self::Running => &[Self::Closed],
            Self::Rejected | Self::Withdrawn | Self::Closed => &[],
        }
    }

    /// Whether the plan may still be incomplete.
    pub fn is_before_submission(self) -> bool {
        matches!(self, Self::Idea | Self::Go | Self::Preparing)
    }

    /// Whether a step to here may say what was granted.
    fn grants(self) -> bool {
        matches!(self, Self::Approved | Self::ApprovedWithConditions | Self::Agreement)
    }
}

/// One step, as it was taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = ApplicationStep, example = json!({
    "to": "approved", "on": "2016-12-15", "decided_by": "Funder", "case_number": "EX/2016:12",
    "granted": {"amount": "70000.00", "currency": "EUR"}
}))]
pub struct Step {
    #[garde(skip)]
    pub to: State,
    #[schema(value_type = String, format = Date)]
    #[garde(skip)]
    pub on: Date,
    /// A body or a role, not a person's name.
    #[serde(default)]
    #[garde(inner(custom(plain(200))))]
    pub decided_by: Option<String>,
    #[serde(default)]
    #[garde(inner(custom(plain(100))))]
    pub case_number: Option<String>,
    #[serde(default)]
    #[garde(inner(custom(plain(2_000))))]
    pub note: Option<String>,
    /// Of an approval with conditions.
    #[serde(default)]
    #[garde(inner(custom(plain(5_000))))]
    pub conditions: Option<String>,
    /// Of an approval or an agreement.
    #[serde(default)]
    #[garde(inner(custom(not_negative)))]
    pub granted: Option<Money>,
}

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
    #[error("the application breaks {} rules", .0.len())]
    Broken(Vec<FieldFault>),
    #[error("the financing plan does not add up")]
    PlanDoesNotAddUp(Vec<FieldFault>),
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
        if on > today {
            return Err(ahead());
        }
        let first = Step {
            to: State::Idea,
            on,
            decided_by: None,
            case_number: None,
            note: None,
            conditions: None,
            granted: None,
        };
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
            steps: vec![first],
            submitted_on: None,
            granted: None,
            financing: new.financing.map(Financing::tidy),
        };
        application.holds("/financing")?;
        Ok(application)
    }

    /// The day of the last step.
    pub fn last_step_on(&self) -> Date {
        self.steps.last().map_or(Date::MIN, |step| step.on)
    }

    /// The next version, one step further.
    pub fn take(mut self, step: Step, today: Date) -> Result<Self> {
        if !self.state.next().contains(&step.to) {
            return Err(ApplicationError::NoSuchStep {
                from: self.state,
                to: step.to,
            });
        }
        let step = Step {
            decided_by: tidy(step.decided_by),
            case_number: tidy(step.case_number),
            note: tidy(step.note),
            conditions: tidy(step.conditions),
            ..step
        };
        self.check_step(&step, today)?;
        if step.to == State::Submitted {
            self.submitted_on = Some(step.on);
        }
        self.granted = step.granted.clone().or(self.granted);
        self.state = step.to;
        self.steps.push(step);
        self.version += 1;
        self.holds("/financing")?;
        Ok(self)
    }

    fn check_step(&self, step: &Step, today: Date) -> Result<()> {
        let mut faults = Vec::new();
        let last = self.last_step_on();
        if step.on < last {
            faults.push(fault(
                "/on",
                "out_of_order",
                format!("The step before was on {last}: this one cannot be earlier."),
            ));
        }
        if step.on > today {
            return Err(ahead());
        }
        if step.granted.is_some() && !step.to.grants() {
            faults.push(fault(
                "/granted",
                "not_granted_here",
                "Only an approval or an agreement says what was granted.",
            ));
        }
        if step.conditions.is_some() && step.to != State::ApprovedWithConditions {
            faults.push(fault(
                "/conditions",
                "no_conditions_here",
                "Only an approval with conditions has conditions.",
            ));
        }
        if step.to == State::ApprovedWithConditions && step.conditions.is_none() && step.note.is_none() {
            faults.push(fault("/conditions", "required", "Say what the conditions are."));
        }
        if let (Some(granted), Some(currency)) = (&step.granted, self.currency())
            && granted.currency != currency
        {
            let told = format!("The application is in {}.", currency.code());
            faults.push(fault("/granted/currency", "mixed_currencies", told));
        }
        if faults.is_empty() {
            Ok(())
        } else {
            Err(ApplicationError::Broken(faults))
        }
    }

    /// The next version, with another plan.
    pub fn plan(mut self, financing: Financing) -> Result<Self> {
        self.still_open()?;
        self.financing = Some(financing.tidy());
        self.version += 1;
        self.holds("")?;
        Ok(self)
    }

    /// The next version, saying something else.
    pub fn says(mut self, content: ApplicationContent) -> Result<Self> {
        self.still_open()?;
        self.content = ApplicationContent {
            call: tidy(content.call),
            ..content
        };
        self.version += 1;
        self.holds("/financing")?;
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

    fn still_open(&self) -> Result<()> {
        if self.state.next().is_empty() {
            Err(ApplicationError::Over { state: self.state })
        } else {
            Ok(())
        }
    }

    fn currency(&self) -> Option<platform::values::Currency> {
        let applied = self.content.applied.as_ref().map(|m| m.currency);
        self.financing.as_ref().and_then(Financing::currency).or(applied)
    }

    /// Whether the money adds up as far as it must by now. `plan` is where the caller's plan stands in the request.
    fn holds(&self, plan: &str) -> Result<()> {
        if let (Some(applied), Some(granted)) = (&self.content.applied, &self.granted)
            && applied.currency != granted.currency
        {
            let told = format!("The grant is in {}.", granted.currency.code());
            return Err(ApplicationError::Broken(vec![fault(
                "/applied/currency",
                "mixed_currencies",
                told,
            )]));
        }
        let Some(financing) = &self.financing else {
            return Ok(());
        };
        let placed = |mut fault: FieldFault| {
            fault.pointer = format!("{plan}{}", fault.pointer);
            fault
        };
        let mut faults: Vec<FieldFault> = financing.mixed().into_iter().map(placed).collect();
        let other = |money: &Money| financing.currency().is_some_and(|c| c != money.currency);
        if self.content.applied.as_ref().is_some_and(other) {
            faults.push(fault(
                "/applied/currency",
                "mixed_currencies",
                "The plan is in another currency.",
            ));
        }
        if self.granted.as_ref().is_some_and(other) {
            faults.push(fault(
                format!("{plan}/total/currency"),
                "mixed_currencies",
                "What was granted is in another currency.",
            ));
        }
        if !faults.is_empty() {
            return Err(ApplicationError::Broken(faults));
        }
        if self.state.is_before_submission() || self.state == State::Withdrawn {
            return Ok(());
        }
        let mut gaps: Vec<FieldFault> = financing.gaps().into_iter().map(placed).collect();
        if let (Some(applied), Some(total)) = (&self.content.applied, &financing.total)
            && applied.amount > total.amount
        {
            let over = applied.amount - total.amount;
            let told = format!(
                "More is applied for than it costs: {over:.2} {} too much.",
                total.currency.code()
            );
            gaps.push(fault("/applied", "exceeds_total", told));
        }
        if gaps.is_empty() {
            Ok(())
        } else {
            Err(ApplicationError::PlanDoesNotAddUp(gaps))
        }
    }
}

fn ahead() -> ApplicationError {
    ApplicationError::Broken(vec![fault(
        "/on",
        "in_the_future",
        "A step is told when it has been taken, not before.",
    )])
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use platform::values::Currency;
    use rust_decimal::Decimal;

    use super::*;
    use crate::application::financing::{Form, Source, SourceKind};

    const TODAY: Date = date(2026, 11, 22);

    const ALL: [State; 11] = [
        State::Idea,
        State::Go,
        State::Preparing,
        State::Submitted,
        State::Approved,
        State::ApprovedWithConditions,
        State::Rejected,
        State::Withdrawn,
        State::Agreement,
        State::Running,
        State::Closed,
    ];

    fn euros(amount: i64) -> Money {
        Money::new(Decimal::from(amount), Currency::Eur)
    }

    fn idea() -> Application {
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

    fn step(to: State, on: Date) -> Step {
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

    fn walk(path: &[State]) -> Application {
        path.iter()
            .fold(idea(), |a, to| a.take(step(*to, date(2026, 2, 1)), TODAY).unwrap())
    }

    fn plan(total: i64, amounts: &[i64]) -> Financing {
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

    fn code(outcome: Result<Application>) -> String {
        match outcome.unwrap_err() {
            ApplicationError::Broken(faults) => format!("{} {}", faults[0].pointer, faults[0].code),
            ApplicationError::PlanDoesNotAddUp(faults) => format!("plan {} {}", faults[0].pointer, faults[0].code),
            other => other.to_string(),
        }
    }

    #[test]
    fn the_whole_way_from_an_idea_to_a_closed_grant() {
        let closed = walk(&[
            State::Go,
            State::Preparing,
            State::Submitted,
            State::Approved,
            State::Agreement,
            State::Running,
            State::Closed,
        ]);
        assert_eq!(closed.state, State::Closed);
        assert_eq!(closed.steps.len(), 8);
        assert_eq!(closed.version, 8);
        assert_eq!(closed.submitted_on, Some(date(2026, 2, 1)));
    }

    #[test]
    fn every_step_that_is_not_on_the_way_is_refused() {
        let reached = [
            (State::Idea, vec![]),
            (State::Go, vec![State::Go]),
            (State::Preparing, vec![State::Go, State::Preparing]),
            (State::Submitted, vec![State::Go, State::Preparing, State::Submitted]),
            (
                State::Rejected,
                vec![State::Go, State::Preparing, State::Submitted, State::Rejected],
            ),
            (State::Withdrawn, vec![State::Withdrawn]),
        ];
        for (state, path) in reached {
            let at = walk(&path);
            assert_eq!(at.state, state);
            for to in ALL.into_iter().filter(|to| !state.next().contains(to)) {
                let refused = at.clone().take(step(to, date(2026, 3, 1)), TODAY);
                assert!(
                    matches!(refused, Err(ApplicationError::NoSuchStep { .. })),
                    "{} to {}",
                    state.code(),
                    to.code()
                );
            }
        }
    }

    #[test]
    fn nothing_leads_back_to_an_idea_and_every_end_is_an_end() {
        assert!(ALL.iter().all(|s| !s.next().contains(&State::Idea)));
        let ends: Vec<_> = ALL.into_iter().filter(|s| s.next().is_empty()).collect();
        assert_eq!(ends, [State::Rejected, State::Withdrawn, State::Closed]);
    }

    #[test]
    fn steps_are_taken_in_the_order_of_their_days() {
        assert_eq!(
            code(idea().take(step(State::Go, date(2026, 1, 9)), TODAY)),
            "/on out_of_order"
        );
        assert!(idea().take(step(State::Go, date(2026, 1, 10)), TODAY).is_ok());
    }

    #[test]
    fn a_step_is_not_told_before_it_is_taken() {
        assert!(idea().take(step(State::Go, TODAY), TODAY).is_ok());
        assert_eq!(
            code(idea().take(step(State::Go, date(2026, 11, 23)), TODAY)),
            "/on in_the_future"
        );
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
    fn a_plan_may_be_incomplete_before_submission_and_not_after() {
        let preparing = walk(&[State::Go, State::Preparing]).plan(plan(100, &[70])).unwrap();
        let refused = preparing.clone().take(step(State::Submitted, TODAY), TODAY);
        assert_eq!(code(refused), "plan /financing/sources too_little");
        let submitted = preparing
            .plan(plan(100, &[70, 30]))
            .unwrap()
            .take(step(State::Submitted, TODAY), TODAY)
            .unwrap();
        assert_eq!(
            code(submitted.clone().plan(plan(100, &[70, 31]))),
            "plan /sources too_much"
        );
        assert!(submitted.plan(plan(100, &[60, 40])).is_ok());
    }

    #[test]
    fn a_plan_that_does_not_add_up_can_be_withdrawn() {
        let preparing = walk(&[State::Go, State::Preparing]).plan(plan(100, &[70])).unwrap();
        assert!(preparing.take(step(State::Withdrawn, TODAY), TODAY).is_ok());
    }

    #[test]
    fn nobody_applies_for_more_than_it_costs() {
        let preparing = walk(&[State::Go, State::Preparing]).plan(plan(50, &[50])).unwrap();
        assert_eq!(
            code(preparing.take(step(State::Submitted, TODAY), TODAY)),
            "plan /applied exceeds_total"
        );
    }

    #[test]
    fn what_was_granted_is_told_by_the_approval() {
        let submitted = walk(&[State::Go, State::Preparing, State::Submitted]);
        let approval = Step {
            granted: Some(euros(60)),
            ..step(State::Approved, TODAY)
        };
        let approved = submitted.clone().take(approval, TODAY).unwrap();
        assert_eq!(approved.granted, Some(euros(60)));
        let agreement = Step {
            granted: Some(euros(55)),
            ..step(State::Agreement, TODAY)
        };
        assert_eq!(
            approved.clone().take(agreement, TODAY).unwrap().granted,
            Some(euros(55))
        );
        assert_eq!(
            approved.take(step(State::Agreement, TODAY), TODAY).unwrap().granted,
            Some(euros(60))
        );
        let rejected = Step {
            granted: Some(euros(60)),
            ..step(State::Rejected, TODAY)
        };
        assert_eq!(code(submitted.take(rejected, TODAY)), "/granted not_granted_here");
    }

    #[test]
    fn a_grant_in_another_currency_is_refused() {
        let submitted = walk(&[State::Go, State::Preparing, State::Submitted]);
        let kronor = Money::new(Decimal::TEN, Currency::Sek);
        let approval = Step {
            granted: Some(kronor),
            ..step(State::Approved, TODAY)
        };
        assert_eq!(
            code(submitted.take(approval, TODAY)),
            "/granted/currency mixed_currencies"
        );
    }

    #[test]
    fn an_approval_with_conditions_says_them() {
        let submitted = walk(&[State::Go, State::Preparing, State::Submitted]);
        let silent = Step {
            conditions: None,
            ..step(State::ApprovedWithConditions, TODAY)
        };
        assert_eq!(code(submitted.clone().take(silent, TODAY)), "/conditions required");
        assert!(
            submitted
                .take(step(State::ApprovedWithConditions, TODAY), TODAY)
                .is_ok()
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

    #[test]
    fn the_day_of_submission_stays_whatever_happens_later() {
        let rejected = walk(&[State::Go, State::Preparing, State::Submitted])
            .take(step(State::Rejected, date(2026, 6, 1)), TODAY)
            .unwrap();
        assert_eq!(rejected.submitted_on, Some(date(2026, 2, 1)));
        assert_eq!(rejected.last_step_on(), date(2026, 6, 1));
    }
}
