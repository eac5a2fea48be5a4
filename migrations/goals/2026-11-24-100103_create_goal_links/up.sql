CREATE TABLE goal_links (
    tenant_id   uuid        NOT NULL DEFAULT current_tenant(),
    id          uuid        NOT NULL,
    version     bigint      NOT NULL,
    goal_id     uuid        NOT NULL,
    target_kind text        NOT NULL CHECK (target_kind IN ('project', 'network', 'activity')),
    target_id   uuid        NOT NULL,
    strength    integer     NOT NULL CHECK (strength BETWEEN 1 AND 3),
    note        text,
    created_at  timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    CONSTRAINT one_link_a_pair UNIQUE (tenant_id, goal_id, target_kind, target_id),
    FOREIGN KEY (tenant_id, goal_id) REFERENCES goals (tenant_id, id)
);
CREATE INDEX goal_links_by_age ON goal_links (tenant_id, created_at, id);
CREATE INDEX goal_links_by_target ON goal_links (tenant_id, target_kind, target_id);
CALL tenant_table('goal_links', 'What of the international activity serves a goal, and how strongly.');
COMMENT ON COLUMN goal_links.strength IS '1 touches the goal, 2 serves it, 3 carries it';
