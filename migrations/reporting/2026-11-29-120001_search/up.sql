-- What can be looked for: the words of every thing in the read models that has a page, in each language's own stems.
-- A table beside the entries: it is narrow enough to be ranked, and is written only when words change.
CREATE TABLE search_entries (
    tenant_id  uuid     NOT NULL DEFAULT current_tenant(),
    generation integer  NOT NULL,
    register   text     NOT NULL,
    id         uuid     NOT NULL,
    words      tsvector NOT NULL,
    PRIMARY KEY (tenant_id, generation, register, id),
    FOREIGN KEY (tenant_id, generation, register, id)
        REFERENCES register_entries (tenant_id, generation, register, id) ON DELETE CASCADE
);
-- What waits to be sorted in is read whole by every search, so little may wait.
CREATE INDEX search_entries_by_words ON search_entries USING gin (words) WITH (gin_pending_list_limit = 256);
CALL tenant_table('search_entries', 'Words of what the read models hold, for the search over everything.');
COMMENT ON COLUMN search_entries.words IS
    'A: title, B: names and codes, C: other texts; and marks of whose copy and which register it is, for the index';

-- The mark of one tenant's copy, or of one register in it: a lexeme that no text has, so that the index itself tells tenants
-- apart (a uuid has no place in a GIN index without an extension).
CREATE FUNCTION search_mark(of_tenant uuid, of_generation integer, of_register text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT concat('§', of_tenant, '/', of_generation, '/' || of_register) $$;

CREATE FUNCTION is_searched(register text) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT register IN ('policies', 'goals', 'indicators', 'statements', 'assignments', 'projects', 'applications',
                              'partners', 'networks', 'activities', 'units', 'themes') $$;

-- The words of one entry. A title is found by its stems and as it is written, a code as it is written, any other text by
-- its stems. In PL/pgSQL, which plans once a connection what SQL would plan for every row (measured: 40 ms of each).
CREATE FUNCTION search_words(of_tenant uuid, of_generation integer, of_register text, body jsonb) RETURNS tsvector
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    title jsonb := coalesce(body -> 'title', body -> 'name');
    as_written text := CASE jsonb_typeof(title)
        WHEN 'object' THEN concat_ws(' ', title ->> 'fi', title ->> 'sv', title ->> 'en')
        ELSE title #>> '{}' END;
    names text := concat_ws(' ', body ->> 'acronym', body ->> 'case_number', body ->> 'funder', body ->> 'host',
                            body ->> 'place', body ->> 'town', body ->> 'code', body ->> 'call',
                            body ->> 'plan_reference');
    fi text := (SELECT string_agg(t #>> '{}', ' ') FROM jsonb_path_query(body, 'strict $.**.fi') t);
    sv text := (SELECT string_agg(t #>> '{}', ' ') FROM jsonb_path_query(body, 'strict $.**.sv') t);
    en text := (SELECT string_agg(t #>> '{}', ' ') FROM jsonb_path_query(body, 'strict $.**.en') t);
BEGIN
    RETURN array_to_tsvector(ARRAY[search_mark(of_tenant, of_generation, NULL),
                                   search_mark(of_tenant, of_generation, of_register)])
        || setweight(
               to_tsvector('pg_catalog.finnish', coalesce(title ->> 'fi', '')) ||
               to_tsvector('pg_catalog.swedish', coalesce(title ->> 'sv', '')) ||
               to_tsvector('pg_catalog.english', coalesce(title ->> 'en', '')) ||
               to_tsvector('pg_catalog.simple', coalesce(as_written, '')), 'A')
        || setweight(to_tsvector('pg_catalog.simple', names), 'B')
        || setweight(
               to_tsvector('pg_catalog.finnish', left(coalesce(fi, ''), 100000)) ||
               to_tsvector('pg_catalog.swedish', left(coalesce(sv, ''), 100000)) ||
               to_tsvector('pg_catalog.english', left(coalesce(en, ''), 100000)), 'C');
END $$;

-- Kept by the database itself, in the transaction of the event, so that nothing which changes an entry can forget it.
CREATE FUNCTION keep_search_words() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.gone THEN
        DELETE FROM search_entries s
        WHERE s.tenant_id = NEW.tenant_id AND s.generation = NEW.generation AND s.register = NEW.register AND s.id = NEW.id;
    ELSE
        INSERT INTO search_entries AS s (tenant_id, generation, register, id, words)
        VALUES (NEW.tenant_id, NEW.generation, NEW.register, NEW.id,
                search_words(NEW.tenant_id, NEW.generation, NEW.register, NEW.body))
        ON CONFLICT (tenant_id, generation, register, id) DO UPDATE SET words = EXCLUDED.words
        WHERE s.words IS DISTINCT FROM EXCLUDED.words;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER words_of_new AFTER INSERT ON register_entries FOR EACH ROW
    WHEN (is_searched(NEW.register) AND NOT NEW.gone) EXECUTE FUNCTION keep_search_words();
CREATE TRIGGER words_of_changed AFTER UPDATE ON register_entries FOR EACH ROW
    WHEN (is_searched(NEW.register) AND (OLD.body, OLD.gone) IS DISTINCT FROM (NEW.body, NEW.gone))
    EXECUTE FUNCTION keep_search_words();

-- What somebody typed, as a question in every language at once; `starts` is the same by the beginnings of its words.
CREATE FUNCTION search_query(q text, starts text) RETURNS tsquery
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT websearch_to_tsquery('pg_catalog.finnish', q) || websearch_to_tsquery('pg_catalog.swedish', q)
        || websearch_to_tsquery('pg_catalog.english', q) || websearch_to_tsquery('pg_catalog.simple', q)
        || starts::tsquery
$$;

-- The part of an entry's texts in which the words stand, between two control characters; in the reader's language, when they
-- stand there. Null when they stand in the title or a code only.
CREATE FUNCTION search_extract(body jsonb, sought tsquery, reads text) RETURNS jsonb
    LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object('language', language, 'text', ts_headline(config, left(text, 20000), sought,
               'MaxFragments=1, MaxWords=28, MinWords=12, StartSel=' || chr(2) || ', StopSel=' || chr(3)))
    FROM (VALUES ('fi', 'pg_catalog.finnish'::regconfig), ('sv', 'pg_catalog.swedish'), ('en', 'pg_catalog.english'))
             AS languages (language, config),
         LATERAL (SELECT string_agg(t #>> '{}', ' · ') AS text
                  FROM jsonb_path_query(body - 'title' - 'name', ('strict $.**.' || language)::jsonpath) t) texts
    WHERE to_tsvector(config, left(text, 20000)) @@ sought
    ORDER BY language <> reads, language
    LIMIT 1
$$;

-- What was there before this is found once the read models are made anew: `reporting work --rebuild --accept`. Filling it
-- here would hold everybody off the entries for as long as it takes.

-- The search itself: how many of each register, and those of a page, the best first. Ten thousand are ranked at most: who finds
-- more needs another word more than another page.
--
-- Row security would look at the tenant before the words and so keep the index out (`@@` may tell of rows in its errors, says
-- PostgreSQL: it is not leakproof). So this runs as the owner, who alone has a policy that shows the words of all; it asks
-- for nobody's but the tenant's of the transaction, and what it answers lies in entries that row security lets it see.
CREATE FUNCTION search_entries(of_generation integer, q text, starts text, of_register text, reads text, skip integer,
                               many integer) RETURNS jsonb
    LANGUAGE plpgsql STABLE SECURITY DEFINER AS $$
DECLARE
    sought tsquery := search_query(q, starts);
    most CONSTANT integer := 10000;
    counts jsonb;
    counted bigint;
    hits jsonb;
    -- Planned with its values at hand each time: how common a word is decides how to find it.
    matching text := 'SELECT s.register, s.id, s.words FROM search_entries s
        WHERE s.words @@ (quote_literal(search_mark(current_tenant(), $1, $2))::tsquery && $3)
          AND s.tenant_id = current_tenant() AND s.generation = $1
        LIMIT $4';
BEGIN
    EXECUTE 'SELECT coalesce(jsonb_object_agg(register, n), ''{}''), coalesce(sum(n), 0) FROM (
                 SELECT register, count(*) AS n FROM (' || matching || ') m GROUP BY register) c'
        INTO counts, counted USING of_generation, NULL::text, sought, most;
    EXECUTE 'SELECT coalesce(jsonb_agg(jsonb_build_object(
                 ''register'', h.register, ''id'', h.id, ''title'',
                 coalesce(e.body -> ''title'', e.body -> ''name'', e.body -> ''call'', to_jsonb(e.body ->> ''year'')),
                 ''kind'', e.kind, ''status'', e.status, ''unit_id'', e.unit_id, ''parent_id'', e.parent_id,
                 ''extract'', search_extract(e.body, $3, $5)) ORDER BY h.rank DESC, h.id), ''[]'')
             FROM (SELECT m.register, m.id, ts_rank(m.words, $3, 1) AS rank FROM (' || matching || ') m
                   ORDER BY rank DESC, id OFFSET $6 LIMIT $7) h
             JOIN register_entries e ON e.tenant_id = current_tenant() AND e.generation = $1
                  AND e.register = h.register AND e.id = h.id'
        INTO hits USING of_generation, of_register, sought, most, reads, skip, many;
    RETURN jsonb_build_object('counts', counts, 'more', counted >= most, 'hits', hits);
END $$;
REVOKE EXECUTE ON FUNCTION search_entries(integer, text, text, text, text, integer, integer) FROM PUBLIC;

DO $$
DECLARE
    home text := current_schema();
    search text := 'search_entries(integer, text, text, text, text, integer, integer)';
BEGIN
    EXECUTE format('CREATE POLICY search ON search_entries FOR SELECT TO %I USING (true)', home || '_owner');
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO %I', search, home || '_app');
    EXECUTE format('ALTER FUNCTION %s SET search_path = %I, pg_temp', search, home);
END $$;
