//! The organisations that one may share with: of each that takes part in the suite, what its door plate says. It is read by
//! the sharing role alone, which sees these columns of other tenants and no more.

use jiff::civil::Date;
use platform::values::Text;
use uuid::Uuid;

use super::{Country, Kind, State};

pub mod routes;
mod store;

pub use store::find;

/// An organisation as others may know of it; code, zone and state are for this service's own use.
#[derive(Clone, Debug)]
pub struct Listed {
    pub id: Uuid,
    pub kind: Kind,
    pub name: Text,
    pub code: String,
    pub country: Country,
    pub time_zone: String,
    pub valid_to: Option<Date>,
    pub state: State,
    pub trial_until: Option<Date>,
}

impl Listed {
    /// Whether somebody is there to give something to: its subscription runs, and it has not gone up in another.
    pub fn takes_part_on(&self, today: Date) -> bool {
        let runs = match self.state {
            State::Active => true,
            State::Trial => self.trial_until.is_none_or(|until| until >= today),
            State::ReadOnly => false,
        };
        runs && self.valid_to.is_none_or(|to| to >= today)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_trial_that_ran_out_and_what_has_ended_take_no_part() {
        let today = date(2026, 11, 24);
        let listed = |state, trial_until, valid_to| Listed {
            id: Uuid::nil(),
            kind: Kind::Municipality,
            name: Text::default(),
            code: String::new(),
            country: Country::Finland,
            time_zone: "Europe/Helsinki".to_owned(),
            valid_to,
            state,
            trial_until,
        };
        assert!(listed(State::Active, None, None).takes_part_on(today));
        assert!(listed(State::Trial, Some(today), Some(today)).takes_part_on(today));
        let yesterday = Some(date(2026, 11, 23));
        assert!(!listed(State::Trial, yesterday, None).takes_part_on(today));
        assert!(!listed(State::Active, None, yesterday).takes_part_on(today));
        assert!(!listed(State::ReadOnly, None, None).takes_part_on(today));
    }
}
