-- What became of an event that was parked: it waits, was replayed, or was discarded by somebody with a reason.
ALTER TABLE dead_letters
    ADD COLUMN state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'replayed', 'discarded')),
    ADD COLUMN settled_at timestamptz,
    ADD COLUMN settled_by uuid,
    ADD COLUMN reason text;
COMMENT ON COLUMN dead_letters.reason IS 'Why it was discarded, in the operator''s words';
CREATE INDEX dead_letters_by_age ON dead_letters (parked_at, id);

DO $$
DECLARE
    jobs_role text := current_schema() || '_jobs';
BEGIN
    -- An operator sees what waits in every tenant: where it came from and what was wrong, never what it says.
    EXECUTE format('CREATE POLICY jobs ON dead_letters FOR SELECT TO %I USING (true)', jobs_role);
    EXECUTE format('GRANT SELECT (tenant_id, id, source, position, aggregate, aggregate_id, cause, parked_at, state,
                                  settled_at, settled_by, reason) ON dead_letters TO %I', jobs_role);
END $$;
