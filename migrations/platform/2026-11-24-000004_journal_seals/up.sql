-- The journal under a chain of hashes, tenant by tenant. Each link covers the rows after the one before it, and is signed
-- with a key that the database never sees: whoever changes a row, cuts the tail or writes the chain anew is found out.
CREATE TABLE journal_seals (
    tenant_id uuid        NOT NULL DEFAULT current_tenant(),
    first     bigint      NOT NULL CHECK (first > 0),
    last      bigint      NOT NULL CHECK (last >= first),
    hash      bytea       NOT NULL CHECK (octet_length(hash) = 32),
    sealed_at timestamptz NOT NULL,
    signature bytea       NOT NULL,
    PRIMARY KEY (tenant_id, first),
    UNIQUE (tenant_id, last)
);
CALL tenant_table('journal_seals', 'Links of a chain over the journal: hashes of its rows, signed. Append only.');
COMMENT ON COLUMN journal_seals.hash IS 'SHA-256 over the hash before it and the rows from first to last, as they are kept';
COMMENT ON COLUMN journal_seals.signature IS 'Ed25519, with a key derived from the master key';

-- The journal of a tenant by who changed it.
CREATE INDEX journal_by_actor ON journal (tenant_id, actor_id, position);

DO $$
DECLARE
    home text := current_schema();
BEGIN
    EXECUTE format('REVOKE UPDATE, DELETE ON journal_seals FROM %I', home || '_app');
    -- Jobs learn whose journal has grown since it was sealed, and work tenant by tenant.
    EXECUTE format('CREATE POLICY jobs ON journal_seals FOR SELECT TO %I USING (true)', home || '_jobs');
    EXECUTE format('GRANT SELECT ON journal_seals TO %I', home || '_jobs');
END $$;
