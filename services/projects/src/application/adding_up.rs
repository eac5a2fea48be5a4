//! Whether an application's money adds up, as far as it must by now.

use platform::{
    http::Faults,
    values::{Currency, Money},
};

use super::{Application, ApplicationError, Financing, State};

type Result<T> = std::result::Result<T, ApplicationError>;

impl Application {
    /// The next version, with another plan.
    pub fn plan(mut self, financing: Financing) -> Result<Self> {
        self.still_open()?;
        self.financing = Some(financing.tidy());
        self.version += 1;
        self.adds_up("")?;
        Ok(self)
    }

    pub(super) fn currency(&self) -> Option<Currency> {
        let applied = self.content.applied.as_ref().map(|m| m.currency);
        self.financing.as_ref().and_then(Financing::currency).or(applied)
    }

    /// From submission on the plan comes to its total; before, only its one currency is insisted on. `plan` is where the
    /// caller's plan stands in the request.
    pub(super) fn adds_up(&self, plan: &str) -> Result<()> {
        self.is_in_one_currency(plan)?;
        let Some(financing) = &self.financing else {
            return Ok(());
        };
        if self.state.is_before_submission() || self.state == State::Withdrawn {
            return Ok(());
        }
        let mut gaps = financing.gaps().within(plan);
        if let (Some(applied), Some(total)) = (&self.content.applied, &financing.total) {
            let over = applied.amount - total.amount;
            let currency = total.currency.code();
            let told = format!("More is applied for than it costs: {over:.2} {currency} too much.");
            gaps.unless(applied.amount <= total.amount, "/applied", "exceeds_total", told);
        }
        gaps.none_or(()).map_err(ApplicationError::PlanDoesNotAddUp)
    }

    fn is_in_one_currency(&self, plan: &str) -> Result<()> {
        let code = "mixed_currencies";
        if let (Some(applied), Some(granted)) = (&self.content.applied, &self.granted)
            && applied.currency != granted.currency
        {
            let told = format!("The grant is in {}.", granted.currency.code());
            return Err(Faults::of("/applied/currency", code, told).into());
        }
        let Some(financing) = &self.financing else {
            return Ok(());
        };
        let other = |money: &Money| financing.currency().is_some_and(|c| c != money.currency);
        let mut faults = financing.mixed().within(plan);
        let applied = self.content.applied.as_ref().is_some_and(other);
        faults.unless(!applied, "/applied/currency", code, "The plan is in another currency.");
        let (granted, at) = (
            self.granted.as_ref().is_some_and(other),
            format!("{plan}/total/currency"),
        );
        faults.unless(!granted, at, code, "What was granted is in another currency.");
        Ok(faults.none_or(())?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::application::model::tests::{TODAY, code, plan, step, walk};

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
}
