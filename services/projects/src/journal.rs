//! The journal of this service: what changed, and whether anybody tampered with it.

platform::journal_routes!("projects":
    "/api/v1/journal/projects", "/api/v1/journal/projects/verifications",
    "/api/v1/journal/projects/tenants", "/api/v1/journal/projects/tenants/{id}/verifications");
