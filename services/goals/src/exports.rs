//! Lists of this service as files, for who cannot have them in one answer.

platform::export_routes!("goals":
    "/api/v1/exports/goals", "/api/v1/exports/goals/{id}", "/api/v1/exports/goals/{id}/file");
