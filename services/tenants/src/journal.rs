//! The journal of this service: what changed, and whether anybody tampered with it.

platform::journal_routes!("tenants":
    "/api/v1/journal/tenants", "/api/v1/journal/tenants/verifications",
    "/api/v1/journal/tenants/tenants", "/api/v1/journal/tenants/tenants/{id}/verifications");
