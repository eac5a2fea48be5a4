//! How reports are asked for.

mod change;
mod document;
mod figure;
mod read;

use platform::{
    auth::Caller,
    http::{FieldFault, Problem, path_id},
};
use utoipa_actix_web::service_config::ServiceConfig;

pub use self::read::ReportFilter;
use super::{
    model::{CharacterFault, Report, ReportError, ReportId},
    parts::PartKey,
    store,
};
use crate::{App, permissions::ReadReports};

impl From<ReportError> for Problem {
    fn from(error: ReportError) -> Self {
        match error {
            ReportError::NotFound => Self::not_found("report_not_found"),
            ReportError::Locked => Self::conflict("report_locked").detail("The report was locked: it stays as it is."),
            ReportError::AlreadyLocked => Self::conflict("already_locked").detail("The report was locked before."),
            ReportError::Characters(faults) => Self::invalid("characters_missing")
                .detail("Some characters cannot be shown in the document: replace them, then lock.")
                .naming(faults.iter().map(character_fault).collect()),
            ReportError::Behind => Self::unavailable(error),
            ReportError::Away(cause) => Self::unavailable(cause),
            ReportError::Stale(stale) => stale.into(),
            ReportError::OutOfReach(cause) => cause.into(),
            ReportError::Unknown(cause) => cause.into(),
            ReportError::BrokenOff(cause) => Self::internal(cause),
            ReportError::Db(cause) => cause.into(),
        }
    }
}

fn character_fault(fault: &CharacterFault) -> FieldFault {
    let part = PartKey::ALL.iter().position(|part| part.code() == fault.place);
    FieldFault {
        pointer: part.map(|n| format!("/parts/{n}")).unwrap_or_default(),
        code: "character_missing".to_owned(),
        detail: format!(
            "No font of the document has the character {} ({}).",
            fault.character, fault.place
        ),
    }
}

async fn find(app: &App, by: &Caller<ReadReports>, id: &str) -> Result<Report, Problem> {
    let id: ReportId = path_id(id, "report_not_found")?;
    let found = app.db.tenant(by.scope(), async |tx| store::find(tx, id).await).await?;
    found.ok_or_else(|| ReportError::NotFound.into())
}

pub fn routes(config: &mut ServiceConfig<'_>) {
    read::routes(config);
    change::routes(config);
    figure::routes(config);
    document::routes(config);
}
