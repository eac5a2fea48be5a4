//! Events of others that this service rejected.

platform::dead_letter_routes!("projects":
    "/api/v1/dead-letters/projects", "/api/v1/dead-letters/projects/{id}/replay", "/api/v1/dead-letters/projects/{id}/discard");
