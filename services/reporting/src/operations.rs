//! What an operator looks at and does in this service, and what each organisation uses of it.

platform::operations_routes!("reporting":
    "/api/v1/health/reporting", "/api/v1/usage/reporting", "/api/v1/usage/reporting/current",
    "/api/v1/journal/reporting/tenants/{id}/seals");
