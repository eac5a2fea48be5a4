-- The relay asks for the tenants that have something waiting, then for each one's oldest rows.
CREATE INDEX outbox_turns ON outbox (lane, tenant_id, position);
