-- Whoever serves looks at its start whether the schema is as new as the program.
DO $$ BEGIN
    EXECUTE format('GRANT SELECT ON __diesel_schema_migrations TO %I', current_schema() || '_app');
END $$;
