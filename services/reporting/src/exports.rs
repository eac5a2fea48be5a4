//! Lists of this service as files, for who cannot have them in one answer.

platform::export_routes!("reporting":
    "/api/v1/exports/reporting", "/api/v1/exports/reporting/{id}", "/api/v1/exports/reporting/{id}/file");
