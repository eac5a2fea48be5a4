DO $$ BEGIN
    EXECUTE format('REVOKE SELECT ON __diesel_schema_migrations FROM %I', current_schema() || '_app');
END $$;
