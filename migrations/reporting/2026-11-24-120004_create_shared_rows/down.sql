DO $$
DECLARE
    sharing text := current_schema() || '_sharing';
BEGIN
    DROP POLICY sharing ON agreements;
    EXECUTE format('REVOKE ALL ON agreements, register_entries, generations FROM %I', sharing);
END $$;
DROP TABLE sharing_fills;
DROP TABLE sharing_changes;
DROP TABLE shared_rows;
