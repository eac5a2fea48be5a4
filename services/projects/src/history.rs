//! What happened to a thing.

use platform::{events::journal::HistoryEntry, http::Problem};
use serde::Serialize;
use utoipa::ToSchema;

/// The steps of one thing, newest first.
#[derive(Serialize, ToSchema)]
pub struct HistoryBody {
    items: Vec<HistoryEntry>,
}

impl HistoryBody {
    /// What has no history was never there.
    pub fn of(items: Vec<HistoryEntry>, code: &'static str) -> Result<Self, Problem> {
        if items.is_empty() {
            Err(Problem::not_found(code))
        } else {
            Ok(Self { items })
        }
    }
}
