//! Events of others that this service rejected.

platform::dead_letter_routes!("tenants":
    "/api/v1/dead-letters/tenants", "/api/v1/dead-letters/tenants/{id}/replay", "/api/v1/dead-letters/tenants/{id}/discard");
