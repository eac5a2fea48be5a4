-- What was sent leaves the outbox row by row, each looked up by its key. As one statement over all of them it is joined as the
-- planner likes, and that believes the outbox to be empty, as it mostly is: it then reads the whole index, dead rows
-- included, for each handful (measured beside 200 changes a second: 630 entries for each row that was sought).
CREATE FUNCTION outbox_forget(of_tenants uuid[], at_positions bigint[]) RETURNS void
    LANGUAGE plpgsql AS $$
BEGIN
    FOR n IN 1 .. cardinality(of_tenants) LOOP
        DELETE FROM outbox WHERE tenant_id = of_tenants[n] AND position = at_positions[n];
    END LOOP;
END $$;

-- What was not taken over waits.
CREATE FUNCTION outbox_put_off(of_tenants uuid[], at_positions bigint[], by interval) RETURNS void
    LANGUAGE plpgsql AS $$
BEGIN
    FOR n IN 1 .. cardinality(of_tenants) LOOP
        UPDATE outbox SET attempts = attempts + 1, not_before = clock_timestamp() + by
        WHERE tenant_id = of_tenants[n] AND position = at_positions[n];
    END LOOP;
END $$;

DO $$
DECLARE
    outbox_role text := current_schema() || '_outbox';
BEGIN
    REVOKE EXECUTE ON FUNCTION outbox_forget(uuid[], bigint[]), outbox_put_off(uuid[], bigint[], interval) FROM PUBLIC;
    EXECUTE format('GRANT EXECUTE ON FUNCTION outbox_forget(uuid[], bigint[]) TO %I', outbox_role);
    EXECUTE format('GRANT EXECUTE ON FUNCTION outbox_put_off(uuid[], bigint[], interval) TO %I', outbox_role);
END $$;
