-- What a tenant's plan lets it have, and what it used.
CREATE TABLE known_plans (
    tenant_id uuid   NOT NULL DEFAULT current_tenant() PRIMARY KEY,
    version   bigint NOT NULL,
    plan      jsonb
);
CALL tenant_table('known_plans', 'The plan of each tenant with its limits, as the events of its organisation told.');
COMMENT ON COLUMN known_plans.version IS 'Of the organisation: what is newer stays';
COMMENT ON COLUMN known_plans.plan IS 'Its id, its name and its limits by kind; null is no limit';

-- Keeps what is newer. A function, so that it is the same for whoever serves and for who approves a request.
CREATE FUNCTION keep_plan(of_version bigint, told jsonb) RETURNS void
    LANGUAGE sql AS $$
    INSERT INTO known_plans AS k (tenant_id, version, plan) VALUES (current_tenant(), of_version, told)
    ON CONFLICT (tenant_id) DO UPDATE SET version = excluded.version, plan = excluded.plan
    WHERE k.version < excluded.version
$$;

-- Files that lie in other services count towards one limit of all.
CREATE TABLE known_files (
    tenant_id uuid    NOT NULL DEFAULT current_tenant(),
    id        uuid    NOT NULL,
    version   bigint  NOT NULL,
    bytes     bigint  NOT NULL,
    gone      boolean NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX known_files_there ON known_files (tenant_id) INCLUDE (bytes) WHERE NOT gone;
CALL tenant_table('known_files', 'How large the files are that a tenant has in other services, as their events told.');

CREATE TABLE usage_months (
    tenant_id uuid   NOT NULL DEFAULT current_tenant(),
    month     date   NOT NULL,
    kind      text   NOT NULL,
    amount    bigint NOT NULL,
    PRIMARY KEY (tenant_id, month, kind)
);
CREATE INDEX usage_months_of_all ON usage_months (month, kind, tenant_id);
CALL tenant_table('usage_months', 'What each tenant used in each month.');
COMMENT ON COLUMN usage_months.month IS 'Its first day';
COMMENT ON COLUMN usage_months.kind IS 'calls: how many there were; everything else: the most there was at once';

CREATE TABLE usage_measured (
    tenant_id uuid   NOT NULL DEFAULT current_tenant() PRIMARY KEY,
    month     date   NOT NULL,
    position  bigint NOT NULL
);
CALL tenant_table('usage_measured', 'At which position of a tenant''s journal it was last counted what it has.');

DO $$
DECLARE
    jobs_role text := current_schema() || '_jobs';
BEGIN
    -- An operator sees how much every tenant used.
    EXECUTE format('CREATE POLICY jobs ON usage_months FOR SELECT TO %I USING (true)', jobs_role);
    EXECUTE format('GRANT SELECT ON usage_months TO %I', jobs_role);
    -- Jobs learn whose journal has grown since it was counted.
    EXECUTE format('CREATE POLICY jobs ON usage_measured FOR SELECT TO %I USING (true)', jobs_role);
    EXECUTE format('GRANT SELECT ON usage_measured TO %I', jobs_role);
END $$;
