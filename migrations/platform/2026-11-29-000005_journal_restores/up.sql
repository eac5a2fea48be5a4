-- Which version a change went back to, where it brought back what a thing said before.
ALTER TABLE journal ADD COLUMN restores bigint;
COMMENT ON COLUMN journal.restores IS 'The version of the thing whose content this change brought back';

-- Like the function of ten arguments, which yesterday's version still calls: it goes once nobody does.
CREATE FUNCTION journal_append(
    aggregates text[], ids uuid[], versions bigint[], events text[], states bytea[], deletions boolean[],
    reasons text[], actors uuid[], restored bigint[], trace_context text, in_lane text
) RETURNS bigint
    LANGUAGE plpgsql AS $$
DECLARE
    tenant uuid := current_tenant();
    many integer := cardinality(ids);
    first_free bigint;
    moment timestamptz;
BEGIN
    INSERT INTO journal_heads AS h (tenant_id, position) VALUES (tenant, many)
    ON CONFLICT (tenant_id) DO UPDATE SET position = h.position + many
    RETURNING h.position - many INTO first_free;
    moment := clock_timestamp();
    INSERT INTO journal (tenant_id, position, recorded_at, aggregate, aggregate_id, version, event, state, deleted,
                         actor_id, reason, restores, trace)
    SELECT tenant, first_free + n, moment, a, i, v, e, s, d, p, r, b, trace_context
    FROM unnest(aggregates, ids, versions, events, states, deletions, reasons, actors, restored)
         WITH ORDINALITY AS c (a, i, v, e, s, d, r, p, b, n);
    INSERT INTO outbox (tenant_id, position, lane, recorded_at, aggregate, aggregate_id, version, event, state, deleted,
                        actor_id, trace)
    SELECT tenant, first_free + n, in_lane, moment, a, i, v, e, s, d, p, trace_context
    FROM unnest(aggregates, ids, versions, events, states, deletions, actors)
         WITH ORDINALITY AS c (a, i, v, e, s, d, p, n);
    RETURN first_free + many;
END $$;
