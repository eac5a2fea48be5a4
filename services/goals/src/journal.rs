//! The journal of this service: what changed, and whether anybody tampered with it.

platform::journal_routes!("goals":
    "/api/v1/journal/goals", "/api/v1/journal/goals/verifications",
    "/api/v1/journal/goals/tenants", "/api/v1/journal/goals/tenants/{id}/verifications");
