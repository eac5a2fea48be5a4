//! What an operator looks at and does in this service, and what each organisation uses of it.

platform::operations_routes!("goals":
    "/api/v1/health/goals", "/api/v1/usage/goals", "/api/v1/usage/goals/current",
    "/api/v1/journal/goals/tenants/{id}/seals");
