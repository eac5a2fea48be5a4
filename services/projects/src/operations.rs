//! What an operator looks at and does in this service, and what each organisation uses of it.

platform::operations_routes!("projects":
    "/api/v1/health/projects", "/api/v1/usage/projects", "/api/v1/usage/projects/current",
    "/api/v1/journal/projects/tenants/{id}/seals");
