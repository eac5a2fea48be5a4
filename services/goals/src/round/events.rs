//! How others hear of a round.

use contracts::goals::v1 as wire;

use super::{Round, model::State};

/// The whole round.
pub fn state(round: &Round) -> wire::StatementRound {
    let (state, locked_on) = match round.state {
        State::Open => ("open", None),
        State::Locked { on } => ("locked", Some(on.to_string())),
    };
    wire::StatementRound {
        id: round.id.to_string(),
        year: round.year,
        due_on: round.due_on.to_string(),
        unit_ids: round.unit_ids.iter().map(ToString::to_string).collect(),
        state: state.to_owned(),
        locked_on,
        reminders: round.reminders,
        created_at: round.created_at.to_string(),
    }
}
