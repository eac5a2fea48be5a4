DO $$
BEGIN
    EXECUTE format('DROP POLICY jobs ON dead_letters');
    EXECUTE format('REVOKE SELECT ON dead_letters FROM %I', current_schema() || '_jobs');
END $$;
DROP INDEX dead_letters_by_age;
ALTER TABLE dead_letters DROP COLUMN state, DROP COLUMN settled_at, DROP COLUMN settled_by, DROP COLUMN reason;
