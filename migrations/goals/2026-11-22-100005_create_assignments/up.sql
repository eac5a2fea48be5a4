CREATE TABLE assignments (
    tenant_id   uuid        NOT NULL DEFAULT current_tenant(),
    id          uuid        NOT NULL,
    version     bigint      NOT NULL,
    title       jsonb       NOT NULL,
    title_sort  text        NOT NULL COLLATE "C",
    goal_id     uuid,
    policy_id   uuid,
    unit_id     uuid        NOT NULL,
    due_on      date,
    due_sort    date        NOT NULL,
    status      text        NOT NULL CHECK (status IN ('open', 'done')),
    done_on     date,
    note        text,
    search_text text        NOT NULL,
    created_at  timestamptz NOT NULL,
    CHECK ((status = 'done') = (done_on IS NOT NULL)),
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, goal_id) REFERENCES goals (tenant_id, id),
    FOREIGN KEY (tenant_id, policy_id) REFERENCES policies (tenant_id, id)
);
CREATE INDEX assignments_by_due_date ON assignments (tenant_id, due_sort, id);
CREATE INDEX assignments_by_title ON assignments (tenant_id, title_sort, id);
CREATE INDEX assignments_by_age ON assignments (tenant_id, created_at, id);
CREATE INDEX assignments_by_unit ON assignments (tenant_id, unit_id);
CREATE INDEX assignments_by_goal ON assignments (tenant_id, goal_id);
CREATE INDEX assignments_by_policy ON assignments (tenant_id, policy_id);
CALL tenant_table('assignments', 'What units were told to do: no goals, but they may serve one.');
COMMENT ON COLUMN assignments.due_sort IS 'The due date, or the last of days when there is none';
