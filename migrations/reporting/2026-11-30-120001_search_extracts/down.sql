CREATE OR REPLACE FUNCTION search_extract(body jsonb, sought tsquery, reads text) RETURNS jsonb
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
