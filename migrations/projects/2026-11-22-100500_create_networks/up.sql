CREATE TABLE networks (
    tenant_id   uuid        NOT NULL DEFAULT current_tenant(),
    id          uuid        NOT NULL,
    version     bigint      NOT NULL,
    created_at  timestamptz NOT NULL,
    name        jsonb       NOT NULL,
    name_sort   text        NOT NULL COLLATE "C",
    search_text text        NOT NULL,
    acronym     text,
    kind        text        NOT NULL CHECK (kind IN ('network', 'representation_office')),
    host        text,
    size        jsonb,
    scope       jsonb,
    description jsonb,
    website     text,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX networks_by_name ON networks (tenant_id, name_sort, id);
CREATE INDEX networks_by_creation ON networks (tenant_id, created_at, id);
CALL tenant_table('networks', 'Networks and representation offices.');
COMMENT ON COLUMN networks.size IS 'How many members, with how exact the source is';

CREATE TABLE network_themes (
    tenant_id  uuid NOT NULL DEFAULT current_tenant(),
    network_id uuid NOT NULL,
    theme_id   uuid NOT NULL,
    PRIMARY KEY (tenant_id, network_id, theme_id),
    FOREIGN KEY (tenant_id, network_id) REFERENCES networks (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX network_themes_by_theme ON network_themes (tenant_id, theme_id);
CALL tenant_table('network_themes', 'Themes of networks.');

CREATE TABLE network_memberships (
    tenant_id            uuid        NOT NULL DEFAULT current_tenant(),
    id                   uuid        NOT NULL,
    version              bigint      NOT NULL,
    created_at           timestamptz NOT NULL,
    network_id           uuid        NOT NULL,
    accountable_unit_id  uuid,
    outside_organisation text,
    since                date,
    until                date CHECK (until >= since),
    seats                integer CHECK (seats >= 0),
    fee                  numeric(15, 2) CHECK (fee >= 0),
    fee_currency         text,
    hours                integer CHECK (hours >= 0),
    attends              jsonb,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, network_id) REFERENCES networks (tenant_id, id),
    CHECK ((accountable_unit_id IS NULL) <> (outside_organisation IS NULL)),
    CHECK ((fee IS NULL) = (fee_currency IS NULL))
);
CREATE INDEX network_memberships_by_creation ON network_memberships (tenant_id, created_at, id);
CREATE INDEX network_memberships_by_network ON network_memberships (tenant_id, network_id);
CREATE INDEX network_memberships_by_unit ON network_memberships (tenant_id, accountable_unit_id);
CALL tenant_table('network_memberships', 'Who answers for being in a network, since when, and what it costs.');
COMMENT ON COLUMN network_memberships.hours IS 'Hours of work a year';
COMMENT ON COLUMN network_memberships.fee IS 'A year''s fee';
