//! Events of others that this service rejected.

platform::dead_letter_routes!("goals":
    "/api/v1/dead-letters/goals", "/api/v1/dead-letters/goals/{id}/replay", "/api/v1/dead-letters/goals/{id}/discard");
