//! Events of others that this service rejected.

platform::dead_letter_routes!("reporting":
    "/api/v1/dead-letters/reporting", "/api/v1/dead-letters/reporting/{id}/replay", "/api/v1/dead-letters/reporting/{id}/discard");
