CREATE TABLE indicators (
    tenant_id       uuid        NOT NULL DEFAULT current_tenant(),
    id              uuid        NOT NULL,
    version         bigint      NOT NULL,
    name            jsonb       NOT NULL,
    name_sort       text        NOT NULL COLLATE "C",
    unit_of_measure jsonb       NOT NULL,
    direction       text        NOT NULL CHECK (direction IN ('up', 'down', 'hold')),
    kind            text        NOT NULL CHECK (kind IN ('number', 'ratio', 'scale')),
    numerator       jsonb,
    denominator     jsonb,
    factor          numeric,
    decimals        integer     NOT NULL CHECK (decimals BETWEEN 0 AND 6),
    frequency       text        NOT NULL CHECK (frequency IN ('year', 'half_year', 'quarter', 'month', 'once')),
    owner_unit_id   uuid        NOT NULL,
    source          jsonb,
    method          jsonb,
    method_version  integer     NOT NULL,
    scale           jsonb       NOT NULL,
    dimensions      jsonb       NOT NULL,
    baseline        jsonb,
    targets         jsonb       NOT NULL,
    search_text     text        NOT NULL,
    created_at      timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX indicators_by_name ON indicators (tenant_id, name_sort, id);
CREATE INDEX indicators_by_age ON indicators (tenant_id, created_at, id);
CREATE INDEX indicators_by_owner_unit ON indicators (tenant_id, owner_unit_id);
CALL tenant_table('indicators', 'Measures of how goals are reached.');
COMMENT ON COLUMN indicators.factor IS 'What a ratio is multiplied by for reading: 100 for a percentage';

CREATE TABLE indicator_goals (
    tenant_id    uuid    NOT NULL DEFAULT current_tenant(),
    indicator_id uuid    NOT NULL,
    goal_id      uuid    NOT NULL,
    position     integer NOT NULL,
    PRIMARY KEY (tenant_id, indicator_id, goal_id),
    FOREIGN KEY (tenant_id, indicator_id) REFERENCES indicators (tenant_id, id),
    FOREIGN KEY (tenant_id, goal_id) REFERENCES goals (tenant_id, id)
);
CREATE INDEX indicator_goals_by_goal ON indicator_goals (tenant_id, goal_id);
CALL tenant_table('indicator_goals', 'Goals that an indicator verifies.');

CREATE TABLE indicator_values (
    tenant_id      uuid        NOT NULL DEFAULT current_tenant(),
    id             uuid        NOT NULL,
    version        bigint      NOT NULL,
    indicator_id   uuid        NOT NULL,
    period         text        NOT NULL COLLATE "C",
    period_from    date        NOT NULL,
    period_to      date        NOT NULL,
    unit_id        uuid,
    dimensions     jsonb       NOT NULL,
    place          text        NOT NULL COLLATE "C",
    value          numeric,
    numerator      numeric,
    denominator    numeric     CHECK (denominator > 0),
    level          integer,
    evidence       text,
    status         text        NOT NULL CHECK (status IN ('preliminary', 'final', 'corrected')),
    provenance     text,
    no_change      boolean     NOT NULL,
    replaces       jsonb       NOT NULL,
    recorded_at    timestamptz NOT NULL,
    created_at     timestamptz NOT NULL,
    CHECK (num_nonnulls(value, numerator, level) = 1),
    CHECK ((numerator IS NULL) = (denominator IS NULL)),
    PRIMARY KEY (tenant_id, id),
    CONSTRAINT one_value_a_place UNIQUE (tenant_id, indicator_id, period, place),
    FOREIGN KEY (tenant_id, indicator_id) REFERENCES indicators (tenant_id, id)
);
CREATE INDEX indicator_values_by_period ON indicator_values (tenant_id, period_from, id);
CREATE INDEX indicator_values_by_age ON indicator_values (tenant_id, recorded_at, id);
CREATE INDEX indicator_values_by_unit ON indicator_values (tenant_id, unit_id);
CALL tenant_table('indicator_values', 'What was measured or judged; a correction keeps what stood before.');
COMMENT ON COLUMN indicator_values.place IS 'Unit and dimensions as one text: there is one value of a period at a place';
