-- Lists that are too long for one answer: written into a file by whoever works, fetched by who asked.
CREATE TABLE exports (
    tenant_id   uuid        NOT NULL DEFAULT current_tenant(),
    id          uuid        NOT NULL,
    version     bigint      NOT NULL,
    person_id   uuid        NOT NULL,
    session_id  uuid        NOT NULL,
    standing    jsonb       NOT NULL,
    list        text        NOT NULL,
    format      text        NOT NULL CHECK (format IN ('csv', 'csv_excel_nordic', 'xlsx')),
    state       text        NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed')),
    rows        bigint      NOT NULL DEFAULT 0,
    bytes       bigint,
    failure     text,
    attempt     integer     NOT NULL DEFAULT 0,
    taken_until timestamptz,
    asked_at    timestamptz NOT NULL,
    finished_at timestamptz,
    PRIMARY KEY (tenant_id, id),
    CHECK ((finished_at IS NOT NULL) = (state IN ('done', 'failed'))),
    CHECK ((bytes IS NOT NULL) = (state = 'done'))
);
CREATE INDEX exports_by_person ON exports (tenant_id, person_id, asked_at, id);
CREATE INDEX exports_under_way ON exports (tenant_id, id) WHERE state IN ('waiting', 'running');
CREATE INDEX exports_over ON exports (finished_at) WHERE finished_at IS NOT NULL;
CALL tenant_table('exports', 'Lists being written into files, and files that wait to be fetched.');
COMMENT ON COLUMN exports.standing IS 'Roles of the person when the list was asked for: it is read with these and no others';
COMMENT ON COLUMN exports.list IS 'The list''s address with its filters and order';
COMMENT ON COLUMN exports.rows IS 'How many are written so far';
COMMENT ON COLUMN exports.attempt IS 'Who writes knows its number; a later one has taken over';
COMMENT ON COLUMN exports.taken_until IS 'Until then nobody else takes it over; who writes puts it off';

DO $$
DECLARE
    jobs_role text := current_schema() || '_jobs';
BEGIN
    -- Who works learns whose export waits and whose is over, and does the rest tenant by tenant.
    EXECUTE format('CREATE POLICY jobs ON exports FOR SELECT TO %I USING (true)', jobs_role);
    EXECUTE format('GRANT SELECT (tenant_id, id, state, taken_until, finished_at) ON exports TO %I', jobs_role);
END $$;
