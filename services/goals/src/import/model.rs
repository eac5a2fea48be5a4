//! What is true of an import.

use garde::Validate;
use jiff::{SignedDuration, Timestamp};
use platform::{
    auth::Rights,
    codes,
    db::DbError,
    http::{Line, Problem, Received},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::columns::{Column, Field, faults, guessed};
use crate::{checks::line, value::grid::Outcome};

/// How long a table and what was wrong with it are kept.
pub const KEPT: SignedDuration = SignedDuration::from_hours(7 * 24);
/// How many imports one person may have.
pub const AT_ONCE: i64 = 10;
const SAMPLES: usize = 3;

platform::id_type!(
    /// Names an import of values.
    ImportId of "value_import"
);

codes! {
    /// How far an import is.
    pub enum State as ImportState {
        Uploaded = "uploaded",
        Checking = "checking",
        Checked = "checked",
        Applying = "applying",
        Applied = "applied",
        Stopped = "stopped",
        Failed = "failed",
    }
}

/// What the file is called.
#[derive(Clone, Debug, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct NewImport {
    #[garde(custom(line(200)))]
    #[param(min_length = 1, max_length = 200, example = "values-2026.csv")]
    pub name: String,
}

/// What the columns hold, in their order; without it, what their names tell.
#[derive(Clone, Debug, Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ImportCheck, example = json!({"columns": ["indicator", "period", "unit", "value", null]}))]
pub struct Check {
    #[serde(default)]
    #[garde(inner(length(max = 50)))]
    pub columns: Option<Vec<Option<Field>>>,
}

/// That the values are to be entered.
#[derive(Clone, Debug, Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ImportApply, example = json!({"leave_out_faulty": true}))]
pub struct Apply {
    /// Enters the lines that have no fault, and leaves out those that have one.
    #[serde(default)]
    #[garde(skip)]
    pub leave_out_faulty: bool,
}

/// What became, or would become, of lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ImportTally)]
pub struct Tally {
    /// New values.
    pub entered: i32,
    /// Preliminary ones that now say something else.
    pub changed: i32,
    /// Those that say the same already.
    pub unchanged: i32,
    /// Those that are left out.
    pub faulty: i32,
}

/// A table on its way in.
#[derive(Clone, Debug)]
pub struct Import {
    pub id: ImportId,
    pub version: i64,
    pub person_id: Uuid,
    pub session_id: Uuid,
    /// Absent: a version of this program wrote them that we cannot read.
    pub rights: Option<Rights>,
    pub name: String,
    pub columns: Vec<Column>,
    pub state: State,
    pub lines: i32,
    pub done: i32,
    pub reached: i32,
    pub tally: Tally,
    pub leave_out_faulty: bool,
    pub failure: Option<String>,
    pub uploaded_at: Timestamp,
    pub finished_at: Option<Timestamp>,
}

/// Who asks for work, and with which roles.
#[derive(Clone, Debug)]
pub struct Asking {
    pub person_id: Uuid,
    pub session_id: Uuid,
    pub rights: Rights,
}

#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error("there is no such import")]
    NotFound,
    #[error("too many imports are kept")]
    TooMany,
    #[error("work on the import is under way")]
    UnderWay,
    #[error("nothing is under way")]
    NotUnderWay,
    #[error("the import is not checked")]
    NotChecked,
    #[error("lines of the import are faulty")]
    Faulty,
    #[error("the import is entered")]
    Applied,
    #[error(transparent)]
    Invalid(#[from] Problem),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl Tally {
    pub fn count(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Entered => self.entered += 1,
            Outcome::Changed => self.changed += 1,
            Outcome::Unchanged => self.unchanged += 1,
        }
    }
}

impl Import {
    pub fn uploaded(name: &str, table: &Received, by: Asking, at: Timestamp) -> Result<Self, Problem> {
        let samples = |n: usize| {
            let cells = table.lines.iter().filter_map(move |line| line.cells.get(n));
            cells.filter(|cell| !cell.is_empty()).take(SAMPLES).cloned().collect()
        };
        let fields = guessed(&table.columns);
        let columns = table.columns.iter().zip(fields).enumerate();
        Ok(Self {
            id: ImportId::fresh(),
            version: 1,
            person_id: by.person_id,
            session_id: by.session_id,
            rights: Some(by.rights),
            name: name.trim().to_owned(),
            columns: columns
                .map(|(n, (name, field))| Column {
                    name: name.clone(),
                    field,
                    samples: samples(n),
                })
                .collect(),
            state: State::Uploaded,
            lines: i32::try_from(table.lines.len()).map_err(Problem::internal)?,
            done: 0,
            reached: 0,
            tally: Tally::default(),
            leave_out_faulty: false,
            failure: None,
            uploaded_at: at,
            finished_at: None,
        })
    }

    pub fn is_under_way(&self) -> bool {
        matches!(self.state, State::Checking | State::Applying)
    }

    /// To be checked from its first line on.
    pub fn to_check(mut self, check: &Check, by: Asking) -> Result<Self, ImportError> {
        match self.state {
            State::Checking | State::Applying => return Err(ImportError::UnderWay),
            State::Applied => return Err(ImportError::Applied),
            State::Uploaded | State::Checked | State::Stopped | State::Failed => {}
        }
        let own = || self.columns.iter().map(|column| column.field).collect();
        let fields: Vec<Option<Field>> = check.columns.clone().unwrap_or_else(own);
        let fields = faults(&fields, self.columns.len())
            .none_or(fields)
            .map_err(Problem::from)?;
        for (column, field) in self.columns.iter_mut().zip(fields) {
            column.field = field;
        }
        Ok(self.begun(State::Checking, by))
    }

    /// To be entered from its first line on.
    pub fn to_apply(self, apply: &Apply, by: Asking) -> Result<Self, ImportError> {
        match self.state {
            State::Checking | State::Applying => return Err(ImportError::UnderWay),
            State::Applied => return Err(ImportError::Applied),
            State::Uploaded | State::Stopped | State::Failed => return Err(ImportError::NotChecked),
            State::Checked if self.tally.faulty > 0 && !apply.leave_out_faulty => return Err(ImportError::Faulty),
            State::Checked => {}
        }
        let begun = self.begun(State::Applying, by);
        Ok(Self {
            leave_out_faulty: apply.leave_out_faulty,
            ..begun
        })
    }

    fn begun(self, state: State, by: Asking) -> Self {
        Self {
            version: self.version + 1,
            state,
            person_id: by.person_id,
            session_id: by.session_id,
            rights: Some(by.rights),
            done: 0,
            reached: 0,
            tally: Tally::default(),
            failure: None,
            finished_at: None,
            ..self
        }
    }

    /// Lines further on. What became of them counts.
    #[must_use]
    pub fn further(self, lines: &[Line], tally: Tally) -> Self {
        let many = i32::try_from(lines.len()).unwrap_or_default();
        Self {
            done: self.done + many,
            reached: lines.last().map_or(self.reached, |line| line.number),
            tally,
            ..self
        }
    }

    /// The last line is done.
    #[must_use]
    pub fn ended(self, at: Timestamp) -> Self {
        let state = match self.state {
            State::Applying => State::Applied,
            _ => State::Checked,
        };
        self.left(state, None, at)
    }

    #[must_use]
    pub fn failed(self, code: &str, at: Timestamp) -> Self {
        self.left(State::Failed, Some(code.to_owned()), at)
    }

    /// What was entered stays.
    pub fn stopped(self, at: Timestamp) -> Result<Self, ImportError> {
        if !self.is_under_way() {
            return Err(ImportError::NotUnderWay);
        }
        Ok(self.left(State::Stopped, None, at))
    }

    fn left(self, state: State, failure: Option<String>, at: Timestamp) -> Self {
        Self {
            version: self.version + 1,
            state,
            failure,
            finished_at: Some(at),
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn asking() -> Asking {
        Asking {
            person_id: Uuid::from_u128(1),
            session_id: Uuid::from_u128(2),
            rights: serde_json::from_value(json!({"grants": [], "access": "full"})).unwrap(),
        }
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn uploaded() -> Import {
        let table = Received::read(b"Mittari,Vuosi,Arvo,x\nLukijat,2026,1,\nMatkat,2026,2,y\n").unwrap();
        Import::uploaded(" a.csv ", &table, asking(), at(1)).unwrap()
    }

    fn checked(faulty: i32) -> Import {
        let lines = Received::read(b"a\n1\n2").unwrap().lines;
        let import = uploaded().to_check(&Check::default(), asking()).unwrap();
        let tally = Tally {
            faulty,
            ..Tally::default()
        };
        import.further(&lines, tally).ended(at(2))
    }

    #[test]
    fn a_table_is_known_by_its_columns_and_its_first_lines() {
        let import = uploaded();
        assert_eq!(
            (import.name.as_str(), import.lines, import.state),
            ("a.csv", 2, State::Uploaded)
        );
        let last = import.columns.last().unwrap();
        assert_eq!(
            (last.field, last.samples.as_slice()),
            (None, ["y".to_owned()].as_slice())
        );
    }

    #[test]
    fn a_table_is_entered_only_when_it_was_checked_and_its_faults_are_mended_or_left_out() {
        let apply = |import: Import, leave_out_faulty| import.to_apply(&Apply { leave_out_faulty }, asking());
        assert!(matches!(apply(uploaded(), true), Err(ImportError::NotChecked)));
        assert!(matches!(apply(checked(1), false), Err(ImportError::Faulty)));
        assert!(matches!(apply(checked(0), false), Ok(import) if import.state == State::Applying));
        let applying = apply(checked(1), true).unwrap();
        assert_eq!((applying.done, applying.tally), (0, Tally::default()));
        let applied = applying.ended(at(3));
        assert_eq!(applied.state, State::Applied);
        assert!(matches!(
            applied.to_check(&Check::default(), asking()),
            Err(ImportError::Applied)
        ));
    }

    #[test]
    fn only_what_is_under_way_is_stopped_and_then_it_is_checked_anew() {
        assert!(matches!(uploaded().stopped(at(2)), Err(ImportError::NotUnderWay)));
        let checking = uploaded().to_check(&Check::default(), asking()).unwrap();
        let stopped = checking.stopped(at(2)).unwrap();
        assert!(matches!(
            stopped.clone().to_apply(&Apply::default(), asking()),
            Err(ImportError::NotChecked)
        ));
        assert!(stopped.to_check(&Check::default(), asking()).is_ok());
    }
}
