DROP FUNCTION revoke_grant(uuid, timestamptz, timestamptz);
DROP TABLE revocation_leases;
REVOKE USAGE, SELECT ON SEQUENCE revocations_epoch_seq FROM tenants_signin;
DROP INDEX revocations_by_moment;
ALTER TABLE revocations DROP COLUMN kind;
