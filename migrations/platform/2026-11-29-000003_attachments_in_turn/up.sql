-- What could not be taken away comes last when it is tried again, so that it stands in nobody's way.
ALTER TABLE attachments ADD COLUMN tried_at timestamptz;
COMMENT ON COLUMN attachments.tried_at IS 'When its bytes were last to go and could not; others are tried first';

-- How much a tenant's files come to is asked before each new one: from the index alone.
CREATE INDEX attachments_sizes ON attachments (tenant_id) INCLUDE (bytes) WHERE removed_at IS NULL;

DO $$
DECLARE
    jobs_role text := current_schema() || '_jobs';
BEGIN
    EXECUTE format('GRANT SELECT (tried_at) ON attachments TO %I', jobs_role);
END $$;
