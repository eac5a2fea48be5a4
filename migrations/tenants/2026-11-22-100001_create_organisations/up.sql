CREATE TABLE organisations (
    tenant_id   uuid        NOT NULL DEFAULT current_tenant(),
    id          uuid        NOT NULL,
    version     bigint      NOT NULL,
    kind        text        NOT NULL CHECK (kind IN ('municipality', 'joint_authority', 'wellbeing_services_county',
                                                     'sub_region', 'region', 'association')),
    name        jsonb       NOT NULL,
    names       jsonb       NOT NULL,
    code        text        NOT NULL,
    country     text        NOT NULL CHECK (country IN ('FI', 'SE')),
    time_zone   text        NOT NULL,
    language    text        NOT NULL CHECK (language IN ('fi', 'sv', 'en')),
    place_code  text,
    owners      jsonb       NOT NULL,
    members     jsonb       NOT NULL,
    valid_from  date,
    valid_to    date,
    merged_into text,
    invented    boolean     NOT NULL,
    colour      text        NOT NULL,
    crest       text,
    state       text        NOT NULL CHECK (state IN ('trial', 'active', 'read_only')),
    trial_until date,
    created_at  timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    CHECK (id = tenant_id)
);
CALL tenant_table('organisations', 'The organisation that the tenant is: one row each.');
COMMENT ON COLUMN organisations.code IS 'Official code, as text: leading zeros count';
COMMENT ON COLUMN organisations.names IS 'All names with their dates, the present one last';
COMMENT ON COLUMN organisations.owners IS 'Of a joint authority: who owns which share';
COMMENT ON COLUMN organisations.members IS 'Of a sub-region, region or association: codes of municipalities';

CREATE TABLE units (
    tenant_id   uuid        NOT NULL DEFAULT current_tenant(),
    id          uuid        NOT NULL,
    version     bigint      NOT NULL,
    name        jsonb       NOT NULL,
    name_sort   text        COLLATE "C" NOT NULL,
    search_text text        NOT NULL,
    names       jsonb       NOT NULL,
    short_name  text,
    kind        text        NOT NULL CHECK (kind IN ('council', 'board', 'committee', 'office', 'unit', 'school',
                                                     'company', 'other')),
    parent_id   uuid,
    valid_from  date,
    valid_to    date,
    merged_into uuid,
    created_at  timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, parent_id) REFERENCES units (tenant_id, id),
    FOREIGN KEY (tenant_id, merged_into) REFERENCES units (tenant_id, id)
);
CREATE INDEX units_by_name ON units (tenant_id, name_sort, id);
CREATE INDEX units_by_age ON units (tenant_id, created_at, id);
CREATE INDEX units_by_parent ON units (tenant_id, parent_id);
CREATE INDEX units_by_successor ON units (tenant_id, merged_into);
CALL tenant_table('units', 'Councils, boards, committees, offices, units, schools, companies: a tree with validity.');
COMMENT ON COLUMN units.names IS 'All names with their dates, the present one last';
