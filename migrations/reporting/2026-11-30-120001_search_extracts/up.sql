-- Extracts by a function that keeps its plans: one in SQL is planned at every call, and a search for the commonest words calls it
-- for each hit of a page.
CREATE OR REPLACE FUNCTION search_extract(body jsonb, sought tsquery, reads text) RETURNS jsonb
    LANGUAGE plpgsql STABLE AS $$
DECLARE
    language text;
    config regconfig;
    said text;
BEGIN
    FOREACH language IN ARRAY array_prepend(reads, array_remove(ARRAY['fi', 'sv', 'en'], reads)) LOOP
        config := CASE language WHEN 'fi' THEN 'pg_catalog.finnish'::regconfig WHEN 'sv' THEN 'pg_catalog.swedish'
                                ELSE 'pg_catalog.english' END;
        said := (SELECT left(string_agg(t #>> '{}', ' · '), 20000)
                 FROM jsonb_path_query(body - 'title' - 'name', ('strict $.**.' || language)::jsonpath) t);
        IF to_tsvector(config, said) @@ sought THEN
            RETURN jsonb_build_object('language', language, 'text', ts_headline(config, said, sought,
                'MaxFragments=1, MaxWords=28, MinWords=12, StartSel=' || chr(2) || ', StopSel=' || chr(3)));
        END IF;
    END LOOP;
    RETURN NULL;
END $$;
