//! How others hear of a release. The value stands in the ledger alone, so that a withdrawal takes it away everywhere.

use contracts::reporting::v1 as wire;

use super::model::{BREAKDOWN, GROUP, Release, STATISTIC};

pub fn state(release: &Release) -> wire::Release {
    wire::Release {
        id: release.id.to_string(),
        measure: release.measure.code().to_owned(),
        period: i32::from(release.period),
        group: GROUP.to_owned(),
        breakdown: BREAKDOWN.to_owned(),
        statistic: STATISTIC.to_owned(),
        state: release.state().code().to_owned(),
        released_at: release.released_at.to_string(),
        withdrawn_at: release.withdrawn.map(|w| w.at.to_string()),
    }
}
