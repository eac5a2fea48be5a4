CREATE TABLE statement_rounds (
    tenant_id  uuid        NOT NULL DEFAULT current_tenant(),
    id         uuid        NOT NULL,
    version    bigint      NOT NULL,
    year       integer     NOT NULL,
    due_on     date        NOT NULL,
    state      text        NOT NULL CHECK (state IN ('open', 'locked')),
    locked_on  date,
    reminders  integer     NOT NULL,
    created_at timestamptz NOT NULL,
    CHECK ((state = 'locked') = (locked_on IS NOT NULL)),
    PRIMARY KEY (tenant_id, id),
    CONSTRAINT one_round_a_year UNIQUE (tenant_id, year)
);
CREATE INDEX statement_rounds_by_year ON statement_rounds (tenant_id, year, id);
CREATE INDEX statement_rounds_by_due_date ON statement_rounds (tenant_id, due_on, id);
CALL tenant_table('statement_rounds', 'The yearly question to all units.');

CREATE TABLE statements (
    tenant_id      uuid        NOT NULL DEFAULT current_tenant(),
    id             uuid        NOT NULL,
    version        bigint      NOT NULL,
    round_id       uuid        NOT NULL,
    year           integer     NOT NULL,
    unit_id        uuid        NOT NULL,
    text           jsonb,
    plan_reference text,
    status         text        NOT NULL CHECK (status IN ('owed', 'draft', 'submitted', 'locked')),
    submitted_on   date,
    owner_id       uuid,
    reminders      jsonb       NOT NULL,
    escalation     text        NOT NULL CHECK (escalation IN ('none', 'reminded', 'escalated')),
    created_at     timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    CONSTRAINT one_statement_a_unit UNIQUE (tenant_id, round_id, unit_id),
    FOREIGN KEY (tenant_id, round_id) REFERENCES statement_rounds (tenant_id, id)
);
CREATE INDEX statements_by_year ON statements (tenant_id, year, id);
CREATE INDEX statements_by_age ON statements (tenant_id, created_at, id);
CREATE INDEX statements_by_status ON statements (tenant_id, status, id);
CREATE INDEX statements_by_unit ON statements (tenant_id, unit_id);
CREATE INDEX statements_by_owner ON statements (tenant_id, owner_id);
CALL tenant_table('statements', 'What each unit states for a year about its use of international work.');
COMMENT ON COLUMN statements.submitted_on IS 'Still there when locked: absent then means that it was never handed in';
