CREATE TABLE activities (
    tenant_id     uuid        NOT NULL DEFAULT current_tenant(),
    id            uuid        NOT NULL,
    version       bigint      NOT NULL,
    created_at    timestamptz NOT NULL,
    kind          text        NOT NULL CHECK (kind IN ('visit', 'staff_exchange', 'pupil_exchange',
        'teacher_exchange', 'seminar', 'event', 'culture', 'training', 'advocacy', 'other')),
    title         jsonb       NOT NULL,
    title_sort    text        NOT NULL COLLATE "C",
    search_text   text        NOT NULL,
    period_from   date        NOT NULL,
    period_to     date        CHECK (period_to >= period_from),
    place         text,
    country       text        COLLATE "C" CHECK (length(country) = 2),
    host          text        CHECK (host IN ('host', 'co_host', 'guest')),
    languages     jsonb       NOT NULL,
    unit_id       uuid        NOT NULL,
    participants  jsonb       NOT NULL,
    duration      jsonb,
    cost          numeric(15, 2) CHECK (cost >= 0),
    cost_currency text,
    project_id    uuid,
    network_id    uuid,
    learning      jsonb,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, project_id) REFERENCES projects (tenant_id, id),
    FOREIGN KEY (tenant_id, network_id) REFERENCES networks (tenant_id, id),
    CHECK ((cost IS NULL) = (cost_currency IS NULL))
);
CREATE INDEX activities_by_start ON activities (tenant_id, period_from, id);
CREATE INDEX activities_by_title ON activities (tenant_id, title_sort, id);
CREATE INDEX activities_by_creation ON activities (tenant_id, created_at, id);
CREATE INDEX activities_by_unit ON activities (tenant_id, unit_id);
CREATE INDEX activities_by_project ON activities (tenant_id, project_id);
CREATE INDEX activities_by_network ON activities (tenant_id, network_id);
CALL tenant_table('activities', 'Visits, exchanges, events, culture, training, advocacy.');
COMMENT ON COLUMN activities.participants IS 'How many, by group, profession and country, with how exact the source is; never who';
COMMENT ON COLUMN activities.duration IS 'Years, with how exact the source is';

CREATE TABLE activity_goals (
    tenant_id   uuid NOT NULL DEFAULT current_tenant(),
    activity_id uuid NOT NULL,
    goal_id     uuid NOT NULL,
    PRIMARY KEY (tenant_id, activity_id, goal_id),
    FOREIGN KEY (tenant_id, activity_id) REFERENCES activities (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX activity_goals_by_goal ON activity_goals (tenant_id, goal_id);
CALL tenant_table('activity_goals', 'Which goals an activity serves.');

CREATE TABLE activity_themes (
    tenant_id   uuid NOT NULL DEFAULT current_tenant(),
    activity_id uuid NOT NULL,
    theme_id    uuid NOT NULL,
    PRIMARY KEY (tenant_id, activity_id, theme_id),
    FOREIGN KEY (tenant_id, activity_id) REFERENCES activities (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX activity_themes_by_theme ON activity_themes (tenant_id, theme_id);
CALL tenant_table('activity_themes', 'Themes of activities.');

CREATE TABLE activity_partners (
    tenant_id   uuid NOT NULL DEFAULT current_tenant(),
    activity_id uuid NOT NULL,
    partner_id  uuid NOT NULL,
    PRIMARY KEY (tenant_id, activity_id, partner_id),
    FOREIGN KEY (tenant_id, activity_id) REFERENCES activities (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, partner_id) REFERENCES partners (tenant_id, id)
);
CREATE INDEX activity_partners_by_partner ON activity_partners (tenant_id, partner_id);
CALL tenant_table('activity_partners', 'With whom something was done: what a partner''s last activity is read from.');
