-- A statement is planned once a connection and then serves every tenant. PostgreSQL plans it for the tenant of average
-- size; where a thousand small ones share a table with a large one, that is a handful of rows, and reading all rows of the
-- tenant looks as good as looking ten of them up. The large tenant pays for it (measured: 24 ms instead of 0.1).
-- So a tenant is taken to have a fiftieth of each table, or as much as the largest one that statistics know has.
-- It takes effect with the table's next ANALYZE.
CREATE OR REPLACE PROCEDURE tenant_table(name text, meaning text)
    LANGUAGE plpgsql AS $$
DECLARE
    app text := current_schema() || '_app';
BEGIN
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY tenant_isolation ON %I USING (tenant_id = (SELECT current_tenant()))', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO %I', name, app);
    EXECUTE format('COMMENT ON TABLE %I IS %L', name, '[tenant] ' || meaning);
    EXECUTE format('ALTER TABLE %I ALTER COLUMN tenant_id SET (n_distinct = 50)', name);
END $$;

DO $$
DECLARE
    name text;
BEGIN
    FOR name IN
        SELECT c.relname FROM pg_class c
        WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND NOT c.relispartition
          AND obj_description(c.oid, 'pg_class') LIKE '[tenant] %'
    LOOP
        EXECUTE format('ALTER TABLE %I ALTER COLUMN tenant_id SET (n_distinct = 50)', name);
    END LOOP;
END $$;
