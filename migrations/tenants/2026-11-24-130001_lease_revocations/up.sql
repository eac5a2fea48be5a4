-- One mechanism for whatever is revoked: sessions, grants (sharing agreements), keys.
ALTER TABLE revocations ADD COLUMN kind text NOT NULL DEFAULT 'session' CHECK (kind IN ('session', 'grant', 'key'));
COMMENT ON COLUMN revocations.access_id IS 'What is refused: a session as its tokens call it, a sharing agreement, a key';
COMMENT ON TABLE revocations IS '[lookup] What services refuse before it ends by itself.';
CREATE INDEX revocations_by_moment ON revocations (revoked_at);

-- Who goes by what it was told, how far that reaches, and until when it may: renewed by every instance of every service,
-- at whichever replica of this one it happens to ask.
CREATE TABLE revocation_leases (
    instance_id uuid        NOT NULL PRIMARY KEY,
    service     text        NOT NULL,
    epoch       bigint      NOT NULL,
    expires_at  timestamptz NOT NULL
) WITH (fillfactor = 50);
CALL lookup_table('revocation_leases', 'signin', 'Instances of services that may go by the revocations they know, for a second.');

-- The epoch is drawn after a revocation has committed, so whoever reads an epoch first and the rows after it has them all.
GRANT USAGE, SELECT ON SEQUENCE revocations_epoch_seq TO tenants_signin;

-- A grant is revoked in the transaction that changes the agreement, whichever role that has.
CREATE FUNCTION revoke_grant(agreement uuid, happened timestamptz, remembered_until timestamptz) RETURNS void
    LANGUAGE sql SECURITY DEFINER AS $$
    INSERT INTO revocations (kind, access_id, revoked_at, until)
    VALUES ('grant', agreement, happened, remembered_until)
$$;
REVOKE EXECUTE ON FUNCTION revoke_grant(uuid, timestamptz, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION revoke_grant(uuid, timestamptz, timestamptz) TO tenants_app, tenants_signin, tenants_signup;
ALTER FUNCTION revoke_grant(uuid, timestamptz, timestamptz) SET search_path = tenants, pg_temp;
