//! The board of who is done: how many of those who owe have handed in, and who is missing.

use std::collections::HashMap;

use jiff::civil::Date;
use platform::{db::search::sort_key, values::Text};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    Statement, StatementId,
    model::{Escalation, Status},
};
use crate::round::{Round, model::State};

/// A year's board. Without a round nobody owes anything.
#[derive(Debug, Serialize, ToSchema)]
pub struct Board {
    pub year: i32,
    pub round_id: Option<Uuid>,
    /// `open` or `locked`.
    pub state: Option<&'static str>,
    #[schema(value_type = Option<String>, format = Date)]
    pub due_on: Option<Date>,
    /// How many units owe a statement.
    pub owed: usize,
    /// How many of them have handed it in.
    pub submitted: usize,
    /// Whole per cent, rounded down: 100 means everybody. Absent when nobody owes anything.
    pub percent: Option<usize>,
    /// The latest first.
    pub missing: Vec<Missing>,
}

/// A unit whose statement is missing.
#[derive(Debug, Serialize, ToSchema)]
pub struct Missing {
    pub statement_id: StatementId,
    pub unit_id: Uuid,
    /// As the unit is called now; empty when it was never heard of.
    pub unit_name: Text,
    pub owner_id: Option<Uuid>,
    pub status: Status,
    pub escalation: Escalation,
    pub reminders: usize,
    pub days_late: i32,
}

pub(super) fn board(
    year: i32,
    round: Option<&Round>,
    statements: &[Statement],
    names: &HashMap<Uuid, Text>,
    today: Date,
) -> Board {
    let owed = statements.len();
    let submitted = statements.iter().filter(|s| !s.is_missing()).count();
    let mut missing: Vec<Missing> = statements
        .iter()
        .filter(|s| s.is_missing())
        .map(|s| Missing {
            statement_id: s.id,
            unit_id: s.unit_id,
            unit_name: names.get(&s.unit_id).cloned().unwrap_or_default(),
            owner_id: s.content.owner_id,
            status: s.status,
            escalation: s.escalation,
            reminders: s.reminders.len(),
            days_late: s.days_late(today),
        })
        .collect();
    missing.sort_by_key(|m| (std::cmp::Reverse(m.days_late), sort_key(&m.unit_name), m.unit_id));
    Board {
        year,
        round_id: round.map(|r| r.id.0),
        state: round.map(|r| if r.state == State::Open { "open" } else { "locked" }),
        due_on: round.map(|r| r.due_on),
        owed,
        submitted,
        percent: (submitted * 100).checked_div(owed),
        missing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        round::model::tests::a_round,
        statement::model::tests::{owed, written},
    };
    use jiff::civil::date;
    use platform::values::Language;

    #[test]
    fn eight_of_ten_are_eighty_per_cent_and_the_missing_are_named() {
        let mut statements: Vec<_> = (1..=8)
            .map(|n| written(n).submitted(date(2026, 2, 1)).unwrap())
            .collect();
        statements.extend([owed(9), owed(10)]);
        let name = |n: u128, name: &str| (Uuid::from_u128(n), Text::in_one(Language::Sv, name));
        let names = HashMap::from([name(9, "Väsbyhem"), name(10, "Byggnadsnämnden")]);
        let board = board(2026, Some(&a_round()), &statements, &names, date(2026, 3, 3));
        assert_eq!((board.owed, board.submitted, board.percent), (10, 8, Some(80)));
        let missing: Vec<_> = board
            .missing
            .iter()
            .map(|m| (m.unit_name.shown(Language::Sv), m.days_late))
            .collect();
        assert_eq!(missing, [("Byggnadsnämnden", 3), ("Väsbyhem", 3)]);
    }

    #[test]
    fn a_hundred_per_cent_means_everybody() {
        let mut statements: Vec<_> = (1..=199)
            .map(|n| written(n).submitted(date(2026, 2, 1)).unwrap())
            .collect();
        statements.push(owed(200));
        let board = board(2026, None, &statements, &HashMap::new(), date(2026, 2, 1));
        assert_eq!(board.percent, Some(99));
    }

    #[test]
    fn where_nobody_owes_there_is_no_percentage() {
        let board = board(2026, None, &[], &HashMap::new(), date(2026, 2, 1));
        assert_eq!((board.owed, board.percent, board.missing.len()), (0, None, 0));
    }

    #[test]
    fn the_lock_does_not_hide_who_never_answered() {
        let statements = [
            written(1).submitted(date(2026, 2, 1)).unwrap().locked(),
            owed(2).locked(),
        ];
        let board = board(2026, Some(&a_round()), &statements, &HashMap::new(), date(2026, 6, 1));
        assert_eq!((board.submitted, board.missing.len()), (1, 1));
    }
}
