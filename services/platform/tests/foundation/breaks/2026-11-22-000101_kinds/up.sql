CREATE TABLE kinds (
    tenant_id uuid NOT NULL DEFAULT current_tenant(),
    id        uuid NOT NULL,
    name      text NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
CALL tenant_table('kinds', 'What the next migration changes.');
