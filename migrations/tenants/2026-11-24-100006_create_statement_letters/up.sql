CREATE TABLE statement_letters (
    tenant_id    uuid        NOT NULL DEFAULT current_tenant(),
    statement_id uuid        NOT NULL,
    reached      text        NOT NULL,
    recorded_at  timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, statement_id, reached)
);
CALL tenant_table('statement_letters', 'How far asking for each statement has gone: each step is written for once.');
COMMENT ON COLUMN statement_letters.reached IS 'A reminder with its moment, or `escalated`';

-- Letters that something of a tenant's own has caused are queued by the transaction that notes it.
GRANT INSERT ON mails TO tenants_app;
