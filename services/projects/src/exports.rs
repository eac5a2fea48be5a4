//! Lists of this service as files, for who cannot have them in one answer.

platform::export_routes!("projects":
    "/api/v1/exports/projects", "/api/v1/exports/projects/{id}", "/api/v1/exports/projects/{id}/file");
