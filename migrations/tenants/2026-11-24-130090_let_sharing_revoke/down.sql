REVOKE EXECUTE ON FUNCTION revoke_grant(uuid, timestamptz, timestamptz) FROM tenants_sharing;
