//! The way of an application: where it may be, and what leads from there to where.

use garde::Validate;
use jiff::civil::Date;
use platform::{
    codes,
    http::Faults,
    values::{Money, plain, tidy},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Application, ApplicationError};
use crate::rules::not_negative;

type Result<T> = std::result::Result<T, ApplicationError>;

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
    /// Those in which the money was granted and has not been given up.
    pub const GRANTED: [Self; 5] = [
        Self::Approved,
        Self::ApprovedWithConditions,
        Self::Agreement,
        Self::Running,
        Self::Closed,
    ];

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

impl Step {
    /// The first one: somebody had an idea.
    pub fn idea(on: Date) -> Self {
        Self {
            to: State::Idea,
            on,
            decided_by: None,
            case_number: None,
            note: None,
            conditions: None,
            granted: None,
        }
    }

    fn tidy(self) -> Self {
        Self {
            decided_by: tidy(self.decided_by),
            case_number: tidy(self.case_number),
            note: tidy(self.note),
            conditions: tidy(self.conditions),
            ..self
        }
    }
}

impl Application {
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
        let step = step.tidy();
        self.check_step(&step, today)?;
        if step.to == State::Submitted {
            self.submitted_on = Some(step.on);
        }
        self.granted = step.granted.clone().or(self.granted);
        self.state = step.to;
        self.steps.push(step);
        self.version += 1;
        self.adds_up("/financing")?;
        Ok(self)
    }

    fn check_step(&self, step: &Step, today: Date) -> Result<()> {
        not_ahead(step.on, today)?;
        let mut faults = Faults::default();
        let last = self.last_step_on();
        faults.unless(
            step.on >= last,
            "/on",
            "out_of_order",
            format!("The step before was on {last}: this one cannot be earlier."),
        );
        faults.unless(
            step.granted.is_none() || step.to.grants(),
            "/granted",
            "not_granted_here",
            "Only an approval or an agreement says what was granted.",
        );
        let with_conditions = step.to == State::ApprovedWithConditions;
        faults.unless(
            step.conditions.is_none() || with_conditions,
            "/conditions",
            "no_conditions_here",
            "Only an approval with conditions has conditions.",
        );
        faults.unless(
            !with_conditions || step.conditions.is_some() || step.note.is_some(),
            "/conditions",
            "required",
            "Say what the conditions are.",
        );
        if let (Some(granted), Some(currency)) = (&step.granted, self.currency()) {
            let told = format!("The application is in {}.", currency.code());
            let same = granted.currency == currency;
            faults.unless(same, "/granted/currency", "mixed_currencies", told);
        }
        Ok(faults.none_or(())?)
    }
}

/// A step is told when it has been taken, not before.
pub(super) fn not_ahead(on: Date, today: Date) -> Result<()> {
    let mut faults = Faults::default();
    let told = "A step is told when it has been taken, not before.";
    faults.unless(on <= today, "/on", "in_the_future", told);
    Ok(faults.none_or(())?)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use platform::values::Currency;
    use rust_decimal::Decimal;

    use super::*;
    use crate::application::model::tests::{TODAY, code, euros, idea, step, walk};

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
    fn the_day_of_submission_stays_whatever_happens_later() {
        let rejected = walk(&[State::Go, State::Preparing, State::Submitted])
            .take(step(State::Rejected, date(2026, 6, 1)), TODAY)
            .unwrap();
        assert_eq!(rejected.submitted_on, Some(date(2026, 2, 1)));
        assert_eq!(rejected.last_step_on(), date(2026, 6, 1));
    }
}
