-- Says that everything of a source up to a position has been taken in by other means than its events, as it is when a
-- copy of a read model was filled from the journal's latest states. What lies ahead of the gap closes up behind it.
CREATE FUNCTION inbox_skip_to(of_generation integer, of_source text, to_position bigint) RETURNS bigint
    LANGUAGE plpgsql AS $$
DECLARE
    tenant uuid := current_tenant();
    reached bigint;
BEGIN
    INSERT INTO inbox_progress AS p (tenant_id, generation, source, contiguous)
    VALUES (tenant, of_generation, of_source, to_position)
    ON CONFLICT (tenant_id, generation, source) DO UPDATE SET contiguous = greatest(p.contiguous, to_position)
    RETURNING contiguous INTO reached;
    DELETE FROM inbox WHERE tenant_id = tenant AND generation = of_generation AND source = of_source
        AND position <= reached;
    LOOP
        DELETE FROM inbox WHERE tenant_id = tenant AND generation = of_generation AND source = of_source
            AND position = reached + 1;
        EXIT WHEN NOT FOUND;
        reached := reached + 1;
    END LOOP;
    UPDATE inbox_progress SET contiguous = reached
    WHERE tenant_id = tenant AND generation = of_generation AND source = of_source;
    RETURN reached;
END $$;
