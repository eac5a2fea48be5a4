CREATE TABLE policies (
    tenant_id            uuid        NOT NULL DEFAULT current_tenant(),
    id                   uuid        NOT NULL,
    version              bigint      NOT NULL,
    kind                 text        NOT NULL CHECK (kind IN ('strategy', 'policy', 'programme', 'plan', 'guideline')),
    edition              integer     NOT NULL CHECK (edition >= 1),
    standing_edition     integer,
    status               text        NOT NULL,
    supersedes_policy_id uuid,
    title_sort           text        NOT NULL COLLATE "C",
    search_text          text        NOT NULL,
    created_at           timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, supersedes_policy_id) REFERENCES policies (tenant_id, id)
);
CREATE INDEX policies_by_title ON policies (tenant_id, title_sort, id);
CREATE INDEX policies_by_age ON policies (tenant_id, created_at, id);
CREATE INDEX policies_by_status ON policies (tenant_id, status, id);
CALL tenant_table('policies', 'Strategies, policies, programmes, plans, guidelines.');
COMMENT ON COLUMN policies.edition IS 'The newest edition';
COMMENT ON COLUMN policies.standing_edition IS 'The edition that is adopted or in force, if one is';
COMMENT ON COLUMN policies.status IS 'Of the newest edition';

CREATE TABLE policy_editions (
    tenant_id   uuid        NOT NULL DEFAULT current_tenant(),
    policy_id   uuid        NOT NULL,
    edition     integer     NOT NULL,
    title       jsonb       NOT NULL,
    case_number text,
    period_from date        NOT NULL,
    period_to   date,
    vision      jsonb,
    sections    jsonb       NOT NULL,
    status      text        NOT NULL CHECK (status IN ('draft', 'consultation', 'revised', 'proposed', 'adopted',
                                                       'in_force', 'superseded', 'expired')),
    steps       jsonb       NOT NULL,
    opened_at   timestamptz NOT NULL,
    CHECK (period_to >= period_from),
    PRIMARY KEY (tenant_id, policy_id, edition),
    FOREIGN KEY (tenant_id, policy_id) REFERENCES policies (tenant_id, id)
);
CALL tenant_table('policy_editions', 'What a policy said at each edition; an old one stays readable.');

CREATE TABLE policy_themes (
    tenant_id uuid    NOT NULL DEFAULT current_tenant(),
    policy_id uuid    NOT NULL,
    theme_id  uuid    NOT NULL,
    position  integer NOT NULL,
    PRIMARY KEY (tenant_id, policy_id, theme_id),
    FOREIGN KEY (tenant_id, policy_id) REFERENCES policies (tenant_id, id)
);
CREATE INDEX policy_themes_by_theme ON policy_themes (tenant_id, theme_id);
CALL tenant_table('policy_themes', 'Themes of policies.');
