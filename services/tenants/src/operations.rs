//! What an operator looks at and does in this service, and what each organisation uses of it.

platform::operations_routes!("tenants":
    "/api/v1/health/tenants", "/api/v1/usage/tenants", "/api/v1/usage/tenants/current",
    "/api/v1/journal/tenants/tenants/{id}/seals");
