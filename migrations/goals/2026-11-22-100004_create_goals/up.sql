CREATE TABLE goals (
    tenant_id           uuid        NOT NULL DEFAULT current_tenant(),
    id                  uuid        NOT NULL,
    version             bigint      NOT NULL,
    title               jsonb       NOT NULL,
    title_sort          text        NOT NULL COLLATE "C",
    description         jsonb,
    level               text        NOT NULL,
    kind                text        CHECK (kind IN ('direction', 'steering')),
    parent_id           uuid,
    policy_id           uuid,
    policy_edition      integer,
    accountable_unit_id uuid        NOT NULL,
    period_from         date        NOT NULL,
    period_to           date,
    cross_cutting       boolean     NOT NULL,
    to_be_measured      boolean     NOT NULL,
    status              text        NOT NULL CHECK (status IN ('open', 'closed')),
    closed_on           date,
    closed_reason       text,
    search_text         text        NOT NULL,
    created_at          timestamptz NOT NULL,
    CHECK (period_to >= period_from),
    CHECK ((status = 'closed') = (closed_on IS NOT NULL)),
    CHECK ((policy_id IS NULL) = (policy_edition IS NULL)),
    CHECK (parent_id <> id),
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, parent_id) REFERENCES goals (tenant_id, id),
    FOREIGN KEY (tenant_id, policy_id, policy_edition) REFERENCES policy_editions (tenant_id, policy_id, edition)
);
CREATE INDEX goals_by_title ON goals (tenant_id, title_sort, id);
CREATE INDEX goals_by_age ON goals (tenant_id, created_at, id);
CREATE INDEX goals_by_beginning ON goals (tenant_id, period_from, id);
CREATE INDEX goals_by_parent ON goals (tenant_id, parent_id);
CREATE INDEX goals_by_policy ON goals (tenant_id, policy_id);
CREATE INDEX goals_by_accountable_unit ON goals (tenant_id, accountable_unit_id);
CALL tenant_table('goals', 'Goals of the tree.');

CREATE TABLE goal_units (
    tenant_id uuid    NOT NULL DEFAULT current_tenant(),
    goal_id   uuid    NOT NULL,
    part      text    NOT NULL CHECK (part IN ('responsible', 'consulted')),
    unit_id   uuid    NOT NULL,
    position  integer NOT NULL,
    PRIMARY KEY (tenant_id, goal_id, part, unit_id),
    FOREIGN KEY (tenant_id, goal_id) REFERENCES goals (tenant_id, id)
);
CREATE INDEX goal_units_by_unit ON goal_units (tenant_id, unit_id);
CALL tenant_table('goal_units', 'Units that work for a goal, or are asked about it, beside the accountable one.');

CREATE TABLE goal_themes (
    tenant_id uuid    NOT NULL DEFAULT current_tenant(),
    goal_id   uuid    NOT NULL,
    theme_id  uuid    NOT NULL,
    position  integer NOT NULL,
    PRIMARY KEY (tenant_id, goal_id, theme_id),
    FOREIGN KEY (tenant_id, goal_id) REFERENCES goals (tenant_id, id)
);
CREATE INDEX goal_themes_by_theme ON goal_themes (tenant_id, theme_id);
CALL tenant_table('goal_themes', 'Themes of goals.');
