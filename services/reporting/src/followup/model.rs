//! What is true of a report: a draft may be edited and counted anew, a locked one stays as it is.

use std::collections::BTreeMap;

use jiff::Timestamp;
use platform::{
    auth::OutOfReach, db::DbError, events::refill::Away, http::Stale, id_type, known::Unknown, values::Language,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{facts::Subject, figure::Figure, parts::PartKey};

id_type!(
    /// A report.
    ReportId
);

/// Up to which position of each service's journal something was counted.
pub type Positions = BTreeMap<String, i64>;

/// What is to be drafted.
#[derive(Clone, Debug)]
pub struct NewReport {
    pub year: i16,
    pub unit_id: Option<Uuid>,
    pub language: Language,
}

/// What was counted at one moment.
#[derive(Clone, Debug)]
pub struct Counted {
    pub subject: Subject,
    pub figures: Vec<Figure>,
    pub positions: Positions,
    pub at: Timestamp,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Draft,
    Locked { at: Timestamp, by: Uuid },
}

impl Status {
    pub fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Locked { .. } => "locked",
        }
    }
}

/// A character that no bundled font can draw, and where it stands: a part's key, or `heading`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
pub struct CharacterFault {
    #[schema(example = "🦄")]
    pub character: String,
    #[serde(rename = "where")]
    #[schema(example = "effects")]
    pub place: String,
}

/// A report with its figures and the rows behind them.
#[derive(Clone, Debug)]
pub struct Report {
    pub id: ReportId,
    pub version: i64,
    pub year: i16,
    pub unit_id: Option<Uuid>,
    pub language: Language,
    pub status: Status,
    pub texts: BTreeMap<PartKey, String>,
    pub subject: Subject,
    pub figures: Vec<Figure>,
    pub positions: Positions,
    pub faults: Vec<CharacterFault>,
    pub drafted_at: Timestamp,
    pub drafted_by: Uuid,
}

#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    #[error("there is no such report")]
    NotFound,
    #[error("the report was locked")]
    Locked,
    #[error("the report was locked before")]
    AlreadyLocked,
    #[error("the texts hold characters that cannot be typeset")]
    Characters(Vec<CharacterFault>),
    /// The registers have not taken in yet what the services have written.
    #[error("the registers lag behind the services")]
    Behind,
    #[error(transparent)]
    Away(#[from] Away),
    #[error(transparent)]
    Stale(#[from] Stale),
    #[error(transparent)]
    OutOfReach(#[from] OutOfReach),
    #[error(transparent)]
    Unknown(#[from] Unknown),
    #[error("the work was broken off")]
    BrokenOff(#[from] tokio::task::JoinError),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl Report {
    /// A first draft, with nothing written yet.
    pub fn draft(new: &NewReport, counted: Counted, by: Uuid) -> Self {
        Self {
            id: ReportId::fresh(),
            version: 1,
            year: new.year,
            unit_id: new.unit_id,
            language: new.language,
            status: Status::Draft,
            texts: BTreeMap::new(),
            subject: counted.subject,
            figures: counted.figures,
            positions: counted.positions,
            faults: Vec::new(),
            drafted_at: counted.at,
            drafted_by: by,
        }
    }

    fn editable(&self) -> Result<(), ReportError> {
        match self.status {
            Status::Draft => Ok(()),
            Status::Locked { .. } => Err(ReportError::Locked),
        }
    }

    /// With other texts; parts that are not named keep theirs.
    pub fn write(mut self, texts: BTreeMap<PartKey, String>) -> Result<Self, ReportError> {
        self.editable()?;
        self.texts.extend(texts);
        self.version += 1;
        Ok(self)
    }

    /// Counted anew; what was written stays.
    pub fn redraft(mut self, counted: Counted) -> Result<Self, ReportError> {
        self.editable()?;
        self.count(counted);
        self.version += 1;
        Ok(self)
    }

    /// Counted for the last time, and closed.
    pub fn lock(mut self, counted: Counted, by: Uuid) -> Result<Self, ReportError> {
        if let Status::Locked { .. } = self.status {
            return Err(ReportError::AlreadyLocked);
        }
        let at = counted.at;
        self.count(counted);
        self.status = Status::Locked { at, by };
        self.version += 1;
        Ok(self)
    }

    /// Whether it may be thrown away.
    pub fn discard(mut self) -> Result<Self, ReportError> {
        self.editable()?;
        self.version += 1;
        Ok(self)
    }

    fn count(&mut self, counted: Counted) {
        self.subject = counted.subject;
        self.figures = counted.figures;
        self.positions = counted.positions;
        self.drafted_at = counted.at;
    }

    pub fn text(&self, part: PartKey) -> &str {
        self.texts.get(&part).map_or("", String::as_str)
    }

    pub fn figures_of(&self, part: PartKey) -> impl Iterator<Item = &Figure> {
        self.figures.iter().filter(move |f| part.holds(f.counts))
    }

    #[cfg(test)]
    pub fn figure(&self, key: &str) -> Option<&Figure> {
        self.figures.iter().find(|f| f.key() == key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::followup::figure::{Counts, Row};

    fn counted(rows: usize, second: i64) -> Counted {
        Counted {
            subject: Subject::default(),
            figures: vec![Figure::of_rows(Counts::EuProjects, vec![Row::default(); rows])],
            positions: Positions::from([("projects".to_owned(), second)]),
            at: Timestamp::from_second(second).unwrap(),
        }
    }

    fn draft() -> Report {
        let new = NewReport {
            year: 2026,
            unit_id: None,
            language: Language::Sv,
        };
        Report::draft(&new, counted(1, 1), Uuid::nil())
    }

    #[test]
    fn texts_are_kept_when_figures_are_counted_anew() {
        let written = draft()
            .write(BTreeMap::from([(PartKey::Effects, "Det gick bra.".to_owned())]))
            .unwrap();
        let again = written.redraft(counted(2, 5)).unwrap();
        assert_eq!(again.text(PartKey::Effects), "Det gick bra.");
        assert_eq!((again.figures[0].written().as_str(), again.version), ("2", 3));
    }

    #[test]
    fn locking_counts_once_more_and_says_up_to_where() {
        let locked = draft().lock(counted(3, 9), Uuid::from_u128(7)).unwrap();
        assert_eq!(locked.figure("eu_projects").unwrap().written(), "3");
        assert_eq!(locked.positions.get("projects"), Some(&9));
    }

    #[test]
    fn a_locked_report_stays_as_it_is() {
        let locked = || draft().lock(counted(1, 1), Uuid::nil()).unwrap();
        assert!(matches!(
            locked().lock(counted(2, 2), Uuid::nil()),
            Err(ReportError::AlreadyLocked)
        ));
        assert!(matches!(locked().redraft(counted(2, 2)), Err(ReportError::Locked)));
        assert!(matches!(locked().write(BTreeMap::new()), Err(ReportError::Locked)));
        assert!(matches!(locked().discard(), Err(ReportError::Locked)));
    }

    #[test]
    fn every_figure_belongs_to_exactly_one_part() {
        for part in PartKey::ALL {
            for counts in part.tables() {
                assert!(part.holds(*counts));
                assert_eq!(PartKey::ALL.iter().filter(|p| p.holds(*counts)).count(), 1);
            }
        }
    }
}
