CREATE TABLE completeness_letters (
    tenant_id   uuid        NOT NULL DEFAULT current_tenant(),
    letter_id   uuid        NOT NULL,
    recorded_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, letter_id)
);
CALL tenant_table('completeness_letters', 'Letters about what is owed that were written: each is queued once, however often it is heard of.');
