-- What the measurements read: 1 000 000 projects, three times over, of 10, of 1 000 and of 100 000 tenants.
-- Ids tell what they are of, so that nobody needs to keep a list: the tenants of a crowd, the projects of a tenant.
CREATE SCHEMA IF NOT EXISTS bench;

-- Version 7, as ours are: they grow, so that rows lie as they were made.
CREATE OR REPLACE FUNCTION bench.id(what text, n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
    -- One expression, so that it is written into the statement that calls it.
    SELECT (lpad(to_hex(1780000000000 + n), 12, '0') || '7' || substr(md5(what || n), 1, 3)
            || '8' || substr(md5(what || n), 4, 15))::uuid
$$;
CREATE OR REPLACE FUNCTION bench.tenant(crowd bigint, n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
    SELECT bench.id('tenant of ' || crowd || ' ', n % crowd)
$$;
CREATE OR REPLACE FUNCTION bench.project(crowd bigint, n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
    SELECT bench.id('project of ' || crowd || ' ', n)
$$;

CREATE OR REPLACE PROCEDURE bench.fill(crowd bigint, projects bigint) LANGUAGE plpgsql AS $$
DECLARE
    nouns CONSTANT text[] := ARRAY['Language café', 'Healthy city', 'Storm-water exchange', 'Youth exchange',
        'Business rally', 'Climate twin', 'Library network', 'Vocational mobility', 'Shared kitchens', 'Open harbour'];
BEGIN
    INSERT INTO projects.partners (tenant_id, id, version, created_at, name, name_sort, search_text, kind, country,
        twin_town)
    SELECT bench.tenant(crowd, n), bench.id('partner of ' || crowd || ' ', n), 1, now(),
           'Partner ' || n, 'partner ' || n, 'partner ' || n, 'municipality', 'SE', false
    FROM generate_series(0, crowd - 1) AS n;

    INSERT INTO projects.projects (tenant_id, id, version, created_at, title, title_sort, search_text, acronym, kind,
        role, funder, operation_id, owner_unit_id, manager_id, period_from, period_to, summary, resident_benefit,
        work_packages, public_card, total_cost, total_cost_currency, case_number, funding)
    SELECT bench.tenant(crowd, n), bench.project(crowd, n), 3,
        timestamptz '2026-01-01' + n * interval '1 second',
        jsonb_build_object('en', word || ' ' || n, 'fi', word || ' ' || n || ' suomeksi'),
        lower(word || ' ' || n), lower(word || ' ' || n || ' P' || n), 'P' || n,
        (ARRAY['eu', 'international', 'national', 'own'])[1 + n % 4], (ARRAY['lead', 'partner'])[1 + n % 2],
        'European Regional Development Fund', 'OP-' || n, bench.id('unit ', n % 50), bench.id('person ', n % 20),
        date '2022-01-01' + (n % 1500)::integer, date '2026-01-01' + (n % 1500)::integer,
        jsonb_build_object('en', repeat(word || ' brings what works elsewhere to where people live. ', 4)),
        jsonb_build_object('en', 'Residents notice shorter ways to service in their own language.'),
        jsonb_build_array(
            jsonb_build_object('number', 1, 'title', jsonb_build_object('en', 'Prepare'), 'description', null),
            jsonb_build_object('number', 2, 'title', jsonb_build_object('en', 'Try it out'), 'description', null)),
        false, 100000 + n % 900000, 'EUR', 'KS/2026:' || n, 'none'
    FROM (SELECT n, nouns[1 + n % 10] AS word FROM generate_series(0, projects - 1) AS n) AS made;

    INSERT INTO projects.project_themes (tenant_id, project_id, theme_id)
    SELECT bench.tenant(crowd, n), bench.project(crowd, n), bench.id('theme ', n % 12)
    FROM generate_series(0, projects - 1) AS n;
    INSERT INTO projects.project_goals (tenant_id, project_id, goal_id, share)
    SELECT bench.tenant(crowd, n), bench.project(crowd, n), bench.id('goal ', n % 40), 100
    FROM generate_series(0, projects - 1) AS n;
    INSERT INTO projects.project_partners (tenant_id, project_id, partner_id, role)
    SELECT bench.tenant(crowd, n), bench.project(crowd, n), bench.id('partner of ' || crowd || ' ', n % crowd), 'partner'
    FROM generate_series(0, projects - 1) AS n;
END $$;
