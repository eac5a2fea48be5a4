CREATE TABLE taxonomies (
    tenant_id  uuid        NOT NULL DEFAULT current_tenant(),
    id         uuid        NOT NULL,
    version    bigint      NOT NULL,
    key        text        COLLATE "C" NOT NULL,
    name       jsonb       NOT NULL,
    name_sort  text        COLLATE "C" NOT NULL,
    shared     boolean     NOT NULL,
    source     jsonb,
    source_id  uuid,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, key),
    UNIQUE (tenant_id, source_id)
);
CREATE INDEX taxonomies_by_name ON taxonomies (tenant_id, name_sort, id);
CREATE INDEX taxonomies_by_age ON taxonomies (tenant_id, created_at, id);
CALL tenant_table('taxonomies', 'Ways to sort work by theme: a tenant''s own and adopted ones.');

CREATE TABLE themes (
    tenant_id   uuid        NOT NULL DEFAULT current_tenant(),
    id          uuid        NOT NULL,
    version     bigint      NOT NULL,
    taxonomy_id uuid        NOT NULL,
    parent_id   uuid,
    code        text        COLLATE "C" NOT NULL,
    name        jsonb       NOT NULL,
    name_sort   text        COLLATE "C" NOT NULL,
    search_text text        NOT NULL,
    description jsonb       NOT NULL,
    created_at  timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, taxonomy_id, code),
    FOREIGN KEY (tenant_id, taxonomy_id) REFERENCES taxonomies (tenant_id, id),
    FOREIGN KEY (tenant_id, parent_id) REFERENCES themes (tenant_id, id)
);
CREATE INDEX themes_by_code ON themes (tenant_id, code, id);
CREATE INDEX themes_by_name ON themes (tenant_id, name_sort, id);
CREATE INDEX themes_by_age ON themes (tenant_id, created_at, id);
CREATE INDEX themes_by_parent ON themes (tenant_id, parent_id);
CALL tenant_table('themes', 'What work is about; any object can carry them.');

CREATE TABLE shared_taxonomies (
    id                uuid        NOT NULL PRIMARY KEY,
    version           bigint      NOT NULL,
    organisation_name jsonb       NOT NULL,
    country           text        NOT NULL,
    key               text        COLLATE "C" NOT NULL,
    name              jsonb       NOT NULL,
    themes            jsonb       NOT NULL,
    withdrawn         boolean     NOT NULL,
    published_at      timestamptz NOT NULL
);
CREATE INDEX shared_taxonomies_by_key ON shared_taxonomies (key, id);
CALL global_table('shared_taxonomies', 'Taxonomies that associations published for everybody to adopt.');
COMMENT ON COLUMN shared_taxonomies.version IS 'The version at which it was published';

CREATE TABLE geography (
    id          uuid   NOT NULL PRIMARY KEY,
    country     text   NOT NULL CHECK (country IN ('FI', 'SE')),
    kind        text   NOT NULL CHECK (kind IN ('municipality', 'sub_region', 'region', 'county', 'country')),
    code        text   COLLATE "C" NOT NULL,
    name        jsonb  NOT NULL,
    name_sort   text   COLLATE "C" NOT NULL,
    parent_code text,
    valid_from  date   NOT NULL,
    valid_to    date,
    merged_into text,
    UNIQUE (country, kind, code, valid_from)
);
CREATE INDEX geography_by_code ON geography (code, id);
CREATE INDEX geography_by_name ON geography (name_sort, id);
CALL global_table('geography', 'Official areas with their dates, mergers included.');
