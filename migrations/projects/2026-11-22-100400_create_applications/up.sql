CREATE TABLE applications (
    tenant_id    uuid        NOT NULL DEFAULT current_tenant(),
    id           uuid        NOT NULL,
    version      bigint      NOT NULL,
    created_at   timestamptz NOT NULL,
    project_id   uuid        NOT NULL,
    programme_id uuid,
    call         text,
    state        text        NOT NULL CHECK (state IN ('idea', 'go', 'preparing', 'submitted', 'approved',
        'approved_with_conditions', 'rejected', 'withdrawn', 'agreement', 'running', 'closed')),
    steps        jsonb       NOT NULL,
    last_step_on date        NOT NULL,
    submitted_on date,
    applied      numeric(15, 2) CHECK (applied >= 0),
    granted      numeric(15, 2) CHECK (granted >= 0),
    currency     text,
    financing    jsonb,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, project_id) REFERENCES projects (tenant_id, id),
    CHECK ((applied IS NULL AND granted IS NULL) OR currency IS NOT NULL)
);
CREATE INDEX applications_by_step ON applications (tenant_id, last_step_on, id);
CREATE INDEX applications_by_creation ON applications (tenant_id, created_at, id);
CREATE INDEX applications_by_project ON applications (tenant_id, project_id);
CREATE INDEX applications_by_submission ON applications (tenant_id, submitted_on);
CALL tenant_table('applications', 'Applications for the money of projects.');
COMMENT ON COLUMN applications.steps IS 'Every step: to, on, decided_by, case_number, note, conditions, granted; oldest first';
COMMENT ON COLUMN applications.currency IS 'The one currency of the application and its plan';
