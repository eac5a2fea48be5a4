CREATE TABLE things (
    tenant_id uuid NOT NULL DEFAULT current_tenant(),
    id        uuid NOT NULL,
    name      text NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
CALL tenant_table('things', 'What these tests keep.');
