CREATE TABLE known_shares (
    tenant_id  uuid NOT NULL DEFAULT current_tenant(),
    project_id uuid NOT NULL,
    goal_id    uuid NOT NULL,
    PRIMARY KEY (tenant_id, project_id, goal_id)
);
CALL tenant_table('known_shares', 'Which goals projects serve by their own plans, as their events told.');
