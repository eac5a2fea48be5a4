//! Commands, and what is known of each.

use serde_json::Value;
use uuid::Uuid;

use crate::kinds::Kind;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    Create,
    Change,
    Delete,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Answered as done, with the version that it made (none for a deletion).
    Acknowledged(Option<i64>),
    /// Answered as not done.
    Refused(u16, String),
    /// No answer, or one that does not say.
    Unknown(String),
}

/// One command, as it was sent and answered.
#[derive(Clone, Debug)]
pub struct Command {
    pub tenant: usize,
    pub kind: Kind,
    pub verb: Verb,
    /// Nobody else says this word.
    pub word: String,
    pub id: Option<Uuid>,
    /// It was wrong on purpose.
    pub wrong: bool,
    pub outcome: Outcome,
}

impl Command {
    pub fn is_unknown(&self) -> bool {
        matches!(self.outcome, Outcome::Unknown(_))
    }

    pub fn is_acknowledged(&self) -> bool {
        matches!(self.outcome, Outcome::Acknowledged(_))
    }
}

/// What an answer says of the command.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub json: Value,
}

impl Answer {
    pub fn outcome(answer: &Result<Self, String>) -> Outcome {
        match answer {
            Ok(answer) => match answer.status {
                200..300 => Outcome::Acknowledged(answer.json["version"].as_i64()),
                400..500 => Outcome::Refused(answer.status, answer.json["code"].to_string()),
                // It may have been done all the same: who answers so may have lost the database at the commit.
                status => Outcome::Unknown(format!("{status} {}", answer.json["code"])),
            },
            Err(cause) => Outcome::Unknown(cause.clone()),
        }
    }
}
