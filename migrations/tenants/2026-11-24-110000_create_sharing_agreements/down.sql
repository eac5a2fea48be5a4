REVOKE SELECT (tenant_id, id, kind, name, name_sort, code, country, time_zone, valid_to, state, trial_until)
    ON organisations FROM tenants_sharing;
DROP POLICY directory ON organisations;
ALTER TABLE organisations DROP COLUMN name_sort;
REVOKE INSERT ON journal, outbox FROM tenants_sharing;
REVOKE SELECT, INSERT, UPDATE ON journal_heads, idempotency_keys FROM tenants_sharing;
DROP TABLE sharing_agreements;
