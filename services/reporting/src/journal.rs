//! The journal of this service: what changed, and whether anybody tampered with it.

platform::journal_routes!("reporting":
    "/api/v1/journal/reporting", "/api/v1/journal/reporting/verifications",
    "/api/v1/journal/reporting/tenants", "/api/v1/journal/reporting/tenants/{id}/verifications");
