-- Notes that events of one source have come, and says which of them had not come before. Where `inbox_receive` is called for
-- fifty events of one transaction, each call goes past the versions of the row that those before it left behind.
CREATE FUNCTION inbox_receive_all(of_generation integer, of_source text, at_positions bigint[]) RETURNS bigint[]
    LANGUAGE plpgsql AS $$
DECLARE
    tenant uuid := current_tenant();
    reached bigint;
    before bigint;
    came bigint;
    ahead boolean;
    fresh bigint[] := '{}';
BEGIN
    SELECT contiguous INTO reached FROM inbox_progress
    WHERE tenant_id = tenant AND generation = of_generation AND source = of_source FOR UPDATE;
    IF NOT FOUND THEN
        INSERT INTO inbox_progress AS p (tenant_id, generation, source, contiguous)
        VALUES (tenant, of_generation, of_source, 0)
        ON CONFLICT (tenant_id, generation, source) DO UPDATE SET contiguous = p.contiguous
        RETURNING contiguous INTO reached;
    END IF;
    before := reached;
    ahead := EXISTS (SELECT FROM inbox
                     WHERE tenant_id = tenant AND generation = of_generation AND source = of_source);
    FOR came IN SELECT DISTINCT asked FROM unnest(at_positions) AS asked WHERE asked > before ORDER BY asked
    LOOP
        IF came > reached + 1 THEN
            INSERT INTO inbox (tenant_id, generation, source, position)
            VALUES (tenant, of_generation, of_source, came) ON CONFLICT DO NOTHING;
            IF FOUND THEN
                fresh := fresh || came;
                ahead := true;
            END IF;
        ELSIF came = reached + 1 THEN
            fresh := fresh || came;
            reached := came;
            -- What came early closes up.
            WHILE ahead LOOP
                DELETE FROM inbox WHERE tenant_id = tenant AND generation = of_generation AND source = of_source
                    AND position = reached + 1;
                EXIT WHEN NOT FOUND;
                reached := reached + 1;
            END LOOP;
        END IF;
    END LOOP;
    IF reached > before THEN
        UPDATE inbox_progress SET contiguous = reached
        WHERE tenant_id = tenant AND generation = of_generation AND source = of_source;
    END IF;
    RETURN fresh;
END $$;
