-- Both sides of an agreement end in the transaction that revokes what it gave.
GRANT EXECUTE ON FUNCTION revoke_grant(uuid, timestamptz, timestamptz) TO tenants_sharing;
