REVOKE SELECT, INSERT, UPDATE ON idempotency_keys FROM tenants_signin;
DROP TABLE saved_views;
