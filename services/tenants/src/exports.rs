//! Lists of this service as files, for who cannot have them in one answer.

platform::export_routes!("tenants":
    "/api/v1/exports/tenants", "/api/v1/exports/tenants/{id}", "/api/v1/exports/tenants/{id}/file");
