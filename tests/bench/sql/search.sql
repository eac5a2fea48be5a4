-- What is looked for: the things of one town, again and again, as another tenant's own, until there are so many of them.
-- The trigger that keeps words names its tables as its service does.
CREATE OR REPLACE PROCEDURE bench.fill_search(town uuid, other uuid, many bigint) LANGUAGE plpgsql
    SET search_path = reporting, pg_temp AS $$
DECLARE
    things CONSTANT bigint := (SELECT count(*) FROM reporting.register_entries
                               WHERE tenant_id = town AND reporting.is_searched(register) AND NOT gone);
BEGIN
    INSERT INTO reporting.register_entries (tenant_id, generation, register, id, version, gone, unit_id, parent_id, kind,
        status, starts_on, ends_on, title_sort, body)
    SELECT other, e.generation, e.register, bench.id('found ' || e.id, time), e.version, false, e.unit_id, e.parent_id,
        e.kind, e.status, e.starts_on, e.ends_on, e.title_sort, e.body
    FROM reporting.register_entries e, generate_series(1, ceil(many::numeric / things)::bigint) AS time
    WHERE e.tenant_id = town AND reporting.is_searched(e.register) AND NOT e.gone
    LIMIT many;
END $$;
