-- What others give by name, copied under the one who may see it, and taken away again.
CREATE TABLE shared_rows (
    tenant_id    uuid  NOT NULL DEFAULT current_tenant(),
    agreement_id uuid  NOT NULL,
    id           uuid  NOT NULL,
    dataset      text  NOT NULL CHECK (dataset IN ('goals', 'projects', 'networks', 'activities')),
    owner_id     uuid  NOT NULL,
    owner_name   jsonb NOT NULL,
    kind         text  NOT NULL,
    status       text  NOT NULL,
    starts_on    date  NOT NULL,
    ends_on      date  NOT NULL,
    title_sort   text  NOT NULL COLLATE "C",
    body         jsonb NOT NULL,
    PRIMARY KEY (tenant_id, agreement_id, id)
);
CREATE INDEX shared_rows_by_title ON shared_rows (tenant_id, dataset, title_sort, id);
CREATE INDEX shared_rows_by_start ON shared_rows (tenant_id, dataset, starts_on, id);
CREATE INDEX shared_rows_by_end ON shared_rows (tenant_id, dataset, ends_on, id);
CREATE INDEX shared_rows_by_owner ON shared_rows (tenant_id, dataset, owner_id);
CALL tenant_table('shared_rows', 'What others give by name, under the one who may see it.');

-- Things of an owner that changed and are to be copied, noted in the transaction of the change.
CREATE TABLE sharing_changes (
    tenant_id  uuid NOT NULL DEFAULT current_tenant(),
    dataset    text NOT NULL,
    subject_id uuid NOT NULL,
    PRIMARY KEY (tenant_id, dataset, subject_id)
);
CALL tenant_table('sharing_changes', 'Things that changed and are to be copied to those who may see them by name.');

-- Agreements whose rows are all to be copied, or all to be taken away, and how far that has come.
CREATE TABLE sharing_fills (
    tenant_id    uuid NOT NULL DEFAULT current_tenant(),
    agreement_id uuid NOT NULL,
    after        uuid,
    PRIMARY KEY (tenant_id, agreement_id)
);
CALL tenant_table('sharing_fills', 'Agreements whose rows are to be copied or taken away.');

DO $$
DECLARE
    sharing text := current_schema() || '_sharing';
BEGIN
    -- The copier learns what waits at whom, then enters the owner to read and the viewer to write.
    EXECUTE format('CREATE POLICY sharing ON sharing_changes TO %I USING (true)', sharing);
    EXECUTE format('CREATE POLICY sharing ON sharing_fills TO %I USING (true)', sharing);
    EXECUTE format('CREATE POLICY sharing ON agreements TO %I USING (true)', sharing);
    EXECUTE format('GRANT SELECT, UPDATE, DELETE ON sharing_changes TO %I', sharing);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON sharing_fills TO %I', sharing);
    EXECUTE format('GRANT SELECT, UPDATE (copied) ON agreements TO %I', sharing);
    EXECUTE format('GRANT SELECT ON register_entries, generations TO %I', sharing);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON shared_rows TO %I', sharing);
END $$;
