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
        EXECUTE format('ALTER TABLE %I ALTER COLUMN tenant_id RESET (n_distinct)', name);
    END LOOP;
END $$;
