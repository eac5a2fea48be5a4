CREATE TABLE organisations (
    tenant_id uuid   NOT NULL DEFAULT current_tenant() PRIMARY KEY,
    version   bigint NOT NULL,
    time_zone text   NOT NULL
);
CALL tenant_table('organisations', 'What is kept of the tenant itself: where its days end.');
