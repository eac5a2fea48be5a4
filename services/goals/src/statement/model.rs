//! What is true of a statement.

use garde::Validate;
use jiff::{Timestamp, civil::Date};
use platform::{
    auth::OutOfReach,
    codes,
    db::DbError,
    http::{Merge, Problem, Stale},
    known::{Link, PERSON, Unknown},
    values::{Text, plain, said_or_none, tidy, within_if_said},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::round::{Round, RoundId};

platform::id_type!(
    /// Names a statement.
    StatementId of "statement"
);

codes! {
    /// How far a statement has come.
    pub enum Status as StatementStatus {
        Owed = "owed",
        Draft = "draft",
        Submitted = "submitted",
        Locked = "locked",
    }
}

codes! {
    /// How far asking for it has gone.
    pub enum Escalation as StatementEscalation {
        None = "none",
        Reminded = "reminded",
        Escalated = "escalated",
    }
}

/// A statement as it stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Statement {
    pub id: StatementId,
    pub version: i64,
    pub round_id: RoundId,
    pub year: i32,
    pub unit_id: Uuid,
    /// Of the round.
    pub due_on: Date,
    pub content: StatementContent,
    pub status: Status,
    pub submitted_on: Option<Date>,
    pub reminders: Vec<Reminder>,
    pub escalation: Escalation,
    pub created_at: Timestamp,
}

/// What a unit writes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "text": {"sv": "Nämnden använder utbytet med sin vänort för att utveckla lärarnas arbetssätt."},
    "plan_reference": "Verksamhetsplan 2026, avsnitt 4"
}))]
pub struct StatementContent {
    #[serde(default)]
    #[garde(custom(within_if_said(20_000)))]
    pub text: Option<Text>,
    /// Where it stands in the unit's operational plan.
    #[serde(default)]
    #[garde(inner(custom(plain(500))))]
    pub plan_reference: Option<String>,
    /// The person who answers for it.
    #[serde(default)]
    #[garde(skip)]
    pub owner_id: Option<Uuid>,
}

/// Any part of it, to be different.
pub type StatementPatch = Merge<StatementContent>;

/// Once that it was asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Reminder {
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Whether it was due already.
    pub escalated: bool,
}

#[derive(Debug, thiserror::Error)]
pub enum StatementError {
    #[error("there is no such statement")]
    NotFound,
    #[error("the statement was handed in")]
    Submitted,
    #[error("the statement was not handed in")]
    NotSubmitted,
    #[error("the round is locked")]
    Locked,
    #[error("nothing is stated")]
    NothingStated,
    #[error(transparent)]
    Invalid(#[from] Problem),
    #[error(transparent)]
    Stale(#[from] Stale),
    #[error(transparent)]
    OutOfReach(#[from] OutOfReach),
    #[error(transparent)]
    Unknown(#[from] Unknown),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl StatementContent {
    pub fn links(&self) -> Vec<Link> {
        self.owner_id
            .map(|id| Link::to(PERSON, id, "/owner_id"))
            .into_iter()
            .collect()
    }

    fn tidy(self) -> Self {
        Self {
            text: said_or_none(self.text),
            plan_reference: tidy(self.plan_reference),
            ..self
        }
    }
}

impl Statement {
    /// What a unit owes from the day the round is opened.
    pub fn owed(round: &Round, unit_id: Uuid) -> Self {
        Self {
            id: StatementId::fresh(),
            version: 1,
            round_id: round.id,
            year: round.year,
            unit_id,
            due_on: round.due_on,
            content: StatementContent::default(),
            status: Status::Owed,
            submitted_on: None,
            reminders: Vec::new(),
            escalation: Escalation::None,
            created_at: round.created_at,
        }
    }

    /// Whether it was not handed in: also true of one that was locked without a word.
    pub fn is_missing(&self) -> bool {
        self.submitted_on.is_none()
    }

    /// Days since it was due, if it is missing.
    pub fn days_late(&self, today: Date) -> i32 {
        if !self.is_missing() || today <= self.due_on {
            return 0;
        }
        self.due_on.until(today).map_or(0, |span| span.get_days())
    }

    /// The statement with other words. Without any it is owed again.
    pub fn written(self, content: StatementContent) -> Result<Self, StatementError> {
        self.must_be_open()?;
        let content = content.tidy();
        let begun = content.text.is_some() || content.plan_reference.is_some();
        let status = if begun { Status::Draft } else { Status::Owed };
        Ok(Self {
            content,
            status,
            version: self.version + 1,
            ..self
        })
    }

    pub fn submitted(self, on: Date) -> Result<Self, StatementError> {
        self.must_be_open()?;
        if self.content.text.is_none() {
            return Err(StatementError::NothingStated);
        }
        Ok(Self {
            status: Status::Submitted,
            submitted_on: Some(on),
            version: self.version + 1,
            ..self
        })
    }

    pub fn reopened(self) -> Result<Self, StatementError> {
        match self.status {
            Status::Owed | Status::Draft => Err(StatementError::NotSubmitted),
            Status::Locked => Err(StatementError::Locked),
            Status::Submitted => Ok(Self {
                status: Status::Draft,
                submitted_on: None,
                version: self.version + 1,
                ..self
            }),
        }
    }

    pub(super) fn must_be_open(&self) -> Result<(), StatementError> {
        match self.status {
            Status::Owed | Status::Draft => Ok(()),
            Status::Submitted => Err(StatementError::Submitted),
            Status::Locked => Err(StatementError::Locked),
        }
    }

    /// Asked for once more; overdue, the question goes further up.
    #[must_use]
    pub fn reminded(mut self, at: Timestamp, today: Date) -> Self {
        let escalated = today > self.due_on;
        self.reminders.push(Reminder { at, escalated });
        let escalation = if escalated {
            Escalation::Escalated
        } else {
            Escalation::Reminded
        };
        Self {
            escalation,
            version: self.version + 1,
            ..self
        }
    }

    /// Its day has passed and nobody was asked again.
    #[must_use]
    pub fn escalated(self) -> Self {
        Self {
            escalation: Escalation::Escalated,
            version: self.version + 1,
            ..self
        }
    }

    #[must_use]
    pub fn locked(self) -> Self {
        Self {
            status: Status::Locked,
            version: self.version + 1,
            ..self
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::round::model::tests::a_round;
    use jiff::civil::date;
    use serde_json::json;

    pub fn owed(unit: u128) -> Statement {
        Statement::owed(&a_round(), Uuid::from_u128(unit))
    }

    pub fn written(unit: u128) -> Statement {
        let content = serde_json::from_value(json!({"text": {"sv": "Utbyte med vänorten."}})).unwrap();
        owed(unit).written(content).unwrap()
    }

    const DAY: Date = date(2026, 2, 27);

    #[test]
    fn the_first_word_makes_a_draft_and_the_last_one_taken_back_makes_it_owed() {
        let draft = written(1);
        assert_eq!((draft.status, draft.version), (Status::Draft, 2));
        let blank: StatementContent = serde_json::from_value(json!({"text": {"sv": "  "}})).unwrap();
        assert_eq!(draft.written(blank).unwrap().status, Status::Owed);
    }

    #[test]
    fn naming_an_owner_states_nothing() {
        let content = StatementContent {
            owner_id: Some(Uuid::from_u128(5)),
            ..StatementContent::default()
        };
        let statement = owed(1).written(content).unwrap();
        assert_eq!(statement.status, Status::Owed);
        assert!(matches!(statement.submitted(DAY), Err(StatementError::NothingStated)));
    }

    #[test]
    fn a_draft_is_handed_in_and_may_be_taken_back() {
        let submitted = written(1).submitted(DAY).unwrap();
        assert_eq!(
            (submitted.status, submitted.submitted_on),
            (Status::Submitted, Some(DAY))
        );
        let back = submitted.reopened().unwrap();
        assert_eq!(
            (back.status, back.submitted_on, back.is_missing()),
            (Status::Draft, None, true)
        );
    }

    #[test]
    fn what_was_handed_in_is_not_written_on_nor_handed_in_again() {
        let submitted = written(1).submitted(DAY).unwrap();
        let content = submitted.content.clone();
        assert!(matches!(
            submitted.clone().written(content),
            Err(StatementError::Submitted)
        ));
        assert!(matches!(submitted.submitted(DAY), Err(StatementError::Submitted)));
        assert!(matches!(written(1).reopened(), Err(StatementError::NotSubmitted)));
    }

    #[test]
    fn a_locked_statement_stays_as_it_is() {
        let locked = written(1).submitted(DAY).unwrap().locked();
        let content = locked.content.clone();
        assert!(matches!(locked.clone().written(content), Err(StatementError::Locked)));
        assert!(matches!(locked.clone().submitted(DAY), Err(StatementError::Locked)));
        assert!(matches!(locked.reopened(), Err(StatementError::Locked)));
    }

    #[test]
    fn one_locked_without_a_word_is_still_missing() {
        assert!(owed(1).locked().is_missing());
        assert!(!written(1).submitted(DAY).unwrap().locked().is_missing());
    }

    #[test]
    fn a_reminder_after_the_day_goes_further_up() {
        let at = Timestamp::UNIX_EPOCH;
        let early = owed(1).reminded(at, date(2026, 2, 28));
        assert_eq!((early.escalation, early.reminders.len()), (Escalation::Reminded, 1));
        let late = early.reminded(at, date(2026, 3, 1));
        assert_eq!((late.escalation, late.reminders.len()), (Escalation::Escalated, 2));
        assert!(late.reminders.last().unwrap().escalated);
    }

    #[test]
    fn days_are_counted_from_the_day_after_it_was_due() {
        let late = |day| owed(1).days_late(day);
        assert_eq!(
            (late(date(2026, 2, 28)), late(date(2026, 3, 1)), late(date(2026, 4, 1))),
            (0, 1, 32)
        );
        assert_eq!(written(1).submitted(DAY).unwrap().days_late(date(2026, 4, 1)), 0);
    }
}
