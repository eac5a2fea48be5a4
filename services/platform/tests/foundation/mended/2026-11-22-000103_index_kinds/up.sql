CREATE INDEX CONCURRENTLY IF NOT EXISTS kinds_by_name ON kinds (tenant_id, name);
