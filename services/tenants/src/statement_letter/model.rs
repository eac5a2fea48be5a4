//! What is true of asking for a statement.

use std::collections::HashSet;

use jiff::civil::Date;
use platform::{auth::Role, db::DbError, events::Failure};
use uuid::Uuid;

use crate::{
    mail::MailError,
    membership::{Held, Membership},
    person::PersonId,
    unit::UnitId,
};

/// A unit's statement, as far as letters need it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    pub id: Uuid,
    pub unit_id: UnitId,
    /// The person who answers for it.
    pub owner_id: Option<PersonId>,
    pub year: i32,
    pub due_on: Date,
    /// Neither handed in nor locked.
    pub owed: bool,
    /// How far asking has gone, step by step.
    pub reached: Vec<Reached>,
}

/// A step of asking that was reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reached {
    /// What it is noted by: a reminder has its moment, escalation comes once.
    pub key: String,
    /// The day had passed: those above are asked as well.
    pub overdue: bool,
}

/// What is written when steps were reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Letter {
    Reminder,
    Overdue,
}

impl Reached {
    pub fn reminder(at: &str, overdue: bool) -> Self {
        Self {
            key: format!("reminded {at}"),
            overdue,
        }
    }

    pub fn escalation() -> Self {
        Self {
            key: "escalated".to_owned(),
            overdue: true,
        }
    }
}

impl Statement {
    /// The one letter for the steps that nobody was written to for yet. A reminder that is overdue reaches escalation in
    /// the same breath, and what was overtaken while news was on its way is not asked again. Nobody is asked for what was
    /// handed in or can be written no more.
    pub fn letter(&self, fresh: &HashSet<String>) -> Option<Letter> {
        let mut fresh = self.reached.iter().filter(|r| fresh.contains(&r.key)).peekable();
        fresh.peek()?;
        match (self.owed, fresh.any(|r| r.overdue)) {
            (false, _) => None,
            (true, false) => Some(Letter::Reminder),
            (true, true) => Some(Letter::Overdue),
        }
    }

    /// Whom a letter goes to: the nearest who answer for the unit, and, when the day has passed, the next above them.
    /// `units` is the unit and those it lies below, the nearest first; above them all stand the organisation's planners.
    pub fn addressees<'a>(&self, letter: Letter, units: &[UnitId], members: &'a [Membership]) -> Vec<&'a Membership> {
        let answering = |unit: &UnitId| {
            let own = *unit == self.unit_id;
            let answers = move |m: &&Membership| {
                (own && Some(m.person_id) == self.owner_id)
                    || m.roles.held().iter().any(|held| writes_for(*held, *unit))
            };
            members.iter().filter(answers).collect::<Vec<_>>()
        };
        let planners = || {
            members
                .iter()
                .filter(|m| m.roles.held().iter().any(|held| plans(*held)))
        };
        let mut levels: Vec<Vec<&Membership>> = units.iter().map(answering).collect();
        if letter == Letter::Overdue {
            levels.push(planners().collect());
        }
        let mut known = HashSet::new();
        for level in &mut levels {
            level.retain(|m| known.insert(m.person_id.0));
        }
        let asked = match letter {
            Letter::Reminder => 1,
            Letter::Overdue => 2,
        };
        levels
            .into_iter()
            .filter(|level| !level.is_empty())
            .take(asked)
            .flatten()
            .collect()
    }
}

/// Whether a role is for writing the statements of this very unit.
fn writes_for(held: Held, unit: UnitId) -> bool {
    matches!(held.role, Role::Contributor | Role::Planner | Role::Admin) && held.unit_id == Some(unit.0)
}

/// Whether a role is for asking the whole organisation for statements.
fn plans(held: Held) -> bool {
    held.role == Role::Planner && held.unit_id.is_none()
}

#[derive(Debug, thiserror::Error)]
pub enum StatementLetterError {
    #[error("the statement's {0} cannot be read")]
    Unreadable(&'static str),
    #[error(transparent)]
    Mail(#[from] MailError),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<StatementLetterError> for Failure {
    fn from(error: StatementLetterError) -> Self {
        match error {
            StatementLetterError::Db(cause) | StatementLetterError::Mail(MailError::Db(cause)) => cause.into(),
            StatementLetterError::Unreadable(_) | StatementLetterError::Mail(_) => Self::reject(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        membership::Roles,
        person::{Email, model::NewPerson},
    };
    use jiff::{Timestamp, civil::date};
    use platform::values::{Language, Text};

    const SCHOOL: UnitId = UnitId(Uuid::from_u128(7));
    const COUNCIL: UnitId = UnitId(Uuid::from_u128(8));

    fn asked(reached: Vec<Reached>) -> Statement {
        Statement {
            id: Uuid::from_u128(1),
            unit_id: SCHOOL,
            owner_id: None,
            year: 2026,
            due_on: date(2026, 2, 28),
            owed: true,
            reached,
        }
    }

    fn letter(statement: &Statement, fresh: &[&Reached]) -> Option<Letter> {
        statement.letter(&fresh.iter().map(|r| r.key.clone()).collect())
    }

    fn member(name: &str, held: &[(Role, Option<UnitId>)]) -> Membership {
        let roles = held.iter().map(|(role, unit)| Held {
            role: *role,
            unit_id: unit.map(|u| u.0),
        });
        let person = NewPerson {
            email: Email::new(&format!("{name}@b.example")),
            name: name.to_owned(),
            language: Language::Fi,
        }
        .at(Timestamp::UNIX_EPOCH);
        let roles = Roles::new(roles.collect()).unwrap();
        Membership::new(&person, roles, Text::default(), date(2026, 1, 1), Timestamp::UNIX_EPOCH)
    }

    fn names(statement: &Statement, letter: Letter, members: &[Membership]) -> Vec<String> {
        let addressees = statement.addressees(letter, &[SCHOOL, COUNCIL], members);
        addressees.into_iter().map(|m| m.person_name.clone()).collect()
    }

    #[test]
    fn each_step_is_written_for_once_and_together_with_what_was_reached_with_it() {
        let (early, late) = (Reached::reminder("1", false), Reached::reminder("2", true));
        let escalation = Reached::escalation();
        assert_eq!(letter(&asked(vec![early.clone()]), &[&early]), Some(Letter::Reminder));
        let all = asked(vec![early.clone(), late.clone(), escalation.clone()]);
        assert_eq!(letter(&all, &[&late, &escalation]), Some(Letter::Overdue));
        assert_eq!(letter(&all, &[&early, &late, &escalation]), Some(Letter::Overdue));
        assert_eq!(letter(&all, &[]), None);
    }

    #[test]
    fn what_was_handed_in_or_locked_is_not_asked_for() {
        let late = Reached::reminder("2", true);
        let done = Statement {
            owed: false,
            ..asked(vec![late.clone()])
        };
        assert_eq!(letter(&done, &[&late]), None);
    }

    #[test]
    fn a_reminder_goes_to_the_owner_and_to_those_who_write_for_the_unit() {
        let members = [
            member("teacher", &[(Role::Contributor, Some(SCHOOL))]),
            member("head", &[(Role::Contributor, Some(COUNCIL))]),
            member("reader", &[(Role::Reader, Some(SCHOOL))]),
            member("owner", &[(Role::Reader, None)]),
            member("planner", &[(Role::Planner, None)]),
        ];
        let owned = Statement {
            owner_id: Some(members[3].person_id),
            ..asked(Vec::new())
        };
        assert_eq!(names(&owned, Letter::Reminder, &members), ["teacher", "owner"]);
        assert_eq!(names(&owned, Letter::Overdue, &members), ["teacher", "owner", "head"]);
    }

    #[test]
    fn where_a_unit_has_nobody_the_nearest_above_are_asked() {
        let members = [
            member("head", &[(Role::Contributor, Some(COUNCIL))]),
            member("planner", &[(Role::Planner, None)]),
        ];
        let statement = asked(Vec::new());
        assert_eq!(names(&statement, Letter::Reminder, &members), ["head"]);
        assert_eq!(names(&statement, Letter::Overdue, &members), ["head", "planner"]);
        assert!(names(&statement, Letter::Reminder, &members[1..]).is_empty());
        assert_eq!(names(&statement, Letter::Overdue, &members[1..]), ["planner"]);
    }

    #[test]
    fn whoever_answers_on_two_levels_is_written_to_once() {
        let members = [
            member("both", &[(Role::Contributor, Some(SCHOOL)), (Role::Planner, None)]),
            member("head", &[(Role::Admin, Some(COUNCIL))]),
        ];
        assert_eq!(names(&asked(Vec::new()), Letter::Overdue, &members), ["both", "head"]);
    }
}
