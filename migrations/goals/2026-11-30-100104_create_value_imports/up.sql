-- Values that come as a table: taken in whole, checked, then entered some hundred lines at a time, with a place to see how far.
CREATE TABLE value_imports (
    tenant_id        uuid        NOT NULL DEFAULT current_tenant(),
    id               uuid        NOT NULL,
    version          bigint      NOT NULL,
    person_id        uuid        NOT NULL,
    session_id       uuid        NOT NULL,
    rights           jsonb       NOT NULL,
    name             text        NOT NULL,
    fields           jsonb       NOT NULL,
    state            text        NOT NULL CHECK (state IN
                         ('uploaded', 'checking', 'checked', 'applying', 'applied', 'stopped', 'failed')),
    lines            integer     NOT NULL,
    done             integer     NOT NULL DEFAULT 0,
    reached          integer     NOT NULL DEFAULT 0,
    tally            jsonb       NOT NULL,
    leave_out_faulty boolean     NOT NULL DEFAULT false,
    failure          text,
    uploaded_at      timestamptz NOT NULL,
    finished_at      timestamptz,
    PRIMARY KEY (tenant_id, id),
    CHECK (done <= lines),
    CHECK ((failure IS NOT NULL) = (state = 'failed'))
);
CREATE INDEX value_imports_by_person ON value_imports (tenant_id, person_id, uploaded_at, id);
CREATE INDEX value_imports_under_way ON value_imports (tenant_id, id) WHERE state IN ('checking', 'applying');
CREATE INDEX value_imports_by_age ON value_imports (uploaded_at);
CALL tenant_table('value_imports', 'Values of indicators that come as a table, and how far they are.');
COMMENT ON COLUMN value_imports.rights IS 'Roles of the person when the work was asked for: it is done with these and no others';
COMMENT ON COLUMN value_imports.fields IS 'The columns of the table, and what each holds';
COMMENT ON COLUMN value_imports.done IS 'How many lines the work under way has seen';
COMMENT ON COLUMN value_imports.reached IS 'The last of them, by its number in the file';
COMMENT ON COLUMN value_imports.tally IS 'What became, or would become, of them';

CREATE TABLE value_import_lines (
    tenant_id uuid    NOT NULL DEFAULT current_tenant(),
    import_id uuid    NOT NULL,
    line      integer NOT NULL,
    cells     jsonb   NOT NULL,
    PRIMARY KEY (tenant_id, import_id, line),
    FOREIGN KEY (tenant_id, import_id) REFERENCES value_imports (tenant_id, id) ON DELETE CASCADE
);
CALL tenant_table('value_import_lines', 'The lines of a table that is not entered yet.');
COMMENT ON COLUMN value_import_lines.line IS 'Where it stands in the file, from 1';

CREATE TABLE value_import_places (
    tenant_id uuid    NOT NULL DEFAULT current_tenant(),
    import_id uuid    NOT NULL,
    place     text    NOT NULL,
    line      integer NOT NULL,
    PRIMARY KEY (tenant_id, import_id, place),
    FOREIGN KEY (tenant_id, import_id) REFERENCES value_imports (tenant_id, id) ON DELETE CASCADE
);
CALL tenant_table('value_import_places', 'Which line of a table speaks first of a period at a place.');

CREATE TABLE value_import_faults (
    tenant_id uuid    NOT NULL DEFAULT current_tenant(),
    id        uuid    NOT NULL,
    import_id uuid    NOT NULL,
    line      integer NOT NULL,
    field     text,
    code      text    NOT NULL,
    detail    text    NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, import_id) REFERENCES value_imports (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX value_import_faults_by_line ON value_import_faults (tenant_id, import_id, line, id);
CALL tenant_table('value_import_faults', 'What is wrong with lines of a table.');
COMMENT ON COLUMN value_import_faults.field IS 'What the faulty cell was to say; null for the whole line';

DO $$
DECLARE
    jobs_role text := current_schema() || '_jobs';
BEGIN
    -- Who works learns whose import waits and whose is over, and does the rest tenant by tenant.
    EXECUTE format('CREATE POLICY jobs ON value_imports FOR SELECT TO %I USING (true)', jobs_role);
    EXECUTE format('GRANT SELECT (tenant_id, id, state, uploaded_at) ON value_imports TO %I', jobs_role);
END $$;
