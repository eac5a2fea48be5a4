-- What every service's schema begins with. Runs in the schema of the service, as its owner.

-- The tenant of this transaction, or nobody. `''` is what a session reads after a transaction-local setting has ended.
CREATE FUNCTION current_tenant() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT nullif(current_setting('app.tenant_id', true), '')::uuid $$;

-- Makes a table one of the four kinds: row security, policy, grants and comment together, so that none is forgotten.
-- Only the owner may call these.
CREATE PROCEDURE tenant_table(name text, meaning text)
    LANGUAGE plpgsql AS $$
DECLARE
    app text := current_schema() || '_app';
BEGIN
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY tenant_isolation ON %I USING (tenant_id = (SELECT current_tenant()))', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO %I', name, app);
    EXECUTE format('COMMENT ON TABLE %I IS %L', name, '[tenant] ' || meaning);
END $$;

CREATE PROCEDURE global_table(name text, meaning text)
    LANGUAGE plpgsql AS $$
DECLARE
    app text := current_schema() || '_app';
    catalogue text := current_schema() || '_catalogue';
BEGIN
    EXECUTE format('GRANT SELECT ON %I TO %I', name, app);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %I TO %I', name, catalogue);
    EXECUTE format('COMMENT ON TABLE %I IS %L', name, '[global] ' || meaning);
END $$;

CREATE PROCEDURE lookup_table(name text, purpose text, meaning text)
    LANGUAGE plpgsql AS $$
DECLARE
    narrow text := current_schema() || '_' || purpose;
BEGIN
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO %I', name, narrow);
    EXECUTE format('COMMENT ON TABLE %I IS %L', name, '[lookup] ' || meaning);
END $$;

REVOKE EXECUTE ON PROCEDURE tenant_table(text, text) FROM PUBLIC;
REVOKE EXECUTE ON PROCEDURE global_table(text, text) FROM PUBLIC;
REVOKE EXECUTE ON PROCEDURE lookup_table(text, text, text) FROM PUBLIC;

-- How far each tenant's journal reaches. The row is locked by the last statement of a transaction, so positions have no
-- gaps and a reader knows when it has everything up to one.
CREATE TABLE journal_heads (
    tenant_id uuid   NOT NULL DEFAULT current_tenant() PRIMARY KEY,
    position  bigint NOT NULL
);
CALL tenant_table('journal_heads', 'The last position of each tenant''s journal.');

CREATE TABLE journal (
    tenant_id    uuid        NOT NULL DEFAULT current_tenant(),
    position     bigint      NOT NULL,
    recorded_at  timestamptz NOT NULL,
    aggregate    text        NOT NULL,
    aggregate_id uuid        NOT NULL,
    version      bigint      NOT NULL,
    event        text        NOT NULL,
    state        bytea       NOT NULL,
    deleted      boolean     NOT NULL,
    actor_id     uuid,
    reason       text,
    trace        text        NOT NULL,
    PRIMARY KEY (tenant_id, position, recorded_at)
) PARTITION BY RANGE (recorded_at);
CREATE INDEX journal_by_aggregate ON journal (tenant_id, aggregate, aggregate_id, version);
CALL tenant_table('journal', 'Every change, for ever: the whole aggregate after it. Append only.');
COMMENT ON COLUMN journal.state IS 'Protocol Buffers; personal fields encrypted with the person''s key';
COMMENT ON COLUMN journal.recorded_at IS 'The database''s clock at the end of the transaction';

-- Partitions of the journal: a default one, and one for each month ahead. Row security on each, grants on none.
CREATE FUNCTION journal_partitions(months_ahead integer) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    home text := (SELECT n.nspname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                  WHERE c.oid = 'journal'::regclass);
    month date;
    part text;
    made integer := 0;
BEGIN
    FOR i IN -1 .. months_ahead LOOP
        IF i = -1 THEN
            part := 'journal_default';
        ELSE
            month := (date_trunc('month', now()) + make_interval(months => i))::date;
            part := 'journal_' || to_char(month, 'YYYY_MM');
        END IF;
        CONTINUE WHEN to_regclass(format('%I.%I', home, part)) IS NOT NULL;
        IF i = -1 THEN
            EXECUTE format('CREATE TABLE %I.%I PARTITION OF %I.journal DEFAULT', home, part, home);
        ELSE
            EXECUTE format('CREATE TABLE %I.%I PARTITION OF %I.journal FOR VALUES FROM (%L) TO (%L)',
                           home, part, home, month, (month + interval '1 month')::date);
        END IF;
        EXECUTE format('ALTER TABLE %I.%I ENABLE ROW LEVEL SECURITY', home, part);
        EXECUTE format('ALTER TABLE %I.%I FORCE ROW LEVEL SECURITY', home, part);
        EXECUTE format('CREATE POLICY tenant_isolation ON %I.%I USING (tenant_id = (SELECT %I.current_tenant()))',
                       home, part, home);
        EXECUTE format('COMMENT ON TABLE %I.%I IS %L', home, part, '[tenant] A month of the journal.');
        made := made + 1;
    END LOOP;
    RETURN made;
END $$;
REVOKE EXECUTE ON FUNCTION journal_partitions(integer) FROM PUBLIC;
SELECT journal_partitions(24);

CREATE TABLE outbox (
    tenant_id    uuid        NOT NULL DEFAULT current_tenant(),
    position     bigint      NOT NULL,
    lane         text        NOT NULL CHECK (lane IN ('live', 'bulk')),
    recorded_at  timestamptz NOT NULL,
    aggregate    text        NOT NULL,
    aggregate_id uuid        NOT NULL,
    version      bigint      NOT NULL,
    event        text        NOT NULL,
    state        bytea       NOT NULL,
    deleted      boolean     NOT NULL,
    actor_id     uuid,
    trace        text        NOT NULL,
    attempts     integer     NOT NULL DEFAULT 0,
    not_before   timestamptz NOT NULL DEFAULT '-infinity',
    PRIMARY KEY (tenant_id, position)
) WITH (fillfactor = 70);
CREATE INDEX outbox_waiting ON outbox (lane, recorded_at);
CALL tenant_table('outbox', 'Changes that are still to be sent; a row goes when the broker has confirmed it.');

-- Set when a handler of another service's event has seen it: everything up to `contiguous`, and what lies beyond a gap.
CREATE TABLE inbox_progress (
    tenant_id  uuid    NOT NULL DEFAULT current_tenant(),
    generation integer NOT NULL,
    source     text    NOT NULL,
    contiguous bigint  NOT NULL,
    PRIMARY KEY (tenant_id, generation, source)
);
CALL tenant_table('inbox_progress', 'Up to which position of a source''s journal everything has been taken in.');

CREATE TABLE inbox (
    tenant_id  uuid    NOT NULL DEFAULT current_tenant(),
    generation integer NOT NULL,
    source     text    NOT NULL,
    position   bigint  NOT NULL,
    PRIMARY KEY (tenant_id, generation, source, position)
);
CALL tenant_table('inbox', 'Positions taken in ahead of a gap.');

-- Takes a position in. False when it was taken in before. The row lock makes two deliveries of one event take turns.
CREATE FUNCTION inbox_receive(of_generation integer, of_source text, at_position bigint) RETURNS boolean
    LANGUAGE plpgsql AS $$
DECLARE
    tenant uuid := current_tenant();
    reached bigint;
    moved bigint;
BEGIN
    INSERT INTO inbox_progress AS p (tenant_id, generation, source, contiguous)
    VALUES (tenant, of_generation, of_source, 0)
    ON CONFLICT (tenant_id, generation, source) DO UPDATE SET contiguous = p.contiguous
    RETURNING contiguous INTO reached;
    IF at_position <= reached THEN
        RETURN false;
    END IF;
    IF at_position > reached + 1 THEN
        INSERT INTO inbox (tenant_id, generation, source, position)
        VALUES (tenant, of_generation, of_source, at_position) ON CONFLICT DO NOTHING;
        RETURN FOUND;
    END IF;
    reached := at_position;
    LOOP
        DELETE FROM inbox WHERE tenant_id = tenant AND generation = of_generation AND source = of_source
            AND position = reached + 1;
        EXIT WHEN NOT FOUND;
        reached := reached + 1;
    END LOOP;
    UPDATE inbox_progress SET contiguous = reached
    WHERE tenant_id = tenant AND generation = of_generation AND source = of_source;
    RETURN true;
END $$;

-- What a handler rejected, kept for somebody to look at.
CREATE TABLE dead_letters (
    tenant_id    uuid        NOT NULL DEFAULT current_tenant(),
    id           uuid        NOT NULL,
    source       text        NOT NULL,
    position     bigint      NOT NULL,
    aggregate    text        NOT NULL,
    aggregate_id uuid        NOT NULL,
    envelope     bytea       NOT NULL,
    cause        text        NOT NULL,
    parked_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (tenant_id, id)
);
CALL tenant_table('dead_letters', 'Events that a handler rejected, until somebody replays or discards them.');

-- Answers to creating requests, so that a repeated request does the work once.
CREATE TABLE idempotency_keys (
    tenant_id  uuid        NOT NULL DEFAULT current_tenant(),
    person_id  uuid        NOT NULL,
    route      text        NOT NULL,
    key        text        NOT NULL,
    body_hash  bytea       NOT NULL,
    answer     bytea       NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (tenant_id, person_id, route, key)
);
CALL tenant_table('idempotency_keys', 'Answers by Idempotency-Key, for 24 hours.');

-- What this service knows of things that others own, kept by their events: enough to check a link.
CREATE TABLE known_things (
    tenant_id  uuid    NOT NULL DEFAULT current_tenant(),
    kind       text    NOT NULL,
    id         uuid    NOT NULL,
    version    bigint  NOT NULL,
    parent_id  uuid,
    label      jsonb   NOT NULL,
    valid_from date,
    valid_to   date,
    gone       boolean NOT NULL,
    PRIMARY KEY (tenant_id, kind, id)
);
CREATE INDEX known_things_by_parent ON known_things (tenant_id, kind, parent_id);
CALL tenant_table('known_things', 'Things of other services that ours may point at, as their events told.');

-- Whether a unit is one of the roots or lies below one of them.
CREATE FUNCTION unit_within(unit uuid, roots uuid[]) RETURNS boolean
    LANGUAGE sql STABLE AS $$
    WITH RECURSIVE up(id, parent_id) AS (
        SELECT k.id, k.parent_id FROM known_things k
        WHERE k.tenant_id = current_tenant() AND k.kind = 'unit' AND k.id = unit
        UNION
        SELECT k.id, k.parent_id FROM known_things k JOIN up ON k.id = up.parent_id
        WHERE k.tenant_id = current_tenant() AND k.kind = 'unit'
    )
    SELECT EXISTS (SELECT 1 FROM up WHERE up.id = ANY (roots))
$$;

-- Appends changes to journal and outbox. The last statement of a transaction: the head's lock is held only until commit.
CREATE FUNCTION journal_append(
    aggregates text[], ids uuid[], versions bigint[], events text[], states bytea[], deletions boolean[],
    reasons text[], actors uuid[], trace_context text, in_lane text
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
                         actor_id, reason, trace)
    SELECT tenant, first_free + n, moment, a, i, v, e, s, d, p, r, trace_context
    FROM unnest(aggregates, ids, versions, events, states, deletions, reasons, actors)
         WITH ORDINALITY AS c (a, i, v, e, s, d, r, p, n);
    INSERT INTO outbox (tenant_id, position, lane, recorded_at, aggregate, aggregate_id, version, event, state, deleted,
                        actor_id, trace)
    SELECT tenant, first_free + n, in_lane, moment, a, i, v, e, s, d, p, trace_context
    FROM unnest(aggregates, ids, versions, events, states, deletions, actors)
         WITH ORDINALITY AS c (a, i, v, e, s, d, p, n);
    RETURN first_free + many;
END $$;

DO $$
DECLARE
    home text := current_schema();
    app text := home || '_app';
    outbox_role text := home || '_outbox';
    jobs_role text := home || '_jobs';
BEGIN
    -- The journal is append only for everybody who serves.
    EXECUTE format('REVOKE UPDATE, DELETE ON journal FROM %I', app);
    -- The serving role writes the outbox and never reads or empties it.
    EXECUTE format('REVOKE SELECT, UPDATE, DELETE ON outbox FROM %I', app);
    -- The relay alone sees every tenant's outbox, and nothing else.
    EXECUTE format('CREATE POLICY relay ON outbox TO %I USING (true)', outbox_role);
    EXECUTE format('GRANT SELECT, UPDATE, DELETE ON outbox TO %I', outbox_role);
    -- Jobs learn which tenants there are, then work tenant by tenant.
    EXECUTE format('CREATE POLICY jobs ON journal_heads FOR SELECT TO %I USING (true)', jobs_role);
    EXECUTE format('GRANT SELECT ON journal_heads TO %I', jobs_role);
    EXECUTE format('GRANT EXECUTE ON FUNCTION journal_partitions(integer) TO %I', jobs_role);
    EXECUTE format('ALTER FUNCTION journal_partitions(integer) SET search_path = %I, pg_temp', home);
END $$;
