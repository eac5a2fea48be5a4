//! How far a project is: by what its applications come to, and by its dates.

use jiff::civil::Date;
use platform::{codes, values::Period};

use crate::application::State;

codes! {
    /// How far a project is, on a day.
    pub enum Status as ProjectStatus {
        Idea = "idea",
        Preparing = "preparing",
        Applied = "applied",
        Running = "running",
        Ended = "ended",
        Rejected = "rejected",
    }
}

codes! {
    /// How far all applications of a project are, together.
    pub enum Funding as ProjectFunding {
        /// There is no application: the dates alone tell.
        None = "none",
        Idea = "idea",
        Preparing = "preparing",
        Applied = "applied",
        Granted = "granted",
        /// What was granted is closed.
        Finished = "finished",
        Rejected = "rejected",
    }
}

impl Funding {
    /// What all applications of a project come to: the furthest one that is still alive counts.
    pub fn of(states: &[State]) -> Self {
        let any = |wanted: &[State]| states.iter().any(|s| wanted.contains(s));
        if states.is_empty() {
            Self::None
        } else if any(&[
            State::Approved,
            State::ApprovedWithConditions,
            State::Agreement,
            State::Running,
        ]) {
            Self::Granted
        } else if any(&[State::Submitted]) {
            Self::Applied
        } else if any(&[State::Preparing]) {
            Self::Preparing
        } else if any(&[State::Idea, State::Go]) {
            Self::Idea
        } else if any(&[State::Closed]) {
            Self::Finished
        } else {
            Self::Rejected
        }
    }

    /// The status on a day. Money that is there, or was never needed, leaves it to the dates.
    pub fn status(self, period: &Period, today: Date) -> Status {
        match self {
            Self::Idea => Status::Idea,
            Self::Preparing => Status::Preparing,
            Self::Applied => Status::Applied,
            Self::Rejected => Status::Rejected,
            Self::None | Self::Granted if today < period.from => Status::Preparing,
            Self::None | Self::Granted if period.holds(today) => Status::Running,
            Self::Finished | Self::None | Self::Granted => Status::Ended,
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::project::content::tests::content;

    #[test]
    fn a_project_that_waits_for_its_money_does_not_run_whatever_its_dates_say() {
        let period = content().period;
        assert_eq!(Funding::Applied.status(&period, date(2017, 6, 1)), Status::Applied);
        assert_eq!(Funding::Rejected.status(&period, date(2017, 6, 1)), Status::Rejected);
        assert_eq!(Funding::Granted.status(&period, date(2017, 6, 1)), Status::Running);
        assert_eq!(Funding::Finished.status(&period, date(2017, 6, 1)), Status::Ended);
    }

    #[test]
    fn the_furthest_living_application_counts() {
        assert_eq!(Funding::of(&[]), Funding::None);
        assert_eq!(Funding::of(&[State::Idea]), Funding::Idea);
        assert_eq!(Funding::of(&[State::Rejected, State::Submitted]), Funding::Applied);
        assert_eq!(Funding::of(&[State::Rejected, State::Withdrawn]), Funding::Rejected);
        assert_eq!(Funding::of(&[State::Closed, State::Rejected]), Funding::Finished);
        assert_eq!(Funding::of(&[State::Closed, State::Running]), Funding::Granted);
    }
}
