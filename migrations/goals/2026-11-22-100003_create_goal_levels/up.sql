CREATE TABLE goal_levels (
    tenant_id uuid   NOT NULL DEFAULT current_tenant() PRIMARY KEY,
    version   bigint NOT NULL,
    levels    jsonb  NOT NULL
);
CALL tenant_table('goal_levels', 'The tenant''s own names for the depths of its goal tree.');
